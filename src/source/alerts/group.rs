//! Makes commands of one delivery of alerts.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;

use super::{
    alert::{Alert, State},
    rule::Rule,
    template::reads_back,
};
use crate::{
    command::{Command, MAX_LENGTH, Verb},
    command_request::{AlertKind, CommandRequest, RequestId, UnmatchedReason},
    source::incoming::{Alerts, Unmatched, from_machine},
    target::{Alias, Target, WorkspaceAddress},
    verify::Request,
};

/// A source's `rules`, and the workspaces that alerts may name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// The first rule that fits an alert counts.
    pub rules: Vec<Rule>,
    /// All configured ones, to find those that alerts name by their ARM ids, in any case.
    pub workspaces: BTreeMap<Alias, WorkspaceAddress>,
}

/// The most commands of one delivery. Alerts of one rule and name share a command, so a whole fleet's are far fewer. More
/// are an attempt to keep Lamplighter busy.
const MOST: usize = 100;

/// The most alerts that those commands are made of: as many instances as Azure allows in a workspace.
const MOST_ALERTS: usize = 2500;

impl Rules {
    /// The verbs of all commands.
    pub fn verbs(&self) -> Vec<Verb> {
        self.rules.iter().map(|rule| rule.command.verb()).collect()
    }

    /// The commands that the alerts of a delivery ask for. Alerts that differ only in their targets share one. `at`: the
    /// time of asking, for alerts without a time.
    pub fn deal(
        &self,
        (alerts, kind): (&[Alert], AlertKind),
        source: &str,
        request: &Request,
        at: Timestamp,
    ) -> Alerts {
        let mut dealt = Alerts::default();
        let mut groups: Vec<(Command, CommandRequest)> = Vec::new();
        // A delivery may hold ten thousand alerts, so their group is looked up: by the exact command, and by what all
        // alerts of a group share, for the one that may take more targets.
        let (mut by_words, mut open) = (HashMap::<_, usize>::new(), HashMap::<_, usize>::new());
        for alert in alerts {
            let (rule, command) = match self.asked_by(alert) {
                Ok(asked) => asked,
                Err(UnmatchedReason::NoRule) if self.expect_to_end(alert) => continue,
                Err(reason) => {
                    let (name, key) = (alert.name.clone(), alert.key.clone());
                    let kind = if alert.budget.is_some() { AlertKind::Budget } else { kind };
                    dealt.unmatched.push(Unmatched { name, key, kind, reason });
                    continue;
                }
            };
            let (at, cause) = (alert.at.unwrap_or(at), alert.cause());
            // Azure's names ignore case.
            let words = (rule, at, command.to_string().to_ascii_lowercase());
            if let Some(same) = by_words.get(&words) {
                groups[*same].1.alerts.push(alert.key.clone());
                continue;
            }
            if by_words.len() == MOST_ALERTS {
                dealt.left_out += 1;
                continue;
            }
            let shared = (rule, at, cause.clone());
            let known = open.get(&shared).copied();
            let index = match known.filter(|index| join(&mut groups[*index].0, &command)) {
                Some(index) => index,
                None if groups.len() == MOST => {
                    dealt.left_out += 1;
                    continue;
                }
                None => {
                    let id = [source.as_bytes(), &request.body, &groups.len().to_be_bytes()];
                    let ask = from_machine(source, request, String::new(), at);
                    let (id, mode) = (RequestId::of(&id), self.rules[rule].mode);
                    groups.push((command, CommandRequest { id, mode, cause: Some(cause), ..ask }));
                    groups.len() - 1
                }
            };
            groups[index].1.alerts.push(alert.key.clone());
            by_words.insert(words, index);
            open.insert(shared, index);
        }
        let groups = groups.into_iter();
        dealt.asks =
            groups.map(|(command, ask)| CommandRequest { text: command.to_string(), ..ask }).collect();
        dealt
    }

    /// The index of the rule that fits the alert, and its command.
    fn asked_by(&self, alert: &Alert) -> Result<(usize, Command), UnmatchedReason> {
        let mut rules = self.rules.iter().enumerate();
        let (index, rule) = match (rules.find(|(_, rule)| rule.when.fits(alert)), alert.doubt) {
            (Some(fitting), None) => fitting,
            (None, None) => return Err(self.unfit(alert)),
            // No rule is for the end of this alert, so what cannot be read of it does not matter.
            (None, Some(_)) if self.expect_to_end(alert) => return Err(UnmatchedReason::NoRule),
            (_, Some(doubt)) => return Err(doubt),
        };
        Ok((index, rule.command.filled(alert, &self.workspaces)?))
    }

    /// Why no rule fits: a rule may be for this alert, but not for its lack of data.
    fn unfit(&self, alert: &Alert) -> UnmatchedReason {
        let is_for = |rule: &Rule| rule.when.state == alert.state && rule.when.describes(alert, &alert.name);
        if alert.no_data.is_some() && (alert.state == State::Fired || self.rules.iter().any(is_for)) {
            UnmatchedReason::NoData
        } else {
            UnmatchedReason::NoRule
        }
    }

    /// Whether this is the end of an alert that has a rule for its beginning only. That is not reported.
    fn expect_to_end(&self, alert: &Alert) -> bool {
        let is_known = |rule: &Rule| rule.when.describes(alert, &alert.name);
        alert.state == State::Resolved && (alert.no_data.is_some() || self.rules.iter().any(is_known))
    }
}

fn targets(command: &Command) -> &[Target] {
    command.selection().map_or(&[], |selection| selection.targets.as_slice())
}

/// Adds the targets of another command of the same rule, which differs in nothing else, if the result can be written as
/// one command.
fn join(command: &mut Command, other: &Command) -> bool {
    let known = |target: &Target| {
        let target = target.to_string();
        targets(command).iter().any(|known| known.to_string().eq_ignore_ascii_case(&target))
    };
    let new: Vec<_> = targets(other).iter().filter(|target| !known(target)).cloned().collect();
    let length: usize = new.iter().map(|target| target.to_string().len() + 1).sum();
    // How a word is read depends on its neighbours and the first target, so a long command is not parsed again for each
    // new target.
    let ours = targets(command);
    let ends = ours.first().into_iter().chain(ours.iter().skip(1).next_back());
    let ends = ends.chain(&new).cloned().collect();
    let mut end = command.clone();
    if let Some(selection) = end.selection_mut() {
        selection.targets = ends;
    }
    let fits = command.to_string().len() + length <= MAX_LENGTH && reads_back(&end);
    if fits && let Some(selection) = command.selection_mut() {
        selection.targets.extend(new);
    }
    fits
}
