//! The monthly images of an instance's operating system.
//!
//! A new instance gets the latest image and keeps it: Azure updates no instance in place.

use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};

/// The version of the latest image at a time.
pub(crate) fn latest(now: Timestamp) -> String {
    months_before_latest(0, now)
}

/// The version that was the latest some months ago, such as `26.06.14`. An image is published in the month after
/// the one in its version.
pub(crate) fn months_before_latest(months: i32, now: Timestamp) -> String {
    let today = TimeZone::UTC.to_datetime(now).date();
    let month = i32::from(today.year()) * 12 + i32::from(today.month()) - 2 - months;
    let (year, month) = (month.div_euclid(12) % 100, month.rem_euclid(12) + 1);
    // Azure's versions have a different day each month.
    let day = 2 + 2 * month;
    format!("{year:02}.{month:02}.{day:02}")
}

/// The `osImageMetadata` of an instance with this image, if `latest` is the latest.
pub(crate) fn metadata(current: &str, latest: &str) -> Value {
    json!({
        "currentImageVersion": current,
        "latestImageVersion": latest,
        "isLatestOsImageVersion": current == latest,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_month_has_an_image() {
        let at = |now: &str, months| months_before_latest(months, now.parse().unwrap());
        assert_eq!(at("2026-11-01T00:00:00Z", 0), "26.10.22");
        assert_eq!(at("2026-11-30T23:59:59Z", 4), "26.06.14");
        assert_eq!(at("2027-01-15T12:00:00Z", 0), "26.12.26");
        assert_eq!(at("2027-01-15T12:00:00Z", 12), "25.12.26");
    }
}
