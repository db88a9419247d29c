//! `lamplighter manifest PLATFORM`: what a platform has to be told so that it sends us commands.
//!
//! Where there is something to paste, standard output holds that and nothing else, and standard
//! error where to; for the others it holds the steps.

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use lamplighter::{
    command::{Takes, VERBS},
    locale::{InEach, Locale},
    source::discord::{API, registration},
};
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

const NAME: &str = "Lamplighter";
const DESCRIPTION: InEach<&str> = InEach {
    en: "Start, stop and check Azure ML compute instances",
    pt: "Inicia, para e consulta instâncias de computação do Azure ML",
};
/// What people type, without the slash.
const TRIGGER: &str = "ci";

#[derive(Clone, Copy, ValueEnum)]
pub enum ChatPlatform {
    /// An app manifest, to paste at api.slack.com/apps
    Slack,
    /// What to fill in where Teams makes an outgoing webhook
    Teams,
    /// The command with all its subcommands, as Discord's API takes it
    Discord,
    /// What to fill in where Mattermost makes a slash command; with --json, the body for its API
    Mattermost,
}

/// Where the platform finds us, and how it speaks of us.
#[derive(Args)]
pub struct Endpoint {
    /// Where Lamplighter answers from outside: https://HOST, and the path below which it does, if
    /// there is one.
    #[arg(long, value_name = "URL", value_parser = public)]
    url: Url,
    /// The source's name in the configuration; else the platform's.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// The language of what people see before they ask: en, or pt-BR.
    #[arg(long, value_name = "TAG", default_value = "en", value_parser = language)]
    locale: Locale,
}

pub fn manifest(platform: ChatPlatform, endpoint: &Endpoint, json: bool) -> ExitCode {
    match platform {
        ChatPlatform::Slack => slack(endpoint),
        ChatPlatform::Teams => teams(endpoint),
        ChatPlatform::Discord => discord(endpoint),
        ChatPlatform::Mattermost if json => println!("{:#}", mattermost_command(endpoint)),
        ChatPlatform::Mattermost => mattermost(endpoint),
    }
    ExitCode::SUCCESS
}

/// A base that paths can be put behind, as platforms call it: none of them calls plain http.
fn public(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    let bare = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    match url.scheme() {
        "https" if bare => Ok(url),
        "https" => Err("write no more than https://HOST and a path".to_owned()),
        _ => Err("must be https: no platform sends commands otherwise".to_owned()),
    }
}

fn language(tag: &str) -> Result<Locale, &'static str> {
    Locale::from_tag(tag).ok_or("is not a language that there are words in")
}

impl Endpoint {
    /// The whole URL of a source is as good as its host: it is what the platforms' pages ask for.
    fn base(&self) -> &str {
        let url = self.url.as_str().trim_end_matches('/');
        url.rsplit_once("/hooks/").map_or(url, |(base, _)| base)
    }

    /// The source's name.
    fn name<'a>(&'a self, platform: &'a str) -> &'a str {
        self.source.as_deref().unwrap_or(platform)
    }

    /// The source's one URL.
    fn hook(&self, platform: &str) -> String {
        format!("{}/hooks/{}", self.base(), self.name(platform))
    }

    fn description(&self) -> &'static str {
        DESCRIPTION.of(self.locale)
    }

    /// What a client shows behind the command while somebody types it.
    fn usage_hint(&self) -> String {
        const TARGET: InEach<&str> = InEach {
            en: "NAME",
            pt: "NOME",
        };
        let rows = VERBS.iter().filter(|row| row.takes != Takes::Nothing);
        let verbs: Vec<_> = rows.map(|row| row.verb.name_in(self.locale)).collect();
        format!("{} [{}]", verbs.join("|"), TARGET.of(self.locale))
    }
}

fn slack(endpoint: &Endpoint) {
    let manifest = slack_manifest(endpoint);
    println!("{manifest:#}");
    let link = form_urlencoded::Serializer::new(String::new())
        .append_pair("new_app", "1")
        .append_pair("manifest_json", &manifest.to_string())
        .finish()
        .replace('+', "%20"); // a plus is a blank in forms alone
    eprintln!("Paste this at https://api.slack.com/apps: Create New App, From a manifest, JSON.");
    eprintln!("Or open it filled in: https://api.slack.com/apps?{link}");
}

