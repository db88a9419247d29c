//! Dates as platforms write them.

use jiff::{Timestamp, fmt::temporal::Pieces, tz::TimeZone};
use serde_json::Value;

/// A date, which is UTC if it has no zone. `None`: the value is missing.
///
/// # Errors
///
/// If the value is not a date.
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
