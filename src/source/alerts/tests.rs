//! Rules, templates, and what they make of a delivery.

use std::collections::BTreeMap;

use insta::assert_snapshot;
use jiff::Timestamp;
use proptest::prelude::*;

use super::{
    alert::{Alert, BudgetStatus, Pairs, State},
    group::Rules,
    rule::{Rule, When},
    template::Template,
};
use crate::{
    command::{self, MAX_LENGTH},
    command_request::{AlertKind, Cause, CommandRequest, Mode, UnmatchedReason},
    source::incoming::Alerts,
    target::{Alias, Pattern, Which, WorkspaceAddress},
    verify::{Origin, PATIENCE, Request},
};

const MYCI: &str = "/subscriptions/s1/resourcegroups/ml-rg/providers/microsoft.machinelearningservices/workspaces/ML-research/computes/myci";

fn ours() -> BTreeMap<Alias, WorkspaceAddress> {
    let workspace = |(alias, group, name): (&str, &str, &str)| {
        let (resource_group, workspace) = (group.into(), name.into());
        let address = WorkspaceAddress { subscription: "S1".into(), resource_group, workspace };
        (alias.parse().unwrap(), address)
    };
    let ours =
        [("research", "ml-rg", "ml-research"), ("lab", "ml-rg", "ml-lab"), ("old-lab", "old-rg", "ml-lab")];
    ours.into_iter().map(workspace).collect()
}

fn rule(when: When, command: &str) -> Rule {
    Rule { when, command: Template::read(command, Mode::Act).unwrap(), mode: Mode::Act }
}

fn whenever(command: &str) -> Vec<Rule> {
    vec![rule(When::default(), command)]
}

fn deal(rules: Vec<Rule>, alerts: &[Alert]) -> Alerts {
    let rules = Rules { rules, workspaces: ours() };
    let request = Request {
        method: http::Method::POST,
        path: "/hooks/budget".into(),
        query: None,
        headers: http::HeaderMap::new(),
        body: "{}".into(),
        origin: Origin::Public,
        arrived: Timestamp::UNIX_EPOCH,
        patience: PATIENCE,
    };
    rules.deal((alerts, AlertKind::Labelled), "budget", &request, Timestamp::UNIX_EPOCH)
}

fn texts(dealt: &Alerts) -> Vec<&str> {
    dealt.asks.iter().map(|ask| ask.text.as_str()).collect()
}

/// What one alert asks by one rule for all; or `unmatched`.
fn asked(command: &str, alert: &Alert) -> String {
    let dealt = deal(whenever(command), std::slice::from_ref(alert));
    match (dealt.asks.as_slice(), dealt.unmatched.as_slice()) {
        ([CommandRequest { text, .. }], []) => text.clone(),
        ([], [_]) => "unmatched".to_owned(),
        other => panic!("{other:?}"),
    }
}

fn labelled(labels: &[(&str, &str)]) -> Alert {
    Alert { name: "GpuIdle".into(), labels: labels.iter().copied().collect(), ..Alert::default() }
}

fn about(resources: &[&str]) -> Alert {
    Alert { resources: resources.iter().map(|id| (*id).to_owned()).collect(), ..labelled(&[]) }
}

fn with_dimensions(dimensions: &[(&str, &str)]) -> Alert {
    Alert { dimensions: dimensions.iter().copied().collect(), ..labelled(&[]) }
}