/// Slack's app manifest: <https://docs.slack.dev/reference/app-manifest>.
///
/// `commands` is the only right it asks for: answers go through `response_url`, which takes none.
fn slack_manifest(endpoint: &Endpoint) -> Value {
    let hook = endpoint.hook("slack");
    json!({
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": NAME,
            "description": endpoint.description(),
            "background_color": "#0b3d5c",
        },
        "features": {
            "bot_user": {"display_name": NAME, "always_online": true},
            "slash_commands": [{
                "command": format!("/{TRIGGER}"),
                "url": hook,
                "description": endpoint.description(),
                "usage_hint": endpoint.usage_hint(),
                "should_escape": false,
            }],
        },
        "oauth_config": {"scopes": {"bot": ["commands"]}},
        "settings": {
            "interactivity": {"is_enabled": true, "request_url": hook},
            "org_deploy_enabled": false,
            "socket_mode_enabled": false,
            "token_rotation_enabled": false,
        },
    })
}

/// All languages are in it: Discord shows each person theirs.
fn discord(endpoint: &Endpoint) {
    println!("{:#}", registration());
    eprintln!(
        "\
Save this as ci.json, and register it once, with Application ID and bot token from your application's
pages at https://discord.com/developers/applications:

  curl -fsS -X POST {API}/applications/$APPLICATION_ID/commands \\
    -H \"Authorization: Bot $BOT_TOKEN\" -H 'Content-Type: application/json' --data-binary @ci.json

When Lamplighter runs, put this into General Information, Interactions Endpoint URL:

  {hook}",
        hook = endpoint.hook("discord"),
    );
}

fn mattermost(endpoint: &Endpoint) {
    let description = endpoint.description();
    println!(
        "\
In Mattermost, open the product menu, Integrations, Slash Commands, Add Slash Command:

  Title                     {NAME}
  Description               {description}
  Command Trigger Word      {TRIGGER}
  Request URL               {hook}
  Request Method            POST
  Response Username         lamplighter
  Response Icon             the URL of a picture, if you like: else answers show that of who asked
  Autocomplete              yes
  Autocomplete Hint         {hint}
  Autocomplete Description  {description}

Save, and put the Token it shows into MATTERMOST_TOKEN. Then, in the configuration:

[sources.{name}]
kind = \"mattermost\"
token = {{ env = \"MATTERMOST_TOKEN\" }}
site_url = \"https://chat.example.com\"     # <- your server's Site URL
url = \"{base}\"

[tickets]
key = {{ env = \"LAMPLIGHTER_TICKET_KEY\" }}  # any secret of at least 32 characters",
        hook = endpoint.hook("mattermost"),
        hint = endpoint.usage_hint(),
        name = endpoint.name("mattermost"),
        base = endpoint.base(),
    );
}

/// Teams takes an outgoing webhook from nothing but its form.
fn teams(endpoint: &Endpoint) {
    println!(
        "\
In Teams, as an owner of the team: ••• beside its name, Manage team, Apps, Create an outgoing webhook.

  Name             {NAME}, which is what people mention
  Callback URL     {hook}
  Description      {description}
  Profile picture  docs/icon.png of Lamplighter's source, if you like

Create, and put the security token, which is shown once, into TEAMS_TOKEN. Another team makes a webhook of
its own, and has a token of its own. Then, in the configuration:

[sources.{name}]
kind = \"teams\"
tokens = {{ TEAM = {{ env = \"TEAMS_TOKEN\" }} }}    # <- one for each team; call them as you like
notify = [\"ml-ops\"]                          # where answers go that come late

[notify.ml-ops]
kind = \"teams\"
url = {{ env = \"OPS_WEBHOOK\" }}                # of a workflow, Send webhook alerts to a channel

To see who you are to Lamplighter, for the grants, write in a channel of the team: @{NAME} whoami",
        hook = endpoint.hook("teams"),
        description = endpoint.description(),
        name = endpoint.name("teams"),
    );
}

/// The body of `POST /api/v4/commands`, all but the `team_id`:
/// <https://developers.mattermost.com/api-documentation/#/operations/CreateCommand>.
fn mattermost_command(endpoint: &Endpoint) -> Value {
    json!({
        "trigger": TRIGGER,
        "method": "P",
        "url": endpoint.hook("mattermost"),
        "display_name": NAME,
        "description": endpoint.description(),
        "username": "lamplighter",
        "auto_complete": true,
        "auto_complete_hint": endpoint.usage_hint(),
        "auto_complete_desc": endpoint.description(),
    })
}
