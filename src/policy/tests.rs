use super::*;
use crate::{
    command::VERBS,
    command_request::CallerKind,
    target::{ComputeId, Pattern},
};

const ADA_IN_ENTRA: &str = "00000000-0000-0000-0000-0000000000bb";

fn caller(id: &str, channel: Option<&str>) -> Caller {
    Caller {
        id: id.into(),
        kind: CallerKind::Person,
        channel: channel.map(Into::into),
        conversation: None,
        entra: None,
        source: "slack".into(),
        name: None,
    }
}

fn ada() -> Caller {
    caller("slack:T1/UADA", None)
}

fn bob() -> Caller {
    caller("slack:T1/UBOB", None)
}

fn instance(id: &str, owner: Option<&str>) -> Instance {
    let (workspace, name) = id.split_once('/').unwrap();
    Instance {
        id: ComputeId { workspace: workspace.parse().unwrap(), name: name.into() },
        owner: owner.map(Into::into),
        owner_name: None,
        created_on: None,
    }
}

fn grant(to: &str, may: &[&str], on: &[&str]) -> Grant {
    Grant {
        to: vec![Grantee::Matching(Pattern::exact_case(to))],
        may: may.iter().flat_map(|word| abilities(word).unwrap()).collect(),
        on: on.iter().map(|text| GrantTarget::parse(text).unwrap()).collect(),
    }
}

fn right(verbs: &[Verb], on: &[&str]) -> Right {
    let may = verbs.iter().copied().map(Ability::Do).collect();
    Right { may, on: on.iter().map(|text| GrantTarget::parse(text).unwrap()).collect() }
}

fn policy(grants: Vec<Grant>) -> Policy {
    let ada = Person { entra: Some(ADA_IN_ENTRA.into()), ..Person::default() };
    Policy { grants, people: [("slack:T1/UADA".into(), ada)].into() }
}

fn worked_example() -> Policy {
    policy(vec![
        grant("slack:T1/*", &["reader"], &["research/*"]),
        grant("slack:T1/UADA", &["operator"], &["mine"]),
    ])
}

#[test]
fn the_example_in_the_documentation_holds() {
    let policy = worked_example();
    let mine = instance("research/myci", Some(ADA_IN_ENTRA));
    let theirs = instance("research/other", Some("somebody-else"));
    assert!(policy.permit(&ada(), Verb::Stop, false, &mine).is_ok());
    assert!(policy.permit(&ada(), Verb::Stop, false, &theirs).is_err());
    assert!(policy.permit(&bob(), Verb::Status, false, &mine).is_ok());
    let refused = policy.permit(&bob(), Verb::Stop, false, &mine).unwrap_err();
    let rights = [Verb::Status, Verb::List, Verb::Audit, Verb::Outdated, Verb::Cost];
    let rights = vec![right(&rights, &["research/*"])];
    assert_eq!(refused, Denial::NotThisVerb { verb: Verb::Stop, rights });
    let only = vec![GrantTarget::Mine];
    let refused = policy.permit(&ada(), Verb::Stop, false, &theirs).unwrap_err();
    assert_eq!(refused, Denial::NotHere { verb: Verb::Stop, only, instance: Some(Box::new(theirs)) });
    let cy = caller("slack:T2/UCY", None);
    assert_eq!(policy.scope(&cy, Verb::Status).unwrap_err(), Denial::NoGrants);
    assert!(!policy.sight(&cy).touches(&mine.id.workspace));
}

#[test]
fn a_grant_reaches_into_the_source_that_it_names() {
    let policy = worked_example();
    assert!(policy.reaches_into("slack"));
    for other in ["teams", "slac", "slack2", ""] {
        assert!(!policy.reaches_into(other), "{other}");
    }
    assert!(!Policy::default().reaches_into("slack"));
}

