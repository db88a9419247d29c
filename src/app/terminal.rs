//! Commands from a terminal.

use std::sync::Arc;

use tokio::sync::mpsc::{self, UnboundedReceiver};

use super::{carry_out::carry_out, state::App};
use crate::{
    background::Background,
    command_request::{Caller, CallerKind, CommandRequest, Confirmation, RequestId},
    engine::{CommandResult, Progress},
    notify::Responder,
};

/// Carries out a command from a terminal. The receiver gets its results.
pub fn run_at_terminal(
    app: &Arc<App>,
    user: &str,
    text: &str,
    confirmation: Confirmation,
    later: Background,
) -> UnboundedReceiver<CommandResult> {
    let (results, received) = mpsc::unbounded_channel();
    let now = app.engine.clock.now();
    let caller = Caller { kind: CallerKind::Terminal, ..Caller::person("cli", user) };
    let id = RequestId::of(&[text.as_bytes(), &now.as_nanosecond().to_be_bytes()]);
    let request = CommandRequest { confirmation, ..CommandRequest::new(id, caller, text, now) };
    let progress = Progress::new(app.engine.localizer(&request), &request.caller.id);
    let responder = Responder::Terminal(results);
    let work = carry_out(app.clone(), request, progress, responder, later.clone());
    later.spawn(work);
    received
}
