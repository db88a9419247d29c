//! No Azure secret: the AWS role proves who the function is, and AWS keeps the secrets of the chats. The binary runs
//! in a small Lambda, against the emulator.

use std::time::Duration;

use insta::assert_snapshot;
use lamplighter_emulator::{AWS_SECRET_ACCESS_KEY, Call, Effect, Fault, Federation, Pace, Store};
use serde_json::json;
use url::form_urlencoded;

use crate::support::{
    chat::slack,
    lambda_deployment::signed_for_slack,
    lambda_events::Front,
    lambda_runtime_api::{Lambda, Reply},
    process::{Azure, told},
    reply::without_ids,
};

const LONG: Duration = Duration::from_secs(900);

const CONFIG: &str = r#"
[azure]
cloud = { authority = "AZURE", resource_manager = "AZURE", audience = "https://management.azure.com" }
credential = "aws-federation"

[workspaces.research]
subscription = "00000000-0000-0000-0000-000000000001"
resource_group = "ml-rg"
workspace = "ml-research"

[sources.slack]
kind = "slack"
secret = { aws-secret = "lamplighter#SLACK_SIGNING_SECRET" }
previous_secret = { aws-secret = "lamplighter#SLACK_SIGNING_SECRET_PREVIOUS" }
reply_hosts = ["127.0.0.1"]

[notify.ml-ops]
kind = "slack"
url = { aws-parameter = "/lamplighter/ops-webhook" }

[[grants]]
to = ["slack:T0DEMO/*"]
may = ["operator"]
on = ["research/*"]
"#;

/// An Azure and an AWS with all that the configuration refers to.
pub async fn clouds() -> Azure {
    let clouds = Azure::at(Pace::ByHand).await;
    let kept = json!({ "SLACK_SIGNING_SECRET": slack::SECRET }).to_string();
    clouds.emulator.keep_secret(Store::AwsSecret, "lamplighter", &kept);
    let ops = format!("{}/_emulator/inbox/ops", clouds.url);
    clouds.emulator.keep_secret(Store::AwsParameter, "/lamplighter/ops-webhook", &ops);
    clouds
}

pub fn variables(clouds: &Azure) -> Vec<(&'static str, String)> {
    let id = "00000000-0000-0000-0000-0000000000aa".to_owned();
    vec![
        ("LAMPLIGHTER_CONFIG", CONFIG.replace("AZURE", &clouds.url)),
        ("AZURE_TENANT_ID", id.clone()),
        ("AZURE_CLIENT_ID", id),
        ("AWS_REGION", "eu-west-1".to_owned()),
        ("AWS_ACCESS_KEY_ID", "AKIAEMULATED00000000".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", AWS_SECRET_ACCESS_KEY.to_owned()),
        ("AWS_SESSION_TOKEN", "a-session-of-lambdas".to_owned()),
        ("AWS_ENDPOINT_URL", clouds.url.clone()),
    ]
}

async fn deployed(clouds: &Azure) -> Lambda {
    with(variables(clouds)).await
}

pub async fn with(variables: Vec<(&str, String)>) -> Lambda {
    let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Lambda::start(env!("CARGO_BIN_EXE_lamplighter"), &variables).await
}

/// Ada types `/ci text`; what Slack is answered.
pub async fn says(lambda: &mut Lambda, clouds: &Azure, text: &str) -> String {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("team_id", "T0DEMO"),
            ("channel_id", "C0OPS"),
            ("user_id", "U0ADA"),
            ("command", "/ci"),
        ])
        .extend_pairs([("text", text), ("response_url", &format!("{}/_emulator/inbox/slack", clouds.url))])
        .finish();
    lambda.invoke(signed_for_slack(Front::FunctionUrl, &body), LONG);
    let Reply { after, result } = lambda.replies().await;
    assert!(after < Duration::from_secs(3), "answered after {after:?}");
    let answer = result.expect("an answer");
    let body: serde_json::Value = serde_json::from_str(answer["body"].as_str().unwrap()).expect("a message");
    without_ids(body["text"].as_str().expect("a text"))
}

fn calls(clouds: &Azure) -> Vec<String> {
    let requests = serde_json::to_value(clouds.emulator.requests()).unwrap();
    let names =
        requests.as_array().unwrap().iter().map(|request| request["operation"].as_str().unwrap().to_owned());
    names.filter(|name| name != "inbox").collect()
}

