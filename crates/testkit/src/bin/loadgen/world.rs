//! The ready file: what there is to put load on.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::http::Origin;

/// The part of the ready file that scenarios use.
#[derive(Debug, Deserialize)]
pub struct World {
    pub base_url: String,
    #[serde(default)]
    ca_file: Option<PathBuf>,
    #[serde(default)]
    pub dev_url: Option<String>,
    #[serde(default)]
    pub users: Vec<User>,
    #[serde(default)]
    pub apps: Vec<Application>,
    #[serde(default)]
    pub resources: Resources,
}

#[derive(Debug, Clone, Deserialize)]
pub struct User {
    pub tenant: String,
    pub upn: String,
    pub password: Option<String>,
    pub totp_secret: Option<String>,
    pub tag: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Application {
    pub tenant: String,
    pub app_id: String,
    pub tag: String,
    pub secret: Option<String>,
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    #[serde(default)]
    pub scopes: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
pub struct Resources {
    pub graph: Option<String>,
}

impl World {
    pub fn load(ready_file: &Path) -> Result<Self, String> {
        let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", ready_file.display());
        let text = std::fs::read(ready_file).map_err(|error| failed(&error))?;
        serde_json::from_slice(&text).map_err(|error| failed(&error))
    }

    pub fn identity(&self) -> Result<Origin, String> {
        self.origin(&self.base_url)
    }

    pub fn origin(&self, url: &str) -> Result<Origin, String> {
        Origin::new(url, self.ca_file.as_deref())
    }

    /// The application with this tag in a tenant where another one, or a user, is.
    pub fn app(&self, tag: &str, tenant: Option<&str>) -> Result<&Application, String> {
        let fits = |app: &&Application| app.tag == tag && tenant.is_none_or(|wanted| app.tenant == wanted);
        self.apps.iter().find(fits).ok_or_else(|| format!("the ready file has no application `{tag}`"))
    }

    pub fn user(&self, tag: &str, tenant: &str) -> Result<&User, String> {
        let found = self.users.iter().find(|user| user.tag == tag && user.tenant == tenant);
        found.ok_or_else(|| format!("the ready file has no user `{tag}`"))
    }
}

impl Application {
    /// The scope that asks for everything granted on this application as a resource.
    pub fn default_scope(&self) -> Result<String, String> {
        let scope = self.delegated_scope()?;
        let (resource, _) = scope.rsplit_once('/').ok_or_else(|| format!("{scope} names no resource"))?;
        Ok(format!("{resource}/.default"))
    }

    /// A delegated permission that this application offers.
    pub fn delegated_scope(&self) -> Result<&str, String> {
        let scope = self.scopes.first().ok_or_else(|| format!("{} exposes no scope", self.app_id))?;
        Ok(scope)
    }

    pub fn secret(&self) -> Result<&str, String> {
        self.secret.as_deref().ok_or_else(|| format!("{} has no secret", self.app_id))
    }
}
