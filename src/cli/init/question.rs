//! The questions of `init`, and which answers each takes.

use std::{collections::BTreeMap, env, error::Error};

use jiff::tz::TimeZone;
use lamplighter::{locale::Locale, source::registrable};

use super::{
    deployment::{DEPLOYMENTS, Deployment},
    prompt::ask,
    workspace,
};

/// The answers, by the name of their option.
pub type Answers = BTreeMap<&'static str, String>;

/// The answer of those who do not know the id of their team yet.
pub const UNKNOWN: &str = "unknown";

/// Asks for what was not given. `given` begins with the host, on which the others depend.
pub fn asked(
    given: impl IntoIterator<Item = (&'static str, Option<String>)>,
) -> Result<(&'static Deployment, Answers), Box<dyn Error>> {
    let (mut answers, mut at) = (Answers::new(), None);
    for (name, given) in given {
        let of_chat = ["chat", "team", "nightly"].contains(&name);
        if of_chat && at.is_some_and(|host: &Deployment| host.timer.is_none()) {
            given.map_or(Ok(()), |_| Err(format!("a terminal has no chat: leave --{name} out")))?;
            continue;
        }
        let here = TimeZone::system();
        let answer = match name {
            "host" => {
                ask(given, &format!("Where will it run: {}", hosts().join(", ")), "server", self::host)?
            }
            "workspace" => given.map_or_else(workspace::ask, Ok)?,
            "chat" => ask(given, &format!("Which chat: {}", chats().join(", ")), chats()[0], chat)?,
            "team" => team(given, &answers["chat"])?,
            "nightly" => ask(
                given,
                "At 20:00 on weekdays, report what could be stopped, or stop it",
                "report",
                nightly,
            )?,
            "zone" => ask(given, "Your time zone", here.iana_name().unwrap_or("UTC"), zone)?,
            _ => given.or_else(|| locale(&env::var("LANG").ok()?).ok()).unwrap_or_else(|| "en".to_owned()),
        };
        at = at.or_else(|| DEPLOYMENTS.iter().find(|host| host.name == answer));
        answers.insert(name, answer);
    }
    at.map(|host| (host, answers)).ok_or_else(|| "no host".into())
}

fn hosts() -> Vec<&'static str> {
    DEPLOYMENTS.iter().map(|host| host.name).collect()
}

fn chats() -> Vec<&'static str> {
    registrable().map(|(kind, _)| kind).collect()
}

fn one_of(text: &str, known: &[&str]) -> Result<String, String> {
    known
        .contains(&text)
        .then(|| text.to_owned())
        .ok_or_else(|| format!("answer one of {}", known.join(", ")))
}

pub fn host(text: &str) -> Result<String, String> {
    one_of(text, &hosts())
}

pub fn chat(text: &str) -> Result<String, String> {
    one_of(text, &chats())
}

pub fn nightly(text: &str) -> Result<String, String> {
    one_of(text, &["report", "stop"])
}

/// Asks for the id of the team, as `chat` writes it.
fn team(given: Option<String>, chat: &str) -> Result<String, Box<dyn Error>> {
    let (form, is_team) = registrable().find(|(kind, _)| *kind == chat).ok_or("no chat")?.1.team;
    let read = |text: &str| {
        let fits = text == UNKNOWN || is_team(text);
        let wrong = || format!("{text:?} is no id of a team in {chat}: {form}; or {UNKNOWN}");
        fits.then(|| text.to_owned()).ok_or_else(wrong)
    };
    let given = given.map(|given| read(&given)).transpose()?;
    ask(given, &format!("The id of your team: {form}; or {UNKNOWN}, and /ci whoami shows it"), UNKNOWN, read)
}

pub fn zone(text: &str) -> Result<String, String> {
    TimeZone::get(text).map(|_| text.to_owned()).map_err(|_| format!("{text:?} is no IANA time zone"))
}

pub fn locale(text: &str) -> Result<String, String> {
    text.parse().map(|locale: Locale| locale.tag().to_owned())
}

pub fn yes(text: &str) -> Result<bool, String> {
    one_of(text, &["yes", "no", "y", "n"]).map(|answer| answer.starts_with('y'))
}
