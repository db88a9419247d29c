//! Invisible characters and look-alike hyphens: chat clients, browsers and office programs put both
//! into copied text.

/// Unicode's `Default_Ignorable_Code_Point` (marks of direction, joiners, variation selectors, the
/// soft hyphen), controls other than white space, and placeholders of embedded objects.
#[rustfmt::skip]
pub fn is_invisible(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The invisible characters that displayed text keeps: some scripts and emoji need them.
pub fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe0f}')
}

/// The hyphen, and all dashes that look like it.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}')
        || "-\u{2d7}\u{58a}\u{5be}\u{1400}\u{1806}\u{2043}\u{207b}\u{208b}\u{2212}\u{2500}\u{2501}\u{2796}\
            \u{2e17}\u{2e3a}\u{2e3b}\u{fe58}\u{fe63}\u{ff0d}"
            .contains(c)
}
