//! The Azure actions that we hold and lack.

use super::{
    azure_error::unread,
    prelude::{Localizer, Phrase, Reply, grouped, line, say},
};
use crate::{command::role_with, fleet::Unreadable, target::Alias};

/// Where most actions are. Replies leave it out.
const PROVIDER: &str = "Microsoft.MachineLearningServices/";

/// What is missing in each workspace whose rights could be read, with the role that gives it; and the others.
pub fn check(l10n: &Localizer, rights: &[(&Alias, Vec<&str>)], unreadable: &[Unreadable]) -> Reply {
    let (whole, lacking): (Vec<_>, Vec<_>) = rights.iter().partition(|(_, missing)| missing.is_empty());
    let places = whole.iter().map(|(alias, _)| Phrase::literal(alias.as_str()));
    let whole = (!whole.is_empty()).then(|| line!(l10n, "check-held", places = l10n.list(places)));
    let lacking = lacking.iter().map(|(alias, missing)| {
        let roles = grouped(missing.iter().map(|action| (role_with(action), *action)));
        let roles = roles.into_iter().map(|(role, actions)| {
            let actions = actions.iter().map(|action| {
                Phrase::code(action.trim_start_matches(PROVIDER).trim_start_matches("workspaces/"))
            });
            say!(l10n, "check-role", role, actions = l10n.list(actions))
        });
        line!(l10n, "check-lacks", workspace = alias.as_str(), roles = l10n.list(roles))
    });
    Reply::to_caller(whole.into_iter().chain(lacking).chain(unread(l10n, unreadable)))
}
