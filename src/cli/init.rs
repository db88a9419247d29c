//! `lamplighter init`: writes a first configuration and a file for its secrets, and prints what to do next.
//!
//! A configuration that exists is kept as it is. The file for secrets gets the names that it lacks, and nothing else.

mod deployment;
mod prompt;
mod question;
mod secrets;
mod workspace;

use std::{
    error::Error,
    fs::{self, File},
    io::{self, IsTerminal, Write, stdin},
    path::{Path, PathBuf},
};

use clap::{Args, FromArgMatches};
use lamplighter::source::{Manifest, registrable};
use sha2::{Digest, Sha256};

use super::output;
use deployment::Deployment;
use question::Answers;

const CONFIG: &str = "lamplighter.toml";
const SECRETS: &str = "lamplighter.env";

/// How the comment on a secret begins whose value `init` makes.
const MADE: &str = "made by init";

/// How a configuration begins that `init` made. The options follow, so that a second run knows them.
const MADE_BY: &str = "# lamplighter init";

/// The answers. `init` asks for what is missing.
#[derive(Args)]
pub struct InitOptions {
    /// Where Lamplighter will run: lambda, functions, container-apps, kubernetes, server or terminal; else server.
    #[arg(long, value_parser = question::host)]
    host: Option<String>,
    /// The workspace: its ARM id, or its address in Azure Machine Learning studio.
    #[arg(long, value_name = "ID", value_parser = workspace::read)]
    workspace: Option<String>,
    /// The chat that commands come from: a platform of `lamplighter manifest`; else the first.
    #[arg(long, value_parser = question::chat)]
    chat: Option<String>,
    /// The chat's id of the team whose members may give commands, such as T012AB3CD; else unknown, and nobody may yet.
    #[arg(long, value_name = "ID")]
    team: Option<String>,
    /// What the timer on weekday evenings does: report what it would stop, or stop it; else report.
    #[arg(long, value_parser = question::nightly)]
    nightly: Option<String>,
    /// The time zone of the people, such as Europe/Lisbon; else this machine's.
    #[arg(long, value_parser = question::zone)]
    zone: Option<String>,
    /// The language of replies, en or pt-BR; else the terminal's.
    #[arg(long, value_name = "TAG", value_parser = question::locale)]
    locale: Option<String>,
    /// The folder to write into, which may be new; else this one.
    #[arg(long, value_name = "FOLDER", default_value = ".", hide_default_value = true)]
    into: PathBuf,
}

/// Returns the configuration if it shall be checked, and whether it will run elsewhere.
///
/// # Errors
///
/// If an answer is missing and cannot be asked for, a file cannot be written, or somebody else's configuration is in
/// its place.
pub fn init(options: InitOptions) -> Result<Option<(PathBuf, bool)>, Box<dyn Error>> {
    let (config, env_file) = (options.into.join(CONFIG), options.into.join(SECRETS));
    // Before any question, so that nobody answers in vain.
    fs::create_dir_all(&options.into).map_err(|error| unusable(&options.into, &error))?;
    let (existing, secrets) = (read_if_there(&config)?, read_if_there(&env_file)?.unwrap_or_default());
    let mut given = options.given();
    if let Some(text) = &existing {
        let Some(made) = text.lines().next().and_then(|line| line.strip_prefix(MADE_BY)) else {
            let path = config.display();
            return Err(format!("{path} exists, and not from init: name another folder with --into").into());
        };
        let command = InitOptions::augment_args(clap::Command::new("init").no_binary_name(true));
        let earlier = InitOptions::from_arg_matches(&command.try_get_matches_from(made.split_whitespace())?)?;
        for ((name, mine), (_, earlier)) in given.iter_mut().zip(earlier.given()) {
            if mine.is_some() && *mine != earlier {
                let path = config.display();
                return Err(format!(
                    "{path} was made with another --{name}: name another folder with --into"
                )
                .into());
            }
            *mine = mine.take().or(earlier);
        }
    }
    let (host, answers) = question::asked(given).map_err(|error| {
        let command = InitOptions::augment_args(clap::Command::new("init")).disable_help_flag(true);
        let options = command.help_template("{options}").render_help();
        format!("{error}\n\nAnswers can be options too:\n\n{options}")
    })?;
    let put = |text: &str| fill(text, host, &answers);
    let template = put(&template(host, &answers));
    if existing.is_some() {
        output::line(format!("kept   {}", config.display()))?;
    } else {
        let text = secrets::referred(&template, |name| put(&(host.secret)(name)));
        let written = File::create_new(&config).and_then(|mut file| file.write_all(text.as_bytes()));
        written.map_err(|error| unusable(&config, &error))?;
        output::line(format!("wrote  {}", config.display()))?;
    }
    if host.timer.is_some() {
        let wrote = secrets::add(&env_file, &secrets, &format!("{template}{}", host.variables))
            .map_err(|error| unusable(&env_file, &error))?;
        let said = if wrote { "wrote " } else { "kept  " };
        output::line(format!(
            "{said} {}, with the secrets: keep it out of any repository",
            env_file.display()
        ))?;
    }
    output::line(put(host.next))?;
    let no_terminal = (!stdin().is_terminal()).then_some(false);
    let check = prompt::ask(no_terminal, "Check the configuration now: yes or no", "yes", question::yes)?;
    Ok(check.then_some((config, host.timer.is_some())))
}

