use super::subject;
use crate::mac::MacKey;
use uuid::Uuid;

#[test]
fn a_subject_depends_on_key_tenant_user_and_client() {
    let key = MacKey::new(&[1; 32]);
    let [a, b, c, d] = [1, 2, 3, 4].map(Uuid::from_u128);
    let first = subject(&key, &a, &b, &c);
    assert_eq!(first.len(), 43);
    assert_eq!(first, subject(&key, &a, &b, &c));
    let others = [
        subject(&MacKey::new(&[2; 32]), &a, &b, &c),
        subject(&key, &d, &b, &c),
        subject(&key, &a, &d, &c),
        subject(&key, &a, &b, &d),
        subject(&key, &b, &a, &c),
    ];
    assert!(others.iter().all(|other| *other != first), "{others:?}");
}

/// Clients keep subjects for ever, so the construction must never change.
#[test]
fn subjects_stay_the_same_from_version_to_version() {
    let key = MacKey::new(&[7; 32]);
    let id = Uuid::from_u128(0x1234_5678_9abc_def0_1234_5678_9abc_def0);
    assert_eq!(subject(&key, &id, &id, &id), "t7tdQIxV3yg9G54B85cAw8ZO-KvV0lbhGrvjcqb48uo");
}
