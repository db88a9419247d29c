//! Every door with samples, with its corpus, and with random changes of both.

use std::{fs, panic, path::Path};

use proptest::{
    prelude::*,
    sample::{Index, select},
    test_runner::{TestError, TestRunner},
};

use super::{DOORS, Door};

/// What confuses parsers.
const TROUBLE: [&[u8]; 24] = [
    b"null",
    b"{}",
    b"[]",
    b"\"\"",
    b"1e400",
    b"-1",
    b"9223372036854775808",
    b"0",
    b"\0",
    b"%",
    b"%00",
    b"%zz",
    b"\\u0000",
    b"\\ud800",
    b"\"",
    b"'",
    b"|",
    b".",
    b"\n\n",
    b"\xff\xfe",
    "é".as_bytes(),
    "\u{202e}🏮".as_bytes(),
    b"[[[[[[[[",
    b"://",
];

/// One change: where, what, and how.
#[derive(Clone, Debug)]
enum Change {
    Set(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Double(Index, usize),
    Cut(Index),
}

fn change() -> impl Strategy<Value = Change> {
    let place = any::<Index>;
    let text = prop_oneof![
        select(&TROUBLE[..]).prop_map(<[u8]>::to_vec),
        proptest::collection::vec(any::<u8>(), 1..8),
    ];
    prop_oneof![
        3 => (place(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        4 => (place(), text).prop_map(|(at, text)| Change::Insert(at, text)),
        2 => (place(), 1..40_usize).prop_map(|(at, length)| Change::Remove(at, length)),
        2 => (place(), 1..200_usize).prop_map(|(at, length)| Change::Double(at, length)),
        1 => place().prop_map(Change::Cut),
    ]
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let length = bytes.len();
        let at = |at: &Index| at.index(length + 1);
        let upto = |from: usize, many: usize| (from + many).min(length);
        match change {
            Change::Set(place, byte) => bytes.iter_mut().skip(at(place)).take(1).for_each(|old| *old = *byte),
            Change::Insert(place, text) => drop(bytes.splice(at(place)..at(place), text.iter().copied())),
            Change::Remove(place, many) => drop(bytes.drain(at(place)..upto(at(place), *many))),
            Change::Double(place, many) => {
                let part = bytes[at(place)..upto(at(place), *many)].to_vec();
                drop(bytes.splice(at(place)..at(place), part));
            }
            Change::Cut(place) => bytes.truncate(at(place)),
        }
    }
    bytes
}

/// Inputs that made trouble once, or could.
fn corpus(door: &Door) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(door.name);
    // The package for a registry has none.
    let files = fs::read_dir(folder).into_iter().flatten();
    files.map(|file| fs::read(file.unwrap().path()).unwrap()).collect()
}

/// Whether the door keeps its promises. The panic's own message is on standard error.
fn holds(door: &Door, bytes: &[u8]) -> bool {
    panic::catch_unwind(|| (door.enter)(bytes)).is_ok()
}

#[test]
fn every_door_keeps_its_promises_whatever_comes() {
    for door in DOORS {
        let inputs = [(door.seeds)(), corpus(door), vec![Vec::new()]].concat();
        for input in &inputs {
            assert!(holds(door, input), "{}: {:?}", door.name, String::from_utf8_lossy(input));
        }
        let random = proptest::collection::vec(any::<u8>(), 0..200);
        let similar = (select(inputs), proptest::collection::vec(change(), 1..6))
            .prop_map(|(input, changes)| changed(input, &changes));
        let any_input = prop_oneof![1 => random, 9 => similar];
        // What it finds goes into the corpus.
        let mut runner =
            TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() });
        let tried = runner.run(&any_input, |input| {
            prop_assert!(holds(door, &input));
            Ok(())
        });
        if let Err(TestError::Fail(why, input)) = tried {
            let text = String::from_utf8_lossy(&input);
            panic!("{}: {why}\nput this into fuzz/corpus/{}: {text:?}\n{input:?}", door.name, door.name);
        }
        tried.unwrap();
    }
}

#[test]
fn every_door_has_seeds_and_a_target() {
    let targets = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/targets");
    let is_a_package = !targets.exists();
    for Door { name, seeds, .. } in DOORS {
        assert!(!seeds().is_empty(), "{name} has no seeds");
        let target = fs::read_to_string(targets.join(format!("{name}.rs")));
        let enters = |text: String| text.contains(&format!("enter(\"{name}\""));
        assert!(is_a_package || target.is_ok_and(enters), "fuzz/targets/{name}.rs");
    }
}
