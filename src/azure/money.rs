//! Amounts of money, added exactly and only within a currency.

use std::str::FromStr;

use jiff::SignedDuration;

/// An amount of one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// Of the currency's unit: prices per hour have up to six decimal places.
    pub millionths: u64,
    /// Amounts of different currencies are never added.
    pub currency: Currency,
}

impl Money {
    /// The sum. `None` if the currencies differ.
    pub fn plus(self, other: Self) -> Option<Self> {
        let millionths = self.millionths.checked_add(other.millionths)?;
        (self.currency == other.currency).then_some(Self { millionths, ..self })
    }

    /// The cost of `duration` at this price per hour, rounded down. Zero for a negative duration.
    pub fn for_hours(self, duration: SignedDuration) -> Self {
        let seconds = u128::try_from(duration.as_secs()).unwrap_or(0);
        let millionths = u128::from(self.millionths) * seconds / 3600;
        Self { millionths: u64::try_from(millionths).unwrap_or(u64::MAX), ..self }
    }

    /// One sum for each currency, in order of first appearance.
    pub fn sums(amounts: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut sums: Vec<Self> = Vec::new();
        for amount in amounts {
            match sums.iter_mut().find(|sum| sum.currency == amount.currency) {
                Some(sum) => *sum = sum.plus(amount).unwrap_or(*sum),
                None => sums.push(amount),
            }
        }
        sums
    }

    /// `None` for zero, negative amounts and NaN.
    pub(super) fn of(amount: f64, currency: Currency) -> Option<Self> {
        let millionths = (amount * 1e6).round();
        // Far below where f64 leaves out whole numbers; NaN is in no range.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "in range and whole, so exact"
        )]
        let millionths = (1.0..1e15).contains(&millionths).then_some(millionths as u64)?;
        Some(Self { millionths, currency })
    }
}

/// Reads `3311.90 USD`.
impl FromStr for Money {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (amount, currency) = text.split_once(' ').ok_or(())?;
        Self::of(amount.parse().map_err(drop)?, Currency::read(currency).ok_or(())?).ok_or(())
    }
}

/// An ISO 4217 code: `USD`, `BRL`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Currency([u8; 3]);

impl Currency {
    pub(crate) fn read(code: &str) -> Option<Self> {
        let letters: [u8; 3] = code.as_bytes().try_into().ok()?;
        let all = letters.iter().all(u8::is_ascii_alphabetic);
        all.then(|| Self(letters.map(|letter| letter.to_ascii_uppercase())))
    }

    /// Its ISO 4217 code: `USD`.
    pub fn as_str(&self) -> &str {
        // Letters by construction.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

formatted!(Display for Currency, |currency| "{}", currency.as_str());

#[cfg(test)]
mod tests {
    use super::*;

    fn money(amount: f64, code: &str) -> Option<Money> {
        Money::of(amount, Currency::read(code)?)
    }

    #[test]
    fn amounts_of_one_currency_add_exactly() {
        let (tenth, fifth) = (money(0.1, "USD").unwrap(), money(0.2, "usd").unwrap());
        assert_eq!(tenth.plus(fifth), money(0.3, "USD"));
        assert_eq!(tenth.plus(money(0.2, "BRL").unwrap()), None);
        assert_eq!(fifth.currency.to_string(), "USD");
    }

    #[test]
    fn an_hours_price_counts_by_the_second() {
        let price = money(3.06, "USD").unwrap();
        let for_hours = |seconds| price.for_hours(SignedDuration::from_secs(seconds)).millionths;
        assert_eq!(for_hours(14 * 3600), 42_840_000);
        assert_eq!(for_hours(90), 76_500);
        assert_eq!((for_hours(0), for_hours(-60)), (0, 0));
        let long = price.for_hours(SignedDuration::from_hours(24 * 365 * 100));
        assert_eq!(long.millionths, 3_060_000 * 24 * 365 * 100);
    }

    #[test]
    fn each_currency_has_its_own_sum() {
        let amounts = [(0.5, "USD"), (1.0, "BRL"), (0.25, "USD")];
        let sums = Money::sums(amounts.iter().filter_map(|(amount, code)| money(*amount, code)));
        assert_eq!(sums, [money(0.75, "USD").unwrap(), money(1.0, "BRL").unwrap()]);
        assert!(Money::sums([]).is_empty());
    }

    #[test]
    fn zero_and_invalid_amounts_are_no_price() {
        for amount in [0.0, -1.0, 4e-7, f64::NAN, f64::INFINITY] {
            assert_eq!(money(amount, "USD"), None, "{amount}");
        }
        for code in ["", "US", "USDX", "U$D", "€"] {
            assert_eq!(money(1.0, code), None, "{code}");
        }
    }
}
