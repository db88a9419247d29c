//! The controls: an HTTP interface on the same port to change and inspect the emulator.

use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    answer::{Answer, json, text},
    azure::{Rights, jobs},
    emulator::Emulator,
    entra::Federation,
    faults::Fault,
    request::EmulatedRequest,
    secrets::Store,
};

const HELP: &str = r#"The controls of Lamplighter's Azure and AWS emulator

POST   /_emulator/settle      {"instance": "myci"}       end its operation now; {} ends all
POST   /_emulator/faults      {"operation": "stop", "fault": "429", "times": 1, "retry_after": 2}
GET    /_emulator/faults                                the faults still armed; DELETE disarms them
GET    /_emulator/requests                              the requests so far; DELETE forgets them
GET    /_emulator/inbox                                 the messages so far; DELETE forgets them
POST   /_emulator/inbox/…                               a message: give this as response_url or webhook
GET    /_emulator/instances                             the instances: their states, sizes, prices, owners
POST   /_emulator/instances   {"instance": "myci", "state": "JobRunning"}   set any of its fields
POST   /_emulator/jobs        {"instance": "myci", "name": "train-42", "status": "Queued"}
POST   /_emulator/rights      {"actions": ["…"]}        what the caller's role allows
POST   /_emulator/quotas      {"family": "standardDSv2Family", "vcpus": 8}   of each subscription
POST   /_emulator/secrets     {"store": "aws-secret", "name": "lamplighter", "value": "…"}
                              or "aws-parameter", or "key-vault"; the value null removes it
POST   /_emulator/federation  {"issuer": "…", "subject": "…", "audience": "…"}
                              what Entra expects of an assertion by AWS; {} is what STS says here

Azure has two subscriptions, with a resource group ml-rg each:
00000000-0000-0000-0000-000000000001   workspace ml-research, and those that --workspaces adds
00000000-0000-0000-0000-000000000002   workspace ml-sandbox
"#;

/// Whether a path belongs to the controls.
pub(crate) fn is_control(path: &str) -> bool {
    path == "/" || path == "/_emulator" || path.starts_with("/_emulator/")
}

