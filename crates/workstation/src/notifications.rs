//! Ways in which a person is told of something, by the names that alerts use; their secrets are kept apart.
//!
//! Beside each open workspace a task (`deliver`) sends what waits, and keeps what is known of it.

mod deliver;
mod desk;

use ::alerts::{Channel, DeliveryKey};
use ::notify::{DesktopWay, Message, Receipt, SendError, Way};
use model::{alert::AlertSeverity, id::AlertId};
use secrets::Secret;
use serde::{Deserialize, Serialize};

pub(crate) use self::{deliver::deliver, desk::Desk};
use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, FieldProblem, Result},
    kept_secrets::{KeptSecrets, SecretKept, SecretPlace},
    ledger::Changed,
    workspace::{Workspace, last_event},
};

/// The key of the ways among the settings.
pub(crate) const NOTIFICATIONS: &str = "notifications";
/// The way that is there without being set up.
const DESKTOP: &str = "desktop";
/// The most ways.
const WAYS_MAX: usize = 50;
/// The longest name of a way or a secret, in characters.
const NAME_MAX: usize = 120;

/// How a person is told of something.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Notifications {
    /// The ways, each with a name of its own.
    pub ways: Vec<NamedWay>,
}

/// A way and its name, which alerts use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedWay {
    /// Its name, such as `desktop` or `Phone`.
    pub name: String,
    /// How it goes.
    pub settings: Way,
}

/// The ways, and the secrets that they need.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct NotificationsView {
    /// The ways; the one named `desktop` is there without being set up.
    pub ways: Vec<NamedWay>,
    /// The names of secrets that ways need, each once.
    pub secrets: Vec<NotificationSecret>,
}

/// A secret that a way needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct NotificationSecret {
    /// The name that stands in the way's settings.
    pub name: String,
    /// Whether it is kept; null when that cannot be told.
    pub is_kept: Option<bool>,
    /// Where it is kept.
    pub place: Option<SecretPlace>,
    /// Why that cannot be told, and what to do.
    pub problem: Option<String>,
}

/// A secret on its way to where secrets are kept. It is never shown again.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecretText {
    /// The secret itself; null forgets the one there is.
    pub secret: Option<String>,
}

/// What came of a test message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TestSent {
    /// What is known of it.
    pub receipt: Receipt,
}

impl Workstation {
    /// The ways.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn notifications(&self, ctx: &Ctx) -> Result<NotificationsView> {
        let ws = self.for_use(ctx, Action::Read, "notifications").await?;
        view(kept(&ws).await?, &self.host.notification_secrets()).await
    }

    /// Replaces the ways.
    ///
    /// # Errors
    /// When a name is missing or there twice, or the settings of a way cannot be used.
    pub async fn set_notifications(&self, ctx: &Ctx, asked: Notifications) -> Result<Changed<NotificationsView>> {
        let ws = self.for_use(ctx, Action::Write, "notifications").await?;
        check(&asked)?;
        let mut w = ws.begin(ctx, &self.host).await?;
        store::settings::put_key(&mut w, NOTIFICATIONS, &asked).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        ws.desk.wake();
        Ok(Changed { value: view(asked, &self.host.notification_secrets()).await?, change_id })
    }

    /// Keeps a secret of the ways and says where, or forgets it.
    ///
    /// # Errors
    /// When the name or the secret is empty, or it cannot be kept.
    pub async fn set_notification_secret(&self, ctx: &Ctx, name: &str, text: SecretText) -> Result<SecretKept> {
        self.for_use(ctx, Action::Write, "notifications").await?;
        named("name", name)?;
        let secret = text.secret.map(Secret::new).transpose().map_err(|_| {
            Error::field("secret", "secret_empty", "the secret is empty; null forgets the one there is")
        })?;
        self.host.notification_secrets().put(name, secret).await
    }

    /// Sends a message to try a way out, as it is set up or as it is given.
    ///
    /// # Errors
    /// When there is no such way, or the message did not leave; the error says why.
    pub async fn test_notification(&self, ctx: &Ctx, asked: NamedWay) -> Result<TestSent> {
        let ws = self.for_use(ctx, Action::Write, "notifications").await?;
        check(&Notifications { ways: vec![asked.clone()] })?;
        let now = self.host.clock.now();
        let channel = Channel { way: asked.name, person: None };
        // A test is a delivery of no alert; the time makes it another one each time.
        let epoch = u64::try_from(now.micros()).unwrap_or(0);
        let message = Message {
            key: DeliveryKey { alert: AlertId::from_uuid(uuid::Uuid::nil()), epoch, channel, reminder: 0 },
            title: "Test message of Quarterdeck".to_owned(),
            body: "If you can read this, alerts reach you this way.".to_owned(),
            severity: AlertSeverity::Info,
            at: now,
            is_late: false,
            link: None,
            values: serde_json::Value::Null,
        };
        let notifier = ws.desk.notifier(&self.host)?;
        match notifier.send(&asked.settings, &message, &self.host.notification_secrets()).await {
            Ok(receipt) => Ok(TestSent { receipt }),
            Err(problem) => Err(not_sent(&problem)),
        }
    }
}

