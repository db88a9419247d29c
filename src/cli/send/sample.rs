//! The samples of `lamplighter send`, with the time, signature and token of a request that was sent just now.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use lamplighter::{
    azure::Cloud,
    config::Env,
    source::{
        PLATFORMS, Source, alerts::azure_monitor::AzureMonitor, discord::SAMPLE_KEY, event::EventSource,
    },
    verify::{ACTION_GROUPS, SecureWebhook},
};
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

/// The samples, by name.
fn samples() -> impl Iterator<Item = (&'static str, &'static str)> {
    PLATFORMS.iter().flat_map(|platform| platform.samples).copied()
}

fn sample(name: &str) -> Option<&'static str> {
    let found = samples().find(|(known, _)| *known == name);
    found.map(|(_, body)| body.trim_end())
}

/// A sample's body, sent at `now`.
pub fn body(event: &str, reply_to: Option<&Url>, now: Timestamp) -> Result<Vec<u8>, String> {
    let Some(sample) = sample(event) else {
        let names: Vec<_> = samples().map(|(name, _)| name).collect();
        return Err(format!("there is no sample {event:?}; there are {}", names.join(", ")));
    };
    match (reply_to, serde_json::from_str(sample)) {
        (None, Ok(sample)) => Ok(sent_now(sample, now)),
        (Some(_), Ok(_)) => Err(format!("{event} says nowhere where late answers go")),
        (Some(url), Err(_)) => Ok(with_fields(sample, &[("response_url", url.as_str())]).into_bytes()),
        (None, Err(_)) => Ok(sample.as_bytes().to_vec()),
    }
}

/// The form with these values in place of those of its fields.
fn with_fields(form: &str, values: &[(&str, &str)]) -> String {
    let fields = form_urlencoded::parse(form.as_bytes()).map(|(key, value)| {
        let new = values.iter().find(|(name, _)| *name == key);
        (key, new.map_or(value, |(_, new)| (*new).into()))
    });
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// The body, where `source` is of kind `event`.
pub(super) fn brought_to(source: &Source, event: &str, body: Vec<u8>) -> Result<Vec<u8>, String> {
    let name = &source.name;
    match (source.adapter_as::<EventSource>(), serde_json::from_slice(&body)) {
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

/// The headers that prove to the source that its platform sent `body` at `now`.
pub async fn signature(
    source: &Source,
    cloud: &Cloud,
    body: &[u8],
    now: Timestamp,
    environment: Env<'_>,
    client: &reqwest::Client,
) -> Result<Vec<(&'static str, String)>, String> {
    if let Some(monitor) = source.adapter_as::<AzureMonitor>() {
        let token = token_for(&monitor.webhook, cloud, environment, client).await?;
        return Ok(vec![("authorization", format!("Bearer {token}"))]);
    }
    if source.has_app() {
        let name = &source.name;
        return Err(format!(
            "only the Bot Connector can sign for source {name:?}: write to the bot in its chat"
        ));
    }
    source.sign(now, body).ok_or_else(|| {
        format!(
            "only Discord can sign for the key of source {:?}: to send it samples, set its public_key to \
             {SAMPLE_KEY:?} and its api to a place on this machine",
            source.name
        )
    })
}

/// Whether the platform itself brings such an event: to a source of kind `event`, unsigned.
pub(super) fn is_the_platforms(name: &str) -> bool {
    name.starts_with("eventbridge/") || name.starts_with("functions/")
}

/// The event, as it would come for the source `name`, whose `arn` is the configuration's.
///
/// # Errors
/// When it would not find the source.
pub(super) fn meant_for(mut event: Value, name: &str, arn: Option<&str>) -> Result<Value, String> {
    if let Some(method) = event.pointer_mut("/Metadata/sys/MethodName") {
        *method = name.into();
    } else if event.get("resources").is_some() {
        let arn = arn.ok_or_else(|| {
            format!("source {name:?} has no arn, and a rule of EventBridge sends no other name: try eventbridge/scheduler")
        })?;
        event["resources"] = json!([arn]);
    } else {
        event["source"] = name.into();
    }
    Ok(event)
}

/// Dates a JSON sample, so that its latest date is `now`.
pub(super) fn sent_now(mut sample: Value, now: Timestamp) -> Vec<u8> {
    let mut latest = Timestamp::UNIX_EPOCH;
    each_date(&mut sample, &mut |date| latest = latest.max(*date));
    each_date(&mut sample, &mut |date| *date += latest.duration_until(now));
    sample.to_string().into_bytes()
}

/// Changes all dates, but the year 1, which stands for none.
fn each_date(value: &mut Value, change: &mut dyn FnMut(&mut Timestamp)) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|value| each_date(value, change)),
        Value::Object(fields) => fields.values_mut().for_each(|value| each_date(value, change)),
        Value::String(text) => {
            if let Some(mut date) = text.parse().ok().filter(|date| *date > Timestamp::UNIX_EPOCH) {
                change(&mut date);
                *text = date.to_string();
            }
        }
        _ => {}
    }
}

