//! `lamplighter manifest PLATFORM`: what a platform has to be told so that it sends us commands.
//!
//! Where there is something to paste, standard output holds that and nothing else, and standard
//! error where to; for the others it holds the steps.

use std::process::ExitCode;

use clap::{
    Args,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};
use lamplighter::{
    locale::Locale,
    source::{Manifest, PLATFORMS, Registration},
};
use url::Url;

/// Where the platform finds us, and how it speaks of us.
#[derive(Args)]
pub struct Endpoint {
    /// Where Lamplighter answers from outside: https://HOST, and the path below which it does, if
    /// there is one.
    #[arg(long, value_name = "URL", value_parser = public)]
    url: Url,
    /// The source's name in the configuration; else the platform's.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// The language of what people see before they ask: en, or pt-BR.
    #[arg(long, value_name = "TAG", default_value = "en", value_parser = language)]
    locale: Locale,
}

/// A platform that has to be told of us.
#[derive(Clone)]
pub struct Told {
    kind: &'static str,
    manifest: &'static Manifest,
}

fn told() -> impl Iterator<Item = Told> {
    PLATFORMS
        .iter()
        .filter_map(|platform| Some(Told { kind: platform.kind, manifest: platform.manifest.as_ref()? }))
}

pub fn platforms() -> impl TypedValueParser<Value = Told> {
    let kinds = told().map(|told| PossibleValue::new(told.kind).help(told.manifest.about));
    PossibleValuesParser::new(kinds).try_map(|kind| told().find(|told| told.kind == kind).ok_or("unknown"))
}

pub fn manifest(platform: &Told, endpoint: Endpoint, json: bool) -> ExitCode {
    let registration = Registration {
        kind: platform.kind,
        url: endpoint.url,
        source: endpoint.source,
        locale: endpoint.locale,
    };
    let printout = (platform.manifest.write)(&registration, json);
    println!("{}", printout.text);
    if let Some(note) = printout.note {
        eprintln!("{note}");
    }
    ExitCode::SUCCESS
}

/// A base that paths can be put behind, as platforms call it: none of them calls plain http.
fn public(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    let bare = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    match url.scheme() {
        "https" if bare => Ok(url),
        "https" => Err("write no more than https://HOST and a path".to_owned()),
        _ => Err("must be https: no platform sends commands otherwise".to_owned()),
    }
}

fn language(tag: &str) -> Result<Locale, &'static str> {
    Locale::from_tag(tag).ok_or("is not a language that there are words in")
}
