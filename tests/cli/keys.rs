//! Keys where no keychain is running: the sealed file, its passphrase from the environment or by command, in one process and the next.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Write},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::Value;

use crate::{
    planted::{Serving, files, forms},
    program::{Served, assert_ends, complaint, empty_workspace, json, printed, quarterdeck},
};

const PASSPHRASE: &str = "four words and a comma,";
const TOKEN: &str = "sealed-token-91f3ab77";

/// The program where nobody answers on the session bus.
fn without_keychain(home: &Path) -> Command {
    let mut command = quarterdeck(home);
    command.env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}/no-bus", home.display()));
    command
}

struct Desk {
    home: tempfile::TempDir,
    workspace: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let workspace = empty_workspace(home.path());
        Self { home, workspace }
    }

    fn sealed(&self) -> PathBuf {
        self.home.path().join(".local/share/quarterdeck/keys.sealed")
    }

    fn run(&self, variables: &[(&str, &str)], arguments: &[&str], stdin: &str) -> Output {
        let mut command = without_keychain(self.home.path());
        command.arg("--workspace").arg(&self.workspace).args(arguments).envs(variables.iter().copied());
        finish(command, stdin)
    }

    /// The key of a provider, as it is listed.
    fn key(&self, variables: &[(&str, &str)], name: &str) -> Value {
        let view = json(&self.run(variables, &["providers", "list", "--format", "json"], ""));
        let all = view["providers"].as_array().unwrap();
        all.iter().find(|of| of["key"]["name"] == name).unwrap()["key"].clone()
    }

    fn serve(&self) -> (Serving, PathBuf) {
        let log = self.home.path().join("serve.log");
        let mut command = without_keychain(self.home.path());
        command.arg("--workspace").arg(&self.workspace).args(["serve", "--listen", "127.0.0.1:0"]);
        command.stdout(Stdio::piped()).stderr(File::create(&log).unwrap());
        let mut serving = Serving(command.spawn().unwrap());
        BufReader::new(serving.0.stdout.take().unwrap()).read_line(&mut String::new()).unwrap();
        (serving, log)
    }
}

fn finish(mut command: Command, stdin: &str) -> Output {
    let streams = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = streams.spawn().unwrap();
    // A program that refuses early closes its end.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    child.wait_with_output().unwrap()
}

#[test]
fn a_key_in_the_sealed_file_is_found_by_the_next_process() {
    let desk = Desk::new();
    let given = [("QUARTERDECK_PASSPHRASE", PASSPHRASE)];
    // Without a passphrase the refusal says both ways out.
    let refused = desk.run(&[], &["providers", "key", "tiingo"], TOKEN);
    for way in ["GNOME Keyring", "sealed file", "QUARTERDECK_PASSPHRASE", "QUARTERDECK_KEY_TIINGO"] {
        assert_ends(&refused, 4, way);
    }
    assert!(!desk.sealed().exists());
    let short = desk.run(&[("QUARTERDECK_PASSPHRASE", "short")], &["providers", "key", "tiingo"], TOKEN);
    assert_ends(&short, 4, "at least 8 characters");
    assert!(!desk.sealed().exists());

    let kept = desk.run(&given, &["providers", "key", "tiingo"], &format!("{TOKEN}\n"));
    assert_eq!(printed(&kept).trim(), "Kept tiingo in the sealed file");
    let warned = complaint(&kept);
    let warnings = warned.lines().filter(|line| line.contains("keys are kept in the sealed file")).count();
    assert_eq!(warnings, 1, "loudly, once: {warned}");
    assert_eq!(fs::metadata(desk.sealed()).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!desk.workspace.join("keys.sealed").exists());

    let key = desk.key(&given, "tiingo");
    assert_eq!((&key["is_kept"], key["place"].as_str()), (&Value::Bool(true), Some("sealed_file")), "{key}");
    let table = printed(&desk.run(&given, &["providers", "list"], ""));
    assert!(table.contains("in the sealed file") && table.contains("Notice: no keychain is running"), "{table}");
    let doctor = printed(&desk.run(&given, &["doctor"], ""));
    assert!(doctor.contains("keys are kept in the sealed file"), "{doctor}");
    // A variable for the key itself goes before.
    let both = [given[0], ("QUARTERDECK_KEY_TIINGO", "another-token")];
    assert_eq!(desk.key(&both, "tiingo")["place"], "environment");

    // Ways' secrets lie beside it; a passphrase may come from a file.
    let file = desk.home.path().join("passphrase");
    fs::write(&file, format!("{PASSPHRASE}\n")).unwrap();
    let by_file = [("QUARTERDECK_PASSPHRASE_FILE", file.to_str().unwrap())];
    let kept = desk.run(&by_file, &["notifications", "secret", "mail password"], "hunter2 and more");
    assert_eq!(printed(&kept).trim(), "Kept mail password in the sealed file");
    fs::remove_file(&file).unwrap();
    let gone = desk.key(&by_file, "tiingo");
    assert!(gone["problem"].as_str().unwrap().contains("cannot be read"), "{gone}");

    // Nobody without it, and nobody with another one.
    let locked = desk.key(&[], "tiingo");
    assert!(locked["is_kept"].is_null() && locked["problem"].as_str().unwrap().contains("is locked"), "{locked}");
    let wrong = desk.key(&[("QUARTERDECK_PASSPHRASE", "not this passphrase")], "tiingo");
    assert!(wrong["is_kept"].is_null() && wrong["problem"].as_str().unwrap().contains("does not open"), "{wrong}");

    // A file that others can read is refused until it is closed.
    fs::set_permissions(desk.sealed(), fs::Permissions::from_mode(0o644)).unwrap();
    let exposed = desk.key(&given, "tiingo");
    assert!(exposed["problem"].as_str().unwrap().contains("chmod 600"), "{exposed}");
    fs::set_permissions(desk.sealed(), fs::Permissions::from_mode(0o600)).unwrap();

    let forgotten = desk.run(&given, &["providers", "key", "tiingo", "--forget"], "");
    assert_eq!(printed(&forgotten).trim(), "Forgot tiingo");
    assert_eq!(desk.key(&given, "tiingo")["is_kept"], false);
    for found in files(desk.home.path()) {
        let bytes = fs::read(&found).unwrap();
        for form in [TOKEN, PASSPHRASE, "hunter2 and more"].into_iter().flat_map(forms) {
            assert!(
                !bytes.windows(form.len()).any(|window| window == form.as_bytes()),
                "{form} in {}",
                found.display()
            );
        }
    }
}

