//! Why Azure refused or did not answer, and what helps.

use jiff::SignedDuration;

use super::{
    localizer::{Voice, args, line, say},
    markup::{Phrase, Text},
};
use crate::{
    azure::{AzureError, Kind, MissingScope},
    fleet::Unread,
    lifecycle::SettingError,
    target::ComputeId,
};

/// As a sentence.
pub(super) fn sentence(l10n: &Voice, error: &AzureError) -> Text {
    let reason = reason(l10n, error).0;
    let mut letters = reason.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    Text::read(&first.chain(letters).collect::<String>())
}

/// As it is said after a colon.
pub(super) fn reason(l10n: &Voice, error: &AzureError) -> Phrase {
    let args = args!(l10n, id = l10n.request);
    let message = match &error.kind {
        Kind::NotFound => "fail-not-found",
        Kind::ScopeNotFound(MissingScope::Workspace) => "fail-no-workspace",
        Kind::ScopeNotFound(MissingScope::ResourceGroup) => "fail-no-resource-group",
        Kind::ScopeNotFound(MissingScope::Subscription) => "fail-no-subscription",
        Kind::Forbidden {
            action: Some(action),
            scope: Some(scope),
        } => {
            let (action, scope) = (short_action(action), short_scope(scope));
            return say!(l10n, "fail-forbidden", ..args, action, scope);
        }
        Kind::Forbidden { .. } => "fail-forbidden-some",
        Kind::Locked => "fail-locked",
        Kind::DeniedByPolicy => "fail-policy",
        Kind::TokenRefused { aadsts } => {
            let code = aadsts.as_deref().unwrap_or("Entra");
            return say!(l10n, "fail-token-refused", ..args, code);
        }
        Kind::CredentialUnavailable { .. } => "fail-credential",
        Kind::TokenServiceDown => "fail-token-service",
        Kind::TokenRejected => "fail-token-rejected",
        Kind::Conflict => "fail-conflict",
        Kind::LookTooOld => "fail-look-too-old",
        Kind::Throttled { retry_after } => {
            let wait = SignedDuration::try_from(*retry_after).unwrap_or_default();
            return say!(l10n, "fail-throttled", ..args, wait);
        }
        Kind::Quota => "fail-quota",
        Kind::NoCapacity => "fail-capacity",
        Kind::DiskFull => "fail-disk-full",
        Kind::NotStopped => "fail-not-stopped",
        Kind::Unusable => "fail-unusable",
        Kind::TooManyTags => "fail-too-many-tags",
        Kind::TimedOut => "fail-timed-out",
        Kind::Server => {
            let status = error.status.unwrap_or(500).to_string();
            return say!(l10n, "fail-server", ..args, status);
        }
        Kind::Unreachable => "fail-unreachable",
        Kind::Unanswered => "fail-unanswered",
        Kind::Garbage => "fail-garbage",
        Kind::ListTooLong => "fail-list-too-long",
        Kind::ListLoops => "fail-list-loops",
        Kind::ForeignHost => "fail-foreign",
        Kind::Other { code } => return say!(l10n, "fail-other", ..args, code),
    };
    l10n.say(message, args)
}

/// `computes/stop/action` of `Microsoft.MachineLearningServices/workspaces/computes/stop/action`
fn short_action(action: &str) -> &str {
    action
        .split_once("/workspaces/")
        .map_or(action, |(_, short)| short)
}

/// The workspace in an ARM id, else its last name: the resource group or the subscription.
fn short_scope(scope: &str) -> &str {
    let workspace = scope
        .split_once("/workspaces/")
        .and_then(|(_, rest)| rest.split('/').next());
    workspace.or(scope.rsplit('/').next()).unwrap_or(scope)
}

/// A line for each workspace that could not be read.
pub(super) fn unread(l10n: &Voice, unread: &[Unread]) -> impl Iterator<Item = Text> {
    unread.iter().map(|unread| unread_line(l10n, unread))
}

pub(super) fn unread_line(l10n: &Voice, Unread { alias, error }: &Unread) -> Text {
    let args = args!(l10n, reason = reason(l10n, error));
    match alias {
        Some(alias) => line!(l10n, "unread", ..args, workspace = alias.as_str()),
        None => l10n.line("unread-somewhere", args),
    }
}

/// Why a setting was not changed.
pub(super) fn setting(l10n: &Voice, instance: &ComputeId, error: &SettingError) -> Text {
    match error {
        SettingError::Gone => line!(l10n, "setting-gone", instance),
        SettingError::Failed(error) => sentence(l10n, error),
    }
}
