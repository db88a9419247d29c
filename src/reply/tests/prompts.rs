//! Acknowledgements and confirmations.

use std::time::Duration;

use super::*;
use crate::{
    command::Verb,
    reply::{
        Delay, JobsSeen, Priced, Unchecked, acknowledgement, after_click, confirm, internal_error,
        out_of_time, stakes,
    },
    target::Instance,
    ticket::SealedInstance,
};

fn sealed(name: &str, working: bool) -> SealedInstance {
    SealedInstance {
        instance: Instance { id: id(name), owner: None, owner_name: None, created_on: None },
        working,
        jobs: Vec::new(),
    }
}

const TICKET: &str = "1|delete myci|tcx0k0|c2VhbA";

fn questions(localizer: &Localizer) -> Vec<Case> {
    let ask = |localizer: &Localizer, what: (Verb, usize), instances: &[SealedInstance], jobs: &JobsSeen| {
        let of = |name: &str, owner: Option<&str>| owned(name, "Running", owner, owner.map(|_| "Ana"));
        let computes = [of("a", Some("00aa")), of("b", Some("00bb")), of("c", Some("00aa")), of("d", None)];
        let prices = [Some(money(300, "USD")), Some(money(29, "USD")), None, Some(money(500, "BRL"))];
        let priced = computes.iter().zip(prices).map(|(compute, money)| Priced { compute, money });
        let stakes = stakes(
            localizer,
            false,
            what.0,
            &priced.take(instances.len() + 1).collect::<Vec<_>>(),
            Some("00AA"),
        );
        confirm(localizer, what, instances, stakes, jobs, TICKET.to_owned(), CallerKind::Person)
    };
    let none = JobsSeen::default();
    let some = JobsSeen {
        names: ["train-1", "train-2", "train-3", "train-4"].map(str::to_owned).into(),
        unchecked: vec![Unchecked::NotWanted],
    };
    let one = JobsSeen { names: vec!["train-1".into()], unchecked: vec![] };
    let myci = [sealed("myci", false)];
    let many = [sealed("a", true), sealed("b", false), sealed("c", true)];
    let one_works = [sealed("a", true), sealed("b", false)];
    let mut cases = vec![
        case("delete", ask(localizer, (Verb::Delete, 1), &myci, &none)),
        case("delete with a job", ask(localizer, (Verb::Delete, 1), &[sealed("myci", true)], &one)),
        case("delete with jobs", ask(localizer, (Verb::Delete, 1), &myci, &some)),
    ];
    for verb in [Verb::Stop, Verb::Start, Verb::Restart] {
        cases.push(case(format!("{} many", verb.name()), ask(localizer, (verb, 3), &many, &none)));
        cases.push(case(format!("{} some", verb.name()), ask(localizer, (verb, 1), &one_works, &none)));
    }
    let several = [sealed("a", false), sealed("b", false)];
    cases.push(case("idle", ask(localizer, (Verb::Idle, 2), &several, &none)));
    let terminal = confirm(
        localizer,
        (Verb::Delete, 1),
        &myci,
        Vec::new(),
        &none,
        TICKET.to_owned(),
        CallerKind::Terminal,
    );
    cases.push(case("at a terminal", terminal));
    let mut typed = localizer.clone();
    typed.surface.typed = true;
    cases.push(case("without buttons", ask(&typed, (Verb::Delete, 1), &myci, &none)));
    let mut short = localizer.clone();
    short.surface.button = Some(10);
    cases.push(case("too long for a button", ask(&short, (Verb::Delete, 1), &myci, &none)));
    cases
}

