//! Help, and who the caller is.

use super::*;
use crate::{
    command::{Topic, Verb},
    policy::{Ability, GrantTarget, Right},
    reply::{help, ping, whoami},
};

pub fn cases(locale: Locale) -> Vec<Case> {
    let localizer = localizer(locale);
    let may = VERBS.iter().map(|row| Ability::Do(row.verb)).chain([Ability::Force]).collect();
    let all = [Right { may, on: vec![GrantTarget::parse("*").unwrap()] }];
    let mut cases = vec![case("first screen", help(&localizer, &all, Topic::Overview))];
    cases.push(case("without rights", help(&localizer, &[], Topic::Overview)));
    let reads =
        [Right { may: vec![Ability::Do(Verb::Status), Ability::Do(Verb::List)], on: all[0].on.clone() }];
    cases.push(case("for readers", help(&localizer, &reads, Topic::Overview)));
    cases.extend(
        Topic::others().map(|topic| case(topic.name_in(locale).unwrap(), help(&localizer, &all, topic))),
    );
    cases
        .extend(VERBS.iter().map(|row| case(row.verb.name(), help(&localizer, &all, Topic::Verb(row.verb)))));
    cases.push(case("stop, without rights", help(&localizer, &[], Topic::Verb(Verb::Stop))));
    let (status, stop) = (Ability::Do(Verb::Status), Ability::Do(Verb::Stop));
    let right = |may: &[Ability], on: &[&str]| Right {
        may: may.to_vec(),
        on: on.iter().map(|text| GrantTarget::parse(text).unwrap()).collect(),
    };
    let rights = [
        right(&[status], &["*"]),
        right(&[status, stop, Ability::Force], &["mine", "research/*", "gpu-*/*", "lab/ci-*"]),
    ];
    let (none, lists) = ([].into(), ["@gpu".to_owned(), "@ml-team".to_owned()].into());
    let there = Caller { conversation: Some("19:0b7f@thread.tacv2".to_owned()), ..person() };
    cases.push(case("whoami", whoami(&localizer, &person(), Some("00aa"), (&rights, &none), false)));
    cases.push(case(
        "whoami, in a channel",
        whoami(&localizer, &there, Some("00aa"), (&rights[..1], &lists), true),
    ));
    cases.push(case("whoami, a stranger", whoami(&localizer, &person(), None, (&[], &none), false)));
    let pong = marked(&ping(&localizer).lines[0]).replace(env!("LAMPLIGHTER_VERSION"), "VERSION");
    cases.push(case("ping", Reply::to_caller([Text::read(&pong)])));
    cases
}

