//! What an audit found, as a terminal and a CI job take it: lines, a sheet, or JSON, and an exit code.

use clap::{
    Args, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use lamplighter::{
    audit::Severity,
    command::{self, Verb},
    engine::{AuditRow, CommandResult},
};
use serde_json::json;

/// The exit code where something was found that is bad enough. Apart from 1, which says that the
/// audit itself failed.
pub const FOUND: u8 = 5;

#[derive(Args)]
pub struct Options {
    /// How `audit` prints what it found: in words, or each finding as a row.
    #[arg(long, value_enum, value_name = "FORMAT", conflicts_with = "json")]
    pub format: Option<Format>,
    /// From which severity on findings of `audit` make the exit code 5; else high.
    #[arg(long, value_parser = severity(), value_name = "SEVERITY")]
    fail_on: Option<Severity>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Csv,
    Json,
}

/// Parses a severity that a finding can have.
fn severity() -> impl TypedValueParser<Value = Severity> {
    let known = [Severity::High, Severity::Medium, Severity::Low];
    PossibleValuesParser::new(known.map(Severity::name))
        .map(move |name| known.into_iter().find(|known| known.name() == name).unwrap_or(Severity::High))
}

impl Options {
    /// # Errors
    ///
    /// Where they are given to a command that finds nothing.
    pub fn fit(&self, command: &str) -> Result<(), &'static str> {
        let given = self.format.is_some() || self.fail_on.is_some();
        // What is not understood is told as it always is.
        let audit = command::parse(command).map_or(true, |command| command.verb() == Verb::Audit);
        if given && !audit {
            Err("--format and --fail-on go with `audit` alone; --json with every command")
        } else {
            Ok(())
        }
    }

    /// Whether findings are printed as rows, in place of words.
    pub fn rows(&self) -> Option<fn(&[AuditRow]) -> String> {
        match self.format? {
            Format::Text => None,
            Format::Csv => Some(csv),
            Format::Json => Some(|found| json!({ "findings": found }).to_string() + "\n"),
        }
    }

    /// How many of the findings are bad enough.
    pub fn failing(&self, said: &CommandResult) -> usize {
        let least = self.fail_on.unwrap_or(Severity::High);
        let found = said.findings.iter().flatten();
        found.filter(|found| found.severity <= least).count()
    }
}

/// As RFC 4180 has it. No cell can be taken for a formula: those with words from outside begin with
/// ours, or with a letter.
fn csv(found: &[AuditRow]) -> String {
    let head = ["workspace", "instance", "finding", "severity", "policy", "detail", "remedy"];
    let rows = found.iter().map(|found| {
        [
            &found.workspace,
            &found.instance,
            found.finding,
            found.severity.name(),
            found.policy.unwrap_or_default(),
            &found.detail,
            &found.remedy,
        ]
    });
    [head].into_iter().chain(rows).map(row).collect()
}

fn row(cells: [&str; 7]) -> String {
    cells.map(cell).join(",") + "\r\n"
}

fn cell(text: &str) -> String {
    if text.contains(['"', ',', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_cell_is_quoted_where_it_has_to_be() {
        assert_eq!(cell("no idle shutdown"), "no idle shutdown");
        assert_eq!(cell("a, b"), "\"a, b\"");
        assert_eq!(cell("say \"no\""), "\"say \"\"no\"\"\"");
        assert_eq!(cell("two\nlines"), "\"two\nlines\"");
    }
}
