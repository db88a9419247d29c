//! A pending command: what a person asked to be done later. Pure.
//!
//! It is a tag of the workspace that it is for, so that nothing is stored here:
//! `lamplighter-later-<10 hex digits of the value's SHA-256>` =
//! `1|<due>|<issued>|<caller>|<channel>|<command>|<createdOn of each named instance>|<seal>`, with times in Unix seconds,
//! base 36. Whoever may write tags can delete an entry, and put one back that was there before; nobody can make one or
//! change one without the key of the seal.

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::{
    azure::Tags,
    command::{self, Command, LONGEST_WAIT},
    command_request::Caller,
    target::{Alias, Pattern, Which},
    ticket::{base36, from_base36},
    verify::{Secrets, seal},
};

/// The prefix of the tags' names.
pub const PREFIX: &str = "lamplighter-later-";

/// Azure's limit for the value of a tag, in characters.
const LONGEST_VALUE: usize = 256;

/// How long after its time an entry still counts, so that a timer that is late or fails a few times does no harm.
pub const GRACE: SignedDuration = SignedDuration::from_hours(1);

/// After this long, a timer should have come.
pub const OVERDUE: SignedDuration = SignedDuration::from_mins(20);

/// The keys that seal entries, derived from those of `[tickets]`.
pub(crate) fn keys<'a>(secrets: impl Iterator<Item = &'a [u8]>) -> Secrets {
    Secrets::derived(secrets.map(|secret| seal::derive_key(secret, "lamplighter later key 1")))
}

/// A pending command, as its tag tells it. Whether the seal fits is for [`Entry::fits`] to say.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// When it is to be carried out.
    pub due: Timestamp,
    /// When it was asked for.
    pub issued: Timestamp,
    /// The person who asked. The tag holds neither their name nor their Entra id nor the conversation.
    pub caller: Caller,
    /// A [`Command::Power`] on instances of the tag's workspace, which its targets do not name.
    pub command: Command,
    /// The time of creation of each named instance, in Unix seconds.
    pub created: Vec<Option<i64>>,
    seal: Vec<u8>,
}

impl Entry {
    /// The value of the tag for a new entry. `None` if it is longer than Azure allows.
    pub(crate) fn sealed(mut self, keys: &Secrets, workspace: &str, entra: Option<&str>) -> Option<String> {
        let seal = seal::seal(keys.current(), &self.sealed_parts(workspace, entra));
        self.seal = seal::decode(&seal)?;
        self.caller = Caller { name: None, entra: None, conversation: None, ..self.caller };
        let value = self.value();
        (value.chars().count() <= LONGEST_VALUE && Self::read(&value).as_ref() == Some(&self))
            .then_some(value)
    }

    /// An entry that is not sealed yet.
    pub fn new(
        (issued, due): (Timestamp, Timestamp),
        caller: &Caller,
        command: Command,
        created: Vec<Option<i64>>,
    ) -> Self {
        let seconds = |at: Timestamp| Timestamp::from_second(at.as_second()).unwrap_or(at);
        let (due, issued, caller) = (seconds(due), seconds(issued), caller.clone());
        Self { due, issued, caller, command, created, seal: Vec::new() }
    }

    /// Parses a tag's value.
    pub fn read(value: &str) -> Option<Self> {
        let parts: Vec<_> = value.split('|').collect();
        let ["1", due, issued, id, channel, text, created, seal] = parts[..] else { return None };
        let time = |text| Timestamp::from_second(from_base36(text)?).ok();
        let (source, member) = id.split_once(':')?;
        let (team, _) = id.rsplit_once('/')?;
        let channel = match channel.strip_prefix('#') {
            Some(_) => Some(format!("{team}/{channel}")),
            None => Some(channel.to_owned()).filter(|channel| !channel.is_empty()),
        };
        let command = command::parse(text).ok().filter(|command| command.to_string() == text)?;
        let is_whole = matches!(&command, Command::Power { dry_run: false, .. });
        let created = created.split(',').filter(|_| !created.is_empty());
        let created: Option<Vec<_>> =
            created.map(|text| if text == "-" { Some(None) } else { from_base36(text).map(Some) }).collect();
        let entry = Self {
            due: time(due)?,
            issued: time(issued)?,
            caller: Caller { channel, ..Caller::person(source, member) },
            command,
            created: created?,
            seal: seal::decode(seal)?,
        };
        (is_whole && entry.created.len() == entry.names().len()).then_some(entry)
    }

    fn value(&self) -> String {
        let channel = self.caller.channel.as_deref().unwrap_or_default();
        let team = self.caller.id.rsplit_once('/').map_or("", |(team, _)| team);
        let channel = channel.strip_prefix(team).and_then(|rest| rest.strip_prefix('/')).unwrap_or(channel);
        format!(
            "1|{}|{}|{}|{channel}|{}|{}|{}",
            base36(self.due.as_second()),
            base36(self.issued.as_second()),
            self.caller.id,
            self.command,
            self.created_text(),
            seal::encode(&self.seal)
        )
    }

    fn created_text(&self) -> String {
        let created = self.created.iter().map(|at| at.map_or_else(|| "-".to_owned(), base36));
        created.collect::<Vec<_>>().join(",")
    }

