use crate::{conflict, invalid, missing, the_record};
use app::admin::passwords::{self, NewPassword};
use app::admin::users::{self, NewUser, UserChanges};
use app::admin::{groups, methods, roles, tenants};
use model::method::MethodKind;
use model::role::GLOBAL_ADMINISTRATOR;
use model::user::PasswordOrigin;
use protocol::secret::Secret;
use testkit::TestApp;

#[tokio::test]
async fn a_user_without_a_password_gets_a_temporary_one_shown_once() {
    let app = TestApp::start().await;
    let tenant = app.customer("Fabrikam").await;
    let ctx = app.operator_in(&tenant);
    let made = users::create(&ctx, NewUser::member("Kim@Fabrikam.example", "Kim Minji")).await.unwrap();
    assert_eq!(made.user.user_principal_name, "kim@fabrikam.example");
    let shown = made.password.unwrap();
    assert_eq!(shown.len(), 16);
    let details = users::details(&ctx, "KIM@fabrikam.example").await.unwrap();
    assert_eq!(details.password, Some((ctx.now, PasswordOrigin::Temporary)));
    let entry = the_record(&ctx, "Add user").await;
    let written = serde_json::to_string(&entry).unwrap();
    assert!(!written.contains(&shown), "no secret in the audit log");
}

#[tokio::test]
async fn names_are_unique_and_belong_to_the_tenant() {
    let app = TestApp::start().await;
    let tenant = app.customer("Fabrikam").await;
    let ctx = app.operator_in(&tenant);
    app.user(&tenant, "kim").create().await;
    let again = users::create(&ctx, NewUser::member("kim@fabrikam.example", "Other")).await;
    assert!(conflict(again).contains("taken"));
    let foreign = users::create(&ctx, NewUser::member("kim@contoso.example", "Kim")).await;
    assert!(invalid(foreign).contains("verified domain"));
}

#[tokio::test]
async fn chosen_passwords_are_checked_and_keep_their_origin() {
    let app = TestApp::start().await;
    let tenant = app.customer("Fabrikam").await;
    let ctx = app.operator_in(&tenant);
    let attempt = |text: &str, origin| NewUser {
        password: NewPassword::Given { text: Secret::new(text), origin },
        ..NewUser::member("kim@fabrikam.example", "Kim Minji")
    };
    let short = users::create(&ctx, attempt("short", PasswordOrigin::Operator)).await;
    assert!(invalid(short).contains("at least 8"));
    let named = users::create(&ctx, attempt("my fabrikam pass", PasswordOrigin::Operator)).await;
    assert!(invalid(named).contains("name"));
    users::create(&ctx, attempt("seven green bottles", PasswordOrigin::Operator)).await.unwrap();
    let details = users::details(&ctx, "kim@fabrikam.example").await.unwrap();
    assert_eq!(details.password.unwrap().1, PasswordOrigin::Operator);
}

#[tokio::test]
async fn updates_are_recorded_by_property() {
    let app = TestApp::start().await;
    let tenant = app.customer("Fabrikam").await;
    let ctx = app.operator_in(&tenant);
    let kim = app.user(&tenant, "kim").create().await;
    let changes = UserChanges {
        usage_location: Some("kr".to_owned()),
        phones: Some(vec!["+82 10 1234 5678".to_owned()]),
        ..UserChanges::default()
    };
    let user = users::update(&ctx, &kim.name, changes).await.unwrap();
    assert_eq!((user.usage_location.as_deref(), user.version), (Some("KR"), 2));
    let entry = the_record(&ctx, "Update user").await;
    let names: Vec<_> = entry.targets[0].changes.iter().map(|change| change.name.as_str()).collect();
    assert_eq!(names, ["UsageLocation", "TelephoneNumber"]);
    app.user(&tenant, "lee").create().await;
    let taken = UserChanges {
        user_principal_name: Some("lee@fabrikam.example".to_owned()),
        ..UserChanges::default()
    };
    assert!(conflict(users::update(&ctx, &kim.name, taken).await).contains("taken"));
    let unknown = users::update(&ctx, "nobody@fabrikam.example", UserChanges::default()).await;
    assert!(missing(unknown).contains("nobody@fabrikam.example"));
}

