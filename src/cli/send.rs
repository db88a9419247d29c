//! `lamplighter send slack/stop`: signs a sample as its platform would, and sends it. What a platform
//! brings itself has no signature and no address: it is printed, or posted where somebody says.

mod sample;
mod token;

use std::{
    io::{Read, stdin},
    path::Path,
    process::ExitCode,
    sync::Arc,
};

use jiff::Timestamp;
use lamplighter::{
    azure::Cloud,
    client,
    config::{Config, Env},
    source::{Source, alerts::azure_monitor::AzureMonitor, discord::SAMPLE_KEY},
};
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

use sample::{SAMPLES, is_the_platforms, meant_for, sent_now};

pub use sample::sample;

/// A request that is ready to go.
struct Letter {
    body: Vec<u8>,
    signature: Vec<(&'static str, String)>,
    /// Where it goes, unless somebody says otherwise. What a platform brings itself has no address.
    address: Option<String>,
}

pub async fn send(
    config: Option<&Path>,
    event: &str,
    to: Option<Url>,
    source: Option<String>,
    reply_to: Option<Url>,
    json: bool,
) -> ExitCode {
    let client = match client::http_client() {
        Ok(client) => client,
        Err(error) => return super::fail(error),
    };
    let letter = match write(config, event, source, reply_to.as_ref(), &client).await {
        Ok(letter) => letter,
        Err(error) => return super::fail(error),
    };
    let to = match (to, letter.address.map(|address| address.parse())) {
        (Some(to), _) | (None, Some(Ok(to))) => to,
        (None, Some(Err(error))) => return super::fail(error),
        (None, None) => {
            println!("{}", String::from_utf8_lossy(&letter.body).trim_end());
            return ExitCode::SUCCESS;
        }
    };
    match post(&client, letter.signature, to, letter.body).await {
        Ok((status, body)) if json => {
            println!("{}", json!({"status": status, "body": body}));
            verdict(status, &body)
        }
        Ok((status, body)) => {
            println!("HTTP {status}");
            println!("{body}");
            verdict(status, &body)
        }
        Err(error) => {
            eprintln!("lamplighter: {error}");
            ExitCode::FAILURE
        }
    }
}

fn verdict(status: u16, body: &str) -> ExitCode {
    if is_success(status, body) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Whether a script may go on: nothing was refused, came too late, could not be looked at, or failed for one
/// instance of many.
fn is_success(status: u16, body: &str) -> bool {
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    status < 400 && body["verdict"] != "failed" && body["verdict"] != "refused"
}

async fn write(
    config: Option<&Path>,
    event: &str,
    source: Option<String>,
    reply_to: Option<&Url>,
    client: &reqwest::Client,
) -> Result<Letter, String> {
    let body = body(event, reply_to)?;
    let bare = |body| Letter {
        body,
        signature: Vec::new(),
        address: None,
    };
    if is_the_platforms(event) && source.is_none() {
        return Ok(bare(body));
    }
    let name = source.unwrap_or_else(|| event.split('/').next().unwrap_or_default().to_owned());
    let config = Config::load(config, Arc::new(super::environment), client).await;
    let config = config.map_err(|error| error.to_string())?;
    let source = named(&config, &name)?;
    if source.as_event().is_some() {
        return Ok(bare(brought_to(source, event, body)?));
    }
    Ok(Letter {
        signature: signature(source, &config.azure.cloud, &body, &super::environment, client).await?,
        body,
        address: Some(format!("http://127.0.0.1:8080/hooks/{name}")),
    })
}

/// The source of this name.
pub fn named<'a>(config: &'a Config, name: &str) -> Result<&'a Source, String> {
    let known = config.sources.iter().find(|known| known.name == name);
    known.ok_or_else(|| {
        let names: Vec<_> = config.sources.iter().map(|known| known.name.as_str()).collect();
        format!(
            "the configuration has no source {name:?}: name one with --source, of {}",
            names.join(", ")
        )
    })
}

