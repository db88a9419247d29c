//! docs/result.schema.json, and whether JSON fits it.
//!
//! A validator for the few keywords that the schema uses. It is stricter than JSON Schema: a key that the schema does
//! not list is a fault, so that nothing is undocumented.

use std::sync::LazyLock;

use serde_json::Value;

static SCHEMA: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../docs/result.schema.json")).unwrap());

pub fn schema() -> &'static Value {
    &SCHEMA
}

/// Fails if `result` is not as the schema describes a result.
pub fn assert_documented(result: &Value) {
    if let Err(fault) = check(&SCHEMA, result, "") {
        panic!("not as docs/result.schema.json says: {fault}\n{result:#}");
    }
}

fn check(schema: &Value, value: &Value, path: &str) -> Result<(), String> {
    let fault = |what: &str| Err(format!("{path}: {what}: {value}"));
    for (keyword, rule) in schema.as_object().expect("a schema") {
        match keyword.as_str() {
            "$ref" => {
                check(SCHEMA.pointer(&rule.as_str().unwrap()[1..]).expect("a definition"), value, path)?;
            }
            "enum" if !rule.as_array().unwrap().contains(value) => return fault("is none of the words"),
            "type" if !one_or_many(rule).iter().any(|name| is(name, value)) => {
                return fault("has another type");
            }
            "format" if value.as_str().is_some_and(|text| text.parse::<jiff::Timestamp>().is_err()) => {
                return fault("is no time");
            }
            "anyOf" => {
                let faults: Result<Vec<_>, ()> = (rule.as_array().unwrap().iter())
                    .map(|one| check(one, value, path).err().ok_or(()))
                    .collect();
                if let Ok(faults) = faults {
                    return Err(faults.join("; "));
                }
            }
            "required" => {
                let missing = |key: &&Value| value.is_object() && value.get(key.as_str().unwrap()).is_none();
                if let Some(key) = rule.as_array().unwrap().iter().find(missing) {
                    return fault(&format!("lacks {key}"));
                }
            }
            "properties" => {
                for (key, value) in value.as_object().into_iter().flatten() {
                    let rule = rule.get(key).ok_or_else(|| format!("{path}: {key:?} is not documented"))?;
                    check(rule, value, &format!("{path}/{key}"))?;
                }
            }
            "items" => {
                for (at, value) in value.as_array().into_iter().flatten().enumerate() {
                    check(rule, value, &format!("{path}/{at}"))?;
                }
            }
            "enum" | "type" | "format" | "$schema" | "$defs" | "title" | "description" => {}
            unknown => panic!("the validator does not know {unknown}"),
        }
    }
    Ok(())
}

fn one_or_many(rule: &Value) -> Vec<&str> {
    match rule {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        name => name.as_str().into_iter().collect(),
    }
}

fn is(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        unknown => panic!("the validator does not know the type {unknown}"),
    }
}
