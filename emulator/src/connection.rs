//! Connections that can be cut, so that a client gets no answer.
//!
//! An HTTP server always answers. To emulate a network that loses the answer, the connection itself has to
//! fail.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

/// Cuts one connection. Every request on the connection carries it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cutter(Arc<AtomicBool>);

impl Cutter {
    /// Closes the connection; whatever is written to it from now on is lost. The client sees the connection end
    /// before the first byte of an answer.
    pub fn cut(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn is_cut(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Accepts TCP connections and gives each a [`Cutter`].
pub(crate) struct CuttableListener(pub TcpListener);

impl Listener for CuttableListener {
    type Io = CuttableStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (CuttableStream, SocketAddr) {
        // axum's own listener waits when a temporary error occurs, such as too many open files.
        let (stream, peer) = Listener::accept(&mut self.0).await;
        // Without this, small answers take 40 ms, and a test makes hundreds of requests.
        let _ = stream.set_nodelay(true);
        (CuttableStream { stream, cutter: Cutter::default() }, peer)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, CuttableListener>> for Cutter {
    fn connect_info(connection: IncomingStream<'_, CuttableListener>) -> Self {
        connection.io().cutter.clone()
    }
}

/// A TCP stream that fails to write once it is cut.
pub(crate) struct CuttableStream {
    stream: TcpStream,
    cutter: Cutter,
}

impl AsyncRead for CuttableStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for CuttableStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.cutter.is_cut() {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
