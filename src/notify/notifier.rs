//! Brings replies to channels and to the places of late answers.

use std::sync::Arc;

use futures::future::join_all;
use scopeguard::ScopeGuard;

use super::dedup::NotificationDedup;
use crate::{
    background::Background,
    command_request::RequestId,
    registry::SourceRegistry,
    reply::Reply,
    source::{Delivery, Mailbox, ReplyHandle, Source, Undelivered},
};

pub struct Notifier {
    pub registry: Arc<SourceRegistry>,
    mailbox: Mailbox,
    pub dedup: NotificationDedup,
}

impl Notifier {
    pub fn new(registry: Arc<SourceRegistry>, client: reqwest::Client) -> Arc<Self> {
        Arc::new(Self { registry, mailbox: Mailbox::new(client), dedup: NotificationDedup::default() })
    }

    /// Notifies the source's channels in the background.
    pub fn notify_later(self: &Arc<Self>, source: &Source, reply: Reply, later: &Arc<dyn Background>) {
        let (notifier, name) = (self.clone(), source.name.clone());
        later.spawn(Box::pin(async move { notifier.notify(&name, &reply).await }));
    }

    /// Notifies the source's channels.
    pub async fn notify(&self, source: &str, reply: &Reply) {
        let Some(source) = self.registry.get(source) else {
            return;
        };
        let deliveries = source.tell(reply, None);
        let cut_short = scopeguard::guard((), |()| {
            tracing::error!(
                source = source.name,
                error = "the process ended first",
                "a channel was not told"
            );
        });
        let delivered = deliveries.iter().map(|delivery| self.mailbox.deliver(delivery));
        let outcomes = join_all(delivered).await;
        let lost = self.retry_renewed(&source, outcomes, |source| source.tell(reply, None)).await;
        ScopeGuard::into_inner(cut_short);
        for error in lost {
            tracing::error!(source = source.name, %error, "a channel was not told");
        }
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
        let Some(known) = self.registry.get(source) else {
            return;
        };
        let deliveries = |source: &Source| handle.deliveries(source, reply, in_place);
        let cut_short = scopeguard::guard((), |()| {
            tracing::error!(%id, source, error = "the process ended first", "an answer did not arrive");
        });
        let mut outcomes = Vec::new();
        for delivery in deliveries(&known) {
            outcomes.push(self.mailbox.deliver(&delivery).await);
        }
        let lost = self.retry_renewed(&known, outcomes, deliveries).await;
        ScopeGuard::into_inner(cut_short);
        for error in lost {
            tracing::error!(%id, source, %error, "an answer did not arrive");
        }
    }

    /// Returns the errors of lost deliveries. A webhook that is gone may have a new address in its store: its messages are
    /// sent there.
    async fn retry_renewed(
        &self,
        source: &Arc<Source>,
        mut outcomes: Vec<Result<(), Undelivered>>,
        deliveries: impl Fn(&Source) -> Vec<Delivery>,
    ) -> Vec<Undelivered> {
        let is_gone = |outcome: &Result<(), Undelivered>| outcome.as_ref().is_err_and(Undelivered::is_gone);
        if outcomes.iter().any(is_gone)
            && let Some(renewed) = self.registry.reload(source).await
        {
            for (outcome, delivery) in outcomes.iter_mut().zip(deliveries(&renewed)) {
                if is_gone(outcome) {
                    *outcome = self.mailbox.deliver(&delivery).await;
                }
            }
        }
        outcomes.into_iter().filter_map(Result::err).collect()
    }
}
