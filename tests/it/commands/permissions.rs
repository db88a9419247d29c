//! `whoami` and refusals: what a caller may do where, and why something is refused.

use insta::assert_snapshot;
use lamplighter_emulator::Options;
use serde_json::json;

use crate::support::world::{World, by_hand_with};

const GRANTS: &str = r#"
[workspaces.vision]
subscription = "00000000-0000-0000-0000-000000000001"
resource_group = "ml-rg"
workspace = "ml-ws-0001"

[workspaces.secret]
subscription = "00000000-0000-0000-0000-000000000001"
resource_group = "ml-rg"
workspace = "ml-ws-0002"

[sources.slack]
kind = "slack"
secret = { env = "SLACK_SIGNING_SECRET" }
reply_hosts = ["127.0.0.1"]
teams = ["T0DEMO"]

[people]
"slack:T0DEMO/U0ADA" = { id = "00000000-0000-0000-0000-0000000000bb" }
"slack:T0DEMO/U0DAN" = { id = "00000000-0000-0000-0000-0000000000bc", locale = "pt-BR" }

[[grants]]
to = ["slack:T0DEMO/*"]
may = ["reader"]
on = ["research/*"]

[[grants]]                          # Ada stops her own, and starts anything in vision
to = ["slack:T0DEMO/U0ADA"]
may = ["stop", "restart"]
on = ["mine"]

[[grants]]
to = ["slack:T0DEMO/U0ADA"]
may = ["start", "force"]
on = ["vision/*"]

[[grants]]                          # Dan owns stopped-ci and busy-ci
to = ["slack:T0DEMO/U0DAN"]
may = ["operator"]
on = ["mine", "vision/*"]

[[grants]]                          # whoever is in another channel may stop in research
to = ["slack:T0DEMO/#C0NIGHT"]
may = ["restart"]
on = ["research/*"]

[[grants]]
to = ["slack:T0DEMO/#C0OPS"]
may = ["delete", "keep"]
on = ["vision/*"]
"#;

async fn world() -> World {
    let options = Options { workspaces: 2, ..by_hand_with(3) };
    let configured = |demo: String| demo.split("[[grants]]").next().unwrap_or_default().to_owned() + GRANTS;
    let world = World::with(options, configured).await;
    world.emulator.set("ci-a0003", json!({"owner": "00000000-0000-0000-0000-0000000000be"}));
    world
}

