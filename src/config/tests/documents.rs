//! Where the text comes from.

use std::{
    env, fs, process,
    sync::atomic::{AtomicUsize, Ordering},
};

use std::sync::Arc;

use super::*;
use crate::toml_document::document::VARIABLE;

/// A folder of its own, gone with the test.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("lamplighter-{}-{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> std::path::PathBuf {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The environment with [`VARIABLE`] in it.
fn env_with(variable: &str) -> impl Fn(&str) -> Option<String> + Sync {
    move |name| match name {
        VARIABLE => Some(variable.to_owned()),
        _ => super::env(name),
    }
}

/// What is loaded by the variable of this value, or else by the flag.
async fn load(flag: Option<&Path>, variable: &str) -> Result<Config, String> {
    load_for(Purpose::Serve, flag, variable).await.map_err(|faults| faults.to_string())
}

async fn load_for(purpose: Purpose, flag: Option<&Path>, variable: &str) -> Result<Config, Faults> {
    let variable = variable.to_owned();
    let env = Arc::new(move |name: &str| env_with(&variable)(name));
    Config::load(flag, env, &crate::client::http_client().unwrap(), purpose).await
}

#[test]
fn the_flag_beats_the_variable() {
    let folder = Folder::new();
    let (one, two) = (folder.file("one.toml", "one"), folder.file("two.toml", "two"));
    let env = env_with(two.to_str().unwrap());
    assert_eq!(Document::locate(Some(&one), &env).unwrap().text, "one");
    let two = Document::locate(None, &env).unwrap();
    assert_eq!((two.text.as_str(), &two.folder), ("two", &folder.0));
}

#[tokio::test]
async fn the_variable_may_hold_the_text_itself() {
    let config = load(None, MINIMAL).await.unwrap();
    assert_eq!(config.sources.len(), 1);
    let faults = load(None, "\nlocal = 1").await.unwrap_err();
    assert!(faults.contains("LAMPLIGHTER_CONFIG:2: local: is unknown"), "{faults}");
}

#[tokio::test]
async fn no_document_at_all() {
    assert_snapshot!(Document::locate(None, &|_| None).unwrap_err(), @"there is no configuration: write lamplighter.toml here, pass --config FILE, or set LAMPLIGHTER_CONFIG to its path or its text. Begin with lamplighter.example.toml, or see `lamplighter demo`, which needs none");
    assert_snapshot!(load(None, " \n").await.unwrap_err(), @"there is no configuration: write lamplighter.toml here, pass --config FILE, or set LAMPLIGHTER_CONFIG to its path or its text. Begin with lamplighter.example.toml, or see `lamplighter demo`, which needs none");
    let named = |flag, variable: &str| Document::locate(flag, &env_with(variable)).unwrap_err().to_string();
    let by_flag = named(Some(Path::new("not/there.toml")), "");
    assert!(by_flag.starts_with("--config names not/there.toml, which cannot be read: "), "{by_flag}");
    let by_variable = named(None, "not/there.toml");
    assert!(by_variable.starts_with("LAMPLIGHTER_CONFIG names not/there.toml, "), "{by_variable}");
    let folder = Folder::new();
    let latin = folder.file("latin.toml", b"locale = \"\xe9\"");
    assert!(named(Some(&latin), "").contains("cannot be read"));
    let endless = named(Some(Path::new("/dev/zero")), "");
    assert_snapshot!(endless, @"--config names /dev/zero, which cannot be read: it is larger than 1 MiB, and no configuration is");
}

/// A terminal needs neither the sources nor their secrets; who checks hears of each that is missing.
#[tokio::test]
async fn secrets_are_looked_for_as_the_purpose_needs() {
    let text = with("SLACK_SIGNING_SECRET", "NOT_SET");
    let missing =
        "LAMPLIGHTER_CONFIG:12: sources.slack.secret.env: names NOT_SET, which is not set, or empty: set it";
    assert_eq!(load(None, &text).await.unwrap_err(), missing);
    let checked = load_for(Purpose::Check, None, &text).await.unwrap();
    assert_eq!(checked.missing.iter().map(ToString::to_string).collect::<Vec<_>>(), [missing]);
    assert!(checked.platforms.contains_key("slack") && checked.sources.is_empty());
    for purpose in [Purpose::Run, Purpose::Offline] {
        let config = load_for(purpose, None, &text).await.unwrap();
        assert!(config.missing.is_empty() && config.policy.anybody_may(Verb::List), "{purpose:?}");
    }
}

/// The login of whoever is at the terminal is enough.
#[tokio::test]
async fn a_terminal_needs_no_source_and_then_no_grant() {
    let (terminal, _) = MINIMAL.split_once("[sources").unwrap();
    let faults = load(None, terminal).await.unwrap_err();
    assert!(faults.contains("sources: is missing") && faults.contains("grants: is missing"), "{faults}");
    for purpose in [Purpose::Check, Purpose::Run, Purpose::Offline] {
        let config = load_for(purpose, None, terminal).await.unwrap();
        let ada = Caller { kind: CallerKind::Terminal, ..Caller::person("cli", "ada") };
        assert!(config.policy.scope(&ada, Verb::Delete).is_ok(), "{purpose:?}");
        assert!(config.policy.scope(&Caller::machine("slack"), Verb::List).is_err(), "{purpose:?}");
        let granted = format!("{terminal}[[grants]]\nto = [\"cli:bob\"]\nmay = [\"stop\"]\non = [\"*\"]\n");
        let config = load_for(purpose, None, &granted).await.unwrap();
        assert!(
            config.policy.scope(&ada, Verb::List).is_err(),
            "{purpose:?}: a grant that is written counts"
        );
        let sourced = MINIMAL.replace("[[grants]]", "[[people]]");
        assert!(
            load_for(purpose, None, &sourced).await.unwrap_err().to_string().contains("grants: is missing")
        );
    }
}

#[tokio::test]
async fn secrets_in_files_are_looked_for_beside_the_document() {
    let folder = Folder::new();
    folder.file("secret", "a signing secret from a file\n");
    let text = with("{ env = \"SLACK_SIGNING_SECRET\" }", "{ file = \"secret\" }");
    let path = folder.file("lamplighter.toml", &text);
    let config = load(Some(&path), "").await.unwrap();
    assert_eq!(slack(&config).secrets.current(), b"a signing secret from a file");
    assert!(read(&text).is_err(), "not in the working folder");

    let faults = async || load(Some(&path), "").await.unwrap_err();
    let secret = folder.0.join("secret");
    folder.file("secret", "x".repeat(100_000));
    assert!(faults().await.contains("larger than any secret"));
    for (not_a_file, command) in [("pipe", "mkfifo"), ("folder", "mkdir")] {
        fs::remove_file(&secret).unwrap();
        let made = process::Command::new(command).arg(folder.0.join(not_a_file)).status();
        assert!(made.unwrap().success());
        std::os::unix::fs::symlink(not_a_file, &secret).unwrap();
        let faults = faults().await;
        assert!(faults.contains("names a file that cannot be read: it is a folder, a pipe"), "{faults}");
    }
    fs::remove_file(&secret).unwrap();
    std::os::unix::fs::symlink("/dev/zero", &secret).unwrap();
    assert!(faults().await.contains("or a device, and no file"));
    fs::remove_file(&secret).unwrap();

    folder.file("secret", b"\xff\xfe");
    let faults = faults().await;
    assert!(faults.contains("names a file that cannot be read"), "{faults}");
}
