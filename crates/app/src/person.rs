//! The user behind a grant, and what may be done in his name now.

use crate::Ctx;
use crate::fault::Abort;
use crate::resource::{self, Target};
use crate::tokens::{Call, clients};
use crate::world::World;
use model::consent::PermissionGrant;
use model::grant::Grant;
use model::method::Method;
use model::signin::ClientCredential;
use model::user::{Password, User};
use model::verdict::Cause;
use model::{RoleTemplateId, UserId};
use protocol::scope::ScopeRequest;
use rules::consent::ConsentState;
use rules::posture::{self, Posture};
use rules::signin::UserFacts;
use store::Tx;
use store::scope::TenantScope;

/// A user's state, read in the transaction that decides.
pub(crate) struct Person {
    pub(crate) user: User,
    pub(crate) password: Option<Password>,
    pub(crate) methods: Vec<Method>,
    pub(crate) unused_recovery_codes: usize,
    pub(crate) had_method_ever: bool,
    pub(crate) roles: Vec<RoleTemplateId>,
}

impl Person {
    /// As the rules want it.
    pub(crate) fn facts(&self) -> UserFacts<'_> {
        let administrator =
            |role: &RoleTemplateId| model::role::by_template(*role).is_some_and(|role| role.administrator);
        UserFacts {
            user: &self.user,
            password: self.password.as_ref(),
            methods: &self.methods,
            unused_recovery_codes: self.unused_recovery_codes,
            had_method_ever: self.had_method_ever,
            is_administrator: self.roles.iter().any(administrator),
        }
    }
}

impl Person {
    /// A grant of this user with the proofs that still count: what is gone or was replaced proves nothing.
    pub(crate) fn live(&self, grant: Grant) -> Grant {
        Grant { proofs: rules::signin::live_proofs(&grant.proofs, &self.facts()), ..grant }
    }
}

/// The user's state; `None` if the account is gone.
pub(crate) fn load<S: TenantScope>(tx: &mut Tx<'_, S>, id: UserId) -> Result<Option<Person>, Abort> {
    let Some(user) = store::users::find(tx, id)? else { return Ok(None) };
    Ok(Some(Person {
        password: store::passwords::get(tx, id)?,
        methods: store::methods::list(tx, id)?,
        unused_recovery_codes: usize::try_from(store::recovery_codes::count_unused(tx, id)?).unwrap_or(0),
        had_method_ever: store::methods::had_any_ever(tx, id)?,
        roles: store::roles::of(tx, id.0)?,
        user,
    }))
}

/// What the tenant demands of users' tokens now.
pub(crate) fn posture(ctx: &Ctx, world: &World) -> Posture {
    posture::posture(world.tenant(), false, ctx.now)
}

/// Authenticates the client that redeems a grant: the grant's own, with what its platform asks of it.
pub(crate) fn client(
    ctx: &Ctx,
    world: &World,
    call: &Call,
    grant: &Grant,
) -> Result<ClientCredential, Cause> {
    let (application, _) = clients::in_world(world, call.authority, call.app_id, &call.shown_id())?;
    if application.app_id != grant.client {
        return Err(Cause::CodeInvalid);
    }
    rules::client::origin(application, grant.platform, call.origin.as_deref())?;
    clients::authenticate(ctx, world.tenant(), application, Some(grant.platform), call)
}

/// What the user, or an administrator for everyone, agreed to between a client and a resource.
pub(crate) fn consents<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    world: &World,
    target: &Target,
    user: UserId,
) -> Result<Vec<PermissionGrant>, Abort> {
    let mut grants = store::consents::for_user(tx, target.client_principal, user)?;
    grants.extend(world.snapshot().consents.get(&target.client_principal).into_iter().flatten().cloned());
    Ok(grants)
}

/// The resource of a token request and the scope words that may be granted on it now. Consent is asked for at
/// pages only, so what is missing here is a refusal.
pub(crate) fn granted<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    ctx: &Ctx,
    world: &World,
    grant: &Grant,
    person: &Person,
    scopes: Option<&ScopeRequest>,
    named: Option<&str>,
) -> Result<Result<(Target, Vec<String>), Cause>, Abort> {
    let scopes = match scopes {
        Some(scopes) => Ok(scopes.clone()),
        None => resource::parse(&grant.scopes),
    };
    let target = scopes.and_then(|scopes| resource::target(ctx, world, grant.client, &scopes, named));
    let target = match target {
        Ok(target) => target,
        Err(cause) => return Ok(Err(cause)),
    };
    let existing = consents(tx, world, &target, person.user.id)?;
    let asked = target.asked();
    let state = rules::consent::state(&target.question(&asked, &existing, person.user.id, &[]));
    let (app_id, name) = (target.client.app_id, target.client.display_name.clone());
    Ok(match state {
        ConsentState::Given(words) => Ok((target, words)),
        ConsentState::NeedsUser(_) => Err(Cause::ConsentRequired { app_id, name }),
        ConsentState::NeedsAdmin(_) => Err(Cause::AdminConsentRequired { app_id, name }),
        ConsentState::Invalid(scope) => Err(Cause::ScopeInvalid(scope)),
    })
}
