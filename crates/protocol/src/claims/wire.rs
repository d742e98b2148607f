//! The serialised forms.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{AccessToken, Amr, AmrSet, ClientAcr, Envelope, Groups, IdToken, Person, Subject};
use crate::Version;

/// Claims of an access token. Members that are absent are not part of the token.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccessTokenClaims {
    /// Audience.
    pub aud: String,
    /// Issuer.
    pub iss: String,
    /// Issued at, in seconds since 1970.
    pub iat: i64,
    /// Not before, in seconds since 1970.
    pub nbf: i64,
    /// End, in seconds since 1970.
    pub exp: i64,
    /// Version 1: "1" if the authentication met the bar.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub acr: Option<String>,
    /// Satisfied authentication contexts.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub acrs: Vec<String>,
    /// Authentication methods; in every user token.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub amr: Vec<String>,
    /// Version 1: the client.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub appid: Option<Uuid>,
    /// Version 1: how the client authenticated itself.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub appidacr: Option<ClientAcr>,
    /// When the person authenticated.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub auth_time: Option<i64>,
    /// Version 2: the client.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub azp: Option<Uuid>,
    /// Version 2: how the client authenticated itself.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub azpacr: Option<ClientAcr>,
    /// Mail address.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub email: Option<String>,
    /// Version 1: family name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub family_name: Option<String>,
    /// Version 1: given name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub given_name: Option<String>,
    /// Groups.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub groups: Option<Vec<Uuid>>,
    /// Group overage (OpenID Connect Core §5.6.2).
    #[serde(rename = "_claim_names", skip_serializing_if = "Option::is_none", default)]
    pub claim_names: Option<Value>,
    /// Group overage.
    #[serde(rename = "_claim_sources", skip_serializing_if = "Option::is_none", default)]
    pub claim_sources: Option<Value>,
    /// The home tenant's issuer, if it is another.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub idp: Option<String>,
    /// `user` or `app`.
    pub idtyp: String,
    /// Version 1: where the sign-in came from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ipaddr: Option<String>,
    /// Display name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// Object id of the person or service principal.
    pub oid: Uuid,
    /// Version 2: the user principal name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub preferred_username: Option<String>,
    /// Application roles or permissions.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub roles: Vec<String>,
    /// Delegated permissions, separated by spaces.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub scp: Option<String>,
    /// Session.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sid: Option<String>,
    /// Subject: pairwise for people.
    pub sub: String,
    /// Version 1: region of the tenant.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tenant_region_scope: Option<String>,
    /// Tenant.
    pub tid: Uuid,
    /// Version 1: the user principal name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unique_name: Option<String>,
    /// Version 1: the user principal name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub upn: Option<String>,
    /// Id of this token.
    pub uti: String,
    /// Version.
    pub ver: Version,
    /// Directory role template ids.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub wids: Vec<Uuid>,
    /// `cp1`: the client handles claims challenges.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub xms_cc: Vec<String>,
    /// Resource id of a managed identity.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub xms_mirid: Option<String>,
}

impl AccessTokenClaims {
    /// Whether the token is for an application acting for itself.
    pub fn is_app_only(&self) -> bool {
        self.idtyp == "app"
    }

    /// The client, whichever claim holds it.
    pub fn client(&self) -> Option<Uuid> {
        self.azp.or(self.appid)
    }

    /// Whether this delegated permission is in `scp`.
    pub fn has_scope(&self, permission: &str) -> bool {
        self.scp.as_deref().is_some_and(|scp| scp.split(' ').any(|granted| granted == permission))
    }

    /// Whether the person passed multi-factor authentication.
    pub fn has_mfa(&self) -> bool {
        self.amr.iter().any(|method| method == Amr::Mfa.as_str() || method == Amr::Ngcmfa.as_str())
    }
}

impl From<&AccessToken> for AccessTokenClaims {
    fn from(token: &AccessToken) -> Self {
        let mut claims = access_base(token);
        match &token.subject {
            Subject::App { roles, managed_identity, .. } => {
                claims.roles.clone_from(roles);
                claims.xms_mirid.clone_from(managed_identity);
                // the platform's value for "not a federated person": the client was checked by us
                claims.acr = (token.version == Version::V1).then(|| "1".to_owned());
                claims.idp = Some(token.envelope.iss.clone());
            }
            Subject::User { person, scp, roles, wids, groups, acrs, ipaddr } => {
                add_person(&mut claims, person, token.version);
                add_groups(&mut claims.groups, &mut claims.claim_names, &mut claims.claim_sources, groups);
                claims.scp = Some(scp.clone());
                claims.roles.clone_from(roles);
                claims.wids.clone_from(wids);
                claims.acrs.clone_from(acrs);
                claims.ipaddr = ipaddr.clone().filter(|_| token.version == Version::V1);
            }
        }
        claims
    }
}

fn access_base(token: &AccessToken) -> AccessTokenClaims {
    let Envelope { aud, iss, iat, nbf, exp, tid, uti } = token.envelope.clone();
    let is_v1 = token.version == Version::V1;
    let (idtyp, oid, sub) = match &token.subject {
        Subject::User { person, .. } => ("user", person.oid, person.sub.clone()),
        Subject::App { oid, .. } => ("app", *oid, oid.to_string()),
    };
    AccessTokenClaims {
        aud,
        iss,
        iat,
        nbf,
        exp,
        acr: None,
        acrs: Vec::new(),
        amr: Vec::new(),
        appid: is_v1.then_some(token.client),
        appidacr: is_v1.then_some(token.client_acr),
        auth_time: None,
        azp: (!is_v1).then_some(token.client),
        azpacr: (!is_v1).then_some(token.client_acr),
        email: None,
        family_name: None,
        given_name: None,
        groups: None,
        claim_names: None,
        claim_sources: None,
        idp: None,
        idtyp: idtyp.to_owned(),
        ipaddr: None,
        name: None,
        oid,
        preferred_username: None,
        roles: Vec::new(),
        scp: None,
        sid: None,
        sub,
        tenant_region_scope: token.tenant_region_scope.clone().filter(|_| is_v1),
        tid,
        unique_name: None,
        upn: None,
        uti,
        ver: token.version,
        wids: Vec::new(),
        xms_cc: if token.handles_challenges { vec!["cp1".to_owned()] } else { Vec::new() },
        xms_mirid: None,
    }
}

