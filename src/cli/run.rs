//! `lamplighter run "stop myci"`: carries out a command from a terminal.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    io::{self, IsTerminal, stdin, stdout},
    sync::Arc,
    time::Duration,
};

use lamplighter::{
    app::{self, App},
    background::Background,
    command_request::Confirmation,
    config::Purpose,
    engine::{CommandResult, Verdict},
    host::http::stop_signal,
    locale::Locale,
    reply,
};
use serde::Serialize;
use serde_json::{json, value::to_raw_value};
use tokio::time::Instant;

use super::{
    Exit,
    arguments::RunOptions,
    findings::{self, Format},
    output::{self, OutputError},
};

pub async fn run(options: &RunOptions) -> Result<Exit, Box<dyn Error>> {
    let (command, audit) = (options.command.join(" "), &options.audit);
    audit.check(&command)?;
    let format = if options.json { Format::Lines } else { audit.format.unwrap_or(Format::Text) };
    let app = super::app(options.config.file.as_deref(), Purpose::Run).await?;
    let user = env::var("USER").or_else(|_| env::var("USERNAME")).unwrap_or_else(|_| "unknown".to_owned());
    let confirmation = if options.yes { Confirmation::Terminal } else { Confirmation::None };
    let (locale, mut result) = converse(&app, &user, &command, confirmation, format).await?;
    if format != Format::Lines
        && let Some(ticket) = prompted(&result)
    {
        if !(stdin().is_terminal() && stdout().is_terminal()) {
            output::note("That needs a yes: add --yes.");
        } else if agreed(locale)? {
            (_, result) = converse(&app, &user, &command, Confirmation::Ticket(ticket), format).await?;
        } else {
            output::note("Nothing was done.");
        }
    }
    Ok(match result.verdict.into() {
        Exit::Done if audit.fail(&result) => Exit::Found,
        exit => exit,
    })
}

/// Prints all results, and returns the last, with the language of the user.
async fn converse(
    app: &Arc<App>,
    user: &str,
    command: &str,
    confirmation: Confirmation,
    format: Format,
) -> Result<(Locale, CommandResult), Box<dyn Error>> {
    let run = |work| {
        tokio::spawn(work);
    };
    // After Ctrl-C or SIGTERM, what is known is reported.
    let later = Background::new(run, async { stop_signal().await });
    let (locale, mut results) = app::run_at_terminal(app, user, command, confirmation, later);
    let (began, mut before) = (Instant::now(), String::new());
    let mut ticks = tokio::time::interval(Duration::from_secs(1));
    loop {
        let result = tokio::select! {
            result = results.recv() => result.ok_or("no answer came")?,
            _ = ticks.tick() => {
                progress(began.elapsed(), format);
                continue;
            }
        };
        output::progress("");
        print(command, &result, format, &before)?;
        if result.last {
            return Ok((locale, result));
        }
        before = result.reply.for_terminal();
    }
}

fn print(command: &str, result: &CommandResult, format: Format, before: &str) -> Result<(), OutputError> {
    let message = result.reply.for_terminal();
    match (format, &result.findings) {
        (Format::Text, _) => return news(&message, before).try_for_each(output::line),
        (Format::Lines, findings) => {
            return output::line(json_line(command, &message, result, findings).map_err(io::Error::from)?);
        }
        (Format::Csv, Some(found)) => output::part(findings::csv(found))?,
        (Format::Json, Some(found)) => output::line(json!({ "findings": found }))?,
        (Format::Csv | Format::Json, None) => {}
    }
    // Standard output has the findings and nothing else.
    if result.findings.is_none() || result.verdict != Verdict::Done {
        output::note(message);
    }
    Ok(())
}

/// The lines of a result that do not stand on the terminal already, below the message `before`.
fn news<'a>(message: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    message.lines().filter(|line| !before.lines().any(|said| said == *line))
}

/// Each field is text from the start: as values, the results of a fleet would take ten times as much memory.
fn json_line(
    command: &str,
    message: &str,
    result: &CommandResult,
    findings: &Option<impl Serialize>,
) -> serde_json::Result<String> {
    let mut line = BTreeMap::from([
        ("command", to_raw_value(command)?),
        ("message", to_raw_value(message)?),
        ("verdict", to_raw_value(&result.verdict)?),
        ("results", to_raw_value(&result.results)?),
        ("unread", to_raw_value(&result.unread)?),
        ("last", to_raw_value(&result.last)?),
    ]);
    if let Some(findings) = findings {
        line.insert("findings", to_raw_value(findings)?);
    }
    serde_json::to_string(&line)
}

fn progress(waited: Duration, format: Format) {
    if format != Format::Lines && waited.as_secs() > 0 {
        output::progress(format_args!("… {} s ", waited.as_secs()));
    }
}

/// The ticket of a question, which confirms the command.
fn prompted(result: &CommandResult) -> Option<String> {
    let asked = result.verdict == Verdict::Unconfirmed;
    result.reply.buttons.first().filter(|_| asked).map(|button| button.value.clone())
}

/// Asks at the terminal.
fn agreed(locale: Locale) -> Result<bool, OutputError> {
    output::part(format_args!("{} ", reply::label(locale, "agree")))?;
    let mut answer = String::new();
    let yes = ["y", "yes", "s", "sim"];
    Ok(stdin().read_line(&mut answer).is_ok() && yes.contains(&answer.trim().to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_on_the_terminal_is_not_printed_again() {
        let news = |message, before| news(message, before).collect::<Vec<_>>();
        assert_eq!(
            news("myci-b is created\n\nmyci is stopped", ""),
            ["myci-b is created", "", "myci is stopped"]
        );
        let before = "myci-b is created\nmyci: asked Azure to stop it";
        assert_eq!(news("myci-b is created\nmyci is stopped", before), ["myci is stopped"]);
    }
}
