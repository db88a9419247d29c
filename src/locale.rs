//! The languages of commands and replies. People type commands in any of them, and get replies in their own.

use std::str::FromStr;

/// A language, with the conventions of one region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    /// For callers without a language of their own, and for the log.
    #[default]
    English,
    /// Brazilian.
    Portuguese,
}

impl Locale {
    /// Every language that replies are written in.
    pub const ALL: &[Self] = &[Self::English, Self::Portuguese];

    /// Its IETF language tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Portuguese => "pt-BR",
        }
    }

    /// The locale for an IETF language tag of any region: `en-GB`, `pt`, `pt_BR`. `None` for other languages.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = |tag: &str| tag.split(['-', '_']).next().map(str::to_ascii_lowercase);
        let spoken = |locale: &Self| language(locale.tag()) == language(tag);
        Self::ALL.iter().copied().find(spoken)
    }
}

/// For configured tags: the error says what to write.
impl FromStr for Locale {
    type Err = String;

    fn from_str(tag: &str) -> Result<Self, String> {
        let known = Self::ALL.iter().map(|locale| format!("{:?}", locale.tag()));
        let known = known.collect::<Vec<_>>().join(" or ");
        Self::from_tag(tag).ok_or_else(|| format!("is not a language that there are words in: write {known}"))
    }
}

/// A value per language. For a new language, add a field: the compiler then shows every table that lacks it.
#[derive(Clone, Copy, Debug)]
pub struct InEach<T> {
    /// For [`Locale::English`].
    pub en: T,
    /// For [`Locale::Portuguese`].
    pub pt: T,
}

impl<T> InEach<T> {
    /// A value for each language, in the order of [`Locale::ALL`].
    pub const fn new(en: T, pt: T) -> Self {
        Self { en, pt }
    }

    /// The value for one language.
    pub const fn of(&self, locale: Locale) -> &T {
        match locale {
            Locale::English => &self.en,
            Locale::Portuguese => &self.pt,
        }
    }
}

/// The names of a thing in each language: first the one that replies use, then others that are understood.
pub type Names = InEach<&'static [&'static str]>;

impl Names {
    /// The name that replies use.
    pub fn first(&self, locale: Locale) -> &'static str {
        self.of(locale)[0]
    }

    /// Every name, in every language.
    pub fn all(self) -> impl Iterator<Item = &'static str> {
        let names = move |locale: &Locale| self.of(*locale).iter().copied();
        Locale::ALL.iter().flat_map(names)
    }

    /// The language in which `word` is one of the names.
    pub fn language(&self, word: &str) -> Option<Locale> {
        let knows = |locale: &Locale| self.of(*locale).iter().any(|name| are_alike(name, word));
        Locale::ALL.iter().copied().find(knows)
    }

    /// Whether `word` is one of the names in any language.
    pub fn include(&self, word: &str) -> bool {
        self.language(word).is_some()
    }
}

/// A word in lower case and without accents, as people type in a hurry. Words are compared in this form.
pub(crate) fn bare(word: &str) -> String {
    if word.is_ascii() { word.to_ascii_lowercase() } else { letters(word).collect() }
}

/// Whether two words have the same letters, in the form of [`bare`].
pub(crate) fn are_alike(one: &str, other: &str) -> bool {
    // Most words are ASCII, which is cheap to compare.
    let are_ascii = || one.is_ascii() && other.is_ascii();
    may_begin_alike(one, other)
        && (one.eq_ignore_ascii_case(other) || !are_ascii() && letters(one).eq(letters(other)))
}

/// Whether two texts can begin with the same letter: most do not, and this is cheap.
#[inline(always)]
pub(crate) fn may_begin_alike(one: &str, other: &str) -> bool {
    match (one.as_bytes(), other.as_bytes()) {
        ([first, ..], [second, ..]) if first.is_ascii() && second.is_ascii() => {
            first.eq_ignore_ascii_case(second)
        }
        _ => true,
    }
}

/// The letters of [`bare`].
fn letters(word: &str) -> impl Iterator<Item = char> {
    // Some keyboards send an accent as a separate character after the letter.
    let accent = |c: &char| ('\u{300}'..='\u{36f}').contains(c);
    word.chars().filter(move |c| !accent(c)).flat_map(char::to_lowercase).map(unaccented)
}

fn unaccented(letter: char) -> char {
    match letter {
        'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' | 'ă' | 'ą' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'ě' | 'ę' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ı' => 'i',
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => 'o',
        'ú' | 'ù' | 'û' | 'ü' | 'ů' | 'ű' => 'u',
        'ç' | 'ć' | 'č' => 'c',
        'ñ' | 'ń' | 'ň' => 'n',
        'ş' | 'ś' | 'š' | 'ș' => 's',
        'ž' | 'ź' | 'ż' => 'z',
        'ý' | 'ÿ' => 'y',
        'ł' => 'l',
        'ř' => 'r',
        'ď' => 'd',
        'ť' | 'ț' => 't',
        'ğ' => 'g',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_of_any_region_gives_its_language() {
        for tag in ["pt-BR", "pt", "pt_BR", "pt-PT", "PT-br"] {
            assert_eq!(Locale::from_tag(tag), Some(Locale::Portuguese), "{tag}");
        }
        for tag in ["en", "en-GB", "en_US"] {
            assert_eq!(Locale::from_tag(tag), Some(Locale::English), "{tag}");
        }
        for tag in ["fr", "", "-", "ptolemaic", "português"] {
            assert_eq!(Locale::from_tag(tag), None, "{tag}");
        }
        for locale in Locale::ALL {
            assert_eq!(Locale::from_tag(locale.tag()), Some(*locale));
        }
    }

    #[test]
    fn words_are_compared_without_case_and_accents() {
        for word in ["forçar", "FORÇAR", "forcar", "Forc\u{327}ar"] {
            assert_eq!(bare(word), "forcar", "{word}");
        }
        assert_ne!(bare("parar"), bare("para"));
        const NAMES: Names = Names::new(&["stop"], &["forçar", "às"]);
        for word in ["STOP", "Forçar", "FORCAR", "as", "ÀS"] {
            assert!(NAMES.include(word), "{word}");
        }
        assert!(!NAMES.include("stops") && !NAMES.include("ŝtop"));
    }
}
