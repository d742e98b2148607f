//! The device authorization grant (RFC 8628): codes for a device that has no browser.

use crate::resource;
use crate::tokens::clients;
use crate::{Ctx, Fault, scope, world};
use crypto::mac::keyed_hash;
use crypto::secrets::{normalised_user_code, user_code};
use model::flow::Authority;
use model::grant::{DeviceCode, DeviceState};
use model::verdict::{Cause, Refusal, Verdict};
use model::{AppId, SignedDuration, nature};
use protocol::scope::ScopeRequest;
use protocol::token::DeviceAuthorization;

/// How long a device may wait (`domain-facts.md` section 8.1).
const LIFE: SignedDuration = SignedDuration::from_mins(15);
/// How many seconds a device should wait between polls.
const INTERVAL: u32 = 5;
/// How often a user code that is taken is drawn again.
const DRAWS: usize = 5;

/// What a device asks for.
#[derive(Clone, Debug)]
pub struct DeviceRequest {
    /// The tenant in the path.
    pub authority: Authority,
    /// The client.
    pub client_id: String,
    /// Scopes as asked.
    pub scope: ScopeRequest,
    /// The resource of a v1 request.
    pub resource: Option<String>,
}

/// Makes codes for a device.
pub async fn authorize(ctx: &Ctx, request: DeviceRequest) -> Result<Verdict<DeviceAuthorization>, Fault> {
    let client = match checked(ctx, &request).await? {
        Ok(client) => client,
        Err(cause) => {
            let trace = ctx.services.entropy.uuid_v7(ctx.now);
            return Ok(Verdict::Refused(Refusal { cause, trace }));
        }
    };
    let device_code = crate::grants::base64url(&nature::random::<32>(ctx.services.entropy.as_ref()));
    for _ in 0..DRAWS {
        let user_code = user_code(&mut |bytes| ctx.services.entropy.fill(bytes));
        let row = DeviceCode {
            device_hash: hash(ctx, "device code", &device_code),
            user_hash: user_hash(ctx, &user_code),
            client,
            tenant: request.authority.tenant(),
            scopes: resource::words(&request.scope),
            resource: request.resource.clone(),
            address: ctx.address(),
            state: DeviceState::Pending,
            expires_at: ctx.now + LIFE,
        };
        let inserted = ctx
            .services
            .store
            .write(scope::system(), move |tx| Ok::<_, Fault>(store::device_codes::insert(tx, &row)?))
            .await?;
        if inserted {
            return Ok(Verdict::Granted(told(ctx, device_code, user_code)));
        }
    }
    Err(Fault::Overloaded { retry_after_seconds: 60 })
}

/// What the device is told.
fn told(ctx: &Ctx, device_code: String, user_code: String) -> DeviceAuthorization {
    let verification_uri = format!("{}/devicelogin", ctx.services.config.origins.identity);
    let message = format!(
        "To sign in, use a web browser to open the page {verification_uri} and enter the code {user_code} to \
         authenticate."
    );
    DeviceAuthorization {
        device_code,
        verification_uri_complete: Some(format!("{verification_uri}?user_code={user_code}")),
        verification_uri,
        user_code,
        expires_in: u32::try_from(LIFE.as_secs()).unwrap_or(u32::MAX),
        interval: INTERVAL,
        message,
    }
}

async fn checked(ctx: &Ctx, request: &DeviceRequest) -> Result<Result<AppId, Cause>, Fault> {
    let application = match clients::find(ctx, request.authority, &request.client_id).await? {
        Ok(application) => application,
        Err(cause) => return Ok(Err(cause)),
    };
    if !application.public_client {
        return Ok(Err(Cause::GrantTypeNotAllowed("device_code")));
    }
    if let Some(tenant) = request.authority.tenant()
        && let Some(world) = world::world(ctx, tenant, Some(application.app_id)).await?
        && let Err(cause) =
            resource::target(ctx, &world, application.app_id, &request.scope, request.resource.as_deref())
    {
        return Ok(Err(cause));
    }
    Ok(Ok(application.app_id))
}

/// The device that waits for a typed code, and the code's hash.
pub(crate) async fn by_user_code(ctx: &Ctx, typed: &str) -> Result<Option<(DeviceCode, [u8; 32])>, Fault> {
    let user_hash = user_hash(ctx, typed);
    let found = ctx
        .services
        .store
        .read(scope::system(), move |tx| Ok::<_, Fault>(store::device_codes::by_user(tx, &user_hash)?))
        .await?;
    let now = ctx.now;
    let waits = |device: &DeviceCode| device.state == DeviceState::Pending && now < device.expires_at;
    Ok(found.filter(waits).map(|device| (device, user_hash)))
}

/// The kept form of a user code, however it was typed.
fn user_hash(ctx: &Ctx, typed: &str) -> [u8; 32] {
    hash(ctx, "user code", &normalised_user_code(typed).unwrap_or_default())
}

/// The kept form of a code.
pub(crate) fn hash(ctx: &Ctx, purpose: &str, code: &str) -> [u8; 32] {
    keyed_hash(&ctx.services.keys.present().mac, purpose, &[code.as_bytes()])
}
