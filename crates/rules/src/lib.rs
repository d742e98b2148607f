//! Every decision, as a pure function of verified facts and the present moment.
//!
//! Nothing here does I/O, reads a clock or draws a random number, and nothing here believes what a client
//! says: facts are what somebody else has verified. Whatever is missing or does not fit refuses.
//!
//! | module | decides |
//! | --- | --- |
//! | [`posture`] | what a tenant demands of everybody who signs in |
//! | [`lockout`] | when guessing has to stop, and for how long |
//! | [`signin`] | the next step of an interactive sign-in, or its end |
//! | [`factor`] | whether a second factor's code counts |
//! | [`password`] | whether a new password is acceptable |
//! | [`consent`] | whether a client may have the permissions it asks for |
//! | [`client`] | whether a client is who it says, and may use a grant |
//! | [`tokens`] | whether a grant of any kind becomes tokens |
//! | [`claims`] | what a token says |
//! | [`admin`] | who may do what to whom |

pub mod admin;
pub mod claims;
pub mod client;
pub mod consent;
pub mod factor;
pub mod lockout;
pub mod password;
pub mod posture;
pub mod signin;
pub mod tokens;

#[cfg(test)]
mod samples;
