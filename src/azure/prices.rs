//! The price of an hour of an instance: Azure Machine Learning's estimate for its size, cached for a day. No reply
//! waits long for a price or fails without one.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures::{
    FutureExt,
    future::{BoxFuture, Shared, join_all},
};
use serde_json::Value;
use tokio::time::Instant;

use super::{
    client::Azure,
    compute::Compute,
    error::{AzureError, AzureErrorKind},
    money::{Currency, Money},
    throttle_wait::ThrottleWait,
};
use crate::target::Alias;

/// The longest that a reply waits for a price.
pub(crate) const PRICE_PATIENCE: Duration = Duration::from_secs(2);

/// Prices change by the month.
const HOLD: Duration = Duration::from_secs(24 * 3600);

/// A missing right is still missing a moment later.
const FAILURE_HOLDS: Duration = Duration::from_secs(60);

/// The prices of all sizes in one region: Linux, per hour, at the standard rate.
#[derive(Debug, Default)]
pub struct Prices(BTreeMap<String, Money>);

impl Prices {
    /// The price of an hour, by the size in any case. `None` if Azure names no price.
    pub fn per_hour(&self, vm_size: &str) -> Option<Money> {
        self.0.get(&vm_size.to_ascii_lowercase()).copied()
    }

    /// Adds an entry of `locations/…/vmSizes`, if it names a price.
    fn read(&mut self, size: &Value) {
        if let (Some(name), Some(price)) = (size["name"].as_str(), per_hour(&size["estimatedVMPrices"])) {
            self.0.insert(name.to_ascii_lowercase(), price);
        }
    }
}

/// Answers received or awaited, by subscription and location, with the time of the request.
pub(super) type PriceLists = Mutex<HashMap<(String, String), (Instant, PriceAnswer)>>;

type PriceAnswer = Shared<BoxFuture<'static, Result<Arc<Prices>, AzureError>>>;

/// Whether an answer is awaited, or recent enough to use.
fn holds(age: Duration, answer: &PriceAnswer) -> bool {
    match answer.clone().now_or_never() {
        None => true,
        Some(Ok(_)) => age < HOLD,
        Some(Err(_)) => age < FAILURE_HOLDS,
    }
}

/// The price of an hour, from an entry of `estimatedVMPrices.values` for Linux at the standard rate.
fn per_hour(prices: &Value) -> Option<Money> {
    let is = |json: &Value, key: &str, wanted: &str| {
        json[key].as_str().is_some_and(|text| text.eq_ignore_ascii_case(wanted))
    };
    if !is(prices, "unitOfMeasure", "OneHour") {
        return None;
    }
    let currency = Currency::read(prices["billingCurrency"].as_str()?)?;
    let mut values = prices["values"].as_array()?.iter();
    let ours = values.find(|price| {
        is(price, "osType", "Linux") && is(price, "vmTier", "Standard") && price["retailPrice"].is_number()
    })?;
    Money::of(ours["retailPrice"].as_f64()?, currency)
}

impl Azure {
    /// The prices in a region, read once a day for all callers.
    ///
    /// # Errors
    ///
    /// As any read; an error is kept for a minute.
    pub async fn prices(&self, workspace: &Alias, location: &str) -> Result<Arc<Prices>, AzureError> {
        let subscription = self.settings_of(workspace)?.subscription.clone();
        let answer = {
            let mut lists = self.prices.lock().unwrap_or_else(PoisonError::into_inner);
            lists.retain(|_, (at, answer)| holds(at.elapsed(), answer));
            let asked = lists.entry((subscription, location.replace(' ', "").to_ascii_lowercase()));
            let (_, answer) = asked.or_insert_with_key(|(subscription, location)| {
                (Instant::now(), self.request_prices(subscription, location))
            });
            answer.clone()
        };
        answer.await
    }

