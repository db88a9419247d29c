//! Why there is no instance to act on.

use super::{
    azure_error,
    localizer::{Args, Voice},
    message::Reply,
    refusal::{code, refused},
};
use crate::{
    ask::{AskId, Caller},
    command::{Command, states_instead_of},
    fleet::Miss,
};
pub fn missed(voice: &Voice, miss: &Miss, caller: &Caller, command: &Command, id: AskId) -> Reply {
    let verb = command.verb();
    let line = match miss {
        Miss::Refused(refusal) => return refused(voice, refusal, caller),
        Miss::Failed(unread) => {
            let why = if voice.name_workspaces && unread.alias.is_some() {
                azure_error::unread(voice, unread, id)
            } else {
                azure_error::failure(voice, &unread.error, id)
            };
            // Looking comes before acting.
            let nothing_done = verb
                .changes_the_world()
                .then(|| voice.line("nothing-done", Args::new()));
            return Reply::to_caller([why].into_iter().chain(nothing_done));
        }
        Miss::NotSeen {
            names,
            meant: Some(meant),
        } => {
            let args = Args::new().piece("names", code(voice, names));
            voice.line("not-seen-meant", args.text("meant", voice.name(meant)))
        }
        Miss::NotSeen { names, meant: None } => {
            let done = if verb.changes_the_world() { "yes" } else { "no" };
            voice.line(
                "not-seen",
                Args::new().piece("names", code(voice, names)).text("done", done),
            )
        }
        Miss::Ambiguous { name, places } => {
            let places: Vec<String> = places
                .iter()
                .map(|id| format!("`{verb} {id}`", verb = voice.verb(verb)))
                .collect();
            let places = places.join(" / ");
            voice.line(
                "ambiguous",
                Args::new().text("name", name).piece("places", places),
            )
        }
        Miss::NothingFits => match no_state(voice, command) {
            Some(states) => {
                let state = state(command).unwrap_or_default();
                voice.line(
                    "no-such-state",
                    Args::new().text("state", state).piece("states", states),
                )
            }
            None => voice.line(
                "nothing-fits",
                Args::new().text("selection", voice.arguments(command)),
            ),
        },
    };
    Reply::to_caller([line])
}

/// The states there are, when the command asks for one that nobody knows.
fn no_state(voice: &Voice, command: &Command) -> Option<String> {
    let states = states_instead_of(state(command)?, voice.locale)?;
    let states: Vec<String> = states.iter().map(|state| format!("`{state}`")).collect();
    Some(voice.list(&states, states.len()))
}

fn state(command: &Command) -> Option<&str> {
    command.selection()?.state.as_deref()
}
