//! People and lists, in the configuration and in a file of their own.

use std::{fmt::Write, fs, path::PathBuf};

use insta::assert_snapshot;

use super::*;
use crate::policy::Denial;

const FILE: &str = "people_file = \"people.toml\"";

/// A folder of its own with a people file.
fn folder(test: &str, people: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("lamplighter-{test}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("people.toml"), people).unwrap();
    folder
}

/// What the minimal configuration with `before` and `behind` it is read to, beside this people file.
fn read_beside(test: &str, people: &str, before: &str, behind: &str) -> Result<Config, String> {
    let folder = folder(test, people);
    let document = Document {
        folder: folder.clone(),
        ..Document::new("lamplighter.toml", &format!("{before}\n{MINIMAL}{behind}"))
    };
    let read = Config::read(&document, &env);
    fs::remove_dir_all(&folder).unwrap();
    read.map_err(|faults| faults.to_string().replace(&format!("{}/", folder.display()), ""))
}

const LISTED: &str = "[[grants]]\nto = [\"@ml-team\"]\nmay = [\"owner\"]\non = [\"research/*\"]\n";

#[test]
fn a_grant_to_a_list_is_to_its_members_alone() {
    let people =
        "[lists]\nml-team = [\"slack:T1/UADA\"]\n[people]\n\"slack:T1/UADA\" = { name = \"Ada Lovelace\" }\n";
    for (file, before, behind) in [("people = {}", FILE, people), (people, FILE, "")] {
        let behind = format!("{behind}\n{LISTED}");
        let config = read_beside("list", file, before, &behind).unwrap();
        let permit = |id| config.policy.permit(&caller(id), Verb::Delete, false, &instance(None));
        assert!(permit("slack:T1/UADA").is_ok(), "a list names people, who may be given everything");
        assert!(matches!(permit("slack:T1/UADAM"), Err(Denial::NotThisVerb { .. })));
        let ada = caller("slack:T1/UADA");
        assert_eq!(config.policy.explain(&ada, Verb::Delete)[1].names.unwrap().to_string(), "@ml-team");
    }
}

#[test]
fn hundreds_of_people_are_read_from_the_file() {
    let mut people = "[people]\n".to_owned();
    for n in 0..300 {
        let id = format!("00000000-0000-0000-0000-{n:012}");
        writeln!(people, "\"slack:T1/U{n}\" = {{ id = \"{id}\", name = \"Person {n}\" }}").unwrap();
    }
    let config = read_beside("hundreds", &people, FILE, "").unwrap();
    assert_eq!(config.policy.people.len(), 300);
    assert_eq!(config.policy.name_of("00000000-0000-0000-0000-000000000299"), Some("Person 299"));
}

#[test]
fn faults_in_the_file_have_its_name_and_line() {
    let people = r#"
grants = []

[people]
"slack:T1/UADA" = { id = "ada", nmae = "Ada" }
"slak:T1/UBOB" = {}
"slack:T1/*" = {}
"slack:T1/UCY" = { name = "  " }

[lists]
ml-team = ["slack:T1/UADA", "slack:T1/UADB", "slack:T9/U9999999", "slack:T1/*", "@other", 3]
nobody = []
"two words" = ["slack:T1/UADA"]
"#;
    let grants = LISTED.replace("@ml-team", "@ml-taem");
    assert_snapshot!(read_beside("faults", people, &format!("local = 3\n{FILE}"), &grants).unwrap_err(), @r#"
    people.toml:2: grants: is unknown: write one of people, lists
    people.toml:5: people."slack:T1/UADA".nmae: is unknown: did you mean `name`?
    people.toml:5: people."slack:T1/UADA".id: is not an id: write it as 00000000-0000-0000-0000-000000000000
    people.toml:6: people."slak:T1/UBOB": names no source of this file: did you mean `slack`?
    people.toml:7: people."slack:T1/*": is not one person: write <source>:<team>/<user>, ids without * or #
    people.toml:8: people."slack:T1/UCY".name: is empty: write something between the quotes
    people.toml:11: lists.ml-team[1]: is nobody in [people]: did you mean `slack:T1/UADA`?
    people.toml:11: lists.ml-team[2]: is nobody in [people]: write them there first
    people.toml:11: lists.ml-team[4]: is nobody in [people]: write them there first
    people.toml:11: lists.ml-team[5]: is a number: write text in quotes
    people.toml:13: lists."two words": cannot be the name of a list: write letters, digits, -, _ and .
    lamplighter.toml:1: local: is unknown: did you mean `locale`?
    "#);
    assert_snapshot!(read_beside("twice", "[people]\n\"slack:T1/UA\" = {}\n[lists]\na = [\"slack:T1/UA\"]", FILE, "[people]\n\"slack:T1/UA\" = {}\n[lists]\na = [\"slack:T1/UA\"]\n").unwrap_err(), @r#"
    people.toml:2: people."slack:T1/UA": is in the configuration too: keep one of the two
    lamplighter.toml:22: lists.a: is a list of the people file too: keep one of the two
    "#);
    assert_snapshot!(read_beside("syntax", "[people]\n\"slack:T1/UADA\" = { id = ", FILE, LISTED).unwrap_err(), @"people.toml:2: this is not TOML: unclosed inline table, expected `}`");
    assert_snapshot!(read_beside("list", "people = {}", FILE, LISTED).unwrap_err(), @"lamplighter.toml:20: grants[1].to[0]: names no list: write it under [lists]");
    assert_snapshot!(read_beside("list", "people = {}\n[lists]\nml = 3", FILE, LISTED).unwrap_err(), @"people.toml:3: lists.ml: is a number: write a list in brackets");
}

#[test]
fn a_people_file_that_cannot_be_read_is_not_one_without_people() {
    assert_snapshot!(read_beside("absent", "", "people_file = \"nobody.toml\"", LISTED).unwrap_err(), @"lamplighter.toml:1: people_file: names a file that cannot be read: No such file or directory (os error 2)");
    assert_snapshot!(read_beside("folder", "", "people_file = \"..\"", LISTED).unwrap_err(), @"lamplighter.toml:1: people_file: names a file that cannot be read: it is not a file");
    assert_snapshot!(read_beside("empty", "", FILE, LISTED).unwrap_err(), @"people.toml:1: names nobody: write [people], or remove `people_file`");
    assert_snapshot!(read_beside("type", "", "people_file = []", "").unwrap_err(), @"lamplighter.toml:1: people_file: is a list: write text in quotes");
}
