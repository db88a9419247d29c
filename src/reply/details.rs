//! One instance in full, the most important facts first.

use jiff::Timestamp;

use super::{
    azure_error, keep, later,
    prelude::{Localizer, Phrase, Span, Text, args, line, say},
    state::{self, by, is_running, operation_args},
};
use crate::{
    azure::{
        AzureError, AzureErrorKind, Compute, InstanceError, LastOperation, Money, OperationName,
        OperationStatus, Schedule, ScheduleAction, State, vm_size,
    },
    lifecycle::{Kept, PendingCommand, keep::tag},
    target::ComputeId,
};

/// Facts that are not part of the instance in Azure.
#[derive(Clone, Debug, Default)]
pub struct Detail {
    /// Per hour, if Azure has a price.
    pub price: Option<Money>,
    /// `None` if the keep could not be read.
    pub keep: Option<Kept>,
    /// What will be done to the instance later.
    pub pending: Vec<PendingCommand>,
}

/// `entra` is the caller's object id, if known.
pub(super) fn lines(l10n: &Localizer, compute: &Compute, detail: &Detail, entra: Option<&str>) -> Vec<Text> {
    let applications = applications(l10n, compute, compute.is_owned_by(entra));
    known(l10n, compute, detail, entra).into_iter().chain(applications).collect()
}

/// The same in one line, without the links.
pub(super) fn in_a_line(l10n: &Localizer, compute: &Compute, detail: &Detail, entra: Option<&str>) -> Text {
    let mut line = Text::default();
    for sentence in known(l10n, compute, detail, entra) {
        line.0.extend((!line.0.is_empty()).then(|| Span::Plain(" ".to_owned())));
        line.0.extend(sentence.0.into_iter().map(|span| match span {
            Span::Column(_) => Span::Plain(span.plain().to_owned()),
            other => other,
        }));
    }
    line
}

/// `🟢 myci running since 13:00 · DS3_V2 · $0.29/h · Ana`
pub(super) fn in_short(
    l10n: &Localizer,
    compute: &Compute,
    price: Option<Money>,
    entra: Option<&str>,
) -> Text {
    let size = compute.vm_size.as_deref().map(|size| Phrase::literal(vm_size::short(size)));
    let price = price.map(|money| say!(l10n, "list-price", money, runs = is_running(compute.state.as_ref())));
    let you = compute.is_owned_by(entra).then(|| l10n.word("list-you"));
    let facts = [size, price, you.or_else(|| owner_name(compute))].into_iter().zip(1..);
    let facts = facts.filter_map(|(fact, n)| Some(format!("{}{}", Phrase::column(n), fact?)));
    let facts = facts.collect::<String>();
    let since = compute.cause().map(|last| format!(" {}", l10n.since(last.time)));
    let args = state::args(l10n, &compute.id, compute.state.as_ref());
    line!(l10n, "list-line", ..args, since = since.map(Phrase), facts = Phrase(facts))
}

/// What is known of the instance, a sentence each.
fn known(l10n: &Localizer, compute: &Compute, detail: &Detail, entra: Option<&str>) -> Vec<Text> {
    let mut lines = vec![head(l10n, compute)];
    lines.extend(trouble(l10n, compute));
    lines.push(facts(l10n, compute, detail.price, compute.is_owned_by(entra)));
    lines.extend(kept(l10n, &compute.id, detail.keep.as_ref()));
    lines.extend(detail.pending.iter().map(|one| later::pending_line(l10n, one, None)));
    lines.extend(last(l10n, compute));
    lines.extend(image(l10n, compute));
    lines
}

/// `🟢 myci has been running since 13:00 (5 h), started manually.`
fn head(l10n: &Localizer, compute: &Compute) -> Text {
    let args = state::args(l10n, &compute.id, compute.state.as_ref());
    let since = compute.cause().map(|last| since(l10n, last));
    if since.is_some() && !compute.state.as_ref().is_some_and(State::is_changing) {
        return line!(l10n, "status-head-since", ..args, since);
    }
    line!(l10n, "status-head", ..args, since = since.map(|since| say!(l10n, "since", since)))
}

fn since(l10n: &Localizer, last: &LastOperation) -> Phrase {
    let time = l10n.now.duration_since(last.time);
    let ago = (time.as_secs() > 0).then(|| say!(l10n, "status-for", ago = time));
    // The state says already that the instance was stopped.
    let did = match (&last.name, &last.status) {
        (_, OperationStatus::InProgress) | (OperationName::Stop, _) => "same",
        (OperationName::Start, _) => "start",
        (OperationName::Restart, _) => "restart",
        _ => "create",
    };
    let cause = by(l10n, last).map(|by| say!(l10n, "status-cause", did, by));
    let since = l10n.since(last.time);
    say!(l10n, "status-since", since, ago, cause)
}

/// What Azure reports, and that the instance is stuck. A restart helps in neither case while its disk is full or it is
/// stuck, so then that is not advised.
fn trouble(l10n: &Localizer, compute: &Compute) -> Vec<Text> {
    let stuck = compute.stuck_since(l10n.now).is_some();
    let no_restart = stuck || compute.trouble() == Some(AzureErrorKind::DiskFull);
    let advises_restart = |fault: &&InstanceError| fault.kind() == Some(AzureErrorKind::Unusable);
    let told = compute.errors.iter().filter(|fault| !(no_restart && advises_restart(fault)));
    let told = told.map(|fault| error(l10n, fault));
    let left = compute.state.as_ref().is_some_and(State::has_failed);
    let left = left.then(|| line!(l10n, "status-left", instance = &compute.id));
    told.chain(stuck.then(|| line!(l10n, "status-stuck"))).chain(left).collect()
}

