//! A keep: until when no timer and no alert may stop an instance. Pure.
//!
//! It is a tag on the instance's workspace, so that nothing is stored here and the portal shows it:
//! `lamplighter-keep-<instance>` = `<until>|<createdOn, Unix seconds>|<who>|<reason>`; if the keep was made longer,
//! `/<asked, Unix seconds>+<seconds>` stands behind `createdOn`.

use jiff::{SignedDuration, Timestamp};

use super::later::{begins, entries};
use crate::{
    azure::Tags,
    target::{ComputeId, Instance},
};

/// The prefix of our tags' names; no other tag is ever written or deleted.
pub const PREFIX: &str = "lamplighter-keep-";

/// Azure's limit for the value of a tag, in characters.
const LONGEST_VALUE: usize = 256;

/// How much of it `who` may take, in characters.
const LONGEST_WHO: usize = 120;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keep {
    pub until: Timestamp,
    /// In Unix seconds: distinguishes the instance from a younger one with its name. `None`, as in a tag written by
    /// hand, stands for any.
    pub created_on: Option<i64>,
    /// Who keeps it: `Ana (slack:T012AB3CD/U0456)`, or the id alone.
    pub who: String,
    pub because: Option<String>,
    /// When somebody asked to make it longer, in Unix seconds, and by how many seconds.
    pub more: Option<(i64, i64)>,
}

/// What a workspace's tags say about one instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    No,
    Until(Keep),
    /// The instance has a tag that cannot be parsed.
    Unreadable,
}

/// What a command leaves alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepPolicy {
    /// Nothing: the caller named the instance, or said `force`.
    No,
    /// Kept instances: a person who selects many may not know about one of them.
    Keeps,
    /// Also instances with jobs: a machine knows about neither.
    KeepsAndJobs,
}

impl Kept {
    /// Whether both say the same to everybody.
    pub(super) fn says(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Until(one), Self::Until(other)) => one.says(other),
            (one, other) => one == other,
        }
    }
}

impl Keep {
    /// The value of the tag, cut to Azure's limit.
    pub fn value(&self) -> String {
        self.whole_value().chars().take(LONGEST_VALUE).collect()
    }

    /// Whether the reason is too long for the tag, so that its end is cut.
    pub fn is_cut(&self) -> bool {
        self.whole_value().chars().count() > LONGEST_VALUE
    }

    fn whole_value(&self) -> String {
        let mut created = self.created_on.map(|at| at.to_string()).unwrap_or_default();
        created.extend(self.more.map(|(asked, length)| format!("/{asked}+{length}")));
        let who: String = self.who.replace('|', "/").chars().take(LONGEST_WHO).collect();
        let until = Timestamp::from_second(self.until.as_second()).unwrap_or(self.until);
        let because = self.because.as_deref().unwrap_or_default();
        format!("{until}|{created}|{who}|{because}")
    }

    /// Parses a tag's value. A person who writes it by hand may leave out all but the time.
    pub(crate) fn read(value: &str) -> Option<Self> {
        let mut parts = value.splitn(4, '|').map(str::trim);
        let until = parts.next()?.parse().ok()?;
        let mut text = || parts.next().filter(|text| !text.is_empty()).map(str::to_owned);
        let created = text().unwrap_or_default();
        let (created, more) = created.split_once('/').unwrap_or((&created, ""));
        let created_on = (!created.is_empty()).then(|| created.parse()).transpose().ok()?;
        let more = more.split_once('+').and_then(|(at, more)| Some((at.parse().ok()?, more.parse().ok()?)));
        Some(Self { until, created_on, who: text().unwrap_or_default(), because: text(), more })
    }

    /// Who keeps the instance, by the name that people use.
    pub fn name(&self) -> &str {
        self.who.split_once(" (").map_or(&self.who, |(name, _)| name)
    }

    /// Whether `other` would shorten this keep of somebody else.
    pub(super) fn outlasts(&self, other: &Self) -> bool {
        self.until > other.until && self.who != other.who
    }

    /// Whether `again` is the same keep, asked for once more: a platform that sends a request again gives it a new time.
    pub(super) fn is_repeated_by(&self, again: &Self) -> bool {
        let later = again.until.duration_since(self.until);
        let is_soon = (SignedDuration::ZERO..=SignedDuration::from_mins(1)).contains(&later);
        is_soon && self.says(&Self { until: self.until, ..again.clone() })
    }

    /// Whether `again` would make the keep longer that the same command has made longer already: within this time, a
    /// platform sends a request again with a new time.
    pub(super) fn is_lengthened_by(&self, again: &Self, resent_within: SignedDuration) -> bool {
        let is_same = |((first, length), (second, more)): ((i64, i64), (i64, i64))| {
            length == more && second.abs_diff(first) < resent_within.unsigned_abs().as_secs()
        };
        self.more.zip(again.more).is_some_and(is_same)
            && self.says(&Self { until: self.until, ..again.clone() })
    }

    fn says(&self, other: &Self) -> bool {
        Self { more: self.more, ..other.clone() }.value() == self.value()
    }

