//! From parameters to an authorization request, in the order that decides where an error may go.

use uuid::Uuid;

use super::{
    AuthorizeError, AuthorizeRequest, ClientError, ClientId, CodeChallenge, PageError, Prompt, ResponseMode,
    ResponseType, ReturnAddress,
};
use crate::{
    Version,
    aadsts::{Args, Code, Fault, OAuthError},
    claims_request::{self, ClaimsRequest},
    params::{InvalidCause, ParamError, Params},
    redirect,
    scope::{self, OpenIdScope, Resource, ScopeRequest},
};

const MAX_STATE: usize = 4096;
const MAX_NONCE: usize = 512;
const MAX_HINT: usize = 320;
const MAX_LIST: usize = 512;
const MAX_ID_TOKEN: usize = 8192;
/// Everything that a sign-in flow has to carry through its pages, in bytes (the flow itself is limited to 8 KB).
const MAX_CARRIED: usize = 6144;

/// A fault that may go to the client.
struct Refusal {
    fault: Fault,
    error: Option<OAuthError>,
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self { fault, error: None }
    }
}

impl From<ParamError> for Refusal {
    fn from(error: ParamError) -> Self {
        error.fault().into()
    }
}

impl From<scope::ScopeError> for Refusal {
    fn from(error: scope::ScopeError) -> Self {
        error.fault().into()
    }
}

impl PageError {
    pub(super) fn redirect_mismatch(address: &ReturnAddress) -> Self {
        let args = Args::new()
            .with("redirectUri", address.redirect_uri())
            .with("appId", address.client_id().as_str());
        Self { fault: Fault::new(Code::REDIRECT_MISMATCH, args) }
    }
}

impl From<ParamError> for PageError {
    fn from(error: ParamError) -> Self {
        Self { fault: error.fault() }
    }
}

pub(super) fn authorize_request(
    params: &Params,
    version: Version,
) -> Result<AuthorizeRequest, AuthorizeError> {
    let mut return_to = return_address(params).map_err(AuthorizeError::Page)?;
    let refuse = |return_to: &ReturnAddress, refusal: Refusal| {
        let error = refusal.error.unwrap_or_else(|| refusal.fault.entry().authorization_error());
        AuthorizeError::Client(Box::new(ClientError {
            return_to: return_to.clone(),
            fault: refusal.fault,
            error,
        }))
    };
    return_to.state = state(params).map_err(|error| refuse(&return_to, error.into()))?;
    request(params, version, &return_to).map_err(|refusal| refuse(&return_to, refusal))
}

/// Client, redirect URI and the way back. The mode is guessed from whatever of `response_mode` and `response_type` can
/// be read, so that even an error about them arrives where the client listens.
fn return_address(params: &Params) -> Result<ReturnAddress, PageError> {
    let client_id = ClientId::parse(params.required("client_id", ClientId::MAX_BYTES)?)?;
    let redirect_uri = params.required("redirect_uri", redirect::MAX_BYTES)?;
    if !redirect_uri.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(ParamError::invalid("redirect_uri", InvalidCause::BadCharacter).into());
    }
    let asked_mode = params.optional("response_mode", 32).ok().flatten().and_then(ResponseMode::parse);
    let response_type = params.optional("response_type", 64).ok().flatten().unwrap_or_default();
    let default_mode =
        if response_type.contains("token") { ResponseMode::Fragment } else { ResponseMode::Query };
    // an answer with a token never goes into a query, not even as an error
    let response_mode = match (asked_mode, default_mode) {
        (Some(ResponseMode::Query), ResponseMode::Fragment) | (None, _) => default_mode,
        (Some(mode), _) => mode,
    };
    Ok(ReturnAddress { client_id, redirect_uri: redirect_uri.to_owned(), response_mode, state: None })
}

fn state(params: &Params) -> Result<Option<String>, ParamError> {
    Ok(params.optional("state", MAX_STATE)?.map(ToOwned::to_owned))
}

fn request(
    params: &Params,
    version: Version,
    return_to: &ReturnAddress,
) -> Result<AuthorizeRequest, Refusal> {
    refuse_request_objects(params)?;
    let response_type = response_type(params)?;
    check_response_mode(params, response_type)?;
    let (scope, resource) = scope_and_resource(params, version, response_type)?;
    let nonce = owned(params, "nonce", MAX_NONCE)?;
    if response_type.has_id_token() && nonce.is_none() {
        return Err(ParamError::Missing { name: "nonce".into() }.into());
    }
    let request = AuthorizeRequest {
        version,
        return_to: return_to.clone(),
        response_type,
        scope,
        resource,
        nonce,
        prompt: prompt(params, version)?,
        login_hint: owned(params, "login_hint", MAX_HINT)?,
        domain_hint: owned(params, "domain_hint", MAX_HINT)?,
        sid: owned(params, "sid", 128)?,
        max_age: max_age(params)?,
        ui_locales: list(params, "ui_locales")?,
        code_challenge: code_challenge(params)?,
        claims: claims(params)?,
        client_info: params.optional("client_info", 16)? == Some("1"),
        amr_values: list(params, "amr_values")?,
        acr_values: list(params, "acr_values")?,
        id_token_hint: owned(params, "id_token_hint", MAX_ID_TOKEN)?,
        correlation_id: params.optional("client-request-id", 64)?.and_then(|text| Uuid::try_parse(text).ok()),
    };
    check_carried(params)?;
    Ok(request)
}