#[test]
fn without_a_grant_nothing_is_allowed() {
    let empty = Policy::default();
    let instance = instance("research/myci", None);
    for row in crate::command::VERBS.iter().filter(|row| row.verb.needs_grant()) {
        assert_eq!(empty.scope(&ada(), row.verb).unwrap_err(), Denial::NoGrants);
        assert_eq!(empty.permit(&ada(), row.verb, false, &instance).unwrap_err(), Denial::NoGrants);
    }
}

#[test]
fn force_must_be_granted_separately() {
    let busy = instance("research/busy", None);
    let operator = policy(vec![grant("slack:T1/*", &["operator"], &["*/*"])]);
    let refused = operator.permit(&ada(), Verb::Stop, true, &busy).unwrap_err();
    let nowhere = Denial::NotByForce {
        verb: Verb::Stop,
        only: Vec::new(),
        instance: Box::new(instance("research/busy", None)),
    };
    assert_eq!(refused, nowhere);
    let owner = policy(vec![grant("slack:T1/*", &["owner"], &["*/*"])]);
    assert!(owner.permit(&ada(), Verb::Stop, true, &busy).unwrap().force());
    // The right to force in one workspace does not count in another.
    let split =
        policy(vec![grant("slack:T1/*", &["stop"], &["*/*"]), grant("slack:T1/*", &["owner"], &["other/*"])]);
    let refused = split.permit(&ada(), Verb::Stop, true, &busy).unwrap_err();
    let only = vec![GrantTarget::parse("other/*").unwrap()];
    assert_eq!(refused, Denial::NotByForce { verb: Verb::Stop, only, instance: Box::new(busy) });
}

#[test]
fn an_instance_without_an_owner_is_mine_for_nobody() {
    let policy = policy(vec![grant("slack:T1/*", &["owner"], &["mine"])]);
    let orphan = instance("research/orphan", None);
    assert!(policy.permit(&ada(), Verb::Stop, false, &orphan).is_err());
    assert!(policy.permit(&bob(), Verb::Stop, false, &orphan).is_err());
    assert_eq!(policy.scope(&bob(), Verb::Stop).unwrap_err(), Denial::NobodyKnown);
}

#[test]
fn a_channel_grant_holds_in_the_channel_and_never_for_what_needs_a_yes() {
    let may = &["owner", "create", "renew"];
    let policy = policy(vec![grant("slack:T1/#COPS", may, &["research/*"])]);
    let instance = instance("research/myci", None);
    let there = caller("slack:T1/UBOB", Some("slack:T1/#COPS"));
    let elsewhere = caller("slack:T1/UBOB", Some("slack:T1/#CRANDOM"));
    assert!(policy.permit(&there, Verb::Stop, false, &instance).is_ok());
    for verb in [Verb::Delete, Verb::Create, Verb::Renew] {
        let refused = policy.permit(&there, verb, false, &instance).unwrap_err();
        assert_eq!(refused, Denial::NotByChannel { verb });
    }
    let ability = Ability::Do(Verb::Stop);
    for caller in [elsewhere, bob()] {
        let refused = policy.permit(&caller, Verb::Stop, false, &instance).unwrap_err();
        assert_eq!(refused, Denial::OtherChannel { ability });
        assert_eq!(policy.permit(&caller, Verb::Delete, false, &instance).unwrap_err(), Denial::NoGrants);
    }
    assert!(policy.depends_on_channel(&there) && !policy.depends_on_channel(&bob()));
    let stranger = Caller { source: "discord".into(), ..caller("discord:G1/1", None) };
    assert_eq!(policy.permit(&stranger, Verb::Stop, false, &instance).unwrap_err(), Denial::NoGrants);
}

