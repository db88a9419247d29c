//! Errors of Azure, with advice.

use jiff::SignedDuration;

use super::{
    localizer::{Localizer, args, line, say},
    markup::{Phrase, Text},
};
use crate::{
    azure::{AzureError, AzureErrorKind, MissingScope},
    fleet::Unreadable,
    lifecycle::SettingError,
    target::ComputeId,
};

/// As a sentence.
pub(super) fn sentence(l10n: &Localizer, error: &AzureError) -> Text {
    let reason = reason(l10n, error).0;
    let mut letters = reason.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    Text::read(&first.chain(letters).collect::<String>())
}

/// As after a colon.
pub(super) fn reason(l10n: &Localizer, error: &AzureError) -> Phrase {
    let args = args!(l10n, id = l10n.request);
    let message = match &error.kind {
        AzureErrorKind::NotFound => "fail-not-found",
        AzureErrorKind::ScopeNotFound(MissingScope::Workspace) => "fail-no-workspace",
        AzureErrorKind::ScopeNotFound(MissingScope::ResourceGroup) => "fail-no-resource-group",
        AzureErrorKind::ScopeNotFound(MissingScope::Subscription) => "fail-no-subscription",
        AzureErrorKind::Forbidden { action: Some(action), scope: Some(scope) } => {
            let (action, scope) = (short_action(action), short_scope(scope));
            return say!(l10n, "fail-forbidden", ..args, action, scope);
        }
        AzureErrorKind::Forbidden { .. } => "fail-forbidden-some",
        AzureErrorKind::Locked => "fail-locked",
        AzureErrorKind::DeniedByPolicy => "fail-policy",
        AzureErrorKind::TokenRefused { aadsts } => {
            return say!(l10n, "fail-token-refused", ..args, code = aadsts.as_deref().unwrap_or("Entra"));
        }
        AzureErrorKind::CredentialUnavailable { .. } => "fail-credential",
        AzureErrorKind::TokenServiceDown => "fail-token-service",
        AzureErrorKind::TokenRejected => "fail-token-rejected",
        AzureErrorKind::Conflict => "fail-conflict",
        AzureErrorKind::ReadTooOld => "fail-look-too-old",
        AzureErrorKind::Throttled { retry_after } => {
            let wait = SignedDuration::try_from(*retry_after).unwrap_or_default();
            return say!(l10n, "fail-throttled", ..args, wait);
        }
        AzureErrorKind::Quota => "fail-quota",
        AzureErrorKind::NoCapacity => "fail-capacity",
        AzureErrorKind::DiskFull => "fail-disk-full",
        AzureErrorKind::NotStopped => "fail-not-stopped",
        AzureErrorKind::Unusable => "fail-unusable",
        AzureErrorKind::TooManyTags => "fail-too-many-tags",
        AzureErrorKind::TimedOut => "fail-timed-out",
        AzureErrorKind::Server => {
            return say!(l10n, "fail-server", ..args, status = error.status.unwrap_or(500).to_string());
        }
        AzureErrorKind::Unreachable => "fail-unreachable",
        AzureErrorKind::Unanswered => "fail-unanswered",
        AzureErrorKind::Garbage => "fail-garbage",
        AzureErrorKind::ListTooLong => "fail-list-too-long",
        AzureErrorKind::ListLoops => "fail-list-loops",
        AzureErrorKind::ForeignHost => "fail-foreign",
        AzureErrorKind::Other { code } => return say!(l10n, "fail-other", ..args, code),
    };
    l10n.say(message, args)
}

/// `computes/stop/action` of `Microsoft.MachineLearningServices/workspaces/computes/stop/action`
fn short_action(action: &str) -> &str {
    action.split_once("/workspaces/").map_or(action, |(_, short)| short)
}

/// The workspace in an ARM id, else its last name: the resource group or the subscription.
fn short_scope(scope: &str) -> &str {
    let workspace = scope.split_once("/workspaces/").and_then(|(_, rest)| rest.split('/').next());
    workspace.or(scope.rsplit('/').next()).unwrap_or(scope)
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
