//! Who may use whom: every path in `src/` that leads through the crate's root, held against the
//! rows below; `docs/architecture.md` says why they are so. Code for tests keeps to them too:
//! a module that can be tested only from above is in the wrong row.

mod tokens;

use std::{
    collections::BTreeSet,
    fmt, fs,
    path::{Path, PathBuf},
};

use tokens::{Token, tokens};

/// From the top. A module uses modules of lower rows, and none of its own row.
const ROWS: &[&[&str]] = &[
    &["tests"],
    &["host"],
    &["app"],
    &["notify"],
    &["engine"],
    &["registry"],
    &["config"],
    &["source"],
    &["toml_document"],
    &["follow_up", "reply"],
    &["audit", "fleet", "lifecycle"],
    &["azure", "policy"],
    &["aws", "command", "ticket"],
    &["command_request", "background", "client", "clock", "log_limit", "target", "traces", "verify"],
    &["lenient_json", "locale", "unicode"],
];

/// Modules that a source must not use although they are below it.
const NOT_FOR_SOURCES: &[&str] = &["azure", "fleet", "follow_up", "lifecycle", "policy"];

/// Pure modules take what they need as arguments: no clock, no environment, no network, nothing awaited.
const PURE: &[&str] = &[
    "command_request",
    "audit",
    "command",
    "follow_up",
    "lenient_json",
    "policy",
    "reply",
    "target",
    "ticket",
    "unicode",
    "verify",
];

/// Parts of paths that would make them impure.
const IMPURE: &[&str] = &["Instant", "SystemTime", "env", "fs", "net", "now", "reqwest", "tokio"];

#[test]
fn modules_use_lower_rows_only() {
    let uses: Vec<_> = sources().iter().flat_map(Source::uses).collect();
    assert!(uses.len() > 100, "only {} uses were found", uses.len());
    let wrong = uses.iter().filter(|at| !may_use(&at.module, &at.used));
    let wrong: BTreeSet<_> = wrong.map(Use::to_string).collect();
    let wrong: Vec<_> = wrong.into_iter().collect();
    assert!(
        wrong.is_empty(),
        "\n\n{}\n\nA module uses only rows below its own. The rows are in tests/it/conformance/layers.rs.\n",
        wrong.join("\n"),
    );
}

#[test]
fn every_module_is_in_one_row() {
    let placed: BTreeSet<_> = ROWS.iter().copied().flatten().copied().collect();
    assert_eq!(placed.len(), ROWS.concat().len(), "a module stands in two rows");
    let sources = sources();
    let there: BTreeSet<_> = sources.iter().map(|source| source.home[0].as_str()).collect();
    assert_eq!(there, placed, "left: the modules in src/; right: those in the rows");
}