#[test]
fn in_english() {
    insta::assert_snapshot!(transcript(Locale::English, cases), @"
    first screen:
      I start Azure ML compute instances when you need them and stop them when you don't.
      `status [NAME…]` state, since when and why, price, owner, idle setting and what comes next
      `list [NAME…] [--state STATE] [--owner OWNER]` everything that you can see, a line each: state, size, price and owner
      `start NAME…` starts instances
      `stop NAME… [--except NAME] [--max N] [--force]` stops instances; running jobs only with `--force`
      `keep NAME… for DURATION | until TIME | off [because TEXT]` no timer and no alert stops them before then; at most 7 days
      `cost [NAME…] [--since TIME]` what is running now, per hour and per day, by owner
      NAME is an instance, such as `myci` or `workspace/myci`, a glob such as `gpu-*`, `all` or `mine`.
      `help all` shows every command, and `help stop` says more about one.
    without rights:
      I start Azure ML compute instances when you need them and stop them when you don't.
      `later [NAME…] [off]` what people asked to be done later, as with `stop NAME in 2h`; `off` ends it
      `help [VERB]` this, or more about one command
      `whoami` who you are to me, and what you can do
      `ping` whether I am here
      NAME is an instance, such as `myci` or `workspace/myci`, a glob such as `gpu-*`, `all` or `mine`.
      `help all` shows every command, and `help stop` says more about one.
    for readers:
      I start Azure ML compute instances when you need them and stop them when you don't.
      `status [NAME…]` state, since when and why, price, owner, idle setting and what comes next
      `list [NAME…] [--state STATE] [--owner OWNER]` everything that you can see, a line each: state, size, price and owner
      NAME is an instance, such as `myci` or `workspace/myci`, a glob such as `gpu-*`, `all` or `mine`.
      `help all` shows every command, and `help stop` says more about one.
    all:
      I start Azure ML compute instances when you need them and stop them when you don't.
      `status [NAME…]` state, since when and why, price, owner, idle setting and what comes next
      `list [NAME…] [--state STATE] [--owner OWNER]` everything that you can see, a line each: state, size, price and owner
      `start NAME…` starts instances
      `stop NAME… [--except NAME] [--max N] [--force]` stops instances; running jobs only with `--force`
      `restart NAME… [--force]` restarts instances; running jobs only with `--force`
      `delete NAME` deletes an instance; asks first
      `create NAME [from BLUEPRINT] [for PERSON]` creates an instance from a blueprint, and asks first; alone, shows the blueprints
      `renew NAME [as NEWNAME]` creates an instance in place of an old one, which it stops; asks first
      `idle NAME… DURATION | off` shuts instances down after they have been idle for that long; 15 minutes to 3 days
      `schedule NAME… [add stop|start weekdays at 20:00 | enable ID | disable ID | remove ID]` shows start and stop schedules, or changes those of one instance
      `announce VERB NAME… in DURATION` tells people what a timer is about to do, with a way to keep an instance
      `keep NAME… for DURATION | until TIME | off [because TEXT]` no timer and no alert stops them before then; at most 7 days
      `later [NAME…] [off]` what people asked to be done later, as with `stop NAME in 2h`; `off` ends it
      `audit [NAME…] [--longer-than DURATION]` what needs a look: old images, no idle shutdown, long runs and more
      `outdated [NAME…]` instances with an old OS image, the oldest first; for one of them, how to renew it
      `cost [NAME…] [--since TIME]` what is running now, per hour and per day, by owner
      `check` which Azure permissions I have and which I lack
      `help [VERB]` this, or more about one command
      `whoami` who you are to me, and what you can do
      `ping` whether I am here
      NAME is an instance, such as `myci` or `workspace/myci`, a glob such as `gpu-*`, `all` or `mine`.
      `help stop` says more about one command. See also `help names`, `help times`, `help states`, `help owners` and `help sizes`.
    names:
      NAME is an instance: `myci`, or `workspace/myci` if several workspaces have one. A glob such as `gpu-*` is every instance that it fits, `all` is all that you can see, and `mine` is your own. Most commands take several names: `stop myci gpu-*`.
    times:
      DURATION is a length such as `30m`, `2h` or `1d 12h`: `keep myci for 2h`. TIME is a moment such as `22:00`, `tomorrow 8am`, `friday` or `2026-12-24 18:00`: `keep myci until friday`. Your time zone is UTC.
    states:
      STATE is `running`, `stopped`, `jobrunning`, `starting`, `stopping`, `restarting`, `deleting`, `creating`, `resizing`, `settingup`, `createfailed`, `setupfailed`, `usersetupfailed`, `unusable` or `unknown`: `list --state running`.
    owners:
      OWNER is a person: a name, a mention, an object id in Entra, or `me`: `list --owner me`. `mine` is short for your own instances: `stop mine`.
    sizes:
      SIZE is any part of the name of a VM size: `list --size NC6`. A number in it is a whole one: `NC6` is not in `NC64AS_T4_V3`. `--gpu` selects the sizes that have a GPU: `list --gpu`.
    status:
      `status [NAME…]` state, since when and why, price, owner, idle setting and what comes next
      Options: `--except`, `--state`, `--owner`, `--gpu` and `--size`
      Also understood: `show` and `state`
      STATE is `running`, `stopped`, `jobrunning`, `starting`, `stopping`, `restarting`, `deleting`, `creating`, `resizing`, `settingup`, `createfailed`, `setupfailed`, `usersetupfailed`, `unusable` or `unknown`: `list --state running`.
      For instance: `status myci`
    list:
      `list [NAME…] [--state STATE] [--owner OWNER]` everything that you can see, a line each: state, size, price and owner
      Options: `--except`, `--state`, `--owner`, `--gpu` and `--size`
      Also understood: `ls`
      For instance: `list --state running`
    start:
      `start NAME…` starts instances
      Options: `--except`, `--state`, `--owner`, `--gpu`, `--size`, `--max` and `--dry-run`
      For instance: `start myci`
    stop:
      `stop NAME… [--except NAME] [--max N] [--force]` stops instances; running jobs only with `--force`
      Options: `--except`, `--state`, `--owner`, `--gpu`, `--size`, `--max`, `--dry-run` and `--force`
      For instance: `stop all --except prod-*`
    restart:
      `restart NAME… [--force]` restarts instances; running jobs only with `--force`
      Options: `--except`, `--state`, `--owner`, `--gpu`, `--size`, `--max`, `--dry-run` and `--force`
      Also understood: `reboot`
      For instance: `restart myci`
    delete:
      `delete NAME` deletes an instance; asks first
      Options: `--dry-run`
      For instance: `delete myci`
    create:
      `create NAME [from BLUEPRINT] [for PERSON]` creates an instance from a blueprint, and asks first; alone, shows the blueprints
      For instance: `create myci from small`
    renew:
      `renew NAME [as NEWNAME]` creates an instance in place of an old one, which it stops; asks first
      Also understood: `recreate`
      For instance: `renew myci as myci-b`
    idle:
      `idle NAME… DURATION | off` shuts instances down after they have been idle for that long; 15 minutes to 3 days
      For instance: `idle myci 2h`
    schedule:
      `schedule NAME… [add stop|start weekdays at 20:00 | enable ID | disable ID | remove ID]` shows start and stop schedules, or changes those of one instance
      Also understood: `schedules`
      For instance: `schedule myci add stop weekdays at 20:00`
    announce:
      `announce VERB NAME… in DURATION` tells people what a timer is about to do, with a way to keep an instance
      Options: `--except`, `--state`, `--owner`, `--gpu`, `--size`, `--dry-run` and `--force`
      For instance: `announce stop all --except prod-* in 30m`
    keep:
      `keep NAME… for DURATION | until TIME | off [because TEXT]` no timer and no alert stops them before then; at most 7 days
      For instance: `keep myci for 2h because training`
    later:
      `later [NAME…] [off]` what people asked to be done later, as with `stop NAME in 2h`; `off` ends it
      Also understood: `pending`
      For instance: `later myci off`
    due:
      `due` carries out what is pending and due; the command of a timer, not of people
      For instance: `due`
    audit:
      `audit [NAME…] [--longer-than DURATION]` what needs a look: old images, no idle shutdown, long runs and more
      Options: `--except`, `--state`, `--owner`, `--gpu`, `--size` and `--longer-than`
      For instance: `audit --longer-than 12h`
    outdated:
      `outdated [NAME…]` instances with an old OS image, the oldest first; for one of them, how to renew it
      Options: `--except`, `--state`, `--owner`, `--gpu` and `--size`
      For instance: `outdated myci`
    cost:
      `cost [NAME…] [--since TIME]` what is running now, per hour and per day, by owner
      Options: `--except`, `--state`, `--owner`, `--gpu`, `--size` and `--since`
      Also understood: `costs`
      For instance: `cost --since 8h`
    check:
      `check` which Azure permissions I have and which I lack
      For instance: `check`
    help:
      `help [VERB]` this, or more about one command
      Also understood: `?`
      For instance: `help stop`
    whoami:
      `whoami` who you are to me, and what you can do
      For instance: `whoami`
    ping:
      `ping` whether I am here
      For instance: `ping`
    stop, without rights:
      `stop NAME… [--except NAME] [--max N] [--force]` stops instances; running jobs only with `--force`
      Options: `--except`, `--state`, `--owner`, `--gpu`, `--size`, `--max`, `--dry-run` and `--force`
      For instance: `stop all --except prod-*`
      You don't have permission for this: `whoami` shows what you can do.
    whoami:
      You are `slack:T1/UADA`.
      You can use `status` in all workspaces.
      You can use `status`, `stop` and `--force` on your own instances, in research, on `gpu-*/*` and on `lab/ci-*`.
      In Entra you are `00aa`; that is what `mine` goes by.
    whoami, in a channel:
      You are `slack:T1/UADA`.
      You can use `status` in all workspaces.
      You have some of this as a member of `@gpu` and `@ml-team`.
      Some of this holds only in this channel.
      In Entra you are `00aa`; that is what `mine` goes by.
      This conversation is `19:0b7f@thread.tacv2`. With it as `conversation`, a `[notify.NAME]` table reports here.
    whoami, a stranger:
      You are `slack:T1/UADA`.
      You don't have permission for anything here yet. The Lamplighter administrator can grant it to the id above.
      I don't know who you are in Entra, so `mine` is empty for you.
    ping:
      Here. Lamplighter VERSION.
    ");
}

#[test]
fn in_portuguese() {
    insta::assert_snapshot!(transcript(Locale::Portuguese, cases), @"
    first screen:
      Inicio instâncias de computação do Azure ML quando você precisa delas e paro quando não precisa mais.
      `estado [NOME…]` estado, desde quando e por quê, preço, dono, inatividade e o que vem a seguir
      `listar [NOME…] [--estado ESTADO] [--dono DONO]` tudo o que você pode ver, uma linha cada: estado, tamanho, preço e dono
      `iniciar NOME…` inicia instâncias
      `parar NOME… [--exceto NOME] [--máximo N] [--forçar]` desliga instâncias; as que têm job, só com `--forçar`
      `manter NOME… por DURAÇÃO | até HORA | fim [porque TEXTO]` nenhum temporizador ou alerta meu vai pará-las antes disso; no máximo 7 dias
      `custo [NOME…] [--desde HORA]` o que está rodando agora, por hora e por dia, por dono
      NOME é uma instância, como `myci` ou `workspace/myci`, um padrão, como `gpu-*`, `todas` ou `minhas`.
      `ajuda tudo` mostra todos os comandos, e `ajuda parar` explica um deles.
    without rights:
      Inicio instâncias de computação do Azure ML quando você precisa delas e paro quando não precisa mais.
      `pendentes [NOME…] [fim]` o que alguém pediu para fazer depois, como em `parar NOME em 2h`; `fim` cancela
      `ajuda [VERBO]` isto, ou mais sobre um comando
      `quem-sou` quem você é para mim e o que pode fazer
      `ping` diz se estou aqui
      NOME é uma instância, como `myci` ou `workspace/myci`, um padrão, como `gpu-*`, `todas` ou `minhas`.
      `ajuda tudo` mostra todos os comandos, e `ajuda parar` explica um deles.
    for readers:
      Inicio instâncias de computação do Azure ML quando você precisa delas e paro quando não precisa mais.
      `estado [NOME…]` estado, desde quando e por quê, preço, dono, inatividade e o que vem a seguir
      `listar [NOME…] [--estado ESTADO] [--dono DONO]` tudo o que você pode ver, uma linha cada: estado, tamanho, preço e dono
      NOME é uma instância, como `myci` ou `workspace/myci`, um padrão, como `gpu-*`, `todas` ou `minhas`.
      `ajuda tudo` mostra todos os comandos, e `ajuda parar` explica um deles.
    tudo:
      Inicio instâncias de computação do Azure ML quando você precisa delas e paro quando não precisa mais.
      `estado [NOME…]` estado, desde quando e por quê, preço, dono, inatividade e o que vem a seguir
      `listar [NOME…] [--estado ESTADO] [--dono DONO]` tudo o que você pode ver, uma linha cada: estado, tamanho, preço e dono
      `iniciar NOME…` inicia instâncias
      `parar NOME… [--exceto NOME] [--máximo N] [--forçar]` desliga instâncias; as que têm job, só com `--forçar`
      `reiniciar NOME… [--forçar]` reinicia instâncias; as que têm job, só com `--forçar`
      `excluir NOME` exclui uma instância; pergunta antes
      `criar NOME [do modelo MODELO] [para PESSOA]` cria uma instância a partir de um modelo, perguntando antes; sozinho, mostra os modelos
      `renovar NOME [como NOVONOME]` cria uma instância no lugar de uma antiga, que é parada; pergunta antes
      `inatividade NOME… DURAÇÃO | fim` desliga as que ficam inativas por esse tempo; de 15 minutos a 3 dias
      `agendar NOME… [adicionar parar|iniciar dias úteis às 20:00 | ativar ID | desativar ID | remover ID]` mostra os agendamentos de início e parada, ou muda os de uma instância
      `anunciar VERBO NOME… em DURAÇÃO` avisa o que um agendamento vai fazer, com um jeito de manter uma instância ligada
      `manter NOME… por DURAÇÃO | até HORA | fim [porque TEXTO]` nenhum temporizador ou alerta meu vai pará-las antes disso; no máximo 7 dias
      `pendentes [NOME…] [fim]` o que alguém pediu para fazer depois, como em `parar NOME em 2h`; `fim` cancela
      `auditar [NOME…] [--mais-de DURAÇÃO]` o que pede atenção: imagens antigas, sem desligamento por inatividade, ligadas há muito tempo e mais
      `desatualizadas [NOME…]` instâncias com imagem do SO desatualizada, a mais antiga primeiro; de uma delas, como renovar
      `custo [NOME…] [--desde HORA]` o que está rodando agora, por hora e por dia, por dono
      `verificar` quais permissões do Azure eu tenho e quais faltam
      `ajuda [VERBO]` isto, ou mais sobre um comando
      `quem-sou` quem você é para mim e o que pode fazer
      `ping` diz se estou aqui
      NOME é uma instância, como `myci` ou `workspace/myci`, um padrão, como `gpu-*`, `todas` ou `minhas`.
      `ajuda parar` explica um dos comandos. Veja também `ajuda nomes`, `ajuda horários`, `ajuda estados`, `ajuda donos` e `ajuda tamanhos`.
    nomes:
      NOME é uma instância: `myci`, ou `workspace/myci` se vários workspaces têm uma com esse nome. Um padrão, como `gpu-*`, vale para todas em que ele se encaixa, `todas` são todas as que você pode ver, e `minhas` são as suas. A maioria dos comandos aceita vários nomes: `parar myci gpu-*`.
    horários:
      DURAÇÃO é quanto tempo, como `30m`, `2h` ou `1d 12h`: `manter myci por 2h`. HORA é um momento, como `22:00`, `amanhã 08:00`, `sexta` ou `24/12/2026 18:00`: `manter myci até sexta`. O seu fuso horário é UTC.
    estados:
      ESTADO é `rodando`, `parada`, `com-job`, `iniciando`, `parando`, `reiniciando`, `excluindo`, `criando`, `redimensionando`, `configurando`, `falha-na-criação`, `falha-na-configuração`, `falha-no-script`, `inutilizável` ou `desconhecida`: `listar --estado rodando`.
    donos:
      DONO é uma pessoa: um nome, uma menção, um ID de objeto do Entra ou `eu`: `listar --dono eu`. `minhas` são as suas instâncias: `parar minhas`.
    tamanhos:
      TAMANHO é qualquer parte do nome de um tamanho de VM: `listar --tamanho NC6`. Os números contam inteiros: `NC6` não está em `NC64AS_T4_V3`. `--gpu` seleciona os tamanhos que têm GPU: `listar --gpu`.
    status:
      `estado [NOME…]` estado, desde quando e por quê, preço, dono, inatividade e o que vem a seguir
      Opções: `--exceto`, `--estado`, `--dono`, `--gpu` e `--tamanho`
      Também entendo: `situação`, `mostrar` e `mostre`
      ESTADO é `rodando`, `parada`, `com-job`, `iniciando`, `parando`, `reiniciando`, `excluindo`, `criando`, `redimensionando`, `configurando`, `falha-na-criação`, `falha-na-configuração`, `falha-no-script`, `inutilizável` ou `desconhecida`: `listar --estado rodando`.
      Por exemplo: `estado myci`
    list:
      `listar [NOME…] [--estado ESTADO] [--dono DONO]` tudo o que você pode ver, uma linha cada: estado, tamanho, preço e dono
      Opções: `--exceto`, `--estado`, `--dono`, `--gpu` e `--tamanho`
      Também entendo: `liste` e `lista`
      Por exemplo: `listar --estado rodando`
    start:
      `iniciar NOME…` inicia instâncias
      Opções: `--exceto`, `--estado`, `--dono`, `--gpu`, `--tamanho`, `--máximo` e `--simular`
      Também entendo: `inicie`, `inicia`, `ligar`, `ligue` e `liga`
      Por exemplo: `iniciar myci`
    stop:
      `parar NOME… [--exceto NOME] [--máximo N] [--forçar]` desliga instâncias; as que têm job, só com `--forçar`
      Opções: `--exceto`, `--estado`, `--dono`, `--gpu`, `--tamanho`, `--máximo`, `--simular` e `--forçar`
      Também entendo: `pare`, `desligar`, `desligue` e `desliga`
      Por exemplo: `parar todas --exceto prod-*`
    restart:
      `reiniciar NOME… [--forçar]` reinicia instâncias; as que têm job, só com `--forçar`
      Opções: `--exceto`, `--estado`, `--dono`, `--gpu`, `--tamanho`, `--máximo`, `--simular` e `--forçar`
      Também entendo: `reinicie` e `reinicia`
      Por exemplo: `reiniciar myci`
    delete:
      `excluir NOME` exclui uma instância; pergunta antes
      Opções: `--simular`
      Também entendo: `exclua`, `apagar`, `apague` e `deletar`
      Por exemplo: `excluir myci`
    create:
      `criar NOME [do modelo MODELO] [para PESSOA]` cria uma instância a partir de um modelo, perguntando antes; sozinho, mostra os modelos
      Também entendo: `crie` e `cria`
      Por exemplo: `criar myci do modelo small`
    renew:
      `renovar NOME [como NOVONOME]` cria uma instância no lugar de uma antiga, que é parada; pergunta antes
      Também entendo: `renove`, `renova`, `recriar` e `recrie`
      Por exemplo: `renovar myci como myci-b`
    idle:
      `inatividade NOME… DURAÇÃO | fim` desliga as que ficam inativas por esse tempo; de 15 minutos a 3 dias
      Também entendo: `ociosidade`
      Por exemplo: `inatividade myci 2h`
    schedule:
      `agendar NOME… [adicionar parar|iniciar dias úteis às 20:00 | ativar ID | desativar ID | remover ID]` mostra os agendamentos de início e parada, ou muda os de uma instância
      Também entendo: `agende`, `agenda` e `agendamentos`
      Por exemplo: `agendar myci adicionar parar dias úteis às 20:00`
    announce:
      `anunciar VERBO NOME… em DURAÇÃO` avisa o que um agendamento vai fazer, com um jeito de manter uma instância ligada
      Opções: `--exceto`, `--estado`, `--dono`, `--gpu`, `--tamanho`, `--simular` e `--forçar`
      Também entendo: `anuncie`, `anuncia`, `avisar` e `avise`
      Por exemplo: `anunciar parar todas --exceto prod-* em 30m`
    keep:
      `manter NOME… por DURAÇÃO | até HORA | fim [porque TEXTO]` nenhum temporizador ou alerta meu vai pará-las antes disso; no máximo 7 dias
      Também entendo: `mantenha`, `mantém`, `segurar` e `segure`
      Por exemplo: `manter myci por 2h porque training`
    later:
      `pendentes [NOME…] [fim]` o que alguém pediu para fazer depois, como em `parar NOME em 2h`; `fim` cancela
      Também entendo: `pendente` e `depois`
      Por exemplo: `pendentes myci fim`
    due:
      `due` executa o que está pendente e chegou a hora; é o comando de um temporizador, não de pessoas
      Por exemplo: `due`
    audit:
      `auditar [NOME…] [--mais-de DURAÇÃO]` o que pede atenção: imagens antigas, sem desligamento por inatividade, ligadas há muito tempo e mais
      Opções: `--exceto`, `--estado`, `--dono`, `--gpu`, `--tamanho` e `--mais-de`
      Também entendo: `audite` e `auditoria`
      Por exemplo: `auditar --mais-de 12h`
    outdated:
      `desatualizadas [NOME…]` instâncias com imagem do SO desatualizada, a mais antiga primeiro; de uma delas, como renovar
      Opções: `--exceto`, `--estado`, `--dono`, `--gpu` e `--tamanho`
      Também entendo: `desatualizada`, `desatualizados` e `desatualizado`
      Por exemplo: `desatualizadas myci`
    cost:
      `custo [NOME…] [--desde HORA]` o que está rodando agora, por hora e por dia, por dono
      Opções: `--exceto`, `--estado`, `--dono`, `--gpu`, `--tamanho` e `--desde`
      Também entendo: `custos`, `gasto` e `gastos`
      Por exemplo: `custo --desde 8h`
    check:
      `verificar` quais permissões do Azure eu tenho e quais faltam
      Também entendo: `verifique`
      Por exemplo: `verificar`
    help:
      `ajuda [VERBO]` isto, ou mais sobre um comando
      Também entendo: `ajudar`
      Por exemplo: `ajuda parar`
    whoami:
      `quem-sou` quem você é para mim e o que pode fazer
      Também entendo: `quemsou` e `quem-sou-eu`
      Por exemplo: `quem-sou`
    ping:
      `ping` diz se estou aqui
      Por exemplo: `ping`
    stop, without rights:
      `parar NOME… [--exceto NOME] [--máximo N] [--forçar]` desliga instâncias; as que têm job, só com `--forçar`
      Opções: `--exceto`, `--estado`, `--dono`, `--gpu`, `--tamanho`, `--máximo`, `--simular` e `--forçar`
      Também entendo: `pare`, `desligar`, `desligue` e `desliga`
      Por exemplo: `parar todas --exceto prod-*`
      Você não tem permissão para isto: `quem-sou` mostra o que você pode fazer.
    whoami:
      Você é `slack:T1/UADA`.
      Em todos os workspaces você pode usar `estado`.
      Em suas próprias instâncias, research, `gpu-*/*` e `lab/ci-*` você pode usar `estado`, `parar` e `--forçar`.
      No Entra, você é `00aa`; é isso que define `minhas`.
    whoami, in a channel:
      Você é `slack:T1/UADA`.
      Em todos os workspaces você pode usar `estado`.
      Parte disso vale porque você está em `@gpu` e `@ml-team`.
      Parte disso só vale neste canal.
      No Entra, você é `00aa`; é isso que define `minhas`.
      Esta conversa é `19:0b7f@thread.tacv2`. Com esse id em `conversation`, uma tabela `[notify.NOME]` publica os relatórios aqui.
    whoami, a stranger:
      Você é `slack:T1/UADA`.
      Você ainda não tem permissão para nada aqui. Quem administra o Lamplighter pode liberar para o id acima.
      Não sei quem você é no Entra; por isso `minhas` fica vazio para você.
    ping:
      Estou aqui. Lamplighter VERSION.
    ");
}
