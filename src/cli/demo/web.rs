//! `lamplighter demo --web`: the demo as a page, for one person at this machine. The browser says who types or presses
//! what; this process signs that as Slack would and posts it, so that the page never has the secret.

use std::{error::Error, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
};
use http::{
    Method, Response, StatusCode,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, HeaderName, ORIGIN},
    request::Parts,
};
use lamplighter::{
    host,
    locale::{InEach, Locale},
};
use lamplighter_emulator::Call;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{
    super::{Exit, listen, output},
    rig::{ADA, BOB, CONFIG, DemoRig, PEOPLE},
    script::{Script, with},
};

/// Below the language's tag: name, type and content.
const FILES: [(&str, &str, &str); 3] = [
    ("", "text/html; charset=utf-8", include_str!("web/demo.html")),
    ("demo.css", "text/css; charset=utf-8", include_str!("web/demo.css")),
    ("demo.js", "text/javascript; charset=utf-8", include_str!("web/demo.js")),
];

/// The page loads its own files, and no text of a message can become a part of it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/// For `stop myci in 1h`: the timer comes with each hour that passes.
const LATER: &str = include_str!("web/later.toml");

/// How many of the latest calls to Azure the page shows.
const CALLS: usize = 60;

/// In bytes.
const LONGEST_BODY: usize = 64 * 1024;

pub async fn web(locale: Locale) -> Result<Exit, Box<dyn Error>> {
    let config = with_names(CONFIG) + LATER;
    let [en, pt] = [Locale::English, Locale::Portuguese].map(|locale| DemoRig::set(&config, false, locale));
    let rigs = Arc::new(InEach::new(en.await?, pt.await?));
    let listener = listen("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    let address = format!("http://127.0.0.1:{port}/{}/", locale.tag());
    output::banner(with(Script::of(locale)?.open, address))?;
    let page = move |request: Request| {
        let rigs = rigs.clone();
        async move { answer(&rigs, port, request).await }
    };
    axum::serve(listener, Router::new().fallback(page))
        .with_graceful_shutdown(host::http::stop_signal())
        .await?;
    Ok(Exit::Done)
}

/// The configuration with the names of its people, for lists to show in place of ids.
fn with_names(config: &str) -> String {
    let mut config = config.to_owned();
    for (id, name) in PEOPLE {
        let person = config.find(&format!("/{id}\""));
        if let Some(at) = person.and_then(|at| Some(at + config[at..].find("id = ")?)) {
            config.insert_str(at, &format!("name = {name:?}, "));
        }
    }
    config
}

/// Each language has a Lamplighter and an Azure of its own, below its tag: `/pt-BR/state`.
async fn answer(rigs: &InEach<DemoRig>, port: u16, request: Request) -> Response<Body> {
    let (head, body) = request.into_parts();
    if !is_from_our_page(&head, port) {
        return reply(
            StatusCode::FORBIDDEN,
            "text/plain",
            "Open the address that the demo printed: it answers its own page alone.".into(),
        );
    }
    let place = head.uri.path().strip_prefix('/').and_then(|path| path.split_once('/'));
    let Some((rig, name)) = place.and_then(|(tag, name)| Some((rigs.of(Locale::from_tag(tag)?), name)))
    else {
        return reply(StatusCode::NOT_FOUND, "text/plain", "There are /en/ and /pt-BR/.".into());
    };
    let file = FILES.iter().find(|(known, ..)| head.method == Method::GET && *known == name);
    if let Some((_, kind, text)) = file {
        return reply(StatusCode::OK, kind, (*text).into());
    }
    let outcome = match (&head.method, name) {
        (&Method::GET, "state") => Ok(state(rig, head.uri.query())),
        (&Method::POST, name) => {
            act(rig, name, &to_bytes(body, LONGEST_BODY).await.unwrap_or_default()).await
        }
        _ => Err(format!("There is no {name}.").into()),
    };
    match outcome {
        Ok(told) => reply(StatusCode::OK, "application/json", told.to_string()),
        Err(error) => reply(StatusCode::BAD_REQUEST, "text/plain", error.to_string()),
    }
}

/// Whether a browser sends this for our page. Another page on the web has another `Origin`, and one whose name leads to
/// this machine another `Host`.
fn is_from_our_page(head: &Parts, port: u16) -> bool {
    let header = |name: HeaderName| head.headers.get(name).and_then(|value| value.to_str().ok());
    let ours = ["127.0.0.1", "localhost"].map(|host| format!("{host}:{port}"));
    let host = header(HOST).filter(|host| ours.iter().any(|own| own == host));
    host.is_some_and(|host| match header(ORIGIN) {
        Some(origin) => origin.strip_prefix("http://") == Some(host),
        None => head.method == Method::GET,
    })
}

fn reply(status: StatusCode, kind: &str, body: String) -> Response<Body> {
    let response = Response::builder()
        .status(status)
        .header(CONTENT_TYPE, kind)
        .header(CONTENT_SECURITY_POLICY, POLICY)
        .header(CACHE_CONTROL, "no-store")
        .header("x-content-type-options", "nosniff")
        .header("referrer-policy", "no-referrer")
        .header("cross-origin-resource-policy", "same-origin");
    response.body(Body::from(body)).unwrap_or_default()
}

/// The clock, Azure, and the messages from number `since` on; none without a number.
fn state(rig: &DemoRig, query: Option<&str>) -> Value {
    let since = query.and_then(|query| query.strip_prefix("since=")?.parse().ok()).unwrap_or(usize::MAX);
    let inbox = rig.emulator.inbox();
    let mut calls = rig.emulator.requests();
    calls.retain(|call| call.operation != Call::Inbox);
    json!({
        "now": rig.now(),
        "instances": rig.emulator.instances(),
        "made": calls.len(),
        "calls": calls.iter().rev().take(CALLS).collect::<Vec<_>>(),
        "heard": inbox.len(),
        "messages": inbox.iter().skip(since).collect::<Vec<_>>(),
    })
}

/// Carries out what the page asks for: when it was sent, the status and the answer of Lamplighter, and after how many
/// milliseconds they came.
async fn act(rig: &DemoRig, name: &str, body: &[u8]) -> Result<Value, Box<dyn Error>> {
    let body: Value = serde_json::from_slice(body)?;
    let text = |key: &str| body[key].as_str().unwrap_or_default();
    let who = || {
        let who = [ADA, BOB].into_iter().find(|user| user.name == text("who"));
        who.ok_or("who: Ada or Bob")
    };
    let (at, began) = (rig.now(), Instant::now());
    let (status, answer) = match name {
        "types" => rig.types(who()?, text("text"), text("place")).await?,
        "presses" => rig.presses(who()?, text("value"), body["ephemeral"] == true, text("place")).await?,
        "forges" => rig.forges(text("text")).await?,
        "nightly" => rig.delivers("nightly", "signed/nightly").await?,
        "budget" => rig.delivers("budget", "azure-monitor/budget-actual").await?,
        "hour" => {
            rig.pass_an_hour();
            rig.delivers("due", "signed/nightly").await?
        }
        _ => return Err(format!("there is no {name}").into()),
    };
    Ok(json!({ "at": at, "status": status, "answer": answer, "ms": began.elapsed().as_millis() }))
}
