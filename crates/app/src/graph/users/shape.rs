//! A user in Graph's shape.

use super::super::{GraphVersion, Query};
use model::user::{User, UserType};
use protocol::graph_time;
use serde_json::{Map, Value, json};

/// The names of the resource's properties that are served.
pub(super) const PROPERTIES: [&str; 20] = [
    "id",
    "accountEnabled",
    "businessPhones",
    "createdDateTime",
    "deletedDateTime",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mailNickname",
    "mobilePhone",
    "officeLocation",
    "otherMails",
    "preferredLanguage",
    "refreshTokensValidFromDateTime",
    "signInSessionsValidFromDateTime",
    "surname",
    "usageLocation",
    "userPrincipalName",
    "userType",
];

/// What v1.0 shows of a user unless properties are selected.
const BY_DEFAULT: [&str; 11] = [
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
    "id",
];

/// The user with every property.
pub(super) fn whole(user: &User) -> Value {
    let nickname = user.user_principal_name.split('@').next().unwrap_or_default();
    let valid_from = graph_time::format(user.sessions_valid_from);
    let (mobile, business) = match user.phones.split_first() {
        Some((first, rest)) => (Some(first), rest),
        None => (None, &[][..]),
    };
    json!({
        "id": user.id.to_string(),
        "accountEnabled": user.account_enabled,
        "businessPhones": business,
        "createdDateTime": graph_time::format(user.created_at),
        "deletedDateTime": user.deleted_at.map(graph_time::format),
        "displayName": user.display_name,
        "givenName": user.given_name,
        "jobTitle": null,
        "mail": user.mail,
        "mailNickname": nickname,
        "mobilePhone": mobile,
        "officeLocation": null,
        "otherMails": [],
        "preferredLanguage": user.preferred_language,
        "refreshTokensValidFromDateTime": valid_from,
        "signInSessionsValidFromDateTime": valid_from,
        "surname": user.surname,
        "usageLocation": user.usage_location,
        "userPrincipalName": user.user_principal_name,
        "userType": match user.user_type {
            UserType::Member => "Member",
            UserType::Guest => "Guest",
        },
    })
}

/// The user as the request wants him.
pub(super) fn shown(user: &User, query: &Query) -> Value {
    let whole = whole(user);
    if query.options.select.is_some() || query.version == GraphVersion::Beta {
        return query.select(whole);
    }
    let members: Map<String, Value> =
        BY_DEFAULT.iter().filter_map(|name| Some(((*name).to_owned(), whole.get(name)?.clone()))).collect();
    Value::Object(members)
}
