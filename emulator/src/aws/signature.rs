//! Checks Signature Version 4: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html>.
//! Only in the `Authorization` header, which is how clients call these services.

use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};
use sha2::{Digest, Sha256};

/// The tolerance for a request's clock.
const LEEWAY: SignedDuration = SignedDuration::from_mins(5);

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const TERMINATOR: &str = "aws4_request";

/// The parts of a request that are signed.
pub(crate) struct SignedRequest<'a> {
    pub method: &'a str,
    /// As sent. Always `/` here, so that the encoding of other paths does not matter.
    pub path: &'a str,
    pub query: &'a str,
    pub headers: &'a HeaderMap,
    pub body: &'a [u8],
}

pub(crate) struct Key<'a> {
    pub id: &'a str,
    pub secret: &'a str,
}

/// The reason why a signature is refused.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SignatureError {
    Missing,
    /// A part is missing or malformed.
    Incomplete(String),
    UnknownKey,
    /// The time, the scope or the signature is wrong.
    Mismatch(String),
}

/// The parts of an `Authorization` header.
struct Authorization<'a> {
    key_id: &'a str,
    date: &'a str,
    region: &'a str,
    service: &'a str,
    terminator: &'a str,
    /// In lower case, separated by `;`.
    signed_headers: &'a str,
    signature: &'a str,
}

/// Checks the signature of a request to `service`, and returns the region it was made for. The order is AWS's:
/// first the form, then the key, then the signature.
pub(crate) fn check(
    request: &SignedRequest,
    key: &Key,
    service: &str,
    now: Timestamp,
) -> Result<String, SignatureError> {
    let authorization = header(request.headers, "authorization").ok_or(SignatureError::Missing)?;
    let parts = Authorization::read(&authorization)?;
    let stamp = header(request.headers, "x-amz-date").ok_or_else(|| {
        SignatureError::Incomplete(
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.".into(),
        )
    })?;
    check_time(&stamp, now)?;
    check_headers(&parts, request.headers)?;
    check_scope(&parts, service, &stamp)?;
    if parts.key_id != key.id {
        return Err(SignatureError::UnknownKey);
    }
    let signature = hex::decode(parts.signature).unwrap_or_default();
    let ours = sign(request, key, &parts, &stamp);
    ours.verify_slice(&signature).map_err(|_| {
        SignatureError::Mismatch(
            "The request signature we calculated does not match the signature you provided. Check your AWS \
             Secret Access Key and signing method. Consult the service documentation for details."
                .into(),
        )
    })?;
    Ok(parts.region.to_owned())
}

impl<'a> Authorization<'a> {
    fn read(header: &'a str) -> Result<Self, SignatureError> {
        let (algorithm, fields) = header.split_once(' ').unwrap_or((header, ""));
        if !algorithm.starts_with("AWS4-") {
            return Err(SignatureError::Missing);
        }
        if algorithm != ALGORITHM {
            let words = format!("Unsupported AWS 'algorithm': '{algorithm}'");
            return Err(SignatureError::Incomplete(words));
        }
        let pairs: Vec<_> = fields.split(',').filter_map(|field| field.trim().split_once('=')).collect();
        let field = |wanted: &str| {
            let pair = pairs.iter().find(|(name, _)| *name == wanted);
            pair.map(|(_, value)| *value).ok_or_else(|| {
                SignatureError::Incomplete(format!("Authorization header requires '{wanted}' parameter."))
            })
        };
        let credential: Vec<_> = field("Credential")?.split('/').collect();
        let [key_id, date, region, service, terminator] = credential[..] else {
            let words = "Credential must have exactly 5 slash-delimited elements, e.g. \
                         keyid/date/region/service/term";
            return Err(SignatureError::Incomplete(words.into()));
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

/// A header's values in the form that is signed: without outer spaces, inner ones single, joined by commas.
fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let values: Vec<_> = headers
        .get_all(name)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .map(|value| value.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    (!values.is_empty()).then(|| values.join(","))
}

fn check_time(stamp: &str, now: Timestamp) -> Result<(), SignatureError> {
    let signed = DateTime::strptime("%Y%m%dT%H%M%SZ", stamp)
        .and_then(|time| TimeZone::UTC.to_timestamp(time))
        .map_err(|_| {
            SignatureError::Incomplete(format!("Date must be in ISO-8601 'basic format'. Got '{stamp}'."))
        })?;
    let basic = |time: Timestamp| time.strftime("%Y%m%dT%H%M%SZ").to_string();
    let (earliest, latest) = (now - LEEWAY, now + LEEWAY);
    // The stamp has whole seconds; `earliest` may have a fraction.
    if signed.as_second() < earliest.as_second() {
        return Err(SignatureError::Mismatch(format!(
            "Signature expired: {stamp} is now earlier than {} ({} - 5 min.)",
            basic(earliest),
            basic(now)
        )));
    }
    if signed > latest {
        return Err(SignatureError::Mismatch(format!(
            "Signature not yet current: {stamp} is still later than {} ({} + 5 min.)",
            basic(latest),
            basic(now)
        )));
    }
    Ok(())
}

/// The host and all of AWS's own headers must be signed; otherwise they could be changed.
fn check_headers(parts: &Authorization, headers: &HeaderMap) -> Result<(), SignatureError> {
    let is_signed = |name: &str| parts.signed_headers.split(';').any(|signed| signed == name);
    let own = headers.keys().map(http::HeaderName::as_str);
    let own = own.filter(|name| name.starts_with("x-amz-"));
    match ["host"].into_iter().chain(own).find(|name| !is_signed(name)) {
        Some(name) => Err(SignatureError::Mismatch(format!(
            "'{name}' must be a 'SignedHeader' in the AWS Authorization."
        ))),
        None => Ok(()),
    }
}

fn check_scope(parts: &Authorization, service: &str, stamp: &str) -> Result<(), SignatureError> {
    let mut words = Vec::new();
    if parts.region.is_empty() {
        words.push("Credential should be scoped to a valid region.".to_owned());
    }
    if parts.service != service {
        words.push(format!("Credential should be scoped to correct service: '{service}'."));
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
    if words.is_empty() { Ok(()) } else { Err(SignatureError::Mismatch(words.join(" "))) }
}

/// The expected signature.
fn sign(request: &SignedRequest, key: &Key, parts: &Authorization, stamp: &str) -> Hmac<Sha256> {
    let steps = [parts.date, parts.region, parts.service, parts.terminator];
    let canonical = canonical(request, parts.signed_headers);
    let to_sign =
        format!("{ALGORITHM}\n{stamp}\n{}\n{}", steps.join("/"), hex::encode(Sha256::digest(canonical)));
    let start = format!("AWS4{}", key.secret).into_bytes();
    let signing_key = steps.iter().fold(start, |key, step| mac(&key, step).finalize().into_bytes().to_vec());
    mac(&signing_key, &to_sign)
}

/// The canonical request.
fn canonical(request: &SignedRequest, signed_headers: &str) -> String {
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
    let query: Vec<_> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
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

/// Percent-encodes every byte except RFC 3986's unreserved ones.
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