/// The text of the file at `path`; `None` if there is no such file.
fn read_if_there(path: &Path) -> Result<Option<String>, String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unusable(path, &error)),
    }
}

fn unusable(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}

impl InitOptions {
    /// The answers that were given, by name.
    fn given(self) -> [(&'static str, Option<String>); 7] {
        [
            ("host", self.host),
            ("workspace", self.workspace),
            ("chat", self.chat),
            ("team", self.team),
            ("nightly", self.nightly),
            ("zone", self.zone),
            ("locale", self.locale),
        ]
    }
}

/// The configuration, with `{name}` for an answer, and `{NAME}` for the secret of this name.
fn template(host: &Deployment, answers: &Answers) -> String {
    let made: String = answers.iter().map(|(name, answer)| format!(" --{name} {answer}")).collect();
    let chat = registrable().find(|(kind, _)| Some(*kind) == answers.get("chat").map(String::as_str));
    // The host alone can call a timer of the kind `event`: there is no secret to know it by.
    let is_needless = |line: &&str| {
        host.timer == Some("event")
            && (line.starts_with("secret = ") || line.starts_with("previous_secret = "))
    };
    let timers = include_str!("init/timers.toml").split_inclusive('\n').filter(|line| !is_needless(line));
    let people = match answers.get("team").map(String::as_str) {
        Some(question::UNKNOWN) => include_str!("init/nobody.toml"),
        _ => include_str!("init/team.toml"),
    };
    let of_chat = |(_, manifest): (_, &Manifest)| {
        [manifest.starter, include_str!("init/chat.toml"), people, &timers.collect::<String>()].join("\n")
    };
    let workspace = include_str!("init/workspace.toml");
    format!("{MADE_BY}{made}\n\n{workspace}\n{}", chat.map(of_chat).unwrap_or_default())
}

/// Puts the answers, and what follows from them, in place of `{name}`.
fn fill(text: &str, host: &Deployment, answers: &Answers) -> String {
    let [subscription, resource_group, workspace] =
        workspace::parts(&answers["workspace"]).unwrap_or_default();
    // A key vault's name is unique in all of Azure.
    let vault = format!("lamplighter-{}", &hex::encode(Sha256::digest(&answers["workspace"]))[..10]);
    let reports = (answers.get("nightly").map(String::as_str) == Some("report")).to_string();
    let derived = [
        ("alias", workspace.to_lowercase()),
        ("credential", host.credential.to_owned()),
        ("reports", reports),
        ("resource_group", resource_group),
        ("subscription", subscription),
        ("timer", host.timer.unwrap_or_default().to_owned()),
        ("vault", vault),
        ("workspace", workspace),
    ];
    let answers = answers.iter().map(|(name, answer)| (*name, answer.clone()));
    let put = |text: String, (name, value): (&str, String)| text.replace(&format!("{{{name}}}"), &value);
    derived.into_iter().chain(answers).fold(text.to_owned(), put)
}
