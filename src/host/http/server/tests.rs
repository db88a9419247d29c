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

/// A server on a free port that can be stopped.
struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<io::Result<()>>,
}

/// Answers requests that were read; the others get a bare status.
struct StandIn<A>(A);

impl<A, F> Handler for StandIn<A>
where
    A: Fn(Request, Background) -> F + Send + Sync + 'static,
    F: Future<Output = Response> + Send + 'static,
{
    fn admit(&self, head: &Parts) -> Result<AcceptedHead, StatusCode> {
        let path = head.uri.path().to_owned();
        Ok(AcceptedHead {
            origin: Origin::Public,
            longest_body: if path == "/nobody" { 0 } else { MAX_BODY },
            path,
        })
    }

    fn answer(
        &self,
        request: Request,
        read: Result<(), NotRead>,
        later: Background,
    ) -> BoxFuture<'static, Response> {
        match read {
            Ok(()) => Box::pin(self.0(request, later)),
            Err(why) => Box::pin(async move { empty(why.status()) }),
        }
    }
}

const MAX_BODY: usize = 1024 * 1024;

async fn serving<F>(answer: impl Fn(Request, Background) -> F + Send + Sync + 'static) -> Running
where
    F: Future<Output = Response> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let server = Server::new(StandIn(answer), Clock::system(), LogLimit::default(), 2);
    let served = tokio::spawn(server.serve(listener, async { stopped.await.unwrap_or(()) }));
    Running { address, stop, served }
}

impl Running {
    /// Sends the bytes on a new connection, and returns everything received until it is closed.
    async fn send(&self, request: impl AsRef<[u8]>) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request.as_ref()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8(answer).unwrap()
    }

    /// Sends the bytes and keeps the connection open. Returns the head of the answer.
    async fn ask(&self, request: impl AsRef<[u8]>) -> (TcpStream, String) {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request.as_ref()).await.unwrap();
        let head = head(&mut stream).await;
        (stream, head)
    }

    async fn stop(self) {
        self.stop.send(()).unwrap();
        self.served.await.unwrap().unwrap();
    }
}

/// The head of the next answer.
async fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.expect("an answer"));
    }
    String::from_utf8(head).unwrap()
}

