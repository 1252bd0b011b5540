//! What a sealed file keeps, refuses and survives. The cost is argon2's least, given to the constructor.

use std::fs;

use super::*;

const CHEAP: SealCost = SealCost::new(8, 1).expect("within the bounds");
const PASSPHRASE: &str = "four words and a comma,";

fn secret(text: &str) -> Secret {
    Secret::new(text).unwrap()
}

fn made(folder: &Path) -> SealedFile {
    let file = SealedFile::create(&folder.join("keys.sealed"), &secret(PASSPHRASE), CHEAP).unwrap();
    file.set("provider: alpaca", &secret("PK01:s/+=\"\\ ü 0123")).unwrap();
    file
}

#[test]
fn what_is_kept_is_there_for_the_next_process() {
    let dir = tempfile::tempdir().unwrap();
    // The folder is made along the way.
    let folder = dir.path().join("data");
    let file = made(&folder);
    file.set("notification: mail", &secret("first")).unwrap();
    file.set("notification: mail", &secret("second")).unwrap();
    let next = SealedFile::open(file.path(), &secret(PASSPHRASE)).unwrap();
    assert_eq!(next.get("provider: alpaca").unwrap().unwrap().expose(), "PK01:s/+=\"\\ ü 0123");
    assert_eq!(next.get("notification: mail").unwrap().unwrap().expose(), "second");
    assert!(next.get("nothing").unwrap().is_none());
    assert!(next.remove("notification: mail").unwrap());
    assert!(!next.remove("notification: mail").unwrap());
    // What one writes the other sees at once.
    assert!(file.get("notification: mail").unwrap().is_none());
    assert!(SealedFile::examine(file.path()).unwrap());
    assert!(!SealedFile::examine(&folder.join("none")).unwrap());
}

#[test]
fn nothing_of_it_can_be_read_in_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let file = made(dir.path());
    let before = fs::read(file.path()).unwrap();
    for text in ["provider: alpaca", "alpaca", "PK01", "0123", PASSPHRASE] {
        assert!(!before.windows(text.len()).any(|window| window == text.as_bytes()), "{text}");
    }
    // Another nonce each time: the same content gives other bytes, of the same length.
    file.set("provider: alpaca", &secret("PK01:s/+=\"\\ ü 0123")).unwrap();
    let after = fs::read(file.path()).unwrap();
    assert_eq!(before.len(), after.len());
    assert_ne!(before[40..64], after[40..64]);
    file.set("provider: alpaca", &secret("short")).unwrap();
    assert_eq!(before.len(), fs::read(file.path()).unwrap().len());
    assert!(!format!("{file:?}").contains("key:"));
}

#[cfg(unix)]
#[test]
fn it_is_for_its_user_only_and_refused_when_others_can_get_at_it() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let file = made(dir.path());
    for name in ["keys.sealed", "keys.lock"] {
        let mode = fs::metadata(dir.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    for mode in [0o640, 0o604, 0o660] {
        fs::set_permissions(file.path(), fs::Permissions::from_mode(mode)).unwrap();
        let problem = file.get("provider: alpaca").unwrap_err();
        assert!(matches!(problem, SealedFileError::Exposed { mode: found, .. } if found == mode), "{problem}");
        assert!(problem.to_string().contains("chmod 600"), "{problem}");
        let refused = SealedFile::open(file.path(), &secret(PASSPHRASE)).unwrap_err();
        assert_eq!(refused.code(), "sealed_file_exposed");
        assert_eq!(file.set("x", &secret("y")).unwrap_err().code(), "sealed_file_exposed");
    }
    fs::set_permissions(file.path(), fs::Permissions::from_mode(0o600)).unwrap();
    assert!(file.get("provider: alpaca").unwrap().is_some());
}

#[test]
fn a_wrong_or_weak_passphrase_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let file = made(dir.path());
    let wrong = SealedFile::open(file.path(), &secret("four words and a comma")).unwrap_err();
    assert_eq!(wrong.code(), "wrong_passphrase");
    assert!(wrong.to_string().contains("delete it"), "{wrong}");
    let elsewhere = dir.path().join("other.sealed");
    for (passphrase, is_weak) in [("1234567", true), ("ääääääää", false)] {
        let created = SealedFile::create(&elsewhere, &secret(passphrase), CHEAP);
        assert_eq!(created.is_err_and(|problem| problem.code() == "weak_passphrase"), is_weak, "{passphrase}");
    }
    // A file that is there is opened, not written over.
    let again = SealedFile::create(file.path(), &secret(PASSPHRASE), CHEAP).unwrap();
    assert!(again.get("provider: alpaca").unwrap().is_some());
    let other = SealedFile::create(file.path(), &secret("another one"), CHEAP).unwrap_err();
    assert_eq!(other.code(), "wrong_passphrase");
}

