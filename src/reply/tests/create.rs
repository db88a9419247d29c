//! Instances that are made: the question, and why not.

use std::collections::BTreeMap;

use super::*;
use crate::{
    azure::{Blueprint, Making, Recreation, State},
    command::Verb,
    lifecycle::{Outcome, Report},
    reply::{ActionReport, JobsSeen, NotMade, blueprints, confirm, not_made, power, terms},
    target::Instance,
    ticket::SealedInstance,
};

fn blueprint() -> Blueprint {
    Blueprint {
        name: "small".to_owned(),
        size: "Standard_DS3_v2".to_owned(),
        idle: SignedDuration::from_hours(1),
        schedules: Vec::new(),
        subnet: None,
        public_ip: true,
        identity: None,
        tags: BTreeMap::new(),
        workspaces: Vec::new(),
        most_per_person: 1,
        most: 9,
    }
}

fn new_one(owner_name: Option<&str>) -> Instance {
    let owner_name = owner_name.map(str::to_owned);
    Instance { id: id("newci"), owner: Some("00aa".to_owned()), owner_name, created_on: None }
}

/// `old`: the schedules of the old instance, its state, and whether its image is the latest.
fn asked(
    localizer: &Localizer,
    old: Option<(usize, &str, bool)>,
    caller: Option<&str>,
    priced: bool,
) -> Reply {
    let blueprint = blueprint();
    let verb = if old.is_some() { Verb::Renew } else { Verb::Create };
    let stop = json!({"action": "Stop", "status": "Enabled", "cron": {"expression": "0 20 * * *", "timeZone": "UTC"}});
    let inner = old.map(|(schedules, state, latest)| {
        json!({
            "state": state, "idleTimeBeforeShutdown": "PT30M",
            "schedules": {"computeStartStop": vec![stop; schedules]},
            "osImageMetadata": {"isLatestOsImageVersion": latest},
        })
    });
    let recreation = inner
        .as_ref()
        .map(|inner| Recreation::of(&json!({"name": "myci", "properties": {"properties": inner}})));
    let old = inner.map(|inner| compute("myci", inner));
    let making = Making { blueprint: &blueprint, old: recreation.as_ref() };
    let owner = new_one(Some("Ada"));
    let price = priced.then(|| money(29, "USD"));
    let terms = terms(localizer, making, &owner, caller, price, old.as_ref());
    let sealed = SealedInstance { instance: owner.clone(), working: false, jobs: Vec::new() };
    let ticket = "1|create newci|tcx0k0|c2VhbA".to_owned();
    confirm(localizer, (verb, 1), &[sealed], terms, &JobsSeen::default(), ticket, CallerKind::Person)
}

