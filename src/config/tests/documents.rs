//! Where the text comes from.

use std::{
    env, fs, process,
    sync::atomic::{AtomicUsize, Ordering},
};

use std::sync::Arc;

use super::*;

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
    let variable = variable.to_owned();
    let env = Arc::new(move |name: &str| env_with(&variable)(name));
    Config::load(flag, env, &crate::client::http_client().unwrap()).await
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
    assert_snapshot!(Document::locate(None, &|_| None).unwrap_err(), @"there is no configuration: pass --config FILE, or set LAMPLIGHTER_CONFIG to its path or its text. Begin with lamplighter.example.toml, or see `lamplighter demo`, which needs none");
    assert_snapshot!(load(None, " \n").await.unwrap_err(), @"there is no configuration: pass --config FILE, or set LAMPLIGHTER_CONFIG to its path or its text. Begin with lamplighter.example.toml, or see `lamplighter demo`, which needs none");
    let named = |flag, variable: &str| Document::locate(flag, &env_with(variable)).unwrap_err();
    let by_flag = named(Some(Path::new("not/there.toml")), "");
    assert!(by_flag.starts_with("--config names not/there.toml, which cannot be read: "), "{by_flag}");
    let by_variable = named(None, "not/there.toml");
    assert!(by_variable.starts_with("LAMPLIGHTER_CONFIG names not/there.toml, "), "{by_variable}");
    let folder = Folder::new();
    let latin = folder.file("latin.toml", b"locale = \"\xe9\"");
    assert!(named(Some(&latin), "").contains("cannot be read"));
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