    /// The request continues if the caller gives up, so that the next caller has the answer at once.
    fn request_prices(&self, subscription: &str, location: &str) -> PriceAnswer {
        let provider = "Microsoft.MachineLearningServices";
        let path = ["subscriptions", subscription, "providers", provider, "locations", location, "vmSizes"];
        let url = self.arm.url(&path, &self.settings.api_version);
        let (arm, location) = (self.arm.clone(), location.to_owned());
        let reading = tokio::spawn(async move {
            let mut prices = Prices::default();
            let mut take = |_: &_, size: &_| prices.read(size);
            let read = arm.pages(url, usize::MAX, &ThrottleWait::new(), &mut take).await;
            read.map(|_| Arc::new(prices))
                .inspect_err(|error| tracing::warn!(location, %error, "Azure names no prices"))
        });
        let lost = || AzureError::of(AzureErrorKind::Unanswered);
        async move { reading.await.unwrap_or_else(|_| Err(lost())) }.boxed().shared()
    }

    /// The price of an hour of each, in their order, as far as it is known within `patience` or two seconds: `None` if
    /// Azure names none.
    ///
    /// # Errors
    ///
    /// As [`Self::prices`], and `Unanswered` if it takes longer.
    pub async fn prices_of(
        &self,
        computes: &[&Compute],
        patience: Duration,
    ) -> Vec<Result<Option<Money>, AzureError>> {
        let place = |compute: &Compute| Some((compute.id.workspace.clone(), compute.location.clone()?));
        let places: BTreeSet<_> = computes.iter().filter_map(|compute| place(compute)).collect();
        let lists = join_all(places.into_iter().map(async |(workspace, location)| {
            let asked =
                tokio::time::timeout(patience.min(PRICE_PATIENCE), self.prices(&workspace, &location)).await;
            let prices = asked.unwrap_or_else(|_| Err(AzureError::of(AzureErrorKind::Unanswered)));
            ((workspace, location), prices)
        }));
        let lists: BTreeMap<_, _> = lists.await.into_iter().collect();
        let price = |compute: &&Compute| {
            let prices = place(compute)
                .and_then(|place| lists.get(&place))
                .map_or(Ok(None), |list| list.as_ref().map(Some).map_err(AzureError::clone))?;
            Ok(prices.zip(compute.vm_size.as_deref()).and_then(|(prices, size)| prices.per_hour(size)))
        };
        computes.iter().map(price).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn price(name: &str, prices: Value) -> Option<f64> {
        let size = json!({ "name": name, "estimatedVMPrices": prices });
        let mut prices = Prices::default();
        [Value::Null, json!(7), size].iter().for_each(|size| prices.read(size));
        let money = prices.per_hour("STANDARD_DS3_V2")?;
        assert_eq!(money.currency.as_str(), "BRL");
        Some(money.millionths as f64 / 1e6)
    }

    #[test]
    fn the_price_for_linux_at_the_standard_rate_counts() {
        let value =
            |os: &str, tier: &str, price: f64| json!({ "retailPrice": price, "osType": os, "vmTier": tier });
        let prices = |unit: &str, values: &[Value]| json!({ "billingCurrency": "BRL", "unitOfMeasure": unit, "values": values });
        let all = [
            value("Windows", "Standard", 3.5),
            value("Linux", "LowPriority", 0.2),
            json!("surprise"),
            value("linux", "standard", 1.234_567),
        ];
        assert_eq!(price("Standard_DS3_v2", prices("OneHour", &all)), Some(1.234_567));
        assert_eq!(price("Standard_DS3_v3", prices("OneHour", &all)), None);
        assert_eq!(price("Standard_DS3_v2", prices("OneSecond", &all)), None);
        assert_eq!(price("Standard_DS3_v2", prices("OneHour", &all[..3])), None);
        let free = [value("Linux", "Standard", 0.0)];
        assert_eq!(price("Standard_DS3_v2", prices("OneHour", &free)), None);
        assert_eq!(price("Standard_DS3_v2", Value::Null), None);
    }
}
