//! What there is: details, lists and cards.

use super::power::a_keep;
use super::*;
use crate::{
    azure::State,
    command::Verb,
    lifecycle::Kept,
    reply::{Detail, card, offer, status},
};

const ME: &str = "00aa";

const UNUSABLE: &str = "The specified Azure ML Compute Instance myci encountered an unusable node. Please try to restart \
    the compute instance to recover.";

fn last(name: &str, status: &str, trigger: &str, hours: i64) -> Value {
    json!({
        "operationName": name,
        "operationTime": before(hours).to_string(),
        "operationStatus": status,
        "operationTrigger": trigger,
    })
}

fn in_state(name: &str, state: &str) -> Compute {
    compute(name, json!({ "state": state, "vmSize": "STANDARD_DS3_V2" }))
}

/// An instance with everything that a status can show.
fn full() -> Compute {
    compute(
        "myci",
        json!({
            "state": "Running",
            "vmSize": "STANDARD_DS3_V2",
            "lastOperation": last("Start", "Succeeded", "Schedule", 5),
            "createdBy": { "userId": ME, "userName": "Ada" },
            "idleTimeBeforeShutdown": "PT2H",
            "schedules": { "computeStartStop": [
                { "id": "7f3a0000", "action": "Stop", "cron": { "expression": "0 20 * * 1-5" } },
                { "id": "8f3a0000", "action": "Start", "cron": { "expression": "0 8 * * *" } },
            ] },
            "osImageMetadata": {
                "isLatestOsImageVersion": false, "currentImageVersion": "26.06.14", "latestImageVersion": "26.10.22",
            },
            "applications": [
                { "displayName": "Jupyter", "endpointUri": "https://myci.example/tree" },
                { "displayName": "Jupyter Lab", "endpointUri": "https://myci.example/lab" },
            ],
        }),
    )
}

fn details() -> Vec<(&'static str, Compute, Detail)> {
    let priced =
        |kept: Option<Kept>| Detail { price: Some(money(29, "USD")), keep: kept, pending: Vec::new() };
    let not_kept = || Detail { price: None, keep: Some(Kept::No), pending: Vec::new() };
    let with = |state: &str, operation: Value| {
        compute("myci", json!({ "state": state, "lastOperation": operation }))
    };
    vec![
        (
            "stuck, and Azure advises a restart",
            compute(
                "myci",
                json!({
                    "state": "Restarting",
                    "lastOperation": last("Restart", "InProgress", "User", 200),
                    "errors": [{ "error": { "code": "UserError", "message": UNUSABLE } }],
                }),
            ),
            not_kept(),
        ),
        (
            "unusable, with a full disk",
            compute(
                "myci",
                json!({
                    "state": "Unusable",
                    "errors": [
                        { "error": { "code": "UserError", "message": UNUSABLE } },
                        { "code": "UserError", "message": "ComputeInstance disk is full." },
                    ],
                }),
            ),
            not_kept(),
        ),
        (
            "with a cause that Azure tells",
            compute(
                "myci",
                json!({
                    "state": "SetupFailed",
                    "errors": [{ "error": { "code": "StorageMountError", "message": "Failed to mount storage: Disk quota exceeded, public network access is disabled." } }],
                }),
            ),
            not_kept(),
        ),
        ("the caller's own", full(), priced(Some(Kept::Until(a_keep())))),
        (
            "another's, with a name",
            compute(
                "myci",
                json!({
                    "state": "Stopped",
                    "vmSize": "Standard_NC6",
                    "lastOperation": last("Stop", "Succeeded", "IdleShutdown", 30),
                    "createdBy": { "userId": "00bb", "userName": "Bob" },
                    "idleTimeBeforeShutdown": "one day",
                    "schedules": { "computeStartStop": [
                        { "action": "Stop", "status": "Disabled", "cron": { "expression": "0 20 * * 1-5" } },
                    ] },
                    "osImageMetadata": { "isLatestOsImageVersion": false },
                }),
            ),
            priced(Some(Kept::Unreadable)),
        ),
        (
            "another's, without a name",
            compute(
                "myci",
                json!({
                    "state": "Running",
                    "createdBy": { "userId": "00bb" },
                    "lastOperation": last("Restart", "Succeeded", "User", 0),
                    "schedules": { "computeStartStop": [
                        { "action": "Stop", "cron": { "expression": "0 20 * * 1-5" } },
                    ] },
                }),
            ),
            Detail::default(),
        ),
        ("nothing known", compute("myci", json!({})), not_kept()),
        (
            "unusable, with errors",
            compute(
                "myci",
                json!({
                    "state": "Unusable",
                    "errors": [{ "code": "Odd", "message": "Something odd happened" }, { "code": "QuotaExceeded" }],
                    "lastOperation": last("Start", "Failed", "User", 1),
                }),
            ),
            not_kept(),
        ),
        ("created", with("Running", last("Create", "Succeeded", "Robot", 1)), not_kept()),
        ("on its way", with("Stopping", last("Stop", "InProgress", "User", 0)), not_kept()),
        (
            "at odds with its last operation",
            with("Running", last("Stop", "Succeeded", "User", 30)),
            not_kept(),
        ),
        ("not over yet", with("Running", last("Stop", "InProgress", "User", 1)), not_kept()),
        (
            "an operation that we do not know",
            with("JobRunning", last("Reimage", "Succeeded", "Schedule", 1)),
            not_kept(),
        ),
    ]
}

