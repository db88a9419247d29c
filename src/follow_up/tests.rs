use proptest::prelude::*;

use super::*;
use crate::azure::{LastOperation, OperationName, Trigger, security_settings::SecuritySettings};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

fn id() -> ComputeId {
    ComputeId { workspace: "research".parse().unwrap(), name: "myci".into() }
}

fn pending(verb: Verb) -> Pending {
    Pending { verb, asked: at(0), accepted: None, created_on: None, correlation: None, operation: None }
}

fn follows(verb: Verb, outcome: Outcome) -> FollowUp {
    FollowUp::of(&Report { id: id(), verb, outcome }).unwrap()
}

/// Follows `verb`, which was sent at 0 s and accepted by Azure at 1 s.
fn accepted(verb: Verb) -> FollowUp {
    let pending = Pending { accepted: Some(at(1)), ..pending(verb) };
    follows(verb, Outcome::Asked(pending))
}

/// Follows `verb`, which was sent at 0 s and not answered.
fn unanswered(verb: Verb) -> FollowUp {
    follows(verb, Outcome::Unsure(pending(verb)))
}

fn instance(
    state: Option<State>,
    last: Option<(OperationName, OperationStatus, i64)>,
) -> Result<Compute, AzureError> {
    Ok(Compute {
        id: id(),
        location: None,
        vm_size: None,
        state,
        last_operation: last.map(|(name, status, second)| LastOperation {
            name,
            time: at(second),
            status,
            trigger: Some(Trigger::User),
        }),
        owner: None,
        owner_name: None,
        created_on: None,
        modified_on: None,
        idle_shutdown: None,
        schedules: Vec::new(),
        errors: Vec::new(),
        applications: Vec::new(),
        made: None,
        replaces: None,
        security: SecuritySettings::default(),
    })
}

fn failed(kind: AzureErrorKind) -> Result<Compute, AzureError> {
    Err(AzureError::of(kind))
}

/// The outcome that a step reports, or `None` if it asks for another look.
fn reported(step: ControlFlow<Outcome, Duration>) -> Option<Outcome> {
    step.break_value()
}

#[test]
fn done_is_reported_once_it_was_seen() {
    use OperationName::Stop;
    use OperationStatus::{InProgress, Succeeded};
    let mut stop = accepted(Verb::Stop);
    let running = instance(Some(State::Running), Some((OperationName::Start, Succeeded, -900)));
    assert!(reported(stop.on_instance(running, at(10))).is_none(), "not visible yet");
    let stopping = instance(Some(State::Stopping), Some((Stop, InProgress, 0)));
    assert!(reported(stop.on_instance(stopping, at(20))).is_none());
    let stopped = instance(Some(State::Stopped), Some((Stop, Succeeded, 0)));
    let Some(Outcome::Done { took, .. }) = reported(stop.on_instance(stopped, at(30))) else {
        panic!("not done");
    };
    assert_eq!(took.as_secs(), 30);
}

#[test]
fn a_restart_is_done_when_azure_says_so_not_when_the_instance_runs() {
    use OperationName::Restart;
    let mut restart = accepted(Verb::Restart);
    assert!(reported(restart.on_instance(instance(Some(State::Running), None), at(10))).is_none());
    let old = Some((Restart, OperationStatus::Succeeded, -3600));
    assert!(reported(restart.on_instance(instance(Some(State::Running), old), at(20))).is_none());
    let new = Some((Restart, OperationStatus::Succeeded, 0));
    let step = restart.on_instance(instance(Some(State::Running), new), at(30));
    assert!(matches!(reported(step), Some(Outcome::Done { .. })));
}

#[test]
fn a_missing_instance_completes_a_delete_and_nothing_else() {
    let step = accepted(Verb::Delete).on_instance(failed(AzureErrorKind::NotFound), at(10));
    assert!(matches!(reported(step), Some(Outcome::Done { .. })));
    let step = accepted(Verb::Stop).on_instance(failed(AzureErrorKind::NotFound), at(10));
    assert!(matches!(reported(step), Some(Outcome::Gone)));
}

#[test]
fn an_operation_of_somebody_else_is_reported_as_theirs() {
    let started = Some((OperationName::Start, OperationStatus::Succeeded, 60));
    let step = accepted(Verb::Stop).on_instance(instance(Some(State::Running), started), at(90));
    assert!(matches!(reported(step), Some(Outcome::Overtaken { .. })));
}

