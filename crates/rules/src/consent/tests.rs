use super::*;
use crate::samples::{self, id};
use model::application::RequiredAccess;
use model::first_party::{AZURE_CLI, GRAPH};
use model::{ConsentId, Timestamp};

const CLIENT: ServicePrincipalId = ServicePrincipalId(model::Uuid::from_u128(70));
const RESOURCE: ServicePrincipalId = ServicePrincipalId(model::Uuid::from_u128(71));
const USER: UserId = UserId(model::Uuid::from_u128(2));

fn grant(principal: Option<UserId>, scopes: &[&str]) -> PermissionGrant {
    PermissionGrant {
        id: ConsentId(id(90)),
        client: CLIENT,
        principal,
        resource: RESOURCE,
        scopes: scopes.iter().map(|&word| word.to_owned()).collect(),
        created_at: Timestamp::UNIX_EPOCH,
    }
}

struct Ask {
    client: Application,
    asked: Vec<String>,
    existing: Vec<PermissionGrant>,
    admin: bool,
}

fn ask(words: &[&str]) -> Ask {
    let asked = words.iter().map(|&word| word.to_owned()).collect();
    Ask { client: samples::application(), asked, existing: Vec::new(), admin: false }
}

impl Ask {
    fn granted(mut self, grant: PermissionGrant) -> Self {
        self.existing.push(grant);
        self
    }

    fn required(mut self, words: &[&str]) -> Self {
        let scopes = words.iter().map(|&word| word.to_owned()).collect();
        self.client.required_access.push(RequiredAccess { resource: GRAPH, scopes, roles: Vec::new() });
        self
    }

    fn admin(mut self) -> Self {
        self.admin = true;
        self
    }

