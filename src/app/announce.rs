//! `announce`: tells people what a timer is about to do, while they can still keep it from it; and
//! what an alert proposes, which they may do or leave.

use std::cmp::Reverse;

use super::{
    App, Said, Verdict,
    acted::Acted,
    progress::Progress,
    said::{News, Row, UnreadWorkspace},
};
use crate::{
    ask::Ask,
    azure::{Compute, Seen},
    command::Verb,
    fleet::Looked,
    lifecycle::{self, Heed, Outcome, Report},
    reply::{self, Announced, Listed, Mention, Voice},
    target::Instance,
};

impl App {
    /// Names what the announced command would act on now, as far as the announcer's grants reach. It
    /// need not be theirs to do: whoever only announces can do no harm.
    pub(super) async fn announce(
        &self,
        ask: &Ask,
        what: Announced,
        force: bool,
        looked: Looked,
        progress: &Progress,
    ) -> Said {
        let voice = &progress.voice;
        let verb = what.verb;
        // As the timer will find it.
        let would =
            |seen: &Seen<Compute>| matches!(lifecycle::predict(verb, force, seen), Outcome::Would { .. });
        let found = looked.found.into_iter().filter(would).collect();
        // An announcement ends no work, so it needs no right to force.
        let permitted = match self.permit(ask, Verb::Announce, false, found, voice) {
            Ok(permitted) => permitted,
            Err(said) => return said,
        };
        let left = self
            .heed_keeps(Heed::KeepsAndJobs, ask.at, permitted, progress)
            .await;
        let (left, unchecked) = self.heed_jobs(ask, (verb, force), left, progress).await;
        let due: Vec<_> = left.into_iter().map(|(_, seen)| seen).collect();
        let listed = self.listed(&due).await;
        let kept = progress.reports(verb);
        let unread = UnreadWorkspace::all(&looked.unread, &kept);
        let verdict = Verdict::of_look(&unread);
        let mut said = reply::announcement(voice, what, &listed, &kept, &looked.unread, ask.id);
        said.lines.extend(reply::not_checked(voice, &unchecked));
        Said {
            results: due.iter().map(|seen| Row::seen(seen)).collect(),
            news: if due.is_empty() && unread.is_empty() {
                News::Nothing
            } else {
                News::Something
            },
            unread,
            ..Said::finally(verdict, said)
        }
    }

    /// Instances with what people want to know of them before something is done to them.
    pub(super) async fn listed(&self, computes: &[Seen<Compute>]) -> Vec<Listed> {
        let prices = self.prices(computes.iter().map(|seen| &**seen)).await;
        let mut listed: Vec<Listed> = computes
            .iter()
            .map(|compute| Listed {
                id: compute.id.clone(),
                state: compute.state.clone(),
                size: compute.vm_size.clone(),
                owner: self.mention(&compute.instance()),
                price: prices.get(&compute.id).copied(),
            })
            .collect();
        listed.sort_unstable_by_key(|one| (Reverse(one.price.map(|price| price.millionths)), one.id.clone()));
        listed
    }

    /// Whoever owns it, by all that they go by.
    fn mention(&self, instance: &Instance) -> Option<Mention> {
        let owner = instance.owner.as_deref()?;
        let people = self.policy.people.iter();
        let known = people.filter(|(_, person)| {
            person
                .entra
                .as_deref()
                .is_some_and(|entra| entra.eq_ignore_ascii_case(owner))
        });
        Some(Mention {
            entra: owner.to_owned(),
            callers: known.map(|(caller, _)| caller.clone()).collect(),
            of: instance.id.name.clone(),
        })
    }

    /// What an alert would have done, laid before people.
    pub(super) async fn propose(&self, ask: &Ask, acted: &Acted, voice: &Voice) -> Said {
        let (would, others): (Vec<_>, Vec<_>) = acted
            .reports
            .iter()
            .cloned()
            .partition(|report| matches!(report.outcome, Outcome::Would { .. }));
        let seen = |report: &Report| acted.seen.iter().find(|compute| compute.id == report.id).cloned();
        let would: Vec<_> = would.iter().filter_map(seen).collect();
        let listed = self.listed(&would).await;
        let mut reply = reply::proposal(
            voice,
            ask.cause.as_ref(),
            &acted.command,
            &listed,
            &others,
            &acted.unread,
            ask.id,
        );
        let verdict = acted.verdict();
        reply.lines.extend(reply::missing(voice, &acted.missing));
        reply.lines.extend(reply::not_checked(voice, &acted.unchecked));
        Said {
            results: acted.rows(Row::proposed),
            unread: UnreadWorkspace::all(&acted.unread, &acted.reports),
            news: if listed.is_empty() && verdict != Verdict::Failed {
                News::Nothing
            } else {
                News::Something
            },
            ..Said::finally(verdict, reply)
        }
    }
}