pub fn cases(locale: Locale) -> Vec<Case> {
    let localizer = localizer(locale);
    let told =
        |looked: &Selected, details: &[Detail]| status(&localizer, Verb::Status, looked, details, Some(ME));
    let mut cases: Vec<Case> = details()
        .into_iter()
        .map(|(name, compute, detail)| case(name, told(&looked([compute], vec![]), &[detail])))
        .collect();
    let states = [
        "Running",
        "Stopped",
        "JobRunning",
        "Starting",
        "Stopping",
        "Restarting",
        "Deleting",
        "Creating",
        "Resizing",
        "SettingUp",
        "UserSettingUp",
        "CreateFailed",
        "SetupFailed",
        "UserSetupFailed",
        "Unusable",
        "Unknown",
        "Sleeping",
        "Running",
    ];
    let many = states.iter().enumerate();
    let many = many.map(|(n, state)| in_state(&format!("ci-{n}"), state));
    let listed =
        |looked: &Selected, details: &[Detail]| status(&localizer, Verb::List, looked, details, Some(ME));
    cases.push(case("every state", listed(&looked(many.clone(), unread()), &[])));
    let twice = many.clone().chain(many);
    let mut twice = listed(&looked(twice, vec![]), &[]);
    twice.lines.truncate(1);
    cases.push(case("every state twice", twice));
    let more = (0..62).map(|n| compute(&format!("ci-{n}"), json!({ "state": "Stopped" })));
    let mut cut = listed(&looked(more, vec![]), &[]);
    cut.lines.drain(2..60);
    cases.push(case("too many", cut));
    let (all, each): (Vec<_>, Vec<_>) =
        details().into_iter().map(|(_, compute, detail)| (compute, detail)).unzip();
    cases.push(case("a list with prices", listed(&looked(all.clone(), vec![]), &each)));
    cases.push(case("the status of many", told(&looked(all, vec![]), &each)));
    let one = listed(&looked([in_state("myci", "Running")], vec![]), &[]);
    cases.push(case("a list of one", one));
    cases.push(case("nothing", told(&looked([], vec![]), &[])));
    cases.push(case("nothing read", told(&looked([], unread()), &[])));
    let offers = [Verb::Start, Verb::Stop, Verb::Restart].map(|verb| offer(&localizer, verb, &id("myci")));
    cases.push(case("card", card(&localizer, &id("myci"), &State::Stopping, offers.into())));
    let named = Localizer { name_workspaces: true, ..localizer };
    cases.push(case("card with its workspace", card(&named, &id("myci"), &State::Running, vec![])));
    cases
}

