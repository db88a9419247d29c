//! Manifests: what registers a source with its platform.

use url::Url;

use crate::{
    command::{Takes, VERBS},
    locale::{InEach, Locale},
    reply::{self, Text},
};

pub(super) const NAME: &str = "Lamplighter";
pub(super) const DESCRIPTION: InEach<&str> = InEach {
    en: "Start, stop and check Azure ML compute instances",
    pt: "Inicia, para e consulta instâncias de computação do Azure ML",
};
/// What people type, without the slash.
pub(super) const TRIGGER: &str = "ci";

/// How a source is registered with a platform.
pub struct Manifest {
    /// What it is, for the help of `lamplighter manifest`.
    pub about: &'static str,
    /// For `lamplighter init`: the tables of the source and of the channel that timers report to, in TOML. `{NAME}`
    /// stands for a secret, and a comment there says where to find it.
    #[cfg(feature = "emulator")]
    pub starter: &'static str,
    /// Where people find the id of their team, which the ids of its members begin with; and whether this can be one.
    #[cfg(feature = "emulator")]
    pub team: (&'static str, fn(&str) -> bool),
    /// The text to paste, or the steps; and where to paste it. `json`: the body for the platform's API, if it has one.
    pub write: fn(&Registration, json: bool) -> (String, Option<String>),
    /// The files of the app package, by name, if people upload one. They need [`Registration::app_id`].
    pub package: &'static [PackageFile],
}

/// A file of an app package: its name, and how it is written.
pub type PackageFile = (&'static str, fn(&Registration) -> Vec<u8>);

/// Where the platform finds a source, and in which language it shows Lamplighter.
pub struct Registration {
    /// Where Lamplighter answers from outside.
    pub url: Url,
    /// The source's name.
    pub name: String,
    /// The language of what people see before they ask.
    pub locale: Locale,
    /// The app's id at the platform, where it exists before it is registered.
    pub app_id: Option<String>,
}

impl Registration {
    /// The URL below which Lamplighter answers. The whole URL of a source is as good: it is what the
    /// platforms' pages ask for.
    pub(super) fn base(&self) -> &str {
        let url = self.url.as_str().trim_end_matches('/');
        url.rsplit_once("/hooks/").map_or(url, |(base, _)| base)
    }

    /// The source's one URL.
    pub(super) fn hook(&self) -> String {
        format!("{}/hooks/{}", self.base(), self.name)
    }

    pub(super) fn description(&self) -> &'static str {
        DESCRIPTION.of(self.locale)
    }

    /// The hint that a client shows behind the command while it is typed.
    pub(super) fn usage_hint(&self) -> String {
        const TARGET: InEach<&str> = InEach { en: "NAME", pt: "NOME" };
        let rows = VERBS.iter().filter(|row| row.takes != Takes::Nothing);
        let verbs: Vec<_> = rows.map(|row| row.verb.name_in(self.locale)).collect();
        format!("{} [{}]", verbs.join("|"), TARGET.of(self.locale))
    }
}

/// The message `words` of the locale files as a sentence of its own.
pub(super) fn in_words(locale: Locale, words: &str) -> String {
    let plain = Text::read(&reply::label(locale, words)).plain();
    let mut letters = plain.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
