//! Says what there is to say where it can be heard: the first answer while somebody waits for
//! it, everything after that through the platform's late channel.

use std::{sync::Arc, time::Duration};

use scopeguard::ScopeGuard;
use tokio::{
    sync::{mpsc, oneshot},
    time::Instant,
};

use super::{App, Later, Said, Verdict, progress::Progress, said::News};
use crate::{
    ask::{Ask, AskId, ReplyTo},
    reply::{self, Audience, Overload, Reply},
    source::{Answer, Source},
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
    Machine {
        app: Arc<App>,
        source: String,
        first: Option<oneshot::Sender<Said>>,
        /// Whether it waits for the last word.
        patient: bool,
        /// Whether its answers are for people elsewhere too, who did not ask.
        fixed: bool,
        /// Whether it was answered that the channels will hear of the end.
        promised: bool,
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

    pub(super) fn machine(
        app: Arc<App>,
        source: &Source,
        first: oneshot::Sender<Said>,
        patient: bool,
    ) -> Self {
        Self(Ear::Machine {
            app,
            source: source.name.clone(),
            first: Some(first),
            patient,
            fixed: source.has_fixed_command(),
            promised: false,
        })
    }

    pub(super) fn terminal(said: mpsc::UnboundedSender<Said>) -> Self {
        Self(Ear::Terminal(said))
    }

    /// `in_place` replaces the message whose button was pressed, where there was one. A placeholder
    /// is replaced by whatever comes first. What follows something said to the channel goes to the
    /// channel.
    pub(super) async fn say(&mut self, ask: &Ask, progress: &Progress, mut said: Said, in_place: bool) {
        let (app, source, first, answered) = match &mut self.0 {
            // A terminal that is gone has nobody to tell.
            Ear::Terminal(hear) => return drop(hear.send(said)),
            Ear::Machine {
                app,
                source,
                first,
                patient,
                fixed,
                promised,
            } => {
                let (last, told) = (said.last, app.is_told(source, &said, *fixed));
                // A report says whose it is; an answer does not.
                let is_report = !said.results.is_empty() && said.news != News::Answer;
                let reply = if is_report {
                    said.reply.clone()
                } else {
                    reply::headed(&progress.voice, source, &ask.text, &said.reply)
                };
                let unheard = match first.take_if(|_| last || !*patient) {
                    Some(first) => first.send(said).is_err(),
                    None => false,
                };
                // Whoever waited in vain was promised that the channels hear of the end, whatever it is.
                *promised |= unheard;
                if last && (told || *promised) {
                    app.tell(source, &reply).await;
                }
                return;
            }
            Ear::Source {
                app,
                source,
                first,
                answered,
            } => (app, source, first, answered),
        };
        let mut spoken = progress.mouth.lock().await;
        *spoken = true;
        let mut in_place = in_place && ask.reply_to.is_click();
        if progress.in_channel() && !in_place {
            said.reply.audience = Audience::Channel;
        }
        if first.is_none() || !ask.reply_to.is_answered_aside() {
            progress.said(&said.reply);
        }
        let reply = match first.take() {
            None => said.reply,
            Some(first) => {
                let kept = first.send(said.reply);
                *answered = Instant::now();
                match kept {
                    Ok(()) => return,
                    Err(reply) if app.doors.get(source).is_some_and(|source| source.holds_a_place()) => {
                        in_place = true;
                        reply
                    }
                    // The acknowledgement was faster and has promised the last answer: nothing in
                    // between is worth another message.
                    Err(_) if !said.last => return,
                    Err(mut reply) => {
                        if progress.in_channel() {
                            reply.audience = Audience::Channel;
                        }
                        reply
                    }
                }
            }
        };
        tokio::time::sleep_until(*answered + AFTER_THE_FIRST).await;
        app.deliver(source, ask.id, &ask.reply_to, &reply, in_place).await;
    }
}

impl App {
    /// Tells a person that their command was not begun: at once, or behind a click's answer, which has no words.
    pub(super) fn turn_away(
        self: &Arc<Self>,
        source: &Source,
        ask: &Ask,
        overload: Overload,
        later: &Arc<dyn Later>,
    ) -> Answer {
        let reply = reply::overloaded(&self.voice(ask), overload);
        let Some(answer) = source.answers_at_once(ask) else {
            return source.render(&ask.reply_to, &reply);
        };
        let (app, name) = (self.clone(), source.name.clone());
        let (id, reply_to) = (ask.id, ask.reply_to.clone());
        later.spawn(Box::pin(async move {
            app.deliver(&name, id, &reply_to, &reply, false).await;
        }));
        answer
    }

    /// Whether the channels hear of what a machine did last: of a run that changed nothing only
    /// where they want to, of a repeated one never.
    fn is_told(&self, source: &str, said: &Said, fixed: bool) -> bool {
        let quiet = self.doors.get(source).is_some_and(|source| source.quiet);
        match said.news {
            News::Repeat => false,
            // Somebody has to mend that, and it is not the sender alone.
            _ if said.could_not_look() || said.verdict == Verdict::Misread => true,
            // What a script was refused is its own to read.
            News::Something => fixed || !said.results.is_empty(),
            News::Answer => fixed,
            News::Nothing => !quiet,
        }
    }

    /// Brings a reply to where late answers go.
    pub(super) async fn deliver(
        &self,
        source: &str,
        id: AskId,
        reply_to: &ReplyTo,
        reply: &Reply,
        in_place: bool,
    ) {
        let Some(known) = self.doors.get(source) else {
            return;
        };
        let posts = |source: &Source| source.later(reply_to, reply, in_place);
        let cut_short = scopeguard::guard((), |()| {
            tracing::error!(%id, source, error = "the process ended first", "an answer did not arrive");
        });
        let mut outcomes = Vec::new();
        for post in posts(&known) {
            outcomes.push(self.mailbox.deliver(&post).await);
        }
        let lost = self.elsewhere(&known, outcomes, posts).await;
        ScopeGuard::into_inner(cut_short);
        for error in lost {
            tracing::error!(%id, source, %error, "an answer did not arrive");
        }
    }

    /// For a click, whose direct answer has no words: when the work is not through in time, the
    /// message with the button says so.
    pub(super) async fn acknowledge_click(
        self: Arc<Self>,
        source: String,
        (id, reply_to): (AskId, ReplyTo),
        progress: Progress,
        due: Instant,
    ) {
        let ack = progress.acknowledge(due).await;
        let spoken = progress.mouth.lock().await;
        if !*spoken {
            let in_place = reply_to.is_click();
            self.deliver(&source, id, &reply_to, &ack, in_place).await;
        }
    }
}
