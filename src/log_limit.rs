//! Log lines that unverified senders can cause: at most one a second for each key, with the number of occurrences,
//! and short.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::sleep;
use tracing::Span;

/// The time for which the occurrences of one key are counted before the next line.
const WINDOW: Duration = Duration::from_secs(1);

/// The most characters of an unknown path, and of a method, in a line. Such a line has at most 200.
pub const PATH: usize = 32;
pub const METHOD: usize = 8;

/// The keys with a line within the last second; clones share them.
#[derive(Clone, Default)]
pub struct LogLimit(Arc<Mutex<HashMap<String, Suppressed>>>);

/// The occurrences since the last line.
#[derive(Default)]
struct Suppressed {
    count: u64,
    /// Writes the latest, with this count.
    line: Option<Box<dyn FnOnce(u64) + Send>>,
}

impl LogLimit {
    /// Writes `line` at once, with a count of one; within a second after another line of this key, writes the latest
    /// `line` at the end of that second, with their number.
    ///
    /// Keys come from the configuration and the code, never from a request: their number is bounded.
    pub fn log(&self, key: &str, line: impl FnOnce(u64) + Send + 'static) {
        {
            let mut keys = self.keys();
            if let Some(held) = keys.get_mut(key) {
                held.count += 1;
                held.line = Some(Box::new(line));
                return;
            }
            keys.insert(key.to_owned(), Suppressed::default());
        }
        outside_spans(|| line(1));
        let (limit, key) = (self.clone(), key.to_owned());
        // A plain task: work that the host waits for would cost a billed second on Lambda for each refusal. There
        // the task freezes, and the line is written at the next invocation.
        tokio::spawn(async move {
            loop {
                sleep(WINDOW).await;
                let Some(Suppressed { count, line: Some(line) }) = limit.take(&key) else { break };
                line(count);
            }
        });
    }

    /// Writes the lines held back, before the process ends.
    pub fn flush(&self) {
        let held: Vec<_> = self.keys().values_mut().map(std::mem::take).collect();
        for Suppressed { count, line } in held {
            line.into_iter().for_each(|line| line(count));
        }
    }

    /// The occurrences within the last second. If there were none, also removes the key, so that the next one is
    /// written at once.
    fn take(&self, key: &str) -> Option<Suppressed> {
        let mut keys = self.keys();
        let held = keys.get_mut(key).map(std::mem::take)?;
        if held.line.is_none() {
            keys.remove(key);
        }
        Some(held)
    }

    fn keys(&self) -> MutexGuard<'_, HashMap<String, Suppressed>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes without the fields of the current spans: a line stands for several requests, and Lambda's span makes
/// it longer by half.
fn outside_spans(write: impl FnOnce()) {
    let span = Span::current();
    span.with_subscriber(|(id, subscriber)| subscriber.exit(id));
    write();
    span.with_subscriber(|(id, subscriber)| subscriber.enter(id));
}

/// The start of an unverified text, in printable ASCII that JSON does not escape.
pub fn excerpt(text: &str, most: usize) -> String {
    let harmless = |c: char| match c {
        ' '..='~' if !matches!(c, '"' | '\\') => c,
        _ => '?',
    };
    match text.char_indices().nth(most) {
        None => text.chars().map(harmless).collect(),
        Some(_) => text.chars().take(most - 3).map(harmless).chain("...".chars()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    /// Counts what is written; each entry is one line.
    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<(&'static str, u64)>>>);

    impl Written {
        fn line(&self, what: &'static str) -> impl FnOnce(u64) + Send + use<> {
            let written = self.0.clone();
            move |count| written.lock().unwrap().push((what, count))
        }

        fn take(&self) -> Vec<(&'static str, u64)> {
            std::mem::take(&mut *self.0.lock().unwrap())
        }
    }

    async fn a_second() {
        advance(WINDOW).await;
        tokio::task::yield_now().await;
    }

    #[tokio::test(start_paused = true)]
    async fn the_first_line_is_written_at_once_and_then_one_a_second_with_a_count() {
        let (limit, written) = (LogLimit::default(), Written::default());
        limit.log("slack", written.line("first"));
        tokio::task::yield_now().await;
        assert_eq!(written.take(), [("first", 1)]);
        for _ in 0..20_000 {
            limit.log("slack", written.line("more"));
        }
        limit.log("teams", written.line("another key"));
        assert_eq!(written.take(), [("another key", 1)]);
        a_second().await;
        assert_eq!(written.take(), [("more", 20_000)]);
        // Still counted: the second after a line is as quiet as the first.
        limit.log("slack", written.line("later"));
        assert_eq!(written.take(), []);
        a_second().await;
        assert_eq!(written.take(), [("later", 1)]);
        a_second().await;
        limit.log("slack", written.line("at once again"));
        assert_eq!(written.take(), [("at once again", 1)]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_flush_writes_what_was_held_back() {
        let (limit, written) = (LogLimit::default(), Written::default());
        for what in ["first", "second", "third"] {
            limit.log("slack", written.line(what));
        }
        limit.flush();
        limit.flush();
        assert_eq!(written.take(), [("first", 1), ("third", 2)]);
    }

    #[test]
    fn an_excerpt_is_short_and_plain() {
        for (text, shown) in [
            ("/hooks/slak", "/hooks/slak"),
            ("/0123456789", "/0123456789"),
            ("/0123456789a", "/0123456789a"),
            ("/0123456789ab", "/01234567..."),
            ("a\"b\\c\nd\u{1b}é\u{202e}", "a?b?c?d???"),
            ("", ""),
        ] {
            assert_eq!(excerpt(text, 12), shown);
        }
        assert_eq!(excerpt(&"\u{0}é".repeat(100_000), 40).len(), 40);
    }
}
