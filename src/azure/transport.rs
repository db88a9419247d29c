//! The addresses that a token may go to, and the retries of reads.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use async_trait::async_trait;
use azure_core::{
    cloud::{CloudConfiguration, CustomConfiguration},
    error::{Error, ErrorKind},
    http::{
        AsyncRawResponse, ClientOptions, HttpClient, Method, Request, RetryOptions, StatusCode, Url,
        UserAgentOptions,
        policies::{RetryHeaders, RetryPolicy},
    },
    time,
};
use scopeguard::defer;

use super::cloud::{Cloud, Endpoint};
use crate::{
    client::{connect_ahead, further},
    traces,
};

/// The start of the user agent. The pipeline of `azure_identity` panics on more than 24 characters and on `/`.
pub(super) const APPLICATION: &str = concat!("lamplighter-", env!("CARGO_PKG_VERSION"));
const _: () = assert!(APPLICATION.len() <= 24);

/// The transport for all requests with our secrets: it reaches only the given addresses,
/// and restores `http` where the Azure crates were given `https`.
///
/// The client does not follow redirects.
#[derive(Clone, Debug)]
pub(super) struct Transport {
    client: reqwest::Client,
    /// Entra and Resource Manager.
    cloud: Vec<Endpoint>,
    /// The token endpoints of a managed identity: http by design, and GET only. The secret header sent there is
    /// worth a token.
    managed_identity: Vec<Url>,
    /// How many requests are in flight.
    in_flight: Arc<AtomicUsize>,
}

impl Transport {
    pub(super) fn to_cloud(client: reqwest::Client, cloud: &Cloud) -> Self {
        let cloud = vec![cloud.authority.clone(), cloud.resource_manager.clone()];
        Self { client, cloud, managed_identity: Vec::new(), in_flight: Arc::default() }
    }

    pub(super) fn to_managed_identity(client: reqwest::Client, managed_identity: Vec<Url>) -> Self {
        Self { client, cloud: Vec::new(), managed_identity, in_flight: Arc::default() }
    }

    /// Options for the Azure crates. Without a transport they build a client of their own, which panics
    /// without a TLS provider.
    pub(super) fn options(&self, cloud: &Cloud, retry: RetryOptions) -> ClientOptions {
        let mut configuration = CustomConfiguration::default();
        configuration.authority_host = cloud.authority.secured().into();
        ClientOptions {
            retry,
            transport: Some(azure_core::http::Transport::new(Arc::new(self.clone()))),
            user_agent: UserAgentOptions { application_id: Some(APPLICATION.to_owned()) },
            cloud: Some(Arc::new(CloudConfiguration::Custom(configuration))),
            ..ClientOptions::default()
        }
    }

    /// Begins to connect to Resource Manager, unless the connection to Entra serves both.
    pub(super) fn connect_ahead(&self) {
        if let [authority, resource_manager] = &*self.cloud
            && authority != resource_manager
        {
            connect_ahead(&self.client, resource_manager.at(&[]));
        }
    }

    /// The real address of the request, if it may go there.
    fn admit(&self, request: &Request) -> Option<Url> {
        let url = request.url();
        let in_cloud = self.cloud.iter().find_map(|endpoint| endpoint.restore(url));
        let of_identity = || {
            let known = self.managed_identity.iter().any(|endpoint| endpoint.origin() == url.origin());
            (known && request.method() == Method::Get).then(|| url.clone())
        };
        in_cloud.or_else(of_identity)
    }
}

#[async_trait]
impl HttpClient for Transport {
    #[cfg_attr(feature = "otel", tracing::instrument(
        name = "azure", target = "traces", level = "debug", skip_all,
        fields(
            otel.kind = "client", otel.name = traces::operation(request.url()), otel.status_code,
            server.address = request.url().host_str(),
            http.request.method = request.method().as_ref(), http.response.status_code,
        )
    ))]
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let Some(url) = self.admit(request) else {
            return Err(Error::with_message(ErrorKind::Other, "not an address that this credential is for"));
        };
        let mut request = request.clone();
        *request.url_mut() = url;
        let others = self.in_flight.fetch_add(1, Relaxed);
        defer! { self.in_flight.fetch_sub(1, Relaxed); }
        let sent = self.client.execute_request(&request);
        let outcome = if others > 0 { further(sent).await } else { sent.await };
        match &outcome {
            Ok(answer) => traces::answered(answer.status().into(), u16::from(answer.status()) >= 400),
            Err(_) => traces::failed(),
        }
        outcome
    }
}

/// A failed read is tried again after these pauses: people wait no longer.
pub(super) const RETRIES: [Duration; 2] = [Duration::from_millis(500), Duration::from_millis(1500)];

/// After these answers.
#[rustfmt::skip]
pub(super) const RETRIED: [StatusCode; 4] = [
    StatusCode::RequestTimeout, StatusCode::InternalServerError, StatusCode::BadGateway, StatusCode::GatewayTimeout,
];

/// The same for tokens, in the pipeline of `azure_identity`.
///
/// Not after 429, nor after 503, with a time to wait: the caller would not learn of the wait, and
/// `Retry-After` has no upper bound.
#[derive(Debug)]
pub(super) struct TwiceMore;

impl TwiceMore {
    pub(super) fn options() -> RetryOptions {
        RetryOptions::custom(Arc::new(Self))
    }
}

impl RetryPolicy for TwiceMore {
    fn is_expired(&self, _since_start: time::Duration, retries: u32) -> bool {
        retries as usize >= RETRIES.len()
    }

    fn retry_headers(&self) -> Option<&RetryHeaders> {
        None
    }

    fn retry_status_codes(&self) -> &[StatusCode] {
        &RETRIED
    }

    fn sleep_duration(&self, retries: u32) -> time::Duration {
        RETRIES[usize::from(retries > 1)].try_into().unwrap_or(time::Duration::SECOND)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::http_client;

    fn admitted(transport: &Transport, method: Method, url: &str) -> Option<String> {
        let request = Request::new(Url::parse(url).unwrap(), method);
        transport.admit(&request).map(String::from)
    }

    #[tokio::test]
    async fn a_token_goes_to_entra_and_resource_manager_only() {
        let transport = Transport::to_cloud(http_client().unwrap(), &Cloud::public());
        for url in ["https://management.azure.com/a", "https://login.microsoftonline.com/b"] {
            assert_eq!(admitted(&transport, Method::Post, url).as_deref(), Some(url));
        }
        for url in [
            "http://management.azure.com/a",
            "https://management.azure.com:444/a",
            "https://management.azure.com.example/a",
        ] {
            assert_eq!(admitted(&transport, Method::Get, url), None, "{url}");
            let request = Request::new(Url::parse(url).unwrap(), Method::Get);
            let error = transport.execute_request(&request).await.unwrap_err();
            assert!(!format!("{error:?}").contains("azure.com"));
        }
    }

    #[test]
    fn a_managed_identity_gets_from_its_endpoint_and_does_nothing_else() {
        let endpoint = Url::parse("http://169.254.169.254/").unwrap();
        let transport = Transport::to_managed_identity(http_client().unwrap(), vec![endpoint]);
        let token = "http://169.254.169.254/metadata/identity/oauth2/token?resource=a";
        assert_eq!(admitted(&transport, Method::Get, token).as_deref(), Some(token));
        for method in [Method::Post, Method::Put, Method::Delete, Method::Head] {
            assert_eq!(admitted(&transport, method, token), None);
        }
        for url in ["http://169.254.169.254:81/metadata", "https://management.azure.com/"] {
            assert_eq!(admitted(&transport, Method::Get, url), None, "{url}");
        }
    }
}
