//! Mattermost, from a slash command to its last answer, and which requests are accepted.

mod portuguese;

use std::time::Duration;

use insta::assert_snapshot;
use lamplighter_emulator::Options;
use serde_json::{Value, json};

use crate::support::{
    chat::{
        Chat,
        mattermost::{self, ADA, BOB, HOOK_ID},
    },
    signers,
    world::{World, by_hand},
};

async fn world() -> World {
    with("").await
}

/// With more configuration.
async fn with(more: &str) -> World {
    World::on(Chat::Mattermost, by_hand(), |config| config + more).await
}

#[tokio::test(start_paused = true)]
async fn a_conversation() {
    let world = world().await;
    let status = world.says(ADA, "status myci").await;
    world.presses(ADA, &status.button("Stop")).await;
    world.emulator.settle("myci");
    world.hears().await;
    world.says(ADA, "strat myci").await;
    world.says(BOB, "start myci").await;
    let prompt = world.says(ADA, "delete myci").await;
    world.presses(ADA, &prompt.button("Don't delete")).await;
    world.presses(ADA, &prompt.button("Delete")).await;
    world.emulator.settle("myci");
    world.hears().await;
    assert_snapshot!(world.transcript(), @r"
    Ada: status myci
        to the caller:
        🟢 **myci** has been running since 13:00 (5 h), started manually.
        Size DS3\_V2 · $0.29 per hour · owner Ana · stops when idle for 1 h · 1 schedule, next stop: 23:00.
        Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
        Only its owner can open Jupyter, JupyterLab and RStudio. [Stop] [Restart]
    Ada presses [Stop]
        to the clicker:
        🟡 **myci**: asked Azure to stop it. I'll tell you when it is down.
    later
        to the channel:
        ⚪ **myci** is stopped. It took 10 s. Disk, public IP and load balancer are still billed.
    Ada: strat myci
        to the caller:
        I don't know `strat`. Did you mean `start myci`? [start myci]
    Bob: start myci
        to the caller:
        You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `start`. Ask an owner of research.
    Ada: delete myci
        to the caller:
        Delete **myci**? Its OS disk and everything outside the file share will be lost for good.
        The buttons work for 5 min, and only for you. [Delete] [Don't delete]
    Ada presses [Don't delete]
        to the clicker:
        Left as it is. Nothing was done.
    Ada presses [Delete]
        to the clicker:
        🟡 **myci**: asked Azure to delete it. I'll tell you when it is gone.
    later
        to the channel:
        ⚪ **myci** is deleted. It took 10 s.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_stop_is_answered_and_followed() {
    let world = world().await;
    assert_snapshot!(world.says(ADA, "stop myci").await, @"
    to the channel:
    🟡 **myci**: asked Azure to stop it. I'll tell you when it is down.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ **myci** is stopped. It took 10 s. Disk, public IP and load balancer are still billed.
    ");
    assert_eq!(world.emulator.state("myci").as_deref(), Some("Stopped"));
    assert_snapshot!(world.says(ADA, "stop myci").await, @"
    to the caller:
    ⚪ **myci** has been stopped since 18:00.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn questions_mistakes_and_refusals_are_shown_to_the_caller_only() {
    let world = world().await;
    assert_snapshot!(world.says(BOB, "status myci").await, @r"
    to the caller:
    🟢 **myci** has been running since 13:00 (5 h), started manually.
    Size DS3\_V2 · $0.29 per hour · owner Ana · stops when idle for 1 h · 1 schedule, next stop: 23:00.
    Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
    Only its owner can open Jupyter, JupyterLab and RStudio.
    ");
    assert_snapshot!(world.says(BOB, "stop myci").await, @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `stop`. Ask an owner of research.
    ");
    assert_snapshot!(world.says(ADA, "sotp myci").await, @"
    to the caller:
    I don't know `sotp`. Did you mean `stop myci`? [stop myci]
    ");
    assert_snapshot!(world.says(ADA, "stop mcyi").await, @"
    to the caller:
    I don't see `mcyi`. Did you mean `stop myci`? [stop myci]
    ");
    assert_snapshot!(world.says(ADA, "stop @all").await, @"
    to the caller:
    I don't know who `all` is. Owners here: **00000000-0000-0000-0000-0000000000bc** and **Ana**. `list` shows whose each instance is. [list]
    ");
    assert_snapshot!(world.says(ADA, "whoami").await, @"
    to the caller:
    You are `mattermost:demoteam000000000000000001/ada00000000000000000000001`.
    You can use `status`, `list`, `start`, `stop`, `restart`, `delete`, `idle`, `schedule`, `announce`, `keep`, `audit`, `outdated`, `cost`, `check` and `--force` in research.
    I don't know who you are in Entra, so `mine` is empty for you.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_channel_can_be_granted_something() {
    let world =
        with("\n[[grants]]\nto = [\"mattermost:*/#labs*\"]\nmay = [\"owner\"]\non = [\"research/*\"]\n")
            .await;
    let labs = mattermost::command(BOB, "stop myci").replace("mlops0", "labs00");
    assert_snapshot!(world.post(&labs).await, @"
    to the channel:
    🟡 **myci**: asked Azure to stop it. I'll tell you when it is down.
    ");
    world.emulator.settle("myci");
    world.hears().await;
    let delete = mattermost::command(BOB, "delete myci").replace("mlops0", "labs00");
    assert_snapshot!(world.post(&delete).await, @"
    to the caller:
    A channel can't be given permission for `delete`, only a person. Ask the Lamplighter administrator.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn delete_asks_and_the_button_confirms() {
    let world = world().await;
    let prompt = world.says(ADA, "delete myci").await;
    assert_snapshot!(prompt, @"
    to the caller:
    Delete **myci**? Its OS disk and everything outside the file share will be lost for good.
    The buttons work for 5 min, and only for you. [Delete] [Don't delete]
    ");
    assert_snapshot!(world.presses(ADA, &prompt.button("Delete")).await, @"
    to the clicker:
    🟡 **myci**: asked Azure to delete it. I'll tell you when it is gone.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ **myci** is deleted. It took 10 s.
    ");
    assert_eq!(world.emulator.state("myci"), None);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn never_mind_does_nothing() {
    let world = world().await;
    let prompt = world.says(ADA, "delete myci").await;
    assert_snapshot!(world.presses(ADA, &prompt.button("Don't delete")).await, @"
    to the clicker:
    Left as it is. Nothing was done.
    ");
    tokio::time::advance(Duration::from_secs(3600)).await;
    assert_snapshot!(world.presses(ADA, &prompt.button("Don't delete")).await, @"
    to the clicker:
    Left as it is. Nothing was done.
    ");
    assert_snapshot!(world.presses(ADA, &prompt.button("Delete")).await, @"
    to the clicker:
    That button is too old. To do it now, type `delete myci`.
    ");
    assert_eq!(world.asked("delete"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_status_has_buttons_that_work_once_and_for_a_while() {
    let world = world().await;
    let status = world.says(ADA, "status myci").await;
    assert_snapshot!(status, @r"
    to the caller:
    🟢 **myci** has been running since 13:00 (5 h), started manually.
    Size DS3\_V2 · $0.29 per hour · owner Ana · stops when idle for 1 h · 1 schedule, next stop: 23:00.
    Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
    Only its owner can open Jupyter, JupyterLab and RStudio. [Stop] [Restart]
    ");
    assert_snapshot!(world.presses(ADA, &status.button("Stop")).await, @"
    to the clicker:
    🟡 **myci**: asked Azure to stop it. I'll tell you when it is down.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ **myci** is stopped. It took 10 s. Disk, public IP and load balancer are still billed.
    ");
    // Delivered twice, or pressed again: the instance is in the requested state.
    assert_snapshot!(world.presses(ADA, &status.button("Stop")).await, @"
    to the clicker:
    ⚪ **myci** has been stopped since 18:00.
    ");
    // The status is out of date.
    assert_snapshot!(world.presses(ADA, &status.button("Restart")).await, @"
    to the clicker:
    ⚪ **myci** is stopped, so there is nothing to restart. To start it, type `start myci`.
    ");
    tokio::time::advance(Duration::from_secs(301)).await;
    assert_snapshot!(world.presses(ADA, &status.button("Stop")).await, @"
    to the clicker:
    That button is too old. To do it now, type `stop research/myci`.
    ");
    assert_eq!((world.asked("stop"), world.asked("restart")), (1, 0));
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_click_in_a_direct_message_names_no_team_and_needs_none() {
    let world = world().await;
    let status = world.says(ADA, "status myci").await;
    let mut click = mattermost::click(ADA, &status.button("Stop").value);
    click["team_id"] = json!("");
    assert_snapshot!(world.post(&click).await, @"
    to the clicker:
    🟡 **myci**: asked Azure to stop it. I'll tell you when it is down.
    ");
    world.emulator.settle("myci");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_button_is_void_once_its_instance_was_recreated() {
    let world = world().await;
    let prompt = world.says(ADA, "delete myci").await;
    let younger = json!({"createdOn": "2026-11-23T17:59:00.0000000+00:00"});
    world.emulator.set("myci", younger);
    assert_snapshot!(world.presses(ADA, &prompt.button("Delete")).await, @"
    to the clicker:
    That confirmation is no longer valid: what it names has changed, or it was made for somebody else. Nothing was done. To be asked again, type `delete myci`.
    ");
    assert_eq!(world.asked("delete"), 0);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_first_answer_comes_in_time_while_azure_is_slow() {
    let world = World::on(Chat::Mattermost, Options::default(), |config| config).await;
    let slow = || world.fault("*", "slow", json!({"delay_ms": 20_000, "times": 0}));
    slow();
    let answer = world.says(ADA, "stop myci").await;
    assert!(answer.took <= Duration::from_secs(3), "{:?}", answer.took);
    assert_snapshot!(answer, @"
    to the channel:
    🟡 Azure is slow to answer. I'm still working on `stop myci` and will tell you how it went.
    ");
    world.emulator.clear_faults();
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ **myci** is stopped. It took 3 s. Disk, public IP and load balancer are still billed.
    ");
    let status = world.says(ADA, "status myci").await;
    slow();
    let click = world.presses(ADA, &status.button("Start")).await;
    assert!(click.took <= Duration::from_secs(3), "{:?}", click.took);
    assert_snapshot!(click, @"
    to the clicker:
    🟡 Azure is slow to answer. I'm still working on `start research/myci` and will tell you how it went.
    ");
    world.emulator.clear_faults();
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟢 **myci** is running. It took 5 s.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn late_answers_go_to_the_configured_site_and_nowhere_else() {
    let world = world().await;
    let stop = mattermost::command(ADA, "stop myci");
    let elsewhere = stop.replace("chat.example.com", "chat.example.com.evil.test");
    world.post(&elsewhere).await;
    world.emulator.settle("myci");
    let told = world.hears_message().await;
    assert_eq!(told.path, format!("/_emulator/inbox/hooks/commands/{HOOK_ID}"));
    for no_hook in ["", "..%2F..%2Fapi", "xbrkb8p393gjpq5cawei7npij%2F"] {
        let start = mattermost::command(ADA, "start myci").replace(HOOK_ID, no_hook);
        assert!(world.post(&start).await.contains("asked Azure to start it"));
        world.emulator.settle("myci");
        tokio::time::advance(Duration::from_secs(60)).await;
        world.says(ADA, "stop myci").await;
        world.emulator.settle("myci");
        world.hears().await;
    }
    world.finish().await; // nothing else reached the inbox
}

/// The headers of a form that shows its token in a header.
fn form_with(authorization: &str) -> signers::Headers {
    let mut headers = mattermost::form();
    headers.push(("authorization", authorization.to_owned()));
    headers
}

#[tokio::test(start_paused = true)]
async fn a_command_without_the_token_gets_an_empty_401() {
    let world = world().await;
    let (command, token) = (mattermost::command(ADA, "stop myci"), format!("token={}", mattermost::TOKEN));
    let without = command.replace(&token, "x=y");
    let refused = [
        ("no token", without.clone()),
        ("an empty one", command.replace(&token, "token=")),
        ("another", command.replace(&token, "token=okwexkjpe7ygb8eq1ww58t483x")),
        ("two", format!("{command}&{token}")),
        ("an escaped one", command.replace(&token, &token.replace("token=o", "token=%6F"))),
    ];
    for (what, body) in &refused {
        let answer = world.post_with(&mattermost::form(), body).await;
        assert_eq!((answer.status, &answer.body), (401, &Value::Null), "{what}");
    }
    for header in ["Token okwexkjpe7ygb8eq1ww58t483x", "Token ", "okwexkjpe7ygb8eq1ww58t483w", "Basic eDp5"] {
        let answer = world.post_with(&form_with(header), &without).await;
        assert_eq!((answer.status, &answer.body), (401, &Value::Null), "{header}");
    }
    let by_header = format!("Token {}", mattermost::TOKEN);
    assert_eq!(world.post_with(&form_with(&by_header), &without).await.status, 200);
    world.emulator.settle("myci");
    world.hears().await;
    assert_eq!(world.asked("stop"), 1);
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_click_without_our_seal_does_nothing_and_learns_nothing() {
    let world = world().await;
    let status = world.says(ADA, "status myci").await;
    let prompt = world.says(ADA, "delete myci").await;
    world.emulator.forget_requests();
    let stop = status.button("Stop").value;
    let with = |key: &str, value: &str| {
        let mut context = stop.clone();
        context[key] = json!(value);
        mattermost::click(ADA, &context)
    };
    let of = |pointer: &str, value: Value| {
        let mut click = mattermost::click(ADA, &stop);
        *click.pointer_mut(pointer).unwrap() = value;
        click
    };
    let other_ticket = prompt.button("Delete").value["value"].as_str().unwrap().to_owned();
    let forged = [
        ("another command", with("value", "start stopped-ci")),
        ("a genuine ticket in another envelope", with("value", &other_ticket)),
        ("a made-up ticket", with("value", "1|stop research/myci|zzzzzz|AAAAAAAAAAAAAAAAAAAAAA")),
        ("never mind", with("value", "never-mind")),
        ("another team", with("team", "otherteam00000000000000001")),
        ("another place for answers", with("late", "aaaaaaaaaaaaaaaaaaaaaaaaaa")),
        ("another seal", with("seal", "AAAAAAAAAAAAAAAAAAAAAA")),
        ("half a seal", with("seal", &stop["seal"].as_str().unwrap()[..10])),
        ("no seal", with("seal", "")),
        ("another user", of("/user_id", json!(BOB))),
        ("another channel", of("/channel_id", json!("labs0000000000000000000001"))),
        ("no context", of("/context", Value::Null)),
        ("an empty context", of("/context", json!({}))),
        ("no user", of("/user_id", Value::Null)),
    ];
    for (what, click) in &forged {
        let answer = world.post(&click).await;
        assert_eq!((answer.status, &answer.body), (401, &Value::Null), "{what}");
    }
    for body in ["", "{}", "null", "[]", "{\"context\":", &"[".repeat(100_000)] {
        let answer = world.post_with(&mattermost::json(), body).await;
        assert_eq!((answer.status, &answer.body), (401, &Value::Null), "{}", body.len());
    }
    // A click with the content type of a form, and the other way round.
    let click = mattermost::click(ADA, &stop).to_string();
    assert_eq!(world.post_with(&mattermost::form(), &click).await.status, 401);
    let form = mattermost::command(ADA, "stop myci");
    assert_eq!(world.post_with(&mattermost::json(), &form).await.status, 401);
    assert_eq!(world.calls(), Vec::<String>::new());
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_authenticated_request_without_a_command_gets_400() {
    let world = world().await;
    for body in ["token=okwexkjpe7ygb8eq1ww58t483w", "token=okwexkjpe7ygb8eq1ww58t483w&text=stop+myci"] {
        assert_eq!(world.post_with(&mattermost::form(), body).await.status, 400);
    }
    let nobody = mattermost::command("ada%2F%23", "stop myci");
    assert_eq!(world.post(&nobody).await.status, 400, "no id, no caller");
    let get = world.client.get(world.url("/hooks/mattermost"));
    assert_eq!(get.send().await.unwrap().status(), 405);
    assert_eq!(world.calls(), Vec::<String>::new());
    world.finish().await;
}

/// The message is the one that Mattermost's documentation shows, field by field.
#[tokio::test(start_paused = true)]
async fn a_prompt_as_it_goes_over_the_wire() {
    let world = world().await;
    let mut prompt = world.says(ADA, "delete myci").await.body;
    for action in prompt["attachments"][0]["actions"].as_array_mut().unwrap() {
        let context = &mut action["integration"]["context"];
        assert_eq!(context["seal"].as_str().unwrap().len(), 22);
        context["seal"] = json!("…");
        let value = context["value"].as_str().unwrap();
        context["value"] = json!(value.split('|').take(2).collect::<Vec<_>>().join("|"));
    }
    assert_snapshot!(format!("{prompt:#}"), @r#"
    {
      "attachments": [
        {
          "actions": [
            {
              "id": "button0",
              "integration": {
                "context": {
                  "late": "xbrkb8p393gjpq5cawei7npije",
                  "seal": "…",
                  "since": 1795456800,
                  "team": "demoteam000000000000000001",
                  "value": "1|delete myci"
                },
                "url": "https://lamplighter.example/below/hooks/mattermost"
              },
              "name": "Delete",
              "style": "danger",
              "type": "button"
            },
            {
              "id": "button1",
              "integration": {
                "context": {
                  "late": "xbrkb8p393gjpq5cawei7npije",
                  "seal": "…",
                  "since": 1795456800,
                  "team": "demoteam000000000000000001",
                  "value": "never-mind"
                },
                "url": "https://lamplighter.example/below/hooks/mattermost"
              },
              "name": "Don't delete",
              "style": "default",
              "type": "button"
            }
          ],
          "fallback": "[Delete] [Don't delete]"
        }
      ],
      "response_type": "ephemeral",
      "skip_slack_parsing": true,
      "text": "Delete **myci**? Its OS disk and everything outside the file share will be lost for good.\nThe buttons work for 5 min, and only for you."
    }
    "#);
    assert_snapshot!(mattermost::shows(&prompt), @"
    to the caller:
    Delete **myci**? Its OS disk and everything outside the file share will be lost for good.
    The buttons work for 5 min, and only for you. [Delete] [Don't delete]
    ");
    world.finish().await;
}

/// With the locale of the source set.
async fn in_portuguese() -> World {
    World::on(Chat::Mattermost, by_hand(), |config| {
        config.replace("url = \"https", "locale = \"pt-BR\"\nurl = \"https")
    })
    .await
}

/// The same conversation in Portuguese, by the locale of the source.
#[tokio::test(start_paused = true)]
async fn a_conversation_in_portuguese() {
    let world = in_portuguese().await;
    let status = world.says(ADA, "estado myci").await;
    assert_snapshot!(status, @r"
    to the caller:
    🟢 **myci** está rodando desde 13:00 (há 5 h), iniciada manualmente.
    Tamanho DS3\_V2 · US$ 0,29 por hora · pertence a Ana · desliga após 1 h de inatividade · 1 agendamento, próxima parada: 23:00.
    A imagem do SO é 26.06.14, e a mais recente é 26.10.22. `desatualizadas myci` mostra como renovar a instância.
    Só o dono pode abrir Jupyter, JupyterLab e RStudio. [Parar] [Reiniciar]
    ");
    assert_snapshot!(world.presses(ADA, &status.button("Parar")).await, @"
    to the clicker:
    🟡 **myci**: pedi ao Azure para pará-la. Aviso quando ela parar.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ **myci** parou. Levou 10 s. Disco, IP público e balanceador de carga continuam sendo cobrados.
    ");
    assert_snapshot!(world.says(ADA, "iniciar myci").await, @"
    to the channel:
    🟡 **myci**: pedi ao Azure para iniciá-la. Aviso quando ela estiver rodando.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟢 **myci** está rodando. Levou 10 s.
    ");
    let prompt = world.says(ADA, "excluir myci").await;
    assert_snapshot!(prompt, @"
    to the caller:
    Excluir **myci**? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
    Os botões valem por 5 min, e só para você. [Excluir] [Não excluir]
    ");
    assert_snapshot!(world.presses(ADA, &prompt.button("Não excluir")).await, @"
    to the clicker:
    Deixei como está. Nada foi feito.
    ");
    assert_snapshot!(world.presses(ADA, &prompt.button("Excluir")).await, @"
    to the clicker:
    🟡 **myci**: pedi ao Azure para excluí-la. Aviso quando ela não existir mais.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ **myci** foi excluída. Levou 10 s.
    ");
    assert_snapshot!(world.says(BOB, "parar stopped-ci").await, @"
    to the caller:
    Em research você pode usar `estado`, `listar`, `auditar`, `desatualizadas` e `custo`, mas não `parar`. Fale com um responsável por research.
    ");
    assert_snapshot!(world.says(ADA, "prar stopped-ci").await, @"
    to the caller:
    Não conheço `prar`. Você quis dizer `parar stopped-ci`? [parar stopped-ci]
    ");
    tokio::time::advance(Duration::from_secs(301)).await;
    assert_snapshot!(world.presses(ADA, &status.button("Parar")).await, @"
    to the clicker:
    Esse botão é antigo demais. Para fazer isso agora, digite `parar research/myci`.
    ");
    world.finish().await;
}
