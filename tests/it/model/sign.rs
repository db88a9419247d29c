//! Signed requests: commands, and the answers to questions.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::{SignedDuration, Timestamp};
use lamplighter::ticket::{self, card_action};
use serde_json::{Value, json};
use url::form_urlencoded;

use super::{
    config::{MACHINE_KEY, SIGNING_SECRET, TICKET_KEY},
    history::{Proof, Who, Yes},
    play::Player,
    record::Signed,
};
use crate::support::{
    chat::{Scene, teams_bot},
    reply::Button,
    signers,
};

impl Player<'_> {
    /// Signs a request, once and for all.
    pub(super) fn sign(&mut self, number: usize) {
        let (now, request) = (self.clock.now(), &self.history.requests[number]);
        let signed_at = now + SignedDuration::from_secs(request.skew);
        let signed_at = match request.proof {
            _ if request.pressed => now - SignedDuration::from_secs(20),
            Proof::Expired => now - SignedDuration::from_secs(360),
            _ => signed_at,
        };
        let signed_at = Timestamp::from_second(signed_at.as_second()).unwrap();
        let signed = Signed {
            request: number,
            yes: None,
            who: request.who,
            verb: request.verb,
            force: request.force,
            meant: request.meant.clone(),
            asked: signed_at,
            counts: request.proof == Proof::Genuine && request.who.may(request.verb),
            question: String::new(),
        };
        let wrong = request.proof == Proof::WrongKey;
        let (mut body, headers) = if request.pressed {
            // The card was made a while ago; `deliver` gives each press its id, its time and its token.
            (self.press_in_teams(&signed, &request.text()).to_string(), Vec::new())
        } else if request.who.is_machine() {
            let body =
                if request.fixed { String::new() } else { json!({ "command": request.text() }).to_string() };
            let key: &[u8] = if wrong { b"another key" } else { MACHINE_KEY };
            let mut headers = signers::standard_webhook(key, &format!("msg_{number}"), signed_at, &body);
            if request.patient {
                headers.push(("prefer", "wait=50".to_owned()));
            }
            (body, headers)
        } else {
            let body = self.typed(&signed, &request.text());
            let key = if wrong { "another secret" } else { SIGNING_SECRET };
            let headers = signers::slack(key, signed_at, &body);
            (body, headers)
        };
        if request.proof == Proof::Tampered {
            body = body.replacen(request.verb.word(), "restart", 1) + " ";
        }
        self.keep((number, false), signed, body, headers);
    }

    fn keep(
        &mut self,
        key: (usize, bool),
        signed: Signed,
        body: String,
        headers: Vec<(&'static str, String)>,
    ) {
        let headers = headers
            .into_iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(&value).unwrap()));
        self.bytes.insert(key, (self.record.signed.len(), body.into(), headers.collect()));
        self.record.signed.push(signed);
    }

    /// A press of a button of a card in Teams, in a conversation of its own.
    fn press_in_teams(&self, signed: &Signed, command: &str) -> Value {
        let conversation = signed.address();
        let keys = ticket::keys([TICKET_KEY.as_bytes()]);
        let sealed = card_action::seal(&keys, ["bot", &conversation], command, signed.asked);
        let value = json!({ "lamplighter": sealed });
        let service = format!("{}/br/", self.azure);
        let scene = Scene { now: signed.asked, inbox: String::new(), service, locale: "en-US" };
        let button = Button { value, label: String::new(), shown_to: String::new(), in_channel: true };
        let mut press =
            teams_bot::pressed(&scene, &format!("00000000-0000-0000-0000-{:012}", signed.request), &button);
        press["conversation"]["id"] = json!(conversation);
        press["from"]["id"] = json!(conversation);
        press
    }

    /// As a slash command that somebody types.
    fn typed(&self, signed: &Signed, text: &str) -> String {
        let (team, user) = person(signed);
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("team_id", team),
                ("user_id", user.as_str()),
                ("channel_id", "C0OPS"),
                ("command", "/ci"),
                ("text", text),
                ("response_url", &self.inbox(signed)),
            ])
            .finish()
    }

    fn inbox(&self, signed: &Signed) -> String {
        format!("{}/_emulator/inbox/{}", self.azure, signed.address())
    }

    /// Answers the question that a request was answered with.
    pub(super) fn say_yes(&mut self, number: usize, yes: Yes) -> Result<(), &'static str> {
        let (ticket, text) = self.question(number).ok_or("it was asked nothing")?;
        let now = self.clock.now();
        let read = ticket::Ticket::read(&ticket).ok_or("no ticket")?;
        let request = &self.history.requests[number];
        let signed = Signed {
            request: number,
            yes: Some(yes),
            who: request.who,
            verb: request.verb,
            force: request.force,
            meant: request.meant.clone(),
            asked: read.expires - ticket::LIFETIME,
            counts: yes != Yes::Stolen,
            question: text,
        };
        let body = if yes == Yes::Typed {
            let (code, command) = ticket::to_be_typed(&ticket).ok_or("nothing to type")?;
            self.typed(&signed, &format!("confirm {code} {command}"))
        } else {
            self.pressed(&signed, &ticket)
        };
        let headers = signers::slack(SIGNING_SECRET, now, &body);
        self.keep((number, true), signed, body, headers);
        Ok(())
    }

    /// The ticket of the last question that a request was answered with, and the question.
    fn question(&self, number: usize) -> Option<(String, String)> {
        let (signed, ..) = self.bytes.get(&(number, false))?;
        let deliveries = self.record.deliveries.iter().filter(|one| one.signed == *signed);
        let answers =
            deliveries.filter_map(|delivery| delivery.answer.clone().map(|(at, _, body)| (at, body)));
        let address = format!("/r{number}");
        let messages = self.emulator.inbox().into_iter();
        let messages = messages.filter(|message| message.path.ends_with(&address));
        let all = answers.chain(messages.map(|message| (message.at, message.body)));
        let questions = all.filter_map(|(at, body)| Some((at, ticket(&body)?, body["text"].to_string())));
        let (_, ticket, text) = questions.max_by_key(|(at, ..)| *at)?;
        Some((ticket, text.replace("\\n", "\n")))
    }

    fn pressed(&self, signed: &Signed, ticket: &str) -> String {
        let (team, user) = person(signed);
        let payload = json!({
            "type": "block_actions",
            "user": {"id": user, "team_id": team},
            "container": {"type": "message", "is_ephemeral": true},
            "team": {"id": team},
            "channel": {"id": "C0OPS"},
            "response_url": self.inbox(signed),
            "actions": [{"action_id": "lamplighter:0", "type": "button", "value": ticket}],
        });
        form_urlencoded::Serializer::new(String::new()).append_pair("payload", &payload.to_string()).finish()
    }
}