/// The body, where `source` is of kind `event`.
fn brought_to(source: &Source, event: &str, body: Vec<u8>) -> Result<Vec<u8>, String> {
    let name = &source.name;
    match (source.as_event(), serde_json::from_slice(&body)) {
        (Some(own), Ok(sample)) if is_the_platforms(event) => {
            Ok(meant_for(sample, name, own.arn.as_deref())?.to_string().into())
        }
        _ if event == "-" => Ok(body),
        _ => Err(format!(
            "source {name:?} is of kind event, which the platform itself brings: try eventbridge/scheduler, or \
             functions/timer with --to"
        )),
    }
}

pub fn body(event: &str, reply_to: Option<&Url>) -> Result<Vec<u8>, String> {
    if event == "-" {
        let mut body = Vec::new();
        stdin()
            .read_to_end(&mut body)
            .map_err(|error| error.to_string())?;
        return Ok(body);
    }
    let Some(sample) = sample(event) else {
        let names: Vec<_> = SAMPLES.iter().map(|(name, _)| *name).collect();
        return Err(format!(
            "there is no sample {event:?}; there are {}",
            names.join(", ")
        ));
    };
    match (reply_to, serde_json::from_str(sample)) {
        (None, Ok(sample)) => Ok(sent_now(sample, Timestamp::now())),
        (Some(_), Ok(_)) => Err(format!("{event} says nowhere where late answers go")),
        (Some(url), Err(_)) => Ok(with_reply_to(sample, url).into_bytes()),
        (None, Err(_)) => Ok(sample.as_bytes().to_vec()),
    }
}

/// The headers that prove to the source that its platform sent `body`.
pub async fn signature(
    source: &Source,
    cloud: &Cloud,
    body: &[u8],
    environment: Env<'_>,
    client: &reqwest::Client,
) -> Result<Vec<(&'static str, String)>, String> {
    if let Some(monitor) = source.adapter_as::<AzureMonitor>() {
        let token = token::get(&monitor.webhook, cloud, environment, client).await?;
        return Ok(vec![("authorization", format!("Bearer {token}"))]);
    }
    source.sign(Timestamp::now(), body).ok_or_else(|| {
        format!(
            "only Discord can sign for the key of source {:?}: to send it samples, set its public_key to \
             {SAMPLE_KEY:?} and its api to a place on this machine",
            source.name
        )
    })
}

/// The form with another `response_url`.
fn with_reply_to(form: &str, url: &Url) -> String {
    let fields = form_urlencoded::parse(form.as_bytes()).map(|(key, value)| match key.as_ref() {
        "response_url" => (key, url.as_str().to_owned().into()),
        _ => (key, value),
    });
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

pub async fn post(
    client: &reqwest::Client,
    signature: Vec<(&'static str, String)>,
    to: Url,
    body: Vec<u8>,
) -> Result<(u16, String), String> {
    let content_type = match body.first() {
        Some(b'{') => "application/json",
        _ => "application/x-www-form-urlencoded",
    };
    let mut request = client.post(to).header("content-type", content_type);
    for (name, value) in signature {
        request = request.header(name, value);
    }
    let response = request.body(body).send().await.map_err(|error| {
        if error.is_connect() {
            "nobody listens there: is `lamplighter serve` running?".to_owned()
        } else {
            error.to_string()
        }
    })?;
    let status = response.status().as_u16();
    Ok((status, response.text().await.map_err(|error| error.to_string())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_refused_or_failed_is_no_success_whatever_the_status() {
        assert!(is_success(200, r#"{"verdict": "done"}"#));
        assert!(is_success(202, r#"{"verdict": "pending"}"#));
        assert!(is_success(200, ""), "a chat's answer");
        assert!(!is_success(200, r#"{"verdict": "refused"}"#), "too late");
        assert!(!is_success(200, r#"{"verdict": "failed"}"#));
        assert!(!is_success(403, r#"{"verdict": "done"}"#));
    }
}
