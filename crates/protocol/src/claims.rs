//! The claims of the tokens we issue (RFC 9068 and OpenID Connect Core §2, in the platform's shapes).
//!
//! Tokens are built from [`AccessToken`] and [`IdToken`], whose types demand what must be there – above all the
//! authentication methods of every user token. The wire forms [`AccessTokenClaims`] and [`IdTokenClaims`] serialise in
//! a fixed order and are also what resources read back.

mod wire;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use wire::{AccessTokenClaims, IdTokenClaims};

use crate::Version;

/// Values of `amr` (RFC 8176, and the platform's own).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Amr {
    /// A password.
    Pwd,
    /// A key pair that is not a passkey: certificate or device key.
    Rsa,
    /// A one-time code.
    Otp,
    /// A text message.
    Sms,
    /// A phone call.
    Tel,
    /// A passkey.
    Fido,
    /// Proof of a hardware-bound key.
    Hwk,
    /// Proof of a software key.
    Swk,
    /// A federated sign-in.
    Fed,
    /// Integrated Windows authentication.
    Wia,
    /// More than one factor, or one that counts as more.
    Mfa,
    /// Multi-factor authentication bound to a device key.
    Ngcmfa,
}

impl Amr {
    /// The value on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pwd => "pwd",
            Self::Rsa => "rsa",
            Self::Otp => "otp",
            Self::Sms => "sms",
            Self::Tel => "tel",
            Self::Fido => "fido",
            Self::Hwk => "hwk",
            Self::Swk => "swk",
            Self::Fed => "fed",
            Self::Wia => "wia",
            Self::Mfa => "mfa",
            Self::Ngcmfa => "ngcmfa",
        }
    }
}

/// The authentication methods of a sign-in: never empty, without repetitions, in the order used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmrSet(Vec<Amr>);

impl AmrSet {
    /// The methods; `None` if there is not even one.
    pub fn new(methods: impl IntoIterator<Item = Amr>) -> Option<Self> {
        let mut set = Vec::new();
        for method in methods {
            if !set.contains(&method) {
                set.push(method);
            }
        }
        (!set.is_empty()).then_some(Self(set))
    }

    /// Whether the sign-in counts as multi-factor.
    pub fn has_mfa(&self) -> bool {
        self.0.iter().any(|method| matches!(method, Amr::Mfa | Amr::Ngcmfa))
    }

    /// The methods.
    pub fn as_slice(&self) -> &[Amr] {
        &self.0
    }
}

/// How the client authenticated itself (`appidacr`, `azpacr`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClientAcr {
    /// Not at all: a public client.
    #[serde(rename = "0")]
    Public,
    /// With a secret.
    #[serde(rename = "1")]
    Secret,
    /// With a certificate or assertion.
    #[serde(rename = "2")]
    Certificate,
}

/// When and by whom a token is issued, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The audience.
    pub aud: String,
    /// The issuer.
    pub iss: String,
    /// Issued at, in seconds since 1970.
    pub iat: i64,
    /// Not before, in seconds since 1970.
    pub nbf: i64,
    /// End, in seconds since 1970.
    pub exp: i64,
    /// The tenant.
    pub tid: Uuid,
    /// The id of this token, also in the sign-in log (`uniqueTokenIdentifier`).
    pub uti: String,
}

/// The person in a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The object id.
    pub oid: Uuid,
    /// The pairwise subject for this audience.
    pub sub: String,
    /// The authentication methods.
    pub amr: AmrSet,
    /// The user principal name.
    pub upn: String,
    /// The display name; with the scope `profile` or in version 1.
    pub name: Option<String>,
    /// Given name.
    pub given_name: Option<String>,
    /// Family name.
    pub family_name: Option<String>,
    /// Mail address; with the scope `email`.
    pub email: Option<String>,
    /// When the person authenticated, in seconds since 1970; on `max_age` or if asked for.
    pub auth_time: Option<i64>,
    /// The issuer of the home tenant, for guests and delegated administrators.
    pub idp: Option<String>,
    /// The session.
    pub sid: Option<String>,
    /// An opaque hint for the next sign-in.
    pub login_hint: Option<String>,
    /// 0 member, 1 guest.
    pub acct: Option<u8>,
}

/// Group membership in a token.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Groups {
    /// Not asked for.
    #[default]
    Omitted,
    /// All of them.
    Listed(Vec<Uuid>),
    /// More than fit (200 in a JWT, 6 on the implicit way): the application asks this Graph address.
    Overage {
        /// Where the groups can be read.
        endpoint: String,
    },
}

/// Who acts in an access token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A person, through a client.
    User {
        /// The person.
        person: Box<Person>,
        /// Delegated permissions, separated by spaces.
        scp: String,
        /// Application roles of the person.
        roles: Vec<String>,
        /// Directory role template ids.
        wids: Vec<Uuid>,
        /// Group membership.
        groups: Groups,
        /// Satisfied authentication contexts.
        acrs: Vec<String>,
        /// The address that the sign-in came from (version 1).
        ipaddr: Option<String>,
    },
    /// The client itself.
    App {
        /// The service principal's object id, which is its subject too.
        oid: Uuid,
        /// Application permissions.
        roles: Vec<String>,
        /// The resource id of a managed identity (`xms_mirid`).
        managed_identity: Option<String>,
    },
}

/// An access token to be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// The version that the resource accepts.
    pub version: Version,
    /// Issuer, audience, times.
    pub envelope: Envelope,
    /// The client.
    pub client: Uuid,
    /// How the client authenticated itself.
    pub client_acr: ClientAcr,
    /// Who acts.
    pub subject: Subject,
    /// Whether the client handles claims challenges (`xms_cc`).
    pub handles_challenges: bool,
    /// The tenant's region, e.g. `AS` (version 1).
    pub tenant_region_scope: Option<String>,
}

/// An id token to be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdToken {
    /// The generation of the endpoint.
    pub version: Version,
    /// Issuer, audience (the client), times.
    pub envelope: Envelope,
    /// The person.
    pub person: Box<Person>,
    /// As in the request; never invented.
    pub nonce: Option<String>,
    /// Hash of the code, when both come from the authorization endpoint (OpenID Connect Core §3.3.2.11).
    pub c_hash: Option<String>,
    /// Hash of the access token.
    pub at_hash: Option<String>,
    /// Application roles of the person.
    pub roles: Vec<String>,
    /// Group membership.
    pub groups: Groups,
    /// Satisfied authentication contexts.
    pub acrs: Vec<String>,
}

#[cfg(test)]
mod tests;