#[test]
fn an_unanswered_request_without_a_trace_is_given_up_after_three_looks() {
    let mut stop = unanswered(Verb::Stop);
    let untouched =
        || instance(Some(State::Running), Some((OperationName::Start, OperationStatus::Succeeded, -900)));
    assert!(reported(stop.on_instance(untouched(), at(10))).is_none());
    assert!(reported(stop.on_instance(untouched(), at(20))).is_none());
    assert!(matches!(reported(stop.on_instance(untouched(), at(30))), Some(Outcome::NotTaken(_))));
}

#[test]
fn a_failed_operation_does_not_show_that_an_unanswered_request_was_not_taken() {
    let failed = Some((OperationName::Restart, OperationStatus::Failed, 30));
    let step = unanswered(Verb::Restart).on_instance(instance(Some(State::Stopped), failed), at(60));
    assert!(matches!(reported(step), Some(Outcome::Unattributed { last: Some(_), .. })));
}

#[test]
fn a_failed_operation_of_the_same_kind_is_not_ours_if_ours_succeeded() {
    let mut start = accepted(Verb::Start);
    assert!(reported(start.on_operation(Ok(OperationResult::Succeeded), at(10))).is_none());
    let theirs = Some((OperationName::Start, OperationStatus::Failed, 1));
    let step = start.on_instance(instance(Some(State::Running), theirs), at(11));
    assert!(matches!(reported(step), Some(Outcome::Done { .. })));
}

#[test]
fn a_creation_that_failed_says_whether_anything_is_left() {
    let quota = || Ok(OperationResult::Failed(AzureError::of(AzureErrorKind::Quota)));
    let creation = |seen: Option<i64>| {
        let pending = Pending { accepted: Some(at(1)), created_on: seen.map(at), ..pending(Verb::Create) };
        let mut creation = follows(Verb::Create, Outcome::Asked(pending));
        assert!(reported(creation.on_operation(quota(), at(10))).is_none(), "the instance is looked at");
        creation
    };
    let there = |state| Ok(Compute { created_on: Some(at(1)), ..instance(state, None).unwrap() });
    for state in [None, Some(State::Creating), Some(State::CreateFailed), Some(State::Stopped)] {
        let step = creation(Some(1)).on_instance(there(state), at(11));
        assert!(
            matches!(reported(step), Some(Outcome::LeftBroken(error)) if error.kind == AzureErrorKind::Quota)
        );
    }
    for seen in [None, Some(1)] {
        let step = creation(seen).on_instance(failed(AzureErrorKind::NotFound), at(11));
        assert!(
            matches!(reported(step), Some(Outcome::Failed(error)) if error.kind == AzureErrorKind::Quota)
        );
    }
    // Whose it is was not seen.
    let step = creation(None).on_instance(there(Some(State::Running)), at(11));
    assert!(matches!(reported(step), Some(Outcome::Failed(_))));
    assert!(matches!(creation(Some(1)).give_up(), Outcome::Failed(_)));
}

#[test]
fn a_creation_fails_by_what_the_instance_shows() {
    let last = || Some((OperationName::Create, OperationStatus::Failed, 0));
    for (state, left) in
        [(Some(State::SetupFailed), true), (Some(State::Stopped), true), (Some(State::Unusable), false)]
    {
        let step = accepted(Verb::Create).on_instance(instance(state, last()), at(60));
        let outcome = reported(step);
        assert!(matches!(outcome, Some(Outcome::LeftBroken(_))) == left, "{outcome:?}");
        assert!(matches!(outcome, Some(Outcome::Failed(_))) != left, "{outcome:?}");
    }
}

#[test]
fn an_equal_operation_accepted_after_the_answer_is_somebody_elses() {
    let again = Some((OperationName::Restart, OperationStatus::Succeeded, 30));
    let step = accepted(Verb::Restart).on_instance(instance(Some(State::Running), again), at(90));
    assert!(matches!(reported(step), Some(Outcome::Overtaken { done: false, .. })));
}

#[test]
fn the_effect_of_an_unanswered_request_is_not_attributed() {
    let mut stop = unanswered(Verb::Stop);
    let stopping =
        instance(Some(State::Stopping), Some((OperationName::Stop, OperationStatus::InProgress, 1)));
    assert!(reported(stop.on_instance(stopping, at(10))).is_none());
    assert!(matches!(unanswered(Verb::Stop).give_up(), Outcome::Unsure(_)));
    assert!(matches!(stop.give_up(), Outcome::Unattributed { state: Some(State::Stopping), last: None }));
    let stopped = instance(Some(State::Stopped), Some((OperationName::Stop, OperationStatus::Succeeded, 1)));
    let step = stop.on_instance(stopped, at(20));
    assert!(matches!(reported(step), Some(Outcome::Unattributed { last: None, .. })));
}

