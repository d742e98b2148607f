//! Signing keys rotate by themselves, and every token verifies as long as it lives.

use super::{HOUR, Scene};
use app::{Ctx, keys};
use std::collections::{BTreeMap, BTreeSet};
use testkit::TestApp;

const CREDENTIALS: [(&str, &str); 2] =
    [("grant_type", "client_credentials"), ("scope", "https://graph.microsoft.com/.default")];

/// The ids of the keys that clients can see.
fn published(app: &TestApp) -> BTreeSet<String> {
    app.services.keys.present().published.iter().map(|key| key.key.key_id().to_owned()).collect()
}

fn signer(token: &str) -> String {
    let parsed = crypto::jose::parse_compact(token, crypto::jose::Limits::default()).unwrap();
    parsed.header().key_id.clone().unwrap()
}

#[tokio::test]
async fn tokens_of_two_hundred_days_verify_with_keys_that_were_seen_a_day_before() {
    const DAYS: i64 = 200;
    let scene = Scene::enforced().await;
    let mut seen: BTreeMap<String, i64> = BTreeMap::new();
    let mut signers: Vec<String> = Vec::new();
    let mut out: Vec<(i64, String)> = Vec::new();
    for hour in (0..DAYS * 24).step_by(6) {
        keys::maintain(&Ctx::job(&scene.app.services, "keys")).await.unwrap();
        for key in published(&scene.app) {
            seen.entry(key).or_insert(hour);
        }
        let token = scene.web.token(&scene.app.visitor(), &CREDENTIALS).await.unwrap().access_token;
        let key = signer(&token);
        if signers.last() != Some(&key) {
            assert!(!signers.contains(&key), "a key that went never comes back");
            assert!(hour == 0 || hour - seen[&key] >= 24, "seen {} hours before it signs", hour - seen[&key]);
            signers.push(key);
        }
        out.push((hour, token));
        // Tokens live ninety minutes at most; those of a day are verified still.
        out.retain(|(made, _)| hour - made <= 24);
        for (_, token) in &out {
            scene.app.claims(token);
        }
        scene.wait(HOUR * 6);
    }
    assert_eq!(signers.len(), 3, "two rotations in two hundred days");
    let kept = published(&scene.app);
    assert!(!kept.contains(&signers[0]), "the first one is gone: {kept:?}");
    assert!(kept.len() <= 6, "three of each algorithm at most");
}

#[tokio::test]
async fn keys_and_what_they_sealed_survive_a_restart() {
    let scene = Scene::enforced().await;
    let (_, mut kim) = scene.member("kim").await;
    let tokens = scene.tokens(&scene.web, &mut kim).await;
    let before = published(&scene.app);
    let Scene { app, web, .. } = scene;
    let app = app.restart().await;
    assert_eq!(published(&app), before);
    app.claims(&tokens.access_token);
    web.refresh(&app.visitor(), super::refresh_token(&tokens)).await.unwrap();
}
