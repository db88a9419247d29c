//! Values and tables of a document, with their locations. `None` means that a fault was noted, unless a method says
//! otherwise.

use std::{cell::RefCell, fmt::Display};

use toml::de::{DeTable, DeValue};

use super::{
    document::{Document, Env},
    fault::Faults,
    reader::{DocumentReader, Location, Purpose},
    stored_secret::FetchedSecrets,
};
use crate::command;

/// A value with its location.
pub struct Value<'a> {
    pub location: Location<'a>,
    value: &'a DeValue<'a>,
}

/// A table with its location.
pub struct Table<'a> {
    pub location: Location<'a>,
    entries: &'a DeTable<'a>,
}

impl DocumentReader<'_> {
    /// Reads the whole document with `read`.
    pub fn of<T>(
        document: &Document,
        env: Env<'_>,
        stores: &FetchedSecrets,
        purpose: Purpose,
        read: impl FnOnce(&Table<'_>) -> Option<T>,
    ) -> Result<T, Faults> {
        let reader = DocumentReader {
            document,
            env,
            stores,
            purpose,
            faults: RefCell::default(),
            missing: RefCell::default(),
            warnings: RefCell::default(),
            secrets: RefCell::default(),
            closed: RefCell::default(),
        };
        let (root, errors) = DeTable::parse_recoverable(&document.text);
        // A document that is not TOML is not read further: keys would seem to be missing.
        let result = if errors.is_empty() {
            let location = Location { reader: &reader, path: String::new(), offset: 0 };
            read(&Table { location, entries: root.get_ref() })
        } else {
            reader.note_syntax(errors);
            None
        };
        let faults = reader.faults();
        debug_assert!(result.is_some() || !faults.0.is_empty(), "refused without a reason");
        result.filter(|_| faults.0.is_empty()).ok_or(faults)
    }
}

impl<'a> Value<'a> {
    /// Notes a fault, in place of a value.
    pub fn refuse<T>(&self, sentence: impl Display) -> Option<T> {
        self.location.refuse(sentence)
    }