fn add_person(claims: &mut AccessTokenClaims, person: &Person, version: Version) {
    claims.amr = amr(&person.amr);
    claims.auth_time = person.auth_time;
    claims.email.clone_from(&person.email);
    claims.idp.clone_from(&person.idp);
    claims.name.clone_from(&person.name);
    claims.sid.clone_from(&person.sid);
    match version {
        Version::V1 => {
            claims.acr = Some("1".to_owned());
            claims.family_name.clone_from(&person.family_name);
            claims.given_name.clone_from(&person.given_name);
            claims.unique_name = Some(person.upn.clone());
            claims.upn = Some(person.upn.clone());
        }
        Version::V2 => claims.preferred_username = Some(person.upn.clone()),
    }
}

fn amr(set: &AmrSet) -> Vec<String> {
    set.as_slice().iter().map(|method| method.as_str().to_owned()).collect()
}

fn add_groups(
    list: &mut Option<Vec<Uuid>>,
    names: &mut Option<Value>,
    sources: &mut Option<Value>,
    groups: &Groups,
) {
    match groups {
        Groups::Omitted => {}
        Groups::Listed(ids) => *list = Some(ids.clone()),
        Groups::Overage { endpoint } => {
            *names = Some(json!({"groups": "src1"}));
            *sources = Some(json!({"src1": {"endpoint": endpoint}}));
        }
    }
}

/// Claims of an id token.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IdTokenClaims {
    /// Audience: the client.
    pub aud: String,
    /// Issuer.
    pub iss: String,
    /// Issued at, in seconds since 1970.
    pub iat: i64,
    /// Not before, in seconds since 1970.
    pub nbf: i64,
    /// End, in seconds since 1970.
    pub exp: i64,
    /// 0 member, 1 guest.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub acct: Option<u8>,
    /// Satisfied authentication contexts.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub acrs: Vec<String>,
    /// Authentication methods.
    pub amr: Vec<String>,
    /// Hash of the access token.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub at_hash: Option<String>,
    /// When the person authenticated.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub auth_time: Option<i64>,
    /// Hash of the code.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub c_hash: Option<String>,
    /// Mail address.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub email: Option<String>,
    /// Version 1: family name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub family_name: Option<String>,
    /// Version 1: given name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub given_name: Option<String>,
    /// Groups.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub groups: Option<Vec<Uuid>>,
    /// More groups than fit on the implicit way.
    #[serde(rename = "_claim_names", skip_serializing_if = "Option::is_none", default)]
    pub claim_names: Option<Value>,
    /// More groups than fit.
    #[serde(rename = "_claim_sources", skip_serializing_if = "Option::is_none", default)]
    pub claim_sources: Option<Value>,
    /// The home tenant's issuer, if it is another.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub idp: Option<String>,
    /// Hint for the next sign-in.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub login_hint: Option<String>,
    /// Display name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// As in the request.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub nonce: Option<String>,
    /// Object id.
    pub oid: Uuid,
    /// Version 2: the user principal name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub preferred_username: Option<String>,
    /// Application roles.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub roles: Vec<String>,
    /// Session.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sid: Option<String>,
    /// Pairwise subject.
    pub sub: String,
    /// Tenant.
    pub tid: Uuid,
    /// Version 1: the user principal name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unique_name: Option<String>,
    /// Version 1: the user principal name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub upn: Option<String>,
    /// Id of this token.
    pub uti: String,
    /// Version.
    pub ver: Version,
}

impl From<&IdToken> for IdTokenClaims {
    fn from(token: &IdToken) -> Self {
        let Envelope { aud, iss, iat, nbf, exp, tid, uti } = token.envelope.clone();
        let person = token.person.as_ref().clone();
        let v1 = |value: Option<String>| value.filter(|_| token.version == Version::V1);
        let mut claims = Self {
            aud,
            iss,
            iat,
            nbf,
            exp,
            acct: person.acct,
            acrs: token.acrs.clone(),
            amr: amr(&person.amr),
            at_hash: token.at_hash.clone(),
            auth_time: person.auth_time,
            c_hash: token.c_hash.clone(),
            email: person.email,
            family_name: v1(person.family_name),
            given_name: v1(person.given_name),
            groups: None,
            claim_names: None,
            claim_sources: None,
            idp: person.idp,
            login_hint: person.login_hint,
            name: person.name,
            nonce: token.nonce.clone(),
            oid: person.oid,
            preferred_username: (token.version == Version::V2).then(|| person.upn.clone()),
            roles: token.roles.clone(),
            sid: person.sid,
            sub: person.sub,
            tid,
            unique_name: v1(Some(person.upn.clone())),
            upn: v1(Some(person.upn)),
            uti,
            ver: token.version,
        };
        add_groups(&mut claims.groups, &mut claims.claim_names, &mut claims.claim_sources, &token.groups);
        claims
    }
}
