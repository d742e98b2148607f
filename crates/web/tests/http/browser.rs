//! A browser without scripts, and somebody in front of it.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::Method;
use model::{Clock, SignedDuration};
use testkit::{TestApp, TestUser};

use crate::site::{Answer, FORM, ORIGIN, Site, form, request};

/// More pages than any sign-in has.
const MOST_PAGES: usize = 20;
/// What somebody takes instead of a temporary password.
pub const NEW_PASSWORD: &str = "another staple for the battery";

/// A browser: cookies, a language, nothing else.
pub struct Browser<'a> {
    site: &'a Site,
    cookies: BTreeMap<String, String>,
    pub language: &'static str,
    /// Titles of the pages shown so far.
    pub titles: Vec<String>,
}

impl Site {
    pub fn browser(&self) -> Browser<'_> {
        Browser { site: self, cookies: BTreeMap::new(), language: "en", titles: Vec::new() }
    }
}

impl Browser<'_> {
    /// The same browser again, cookies included.
    pub fn copy(&self) -> Self {
        Self { site: self.site, cookies: self.cookies.clone(), language: self.language, titles: Vec::new() }
    }

    /// Closes the browser and opens it again: cookies that end with it are gone.
    pub fn reopen(&mut self) {
        self.cookies.retain(|_, cookie| cookie.contains("Max-Age"));
    }

    pub fn has_session(&self) -> bool {
        self.cookies.keys().any(|name| name.ends_with("-session"))
    }

    pub async fn open(&mut self, address: &str) -> Answer {
        let headers = self.headers();
        let answer = self.site.send(request(Method::GET, address, &borrowed(&headers), Body::empty())).await;
        self.keep(answer)
    }

    /// Posts fields from one of the origin's own pages.
    pub async fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_from(ORIGIN, address, fields).await
    }

    /// Posts fields from a page of some origin.
    pub async fn post_from(&mut self, origin: &str, address: &str, fields: &[(&str, &str)]) -> Answer {
        let mut headers = self.headers();
        headers.push(("origin", origin.to_owned()));
        headers.push(("content-type", FORM.to_owned()));
        let body = Body::from(form(fields));
        let answer = self.site.send(request(Method::POST, address, &borrowed(&headers), body)).await;
        self.keep(answer)
    }

    /// Presses a button of a page after filling in fields.
    pub async fn press(&mut self, page: &Answer, button: &str, fields: &[(&str, &str)]) -> Answer {
        let form = page.form().unwrap_or_else(|| panic!("no form: {page:?}"));
        let hidden = form.hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let all: Vec<_> = hidden.chain(fields.iter().copied()).chain([("action", button)]).collect();
        self.post(&form.action, &all).await
    }

    fn headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = vec![("accept-language", self.language.to_owned())];
        let pairs: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, cookie)| format!("{name}={}", cookie.split(';').next().unwrap()))
            .collect();
        if !pairs.is_empty() {
            headers.push(("cookie", pairs.join("; ")));
        }
        headers
    }

    fn keep(&mut self, answer: Answer) -> Answer {
        for cookie in answer.headers.get_all("set-cookie") {
            let (name, value) = cookie.to_str().unwrap().split_once('=').unwrap();
            for attribute in ["Path=/", "Secure", "HttpOnly", "SameSite=None"] {
                assert!(value.split("; ").any(|part| part == attribute), "{name} is not {attribute}");
            }
            assert!(
                name.starts_with("__Host-") && !value.contains("Domain"),
                "{name} may come from elsewhere"
            );
            if value.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        if answer.is_page() {
            self.titles.push(answer.title().to_owned());
        }
        answer
    }
}

fn borrowed<'a>(headers: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    headers.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// Somebody in front of a browser: what he knows and has.
#[derive(Clone, Debug)]
pub struct Somebody {
    pub user: TestUser,
    pub recovery_codes: Vec<String>,
    pub stays: bool,
}

impl From<&TestUser> for Somebody {
    fn from(user: &TestUser) -> Self {
        Self { user: user.clone(), recovery_codes: Vec::new(), stays: false }
    }
}

impl Somebody {
    /// The next code of his authenticator app: he waits until it shows one that he has not used.
    pub fn next_code(&self, app: &TestApp) -> String {
        app.clock.advance(SignedDuration::from_secs(30));
        self.user.code_at(app.clock.now())
    }

    /// The seed and the recovery codes that pages show.
    fn read(&mut self, page: &Answer) {
        if let Some(seed) = shown_seed(page) {
            self.user.seed = Some(seed);
        }
        if page.step().as_deref() == Some("codes") {
            self.recovery_codes = shown_codes(page);
        }
    }
}

/// The seed on a registration page.
pub fn shown_seed(page: &Answer) -> Option<[u8; 20]> {
    let (_, after) = page.body.split_once("<dd class=\"key\">")?;
    let text: String = after.split("</dd>").next()?.replace("<span>", "").replace("</span>", "");
    let text: String = text.split_whitespace().collect();
    data_encoding::BASE32_NOPAD.decode(text.as_bytes()).unwrap().try_into().ok()
}

/// The recovery codes on their page.
fn shown_codes(page: &Answer) -> Vec<String> {
    let (_, after) = page.body.split_once("<ul class=\"codes\">").unwrap();
    let inside = after.split("</ul>").next().unwrap();
    inside.split("<li>").skip(1).map(|item| item.split("</li>").next().unwrap().to_owned()).collect()
}

impl Browser<'_> {
    /// Answers one page of a sign-in as somebody would.
    pub async fn answer(&mut self, who: &mut Somebody, page: &Answer) -> Answer {
        who.read(page);
        let step = page.step().unwrap_or_else(|| panic!("no step: {page:?}"));
        match step.as_str() {
            "accounts" => self.press(page, "other", &[]).await,
            "username" => self.press(page, "next", &[("loginfmt", &who.user.name)]).await,
            "password" => self.press(page, "next", &[("passwd", &who.user.password)]).await,
            "code" | "register" => {
                let code = who.next_code(&self.site.app);
                self.press(page, "next", &[("otc", &code)]).await
            }
            "recovery" => {
                let code = who.recovery_codes.pop().unwrap();
                self.press(page, "next", &[("otc", &code)]).await
            }
            "change" => {
                NEW_PASSWORD.clone_into(&mut who.user.password);
                let fields = [("newpasswd", NEW_PASSWORD), ("confirmpasswd", NEW_PASSWORD)];
                self.press(page, "next", &fields).await
            }
            "stay" => self.press(page, if who.stays { "yes" } else { "no" }, &[]).await,
            "consent" => self.press(page, "accept", &[]).await,
            "codes" | "device" => self.press(page, "next", &[]).await,
            other => panic!("a step nobody answers: {other}"),
        }
    }

    /// Opens an address and answers pages until one of them is the step `until`, or the sign-in ends.
    pub async fn walk(&mut self, who: &mut Somebody, address: &str, until: &str) -> Answer {
        let page = self.open(address).await;
        self.go_on(who, page, until).await
    }

    /// Answers pages from this one on, until one of them is the step `until`, or the sign-in ends.
    pub async fn go_on(&mut self, who: &mut Somebody, mut page: Answer, until: &str) -> Answer {
        for _ in 0..MOST_PAGES {
            match page.step() {
                Some(step) if step != until && !page.has_problem() => page = self.answer(who, &page).await,
                _ => return page,
            }
        }
        panic!("a sign-in without an end");
    }

    /// Opens an address and answers every page.
    pub async fn sign_in(&mut self, who: &mut Somebody, address: &str) -> Answer {
        self.walk(who, address, "").await
    }
}
