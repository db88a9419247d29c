//! Events that the platform itself delivers: a timer's hour has come.

use std::{collections::BTreeSet, sync::Arc};

use serde_json::Value;

use super::{App, EventFailed, Later, machine};
use crate::{
    reply,
    source::{
        Channel, Source,
        event::{self, Unheard},
    },
    traces,
    verify::{self, Request},
};

/// For the platform's log and its dead letters: not each instance of a fleet.
fn in_short(message: &str) -> String {
    message.lines().take(2).collect::<Vec<_>>().join("\n")
}

impl App {
    /// Takes an event that the platform itself delivered ([`crate::verify::Origin::Platform`]), and
    /// returns when everything it means was asked of Azure. What follows goes on with `later`.
    ///
    /// # Errors
    ///
    /// When nothing could be done for a reason that may pass, or time ran out before everything had
    /// its turn: the platform should deliver it again. Whatever else is wrong is done, logged, and
    /// told to the source's channels, since the next delivery would be the same.
    #[cfg_attr(feature = "otel", tracing::instrument(
        target = "traces", level = "debug", skip_all,
        fields(otel.kind = "consumer", otel.status_code, source),
    ))]
    pub async fn event(
        self: &Arc<Self>,
        event: Request,
        later: Arc<dyn Later>,
    ) -> Result<Value, EventFailed> {
        let event = match verify::by_platform(event) {
            Ok(event) => event,
            Err(rejection) => {
                tracing::error!(reason = %rejection, "refused an event");
                return Ok(Value::Null);
            }
        };
        let sources = self.doors.all();
        match event::read(sources.iter().map(|source| &**source), &event) {
            Ok((source, ask)) => {
                traces::note("source", source.name.as_str());
                let admitted = self.admission.admit(&ask.caller).map(Arc::new);
                let outcome = self.machine(source, ask, &admitted, None, &later).await;
                if outcome.said.is_transient() {
                    traces::failed();
                    Err(EventFailed(in_short(&outcome.message())))
                } else {
                    Ok(machine::body(&[outcome], &[]))
                }
            }
            Err((source, unheard)) => {
                let (known, event) = (source.map(|source| source.name.as_str()), event::name(&event));
                tracing::warn!(source = known, event, reason = %unheard, undone = true, "an event asks nothing; it is done");
                match source {
                    Some(source) => {
                        let voice = self.voice_at(Some(source), None, None);
                        let reply = reply::unheard(&voice, &source.name, &unheard.to_string());
                        self.notify(source, reply, &later);
                    }
                    None => self.tell_unfitting(&sources, &event, unheard, &later),
                }
                Ok(Value::Null)
            }
        }
    }

    /// Tells once of an event that fits none of `sources`, or several: in the channels of all that it could have
    /// been for.
    fn tell_unfitting(
        self: &Arc<Self>,
        sources: &[Arc<Source>],
        event: &str,
        unheard: Unheard,
        later: &Arc<dyn Later>,
    ) {
        if !self.told.first(&format!("|unfitting|{event}")) {
            return;
        }
        let mut channels = BTreeSet::new();
        for source in sources.iter().filter(|source| !source.has_route()) {
            let mut new = |channel: &Channel| channels.insert(channel.name.clone());
            if source.notify.iter().filter(|channel| new(channel)).count() > 0 {
                let voice = self.voice_at(Some(source), None, None);
                let reply = reply::unfitting(&voice, event, unheard == Unheard::Ambiguous);
                self.notify(source, reply, later);
            }
        }
    }
}
