//! What people type, line by line, as `language/english.txt` and `language/portuguese.txt` have it: each is done,
//! answered, or gets a next step that works.

use lamplighter::command;
use lamplighter_emulator::{Options, Pace};

use crate::support::world::World;

/// A second workspace, Ada's name, and a timer that carries out what is to be done later.
const MORE: &str = "
[tickets]
key = { env = \"LAMPLIGHTER_TICKET_KEY\" }

[people]
\"slack:T0DEMO/U0ADA\" = { id = \"00000000-0000-0000-0000-0000000000bb\", name = \"Ada\" }

[sources.due]
kind = \"signed\"
secret = { env = \"NIGHTLY_SECRET\" }
command = \"due\"
notify = [\"ml-ops\"]

[workspaces.vision]
subscription = \"00000000-0000-0000-0000-000000000001\"
resource_group = \"ml-rg\"
workspace = \"ml-ws-0001\"

[[grants]]
to = [\"slack:T0DEMO/U0ADA\"]
may = [\"owner\"]
on = [\"vision/*\"]
";

/// What a line came to.
struct Said {
    reply: String,
    /// Whether it was carried out, answered or asked about, as far as the log says.
    understood: bool,
    /// Whether it was not refused either.
    useful: bool,
}

/// Ada types `line` in a world where nothing else has been said.
async fn said(locale: &str, line: &str) -> Said {
    let options = Options { pace: Pace::ByHand, workspaces: 1, ..Options::default() };
    let world = World::with(options, |config| format!("locale = \"{locale}\"\n{config}{MORE}")).await;
    let log = world.captures_log();
    let reply = world.says("U0ADA", line).await.to_string();
    let verdicts: Vec<_> = log
        .take()
        .into_iter()
        .filter_map(|(_, line)| Some(line.get("verdict")?.as_str()?.to_owned()))
        .collect();
    let is = |verdict: &str| verdicts.iter().any(|one| one == verdict);
    Said { reply, understood: !is("Misread"), useful: !is("Misread") && !is("Refused") && !is("Failed") }
}

/// The commands that a reply tells people to type, whole.
fn next_steps(reply: &str) -> Vec<String> {
    let spans = reply.split('`').skip(1).step_by(2);
    let name = |span: &str| span.replace("NAME", "myci").replace("NOME", "myci");
    spans.map(name).filter(|span| command::parse(span).is_ok()).collect()
}

async fn walk(locale: &str, lines: &str) {
    let mut faults = Vec::new();
    for line in lines.lines().filter(|line| !line.is_empty()) {
        let first = said(locale, line).await;
        if std::env::var_os("SHOW").is_some() {
            println!(
                "{} {line}\n      {}",
                if first.useful { "·" } else { "?" },
                first.reply.replace('\n', "\n      ")
            );
        }
        let steps = next_steps(&first.reply);
        let mut works = first.useful;
        for step in if first.useful { Vec::new() } else { steps } {
            let next = said(locale, &step).await;
            if next.reply == first.reply || !next.understood {
                faults.push(format!("{line}: offers `{step}`, which comes to: {}", next.reply));
            }
            works |= next.useful;
        }
        if !works {
            faults.push(format!("{line}: a dead end: {}", first.reply));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[tokio::test(start_paused = true)]
async fn every_english_line_gets_somewhere() {
    walk("en", include_str!("language/english.txt")).await;
}

#[tokio::test(start_paused = true)]
async fn every_portuguese_line_gets_somewhere() {
    walk("pt-BR", include_str!("language/portuguese.txt")).await;
}
