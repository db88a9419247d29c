//! What a platform has to be told so that it sends commands here.

use url::Url;

use crate::{
    command::{Takes, VERBS},
    locale::{InEach, Locale},
};

pub(super) const NAME: &str = "Lamplighter";
const DESCRIPTION: InEach<&str> = InEach {
    en: "Start, stop and check Azure ML compute instances",
    pt: "Inicia, para e consulta instâncias de computação do Azure ML",
};
/// What people type, without the slash.
pub(super) const TRIGGER: &str = "ci";

/// How a platform is told of a source.
pub struct Manifest {
    /// What it is, for the help of `lamplighter manifest`.
    pub about: &'static str,
    /// `json`: where the platform has an API, the body for that.
    pub write: fn(&Registration, json: bool) -> Printout,
}

/// Texts of a manifest.
pub struct Printout {
    /// What to paste, or else the steps.
    pub text: String,
    /// Where to paste it.
    pub note: Option<String>,
}

/// Where the platform finds a source, and how it speaks of us.
pub struct Registration {
    pub kind: &'static str,
    /// Where Lamplighter answers from outside.
    pub url: Url,
    /// The source's name, if it is not the kind.
    pub source: Option<String>,
    /// The language of what people see before they ask.
    pub locale: Locale,
}

impl Registration {
    /// The URL below which Lamplighter answers. The whole URL of a source is as good: it is what the
    /// platforms' pages ask for.
    pub(super) fn base(&self) -> &str {
        let url = self.url.as_str().trim_end_matches('/');
        url.rsplit_once("/hooks/").map_or(url, |(base, _)| base)
    }

    /// The source's name.
    pub(super) fn name(&self) -> &str {
        self.source.as_deref().unwrap_or(self.kind)
    }

    /// The source's one URL.
    pub(super) fn hook(&self) -> String {
        format!("{}/hooks/{}", self.base(), self.name())
    }

    pub(super) fn description(&self) -> &'static str {
        DESCRIPTION.of(self.locale)
    }

    /// What a client shows behind the command while somebody types it.
    pub(super) fn usage_hint(&self) -> String {
        const TARGET: InEach<&str> = InEach { en: "NAME", pt: "NOME" };
        let rows = VERBS.iter().filter(|row| row.takes != Takes::Nothing);
        let verbs: Vec<_> = rows.map(|row| row.verb.name_in(self.locale)).collect();
        format!("{} [{}]", verbs.join("|"), TARGET.of(self.locale))
    }
}
