//! The sign-in log, read through Graph: after a run it must hold an entry for every answer.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::clock::ServerClock;
use crate::http::{Origin, path_of};
use crate::scenario::token_request;
use crate::world::{Application, World};

const PAGE: usize = 999;

/// A moment in the log, and which later entries count.
pub struct Ledger {
    graph: Origin,
    authorization: String,
    query: String,
}

#[derive(Deserialize)]
struct Page {
    value: Vec<IgnoredAny>,
    #[serde(rename = "@odata.nextLink")]
    next: Option<String>,
}

impl Ledger {
    /// Counts successes of a client and of a kind (`signInEventTypes`) from now on; nothing where no Graph is served.
    pub async fn open(world: &World, client: &Application, kind: &str) -> Result<Option<Self>, String> {
        let Some(url) = &world.resources.graph else { return Ok(None) };
        let identity = world.identity()?;
        let reader = world.app("automation", Some(&client.tenant))?;
        let mut link = identity.connect().await?;
        let request = token_request(&identity, reader, &format!("{url}/.default"))?;
        let answer = link.exchange(&request).await?.good()?;
        let token = answer.json_text("access_token").ok_or("an answer without access_token")?;
        let authorization = format!("Authorization: Bearer {token}\r\n");
        let since = ServerClock::open(world).await?.now();
        let filter = format!(
            "createdDateTime gt {since} and appId eq '{}' and status/errorCode eq 0 and \
             signInEventTypes/any(t: t eq '{kind}')",
            client.app_id
        );
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("$filter", &filter)
            .append_pair("$top", &PAGE.to_string())
            .finish();
        Ok(Some(Self { graph: world.origin(url)?, authorization, query }))
    }

    /// How many entries there are by now.
    pub async fn count(&self) -> Result<u64, String> {
        let mut link = self.graph.connect().await?;
        let mut path = format!("/beta/auditLogs/signIns?{}", self.query);
        let mut count = 0;
        loop {
            let answer = link.exchange(&self.graph.get(&path, &self.authorization)).await?.good()?;
            let page: Page = serde_json::from_slice(answer.body).map_err(|error| error.to_string())?;
            count += u64::try_from(page.value.len()).unwrap_or(u64::MAX);
            let Some(next) = page.next else { return Ok(count) };
            path_of(&next).clone_into(&mut path);
        }
    }
}
