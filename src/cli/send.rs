//! `lamplighter send slack/stop`: signs a sample as its platform would.

mod sample;
mod token;

use std::{
    io::{Read, stdin},
    path::Path,
    process::ExitCode,
};

use jiff::Timestamp;
use lamplighter::{
    azure::Cloud,
    client,
    config::Config,
    source::{Kind, Source, discord::SAMPLE_KEY},
};
use serde_json::json;
use url::{Url, form_urlencoded};

use sample::{SAMPLES, sent_now};

pub use sample::sample;

pub async fn send(
    config: Option<&Path>,
    event: &str,
    to: Option<Url>,
    source: Option<String>,
    reply_to: Option<Url>,
    json: bool,
) -> ExitCode {
    let body = match body(event, reply_to.as_ref()) {
        Ok(body) => body,
        Err(error) => return super::fail(error),
    };
    let name = source.unwrap_or_else(|| event.split('/').next().unwrap_or_default().to_owned());
    let config = match Config::load(config, &super::environment) {
        Ok(config) => config,
        Err(error) => return super::fail(error),
    };
    let Some(source) = config.sources.iter().find(|known| known.name == name) else {
        return super::fail(format!(
            "the configuration has no source {name:?}: name one with --source"
        ));
    };
    let to = match to.map_or_else(|| format!("http://127.0.0.1:8080/hooks/{name}").parse(), Ok) {
        Ok(to) => to,
        Err(error) => return super::fail(error),
    };
    let signature = match signature(source, &config.azure.cloud, &body).await {
        Ok(signature) => signature,
        Err(error) => return super::fail(error),
    };
    match post(signature, to, body).await {
        Ok((status, body)) if json => {
            println!("{}", json!({"status": status, "body": body}));
            verdict(status)
        }
        Ok((status, body)) => {
            println!("HTTP {status}");
            println!("{body}");
            verdict(status)
        }
        Err(error) => {
            eprintln!("lamplighter: {error}");
            ExitCode::FAILURE
        }
    }
}

fn verdict(status: u16) -> ExitCode {
    if status < 400 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn body(event: &str, reply_to: Option<&Url>) -> Result<Vec<u8>, String> {
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
async fn signature(
    source: &Source,
    cloud: &Cloud,
    body: &[u8],
) -> Result<Vec<(&'static str, String)>, String> {
    if let Kind::AzureMonitor(monitor) = &source.kind {
        let token = token::get(&monitor.webhook, cloud).await?;
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
pub fn with_reply_to(form: &str, url: &Url) -> String {
    let fields = form_urlencoded::parse(form.as_bytes()).map(|(key, value)| match key.as_ref() {
        "response_url" => (key, url.as_str().to_owned().into()),
        _ => (key, value),
    });
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

async fn post(
    signature: Vec<(&'static str, String)>,
    to: Url,
    body: Vec<u8>,
) -> Result<(u16, String), String> {
    let client = client::http_client().map_err(|error| error.to_string())?;
    let content_type = match body.first() {
        Some(b'{') => "application/json",
        _ => "application/x-www-form-urlencoded",
    };
    let mut request = client.post(to).header("content-type", content_type);
    for (name, value) in signature {
        request = request.header(name, value);
    }
    let response = request
        .body(body)
        .send()
        .await
        .map_err(|error| match error.is_connect() {
            true => "nobody listens there: is `lamplighter serve` running?".to_owned(),
            false => error.to_string(),
        })?;
    let status = response.status().as_u16();
    Ok((status, response.text().await.map_err(|error| error.to_string())?))
}