#[test]
fn every_byte_counts() {
    let dir = tempfile::tempdir().unwrap();
    let file = made(dir.path());
    let good = fs::read(file.path()).unwrap();
    let code = |bytes: &[u8]| {
        fs::write(file.path(), bytes).unwrap();
        let opened = SealedFile::open(file.path(), &secret(PASSPHRASE)).map(drop);
        let read = file.get("provider: alpaca").map(drop);
        assert_eq!(opened.is_err(), read.is_err());
        opened.err().map(|problem| problem.code())
    };
    for length in 0..good.len() {
        assert_eq!(code(&good[..length]), Some("sealed_file_truncated"), "{length} bytes");
    }
    for n in 0..good.len() {
        let mut bad = good.clone();
        bad[n] ^= 0x10;
        let code = code(&bad);
        let expected: &[_] = match n {
            8..12 => &["sealed_file_newer", "sealed_file_damaged"],
            // A length that is too large is as if the end were missing.
            64..68 => &["sealed_file_truncated", "sealed_file_damaged"],
            _ => &["sealed_file_damaged"],
        };
        assert!(code.is_some_and(|code| expected.contains(&code)), "byte {n}: {code:?}");
    }
    assert_eq!(code(&[good.as_slice(), b"more"].concat()), Some("sealed_file_damaged"));
    assert_eq!(code(&vec![b'Q'; 2 * 1024 * 1024]), Some("sealed_file_damaged"));
    assert_eq!(code(&good), None);
}

/// Bytes whose checksum fits: what somebody writes who knows the form and not the passphrase.
fn forged(good: &[u8], change: impl FnOnce(&mut [u8])) -> Vec<u8> {
    let mut covered = good[..good.len() - 32].to_vec();
    change(&mut covered);
    let checksum = blake3::hash(&covered);
    [covered.as_slice(), checksum.as_bytes()].concat()
}

#[test]
fn a_forged_file_opens_for_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let file = made(dir.path());
    let good = fs::read(file.path()).unwrap();
    let outcome = |bytes: &[u8]| {
        fs::write(file.path(), bytes).unwrap();
        let opened = SealedFile::open(file.path(), &secret(PASSPHRASE)).unwrap_err().code();
        (opened, file.get("provider: alpaca").unwrap_err().code())
    };
    // Passes, salt, nonce, content: the seal covers each.
    assert_eq!(outcome(&forged(&good, |b| b[16] = 2)), ("wrong_passphrase", "sealed_file_resealed"));
    assert_eq!(outcome(&forged(&good, |b| b[24] ^= 1)), ("wrong_passphrase", "sealed_file_resealed"));
    assert_eq!(outcome(&forged(&good, |b| b[40] ^= 1)), ("wrong_passphrase", "sealed_file_damaged"));
    assert_eq!(outcome(&forged(&good, |b| b[70] ^= 1)), ("wrong_passphrase", "sealed_file_damaged"));
    // A cost that would take all memory is not tried.
    assert_eq!(outcome(&forged(&good, |b| b[15] = 0xff)), ("sealed_file_damaged", "sealed_file_damaged"));
    assert_eq!(outcome(&forged(&good, |b| b[20] = 9)), ("sealed_file_damaged", "sealed_file_damaged"));
    assert_eq!(outcome(&forged(&good, |b| b[8] = 2)), ("sealed_file_newer", "sealed_file_newer"));
    // An older copy with the same passphrase is a copy, and opens.
    fs::write(file.path(), &good).unwrap();
    assert!(file.get("provider: alpaca").unwrap().is_some());
}

