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
      `restart research/myci` often brings it back; if not, delete and recreate it.
    unusable:
      not created: creating it failed
      To fix that, delete and recreate it.
    disk-full:
      its disk is full
      Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`. Don't run `sudo shutdown` inside.
    stuck:
      restarting for 8 d 8 h
      Delete and recreate it; if Azure refuses that too, open a support request there.
    ssh-public:
      public SSH access on
      Public SSH access can't be turned off later. Create a new instance without it, with `renew research/myci` or in Azure ML studio.
    no-idle-shutdown:
      no idle shutdown
      To set one, type `idle research/myci 1h`.
    no-idle-shutdown:
      no idle shutdown
      To set one, type `idle research/myci 1h`.
    running-long:
      running for 1 d 6 h
      If nobody needs it, type `stop research/myci`.
    running-long:
      running for 1 d 6 h
      When its job is done, type `stop research/myci`.
    image-outdated:
      OS image out of date, 162 d old (26.06.14, latest 26.10.22)
      To see how to renew it, type `outdated research/myci`.
    image-outdated:
      OS image out of date, age unknown
      To see how to renew it, type `outdated research/myci`.
    idle-shutdown-may-fail:
      idle shutdown may not work (managed identity)
      Give its identity the role *Contributor* on the workspace.
    azure-error:
      Azure reports Odd
      To see more, type `status research/myci`.
    owner-unknown:
      Azure names no owner
      Find out whose it is.
    local-auth:
      local authentication on
      Local authentication can only be turned off when an instance is created: `disableLocalAuth` in its ARM template.
    no-vnet:
      not in a virtual network
      The network is set when an instance is created: create a new one in a virtual network.
    state-unknown:
      Azure does not say its state
      
    running-since-unknown:
      Azure does not say how long it has been running
      
    idle-unreadable:
      its idle time is in a form that I can't read
      
    image-unknown:
      Azure does not say whether its OS image is the latest
      
    ssh-unknown:
      Azure does not say whether public SSH access is on
      
    each finding:
      21 instances, 16 with findings: 2 unusable or failed, 1 with a full disk, 1 stuck, 1 with public SSH access, 2 without idle shutdown, 2 running for more than 1 d, 2 with an old OS image, 1 whose idle shutdown may not work, 1 with an error, 1 without an owner, 1 with local authentication, 1 outside a virtual network.
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      Azure does not say the state of 1, how long 1 has been running, the idle time of 1 in a form that I can read, whether the OS image of 1 is the latest and whether 1 has public SSH access.
      🟢 *myci*: unusable (Odd). `restart myci` often brings it back; if not, delete and recreate it.
      🟢 *myci*: not created: creating it failed. To fix that, delete and recreate it.
      🟢 *myci*: its disk is full. Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`. Don't run `sudo shutdown` inside.
      🟢 *myci*: restarting for 8 d 8 h. Delete and recreate it; if Azure refuses that too, open a support request there.
      🟢 *myci*: public SSH access on. Public SSH access can't be turned off later. Create a new instance without it, with `renew myci` or in Azure ML studio.
      🟢 *myci*: no idle shutdown. To set one, type `idle myci 1h`.
      🟢 *myci*: no idle shutdown. To set one, type `idle myci 1h`.
      🟢 *myci*: running for 1 d 6 h. If nobody needs it, type `stop myci`.
      🟢 *myci*: running for 1 d 6 h. When its job is done, type `stop myci`.
      🟢 *myci*: OS image out of date, 162 d old (26.06.14, latest 26.10.22). To see how to renew it, type `outdated myci`.
      🟢 *myci*: OS image out of date, age unknown. To see how to renew it, type `outdated myci`.
      🟢 *myci*: idle shutdown may not work (managed identity). Give its identity the role *Contributor* on the workspace.
      🟢 *myci*: Azure reports Odd. To see more, type `status myci`.
      🟢 *myci*: Azure names no owner. Find out whose it is.
      🟢 *myci*: local authentication on. Local authentication can only be turned off when an instance is created: `disableLocalAuth` in its ARM template.
      🟢 *myci*: not in a virtual network. The network is set when an instance is created: create a new one in a virtual network.
    all findings:
      2 instances, 1 with findings: 2 unusable or failed, 1 with a full disk, 1 stuck, 1 with public SSH access, 2 without idle shutdown, 2 running for more than 1 d, 2 with an old OS image, 1 whose idle shutdown may not work, 1 with an error, 1 without an owner, 1 with local authentication, 1 outside a virtual network.
      Azure does not say the state of 1, how long 1 has been running, the idle time of 1 in a form that I can read, whether the OS image of 1 is the latest and whether 1 has public SSH access.
      🟢 *myci*: unusable (Odd) · not created: creating it failed · its disk is full · restarting for 8 d 8 h · public SSH access on · no idle shutdown · no idle shutdown · running for 1 d 6 h · running for 1 d 6 h · OS image out of date, 162 d old (26.06.14, latest 26.10.22) · OS image out of date, age unknown · idle shutdown may not work (managed identity) · Azure reports Odd · Azure names no owner · local authentication on · not in a virtual network. `restart myci` often brings it back; if not, delete and recreate it.
    nothing found:
      1 instance: nothing found.
    nothing to look at:
      There is nothing here that you can see.
    nothing read:
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    no idle time at all:
      1 instance: nothing found.
      Azure shows no idle time for any of these in research: either it is not set, or the api-version `2025-12-01` does not return it. The Lamplighter administrator can compare with another `api_version`.
    many:
      42 instances, 42 with findings: 42 with public SSH access.
      🟢 *myci*: public SSH access on. Public SSH access can't be turned off later. Create a new instance without it, with `renew myci` or in Azure ML studio.
      🟢 *myci*: public SSH access on. Public SSH access can't be turned off later. Create a new instance without it, with `renew myci` or in Azure ML studio.
      … and 2 more. Narrow it down with a glob.
    ");
}

