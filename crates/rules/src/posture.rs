//! What a tenant demands of everybody who signs in, before any policy is asked.
//!
//! Partner enforcement is not a policy: it stands above them, and nothing excludes anyone from it: not
//! guests, not service accounts, not break-glass accounts (DESIGN section 6, `domain-facts.md` section 1.1).

use model::Timestamp;
use model::method::{Proof, Rank, rank};
use model::signin::RequirementProvider;
use model::tenant::{EnforcementState, Profile, Tenant};
use model::verdict::Cause;

/// A tenant's demands at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posture {
    /// Where the tenant stands with the partner security requirements.
    pub enforcement: EnforcementState,
    /// Whether a second factor is needed.
    pub mfa: bool,
    /// What demands it, for the sign-in log (Graph `authenticationRequirementPolicies`).
    pub required_by: Vec<RequirementProvider>,
    /// Whether every interactive sign-in presents both factors again, so that no session continues one.
    pub fresh_every_time: bool,
}

/// What `tenant` demands at `now` of a request that itself asks for a second factor or not.
pub fn posture(tenant: &Tenant, wants_mfa: bool, now: Timestamp) -> Posture {
    let enforcement = tenant.enforcement_at(now);
    let enforced = enforcement == EnforcementState::Enforced;
    let mut required_by = Vec::with_capacity(2);
    if enforced {
        required_by.push(RequirementProvider::EnforcedForCspAdmins);
    }
    if wants_mfa {
        required_by.push(RequirementProvider::Request);
    }
    Posture {
        enforcement,
        mfa: enforced || wants_mfa,
        required_by,
        fresh_every_time: enforced && tenant.profile == Profile::Strict2019,
    }
}

impl Posture {
    /// Whether a second factor is needed, by this posture or by enforcement itself, whatever the flag says.
    pub fn needs_second_factor(&self) -> bool {
        self.mfa || self.enforcement == EnforcementState::Enforced
    }

    /// Whether tokens may leave for somebody who gave these proofs (DESIGN invariant 7).
    ///
    /// `registered` tells whether the user has a second factor to prove: it decides what he is told.
    /// `resource` is the name of what he wants to reach.
    pub fn require(&self, proofs: &[Proof], registered: bool, resource: &str) -> Result<(), Cause> {
        if !self.needs_second_factor() || rank(proofs) >= Rank::MultiFactor {
            return Ok(());
        }
        let resource = resource.to_owned();
        Err(if registered {
            Cause::MfaRequired { resource }
        } else {
            Cause::MfaEnrollmentRequired { resource }
        })
    }
}

#[cfg(test)]
mod tests;
