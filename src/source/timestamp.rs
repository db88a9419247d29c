//! Dates as platforms write them.

use jiff::{Timestamp, fmt::temporal::Pieces, tz::TimeZone};
use serde_json::Value;

/// A date as a platform writes it: without a zone it is UTC. `None`: it is missing.
///
/// # Errors
///
/// When something else is there.
pub(super) fn moment(value: &Value) -> Result<Option<Timestamp>, jiff::Error> {
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(text) => text.trim(),
        _ => "",
    };
    let read = text.parse().or_else(|error| match Pieces::parse(text) {
        Ok(bare) if bare.offset().is_none() && bare.time_zone_annotation().is_none() => {
            let at = bare.date().to_datetime(bare.time().ok_or(error)?);
            TimeZone::UTC.to_timestamp(at)
        }
        _ => Err(error),
    });
    read.map(Some)
}
