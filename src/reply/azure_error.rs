//! Why Azure said no, and what to do about it.

use jiff::SignedDuration;

use super::{
    localizer::{Args, Voice},
    markup::Text,
};
use crate::{
    ask::AskId,
    azure::{AzureError, Kind, MissingScope},
    fleet::Unread,
};

/// What Azure's refusal or silence means, and what helps.
pub fn failure(voice: &Voice, error: &AzureError, id: AskId) -> Text {
    let reason = reason(voice, error, id);
    let mut letters = reason.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    Text::read(&first.chain(letters).collect::<String>())
}

/// The same as it stands behind a colon.
pub(super) fn reason(voice: &Voice, error: &AzureError, id: AskId) -> String {
    let args = Args::new().piece("id", voice.say("id", Args::new().text("id", id.to_string())));
    match &error.kind {
        Kind::NotFound => voice.say("fail-not-found", args),
        Kind::ScopeNotFound(MissingScope::Workspace) => voice.say("fail-no-workspace", args),
        Kind::ScopeNotFound(MissingScope::ResourceGroup) => voice.say("fail-no-resource-group", args),
        Kind::ScopeNotFound(MissingScope::Subscription) => voice.say("fail-no-subscription", args),
        Kind::Forbidden {
            action: Some(action),
            scope: Some(scope),
        } => voice.say(
            "fail-forbidden",
            args.text("action", short_action(action))
                .text("scope", short_scope(scope)),
        ),
        Kind::Forbidden { .. } => voice.say("fail-forbidden-some", args),
        Kind::Locked => voice.say("fail-locked", args),
        Kind::DeniedByPolicy => voice.say("fail-policy", args),
        Kind::TokenRefused { aadsts } => voice.say(
            "fail-token-refused",
            args.text("code", aadsts.as_deref().unwrap_or("Entra")),
        ),
        Kind::CredentialUnavailable { .. } => voice.say("fail-credential", args),
        Kind::TokenServiceDown => voice.say("fail-token-service", args),
        Kind::TokenRejected => voice.say("fail-token-rejected", args),
        Kind::Conflict => voice.say("fail-conflict", args),
        Kind::LookTooOld => voice.say("fail-look-too-old", args),
        Kind::Throttled { retry_after } => {
            let wait = SignedDuration::try_from(*retry_after).unwrap_or_default();
            voice.say("fail-throttled", args.piece("wait", voice.duration(wait)))
        }
        Kind::Quota => voice.say("fail-quota", args),
        Kind::NoCapacity => voice.say("fail-capacity", args),
        Kind::DiskFull => voice.say("fail-disk-full", args),
        Kind::NotStopped => voice.say("fail-not-stopped", args),
        Kind::Unusable => voice.say("fail-unusable", args),
        Kind::TooManyTags => voice.say("fail-too-many-tags", args),
        Kind::TimedOut => voice.say("fail-timed-out", args),
        Kind::Server => voice.say(
            "fail-server",
            args.text("status", error.status.unwrap_or(500).to_string()),
        ),
        Kind::Unreachable => voice.say("fail-unreachable", args),
        Kind::Unanswered => voice.say("fail-unanswered", args),
        Kind::Garbage => voice.say("fail-garbage", args),
        Kind::ListTooLong => voice.say("fail-list-too-long", args),
        Kind::ListLoops => voice.say("fail-list-loops", args),
        Kind::ForeignHost => voice.say("fail-foreign", args),
        Kind::Other { code } => voice.say("fail-other", args.text("code", code)),
    }
}

/// `Microsoft.MachineLearningServices/workspaces/computes/stop/action` as people say it:
/// `computes/stop/action`.
fn short_action(action: &str) -> &str {
    action
        .split_once("/workspaces/")
        .map_or(action, |(_, short)| short)
}

/// The last name in an ARM id: the workspace, or the group where there is none.
fn short_scope(scope: &str) -> &str {
    let workspace = scope
        .split_once("/workspaces/")
        .and_then(|(_, rest)| rest.split('/').next());
    workspace.or(scope.rsplit('/').next()).unwrap_or(scope)
}

/// A workspace that could not be read, and why.
pub(super) fn unread(voice: &Voice, Unread { alias, error }: &Unread, id: AskId) -> Text {
    let args = Args::new().piece("reason", reason(voice, error, id));
    match alias {
        Some(alias) => voice.line("unread", args.text("workspace", alias.as_str())),
        None => voice.line("unread-somewhere", args),
    }
}
