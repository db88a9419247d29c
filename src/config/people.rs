//! `[people]` and `[lists]`: who callers are, and lists of them that grants can name. Both may also be in a file of
//! their own, which `people_file` names.

use std::collections::BTreeMap;

use secrecy::SecretString;

use super::values::{locale, zone};
use crate::{
    command::closest,
    policy::Person,
    toml_document::{Document, DocumentReader, Table, Value, instead_of},
};

pub(super) const PERSON_KEYS: &[&str] = &["id", "name", "locale", "tz"];

const FILE_KEYS: &[&str] = &["people", "lists"];

/// The people and lists of the configuration and of the people file.
#[derive(Default)]
pub(super) struct People {
    /// By caller id.
    pub people: BTreeMap<String, Person>,
    /// The ids of the members, by the list's name.
    lists: BTreeMap<String, Vec<String>>,
    /// The people file as it was read.
    pub file: Option<Document>,
    /// Whether the people file has faults, which may be the reason why a name is not known.
    is_incomplete: bool,
}

/// `check` says what is wrong with a caller's id.
pub(super) fn read(root: &Table<'_>, check: impl Fn(&str) -> Result<(), String>) -> People {
    let mut read = People::default();
    read.people(root, &check);
    let file = root.get("people_file").map(|value| file(&value));
    read.is_incomplete = matches!(file, Some(None));
    if let Some(Some(file)) = file {
        let DocumentReader { env, stores, purpose, .. } = *root.location.reader;
        let faults = DocumentReader::of(&file, env, stores, purpose, |table| {
            table.only(FILE_KEYS);
            if FILE_KEYS.iter().all(|key| table.get(key).is_none()) {
                table.location.fault("names nobody: write [people], or remove `people_file`");
            }
            read.people(table, &check);
            read.lists(table);
            Some(())
        });
        read.is_incomplete = faults.is_err();
        faults.unwrap_or_else(|faults| root.location.reader.note(faults));
        read.file = Some(file);
    }
    read.lists(root);
    read
}

/// The people file. Its text counts as a secret that can change, so that a reload sees the change.
fn file(value: &Value<'_>) -> Option<Document> {
    let (reader, path) = (value.location.reader, value.text()?);
    let file = match &reader.document.people {
        Some(last) => (**last).clone(),
        None => Document::beside(&reader.document.folder.join(path))
            .map_err(|error| value.location.fail(format!("names a file that cannot be read: {error}")))
            .ok()?,
    };
    reader.took(Some(&SecretString::from(file.text.as_str())), true);
    Some(file)
}

impl People {
    fn people(&mut self, root: &Table<'_>, check: impl Fn(&str) -> Result<(), String>) {
        for (id, value) in root.entries("people") {
            value.location.accept(check(id));
            if self.people.insert(id.to_owned(), person(&value).unwrap_or_default()).is_some() {
                value.location.fault("is in the configuration too: keep one of the two");
            }
        }
    }

    fn lists(&mut self, root: &Table<'_>) {
        for (name, value) in root.entries("lists") {
            if name.is_empty() || name.contains(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))) {
                value.location.fault("cannot be the name of a list: write letters, digits, -, _ and .");
            }
            let read = || value.each(|value| value.parsed(|id| self.member(id)));
            // The last member may have left.
            let members = if value.is_empty_list() { Vec::new() } else { read() };
            if self.lists.insert(name.to_owned(), members).is_some() {
                value.location.fault("is a list of the people file too: keep one of the two");
            }
        }
    }

    fn member(&self, id: &str) -> Result<String, String> {
        if self.people.contains_key(id) || self.is_incomplete {
            return Ok(id.to_owned());
        }
        Err(match closest(id, self.people.keys().map(String::as_str)).first() {
            Some(near) => format!("is nobody in [people]: did you mean `{near}`?"),
            None => "is nobody in [people]: write them there first".to_owned(),
        })
    }

    /// The members of the list that a grant names.
    pub fn list(&self, name: &str) -> Result<Vec<String>, String> {
        let known: Vec<_> = self.lists.keys().map(String::as_str).collect();
        match self.lists.get(name) {
            Some(members) => Ok(members.clone()),
            None if self.is_incomplete => Ok(Vec::new()),
            None if known.is_empty() => Err("names no list: write it under [lists]".to_owned()),
            None => Err(format!("names no list: {}", instead_of(name, &known))),
        }
    }
}

fn person(value: &Value<'_>) -> Option<Person> {
    let table = value.table()?;
    table.only(PERSON_KEYS);
    Some(Person {
        entra: table.get("id").and_then(|value| value.guid()),
        name: table.get("name").and_then(|value| value.text()).map(|name| name.trim().to_owned()),
        locale: table.get("locale").and_then(|value| locale(&value).and(value.text())).map(str::to_owned),
        time_zone: table.get("tz").and_then(|value| zone(&value).and(value.text())).map(str::to_owned),
    })
}
