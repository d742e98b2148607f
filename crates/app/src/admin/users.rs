//! Users.

use super::passwords::{self, NewPassword};
use super::roles::keep_an_administrator;
use super::{Absent, change, changed, check, look, note, record, target, tenant, tenants};
use crate::{Ctx, Fault};
use model::audit::{AuditTarget, PropertyChange};
use model::method::MethodKind;
use model::user::{PasswordOrigin, User, UserType};
use model::{CredentialId, GroupId, RoleTemplateId, Timestamp, UserId};
use store::Tx;
use store::scope::Operator;

const CATEGORY: &str = "UserManagement";

/// A user to be made.
#[derive(Debug)]
pub struct NewUser {
    /// His id; a random one if absent.
    pub id: Option<UserId>,
    /// The name used to sign in, under a verified domain of the tenant.
    pub user_principal_name: String,
    /// The name people see.
    pub display_name: String,
    /// Given name.
    pub given_name: Option<String>,
    /// Family name.
    pub surname: Option<String>,
    /// Mail address.
    pub mail: Option<String>,
    /// Member or guest.
    pub user_type: UserType,
    /// Whether he may sign in.
    pub account_enabled: bool,
    /// Whether a program uses the account.
    pub service_account: bool,
    /// ISO 3166 country code.
    pub usage_location: Option<String>,
    /// Phone numbers in E.164.
    pub phones: Vec<String>,
    /// BCP 47 tag.
    pub preferred_language: Option<String>,
    /// Directory roles.
    pub roles: Vec<RoleTemplateId>,
    /// The password.
    pub password: NewPassword,
}

impl NewUser {
    /// An enabled member with a generated temporary password and nothing else.
    pub fn member(user_principal_name: &str, display_name: &str) -> Self {
        Self {
            id: None,
            user_principal_name: user_principal_name.to_owned(),
            display_name: display_name.to_owned(),
            given_name: None,
            surname: None,
            mail: None,
            user_type: UserType::Member,
            account_enabled: true,
            service_account: false,
            usage_location: None,
            phones: Vec::new(),
            preferred_language: None,
            roles: Vec::new(),
            password: NewPassword::Generated,
        }
    }
}

/// A user who was made, and the password that was generated for him, to be shown once.
#[derive(Clone, Debug)]
pub struct CreatedUser {
    /// The user.
    pub user: User,
    /// The generated temporary password.
    pub password: Option<String>,
}

/// Properties to change; `None` keeps what is, an empty text removes what may be absent.
#[derive(Clone, Debug, Default)]
pub struct UserChanges {
    /// The name used to sign in.
    pub user_principal_name: Option<String>,
    /// The name people see.
    pub display_name: Option<String>,
    /// Given name.
    pub given_name: Option<String>,
    /// Family name.
    pub surname: Option<String>,
    /// Mail address.
    pub mail: Option<String>,
    /// Whether a program uses the account.
    pub service_account: Option<bool>,
    /// ISO 3166 country code.
    pub usage_location: Option<String>,
    /// Phone numbers in E.164.
    pub phones: Option<Vec<String>>,
    /// BCP 47 tag.
    pub preferred_language: Option<String>,
}

/// A user with what belongs to him.
#[derive(Clone, Debug)]
pub struct UserDetails {
    /// The user.
    pub user: User,
    /// His directory roles.
    pub roles: Vec<RoleTemplateId>,
    /// His groups.
    pub groups: Vec<GroupId>,
    /// His methods beside the password.
    pub methods: Vec<(CredentialId, MethodKind)>,
    /// When his password was set, and by whom.
    pub password: Option<(Timestamp, PasswordOrigin)>,
}

