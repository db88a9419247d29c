//! Signature Version 4, checked: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html>.
//! Only as it comes in the `Authorization` header, which is how these services are called.

use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};
use sha2::{Digest, Sha256};

/// How far a request's clock may be off.
const LEEWAY: SignedDuration = SignedDuration::from_mins(5);

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const TERMINATOR: &str = "aws4_request";

/// What of a request is signed.
pub(crate) struct Request<'a> {
    pub method: &'a str,
    /// As sent. Always `/` here, so that nothing is said about how others are encoded.
    pub path: &'a str,
    pub query: &'a str,
    pub headers: &'a HeaderMap,
    pub body: &'a [u8],
}

/// An access key.
pub(crate) struct Key<'a> {
    pub id: &'a str,
    pub secret: &'a str,
}

/// What is wrong with a request's signature.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    Missing,
    /// Something is not there, or not in the form it should have.
    Incomplete(String),
    /// Nobody has that access key.
    Stranger,
    /// Another time, another scope, or another signature than it should be.
    Mismatch(String),
}

/// An `Authorization` header, taken apart.
struct Authorization<'a> {
    key_id: &'a str,
    date: &'a str,
    region: &'a str,
    service: &'a str,
    terminator: &'a str,
    /// Names in lower case with `;` between.
    signed_headers: &'a str,
    signature: &'a str,
}

/// Checks the signature of a request to `service` and gives the region it was made for. In the order
/// of AWS: first what can be seen, then who it is, then the signature.
pub(crate) fn check(request: &Request, key: &Key, service: &str, now: Timestamp) -> Result<String, Wrong> {
    let authorization = header(request.headers, "authorization").ok_or(Wrong::Missing)?;
    let parts = Authorization::read(&authorization)?;
    let stamp = header(request.headers, "x-amz-date").ok_or_else(|| {
        Wrong::Incomplete(
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.".into(),
        )
    })?;
    check_time(&stamp, now)?;
    check_headers(&parts, request.headers)?;
    check_scope(&parts, service, &stamp)?;
    if parts.key_id != key.id {
        return Err(Wrong::Stranger);
    }
    let signature = hex::decode(parts.signature).unwrap_or_default();
    let ours = sign(request, key, &parts, &stamp);
    ours.verify_slice(&signature).map_err(|_| {
        Wrong::Mismatch(
            "The request signature we calculated does not match the signature you provided. Check your AWS \
             Secret Access Key and signing method. Consult the service documentation for details."
                .into(),
        )
    })?;
    Ok(parts.region.to_owned())
}

impl<'a> Authorization<'a> {
    fn read(header: &'a str) -> Result<Self, Wrong> {
        let (algorithm, fields) = header.split_once(' ').unwrap_or((header, ""));
        if !algorithm.starts_with("AWS4-") {
            return Err(Wrong::Missing);
        }
        if algorithm != ALGORITHM {
            let words = format!("Unsupported AWS 'algorithm': '{algorithm}'");
            return Err(Wrong::Incomplete(words));
        }
        let pairs: Vec<_> = fields
            .split(',')
            .filter_map(|field| field.trim().split_once('='))
            .collect();
        let field = |wanted: &str| {
            let pair = pairs.iter().find(|(name, _)| *name == wanted);
            pair.map(|(_, value)| *value).ok_or_else(|| {
                Wrong::Incomplete(format!("Authorization header requires '{wanted}' parameter."))
            })
        };
        let credential: Vec<_> = field("Credential")?.split('/').collect();
        let [key_id, date, region, service, terminator] = credential[..] else {
            let words = "Credential must have exactly 5 slash-delimited elements, e.g. \
                         keyid/date/region/service/term";
            return Err(Wrong::Incomplete(words.into()));
        };
        Ok(Self {
            key_id,
            date,
            region,
            service,
            terminator,
            signed_headers: field("SignedHeaders")?,
            signature: field("Signature")?,
        })
    }
}

/// A header's values as they are signed: without outer blanks, inner ones single, with commas between.
fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let values: Vec<_> = headers
        .get_all(name)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .map(|value| value.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    (!values.is_empty()).then(|| values.join(","))
}