#[test]
fn a_glob_over_people_matches_no_channels_and_ids_are_case_sensitive() {
    let everybody = policy(vec![grant("slack:*", &["stop"], &["research/*"])]);
    let instance = instance("research/myci", None);
    assert!(everybody.permit(&bob(), Verb::Stop, false, &instance).is_ok());
    let stranger = caller("other:T1/UBOB", Some("slack:T1/#COPS"));
    assert!(everybody.permit(&stranger, Verb::Stop, false, &instance).is_err());
    let lower = caller("slack:t1/uada", None);
    assert!(worked_example().scope(&lower, Verb::Status).is_err());
}

#[test]
fn a_scope_excludes_workspaces_and_names_before_any_call() {
    let policy = policy(vec![grant("slack:T1/UBOB", &["stop"], &["research/gpu-*"])]);
    let bob = bob();
    let scope = policy.scope(&bob, Verb::Stop).unwrap();
    let research = "research".parse().unwrap();
    assert!(scope.touches(&research));
    assert!(!scope.touches(&"vision".parse().unwrap()));
    assert!(scope.touches_name(&research, "GPU-one"));
    assert!(!scope.touches_name(&research, "myci"));
}

#[test]
fn a_reach_names_workspace_and_instance() {
    for text in ["research/*", "*/gpu-*", "mine"] {
        assert_eq!(GrantTarget::parse(text).unwrap().to_string(), text);
    }
    assert_eq!(GrantTarget::parse("*").unwrap().to_string(), "*/*");
    for text in ["", "research", "/", "a/", "/b", "a/b/c", "a b/c"] {
        assert_eq!(GrantTarget::parse(text), None, "{text:?}");
    }
}

#[test]
fn an_explanation_agrees_with_permits() {
    let policy = policy(vec![
        grant("slack:T1/*", &["reader"], &["research/*"]),
        grant("slack:T1/UADA", &["operator"], &["mine", "research/gpu-*"]),
        grant("slack:T1/#C1", &["owner"], &["research/*"]),
        grant("cli:*", &["owner"], &["*"]),
    ]);
    let in_channel = caller("slack:T1/UBOB", Some("slack:T1/#C1"));
    let places = [
        instance("research/myci", Some(ADA_IN_ENTRA)),
        instance("research/gpu-1", None),
        instance("vision/myci", Some(ADA_IN_ENTRA)),
        instance("vision/other", Some("somebody-else")),
    ];
    for caller in [ada(), bob(), in_channel, caller("cli:ada", None)] {
        for (verb, force) in
            [(Verb::Status, false), (Verb::Stop, false), (Verb::Stop, true), (Verb::Delete, false)]
        {
            for place in &places {
                let grants = policy.explain(&caller, verb);
                let any = |gives: &dyn Fn(&GrantExplanation<'_>) -> bool| {
                    let mut giving = grants.iter().filter(|grant| gives(grant));
                    giving.any(|grant| grant.reaches(place, true) == Some(true))
                };
                let explained = any(&|grant| grant.gives) && (!force || any(&|grant| grant.forces));
                let permitted = policy.permit(&caller, verb, force, place).is_ok();
                assert_eq!(explained, permitted, "{} {verb:?} {force} {}", caller.id, place.id);
            }
        }
    }
}

#[test]
fn an_unread_owner_matters_only_if_no_other_grant_decides() {
    let (policy, ada, bob) = (worked_example(), ada(), bob());
    let unread = instance("research/myci", None);
    let how = |caller| {
        let grants = policy.explain(caller, Verb::Stop);
        let how = grants.iter().map(|grant| {
            let by = grant.names.map(Grantee::to_string);
            (by, grant.gives, grant.reaches(&unread, false))
        });
        how.collect::<Vec<_>>()
    };
    assert_eq!(
        how(&ada),
        [(Some("slack:T1/*".to_owned()), false, Some(true)), (Some("slack:T1/UADA".to_owned()), true, None),]
    );
    assert_eq!(how(&bob)[1], (None, false, Some(false)), "nobody known in Entra");
}