/// Makes a user with his roles and password.
pub async fn create(ctx: &Ctx, request: NewUser) -> Result<CreatedUser, Fault> {
    let home = tenants::resolve(ctx, Some(&tenant(ctx)?.to_string())).await?;
    let user = new_user(ctx, &request, &home)?;
    for role in &request.roles {
        super::roles::known(*role)?;
    }
    let roles = request.roles;
    let prepared = passwords::prepare(ctx, request.password, &user, &home).await?;
    let entry = note(ctx, "Add user", CATEGORY);
    let now = ctx.now;
    let shown = prepared.shown;
    let (password, made) = (prepared.password, user.clone());
    change(ctx, move |tx| {
        let home = store::config::tenant(tx)?;
        // The domain may have been removed since the name was checked.
        let owned = home.is_some_and(|home| check::user_name(&made.user_principal_name, &home).is_ok());
        if !owned {
            return Err(Fault::Conflict(
                "the domain of the user name is no longer the tenant's: use another".to_owned(),
            ));
        }
        if !store::users::insert(tx, &made)? {
            return Err(taken(&made.user_principal_name));
        }
        if let Some(password) = &password {
            store::passwords::set(tx, made.id, password)?;
        }
        for role in &roles {
            store::roles::assign(tx, made.id.0, *role, now)?;
        }
        let changes = [
            changed("UserPrincipalName", Absent, made.user_principal_name.as_str()),
            changed("DisplayName", Absent, made.display_name.as_str()),
            changed("AccountEnabled", Absent, made.account_enabled),
            changed("Roles", Absent, &super::roles::names(&roles)),
        ];
        record(tx, &entry, on(&made), changes.into_iter().flatten().collect())
    })
    .await?;
    Ok(CreatedUser { user, password: shown })
}

fn new_user(ctx: &Ctx, request: &NewUser, home: &model::tenant::Tenant) -> Result<User, Fault> {
    let name = |text: &Option<String>| check::optional_name(text.as_deref().unwrap_or_default());
    Ok(User {
        id: request.id.unwrap_or_else(|| UserId(ctx.services.entropy.uuid_v4())),
        user_principal_name: check::user_name(&request.user_principal_name, home)?,
        display_name: check::display_name(&request.display_name)?,
        given_name: name(&request.given_name)?,
        surname: name(&request.surname)?,
        mail: check::mail(request.mail.as_deref().unwrap_or_default())?,
        user_type: request.user_type,
        account_enabled: request.account_enabled,
        service_account: request.service_account,
        usage_location: check::country(request.usage_location.as_deref().unwrap_or_default())?,
        phones: check::phones(&request.phones)?,
        preferred_language: check::language(request.preferred_language.as_deref().unwrap_or_default())?,
        sessions_valid_from: ctx.now,
        created_at: ctx.now,
        deleted_at: None,
        version: 1,
    })
}

fn taken(name: &str) -> Fault {
    Fault::Conflict(format!("the user name {name} is taken: choose another"))
}

/// The circumstances of the tenant a user lives in: the named one, or the one that owns his name's domain.
pub async fn home(ctx: &Ctx, tenant: Option<&str>, user: &str) -> Result<Ctx, Fault> {
    let domain = user.rsplit_once('@').map(|(_, domain)| domain);
    let name = match (tenant, domain) {
        (Some(tenant), _) => Some(tenant),
        (None, domain) => domain,
    };
    Ok(ctx.in_tenant(tenants::resolve(ctx, name).await?.id))
}

/// Users that are not deleted, in the order of their names, after one of them. `prefix` is the beginning of a user
/// name, display name or mail address.
pub async fn list(
    ctx: &Ctx,
    prefix: Option<String>,
    after: Option<String>,
    limit: u32,
) -> Result<Vec<User>, Fault> {
    let limit = limit.min(super::LONGEST_LIST);
    let filter = store::users::Filter { prefix, ..store::users::Filter::default() };
    super::scan(ctx, move |tx| Ok(store::users::list(tx, &filter, after.as_deref(), limit)?)).await
}

/// Deleted users, in the order of their ids, after one of them.
pub async fn list_deleted(ctx: &Ctx, after: Option<UserId>, limit: u32) -> Result<Vec<User>, Fault> {
    let limit = limit.min(super::LONGEST_LIST);
    super::scan(ctx, move |tx| Ok(store::users::list_deleted(tx, after, limit)?)).await
}

