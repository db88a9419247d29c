//! `lamplighter run "stop myci"`: carries out a command from a terminal.

use std::{
    env,
    error::Error,
    io::{IsTerminal, Write, stderr, stdin, stdout},
    path::Path,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use futures::future::BoxFuture;
use lamplighter::{
    app::{self, App},
    background::Background,
    command_request::Confirmation,
    config::Purpose,
    engine::{CommandResult, Verdict},
    host::http::stop_signal,
};
use serde_json::json;
use tokio::time::Instant;

use super::findings::{self, Format};

/// Waits for the work. After Ctrl-C or SIGTERM it reports what is known.
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
) -> Result<ExitCode, Box<dyn Error>> {
    audit.check(command)?;
    let format = if json { Format::Lines } else { audit.format.unwrap_or(Format::Text) };
    let app = super::app(config, Purpose::Run).await?;
    let user = env::var("USER").or_else(|_| env::var("USERNAME")).unwrap_or_else(|_| "unknown".to_owned());
    let confirmation = if yes { Confirmation::Terminal } else { Confirmation::None };
    let mut result = converse(&app, &user, command, confirmation, format).await?;
    if !json && let Some(ticket) = prompted(&result) {
        if agreed() {
            result = converse(&app, &user, command, Confirmation::Ticket(ticket), format).await?;
        } else {
            println!("That needs a yes: add --yes.");
        }
    }
    Ok(match code(result.verdict) {
        0 if audit.fail(&result) => findings::FOUND.into(),
        code => code.into(),
    })
}

/// Prints all results, and returns the last.
async fn converse(
    app: &Arc<App>,
    user: &str,
    command: &str,
    confirmation: Confirmation,
    format: Format,
) -> Result<CommandResult, &'static str> {
    let mut results = app::run_at_terminal(app, user, command, confirmation, Arc::new(Terminal));
    let began = Instant::now();
    let mut ticks = tokio::time::interval(Duration::from_secs(1));
    loop {
        let result = tokio::select! {
            result = results.recv() => result.ok_or("no answer came")?,
            _ = ticks.tick() => {
                progress(began.elapsed(), format);
                continue;
            }
        };
        if stderr().is_terminal() {
            eprint!("\r\x1b[K"); // clears the progress
        }
        print(command, &result, format);
        if result.last {
            return Ok(result);
        }
    }
}

fn print(command: &str, result: &CommandResult, format: Format) {
    let message = result.reply.for_terminal();
    match (format, &result.findings) {
        (Format::Text, _) => println!("{message}"),
        (Format::Lines, findings) => {
            let mut line = json!({
                "command": command,
                "message": message,
                "verdict": result.verdict,
                "results": result.results,
                "unread": result.unread,
                "last": result.last,
            });
            if let Some(findings) = findings {
                line["findings"] = json!(findings);
            }
            println!("{line}");
        }
        // Standard output has the findings and nothing else.
        (Format::Csv | Format::Json, None) => eprintln!("{message}"),
        (Format::Csv | Format::Json, Some(found)) => {
            if format == Format::Csv {
                print!("{}", findings::csv(found));
            } else {
                println!("{}", json!({ "findings": found }));
            }
            if result.verdict != Verdict::Done {
                eprintln!("{message}");
            }
        }
    }
}

fn progress(waited: Duration, format: Format) {
    if format != Format::Lines && waited.as_secs() > 0 && stderr().is_terminal() {
        eprint!("\r… {} s ", waited.as_secs());
        let _ = stderr().flush();
    }
}

/// The ticket of a question, which confirms the command.
fn prompted(result: &CommandResult) -> Option<String> {
    let asked = result.verdict == Verdict::Unconfirmed;
    result.reply.buttons.first().filter(|_| asked).map(|button| button.value.clone())
}

/// Asks at the terminal. Without one the answer is no.
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

/// The exit code, as the help of `run` lists it.
fn code(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Done => 0,
        Verdict::Failed => 1,
        Verdict::Misread => super::USAGE,
        Verdict::Refused | Verdict::Unconfirmed => 3,
        Verdict::Pending => 4,
        Verdict::Left => 6,
    }
}