    fn is_of(&self, instance: &Instance) -> bool {
        let created = instance.created_on.map(Timestamp::as_second);
        self.created_on.is_none() || created.is_none() || self.created_on == created
    }
}

/// The name of an instance's tag. Azure ignores case in the names of tags and of instances.
pub fn tag(id: &ComputeId) -> String {
    format!("{PREFIX}{}", id.name.to_ascii_lowercase())
}

/// The keeps among a workspace's tags, as Azure returned them: Azure deletes a tag only if its value is the one given. And
/// the pending commands, for a status that shows both.
#[derive(Clone, Debug, Default)]
pub struct Keeps {
    keeps: Tags,
    /// By the names of their tags; see [`super::Entry`].
    pub pending: Tags,
}

impl Keeps {
    pub fn among(tags: &Tags) -> Self {
        let mut keeps = tags.clone();
        keeps.retain(|name, _| begins(name, PREFIX));
        Self { keeps, pending: entries(tags) }
    }

    pub fn of(&self, instance: &Instance, now: Timestamp) -> Kept {
        match self.tag(instance).map(|(_, value)| Keep::read(value)) {
            Some(Some(keep)) if keep.until > now && keep.is_of(instance) => Kept::Until(keep),
            Some(None) => Kept::Unreadable,
            Some(Some(_)) | None => Kept::No,
        }
    }

    /// The tag of an instance, even if it is expired or unreadable.
    pub fn tag_of(&self, instance: &Instance) -> Tags {
        self.tag(instance).into_iter().map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// The tags whose time is over.
    pub fn expired(&self, now: Timestamp) -> Tags {
        let mut expired = self.keeps.clone();
        expired.retain(|_, value| Keep::read(value).is_some_and(|keep| keep.until <= now));
        expired
    }

    fn tag(&self, instance: &Instance) -> Option<(&String, &String)> {
        let wanted = tag(&instance.id);
        self.keeps.iter().find(|(name, _)| name.eq_ignore_ascii_case(&wanted))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn instance(name: &str, created: i64) -> Instance {
        Instance {
            id: ComputeId { workspace: "research".parse().unwrap(), name: name.to_owned() },
            owner: None,
            owner_name: None,
            created_on: Timestamp::from_second(created).ok(),
        }
    }

    fn keeps(name: &str, value: &str) -> Keeps {
        Keeps::among(&Tags::from([(name.to_owned(), value.to_owned())]))
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_keep_holds_for_its_instance_until_it_expires() {
        let keep = Keep {
            until: at("2026-11-23T22:00:00Z"),
            created_on: Some(1),
            who: "Ana (slack:T1/U1)".to_owned(),
            because: Some("training".to_owned()),
            more: None,
        };
        let value = keep.value();
        assert_eq!(value, "2026-11-23T22:00:00Z|1|Ana (slack:T1/U1)|training");
        let keeps = keeps("Lamplighter-Keep-MyCI", &value);
        let now = at("2026-11-23T21:59:59Z");
        assert_eq!(keeps.of(&instance("myci", 1), now), Kept::Until(keep.clone()));
        assert_eq!(keep.name(), "Ana");
        assert_eq!(keeps.of(&instance("myci", 2), now), Kept::No, "a younger instance with the same name");
        assert_eq!(keeps.of(&instance("other", 1), now), Kept::No);
        assert_eq!(keeps.of(&instance("myci", 1), keep.until), Kept::No);
        assert!(keeps.expired(now).is_empty());
        let expired = keeps.expired(keep.until);
        assert_eq!(expired["Lamplighter-Keep-MyCI"], value, "with the value that was read");
        assert_eq!(keeps.tag_of(&instance("myci", 2)), expired);
    }

    #[test]
    fn a_tag_written_by_hand_counts_and_an_unreadable_one_is_not_ignored() {
        let now = at("2026-11-23T21:00:00Z");
        let of = |value: &str| keeps("lamplighter-keep-myci", value).of(&instance("myci", 1), now);
        assert!(matches!(of("2026-11-23T22:00:00Z"), Kept::Until(_)));
        assert!(matches!(of("2026-11-23T22:00:00-03:00||Ana"), Kept::Until(_)));
        for rubbish in ["", "tomorrow", "2026-11-23", "2026-11-23T22:00:00Z|x|Ana"] {
            assert_eq!(of(rubbish), Kept::Unreadable, "{rubbish:?}");
        }
    }

    proptest! {
        #[test]
        fn a_value_fits_and_reads_back(who in "\\PC{0,300}", because in "\\PC{0,300}") {
            let keep = Keep { until: at("2026-11-23T22:00:00Z"), created_on: Some(7), who, because: Some(because), more: Some((-1, 7200)) };
            let value = keep.value();
            prop_assert!(value.chars().count() <= 256);
            let read = Keep::read(&value).unwrap();
            prop_assert_eq!((read.until, read.created_on, read.more), (keep.until, keep.created_on, keep.more));
        }
    }
}
