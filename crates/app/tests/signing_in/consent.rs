//! Consent: by a user for himself, by an administrator for everyone, and taken back.

use super::{GRAPH, NATIVE, Scene, code_of, refresh_token};
use app::Ctx;
use app::admin::consent::withdraw;
use app::admin::records::AuditFilter;
use app::admin::{records, users};
use app::signin::{Answer, View};
use model::flow::Step;
use model::verdict::Cause;
use testkit::{Caller, End, Person, SCOPES, TestUser};

impl Scene {
    /// A client that nobody consented to.
    async fn stranger(&self) -> Caller {
        let client = self.app.client(&self.tenant, "Stranger").public(&[NATIVE]);
        client.asks(GRAPH, &["User.Read"], &[]).create().await.caller(NATIVE)
    }

    async fn administrator(&self, name: &str) -> (TestUser, Person) {
        let user = self.app.user(&self.tenant, name).role("Global Administrator").totp().create().await;
        let person = Person::from(&user);
        (user, person)
    }

    async fn consents_recorded(&self) -> usize {
        let filter =
            AuditFilter { activity: Some("Consent to application".to_owned()), ..AuditFilter::default() };
        let entries = records::audits(&self.operator(), filter, None, 1000).await.unwrap();
        entries.iter().filter(|entry| entry.targets.iter().any(|target| target.name == "Stranger")).count()
    }
}

#[tokio::test]
async fn a_user_agrees_once_for_himself() {
    let scene = Scene::enforced().await;
    let client = scene.stranger().await;
    let (_, mut kim) = scene.member("kim").await;
    let (_, mut lee) = scene.member("lee").await;
    for (person, asked) in [(&mut kim, true), (&mut lee, true)] {
        let mut walk = scene.app.walk();
        walk.sign_in(&client, person, &[]).await.code();
        assert_eq!(walk.seen.contains(&Step::Consent), asked);
    }
    let mut walk = scene.app.walk();
    walk.sign_in(&client, &mut kim, &[]).await.code();
    assert!(!walk.seen.contains(&Step::Consent), "asked and answered");
    let mut walk = scene.app.walk();
    walk.sign_in(&client, &mut kim, &[("prompt", "consent")]).await.code();
    assert!(walk.seen.contains(&Step::Consent), "the client wants it shown");
    assert_eq!(scene.consents_recorded().await, 3);
}

#[tokio::test]
async fn who_says_no_is_not_asked_for_less_and_nothing_is_written() {
    let scene = Scene::enforced().await;
    let client = scene.stranger().await;
    let (_, mut kim) = scene.member("kim").await;
    let mut walk = scene.app.walk();
    walk.open(&client, &[]).await;
    assert!(walk.until(&mut kim, &[Step::Consent]).await.is_none());
    let end = walk.answer(Answer::Consent { accept: false, for_everyone: false }).await.unwrap();
    assert_eq!(end.cause(), Cause::ConsentDeclined);
    assert_eq!(scene.consents_recorded().await, 0);
    let mut walk = scene.app.walk();
    let silent = walk.sign_in(&client, &mut kim, &[]).await;
    assert!(matches!(silent, End::Code(_)));
}

