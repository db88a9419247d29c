//! The Azure clouds: addresses of Entra and Resource Manager, and the audience of tokens.

use std::str::FromStr;

use url::Url;

use crate::client::{is_bare, is_loopback, is_private};

/// The three addresses that differ between clouds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cloud {
    /// Microsoft Entra ID, which issues tokens.
    pub authority: Endpoint,
    /// Azure Resource Manager, which accepts them.
    pub resource_manager: Endpoint,
    /// The audience of our tokens, without a slash at the end; `/.default` makes it a scope.
    pub audience: String,
}

impl Cloud {
    /// The global Azure, and the default.
    pub fn public() -> Self {
        Self::known("login.microsoftonline.com", "management.azure.com", "management.azure.com")
    }

    /// Azure Government.
    pub fn us_government() -> Self {
        // The audience is not the address: the Azure SDKs use this one.
        let audience = "management.core.usgovcloudapi.net";
        Self::known("login.microsoftonline.us", "management.usgovcloudapi.net", audience)
    }

    /// Azure operated by 21Vianet.
    pub fn china() -> Self {
        Self::known("login.chinacloudapi.cn", "management.chinacloudapi.cn", "management.chinacloudapi.cn")
    }

    /// Another cloud, or the emulator. Slashes at the end are ignored.
    pub fn custom(authority: Endpoint, resource_manager: Endpoint, audience: &str) -> Self {
        Self { authority, resource_manager, audience: audience.trim_end_matches('/').to_owned() }
    }

    /// The issuers in a directory's tokens: of version 2.0 first, then of 1.0. The app registration of
    /// the audience decides on the version.
    /// <https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud>
    pub fn issuers(&self, tenant: &str) -> Vec<String> {
        const PUBLIC: &[&str] = &["https://login.microsoftonline.com/{}/v2.0", "https://sts.windows.net/{}/"];
        const US_GOVERNMENT: &[&str] =
            &["https://login.microsoftonline.us/{}/v2.0", "https://sts.windows.net/{}/"];
        const CHINA: &[&str] = &[
            "https://login.partner.microsoftonline.cn/{}/v2.0",
            "https://login.chinacloudapi.cn/{}/v2.0",
            "https://sts.chinacloudapi.cn/{}/",
        ];
        let (known, own) = match self {
            _ if *self == Self::public() => (PUBLIC, None),
            _ if *self == Self::us_government() => (US_GOVERNMENT, None),
            _ if *self == Self::china() => (CHINA, None),
            _ => (PUBLIC, Some(format!("{}/{tenant}/v2.0", self.authority))),
        };
        let known = known.iter().map(|issuer| issuer.replace("{}", tenant));
        known.chain(own).collect()
    }

    /// The address of a directory's public keys.
    pub fn signing_keys(&self, tenant: &str) -> Url {
        self.authority.at(&[tenant, "discovery", "v2.0", "keys"])
    }

    /// The address of a directory's token endpoint.
    pub fn token_endpoint(&self, tenant: &str) -> Url {
        self.authority.at(&[tenant, "oauth2", "v2.0", "token"])
    }

    /// The domain of this cloud's key vaults, also the audience of tokens for them. A custom cloud has
    /// the public one.
    pub(super) fn vaults(&self) -> &'static str {
        match self {
            _ if *self == Self::us_government() => "vault.usgovcloudapi.net",
            _ if *self == Self::china() => "vault.azure.cn",
            _ => "vault.azure.net",
        }
    }

    /// The audience of a federated credential's tokens.
    /// <https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations>
    pub(super) fn exchange(&self) -> &'static str {
        match self.authority.0.host_str() {
            Some("login.microsoftonline.us") => "api://AzureADTokenExchangeUSGov",
            Some("login.chinacloudapi.cn" | "login.partner.microsoftonline.cn") => {
                "api://AzureADTokenExchangeChina"
            }
            _ => "api://AzureADTokenExchange",
        }
    }

    /// Whether its services are on this machine.
    pub(crate) fn is_local(&self) -> bool {
        self.authority.is_local() && self.resource_manager.is_local()
    }

    /// The scope of tokens for the audience.
    pub(crate) fn scope(&self) -> String {
        format!("{}/.default", self.audience)
    }

    fn known(authority: &str, resource_manager: &str, audience: &str) -> Self {
        let endpoint = |host: &str| format!("https://{host}").parse().expect("a constant: a test makes each");
        Self::custom(endpoint(authority), endpoint(resource_manager), &format!("https://{audience}"))
    }
}

/// The origin of a service that we send secrets to: https, or http within this machine.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint(Url);

const NOT_A_URL: &str = "is not a URL of the form https://host";
const INSECURE: &str = "must be https; http is for 127.0.0.0/8, ::1 and localhost only";
const MORE_THAN_AN_ORIGIN: &str = "may have a scheme, a host and a port, nothing more";

impl Endpoint {
    /// Whether `url` is at this service.
    pub(super) fn owns(&self, url: &Url) -> bool {
        self.0.origin() == url.origin()
    }