fn not_sent(problem: &SendError) -> Error {
    Error::conflict("notification_not_sent", format!("the message did not leave: {problem}"))
}

/// The ways that are set up.
pub(crate) async fn kept(ws: &Workspace) -> Result<Notifications> {
    Ok(store::settings::get_key(&ws.store, NOTIFICATIONS).await?.unwrap_or_default())
}

/// The settings of the way with a name; `desktop` is there unless another way took its name.
fn way<'a>(notifications: &'a Notifications, name: &str) -> Option<std::borrow::Cow<'a, Way>> {
    use std::borrow::Cow;
    let found = notifications.ways.iter().find(|way| way.name == name).map(|way| Cow::Borrowed(&way.settings));
    found.or_else(|| (name == DESKTOP).then(|| Cow::Owned(Way::Desktop(DesktopWay::default()))))
}

async fn view(notifications: Notifications, kept: &KeptSecrets) -> Result<NotificationsView> {
    let mut ways = notifications.ways;
    if !ways.iter().any(|way| way.name == DESKTOP) {
        ways.insert(0, NamedWay { name: DESKTOP.to_owned(), settings: Way::Desktop(DesktopWay::default()) });
    }
    let mut names: Vec<String> = Vec::new();
    for name in ways.iter().flat_map(|way| way.settings.secret_names()) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    let mut secrets = Vec::with_capacity(names.len());
    for name in names {
        let (place, problem) = match kept.place(&name).await {
            Ok(place) => (Some(place), None),
            Err(problem) => (None, Some(problem)),
        };
        let is_kept = place.map(|place| place.is_some());
        secrets.push(NotificationSecret { name, is_kept, place: place.flatten(), problem });
    }
    Ok(NotificationsView { ways, secrets })
}

fn check(notifications: &Notifications) -> Result<()> {
    let ways = &notifications.ways;
    if ways.len() > WAYS_MAX {
        return Err(Error::field("ways", "too_many", format!("there are {}; keep at most {WAYS_MAX}", ways.len())));
    }
    let mut problems = Vec::new();
    for (n, way) in ways.iter().enumerate() {
        named(&format!("ways[{n}].name"), &way.name)?;
        if ways[..n].iter().any(|earlier| earlier.name == way.name) {
            let problem = format!("\"{}\" is there twice; give each way a name of its own", way.name);
            return Err(Error::field(&format!("ways[{n}].name"), "name_taken", problem));
        }
        if let Err(wrong) = way.settings.check() {
            problems.extend(wrong.fields.into_iter().map(|field| FieldProblem {
                field: Some(format!("ways[{n}].settings.{}", field.path)),
                code: "way_settings",
                message: format!("{}: {}", field.path, field.problem),
            }));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid { fields: problems }) }
}

fn named(field: &str, name: &str) -> Result<()> {
    if name.trim().is_empty() || name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
        let problem = format!("give a name of 1 to {NAME_MAX} characters");
        return Err(Error::field(field, "name_invalid", problem));
    }
    Ok(())
}
