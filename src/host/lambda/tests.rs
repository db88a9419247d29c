//! The layer around a service that stands for the one that posts answers. The clock is virtual.

use std::{
    sync::Mutex,
    time::{Duration, SystemTime},
};

use lambda_http::Context as Invocation;
use tokio::time::{Instant, sleep};

use super::*;

/// What happened, in order, with the whole seconds since the start.
#[derive(Clone)]
struct Diary {
    began: Instant,
    entries: Arc<Mutex<Vec<(&'static str, u64)>>>,
}

impl Diary {
    fn note(&self, what: &'static str) {
        // The deadline comes from the real clock, so the elapsed time may be slightly less than a second.
        let at = (self.began.elapsed() + Duration::from_millis(100)).as_secs();
        self.entries.lock().unwrap().push((what, at));
    }
}

/// Serves one invocation with a deadline in `timeout` seconds. Returns the outcome and what happened.
async fn serve<F>(
    timeout: u64,
    inner: impl FnOnce(Arc<InFlight>, Diary) -> F + 'static,
) -> (Result<(), Error>, Vec<(&'static str, u64)>)
where
    F: Future<Output = Result<(), Error>> + 'static,
{
    let diary = Diary { began: Instant::now(), entries: Arc::default() };
    let mut context = Invocation::default();
    let deadline = SystemTime::now() + Duration::from_secs(timeout);
    context.deadline = deadline.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis() as u64;
    let (parts, ()) = http::Response::new(()).into_parts();
    let invocation = LambdaInvocation { parts, body: bytes::Bytes::new(), context };

    let notes = diary.clone();
    let mut inner = Some(inner);
    let posting = service_fn(move |_: LambdaInvocation| {
        let (inner, notes) = (inner.take().unwrap(), notes.clone());
        async move {
            let posted = inner(IN_FLIGHT.get(), notes.clone()).await;
            notes.note("answered");
            posted
        }
    });
    let outcome = wait_for_work(posting, invocation).await;
    diary.note("next");
    let entries = diary.entries.lock().unwrap().clone();
    (outcome, entries)
}

#[tokio::test(start_paused = true)]
async fn the_next_event_waits_for_the_work() {
    let (outcome, happened) = serve(900, |in_flight, diary| async move {
        in_flight.later.clone().spawn(async move {
            sleep(Duration::from_secs(300)).await;
            // Work may start further work.
            in_flight.later.spawn(async move {
                sleep(Duration::from_secs(20)).await;
                diary.note("told");
            });
        });
        Ok(())
    })
    .await;
    assert!(outcome.is_ok());
    assert_eq!(happened, [("answered", 0), ("told", 320), ("next", 320)]);
}

#[tokio::test(start_paused = true)]
async fn without_work_nothing_is_waited_for() {
    let (_, happened) = serve(900, |_, _| async { Ok(()) }).await;
    assert_eq!(happened, [("answered", 0), ("next", 0)]);
}

#[tokio::test(start_paused = true)]
async fn work_is_told_before_the_function_runs_out_of_time() {
    for (timeout, notice) in [(900, 885), (30, 15), (6, 3)] {
        let (_, happened) = serve(timeout, |in_flight, diary| async move {
            let time_is_up = in_flight.later.out_of_time();
            in_flight.later.spawn(async move {
                time_is_up.await;
                diary.note("told");
            });
            Ok(())
        })
        .await;
        assert_eq!(happened, [("answered", 0), ("told", notice), ("next", notice)]);
    }
}

#[tokio::test(start_paused = true)]
async fn the_handler_is_told_too() {
    let (_, happened) = serve(30, |in_flight, _| async move {
        in_flight.later.out_of_time().await;
        Ok(())
    })
    .await;
    assert_eq!(happened, [("answered", 15), ("next", 15)]);
}

#[tokio::test(start_paused = true)]
async fn work_that_will_not_end_is_abandoned_before_the_deadline() {
    for (timeout, end) in [(900, 899), (4, 3)] {
        let (_, happened) = serve(timeout, |in_flight, _| async move {
            in_flight.later.spawn(std::future::pending());
            Ok(())
        })
        .await;
        assert_eq!(happened, [("answered", 0), ("next", end)]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_will_not_end_is_abandoned_too() {
    let (_, happened) = serve(900, |in_flight, _| async move {
        assert_eq!(run_until(in_flight.end, std::future::pending::<()>()).await, None);
        Ok(())
    })
    .await;
    assert_eq!(happened, [("answered", 899), ("next", 899)]);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_that_has_passed_leaves_no_time() {
    let (_, happened) = serve(0, |in_flight, _| async move {
        in_flight.later.spawn(std::future::pending());
        in_flight.later.out_of_time().await;
        Ok(())
    })
    .await;
    assert_eq!(happened, [("answered", 0), ("next", 0)]);
}

#[tokio::test(start_paused = true)]
async fn work_that_panics_ends_alone() {
    let (outcome, happened) = serve(900, |in_flight, diary| async move {
        in_flight.later.spawn(async { panic!("an arranged panic") });
        in_flight.later.spawn(async move { diary.note("told") });
        Ok(())
    })
    .await;
    assert!(outcome.is_ok());
    assert_eq!(happened, [("answered", 0), ("told", 0), ("next", 0)]);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_could_not_be_posted_is_reported_after_the_work() {
    let (outcome, happened) = serve(900, |in_flight, diary| async move {
        in_flight.later.spawn(async move {
            sleep(Duration::from_secs(5)).await;
            diary.note("told");
        });
        Err("connection refused".into())
    })
    .await;
    assert_eq!(outcome.unwrap_err().to_string(), "connection refused");
    assert_eq!(happened, [("answered", 0), ("told", 5), ("next", 5)]);
}
