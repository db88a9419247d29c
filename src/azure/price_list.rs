//! Azure Machine Learning's estimates of what sizes cost per hour, and the answers that hold them.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use futures::{
    FutureExt,
    future::{BoxFuture, Shared},
};
use serde_json::Value;

use super::{
    error::Result,
    money::{Currency, Money},
};

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
    pub(super) fn read(&mut self, size: &Value) {
        if let (Some(name), Some(price)) = (size["name"].as_str(), per_hour(&size["estimatedVMPrices"])) {
            self.0.insert(name.to_ascii_lowercase(), price);
        }
    }
}

/// An answer that was received or is awaited.
pub(super) type PriceAnswer = Shared<BoxFuture<'static, Result<Arc<Prices>>>>;

/// Whether an answer is awaited, or recent enough to use.
pub(super) fn holds(age: Duration, answer: &PriceAnswer) -> bool {
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
