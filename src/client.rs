//! The one HTTP client of the process: for calls to Azure, AWS and chat platforms.
//!
//! HTTP/1.1 over rustls with *ring* and built-in roots. Provider and roots are passed, never installed
//! globally, so nothing here depends on other linked crates.

mod connector;

use std::{env, ffi::OsStr, fmt, fs, sync::Arc, time::Duration};

use backon::ConstantBuilder;
use reqwest::{Client, NoProxy, Proxy, redirect};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};
use tower::layer::layer_fn;
use url::{Host, Position, Url};

use connector::CONNECT_TIMEOUT;
pub use connector::{CONNECTION_PATIENCE, connect_ahead, further};

/// The limit on one request with its whole answer. ARM waits for a resource provider for 60 s, but
/// people do not.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// The limit on one try of a call that everything else waits for, such as a secret.
pub const ONE_TRY: Duration = Duration::from_secs(3);

/// The retries of such a call.
pub const TWICE_MORE: ConstantBuilder =
    ConstantBuilder::new().with_delay(Duration::from_millis(200)).with_max_times(2);

/// The most concurrent calls to Azure.
const POOL_MOST: usize = 16;

/// ARM closes idle connections after about a minute; after a freeze, older ones are dead.
const POOL_IDLE: Duration = Duration::from_secs(50);

/// OpenSSL's variable for a PEM file of roots, trusted in addition to the built-in ones.
const EXTRA_ROOTS: &str = "SSL_CERT_FILE";

/// The variables for a proxy; the first one that is set counts.
const PROXIES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// Never through a proxy: this machine, and the link-local addresses of metadata services.
const DIRECT: &str = "localhost,127.0.0.0/8,::1,169.254.0.0/16";

/// Whether this is at an address of this machine, which plain http may use.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Whether requests to `url` are private: https, or http within this machine.
pub fn is_private(url: &Url) -> bool {
    url.scheme() == "https" || url.scheme() == "http" && is_loopback(url)
}

/// The URL, if it is at an address of this machine.
pub fn url_on_this_machine(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| is_loopback(url) && is_private(url))
}

/// Whether `url` has no user, no query and no fragment.
pub fn is_bare(url: &Url) -> bool {
    let is_nameless = url.username().is_empty() && url.password().is_none();
    is_nameless && url.query().is_none() && url.fragment().is_none()
}

/// `host`, or `host:port` if the port is not the usual one.
pub fn place(url: &Url) -> &str {
    &url[Position::BeforeHost..Position::AfterPort]
}

/// The body of an answer. `None` if it has more bytes than `most`.
pub async fn body_within(most: usize, mut answer: reqwest::Response) -> reqwest::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        if body.len() + chunk.len() > most {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Some(body))
}

/// Builds the client, without a call, in about a millisecond.
///
/// It follows no redirect, so that a token goes nowhere else. Proxies from the environment serve https
/// only, since http stays on this machine.
///
/// # Errors
///
/// Names the variable whose value is unusable, not the value: a proxy's address may have a password.
pub fn http_client() -> Result<Client, String> {
    build(env::var_os(EXTRA_ROOTS).as_deref(), |name| env::var(name).ok())
}

fn build(extra_roots: Option<&OsStr>, env: impl Fn(&str) -> Option<String>) -> Result<Client, String> {
    let builder = Client::builder()
        .tls_backend_preconfigured(tls(extra_roots.filter(|path| !path.is_empty()))?)
        .connector_layer(layer_fn(connector::connector))
        .http1_only()
        .redirect(redirect::Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(REQUEST_TIMEOUT)
        .pool_idle_timeout(POOL_IDLE)
        .pool_max_idle_per_host(POOL_MOST);
    let builder = match proxy(env)? {
        Some(proxy) => builder.proxy(proxy),
        None => builder.no_proxy(),
    };
    builder.build().map_err(not_made)
}

fn tls(extra_roots: Option<&OsStr>) -> Result<ClientConfig, String> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(path) = extra_roots {
        let trusted =
            fs::read(path).map_err(|error| error.to_string()).and_then(|pem| trust(&mut roots, &pem));
        trusted.map_err(|error| format!("{EXTRA_ROOTS} names a file that cannot be used: {error}"))?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(not_made)?
        .with_root_certificates(roots)
        .with_no_client_auth())
}

fn not_made(error: impl fmt::Display) -> String {
    format!("the TLS client cannot be made: {error}")
}

/// Adds the certificates of a PEM text: all of them, and at least one.
fn trust(roots: &mut RootCertStore, pem: &[u8]) -> Result<(), String> {
    let before = roots.len();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|error| error.to_string())?;
        roots.add(certificate).map_err(|error| error.to_string())?;
    }
    if roots.len() == before { Err("there is no certificate in it".to_owned()) } else { Ok(()) }
}