    /// Whether the seal was made with one of `keys`, for the workspace of this ARM id and a caller of this Entra id, and
    /// the entry waits no longer than commands may.
    pub(crate) fn fits(&self, keys: &Secrets, workspace: &str, entra: Option<&str>) -> bool {
        let parts = self.sealed_parts(workspace, entra);
        let waits = self.due.duration_since(self.issued);
        waits.is_positive()
            && waits <= LONGEST_WAIT
            && keys.all().any(|key| seal::fits(&self.seal, key, &parts))
    }

    fn sealed_parts(&self, workspace: &str, entra: Option<&str>) -> [String; 11] {
        let Caller { id, source, channel, .. } = &self.caller;
        [
            "lamplighter later 1".to_owned(),
            workspace.to_ascii_lowercase(),
            source.clone(),
            id.clone(),
            "person".to_owned(),
            channel.clone().unwrap_or_default(),
            entra.unwrap_or_default().to_ascii_lowercase(),
            self.command.to_string(),
            self.due.as_second().to_string(),
            self.issued.as_second().to_string(),
            self.created_text(),
        ]
    }

    /// Whether `again` is the same command once more: a platform that sends a request again gives it a new time.
    pub fn is_repeated_by(&self, again: &Self) -> bool {
        let is_soon = again.issued.duration_since(self.issued).abs() < SignedDuration::from_mins(1);
        let wait = |entry: &Self| entry.due.duration_since(entry.issued);
        let is_same_time = self.due == again.due || wait(self) == wait(again);
        let what = |entry: &Self| (entry.caller.id.clone(), entry.command.clone(), entry.created.clone());
        is_soon && is_same_time && what(self) == what(again)
    }

    /// Whether its hour is over, so that it does nothing any more.
    pub fn is_stale(&self, now: Timestamp) -> bool {
        now.duration_since(self.due) > GRACE
    }

    /// The names of the instances that the command names, in the order of [`Self::created`].
    pub fn names(&self) -> Vec<&str> {
        let targets = self.command.selection().into_iter().flat_map(|selection| &selection.targets);
        let named = targets.filter_map(|target| match &target.which {
            Which::Named(name) => Some(name.as_str()),
            _ => None,
        });
        named.collect()
    }
}

/// An entry whose seal fits, with its tag.
#[derive(Clone, Debug)]
pub struct PendingCommand {
    /// The workspace that has the tag.
    pub workspace: Alias,
    /// The tag's name and value, as Azure returned them.
    pub tag: (String, String),
    /// What the tag says, with the caller's Entra id.
    pub entry: Entry,
}

impl PendingCommand {
    /// The command, with the workspace in its targets.
    pub fn command(&self) -> Command {
        let mut command = self.entry.command.clone();
        for target in command.selection_mut().into_iter().flat_map(|selection| &mut selection.targets) {
            target.workspace = Some(Pattern::new(self.workspace.as_str()));
        }
        command
    }
}

/// The entries among a workspace's tags, by their names.
pub(super) fn entries(tags: &Tags) -> Tags {
    let mut entries = tags.clone();
    entries.retain(|name, _| begins(name, PREFIX));
    entries
}

/// Azure ignores case in the names of tags.
pub(super) fn begins(name: &str, prefix: &str) -> bool {
    name.to_ascii_lowercase().starts_with(prefix)
}

