//! Old images, and how to renew an instance.

use super::*;
use crate::{
    audit::{Examined, Finding},
    azure::{Loss, OsImage, Recreation},
    reply::{outdated, recipe},
};

const PATH: &str = "/subscriptions/s/computes/NEW_NAME?api-version=2025-12-01";

/// Every loss, with names.
fn lost() -> Recreation {
    let losses = [
        Loss::OsDisk,
        Loss::TemporaryDisk,
        Loss::SetupScripts,
        Loss::SetupScriptsNotShown,
        Loss::CustomServices,
        Loss::DataMounts,
        Loss::Ssh,
        Loss::SystemIdentity,
        Loss::SingleSignOn,
        Loss::PreviewSettings,
        Loss::Unreadable,
    ];
    let body = json!({ "tags": { "a`b'": "<!here> & ação \u{1f600} \u{202e} $(reboot) *" } });
    Recreation {
        name: "myci".to_owned(),
        unfinished: false,
        body,
        lost: losses.map(|loss| (loss, vec!["one".to_owned(), "a `tick`".to_owned()])).into(),
    }
}

pub fn cases(locale: Locale) -> Vec<Case> {
    let localizer = localizer(locale);
    let myci = owned("myci", "Running", Some("00aa"), Some("Ana"));
    let nobodys = compute("gpu-1", json!({ "state": "Stopped" }));
    let image = OsImage { is_latest: Some(false), version: Some("26.06.14".into()), latest: None };
    let old = |compute| Examined { compute, findings: vec![Finding::ImageOutdated(image.clone())] };
    let unknown = |compute| Examined { compute, findings: vec![Finding::ImageUnknown] };
    let listed =
        |all: &[Examined<'_>], unread: &[Unreadable]| outdated(&localizer, all.len() + 1, all, unread);
    let mut many = listed(&vec![old(&myci); 42], &[]);
    many.lines.drain(2..40);
    let names_alone = Recreation {
        name: "myci".to_owned(),
        unfinished: false,
        body: json!({}),
        lost: [(Loss::CustomServices, Vec::new())].into(),
    };
    vec![
        case("old ones", listed(&[old(&myci), old(&nobodys), unknown(&nobodys)], &unread())),
        case("none", listed(&[], &[])),
        case("unknown", listed(&[unknown(&myci)], &[])),
        case("nothing to look at", outdated(&localizer, 0, &[], &[])),
        case("nothing read", outdated(&localizer, 0, &[], &unread())),
        case("many", many),
        case("a recipe", recipe(&localizer, &old(&myci), &lost(), PATH, None)),
        case(
            "a recipe of which little is known",
            recipe(&localizer, &unknown(&nobodys), &names_alone, PATH, None),
        ),
        case("renewed by a blueprint", recipe(&localizer, &old(&myci), &names_alone, PATH, Some("small"))),
    ]
}

#[test]
fn in_english() {
    insta::assert_snapshot!(transcript(Locale::English, cases), @r#"
    old ones:
      2 of 4 instances with an old OS image, the oldest first. `outdated myci` shows how to renew the first one.
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      Azure does not say whether the OS image of 1 is the latest.
      🟢 *myci*: OS image out of date, 162 d old · Ana
      ⚪ *gpu-1*: OS image out of date, 162 d old
      [outdated myci] outdated myci
    none:
      1 instance: no old OS image found.
    unknown:
      2 instances: no old OS image found.
      Azure does not say whether the OS image of 1 is the latest.
    nothing to look at:
      There is nothing here that you can see.
    nothing read:
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    many:
      42 of 43 instances with an old OS image, the oldest first. `outdated myci` shows how to renew the first one.
      🟢 *myci*: OS image out of date, 162 d old · Ana
      🟢 *myci*: OS image out of date, 162 d old · Ana
      … and 2 more. Narrow it down with a glob.
      [outdated myci] outdated myci
    a recipe:
      🟢 *myci*: OS image out of date, 162 d old · Ana
      Azure never updates an instance in place: create a new one with its settings, move what you need, then delete the old one. The new one shares the files in `~/cloudfiles/code/Users`, but does not get: packages, environments, kernels and other files on the OS disk; the temporary disk `/mnt`; set-up scripts, which may contain secrets; set-up scripts, if there are any (Azure shows none); custom services `one` and `a tick`; data mounts `one` and `a tick`; public SSH access and its key, which can only be set at creation; the roles of its system-assigned identity; its switched-off single sign-on; preview settings `one` and `a tick`; what I can't read of it, to be added by hand: `one` and `a tick`.
      This command creates it, and needs `computes/write` and `checkComputeNameAvailability/action` on research. Replace `NEW_NAME` with a name that is free in the whole Azure region, or an existing instance may be overwritten. If the command is cut off here, type `lamplighter run "outdated research/myci"` at a terminal:
      `az rest --method put --headers 'If-None-Match=*' --url '/subscriptions/s/computes/NEW_NAME?api-version=2025-12-01' --body '{"tags":{"a\u0060b\u0027":"\u003c!here\u003e \u0026 a\u00e7\u00e3o \ud83d\ude00 \u202e $(reboot) *"}}'`
    a recipe of which little is known:
      ⚪ *gpu-1*: Azure does not say whether its OS image is the latest
      Azure never updates an instance in place: create a new one with its settings, move what you need, then delete the old one. The new one shares the files in `~/cloudfiles/code/Users`, but does not get: custom services.
      This command creates it, and needs `computes/write` and `checkComputeNameAvailability/action` on research. Replace `NEW_NAME` with a name that is free in the whole Azure region, or an existing instance may be overwritten. If the command is cut off here, type `lamplighter run "outdated research/gpu-1"` at a terminal:
      `az rest --method put --headers 'If-None-Match=*' --url '/subscriptions/s/computes/NEW_NAME?api-version=2025-12-01' --body '{}'`
    renewed by a blueprint:
      🟢 *myci*: OS image out of date, 162 d old · Ana
      Azure never updates an instance in place: create a new one with its settings, move what you need, then delete the old one. The new one shares the files in `~/cloudfiles/code/Users`, but does not get: custom services.
      To have me do this, type `renew myci`: I create the new one from the blueprint *small*, and stop this one once the new one runs. I ask first.
      [renew myci] renew myci
    "#);
}

#[test]
fn in_portuguese() {
    insta::assert_snapshot!(transcript(Locale::Portuguese, cases), @r#"
    old ones:
      2 de 4 instâncias com imagem do SO desatualizada, da mais antiga para a mais nova. `desatualizadas myci` mostra como renovar a primeira.
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      O Azure não diz se a imagem do SO de 1 é a mais recente.
      🟢 *myci*: imagem do SO desatualizada, com 162 d · Ana
      ⚪ *gpu-1*: imagem do SO desatualizada, com 162 d
      [desatualizadas myci] outdated myci
    none:
      1 instância: não encontrei imagem do SO desatualizada.
    unknown:
      2 instâncias: não encontrei imagem do SO desatualizada.
      O Azure não diz se a imagem do SO de 1 é a mais recente.
    nothing to look at:
      Não há nada aqui que você possa ver.
    nothing read:
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    many:
      42 de 43 instâncias com imagem do SO desatualizada, da mais antiga para a mais nova. `desatualizadas myci` mostra como renovar a primeira.
      🟢 *myci*: imagem do SO desatualizada, com 162 d · Ana
      🟢 *myci*: imagem do SO desatualizada, com 162 d · Ana
      … e mais 2. Filtre com um padrão, como `gpu-*`.
      [desatualizadas myci] outdated myci
    a recipe:
      🟢 *myci*: imagem do SO desatualizada, com 162 d · Ana
      O Azure nunca atualiza uma instância existente: crie uma nova com a configuração dela, leve o que você precisa e depois exclua a antiga. A nova compartilha os arquivos de `~/cloudfiles/code/Users`, mas não recebe: pacotes, ambientes, kernels e outros arquivos do disco do SO; o disco temporário `/mnt`; scripts de configuração, que podem conter segredos; scripts de configuração, se houver (o Azure não mostra nenhum); serviços personalizados `one` e `a tick`; dados montados `one` e `a tick`; o acesso público por SSH e a chave dele, que só podem ser definidos na criação; as funções da identidade atribuída pelo sistema; o logon único desativado; configurações em versão preliminar `one` e `a tick`; o que não consigo ler nela, a preencher à mão: `one` e `a tick`.
      Este comando a cria e exige `computes/write` e `checkComputeNameAvailability/action` em research. Troque `NEW_NAME` por um nome livre em toda a região do Azure, senão uma instância existente pode ser sobrescrita. Se o comando aparecer cortado aqui, digite `lamplighter run "desatualizadas research/myci"` em um terminal:
      `az rest --method put --headers 'If-None-Match=*' --url '/subscriptions/s/computes/NEW_NAME?api-version=2025-12-01' --body '{"tags":{"a\u0060b\u0027":"\u003c!here\u003e \u0026 a\u00e7\u00e3o \ud83d\ude00 \u202e $(reboot) *"}}'`
    a recipe of which little is known:
      ⚪ *gpu-1*: o Azure não diz se a imagem do SO dela é a mais recente
      O Azure nunca atualiza uma instância existente: crie uma nova com a configuração dela, leve o que você precisa e depois exclua a antiga. A nova compartilha os arquivos de `~/cloudfiles/code/Users`, mas não recebe: serviços personalizados.
      Este comando a cria e exige `computes/write` e `checkComputeNameAvailability/action` em research. Troque `NEW_NAME` por um nome livre em toda a região do Azure, senão uma instância existente pode ser sobrescrita. Se o comando aparecer cortado aqui, digite `lamplighter run "desatualizadas research/gpu-1"` em um terminal:
      `az rest --method put --headers 'If-None-Match=*' --url '/subscriptions/s/computes/NEW_NAME?api-version=2025-12-01' --body '{}'`
    renewed by a blueprint:
      🟢 *myci*: imagem do SO desatualizada, com 162 d · Ana
      O Azure nunca atualiza uma instância existente: crie uma nova com a configuração dela, leve o que você precisa e depois exclua a antiga. A nova compartilha os arquivos de `~/cloudfiles/code/Users`, mas não recebe: serviços personalizados.
      Para eu fazer isso, digite `renovar myci`: crio a nova a partir do modelo *small* e paro esta quando a nova estiver rodando. Pergunto antes.
      [renovar myci] renew myci
    "#);
}
