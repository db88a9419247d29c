//! `audit`: looks all over that was found, and says what needs a look.

use jiff::SignedDuration;

use super::{
    App, Said, Verdict,
    said::{Found, News},
};
use crate::{
    ask::{Ask, CallerKind},
    audit::{self, Examined},
    command::Command,
    fleet::Looked,
    reply::{self, Voice},
};

impl App {
    pub(super) fn examine(
        &self,
        ask: &Ask,
        command: &Command,
        longer_than: Option<SignedDuration>,
        looked: &Looked,
        voice: &Voice,
    ) -> Said {
        let longest = longer_than.unwrap_or(audit::LONG);
        let examined = audit::examine(looked.found.iter().map(|seen| &**seen), voice.now, longest);
        let mut reply = reply::audit::examined(voice, &examined, longest, &looked.unread, ask.id);
        // Where nothing was seen, whose it is is said for us.
        if ask.caller.kind == CallerKind::Machine && !looked.found.is_empty() {
            reply = reply::headed(voice, &ask.caller.source, &command.to_string(), &reply);
        }
        let nothing = examined.iter().all(|one| one.known().next().is_none()) && looked.unread.is_empty();
        let news = if !self.has_fixed_command(&ask.caller.source) {
            // What a script asked is its own to read.
            News::Answer
        } else if nothing {
            News::Nothing
        } else {
            News::Something
        };
        Said {
            findings: Some(examined.iter().flat_map(|one| found(voice, one)).collect()),
            news,
            ..Said::shown(looked, Verdict::of_look(&looked.unread), reply)
        }
    }
}

fn found(voice: &Voice, one: &Examined<'_>) -> Vec<Found> {
    let id = &one.compute.id;
    let rows = one.findings.iter().map(|finding| Found {
        workspace: id.workspace.to_string(),
        instance: id.name.clone(),
        finding: finding.id(),
        severity: finding.severity().name(),
        policy: finding.policy(),
        detail: reply::audit::detail(voice, finding),
        // Whoever reads a sheet may see several workspaces in it.
        remedy: reply::audit::remedy(voice, finding, &id.to_string()),
    });
    rows.collect()
}
