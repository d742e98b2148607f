//! Token and device authorization requests on both generations of the endpoints, client authentication, and answers.

mod answer;
mod client_auth;
mod device;

use uuid::Uuid;

pub use answer::{IssuedTokens, client_info};
pub use client_auth::{BasicPair, ClientAuthentication, ClientCredentialsPresented, JWT_BEARER_ASSERTION};
pub use device::{DeviceAuthorization, DeviceRequest};

use crate::{
    Version,
    aadsts::{Args, Code, Fault},
    authorize::ClientId,
    claims_request::{self, ClaimsRequest},
    params::{InvalidCause, ParamError, Params},
    redirect,
    scope::{self, Resource, ResourceScope, ScopeError, ScopeRequest},
    secret::Secret,
};

/// Longest token, code or assertion in a request, in bytes.
const MAX_TOKEN: usize = 16 * 1024;
/// Longest password, in bytes: 256 characters of UTF-8.
const MAX_PASSWORD: usize = 1024;
/// Longest user name, in bytes.
const MAX_USERNAME: usize = 320;
/// RFC 7636 §4.1.
const MAX_VERIFIER: usize = 128;

/// Values of `grant_type` that are URNs.
mod grant_type {
    pub(super) const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";
    pub(super) const JWT_BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
}

/// A parsed token request.
#[derive(Debug, Clone)]
pub struct TokenRequest {
    /// The generation of the endpoint.
    pub version: Version,
    /// Who asks, and how it proves that.
    pub client: ClientAuthentication,
    /// What it presents.
    pub grant: Grant,
    /// Claims asked for.
    pub claims: ClaimsRequest,
    /// Whether the answer must hold `client_info`.
    pub client_info: bool,
    /// `client-request-id` from the body, if it is a GUID.
    pub correlation_id: Option<Uuid>,
}

/// What a token request wants tokens for. Version 1 names a resource, version 2 scopes; both may leave it to the grant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// The scopes of version 2, or the OpenID Connect scopes of version 1.
    pub scope: Option<ScopeRequest>,
    /// Version 1's `resource`.
    pub resource: Option<Resource>,
    /// `resource` as it was spelt, for the answer.
    pub resource_asked: Option<String>,
}

/// The grants (RFC 6749 §4, RFC 8628 §3.4, RFC 7523 as the platform uses it).
#[derive(Debug, Clone)]
pub enum Grant {
    /// `client_credentials`.
    ClientCredentials {
        /// The resource; on version 2 it was asked for as `{resource}/.default`.
        resource: Resource,
        /// Its spelling.
        asked: String,
    },
    /// `authorization_code`.
    AuthorizationCode {
        /// The code.
        code: Secret,
        /// Must be that of the authorization request.
        redirect_uri: Option<String>,
        /// PKCE.
        code_verifier: Option<Secret>,
        /// What is wanted.
        wanted: Wanted,
    },
    /// `refresh_token`.
    RefreshToken {
        /// The token.
        refresh_token: Secret,
        /// What is wanted.
        wanted: Wanted,
    },
    /// The device grant, under either of its names.
    DeviceCode {
        /// The device code.
        device_code: Secret,
        /// What is wanted; normally left to the device request.
        wanted: Wanted,
    },
    /// `password`.
    Password {
        /// The user name.
        username: String,
        /// The password.
        password: Secret,
        /// What is wanted.
        wanted: Wanted,
    },
    /// `urn:ietf:params:oauth:grant-type:jwt-bearer` with `requested_token_use=on_behalf_of`.
    OnBehalfOf {
        /// An access token issued to the client that asks.
        assertion: Secret,
        /// What is wanted.
        wanted: Wanted,
    },
}

impl Grant {
    /// The short name of the grant, for logs.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ClientCredentials { .. } => "client_credentials",
            Self::AuthorizationCode { .. } => "authorization_code",
            Self::RefreshToken { .. } => "refresh_token",
            Self::DeviceCode { .. } => "device_code",
            Self::Password { .. } => "password",
            Self::OnBehalfOf { .. } => "on_behalf_of",
        }
    }
}

