//! Each platform has what it needs outside of its folder.

use std::{fs, path::Path};

use jiff::Timestamp;

use super::*;
use crate::{
    command_request::CallerKind,
    reply::{Button, Mention, Reply, Span, Text, markup::Phrase},
};

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The texts of the files in a folder, by name.
fn files(folder: &str) -> Vec<(String, String)> {
    let entries = fs::read_dir(package().join(folder)).unwrap();
    let entries = entries.map(|entry| entry.unwrap());
    let texts = entries.filter_map(|entry| {
        let name = entry.file_name().into_string().unwrap();
        Some((name, fs::read_to_string(entry.path()).ok()?))
    });
    texts.collect()
}

impl Source {
    /// A source without optional settings.
    pub(super) fn bare(platform: &'static Platform, adapter: impl Adapter) -> Self {
        Self {
            name: "nightly".to_owned(),
            platform,
            adapter: Box::new(adapter),
            tickets: crate::ticket::keys([b"any".as_slice()]),
            later: None,
            notify: Vec::new(),
            quiet: false,
            max_age: None,
            locale: None,
            closed: false,
        }
    }
}

/// A reply with marks, characters that platforms escape, a moment, a link and a button.
pub(super) fn reply_with_marks() -> Reply {
    let at = Phrase::moment("2026-11-23T18:02:00Z".parse().unwrap(), "18:02");
    let link = Phrase::link("https://ml.azure.com/", "Jupyter");
    let line = format!("🟢 *my_ci* `stop <a> & \\b` {at} {link}");
    let button =
        Button { label: "Stop".into(), value: "stop".into(), danger: false, issued: Timestamp::UNIX_EPOCH };
    Reply { buttons: vec![button], ..Reply::to_caller([Text::read(&line)]) }
}

/// The mention of an owner whom the configuration knows by `callers`.
pub(super) fn mention(callers: &[&str], name: Option<&str>) -> Text {
    let callers = callers.iter().map(|id| (*id).to_owned()).collect();
    let name = name.map(str::to_owned);
    Text(vec![Span::Mention(Mention { entra: "00aa".into(), callers, name, of: "myci".into() })])
}

#[test]
fn each_platform_is_documented_and_has_samples() {
    let example = fs::read_to_string(package().join("lamplighter.example.toml")).unwrap();
    let pages = files("docs");
    for platform in PLATFORMS {
        let kind = format!("kind = \"{}\"", platform.kind);
        assert!(example.contains(&kind), "lamplighter.example.toml has no {kind}");
        let mut shown = pages.iter().map(|(_, page)| page.contains(&kind));
        assert!(shown.any(|is_shown| is_shown), "no page in docs/ shows {kind}");
        assert!(!platform.samples.is_empty(), "{kind} has no samples");
        let is_chat = platform.capabilities.caller == CallerKind::Person;
        // Both doors of a platform are on one page.
        let page = format!("{}.md", platform.kind.split('-').next().unwrap());
        assert_eq!(platform.manifest.is_some(), is_chat, "{kind}: manifest");
        assert_eq!(platform.webhook.is_some(), is_chat, "{kind}: webhook");
        let has_page = pages.iter().any(|(name, _)| *name == page);
        assert_eq!(has_page, is_chat, "docs/{page}");
        for common in ["kind", "locale"] {
            assert!(platform.keys.contains(&common), "{kind}: {common}");
        }
    }
}

#[test]
fn each_event_is_a_sample() {
    // Neither is a request of its platform: vectors for signatures, and a host that was set up wrongly.
    let other = ["vectors.json", "not-proxied.json"];
    for folder in fs::read_dir(package().join("events")).unwrap() {
        let folder = folder.unwrap().file_name().into_string().unwrap();
        for (file, text) in files(&format!("events/{folder}")) {
            let name = format!("{folder}/{}", file.split('.').next().unwrap());
            let mut samples = PLATFORMS.iter().flat_map(|platform| platform.samples);
            let is_sample = samples.any(|sample| *sample == (name.as_str(), text.as_str()));
            assert!(is_sample || other.contains(&file.as_str()), "events/{folder}/{file}");
        }
    }
}