#[test]
fn a_process_that_ends_between_writing_and_renaming_does_no_harm() {
    let dir = tempfile::tempdir().unwrap();
    let file = made(dir.path());
    let held = disk::hold(file.path()).unwrap();
    disk::write_beside(file.path(), b"half of a fi", &held).unwrap();
    drop(held);
    let beside = file.path().with_extension("new");
    assert!(beside.is_file());
    let next = SealedFile::open(file.path(), &secret(PASSPHRASE)).unwrap();
    assert!(next.get("provider: alpaca").unwrap().is_some());
    next.set("provider: tiingo", &secret("token")).unwrap();
    assert!(!beside.exists());
    assert_eq!(file.get("provider: tiingo").unwrap().unwrap().expose(), "token");
}

#[test]
fn two_who_write_lose_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = made(dir.path()).path().to_owned();
    std::thread::scope(|scope| {
        for who in ["a", "b", "c", "d"] {
            let path = &path;
            scope.spawn(move || {
                let file = SealedFile::open(path, &secret(PASSPHRASE)).unwrap();
                for n in 0..20 {
                    file.set(&format!("{who} {n}"), &secret("kept")).unwrap();
                }
            });
        }
    });
    let file = SealedFile::open(&path, &secret(PASSPHRASE)).unwrap();
    for who in ["a", "b", "c", "d"] {
        assert!((0..20).all(|n| file.get(&format!("{who} {n}")).unwrap().is_some()), "{who}");
    }
}

#[test]
fn another_passphrase_takes_the_place_of_the_first() {
    let dir = tempfile::tempdir().unwrap();
    let mut file = made(dir.path());
    let elsewhere = SealedFile::open(file.path(), &secret(PASSPHRASE)).unwrap();
    let (old, new) = (secret(PASSPHRASE), secret("quite another one"));
    assert_eq!(file.reseal(&new, &new, CHEAP).unwrap_err().code(), "wrong_passphrase");
    assert_eq!(file.reseal(&old, &secret("short"), CHEAP).unwrap_err().code(), "weak_passphrase");
    file.reseal(&old, &new, CHEAP).unwrap();
    assert!(file.get("provider: alpaca").unwrap().is_some());
    assert_eq!(SealedFile::open(file.path(), &old).unwrap_err().code(), "wrong_passphrase");
    assert!(SealedFile::open(file.path(), &new).unwrap().get("provider: alpaca").unwrap().is_some());
    let stale = elsewhere.set("x", &secret("y")).unwrap_err();
    assert_eq!(stale.code(), "sealed_file_resealed");
    fs::remove_file(file.path()).unwrap();
    assert_eq!(file.get("provider: alpaca").unwrap_err().code(), "sealed_file_gone");
    assert_eq!(SealedFile::open(file.path(), &new).unwrap_err().code(), "sealed_file_gone");
}

#[test]
fn a_file_that_is_full_stays_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let file = made(dir.path());
    let long = "x".repeat(format::FILE_BYTES_MAX);
    assert_eq!(file.set("long", &secret(&long)).unwrap_err().code(), "sealed_file_full");
    assert!(file.get("long").unwrap().is_none());
    assert!(file.get("provider: alpaca").unwrap().is_some());
}

#[test]
fn a_cost_has_bounds() {
    assert!(SealCost::new(7, 1).is_none() && SealCost::new(8, 0).is_none());
    assert!(SealCost::new(1024 * 1024 + 1, 1).is_none() && SealCost::new(8, 17).is_none());
    assert_eq!(SealCost::new(64 * 1024, 3), Some(SealCost::STANDARD));
}
