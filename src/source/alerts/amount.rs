//! Amounts of money as people read them: `$3,311.90`, `3.311,90 €`, `R$ 1.234,56`.
//!
//! Cost Management writes amounts in the language of the budget's author. They are only used for percentages, never for
//! sums.

/// Longer texts are not amounts.
const LONGEST: usize = 64;

/// The highest threshold that Cost Management takes, in percent.
pub const HIGHEST: f64 = 1000.0;

/// Currencies whose amounts have three decimals.
const THREE_DECIMALS: &[&str] = &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/// The amount, or `None` if the text is ambiguous. `unit`: the currency, by ISO 4217.
pub fn amount(text: &str, unit: Option<&str>) -> Option<f64> {
    match (read(text, '.'), read(text, ',')) {
        (Some(point), Some(comma)) if point != comma => read(text, likely_mark(text, unit)),
        (point, comma) => point.or(comma),
    }
}

/// `part` as a percentage of `whole`. Both come from one payload, so they have the same decimal mark.
pub fn percent(part: &str, whole: &str, unit: Option<&str>) -> Option<f64> {
    let by = |mark| {
        let whole = read(whole, mark).filter(|whole| *whole > 0.0)?;
        Some(read(part, mark)? / whole * 100.0)
    };
    let (point, comma) = match (by('.'), by(',')) {
        (Some(point), Some(comma)) if point != comma => (point, comma),
        (point, comma) => return point.or(comma),
    };
    let is_doubtful = |text: &&str| read(text, '.') != read(text, ',');
    let doubtful = [part, whole].into_iter().filter(is_doubtful);
    let mut marks = doubtful.map(|text| likely_mark(text, unit));
    let first = marks.next()?;
    let (likely, other) = if first == '.' { (point, comma) } else { (comma, point) };
    let is_sound = likely <= HIGHEST || other > HIGHEST;
    (marks.all(|mark| mark == first) && is_sound).then_some(likely)
}

/// The decimal mark of a text that can be read with either, such as `1,234`: that is more than a thousand, unless the
/// currency has three decimals, or a program wrote a bare `1.234`.
fn likely_mark(text: &str, unit: Option<&str>) -> char {
    let mut currencies = THREE_DECIMALS.iter();
    let has_three = currencies.any(|code| unit == Some(*code) || text.contains(code));
    let (before, number, after) = parts(text).unwrap_or_default();
    let has_point = number.contains('.');
    let is_bare = has_point && before.is_empty() && after.is_empty();
    if has_point == (is_bare || has_three) { '.' } else { ',' }
}

fn read(text: &str, mark: char) -> Option<f64> {
    let (before, number, after) = parts(text)?;
    let amount: f64 = plain(number, mark)?.parse().ok()?;
    // Accountants write credits in brackets.
    let negative = before.contains(['-', '−', '(']) || after.contains('-');
    Some(if negative { -amount } else { amount })
}

/// The text before the number, the number, and the text after it.
fn parts(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    let digit = |c: char| c.is_ascii_digit();
    let (first, last) = (text.find(digit)?, text.rfind(digit)?);
    Some((&text[..first], &text[first..=last], &text[last + 1..]))
}

/// The number without separators, and with a dot before its decimals.
fn plain(number: &str, mark: char) -> Option<String> {
    let (whole, fraction) = number.split_once(mark).unwrap_or((number, ""));
    let groups: Vec<&str> = whole.split(|c: char| !c.is_ascii_digit()).collect();
    let mut separators = whole.chars().filter(|c| !c.is_ascii_digit());
    let one_kind =
        separators.next().is_none_or(|first| groups_digits(first) && separators.all(|other| other == first));
    // India groups by two, but the last group has three digits everywhere.
    let grouped = groups.len() == 1
        || groups.last().is_some_and(|last| last.len() == 3)
            && !groups[0].starts_with('0')
            && groups.iter().all(|group| (1..=3).contains(&group.len()));
    let is_number = one_kind && grouped && fraction.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| format!("{}.{fraction}0", groups.concat()))
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
            assert_eq!(amount(text, None), Some(read), "{text:?}");
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
            assert_eq!(amount(text, None), None, "{text:?}");
        }
        assert_eq!(amount(&"9".repeat(65), None), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[0-9.,' €$\u{a0}٣x-]{0,20}", any in any::<String>()) {
            prop_assert!(amount(&text, None).is_none_or(f64::is_finite));
            prop_assert!(amount(&any, None).is_none_or(f64::is_finite));
        }
    }
}
