//! The words of every reply in each language, so that other tests need not repeat them.

mod announce;
mod audit;
mod azure_errors;
mod check;
mod cost;
mod create;
mod emptiness;
mod help;
mod later;
mod machine;
mod outdated;
mod owners;
mod power;
mod prompts;
mod refusals;
mod settings;
mod status;
mod typed_back;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use super::{
    Button, LateChannel, Locale, Localizer, Reply, Span, Surface, Text, label, localizer::MESSAGES_SAID,
    words,
};
use crate::{
    azure::{
        AzureError, AzureErrorKind, Compute, LastOperation, Money, OperationName, OperationStatus, Seen,
        Trigger,
    },
    command::{self, Command, Flag, VERBS},
    command_request::{Caller, CallerKind, RequestId},
    fleet::{Selected, Unreadable},
    target::ComputeId,
};

/// A reply, and the situation that calls for it.
type Case = (String, Reply);

/// Messages that only other messages use; `unsure.line`, which no reply uses: among many instances, one without an
/// answer always gets `unsure-final.line`; and what `typed_back` prints of every day.
const NOT_SAID_ALONE: [&str; 12] = [
    "name-rule",
    "in-place",
    "tell",
    "unsure.line",
    "date-and-time",
    "weekday-0",
    "weekday-1",
    "weekday-2",
    "weekday-3",
    "weekday-4",
    "weekday-5",
    "weekday-6",
];

fn case(situation: impl Into<String>, reply: Reply) -> Case {
    (situation.into(), reply)
}

fn now() -> Timestamp {
    "2026-11-23T18:02:00Z".parse().unwrap()
}

fn before(hours: i64) -> Timestamp {
    now() - SignedDuration::from_hours(hours)
}

fn localizer(locale: Locale) -> Localizer {
    Localizer {
        surface: Surface::default(),
        locale,
        zone: TimeZone::UTC,
        now: now(),
        request: Some(RequestId::of(&[b"test"])),
        name_workspaces: false,
    }
}

/// For a command whose late answers go elsewhere.
fn voice_with(locale: Locale, late: LateChannel) -> Localizer {
    let mut localizer = localizer(locale);
    localizer.surface.late = late;
    localizer
}

fn id(name: &str) -> ComputeId {
    ComputeId { workspace: "research".parse().unwrap(), name: name.to_owned() }
}

fn parsed(text: &str) -> Command {
    command::parse(text).unwrap()
}

fn person() -> Caller {
    Caller { kind: CallerKind::Person, id: "slack:T1/UADA".to_owned(), ..Caller::machine("slack") }
}

fn money(cents: u64, currency: &str) -> Money {
    Money { millionths: cents * 10_000, currency: crate::azure::money::Currency::read(currency).unwrap() }
}

fn unread() -> Vec<Unreadable> {
    let server = AzureError::of(AzureErrorKind::Server);
    let unread = |alias| Unreadable { alias, error: server.clone() };
    vec![unread(Some("lab".parse().unwrap())), unread(None)]
}

/// An operation that succeeded `hours` ago.
fn operation(name: OperationName, hours: i64, trigger: Option<Trigger>) -> LastOperation {
    LastOperation { name, time: before(hours), status: OperationStatus::Succeeded, trigger }
}

/// An instance as Azure describes it: `inner` are its `properties.properties`.
fn compute(name: &str, inner: Value) -> Compute {
    let resource = json!({
        "name": name,
        "properties": { "computeType": "ComputeInstance", "properties": inner },
    });
    Compute::read(&"research".parse().unwrap(), &resource).unwrap()
}

fn owned(name: &str, state: &str, owner: Option<&str>, owner_name: Option<&str>) -> Compute {
    let creator = json!({ "userId": owner, "userName": owner_name });
    compute(name, json!({ "state": state, "createdBy": creator }))
}

fn looked(computes: impl IntoIterator<Item = Compute>, unread: Vec<Unreadable>) -> Selected {
    Selected {
        found: computes.into_iter().map(Seen::just_read).collect(),
        unread,
        missing: Vec::new(),
        unknown_size: Vec::new(),
    }
}

/// Replies as text, with the marks of the locale files.
fn transcript(locale: Locale, cases: fn(Locale) -> Vec<Case>) -> String {
    let blocks = cases(locale).into_iter().map(|(situation, reply)| {
        let audience = match reply.audience {
            super::Audience::Caller => "",
            super::Audience::Channel => " (channel)",
        };
        let lines = reply.lines.iter().map(marked);
        let lines = lines.chain(reply.buttons.iter().map(pressable));
        let lines: String = lines.map(|line| format!("\n  {line}")).collect();
        format!("{situation}{audience}:{lines}")
    });
    blocks.collect::<Vec<_>>().join("\n")
}

