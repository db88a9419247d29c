//! Events that the platform itself delivers: timers.

use std::{collections::BTreeSet, sync::Arc};

use serde_json::Value;

use super::{
    machine_requests,
    state::{App, Reception},
};
use crate::{
    background::Background,
    reply,
    source::{
        Channel,
        event::{self, Unheard},
    },
    traces,
    verify::{self, Request},
};

pub(super) async fn receive(app: &Arc<App>, event: Request, later: Background) -> Result<Value, String> {
    let event = match verify::by_platform(event) {
        Ok(event) => event,
        Err(rejection) => {
            tracing::error!(reason = %rejection, "refused an event");
            return Ok(Value::Null);
        }
    };
    app.registry.refresh(&later).await;
    let sources = app.registry.all();
    match event::read(sources.iter().map(|source| &**source), &event) {
        Ok((source, request)) => {
            traces::note("source", source.name.as_str());
            let admitted = app.admission.admit(&request.caller).map(Arc::new);
            let reception = Reception { app, source, later: &later };
            let outcome = reception.carry_out_one(request, &admitted, None).await;
            if outcome.result.is_transient() {
                traces::failed();
                // A short message for the platform's log and its dead letters, without each instance of a fleet.
                Err(outcome.message().lines().take(2).collect::<Vec<_>>().join("\n"))
            } else {
                Ok(machine_requests::body(&[outcome], &[]))
            }
        }
        Err((source, unheard)) => {
            let (known, event) = (source.map(|source| source.name.as_str()), event::name(&event));
            tracing::warn!(source = known, event, reason = %unheard, undone = true, "an event asks nothing; it is done");
            match source {
                Some(source) => {
                    let reception = Reception { app, source, later: &later };
                    let localizer = reception.localizer();
                    reception.notify(reply::incomplete_event(&localizer, &source.name, unheard.id()));
                }
                // In the channels of all that it could be for.
                None if app.notifier.dedup.first(&format!("|unfitting|{event}")) => {
                    let mut channels = BTreeSet::new();
                    let mut new = |channel: &Channel| channels.insert(channel.name.clone());
                    for source in sources.iter().filter(|source| !source.platform.capabilities.has_route) {
                        if source.notify.iter().filter(|channel| new(channel)).count() > 0 {
                            let reception = Reception { app, source, later: &later };
                            let (localizer, ambiguous) =
                                (reception.localizer(), unheard == Unheard::Ambiguous);
                            reception.notify(reply::unmatched_event(&localizer, &event, ambiguous));
                        }
                    }
                }
                None => {}
            }
            Ok(Value::Null)
        }
    }
}
