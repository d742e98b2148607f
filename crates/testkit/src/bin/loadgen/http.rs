//! HTTP/1.1 as far as a load generator needs it: requests are bytes made beforehand, answers have a length.

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, client::TlsStream};

/// The longest answer looked at.
const LONGEST: usize = 16 * 1024 * 1024;
const FIRST_BUFFER: usize = 64 * 1024;

/// An origin that connections are made to.
#[derive(Clone)]
pub struct Origin {
    /// Host and port, as in the `Host` header.
    authority: String,
    address: SocketAddr,
    tls: Option<(TlsConnector, ServerName<'static>)>,
}

impl Origin {
    /// `url` is scheme, host and port; what follows is not looked at. `ca` is asked for by `https` alone.
    pub fn new(url: &str, ca: Option<&Path>) -> Result<Self, String> {
        let (scheme, rest) = url.split_once("://").ok_or_else(|| format!("{url} is no URL"))?;
        let authority = rest.split('/').next().unwrap_or(rest).to_owned();
        let host = authority.rsplit_once(':').map_or(authority.as_str(), |(host, _)| host);
        let tls = match scheme {
            "http" => None,
            "https" => {
                let ca = ca.ok_or("the ready file names no ca_file")?;
                let name =
                    ServerName::try_from(host.to_owned()).map_err(|error| format!("{host}: {error}"))?;
                Some((connector(ca)?, name))
            }
            _ => return Err(format!("{url} is neither http nor https")),
        };
        Ok(Self { address: resolve(&authority)?, authority, tls })
    }

    pub async fn connect(&self) -> Result<Link, String> {
        let failed = |error: std::io::Error| format!("{}: {error}", self.authority);
        let plain = TcpStream::connect(self.address).await.map_err(failed)?;
        plain.set_nodelay(true).map_err(failed)?;
        let stream = match &self.tls {
            None => Stream::Plain(plain),
            Some((connector, name)) => {
                Stream::Tls(Box::new(connector.connect(name.clone(), plain).await.map_err(failed)?))
            }
        };
        Ok(Link { stream, buffer: vec![0; FIRST_BUFFER] })
    }

    /// A request with this path and query.
    pub fn get(&self, path: &str, headers: &str) -> Vec<u8> {
        format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{headers}\r\n", self.authority).into_bytes()
    }

    /// A body of this media type that is posted.
    pub fn post(&self, media: &str, path: &str, headers: &str, body: &str) -> Vec<u8> {
        format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: {media}\r\nContent-Length: {}\r\n{headers}\r\n{body}",
            self.authority,
            body.len()
        )
        .into_bytes()
    }

    /// A form that is posted.
    pub fn post_form(&self, path: &str, headers: &str, body: &str) -> Vec<u8> {
        self.post("application/x-www-form-urlencoded", path, headers, body)
    }
}

/// A URL's path and query.
pub fn path_of(url: &str) -> &str {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    after_scheme.find('/').and_then(|slash| after_scheme.get(slash..)).unwrap_or("/")
}

/// Servers on loopback often listen on the older of the two protocols only.
fn resolve(authority: &str) -> Result<SocketAddr, String> {
    let failed = |error: std::io::Error| format!("{authority}: {error}");
    let mut found: Vec<SocketAddr> = authority.to_socket_addrs().map_err(failed)?.collect();
    found.sort_by_key(SocketAddr::is_ipv6);
    found.first().copied().ok_or_else(|| format!("{authority} has no address"))
}

