//! The manifests that chat platforms are configured with.

use std::{env, fs, path::PathBuf, process};

use lamplighter::config::{Config, Document};
use lamplighter_emulator::Pace;
use serde_json::Value;

use crate::support::{
    chat::teams,
    demo_config::{CONFIG, amended, variables},
    process::{Azure, bare, told},
};

/// Standard output of `lamplighter manifest …`, which takes neither configuration nor network.
async fn manifest(args: &[&str]) -> String {
    let output = bare(&[&["manifest"], args].concat()).output().await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The limits are those of Slack's own schema, which is in no package registry:
/// `schemas/manifest.schema.1.0.0.json` in github.com/slackapi/manifest-schema. Its rules for the
/// keys below, none but those it knows, found no fault with this output.
#[tokio::test]
async fn slacks_manifest_is_within_slacks_limits() {
    let text = manifest(&["slack", "--url", "https://x.azurewebsites.net/api/", "--source", "slack-2"]).await;
    let manifest: Value = serde_json::from_str(&text).unwrap();
    let length = |pointer: &str| manifest.pointer(pointer).unwrap().as_str().unwrap().chars().count();
    assert!(length("/display_information/name") <= 35);
    assert!(length("/display_information/description") <= 140);
    assert!(length("/features/slash_commands/0/description") <= 2000);
    assert!(length("/features/slash_commands/0/usage_hint") <= 1000);
    insta::assert_snapshot!(text, @r##"
    {
      "_metadata": {
        "major_version": 1,
        "minor_version": 1
      },
      "display_information": {
        "background_color": "#0b3d5c",
        "description": "Start, stop and check Azure ML compute instances",
        "name": "Lamplighter"
      },
      "features": {
        "bot_user": {
          "always_online": true,
          "display_name": "Lamplighter"
        },
        "slash_commands": [
          {
            "command": "/ci",
            "description": "Start, stop and check Azure ML compute instances",
            "should_escape": true,
            "url": "https://x.azurewebsites.net/api/hooks/slack-2",
            "usage_hint": "status|list|start|stop|restart|delete|create|renew|idle|schedule|announce|keep|later|audit|outdated|cost|help [NAME]"
          }
        ]
      },
      "oauth_config": {
        "scopes": {
          "bot": [
            "commands"
          ]
        }
      },
      "settings": {
        "interactivity": {
          "is_enabled": true,
          "request_url": "https://x.azurewebsites.net/api/hooks/slack-2"
        },
        "org_deploy_enabled": false,
        "socket_mode_enabled": false,
        "token_rotation_enabled": false
      }
    }
    "##);
}

#[tokio::test]
async fn a_manifest_is_in_the_requested_language() {
    let text = manifest(&["slack", "--url", "https://lamplighter.example", "--locale", "pt-BR"]).await;
    let manifest: Value = serde_json::from_str(&text).unwrap();
    let command = &manifest["features"]["slash_commands"][0];
    insta::assert_snapshot!(command["description"], @r#""Inicia, para e consulta instâncias de computação do Azure ML""#);
    insta::assert_snapshot!(command["usage_hint"], @r#""estado|listar|iniciar|parar|reiniciar|excluir|criar|renovar|inatividade|agendar|anunciar|manter|pendentes|auditar|desatualizadas|custo|ajuda [NOME]""#);
}

#[tokio::test]
async fn a_manifest_needs_a_public_https_url() {
    for url in ["http://lamplighter.example", "lamplighter.example", "https://lamplighter.example/?x=1"] {
        let (code, text) = told(bare(&["manifest", "slack", "--url", url]).output().await.unwrap());
        assert_eq!(code, 2, "{url}: {text}");
    }
}

/// Discord's limits are tested in the library; here, that the output can be piped to a file.
#[tokio::test]
async fn discords_registration_is_the_only_standard_output() {
    let text = manifest(&["discord", "--url", "https://lamplighter.example"]).await;
    let command: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(command["name"], "ci");
    assert_eq!(command["options"][3]["name_localizations"]["pt-BR"], "parar");
    let mut manifest = bare(&["manifest", "discord", "--url", "https://lamplighter.example/x/"]);
    let output = manifest.output().await.unwrap();
    insta::assert_snapshot!(String::from_utf8(output.stderr).unwrap(), @r#"
    Save this as ci.json, and register it once, with Application ID and bot token from your application's
    pages at https://discord.com/developers/applications:

      curl -fsS -X POST https://discord.com/api/v10/applications/$APPLICATION_ID/commands \
        -H "Authorization: Bot $BOT_TOKEN" -H 'Content-Type: application/json' --data-binary @ci.json

    When Lamplighter runs, put this into General Information, Interactions Endpoint URL:

      https://lamplighter.example/x/hooks/discord
    "#);
}

/// The limits are those of Mattermost's `Command.IsValid`, `server/public/model/command.go`.
#[tokio::test]
async fn mattermosts_steps_and_api_body_are_within_its_limits() {
    let place = ["mattermost", "--url", "https://lamplighter.example"];
    insta::assert_snapshot!(manifest(&place).await, @r#"
    In Mattermost, open the product menu, Integrations, Slash Commands, Add Slash Command:

      Title                     Lamplighter
      Description               Start, stop and check Azure ML compute instances
      Command Trigger Word      ci
      Request URL               https://lamplighter.example/hooks/mattermost
      Request Method            POST
      Response Username         lamplighter
      Response Icon             the URL of a picture, if you like: else answers show that of who asked
      Autocomplete              yes
      Autocomplete Hint         status|list|start|stop|restart|delete|create|renew|idle|schedule|announce|keep|later|audit|outdated|cost|help [NAME]
      Autocomplete Description  Start, stop and check Azure ML compute instances

    Save, and put the Token it shows into MATTERMOST_TOKEN. Then, in the configuration:

    [sources.mattermost]
    kind = "mattermost"
    token = { env = "MATTERMOST_TOKEN" }
    site_url = "https://chat.example.com"     # <- your server's Site URL
    url = "https://lamplighter.example"

    [tickets]
    key = { env = "LAMPLIGHTER_TICKET_KEY" }  # any secret of at least 32 characters
    "#);
    let text = manifest(&[&place[..], &["--json"]].concat()).await;
    let body: Value = serde_json::from_str(&text).unwrap();
    let length = |key: &str| body[key].as_str().unwrap().len();
    assert!((1..=128).contains(&length("trigger")));
    assert!(length("url") <= 1024);
    assert!(length("display_name") <= 64);
    assert!(length("description") <= 128);
    insta::assert_snapshot!(text, @r#"
    {
      "auto_complete": true,
      "auto_complete_desc": "Start, stop and check Azure ML compute instances",
      "auto_complete_hint": "status|list|start|stop|restart|delete|create|renew|idle|schedule|announce|keep|later|audit|outdated|cost|help [NAME]",
      "description": "Start, stop and check Azure ML compute instances",
      "display_name": "Lamplighter",
      "method": "P",
      "trigger": "ci",
      "url": "https://lamplighter.example/hooks/mattermost",
      "username": "lamplighter"
    }
    "#);
}

/// The printed tables complete a configuration.
#[tokio::test]
async fn the_configuration_that_a_manifest_prints_works() {
    let azure = Azure::at(Pace::ByHand).await;
    let printed = manifest(&["mattermost", "--url", "https://lamplighter.example", "--source", "chat"]).await;
    let (_, printed) = printed.split_once("[sources").unwrap();
    let grant = "[[grants]]\nto = [\"chat:*/*\"]\nmay = [\"reader\"]\non = [\"*\"]\n";
    let mut check = azure.configured(&format!("\n[sources{printed}\n{grant}"), &["check"]);
    check.env("MATTERMOST_TOKEN", "okwexkjpe7ygb8eq1ww58t483w");
    check.env("LAMPLIGHTER_TICKET_KEY", "a-key-of-more-than-thirty-two-letters");
    let (code, text) = told(check.output().await.unwrap());
    assert_eq!(code, 0, "{text}");
}

#[tokio::test]
async fn the_teams_steps_include_a_working_configuration() {
    let text = manifest(&["teams", "--url", "https://lamp.example", "--source", "chat"]).await;
    assert!(text.contains("  Callback URL     https://lamp.example/hooks/chat\n"), "{text}");
    let tables = &text[text.find("[sources.chat]").unwrap()..text.find("To see who").unwrap()];
    let config = amended(&format!("{CONFIG}\n{tables}"));
    let env = |name: &str| {
        let value = match name {
            "TEAMS_TOKEN" => teams::TOKEN,
            "OPS_WEBHOOK" => "https://prod-1.westeurope.logic.azure.com/workflows/x?sig=y",
            name => variables().find(|(known, _)| *known == name)?.1,
        };
        Some(value.to_owned())
    };
    Config::read(&Document::new("printed.toml", &config), &env).unwrap_or_else(|faults| panic!("{faults}"));
}

/// An empty folder of its own.
fn scratch(name: &str) -> PathBuf {
    let folder = env::temp_dir().join(format!("lamplighter-{name}-{}", process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir(&folder).unwrap();
    folder
}

const PLACE: [&str; 3] = ["teams-bot", "--url", "https://lamp.example"];
const APP: &str = "c9e8c047-2a34-40a1-b28a-b162d5f5327c";

/// What Microsoft's schema says of the package is checked by `tests/teams_manifest/run`.
#[tokio::test]
async fn the_app_package_is_written_once_and_holds_the_bot() {
    let folder = scratch("app-package");
    let run = async || {
        let mut manifest = bare(&[&["manifest"], &PLACE[..], &["--app-id", APP]].concat());
        manifest.current_dir(&folder).output().await.unwrap()
    };
    let output = run().await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "wrote teams-bot.zip\n");
    let package = fs::read(folder.join("teams-bot.zip")).unwrap();
    let holds = |part: &[u8]| package.windows(part.len()).any(|window| window == part);
    for part in ["manifest.json", "pt-br.json", "color.png", "outline.png", APP] {
        assert!(holds(part.as_bytes()), "{part}");
    }
    let (code, text) = told(run().await);
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("teams-bot.zip cannot be written into this folder"), "{text}");
    assert_eq!(fs::read(folder.join("teams-bot.zip")).unwrap(), package);
}

#[tokio::test]
async fn the_steps_to_a_bot_end_in_a_working_configuration() {
    insta::assert_snapshot!(manifest(&PLACE).await, @r#"
    In Azure, with the right to create resources in a resource group. The template is in Lamplighter's source; docs/teams.md
    says what it creates, and what else to do where Lamplighter does not run in Azure.

      az deployment group create --resource-group lamplighter --template-file infra/azure/teams-bot.bicep \
        --parameters endpoint=https://lamp.example/hooks/teams-bot --query properties.outputs

    Then run this again with --app-id APP_ID, the appId that it prints, for the app package and the configuration.
    "#);
    let json = manifest(&[&PLACE[..], &["--app-id", APP, "--json"]].concat()).await;
    let app: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&app["id"], &app["bots"][0]["botId"]), (&APP.into(), &APP.into()));
    let folder = scratch("app-steps");
    let mut steps = bare(&[&["manifest"], &PLACE[..], &["--app-id", APP]].concat());
    let text = String::from_utf8(steps.current_dir(&folder).output().await.unwrap().stdout).unwrap();
    insta::assert_snapshot!(text, @r#"
    As an administrator of Teams, upload teams-bot.zip: https://admin.teams.microsoft.com, Teams apps, Manage apps, Actions,
    Upload new app. People find it under Apps, Built for your org. Then, in the configuration:

    [sources.teams-bot]
    kind = "teams-bot"
    app_id = "c9e8c047-2a34-40a1-b28a-b162d5f5327c"
    tenants = ["00000000-0000-0000-0000-000000000000"]    # <- the tenantId that the deployment printed
    credential = "managed-identity"

    [tickets]
    key = { env = "LAMPLIGHTER_TICKET_KEY" }    # any secret of at least 32 characters

    To see who you are to Lamplighter, for the grants, write to it in Teams: whoami
    "#);
    let tables = &text[text.find("[sources").unwrap()..text.find("To see who").unwrap()];
    let config = amended(&format!("{CONFIG}\n{tables}"));
    let env = |name: &str| {
        let key = (name == "LAMPLIGHTER_TICKET_KEY").then_some("a-key-of-more-than-thirty-two-letters");
        Some(key.or_else(|| Some(variables().find(|(known, _)| *known == name)?.1))?.to_owned())
    };
    Config::read(&Document::new("printed.toml", &config), &env).unwrap_or_else(|faults| panic!("{faults}"));
}