    /// The address of a path there, with each segment encoded.
    pub(super) fn at(&self, segments: &[&str]) -> Url {
        let mut url = self.0.clone();
        // An http or https URL always has such a path.
        if let Ok(mut path) = url.path_segments_mut() {
            path.clear().extend(segments);
        }
        url
    }

    /// The address as https: the Azure crates send no token to anything else, not even to a loopback
    /// address. The transport undoes this.
    pub(super) fn secured(&self) -> Url {
        with_scheme(self.0.clone(), "https", self.0.port_or_known_default())
    }

    /// The URL to send to, if `url` is at this service, or at its [`Endpoint::secured`] address.
    pub(super) fn restore(&self, url: &Url) -> Option<Url> {
        if self.owns(url) {
            return Some(url.clone());
        }
        let port = self.0.port_or_known_default();
        (self.secured().origin() == url.origin()).then(|| with_scheme(url.clone(), self.0.scheme(), port))
    }

    /// Whether the service is on this machine.
    pub(crate) fn is_local(&self) -> bool {
        is_loopback(&self.0)
    }
}

fn with_scheme(mut url: Url, scheme: &str, port: Option<u16>) -> Url {
    // Cannot fail: both schemes are special, and an http URL has a host.
    let _ = url.set_scheme(scheme);
    let _ = url.set_port(port);
    url
}

impl FromStr for Endpoint {
    /// Why the text is not an endpoint.
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut url = Url::parse(text.trim()).map_err(|_| NOT_A_URL)?;
        match url.scheme() {
            _ if is_private(&url) => {}
            "http" => return Err(INSECURE),
            _ => return Err(NOT_A_URL),
        }
        if !is_bare(&url) || url.path().chars().any(|c| c != '/') {
            return Err(MORE_THAN_AN_ORIGIN);
        }
        url.set_path("");
        Ok(Self(url))
    }
}

formatted!(Display for Endpoint, |endpoint| "{}", endpoint.0.as_str().trim_end_matches('/'));

formatted!(Debug for Endpoint, |endpoint| "{endpoint}");

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(text: &str) -> Endpoint {
        text.parse().unwrap()
    }

    #[test]
    fn the_known_clouds_match_microsofts_documents() {
        assert_eq!(Cloud::public().scope(), "https://management.azure.com/.default");
        let government = Cloud::us_government();
        assert_eq!(government.authority.to_string(), "https://login.microsoftonline.us");
        assert_eq!(government.scope(), "https://management.core.usgovcloudapi.net/.default");
        let china = Cloud::china();
        assert_eq!(china.resource_manager.to_string(), "https://management.chinacloudapi.cn");
    }

    #[test]
    fn trailing_slashes_are_ignored() {
        let arm = endpoint("https://arm.example//");
        assert_eq!(arm, endpoint("https://ARM.example"));
        let cloud = Cloud::custom(arm.clone(), arm, "api://arm/");
        assert_eq!(cloud.scope(), "api://arm/.default");
    }

    #[test]
    fn http_is_for_this_machine_only() {
        for text in ["http://127.0.0.1:8181", "http://127.8.9.1", "http://[::1]:80", "http://localhost:1"] {
            assert!(text.parse::<Endpoint>().is_ok(), "{text}");
        }
        for text in [
            "http://management.azure.com",
            "http://169.254.169.254",
            "http://10.0.0.1:8181",
            "http://localhost.example",
            "http://127.0.0.1.example",
            "http://[::ffff:127.0.0.1]",
            "http://0.0.0.0",
        ] {
            assert_eq!(text.parse::<Endpoint>(), Err(INSECURE), "{text}");
        }
    }

    #[test]
    fn only_an_origin_is_an_endpoint() {
        for text in ["", "management.azure.com", "ftp://a", "unix:/a", "https://"] {
            assert_eq!(text.parse::<Endpoint>(), Err(NOT_A_URL), "{text:?}");
        }
        for text in ["https://a/b", "https://a/?b", "https://a/#b", "https://me:secret@a"] {
            assert_eq!(text.parse::<Endpoint>(), Err(MORE_THAN_AN_ORIGIN), "{text}");
        }
    }

    #[test]
    fn only_secured_urls_are_restored() {
        for text in ["http://127.0.0.1:8181", "http://127.0.0.1", "http://localhost:443", "https://a:8443"] {
            let endpoint = endpoint(text);
            let url = Url::parse(&format!("{text}/path?query=1")).unwrap();
            let mut secured = endpoint.secured();
            assert_eq!(secured.scheme(), "https");
            secured.set_path("/path");
            secured.set_query(Some("query=1"));
            assert_eq!(endpoint.restore(&secured), Some(url.clone()));
            assert_eq!(endpoint.restore(&url), Some(url));
        }
        let plain = endpoint("http://127.0.0.1:8181");
        for foreign in ["https://127.0.0.1:8182", "https://127.0.0.2:8181", "http://127.0.0.1:8182"] {
            assert_eq!(plain.restore(&Url::parse(foreign).unwrap()), None, "{foreign}");
        }
    }
}
