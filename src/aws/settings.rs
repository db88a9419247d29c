//! Our region and credentials in AWS, from the environment.

use aws_credential_types::Credentials;
use url::Url;

use super::error::AwsError;
use crate::client::is_private;

/// Region, credentials and endpoints. Lambda sets the variables for its functions.
#[derive(Clone)]
pub struct AwsSettings {
    pub(super) region: String,
    pub(super) credentials: Credentials,
    /// Endpoints in place of the region's own.
    endpoints: Vec<(&'static str, Url)>,
}

/// The services that we call, by their names in addresses and signatures, and the variables for other endpoints.
const SERVICES: [(&str, &str); 3] = [
    ("sts", "AWS_ENDPOINT_URL_STS"),
    ("secretsmanager", "AWS_ENDPOINT_URL_SECRETS_MANAGER"),
    ("ssm", "AWS_ENDPOINT_URL_SSM"),
];

impl AwsSettings {
    /// From the variables that AWS's SDKs read: `AWS_REGION` or `AWS_DEFAULT_REGION`,
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`; and, for trying out,
    /// `AWS_ENDPOINT_URL` or `AWS_ENDPOINT_URL_STS`, `_SECRETS_MANAGER`, `_SSM`.
    ///
    /// # Errors
    ///
    /// Names the variable that is missing or wrong.
    pub fn read(env: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let set = |name: &str| env(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let need = |name| set(name).ok_or_else(|| unset(name));
        let region = need("AWS_REGION").or_else(|error| set("AWS_DEFAULT_REGION").ok_or(error))?;
        // It becomes part of a host name.
        if !region.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            return Err("needs a region in AWS_REGION, such as eu-west-1".to_owned());
        }
        let mut endpoints = Vec::new();
        for (service, own) in SERVICES {
            let named = [own, "AWS_ENDPOINT_URL"].into_iter().find_map(|name| Some((name, set(name)?)));
            if let Some((name, text)) = named {
                let url = Url::parse(&text).ok().filter(is_private);
                endpoints.push((service, url.ok_or_else(|| bad_endpoint(name))?));
            }
        }
        Ok(Self {
            credentials: Credentials::new(
                need("AWS_ACCESS_KEY_ID")?,
                need("AWS_SECRET_ACCESS_KEY")?,
                set("AWS_SESSION_TOKEN"),
                None,
                "environment",
            ),
            endpoints,
            region,
        })
    }

    pub(super) fn endpoint(&self, service: &str) -> Result<Url, AwsError> {
        if let Some((_, endpoint)) = self.endpoints.iter().find(|(own, _)| *own == service) {
            return Ok(endpoint.clone());
        }
        // The regional endpoints: the global one of STS issues no such tokens.
        let domain = match self.region.split('-').next() {
            Some("cn") => "amazonaws.com.cn",
            Some("eusc") => "amazonaws.eu",
            _ => "amazonaws.com",
        };
        let text = format!("https://{service}.{}.{domain}/", self.region);
        Url::parse(&text).map_err(|_| AwsError::Unreachable)
    }
}

fn unset(name: &str) -> String {
    format!(
        "needs {name} in the environment: AWS Lambda sets it; elsewhere `eval $(aws configure export-credentials --format env)` \
         and AWS_REGION do"
    )
}

fn bad_endpoint(name: &str) -> String {
    format!("needs an https address in {name}; http is for this machine only")
}

// Shows the region alone.
formatted!(Debug for AwsSettings, |settings| "AwsSettings({}, …)", settings.region);

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(vars: &[(&str, &str)]) -> Result<AwsSettings, String> {
        let usual = [
            ("AWS_REGION", "eu-west-1"),
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "hunter2"),
            ("AWS_SESSION_TOKEN", "session"),
        ];
        AwsSettings::read(|name| {
            let all = vars.iter().chain(&usual);
            let found = all.clone().find(|(known, _)| *known == name)?;
            Some(found.1.to_owned())
        })
    }

    fn at(settings: &AwsSettings, service: &str) -> String {
        settings.endpoint(service).unwrap().into()
    }

    #[test]
    fn each_service_is_called_in_our_own_region() {
        let here = settings(&[]).unwrap();
        assert_eq!(at(&here, "sts"), "https://sts.eu-west-1.amazonaws.com/");
        let secrets = at(&here, "secretsmanager");
        assert_eq!(secrets, "https://secretsmanager.eu-west-1.amazonaws.com/");
        let europe = settings(&[("AWS_REGION", "eusc-de-east-1")]).unwrap();
        assert_eq!(at(&europe, "sts"), "https://sts.eusc-de-east-1.amazonaws.eu/");
        let china = settings(&[("AWS_REGION", "cn-north-1")]).unwrap();
        assert_eq!(at(&china, "ssm"), "https://ssm.cn-north-1.amazonaws.com.cn/");
        assert_eq!(format!("{here:?}"), "AwsSettings(eu-west-1, …)");
    }

    #[test]
    fn the_endpoint_of_a_service_precedes_the_one_for_all() {
        let all = "http://127.0.0.1:8181";
        let some =
            settings(&[("AWS_ENDPOINT_URL", all), ("AWS_ENDPOINT_URL_STS", "https://sts.example")]).unwrap();
        assert_eq!(at(&some, "sts"), "https://sts.example/");
        assert_eq!(at(&some, "ssm"), "http://127.0.0.1:8181/");
        let insecure = settings(&[("AWS_ENDPOINT_URL_SSM", "http://ssm.example")]).unwrap_err();
        assert_eq!(insecure, bad_endpoint("AWS_ENDPOINT_URL_SSM"));
    }

    #[test]
    fn a_missing_variable_is_named() {
        for name in ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
            assert_eq!(settings(&[(name, " ")]).unwrap_err(), unset(name));
        }
        let other = settings(&[("AWS_REGION", "example.com/")]).unwrap_err();
        assert!(other.contains("a region in AWS_REGION"), "{other}");
    }
}
