//! What the demo's people type, and the words around it, in each language. `{}` stands for what is
//! only known when it is played.

use lamplighter::locale::{InEach, Locale};
use serde::Deserialize;
use tokio::time::Instant;

#[derive(Clone, Copy, Deserialize)]
pub struct Script {
    pub opening: &'static str,
    /// Where the page is.
    pub open: &'static str,
    pub status: &'static str,
    pub typo: &'static str,
    pub stop: &'static str,
    pub start: &'static str,
    pub keep: &'static str,
    pub forged: &'static str,
    pub refused: &'static str,
    pub alert: &'static str,
    pub timer: &'static str,
    /// Who presses which button.
    pub presses: &'static str,
    /// A machine's status, after how many milliseconds.
    pub answered: &'static str,
    /// How an answer came: to whom, after how many milliseconds.
    pub to_channel: &'static str,
    pub to_caller: &'static str,
    pub asked_channel: &'static str,
    /// After how many seconds.
    pub late: &'static str,
    pub report: &'static str,
    pub in_azure: &'static str,
    pub played: &'static str,
    pub kept: &'static str,
    pub look: &'static str,
    pub heard_late: &'static str,
    /// What stands before the tenths of a second.
    point: &'static str,
}

impl Script {
    /// The words in this language.
    pub fn of(locale: Locale) -> Result<Self, serde_json::Error> {
        const SCRIPTS: InEach<&str> =
            InEach { en: include_str!("script/en.json"), pt: include_str!("script/pt-BR.json") };
        serde_json::from_str(SCRIPTS.of(locale))
    }

    /// Seconds and tenths since then, as they are written.
    pub fn seconds(&self, since: Instant) -> String {
        format!("{:.1}", since.elapsed().as_secs_f64()).replace('.', self.point)
    }
}

/// A line of the script, with what is known now in place of its first `{}`.
pub fn with(line: &str, what: impl ToString) -> String {
    line.replacen("{}", &what.to_string(), 1)
}
