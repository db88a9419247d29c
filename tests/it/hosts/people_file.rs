//! People join and leave by a file that changes while the process runs.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use insta::assert_snapshot;

use crate::support::world::{World, by_hand};

/// Longer than the minimum between two reloads.
const A_WHILE: Duration = Duration::from_secs(31);

/// A grant to a list of the file.
const LISTED: &str = "\n[[grants]]\nto = [\"@ml-team\"]\nmay = [\"stop\"]\non = [\"mine\"]\n";

/// A file of 300 people, of whom only these are in the list: user, id in Entra, name.
struct PeopleFile(PathBuf);

impl PeopleFile {
    fn new(test: &str, team: &[(&str, &str, &str)]) -> Self {
        let file = Self(std::env::temp_dir().join(format!("lamplighter-{test}-{}.toml", std::process::id())));
        file.write(&people(team));
        file
    }

    fn write(&self, text: &str) {
        // In one step, as docs/people.md advises.
        let new = self.0.with_extension("new");
        fs::write(&new, text).unwrap();
        fs::rename(new, &self.0).unwrap();
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for PeopleFile {
    fn drop(&mut self) {
        let _gone_already = fs::remove_file(&self.0);
    }
}

fn people(team: &[(&str, &str, &str)]) -> String {
    let mut text = "[people]\n".to_owned();
    let mut person = |user: &str, id: &str, name: &str| {
        let id = format!("00000000-0000-0000-0000-{id:0>12}");
        writeln!(text, "\"slack:T0DEMO/{user}\" = {{ id = \"{id}\", name = \"{name}\" }}").unwrap();
    };
    for n in team.len()..300 {
        person(&format!("U{n}"), &n.to_string(), &format!("Person {n}"));
    }
    team.iter().for_each(|(user, id, name)| person(user, id, name));
    let members: Vec<_> = team.iter().map(|(user, ..)| format!("slack:T0DEMO/{user}")).collect();
    text + &format!("\n[lists]\nml-team = {members:?}\n")
}

const ADA: (&str, &str, &str) = ("U0ADA", "bb", "Ada Lovelace");
const DAN: (&str, &str, &str) = ("U0DAN", "bc", "Dan Souza");
const EVE: (&str, &str, &str) = ("U0EVE", "bb", "Eve Souza");

/// The demo's team, whose people are in `file`; each may stop what is theirs if they are in the list.
async fn world(file: &PeopleFile) -> World {
    World::with(by_hand(), |config| {
        let (before, rest) = config.split_once("[people]").unwrap();
        let (_, grants) = rest.split_once("[[grants]]").unwrap();
        let (_, grants) = grants.split_once("[[grants]]").unwrap();
        format!("people_file = {:?}\n{before}{LISTED}\n[[grants]]{grants}", file.path())
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn of_300_people_one_joins_and_one_leaves_without_a_restart() {
    let file = PeopleFile::new("joins", &[ADA]);
    let world = world(&file).await;
    assert_snapshot!(world.says("U0ADA", "whoami").await, @"
    to the caller:
    You are `slack:T0DEMO/U0ADA`.
    You can use `stop` on your own instances.
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research.
    You have some of this as a member of `@ml-team`.
    In Entra you are `00000000-0000-0000-0000-0000000000bb`; that is what `mine` goes by.
    ");
    assert_snapshot!(world.says("U0EVE", "stop mine --dry-run").await, @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `stop`. Ask an owner of research.
    ");
    file.write(&people(&[EVE]));
    tokio::time::advance(A_WHILE).await;
    // The first request of either counts.
    assert_snapshot!(world.says("U0EVE", "stop mine --dry-run").await, @"
    to the caller:
    🟢 *myci* is running. I would stop it. Nothing was done.
    Would save $0.29 per hour.
    It belongs to you.
    ");
    assert_snapshot!(world.says("U0ADA", "stop mine").await, @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `stop`. Ask an owner of research.
    ");
    assert_snapshot!(world.says("U0ADA", "whoami").await, @"
    to the caller:
    You are `slack:T0DEMO/U0ADA`.
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research.
    I don't know who you are in Entra, so `mine` is empty for you.
    ");
    assert_eq!(world.posts(), 0);
    file.write(&people(&[ADA, EVE]));
    assert_snapshot!(world.says("U0ADA", "stop mine --dry-run").await, @"
    to the caller:
    You can use `status`, `list`, `audit`, `outdated` and `cost` in research, but not `stop`. Ask an owner of research.
    ");
    tokio::time::advance(A_WHILE).await;
    assert_snapshot!(world.says("U0ADA", "stop mine --dry-run").await, @"
    to the caller:
    🟢 *myci* is running. I would stop it. Nothing was done.
    Would save $0.29 per hour.
    It belongs to you.
    ");
    world.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_broken_file_leaves_everybody_as_they_were_and_is_logged() {
    let file = PeopleFile::new("broken", &[ADA, DAN]);
    let world = world(&file).await;
    let whole = people(&[ADA, DAN]);
    let unknown = whole.replace("\"slack:T0DEMO/U0DAN\" = ", "\"slack:T0DEMO/U0DON\" = ");
    let half = &whole[..whole.find("U200").unwrap()];
    for broken in ["", "[people]\n", half, &unknown, &whole.replace("ml-team", "ml-taem"), "people = 3"] {
        file.write(broken);
        tokio::time::advance(A_WHILE).await;
        let log = world.captures_log();
        let reply = world.says("U0DAN", "whoami").await.to_string();
        assert!(reply.contains("`@ml-team`") && reply.contains("0000bc`"), "{broken}\n{reply}");
        let warned: Vec<_> = log.take().into_iter().filter(|(_, line)| line["level"] == "WARN").collect();
        assert_eq!(warned.len(), 1, "{broken}: {warned:?}");
        let warning = warned[0].1["warning"].as_str().unwrap();
        assert!(warning.ends_with("the people read before go on to count"), "{warning}");
        assert!(!warning.contains("Souza"), "{warning}");
    }
    fs::remove_file(file.path()).unwrap();
    tokio::time::advance(A_WHILE).await;
    assert!(world.says("U0DAN", "whoami").await.to_string().contains("`@ml-team`"));
    // Once it is whole, it counts.
    file.write(&people(&[ADA]));
    tokio::time::advance(A_WHILE).await;
    assert!(!world.says("U0DAN", "whoami").await.to_string().contains("`@ml-team`"));
    world.finish().await;
}
