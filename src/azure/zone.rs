//! Time zones by their Windows names, which Azure's schedules use, and Azure's clock in them: Azure
//! Machine Learning keeps to a zone's standard time all year (Microsoft's page on compute instances:
//! "timezone labels don't account for day light savings").

use jiff::{
    SignedDuration, Timestamp,
    tz::{Dst, Offset, TimeZone},
};

/// A zone with daylight saving time changes its clocks within this time.
const A_YEAR: SignedDuration = SignedDuration::from_hours(366 * 24);

/// A time zone that Azure knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    windows: String,
    clock: TimeZone,
}

impl Zone {
    /// By the name in a schedule of Azure's.
    pub fn in_azure(name: &str) -> Option<Self> {
        let iana = localzone::win_zone_to_iana(name, None).unwrap_or(name);
        let clock = TimeZone::get(iana).ok()?;
        Some(Self { windows: name.to_owned(), clock })
    }

    /// By the name that a person types: IANA's, or Windows's with or without its dots.
    pub fn called(name: &str) -> Option<Self> {
        match TimeZone::get(name) {
            Ok(zone) => Self::of(&zone),
            Err(_) => Self::in_azure(windows_names().find(|windows| letters(windows) == letters(name))?),
        }
    }

    /// The zone in Azure; not every zone has a name there.
    pub fn of(zone: &TimeZone) -> Option<Self> {
        let name = zone.iana_name()?;
        if zone == &TimeZone::UTC {
            return Self::in_azure("UTC");
        }
        let direct = localzone::iana_to_win_zone(name);
        // Unicode's table keeps to old names: `Asia/Calcutta` for what is `Asia/Kolkata` now.
        let known = direct.or_else(|| {
            jiff::tz::db().available().find_map(|other| {
                let windows = localzone::iana_to_win_zone(other.as_str())?;
                let same = TimeZone::get(other.as_str()).is_ok_and(|other| same(&other, zone));
                same.then_some(windows)
            })
        });
        Self::in_azure(known?.0)
    }

    /// `W. Europe Standard Time`
    pub fn name(&self) -> &str {
        &self.windows
    }

    /// The wall clock there, with daylight saving time.
    pub fn clock(&self) -> &TimeZone {
        &self.clock
    }

    /// The offset of Azure's clock in this zone from UTC, in winter and in summer.
    pub fn standard(&self, now: Timestamp) -> Offset {
        let current = self.clock.to_offset_info(now);
        if current.dst() == Dst::No {
            return current.offset();
        }
        let mut others = self.clock.following(now).take(2).chain(self.clock.preceding(now).take(2));
        let standard = others.find(|change| change.dst() == Dst::No);
        standard.map_or_else(|| current.offset(), |change| change.offset())
    }

    /// The next change of its clocks, if there is one: when, and the offset after it.
    pub fn next_clock_change(&self, now: Timestamp) -> Option<(Timestamp, Offset)> {
        let before = self.clock.to_offset(now);
        let mut changes = self.clock.following(now);
        let change = changes.find(|change| change.offset() != before)?;
        let at = change.timestamp();
        (at.duration_since(now) <= A_YEAR).then(|| (at, change.offset()))
    }
}

/// Whether both names mean one zone.
fn same(one: &TimeZone, other: &TimeZone) -> bool {
    one == other || one.primary_iana_name().is_some() && one.primary_iana_name() == other.primary_iana_name()
}

/// All Windows names, with repetitions: one for each IANA zone.
fn windows_names() -> impl Iterator<Item = &'static str> {
    let zones = jiff::tz::db().available();
    zones.filter_map(|zone| Some(localzone::iana_to_win_zone(zone.as_str())?.0))
}

/// `weuropestandardtime`
fn letters(name: &str) -> String {
    let signs = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-');
    name.to_ascii_lowercase().chars().filter(signs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(name: &str) -> Option<String> {
        Zone::called(name).map(|zone| zone.name().to_owned())
    }

    #[test]
    fn zones_have_a_name_of_windows() {
        for (name, windows) in [
            ("Europe/Lisbon", "GMT Standard Time"),
            ("europe/lisbon", "GMT Standard Time"),
            ("America/Sao_Paulo", "E. South America Standard Time"),
            ("Asia/Kolkata", "India Standard Time"),
            ("Asia/Calcutta", "India Standard Time"),
            ("Europe/Kyiv", "FLE Standard Time"),
            ("America/Argentina/Buenos_Aires", "Argentina Standard Time"),
            ("UTC", "UTC"),
            ("Etc/UTC", "UTC"),
            ("W. Europe Standard Time", "W. Europe Standard Time"),
            ("w Europe standard time", "W. Europe Standard Time"),
            ("UTC-11", "UTC-11"),
        ] {
            assert_eq!(called(name).as_deref(), Some(windows), "{name}");
        }
        for unknown in ["Europe/Atlantis", "Standard Time", "", "+03:00"] {
            assert_eq!(called(unknown), None, "{unknown}");
        }
        assert_eq!(Zone::in_azure("Atlantis Standard Time"), None);
    }

    #[test]
    fn azure_keeps_to_standard_time_all_year() {
        let (winter, summer) = ("2026-11-23T18:00:00Z", "2026-07-01T18:00:00Z");
        for (zone, hours) in [
            ("GMT Standard Time", 0),
            ("W. Europe Standard Time", 1),
            ("E. South America Standard Time", -3),
            ("New Zealand Standard Time", 12),
            ("UTC", 0),
        ] {
            let zone = Zone::in_azure(zone).unwrap();
            for now in [winter, summer] {
                let standard = zone.standard(now.parse().unwrap());
                assert_eq!(standard.seconds(), hours * 3600, "{zone:?} at {now}");
            }
        }
    }

    #[test]
    fn the_next_change_of_clocks_is_known() {
        let now = "2026-11-23T18:00:00Z".parse().unwrap();
        let change = |zone: &str| Zone::in_azure(zone).unwrap().next_clock_change(now);
        let (spring, after) = change("GMT Standard Time").unwrap();
        assert_eq!((spring.to_string().as_str(), after.seconds()), ("2027-03-28T01:00:00Z", 3600));
        assert_eq!(change("E. South America Standard Time"), None);
        assert_eq!(change("UTC"), None);
    }
}
