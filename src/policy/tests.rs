use super::*;
use crate::{
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
    let rights = vec![right(&[Verb::Status, Verb::List, Verb::Audit, Verb::Cost], &["research/*"])];
    assert_eq!(refused, Denial::NotThisVerb { verb: Verb::Stop, rights });
    let only = vec![GrantTarget::Mine];
    let refused = policy.permit(&ada(), Verb::Stop, false, &theirs).unwrap_err();
    assert_eq!(refused, Denial::NotHere { verb: Verb::Stop, only, instance: Some(Box::new(theirs)) });
    let cy = caller("slack:T2/UCY", None);
    assert_eq!(policy.scope(&cy, Verb::Status).unwrap_err(), Denial::NoGrants);
    assert!(!policy.sight(&cy).touches(&mine.id.workspace));
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
fn a_channel_grant_holds_in_the_channel_and_never_for_delete() {
    let policy = policy(vec![grant("slack:T1/#COPS", &["owner"], &["research/*"])]);
    let instance = instance("research/myci", None);
    let there = caller("slack:T1/UBOB", Some("slack:T1/#COPS"));
    let elsewhere = caller("slack:T1/UBOB", Some("slack:T1/#CRANDOM"));
    assert!(policy.permit(&there, Verb::Stop, false, &instance).is_ok());
    assert_eq!(policy.permit(&there, Verb::Delete, false, &instance).unwrap_err(), Denial::NotByChannel);
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

proptest::proptest! {
    /// What a right says holds for each instance in its place; what no right says is refused.
    #[test]
    fn rights_agree_with_permits(
        grants in proptest::collection::vec((0..4usize, 0..4usize, 0..6usize), 0..5),
        workspace in 0..2usize, name in 0..2usize, owned: bool,
    ) {
        const MAY: [&str; 4] = ["reader", "operator", "stop", "force"];
        const TO: [&str; 4] = ["slack:T1/*", "slack:T1/UADA", "slack:T1/UBOB", "slack:T1/#C1"];
        const ON: [&str; 6] = ["mine", "*", "lab/*", "*/gpu-*", "lab/gpu-*", "vision/gpu-1"];
        let grants = grants.into_iter().map(|(may, to, on)| grant(TO[to], &[MAY[may]], &[ON[on]]));
        let policy = policy(grants.collect());
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
