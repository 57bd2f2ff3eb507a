//! Connections: how many at once, and how long one may take over its headers.

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// What a connection is granted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// Connections at once. Whoever comes later waits in the kernel's queue until somebody leaves; a proxy in front needs few.
    pub connections: usize,
    /// How long the headers of a request may take, and how long a connection may stay silent between two of them.
    pub headers: Duration,
}

/// Fewer connections than the thousand files that a process may have open by default.
pub(super) const PATIENCE: Patience = Patience { connections: 768, headers: Duration::from_secs(20) };
/// Largest head of a request, in bytes.
const HEAD: usize = 32 * 1024;
/// Most header fields of a request.
const FIELDS: usize = 100;
/// How long requests under way may take to end at shutdown.
const GRACE: Duration = Duration::from_secs(20);
/// Pause after the system refused a connection, as when it has no more files.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until `shutdown` resolves; requests under way are finished.
pub(super) async fn serve(listener: TcpListener, app: Router, patience: Patience, shutdown: impl Future<Output = ()> + Send) {
    let graceful = GracefulShutdown::new();
    let seats = Arc::new(Semaphore::new(patience.connections));
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let seat = tokio::select! {
            Ok(seat) = seats.clone().acquire_owned() => seat,
            () = &mut shutdown => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut shutdown => break,
        };
        let Ok((stream, peer)) = accepted else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        // An answer is written at once: it waits for nothing that would be worth a fuller packet.
        let _ = stream.set_nodelay(true);
        let service = app.clone().map_request(move |request: hyper::Request<Incoming>| {
            let mut request: Request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            request
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(patience.headers).max_buf_size(HEAD).max_headers(FIELDS);
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service)));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(seat);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(GRACE, graceful.shutdown()).await;
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::routing::get;
    use std::net::SocketAddr;
    use std::time::Instant;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    async fn open(connections: usize) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = Router::new().route("/", get(async || "ok"));
        let patience = Patience { connections, headers: Duration::from_millis(400) };
        tokio::spawn(serve(listener, app, patience, std::future::pending()));
        address
    }

    async fn asked(address: SocketAddr, text: &[u8]) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(text).await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[tokio::test]
    async fn slow_heads_and_silent_connections_are_ended_and_leave_their_seat() {
        let address = open(2).await;
        for half in [&b""[..], b"GET / HTTP/1.1\r\nhost: x\r\nx-slow: "] {
            let began = Instant::now();
            // Both seats are taken by whoever never finishes; the third waits for one and gets it.
            let ask = async { asked(address, b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await };
            let (first, second, third) = tokio::join!(asked(address, half), asked(address, half), ask);
            assert!(!first.contains("200 OK") && !second.contains("200 OK"), "{first}{second}");
            assert!(third.contains("200 OK"), "{third}");
            assert!(began.elapsed() < Duration::from_secs(5));
        }
        let idle = asked(address, b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
        assert!(idle.contains("200 OK"), "a connection kept open ends by itself: {idle}");
    }

    #[tokio::test]
    async fn a_head_too_large_or_no_http_at_all_is_refused() {
        let address = open(10).await;
        let long = format!("GET / HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n", "a".repeat(2 * HEAD));
        let many = format!("GET / HTTP/1.1\r\nhost: x\r\n{}\r\n", "x: 1\r\n".repeat(FIELDS + 1));
        for (text, status) in [(long, "431"), (many, "431"), ("GET /\r\n\r\n".to_owned(), "400"), ("\u{16}\u{3}\u{1}".repeat(9), "400")] {
            let answer = asked(address, text.as_bytes()).await;
            assert!(answer.is_empty() || answer.starts_with(&format!("HTTP/1.1 {status}")), "{status}: {answer}");
        }
    }
}