#[test]
fn rights_are_told_place_by_place_and_a_wider_grant_counts_in_each() {
    let policy = policy(vec![
        grant("slack:*", &["list"], &["*"]),
        grant("slack:T1/*", &["status"], &["research/*", "lab/*", "research/gpu-*"]),
        grant("slack:T1/UADA", &["stop"], &["mine"]),
        grant("slack:T1/UADA", &["force", "start"], &["vision/gpu-*"]),
    ]);
    use Verb::{List, Start, Status, Stop};
    let mut vision = right(&[List, Start], &["vision/gpu-*"]);
    vision.may.push(Ability::Force);
    let (all, own) = (right(&[List], &["*"]), right(&[List, Stop], &["mine"]));
    let named = right(&[Status, List], &["lab/*", "research/*"]);
    assert_eq!(policy.rights(&ada()), [all.clone(), named.clone(), own, vision]);
    assert_eq!(policy.rights(&bob()), [all, named]);
}

fn machine() -> Caller {
    Caller { kind: CallerKind::Machine, ..caller("nightly", None) }
}

#[test]
fn a_permit_says_what_is_forced_and_what_could_be() {
    let policy = policy(vec![
        grant("slack:T1/*", &["operator"], &["*"]),
        grant("slack:T1/UADA", &["force"], &["lab/*"]),
    ]);
    let flags = |caller: &Caller, force: bool, place: &str| {
        let permit = policy.permit(caller, Verb::Stop, force, &instance(place, None)).ok()?;
        assert_eq!((permit.action(), &permit.instance().id), (Verb::Stop, &instance(place, None).id));
        Some((permit.force(), permit.may_force()))
    };
    assert_eq!(flags(&ada(), false, "lab/myci"), Some((false, true)));
    assert_eq!(flags(&ada(), true, "lab/myci"), Some((true, true)));
    assert_eq!(flags(&ada(), false, "vision/myci"), Some((false, false)));
    assert_eq!(flags(&ada(), true, "vision/myci"), None);
    assert_eq!(flags(&bob(), false, "lab/myci"), Some((false, false)));
    assert_eq!(flags(&bob(), true, "lab/myci"), None);
}

#[test]
fn force_that_the_caller_has_elsewhere_is_told_before_that_of_a_channel() {
    let everybody = grant("slack:T1/*", &["stop"], &["*"]);
    let channel = grant("slack:T1/#C1", &["force"], &["*"]);
    let own = grant("slack:T1/UADA", &["force"], &["lab/*"]);
    let busy = instance("vision/busy", None);
    let policy = policy(vec![everybody, channel, own]);
    let refused = |caller: &Caller| policy.permit(caller, Verb::Stop, true, &busy).unwrap_err();
    assert_eq!(refused(&bob()), Denial::OtherChannel { ability: Ability::Force });
    let only = vec![GrantTarget::parse("lab/*").unwrap()];
    assert_eq!(
        refused(&ada()),
        Denial::NotByForce { verb: Verb::Stop, only, instance: Box::new(busy.clone()) }
    );
}

#[test]
fn a_channel_that_could_give_only_delete_gives_nothing() {
    let policy = policy(vec![grant("slack:T1/#C1", &["delete"], &["*"])]);
    let there = caller("slack:T1/UBOB", Some("slack:T1/#C1"));
    assert_eq!(policy.rights(&there), []);
    assert_eq!(
        policy.permit(&there, Verb::Stop, false, &instance("lab/x", None)).unwrap_err(),
        Denial::NoGrants
    );
}

