//! The door: each request is written down, befallen by its fault if there is one, and answered.

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
    aws, azure,
    call::Call,
    connection::{Cuttable, Shears},
    controls,
    emulator::{Emulator, Everything},
    entra,
    faults::Effect,
    inbox::Message,
    request::Visit,
    request_log::{Met, Recorded},
    vault,
};

/// The longest body taken, in bytes: a chat message and much to spare.
const LONGEST_BODY: usize = 1 << 20;

impl Emulator {
    /// Serves until dropped.
    ///
    /// # Errors
    /// As [`axum::serve`] has it: none in practice.
    pub async fn serve(self, listener: TcpListener) -> io::Result<()> {
        let router = Router::new().fallback(answer).with_state(self);
        let service = router.into_make_service_with_connect_info::<Shears>();
        axum::serve(Cuttable(listener), service).await
    }
}

/// Answers any request that comes to the port.
async fn answer(
    State(emulator): State<Emulator>,
    ConnectInfo(shears): ConnectInfo<Shears>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LONGEST_BODY).await else {
        return empty(StatusCode::PAYLOAD_TOO_LARGE).map(Body::from);
    };
    let (path, query) = (head.uri.path(), head.uri.query().unwrap_or_default());
    let mut visit = Visit::new(head.method, path, query, head.headers, body);
    if visit.route.call == Call::Unknown && controls::is_control(&visit.path) {
        return controls::answer(&emulator, &visit).map(Body::from);
    }
    let number = receive(&emulator, &mut visit);
    tarry(&visit, Effect::Late).await;
    let answer = attend(&emulator, &visit, number);
    let delay = emulator.lock().world.options.delay;
    // The timer counts in milliseconds and begins with the next: none must not become one.
    if visit.route.call != Call::Inbox && !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    deliver(&emulator, &visit, number, answer, &shears).await
}

/// Takes the time that a fault has it take.
async fn tarry(visit: &Visit, effect: Effect) {
    if let Some(fault) = visit.fault.as_ref().filter(|fault| fault.fault == effect) {
        tokio::time::sleep(Duration::from_millis(fault.delay_ms.unwrap_or(1000))).await;
    }
}

/// Finds out what befalls a request, and writes it down. Gives the number under which it stands in the ledger.
fn receive(emulator: &Emulator, visit: &mut Visit) -> usize {
    let mut everything = emulator.lock();
    let now = everything.world.now();
    let place = &visit.route.place;
    visit.fault = everything
        .faults
        .take(visit.route.call, &place.workspace, &place.compute);
    everything.ledger.note(Recorded::of(visit, now))
}

/// Does what is asked, unless a fault keeps it from being done.
fn attend(emulator: &Emulator, visit: &Visit, number: usize) -> Answer {
    let mut everything = emulator.lock();
    let now = everything.world.now();
    let met = everything.world.met(&visit.route);
    let answer = match visit.fault.as_ref().map(|fault| fault.fault) {
        Some(Effect::Reset) => empty(StatusCode::OK),
        Some(Effect::Garbage) => garbage(),
        effect => match visit.route.call {
            Call::Token | Call::Keys | Call::OpenId => {
                let serial = everything.world.next_number();
                entra::answer(visit, effect, &everything.federation, now, serial)
            }
            Call::Sts | Call::AwsSecret | Call::AwsParameter => {
                let serial = everything.world.next_number();
                aws::answer(visit, effect, &everything.secrets, now, serial)
            }
            Call::VaultSecret => {
                let serial = everything.world.next_number();
                vault::answer(visit, effect, &everything.secrets, serial)
            }
            Call::Inbox => at_inbox(emulator, &mut everything, visit, effect),
            Call::Metadata => json(StatusCode::OK, &azure::endpoints(&visit.base_url())),
            _ => {
                let Everything { world, budgets, .. } = &mut *everything;
                azure::answer(world, budgets, visit, effect)
            }
        },
    };
    let met = met.map(|met| Met {
        accepted: answer.status() == StatusCode::ACCEPTED,
        ..met
    });
    everything.ledger.done(number, now, met);
    answer
}

fn at_inbox(
    emulator: &Emulator,
    everything: &mut Everything,
    visit: &Visit,
    effect: Option<Effect>,
) -> Answer {
    let message = Message::of(visit, everything.world.now());
    let Some(status) = effect.and_then(Effect::status) else {
        everything.inbox.receive(message);
        emulator.message_came();
        return text(StatusCode::OK, "text/plain", "ok".into());
    };
    everything.inbox.refuse(message);
    let words = status.canonical_reason().unwrap_or_default().to_owned();
    waiting(text(status, "text/plain", words), visit.retry_after())
}

/// Sends the answer the way the fault wants it sent.
async fn deliver(
    emulator: &Emulator,
    visit: &Visit,
    number: usize,
    answer: Answer,
    shears: &Shears,
) -> Response {
    tarry(visit, Effect::Slow).await;
    match visit.fault.as_ref().map(|fault| fault.fault) {
        Some(Effect::Reset | Effect::ResetAfter) => {
            shears.cut();
            return answer.map(Body::from);
        }
        Some(Effect::Truncated) => return truncated(answer),
        _ => {}
    }
    let mut everything = emulator.lock();
    let now = everything.world.now();
    everything.ledger.answered(number, now, answer.status().as_u16());
    answer.map(Body::from)
}

fn garbage() -> Answer {
    let page = "<!DOCTYPE html><html><head><title>Sign in to the network</title></head>\
                <body><h1>One moment</h1></body></html>";
    text(StatusCode::OK, "text/html", page.into())
}

/// Promises the whole body, and more; sends half of it, and ends.
fn truncated(answer: Answer) -> Response {
    let (mut head, body) = answer.into_parts();
    head.headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(body.len() + 1));
    let half = stream::iter([Ok(body.slice(..body.len() / 2))]);
    let end = stream::once(async {
        // Lets the half go out before the connection is given up.
        tokio::task::yield_now().await;
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    });
    Response::from_parts(head, Body::from_stream(half.chain(end)))
}
