//! The Bot Connector's addresses: <https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference>.

use url::{Url, form_urlencoded};

/// The address of a conversation, or of something in it, at the service `base`, whose own path is kept. `None` if a part is
/// no name.
pub(super) fn url(base: &Url, parts: &[&str]) -> Option<Url> {
    let mut path = format!("{}/v3/conversations", base.path().trim_end_matches('/'));
    for part in parts {
        if matches!(*part, "" | "." | "..") {
            return None;
        }
        path.push('/');
        path.extend(
            form_urlencoded::byte_serialize(part.as_bytes())
                .map(|text| if text == "+" { "%20" } else { text }),
        );
    }
    let mut url = base.clone();
    url.set_path(&path);
    Some(url)
}

/// The conversation without the thread: a press names the thread that its card begins, which had no id before.
pub(super) fn root(conversation: &str) -> &str {
    conversation.split(';').next().unwrap_or_default()
}