fn error(l10n: &Localizer, fault: &InstanceError) -> Text {
    let Some(kind) = fault.kind() else {
        let error = fault.message.as_deref().unwrap_or(&fault.code);
        return line!(l10n, "status-error", error);
    };
    let mut advice = azure_error::sentence(l10n, &AzureError::of(kind));
    let dot = format!("{} ", l10n.word("dot-trouble"));
    advice.0.insert(0, Span::Plain(dot));
    advice
}

/// `Size DS3_V2 · $0.29 per hour · owner: you · stops when idle for 2 h · 1 schedule.`
fn facts(l10n: &Localizer, compute: &Compute, price: Option<Money>, own: bool) -> Text {
    let size = compute.vm_size.as_deref();
    let price_message = if is_running(compute.state.as_ref()) { "per-hour" } else { "status-price-if" };
    let idle = match compute.idle_shutdown {
        Some(idle) => say!(l10n, "status-idle", idle),
        None if compute.security.has_idle_time => l10n.word("status-idle-unreadable"),
        None => l10n.word("status-idle-none"),
    };
    let facts = [
        size.map(|size| say!(l10n, "status-size", size = vm_size::short(size))),
        price.map(|price| say!(l10n, price_message, money = price)),
        owner(l10n, compute, own),
        Some(idle),
        schedules(l10n, &compute.schedules),
    ];
    let facts = facts.into_iter().flatten().enumerate();
    let facts =
        facts.map(|(n, fact)| if n == 0 { fact } else { Phrase(format!("{}{fact}", Phrase::column(n))) });
    Text::read(&format!("{}.", Phrase::join(facts, "")))
}

/// How many schedules there are, and what they do next.
pub(super) fn schedules(l10n: &Localizer, schedules: &[Schedule]) -> Option<Phrase> {
    let args = args!(l10n, n = schedules.len());
    let said = match next_action(schedules, l10n.now) {
        Some((action, at)) => {
            let action = action.as_str().to_lowercase();
            say!(l10n, "status-schedules-next", ..args, action, time = l10n.time(at))
        }
        None => l10n.say("status-schedules", args),
    };
    (!schedules.is_empty()).then_some(said)
}

/// The next start or stop by the instance's own schedules, and when.
fn next_action(schedules: &[Schedule], now: Timestamp) -> Option<(&ScheduleAction, Timestamp)> {
    let next = schedules.iter().filter_map(|schedule| match &schedule.action {
        ScheduleAction::Other(_) => None,
        action => Some((action, schedule.due(now).next?)),
    });
    next.min_by_key(|(_, at)| *at)
}

fn owner(l10n: &Localizer, compute: &Compute, own: bool) -> Option<Phrase> {
    if own {
        return Some(l10n.word("status-owner-you"));
    }
    owner_name(compute).map(|owner| say!(l10n, "status-owner", owner))
}

/// By name if Azure has one, else by the id in Entra.
pub(super) fn owner_name(compute: &Compute) -> Option<Phrase> {
    let name = compute.owner_name.as_deref().map(Phrase::literal);
    Some(name.unwrap_or(Phrase::code(compute.owner.as_deref()?)))
}

fn kept(l10n: &Localizer, id: &ComputeId, keep: Option<&Kept>) -> Option<Text> {
    Some(match keep {
        Some(Kept::No) => return None,
        Some(Kept::Until(keep)) => l10n.line("status-kept", keep::terms(l10n, keep)),
        Some(Kept::Unreadable) => line!(l10n, "status-keep-unreadable", tag = tag(id), instance = &id.name),
        None => line!(l10n, "status-keep-unknown"),
    })
}

/// The last operation, unless it is part of the first line.
fn last(l10n: &Localizer, compute: &Compute) -> Option<Text> {
    let last = compute.last_operation.as_ref().filter(|_| compute.cause().is_none())?;
    let message = match last.status {
        OperationStatus::InProgress => "status-last-running",
        OperationStatus::Failed => "status-last-failed",
        OperationStatus::Succeeded | OperationStatus::Other(_) => "status-last",
    };
    Some(l10n.line(message, operation_args(l10n, last)))
}

fn image(l10n: &Localizer, compute: &Compute) -> Option<Text> {
    let (image, instance) = (&compute.security.os_image, &compute.id);
    (image.is_latest == Some(false)).then(|| match (&image.version, &image.latest) {
        (Some(version), Some(latest)) => line!(l10n, "status-image-of", version, latest, instance),
        _ => line!(l10n, "status-image", instance),
    })
}

/// Links to the applications of a running instance, which only its owner can open.
fn applications(l10n: &Localizer, compute: &Compute, own: bool) -> Option<Text> {
    if !is_running(compute.state.as_ref()) {
        return None;
    }
    if !own {
        return Some(line!(l10n, "status-apps"));
    }
    let links = compute.applications.iter().map(|app| Phrase::link(&app.endpoint_uri, &app.display_name));
    let links = Phrase::join(links, " · ");
    (!compute.applications.is_empty()).then(|| line!(l10n, "status-open", links))
}
