//! The binary deployed to a small Lambda, in front of the emulator.

use jiff::Timestamp;
use lamplighter_emulator::{Emulator, OperationHeaders, Options, Pace};
use serde_json::Value;
use tokio::net::TcpListener;
use url::form_urlencoded;

use crate::{
    support::chat::slack,
    support::demo_config::{CONFIG, amended, variables},
    support::lambda_events::{Call, Front},
    support::lambda_runtime_api::Lambda,
    support::signers,
};

/// The function, and the emulator in Azure's and Slack's place.
pub struct Deployment {
    pub lambda: Lambda,
    pub emulator: Emulator,
    inbox: String,
}

impl Deployment {
    pub async fn new() -> Self {
        Self::with(&[]).await
    }

    /// Deploys with `vars` besides what the configuration needs, and waits until the function is ready.
    pub async fn with(vars: &[(&str, &str)]) -> Self {
        Self::configured("", vars).await
    }

    /// As [`Deployment::with`], with `more` in the configuration.
    pub async fn configured(more: &str, vars: &[(&str, &str)]) -> Self {
        Self::before(Options::default(), more, vars).await
    }

    /// As [`Deployment::configured`], with these options of the emulator; operations end when the test says so.
    pub async fn before(options: Options, more: &str, vars: &[(&str, &str)]) -> Self {
        let azure = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let azure_url = format!("http://{}", azure.local_addr().unwrap());
        let emulator = Emulator::new(Options {
            pace: Pace::ByHand,
            // Azure asks clients to poll after a second; the product's own interval is ten.
            headers: OperationHeaders::Both,
            ..options
        });
        tokio::spawn(emulator.clone().serve(azure));
        let config = amended(&format!("{CONFIG}{more}")).replace("http://127.0.0.1:8181", &azure_url);
        let ops = format!("{azure_url}/_emulator/inbox/ops");
        let needed = [
            ("LAMPLIGHTER_CONFIG", config.as_str()),
            ("SLACK_SIGNING_SECRET", slack::SECRET),
            ("AZURE_TENANT_ID", "00000000-0000-0000-0000-0000000000aa"),
            ("AZURE_CLIENT_ID", "00000000-0000-0000-0000-0000000000aa"),
            ("AZURE_CLIENT_SECRET", "any"),
            ("OPS_WEBHOOK", &ops),
            ("SLACK_OPS_WEBHOOK", &ops),
        ];
        let usual: Vec<_> = variables().collect();
        let vars = [&usual, &needed[..], vars].concat();
        let lambda = Lambda::start(env!("CARGO_BIN_EXE_lamplighter"), &vars).await;
        Self { lambda, emulator, inbox: format!("{azure_url}/_emulator/inbox/slack") }
    }

    /// Ada types `/ci text` in Slack; it comes through `front`.
    pub fn says(&self, front: Front, text: &str) -> Value {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("team_id", "T0DEMO"), ("channel_id", "C0OPS"), ("user_id", "U0ADA")])
            .extend_pairs([("command", "/ci"), ("text", text), ("response_url", &self.inbox)])
            .finish();
        signed_for_slack(front, &body)
    }
}

/// What Slack posts, signed now, as it comes through `front`.
pub fn signed_for_slack(front: Front, body: &str) -> Value {
    let signed = signers::slack(slack::SECRET, Timestamp::now(), body);
    let mut headers = vec![("content-type", "application/x-www-form-urlencoded")];
    headers.extend(signed.iter().map(|(name, value)| (*name, value.as_str())));
    front.event(&Call::post("/hooks/slack", &headers, body.as_bytes()).in_base64())
}
