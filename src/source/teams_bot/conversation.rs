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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_stays_one_segment() {
        for base in ["https://smba.trafficmanager.net/br/00aa/", "https://smba.trafficmanager.net/br/00aa"] {
            let base = Url::parse(base).unwrap();
            let in_thread = url(&base, &["19:0b7f@thread.tacv2;messageid=1", "activities", "17"]).unwrap();
            assert_eq!(
                in_thread.as_str(),
                "https://smba.trafficmanager.net/br/00aa/v3/conversations/19%3A0b7f%40thread.tacv2%3Bmessageid%3D1/activities/17"
            );
            let odd = url(&base, &["../a b%2e?x#y\\z"]).unwrap();
            assert_eq!(odd.path(), "/br/00aa/v3/conversations/..%2Fa%20b%252e%3Fx%23y%5Cz");
            assert_eq!((odd.query(), odd.fragment()), (None, None));
            for part in ["", ".", ".."] {
                assert_eq!(url(&base, &[part, "activities"]), None, "{part:?}");
            }
        }
    }
}
