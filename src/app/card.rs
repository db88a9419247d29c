//! A status with buttons: what the caller may do next, and a message that stays true when one of
//! them was pressed.

use std::slice;

use super::{App, Said, Verdict, speaker::Speaker};
use crate::{
    ask::{Ask, Confirmation},
    azure::{Compute, State},
    command::Verb,
    lifecycle::{self, Report},
    reply::{self, Audience, Button, NEVER_MIND, Reply, Voice},
    target::Instance,
    ticket,
};

impl App {
    /// Puts the buttons below a status of `seen`.
    pub(super) fn offer(&self, ask: &Ask, seen: &Compute, status: &mut Reply, voice: &Voice) {
        status.buttons = self.offers(ask, &seen.instance(), seen.state.as_ref(), voice);
        let source = self.sources.get(&ask.caller.source);
        if !status.buttons.is_empty() && source.is_some_and(|source| !source.signs_clicks()) {
            status.lines.push(reply::how_long(voice));
        }
    }

    /// What the caller could do next to `instance`: what its state leaves to be done, as far as
    /// their grants allow. Each button stands for a plain command, which is read and permitted
    /// like any other once somebody presses it; where clicks are not signed, for a ticket.
    pub(super) fn offers(
        &self,
        ask: &Ask,
        instance: &Instance,
        state: Option<&State>,
        voice: &Voice,
    ) -> Vec<Button> {
        let Some(source) = self.sources.get(&ask.caller.source) else {
            return Vec::new(); // a terminal has no buttons
        };
        let value = |verb: Verb| {
            let command = format!("{} {}", verb.name(), instance.id);
            match source.signs_clicks() {
                true => command,
                false => ticket::issue(
                    &source.tickets,
                    &ask.caller,
                    &command,
                    slice::from_ref(instance),
                    self.clock.now(),
                ),
            }
        };
        let verbs = state.map_or(&[][..], lifecycle::leaves_to_do);
        let allowed = |verb| self.policy.permit(&ask.caller, verb, false, instance).is_ok();
        verbs
            .iter()
            .filter(|verb| allowed(**verb))
            .map(|verb| reply::offer(voice, *verb, value(*verb)))
            .collect()
    }

    /// Makes the status whose button was pressed show what is now. Where the last answer is for
    /// the caller alone, it does that by itself, and is given the buttons; else the answer is for
    /// the channel, and the status is told apart from it.
    pub(super) async fn turn_over(
        &self,
        ask: &Ask,
        instance: &Instance,
        report: &Report,
        last: &mut Said,
        speaker: &mut Speaker,
        voice: &Voice,
    ) {
        let state = report.outcome.state();
        let offers = self.offers(ask, instance, state, voice);
        if last.reply.audience == Audience::Caller {
            last.reply.buttons = offers;
        } else if let Some(state) = state {
            let card = reply::card(voice, &instance.id, state, offers);
            let card = Said {
                last: false,
                ..Said::finally(Verdict::Pending, card)
            };
            speaker.say(ask.id, &ask.reply_to, card, true).await;
        }
    }
}

impl Ask {
    /// Whether this is a button that stands for a plain command: one of a status, say. Prompts
    /// carry tickets, or "never mind".
    pub(super) fn is_from_a_card(&self) -> bool {
        let plain = matches!(self.confirmation, Confirmation::None) && self.text != NEVER_MIND;
        self.reply_to.is_click() && plain
    }
}
