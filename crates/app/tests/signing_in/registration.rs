//! Under enforcement nobody gets past the registration of a second factor.

use super::{MFA, Scene, code_of};
use app::signin::Answer;
use model::flow::Step;
use model::verdict::Cause;
use model::{SessionId, Uuid};
use protocol::secret::Secret;
use testkit::{End, Habit, NEW_PASSWORD};

/// Everything that could be answered but the code of the app.
fn evasions() -> Vec<Answer> {
    let secret = || Secret::new(NEW_PASSWORD);
    vec![
        Answer::Continue,
        Answer::StaySignedIn(false),
        Answer::UseRecoveryCode,
        Answer::UseAuthenticator,
        Answer::NewPassword(secret(), secret()),
        Answer::Consent { accept: true, for_everyone: true },
        Answer::Consent { accept: false, for_everyone: false },
        Answer::ConfirmDevice(true),
        Answer::Pick(SessionId(Uuid::nil())),
        Answer::UseAnotherAccount,
        Answer::Back,
        Answer::Username("kim@fabrikam.example".to_owned()),
        Answer::Password(Secret::new(super::PASSWORD)),
        Answer::Code(String::new()),
        Answer::Code("000000".to_owned()),
        Answer::Code("not a code".to_owned()),
    ]
}

#[tokio::test]
async fn no_answer_but_the_right_code_leads_past_the_registration() {
    let scene = Scene::enforced().await;
    let (_, mut person) = scene.newcomer("kim").await;
    for evasion in evasions() {
        let shown = format!("{evasion:?}");
        let mut walk = scene.app.walk();
        walk.open(&scene.native, &[]).await;
        assert!(walk.until(&mut person, &[Step::Register]).await.is_none());
        match walk.answer(evasion).await {
            Some(End::Refused(_) | End::Rejected(_)) => {}
            None => assert!(matches!(walk.step(), Step::Register | Step::Username), "{shown}"),
            Some(End::Code(_) | End::Device) => panic!("{shown} leads to a code"),
        }
        assert!(walk.browser.sessions.is_none(), "{shown} begins a session");
    }
    let mut walk = scene.app.walk();
    walk.sign_in(&scene.native, &mut person, &[]).await.code();
    assert_eq!(
        walk.seen,
        [Step::Username, Step::Password, Step::Register, Step::ShowRecoveryCodes, Step::StaySignedIn]
    );
}

#[tokio::test]
async fn a_first_registration_is_told_to_the_user_and_counts_once() {
    let scene = Scene::enforced().await;
    let (user, mut first) = scene.newcomer("kim").await;
    let mut second = first.clone();
    let (mut here, mut there) = (scene.app.walk(), scene.app.walk());
    here.open(&scene.native, &[]).await;
    there.open(&scene.native, &[]).await;
    assert!(here.until(&mut first, &[Step::Register]).await.is_none());
    assert!(there.until(&mut second, &[Step::Register]).await.is_none());
    here.go_on(&mut first).await.code();
    assert_eq!(scene.app.mail.to(&user.name).len(), 1);
    // The other one holds a seed of his own, and only the password: the registered app is asked for.
    assert!(there.answer_as(&mut second).await.is_none());
    assert_eq!(there.step(), Step::OneTimeCode);
    second.habit = Habit::Wrong;
    assert_eq!(there.go_on(&mut second).await.cause(), Cause::SecondFactorWrong);
    assert_eq!(scene.app.mail.to(&user.name).len(), 1);
}

#[tokio::test]
async fn a_service_account_is_challenged_like_anybody() {
    let scene = Scene::enforced().await;
    let user = scene.app.user(&scene.tenant, "robot").service_account().create().await;
    let ctx = scene.app.visitor();
    assert_eq!(code_of(scene.native.password(&ctx, &user.name, &user.password).await), 50_079);
    let (_, person) = scene.member("kim").await;
    assert_eq!(code_of(scene.native.password(&ctx, &person.name, &person.password).await), 50_076);
}

#[tokio::test]
async fn a_recovery_code_opens_once() {
    let scene = Scene::enforced().await;
    let (_, mut person) = scene.newcomer("kim").await;
    scene.app.walk().sign_in(&scene.native, &mut person, &[MFA]).await.code();
    assert_eq!(person.recovery_codes.len(), 10);
    person.habit = Habit::RecoveryCode;
    let used = person.recovery_codes.last().cloned().unwrap();
    scene.app.walk().sign_in(&scene.native, &mut person, &[]).await.code();
    person.recovery_codes.push(used);
    let end = scene.app.walk().sign_in(&scene.native, &mut person, &[]).await;
    assert_eq!(end.cause(), Cause::SecondFactorWrong, "a used code is none");
    scene.app.walk().sign_in(&scene.native, &mut person, &[]).await.code();
}
