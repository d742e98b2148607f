//! The page that tells everything about a demonstration: users with their passwords and the codes of this moment,
//! applications with commands to copy.

use super::Dev;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use crypto::totp;
use model::Timestamp;
use serde_json::Value;
use std::fmt::Write as _;
use web::headers::{PagePolicy, page as page_headers};
use web::locale::{Language, Locale};

/// `GET /dev`.
pub(super) async fn page(State(dev): State<Dev>, headers: HeaderMap) -> Response {
    let accepted = headers.get("accept-language").and_then(|value| value.to_str().ok());
    let language = Locale::negotiate(None, accepted, Language::default()).language();
    let body = render(&dev.world, dev.services.clock.now(), language);
    (page_headers(PagePolicy::default()), body).into_response()
}

/// The page's own words.
struct Words {
    lang: &'static str,
    title: &'static str,
    intro: &'static str,
    users: &'static str,
    applications: &'static str,
    sign_in: &'static str,
    columns: [&'static str; 5],
    commands: &'static str,
}

const ENGLISH: Words = Words {
    lang: "en",
    title: "Countersign demonstration",
    intro: "Everything here is made up. Reload for the codes of this moment.",
    users: "Users",
    applications: "Applications",
    sign_in: "Sign in as the first administrator",
    columns: ["Part", "User name", "Password", "Code now", "Roles"],
    commands: "Commands to copy",
};
const KOREAN: Words = Words {
    lang: "ko",
    title: "Countersign 데모",
    intro: "여기 있는 것은 모두 가상입니다. 지금의 코드를 보려면 새로 고치세요.",
    users: "사용자",
    applications: "애플리케이션",
    sign_in: "첫 관리자로 로그인해 보기",
    columns: ["구분", "사용자 이름", "암호", "현재 코드", "디렉터리 역할"],
    commands: "복사할 명령",
};

fn render(world: &Value, now: Timestamp, language: Language) -> String {
    let words = if language == Language::Korean { KOREAN } else { ENGLISH };
    let mut page = format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{}</title>\
         <style>{}</style></head><body><main><h1>{}</h1><p>{}</p><p><a href=\"/dev/sign-in?user={}\">{}</a></p>",
        words.lang,
        words.title,
        web::assets::style(),
        words.title,
        words.intro,
        list(world, "users")
            .find(|user| text(user, "tag") == Some("first-admin"))
            .and_then(|user| text(user, "upn"))
            .map(escaped)
            .unwrap_or_default(),
        words.sign_in
    );
    users(&mut page, world, now, &words);
    applications(&mut page, world, &words);
    page.push_str("</main></body></html>");
    page
}

fn users(page: &mut String, world: &Value, now: Timestamp, words: &Words) {
    let heads: String = words.columns.map(|column| format!("<th scope=\"col\">{column}</th>")).concat();
    // Writing to a string cannot fail, here and below.
    let _ = write!(page, "<h2>{}</h2><table><thead><tr>{heads}</tr></thead><tbody>", words.users);
    for user in list(world, "users") {
        let code = text(user, "totp_secret")
            .and_then(totp::Secret::from_base32)
            .map(|secret| secret.code(totp::step_at(now)))
            .unwrap_or_default();
        let roles: Vec<&str> = list(user, "roles").filter_map(Value::as_str).collect();
        let cells = [
            text(user, "tag").unwrap_or_default(),
            text(user, "upn").unwrap_or_default(),
            text(user, "password").unwrap_or_default(),
            &code,
            &roles.join(", "),
        ];
        let cells = cells.map(|cell| format!("<td>{}</td>", escaped(cell))).concat();
        let _ = write!(page, "<tr>{cells}</tr>");
    }
    page.push_str("</tbody></table>");
}

fn applications(page: &mut String, world: &Value, words: &Words) {
    let _ = write!(page, "<h2>{}</h2>", words.applications);
    let base = text(world, "base_url").unwrap_or_default();
    for app in list(world, "apps") {
        let (tenant, app_id) =
            (text(app, "tenant").unwrap_or_default(), text(app, "app_id").unwrap_or_default());
        let home = list(world, "tenants").find(|known| text(known, "id") == Some(tenant));
        let home = home.and_then(|home| text(home, "name")).unwrap_or_default();
        let name = format!("{} – {home}", text(app, "name").unwrap_or_default());
        let command = match text(app, "secret") {
            Some(secret) => format!(
                "curl --cacert ca.pem {base}/{tenant}/oauth2/v2.0/token -d grant_type=client_credentials \
                 -d client_id={app_id} --data-urlencode 'client_secret={secret}' \
                 -d scope=https://graph.microsoft.com/.default"
            ),
            None => format!(
                "curl --cacert ca.pem {base}/{tenant}/oauth2/v2.0/devicecode -d client_id={app_id} \
                 -d scope=User.Read"
            ),
        };
        let _ = write!(
            page,
            "<section><p><strong>{}</strong> <code>{}</code></p><details><summary>{}</summary><pre>{}</pre></details></section>",
            escaped(&name),
            escaped(app_id),
            words.commands,
            escaped(&command)
        );
    }
}

pub(super) fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

pub(super) fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests;
