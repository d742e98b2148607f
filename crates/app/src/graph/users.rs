//! `/me` and `/users`.

mod shape;

use super::query::{comparison, joined, text};
use super::{Failure, GraphAction, Page, Query, acting, allow, cursor, pages};
use crate::bearer::Bearer;
use crate::{Ctx, scope};
use model::user::{User, UserType};
use model::verdict::Cause;
use protocol::odata::{CompareOp, Expr, Function, Literal};
use serde_json::Value;
use store::Tx;
use store::scope::Actor;
use store::users::Filter;

/// The page size when nobody says otherwise: as many as Graph's own.
const USUAL_PAGE: u32 = 100;
/// The longest user name looked for, in bytes.
const LONGEST_NAME: usize = 1024;
/// Names whose beginning the store can find.
const SEARCHED: [&str; 3] = ["userprincipalname", "displayname", "mail"];

/// The signed-in user.
///
/// Refused as a bad request if no user stands behind the token.
pub async fn me(ctx: &Ctx, bearer: &Bearer, query: Query) -> Result<Value, Failure> {
    let Some(user) = &bearer.user else { return Err(no_user()) };
    find(ctx, bearer, &user.id.to_string(), query).await
}

/// One user of the caller's tenant, by id or by user name. Everybody may read himself.
pub async fn find(ctx: &Ctx, bearer: &Bearer, name: &str, query: Query) -> Result<Value, Failure> {
    query.check(&shape::PROPERTIES, &[])?;
    if let Some(own) = bearer.user.as_ref().filter(|own| is_named(own, name)) {
        allow(bearer, GraphAction::ReadMe)?;
        return Ok(shape::shown(own, &query));
    }
    allow(bearer, GraphAction::ReadUsers)?;
    let ctx = acting(ctx, bearer);
    let wanted = name.to_owned();
    let job = move |tx: &mut Tx<'_, Actor>| by_id_or_name(tx, &wanted);
    let found = ctx.services.store.read(scope::actor(&ctx)?, job).await?;
    let user = found.ok_or_else(|| Failure::NotFound(super::shown(name)))?;
    Ok(shape::shown(&user, &query))
}

/// Users of the caller's tenant, in the order of their names.
pub async fn list(ctx: &Ctx, bearer: &Bearer, query: Query) -> Result<Page, Failure> {
    allow(bearer, GraphAction::ReadUsers)?;
    query.check(&shape::PROPERTIES, &["$count", "$search"])?;
    query.check_order("userPrincipalName", false)?;
    if query.options.count && (query.options.filter.is_some() || query.options.search.is_some()) {
        let detail = "'$count' cannot be combined with '$filter' or '$search' here.".to_owned();
        return Err(protocol::odata::ODataError::Unsupported { detail }.into());
    }
    let ctx = acting(ctx, bearer);
    let job = move |tx: &mut Tx<'_, Actor>| page(tx, &query);
    ctx.services.store.scan(scope::actor(&ctx)?, job).await
}

/// The refusal of what only a user can ask for.
pub(super) fn no_user() -> Failure {
    let text = "/me request is only valid with delegated authentication flow.";
    Failure::Denied(Cause::Malformed(text.to_owned()))
}

/// Whether a name in a path means this user.
pub(super) fn is_named(user: &User, name: &str) -> bool {
    name.eq_ignore_ascii_case(&user.id.to_string()) || name.to_lowercase() == user.user_principal_name
}

/// The user with this id or user name, unless he is deleted.
pub(super) fn by_id_or_name(tx: &mut Tx<'_, Actor>, name: &str) -> Result<Option<User>, Failure> {
    if name.len() > LONGEST_NAME {
        return Ok(None);
    }
    let found = match name.to_ascii_lowercase().parse() {
        Ok(id) => store::users::find(tx, id)?,
        Err(_) => store::users::by_name(tx, name)?,
    };
    Ok(found.filter(|user| user.deleted_at.is_none()))
}

fn page(tx: &mut Tx<'_, Actor>, query: &Query) -> Result<Page, Failure> {
    let filter = pushed_down(query);
    let start = cursor::name(&query.options)?;
    let count = query.options.count.then(|| store::users::count(tx)).transpose()?;
    let read = |tx: &mut Tx<'_, Actor>, after: Option<&String>, limit: u32| {
        Ok(store::users::list(tx, &filter, after.map(String::as_str), limit)?)
    };
    let object = |_: &mut Tx<'_, Actor>, user: User| {
        let whole = shape::whole(&user);
        let search = query.options.search.as_ref();
        let found =
            search.is_none_or(|search| search.matches(&whole, &["displayName", "userPrincipalName", "mail"]));
        Ok((found && query.keeps(&whole)).then(|| shape::shown(&user, query)))
    };
    let size = query.page_size(USUAL_PAGE);
    let (items, next) =
        pages::fill(tx, size, start, |user: &User| user.user_principal_name.clone(), read, object)?;
    Ok(Page { items, next: next.map(|name| cursor::after_name(&name)), count })
}

/// What of the filter the store answers; it may only leave out what the filter leaves out.
fn pushed_down(query: &Query) -> Filter {
    let mut filter = Filter::default();
    for condition in query.conditions() {
        if let Some(prefix) = prefix(condition) {
            filter.prefix.get_or_insert(prefix);
        } else if let Some((property, CompareOp::Eq, literal)) = comparison(condition) {
            match (property.as_str(), literal) {
                ("accountenabled", Literal::Bool(enabled)) => filter.enabled = Some(*enabled),
                ("usertype", literal) => {
                    filter.user_type = match text(literal).map(|text| text.to_ascii_lowercase()).as_deref() {
                        Some("member") => Some(UserType::Member),
                        Some("guest") => Some(UserType::Guest),
                        _ => filter.user_type,
                    };
                }
                _ => {}
            }
        }
    }
    filter
}

/// The text that one of the searched names begins with, or equals.
fn prefix(condition: &Expr) -> Option<String> {
    let found = match condition {
        Expr::Call { function: Function::StartsWith, args } => match args.as_slice() {
            [Expr::Path(path), Expr::Literal(literal)] => (joined(path)?, text(literal)?),
            _ => return None,
        },
        other => match comparison(other)? {
            (property, CompareOp::Eq, literal) => (property, text(literal)?),
            _ => return None,
        },
    };
    let (property, prefix) = found;
    (SEARCHED.contains(&property.as_str()) && !prefix.is_empty()).then_some(prefix)
}

#[cfg(test)]
mod tests;