/// A user, named by id or user name, with what belongs to him.
pub async fn details(ctx: &Ctx, name: &str) -> Result<UserDetails, Fault> {
    let name = name.to_owned();
    look(ctx, move |tx| {
        let user = find(tx, &name)?;
        Ok(UserDetails {
            roles: store::roles::of(tx, user.id.0)?,
            groups: store::groups::of_user(tx, user.id)?,
            methods: store::methods::list(tx, user.id)?
                .into_iter()
                .map(|method| (method.id, method.kind))
                .collect(),
            password: store::passwords::get(tx, user.id)?.map(|password| (password.set_at, password.origin)),
            user,
        })
    })
    .await
}

/// Changes properties of a user.
pub async fn update(ctx: &Ctx, name: &str, changes: UserChanges) -> Result<User, Fault> {
    edit(ctx, name, "Update user", move |tx, user| {
        apply(tx, user, &changes)?;
        if user.user_type == UserType::Guest && user.service_account {
            return Err(Fault::Invalid(
                "a guest cannot be a service account: make a member for the program".to_owned(),
            ));
        }
        Ok(())
    })
    .await
}

fn apply(tx: &mut Tx<'_, Operator>, user: &mut User, changes: &UserChanges) -> Result<(), Fault> {
    if let Some(name) = &changes.user_principal_name {
        let home = store::config::tenant(tx)?
            .ok_or_else(|| Fault::NotFound("the tenant does not exist".to_owned()))?;
        user.user_principal_name = check::user_name(name, &home)?;
    }
    if let Some(name) = &changes.display_name {
        user.display_name = check::display_name(name)?;
    }
    if let Some(name) = &changes.given_name {
        user.given_name = check::optional_name(name)?;
    }
    if let Some(name) = &changes.surname {
        user.surname = check::optional_name(name)?;
    }
    if let Some(mail) = &changes.mail {
        user.mail = check::mail(mail)?;
    }
    if let Some(flag) = changes.service_account {
        user.service_account = flag;
    }
    if let Some(code) = &changes.usage_location {
        user.usage_location = check::country(code)?;
    }
    if let Some(phones) = &changes.phones {
        user.phones = check::phones(phones)?;
    }
    if let Some(tag) = &changes.preferred_language {
        user.preferred_language = check::language(tag)?;
    }
    Ok(())
}

/// Lets a user sign in, or neither sign in nor refresh.
///
/// Disabling makes every session and grant void: enabling the account again must not revive them (ASVS 7.4.2).
pub async fn set_enabled(ctx: &Ctx, name: &str, enabled: bool) -> Result<User, Fault> {
    let now = ctx.now;
    let activity = if enabled { "Enable account" } else { "Disable account" };
    edit(ctx, name, activity, move |tx, user| {
        if !enabled && user.account_enabled {
            keep_an_administrator(tx, user.id)?;
            end_sessions(tx, user, now)?;
        }
        user.account_enabled = enabled;
        Ok(())
    })
    .await
}

/// Deletes a user; he can be restored for thirty days.
pub async fn delete(ctx: &Ctx, name: &str) -> Result<User, Fault> {
    let (name, now) = (name.to_owned(), ctx.now);
    let entry = note(ctx, "Delete user", CATEGORY);
    change(ctx, move |tx| {
        let mut user = find(tx, &name)?;
        keep_an_administrator(tx, user.id)?;
        store::users::set_sessions_valid_from(tx, user.id, now)?;
        end_sessions(tx, &mut user, now)?;
        store::users::soft_delete(tx, user.id, now)?;
        record(tx, &entry, on(&user), Vec::new())?;
        Ok(User { deleted_at: Some(now), ..user })
    })
    .await
}

