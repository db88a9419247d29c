//! The price of an hour of an instance: Azure Machine Learning's estimate for its size, cached for a day. No reply
//! waits long for a price or fails without one.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError},
    time::Duration,
};

use futures::{FutureExt, future::join_all};
use tokio::time::Instant;

use super::{
    client::Azure,
    compute::Compute,
    error::{AzureError, AzureErrorKind},
    money::Money,
    price_list::{PriceAnswer, Prices, holds},
    throttle_wait::ThrottleWait,
};
use crate::target::Alias;

/// The longest that a reply waits for a price.
const PATIENCE: Duration = Duration::from_secs(2);

impl Azure {
    /// The prices in a region, read once a day for all callers.
    ///
    /// # Errors
    ///
    /// As any read; an error is kept for a minute.
    pub async fn prices(&self, workspace: &Alias, location: &str) -> Result<Arc<Prices>, AzureError> {
        let subscription = self.settings_of(workspace)?.subscription.clone();
        let answer = {
            let mut lists = self.prices.0.lock().unwrap_or_else(PoisonError::into_inner);
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

    /// The price of an hour of each, in their order. `None` if it is not known within two seconds.
    pub async fn prices_of(&self, computes: &[&Compute]) -> Vec<Option<Money>> {
        self.prices_within(PATIENCE, computes).await
    }

    /// The same, within `patience`.
    pub async fn prices_within(&self, patience: Duration, computes: &[&Compute]) -> Vec<Option<Money>> {
        let place = |compute: &Compute| Some((compute.id.workspace.clone(), compute.location.clone()?));
        let mut known: BTreeMap<_, Option<Arc<Prices>>> =
            computes.iter().filter_map(|compute| Some((place(compute)?, None))).collect();
        join_all(known.iter_mut().map(async |((workspace, location), prices)| {
            let asked = tokio::time::timeout(patience.min(PATIENCE), self.prices(workspace, location));
            *prices = asked.await.ok().and_then(Result::ok);
        }))
        .await;
        let price = |compute: &&Compute| {
            let prices = known.get(&place(compute)?)?.as_ref()?;
            prices.per_hour(compute.vm_size.as_deref()?)
        };
        computes.iter().map(price).collect()
    }
}
