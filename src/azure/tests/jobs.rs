//! The jobs that an instance is still wanted for.

use super::*;

#[tokio::test(start_paused = true)]
async fn jobs_that_run_or_wait_are_found_by_their_instance() {
    let stage = Stage::warm().await;
    let jobs = stage.azure.jobs(&ci("myci").workspace, &ThrottleWait::new()).await.unwrap();
    assert!(jobs.complete);
    assert_eq!(jobs.on(&ci("busy-ci")), ["train-43", "train-42"]);
    assert!(jobs.on(&ci("myci")).is_empty(), "its job is over");
    assert_eq!(stage.calls(), [Call::Jobs]);
}

#[tokio::test(start_paused = true)]
async fn of_many_jobs_only_the_newest_are_read() {
    let stage = Stage::new(Options { page_size: 2, ..Options::default() }).await;
    for number in 0..10 {
        stage.emulator.set_job("myci", &format!("old-{number}"), "Completed");
    }
    let workspace = ci("myci").workspace;
    stage.azure.token().await.unwrap();
    stage.emulator.forget_requests();
    let jobs = stage.azure.jobs(&workspace, &ThrottleWait::new()).await.unwrap();
    assert!(!jobs.complete);
    assert!(jobs.on(&ci("busy-ci")).is_empty());
    assert_eq!(stage.calls(), [Call::Jobs; 5]);
}

#[tokio::test(start_paused = true)]
async fn without_the_right_there_is_an_error_that_names_it() {
    let stage = Stage::with(Fault::new(Call::Jobs, Effect::Forbidden)).await;
    let error = stage.azure.jobs(&ci("myci").workspace, &ThrottleWait::new()).await.unwrap_err();
    let AzureErrorKind::Forbidden { action: Some(action), .. } = error.kind else {
        panic!("{error}");
    };
    assert_eq!(action, crate::command::READ_JOBS);
}