pub fn cases(locale: Locale) -> Vec<Case> {
    let localizer = localizer(locale);
    let mut cases = questions(&localizer);
    let commands = ["stop myci gpu-*", "delete myci", "list", "stop myci --dry-run"].map(parsed);
    let hows = [Delay::Looking, Delay::Asking, Delay::Queued, Delay::Throttled(Duration::from_secs(95))];
    for late in [LateChannel::Here, LateChannel::There(vec!["#ops".into()]), LateChannel::Nowhere] {
        let localizer = voice_with(locale, late);
        for how in hows {
            cases.push(case(format!("{how:?}"), acknowledgement(&localizer, commands.first(), how)));
        }
        cases.push(case("command unknown", acknowledgement(&localizer, None, Delay::Looking)));
    }
    for command in &commands[1..] {
        cases.push(case(command.to_string(), acknowledgement(&localizer, Some(command), Delay::Looking)));
    }
    let keep = parsed("keep myci for 2h");
    cases.push(case("out of time", out_of_time(&localizer, commands.first())));
    cases.push(case("out of time with a setting", out_of_time(&localizer, Some(&keep))));
    cases.push(case("out of time, command unknown", out_of_time(&localizer, None)));
    cases.push(case("confirmed", after_click(&localizer, commands.first())));
    cases.push(case("never minded", after_click(&localizer, None)));
    cases.push(case("internal error", internal_error(&localizer)));
    cases
}