    fn with<T>(&self, judge: impl Fn(&Question<'_>) -> T) -> T {
        judge(&Question {
            client: &self.client,
            client_principal: CLIENT,
            resource: first_party::application(GRAPH).unwrap(),
            resource_principal: RESOURCE,
            asked: &self.asked,
            user: USER,
            existing: &self.existing,
            may_consent_as_admin: self.admin,
        })
    }

    fn state(&self) -> Words {
        let words = |scopes: Vec<PermissionScope>| scopes.into_iter().map(|scope| scope.value).collect();
        match self.with(state) {
            ConsentState::Given(given) => Words::Given(given),
            ConsentState::NeedsUser(scopes) => Words::User(words(scopes)),
            ConsentState::NeedsAdmin(scopes) => Words::Admin(words(scopes)),
            ConsentState::Invalid(scope) => Words::Invalid(scope),
        }
    }
}

/// A state without the texts of its permissions.
#[derive(Debug, PartialEq)]
enum Words {
    Given(Vec<String>),
    User(Vec<String>),
    Admin(Vec<String>),
    Invalid(String),
}

fn list(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

#[test]
fn nothing_is_given_that_nobody_agreed_to() {
    assert_eq!(ask(&["User.Read"]).state(), Words::User(list(&["User.Read"])));
    assert_eq!(ask(&["User.Read", "User.Read.All"]).state(), Words::Admin(list(&["User.Read.All"])));
    let both = Words::User(list(&["User.Read", "User.Read.All"]));
    assert_eq!(ask(&["User.Read", "User.Read.All"]).admin().state(), both);
}

#[test]
fn consents_count_for_their_client_resource_and_user_only() {
    let good = grant(Some(USER), &["User.Read"]);
    assert_eq!(ask(&["User.Read"]).granted(good.clone()).state(), Words::Given(list(&["User.Read"])));
    let everyone = grant(None, &["User.Read"]);
    assert_eq!(ask(&["User.Read"]).granted(everyone).state(), Words::Given(list(&["User.Read"])));
    let strangers = [
        PermissionGrant { principal: Some(UserId(id(99))), ..good.clone() },
        PermissionGrant { client: ServicePrincipalId(id(99)), ..good.clone() },
        PermissionGrant { resource: ServicePrincipalId(id(99)), ..good },
    ];
    for stranger in strangers {
        assert_eq!(ask(&["User.Read"]).granted(stranger).state(), Words::User(list(&["User.Read"])));
    }
}

#[test]
fn the_token_gets_what_was_asked_for_and_not_all_that_was_granted() {
    let wide = grant(None, &["User.Read", "User.Read.All", "AuditLog.Read.All"]);
    assert_eq!(ask(&["user.read"]).granted(wide).state(), Words::Given(list(&["User.Read"])));
}

#[test]
fn default_is_what_is_registered_and_what_was_granted() {
    let registered = ask(&[".default"]).required(&["User.Read"]);
    assert_eq!(registered.state(), Words::User(list(&["User.Read"])));
    let more =
        ask(&[".default"]).required(&["User.Read"]).granted(grant(None, &["User.Read", "AuditLog.Read.All"]));
    assert_eq!(more.state(), Words::Given(list(&["User.Read", "AuditLog.Read.All"])));
    assert_eq!(ask(&[".default"]).state(), Words::Invalid(".default".into()));
    let broken = ask(&[".default"]).required(&["No.Such"]);
    assert_eq!(broken.state(), Words::Invalid("No.Such".into()));
}

#[test]
fn unknown_words_are_invalid_and_openid_words_need_nobody() {
    assert_eq!(ask(&["No.Such"]).state(), Words::Invalid("No.Such".into()));
    assert_eq!(ask(&["openid", "profile", "offline_access"]).state(), Words::Given(Vec::new()));
    assert_eq!(ask(&["openid", "User.Read"]).state(), Words::User(list(&["User.Read"])));
}

#[test]
fn the_platforms_clients_have_what_they_were_built_for_and_nothing_else() {
    let mut cli = ask(&["AuditLog.Read.All"]);
    cli.client = first_party::application(AZURE_CLI).unwrap().as_ref().clone();
    assert_eq!(cli.state(), Words::Given(list(&["AuditLog.Read.All"])));
    cli.asked = list(&["Policy.Read.All"]);
    assert_eq!(cli.state(), Words::Admin(list(&["Policy.Read.All"])));
    cli.asked = list(&[".default"]);
    assert!(matches!(cli.state(), Words::Given(words) if words.contains(&"User.Read".to_owned())));
}

#[test]
fn an_application_may_call_itself() {
    let graph = first_party::application(GRAPH).unwrap();
    let mut own = ask(&["User.Read"]);
    own.client = graph.as_ref().clone();
    assert_eq!(own.state(), Words::Given(list(&["User.Read"])));
}

#[test]
fn agreeing_gives_no_more_than_one_may() {
    assert_eq!(ask(&["User.Read"]).with(|question| agree(question, false)), Ok(list(&["User.Read"])));
    let for_everyone = ask(&["User.Read"]).with(|question| agree(question, true));
    assert!(matches!(for_everyone, Err(Cause::AdminConsentRequired { .. })));
    let admin_only = ask(&["User.Read.All"]).with(|question| agree(question, false));
    assert!(matches!(admin_only, Err(Cause::AdminConsentRequired { .. })));
    let by_admin = ask(&["User.Read.All"]).admin().with(|question| agree(question, true));
    assert_eq!(by_admin, Ok(list(&["User.Read.All"])));
    assert_eq!(
        ask(&["No.Such"]).admin().with(|question| agree(question, true)),
        Err(Cause::ScopeInvalid("No.Such".into()))
    );
}

#[test]
fn only_some_roles_consent_for_everyone() {
    let may: Vec<&str> = role::all()
        .iter()
        .filter(|role| may_consent_as_admin(&[role.template]))
        .map(|role| role.name)
        .collect();
    let expected = [
        "Global Administrator",
        "Privileged Role Administrator",
        "Application Administrator",
        "Cloud Application Administrator",
    ];
    assert_eq!(may, expected);
    assert!(!may_consent_as_admin(&[RoleTemplateId(id(1))]), "an unknown role is none");
    assert!(!may_consent_as_admin(&[]));
}
