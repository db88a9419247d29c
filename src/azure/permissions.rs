//! What our own identity may do in a workspace.

use serde::Deserialize;

use super::loose::Loose;
use crate::target::Pattern;

/// Our effective rights on a workspace, from all role assignments together.
///
/// Advice, not proof: deny assignments, locks and policies do not show here.
#[derive(Clone, Debug, Default)]
pub struct Permissions {
    entries: Vec<Entry>,
}

/// One role assignment. A `notAction` takes away from its own entry only.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Entry {
    actions: Loose<Vec<Loose<String>>>,
    not_actions: Loose<Vec<Loose<String>>>,
}

impl Permissions {
    pub(super) fn new(entries: Vec<Entry>) -> Self {
        Self { entries }
    }

    /// Whether some role gives `action`, such as those of a verb's row.
    pub fn allows(&self, action: &str) -> bool {
        let named = |list: &Loose<Vec<Loose<String>>>| {
            let patterns = list.0.iter().flatten().flat_map(|pattern| &pattern.0);
            patterns.into_iter().any(|pattern| covers(pattern, action))
        };
        let gives = |entry: &Entry| named(&entry.actions) && !named(&entry.not_actions);
        self.entries.iter().any(gives)
    }
}

/// `*` stands for anything, slashes too; and `a/*/b` seems to cover `a/b`: the built-in Data
/// Scientist role keeps people from `computes/write` by `computes/*/write`.
fn covers(pattern: &str, action: &str) -> bool {
    Pattern::new(pattern).matches(action) || Pattern::new(&pattern.replace("/*/", "/")).matches(action)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::command::VERBS;

    const ML: &str = "Microsoft.MachineLearningServices/workspaces";

    fn permissions(entries: Value) -> Permissions {
        Permissions::new(serde_json::from_value(entries).unwrap())
    }

    fn may(permissions: &Permissions) -> Vec<&'static str> {
        let verbs = VERBS.iter().filter(|row| !row.actions.is_empty());
        let may = verbs.filter(|row| row.actions.iter().all(|action| permissions.allows(action)));
        may.map(|row| row.verb.name()).collect()
    }

    #[test]
    fn built_in_roles_give_what_they_are_known_to_give() {
        let operator = json!([{
            "actions": [format!("{ML}/computes/*"), format!("{ML}/notebooks/vm/*")], "notActions": [],
        }]);
        let all = [
            "status", "list", "start", "stop", "restart", "delete", "idle", "schedule", "audit",
        ];
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

        let both = [
            scientist.as_array().unwrap().clone(),
            operator.as_array().unwrap().clone(),
        ];
        assert_eq!(
            may(&permissions(both.concat().into())),
            all,
            "one role does not take from another"
        );
    }

    #[test]
    fn reader_may_look_and_nobody_may_nothing() {
        assert_eq!(
            may(&permissions(json!([{ "actions": ["*/READ"] }]))),
            ["status", "list", "announce", "audit", "cost"]
        );
        assert!(may(&permissions(json!([]))).is_empty());
        assert!(may(&permissions(json!([{ "actions": null, "notActions": [7] }]))).is_empty());
        let all_but_all = json!([{ "actions": ["*"], "notActions": ["*"] }]);
        assert!(may(&permissions(all_but_all)).is_empty());
    }
}
