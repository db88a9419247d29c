//! How many commands are in progress, in all and for each caller: nobody takes all the room, and all of them
//! together fit into memory.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{App, Later};
use crate::{
    ask::{Ask, Caller},
    config::Limits,
    reply::{self, Overload},
    source::{Answer, Source},
};

/// The commands in progress.
pub(super) struct Admission {
    limits: Limits,
    /// By the caller's id; a caller without commands has no entry.
    callers: Mutex<HashMap<String, usize>>,
}

/// A place among the commands in progress, given back when it is dropped.
pub(super) struct Admitted {
    admission: Arc<Admission>,
    caller: String,
}

impl Admission {
    pub fn new(limits: Limits) -> Arc<Self> {
        Arc::new(Self {
            limits,
            callers: Mutex::default(),
        })
    }

    /// Takes a place for one verified request, until its last answer.
    pub fn admit(self: &Arc<Self>, caller: &Caller) -> Result<Admitted, Overload> {
        let mut callers = self.callers();
        let own = callers.get(&caller.id).copied().unwrap_or_default();
        if own >= self.limits.commands_per_caller {
            return Err(Overload::Caller(own));
        }
        let all = callers.values().sum();
        if all >= self.limits.commands_in_flight {
            return Err(Overload::All(all));
        }
        callers.insert(caller.id.clone(), own + 1);
        Ok(Admitted {
            admission: self.clone(),
            caller: caller.id.clone(),
        })
    }

    fn callers(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.callers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Admitted {
    fn drop(&mut self) {
        let mut callers = self.admission.callers();
        if let Some(own) = callers.get_mut(&self.caller) {
            *own -= 1;
            if *own == 0 {
                callers.remove(&self.caller);
            }
        }
    }
}

impl App {
    /// A place for what is asked; where there is none, that is logged, once a second for each source.
    pub(super) fn admit(&self, ask: &Ask) -> Result<Admitted, Overload> {
        self.admission.admit(&ask.caller).inspect_err(|overload| {
            let (source, caller) = (ask.caller.source.clone(), ask.caller.id.clone());
            let limit = match overload {
                Overload::Caller(limit) | Overload::All(limit) => *limit,
            };
            self.log_limit
                .log(&format!("in progress|{source}"), move |requests| {
                    tracing::warn!(
                        source,
                        caller,
                        limit,
                        requests,
                        "too many commands are in progress"
                    );
                });
        })
    }

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
}
