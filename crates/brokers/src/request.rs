//! One HTTP request to a broker, as a value.

use std::fmt;

use venues::{Secret, Value, encode};

/// How it is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// Asks, changes nothing, may be repeated.
    Get,
    /// Places or begins something.
    Post,
    /// Changes something.
    Patch,
    /// Changes something.
    Put,
    /// Cancels something.
    Delete,
}

impl Method {
    /// Its name in HTTP.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// A request. It is sent once: only what [`Request::may_repeat`] may be sent again by whoever sends it. Redirects are not to be
/// followed: they would carry the key along.
pub struct Request {
    /// How.
    pub method: Method,
    /// Scheme and host, without a slash at its end.
    pub base: String,
    /// The path, with its slash, escaped.
    pub path: String,
    /// Names and values of the query, not yet escaped, in the order in which they are signed.
    pub query: Vec<(String, Value)>,
    /// Names and values of headers.
    pub headers: Vec<(String, Value)>,
    /// What is sent along, with its kind.
    pub body: Option<(&'static str, Value)>,
    /// What it counts against the broker's budgets.
    pub weight: u32,
}

/// `Content-Type` of JSON.
pub(crate) const JSON: &str = "application/json";
/// `Content-Type` of a form.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

impl Request {
    pub(crate) fn new(method: Method, base: &str, path: impl Into<String>) -> Self {
        let (base, path) = (base.to_owned(), path.into());
        Self { method, base, path, query: Vec::new(), headers: Vec::new(), body: None, weight: 1 }
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

    pub(crate) fn header(mut self, name: &str, text: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), Value::Secret(Secret::holding(text.into()))));
        self
    }

    pub(crate) fn json(mut self, body: &serde_json::Value) -> Self {
        self.body = Some((JSON, Value::Plain(body.to_string())));
        self
    }

    pub(crate) fn form(mut self, body: String) -> Self {
        self.body = Some((FORM, Value::Plain(body)));
        self
    }

    /// Whether sending it twice does what sending it once does.
    #[must_use]
    pub const fn may_repeat(&self) -> bool {
        matches!(self.method, Method::Get)
    }

    /// The whole address as it is sent.
    #[must_use]
    pub fn url(&self) -> Secret {
        Secret::holding(self.address(text_of))
    }

    /// The whole address as it may be shown and logged.
    #[must_use]
    pub fn shown(&self) -> String {
        self.address(|value| match value {
            Value::Plain(text) => text,
            Value::Secret(_) => "***",
        })
    }

    /// The body's text.
    #[must_use]
    pub fn body_text(&self) -> Option<&str> {
        self.body.as_ref().map(|(_, value)| text_of(value))
    }

    fn address(&self, text: impl Fn(&Value) -> &str) -> String {
        let mut address = format!("{}{}", self.base, self.path);
        let mut mark = '?';
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

fn text_of(value: &Value) -> &str {
    match value {
        Value::Plain(text) => text,
        Value::Secret(secret) => secret.expose(),
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        let url = self.shown();
        f.debug_struct("Request").field("method", &self.method).field("url", &url).field("headers", &headers).finish()
    }
}
