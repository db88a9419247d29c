//! Requests that are turned away before anything of them is read. Anybody can send them, so each is answered with
//! a bare status and logged at most once a second for each source.

use std::sync::Arc;

use http::{StatusCode, header};

use super::{App, Later, Response, response};
use crate::{
    log_limit::{METHOD, PATH, excerpt},
    reply,
    source::{Answer, Source},
    verify::{NotRead, Rejection, Request},
};

/// In seconds: when a sender may try again who was not refused for good.
pub(super) const RETRY_AFTER: u32 = 30;

impl App {
    /// Answers a request whose body the host could not take; `request` is its head. Where a machine may have sent
    /// it that does not try again, the log calls it undone, and the source's channels hear of it once a day: of a
    /// source that proves itself by the head when that holds, of the others whoever sent it.
    pub async fn not_read(
        self: &Arc<Self>,
        request: Request,
        why: NotRead,
        later: Arc<dyn Later>,
    ) -> Response {
        let source = self.source_at(&request.path);
        let undone = why.is_final() && source.as_ref().is_none_or(|source| source.is_machine());
        let mut proven = false;
        if let Some(source) = source.as_ref().filter(|source| undone && source.proves_by_head()) {
            source.prepare(&request, &self.client, self.clock.now()).await;
            if let Err(rejection) = self.verify(source.clone(), request, &later).await {
                return response(bare(rejection.status()));
            }
            proven = true;
        }
        let name = source.as_ref().map(|source| source.name.clone());
        let key = format!("not read|{}", name.as_deref().unwrap_or_default());
        self.log_limit.log(&key, move |requests| {
            let (status, undone) = (why.status().as_u16(), undone.then_some(true));
            tracing::warn!(source = name, status, reason = %why, undone, requests, "a request was not read");
        });
        if let Some(source) = source.filter(|_| undone)
            && self.told.first(&format!("{}|not read|{why}", source.name))
        {
            let voice = self.voice_at(Some(&source), None, None);
            let reply = reply::not_read(&voice, &source.name, why, proven);
            self.notify(&source, reply, &later);
        }
        response(bare(why.status()))
    }

    /// A path that is none: mostly a scanner, or a wrong source in somebody's URL.
    pub(super) fn no_such_path(&self, request: &Request) -> Answer {
        let method = excerpt(request.method.as_str(), METHOD);
        let path = excerpt(&request.path, PATH);
        self.log_limit.log("no such path", move |requests| {
            tracing::info!(method, path, requests, "no such path");
        });
        Answer::empty(StatusCode::NOT_FOUND)
    }

    /// Logs a method that a source does not hear. A slash command may be set up with GET: its token would
    /// stand in URLs.
    pub(super) fn wrong_method(&self, source: &Source, request: &Request) {
        let (source, method) = (source.name.clone(), excerpt(request.method.as_str(), METHOD));
        self.log_limit.log(&format!("method|{source}"), move |requests| {
            tracing::info!(source, method, requests, "wrong method: only POST is heard");
        });
    }

    /// Logs why a request was refused whose sender is not who they have to be.
    pub(super) fn log_rejection(&self, source: &Source, rejection: Rejection) {
        let source = source.name.clone();
        self.log_limit.log(&format!("refused|{source}"), move |requests| {
            tracing::warn!(source, reason = %rejection, requests, "refused a request that is not verified");
        });
    }
}

/// A bare status; and when to come again, where that helps.
pub(super) fn bare(status: StatusCode) -> Answer {
    Answer {
        retry_after: (status == StatusCode::SERVICE_UNAVAILABLE).then_some(RETRY_AFTER),
        ..Answer::empty(status)
    }
}

pub(super) fn wrong_method(allow: &'static str) -> Response {
    let mut response = response(Answer::empty(StatusCode::METHOD_NOT_ALLOWED));
    response
        .headers_mut()
        .insert(header::ALLOW, header::HeaderValue::from_static(allow));
    response
}
