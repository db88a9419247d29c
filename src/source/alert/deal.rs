//! From one delivery of alerts to what is asked.

use jiff::Timestamp;

use super::{Alert, Rule, State, Workspace, template::says_itself};
use crate::{
    ask::{Ask, AskId, Cause, Mode},
    command::{Command, MAX_LENGTH},
    source::{Alerts, Unmatched, machine},
    target::Target,
    verify::Request,
};

/// A source's `rules`, and the workspaces that alerts may speak of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// The first that fits counts.
    pub rules: Vec<Rule>,
    pub workspaces: Vec<Workspace>,
}

/// How alerts came.
#[derive(Clone, Copy, Debug)]
pub struct Delivery<'a> {
    /// The source's name.
    pub source: &'a str,
    pub request: &'a Request,
    /// The time of asking, for alerts that have none of their own.
    pub at: Timestamp,
}

/// What one rule asks of alerts that belong together.
struct Group {
    /// The rule's index.
    rule: usize,
    command: Command,
    cause: Cause,
    at: Timestamp,
    mode: Mode,
}

impl Rules {
    /// What these alerts ask: of those that differ in their targets only, one thing.
    pub fn deal(&self, alerts: &[Alert], delivery: Delivery<'_>) -> Alerts {
        let (mut groups, mut unmatched) = (Vec::<Group>::new(), Vec::new());
        for alert in alerts {
            match self.asked_by(alert, delivery) {
                Some(new) => {
                    if !groups.iter_mut().any(|group| group.takes_in(&new)) {
                        groups.push(new);
                    }
                }
                None if self.expect_to_end(alert) => {}
                None => unmatched.push(Unmatched {
                    name: alert.name.clone(),
                    key: alert.key.clone(),
                }),
            }
        }
        let groups = groups.into_iter().enumerate();
        Alerts {
            asks: groups
                .map(|(index, group)| group.into_ask(index, delivery))
                .collect(),
            unmatched,
        }
    }

    fn asked_by(&self, alert: &Alert, delivery: Delivery<'_>) -> Option<Group> {
        let fitting = self.rules.iter().enumerate();
        let (index, rule) = fitting.into_iter().find(|(_, rule)| rule.when.fits(alert))?;
        let Some(command) = rule.command.filled(alert, &self.workspaces) else {
            let source = delivery.source;
            tracing::warn!(
                source,
                alert = alert.name,
                "it names no single instance for its rule"
            );
            return None;
        };
        Some(Group {
            rule: index,
            command,
            cause: alert.cause(),
            at: alert.at.unwrap_or(delivery.at),
            mode: rule.mode,
        })
    }

    /// Whether this is the end, of which no rule speaks, of an alert that one speaks of: no news.
    fn expect_to_end(&self, alert: &Alert) -> bool {
        alert.state == State::Resolved && self.rules.iter().any(|rule| rule.when.is_about(alert))
    }
}

impl Group {
    /// Takes in what another alert asks by the same rule, if one command can say both.
    fn takes_in(&mut self, other: &Self) -> bool {
        let apart = |command: &Command| Command {
            targets: Vec::new(),
            ..command.clone()
        };
        if (self.rule, self.at) != (other.rule, other.at) || apart(&self.command) != apart(&other.command) {
            return false;
        }
        let mut both = self.command.clone();
        for target in &other.command.targets {
            // Azure's names ignore case.
            let same = |known: &Target| known.to_string().eq_ignore_ascii_case(&target.to_string());
            if !both.targets.iter().any(same) {
                both.targets.push(target.clone());
            }
        }
        let nothing_new = both.targets.len() == self.command.targets.len();
        let same = self.cause == other.cause && both.to_string().len() <= MAX_LENGTH && says_itself(&both);
        if same {
            self.command = both;
        }
        same || nothing_new
    }

    fn into_ask(self, index: usize, delivery: Delivery<'_>) -> Ask {
        let Delivery { source, request, .. } = delivery;
        Ask {
            id: AskId::of(&[source.as_bytes(), &request.body, &index.to_be_bytes()]),
            mode: self.mode,
            cause: Some(self.cause),
            ..machine::ask(source, request, self.command.to_string(), self.at)
        }
    }
}
