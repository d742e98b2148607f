//! Passwords that administrators set.

use super::users::{end_sessions, find, on};
use super::{change, credential_id, look, note, record, tenant, tenants};
use crate::{Ctx, Fault, primary};
use crypto::secrets::characters;
use model::lockout::Guess;
use model::tenant::Tenant;
use model::user::{Password, PasswordOrigin, User};
use model::verdict::Cause;
use protocol::secret::Secret;
use store::lockouts::Key;

/// Letters and digits that are not taken for one another when read aloud or written down.
const READABLE: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Characters of a generated password: 93 random bits.
const GENERATED_LENGTH: usize = 16;

/// Where a new password comes from.
#[derive(Debug)]
pub enum NewPassword {
    /// None: the account cannot be signed in to with a password.
    None,
    /// A generated one, shown once; it must be changed at the next sign-in, within 72 hours.
    Generated,
    /// A chosen one.
    Given {
        /// The password.
        text: Secret,
        /// Who chose it, which decides what it alone may enrol.
        origin: PasswordOrigin,
    },
}

/// A password ready to be written, and what is shown of it.
pub(super) struct Prepared {
    pub(super) password: Option<Password>,
    pub(super) shown: Option<String>,
}

/// Checks and hashes a new password, outside of any transaction.
pub(super) async fn prepare(
    ctx: &Ctx,
    new: NewPassword,
    user: &User,
    home: &Tenant,
) -> Result<Prepared, Fault> {
    let (text, origin, shown) = match new {
        NewPassword::None => return Ok(Prepared { password: None, shown: None }),
        NewPassword::Generated => {
            let text = generate(ctx);
            (Secret::new(text.clone()), PasswordOrigin::Temporary, Some(text))
        }
        NewPassword::Given { text, origin } => (text, origin, None),
    };
    if shown.is_none() {
        acceptable(&text, user, home)?;
    }
    let phc = primary::hash(ctx, text).await?;
    let password = Password { id: credential_id(ctx), phc, origin, set_at: ctx.now, version: 1 };
    Ok(Prepared { password: Some(password), shown })
}

fn acceptable(text: &Secret, user: &User, home: &Tenant) -> Result<(), Fault> {
    use rules::password::{Circumstances, LONGEST, SHORTEST, acceptable, message};
    let circumstances = Circumstances { user, tenant: home, equals_current: false };
    let refused = match acceptable(text.expose(), &circumstances) {
        Ok(()) => return Ok(()),
        Err(Cause::PasswordRefused(message)) => message,
        Err(_) => message::SIMPLE,
    };
    Err(Fault::Invalid(match refused {
        message::SHORT => format!("the password is too short: give it at least {SHORTEST} characters"),
        message::LONG => format!("the password is too long: give it at most {LONGEST} characters"),
        message::NAME => "the password contains a name of the user or of the tenant: choose one that does not".to_owned(),
        _ => "the password has too few kinds of characters: use three of lower case, upper case, digits and others".to_owned(),
    }))
}

/// A temporary password. The classes that the profile `strict-2019` wants are drawn again until they are there.
fn generate(ctx: &Ctx) -> String {
    let entropy = &ctx.services.entropy;
    loop {
        let text = characters(&mut |bytes| entropy.fill(bytes), READABLE, GENERATED_LENGTH);
        let has = |kind: fn(&u8) -> bool| text.as_bytes().iter().any(kind);
        if has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_digit) {
            return text.to_string();
        }
    }
}

/// Gives a user a new password; every session and grant ends, and a lock is lifted (`resetPassword`).
///
/// The generated one is answered, to be shown once.
pub async fn reset(ctx: &Ctx, name: &str, new: NewPassword) -> Result<(User, Option<String>), Fault> {
    let home = tenants::resolve(ctx, Some(&tenant(ctx)?.to_string())).await?;
    let wanted = name.to_owned();
    let hint = look(ctx, move |tx| find(tx, &wanted)).await?;
    let prepared = prepare(ctx, new, &hint, &home).await?;
    let entry = note(ctx, "Reset user password", "UserManagement");
    let (id, now) = (hint.id, ctx.now);
    let passwords = Key { hash: primary::key(ctx, home.id, &hint.user_principal_name), known: true };
    let factors = Key { hash: primary::second_factor_key(ctx, id), known: true };
    let password = prepared.password;
    let user = change(ctx, move |tx| {
        let mut user = find(tx, &id.to_string())?;
        match &password {
            Some(password) => store::passwords::set(tx, id, password)?,
            None => {
                store::passwords::delete(tx, id)?;
            }
        }
        end_sessions(tx, &mut user, now)?;
        store::users::set_sessions_valid_from(tx, id, now)?;
        store::lockouts::clear(tx, passwords, Guess::Password)?;
        store::lockouts::clear(tx, factors, Guess::SecondFactor)?;
        record(tx, &entry, on(&user), Vec::new())?;
        Ok(user)
    })
    .await?;
    Ok((user, prepared.shown))
}
