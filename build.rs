//! Tells the program which version it is: the package's, and the commit that it was built from, if that is known.
//!
//! The commit comes from git; else, where git has stamped its archive, from the stamp; else from the variable
//! `LAMPLIGHTER_COMMIT`. Built from anything else, the program knows its version alone.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// `git archive` writes the commit here, as .gitattributes asks it to.
const STAMP: &str = "$Format:%H$";

/// As many digits of a commit as we show.
const DIGITS: usize = 9;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=LAMPLIGHTER_COMMIT");
    let commit = checked_out()
        .or_else(|| Some(STAMP.to_owned()))
        .filter(|commit| is_commit(commit))
        .or_else(|| env::var("LAMPLIGHTER_COMMIT").ok())
        .filter(|commit| is_commit(commit));
    let version = env!("CARGO_PKG_VERSION");
    match commit {
        Some(commit) => println!("cargo:rustc-env=LAMPLIGHTER_VERSION={version} ({})", &commit[..DIGITS]),
        None => println!("cargo:rustc-env=LAMPLIGHTER_VERSION={version}"),
    }
}

fn is_commit(text: &str) -> bool {
    text.len() >= DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The commit that is checked out here; `None` where this folder is no repository of its own, or there is no git.
/// We run again when it becomes another one, and for nothing else.
fn checked_out() -> Option<String> {
    // Empty at the root of a repository: one that only surrounds us has commits of something else.
    if !git(&["rev-parse", "--show-cdup"])?.is_empty() {
        return None;
    }
    watch(&["HEAD"]);
    if let Some(branch) = git(&["symbolic-ref", "--quiet", "HEAD"])
        && !watch(&[&branch])
    {
        // Packed away: the next commit unpacks it, and is told in the log of HEAD.
        watch(&["packed-refs", "logs/HEAD"]);
    }
    git(&["rev-parse", "HEAD"])
}

/// Asks Cargo to run us again when one of these of git's files changes; says whether all of them are there, since Cargo
/// would run us every time for one that is not.
fn watch(names: &[&str]) -> bool {
    let paths = names.iter().map(|name| git(&["rev-parse", "--git-path", name]));
    let there = |path: &String| Path::new(path).is_file();
    let found: Vec<PathBuf> = paths.flatten().filter(there).map(PathBuf::from).collect();
    for path in &found {
        println!("cargo:rerun-if-changed={}", path.display());
    }
    found.len() == names.len()
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
