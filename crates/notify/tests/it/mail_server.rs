//! A mail server that keeps what it gets and says what it is told.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufStream},
    net::{TcpListener, TcpStream},
};

use crate::support::untrusted;

/// A mail as it was taken.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mail {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) data: String,
}

impl Mail {
    /// A header, unfolded.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let head = self.data.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ").replace("\r\n\t", " ");
        let start = format!("{}:", name.to_ascii_lowercase());
        let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with(&start))?;
        Some(line[start.len()..].trim().to_owned())
    }
}

/// What a server does in place of its usual answer.
pub(crate) enum Act {
    Say(String),
    Hang,
    Close,
    SayAndClose(String),
    /// Begins encryption with a certificate that nobody trusts.
    Encrypt,
}

pub(crate) fn say(text: &str) -> Option<Act> {
    Some(Act::Say(text.to_owned()))
}

#[derive(Default)]
struct Kept {
    mails: Mutex<Vec<Mail>>,
    lines: Mutex<Vec<String>>,
}

pub(crate) struct MailServer {
    pub(crate) address: SocketAddr,
    kept: Arc<Kept>,
}

impl MailServer {
    /// Offers these extensions; `on` sees each command, `GREETING`, and `END` after a mail.
    pub(crate) async fn start(
        offers: &'static [&'static str],
        on: impl Fn(&str) -> Option<Act> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (kept, on) = (Arc::new(Kept::default()), Arc::new(on));
        let all = Arc::clone(&kept);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (kept, on) = (Arc::clone(&all), Arc::clone(&on));
                tokio::spawn(async move { Talk { stream: BufStream::new(socket), kept, offers }.run(&*on).await });
            }
        });
        Self { address, kept }
    }

    pub(crate) fn mails(&self) -> Vec<Mail> {
        self.kept.mails.lock().unwrap().clone()
    }

    /// Every line that a client said, mails left out.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.kept.lines.lock().unwrap().clone()
    }
}

struct Talk {
    stream: BufStream<TcpStream>,
    kept: Arc<Kept>,
    offers: &'static [&'static str],
}

impl Talk {
    async fn run(mut self, on: &(dyn Fn(&str) -> Option<Act> + Send + Sync)) -> Option<()> {
        self.answer(on, "GREETING", "220 mail.test ESMTP").await?;
        let mut mail = Mail::default();
        loop {
            let line = self.line().await?;
            self.kept.lines.lock().unwrap().push(line.clone());
            let command = line.to_ascii_uppercase();
            if command.starts_with("EHLO") {
                let mut lines = vec!["mail.test"];
                lines.extend(self.offers);
                let last = lines.len() - 1;
                let text: Vec<_> = lines
                    .iter()
                    .enumerate()
                    .map(|(n, line)| format!("250{}{line}", if n == last { ' ' } else { '-' }))
                    .collect();
                self.answer(on, &line, &text.join("\r\n")).await?;
            } else if command == "AUTH LOGIN" {
                for asked in ["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"] {
                    self.write(asked).await?;
                    let line = self.line().await?;
                    self.kept.lines.lock().unwrap().push(line);
                }
                self.answer(on, &line, "235 2.7.0 welcome").await?;
            } else if command.starts_with("AUTH") {
                self.answer(on, &line, "235 2.7.0 welcome").await?;
            } else if command.starts_with("MAIL FROM:") {
                line[10..].clone_into(&mut mail.from);
                self.answer(on, &line, "250 2.1.0 ok").await?;
            } else if command.starts_with("RCPT TO:") {
                mail.to.push(line[8..].to_owned());
                self.answer(on, &line, "250 2.1.5 ok").await?;
            } else if command == "DATA" {
                if let Some(Act::Say(refusal)) = on(&line) {
                    self.write(&refusal).await?;
                    continue;
                }
                self.answer(on, &line, "354 go on").await?;
                mail.data = self.data().await?;
                let queued = format!("250 2.0.0 queued as {}", self.kept.mails.lock().unwrap().len() + 1);
                self.kept.mails.lock().unwrap().push(std::mem::take(&mut mail));
                self.answer(on, "END", &queued).await?;
            } else if command == "STARTTLS" {
                self.answer(on, &line, "220 go on").await?;
            } else if command == "QUIT" {
                self.answer(on, &line, "221 bye").await?;
                return None;
            } else {
                self.answer(on, &line, "502 what?").await?;
            }
        }
    }

    async fn answer(
        &mut self,
        on: &(dyn Fn(&str) -> Option<Act> + Send + Sync),
        heard: &str,
        usual: &str,
    ) -> Option<()> {
        match on(heard) {
            None => self.write(usual).await,
            Some(Act::Say(text)) => self.write(&text).await,
            Some(Act::SayAndClose(text)) => {
                self.write(&text).await?;
                None
            }
            Some(Act::Close) => None,
            Some(Act::Hang) => std::future::pending().await,
            Some(Act::Encrypt) => {
                self.write("220 go on").await?;
                let _ = untrusted().accept(&mut self.stream).await;
                None
            }
        }
    }

    async fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let length = self.stream.read_line(&mut line).await.ok()?;
        (length > 0).then(|| line.trim_end().to_owned())
    }

    async fn data(&mut self) -> Option<String> {
        let mut data = String::new();
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line).await.ok()? == 0 {
                return None;
            }
            match line.as_str() {
                ".\r\n" => return Some(data),
                stuffed => data.push_str(stuffed.strip_prefix('.').unwrap_or(stuffed)),
            }
        }
    }

    async fn write(&mut self, text: &str) -> Option<()> {
        self.stream.write_all(format!("{text}\r\n").as_bytes()).await.ok()?;
        self.stream.flush().await.ok()
    }
}
