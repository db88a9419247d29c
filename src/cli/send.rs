//! `lamplighter send slack/stop`: signs a sample as its platform would, and sends it. What a platform
//! brings itself has no signature and no address: it is printed, or posted where somebody says.

#[cfg(feature = "emulator")]
mod sample;
#[cfg(feature = "emulator")]
mod token;

use std::{
    error::Error,
    io::{Read, stdin},
    path::Path,
    process::ExitCode,
};

#[cfg(not(feature = "emulator"))]
use jiff::Timestamp;
use lamplighter::{
    client,
    config::{Config, Faults, Purpose},
    source::Source,
};
use serde_json::{Value, json};
use url::Url;

#[cfg(feature = "emulator")]
pub use sample::{body as sample_body, sample, signature};

#[cfg(not(feature = "emulator"))]
fn sample_body(_: &str, _: Option<&Url>) -> Result<Vec<u8>, String> {
    let advice = "this build has no samples; `send -` sends standard input, and a build with the feature `emulator` sends samples";
    Err(advice.to_owned())
}

#[cfg(not(feature = "emulator"))]
const SIGNED_ONLY: &str = "this build signs for sources of kind `signed` alone: a build with the feature `emulator` \
                           signs for the others";

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
) -> Result<ExitCode, Box<dyn Error>> {
    let client = client::http_client()?;
    let letter = write(config, event, source, reply_to.as_ref(), &client).await?;
    let to = match (to, letter.address) {
        (Some(to), _) => to,
        (None, Some(address)) => address.parse()?,
        (None, None) => {
            println!("{}", String::from_utf8_lossy(&letter.body).trim_end());
            return Ok(ExitCode::SUCCESS);
        }
    };
    let (status, body) = match post(&client, letter.signature, to, letter.body).await {
        Ok(answer) => answer,
        Err(error) => {
            eprintln!("lamplighter: {error}");
            return Ok(ExitCode::FAILURE);
        }
    };
    if json {
        println!("{}", json!({"status": status, "body": body}));
    } else {
        println!("HTTP {status}\n{body}");
    }
    Ok(if is_success(status, &body) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
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
    let body = if event == "-" { standard_input()? } else { sample_body(event, reply_to)? };
    let bare = |body| Letter { body, signature: Vec::new(), address: None };
    #[cfg(feature = "emulator")]
    if sample::is_the_platforms(event) && source.is_none() {
        return Ok(bare(body));
    }
    let name = source.unwrap_or_else(|| event.split('/').next().unwrap_or_default().to_owned());
    let config = super::load(config, client, Purpose::Check).await.map_err(|faults| faults.to_string())?;
    let source = named(&config, &name)?;
    if !source.platform.capabilities.has_route {
        #[cfg(feature = "emulator")]
        let body = sample::brought_to(source, event, body)?;
        return Ok(bare(body));
    }
    #[cfg(feature = "emulator")]
    let signature = signature(source, &config.azure.cloud, &body, &super::environment, client).await?;
    #[cfg(not(feature = "emulator"))]
    let signature = source.sign(Timestamp::now(), &body).ok_or(SIGNED_ONLY)?;
    Ok(Letter { signature, body, address: Some(format!("http://127.0.0.1:8080/hooks/{name}")) })
}

/// The source of this name. The secrets of others may be missing.
pub fn named<'a>(config: &'a Config, name: &str) -> Result<&'a Source, String> {
    let known = config.sources.iter().find(|known| known.name == name);
    known.ok_or_else(|| {
        if config.platforms.contains_key(name) {
            return Faults(config.missing.clone()).to_string();
        }
        let names: Vec<_> = config.platforms.keys().map(String::as_str).collect();
        format!("the configuration has no source {name:?}: name one with --source, of {}", names.join(", "))
    })
}

fn standard_input() -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    let read = stdin().read_to_end(&mut body);
    read.map(|_| body).map_err(|error| error.to_string())
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
