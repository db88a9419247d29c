//! The doors, and inputs that each usually gets.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::{SignedDuration, Timestamp};

use super::samples;
use crate::{
    command::{self, VERBS},
    command_request::Caller,
    config::{Config, hostile_tests::example},
    host::{functions, lambda},
    lifecycle::{Entry, Keep, later},
    locale::Locale,
    reply::Reply,
    source::{Incoming, Source},
    ticket::{self, Ticket},
    verify::{ACTION_GROUPS, KeySet, Origin, PATIENCE, Request, SecureWebhook, by_platform},
};

const SECRET: &[u8] = b"a secret of the configuration";
const WORKSPACE: &str = "/subscriptions/s/resourceGroups/g/providers/p/workspaces/research";

/// A source of each kind. `None` in a thread: sources are not shared between threads.
fn with_sources<T>(act: impl FnOnce(&Config) -> T) -> T {
    thread_local! {
        static EXAMPLE: Config = example();
    }
    EXAMPLE.with(act)
}

/// The time at which everything happens.
pub(super) fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).expect("a time")
}

pub(super) fn request(headers: HeaderMap, body: &[u8], origin: Origin) -> Request {
    Request {
        method: Method::POST,
        path: "/hooks/any".to_owned(),
        query: None,
        headers,
        body: Bytes::copy_from_slice(body),
        origin,
        arrived: now(),
        patience: PATIENCE,
    }
}

/// A public request that is written as HTTP writes it: headers, an empty line, the body.
pub(super) fn written(bytes: &[u8]) -> Request {
    let mut headers = HeaderMap::new();
    let mut rest = bytes;
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let (line, after) = (&rest[..end], &rest[end + 1..]);
        rest = after;
        if line.is_empty() {
            break;
        }
        let mut parts = line.splitn(2, |byte| *byte == b':');
        let (name, value) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if let (Ok(name), Ok(value)) =
            (HeaderName::from_bytes(name), HeaderValue::from_bytes(value.trim_ascii_start()))
        {
            headers.append(name, value);
        }
    }
    request(headers, rest, Origin::Public)
}

