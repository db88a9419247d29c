//! The secrets that a configuration refers to, and the file that has their values.

use std::{
    fs::OpenOptions,
    io::{self, Write},
    path::Path,
};

use base64::{Engine, prelude::BASE64_STANDARD};
use ring::rand::{SecureRandom, SystemRandom};

/// The names in `template`, each written as `{NAME}`, with the comment behind it.
fn named(template: &str) -> impl Iterator<Item = (&str, &str)> {
    template.lines().filter_map(|line| {
        let is_name =
            |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
        let name = line.split('{').filter_map(|part| Some(part.split_once('}')?.0)).find(is_name)?;
        Some((name, line.split_once("# ").map_or("", |(_, comment)| comment)))
    })
}

/// The configuration: `template` with a reference in place of each name.
pub fn referred(template: &str, refer: impl Fn(&str) -> String) -> String {
    let put = |text: String, (name, _): (&str, &str)| text.replace(&format!("{{{name}}}"), &refer(name));
    named(template).fold(template.to_owned(), put)
}

/// Adds a line for each name in `template` that the file at `path` lacks: with a new value where `init` makes them, else
/// for the operator to fill in. `existing` is what the file holds. Returns whether it has changed. Only its owner can
/// read a new file.
pub fn add(path: &Path, existing: &str, template: &str) -> io::Result<bool> {
    let is_there = |name: &str| existing.lines().any(|line| line.split('=').next() == Some(name));
    // A previous secret exists only while the present one is being changed.
    let is_wanted = |name: &str| !name.ends_with("_PREVIOUS") && !is_there(name);
    let mut lines = String::new();
    for (name, comment) in named(template).filter(|(name, _)| is_wanted(name)) {
        let value = if comment.starts_with(super::MADE) { random()? } else { String::new() };
        lines += &format!("# {comment}\n{name}={value}\n");
    }
    if lines.is_empty() {
        return Ok(false);
    }
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(lines.as_bytes())?;
    Ok(true)
}

/// A secret of 48 random bytes, in the form of Standard Webhooks. Base64 needs no padding then, which shells would cut off.
fn random() -> io::Result<String> {
    let mut bytes = [0; 48];
    SystemRandom::new().fill(&mut bytes).map_err(|_| io::Error::other("the system has no random numbers"))?;
    Ok(format!("whsec_{}", BASE64_STANDARD.encode(bytes)))
}