#[test]
fn in_english() {
    insta::assert_snapshot!(transcript(Locale::English, cases), @"
    stuck, and Azure advises a restart:
      🟡 *myci* is restarting, since Sun 15 Nov, 10:02 (8 d 8 h), manually.
      🔴 Azure never takes that long: it is stuck. Delete and recreate it; if Azure refuses that too, open a support request there.
      no idle shutdown.
    unusable, with a full disk:
      🔴 *myci* is unusable.
      🔴 Its disk is full. Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`. Don't run `sudo shutdown` inside.
      no idle shutdown.
    with a cause that Azure tells:
      🔴 *myci* is not set up: setting it up failed.
      🔴 Azure says: Failed to mount storage: Disk quota exceeded, public network access is disabled.
      What is left of it keeps the name: before you create it again, type `delete myci`.
      no idle shutdown.
    the caller's own:
      🟢 *myci* has been running since 13:02 (5 h), started by a schedule.
      Size DS3_V2 · $0.29 per hour · owner: you · stops when idle for 2 h · 2 schedules, next stop: 20:00.
      Kept by Ana until 20:02 (training).
      Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
      Open [Jupyter](https://myci.example/tree) · [Jupyter Lab](https://myci.example/lab)
    another's, with a name:
      ⚪ *myci* has been stopped since Sun 22 Nov, 12:02 (1 d 6 h), by idle shutdown.
      Size NC6 · $0.29 per hour when it runs · owner Bob · idle shutdown in a form that I can't read · 1 schedule.
      Somebody keeps it, but I can't read the tag `lamplighter-keep-myci`. Timers and alerts will not stop it. To remove the tag, type `keep myci off`.
      Its OS image is out of date. `outdated myci` shows how to renew it.
    another's, without a name:
      🟢 *myci* has been running since 18:02, restarted manually.
      owner `00bb` · no idle shutdown · 1 schedule, next stop: 20:00.
      I could not see just now whether somebody keeps it.
      Only its owner can open Jupyter, JupyterLab and RStudio.
    nothing known:
      🟡 *myci* is being created.
      no idle shutdown.
    unusable, with errors:
      🔴 *myci* is unusable.
      🔴 Azure says: Something odd happened
      🔴 The subscription's quota for this size, or for the region, has no room for it. Stopping an instance frees no quota: delete one that nobody needs, or ask the subscription's administrator for more. (id 09a7d3)
      no idle shutdown.
      Last: start manually at 17:02; it failed.
    created:
      🟢 *myci* has been running since 17:02 (1 h), created by Robot.
      no idle shutdown.
      Only its owner can open Jupyter, JupyterLab and RStudio.
    on its way:
      🟡 *myci* is stopping, since 18:02, manually.
      no idle shutdown.
    at odds with its last operation:
      🟢 *myci* is running.
      no idle shutdown.
      Last: stopped manually on Sun 22 Nov, 12:02.
      Only its owner can open Jupyter, JupyterLab and RStudio.
    not over yet:
      🟢 *myci* is running.
      no idle shutdown.
      Last: stop manually, since 17:02; not finished yet.
      Only its owner can open Jupyter, JupyterLab and RStudio.
    an operation that we do not know:
      🟢 *myci* is running a job.
      no idle shutdown.
      Last: changed (Reimage) by a schedule at 17:02.
      Only its owner can open Jupyter, JupyterLab and RStudio.
    every state:
      18 instances: 2 running, 2 being set up, 1 stopped, 1 running a job, 1 starting, 1 stopping, 1 restarting, 1 being deleted, 1 being created, 1 being resized, 1 not created: creating it failed, 1 not set up: setting it up failed, 1 not set up: its set-up script failed, 1 unusable, 1 in a state that Azure calls unknown, 1 Sleeping.
      🟢 *ci-0* running · DS3_V2
      ⚪ *ci-1* stopped · DS3_V2
      🟢 *ci-2* running a job · DS3_V2
      🟡 *ci-3* starting · DS3_V2
      🟡 *ci-4* stopping · DS3_V2
      🟡 *ci-5* restarting · DS3_V2
      🟡 *ci-6* being deleted · DS3_V2
      🟡 *ci-7* being created · DS3_V2
      🟡 *ci-8* being resized · DS3_V2
      🟡 *ci-9* being set up · DS3_V2
      🟡 *ci-10* being set up · DS3_V2
      🔴 *ci-11* not created: creating it failed · DS3_V2
      🔴 *ci-12* not set up: setting it up failed · DS3_V2
      🔴 *ci-13* not set up: its set-up script failed · DS3_V2
      🔴 *ci-14* unusable · DS3_V2
      🟡 *ci-15* in a state that Azure calls unknown · DS3_V2
      🟡 *ci-16* Sleeping · DS3_V2
      🟢 *ci-17* running · DS3_V2
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    every state twice:
      36 instances: 4 running, 4 being set up, 2 stopped, 2 running a job, 2 starting, 2 stopping, 2 restarting, 2 being deleted, 2 being created, 2 being resized, 2 not created: creating it failed, 2 not set up: setting it up failed, 2 not set up: its set-up script failed, 2 unusable, 2 in a state that Azure calls unknown, 2 Sleeping.
    too many:
      62 instances: 62 stopped.
      ⚪ *ci-0* stopped
      ⚪ *ci-59* stopped
      … and 2 more. Narrow it down with a glob, or `--state running`.
    a list with prices:
      13 instances: 5 running, 2 unusable, 1 restarting, 1 not set up: setting it up failed, 1 stopped, 1 being created, 1 stopping, 1 running a job.
      🟡 *myci* restarting since Sun 15 Nov, 10:02
      🔴 *myci* unusable
      🔴 *myci* not set up: setting it up failed
      🟢 *myci* running since 13:02 · DS3_V2 · $0.29/h · you
      ⚪ *myci* stopped since Sun 22 Nov, 12:02 · NC6 · $0.29/h when on · Bob
      🟢 *myci* running since 18:02 · `00bb`
      🟡 *myci* being created
      🔴 *myci* unusable
      🟢 *myci* running since 17:02
      🟡 *myci* stopping since 18:02
      🟢 *myci* running
      🟢 *myci* running
      🟢 *myci* running a job
    the status of many:
      13 instances: 5 running, 2 unusable, 1 restarting, 1 not set up: setting it up failed, 1 stopped, 1 being created, 1 stopping, 1 running a job.
      🟡 *myci* is restarting, since Sun 15 Nov, 10:02 (8 d 8 h), manually. 🔴 Azure never takes that long: it is stuck. Delete and recreate it; if Azure refuses that too, open a support request there. no idle shutdown.
      🔴 *myci* is unusable. 🔴 Its disk is full. Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`. Don't run `sudo shutdown` inside. no idle shutdown.
      🔴 *myci* is not set up: setting it up failed. 🔴 Azure says: Failed to mount storage: Disk quota exceeded, public network access is disabled. What is left of it keeps the name: before you create it again, type `delete myci`. no idle shutdown.
      🟢 *myci* has been running since 13:02 (5 h), started by a schedule. Size DS3_V2 · $0.29 per hour · owner: you · stops when idle for 2 h · 2 schedules, next stop: 20:00. Kept by Ana until 20:02 (training). Its OS image is 26.06.14, the latest is 26.10.22. `outdated myci` shows how to renew it.
      ⚪ *myci* has been stopped since Sun 22 Nov, 12:02 (1 d 6 h), by idle shutdown. Size NC6 · $0.29 per hour when it runs · owner Bob · idle shutdown in a form that I can't read · 1 schedule. Somebody keeps it, but I can't read the tag `lamplighter-keep-myci`. Timers and alerts will not stop it. To remove the tag, type `keep myci off`. Its OS image is out of date. `outdated myci` shows how to renew it.
      🟢 *myci* has been running since 18:02, restarted manually. owner `00bb` · no idle shutdown · 1 schedule, next stop: 20:00. I could not see just now whether somebody keeps it.
      🟡 *myci* is being created. no idle shutdown.
      🔴 *myci* is unusable. 🔴 Azure says: Something odd happened 🔴 The subscription's quota for this size, or for the region, has no room for it. Stopping an instance frees no quota: delete one that nobody needs, or ask the subscription's administrator for more. (id 09a7d3) no idle shutdown. Last: start manually at 17:02; it failed.
      🟢 *myci* has been running since 17:02 (1 h), created by Robot. no idle shutdown.
      🟡 *myci* is stopping, since 18:02, manually. no idle shutdown.
      🟢 *myci* is running. no idle shutdown. Last: stopped manually on Sun 22 Nov, 12:02.
      🟢 *myci* is running. no idle shutdown. Last: stop manually, since 17:02; not finished yet.
      🟢 *myci* is running a job. no idle shutdown. Last: changed (Reimage) by a schedule at 17:02.
    a list of one:
      1 instance: 1 running.
      🟢 *myci* running · DS3_V2
    nothing:
      There is nothing here that you can see.
    nothing read:
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    card:
      🟡 *myci* is stopping.
      [Start] start research/myci
      [Stop] stop research/myci
      [Restart] restart research/myci
    card with its workspace:
      🟢 *research/myci* is running.
    ");
}

#[test]
fn in_portuguese() {
    insta::assert_snapshot!(transcript(Locale::Portuguese, cases), @"
    stuck, and Azure advises a restart:
      🟡 *myci* está reiniciando desde dom. 15/11 às 10:02 (há 8 d 8 h), manualmente.
      🔴 O Azure nunca leva tanto tempo: ela travou. Exclua e recrie a instância; se o Azure recusar isso também, abra um chamado no suporte do Azure.
      sem desligamento automático por inatividade.
    unusable, with a full disk:
      🔴 *myci* está inutilizável.
      🔴 O disco dela está cheio. Libere 1–2 GB pelo terminal dela antes de parar ou reiniciar; arquivos temporários devem ficar em `/mnt`. Não execute `sudo shutdown` nela.
      sem desligamento automático por inatividade.
    with a cause that Azure tells:
      🔴 *myci* está com falha na configuração.
      🔴 O Azure diz: Failed to mount storage: Disk quota exceeded, public network access is disabled.
      O que restou dela ocupa o nome: antes de criá-la de novo, digite `excluir myci`.
      sem desligamento automático por inatividade.
    the caller's own:
      🟢 *myci* está rodando desde 13:02 (há 5 h), iniciada por um agendamento.
      Tamanho DS3_V2 · US$ 0,29 por hora · é sua · desliga após 2 h de inatividade · 2 agendamentos, próxima parada: 20:00.
      Protegida por Ana até 20:02 (training).
      A imagem do SO é 26.06.14, e a mais recente é 26.10.22. `desatualizadas myci` mostra como renovar a instância.
      Abrir [Jupyter](https://myci.example/tree) · [Jupyter Lab](https://myci.example/lab)
    another's, with a name:
      ⚪ *myci* está parada desde dom. 22/11 às 12:02 (há 1 d 6 h), pelo desligamento automático por inatividade.
      Tamanho NC6 · US$ 0,29 por hora quando roda · pertence a Bob · desligamento automático em um formato que não consigo ler · 1 agendamento.
      Alguém a protege, mas não consigo ler a tag `lamplighter-keep-myci`. Nenhum temporizador ou alerta meu vai pará-la. Para remover a tag, digite `manter myci fim`.
      A imagem do SO está desatualizada. `desatualizadas myci` mostra como renovar a instância.
    another's, without a name:
      🟢 *myci* está rodando desde 18:02, reiniciada manualmente.
      pertence a `00bb` · sem desligamento automático por inatividade · 1 agendamento, próxima parada: 20:00.
      Não consegui ver agora se alguém a protege.
      Só o dono pode abrir Jupyter, JupyterLab e RStudio.
    nothing known:
      🟡 *myci* está sendo criada.
      sem desligamento automático por inatividade.
    unusable, with errors:
      🔴 *myci* está inutilizável.
      🔴 O Azure diz: Something odd happened
      🔴 A cota da assinatura para este tamanho, ou para a região, não é suficiente. Parar uma instância não libera cota: exclua uma de que ninguém precise ou peça mais cota a quem administra a assinatura. (id 09a7d3)
      sem desligamento automático por inatividade.
      Última operação: início pedido manualmente às 17:02; falhou.
    created:
      🟢 *myci* está rodando desde 17:02 (há 1 h), criada por Robot.
      sem desligamento automático por inatividade.
      Só o dono pode abrir Jupyter, JupyterLab e RStudio.
    on its way:
      🟡 *myci* está parando desde 18:02, manualmente.
      sem desligamento automático por inatividade.
    at odds with its last operation:
      🟢 *myci* está rodando.
      sem desligamento automático por inatividade.
      Última operação: parada manualmente em dom. 22/11 às 12:02.
      Só o dono pode abrir Jupyter, JupyterLab e RStudio.
    not over yet:
      🟢 *myci* está rodando.
      sem desligamento automático por inatividade.
      Última operação: parada pedida manualmente, desde 17:02; ainda não terminou.
      Só o dono pode abrir Jupyter, JupyterLab e RStudio.
    an operation that we do not know:
      🟢 *myci* está executando um job.
      sem desligamento automático por inatividade.
      Última operação: alterada (Reimage) por um agendamento às 17:02.
      Só o dono pode abrir Jupyter, JupyterLab e RStudio.
    every state:
      18 instâncias: 2 rodando, 2 sendo configuradas, 1 parada, 1 executando um job, 1 iniciando, 1 parando, 1 reiniciando, 1 sendo excluída, 1 sendo criada, 1 sendo redimensionada, 1 com falha na criação, 1 com falha na configuração, 1 com falha no script de configuração, 1 inutilizável, 1 em um estado que o Azure chama de desconhecido, 1 Sleeping.
      🟢 *ci-0* rodando · DS3_V2
      ⚪ *ci-1* parada · DS3_V2
      🟢 *ci-2* executando um job · DS3_V2
      🟡 *ci-3* iniciando · DS3_V2
      🟡 *ci-4* parando · DS3_V2
      🟡 *ci-5* reiniciando · DS3_V2
      🟡 *ci-6* sendo excluída · DS3_V2
      🟡 *ci-7* sendo criada · DS3_V2
      🟡 *ci-8* sendo redimensionada · DS3_V2
      🟡 *ci-9* sendo configurada · DS3_V2
      🟡 *ci-10* sendo configurada · DS3_V2
      🔴 *ci-11* com falha na criação · DS3_V2
      🔴 *ci-12* com falha na configuração · DS3_V2
      🔴 *ci-13* com falha no script de configuração · DS3_V2
      🔴 *ci-14* inutilizável · DS3_V2
      🟡 *ci-15* em um estado que o Azure chama de desconhecido · DS3_V2
      🟡 *ci-16* Sleeping · DS3_V2
      🟢 *ci-17* rodando · DS3_V2
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    every state twice:
      36 instâncias: 4 rodando, 4 sendo configuradas, 2 paradas, 2 executando um job, 2 iniciando, 2 parando, 2 reiniciando, 2 sendo excluídas, 2 sendo criadas, 2 sendo redimensionadas, 2 com falha na criação, 2 com falha na configuração, 2 com falha no script de configuração, 2 inutilizáveis, 2 em um estado que o Azure chama de desconhecido, 2 Sleeping.
    too many:
      62 instâncias: 62 paradas.
      ⚪ *ci-0* parada
      ⚪ *ci-59* parada
      … e mais 2. Filtre com um padrão, como `gpu-*`, ou com `--estado rodando`.
    a list with prices:
      13 instâncias: 5 rodando, 2 inutilizáveis, 1 reiniciando, 1 com falha na configuração, 1 parada, 1 sendo criada, 1 parando, 1 executando um job.
      🟡 *myci* reiniciando desde dom. 15/11 às 10:02
      🔴 *myci* inutilizável
      🔴 *myci* com falha na configuração
      🟢 *myci* rodando desde 13:02 · DS3_V2 · US$ 0,29/h · você
      ⚪ *myci* parada desde dom. 22/11 às 12:02 · NC6 · US$ 0,29/h quando ligada · Bob
      🟢 *myci* rodando desde 18:02 · `00bb`
      🟡 *myci* sendo criada
      🔴 *myci* inutilizável
      🟢 *myci* rodando desde 17:02
      🟡 *myci* parando desde 18:02
      🟢 *myci* rodando
      🟢 *myci* rodando
      🟢 *myci* executando um job
    the status of many:
      13 instâncias: 5 rodando, 2 inutilizáveis, 1 reiniciando, 1 com falha na configuração, 1 parada, 1 sendo criada, 1 parando, 1 executando um job.
      🟡 *myci* está reiniciando desde dom. 15/11 às 10:02 (há 8 d 8 h), manualmente. 🔴 O Azure nunca leva tanto tempo: ela travou. Exclua e recrie a instância; se o Azure recusar isso também, abra um chamado no suporte do Azure. sem desligamento automático por inatividade.
      🔴 *myci* está inutilizável. 🔴 O disco dela está cheio. Libere 1–2 GB pelo terminal dela antes de parar ou reiniciar; arquivos temporários devem ficar em `/mnt`. Não execute `sudo shutdown` nela. sem desligamento automático por inatividade.
      🔴 *myci* está com falha na configuração. 🔴 O Azure diz: Failed to mount storage: Disk quota exceeded, public network access is disabled. O que restou dela ocupa o nome: antes de criá-la de novo, digite `excluir myci`. sem desligamento automático por inatividade.
      🟢 *myci* está rodando desde 13:02 (há 5 h), iniciada por um agendamento. Tamanho DS3_V2 · US$ 0,29 por hora · é sua · desliga após 2 h de inatividade · 2 agendamentos, próxima parada: 20:00. Protegida por Ana até 20:02 (training). A imagem do SO é 26.06.14, e a mais recente é 26.10.22. `desatualizadas myci` mostra como renovar a instância.
      ⚪ *myci* está parada desde dom. 22/11 às 12:02 (há 1 d 6 h), pelo desligamento automático por inatividade. Tamanho NC6 · US$ 0,29 por hora quando roda · pertence a Bob · desligamento automático em um formato que não consigo ler · 1 agendamento. Alguém a protege, mas não consigo ler a tag `lamplighter-keep-myci`. Nenhum temporizador ou alerta meu vai pará-la. Para remover a tag, digite `manter myci fim`. A imagem do SO está desatualizada. `desatualizadas myci` mostra como renovar a instância.
      🟢 *myci* está rodando desde 18:02, reiniciada manualmente. pertence a `00bb` · sem desligamento automático por inatividade · 1 agendamento, próxima parada: 20:00. Não consegui ver agora se alguém a protege.
      🟡 *myci* está sendo criada. sem desligamento automático por inatividade.
      🔴 *myci* está inutilizável. 🔴 O Azure diz: Something odd happened 🔴 A cota da assinatura para este tamanho, ou para a região, não é suficiente. Parar uma instância não libera cota: exclua uma de que ninguém precise ou peça mais cota a quem administra a assinatura. (id 09a7d3) sem desligamento automático por inatividade. Última operação: início pedido manualmente às 17:02; falhou.
      🟢 *myci* está rodando desde 17:02 (há 1 h), criada por Robot. sem desligamento automático por inatividade.
      🟡 *myci* está parando desde 18:02, manualmente. sem desligamento automático por inatividade.
      🟢 *myci* está rodando. sem desligamento automático por inatividade. Última operação: parada manualmente em dom. 22/11 às 12:02.
      🟢 *myci* está rodando. sem desligamento automático por inatividade. Última operação: parada pedida manualmente, desde 17:02; ainda não terminou.
      🟢 *myci* está executando um job. sem desligamento automático por inatividade. Última operação: alterada (Reimage) por um agendamento às 17:02.
    a list of one:
      1 instância: 1 rodando.
      🟢 *myci* rodando · DS3_V2
    nothing:
      Não há nada aqui que você possa ver.
    nothing read:
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    card:
      🟡 *myci* está parando.
      [Iniciar] start research/myci
      [Parar] stop research/myci
      [Reiniciar] restart research/myci
    card with its workspace:
      🟢 *research/myci* está rodando.
    ");
}
