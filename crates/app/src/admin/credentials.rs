//! Client secrets and certificates of applications.

use super::applications::edit;
use super::{check, credential_id};
use crate::tokens::clients::secret_hash;
use crate::{Ctx, Fault};
use crypto::certificate::{Certificate, CertificateError};
use crypto::secrets::client_secret;
use model::application::{Application, ClientCertificate, Secret};
use model::{CredentialId, SignedDuration};
use zeroize::Zeroizing;

/// What the platform calls changes of credentials.
const ACTIVITY: &str = "Update application – Certificates and secrets management";
/// How many secrets, and how many certificates, an application can have.
const MOST_CREDENTIALS: usize = 20;
/// How long a secret can be accepted.
const MOST_DAYS: u32 = 730;
/// Characters that clients have to encode in forms and headers.
const TO_BE_ENCODED: &str = "+/=~";

/// A secret to be made.
#[derive(Clone, Debug)]
pub struct NewSecret {
    /// A name for it.
    pub display_name: Option<String>,
    /// How many days it is accepted.
    pub days: u32,
    /// Lets it end in characters that clients have to encode, to find those that do not.
    pub hard_to_encode: bool,
}

/// A secret that was made; its value is shown once and then forgotten.
#[derive(Clone)]
pub struct MadeSecret {
    /// What is kept.
    pub secret: Secret,
    /// What the client sends.
    pub value: Zeroizing<String>,
}

/// Leaves out the value.
impl std::fmt::Debug for MadeSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MadeSecret").field("id", &self.secret.id).finish_non_exhaustive()
    }
}

/// Makes a client secret.
pub async fn add_secret(ctx: &Ctx, name: &str, request: NewSecret) -> Result<MadeSecret, Fault> {
    if !(1..=MOST_DAYS).contains(&request.days) {
        return Err(Fault::Invalid(format!(
            "a secret is accepted for 1 to {MOST_DAYS} days: choose such a number"
        )));
    }
    let entropy = &ctx.services.entropy;
    let generated = client_secret(&mut |bytes| entropy.fill(bytes));
    let mut value = generated.value;
    if request.hard_to_encode {
        value.push_str(TO_BE_ENCODED);
    }
    let secret = Secret {
        id: credential_id(ctx),
        display_name: check::optional_name(request.display_name.as_deref().unwrap_or_default())?,
        hint: generated.hint,
        hash: secret_hash(&ctx.services.keys.present().mac, &value),
        starts_at: ctx.now,
        ends_at: ctx.now + SignedDuration::from_hours(24 * i64::from(request.days)),
    };
    let made = MadeSecret { secret: secret.clone(), value };
    edit(ctx, name, ACTIVITY, move |_, application| {
        if application.public_client {
            return Err(Fault::Invalid(
                "a public client cannot keep a secret: register a confidential application for it".to_owned(),
            ));
        }
        full(application.secrets.len())?;
        application.secrets.push(secret.clone());
        Ok(())
    })
    .await?;
    Ok(made)
}

/// Removes a client secret: it is refused from the next request on.
pub async fn remove_secret(ctx: &Ctx, name: &str, id: CredentialId) -> Result<Application, Fault> {
    edit(ctx, name, ACTIVITY, move |_, application| {
        let before = application.secrets.len();
        application.secrets.retain(|secret| secret.id != id);
        if application.secrets.len() == before { Err(unknown("secret", id)) } else { Ok(()) }
    })
    .await
}

/// Adds a certificate from PEM or DER.
pub async fn add_certificate(
    ctx: &Ctx,
    name: &str,
    display_name: Option<String>,
    file: &[u8],
) -> Result<ClientCertificate, Fault> {
    let parsed = Certificate::parse(file).map_err(|error| {
        Fault::Invalid(match error {
            CertificateError::ContainsPrivateKey => {
                "the file contains a private key: upload the certificate alone, and replace the key, which others may have seen".to_owned()
            }
            other => format!("{other}: give one certificate in PEM"),
        })
    })?;
    crypto::jose::VerifyingKey::from_spki(&parsed.spki).map_err(|error| {
        Fault::Invalid(format!(
            "the certificate's key cannot be used ({error}): use RSA with at least 2048 bits, or P-256"
        ))
    })?;
    if ctx.services.real_clock.now() > parsed.validity.not_after {
        return Err(Fault::Invalid(format!(
            "the certificate ended on {}: make a new one",
            parsed.validity.not_after
        )));
    }
    let certificate = ClientCertificate {
        id: credential_id(ctx),
        display_name: check::optional_name(display_name.as_deref().unwrap_or(&parsed.subject))?,
        der_base64: base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &parsed.der),
        thumbprint_sha1: parsed.sha1_base64url(),
        thumbprint_sha256: parsed.sha256_base64url(),
        starts_at: parsed.validity.not_before,
        ends_at: parsed.validity.not_after,
    };
    let added = certificate.clone();
    edit(ctx, name, ACTIVITY, move |_, application| {
        full(application.certificates.len())?;
        let known = |known: &ClientCertificate| known.thumbprint_sha256 == added.thumbprint_sha256;
        if application.certificates.iter().any(known) {
            return Err(Fault::Conflict("the application has this certificate already".to_owned()));
        }
        application.certificates.push(added.clone());
        Ok(())
    })
    .await?;
    Ok(certificate)
}

/// Removes a certificate: assertions of its key are refused from the next request on.
pub async fn remove_certificate(ctx: &Ctx, name: &str, id: CredentialId) -> Result<Application, Fault> {
    edit(ctx, name, ACTIVITY, move |_, application| {
        let before = application.certificates.len();
        application.certificates.retain(|certificate| certificate.id != id);
        if application.certificates.len() == before { Err(unknown("certificate", id)) } else { Ok(()) }
    })
    .await
}

fn full(count: usize) -> Result<(), Fault> {
    if count >= MOST_CREDENTIALS {
        return Err(Fault::Invalid(format!(
            "an application has at most {MOST_CREDENTIALS} of these: remove one first"
        )));
    }
    Ok(())
}

fn unknown(what: &str, id: CredentialId) -> Fault {
    Fault::NotFound(format!("the application has no {what} {id}: see the application"))
}
