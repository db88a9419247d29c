//! The app that people install in Teams, and the bot behind it.
//!
//! Format: <https://learn.microsoft.com/microsoftteams/platform/resources/schema/manifest-schema>.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    command::{MOST_USED, Verb},
    locale::{InEach, Locale},
    source::manifest::{DESCRIPTION, NAME, PackageFile, Registration, in_words},
};

/// The newest schema that Microsoft documents as released.
const SCHEMA: &str = "1.27";
/// The file of the other language.
const PORTUGUESE: &str = "pt-br.json";
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

const ABOUT: InEach<&str> = InEach {
    en: "Starts, stops and checks Azure Machine Learning compute instances. Write to Lamplighter in private, or mention it in a \
         chat or channel: stop myci, list, keep myci for 2h. The answer says what happened, the same message changes until the \
         instance has settled, and its buttons do what comes next. You can do what your administrators have granted to you.",
    pt: "Inicia, para e consulta instâncias de computação do Azure Machine Learning. Escreva ao Lamplighter em particular, ou \
         mencione-o em um chat ou canal: parar myci, listar, manter myci por 2h. A resposta diz o que aconteceu, a mesma \
         mensagem muda até a instância terminar de mudar, e os botões fazem o que vem a seguir. Você pode fazer o que quem \
         administra liberou para você.",
};

pub(super) fn write(at: &Registration, json: bool) -> (String, Option<String>) {
    match &at.app_id {
        None => (of_bot(at), None),
        Some(app_id) if json => (format!("{:#}", manifest(app_id)), None),
        Some(app_id) => (of_app(at, app_id), None),
    }
}

/// The steps to the bot, which has the id that the app package needs.
fn of_bot(at: &Registration) -> String {
    format!(
        "\
In Azure, with the right to create resources in a resource group. The template is in Lamplighter's source; docs/teams.md
says what it creates, and what else to do where Lamplighter does not run in Azure.

  az deployment group create --resource-group lamplighter --template-file infra/azure/teams-bot.bicep \\
    --parameters endpoint={hook} --query properties.outputs

Then run this again with --app-id APP_ID, the appId that it prints, for the app package and the configuration.",
        hook = at.hook(),
    )
}

/// The steps to the app.
fn of_app(at: &Registration, app_id: &str) -> String {
    format!(
        "\
As an administrator of Teams, upload teams-bot.zip: https://admin.teams.microsoft.com, Teams apps, Manage apps, Actions,
Upload new app. People find it under Apps, Built for your org. Then, in the configuration:

[sources.{name}]
kind = \"teams-bot\"
app_id = \"{app_id}\"
tenants = [\"00000000-0000-0000-0000-000000000000\"]    # <- the tenantId that the deployment printed
credential = \"managed-identity\"

[tickets]
key = {{ env = \"LAMPLIGHTER_TICKET_KEY\" }}    # any secret of at least 32 characters

To see who you are to Lamplighter, for the grants, write to it in Teams: whoami",
        name = at.name,
    )
}

/// The files of the app package.
pub(super) const PACKAGE: &[PackageFile] = &[
    ("manifest.json", |at| text(&manifest(at.app_id.as_deref().unwrap_or_default()))),
    (PORTUGUESE, |_| text(&translation(Locale::Portuguese))),
    ("color.png", |_| include_bytes!("../../../docs/icon.png").to_vec()),
    ("outline.png", |_| include_bytes!("outline.png").to_vec()),
];

fn text(json: &Value) -> Vec<u8> {
    format!("{json:#}\n").into_bytes()
}

fn manifest(app_id: &str) -> Value {
    let scopes = ["personal", "team", "groupChat"];
    let commands: Value = verbs().map(|verb| json!(command(verb, Locale::English))).collect();
    json!({
        "$schema": format!("https://developer.microsoft.com/json-schemas/teams/v{SCHEMA}/MicrosoftTeams.schema.json"),
        "manifestVersion": SCHEMA,
        "version": env!("CARGO_PKG_VERSION"),
        "id": app_id,
        "developer": {
            "name": NAME,
            "websiteUrl": REPOSITORY,
            "privacyUrl": format!("{REPOSITORY}/blob/main/docs/security.md"),
            "termsOfUseUrl": format!("{REPOSITORY}/blob/main/LICENSE-MIT"),
        },
        "name": {"short": NAME},
        "description": {"short": DESCRIPTION.en, "full": ABOUT.en},
        "localizationInfo": {
            "defaultLanguageTag": "en",
            "additionalLanguages": [{"languageTag": "pt-br", "file": PORTUGUESE}],
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#0b3d5c",
        "bots": [{
            "botId": app_id,
            "scopes": scopes,
            "supportsFiles": false,
            "isNotificationOnly": false,
            "commandLists": [{"scopes": scopes, "commands": commands}],
        }],
    })
}

/// What the app says in another language, by the place in the manifest.
fn translation(locale: Locale) -> Value {
    let name = InEach::new(NAME, NAME);
    let words = [("name.short", name), ("description.short", DESCRIPTION), ("description.full", ABOUT)];
    let words = words.into_iter().map(|(place, words)| (place.to_owned(), (*words.of(locale)).to_owned()));
    let commands = verbs().enumerate().flat_map(|(number, verb)| {
        let place = move |(key, text)| (format!("bots[0].commandLists[0].commands[{number}].{key}"), text);
        command(verb, locale).into_iter().map(place)
    });
    Value::Object(words.chain(commands).map(|(place, text)| (place, text.into())).collect())
}

/// The commands that Teams offers while people type; help has all.
fn verbs() -> impl Iterator<Item = Verb> {
    MOST_USED.into_iter().chain([Verb::Whoami, Verb::Help])
}

fn command(verb: Verb, locale: Locale) -> BTreeMap<&'static str, String> {
    let what = in_words(locale, &format!("help-{}", verb.name()));
    BTreeMap::from([("title", verb.name_in(locale).to_owned()), ("description", what)])
}
