//! Verifies and reads requests. Nothing of a request is read before it is verified, and the answer to an unverified
//! one is a bare status.

use std::sync::Arc;

use http::StatusCode;
use jiff::Timestamp;

use super::{
    clock_skew,
    refuse::{bare, log_rejection},
    state::{App, Reception},
};
use crate::{
    background::Background,
    command_request::RequestId,
    reply,
    source::{Answer, Incoming, Source},
    verify::{NotRead, Rejection, Request, Verified},
};

pub(super) async fn receive(
    app: &Arc<App>,
    source: Arc<Source>,
    request: Request,
    later: Background,
) -> Answer {
    if let Some(greeting) = source.adapter.greet(&request) {
        return greeting;
    }
    source.prepare(&request, &app.client, app.engine.clock.now()).await;
    let arrived = request.arrived;
    let (source, (verified, signed_at)) = match verify(app, source, request, &later).await {
        Ok(verified) => verified,
        Err(rejection) => return bare(rejection.status()),
    };
    let source = &*source;
    let reception = Reception { app, source, later: &later };
    let now = app.engine.clock.now();
    let asked_at = clock_skew::asked_at(&app.first_arrivals, &source.name, (&verified, signed_at), now);
    let incoming = source.read(&verified, asked_at);
    let due = reception.due(&verified);
    let id = RequestId::of(&[source.name.as_bytes(), &verified.body]);
    // The body would count as unverified memory for as long as the answer takes.
    drop(verified);
    match incoming {
        Incoming::NotUnderstood(expected) => reception.not_understood(id, expected),
        Incoming::Nothing(answer) => {
            let (source, status) = (&source.name, answer.status.as_u16());
            if answer.status.is_client_error() {
                tracing::warn!(source, "a request is not understood; nothing was done");
            } else {
                tracing::info!(source, status, "nothing was asked");
            }
            answer
        }
        Incoming::Nameless(locale, handle) => {
            tracing::info!(source = source.name, "heard from nobody who is known by an id");
            let localizer = app.engine.localizer_for(Some(source), None, locale.as_deref());
            reception.tell_caller(id, handle, reply::unidentified(&localizer))
        }
        Incoming::Machine(request) => reception.answer_all(vec![request], &[], due).await,
        Incoming::Alerts(alerts) => reception.alerts(alerts, due).await,
        Incoming::Command(request, handle) => reception.converse(request, handle, arrived).await,
        Incoming::Greeting(request, handle) => {
            let place = request.caller.conversation.as_deref().unwrap_or_default();
            if app.notifier.dedup.first(&format!("greeting|{}|{place}", source.name)) {
                reception.converse(request, handle, arrived).await
            } else {
                handle.answer_at_once().unwrap_or_else(|| Answer::empty(StatusCode::OK))
            }
        }
        Incoming::Unfinished(request, handle) => reception.complete(&request, &*handle, arrived).await,
        Incoming::ExpiredButton(request, handle) => {
            let expired = reply::button_expired(&app.engine.localizer(&request), &request.text);
            reception.tell_caller(request.id, handle, expired)
        }
    }
}

/// Checks the signature, if need be with a secret that was renewed meanwhile.
async fn verify(
    app: &App,
    source: Arc<Source>,
    request: Request,
    later: &Background,
) -> Result<(Arc<Source>, (Verified<Request>, Timestamp)), Rejection> {
    let clock = &app.engine.clock;
    let again = app.registry.can_reload().then(|| request.clone());
    let mut outcome = source.verify(request, clock.now()).map(|verified| (source.clone(), verified));
    match (&outcome, again) {
        (Ok(_), _) => app.registry.refresh(later).await,
        (Err(rejection), Some(again)) if rejection.is_of_a_secret() => {
            if let Some(renewed) = app.registry.reload_for_request(&source, later).await {
                outcome = renewed.verify(again, clock.now()).map(|verified| (renewed, verified));
            }
        }
        _ => {}
    }
    outcome.inspect_err(|rejection| log_rejection(&app.log_limit, &source, *rejection))
}

/// Answers a request whose body could not be read; `request` is its head. If the sender may be a machine that does not
/// retry, the log line is marked `undone`, and the source's channels are notified once a day; if the head alone proves
/// the sender, only when that proof is valid.
pub(super) async fn not_read(
    app: &Arc<App>,
    source: Option<Arc<Source>>,
    request: Request,
    why: NotRead,
    later: Background,
) -> Answer {
    let undone = why.is_final() && source.as_ref().is_none_or(|source| source.is_machine());
    let mut proven = false;
    let proves_by_head = |source: &&Arc<Source>| source.platform.capabilities.proves_by_head;
    if let Some(source) = source.as_ref().filter(|_| why.is_final()).filter(proves_by_head) {
        source.prepare(&request, &app.client, app.engine.clock.now()).await;
        match verify(app, source.clone(), request, &later).await {
            // The head is valid; the rest was not read.
            Ok(_) | Err(Rejection::NoActivity) => proven = true,
            Err(rejection) => return bare(rejection.status()),
        }
    }
    let name = source.as_ref().map(|source| source.name.clone());
    let key = format!("not read|{}", name.as_deref().unwrap_or_default());
    app.log_limit.log(&key, move |requests| {
        let (status, undone) = (why.status().as_u16(), undone.then_some(true));
        tracing::warn!(source = name, status, reason = %why, undone, requests, "a request was not read");
    });
    if let Some(source) = source.filter(|_| undone) {
        let reception = Reception { app, source: &source, later: &later };
        let reply = reply::not_read(&reception.localizer(), &source.name, why, proven);
        reception.notify_once(format_args!("not read|{why}"), reply);
    }
    bare(why.status())
}
