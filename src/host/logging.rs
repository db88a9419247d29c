//! The log: one JSON object per line, or a line for people.

use std::{cmp, io, panic};

use jiff::{Timestamp, tz::TimeZone};
use tracing::{error, info, level_filters::LevelFilter};
use tracing_subscriber::{
    Layer, Registry,
    filter::Targets,
    fmt,
    fmt::{format::Writer, writer::BoxMakeWriter},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

/// The log target of this crate; modules are below it (`lamplighter::host`).
const OURS: &str = "lamplighter";

/// Who reads the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogReader {
    /// A program: each line is a JSON object.
    Program,
    /// Somebody at a terminal: each line begins with the time of day there.
    Person,
}

/// Starts logging: to standard output on Lambda, where CloudWatch reads it, otherwise to standard error. The
/// first line has the program's version. A second call changes nothing.
///
/// The level is `RUST_LOG` (`debug`, `lamplighter::azure=debug`), else `AWS_LAMBDA_LOG_LEVEL`, else info. It
/// applies to this crate only: dependencies are limited to info, since the Lambda runtime logs whole events at
/// trace, and HTTP clients log URLs with signatures and capabilities at debug.
///
/// From then on, a panic is one line with its location. Its message may quote request data and is left out.
pub fn init_logging(env: impl Fn(&str) -> Option<String>, reader: LogReader) {
    let on_lambda = env("AWS_LAMBDA_RUNTIME_API").is_some();
    let writer = if on_lambda { BoxMakeWriter::new(io::stdout) } else { BoxMakeWriter::new(io::stderr) };
    let registry = tracing_subscriber::registry().with(lines(reader, writer).with_filter(levels(&env)));
    #[cfg(feature = "otel")]
    let registry = registry.with(crate::traces::layer(&env));
    if registry.try_init().is_ok() {
        panic::set_hook(Box::new(|info| {
            let place = info.location().map(ToString::to_string);
            error!(place, "panicked");
        }));
        info!(version = env!("LAMPLIGHTER_VERSION"), "begins");
    }
}

fn lines(reader: LogReader, writer: BoxMakeWriter) -> Box<dyn Layer<Registry> + Send + Sync> {
    let layer = fmt::layer().with_writer(writer);
    match reader {
        LogReader::Program => layer.json().flatten_event(true).with_span_list(false).boxed(),
        LogReader::Person => {
            layer.with_timer(time_of_day as fn(&mut Writer<'_>) -> _).with_target(false).boxed()
        }
    }
}

/// `18:02:31`, by the machine's clock and zone.
fn time_of_day(line: &mut Writer<'_>) -> std::fmt::Result {
    let now = Timestamp::now().to_zoned_datetime(TimeZone::system());
    write!(line, "{}", now.strftime("%H:%M:%S"))
}

/// The level of each target: as the environment asks, with dependencies limited to info. An invalid value
/// counts as "info"; `FATAL`, which only Lambda has, as "error".
fn levels(env: impl Fn(&str) -> Option<String>) -> Targets {
    let told = ["RUST_LOG", "AWS_LAMBDA_LOG_LEVEL"].into_iter().filter_map(env).find(|told| !told.is_empty());
    let asked = match told.as_deref() {
        None => Targets::new(),
        Some("FATAL") => Targets::new().with_default(LevelFilter::ERROR),
        Some(told) => told.parse().unwrap_or_default(),
    };
    let ours = |target: &str| target == OURS || target.starts_with("lamplighter::");
    let cap = |level| cmp::min(level, LevelFilter::INFO);
    let default = asked.default_level().unwrap_or(LevelFilter::INFO);
    let rest = asked.iter().map(|(target, level)| {
        let level = if ours(target) { level } else { cap(level) };
        (target.to_owned(), level)
    });
    // At info, these log the addresses of failed calls, which contain tenants and capabilities.
    let azure = ["azure_core", "azure_identity", "typespec_client_core"];
    Targets::new()
        .with_default(cap(default))
        .with_targets(azure.map(|target| (target, cmp::min(default, LevelFilter::WARN))))
        .with_target(OURS, default)
        .with_targets(rest)
}

#[cfg(test)]
mod tests {
    use std::{io::Read, sync::Mutex};

    use tracing::Level;

    use super::*;

    fn levels_of(name: &str, value: &str) -> Targets {
        levels(|asked| (asked == name).then(|| value.to_owned()))
    }

    /// What is logged for this reader.
    fn logged(reader: LogReader) -> String {
        let (mut log, writer) = io::pipe().unwrap();
        let registry =
            tracing_subscriber::registry().with(lines(reader, BoxMakeWriter::new(Mutex::new(writer))));
        tracing::subscriber::with_default(registry, || info!(id = "e0c7b7", "heard"));
        let mut text = String::new();
        log.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn programs_get_json_and_people_a_line() {
        let json: serde_json::Value = serde_json::from_str(&logged(LogReader::Program)).unwrap();
        assert_eq!((&json["message"], &json["id"]), (&"heard".into(), &"e0c7b7".into()));
        let line = logged(LogReader::Person);
        let (time, rest) = line.split_at("18:02:31".len());
        assert!(time.parse::<jiff::civil::Time>().is_ok(), "{line}");
        assert_eq!(rest, "  INFO heard id=\"e0c7b7\"\n");
    }

    #[test]
    fn info_unless_told() {
        for told in ["", "nonsense=very"] {
            let levels = levels_of("RUST_LOG", told);
            assert!(levels.would_enable("lamplighter::app", &Level::INFO), "{told:?}");
            assert!(!levels.would_enable("lamplighter::app", &Level::DEBUG), "{told:?}");
        }
    }

    #[test]
    fn debugging_us_is_not_debugging_the_runtime() {
        for told in ["trace", "lamplighter=trace,lambda_runtime=trace", "lamplighter=trace"] {
            let levels = levels_of("RUST_LOG", told);
            assert!(levels.would_enable("lamplighter::host::lambda", &Level::TRACE), "{told}");
            assert!(levels.would_enable("lambda_runtime::layers", &Level::INFO), "{told}");
            assert!(!levels.would_enable("lambda_runtime::layers", &Level::DEBUG), "{told}");
        }
    }

    #[test]
    fn one_module_can_be_debugged_and_dependencies_silenced() {
        let levels = levels_of("RUST_LOG", "warn,lamplighter::azure=debug");
        assert!(levels.would_enable("lamplighter::azure", &Level::DEBUG));
        assert!(!levels.would_enable("lamplighter::app", &Level::INFO));
        assert!(!levels.would_enable("hyper", &Level::INFO));
    }

    #[test]
    fn lambda_has_its_own_names() {
        assert!(levels_of("AWS_LAMBDA_LOG_LEVEL", "DEBUG").would_enable(OURS, &Level::DEBUG));
        assert!(levels_of("AWS_LAMBDA_LOG_LEVEL", "FATAL").would_enable(OURS, &Level::ERROR));
        assert!(!levels_of("AWS_LAMBDA_LOG_LEVEL", "FATAL").would_enable(OURS, &Level::WARN));
    }
}
