//! A TOML document under one's finger: each value knows where it stands, so that whatever is
//! wrong with it is noted there and the reading goes on. `None` always means "noted".

use std::{cell::RefCell, collections::BTreeSet, fmt::Display};

use secrecy::SecretString;
use toml::{
    Spanned,
    de::{DeTable, DeValue, Error},
};

use super::{
    document::Document,
    env::Env,
    fault::{Fault, Faults, instead_of},
    secret_snapshot::SecretSnapshot,
    stored_secret::FetchedSecrets,
};

/// One document being read: what is wrong with it so far, and what it may refer to.
pub struct DocumentReader<'a> {
    pub document: &'a Document,
    pub env: Env<'a>,
    /// What was fetched beforehand.
    pub stores: &'a FetchedSecrets,
    /// Whether the document is read without what it refers to.
    pub alone: bool,
    faults: RefCell<Vec<Fault>>,
    /// What is no fault, and to be told.
    warnings: RefCell<Vec<Fault>>,
    taken: RefCell<SecretSnapshot>,
    /// The sources whose secret was taken away.
    closed: RefCell<BTreeSet<String>>,
}

/// A place in the document.
#[derive(Clone)]
pub struct Location<'a> {
    pub reader: &'a DocumentReader<'a>,
    path: String,
    /// In bytes.
    offset: usize,
}

/// A value, where it stands.
pub struct Value<'a> {
    pub location: Location<'a>,
    value: &'a DeValue<'a>,
}

/// A table, where it stands.
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
        read: impl FnOnce(&Table<'_>) -> Option<T>,
    ) -> Result<T, Faults> {
        match DocumentReader::new(document, env, stores, false).run(read) {
            (Some(result), faults) if faults.is_empty() => Ok(result),
            (_, faults) => Err(Faults::new(&document.name, faults)),
        }
    }

    /// What is wrong with the document by itself, whatever is in the environment, in files and in stores.
    pub fn alone<T>(document: &Document, read: impl FnOnce(&Table<'_>) -> Option<T>) -> Option<Faults> {
        let (_, faults) =
            DocumentReader::new(document, &|_| None, &FetchedSecrets::default(), true).run(read);
        (!faults.is_empty()).then(|| Faults::new(&document.name, faults))
    }
}

impl<'a> DocumentReader<'a> {
    fn new(document: &'a Document, env: Env<'a>, stores: &'a FetchedSecrets, alone: bool) -> Self {
        Self {
            document,
            env,
            stores,
            alone,
            faults: RefCell::default(),
            warnings: RefCell::default(),
            taken: RefCell::default(),
            closed: RefCell::default(),
        }
    }

    /// A document that is no TOML is not looked into: half of it would seem to be missing.
    fn run<T>(&self, read: impl FnOnce(&Table<'_>) -> Option<T>) -> (Option<T>, Vec<Fault>) {
        let (root, mut errors) = DeTable::parse_recoverable(&self.document.text);
        let offset = |error: &Error| error.span().map_or(0, |span| span.start);
        errors.sort_by_key(offset);
        for error in &errors {
            let sentence = format!("this is not TOML: {}", error.message());
            self.note(offset(error), "", sentence);
        }
        // What follows on the same line is mostly the same mistake.
        self.faults.borrow_mut().dedup_by_key(|fault| fault.line);
        let location = Location { reader: self, path: String::new(), offset: 0 };
        let root = Table { location, entries: root.get_ref() };
        let result = if errors.is_empty() { read(&root) } else { None };
        (result, self.faults.take())
    }

    /// Remembers what was taken for a secret.
    pub fn took(&self, secret: Option<&SecretString>, may_change: bool) {
        self.taken.borrow_mut().add(secret, may_change);
    }

    /// What was taken so far.
    pub fn taken(&self) -> SecretSnapshot {
        self.taken.borrow().clone()
    }

    /// Closes the source that this place is in; `false` where it is in none.
    pub fn close(&self, location: &Location<'_>) -> bool {
        let source = location.path.strip_prefix("sources.").and_then(|path| path.split('.').next());
        let closed = source.map(|name| self.closed.borrow_mut().insert(name.to_owned()));
        closed.is_some()
    }

    pub fn is_closed(&self, source: &str) -> bool {
        self.closed.borrow().contains(source)
    }

    /// What there is to be told that is no fault, each as a line.
    pub fn warnings(&self) -> Vec<String> {
        let warnings = self.warnings.borrow();
        warnings.iter().map(|warning| warning.at(&self.document.name)).collect()
    }

    fn note(&self, offset: usize, path: &str, sentence: String) {
        self.faults.borrow_mut().push(self.fault(offset, path, sentence));
    }

    fn fault(&self, offset: usize, path: &str, sentence: String) -> Fault {
        let before = self.document.text.bytes().take(offset);
        Fault { line: 1 + before.filter(|byte| *byte == b'\n').count(), path: path.to_owned(), sentence }
    }
}

impl Location<'_> {
    /// Notes what is wrong here.
    pub fn fault(&self, sentence: impl Into<String>) {
        self.reader.note(self.offset, &self.path, sentence.into());
    }

