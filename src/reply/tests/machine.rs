//! Reports and notices to channels.

use std::collections::BTreeMap;

use super::{
    power::{a_keep, all, came_to, report},
    *,
};
use crate::{
    command::Verb,
    command_request::{AlertKind, Cause, UnmatchedReason},
    lifecycle::{Outcome, Report},
    reply::{
        ActionReport, Expected, Unchecked, alerts_left_out, incomplete_event, not_read, not_understood, ping,
        too_late, unmatched_alerts, unmatched_event, with_heading,
    },
    verify::NotRead,
};

fn causes() -> [Cause; 6] {
    let budget = |percent, forecast| Cause::Budget {
        name: "ML".into(),
        spent: "$3,311.90".into(),
        of: "$4,000.00".into(),
        percent,
        forecast,
    };
    let alert = |resolved| Cause::Alert { name: "GpuIdle".into(), resolved };
    let later = Cause::Later {
        caller: Box::new(Caller { entra: Some("00aa".to_owned()), ..person() }),
        issued: before(2),
        due: now(),
        created: Vec::new(),
    };
    [budget(Some(83), false), budget(None, false), budget(Some(120), true), alert(false), alert(true), later]
}

fn reports(localizer: &Localizer) -> Vec<Case> {
    let told = |reports: &[Report], unread: &[Unreadable], cause: Option<&Cause>, missing: &[String]| {
        let alias = || Some("lab".parse().unwrap());
        let forbidden = AzureErrorKind::Forbidden { action: None, scope: None };
        let unchecked = [
            Unchecked::NotWanted,
            Unchecked::Failed(alias(), AzureError::of(forbidden.clone())),
            Unchecked::Failed(None, AzureError::of(forbidden)),
            Unchecked::Failed(alias(), AzureError::of(AzureErrorKind::Unanswered)),
            Unchecked::Failed(alias(), AzureError::of(AzureErrorKind::SubscriptionDisabled)),
            Unchecked::Failed(None, AzureError::of(AzureErrorKind::SubscriptionDisabled)),
            Unchecked::InPart(alias()),
        ];
        let report = ActionReport {
            missing: missing.to_vec(),
            unchecked: unchecked.to_vec(),
            ..came_to("stop all", reports, unread)
        };
        let ours = owned("myci", "Running", Some("00bb"), Some("Ana"));
        let affected =
            [Some(money(120, "USD")), None].map(|money| crate::reply::Priced { compute: &ours, money });
        crate::reply::report(localizer, &report, ("nightly", cause), &affected)
    };
    let every: Vec<Report> = all(Verb::Stop)
        .into_iter()
        .enumerate()
        .map(|(n, (_, outcome))| report(Verb::Stop, &format!("ci-{n}"), outcome))
        .collect();
    let quiet =
        [Outcome::Kept(a_keep()), Outcome::JobBegan].map(|outcome| report(Verb::Stop, "myci", outcome));
    let mut cases = vec![
        case("report", told(&every, &unread(), None, &["myci".into()])),
        case("report of nothing to do", told(&quiet, &[], None, &[])),
        case("report of nothing", told(&[], &[], None, &[])),
    ];
    let by = |cause: &Cause| case("cause", told(&[], &[], Some(cause), &[]));
    cases.extend(causes().iter().map(by));
    cases
}

