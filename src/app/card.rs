//! A status with buttons: what the caller may do next, and a message that stays true when one of
//! them was pressed.

use super::{App, Said, Verdict};
use crate::{
    ask::{Ask, CallerKind, Confirmation},
    azure::State,
    lifecycle::{self, Report},
    reply::{self, Audience, Button, NEVER_MIND, Voice},
    target::Instance,
};

impl App {
    /// What the caller could do next to `instance`: what its state leaves to be done, as far as
    /// their grants allow. Each button stands for a plain command, which is read and permitted
    /// like any other once somebody presses it.
    pub(super) fn offers(
        &self,
        ask: &Ask,
        instance: &Instance,
        state: Option<&State>,
        voice: &Voice,
    ) -> Vec<Button> {
        let verbs = state.map_or(&[][..], lifecycle::available_verbs);
        let allowed = |verb| self.policy.permit(&ask.caller, verb, false, instance).is_ok();
        verbs
            .iter()
            .filter(|verb| ask.caller.kind == CallerKind::Person && allowed(**verb))
            .map(|verb| reply::offer(voice, *verb, &instance.id))
            .collect()
    }

    /// What the status whose button was pressed shows from now on. Where the last answer is for
    /// the caller alone, that is the answer, and it is given the buttons. Else the answer is the
    /// channel's, and the status is told apart from it.
    pub(super) fn turn_over(
        &self,
        ask: &Ask,
        instance: &Instance,
        report: &Report,
        last: &mut Said,
        voice: &Voice,
    ) -> Option<Said> {
        let state = report.outcome.facts().state;
        let offers = self.offers(ask, instance, state, voice);
        if last.reply.audience == Audience::Caller {
            last.reply.buttons = offers;
            return None;
        }
        let card = reply::card(voice, &instance.id, state?, offers);
        Some(Said {
            last: false,
            ..Said::finally(Verdict::Pending, card)
        })
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