#[test]
fn the_clearest_name_of_an_instance_counts() {
    let stop = |alert: &Alert| asked("stop {instance}", alert);
    for name in ["ComputeName", "computename", "InstanceName", "ComputeInstanceName"] {
        assert_eq!(stop(&with_dimensions(&[(name, "myci")])), "stop myci");
    }
    for name in ["compute", "compute_instance", "compute_name", "instance_name"] {
        assert_eq!(stop(&labelled(&[(name, "myci")])), "stop myci");
    }
    assert_eq!(stop(&with_dimensions(&[("_ResourceId", MYCI)])), "stop research/myci");
    assert_eq!(stop(&labelled(&[("ResourceId", MYCI)])), "stop research/myci");
    assert_eq!(stop(&about(&[MYCI])), "stop research/myci");
    let named = |names: &[&str], alert: Alert| Alert {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        ..alert
    };
    assert_eq!(stop(&named(&["myci"], labelled(&[]))), "stop myci");
    assert_eq!(stop(&named(&["other"], about(&[MYCI]))), "stop research/myci");
    assert_eq!(stop(&named(&["10.0.0.1:9100"], labelled(&[]))), "unmatched");
    assert_eq!(stop(&labelled(&[])), "unmatched");
}

#[test]
fn of_two_names_none_counts() {
    let stop = |alert: &Alert| asked("stop {instance}", alert);
    let two = with_dimensions(&[("ComputeName", "a"), ("ComputeName", "b")]);
    assert_eq!(stop(&two), "unmatched");
    let same = with_dimensions(&[("ComputeName", "myci"), ("_ResourceId", MYCI)]);
    assert_eq!(stop(&same), "stop research/myci");
    assert_eq!(stop(&about(&[MYCI, &MYCI.replace("myci", "other")])), "unmatched");
}

#[test]
fn a_workspace_goes_by_its_id_or_its_label() {
    let lab = MYCI.replace("ML-research", "ml-lab");
    let stop = |alert: &Alert| asked("stop {workspace}/{instance}", alert);
    assert_eq!(stop(&about(&[MYCI])), "stop research/myci");
    assert_eq!(stop(&about(&[&lab])), "stop lab/myci");
    assert_eq!(stop(&about(&[&lab.replace("/ml-rg/", "/old-rg/")])), "stop old-lab/myci");
    let label = |workspace| labelled(&[("compute", "myci"), ("workspace", workspace)]);
    assert_eq!(stop(&label("research")), "stop research/myci");
    assert_eq!(stop(&label("ML-Research")), "stop research/myci");
    assert_eq!(stop(&label("ml-lab")), "unmatched", "two have this name");
    assert_eq!(stop(&label("prod")), "unmatched");
}

