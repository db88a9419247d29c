//! Limits the commands in progress, in all and for each caller: no caller takes all places, and all commands fit into
//! memory.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{command_request::Caller, config::Limits, log_limit::LogLimit, reply::Overload};

/// The commands in progress.
pub(super) struct Admission {
    limits: Limits,
    log_limit: LogLimit,
    /// By the caller's id; a caller without commands has no entry.
    callers: Mutex<HashMap<String, usize>>,
}

impl Admission {
    pub fn new(limits: Limits, log_limit: LogLimit) -> Arc<Self> {
        Arc::new(Self { limits, log_limit, callers: Mutex::default() })
    }

    /// Takes a place for one verified request, until its final answer: dropping it gives it back. A refusal is logged,
    /// once a second for each source.
    pub fn admit(self: &Arc<Self>, caller: &Caller) -> Result<impl Send + Sync + 'static + use<>, Overload> {
        self.place(caller).inspect_err(|overload| {
            let (source, caller) = (caller.source.clone(), caller.id.clone());
            let (Overload::Caller(limit) | Overload::All(limit)) = *overload;
            let key = format!("in progress|{source}");
            self.log_limit.log(&key, move |requests| {
                tracing::warn!(source, caller, limit, requests, "too many commands are in progress");
            });
        })
    }

    fn place(self: &Arc<Self>, caller: &Caller) -> Result<impl Send + Sync + 'static + use<>, Overload> {
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
        drop(callers);
        let admission = self.clone();
        Ok(scopeguard::guard(caller.id.clone(), move |caller| admission.give_back(&caller)))
    }

    fn give_back(&self, caller: &str) {
        let mut callers = self.callers();
        if let Some(own) = callers.get_mut(caller) {
            *own -= 1;
            if *own == 0 {
                callers.remove(caller);
            }
        }
    }

    fn callers(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.callers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