#[test]
fn in_portuguese() {
    insta::assert_snapshot!(transcript(Locale::Portuguese, cases), @"
    unusable:
      inutilizável (Odd)
      `reiniciar research/myci` costuma resolver; se não resolver, exclua e recrie a instância.
    unusable:
      com falha na criação
      Para corrigir, exclua e recrie a instância.
    disk-full:
      disco cheio
      Libere 1–2 GB pelo terminal dela antes de parar ou reiniciar; arquivos temporários devem ficar em `/mnt`. Não execute `sudo shutdown` nela.
    stuck:
      reiniciando há 8 d 8 h
      Exclua e recrie a instância; se o Azure recusar isso também, abra um chamado no suporte do Azure.
    ssh-public:
      acesso público por SSH ligado
      O acesso público por SSH não pode ser desligado depois. Crie uma instância nova sem ele, com `renovar research/myci` ou no estúdio do Azure ML.
    no-idle-shutdown:
      sem desligamento automático por inatividade
      Para definir um, digite `inatividade research/myci 1h`.
    no-idle-shutdown:
      sem desligamento automático por inatividade
      Para definir um, digite `inatividade research/myci 1h`.
    running-long:
      rodando há 1 d 6 h
      Se ninguém precisa dela, digite `parar research/myci`.
    running-long:
      rodando há 1 d 6 h
      Quando o job terminar, digite `parar research/myci`.
    image-outdated:
      imagem do SO desatualizada, com 162 d (26.06.14; a mais recente é 26.10.22)
      Para ver como renovar, digite `desatualizadas research/myci`.
    image-outdated:
      imagem do SO desatualizada, idade desconhecida
      Para ver como renovar, digite `desatualizadas research/myci`.
    idle-shutdown-may-fail:
      desligamento automático pode não funcionar (identidade gerenciada)
      Dê à identidade dela a função Colaborador (*Contributor*) no workspace.
    azure-error:
      o Azure informa Odd
      Para saber mais, digite `estado research/myci`.
    owner-unknown:
      o Azure não diz quem é o dono
      Descubra de quem ela é.
    local-auth:
      autenticação local ligada
      A autenticação local só pode ser desligada na criação de uma instância: `disableLocalAuth` no modelo do ARM.
    no-vnet:
      fora de uma rede virtual
      A rede é definida na criação: crie uma instância nova dentro de uma rede virtual.
    state-unknown:
      o Azure não diz o estado dela
      
    running-since-unknown:
      o Azure não diz desde quando ela está rodando
      
    idle-unreadable:
      o tempo de inatividade dela está em um formato que não consigo ler
      
    image-unknown:
      o Azure não diz se a imagem do SO dela é a mais recente
      
    ssh-unknown:
      o Azure não diz se o acesso público por SSH está ligado
      
    each finding:
      21 instâncias, 16 com algo a resolver: 2 com falha ou inutilizáveis, 1 com o disco cheio, 1 travada, 1 com acesso público por SSH, 2 sem desligamento automático por inatividade, 2 rodando há mais de 1 d, 2 com imagem do SO desatualizada, 1 com desligamento automático que pode não funcionar, 1 com erro, 1 sem dono, 1 com autenticação local, 1 fora de uma rede virtual.
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      O Azure não diz o estado de 1, desde quando 1 está rodando, o tempo de inatividade de 1 em um formato que eu consiga ler, se a imagem do SO de 1 é a mais recente e se 1 tem acesso público por SSH.
      🟢 *myci*: inutilizável (Odd). `reiniciar myci` costuma resolver; se não resolver, exclua e recrie a instância.
      🟢 *myci*: com falha na criação. Para corrigir, exclua e recrie a instância.
      🟢 *myci*: disco cheio. Libere 1–2 GB pelo terminal dela antes de parar ou reiniciar; arquivos temporários devem ficar em `/mnt`. Não execute `sudo shutdown` nela.
      🟢 *myci*: reiniciando há 8 d 8 h. Exclua e recrie a instância; se o Azure recusar isso também, abra um chamado no suporte do Azure.
      🟢 *myci*: acesso público por SSH ligado. O acesso público por SSH não pode ser desligado depois. Crie uma instância nova sem ele, com `renovar myci` ou no estúdio do Azure ML.
      🟢 *myci*: sem desligamento automático por inatividade. Para definir um, digite `inatividade myci 1h`.
      🟢 *myci*: sem desligamento automático por inatividade. Para definir um, digite `inatividade myci 1h`.
      🟢 *myci*: rodando há 1 d 6 h. Se ninguém precisa dela, digite `parar myci`.
      🟢 *myci*: rodando há 1 d 6 h. Quando o job terminar, digite `parar myci`.
      🟢 *myci*: imagem do SO desatualizada, com 162 d (26.06.14; a mais recente é 26.10.22). Para ver como renovar, digite `desatualizadas myci`.
      🟢 *myci*: imagem do SO desatualizada, idade desconhecida. Para ver como renovar, digite `desatualizadas myci`.
      🟢 *myci*: desligamento automático pode não funcionar (identidade gerenciada). Dê à identidade dela a função Colaborador (*Contributor*) no workspace.
      🟢 *myci*: o Azure informa Odd. Para saber mais, digite `estado myci`.
      🟢 *myci*: o Azure não diz quem é o dono. Descubra de quem ela é.
      🟢 *myci*: autenticação local ligada. A autenticação local só pode ser desligada na criação de uma instância: `disableLocalAuth` no modelo do ARM.
      🟢 *myci*: fora de uma rede virtual. A rede é definida na criação: crie uma instância nova dentro de uma rede virtual.
    all findings:
      2 instâncias, 1 com algo a resolver: 2 com falha ou inutilizáveis, 1 com o disco cheio, 1 travada, 1 com acesso público por SSH, 2 sem desligamento automático por inatividade, 2 rodando há mais de 1 d, 2 com imagem do SO desatualizada, 1 com desligamento automático que pode não funcionar, 1 com erro, 1 sem dono, 1 com autenticação local, 1 fora de uma rede virtual.
      O Azure não diz o estado de 1, desde quando 1 está rodando, o tempo de inatividade de 1 em um formato que eu consiga ler, se a imagem do SO de 1 é a mais recente e se 1 tem acesso público por SSH.
      🟢 *myci*: inutilizável (Odd) · com falha na criação · disco cheio · reiniciando há 8 d 8 h · acesso público por SSH ligado · sem desligamento automático por inatividade · sem desligamento automático por inatividade · rodando há 1 d 6 h · rodando há 1 d 6 h · imagem do SO desatualizada, com 162 d (26.06.14; a mais recente é 26.10.22) · imagem do SO desatualizada, idade desconhecida · desligamento automático pode não funcionar (identidade gerenciada) · o Azure informa Odd · o Azure não diz quem é o dono · autenticação local ligada · fora de uma rede virtual. `reiniciar myci` costuma resolver; se não resolver, exclua e recrie a instância.
    nothing found:
      1 instância: nada a apontar.
    nothing to look at:
      Não há nada aqui que você possa ver.
    nothing read:
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    no idle time at all:
      1 instância: nada a apontar.
      O Azure não mostra tempo de inatividade em nenhuma destas em research: ou não está definido, ou a api-version `2025-12-01` não o devolve. Quem administra o Lamplighter pode comparar com outra `api_version`.
    many:
      42 instâncias, 42 com algo a resolver: 42 com acesso público por SSH.
      🟢 *myci*: acesso público por SSH ligado. O acesso público por SSH não pode ser desligado depois. Crie uma instância nova sem ele, com `renovar myci` ou no estúdio do Azure ML.
      🟢 *myci*: acesso público por SSH ligado. O acesso público por SSH não pode ser desligado depois. Crie uma instância nova sem ele, com `renovar myci` ou no estúdio do Azure ML.
      … e mais 2. Filtre com um padrão, como `gpu-*`.
    ");
}