#[test]
fn a_scope_knows_workspaces_and_what_it_covers_whole() {
    let policy = policy(vec![
        grant("slack:T1/*", &["stop"], &["lab/gpu-*"]),
        grant("slack:T1/UADA", &["stop"], &["mine"]),
    ]);
    let (ada, bob) = (ada(), bob());
    let known = |caller| {
        let scope = policy.scope(caller, Verb::Stop).unwrap();
        ["lab", "vision"]
            .map(|name| (scope.knows(&name.parse().unwrap()), scope.touches(&name.parse().unwrap())))
    };
    assert_eq!(known(&ada), [(true, true), (false, true)]);
    assert_eq!(known(&bob), [(true, true), (false, false)]);
    let scope = policy.scope(&ada, Verb::Stop).unwrap();
    let whole = |workspace: &str, target: &str| {
        scope.covers_all(&workspace.parse().unwrap(), &target.parse().unwrap())
    };
    assert!(whole("lab", "gpu-1") && whole("lab", "gpu-*"));
    assert!(
        !whole("lab", "all") && !whole("lab", "myci") && !whole("lab", "mine") && !whole("vision", "gpu-1")
    );
}

#[test]
fn a_target_selects_by_workspace_name_and_owner() {
    let policy = policy(vec![grant("slack:T1/*", &["stop"], &["*"])]);
    let ada = ada();
    let scope = policy.scope(&ada, Verb::Stop).unwrap();
    let (hers, theirs) = (instance("lab/gpu-1", Some(ADA_IN_ENTRA)), instance("vision/myci", Some("other")));
    let selects = |target: &str| {
        let target = target.parse().unwrap();
        [&hers, &theirs].map(|instance| selected(&target, instance, &scope))
    };
    assert_eq!(selects("all"), [true, true]);
    assert_eq!(selects("mine"), [true, false]);
    assert_eq!(selects("lab/*"), [true, false]);
    assert_eq!(selects("vision/*"), [false, true]);
    assert_eq!(selects("gpu-*"), [true, false]);
    assert_eq!(selects("vision/gpu-1"), [false, false]);
}

#[test]
fn the_lists_that_name_a_caller_are_known() {
    let list = Grantee::List { name: "ml-team".into(), members: vec!["slack:T1/UADA".into()] };
    let by_list = Grant { to: vec![list], ..grant("slack:T1/*", &["stop"], &["*"]) };
    let policy = policy(vec![by_list, grant("slack:T1/*", &["reader"], &["*"])]);
    assert_eq!(policy.lists_of(&ada()).into_iter().collect::<Vec<_>>(), ["@ml-team"]);
    assert!(policy.lists_of(&bob()).is_empty());
    assert!(policy.permit(&bob(), Verb::Stop, false, &instance("lab/myci", None)).is_err());
}

#[test]
fn no_machine_deletes_or_creates_whatever_it_is_granted() {
    let may = &["owner", "create", "renew"];
    let policy = policy(vec![grant("nightly", may, &["*"]), grant("slack:T1/UADA", may, &["*"])]);
    let place = instance("lab/myci", None);
    for verb in [Verb::Stop, Verb::Delete, Verb::Create, Verb::Renew] {
        let refused = verb != Verb::Stop;
        assert_eq!(
            policy.scope(&machine(), verb).is_err_and(|denial| denial == Denial::NotByMachine { verb }),
            refused
        );
        assert_eq!(policy.permit(&machine(), verb, false, &place).is_err(), refused);
        assert!(policy.scope(&ada(), verb).is_ok() && policy.permit(&ada(), verb, false, &place).is_ok());
    }
}

#[test]
fn what_our_identity_needs_follows_from_the_grants() {
    let policy = policy(vec![grant("slack:T1/*", &["start"], &["*"]), grant("nightly", &["stop"], &["*"])]);
    let (people_or_machines, machines): (Vec<_>, Vec<_>) = [Verb::Start, Verb::Stop, Verb::Delete]
        .map(|verb| (policy.anybody_may(verb), policy.machine_may(verb)))
        .into_iter()
        .unzip();
    assert_eq!(people_or_machines, [true, true, false]);
    assert_eq!(machines, [false, true, false]);
}

