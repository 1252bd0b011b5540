//! One HTTP request, as a value, and the reading of its answer.

use std::fmt;

use chrono::DateTime;
use model::market::Source;
use serde::Deserialize;

use crate::{
    error::VenueError,
    key::{Key, Secret},
    read::why,
    text::{encode, sample, sample_of},
};

/// How it is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// `GET`: asks, changes nothing, may be repeated.
    Get,
}

/// A part of a request. A secret one must not be shown, and not be sent on when an answer points elsewhere.
#[derive(Debug)]
pub enum Value {
    /// Anybody may see it.
    Plain(String),
    /// It is, or holds, a key.
    Secret(Secret),
}

impl Value {
    fn text(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Secret(secret) => secret.expose(),
        }
    }
}

/// A request: where to, what for, with which headers. Redirects are not to be followed: they would carry the key along.
pub struct Request {
    /// How.
    pub method: Method,
    /// Scheme and host, without a slash at its end, such as `https://data.alpaca.markets`. A test puts its own here.
    pub base: String,
    /// The path, with its slash, escaped.
    pub path: String,
    /// Names and values of the query, not yet escaped.
    pub query: Vec<(String, Value)>,
    /// Names and values of headers.
    pub headers: Vec<(String, Value)>,
    /// What it counts against the venue's [`crate::Budget`].
    pub weight: u32,
}

impl Request {
    pub(crate) fn get(base: &str, path: impl Into<String>) -> Self {
        let (base, path) = (base.to_owned(), path.into());
        Self { method: Method::Get, base, path, query: Vec::new(), headers: Vec::new(), weight: 1 }
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.query.push((name.to_owned(), Value::Plain(value.into())));
        self
    }

    pub(crate) fn with_some(self, name: &str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    pub(crate) fn with_secret(mut self, name: &str, secret: &Secret) -> Self {
        let secret = Secret::holding(secret.expose().to_owned());
        self.query.push((name.to_owned(), Value::Secret(secret)));
        self
    }

    pub(crate) fn header(mut self, name: &str, before: &str, secret: &Secret) -> Self {
        let secret = Secret::holding(format!("{before}{}", secret.expose()));
        self.headers.push((name.to_owned(), Value::Secret(secret)));
        self
    }

    pub(crate) fn weighing(mut self, weight: u32) -> Self {
        self.weight = weight;
        self
    }

    /// The whole address as it is sent, with keys in it where the venue wants them there.
    pub fn url(&self) -> Secret {
        Secret::holding(self.address(Value::text))
    }

    /// The whole address as it may be shown and logged.
    pub fn shown(&self) -> String {
        self.address(|value| match value {
            Value::Plain(text) => text,
            Value::Secret(_) => "***",
        })
    }

    fn address(&self, text: impl Fn(&Value) -> &str) -> String {
        let mut address = format!("{}{}", self.base, self.path);
        let mut mark = if self.path.contains('?') { '&' } else { '?' };
        for (name, value) in &self.query {
            let shown = text(value);
            // Three stars stand for a key; they need no escaping to be read.
            let value = if shown == "***" { shown.to_owned() } else { encode(shown) };
            address.push(mark);
            address.push_str(&format!("{}={value}", encode(name)));
            mark = '&';
        }
        address
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &self.shown())
            .field("headers", &headers)
            .field("weight", &self.weight)
            .finish()
    }
}

/// The headers of an answer that say something to us.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Headers {
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `Retry-After`: seconds or a date.
    pub retry_after: Option<String>,
    /// `Date`: when it was sent, by the venue's clock.
    pub date: Option<String>,
    /// How much of the budget is used, as Binance tells it.
    pub used_weight: Option<String>,
}

impl Headers {
    /// Those of all headers that are looked at; names in any case.
    pub fn of<'a>(headers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut kept = Self::default();
        for (name, value) in headers {
            let place = match name.to_ascii_lowercase().as_str() {
                "content-type" => &mut kept.content_type,
                "retry-after" => &mut kept.retry_after,
                "date" => &mut kept.date,
                "x-mbx-used-weight-1m" => &mut kept.used_weight,
                _ => continue,
            };
            *place = Some(value.to_owned());
        }
        kept
    }

    /// In how many seconds to ask again. A date counts from the venue's own clock.
    pub fn retry_after_s(&self) -> Option<u64> {
        let text = self.retry_after.as_deref()?.trim();
        if let Ok(seconds) = text.parse() {
            return Some(seconds);
        }
        let time = |text: &str| DateTime::parse_from_rfc2822(text).ok();
        let wait = time(text)?.signed_duration_since(time(self.date.as_deref()?.trim())?);
        u64::try_from(wait.num_seconds().max(0)).ok()
    }
}

