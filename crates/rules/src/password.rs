//! Whether a new password is acceptable.
//!
//! Sources: DESIGN section 5 (8–256 characters, NFC, no classes, no expiry, no history), NIST SP 800-63B-4
//! section 3.1.1.2, `domain-facts.md` sections 13.2 and 13.3; the classes of the profile `strict-2019` are
//! the cloud accounts' of 2019.

use model::tenant::{Profile, Tenant};
use model::user::{Password, PasswordOrigin, User};
use model::verdict::Cause;
use model::{SignedDuration, Timestamp};
use unicode_normalization::UnicodeNormalization;

/// Fewest characters.
pub const SHORTEST: usize = 8;
/// Most characters.
pub const LONGEST: usize = 256;
/// Words shorter than this may be part of a password.
const SHORTEST_NAME: usize = 4;
/// How long a temporary password can be used by itself (DESIGN invariant 6).
pub const TEMPORARY_HOURS: i64 = 72;

/// Message ids of [`Cause::PasswordRefused`].
pub mod message {
    /// Fewer characters than needed.
    pub const SHORT: &str = "change-problem-short";
    /// More characters than allowed.
    pub const LONG: &str = "change-problem-long";
    /// Too few kinds of characters.
    pub const SIMPLE: &str = "change-problem-simple";
    /// Contains the name of the user or of his organization.
    pub const NAME: &str = "change-problem-name";
    /// Equals the current password.
    pub const UNCHANGED: &str = "change-problem-unchanged";
}

/// What a new password is compared with.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// Whose password it will be.
    pub user: &'a User,
    /// The user's tenant.
    pub tenant: &'a Tenant,
    /// Whether it was verified against the current password's hash and is the same.
    pub equals_current: bool,
}

/// The form in which passwords are measured and hashed: Unicode NFC, nothing folded, nothing cut.
pub fn normalized(typed: &str) -> String {
    typed.nfc().collect()
}

/// Whether `typed` may become the user's password; a refusal names the message to show.
pub fn acceptable(typed: &str, circumstances: &Circumstances<'_>) -> Result<(), Cause> {
    let problem = problem(typed, circumstances);
    problem.map_or(Ok(()), |message| Err(Cause::PasswordRefused(message)))
}

fn problem(typed: &str, circumstances: &Circumstances<'_>) -> Option<&'static str> {
    // The first characters settle the length; a huge text is never normalized as a whole.
    let characters = typed.nfc().take(LONGEST + 1).count();
    if characters < SHORTEST {
        Some(message::SHORT)
    } else if characters > LONGEST {
        Some(message::LONG)
    } else if circumstances.tenant.profile == Profile::Strict2019 && kinds(typed) < 3 {
        Some(message::SIMPLE)
    } else if contains_name(&normalized(typed), circumstances) {
        Some(message::NAME)
    } else if circumstances.equals_current {
        Some(message::UNCHANGED)
    } else {
        None
    }
}

/// How many of the four kinds of characters there are: lower case, upper case, digits, others.
fn kinds(typed: &str) -> usize {
    let lower = typed.chars().any(char::is_lowercase);
    let upper = typed.chars().any(char::is_uppercase);
    let digit = typed.chars().any(char::is_numeric);
    let other = typed.chars().any(|c| !c.is_lowercase() && !c.is_uppercase() && !c.is_numeric());
    [lower, upper, digit, other].into_iter().filter(|kind| *kind).count()
}

fn contains_name(password: &str, circumstances: &Circumstances<'_>) -> bool {
    let password = password.to_lowercase();
    names(circumstances).any(|name| password.contains(&name))
}

/// The words of four and more characters in the names of the user and his tenant, lower case.
fn names<'a>(circumstances: &Circumstances<'a>) -> impl Iterator<Item = String> + use<'a> {
    let Circumstances { user, tenant, .. } = *circumstances;
    let (local, domain) = user.user_principal_name.split_once('@').unwrap_or((&user.user_principal_name, ""));
    let texts =
        [Some(local), Some(first_label(domain)), Some(&user.display_name), Some(&tenant.display_name)];
    let names = [user.given_name.as_deref(), user.surname.as_deref()];
    let domains = tenant.domains.iter().map(|domain| first_label(&domain.name));
    texts.into_iter().chain(names).flatten().chain(domains).flat_map(words)
}

fn first_label(domain: &str) -> &str {
    domain.split('.').next().unwrap_or_default()
}

fn words(text: &str) -> Vec<String> {
    let text = normalized(text).to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.chars().count() >= SHORTEST_NAME).map(str::to_owned).collect()
}

/// Whether the password was set for one use and that use is overdue: after 72 hours it proves nothing by
/// itself (DESIGN invariant 6, ASVS 6.4.1).
pub fn is_overdue(password: &Password, now: Timestamp) -> bool {
    password.origin == PasswordOrigin::Temporary
        && now.duration_since(password.set_at) > SignedDuration::from_hours(TEMPORARY_HOURS)
}

#[cfg(test)]
mod tests;
