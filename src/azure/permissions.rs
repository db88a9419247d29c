//! The rights of our own identity in a workspace.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{lenient_json, target::Pattern};

/// Our effective rights on a workspace, from all role assignments.
///
/// Advice, not proof: deny assignments, locks and policies are not included.
///
/// For each role its actions and `notActions`, which limit that role only.
#[derive(Clone, Debug, Default)]
pub struct Permissions(Vec<(Vec<String>, Vec<String>)>);

impl Permissions {
    /// Adds an entry of `Microsoft.Authorization/permissions`.
    pub(super) fn add(&mut self, role: &Value) {
        self.0.push((lenient_json::list(role, "/actions"), lenient_json::list(role, "/notActions")));
    }

    /// Those of `needed` that no role gives.
    pub fn missing(&self, needed: &BTreeSet<&'static str>) -> Vec<&'static str> {
        needed.iter().copied().filter(|action| !self.allows(action)).collect()
    }

    /// Whether some role gives `action`.
    pub fn allows(&self, action: &str) -> bool {
        let named = |patterns: &[String]| patterns.iter().any(|pattern| covers(pattern, action));
        self.0.iter().any(|(actions, not_actions)| named(actions) && !named(not_actions))
    }
}

/// `*` matches anything, slashes included; and `a/*/b` seems to match `a/b` too: the built-in role Data
/// Scientist excludes `computes/write` by `computes/*/write`.
fn covers(pattern: &str, action: &str) -> bool {
    Pattern::new(pattern).matches(action) || Pattern::new(&pattern.replace("/*/", "/")).matches(action)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::command::VERBS;

    const ML: &str = "Microsoft.MachineLearningServices/workspaces";

    fn permissions(entries: Value) -> Permissions {
        let mut permissions = Permissions::default();
        lenient_json::elements(&entries).for_each(|role| permissions.add(role));
        permissions
    }

    fn may(permissions: &Permissions) -> Vec<&'static str> {
        let verbs = VERBS.iter().filter(|row| !row.actions.is_empty());
        let may = verbs.filter(|row| row.actions.iter().all(|action| permissions.allows(action)));
        may.map(|row| row.verb.name()).collect()
    }

    #[test]
    fn built_in_roles_allow_what_microsoft_documents() {
        let operator = json!([{
            "actions": [format!("{ML}/computes/*"), format!("{ML}/notebooks/vm/*")], "notActions": [],
        }]);
        let all =
            ["status", "list", "start", "stop", "restart", "delete", "idle", "schedule", "audit", "outdated"];
        assert_eq!(may(&permissions(operator.clone())), all, "no tags");

        let scientist = json!([{
            "actions": [
                format!("{ML}/*/read"), format!("{ML}/*/action"),
                format!("{ML}/*/delete"), format!("{ML}/*/write"),
            ],
            "notActions": [
                format!("{ML}/delete"), format!("{ML}/computes/*/delete"), format!("{ML}/computes/*/write"),
            ],
        }]);
        let but_delete: Vec<_> = all.into_iter().filter(|verb| *verb != "delete").collect();
        assert_eq!(may(&permissions(scientist.clone())), but_delete);

        let both = [scientist.as_array().unwrap().clone(), operator.as_array().unwrap().clone()];
        let mut both_may = may(&permissions(both.concat().into()));
        // The operator may not check names, and the scientist may not write.
        both_may.retain(|verb| !["create", "renew"].contains(verb));
        assert_eq!(both_may, all, "one role does not take from another");
    }

    #[test]
    fn a_reader_may_read_and_no_role_allows_nothing() {
        assert_eq!(
            may(&permissions(json!([{ "actions": ["*/READ"] }]))),
            ["status", "list", "announce", "audit", "outdated", "cost"]
        );
        assert!(may(&permissions(json!([]))).is_empty());
        assert!(may(&permissions(json!([{ "actions": null, "notActions": [7] }]))).is_empty());
        let all_but_all = json!([{ "actions": ["*"], "notActions": ["*"] }]);
        assert!(may(&permissions(all_but_all)).is_empty());
    }
}
