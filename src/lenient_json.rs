//! Reads JSON from other services: `null` and a value of another type count as missing.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Error, Value};

/// Reads JSON without keys and elements that are `null`: senders either write `null` or leave a key
/// out, and change which.
///
/// # Errors
///
/// If the text is not JSON, or not a `T` once the nulls are gone.
pub fn from_slice<T: DeserializeOwned>(json: &[u8]) -> Result<T, Error> {
    let mut value = serde_json::from_slice(json)?;
    drop_nulls(&mut value);
    serde_json::from_value(value)
}

/// The value at a JSON pointer (RFC 6901). `None` if it is missing, `null` or not a `T`: one odd
/// field does not cost the whole answer.
pub fn get<T: DeserializeOwned>(json: &Value, pointer: &str) -> Option<T> {
    T::deserialize(json.pointer(pointer)?).ok()
}

/// The elements of the list at a JSON pointer, without those that are not a `T`.
pub fn list<T: DeserializeOwned>(json: &Value, pointer: &str) -> Vec<T> {
    let list = json.pointer(pointer).into_iter().flat_map(elements);
    list.filter_map(|element| T::deserialize(element).ok()).collect()
}

/// The elements of a list; none if it is something else.
pub fn elements(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

/// The name of a variant without fields, as serde spells it.
pub fn word(variant: impl Serialize) -> String {
    serde_json::to_value(variant).ok().as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Recursion ends where the parser's limit on depth does.
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

    #[test]
    fn a_value_of_another_type_is_missing() {
        let json = json!({"a": {"b": "text", "c": [1, null, "two", 3]}, "d": null});
        assert_eq!(get(&json, "/a/b"), Some("text".to_owned()));
        assert_eq!(get::<u32>(&json, "/a/b"), None);
        assert_eq!(get::<String>(&json, "/d"), None);
        assert_eq!(get::<String>(&json, "/d/e"), None);
        assert_eq!(list::<u32>(&json, "/a/c"), [1, 3]);
        assert!(list::<u32>(&json, "/a").is_empty());
    }
}