#[test]
fn a_passphrase_opens_the_file_in_the_running_program() {
    let desk = Desk::new();
    let (serving, _) = desk.serve();
    let say = |arguments: &[&str], stdin: &str| desk.run(&[], arguments, stdin);
    assert!(printed(&say(&["keys", "show"], "")).contains("keys cannot be kept"));
    assert_ends(&say(&["keys", "unlock"], "seven77\n"), 3, "at least 8 characters");
    assert_ends(&say(&["keys", "unlock"], "\n"), 2, "give the passphrase");
    let made = printed(&say(&["keys", "unlock"], &format!("{PASSPHRASE}\n")));
    assert!(made.starts_with("Made ") && made.contains("keys.sealed. It stays open"), "{made}");
    assert_eq!(printed(&say(&["providers", "key", "tiingo"], TOKEN)).trim(), "Kept tiingo in the sealed file");
    let changed = say(&["keys", "passphrase"], "wrong wrong wrong\nanother passphrase\n");
    assert_ends(&changed, 3, "does not open");
    let changed = say(&["keys", "passphrase"], &format!("{PASSPHRASE}\nanother passphrase\n"));
    assert!(printed(&changed).contains("has the new passphrase"));
    assert_eq!(desk.key(&[], "tiingo")["place"], "sealed_file", "it stays open");
    drop(serving);

    // A crash and a new start: locked, which the log says, until the new passphrase is given.
    let (serving, log) = desk.serve();
    let view = json(&say(&["keys", "show", "--format", "json"], ""));
    assert_eq!((view["state"].as_str(), view["has_keychain"].as_bool()), (Some("locked"), Some(false)), "{view}");
    let is_warned = || fs::read_to_string(&log).unwrap().contains("the sealed file is locked");
    assert!((0..100).any(|_| is_warned() || printed(&say(&["keys", "show"], "")).is_empty()));
    assert_ends(&say(&["keys", "unlock"], PASSPHRASE), 3, "does not open");
    let opened = printed(&say(&["keys", "unlock"], "another passphrase"));
    assert!(opened.contains("It stays open until that program ends"), "{opened}");
    assert_eq!(desk.key(&[], "tiingo")["place"], "sealed_file");
    // Its content is damaged: told, and nothing is written over it.
    let mut bytes = fs::read(desk.sealed()).unwrap();
    bytes[100] ^= 1;
    fs::write(desk.sealed(), &bytes).unwrap();
    assert_ends(&say(&["providers", "key", "tiingo"], "new-token"), 4, "is damaged");
    let view = json(&say(&["keys", "show", "--format", "json"], ""));
    assert_eq!((view["state"].as_str(), view["code"].as_str()), (Some("unusable"), Some("sealed_file_damaged")));
    assert_eq!(fs::read(desk.sealed()).unwrap(), bytes);
    drop(serving);
}

#[test]
fn the_token_of_a_server_is_kept_in_the_sealed_file() {
    let desk = Desk::new();
    let server = Served::start(desk.home.path(), &desk.workspace);
    let run = |passphrase: &str, arguments: &[&str]| {
        let mut command = without_keychain(desk.home.path());
        command.args(arguments).env("QUARTERDECK_PASSPHRASE", passphrase);
        finish(command, "")
    };
    let (address, _) = server.address();
    let signed = printed(&run(PASSPHRASE, &["login", &server.url]));
    assert!(signed.contains("kept in the sealed file"), "{signed}");
    let asked = ["--server", address, "api", "GET", "/workspace"];
    assert!(printed(&run(PASSPHRASE, &asked)).contains("\"path\""));
    assert_ends(&run("not this passphrase", &asked), 7, "does not open");
    assert!(printed(&run(PASSPHRASE, &["logout", address])).contains("Forgot the token"));
    assert_ends(&run(PASSPHRASE, &asked), 7, "token");
}