/// All that may name an instance in a command, and an alert that names one by each.
fn each_place() -> [(&'static str, Alert); 3] {
    let named = |key: &str| labelled(&[(key, "myci")]);
    let dimension = |key| Alert { dimensions: [(key, "myci")].into_iter().collect(), ..labelled(&[]) };
    [
        ("stop {instance}", named("compute")),
        ("stop {label.ci}", named("ci")),
        ("stop {dimension.Node}", dimension("Node")),
    ]
}

/// Why an alert is left alone.
fn left_alone(command: &str, alert: &Alert) -> Option<UnmatchedReason> {
    let dealt = deal(whenever(command), std::slice::from_ref(alert));
    assert_eq!(dealt.asks.is_empty(), !dealt.unmatched.is_empty(), "{dealt:?}");
    dealt.unmatched.first().map(|one| one.reason)
}

/// The alert with one thing more that it says of where it is: a label, a dimension, or a resource.
fn each_word_of_a_place(alert: &Alert, place: &str) -> Vec<Alert> {
    let pairs = |pairs: &Pairs, key: &str| pairs.iter().chain([(key, place)]).collect();
    let label = |key: &str| Alert { labels: pairs(&alert.labels, key), ..alert.clone() };
    let dimension = |key: &str| Alert { dimensions: pairs(&alert.dimensions, key), ..alert.clone() };
    let resource = Alert { resources: vec!["budgets".into(), place.into()], ..alert.clone() };
    let named = [label("workspace"), label("Workspace_Name"), dimension("WorkspaceName")];
    let ids = [label("resourceid"), dimension("_ResourceId"), resource];
    let any = [label("any"), dimension("any")];
    match place.matches('/').count() {
        0 => named.into(),
        1..=7 => [&named[..], &ids].concat(),
        _ => [&named[..], &ids, &any].concat(),
    }
}

#[test]
fn a_place_that_is_not_ours_is_elsewhere_whatever_names_the_instance() {
    let whole = "/subscriptions/s1/resourceGroups/ml-rg/providers/Microsoft.MachineLearningServices/workspaces/ml-research";
    let not_ours = [
        "elsewhere".to_owned(),
        "ml-lab".to_owned(),
        whole.replace("/s1/", "/s9/"),
        whole.replace("/ml-rg/", "/other-rg/"),
        whole.replace("/ml-research", "/ml-other"),
        whole.replace("/s1/", "/s9/") + "/",
        whole.replace("/s1/", "/s9/") + "/onlineEndpoints/e/deployments/d",
        whole.replace("/s1/", "/s9/").to_uppercase(),
        format!("https://management.azure.com{}", whole.replace("/s1/", "/s9/")),
        "/subscriptions/s9".to_owned(),
        "/subscriptions/S9/".to_owned(),
        "subscriptions/s1/resourcegroups/other-rg".to_owned(),
        "/subscriptions//resourceGroups/ml-rg".to_owned(),
        "resourceGroups/other-rg/providers/Microsoft.MachineLearningServices/workspaces/ml-research"
            .to_owned(),
        "/providers/Microsoft.MachineLearningServices/workspaces/ml-other".to_owned(),
        "workspaces/ml-other".to_owned(),
    ];
    for (command, alert) in each_place() {
        assert_eq!(asked(command, &alert), "stop myci");
        for place in &not_ours {
            for said in each_word_of_a_place(&alert, place) {
                let reason = left_alone(command, &said);
                assert_eq!(reason, Some(UnmatchedReason::Elsewhere), "{command} {place} {said:?}");
            }
        }
    }
    for (key, value) in [
        ("workspace-name", "elsewhere"),
        ("Workspace Name", "elsewhere"),
        ("subscription_id", "s9"),
        ("subscriptionID", "s9"),
        ("resource_group", "other-rg"),
        ("ResourceGroupName", "other-rg"),
        ("resource-id", "/subscriptions/s9/resourceGroups/ml-rg"),
    ] {
        let said = labelled(&[("Compute Name", "myci"), (key, value)]);
        let reason = left_alone("stop {instance}", &said);
        assert_eq!(reason, Some(UnmatchedReason::Elsewhere), "{key}");
    }
    let odd = labelled(&[("compute", "myci"), ("workspace", "research/x")]);
    assert_eq!(left_alone("stop {instance}", &odd), Some(UnmatchedReason::Elsewhere));
    let no_id = labelled(&[("compute", "myci"), ("ResourceId", "none")]);
    assert_eq!(left_alone("stop {instance}", &no_id), Some(UnmatchedReason::Elsewhere));
}

#[test]
fn a_place_of_ours_holds_the_command_there_however_it_is_written() {
    let whole = "/subscriptions/s1/resourceGroups/ml-rg/providers/Microsoft.MachineLearningServices/workspaces/ml-research";
    let ours = [
        "research".to_owned(),
        "Research".to_owned(),
        "RESEARCH".to_owned(),
        " research ".to_owned(),
        "ML-Research".to_owned(),
        whole.to_owned(),
        whole.to_uppercase(),
        whole.trim_start_matches('/').to_owned() + "/",
        whole.to_owned() + "/onlineEndpoints/e/deployments/d",
        "providers/microsoft.machinelearningservices/workspaces/ml-research".to_owned(),
    ];
    let held =
        |group: &str| labelled(&[("compute", "myci"), ("subscription_id", "S1"), ("resource_group", group)]);
    assert_eq!(asked("stop {instance}", &held("ML-rg")), "unmatched", "two are in it");
    assert_eq!(asked("stop {instance}", &held("old-rg")), "stop old-lab/myci");
    for (command, alert) in each_place() {
        for place in &ours {
            for said in each_word_of_a_place(&alert, place) {
                assert_eq!(asked(command, &said), "stop research/myci", "{place} {said:?}");
            }
        }
        // What fits all of ours tells nothing.
        for said in each_word_of_a_place(&alert, "/subscriptions/s1/") {
            assert_eq!(asked(command, &said), "stop myci", "{said:?}");
        }
        // What is watched may be of another provider, such as the logs; what is affected may not.
        let logs = whole.replace("MachineLearningServices", "OperationalInsights").replace("/s1/", "/s9/");
        let watched = Alert { resources: vec![logs.clone()], ..alert.clone() };
        assert_eq!(asked(command, &watched), "stop myci");
        let affected = each_word_of_a_place(&alert, &logs);
        assert_eq!(left_alone(command, &affected[3]), Some(UnmatchedReason::Elsewhere));
    }
}

#[test]
fn all_that_is_said_of_a_place_has_to_agree() {
    let stop = |alert: &Alert| left_alone("stop {instance}", alert);
    let two = labelled(&[("compute", "myci"), ("workspace", "research"), ("Workspace", "lab")]);
    assert_eq!(stop(&two), Some(UnmatchedReason::Elsewhere));
    let id_and_label = Alert { resources: vec![MYCI.into()], ..labelled(&[("workspace", "lab")]) };
    assert_eq!(stop(&id_and_label), Some(UnmatchedReason::Elsewhere));
    let lab = MYCI.replace("ML-research", "ml-lab");
    let told_apart = Alert { resources: vec![lab], ..labelled(&[("workspace", "ml-lab")]) };
    assert_eq!(asked("stop {instance}", &told_apart), "stop lab/myci");
    let ci = labelled(&[("ci", "myci"), ("ws", "research"), ("workspace", "lab")]);
    for command in ["stop {label.ws}/{label.ci}", "stop {label.ws}/*", "stop research/{label.ci}"] {
        assert_eq!(left_alone(command, &ci), Some(UnmatchedReason::Elsewhere), "{command}");
    }
    let no_workspace = labelled(&[("ci", "myci"), ("ws", "prod")]);
    let reason = left_alone("stop {label.ws}/{label.ci}", &no_workspace);
    assert_eq!(reason, Some(UnmatchedReason::Elsewhere));
    let reason = left_alone("stop {label.nope}/{label.ci}", &no_workspace);
    assert_eq!(reason, Some(UnmatchedReason::NoInstance));
}

#[test]
fn an_alert_without_data_fits_only_a_rule_that_names_it() {
    let glob = |text: &str| Some(Pattern::new(text));
    let no_data = |name: &str| Alert {
        name: name.into(),
        no_data: Some("DatasourceNoData"),
        ..labelled(&[("team", "ml"), ("alertname", name), ("compute", "myci")])
    };
    let named = |alert: &str| When {
        alert: glob(alert),
        labels: vec![("team".into(), Pattern::new("ml"))],
        ..When::default()
    };
    let by_label =
        When { labels: vec![("alertname".into(), Pattern::new("DatasourceNoData"))], ..When::default() };
    for name in ["DatasourceNoData", "GpuIdle"] {
        for when in
            [When::default(), named("*"), named("*NoData"), named("GpuIdle"), named("DatasourceError")]
        {
            let dealt = deal(vec![rule(when.clone(), "stop {instance}")], &[no_data(name)]);
            let reasons: Vec<_> = dealt.unmatched.iter().map(|one| one.reason).collect();
            assert_eq!(reasons, [UnmatchedReason::NoData], "{when:?}");
        }
        for when in [named("DatasourceNoData"), named("datasource*")] {
            let dealt = deal(vec![rule(when.clone(), "stop {instance}")], &[no_data(name)]);
            assert_eq!(texts(&dealt), ["stop myci"], "{when:?}");
        }
    }
    assert!(by_label.fits(&no_data("DatasourceNoData")));
    let resolved = |state| {
        let when = When { state, ..named("GpuIdle") };
        let over = Alert { state: State::Resolved, ..no_data("GpuIdle") };
        deal(vec![rule(when, "start {instance}")], &[over])
    };
    assert!(resolved(State::Fired).unmatched.is_empty(), "the end is no news");
    assert_eq!(resolved(State::Resolved).unmatched[0].reason, UnmatchedReason::NoData);
}

#[test]
fn a_doubt_is_told_even_where_a_rule_fits() {
    for doubt in [UnmatchedReason::State, UnmatchedReason::Date, UnmatchedReason::Unreadable] {
        let alert = Alert { doubt: Some(doubt), ..labelled(&[("compute", "myci")]) };
        assert_eq!(left_alone("stop {instance}", &alert), Some(doubt));
        assert_eq!(left_alone("stop research/*", &alert), Some(doubt));
        let over = Alert { state: State::Resolved, ..alert };
        let dealt = deal(whenever("stop {instance}"), &[over]);
        assert!(dealt.asks.is_empty() && dealt.unmatched.is_empty(), "the end is no news");
    }
}

#[test]
fn a_namesake_elsewhere_is_left_alone() {
    let elsewhere = MYCI.replace("/s1/", "/s2/");
    assert_eq!(asked("stop {instance}", &about(&[&elsewhere])), "unmatched");
    assert_eq!(asked("stop research/{instance}", &about(&[&elsewhere])), "unmatched");
    assert_eq!(asked("stop lab/{instance}", &about(&[MYCI])), "unmatched");
    assert_eq!(asked("stop */{instance}", &about(&[MYCI])), "stop research/myci");
    let both = with_dimensions(&[("_ResourceId", MYCI), ("ResourceId", &elsewhere)]);
    assert_eq!(asked("stop {instance}", &both), "unmatched");
    assert_eq!(asked("stop research/*", &about(&[&elsewhere])), "stop research/all");
    let of_logs = MYCI.replace("machinelearningservices", "operationalinsights");
    assert_eq!(asked("stop {instance}", &about(&[&of_logs])), "unmatched");
}

#[test]
fn what_an_alert_says_is_a_name_and_nothing_else() {
    for value in [
        "all",
        "ALL",
        "mine",
        "todas",
        "tudo",
        "minhas",
        "*",
        "gpu-*",
        "research/myci",
        "--force",
        "-f",
        "a b",
        "myci --force",
        "",
        " ",
        "my.ci",
        "myci\n",
        "a,b",
        "{instance}",
        "ação",
        "a",
        "e",
    ] {
        assert_eq!(asked("stop {label.ci}", &labelled(&[("ci", value)])), "unmatched", "{value:?}");
        assert_eq!(asked("stop {instance}", &labelled(&[("compute", value)])), "unmatched", "{value:?}");
        let alert = with_dimensions(&[("ComputeName", value)]);
        assert_eq!(asked("stop {dimension.ComputeName}", &alert), "unmatched", "{value:?}");
    }
    let lookalike = labelled(&[("compute", "myci"), ("workspace", "*")]);
    assert_eq!(asked("stop {workspace}/{instance}", &lookalike), "unmatched");
    assert_eq!(asked("stop {label.workspace}/{instance}", &lookalike), "unmatched");
}

proptest! {
    /// However an alert is labelled, what is asked is about one instance by its name.
    #[test]
    fn no_label_widens_a_command(value in "[a-zA-Z0-9*/_ ,.{}'\"—-]{0,12}", any in any::<String>()) {
        for value in [value, any] {
            let dealt = deal(whenever("stop {label.ci} --except prod-*"), &[labelled(&[("ci", &value)])]);
            for ask in dealt.asks {
                let command = command::parse(&ask.text).unwrap();
                prop_assert!(!command.force() && !command.dry_run());
                prop_assert_eq!(command.selection().unwrap().targets.len(), 1);
                prop_assert_eq!(&command.selection().unwrap().targets[0].which, &Which::Named(value.clone()));
            }
        }
    }
}

#[test]
fn a_template_has_its_places_where_targets_stand() {
    let refused = |text: &str| Template::read(text, Mode::Act).unwrap_err().to_string();
    assert_snapshot!(refused("stop {host}"), @"holds braces that nothing is known for: write {instance}, {workspace}, {label.KEY} or {dimension.KEY}");
    for text in
        ["stop {instance", "stop instance}", "stop {}", "stop {label.}", "stop {label}", "stop {{instance}}"]
    {
        assert_eq!(refused(text), refused("stop {host}"), "{text}");
    }
    assert_snapshot!(refused("stop gpu-{instance}"), @r#"has braces where no whole name of an instance or a workspace stands: write "stop {instance}" or "stop {workspace}/{instance}""#);
    for text in [
        "stop {instance}*",
        "stop {instance}/x",
        "stop {workspace}",
        "stop all --except {instance}",
        "stop all --owner {label.owner}",
        "stop all --state {label.state}",
        "stop {instance}/{workspace}",
        "stop x/{label.a}-{label.b}",
    ] {
        assert_eq!(refused(text), refused("stop gpu-{instance}"), "{text}");
    }
    assert_snapshot!(refused("{label.verb} myci"), @r#"cannot be read: write a verb and what it is about, such as "stop {instance}""#);
    for text in ["stop", "stp {instance}", "stop {instance} {label.option}=x now", "--force {instance}"] {
        assert_eq!(refused(text), refused("{label.verb} myci"), "{text}");
    }
    assert_snapshot!(refused("delete {instance}"), @"is nothing that an alert may ask for: write stop, start, restart, status or list");
    for text in ["help", "whoami", "ping", "announce stop all in 30m", ""] {
        assert_eq!(refused(text), refused("delete {instance}"), "{text}");
    }
    let asking = |text: &str| Template::read(text, Mode::Propose);
    assert_snapshot!(asking("status {instance}").unwrap_err().to_string(), @r#"is nothing to ask people about: write stop, start or restart, or set mode = "act""#);
    assert!(asking("parar {workspace}/{instance} --forçar").is_ok());
}

#[test]
fn places_may_be_many_and_workspaces_may_come_from_anywhere() {
    let alert = labelled(&[("a", "one"), ("b", "other"), ("ws", "research")]);
    assert_eq!(
        asked("restart {label.ws}/{label.a} {label.b} --force", &alert),
        "restart research/one other --force"
    );
    assert_eq!(asked("stop {label.a} {label.A}", &alert), "stop one");
}

fn budget(name: &str, percent: Option<f64>, threshold: Option<f64>, forecast: bool) -> Alert {
    Alert {
        name: name.into(),
        budget: Some(BudgetStatus {
            name: name.into(),
            percent,
            threshold_percent: threshold,
            forecast,
            ..BudgetStatus::default()
        }),
        ..Alert::default()
    }
}

#[test]
fn a_budget_fits_by_its_name_and_by_how_much_of_it_is_gone() {
    let over = |percent: f64| When {
        budget: Some(Pattern::new("ml-*")),
        at_least: Some(percent),
        ..When::default()
    };
    let spent = budget("ml-monthly", Some(82.8), Some(80.0), false);
    assert!(over(80.0).fits(&spent));
    assert!(over(82.8).fits(&spent));
    assert!(!over(83.0).fits(&spent));
    assert!(!over(90.0).fits(&budget("ml-monthly", Some(82.8), Some(90.0), false)), "what was spent decides");
    assert!(over(57.0).fits(&budget("ml-monthly", Some(0.57 / 1.0 * 100.0), None, false)));
    assert!(over(90.0).fits(&budget("ML-x", None, Some(90.0), false)));
    assert!(!over(1.0).fits(&budget("ml-monthly", None, None, false)), "nobody knows");
    assert!(!over(1.0).fits(&budget("other", Some(100.0), None, false)));
    assert!(!over(1.0).fits(&labelled(&[])));
    let foreseen = budget("ml-monthly", Some(110.0), None, true);
    assert!(!over(1.0).fits(&foreseen));
    assert!(!When::default().fits(&foreseen));
    let forecast = When { forecast: true, ..over(100.0) };
    assert!(forecast.fits(&foreseen));
    assert!(!forecast.fits(&spent));
}

#[test]
fn all_that_a_rule_wants_must_be_there() {
    let glob = |text: &str| Some(Pattern::new(text));
    let alert = Alert {
        severity: Some("Sev1".into()),
        dimensions: [("ComputeName", "myci")].into_iter().collect(),
        resources: vec![MYCI.into()],
        ..labelled(&[("team", "research"), ("team", "vision")])
    };
    let fits = |when: When| when.fits(&alert);
    let keyed = |key: &str, value: &str| vec![(key.to_owned(), Pattern::new(value))];
    assert!(fits(When::default()));
    assert!(fits(When {
        alert: glob("gpu*"),
        severity: glob("sev1"),
        labels: keyed("team", "VISION"),
        dimensions: keyed("computename", "my*"),
        resource: glob("*/ml-research/*"),
        ..When::default()
    }));
    for wrong in [
        When { alert: glob("gpu"), ..When::default() },
        When { severity: glob("Sev2"), ..When::default() },
        When { labels: keyed("team", "ops"), ..When::default() },
        When { labels: keyed("owner", "*"), ..When::default() },
        When { dimensions: keyed("team", "*"), ..When::default() },
        When { resource: glob("*/ml-lab/*"), ..When::default() },
        When { budget: glob("*"), ..When::default() },
        When { at_least: Some(1.0), ..When::default() },
        When { forecast: true, ..When::default() },
        When { state: State::Resolved, ..When::default() },
    ] {
        assert!(!fits(wrong.clone()), "{wrong:?}");
    }
}

#[test]
fn the_first_rule_that_fits_counts() {
    let named = |name: &str| When { alert: Some(Pattern::new(name)), ..When::default() };
    let rules = || {
        vec![
            rule(named("Gpu*"), "stop {instance}"),
            rule(named("GpuIdle"), "restart {instance}"),
            rule(named("*"), "stop all"),
        ]
    };
    assert_eq!(texts(&deal(rules(), &[labelled(&[("compute", "myci")])])), ["stop myci"]);
    let nameless = deal(rules(), &[labelled(&[])]);
    assert!(nameless.asks.is_empty(), "and no other rule is tried");
    assert_eq!(nameless.unmatched.len(), 1);
}

#[test]
fn what_differs_in_its_targets_alone_is_asked_at_once() {
    let named = |name: &str| labelled(&[("compute", name)]);
    let alerts = [named("a1"), named("b1"), named("a1"), named("A1"), named("now")];
    let dealt = deal(whenever("stop {instance} --force"), &alerts);
    assert_eq!(texts(&dealt), ["stop a1 b1 \"now\" --force"]);
    let other = Alert { name: "DiskFull".into(), ..named("a1") };
    let dealt = deal(whenever("stop {instance}"), &[named("a1"), named("b1"), other.clone()]);
    assert_eq!(texts(&dealt), ["stop a1 b1"], "that is asked already");
    let dealt = deal(whenever("stop {instance}"), &[named("b1"), other]);
    assert_eq!(texts(&dealt), ["stop b1", "stop a1"], "for another cause");
    assert_ne!(dealt.asks[0].id, dealt.asks[1].id);
}

#[test]
fn no_text_is_longer_than_can_be_read() {
    let names: Vec<_> = (0..40).map(|n| format!("a-name-of-some-length-for-a-compute-{n}x")).collect();
    let alerts: Vec<_> = names.iter().map(|name| labelled(&[("compute", name)])).collect();
    let dealt = deal(whenever("stop {instance}"), &alerts);
    assert!(texts(&dealt).iter().all(|text| text.len() <= MAX_LENGTH));
    let all: Vec<_> = texts(&dealt).iter().flat_map(|text| text.split(' ').skip(1)).collect();
    assert_eq!(all, names);
}

#[test]
fn no_delivery_asks_without_end() {
    let named = |n: usize, name: String| Alert { name, ..labelled(&[("compute", &format!("ci-{n:x}a"))]) };
    let one_rule: Vec<_> = (0..2000).map(|n| named(n, "GpuIdle".into())).collect();
    let dealt = deal(whenever("stop {instance}"), &one_rule);
    let targets: usize = texts(&dealt).iter().map(|text| text.split(' ').count() - 1).sum();
    assert_eq!((targets, dealt.left_out), (2000, 0));
    assert!(dealt.asks.len() < 20, "{}", dealt.asks.len());
    let one_rule: Vec<_> = (0..9000).map(|n| named(n, "GpuIdle".into())).collect();
    let dealt = deal(whenever("stop {instance}"), &one_rule);
    let targets: usize = texts(&dealt).iter().map(|text| text.split(' ').count() - 1).sum();
    assert_eq!((targets, dealt.left_out), (2500, 6500));
    let many: Vec<_> = (0..5000).map(|n| named(n, format!("a{n}"))).collect();
    let dealt = deal(whenever("stop {instance}"), &many);
    assert_eq!((dealt.asks.len(), dealt.left_out), (100, 4900));
}

proptest! {
    /// Words of the language among them, which mean something else behind other words.
    #[test]
    fn what_is_asked_at_once_is_read_as_it_was_meant(
        names in proptest::collection::vec("now|and|e|me|all|minhas|off|for|in|stop|please|as|except|a[0-9]|[a-z-]{1,5}", 1..12),
        command in proptest::sample::select(vec!["stop {instance}", "stop {instance} --force", "stop one {instance}", "list {instance} --state running"]),
    ) {
        let alerts: Vec<_> = names.iter().map(|name| labelled(&[("compute", name)])).collect();
        let dealt = deal(whenever(command), &alerts);
        for text in texts(&dealt) {
            let read = command::parse(text);
            prop_assert!(read.is_ok(), "{:?} {:?}", text, read);
            prop_assert_eq!(read.unwrap().to_string(), text);
        }
        prop_assert_eq!(dealt.left_out, 0);
    }
}

#[test]
fn the_end_of_a_known_alert_is_no_news() {
    let over = |name: &str| Alert {
        name: name.into(),
        state: State::Resolved,
        key: "k".into(),
        ..labelled(&[("compute", "myci")])
    };
    let named = |state| When { alert: Some(Pattern::new("GpuIdle")), state, ..When::default() };
    let quiet = deal(vec![rule(named(State::Fired), "stop {instance}")], &[over("GpuIdle")]);
    assert!(quiet.asks.is_empty() && quiet.unmatched.is_empty());
    let unknown = deal(vec![rule(named(State::Fired), "stop {instance}")], &[over("Other")]);
    assert_eq!(unknown.unmatched[0].name, "Other");
    let start = deal(vec![rule(named(State::Resolved), "start {instance}")], &[over("GpuIdle")]);
    assert_eq!(texts(&start), ["start myci"]);
    assert_eq!(start.asks[0].cause, Some(Cause::Alert { name: "GpuIdle".into(), resolved: true }));
}

#[test]
fn whoever_asks_is_the_source() {
    let when: Timestamp = "2026-11-23T18:05:12Z".parse().unwrap();
    let alert = Alert { at: Some(when), ..budget("ml-monthly", Some(82.79), None, false) };
    let dealt = deal(whenever("stop research/*"), &[alert]);
    let [ask] = dealt.asks.as_slice() else {
        panic!("one");
    };
    assert_eq!((ask.caller.id.as_str(), ask.caller.source.as_str()), ("budget", "budget"));
    assert_eq!((ask.at, ask.mode), (when, Mode::Act));
    let Some(Cause::Budget { percent, .. }) = &ask.cause else {
        panic!("a budget");
    };
    assert_eq!(*percent, Some(83));
}
