//! What a token costs without sockets: the use case alone, and behind the router.
//!
//! `cargo run --release -p testkit --example hot_path [-- [--seconds N] [--callers N] [PART OF A NAME…]]` prints one
//! line of JSON for each measurement: operations per second of the clock, and processor time of all threads for one
//! operation, in microseconds. On a shared machine the latter tells most; under `perf` it tells where the time goes.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a program that measures time, prints, and ends at the first fault"
)]

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use model::Timestamp;
use model::application::{SigningPreference, TokenVersion};
use model::flow::Authority;
use model::verdict::Verdict;
use protocol::Version;
use protocol::params::Params;
use protocol::token::TokenRequest;
use std::sync::Arc;
use std::time::{Duration, Instant};
use testkit::{TestApp, TestClient, TestTenant};
use tokio::task::JoinSet;
use tower::ServiceExt;

const WARM_UP: Duration = Duration::from_millis(300);

struct Options {
    seconds: f64,
    callers: usize,
    names: Vec<String>,
}

impl Options {
    fn parse() -> Self {
        let mut options = Self { seconds: 2.0, callers: 16, names: Vec::new() };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--seconds" => options.seconds = words.next().unwrap().parse().unwrap(),
                "--callers" => options.callers = words.next().unwrap().parse().unwrap(),
                _ => options.names.push(word),
            }
        }
        options
    }

    fn wanted(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|part| name.contains(part.as_str()))
    }
}

#[tokio::main]
async fn main() {
    let options = Options::parse();
    let world = World::make().await;
    for (algorithm, resource) in [("rs256", &world.rs256), ("es256", &world.es256)] {
        let body: Arc<str> = world.credentials(resource).into();
        let app = &world.app;
        measure(&options, &format!("app-{algorithm}"), || {
            world.tick();
            let (ctx, body, tenant) = (app.visitor(), Arc::clone(&body), world.tenant.id);
            async move {
                let params = Params::parse(body.as_bytes()).unwrap();
                let request = TokenRequest::parse(&params, None, Version::V2).unwrap();
                let answer =
                    app::tokens::token(&ctx, Authority::Tenant(tenant), None, request).await.unwrap();
                assert!(matches!(answer, Verdict::Granted(_)));
            }
        })
        .await;
        let token = format!("/{}/oauth2/v2.0/token", world.tenant.id);
        measure(&options, &format!("web-{algorithm}"), || {
            world.tick();
            answer(&world.router, post(&token, &body))
        })
        .await;
    }
    for (name, path) in
        [("web-discovery", "v2.0/.well-known/openid-configuration"), ("web-jwks", "discovery/v2.0/keys")]
    {
        let path = format!("/{}/{path}", world.tenant.id);
        measure(&options, name, || answer(&world.router, get(&path))).await;
    }
}

struct World {
    app: TestApp,
    router: Router,
    tenant: TestTenant,
    client: TestClient,
    rs256: TestClient,
    es256: TestClient,
}

impl World {
    async fn make() -> Self {
        let app = TestApp::start().await;
        app.clock.set(Timestamp::now());
        let tenant = app.customer("Measured").await;
        let client = app.client(&tenant, "automation").create().await;
        let rs256 = app.client(&tenant, "rs256").exposes("access_as_user").create().await;
        let es256 = app.client(&tenant, "es256").tokens(TokenVersion::V1, SigningPreference::Es256);
        let es256 = es256.exposes("access_as_user").create().await;
        let router = web::router(web::Web::new(Arc::clone(&app.services), false));
        Self { app, router, tenant, client, rs256, es256 }
    }

    /// Ids in the log are ordered by time only if it passes.
    fn tick(&self) {
        self.app.clock.set(Timestamp::now());
    }

    fn credentials(&self, resource: &TestClient) -> String {
        form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("client_id", &self.client.app_id.to_string())
            .append_pair("client_secret", self.client.secret.as_deref().unwrap())
            .append_pair("scope", &format!("api://{}/.default", resource.app_id))
            .finish()
    }
}

fn get(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

fn post(path: &str, body: &Arc<str>) -> Request<Body> {
    let form = "application/x-www-form-urlencoded";
    Request::post(path).header("content-type", form).body(Body::from(body.to_string())).unwrap()
}

fn answer(router: &Router, request: Request<Body>) -> impl Future<Output = ()> + use<> {
    let answering = router.clone().oneshot(request);
    async move {
        let response = answering.await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        response.into_body().collect().await.unwrap();
    }
}

async fn measure<F>(options: &Options, name: &str, operation: impl Fn() -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    if !options.wanted(name) {
        return;
    }
    rate(options, WARM_UP, &operation).await;
    let (per_second, micros) = rate(options, Duration::from_secs_f64(options.seconds), &operation).await;
    println!("{{\"what\":\"{name}\",\"per_second\":{per_second:.0},\"cpu_us\":{micros:.1}}}");
}

/// Keeps as many operations under way as there are callers; operations per second, and processor time for each.
async fn rate<F>(options: &Options, time: Duration, operation: &impl Fn() -> F) -> (f64, f64)
where
    F: Future<Output = ()> + Send + 'static,
{
    let (began, computed) = (Instant::now(), processor_time());
    let mut running: JoinSet<()> = (0..options.callers).map(|_| operation()).collect();
    let mut done = 0_u32;
    while let Some(ended) = running.join_next().await {
        ended.unwrap();
        done += 1;
        if began.elapsed() < time {
            running.spawn(operation());
        }
    }
    let per_second = f64::from(done) / began.elapsed().as_secs_f64();
    (per_second, (processor_time() - computed) / f64::from(done) * 1e6)
}

/// Processor time of all threads of this process so far, in seconds.
fn processor_time() -> f64 {
    let threads = std::fs::read_dir("/proc/self/task").unwrap().flatten();
    let nanos = threads.filter_map(|thread| {
        let stat = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        stat.split(' ').next()?.parse::<u64>().ok()
    });
    nanos.sum::<u64>() as f64 / 1e9
}
