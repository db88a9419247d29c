//! Signed requests: commands, and the answers to questions.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::{SignedDuration, Timestamp};
use lamplighter::ticket::{self, card_action};
use serde_json::{Value, json};

use super::{
    chats,
    config::{ALERT_TOKEN, MACHINE_KEY, TICKET_KEY},
    history::{Proof, Request, Verb, Who, Yes},
    play::Player,
    record::Signed,
};
use crate::support::{
    chat::{Chat, Scene, teams_bot},
    reply::Button,
    signers::{self, Headers},
};

impl Player<'_> {
    /// Signs a request, once and for all.
    pub(super) fn sign(&mut self, number: usize) {
        let (now, request) = (self.clock.now(), &self.history.requests[number]);
        let signed_at = now + SignedDuration::from_secs(request.skew);
        let signed_at = match request.proof {
            _ if request.chat == Chat::TeamsBot => now - SignedDuration::from_secs(20),
            Proof::Expired => now - SignedDuration::from_secs(360),
            _ => signed_at,
        };
        let signed_at = Timestamp::from_second(signed_at.as_second()).unwrap();
        let signed = Signed {
            request: number,
            yes: None,
            who: request.who,
            chat: (!request.who.is_machine()).then_some(request.chat),
            verb: request.verb,
            force: request.force,
            meant: request.meant.clone(),
            // What shows no time is asked when it comes, by the product's clock.
            asked: if chats::signs(request.chat) || request.who.is_machine() {
                signed_at
            } else {
                now + SignedDuration::from_millis(self.history.setting.clock)
            },
            counts: request.proof == Proof::Genuine && request.who.may(request.verb),
            question: String::new(),
        };
        let (mut body, headers) = self.signed(number, &signed, signed_at);
        if request.proof == Proof::Tampered {
            body = body.replacen(request.verb.word(), "restart", 1) + " ";
        }
        self.keep((number, false), signed, body, headers);
    }

    /// The body and the headers of a request.
    fn signed(&self, number: usize, signed: &Signed, at: Timestamp) -> (String, Headers) {
        let request = &self.history.requests[number];
        let forged = request.proof == Proof::WrongKey;
        let Some(chat) = signed.chat else { return self.sent_by_a_machine(number, at) };
        if chat == Chat::TeamsBot {
            // The card was made a while ago; `deliver` gives each press its id, its time and its token.
            return (self.press_in_teams(signed, &request.text()).to_string(), Vec::new());
        }
        let mut body = chats::typed(chat, signed, &request.text(), at, &self.azure);
        if forged {
            body = chats::forged_body(chat, body);
        }
        let headers = chats::headers(chat, forged, at, &body);
        (body, headers)
    }

    fn sent_by_a_machine(&self, number: usize, at: Timestamp) -> (String, Headers) {
        let request = &self.history.requests[number];
        let forged = request.proof == Proof::WrongKey;
        if request.who == Who::Monitor {
            let token = if forged { "another-token-of-nobody" } else { ALERT_TOKEN };
            return (alerts(request, at), vec![("authorization", format!("Bearer {token}"))]);
        }
        let body =
            if request.fixed { String::new() } else { json!({ "command": request.text() }).to_string() };
        let key: &[u8] = if forged { b"another key" } else { MACHINE_KEY };
        let mut headers = signers::standard_webhook(key, &format!("msg_{number}"), at, &body);
        if request.patient {
            headers.push(("prefer", "wait=50".to_owned()));
        }
        (body, headers)
    }

    /// A press of a button of a card in Teams, in a conversation of its own.
    fn press_in_teams(&self, signed: &Signed, command: &str) -> Value {
        let conversation = signed.address();
        let keys = ticket::keys([TICKET_KEY.as_bytes()]);
        let sealed = card_action::seal(&keys, ["bot", &conversation], command, signed.asked, false);
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

    /// Answers the question that a request was answered with, or does what an alert proposes.
    pub(super) fn say_yes(&mut self, number: usize, yes: Yes) -> Result<(), &'static str> {
        let (request, now) = (&self.history.requests[number], self.clock.now());
        if request.who == Who::Monitor {
            return self.do_as_proposed(number, now);
        }
        let (ticket, value, text) = self.question(number).ok_or("it was asked nothing")?;
        let read = ticket::Ticket::read(&ticket).ok_or("no ticket")?;
        let signed = Signed {
            request: number,
            yes: Some(yes),
            who: request.who,
            chat: Some(request.chat),
            verb: request.verb,
            force: request.force,
            meant: request.meant.clone(),
            asked: read.expires - ticket::LIFETIME,
            counts: yes != Yes::Stolen,
            question: text,
        };
        let body = if yes == Yes::Typed || value.is_null() {
            let (code, command) = ticket::to_be_typed(&ticket).ok_or("nothing to type")?;
            chats::typed(request.chat, &signed, &format!("confirm {code} {command}"), now, &self.azure)
        } else {
            chats::pressed(request.chat, &signed, &value, &self.azure)
        };
        let headers = chats::headers(request.chat, false, now, &body);
        self.keep((number, true), signed, body, headers);
        Ok(())
    }

    /// Presses the first button below a proposal in the channel.
    fn do_as_proposed(&mut self, number: usize, now: Timestamp) -> Result<(), &'static str> {
        let address = format!("/r{number}");
        let mut messages =
            self.emulator.inbox().into_iter().filter(|message| message.path.ends_with(&address));
        let proposed = messages.find_map(|message| {
            let mut values = chats::buttons(&message.body).into_iter();
            values
                .find_map(|value| Some(value.as_str()?.to_owned()).filter(|value| value.starts_with("stop ")))
        });
        let value = proposed.ok_or("nothing was proposed")?;
        let names = value.split(' ').skip(1).filter(|word| !word.starts_with("--"));
        let signed = Signed {
            request: number,
            yes: Some(Yes::Pressed),
            who: Who::Owner,
            chat: Some(Chat::Slack),
            verb: Verb::Stop,
            force: false,
            meant: names.map(|name| name.rsplit('/').next().unwrap_or(name).to_owned()).collect(),
            asked: Timestamp::from_second(now.as_second()).unwrap(),
            counts: true,
            question: String::new(),
        };
        let body = chats::pressed(Chat::Slack, &signed, &json!(value), &self.azure);
        let headers = chats::headers(Chat::Slack, false, now, &body);
        self.keep((number, true), signed, body, headers);
        Ok(())
    }

    /// The ticket of the last question that a request was answered with, what its button brings back, and the question.
    fn question(&self, number: usize) -> Option<(String, Value, String)> {
        let (of, ..) = self.bytes.get(&(number, false))?;
        let signed = &self.record.signed[*of];
        let deliveries = self.record.deliveries.iter().filter(|one| one.signed == *of);
        let answers =
            deliveries.filter_map(|delivery| delivery.answer.clone().map(|(at, _, body)| (at, body)));
        let messages = self.emulator.inbox().into_iter();
        let messages = messages.filter(|message| chats::came_to(signed.chat, message, signed));
        let all = answers.chain(messages.map(|message| (message.at, message.body)));
        let questions = all.filter_map(|(at, body)| Some((at, chats::question(&body)?, chats::said(&body)?)));
        let (_, (ticket, value), text) = questions.max_by_key(|(at, ..)| *at)?;
        Some((ticket, value, text))
    }
}

/// What Prometheus sends when these instances idle.
fn alerts(request: &Request, at: Timestamp) -> String {
    let alerts = request.meant.iter().map(|name| {
        json!({
            "status": "firing",
            "labels": {"alertname": "GpuIdle", "compute": name},
            "startsAt": at.to_string(),
            "endsAt": "0001-01-01T00:00:00Z",
            "fingerprint": name,
        })
    });
    json!({"status": "firing", "version": "4", "truncatedAlerts": 0, "alerts": alerts.collect::<Vec<_>>()})
        .to_string()
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
