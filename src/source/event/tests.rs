//! Whatever the platform delivers, reading it ends with an answer.

use proptest::prelude::*;
use serde_json::{Value, json};

use jiff::Timestamp;

use super::{invocation::LONGEST_NAME, *};
use crate::{
    command,
    source::{Source, fixed_command::FixedCommand},
    verify::{self, Origin, Request},
};

fn source(arn: Option<&str>) -> Source {
    let event = EventSource {
        arn: arn.map(str::to_owned),
        order: FixedCommand { command: command::parse("stop all").ok(), dry_run: false },
        allow_command: false,
    };
    Source::bare(&PLATFORM, event)
}

fn request(path: &str, body: &[u8]) -> Request {
    Request {
        method: http::Method::POST,
        path: path.to_owned(),
        query: None,
        headers: http::HeaderMap::new(),
        body: bytes::Bytes::copy_from_slice(body),
        origin: Origin::Platform,
        arrived: Timestamp::UNIX_EPOCH,
        patience: verify::PATIENCE,
    }
}

fn due(path: &str, body: &[u8]) -> Result<String, Unheard> {
    let request = verify::by_platform(request(path, body)).unwrap();
    let sources = [source(Some("arn:one"))];
    read(sources.iter(), &request).map(|(_, ask)| ask.at.to_string()).map_err(|(_, unheard)| unheard)
}

fn timer(called: &str, next: &str) -> Result<String, Unheard> {
    let envelope = json!({
        "Data": {"timer": {"ScheduleStatus": {"Next": next}}},
        "Metadata": {"sys": {"UtcNow": called}},
    });
    due("/nightly", envelope.to_string().as_bytes())
}

#[test]
fn an_event_has_the_name_that_its_platform_gives_it() {
    let named = |path: &str, event: serde_json::Value| name(&request(path, event.to_string().as_bytes()));
    let scheduled = json!({"source": "nightly", "time": "2026-11-23T19:00:00Z"});
    assert_eq!(named("/events", scheduled), "nightly");
    let rule = json!({"source": "aws.events", "resources": ["arn:aws:events:x:1:rule/weekend"]});
    assert_eq!(named("/events", rule), "arn:aws:events:x:1:rule/weekend");
    let by_schedule = json!({"source": "a", "schedule_arn": "arn:aws:scheduler:x:1:schedule/b"});
    assert_eq!(named("/events", by_schedule), "arn:aws:scheduler:x:1:schedule/b");
    let timer = json!({"Data": {"timer": {}}, "Metadata": {"sys": {}}});
    assert_eq!(named("/Nightly_Stop", timer), "Nightly_Stop");
    for nameless in [json!({}), json!([1]), json!(null), json!({"source": 3})] {
        assert_eq!(named("/events", nameless), "");
    }
    assert_eq!(named("/events", json!({"source": "x".repeat(9000)})).len(), LONGEST_NAME);
}

#[test]
fn a_timers_hour_is_the_hosts_record_or_the_minute_of_its_call() {
    let called = "2026-11-23T20:00:02.5Z";
    assert_eq!(timer(called, "2026-11-23T20:00:00+00:00").unwrap(), "2026-11-23T20:00:00Z");
    assert_eq!(timer(called, "2026-11-24T20:00:00Z").unwrap(), "2026-11-23T20:00:00Z");
    assert_eq!(timer(called, "never"), Err(Unheard::UndatedTimer));
    assert_eq!(timer("soon", "2026-11-23T20:00:00Z"), Err(Unheard::UndatedTimer));
}

/// What the host says of its timer, when it calls at 20:00:02.
fn told(of_timer: &Value) -> Result<String, Unheard> {
    let sys = json!({"UtcNow": "2026-11-23T20:00:02.1234567"});
    let envelope = json!({"Data": {"timer": of_timer}, "Metadata": {"sys": sys}});
    due("/nightly", envelope.to_string().as_bytes())
}

#[test]
fn a_timer_is_read_in_each_form_in_which_hosts_write_it() {
    let pascal =
        json!({"Schedule": {}, "ScheduleStatus": {"Next": "2026-11-19T20:00:00"}, "IsPastDue": true});
    let camel = json!({"schedule": {}, "scheduleStatus": {"next": "2026-11-19T20:00:00"}, "isPastDue": true});
    let text = json!(camel.to_string());
    let twice = json!(text.to_string());
    let inner = json!({"ScheduleStatus": camel["scheduleStatus"].to_string(), "IsPastDue": "True"});
    for form in [pascal, camel, text, twice, inner] {
        assert_eq!(told(&form).unwrap(), "2026-11-19T20:00:00Z", "{form}");
    }
    let sys = json!({"utcNow": "2026-11-23T20:00:02"}).to_string();
    for envelope in [
        json!({"Data": {"timer": {}}, "Metadata": {"Sys": sys}}),
        json!({"data": {"timer": {}}, "metadata": {"sys": sys}}),
    ] {
        assert_eq!(due("/nightly", envelope.to_string().as_bytes()).unwrap(), "2026-11-23T20:00:00Z");
    }
}

