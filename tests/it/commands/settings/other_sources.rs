//! From a machine, from a terminal, and in Portuguese.

use std::time::Duration;

use super::*;

use crate::support::world::World;

#[tokio::test(start_paused = true)]
async fn a_machine_gets_rows_and_a_status() {
    let world = World::with_machines("").await;
    let sends = async |command: &str| {
        tokio::time::advance(Duration::from_secs(1)).await; // else it would be the same message again
        let body = json!({"command": command}).to_string();
        world.sends("script", &body, &[]).await
    };
    assert_snapshot!(sends("idle myci 2h").await, @"
    HTTP 200: myci stops when idle for 2 h. It was 1 h before.
    It has a managed identity: idle shutdown works only while that identity is Contributor on the workspace.
      research/myci done
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *myci* stops when idle for 2 h. It was 1 h before.
    It has a managed identity: idle shutdown works only while that identity is *Contributor* on the workspace.
    ");
    assert_snapshot!(sends("idle myci 2h").await, @"
    HTTP 200: myci already stops when idle for 2 h.
    It has a managed identity: idle shutdown works only while that identity is Contributor on the workspace.
      research/myci already
    ");
    world.hears().await; // `quiet = true` would keep it from there
    assert_snapshot!(sends("idle myci off").await, @"
    HTTP 200: myci still stops when idle for 2 h: Azure can't turn that off on an existing instance. The longest is 3 d: idle myci 72h. Only a new instance from Azure ML studio can be without it; keep stops timers and alerts, not Azure itself.
      research/myci skipped no-way-off
    ");
    world.hears().await;
    assert_snapshot!(sends("schedule myci").await, @"
    HTTP 200: myci has 1 schedule:
    0000 stop weekdays at 20:00, Brasília time (UTC-03:00). Next: 23:00.
      research/myci done Running
    ");
    assert_snapshot!(sends("schedule myci add stop at 23:00 UTC").await, @"
    HTTP 200: myci has a new schedule:
    08d1 stop every day at 23:00, UTC. Next: 23:00.
      research/myci done
    ");
    assert_snapshot!(world.hears().await, @"
    to the channel:
    *myci* has a new schedule:
    `08d1` *stop* every day at 23:00, UTC. Next: <!date^1795474800^{time}|23:00>.
    ");
    assert_snapshot!(sends("schedule myci add stop at 23:00 UTC").await, @"
    HTTP 200: myci has this schedule already:
    08d1 stop every day at 23:00, UTC. Next: 23:00.
      research/myci already
    ");
    world.hears().await;
    assert_snapshot!(sends("schedule myci remove ffff").await, @"
    HTTP 200: myci has no schedule ffff. Nothing was changed.
    myci has 2 schedules:
    0000 stop weekdays at 20:00, Brasília time (UTC-03:00). Next: 23:00.
    08d1 stop every day at 23:00, UTC. Next: 23:00.
      research/myci skipped no-such-schedule
    ");
    assert_snapshot!(sends("schedule myci add stop 0 20 * * 7").await, @"HTTP 400: Azure does not understand 0 20 * * 7. Its five fields are minute, hour, day, month and day of the week (0 to 6, Sunday is 0): each is *, a number, a range upwards such as 1-5, a list such as 1,3, or has a step such as */2.");
    world.hears().await;
    let told = world.hears().await;
    assert!(told.contains("*script* `schedule myci add stop 0 20 * * 7`:"), "{told}");
    world.fault("schedules", "403", json!({}));
    assert_snapshot!(sends("schedule myci remove 0000").await, @"
    HTTP 200: Azure refused: Lamplighter lacks Microsoft.MachineLearningServices/workspaces/computes/updateSchedules/action on ml-research. An Azure owner can grant it with the role Lamplighter schedules in infra/azure; lamplighter check lists everything that is missing. (id ……)
      research/myci failed forbidden
    ");
    world.hears().await;
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn settings_are_reported_in_portuguese() {
    let world = world_with("tz = \"Europe/Lisbon\"", "locale = \"pt-BR\"\ntz = \"America/Sao_Paulo\"").await;
    let says = async |text: &str| world.says("U0ADA", text).await;
    assert_snapshot!(says("inatividade myci 2 horas").await, @"
    to the caller:
    *myci* desliga após 2 h de inatividade. Antes, era após 1 h.
    Ela tem uma identidade gerenciada: o desligamento automático por inatividade só funciona se essa identidade tiver a função Colaborador (*Contributor*) no workspace.
    ");
    assert_snapshot!(says("inatividade myci 2 horas").await, @"
    to the caller:
    *myci* já desliga após 2 h de inatividade.
    Ela tem uma identidade gerenciada: o desligamento automático por inatividade só funciona se essa identidade tiver a função Colaborador (*Contributor*) no workspace.
    ");
    assert_snapshot!(says("inatividade busy-ci 45 min").await, @"
    to the caller:
    *busy-ci* desliga após 45 min de inatividade. Antes, não tinha desligamento automático.
    Ela tem uma identidade gerenciada: o desligamento automático por inatividade só funciona se essa identidade tiver a função Colaborador (*Contributor*) no workspace.
    ");
    assert_snapshot!(says("inatividade myci fim").await, @"
    to the caller:
    *myci* continua desligando após 2 h de inatividade: o Azure não permite desativar isso em uma instância que já existe. O máximo é 3 d: `inatividade myci 72h`. Só uma instância nova, criada no estúdio do Azure ML, pode ficar sem desligamento automático; `manter` segura agendamentos e alertas, não o próprio Azure. [inatividade myci 72h]
    ");
    assert_snapshot!(says("agenda myci").await, @"
    to the caller:
    *myci* tem 1 agendamento:
    `0000` *parar* em dias úteis às 20:00, horário de Brasília (UTC-03:00). Próxima vez: <!date^1795474800^{time}|20:00>.
    ");
    assert_snapshot!(says("agenda stopped-ci").await, @"
    to the caller:
    *stopped-ci* não tem agendamentos. Para adicionar um: `agendar stopped-ci adicionar parar dias úteis às 20:00`.
    ");
    assert_snapshot!(says("agendar myci adicionar iniciar segunda a sexta às 8h").await, @"
    to the caller:
    *myci* tem um novo agendamento:
    `1fe6` *iniciar* em dias úteis às 08:00, horário de Brasília (UTC-03:00). Próxima vez: <!date^1795518000^{date_short} {time}|ter. 24/11 às 08:00>.
    ");
    assert_snapshot!(says("agendar myci adicionar parar seg, qua e sex às 20h Europe/Lisbon").await, @"
    to the caller:
    *myci* tem um novo agendamento:
    `d533` *parar* segunda, quarta e sexta às 20:00, Europe/London (UTC+00:00). Próxima vez: <!date^1795464000^{time}|17:00>.
    Os agendamentos do Azure ignoram o horário de verão: pelos relógios de Europe/Lisbon, o horário deste é 20:00 agora e 21:00 a partir de 28/03/2027.
    ");
    assert_snapshot!(says("agendar myci adicionar parar fins-de-semana às 22h").await, @"
    to the caller:
    *myci* tem um novo agendamento:
    `8a80` *parar* nos fins de semana às 22:00, horário de Brasília (UTC-03:00). Próxima vez: <!date^1795914000^{date_short} {time}|sáb. 28/11 às 22:00>.
    ");
    assert_snapshot!(says("agendar myci adicionar parar todo dia às 23h").await, @"
    to the caller:
    *myci* tem 4 agendamentos, o máximo que o Azure guarda por instância. Nada foi adicionado; remova um antes.
    `0000` *parar* em dias úteis às 20:00, horário de Brasília (UTC-03:00). Próxima vez: <!date^1795474800^{time}|20:00>.
    `1fe6` *iniciar* em dias úteis às 08:00, horário de Brasília (UTC-03:00). Próxima vez: <!date^1795518000^{date_short} {time}|ter. 24/11 às 08:00>.
    `d533` *parar* segunda, quarta e sexta às 20:00, Europe/London (UTC+00:00). Próxima vez: <!date^1795464000^{time}|17:00>.
    `8a80` *parar* nos fins de semana às 22:00, horário de Brasília (UTC-03:00). Próxima vez: <!date^1795914000^{date_short} {time}|sáb. 28/11 às 22:00>.
    Os agendamentos do Azure ignoram o horário de verão: pelos relógios de Europe/London, o horário deste é 20:00 agora e 21:00 a partir de 28/03/2027.
    ");
    assert_snapshot!(says("agendar myci desativar 0000").await, @"
    to the caller:
    *myci*: este agendamento está desativado; o Azure o guarda:
    `0000` *parar* em dias úteis às 20:00, horário de Brasília (UTC-03:00): desativado.
    ");
    assert_snapshot!(says("agendar myci remover ffff").await, @"
    to the caller:
    *myci* não tem o agendamento `ffff`. Nada mudou.
    *myci* tem 4 agendamentos:
    `0000` *parar* em dias úteis às 20:00, horário de Brasília (UTC-03:00): desativado.
    `1fe6` *iniciar* em dias úteis às 08:00, horário de Brasília (UTC-03:00). Próxima vez: <!date^1795518000^{date_short} {time}|ter. 24/11 às 08:00>.
    `d533` *parar* segunda, quarta e sexta às 20:00, Europe/London (UTC+00:00). Próxima vez: <!date^1795464000^{time}|17:00>.
    `8a80` *parar* nos fins de semana às 22:00, horário de Brasília (UTC-03:00). Próxima vez: <!date^1795914000^{date_short} {time}|sáb. 28/11 às 22:00>.
    Os agendamentos do Azure ignoram o horário de verão: pelos relógios de Europe/London, o horário deste é 20:00 agora e 21:00 a partir de 28/03/2027.
    ");
    assert_snapshot!(says("agendar myci adicionar parar 0 20 * * 7").await, @"
    to the caller:
    O Azure não entende `0 20 * * 7`. Os cinco campos são minuto, hora, dia, mês e dia da semana (0 a 6, domingo é 0): cada um é `*`, um número, um intervalo crescente como `1-5`, uma lista como `1,3`, ou tem um passo como `*/2`.
    ");
    assert_snapshot!(says("agendar myci adicionar parar às 20h Europe/Atlantis").await, @"
    to the caller:
    O Azure não tem o fuso horário `Europe/Atlantis`. Digite um como `America/Sao_Paulo` ou `Europe/Lisbon`.
    ");
    world.fault("idle", "403", json!({}));
    assert_snapshot!(says("inatividade myci 3 horas").await, @"
    to the caller:
    O Azure recusou: falta `Microsoft.MachineLearningServices/workspaces/computes/updateIdleShutdownSetting/action` ao Lamplighter em ml-research. Quem administra o Azure concede com a função *Lamplighter idle* de `infra/azure`; `lamplighter check` mostra tudo o que falta. (id ……)
    ");
    let monthly = json!({"id": "aaaa0001", "action": "Stop", "status": "Enabled", "triggerType": "Recurrence",
        "recurrence": {"frequency": "Month", "interval": 1, "timeZone": "UTC"}});
    let schedules = json!({"schedules": {"computeStartStop": [monthly]}});
    world.emulator.set("stopped-ci", schedules);
    assert_snapshot!(says("agenda stopped-ci").await, @"
    to the caller:
    *stopped-ci* tem 1 agendamento:
    `aaaa` *parar* todo mês, UTC.
    ");
    world.finish().await;
}