/// The name of the tag with this value.
pub fn tag(value: &str) -> String {
    let digest = hex::encode(Sha256::digest(value));
    format!("{PREFIX}{}", &digest[..10])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WORKSPACE: &str = "/subscriptions/s/resourceGroups/g/providers/p/workspaces/research";

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn secrets() -> Secrets {
        keys([b"a key of the configuration".as_slice()].into_iter())
    }

    fn ada() -> Caller {
        Caller {
            channel: Some("slack:T1/#C1".to_owned()),
            conversation: Some("C1".to_owned()),
            entra: Some("00AA".to_owned()),
            name: Some("Ada".to_owned()),
            ..Caller::person("slack", "T1/UADA")
        }
    }

    fn entry(command: &str, created: &[Option<i64>]) -> Entry {
        let times = (at("2026-11-23T16:00:00Z"), at("2026-11-23T18:00:00Z"));
        Entry::new(times, &ada(), command::parse(command).unwrap(), created.to_vec())
    }

    #[test]
    fn an_entry_is_read_as_it_was_sealed() {
        let written = entry("stop myci --force", &[Some(1_790_000_000)]);
        let value = written.clone().sealed(&secrets(), WORKSPACE, Some("00AA")).unwrap();
        let seconds = |text| base36(at(text).as_second());
        let (due, issued) = (seconds("2026-11-23T18:00:00Z"), seconds("2026-11-23T16:00:00Z"));
        let created = base36(1_790_000_000);
        let head = format!("1|{due}|{issued}|slack:T1/UADA|#C1|stop myci --force|{created}|");
        assert!(value.starts_with(&head), "{value}");
        let read = Entry::read(&value).unwrap();
        let caller = Caller { name: None, entra: None, conversation: None, ..ada() };
        assert_eq!(read, Entry { seal: read.seal.clone(), caller, ..written });
        assert!(read.fits(&secrets(), &WORKSPACE.to_uppercase(), Some("00aa")));
        for (keys, workspace, entra) in [
            (keys([b"another key".as_slice()].into_iter()), WORKSPACE, Some("00aa")),
            (secrets(), "/subscriptions/s/resourceGroups/g/providers/p/workspaces/prod", Some("00aa")),
            (secrets(), WORKSPACE, Some("00bb")),
            (secrets(), WORKSPACE, None),
        ] {
            assert!(!read.fits(&keys, workspace, entra), "{workspace} {entra:?}");
        }
        let rotated = keys([b"new".as_slice(), b"a key of the configuration"].into_iter());
        assert!(read.fits(&rotated, WORKSPACE, Some("00aa")));
    }

    #[test]
    fn what_does_not_fit_a_tag_is_not_sealed() {
        let many: Vec<_> = (0..40).map(|n| format!("instance-{n}")).collect();
        let command = format!("stop {}", many.join(" "));
        assert_eq!(entry(&command, &[None; 40]).sealed(&secrets(), WORKSPACE, None), None);
        let odd = Entry { caller: Caller::person("slack", "T1/U|1"), ..entry("stop all", &[]) };
        assert_eq!(odd.sealed(&secrets(), WORKSPACE, None), None);
    }

    #[test]
    fn an_entry_names_its_instances_and_needs_no_channel() {
        let direct = Caller { channel: None, ..ada() };
        let entry = Entry { caller: direct, ..entry("stop myci gpu-*", &[Some(7)]) };
        let value = entry.sealed(&secrets(), WORKSPACE, None).unwrap();
        let read = |from: &str, to: &str| Entry::read(&value.replacen(from, to, 1));
        assert_eq!(read("", "").unwrap().names(), ["myci"]);
        assert_eq!(read("gpu-*", "gpu-1"), None, "one time of creation for two instances");
        assert_eq!(read("stop", "status"), None);
    }

    #[test]
    fn a_command_that_comes_again_within_a_minute_is_the_same() {
        let noted = |text: &str, issued: &str, due: &str| {
            let on_day = |time: &str| at(&format!("2026-11-23T{time}Z"));
            Entry::new((on_day(issued), on_day(due)), &ada(), command::parse(text).unwrap(), vec![Some(7)])
        };
        let first = noted("stop myci", "16:00:00", "18:00:00");
        for (text, issued, due, is_same) in [
            ("stop myci", "16:00:59", "18:00:00", true),
            ("stop myci", "15:59:01", "17:59:01", true),
            ("stop myci", "16:00:59", "18:00:58", false),
            ("stop myci", "16:01:00", "18:00:00", false),
            ("start myci", "16:00:00", "18:00:00", false),
        ] {
            assert_eq!(first.is_repeated_by(&noted(text, issued, due)), is_same, "{text} {issued} {due}");
        }
    }

    #[test]
    fn an_entry_waits_for_a_week_at_most() {
        let fits = |due: &str| {
            let entry = Entry { due: at(due), ..entry("stop all", &[]) };
            let value = entry.sealed(&secrets(), WORKSPACE, None).unwrap();
            Entry::read(&value).unwrap().fits(&secrets(), WORKSPACE, None)
        };
        assert!(fits("2026-11-30T16:00:00Z"));
        assert!(!fits("2026-11-30T16:00:01Z"));
        assert!(!fits("2026-11-23T16:00:00Z"));
    }

    #[test]
    fn entries_are_known_by_the_names_of_their_tags() {
        assert_eq!(tag(""), "lamplighter-later-e3b0c44298");
        let tags = ["Lamplighter-Later-00", "lamplighter-keep-myci", "team"];
        let tags = Tags::from(tags.map(|name| (name.to_owned(), String::new())));
        assert_eq!(entries(&tags).into_keys().collect::<Vec<_>>(), ["Lamplighter-Later-00"]);
    }

    #[test]
    fn an_entry_counts_for_an_hour() {
        let entry = entry("stop all", &[]);
        assert!(!entry.is_stale(at("2026-11-23T19:00:00Z")));
        assert!(entry.is_stale(at("2026-11-23T19:00:01Z")));
    }

    proptest! {
        #[test]
        fn a_changed_character_voids_an_entry(position: prop::sample::Index, with in "[ -~]") {
            let value = entry("stop gpu-1 all-*", &[Some(7)]).sealed(&secrets(), WORKSPACE, None).unwrap();
            let mut changed = value.clone();
            let position = position.index(value.len());
            changed.replace_range(position..=position, &with);
            prop_assume!(changed != value);
            let fits = Entry::read(&changed).is_some_and(|entry| entry.fits(&secrets(), WORKSPACE, None));
            prop_assert!(!fits, "{changed}");
        }

        #[test]
        fn other_text_is_no_entry_that_fits(text in "\\PC{0,80}") {
            let fits = Entry::read(&text).is_some_and(|entry| entry.fits(&secrets(), WORKSPACE, None));
            prop_assert!(!fits);
        }
    }
}
