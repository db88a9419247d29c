//! Sends ended spans to the collector by the process's one HTTP client.
//!
//! The SDK's own batches need a thread that blocks; we have one thread, which Lambda freezes. So a task
//! sends them, and the host flushes before the process ends or freezes.

use std::{
    mem,
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use opentelemetry::{Context, KeyValue, trace::TracerProvider};
use opentelemetry_otlp::{RetryPolicy, SpanExporter, WithHttpConfig};
use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    trace::{SdkTracerProvider, Span, SpanData, SpanExporter as _, SpanProcessor},
};
use tokio::time::{Instant, sleep, timeout_at};
use tracing::{Subscriber, warn};
use tracing_subscriber::{Layer, filter::filter_fn, registry::LookupSpan};

use super::span::SPANS;

/// Any of these names a collector and turns traces on.
const ENDPOINTS: [&str; 2] = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"];

/// The interval between two exports.
const EVERY: Duration = Duration::from_secs(5);

/// The limit on one export. On Lambda the next event waits for it.
const PATIENCE: Duration = Duration::from_secs(2);

/// The pause after a failed export.
const REST: Duration = Duration::from_secs(60);

/// The most spans that wait; further ones are dropped.
const MOST: usize = 1024;

static WAITING: Mutex<Vec<SpanData>> = Mutex::new(Vec::new());
static EXPORTER: OnceLock<SpanExporter> = OnceLock::new();
/// The end of the pause after a failed export; locked during an export.
static PAUSE: tokio::sync::Mutex<Option<Instant>> = tokio::sync::Mutex::const_new(None);

/// Records the spans of [`SPANS`] if the environment names a collector.
pub fn layer<S>(env: impl Fn(&str) -> Option<String>) -> Option<impl Layer<S>>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    asked(env).then(|| {
        let provider = SdkTracerProvider::builder().with_span_processor(Collect).build();
        tracing_opentelemetry::layer()
            .with_tracer(provider.tracer(env!("CARGO_PKG_NAME")))
            .with_context_activation(false)
            .with_location(false)
            .with_threads(false)
            .with_target(false)
            .with_tracked_inactivity(false)
            .with_filter(filter_fn(|meta| meta.is_span() && meta.target() == SPANS))
    })
}

fn asked(env: impl Fn(&str) -> Option<String>) -> bool {
    let off = env("OTEL_SDK_DISABLED").is_some_and(|told| told.trim().eq_ignore_ascii_case("true"));
    let set = |name: &&str| env(name).is_some_and(|told| !told.trim().is_empty());
    !off && ENDPOINTS.iter().any(set)
}

fn resource(env: impl Fn(&str) -> Option<String>) -> Resource {
    let name = env("OTEL_SERVICE_NAME").filter(|name| !name.is_empty());
    Resource::builder()
        .with_service_name(name.unwrap_or_else(|| env!("CARGO_PKG_NAME").to_owned()))
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .build()
}

/// Starts the exports through `client`. Call it after the log is set up: it warns of an unusable
/// collector.
pub fn begin(client: &reqwest::Client, env: impl Fn(&str) -> Option<String>) {
    if !asked(&env) {
        return;
    }
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(client.clone())
        .with_retry_policy(RetryPolicy::disabled())
        .build();
    // The error would quote the address, which may have a password in it.
    let Ok(mut exporter) = exporter else {
        return warn!("no traces are sent: the address of the collector cannot be used");
    };
    exporter.set_resource(&resource(env));
    if EXPORTER.set(exporter).is_ok() {
        tokio::spawn(async {
            loop {
                sleep(EVERY).await;
                flush().await;
            }
        });
    }
}

/// Sends the waiting spans, or drops them after two seconds. Call it last before the process ends or
/// freezes.
pub async fn flush() {
    let Some(exporter) = EXPORTER.get() else { return };
    let end = Instant::now() + PATIENCE;
    let Ok(mut pause) = timeout_at(end, PAUSE.lock()).await else { return };
    let spans = mem::take(&mut *waiting());
    if spans.is_empty() || pause.is_some_and(|until| Instant::now() < until) {
        return;
    }
    let sent = timeout_at(end, exporter.export(spans)).await;
    if matches!(sent, Ok(Ok(()))) {
        *pause = None;
    } else if pause.replace(Instant::now() + REST).is_none() {
        warn!("traces are lost: the collector does not take them");
    }
}

fn waiting() -> MutexGuard<'static, Vec<SpanData>> {
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Receives ended spans from the SDK.
#[derive(Debug)]
struct Collect;

impl SpanProcessor for Collect {
    fn on_start(&self, _span: &mut Span, _cx: &Context) {}

    fn on_end(&self, span: SpanData) {
        let mut waiting = waiting();
        if span.span_context.is_sampled() && waiting.len() < MOST {
            waiting.push(span);
        }
    }

    fn force_flush(&self) -> OTelSdkResult {
        Ok(())
    }

    fn shutdown_with_timeout(&self, _timeout: Duration) -> OTelSdkResult {
        Ok(())
    }
}