fn marked(line: &Text) -> String {
    let spans = line.0.iter().map(|span| match span {
        Span::Plain(text) => text.clone(),
        Span::Bold(text) => format!("*{text}*"),
        Span::Code(text) => format!("`{text}`"),
        Span::Time { shown, .. } => shown.clone(),
        Span::Link { url, shown } => format!("[{shown}]({url})"),
        Span::Mention(mention) => format!("@{}", mention.entra),
        Span::Column(_) => span.plain().to_owned(),
    });
    spans.collect()
}

fn pressable(button: &Button) -> String {
    let danger = if button.danger { "!" } else { "" };
    format!("[{}]{danger} {}", button.label, button.value)
}

/// The labels in menus.
fn menus(locale: Locale) -> Vec<Case> {
    let options = Flag::all().map(|flag| flag.name_in(Locale::English));
    let options = options.map(|name| format!("option-{}", name.trim_start_matches('-')));
    let verbs = VERBS.iter().map(|row| format!("help-{}", row.verb.name()));
    let others = [
        "command-ci",
        "command-do",
        "option-text",
        "option-verb",
        "option-name",
        "option-idle",
        "option-schedule",
        "option-how",
        "option-when",
        "option-later",
        "option-off",
        "option-new",
        "option-from",
        "option-as",
        "option-announced",
        "agree",
    ];
    let ids = others.iter().map(|id| (*id).to_owned());
    let labels = ids.chain(options).chain(verbs).map(|id| {
        let line = Text::read(&label(locale, &id));
        case(id, Reply::to_caller([line]))
    });
    labels.collect()
}