async fn ok(_: Request, _: Background) -> Response {
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

    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\nheard"), "{answer}");
    let request = told.recv().await.unwrap();
    assert_eq!(request.method, Method::POST);
    assert_eq!(request.path, "/hooks/a%2Fb");
    assert_eq!(request.query.as_deref(), Some("x=%20y"));
    assert_eq!(request.headers.get_all("x-signature").iter().collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!(request.body.as_ref(), b"\xff\x00+ ");
    assert_eq!(request.origin, Origin::Public);
    server.stop().await;
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let server = serving(ok).await;
    let full = vec![b'a'; MAX_BODY];

    let status = async |request: Vec<u8>| server.ask(request).await.1[9..12].to_owned();
    assert_eq!(status(post(MAX_BODY, &full)).await, "200");
    // With an announced length, the body is refused before its first byte.
    assert_eq!(status(post(MAX_BODY + 1, b"")).await, "413");
    // Without an announced length.
    let head = b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunks = [head.as_slice(), b"100000\r\n", &full, b"\r\n1\r\na\r\n"].concat();
    assert_eq!(status(chunks).await, "413");
    server.stop().await;
}

/// nginx, HAProxy and Caddy turn a failed write into 502, even after an answer.
#[tokio::test]
async fn a_sender_can_send_on_after_an_early_answer_and_then_read_it() {
    let server = serving(ok).await;
    let rest = vec![b'a'; 256 * 1024];
    for (path, status) in [("/", "413"), ("/nobody", "200")] {
        let length = 16 * rest.len();
        let head = format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n\r\n");
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.readable().await.unwrap(); // the answer is there, and nobody reads it yet
        for _ in 0..16 {
            stream.write_all(&rest).await.expect("no reset");
        }
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("no reset");
        assert_eq!(&answer[9..12], status, "{answer}");
        assert!(answer.contains("connection: close\r\n"), "{answer}");
    }
    server.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_comes_after_an_answer_is_read_for_a_bounded_time() {
    let server = serving(ok).await;
    let (mut late, answer) = server.ask(post(4, b"ab")).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    let answered = Instant::now();
    late.write_all(b"c").await.expect("no reset");
    assert_eq!(late.read(&mut [0]).await.unwrap(), 0);
    assert!(answered.elapsed() < Duration::from_secs(6), "{:?}", answered.elapsed());
    server.stop().await;
}

/// A client that announces a length, sends a part of it, and stalls.
async fn stalled(server: &Running, sent: usize) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(&post(MAX_BODY, &vec![b'a'; sent])).await.unwrap();
    stream
}

/// How long a probe waits for the refusal of a body.
const PROBE: Duration = Duration::from_millis(100);

#[tokio::test]
async fn bodies_in_flight_share_one_budget_and_long_ones_leave_room_for_short_ones() {
    let server = serving(ok).await;
    let status = async |request: Vec<u8>| server.ask(request).await.1[9..12].to_owned();
    // An announced length alone takes no memory.
    let mut idle = Vec::new();
    for _ in 0..32 {
        idle.push(stalled(&server, 1).await);
    }
    let long = vec![b'a'; MAX_BODY];
    assert_eq!(status(post(MAX_BODY, &long)).await, "200");
    // Of 2 MiB, the first body takes half; the second's half exceeds what long bodies may use.
    let first = stalled(&server, MAX_BODY - 1).await;
    // While there is room, the server waits for this body, and the client gives up. A wait for the server would
    // outlast `first`.
    let refused = loop {
        if let Ok(status) = timeout(PROBE, status(post(MAX_BODY, b""))).await {
            break status;
        }
    };
    assert_eq!(refused, "503");
    // A body is also refused later, when it grows too large.
    let chunked = b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n100000\r\n";
    assert_eq!(status([chunked, long.as_slice()].concat()).await, "503");
    assert_eq!(status(post(16 * 1024, &long[..16 * 1024])).await, "200");
    // A finished body frees its memory.
    drop(first);
    let again = async {
        while status(post(MAX_BODY, &long)).await != "200" {
            tokio::task::yield_now().await;
        }
    };
    timeout(CLIENT_PATIENCE, again).await.expect("the budget is given back");
    drop(idle);
    server.stop().await;
}

#[tokio::test]
async fn a_connection_is_kept_for_the_next_request() {
    let server = serving(ok).await;
    let (mut stream, first) = server.ask("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nbody").await;
    assert!(!first.contains("connection: close"), "{first}");
    stream.write_all(&post(4, b"body")).await.unwrap();
    assert!(head(&mut stream).await.starts_with("HTTP/1.1 200"));
    server.stop().await;
}

/// 10 s for the first head; 75 s between two requests.
#[tokio::test(start_paused = true)]
async fn a_connection_that_asks_nothing_is_closed() {
    let server = serving(ok).await;
    let mut silent = TcpStream::connect(server.address).await.unwrap();
    let (mut idle, _) = server.ask("GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let began = Instant::now();
    assert_eq!(silent.read(&mut [0]).await.unwrap(), 0);
    assert_eq!(began.elapsed().as_secs(), 10);
    assert_eq!(idle.read(&mut [0]).await.unwrap(), 0);
    assert_eq!(began.elapsed().as_secs(), 75);
    server.stop().await;
}

#[tokio::test]
async fn a_panic_ends_one_request_only() {
    let server = serving(|request, _| async move {
        assert_ne!(request.path, "/panic", "an arranged panic");
        empty(StatusCode::OK)
    })
    .await;

    let panicked = server.send("GET /panic HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(panicked.starts_with("HTTP/1.1 500") && panicked.contains("content-length: 0"), "{panicked}");
    let next = server.send("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
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
    // The server closes its side of the connection when the client does.
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
        later.spawn(async move {
            work.out_of_time().await;
            tell.send("still running; ask again").unwrap();
        });
        later.spawn(async { panic!("an arranged panic") });
        async { empty(StatusCode::ACCEPTED) }
    })
    .await;

    let answer = server.send("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");
    assert!(told.is_empty());

    server.stop().await;
    assert_eq!(told.try_recv(), Ok("still running; ask again"));
}

/// The clock is virtual, and jumps ahead when everything waits.
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
    let server = serving(|_, later: Background| async move {
        later.spawn(std::future::pending());
        empty(StatusCode::ACCEPTED)
    })
    .await;
    server.send("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    server.stop().await;
}
