//! The check of signatures, against signatures that AWS published.

use http::{HeaderMap, HeaderName, HeaderValue};

use super::*;

const KEY: Key = Key { id: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };

/// A request of 30 August 2015, the date of the published signatures.
struct Published {
    method: &'static str,
    query: &'static str,
    headers: Vec<(&'static str, String)>,
    body: &'static str,
}

impl Published {
    fn new(method: &'static str, host: &str, scope: &str, signed: &str, signature: &str) -> Self {
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/{scope}/aws4_request, \
             SignedHeaders={signed}, Signature={signature}"
        );
        Self {
            method,
            query: "",
            headers: vec![
                ("host", host.into()),
                ("x-amz-date", "20150830T123600Z".into()),
                ("authorization", authorization),
            ],
            body: "",
        }
    }

    fn check_at(&self, service: &str, now: &str) -> Result<String, SignatureError> {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let name = HeaderName::from_static(name);
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
        let request = SignedRequest {
            method: self.method,
            path: "/",
            query: self.query,
            headers: &headers,
            body: self.body.as_bytes(),
        };
        check(&request, &KEY, service, now.parse().unwrap())
    }

    fn check(&self, service: &str) -> Result<String, SignatureError> {
        self.check_at(service, "2015-08-30T12:36:00Z")
    }
}

/// The example in AWS's guide to signing.
fn list_users() -> Published {
    let mut request = Published::new(
        "GET",
        "iam.amazonaws.com",
        "us-east-1/iam",
        "content-type;host;x-amz-date",
        "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
    );
    request.query = "Action=ListUsers&Version=2010-05-08";
    let form = "application/x-www-form-urlencoded; charset=utf-8".into();
    request.headers.push(("content-type", form));
    request
}

#[test]
fn published_signatures_are_accepted() {
    assert_eq!(list_users().check("iam").as_deref(), Ok("us-east-1"));

    // From aws-sig-v4-test-suite: get-vanilla, post-vanilla, get-vanilla-query-order-key-case,
    // post-x-www-form-urlencoded.
    let suite = |method, signed: &str, signature: &str| {
        Published::new(method, "example.amazonaws.com", "us-east-1/service", signed, signature)
    };
    let plain = "host;x-amz-date";
    let get = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    assert!(suite("GET", plain, get).check("service").is_ok());
    let post = "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b";
    assert!(suite("POST", plain, post).check("service").is_ok());
    let query = "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500";
    let mut query = suite("GET", plain, query);
    query.query = "Param2=value2&Param1=value1";
    assert!(query.check("service").is_ok());
    let form = "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a";
    let mut form = suite("POST", "content-type;host;x-amz-date", form);
    form.headers.push(("content-type", "application/x-www-form-urlencoded".into()));
    form.body = "Param1=value1";
    assert!(form.check("service").is_ok());
}

#[test]
fn any_change_makes_the_signature_wrong() {
    let changes: [fn(&mut Published); 5] = [
        |it| it.method = "POST",
        |it| it.query = "Action=ListUsers&Version=2010-05-09",
        |it| it.body = "x",
        |it| it.headers[0].1 = "iam.example.com".into(),
        |it| it.headers[3].1 = "application/json".into(),
    ];
    for change in changes {
        let mut request = list_users();
        change(&mut request);
        let Err(SignatureError::Mismatch(words)) = request.check("iam") else {
            panic!("taken all the same");
        };
        assert!(words.starts_with("The request signature we calculated does not match"));
    }
}

#[test]
fn a_clock_may_be_off_by_five_minutes() {
    let request = list_users();
    for (now, outcome) in [
        ("2015-08-30T12:31:00Z", None),
        ("2015-08-30T12:41:00.9Z", None),
        ("2015-08-30T12:30:59Z", Some("Signature not yet current: 20150830T123600Z")),
        ("2015-08-30T12:41:01Z", Some("Signature expired: 20150830T123600Z")),
    ] {
        match (request.check_at("iam", now), outcome) {
            (Ok(_), None) => {}
            (Err(SignatureError::Mismatch(words)), Some(begin)) => {
                assert!(words.starts_with(begin), "{words}");
            }
            (other, _) => panic!("{now}: {other:?}"),
        }
    }
}

#[test]
fn a_missing_or_misplaced_part_is_named() {
    let words = |change: fn(&mut Published), service: &str| {
        let mut request = list_users();
        change(&mut request);
        match request.check(service) {
            Err(SignatureError::Incomplete(words) | SignatureError::Mismatch(words)) => words,
            other => format!("{other:?}"),
        }
    };
    let told = [
        words(|it| drop(it.headers.remove(2)), "iam"),
        words(|it| it.headers[2].1 = "Bearer any".into(), "iam"),
        words(|it| it.headers[2].1 = it.headers[2].1.replace("AKID", "AKIA"), "iam"),
        words(|it| it.headers[2].1 = it.headers[2].1.replace("SHA256", "SHA512"), "iam"),
        words(|it| it.headers[2].1 = it.headers[2].1.replace("Signature=", "Sign="), "iam"),
        words(|it| it.headers[2].1 = it.headers[2].1.replace("/us-east-1", ""), "iam"),
        words(|it| drop(it.headers.remove(1)), "iam"),
        words(|it| it.headers[1].1 = "today".into(), "iam"),
        words(|_| {}, "sts"),
        words(|it| it.headers[2].1 = it.headers[2].1.replace("0830/", "0829/"), "iam"),
        words(|it| it.headers.push(("x-amz-target", "any".into())), "iam"),
        words(|it| it.headers[2].1 = it.headers[2].1.replace(";host", ""), "iam"),
    ];
    let expected = [
        "Err(Missing)",
        "Err(Missing)",
        "Err(UnknownKey)",
        "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512'",
        "Authorization header requires 'Signature' parameter.",
        "Credential must have exactly 5 slash-delimited elements",
        "Authorization header requires existence of either a 'X-Amz-Date'",
        "Date must be in ISO-8601 'basic format'. Got 'today'.",
        "Credential should be scoped to correct service: 'sts'.",
        "Date in Credential scope does not match YYYYMMDD",
        "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization.",
        "'host' must be a 'SignedHeader' in the AWS Authorization.",
    ];
    for (told, expected) in told.iter().zip(expected) {
        assert!(told.starts_with(expected), "{told} for {expected}");
    }
}

/// The `Authorization` header for a request of the emulator's own tests.
pub(crate) fn authorization(
    headers: &HeaderMap,
    body: &str,
    key: (&str, &str),
    service: &str,
    stamp: &str,
) -> String {
    let (id, secret) = key;
    let mut names: Vec<_> = headers.keys().map(HeaderName::as_str).collect();
    names.sort_unstable();
    let names = names.join(";");
    let parts = Authorization {
        key_id: id,
        date: &stamp[..8],
        region: "eu-west-1",
        service,
        terminator: TERMINATOR,
        signed_headers: &names,
        signature: "",
    };
    let request = SignedRequest { method: "POST", path: "/", query: "", headers, body: body.as_bytes() };
    let signature = hex::encode(sign(&request, &Key { id, secret }, &parts, stamp).finalize().into_bytes());
    format!(
        "{ALGORITHM} Credential={id}/{}/eu-west-1/{service}/{TERMINATOR}, SignedHeaders={names}, \
         Signature={signature}",
        parts.date
    )
}
