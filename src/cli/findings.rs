//! The findings of an audit for terminals and CI jobs: text, CSV or JSON, and an exit code.

use clap::{
    Args, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use lamplighter::{
    audit::Severity,
    command::{self, Verb},
    engine::{AuditRow, CommandResult},
};

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
    /// A line of JSON for each answer, not only for audits: `--json`.
    #[value(skip)]
    Lines,
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
    /// If the options are given to a command that has no findings.
    pub fn check(&self, command: &str) -> Result<(), &'static str> {
        let given = self.format.is_some() || self.fail_on.is_some();
        // A command that does not parse gets its usual answer.
        let audit = command::parse(command)
            .map_or(true, |command| matches!(command.verb(), Verb::Audit | Verb::Outdated));
        if given && !audit {
            Err("--format and --fail-on go with `audit` and `outdated`; --json with every command")
        } else {
            Ok(())
        }
    }

    /// Whether a finding is at least as severe as `--fail-on`.
    pub fn fail(&self, result: &CommandResult) -> bool {
        let least = self.fail_on.unwrap_or(Severity::High);
        result.findings.iter().flatten().any(|finding| finding.severity <= least)
    }
}

/// CSV by RFC 4180. No spreadsheet takes a cell for a formula: cells with foreign text begin with our words or with a
/// letter.
pub fn csv(found: &[AuditRow]) -> String {
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
    [head].into_iter().chain(rows).map(|cells| cells.map(cell).join(",") + "\r\n").collect()
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
