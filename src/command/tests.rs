use super::*;
use proptest::prelude::*;

fn canonical(text: &str) -> String {
    match parse(text) {
        Ok(command) => command.to_string(),
        Err(misread) => format!("{misread:?}"),
    }
}

#[test]
fn what_chat_clients_add_is_forgiven() {
    for text in [
        "stop myci",
        "STOP myci",
        "  stop   myci  ",
        "stop myci.",
        "stop myci!",
        "stop “myci”",
        "stop `myci`",
        "stop *myci*",
        "stop **myci**",
        "*stop myci*",
        "`stop myci`",
        "**stop** myci",
        "_stop_ myci",
        "<@U0LAN0Z89> stop myci",
        "@lamplighter stop myci",
        "stop\u{a0}myci",
        "stop\nmyci",
    ] {
        assert_eq!(canonical(text), "stop myci", "{text:?}");
    }
}

#[test]
fn options_stand_anywhere_and_forgive_long_dashes() {
    assert_eq!(
        canonical("stop all —except prod-* —dry-run"),
        "stop all --except prod-* --dry-run"
    );
    assert_eq!(canonical("stop --force myci"), "stop myci --force");
    assert_eq!(
        canonical("stop all --except=a,b --except c"),
        "stop all --except a --except b --except c"
    );
    assert_eq!(
        canonical("list --state running --owner me"),
        "list --state running --owner me"
    );
}

#[test]
fn several_targets_by_space_or_comma() {
    assert_eq!(canonical("stop a-one, b-two,c-three"), "stop a-one b-two c-three");
    assert_eq!(canonical("stop a-one,b-two --force"), "stop a-one b-two --force");
    assert_eq!(canonical("stop research/gpu-* mine"), "stop research/gpu-* mine");
}

#[test]
fn leftovers_show_where() {
    insta::assert_snapshot!(canonical("stop myci now pls"), @r#"Leftover { understood: "stop myci", rest: "now pls", verb: Stop }"#);
    insta::assert_snapshot!(canonical("delete myci other-ci"), @r#"Leftover { understood: "delete myci", rest: "other-ci", verb: Delete }"#);
    insta::assert_snapshot!(canonical("ping pong"), @r#"Leftover { understood: "ping", rest: "pong", verb: Ping }"#);
}

#[test]
fn what_is_wrong_is_named() {
    insta::assert_snapshot!(canonical("sotp myci"), @r#"UnknownVerb { word: "sotp", meant: Some("stop myci") }"#);
    insta::assert_snapshot!(canonical("frobnicate"), @r#"UnknownVerb { word: "frobnicate", meant: None }"#);
    insta::assert_snapshot!(canonical("stop"), @"TargetMissing { verb: Stop }");
    insta::assert_snapshot!(canonical("stop myci --forse"), @r#"UnknownOption { option: "--forse", meant: Some("--force") }"#);
    insta::assert_snapshot!(canonical("status myci --force"), @r#"OptionNotHere { option: "--force", verb: Status }"#);
    insta::assert_snapshot!(canonical("stop all --except"), @r#"OptionNeedsValue { option: "--except" }"#);
    insta::assert_snapshot!(canonical("list --state a --state b"), @r#"OptionTwice { option: "--state" }"#);
    insta::assert_snapshot!(canonical("stop ../../etc"), @r#"NotATarget { word: "../../etc" }"#);
    assert_eq!(parse(&"x".repeat(MAX_LENGTH + 1)), Err(Misread::TooLong));
}

#[test]
fn nothing_asks_for_help() {
    assert_eq!(canonical(""), "help");
    assert_eq!(canonical("  *  "), "help");
    assert_eq!(canonical("?"), "help");
    assert_eq!(canonical("help stop"), "help stop");
}

#[test]
fn every_verb_has_one_row_and_no_name_twice() {
    let mut names: Vec<_> = VERBS.iter().flat_map(|row| row.names).collect();
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count);
    for row in VERBS {
        assert_eq!(row.verb.row().names, row.names);
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_without_panic(text in "\\PC{0,60}") {
        let _ = parse(&text);
    }

    #[test]
    fn a_command_reads_back_from_its_own_words(text in "(stop|start|list|status) [a-z*]{3,8}( [a-z/]{3,9})?( --except [a-z*]{2,5})?( --owner me)?") {
        if let Ok(command) = parse(&text) {
            prop_assert_eq!(parse(&command.to_string()), Ok(command));
        }
    }
}