#[test]
fn menus_in_english() {
    insta::assert_snapshot!(transcript(Locale::English, menus), @"
    command-ci:
      Azure ML compute instances: see, start, stop, restart and delete them
    command-do:
      a whole command, as replies write it: `stop myci --force`
    option-text:
      the command
    option-verb:
      the command to explain, or all
    option-name:
      names, `workspace/name`, a glob such as `gpu-*`, `all` or `mine`
    option-idle:
      how long, such as 2h; or off
    option-schedule:
      add stop weekdays at 20:00, or remove and an id
    option-how:
      for 2h, until 22:00 or off; because …
    option-when:
      when it will happen: in 30m
    option-later:
      to do it later: in 2h, at 18:00, tomorrow at 8am
    option-off:
      off, to end what is pending
    option-new:
      the name of the new instance
    option-from:
      from a blueprint, and for whom: from small for Ana
    option-as:
      under another name than I propose: as myci-new
    option-announced:
      what will be done
    agree:
      [y/N]
    option-except:
      all but these: names or globs
    option-state:
      only those in this state, such as running
    option-owner:
      only those of this owner: a name, a mention, an Entra object id, or me
    option-gpu:
      only those with a GPU
    option-size:
      only those whose size has this in its name, such as NC6
    option-max:
      at most this many
    option-longer-than:
      also what runs for longer than this, such as 12h
    option-since:
      also what was saved since then, such as 8h or 18:00
    option-dry-run:
      say what would be done, and do nothing
    option-force:
      also where it ends running work
    help-status:
      state, since when and why, price, owner, idle setting and what comes next
    help-list:
      everything that you can see, a line each: state, size, price and owner
    help-start:
      starts instances
    help-stop:
      stops instances; running jobs only with `--force`
    help-restart:
      restarts instances; running jobs only with `--force`
    help-delete:
      deletes an instance; asks first
    help-create:
      creates an instance from a blueprint, and asks first; alone, shows the blueprints
    help-renew:
      creates an instance in place of an old one, which it stops; asks first
    help-idle:
      shuts instances down after they have been idle for that long; 15 minutes to 3 days
    help-schedule:
      shows start and stop schedules, or changes those of one instance
    help-announce:
      tells people what a timer is about to do, with a way to keep an instance
    help-keep:
      no timer and no alert stops them before then; at most 7 days
    help-later:
      what people asked to be done later, as with `stop NAME in 2h`; `off` ends it
    help-due:
      carries out what is pending and due; the command of a timer, not of people
    help-audit:
      what needs a look: old images, no idle shutdown, long runs and more
    help-outdated:
      instances with an old OS image, the oldest first; for one of them, how to renew it
    help-cost:
      what is running now, per hour and per day, by owner
    help-check:
      which Azure permissions I have and which I lack
    help-help:
      this, or more about one command
    help-whoami:
      who you are to me, and what you can do
    help-ping:
      whether I am here
    ");
}

#[test]
fn menus_in_portuguese() {
    insta::assert_snapshot!(transcript(Locale::Portuguese, menus), @"
    command-ci:
      Instâncias de computação do Azure ML: ver, iniciar, parar, reiniciar e excluir
    command-do:
      um comando inteiro, como as respostas o escrevem: `parar myci --forçar`
    option-text:
      o comando
    option-verb:
      o comando a explicar, ou tudo
    option-name:
      nomes, `workspace/nome`, um padrão, como `gpu-*`, `todas` ou `minhas`
    option-idle:
      quanto tempo, como 2h; ou fim
    option-schedule:
      adicionar parar dias úteis às 20:00, ou remover e um id
    option-how:
      por 2h, até 22:00 ou fim; porque …
    option-when:
      quando vai ser: em 30m
    option-later:
      para fazer depois: em 2h, às 18:00, amanhã às 8h
    option-off:
      fim, para cancelar o que está pendente
    option-new:
      o nome da nova instância
    option-from:
      de qual modelo e para quem: do modelo small para Ana
    option-as:
      com outro nome que não o que eu proponho: como myci-nova
    option-announced:
      o que vai ser feito
    agree:
      [s/N]
    option-except:
      todas menos estas: nomes ou padrões, como `gpu-*`
    option-state:
      só as que estão neste estado, como rodando
    option-owner:
      só as desta pessoa: um nome, uma menção, um ID de objeto do Entra, ou eu
    option-gpu:
      só as que têm GPU
    option-size:
      só as de um tamanho com isto no nome, como NC6
    option-max:
      no máximo este número
    option-longer-than:
      também o que roda há mais tempo que isso, como 12h
    option-since:
      também o que se economizou desde então, como 8h ou 18:00
    option-dry-run:
      diz o que seria feito, e não faz nada
    option-force:
      mesmo que isso encerre um job
    help-status:
      estado, desde quando e por quê, preço, dono, inatividade e o que vem a seguir
    help-list:
      tudo o que você pode ver, uma linha cada: estado, tamanho, preço e dono
    help-start:
      inicia instâncias
    help-stop:
      desliga instâncias; as que têm job, só com `--forçar`
    help-restart:
      reinicia instâncias; as que têm job, só com `--forçar`
    help-delete:
      exclui uma instância; pergunta antes
    help-create:
      cria uma instância a partir de um modelo, perguntando antes; sozinho, mostra os modelos
    help-renew:
      cria uma instância no lugar de uma antiga, que é parada; pergunta antes
    help-idle:
      desliga as que ficam inativas por esse tempo; de 15 minutos a 3 dias
    help-schedule:
      mostra os agendamentos de início e parada, ou muda os de uma instância
    help-announce:
      avisa o que um agendamento vai fazer, com um jeito de manter uma instância ligada
    help-keep:
      nenhum temporizador ou alerta meu vai pará-las antes disso; no máximo 7 dias
    help-later:
      o que alguém pediu para fazer depois, como em `parar NOME em 2h`; `fim` cancela
    help-due:
      executa o que está pendente e chegou a hora; é o comando de um temporizador, não de pessoas
    help-audit:
      o que pede atenção: imagens antigas, sem desligamento por inatividade, ligadas há muito tempo e mais
    help-outdated:
      instâncias com imagem do SO desatualizada, a mais antiga primeiro; de uma delas, como renovar
    help-cost:
      o que está rodando agora, por hora e por dia, por dono
    help-check:
      quais permissões do Azure eu tenho e quais faltam
    help-help:
      isto, ou mais sobre um comando
    help-whoami:
      quem você é para mim e o que pode fazer
    help-ping:
      diz se estou aqui
    ");
}

#[test]
fn every_message_is_rendered_by_a_test_here() {
    let tables = [
        announce::cases,
        audit::cases,
        azure_errors::cases,
        check::cases,
        cost::cases,
        create::cases,
        help::cases,
        later::cases,
        machine::cases,
        menus,
        outdated::cases,
        owners::cases,
        power::cases,
        prompts::cases,
        refusals::cases,
        settings::cases,
        status::cases,
    ];
    MESSAGES_SAID.take();
    for table in tables {
        table(Locale::English);
    }
    let mut said = MESSAGES_SAID.take();
    said.extend(NOT_SAID_ALONE.map(str::to_owned));
    let all: BTreeSet<String> = words::tests::ids();
    assert_eq!(all.difference(&said).collect::<Vec<_>>(), Vec::<&String>::new());
}
