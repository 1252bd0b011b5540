//! Whether settings can be used, as far as their fields tell.

use lettre::message::Mailbox;

use super::{MailWay, NtfyWay, PriorityBySeverity, Tls, Way};
use crate::{FieldProblem, SettingsError, web};

/// The most receivers of a mail.
const RECEIVERS_MAX: usize = 20;
/// The longest name of a host (RFC 1035) or of a secret, in bytes.
const NAME_BYTES_MAX: usize = 253;

impl Way {
    /// Whether it can be used, as far as its fields tell: nothing is looked up, nobody is asked.
    ///
    /// # Errors
    /// [`SettingsError`] with every field at fault.
    pub fn check(&self) -> Result<(), SettingsError> {
        let mut found = Found::default();
        match self {
            Self::Desktop(_) | Self::Sound(_) => {}
            Self::Mail(way) => way.check(&mut found),
            Self::Webhook(way) => {
                found.url("url", &way.url, way.allow_private);
                found.secret_if_any("signing_secret", way.signing_secret.as_deref());
            }
            Self::Telegram(way) => {
                found.url("base", &way.base, way.allow_private);
                found.secret("token_secret", &way.token_secret);
                if !is_chat(&way.chat_id) {
                    found.add("chat_id", "is no chat; write its number, such as -1001234567890, or @name of a channel");
                }
            }
            Self::Ntfy(way) => way.check(&mut found),
        }
        if let Some(template) = self.template() {
            if template.html.is_some() && !matches!(self, Self::Mail(_)) {
                found.add("template.html", "is for mails only; leave it out");
            }
            for problem in template.check().err().into_iter().flatten() {
                found.add(&format!("template.{}", problem.part.as_str()), &problem.to_string());
            }
        }
        found.done()
    }
}

impl MailWay {
    fn check(&self, found: &mut Found) {
        if !is_host(&self.host) {
            found.add("host", "is no name or address of a server; write it like mail.example.org");
        } else if self.tls == Tls::None && !web::is_this_machine(&self.host) {
            let problem = "is none, which is for a server on this machine only; choose starttls or implicit, or the mail could be read on the way";
            found.add("tls", problem);
        }
        if self.port == 0 {
            found.add("port", "is 0; write 587 for starttls or 465 for implicit");
        }
        if let Err(problem) = mailbox(&self.from) {
            found.add("from", &problem);
        }
        if self.to.is_empty() {
            found.add("to", "has none; add a receiver");
        }
        if self.to.len() > RECEIVERS_MAX {
            found.add("to", &format!("has more than {RECEIVERS_MAX}; use a list of your mail server"));
        }
        for (n, to) in self.to.iter().enumerate().take(RECEIVERS_MAX) {
            if let Err(problem) = mailbox(to) {
                found.add(&format!("to[{n}]"), &problem);
            }
        }
        match (self.user.as_deref(), self.password_secret.as_deref()) {
            (None, None) => {}
            (Some(user), Some(name)) => {
                if user.trim().is_empty() || user.chars().any(char::is_control) {
                    found.add("user", "is empty or holds a control character; write the name to sign in with");
                }
                found.secret("password_secret", name);
            }
            (Some(_), None) => {
                found.add("password_secret", "is missing; name the secret with the password of the user");
            }
            (None, Some(_)) => {
                found.add("user", "is missing; write the name to sign in with, or leave out password_secret");
            }
        }
    }
}

impl NtfyWay {
    fn check(&self, found: &mut Found) {
        found.url("base", &self.base, self.allow_private);
        found.secret_if_any("token_secret", self.token_secret.as_deref());
        // What ntfy itself takes.
        let is_topic = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if self.topic.is_empty() || self.topic.len() > 64 || !self.topic.chars().all(is_topic) {
            found.add("topic", "is no topic; use 1 to 64 letters, digits, - and _");
        }
        let PriorityBySeverity { info, warning, critical } = self.priority;
        for (field, priority) in [("info", info), ("warning", warning), ("critical", critical)] {
            if !(1..=5).contains(&priority) {
                found.add(&format!("priority.{field}"), "is not 1 to 5; 1 is silent, 5 rings through");
            }
        }
    }
}

/// Reads a sender or receiver.
pub(crate) fn mailbox(text: &str) -> Result<Mailbox, String> {
    let wrong = || "is no mail address; write it like desk@example.org or Desk <desk@example.org>".to_owned();
    if text.chars().any(char::is_control) || text.len() > 512 {
        return Err(wrong());
    }
    text.trim().parse().map_err(|_| wrong())
}

fn is_host(host: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_');
    let is_name = !host.is_empty() && host.len() <= NAME_BYTES_MAX && host.chars().all(is_name);
    is_name || host.parse::<std::net::IpAddr>().is_ok()
}

fn is_chat(chat: &str) -> bool {
    let is_number = chat.parse::<i64>().is_ok_and(|number| number != 0);
    let is_name =
        |name: &str| (4..=64).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    is_number || chat.strip_prefix('@').is_some_and(is_name)
}

#[derive(Default)]
struct Found(Vec<FieldProblem>);

impl Found {
    fn add(&mut self, path: &str, problem: &str) {
        self.0.push(FieldProblem::new(path, problem));
    }

    fn url(&mut self, path: &str, url: &str, allow_private: bool) {
        if let Err(problem) = web::Target::parse(url, allow_private) {
            self.add(path, &problem);
        }
    }

    fn secret(&mut self, path: &str, name: &str) {
        if name.trim().is_empty() || name.len() > NAME_BYTES_MAX || name.chars().any(char::is_control) {
            self.add(path, "is no name of a secret; write the name under which it is kept, not the secret itself");
        }
    }

    fn secret_if_any(&mut self, path: &str, name: Option<&str>) {
        if let Some(name) = name {
            self.secret(path, name);
        }
    }

    fn done(self) -> Result<(), SettingsError> {
        if self.0.is_empty() { Ok(()) } else { Err(SettingsError { fields: self.0 }) }
    }
}
