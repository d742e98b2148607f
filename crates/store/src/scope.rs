//! For whom a transaction runs. A transaction exists only for a scope, and a tenant scope supplies the tenant
//! id of every key. Scopes are made in `app::scope` and nowhere else (`xtask tidy` keeps the list).

use model::TenantId;

mod sealed {
    pub trait Sealed {}
}

/// A right to open transactions.
pub trait Scope: sealed::Sealed + Clone + Send + Sync + 'static {}

/// A right to open transactions on the rows of one tenant.
pub trait TenantScope: Scope {
    /// The tenant whose rows can be reached.
    fn tenant(&self) -> TenantId;
}

/// May write attempts, flows, sessions, grants, sign-ins and risk, and use or enrol credentials.
pub trait MayAuthenticate: TenantScope {}

/// May write the directory: users, credentials, applications, roles, policies.
pub trait MayAdminister: TenantScope {}

macro_rules! tenant_scope {
    ($(#[$doc:meta])* $name:ident $(, $right:ident)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name(TenantId);

        impl $name {
            /// The scope for `tenant`. Called by `app::scope` only.
            pub fn new(tenant: TenantId) -> Self {
                Self(tenant)
            }
        }

        tenant_scope!(@rights $name, |scope| scope.0 $(, $right)*);
    };
    (@rights $name:ident, |$scope:ident| $tenant:expr $(, $right:ident)*) => {
        impl sealed::Sealed for $name {}
        impl Scope for $name {}
        impl TenantScope for $name {
            fn tenant(&self) -> TenantId {
                let $scope = self;
                $tenant
            }
        }
        $(impl $right for $name {})*
    };
}

tenant_scope!(
    /// A request that is still proving who it is, in the tenant resolved from the request.
    Authenticating,
    MayAuthenticate
);
tenant_scope!(
    /// An authenticated principal at work in its own tenant.
    Actor,
    MayAuthenticate,
    MayAdminister
);
tenant_scope!(
    /// An authenticated principal at work in another tenant, by an active delegated admin relationship.
    Delegated,
    MayAuthenticate,
    MayAdminister
);
tenant_scope!(
    /// The local command line at work in a tenant.
    Operator,
    MayAuthenticate,
    MayAdminister
);

/// Background work in a tenant.
#[derive(Debug, Clone, Copy)]
pub struct Job {
    tenant: TenantId,
    name: &'static str,
}

impl Job {
    /// The scope of the job `name` in `tenant`. Called by `app::scope` only.
    pub fn new(tenant: TenantId, name: &'static str) -> Self {
        Self { tenant, name }
    }

    /// The job's name, for logs and audit.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

tenant_scope!(@rights Job, |scope| scope.tenant, MayAuthenticate, MayAdminister);

/// The tables that belong to no tenant: tenants, domains, application directory, relationships, server keys,
/// device codes, jobs, nodes.
#[derive(Debug, Clone, Copy, Default)]
pub struct System(());

impl System {
    /// The store's own work: the history of its schema and the check of its keys.
    pub(crate) const STORE: Self = Self(());

    /// The scope without a tenant. Called by `app::scope` only.
    pub fn new() -> Self {
        Self(())
    }
}

impl sealed::Sealed for System {}
impl Scope for System {}
