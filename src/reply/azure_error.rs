//! Errors of Azure, with advice.

use jiff::{SignedDuration, Timestamp};

use super::prelude::{Localizer, Phrase, Text, args, line, say};
use crate::{
    azure::{AzureError, AzureErrorKind, MissingScope, TokenFault},
    command::role_with,
    fleet::Unreadable,
    lifecycle::{SettingError, failure_word},
    target::{Alias, ComputeId},
};

/// As a sentence.
pub(super) fn sentence(l10n: &Localizer, error: &AzureError) -> Text {
    Text::read(&reason(l10n, error).capitalized().0)
}

/// For whoever runs Lamplighter, at a terminal.
pub fn for_operator(error: &AzureError) -> String {
    let l10n = Localizer::of_the_operator(Timestamp::UNIX_EPOCH, false);
    error.advice().map_or_else(|| sentence(&l10n, error).plain(), str::to_owned)
}

/// As after a colon.
pub(super) fn reason(l10n: &Localizer, error: &AzureError) -> Phrase {
    let args = args!(l10n, id = l10n.request);
    let args = match &error.kind {
        AzureErrorKind::Forbidden { action: Some(action), scope } => {
            let on = scope.as_deref().map(|scope| say!(l10n, "fail-on", scope = short_scope(scope)));
            args!(l10n, ..args, action, on, role = role_with(action))
        }
        AzureErrorKind::DenyAssignment { action: Some(action) } => args!(l10n, ..args, action),
        AzureErrorKind::NotRegistered { namespace: Some(namespace) } => args!(l10n, ..args, namespace),
        AzureErrorKind::TokenRefused { aadsts } => {
            args!(l10n, ..args, code = aadsts.as_deref().unwrap_or("Entra"))
        }
        AzureErrorKind::Throttled { retry_after } => {
            args!(l10n, ..args, wait = SignedDuration::try_from(*retry_after).unwrap_or_default())
        }
        AzureErrorKind::Server => args!(l10n, ..args, status = error.status.unwrap_or(500).to_string()),
        AzureErrorKind::Other => {
            args!(l10n, ..args, code = error.code.as_ref().map(|code| format!(" ({code})")))
        }
        _ => args,
    };
    l10n.say(&message(&error.kind), args)
}

fn message(kind: &AzureErrorKind) -> String {
    let id = match kind {
        AzureErrorKind::ScopeNotFound(MissingScope::Workspace) => "no-workspace",
        AzureErrorKind::ScopeNotFound(MissingScope::ResourceGroup) => "no-resource-group",
        AzureErrorKind::ScopeNotFound(MissingScope::Subscription) => "no-subscription",
        AzureErrorKind::Forbidden { action: None, .. } => "forbidden-some",
        AzureErrorKind::Forbidden { action: Some(action), .. } if role_with(action).is_none() => {
            "forbidden-elsewhere"
        }
        AzureErrorKind::DenyAssignment { action: None } => "deny-assignment-some",
        AzureErrorKind::NotRegistered { namespace: None } => "not-registered-some",
        AzureErrorKind::TokenRefused { .. } => "token-refused",
        AzureErrorKind::TokenServiceDown => "token-service",
        AzureErrorKind::TokenRejected(TokenFault::Tenant) => "token-tenant",
        AzureErrorKind::TokenRejected(TokenFault::Audience) => "token-audience",
        AzureErrorKind::TokenRejected(TokenFault::Unknown) => "token-rejected",
        AzureErrorKind::Server => "server",
        AzureErrorKind::Unreachable => "unreachable",
        AzureErrorKind::Unanswered => "unanswered",
        AzureErrorKind::Garbage => "garbage",
        AzureErrorKind::ListLoops => "list-loops",
        AzureErrorKind::ForeignHost => "foreign",
        // Its word for machines tells it apart from all others.
        kind => failure_word(kind),
    };
    format!("fail-{id}")
}

/// The workspace in an ARM id; else what it ends with, such as `subnets/ml`.
fn short_scope(scope: &str) -> &str {
    if let Some((_, rest)) = scope.split_once("/workspaces/") {
        return rest.split('/').next().unwrap_or(rest);
    }
    let end = scope.rmatch_indices('/').nth(1);
    end.map_or(scope, |(at, _)| &scope[at + 1..])
}

/// Everything that our roles lack in a workspace, and the role that gives each action.
pub fn missing_rights(l10n: &Localizer, workspace: &Alias, actions: &[&str]) -> Text {
    let rights =
        actions.iter().map(|action| say!(l10n, "missing-right", action = *action, role = role_with(action)));
    line!(l10n, "missing-rights", workspace = workspace.as_str(), rights = Phrase::join(rights, ", "))
}

/// A line for each workspace that could not be read.
pub(super) fn unread(l10n: &Localizer, unread: &[Unreadable]) -> impl Iterator<Item = Text> {
    unread.iter().map(|unread| unread_line(l10n, unread))
}

pub(super) fn unread_line(l10n: &Localizer, Unreadable { alias, error }: &Unreadable) -> Text {
    let args = args!(l10n, reason = reason(l10n, error));
    match alias {
        Some(alias) => line!(l10n, "unread", ..args, workspace = alias.as_str()),
        None => l10n.line("unread-somewhere", args),
    }
}

/// Why a setting was not changed.
pub(super) fn setting(l10n: &Localizer, instance: &ComputeId, error: &SettingError) -> Text {
    match error {
        SettingError::Gone => line!(l10n, "setting-gone", instance),
        SettingError::Failed(error) => sentence(l10n, error),
    }
}
