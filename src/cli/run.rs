//! `lamplighter run "stop myci"`: the same line, from a terminal.

use std::{
    env,
    io::{IsTerminal, Write, stderr, stdin, stdout},
    path::Path,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use futures::future::BoxFuture;
use lamplighter::{
    app::App,
    background::Background,
    command_request::Confirmation,
    engine::{AuditRow, CommandResult, Verdict},
    host::http::stop_signal,
    reply::plain,
};
use serde_json::json;
use tokio::time::Instant;

use super::findings;

/// Waits for the work; Ctrl-C, or SIGTERM of whoever started it, makes it say what is known.
struct Terminal;

impl Background for Terminal {
    fn spawn(&self, work: BoxFuture<'static, ()>) {
        tokio::spawn(work);
    }

    fn out_of_time(&self) -> BoxFuture<'static, ()> {
        Box::pin(stop_signal())
    }
}

pub async fn run(
    config: Option<&Path>,
    command: &str,
    yes: bool,
    json: bool,
    audit: &findings::Options,
) -> ExitCode {
    if let Err(unfit) = audit.fit(command) {
        return super::fail(unfit);
    }
    let print = match (json, audit.rows()) {
        (true, _) => Print::Lines,
        (false, Some(rows)) => Print::Rows(rows),
        (false, None) => Print::Words,
    };
    let app = match super::app(config).await {
        Ok(app) => app,
        Err(error) => return super::fail(error),
    };
    let user = env::var("USER").or_else(|_| env::var("USERNAME")).unwrap_or_else(|_| "unknown".to_owned());
    let confirmation = if yes { Confirmation::Terminal } else { Confirmation::None };
    let mut said = converse(&app, &user, command, confirmation, print).await;
    if let Some(ticket) = said.as_ref().and_then(prompted) {
        if !json && agreed() {
            said = converse(&app, &user, command, Confirmation::Ticket(ticket), print).await;
        } else if !json {
            println!("That needs a yes: add --yes.");
        }
    }
    match said {
        Some(said) => ExitCode::from(match (code(&said), audit.failing(&said)) {
            (0, failing) if failing > 0 => findings::FOUND,
            (code, _) => code,
        }),
        None => super::fail("no answer came"),
    }
}

/// Prints what is said until the last of it, which is given back.
async fn converse(
    app: &Arc<App>,
    user: &str,
    command: &str,
    confirmation: Confirmation,
    print: Print,
) -> Option<CommandResult> {
    let mut hear = app.run_at_terminal(user, command, confirmation, Arc::new(Terminal));
    let began = Instant::now();
    let mut ticks = tokio::time::interval(Duration::from_secs(1));
    loop {
        let said = tokio::select! {
            said = hear.recv() => said?,
            _ = ticks.tick() => {
                progress(began.elapsed(), print);
                continue;
            }
        };
        clear();
        print.out(command, &said);
        if said.last {
            return Some(said);
        }
    }
}

/// What standard output is for.
#[derive(Clone, Copy)]
enum Print {
    /// People.
    Words,
    /// A line of JSON for each answer.
    Lines,
    /// What an audit found, and nothing else: what is said besides, and when there is no audit, goes
    /// to standard error.
    Rows(fn(&[AuditRow]) -> String),
}

impl Print {
    fn out(self, command: &str, said: &CommandResult) {
        let message = plain::render(&said.reply);
        match (self, &said.findings) {
            (Self::Words, _) => println!("{message}"),
            (Self::Lines, found) => {
                let mut line = json!({"command": command, "message": message, "verdict": said.verdict, "results": said.results, "unread": said.unread, "last": said.last});
                if let Some(found) = found {
                    line["findings"] = json!(found);
                }
                println!("{line}");
            }
            (Self::Rows(rows), Some(found)) => {
                print!("{}", rows(found));
                if said.verdict != Verdict::Done {
                    eprintln!("{message}");
                }
            }
            (Self::Rows(_), None) => eprintln!("{message}"),
        }
    }
}

fn progress(waited: Duration, print: Print) {
    if !matches!(print, Print::Lines) && waited.as_secs() > 0 && stderr().is_terminal() {
        eprint!("\r… {} s ", waited.as_secs());
        let _ = stderr().flush();
    }
}

fn clear() {
    if stderr().is_terminal() {
        eprint!("\r\x1b[K");
    }
}

/// The ticket behind a question, for when the answer is yes.
fn prompted(said: &CommandResult) -> Option<String> {
    let asked = said.verdict == Verdict::Unconfirmed;
    said.reply.buttons.first().filter(|_| asked).map(|button| button.value.clone())
}

/// A yes at the terminal. Where nobody can be asked, the reply has said to add `--yes`.
fn agreed() -> bool {
    if !stdin().is_terminal() {
        return false;
    }
    print!("[y/N] ");
    let _ = stdout().flush();
    let mut answer = String::new();
    let yes = ["y", "yes", "s", "sim"];
    stdin().read_line(&mut answer).is_ok() && yes.contains(&answer.trim().to_lowercase().as_str())
}

/// 0 done, 1 failed, 2 not understood, 3 refused, 4 not settled, 6 a named instance was left as it is. What an audit
/// found is no failure.
fn code(said: &CommandResult) -> u8 {
    match said.verdict {
        Verdict::Done => 0,
        Verdict::Failed => 1,
        Verdict::Misread => super::USAGE,
        Verdict::Refused | Verdict::Unconfirmed => 3,
        Verdict::Pending => 4,
        Verdict::Left => 6,
    }
}
