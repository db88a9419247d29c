//! The one HTTP client of the process: Azure is called through it, and late replies are posted.
//!
//! HTTP/1.1 over rustls with *ring* and built-in roots. The provider and the roots are handed
//! over, never installed globally, so nothing here depends on what else is linked.

use std::{env, ffi::OsStr, sync::Arc, time::Duration};

use reqwest::{Client, NoProxy, Proxy, redirect};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};

/// To a host that is there, TCP and TLS take well under a second.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// One request with its whole answer. ARM gives up on a resource provider after 60 s, but by then
/// nobody is waiting any more.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// A frozen environment wakes with connections that the other side has closed; ARM keeps idle
/// ones for about a minute.
const POOL_IDLE: Duration = Duration::from_secs(50);

/// Names a PEM file of roots to trust besides the built-in ones, as OpenSSL's users know it.
const EXTRA_ROOTS: &str = "SSL_CERT_FILE";

/// Where a proxy for https is named, the first that is set winning.
const PROXIES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// Never asked of a proxy: this machine, and the link-local addresses of metadata services.
const DIRECT: &str = "localhost,127.0.0.0/8,::1,169.254.0.0/16";

/// Why there can be no client. Names the variable at fault, never its value: a proxy's address
/// may hold a password.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    #[error("{EXTRA_ROOTS} names a file that cannot be used: {0}")]
    ExtraRoots(String),
    #[error("{0} is not the address of a proxy")]
    Proxy(&'static str),
    #[error("the TLS client cannot be made: {0}")]
    Tls(String),
}

/// Builds the client. Nothing is contacted; takes about a millisecond, so make it on first use.
///
/// It follows no redirect: a token must not travel further than it was sent. Proxies from the
/// environment serve https only, since the little http we speak stays on this machine.
///
/// # Errors
///
/// When `SSL_CERT_FILE` or a proxy variable is set to something unusable.
pub fn http_client() -> Result<Client, ClientError> {
    build(env::var_os(EXTRA_ROOTS).as_deref(), |name| env::var(name).ok())
}

fn build(extra_roots: Option<&OsStr>, env: impl Fn(&str) -> Option<String>) -> Result<Client, ClientError> {
    let builder = Client::builder()
        .tls_backend_preconfigured(tls(extra_roots.filter(|path| !path.is_empty()))?)
        .http1_only()
        .redirect(redirect::Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(REQUEST_TIMEOUT)
        .pool_idle_timeout(POOL_IDLE);
    let builder = match proxy(env)? {
        Some(proxy) => builder.proxy(proxy),
        None => builder.no_proxy(),
    };
    builder
        .build()
        .map_err(|error| ClientError::Tls(error.to_string()))
}

fn tls(extra_roots: Option<&OsStr>) -> Result<ClientConfig, ClientError> {
    let mut roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    if let Some(path) = extra_roots {
        let bad = |error: &dyn std::fmt::Display| ClientError::ExtraRoots(error.to_string());
        let mut found = false;
        for root in CertificateDer::pem_file_iter(path).map_err(|error| bad(&error))? {
            let root = root.map_err(|error| bad(&error))?;
            roots.add(root).map_err(|error| bad(&error))?;
            found = true;
        }
        if !found {
            return Err(bad(&"there is no certificate in it"));
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| ClientError::Tls(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth())
}

fn proxy(env: impl Fn(&str) -> Option<String>) -> Result<Option<Proxy>, ClientError> {
    let set = |name: &&'static str| {
        let value = env(name).filter(|value| !value.trim().is_empty())?;
        Some((*name, value))
    };
    let Some((name, address)) = PROXIES.iter().find_map(set) else {
        return Ok(None);
    };
    let proxy = Proxy::https(address.trim()).map_err(|_| ClientError::Proxy(name))?;
    let asked = env("NO_PROXY").or_else(|| env("no_proxy"));
    let direct = match asked.as_deref().map(str::trim) {
        Some(asked) if !asked.is_empty() => format!("{asked},{DIRECT}"),
        _ => DIRECT.to_owned(),
    };
    Ok(Some(proxy.no_proxy(NoProxy::from_string(&direct))))
}