/// Grants of a random policy, by their positions in these.
const MAY: [&str; 6] = ["reader", "operator", "owner", "stop", "force", "status"];
const TO: [&str; 5] = ["slack:T1/*", "slack:T1/UADA", "slack:T1/UBOB", "slack:T1/#C1", "nightly"];
const ON: [&str; 6] = ["mine", "*", "lab/*", "*/gpu-*", "lab/gpu-*", "vision/gpu-1"];

type Drawn = (usize, usize, usize);

fn any_grants() -> impl proptest::strategy::Strategy<Value = Vec<Drawn>> {
    proptest::collection::vec((0..MAY.len(), 0..TO.len(), 0..ON.len()), 0..6)
}

fn drawn(grants: &[Drawn]) -> Policy {
    policy(grants.iter().map(|(may, to, on)| grant(TO[*to], &[MAY[*may]], &[ON[*on]])).collect())
}

/// Everything that somebody may do, or see, as text.
fn allowed(policy: &Policy) -> std::collections::BTreeSet<String> {
    let mut allowed = std::collections::BTreeSet::new();
    let in_channel = Caller { channel: Some("slack:T1/#C1".into()), ..ada() };
    for caller in [ada(), bob(), in_channel, machine()] {
        let who = format!("{} {:?}", caller.id, caller.channel);
        for place in ["lab/gpu-1", "lab/myci", "vision/gpu-1", "vision/gpu-2"] {
            let instance = instance(place, (place != "vision/gpu-2").then_some(ADA_IN_ENTRA));
            if policy.sight(&caller).covers(&instance) {
                allowed.insert(format!("{who} sees {place}"));
            }
            for row in VERBS {
                if policy.scope(&caller, row.verb).is_ok_and(|scope| scope.covers(&instance)) {
                    allowed.insert(format!("{who} reaches {place} for {}", row.verb.name()));
                }
                for force in [false, true] {
                    if policy.permit(&caller, row.verb, force, &instance).is_ok() {
                        allowed.insert(format!("{who} may {} {place} {force}", row.verb.name()));
                    }
                }
            }
        }
    }
    allowed
}

proptest::proptest! {
    /// Whatever a policy allows without a grant, it allows with it; nobody gains anything when one goes.
    #[test]
    fn no_policy_is_wider_without_a_grant(grants in any_grants(), gone: proptest::sample::Index) {
        proptest::prop_assume!(!grants.is_empty());
        let mut fewer = grants.clone();
        fewer.remove(gone.index(grants.len()));
        let (before, after) = (allowed(&drawn(&grants)), allowed(&drawn(&fewer)));
        let gained: Vec<_> = after.difference(&before).collect();
        proptest::prop_assert!(gained.is_empty(), "{:?}", gained);
        proptest::prop_assert!(allowed(&drawn(&[])).is_empty());
    }

    /// What a right says holds for each instance in its place; what no right says is refused.
    #[test]
    fn rights_agree_with_permits(
        grants in any_grants(), workspace in 0..2usize, name in 0..2usize, owned: bool,
    ) {
        let policy = drawn(&grants);
        let place = format!("{}/{}", ["lab", "vision"][workspace], ["gpu-1", "myci"][name]);
        let instance = instance(&place, owned.then_some(ADA_IN_ENTRA));
        let ada = Caller { channel: Some("slack:T1/#C1".into()), ..ada() };
        let rights = policy.rights(&ada);
        for ability in [Verb::Status, Verb::Stop, Verb::Keep].map(Ability::Do) {
            let Ability::Do(verb) = ability else { unreachable!() };
            let said = rights.iter().any(|right| {
                let covers = right.on.iter().any(|on| on.covers(&instance, Some(ADA_IN_ENTRA)));
                right.may.contains(&ability) && covers
            });
            let permitted = policy.permit(&ada, verb, false, &instance);
            proptest::prop_assert_eq!(said, permitted.is_ok(), "{:?} {:?}", rights, permitted);
        }
    }
}

mod owners {
    use super::*;

