//! A message, its secrets, and notifiers that wait for short times.

use std::{collections::BTreeMap, net::IpAddr, sync::Arc, time::Duration};

use alerts::{Channel, DeliveryKey};
use model::{
    alert::AlertSeverity,
    id::AlertId,
    time::{Clock, Timestamp},
};
use notify::{Limits, Message, Names, Notifier, Secrets, SecretsProblem, Setup};
use secrets::Secret;
use serde_json::json;
use tokio_rustls::{TlsAcceptor, rustls};
use uuid::Uuid;

/// 2022-12-28T21:00:00Z.
pub(crate) const NOW: Timestamp = Timestamp::from_micros(1_672_261_200_000_000);

pub(crate) fn key(way: &str) -> DeliveryKey {
    let channel = Channel { way: way.to_owned(), person: Some("Ada".to_owned()) };
    DeliveryKey { alert: AlertId::from_uuid(Uuid::from_u128(7)), epoch: 3, channel, reminder: 0 }
}

pub(crate) fn message(way: &str) -> Message {
    Message {
        key: key(way),
        title: "ACME above 100".to_owned(),
        body: "ACME is at 101.25.".to_owned(),
        severity: AlertSeverity::Warning,
        at: "2022-12-28T20:59:00Z".parse().unwrap(),
        is_late: false,
        link: Some("https://desk.example/alerts/7".parse().unwrap()),
        values: json!({ "price": "101.25", "symbol": "ACME" }),
    }
}

/// Secrets by name.
#[derive(Default)]
pub(crate) struct Kept(pub(crate) BTreeMap<&'static str, &'static str>);

impl Kept {
    pub(crate) fn of<const N: usize>(secrets: [(&'static str, &'static str); N]) -> Self {
        Self(secrets.into())
    }
}

impl Secrets for Kept {
    async fn secret(&self, name: &str) -> Result<Option<Secret>, SecretsProblem> {
        if name == "locked" {
            return Err(SecretsProblem("the keychain is locked; unlock it".to_owned()));
        }
        Ok(self.0.get(name).map(|text| Secret::new(*text).unwrap()))
    }
}

pub(crate) fn setup() -> Setup {
    let limits = Limits { connect: Duration::from_secs(5), whole: Duration::from_secs(10), ..Limits::default() };
    Setup { clock: Clock::Fixed(NOW), limits, ..Setup::default() }
}

pub(crate) fn notifier() -> Notifier {
    Notifier::new(setup()).unwrap()
}

/// One that gives up after a moment.
pub(crate) fn hasty() -> Notifier {
    let moment = Duration::from_millis(300);
    let limits = Limits { connect: moment, whole: moment, ..Limits::default() };
    Notifier::new(Setup { limits, ..setup() }).unwrap()
}

/// One that is told what names mean.
pub(crate) fn told(tell: impl Fn(&str) -> Vec<IpAddr> + Send + Sync + 'static) -> Notifier {
    let names = Names::Told(Arc::new(move |name| Ok(tell(name))));
    Notifier::new(Setup { names, ..setup() }).unwrap()
}

/// The server side of encryption with a certificate that nobody trusts.
pub(crate) fn untrusted() -> TlsAcceptor {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let certificate = include_bytes!("certificate/certificate.der").to_vec().into();
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(include_bytes!("certificate/key.der").as_slice());
    let config = rustls::ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate], key.into());
    TlsAcceptor::from(Arc::new(config.unwrap()))
}
