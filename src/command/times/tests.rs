use jiff::{
    SignedDuration, Timestamp,
    civil::{Time, Weekday, date},
    tz::TimeZone,
};
use proptest::prelude::*;

use super::*;
use crate::command::{normalize, tests::canonical};
use crate::locale::Locale;

/// Every moment that can be typed.
pub fn any_moment() -> impl Strategy<Value = Moment> {
    let time = (0..24i8, 0..60i8).prop_map(|(hour, minute)| Time::constant(hour, minute, 0, 0));
    let weekday = (1..=7i8).prop_map(|day| Weekday::from_monday_one_offset(day).unwrap());
    let of_month = || {
        prop_oneof![
            (1..=31i8).prop_map(|date| (None, Some(date))),
            (1..=12i8, 1..=29i8).prop_map(|(month, date)| (Some(month), Some(date))),
        ]
    };
    let day = prop_oneof![
        (-1..=2i8).prop_map(Day::FromToday),
        weekday.clone().prop_map(Day::Next),
        weekday.clone().prop_map(|day| Day::Nearest { weekday: Some(day), month: None, date: None }),
        of_month().prop_map(|(month, date)| Day::Nearest { weekday: None, month, date }),
        (weekday, of_month()).prop_map(|(day, (month, date))| Day::Nearest {
            weekday: Some(day),
            month,
            date
        }),
        (2020..2030i16, 1..=12i8, 1..=28i8).prop_map(|(year, month, day)| Day::On(date(year, month, day))),
    ];
    prop_oneof![
        (day, prop::option::of(time.clone())).prop_map(|(day, time)| Moment { day, time }),
        time.prop_map(|time| Moment { day: Day::ANY, time: Some(time) }),
    ]
}

fn words(text: &str) -> Vec<String> {
    normalize::words(text)
}

/// The moment that `text` says, and when it comes next as seen at 18:00 on Sunday, 29 November 2026, in Lisbon.
fn next(text: &str) -> String {
    let Some(moment) = moment(&words(text)) else {
        return "unread".to_owned();
    };
    let lisbon = TimeZone::get("Europe/Lisbon").unwrap();
    let at = moment.after("2026-11-29T18:00:00Z".parse().unwrap(), &lisbon).unwrap();
    let at = at.to_zoned_datetime(lisbon).strftime("%a %Y-%m-%d %H:%M");
    format!("{} = {at}", moment.display(Locale::English))
}

