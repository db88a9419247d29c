//! What any envelope of the Functions host makes of the code that reads it.

/// Reads `bytes` as an envelope.
pub(crate) fn envelope(bytes: &[u8]) {
    let _ = super::holds_http(bytes);
}
