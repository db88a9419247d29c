//! What a timer announces, and what an alert proposes.

use super::{
    power::{a_keep, came_to, report},
    *,
};
use crate::{
    command::Verb,
    command_request::Cause,
    lifecycle::{Outcome, Report},
    reply::{Mention, Priced, announcement, proposal},
};

fn listed() -> [(Compute, Money); 2] {
    let running = json!({ "state": "Running", "createdBy": { "userId": "00aa" } });
    let running = Compute { vm_size: Some("STANDARD_DS3_V2".into()), ..compute("myci", running) };
    [(running, money(29, "USD")), (compute("gpu-1", json!({ "state": "Stopped" })), money(31, "USD"))]
}

/// Mentions an owner by the id.
pub fn owner(compute: &Compute) -> Option<Mention> {
    let entra = compute.owner.clone()?;
    Some(Mention { entra, ..Mention::default() })
}

fn others() -> Vec<Report> {
    vec![
        report(Verb::Stop, "ci-1", Outcome::Kept(a_keep())),
        report(Verb::Stop, "ci-2", Outcome::Already { state: None, last: None }),
        report(Verb::Stop, "ci-3", Outcome::OverMax),
    ]
}

pub fn cases(locale: Locale) -> Vec<Case> {
    let localizer = localizer(locale);
    let instances = listed();
    let listed = instances.each_ref().map(|(compute, money)| Priced { compute, money: Some(*money) });
    let lead = SignedDuration::from_mins(30);
    let announced = |verb, dry_run, listed: &[Priced<'_>]| {
        let report = came_to("stop all", &others(), &unread());
        announcement(&localizer, &report, (verb, dry_run), lead, listed, &owner)
    };
    let report = came_to("stop gpu-*", &others(), &[]);
    let none = announcement(&localizer, &report, (Verb::Stop, false), lead, &[], &owner);
    let nothing = proposal(&localizer, &report, None, &[], &owner);
    let cause = Cause::Alert { name: "GpuIdle".into(), resolved: false };
    let proposed = |command: &str, listed: &[Priced<'_>], others: &[Report]| {
        proposal(&localizer, &came_to(command, others, &unread()), Some(&cause), listed, &owner)
    };
    let mut cases = vec![case("none announced", none), case("nothing proposed", nothing)];
    for verb in [Verb::Stop, Verb::Start, Verb::Restart] {
        cases.push(case(format!("{} announced", verb.name()), announced(verb, false, &listed)));
        cases.push(case(format!("{} announced, dry run", verb.name()), announced(verb, true, &listed[..1])));
        let command = format!("{} gpu-*", verb.name());
        cases.push(case(format!("{command} proposed"), proposed(&command, &listed, &others())));
    }
    cases.push(case("nothing announced", announced(Verb::Stop, false, &[])));
    cases.push(case("one proposed", proposed("stop myci", &listed[..1], &[])));
    cases.push(case("none proposed", proposed("stop gpu-*", &[], &others())));
    cases.push(case("none proposed of none", proposed("stop gpu-*", &[], &[])));
    cases
}

