//! The price of an hour of an instance: Azure Machine Learning's estimate for its size, cached for a day. No reply
//! waits long for a price or fails without one.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, PoisonError},
    time::Duration,
};

use azure_core::http::Url;
use futures::{FutureExt, future::join_all};
use tokio::time::Instant;

use super::{
    client::Azure,
    compute::Compute,
    error::{AzureError, AzureErrorKind, Result},
    money::Money,
    price_list::{PriceAnswer, Prices, holds},
    throttle_wait::ThrottleWait,
};
use crate::target::Alias;

/// The longest that a reply waits for a price.
pub(crate) const PRICE_PATIENCE: Duration = Duration::from_secs(2);

impl Azure {
    /// The prices in a region, read once a day for all callers.
    ///
    /// # Errors
    ///
    /// As any read; an error is kept for a minute.
    pub async fn prices(&self, workspace: &Alias, location: &str) -> Result<Arc<Prices>> {
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

    /// Where Azure ML has a list for a region of a subscription.
    pub(super) fn region_url(&self, subscription: &str, location: &str, list: &str) -> Url {
        let provider = "Microsoft.MachineLearningServices";
        let path = ["subscriptions", subscription, "providers", provider, "locations", location, list];
        self.arm.url(&path, &self.settings.api_version)
    }

    /// The request continues if the caller gives up, so that the next caller has the answer at once.
    fn request_prices(&self, subscription: &str, location: &str) -> PriceAnswer {
        let url = self.region_url(subscription, location, "vmSizes");
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
    pub async fn prices_of(&self, computes: &[&Compute], patience: Duration) -> Vec<Result<Option<Money>>> {
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
