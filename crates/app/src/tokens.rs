//! The token endpoint: one module per grant.

mod client_credentials;
pub(crate) mod clients;
mod code;
mod device;
mod held;
mod introspect;
mod issue;
mod password;
mod refresh;
mod revoke;
mod userinfo;

pub use introspect::introspect;
pub use issue::IssuingRoute;
pub use revoke::{Revocation, revoke};
pub use userinfo::userinfo;

use crate::{Ctx, Fault};
use model::flow::Authority;
use model::verdict::{Cause, Refusal, Verdict};
use model::{AppId, TenantId};
use protocol::Version;
use protocol::scope::ScopeRequest;
use protocol::token::{ClientAuthentication, Grant, IssuedTokens, TokenRequest, Wanted};

/// What every grant has in common.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The tenant in the path.
    pub(crate) authority: Authority,
    /// Which generation of the endpoint was asked.
    pub(crate) version: Version,
    /// Which client asks, and how it authenticates itself.
    pub(crate) client: ClientAuthentication,
    /// Its id.
    pub(crate) app_id: Option<AppId>,
    /// The `Origin` header, which only browsers send.
    pub(crate) origin: Option<String>,
    /// The scopes asked for; none means those of the grant.
    pub(crate) scope: Option<ScopeRequest>,
    /// The resource of a v1 request, as asked.
    pub(crate) resource: Option<String>,
    /// Whether `client_info` is asked for.
    pub(crate) client_info: bool,
}

impl Call {
    /// A call that is about a token and not for one.
    fn about(authority: Authority, client: ClientAuthentication) -> Self {
        Self {
            authority,
            version: Version::V2,
            app_id: clients::claimed_id(&client),
            client,
            origin: None,
            scope: None,
            resource: None,
            client_info: false,
        }
    }

    /// The client's id as it may be repeated in an answer.
    pub(crate) fn shown_id(&self) -> String {
        self.client.client_id.as_ref().map_or("-", |id| id.as_str()).chars().take(64).collect()
    }
}

/// Answers a token request.
///
/// `origin` is the request's `Origin` header. Refusals are recorded in the sign-in log once the client is known.
pub async fn token(
    ctx: &Ctx,
    authority: Authority,
    origin: Option<String>,
    request: TokenRequest,
) -> Result<Verdict<IssuedTokens>, Fault> {
    ctx.services.keys.answer()?;
    let app_id = clients::claimed_id(&request.client);
    let mut call = Call {
        authority,
        version: request.version,
        client: request.client,
        app_id,
        origin,
        scope: None,
        resource: None,
        client_info: request.client_info,
    };
    let mut take = |wanted: Wanted| {
        call.scope = wanted.scope;
        call.resource = wanted.resource_asked;
    };
    match request.grant {
        Grant::ClientCredentials { asked, .. } => client_credentials::sign_in(ctx, call, asked).await,
        Grant::AuthorizationCode { code, redirect_uri, code_verifier, wanted } => {
            take(wanted);
            let request = code::CodeRequest { code, redirect_uri, verifier: code_verifier };
            code::redeem(ctx, call, request).await
        }
        Grant::RefreshToken { refresh_token, wanted } => {
            take(wanted);
            refresh::refresh(ctx, call, refresh_token.expose()).await
        }
        Grant::DeviceCode { device_code, wanted } => {
            take(wanted);
            device::poll(ctx, call, device_code.expose()).await
        }
        Grant::Password { username, password, wanted } => {
            take(wanted);
            password::sign_in(ctx, call, &username, password).await
        }
        Grant::OnBehalfOf { .. } => Ok(unlogged(ctx, Cause::GrantTypeUnknown("on_behalf_of".to_owned()))),
    }
}

/// A refusal that no tenant's log keeps, because nobody is known yet.
fn unlogged<T>(ctx: &Ctx, cause: Cause) -> Verdict<T> {
    Verdict::Refused(Refusal { cause, trace: ctx.services.entropy.uuid_v7(ctx.now) })
}

/// What a deciding transaction came to, as a verdict.
fn verdict<T>(ctx: &Ctx, tenant: TenantId, decided: Option<Result<T, Refusal>>) -> Verdict<T> {
    match decided {
        Some(Ok(value)) => Verdict::Granted(value),
        Some(Err(refusal)) => Verdict::Refused(refusal),
        None => unlogged(ctx, Cause::TenantNotFound(tenant.to_string())),
    }
}