#[test]
fn moments_are_read_as_people_write_them() {
    for (texts, meant) in [
        (
            &[
                "22:00",
                "22h",
                "22h00",
                "22",
                "at 22",
                "às 22",
                "10pm",
                "10 pm",
                "10 p.m.",
                "10.00pm",
                "22:00h",
                "22 hs",
                "22 horas",
                "às 22 horas",
                "as 10 da noite",
                "10 at night",
                "at 10 in the evening",
                "22.00",
            ][..],
            "22:00 = Sun 2026-11-29 22:00",
        ),
        (
            &["next monday", "segunda que vem", "a próxima segunda", "next week"],
            "next monday = Mon 2026-11-30 23:59",
        ),
        (&["next sunday", "domingo que vem"], "next sunday = Sun 2026-12-06 23:59"),
        (
            &[
                "22:30",
                "half past ten pm",
                "22h30",
                "22h30min",
                "10:30pm",
                "10.30pm",
                "10.30 pm",
                "22h e meia",
            ],
            "22:30 = Sun 2026-11-29 22:30",
        ),
        (&["8h", "8am", "8 a.m.", "08:00", "8 da manhã", "8 in the morning"], "08:00 = Mon 2026-11-30 08:00"),
        (&["noon", "12pm", "12h", "meio-dia", "ao meio dia", "12:00"], "12:00 = Mon 2026-11-30 12:00"),
        (
            &[
                "midnight",
                "meia-noite",
                "meia noite",
                "à meia-noite",
                "hoje à meia-noite",
                "24h",
                "12am",
                "tonight at midnight",
            ],
            "00:00 = Mon 2026-11-30 00:00",
        ),
        (
            &[
                "today",
                "hoje",
                "end of day",
                "end of the day",
                "eod",
                "tonight",
                "hoje à noite",
                "fim do dia",
                "o final do dia",
                "end of today",
            ],
            "today = Sun 2026-11-29 23:59",
        ),
        (
            &[
                "hoje às 23h",
                "today at 23:00",
                "today 11pm",
                "tonight at 11",
                "hoje às 11 da noite",
                "23h de hoje",
            ],
            "today 23:00 = Sun 2026-11-29 23:00",
        ),
        (
            &["tomorrow", "amanhã", "amanha", "end of tomorrow", "Tomorrow."],
            "tomorrow = Mon 2026-11-30 23:59",
        ),
        (
            &[
                "tomorrow 8am",
                "tomorrow at 8am",
                "8am tomorrow",
                "amanhã às 8h",
                "amanhã 08:00",
                "tomorrow at 8 in the morning",
                "amanhã de manhã às 8",
                "amanhã às 8 horas",
            ],
            "tomorrow 08:00 = Mon 2026-11-30 08:00",
        ),
        (
            &["the day after tomorrow", "day after tomorrow", "depois de amanhã"],
            "the day after tomorrow = Tue 2026-12-01 23:59",
        ),
        (
            &["depois de amanhã às 20h", "the day after tomorrow at 8pm"],
            "the day after tomorrow 20:00 = Tue 2026-12-01 20:00",
        ),
        (
            &[
                "friday",
                "Fri",
                "sexta",
                "sexta-feira",
                "sexta feira",
                "this friday",
                "nesta sexta",
                "end of friday",
            ],
            "friday = Fri 2026-12-04 23:59",
        ),
        (
            &["friday at 18:00", "friday 6pm", "sexta às 18h", "6pm on friday", "sexta, 18:00"],
            "friday 18:00 = Fri 2026-12-04 18:00",
        ),
        (
            &["monday 8am", "segunda 8h", "mon 08:00", "seg às 8 da manhã"],
            "monday 08:00 = Mon 2026-11-30 08:00",
        ),
        // On a Sunday: what is still to come of it, or the next one.
        (&["sunday", "domingo"], "sunday = Sun 2026-11-29 23:59"),
        (&["sunday 8am"], "sunday 08:00 = Sun 2026-12-06 08:00"),
        (
            &[
                "2026-12-01",
                "01/12/2026",
                "1/12/26",
                "1 dec 2026",
                "December 1st, 2026",
                "1 de dezembro de 2026",
                "Tue 2026-12-01",
            ],
            "2026-12-01 = Tue 2026-12-01 23:59",
        ),
        (
            &[
                "2026-12-01 18:00",
                "2026-12-01T18:00",
                "1/12/2026 às 18h",
                "terça, 01/12/2026 às 18:00",
                "18:00 on 2026-12-01",
            ],
            "2026-12-01 18:00 = Tue 2026-12-01 18:00",
        ),
        (
            &[
                "30/11 às 20h",
                "30 nov 20:00",
                "nov 30 8pm",
                "30 de novembro às 20h",
                "30 de novembro às 20",
                "20h do dia 30/11",
                "at 20 on nov 30",
                "8pm nov 30",
            ],
            "30 nov 20:00 = Mon 2026-11-30 20:00",
        ),
        (
            &[
                "Mon 30 Nov, 20:00",
                "seg, 30/11, 20:00",
                "seg., 30 de nov., 20:00",
                "segunda, 30 de novembro às 20:00",
            ],
            "monday 30 nov 20:00 = Mon 2026-11-30 20:00",
        ),
        (
            &[
                "1 dec",
                "dec 1",
                "1 de dezembro",
                "1st of December",
                "december 1st",
                "1/12",
                "dia 1º de dezembro",
            ],
            "1 dec = Tue 2026-12-01 23:59",
        ),
        (&["the 30th", "dia 30", "day 30"], "day 30 = Mon 2026-11-30 23:59"),
        (&["dia 30 às 20", "20h do dia 30", "the 30th at 8pm"], "day 30 20:00 = Mon 2026-11-30 20:00"),
        // A day that has passed is not moved.
        (&["2026-11-01"], "2026-11-01 = Sun 2026-11-01 23:59"),
        (&["today 8am"], "today 08:00 = Sun 2026-11-29 08:00"),
    ] {
        for text in texts {
            assert_eq!(next(text), meant, "{text}");
        }
    }
}

