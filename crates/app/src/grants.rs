//! What clients hold of a grant: codes and refresh handles, sealed under the server's key ring.

use crate::{Ctx, Fault};
use crypto::mac::keyed_hash;
use model::grant::RefreshHandle;
use model::{AppId, CodeId, GrantId, TenantId, UserId, nature};
use serde::{Deserialize, Serialize};

/// The longest code or refresh token looked at, in bytes.
const LONGEST_HANDLE: usize = 2048;

/// What an authorization code holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CodeHandle {
    /// The home tenant of its user.
    #[serde(rename = "t")]
    pub(crate) tenant: TenantId,
    /// The code.
    #[serde(rename = "c")]
    pub(crate) code: CodeId,
    /// 128 random bits.
    #[serde(rename = "s")]
    pub(crate) secret: [u8; 16],
}

/// The code as the client gets it.
pub(crate) fn seal_code(
    ctx: &Ctx,
    tenant: TenantId,
    code: CodeId,
    secret: [u8; 16],
) -> Result<String, Fault> {
    seal(ctx, "code", &CodeHandle { tenant, code, secret })
}

/// What a code says; `None` if it is not ours.
pub(crate) fn open_code(ctx: &Ctx, code: &str) -> Option<CodeHandle> {
    open(ctx, "code", code)
}

/// The refresh token of a grant's generation, as the client gets it at `ctx.now`.
pub(crate) fn seal_refresh(
    ctx: &Ctx,
    tenant: TenantId,
    grant: GrantId,
    generation: i64,
) -> Result<String, Fault> {
    let secret = secret(ctx, grant, generation);
    let issued_at = ctx.now.as_microsecond();
    seal(ctx, "refresh", &RefreshHandle { tenant, grant, generation, issued_at, secret })
}

/// What a refresh token says; `None` if it is not ours.
pub(crate) fn open_refresh(ctx: &Ctx, token: &str) -> Option<RefreshHandle> {
    open(ctx, "refresh", token)
}

/// The secret of a generation's handle. It is derived, so that a client that lost an answer within the grace
/// period can be given the same handle again without the server keeping it.
fn secret(ctx: &Ctx, grant: GrantId, generation: i64) -> [u8; 16] {
    let keys = ctx.services.keys.present();
    let hash = keyed_hash(&keys.mac, "refresh secret", &[grant.0.as_bytes(), &generation.to_be_bytes()]);
    let mut secret = [0; 16];
    secret.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    secret
}

/// What the grant's row keeps of its present handle.
pub(crate) fn secret_hash(ctx: &Ctx, grant: GrantId, generation: i64) -> [u8; 32] {
    handle_hash(ctx, &secret(ctx, grant, generation))
}

/// The kept form of a handle's secret.
pub(crate) fn handle_hash(ctx: &Ctx, secret: &[u8; 16]) -> [u8; 32] {
    keyed_hash(&ctx.services.keys.present().mac, "refresh handle", &[secret])
}

/// The kept form of a code's secret.
pub(crate) fn code_hash(ctx: &Ctx, secret: &[u8; 16]) -> [u8; 32] {
    keyed_hash(&ctx.services.keys.present().mac, "code", &[secret])
}

/// The pairwise subject: the same for a user and an application, unlike for any other application
/// (OpenID Connect Core section 8.1).
pub(crate) fn subject(ctx: &Ctx, home: TenantId, user: UserId, application: AppId) -> String {
    let keys = ctx.services.keys.present();
    crypto::pairwise::subject(&keys.mac, &home.0, &user.0, &application.0)
}

/// Base64url without padding (RFC 4648 section 5).
pub(crate) fn base64url(bytes: &[u8]) -> String {
    base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, bytes)
}

fn seal<T: Serialize>(ctx: &Ctx, purpose: &str, handle: &T) -> Result<String, Fault> {
    let json = serde_json::to_vec(handle).map_err(|error| Fault::Corrupt(error.to_string()))?;
    let nonce = nature::random(ctx.services.entropy.as_ref());
    ctx.services
        .keys
        .present()
        .ring
        .seal(purpose, nonce, &json)
        .map_err(|error| Fault::Corrupt(error.to_string()))
}

fn open<T: for<'de> Deserialize<'de>>(ctx: &Ctx, purpose: &str, sealed: &str) -> Option<T> {
    let bytes = ctx.services.keys.present().ring.open(purpose, sealed, LONGEST_HANDLE).ok()?;
    serde_json::from_slice(&bytes).ok()
}
