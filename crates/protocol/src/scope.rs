//! Scope strings and resource identifiers.
//!
//! A scope token is either one of OpenID Connect's own (`openid`, `profile`, `email`, `offline_access`), the short form
//! of a Graph permission (`User.Read`), or `{resource}/{permission}`, where `.default` stands for everything that is
//! consented. Resources are compared in a normal form, but the answer must repeat each scope exactly as it was asked:
//! client libraries store tokens under that spelling.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::aadsts::{Args, Code, Fault};

/// Well-known resources: application ids that are the same in every tenant.
pub mod resources {
    use uuid::{Uuid, uuid};

    /// Microsoft Graph.
    pub const GRAPH: Uuid = uuid!("00000003-0000-0000-c000-000000000000");
    /// The directory API that preceded Graph; the default resource of old version 1 clients.
    pub const DIRECTORY: Uuid = uuid!("00000002-0000-0000-c000-000000000000");
    /// Azure Resource Manager ("Windows Azure Service Management API").
    pub const ARM: Uuid = uuid!("797f4846-ba00-4fd7-ba43-dac1f8f63013");
    /// Exchange Online.
    pub const EXCHANGE: Uuid = uuid!("00000002-0000-0ff1-ce00-000000000000");
    /// `SharePoint` Online.
    pub const SHAREPOINT: Uuid = uuid!("00000003-0000-0ff1-ce00-000000000000");
    /// The Partner Center API.
    pub const PARTNER: Uuid = uuid!("fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd");
    /// Key Vault.
    pub const VAULT: Uuid = uuid!("cfa8b339-82a2-471a-a3c9-0fc0be7a4093");

    /// Identifier URIs of the well-known resources, in normal form.
    pub(super) const URIS: [(&str, Uuid); 9] = [
        ("https://graph.microsoft.com", GRAPH),
        ("https://graph.windows.net", DIRECTORY),
        ("https://management.azure.com", ARM),
        ("https://management.core.windows.net", ARM),
        ("https://outlook.office365.com", EXCHANGE),
        ("https://outlook.office.com", EXCHANGE),
        ("https://api.partnercenter.microsoft.com", PARTNER),
        ("https://vault.azure.net", VAULT),
        ("https://ps.outlook.com", EXCHANGE),
    ];
}

/// Well-known public clients: they exist in every tenant.
pub mod clients {
    use uuid::{Uuid, uuid};

    /// The Azure CLI.
    pub const AZURE_CLI: Uuid = uuid!("04b07795-8ddb-461a-bbee-02f9e1bf7b46");
    /// Azure PowerShell.
    pub const AZURE_POWERSHELL: Uuid = uuid!("1950a258-227b-4e31-a9cf-717495945fc2");
    /// Graph PowerShell.
    pub const GRAPH_POWERSHELL: Uuid = uuid!("14d82eec-204b-4c2f-b7e8-296a70dab67e");
    /// Exchange Online PowerShell.
    pub const EXCHANGE_POWERSHELL: Uuid = uuid!("fb78d390-0c51-40cd-8e17-fdbfab77341b");
}

/// Longest scope parameter, in bytes.
pub const MAX_BYTES: usize = 8 * 1024;
/// Most scope tokens in one request.
const MAX_TOKENS: usize = 120;
/// Longest resource identifier, in bytes.
pub const MAX_RESOURCE_BYTES: usize = 512;

/// A resource, as far as its identifier tells.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Resource {
    /// By application id; well-known identifier URIs become one of these.
    AppId(Uuid),
    /// By identifier URI in normal form: scheme and host in lower case, no slash at the end.
    Uri(String),
}

impl Resource {
    /// Reads a resource identifier in any of its spellings: GUID, `spn:` prefix, identifier URI, with or without
    /// slashes at the end.
    pub fn parse(text: &str) -> Result<Self, ScopeError> {
        let bare = text.strip_prefix("spn:").unwrap_or(text).trim_end_matches('/');
        if bare.is_empty() || bare.len() > MAX_RESOURCE_BYTES || !bare.chars().all(is_scope_char) {
            return Err(ScopeError::Invalid { scope: text.to_owned() });
        }
        // `Uuid` reads braces and URNs too; only the plain form names an application
        if bare.len() == 36
            && let Ok(id) = Uuid::try_parse(bare)
        {
            return Ok(Self::AppId(id));
        }
        let uri = lower_authority(bare);
        let known = resources::URIS.iter().find(|(known, _)| *known == uri);
        Ok(known.map_or(Self::Uri(uri), |(_, id)| Self::AppId(*id)))
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AppId(id) => id.fmt(out),
            Self::Uri(uri) => out.write_str(uri),
        }
    }
}

