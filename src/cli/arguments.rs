//! What can be typed at a terminal. Each subcommand takes the options that it uses, and no other.

use std::{ffi::OsString, net::SocketAddr, path::PathBuf};

use clap::{
    Args, CommandFactory, Parser, Subcommand,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};
use lamplighter::{
    client::is_bare,
    config::is_guid,
    locale::Locale,
    source::{Manifest, registrable},
};

use super::findings;
#[cfg(feature = "emulator")]
use super::init;

/// The end of the program's help.
#[cfg(feature = "emulator")]
const EXAMPLES: &str = "\
Examples:
  lamplighter demo                          see it work, without an account
  lamplighter init                          write a first configuration
  lamplighter check                         try the configuration and the credential
  lamplighter run list                      what is running, and what it costs
  lamplighter run 'stop gpu-*' --dry-run    what would be stopped";

/// Starts and stops Azure Machine Learning compute instances from signed chat commands.
#[derive(Parser)]
#[command(version = env!("LAMPLIGHTER_VERSION"), about, arg_required_else_help = true)]
#[cfg_attr(feature = "emulator", command(after_help = EXAMPLES))]
pub struct Cli {
    #[command(subcommand)]
    pub what: What,
}

impl Cli {
    /// Parses what was typed, from the program's name on.
    pub fn read(typed: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let mut typed = typed.into_iter();
        let (program, subcommand) = (typed.next(), typed.next());
        let mut definition = Self::command();
        definition.build();
        let name = subcommand.as_ref().and_then(|word| word.to_str());
        let definition = name.and_then(|name| definition.find_subcommand(name));
        let takes_a_command =
            |definition: &&clap::Command| definition.get_positionals().any(|word| word.get_id() == COMMAND);
        let rest = match definition.filter(takes_a_command) {
            Some(definition) => options_first(definition, typed),
            None => typed.collect(),
        };
        Self::try_parse_from(program.into_iter().chain(subcommand).chain(rest))
    }
}

/// The argument that is a command of the command language.
const COMMAND: &str = "command";

/// What was typed behind a subcommand, its own options first and then, behind `--`, the words of the command, which has
/// options too: `run stop myci --force --yes`. An unknown option before the command's first word is no word of it.
fn options_first(definition: &clap::Command, typed: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let (mut options, mut words) = (Vec::new(), Vec::new());
    let mut typed = typed.peekable();
    while let Some(word) = typed.next() {
        let text = word.to_string_lossy().into_owned();
        let (name, inline) = text.split_once('=').map_or((text.as_str(), false), |(name, _)| (name, true));
        let long = name.strip_prefix("--");
        let known = definition.get_arguments().find(|argument| {
            long.is_some() && argument.get_long() == long
                || name
                    .strip_prefix('-')
                    .is_some_and(|short| argument.get_short().is_some_and(|s| s.to_string() == short))
        });
        if name == "--" {
            words.extend(typed.by_ref());
        } else if let Some(known) = known {
            options.push(word);
            options.extend(typed.next_if(|_| known.get_action().takes_values() && !inline));
        } else if name.starts_with('-') && name != "-" && words.is_empty() {
            options.push(word);
        } else {
            words.push(word);
        }
    }
    let separator = (!words.is_empty()).then(|| "--".into());
    options.into_iter().chain(separator).chain(words).collect()
}

