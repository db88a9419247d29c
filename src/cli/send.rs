//! `lamplighter send slack/stop`: signs a sample as its platform would, and sends it. What a platform
//! brings itself has no signature and no address: it is printed, or posted where somebody says.

#[cfg(feature = "emulator")]
mod sample;

use std::{
    error::Error,
    io::{Read, stdin},
};

use jiff::Timestamp;
use lamplighter::{
    client,
    config::{Config, Faults, Purpose},
    source::{self, Source},
};
use serde_json::{Value, json};
use url::Url;

use super::{Exit, arguments::SendOptions, output};

#[cfg(feature = "emulator")]
pub use sample::{body as sample_body, signature};

#[cfg(not(feature = "emulator"))]
fn sample_body(_: &str, _: Option<&Url>, _: Timestamp) -> Result<Vec<u8>, String> {
    let advice = "this build has no samples; `send -` sends standard input, and a build with the feature `emulator` sends samples";
    Err(advice.to_owned())
}

#[cfg(not(feature = "emulator"))]
const SIGNED_ONLY: &str = "this build signs for sources of kind `signed` alone: a build with the feature `emulator` \
                           signs for the others";

/// In bytes. Standard input may be endless.
const LARGEST_BODY: u64 = 16 * 1024 * 1024;

/// A request that is ready to go.
struct Letter {
    body: Vec<u8>,
    signature: Vec<(&'static str, String)>,
    /// Where it goes, unless somebody says otherwise. What a platform brings itself has no address.
    address: Option<String>,
    /// The text of the answer.
    shown: fn(&Value) -> Option<String>,
}

pub async fn send(options: SendOptions) -> Result<Exit, Box<dyn Error>> {
    let client = client::http_client()?;
    let letter = write(&options, &client).await?;
    let to = match (options.to, letter.address) {
        (Some(to), _) => to,
        (None, Some(address)) => address.parse()?,
        (None, None) => {
            output::line(String::from_utf8_lossy(&letter.body).trim_end())?;
            return Ok(Exit::Done);
        }
    };
    let (status, body) = match post(&client, letter.signature, to, letter.body).await {
        Ok(answer) => answer,
        Err(error) => {
            output::error(error);
            return Ok(Exit::Failed);
        }
    };
    if options.json {
        output::line(json!({"status": status, "body": body}))?;
    } else {
        let answer = serde_json::from_str(&body).unwrap_or_default();
        let shown = (letter.shown)(&answer).unwrap_or(body.clone());
        output::line(format_args!("HTTP {status}\n{shown}").to_string().trim_end())?;
    }
    Ok(if is_success(status, &body) { Exit::Done } else { Exit::Failed })
}

/// Whether a script may go on: nothing was refused, came too late, could not be looked at, or failed for one
/// instance of many.
fn is_success(status: u16, body: &str) -> bool {
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    status < 400 && body["verdict"] != "failed" && body["verdict"] != "refused"
}

async fn write(options: &SendOptions, client: &reqwest::Client) -> Result<Letter, String> {
    let SendOptions { config, event, source, reply_to, .. } = options;
    let now = Timestamp::now();
    let body = match (event.as_str(), reply_to) {
        ("-", Some(_)) => {
            return Err(
                "--reply-to goes with samples alone: the body on standard input says where".to_owned()
            );
        }
        ("-", None) => standard_input()?,
        (event, reply_to) => sample_body(event, reply_to.as_ref(), now)?,
    };
    let bare = |body| Letter { body, signature: Vec::new(), address: None, shown: source::message };
    #[cfg(feature = "emulator")]
    if sample::is_the_platforms(event) && source.is_none() {
        return Ok(bare(body));
    }
    let name = source.clone().unwrap_or_else(|| event.split('/').next().unwrap_or_default().to_owned());
    let config = super::load(config.file.as_deref(), client, Purpose::Check)
        .await
        .map_err(|faults| faults.to_string())?;
    let source = named(&config, &name)?;
    if !source.platform.capabilities.has_route {
        #[cfg(feature = "emulator")]
        let body = sample::brought_to(source, event, body)?;
        return Ok(bare(body));
    }
    #[cfg(feature = "emulator")]
    let signature = signature(source, &config.azure.cloud, &body, now, &super::environment, client).await?;
    #[cfg(not(feature = "emulator"))]
    let signature = source.sign(now, &body).ok_or(SIGNED_ONLY)?;
    let address = Some(format!("http://127.0.0.1:8080/hooks/{name}"));
    Ok(Letter { signature, body, address, shown: source.platform.shown })
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
    let read = stdin().take(LARGEST_BODY + 1).read_to_end(&mut body);
    read.map_err(|error| format!("standard input cannot be read: {error}"))?;
    if body.len() as u64 > LARGEST_BODY {
        return Err("standard input is larger than 16 MiB, and no source takes that".to_owned());
    }
    Ok(body)
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
