//! Through the sign-in pages as a person goes: form by form, to a code and tokens.

use crate::cookies::Cookies;
use crate::form::Form;
use crate::http::{Link, Origin, path_of};
use crate::world::Application;

/// RFC 7636 appendix B. One for all: the load generator has nothing to hide.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// More pages than any sign-in has.
const MOST_PAGES: usize = 12;

/// A public client and what it asks for.
#[derive(Debug, Clone)]
pub struct Client {
    pub tenant: String,
    pub app_id: String,
    redirect_uri: String,
    scope: String,
    /// `Origin` of its token requests: single-page applications have one, and ours have no path.
    pub origin: Option<String>,
}

/// One browser on the identity origin.
pub struct Browser<'a> {
    pub link: &'a mut Link,
    pub cookies: Cookies,
}

/// Who signs in.
pub struct Person<'a> {
    pub name: &'a str,
    pub password: &'a str,
    /// What his authenticator shows at the moment it is asked for.
    pub code: &'a (dyn Fn() -> String + Sync),
}

impl Client {
    /// `redirect_uri` is one of the application's.
    pub fn new(
        app: &Application,
        redirect_uri: &str,
        scope: String,
        single_page: bool,
    ) -> Result<Self, String> {
        if !app.redirect_uris.iter().any(|known| known == redirect_uri) {
            return Err(format!("{} has no redirect URI {redirect_uri}", app.app_id));
        }
        Ok(Self {
            tenant: app.tenant.clone(),
            app_id: app.app_id.clone(),
            redirect_uri: redirect_uri.to_owned(),
            scope,
            origin: single_page.then(|| redirect_uri.to_owned()),
        })
    }

    /// Signs a person in; gives the answer of the token endpoint. With the cookies of an earlier sign-in the server
    /// asks nothing.
    pub async fn sign_in(
        &self,
        identity: &Origin,
        browser: &mut Browser<'_>,
        person: &Person<'_>,
    ) -> Result<String, String> {
        let code = self.code(identity, browser, person).await?;
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "authorization_code")
            .append_pair("client_id", &self.app_id)
            .append_pair("redirect_uri", &self.redirect_uri)
            .append_pair("code_verifier", VERIFIER)
            .append_pair("code", &code)
            .finish();
        let answer = browser.link.exchange(&self.token_request(identity, &body)).await?.good()?;
        Ok(answer.text().to_owned())
    }

    /// A request to the token endpoint.
    pub fn token_request(&self, identity: &Origin, body: &str) -> Vec<u8> {
        let origin = self.origin.as_ref().map(|origin| format!("Origin: {origin}\r\n")).unwrap_or_default();
        identity.post_form(&format!("/{}/oauth2/v2.0/token", self.tenant), &origin, body)
    }

    async fn code(
        &self,
        identity: &Origin,
        browser: &mut Browser<'_>,
        person: &Person<'_>,
    ) -> Result<String, String> {
        let Browser { link, cookies } = browser;
        let mut request = identity.get(&self.authorize_path(person), &cookies.header());
        for _ in 0..MOST_PAGES {
            let answer = link.exchange(&request).await?;
            cookies.take(answer);
            if matches!(answer.status, 302 | 303) {
                let target = answer.headers("location").next().ok_or("a redirect to nowhere")?;
                if let Some(query) = target.strip_prefix(&self.redirect_uri) {
                    return code_in(query);
                }
                request = identity.get(path_of(target), &cookies.header());
                continue;
            }
            let page = answer.good()?.text();
            let form = Form::find(page).ok_or_else(|| format!("a page without a form: {}", title(page)))?;
            let body = fill(&form, person).ok_or_else(|| format!("nothing to answer on: {}", title(page)))?;
            request = identity.post_form(path_of(&form.action), &cookies.header(), &body);
        }
        Err("the sign-in pages do not end".to_owned())
    }

    fn authorize_path(&self, person: &Person<'_>) -> String {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", &self.app_id)
            .append_pair("response_type", "code")
            .append_pair("response_mode", "query")
            .append_pair("redirect_uri", &self.redirect_uri)
            .append_pair("scope", &self.scope)
            .append_pair("login_hint", person.name)
            .append_pair("state", "load")
            .append_pair("nonce", "load")
            .append_pair("code_challenge", CHALLENGE)
            .append_pair("code_challenge_method", "S256")
            .finish();
        format!("/{}/oauth2/v2.0/authorize?{query}", self.tenant)
    }
}

/// What a person answers to a form; nothing if it is none of those that a sign-in shows.
fn fill(form: &Form, person: &Person<'_>) -> Option<String> {
    if form.asks("loginfmt") {
        return Some(form.fill(&[("loginfmt", person.name), ("action", "next")]));
    }
    if form.asks("passwd") {
        return Some(form.fill(&[("passwd", person.password), ("action", "next")]));
    }
    if form.asks("otc") {
        return Some(form.fill(&[("otc", &(person.code)()), ("action", "next")]));
    }
    let action = ["no", "accept", "later"].into_iter().find(|action| form.offers(action))?;
    Some(form.fill(&[("action", action)]))
}

fn code_in(query: &str) -> Result<String, String> {
    let pairs = form_urlencoded::parse(query.trim_start_matches('?').as_bytes());
    let found = pairs.into_iter().find(|(name, _)| name == "code");
    found.map(|(_, code)| code.into_owned()).ok_or_else(|| format!("no code, but {query}"))
}

/// What a page says of itself, for messages.
fn title(page: &str) -> String {
    let heading = page.split_once("<h1>").and_then(|(_, rest)| rest.split_once("</h1>"));
    let problem = page.split_once("role=\"alert\">").and_then(|(_, rest)| rest.split_once('<'));
    [heading, problem].into_iter().flatten().map(|(text, _)| text).collect::<Vec<_>>().join(": ")
}
