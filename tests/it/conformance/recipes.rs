//! The recipes of `CONTRIBUTING.md`: each row of the verb table has everything that its recipe lists, and the files in
//! both recipes exist.

use std::{collections::BTreeSet, fs, path::Path};

use lamplighter::command::{Class, ROLES, VERBS, VerbRow};
use serde_json::{Value, json};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The name of a verb's files. The power commands share theirs.
fn file(row: &VerbRow) -> &'static str {
    match row.class {
        Class::Power => "power",
        Class::Setting | Class::Query | Class::Meta | Class::Timer => row.verb.name(),
    }
}

#[test]
fn every_file_of_a_command_is_one_of_a_verb_and_has_an_arm() {
    let dispatch = text("src/engine/commands.rs");
    let verbs: BTreeSet<_> = VERBS.iter().map(file).collect();
    for entry in fs::read_dir(root().join("src/engine/commands")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let file = name.strip_suffix(".rs").unwrap();
        assert!(verbs.contains(file), "{name} is no verb's");
        assert!(dispatch.contains(&format!("{file}::run(")), "no arm for {file}");
    }
}

#[test]
fn every_verb_has_words_in_each_language_and_a_line_on_each_page_of_commands() {
    for (locale, page) in [("en", "docs/commands.md"), ("pt-BR", "docs/pt-BR/commands.md")] {
        let words = text(&format!("src/reply/locales/{locale}.ftl"));
        let commands = text(page);
        for row in VERBS {
            let verb = row.verb.name();
            assert!(words.contains(&format!("\nhelp-{verb} =")), "{locale}: help-{verb}");
            let name = row.verb.name_in(locale.parse().unwrap());
            assert!(commands.contains(&format!("`{name}")), "{name} is not in {page}");
        }
    }
}

#[test]
fn the_role_of_a_verb_gives_the_actions_that_the_common_role_lacks() {
    let actions = |role: &str| -> BTreeSet<String> {
        let role: Value = serde_json::from_str(&text(&format!("infra/azure/{role}.json"))).unwrap();
        let actions = role["Actions"].as_array().unwrap().iter();
        actions.map(|action| action.as_str().unwrap().to_owned()).collect()
    };
    let common = actions("lamplighter-role");
    for row in VERBS {
        let own = row.role.map_or_else(BTreeSet::new, |role| actions(&format!("lamplighter-{role}-role")));
        let needed: BTreeSet<_> = row.actions.iter().map(|action| (*action).to_owned()).collect();
        let lacking: BTreeSet<_> = needed.difference(&common).cloned().collect();
        assert_eq!(own, lacking, "{:?}", row.verb);
    }
}

#[test]
fn a_role_is_called_as_in_infra_azure_and_has_the_same_actions() {
    for (name, actions) in ROLES {
        let file = format!("infra/azure/{}-role.json", name.to_lowercase().replace(' ', "-"));
        let role: Value = serde_json::from_str(&text(&file)).unwrap();
        assert_eq!((&role["Name"], &role["Actions"]), (&json!(name), &json!(actions)), "{file}");
    }
}

fn recipe(heading: &str) -> String {
    let contributing = text("CONTRIBUTING.md");
    let (_, recipe) = contributing.split_once(&format!("## {heading}\n")).unwrap();
    recipe.split("\n## ").next().unwrap().to_owned()
}

#[test]
fn the_recipe_for_a_verb_lists_its_files() {
    let recipe = recipe("A verb");
    for path in [
        "src/command/verb.rs",
        "src/command/command.rs",
        "src/command/display.rs",
        "src/command/parser.rs",
        "src/command/clauses/",
        "src/engine/commands/",
        "src/engine/commands.rs",
        "src/reply/",
        "src/reply/locales/",
        "infra/azure/",
        "docs/commands.md",
    ] {
        assert!(recipe.contains(path), "the recipe does not list {path}");
        assert!(root().join(path).exists(), "{path} does not exist");
    }
}

#[test]
fn the_recipe_for_a_platform_lists_its_files() {
    let recipe = recipe("A platform");
    for path in [
        "src/source.rs",
        "src/source/KIND.rs",
        "src/source/KIND/",
        "events/KIND/",
        "docs/KIND.md",
        "lamplighter.example.toml",
        "src/source/tests.rs",
    ] {
        assert!(recipe.contains(path), "the recipe does not list {path}");
        for kind in ["slack", "teams", "discord", "mattermost"] {
            let path = path.replace("KIND", kind);
            assert!(root().join(&path).exists(), "{path} does not exist");
        }
    }
    let files = ["config.rs", "adapter.rs", "manifest.rs"];
    for (kind, file) in
        ["slack", "teams", "discord", "mattermost"].iter().flat_map(|kind| files.map(|file| (kind, file)))
    {
        assert!(recipe.contains(&format!("`{file}`")), "the recipe does not list {file}");
        let path = format!("src/source/{kind}/{file}");
        assert!(root().join(&path).exists(), "{path} does not exist");
    }
}