/// An answer.
#[derive(Clone, Copy, Debug)]
pub struct Reply<'a> {
    /// HTTP status.
    pub status: u16,
    /// Its headers.
    pub headers: &'a Headers,
    /// Its body, whole.
    pub body: &'a [u8],
}

impl<'a> Reply<'a> {
    /// The text of an answer that succeeded.
    ///
    /// # Errors
    /// What its status says, or that it is a page.
    pub(crate) fn text(&self, venue: Source) -> Result<&'a str, VenueError> {
        let retry_after_s = self.headers.retry_after_s();
        let status = self.status;
        let not_data = || VenueError::NotData { venue, sample: sample_of(self.body) };
        match status {
            200..=299 => {}
            401 | 403 | 407 | 451 => return Err(VenueError::Denied { venue, status, reason: self.reason() }),
            418 | 429 => return Err(VenueError::Budget { venue, retry_after_s }),
            408 | 425 | 500..=599 => return Err(VenueError::Busy { venue, status, retry_after_s }),
            // A redirect leads to a page to sign in, or gives the key to somebody else.
            300..=399 => return Err(not_data()),
            _ => return Err(VenueError::Refused { venue, status, reason: self.reason() }),
        }
        let text = std::str::from_utf8(self.body).map_err(|_| not_data())?.trim_start_matches('\u{feff}').trim();
        let is_page = text.starts_with('<')
            || self.headers.content_type.as_deref().is_some_and(|t| t.to_ascii_lowercase().contains("text/html"));
        if is_page { Err(not_data()) } else { Ok(text) }
    }

    /// The JSON of an answer that succeeded.
    ///
    /// # Errors
    /// As [`Reply::text`]; that it is no JSON, or of another form.
    pub(crate) fn json<T: Deserialize<'a>>(&self, venue: Source) -> Result<T, VenueError> {
        let text = self.text(venue)?;
        if !text.starts_with(['{', '[']) {
            return Err(VenueError::NotData { venue, sample: sample(text) });
        }
        parse(venue, text)
    }

    /// What a venue says of a refusal: the message in its JSON, or the beginning of the body.
    pub(crate) fn reason(&self) -> String {
        #[derive(Deserialize)]
        struct Said {
            #[serde(alias = "msg", alias = "detail", alias = "error_message", alias = "error")]
            message: String,
        }
        match serde_json::from_slice::<Said>(self.body) {
            Ok(said) => sample(&said.message),
            Err(_) => sample_of(self.body),
        }
    }
}

/// JSON in its form.
pub(crate) fn parse<'a, T: Deserialize<'a>>(venue: Source, text: &'a str) -> Result<T, VenueError> {
    serde_json::from_str(text).map_err(|e| match e.classify() {
        serde_json::error::Category::Data => shape(venue, "the answer", why(&e)),
        _ => VenueError::NotData { venue, sample: sample(text) },
    })
}

/// Something in an answer has another form.
pub(crate) fn shape(venue: Source, place: impl Into<String>, problem: impl Into<String>) -> VenueError {
    VenueError::Shape { venue, place: place.into(), problem: problem.into() }
}

/// The key, where a venue answers only with one.
pub(crate) fn need(key: Option<&Key>, venue: Source) -> Result<&Key, VenueError> {
    key.ok_or(VenueError::KeyMissing { venue })
}

/// One request with the reading of its answer.
pub trait Query {
    /// What the answer says.
    type Answer;

    /// The request.
    ///
    /// # Errors
    /// When the venue needs a key and there is none, or does not have what is asked for.
    fn request(&self, key: Option<&Key>) -> Result<Request, VenueError>;

    /// What an answer to it says.
    ///
    /// # Errors
    /// When the venue refused, is busy, or sent something else.
    fn answer(&self, reply: &Reply<'_>) -> Result<Self::Answer, VenueError>;
}