#[test]
fn what_could_be_two_moments_is_not_read() {
    for text in [
        "",
        "soon",
        "dinner",
        "6",
        "8",
        "at 6",
        "às 8",
        "12",
        "25",
        "99:99",
        "25h",
        "8:5",
        "18.5",
        "60",
        "-1",
        "6 e meia",
        "tomorrow at 6",
        "tomorrow morning",
        "amanhã de manhã",
        "tomorrow midnight",
        "friday at midnight",
        "monday friday",
        "today tomorrow",
        "22:00 23:00",
        "22 23",
        "monday 2026-12-01",
        "31/11",
        "30/2",
        "32 dec",
        "0/12",
        "1/13",
        "dec",
        "2026",
        "2026-13-01",
        "13am",
        "0pm",
        "8pm am",
        "20h da manhã",
        "3 da noite",
        "12 da noite",
        "18 1 dec 5",
        "dec 1 22",
        "dec 1 dec 2",
        "end of week",
        "end 18:00",
        "the weekend",
        "in 2 hours",
        "2 hours",
        "22:00 myci",
        "tomorrow friday",
        "now",
        "half",
        "meia",
        "e",
        "at",
        "9999999999",
        "99/99/9999",
        "2026-12-01T",
        "T18:00",
        "-",
        "/",
        "//",
        ":",
        "h",
        "pm",
        "th",
        "t-",
    ] {
        assert_eq!(next(text), "unread", "{text}");
    }
}