#[test]
fn in_english() {
    insta::assert_snapshot!(transcript(Locale::English, cases), @"
    none announced (channel):
      As things stand, there is nothing to stop in 30 min.
      🟢 *ci-1* is kept by Ana until 20:02 (training)
      ⚪ *ci-2* is already stopped.
      *ci-3*: beyond the limit of `--max`; left as it is
    nothing proposed (channel):
      There is nothing to stop with `stop gpu-*`: 1 already off, 1 kept by Ana until 20:02, 1 over the limit.
      *ci-3*: beyond the limit of `--max`; left as it is
    stop announced (channel):
      In 30 min I stop 2 instances:
      Saves $0.60 per hour.
      To keep one running, type `keep NAME for 2h`.
      🟢 *myci* · DS3_V2 · $0.29 per hour · @00aa
      ⚪ *gpu-1* · $0.31 per hour
      🟢 *ci-1* is kept by Ana until 20:02 (training)
      ⚪ *ci-2* is already stopped.
      *ci-3*: beyond the limit of `--max`; left as it is
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      [Keep myci 2 h] keep research/myci for 2h
      [Keep gpu-1 2 h] keep research/gpu-1 for 2h
    stop announced, dry run (channel):
      In 30 min I would stop 1 instance; this is a dry run, and nothing will be done:
      Would save $0.29 per hour.
      🟢 *myci* · DS3_V2 · $0.29 per hour · @00aa
      🟢 *ci-1* is kept by Ana until 20:02 (training)
      ⚪ *ci-2* is already stopped.
      *ci-3*: beyond the limit of `--max`; left as it is
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    stop gpu-* proposed (channel):
      Alert *GpuIdle* fired.
      2 instances to stop, dearest first. Nothing has been done yet; type `stop NAME`, or `stop gpu-*` for all.
      Saves $0.60 per hour.
      🟢 *myci* · DS3_V2 · $0.29 per hour · @00aa
      ⚪ *gpu-1* · $0.31 per hour
      🟢 *ci-1* is kept by Ana until 20:02 (training)
      *ci-3*: beyond the limit of `--max`; left as it is
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      [Stop myci] stop research/myci
      [Stop gpu-1] stop research/gpu-1
    start announced (channel):
      In 30 min I start 2 instances:
      Costs $0.60 per hour.
      🟢 *myci* · DS3_V2 · $0.29 per hour · @00aa
      ⚪ *gpu-1* · $0.31 per hour
      🟢 *ci-1* is kept by Ana until 20:02 (training)
      ⚪ *ci-2* is already stopped.
      *ci-3*: beyond the limit of `--max`; left as it is
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    start announced, dry run (channel):
      In 30 min I would start 1 instance; this is a dry run, and nothing will be done:
      Would cost $0.29 per hour.
      🟢 *myci* · DS3_V2 · $0.29 per hour · @00aa
      🟢 *ci-1* is kept by Ana until 20:02 (training)
      ⚪ *ci-2* is already stopped.
      *ci-3*: beyond the limit of `--max`; left as it is
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    start gpu-* proposed (channel):
      Alert *GpuIdle* fired.
      2 instances to start, dearest first. Nothing has been done yet; type `start NAME`, or `start gpu-*` for all.
      Costs $0.60 per hour.
      🟢 *myci* · DS3_V2 · $0.29 per hour · @00aa
      ⚪ *gpu-1* · $0.31 per hour
      🟢 *ci-1* is kept by Ana until 20:02 (training)
      *ci-3*: beyond the limit of `--max`; left as it is
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      [Start myci] start research/myci
      [Start gpu-1] start research/gpu-1
    restart announced (channel):
      In 30 min I restart 2 instances:
      To keep one running, type `keep NAME for 2h`.
      🟢 *myci* · DS3_V2 · $0.29 per hour · @00aa
      ⚪ *gpu-1* · $0.31 per hour
      🟢 *ci-1* is kept by Ana until 20:02 (training)
      ⚪ *ci-2* is already stopped.
      *ci-3*: beyond the limit of `--max`; left as it is
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      [Keep myci 2 h] keep research/myci for 2h
      [Keep gpu-1 2 h] keep research/gpu-1 for 2h
    restart announced, dry run (channel):
      In 30 min I would restart 1 instance; this is a dry run, and nothing will be done:
      🟢 *myci* · DS3_V2 · $0.29 per hour · @00aa
      🟢 *ci-1* is kept by Ana until 20:02 (training)
      ⚪ *ci-2* is already stopped.
      *ci-3*: beyond the limit of `--max`; left as it is
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    restart gpu-* proposed (channel):
      Alert *GpuIdle* fired.
      2 instances to restart, dearest first. Nothing has been done yet; type `restart NAME`, or `restart gpu-*` for all.
      🟢 *myci* · DS3_V2 · $0.29 per hour · @00aa
      ⚪ *gpu-1* · $0.31 per hour
      🟢 *ci-1* is kept by Ana until 20:02 (training)
      *ci-3*: beyond the limit of `--max`; left as it is
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      [Restart myci] restart research/myci
      [Restart gpu-1] restart research/gpu-1
    nothing announced (channel):
      I could not read everything, so I can't say whether there is anything to stop in 30 min.
      🟢 *ci-1* is kept by Ana until 20:02 (training)
      ⚪ *ci-2* is already stopped.
      *ci-3*: beyond the limit of `--max`; left as it is
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    one proposed (channel):
      Alert *GpuIdle* fired.
      1 instance to stop. Nothing has been done yet; to do it, type `stop myci`.
      Saves $0.29 per hour.
      🟢 *myci* · DS3_V2 · $0.29 per hour · @00aa
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      [Stop myci] stop research/myci
    none proposed (channel):
      Alert *GpuIdle* fired.
      I could not read everything, so I can't say whether there is anything to stop with `stop gpu-*`: 1 already off, 1 kept by Ana until 20:02, 1 over the limit.
      *ci-3*: beyond the limit of `--max`; left as it is
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    none proposed of none (channel):
      Alert *GpuIdle* fired.
      I could not read everything, so I can't say whether there is anything to stop with `stop gpu-*`.
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    ");
}

#[test]
fn in_portuguese() {
    insta::assert_snapshot!(transcript(Locale::Portuguese, cases), @"
    none announced (channel):
      Por ora, não há nada para parar daqui a 30 min.
      🟢 *ci-1* está protegida por Ana até 20:02 (training)
      ⚪ *ci-2* já está parada.
      *ci-3*: passa do limite de `--máximo`; deixei como está
    nothing proposed (channel):
      Não há nada para parar com `parar gpu-*`: 1 já estava parada, 1 protegida por Ana até 20:02, 1 além do limite.
      *ci-3*: passa do limite de `--máximo`; deixei como está
    stop announced (channel):
      Em 30 min vou parar 2 instâncias:
      Economia de US$ 0,60 por hora.
      Para manter uma delas ligada, digite `manter NOME por 2h`.
      🟢 *myci* · DS3_V2 · US$ 0,29 por hora · @00aa
      ⚪ *gpu-1* · US$ 0,31 por hora
      🟢 *ci-1* está protegida por Ana até 20:02 (training)
      ⚪ *ci-2* já está parada.
      *ci-3*: passa do limite de `--máximo`; deixei como está
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      [Manter myci 2 h] keep research/myci for 2h
      [Manter gpu-1 2 h] keep research/gpu-1 for 2h
    stop announced, dry run (channel):
      Em 30 min 1 instância seria parada; isto é só uma simulação, e nada será feito:
      Economizaria US$ 0,29 por hora.
      🟢 *myci* · DS3_V2 · US$ 0,29 por hora · @00aa
      🟢 *ci-1* está protegida por Ana até 20:02 (training)
      ⚪ *ci-2* já está parada.
      *ci-3*: passa do limite de `--máximo`; deixei como está
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    stop gpu-* proposed (channel):
      O alerta *GpuIdle* disparou.
      2 instâncias para parar, da mais cara para a mais barata. Nada foi feito ainda; digite `parar NOME` ou, para todas, `parar gpu-*`.
      Economia de US$ 0,60 por hora.
      🟢 *myci* · DS3_V2 · US$ 0,29 por hora · @00aa
      ⚪ *gpu-1* · US$ 0,31 por hora
      🟢 *ci-1* está protegida por Ana até 20:02 (training)
      *ci-3*: passa do limite de `--máximo`; deixei como está
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      [Parar myci] stop research/myci
      [Parar gpu-1] stop research/gpu-1
    start announced (channel):
      Em 30 min vou iniciar 2 instâncias:
      Custo de US$ 0,60 por hora.
      🟢 *myci* · DS3_V2 · US$ 0,29 por hora · @00aa
      ⚪ *gpu-1* · US$ 0,31 por hora
      🟢 *ci-1* está protegida por Ana até 20:02 (training)
      ⚪ *ci-2* já está parada.
      *ci-3*: passa do limite de `--máximo`; deixei como está
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    start announced, dry run (channel):
      Em 30 min 1 instância seria iniciada; isto é só uma simulação, e nada será feito:
      Custaria US$ 0,29 por hora.
      🟢 *myci* · DS3_V2 · US$ 0,29 por hora · @00aa
      🟢 *ci-1* está protegida por Ana até 20:02 (training)
      ⚪ *ci-2* já está parada.
      *ci-3*: passa do limite de `--máximo`; deixei como está
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    start gpu-* proposed (channel):
      O alerta *GpuIdle* disparou.
      2 instâncias para iniciar, da mais cara para a mais barata. Nada foi feito ainda; digite `iniciar NOME` ou, para todas, `iniciar gpu-*`.
      Custo de US$ 0,60 por hora.
      🟢 *myci* · DS3_V2 · US$ 0,29 por hora · @00aa
      ⚪ *gpu-1* · US$ 0,31 por hora
      🟢 *ci-1* está protegida por Ana até 20:02 (training)
      *ci-3*: passa do limite de `--máximo`; deixei como está
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      [Iniciar myci] start research/myci
      [Iniciar gpu-1] start research/gpu-1
    restart announced (channel):
      Em 30 min vou reiniciar 2 instâncias:
      Para manter uma delas ligada, digite `manter NOME por 2h`.
      🟢 *myci* · DS3_V2 · US$ 0,29 por hora · @00aa
      ⚪ *gpu-1* · US$ 0,31 por hora
      🟢 *ci-1* está protegida por Ana até 20:02 (training)
      ⚪ *ci-2* já está parada.
      *ci-3*: passa do limite de `--máximo`; deixei como está
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      [Manter myci 2 h] keep research/myci for 2h
      [Manter gpu-1 2 h] keep research/gpu-1 for 2h
    restart announced, dry run (channel):
      Em 30 min 1 instância seria reiniciada; isto é só uma simulação, e nada será feito:
      🟢 *myci* · DS3_V2 · US$ 0,29 por hora · @00aa
      🟢 *ci-1* está protegida por Ana até 20:02 (training)
      ⚪ *ci-2* já está parada.
      *ci-3*: passa do limite de `--máximo`; deixei como está
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    restart gpu-* proposed (channel):
      O alerta *GpuIdle* disparou.
      2 instâncias para reiniciar, da mais cara para a mais barata. Nada foi feito ainda; digite `reiniciar NOME` ou, para todas, `reiniciar gpu-*`.
      🟢 *myci* · DS3_V2 · US$ 0,29 por hora · @00aa
      ⚪ *gpu-1* · US$ 0,31 por hora
      🟢 *ci-1* está protegida por Ana até 20:02 (training)
      *ci-3*: passa do limite de `--máximo`; deixei como está
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      [Reiniciar myci] restart research/myci
      [Reiniciar gpu-1] restart research/gpu-1
    nothing announced (channel):
      Não consegui ler tudo, então não sei se haverá algo para parar daqui a 30 min.
      🟢 *ci-1* está protegida por Ana até 20:02 (training)
      ⚪ *ci-2* já está parada.
      *ci-3*: passa do limite de `--máximo`; deixei como está
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    one proposed (channel):
      O alerta *GpuIdle* disparou.
      1 instância para parar. Nada foi feito ainda; se quiser, digite `parar myci`.
      Economia de US$ 0,29 por hora.
      🟢 *myci* · DS3_V2 · US$ 0,29 por hora · @00aa
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      [Parar myci] stop research/myci
    none proposed (channel):
      O alerta *GpuIdle* disparou.
      Não consegui ler tudo, então não sei se há algo para parar com `parar gpu-*`: 1 já estava parada, 1 protegida por Ana até 20:02, 1 além do limite.
      *ci-3*: passa do limite de `--máximo`; deixei como está
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    none proposed of none (channel):
      O alerta *GpuIdle* disparou.
      Não consegui ler tudo, então não sei se há algo para parar com `parar gpu-*`.
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    ");
}
