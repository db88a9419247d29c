//! `docs/dependencies.md` lists each direct dependency, and nothing else.

use std::{collections::BTreeSet, fs};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/dependencies.md");
const PRODUCT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
const EMULATOR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/emulator/Cargo.toml");

/// The crates that a section's table has in its first column.
fn documented(page: &str, section: &str) -> BTreeSet<String> {
    let (_, rest) = page.split_once(&format!("\n## {section}\n")).unwrap();
    let section = rest.split("\n## ").next().unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| row.split('`').next().unwrap().to_owned()).collect()
}

fn declared(manifest: &str, table: &str) -> BTreeSet<String> {
    let manifest: toml::Table = toml::from_str(&fs::read_to_string(manifest).unwrap()).unwrap();
    manifest[table].as_table().unwrap().keys().cloned().collect()
}

#[test]
fn each_dependency_has_a_row_and_each_row_a_dependency() {
    let page = fs::read_to_string(PAGE).unwrap();
    assert_eq!(documented(&page, "The product"), declared(PRODUCT, "dependencies"));
    assert_eq!(documented(&page, "The emulator"), declared(EMULATOR, "dependencies"));
    let for_tests = &declared(PRODUCT, "dev-dependencies") | &declared(EMULATOR, "dev-dependencies");
    assert_eq!(documented(&page, "For tests alone"), for_tests);
}
