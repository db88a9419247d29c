//! Secrets Manager's `GetSecretValue` and Systems Manager's `GetParameter`, in JSON 1.1.
//! <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html>,
//! <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html>.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    account::AWS_ACCOUNT,
    problem::{AwsProblem, JSON, missing},
};
use crate::{
    answer::{Answer, text},
    call::Call,
    ids::guid,
    request::EmulatedRequest,
    secrets::{Secrets, Store},
};

/// Secrets Manager appends this to names in ARNs, so that a name that is used again gets another ARN.
const SUFFIX: &str = "-EmuL8d";

/// The secret with the requested name or ARN.
pub(crate) fn secret(
    request: &EmulatedRequest,
    region: &str,
    secrets: &Secrets,
) -> Result<Answer, AwsProblem> {
    let asked = body(request, "GetSecretValue")?;
    let id = required(&asked, "SecretId", "secretId")?;
    let name = match id.strip_prefix("arn:") {
        None => id,
        Some(_) => {
            let mine = format!("arn:aws:secretsmanager:{region}:{AWS_ACCOUNT}:secret:");
            let name = id.strip_prefix(&mine).ok_or_else(|| missing(Call::AwsSecret))?;
            name.strip_suffix(SUFFIX).unwrap_or(name)
        }
    };
    let secret = secrets.get(Store::AwsSecret, name);
    let secret = secret.ok_or_else(|| missing(Call::AwsSecret))?;
    let version = guid(0x5e, secret.version);
    // Earlier versions are not kept, so there is one version and one stage.
    let rig = asked["VersionStage"].as_str().unwrap_or("AWSCURRENT");
    if rig != "AWSCURRENT" || asked["VersionId"].as_str().is_some_and(|asked| asked != version) {
        let message =
            format!("Secrets Manager can't find the specified secret value for staging label: {rig}");
        return Err(AwsProblem::new(StatusCode::BAD_REQUEST, "ResourceNotFoundException", message));
    }
    Ok(found(&json!({
        "ARN": format!("arn:aws:secretsmanager:{region}:{AWS_ACCOUNT}:secret:{name}{SUFFIX}"),
        "CreatedDate": seconds(secret.set),
        "Name": name,
        "SecretString": secret.value,
        "VersionId": version,
        "VersionStages": ["AWSCURRENT"],
    })))
}

/// The parameter with the requested name or ARN.
pub(crate) fn parameter(
    request: &EmulatedRequest,
    region: &str,
    secrets: &Secrets,
) -> Result<Answer, AwsProblem> {
    let asked = body(request, "GetParameter")?;
    let id = required(&asked, "Name", "name")?;
    let mine = format!("arn:aws:ssm:{region}:{AWS_ACCOUNT}:parameter/");
    // An ARN has one slash before the name, whether or not the name begins with a slash.
    let names = match id.strip_prefix(&mine) {
        Some(rest) => vec![format!("/{rest}"), rest.to_owned()],
        None => vec![id.to_owned()],
    };
    let mut kept = names.iter().filter_map(|name| Some((name, secrets.get(Store::AwsParameter, name)?)));
    let (name, secret) = kept.next().ok_or_else(|| missing(Call::AwsParameter))?;
    let value = match asked["WithDecryption"].as_bool() {
        Some(true) => secret.value.clone(),
        _ => STANDARD.encode(format!("encrypted by the emulator: version {}", secret.version)),
    };
    Ok(found(&json!({
        "Parameter": {
            "ARN": format!("{mine}{}", name.trim_start_matches('/')),
            "DataType": "text",
            "LastModifiedDate": seconds(secret.set),
            "Name": name,
            "Type": "SecureString",
            "Value": value,
            "Version": secret.version,
        },
    })))
}

/// The body of a call of this operation; other operations are not implemented.
fn body(request: &EmulatedRequest, operation: &str) -> Result<Value, AwsProblem> {
    let refused =
        |code: &str| AwsProblem { status: StatusCode::BAD_REQUEST, code: code.into(), message: None };
    let target = request.headers.get("x-amz-target");
    let target = target.and_then(|target| target.to_str().ok()).unwrap_or_default();
    if target.split_once('.').map(|(_, name)| name) != Some(operation) {
        return Err(refused("UnknownOperationException"));
    }
    let body: Option<Value> = serde_json::from_slice(&request.body).ok();
    body.filter(Value::is_object).ok_or_else(|| refused("SerializationException"))
}

fn required<'a>(asked: &'a Value, field: &str, called: &str) -> Result<&'a str, AwsProblem> {
    let text = asked[field].as_str().filter(|text| !text.is_empty());
    text.ok_or_else(|| {
        let message = format!(
            "1 validation error detected: Value null at '{called}' failed to satisfy constraint: Member \
             must not be null"
        );
        AwsProblem::new(StatusCode::BAD_REQUEST, "ValidationException", message)
    })
}

fn found(body: &Value) -> Answer {
    text(StatusCode::OK, JSON, body.to_string())
}

/// A time in JSON 1.1: seconds since 1970, with a fraction.
#[expect(clippy::cast_precision_loss, reason = "milliseconds of our time fit")]
fn seconds(time: Timestamp) -> f64 {
    time.as_millisecond() as f64 / 1000.0
}

#[cfg(test)]
mod tests;
