//! Microsoft Teams: outgoing webhooks, which hear what mentions them in the channels of one team.
//!
//! Wire format: a Bot Framework activity,
//! <https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook>.
//! Its `serviceUrl` is for registered bots and never used.

use std::time::Duration;

use http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;

use super::{Answer, Heard};
use crate::{
    ask::{Addressee, Ask, AskId, Caller, CallerKind, Confirmation, Mode, ReplyTo},
    verify::{self, Rejection, Request, Secrets, Verified},
};

/// Teams hangs up after 5 s, as its documentation long said; lately it says 10.
pub const FIRST_ANSWER: Duration = Duration::from_millis(3500);

/// Workflows take a message at any time; after so long, nobody waits for it.
pub const LAST_ANSWER: Duration = Duration::from_secs(3600);

/// What the ids of bots begin with, in mentions; those of people begin with `29:`.
const BOT: &str = "28:";

/// A source of kind `teams`.
#[derive(Debug)]
pub struct Teams {
    /// Teams makes one for each team that the webhook is added to.
    pub tokens: Secrets,
}

impl Teams {
    pub(super) fn verify(
        &self,
        request: Request,
        now: Timestamp,
    ) -> Result<(Verified<Request>, Timestamp), Rejection> {
        verify::TEAMS.verify(request, &self.tokens, now)
    }

    pub(super) fn sign(&self, at: Timestamp, body: &[u8]) -> Vec<(&'static str, String)> {
        verify::TEAMS.sign(self.tokens.current(), at, body)
    }
}

pub(super) fn read(source: &str, request: &Verified<Request>, at: Timestamp) -> Heard {
    let Ok(activity) = serde_json::from_slice::<Activity>(&request.body) else {
        return malformed();
    };
    let locale = activity.locale();
    let text = said(&activity.text, &activity.our_names());
    let tenant = activity.channel_data.tenant.map(|tenant| tenant.id);
    let person = activity.from.aad_object_id.filter(|id| !id.is_empty());
    let (Some(tenant), Some(person)) = (tenant, person) else {
        return Heard::Nameless { locale };
    };
    // Ids in Entra have no case; grants do.
    let person = person.to_ascii_lowercase();
    let caller = Caller {
        id: format!("{source}:{}/{person}", tenant.to_ascii_lowercase()),
        kind: CallerKind::Person,
        channel: None,
        entra: Some(person.clone()),
        source: source.to_owned(),
        name: Some(activity.from.name.clone()),
    };
    let asker = Addressee {
        name: activity.from.name,
        entra: person,
    };
    Heard::Ask(Ask {
        id: AskId::of(&[&request.body, &request.arrived.as_nanosecond().to_be_bytes()]),
        caller,
        text,
        at,
        confirmation: Confirmation::None,
        locale,
        reply_to: ReplyTo::Teams { asker },
        mode: Mode::Act,
        cause: None,
        alerts: Vec::new(),
    })
}

fn malformed() -> Heard {
    Heard::Nothing(Answer::problem(
        StatusCode::BAD_REQUEST,
        "This is signed, but it is not a message from a Teams channel.",
    ))
}

/// What was said to us: without the mention of us, of markup, and of entities. Somebody else's
/// mention becomes `@Name`, which is no name of an instance.
fn said(html: &str, us: &[&str]) -> String {
    let mut said = String::new();
    let mut rest = html;
    while let Some((before, tagged)) = rest.split_once('<') {
        said.push_str(before);
        let Some((tag, after)) = tagged.split_once('>') else {
            return undo_entities(&said);
        };
        let mention = (tag == "at" || tag.starts_with("at ")).then(|| after.split_once("</at>"));
        rest = match mention.flatten() {
            Some((name, after)) if said.trim().is_empty() || us.contains(&name) => {
                said.push(' ');
                after
            }
            Some((name, after)) => {
                said.push_str(&format!(" @{name} "));
                after
            }
            None => {
                if ["br", "/p", "/div", "/li"].iter().any(|end| tag.starts_with(end)) {
                    said.push(' ');
                }
                after
            }
        };
    }
    said.push_str(rest);
    undo_entities(&said)
}