    /// Text that is not blank.
    pub fn text(&self) -> Option<&'a str> {
        match self.value.as_str() {
            Some(text) if text.trim().is_empty() => {
                self.refuse("is empty: write something between the quotes")
            }
            Some(text) => Some(text),
            None => self.wrong_type("text in quotes"),
        }
    }

    pub fn yes_or_no(&self) -> Option<bool> {
        self.value.as_bool().or_else(|| self.wrong_type("true or false"))
    }

    /// The text as parsed by `read`, whose error is the sentence of the fault.
    pub fn parsed<T, E: Display>(&self, read: impl FnOnce(&'a str) -> Result<T, E>) -> Option<T> {
        self.location.accept(read(self.text()?))
    }

    /// The text if it `fits`; else `sentence` is the fault.
    pub fn fitting(&self, fits: impl Fn(&str) -> bool, sentence: &str) -> Option<String> {
        self.parsed(|text| fits(text).then(|| text.to_owned()).ok_or(sentence))
    }

    /// An id of Azure or Entra.
    pub fn guid(&self) -> Option<String> {
        self.fitting(is_guid, "is not an id: write it as 00000000-0000-0000-0000-000000000000")
    }

    /// This value, which names a host that tokens are sent to. A document that was only found does not decide that: it may
    /// lie in somebody else's folder.
    pub fn trusted_host(&self) -> Option<&Self> {
        const NOT_NAMED: &str =
            "would send tokens to a host of this file's choice, and nobody named the file: pass --config";
        if self.location.reader.document.found { self.refuse(NOT_NAMED) } else { Some(self) }
    }

    /// Whether this is a list without elements. Notes nothing.
    pub fn is_empty_list(&self) -> bool {
        self.value.as_array().is_some_and(|elements| elements.is_empty())
    }

    /// Each element of a list that is not empty, as parsed by `read`, without those that it refuses.
    pub fn each<T>(&self, read: impl Fn(&Value<'a>) -> Option<T>) -> Vec<T> {
        match self.value.as_array() {
            None => self.wrong_type("a list in brackets"),
            Some(elements) if elements.is_empty() => self.refuse("is empty: name at least one"),
            Some(elements) => {
                let elements = elements.iter().enumerate().filter_map(|(at, element)| {
                    let path = format!("{}[{at}]", self.location.path);
                    let location = Location { path, offset: element.span().start, ..self.location.clone() };
                    read(&Value { location, value: element.get_ref() })
                });
                Some(elements.collect())
            }
        }
        .unwrap_or_default()
    }

    /// Each element of a list, or the one value in its place, as parsed by `read`.
    pub fn one_or_each<T>(&self, read: impl Fn(&Value<'a>) -> Option<T>) -> Vec<T> {
        if self.value.is_array() { self.each(read) } else { read(self).into_iter().collect() }
    }

    /// A number, whole or not.
    pub fn number(&self) -> Option<f64> {
        let number = match self.value {
            DeValue::Integer(number) => number.to_string().parse().ok(),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => return self.wrong_type("a number"),
        };
        number.or_else(|| self.refuse("is not a number that we can read: write it with digits alone"))
    }

    pub fn table(&self) -> Option<Table<'a>> {
        self.if_table().or_else(|| self.wrong_type("a table"))
    }

    /// The table if this is one. Notes nothing.
    pub fn if_table(&self) -> Option<Table<'a>> {
        Some(Table { location: self.location.clone(), entries: self.value.as_table()? })
    }

    fn wrong_type<T>(&self, wanted: &str) -> Option<T> {
        let found = match self.value {
            DeValue::String(_) => "text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.refuse(format!("is {found}: write {wanted}"))
    }
}

impl<'a> Table<'a> {
    /// Notes a fault at each key that is not `known`.
    pub fn only(&self, known: &[&str]) {
        for (key, value) in self.iter().filter(|(key, _)| !known.contains(key)) {
            value.location.fault(format!("is unknown: {}", instead_of(key, known)));
        }
    }

    /// The value of an optional key. Notes nothing.
    pub fn get(&self, key: &str) -> Option<Value<'a>> {
        self.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// The value of a required key; the fault shows `example`.
    pub fn need(&self, key: &str, example: &str) -> Option<Value<'a>> {
        self.get(key).or_else(|| {
            let location = self.location.at_key(key, self.location.offset);
            location.refuse(format!("is missing: write {example}"))
        })
    }

    /// The value of a required key as parsed by `read`; the fault shows `example` if it is left out.
    pub fn needed<T>(
        &self,
        key: &str,
        example: &str,
        read: impl FnOnce(&Value<'a>) -> Option<T>,
    ) -> Option<T> {
        self.need(key, example).and_then(|value| read(&value))
    }

    /// The value of an optional key as parsed by `read`; `default` if it is left out, and `None` if it has faults.
    pub fn or<T>(&self, key: &str, default: T, read: impl FnOnce(&Value<'a>) -> Option<T>) -> Option<T> {
        self.get(key).map_or(Some(default), |value| read(&value))
    }

    /// The value of an optional key that is `false` if it is left out.
    pub fn is_true(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| value.yes_or_no().unwrap_or_default())
    }

    /// All keys with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, Value<'a>)> {
        self.entries.iter().map(|(key, value)| {
            let name = key.get_ref().as_ref();
            let location = self.location.at_key(name, key.span().start);
            (name, Value { location, value: value.get_ref() })
        })
    }

    /// All keys of the optional table under `key`, with their values.
    pub fn entries(&self, key: &str) -> Vec<(&'a str, Value<'a>)> {
        let table = self.get(key).and_then(|value| value.table());
        table.iter().flat_map(Table::iter).collect()
    }

    /// Notes a fault if the table has no keys.
    pub fn not_empty(&self, write: impl Display) {
        if self.entries.is_empty() {
            self.location.fault(format!("is empty: write {write}"));
        }
    }

    /// The keys of the table under `key`, if there is one. Notes nothing.
    pub fn names(&self, key: &str) -> Vec<&'a str> {
        let table = self.get(key).and_then(|value| value.if_table());
        table.iter().flat_map(Table::iter).map(|(name, _)| name).collect()
    }
}

/// Whether this is an id of Azure or Entra: hex digits in groups of 8-4-4-4-12.
pub fn is_guid(text: &str) -> bool {
    text.split('-').map(str::len).eq([8, 4, 4, 4, 12])
        && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

/// The one of `choices` that has this name. Else a fault, which begins with `wrong`.
pub fn chosen<'n, T>(
    name: &str,
    choices: impl IntoIterator<Item = (&'n str, T)>,
    wrong: &str,
) -> Result<T, String> {
    let (names, mut values): (Vec<_>, Vec<_>) = choices.into_iter().unzip();
    let found = names.iter().position(|known| *known == name);
    found.map(|at| values.swap_remove(at)).ok_or_else(|| format!("{wrong}: {}", instead_of(name, &names)))
}

/// What to write instead of `word`, which is not one of `names`: the closest of them, or any.
pub fn instead_of(word: &str, names: &[&str]) -> String {
    match (command::closest(word, names.iter().copied()).as_slice(), names) {
        ([], [name]) => format!("write `{name}`"),
        ([], _) => format!("write one of {}", names.join(", ")),
        (near, _) => format!("did you mean `{}`?", near.join("` or `")),
    }
}
