//! What must come of a combination, told as the requirements tell it: naively, and without the product's rules.

use crate::space::{Account, Case, Factor, Flow, Kind, Policy};

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Tokens left, with `mfa` or without it.
    Tokens { mfa: bool },
    /// A refusal with this number.
    Refused(u32),
    /// The page came again, with this number.
    Rejected(u32),
}

/// A verdict, and the numbers of the sign-in entries that lead to it, before the moment and after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    pub verdict: Verdict,
    pub before: Vec<u32>,
    pub after: Vec<u32>,
}

/// What must come of it.
pub fn expect(case: Case) -> Expected {
    let mut story = Story::new(case);
    let early = story.before();
    let before = std::mem::take(&mut story.entries);
    story.the_moment();
    let verdict = early.unwrap_or_else(|| story.after());
    Expected { verdict, before, after: story.entries }
}

/// Whether no token may leave without two factors when the client asks for it.
pub fn enforced_at_the_end(policy: Policy) -> bool {
    matches!(policy, Policy::Enforced | Policy::Strict | Policy::DatePasses)
}

struct Story {
    case: Case,
    /// Whether a second factor is registered, and whether one ever was.
    registered: bool,
    ever: bool,
    /// What the sign-in before the moment proved, if there was one: whether with two factors.
    proved: Option<bool>,
    /// The interruption whose page is on the screen, and whether the question to stay was answered.
    on_screen: Option<u32>,
    asked_to_stay: bool,
    entries: Vec<u32>,
}

impl Story {
    fn new(case: Case) -> Self {
        let registered = case.factor != Factor::NoneRegistered;
        Self {
            case,
            registered,
            ever: registered,
            proved: None,
            on_screen: None,
            asked_to_stay: false,
            entries: Vec::new(),
        }
    }

    /// What happens before the moment; a verdict if the story ends there.
    fn before(&mut self) -> Option<Verdict> {
        let Case { flow, policy, kind, .. } = self.case;
        if matches!(flow, Flow::Device | Flow::Password) && kind == Kind::Web {
            return Some(Verdict::Refused(700_056));
        }
        let demanded = matches!(policy, Policy::Enforced | Policy::Strict);
        let proved = match flow {
            Flow::Fresh | Flow::Password => return None,
            Flow::Interrupted => return self.first_page(demanded),
            Flow::Session | Flow::Silent | Flow::CodeKept | Flow::Device => {
                self.pages(demanded, Factor::App, None)
            }
            Flow::RefreshOfTwoFactors => self.pages(true, Factor::App, None),
            Flow::RefreshOfOneFactor => self.pages(false, Factor::App, None),
        };
        self.proved = proved.ok();
        proved.err()
    }

    fn the_moment(&mut self) {
        if self.case.factor == Factor::Removed {
            self.registered = false;
            // What is gone has proved nothing.
            self.proved = self.proved.map(|_| false);
        }
    }

    fn after(&mut self) -> Verdict {
        let demanded = enforced_at_the_end(self.case.policy);
        let tokens = match (self.case.flow, self.proved) {
            (Flow::Password, _) => self.password(demanded),
            (Flow::Fresh, _) => self.all_pages(demanded),
            (Flow::Interrupted, None) => self.continue_pages(demanded),
            (Flow::Session, Some(mfa)) => self.session(demanded, mfa),
            (Flow::Silent, Some(mfa)) => self.silent(demanded, mfa),
            (_, Some(mfa)) => self.handle(demanded, mfa),
            (flow, None) => unreachable!("{flow:?} without what came before"),
        };
        tokens.map_or_else(|verdict| verdict, |mfa| Verdict::Tokens { mfa })
    }

    /// All that was proved before is void: the credential is another one, or somebody said so.
    fn void(&self) -> bool {
        use Account::{Deleted, Disabled, FreshTemporary, OldTemporary, PasswordChanged, SessionsRevoked};
        let account = self.case.account;
        matches!(
            account,
            Disabled | Deleted | FreshTemporary | OldTemporary | PasswordChanged | SessionsRevoked
        )
    }

    /// Whether the password alone may register a first method: never after there was one, and never with a
    /// password that an operator chose to stay.
    fn may_register(&self) -> bool {
        !self.ever && self.case.account != Account::Operators
    }

    fn refused(&mut self, code: u32) -> Verdict {
        self.entries.push(code);
        Verdict::Refused(code)
    }

    /// A page interrupts the sign-in, which is written down once.
    fn interrupt(&mut self, code: u32) {
        if self.on_screen.take() != Some(code) {
            self.entries.push(code);
        }
    }

    /// The second factor is asked for; the answer counts or does not.
    fn challenge(&mut self, factor: Factor) -> Result<(), Verdict> {
        self.interrupt(50_074);
        if matches!(factor, Factor::WrongCode | Factor::ReplayedCode) {
            self.entries.push(500_121);
            return Err(Verdict::Rejected(500_121));
        }
        Ok(())
    }

