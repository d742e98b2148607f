use super::*;
use crate::settings::Limits;
use app::Peer;
use axum::http::HeaderMap;
use axum::routing::{get, post};
use axum::{Extension, Router};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;

fn local() -> SocketAddr {
    "127.0.0.1:0".parse().unwrap()
}

struct Running {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

fn start(router: Router, limits: Limits, trusted: &[&str]) -> Running {
    let bound = bind("identity", local()).unwrap();
    let address = bound.address;
    let trusted_proxies: Arc<[_]> = trusted.iter().map(|network| network.parse().unwrap()).collect();
    let listener = Listener::new(bound, Service { router, tls: None, limits, trusted_proxies }).unwrap();
    let (stop, stopped) = watch::channel(false);
    let task = tokio::spawn(listener.run(stopped, Duration::from_secs(10)));
    Running { address, stop, task }
}

async fn talk(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A server that refuses a request half way resets the connection; what came before is the answer.
    drop(stream.read_to_end(&mut answer).await);
    String::from_utf8_lossy(&answer).into_owned()
}

fn router() -> Router {
    Router::new()
        .route(
            "/peer",
            get(|Extension(peer): Extension<Peer>| async move { format!("{} {}", peer.direct, peer.client) }),
        )
        .route("/echo", post(|body: axum::body::Bytes| async move { body.len().to_string() }))
        .route("/slow", get(std::future::pending::<&'static str>))
        .route(
            "/while",
            get(|| async {
                crate::nature::pause(Duration::from_millis(300)).await;
                "finished"
            }),
        )
}

#[test]
fn a_port_in_use_and_a_foreign_address_are_named() {
    let first = bind("identity", local()).unwrap();
    let failure = bind("Graph", first.address).unwrap_err();
    assert!(failure.cause.contains("Graph") && failure.cause.contains("another program"), "{failure}");
    let failure = bind("Graph", "192.0.2.1:0".parse().unwrap()).unwrap_err();
    assert!(failure.cause.contains("no such address"), "{failure}");
}

#[tokio::test]
async fn forwarded_addresses_count_only_from_a_trusted_proxy() {
    let request = "GET /peer HTTP/1.1\r\nhost: x\r\nx-forwarded-for: 198.51.100.9, 203.0.113.7, 10.0.0.5\r\nconnection: close\r\n\r\n";
    let open = start(router(), Limits::default(), &[]);
    assert!(talk(open.address, request).await.ends_with("127.0.0.1 127.0.0.1"));
    let proxied = start(router(), Limits::default(), &["127.0.0.0/8", "10.0.0.0/8"]);
    assert!(talk(proxied.address, request).await.ends_with("127.0.0.1 203.0.113.7"));
}

#[test]
fn what_is_no_address_ends_the_chain() {
    let trusted = ["127.0.0.1/32".parse().unwrap()];
    let direct: IpAddr = "::ffff:127.0.0.1".parse().unwrap();
    let mut headers = HeaderMap::new();
    headers.insert("x-forwarded-for", "203.0.113.7, unknown".parse().unwrap());
    let peer = peer::of(direct, &headers, &trusted);
    assert_eq!(peer.client.to_string(), "127.0.0.1");
}

#[tokio::test]
async fn bodies_heads_and_times_are_bounded() {
    let limits =
        Limits { body_bytes: 16, header_bytes: 8192, request: Duration::from_millis(200), connections: 8 };
    let running = start(router(), limits, &[]);
    let small = "POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\nconnection: close\r\n\r\nabc";
    assert!(talk(running.address, small).await.ends_with("\r\n\r\n3"));
    let large =
        "POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 17\r\nconnection: close\r\n\r\n01234567890123456";
    assert!(talk(running.address, large).await.starts_with("HTTP/1.1 413"));
    let head = format!("GET /peer HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n", "y".repeat(9000));
    assert!(talk(running.address, &head).await.starts_with("HTTP/1.1 431"));
    let slow = "GET /slow HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    assert!(talk(running.address, slow).await.starts_with("HTTP/1.1 503"));
}

#[tokio::test]
async fn a_request_under_way_is_finished_at_shutdown_and_idle_connections_are_closed() {
    let running = start(router(), Limits::default(), &[]);
    let address = running.address;
    let mut idle = TcpStream::connect(address).await.unwrap();
    let request = tokio::spawn(async move { talk(address, "GET /while HTTP/1.1\r\nhost: x\r\n\r\n").await });
    crate::nature::pause(Duration::from_millis(100)).await;
    running.stop.send(true).unwrap();
    assert!(request.await.unwrap().ends_with("finished"));
    tokio::time::timeout(Duration::from_secs(5), running.task).await.unwrap().unwrap();
    assert_eq!(idle.read(&mut [0; 8]).await.unwrap(), 0);
    assert!(TcpStream::connect(address).await.is_err());
}