/// No secret of AWS or Slack is in the log.
fn assert_secretless(log: &str) {
    for secret in [slack::SECRET, AWS_SECRET_ACCESS_KEY, "a-session-of-lambdas", "eyJ", "/_emulator/inbox"] {
        assert!(!log.contains(secret), "{secret} is in the log: {log}");
    }
}

#[tokio::test]
async fn a_stop_needs_no_azure_secret() {
    let clouds = clouds().await;
    let mut lambda = deployed(&clouds).await;
    lambda.asks_next().await;
    let mut fetched = calls(&clouds);
    fetched.sort();
    assert_eq!(fetched, ["aws-parameter", "aws-secret"], "each once, before anybody asked");
    clouds.emulator.forget_requests();
    assert_snapshot!(says(&mut lambda, &clouds, "stop myci").await, @"🟡 *myci*: asked Azure to stop it. I'll tell you when it is down.");
    assert_eq!(calls(&clouds)[..4], ["sts", "token", "get", "stop"]);
    clouds.emulator.settle("myci");
    let late = clouds.emulator.next_message().await;
    assert!(late.body["text"].as_str().unwrap().contains("is stopped"), "{:?}", late.body);
    lambda.asks_next().await;
    let log = lambda.stop().await;
    assert_secretless(&log);
    let shown = log.lines().find(|line| line.contains("shown to Entra")).expect("a line");
    assert!(shown.contains("arn:aws:iam::123456789012:role/lamplighter"), "{shown}");
}

#[tokio::test]
async fn a_mismatched_federated_credential_is_named_and_explained_in_the_log() {
    let usual = Federation::default();
    let other = "https://other.example".to_owned();
    for (federation, number, word) in [
        (Federation { issuer: other.clone(), ..usual.clone() }, "AADSTS700211", "issuer"),
        (Federation { subject: other.clone(), ..usual.clone() }, "AADSTS700213", "subject"),
        (Federation { audience: other, ..usual }, "AADSTS700212", "audience"),
    ] {
        let clouds = clouds().await;
        clouds.emulator.federate(federation);
        let mut lambda = deployed(&clouds).await;
        lambda.asks_next().await;
        let told = says(&mut lambda, &clouds, "stop myci").await;
        assert!(told.contains(number), "{told}");
        lambda.asks_next().await;
        let log = lambda.stop().await;
        assert_secretless(&log);
        let line = log.lines().find(|line| line.contains("there is no token")).expect("a line");
        assert!(line.contains(number) && line.contains(&format!("has this token's {word}")), "{line}");
    }
}

