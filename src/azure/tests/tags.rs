//! A workspace's tags.

use super::*;

fn tags<const N: usize>(pairs: [(&str, &str); N]) -> Tags {
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
}

fn fifty() -> Tags {
    let pair = |number| (format!("tag-{number:02}"), "theirs".to_owned());
    (1..=50).map(pair).collect()
}

#[tokio::test(start_paused = true)]
async fn tags_are_read_merged_and_deleted_one_by_one() {
    let stage = Stage::warm().await;
    let (azure, research) = (&stage.azure, research());
    assert_eq!(*azure.tags(&research, &ThrottleWait::new()).await.unwrap(), tags([]));
    let both = tags([("cost-centre", "7"), ("keep-myci", "22:00")]);
    assert_eq!(azure.merge_tags(&research, &both, &ThrottleWait::new()).await.unwrap(), both);
    let later = tags([("KEEP-myci", "23:00")]);
    let changed = tags([("cost-centre", "7"), ("keep-myci", "23:00")]);
    assert_eq!(azure.merge_tags(&research, &later, &ThrottleWait::new()).await.unwrap(), changed);

    let as_read_before = tags([("keep-myci", "22:00")]);
    assert_eq!(
        azure.delete_tags(&research, &as_read_before, &ThrottleWait::new()).await.unwrap(),
        changed,
        "somebody gave it a new value since"
    );
    let rest = tags([("cost-centre", "7")]);
    assert_eq!(azure.delete_tags(&research, &later, &ThrottleWait::new()).await.unwrap(), rest);
    assert_eq!(azure.delete_tags(&research, &later, &ThrottleWait::new()).await.unwrap(), rest);
    assert_eq!(*azure.tags(&research, &ThrottleWait::new()).await.unwrap(), rest);
    let calls = [vec![Call::Tags], vec![Call::Tag; 5], vec![Call::Tags]];
    assert_eq!(stage.calls(), calls.concat());
}

#[tokio::test(start_paused = true)]
async fn a_workspace_full_of_tags_is_an_error_and_keeps_its_tags() {
    let stage = Stage::warm().await;
    stage.azure.merge_tags(&research(), &fifty(), &ThrottleWait::new()).await.unwrap();
    let one_more = tags([("keep-myci", "22:00")]);
    let refused = stage.azure.merge_tags(&research(), &one_more, &ThrottleWait::new()).await;
    assert_eq!(kind(refused), AzureErrorKind::TooManyTags);
    assert_eq!(*stage.azure.tags(&research(), &ThrottleWait::new()).await.unwrap(), fifty());
}

#[tokio::test(start_paused = true)]
async fn a_change_of_tags_is_sent_once_whatever_the_answer() {
    for (effect, expected) in [
        (Effect::Conflict, AzureErrorKind::Conflict),
        (Effect::ServerError, AzureErrorKind::Server),
        (Effect::Reset, AzureErrorKind::Unanswered),
        (Effect::Garbage, AzureErrorKind::Garbage),
        (Effect::Throttled, AzureErrorKind::throttled(Some(Duration::from_secs(1)))),
    ] {
        let stage = Stage::with(Fault::new(Call::Tag, effect)).await;
        let refused = stage.azure.merge_tags(&research(), &fifty(), &ThrottleWait::new()).await;
        assert_eq!(kind(refused), expected);
        assert_eq!(stage.calls(), [Call::Tag], "{effect:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_missing_right_on_tags_is_named_and_a_missing_workspace_too() {
    let stage = Stage::warm().await;
    let rights = json!({ "actions": ["Microsoft.Resources/tags/read"] });
    stage.emulator.grant(serde_json::from_value::<Rights>(rights).unwrap());
    let AzureErrorKind::Forbidden { action, .. } =
        kind(stage.azure.merge_tags(&research(), &fifty(), &ThrottleWait::new()).await)
    else {
        panic!("it should be forbidden");
    };
    assert_eq!(action.as_deref(), Some("Microsoft.Resources/tags/write"));
    let gone = stage.azure.tags(&"gone".parse().unwrap(), &ThrottleWait::new()).await;
    assert_eq!(kind(gone), AzureErrorKind::ScopeNotFound(MissingScope::Workspace));
    stage.emulator.fault(Fault::new(Call::Tags, Effect::NotFound));
    let lost = stage.azure.tags(&research(), &ThrottleWait::new()).await;
    assert_eq!(kind(lost), AzureErrorKind::ScopeNotFound(MissingScope::Workspace));
}
