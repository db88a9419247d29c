//! The findings of an audit: the counts, the facts that Azure does not give, and the findings of each instance with a
//! remedy for the worst.

use jiff::SignedDuration;

use super::{
    azure_error,
    prelude::{Localizer, Phrase, Reply, Text, args, grouped, line, say},
    state::{self, state_word},
};
use crate::{
    audit::{Examined, Finding, Severity},
    azure::State,
    fleet::Unreadable,
};

/// Most instances that are listed; the others are counted.
pub(super) const LINES: usize = 40;

/// The findings, the worst first. An instance may run for `longest` without a finding.
pub fn examined(
    l10n: &Localizer,
    examined: &[Examined<'_>],
    longest: SignedDuration,
    unread: &[Unreadable],
    api_version: &str,
) -> Reply {
    let mut lines = Vec::new();
    if examined.is_empty() && unread.is_empty() {
        lines.push(line!(l10n, "list-empty"));
    }
    let found: Vec<_> = examined.iter().filter(|one| one.known().next().is_some()).collect();
    if !examined.is_empty() {
        let findings = found.iter().flat_map(|one| one.known());
        let counts = counts(l10n, findings, l10n.duration(longest));
        let head = if found.is_empty() { "audit-nothing" } else { "audit-head" };
        let counts = Phrase::join(counts, ", ");
        lines.push(line!(l10n, head, total = examined.len(), n = found.len(), counts));
    }
    // Before the instances, since a long reply is cut at the end.
    lines.extend(azure_error::unread(l10n, unread));
    lines.extend(unknown(l10n, examined));
    lines.extend(idle_untold(l10n, examined, api_version));
    let each = found.iter().map(|one| line(l10n, one));
    lines.extend(l10n.first_lines(each, LINES, "audit-cut"));
    Reply::to_caller(lines)
}

/// The facts that Azure does not give, and for how many instances.
pub(super) fn unknown(l10n: &Localizer, examined: &[Examined<'_>]) -> Option<Text> {
    let findings = examined.iter().flat_map(|one| &one.findings);
    let unknown = findings.filter(|finding| finding.severity() == Severity::Unknown);
    let counts = counts(l10n, unknown, Phrase::default());
    (!counts.is_empty()).then(|| line!(l10n, "audit-unknown", what = l10n.list(counts)))
}

/// The workspaces in which Azure shows an idle time for no instance: it may be unknown, not missing.
fn idle_untold(l10n: &Localizer, examined: &[Examined<'_>], version: &str) -> Option<Text> {
    let workspaces = grouped(examined.iter().map(|one| (&one.compute.id.workspace, one)));
    let untold = |all: &[&Examined<'_>]| all.iter().all(|one| !one.compute.security.has_idle_time);
    let untold = workspaces.into_iter().filter(|(_, all)| untold(all));
    let places: Vec<_> = untold.map(|(alias, _)| Phrase::literal(alias.as_str())).collect();
    let says = !places.is_empty();
    says.then(|| line!(l10n, "audit-idle-untold", workspaces = l10n.list(places), version))
}

/// How many findings there are of each kind, the worst kind first.
fn counts<'a>(l10n: &Localizer, findings: impl Iterator<Item = &'a Finding>, longest: Phrase) -> Vec<Phrase> {
    let mut groups = grouped(findings.map(|finding| (finding.id(), finding.severity())));
    groups.sort_by_key(|(_, severities)| severities.iter().min().copied());
    let said = groups.into_iter().map(|(id, severities)| {
        say!(l10n, &format!("audit-count-{id}"), n = severities.len(), longest = longest.clone())
    });
    said.collect()
}

fn line(l10n: &Localizer, one: &Examined<'_>) -> Text {
    let name = l10n.name(&one.compute.id);
    let findings = Phrase::join(one.known().map(|finding| detail(l10n, finding)), " · ");
    let remedy = one.known().next().map(|worst| remedy(l10n, worst, &name));
    let args = state::args(l10n, &one.compute.id, one.compute.state.as_ref());
    line!(l10n, "audit-line", ..args, findings, remedy)
}

/// A finding in words.
pub fn detail(l10n: &Localizer, finding: &Finding) -> Phrase {
    let args = match finding {
        Finding::Unusable { state, code } => {
            let because = code.as_ref().map(|code| format!(" ({code})"));
            args!(l10n, state = state_word(l10n, Some(state)), because)
        }
        Finding::Stuck { state, since } => {
            args!(l10n, state = state_word(l10n, state.as_ref()), ago = l10n.ago(*since))
        }
        Finding::RunningLong { since, .. } => args!(l10n, ago = l10n.ago(*since)),
        Finding::ImageOutdated(image) => {
            let versions = image.version.as_ref().zip(image.latest.as_ref());
            let versions = versions.map(|(version, latest)| say!(l10n, "audit-versions", version, latest));
            match image.age(l10n.now) {
                Some(age) => args!(l10n, versions, known = "yes", age),
                None => args!(l10n, versions, known = "no", age = ""),
            }
        }
        Finding::AzureError { code } => args!(l10n, code),
        _ => args!(l10n),
    };
    l10n.say(&format!("audit-{}", finding.id()), args)
}

/// The remedy for a finding, if possible a command. Empty if it is unknown whether one is needed.
pub fn remedy(l10n: &Localizer, finding: &Finding, instance: &str) -> Phrase {
    let id = match finding {
        Finding::Unusable { state: State::Unusable, .. } => "unusable-now",
        Finding::RunningLong { job: true, .. } => "running-job",
        finding if finding.severity() == Severity::Unknown => return Phrase::default(),
        finding => finding.id(),
    };
    let message = &format!("audit-do-{id}");
    say!(l10n, message, instance)
}