fn unmatched(localizer: &Localizer) -> Vec<Case> {
    let reasons = [
        UnmatchedReason::NoRule,
        UnmatchedReason::NoInstance,
        UnmatchedReason::Elsewhere,
        UnmatchedReason::NoData,
        UnmatchedReason::State,
        UnmatchedReason::Date,
        UnmatchedReason::Unreadable,
    ];
    let told = |names: &[&'static str]| {
        let alerts: BTreeMap<_, _> = reasons
            .iter()
            .map(|reason| ((*reason, AlertKind::Labelled), names.iter().copied().collect()))
            .collect();
        unmatched_alerts(localizer, "grafana", &alerts)
    };
    let of_kind = |kind: AlertKind, names: &[&'static str]| {
        let reasons = [UnmatchedReason::NoRule, UnmatchedReason::NoInstance];
        let alerts = reasons.map(|reason| ((reason, kind), names.iter().copied().collect()));
        unmatched_alerts(localizer, "budget", &BTreeMap::from(alerts))
    };
    let many = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
    vec![
        case("one alert", told(&["GpuIdle"])),
        case("two alerts", told(&["A", "B"])),
        case("many alerts", told(&many)),
        case("a budget", of_kind(AlertKind::Budget, &["ml-monthly"])),
        case("two budgets", of_kind(AlertKind::Budget, &["ml-monthly", "ml-yearly"])),
        case("an alert of Azure's", of_kind(AlertKind::Azure, &["gpu-idle"])),
        case("left out", alerts_left_out(localizer, "grafana", 3, false)),
        case("left out by the sender", alerts_left_out(localizer, "grafana", 1, true)),
        case("several left out by the sender", alerts_left_out(localizer, "grafana", 3, true)),
    ]
}

fn messages(localizer: &Localizer) -> Vec<Case> {
    let answer = ping(localizer);
    let mut bare = Reply::default();
    bare.lines.extend(answer.lines.iter().skip(1).cloned());
    let mut cases = vec![
        case("headed", with_heading(localizer, "nightly", Some("stop all"), None, &bare)),
        case("headed, not understood", with_heading(localizer, "nightly", None, None, &bare)),
    ];
    for age in [3, 24 * 6, 24 * 8] {
        let due = localizer.now - SignedDuration::from_hours(age);
        cases.push(case("too late", too_late(localizer, "nightly", "stop all", due)));
    }
    cases.push(case("of 1970", too_late(localizer, "nightly", "stop all", Timestamp::UNIX_EPOCH)));
    for lack in ["undated", "undated-rule", "undated-timer", "no-command"] {
        cases.push(case("an event that says too little", incomplete_event(localizer, "nightly", lack)));
    }
    for (event, several) in [("Tick", false), ("Tick", true), ("", false), ("", true)] {
        cases.push(case("an event that fits no source", unmatched_event(localizer, event, several)));
    }
    for expected in [Expected::Command, Expected::Words, Expected::Alerts, Expected::AzureAlert] {
        cases.push(case(format!("{expected}"), not_understood(localizer, expected)));
    }
    for why in [NotRead::TooLarge, NotRead::TooSlow, NotRead::UnknownForm] {
        cases.push(case(format!("{why}"), not_read(localizer, "nightly", why, why == NotRead::TooLarge)));
    }
    cases
}

pub fn cases(locale: Locale) -> Vec<Case> {
    let localizer = localizer(locale);
    [reports(&localizer), unmatched(&localizer), messages(&localizer)].concat()
}

