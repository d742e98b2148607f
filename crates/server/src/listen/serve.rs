//! The accept loop. One task per connection; a slot is taken before a connection is accepted.

use super::{Bound, peer};
use crate::nature::pause;
use crate::settings::Limits;
use crate::site::stopped;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use http_body_util::Limited;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use ipnet::IpNet;
use rustls::ServerConfig;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// How long a client may take for the TLS handshake.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How long a client may take to send a request's head; an idle connection is closed after it, too.
const HEAD: Duration = Duration::from_mins(1);
/// Requests in parallel on one HTTP/2 connection.
const STREAMS: u32 = 100;
/// How long accepting rests when the machine has no file handles left.
const EXHAUSTED: Duration = Duration::from_millis(100);

/// What a listener serves, and within which bounds.
#[derive(Clone)]
pub struct Service {
    /// The routes.
    pub router: Router,
    /// TLS, or plain HTTP on loopback.
    pub tls: Option<Arc<ServerConfig>>,
    /// Bounds.
    pub limits: Limits,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Arc<[IpNet]>,
}

/// A listener at work.
pub struct Listener {
    socket: TcpListener,
    name: &'static str,
    service: Service,
    slots: Arc<Semaphore>,
}

impl Listener {
    /// Takes a bound socket into service. Must be called within the runtime.
    pub fn new(bound: Bound, service: Service) -> std::io::Result<Self> {
        let slots = Arc::new(Semaphore::new(service.limits.connections));
        Ok(Self { socket: TcpListener::from_std(bound.socket)?, name: bound.name, service, slots })
    }

    /// Accepts until `stop` becomes true; then tells every connection to end after its present request and waits
    /// for them at most `grace`.
    pub async fn run(self, mut stop: watch::Receiver<bool>, grace: Duration) {
        let all = u32::try_from(self.service.limits.connections).unwrap_or(u32::MAX);
        loop {
            let accepted = tokio::select! {
                accepted = self.accept() => accepted,
                () = stopped(&mut stop) => break,
            };
            if let Some((stream, address, slot)) = accepted {
                let connection =
                    Connection { service: self.service.clone(), address: address.ip(), stop: stop.clone() };
                tokio::spawn(async move {
                    connection.serve(stream).await;
                    drop(slot);
                });
            }
        }
        drop(self.socket);
        if timeout(grace, self.slots.acquire_many(all)).await.is_err() {
            tracing::warn!(listener = self.name, "connections were cut off at shutdown");
        }
    }

    async fn accept(&self) -> Option<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
        let slot = Arc::clone(&self.slots).acquire_owned().await.ok()?;
        match self.socket.accept().await {
            Ok((stream, address)) => Some((stream, address, slot)),
            Err(error) => {
                tracing::warn!(listener = self.name, %error, "a connection was not accepted");
                pause(EXHAUSTED).await;
                None
            }
        }
    }
}

/// One connection.
struct Connection {
    service: Service,
    address: IpAddr,
    stop: watch::Receiver<bool>,
}

impl Connection {
    async fn serve(self, stream: TcpStream) {
        // Answers are small and clients wait for them.
        drop(stream.set_nodelay(true));
        match self.service.tls.clone() {
            None => self.speak_http(stream).await,
            Some(tls) => match timeout(HANDSHAKE, TlsAcceptor::from(tls).accept(stream)).await {
                Ok(Ok(stream)) => self.speak_http(stream).await,
                Ok(Err(error)) => tracing::debug!(address = %self.address, %error, "a TLS handshake failed"),
                Err(_) => tracing::debug!(address = %self.address, "a TLS handshake took too long"),
            },
        }
    }

    async fn speak_http<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(self, stream: S) {
        let Self { service, address, mut stop } = self;
        let builder = builder(service.limits);
        let handler = service_fn(|request| answer(&service, address, request));
        let connection = builder.serve_connection(TokioIo::new(stream), handler);
        tokio::pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = stopped(&mut stop) => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%address, %error, "a connection ended early");
        }
    }
}

fn builder(limits: Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(limits.header_bytes)
        .max_headers(100);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(u32::try_from(limits.header_bytes).unwrap_or(u32::MAX))
        .max_pending_accept_reset_streams(20)
        .keep_alive_interval(HEAD)
        .keep_alive_timeout(HANDSHAKE);
    builder
}

/// Answers one request: the peer is noted, the body bounded, the time limited.
fn answer(
    service: &Service,
    address: IpAddr,
    request: Request<Incoming>,
) -> impl Future<Output = Result<Response<Body>, Infallible>> + use<> {
    let limits = service.limits;
    let peer = peer::of(address, request.headers(), &service.trusted_proxies);
    let mut request = request.map(|body| Body::new(Limited::new(body, limits.body_bytes)));
    request.extensions_mut().insert(peer);
    let answering = service.router.clone().oneshot(request);
    async move {
        match timeout(limits.request, answering).await {
            Ok(answer) => answer,
            Err(_) => Ok(late()),
        }
    }
}

/// RFC 9110 section 15.6.4: the work took longer than a request may; trying again may help.
fn late() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response.headers_mut().insert("retry-after", axum::http::HeaderValue::from_static("5"));
    response
}