#[derive(Subcommand)]
pub enum What {
    /// See it work: plays a conversation against an emulated Azure. Needs no configuration.
    #[cfg(feature = "emulator")]
    Demo {
        /// Leave the emulator and the server running, and print how to talk to them.
        #[arg(long)]
        keep: bool,
        /// Serve a page on this machine instead, where you type the commands and press the buttons, and print its address.
        #[arg(long, conflicts_with = "keep")]
        web: bool,
        /// The language that is played: en, or pt-BR.
        #[arg(long, value_name = "TAG", default_value = "en")]
        locale: Locale,
    },
    /// Write a first configuration, from six questions or options, and say what to do next.
    ///
    /// Lists the workspaces that `az` can see. What exists is not changed.
    #[command(after_help = "\
Examples:
  lamplighter init
  lamplighter init --host lambda --workspace ID --team T012AB3CD --into infra/mine </dev/null")]
    #[cfg(feature = "emulator")]
    Init(init::InitOptions),
    /// Serve over plain HTTP.
    Serve {
        #[command(flatten)]
        config: ConfigOption,
        /// Where to listen; else 127.0.0.1:8080, or 0.0.0.0:$PORT.
        #[arg(long)]
        addr: Option<SocketAddr>,
    },
    /// Ask the server here whether it is well: exits with 0 if it answers within 2 s, else with 1.
    Healthz {
        /// Where it listens; else 127.0.0.1:$PORT, or 127.0.0.1:8080.
        #[arg(long)]
        addr: Option<SocketAddr>,
    },
    /// Run one command, as caller cli:<user>, and wait until it has settled.
    ///
    /// Needs [azure], a workspace and a login; no source, and no secret of one. Exits with 0 done, 1 failed or could not
    /// look, 2 not understood, 3 refused, 4 not settled, 6 if an instance that was named was left as it is; and an audit
    /// with 5 where it found something of the severity of --fail-on.
    #[command(after_help = "\
Examples:
  lamplighter run status myci
  lamplighter run stop myci --json
  lamplighter run 'stop all --except prod-*' --yes")]
    Run(RunOptions),
    /// Sign a sample request as its platform would, and send it.
    ///
    /// What only a platform brings, eventbridge/… and functions/…, has no signature and no URL: it is
    /// printed, or posted where --to says.
    Send(SendOptions),
    /// Check the configuration, the credential, and which Azure actions we hold. With --as, say why a
    /// command is permitted or refused to somebody, and do nothing of it.
    #[command(after_help = "\
Examples:
  lamplighter check
  lamplighter check --offline --config lamplighter.toml
  lamplighter check --as cli:ada stop myci")]
    Check(CheckOptions),
    /// Print what to register with a chat platform, and where.
    Manifest(ManifestOptions),
    /// Join the members of a chat with the users in Azure by e-mail address, and print a people file.
    ///
    /// Both are files; nobody is asked. Standard error says who was left out, and why. Exits with 1 if somebody could not
    /// be joined who is neither deactivated nor a bot.
    #[command(after_help = "\
Example:
  az ad user list > users.json
  lamplighter people import SOURCE:TEAM members.json users.json > people.toml")]
    People(ImportOptions),
    /// Print a script that completes subcommands and options, for a shell to read.
    #[cfg(feature = "emulator")]
    #[command(after_help = "\
Examples:
  lamplighter completions bash > ~/.local/share/bash-completion/completions/lamplighter
  lamplighter completions fish > ~/.config/fish/completions/lamplighter.fish")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Run the Azure emulator alone, with Resource Manager's limits on calls.
    #[cfg(feature = "emulator")]
    Emulate {
        #[arg(long, default_value = lamplighter_emulator::ADDRESS)]
        addr: SocketAddr,
        /// Instances besides those always there, dealt out to all workspaces.
        #[arg(long, default_value_t = 0, value_name = "N")]
        instances: usize,
        /// Workspaces besides those always there.
        #[arg(long, default_value_t = 0, value_name = "N")]
        workspaces: usize,
        /// When operations end: after some seconds, or when POST /_emulator/settle says so.
        #[arg(long, default_value = "real", value_parser = ["real", "by-hand"])]
        pace: String,
        /// Milliseconds that each call takes, but those to the controls and the inbox.
        #[arg(long, default_value_t = 0, value_name = "N")]
        delay_ms: u64,
    },
}

#[derive(Args, Default)]
pub struct ConfigOption {
    /// The configuration; else LAMPLIGHTER_CONFIG, which is its path or its text; else lamplighter.toml in this folder.
    #[arg(long = "config", value_name = "FILE")]
    pub file: Option<PathBuf>,
}

#[derive(Args)]
pub struct RunOptions {
    #[command(flatten)]
    pub config: ConfigOption,
    /// Answer in JSON, for scripts.
    #[arg(long)]
    pub json: bool,
    /// What you would type in chat, in quotes or not: stop myci --dry-run. Quote * and ?.
    #[arg(required = true, value_name = "COMMAND")]
    pub command: Vec<String>,
    /// Say yes beforehand to what would be asked.
    #[arg(long)]
    pub yes: bool,
    #[command(flatten)]
    pub audit: findings::Options,
}

