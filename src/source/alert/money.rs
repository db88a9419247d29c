//! Amounts of money as people read them: `$3,311.90`, `3.311,90 €`, `R$ 1.234,56`.
//!
//! Cost Management writes them in the language of whoever made the budget. They are read for
//! percentages alone, never to reckon with.

/// Longer texts are no amounts.
const LONGEST: usize = 64;

/// The amount, or `None` where the text leaves a doubt.
pub fn amount(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    let digit = |c: char| c.is_ascii_digit();
    let (first, last) = (text.find(digit)?, text.rfind(digit)?);
    let (before, number, after) = (&text[..first], &text[first..=last], &text[last + 1..]);
    let plain = plain(number, before.is_empty() && after.is_empty())?;
    let amount: f64 = plain.parse().ok()?;
    // Accountants put what was credited into brackets.
    let negative = before.contains(['-', '−', '(']) || after.contains('-');
    Some(if negative { -amount } else { amount })
}

/// The number with nothing but a dot before its decimals. `bare`: nothing stood around it, so
/// that a program may have written it.
fn plain(number: &str, bare: bool) -> Option<String> {
    let separators: Vec<char> = number.chars().filter(|c| !c.is_ascii_digit()).collect();
    let Some(last) = separators.last() else {
        return Some(number.to_owned());
    };
    let decimals = number.len() - number.rfind(*last)? - last.len_utf8();
    let alone = separators.len() == 1;
    let mixed = separators.iter().any(|separator| separator != last);
    let is_point = match last {
        '.' | ',' if mixed => separators.iter().filter(|separator| *separator == last).count() == 1,
        '.' if alone && bare => true,
        // `1,234` is a thousand and more; there are no three decimals in any currency's prices.
        '.' | ',' => alone && decimals != 3,
        _ => false,
    };
    let (whole, fraction) = match is_point {
        true => number.rsplit_once(*last)?,
        false => (number, ""),
    };
    let groups: Vec<&str> = whole.split(|c: char| !c.is_ascii_digit()).collect();
    let whole_separators = whole.chars().filter(|c| !c.is_ascii_digit());
    let one_kind = {
        let kinds: std::collections::BTreeSet<char> = whole_separators.collect();
        kinds.len() <= 1 && kinds.iter().all(|kind| groups_digits(*kind))
    };
    // India groups by two, but everybody's last group has three.
    let grouped = groups.len() == 1
        || groups.last().is_some_and(|last| last.len() == 3)
            && groups.iter().all(|group| (1..=3).contains(&group.len()));
    (one_kind && grouped).then(|| format!("{}.{fraction}0", groups.concat()))
}

fn groups_digits(c: char) -> bool {
    matches!(c, '.' | ',' | '\'' | '’' | '٬' | '_') || c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn money_is_read_as_it_is_written_anywhere() {
        for (text, read) in [
            ("$3,311.90", 3311.90),
            ("3.311,90 €", 3311.90),
            ("R$ 1.234,56", 1234.56),
            ("R$\u{a0}1.234,56", 1234.56),
            ("1 234,56 kr", 1234.56),
            ("1\u{202f}234,56\u{a0}€", 1234.56),
            ("CHF 1’234.50", 1234.50),
            ("3311.90", 3311.90),
            ("4000", 4000.0),
            ("0.8", 0.8),
            ("1234.567", 1234.567),
            ("¥3,311", 3311.0),
            ("€3.311", 3311.0),
            ("$1,234,567", 1_234_567.0),
            ("₹1,23,456.70", 123_456.70),
            ("$0.05", 0.05),
            ("12,5", 12.5),
            ("-$5.00", -5.0),
            ("($5.00)", -5.0),
            ("USD 11,111.00", 11_111.0),
            ("$11.", 11.0),
        ] {
            assert_eq!(amount(text), Some(read), "{text:?}");
        }
    }

    #[test]
    fn what_leaves_a_doubt_is_no_amount() {
        for text in [
            "",
            "$",
            "n/a",
            "1.234,567,8",
            "12 of 30",
            "1,2,3",
            "1-2",
            "1e9",
            "1.2.3",
            "$1,2345,678.00",
            "٣٣",
            "1/2",
        ] {
            assert_eq!(amount(text), None, "{text:?}");
        }
        assert_eq!(amount(&"9".repeat(65)), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[0-9.,' €$\u{a0}٣x-]{0,20}", any in any::<String>()) {
            prop_assert!(amount(&text).is_none_or(f64::is_finite));
            prop_assert!(amount(&any).is_none_or(f64::is_finite));
        }
    }
}
