//! ARM's budgets, enforced by the emulator.

use jiff::Timestamp;

use super::*;

/// Bursts of writes, and calls for each second after.
const AT_ONCE: u32 = 200;
const PER_SECOND: u32 = 10;

impl Stage {
    /// With this many instances, `ci-a0001` and so on, budgets, and the paused clock.
    async fn throttled(instances: usize) -> Self {
        let began = Instant::now();
        let stage = Self::new(Options {
            instances,
            throttled: true,
            clock: std::sync::Arc::new(move || Timestamp::UNIX_EPOCH + began.elapsed()),
            ..Options::default()
        })
        .await;
        stage.azure.token().await.unwrap();
        stage.emulator.forget_requests();
        stage
    }

    /// The stops so far: the time of each since the beginning, and the status of its answer.
    fn stops(&self) -> Vec<(Duration, u16)> {
        let requests = self.emulator.requests().into_iter();
        let stops = requests.filter(|request| request.operation == Call::Stop);
        stops
            .map(|stop| {
                let at = stop.at.duration_since(Timestamp::UNIX_EPOCH).unsigned_abs();
                (at, stop.status.unwrap())
            })
            .collect()
    }
}

fn many(number: u32) -> impl Iterator<Item = ComputeId> {
    (1..=number).map(|number| ci(&format!("ci-a{number:04}")))
}

/// The least time for `number` stops.
fn at_best(number: u32) -> Duration {
    Duration::from_secs(1) * number.saturating_sub(AT_ONCE) / PER_SECOND
}

#[tokio::test(start_paused = true)]
async fn a_thousand_stops_are_paced_so_that_none_is_refused() {
    let stage = Stage::throttled(1000).await;
    let begun = Instant::now();
    let stops = many(1000)
        .map(async |id| send(async |waiting| stage.azure.prepare(Power::Stop, &id, waiting).await).await);
    for stopped in join_all(stops).await {
        stopped.unwrap();
    }
    assert!(begun.elapsed() <= at_best(1000).mul_f64(1.05), "{:?}", begun.elapsed());
    let stops = stage.stops();
    assert_eq!(stops.len(), 1000);
    assert!(stops.iter().all(|(_, status)| *status == 202));
}

#[tokio::test(start_paused = true)]
async fn all_calls_wait_if_another_process_used_the_budget() {
    let stage = Stage::throttled(500).await;
    // Two other processes.
    for (from, to) in [(300, 490), (490, 500)] {
        let other = azure_at(&stage.address);
        let theirs = many(500).skip(from).take(to - from);
        join_all(theirs.map(async |id| {
            send(async |waiting| other.prepare(Power::Stop, &id, waiting).await).await.map(drop).unwrap();
        }))
        .await;
    }
    stage.emulator.forget_requests();
    let (begun, waiting) = (Instant::now(), ThrottleWait::new());
    let stops = many(300).map(async |id| {
        let stopped = waiting
            .retry_throttled(async || {
                send(async |waiting| stage.azure.prepare(Power::Stop, &id, waiting).await).await
            })
            .await;
        stopped.map(drop)
    });
    assert!(join_all(stops).await.iter().all(Result::is_ok));
    assert!(begun.elapsed() <= at_best(AT_ONCE + 300).mul_f64(1.05), "{:?}", begun.elapsed());

    let stops = stage.stops();
    let refused = stops.iter().take_while(|(_, status)| *status == 429).count();
    assert!((1..=16).contains(&refused), "as many as were under way: {refused}");
    assert_eq!(stops.len(), refused + 300, "none was refused again");
    let told = Duration::from_secs(1);
    assert!(stops[..refused].iter().all(|(at, _)| *at < told));
    assert!(stops[refused..].iter().all(|(at, _)| *at >= told));
}

#[tokio::test(start_paused = true)]
async fn the_acknowledgement_knows_that_a_command_is_queued_and_when_it_is_sent() {
    let stage = Stage::throttled(200).await;
    join_all(many(199).map(async |id| {
        send(async |waiting| stage.azure.prepare(Power::Stop, &id, waiting).await).await.map(drop).unwrap();
    }))
    .await;
    let (waiting, begun, left) = (ThrottleWait::new(), Instant::now(), std::sync::OnceLock::new());
    let id = ci("ci-a0200");
    let order = async {
        let order = stage.azure.prepare(Power::Stop, &id, &waiting).await.unwrap();
        let answer = order.send(Instant::now(), &Arc::default()).await;
        let (sent_at, answer) = answer.expect("in time");
        left.set(sent_at - begun).unwrap();
        answer
    };
    let told = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        waiting.is_queued()
    };
    let (accepted, told) = tokio::join!(order, told);
    accepted.unwrap();
    assert!(told && !waiting.is_queued());
    assert_eq!(left.get(), Some(&Duration::from_millis(100)));
}

#[tokio::test(start_paused = true)]
async fn a_long_throttle_applies_to_all_calls_of_its_class_and_no_others() {
    let stage = Stage::with(Fault::new(Call::Stop, Effect::Throttled).retry_after(300)).await;
    stage.stop().await.unwrap_err();
    tokio::time::advance(Duration::from_secs(100)).await;
    let retry_after = Duration::from_secs(200);
    assert_eq!(
        kind(send(async |waiting| stage.azure.prepare(Power::Stop, &ci("busy-ci"), waiting).await).await),
        AzureErrorKind::Throttled { retry_after }
    );
    send(async |waiting| stage.azure.prepare(Power::Delete, &ci("busy-ci"), waiting).await).await.unwrap();
    stage.azure.get(&ci("myci"), &ThrottleWait::new()).await.unwrap();
    assert_eq!(stage.calls(), [Call::Stop, Call::Delete, Call::Get]);
    tokio::time::advance(retry_after).await;
    stage.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_repeated_read_waits_for_a_slot_again() {
    let stage = Stage::with(Fault::new(Call::Get, Effect::ServerError)).await;
    let begun = Instant::now();
    let reads = (0..300).map(async |_| {
        stage.azure.get(&ci("myci"), &ThrottleWait::new()).await.map(drop).unwrap();
    });
    join_all(reads).await;
    assert_eq!(stage.calls().len(), 301);
    // 301 calls after one for the token, of which 225 were sent at once.
    assert_eq!(begun.elapsed(), Duration::from_millis(40) * (1 + 301 - 225));
}
