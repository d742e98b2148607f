//! The identity origin of a test's app, and what it answers.

use std::path::PathBuf;
use std::sync::Arc;

use app::Peer;
use axum::Router;
use axum::body::{self, Body};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::Value;
use testkit::TestApp;
use tower::ServiceExt;
use web::Web;

/// The origin that the app believes to be served at.
pub const ORIGIN: &str = "https://login.test";
/// What forms are posted as.
pub const FORM: &str = "application/x-www-form-urlencoded";
/// Where visitors come from (RFC 5737).
const VISITOR: Peer = Peer { direct: testkit::VISITOR, client: testkit::VISITOR };

/// An app and its identity origin.
pub struct Site {
    pub app: TestApp,
    router: Router,
}

impl Site {
    pub async fn start() -> Self {
        let app = TestApp::start().await;
        let router = web::router(Web::new(Arc::clone(&app.services), false));
        Self { app, router }
    }

    /// Sends a request from the network.
    pub async fn send(&self, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(VISITOR);
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body::to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(request(Method::GET, path, &[], Body::empty())).await
    }

    /// Posts a form as a program does.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(request(Method::POST, path, &[("content-type", FORM)], Body::from(form(fields)))).await
    }

    /// Posts a form with headers of its own.
    pub async fn post_with(&self, path: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Answer {
        let headers: Vec<_> = [("content-type", FORM)].iter().chain(headers).copied().collect();
        self.send(request(Method::POST, path, &headers, Body::from(form(fields)))).await
    }
}

/// A request.
pub fn request(method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body).unwrap()
}

/// Form-encoded fields.
pub fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// What the origin answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// A text member of the JSON body.
    pub fn text(&self, name: &str) -> String {
        self.json()[name].as_str().unwrap_or_else(|| panic!("no {name}: {self:?}")).to_owned()
    }

    pub fn is_page(&self) -> bool {
        self.header("content-type").is_some_and(|kind| kind.starts_with("text/html"))
    }

    /// The AADSTS number of a refusal, wherever it stands: in the body, on the page or in the redirect.
    pub fn code(&self) -> Option<u32> {
        let text = [self.header("location").unwrap_or_default(), &self.body].concat();
        let after = text.split("AADSTS").nth(1)?;
        after.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
    }

    /// The `h1` of a page.
    pub fn title(&self) -> &str {
        let after = self.body.split("<h1>").nth(1).unwrap_or_else(|| panic!("no page: {self:?}"));
        after.split("</h1>").next().unwrap()
    }

    /// The page's form.
    pub fn form(&self) -> Option<Form> {
        let (_, after) = self.body.split_once("<form method=\"post\" action=\"")?;
        let (action, rest) = after.split_once('"')?;
        let inside = rest.split("</form>").next()?;
        let hidden = inside.split("<input type=\"hidden\" name=\"").skip(1).map(|input| {
            let (name, rest) = input.split_once("\" value=\"").unwrap();
            (name.to_owned(), unescaped(rest.split('"').next().unwrap()))
        });
        Some(Form { action: unescaped(action), hidden: hidden.collect() })
    }

    /// The step that the page's form answers.
    pub fn step(&self) -> Option<String> {
        self.form()?.hidden.into_iter().find(|(name, _)| name == "step").map(|(_, value)| value)
    }

    /// Whether the page says that the last answer was not accepted.
    pub fn has_problem(&self) -> bool {
        self.body.contains("id=\"problem\"")
    }

    /// A parameter of the address that the browser is sent to.
    pub fn sent(&self, name: &str) -> Option<String> {
        let (_, after) = self.header("location")?.split_once(['?', '#'])?;
        let mut pairs = form_urlencoded::parse(after.as_bytes());
        pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }
}

/// A form as a browser would post it.
#[derive(Debug, Clone)]
pub struct Form {
    pub action: String,
    pub hidden: Vec<(String, String)>,
}

/// Text of an attribute or element, character references resolved.
pub fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("&#") {
        let (number, tail) = after.split_once(';').unwrap();
        plain.push_str(before);
        plain.push(char::from_u32(number.parse().unwrap()).unwrap());
        rest = tail;
    }
    plain.push_str(rest);
    assert!(!rest.contains('&'), "an unknown character reference: {text}");
    plain
}

/// Compares a text with its golden file, or rewrites the file when that is asked for.
pub fn assert_golden(name: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(text, golden, "{name} differs from its golden file");
}

/// Whether an answer says what kind of text it holds.
pub fn has_content_type(answer: &Answer) -> bool {
    answer.body.is_empty() || answer.headers.contains_key(header::CONTENT_TYPE)
}
