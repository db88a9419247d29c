//! JSON that others send, in which `null` is as good as missing.

use serde::de::DeserializeOwned;
use serde_json::{Error, Value};

/// Reads JSON as if no key had ever been `null`, nor any element of a list: senders write either
/// for what they do not have, and change their mind about which.
///
/// # Errors
///
/// Where the text is no JSON, or what is left of it no `T`.
pub fn from_slice<T: DeserializeOwned>(json: &[u8]) -> Result<T, Error> {
    let mut value = serde_json::from_slice(json)?;
    drop_nulls(&mut value);
    serde_json::from_value(value)
}

/// Not deeper than JSON is parsed.
fn drop_nulls(value: &mut Value) {
    match value {
        Value::Array(elements) => {
            elements.retain(|element| !element.is_null());
            elements.iter_mut().for_each(drop_nulls);
        }
        Value::Object(fields) => {
            fields.retain(|_, field| !field.is_null());
            fields.values_mut().for_each(drop_nulls);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn null_is_missing_at_any_depth() {
        let read = |text: &str| from_slice::<Value>(text.as_bytes()).unwrap();
        let text = r#"{"a": null, "b": [null, {"c": null, "d": [[null]]}, 0, false, ""], "e": {"f": null}}"#;
        assert_eq!(read(text), json!({"b": [{"d": [[]]}, 0, false, ""], "e": {}}));
        assert_eq!(read("null"), Value::Null);
        assert!(from_slice::<Value>(b"{").is_err());
    }
}
