//! What was not understood, not allowed or not there.

use super::*;
use crate::{
    command::{Elsewhere, ParseError, Verb},
    fleet::{SelectError, Unreadable},
    policy::{Ability, Denial, GrantTarget, OwnerError, Right},
    reply::{
        Overload, button_expired, overloaded, parse_error, refused, select_error, ticket_error, unidentified,
    },
    target::Instance,
    ticket::TicketError,
};

fn misreads() -> Vec<ParseError> {
    let words = || "soon-ish".to_owned();
    let verb = Verb::Stop;
    vec![
        ParseError::TooLong,
        ParseError::UnknownVerb { word: "stpo".into(), meant: vec![] },
        ParseError::UnknownVerb { word: "stpo".into(), meant: vec!["stop".into()] },
        ParseError::OnlyNames { word: "put".into(), state: Box::new(command::parse("status myci").unwrap()) },
        ParseError::UnknownOption { option: "--frce".into(), meant: vec![] },
        ParseError::UnknownOption { option: "--frce".into(), meant: vec!["stop myci --force".into()] },
        ParseError::OptionNotHere { option: Flag::Force, verb: Verb::List, meant: vec![] },
        ParseError::OptionNotHere { option: Flag::Force, verb: Verb::List, meant: vec!["list".into()] },
        ParseError::OptionNeedsValue { option: Flag::Except },
        ParseError::OptionNeedsValue { option: Flag::State },
        ParseError::OptionNeedsValue { option: Flag::Owner },
        ParseError::OptionNeedsValue { option: Flag::LongerThan },
        ParseError::OptionNeedsValue { option: Flag::Since },
        ParseError::UnfitValue { option: Flag::Owner, value: "@ada".into() },
        ParseError::UnfitValue { option: Flag::State, value: "a/b".into() },
        ParseError::OptionTwice { option: Flag::Max },
        ParseError::NotACount { option: Flag::Max },
        ParseError::TargetMissing { verb },
        ParseError::HowLong { verb: Verb::Keep, of: String::new() },
        ParseError::HowLong { verb: Verb::Keep, of: "myci".into() },
        ParseError::KeepTooLong,
        ParseError::NotADuration { words: words() },
        ParseError::NotATime { words: words(), meant: Vec::new() },
        ParseError::NotATime {
            words: "at 6".to_owned(),
            meant: ["stop myci at 06:00", "stop myci at 18:00"].map(str::to_owned).into(),
        },
        ParseError::NotASince { words: words() },
        ParseError::HowLong { verb: Verb::Idle, of: "myci".into() },
        ParseError::IdleOutOfRange,
        ParseError::IdleInSeconds,
        ParseError::ScheduleWhat,
        ParseError::ScheduleWhich { of: "myci".into() },
        ParseError::NotATimetable { words: String::new() },
        ParseError::NotATimetable { words: words() },
        ParseError::AnnounceWhat,
        ParseError::AnnounceWhen,
        ParseError::OneByName { verb: Verb::Delete },
        ParseError::OneByName { verb: Verb::Create },
        ParseError::OneByName { verb: Verb::Schedule },
        ParseError::NotATarget { word: "my_ci".into() },
        ParseError::NotAName { word: "monday".into(), is_said: true },
        ParseError::NotAName { word: "joão".into(), is_said: false },
        ParseError::Leftover {
            understood: Box::new(parsed("stop myci")),
            rest: "whenever".into(),
            meant: vec![],
        },
        ParseError::Leftover { understood: Box::new(parsed("list")), rest: "whenever".into(), meant: vec![] },
        ParseError::Leftover {
            understood: Box::new(parsed("stop myci")),
            rest: "when idle".into(),
            meant: vec!["idle myci 30m".into()],
        },
        ParseError::DidYouMean { meant: vec!["stop prod/*".into(), "stop *prod*".into()] },
        ParseError::Negated { meant: vec!["keep myci for 2h".into(), "status myci".into()] },
        ParseError::OneAtATime { first: Box::new(parsed("stop myci")) },
    ]
    .into_iter()
    .chain(ELSEWHERE.map(|what| ParseError::Elsewhere { what, name: Some("myci".into()) }))
    .chain([ParseError::Elsewhere { what: Elsewhere::Create, name: None }])
    .collect()
}

const ELSEWHERE: [Elsewhere; 9] = [
    Elsewhere::Create,
    Elsewhere::Resize,
    Elsewhere::Open,
    Elsewhere::Connect,
    Elsewhere::Logs,
    Elsewhere::Cancel,
    Elsewhere::Confirm,
    Elsewhere::History,
    Elsewhere::Permissions,
];

fn refusals(localizer: &Localizer) -> Vec<Case> {
    let on =
        |places: &[&str]| -> Vec<_> { places.iter().map(|text| GrantTarget::parse(text).unwrap()).collect() };
    let right = |verbs: &[Verb], places: &[&str]| Right {
        may: verbs.iter().copied().map(Ability::Do).collect(),
        on: on(places),
    };
    let verb = Verb::Stop;
    let rights =
        |places| Denial::NotThisVerb { verb, rights: vec![right(&[Verb::Status, Verb::Cost], places)] };
    let different = vec![right(&[Verb::Status], &["research/*"]), right(&[Verb::Start], &["mine"])];
    let owned = |owner: Option<&str>, name: Option<&str>| Instance {
        id: id("myci"),
        owner: owner.map(str::to_owned),
        owner_name: name.map(str::to_owned),
        created_on: None,
    };
    let anas = || owned(Some("00aa"), Some("Ana"));
    let not_here = |places, instance: Option<Instance>| Denial::NotHere {
        verb,
        only: on(places),
        instance: instance.map(Box::new),
    };
    let create =
        Denial::NotHere { verb: Verb::Create, only: on(&["mine"]), instance: Some(Box::new(anas())) };
    let not_by_force = |places| Denial::NotByForce { verb, only: on(places), instance: Box::new(anas()) };
    let refusals = [
        ("no grants", Denial::NoGrants),
        ("not this verb", rights(&["research/*"])),
        ("not this verb, in some", rights(&["research/*", "lab/gpu-*", "mine"])),
        ("not this verb, of their own", rights(&["mine"])),
        ("not this verb, anywhere", rights(&["*"])),
        ("not this verb, rights differ", Denial::NotThisVerb { verb, rights: different }),
        ("not theirs", not_here(&["mine"], Some(anas()))),
        ("not theirs, no name", not_here(&["mine"], Some(owned(Some("00aa"), None)))),
        ("not theirs, no owner", not_here(&["mine"], Some(owned(None, None)))),
        ("not theirs, nor there", not_here(&["mine", "lab/*"], Some(anas()))),
        ("not there", not_here(&["lab/*"], Some(anas()))),
        ("not of this name", not_here(&["research/gpu-*", "lab/*"], Some(anas()))),
        ("not for others", create),
        ("none theirs", not_here(&["mine"], None)),
        ("none there", not_here(&["mine", "lab/*"], None)),
        ("no force", not_by_force(&[])),
        ("no force here", not_by_force(&["mine", "lab/*"])),
        ("other channel", Denial::OtherChannel { ability: Ability::Do(verb) }),
        ("other channel, force", Denial::OtherChannel { ability: Ability::Force }),
        ("not by channel", Denial::NotByChannel { verb: Verb::Delete }),
        ("machine", Denial::NotByMachine { verb: Verb::Delete }),
        ("nobody known", Denial::NobodyKnown),
    ];
    let told = |(name, refusal): &(&str, Denial)| case(*name, refused(localizer, refusal, &person()));
    refusals.iter().map(told).collect()
}