/// The error if Entra gives a token that is not one of an action group.
const NOT_OURS: &str = "only the action group itself can be given a token for this: press Test action group in the \
                        Azure portal; samples are for the emulator";

/// Asks the directory for a token for the webhook, as the AZURE_CLIENT_ID of `environment`.
async fn token_for(
    webhook: &SecureWebhook,
    cloud: &Cloud,
    environment: Env<'_>,
    client: &reqwest::Client,
) -> Result<String, String> {
    let variable =
        |name: &str| environment(name).ok_or_else(|| format!("set {name}: a token is asked for with it"));
    let (client_id, secret) = (variable("AZURE_CLIENT_ID")?, variable("AZURE_CLIENT_SECRET")?);
    let audience = webhook.audiences.first().map_or("", String::as_str);
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("client_id", client_id.trim())
        .append_pair("client_secret", secret.trim())
        .append_pair("scope", &format!("{audience}/.default"))
        .finish();
    let request = client
        .post(cloud.token_endpoint(&webhook.tenant))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    let answer = request.send().await.map_err(|error| {
        if error.is_connect() {
            format!("nobody answers at {}: is `lamplighter emulate` running?", cloud.authority)
        } else {
            error.without_url().to_string()
        }
    })?;
    let body = answer.bytes().await.map_err(|error| error.without_url().to_string())?;
    let token = serde_json::from_slice::<Value>(&body)
        .ok()
        .and_then(|answer| Some(answer["access_token"].as_str()?.to_owned()));
    token.filter(|token| is_for_action_groups(token)).ok_or_else(|| NOT_OURS.to_owned())
}

fn is_for_action_groups(token: &str) -> bool {
    let claims = token.split('.').nth(1).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
    let claims = claims.and_then(|claims| serde_json::from_slice::<Value>(&claims).ok());
    claims.is_some_and(|claims| ["appid", "azp"].iter().any(|name| claims[*name] == ACTION_GROUPS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_samples_are_dated_where_they_have_a_date() {
        let now: Timestamp = "2027-01-01T00:15:00Z".parse().unwrap();
        let dated = |name: &str| -> Value {
            let sample = serde_json::from_str(sample(name).unwrap()).unwrap();
            serde_json::from_slice(&sent_now(sample, now)).unwrap()
        };
        assert_eq!(dated("teams/stop")["timestamp"], "2027-01-01T00:15:00Z");
        assert_eq!(dated("eventbridge/rule")["time"], "2027-01-01T00:15:00Z");
        let timer = dated("functions/timer");
        assert_eq!(timer["Metadata"]["sys"]["UtcNow"], "2027-01-01T00:15:00Z");
        let status = &timer["Data"]["timer"]["ScheduleStatus"];
        assert_eq!(status["Last"], "2026-12-31T00:15:00.0028484Z");
        assert_eq!(status["Next"], "2027-01-01T00:14:59.995725Z");
        let essentials = dated("azure-monitor/budget-actual")["data"]["essentials"].take();
        assert_eq!(essentials["firedDateTime"], "2027-01-01T00:15:00Z");
        let essentials = dated("azure-monitor/metric-resolved")["data"]["essentials"].take();
        assert_eq!(essentials["firedDateTime"], "2026-12-31T23:59:57.3580246Z");
        assert_eq!(essentials["resolvedDateTime"], "2027-01-01T00:15:00Z");
        let alert = dated("grafana/firing")["alerts"][0].take();
        assert_eq!(alert["startsAt"], "2027-01-01T00:15:00Z");
        assert_eq!(alert["endsAt"], "0001-01-01T00:00:00Z");
        let alert = dated("alertmanager/resolved")["alerts"][0].take();
        assert_eq!(alert["startsAt"], "2026-12-31T23:57:00Z");
        assert_eq!(alert["endsAt"], "2027-01-01T00:15:00Z");
    }
}
