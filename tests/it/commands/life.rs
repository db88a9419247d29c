//! An instance's whole life, in each chat and at a terminal: found outdated, another one created, refused beyond the
//! limits, followed, renewed, and the old one deleted.

use std::time::Duration;

use insta::assert_snapshot;
use lamplighter_emulator::Pace;

use crate::support::{
    chat::{Chat, discord, mattermost, slack, teams, teams_bot},
    entra::Directory,
    process::{Azure, told},
    reply::Reply,
    world::{World, by_hand},
};

const BLUEPRINTS: &str = r#"
[blueprints.small]
size = "Standard_DS3_v2"
idle = "1h"

[blueprints.gpu]
size = "Standard_NC6s_v3"
idle = "30m"

[[grants]]
to = ["PERSON"]
may = ["create", "renew", "owner"]
on = ["mine"]
"#;

/// Other platforms say who people are, or the demo's configuration does.
const PERSON: &str = r#"
[people."PERSON"]
id = "00000000-0000-0000-0000-0000000000bb"
"#;

/// What happens, and a part of what is said then.
enum Step {
    /// Ada types it.
    Types(&'static str, &'static str),
    /// Ada presses the button. On a platform without buttons, she types its text.
    Presses(&'static str, &'static str),
    /// She presses the button of a question, or types the line that it shows.
    Confirms(&'static str, &'static str),
    /// Azure is through with the instance.
    Settles(&'static str, &'static str),
}
use Step::{Confirms, Presses, Settles, Types};

const ENGLISH: [Step; 15] = [
    Types("outdated", "26.06.14"),
    Types("create newci from gpu", "per month"),
    Confirms("Create newci", "asked Azure to create it"),
    Settles("newci", "is created and running"),
    Types("create another-ci from gpu", "allows 1 per person"),
    Types("outdated myci", "I ask first"),
    Presses("renew myci", "per month"),
    Confirms("Create myci-b", "asked Azure to create it"),
    Settles("myci-b", "asked Azure to stop it"),
    Settles("myci", "is still there, stopped"),
    Types("outdated", "26.06.14"),
    Types("delete myci", "will be lost for good"),
    Confirms("Delete", "asked Azure to delete it"),
    Settles("myci", "is deleted"),
    Types("outdated", "no old OS image found"),
];

const PORTUGUESE: [Step; 15] = [
    Types("desatualizadas", "26.06.14"),
    Types("criar newci do modelo gpu", "por mês"),
    Confirms("Criar newci", "pedi ao Azure para criá-la"),
    Settles("newci", "foi criada e está rodando"),
    Types("criar mais-uma do modelo gpu", "permite 1 por pessoa"),
    Types("desatualizadas myci", "Pergunto antes"),
    Presses("renovar myci", "por mês"),
    Confirms("Criar myci-b", "pedi ao Azure para criá-la"),
    Settles("myci-b", "pedi ao Azure para pará-la"),
    Settles("myci", "continua existindo, parada"),
    Types("desatualizadas", "26.06.14"),
    Types("excluir myci", "se perdem"),
    Confirms("Excluir", "pedi ao Azure para excluí-la"),
    Settles("myci", "foi excluída"),
    Types("desatualizadas", "não encontrei imagem"),
];

/// Ada in each chat: the id that the platform sends, and the id of the caller.
fn ada(chat: Chat) -> (&'static str, String) {
    let (user, place) = match chat {
        Chat::Slack => (slack::ADA, "T0DEMO"),
        Chat::Teams | Chat::TeamsBot => (teams::ADA, teams_bot::TENANT),
        Chat::Discord => (discord::ADA, discord::GUILD),
        Chat::Mattermost => (mattermost::ADA, "demoteam000000000000000001"),
    };
    (user, format!("{}:{place}/{user}", chat.source()))
}