pub(super) fn cases(locale: Locale) -> Vec<Case> {
    let localizer = &localizer(locale);
    let mut cases = vec![
        case("create", asked(localizer, None, Some("00aa"), true)),
        case("create for Ada, without a price", asked(localizer, None, None, false)),
        case("renew", asked(localizer, Some((1, "Running", false)), Some("00aa"), true)),
        case(
            "renew with schedules and a job",
            asked(localizer, Some((2, "JobRunning", false)), Some("00aa"), true),
        ),
        case(
            "renew a stopped one that is not old",
            asked(localizer, Some((0, "Stopped", true)), Some("00aa"), true),
        ),
    ];
    let (one, places) = (blueprint(), [id("myci").workspace, "lab".parse().unwrap()]);
    let several = Localizer { name_workspaces: true, ..localizer.clone() };
    cases.push(case("a blueprint", blueprints(localizer, &[(&one, vec![&places[0]])])));
    let known = [(&one, places.iter().collect()), (&one, vec![&places[1]])];
    cases.push(case("blueprints", blueprints(&several, &known)));
    let parsed = |texts: [&str; 2]| texts.map(|text| command::parse(text).unwrap()).to_vec();
    let commands = parsed(["create newci from small", "create newci from gpu"]);
    let places = parsed(["create research/newci from small", "create lab/newci from small"]);
    let name = || id("newci");
    let most = |each| {
        let made = if each { vec![id("one-ci"), id("two-ci")] } else { Vec::new() };
        NotMade::Most { blueprint: "small".to_owned(), most: 2, each, made }
    };
    let replaced = |state| NotMade::Replaced { instances: Box::new([name(), id("newci-b")]), state };
    for (what, why) in [
        ("no blueprint", NotMade::NoBlueprint),
        ("blueprint", NotMade::Several { typed: None, commands: commands.clone() }),
        ("blueprint", NotMade::Several { typed: Some("huge".to_owned()), commands }),
        ("workspace", NotMade::Several { typed: None, commands: places }),
        ("nameless", NotMade::Nameless { blueprint: "small".to_owned() }),
        ("name", NotMade::Name { name: "my-7".to_owned() }),
        ("nobody", NotMade::Nobody),
        ("taken", NotMade::Taken { instance: name(), state: None }),
        ("taken until it is deleted", NotMade::Taken { instance: name(), state: Some(State::Deleting) }),
        ("taken by one that failed", NotMade::Taken { instance: name(), state: Some(State::CreateFailed) }),
        ("most", most(true)),
        ("most", most(false)),
        ("unfit", NotMade::Unfit { instance: name(), latest: false }),
        ("unfit, and no need", NotMade::Unfit { instance: name(), latest: true }),
        ("unfinished", NotMade::Unfinished { instance: name(), state: None }),
        ("failed", NotMade::Unfinished { instance: name(), state: Some(State::SetupFailed) }),
        ("replaced", replaced(State::Running)),
        ("replaced by a busy one", replaced(State::JobRunning)),
        ("replaced by one that is being made", replaced(State::Creating)),
        ("replaced by one that failed", replaced(State::CreateFailed)),
    ] {
        cases.push(case(format!("not made: {what}"), not_made(localizer, &why)));
    }
    let command = command::parse("renew myci as newci").unwrap();
    let done = |state: &str| Outcome::Done {
        state: Some(state.to_owned().into()),
        took: SignedDuration::from_mins(4),
    };
    let report = |name: &str, verb, outcome| Report { id: id(name), verb, outcome };
    let renewed = |reports| {
        power(localizer, &ActionReport::new(command.clone(), now(), reports, Vec::new()), Vec::new(), true)
    };
    cases.push(case(
        "renewed",
        renewed(vec![
            report("newci", Verb::Create, done("Running")),
            report("myci", Verb::Stop, done("Stopped")),
        ]),
    ));
    let working = report("myci", Verb::Stop, Outcome::Working { may_force: false });
    cases.push(case(
        "renewed, with a job on the old one",
        renewed(vec![report("newci", Verb::Create, done("Running")), working]),
    ));
    cases.push(case("not created", renewed(vec![report("newci", Verb::Create, Outcome::NotTaken(None))])));
    let unknown = AzureError { code: Some("Odd".to_owned()), ..AzureError::of(AzureErrorKind::Other) };
    let odd = renewed(vec![report("newci", Verb::Create, Outcome::LeftBroken(unknown))]);
    cases.push(case("not created, for a reason of Azure's own", odd));
    cases.push(case(
        "not seen to run",
        renewed(vec![report("newci", Verb::Create, Outcome::StillGoing(None))]),
    ));
    let nowhere = Localizer {
        surface: Surface { late: LateChannel::Nowhere, ..Surface::default() },
        ..localizer.clone()
    };
    let asked = Outcome::Asked(crate::lifecycle::Pending::begun(Verb::Create, now()));
    let reports = vec![report("newci", Verb::Create, asked)];
    let report = ActionReport::new(command.clone(), now(), reports, Vec::new());
    cases.push(case("asked where nobody hears later", power(&nowhere, &report, Vec::new(), false)));
    cases
}

