//! Receives each request, records it, applies its fault if there is one, and sends the answer.

use std::{io, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{ConnectInfo, Request, State},
    response::Response,
};
use futures::{StreamExt, stream};
use http::{HeaderValue, StatusCode, header};
use tokio::net::TcpListener;

use super::{
    answer::{Answer, empty, json, text, waiting},
    aws, azure, bot_connector,
    call::Call,
    connection::{CuttableListener, Cutter},
    controls,
    emulator::{Emulator, EmulatorState},
    entra,
    faults::Effect,
    inbox::Message,
    request::EmulatedRequest,
    request_log::{FoundInstance, RecordedRequest},
    vault,
};

/// The longest accepted body, in bytes: far more than a chat message.
const LONGEST_BODY: usize = 1 << 20;

impl Emulator {
    /// Serves until dropped.
    ///
    /// # Errors
    /// As [`axum::serve`]: none in practice.
    pub async fn serve(self, listener: TcpListener) -> io::Result<()> {
        let router = Router::new().fallback(answer).with_state(self);
        let service = router.into_make_service_with_connect_info::<Cutter>();
        axum::serve(CuttableListener(listener), service).await
    }
}

async fn answer(
    State(emulator): State<Emulator>,
    ConnectInfo(cutter): ConnectInfo<Cutter>,
    incoming: Request,
) -> Response {
    let (head, body) = incoming.into_parts();
    let Ok(body) = to_bytes(body, LONGEST_BODY).await else {
        return empty(StatusCode::PAYLOAD_TOO_LARGE).map(Body::from);
    };
    let (path, query) = (head.uri.path(), head.uri.query().unwrap_or_default());
    let mut request = EmulatedRequest::new(head.method, path, query, head.headers, body);
    if request.route.call == Call::Unknown && controls::is_control(&request.path) {
        return controls::answer(&emulator, &request).map(Body::from);
    }
    let number = receive(&emulator, &mut request);
    delay(&request, Effect::Late).await;
    let answer = carry_out(&emulator, &request, number);
    let delay = emulator.lock().world.options.delay;
    // tokio's timer counts whole milliseconds from the next one, so a sleep of zero would take one.
    if !matches!(request.route.call, Call::Inbox | Call::Activity | Call::Conversation) && !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    deliver(&emulator, &request, number, answer, &cutter).await
}

/// Waits if the request's fault is `effect`.
async fn delay(request: &EmulatedRequest, effect: Effect) {
    if let Some(fault) = request.fault.as_ref().filter(|fault| fault.fault == effect) {
        tokio::time::sleep(Duration::from_millis(fault.delay_ms.unwrap_or(1000))).await;
    }
}

/// Determines the request's fault and records the request. Returns its number in the log.
fn receive(emulator: &Emulator, request: &mut EmulatedRequest) -> usize {
    let mut state = emulator.lock();
    let now = state.world.now();
    let target = &request.route.target;
    request.fault = state.faults.take(request.route.call, &target.workspace, &target.compute);
    state.request_log.add(RecordedRequest::of(request, now))
}

/// Carries out the request, unless a fault prevents it.
fn carry_out(emulator: &Emulator, request: &EmulatedRequest, number: usize) -> Answer {
    let mut state = emulator.lock();
    let now = state.world.now();
    let found = state.world.found(&request.route);
    let answer = match request.fault.as_ref().map(|fault| fault.fault) {
        Some(Effect::Reset) => empty(StatusCode::OK),
        Some(Effect::Garbage) => garbage(),
        effect => match request.route.call {
            Call::Token | Call::Keys | Call::OpenId => {
                let serial = state.world.next_number();
                let EmulatorState { federation, identity_tokens, .. } = &mut *state;
                entra::answer(request, effect, (federation, identity_tokens), now, serial)
            }
            Call::Sts | Call::AwsSecret | Call::AwsParameter => {
                let serial = state.world.next_number();
                aws::answer(request, effect, &state.secrets, now, serial)
            }
            Call::VaultSecret => {
                let serial = state.world.next_number();
                vault::answer(request, effect, &state.secrets, serial)
            }
            Call::Inbox => at_inbox(emulator, &mut state, request, effect),
            Call::Activity | Call::Conversation => {
                let (answer, arrived) = bot_connector::answer(&mut state, request, effect);
                if arrived {
                    emulator.announce_message();
                }
                answer
            }
            Call::Metadata => {
                let version = request.parameter("api-version");
                json(StatusCode::OK, &azure::endpoints(&request.base_url(), version.as_deref()))
            }
            _ => {
                let EmulatorState { world, budgets, .. } = &mut *state;
                azure::answer(world, budgets, request, effect)
            }
        },
    };
    let found =
        found.map(|found| FoundInstance { accepted: answer.status() == StatusCode::ACCEPTED, ..found });
    state.request_log.done(number, now, found);
    answer
}

fn at_inbox(
    emulator: &Emulator,
    state: &mut EmulatorState,
    request: &EmulatedRequest,
    effect: Option<Effect>,
) -> Answer {
    let message = Message::of(request, state.world.now());
    let Some(status) = effect.and_then(Effect::status) else {
        state.inbox.receive(message);
        emulator.announce_message();
        return text(StatusCode::OK, "text/plain", "ok".into());
    };
    state.inbox.refuse(message);
    let words = status.canonical_reason().unwrap_or_default().to_owned();
    waiting(text(status, "text/plain", words), request.retry_after())
}

/// Sends the answer in the way that the fault demands.
async fn deliver(
    emulator: &Emulator,
    request: &EmulatedRequest,
    number: usize,
    answer: Answer,
    cutter: &Cutter,
) -> Response {
    delay(request, Effect::Slow).await;
    match request.fault.as_ref().map(|fault| fault.fault) {
        Some(Effect::Reset | Effect::ResetAfter) => {
            cutter.cut();
            return answer.map(Body::from);
        }
        Some(Effect::Truncated) => return truncated(answer),
        _ => {}
    }
    let mut state = emulator.lock();
    let now = state.world.now();
    state.request_log.answered(number, now, answer.status().as_u16());
    match request.route.call {
        // The Bot Connector does not always say how long its answers are.
        Call::Activity | Call::Conversation => {
            answer.map(|body| Body::from_stream(stream::iter([Ok::<_, io::Error>(body)])))
        }
        _ => answer.map(Body::from),
    }
}

fn garbage() -> Answer {
    let page = "<!DOCTYPE html><html><head><title>Sign in to the network</title></head>\
                <body><h1>One moment</h1></body></html>";
    text(StatusCode::OK, "text/html", page.into())
}

/// Announces one byte more than the body has, sends half of the body, and cuts the connection.
fn truncated(answer: Answer) -> Response {
    let (mut head, body) = answer.into_parts();
    head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len() + 1));
    let half = stream::iter([Ok(body.slice(..body.len() / 2))]);
    let end = stream::once(async {
        // Lets the first half be sent before the connection ends.
        tokio::task::yield_now().await;
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    });
    Response::from_parts(head, Body::from_stream(half.chain(end)))
}
