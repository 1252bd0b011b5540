//! Secrets that are planted in a real keychain or a sealed file and in the environment, used by ways and providers, repeated by the servers that get
//! them, and then looked for in everything that the program leaves behind.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
};

use base64::Engine as _;
use serde_json::Value;

use crate::program::{complaint, empty_workspace, json, printed, quarterdeck};

/// Kept.
const TELEGRAM: &str = "99887766:planted-telegram-a81f5c";
/// Kept.
const WEBHOOK: &str = "planted-webhook-5dc3e177";
/// In the environment.
const NTFY: &str = "tk_planted-ntfy-77b2e0";
/// Kept.
const PROVIDER: &str = "planted-provider-31c9d0e4";
/// In the environment.
const TOKEN: &str = "planted-token-c0ffee42";
/// What seals the file.
const PASSPHRASE: &str = "planted-passphrase-6be0d2";
/// No secret: what it is found in is looked at.
const CONTROL: &str = "planted-control-4711";

fn is_installed(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

#[test]
fn planted_secrets_are_found_nowhere() {
    if !is_installed("gnome-keyring-daemon") || !is_installed("dbus-run-session") {
        println!("skipped: gnome-keyring-daemon or dbus-run-session is not installed");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let me = std::env::current_exe().unwrap();
    // With a password: without one the keyring's file would not be encrypted.
    let script = format!(
        "printf 'door' | gnome-keyring-daemon --unlock --components=secrets >/dev/null; sleep 0.5; \
         exec '{}' --exact planted::inner --ignored --nocapture",
        me.display()
    );
    let mut command = Command::new("dbus-run-session");
    command.args(["--", "bash", "-c", &script]).env_remove("DBUS_SESSION_BUS_ADDRESS").env_remove("DISPLAY");
    let ended = command.env("HOME", home.path()).env("XDG_RUNTIME_DIR", home.path()).output().unwrap();
    let said = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success() && said.contains("1 passed"), "{said}\n{}", complaint(&ended));
}

#[test]
fn secrets_in_a_sealed_file_are_found_nowhere() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let nowhere = format!("unix:path={}/no-bus", home.display());
    hunt(
        home,
        &[
            ("DBUS_SESSION_BUS_ADDRESS", nowhere.as_str()),
            ("XDG_RUNTIME_DIR", home.to_str().unwrap()),
            ("QUARTERDECK_PASSPHRASE", PASSPHRASE),
        ],
    );
    let sealed = fs::read(home.join(".local/share/quarterdeck/keys.sealed")).unwrap();
    assert!(sealed.starts_with(b"QDSEALED"));
}

/// A server that keeps what it is told, and repeats it in a refusal: some do, with keys in it.
fn echo() -> (String, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (base, heard) = (format!("http://{}", listener.local_addr().unwrap()), Arc::<Mutex<String>>::default());
    let all = Arc::clone(&heard);
    std::thread::spawn(move || {
        for tcp in listener.incoming() {
            // A client that is gone is no failure of the test.
            let _ = answer(tcp.unwrap(), &all);
        }
    });
    (base, heard)
}

