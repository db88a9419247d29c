//! The way to the collector: spans that have ended wait here, and are sent by the process's one client.
//!
//! The SDK's own batches have a thread that blocks; we have one thread, and Lambda freezes it. So
//! they are sent by a task, and where the process ends or freezes, before that.

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

/// Any of these names a collector, and thereby turns traces on.
const ENDPOINTS: [&str; 2] = [
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
];

/// How often spans are sent while nothing ends.
const EVERY: Duration = Duration::from_secs(5);

/// As long as a collector may take. On Lambda the next event waits so long.
const PATIENCE: Duration = Duration::from_secs(2);

/// A collector that failed is left alone for so long.
const REST: Duration = Duration::from_secs(60);

/// Spans that wait; what comes on top is dropped.
const MOST: usize = 1024;

static WAITING: Mutex<Vec<SpanData>> = Mutex::new(Vec::new());
static WAY: OnceLock<Way> = OnceLock::new();

/// Notes the spans of [`SPANS`], where the environment names a collector.
pub fn layer<S>(env: impl Fn(&str) -> Option<String>) -> Option<impl Layer<S>>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    asked(env).then(|| {
        let provider = SdkTracerProvider::builder().with_span_processor(Wait).build();
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

/// Begins to send, through `client`. To be called when the log is there, which is told of a collector
/// that cannot be used.
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
    let way = Way {
        exporter,
        rest: tokio::sync::Mutex::default(),
    };
    if WAY.set(way).is_ok() {
        tokio::spawn(async {
            loop {
                sleep(EVERY).await;
                flush().await;
            }
        });
    }
}

/// Sends what waits, or gives it up after two seconds. To be awaited before the process ends or
/// freezes, and after everything else.
pub async fn flush() {
    if let Some(way) = WAY.get() {
        way.send().await;
    }
}

struct Way {
    exporter: SpanExporter,
    /// Until when the collector is left alone; held by whoever sends.
    rest: tokio::sync::Mutex<Option<Instant>>,
}

impl Way {
    async fn send(&self) {
        let end = Instant::now() + PATIENCE;
        let Ok(mut rest) = timeout_at(end, self.rest.lock()).await else {
            return;
        };
        let spans = mem::take(&mut *waiting());
        if spans.is_empty() || rest.is_some_and(|until| Instant::now() < until) {
            return;
        }
        let sent = timeout_at(end, self.exporter.export(spans)).await;
        if matches!(sent, Ok(Ok(()))) {
            *rest = None;
        } else if rest.replace(Instant::now() + REST).is_none() {
            warn!("traces are lost: the collector does not take them");
        }
    }
}

fn waiting() -> MutexGuard<'static, Vec<SpanData>> {
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where the SDK brings spans that have ended.
#[derive(Debug)]
struct Wait;

impl SpanProcessor for Wait {
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
