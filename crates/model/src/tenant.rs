//! Tenants: partners, who hold delegated rights, and their customers.

use crate::TenantId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A partner's or customer's directory and its settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tenant {
    /// The tenant's id (`tid`).
    pub id: TenantId,
    /// The name people see.
    pub display_name: String,
    /// Partner or customer.
    pub kind: TenantKind,
    /// Which cloud the tenant belongs to; only the global one is under the partner requirements.
    pub cloud: Cloud,
    /// Its domain names, lower case.
    pub domains: Vec<Domain>,
    /// When the partner security requirements bite.
    pub enforcement: Enforcement,
    /// The named set of rules the tenant follows.
    pub profile: Profile,
    /// Whether the OAuth password grant is answered at all. Enforcement overrules it.
    pub password_grant_allowed: bool,
    /// Who is told of security events.
    pub security_contact: Option<String>,
    /// BCP 47 tag of the language used when a browser names none.
    pub locale: Option<String>,
    /// When the tenant was made.
    pub created_at: Timestamp,
}

impl Tenant {
    /// The domain shown by default, or the tenant's id when it has none.
    pub fn default_domain(&self) -> String {
        self.domains
            .iter()
            .find(|domain| domain.is_default)
            .or_else(|| self.domains.first())
            .map_or_else(|| self.id.to_string(), |domain| domain.name.clone())
    }

    /// Whether `name` (lower case) is a verified domain of this tenant.
    pub fn owns_domain(&self, name: &str) -> bool {
        self.domains.iter().any(|domain| domain.verified && domain.name == name)
    }

    /// The state of partner enforcement at `now`.
    ///
    /// Customers are never under it; a partner of a sovereign cloud is advised, not enforced.
    pub fn enforcement_at(&self, now: Timestamp) -> EnforcementState {
        match (self.kind, self.cloud) {
            (TenantKind::Partner(_), Cloud::Global) => self.enforcement.state_at(now),
            _ => EnforcementState::NotEnforced,
        }
    }
}

/// Partner or customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind", content = "partnerType")]
pub enum TenantKind {
    /// A service provider.
    Partner(PartnerType),
    /// A service provider's customer.
    Customer,
}

/// The kinds of partner the requirements name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PartnerType {
    /// Bills its customers itself.
    DirectBill,
    /// A distributor.
    IndirectProvider,
    /// Sells through a distributor.
    IndirectReseller,
    /// Makes a control panel others use.
    ControlPanelVendor,
    /// Advises customers.
    Advisor,
}

/// The cloud a tenant belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Cloud {
    /// The public cloud.
    Global,
    /// The United States government's.
    UsGovernment,
    /// Operated in China.
    China,
    /// Operated in Germany.
    Germany,
}

/// One domain name of a tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Domain {
    /// Lower case, without a trailing dot.
    pub name: String,
    /// Whether the tenant proved that it owns the name; only then users are found by it.
    pub verified: bool,
    /// Whether new users get this domain.
    pub is_default: bool,
}

/// The two dates of the partner security requirements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Enforcement {
    /// From when the contract demands the second factor.
    pub contract_date: Option<Timestamp>,
    /// From when the system refuses to go without it.
    pub technical_date: Option<Timestamp>,
}

impl Enforcement {
    /// The state at `now`; no transition needs anybody to be there when the date passes.
    pub fn state_at(&self, now: Timestamp) -> EnforcementState {
        match self.technical_date {
            Some(date) if now >= date => EnforcementState::Enforced,
            None if self.contract_date.is_none() => EnforcementState::NotEnforced,
            _ => EnforcementState::Announced,
        }
    }
}

/// Where a tenant stands with the partner security requirements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EnforcementState {
    /// Nothing is demanded.
    NotEnforced,
    /// A date is set and has not come.
    Announced,
    /// No token for a user leaves without a second factor.
    Enforced,
}

/// A named set of rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Profile {
    /// Sessions may continue an authentication that had its second factor.
    #[default]
    #[serde(rename = "csp-2025")]
    Csp2025,
    /// Every interactive sign-in shows both factors again.
    #[serde(rename = "strict-2019")]
    Strict2019,
}

#[cfg(test)]
mod tests;
