//! Questions before a delete and before a bulk stop.

use std::time::Duration;

use insta::assert_snapshot;
use serde_json::json;

use super::world_with;

use crate::support::reply::Button;

#[tokio::test(start_paused = true)]
async fn a_delete_asks_first() {
    let world = world_with(0).await;
    let prompt = world.says("U0ADA", "excluir myci").await;
    assert_snapshot!(prompt, @"
    to the caller:
    Excluir *myci*? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
    Os botões valem por 5 min, e só para você. [Excluir] [Não excluir]
    ");
    world.presses("U0ADA", &prompt.button("Não excluir")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    Deixei como está. Nada foi feito.
    ");
    world.presses("U0BOB", &prompt.button("Excluir")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    Em research você pode usar `estado`, `listar`, `auditar`, `desatualizadas` e `custo`, mas não `excluir`. Fale com um responsável por research.
    ");
    let ticket = prompt.button("Excluir");
    world.presses("U0ADA", &ticket.with_value(&ticket.value().replace("myci", "stopped-ci"))).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    Essa confirmação não vale mais: o que ela menciona mudou, ou ela foi feita para outra pessoa. Nada foi feito. Para eu perguntar de novo, digite `excluir stopped-ci`. [excluir stopped-ci]
    ");
    world.presses("U0ADA", &Button::forged("1|delete myci|zzz")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    Essa confirmação não é minha, ou foi alterada no caminho. Nada foi feito.
    ");
    tokio::time::advance(Duration::from_secs(301)).await;
    world.presses("U0ADA", &prompt.button("Excluir")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    Essa confirmação só valia por 5 min. Para eu perguntar de novo, digite `excluir myci`. [excluir myci]
    ");
    assert_eq!(world.asked("delete"), 0);
    let prompt = world.says("U0ADA", "apagar myci").await;
    world.presses("U0ADA", &prompt.button("Excluir")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    Pode deixar: `excluir myci`.
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    🟡 *myci*: pedi ao Azure para excluí-la. Aviso quando ela não existir mais.
    ");
    world.emulator.settle("myci");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    ⚪ *myci* foi excluída. Levou 10 s.
    ");
    assert_snapshot!(world.says("U0ADA", "excluir busy-ci").await, @"
    to the caller:
    Excluir *busy-ci*? Ela está executando um job, que seria encerrado. O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
    2 jobs estão em execução nela ou à espera dela: `train-43` e `train-42`.
    Os botões valem por 5 min, e só para você. [Excluir] [Não excluir]
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_confirmation_can_be_typed() {
    let world = world_with(0).await;
    let ticket = world.says("U0ADA", "excluir myci").await.button("Excluir");
    let (code, command) = ticket.as_typed();
    let line = format!("Confirmar {code} {}", command.replace("delete", "excluir a"));
    world.says("U0ADA", &line).await;
    assert_eq!(world.asked("delete"), 1, "{line}");
    world.emulator.settle("myci");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn many_at_once_are_confirmed() {
    let world = world_with(6).await;
    world.fault("stop", "disk-full", json!({"instance": "ci-a0002"}));
    let prompt = world.says("U0ADA", "parar todas --exceto ci-a0004").await;
    assert_snapshot!(prompt, @"
    to the caller:
    Parar estas 6?
    *ci-a0001*, *ci-a0002*, *ci-a0003*, *ci-a0005*, *ci-a0006* e *myci*
    Economia de US$ 4,23 por hora.
    Pertencem a você (3), `00000000-0000-0000-0000-0000000000bd` (2) e `00000000-0000-0000-0000-0000000000bc` (1).
    Os botões valem por 5 min, e só para você. [Parar 6] [Deixar como está]
    ");
    world.presses("U0ADA", &prompt.button("Parar 6")).await;
    assert_snapshot!(world.hears().await, @"
    to the caller, in place:
    Pode deixar: `parar todas --exceto ci-a0004`.
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    Parar: 5 parando, 1 já estava parada, 1 com job, 1 falhou.
    Aviso quando terminarem.
    🟢 *busy-ci* está executando um job; deixei rodando
    🟡 *ci-a0001*: pedi ao Azure para pará-la
    🔴 *ci-a0002*: o disco dela está cheio. Libere 1–2 GB pelo terminal dela antes de parar ou reiniciar; arquivos temporários devem ficar em `/mnt`. Não execute `sudo shutdown` nela.
    🟡 *ci-a0003*: pedi ao Azure para pará-la
    🟡 *ci-a0005*: pedi ao Azure para pará-la
    🟡 *ci-a0006*: pedi ao Azure para pará-la
    🟡 *myci*: pedi ao Azure para pará-la
    ⚪ *stopped-ci* já está parada, desde <!date^1795406400^{time}|01:00> (desligamento automático por inatividade).
    ");
    world.emulator.settle_all();
    assert_snapshot!(world.hears().await, @"
    to the channel:
    Parar: 5 paradas, 1 já estava parada, 1 com job, 1 falhou.
    Disco, IP público e balanceador de carga de uma instância parada continuam sendo cobrados.
    🟢 *busy-ci* está executando um job; deixei rodando
    ⚪ *ci-a0001* parou (0 s)
    🔴 *ci-a0002*: o disco dela está cheio. Libere 1–2 GB pelo terminal dela antes de parar ou reiniciar; arquivos temporários devem ficar em `/mnt`. Não execute `sudo shutdown` nela.
    ⚪ *ci-a0003* parou (0 s)
    ⚪ *ci-a0005* parou (0 s)
    ⚪ *ci-a0006* parou (0 s)
    ⚪ *myci* parou (0 s)
    ⚪ *stopped-ci* já está parada, desde <!date^1795406400^{time}|01:00> (desligamento automático por inatividade).
    <@U0DAN>: *u0ada* parou *ci-a0001*.
    <@U0CLEO>: *u0ada* parou *ci-a0005*.
    ");
    world.finish().await;
}
