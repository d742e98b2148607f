//! How a client says who it is (RFC 6749 §2.3, RFC 7523 §2.2).

use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

use super::{MAX_TOKEN, TokenRequestError, client_id};
use crate::{
    authorize::ClientId,
    params::{InvalidCause, ParamError, Params, decode},
    secret::Secret,
};

/// The only `client_assertion_type`.
pub const JWT_BEARER_ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Longest client secret, in bytes.
const MAX_SECRET: usize = 1024;
/// Longest `Authorization` header, in bytes.
const MAX_HEADER: usize = 4096;

/// Some clients leave the padding of the header out.
const LENIENT_BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The client of a request and the credential it presents.
#[derive(Debug, Clone)]
pub struct ClientAuthentication {
    /// The client. With Basic authentication and no `client_id` in the body it is that of the header; absent only
    /// with an assertion, whose subject names the client then (RFC 7521 §4.2).
    pub client_id: Option<ClientId>,
    /// The credential.
    pub presented: ClientCredentialsPresented,
}

/// The credential of a client.
#[derive(Debug, Clone)]
pub enum ClientCredentialsPresented {
    /// None: a public client.
    None,
    /// `client_secret` in the body.
    SecretPost(Secret),
    /// HTTP Basic. Some clients form-encode id and secret first, as RFC 6749 §2.3.1 asks, others do not:
    /// try `raw` first, then `decoded`.
    Basic {
        /// As it came out of base64.
        raw: BasicPair,
        /// Form-decoded, if that is possible and differs.
        decoded: Option<BasicPair>,
    },
    /// A signed assertion (RFC 7523 §2.2); unverified.
    Assertion(Secret),
}

/// Id and secret of HTTP Basic.
#[derive(Debug, Clone)]
pub struct BasicPair {
    /// The client id.
    pub client_id: ClientId,
    /// The secret.
    pub secret: Secret,
}

impl ClientAuthentication {
    /// Reads the body and the value of the `Authorization` header, if there is one.
    ///
    /// Fails if the client authenticates in two ways, or names itself in two.
    pub fn parse(params: &Params, authorization: Option<&str>) -> Result<Self, TokenRequestError> {
        let in_body = client_id(params)?;
        let secret = params.optional("client_secret", MAX_SECRET)?.map(Secret::new);
        let assertion = assertion(params)?;
        let basic = authorization.map(basic).transpose()?;
        let presented = match (secret, assertion, basic) {
            (None, None, None) => ClientCredentialsPresented::None,
            (Some(secret), None, None) => ClientCredentialsPresented::SecretPost(secret),
            (None, Some(assertion), None) => ClientCredentialsPresented::Assertion(assertion),
            (None, None, Some((raw, decoded))) => ClientCredentialsPresented::Basic { raw, decoded },
            _ => return Err(TokenRequestError::SeveralAuthentications),
        };
        Ok(Self { client_id: named_client(in_body, &presented)?, presented })
    }
}

fn named_client(
    in_body: Option<ClientId>,
    presented: &ClientCredentialsPresented,
) -> Result<Option<ClientId>, TokenRequestError> {
    match (in_body, presented) {
        (Some(id), ClientCredentialsPresented::Basic { raw, decoded }) => {
            let is_named = id == raw.client_id || decoded.as_ref().is_some_and(|pair| pair.client_id == id);
            if is_named { Ok(Some(id)) } else { Err(TokenRequestError::ClientIdMismatch) }
        }
        (None, ClientCredentialsPresented::Basic { raw, decoded }) => {
            // an application id reads the same in both forms, unless its hyphens were escaped
            let decoded = decoded.as_ref().filter(|_| raw.client_id.app_id().is_none());
            Ok(Some(decoded.unwrap_or(raw).client_id.clone()))
        }
        (None, ClientCredentialsPresented::Assertion(_)) => Ok(None),
        (None, _) => Err(ParamError::Missing { name: "client_id".into() }.into()),
        (id, _) => Ok(id),
    }
}

fn assertion(params: &Params) -> Result<Option<Secret>, ParamError> {
    let kind = params.optional("client_assertion_type", 128)?;
    let assertion = params.optional("client_assertion", MAX_TOKEN)?;
    match (kind, assertion) {
        (None, None) => Ok(None),
        (Some(JWT_BEARER_ASSERTION), Some(text)) => Ok(Some(Secret::new(text))),
        (Some(JWT_BEARER_ASSERTION), None) => Err(ParamError::Missing { name: "client_assertion".into() }),
        (Some(_), _) => Err(ParamError::invalid("client_assertion_type", InvalidCause::UnknownValue)),
        (None, Some(_)) => Err(ParamError::Missing { name: "client_assertion_type".into() }),
    }
}

fn basic(header: &str) -> Result<(BasicPair, Option<BasicPair>), TokenRequestError> {
    read_basic(header).ok_or(TokenRequestError::MalformedAuthorization)
}

fn read_basic(header: &str) -> Option<(BasicPair, Option<BasicPair>)> {
    if header.len() > MAX_HEADER {
        return None;
    }
    let (scheme, encoded) = header.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(LENIENT_BASE64.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let raw = BasicPair { client_id: ClientId::parse(id).ok()?, secret: Secret::new(secret) };
    let decoded = decoded_pair(id, secret);
    Some((raw, decoded))
}

/// The pair after form-decoding; `None` if it is the same or cannot be decoded.
fn decoded_pair(id: &str, secret: &str) -> Option<BasicPair> {
    let client_id = ClientId::parse(&decode(id.as_bytes())?).ok()?;
    let decoded = decode(secret.as_bytes())?;
    let is_same = client_id.as_str() == id && decoded == secret;
    (!is_same).then(|| BasicPair { client_id, secret: Secret::new(decoded) })
}
