//! The circumstances of one request.

use crate::Services;
use model::audit::Actor;
use model::{TenantId, Timestamp, Uuid};
use std::net::IpAddr;
use std::sync::Arc;

/// Who asks, when, from where, and on which server.
#[derive(Clone)]
pub struct Ctx {
    /// The server's parts.
    pub services: Arc<Services>,
    /// The tenant the request belongs to, once it is known.
    pub tenant: Option<TenantId>,
    /// Who acts.
    pub actor: Actor,
    /// The present moment, the same for the whole request.
    pub now: Timestamp,
    /// Ties everything written for this request together; the client may have chosen it.
    pub correlation_id: Uuid,
    /// The other end of the connection.
    pub client: Client,
}

/// The other end of the connection.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// Its address.
    pub address: Option<IpAddr>,
    /// Its `User-Agent` header, bounded.
    pub user_agent: Option<String>,
}

impl Ctx {
    /// Circumstances of a request nobody is authenticated for yet.
    pub fn anonymous(services: &Arc<Services>, correlation_id: Option<Uuid>, client: Client) -> Self {
        Self {
            tenant: None,
            actor: Actor::Anonymous,
            now: services.clock.now(),
            correlation_id: correlation_id.unwrap_or_else(|| services.entropy.uuid_v4()),
            client,
            services: Arc::clone(services),
        }
    }

    /// Circumstances of a command at the machine itself.
    pub fn operator(services: &Arc<Services>, name: &str) -> Self {
        Self {
            actor: Actor::Operator { name: name.to_owned() },
            ..Self::anonymous(services, None, Client::default())
        }
    }

    /// Circumstances of the server's own work.
    pub fn job(services: &Arc<Services>, name: &str) -> Self {
        Self {
            actor: Actor::Job { name: name.to_owned() },
            ..Self::anonymous(services, None, Client::default())
        }
    }

    /// The same circumstances in a tenant.
    #[must_use]
    pub fn in_tenant(&self, tenant: TenantId) -> Self {
        Self { tenant: Some(tenant), ..self.clone() }
    }

    /// The client's address as text.
    pub(crate) fn address(&self) -> Option<String> {
        self.client.address.map(|address| address.to_string())
    }
}
