//! Whether a client may have the delegated permissions it asks for.
//!
//! Sources: Graph `oAuth2PermissionGrant`, `requiredResourceAccess`; OpenID Connect's own scopes need no
//! consent, since they give nothing that the id token does not say.

use model::application::{Application, PermissionScope};
use model::consent::PermissionGrant;
use model::role::{APPLICATION_ADMINISTRATOR, CLOUD_APPLICATION_ADMINISTRATOR, GLOBAL_ADMINISTRATOR};
use model::verdict::Cause;
use model::{RoleTemplateId, ServicePrincipalId, UserId, first_party, role};

/// The word that stands for everything a client is registered for.
pub const DEFAULT: &str = ".default";
/// Scopes of OpenID Connect Core section 5.4 and OAuth itself.
const OPENID: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// What a client asks for, and what was agreed to before.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The client.
    pub client: &'a Application,
    /// The client's presence in the tenant.
    pub client_principal: ServicePrincipalId,
    /// Whose permissions are asked for.
    pub resource: &'a Application,
    /// The resource's presence in the tenant.
    pub resource_principal: ServicePrincipalId,
    /// The words asked for at the resource, without its name; [`DEFAULT`] for all that is registered.
    pub asked: &'a [String],
    /// Who is asked.
    pub user: UserId,
    /// Consents in the tenant; those of other clients, resources and users are left aside.
    pub existing: &'a [PermissionGrant],
    /// Whether the user may agree to what only an administrator can.
    pub may_consent_as_admin: bool,
}

/// Whether the client may have what it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConsentState {
    /// It may; these are the words of its token.
    Given(Vec<String>),
    /// The user has to agree to these.
    NeedsUser(Vec<PermissionScope>),
    /// Only an administrator can agree to these, and the user is none.
    NeedsAdmin(Vec<PermissionScope>),
    /// This scope does not exist, or nothing stands behind it.
    Invalid(String),
}

/// Whether the client may have what it asks for.
pub fn state(question: &Question<'_>) -> ConsentState {
    let granted = granted(question);
    let wanted = match wanted(question, &granted) {
        Ok(wanted) => wanted,
        Err(scope) => return ConsentState::Invalid(scope),
    };
    let missing: Vec<&PermissionScope> =
        wanted.iter().filter(|scope| !granted.contains(&scope.value.as_str())).copied().collect();
    if missing.is_empty() {
        return ConsentState::Given(wanted.iter().map(|scope| scope.value.clone()).collect());
    }
    let admin: Vec<PermissionScope> =
        missing.iter().filter(|scope| scope.admin_only).map(|&scope| scope.clone()).collect();
    if admin.is_empty() || question.may_consent_as_admin {
        ConsentState::NeedsUser(missing.into_iter().cloned().collect())
    } else {
        ConsentState::NeedsAdmin(admin)
    }
}

/// The words to record when the user agrees, for himself or for everyone in the tenant.
///
/// [`Cause::AdminConsentRequired`] if the agreement is not his to give.
pub fn agree(question: &Question<'_>, for_everyone: bool) -> Result<Vec<String>, Cause> {
    let refused = || Cause::AdminConsentRequired {
        app_id: question.client.app_id,
        name: question.client.display_name.clone(),
    };
    if for_everyone && !question.may_consent_as_admin {
        return Err(refused());
    }
    match state(question) {
        ConsentState::Given(words) => Ok(words),
        ConsentState::NeedsUser(scopes) => Ok(scopes.into_iter().map(|scope| scope.value).collect()),
        ConsentState::NeedsAdmin(_) => Err(refused()),
        ConsentState::Invalid(scope) => Err(Cause::ScopeInvalid(scope)),
    }
}

/// Whether a holder of these roles may agree to delegated permissions on everyone's behalf.
pub fn may_consent_as_admin(roles: &[RoleTemplateId]) -> bool {
    roles.iter().any(|role| {
        [GLOBAL_ADMINISTRATOR, APPLICATION_ADMINISTRATOR, CLOUD_APPLICATION_ADMINISTRATOR].contains(role)
            || role::by_template(*role).is_some_and(|role| role.name == "Privileged Role Administrator")
    })
}

/// The words the client has at this resource: by consent, or because both are the platform's.
fn granted<'a>(question: &Question<'a>) -> Vec<&'a str> {
    let applies = |grant: &&PermissionGrant| {
        grant.client == question.client_principal
            && grant.resource == question.resource_principal
            && grant.principal.is_none_or(|user| user == question.user)
    };
    let consented = question.existing.iter().filter(applies).flat_map(|grant| &grant.scopes);
    let platform = first_party::preauthorized(question.client.app_id, question.resource.app_id);
    let mut words: Vec<&str> = consented.map(String::as_str).collect();
    words.extend(platform.unwrap_or_default());
    if question.client.app_id == question.resource.app_id {
        // An application needs nobody's leave to call itself.
        words.extend(question.resource.scopes.iter().map(|scope| scope.value.as_str()));
    }
    words
}

/// The resource's scopes that are asked for; `Err` names a word it does not know.
fn wanted<'a>(question: &Question<'a>, granted: &[&str]) -> Result<Vec<&'a PermissionScope>, String> {
    let mut wanted: Vec<&PermissionScope> = Vec::new();
    for word in question.asked {
        let found = if word == DEFAULT { registered(question, granted)? } else { named(question, word)? };
        for scope in found {
            if !wanted.iter().any(|known| known.id == scope.id) {
                wanted.push(scope);
            }
        }
    }
    Ok(wanted)
}

/// What `.default` stands for: all that the client is registered for and all it was granted before.
fn registered<'a>(question: &Question<'a>, granted: &[&str]) -> Result<Vec<&'a PermissionScope>, String> {
    let required = question.client.required_access.iter();
    let required = required.filter(|access| access.resource == question.resource.app_id);
    let required: Vec<&str> = required.flat_map(|access| &access.scopes).map(String::as_str).collect();
    let known = |word: &str| question.resource.scopes.iter().find(|scope| scope.value == word);
    if let Some(unknown) = required.iter().find(|word| known(word).is_none()) {
        return Err((*unknown).to_owned());
    }
    let found: Vec<_> = required.iter().chain(granted).filter_map(|word| known(word)).collect();
    let own = question.client.app_id == question.resource.app_id;
    if found.is_empty() && !own { Err(DEFAULT.to_owned()) } else { Ok(found) }
}

fn named<'a>(question: &Question<'a>, word: &str) -> Result<Vec<&'a PermissionScope>, String> {
    if OPENID.iter().any(|openid| openid.eq_ignore_ascii_case(word)) {
        return Ok(Vec::new());
    }
    let found = question.resource.scopes.iter().find(|scope| scope.value.eq_ignore_ascii_case(word));
    found.map(|scope| vec![scope]).ok_or_else(|| word.to_owned())
}

#[cfg(test)]
mod tests;