#[tokio::test]
async fn a_refusal_by_aws_is_reported_as_a_missing_credential() {
    let clouds = clouds().await;
    clouds.emulator.fault(Fault::new(Call::Sts, Effect::Forbidden).times(0));
    let mut lambda = deployed(&clouds).await;
    lambda.asks_next().await;
    assert_snapshot!(says(&mut lambda, &clouds, "stop myci").await, @"
    Lamplighter has no working Azure credential. The Lamplighter administrator can see why with `lamplighter check`. (id ……)
    Nothing was done.
    ");
    lambda.asks_next().await;
    let log = lambda.stop().await;
    let line = log.lines().find(|line| line.contains("there is no token")).expect("a line");
    assert!(line.contains("may not call sts:GetWebIdentityToken"), "{line}");
}

#[tokio::test]
async fn a_transient_failure_of_the_secret_stores_is_retried() {
    let clouds = clouds().await;
    clouds.emulator.fault(Fault::new(Call::AwsSecret, Effect::ServerError).times(2));
    clouds.emulator.fault(Fault::new(Call::AwsParameter, Effect::Throttled));
    clouds.emulator.fault(Fault::new(Call::Sts, Effect::Reset));
    let mut lambda = deployed(&clouds).await;
    lambda.asks_next().await;
    assert!(says(&mut lambda, &clouds, "stop myci").await.contains("asked Azure to stop it"));
}

/// `lamplighter check` with the function's environment.
async fn check(clouds: &Azure) -> (i32, String) {
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_lamplighter"));
    command.arg("check").env_clear().envs(variables(clouds));
    let (code, text) = told(command.output().await.unwrap());
    // Log lines are not part of the output.
    (code, text.lines().filter(|line| !line.starts_with('{')).collect::<Vec<_>>().join("\n"))
}

#[tokio::test]
async fn check_shows_the_aws_identity_and_explains_entras_refusals() {
    let clouds = clouds().await;
    let (code, text) = check(&clouds).await;
    assert_eq!(code, 0, "{text}");
    assert_snapshot!(text, @"
    config     ok
    identity   issuer   https://emulated.tokens.sts.global.api.aws
               subject  arn:aws:iam::123456789012:role/lamplighter
               audience api://AzureADTokenExchange
    token      ok
    research   Microsoft.MachineLearningServices/locations/vmSizes/read held
    research   Microsoft.MachineLearningServices/workspaces/computes/read held
    research   Microsoft.MachineLearningServices/workspaces/computes/restart/action held
    research   Microsoft.MachineLearningServices/workspaces/computes/start/action held
    research   Microsoft.MachineLearningServices/workspaces/computes/stop/action held
    research   Microsoft.MachineLearningServices/workspaces/jobs/read held
    research   Microsoft.Resources/tags/read held
    research   Microsoft.Resources/tags/write held
    Deny assignments and locks are not among what Azure shows here: what is held may still be refused.
    ");
    clouds.emulator.federate(Federation {
        subject: "arn:aws:iam::123456789012:role/another".to_owned(),
        ..Federation::default()
    });
    let (code, text) = check(&clouds).await;
    assert_eq!(code, 1, "{text}");
    assert_snapshot!(text, @"
    config     ok
    identity   issuer   https://emulated.tokens.sts.global.api.aws
               subject  arn:aws:iam::123456789012:role/lamplighter
               audience api://AzureADTokenExchange
    token      no: Entra ID refused a token (AADSTS700213)
               No federated credential has this token's subject: compare it to the letter with what `az identity federated-credential list` shows; upper and lower case count. A new one takes some minutes to be known.
    ");
    clouds.emulator.fault(Fault::new(Call::Sts, Effect::Forbidden).times(0));
    let (code, text) = check(&clouds).await;
    assert_eq!(code, 1, "{text}");
    assert_snapshot!(text, @"
    config     ok
    token      no: no credential: the AWS role may not call sts:GetWebIdentityToken for Entra's audience, RS256 and 300 s
    ");
}

#[tokio::test]
async fn a_missing_secret_is_found_with_its_line() {
    let clouds = clouds().await;
    let secrets =
        |text: &str| text.lines().filter(|line| line.starts_with("SECRET")).collect::<Vec<_>>().join("\n");
    clouds.emulator.keep_secret(Store::AwsSecret, "lamplighter", r#"{"OTHER":"a-secret-of-another"}"#);
    clouds.emulator.forget_secret(Store::AwsParameter, "/lamplighter/ops-webhook");
    let (code, text) = check(&clouds).await;
    assert_eq!(code, 1, "{text}");
    assert_snapshot!(secrets(&text), @"
    SECRET     LAMPLIGHTER_CONFIG:13: sources.slack.secret.aws-secret: names a member that the JSON there does not have, or that is empty: check what stands behind #
    SECRET     LAMPLIGHTER_CONFIG:19: notify.ml-ops.url.aws-parameter: names a parameter that Parameter Store does not have here: check its name, and the region
    ");
    clouds.emulator.fault(Fault::new(Call::AwsSecret, Effect::Forbidden).times(0));
    let (code, text) = check(&clouds).await;
    assert_eq!(code, 1, "{text}");
    assert_snapshot!(secrets(&text), @"
    SECRET     LAMPLIGHTER_CONFIG:13: sources.slack.secret.aws-secret: cannot be fetched: AWS does not let our role call secretsmanager:GetSecretValue, or there is none of that name
    SECRET     LAMPLIGHTER_CONFIG:19: notify.ml-ops.url.aws-parameter: names a parameter that Parameter Store does not have here: check its name, and the region
    ");
}

/// The platform invokes the function again, because Azure was not called yet.
#[tokio::test]
async fn a_timer_fails_for_a_retry_when_aws_or_entra_fails() {
    let timer = "[sources.nightly]\nkind = \"event\"\ncommand = \"stop all\"\n\
                 [[grants]]\nto = [\"nightly\"]\nmay = [\"stop\"]\non = [\"research/*\"]\n";
    for call in [Call::Sts, Call::Token] {
        let clouds = clouds().await;
        clouds.emulator.fault(Fault::new(call, Effect::ServerError).times(0));
        let mut variables = variables(&clouds);
        variables[0].1 += timer;
        let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut lambda = Lambda::start(env!("CARGO_BIN_EXE_lamplighter"), &variables).await;
        lambda.asks_next().await;
        lambda.invoke(json!({"source": "nightly", "time": jiff::Timestamp::now().to_string()}), LONG);
        let failed = lambda.replies().await.result.expect_err("the platform delivers it again");
        assert_eq!(failed["errorType"], "EventFailed", "{failed}");
    }
}
