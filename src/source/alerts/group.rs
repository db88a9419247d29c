//! From one delivery of alerts to what is asked.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{
    alert::{Alert, State},
    rule::Rule,
    subject::Workspace,
    template::says_itself,
};
use crate::{
    command::{Command, MAX_LENGTH, Verb},
    command_request::{Cause, CommandRequest, Mode, RequestId, UnmatchedReason},
    source::incoming::{Alerts, Unmatched, from_machine},
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
pub struct Received<'a> {
    /// The source's name.
    pub source: &'a str,
    pub request: &'a Request,
    /// The time of asking, for alerts that have none of their own.
    pub at: Timestamp,
}

/// So many commands one delivery may ask. A fleet's worth of alerts are far fewer, since those of one
/// rule and name share a command; what is more has been made to keep us busy.
const MOST: usize = 100;

/// So many alerts those commands may be made of: as many instances as Azure allows in a workspace.
const MOST_ALERTS: usize = 2500;

/// What one rule asks of alerts that belong together.
struct Group {
    /// The rule's index.
    rule: usize,
    command: Command,
    cause: Cause,
    at: Timestamp,
    mode: Mode,
    /// The alerts' own.
    keys: Vec<String>,
}

/// The groups so far, and how to find one without going through all: a delivery may hold ten
/// thousand alerts.
#[derive(Default)]
struct Groups {
    groups: Vec<Group>,
    /// By what was asked, to the letter.
    asked: HashMap<(usize, Timestamp, String), usize>,
    /// The one that may take more in, by all that its alerts have in common.
    open: HashMap<(usize, Timestamp, Cause), usize>,
    left_out: usize,
}

impl Rules {
    /// The verbs of all commands.
    pub fn verbs(&self) -> Vec<Verb> {
        self.rules.iter().map(|rule| rule.command.verb()).collect()
    }

    /// What these alerts ask: of those that differ in their targets only, one thing.
    pub fn deal(&self, alerts: &[Alert], delivery: Received<'_>) -> Alerts {
        let (mut groups, mut unmatched) = (Groups::default(), Vec::new());
        for alert in alerts {
            match self.asked_by(alert, delivery) {
                Ok(new) => groups.take_in(new),
                Err(UnmatchedReason::NoRule) if self.expect_to_end(alert) => {}
                Err(reason) => {
                    unmatched.push(Unmatched { name: alert.name.clone(), key: alert.key.clone(), reason })
                }
            }
        }
        let left_out = groups.left_out;
        let groups = groups.groups.into_iter().enumerate();
        Alerts {
            asks: groups.map(|(index, group)| group.into_ask(index, delivery)).collect(),
            unmatched,
            left_out,
        }
    }

    fn asked_by(&self, alert: &Alert, delivery: Received<'_>) -> Result<Group, UnmatchedReason> {
        let mut rules = self.rules.iter().enumerate();
        let (index, rule) = match (rules.find(|(_, rule)| rule.when.fits(alert)), alert.doubt) {
            (Some(fitting), None) => fitting,
            (None, None) => return Err(self.unfit(alert)),
            // What has ended, and no rule is for, may say what it likes.
            (None, Some(_)) if self.expect_to_end(alert) => return Err(UnmatchedReason::NoRule),
            (_, Some(doubt)) => return Err(doubt),
        };
        Ok(Group {
            rule: index,
            command: rule.command.filled(alert, &self.workspaces)?,
            cause: alert.cause(),
            at: alert.at.unwrap_or(delivery.at),
            mode: rule.mode,
            keys: vec![alert.key.clone()],
        })
    }

    /// Why no rule fits: one may be for it, but not for its having no data.
    fn unfit(&self, alert: &Alert) -> UnmatchedReason {
        let is_for = |rule: &Rule| rule.when.state == alert.state && rule.when.describes(alert, &alert.name);
        if alert.no_data.is_some() && (alert.state == State::Fired || self.rules.iter().any(is_for)) {
            UnmatchedReason::NoData
        } else {
            UnmatchedReason::NoRule
        }
    }

    /// Whether this is the end, of which no rule speaks, of an alert that one speaks of: no news.
    fn expect_to_end(&self, alert: &Alert) -> bool {
        let is_known = |rule: &Rule| rule.when.describes(alert, &alert.name);
        alert.state == State::Resolved && (alert.no_data.is_some() || self.rules.iter().any(is_known))
    }
}

impl Groups {
    fn take_in(&mut self, new: Group) {
        // Azure's names ignore case.
        let text = new.command.to_string().to_ascii_lowercase();
        let asked = (new.rule, new.at, text);
        if let Some(same) = self.asked.get(&asked) {
            self.groups[*same].keys.extend(new.keys);
            return;
        }
        if self.asked.len() == MOST_ALERTS {
            self.left_out += 1;
            return;
        }
        let common = (new.rule, new.at, new.cause.clone());
        let open = self.open.get(&common).copied();
        let index = match open.filter(|open| self.groups[*open].takes_in(&new)) {
            Some(open) => open,
            None if self.groups.len() == MOST => {
                self.left_out += 1;
                return;
            }
            None => {
                self.groups.push(new);
                self.groups.len() - 1
            }
        };
        self.asked.insert(asked, index);
        self.open.insert(common, index);
    }
}

fn targets(command: &Command) -> &[Target] {
    command.selection().map_or(&[], |selection| selection.targets.as_slice())
}

impl Group {
    /// Takes in what another alert asks by the same rule, if one command can say both. By one rule,
    /// commands differ in their targets alone.
    fn takes_in(&mut self, other: &Self) -> bool {
        let known = |target: &Target| {
            let target = target.to_string();
            let mut ours = targets(&self.command).iter();
            ours.any(|known| known.to_string().eq_ignore_ascii_case(&target))
        };
        let new: Vec<_> = targets(&other.command).iter().filter(|target| !known(target)).cloned().collect();
        let length: usize = new.iter().map(|target| target.to_string().len() + 1).sum();
        // A word is read by those about it, and the first one; so a long command need not be read
        // anew for each target.
        let ours = targets(&self.command);
        let ends = ours.first().into_iter().chain(ours.iter().skip(1).next_back());
        let ends = ends.chain(&new).cloned().collect();
        let mut end = self.command.clone();
        if let Some(selection) = end.selection_mut() {
            selection.targets = ends;
        }
        let fits = self.command.to_string().len() + length <= MAX_LENGTH && says_itself(&end);
        if fits {
            if let Some(selection) = self.command.selection_mut() {
                selection.targets.extend(new);
            }
            self.keys.extend(other.keys.iter().cloned());
        }
        fits
    }

    fn into_ask(self, index: usize, delivery: Received<'_>) -> CommandRequest {
        let Received { source, request, .. } = delivery;
        CommandRequest {
            id: RequestId::of(&[source.as_bytes(), &request.body, &index.to_be_bytes()]),
            mode: self.mode,
            cause: Some(self.cause),
            alerts: self.keys,
            ..from_machine(source, request, self.command.to_string(), self.at)
        }
    }
}
