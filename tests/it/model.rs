//! Random histories of commands, duplicates, faults and other people's changes, and the rules that hold in each.
//!
//! A history is made from a seed and played on one clock that advances while everything waits, so that the same seed
//! gives the same history. `tests/model/run 10000` plays as many as wanted; a broken one is printed with as few steps
//! as still break it.

mod chats;
mod config;
mod dice;
mod history;
mod host;
mod later;
mod log;
mod make;
mod play;
mod process;
mod record;
mod rules;
mod sign;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Instant,
};

use history::History;
use rules::{Broken, Rule};
use serde::{Deserialize, Serialize};

/// The default number of histories.
const USUALLY: u64 = 300;

fn number(variable: &str, usually: u64) -> u64 {
    match std::env::var(variable) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{variable} is a number")),
        Err(_) => usually,
    }
}

fn broken(history: &History) -> Vec<Broken> {
    rules::check(history, &play::play(history))
}

/// The seeds that break each rule.
type Found = BTreeMap<Rule, Vec<u64>>;

/// How many histories are played before the state is written.
const CHUNK: u64 = 500;

/// How far a long run has come: `LAMPLIGHTER_STATE` names its file, so that a run that was stopped goes on there.
#[derive(Default, Serialize, Deserialize)]
struct State {
    first: u64,
    /// All from `first` to the one before this are played.
    next: u64,
    seconds: f64,
    broken: Found,
}

impl State {
    fn read(file: Option<&str>, first: u64) -> Self {
        let text = file.and_then(|file| std::fs::read_to_string(file).ok());
        let state =
            text.map(|text| serde_json::from_str(&text).expect("LAMPLIGHTER_STATE is a file of ours"));
        state.filter(|state: &Self| state.first == first).unwrap_or(Self {
            first,
            next: first,
            ..Self::default()
        })
    }

    /// Plays those up to `end`, on all cores.
    fn play(&mut self, end: u64) {
        let (next, found, began) = (AtomicU64::new(self.next), Mutex::new(&mut self.broken), Instant::now());
        let work = || {
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= end {
                    return;
                }
                let rules: BTreeSet<_> =
                    broken(&make::history(seed)).iter().map(|broken| broken.rule).collect();
                let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                rules.into_iter().for_each(|rule| found.entry(rule).or_default().push(seed));
            }
        };
        thread::scope(|scope| {
            let workers = thread::available_parallelism().map_or(1, usize::from);
            (0..workers).for_each(|_| drop(scope.spawn(work)));
        });
        self.next = end;
        self.seconds += began.elapsed().as_secs_f64();
    }

    fn report(&self) {
        for (rule, seeds) in &self.broken {
            println!("{}", told(*rule, *seeds.iter().min().expect("a seed")));
        }
        let all: BTreeSet<_> = self.broken.values().flatten().collect();
        let (many, first, seconds) = (self.next - self.first, self.first, self.seconds);
        let million = seconds / many as f64 * 1e6 / 3600.0;
        println!("{many} histories from seed {first} on, in {seconds:.0} s: {} broken", all.len());
        println!("a million would take {million:.1} h here");
        for (rule, seeds) in &self.broken {
            println!("  {rule:?}: {} of them, such as {:?}", seeds.len(), &seeds[..seeds.len().min(12)]);
        }
    }
}

#[test]
fn every_history_keeps_the_rules() {
    let (first, many) = (number("LAMPLIGHTER_SEED", 1), number("LAMPLIGHTER_HISTORIES", USUALLY));
    let file = std::env::var("LAMPLIGHTER_STATE").ok();
    let mut state = State::read(file.as_deref(), first);
    while state.next < first + many {
        state.play((state.next + CHUNK).min(first + many));
        if let Some(file) = &file {
            std::fs::write(file, serde_json::to_string(&state).expect("JSON"))
                .expect("LAMPLIGHTER_STATE can be written");
            println!("up to seed {}", state.next);
        }
    }
    state.report();
    assert!(state.broken.is_empty(), "histories were broken; they stand above");
}

/// A history that breaks a rule, with as few steps as still break it.
fn told(rule: Rule, seed: u64) -> String {
    let breaks = |history: &History| broken(history).iter().any(|broken| broken.rule == rule);
    let mut history = make::history(seed);
    let mut step = history.steps.len();
    while step > 0 {
        step -= 1;
        let smaller = history.without(step);
        if breaks(&smaller) {
            history = smaller;
        }
    }
    let record = play::play(&history);
    let broken = rules::check(&history, &record);
    let how: Vec<_> = broken.iter().map(|Broken { rule, how }| format!("  {rule:?}: {how}")).collect();
    format!(
        "seed {}, with as few steps as break {rule:?}\n{}{}\n\
         again: LAMPLIGHTER_SEED={seed} LAMPLIGHTER_HISTORIES=1 cargo test --test it model:: -- --nocapture\n",
        history.seed,
        record.tell(&history),
        how.join("\n"),
    )
}

/// Otherwise a seed could not be replayed. On a busy machine the kernel may deliver a reset so late that the clock has
/// advanced by then: that is another history and not a fault, so two of four plays have to be equal.
#[test]
fn the_same_seed_gives_the_same_history() {
    for seed in 1..=20 {
        let history = make::history(seed);
        let mut told = Vec::new();
        let same = (0..4).any(|_| {
            let again = play::play(&make::history(seed)).tell(&history);
            let known = told.contains(&again);
            told.push(again);
            known
        });
        assert!(same, "seed {seed}:\n{}", told.join("\n\nand then:\n"));
    }
}