#[tokio::test]
async fn disabling_and_deleting_make_sessions_void_for_good() {
    let app = TestApp::start().await;
    let tenant = app.customer("Fabrikam").await;
    let kim = app.user(&tenant, "kim").create().await;
    app.clock.advance_days(1);
    let ctx = app.operator_in(&tenant);
    let disabled = users::set_enabled(&ctx, &kim.name, false).await.unwrap();
    assert!(!disabled.may_sign_in());
    assert_eq!(disabled.sessions_valid_from, ctx.now);
    app.clock.advance_days(1);
    let ctx = app.operator_in(&tenant);
    assert_eq!(
        users::set_enabled(&ctx, &kim.name, true).await.unwrap().sessions_valid_from,
        disabled.sessions_valid_from
    );
    users::delete(&ctx, &kim.name).await.unwrap();
    missing(users::details(&ctx, &kim.name).await);
    assert_eq!(users::list_deleted(&ctx, None, 10).await.unwrap()[0].id, kim.id);
    users::restore(&ctx, kim.id).await.unwrap();
    assert_eq!(users::details(&ctx, &kim.name).await.unwrap().user.sessions_valid_from, ctx.now);
    assert!(conflict(users::restore(&ctx, kim.id).await).contains("not deleted"));
}

#[tokio::test]
async fn a_deleted_users_name_can_be_taken_and_then_not_restored() {
    let app = TestApp::start().await;
    let tenant = app.customer("Fabrikam").await;
    let ctx = app.operator_in(&tenant);
    let kim = app.user(&tenant, "kim").create().await;
    users::delete(&ctx, &kim.name).await.unwrap();
    app.user(&tenant, "kim").create().await;
    assert!(conflict(users::restore(&ctx, kim.id).await).contains("taken"));
}

#[tokio::test]
async fn the_last_global_administrator_stays() {
    let app = TestApp::start().await;
    let tenant = app.partner("Contoso").await;
    let ctx = app.operator_in(&tenant);
    let first = app.user(&tenant, "first").role("Global Administrator").create().await;
    let second = app.user(&tenant, "second").role("Global Administrator").disabled().create().await;
    let last = "last enabled Global Administrator";
    assert!(conflict(users::set_enabled(&ctx, &first.name, false).await).contains(last));
    assert!(conflict(users::delete(&ctx, &first.name).await).contains(last));
    assert!(conflict(roles::revoke(&ctx, GLOBAL_ADMINISTRATOR, &first.name).await).contains(last));
    users::set_enabled(&ctx, &second.name, true).await.unwrap();
    assert!(roles::revoke(&ctx, GLOBAL_ADMINISTRATOR, &first.name).await.unwrap());
    assert!(!roles::revoke(&ctx, GLOBAL_ADMINISTRATOR, &first.name).await.unwrap());
    users::delete(&ctx, &first.name).await.unwrap();
}

#[tokio::test]
async fn roles_are_held_by_users_and_applications() {
    let app = TestApp::start().await;
    let tenant = app.partner("Contoso").await;
    let ctx = app.operator_in(&tenant);
    let kim = app.user(&tenant, "kim").create().await;
    let client = app.client(&tenant, "Automation").create().await;
    let reader = roles::by_name("security reader").unwrap().template;
    assert!(roles::assign(&ctx, reader, &kim.name).await.unwrap());
    assert!(!roles::assign(&ctx, reader, &kim.name).await.unwrap());
    the_record(&ctx, "Add member to role").await;
    assert!(roles::assign(&ctx, reader, &client.app_id.to_string()).await.unwrap());
    let mut names: Vec<_> = roles::holders(&ctx, Some(reader))
        .await
        .unwrap()
        .into_iter()
        .filter_map(|holder| holder.name)
        .collect();
    names.sort();
    assert_eq!(names, ["Automation", "kim@contoso.example"]);
    assert!(missing(roles::by_name("Emperor").map(|_| ())).contains("Emperor"));
}

