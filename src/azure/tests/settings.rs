//! What an instance is set to.

use jiff::SignedDuration;

use super::*;

#[tokio::test(start_paused = true)]
async fn an_idle_time_is_set_in_one_call_of_its_own_version() {
    let stage = Stage::warm().await;
    let two_hours = SignedDuration::from_hours(2);
    stage.azure.set_idle(&ci("myci"), two_hours, &ThrottleWait::new()).await.unwrap();
    let sent = stage.emulator.requests();
    assert_eq!(sent[0].query, "api-version=2021-07-01");
    assert_eq!(stage.calls(), [Call::Idle]);
    assert_eq!(
        stage.azure.get(&ci("myci"), &ThrottleWait::new()).await.unwrap().idle_shutdown,
        Some(two_hours)
    );
    let too_short =
        stage.azure.set_idle(&ci("myci"), SignedDuration::from_mins(5), &ThrottleWait::new()).await;
    assert!(matches!(kind(too_short), AzureErrorKind::Other));
}

#[tokio::test(start_paused = true)]
async fn a_setting_is_sent_once_whatever_the_answer() {
    for (effect, expected) in [
        (Effect::Conflict, AzureErrorKind::Conflict),
        (Effect::ServerError, AzureErrorKind::Server),
        (Effect::Reset, AzureErrorKind::Unanswered),
        (Effect::ResetAfter, AzureErrorKind::Unanswered),
        (Effect::NotFound, AzureErrorKind::NotFound),
    ] {
        let stage = Stage::with(Fault::new(Call::Schedules, effect)).await;
        let (_, schedule_list) = stage.azure.schedule_list(&ci("myci"), &ThrottleWait::new()).await.unwrap();
        let refused = stage.azure.set_schedule_list(&ci("myci"), &schedule_list, &ThrottleWait::new()).await;
        assert_eq!(kind(refused), expected);
        assert_eq!(stage.calls(), [Call::Get, Call::Schedules], "{effect:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_list_that_was_read_is_written_back_as_it_was() {
    let stage = Stage::warm().await;
    let (_, before) = stage.azure.schedule_list(&ci("myci"), &ThrottleWait::new()).await.unwrap();
    stage.azure.set_schedule_list(&ci("myci"), &before, &ThrottleWait::new()).await.unwrap();
    let (seen, after) = stage.azure.schedule_list(&ci("myci"), &ThrottleWait::new()).await.unwrap();
    assert_eq!(after, before);
    assert_eq!(seen.schedules.len(), 1);
    let odd = json!({"schedules": {"computeStartStop": "what is this"}});
    stage.emulator.set("myci", odd);
    assert_eq!(
        kind(stage.azure.schedule_list(&ci("myci"), &ThrottleWait::new()).await),
        AzureErrorKind::Garbage
    );
}

#[tokio::test(start_paused = true)]
async fn a_missing_right_is_named() {
    let stage = Stage::with(Fault::new(Call::Idle, Effect::Forbidden)).await;
    let refused =
        stage.azure.set_idle(&ci("myci"), SignedDuration::from_hours(1), &ThrottleWait::new()).await;
    let AzureErrorKind::Forbidden { action, .. } = kind(refused) else {
        panic!("it should be forbidden");
    };
    assert_eq!(action.as_deref(), crate::command::Verb::Idle.row().actions.last().copied());
}