fn misses(localizer: &Localizer) -> Vec<Case> {
    let names = || vec!["mycii".to_owned(), "b`".to_owned()];
    let failed = |place: Option<&str>| {
        SelectError::Failed(Box::new(Unreadable {
            alias: place.map(|p| p.parse().unwrap()),
            error: AzureError::of(AzureErrorKind::Server),
        }))
    };
    let wider = || {
        let parse = |text: &str| parsed(text).selection().unwrap().clone();
        vec![parse("list *bob*"), parse("list --owner bob")]
    };
    let misses = [
        ("refused", "stop myci", SelectError::Refused(Denial::NoGrants)),
        (
            "not seen",
            "stop mycii",
            SelectError::NotSeen { names: names(), meant: Vec::new(), wider: Vec::new() },
        ),
        (
            "not seen",
            "status mycii",
            SelectError::NotSeen { names: names(), meant: Vec::new(), wider: Vec::new() },
        ),
        (
            "not seen, meant",
            "stop mycii",
            SelectError::NotSeen { names: names(), meant: vec![id("myci")], wider: Vec::new() },
        ),
        (
            "ambiguous",
            "stop myci",
            SelectError::Ambiguous { name: Some("myci".into()), places: vec![id("myci"), id("myci")] },
        ),
        (
            "several of mine",
            "stop my machine --force",
            SelectError::Ambiguous { name: None, places: vec![id("myci"), id("gpu-one")] },
        ),
        ("a workspace", "stop lab", SelectError::IsWorkspace("lab".parse().unwrap())),
        ("a workspace, of one", "delete lab", SelectError::IsWorkspace("lab".parse().unwrap())),
        ("nothing fits", "stop gpu-* --state running", SelectError::NOTHING_FITS),
        ("no such state", "list --state rnning", SelectError::NOTHING_FITS),
        ("failed", "stop myci", failed(Some("lab"))),
        ("failed somewhere", "status myci", failed(None)),
        (
            "not seen, several meant",
            "stop mycii",
            SelectError::NotSeen { names: names(), meant: vec![id("myci"), id("myci2")], wider: Vec::new() },
        ),
        (
            "several owners",
            "stop all --owner ana",
            SelectError::Owner(OwnerError::Several(vec!["Ana Souza".into(), "00a2".into()])),
        ),
        (
            "no such owner",
            "list --owner grace",
            SelectError::Owner(OwnerError::Nobody(vec!["Ada Lovelace".into(), "Ana Souza".into()])),
        ),
        ("no owners", "list --owner \"Grace Hopper\"", SelectError::Owner(OwnerError::Nobody(Vec::new()))),
        (
            "no such size",
            "list --size NC6 --gpu",
            SelectError::NothingFits {
                sizes: ["STANDARD_DS3_V2".to_owned(), "Odd_1".to_owned()].into(),
                unknown_size: vec![id("myci")],
            },
        ),
        (
            "sizes unknown",
            "list --gpu",
            SelectError::NothingFits { sizes: [].into(), unknown_size: vec![id("myci"), id("myci2")] },
        ),
        (
            "a part or an owner",
            "stop bob",
            SelectError::NotSeen { names: vec!["bob".into()], meant: Vec::new(), wider: wider() },
        ),
        (
            "an owner, of one",
            "delete bob",
            SelectError::NotSeen { names: vec!["bob".into()], meant: Vec::new(), wider: wider() },
        ),
    ];
    let named = Localizer { name_workspaces: true, ..localizer.clone() };
    let mut cases: Vec<_> = misses
        .iter()
        .map(|(name, command, miss)| {
            let reply = select_error(localizer, miss, &person(), &parsed(command));
            case(format!("{name}: {command}"), reply)
        })
        .collect();
    let reply = select_error(&named, &misses[10].2, &person(), &parsed("stop myci"));
    cases.push(case("failed in a named place", reply));
    cases
}

pub fn cases(locale: Locale) -> Vec<Case> {
    let localizer = localizer(locale);
    let told = |why: &ParseError| {
        case(format!("{why:?}").split(" understood").next().unwrap(), parse_error(&localizer, why))
    };
    let mut cases: Vec<_> = misreads().iter().map(told).collect();
    cases.extend(refusals(&localizer));
    cases.extend(misses(&localizer));
    cases.push(case("nameless", unidentified(&localizer)));
    for overload in [Overload::Caller(1), Overload::Caller(20), Overload::All(1), Overload::All(1200)] {
        cases.push(case(format!("{overload:?}"), overloaded(&localizer, overload)));
    }
    cases.push(case("button expired", button_expired(&localizer, "start research/myci")));
    for void in [TicketError::Expired, TicketError::Unfitting, TicketError::Malformed] {
        cases.push(case(format!("{void:?}"), ticket_error(&localizer, void, "delete myci")));
    }
    cases
}

