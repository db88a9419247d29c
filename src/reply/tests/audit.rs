//! What an audit found.

use super::*;
use crate::{
    audit::{Examined, Finding, LONG},
    azure::{OsImage, State},
    reply::audit::{detail, examined, remedy},
};

fn findings() -> Vec<Finding> {
    let image = |version: Option<&str>| OsImage {
        is_latest: Some(false),
        version: version.map(str::to_owned),
        latest: version.map(|_| "26.10.22".to_owned()),
    };
    vec![
        Finding::Unusable { state: State::Unusable, code: Some("Odd".into()) },
        Finding::Unusable { state: State::CreateFailed, code: None },
        Finding::DiskFull,
        Finding::Stuck { state: Some(State::Restarting), since: before(200) },
        Finding::SshPublic,
        Finding::NoIdleShutdown { at_rest: false },
        Finding::NoIdleShutdown { at_rest: true },
        Finding::RunningLong { since: before(30), job: false },
        Finding::RunningLong { since: before(30), job: true },
        Finding::ImageOutdated(image(Some("26.06.14"))),
        Finding::ImageOutdated(image(None)),
        Finding::IdleShutdownMayFail { at_rest: false },
        Finding::AzureError { code: "Odd".into() },
        Finding::OwnerUnknown,
        Finding::LocalAuth,
        Finding::NoVnet,
        Finding::StateUnknown,
        Finding::RunningSinceUnknown,
        Finding::IdleUnreadable,
        Finding::ImageUnknown,
        Finding::SshUnknown,
    ]
}

