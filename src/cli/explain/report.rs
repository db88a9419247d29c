//! What there is to say of a request and the grants.

use lamplighter::{
    command::{Command, Verb},
    command_request::{Caller, CallerKind},
    policy::{Coverage, GrantExplanation},
};
use serde_json::{Value, json};

use super::verdict::{AffectedInstances, Decision};

/// More names than this nobody reads.
const NAMES: usize = 5;

/// A request, the grants, and what comes of it.
pub struct Explanation<'a> {
    pub caller: &'a Caller,
    /// Who the caller is in Entra.
    pub entra: Option<&'a str>,
    pub command: &'a Command,
    pub grants: &'a [GrantExplanation<'a>],
    pub affected: &'a AffectedInstances,
    pub verdict: &'a Decision,
}

/// Of the instances that are affected, by their names.
#[derive(Default)]
struct GrantCoverage {
    reached: Vec<String>,
    not: Vec<String>,
    unknown: Vec<String>,
}

impl Explanation<'_> {
    pub fn print(&self) {
        let kind = match self.caller.kind {
            CallerKind::Person => "a person",
            CallerKind::Terminal => "somebody at a terminal",
            CallerKind::Machine => "a machine",
        };
        let entra = match self.entra {
            Some(entra) => format!("; in Entra {entra}"),
            None if self.caller.kind == CallerKind::Machine => String::new(),
            None => "; not known in Entra, so nothing is theirs".to_owned(),
        };
        println!("caller     {}, {kind}{entra}", self.caller.id);
        println!("command    {}", self.command);
        if self.command.verb().needs_grant() {
            for (number, grant) in self.grants.iter().enumerate() {
                let number = format!("grant {}", number + 1);
                println!("{number:10} {}", self.of(grant));
            }
        }
        println!("{}", self.conclusion());
    }

    pub fn json(&self) -> Value {
        let grants = self.grants.iter().enumerate().map(|(number, grant)| {
            let reach = self.reach(grant);
            json!({
                "grant": number + 1,
                "names": grant.names.map(ToString::to_string),
                "gives": grant.gives,
                "forces": grant.forces,
                "reaches": reach.reached,
                "does_not_reach": reach.not,
                "unknown": reach.unknown,
            })
        });
        json!({
            "caller": self.caller.id,
            "kind": self.caller.kind,
            "entra": self.entra,
            "command": self.command.to_string(),
            "grants": grants.collect::<Vec<_>>(),
            "verdict": self.verdict.word(),
            "why": self.conclusion(),
        })
    }

    /// What a grant has to do with it.
    fn of(&self, grant: &GrantExplanation<'_>) -> String {
        let list = |words: &mut dyn Iterator<Item = String>| words.collect::<Vec<_>>().join(", ");
        let Some(by) = grant.names else {
            let to = list(&mut grant.grant.to.iter().map(ToString::to_string));
            return format!("does not name them; it is to {to}");
        };
        let gives =
            |gives: bool, what: &str| format!("{} {what}", if gives { "gives" } else { "does not give" });
        let on = list(&mut grant.grant.on.iter().map(ToString::to_string));
        let mut words = vec![format!("names them by {by}"), gives(grant.gives, self.command.verb().name())];
        words.extend(self.command.force().then(|| gives(grant.forces, "force")));
        let reach = self.reach(grant);
        let on = if self.affected.instances.is_empty() { format!("is on {on}") } else { format!("on {on}") };
        let few = |names: &[String]| match names.len().saturating_sub(NAMES) {
            0 => names.join(", "),
            more => format!("{} and {more} more", names[..NAMES].join(", ")),
        };
        let reached = [
            ("reaches", reach.reached),
            ("does not reach", reach.not),
            ("reaches, if it is theirs,", reach.unknown),
        ];
        let reached = reached.iter().filter(|(_, names)| !names.is_empty());
        let reached: Vec<_> = reached.map(|(how, names)| format!("{how} {}", few(names))).collect();
        words.push([&[on], reached.as_slice()].concat().join(", "));
        words.join("; ")
    }

    fn reach(&self, grant: &GrantExplanation<'_>) -> GrantCoverage {
        let mut reach = GrantCoverage::default();
        for instance in &self.affected.instances {
            let names = match grant.reaches(instance, self.affected.read) {
                Coverage::By(_) => &mut reach.reached,
                Coverage::Unknown => &mut reach.unknown,
                Coverage::No => &mut reach.not,
            };
            names.push(instance.id.to_string());
        }
        reach
    }

    /// The verdict in a sentence, with the grants that it rests on.
    fn conclusion(&self) -> String {
        let verb = self.command.verb();
        match self.verdict {
            Decision::Refused(told) => return format!("Refused. They are told: {told}"),
            Decision::Unknown(why) => {
                return format!("That depends on what is in Azure, which could not be read: {why}.");
            }
            Decision::Permitted if !verb.needs_grant() => {
                return format!("Permitted: {} takes no grant.", verb.name());
            }
            Decision::Permitted => {}
        }
        let nothing = self.affected.instances.is_empty();
        let rests_on =
            |grant: &GrantExplanation<'_>| grant.gives && (nothing || !self.reach(grant).reached.is_empty());
        let by: Vec<_> = self
            .grants
            .iter()
            .enumerate()
            .filter(|(_, grant)| rests_on(grant))
            .map(|(number, _)| format!("grant {}", number + 1))
            .collect();
        let asks = if verb == Verb::Delete { " It asks first." } else { "" };
        let nothing = if nothing { " There is nothing now that it would be about." } else { "" };
        format!("Permitted, by {}.{asks}{nothing}", by.join(" and "))
    }
}
