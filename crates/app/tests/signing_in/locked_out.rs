//! Smart lockout: guessing stops, and the owner gets in.

use super::{SECOND, Scene, code_of};
use app::Ctx;
use model::flow::Step;
use model::lockout::Place;
use model::verdict::Cause;
use std::net::IpAddr;
use std::sync::Arc;
use testkit::{End, Habit, Person};

const WRONG: u32 = 50_126;
const LOCKED: u32 = 50_053;
const HOME: [u8; 4] = [198, 51, 100, 7];

impl Scene {
    fn from(&self, place: Place) -> Ctx {
        match place {
            Place::Familiar => self.app.visitor_from(IpAddr::from(HOME)),
            Place::Unfamiliar => self.app.visitor(),
        }
    }

    /// What a guess is answered; each takes a second.
    async fn guess(&self, place: Place, name: &str, password: &str) -> u32 {
        self.wait(SECOND);
        let answer = self.native.password(&self.from(place), name, password).await;
        answer.map_or_else(|refusal| refusal.cause.code(), |_| 0)
    }

    async fn guesses(&self, place: Place, name: &str, number: std::ops::Range<u32>) -> Vec<u32> {
        let mut answers = Vec::new();
        for guess in number {
            answers.push(self.guess(place, name, &format!("guess {guess}")).await);
        }
        answers
    }
}

#[tokio::test]
async fn ten_failures_lock_for_a_minute_and_every_further_one_for_twice_as_long() {
    let scene = Scene::relaxed().await;
    let (_, kim) = scene.member("kim").await;
    let name = kim.name.as_str();
    assert_eq!(scene.guesses(Place::Unfamiliar, name, 0..10).await, [WRONG; 10]);
    assert_eq!(scene.guess(Place::Unfamiliar, name, &kim.password).await, LOCKED, "even the right one");
    scene.wait(SECOND * 60);
    assert_eq!(scene.guess(Place::Unfamiliar, name, "one more").await, WRONG);
    for seconds in [120, 240, 480] {
        assert_eq!(scene.guess(Place::Unfamiliar, name, &kim.password).await, LOCKED);
        scene.wait(SECOND * (seconds - 3));
        assert_eq!(scene.guess(Place::Unfamiliar, name, &kim.password).await, LOCKED, "{seconds} s");
        scene.wait(SECOND * 2);
        let guess = format!("after {seconds} s");
        assert_eq!(scene.guess(Place::Unfamiliar, name, &guess).await, WRONG);
    }
    scene.wait(SECOND * 960);
    assert_eq!(scene.guess(Place::Unfamiliar, name, &kim.password).await, 0, "the owner gets in at last");
    assert_eq!(scene.guesses(Place::Unfamiliar, name, 20..29).await, [WRONG; 9], "and all is forgiven");
    assert_eq!(scene.guess(Place::Unfamiliar, name, &kim.password).await, 0);
}

#[tokio::test]
async fn strangers_do_not_lock_the_owner_out_nor_does_he_help_them() {
    let scene = Scene::relaxed().await;
    let (_, kim) = scene.member("kim").await;
    let name = kim.name.as_str();
    assert_eq!(scene.guess(Place::Familiar, name, &kim.password).await, 0, "now the network is known");
    assert_eq!(scene.guesses(Place::Unfamiliar, name, 0..10).await, [WRONG; 10]);
    assert_eq!(scene.guess(Place::Unfamiliar, name, "more").await, LOCKED);
    assert_eq!(scene.guess(Place::Familiar, name, "a slip of the finger").await, WRONG);
    assert_eq!(scene.guess(Place::Familiar, name, &kim.password).await, 0);
    assert_eq!(scene.guess(Place::Unfamiliar, name, "more").await, LOCKED, "his success frees nobody else");
    assert_eq!(scene.guesses(Place::Familiar, name, 0..10).await, [WRONG; 10], "at home it counts apart");
    assert_eq!(scene.guess(Place::Familiar, name, &kim.password).await, LOCKED);
}

#[tokio::test]
async fn one_of_the_last_three_wrong_passwords_does_not_count_again() {
    let scene = Scene::relaxed().await;
    let (_, kim) = scene.member("kim").await;
    let name = kim.name.as_str();
    for _ in 0..20 {
        for old in ["old one", "old two", "old three"] {
            assert_eq!(scene.guess(Place::Unfamiliar, name, old).await, WRONG);
        }
    }
    assert_eq!(scene.guess(Place::Unfamiliar, name, &kim.password).await, 0, "three failures, not sixty");
    for guess in 0..10 {
        assert_eq!(scene.guess(Place::Unfamiliar, name, &format!("old {}", guess % 4)).await, WRONG);
    }
    assert_eq!(
        scene.guess(Place::Unfamiliar, name, &kim.password).await,
        LOCKED,
        "of four the oldest is new"
    );
}