fn answer(mut tcp: TcpStream, all: &Mutex<String>) -> std::io::Result<()> {
    let mut reader = BufReader::new(tcp.try_clone()?);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let from = head.len();
        reader.read_line(&mut head)?;
        let line = head[from..].to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    all.lock().unwrap().push_str(&head);
    // The receiver of a webhook knows its secret without being told.
    let own = if head.starts_with(&format!("POST /{CONTROL} ")) { WEBHOOK } else { "" };
    let repeated = head.replace(['\r', '\n', '"'], " ") + own;
    let says = format!(r#"{{"ok":false,"error_code":400,"description":"{repeated}","error":"{repeated}"}}"#);
    let length = says.len();
    write!(tcp, "HTTP/1.1 400 Bad\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{says}")
}

pub(crate) struct Serving(pub(crate) Child);

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The program with everything logged and secrets in the environment.
fn program(home: &Path, workspace: &Path, session: &[(&str, &str)]) -> Command {
    let mut command = quarterdeck(home);
    command
        .envs(session.iter().copied())
        .env("QUARTERDECK_LOG", "trace")
        .env("QUARTERDECK_SECRET_PHONE_TOKEN", NTFY)
        .env("QUARTERDECK_KEY_TIINGO", TOKEN);
    command.arg("--workspace").arg(workspace);
    command
}

#[test]
#[ignore = "run by planted_secrets_are_found_nowhere in its own session"]
fn inner() {
    let session = ["DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"].map(|name| (name, std::env::var(name).unwrap()));
    let home = PathBuf::from(std::env::var_os("HOME").unwrap());
    hunt(&home, &session.each_ref().map(|(name, value)| (*name, value.as_str())));
}

/// Plants secrets, lets them be used, and looks for them.
fn hunt(home: &Path, session: &[(&str, &str)]) {
    let workspace = empty_workspace(home);
    let said = home.join("said.log");
    let run = |arguments: &[&str], stdin: &str| {
        let mut command = program(home, &workspace, session);
        let mut child = command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that reads nothing closes its end.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        let ended = child.wait_with_output().unwrap();
        let mut all = File::options().create(true).append(true).open(&said).unwrap();
        all.write_all(&ended.stdout).unwrap();
        all.write_all(&ended.stderr).unwrap();
        ended
    };
    let log = File::create(home.join("serve.log")).unwrap();
    let mut serve = program(home, &workspace, session);
    serve.args(["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(log);
    let mut serving = Serving(serve.spawn().unwrap());
    BufReader::new(serving.0.stdout.take().unwrap()).read_line(&mut String::new()).unwrap();

    printed(&run(&["notifications", "secret", "bot"], &format!("{TELEGRAM}\n")));
    printed(&run(&["notifications", "secret", "hook"], WEBHOOK));
    let (base, heard) = echo();
    let ways = serde_json::json!({ "ways": [
        { "name": "Hook", "settings":
            { "way": "webhook", "url": format!("{base}/{CONTROL}"), "signing_secret": "hook", "allow_private": true } },
        { "name": "Bot", "settings":
            { "way": "telegram", "chat_id": "1", "token_secret": "bot", "base": base, "allow_private": true } },
        { "name": "Phone", "settings": { "way": "ntfy", "base": base, "topic": "desk", "token_secret": "phone token",
            "allow_private": true } },
    ] });
    let listed = run(&["notifications", "set", "--request", "-", "--format", "json"], &ways.to_string());
    let listed: Value = json(&listed);
    let kept: Vec<&Value> = listed["secrets"].as_array().unwrap().iter().map(|secret| &secret["is_kept"]).collect();
    assert_eq!(kept, [true, true, true], "{listed}");
    for way in ["Hook", "Bot", "Phone"] {
        let ended = run(&["notifications", "test", way], "");
        assert!(!ended.status.success(), "the server refused");
    }

    // Keys of providers go along with requests.
    let providers = serde_json::json!({
        "on": ["alpaca_iex", "tiingo"],
        "addresses": [{ "source": "alpaca_iex", "address": base }, { "source": "tiingo", "address": base }],
    });
    printed(&run(&["providers", "set", "--request", "-"], &providers.to_string()));
    printed(&run(&["providers", "key", "alpaca"], &format!("PKPLANTED0001:{PROVIDER}\n")));
    for source in ["alpaca_iex", "tiingo"] {
        let path = format!("/providers/{source}/test");
        let tried = json(&run(&["api", "POST", &path], ""));
        assert_eq!(tried["is_ok"], false, "the server refused: {tried}");
    }

    // An alert fires and is told by each way; what came of it is kept.
    let fields = r#"{"symbol":"ACME","name":"Acme","asset_class":"equity","currency":"USD"}"#;
    let acme = json(&run(&["api", "POST", "/instruments", "--data", fields], ""));
    let bars = format!("/bars/{}", acme["id"].as_str().unwrap());
    json(&run(&["api", "POST", &bars, "--data", r#"{"date":"2026-01-05","close":90}"#], ""));
    let tell = ["--tell", "Hook", "--tell", "Bot", "--tell", "Phone"];
    printed(&run(&[&["alerts", "add", "ACME crosses above 100"][..], &tell[..]].concat(), ""));
    // It must have seen the price below before one above it is a crossing.
    json(&run(&["alerts", "look", "--format", "json"], ""));
    json(&run(
        &["api", "POST", &bars, "--data", r#"{"date":"2026-01-06","open":91,"high":104,"low":90,"close":101}"#],
        "",
    ));
    json(&run(&["alerts", "look", "--format", "json"], ""));
    let refused = || {
        let told = json(&run(&["alerts", "deliveries", "--format", "json"], ""));
        let list = told.as_array().cloned().or_else(|| told["deliveries"].as_array().cloned()).unwrap();
        list.iter().filter(|delivery| delivery.to_string().contains("400")).count()
    };
    let told = || run(&["alerts", "deliveries", "--format", "json"], "");
    assert!((0..200).any(|_| refused() == 3), "{}", printed(&told()));

    for arguments in [
        &["doctor"][..],
        &["backup"],
        &["notifications", "list", "--format", "json"],
        &["alerts", "events"],
        &["alerts", "deliveries", "--format", "json"],
        &["api", "GET", "/diagnostics"],
        &["api", "GET", "/changes"],
        &["api", "GET", "/settings"],
        &["providers", "list", "--format", "json"],
        &["export", "archive", "--output", home.join("archive.json").to_str().unwrap()],
        &["export", "csv", "--all", "--output", home.join("csv").to_str().unwrap()],
        &["summary", "--output", home.join("summary.html").to_str().unwrap()],
    ] {
        printed(&run(arguments, ""));
    }
    drop(serving);

    let heard = heard.lock().unwrap().clone();
    for used in [TELEGRAM, NTFY, "signature", PROVIDER, TOKEN] {
        assert!(heard.contains(used), "{used} was used: {heard}");
    }
    let mut with_control = Vec::new();
    for file in files(home) {
        let bytes = fs::read(&file).unwrap_or_default();
        let has = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        if has(CONTROL) {
            with_control.push(file.clone());
        }
        for form in [TELEGRAM, WEBHOOK, NTFY, PROVIDER, TOKEN, PASSPHRASE].into_iter().flat_map(forms) {
            assert!(!has(&form), "{form} in {}", file.display());
        }
    }
    let found = |name: &str| with_control.iter().any(|file| file.to_string_lossy().contains(name));
    for name in ["ledger.sqlite", "archive.json", "said.log", "backups"] {
        assert!(found(name), "{name} was looked at: {with_control:?}");
    }
}

/// A secret as it may be written.
pub(crate) fn forms(secret: &str) -> Vec<String> {
    let encoded = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    let hex: String = secret.bytes().map(|b| format!("{b:02x}")).collect();
    let escaped = secret.replace(':', "%3A");
    // The middle of it, so that it is found behind any other text: what stands before it shifts the groups of three.
    let shifted = ["", "x", "xx"].map(|before| encoded(&format!("{before}{secret}"))[4..20].to_owned());
    [secret.to_owned(), hex, escaped].into_iter().chain(shifted).collect()
}

/// All files below a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        match entry.file_type().unwrap() {
            kind if kind.is_dir() => all.extend(files(&entry.path())),
            kind if kind.is_file() => all.push(entry.path()),
            // A socket has no content.
            _ => {}
        }
    }
    all
}