#[derive(Args)]
pub struct SendOptions {
    #[command(flatten)]
    pub config: ConfigOption,
    /// Answer in JSON, for scripts.
    #[arg(long)]
    pub json: bool,
    #[cfg_attr(
        feature = "emulator",
        doc = "A sample, such as signed/nightly; or - to sign the body on standard input."
    )]
    #[cfg_attr(not(feature = "emulator"), doc = "- to sign the body on standard input.")]
    pub event: String,
    /// Where to; else http://127.0.0.1:8080/hooks/<SOURCE>.
    #[arg(long, value_name = "URL")]
    pub to: Option<url::Url>,
    /// The source in the configuration whose secret signs; else the platform's name.
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Where late answers shall go, in place of the sample's own response_url.
    #[arg(long, value_name = "URL")]
    pub reply_to: Option<url::Url>,
}

#[derive(Args, Default)]
pub struct CheckOptions {
    #[command(flatten)]
    pub config: ConfigOption,
    /// Answer in JSON, for scripts.
    #[arg(long)]
    pub json: bool,
    /// Read the configuration alone: no secret is looked for, and nobody is asked. For wherever it is
    /// written and does not run.
    #[arg(long, conflicts_with = "caller")]
    pub offline: bool,
    /// Whom: <source>:<team>/<user>, cli:<user>, or the name of a machine's source.
    #[arg(long = "as", value_name = "CALLER", requires = "command")]
    pub caller: Option<String>,
    /// The channel they ask in, <source>:<team>/#<channel>: some grants are to channels.
    #[arg(long = "in", value_name = "CHANNEL", requires = "caller")]
    pub channel: Option<String>,
    /// What they would type: stop myci.
    #[arg(requires = "caller", value_name = "COMMAND")]
    pub command: Vec<String>,
}

#[derive(Args)]
pub struct ManifestOptions {
    /// Answer in JSON, for scripts.
    #[arg(long)]
    pub json: bool,
    #[arg(value_parser = platforms())]
    pub platform: (&'static str, &'static Manifest),
    /// Where Lamplighter answers from outside: https://HOST, and the path below which it does, if
    /// there is one.
    #[arg(long, value_name = "URL", value_parser = public_url)]
    pub url: url::Url,
    /// The source's name in the configuration; else the platform's.
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// The language of what people see before they ask: en, or pt-BR; else en.
    #[arg(long, value_name = "TAG")]
    pub locale: Option<Locale>,
    /// The id of the app that people install, as Entra knows it: makes the app package, too.
    #[arg(long, value_name = "GUID", value_parser = guid)]
    pub app_id: Option<String>,
}

/// An id of Entra, in lower case.
fn guid(text: &str) -> Result<String, &'static str> {
    is_guid(text).then(|| text.to_ascii_lowercase()).ok_or("write an id as Azure shows it: 00000000-0000-…")
}

#[derive(Args)]
pub struct ImportOptions {
    #[arg(value_parser = ["import"])]
    what: String,
    /// The source and the team, as `whoami` shows them before the slash: <source>:<team>.
    #[arg(value_parser = team)]
    pub team: String,
    /// The chat's export of its members, JSON or CSV.
    pub members: PathBuf,
    /// What `az ad user list` printed.
    pub users: PathBuf,
}

fn team(text: &str) -> Result<String, &'static str> {
    let fits =
        |part: &str| !part.is_empty() && !part.contains(|c: char| "/*#:".contains(c) || c.is_whitespace());
    let parts = text.split_once(':').filter(|(source, team)| fits(source) && fits(team));
    parts.map(|_| text.to_owned()).ok_or("write <source>:<team>, as `whoami` shows it before the slash")
}

fn platforms() -> impl TypedValueParser<Value = (&'static str, &'static Manifest)> {
    let kinds = registrable().map(|(kind, manifest)| PossibleValue::new(kind).help(manifest.about));
    PossibleValuesParser::new(kinds)
        .try_map(|typed| registrable().find(|(kind, _)| *kind == typed).ok_or("unknown"))
}