fn check_time(stamp: &str, now: Timestamp) -> Result<(), Wrong> {
    let signed = DateTime::strptime("%Y%m%dT%H%M%SZ", stamp)
        .and_then(|time| TimeZone::UTC.to_timestamp(time))
        .map_err(|_| Wrong::Incomplete(format!("Date must be in ISO-8601 'basic format'. Got '{stamp}'.")))?;
    let basic = |time: Timestamp| time.strftime("%Y%m%dT%H%M%SZ").to_string();
    let (earliest, latest) = (now - LEEWAY, now + LEEWAY);
    // The stamp has whole seconds, and ours may be in the middle of one.
    if signed.as_second() < earliest.as_second() {
        return Err(Wrong::Mismatch(format!(
            "Signature expired: {stamp} is now earlier than {} ({} - 5 min.)",
            basic(earliest),
            basic(now)
        )));
    }
    if signed > latest {
        return Err(Wrong::Mismatch(format!(
            "Signature not yet current: {stamp} is still later than {} ({} + 5 min.)",
            basic(latest),
            basic(now)
        )));
    }
    Ok(())
}

/// The host must be signed, and each of AWS's own headers: what is not signed, anybody could change.
fn check_headers(parts: &Authorization, headers: &HeaderMap) -> Result<(), Wrong> {
    let is_signed = |name: &str| parts.signed_headers.split(';').any(|signed| signed == name);
    let own = headers.keys().map(http::HeaderName::as_str);
    let own = own.filter(|name| name.starts_with("x-amz-"));
    match ["host"].into_iter().chain(own).find(|name| !is_signed(name)) {
        Some(name) => Err(Wrong::Mismatch(format!(
            "'{name}' must be a 'SignedHeader' in the AWS Authorization."
        ))),
        None => Ok(()),
    }
}

fn check_scope(parts: &Authorization, service: &str, stamp: &str) -> Result<(), Wrong> {
    let mut words = Vec::new();
    if parts.region.is_empty() {
        words.push("Credential should be scoped to a valid region.".to_owned());
    }
    if parts.service != service {
        words.push(format!(
            "Credential should be scoped to correct service: '{service}'."
        ));
    }
    if parts.terminator != TERMINATOR {
        words.push(format!(
            "Credential should be scoped with a valid terminator: '{TERMINATOR}', not '{}'.",
            parts.terminator
        ));
    }
    if stamp.get(..8) != Some(parts.date) {
        words.push(format!(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
             '{}' != '{}', from '{stamp}'.",
            parts.date,
            stamp.get(..8).unwrap_or_default()
        ));
    }
    if words.is_empty() {
        Ok(())
    } else {
        Err(Wrong::Mismatch(words.join(" ")))
    }
}

/// The signature as it should be.
fn sign(request: &Request, key: &Key, parts: &Authorization, stamp: &str) -> Hmac<Sha256> {
    let steps = [parts.date, parts.region, parts.service, parts.terminator];
    let canonical = canonical(request, parts.signed_headers);
    let to_sign = format!(
        "{ALGORITHM}\n{stamp}\n{}\n{}",
        steps.join("/"),
        hex::encode(Sha256::digest(canonical))
    );
    let start = format!("AWS4{}", key.secret).into_bytes();
    let signing_key = steps.iter().fold(start, |key, step| {
        mac(&key, step).finalize().into_bytes().to_vec()
    });
    mac(&signing_key, &to_sign)
}

/// The request as it is hashed.
fn canonical(request: &Request, signed_headers: &str) -> String {
    let headers: String = signed_headers
        .split(';')
        .map(|name| {
            let value = header(request.headers, name).unwrap_or_default();
            format!("{name}:{value}\n")
        })
        .collect();
    let mut query: Vec<_> = url::form_urlencoded::parse(request.query.as_bytes())
        .map(|(name, value)| (encoded(&name), encoded(&value)))
        .collect();
    query.sort();
    let query: Vec<_> = query
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    [
        request.method,
        request.path,
        &query.join("&"),
        &headers,
        signed_headers,
        &hex::encode(Sha256::digest(request.body)),
    ]
    .join("\n")
}

/// Every byte but the unreserved ones of RFC 3986 as `%XY`.
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

fn mac(key: &[u8], text: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(text.as_bytes());
    mac
}

#[cfg(test)]
pub(crate) mod tests;