#[test]
fn in_english() {
    insta::assert_snapshot!(transcript(Locale::English, cases), @r#"
    TooLong:
      That is longer than the 1000 characters that I read. Shorten it; a glob such as `gpu-*` stands for many names.
    UnknownVerb { word: "stpo", meant: [] }:
      I don't know `stpo`. What I know is, for example, `list`, `status NAME`, `start NAME`, `stop NAME`, `keep NAME for 2h` and `cost`; `help` has more.
      [list] list
      [cost] cost
      [help] help
    UnknownVerb { word: "stpo", meant: ["stop"] }:
      I don't know `stpo`. Did you mean `stop`?
    OnlyNames { word: "put", state: Status { selection: Selection { targets: [Target { workspace: None, which: Named("myci") }], one: false, except: [], state: None, owner: None, gpu: false, size: None } } }:
      I don't understand `put`, so I only looked; `help` shows what I know.
      [help] help
    UnknownOption { option: "--frce", meant: [] }:
      I don't know the option `--frce`. `help` shows what there is.
      [help] help
    UnknownOption { option: "--frce", meant: ["stop myci --force"] }:
      I don't know the option `--frce`. Did you mean `stop myci --force`?
    OptionNotHere { option: Force, verb: List, meant: [] }:
      `--force` does not go with *list*. See `help list`.
      [help list] help list
    OptionNotHere { option: Force, verb: List, meant: ["list"] }:
      `--force` does not go with *list*. Type `list`, or see `help list`.
      [list] list
      [help list] help list
    OptionNeedsValue { option: Except }:
      `--except` needs something after it, as in `list --except prod-*`.
      [list --except prod-*] list --except prod-*
    OptionNeedsValue { option: State }:
      `--state` needs something after it, as in `list --state running`.
      [list --state running] list --state running
    OptionNeedsValue { option: Owner }:
      `--owner` needs something after it, as in `list --owner me`.
      [list --owner me] list --owner me
    OptionNeedsValue { option: LongerThan }:
      `--longer-than` needs something after it, as in `audit --longer-than 12h`.
      [audit --longer-than 12h] audit --longer-than 12h
    OptionNeedsValue { option: Since }:
      `--since` needs something after it, as in `cost --since 8h`.
      [cost --since 8h] cost --since 8h
    UnfitValue { option: Owner, value: "@ada" }:
      `--owner` can't be `@ada`: type a name, a mention or an object id in Entra, as in `list --owner me`.
      [list --owner me] list --owner me
    UnfitValue { option: State, value: "a/b" }:
      `--state` can't be `a/b`: type a name, as in `list --state running`.
      [list --state running] list --state running
    OptionTwice { option: Max }:
      `--max` is given twice. Give it once.
    NotACount { option: Max }:
      `--max` takes a number from 1 on, as in `stop all --max 10 --dry-run`.
      [stop all --max 10 --dry-run] stop all --max 10 --dry-run
    TargetMissing { verb: Stop }:
      Which one? Type `stop NAME`. `list` shows what there is.
      [list] list
    HowLong { verb: Keep, of: "" }:
      For how long? Type `keep NAME for 2h`, `keep NAME until 22:00` or `keep NAME off`.
    HowLong { verb: Keep, of: "myci" }:
      For how long? Type `keep myci for 2h`, `keep myci until 22:00` or `keep myci off`.
      [keep myci for 2h] keep myci for 2h
      [keep myci until 22:00] keep myci until 22:00
      [keep myci off] keep myci off
    KeepTooLong:
      A keep lasts at most 7 days, as with `keep NAME for 7d`. For longer, ask the Lamplighter administrator to leave the instance out of the timer.
    NotADuration { words: "soon-ish" }:
      I don't understand the duration `soon-ish`. Type one such as `45m`, `2h` or `1d12h`.
    NotATime { words: "soon-ish", meant: [] }:
      I don't understand the time `soon-ish`. Type one such as `22:00`, `tomorrow 08:00` or `24/12/2026 18:00`.
    NotATime { words: "at 6", meant: ["stop myci at 06:00", "stop myci at 18:00"] }:
      `at 6` leaves the hour open. Type `stop myci at 06:00` or `stop myci at 18:00`.
      [stop myci at 06:00] stop myci at 06:00
      [stop myci at 18:00] stop myci at 18:00
    NotASince { words: "soon-ish" }:
      I don't understand the time `soon-ish`. Type one such as `8h`, `18:00`, `yesterday` or `24/12/2026 18:00`.
    HowLong { verb: Idle, of: "myci" }:
      After how long? Type `idle myci 2h` or `idle myci off`. `status myci` shows the current setting.
      [idle myci 2h] idle myci 2h
      [idle myci off] idle myci off
      [status myci] status myci
    IdleOutOfRange:
      Azure shuts an idle instance down after 15 minutes at the earliest and 3 days at the latest. Type something in between, such as `idle NAME 2h`.
    IdleInSeconds:
      Azure counts idle time in whole minutes. Type it without seconds, such as `idle NAME 20m`.
    ScheduleWhat:
      What should I do with its schedules? Type `schedule NAME add stop weekdays at 20:00`, or `enable`, `disable` or `remove` and an id. `schedule NAME` shows them.
    ScheduleWhich { of: "myci" }:
      Which schedule? `schedule myci` shows their ids. Type the id at the end, as in `schedule myci remove ID`. A command for later is not a schedule: to call one off, type `later myci off`.
      [schedule myci] schedule myci
      [later myci off] later myci off
    NotATimetable { words: "" }:
      When? Type days and a time, as in `weekdays at 20:00`, or the five fields of cron, as in `0 20 * * 1-5`; then a time zone if it is not yours.
    NotATimetable { words: "soon-ish" }:
      I don't understand the time `soon-ish`. Type days and a time, as in `weekdays at 20:00`, or the five fields of cron, as in `0 20 * * 1-5`; then a time zone if it is not yours.
    AnnounceWhat:
      What should I announce? A timer can run `announce stop all in 30m`; `start` and `restart` can be announced, too.
    AnnounceWhen:
      When will it happen? A timer can run `announce stop all in 30m`.
    OneByName { verb: Delete }:
      `delete` takes one instance, by its name: `delete NAME`.
    OneByName { verb: Create }:
      Type `create NAME` with one name of your choice, such as `create NAME from BLUEPRINT for PERSON`. `create` alone shows the blueprints.
      [create] create
    OneByName { verb: Schedule }:
      Schedules change for one instance at a time, by its name: `schedule NAME add stop weekdays at 20:00`. For several, the Lamplighter administrator can set up a timer, as `docs/timers.md` shows.
    NotATarget { word: "my_ci" }:
      `my_ci` can't be the name of an instance. Names are letters, digits and hyphens; `*` stands for any of them.
    NotAName { word: "monday", is_said: true }:
      `monday` means something else to me, so a new instance can't have that name. Choose another name: 3 to 24 letters (a–z), digits and hyphens, beginning with a letter, and no hyphen before digits at the end.
    NotAName { word: "joão", is_said: false }:
      Azure doesn't accept the name `joão`: 3 to 24 letters (a–z), digits and hyphens, beginning with a letter, and no hyphen before digits at the end.
    Leftover {:
      Nothing was done: I don't understand `whenever`, and won't act without it. See `help stop`.
      [help stop] help stop
    Leftover {:
      I understood `list`, but not `whenever`. Leave it out, or see `help list`.
      [list] list
      [help list] help list
    Leftover {:
      Nothing was done, since I don't understand `when idle`. Did you mean `idle myci 30m`?
      [idle myci 30m] idle myci 30m
    DidYouMean { meant: ["stop prod/*", "stop *prod*"] }:
      Nothing was done. Did you mean `stop prod/all` or `stop *prod*`?
      [stop prod/all] stop prod/all
      [stop *prod*] stop *prod*
    Negated { meant: ["keep myci for 2h", "status myci"] }:
      That says what not to do, so I did nothing. Type what to do instead, such as `keep myci for 2h` or `status myci`.
      [keep myci for 2h] keep myci for 2h
      [status myci] status myci
    OneAtATime { first: Power { verb: Stop, selection: Selection { targets: [Target { workspace: None, which: Named("myci") }], one: false, except: [], state: None, owner: None, gpu: false, size: None }, max: None, dry_run: false, force: false } }:
      One command at a time: nothing was done. Type `stop myci` first.
      [stop myci] stop myci
    Elsewhere { what: Create, name: Some("myci") }:
      To create an instance, type `create NAME`; to replace an old one, `renew NAME`. I don't rename or copy instances. `list` shows what there is, and `create` what can be created.
      [list] list
      [create] create
    Elsewhere { what: Resize, name: Some("myci") }:
      I don't change the size of an instance. Create one of the right size in Azure ML studio, under Compute. `status myci` shows the present size. For the latest OS image, type `outdated myci`.
      [status myci] status myci
      [outdated myci] outdated myci
    Elsewhere { what: Open, name: Some("myci") }:
      I don't open applications. `status myci` shows the links to Jupyter while an instance is running.
      [status myci] status myci
    Elsewhere { what: Connect, name: Some("myci") }:
      I don't open a terminal. Azure ML studio has one, and *az ml compute connect-ssh* connects by SSH. `status myci` shows what is running.
      [status myci] status myci
    Elsewhere { what: Logs, name: Some("myci") }:
      I don't have the logs of what runs on an instance. Azure ML studio has them. `status myci` shows its state, and what Azure reports about it.
      [status myci] status myci
    Elsewhere { what: Cancel, name: Some("myci") }:
      I can't take back what Azure has accepted. `later` shows what is pending, and `later myci off` ends it; `keep myci off` ends a keep, `schedule myci` shows schedules. A job ends in Azure ML studio. `status myci` shows the present state.
      [later] later
      [later myci off] later myci off
      [keep myci off] keep myci off
      [schedule myci] schedule myci
      [status myci] status myci
    Elsewhere { what: Confirm, name: Some("myci") }:
      I asked nothing that a word can answer, so nothing was done. To confirm, press the button below my question or type its `confirm CODE`. `status myci` shows the present state.
      [status myci] status myci
    Elsewhere { what: History, name: Some("myci") }:
      I keep no history. What timers and alerts did is reported in their channels. `status myci` shows the present state, and since when.
      [status myci] status myci
    Elsewhere { what: Permissions, name: Some("myci") }:
      The Lamplighter administrator decides what each person can do, in the grants of the configuration. `whoami` shows what you can do.
      [whoami] whoami
    Elsewhere { what: Create, name: None }:
      To create an instance, type `create NAME`; to replace an old one, `renew NAME`. I don't rename or copy instances. `list` shows what there is, and `create` what can be created.
      [list] list
      [create] create
    no grants:
      You don't have permission for anything here yet. The Lamplighter administrator can grant it to you; you are `slack:T1/UADA`.
    not this verb:
      You can use `status` and `cost` in research, but not `stop`. Ask an owner of research.
    not this verb, in some:
      You can use `status` and `cost` in research, on `lab/gpu-*` and on your own instances, but not `stop`. Ask an owner of research and `lab/gpu-*`.
    not this verb, of their own:
      You can use `status` and `cost` on your own instances, but not `stop`. Ask the Lamplighter administrator.
    not this verb, anywhere:
      You can use `status` and `cost` in all workspaces, but not `stop`. Ask the Lamplighter administrator.
    not this verb, rights differ:
      You don't have permission for `stop` on any instance. Ask the Lamplighter administrator.
      You can use `status` in research.
      You can use `start` on your own instances.
    not theirs:
      *myci* is Ana's; you can use `stop` only on your own instances.
    not theirs, no name:
      *myci* is somebody else's; you can use `stop` only on your own instances.
    not theirs, no owner:
      Azure names no owner of *myci*; you can use `stop` only on your own instances.
    not theirs, nor there:
      *myci* is Ana's; you can use `stop` only on your own instances and in lab.
    not there:
      You can use `stop` only in lab, not on *research/myci*.
    not of this name:
      You can use `stop` only on `research/gpu-*` and in lab, not on *research/myci*.
    not for others:
      You can use `create` only on your own instances. To create *myci* for yourself, leave out `for`.
    none theirs:
      These instances are not yours; you can use `stop` only on your own.
    none there:
      You can use `stop` only on your own instances and in lab, and these instances are not there.
    no force:
      You can use `stop` on *myci*, but not with `--force`: ending somebody's work needs the *force* permission, which you don't have. Ask an owner of research.
    no force here:
      You can use `stop` on *myci*, but not with `--force`: ending somebody's work needs the *force* permission, which you have only on your own instances and in lab. Ask an owner of research.
    other channel:
      `stop` is allowed only in some channels, and this isn't one of them. The Lamplighter administrator knows which.
    other channel, force:
      `--force` is allowed only in some channels, and this isn't one of them. The Lamplighter administrator knows which.
    not by channel:
      A channel can't be given permission for `delete`, only a person. Ask the Lamplighter administrator.
    machine:
      Timers, scripts and alerts can't use `delete`: a person has to confirm it.
    nobody known:
      I don't know who you are in Entra, so I can't tell which instances are yours. The Lamplighter administrator can add you under `[people]`; you are `slack:T1/UADA`.
    refused: stop myci:
      You don't have permission for anything here yet. The Lamplighter administrator can grant it to you; you are `slack:T1/UADA`.
    not seen: stop mycii:
      I don't see `mycii` and `b`. Nothing was done. `list` shows what you can see.
      [list] list
    not seen: status mycii:
      I don't see `mycii` and `b`. `list` shows what you can see.
      [list] list
    not seen, meant: stop mycii:
      I don't see `mycii` and `b`. Did you mean `stop myci`?
      [stop myci] stop myci
    ambiguous: stop myci:
      There is more than one *myci*. Type `stop myci` or `stop myci`.
    several of mine: stop my machine --force:
      You have 2 instances. Which one? Type `stop research/myci --force` or `stop research/gpu-one --force`.
    a workspace: stop lab:
      *lab* is a workspace, not an instance. For everything in it, type `stop lab/all`.
      [stop lab/all] stop lab/all
    a workspace, of one: delete lab:
      *lab* is a workspace, not an instance. For everything in it, type `list lab/*`.
      [list lab/all] list lab/all
    nothing fits: stop gpu-* --state running:
      Nothing that you can see matches `gpu-* --state running`. `list` shows what there is.
      [list] list
    no such state: list --state rnning:
      I don't know the state `rnning`. The states are `running`, `stopped`, `jobrunning`, `starting`, `stopping`, `restarting`, `deleting`, `creating`, `resizing`, `settingup`, `createfailed`, `setupfailed`, `usersetupfailed`, `unusable` and `unknown`.
    failed: stop myci:
      Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      Nothing was done.
    failed somewhere: status myci:
      Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
    not seen, several meant: stop mycii:
      I don't see `mycii` and `b`. Did you mean `stop myci` or `stop myci2`?
      [stop myci] stop myci
      [stop myci2] stop myci2
    several owners: stop all --owner ana:
      `ana` can be several people. Type `stop all --owner "Ana Souza"` or `stop all --owner 00a2`.
      [stop all --owner "Ana Souza"] stop all --owner "Ana Souza"
      [stop all --owner 00a2] stop all --owner 00a2
    no such owner: list --owner grace:
      I don't know who `grace` is. Owners here: *Ada Lovelace* and *Ana Souza*. `list` shows whose each instance is.
      [list] list
    no owners: list --owner "Grace Hopper":
      I don't know who `Grace Hopper` is, and Azure names no owner of what you can see. `list` shows what there is.
      [list] list
    no such size: list --size NC6 --gpu:
      Nothing that you can see matches `--gpu --size NC6`. Apart from the size, it matches instances of `Odd_1` and `DS3_V2`.
      I left out *myci*: Azure names no size for it, or one of a family that I don't know.
    sizes unknown: list --gpu:
      Nothing that you can see matches `--gpu`. `list` shows what there is.
      I left out *myci* and *myci2*: Azure names no size for them, or one of a family that I don't know.
      [list] list
    a part or an owner: stop bob:
      I don't see `bob`. Did you mean `stop *bob*` or `stop all --owner bob`?
      [stop *bob*] stop *bob*
      [stop all --owner bob] stop all --owner bob
    an owner, of one: delete bob:
      I don't see `bob`. Did you mean `list *bob*` or `list --owner bob`?
      [list *bob*] list *bob*
      [list --owner bob] list --owner bob
    failed in a named place:
      🔴 I could not read *lab*: Azure has an internal error (HTTP 500). Try again in a few minutes. (id 09a7d3)
      Nothing was done.
    nameless:
      I can't tell who you are: this message has no Entra id, as with bots and some guests. Nothing was done.
    Caller(1):
      You have 1 command in progress here, the most that I accept from one caller at a time. Nothing was done. Try again when one of them has finished.
    Caller(20):
      You have 20 commands in progress here, the most that I accept from one caller at a time. Nothing was done. Try again when one of them has finished.
    All(1):
      I am working on 1 command, the most that I accept at a time. Nothing was done. Try again in a minute.
    All(1200):
      I am working on 1200 commands, the most that I accept at a time. Nothing was done. Try again in a minute.
    button expired:
      That button is too old. To do it now, type `start research/myci`.
      [start research/myci] start research/myci
    Expired:
      That confirmation was valid for 5 min. To be asked again, type `delete myci`.
      [delete myci] delete myci
    Unfitting:
      That confirmation is no longer valid: what it names has changed, or it was made for somebody else. Nothing was done. To be asked again, type `delete myci`.
      [delete myci] delete myci
    Malformed:
      That confirmation is not one of mine, or was changed on the way. Nothing was done.
    "#);
}

#[test]
fn in_portuguese() {
    insta::assert_snapshot!(transcript(Locale::Portuguese, cases), @r#"
    TooLong:
      Isso passa dos 1.000 caracteres que eu leio. Digite algo mais curto; um padrão, como `gpu-*`, vale por muitos nomes.
    UnknownVerb { word: "stpo", meant: [] }:
      Não conheço `stpo`. Conheço, por exemplo, `listar`, `estado NOME`, `iniciar NOME`, `parar NOME`, `manter NOME por 2h` e `custo`; `ajuda` mostra o resto.
      [listar] list
      [custo] cost
      [ajuda] help
    UnknownVerb { word: "stpo", meant: ["stop"] }:
      Não conheço `stpo`. Você quis dizer `stop`?
    OnlyNames { word: "put", state: Status { selection: Selection { targets: [Target { workspace: None, which: Named("myci") }], one: false, except: [], state: None, owner: None, gpu: false, size: None } } }:
      Não entendi `put`, por isso só olhei; `ajuda` mostra o que conheço.
      [ajuda] help
    UnknownOption { option: "--frce", meant: [] }:
      Não conheço a opção `--frce`. `ajuda` mostra as que existem.
      [ajuda] help
    UnknownOption { option: "--frce", meant: ["stop myci --force"] }:
      Não conheço a opção `--frce`. Você quis dizer `stop myci --force`?
    OptionNotHere { option: Force, verb: List, meant: [] }:
      `--forçar` não faz sentido com *listar*. Veja `ajuda listar`.
      [ajuda listar] help list
    OptionNotHere { option: Force, verb: List, meant: ["list"] }:
      `--forçar` não faz sentido com *listar*. Digite `listar` ou veja `ajuda listar`.
      [listar] list
      [ajuda listar] help list
    OptionNeedsValue { option: Except }:
      `--exceto` precisa de algo depois, como em `listar --exceto prod-*`.
      [listar --exceto prod-*] list --except prod-*
    OptionNeedsValue { option: State }:
      `--estado` precisa de algo depois, como em `listar --estado rodando`.
      [listar --estado rodando] list --state running
    OptionNeedsValue { option: Owner }:
      `--dono` precisa de algo depois, como em `listar --dono eu`.
      [listar --dono eu] list --owner me
    OptionNeedsValue { option: LongerThan }:
      `--mais-de` precisa de algo depois, como em `auditar --mais-de 12h`.
      [auditar --mais-de 12h] audit --longer-than 12h
    OptionNeedsValue { option: Since }:
      `--desde` precisa de algo depois, como em `custo --desde 8h`.
      [custo --desde 8h] cost --since 8h
    UnfitValue { option: Owner, value: "@ada" }:
      `--dono` não pode ser `@ada`: digite um nome, uma menção ou um ID de objeto do Entra, como em `listar --dono eu`.
      [listar --dono eu] list --owner me
    UnfitValue { option: State, value: "a/b" }:
      `--estado` não pode ser `a/b`: digite um nome, como em `listar --estado rodando`.
      [listar --estado rodando] list --state running
    OptionTwice { option: Max }:
      `--máximo` aparece duas vezes. Basta uma.
    NotACount { option: Max }:
      `--máximo` pede um número a partir de 1, como em `parar todas --máximo 10 --simular`.
      [parar todas --máximo 10 --simular] stop all --max 10 --dry-run
    TargetMissing { verb: Stop }:
      Qual delas? Digite `parar NOME`. `listar` mostra o que há.
      [listar] list
    HowLong { verb: Keep, of: "" }:
      Por quanto tempo? Digite `manter NOME por 2h`, `manter NOME até 22:00` ou `manter NOME fim`.
    HowLong { verb: Keep, of: "myci" }:
      Por quanto tempo? Digite `manter myci por 2h`, `manter myci até 22:00` ou `manter myci fim`.
      [manter myci por 2h] keep myci for 2h
      [manter myci até 22:00] keep myci until 22:00
      [manter myci fim] keep myci off
    KeepTooLong:
      Uma proteção dura no máximo 7 dias, como em `manter NOME por 7d`. Para mais tempo, peça a quem administra o Lamplighter que deixe a instância fora do agendamento.
    NotADuration { words: "soon-ish" }:
      Não entendi a duração `soon-ish`. Digite algo como `45m`, `2h` ou `1d12h`.
    NotATime { words: "soon-ish", meant: [] }:
      Não entendi a hora `soon-ish`. Digite `22:00`, `amanhã 08:00` ou `24/12/2026 18:00`.
    NotATime { words: "at 6", meant: ["stop myci at 06:00", "stop myci at 18:00"] }:
      `at 6` não diz a hora exata. Digite `parar myci às 06:00` ou `parar myci às 18:00`.
      [parar myci às 06:00] stop myci at 06:00
      [parar myci às 18:00] stop myci at 18:00
    NotASince { words: "soon-ish" }:
      Não entendi a hora `soon-ish`. Digite `8h`, `18:00`, `ontem` ou `24/12/2026 18:00`.
    HowLong { verb: Idle, of: "myci" }:
      Depois de quanto tempo? Digite `inatividade myci 2h` ou `inatividade myci fim`. `estado myci` mostra a configuração atual.
      [inatividade myci 2h] idle myci 2h
      [inatividade myci fim] idle myci off
      [estado myci] status myci
    IdleOutOfRange:
      O Azure desliga uma instância inativa depois de 15 minutos, no mínimo, e de 3 dias, no máximo. Digite algo entre os dois, como `inatividade NOME 2h`.
    IdleInSeconds:
      O Azure conta a inatividade em minutos inteiros. Digite sem segundos, como `inatividade NOME 20m`.
    ScheduleWhat:
      O que fazer com os agendamentos dela? Digite `agendar NOME adicionar parar dias úteis às 20:00`, ou `ativar`, `desativar` ou `remover` e um id. `agendar NOME` mostra quais há.
    ScheduleWhich { of: "myci" }:
      Qual agendamento? `agendar myci` mostra os ids. Digite o id no fim, como em `agendar myci remover ID`. Um comando para depois não é um agendamento: para cancelar, digite `pendentes myci fim`.
      [agendar myci] schedule myci
      [pendentes myci fim] later myci off
    NotATimetable { words: "" }:
      Quando? Digite dias e uma hora, como `dias úteis às 20:00`, ou os cinco campos do cron, como `0 20 * * 1-5`; depois, um fuso horário, se não for o seu.
    NotATimetable { words: "soon-ish" }:
      Não entendi o horário `soon-ish`. Digite dias e uma hora, como `dias úteis às 20:00`, ou os cinco campos do cron, como `0 20 * * 1-5`; depois, um fuso horário, se não for o seu.
    AnnounceWhat:
      O que devo anunciar? Um agendamento pode usar `anunciar parar todas em 30m`; `iniciar` e `reiniciar` também podem ser anunciados.
    AnnounceWhen:
      Quando vai ser? Um agendamento pode usar `anunciar parar todas em 30m`.
    OneByName { verb: Delete }:
      `excluir` aceita uma instância por vez, pelo nome: `excluir NOME`.
    OneByName { verb: Create }:
      Digite `criar NOME` com um só nome, à sua escolha, por exemplo `criar NOME do modelo MODELO para PESSOA`. `criar`, sozinho, mostra os modelos.
      [criar] create
    OneByName { verb: Schedule }:
      Agendamentos mudam em uma instância por vez, pelo nome: `agendar NOME adicionar parar dias úteis às 20:00`. Para várias, quem administra o Lamplighter pode configurar um temporizador, como mostra `docs/timers.md`.
    NotATarget { word: "my_ci" }:
      `my_ci` não pode ser o nome de uma instância. Nomes têm letras, dígitos e hifens; `*` vale por qualquer sequência deles.
    NotAName { word: "monday", is_said: true }:
      `monday` significa outra coisa para mim, então não posso dar esse nome a uma instância nova. Escolha outro: de 3 a 24 letras (a–z, sem acento), números e hifens, começando por letra e sem hífen antes de números no final.
    NotAName { word: "joão", is_said: false }:
      O Azure não aceita o nome `joão`: de 3 a 24 letras (a–z, sem acento), números e hifens, começando por letra e sem hífen antes de números no final.
    Leftover {:
      Não fiz nada: não entendi `whenever` e não faço nada sem isso. Veja `ajuda parar`.
      [ajuda parar] help stop
    Leftover {:
      Entendi `listar`, mas não `whenever`. Tire isso ou veja `ajuda listar`.
      [listar] list
      [ajuda listar] help list
    Leftover {:
      Não fiz nada, porque não entendi `when idle`. Você quis dizer `inatividade myci 30m`?
      [inatividade myci 30m] idle myci 30m
    DidYouMean { meant: ["stop prod/*", "stop *prod*"] }:
      Não fiz nada. Você quis dizer `parar prod/todas` ou `parar *prod*`?
      [parar prod/todas] stop prod/all
      [parar *prod*] stop *prod*
    Negated { meant: ["keep myci for 2h", "status myci"] }:
      Isso diz o que não fazer, então não fiz nada. Digite o que devo fazer, por exemplo `manter myci por 2h` ou `estado myci`.
      [manter myci por 2h] keep myci for 2h
      [estado myci] status myci
    OneAtATime { first: Power { verb: Stop, selection: Selection { targets: [Target { workspace: None, which: Named("myci") }], one: false, except: [], state: None, owner: None, gpu: false, size: None }, max: None, dry_run: false, force: false } }:
      Um comando de cada vez: não fiz nada. Digite primeiro `parar myci`.
      [parar myci] stop myci
    Elsewhere { what: Create, name: Some("myci") }:
      Para criar uma instância, digite `criar NOME`; para substituir uma antiga, `renovar NOME`. Não renomeio nem copio instâncias. `listar` mostra as que existem, e `criar`, o que dá para criar.
      [listar] list
      [criar] create
    Elsewhere { what: Resize, name: Some("myci") }:
      Não mudo o tamanho de uma instância. Crie outra, do tamanho certo, no estúdio do Azure ML, em Computação. `estado myci` mostra o tamanho atual. Para a imagem de SO mais recente, digite `desatualizadas myci`.
      [estado myci] status myci
      [desatualizadas myci] outdated myci
    Elsewhere { what: Open, name: Some("myci") }:
      Não abro aplicativos. `estado myci` mostra os links do Jupyter enquanto a instância está rodando.
      [estado myci] status myci
    Elsewhere { what: Connect, name: Some("myci") }:
      Não abro um terminal. O estúdio do Azure ML tem um, e *az ml compute connect-ssh* conecta por SSH. `estado myci` mostra o que está rodando.
      [estado myci] status myci
    Elsewhere { what: Logs, name: Some("myci") }:
      Não tenho os logs do que roda em uma instância. Eles estão no estúdio do Azure ML. `estado myci` mostra o estado e o que o Azure informa sobre ela.
      [estado myci] status myci
    Elsewhere { what: Cancel, name: Some("myci") }:
      Não consigo desfazer o que o Azure já aceitou. `pendentes` mostra o que está pendente, e `pendentes myci fim` cancela; `manter myci fim` termina uma proteção, e `agendar myci` mostra os agendamentos. Um job se encerra no estúdio do Azure ML. `estado myci` mostra o estado atual.
      [pendentes] later
      [pendentes myci fim] later myci off
      [manter myci fim] keep myci off
      [agendar myci] schedule myci
      [estado myci] status myci
    Elsewhere { what: Confirm, name: Some("myci") }:
      Não perguntei nada que uma palavra responda; por isso não fiz nada. Para confirmar, clique no botão abaixo da minha pergunta ou digite o `confirmar CÓDIGO` dela. `estado myci` mostra o estado atual.
      [estado myci] status myci
    Elsewhere { what: History, name: Some("myci") }:
      Não guardo histórico. O que agendamentos e alertas fizeram aparece nos canais deles. `estado myci` mostra o estado atual e desde quando.
      [estado myci] status myci
    Elsewhere { what: Permissions, name: Some("myci") }:
      Quem administra o Lamplighter decide o que cada pessoa pode fazer, nas permissões da configuração. `quem-sou` mostra o que você pode fazer.
      [quem-sou] whoami
    Elsewhere { what: Create, name: None }:
      Para criar uma instância, digite `criar NOME`; para substituir uma antiga, `renovar NOME`. Não renomeio nem copio instâncias. `listar` mostra as que existem, e `criar`, o que dá para criar.
      [listar] list
      [criar] create
    no grants:
      Você ainda não tem permissão para nada aqui. Quem administra o Lamplighter pode liberar; você é `slack:T1/UADA`.
    not this verb:
      Em research você pode usar `estado` e `custo`, mas não `parar`. Fale com um responsável por research.
    not this verb, in some:
      Em research, `lab/gpu-*` e suas próprias instâncias você pode usar `estado` e `custo`, mas não `parar`. Fale com um responsável por research e `lab/gpu-*`.
    not this verb, of their own:
      Em suas próprias instâncias você pode usar `estado` e `custo`, mas não `parar`. Fale com quem administra o Lamplighter.
    not this verb, anywhere:
      Em todos os workspaces você pode usar `estado` e `custo`, mas não `parar`. Fale com quem administra o Lamplighter.
    not this verb, rights differ:
      Você não tem permissão para `parar` em nenhuma instância. Fale com quem administra o Lamplighter.
      Em research você pode usar `estado`.
      Em suas próprias instâncias você pode usar `iniciar`.
    not theirs:
      *myci* é de Ana; você só pode usar `parar` em suas próprias instâncias.
    not theirs, no name:
      *myci* é de outra pessoa; você só pode usar `parar` em suas próprias instâncias.
    not theirs, no owner:
      O Azure não diz de quem é *myci*; você só pode usar `parar` em suas próprias instâncias.
    not theirs, nor there:
      *myci* é de Ana; você só pode usar `parar` em suas próprias instâncias e lab.
    not there:
      Você só pode usar `parar` em lab, e não em *research/myci*.
    not of this name:
      Você só pode usar `parar` em `research/gpu-*` e lab, e não em *research/myci*.
    not for others:
      Você só pode usar `criar` em suas próprias instâncias. Para criar *myci* para você, deixe `para` de fora.
    none theirs:
      Estas instâncias não são suas; você só pode usar `parar` em suas próprias instâncias.
    none there:
      Você só pode usar `parar` em suas próprias instâncias e lab, e estas instâncias não estão aí.
    no force:
      Você pode usar `parar` em *myci*, mas não com `--forçar`: encerrar o trabalho de alguém exige a permissão *forçar*, que você não tem. Fale com um responsável por research.
    no force here:
      Você pode usar `parar` em *myci*, mas não com `--forçar`: encerrar o trabalho de alguém exige a permissão *forçar*, que você só tem em suas próprias instâncias e lab. Fale com um responsável por research.
    other channel:
      `parar` só é permitido em alguns canais, e este não é um deles. Quem administra o Lamplighter sabe quais são.
    other channel, force:
      `--forçar` só é permitido em alguns canais, e este não é um deles. Quem administra o Lamplighter sabe quais são.
    not by channel:
      Um canal não recebe permissão para `excluir`, só uma pessoa. Fale com quem administra o Lamplighter.
    machine:
      Agendamentos, scripts e alertas não podem usar `excluir`: uma pessoa precisa confirmar.
    nobody known:
      Não sei quem você é no Entra; por isso não sei quais instâncias são suas. Quem administra o Lamplighter pode incluir você em `[people]`; você é `slack:T1/UADA`.
    refused: stop myci:
      Você ainda não tem permissão para nada aqui. Quem administra o Lamplighter pode liberar; você é `slack:T1/UADA`.
    not seen: stop mycii:
      Não encontrei `mycii` e `b`. Nada foi feito. `listar` mostra o que você pode ver.
      [listar] list
    not seen: status mycii:
      Não encontrei `mycii` e `b`. `listar` mostra o que você pode ver.
      [listar] list
    not seen, meant: stop mycii:
      Não encontrei `mycii` e `b`. Você quis dizer `parar myci`?
      [parar myci] stop myci
    ambiguous: stop myci:
      Há mais de uma *myci*. Digite `parar myci` ou `parar myci`.
    several of mine: stop my machine --force:
      Você tem 2 instâncias. Qual delas? Digite `parar research/myci --forçar` ou `parar research/gpu-one --forçar`.
    a workspace: stop lab:
      *lab* é um workspace, não uma instância. Para tudo o que há nele, digite `parar lab/todas`.
      [parar lab/todas] stop lab/all
    a workspace, of one: delete lab:
      *lab* é um workspace, não uma instância. Para tudo o que há nele, digite `listar lab/*`.
      [listar lab/todas] list lab/all
    nothing fits: stop gpu-* --state running:
      Nada do que você pode ver corresponde a `gpu-* --estado rodando`. `listar` mostra o que há.
      [listar] list
    no such state: list --state rnning:
      Não conheço o estado `rnning`. Os estados são `rodando`, `parada`, `com-job`, `iniciando`, `parando`, `reiniciando`, `excluindo`, `criando`, `redimensionando`, `configurando`, `falha-na-criação`, `falha-na-configuração`, `falha-no-script`, `inutilizável` e `desconhecida`.
    failed: stop myci:
      O Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      Nada foi feito.
    failed somewhere: status myci:
      O Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
    not seen, several meant: stop mycii:
      Não encontrei `mycii` e `b`. Você quis dizer `parar myci` ou `parar myci2`?
      [parar myci] stop myci
      [parar myci2] stop myci2
    several owners: stop all --owner ana:
      `ana` pode ser mais de uma pessoa. Digite `parar todas --dono "Ana Souza"` ou `parar todas --dono 00a2`.
      [parar todas --dono "Ana Souza"] stop all --owner "Ana Souza"
      [parar todas --dono 00a2] stop all --owner 00a2
    no such owner: list --owner grace:
      Não sei quem é `grace`. Quem tem instâncias aqui: *Ada Lovelace* e *Ana Souza*. `listar` mostra de quem é cada instância.
      [listar] list
    no owners: list --owner "Grace Hopper":
      Não sei quem é `Grace Hopper`, e o Azure não diz de quem são as instâncias que você pode ver. `listar` mostra quais são.
      [listar] list
    no such size: list --size NC6 --gpu:
      Nada do que você pode ver corresponde a `--gpu --tamanho NC6`. Fora o tamanho, correspondem instâncias de `Odd_1` e `DS3_V2`.
      Deixei *myci* de fora: o Azure não informa o tamanho dela, ou é de uma família que não conheço.
    sizes unknown: list --gpu:
      Nada do que você pode ver corresponde a `--gpu`. `listar` mostra o que há.
      Deixei *myci* e *myci2* de fora: o Azure não informa o tamanho delas, ou é de uma família que não conheço.
      [listar] list
    a part or an owner: stop bob:
      Não encontrei `bob`. Você quis dizer `parar *bob*` ou `parar todas --dono bob`?
      [parar *bob*] stop *bob*
      [parar todas --dono bob] stop all --owner bob
    an owner, of one: delete bob:
      Não encontrei `bob`. Você quis dizer `listar *bob*` ou `listar --dono bob`?
      [listar *bob*] list *bob*
      [listar --dono bob] list --owner bob
    failed in a named place:
      🔴 Não consegui ler *lab*: o Azure está com um erro interno (HTTP 500). Tente de novo em alguns minutos. (id 09a7d3)
      Nada foi feito.
    nameless:
      Não sei quem você é: a mensagem veio sem um id do Entra, como vêm as de bots e de alguns convidados. Nada foi feito.
    Caller(1):
      Você já tem 1 comando em andamento aqui, o máximo que aceito de cada um ao mesmo tempo. Nada foi feito. Tente de novo quando um deles terminar.
    Caller(20):
      Você já tem 20 comandos em andamento aqui, o máximo que aceito de cada um ao mesmo tempo. Nada foi feito. Tente de novo quando um deles terminar.
    All(1):
      Já estou cuidando de 1 comando, o máximo que aceito ao mesmo tempo. Nada foi feito. Tente de novo daqui a um minuto.
    All(1200):
      Já estou cuidando de 1.200 comandos, o máximo que aceito ao mesmo tempo. Nada foi feito. Tente de novo daqui a um minuto.
    button expired:
      Esse botão é antigo demais. Para fazer isso agora, digite `iniciar research/myci`.
      [iniciar research/myci] start research/myci
    Expired:
      Essa confirmação só valia por 5 min. Para eu perguntar de novo, digite `excluir myci`.
      [excluir myci] delete myci
    Unfitting:
      Essa confirmação não vale mais: o que ela menciona mudou, ou ela foi feita para outra pessoa. Nada foi feito. Para eu perguntar de novo, digite `excluir myci`.
      [excluir myci] delete myci
    Malformed:
      Essa confirmação não é minha, ou foi alterada no caminho. Nada foi feito.
    "#);
}
