//! A mail over SMTP, as text with a page beside it.
//!
//! The server's answer to the whole mail decides; how it says goodbye does not, for a mail that was accepted must not be sent again. The
//! Message-ID is the same for every attempt of a delivery, so that a mailbox can show it once.

mod wire;

use std::{
    io,
    time::{Duration, SystemTime},
};

use lettre::{
    message::{MultiPart, header},
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, AsyncTokioStream, TlsParameters},
        extension::ClientId,
    },
};
use model::time::Timestamp;
use rustls::pki_types::ServerName;
use secrets::Secret;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::{
    Limits, MailWay, Message, Reason, Receipt, Rendered, Secrets, SendError, Tls, delivery_id, lookup, way,
    ways::settings_problem,
    web::{Scrub, Web, is_this_machine, tls_problem},
};
use wire::Wire;

/// How long a server may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(2);

pub(crate) async fn send(
    web: &Web,
    way: &MailWay,
    message: &Message,
    rendered: Rendered,
    secrets: &impl Secrets,
    now: Timestamp,
) -> Result<Receipt, SendError> {
    if way.tls == Tls::None && !is_this_machine(&way.host) {
        return Err(settings_problem("tls", "is none, which is for a server on this machine only"));
    }
    let password = lookup::wanted(secrets, way.password_secret.as_deref()).await?;
    let mail = written(way, message, rendered, now)?;
    let host = format!("{}:{}", way.host, way.port);
    let limits = web.limits();
    let delivery = Delivery { web, way, host: host.clone(), scrub: scrub(way, password.as_ref()), limits };
    match tokio::time::timeout(limits.whole, delivery.deliver(&mail, password.as_ref())).await {
        Ok(outcome) => outcome,
        Err(_) => Err(SendError::later(Reason::Timeout { host, seconds: limits.whole.as_secs() })),
    }
}

/// The forms in which a password goes to a server: alone, and with its user.
fn scrub(way: &MailWay, password: Option<&Secret>) -> Scrub {
    match password {
        Some(password) => {
            let plain = format!("\0{}\0{}", way.user.as_deref().unwrap_or_default(), password.expose());
            Scrub::of([plain.as_str(), password.expose()])
        }
        None => Scrub::default(),
    }
}

fn written(way: &MailWay, message: &Message, rendered: Rendered, now: Timestamp) -> Result<lettre::Message, SendError> {
    let from = way::mailbox(&way.from).map_err(|problem| settings_problem("from", problem))?;
    let id = format!("<{}@{}>", delivery_id(&message.key), from.email.domain());
    let mut mail = lettre::Message::builder().from(from).subject(rendered.subject).message_id(Some(id));
    for (n, to) in way.to.iter().enumerate() {
        mail = mail.to(way::mailbox(to).map_err(|problem| settings_problem(&format!("to[{n}]"), problem))?);
    }
    // So that a vacation's reply does not answer it (RFC 3834).
    let name = header::HeaderName::new_from_ascii_str("Auto-Submitted");
    let mail = mail.raw_header(header::HeaderValue::new(name, "auto-generated".to_owned())).date(sent_at(now));
    let body = match rendered.html {
        Some(html) => mail.multipart(MultiPart::alternative_plain_html(rendered.body, html)),
        None => mail.body(rendered.body),
    };
    body.map_err(|problem| SendError::never(Reason::MailUnwritten { problem: problem.to_string() }))
}

/// A date of mail lies between 1970 and 9999; a clock that is out of it is taken at its nearer end.
fn sent_at(now: Timestamp) -> SystemTime {
    const YEAR_9999: u64 = 253_370_764_800_000_000;
    let micros = u64::try_from(now.micros()).unwrap_or_default().min(YEAR_9999);
    SystemTime::UNIX_EPOCH + Duration::from_micros(micros)
}

struct Delivery<'w> {
    web: &'w Web,
    way: &'w MailWay,
    host: String,
    scrub: Scrub,
    limits: Limits,
}

