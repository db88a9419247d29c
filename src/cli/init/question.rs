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
            "team" => ask(
                given,
                "The chat's id of your team, if you know it; /ci whoami shows it later",
                "TEAM",
                team,
            )?,
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

pub fn team(text: &str) -> Result<String, String> {
    let is_id = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_id.then(|| text.to_owned()).ok_or_else(|| "an id has letters, digits and hyphens only".to_owned())
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