/// Plays the story, and returns the world at its end.
async fn lived(chat: Chat, locale: &'static str, story: &[Step]) -> World {
    let (user, person) = ada(chat);
    let is_unknown = matches!(chat, Chat::Discord | Chat::Mattermost);
    let more = BLUEPRINTS.to_owned() + if is_unknown { PERSON } else { "" };
    let more = more.replace("PERSON", &person);
    let keys = Directory::with(&[&teams_bot::signer()]).await.address;
    let keys = format!("http://{keys}/connector/discovery/v2.0/keys");
    let mut world = World::on(chat, by_hand(), |config| config.replace("KEYS", &keys) + &more).await;
    world.locale = locale;
    let mut shown: Option<Reply> = None;
    for step in story {
        let (reply, end) = match step {
            Types(text, end) => (world.says(user, &spelled(chat, text)).await, end),
            Presses(label, end) if chat == Chat::Teams => (world.says(user, label).await, end),
            Presses(label, end) | Confirms(label, end) => {
                let question = shown.expect("a question");
                let typed =
                    question.lines().find_map(|line| line.strip_prefix("`confirm ")?.strip_suffix('`'));
                let reply = match typed {
                    Some(rest) => world.says(user, &format!("confirm {rest}")).await,
                    None => world.presses(user, &question.button(label)).await,
                };
                (reply, end)
            }
            Settles(name, end) => {
                world.emulator.settle(name);
                (world.hears().await, end)
            }
        };
        let mut reply = until(&world, reply, end).await;
        user.clone_into(&mut reply.user);
        shown = Some(reply);
    }
    assert_eq!(world.asked("create"), 2, "{chat:?}");
    assert_eq!(world.emulator.state("myci"), None, "{chat:?}");
    for (name, state) in [("newci", "Running"), ("myci-b", "Running"), ("another-ci", ""), ("mais-uma", "")] {
        assert_eq!(world.emulator.state(name).unwrap_or_default(), state, "{chat:?} {name}");
    }
    world
}

/// The first of this reply and later ones that says so.
async fn until(world: &World, mut reply: Reply, part: &str) -> Reply {
    while !reply.contains(part) {
        let next = tokio::time::timeout(Duration::from_secs(600), world.hears()).await;
        reply = next.unwrap_or_else(|_| panic!("nobody says {part:?}:\n{}", world.transcript()));
    }
    reply
}

/// In Discord, the options of `/ci`.
fn spelled(chat: Chat, text: &str) -> String {
    let words: Vec<_> = text.split(' ').collect();
    match (chat, words.as_slice()) {
        (Chat::Discord, ["create", name, "from", from]) => format!("create name:{name} how:from {from}"),
        (Chat::Discord, [verb @ ("outdated" | "delete"), name]) => format!("{verb} name:{name}"),
        (Chat::Discord, ["outdated"]) => "outdated".to_owned(),
        (Chat::Discord, _) => format!("do text:{text}"),
        _ => text.to_owned(),
    }
}

