//! Authentication methods and the proofs that come from using them.

use crate::CredentialId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What kind of method it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MethodKind {
    /// Something the user knows.
    Password,
    /// A time-based one-time code (RFC 6238) of an authenticator app.
    SoftwareOath,
    /// A single-use code handed out at registration.
    RecoveryCode,
}

impl MethodKind {
    /// Whether the method counts as a second factor beside a password.
    pub fn is_second_factor(self) -> bool {
        !matches!(self, Self::Password)
    }

    /// The value in `amr` (RFC 8176).
    pub fn amr(self) -> &'static str {
        match self {
            Self::Password => "pwd",
            Self::SoftwareOath | Self::RecoveryCode => "otp",
        }
    }

    /// The name in the sign-in log's `authenticationMethod` (Graph `authenticationDetail`).
    pub fn log_name(self) -> &'static str {
        match self {
            Self::Password => "Password",
            Self::SoftwareOath => "Software OATH token",
            Self::RecoveryCode => "Recovery code",
        }
    }
}

/// A registered method other than the password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// Its id.
    pub id: CredentialId,
    /// What it is.
    pub kind: MethodKind,
    /// The user's name for it.
    pub display_name: String,
    /// The TOTP seed or other secret, opened only inside the transaction that uses it.
    pub secret: Vec<u8>,
    /// The last accepted TOTP step: no step is accepted twice or after a later one.
    pub last_step: Option<i64>,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it last proved the user.
    pub last_used_at: Option<Timestamp>,
    /// Grows with every change except use.
    pub version: i64,
}

/// A credential was used successfully.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Proof {
    /// What kind of method it was.
    pub kind: MethodKind,
    /// Which credential.
    pub credential: CredentialId,
    /// In which version; a later version makes the proof void.
    pub version: i64,
    /// When.
    pub at: Timestamp,
}

/// How much a set of proofs is worth (DESIGN invariant 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Nothing was proved.
    Nothing,
    /// A password.
    Password,
    /// A password and a second method.
    MultiFactor,
}

/// The rank of a set of proofs.
pub fn rank(proofs: &[Proof]) -> Rank {
    let password = proofs.iter().any(|proof| proof.kind == MethodKind::Password);
    let second = proofs.iter().any(|proof| proof.kind.is_second_factor());
    match (password, second) {
        (true, true) => Rank::MultiFactor,
        (true, false) => Rank::Password,
        _ => Rank::Nothing,
    }
}

/// The `amr` values of a set of proofs, `mfa` among them only when two factors were proved.
pub fn amr(proofs: &[Proof]) -> Vec<String> {
    let mut values: Vec<String> = Vec::with_capacity(3);
    for proof in proofs {
        let value = proof.kind.amr();
        if !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    }
    if rank(proofs) == Rank::MultiFactor {
        values.push("mfa".to_owned());
    }
    values
}
