//! The desktop, on a message bus of the test's own with a server of the test's own.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use model::alert::AlertSeverity;
use notify::{Bus, DesktopAct, DesktopAction, DesktopWay, Notifier, Reason, Receipt, Setup, SoundName, Way};
use tempfile::TempDir;
use tokio::sync::mpsc;
use zbus::{Connection, connection::Builder, zvariant::OwnedValue};

use crate::support::{Kept, key, message, setup};

const SERVICE: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
const ALL: [&str; 5] = ["body", "body-markup", "actions", "sound", "persistence"];

/// A message bus that ends with the test.
struct PrivateBus {
    daemon: Child,
    address: String,
    _folder: TempDir,
}

impl Drop for PrivateBus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

impl PrivateBus {
    /// `None`, with a word, where no dbus-daemon is installed.
    #[expect(clippy::print_stdout, reason = "a test that does not run says so")]
    fn start() -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let config = folder.path().join("bus.conf");
        let listen = format!("unix:path={}", folder.path().join("bus").display());
        let rules = r#"<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>"#;
        let rules = format!(r#"<policy context="default">{rules}</policy>"#);
        let text = format!("<busconfig><type>session</type><listen>{listen}</listen>{rules}</busconfig>");
        std::fs::write(&config, text).unwrap();
        let started = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--nopidfile", "--print-address=1"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut daemon) = started else {
            println!("skipped: no dbus-daemon is installed, so the desktop's notifications were not tested");
            return None;
        };
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let bus = Self { daemon, address: address.trim().to_owned(), _folder: folder };
        assert!(bus.address.starts_with("unix:"), "the bus did not start: {:?}", bus.address);
        Some(bus)
    }
}

/// A notification as a server gets it.
#[derive(Clone, Debug)]
struct Shown {
    app: String,
    replaces: u32,
    summary: String,
    body: String,
    actions: Vec<String>,
    urgency: u8,
    sound: Option<String>,
    expires_ms: i32,
}

/// The server's side of the specification, written for the test.
struct Server {
    abilities: &'static [&'static str],
    shown: Arc<Mutex<Vec<Shown>>>,
    last: u32,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Server {
    fn get_capabilities(&self) -> Vec<String> {
        self.abilities.iter().map(|name| (*name).to_owned()).collect()
    }

    #[expect(clippy::too_many_arguments, clippy::needless_pass_by_value, reason = "the specification has so many")]
    fn notify(
        &mut self,
        app: String,
        replaces: u32,
        _icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        expires_ms: i32,
    ) -> zbus::fdo::Result<u32> {
        if summary == "no" {
            return Err(zbus::fdo::Error::LimitsExceeded("too many notifications".to_owned()));
        }
        let urgency = hints["urgency"].downcast_ref::<u8>().unwrap();
        let sound = hints.get("sound-name").map(|value| value.downcast_ref::<String>().unwrap());
        self.shown.lock().unwrap().push(Shown { app, replaces, summary, body, actions, urgency, sound, expires_ms });
        if replaces == 0 {
            self.last += 1;
            return Ok(self.last);
        }
        Ok(replaces)
    }
}

struct Running {
    connection: Connection,
    shown: Arc<Mutex<Vec<Shown>>>,
}

impl Running {
    async fn start(bus: &PrivateBus, abilities: &'static [&'static str], last: u32) -> Self {
        let shown = Arc::<Mutex<Vec<Shown>>>::default();
        let server = Server { abilities, shown: Arc::clone(&shown), last };
        let builder = Builder::address(bus.address.as_str()).unwrap().name(SERVICE).unwrap();
        let connection = builder.serve_at(PATH, server).unwrap().build().await.unwrap();
        Self { connection, shown }
    }

    fn shown(&self) -> Vec<Shown> {
        self.shown.lock().unwrap().clone()
    }

    async fn click(&self, number: u32, action: &str) {
        click(&self.connection, number, action).await;
    }
}

async fn click(connection: &Connection, number: u32, action: &str) {
    connection.emit_signal(None::<&str>, PATH, SERVICE, "ActionInvoked", &(number, action)).await.unwrap();
}

fn notifier(bus: &PrivateBus) -> (Notifier, mpsc::Receiver<DesktopAction>) {
    let (actions, clicks) = mpsc::channel(8);
    let bus = Bus::At(bus.address.clone());
    (Notifier::new(Setup { bus, actions: Some(actions), ..setup() }).unwrap(), clicks)
}

fn way() -> Way {
    Way::Desktop(DesktopWay { sound: Some(SoundName::Alarm), template: None })
}

async fn next(clicks: &mut mpsc::Receiver<DesktopAction>) -> DesktopAction {
    tokio::time::timeout(Duration::from_secs(10), clicks.recv()).await.expect("a click comes back").unwrap()
}

