//! Prints a decision and the grants behind it.

use lamplighter::{
    command::Command,
    command_request::{Caller, CallerKind},
    policy::GrantExplanation,
    target::Instance,
};
use serde_json::{Value, json};

use super::super::Exit;

/// The number of names in one line; more are counted.
const NAMES: usize = 5;

/// A command, the grants, and the decision.
pub struct Explanation<'a> {
    pub caller: &'a Caller,
    /// The caller's id in Entra.
    pub entra: Option<&'a str>,
    pub command: &'a Command,
    pub grants: Vec<GrantExplanation<'a>>,
    /// The instances that the command is about.
    pub instances: Vec<Instance>,
    /// Whether the instances were read, or only named.
    pub read: bool,
    pub decision: Decision,
}

/// Whether the command would be permitted.
pub enum Decision {
    Permitted,
    /// With the reply to the caller.
    Refused(String),
    /// With the reason why that is unknown.
    Unknown(String),
}

impl Decision {
    /// In one word, and as an exit code.
    pub fn verdict(&self) -> (&'static str, Exit) {
        match self {
            Self::Permitted => ("permitted", Exit::Done),
            Self::Refused(_) => ("refused", Exit::Refused),
            Self::Unknown(_) => ("unknown", Exit::Failed),
        }
    }
}

impl Explanation<'_> {
    pub fn text(&self) -> String {
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
        let mut lines = vec![
            format!("caller     {}, {kind}{entra}", self.caller.id),
            format!("command    {}", self.command),
        ];
        if self.command.verb().needs_grant() {
            for (number, grant) in self.grants.iter().enumerate() {
                let number = format!("grant {}", number + 1);
                lines.push(format!("{number:10} {}", self.of(grant)));
            }
        }
        lines.push(self.conclusion());
        lines.join("\n")
    }

    pub fn json(&self) -> Value {
        let grants = self.grants.iter().enumerate().map(|(number, grant)| {
            let [reached, missed, unknown] = self.reach(grant);
            json!({
                "grant": number + 1,
                "names": grant.names.map(ToString::to_string),
                "gives": grant.gives,
                "forces": grant.forces,
                "reaches": reached,
                "does_not_reach": missed,
                "unknown": unknown,
            })
        });
        json!({
            "caller": self.caller.id,
            "kind": self.caller.kind,
            "entra": self.entra,
            "command": self.command.to_string(),
            "grants": grants.collect::<Vec<_>>(),
            "verdict": self.decision.verdict().0,
            "why": self.conclusion(),
        })
    }

    /// What a grant means for the command.
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
        let on = if self.instances.is_empty() { format!("is on {on}") } else { format!("on {on}") };
        let few = |names: &[String]| match names.len().saturating_sub(NAMES) {
            0 => names.join(", "),
            more => format!("{} and {more} more", names[..NAMES].join(", ")),
        };
        let how = ["reaches", "does not reach", "reaches, if it is theirs,"];
        let reached = how.into_iter().zip(self.reach(grant)).filter(|(_, names)| !names.is_empty());
        let reached: Vec<_> = reached.map(|(how, names)| format!("{how} {}", few(&names))).collect();
        words.push([&[on], reached.as_slice()].concat().join(", "));
        words.join("; ")
    }

    /// The names of the instances that a grant reaches, does not reach, and reaches if the caller owns them.
    fn reach(&self, grant: &GrantExplanation<'_>) -> [Vec<String>; 3] {
        [Some(true), Some(false), None].map(|reached| {
            let such = self.instances.iter().filter(|instance| grant.reaches(instance, self.read) == reached);
            such.map(|instance| instance.id.to_string()).collect()
        })
    }

    /// The decision in a sentence, with the grants behind it.
    fn conclusion(&self) -> String {
        let verb = self.command.verb();
        match &self.decision {
            Decision::Refused(told) => return format!("Refused. They are told: {told}"),
            Decision::Unknown(why) => {
                return format!("That depends on what is in Azure, which could not be read: {why}.");
            }
            Decision::Permitted if !verb.needs_grant() => {
                return format!("Permitted: {} takes no grant.", verb.name());
            }
            Decision::Permitted => {}
        }
        let nothing = self.instances.is_empty();
        let gives = |grant: &GrantExplanation<'_>| {
            let [reached, _, unknown] = self.reach(grant);
            grant.gives && (nothing || !reached.is_empty() || !unknown.is_empty())
        };
        let by = self.grants.iter().enumerate().filter(|(_, grant)| gives(grant));
        let by: Vec<_> = by.map(|(number, _)| format!("grant {}", number + 1)).collect();
        let asks = if verb.needs_a_yes() { " It asks first." } else { "" };
        let nothing = if nothing { " There is nothing now that it would be about." } else { "" };
        format!("Permitted, by {}.{asks}{nothing}", by.join(" and "))
    }
}
