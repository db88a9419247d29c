//! Says what there is to say where it can be heard: the first answer while somebody waits for
//! it, everything after that through the platform's late channel.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{mpsc, oneshot},
    time::Instant,
};

use super::{App, Said};
use crate::{
    ask::{AskId, ReplyTo},
    reply::Reply,
};

/// Between handing over the first answer and posting the next one, so that they arrive in order.
const AFTER_THE_FIRST: Duration = Duration::from_millis(300);

pub(super) struct Speaker(Ear);

enum Ear {
    Source {
        app: Arc<App>,
        source: String,
        first: Option<oneshot::Sender<Reply>>,
        /// When the first answer went out, or may have.
        answered: Instant,
    },
    Terminal(mpsc::UnboundedSender<Said>),
}

impl Speaker {
    pub(super) fn source(app: Arc<App>, source: String, first: Option<oneshot::Sender<Reply>>) -> Self {
        Self(Ear::Source {
            app,
            source,
            first,
            answered: Instant::now(),
        })
    }

    pub(super) fn terminal(said: mpsc::UnboundedSender<Said>) -> Self {
        Self(Ear::Terminal(said))
    }

    /// Whether somebody waits for the direct answer still.
    pub(super) fn is_waited_for(&self) -> bool {
        matches!(self.0, Ear::Source { first: Some(_), .. })
    }

    /// `in_place` replaces the message whose button was pressed, where there was one.
    pub(super) async fn say(&mut self, id: AskId, reply_to: &ReplyTo, said: Said, in_place: bool) {
        match &mut self.0 {
            // A terminal that is gone has nobody to tell.
            Ear::Terminal(hear) => drop(hear.send(said)),
            Ear::Source {
                app,
                source,
                first,
                answered,
            } => {
                let reply = match first.take() {
                    None => said.reply,
                    Some(first) => {
                        let kept = first.send(said.reply);
                        *answered = Instant::now();
                        match kept {
                            Ok(()) => return,
                            // The acknowledgement was faster and has promised the last answer:
                            // nothing in between is worth another message.
                            Err(_) if !said.last => return,
                            Err(reply) => reply,
                        }
                    }
                };
                tokio::time::sleep_until(*answered + AFTER_THE_FIRST).await;
                deliver(app, source, id, reply_to, &reply, in_place).await;
            }
        }
    }
}

async fn deliver(app: &App, source: &str, id: AskId, reply_to: &ReplyTo, reply: &Reply, in_place: bool) {
    let Some(known) = app.sources.get(source) else {
        return;
    };
    for post in known.later(reply_to, reply, in_place) {
        if let Err(error) = app.mailbox.deliver(&post).await {
            tracing::error!(%id, source, %error, "an answer did not arrive");
        }
    }
}
