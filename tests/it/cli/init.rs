//! `init`: what it writes for each host and chat, what it asks, and what a second run leaves alone.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Stdio,
};

use tokio::io::AsyncWriteExt;

use crate::support::process::{Azure, bare, told};

const WORKSPACE: &str = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ml-rg/providers/\
                         Microsoft.MachineLearningServices/workspaces/ml-research";
/// With the id of a team.
const CHATS: [(&str, &str); 5] = [
    ("slack", "T012AB3CD"),
    ("teams", "00000000-0000-0000-0000-0000000000aa"),
    ("teams-bot", "00000000-0000-0000-0000-0000000000aa"),
    ("discord", "112233445566778899"),
    ("mattermost", "abcdefghijklmnopqrstuvwxyz"),
];
const HOSTS: [&str; 6] = ["lambda", "functions", "container-apps", "kubernetes", "server", "terminal"];

/// A folder that is removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("lamplighter-init-{test}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.0.join(file)).unwrap()
    }

    /// `init` with these options and answers.
    async fn init(&self, options: &[&str], answers: &str, path: Option<&Path>) -> (i32, String) {
        let into = self.0.to_str().unwrap();
        let mut init = bare(&[&["init", "--into", into], options].concat());
        init.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        init.envs(path.map(|path| ("PATH", path)));
        let mut init = init.spawn().unwrap();
        // Whoever asks for nothing may have ended already.
        let _ = init.stdin.take().unwrap().write_all(answers.as_bytes()).await;
        told(init.wait_with_output().await.unwrap())
    }

    async fn check(&self) -> (i32, String) {
        let config = self.0.join("lamplighter.toml");
        told(bare(&["check", "--offline", "--config", config.to_str().unwrap()]).output().await.unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What is to be filled in is marked, and nothing else is wrong.
#[tokio::test]
async fn what_it_writes_is_valid_for_each_host_and_chat() {
    for host in HOSTS {
        let chats = if host == "terminal" { &[("", "")][..] } else { &CHATS };
        for (chat, team) in chats {
            let folder = Folder::new(&format!("{host}-{chat}"));
            let of_chat = ["--chat", chat, "--team", team, "--nightly", "report"];
            let of_chat = if chat.is_empty() { &[][..] } else { &of_chat };
            let options = [&["--host", host, "--workspace", WORKSPACE, "--zone", "UTC"], of_chat].concat();
            let (code, said) = folder.init(&options, "", None).await;
            assert_eq!(code, 0, "{host} {chat}: {said}");
            let config = folder.read("lamplighter.toml");
            let (_, faults) = folder.check().await;
            for fault in faults.lines().filter(|line| line.contains(".toml:")) {
                let line: usize =
                    fault.split(".toml:").nth(1).unwrap().split(':').next().unwrap().parse().unwrap();
                let line = config.lines().nth(line - 1).unwrap();
                assert!(line.contains("# <-"), "{host} {chat}: {fault}\n{line}");
            }
            assert_eq!(config.contains("[sources."), host != "terminal", "{config}");
            if host == "terminal" {
                assert!(!folder.0.join("lamplighter.env").exists());
                continue;
            }
            let secrets = folder.read("lamplighter.env");
            assert!(
                !config.contains("whsec_")
                    || config.matches("whsec_").count() == config.matches("echo whsec_").count()
            );
            for name in secrets.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name) {
                assert!(!name.ends_with("_PREVIOUS"), "{host} {chat}: {name}");
                let known = [name.to_owned(), name.to_lowercase().replace('_', "-")];
                let is_named = known.iter().any(|name| config.contains(name.as_str()));
                assert!(is_named || name.starts_with("AZURE_"), "{host} {chat}: {name}");
            }
            let mode = fs::metadata(folder.0.join("lamplighter.env")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}

/// The files, pages and subcommands that the next steps name are there.
#[tokio::test]
async fn the_next_steps_name_what_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (_, help) = told(bare(&["--help"]).output().await.unwrap());
    for host in HOSTS {
        let folder = Folder::new(&format!("next-{host}"));
        let (code, said) = folder.init(&["--host", host, "--workspace", WORKSPACE], "", None).await;
        assert_eq!(code, 0, "{said}");
        let steps = &said[said.find("Next").unwrap()..];
        assert!(!steps.contains("{chat}") && !steps.contains("{workspace}"), "{steps}");
        assert_eq!(steps.contains("Try it") && steps.contains("/ci whoami"), host != "terminal", "{steps}");
        let words = steps.split(|c: char| c.is_whitespace() || "\"',;()`".contains(c));
        for file in words.map(|word| word.trim_end_matches(['.', ':'])) {
            if file.starts_with("infra/") || file.starts_with("docs/") {
                assert!(root.join(file).exists(), "{host}: {file}");
            }
        }
        for subcommand in steps.lines().filter_map(|line| line.trim().strip_prefix("lamplighter ")) {
            let subcommand = subcommand.split(' ').next().unwrap();
            assert!(help.contains(&format!("\n  {subcommand} ")), "{host}: {subcommand}");
        }
    }
}

#[tokio::test]
async fn a_second_run_changes_nothing_that_was_edited() {
    let folder = Folder::new("again");
    let first =
        ["--host", "server", "--team", "T012AB3CD", "--workspace", WORKSPACE, "--zone", "Europe/Lisbon"];
    assert_eq!(folder.init(&first, "", None).await.0, 0);
    let config = folder.read("lamplighter.toml").replace("prod-*", "serve-*") + "# mine\n";
    fs::write(folder.0.join("lamplighter.toml"), &config).unwrap();
    let secrets = folder.read("lamplighter.env").replace("SLACK_SIGNING_SECRET=", "SLACK_SIGNING_SECRET=abc");
    let without: String =
        secrets.lines().filter(|line| !line.starts_with("DUE=")).map(|line| format!("{line}\n")).collect();
    fs::write(folder.0.join("lamplighter.env"), &without).unwrap();
    // It refuses to mix two hosts, knows the answers of the first run, and asks nothing.
    let (code, said) = folder.init(&["--host", "lambda"], "", None).await;
    assert_eq!((code, said.contains("made with another --host")), (2, true), "{said}");
    let (code, said) = folder.init(&[], "", None).await;
    assert_eq!(code, 0, "{said}");
    assert!(said.starts_with("kept ") && !said.contains("Where will it run"), "{said}");
    assert_eq!(folder.read("lamplighter.toml"), config);
    let after = folder.read("lamplighter.env");
    let added = after.strip_prefix(&without).unwrap_or_else(|| panic!("{after}"));
    assert_eq!(added.lines().filter(|line| !line.starts_with('#')).count(), 1, "{added}");
    assert!(added.contains("\nDUE=whsec_"), "{added}");
    assert_eq!(folder.init(&[], "", None).await.0, 0);
    assert_eq!(folder.read("lamplighter.env"), after);
}

#[tokio::test]
async fn it_refuses_a_folder_with_somebody_elses_configuration() {
    let folder = Folder::new("foreign");
    fs::write(folder.0.join("lamplighter.toml"), "# mine\n").unwrap();
    let (code, said) = folder.init(&["--host", "server", "--workspace", WORKSPACE], "", None).await;
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("--into"), "{said}");
    assert_eq!(folder.read("lamplighter.toml"), "# mine\n");
    assert!(!folder.0.join("lamplighter.env").exists());
}

/// What is there and cannot be read is not absent: it says so before it asks anything.
#[tokio::test]
async fn it_names_a_file_that_it_cannot_read_before_it_asks() {
    for file in ["lamplighter.toml", "lamplighter.env"] {
        let folder = Folder::new(&format!("unreadable-{file}"));
        let file = folder.0.join(file);
        fs::create_dir(&file).unwrap();
        let not_a_file = folder.init(&[], "", None).await;
        fs::remove_dir(&file).unwrap();
        fs::write(&file, b"# lamplighter init \xff\n").unwrap();
        for (code, said) in [not_a_file, folder.init(&[], "", None).await] {
            assert_eq!(code, 2, "{said}");
            assert!(said.contains(file.to_str().unwrap()) && !said.contains("Where will it run"), "{said}");
        }
    }
    let folder = Folder::new("occupied");
    fs::write(folder.0.join("mine"), "").unwrap();
    let (code, said) = Folder(folder.0.join("mine")).init(&[], "", None).await;
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("/mine: ") && !said.contains("Where will it run"), "{said}");
}

/// A placeholder is no id. Without one, nobody has a grant, the lines say what to do, and `check` does too.
#[tokio::test]
async fn it_takes_no_placeholder_for_a_team() {
    for (chat, team) in CHATS {
        let other = CHATS.map(|(_, team)| team).into_iter().find(|other| other.len() != team.len()).unwrap();
        for wrong in ["TEAM", "", "myteam", "T", other] {
            let folder = Folder::new("placeholder");
            let options = ["--host", "server", "--workspace", WORKSPACE, "--chat", chat, "--team", wrong];
            let (code, said) = folder.init(&options, "", None).await;
            assert_eq!(code, 2, "{chat} {wrong}: {said}");
            assert!(!folder.0.join("lamplighter.toml").exists(), "{chat} {wrong}");
        }
    }
    let folder = Folder::new("unknown-team");
    let (code, said) = folder.init(&["--host", "server", "--workspace", WORKSPACE], "", None).await;
    assert_eq!(code, 0, "{said}");
    let doubt = "DOUBT      nobody in `slack` may do anything";
    let (code, said) = folder.check().await;
    assert!(code == 0 && said.contains(doubt), "{said}");
    let config = folder.read("lamplighter.toml");
    let filled = ["[[grants]]", "to =", "may =", "on ="]
        .iter()
        .fold(config, |text, line| text.replace(&format!("\n#{line}"), &format!("\n{line}")));
    let filled = filled.replace("TEAM", "T012AB3CD");
    fs::write(folder.0.join("lamplighter.toml"), filled).unwrap();
    let (code, said) = folder.check().await;
    assert!(code == 0 && !said.contains("DOUBT"), "{said}");
}

/// An error that names all options is a list.
#[tokio::test]
async fn without_answers_it_lists_the_options() {
    let folder = Folder::new("no-answers");
    let (code, said) = folder.init(&[], "", None).await;
    assert_eq!(code, 2, "{said}");
    for option in ["--host", "--workspace", "--chat", "--team", "--nightly", "--zone", "--locale", "--into"] {
        assert!(said.lines().any(|line| line.trim_start().starts_with(option)), "{option}: {said}");
    }
}

#[tokio::test]
async fn it_lists_the_workspaces_that_az_sees_and_takes_answers_without_a_terminal() {
    let folder = Folder::new("az");
    let az = format!(
        "#!/bin/sh\ncase $1 in account) echo one; echo two;; resource) [ $4 = two ] && echo {WORKSPACE}-2 || echo {WORKSPACE};; esac\n"
    );
    fs::write(folder.0.join("az"), az).unwrap();
    fs::set_permissions(folder.0.join("az"), fs::Permissions::from_mode(0o755)).unwrap();
    let answers = "nowhere\nlambda\n2\nirc\nteams\n00000000-0000-0000-0000-0000000000aa\nstop\nMars\nAmerica/Sao_Paulo\n";
    let (code, said) = folder.init(&["--locale", "pt-BR"], answers, Some(&folder.0)).await;
    assert_eq!(code, 0, "{said}");
    let config = folder.read("lamplighter.toml");
    for written in [
        "[workspaces.ml-research-2]",
        "locale = \"pt-BR\"",
        "tz = \"America/Sao_Paulo\"",
        "to = [\"teams:00000000-0000-0000-0000-0000000000aa/*\"]",
        "dry_run = false",
        "credential = \"aws-federation\"",
    ] {
        assert!(config.contains(written), "{written}: {config}");
    }
    // Without `az` and without an answer there is nothing to write.
    let other = Folder::new("no-az");
    let (code, said) = other.init(&["--host", "server"], "", None).await;
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("/subscriptions/…"), "{said}");
    assert!(!other.0.join("lamplighter.toml").exists());
}