fn proxy(env: impl Fn(&str) -> Option<String>) -> Result<Option<Proxy>, String> {
    let set = |name: &'static str| Some((name, env(name).filter(|value| !value.trim().is_empty())?));
    let Some((name, address)) = PROXIES.into_iter().find_map(set) else { return Ok(None) };
    let proxy = Proxy::https(address.trim()).map_err(|_| format!("{name} is not the address of a proxy"))?;
    let excepted = env("NO_PROXY").or_else(|| env("no_proxy")).unwrap_or_default();
    let direct = match excepted.trim() {
        "" => DIRECT.to_owned(),
        excepted => format!("{excepted},{DIRECT}"),
    };
    Ok(Some(proxy.no_proxy(NoProxy::from_string(&direct))))
}

#[cfg(test)]
mod tests {
    use tokio::{io::AsyncReadExt, net::TcpListener};

    use super::*;

    /// Its key was thrown away.
    const ROOT: &str = "\
-----BEGIN CERTIFICATE-----
MIIBlzCCAT2gAwIBAgIUSI3trS1dGodrco7vFUAbB5+cKYowCgYIKoZIzj0EAwIw
IDEeMBwGA1UEAwwVTGFtcGxpZ2h0ZXIgdGVzdCByb290MCAXDTI2MTEyMzEzMTY0
MVoYDzIxMjYxMDMwMTMxNjQxWjAgMR4wHAYDVQQDDBVMYW1wbGlnaHRlciB0ZXN0
IHJvb3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATl1yplnTmA9dvVfak3iDYf
I1ESGSs6NeX7Anzc7RVir2EgdGrPZtbu2quk4Ule7nQ3nYDWyWob9z69koXxoiJB
o1MwUTAdBgNVHQ4EFgQUL7P5j3VgUNAsCAlu3dbzPQeXNzowHwYDVR0jBBgwFoAU
L7P5j3VgUNAsCAlu3dbzPQeXNzowDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQD
AgNIADBFAiAYbC/7y3IJqeDMWg7EC+Oju03Wqxt8O+wvzitzV00n5QIhAOpw2zGJ
7PgrQ1f3Mg/Jvoym3aAPmXb9wCjwu9iXIVT4
-----END CERTIFICATE-----
";

    fn nothing(_: &str) -> Option<String> {
        None
    }

    #[test]
    fn the_client_can_be_built_repeatedly() {
        build(None, nothing).unwrap();
        build(Some(OsStr::new("")), nothing).unwrap();
    }

    #[test]
    fn extra_roots_add_to_the_built_in_ones() {
        let mut roots = RootCertStore::empty();
        trust(&mut roots, ROOT.repeat(2).as_bytes()).unwrap();
        assert_eq!(roots.len(), 2);
    }

    #[test]
    fn roots_that_cannot_be_used_are_an_error_that_names_the_variable() {
        for path in ["/there/is/no/such.pem", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")] {
            let error = build(Some(OsStr::new(path)), nothing).unwrap_err();
            assert!(error.starts_with("SSL_CERT_FILE names a file"), "{error}");
        }
        let torn = ROOT.replace("MIIB", "AAAA");
        assert!(trust(&mut RootCertStore::empty(), torn.as_bytes()).is_err());
    }

    #[test]
    fn a_bad_proxy_is_named_without_its_password() {
        let env = |name: &str| (name == "https_proxy").then(|| "http://me:hunter2@/".to_owned());
        let error = build(None, env).unwrap_err();
        assert_eq!(error, "https_proxy is not the address of a proxy");
    }

    /// Which of the two is connected to, and what it is sent first.
    async fn first_bytes(listener: &TcpListener) -> String {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut bytes = [0; 24];
        stream.read_exact(&mut bytes).await.unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[tokio::test]
    async fn a_proxy_is_used_except_for_this_machine() {
        let proxy = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let local = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", proxy.local_addr().unwrap());
        let env = |name: &str| match name {
            "ALL_PROXY" => Some(address.clone()),
            "NO_PROXY" => Some("intranet.example".to_owned()),
            _ => None,
        };
        let client = build(None, env).unwrap();
        let local_url = format!("https://{}", local.local_addr().unwrap());
        for (url, listener, expected) in [
            ("https://azure.example", &proxy, "CONNECT azure.example:44"),
            (local_url.as_str(), &local, "\u{16}\u{3}\u{1}"),
        ] {
            let first = tokio::select! {
                answer = client.get(url).send() => panic!("{answer:?}"),
                first = first_bytes(listener) => first,
            };
            assert!(first.starts_with(expected), "{first:?}");
        }
    }
}
