//! Tags, and Resource Manager's rules for them.

use http::StatusCode;
use serde_json::{Map, Value};

use super::problem::ArmProblem;

/// The names and values of a resource's tags.
pub(crate) type Tags = Map<String, Value>;

/// The most tags that a resource can have.
const MOST: usize = 50;
/// The greatest lengths of a name and a value, in characters.
const LONGEST_NAME: usize = 512;
const LONGEST_VALUE: usize = 256;
/// The characters that a name cannot have.
const RESERVED: [char; 7] = ['<', '>', '%', '&', '\\', '?', '/'];

/// The tags that a resource to be stored has, or an error if there are too many or an invalid one. A resource
/// without `tags` has none.
pub(crate) fn wanted_by(resource: &Value) -> Result<Tags, ArmProblem> {
    let tags = match &resource["tags"] {
        Value::Null => Tags::new(),
        Value::Object(tags) => tags.clone(),
        _ => return Err(invalid("InvalidRequestContent", "The request content is invalid: tags.")),
    };
    check(&tags)?;
    Ok(tags)
}

/// ARM's rules. Azure PowerShell's module for Azure Migrate quotes their codes and messages.
pub(crate) fn check(tags: &Tags) -> Result<(), ArmProblem> {
    if tags.len() > MOST {
        let message = format!(
            "Too many tags specified. Requested tag count - '{}'. Maximum number of tags allowed - '{MOST}'.",
            tags.len()
        );
        return Err(invalid("InvalidTags", message));
    }
    tags.iter().try_for_each(|(name, value)| check_one(name, value))
}

fn check_one(name: &str, value: &Value) -> Result<(), ArmProblem> {
    let value = value.as_str().ok_or_else(|| {
        invalid("InvalidRequestContent", format!("The request content is invalid: the tag '{name}'."))
    })?;
    if name.contains(|letter: char| RESERVED.contains(&letter) || letter.is_control()) {
        let message = format!(
            "The tag names '{name}' have reserved characters '<,>,%,&,\\,?,/' or control characters."
        );
        return Err(invalid("InvalidTagNameCharacters", message));
    }
    let too_large = |what: &str, text: &str, most: usize| {
        format!(
            "Tag {what} too large. Following tag {what} '{text}' exceeded the maximum length. Maximum allowed \
             length for tag {what} - '{most}' characters."
        )
    };
    if name.chars().count() > LONGEST_NAME {
        return Err(invalid("InvalidTagName", too_large("name", name, LONGEST_NAME)));
    }
    if value.chars().count() > LONGEST_VALUE {
        return Err(invalid("InvalidTagValueLength", too_large("value", value, LONGEST_VALUE)));
    }
    Ok(())
}

pub(crate) fn invalid(code: &str, message: impl Into<String>) -> ArmProblem {
    ArmProblem::gateway(StatusCode::BAD_REQUEST, code, message)
}
