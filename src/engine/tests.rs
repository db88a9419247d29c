//! The language of replies: the request's, the person's, the source's, the configuration's, in that order.

use std::sync::Arc;

use jiff::Timestamp;

use super::*;
use crate::{
    azure::Azure,
    clock::Clock,
    command_request::{Caller, CommandRequest, RequestId},
    config::{Config, Document},
    registry::SourceRegistry,
    reply::Locale,
};

const PLAIN: &str = include_str!("../../docs/demo.toml");

/// An engine whose configuration, source and Ada have these languages, or none of their own.
fn engine(config: &str, source: &str, ada: &str) -> Engine {
    let own = |tag: &str| match tag {
        "" => String::new(),
        tag => format!("locale = {tag:?}"),
    };
    let slack = "kind = \"slack\"\n";
    let ada = match ada {
        "" => String::new(),
        ada => format!("{}, tz = \"America/Sao_Paulo\", ", own(ada)),
    };
    let text = PLAIN.replacen(slack, &format!("{slack}{}\n", own(source)), 1).replacen(
        "{ id = ",
        &format!("{{ {ada}id = "),
        1,
    );
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
    let azure = Arc::new(Azure::new(config.azure, client.clone()).unwrap());
    let (sources, apps) = (config.sources, config.app_credentials);
    let registry = SourceRegistry::new(sources, apps, config.policy, config.reload_plan, client).unwrap();
    let language = (config.locale, config.zone);
    Engine::new(azure, registry, Clock::system(), language)
}

fn ask(user: &str, locale: Option<&str>) -> CommandRequest {
    let caller = Caller::person("slack", &format!("T0DEMO/{user}"));
    CommandRequest {
        locale: locale.map(str::to_owned),
        ..CommandRequest::new(RequestId::of(&[]), caller, "", Timestamp::UNIX_EPOCH)
    }
}

#[test]
fn the_nearest_language_counts() {
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
        let engine = engine(config, source, ada);
        let localizer = engine.localizer(&ask("U0ADA", request));
        assert_eq!(localizer.locale, spoken, "{request:?} {ada:?} {source:?} {config:?}");
    }
}

#[test]
fn a_person_has_a_time_zone() {
    let engine = engine("", "", "pt-BR");
    let zone = |user| engine.localizer(&ask(user, None)).zone.iana_name().map(str::to_owned);
    assert_eq!(zone("U0ADA").as_deref(), Some("America/Sao_Paulo"));
    assert_eq!(zone("U0BOB").as_deref(), Some("Europe/Lisbon"));
}
