use super::*;
use crate::failure::Kind;
use std::os::unix::fs::PermissionsExt;

struct Counting;

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.iter_mut().zip(0..).for_each(|(byte, n)| *byte = n);
    }
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn the_master_key_is_made_once_and_read_back() {
    let parent = tempfile::tempdir().unwrap();
    let directory = DataDir::create(&parent.path().join("data")).unwrap();
    assert!(!directory.has_master_key());
    let key = directory.make_master_key(&Counting).unwrap();
    assert_eq!(directory.master_key().unwrap(), key);
    assert_eq!(fs::metadata(directory.file(MASTER_KEY)).unwrap().mode() & 0o777, 0o600);
    let second = directory.make_master_key(&Counting).unwrap_err();
    assert_eq!(second.kind, Kind::Unavailable);
}

#[test]
fn what_others_can_read_is_refused_with_the_command_that_helps() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("data");
    let directory = DataDir::create(&path).unwrap();
    directory.make_master_key(&Counting).unwrap();
    mode(&directory.file(MASTER_KEY), 0o640);
    let failure = directory.master_key().unwrap_err();
    assert!(failure.next.unwrap().starts_with("run `chmod 600 "), "{}", failure.cause);
    mode(&path, 0o750);
    let failure = DataDir::open(&path).unwrap_err();
    assert!(failure.next.unwrap().starts_with("run `chmod 700 "), "{}", failure.cause);
}

#[test]
fn a_damaged_or_absent_key_is_named() {
    let parent = tempfile::tempdir().unwrap();
    let directory = DataDir::create(&parent.path().join("data")).unwrap();
    assert!(directory.master_key().unwrap_err().cause.contains("does not exist"));
    for damaged in ["", "00", &"g".repeat(64), &"+1".repeat(32), &"é".repeat(32)] {
        write_private(&directory.file(MASTER_KEY), damaged.as_bytes()).unwrap();
        assert!(directory.master_key().is_err(), "{damaged}");
    }
}

#[test]
fn an_absent_directory_and_a_file_in_its_place_are_told_apart() {
    let parent = tempfile::tempdir().unwrap();
    let absent = DataDir::open(&parent.path().join("absent")).unwrap_err();
    assert!(absent.next.unwrap().contains("countersign init"));
    let file = parent.path().join("file");
    fs::write(&file, "").unwrap();
    assert_eq!(DataDir::open(&file).unwrap_err().kind, Kind::Usage);
}

#[test]
fn a_socket_path_that_the_kernel_would_cut_is_refused() {
    let parent = tempfile::tempdir().unwrap();
    let directory = DataDir::create(&parent.path().join("d".repeat(120))).unwrap();
    assert!(directory.control_socket().unwrap_err().cause.contains("too long"));
}
