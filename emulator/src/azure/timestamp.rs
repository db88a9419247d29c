use jiff::Timestamp;

/// A time as the service writes it: .NET's seven digits, and an offset instead of `Z`.
pub(crate) fn stamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.7f+00:00").to_string()
}
