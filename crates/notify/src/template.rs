//! Messages put into words: subject and text, and a page for mails.
//!
//! The program's own templates lie in `templates/`. A user's own take their place, part by part. They are Tera's language without what an
//! alert does not need: no other templates, no variables of their own, no list comprehensions, loops two deep at most, no filters that
//! multiply a text. So what a template makes is bounded, whatever it says; it reads no file, for this Tera knows none.
//!
//! A template with an error is refused when it is saved. One that fails later, because a value is missing, does not cost the message: the
//! program's own template takes its place, and [`Rendered::problems`] says so.

mod engine;
mod guard;

use alerts::DeliveryKey;
use serde::{Deserialize, Serialize};
use tera::Context;
use utoipa::ToSchema;

use crate::{
    Message, Way,
    clip::{clip, lines, one_line},
    message::{BODY_CHARACTERS_MAX, TITLE_CHARACTERS_MAX},
};

/// The longest source of a part in bytes.
pub(crate) const SOURCE_BYTES_MAX: usize = 8 * 1024;
/// The longest page in bytes; what is longer is not sent.
const PAGE_BYTES_MAX: usize = 64 * 1024;

/// The user's own words of a way; a part that is left out keeps the program's.
///
/// They know `title`, `body`, `severity`, `at`, `is_late`, `link`, `values`, `alert`, `epoch`, `reminder`, `person` and `way`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = NotificationTemplate)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// One line: the subject or title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The page of a mail; values are escaped in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
}

/// A part of a message.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = NotificationPart)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// One line.
    Subject,
    /// The text.
    Body,
    /// The page of a mail.
    Html,
}

impl Part {
    /// The name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Body => "body",
            Self::Html => "html",
        }
    }
}

/// A template that cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{}{problem}", .line.map(|line| format!("line {line}: ")).unwrap_or_default())]
pub struct TemplateError {
    /// Which part.
    pub part: Part,
    /// In which line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong and what to do.
    pub problem: String,
}

impl TemplateError {
    /// The stable name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "template"
    }
}

/// A message in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rendered {
    /// One line of at most 200 characters.
    pub subject: String,
    /// At most 4000 characters.
    pub body: String,
    /// For mails: a page of at most 64 KiB.
    pub html: Option<String>,
    /// Parts of the user's own that failed; the program's stand in their place.
    pub problems: Vec<TemplateError>,
}

impl Template {
    /// Whether every part can be used.
    ///
    /// # Errors
    /// One [`TemplateError`] a part at fault.
    pub fn check(&self) -> Result<(), Vec<TemplateError>> {
        let check = |(part, source): (Part, &String)| engine::check(part, source).err();
        let problems: Vec<_> = self.parts().filter_map(check).collect();
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    fn parts(&self) -> impl Iterator<Item = (Part, &String)> {
        let parts = [(Part::Subject, &self.subject), (Part::Body, &self.body), (Part::Html, &self.html)];
        parts.into_iter().filter_map(|(part, source)| Some((part, source.as_ref()?)))
    }

    fn part(&self, part: Part) -> Option<&str> {
        match part {
            Part::Subject => self.subject.as_deref(),
            Part::Body => self.body.as_deref(),
            Part::Html => self.html.as_deref(),
        }
    }
}

/// The message in the words of a way: for sending, and for a preview.
#[must_use]
pub fn render(way: &Way, message: &Message) -> Rendered {
    let context = context(message);
    let mut problems = Vec::new();
    let mut part = |part: Part, bytes_max: usize, ours: &str| {
        if let Some(source) = way.template().and_then(|own| own.part(part)) {
            match engine::render(part, source, &context, bytes_max) {
                Ok(text) => return text,
                Err(problem) => problems.push(problem),
            }
        }
        engine::render(part, ours, &context, bytes_max).unwrap_or_else(|_| message.short_title())
    };
    let subject = part(Part::Subject, TITLE_CHARACTERS_MAX * 16, ours(way, Part::Subject));
    let body = part(Part::Body, BODY_CHARACTERS_MAX * 16, ours(way, Part::Body));
    let html = matches!(way, Way::Mail(_)).then(|| part(Part::Html, PAGE_BYTES_MAX, ours(way, Part::Html)));
    let mut subject = clip(&one_line(&subject), TITLE_CHARACTERS_MAX);
    if subject.is_empty() {
        subject = nonempty(message.short_title());
    }
    let body = clip(lines(&body).trim(), BODY_CHARACTERS_MAX);
    Rendered { subject, body, html, problems }
}

/// A subject is never empty: most ways refuse an empty message.
fn nonempty(title: String) -> String {
    if title.is_empty() { "Alert".to_owned() } else { title }
}

/// The program's own words.
fn ours(way: &Way, part: Part) -> &'static str {
    match (way, part) {
        (Way::Mail(_), Part::Subject) => include_str!("../templates/mail_subject.txt"),
        (Way::Mail(_), Part::Body) => include_str!("../templates/mail_body.txt"),
        (Way::Telegram(_), Part::Body) => include_str!("../templates/telegram_body.txt"),
        (_, Part::Subject) => include_str!("../templates/subject.txt"),
        (_, Part::Body) => include_str!("../templates/body.txt"),
        (_, Part::Html) => include_str!("../templates/mail.html"),
    }
}

/// What templates know.
pub(crate) const KNOWN: [&str; 12] =
    ["title", "body", "severity", "at", "is_late", "link", "values", "alert", "epoch", "reminder", "person", "way"];

fn context(message: &Message) -> Context {
    let DeliveryKey { alert, epoch, channel, reminder } = &message.key;
    let mut context = Context::new();
    context.insert("title", &message.short_title());
    context.insert("body", &message.short_body());
    context.insert("severity", message.severity.as_str());
    context.insert("at", &message.at.to_string());
    context.insert("is_late", &message.is_late);
    context.insert("link", &message.link.as_ref().map(crate::Link::as_str));
    // Values that are too large are not known, so what needs them fails and the program's own words are sent.
    if let Some(values) = message.small_values() {
        context.insert("values", values);
    }
    context.insert("alert", &alert.to_string());
    context.insert("epoch", epoch);
    context.insert("reminder", reminder);
    context.insert("person", &channel.person);
    context.insert("way", &channel.way);
    context
}
