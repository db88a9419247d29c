//! Commands for later.

use super::*;
use crate::{
    lifecycle::{Entry, NoRoom, PendingCommand},
    reply::{
        due, ended,
        later::{kept_beyond, later_question, not_later, noted, pending},
        undone, unsealed,
    },
};

fn a_pending(command: &str, hours: i64, caller: &Caller) -> PendingCommand {
    let times = (before(2), now() + SignedDuration::from_hours(hours));
    let entry = Entry::new(times, caller, parsed(command), Vec::new());
    PendingCommand { workspace: "research".parse().unwrap(), tag: Default::default(), entry }
}

fn bob() -> Caller {
    Caller { id: "slack:T1/UBOB".to_owned(), name: Some("Bob".to_owned()), ..person() }
}

fn notes(localizer: &Localizer) -> Vec<Case> {
    let at = now() + SignedDuration::from_hours(3);
    let lab = || "lab".parse().unwrap();
    let all = |outcome| [("research".parse().unwrap(), Ok(None)), (lab(), outcome)];
    let note = |command: &str, outcomes: &[_], unread: &[_]| {
        noted(localizer, &parsed(command), at, outcomes, unread)
    };
    let mut cases = vec![
        case("noted", note("stop myci gpu-*", &all(Ok(None))[..1], &[])),
        case("noted with force", note("stop myci --force", &all(Ok(None))[..1], &[])),
        case("noted to start", note("start all", &all(Ok(None)), &unread())),
        case("noted in part", note("stop all", &all(Err(AzureError::of(AzureErrorKind::Locked))), &[])),
    ];
    for (name, why) in [
        ("five of one person", NoRoom::Yours),
        ("twenty of all", NoRoom::Everybodys),
        ("undone", NoRoom::Undone),
        ("fifty tags of others", NoRoom::Tags { keeps: 0, pending: 0, others: 50 }),
        ("fifty tags", NoRoom::Tags { keeps: 30, pending: 12, others: 8 }),
    ] {
        cases.push(case(name, note("stop all", &all(Ok(Some(why)))[1..], &[])));
    }
    let question = Reply::to_caller([Text::read("…?")]);
    let kept = kept_beyond(localizer, &[(id("myci"), super::power::a_keep())]);
    cases.push(case("kept by then", Reply::to_caller(kept)));
    cases.push(case("asked first", later_question(localizer, question, at)));
    cases
}

fn lists(localizer: &Localizer) -> Vec<Case> {
    let ada = person();
    let found = [a_pending("stop myci", 2, &ada), a_pending("start all", 20, &bob())];
    let late = a_pending("restart gpu-1", -1, &bob());
    let of_one = ["stop myci", "restart myci"].map(|text| a_pending(text, 2, &ada));
    let show =
        |found: &[_], unread: &[_]| pending(localizer, found, &ada, unread, &|one| one.entry.caller == ada);
    let end = |removed: &[Option<Result<(), AzureError>>], unread: &[_]| {
        let ends: Vec<_> = found.iter().cloned().zip(removed.iter().cloned()).collect();
        let Command::Pending { selection, .. } = parsed("later myci off") else { unreachable!() };
        ended(localizer, &selection, &ends, &ada, unread)
    };
    let (workspace, at_midnight) = ("research".parse().unwrap(), a_pending("stop all", -2, &ada));
    vec![
        case("nothing is pending", show(&[], &[])),
        case("not all could be read", show(&[], &unread())),
        case("two are pending", show(&found, &[])),
        case("two are pending for one instance", show(&of_one, &[])),
        case("one is overdue", show(&[late], &[])),
        case("called off", end(&[Some(Ok(()))], &[])),
        case("not called off", end(&[Some(Err(AzureError::of(AzureErrorKind::Locked))), None], &[])),
        case("nothing to call off", end(&[], &[])),
        case("nothing is due", due(localizer, 0, &[])),
        case("two are due", due(localizer, 2, &unread())),
        case("not sealed", unsealed(localizer, &workspace, "lamplighter-later-0")),
        case("too late", undone(localizer, "due-stale", &at_midnight)),
        case("its source is gone", undone(localizer, "due-no-source", &at_midnight)),
    ]
}

