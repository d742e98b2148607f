//! What HTTP alone costs: axum answering a constant of about the size of a token answer.

use std::path::Path;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use serde_json::json;

/// Where the constant is.
pub const PATH: &str = "/constant";
const LENGTH: usize = 1024;

/// Serves until the process is ended.
pub fn serve(ready_file: &Path) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("no runtime: {error}"))?;
    runtime.block_on(async {
        let listener =
            tokio::net::TcpListener::bind("127.0.0.1:0").await.map_err(|error| error.to_string())?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        announce(ready_file, &json!({ "base_url": format!("http://{address}") }).to_string())?;
        axum::serve(listener, router()).await.map_err(|error| error.to_string())
    })
}

pub fn router() -> Router {
    let constant: &'static str = constant().leak();
    Router::new().route(PATH, get(move || async move { ([(CONTENT_TYPE, "application/json")], constant) }))
}

fn constant() -> String {
    let empty = json!({ "constant": "" }).to_string().len();
    json!({ "constant": "x".repeat(LENGTH - empty) }).to_string()
}

/// Whoever waits for the file never sees half of it.
fn announce(ready_file: &Path, text: &str) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", ready_file.display());
    let unfinished = ready_file.with_extension("unfinished");
    std::fs::write(&unfinished, text).map_err(failed)?;
    std::fs::rename(&unfinished, ready_file).map_err(failed)
}