#[test]
fn what_a_timer_does_not_say_is_the_minute_and_what_cannot_be_read_is_not() {
    for missing in [
        json!({}),
        json!(null),
        json!({"ScheduleStatus": null, "IsPastDue": null}),
        json!({"ScheduleStatus": {"Next": null}, "IsPastDue": false}),
        json!({"ScheduleStatus": {"Next": "0001-01-01T00:00:00"}, "IsPastDue": "False"}),
        json!("a message of a queue"),
    ] {
        assert_eq!(told(&missing).unwrap(), "2026-11-23T20:00:00Z", "{missing}");
    }
    for unreadable in [
        json!({"ScheduleStatus": null, "IsPastDue": true}),
        json!({"IsPastDue": "true"}),
        json!({"IsPastDue": 1}),
        json!({"ScheduleStatus": {"Next": "0001-01-01T00:00:00"}, "IsPastDue": true}),
        json!({"ScheduleStatus": {"Next": "2026-11-24T20:00:00Z"}, "IsPastDue": true}),
        json!({"ScheduleStatus": {"Next": ""}}),
        json!({"ScheduleStatus": {"Next": 1795513320}}),
        json!({"ScheduleStatus": "soon"}),
        json!({"ScheduleStatus": []}),
        json!("{\"ScheduleStatus\": "),
    ] {
        assert_eq!(told(&unreadable), Err(Unheard::UndatedTimer), "{unreadable}");
    }
}

#[test]
fn an_event_is_due_when_it_says_and_never_when_that_cannot_be_read() {
    let due = |time: Value, scheduled: Value| {
        let event = json!({"source": "nightly", "time": time, "scheduled_time": scheduled});
        due("/events", event.to_string().as_bytes())
    };
    let hour = "2026-11-23T20:00:00Z";
    for (time, scheduled) in [
        (json!(hour), json!(null)),
        (json!(null), json!(hour)),
        (json!("2026-11-23T20:00:00"), json!("whenever")),
        (json!("2026-11-23 20:00:00"), json!(null)),
        (json!("2026-11-23T21:00:00+0100"), json!(null)),
    ] {
        assert_eq!(due(time.clone(), scheduled).as_deref(), Ok(hour), "{time}");
    }
    for (time, scheduled) in [
        (json!("<aws.scheduler.scheduled-time>"), json!(hour)),
        (json!(1795464000), json!(hour)),
        (json!("2026-11-23"), json!(null)),
        (json!("2026-11-23T20:00:00[Europe/Lisbon]"), json!(null)),
        (json!(null), json!("8 pm")),
    ] {
        assert_eq!(due(time.clone(), scheduled), Err(Unheard::Undated), "{time}");
    }
}

#[test]
fn an_event_of_another_schedule_is_not_that_of_a_source_with_an_arn() {
    let due = |more: Value| {
        let mut event = json!({"source": "nightly", "time": "2026-11-23T20:00:00Z"});
        event.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
        due("/events", event.to_string().as_bytes())
    };
    for ours in [
        json!({}),
        json!({"schedule_arn": null, "resources": []}),
        json!({"schedule_arn": "arn:one"}),
        json!({"resources": ["arn:one"], "source": "aws.events"}),
    ] {
        assert!(due(ours.clone()).is_ok(), "{ours}");
    }
    for other in
        [json!({"schedule_arn": "arn:two"}), json!({"resources": ["arn:two"]}), json!({"schedule_arn": 7})]
    {
        assert_eq!(due(other.clone()), Err(Unheard::Nobody), "{other}");
    }
}

#[test]
fn the_name_of_a_function_may_have_capitals() {
    let sys = json!({"UtcNow": "2026-11-23T20:00:02Z"});
    let envelope = json!({"Data": {"timer": {}}, "Metadata": {"sys": sys}}).to_string();
    assert!(due("/Nightly", envelope.as_bytes()).is_ok());
    assert_eq!(due("/NightlyStop", envelope.as_bytes()), Err(Unheard::Nobody));
}

#[test]
fn no_time_is_too_far_away() {
    let ends = ["-009999-01-02T01:59:59Z", "9999-12-30T22:00:00.999999999Z"];
    for called in ends {
        for next in ends {
            assert!(timer(called, next).is_ok(), "{called} {next}");
        }
        let input = json!({"source": "nightly", "time": called}).to_string();
        assert!(due("/events", input.as_bytes()).is_ok());
    }
    for odd in ["9999-12-31T23:59:59Z", "-009999-01-01T00:00:00Z", "-9999-01-01T00:00:00Z", "0", ""] {
        let input = json!({"source": "nightly", "time": odd}).to_string();
        assert_eq!(due("/events", input.as_bytes()), Err(Unheard::Undated), "{odd}");
    }
}

#[test]
fn what_says_a_thing_twice_says_nothing() {
    let twice = br#"{"source":"other","source":"nightly","time":"2026-11-23T20:00:00Z"}"#;
    assert_eq!(due("/events", twice), Err(Unheard::Nobody));
    let deep = "[".repeat(100_000);
    assert_eq!(due("/events", deep.as_bytes()), Err(Unheard::Nobody));
    assert_eq!(due("/events", format!("{{\"time\":{deep}").as_bytes()), Err(Unheard::Nobody));
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(
        body in proptest::collection::vec(any::<u8>(), 0..200),
        time in "-?[0-9]{4,6}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9](Z|[+-][0-9]{2}:[0-9]{2})",
        other in "-?[0-9]{4,6}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z",
    ) {
        let _ = due("/nightly", &body);
        let _ = due("/events", json!({"source": "nightly", "time": time}).to_string().as_bytes());
        let _ = timer(&time, &other);
    }
}
