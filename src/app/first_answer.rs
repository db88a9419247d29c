//! Requests of people in chats: the first answer is due within seconds.

use std::{future::poll_fn, sync::Arc, task::Poll};

use jiff::Timestamp;
use tokio::{sync::oneshot, time::Instant};

use super::state::Reception;
use crate::{
    command_request::{CommandRequest, RequestId},
    engine::Progress,
    notify::{Responder, Thread},
    reply::{self, Reply},
    source::{Answer, ReplyHandle},
};

/// Lets the tasks run that are ready. A command without a call has ended then, and no timer has to wake the driver for it.
async fn others_first() {
    poll_fn(|context| {
        context.waker().wake_by_ref();
        Poll::Ready(())
    })
    .await;
    futures::pending!();
}

impl Reception<'_> {
    /// Starts the work, and answers with its first result or, if that takes too long, with an acknowledgement.
    pub(super) async fn converse(
        &self,
        request: CommandRequest,
        handle: Arc<dyn ReplyHandle>,
        arrived: Timestamp,
    ) -> Answer {
        let Reception { app, source, later } = self;
        let due = self.first_answer_due(arrived);
        let at_once = handle.answer_at_once();
        let admitted = match app.admission.admit(&request.caller) {
            Ok(admitted) => admitted,
            Err(overload) => {
                let reply = reply::overloaded(&app.engine.localizer(&request), overload);
                return self.tell_caller(request.id, handle, Reply { refuses: true, ..reply });
            }
        };
        let (first, mut answered) = oneshot::channel();
        let progress = Progress::new(app.engine.localizer(&request), &request.caller.id);
        let thread = Arc::new(Thread::new(handle.clone()));
        let first = at_once.is_none().then_some(first);
        let click = (request.id, request.replaces_message);
        let responder = Responder::chat(app.notifier.clone(), source.name.clone(), thread.clone(), first);
        self.begin(request, progress.clone(), responder, admitted);
        if let Some(answer) = at_once {
            // A click's direct answer has no words, so a late acknowledgement goes to the message with the button.
            let (notifier, source) = (app.notifier.clone(), source.name.clone());
            later.spawn(notifier.acknowledge_click(source, click, progress, thread, due));
            return answer;
        }
        others_first().await;
        let reply = tokio::select! {
            biased;
            Ok(reply) = &mut answered => reply,
            acknowledgement = progress.acknowledge(due) => {
                // From here on, results go through the late channel, unless one was faster.
                answered.close();
                match answered.try_recv() {
                    Ok(reply) => reply,
                    Err(_) => {
                        if !handle.is_answered_aside() {
                            thread.holds(&acknowledgement);
                        }
                        return handle.acknowledge(source, &acknowledgement);
                    }
                }
            }
        };
        handle.render(source, &reply)
    }

    /// Tells a person something without any work: in the direct answer or, if that has no words, in a message.
    pub(super) fn tell_caller(&self, id: RequestId, handle: Arc<dyn ReplyHandle>, reply: Reply) -> Answer {
        let Reception { app, source, later } = self;
        let Some(answer) = handle.answer_at_once() else { return handle.render(source, &reply) };
        let (notifier, name) = (app.notifier.clone(), source.name.clone());
        later.spawn(async move {
            notifier.deliver(&name, id, &*handle, &reply, false).await;
        });
        answer
    }

    /// When the first answer to a request that came at `arrived` is due.
    pub(super) fn first_answer_due(&self, arrived: Timestamp) -> Instant {
        let spent = self.app.engine.clock.now().duration_since(arrived);
        let patience = self.source.platform.capabilities.first_answer;
        Instant::now() + patience.saturating_sub(spent.try_into().unwrap_or_default())
    }
}