/// Restores a deleted user, named by id.
pub async fn restore(ctx: &Ctx, id: UserId) -> Result<User, Fault> {
    let entry = note(ctx, "Restore user", CATEGORY);
    change(ctx, move |tx| {
        let user = store::users::find(tx, id)?.ok_or_else(|| unknown(&id.to_string()))?;
        if user.deleted_at.is_none() {
            return Err(Fault::Conflict(format!("{} is not deleted", user.user_principal_name)));
        }
        if !store::users::restore(tx, id)? {
            return Err(Fault::Conflict(format!(
                "the user name {} is taken by now: rename the other user first",
                user.user_principal_name
            )));
        }
        record(tx, &entry, on(&user), Vec::new())?;
        Ok(User { deleted_at: None, ..user })
    })
    .await
}

/// Ends every session of a user and makes every refresh token void (`revokeSignInSessions`).
pub async fn revoke_sessions(ctx: &Ctx, name: &str) -> Result<User, Fault> {
    let now = ctx.now;
    edit(ctx, name, "Update StsRefreshTokenValidFrom Timestamp", move |tx, user| end_sessions(tx, user, now))
        .await
}

/// Makes sessions and grants of a user void. The moment decides; ending the rows shows it.
pub(super) fn end_sessions(tx: &mut Tx<'_, Operator>, user: &mut User, now: Timestamp) -> Result<(), Fault> {
    user.sessions_valid_from = user.sessions_valid_from.max(now);
    store::grants::revoke_all(tx, user.id, now)?;
    store::sessions::end_all(tx, user.id, now)?;
    Ok(())
}

/// Changes a user in one transaction and records what became different.
async fn edit<F>(ctx: &Ctx, name: &str, activity: &str, edit: F) -> Result<User, Fault>
where
    F: Fn(&mut Tx<'_, Operator>, &mut User) -> Result<(), Fault> + Send + 'static,
{
    let (name, entry) = (name.to_owned(), note(ctx, activity, CATEGORY));
    change(ctx, move |tx| {
        let old = find(tx, &name)?;
        let mut user = old.clone();
        edit(tx, &mut user)?;
        if user == old {
            return Ok(user);
        }
        user.version = old.version + 1;
        if !store::users::update(tx, &user, old.version)? {
            return Err(taken(&user.user_principal_name));
        }
        record(tx, &entry, on(&user), differences(&old, &user))?;
        Ok(user)
    })
    .await
}

fn differences(old: &User, new: &User) -> Vec<PropertyChange> {
    let from = |user: &User| Some(user.sessions_valid_from);
    [
        changed("UserPrincipalName", old.user_principal_name.as_str(), new.user_principal_name.as_str()),
        changed("DisplayName", old.display_name.as_str(), new.display_name.as_str()),
        changed("GivenName", &old.given_name, &new.given_name),
        changed("Surname", &old.surname, &new.surname),
        changed("Mail", &old.mail, &new.mail),
        changed("AccountEnabled", old.account_enabled, new.account_enabled),
        changed("ServiceAccount", old.service_account, new.service_account),
        changed("UsageLocation", &old.usage_location, &new.usage_location),
        changed("TelephoneNumber", &old.phones, &new.phones),
        changed("PreferredLanguage", &old.preferred_language, &new.preferred_language),
        changed("StsRefreshTokensValidFrom", &from(old), &from(new)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The user with this id or name, deleted ones left out.
pub(super) fn find(tx: &mut Tx<'_, Operator>, name: &str) -> Result<User, Fault> {
    let found = match name.trim().parse::<UserId>() {
        Ok(id) => store::users::find(tx, id)?.filter(|user| user.deleted_at.is_none()),
        Err(_) => store::users::by_name(tx, name.trim())?,
    };
    found.ok_or_else(|| unknown(name))
}

fn unknown(name: &str) -> Fault {
    Fault::NotFound(format!("the tenant has no user '{}': see its list of users", check::shown(name)))
}

/// A user as a target in the audit log.
pub(super) fn on(user: &User) -> AuditTarget {
    target("User", user.id, &user.user_principal_name)
}
