//! The device authorization endpoint (RFC 8628 §3.1, §3.2).

use serde_json::{Value, json};
use uuid::Uuid;

use super::{ClientAuthentication, TokenRequestError, Wanted, claims, correlation_id};
use crate::{Version, claims_request::ClaimsRequest, params::Params};

/// A parsed device authorization request.
#[derive(Debug, Clone)]
pub struct DeviceRequest {
    /// The generation of the endpoint.
    pub version: Version,
    /// The client, normally a public one.
    pub client: ClientAuthentication,
    /// What is wanted.
    pub wanted: Wanted,
    /// Claims asked for.
    pub claims: ClaimsRequest,
    /// `client-request-id`, if it is a GUID.
    pub correlation_id: Option<Uuid>,
}

impl DeviceRequest {
    /// Parses a form body and the value of the `Authorization` header, if there is one.
    pub fn parse(
        params: &Params,
        authorization: Option<&str>,
        version: Version,
    ) -> Result<Self, TokenRequestError> {
        Ok(Self {
            version,
            client: ClientAuthentication::parse(params, authorization)?,
            wanted: Wanted::parse(params, version)?,
            claims: claims(params)?,
            correlation_id: correlation_id(params)?,
        })
    }
}

/// The answer to a device authorization request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceAuthorization {
    /// What the person types.
    pub user_code: String,
    /// What the device polls with.
    pub device_code: String,
    /// Where the person goes.
    pub verification_uri: String,
    /// The same with the code in it (RFC 8628 §3.3.1); not every client may show it, so it is optional.
    pub verification_uri_complete: Option<String>,
    /// Seconds until both codes expire.
    pub expires_in: u32,
    /// Seconds between polls, at least 1.
    pub interval: u32,
    /// A sentence for the person, which command lines print as it is.
    pub message: String,
}

impl DeviceAuthorization {
    /// The JSON body. Version 1 writes numbers as strings and says `verification_url`.
    pub fn body(&self, version: Version) -> Value {
        match version {
            Version::V1 => json!({
                "user_code": self.user_code,
                "device_code": self.device_code,
                "verification_url": self.verification_uri,
                "expires_in": self.expires_in.to_string(),
                "interval": self.interval.to_string(),
                "message": self.message,
            }),
            Version::V2 => {
                let mut body = json!({
                    "user_code": self.user_code,
                    "device_code": self.device_code,
                    "verification_uri": self.verification_uri,
                    "expires_in": self.expires_in,
                    "interval": self.interval,
                    "message": self.message,
                });
                if let (Some(uri), Some(members)) = (&self.verification_uri_complete, body.as_object_mut()) {
                    members.insert("verification_uri_complete".into(), uri.clone().into());
                }
                body
            }
        }
    }
}
