//! What handlers answer.

use crate::call::Call;
use crate::links;
use app::graph::Page;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use protocol::odata::QueryOptions;
use serde_json::{Value, json};

/// Graph's media type, with what it says of annotations.
const GRAPH_JSON: &str =
    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";
const PLAIN_JSON: &str = "application/json; charset=utf-8";
/// Prometheus' text format.
const METRICS: &str = "text/plain; version=0.0.4; charset=utf-8";

/// An answer other than a refusal.
#[derive(Debug)]
pub(crate) enum Reply {
    /// A resource or collection of Graph.
    Graph(Value),
    /// Any other JSON.
    Json(Value),
    /// JSON with the status 503: the server cannot work now.
    NotReady(Value),
    /// Figures.
    Metrics(String),
    /// Nothing.
    NoContent,
}

impl Reply {
    pub(crate) fn render(self) -> Response {
        match self {
            Self::Graph(value) => {
                let mut response = with_body(StatusCode::OK, GRAPH_JSON, value.to_string());
                response.headers_mut().insert("odata-version", HeaderValue::from_static("4.0"));
                response
            }
            Self::Json(value) => with_body(StatusCode::OK, PLAIN_JSON, value.to_string()),
            Self::NotReady(value) => {
                with_body(StatusCode::SERVICE_UNAVAILABLE, PLAIN_JSON, value.to_string())
            }
            Self::Metrics(text) => with_body(StatusCode::OK, METRICS, text),
            Self::NoContent => {
                let mut response = Response::new(Body::empty());
                *response.status_mut() = StatusCode::NO_CONTENT;
                response
            }
        }
    }

    /// One resource of a set.
    pub(crate) fn entity(call: &Call, set: &str, options: &QueryOptions, mut resource: Value) -> Self {
        if let Some(members) = resource.as_object_mut() {
            let context = context(call, &format!("{set}{}/$entity", selection(options)));
            members.insert("@odata.context".to_owned(), context);
        }
        Self::Graph(resource)
    }

    /// One page of a set.
    pub(crate) fn collection(call: &Call, set: &str, options: &QueryOptions, page: Page) -> Self {
        let mut body = json!({
            "@odata.context": context(call, &format!("{set}{}", selection(options))),
            "value": page.items,
        });
        if let Some(members) = body.as_object_mut() {
            members.extend(page.count.map(|count| ("@odata.count".to_owned(), count.into())));
            let link = page.next.map(|token| {
                let query = options.next_query(&token);
                format!("{}{}?{query}", call.origin(), call.path())
            });
            members.extend(link.map(|link| ("@odata.nextLink".to_owned(), link.into())));
        }
        Self::Graph(body)
    }

    /// A value that is no resource.
    pub(crate) fn value(call: &Call, kind: &str, value: &Value) -> Self {
        Self::Graph(json!({"@odata.context": context(call, kind), "value": value}))
    }
}

/// JSON with a status of its own, in Graph's form or not.
pub(crate) fn with_body(status: StatusCode, kind: &'static str, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert("content-type", HeaderValue::from_static(kind));
    response
}

/// A refusal's body.
pub(crate) fn refused(status: u16, body: String) -> Response {
    with_body(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), PLAIN_JSON, body)
}

fn context(call: &Call, fragment: &str) -> Value {
    Value::from(format!("{}{}/$metadata#{fragment}", call.origin(), links::root(call.path())))
}

fn selection(options: &QueryOptions) -> String {
    match &options.select {
        Some(select) => format!("({})", select.properties.join(",")),
        None => String::new(),
    }
}