    /// The pages from the password on; whether two factors were proved at the end.
    fn pages(&mut self, demanded: bool, factor: Factor, temporary: Option<Account>) -> Result<bool, Verdict> {
        let overdue = temporary == Some(Account::OldTemporary);
        let needed = demanded || overdue;
        if needed && self.registered {
            self.challenge(factor)?;
        } else if overdue {
            return Err(self.refused(50_055));
        } else if needed && self.may_register() {
            self.interrupt(50_072);
            (self.registered, self.ever) = (true, true);
        } else if needed {
            return Err(self.refused(50_079));
        }
        if temporary.is_some() {
            self.interrupt(50_055);
        }
        self.last_pages();
        Ok(needed)
    }

    /// Whether to stay is asked where sessions mean something; a device has to be confirmed.
    fn last_pages(&mut self) {
        let Case { flow, policy, account, .. } = self.case;
        let every_time = policy == Policy::Strict && flow != Flow::RefreshOfOneFactor;
        if flow == Flow::Device {
            self.interrupt(50_199);
        } else if !every_time && account != Account::Guest && !self.asked_to_stay {
            self.interrupt(50_140);
        }
        self.entries.push(0);
    }

    fn temporary(&self) -> Option<Account> {
        let account = self.case.account;
        matches!(account, Account::FreshTemporary | Account::OldTemporary).then_some(account)
    }

    /// The password was typed, and the next page is on the screen; or there was none, and the client has a code.
    fn first_page(&mut self, demanded: bool) -> Option<Verdict> {
        let page = match (demanded, self.registered) {
            (true, true) => 50_074,
            (true, false) if self.case.account == Account::Operators => return Some(self.refused(50_079)),
            (true, false) => 50_072,
            (false, _) if self.case.account == Account::Guest => {
                self.entries.push(0);
                self.proved = Some(false);
                return None;
            }
            (false, _) => 50_140,
        };
        self.entries.push(page);
        self.on_screen = Some(page);
        None
    }

    fn all_pages(&mut self, demanded: bool) -> Result<bool, Verdict> {
        match self.case.account {
            Account::Deleted => {
                self.entries.push(50_126);
                Err(Verdict::Rejected(50_126))
            }
            Account::Disabled => Err(self.refused(50_057)),
            _ => self.pages(demanded, self.case.factor, self.temporary()),
        }
    }

    /// The answer to the page on the screen meets the account as it is now.
    fn continue_pages(&mut self, demanded: bool) -> Result<bool, Verdict> {
        match self.case.account {
            Account::Deleted => return Err(self.refused(50_034)),
            Account::Disabled => return Err(self.refused(50_057)),
            _ if self.void() => self.on_screen = None,
            _ => self.asked_to_stay = self.on_screen == Some(50_140),
        }
        if self.asked_to_stay {
            self.on_screen = None;
        }
        self.pages(demanded, self.case.factor, self.temporary())
    }

    fn session(&mut self, demanded: bool, mfa: bool) -> Result<bool, Verdict> {
        if self.void() || self.case.policy == Policy::Strict {
            return self.all_pages(demanded);
        }
        if demanded && !mfa {
            if !self.registered && self.may_register() {
                // A session found in a browser registers nothing: the password is asked for.
                return self.all_pages(demanded);
            }
            if !self.registered {
                return Err(self.refused(50_079));
            }
            self.challenge(self.case.factor)?;
        }
        self.entries.push(0);
        Ok(mfa || demanded)
    }

    fn silent(&mut self, demanded: bool, mfa: bool) -> Result<bool, Verdict> {
        if self.void() {
            return Err(Verdict::Refused(50_058));
        }
        if self.case.policy == Policy::Strict {
            return Err(self.refused(50_058));
        }
        if demanded && !mfa {
            let code = match (self.registered, self.may_register()) {
                (true, _) => 50_076,
                (false, true) => 50_058,
                (false, false) => 50_079,
            };
            return Err(self.refused(code));
        }
        self.entries.push(0);
        Ok(mfa)
    }

    /// A code, a device's grant, a refresh token.
    fn handle(&mut self, demanded: bool, mfa: bool) -> Result<bool, Verdict> {
        match self.case.account {
            Account::Deleted => return Err(self.refused(50_034)),
            Account::Disabled => return Err(self.refused(50_057)),
            _ if self.void() => return Err(self.refused(50_173)),
            _ => {}
        }
        if demanded && !mfa {
            return Err(self.refused(if self.registered { 50_076 } else { 50_079 }));
        }
        if matches!(self.case.flow, Flow::RefreshOfTwoFactors | Flow::RefreshOfOneFactor) {
            self.entries.push(0);
        }
        Ok(mfa)
    }

    /// Under enforcement no program gets tokens for a password; before it, only for one that is in order.
    fn password(&mut self, demanded: bool) -> Result<bool, Verdict> {
        let code = match self.case.account {
            Account::Deleted => 50_126,
            Account::Disabled => 50_057,
            Account::FreshTemporary | Account::OldTemporary => 50_055,
            _ if demanded && self.registered => 50_076,
            _ if demanded => 50_079,
            _ => 0,
        };
        if code != 0 {
            return Err(self.refused(code));
        }
        self.entries.push(0);
        Ok(false)
    }
}
