//! Discord, from a subcommand to its last answer.

pub mod client;
mod portuguese;

use std::time::Duration;

use insta::assert_snapshot;
use jiff::SignedDuration;
use lamplighter::emulator::Pace;
use serde_json::{Value, json};

use client::{ADA, APPLICATION, BOB, Discord, command, interaction, sign};

/// Discord's own limit.
const THREE_SECONDS: Duration = Duration::from_secs(3);

#[tokio::test(start_paused = true)]
async fn stop_is_asked_followed_and_told() {
    let discord = Discord::new().await;
    assert_snapshot!(discord.says(ADA, "stop name:myci").await.read(), @"
    to the channel:
    🟡 **myci**: asked Azure to stop it. I'll tell you when it is down.
    ");
    discord.world.emulator.settle("myci");
    assert_snapshot!(discord.hears().await, @"
    to the channel:
    ⚪ **myci** is stopped. It took 10 s. Disk, public IP and load balancer are still billed.
    ");
    assert_eq!(discord.world.emulator.state("myci").as_deref(), Some("Stopped"));
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn status_and_what_else_is_the_callers_alone() {
    let discord = Discord::new().await;
    assert_snapshot!(discord.says(ADA, "status name:myci").await.read(), @r"
    to the caller:
    🟢 **myci** is running, since <t:1795438800:t>.
    Size DS3\_V2 · owner `00000000-0000-0000-0000-0000000000bb` · stops when idle for 1 h · 1 schedule.
    Last: started at <t:1795438800:t>, by a person.
    Its OS image is out of date; only re-creating it updates it.
    Jupyter, JupyterLab and RStudio open only for its owner. [Stop] [Restart]
    ");
    assert_snapshot!(discord.says(BOB, "list").await.read(), @r"
    to the caller:
    3 instances: 1 running a job, 1 running, 1 stopped.
    🟢 **busy-ci** running a job · E4S\_V3
    🟢 **myci** running · DS3\_V2
    ⚪ **stopped-ci** stopped · NC6S\_V3
    ");
    assert_snapshot!(discord.says(BOB, "list state:stopped").await.read(), @r"
    to the caller:
    1 instance: 1 stopped.
    ⚪ **stopped-ci** stopped · NC6S\_V3
    ");
    assert_snapshot!(discord.says(BOB, "help verb:stop").await.read(), @"
    to the caller:
    `stop TARGET… [--except GLOB] [--force]` stops instances; running jobs only with `--force`
    Options: `--except`, `--state`, `--owner`, `--dry-run` and `--force`
    For instance: `stop all --except prod-*`
    You may not do this yourself: `whoami` shows what you may.
    ");
    assert_snapshot!(discord.says(ADA, "whoami").await.read(), @"
    to the caller:
    You are `discord:1290000000000000002/1290000000000000003`.
    You may **status**, **list**, **start**, **stop**, **restart** and **delete** in research.
    I don't know who you are in Entra, so `mine` is empty for you.
    ");
    assert_snapshot!(discord.says(ADA, "do text:*status* myci stopped-ci.").await.read(), @r"
    to the caller:
    🟢 **myci** is running, since <t:1795438800:t>.
    Size DS3\_V2 · owner `00000000-0000-0000-0000-0000000000bb` · stops when idle for 1 h · 1 schedule.
    Last: started at <t:1795438800:t>, by a person.
    Its OS image is out of date; only re-creating it updates it.
    Jupyter, JupyterLab and RStudio open only for its owner.
    ⚪ **stopped-ci** is stopped, since <t:1795406400:t> (idle shutdown).
    Size NC6S\_V3 · owner `00000000-0000-0000-0000-0000000000bc` · stops when idle for 1 h.
    Last: stopped at <t:1795406400:t>, by idle shutdown.
    Jupyter, JupyterLab and RStudio open only for its owner.
    ");
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn mistakes_and_refusals_are_told_to_the_caller_alone() {
    let discord = Discord::new().await;
    assert_snapshot!(discord.says(BOB, "stop name:myci").await.read(), @"
    to the caller:
    You may **status** and **list** in research, not **stop**. Ask an owner of research.
    ");
    assert_snapshot!(discord.says(ADA, "stop name:mcyi").await.read(), @"
    to the caller:
    I don't see `mcyi`. Did you mean **myci**?
    ");
    assert_snapshot!(discord.says(ADA, "do text:sotp myci").await.read(), @"
    to the caller:
    I don't know `sotp`. Did you mean `stop myci`?
    ");
    assert_snapshot!(discord.says(ADA, "stop name:myci now pls").await.read(), @"
    to the caller:
    I understood `stop myci`, but not `now pls`. Leave it out, or see `help stop`.
    ");
    assert_snapshot!(discord.says(ADA, "stop name:busy-ci").await.read(), @"
    to the caller:
    🟢 **busy-ci** is running a job. Stopping it would end the job. `stop busy-ci --force` if you mean it. A busy notebook would not show here.
    ");
    assert_snapshot!(discord.says(ADA, "list state:stopped running").await.read(), @"
    to the caller:
    `--state` is given twice. Give it once.
    ");
    assert_snapshot!(discord.says(ADA, "stop name:<@1290000000000000004>").await.read(), @"
    to the caller:
    `<@1290000000000000004>` can't be the name of an instance. Names are letters, digits and hyphens; `*` stands for any of them.
    ");
    assert_eq!(discord.world.asked("stop"), 0);
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn options_are_what_is_typed_elsewhere() {
    let discord = Discord::with(Pace::ByHand, 2, "").await;
    let dry = "stop name:all except:ci-a0001 busy-ci force:false dry-run:true";
    assert_snapshot!(discord.says(ADA, dry).await.read(), @"
    to the caller:
    Stop: 2 to stop, 1 already off.
    Nothing was done: this was a dry run.
    🟢 **ci-a0002** is running: would stop it
    🟢 **myci** is running: would stop it
    ⚪ **stopped-ci** is already stopped, since <t:1795406400:t> (idle shutdown).
    ");
    assert_snapshot!(discord.says(ADA, "stop name:busy-ci force:true").await.read(), @"
    to the channel:
    🟡 **busy-ci**: asked Azure to stop it. I'll tell you when it is down.
    ");
    discord.world.emulator.settle("busy-ci");
    assert_snapshot!(discord.hears().await, @"
    to the channel:
    ⚪ **busy-ci** is stopped. It took 10 s. Disk, public IP and load balancer are still billed.
    ");
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn delete_asks_and_the_button_does_it() {
    let discord = Discord::new().await;
    let prompt = discord.says(ADA, "delete name:myci").await;
    assert_snapshot!(prompt.read(), @"
    to the caller:
    Delete **myci**? Its OS disk and what is outside the file share are gone for good.
    The buttons work for 5 min, and for you alone. [Delete] [Keep it]
    ");
    let pressed = discord.clicks(ADA, ADA, &prompt.button("Delete")).await;
    assert_snapshot!(pressed.read(), @"holding still");
    assert_snapshot!(discord.hears().await, @"
    edited:
    On it: `delete myci`.
    ");
    assert_snapshot!(discord.hears().await, @"
    to the channel:
    🟡 **myci**: asked Azure to delete it. I'll tell you when it is gone.
    ");
    discord.world.emulator.settle("myci");
    assert_snapshot!(discord.hears().await, @"
    to the channel:
    ⚪ **myci** is deleted. It took 10 s.
    ");
    assert_eq!(discord.world.emulator.state("myci"), None);
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_status_stays_true_once_its_button_was_pressed() {
    let discord = Discord::new().await;
    let stop = discord.says(ADA, "status name:myci").await.button("Stop");
    assert_eq!(discord.clicks(ADA, ADA, &stop).await.read(), "holding still");
    assert_snapshot!(discord.hears().await, @"
    edited:
    🟡 **myci**: asked Azure to stop it. I'll tell you when it is down.
    ");
    discord.world.emulator.settle("myci");
    assert_snapshot!(discord.hears().await, @"
    edited:
    ⚪ **myci** is stopped. [Start]
    ");
    assert_snapshot!(discord.hears().await, @"
    to the channel:
    ⚪ **myci** is stopped. It took 0 s. Disk, public IP and load balancer are still billed.
    ");
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn never_mind_leaves_everything_as_it_is() {
    let discord = Discord::new().await;
    let prompt = discord.says(ADA, "delete name:myci").await;
    discord.clicks(ADA, ADA, &prompt.button("Keep it")).await;
    assert_snapshot!(discord.hears().await, @"
    edited:
    Left as it is. Nothing was done.
    ");
    assert_eq!(discord.world.asked("delete"), 0);
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn somebody_elses_button_does_nothing_and_stays() {
    let discord = Discord::new().await;
    let ticket = discord.says(ADA, "delete name:myci").await.button("Delete");
    assert_snapshot!(discord.clicks(BOB, ADA, &ticket).await.read(), @"
    to the caller:
    You may **status** and **list** in research, not **delete**. Ask an owner of research.
    ");
    assert_snapshot!(discord.clicks(ADA, ADA, &ticket.replace("myci", "stopped-ci")).await.read(), @"holding still");
    assert_snapshot!(discord.hears().await, @"
    edited:
    That confirmation no longer fits: what it names has changed, or it was made for somebody else. Nothing was done. Say `delete stopped-ci` to be asked anew.
    ");
    tokio::time::advance(Duration::from_secs(301)).await;
    discord.clicks(ADA, ADA, &ticket).await;
    assert_snapshot!(discord.hears().await, @"
    edited:
    That confirmation was good for 5 min. Say `delete myci` again.
    ");
    assert_eq!(discord.world.asked("delete"), 0);
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn slow_azure_is_waited_for_behind_a_placeholder() {
    let discord = Discord::with(Pace::Real, 0, "").await;
    let world = &discord.world;
    world.fault("get", "slow", json!({"delay_ms": 10_000}));
    let first = discord.says(ADA, "stop name:myci").await;
    assert!(first.took < THREE_SECONDS, "{:?}", first.took);
    assert_snapshot!(first.read(), @"thinking, to the channel");
    assert_snapshot!(discord.hears().await, @"
    edited:
    🟡 **myci**: asked Azure to stop it. I'll tell you when it is down.
    ");
    assert_snapshot!(discord.hears().await, @"
    to the channel:
    ⚪ **myci** is stopped. It took 3 s. Disk, public IP and load balancer are still billed.
    ");
    for (line, seen_by) in [
        ("status name:myci", "thinking, to the caller"),
        ("delete name:myci", "thinking, to the caller"),
        ("stop name:gpu-*", "thinking, to the caller"),
        ("start name:myci", "thinking, to the channel"),
    ] {
        world.fault("*", "slow", json!({"delay_ms": 10_000, "times": 0}));
        let first = discord.says(ADA, line).await;
        assert!(first.took < THREE_SECONDS, "{line}: {:?}", first.took);
        assert_eq!(first.read(), seen_by, "{line}");
        world.emulator.clear_faults();
        let last = discord.hears().await;
        assert!(last.starts_with("edited:"), "{line}: {last}");
        if line.starts_with("start") {
            discord.hears().await;
        }
    }
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_button_holds_still_until_slow_azure_has_answered() {
    let discord = Discord::with(Pace::Real, 0, "").await;
    let delete = discord.says(ADA, "delete name:myci").await.button("Delete");
    discord.world.fault("get", "slow", json!({"delay_ms": 10_000}));
    let pressed = discord.clicks(ADA, ADA, &delete).await;
    assert_eq!(pressed.read(), "holding still");
    assert!(pressed.took < THREE_SECONDS);
    assert_snapshot!(discord.hears().await, @"
    edited:
    🟡 Azure is slow to answer. I'm still at `delete myci` and will tell you what comes of it.
    ");
    assert_snapshot!(discord.hears().await, @"
    edited:
    On it: `delete myci`.
    ");
    assert_snapshot!(discord.hears().await, @"
    to the channel:
    🟡 **myci**: asked Azure to delete it. I'll tell you when it is gone.
    ");
    assert_snapshot!(discord.hears().await, @"
    to the channel:
    ⚪ **myci** is deleted. It took 4 s.
    ");
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_platform_that_does_not_know_the_message_yet_is_tried_again() {
    let discord = Discord::with(Pace::Real, 0, "").await;
    discord.world.fault("inbox", "404", json!({"times": 2}));
    discord.says(ADA, "stop name:myci").await;
    let message = discord.hears_message().await;
    assert_eq!((message.method.as_str(), message.attempt), ("POST", 3));
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn after_fourteen_minutes_it_says_where_to_look() {
    let discord = Discord::new().await;
    discord.says(ADA, "stop name:myci").await;
    let waited = tokio::time::Instant::now();
    assert_snapshot!(discord.hears().await, @"
    to the channel:
    🟡 **myci**: Azure took the request to stop it, and I can't watch any longer. `status myci` tells how it went.
    ");
    assert!(
        waited.elapsed() < Duration::from_secs(15 * 60),
        "{:?}",
        waited.elapsed()
    );
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn names_are_offered_to_those_who_type() {
    let discord = Discord::with(Pace::ByHand, 30, "").await;
    let offered = async |user: &str, line: &str| {
        let choices = discord.types(user, line).await.choices();
        let lines: Vec<_> = choices
            .into_iter()
            .map(|(label, value)| format!("{label} = {value}"))
            .collect();
        lines.join("\n")
    };
    assert_snapshot!(offered(ADA, "stop name:CI").await.lines().take(3).collect::<Vec<_>>().join("\n"), @"
    🟢 ci-a0001 = ci-a0001
    🟢 ci-a0002 = ci-a0002
    🟢 ci-a0003 = ci-a0003
    ");
    assert_eq!(offered(ADA, "stop name:ci").await.lines().count(), 25);
    assert_snapshot!(offered(ADA, "start name:myci stop").await, @"⚪ myci stopped-ci = myci stopped-ci");
    assert_snapshot!(offered(ADA, "stop name:research/b").await, @"🟢 research/busy-ci = research/busy-ci");
    assert_snapshot!(offered(BOB, "status name:my").await, @"🟢 myci = myci");
    assert_eq!(offered(BOB, "stop name:my").await, "", "not his to stop");
    assert_eq!(
        offered("1", "status name:").await.lines().count(),
        25,
        "of this server"
    );
    assert_eq!(offered(ADA, "stop name:nothing-like-it").await, "");
    assert_eq!(offered(ADA, "ping name:").await, "");
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn nothing_is_offered_rather_than_late() {
    for fault in ["slow", "500", "429", "garbage", "reset"] {
        let discord = Discord::new().await;
        let world = &discord.world;
        world.fault(
            "list",
            fault,
            json!({"times": 0, "delay_ms": 10_000, "retry_after": 60}),
        );
        let answer = discord.types(ADA, "stop name:my").await;
        assert!(answer.took < THREE_SECONDS, "{fault}: {:?}", answer.took);
        assert_eq!(answer.choices(), [], "{fault}");
        discord.world.finish().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_direct_message_is_from_nobodys_server() {
    let discord = Discord::new().await;
    let direct = |user: &str, line: &str| {
        let mut said = interaction(2, user, command(line));
        let fields = said.as_object_mut().unwrap();
        fields.retain(|key, _| !["guild_id", "guild_locale", "member"].contains(&key.as_str()));
        fields.insert("user".to_owned(), json!({"id": user}));
        fields.insert("context".to_owned(), json!(1));
        said
    };
    assert_snapshot!(discord.post(&direct(ADA, "whoami")).await.read(), @"
    to the caller:
    You are `discord:@me/1290000000000000003`.
    You may **status**, **list**, **start**, **stop**, **restart** and **delete** in research.
    I don't know who you are in Entra, so `mine` is empty for you.
    ");
    assert_snapshot!(discord.post(&direct(BOB, "status")).await.read(), @"
    to the caller:
    Nothing here is open to you yet. Whoever runs Lamplighter can grant you something; you are `discord:@me/1290000000000000004`.
    ");
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn the_same_conversation_in_portuguese() {
    let discord = Discord::new().await.speaking("pt-BR");
    assert_snapshot!(discord.says(ADA, "status name:myci").await.read(), @r"
    to the caller:
    🟢 **myci** está rodando desde as <t:1795438800:t>.
    Tamanho DS3\_V2 · pertence a `00000000-0000-0000-0000-0000000000bb` · desliga após 1 h de inatividade · 1 agendamento.
    Última operação: iniciada às <t:1795438800:t>, por uma pessoa.
    A imagem do SO está desatualizada; só se atualiza criando a instância de novo.
    Jupyter, JupyterLab e RStudio só abrem para o dono. [Parar] [Reiniciar]
    ");
    assert_snapshot!(discord.says(ADA, "stop name:myci").await.read(), @"
    to the channel:
    🟡 **myci**: pedi ao Azure para parar. Aviso quando ela parar.
    ");
    discord.world.emulator.settle("myci");
    assert_snapshot!(discord.hears().await, @"
    to the channel:
    ⚪ **myci** parou. Levou 10 s. Disco, IP público e balanceador continuam sendo cobrados.
    ");
    let prompt = discord.says(ADA, "delete name:myci").await;
    assert_snapshot!(prompt.read(), @"
    to the caller:
    Excluir **myci**? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
    Os botões valem por 5 min, e só para você. [Excluir] [Manter]
    ");
    discord.clicks(ADA, ADA, &prompt.button("Manter")).await;
    assert_snapshot!(discord.hears().await, @"
    edited:
    Deixei como está. Nada foi feito.
    ");
    assert_snapshot!(discord.says(BOB, "stop name:myci").await.read(), @"
    to the caller:
    Você pode **estado** e **listar** em research, mas não **parar**. Fale com um responsável por research.
    ");
    assert_snapshot!(discord.says(ADA, "do text:praar myci").await.read(), @"
    to the caller:
    Não conheço `praar`. Seria `parar myci`?
    ");
    assert_snapshot!(discord.says(ADA, "list state:parada").await.read(), @r"
    to the caller:
    2 instâncias: 2 paradas.
    ⚪ **myci** parada · DS3\_V2
    ⚪ **stopped-ci** parada · NC6S\_V3
    ");
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn who_speaks_no_language_of_ours_is_spoken_to_in_the_servers() {
    let discord = Discord::new().await;
    let spoken = async |own: &str, servers: &str| {
        let mut said = interaction(2, ADA, command("ping"));
        (said["locale"], said["guild_locale"]) = (json!(own), json!(servers));
        let answer = discord.post(&said).await.read();
        if answer.contains("Estou aqui") {
            "pt-BR"
        } else {
            "en"
        }
    };
    assert_eq!(spoken("pt-BR", "en-US").await, "pt-BR");
    assert_eq!(spoken("en-GB", "pt-BR").await, "en");
    assert_eq!(spoken("de", "pt-BR").await, "pt-BR");
    assert_eq!(spoken("de", "ja").await, "en");
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn ping_is_answered_and_probes_are_not() {
    let discord = Discord::new().await;
    let body =
        json!({"id": "1", "token": "t", "type": 1, "version": 1, "application_id": APPLICATION}).to_string();
    let now = discord.world.now();
    let signed = sign(now, &body);
    let pong = discord.send(&signed, &body).await;
    assert_eq!((pong.status, pong.body), (200, json!({"type": 1})));
    let [stamp, signature] = &signed[..] else {
        panic!("{signed:?}");
    };
    let with = |text: String| vec![stamp.clone(), (signature.0, text)];
    let at = |seconds| sign(now + SignedDuration::from_secs(seconds), &body);
    for (what, headers) in [
        ("unsigned", vec![]),
        ("no timestamp", vec![signature.clone()]),
        ("no signature", vec![stamp.clone()]),
        (
            "two signatures",
            vec![stamp.clone(), signature.clone(), signature.clone()],
        ),
        (
            "two timestamps",
            vec![stamp.clone(), stamp.clone(), signature.clone()],
        ),
        ("another body's", sign(now, "{}")),
        ("of zeros", with("0".repeat(128))),
        ("too short", with(signature.1[2..].to_owned())),
        ("too long", with(format!("{}00", signature.1))),
        ("not hex", with("z".repeat(128))),
        ("shouted", with(signature.1.to_uppercase())),
        ("empty", with(String::new())),
        ("old", at(-301)),
        ("in the future", at(301)),
        ("at no time", vec![(stamp.0, "now".to_owned()), signature.clone()]),
    ] {
        let answer = discord.send(&headers, &body).await;
        assert_eq!((answer.status, answer.body), (401, Value::Null), "{what}");
    }
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn what_is_signed_but_not_for_us_is_answered_politely() {
    let discord = Discord::new().await;
    let said = || interaction(2, ADA, command("stop name:myci"));
    let but = |key: &str, value: Value| {
        let mut said = said();
        said[key] = value;
        said
    };
    for body in [
        json!(null),
        json!([]),
        json!({}),
        json!({"type": 2}),
        json!({"type": 1, "application_id": "1"}),
        but("application_id", json!("1290000000000000009")),
        but("application_id", json!(null)),
        but("token", json!("../../applications/1/commands")),
        but("token", json!("..")),
        but("token", json!("")),
        but("token", json!("t".repeat(301))),
        but("token", json!(null)),
        but("guild_id", json!("@me")),
        but("guild_id", json!("*")),
        but("channel_id", json!("C/1")),
        but("member", json!({"user": {"id": "U0ADA"}})),
        but("member", json!(null)),
        but("type", json!(5)),
        but("type", json!(99)),
        but("data", json!(null)),
    ] {
        let answer = discord.post(&body).await;
        assert_eq!(answer.status, 400, "{body}: {}", answer.body);
    }
    assert_eq!(discord.world.calls(), Vec::<String>::new());
    discord.world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_button_on_a_status_turns_it_over_and_tells_the_channel_once() {
    let discord = Discord::new().await;
    let status = discord.says(ADA, "status name:myci").await;
    assert_snapshot!(discord.clicks(ADA, ADA, &status.button("Stop")).await.read(), @"holding still");
    assert_snapshot!(discord.hears().await, @"
    edited:
    🟡 **myci**: asked Azure to stop it. I'll tell you when it is down.
    ");
    discord.world.emulator.settle("myci");
    assert_snapshot!(discord.hears().await, @"
    edited:
    ⚪ **myci** is stopped. [Start]
    ");
    assert_snapshot!(discord.hears().await, @"
    to the channel:
    ⚪ **myci** is stopped. It took 0 s. Disk, public IP and load balancer are still billed.
    ");
    discord.world.finish().await;
}