pub(crate) fn answer(emulator: &Emulator, request: &EmulatedRequest) -> Answer {
    let method = &request.method;
    let outcome = match (method, request.path.trim_end_matches('/')) {
        (&Method::GET, "" | "/_emulator") => {
            return text(StatusCode::OK, "text/plain; charset=utf-8", HELP.into());
        }
        (&Method::POST, "/_emulator/settle") => settle(emulator, request),
        (&Method::POST, "/_emulator/faults") => arm(emulator, request),
        (&Method::GET, "/_emulator/faults") => Ok(json!(emulator.lock().faults.armed())),
        (&Method::DELETE, "/_emulator/faults") => {
            emulator.clear_faults();
            Ok(done())
        }
        (&Method::GET, "/_emulator/requests") => Ok(json!(emulator.requests())),
        (&Method::DELETE, "/_emulator/requests") => {
            emulator.forget_requests();
            Ok(done())
        }
        (&Method::GET, "/_emulator/inbox") => Ok(json!(emulator.inbox())),
        (&Method::DELETE, "/_emulator/inbox") => {
            emulator.clear_inbox();
            Ok(done())
        }
        (&Method::GET, "/_emulator/instances") => Ok(emulator.instances()),
        (&Method::POST, "/_emulator/instances") => set(emulator, request),
        (&Method::POST, "/_emulator/jobs") => set_job(emulator, request),
        (&Method::POST, "/_emulator/rights") => grant(emulator, request),
        (&Method::POST, "/_emulator/quotas") => limit(emulator, request),
        (&Method::POST, "/_emulator/secrets") => keep(emulator, request),
        (&Method::POST, "/_emulator/federation") => federate(emulator, request),
        (method, path) => {
            let sentence = format!("There is no control {method} {path}. Those there are:\n\n{HELP}");
            return text(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", sentence);
        }
    };
    match outcome {
        Ok(body) => json(StatusCode::OK, &body),
        Err(sentence) => json(StatusCode::BAD_REQUEST, &json!({ "error": sentence })),
    }
}

fn done() -> Value {
    json!({ "ok": true })
}

fn body<'a, T: Deserialize<'a>>(request: &'a EmulatedRequest, example: &str) -> Result<T, String> {
    serde_json::from_slice(&request.body)
        .map_err(|error| format!("The body is not understood: {error}. An example: {example}"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settle {
    instance: Option<String>,
}

fn settle(emulator: &Emulator, request: &EmulatedRequest) -> Result<Value, String> {
    let wanted: Settle = body(request, r#"{"instance": "myci"}"#)?;
    let settled = emulator.lock().world.settle(wanted.instance.as_deref())?;
    Ok(json!({ "settled": settled }))
}

fn arm(emulator: &Emulator, request: &EmulatedRequest) -> Result<Value, String> {
    let example = r#"{"operation": "stop", "fault": "429", "times": 1, "retry_after": 2}"#;
    let fault: Fault = body(request, example)?;
    fault.check()?;
    let mut state = emulator.lock();
    state.faults.arm(fault);
    Ok(json!({ "armed": state.faults.armed().len() }))
}

fn set(emulator: &Emulator, request: &EmulatedRequest) -> Result<Value, String> {
    let example = r#"{"instance": "myci", "state": "JobRunning"}"#;
    let mut changes: serde_json::Map<String, Value> = body(request, example)?;
    let Some(Value::String(name)) = changes.remove("instance") else {
        return Err(format!("The body names no instance. An example: {example}"));
    };
    let mut state = emulator.lock();
    state.world.set(&name, Value::Object(changes))?;
    let state = state.world.instance_named(&name)?.state().map(str::to_owned);
    Ok(json!({ "instance": name, "state": state }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Job {
    instance: String,
    name: String,
    status: String,
}

fn set_job(emulator: &Emulator, request: &EmulatedRequest) -> Result<Value, String> {
    let example = r#"{"instance": "myci", "name": "train-42", "status": "Queued"}"#;
    let job: Job = body(request, example)?;
    jobs::set(&mut emulator.lock().world, &job.instance, &job.name, &job.status)?;
    Ok(done())
}

fn grant(emulator: &Emulator, request: &EmulatedRequest) -> Result<Value, String> {
    let rights: Rights = body(request, r#"{"actions": ["Microsoft.MachineLearningServices/*"]}"#)?;
    emulator.grant(rights);
    Ok(done())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Quota {
    family: String,
    vcpus: u32,
}

fn limit(emulator: &Emulator, request: &EmulatedRequest) -> Result<Value, String> {
    let quota: Quota = body(request, r#"{"family": "standardDSv2Family", "vcpus": 8}"#)?;
    emulator.lock().world.quotas.set(&quota.family, quota.vcpus)?;
    Ok(done())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    store: Store,
    name: String,
    /// Not an `Option`: a missing `value` is an error, while null removes the secret.
    value: Value,
}

fn keep(emulator: &Emulator, request: &EmulatedRequest) -> Result<Value, String> {
    let example = r#"{"store": "aws-secret", "name": "lamplighter", "value": "…"}"#;
    let Kept { store, name, value } = body(request, example)?;
    match value {
        Value::String(value) => emulator.keep_secret(store, &name, &value),
        Value::Null => emulator.forget_secret(store, &name),
        _ => {
            return Err(format!("The value is neither text nor null. An example: {example}"));
        }
    }
    Ok(done())
}

fn federate(emulator: &Emulator, request: &EmulatedRequest) -> Result<Value, String> {
    let federation: Federation = body(request, r#"{"subject": "arn:aws:iam::123456789012:role/other"}"#)?;
    emulator.federate(federation);
    Ok(done())
}