/// A press as Teams sends it at that time, for the `n`th time: everything is new but the button.
pub fn sent_again(body: &[u8], at: Timestamp, n: usize) -> (Bytes, HeaderMap) {
    let mut press: Value = serde_json::from_slice(body).unwrap();
    press["id"] = json!(format!("f:{n}"));
    press["timestamp"] = json!(format!("{at:.7}"));
    let body = press.to_string();
    let headers = teams_bot::signed(at, &body).into_iter();
    let headers =
        headers.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(&value).unwrap()));
    (body.into(), headers.collect())
}

/// Team and user of whoever says this.
fn person(signed: &Signed) -> (&'static str, String) {
    let team = match signed.who {
        Who::Reader => "TREADER",
        Who::Stranger => "TSTRANGER",
        _ => "TOWNER",
    };
    let thief = if signed.yes == Some(Yes::Stolen) { "9" } else { "0" };
    (team, format!("U{thief}{}", signed.request))
}

/// The ticket on the first button, where a message has one.
fn ticket(message: &Value) -> Option<String> {
    let blocks = message["blocks"].as_array()?;
    let mut elements = blocks.iter().filter_map(|block| block["elements"].as_array()).flatten();
    let value = elements.next()?["value"].as_str()?;
    value.starts_with("1|").then(|| value.to_owned())
}
