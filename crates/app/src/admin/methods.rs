//! Authentication methods of users, beside the password.

use super::passwords::{self, NewPassword};
use super::users::{end_sessions, find, on};
use super::{Absent, change, changed, check, look, note, record, tenant, tenants};
use crate::{Ctx, Fault};
use model::method::{Method, MethodKind};
use model::user::User;
use model::{CredentialId, Timestamp};

const CATEGORY: &str = "UserManagement";

/// A registered method without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodFacts {
    /// Its id.
    pub id: CredentialId,
    /// What it is.
    pub kind: MethodKind,
    /// The user's name for it.
    pub display_name: String,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it last proved the user.
    pub last_used_at: Option<Timestamp>,
}

/// A user's methods, and how many recovery codes are left.
pub async fn list(ctx: &Ctx, name: &str) -> Result<(Vec<MethodFacts>, i64), Fault> {
    let name = name.to_owned();
    look(ctx, move |tx| {
        let user = find(tx, &name)?;
        let facts = |method: Method| MethodFacts {
            id: method.id,
            kind: method.kind,
            display_name: method.display_name,
            created_at: method.created_at,
            last_used_at: method.last_used_at,
        };
        let methods = store::methods::list(tx, user.id)?.into_iter().map(facts).collect();
        Ok((methods, store::recovery_codes::count_unused(tx, user.id)?))
    })
    .await
}

/// Deletes one method. With the last one the recovery codes go, too: they only stand in for a method.
pub async fn delete(ctx: &Ctx, name: &str, id: CredentialId) -> Result<User, Fault> {
    let (name, now) = (name.to_owned(), ctx.now);
    let entry = note(ctx, "User deleted security info", CATEGORY);
    change(ctx, move |tx| {
        let user = find(tx, &name)?;
        let methods = store::methods::list(tx, user.id)?;
        let Some(method) = methods.iter().find(|method| method.id == id) else {
            return Err(Fault::NotFound(format!(
                "{} has no method {id}: see the list of methods",
                user.user_principal_name
            )));
        };
        store::methods::delete(tx, user.id, id, now)?;
        if methods.len() == 1 {
            store::recovery_codes::replace_all(tx, user.id, &[], now)?;
        }
        let change = changed("Method", method.kind.log_name(), Absent);
        record(tx, &entry, on(&user), change.into_iter().collect())?;
        Ok(user)
    })
    .await
}

/// Deletes every method and recovery code of a user, gives him a temporary password, and lets it enrol again.
///
/// An account that ever had a method enrols none with its password alone (DESIGN invariant 6). Whoever lost
/// everything has to be identified by a person, and the operator answers for that: `verified` says how, and stays
/// in the audit log. Administrators over the network cannot do this; it needs the server's own machine.
pub async fn require_reregistration(ctx: &Ctx, name: &str, verified: &str) -> Result<(User, String), Fault> {
    let verified = check::display_name(verified).map_err(|_| {
        Fault::Invalid("say in at most 256 characters how the person was identified".to_owned())
    })?;
    let home = tenants::resolve(ctx, Some(&tenant(ctx)?.to_string())).await?;
    let wanted = name.to_owned();
    let hint = look(ctx, move |tx| find(tx, &wanted)).await?;
    let prepared = passwords::prepare(ctx, NewPassword::Generated, &hint, &home).await?;
    let (Some(password), Some(shown)) = (prepared.password, prepared.shown) else {
        return Err(Fault::Corrupt("a generated password is missing".to_owned()));
    };
    let entry = note(ctx, "Require re-register MFA", CATEGORY);
    let (id, now) = (hint.id, ctx.now);
    let user = change(ctx, move |tx| {
        let mut user = find(tx, &id.to_string())?;
        store::methods::forget_all(tx, id)?;
        store::recovery_codes::replace_all(tx, id, &[], now)?;
        store::passwords::set(tx, id, &password)?;
        end_sessions(tx, &mut user, now)?;
        store::users::set_sessions_valid_from(tx, id, now)?;
        let change = changed("Verified", Absent, verified.as_str());
        record(tx, &entry, on(&user), change.into_iter().collect())?;
        Ok(user)
    })
    .await?;
    Ok((user, shown))
}

/// Registers an authenticator app whose seed somebody else holds already: for demonstrations and imports.
pub async fn import_authenticator(
    ctx: &Ctx,
    name: &str,
    display_name: &str,
    seed: Vec<u8>,
) -> Result<User, Fault> {
    if !(16..=64).contains(&seed.len()) {
        return Err(Fault::Invalid(
            "a seed has 16 to 64 bytes (RFC 4226 section 4): give such a one".to_owned(),
        ));
    }
    let method = Method {
        id: super::credential_id(ctx),
        kind: MethodKind::SoftwareOath,
        display_name: check::display_name(display_name)?,
        secret: seed,
        last_step: None,
        created_at: ctx.now,
        last_used_at: None,
        version: 1,
    };
    let name = name.to_owned();
    let entry = note(ctx, "Admin registered security info", CATEGORY);
    change(ctx, move |tx| {
        let user = find(tx, &name)?;
        store::methods::insert(tx, user.id, &method)?;
        let change = changed("Method", Absent, method.kind.log_name());
        record(tx, &entry, on(&user), change.into_iter().collect())?;
        Ok(user)
    })
    .await
}
