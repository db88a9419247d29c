//! What the product logs on the test's own thread, where all of a test runs.

use std::{cell::RefCell, io, marker::PhantomData, sync::Once};

use jiff::Timestamp;
use lamplighter::clock::Clock;
use serde_json::Value;
use tracing_subscriber::{
    filter::{LevelFilter, dynamic_filter_fn},
    fmt,
    prelude::*,
};

thread_local! {
    static CAPTURED: RefCell<Option<Captured>> = const { RefCell::new(None) };
}

struct Captured {
    clock: Clock,
    lines: Vec<Line>,
}

/// When it was written, by the test's clock, and what.
pub type Line = (Timestamp, Value);

/// Captures lines until it is dropped; it stays on its thread.
pub struct CapturedLog(PhantomData<*const ()>);

impl CapturedLog {
    pub fn begin(clock: Clock) -> Self {
        static INSTALL: Once = Once::new();
        // One subscriber for all threads. With one per thread, `tracing` may disable a line everywhere because a
        // thread without a subscriber reached it first.
        INSTALL.call_once(|| {
            let is_captured = dynamic_filter_fn(|_, _| CAPTURED.with_borrow(Option::is_some))
                .with_max_level_hint(LevelFilter::INFO);
            let lines = fmt::layer().json().flatten_event(true).with_writer(|| Writer);
            tracing_subscriber::registry().with(lines.with_filter(is_captured)).init();
        });
        CAPTURED.set(Some(Captured { clock, lines: Vec::new() }));
        Self(PhantomData)
    }

    /// Those written since the last call.
    pub fn take(&self) -> Vec<Line> {
        CAPTURED.with_borrow_mut(|captured| {
            let captured = captured.as_mut().expect("one log for each thread");
            std::mem::take(&mut captured.lines)
        })
    }
}

impl Drop for CapturedLog {
    fn drop(&mut self) {
        CAPTURED.set(None);
    }
}

struct Writer;

impl io::Write for Writer {
    /// A line at a time.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        CAPTURED.with_borrow_mut(|captured| {
            if let Some(Captured { clock, lines }) = captured {
                lines.push((clock.now(), serde_json::from_slice(bytes)?));
            }
            Ok(bytes.len())
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