    /// Notes what is to be told of this, and is no fault.
    pub fn warn(&self, sentence: impl Into<String>) {
        let warning = self.reader.fault(self.offset, &self.path, sentence.into());
        self.reader.warnings.borrow_mut().push(warning);
    }

    /// Notes what is wrong here, and has nothing to give.
    pub fn refuse<T>(&self, sentence: impl Into<String>) -> Option<T> {
        self.fault(sentence);
        None
    }

    /// What was read; or a fault here, whose sentence is the error.
    pub fn accept<T, E: Display>(&self, read: Result<T, E>) -> Option<T> {
        read.map_err(|sentence| self.fault(sentence.to_string())).ok()
    }

    /// What the environment has under `name`, without blanks around; `None` notes nothing.
    pub fn variable(&self, name: &str) -> Option<String> {
        let value = (self.reader.env)(name)?;
        Some(value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    fn at_key(&self, key: &str, offset: usize) -> Self {
        let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let key = if !key.is_empty() && key.chars().all(bare) { key.to_owned() } else { format!("{key:?}") };
        let path = match self.path.as_str() {
            "" => key,
            path => format!("{path}.{key}"),
        };
        Self { path, offset, ..self.clone() }
    }
}

impl<'a> Value<'a> {
    /// Notes what is wrong with this, and has nothing to give.
    pub fn refuse<T>(&self, sentence: impl Into<String>) -> Option<T> {
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

    /// What `read` makes of the text; its error is the sentence of the fault.
    pub fn parsed<T, E: Display>(&self, read: impl FnOnce(&'a str) -> Result<T, E>) -> Option<T> {
        self.location.accept(read(self.text()?))
    }

    /// The text, if it `fits`; else `sentence` is noted.
    pub fn fitting(&self, fits: impl Fn(&str) -> bool, sentence: &str) -> Option<String> {
        self.parsed(|text| fits(text).then(|| text.to_owned()).ok_or(sentence))
    }

    /// The elements of a list that is not empty.
    pub fn list(&self) -> Option<Vec<Value<'a>>> {
        let Some(elements) = self.value.as_array() else {
            return self.wrong_type("a list in brackets");
        };
        if elements.is_empty() {
            return self.refuse("is empty: name at least one");
        }
        let element = |(at, element): (usize, &'a Spanned<DeValue<'a>>)| Value {
            location: Location {
                path: format!("{}[{at}]", self.location.path),
                offset: element.span().start,
                ..self.location.clone()
            },
            value: element.get_ref(),
        };
        Some(elements.iter().enumerate().map(element).collect())
    }

    /// What `read` makes of each element of a list, without those it refuses.
    pub fn each<T>(&self, read: impl Fn(&Value<'a>) -> Option<T>) -> Vec<T> {
        self.list().into_iter().flatten().filter_map(|element| read(&element)).collect()
    }

    /// What `read` makes of each element of a list, or of the one value in a list's location.
    pub fn one_or_each<T>(&self, read: impl Fn(&Value<'a>) -> Option<T>) -> Vec<T> {
        match self.value.as_array() {
            Some(_) => self.each(read),
            None => read(self).into_iter().collect(),
        }
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

    /// The table, if it is one; `None` notes nothing.
    pub fn if_table(&self) -> Option<Table<'a>> {
        let entries = self.value.as_table()?;
        Some(Table { location: self.location.clone(), entries })
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
    /// Notes every key but the `known` ones.
    pub fn only(&self, known: &[&str]) {
        for (key, value) in self.iter().filter(|(key, _)| !known.contains(key)) {
            value.location.fault(format!("is unknown: {}", instead_of(key, known)));
        }
    }

    /// The value of a key that may be left out; `None` notes nothing.
    pub fn get(&self, key: &str) -> Option<Value<'a>> {
        self.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// The value of a key that must be there, and how it could look.
    pub fn need(&self, key: &str, example: &str) -> Option<Value<'a>> {
        self.get(key).or_else(|| {
            let location = self.location.at_key(key, self.location.offset);
            location.refuse(format!("is missing: write {example}"))
        })
    }

    /// All keys with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, Value<'a>)> {
        self.entries.iter().map(|(key, value)| {
            let name = key.get_ref().as_ref();
            let value =
                Value { location: self.location.at_key(name, key.span().start), value: value.get_ref() };
            (name, value)
        })
    }

    /// The keys of the table under `key`, if there is one.
    pub fn names(&self, key: &str) -> Vec<&'a str> {
        let table = self.get(key).and_then(|value| value.if_table());
        table.iter().flat_map(Table::iter).map(|(name, _)| name).collect()
    }
}