#[test]
fn in_english() {
    insta::assert_snapshot!(transcript(Locale::English, cases), @"
    delete:
      Delete *myci*? Its OS disk and everything outside the file share will be lost for good.
      The buttons work for 5 min, and only for you.
      [Delete]! 1|delete myci|tcx0k0|c2VhbA
      [Don't delete] never-mind
    delete with a job:
      Delete *myci*? It is running a job, which would end. Its OS disk and everything outside the file share will be lost for good.
      1 job runs on it or waits for it: `train-1`.
      The buttons work for 5 min, and only for you.
      [Delete]! 1|delete myci|tcx0k0|c2VhbA
      [Don't delete] never-mind
    delete with jobs:
      Delete *myci*? Its OS disk and everything outside the file share will be lost for good.
      4 jobs run on it or wait for it: `train-1`, `train-2`, `train-3` and 1 more.
      I did not check for jobs that wait for it.
      The buttons work for 5 min, and only for you.
      [Delete]! 1|delete myci|tcx0k0|c2VhbA
      [Don't delete] never-mind
    stop many:
      Stop these 3?
      *a*, *b* and *c*
      *a* and *c* are running jobs, which would end.
      Saves $3.29 + 5.00 BRL per hour, not counting 1 without a known price.
      They belong to you (2), Ana (1) and an unknown owner (1).
      The buttons work for 5 min, and only for you.
      [Stop 3]! 1|delete myci|tcx0k0|c2VhbA
      [Never mind] never-mind
    stop some:
      Stop 1 of these 2, the dearest first?
      *a* and *b*
      *a* is running a job, which would end.
      Saves $3.29 per hour, not counting 1 without a known price.
      They belong to you (2) and Ana (1).
      The buttons work for 5 min, and only for you.
      [Stop 1]! 1|delete myci|tcx0k0|c2VhbA
      [Never mind] never-mind
    start many:
      Start these 3?
      *a*, *b* and *c*
      *a* and *c* are running jobs, which would end.
      Costs $3.29 + 5.00 BRL per hour, not counting 1 without a known price.
      They belong to you (2), Ana (1) and an unknown owner (1).
      The buttons work for 5 min, and only for you.
      [Start 3]! 1|delete myci|tcx0k0|c2VhbA
      [Never mind] never-mind
    start some:
      Start 1 of these 2, the dearest first?
      *a* and *b*
      *a* is running a job, which would end.
      Costs $3.29 per hour, not counting 1 without a known price.
      They belong to you (2) and Ana (1).
      The buttons work for 5 min, and only for you.
      [Start 1]! 1|delete myci|tcx0k0|c2VhbA
      [Never mind] never-mind
    restart many:
      Restart these 3?
      *a*, *b* and *c*
      *a* and *c* are running jobs, which would end.
      They belong to you (2), Ana (1) and an unknown owner (1).
      The buttons work for 5 min, and only for you.
      [Restart 3]! 1|delete myci|tcx0k0|c2VhbA
      [Never mind] never-mind
    restart some:
      Restart 1 of these 2, the dearest first?
      *a* and *b*
      *a* is running a job, which would end.
      They belong to you (2) and Ana (1).
      The buttons work for 5 min, and only for you.
      [Restart 1]! 1|delete myci|tcx0k0|c2VhbA
      [Never mind] never-mind
    idle:
      Set the idle shutdown of these 2?
      *a* and *b*
      They belong to you (2) and Ana (1).
      The buttons work for 5 min, and only for you.
      [Set 2]! 1|delete myci|tcx0k0|c2VhbA
      [Never mind] never-mind
    at a terminal:
      Delete *myci*? Its OS disk and everything outside the file share will be lost for good.
      [Delete]! 1|delete myci|tcx0k0|c2VhbA
      [Don't delete] never-mind
    without buttons:
      Delete *myci*? Its OS disk and everything outside the file share will be lost for good.
      To do it, mention me with this line within 5 min. It works only for you.
      `confirm tcx0k0.7365616c delete myci`
    too long for a button:
      Delete *myci*? Its OS disk and everything outside the file share will be lost for good.
      To do it, paste this line after `/ci do` within 5 min. It works only for you.
      `confirm tcx0k0.7365616c delete myci`
    Looking:
      🟡 Azure is slow to answer. I'm still working on `stop myci gpu-*` and will tell you how it went.
    Asking:
      🟡 Azure has not answered yet, so I don't know whether it accepted `stop myci gpu-*`. I'll look again and tell you.
    Queued:
      🟡 I'm busy with other commands; `stop myci gpu-*` is in line. I'll tell you how it went.
    Throttled(95s):
      🟡 Azure asks us to wait 1 min 35 s before the next call. I'll go on with `stop myci gpu-*` then and tell you.
    command unknown:
      🟡 I'm still working on it and will tell you how it went.
    Looking:
      🟡 Azure is slow to answer. I'm still working on `stop myci gpu-*` and will tell you in *#ops* how it went.
    Asking:
      🟡 Azure has not answered yet, so I don't know whether it accepted `stop myci gpu-*`. I'll look again and tell you in *#ops*.
    Queued:
      🟡 I'm busy with other commands; `stop myci gpu-*` is in line. I'll tell you in *#ops* how it went.
    Throttled(95s):
      🟡 Azure asks us to wait 1 min 35 s before the next call. I'll go on with `stop myci gpu-*` then and tell you in *#ops*.
    command unknown:
      🟡 I'm still working on it and will tell you in *#ops* how it went.
    Looking:
      🟡 Azure is slow to answer. I'm still working on `stop myci gpu-*`. To see how it went, type `status` in a while.
    Asking:
      🟡 Azure has not answered yet, so I don't know whether it accepted `stop myci gpu-*`. To see how it went, type `status` in a while.
    Queued:
      🟡 I'm busy with other commands; `stop myci gpu-*` is in line. To see how it went, type `status` in a while.
    Throttled(95s):
      🟡 Azure asks us to wait 1 min 35 s before the next call. I'll go on with `stop myci gpu-*` then. To see how it went, type `status` after that.
    command unknown:
      🟡 I'm still working on it. To see how it went, type `status` in a while.
    delete myci:
      🟡 Azure is slow to answer. I'm still working on `delete myci` and will tell you how it went.
    list:
      🟡 Azure is slow to answer. I'm still working on `list` and will tell you how it went.
    stop myci --dry-run:
      🟡 Azure is slow to answer. I'm still working on `stop myci --dry-run` and will tell you how it went.
    out of time:
      I ran out of time before Azure answered. Nothing was done. To try again, type `stop myci gpu-*`. (id 09a7d3)
    out of time with a setting:
      I ran out of time before I saw the outcome of `keep myci for 2h`. Type it again: what is already done is not done twice. (id 09a7d3)
    out of time, command unknown:
      I ran out of time before Azure answered. Nothing was done. To try again, type ``. (id 09a7d3)
    confirmed:
      On it: `stop myci gpu-*`.
    never minded:
      Left as it is. Nothing was done.
    internal error:
      Something went wrong on my side, and I don't know the outcome. `status` shows how things are. (id 09a7d3)
    ");
}

#[test]
fn in_portuguese() {
    insta::assert_snapshot!(transcript(Locale::Portuguese, cases), @"
    delete:
      Excluir *myci*? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
      Os botões valem por 5 min, e só para você.
      [Excluir]! 1|delete myci|tcx0k0|c2VhbA
      [Não excluir] never-mind
    delete with a job:
      Excluir *myci*? Ela está executando um job, que seria encerrado. O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
      1 job está em execução nela ou à espera dela: `train-1`.
      Os botões valem por 5 min, e só para você.
      [Excluir]! 1|delete myci|tcx0k0|c2VhbA
      [Não excluir] never-mind
    delete with jobs:
      Excluir *myci*? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
      4 jobs estão em execução nela ou à espera dela: `train-1`, `train-2`, `train-3` e mais 1.
      Não verifiquei se há jobs esperando por ela.
      Os botões valem por 5 min, e só para você.
      [Excluir]! 1|delete myci|tcx0k0|c2VhbA
      [Não excluir] never-mind
    stop many:
      Parar estas 3?
      *a*, *b* e *c*
      *a* e *c* estão executando jobs, que seriam encerrados.
      Economia de US$ 3,29 + 5,00 BRL por hora, sem contar 1 instância de preço desconhecido.
      Pertencem a você (2), Ana (1) e dono desconhecido (1).
      Os botões valem por 5 min, e só para você.
      [Parar 3]! 1|delete myci|tcx0k0|c2VhbA
      [Deixar como está] never-mind
    stop some:
      Parar 1 destas 2, das mais caras para as mais baratas?
      *a* e *b*
      *a* está executando um job, que seria encerrado.
      Economia de US$ 3,29 por hora, sem contar 1 instância de preço desconhecido.
      Pertencem a você (2) e Ana (1).
      Os botões valem por 5 min, e só para você.
      [Parar 1]! 1|delete myci|tcx0k0|c2VhbA
      [Deixar como está] never-mind
    start many:
      Iniciar estas 3?
      *a*, *b* e *c*
      *a* e *c* estão executando jobs, que seriam encerrados.
      Custo de US$ 3,29 + 5,00 BRL por hora, sem contar 1 instância de preço desconhecido.
      Pertencem a você (2), Ana (1) e dono desconhecido (1).
      Os botões valem por 5 min, e só para você.
      [Iniciar 3]! 1|delete myci|tcx0k0|c2VhbA
      [Deixar como está] never-mind
    start some:
      Iniciar 1 destas 2, das mais caras para as mais baratas?
      *a* e *b*
      *a* está executando um job, que seria encerrado.
      Custo de US$ 3,29 por hora, sem contar 1 instância de preço desconhecido.
      Pertencem a você (2) e Ana (1).
      Os botões valem por 5 min, e só para você.
      [Iniciar 1]! 1|delete myci|tcx0k0|c2VhbA
      [Deixar como está] never-mind
    restart many:
      Reiniciar estas 3?
      *a*, *b* e *c*
      *a* e *c* estão executando jobs, que seriam encerrados.
      Pertencem a você (2), Ana (1) e dono desconhecido (1).
      Os botões valem por 5 min, e só para você.
      [Reiniciar 3]! 1|delete myci|tcx0k0|c2VhbA
      [Deixar como está] never-mind
    restart some:
      Reiniciar 1 destas 2, das mais caras para as mais baratas?
      *a* e *b*
      *a* está executando um job, que seria encerrado.
      Pertencem a você (2) e Ana (1).
      Os botões valem por 5 min, e só para você.
      [Reiniciar 1]! 1|delete myci|tcx0k0|c2VhbA
      [Deixar como está] never-mind
    idle:
      Mudar o desligamento automático por inatividade destas 2?
      *a* e *b*
      Pertencem a você (2) e Ana (1).
      Os botões valem por 5 min, e só para você.
      [Mudar 2]! 1|delete myci|tcx0k0|c2VhbA
      [Deixar como está] never-mind
    at a terminal:
      Excluir *myci*? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
      [Excluir]! 1|delete myci|tcx0k0|c2VhbA
      [Não excluir] never-mind
    without buttons:
      Excluir *myci*? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
      Para fazer isso, me mencione com esta linha em até 5 min. Ela só vale para você.
      `confirmar tcx0k0.7365616c excluir myci`
    too long for a button:
      Excluir *myci*? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
      Para fazer isso, cole esta linha depois de `/ci fazer` em até 5 min. Ela só vale para você.
      `confirmar tcx0k0.7365616c excluir myci`
    Looking:
      🟡 O Azure está demorando para responder. Ainda estou cuidando de `parar myci gpu-*` e aviso quando terminar.
    Asking:
      🟡 O Azure ainda não respondeu; não sei se aceitou `parar myci gpu-*`. Vou olhar de novo e aviso.
    Queued:
      🟡 Estou cuidando de outros comandos; `parar myci gpu-*` está na fila. Aviso quando terminar.
    Throttled(95s):
      🟡 O Azure pediu para esperar 1 min 35 s antes da próxima chamada. Depois continuo com `parar myci gpu-*` e aviso.
    command unknown:
      🟡 Ainda estou cuidando disso e aviso quando terminar.
    Looking:
      🟡 O Azure está demorando para responder. Ainda estou cuidando de `parar myci gpu-*` e aviso em *#ops* quando terminar.
    Asking:
      🟡 O Azure ainda não respondeu; não sei se aceitou `parar myci gpu-*`. Vou olhar de novo e aviso em *#ops*.
    Queued:
      🟡 Estou cuidando de outros comandos; `parar myci gpu-*` está na fila. Aviso em *#ops* quando terminar.
    Throttled(95s):
      🟡 O Azure pediu para esperar 1 min 35 s antes da próxima chamada. Depois continuo com `parar myci gpu-*` e aviso em *#ops*.
    command unknown:
      🟡 Ainda estou cuidando disso e aviso em *#ops* quando terminar.
    Looking:
      🟡 O Azure está demorando para responder. Ainda estou cuidando de `parar myci gpu-*`. Para ver se funcionou, digite `estado` daqui a pouco.
    Asking:
      🟡 O Azure ainda não respondeu; não sei se aceitou `parar myci gpu-*`. Para ver se funcionou, digite `estado` daqui a pouco.
    Queued:
      🟡 Estou cuidando de outros comandos; `parar myci gpu-*` está na fila. Para ver se funcionou, digite `estado` daqui a pouco.
    Throttled(95s):
      🟡 O Azure pediu para esperar 1 min 35 s antes da próxima chamada. Depois continuo com `parar myci gpu-*`. Para ver se funcionou, digite `estado` em seguida.
    command unknown:
      🟡 Ainda estou cuidando disso. Para ver se funcionou, digite `estado` daqui a pouco.
    delete myci:
      🟡 O Azure está demorando para responder. Ainda estou cuidando de `excluir myci` e aviso quando terminar.
    list:
      🟡 O Azure está demorando para responder. Ainda estou cuidando de `listar` e aviso quando terminar.
    stop myci --dry-run:
      🟡 O Azure está demorando para responder. Ainda estou cuidando de `parar myci --simular` e aviso quando terminar.
    out of time:
      O meu tempo acabou antes de o Azure responder. Nada foi feito. Para tentar de novo, digite `parar myci gpu-*`. (id 09a7d3)
    out of time with a setting:
      O meu tempo acabou antes de eu ver o resultado de `manter myci por 2h`. Digite o comando de novo: o que já foi feito não é feito duas vezes. (id 09a7d3)
    out of time, command unknown:
      O meu tempo acabou antes de o Azure responder. Nada foi feito. Para tentar de novo, digite ``. (id 09a7d3)
    confirmed:
      Pode deixar: `parar myci gpu-*`.
    never minded:
      Deixei como está. Nada foi feito.
    internal error:
      Algo deu errado do meu lado, e não sei se funcionou. `estado` mostra como está. (id 09a7d3)
    ");
}