/// Once, so that what was typed as `&lt;` stays that.
fn undo_entities(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, entity)) = rest.split_once('&') {
        plain.push_str(before);
        let meant = entity
            .split_once(';')
            .and_then(|(name, after)| Some((character(name)?, after)));
        let (character, after) = meant.unwrap_or(('&', entity));
        plain.push(character);
        rest = after;
    }
    plain.push_str(rest);
    plain.trim().to_owned()
}

fn character(entity: &str) -> Option<char> {
    let number = |digits: &str, radix| char::from_u32(u32::from_str_radix(digits, radix).ok()?);
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => match entity.strip_prefix('#')? {
            hex if hex.starts_with(['x', 'X']) => number(&hex[1..], 16),
            decimal => number(decimal, 10),
        },
    }
}

/// A message, as far as we read it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Activity {
    #[serde(default)]
    text: String,
    from: From,
    #[serde(default)]
    entities: Vec<Entity>,
    locale: Option<String>,
    #[serde(default)]
    channel_data: ChannelData,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct From {
    #[serde(default)]
    name: String,
    aad_object_id: Option<String>,
}

#[derive(Default, Deserialize)]
struct ChannelData {
    tenant: Option<Tenant>,
}

#[derive(Deserialize)]
struct Tenant {
    id: String,
}

/// `mention`, `clientInfo`, and whatever comes to be.
#[derive(Deserialize)]
struct Entity {
    mentioned: Option<Mentioned>,
    locale: Option<String>,
}

#[derive(Deserialize)]
struct Mentioned {
    #[serde(default)]
    id: String,
    #[serde(default)]
    name: String,
}

impl Activity {
    fn locale(&self) -> Option<String> {
        let client = self.entities.iter().find_map(|entity| entity.locale.clone());
        client.or_else(|| self.locale.clone())
    }

    /// What we go by in this message: whoever makes the webhook names it.
    fn our_names(&self) -> Vec<&str> {
        let mentions = self
            .entities
            .iter()
            .filter_map(|entity| entity.mentioned.as_ref());
        mentions
            .filter(|mentioned| mentioned.id.starts_with(BOT))
            .map(|mentioned| mentioned.name.as_str())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_mention_goes_and_others_are_no_commands() {
        let heard = |html| said(html, &["Lamplighter"]);
        assert_eq!(heard("<at>Lamplighter</at> stop myci\n"), "stop myci");
        assert_eq!(heard("<at>Lamplighter</at>&nbsp;stop&nbsp;myci"), "stop myci");
        assert_eq!(heard("<at id=\"0\">Lamplighter</at>stop myci"), "stop myci");
        assert_eq!(heard("stop myci <at>Lamplighter</at>"), "stop myci");
        assert_eq!(
            heard("<at>Lamplighter</at> stop <at>gpu-1</at> myci"),
            "stop  @gpu-1  myci"
        );
        assert_eq!(said("<at>anything</at> stop myci", &[]), "stop myci");
    }

    #[test]
    fn markup_goes_and_entities_are_undone_once() {
        let heard = |html| said(html, &[]);
        assert_eq!(heard("<p><at>L</at> <b>stop</b> my<i>ci</i></p>"), "stop myci");
        assert_eq!(heard("stop<br>myci<br/>gpu-1"), "stop myci gpu-1");
        assert_eq!(
            heard("stop &amp;lt;b&gt; &quot;x&#39; &#x41;&#65;"),
            "stop &lt;b> \"x' AA"
        );
        assert_eq!(
            heard("a & b &unknown; &#xFFFFFFFF; &"),
            "a & b &unknown; &#xFFFFFFFF; &"
        );
        assert_eq!(heard("stop <unclosed"), "stop");
    }
}