    const ANA: &str = "00000000-0000-0000-0000-0000000000a1";
    const ANA_LIMA: &str = "00000000-0000-0000-0000-0000000000a2";
    const JOSE: &str = "00000000-0000-0000-0000-0000000000a3";

    fn owner(typed: &str) -> Result<String, OwnerError> {
        let person = |id: &str, entra: &str, name: Option<&str>| {
            let (entra, name) = (Some(entra.to_owned()), name.map(str::to_owned));
            (id.to_owned(), Person { entra, name, ..Person::default() })
        };
        let people = [
            person("slack:T1/UADA", ADA_IN_ENTRA, Some("Ada Lovelace")),
            person("slack:T1/UANA", ANA, Some("Ana Souza")),
            person("discord:1/2", ANA_LIMA, Some("Ana Lima")),
            person("slack:T1/UX", "00000000-0000-0000-0000-0000000000ff", None),
        ];
        let policy = Policy { grants: Vec::new(), people: people.into() };
        let in_sight = [(JOSE, Some("José da Conceição")), (ANA, Some("SOUZA Ana (extern)")), ("cy", None)];
        policy.owner(&ada(), typed, &in_sight.into())
    }

    #[test]
    fn a_caller_is_called_as_configured_or_else_as_the_platform_says() {
        let person = Person { name: Some("Ada Lovelace".into()), ..Person::default() };
        let policy = Policy { grants: Vec::new(), people: [("slack:T1/UADA".into(), person)].into() };
        let by_platform = |caller: Caller| Caller { name: Some("somebody".into()), ..caller };
        assert_eq!(policy.called(&by_platform(ada())), Some("Ada Lovelace"));
        assert_eq!(policy.called(&by_platform(bob())), Some("somebody"));
        assert_eq!(policy.called(&bob()), None);
    }

    #[test]
    fn only_the_form_of_an_id_is_one() {
        assert_eq!(owner(ANA), Ok(ANA.to_owned()));
        for other in
            ["a name as long as an id has characters", "a-b-c-d-e", "000000000000000000000000000000000000"]
        {
            assert!(owner(other).is_err(), "{other}");
        }
    }

    #[test]
    fn an_owner_goes_by_name_mention_and_id() {
        let goes_by = |id: &str, typed: &[&str]| {
            for typed in typed {
                assert_eq!(owner(typed), Ok(id.to_owned()), "{typed}");
            }
        };
        goes_by(
            ADA_IN_ENTRA,
            &["me", "Ada Lovelace", "ada", "@ada", "LOVELACE", "ada.lovelace", "lovel", "<@UADA>"],
        );
        goes_by(ANA, &["ana souza", "Souza", "<@UANA>", "ana-souza", "extern"]);
        goes_by(ANA_LIMA, &["lima", "Ana L."]);
        goes_by(JOSE, &["jose", "José", "conceicao", "jose conc", JOSE]);
        goes_by("00000000-0000-0000-0000-0000000000ff", &["00000000-0000-0000-0000-0000000000ff", "<@UX>"]);
    }

    #[test]
    fn a_name_of_several_or_of_nobody_is_told_with_what_there_is() {
        let several = vec!["Ana Souza".to_owned(), "Ana Lima".to_owned()];
        for typed in ["ana", "Ana", "@ana", "an"] {
            assert_eq!(owner(typed), Err(OwnerError::Several(several.clone())), "{typed}");
        }
        for choice in several {
            assert!(owner(&choice).is_ok(), "{choice}");
        }
        let here = ["Ana Souza", "José da Conceição", "cy"].map(str::to_owned).to_vec();
        // A mention is of one source: the number is no user in Slack.
        for typed in ["grace", "<@U9>", "<@2>", "<@>", "@", "ana@example.com", "a n a", ""] {
            assert_eq!(owner(typed), Err(OwnerError::Nobody(here.clone())), "{typed}");
        }
    }
}