impl Delivery<'_> {
    async fn deliver(&self, mail: &lettre::Message, password: Option<&Secret>) -> Result<Receipt, SendError> {
        let mut server = Box::pin(self.connected()).await?;
        if let (Some(user), Some(password)) = (&self.way.user, password) {
            let credentials = Credentials::new(user.clone(), password.expose().to_owned());
            let sign_in = server.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
            Box::pin(sign_in).await.map_err(|problem| self.failure(&problem, Stage::Talking))?;
        }
        let formatted = mail.formatted();
        let sending = server.send(mail.envelope(), &formatted);
        let answer = Box::pin(sending).await.map_err(|problem| self.failure(&problem, Stage::Talking))?;
        let said: Vec<&str> = answer.message().collect();
        let id = self.scrub.text(&said.join(" "));
        let _ = tokio::time::timeout(GOODBYE, server.quit()).await;
        Ok(Receipt::Accepted { id: (!id.is_empty()).then_some(id) })
    }

    async fn connected(&self) -> Result<AsyncSmtpConnection, SendError> {
        let wire = match tokio::time::timeout(self.limits.connect, Box::pin(self.wire())).await {
            Ok(wire) => wire?,
            Err(_) => {
                return Err(self.unreachable(&format!("no connection within {} s", self.limits.connect.as_secs())));
            }
        };
        // The name of this machine is nobody's business.
        let hello = ClientId::default();
        let greeting = AsyncSmtpConnection::connect_with_transport(wire, &hello);
        let mut server = greeting.await.map_err(|problem| self.failure(&problem, Stage::Connecting))?;
        if self.way.tls == Tls::Starttls {
            if !server.can_starttls() {
                let _ = tokio::time::timeout(GOODBYE, server.quit()).await;
                let problem =
                    "it does not offer STARTTLS; choose implicit with its port (usually 465), or another server";
                return Err(SendError::never(self.server_problem(problem)));
            }
            let tls = TlsParameters::builder(self.way.host.clone()).build_rustls();
            let tls = tls.map_err(|problem| self.certificates(&problem.to_string()))?;
            server.starttls(tls, &hello).await.map_err(|problem| self.failure(&problem, Stage::Connecting))?;
        }
        Ok(server)
    }

    /// The connection, encrypted where it is so from its first byte.
    async fn wire(&self) -> Result<Box<dyn AsyncTokioStream>, SendError> {
        let address = (self.way.host.as_str(), self.way.port);
        let stream = TcpStream::connect(address).await.map_err(|problem| self.unreachable(&problem.to_string()))?;
        let peer = stream.peer_addr().map_err(|problem| self.unreachable(&problem.to_string()))?;
        if self.way.tls != Tls::Implicit {
            return Ok(Box::new(Wire::new(stream, peer)));
        }
        let name = ServerName::try_from(self.way.host.clone())
            .map_err(|_| settings_problem("host", "is no name that a certificate could have"))?;
        let connector = TlsConnector::from(self.web.tls()?);
        let stream = connector.connect(name, stream).await.map_err(|problem| self.unencrypted(&problem))?;
        Ok(Box::new(Wire::new(stream, peer)))
    }

    fn unreachable(&self, reason: &str) -> SendError {
        SendError::later(Reason::Unreachable { host: self.host.clone(), reason: self.scrub.text(reason) })
    }

    fn certificates(&self, reason: &str) -> SendError {
        SendError::later(Reason::Certificates { reason: self.scrub.text(reason) })
    }

    fn unencrypted(&self, problem: &io::Error) -> SendError {
        SendError::later(match tls_problem(problem) {
            Some(reason) => Reason::Certificate { host: self.host.clone(), reason },
            None => self.not_encrypted(&self.scrub.text(&problem.to_string())),
        })
    }

    fn not_encrypted(&self, reason: &str) -> Reason {
        self.server_problem(&format!("the connection could not be encrypted ({reason}); check port and tls"))
    }

    fn server_problem(&self, problem: &str) -> Reason {
        Reason::MailServer { host: self.host.clone(), problem: problem.to_owned() }
    }

    fn failure(&self, problem: &Error, stage: Stage) -> SendError {
        let host = self.host.clone();
        let reason = self.scrub.text(&innermost(problem));
        if let Some(code) = problem.status() {
            let code = u16::from(code);
            let reason = Reason::MailAnswered { host, code, said_text: reason, advice: advice(code) };
            return if problem.is_permanent() { SendError::never(reason) } else { SendError::later(reason) };
        }
        if problem.is_tls() || reason.contains("certificate") {
            return SendError::later(if reason.contains("certificate") {
                Reason::Certificate { host, reason }
            } else {
                self.not_encrypted(&reason)
            });
        }
        if problem.is_client() {
            return SendError::never(
                self.server_problem(&format!("{reason}; choose other settings or another server")),
            );
        }
        SendError::later(match stage {
            Stage::Connecting => Reason::Unreachable { host, reason },
            Stage::Talking => Reason::Broken { host, reason },
        })
    }
}

#[derive(Clone, Copy)]
enum Stage {
    Connecting,
    Talking,
}

fn advice(code: u16) -> &'static str {
    match code {
        530 | 534 | 535 | 538 => "check user and password of this way",
        550 | 551 | 553 | 556 => "check sender and receivers of this way",
        552 => "shorten the template of this way",
        400..=499 => "it is sent again later",
        _ => "look at the mail server's log for what it did not like",
    }
}

/// The innermost cause; for an answer of the server, its words.
fn innermost(problem: &Error) -> String {
    let mut cause: &(dyn std::error::Error + 'static) = problem;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