#[tokio::test]
async fn names_nobody_has_are_answered_alike() {
    let scene = Scene::relaxed().await;
    let (_, kim) = scene.member("kim").await;
    let plan = ["a", "b", "a", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
    let mut answers = Vec::new();
    for name in [kim.name.as_str(), "nobody@fabrikam.example", "KIM.NOBODY@fabrikam.example"] {
        let mut own = Vec::new();
        for guess in plan {
            own.push(scene.guess(Place::Unfamiliar, name, guess).await);
        }
        scene.wait(SECOND * 60);
        own.push(scene.guess(Place::Unfamiliar, name, "after the minute").await);
        answers.push(own);
    }
    assert_eq!(answers[0][..11], [WRONG; 11], "one of them twice");
    assert_eq!(answers[0][11..], [LOCKED, LOCKED, WRONG]);
    assert!(answers.iter().all(|own| *own == answers[0]), "{answers:?}");
}

#[tokio::test]
async fn the_pages_are_the_same_for_names_nobody_has() {
    let scene = Scene::enforced().await;
    let (_, kim) = scene.member("kim").await;
    let mut seen = Vec::new();
    for name in [kim.name.as_str(), "nobody@fabrikam.example"] {
        let mut walk = scene.app.walk();
        let mut person = Person { name: name.to_owned(), password: "a guess".to_owned(), ..kim.clone() };
        let end = walk.sign_in(&scene.native, &mut person, &[]).await;
        assert!(matches!(end, End::Rejected(Cause::WrongPassword)));
        let page = walk.page.as_ref().unwrap();
        seen.push((walk.seen.clone(), page.tenant_name.clone(), page.client_name.clone()));
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0].0, [Step::Username, Step::Password, Step::Password]);
}

#[tokio::test]
async fn second_factors_are_counted_per_user_whatever_the_flow() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    kim.habit = Habit::Wrong;
    for _ in 0..5 {
        let mut walk = scene.app.walk();
        for _ in 0..2 {
            let end = if walk.page.is_none() {
                walk.sign_in(&scene.native, &mut kim, &[]).await
            } else {
                walk.go_on(&mut kim).await
            };
            assert_eq!(end.cause(), Cause::SecondFactorWrong);
        }
    }
    kim.habit = Habit::App;
    let end = scene.app.walk().sign_in(&scene.native, &mut kim, &[]).await;
    assert_eq!(end.cause(), Cause::Locked, "the right code, in a new flow");
    scene.wait(SECOND * 60);
    scene.app.walk().sign_in(&scene.native, &mut kim, &[]).await.code();
    assert_eq!(scene.entries().await.iter().filter(|entry| entry.error_code == 500_121).count(), 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_wrong_passwords_get_a_clear_answer_each() {
    const GUESSERS: usize = 50;
    const GUESSES: usize = 200;
    let scene = Arc::new(Scene::relaxed().await);
    let (_, kim) = scene.member("kim").await;
    let guessers: Vec<_> = (0..GUESSERS)
        .map(|guesser| {
            let (scene, name) = (Arc::clone(&scene), kim.name.clone());
            tokio::spawn(async move {
                let ctx = scene.app.visitor();
                let mut wrong = 0;
                for guess in 0..GUESSES {
                    let guess = format!("guess {guesser} {guess}");
                    match code_of(scene.native.password(&ctx, &name, &guess).await) {
                        WRONG => wrong += 1,
                        LOCKED => {}
                        other => panic!("{guess}: {other}"),
                    }
                }
                wrong
            })
        })
        .collect();
    let mut wrong = 0;
    for guesser in guessers {
        wrong += guesser.await.unwrap();
    }
    assert_eq!(wrong, 10, "nothing is tried while the account is locked");
    assert_eq!(scene.guess(Place::Unfamiliar, &kim.name, &kim.password).await, LOCKED);
    scene.wait(SECOND * 60);
    assert_eq!(scene.guess(Place::Unfamiliar, &kim.name, &kim.password).await, 0);
}

#[tokio::test]
async fn refusals_leave_on_the_beat_whoever_was_named() {
    let scene = Scene::relaxed().await;
    let (_, kim) = scene.member("kim").await;
    let names = [kim.name.as_str(), "nobody@fabrikam.example", "nobody@nowhere.example"];
    for (before, name) in names.into_iter().enumerate() {
        assert_eq!(scene.app.pauses.all().len(), before);
        assert_eq!(scene.guess(Place::Unfamiliar, name, "a guess").await, WRONG, "{name}");
        let paused = scene.app.pauses.all().into_iter().skip(before).collect::<Vec<_>>();
        // The clock of the machine stands still here, so that a whole beat is left.
        assert_eq!(paused, [std::time::Duration::from_millis(50)], "{name}");
    }
    assert_eq!(scene.guess(Place::Unfamiliar, &kim.name, &kim.password).await, 0);
    assert_eq!(scene.app.pauses.all().len(), names.len(), "who gets in does not wait");
}