pub fn cases(locale: Locale) -> Vec<Case> {
    let localizer = localizer(locale);
    let myci = compute("myci", json!({ "state": "Running", "idleTimeBeforeShutdown": "PT1H" }));
    let untold = compute("myci", json!({ "state": "Running" }));
    let told =
        |all: &[Examined<'_>], unread: &[Unreadable]| examined(&localizer, all, LONG, unread, "2025-12-01");
    let one = |findings: Vec<Finding>| Examined { compute: &myci, findings };
    let each: Vec<_> = findings().into_iter().map(|finding| one(vec![finding])).collect();
    let mut many = told(&vec![one(vec![Finding::SshPublic]); 42], &[]);
    many.lines.drain(2..40);
    let say = |finding: &Finding| {
        let said = [detail(&localizer, finding), remedy(&localizer, finding, "research/myci")];
        case(finding.id(), Reply::to_caller(said.map(|said| Text::read(&said.0))))
    };
    let mut cases: Vec<_> = findings().iter().map(say).collect();
    cases.extend([
        case("each finding", told(&each, &unread())),
        case("all findings", told(&[one(findings()), one(vec![])], &[])),
        case("nothing found", told(&[one(vec![])], &[])),
        case("nothing to look at", told(&[], &[])),
        case("nothing read", told(&[], &unread())),
        case("no idle time at all", told(&[Examined { compute: &untold, findings: vec![] }], &[])),
        case("many", many),
    ]);
    cases
}

#[test]
fn in_english() {
    insta::assert_snapshot!(transcript(Locale::English, cases), @"
    unusable:
      unusable (Odd)
      `restart research/myci` often brings it back; if not, make it anew.
    unusable:
      not created: creating it failed
      Delete it and make it anew.
    disk-full:
      its disk is full
      Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`. Don't run `sudo shutdown` inside.
    stuck:
      restarting for 8 d 8 h
      Delete and recreate it; if Azure refuses that too, open a support request there.
    ssh-public:
      public SSH access on
      Only making it anew, without public SSH access, closes it.
    no-idle-shutdown:
      no idle shutdown
      `idle research/myci 1h` sets one.
    no-idle-shutdown:
      no idle shutdown
      `idle research/myci 1h` sets one.
    running-long:
      running for 1 d 6 h
      `stop research/myci` if nobody needs it.
    running-long:
      running for 1 d 6 h
      `stop research/myci` when its job is done.
    image-outdated:
      OS image out of date (26.06.14, latest 26.10.22)
      Only making it anew updates it.
    image-outdated:
      OS image out of date
      Only making it anew updates it.
    idle-shutdown-may-fail:
      idle shutdown may not work (managed identity)
      Make its identity Contributor on the workspace.
    azure-error:
      Azure reports Odd
      `status research/myci` says more.
    owner-unknown:
      Azure names no owner
      Find out whose it is.
    local-auth:
      local authentication on
      Only making it anew, with local authentication off, changes it.
    no-vnet:
      not in a virtual network
      Only making it anew, in a virtual network, changes it.
    state-unknown:
      Azure does not say its state
      
    running-since-unknown:
      Azure does not say since when it runs
      
    idle-unreadable:
      its idle time is in a form I can't read
      
    image-unknown:
      Azure does not say whether its OS image is the latest
      
    ssh-unknown:
      Azure does not say whether public SSH access is on
      
    each finding:
      21 instances, 16 with findings: 2 unusable or failed, 1 with a full disk, 1 stuck, 1 with public SSH access, 2 without idle shutdown, 2 running for more than 1 d, 2 with an old OS image, 1 whose idle shutdown may not work, 1 with an error, 1 without an owner, 1 with local authentication, 1 outside a virtual network.
      🔴 *lab* could not be read: Azure has a fault of its own (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 A workspace could not be read: Azure has a fault of its own (HTTP 500). Try again in a few minutes. (id 09a7d3)
      Azure does not say the state of 1, since when 1 runs, the idle time of 1 in a form I can read, whether the OS image of 1 is the latest and whether 1 has public SSH access.
      🟢 *myci*: unusable (Odd). `restart myci` often brings it back; if not, make it anew.
      🟢 *myci*: not created: creating it failed. Delete it and make it anew.
      🟢 *myci*: its disk is full. Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`. Don't run `sudo shutdown` inside.
      🟢 *myci*: restarting for 8 d 8 h. Delete and recreate it; if Azure refuses that too, open a support request there.
      🟢 *myci*: public SSH access on. Only making it anew, without public SSH access, closes it.
      🟢 *myci*: no idle shutdown. `idle myci 1h` sets one.
      🟢 *myci*: no idle shutdown. `idle myci 1h` sets one.
      🟢 *myci*: running for 1 d 6 h. `stop myci` if nobody needs it.
      🟢 *myci*: running for 1 d 6 h. `stop myci` when its job is done.
      🟢 *myci*: OS image out of date (26.06.14, latest 26.10.22). Only making it anew updates it.
      🟢 *myci*: OS image out of date. Only making it anew updates it.
      🟢 *myci*: idle shutdown may not work (managed identity). Make its identity Contributor on the workspace.
      🟢 *myci*: Azure reports Odd. `status myci` says more.
      🟢 *myci*: Azure names no owner. Find out whose it is.
      🟢 *myci*: local authentication on. Only making it anew, with local authentication off, changes it.
      🟢 *myci*: not in a virtual network. Only making it anew, in a virtual network, changes it.
    all findings:
      2 instances, 1 with findings: 2 unusable or failed, 1 with a full disk, 1 stuck, 1 with public SSH access, 2 without idle shutdown, 2 running for more than 1 d, 2 with an old OS image, 1 whose idle shutdown may not work, 1 with an error, 1 without an owner, 1 with local authentication, 1 outside a virtual network.
      Azure does not say the state of 1, since when 1 runs, the idle time of 1 in a form I can read, whether the OS image of 1 is the latest and whether 1 has public SSH access.
      🟢 *myci*: unusable (Odd) · not created: creating it failed · its disk is full · restarting for 8 d 8 h · public SSH access on · no idle shutdown · no idle shutdown · running for 1 d 6 h · running for 1 d 6 h · OS image out of date (26.06.14, latest 26.10.22) · OS image out of date · idle shutdown may not work (managed identity) · Azure reports Odd · Azure names no owner · local authentication on · not in a virtual network. `restart myci` often brings it back; if not, make it anew.
    nothing found:
      1 instance: nothing found.
    nothing to look at:
      There is nothing here that you may see.
    nothing read:
      🔴 *lab* could not be read: Azure has a fault of its own (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 A workspace could not be read: Azure has a fault of its own (HTTP 500). Try again in a few minutes. (id 09a7d3)
    no idle time at all:
      1 instance: nothing found.
      Azure shows no idle time for any of these in research: none is set, or its api-version `2025-12-01` does not return it. Whoever runs Lamplighter can compare with another `api_version`.
    many:
      42 instances, 42 with findings: 42 with public SSH access.
      🟢 *myci*: public SSH access on. Only making it anew, without public SSH access, closes it.
      🟢 *myci*: public SSH access on. Only making it anew, without public SSH access, closes it.
      … and 2 more. Narrow it down with a glob.
    ");
}

#[test]
fn in_portuguese() {
    insta::assert_snapshot!(transcript(Locale::Portuguese, cases), @"
    unusable:
      inutilizável (Odd)
      `reiniciar research/myci` costuma resolver; se não resolver, crie de novo.
    unusable:
      com falha na criação
      Exclua e crie de novo.
    disk-full:
      disco cheio
      Libere 1–2 GB pelo terminal dela antes de parar ou reiniciar; arquivos temporários devem ficar em `/mnt`. Não use `sudo shutdown` nela.
    stuck:
      reiniciando há 8 d 8 h
      Exclua e recrie a instância; se o Azure recusar isso também, abra um chamado no suporte dele.
    ssh-public:
      acesso público por SSH ligado
      Só se fecha criando de novo, sem acesso público por SSH.
    no-idle-shutdown:
      sem desligamento por inatividade
      `inatividade research/myci 1h` define um.
    no-idle-shutdown:
      sem desligamento por inatividade
      `inatividade research/myci 1h` define um.
    running-long:
      rodando há 1 d 6 h
      `parar research/myci` se ninguém precisa dela.
    running-long:
      rodando há 1 d 6 h
      `parar research/myci` quando o job terminar.
    image-outdated:
      imagem do SO desatualizada (26.06.14; a mais nova é 26.10.22)
      Só se atualiza criando de novo.
    image-outdated:
      imagem do SO desatualizada
      Só se atualiza criando de novo.
    idle-shutdown-may-fail:
      desligamento por inatividade pode não funcionar (identidade gerenciada)
      Dê à identidade dela a função de Colaborador no workspace.
    azure-error:
      o Azure aponta Odd
      `estado research/myci` diz mais.
    owner-unknown:
      o Azure não diz quem é o dono
      Descubra de quem ela é.
    local-auth:
      autenticação local ligada
      Só muda criando de novo, com a autenticação local desligada.
    no-vnet:
      fora de uma rede virtual
      Só muda criando de novo, dentro de uma rede virtual.
    state-unknown:
      o Azure não diz o estado dela
      
    running-since-unknown:
      o Azure não diz desde quando ela está rodando
      
    idle-unreadable:
      o tempo de inatividade dela está em uma forma que não sei ler
      
    image-unknown:
      o Azure não diz se a imagem do SO dela é a mais nova
      
    ssh-unknown:
      o Azure não diz se o acesso público por SSH está ligado
      
    each finding:
      21 instâncias, 16 com algo a resolver: 2 com falha ou inutilizáveis, 1 com o disco cheio, 1 travada, 1 com acesso público por SSH, 2 sem desligamento por inatividade, 2 rodando há mais de 1 d, 2 com imagem do SO desatualizada, 1 com desligamento por inatividade que pode não funcionar, 1 com erro, 1 sem dono, 1 com autenticação local, 1 fora de uma rede virtual.
      🔴 Não consegui ler *lab*: o Azure está com um problema próprio (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um problema próprio (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      O Azure não diz o estado de 1, desde quando 1 está rodando, o tempo de inatividade de 1 em uma forma que eu saiba ler, se a imagem do SO de 1 é a mais nova e se 1 tem acesso público por SSH.
      🟢 *myci*: inutilizável (Odd). `reiniciar myci` costuma resolver; se não resolver, crie de novo.
      🟢 *myci*: com falha na criação. Exclua e crie de novo.
      🟢 *myci*: disco cheio. Libere 1–2 GB pelo terminal dela antes de parar ou reiniciar; arquivos temporários devem ficar em `/mnt`. Não use `sudo shutdown` nela.
      🟢 *myci*: reiniciando há 8 d 8 h. Exclua e recrie a instância; se o Azure recusar isso também, abra um chamado no suporte dele.
      🟢 *myci*: acesso público por SSH ligado. Só se fecha criando de novo, sem acesso público por SSH.
      🟢 *myci*: sem desligamento por inatividade. `inatividade myci 1h` define um.
      🟢 *myci*: sem desligamento por inatividade. `inatividade myci 1h` define um.
      🟢 *myci*: rodando há 1 d 6 h. `parar myci` se ninguém precisa dela.
      🟢 *myci*: rodando há 1 d 6 h. `parar myci` quando o job terminar.
      🟢 *myci*: imagem do SO desatualizada (26.06.14; a mais nova é 26.10.22). Só se atualiza criando de novo.
      🟢 *myci*: imagem do SO desatualizada. Só se atualiza criando de novo.
      🟢 *myci*: desligamento por inatividade pode não funcionar (identidade gerenciada). Dê à identidade dela a função de Colaborador no workspace.
      🟢 *myci*: o Azure aponta Odd. `estado myci` diz mais.
      🟢 *myci*: o Azure não diz quem é o dono. Descubra de quem ela é.
      🟢 *myci*: autenticação local ligada. Só muda criando de novo, com a autenticação local desligada.
      🟢 *myci*: fora de uma rede virtual. Só muda criando de novo, dentro de uma rede virtual.
    all findings:
      2 instâncias, 1 com algo a resolver: 2 com falha ou inutilizáveis, 1 com o disco cheio, 1 travada, 1 com acesso público por SSH, 2 sem desligamento por inatividade, 2 rodando há mais de 1 d, 2 com imagem do SO desatualizada, 1 com desligamento por inatividade que pode não funcionar, 1 com erro, 1 sem dono, 1 com autenticação local, 1 fora de uma rede virtual.
      O Azure não diz o estado de 1, desde quando 1 está rodando, o tempo de inatividade de 1 em uma forma que eu saiba ler, se a imagem do SO de 1 é a mais nova e se 1 tem acesso público por SSH.
      🟢 *myci*: inutilizável (Odd) · com falha na criação · disco cheio · reiniciando há 8 d 8 h · acesso público por SSH ligado · sem desligamento por inatividade · sem desligamento por inatividade · rodando há 1 d 6 h · rodando há 1 d 6 h · imagem do SO desatualizada (26.06.14; a mais nova é 26.10.22) · imagem do SO desatualizada · desligamento por inatividade pode não funcionar (identidade gerenciada) · o Azure aponta Odd · o Azure não diz quem é o dono · autenticação local ligada · fora de uma rede virtual. `reiniciar myci` costuma resolver; se não resolver, crie de novo.
    nothing found:
      1 instância: nada a apontar.
    nothing to look at:
      Não há nada aqui que você possa ver.
    nothing read:
      🔴 Não consegui ler *lab*: o Azure está com um problema próprio (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um problema próprio (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    no idle time at all:
      1 instância: nada a apontar.
      O Azure não mostra tempo de inatividade em nenhuma destas em research: ou nenhuma tem, ou a api-version `2025-12-01` não o devolve. Quem administra o Lamplighter pode comparar com outra `api_version`.
    many:
      42 instâncias, 42 com algo a resolver: 42 com acesso público por SSH.
      🟢 *myci*: acesso público por SSH ligado. Só se fecha criando de novo, sem acesso público por SSH.
      🟢 *myci*: acesso público por SSH ligado. Só se fecha criando de novo, sem acesso público por SSH.
      … e mais 2. Filtre com um glob.
    ");
}
