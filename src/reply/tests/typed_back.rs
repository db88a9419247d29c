//! What replies print is understood when somebody types it.

use super::*;
use crate::{
    azure::State,
    command::{self, Command, KeepClause, TimeClause, Until},
    reply::state::state_words,
};

fn states() -> Vec<State> {
    let names = [
        "Creating",
        "CreateFailed",
        "Deleting",
        "Running",
        "Restarting",
        "Resizing",
        "JobRunning",
        "SettingUp",
        "SetupFailed",
        "Starting",
        "Stopped",
        "Stopping",
        "UserSetupFailed",
        "Unknown",
        "Unusable",
    ];
    names.into_iter().map(|name| State::from(name.to_owned())).collect()
}

fn read(text: &str) -> Command {
    command::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

#[test]
fn states_are_understood_as_they_are_printed() {
    for locale in Locale::ALL {
        let localizer = localizer(*locale);
        for state in states() {
            for n in [1, 2] {
                let text = format!("list --state {} --owner me", state_words(&localizer, Some(&state), n));
                let command = read(&text);
                let wanted = command.selection().and_then(|selection| selection.state.clone());
                assert_eq!(wanted, Some(state.as_str().to_lowercase()), "{text}");
            }
        }
    }
}

#[test]
fn durations_and_verbs_are_understood_as_they_are_printed() {
    for locale in Locale::ALL {
        let localizer = localizer(*locale);
        for seconds in [60, 90 * 60, 7500, 26 * 3600, 48 * 3600] {
            let printed = localizer.duration(SignedDuration::from_secs(seconds));
            assert_eq!(read(&format!("keep myci for {printed}")), read(&format!("keep myci for {seconds}s")));
            for option in ["cost --since", "audit --longer-than"] {
                let typed = read(&format!("{option} {printed} --state stopped"));
                assert_eq!(typed, read(&format!("{option} {seconds}s --state stopped")));
            }
        }
        for verb in command::VERBS.iter().map(|row| row.verb) {
            assert_eq!(
                read(&format!("help {}", localizer.verb(verb))),
                read(&format!("help {}", verb.name()))
            );
        }
    }
}

/// Days in this year and in others, midnight and one o'clock, which Portuguese declines.
#[test]
fn times_are_understood_as_they_are_printed() {
    for locale in Locale::ALL {
        let localizer = localizer(*locale);
        for hours in [-9000, -200, -19, -17, -2, 2, 6, 7, 30, 31, 100, 150, 24 * 30, 24 * 50] {
            let at = now() + SignedDuration::from_hours(hours);
            let plain = Text::read(&localizer.time(at).0).plain();
            let text = format!("keep myci until {plain}");
            let Command::Keep { keep: KeepClause { until: Until::At(until), .. }, .. } = read(&text) else {
                panic!("{text}");
            };
            let Command::Cost { since: Some(TimeClause::At(since)), .. } =
                read(&format!("cost --since {plain} myci"))
            else {
                panic!("{plain}");
            };
            let read = if hours > 0 {
                until.after(now(), &TimeZone::UTC)
            } else {
                since.before(now(), &TimeZone::UTC)
            };
            assert_eq!(read, Some(at), "{plain}");
            let until = Text::read(&localizer.until(at).0).plain();
            assert_eq!(command::parse(&format!("keep myci {until}")), Ok(self::read(&text)), "{until}");
        }
    }
}

#[test]
fn a_time_before_azure_is_refused_with_what_to_type() {
    for locale in Locale::ALL {
        let error = command::parse("cost --since 99999999h").unwrap_err();
        let reply = crate::reply::parse_error(&localizer(*locale), &error);
        let text = reply.lines.iter().map(Text::plain).collect::<Vec<_>>().join(" ");
        assert!(text.contains("`99999999h`") || text.contains("99999999h"), "{text}");
        assert!(text.contains("8h"), "{text}");
    }
}

#[test]
fn the_zone_of_brasilia_is_understood_as_it_is_printed() {
    for locale in Locale::ALL {
        let zone = localizer(*locale).word("zone-brasilia");
        let typed = read(&format!("schedule myci add stop weekdays at 20:00 {zone}"));
        assert_eq!(typed, read("schedule myci add stop 0 20 * * 1-5 America/Sao_Paulo"), "{zone}");
    }
}