pub(super) fn cases(locale: Locale) -> Vec<Case> {
    let localizer = localizer(locale);
    let reasons = ["timer", "key", "terminal", "machine", "due", "past", "far", "max", "long"];
    let mut cases: Vec<_> = reasons.iter().map(|why| case(*why, not_later(&localizer, why))).collect();
    cases.extend(notes(&localizer));
    cases.extend(lists(&localizer));
    cases
}

#[test]
fn in_english() {
    insta::assert_snapshot!(transcript(Locale::English, cases), @"
    timer:
      I can't do that later: no timer is set up that carries out what is due. Nothing is pending. The Lamplighter administrator can set one up as `docs/timers.md` shows.
    key:
      I can't do that later: there is no key to seal it with. Nothing is pending. The Lamplighter administrator can add `[tickets]` with a `key` to the configuration.
    terminal:
      A terminal can neither ask for something later nor show what is pending: its user name proves nothing, and it does not have the key. Ask in a chat.
    machine:
      A machine can't ask for something later: a timer has its own time. Set the timer to that time, without a time in its command.
    due:
      `due` is the command of a timer alone. To see what is pending, type `later`.
    past:
      That time has passed. Type `in 2h`, `at 18:00` or `tomorrow at 08:00`.
    far:
      That is too far ahead: a command can wait for 7 days at most. For a fixed hour each day, type `schedule NAME`.
    max:
      `--max` would count for each workspace by itself. Name one, such as `WORKSPACE/all`.
    long:
      That is too long to be noted in a tag of the workspace, which holds 256 characters. Name fewer instances, or type a pattern such as `gpu-*`.
    noted (channel):
      A timer will carry out `stop myci gpu-*` at 21:02 or up to 15 minutes later, if you still have permission for it then. It leaves kept instances alone, and those that run a job. To call it off, type `later myci gpu-* off`.
      [Call off: myci and gpu-*] later myci gpu-* off
    noted with force (channel):
      A timer will carry out `stop myci --force` at 21:02 or up to 15 minutes later, if you still have permission for it then. It leaves kept instances alone. To call it off, type `later myci off`.
      [Call off: myci] later myci off
    noted to start (channel):
      A timer will carry out `start all` at 21:02 or up to 15 minutes later, if you still have permission for it then. To call it off, type `later all off`.
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      [Call off: all] later all off
    noted in part (channel):
      A timer will carry out `stop all` at 21:02 or up to 15 minutes later, if you still have permission for it then. It leaves kept instances alone, and those that run a job. To call it off, type `later all off`.
      *lab*: not noted, so nothing will be done there: Azure refused: a resource lock protects it. The person who set the lock can remove it. (id 09a7d3)
      [Call off: all] later all off
    five of one person:
      *lab*: not noted, so nothing will be done there. You have 5 pending commands there already, as many as one person may have. `later` shows them, and `later NAME off` calls off those of an instance.
    twenty of all:
      *lab*: not noted, so nothing will be done there. 20 commands are pending there already, as many as a workspace may have. `later` shows them, and `later NAME off` calls off those of an instance.
    undone:
      *lab*: not noted, so nothing will be done there. Somebody changed the tags of the workspace at the same moment. Type it again.
    fifty tags of others:
      *lab*: not noted, so nothing will be done there. The workspace holds 50 tags, as many as Azure allows, and I did not write any of them. The workspace's administrator can remove one that nobody needs.
    fifty tags:
      *lab*: not noted, so nothing will be done there. The workspace holds 50 tags, as many as Azure allows: 30 for keeps, 12 for pending commands, 8 others. `keep NAME off` and `later NAME off` free one each; the workspace's administrator can remove one that nobody needs.
    kept by then:
      *myci* is kept by Ana until 20:02 (training), so it will be left alone unless that ends before.
    asked first:
      This is for later: at 21:02, for what fits then.
      …?
    nothing is pending:
      Nothing is pending. To do something later, type for example `stop NAME in 2h`. Timers are not shown here; `schedule all` shows Azure's own schedules.
    not all could be read:
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    two are pending:
      2 commands are pending:
      `stop myci` at 20:02, asked for by you at 16:02.
      `start all` on Tue 24 Nov, 14:02, asked for by Bob at 16:02.
      [Call off: research/myci] later research/myci off
    two are pending for one instance:
      2 commands are pending:
      `stop myci` at 20:02, asked for by you at 16:02.
      `restart myci` at 20:02, asked for by you at 16:02.
      [Call off all 2: research/myci] later research/myci off
    one is overdue:
      1 command is pending:
      `restart gpu-1` was due at 17:02, asked for by Bob at 16:02, and was not carried out. Is the timer with `due` running?
    called off (channel):
      Called off: `stop myci` at 20:02.
    not called off:
      `stop myci` at 20:02 is still pending: Azure refused: a resource lock protects it. The person who set the lock can remove it. (id 09a7d3)
      `start all` on Tue 24 Nov, 14:02, asked for by Bob at 16:02.
      You can call off what you asked for yourself, and what you have permission to do yourself to all of these instances. To keep an instance from it, type `keep NAME for 2h`.
    nothing to call off:
      Nothing is pending for `myci`. `later` shows all that is pending.
    nothing is due (channel):
      Nothing is due.
    two are due (channel):
      2 pending commands are due or no longer valid.
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      🔴 I could not read one of the workspaces: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    not sealed (channel):
      *research*: the tag `lamplighter-later-0` is not a pending command that I noted, so it does nothing. Somebody else wrote or changed it, or another Lamplighter did; or the key of `[tickets]` or the person's Entra id has changed since. If nobody needs the tag, remove it in Azure.
    too late (channel):
      @, your `stop all` at 16:02 is more than an hour late, so it does nothing now. To do it now, type `stop all`.
    its source is gone (channel):
      @, your `stop all` at 16:02 came from *slack*, which is not configured any more, so nothing was done.
    ");
}

#[test]
fn in_portuguese() {
    insta::assert_snapshot!(transcript(Locale::Portuguese, cases), @"
    timer:
      Não consigo fazer isso depois: nenhum temporizador foi configurado para executar o que fica pendente. Nada ficou pendente. Quem administra o Lamplighter pode configurar um como mostra `docs/timers.md`.
    key:
      Não consigo fazer isso depois: falta uma chave para selar o pedido. Nada ficou pendente. Quem administra o Lamplighter pode incluir `[tickets]` com `key` na configuração.
    terminal:
      Um terminal não pode pedir algo para depois nem mostrar o que está pendente: o nome de usuário dele não prova nada, e ele não tem a chave. Peça em um chat.
    machine:
      Uma máquina não pode pedir algo para depois: um temporizador tem a sua própria hora. Ajuste o temporizador para essa hora, sem hora no comando.
    due:
      `due` é um comando só para temporizadores. Para ver o que está pendente, digite `pendentes`.
    past:
      Essa hora já passou. Digite `em 2h`, `às 18:00` ou `amanhã às 08:00`.
    far:
      É longe demais: um comando pode esperar no máximo 7 dias. Para uma hora fixa todo dia, digite `agendar NOME`.
    max:
      `--máximo` valeria para cada workspace. Digite um deles, como `WORKSPACE/todas`.
    long:
      O pedido é longo demais para uma tag do workspace, que comporta 256 caracteres. Digite menos instâncias, ou um padrão, como `gpu-*`.
    noted (channel):
      Um temporizador vai executar `parar myci gpu-*` às 21:02 ou até 15 minutos depois, se você ainda tiver permissão para isso. Instâncias protegidas ou com um job ficam como estão. Para cancelar, digite `pendentes myci gpu-* fim`.
      [Cancelar: myci e gpu-*] later myci gpu-* off
    noted with force (channel):
      Um temporizador vai executar `parar myci --forçar` às 21:02 ou até 15 minutos depois, se você ainda tiver permissão para isso. Instâncias protegidas ficam como estão. Para cancelar, digite `pendentes myci fim`.
      [Cancelar: myci] later myci off
    noted to start (channel):
      Um temporizador vai executar `iniciar todas` às 21:02 ou até 15 minutos depois, se você ainda tiver permissão para isso. Para cancelar, digite `pendentes todas fim`.
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      [Cancelar: todas] later all off
    noted in part (channel):
      Um temporizador vai executar `parar todas` às 21:02 ou até 15 minutos depois, se você ainda tiver permissão para isso. Instâncias protegidas ou com um job ficam como estão. Para cancelar, digite `pendentes todas fim`.
      *lab*: o pedido não foi anotado, e nada será feito ali: o Azure recusou: um bloqueio de recurso protege a instância. Quem criou o bloqueio pode retirá-lo. (id 09a7d3)
      [Cancelar: todas] later all off
    five of one person:
      *lab*: o pedido não foi anotado, e nada será feito ali. Você já tem 5 comandos pendentes ali, o máximo por pessoa. `pendentes` mostra quais, e `pendentes NOME fim` cancela os de uma instância.
    twenty of all:
      *lab*: o pedido não foi anotado, e nada será feito ali. Já há 20 comandos pendentes ali, o máximo por workspace. `pendentes` mostra quais, e `pendentes NOME fim` cancela os de uma instância.
    undone:
      *lab*: o pedido não foi anotado, e nada será feito ali. Alguém mudou as tags do workspace no mesmo instante. Digite de novo.
    fifty tags of others:
      *lab*: o pedido não foi anotado, e nada será feito ali. O workspace já tem 50 tags, o máximo que o Azure permite, e nenhuma é minha. Quem administra o workspace pode remover uma que não faça falta.
    fifty tags:
      *lab*: o pedido não foi anotado, e nada será feito ali. O workspace já tem 50 tags, o máximo que o Azure permite: 30 de instâncias protegidas, 12 de comandos pendentes, 8 outras. `manter NOME fim` e `pendentes NOME fim` liberam uma cada; quem administra o workspace pode remover uma que não faça falta.
    kept by then:
      Ana protege *myci* até 20:02 (training): ela fica como está, a não ser que isso acabe antes.
    asked first:
      Isto é para depois: às 21:02, com o que corresponder nessa hora.
      …?
    nothing is pending:
      Nada está pendente. Para fazer algo depois, digite por exemplo `parar NOME em 2h`. Temporizadores não aparecem aqui; `agendar todas` mostra os agendamentos do próprio Azure.
    not all could be read:
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    two are pending:
      2 comandos pendentes:
      `parar myci` às 20:02, pedido por você às 16:02.
      `iniciar todas` em ter. 24/11 às 14:02, pedido por Bob às 16:02.
      [Cancelar: research/myci] later research/myci off
    two are pending for one instance:
      2 comandos pendentes:
      `parar myci` às 20:02, pedido por você às 16:02.
      `reiniciar myci` às 20:02, pedido por você às 16:02.
      [Cancelar os 2: research/myci] later research/myci off
    one is overdue:
      1 comando pendente:
      `reiniciar gpu-1` deveria ter sido executado às 17:02, pedido por Bob às 16:02, e não foi. O temporizador com `due` está funcionando?
    called off (channel):
      Cancelado: `parar myci` às 20:02.
    not called off:
      `parar myci` às 20:02 continua pendente: o Azure recusou: um bloqueio de recurso protege a instância. Quem criou o bloqueio pode retirá-lo. (id 09a7d3)
      `iniciar todas` em ter. 24/11 às 14:02, pedido por Bob às 16:02.
      Você pode cancelar o que você mesmo pediu e o que você mesmo pode fazer com todas essas instâncias. Para proteger uma instância, digite `manter NOME por 2h`.
    nothing to call off:
      Nada está pendente para `myci`. `pendentes` mostra tudo o que está pendente.
    nothing is due (channel):
      Nada a executar agora.
    two are due (channel):
      2 comandos pendentes chegaram à sua hora ou não valem.
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      🔴 Não consegui ler um dos workspaces: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    not sealed (channel):
      *research*: a tag `lamplighter-later-0` não é um comando pendente que eu anotei, então não faz nada. Outra pessoa a escreveu ou mudou, ou foi outro Lamplighter; ou a chave de `[tickets]` ou o ID do Entra da pessoa mudou depois. Se ninguém precisa da tag, remova-a no Azure.
    too late (channel):
      @, seu `parar todas` às 16:02 está mais de uma hora atrasado e não vale mais. Para fazer agora, digite `parar todas`.
    its source is gone (channel):
      @, seu `parar todas` às 16:02 veio de *slack*, que não está mais na configuração, então nada foi feito.
    ");
}
