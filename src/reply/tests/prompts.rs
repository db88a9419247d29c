//! Acknowledgements and confirmations.

use std::time::Duration;

use super::*;
use crate::{
    command::Verb,
    reply::{Delay, JobsSeen, Unchecked, acknowledgement, after_click, confirm, internal_error, out_of_time},
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
    let ask = |localizer: &Localizer, what, instances: &[SealedInstance], jobs: &JobsSeen| {
        confirm(localizer, what, instances, jobs, TICKET.to_owned(), CallerKind::Person)
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
    let terminal =
        confirm(localizer, (Verb::Delete, 1), &myci, &none, TICKET.to_owned(), CallerKind::Terminal);
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
      Delete *myci*? Its OS disk and what is outside the file share are gone for good.
      The buttons work for 5 min, and for you alone.
      [Delete]! 1|delete myci|tcx0k0|c2VhbA
      [Keep it] never-mind
    delete with a job:
      Delete *myci*? It is running a job, which would end. Its OS disk and what is outside the file share are gone for good.
      1 job runs on it or waits for it: `train-1`.
      The buttons work for 5 min, and for you alone.
      [Delete]! 1|delete myci|tcx0k0|c2VhbA
      [Keep it] never-mind
    delete with jobs:
      Delete *myci*? Its OS disk and what is outside the file share are gone for good.
      4 jobs run on it or wait for it: `train-1`, `train-2`, `train-3` and 1 more.
      Jobs that wait for it were not checked.
      The buttons work for 5 min, and for you alone.
      [Delete]! 1|delete myci|tcx0k0|c2VhbA
      [Keep it] never-mind
    stop many:
      Stop these 3?
      *a*, *b* and *c*
      *a* and *c* are running jobs, which would end.
      The buttons work for 5 min, and for you alone.
      [Stop 3]! 1|delete myci|tcx0k0|c2VhbA
      [Never mind] never-mind
    stop some:
      Stop 1 of these 2, the dearest first?
      *a* and *b*
      *a* is running a job, which would end.
      The buttons work for 5 min, and for you alone.
      [Stop 1]! 1|delete myci|tcx0k0|c2VhbA
      [Never mind] never-mind
    start many:
      Start these 3?
      *a*, *b* and *c*
      *a* and *c* are running jobs, which would end.
      The buttons work for 5 min, and for you alone.
      [Start 3]! 1|delete myci|tcx0k0|c2VhbA
      [Never mind] never-mind
    start some:
      Start 1 of these 2, the dearest first?
      *a* and *b*
      *a* is running a job, which would end.
      The buttons work for 5 min, and for you alone.
      [Start 1]! 1|delete myci|tcx0k0|c2VhbA
      [Never mind] never-mind
    restart many:
      Restart these 3?
      *a*, *b* and *c*
      *a* and *c* are running jobs, which would end.
      The buttons work for 5 min, and for you alone.
      [Restart 3]! 1|delete myci|tcx0k0|c2VhbA
      [Never mind] never-mind
    restart some:
      Restart 1 of these 2, the dearest first?
      *a* and *b*
      *a* is running a job, which would end.
      The buttons work for 5 min, and for you alone.
      [Restart 1]! 1|delete myci|tcx0k0|c2VhbA
      [Never mind] never-mind
    at a terminal:
      Delete *myci*? Its OS disk and what is outside the file share are gone for good.
      [Delete]! 1|delete myci|tcx0k0|c2VhbA
      [Keep it] never-mind
    without buttons:
      Delete *myci*? Its OS disk and what is outside the file share are gone for good.
      To do it, mention me with this line within 5 min. It works for you alone.
      `confirm tcx0k0.7365616c delete myci`
    too long for a button:
      Delete *myci*? Its OS disk and what is outside the file share are gone for good.
      To do it, give `/ci do` this line within 5 min. It works for you alone.
      `confirm tcx0k0.7365616c delete myci`
    Looking:
      🟡 Azure is slow to answer. I'm still at `stop myci gpu-*` and will tell you what comes of it.
    Asking:
      🟡 Azure has not answered yet, so I don't know whether it took `stop myci gpu-*`. I'll look again and tell you.
    Queued:
      🟡 I'm busy with other commands; `stop myci gpu-*` is in line. I'll tell you what comes of it.
    Throttled(95s):
      🟡 Azure asks us to wait 1 min 35 s before the next call. I'll go on with `stop myci gpu-*` then and tell you.
    command unknown:
      🟡 I'm still at it and will tell you what comes of it.
    Looking:
      🟡 Azure is slow to answer. I'm still at `stop myci gpu-*` and will tell you in *#ops* what comes of it.
    Asking:
      🟡 Azure has not answered yet, so I don't know whether it took `stop myci gpu-*`. I'll look again and tell you in *#ops*.
    Queued:
      🟡 I'm busy with other commands; `stop myci gpu-*` is in line. I'll tell you in *#ops* what comes of it.
    Throttled(95s):
      🟡 Azure asks us to wait 1 min 35 s before the next call. I'll go on with `stop myci gpu-*` then and tell you in *#ops*.
    command unknown:
      🟡 I'm still at it and will tell you in *#ops* what comes of it.
    Looking:
      🟡 Azure is slow to answer. I'm still at `stop myci gpu-*`. Ask with `status` in a while.
    Asking:
      🟡 Azure has not answered yet, so I don't know whether it took `stop myci gpu-*`. Ask with `status` in a while.
    Queued:
      🟡 I'm busy with other commands; `stop myci gpu-*` is in line. Ask with `status` in a while.
    Throttled(95s):
      🟡 Azure asks us to wait 1 min 35 s before the next call. I'll go on with `stop myci gpu-*` then. Ask with `status` after that.
    command unknown:
      🟡 I'm still at it. Ask with `status` in a while.
    delete myci:
      🟡 Azure is slow to answer. I'm still at `delete myci` and will tell you what comes of it.
    list:
      🟡 Azure is slow to answer. I'm still at `list` and will tell you what comes of it.
    stop myci --dry-run:
      🟡 Azure is slow to answer. I'm still at `stop myci --dry-run` and will tell you what comes of it.
    out of time:
      I ran out of time before Azure answered. Nothing was done; say `stop myci gpu-*` again. (id 09a7d3)
    out of time with a setting:
      I ran out of time before I saw what came of `keep myci for 2h`. Say it again: what is done already is not done twice. (id 09a7d3)
    out of time, command unknown:
      I ran out of time before Azure answered. Nothing was done; say `` again. (id 09a7d3)
    confirmed:
      On it: `stop myci gpu-*`.
    never minded:
      Left as it is. Nothing was done.
    internal error:
      I tripped over something of my own and can't tell what came of it. `status` asks Azure. (id 09a7d3)
    ");
}

#[test]
fn in_portuguese() {
    insta::assert_snapshot!(transcript(Locale::Portuguese, cases), @"
    delete:
      Excluir *myci*? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
      Os botões valem por 5 min, e só para você.
      [Excluir]! 1|delete myci|tcx0k0|c2VhbA
      [Manter] never-mind
    delete with a job:
      Excluir *myci*? Ela está executando um job, que seria encerrado. O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
      1 job roda nela ou espera por ela: `train-1`.
      Os botões valem por 5 min, e só para você.
      [Excluir]! 1|delete myci|tcx0k0|c2VhbA
      [Manter] never-mind
    delete with jobs:
      Excluir *myci*? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
      4 jobs rodam nela ou esperam por ela: `train-1`, `train-2`, `train-3` e mais 1.
      Não verifiquei se há jobs esperando por ela.
      Os botões valem por 5 min, e só para você.
      [Excluir]! 1|delete myci|tcx0k0|c2VhbA
      [Manter] never-mind
    stop many:
      Parar estas 3?
      *a*, *b* e *c*
      *a* e *c* estão executando jobs, que seriam encerrados.
      Os botões valem por 5 min, e só para você.
      [Parar 3]! 1|delete myci|tcx0k0|c2VhbA
      [Deixar como está] never-mind
    stop some:
      Parar 1 destas 2, das mais caras para as mais baratas?
      *a* e *b*
      *a* está executando um job, que seria encerrado.
      Os botões valem por 5 min, e só para você.
      [Parar 1]! 1|delete myci|tcx0k0|c2VhbA
      [Deixar como está] never-mind
    start many:
      Iniciar estas 3?
      *a*, *b* e *c*
      *a* e *c* estão executando jobs, que seriam encerrados.
      Os botões valem por 5 min, e só para você.
      [Iniciar 3]! 1|delete myci|tcx0k0|c2VhbA
      [Deixar como está] never-mind
    start some:
      Iniciar 1 destas 2, das mais caras para as mais baratas?
      *a* e *b*
      *a* está executando um job, que seria encerrado.
      Os botões valem por 5 min, e só para você.
      [Iniciar 1]! 1|delete myci|tcx0k0|c2VhbA
      [Deixar como está] never-mind
    restart many:
      Reiniciar estas 3?
      *a*, *b* e *c*
      *a* e *c* estão executando jobs, que seriam encerrados.
      Os botões valem por 5 min, e só para você.
      [Reiniciar 3]! 1|delete myci|tcx0k0|c2VhbA
      [Deixar como está] never-mind
    restart some:
      Reiniciar 1 destas 2, das mais caras para as mais baratas?
      *a* e *b*
      *a* está executando um job, que seria encerrado.
      Os botões valem por 5 min, e só para você.
      [Reiniciar 1]! 1|delete myci|tcx0k0|c2VhbA
      [Deixar como está] never-mind
    at a terminal:
      Excluir *myci*? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
      [Excluir]! 1|delete myci|tcx0k0|c2VhbA
      [Manter] never-mind
    without buttons:
      Excluir *myci*? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
      Para fazer isso, me mencione com esta linha em até 5 min. Ela vale só para você.
      `confirmar tcx0k0.7365616c excluir myci`
    too long for a button:
      Excluir *myci*? O disco do SO e tudo que está fora do compartilhamento de arquivos se perdem para sempre.
      Para fazer isso, dê esta linha ao `/ci fazer` em até 5 min. Ela vale só para você.
      `confirmar tcx0k0.7365616c excluir myci`
    Looking:
      🟡 O Azure está demorando para responder. Ainda estou cuidando de `parar myci gpu-*` e aviso no que deu.
    Asking:
      🟡 O Azure ainda não respondeu; não sei se aceitou `parar myci gpu-*`. Vou olhar de novo e aviso.
    Queued:
      🟡 Estou cuidando de outros comandos; `parar myci gpu-*` está na fila. Aviso quando terminar.
    Throttled(95s):
      🟡 O Azure pediu para esperar 1 min 35 s antes da próxima chamada. Depois sigo com `parar myci gpu-*` e aviso.
    command unknown:
      🟡 Ainda estou nisso; aviso quando tiver o resultado.
    Looking:
      🟡 O Azure está demorando para responder. Ainda estou cuidando de `parar myci gpu-*` e aviso em *#ops* no que deu.
    Asking:
      🟡 O Azure ainda não respondeu; não sei se aceitou `parar myci gpu-*`. Vou olhar de novo e aviso em *#ops*.
    Queued:
      🟡 Estou cuidando de outros comandos; `parar myci gpu-*` está na fila. Aviso em *#ops* quando terminar.
    Throttled(95s):
      🟡 O Azure pediu para esperar 1 min 35 s antes da próxima chamada. Depois sigo com `parar myci gpu-*` e aviso em *#ops*.
    command unknown:
      🟡 Ainda estou nisso; aviso em *#ops* quando tiver o resultado.
    Looking:
      🟡 O Azure está demorando para responder. Ainda estou cuidando de `parar myci gpu-*`. Use `estado` daqui a pouco.
    Asking:
      🟡 O Azure ainda não respondeu; não sei se aceitou `parar myci gpu-*`. Use `estado` daqui a pouco.
    Queued:
      🟡 Estou cuidando de outros comandos; `parar myci gpu-*` está na fila. Use `estado` daqui a pouco.
    Throttled(95s):
      🟡 O Azure pediu para esperar 1 min 35 s antes da próxima chamada. Depois sigo com `parar myci gpu-*`. Use `estado` em seguida.
    command unknown:
      🟡 Ainda estou nisso. Use `estado` daqui a pouco.
    delete myci:
      🟡 O Azure está demorando para responder. Ainda estou cuidando de `excluir myci` e aviso no que deu.
    list:
      🟡 O Azure está demorando para responder. Ainda estou cuidando de `listar` e aviso no que deu.
    stop myci --dry-run:
      🟡 O Azure está demorando para responder. Ainda estou cuidando de `parar myci --simular` e aviso no que deu.
    out of time:
      O tempo acabou antes de o Azure responder. Nada foi feito; repita `parar myci gpu-*`. (id 09a7d3)
    out of time with a setting:
      O tempo acabou antes de eu ver o resultado de `manter myci por 2h`. Repita: o que já foi feito não é feito duas vezes. (id 09a7d3)
    out of time, command unknown:
      O tempo acabou antes de o Azure responder. Nada foi feito; repita ``. (id 09a7d3)
    confirmed:
      Pode deixar: `parar myci gpu-*`.
    never minded:
      Deixei como está. Nada foi feito.
    internal error:
      Tropecei em um problema meu e não sei no que deu. `estado` pergunta ao Azure. (id 09a7d3)
    ");
}