fn connector(ca: &Path) -> Result<TlsConnector, String> {
    let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", ca.display());
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(ca).map_err(|error| failed(&error))? {
        roots.add(certificate.map_err(|error| failed(&error))?).map_err(|error| failed(&error))?;
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|error| failed(&error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    // A new connection is to cost what a stranger's costs.
    config.resumption = rustls::client::Resumption::disabled();
    Ok(TlsConnector::from(Arc::new(config)))
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// One kept-alive connection.
pub struct Link {
    stream: Stream,
    buffer: Vec<u8>,
}

impl Link {
    /// Sends a request and reads its answer to the end.
    pub async fn exchange(&mut self, request: &[u8]) -> Result<Answer<'_>, String> {
        let Self { stream, buffer } = self;
        let frame = match stream {
            Stream::Plain(stream) => exchange(stream, buffer, request).await,
            Stream::Tls(stream) => exchange(stream.as_mut(), buffer, request).await,
        }?;
        let read = buffer.get(..frame.end).and_then(|read| read.split_at_checked(frame.body));
        let (head, body) = read.ok_or("an answer without end")?;
        Ok(Answer { status: frame.status, head, body })
    }
}

/// An answer in the connection's buffer.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    pub status: u16,
    /// Status line and fields.
    pub head: &'a [u8],
    pub body: &'a [u8],
}

impl<'a> Answer<'a> {
    /// The values of a header; its name in lower case.
    pub fn headers(self, name: &str) -> impl Iterator<Item = &'a str> {
        fields(self.head).filter_map(move |(found, value)| {
            found.eq_ignore_ascii_case(name.as_bytes()).then(|| std::str::from_utf8(value).ok()).flatten()
        })
    }

    pub fn text(self) -> &'a str {
        std::str::from_utf8(self.body).unwrap_or("<no text>")
    }

    /// Fails unless the status is 200.
    pub fn good(self) -> Result<Self, String> {
        if self.status == 200 { Ok(self) } else { Err(self.complaint("200")) }
    }

    pub fn complaint(self, wanted: &str) -> String {
        let body: String = self.text().chars().take(400).collect();
        format!("status {}, not {wanted}: {body}", self.status)
    }

    /// A text field of a JSON object, found without parsing the rest: tokens need no unescaping.
    pub fn json_text(self, name: &str) -> Option<&'a str> {
        let (_, rest) = self.text().split_once(&format!("\"{name}\":\""))?;
        rest.split_once('"').map(|(value, _)| value)
    }
}

/// Where the parts of an answer are in the buffer.
#[derive(Debug, PartialEq)]
pub struct Frame {
    pub status: u16,
    pub body: usize,
    pub end: usize,
}

async fn exchange<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    buffer: &mut Vec<u8>,
    request: &[u8],
) -> Result<Frame, String> {
    stream.write_all(request).await.map_err(|error| format!("a request could not be sent: {error}"))?;
    stream.flush().await.map_err(|error| format!("a request could not be sent: {error}"))?;
    let mut filled = 0;
    loop {
        let room = buffer.get_mut(filled..).unwrap_or_default();
        let count = stream.read(room).await.map_err(|error| format!("no answer: {error}"))?;
        if count == 0 {
            return Err("the server closed the connection".to_owned());
        }
        filled += count;
        let known = buffer.get(..filled).unwrap_or_default();
        match frame(known)? {
            Some(frame) if frame.end == filled => return Ok(frame),
            Some(frame) if frame.end < filled => return Err("more than was asked for".to_owned()),
            Some(frame) if frame.end > LONGEST => return Err(format!("an answer of {} bytes", frame.end)),
            Some(frame) if frame.end > buffer.len() => buffer.resize(frame.end, 0),
            None if filled == buffer.len() => return Err("an answer with an endless head".to_owned()),
            _ => {}
        }
    }
}

/// Reads an answer's head, once it is complete (RFC 9112 section 6.3; no answer of ours is chunked).
pub fn frame(known: &[u8]) -> Result<Option<Frame>, String> {
    let Some(body) = known.windows(4).position(|end| end == b"\r\n\r\n").map(|start| start + 4) else {
        return Ok(None);
    };
    let head = known.get(..body).unwrap_or_default();
    let status = head.get(9..12).and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
    let status = status.filter(|_| head.starts_with(b"HTTP/1.1 ")).ok_or("not an answer in HTTP/1.1")?;
    let length = fields(head).find(|(name, _)| name.eq_ignore_ascii_case(b"content-length"));
    let length = match length {
        Some((_, digits)) => std::str::from_utf8(digits).ok().and_then(|digits| digits.parse::<usize>().ok()),
        None if matches!(status, 204 | 304) => Some(0),
        None => None,
    };
    let length = length.ok_or_else(|| format!("an answer of status {status} without a length"))?;
    Ok(Some(Frame { status, body, end: body + length }))
}

fn fields(head: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    head.split(|byte| *byte == b'\n').skip(1).filter_map(|line| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let (name, value) = line.split_at_checked(colon)?;
        Some((name, value.get(1..)?.trim_ascii()))
    })
}
