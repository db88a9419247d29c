//! No mutation of a signed request is accepted. `tests/mutation_of_requests/run` tries ten million; `cargo test` a few.

use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;

use super::doors::{now, request};
use crate::{
    config::hostile_tests::example,
    source::Source,
    verify::{Encoding, Origin, SignedPart, TimestampIn},
};

/// The default number of mutations.
const USUALLY: u64 = 20_000;

/// SplitMix64, as Steele, Lea and Flood published it.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    /// One to three changes of some bytes.
    fn mutated(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.below(3) {
            let at = self.below(bytes.len().max(1));
            match self.below(8) {
                _ if bytes.is_empty() => bytes.push(self.below(256) as u8),
                0 | 1 => bytes[at] ^= 1 << self.below(8),
                2 => bytes[at] = self.below(256) as u8,
                3 => bytes.insert(at, self.below(256) as u8),
                4 => drop(bytes.remove(at)),
                5 => bytes[at] = bytes[at].to_ascii_uppercase(),
                6 => bytes.insert(at, bytes[at]),
                _ => bytes.truncate(at),
            }
        }
        bytes
    }
}

/// A request as its platform signs it.
struct Signed<'a> {
    source: &'a Source,
    at: Timestamp,
    headers: Vec<(&'static str, String)>,
    body: &'static [u8],
}

impl<'a> Signed<'a> {
    /// Every sample of a source whose platform's part we can play.
    fn all(source: &'a Source) -> Vec<Self> {
        let samples = source.platform.samples.iter().filter_map(|(_, text)| {
            let body = text.as_bytes();
            let at = match source.adapter.signature().map(|(scheme, _)| scheme.timestamp) {
                Some(TimestampIn::Body(key)) => {
                    let body: serde_json::Value = serde_json::from_slice(body).ok()?;
                    body[key].as_str()?.parse().ok()?
                }
                _ => now(),
            };
            Some(Self { source, at, headers: source.sign(at, body)?, body })
        });
        samples.collect()
    }

    fn is_accepted(&self, headers: &[(&'static str, Vec<u8>)], body: &[u8]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            // No host passes on what is no header.
            let Ok(value) = HeaderValue::from_bytes(value) else { return false };
            map.append(HeaderName::from_static(name), value);
        }
        self.source.verify(request(map, body, Origin::Public), self.at).is_ok()
    }

    /// Whether the sender signed this, however it is written: another one of a list of signatures, the scheme of a token
    /// in another case, or a body that is not signed.
    fn is_the_same(&self, headers: &[(&'static str, Vec<u8>)], body: &[u8]) -> bool {
        let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        let (signs_body, is_list) = match self.source.adapter.signature() {
            Some((scheme, _)) => {
                (scheme.signed.contains(&SignedPart::Body), scheme.encoding == Encoding::Base64List)
            }
            None => (false, false),
        };
        let same_headers = self.headers.iter().zip(headers).all(|((_, signed), (_, shown))| {
            let shown = text(shown);
            let words = |text: &str| text.split_ascii_whitespace().map(str::to_owned).collect::<Vec<_>>();
            let token = |text: &str| Some(words(text)).filter(|words| words.len() == 2);
            *signed == shown
                || is_list && words(&shown).contains(signed)
                || !signs_body
                    && token(&shown).zip(token(signed)).is_some_and(|(shown, signed)| {
                        shown[0].eq_ignore_ascii_case(&signed[0]) && shown[1] == signed[1]
                    })
        });
        same_headers && (!signs_body || body == self.body)
    }
}

#[expect(clippy::print_stdout, reason = "the long form shows how much it tried")]
#[test]
fn no_mutation_of_a_signed_request_is_accepted() {
    let many = match std::env::var("LAMPLIGHTER_MUTATIONS") {
        Ok(many) => many.parse().expect("LAMPLIGHTER_MUTATIONS is a number"),
        Err(_) => USUALLY,
    };
    let config = example();
    let all: Vec<_> = config.sources.iter().flat_map(Signed::all).collect();
    let kinds: std::collections::BTreeSet<_> = all.iter().map(|one| one.source.platform.kind).collect();
    assert!(kinds.len() >= 6, "only requests of {kinds:?} are signed");
    let mut dice = Dice(1);
    for number in 0..many {
        let signed = &all[number as usize % all.len()];
        let bytes = |value: &str| value.as_bytes().to_vec();
        let mut headers: Vec<_> = signed.headers.iter().map(|(name, value)| (*name, bytes(value))).collect();
        if number < all.len() as u64 {
            assert!(signed.is_accepted(&headers, signed.body), "{} is not signed well", signed.source.name);
        }
        let mut body = signed.body.to_vec();
        match dice.below(headers.len() + 1) {
            0 => body = dice.mutated(&body),
            part => headers[part - 1].1 = dice.mutated(&headers[part - 1].1),
        }
        let accepted = signed.is_accepted(&headers, &body);
        let shown: Vec<_> =
            headers.iter().map(|(name, value)| (name, String::from_utf8_lossy(value))).collect();
        assert!(
            !accepted || signed.is_the_same(&headers, &body),
            "mutation {number} of {} is accepted: {shown:?}\n{}",
            signed.source.name,
            String::from_utf8_lossy(&body),
        );
    }
    println!("{many} mutations of {} requests of {kinds:?}", all.len());
}
