//! What a token says: claim sets from facts (`domain-facts.md` section 8.3, OpenID Connect Core section 2).
//!
//! Here a token is only described; it is signed elsewhere. These are the last functions that a user's token
//! passes, so they ask the posture once more (DESIGN invariant 7): whatever a grant's own rules let through,
//! no description of a token comes out of here without the second factor that is demanded.

use crate::posture::Posture;
use crate::tokens::ID_TOKEN_SECONDS;
use model::application::{Application, TokenVersion};
use model::grant::Grant;
use model::method::{MethodKind, Proof, Rank, rank};
use model::signin::{ClientCredential, unique_token_identifier};
use model::user::{User, UserType};
use model::verdict::Cause;
use model::{AppId, RoleTemplateId, ServicePrincipalId, SignInId, TenantId, Timestamp};
use protocol::Version;
use protocol::claims::{AccessToken, Amr, AmrSet, ClientAcr, Envelope, Groups, IdToken, Person, Subject};

/// What every token of one sign-in has in common.
#[derive(Clone, Copy, Debug)]
pub struct Issue<'a> {
    /// The tenant in which the token is valid.
    pub tenant: TenantId,
    /// That tenant's issuer, in the version of the token to be made.
    pub issuer: &'a str,
    /// The sign-in log entry; its identifier is the token's.
    pub sign_in: SignInId,
    /// When.
    pub now: Timestamp,
}

/// Who wants a token, for what.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The client.
    pub client: AppId,
    /// How it authenticated itself.
    pub credential: ClientCredential,
    /// The resource.
    pub resource: &'a Application,
    /// The name by which the request called the resource: the audience of version 1.
    pub resource_called: &'a str,
    /// Seconds the access token lives.
    pub seconds: i64,
}

/// A user and what he proved.
#[derive(Clone, Copy, Debug)]
pub struct UserFacts<'a> {
    /// The user.
    pub user: &'a User,
    /// The grant whose proofs the token repeats.
    pub grant: &'a Grant,
    /// What the user's home tenant demands now.
    pub posture: &'a Posture,
    /// Whether he has a second factor registered.
    pub registered: bool,
    /// His subject for the audience, pairwise.
    pub subject: &'a str,
    /// The issuer of his home tenant, if the token is for another.
    pub home_issuer: Option<&'a str>,
    /// Whether names are shown (scope `profile`, and every access token).
    pub profile: bool,
    /// Whether the mail address is shown (scope `email`, and every access token).
    pub email: bool,
}

/// What a user lets the client do at the resource.
#[derive(Clone, Copy, Debug)]
pub struct Permissions<'a> {
    /// The granted scope words.
    pub scopes: &'a [String],
    /// Roles of the application that the user holds.
    pub roles: &'a [String],
    /// The user's directory roles, if the resource asks for them; nothing otherwise.
    pub directory_roles: &'a [RoleTemplateId],
    /// Where the sign-in came from.
    pub address: Option<&'a str>,
}

/// An access token for a user; refused if what he proved is not what is demanded now.
pub fn user_access_token(
    issue: &Issue<'_>,
    call: &Call<'_>,
    facts: &UserFacts<'_>,
    permissions: &Permissions<'_>,
) -> Result<AccessToken, Cause> {
    let subject = Subject::User {
        person: Box::new(person(facts, &call.resource.display_name)?),
        scp: permissions.scopes.join(" "),
        roles: permissions.roles.to_vec(),
        wids: permissions.directory_roles.iter().map(|role| role.0).collect(),
        groups: Groups::Omitted,
        acrs: Vec::new(),
        ipaddr: permissions.address.map(str::to_owned),
    };
    Ok(access_token(issue, call, subject))
}

/// An access token for an application acting for itself (`idtyp: app`).
pub fn application_access_token(
    issue: &Issue<'_>,
    call: &Call<'_>,
    client_principal: ServicePrincipalId,
    roles: Vec<String>,
) -> AccessToken {
    access_token(issue, call, Subject::App { oid: client_principal.0, roles, managed_identity: None })
}

/// An id token for the client; refused like the access token.
pub fn id_token(
    issue: &Issue<'_>,
    version: Version,
    client: &Application,
    facts: &UserFacts<'_>,
    nonce: Option<&str>,
) -> Result<IdToken, Cause> {
    Ok(IdToken {
        version,
        envelope: envelope(issue, client.app_id.to_string(), ID_TOKEN_SECONDS),
        person: Box::new(person(facts, &client.display_name)?),
        nonce: nonce.map(str::to_owned),
        c_hash: None,
        at_hash: None,
        roles: Vec::new(),
        groups: Groups::Omitted,
        acrs: Vec::new(),
    })
}

fn access_token(issue: &Issue<'_>, call: &Call<'_>, subject: Subject) -> AccessToken {
    let (version, audience) = match call.resource.access_token_version {
        TokenVersion::V1 => (Version::V1, call.resource_called.to_owned()),
        TokenVersion::V2 => (Version::V2, call.resource.app_id.to_string()),
    };
    AccessToken {
        version,
        envelope: envelope(issue, audience, call.seconds),
        client: call.client.0,
        client_acr: match call.credential {
            ClientCredential::None => ClientAcr::Public,
            ClientCredential::ClientSecret(_) => ClientAcr::Secret,
            ClientCredential::Certificate(_) => ClientAcr::Certificate,
        },
        subject,
        handles_challenges: false,
        tenant_region_scope: None,
    }
}

fn envelope(issue: &Issue<'_>, aud: String, seconds: i64) -> Envelope {
    let now = issue.now.as_second();
    Envelope {
        aud,
        iss: issue.issuer.to_owned(),
        iat: now,
        nbf: now,
        exp: now.saturating_add(seconds),
        tid: issue.tenant.0,
        uti: unique_token_identifier(issue.sign_in),
    }
}

fn person(facts: &UserFacts<'_>, wanted: &str) -> Result<Person, Cause> {
    let UserFacts { user, grant, .. } = *facts;
    if user.id != grant.user || !user.may_sign_in() {
        return Err(Cause::UserNotFound);
    }
    facts.posture.require(&grant.proofs, facts.registered, wanted)?;
    let shown = |text: &Option<String>, show: bool| text.clone().filter(|_| show);
    Ok(Person {
        oid: user.id.0,
        sub: facts.subject.to_owned(),
        amr: amr(&grant.proofs).ok_or(Cause::LoginRequired)?,
        upn: user.user_principal_name.clone(),
        name: facts.profile.then(|| user.display_name.clone()),
        given_name: shown(&user.given_name, facts.profile),
        family_name: shown(&user.surname, facts.profile),
        email: shown(&user.mail, facts.email),
        auth_time: Some(grant.authenticated_at.as_second()),
        idp: facts.home_issuer.map(str::to_owned),
        sid: grant.session.map(|session| session.to_string()),
        login_hint: None,
        acct: Some(u8::from(user.user_type == UserType::Guest)),
    })
}

/// The `amr` of a set of proofs (RFC 8176); `None` if they prove nothing.
pub fn amr(proofs: &[Proof]) -> Option<AmrSet> {
    let mfa = match rank(proofs) {
        Rank::Nothing => return None,
        Rank::Password => None,
        Rank::MultiFactor => Some(Amr::Mfa),
    };
    let methods = proofs.iter().map(|proof| match proof.kind {
        MethodKind::Password => Amr::Pwd,
        MethodKind::SoftwareOath | MethodKind::RecoveryCode => Amr::Otp,
    });
    AmrSet::new(methods.chain(mfa))
}

#[cfg(test)]
mod tests;