#[tokio::test(start_paused = true)]
async fn in_slack() {
    let world = lived(Chat::Slack, "en-US", &ENGLISH).await;
    assert_snapshot!(world.transcript(), @"
    Ada: outdated
        to the caller:
        1 of 3 instances with an old OS image, the oldest first. `outdated myci` shows how to renew it.
        🟢 *myci*: OS image out of date, 162 d old (26.06.14, latest 26.10.22) · Ana [outdated myci]
    Ada: create newci from gpu
        to the caller:
        Create *newci*?
        Blueprint *gpu*: NC6s_v3, $3.06 per hour, $2,233.80 per month if it never stops. For you. It shuts down after 30 min idle.
        The buttons work for 5 min, and only for you. [Create newci] [Never mind]
    Ada presses [Create newci]
        (empty)
    later
        to the caller, in place:
        On it: `create research/newci from gpu`.
    later
        to the channel:
        🟡 *newci*: asked Azure to create it. I'll tell you when it is running.
    later
        to the channel:
        🟢 *newci* is created and running. It took 0 s.
    Ada: create another-ci from gpu
        to the caller:
        The blueprint *gpu* allows 1 per person, and that many exist: *newci*. `delete NAME` makes room.
    Ada: outdated myci
        to the caller:
        🟢 *myci*: OS image out of date, 162 d old (26.06.14, latest 26.10.22) · Ana
        Azure never updates an instance in place: create a new one with its settings, move what you need, then delete the old one. The new one shares the files in `~/cloudfiles/code/Users`, but does not get: packages, environments, kernels and other files on the OS disk; the temporary disk `/mnt`; set-up scripts, which may contain secrets; the roles of its system-assigned identity; preview settings `enableOSPatching=false`, `enableRootAccess=true` and `releaseQuotaOnStop=false`.
        To have me do this, type `renew myci`: I create the new one from the blueprint *small*, and stop this one once the new one runs. I ask first. [renew myci]
    Ada presses [renew myci]
        (empty)
    later
        to the caller, in place:
        Create *myci-b*?
        Blueprint *small*: DS3_v2, $0.29 per hour, $213.89 per month if it never stops. For you. It shuts down after 1 h idle.
        It has 1 schedule, next stop: <!date^1795474800^{time}|23:00>.
        It takes the place of *myci*, with its tags and schedules. *myci* is stopped once the new one runs, and not deleted. Not carried over: packages, environments, kernels and other files on the OS disk; the temporary disk `/mnt`; set-up scripts, which may contain secrets; the roles of its system-assigned identity; preview settings `enableOSPatching=false`, `enableRootAccess=true` and `releaseQuotaOnStop=false`. Files on the file share (`~/cloudfiles`) are there on both.
        The buttons work for 5 min, and only for you. [Create myci-b] [Never mind]
    Ada presses [Create myci-b]
        (empty)
    later
        to the caller, in place:
        On it: `renew research/myci as myci-b`.
    later
        to the channel:
        🟡 *myci-b*: asked Azure to create it. I'll tell you when it is running.
    later
        to the channel:
        🟢 *myci-b* is created and running. It took 0 s.
        🟡 *myci*: asked Azure to stop it. I'll tell you when it is down.
    later
        to the channel:
        🟢 *myci-b* is created and running. It took 0 s.
        ⚪ *myci* is stopped. It took 10 s. Disk, public IP and load balancer are still billed.
        *myci* is still there, stopped. When all is well with the new one, type `delete myci`.
    Ada: outdated
        to the caller:
        1 of 5 instances with an old OS image, the oldest first. `outdated myci` shows how to renew it.
        ⚪ *myci*: OS image out of date, 162 d old (26.06.14, latest 26.10.22) · Ana [outdated myci]
    Ada: delete myci
        to the caller:
        Delete *myci*? Its OS disk and everything outside the file share will be lost for good.
        The buttons work for 5 min, and only for you. [Delete] [Don't delete]
    Ada presses [Delete]
        (empty)
    later
        to the caller, in place:
        On it: `delete myci`.
    later
        to the channel:
        🟡 *myci*: asked Azure to delete it. I'll tell you when it is gone.
    later
        to the channel:
        ⚪ *myci* is deleted. It took 10 s.
    Ada: outdated
        to the caller:
        4 instances: no old OS image found.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn with_the_bot_for_teams_in_portuguese() {
    let world = lived(Chat::TeamsBot, "pt-BR", &PORTUGUESE).await;
    assert_snapshot!(world.transcript(), @"
    Ada: desatualizadas
        (empty)
    later
        to 29:00000000-0000-0000-0000-0000000000bb alone:
        1 de 3 instâncias com imagem do SO desatualizada, da mais antiga para a mais nova. `desatualizadas myci` mostra como renová-la.
        🟢 *myci*: imagem do SO desatualizada, com 162 d (26.06.14; a mais recente é 26.10.22) · Ana [desatualizadas myci]
    Ada: criar newci do modelo gpu
        (empty)
    later
        to 29:00000000-0000-0000-0000-0000000000bb alone:
        Criar *newci*?
        Modelo *gpu*: NC6s_v3, US$ 3,06 por hora, US$ 2.233,80 por mês se nunca parar. Para você. Ela desliga após 30 min de inatividade.
        Os botões valem por 5 min, e só para você. [Criar newci] [Deixar como está]
    Ada presses [Criar newci]
        for them:
        🟡 *newci*: pedi ao Azure para criá-la. Aviso quando ela estiver rodando.
    later
        in person, in place:
        🟡 *newci*: pedi ao Azure para criá-la. Aviso quando ela estiver rodando.
    later
        in person, in place:
        🟢 *newci* foi criada e está rodando. Levou 10 s.
    Ada: criar mais-uma do modelo gpu
        (empty)
    later
        to 29:00000000-0000-0000-0000-0000000000bb alone:
        O modelo *gpu* permite 1 por pessoa, e esse limite já foi atingido: *newci*. `excluir NOME` abre espaço.
    Ada: desatualizadas myci
        (empty)
    later
        to 29:00000000-0000-0000-0000-0000000000bb alone:
        🟢 *myci*: imagem do SO desatualizada, com 162 d (26.06.14; a mais recente é 26.10.22) · Ana
        O Azure nunca atualiza uma instância existente: crie uma nova com a configuração dela, leve o que você precisa e depois exclua a antiga. A nova compartilha os arquivos de `~/cloudfiles/code/Users`, mas não recebe: pacotes, ambientes, kernels e outros arquivos do disco do SO; o disco temporário `/mnt`; scripts de configuração, que podem conter segredos; as funções da identidade atribuída pelo sistema; configurações em versão preliminar `enableOSPatching=false`, `enableRootAccess=true` e `releaseQuotaOnStop=false`.
        Para eu fazer isso, digite `renovar myci`: crio a nova a partir do modelo *small* e paro esta quando a nova estiver rodando. Pergunto antes. [renovar myci]
    Ada presses [renovar myci]
        for them:
        Criar *myci-b*?
        Modelo *small*: DS3_v2, US$ 0,29 por hora, US$ 213,89 por mês se nunca parar. Para você. Ela desliga após 1 h de inatividade.
        Ela tem 1 agendamento, próxima parada: {{TIME(2026-11-23T23:00:00Z)}}.
        Ela entra no lugar de *myci*, com as mesmas tags e agendamentos. *myci* será parada quando a nova estiver rodando, e não será excluída. Não é levado: pacotes, ambientes, kernels e outros arquivos do disco do SO; o disco temporário `/mnt`; scripts de configuração, que podem conter segredos; as funções da identidade atribuída pelo sistema; configurações em versão preliminar `enableOSPatching=false`, `enableRootAccess=true` e `releaseQuotaOnStop=false`. Os arquivos do compartilhamento (`~/cloudfiles`) estão nas duas.
        Os botões valem por 5 min, e só para você. [Criar myci-b] [Deixar como está]
    Ada presses [Criar myci-b]
        for them:
        🟡 *myci-b*: pedi ao Azure para criá-la. Aviso quando ela estiver rodando.
    later
        in person, in place:
        Criar *myci-b*?
        Modelo *small*: DS3_v2, US$ 0,29 por hora, US$ 213,89 por mês se nunca parar. Para você. Ela desliga após 1 h de inatividade.
        Ela tem 1 agendamento, próxima parada: {{TIME(2026-11-23T23:00:00Z)}}.
        Ela entra no lugar de *myci*, com as mesmas tags e agendamentos. *myci* será parada quando a nova estiver rodando, e não será excluída. Não é levado: pacotes, ambientes, kernels e outros arquivos do disco do SO; o disco temporário `/mnt`; scripts de configuração, que podem conter segredos; as funções da identidade atribuída pelo sistema; configurações em versão preliminar `enableOSPatching=false`, `enableRootAccess=true` e `releaseQuotaOnStop=false`. Os arquivos do compartilhamento (`~/cloudfiles`) estão nas duas.
        Os botões valem por 5 min, e só para você. [Criar myci-b] [Deixar como está]
    later
        in person, in place:
        🟡 *myci-b*: pedi ao Azure para criá-la. Aviso quando ela estiver rodando.
    later
        in person, in place:
        🟢 *myci-b* foi criada e está rodando. Levou 10 s.
        🟡 *myci*: pedi ao Azure para pará-la. Aviso quando ela parar.
    later
        in person, in place:
        🟢 *myci-b* foi criada e está rodando. Levou 10 s.
        ⚪ *myci* parou. Levou 10 s. Disco, IP público e balanceador de carga continuam sendo cobrados.
        *myci* continua existindo, parada. Quando tudo estiver certo com a nova, digite `excluir myci`.
    Ada: desatualizadas
        (empty)
    later
        to 29:00000000-0000-0000-0000-0000000000bb alone:
        1 de 5 instâncias com imagem do SO desatualizada, da mais antiga para a mais nova. `desatualizadas myci` mostra como renová-la.
        ⚪ *myci*: imagem do SO desatualizada, com 162 d (26.06.14; a mais recente é 26.10.22) · Ana [desatualizadas myci]
    Ada: excluir myci
        (empty)
    later
        to 29:00000000-0000-0000-0000-0000000000bb alone:
        Excluir *myci*? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
        Os botões valem por 5 min, e só para você. [Excluir] [Não excluir]
    Ada presses [Excluir]
        for them:
        🟡 *myci*: pedi ao Azure para excluí-la. Aviso quando ela não existir mais.
    later
        in person, in place:
        🟡 *myci*: pedi ao Azure para excluí-la. Aviso quando ela não existir mais.
    later
        in person, in place:
        ⚪ *myci* foi excluída. Levou 10 s.
    Ada: desatualizadas
        (empty)
    later
        to 29:00000000-0000-0000-0000-0000000000bb alone:
        4 instâncias: não encontrei imagem do SO desatualizada.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn in_the_other_chats() {
    for (chat, locale, story) in [
        (Chat::Teams, "en-US", &ENGLISH),
        (Chat::TeamsBot, "en-US", &ENGLISH),
        (Chat::Discord, "en-US", &ENGLISH),
        (Chat::Discord, "pt-BR", &PORTUGUESE),
        (Chat::Mattermost, "en-US", &ENGLISH),
    ] {
        lived(chat, locale, story).await.finish().await;
    }
}

/// A terminal says yes by an option.
#[tokio::test]
async fn at_a_terminal() {
    for (story, locale) in [(&ENGLISH, ""), (&PORTUGUESE, "locale = \"pt-BR\"\n")] {
        let azure = Azure::at(Pace::Real).await;
        let more = format!("{BLUEPRINTS}{PERSON}").replace("PERSON", "cli:ada");
        let run = async |args: &[&str]| {
            let command = azure.configured(&more, &[&["run"], args].concat());
            let mut command = command;
            let config = command.as_std().get_envs().find(|(name, _)| *name == "LAMPLIGHTER_CONFIG");
            let config = config.and_then(|(_, text)| text?.to_str()).unwrap().to_owned();
            told(command.env("LAMPLIGHTER_CONFIG", format!("{locale}{config}")).output().await.unwrap()).1
        };
        let (mut asked, mut said) = ("", String::new());
        for step in story {
            let part = match step {
                Types(text, part) | Presses(text, part) => {
                    asked = text;
                    said = run(&[text]).await;
                    part
                }
                Confirms(_, part) => {
                    assert!(said.contains("--yes"), "{said}");
                    said = run(&[asked, "--yes"]).await;
                    let again = run(&[asked, "--yes"]).await;
                    assert_ne!(again, said, "once");
                    part
                }
                Settles(_, part) => part,
            };
            assert!(said.contains(part), "{part:?} is not in {said}");
        }
        assert_eq!(azure.emulator.state("myci"), None);
        assert_eq!(azure.emulator.state("myci-b").as_deref(), Some("Running"));
    }
}
