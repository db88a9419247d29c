//! Brings the results of one command to the caller: the first answer while the caller waits, later ones through the
//! platform's late channel.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::{mpsc, oneshot},
    time::Instant,
};

use super::notifier::Notifier;
use crate::{
    command::Command,
    command_request::{CommandRequest, RequestId},
    engine::{CommandResult, Progress, Repetition, Verdict},
    reply::{self, Audience, Reply},
    source::{ReplyHandle, Source},
};

/// The pause between the first answer and the next post, so that they arrive in order.
const AFTER_THE_FIRST: Duration = Duration::from_millis(300);

pub enum Responder {
    Chat(Chat),
    Machine(Machine),
    Terminal(mpsc::UnboundedSender<CommandResult>),
}

pub struct Chat {
    notifier: Arc<Notifier>,
    source: String,
    thread: Arc<Thread>,
    first: Option<oneshot::Sender<Reply>>,
    /// The time of the first answer, or the earliest that it can have been.
    answered: Instant,
}

pub struct Machine {
    notifier: Arc<Notifier>,
    source: String,
    first: Option<oneshot::Sender<CommandResult>>,
    /// Whether the machine waits for the final result.
    waits: bool,
    /// Whether people who did not ask need its answers too.
    is_fixed: bool,
    /// Whether the machine was told that the channels get the final result.
    promised: bool,
}

/// What the caller's conversation holds so far. The responder shares it with the acknowledgement.
pub struct Thread {
    handle: Arc<dyn ReplyHandle>,
    in_channel: AtomicBool,
    /// Whether it holds anything but an acknowledgement. Locked while a message is posted.
    spoken: tokio::sync::Mutex<bool>,
}

impl Thread {
    pub fn new(handle: Arc<dyn ReplyHandle>) -> Self {
        Self { handle, in_channel: AtomicBool::default(), spoken: tokio::sync::Mutex::default() }
    }

    /// Records a reply. After a reply for the channel, the channel gets the final answer too.
    pub fn holds(&self, reply: &Reply) {
        if reply.audience == Audience::Channel {
            self.in_channel.store(true, Ordering::Relaxed);
        }
    }

    fn is_in_channel(&self) -> bool {
        self.in_channel.load(Ordering::Relaxed)
    }
}

impl Responder {
    /// Without `first`, the direct answer has no words, as after a click.
    pub fn chat(
        notifier: Arc<Notifier>,
        source: String,
        thread: Arc<Thread>,
        first: Option<oneshot::Sender<Reply>>,
    ) -> Self {
        Self::Chat(Chat { notifier, source, thread, first, answered: Instant::now() })
    }

    /// `is_fixed`: whether people who did not ask need its answers too.
    pub fn machine(
        notifier: Arc<Notifier>,
        (source, is_fixed): (&Source, bool),
        first: oneshot::Sender<CommandResult>,
        waits: bool,
    ) -> Self {
        let (source, first) = (source.name.clone(), Some(first));
        Self::Machine(Machine { notifier, source, first, waits, is_fixed, promised: false })
    }

    pub async fn respond(&mut self, request: &CommandRequest, progress: &Progress, result: CommandResult) {
        match self {
            // A terminal that is gone needs no answer.
            Self::Terminal(results) => drop(results.send(result)),
            Self::Machine(machine) => machine.respond(request, progress, result).await,
            Self::Chat(chat) => chat.respond(request, result).await,
        }
    }
}

impl Machine {
    async fn respond(&mut self, request: &CommandRequest, progress: &Progress, result: CommandResult) {
        let last = result.last;
        // People hear of each pending command.
        let is_of_later = request.is_due() || progress.command() == Some(&Command::Due);
        let is_notified = last && self.is_notified(request, is_of_later, &result);
        // A report names its source; an answer does not.
        let is_report = !result.results.is_empty() && result.repetition != Repetition::Answer;
        let reply = if is_report {
            result.reply.clone()
        } else {
            reply::with_heading(
                &progress.localizer,
                &self.source,
                Some(&request.text),
                request.cause.as_ref(),
                &result.reply,
            )
        };
        let unheard = match self.first.take_if(|_| last || !self.waits) {
            Some(first) => first.send(result).is_err(),
            None => false,
        };
        // A machine that stopped waiting was told that the channels get the final result.
        self.promised |= unheard;
        if is_notified || last && self.promised && !is_of_later {
            self.notifier.notify(&self.source, &reply).await;
        }
    }

    /// Whether the channels get the final result: never a repetition, and one that changed nothing only if the source
    /// is not quiet.
    fn is_notified(&self, request: &CommandRequest, is_of_later: bool, result: &CommandResult) -> bool {
        if request.is_due() {
            // The person waits for the outcome. After a failure that may pass, the next timer tries again.
            let again = || self.notifier.dedup.first(&format!("due again|{}", request.id));
            return !result.is_transient() && (result.repetition != Repetition::Repeat || again());
        }
        if is_of_later {
            return result.repetition != Repetition::Repeat && !result.unread.is_empty();
        }
        let source = self.notifier.registry.get(&self.source);
        match result.repetition {
            Repetition::Repeat => false,
            // Somebody other than the sender may have to correct that.
            _ if result.could_not_look() || result.verdict == Verdict::Misread => true,
            // A script reads its own refusal.
            Repetition::Something => self.is_fixed || !result.results.is_empty(),
            Repetition::Answer => self.is_fixed,
            Repetition::Nothing => !source.is_some_and(|source| source.quiet),
        }
    }
}

impl Chat {
    /// The first reply replaces a placeholder. After a reply for the channel, later ones go to the channel too.
    async fn respond(&mut self, request: &CommandRequest, mut result: CommandResult) {
        let mut spoken = self.thread.spoken.lock().await;
        *spoken = true;
        let mut in_place = result.in_place && request.replaces_message;
        if self.thread.is_in_channel() && !in_place {
            result.reply.audience = Audience::Channel;
        }
        if self.first.is_none() || !self.thread.handle.is_answered_aside() {
            self.thread.holds(&result.reply);
        }
        let mut reply = result.reply;
        if let Some(first) = self.first.take() {
            let is_message_too = self.thread.handle.is_message_too(&reply);
            let is_late = first.send(reply.clone()).is_err();
            self.answered = Instant::now();
            if !is_late && !is_message_too {
                return;
            }
            let source = self.notifier.registry.get(&self.source);
            if source.is_some_and(|source| source.platform.capabilities.defers) {
                in_place = true;
            } else if is_late && !is_message_too && !result.last {
                // The acknowledgement was faster and has promised the final answer: an interim one adds nothing.
                return;
            } else if self.thread.is_in_channel() {
                reply.audience = Audience::Channel;
            }
        }
        tokio::time::sleep_until(self.answered + AFTER_THE_FIRST).await;
        self.notifier.deliver(&self.source, request.id, &*self.thread.handle, &reply, in_place).await;
    }
}

impl Notifier {
    /// Acknowledges a click, whose direct answer has no words: if the work is not done at `due`, the message with the
    /// button says so.
    pub async fn acknowledge_click(
        self: Arc<Self>,
        source: String,
        (id, in_place): (RequestId, bool),
        progress: Arc<Progress>,
        thread: Arc<Thread>,
        due: Instant,
    ) {
        let acknowledgement = progress.acknowledge(due).await;
        let spoken = thread.spoken.lock().await;
        if !*spoken {
            self.deliver(&source, id, &*thread.handle, &acknowledgement, in_place).await;
        }
    }
}