#[tokio::test]
async fn it_takes_the_address_of_studio() {
    let folder = Folder::new("studio");
    let studio = "https://ml.azure.com/compute/list?wsid=/subscriptions/00000000-0000-0000-0000-000000000001/\
                  resourcegroups/ml-rg/workspaces/ml_Research&tid=00000000-0000-0000-0000-0000000000aa";
    let (code, said) = folder.init(&["--host", "terminal", "--workspace", studio], "", None).await;
    assert_eq!(code, 0, "{said}");
    let config = folder.read("lamplighter.toml");
    assert!(
        config.contains("[workspaces.ml_research]") && config.contains("workspace = \"ml_Research\""),
        "{config}"
    );
    assert_eq!(folder.check().await.0, 0);
    for wrong in [
        "",
        "ml-research",
        "/subscriptions/x/resourceGroups/y/workspaces/",
        "/subscriptions/\"/resourceGroups/y/workspaces/z",
    ] {
        assert_eq!(folder.init(&["--workspace", wrong], "", None).await.0, 2, "{wrong}");
    }
}

/// The file of secrets, filled in and read by a shell, is all that `check` misses.
#[tokio::test]
async fn a_shell_reads_the_file_of_secrets() {
    let (folder, azure) = (Folder::new("shell"), Azure::with(0).await);
    let (code, said) = folder.init(&["--host", "server", "--workspace", WORKSPACE], "", None).await;
    assert_eq!(code, 0, "{said}");
    let filled: String = folder
        .read("lamplighter.env")
        .lines()
        .map(|line| match line.strip_suffix('=') {
            Some("SLACK_OPS_WEBHOOK") => {
                "SLACK_OPS_WEBHOOK=https://hooks.slack.com/services/T0/B0/x\n".to_owned()
            }
            Some("SLACK_SIGNING_SECRET") => {
                "SLACK_SIGNING_SECRET=0123456789abcdef0123456789abcdef\n".to_owned()
            }
            Some(name) => format!("{name}=any\n"),
            None => format!("{line}\n"),
        })
        .collect();
    fs::write(folder.0.join("lamplighter.env"), filled).unwrap();
    let url = &azure.url;
    let cloud = format!(
        "cloud = {{ authority = \"{url}\", resource_manager = \"{url}\", audience = \"{url}\" }}\ncredential"
    );
    let config = folder
        .read("lamplighter.toml")
        .replace("credential", &cloud)
        .replace("ml-research]", "research]")
        .replace("ml-research/", "research/");
    let config_file = folder.0.join("emulated.toml");
    fs::write(&config_file, config).unwrap();
    let script = format!(
        "set -a; . {}/lamplighter.env; set +a; exec {} check --config {}",
        folder.0.display(),
        env!("CARGO_BIN_EXE_lamplighter"),
        config_file.display()
    );
    let output = tokio::process::Command::new("sh").args(["-c", &script]).output().await.unwrap();
    let (_, said) = told(output);
    assert!(said.contains("token      ok") && !said.contains("SECRET"), "{said}");
}
