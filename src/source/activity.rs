//! Activities of the Bot Framework: who wrote what, and in which language. Both doors of Microsoft's chat get them.

pub(super) mod html;

use serde_json::Value;

use crate::{command_request::Caller, lenient_json::elements, toml_document::is_guid};

/// The person of `tenant` who caused the activity. Entra ignores the case of ids, grants do not. `None` if the activity
/// does not say which user of Entra it is.
pub(super) fn person(source: &str, tenant: &str, activity: &Value) -> Option<Caller> {
    let from = &activity["from"];
    let person = from["aadObjectId"].as_str().filter(|id| !id.is_empty())?.to_ascii_lowercase();
    let name = from["name"].as_str().filter(|name| !name.is_empty()).map(str::to_owned);
    let id = format!("{}/{person}", tenant.to_ascii_lowercase());
    Some(Caller { entra: Some(person), name, ..Caller::person(source, &id) })
}

/// Checks `<tenant>/<user>`, with globs: ids of Entra, in lower case.
pub(super) fn check_member(member: &str) -> Result<(), &'static str> {
    let (tenant, user) =
        member.split_once('/').ok_or("is not a caller: write <source>:<tenant>/<user>, * for any")?;
    let id = |text: &str| {
        if text.contains('*') {
            text.bytes().all(|b| b"0123456789abcdef-*".contains(&b))
        } else {
            is_guid(text) && !text.contains(char::is_uppercase)
        }
    };
    if id(tenant) && id(user) {
        Ok(())
    } else {
        Err("does not go by ids: write those of Entra, 00000000-0000-… in lower case")
    }
}

/// The language of the client, or else of the message.
pub(super) fn locale(activity: &Value) -> Option<String> {
    let mut client = elements(&activity["entities"]).filter_map(|entity| entity["locale"].as_str());
    let locale = client.next().or(activity["locale"].as_str());
    locale.map(str::to_owned)
}

/// The mentions of whoever has an id that `is_ours`: as they stand in the text, and the names in them. Clients differ in
/// what they escape.
pub(super) fn mentions(
    activity: &Value,
    is_ours: impl Fn(&str) -> bool,
) -> impl Iterator<Item = (&str, [String; 3])> {
    elements(&activity["entities"]).filter_map(move |entity| {
        let mentioned = &entity["mentioned"];
        mentioned["id"].as_str().filter(|id| is_ours(id))?;
        let name = mentioned["name"].as_str().unwrap_or_default();
        let shown = entity["text"].as_str().unwrap_or_default(); // `<at>Name</at>`
        Some((shown, [html::in_one_line(name), html::text(name), html::text(shown)]))
    })
}