#[test]
fn a_moment_in_the_past_is_the_last_one() {
    let lisbon = TimeZone::get("Europe/Lisbon").unwrap();
    for (text, last) in [
        ("today", "2026-11-29 00:00"),
        ("hoje", "2026-11-29 00:00"),
        ("yesterday", "2026-11-28 00:00"),
        ("ontem às 18h", "2026-11-28 18:00"),
        ("monday", "2026-11-23 00:00"),
        ("sunday", "2026-11-29 00:00"),
        ("sunday 8pm", "2026-11-22 20:00"),
        ("1 nov", "2026-11-01 00:00"),
        ("30 nov", "2025-11-30 00:00"),
        ("29/2", "2024-02-29 00:00"),
        ("this week", "2026-11-23 00:00"),
        ("este mês", "2026-11-01 00:00"),
        ("22:00", "2026-11-28 22:00"),
        ("18:00", "2026-11-29 18:00"),
    ] {
        let moment = moment(&words(text)).or_else(|| period(&words(text))).unwrap();
        let at = moment.before("2026-11-29T18:00:00Z".parse().unwrap(), &lisbon).unwrap();
        assert_eq!(
            at.to_zoned_datetime(lisbon.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
            last,
            "{text}"
        );
    }
}

#[test]
fn a_clock_change_is_respected() {
    let lisbon = TimeZone::get("Europe/Lisbon").unwrap();
    let after = |text: &str, asked: &str| {
        moment(&words(text)).unwrap().after(asked.parse().unwrap(), &lisbon).unwrap().to_string()
    };
    let before = |text: &str, asked: &str| {
        moment(&words(text)).unwrap().before(asked.parse().unwrap(), &lisbon).unwrap().to_string()
    };
    // Clocks went from 02:00 back to 01:00 on 25 October 2026, at 01:00 in UTC.
    assert_eq!(after("tomorrow 8am", "2026-10-24T22:00:00Z"), "2026-10-25T08:00:00Z");
    assert_eq!(before("18:00", "2026-10-25T08:00:00Z"), "2026-10-24T17:00:00Z");
    assert_eq!(before("1:30", "2026-10-25T08:00:00Z"), "2026-10-25T01:30:00Z", "the later");
    assert_eq!(before("1:30", "2026-10-25T01:15:00Z"), "2026-10-25T00:30:00Z", "as yet once");
    // 01:30 did not exist on 29 March 2026.
    assert_eq!(after("29 mar 1:30", "2026-03-28T12:00:00Z"), "2026-03-29T01:30:00Z");
    assert_eq!(before("1:30", "2026-03-29T12:00:00Z"), "2026-03-28T01:30:00Z");
    assert_eq!(before("18:00", "2026-03-29T12:00:00Z"), "2026-03-28T18:00:00Z");
}

#[test]
fn durations_are_read_as_people_write_them() {
    for (texts, meant) in [
        (
            &[
                "1h",
                "60m",
                "an hour",
                "a hour",
                "one hour",
                "uma hora",
                "1 hora",
                "hour",
                "3600s",
                "half an hour and 30 minutes",
            ][..],
            "1h",
        ),
        (
            &[
                "30m",
                "half an hour",
                "half hour",
                "a half hour",
                "meia hora",
                "30 min",
                "0.5h",
                "trinta minutos",
            ],
            "30m",
        ),
        (&["2h", "two hours", "duas horas", "2 hrs", "2 hs", "120 minutos"], "2h"),
        (
            &[
                "2h30",
                "2h30m",
                "2h e meia",
                "2 horas e meia",
                "duas horas e meia",
                "two and a half hours",
                "2.5 hours",
                "2,5 horas",
                "2 hours and a half",
                "2 h 30 min",
                "2h 30",
                "2 horas e 30 minutos",
                "150min",
            ],
            "2h30m",
        ),
        (
            &[
                "1.5h",
                "one and a half hours",
                "an hour and a half",
                "uma hora e meia",
                "1 and a half hours",
                "hora e meia",
            ],
            "1h30m",
        ),
        (&["a day", "1d", "24h", "um dia", "one day", "day"], "24h"),
        (&["1d12h", "1.5 days", "um dia e meio", "1 day, 12 hours", "36 hours"], "36h"),
        (&["a week", "uma semana", "7 days"], "168h"),
        (&["90s", "1.5 minutes", "um minuto e meio"], "1m30s"),
        (&["0.001h", "3.6s and 0s", "unread"], "unread"),
    ] {
        for text in texts {
            let length = duration(&words(text)).map_or_else(|| "unread".to_owned(), display);
            assert_eq!(length, meant, "{text}");
        }
    }
}

#[test]
fn what_is_no_duration_in_whole_seconds_is_not_read() {
    for text in [
        "",
        "2",
        "h2",
        "2h 3h x",
        "0h",
        "0",
        "-2h",
        "−2h",
        "500ms",
        "1.5s",
        "0.5s",
        "1.0001h",
        "1..5h",
        "1.h.5",
        ".",
        ",",
        "half",
        "meia",
        "e",
        "and",
        "and a half",
        "e2h",
        "of1day",
        "e 2h",
        "a",
        "the hour",
        "uma meia hora",
        "half half hour",
        "2 2 hours",
        "2d30",
        "2h30 20",
        "1 month",
        "um mês",
        "1 year",
        "99999999999999h",
        "9223372036854775807h",
        "22:00",
        "22:00:00",
        "PT2H",
        "2h ago",
        "h",
        "½ hour",
    ] {
        assert_eq!(duration(&words(text)), None, "{text}");
    }
}

#[test]
fn a_keep_lasts_for_a_time_or_until_a_moment() {
    for (typed, meant) in [
        ("keep myci until friday", "keep myci until friday"),
        ("manter myci até segunda", "keep myci until monday"),
        ("manter myci até meia-noite", "keep myci until 00:00"),
        ("manter myci até 22", "keep myci until 22:00"),
        ("manter myci até as 22h", "keep myci until 22:00"),
        ("keep myci for the weekend", "keep myci until sunday"),
        ("keep myci over the weekend", "keep myci until sunday"),
        ("manter myci por o fim de semana", "keep myci until sunday"),
        ("manter myci pelo fim de semana", "keep myci until sunday"),
        ("manter a myci durante o fim de semana todo", "keep myci until sunday"),
        ("keep myci for the night", "keep myci until 08:00"),
        ("keep myci overnight", "keep myci until 08:00"),
        ("keep myci tonight", "keep myci until 08:00"),
        ("keep myci for the rest of the day", "keep myci until today"),
        ("keep myci today", "keep myci until today"),
        ("keep myci tomorrow", "keep myci until tomorrow"),
        ("keep myci 22:00", "keep myci until 22:00"),
        ("keep myci friday 6pm", "keep myci until friday 18:00"),
        ("keep myci a day", "keep myci for 24h"),
        ("keep myci for a day", "keep myci for 24h"),
        ("keep myci for half an hour", "keep myci for 30m"),
        ("manter myci por meia hora", "keep myci for 30m"),
        ("manter myci uma hora", "keep myci for 1h"),
        ("manter myci por 2h e meia, porque sim", "keep myci for 2h30m because sim"),
        ("keep myci 2,5 horas", "keep myci for 2h30m"),
        ("keep 2h myci", "keep myci for 2h"),
        ("keep for 2h myci because of x", "keep myci for 2h because of x"),
        ("keep until tomorrow 8am myci", "keep myci until tomorrow 08:00"),
        ("manter myci cancelar", "keep myci off"),
        ("keep a-one b-two 2h", "keep a-one b-two for 2h"),
        ("keep a-one, b-two and c-three until friday", "keep a-one b-two c-three until friday"),
        ("keep mine 3h", "keep mine for 3h"),
        ("keep 3h mine", "keep mine for 3h"),
        ("keep gpu-* overnight", "keep gpu-* until 08:00"),
        ("manter minhas por 2h", "keep mine for 2h"),
        ("manter todas as minhas por uma hora", "keep mine for 1h"),
        ("keep mine off", "keep mine off"),
        ("manter a myci fim", "keep myci off"),
        ("manter myci desativar", "keep myci off"),
        ("keep myci cancel", "keep myci off"),
    ] {
        assert_eq!(canonical(typed), meant, "{typed}");
    }
    for wrong in [
        "keep myci tomorrow 2h",
        "keep myci friday 2h",
        "keep myci 22",
        "keep for 2h",
        "keep until friday",
        "keep 2h",
        "keep myci",
        "keep myci until",
        "keep myci until 6",
        "keep myci for -2h",
        "keep myci for 8 days",
        "keep myci until the weekend",
        "keep myci for 2h until friday",
        "keep myci off 2h",
        "keep for 2h for 2h",
    ] {
        assert!(crate::command::parse(wrong).is_err(), "{wrong}: {}", canonical(wrong));
    }
}

#[test]
fn settings_take_several_instances() {
    for (typed, meant) in [
        ("idle mine 1h", "idle mine 1h"),
        ("idle all 1h", "idle all 1h"),
        ("idle a-one b-two after 2h", "idle a-one b-two 2h"),
        ("idle 2h myci", "idle myci 2h"),
        ("idle myci to half an hour", "idle myci 30m"),
        ("inatividade da-um dois-2 para 2 horas", "idle da-um dois-2 2h"),
        ("inatividade myci desativar", "idle myci off"),
        ("schedule mine", "schedule mine"),
        ("schedule gpu-* myci", "schedule gpu-* myci"),
        ("agendamentos", "TargetMissing { verb: Schedule }"),
        ("agendar myci cancelar 7f", "schedule myci remove 7f"),
        ("agendar myci parar dias úteis às 20h", "schedule myci add stop weekdays at 20:00"),
        ("schedule myci add stop 20:00 weekdays", "schedule myci add stop weekdays at 20:00"),
        (
            "schedule myci add stop 20:00 weekdays Europe/Lisbon",
            "schedule myci add stop weekdays at 20:00 Europe/Lisbon",
        ),
        ("schedule myci stop every day at 7pm", "schedule myci add stop every day at 19:00"),
        ("schedule myci stop at 7 pm on fridays", "schedule myci add stop friday at 19:00"),
        ("schedule myci stop weekdays at noon", "schedule myci add stop weekdays at 12:00"),
        ("agendar myci iniciar segunda a sexta às 8 da manhã", "schedule myci add start weekdays at 08:00"),
        (
            "schedule myci add stop 20:00 E. South America Standard Time",
            "schedule myci add stop every day at 20:00 E South America Standard Time",
        ),
        ("schedule a-one b-two remove 7f3a", "OneByName { verb: Schedule }"),
        ("schedule mine stop weekdays at 20:00", "OneByName { verb: Schedule }"),
    ] {
        assert_eq!(canonical(typed), meant, "{typed}");
    }
}

#[test]
fn savings_are_counted_since_a_moment() {
    for (typed, meant) in [
        ("cost today", "cost --since today"),
        ("cost since monday", "cost --since monday"),
        ("cost myci since monday 8am", "cost myci --since monday 08:00"),
        ("cost since yesterday myci", "cost myci --since yesterday"),
        ("custo de hoje", "cost --since today"),
        ("custo desde ontem", "cost --since yesterday"),
        ("custo --desde ontem", "cost --since yesterday"),
        ("custo deste mês", "cost --since day 1"),
        ("cost this month", "cost --since day 1"),
        ("cost this week", "cost --since monday"),
        ("cost --since 2h ago", "cost --since 2h"),
        ("custo desde 2 horas atrás", "cost --since 2h"),
        ("custo --desde 01/11/2026", "cost --since 2026-11-01"),
        ("cost --since 2026-11-28T18:00", "cost --since 2026-11-28 18:00"),
        ("cost", "cost"),
        ("cost gpu-*", "cost gpu-*"),
    ] {
        assert_eq!(canonical(typed), meant, "{typed}");
    }
    for wrong in ["cost --since tomorrow", "cost since soon", "cost tomorrow today", "cost since"] {
        assert!(crate::command::parse(wrong).is_err(), "{wrong}: {}", canonical(wrong));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_moment_parses_back_from_its_own_words(moment in any_moment()) {
        for locale in Locale::ALL {
            let text = moment.display(*locale);
            prop_assert_eq!(super::moment(&words(&text)), Some(moment), "{}", text);
        }
    }

    #[test]
    fn any_words_are_read_or_not_without_panic(text in any_text(), seconds in 0..4_000_000_000i64) {
        let words = words(&text);
        let asked = Timestamp::from_second(seconds).unwrap();
        for zone in ["America/Sao_Paulo", "Pacific/Apia"].map(|zone| TimeZone::get(zone).unwrap()) {
            let Some(moment) = moment(&words) else { continue };
            for locale in Locale::ALL {
                prop_assert_eq!(super::moment(&self::words(&moment.display(*locale))), Some(moment), "{}", text);
            }
            let (next, last) = (moment.after(asked, &zone), moment.before(asked, &zone));
            if matches!(moment.day, Day::Nearest { .. }) {
                prop_assert!(next.is_some_and(|next| next > asked), "{} after {}: {:?}", text, asked, next);
                prop_assert!(last.is_some_and(|last| last <= asked), "{} before {}: {:?}", text, asked, last);
            }
        }
        if let Some(length) = duration(&words) {
            prop_assert!(length >= SignedDuration::from_secs(1) && length.subsec_nanos() == 0);
            prop_assert_eq!(duration(&self::words(&display(length))), Some(length));
        }
    }
}

/// Words of moments and durations, and what may stand between them.
fn any_text() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "today",
        "amanhã",
        "depois",
        "de",
        "after",
        "day",
        "dia",
        "tonight",
        "friday",
        "seg",
        "nov",
        "fevereiro",
        "at",
        "às",
        "22",
        "8",
        "29",
        "30",
        "31",
        "2026",
        "22:00",
        "8h",
        "8h30",
        "10pm",
        "pm",
        "a.m.",
        "noite",
        "manhã",
        "noon",
        "midnight",
        "meia",
        "noite",
        "fim",
        "end",
        "of",
        "the",
        "30/11",
        "29/2",
        "1/12/2026",
        "2026-12-01",
        "2026-12-01T18:00",
        "1st",
        "horas",
        "half",
        "an",
        "hour",
        "e",
        "and",
        "2,5",
        "1.5",
        "2h",
        "dois",
        "weeks",
        ",",
        "x",
        "-",
        "99999999999",
    ];
    let word = prop_oneof![9 => prop::sample::select(WORDS).prop_map(str::to_owned), 1 => "\\PC{0,6}"];
    prop::collection::vec(word, 0..6).prop_map(|words| words.join(" "))
}