#[test]
fn pure_modules_stay_pure() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| PURE.contains(&source.home[0].as_str())) {
        let tokens = tokens(&source.text);
        for (at, Token { text, line }) in tokens.iter().enumerate() {
            let is = |at: Option<usize>| at.and_then(|at| tokens.get(at)).is_some_and(|t| t.text == "::");
            let in_a_path = is(at.checked_sub(1)) || is(at.checked_add(1));
            if text == "async" || text == "await" || in_a_path && IMPURE.contains(&text.as_str()) {
                wrong.push(format!("  {}:{line}  {text}", source.path.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "\n\n{}\n\nThese modules are pure: hand it in as an argument.\n",
        wrong.join("\n")
    );
}

#[test]
fn the_rule_finds_violations() {
    assert!(may_use("app", "verify"));
    assert!(may_use("fleet", "fleet"));
    assert!(!may_use("fleet", "lifecycle"), "the same row");
    assert!(!may_use("command_request", "command"), "a higher row");
    assert!(!may_use("source", "azure"), "lower, but not for sources");
    assert!(!may_use("app", "unheard_of"));
}

#[test]
fn paths_are_found_anywhere_in_a_file() {
    let text = r##"
        use crate::{
            command_request::CommandRequest, // crate::commented
            reply::{self, voice::{Voice, crate_like}},
            target,
        };
        use super::sibling;
        use super::super::host;
        /* crate::hidden /* crate::nested */ */
        fn f(x: crate::policy::Permit<'static>) -> char {
            let _ = ("crate::in_a_string", br#"crate::in "a" raw one"#, '"', '\'');
            crate::azure::get(super::super::config::read(x), b'{')
        }
        mod tests {
            use super::*;
            use super::super::cousin;
            use super::super::super::verify;
        }
    "##;
    let source = Source {
        path: "src/fleet/deep.rs".into(),
        home: vec!["fleet".into(), "deep".into()],
        text: text.into(),
    };
    let uses = source.uses();
    let used: Vec<_> = uses.iter().map(|at| at.used.as_str()).collect();
    assert_eq!(used, ["command_request", "reply", "target", "host", "policy", "azure", "config", "verify"]);
    assert_eq!(uses[0].to_string(), "  src/fleet/deep.rs:3  fleet uses command_request");
}

fn may_use(module: &str, used: &str) -> bool {
    let row = |name: &str| ROWS.iter().position(|row| row.contains(&name));
    let below = matches!((row(module), row(used)), (Some(module), Some(used)) if module < used);
    module == used || below && !(module == "source" && NOT_FOR_SOURCES.contains(&used))
}

/// One file of the library.
struct Source {
    /// From the package's root.
    path: PathBuf,
    /// Its module: `["app", "errand"]`.
    home: Vec<String>,
    text: String,
}

/// A path that begins at the crate's root.
struct Use {
    path: PathBuf,
    line: usize,
    /// The top module that it stands in.
    module: String,
    /// The top module that it names.
    used: String,
}

impl fmt::Display for Use {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, line) = (self.path.display(), self.line);
        write!(f, "  {path}:{line}  {} uses {}", self.module, self.used)
    }
}

/// The library's files. The binary is above all rows and names the library from outside.
fn sources() -> Vec<Source> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![package.join("src")];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        let (inner, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
        folders.extend(inner);
        for file in files.iter().filter(|file| file.extension().is_some_and(|kind| kind == "rs")) {
            let path = file.strip_prefix(package).unwrap().to_owned();
            let module = path.with_extension("");
            let home: Vec<_> = module.iter().skip(1).map(|part| part.to_str().unwrap().to_owned()).collect();
            if !["cli", "lib", "main"].contains(&home[0].as_str()) {
                let text = fs::read_to_string(file).unwrap();
                sources.push(Source { path, home, text });
            }
        }
    }
    sources
}

impl Source {
    /// Every path that goes through the crate's root, by `crate::` or by enough of `super::`.
    fn uses(&self) -> Vec<Use> {
        let tokens = tokens(&self.text);
        let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
        let mut uses = Vec::new();
        // The module we are in, and at which depth of braces each one inside the file ends.
        let (mut home, mut braces, mut ends) = (self.home.clone(), 0, Vec::new());
        for at in 0..tokens.len() {
            match text(at) {
                "{" => {
                    if at >= 2 && text(at - 2) == "mod" {
                        home.push(text(at - 1).to_owned());
                        ends.push(braces);
                    }
                    braces += 1;
                }
                "}" => {
                    braces -= 1;
                    if ends.pop_if(|end| *end == braces).is_some() {
                        home.pop();
                    }
                }
                _ => {}
            }
            if let Some(entries) = beyond_the_root(&tokens, at, home.len()) {
                uses.extend(entries.into_iter().map(|token| Use {
                    path: self.path.clone(),
                    line: token.line,
                    module: self.home[0].clone(),
                    used: token.text.clone(),
                }));
            }
        }
        uses
    }
}

/// The rest of a path through the crate's root that begins at `at`, in a module `depth` levels below the root.
fn beyond_the_root(tokens: &[Token], at: usize, depth: usize) -> Option<Vec<&Token>> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let begins = at == 0 || text(at - 1) != "::";
    let up = match text(at) {
        "crate" => 1,
        "super" if begins => (0..).take_while(|n| text(at + 2 * n) == "super").count(),
        _ => return None,
    };
    let through = text(at) == "crate" || up == depth;
    (through && text(at + 2 * up - 1) == "::").then(|| first_names(&tokens[at + 2 * up..]))
}

/// The first name of a path, or of each path in a group.
fn first_names(path: &[Token]) -> Vec<&Token> {
    if path[0].text != "{" {
        return vec![&path[0]];
    }
    let (mut depth, mut begins, mut names) = (0, false, Vec::new());
    for token in path {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ if begins => names.push(token),
            _ => {}
        }
        if depth == 0 {
            break;
        }
        begins = depth == 1 && matches!(token.text.as_str(), "{" | ",");
    }
    names
}
