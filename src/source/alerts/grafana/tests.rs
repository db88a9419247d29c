//! Whose signatures count.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method};
use serde_json::Value;

use super::{super::group::Rules, *};
use crate::verify::{Origin, PATIENCE, Rejection};

const USUAL: &str = "x-grafana-alerting-timestamp";

fn grafana(secret: &str, header: &str) -> Source {
    let secrets = Secrets::several([secret.as_bytes().to_vec().into()]).unwrap();
    let grafana = Grafana::new(secrets, header, Rules::default());
    Source::bare(&PLATFORM, grafana)
}

fn check(grafana: &Source, headers: &[(&'static str, &str)], body: &str) -> Result<Timestamp, Rejection> {
    let mut all = HeaderMap::new();
    for (name, value) in headers {
        all.append(*name, HeaderValue::from_str(value).unwrap());
    }
    let request = Request {
        method: Method::POST,
        path: "/hooks/grafana".into(),
        query: None,
        headers: all,
        body: Bytes::copy_from_slice(body.as_bytes()),
        origin: Origin::Public,
        arrived: Timestamp::UNIX_EPOCH,
        patience: PATIENCE,
    };
    let now = Timestamp::from_second(1_795_513_320 + 299).unwrap();
    grafana.verify(request, now).map(|(_, at)| at)
}

#[test]
fn what_grafana_signs_is_accepted_and_no_neighbour_of_it() {
    let vectors: Vec<Value> =
        serde_json::from_str(include_str!("../../../../events/grafana/vectors.json")).unwrap();
    assert_eq!(vectors.len(), 3);
    for vector in &vectors {
        let text = |key: &str| vector[key].as_str().unwrap();
        let (stamp, signature, body) = (text("timestamp"), text("signature"), text("body"));
        let grafana = grafana(text("secret"), USUAL);
        let signed = [(USUAL, stamp), ("x-grafana-alerting-signature", signature)];
        let at = check(&grafana, &signed, body).unwrap();
        assert_eq!(at.as_second().to_string(), stamp);
        assert_eq!(check(&grafana, &signed, &format!("{body} ")), Err(Rejection::WrongSignature));
        let later = [(USUAL, "1795513321"), signed[1]];
        assert_eq!(check(&grafana, &later, body), Err(Rejection::WrongSignature));
        assert_eq!(check(&grafana, &signed[1..], body), Err(Rejection::Missing(USUAL)));
    }
}

#[test]
fn a_signature_without_a_time_is_none() {
    use hmac::{Hmac, KeyInit, Mac};
    let mac = Hmac::<sha2::Sha256>::new_from_slice(b"secret").unwrap().chain_update("{}");
    let bare = hex::encode(mac.finalize().into_bytes());
    let grafana = grafana("secret", USUAL);
    for headers in [
        &[("x-grafana-alerting-signature", bare.as_str())][..],
        &[(USUAL, "1795513320"), ("x-grafana-alerting-signature", &bare)],
        &[(USUAL, ""), ("x-grafana-alerting-signature", &bare)],
    ] {
        assert!(check(&grafana, headers, "{}").is_err(), "{headers:?}");
    }
}

#[test]
fn the_header_of_the_timestamp_is_the_configured_one() {
    let at = Timestamp::from_second(1_795_513_320).unwrap();
    let grafana = grafana("secret", "x-signed-at");
    let signed = grafana.sign(at, b"{}").unwrap();
    let signed: Vec<_> = signed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(signed[0], ("x-signed-at", "1795513320"));
    assert_eq!(check(&grafana, &signed, "{}"), Ok(at));
    let usual = [(USUAL, signed[0].1), signed[1]];
    assert_eq!(check(&grafana, &usual, "{}"), Err(Rejection::Missing("x-signed-at")));
}
