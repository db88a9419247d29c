//! `[[grants]]`: who may do what.
//!
//! All names are checked against the sources and workspaces of the document: a typo would go unnoticed until somebody is
//! refused.

use std::collections::BTreeMap;

use super::{
    people::{self, People},
    values::TERMINAL,
};
use crate::{
    command::VERBS,
    command_request::CallerKind,
    policy::{Ability, Grant, GrantTarget, Grantee, Policy, abilities},
    source::{Platform, Source},
    target::{Pattern, is_instance_name},
    toml_document::{Document, Purpose, Table, Value, instead_of},
};

pub(super) const GRANT_KEYS: &[&str] = &["to", "may", "on"];

const ROLES: &[&str] = &["reader", "operator", "owner", "force"];

/// What people and grants can refer to.
struct Referents<'a> {
    /// The names of all sources, including sources with faults.
    sources: Vec<&'a str>,
    /// The sources without faults.
    ready: &'a [Source],
    platforms: &'a BTreeMap<String, &'static Platform>,
    /// The names of all workspaces.
    workspaces: Vec<&'a str>,
}

/// The policy, and the people file as it was read.
pub(super) fn read(
    root: &Table<'_>,
    ready: &[Source],
    platforms: &BTreeMap<String, &'static Platform>,
) -> (Policy, Option<Document>) {
    let sources = root.names("sources");
    let at_terminals_only = root.location.reader.purpose != Purpose::Serve && sources.is_empty();
    let known = Referents { sources, ready, platforms, workspaces: root.names("workspaces") };
    let people = people::read(root, |id| known.person_id(id).map(drop));
    let grants = match root.get("grants") {
        // Without sources and grants, only callers at a terminal exist. They act by their own login, so Azure's roles
        // limit them.
        None if at_terminals_only => vec![Grant {
            to: vec![Grantee::Matching(Pattern::exact_case(&format!("{TERMINAL}:*")))],
            may: abilities("owner").unwrap_or_default(),
            on: GrantTarget::parse("*").into_iter().collect(),
        }],
        _ => {
            let example = "[[grants]] with to, may and on; without one, nobody may do anything";
            let grants = root.need("grants", example);
            grants.map(|value| value.each(|grant| known.grant(grant, &people))).unwrap_or_default()
        }
    };
    (Policy { grants, people: people.people }, people.file)
}

impl Referents<'_> {
    fn person_id(&self, id: &str) -> Result<Pattern, String> {
        if id.contains(':') && !id.contains(['*', '#']) {
            self.grantee(id)
        } else {
            Err("is not one person: write <source>:<team>/<user>, ids without * or #".to_owned())
        }
    }

    fn grant(&self, value: &Value<'_>, people: &People) -> Option<Grant> {
        let table = value.table()?;
        table.only(GRANT_KEYS);
        let to = table.need("to", "to = [\"<source>:<team>/<user>\"]");
        let may = table.need("may", "may = [\"reader\"]");
        let on = table.need("on", "on = [\"WORKSPACE/*\"]");
        Some(Grant {
            to: to?.each(|value| value.parsed(|text| self.to(text, people))),
            may: may?.each(|value| value.parsed(ability)).concat(),
            on: on?.each(|value| value.parsed(|text| self.reach(text))),
        })
    }

    /// Parses `@<list>`, or a caller as [`Self::grantee`] does.
    fn to(&self, text: &str, people: &People) -> Result<Grantee, String> {
        match text.strip_prefix('@') {
            Some(name) => Ok(Grantee::List { name: name.to_owned(), members: people.list(name)? }),
            None => self.grantee(text).map(Grantee::Matching),
        }
    }

    /// Parses `<source>:<team>/<user>`, `<source>:<team>/#<channel>`, `cli:<user>`, or the name of a machine; with globs.
    fn grantee(&self, text: &str) -> Result<Pattern, String> {
        match text.split_once(':') {
            Some((TERMINAL, "")) => return Err("names nobody: write cli:<user>, or cli:*".to_owned()),
            Some((TERMINAL, _)) => {}
            Some((source, member)) => self.member(&Pattern::exact_case(source), member)?,
            None => self.machine(text)?,
        }
        Ok(Pattern::exact_case(text))
    }

    fn machine(&self, name: &str) -> Result<(), String> {
        let is_chat = |platform: &&Platform| platform.capabilities.caller != CallerKind::Machine;
        if self.platforms.get(name).is_some_and(is_chat) {
            Err(format!("is a chat: write {name}:<team>/<user>, or {name}:<team>/* for a whole team"))
        } else if self.sources.contains(&name) {
            Ok(())
        } else {
            let not_a_caller = "is not a caller: write <source>:<team>/<user>, <source>:<team>/#<channel>, cli:<user>, \
                                or a machine's source alone";
            Err(not_a_caller.to_owned())
        }
    }

    fn member(&self, source: &Pattern, member: &str) -> Result<(), String> {
        let meant: Vec<_> = self.sources.iter().filter(|name| source.matches(name)).collect();
        if meant.is_empty() {
            let known = [self.sources.as_slice(), &[TERMINAL]].concat();
            return Err(format!("names no source of this file: {}", instead_of(source.as_str(), &known)));
        }
        let ready: Vec<_> = self.ready.iter().filter(|ready| source.matches(&ready.name)).collect();
        if ready.len() < meant.len() {
            return Ok(()); // the faults of the source may be the reason why this does not fit
        }
        // A glob may match several sources; it has to fit one of them.
        let fits = ready.iter().map(|source| source.adapter.check_member(member));
        Ok(fits.reduce(Result::or).unwrap_or(Ok(()))?)
    }

    fn reach(&self, text: &str) -> Result<GrantTarget, String> {
        let reach = GrantTarget::parse(text)
            .ok_or("is not a place: write \"WORKSPACE/INSTANCE\", globs allowed, \"mine\" or \"*\"")?;
        let GrantTarget::Named { workspace, name } = &reach else { return Ok(reach) };
        if !self.workspaces.is_empty() && !self.workspaces.iter().any(|alias| workspace.matches(alias)) {
            let known = instead_of(workspace.as_str(), &self.workspaces);
            return Err(format!("names no workspace of this file: {known}"));
        }
        match name.as_str() {
            "all" => Err("would be an instance called all: write * for all of them".to_owned()),
            "mine" => Err("would be an instance called mine: write \"mine\" alone".to_owned()),
            name if is_instance_name(&name.replace('*', "x")) => Ok(reach),
            _ => {
                Err("cannot be the name of an instance: a-z, A-Z, 0-9 and -, and * for a run of them"
                    .to_owned())
            }
        }
    }
}

fn ability(word: &str) -> Result<Vec<Ability>, String> {
    let verbs = VERBS.iter().filter(|row| row.verb.needs_grant()).map(|row| row.verb.name());
    let words: Vec<_> = ROLES.iter().copied().chain(verbs).collect();
    abilities(word).ok_or_else(|| {
        if VERBS.iter().any(|row| row.verb.name() == word) {
            "needs no grant: leave it out".to_owned()
        } else {
            format!("is neither a verb nor a role: {}", instead_of(word, &words))
        }
    })
}
