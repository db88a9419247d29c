//! Whose language it is: the request's, the person's, the source's, the config's, in that order.

use super::*;
use crate::config::Document;

const PLAIN: &str = include_str!("../../docs/demo.toml");

/// An application whose config, source and Ada speak these languages, or none of their own.
fn app(config: &str, source: &str, ada: &str) -> Arc<App> {
    let own = |tag: &str| match tag {
        "" => String::new(),
        tag => format!("locale = {tag:?}"),
    };
    let slack = "kind = \"slack\"\n";
    let ada = match ada {
        "" => String::new(),
        ada => format!("{}, tz = \"America/Sao_Paulo\", ", own(ada)),
    };
    let text = PLAIN
        .replacen(slack, &format!("{slack}{}\n", own(source)), 1)
        .replacen("{ id = ", &format!("{{ {ada}id = "), 1);
    let text = format!("{}\n{text}", own(config));
    let env = |name: &str| {
        let value = match name {
            "NIGHTLY_SECRET" => "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "SLACK_OPS_WEBHOOK" => "https://hooks.slack.com/services/T0DEMO/B0OPS/any",
            _ => "00000000-0000-0000-0000-0000000000aa",
        };
        Some(value.to_owned())
    };
    let config = Config::read(&Document::new("demo.toml", &text), &env).unwrap_or_else(|f| panic!("{f}"));
    let client = crate::client::http_client().unwrap();
    App::new(config, client, Clock::system()).unwrap()
}

fn ask(user: &str, locale: Option<&str>) -> Ask {
    Ask {
        id: AskId::of(&[]),
        caller: Caller {
            id: format!("slack:T0DEMO/{user}"),
            kind: CallerKind::Person,
            channel: None,
            entra: None,
            source: "slack".to_owned(),
            name: None,
        },
        text: String::new(),
        at: Timestamp::UNIX_EPOCH,
        confirmation: Confirmation::None,
        locale: locale.map(str::to_owned),
        reply_to: ReplyTo::Waiting,
        mode: Mode::Act,
        cause: None,
        alerts: Vec::new(),
    }
}

#[test]
fn the_nearest_language_is_spoken() {
    let (en, pt) = (Locale::English, Locale::Portuguese);
    for (request, ada, source, config, spoken) in [
        (None, "", "", "", en),
        (None, "", "", "pt-BR", pt),
        (None, "", "en", "pt-BR", en),
        (None, "", "pt", "en", pt),
        (None, "pt-BR", "en", "en", pt),
        (Some("en-US"), "pt-BR", "pt-BR", "pt-BR", en),
        (Some("pt-BR"), "en", "en", "en", pt),
        (Some("fr"), "pt-BR", "en", "en", pt),
        (Some("fr"), "", "", "pt-BR", pt),
    ] {
        let app = app(config, source, ada);
        let voice = app.voice(&ask("U0ADA", request));
        assert_eq!(voice.locale, spoken, "{request:?} {ada:?} {source:?} {config:?}");
    }
}

#[test]
fn a_person_has_a_clock_too() {
    let app = app("", "", "pt-BR");
    let zone = |user| app.voice(&ask(user, None)).zone.iana_name().map(str::to_owned);
    assert_eq!(zone("U0ADA").as_deref(), Some("America/Sao_Paulo"));
    assert_eq!(zone("U0BOB").as_deref(), Some("Europe/Lisbon"));
}