/// Why a token or device request cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenRequestError {
    /// A parameter is at fault.
    #[error(transparent)]
    Param(#[from] ParamError),
    /// The scope or resource is at fault.
    #[error(transparent)]
    Scope(#[from] ScopeError),
    /// `grant_type` is unknown.
    #[error("the grant type '{grant_type}' is not supported")]
    UnsupportedGrantType {
        /// As it came.
        grant_type: String,
    },
    /// `resource` on version 2.
    #[error("the parameter resource is not supported on version 2")]
    ResourceOnVersion2,
    /// The client authenticated itself in more than one way (RFC 6749 §2.3).
    #[error("more than one kind of client authentication")]
    SeveralAuthentications,
    /// The `Authorization` header is not well-formed Basic.
    #[error("the Authorization header is malformed")]
    MalformedAuthorization,
    /// `client_id` of the body is not the one of the `Authorization` header.
    #[error("two different client ids")]
    ClientIdMismatch,
}

impl TokenRequestError {
    /// The catalogue code and its values.
    pub fn fault(&self) -> Fault {
        let malformed =
            || Fault::new(Code::REQUEST_MALFORMED, Args::new().with("detail", format!("{self}.")));
        match self {
            Self::Param(error) => error.fault(),
            Self::Scope(error) => error.token_fault(),
            Self::UnsupportedGrantType { grant_type } => {
                Fault::new(Code::GRANT_TYPE_UNSUPPORTED, Args::new().with("grantType", grant_type))
            }
            Self::ResourceOnVersion2 => Code::RESOURCE_PARAMETER_V2.into(),
            Self::SeveralAuthentications | Self::MalformedAuthorization | Self::ClientIdMismatch => {
                malformed()
            }
        }
    }
}

impl TokenRequest {
    /// Parses a form body and the value of the `Authorization` header, if there is one.
    pub fn parse(
        params: &Params,
        authorization: Option<&str>,
        version: Version,
    ) -> Result<Self, TokenRequestError> {
        let client = ClientAuthentication::parse(params, authorization)?;
        Ok(Self {
            version,
            client,
            grant: grant(params, version)?,
            claims: claims(params)?,
            client_info: params.optional("client_info", 16)? == Some("1"),
            correlation_id: correlation_id(params)?,
        })
    }
}

fn grant(params: &Params, version: Version) -> Result<Grant, TokenRequestError> {
    match params.required("grant_type", 128)? {
        "client_credentials" => client_credentials(params, version),
        "authorization_code" => Ok(Grant::AuthorizationCode {
            code: secret(params, "code", MAX_TOKEN)?,
            redirect_uri: params.optional("redirect_uri", redirect::MAX_BYTES)?.map(ToOwned::to_owned),
            code_verifier: params.optional("code_verifier", MAX_VERIFIER)?.map(Secret::new),
            wanted: Wanted::parse(params, version)?,
        }),
        "refresh_token" => Ok(Grant::RefreshToken {
            refresh_token: secret(params, "refresh_token", MAX_TOKEN)?,
            wanted: Wanted::parse(params, version)?,
        }),
        "device_code" | grant_type::DEVICE_CODE => Ok(Grant::DeviceCode {
            device_code: device_code(params)?,
            wanted: Wanted::parse(params, version)?,
        }),
        "password" => Ok(Grant::Password {
            username: params.required("username", MAX_USERNAME)?.to_owned(),
            password: secret(params, "password", MAX_PASSWORD)?,
            wanted: Wanted::parse(params, version)?,
        }),
        grant_type::JWT_BEARER => on_behalf_of(params, version),
        other => Err(TokenRequestError::UnsupportedGrantType { grant_type: other.to_owned() }),
    }
}

fn client_credentials(params: &Params, version: Version) -> Result<Grant, TokenRequestError> {
    match version {
        Version::V1 => {
            let asked = params.required("resource", scope::MAX_RESOURCE_BYTES)?;
            Ok(Grant::ClientCredentials { resource: Resource::parse(asked)?, asked: asked.to_owned() })
        }
        Version::V2 => {
            refuse_resource(params)?;
            let text = params.required("scope", scope::MAX_BYTES)?;
            let ResourceScope { resource, asked, .. } = ScopeRequest::parse_app_only(text)?;
            Ok(Grant::ClientCredentials { resource, asked })
        }
    }
}

/// RFC 8628 calls the parameter `device_code`; version 1 clients call it `code`; MSAL for Python sends both.
fn device_code(params: &Params) -> Result<Secret, TokenRequestError> {
    let proper = params.optional("device_code", MAX_TOKEN)?;
    let old = params.optional("code", MAX_TOKEN)?;
    match (proper, old) {
        (Some(proper), Some(old)) if proper != old => {
            Err(ParamError::invalid("code", InvalidCause::Contradiction).into())
        }
        (Some(code), _) | (None, Some(code)) => Ok(Secret::new(code)),
        (None, None) => Err(ParamError::Missing { name: "device_code".into() }.into()),
    }
}

/// RFC 7523's grant exists here only as the platform's on-behalf-of.
fn on_behalf_of(params: &Params, version: Version) -> Result<Grant, TokenRequestError> {
    if params.required("requested_token_use", 64)? != "on_behalf_of" {
        return Err(ParamError::invalid("requested_token_use", InvalidCause::UnknownValue).into());
    }
    Ok(Grant::OnBehalfOf {
        assertion: secret(params, "assertion", MAX_TOKEN)?,
        wanted: Wanted::parse(params, version)?,
    })
}

impl Wanted {
    fn parse(params: &Params, version: Version) -> Result<Self, TokenRequestError> {
        let scope = params.optional("scope", scope::MAX_BYTES)?.map(ScopeRequest::parse).transpose()?;
        match version {
            Version::V1 => {
                let asked = params.optional("resource", scope::MAX_RESOURCE_BYTES)?;
                let resource = asked.map(Resource::parse).transpose()?;
                let scope = scope.map(|request| ScopeRequest { resources: Vec::new(), ..request });
                let scope = scope.filter(|request| !request.is_empty());
                Ok(Self { scope, resource, resource_asked: asked.map(ToOwned::to_owned) })
            }
            Version::V2 => {
                refuse_resource(params)?;
                Ok(Self { scope, resource: None, resource_asked: None })
            }
        }
    }
}

fn refuse_resource(params: &Params) -> Result<(), TokenRequestError> {
    match params.optional("resource", scope::MAX_RESOURCE_BYTES)? {
        Some(_) => Err(TokenRequestError::ResourceOnVersion2),
        None => Ok(()),
    }
}

fn secret(params: &Params, name: &'static str, limit: usize) -> Result<Secret, ParamError> {
    Ok(Secret::new(params.required(name, limit)?))
}

fn claims(params: &Params) -> Result<ClaimsRequest, ParamError> {
    let text = params.optional("claims", claims_request::MAX_BYTES)?;
    text.map_or_else(|| Ok(ClaimsRequest::default()), ClaimsRequest::parse)
}

fn correlation_id(params: &Params) -> Result<Option<Uuid>, ParamError> {
    Ok(params.optional("client-request-id", 64)?.and_then(|text| Uuid::try_parse(text).ok()))
}

/// The client id of a body.
fn client_id(params: &Params) -> Result<Option<ClientId>, ParamError> {
    params.optional("client_id", ClientId::MAX_BYTES)?.map(ClientId::parse).transpose()
}

#[cfg(test)]
mod tests;