#[tokio::test(start_paused = true)]
async fn whoami_tells_rights_place_by_place() {
    let world = world().await;
    assert_snapshot!(world.says("U0ADA", "whoami").await, @"
    to the caller:
    You are `slack:T0DEMO/U0ADA`.
    You can use `stop` and `restart` on your own instances.
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research.
    You can use `start`, `keep` and `--force` in vision.
    Some of this holds only in this channel.
    In Entra you are `00000000-0000-0000-0000-0000000000bb`; that is what `mine` goes by.
    ");
    assert_snapshot!(world.says("U0BOB", "whoami").await, @"
    to the caller:
    You are `slack:T0DEMO/U0BOB`.
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research.
    You can use `keep` in vision.
    Some of this holds only in this channel.
    I don't know who you are in Entra, so `mine` is empty for you.
    ");
    assert_snapshot!(world.says("U0DAN", "quem-sou").await, @"
    to the caller:
    Você é `slack:T0DEMO/U0DAN`.
    Em suas próprias instâncias e vision você pode usar `estado`, `listar`, `iniciar`, `parar`, `reiniciar`, `anunciar`, `manter`, `auditar`, `desatualizadas` e `custo`.
    Em research você pode usar `estado`, `listar`, `auditar`, `desatualizadas` e `custo`.
    Parte disso só vale neste canal.
    No Entra, você é `00000000-0000-0000-0000-0000000000bc`; é isso que define `minhas`.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_refusal_says_why() {
    let world = world().await;
    for (user, text) in [
        ("U0ADA", "stop stopped-ci"),
        ("U0ADA", "stop research/*-ci"),
        ("U0ADA", "start myci"),
        ("U0ADA", "stop myci --force"),
        ("U0ADA", "status vision/ci-a0002"),
        ("U0ADA", "schedule myci"),
        ("U0ADA", "delete myci"),
        ("U0DAN", "stop myci"),
        ("U0DAN", "start all --owner 00000000-0000-0000-0000-0000000000bb"),
        ("U0DAN", "start research/myc*"),
        ("U0BOB", "stop myci"),
        ("U0BOB", "restart myci"),
        ("U0BOB", "keep myci for 2h"),
        ("U0DAN", "parar myci"),
    ] {
        world.says(user, text).await;
    }
    assert_snapshot!(world.transcript(), @"
    Ada: stop stopped-ci
        to the caller:
        *research/stopped-ci* is somebody else's; you can use `stop` only on your own instances.
    Ada: stop research/*-ci
        to the caller:
        These instances are not yours; you can use `stop` only on your own.
    Ada: start myci
        to the caller:
        You can use `start` only in vision, not on *research/myci*.
    Ada: stop myci --force
        to the caller:
        You can use `stop` on *research/myci*, but not with `--force`: ending somebody's work needs the *force* permission, which you have only in vision. Ask an owner of research.
    Ada: status vision/ci-a0002
        to the caller:
        You can use `status` only in research, not on *vision/ci-a0002*.
    Ada: schedule myci
        to the caller:
        You don't have permission for `schedule` on any instance. Ask the Lamplighter administrator.
        You can use `stop` and `restart` on your own instances.
        You can use `status`, `list`, `audit`, `outdated` and `cost` in research.
        You can use `start`, `keep` and `--force` in vision.
    Ada: delete myci
        to the caller:
        A channel can't be given permission for `delete`, only a person. Ask the Lamplighter administrator.
    U0DAN: stop myci
        to the caller:
        *research/myci* é de Ana; você só pode usar `parar` em suas próprias instâncias e vision.
    U0DAN: start all --owner 00000000-0000-0000-0000-0000000000bb
        to the caller:
        Você só pode usar `iniciar` em suas próprias instâncias e vision, e estas instâncias não estão aí.
    U0DAN: start research/myc*
        to the caller:
        Você só pode usar `iniciar` em suas próprias instâncias e vision, e estas instâncias não estão aí.
    Bob: stop myci
        to the caller:
        You don't have permission for `stop` on any instance. Ask the Lamplighter administrator.
        You can use `status`, `list`, `audit`, `outdated` and `cost` in research.
        You can use `keep` in vision.
    Bob: restart myci
        to the caller:
        `restart` is allowed only in some channels, and this isn't one of them. The Lamplighter administrator knows which.
    Bob: keep myci for 2h
        to the caller:
        You can use `keep` only in vision, not on *research/myci*.
    U0DAN: parar myci
        to the caller:
        *research/myci* é de Ana; você só pode usar `parar` em suas próprias instâncias e vision.
    ");
    assert_eq!(["start", "stop", "restart", "delete"].map(|verb| world.asked(verb)), [0; 4]);
    world.finish().await;
}

/// A name that exists where the caller may not look is refused with the same words as one that exists nowhere.
#[tokio::test(start_paused = true)]
async fn a_refusal_tells_nothing_of_what_the_caller_may_not_see() {
    let world = world().await;
    let hidden = "ci-a0003";
    for user in ["U0ADA", "U0BOB", "U0DAN"] {
        for verb in ["stop", "start", "restart", "status", "keep", "delete", "schedule"] {
            for place in ["", "secret/", "vision/"] {
                let after = if verb == "keep" { " for 2h" } else { "" };
                let told = world.says(user, &format!("{verb} {place}{hidden}{after}")).await.to_string();
                let nowhere = world.says(user, &format!("{verb} {place}ci-a0009{after}")).await.to_string();
                assert_eq!(told.replace(hidden, "ci-a0009"), nowhere, "{user} {verb} {place}{hidden}");
                assert!(!told.replace(&format!("{place}{hidden}"), "").contains("secret"), "{told}");
            }
        }
    }
    world.finish().await;
}