#[tokio::test]
async fn only_an_administrator_agrees_to_what_only_he_can() {
    let scene = Scene::enforced().await;
    let client = scene.stranger().await;
    let scope = ("scope", "openid offline_access AuditLog.Read.All");
    let (_, mut kim) = scene.member("kim").await;
    let mut walk = scene.app.walk();
    walk.open(&client, &[scope]).await;
    assert!(walk.until(&mut kim, &[Step::Consent]).await.is_none());
    let View::Consent(view) = &walk.page.as_ref().unwrap().view else { panic!("no consent page") };
    assert!(view.needs_administrator && !view.may_consent_for_everyone);
    // The form could be filled in by hand.
    let end = walk.answer(Answer::Consent { accept: true, for_everyone: true }).await.unwrap();
    assert!(matches!(end.cause(), Cause::AdminConsentRequired { .. }));
    assert_eq!(scene.consents_recorded().await, 0);
    let (_, mut admin) = scene.administrator("admin").await;
    let mut walk = scene.app.walk();
    walk.open(&client, &[scope]).await;
    assert!(walk.until(&mut admin, &[Step::Consent]).await.is_none());
    let end = walk.answer(Answer::Consent { accept: true, for_everyone: true }).await.unwrap();
    client.redeem(&walk.ctx(), &end.code()).await.unwrap();
    assert_eq!(scene.consents_recorded().await, 1, "once, for everyone");
    let mut walk = scene.app.walk();
    walk.sign_in(&client, &mut kim, &[scope]).await.code();
    assert!(!walk.seen.contains(&Step::Consent));
}

#[tokio::test]
async fn what_is_taken_back_ends_at_the_next_request() {
    let scene = Scene::enforced().await;
    let client = scene.stranger().await;
    let (_, mut kim) = scene.member("kim").await;
    let first = scene.tokens(&client, &mut kim).await;
    let ctx = || scene.app.visitor();
    let second = client.refresh(&ctx(), refresh_token(&first)).await.unwrap();
    let operator = scene.operator();
    assert_eq!(withdraw(&operator, &client.client_id, Some(&kim.name)).await.unwrap(), 1);
    assert_eq!(code_of(client.refresh(&ctx(), refresh_token(&second)).await), 65_001);
    assert_eq!(withdraw(&operator, &client.client_id, Some(&kim.name)).await.unwrap(), 0);
    // For everyone.
    assert_eq!(withdraw(&operator, &scene.native.client_id, None).await.unwrap(), 1);
    assert_eq!(code_of(scene.native.password(&ctx(), &kim.name, &kim.password).await), 50_076, "mfa first");
    let mut walk = scene.app.walk();
    walk.open(&scene.native, &[]).await;
    assert!(walk.until(&mut kim, &[Step::Consent]).await.is_none());
}

#[tokio::test]
async fn a_code_is_worth_what_is_consented_to_when_it_is_redeemed() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let mut walk = scene.app.walk();
    let code = walk.sign_in(&scene.native, &mut kim, &[]).await.code();
    withdraw(&scene.operator(), &scene.native.client_id, None).await.unwrap();
    assert_eq!(code_of(scene.native.redeem(&walk.ctx(), &code).await), 65_001);
    let more = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", NATIVE),
        ("code_verifier", testkit::VERIFIER),
        ("scope", "AuditLog.Read.All"),
    ];
    assert_eq!(code_of(scene.native.token(&walk.ctx(), &more).await), 90_094);
}

#[tokio::test]
async fn an_administrator_whose_sessions_were_revoked_agrees_to_nothing() {
    let scene = Scene::enforced().await;
    let client = scene.stranger().await;
    let (user, mut admin) = scene.administrator("admin").await;
    let (_, mut kim) = scene.member("kim").await;
    for answer in [true, false] {
        let mut walk = scene.app.walk();
        walk.open(&client, &[("scope", SCOPES)]).await;
        assert!(walk.until(&mut admin, &[Step::Consent]).await.is_none());
        scene.wait(super::SECOND);
        let then = Ctx { now: walk.at + super::SECOND, ..scene.operator() };
        users::revoke_sessions(&then, &user.name).await.unwrap();
        walk.wait(super::SECOND * 2);
        assert!(walk.answer(Answer::Consent { accept: true, for_everyone: answer }).await.is_none());
        assert_eq!(walk.step(), Step::Password, "the password again, before anything");
    }
    assert_eq!(scene.consents_recorded().await, 0);
    let mut walk = scene.app.walk();
    walk.open(&client, &[]).await;
    assert!(walk.until(&mut kim, &[Step::Consent]).await.is_none(), "nobody agreed for everyone");
}
