//! A token that a client holds and asks about: what it is, and whose grant stands behind it.

use super::Call;
use crate::{Ctx, bearer, grants};
use model::TenantId;
use model::flow::Authority;
use model::grant::{Grant, RefreshHandle};
use protocol::claims::AccessTokenClaims;
use protocol::introspection::TokenQuery;
use store::scope::TenantScope;
use store::{StoreError, Tx};

/// A token of ours.
pub(super) enum Held {
    /// An access token that has not ended.
    Access(Box<AccessTokenClaims>),
    /// A refresh token.
    Refresh(RefreshHandle),
}

impl Held {
    /// Reads a token. Neither kind reads as the other, so the client's hint tells nothing new.
    fn read(ctx: &Ctx, token: &str) -> Option<Self> {
        let refresh = grants::open_refresh(ctx, token).map(Self::Refresh);
        refresh.or_else(|| bearer::genuine(ctx, token).map(|claims| Self::Access(Box::new(claims))))
    }

    fn tenant(&self) -> TenantId {
        match self {
            Self::Access(claims) => TenantId(claims.tid),
            Self::Refresh(handle) => handle.tenant,
        }
    }

    /// The grant behind it; an application's own token has none.
    pub(super) fn grant<S: TenantScope>(&self, tx: &mut Tx<'_, S>) -> Result<Option<Grant>, StoreError> {
        match self {
            Self::Access(claims) => bearer::grant(tx, claims),
            Self::Refresh(handle) => store::grants::find(tx, handle.grant),
        }
    }
}

/// A client's question about a token.
pub(super) struct Question {
    pub(super) call: Call,
    /// The tenant in which the client proves itself.
    pub(super) tenant: TenantId,
    /// The token, if it is one of that tenant.
    pub(super) held: Option<Held>,
}

/// The question behind a request; `None` if a shared authority was asked about a token that leads to no tenant:
/// nothing is known of it anywhere, and there is nowhere for the client to prove itself.
pub(super) fn question(ctx: &Ctx, authority: Authority, query: TokenQuery) -> Option<Question> {
    let held = Held::read(ctx, query.token.expose());
    let tenant = authority.tenant().or(held.as_ref().map(Held::tenant))?;
    let held = held.filter(|held| held.tenant() == tenant);
    Some(Question { call: Call::about(authority, query.client), tenant, held })
}
