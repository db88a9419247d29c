//! Prices, which may be had and may not.

use super::*;

const HOUR: Duration = Duration::from_secs(3600);

/// The price of `myci` in dollars.
async fn price(stage: &Stage) -> Option<f64> {
    let compute = stage.azure.get(&ci("myci"), &ThrottleWait::new()).await.unwrap().into_inner();
    let prices = stage.azure.prices_of(&[&compute], PRICE_PATIENCE).await;
    prices[0].clone().ok().flatten().map(|money| money.millionths as f64 / 1e6)
}

/// The number of price requests since the last call.
fn asked(stage: &Stage) -> usize {
    stage.calls().iter().filter(|call| **call == Call::VmSizes).count()
}

#[tokio::test(start_paused = true)]
async fn prices_are_read_once_a_day_for_all_callers() {
    let stage = Stage::warm().await;
    assert_eq!(join_all((0..50).map(|_| price(&stage))).await, [Some(0.293); 50]);
    let prices = stage.azure.prices(&research(), "East US 2").await.unwrap();
    assert_eq!(prices.per_hour("Standard_NC6s_v3").unwrap().millionths, 3_060_000);
    assert_eq!(prices.per_hour("Standard_Unheard_of"), None);
    assert_eq!(asked(&stage), 1);
    tokio::time::advance(23 * HOUR).await;
    price(&stage).await;
    assert_eq!(asked(&stage), 0);
    tokio::time::advance(HOUR).await;
    assert_eq!(price(&stage).await, Some(0.293));
    assert_eq!(asked(&stage), 1);
}

#[tokio::test(start_paused = true)]
async fn a_failed_price_request_is_kept_for_a_minute_and_fails_no_reply() {
    let stage = Stage::with(Fault::new(Call::VmSizes, Effect::Forbidden)).await;
    assert_eq!(price(&stage).await, None);
    tokio::time::advance(Duration::from_secs(59)).await;
    assert_eq!(price(&stage).await, None);
    assert_eq!(asked(&stage), 1);
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(price(&stage).await, Some(0.293));
}

#[tokio::test(start_paused = true)]
async fn a_reply_waits_two_seconds_for_a_price_and_the_next_one_has_it_at_once() {
    let stage = Stage::with(Fault::new(Call::VmSizes, Effect::Slow).delay_ms(5000)).await;
    let begun = Instant::now();
    assert_eq!(price(&stage).await, None);
    assert_eq!(begun.elapsed().as_secs(), 2);
    tokio::time::sleep(Duration::from_secs(3)).await;
    let begun = Instant::now();
    assert_eq!(price(&stage).await, Some(0.293));
    assert_eq!((begun.elapsed().as_secs(), asked(&stage)), (0, 1));
}

#[tokio::test(start_paused = true)]
async fn an_instance_without_size_or_location_has_no_price() {
    let stage = Stage::warm().await;
    let whole = stage.azure.get(&ci("myci"), &ThrottleWait::new()).await.unwrap().into_inner();
    let sizeless = Compute { vm_size: None, ..whole.clone() };
    let placeless = Compute { location: None, ..whole.clone() };
    let prices = stage.azure.prices_of(&[&sizeless, &whole, &placeless], PRICE_PATIENCE).await;
    let known: Vec<_> = prices.iter().map(|price| price.as_ref().unwrap().is_some()).collect();
    assert_eq!(known, [false, true, false]);
}
