//! What an audit found: how many of which, what Azure does not say, and a line for each instance
//! with its findings and what to do about the worst of them.

use jiff::SignedDuration;

use super::{
    azure_error,
    localizer::{Args, Voice},
    markup::Text,
    message::Reply,
    state::{dot, state_word},
};
use crate::{
    ask::AskId,
    audit::{Examined, Finding, Severity},
    azure::{OsImage, State},
    fleet::Unread,
};

/// More lines than this are cut, and counted.
const LINES: usize = 40;

/// What was found, the worst first. `longest` is what may run without being told of.
pub fn examined(
    voice: &Voice,
    examined: &[Examined<'_>],
    longest: SignedDuration,
    unread: &[Unread],
    id: AskId,
) -> Reply {
    let mut lines = Vec::new();
    if examined.is_empty() && unread.is_empty() {
        lines.push(voice.line("list-empty", Args::new()));
    }
    if !examined.is_empty() {
        lines.push(head(voice, examined, longest));
    }
    // Before the many: what does not fit is cut at the end.
    lines.extend(unread.iter().map(|unread| azure_error::unread(voice, unread, id)));
    lines.extend(unknown(voice, examined));
    let telling: Vec<_> = examined
        .iter()
        .filter(|one| one.known().next().is_some())
        .collect();
    lines.extend(telling.iter().take(LINES).map(|one| line(voice, one)));
    let more = telling.len().saturating_sub(LINES);
    lines.extend((more > 0).then(|| voice.line("audit-cut", Args::new().number("more", more))));
    Reply::to_caller(lines)
}

/// `12 instances, 2 with findings: 1 unusable or failed, 2 without idle shutdown.`
fn head(voice: &Voice, examined: &[Examined<'_>], longest: SignedDuration) -> Text {
    let found = examined.iter().filter(|one| one.known().next().is_some());
    let counts = counts(examined.iter().flat_map(Examined::known));
    let counts = counts.into_iter().map(|(finding, n)| {
        let args = Args::new()
            .number("n", n)
            .piece("longest", voice.duration(longest));
        voice.say(&format!("audit-count-{}", finding.id()), args)
    });
    let args = Args::new()
        .number("total", examined.len())
        .number("n", found.count())
        .piece("counts", counts.collect::<Vec<_>>().join(", "));
    let nothing = examined.iter().all(|one| one.known().next().is_none());
    voice.line(if nothing { "audit-nothing" } else { "audit-head" }, args)
}

/// What could not be told, of how many.
fn unknown(voice: &Voice, examined: &[Examined<'_>]) -> Option<Text> {
    let all = examined.iter().flat_map(|one| &one.findings);
    let counts = counts(all.filter(|finding| finding.severity() == Severity::Unknown));
    let what: Vec<_> = counts
        .into_iter()
        .map(|(finding, n)| {
            let message = format!("audit-count-{}", finding.id());
            voice.say(&message, Args::new().number("n", n))
        })
        .collect();
    let args = Args::new().piece("what", voice.list(&what, what.len()));
    (!what.is_empty()).then(|| voice.line("audit-unknown", args))
}

/// How many there are of each kind, the worst kind first.
fn counts<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<(&'a Finding, usize)> {
    let mut counts: Vec<(&Finding, usize)> = Vec::new();
    for finding in findings {
        match counts.iter_mut().find(|(known, _)| known.id() == finding.id()) {
            Some((worst, n)) => {
                *n += 1;
                if finding.severity() < worst.severity() {
                    *worst = finding;
                }
            }
            None => counts.push((finding, 1)),
        }
    }
    counts.sort_by_key(|(finding, _)| finding.severity());
    counts
}

fn line(voice: &Voice, one: &Examined<'_>) -> Text {
    let compute = one.compute;
    let name = voice.name(&compute.id);
    let details: Vec<_> = one.known().map(|finding| detail(voice, finding)).collect();
    let worst = one.known().next();
    let args = Args::new()
        .piece("dot", dot(voice, compute.state.as_ref()))
        .text("instance", &name)
        .piece("findings", details.join(" · "))
        .piece(
            "remedy",
            worst.map(|f| remedy(voice, f, &name)).unwrap_or_default(),
        );
    voice.line("audit-line", args)
}

/// What a finding says.
pub fn detail(voice: &Voice, finding: &Finding) -> String {
    let args = Args::new();
    let args = match finding {
        Finding::Unusable { state, code } => {
            let because = code.as_ref().map(|code| format!(" ({code})"));
            args.piece("state", state_word(voice, Some(state)))
                .text("because", because.unwrap_or_default())
        }
        Finding::RunningLong { since, .. } => args.piece("ago", voice.ago(*since)),
        Finding::ImageOutdated(image) => args.piece("versions", versions(voice, image)),
        Finding::AzureError { code } => args.text("code", code),
        _ => args,
    };
    voice.say(&format!("audit-{}", finding.id()), args)
}

/// ` (26.06.14, latest 26.10.22)`
fn versions(voice: &Voice, image: &OsImage) -> String {
    match (&image.version, &image.latest) {
        (Some(version), Some(latest)) => {
            let args = Args::new().text("version", version).text("latest", latest);
            voice.say("audit-versions", args)
        }
        _ => String::new(),
    }
}

/// What to do about it: a command of ours where one helps, else words. Nothing where it is not known
/// whether there is anything to do.
pub fn remedy(voice: &Voice, finding: &Finding, instance: &str) -> String {
    let message = match finding {
        Finding::Unusable {
            state: State::Unusable,
            ..
        } => "audit-do-restart",
        Finding::Unusable { .. } => "audit-do-make-anew",
        Finding::RunningLong { job: true, .. } => "audit-do-stop-after-job",
        Finding::RunningLong { job: false, .. } => "audit-do-stop",
        Finding::NoIdleShutdown { .. } => "audit-do-idle",
        Finding::IdleShutdownMayFail { .. } => "audit-do-contributor",
        Finding::ImageOutdated(_) => "audit-do-update",
        Finding::SshPublic => "audit-do-close",
        Finding::AzureError { .. } => "audit-do-status",
        Finding::OwnerUnknown => "audit-do-find-owner",
        Finding::LocalAuth => "audit-do-entra-only",
        Finding::NoVnet => "audit-do-vnet",
        Finding::StateUnknown
        | Finding::RunningSinceUnknown
        | Finding::IdleUnreadable
        | Finding::ImageUnknown
        | Finding::SshUnknown => return String::new(),
    };
    voice.say(message, Args::new().text("instance", instance))
}