#[test]
fn an_operation_of_somebody_else_does_not_make_an_unanswered_request_accepted() {
    let mut stop = unanswered(Verb::Stop);
    for seconds in [60, 70, 80, 90] {
        let restarting = Some((OperationName::Restart, OperationStatus::InProgress, 50));
        let step = stop.on_instance(instance(Some(State::Stopped), restarting), at(seconds));
        assert!(reported(step).is_none());
    }
    let restarted = Some((OperationName::Restart, OperationStatus::Succeeded, 50));
    let step = stop.on_instance(instance(Some(State::Running), restarted), at(100));
    assert!(matches!(reported(step), Some(Outcome::Unattributed { last: Some(_), .. })));
}

#[test]
fn a_throttled_look_waits_for_retry_after() {
    let retry_after = Duration::from_secs(120);
    let step = accepted(Verb::Stop).on_instance(failed(AzureErrorKind::Throttled { retry_after }), at(10));
    assert!(matches!(step, Continue(after) if after == retry_after));
}

fn any_state() -> impl Strategy<Value = Option<State>> {
    let names = ["Running", "Stopped", "Stopping", "Starting", "Unusable", "JobRunning", "Unheard"];
    proptest::option::of(
        proptest::sample::select(names.to_vec()).prop_map(|name| State::from(name.to_owned())),
    )
}

fn any_operation() -> impl Strategy<Value = Option<(OperationName, OperationStatus, i64)>> {
    let names = ["Start", "Stop", "Restart", "Delete", "Create", "Unheard"];
    let statuses = ["InProgress", "Succeeded", "Failed", "Unheard"];
    proptest::option::of((
        proptest::sample::select(names.to_vec()).prop_map(|name| OperationName::from(name.to_owned())),
        proptest::sample::select(statuses.to_vec()).prop_map(|name| OperationStatus::from(name.to_owned())),
        -100i64..100,
    ))
}

proptest! {
    /// Following always ends, and `Done` is reported only if the wanted state was seen.
    #[test]
    fn following_ends_and_reports_only_what_was_seen(
        seen in proptest::collection::vec((any_state(), any_operation()), 1..40),
        verb in proptest::sample::select(vec![Verb::Start, Verb::Stop, Verb::Restart, Verb::Delete]),
        certain in any::<bool>(),
    ) {
        let mut follow_up = if certain { accepted(verb) } else { unanswered(verb) };
        for (n, (state, operation)) in seen.iter().cycle().take(400).enumerate() {
            let now = at(10 * n as i64);
            if let Break(outcome) = follow_up.on_instance(instance(state.clone(), operation.clone()), now) {
                if matches!(outcome, Outcome::Done { .. }) {
                    let wanted: &[State] = if verb == Verb::Stop { &[State::Stopped] } else { &[State::Running, State::JobRunning] };
                    prop_assert!(verb != Verb::Delete && state.as_ref().is_some_and(|state| wanted.contains(state)));
                }
                return Ok(());
            }
        }
        prop_assert!(false, "following did not end");
    }
}

#[test]
fn what_somebody_else_began_is_followed_to_its_end() {
    let begun = || follows(Verb::Stop, Outcome::Busy { state: Some(State::Stopping), since: Some(at(-1)) });
    let stopping =
        instance(Some(State::Stopping), Some((OperationName::Stop, OperationStatus::InProgress, -1)));
    assert!(begun().on_instance(stopping, at(10)).is_continue());
    let over = |state, status| {
        let seen = instance(Some(state), Some((OperationName::Stop, status, -1)));
        begun().on_instance(seen, at(20))
    };
    let stopped = over(State::Stopped, OperationStatus::Succeeded);
    assert!(matches!(stopped, Break(Outcome::Already { state: Some(State::Stopped), .. })));
    assert!(matches!(over(State::Running, OperationStatus::Failed), Break(Outcome::Stale(_))));
    let unsettled = begun().give_up();
    assert!(matches!(unsettled, Outcome::Busy { state: Some(State::Stopping), .. }));
}