#[tokio::test]
async fn a_reset_gives_a_new_temporary_password_and_ends_sessions() {
    let app = TestApp::start().await;
    let tenant = app.customer("Fabrikam").await;
    let kim = app.user(&tenant, "kim").create().await;
    app.clock.advance_days(1);
    let ctx = app.operator_in(&tenant);
    let (_, shown) = passwords::reset(&ctx, &kim.name, NewPassword::Generated).await.unwrap();
    assert!(shown.is_some());
    let details = users::details(&ctx, &kim.name).await.unwrap();
    assert_eq!(details.password, Some((ctx.now, PasswordOrigin::Temporary)));
    assert_eq!(details.user.sessions_valid_from, ctx.now);
    the_record(&ctx, "Reset user password").await;
    passwords::reset(&ctx, &kim.name, NewPassword::None).await.unwrap();
    assert_eq!(users::details(&ctx, &kim.name).await.unwrap().password, None);
}

#[tokio::test]
async fn methods_are_listed_without_secrets_and_deleted() {
    let app = TestApp::start().await;
    let tenant = app.partner("Contoso").await;
    let ctx = app.operator_in(&tenant);
    let kim = app.user(&tenant, "kim").totp().create().await;
    let (found, codes) = methods::list(&ctx, &kim.name).await.unwrap();
    assert_eq!((found.len(), found[0].kind, codes), (1, MethodKind::SoftwareOath, 0));
    methods::delete(&ctx, &kim.name, found[0].id).await.unwrap();
    the_record(&ctx, "User deleted security info").await;
    assert!(missing(methods::delete(&ctx, &kim.name, found[0].id).await).contains("no method"));
    let (_, shown) = methods::require_reregistration(&ctx, &kim.name, "passport seen").await.unwrap();
    assert_eq!(shown.len(), 16);
    let entry = the_record(&ctx, "Require re-register MFA").await;
    assert_eq!(entry.targets[0].changes[0].new.as_deref(), Some("passport seen"));
    invalid(methods::require_reregistration(&ctx, &kim.name, " ").await);
}

#[tokio::test]
async fn a_users_tenant_is_found_by_his_domain() {
    let app = TestApp::start().await;
    let tenant = app.customer("Fabrikam").await;
    app.customer("Northwind").await;
    let home = users::home(&app.operator(), None, "kim@fabrikam.example").await.unwrap();
    assert_eq!(home.tenant, Some(tenant.id));
    let named =
        users::home(&app.operator(), Some("northwind.example"), "kim@fabrikam.example").await.unwrap();
    assert_ne!(named.tenant, Some(tenant.id));
    let other = tenants::resolve(&app.operator(), Some("northwind.example")).await.unwrap();
    assert_eq!(named.tenant, Some(other.id));
}

#[tokio::test]
async fn groups_have_members() {
    let app = TestApp::start().await;
    let tenant = app.customer("Fabrikam").await;
    let ctx = app.operator_in(&tenant);
    let kim = app.user(&tenant, "kim").create().await;
    let group = groups::create(&ctx, "AdminAgents").await.unwrap();
    assert!(groups::add_member(&ctx, "AdminAgents", &kim.name).await.unwrap());
    assert!(!groups::add_member(&ctx, &group.id.to_string(), &kim.name).await.unwrap());
    assert_eq!(users::details(&ctx, &kim.name).await.unwrap().groups, [group.id]);
    groups::create(&ctx, "AdminAgents").await.unwrap();
    assert!(invalid(groups::add_member(&ctx, "AdminAgents", &kim.name).await).contains("several groups"));
    assert!(groups::remove_member(&ctx, &group.id.to_string(), &kim.name).await.unwrap());
    groups::delete(&ctx, &group.id.to_string()).await.unwrap();
    missing(groups::details(&ctx, &group.id.to_string()).await);
}
