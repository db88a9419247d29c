//! The version, and the health of the local server.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::support::{
    process::{Azure, bare, told},
    world::World,
};
use lamplighter_emulator::Pace;

/// `0.1.0 (abc123def)`, or without the commit if it was unknown.
const VERSION: &str = env!("LAMPLIGHTER_VERSION");

#[tokio::test]
async fn version_prints_number_commit_and_date() {
    let said = told(bare(&["--version"]).output().await.unwrap());
    assert_eq!(said, (0, format!("lamplighter {VERSION}\n")));
    let (version, commit) = VERSION.split_once(' ').unwrap_or((VERSION, "(000000000)"));
    assert_eq!(version, env!("CARGO_PKG_VERSION"));
    let digits = commit.strip_prefix('(').and_then(|commit| commit.strip_suffix(')'));
    let digits = digits.expect("the commit in brackets");
    assert!(digits.len() == 9 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()), "{commit}");
}

#[tokio::test(start_paused = true)]
async fn ping_names_the_same_version() {
    let world = World::new().await;
    let pong = world.says("U0BOB", "ping").await;
    assert_eq!(*pong, format!("to the caller:\nHere. Lamplighter {VERSION}."));
    world.finish().await;
}

#[tokio::test]
async fn healthz_asks_the_local_server() {
    let azure = Azure::at(Pace::ByHand).await;
    let (mut server, url) = azure.serving().await;
    let addr = url.strip_prefix("http://").unwrap();
    assert_eq!(told(bare(&["healthz", "--addr", addr]).output().await.unwrap()), (0, String::new()));
    let port = addr.rsplit_once(':').unwrap().1;
    let by_port = bare(&["healthz"]).env("PORT", port).output().await.unwrap();
    assert_eq!(told(by_port), (0, String::new()));
    server.kill().await.unwrap();
    let log = told(server.wait_with_output().await.unwrap()).1;
    assert!(log.contains(&format!("\"message\":\"begins\",\"version\":\"{VERSION}\"")), "{log}");

    let (code, said) = told(bare(&["healthz", "--addr", addr]).output().await.unwrap());
    assert_eq!((code, said), (1, format!("lamplighter: {url}/healthz cannot be connected to\n")));
    let by_port = bare(&["healthz"]).env("PORT", "http").output().await.unwrap();
    assert_eq!(told(by_port), (2, "lamplighter: PORT is not a port number\n".to_owned()));
}

#[tokio::test]
async fn healthz_fails_on_any_status_but_200() {
    for (answer, wrong) in [
        ("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n", "answers 503 Service Unavailable"),
        ("SSH-2.0-OpenSSH_9.2\r\n", "does not answer in HTTP"),
        ("", "does not answer within 2 s"),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.read_u8().await.unwrap();
            stream.write_all(answer.as_bytes()).await.unwrap();
            std::future::pending::<()>().await;
        });
        let (code, said) = told(bare(&["healthz", "--addr", &addr]).output().await.unwrap());
        assert_eq!((code, said), (1, format!("lamplighter: http://{addr}/healthz {wrong}\n")));
    }
}