/// A URL to which paths can be appended. Platforms do not call plain http.
fn public_url(text: &str) -> Result<url::Url, String> {
    let url = url::Url::parse(text).map_err(|error| error.to_string())?;
    match url.scheme() {
        "https" if is_bare(&url) => Ok(url),
        "https" => Err("write no more than https://HOST and a path".to_owned()),
        _ => Err("must be https: no platform sends commands otherwise".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use lamplighter::command::Flag;

    use super::*;

    /// The options of a subcommand, with their hyphens.
    fn options(command: &clap::Command) -> BTreeSet<String> {
        command.get_arguments().filter_map(|argument| Some(format!("--{}", argument.get_long()?))).collect()
    }

    /// An option that every subcommand takes is one that some ignore.
    #[test]
    fn no_option_is_for_all_subcommands() {
        let mut cli = Cli::command();
        cli.build();
        let given = |command: &clap::Command| {
            &options(command) - &["--help".to_owned(), "--version".to_owned()].into()
        };
        assert_eq!(given(&cli), BTreeSet::new());
        let takes = |option: &str| -> Vec<_> {
            let takes = cli.get_subcommands().filter(|command| options(command).contains(option));
            takes.map(clap::Command::get_name).collect()
        };
        assert_eq!(takes("--config"), ["serve", "run", "send", "check"], "who reads a configuration");
        assert_eq!(takes("--json"), ["run", "send", "check", "manifest"], "who prints what a script reads");
    }

    /// In `run stop myci --force --yes`, each option is either the command's or the program's.
    #[test]
    fn no_option_of_commands_is_one_of_subcommands() {
        let cli = Cli::command();
        for command in cli.get_subcommands().filter(|command| ["run", "check"].contains(&command.get_name()))
        {
            for name in Flag::all().flat_map(|flag| flag.names().all()) {
                assert!(!options(command).contains(name), "{}: {name}", command.get_name());
            }
        }
    }

    #[test]
    fn the_page_lists_each_subcommand_and_whether_it_has_json() {
        let page = include_str!("../../docs/cli.md");
        for command in Cli::command().get_subcommands() {
            let row = format!("| `{}", command.get_name());
            let row = page.lines().find(|line| line.starts_with(&row));
            let row = row.unwrap_or_else(|| panic!("no row for {}", command.get_name()));
            let says_json = !row.ends_with("| |");
            assert_eq!(says_json, options(command).contains("--json"), "{row}");
        }
    }

    #[test]
    fn the_examples_can_be_typed() {
        let mut cli = Cli::command();
        cli.build();
        let helps =
            cli.get_subcommands().filter_map(clap::Command::get_after_help).chain(cli.get_after_help());
        let helps: Vec<_> = helps.map(ToString::to_string).collect();
        let examples = helps
            .iter()
            .flat_map(|help| help.lines())
            .filter_map(|line| line.trim().strip_prefix("lamplighter "));
        let mut count = 0;
        for example in examples {
            let example =
                example.split(['>', '<']).next().unwrap().split("   ").next().unwrap().replace('\'', "");
            let example = example
                .replace(" ID", " /subscriptions/s/resourceGroups/g/workspaces/w")
                .replace("SOURCE:TEAM", "s:T");
            let words = ["lamplighter"].into_iter().chain(example.split_whitespace());
            Cli::read(words.map(OsString::from)).unwrap_or_else(|error| panic!("{example}: {error}"));
            count += 1;
        }
        assert!(count > 10, "{count}");
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn options_go_where_they_belong_on_either_side_of_a_command() {
        let run = |line: &str| {
            let words = ["lamplighter", "run"].into_iter().chain(line.split(' '));
            match Cli::read(words.map(OsString::from)).unwrap_or_else(|error| panic!("{line}: {error}")).what
            {
                What::Run(run) => (run.command.join(" "), run.yes, run.json, run.config.file),
                _ => panic!("{line}"),
            }
        };
        let file = Some(PathBuf::from("a.toml"));
        for line in [
            "--json --yes --config a.toml stop myci --except gpu-* --dry-run",
            "stop myci --except gpu-* --dry-run --json --yes --config a.toml",
            "stop --json myci --yes --except gpu-* --config=a.toml --dry-run",
        ] {
            assert_eq!(
                run(line),
                ("stop myci --except gpu-* --dry-run".into(), true, true, file.clone()),
                "{line}"
            );
        }
        assert_eq!(
            run("stop myci --yse").0,
            "stop myci --yse",
            "the command's parser says what it does not know"
        );
        assert_eq!(run("-- stop --json").0, "stop --json");
        for line in ["run --jsn stop myci", "check --offlin", "run", "run --json", "run stop --config"] {
            let words = ["lamplighter"].into_iter().chain(line.split(' '));
            assert!(Cli::read(words.map(OsString::from)).is_err(), "{line}");
        }
    }
}
