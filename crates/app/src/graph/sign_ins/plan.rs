//! What of a `$filter` the store answers. The store may only leave out what the filter leaves out, because the whole
//! filter is evaluated over what it finds.

use super::super::query::{self, comparison, joined};
use super::super::{Failure, Query};
use super::shows_interactive_only;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::signin::{EventType, SignIn};
use model::{SignInId, UserId, Uuid};
use protocol::odata::{CompareOp, Expr, Function, Literal, Quantifier};
use store::Tx;
use store::scope::Actor;
use store::sign_ins::{Filter, Name, Outcome};

/// Properties which say what kind of entries, or even which one, is meant.
const NAMING: [&str; 6] = [
    "signInEventTypes",
    "isInteractive",
    "id",
    "uniqueTokenIdentifier",
    "correlationId",
    "servicePrincipalId",
];

/// How entries are found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    filter: Filter,
    /// The one entry that is asked for.
    entry: Option<SignInId>,
    /// Nothing can match.
    nothing: bool,
}

impl Plan {
    /// The plan for a request.
    pub(super) fn of(query: &Query) -> Self {
        let mut plan = Self::default();
        let mut period = (None, None);
        for condition in query.conditions() {
            if let Some(events) = events(condition) {
                plan.restrict_to(&events);
            } else if let Some(prefix) = name_prefix(condition) {
                plan.filter.name.get_or_insert(Name::StartsWith(prefix));
            } else if let Some((property, op, literal)) = comparison(condition) {
                if property == "createddatetime"
                    && let Some(at) = query::moment(literal)
                {
                    query::narrow(&mut period, op, at);
                }
                plan.compare(&property, op, literal);
            }
        }
        (plan.filter.from, plan.filter.to) = period;
        let names = query.options.filter.as_ref().map(protocol::odata::Filter::properties);
        let names_kind = names.is_some_and(|names| {
            names.iter().any(|name| NAMING.iter().any(|known| known.eq_ignore_ascii_case(name)))
        });
        if shows_interactive_only(query.version) && !names_kind {
            plan.filter.events = vec![EventType::InteractiveUser];
        }
        plan
    }

    /// The one user whose entries are asked for.
    pub(super) fn user(&self) -> Option<UserId> {
        self.filter.user
    }

    /// Matching entries, newest first, before one of them.
    pub(super) fn read(
        &self,
        tx: &mut Tx<'_, Actor>,
        before: Option<SignInId>,
        limit: u32,
    ) -> Result<Vec<SignIn>, Failure> {
        match self.entry {
            _ if self.nothing => Ok(Vec::new()),
            Some(id) if before.is_none_or(|before| id < before) => {
                Ok(store::sign_ins::find(tx, id)?.into_iter().collect())
            }
            Some(_) => Ok(Vec::new()),
            None => Ok(store::sign_ins::list(tx, &self.filter, before, limit)?),
        }
    }

    fn compare(&mut self, property: &str, op: CompareOp, literal: &Literal) {
        let filter = &mut self.filter;
        match (property, op) {
            ("id", CompareOp::Eq) => self.entry = query::id(literal).or(self.entry),
            ("uniquetokenidentifier", CompareOp::Eq) => self.entry = token_entry(literal).or(self.entry),
            ("userid", CompareOp::Eq) => filter.user = query::id(literal).or(filter.user),
            ("appid", CompareOp::Eq) => filter.app = query::id(literal).or(filter.app),
            ("correlationid", CompareOp::Eq) => {
                filter.correlation = query::id::<Uuid>(literal).or(filter.correlation);
            }
            ("userprincipalname", CompareOp::Eq) => {
                if let Some(name) = query::text(literal) {
                    filter.name = Some(Name::Equals(name));
                }
            }
            ("status/errorcode", op) => {
                if let Some(outcome) = outcome(op, literal) {
                    filter.outcome = outcome;
                }
            }
            _ => {}
        }
    }

    fn restrict_to(&mut self, events: &[EventType]) {
        let known = std::mem::take(&mut self.filter.events);
        self.filter.events =
            events.iter().filter(|event| known.is_empty() || known.contains(event)).copied().collect();
        // To the store no kind means every kind.
        self.nothing |= self.filter.events.is_empty();
    }
}

/// The entry behind the `uti` of a token.
fn token_entry(literal: &Literal) -> Option<SignInId> {
    let bytes = URL_SAFE_NO_PAD.decode(query::text(literal)?).ok()?;
    Uuid::from_slice(&bytes).ok().map(SignInId)
}

fn outcome(op: CompareOp, literal: &Literal) -> Option<Outcome> {
    let code = match literal {
        Literal::Integer(code) => u32::try_from(*code).ok()?,
        _ => return None,
    };
    match (op, code) {
        (CompareOp::Eq, code) => Some(Outcome::Code(code)),
        (CompareOp::Ne | CompareOp::Gt, 0) => Some(Outcome::Failed),
        _ => None,
    }
}

/// The kinds in `signInEventTypes/any(t: t eq 'a' or t eq 'b')`, and in several of these with `or` between them.
fn events(expr: &Expr) -> Option<Vec<EventType>> {
    match expr {
        Expr::Or(left, right) => Some([events(left)?, events(right)?].concat()),
        Expr::Lambda { path, quantifier: Quantifier::Any, body: Some((variable, body)) }
            if joined(path).as_deref() == Some("signineventtypes") =>
        {
            alternatives(body, variable)
        }
        _ => None,
    }
}

fn alternatives(expr: &Expr, variable: &str) -> Option<Vec<EventType>> {
    let kind = |literal: &Literal| match query::text(literal)?.to_ascii_lowercase().as_str() {
        "interactiveuser" => Some(EventType::InteractiveUser),
        "noninteractiveuser" => Some(EventType::NonInteractiveUser),
        "serviceprincipal" => Some(EventType::ServicePrincipal),
        "managedidentity" => Some(EventType::ManagedIdentity),
        _ => None,
    };
    match expr {
        Expr::Or(left, right) => {
            Some([alternatives(left, variable)?, alternatives(right, variable)?].concat())
        }
        Expr::Compare { op: CompareOp::Eq, .. } => {
            let (name, _, literal) = comparison(expr)?;
            (name == variable.to_ascii_lowercase()).then(|| kind(literal)).flatten().map(|event| vec![event])
        }
        _ => None,
    }
}

/// The text in `startswith(userPrincipalName,'…')`.
fn name_prefix(expr: &Expr) -> Option<String> {
    let Expr::Call { function: Function::StartsWith, args } = expr else { return None };
    match args.as_slice() {
        [Expr::Path(path), Expr::Literal(literal)]
            if joined(path).as_deref() == Some("userprincipalname") =>
        {
            query::text(literal).filter(|prefix| !prefix.is_empty())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
