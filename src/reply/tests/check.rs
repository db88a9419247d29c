//! Which Azure actions are held and lacking.

use super::*;
use crate::{command::READ_JOBS, reply::check, target::Alias};

pub(super) fn cases(locale: Locale) -> Vec<Case> {
    let places: [Alias; 3] = ["research", "vision", "gpu"].map(|alias| alias.parse().unwrap());
    let rights = [
        (&places[0], vec![]),
        (&places[1], vec![]),
        (&places[2], vec![READ_JOBS, "Microsoft.Resources/tags/read"]),
    ];
    vec![case("rights", check(&localizer(locale), &rights, &unread()))]
}

#[test]
fn in_english() {
    insta::assert_snapshot!(transcript(Locale::English, cases), @"
    rights:
      In research and vision, I have every permission in Azure that I need.
      In gpu, I lack permissions. These roles of `infra/azure` have them: *Lamplighter jobs* (`jobs/read`) and *Lamplighter* (`Microsoft.Resources/tags/read`). An Azure owner can grant them.
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    ");
}

#[test]
fn in_portuguese() {
    insta::assert_snapshot!(transcript(Locale::Portuguese, cases), @"
    rights:
      Em research e vision, tenho todas as permissões no Azure de que preciso.
      Em gpu, ainda faltam permissões. Estas funções de `infra/azure` as têm: *Lamplighter jobs* (`jobs/read`) e *Lamplighter* (`Microsoft.Resources/tags/read`). Quem administra o Azure pode concedê-las.
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    ");
}