/// As [`written`] reads it.
pub(super) fn write(headers: &[(&'static str, String)], body: &[u8]) -> Vec<u8> {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    [headers.as_bytes(), b"\n", body].concat()
}

/// No request is verified that nobody signed with one of our secrets.
pub(super) fn verifiers(bytes: &[u8]) {
    with_sources(|config| {
        for source in &config.sources {
            let verified = source.verify(written(bytes), now());
            assert!(verified.is_err(), "{} verified a forged request", source.name);
        }
    });
    let request = written(bytes);
    // Whoever could choose the keys could sign: only a panic would be wrong.
    let keys = KeySet::read(&request.body);
    let tenant = SecureWebhook {
        tenant: "00000000-0000-0000-0000-0000000000aa".to_owned(),
        audiences: vec!["api://lamplighter".to_owned()],
        issuers: vec!["https://sts.windows.net/00000000-0000-0000-0000-0000000000aa/".to_owned()],
    };
    if let Some(keys) = keys {
        let _ = tenant.verify(request, &keys, now());
    }
}

/// Samples as somebody signs them who has another secret.
pub(super) fn requests() -> Vec<Vec<u8>> {
    let mut requests = Vec::new();
    with_sources(|config| {
        for source in &config.sources {
            for (_, sample) in source.platform.samples {
                let headers = match source.adapter.signature() {
                    Some((scheme, _)) => scheme.sign(&[7; 32], now(), sample.as_bytes()),
                    None => vec![("authorization", format!("Bearer e30.e30.{ACTION_GROUPS}"))],
                };
                requests.push(write(&headers, sample.as_bytes()));
            }
        }
    });
    requests
}

/// Any body of a verified request is read, and what is answered goes to the platform's own hosts alone.
pub(super) fn payloads(bytes: &[u8]) {
    with_sources(|config| {
        for source in &config.sources {
            let request = request(HeaderMap::new(), bytes, Origin::Platform);
            let verified = by_platform(request).expect("the platform vouches for it");
            read(source, source.read(&verified, now()));
        }
    });
}

fn read(source: &Source, incoming: Incoming) {
    let (Incoming::Command(request, handle)
    | Incoming::Unfinished(request, handle)
    | Incoming::ExpiredButton(request, handle)) = incoming
    else {
        return;
    };
    let _ = (command::parse(&request.text), handle.render(source, &Reply::default()), handle.offer(&[]));
    for in_place in [true, false] {
        for delivery in handle.deliveries(source, &Reply::default(), in_place) {
            let host = delivery.url.host_str().unwrap_or_default().to_owned();
            let ours = HOSTS.iter().any(|known| host == *known || host.ends_with(&format!(".{known}")));
            assert!(ours, "{} would answer to {host}", source.name);
        }
    }
}

/// Where the platforms take late answers, by the example's own words or by its emulator's.
const HOSTS: [&str; 5] =
    ["slack.com", "discord.com", "smba.trafficmanager.net", "chat.example.com", "127.0.0.1"];

/// Any text is parsed or refused; what is parsed reads the same from its own words, in each language.
pub(super) fn command(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let _ = command::says_nothing(text);
    let Ok(read) = command::parse(text) else { return };
    for locale in Locale::ALL {
        let said = read.spoken(*locale);
        assert_eq!(command::parse(&said).as_ref(), Ok(&read), "{text:?} is printed as {said:?}");
    }
}

/// An example of each verb, in each language, and what people type.
pub(super) fn commands() -> Vec<Vec<u8>> {
    let typed = [
        "stop all --except gpu-* --owner \"Ada Lovelace\" --force",
        "pare a minha instância myci amanhã às 8h30, por favor",
        "keep myci until friday 22:00 because a long run",
        "schedule myci stop weekdays at 20:00",
        "cost --since monday",
        "start a & stop b; restart c",
        "confirm 1k2j3h.00ff delete myci",
    ];
    let examples = VERBS.iter().map(|row| row.example);
    let parsed = examples.clone().filter_map(|text| command::parse(text).ok());
    let spoken = parsed.flat_map(|command| Locale::ALL.iter().map(move |locale| command.spoken(*locale)));
    examples.chain(typed).map(str::to_owned).chain(spoken).map(String::into_bytes).collect()
}

/// The bytes as the time of each kind of command that has one.
pub(super) fn times(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    for before in [
        "stop myci at ",
        "stop myci in ",
        "keep myci until ",
        "keep myci for ",
        "cost --since ",
        "idle myci ",
    ] {
        command(format!("{before}{text}").as_bytes());
    }
}

pub(super) fn moments() -> Vec<Vec<u8>> {
    let moments = [
        "22:00",
        "amanhã às 8h30",
        "tomorrow 8am",
        "fri 18:00",
        "24/12/2026 18:00",
        "2026-12-01",
        "end of day",
        "noon",
        "2h e meia",
        "1d12h",
        "45m",
        "meia-noite",
        "half an hour",
        "the weekend",
        "31 feb",
        "depois de amanhã",
    ];
    moments.map(|text| text.as_bytes().to_vec()).to_vec()
}

/// The example, whole and by its tables.
pub(super) fn documents() -> Vec<Vec<u8>> {
    let whole = crate::config::hostile_tests::whole_example();
    let tables = whole.split("\n\n").map(|table| table.as_bytes().to_vec());
    let own: Vec<_> = tables.collect();
    [vec![whole.into_bytes()], own].concat()
}

/// No text opens anything that was not sealed for it.
pub(super) fn ticket(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let _ = ticket::to_be_typed(text);
    let Some(ticket) = Ticket::read(text) else { return };
    let keys = ticket::keys([SECRET]);
    for at in [now(), Timestamp::MIN, Timestamp::UNIX_EPOCH] {
        let opened = ticket.check(&keys, &Caller::person("slack", "T1/UADA"), &[], at);
        assert!(opened.is_err(), "{text:?} opens something");
    }
}

/// Tickets of another key.
pub(super) fn tickets() -> Vec<Vec<u8>> {
    let keys = ticket::keys([b"another key".as_slice()]);
    let caller = Caller::person("slack", "T1/UADA");
    let issued = ["delete myci", "stop all --except gpu-*", ""]
        .map(|text| ticket::issue(&keys, &caller, text, &[], now()));
    issued.into_iter().map(String::into_bytes).collect()
}

/// No value of a tag is a pending command that was not sealed; a keep that is read is written the same.
pub(super) fn pending(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let _ = later::tag(text);
    if let Some(entry) = Entry::read(text) {
        let _ = (entry.names(), entry.is_stale(now()));
        assert!(!entry.fits(&later::keys([SECRET].into_iter()), WORKSPACE, None), "{text:?} was not sealed");
    }
    let Some(keep) = Keep::read(text) else { return };
    let again = Keep::read(&keep.value()).expect("a keep is read back");
    let written = |keep: &Keep| (keep.until.as_second(), keep.created_on);
    assert_eq!(written(&again), written(&keep), "{text:?}");
}

/// Pending commands of another key, and keeps.
pub(super) fn tags() -> Vec<Vec<u8>> {
    let keys = later::keys([b"another key".as_slice()].into_iter());
    let command = command::parse("stop myci gpu-1").expect("a command");
    let times = (now(), now() + SignedDuration::from_hours(2));
    let entry = Entry::new(times, &Caller::person("slack", "T1/UADA"), command, vec![Some(7), None]);
    let keeps =
        ["2026-11-23T22:00:00Z|1790000000|Ana (slack:T1/UADA)|a long run", "2026-11-23T22:00:00-03:00"];
    let values = entry.sealed(&keys, WORKSPACE, None).into_iter().chain(keeps.map(str::to_owned));
    values.map(String::into_bytes).collect()
}

/// Answers of Resource Manager and Entra.
pub(super) fn answers() -> Vec<Vec<u8>> {
    ANSWERS.iter().map(|text| text.as_bytes().to_vec()).collect()
}

static ANSWERS: [&str; 6] = [
    r#"{"value":[{"name":"ci1","location":"eastus2","properties":{"computeType":"ComputeInstance","createdOn":"2022-10-04T05:56:08.1617498+00:00","provisioningErrors":[{"error":{"code":"OutOfCapacity","message":"m"}}],"properties":{"vmSize":"STANDARD_DS3_V2","state":"Running","idleTimeBeforeShutdown":"PT30M","lastOperation":{"operationName":"Start","operationTime":"2022-10-04T05:56:08Z","operationStatus":"Succeeded","operationTrigger":"User"},"createdBy":{"userObjectId":"00aa","userName":"Ada"},"schedules":{"computeStartStop":[{"id":"7f3a","action":"Stop","status":"Enabled","cron":{"expression":"0 20 * * 1-5","timeZone":"E. South America Standard Time","startTime":"2022-10-04T05:56:08"}},{"id":"7f3b","action":"Start","recurrence":{"frequency":"Week","interval":2,"timeZone":"UTC","schedule":{"hours":[8],"minutes":[0],"weekDays":["Monday"]}}}]},"applications":[{"displayName":"Jupyter","endpointUri":"https://ci1.eastus2.instances.azureml.ms"}]}}}],"nextLink":"https://management.azure.com/next"}"#,
    r#"{"error":{"code":"UserError","message":"The compute is busy","details":[{"code":"ComputeInstanceBusy","message":"m","details":[]}],"innerError":{"code":"Deep"},"additionalInfo":[{"type":"ComponentName","info":{"value":"managementfrontend"}}]}}"#,
    r#"{"status":"Failed","percentComplete":100.0,"error":{"code":"StartComputeInstanceOnlyAllowedInStoppedState","message":"m"}}"#,
    r#"{"properties":{"tags":{"lamplighter-keep-ci1":"2026-11-23T22:00:00Z||Ana|","costs":null}}}"#,
    r#"{"value":[{"name":"blue_fox","properties":{"displayName":"train","status":"Running","computeId":"/subscriptions/s/workspaces/w/computes/ci1"}},{"actions":["*/read"],"notActions":["Microsoft.MachineLearningServices/workspaces/computes/*/write"]}]}"#,
    r#"{"value":[{"name":"Standard_DS3_v2","estimatedVMPrices":{"billingCurrency":"USD","unitOfMeasure":"OneHour","values":[{"osType":"Linux","vmTier":"Standard","retailPrice":0.293}]}},"0 20 * * 1-5","E. South America Standard Time"]}"#,
];

/// Events of AWS Lambda's Runtime API, envelopes of the Functions host, and what they bring.
pub(super) fn events(bytes: &[u8]) {
    lambda::hostile_tests::event(bytes);
    functions::hostile_tests::envelope(bytes);
    payloads(bytes);
}

pub(super) fn platform_events() -> Vec<Vec<u8>> {
    let requests = [
        r#"{"version":"2.0","rawPath":"/prod/hooks/slack","rawQueryString":"a=%20","headers":{"x-a":"one,two"},"requestContext":{"http":{"method":"POST","path":"/prod/hooks/slack"},"stage":"prod","timeEpoch":1790000000000,"domainName":"a.execute-api.us-east-1.amazonaws.com"},"body":"dGV4dA==","isBase64Encoded":true}"#,
        r#"{"httpMethod":"POST","path":"/hooks/slack","headers":{"X-A":"two"},"multiValueHeaders":{"X-A":["one","two"]},"queryStringParameters":{"text":"a b"},"multiValueQueryStringParameters":{"text":["a b"]},"requestContext":{"httpMethod":"POST","path":"/prod/hooks/slack","stage":"prod","requestTimeEpoch":1790000000000},"body":"text","isBase64Encoded":false}"#,
        r#"{"httpMethod":"POST","path":"/hooks/slack","headers":{"x-forwarded-for":"1.2.3.4"},"queryStringParameters":{},"requestContext":{"elb":{"targetGroupArn":"arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/a/b"}},"body":"","isBase64Encoded":true}"#,
    ];
    samples().into_iter().chain(requests.map(|text| text.as_bytes().to_vec())).collect()
}