fn lower_authority(uri: &str) -> String {
    let Some((scheme, rest)) = uri.split_once("://") else { return uri.to_owned() };
    let (authority, path) =
        rest.split_once('/').map_or((rest, None), |(authority, path)| (authority, Some(path)));
    let mut normal = format!("{}://{}", scheme.to_ascii_lowercase(), authority.to_ascii_lowercase());
    if let Some(path) = path {
        normal.push('/');
        normal.push_str(path);
    }
    normal
}

/// The scopes of OpenID Connect and OAuth themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenIdScope {
    /// `openid`: an id token is wanted.
    Openid,
    /// `profile`.
    Profile,
    /// `email`.
    Email,
    /// `offline_access`: a refresh token is wanted.
    OfflineAccess,
}

impl OpenIdScope {
    /// The scope token.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Openid => "openid",
            Self::Profile => "profile",
            Self::Email => "email",
            Self::OfflineAccess => "offline_access",
        }
    }

    fn parse(token: &str) -> Option<Self> {
        [Self::Openid, Self::Profile, Self::Email, Self::OfflineAccess]
            .into_iter()
            .find(|scope| token.eq_ignore_ascii_case(scope.as_str()))
    }
}

/// Which permission of a resource is meant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Permission {
    /// `.default`: all that is consented or listed in the registration.
    Default,
    /// One by name.
    Named(String),
}

/// One scope of a resource.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ResourceScope {
    /// The spelling of the request, to be repeated in the answer.
    pub asked: String,
    /// The resource.
    pub resource: Resource,
    /// The permission.
    pub permission: Permission,
}

impl ResourceScope {
    fn parse(token: &str) -> Result<Self, ScopeError> {
        let refuse = || ScopeError::Invalid { scope: token.to_owned() };
        let (resource, name) = match token.rsplit_once('/') {
            Some((resource, name)) => (Resource::parse(resource).map_err(|_| refuse())?, name),
            None if token.contains(':') => return Err(refuse()),
            None => (Resource::AppId(resources::GRAPH), token),
        };
        let permission = match name {
            "" => return Err(refuse()),
            ".default" => Permission::Default,
            name => Permission::Named(name.to_owned()),
        };
        Ok(Self { asked: token.to_owned(), resource, permission })
    }
}

/// A parsed scope parameter, without repetitions, in the order asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeRequest {
    /// The scopes of OpenID Connect.
    pub openid: Vec<OpenIdScope>,
    /// The scopes of resources.
    pub resources: Vec<ResourceScope>,
}

/// Why a scope parameter is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScopeError {
    /// Nothing but spaces.
    #[error("the scope is empty")]
    Empty,
    /// Too many scopes or too long.
    #[error("the scope is too long")]
    TooLong,
    /// A scope that cannot be one.
    #[error("the scope '{scope}' is not valid")]
    Invalid {
        /// As asked.
        scope: String,
    },
    /// Scopes of several resources in one request.
    #[error("the scope '{scope}' names a second resource")]
    MultipleResources {
        /// The first scope of another resource.
        scope: String,
    },
    /// `.default` next to a named scope of the same resource.
    #[error("the scope '{scope}' cannot be combined with named scopes")]
    DefaultMixed {
        /// The `.default` scope.
        scope: String,
    },
    /// A client credentials scope that is not exactly one `{resource}/.default`.
    #[error("the scope '{scope}' does not end with /.default")]
    NotDefault {
        /// As asked.
        scope: String,
    },
}

impl ScopeError {
    /// The catalogue code and its values, at the authorization endpoint.
    pub fn fault(&self) -> Fault {
        let (code, scope) = match self {
            Self::Empty => (Code::PARAMETER_MISSING, "scope"),
            Self::TooLong => (Code::SCOPE_INVALID, "(too long)"),
            Self::Invalid { scope } | Self::DefaultMixed { scope } => (Code::SCOPE_INVALID, scope.as_str()),
            Self::MultipleResources { scope } => (Code::SCOPE_MULTIPLE_RESOURCES, scope.as_str()),
            Self::NotDefault { scope } => (Code::SCOPE_NEEDS_DEFAULT, scope.as_str()),
        };
        Fault::new(code, Args::new().with("scope", scope).with("name", "scope"))
    }