/// OpenID Connect Core §6: request objects are not supported, and a request that holds one is never half read.
fn refuse_request_objects(params: &Params) -> Result<(), Refusal> {
    let cases =
        [("request", OAuthError::RequestNotSupported), ("request_uri", OAuthError::RequestUriNotSupported)];
    for (name, error) in cases {
        if params.is_present(name) {
            let fault = ParamError::invalid(name, InvalidCause::NotSupported).fault();
            return Err(Refusal { fault, error: Some(error) });
        }
    }
    Ok(())
}

fn response_type(params: &Params) -> Result<ResponseType, Refusal> {
    let text = params.required("response_type", 64)?;
    ResponseType::parse(text).ok_or_else(|| unsupported_response_type(text))
}

fn unsupported_response_type(text: &str) -> Refusal {
    Fault::new(Code::RESPONSE_TYPE_UNSUPPORTED, Args::new().with("responseType", text)).into()
}

fn check_response_mode(params: &Params, response_type: ResponseType) -> Result<(), Refusal> {
    let Some(text) = params.optional("response_mode", 32)? else { return Ok(()) };
    match ResponseMode::parse(text) {
        Some(ResponseMode::Query) if response_type.has_id_token() => {}
        Some(_) => return Ok(()),
        None => {}
    }
    Err(Fault::new(Code::RESPONSE_MODE_UNSUPPORTED, Args::new().with("responseMode", text)).into())
}

fn scope_and_resource(
    params: &Params,
    version: Version,
    response_type: ResponseType,
) -> Result<(ScopeRequest, Option<Resource>), Refusal> {
    let text = params.optional("scope", scope::MAX_BYTES)?;
    let resource = params.optional("resource", scope::MAX_RESOURCE_BYTES)?;
    match version {
        Version::V1 => {
            let mut scope = text.map(ScopeRequest::parse).transpose()?.unwrap_or_default();
            scope.resources.clear();
            let resource =
                resource.map(Resource::parse).transpose().map_err(|_| unknown_resource(resource))?;
            Ok((scope, resource))
        }
        Version::V2 if resource.is_some() => Err(Fault::from(Code::RESOURCE_PARAMETER_V2).into()),
        Version::V2 => {
            let scope = ScopeRequest::parse(params.required("scope", scope::MAX_BYTES)?)?;
            if response_type.has_id_token() && !scope.has(OpenIdScope::Openid) {
                return Err(unsupported_response_type(params.required("response_type", 64)?));
            }
            Ok((scope, None))
        }
    }
}

fn unknown_resource(text: Option<&str>) -> Refusal {
    Fault::new(Code::RESOURCE_UNKNOWN, Args::new().with("resource", text.unwrap_or_default())).into()
}

fn prompt(params: &Params, version: Version) -> Result<Prompt, ParamError> {
    let mut prompt = Prompt::default();
    let words = list(params, "prompt")?;
    for word in &words {
        match (word.as_str(), version) {
            ("login", _) => prompt.login = true,
            ("none", _) => prompt.none = true,
            ("consent", _) => prompt.consent = true,
            ("select_account", _) => prompt.select_account = true,
            ("create", _) => prompt.create = true,
            ("admin_consent", Version::V1) => {
                prompt.consent = true;
                prompt.admin_consent = true;
            }
            _ => return Err(ParamError::invalid("prompt", InvalidCause::UnknownValue)),
        }
    }
    if prompt.none && words.iter().any(|word| word != "none") {
        return Err(ParamError::invalid("prompt", InvalidCause::Contradiction));
    }
    Ok(prompt)
}

fn max_age(params: &Params) -> Result<Option<u32>, ParamError> {
    let Some(text) = params.optional("max_age", 10)? else { return Ok(None) };
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = if is_number { text.parse().ok() } else { None };
    number.map(Some).ok_or_else(|| ParamError::invalid("max_age", InvalidCause::NotANumber))
}

fn code_challenge(params: &Params) -> Result<Option<CodeChallenge>, Refusal> {
    let challenge = params.optional("code_challenge", 256)?;
    let method = params.optional("code_challenge_method", 16)?;
    match (challenge, method) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(Fault::from(Code::CODE_CHALLENGE_MISSING).into()),
        (Some(text), Some("S256")) if is_s256(text) => Ok(Some(CodeChallenge(text.to_owned()))),
        (Some(_), Some("S256")) => Err(Fault::from(Code::CODE_CHALLENGE_INVALID).into()),
        // RFC 7636 §4.3: an absent method means `plain`, which RFC 9700 §2.1.1 rules out
        (Some(_), _) => Err(ParamError::invalid("code_challenge_method", InvalidCause::NotSupported).into()),
    }
}

fn is_s256(text: &str) -> bool {
    text.len() == 43 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn claims(params: &Params) -> Result<ClaimsRequest, ParamError> {
    let text = params.optional("claims", claims_request::MAX_BYTES)?;
    text.map_or_else(|| Ok(ClaimsRequest::default()), ClaimsRequest::parse)
}

fn owned(params: &Params, name: &'static str, limit: usize) -> Result<Option<String>, ParamError> {
    Ok(params.optional(name, limit)?.map(ToOwned::to_owned))
}

fn list(params: &Params, name: &'static str) -> Result<Vec<String>, ParamError> {
    let words =
        params.optional(name, MAX_LIST)?.unwrap_or_default().split(' ').filter(|word| !word.is_empty());
    Ok(words.take(32).map(ToOwned::to_owned).collect())
}

fn check_carried(params: &Params) -> Result<(), ParamError> {
    let carried = ["redirect_uri", "state", "nonce", "scope", "claims", "login_hint"];
    let bytes: usize =
        params.pairs().filter(|(name, _)| carried.contains(name)).map(|(_, value)| value.len()).sum();
    if bytes > MAX_CARRIED { Err(ParamError::TooLarge { limit: MAX_CARRIED }) } else { Ok(()) }
}
