use std::net::SocketAddr;

use bytes::Bytes;
use http::Method;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    sync::{Notify, mpsc, oneshot},
    task::JoinHandle,
    time::Instant,
};

use super::*;

/// A server on a free port, and the means to stop it.
struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<io::Result<()>>,
}

async fn serving<F>(answer: impl Fn(Request, Arc<dyn Later>) -> F + Send + Sync + 'static) -> Running
where
    F: Future<Output = Response> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let answer: Answer = Arc::new(move |request, later| Box::pin(answer(request, later)));
    let served = tokio::spawn(serve_with(admit, answer, Clock::system(), listener, async {
        stopped.await.unwrap_or(())
    }));
    Running {
        address,
        stop,
        served,
    }
}

impl Running {
    /// Sends the bytes on a connection of their own; gives what came back until it was closed.
    async fn send(&self, request: impl AsRef<[u8]>) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request.as_ref()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8(answer).unwrap()
    }

    async fn stop(self) {
        self.stop.send(()).unwrap();
        self.served.await.unwrap().unwrap();
    }
}

async fn ok(_: Request, _: Arc<dyn Later>) -> Response {
    empty(StatusCode::OK)
}

fn post(length: usize, body: &[u8]) -> Vec<u8> {
    let head = format!("POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

#[tokio::test]
async fn a_request_is_heard_as_it_was_sent() {
    let (tell, mut told) = mpsc::unbounded_channel();
    let server = serving(move |request, _| {
        tell.send(request).unwrap();
        async { Response::new(Bytes::from_static(b"heard")) }
    })
    .await;

    let answer = server
        .send(
            b"POST /hooks/a%2Fb?x=%20y HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
              x-signature: one\r\nX-Signature: two\r\ncontent-length: 4\r\n\r\n\xff\x00+ ",
        )
        .await;

    assert!(
        answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\nheard"),
        "{answer}"
    );
    let request = told.recv().await.unwrap();
    assert_eq!(request.method, Method::POST);
    assert_eq!(request.path, "/hooks/a%2Fb");
    assert_eq!(request.query.as_deref(), Some("x=%20y"));
    assert_eq!(
        request.headers.get_all("x-signature").iter().collect::<Vec<_>>(),
        ["one", "two"]
    );
    assert_eq!(request.body.as_ref(), b"\xff\x00+ ");
    assert_eq!(request.origin, Origin::Public);
    server.stop().await;
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let server = serving(ok).await;
    let full = vec![b'a'; MAX_BODY];

    assert!(
        server
            .send(post(MAX_BODY, &full))
            .await
            .starts_with("HTTP/1.1 200")
    );
    // Announced, and refused before a byte of it came.
    assert!(
        server
            .send(post(MAX_BODY + 1, b""))
            .await
            .starts_with("HTTP/1.1 413")
    );
    // Not announced.
    let head = b"POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunks = [head.as_slice(), b"100000\r\n", &full, b"\r\n1\r\na\r\n"].concat();
    assert!(server.send(chunks).await.starts_with("HTTP/1.1 413"));
    server.stop().await;
}

#[tokio::test]
async fn a_panic_ends_one_request_only() {
    let server = serving(|request, _| async move {
        assert_ne!(request.path, "/panic", "an arranged panic");
        empty(StatusCode::OK)
    })
    .await;

    let panicked = server
        .send("GET /panic HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .await;
    assert!(
        panicked.starts_with("HTTP/1.1 500") && panicked.contains("content-length: 0"),
        "{panicked}"
    );
    let next = server
        .send("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .await;
    assert!(next.starts_with("HTTP/1.1 200"), "{next}");
    server.stop().await;
}

#[tokio::test]
async fn a_client_that_hangs_up_undoes_nothing() {
    let (tell, mut told) = mpsc::unbounded_channel();
    let go_on = Arc::new(Notify::new());
    let server = serving({
        let go_on = go_on.clone();
        move |_, _| {
            let (tell, go_on) = (tell.clone(), go_on.clone());
            async move {
                tell.send("begun").unwrap();
                go_on.notified().await;
                tell.send("done").unwrap();
                empty(StatusCode::OK)
            }
        }
    })
    .await;

    let mut client = TcpStream::connect(server.address).await.unwrap();
    client.write_all(&post(0, b"")).await.unwrap();
    assert_eq!(told.recv().await, Some("begun"));
    // The server's side of the connection ends with ours.
    client.shutdown().await.unwrap();
    client.read_to_end(&mut Vec::new()).await.unwrap();

    go_on.notify_one();
    assert_eq!(told.recv().await, Some("done"));
    server.stop().await;
}

#[tokio::test]
async fn work_outlives_the_answer_and_is_told_when_the_server_stops() {
    let (tell, mut told) = mpsc::unbounded_channel();
    let server = serving(move |_, later| {
        let (work, tell) = (later.clone(), tell.clone());
        later.spawn(Box::pin(async move {
            work.out_of_time().await;
            tell.send("still running; ask again").unwrap();
        }));
        later.spawn(Box::pin(async { panic!("an arranged panic") }));
        async { empty(StatusCode::ACCEPTED) }
    })
    .await;

    let answer = server
        .send("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .await;
    assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");
    assert!(told.is_empty());

    server.stop().await;
    assert_eq!(told.try_recv(), Ok("still running; ask again"));
}

/// The clock is virtual: it leaps ahead whenever nothing but time is waited for.
#[tokio::test(start_paused = true)]
async fn slow_clients_are_not_waited_for() {
    let server = serving(ok).await;

    assert!(server.send(post(4, b"ab")).await.starts_with("HTTP/1.1 408"));
    assert_eq!(server.send("GET / HTTP/1.1\r\nhost: ").await, "");

    let mut half_sent = TcpStream::connect(server.address).await.unwrap();
    half_sent.write_all(b"GET / HTTP/1.1\r\nhost: ").await.unwrap();
    let stopping = Instant::now();
    server.stop().await;
    assert!(stopping.elapsed() < DRAIN);
}

#[tokio::test(start_paused = true)]
async fn work_that_does_not_end_is_not_waited_for() {
    let server = serving(|_, later: Arc<dyn Later>| async move {
        later.spawn(Box::pin(std::future::pending()));
        empty(StatusCode::ACCEPTED)
    })
    .await;
    server
        .send("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .await;
    server.stop().await;
}
