//! Sends notifications to channels, and late answers.

use std::{fmt::Display, sync::Arc};

use futures::{StreamExt, stream};
use http::StatusCode;
use scopeguard::ScopeGuard;

use super::dedup::NotificationDedup;
use crate::{
    command_request::RequestId,
    registry::SourceRegistry,
    reply::Reply,
    source::{Delivery, ReplyHandle, Source, Undelivered},
};

pub struct Notifier {
    pub registry: Arc<SourceRegistry>,
    client: reqwest::Client,
    pub dedup: NotificationDedup,
}

impl Notifier {
    pub fn new(registry: Arc<SourceRegistry>, client: reqwest::Client) -> Arc<Self> {
        Arc::new(Self { registry, client, dedup: NotificationDedup::default() })
    }

    /// Notifies the source's channels.
    pub async fn notify(&self, source: &str, reply: &Reply) {
        let lost = |error: &dyn Display| tracing::error!(source, %error, "a channel was not told");
        self.send(source, usize::MAX, |source| source.tell(reply, None), lost).await;
    }

    /// Delivers a late answer.
    pub async fn deliver(
        &self,
        source: &str,
        id: RequestId,
        handle: &dyn ReplyHandle,
        reply: &Reply,
        in_place: bool,
    ) {
        let lost = |error: &dyn Display| tracing::error!(%id, source, %error, "an answer did not arrive");
        self.send(source, 1, |source| handle.deliveries(source, reply, in_place), lost).await;
    }

    /// Sends `deliveries`, so many `at_once`, and reports those that are `lost`. A webhook that is gone may have a new
    /// address in its store: its messages are sent there.
    async fn send(
        &self,
        source: &str,
        at_once: usize,
        deliveries: impl Fn(&Source) -> Vec<Delivery>,
        lost: impl Fn(&dyn Display),
    ) {
        let Some(source) = self.registry.get(source) else {
            return;
        };
        let cut_short = scopeguard::guard((), |()| lost(&"the process ended first"));
        let sent = deliveries(&source).into_iter().map(async |delivery| self.carry(&delivery).await);
        let mut outcomes: Vec<_> = stream::iter(sent).buffered(at_once).collect().await;
        let is_gone = |outcome: &Result<(), Undelivered>| outcome.as_ref().is_err_and(Undelivered::is_gone);
        if outcomes.iter().any(is_gone)
            && let Some(renewed) = self.registry.reload(&source).await
        {
            for (outcome, delivery) in outcomes.iter_mut().zip(deliveries(&renewed)) {
                if is_gone(outcome) {
                    *outcome = self.carry(&delivery).await;
                }
            }
        }
        ScopeGuard::into_inner(cut_short);
        for error in outcomes.into_iter().filter_map(Result::err) {
            lost(&error);
        }
    }

    /// Sends a delivery or, if the platform refuses it, what is to be sent instead.
    async fn carry(&self, mut delivery: &Delivery) -> Result<(), Undelivered> {
        loop {
            let sent = self.carry_with_token(delivery).await;
            match (&sent, &delivery.instead) {
                (Err(error), Some(instead)) if delivery.is_refused(error) => delivery = instead,
                _ => return sent,
            }
        }
    }

    /// Sends a delivery with the token of its source, if it needs one; with another token if the platform refuses the
    /// first, which may have been revoked.
    async fn carry_with_token(&self, delivery: &Delivery) -> Result<(), Undelivered> {
        let Some(source) = &delivery.bearer else {
            return delivery.send(&self.client, None).await;
        };
        let none = |why: &str| Undelivered::NoToken(why.to_owned());
        if !self.registry.get(source).is_some_and(|source| source.adapter.shows_token_to(&delivery.url)) {
            return Err(none("the host is not one that the token may go to"));
        }
        let (credential, scope) =
            self.registry.credential(source).ok_or_else(|| none("the source has no credential"))?;
        let token = async || {
            let token = credential.token(&scope).await;
            token.map_err(|error| Undelivered::NoToken(error.to_string()))
        };
        let first = token().await?;
        match delivery.send(&self.client, Some(first.secret())).await {
            Err(Undelivered::Refused(StatusCode::UNAUTHORIZED)) => {
                credential.reject(first).await;
                delivery.send(&self.client, Some(token().await?.secret())).await
            }
            sent => sent,
        }
    }
}