#[tokio::test]
async fn a_notification_is_shown_and_its_clicks_come_back() {
    let Some(bus) = PrivateBus::start() else { return };
    let server = Running::start(&bus, &ALL, 40).await;
    let (notifier, mut clicks) = notifier(&bus);
    let mut message = message("desktop");
    (message.severity, message.body) = (AlertSeverity::Critical, "<b>ACME</b> & more".to_owned());
    assert_eq!(notifier.send(&way(), &message, &Kept::default()).await, Ok(Receipt::HandedOver));
    let shown = server.shown().remove(0);
    assert_eq!((shown.app.as_str(), shown.summary.as_str()), ("Quarterdeck", "ACME above 100"));
    assert_eq!(shown.body, "&lt;b&gt;ACME&lt;/b&gt; &amp; more");
    assert_eq!(shown.actions, ["default", "Open", "acknowledge", "Acknowledge", "snooze", "Snooze"]);
    assert_eq!((shown.urgency, shown.expires_ms, shown.replaces), (2, 0, 0));
    assert_eq!(shown.sound.as_deref(), Some("alarm-clock-elapsed"));
    for (name, act) in
        [("acknowledge", DesktopAct::Acknowledge), ("snooze", DesktopAct::Snooze), ("default", DesktopAct::Open)]
    {
        server.click(41, name).await;
        assert_eq!(next(&mut clicks).await, DesktopAction { key: key("desktop"), act });
    }
}

#[tokio::test]
async fn clicks_of_others_on_others_and_without_meaning_are_not_heard() {
    let Some(bus) = PrivateBus::start() else { return };
    let server = Running::start(&bus, &ALL, 0).await;
    let (notifier, mut clicks) = notifier(&bus);
    notifier.send(&way(), &message("desktop"), &Kept::default()).await.unwrap();
    // A program that only says that it is the server.
    let stranger = Builder::address(bus.address.as_str()).unwrap().build().await.unwrap();
    click(&stranger, 1, "acknowledge").await;
    server.click(99, "acknowledge").await;
    server.click(1, "format-disk").await;
    let closed = (1_u32, 2_u32);
    server.click(1, "snooze").await;
    assert_eq!(next(&mut clicks).await.act, DesktopAct::Snooze, "the first that means something");
    server.connection.emit_signal(None::<&str>, PATH, SERVICE, "NotificationClosed", &closed).await.unwrap();
    server.click(1, "acknowledge").await;
    notifier.send(&way(), &message("other"), &Kept::default()).await.unwrap();
    server.click(2, "acknowledge").await;
    let click = next(&mut clicks).await;
    assert_eq!(click.key, message("other").key, "what is closed is no longer known");
}

#[tokio::test]
async fn the_same_delivery_replaces_itself_while_the_same_server_runs() {
    let Some(bus) = PrivateBus::start() else { return };
    let server = Running::start(&bus, &ALL, 6).await;
    let (notifier, mut clicks) = notifier(&bus);
    for message in [message("desktop"), message("other"), message("desktop")] {
        notifier.send(&way(), &message, &Kept::default()).await.unwrap();
    }
    let replaces: Vec<_> = server.shown().iter().map(|shown| shown.replaces).collect();
    assert_eq!(replaces, [0, 0, 7]);
    // Another server, in which 7 is something else.
    server.connection.close().await.unwrap();
    let next_server = Running::start(&bus, &["body"], 6).await;
    notifier.send(&way(), &message("desktop"), &Kept::default()).await.unwrap();
    let shown = next_server.shown().remove(0);
    assert_eq!(shown.replaces, 0);
    assert_eq!((shown.actions.len(), shown.sound, shown.body.as_str()), (0, None, "ACME is at 101.25."));
    next_server.click(7, "acknowledge").await;
    assert_eq!(next(&mut clicks).await.key, key("desktop"));
}

#[tokio::test]
async fn a_session_without_a_server_or_without_a_bus_says_so() {
    let Some(bus) = PrivateBus::start() else { return };
    let (on_bus, _clicks) = notifier(&bus);
    let problem = on_bus.send(&way(), &message("desktop"), &Kept::default()).await.unwrap_err();
    assert_eq!((problem.reason(), problem.is_final()), (&Reason::NoNotificationServer, false));
    // The same notifier shows it when a server comes.
    let server = Running::start(&bus, &ALL, 0).await;
    on_bus.send(&way(), &message("desktop"), &Kept::default()).await.unwrap();
    assert_eq!(server.shown().len(), 1);
    let mut refused = message("desktop");
    refused.title = "no".to_owned();
    let problem = on_bus.send(&way(), &refused, &Kept::default()).await.unwrap_err();
    assert!(matches!(problem.reason(), Reason::DesktopRefused { .. }), "{problem:?}");
    assert!(problem.to_string().contains("too many notifications"), "{problem}");
    // The bus goes, as with the end of a session.
    drop(server);
    drop(bus);
    let problem = on_bus.send(&way(), &message("desktop"), &Kept::default()).await.unwrap_err();
    assert!(matches!(problem.reason(), Reason::NoDesktop { .. }), "{problem:?}");
    assert!(!problem.is_final());
}

#[tokio::test]
async fn an_address_that_is_no_bus_is_a_typed_error() {
    for address in ["unix:path=/nowhere/at/all", "nonsense", ""] {
        let notifier = Notifier::new(Setup { bus: Bus::At(address.to_owned()), ..setup() }).unwrap();
        let problem = notifier.send(&way(), &message("desktop"), &Kept::default()).await.unwrap_err();
        assert!(matches!(problem.reason(), Reason::NoDesktop { .. }), "{address}: {problem:?}");
    }
}

#[tokio::test]
async fn without_a_listener_nothing_is_offered_to_click() {
    let Some(bus) = PrivateBus::start() else { return };
    let server = Running::start(&bus, &ALL, 0).await;
    let notifier = Notifier::new(Setup { bus: Bus::At(bus.address.clone()), ..setup() }).unwrap();
    notifier.send(&way(), &message("desktop"), &Kept::default()).await.unwrap();
    assert!(server.shown()[0].actions.is_empty());
}
