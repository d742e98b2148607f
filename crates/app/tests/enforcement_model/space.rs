//! The space: every way a user's tokens leave, and everything that may be different on that way.

use app::tokens::IssuingRoute;

/// What somebody does to get tokens. In between lies the moment at which accounts change and dates pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flow {
    /// Signs in at the pages, all of it after the moment.
    Fresh,
    /// Typed his password before the moment, and goes on from the page that came next.
    Interrupted,
    /// Signed in before, and continues the browser's session.
    Session,
    /// The same with `prompt=none`.
    Silent,
    /// Signed in before; the client redeems the code after.
    CodeKept,
    /// Approved a device before; the device asks after.
    Device,
    /// The client got a refresh token for two factors before, and uses it after.
    RefreshOfTwoFactors,
    /// The client got a refresh token for the password alone, before enforcement began.
    RefreshOfOneFactor,
    /// A program sends name and password.
    Password,
}

/// The flows of a route. A route that is not here does not compile.
fn flows(route: IssuingRoute) -> &'static [Flow] {
    match route {
        IssuingRoute::AuthorizationCode => {
            &[Flow::Fresh, Flow::Interrupted, Flow::Session, Flow::Silent, Flow::CodeKept]
        }
        IssuingRoute::DeviceCode => &[Flow::Device],
        IssuingRoute::RefreshToken => &[Flow::RefreshOfTwoFactors, Flow::RefreshOfOneFactor],
        IssuingRoute::Password => &[Flow::Password],
    }
}

/// What the user has for a second factor, and how he uses it after the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Factor {
    /// Nothing yet.
    NoneRegistered,
    /// An authenticator app.
    App,
    /// An authenticator app, but he types recovery codes.
    RecoveryCode,
    /// An authenticator app, which an administrator removes at the moment.
    Removed,
    /// An authenticator app, and he types a wrong code.
    WrongCode,
    /// An authenticator app, and he types a code he used elsewhere.
    ReplayedCode,
}

/// Where the tenant stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Policy {
    /// Nothing is demanded.
    NotEnforced,
    /// A date is set.
    Announced,
    /// The technical date has passed.
    Enforced,
    /// The same, and every sign-in shows both factors.
    Strict,
    /// The technical date is the moment.
    DatePasses,
}

/// What the account is, or becomes at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Account {
    /// A member.
    Member,
    /// A program's.
    Service,
    /// A guest's.
    Guest,
    /// Becomes disabled.
    Disabled,
    /// Becomes deleted.
    Deleted,
    /// Gets a temporary password.
    FreshTemporary,
    /// Got a temporary password more than 72 hours ago.
    OldTemporary,
    /// Has a password that an operator chose.
    Operators,
    /// Gets another password of his own.
    PasswordChanged,
    /// All its sessions are revoked.
    SessionsRevoked,
}

/// The client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A command line or desktop program.
    Native,
    /// A page in a browser.
    Spa,
    /// A server with a secret.
    Web,
}

/// One combination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Case {
    pub flow: Flow,
    pub factor: Factor,
    pub policy: Policy,
    pub account: Account,
    pub kind: Kind,
}

pub const FACTORS: [Factor; 6] = [
    Factor::NoneRegistered,
    Factor::App,
    Factor::RecoveryCode,
    Factor::Removed,
    Factor::WrongCode,
    Factor::ReplayedCode,
];
pub const POLICIES: [Policy; 5] =
    [Policy::NotEnforced, Policy::Announced, Policy::Enforced, Policy::Strict, Policy::DatePasses];
pub const ACCOUNTS: [Account; 10] = [
    Account::Member,
    Account::Service,
    Account::Guest,
    Account::Disabled,
    Account::Deleted,
    Account::FreshTemporary,
    Account::OldTemporary,
    Account::Operators,
    Account::PasswordChanged,
    Account::SessionsRevoked,
];
pub const KINDS: [Kind; 3] = [Kind::Native, Kind::Spa, Kind::Web];

/// Every combination.
pub fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for flow in IssuingRoute::ALL.into_iter().flat_map(|route| flows(route).iter().copied()) {
        for factor in FACTORS {
            for policy in POLICIES {
                for account in ACCOUNTS {
                    cases.extend(KINDS.map(|kind| Case { flow, factor, policy, account, kind }));
                }
            }
        }
    }
    cases
}