#[test]
fn in_english() {
    insta::assert_snapshot!(transcript(Locale::English, cases), @"
    create:
      Create *newci*?
      Blueprint *small*: DS3_v2, $0.29 per hour, $211.70 per month if it never stops. For you. It shuts down after 1 h idle.
      The buttons work for 5 min, and only for you.
      [Create newci]! 1|create newci|tcx0k0|c2VhbA
      [Never mind] never-mind
    create for Ada, without a price:
      Create *newci*?
      Blueprint *small*: DS3_v2. For Ada. It shuts down after 1 h idle.
      The buttons work for 5 min, and only for you.
      [Create newci]! 1|create newci|tcx0k0|c2VhbA
      [Never mind] never-mind
    renew:
      Create *newci*?
      Blueprint *small*: DS3_v2, $0.29 per hour, $211.70 per month if it never stops. For you. It shuts down after 30 min idle.
      It has 1 schedule, next stop: 20:00.
      It takes the place of *myci*, with its tags and schedules. *myci* is stopped once the new one runs, and not deleted. Not carried over: packages, environments, kernels and other files on the OS disk; the temporary disk `/mnt`; set-up scripts, if there are any (Azure shows none); public SSH access and its key, which can only be set at creation; what I can't read of it, to be added by hand: `location`, `vmSize` and `assignedUser`. Files on the file share (`~/cloudfiles`) are there on both.
      The buttons work for 5 min, and only for you.
      [Create newci]! 1|create newci|tcx0k0|c2VhbA
      [Never mind] never-mind
    renew with schedules and a job:
      Create *newci*?
      Blueprint *small*: DS3_v2, $0.29 per hour, $211.70 per month if it never stops. For you. It shuts down after 30 min idle.
      It has 2 schedules, next stop: 20:00.
      It takes the place of *myci*, with its tags and schedules. *myci* is running a job. If it still does when the new one runs, I leave it running, and both are billed. Not carried over: packages, environments, kernels and other files on the OS disk; the temporary disk `/mnt`; set-up scripts, if there are any (Azure shows none); public SSH access and its key, which can only be set at creation; what I can't read of it, to be added by hand: `location`, `vmSize` and `assignedUser`. Files on the file share (`~/cloudfiles`) are there on both.
      The buttons work for 5 min, and only for you.
      [Create newci]! 1|create newci|tcx0k0|c2VhbA
      [Never mind] never-mind
    renew a stopped one that is not old:
      Create *newci*?
      Blueprint *small*: DS3_v2, $0.29 per hour, $211.70 per month if it never stops. For you. It shuts down after 30 min idle.
      It takes the place of *myci*, with its tags and schedules. The OS image of *myci* is the latest already. *myci* stays as it is, stopped. Not carried over: packages, environments, kernels and other files on the OS disk; the temporary disk `/mnt`; set-up scripts, if there are any (Azure shows none); public SSH access and its key, which can only be set at creation; what I can't read of it, to be added by hand: `location`, `vmSize` and `assignedUser`. Files on the file share (`~/cloudfiles`) are there on both.
      The buttons work for 5 min, and only for you.
      [Create newci]! 1|create newci|tcx0k0|c2VhbA
      [Never mind] never-mind
    a blueprint:
      Type `create NAME from BLUEPRINT` with a name of your choice. The blueprint:
      *small*: DS3_v2, shuts down after 1 h idle
    blueprints:
      Type `create NAME from BLUEPRINT` with a name of your choice. The blueprints:
      *small*: DS3_v2, shuts down after 1 h idle, in research and lab
      *small*: DS3_v2, shuts down after 1 h idle, in lab
    not made: no blueprint:
      There is no blueprint for your workspaces, so I can't create instances there. The Lamplighter administrator can add one; without one, instances are created in Azure ML studio, under Compute, or with *az ml compute*. `list` shows what there is.
      [list] list
    not made: blueprint:
      Choose one of these: `create newci from small` and `create newci from gpu`.
      [create newci from small] create newci from small
      [create newci from gpu] create newci from gpu
    not made: blueprint:
      There is no blueprint `huge` here. Choose one of these: `create newci from small` and `create newci from gpu`.
      [create newci from small] create newci from small
      [create newci from gpu] create newci from gpu
    not made: workspace:
      Choose one of these: `create research/newci from small` and `create lab/newci from small`.
      [create research/newci from small] create research/newci from small
      [create lab/newci from small] create lab/newci from small
    not made: nameless:
      `small` is a blueprint. Type `create NAME from small` with a name of your choice.
    not made: name:
      Azure doesn't accept the name `my-7`: 3 to 24 letters (a–z), digits and hyphens, beginning with a letter, and no hyphen before digits at the end.
    not made: nobody:
      I don't know your id in Entra ID, and nobody else could open the instance. The Lamplighter administrator can add it under `[people]`. To create it for somebody else, add `for PERSON`.
    not made: taken:
      *newci* exists already. Choose another name.
    not made: taken until it is deleted:
      *newci* is being deleted. The name is free when it is gone; or choose another name.
    not made: taken by one that failed:
      *newci* exists already, and creating it failed. Type `delete newci` first, or choose another name.
      [delete newci] delete newci
    not made: most:
      The blueprint *small* allows 2 per person, and that many exist: *one-ci* and *two-ci*. `delete NAME` makes room.
    not made: most:
      The blueprint *small* allows 2 in all, and that many exist. `delete NAME` makes room.
    not made: unfit:
      No blueprint makes an instance such as *newci*: its size, network or identity is another, or I can't read its owner or schedules. `outdated newci` shows how to renew it by hand.
      [outdated newci] outdated newci
    not made: unfit, and no need:
      No blueprint makes an instance such as *newci*: its size, network or identity is another, or I can't read its owner or schedules. Its OS image is the latest, so it needs no renewal.
    not made: unfinished:
      *newci* is still being created. Type `renew newci` when it runs.
      [renew newci] renew newci
    not made: failed:
      *newci* was not created completely, so there is nothing to renew. Type `delete newci`, then create it again.
      [delete newci] delete newci
    not made: replaced:
      *newci-b* takes the place of *newci* already. When all is well with it, type `delete newci`.
      [delete newci] delete newci
    not made: replaced by a busy one:
      *newci-b* takes the place of *newci* already. When all is well with it, type `delete newci`.
      [delete newci] delete newci
    not made: replaced by one that is being made:
      *newci-b* takes the place of *newci* already, and is being created now. `status newci-b` shows more.
      [status newci-b] status newci-b
    not made: replaced by one that failed:
      *newci-b* was to take the place of *newci*, but creating it failed. Type `delete newci-b` first, then `renew newci`.
      [delete newci-b] delete newci-b
      [renew newci] renew newci
    renewed (channel):
      🟢 *newci* is created and running. It took 4 min.
      ⚪ *myci* is stopped. It took 4 min. Disk, public IP and load balancer are still billed.
      *myci* is still there, stopped. When all is well with the new one, type `delete myci`.
    renewed, with a job on the old one (channel):
      🟢 *newci* is created and running. It took 4 min.
      🟢 *myci* is running a job. Stopping it would end the job, and you don't have the *force* permission here. Wait for the job, or ask an owner of research.
      While *myci* runs, both are billed.
    not created:
      🔴 Azure did not create *newci*. To try again, type `renew myci as newci`. (id 09a7d3)
      *myci* is left as it is.
      [renew myci as newci] renew myci as newci
    not created, for a reason of Azure's own:
      🔴 *newci*: creating it failed (Odd). (id 09a7d3) What is left of it keeps the name: before you try again, type `delete newci`.
      *myci* is left as it is.
      [delete newci] delete newci
    not seen to run (channel):
      🟡 *newci*: Azure accepted the request to create it, and I can't follow it any longer. To see how it went, type `status newci`.
      If *myci* still runs when the new one does, type `stop myci`.
      [status newci] status newci
      [stop myci] stop myci
    asked where nobody hears later (channel):
      🟡 *newci*: asked Azure to create it. `status newci` shows when it is running.
      If *myci* still runs when the new one does, type `stop myci`.
      [status newci] status newci
      [stop myci] stop myci
    ");
}

#[test]
fn in_portuguese() {
    insta::assert_snapshot!(transcript(Locale::Portuguese, cases), @"
    create:
      Criar *newci*?
      Modelo *small*: DS3_v2, US$ 0,29 por hora, US$ 211,70 por mês se nunca parar. Para você. Ela desliga após 1 h de inatividade.
      Os botões valem por 5 min, e só para você.
      [Criar newci]! 1|create newci|tcx0k0|c2VhbA
      [Deixar como está] never-mind
    create for Ada, without a price:
      Criar *newci*?
      Modelo *small*: DS3_v2. Para Ada. Ela desliga após 1 h de inatividade.
      Os botões valem por 5 min, e só para você.
      [Criar newci]! 1|create newci|tcx0k0|c2VhbA
      [Deixar como está] never-mind
    renew:
      Criar *newci*?
      Modelo *small*: DS3_v2, US$ 0,29 por hora, US$ 211,70 por mês se nunca parar. Para você. Ela desliga após 30 min de inatividade.
      Ela tem 1 agendamento, próxima parada: 20:00.
      Ela entra no lugar de *myci*, com as mesmas tags e agendamentos. *myci* será parada quando a nova estiver rodando, e não será excluída. Não é levado: pacotes, ambientes, kernels e outros arquivos do disco do SO; o disco temporário `/mnt`; scripts de configuração, se houver (o Azure não mostra nenhum); o acesso público por SSH e a chave dele, que só podem ser definidos na criação; o que não consigo ler nela, a preencher à mão: `location`, `vmSize` e `assignedUser`. Os arquivos do compartilhamento (`~/cloudfiles`) estão nas duas.
      Os botões valem por 5 min, e só para você.
      [Criar newci]! 1|create newci|tcx0k0|c2VhbA
      [Deixar como está] never-mind
    renew with schedules and a job:
      Criar *newci*?
      Modelo *small*: DS3_v2, US$ 0,29 por hora, US$ 211,70 por mês se nunca parar. Para você. Ela desliga após 30 min de inatividade.
      Ela tem 2 agendamentos, próxima parada: 20:00.
      Ela entra no lugar de *myci*, com as mesmas tags e agendamentos. *myci* está executando um job. Se ele ainda estiver em execução quando a nova estiver rodando, deixo as duas rodando, e ambas são cobradas. Não é levado: pacotes, ambientes, kernels e outros arquivos do disco do SO; o disco temporário `/mnt`; scripts de configuração, se houver (o Azure não mostra nenhum); o acesso público por SSH e a chave dele, que só podem ser definidos na criação; o que não consigo ler nela, a preencher à mão: `location`, `vmSize` e `assignedUser`. Os arquivos do compartilhamento (`~/cloudfiles`) estão nas duas.
      Os botões valem por 5 min, e só para você.
      [Criar newci]! 1|create newci|tcx0k0|c2VhbA
      [Deixar como está] never-mind
    renew a stopped one that is not old:
      Criar *newci*?
      Modelo *small*: DS3_v2, US$ 0,29 por hora, US$ 211,70 por mês se nunca parar. Para você. Ela desliga após 30 min de inatividade.
      Ela entra no lugar de *myci*, com as mesmas tags e agendamentos. A imagem do SO de *myci* já é a mais recente. *myci* fica como está, parada. Não é levado: pacotes, ambientes, kernels e outros arquivos do disco do SO; o disco temporário `/mnt`; scripts de configuração, se houver (o Azure não mostra nenhum); o acesso público por SSH e a chave dele, que só podem ser definidos na criação; o que não consigo ler nela, a preencher à mão: `location`, `vmSize` e `assignedUser`. Os arquivos do compartilhamento (`~/cloudfiles`) estão nas duas.
      Os botões valem por 5 min, e só para você.
      [Criar newci]! 1|create newci|tcx0k0|c2VhbA
      [Deixar como está] never-mind
    a blueprint:
      Digite `criar NOME do modelo MODELO` com um nome à sua escolha. O modelo:
      *small*: DS3_v2, desliga após 1 h de inatividade
    blueprints:
      Digite `criar NOME do modelo MODELO` com um nome à sua escolha. Os modelos:
      *small*: DS3_v2, desliga após 1 h de inatividade, em research e lab
      *small*: DS3_v2, desliga após 1 h de inatividade, em lab
    not made: no blueprint:
      Não há modelo para os seus workspaces, então não posso criar instâncias neles. Quem administra o Lamplighter pode adicionar um; sem ele, instâncias são criadas no estúdio do Azure ML, em Computação, ou com *az ml compute*. `listar` mostra as que existem.
      [listar] list
    not made: blueprint:
      Escolha uma destas opções: `criar newci do modelo small` e `criar newci do modelo gpu`.
      [criar newci do modelo small] create newci from small
      [criar newci do modelo gpu] create newci from gpu
    not made: blueprint:
      Não há um modelo `huge` aqui. Escolha uma destas opções: `criar newci do modelo small` e `criar newci do modelo gpu`.
      [criar newci do modelo small] create newci from small
      [criar newci do modelo gpu] create newci from gpu
    not made: workspace:
      Escolha uma destas opções: `criar research/newci do modelo small` e `criar lab/newci do modelo small`.
      [criar research/newci do modelo small] create research/newci from small
      [criar lab/newci do modelo small] create lab/newci from small
    not made: nameless:
      `small` é um modelo. Digite `criar NOME do modelo small` com um nome à sua escolha.
    not made: name:
      O Azure não aceita o nome `my-7`: de 3 a 24 letras (a–z, sem acento), números e hifens, começando por letra e sem hífen antes de números no final.
    not made: nobody:
      Não sei o seu id no Entra ID, e mais ninguém poderia abrir a instância. Quem administra o Lamplighter pode adicioná-lo em `[people]`. Para criá-la para outra pessoa, acrescente `para PESSOA`.
    not made: taken:
      *newci* já existe. Escolha outro nome.
    not made: taken until it is deleted:
      *newci* está sendo excluída. O nome fica livre quando ela sumir; ou escolha outro nome.
    not made: taken by one that failed:
      *newci* já existe, e a criação dela falhou. Digite `excluir newci` antes, ou escolha outro nome.
      [excluir newci] delete newci
    not made: most:
      O modelo *small* permite 2 por pessoa, e esse limite já foi atingido: *one-ci* e *two-ci*. `excluir NOME` abre espaço.
    not made: most:
      O modelo *small* permite 2 ao todo, e esse limite já foi atingido. `excluir NOME` abre espaço.
    not made: unfit:
      Nenhum modelo cria uma instância como *newci*: o tamanho, a rede ou a identidade são outros, ou não consigo ler o dono ou os agendamentos dela. `desatualizadas newci` mostra como renová-la manualmente.
      [desatualizadas newci] outdated newci
    not made: unfit, and no need:
      Nenhum modelo cria uma instância como *newci*: o tamanho, a rede ou a identidade são outros, ou não consigo ler o dono ou os agendamentos dela. A imagem do SO dela é a mais recente; não é preciso renovar.
    not made: unfinished:
      *newci* ainda está sendo criada. Digite `renovar newci` quando ela estiver rodando.
      [renovar newci] renew newci
    not made: failed:
      A criação de *newci* não terminou, então não há o que renovar. Digite `excluir newci` e crie a instância de novo.
      [excluir newci] delete newci
    not made: replaced:
      *newci-b* já substitui *newci*. Quando tudo estiver certo com ela, digite `excluir newci`.
      [excluir newci] delete newci
    not made: replaced by a busy one:
      *newci-b* já substitui *newci*. Quando tudo estiver certo com ela, digite `excluir newci`.
      [excluir newci] delete newci
    not made: replaced by one that is being made:
      *newci-b* já substitui *newci*, e está sendo criada agora. `estado newci-b` mostra mais.
      [estado newci-b] status newci-b
    not made: replaced by one that failed:
      *newci-b* ia substituir *newci*, mas a criação falhou. Digite `excluir newci-b` e depois `renovar newci`.
      [excluir newci-b] delete newci-b
      [renovar newci] renew newci
    renewed (channel):
      🟢 *newci* foi criada e está rodando. Levou 4 min.
      ⚪ *myci* parou. Levou 4 min. Disco, IP público e balanceador de carga continuam sendo cobrados.
      *myci* continua existindo, parada. Quando tudo estiver certo com a nova, digite `excluir myci`.
    renewed, with a job on the old one (channel):
      🟢 *newci* foi criada e está rodando. Levou 4 min.
      🟢 *myci* está executando um job. Parar agora encerra o job, e você não tem a permissão *forçar* aqui. Espere o job terminar ou fale com um responsável por research.
      Enquanto *myci* estiver rodando, as duas são cobradas.
    not created:
      🔴 O Azure não criou *newci*. Para tentar de novo, digite `renovar myci como newci`. (id 09a7d3)
      *myci* fica como está.
      [renovar myci como newci] renew myci as newci
    not created, for a reason of Azure's own:
      🔴 *newci*: a criação falhou (Odd). (id 09a7d3) O que restou dela ocupa o nome: antes de tentar de novo, digite `excluir newci`.
      *myci* fica como está.
      [excluir newci] delete newci
    not seen to run (channel):
      🟡 *newci*: o Azure aceitou o pedido de criação, e não consigo mais acompanhar. Para ver se funcionou, digite `estado newci`.
      Se *myci* ainda estiver rodando quando a nova também estiver, digite `parar myci`.
      [estado newci] status newci
      [parar myci] stop myci
    asked where nobody hears later (channel):
      🟡 *newci*: pedi ao Azure para criá-la. Digite `estado newci` para saber quando ela estiver rodando.
      Se *myci* ainda estiver rodando quando a nova também estiver, digite `parar myci`.
      [estado newci] status newci
      [parar myci] stop myci
    ");
}
