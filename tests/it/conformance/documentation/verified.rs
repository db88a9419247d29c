//! docs/verified.md: each claim of README.md has one row and one mark, what it names as proof exists, and nothing is
//! marked *real* without evidence.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::{README, links};

const PAGE: &str = include_str!("../../../../docs/verified.md");
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs");
const MARKS: [&str; 4] = ["*specification*", "*recording*", "*vendor's own client*", "*real*"];

/// What proves a claim: a text, and the file that has it.
struct Proof<'a> {
    text: &'a str,
    file: PathBuf,
}

struct Row<'a> {
    claim: &'a str,
    mark: &'a str,
    proofs: Vec<Proof<'a>>,
}

/// The part of a page below a heading.
fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("no {heading}"));
    rest.split("\n## ").next().unwrap()
}

/// The cells of a table, without its head.
fn cells(section: &str) -> Vec<Vec<&str>> {
    let table = section.lines().skip_while(|line| !line.starts_with("|--")).skip(1);
    let rows = table.take_while(|line| line.starts_with("| "));
    rows.map(|row| row.trim_matches(['|', ' ']).split(" | ").collect()).collect()
}

fn rows(heading: &str) -> Vec<Row<'static>> {
    rows_of(PAGE, heading)
}

fn rows_of<'a>(page: &'a str, heading: &str) -> Vec<Row<'a>> {
    let rows = cells(section(page, heading)).into_iter().map(|cells| {
        let [claim, mark, shown] = cells[..] else { panic!("{cells:?} are not three") };
        Row { claim, mark, proofs: proofs(shown) }
    });
    rows.collect()
}

/// The links of a cell; other prose is for people.
fn proofs(cell: &str) -> Vec<Proof<'_>> {
    let labels = cell.split('[').skip(1).map(|rest| rest.split("](").next().unwrap());
    let files = links(cell).map(|link| Path::new(FOLDER).join(link));
    labels.zip(files).map(|(text, file)| Proof { text, file }).collect()
}

/// The texts of links, and what is not a link as it is.
fn shown(cell: &str) -> &str {
    cell.strip_prefix('[').map_or(cell, |rest| rest.split("](").next().unwrap())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a file of evidence confirms a question, and is from real Azure.
fn confirms(evidence: &str, question: &str) -> bool {
    let is_real = evidence.contains("\n| asked | real Azure, the cloud *");
    let is_whole = evidence.contains("\n| walk | whole |\n");
    is_real && is_whole && evidence.contains(&format!("\n| {question} | confirmed | "))
}

const SECTIONS: [&str; 4] =
    ["Comparison with Azure's own tools", "Hosts", "Chats, timers, alerts", "Other sentences"];

#[test]
fn each_claim_of_the_readme_has_one_row() {
    let first = |heading| cells(section(README, heading)).into_iter().map(|cells| shown(cells[0]));
    let connect = README.lines().find(|line| line.starts_with("- **Connect**")).unwrap();
    let connect = connect.split('[').skip(1).map(|rest| rest.split(']').next().unwrap());
    let claims: [Vec<_>; 3] = [
        first("Comparison with Azure's own tools").collect(),
        first("Set it up").collect(),
        connect.collect(),
    ];
    for (heading, claims) in SECTIONS.into_iter().zip(claims) {
        assert!(claims.len() > 4, "{claims:?} are not all");
        let marked: Vec<_> = rows(heading).into_iter().map(|row| row.claim).collect();
        assert_eq!(marked, claims, "docs/verified.md left, README.md right");
        assert_eq!(claims.iter().collect::<BTreeSet<_>>().len(), claims.len(), "a claim stands twice");
    }
    let readme = one_line(README);
    for row in rows("Other sentences") {
        assert!(readme.contains(row.claim.trim_matches('"')), "the README does not say {}", row.claim);
    }
}

#[test]
fn each_row_has_a_mark_and_proofs_that_exist() {
    for row in SECTIONS.into_iter().flat_map(rows) {
        assert!(MARKS.contains(&row.mark), "{}: {} is not a mark", row.claim, row.mark);
        assert!(!row.proofs.is_empty(), "nothing shows {}", row.claim);
        for Proof { text, file } in row.proofs {
            let content =
                fs::read_to_string(&file).unwrap_or_else(|_| panic!("{} is missing", file.display()));
            // A test by its name, a check by what it says.
            let is_test = text.contains('_') && file.extension().is_some_and(|kind| kind == "rs");
            let found = if is_test { format!("fn {text}(") } else { text.to_owned() };
            assert!(one_line(&content).contains(&found), "{}: no {text:?} in {}", row.claim, file.display());
        }
    }
}

/// The claims of a page that are *real* without a file that confirms one of their questions.
fn unproved(page: &str) -> Vec<&str> {
    let rows = SECTIONS.into_iter().flat_map(|heading| rows_of(page, heading));
    let real = rows.filter(|row| row.mark == "*real*");
    let confirmed = |proof: &Proof<'_>| {
        let is_evidence = proof.file.starts_with(Path::new(FOLDER).join("evidence"));
        is_evidence && fs::read_to_string(&proof.file).is_ok_and(|text| confirms(&text, proof.text))
    };
    real.filter(|row| !row.proofs.iter().any(confirmed)).map(|row| row.claim).collect()
}

#[test]
fn nothing_is_real_without_evidence() {
    assert_eq!(unproved(PAGE), [""; 0]);
    let boastful = PAGE.replace("| *recording* | [", "| *real* | [a stop](evidence/README.md), [");
    assert_eq!(unproved(&boastful).len(), 2, "neither a test nor a page of the folder proves anything");
}

/// What `infra/live-check --evidence` writes of an emulator, of a walk that was cut short, or of another answer is none.
#[test]
fn only_whole_walks_on_real_azure_are_evidence() {
    let real = "\n| asked | real Azure, the cloud *public* |\n| walk | whole |\n\n| a stop | confirmed | HTTP 202 | HTTP 202 |\n";
    assert!(confirms(real, "a stop"));
    assert!(!confirms(real, "a start"));
    for (part, other) in [
        ("real Azure, the cloud *public*", "**not real Azure**: an emulator"),
        ("walk | whole", "walk | ended early: no answer"),
        ("confirmed", "**different**"),
        ("confirmed", "not settled"),
    ] {
        assert!(!confirms(&real.replace(part, other), "a stop"), "{other}");
    }
    // The script writes these words.
    let script = include_str!("../../../../infra/live_check/evidence.py");
    for word in ["row(\"asked\"", "real Azure, the cloud *", "row(\"walk\"", "\"confirmed\""] {
        assert!(script.contains(word), "{word}");
    }
    assert!(include_str!("../../../../infra/live-check").contains("ending = 1, False, \"whole\""));
}