#[test]
fn in_english() {
    insta::assert_snapshot!(transcript(Locale::English, cases), @r#"
    report (channel):
      *nightly* `stop all`: 2 stopped, 4 stopping, 5 unconfirmed, 1 to stop, 1 already off, 1 kept by Ana until 20:02, 3 running a job, 1 with a job waiting or running, 2 changing, 2 left alone, 1 over the limit, 2 left alone, since I could not read the keeps, 1 not reached in time, 8 failed. Would save $1.20 per hour, not counting 1 without a known price.
      They belong to Ana (2).
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      I don't see `myci`.
      I did not check the jobs of lab and a workspace: Azure refused: the subscription is disabled. Its administrator can see why in the Azure portal, and enable it again. (id 09a7d3)
      I did not check for jobs: Lamplighter doesn't have permission to read them in lab and a workspace.
      I checked only the newest jobs of lab.
      I did not check for jobs that wait for it.
      I did not check for jobs: Azure did not list those of lab in time.
      *ci-18* no longer exists
      🟢 *ci-21* is still running: Azure did not carry out the stop
      🟢 *ci-22*: Azure canceled the stop; it is running
      🟢 *ci-23* is running after the stop
      🔴 *ci-29*: Azure has no machine of this size free in the region now. Try again later. (id 09a7d3) What is left of it keeps the name: before you try again, type `delete ci-29`.
      🔴 *ci-32*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 *ci-33*: its disk is full. Free 1–2 GB from its terminal before you stop or restart it; temporary files belong in `/mnt`. Don't run `sudo shutdown` inside.
      🔴 *ci-5* is stuck: restarting for 8 d 8 h. Delete and recreate it; if Azure refuses that too, open a support request there.
      🟡 *ci-1*: not confirmed by Azure; to look again, type `status ci-1`
      🟡 *ci-24*: I ran out of time before Azure answered; to see how it went, type `status ci-24`
      🟢 *ci-28* is running, but Azure never confirmed my request
      *ci-30* is gone, but Azure never confirmed my request
      🟢 *ci-31* was stopped manually at 17:02, after my request, which Azure never confirmed
      *ci-25*: not reached in time; nothing was done to it
      *ci-14*: I can't read the tag `lamplighter-keep-ci-14`, so I left it as it is. To remove it, type `keep ci-14 off`
      *ci-15*: left as it is, since I could not see whether somebody keeps it: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🟡 *ci-0*: asked Azure to stop it
      🟢 *ci-19* is running; not settled yet
      🟡 *ci-20*: accepted, not settled yet
      🟢 *ci-27* was stopped manually at 17:02, after my request
      🟢 *ci-13* is kept by Ana until 20:02 (training)
      🟢 *ci-10* is running a job that your confirmation did not name, so I left it running. To see what would be lost, type the command again.
      🟢 *ci-11* has 4 jobs waiting or running: `a`, `b`, `c` and 1 more; left running
      🟢 *ci-8* is running a job; left running
      🟢 *ci-9* is running a job; left running
      🟡 *ci-4* was being resized when I looked; try again later
      🟡 *ci-6* is already stopping
      ⚪ *ci-12* is stopped: nothing to restart
      *ci-7* was stopped manually at 17:02, after this was asked; left as it is
      *ci-16*: beyond the limit of `--max`; left as it is
      🟢 *ci-17* is running: would stop it
      ⚪ *ci-2* is stopped (2 min 41 s)
      🟢 *ci-26* was stopped manually at 17:02, after my request
      ⚪ *ci-3* has been stopped since 15:02 (idle shutdown).
      Nothing was done: this was a dry run.
    report of nothing to do (channel):
      *nightly* `stop all`: nothing to do, 1 kept by Ana until 20:02, 1 running a job.
    report of nothing (channel):
      *nightly* `stop all`: nothing to do.
    cause (channel):
      Budget *ML*: $3,311.90 of $4,000.00 spent (83%). Cost data is 8 to 24 hours old.
      *nightly* `stop all`: nothing to do.
    cause (channel):
      Budget *ML*: $3,311.90 of $4,000.00 spent. Cost data is 8 to 24 hours old.
      *nightly* `stop all`: nothing to do.
    cause (channel):
      Budget *ML*: $3,311.90 of $4,000.00 forecast (120%). Cost data is 8 to 24 hours old.
      *nightly* `stop all`: nothing to do.
    cause (channel):
      Alert *GpuIdle* fired.
      *nightly* `stop all`: nothing to do.
    cause (channel):
      Alert *GpuIdle* is resolved.
      *nightly* `stop all`: nothing to do.
    cause (channel):
      @00aa, you asked for this at 16:02, to be done at 18:02:
      *nightly* `stop all`: nothing to do.
    one alert (channel):
      Alert *GpuIdle* matches no rule of *grafana*: compare the alert's name and labels with `when`. Nothing was done.
      Alert *GpuIdle* does not name a single instance for the rule of *grafana*; the label with its name may be missing. Nothing was done.
      Alert *GpuIdle* is about a workspace or subscription that the rules of *grafana* don't cover, or about more than one. Nothing was done.
      Alert *GpuIdle* reports missing data or a failed query, and no rule of *grafana* names `DatasourceNoData` or `DatasourceError`. Nothing was done.
      Alert *GpuIdle* is neither fired nor resolved. Nothing was done.
      Alert *GpuIdle* has a date that I can't read. Nothing was done.
      Alert *GpuIdle* has a field that I can't read. Nothing was done.
    two alerts (channel):
      Alerts *A*, *B* match no rule of *grafana*: compare the alert's name and labels with `when`. Nothing was done.
      Alerts *A*, *B* do not name a single instance for the rule of *grafana*; the label with its name may be missing. Nothing was done.
      Alerts *A*, *B* are about a workspace or subscription that the rules of *grafana* don't cover, or about more than one. Nothing was done.
      Alerts *A*, *B* report missing data or a failed query, and no rule of *grafana* names `DatasourceNoData` or `DatasourceError`. Nothing was done.
      Alerts *A*, *B* are neither fired nor resolved. Nothing was done.
      Alerts *A*, *B* have a date that I can't read. Nothing was done.
      Alerts *A*, *B* have fields that I can't read. Nothing was done.
    many alerts (channel):
      Alerts *a*, *b*, *c*, *d*, *e*, *f*, *g*, *h*, *i*, *j* and 2 more match no rule of *grafana*: compare the alert's name and labels with `when`. Nothing was done.
      Alerts *a*, *b*, *c*, *d*, *e*, *f*, *g*, *h*, *i*, *j* and 2 more do not name a single instance for the rule of *grafana*; the label with its name may be missing. Nothing was done.
      Alerts *a*, *b*, *c*, *d*, *e*, *f*, *g*, *h*, *i*, *j* and 2 more are about a workspace or subscription that the rules of *grafana* don't cover, or about more than one. Nothing was done.
      Alerts *a*, *b*, *c*, *d*, *e*, *f*, *g*, *h*, *i*, *j* and 2 more report missing data or a failed query, and no rule of *grafana* names `DatasourceNoData` or `DatasourceError`. Nothing was done.
      Alerts *a*, *b*, *c*, *d*, *e*, *f*, *g*, *h*, *i*, *j* and 2 more are neither fired nor resolved. Nothing was done.
      Alerts *a*, *b*, *c*, *d*, *e*, *f*, *g*, *h*, *i*, *j* and 2 more have a date that I can't read. Nothing was done.
      Alerts *a*, *b*, *c*, *d*, *e*, *f*, *g*, *h*, *i*, *j* and 2 more have fields that I can't read. Nothing was done.
    a budget (channel):
      Budget *ml-monthly* matches no rule of *budget*: compare the budget's name, what is spent, and whether that is a forecast, with `when`. Nothing was done.
      Budget *ml-monthly* matches a rule of *budget* whose command needs the name of an instance, and a budget has no such name. Write the instances into that command. Nothing was done.
    two budgets (channel):
      Budgets *ml-monthly*, *ml-yearly* match no rule of *budget*: compare the budget's name, what is spent, and whether that is a forecast, with `when`. Nothing was done.
      Budgets *ml-monthly*, *ml-yearly* match a rule of *budget* whose command needs the name of an instance, and a budget has no such name. Write the instances into that command. Nothing was done.
    an alert of Azure's (channel):
      Alert *gpu-idle* matches no rule of *budget*: compare the alert's name, severity, dimensions, custom properties and resource with `when`. Nothing was done.
      Alert *gpu-idle* does not name a single instance for the rule of *budget*; the dimension or custom property with its name may be missing. Nothing was done.
    left out (channel):
      *grafana*: 3 alerts of one message were left out, since it asked for too much at once. Group them by fewer labels.
    left out by the sender (channel):
      *grafana*: the sender left 1 alert out of its message, so nothing was done about it. Raise the limit where the webhook is set up (`max_alerts`), or group by more labels.
    several left out by the sender (channel):
      *grafana*: the sender left 3 alerts out of its message, so nothing was done about them. Raise the limit where the webhook is set up (`max_alerts`), or group by more labels.
    headed:
      *nightly* `stop all`:
    headed, not understood:
      *nightly*: a verified request arrived that I don't understand. Nothing was done. Correct it where it is sent.
    too late (channel):
      *nightly* `stop all` came 3 h late. Nothing was done.
    too late (channel):
      *nightly* `stop all` came 6 d late. Nothing was done.
    too late (channel):
      *nightly* `stop all` came with the date 2026-11-15, which is too long ago. Nothing was done. If that date is wrong, correct it where it is sent.
    of 1970 (channel):
      *nightly* `stop all` came with the date 1970-01-01, which is too long ago. Nothing was done. If that date is wrong, correct it where it is sent.
    an event that says too little (channel):
      *nightly*: an incomplete event arrived: it does not say when it was due. Nothing was done. Add `"time": "<aws.scheduler.scheduled-time>"` to the schedule's input.
    an event that says too little (channel):
      *nightly*: an incomplete event arrived: it does not say when it was due. Nothing was done. Let the rule pass the whole event, which has a `time`.
    an event that says too little (channel):
      *nightly*: an incomplete event arrived: the Functions host does not say, in a form that I can read, when its timer was due. Nothing was done. I'll try again at the timer's next run.
    an event that says too little (channel):
      *nightly*: an incomplete event arrived: it has no command, and neither has the source in the configuration. Nothing was done. Give the source a `command`.
    an event that fits no source (channel):
      The event *Tick* matches no source of kind `event` in the configuration. Nothing was done.
    an event that fits no source (channel):
      The event *Tick* matches more than one source of kind `event` in the configuration. Nothing was done.
    an event that fits no source (channel):
      An event without a name matches no source of kind `event` in the configuration. Nothing was done.
    an event that fits no source (channel):
      An event without a name matches more than one source of kind `event` in the configuration. Nothing was done.
    its body is not {"command": "…"} (channel):
      The signature is valid, but the body is not `{"command": "…"}`.
    its command is empty (channel):
      The signature is valid, but the command is empty.
    it is no webhook payload of Alertmanager or Grafana (channel):
      This is not a webhook payload of Alertmanager or Grafana with an `alerts` list: keep the default payload.
    it is neither in the common alert schema nor a budget notification (channel):
      This is neither an alert in the common alert schema of Azure Monitor nor a budget notification: enable the common alert schema for this action.
    the body is too large (channel):
      *nightly*: a request was too large, so I did not read it. Nothing was done. If it was one message with many alerts, group them by more labels.
    the body did not arrive in time (channel):
      *nightly*: a request arrived too slowly, so I did not read it to its end. Nothing was done.
      I could not check who sent it.
    the gateway sent it in an unknown form (channel):
      *nightly*: a request arrived in a form that I can't read. Nothing was done. The log has the details.
      I could not check who sent it.
    "#);
}

#[test]
fn in_portuguese() {
    insta::assert_snapshot!(transcript(Locale::Portuguese, cases), @r#"
    report (channel):
      *nightly* `parar todas`: 2 paradas, 4 parando, 5 sem confirmação, 1 a parar, 1 já estava parada, 1 protegida por Ana até 20:02, 3 com job, 1 com job na fila ou em execução, 2 mudando de estado, 2 deixadas como estavam, 1 além do limite, 2 deixadas como estavam, porque não consegui ver as proteções, 1 não tratada a tempo, 8 falharam. Economizaria US$ 1,20 por hora, sem contar 1 instância de preço desconhecido.
      Pertencem a Ana (2).
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      Não encontrei `myci`.
      Não verifiquei os jobs de lab e um workspace: o Azure recusou: a assinatura está desativada. Quem a administra vê o motivo no portal do Azure e pode reativá-la. (id 09a7d3)
      Não verifiquei os jobs: o Lamplighter não tem permissão para ler os de lab e um workspace.
      Verifiquei só os jobs mais recentes de lab.
      Não verifiquei se há jobs esperando por ela.
      Não verifiquei os jobs: o Azure não listou a tempo os de lab.
      *ci-18* não existe mais
      🟢 *ci-21* continua rodando: o Azure não executou a parada
      🟢 *ci-22*: o Azure cancelou a parada; ela está rodando
      🟢 *ci-23* está rodando depois da parada
      🔴 *ci-29*: o Azure não tem nenhuma máquina deste tamanho livre na região agora. Tente de novo mais tarde. (id 09a7d3) O que restou dela ocupa o nome: antes de tentar de novo, digite `excluir ci-29`.
      🔴 *ci-32*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 *ci-33*: o disco dela está cheio. Libere 1–2 GB pelo terminal dela antes de parar ou reiniciar; arquivos temporários devem ficar em `/mnt`. Não execute `sudo shutdown` nela.
      🔴 *ci-5* travou: está reiniciando há 8 d 8 h. Exclua e recrie a instância; se o Azure recusar isso também, abra um chamado no suporte do Azure.
      🟡 *ci-1*: o Azure não confirmou o pedido; para ver como ela está, digite `estado ci-1`
      🟡 *ci-24*: o meu tempo acabou antes da resposta do Azure; para ver se funcionou, digite `estado ci-24`
      🟢 *ci-28* está rodando, mas o Azure não confirmou meu pedido
      *ci-30* não existe mais, mas o Azure não confirmou meu pedido
      🟢 *ci-31* foi parada manualmente às 17:02, depois do meu pedido, que o Azure não confirmou
      *ci-25*: não deu tempo; nada foi feito
      *ci-14*: não consigo ler a tag `lamplighter-keep-ci-14`, então deixei como está. Para removê-la, digite `manter ci-14 fim`
      *ci-15*: deixei como está, porque não consegui ver se alguém a protege: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🟡 *ci-0*: pedi ao Azure para pará-la
      🟢 *ci-19* está rodando; ainda não terminou
      🟡 *ci-20*: pedido aceito, ainda não terminou
      🟢 *ci-27* foi parada manualmente às 17:02, depois do meu pedido
      🟢 *ci-13* está protegida por Ana até 20:02 (training)
      🟢 *ci-10* está executando um job que não aparecia na sua confirmação, então deixei rodando. Para ver o que se perderia, digite o comando de novo.
      🟢 *ci-11* tem 4 jobs na fila ou em execução: `a`, `b`, `c` e mais 1; deixei rodando
      🟢 *ci-8* está executando um job; deixei rodando
      🟢 *ci-9* está executando um job; deixei rodando
      🟡 *ci-4* estava sendo redimensionada quando olhei; tente de novo mais tarde
      🟡 *ci-6* já está parando
      ⚪ *ci-12* está parada: não há o que reiniciar
      *ci-7* foi parada manualmente às 17:02, depois do pedido; deixei como está
      *ci-16*: passa do limite de `--máximo`; deixei como está
      🟢 *ci-17* está rodando: seria parada
      ⚪ *ci-2* parou (2 min 41 s)
      🟢 *ci-26* foi parada manualmente às 17:02, depois do meu pedido
      ⚪ *ci-3* já está parada, desde 15:02 (desligamento automático por inatividade).
      Nada foi feito: era só uma simulação.
    report of nothing to do (channel):
      *nightly* `parar todas`: nada a fazer, 1 protegida por Ana até 20:02, 1 com job.
    report of nothing (channel):
      *nightly* `parar todas`: nada a fazer.
    cause (channel):
      Orçamento *ML*: $3,311.90 de $4,000.00 gastos (83%). Os dados de custo têm de 8 a 24 horas de atraso.
      *nightly* `parar todas`: nada a fazer.
    cause (channel):
      Orçamento *ML*: $3,311.90 de $4,000.00 gastos. Os dados de custo têm de 8 a 24 horas de atraso.
      *nightly* `parar todas`: nada a fazer.
    cause (channel):
      Orçamento *ML*: previsão de $3,311.90 para um limite de $4,000.00 (120%). Os dados de custo têm de 8 a 24 horas de atraso.
      *nightly* `parar todas`: nada a fazer.
    cause (channel):
      O alerta *GpuIdle* disparou.
      *nightly* `parar todas`: nada a fazer.
    cause (channel):
      O alerta *GpuIdle* foi resolvido.
      *nightly* `parar todas`: nada a fazer.
    cause (channel):
      @00aa, você pediu isto às 16:02, para ser feito às 18:02:
      *nightly* `parar todas`: nada a fazer.
    one alert (channel):
      O alerta *GpuIdle* não corresponde a nenhuma regra de *grafana*: compare o nome e os rótulos do alerta com o `when`. Nada foi feito.
      O alerta *GpuIdle* não indica uma única instância para a regra de *grafana*; pode faltar o rótulo com o nome dela. Nada foi feito.
      O alerta *GpuIdle* é de um workspace ou assinatura que as regras de *grafana* não cobrem, ou de mais de um. Nada foi feito.
      O alerta *GpuIdle* informa falta de dados ou falha na consulta, e nenhuma regra de *grafana* menciona `DatasourceNoData` nem `DatasourceError`. Nada foi feito.
      O alerta *GpuIdle* não consta nem como disparado nem como resolvido. Nada foi feito.
      O alerta *GpuIdle* traz uma data que não consigo ler. Nada foi feito.
      O alerta *GpuIdle* traz um campo que não consigo ler. Nada foi feito.
    two alerts (channel):
      Os alertas *A*, *B* não correspondem a nenhuma regra de *grafana*: compare o nome e os rótulos do alerta com o `when`. Nada foi feito.
      Os alertas *A*, *B* não indicam uma única instância para a regra de *grafana*; pode faltar o rótulo com o nome dela. Nada foi feito.
      Os alertas *A*, *B* são de um workspace ou assinatura que as regras de *grafana* não cobrem, ou de mais de um. Nada foi feito.
      Os alertas *A*, *B* informam falta de dados ou falha na consulta, e nenhuma regra de *grafana* menciona `DatasourceNoData` nem `DatasourceError`. Nada foi feito.
      Os alertas *A*, *B* não constam nem como disparados nem como resolvidos. Nada foi feito.
      Os alertas *A*, *B* trazem uma data que não consigo ler. Nada foi feito.
      Os alertas *A*, *B* trazem campos que não consigo ler. Nada foi feito.
    many alerts (channel):
      Os alertas *a*, *b*, *c*, *d*, *e*, *f*, *g*, *h*, *i*, *j* e mais 2 não correspondem a nenhuma regra de *grafana*: compare o nome e os rótulos do alerta com o `when`. Nada foi feito.
      Os alertas *a*, *b*, *c*, *d*, *e*, *f*, *g*, *h*, *i*, *j* e mais 2 não indicam uma única instância para a regra de *grafana*; pode faltar o rótulo com o nome dela. Nada foi feito.
      Os alertas *a*, *b*, *c*, *d*, *e*, *f*, *g*, *h*, *i*, *j* e mais 2 são de um workspace ou assinatura que as regras de *grafana* não cobrem, ou de mais de um. Nada foi feito.
      Os alertas *a*, *b*, *c*, *d*, *e*, *f*, *g*, *h*, *i*, *j* e mais 2 informam falta de dados ou falha na consulta, e nenhuma regra de *grafana* menciona `DatasourceNoData` nem `DatasourceError`. Nada foi feito.
      Os alertas *a*, *b*, *c*, *d*, *e*, *f*, *g*, *h*, *i*, *j* e mais 2 não constam nem como disparados nem como resolvidos. Nada foi feito.
      Os alertas *a*, *b*, *c*, *d*, *e*, *f*, *g*, *h*, *i*, *j* e mais 2 trazem uma data que não consigo ler. Nada foi feito.
      Os alertas *a*, *b*, *c*, *d*, *e*, *f*, *g*, *h*, *i*, *j* e mais 2 trazem campos que não consigo ler. Nada foi feito.
    a budget (channel):
      O orçamento *ml-monthly* não corresponde a nenhuma regra de *budget*: compare o nome do orçamento, o valor gasto e se ele é uma previsão com o `when`. Nada foi feito.
      O orçamento *ml-monthly* corresponde a uma regra de *budget* cujo comando precisa do nome de uma instância, e um orçamento não traz nenhum. Coloque as instâncias nesse comando. Nada foi feito.
    two budgets (channel):
      Os orçamentos *ml-monthly*, *ml-yearly* não correspondem a nenhuma regra de *budget*: compare o nome do orçamento, o valor gasto e se ele é uma previsão com o `when`. Nada foi feito.
      Os orçamentos *ml-monthly*, *ml-yearly* correspondem a uma regra de *budget* cujo comando precisa do nome de uma instância, e um orçamento não traz nenhum. Coloque as instâncias nesse comando. Nada foi feito.
    an alert of Azure's (channel):
      O alerta *gpu-idle* não corresponde a nenhuma regra de *budget*: compare o nome do alerta, a gravidade, as dimensões, as propriedades personalizadas e o recurso com o `when`. Nada foi feito.
      O alerta *gpu-idle* não indica uma única instância para a regra de *budget*; pode faltar a dimensão ou a propriedade personalizada com o nome dela. Nada foi feito.
    left out (channel):
      *grafana*: 3 alertas de uma mensagem ficaram de fora, pois ela pedia demais de uma vez. Agrupe os alertas por menos rótulos.
    left out by the sender (channel):
      *grafana*: quem enviou deixou 1 alerta fora da mensagem, e nada foi feito a respeito dele. Aumente o limite na configuração do webhook (`max_alerts`) ou agrupe por mais rótulos.
    several left out by the sender (channel):
      *grafana*: quem enviou deixou 3 alertas fora da mensagem, e nada foi feito a respeito deles. Aumente o limite na configuração do webhook (`max_alerts`) ou agrupe por mais rótulos.
    headed:
      *nightly* `parar todas`:
    headed, not understood:
      *nightly*: chegou uma requisição verificada que não entendi. Nada foi feito. Corrija-a na origem.
    too late (channel):
      *nightly* `parar todas` chegou com 3 h de atraso. Nada foi feito.
    too late (channel):
      *nightly* `parar todas` chegou com 6 d de atraso. Nada foi feito.
    too late (channel):
      *nightly* `parar todas` chegou com a data 15/11/2026, que é antiga demais. Nada foi feito. Se a data está errada, corrija-a na origem.
    of 1970 (channel):
      *nightly* `parar todas` chegou com a data 01/01/1970, que é antiga demais. Nada foi feito. Se a data está errada, corrija-a na origem.
    an event that says too little (channel):
      *nightly*: chegou um evento incompleto: ele não diz o horário para o qual estava marcado. Nada foi feito. Inclua `"time": "<aws.scheduler.scheduled-time>"` na entrada do agendamento.
    an event that says too little (channel):
      *nightly*: chegou um evento incompleto: ele não diz o horário para o qual estava marcado. Nada foi feito. Deixe a regra enviar o evento inteiro, que traz um `time`.
    an event that says too little (channel):
      *nightly*: chegou um evento incompleto: o host do Functions não diz, em um formato que eu consiga ler, o horário para o qual estava marcado. Nada foi feito. Na próxima execução eu tento de novo.
    an event that says too little (channel):
      *nightly*: chegou um evento incompleto: ele não traz comando, e a fonte não tem um na configuração. Nada foi feito. Dê um `command` à fonte.
    an event that fits no source (channel):
      O evento *Tick* não corresponde a nenhuma fonte do tipo `event` na configuração. Nada foi feito.
    an event that fits no source (channel):
      O evento *Tick* corresponde a mais de uma fonte do tipo `event` na configuração. Nada foi feito.
    an event that fits no source (channel):
      Um evento sem nome não corresponde a nenhuma fonte do tipo `event` na configuração. Nada foi feito.
    an event that fits no source (channel):
      Um evento sem nome corresponde a mais de uma fonte do tipo `event` na configuração. Nada foi feito.
    its body is not {"command": "…"} (channel):
      A assinatura está certa, mas o corpo não é `{"command": "…"}`.
    its command is empty (channel):
      A assinatura está certa, mas o comando está vazio.
    it is no webhook payload of Alertmanager or Grafana (channel):
      Isto não é o conteúdo padrão de um webhook do Alertmanager ou do Grafana, com uma lista `alerts`: não altere o formato padrão.
    it is neither in the common alert schema nor a budget notification (channel):
      Isto não é um alerta no esquema de alerta comum (*common alert schema*) do Azure Monitor, nem um aviso de orçamento: ative o esquema de alerta comum nesta ação.
    the body is too large (channel):
      *nightly*: chegou uma requisição grande demais, e não a li. Nada foi feito. Se era uma mensagem com muitos alertas, agrupe-os por mais rótulos.
    the body did not arrive in time (channel):
      *nightly*: chegou uma requisição lenta demais, e não a li até o fim. Nada foi feito.
      Não consegui verificar quem a enviou.
    the gateway sent it in an unknown form (channel):
      *nightly*: chegou uma requisição num formato que não consigo ler. Nada foi feito. O log tem os detalhes.
      Não consegui verificar quem a enviou.
    "#);
}