    /// The same at the token endpoint, which has codes of its own for redeeming.
    pub fn token_fault(&self) -> Fault {
        let Fault { code, args } = self.fault();
        let code =
            if code == Code::SCOPE_MULTIPLE_RESOURCES { Code::SCOPE_MULTIPLE_RESOURCES_REDEEM } else { code };
        Fault::new(code, args)
    }
}

impl ScopeRequest {
    /// Parses a scope parameter: tokens of RFC 6749 §3.3, separated by spaces.
    pub fn parse(text: &str) -> Result<Self, ScopeError> {
        if text.len() > MAX_BYTES {
            return Err(ScopeError::TooLong);
        }
        let mut request = Self::default();
        for (count, token) in text.split(' ').filter(|token| !token.is_empty()).enumerate() {
            if count == MAX_TOKENS {
                return Err(ScopeError::TooLong);
            }
            request.add(token)?;
        }
        if request.is_empty() { Err(ScopeError::Empty) } else { Ok(request) }
    }

    /// Parses the scope of a client credentials request: exactly one `{resource}/.default`.
    pub fn parse_app_only(text: &str) -> Result<ResourceScope, ScopeError> {
        let request = Self::parse(text)?;
        match request.resources.as_slice() {
            [only] if only.permission == Permission::Default && request.openid.is_empty() => Ok(only.clone()),
            _ => Err(ScopeError::NotDefault { scope: text.to_owned() }),
        }
    }

    fn add(&mut self, token: &str) -> Result<(), ScopeError> {
        if !token.chars().all(is_scope_char) {
            return Err(ScopeError::Invalid { scope: token.to_owned() });
        }
        if let Some(scope) = OpenIdScope::parse(token) {
            if !self.openid.contains(&scope) {
                self.openid.push(scope);
            }
        } else if !self.resources.iter().any(|known| known.asked == token) {
            self.resources.push(ResourceScope::parse(token)?);
        }
        Ok(())
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.openid.is_empty() && self.resources.is_empty()
    }

    /// Whether this OpenID Connect scope is asked for.
    pub fn has(&self, scope: OpenIdScope) -> bool {
        self.openid.contains(&scope)
    }

    /// The one resource of the request; `None` if only OpenID Connect scopes are asked for.
    ///
    /// Fails if there are several, or if `.default` is mixed with named scopes. Two identifier URIs of one
    /// application are told apart here; who knows the directory can use [`ScopeRequest::single_resource_by`].
    pub fn single_resource(&self) -> Result<Option<&Resource>, ScopeError> {
        self.single_resource_by(Resource::clone)
    }

    /// As [`ScopeRequest::single_resource`], with resources compared by what `identity` makes of them.
    pub fn single_resource_by<I: PartialEq>(
        &self,
        identity: impl Fn(&Resource) -> I,
    ) -> Result<Option<&Resource>, ScopeError> {
        let Some(first) = self.resources.first() else { return Ok(None) };
        let wanted = identity(&first.resource);
        if let Some(other) = self.resources.iter().find(|scope| identity(&scope.resource) != wanted) {
            return Err(ScopeError::MultipleResources { scope: other.asked.clone() });
        }
        let default = self.resources.iter().find(|scope| scope.permission == Permission::Default);
        let is_mixed = self.resources.iter().any(|scope| scope.permission != Permission::Default);
        match default {
            Some(default) if is_mixed => Err(ScopeError::DefaultMixed { scope: default.asked.clone() }),
            _ => Ok(Some(&first.resource)),
        }
    }

    /// The `scope` of an answer: the granted resource scopes in the spelling of the request, then the OpenID Connect
    /// scopes without `offline_access`.
    pub fn answer(&self, is_granted: impl Fn(&ResourceScope) -> bool) -> String {
        let resources =
            self.resources.iter().filter(|scope| is_granted(scope)).map(|scope| scope.asked.as_str());
        let openid = self
            .openid
            .iter()
            .filter(|scope| **scope != OpenIdScope::OfflineAccess)
            .map(|scope| scope.as_str());
        resources.chain(openid).collect::<Vec<_>>().join(" ")
    }
}

/// RFC 6749 §3.3: %x21, %x23-5B, %x5D-7E.
fn is_scope_char(letter: char) -> bool {
    matches!(letter, '!' | '#'..='[' | ']'..='~')
}

#[cfg(test)]
mod tests;
