//! What is to be said.

use std::{fmt, str::FromStr};

use alerts::DeliveryKey;
use model::{alert::AlertSeverity, time::Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    FieldProblem,
    clip::{clip, lines, one_line},
};

/// The longest title in characters; what is longer ends with an ellipsis.
pub(crate) const TITLE_CHARACTERS_MAX: usize = 200;
/// The longest text in characters.
pub(crate) const BODY_CHARACTERS_MAX: usize = 4_000;
/// The largest values as JSON in bytes; larger ones are left out, and the message goes without them.
pub(crate) const VALUES_BYTES_MAX: usize = 8 * 1024;
/// The longest link in bytes.
const LINK_BYTES_MAX: usize = 2_000;

/// A firing of an alert as somebody is told of it.
///
/// Every text is taken: what is too long is cut, what would break a line or a header becomes a space.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Message {
    /// Which delivery; the same when it is tried again.
    pub key: DeliveryKey,
    /// One line.
    pub title: String,
    /// More, over lines.
    pub body: String,
    /// How much it matters.
    pub severity: AlertSeverity,
    /// When it came about.
    pub at: Timestamp,
    /// It came about while nobody watched, such as over a night of sleep.
    pub is_late: bool,
    /// Where to read on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
    /// Numbers and names for the user's own templates and for programs.
    #[serde(default)]
    pub values: serde_json::Value,
}

impl Message {
    pub(crate) fn short_title(&self) -> String {
        clip(&one_line(&self.title), TITLE_CHARACTERS_MAX)
    }

    pub(crate) fn short_body(&self) -> String {
        clip(lines(&self.body).trim(), BODY_CHARACTERS_MAX)
    }

    /// The values; `None` when they are too large to be sent.
    pub(crate) fn small_values(&self) -> Option<&serde_json::Value> {
        (self.values.to_string().len() <= VALUES_BYTES_MAX).then_some(&self.values)
    }
}

/// An address that a message may lead to: `https`, `http`, or the program's own `quarterdeck`. Others could run something.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String)]
pub struct Link(String);

impl Link {
    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Link {
    type Err = FieldProblem;

    fn from_str(text: &str) -> Result<Self, FieldProblem> {
        let refuse = |problem: &str| FieldProblem::new("link", problem);
        let url: reqwest::Url =
            text.trim().parse().map_err(|_| refuse("is not an address; write it like https://desk.example/alerts"))?;
        if !matches!(url.scheme(), "https" | "http" | "quarterdeck") {
            return Err(refuse("begins with another scheme than https, http or quarterdeck; use one of them"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refuse(
                "holds a user name or password; leave them out, for everybody on the way would see them",
            ));
        }
        if url.as_str().len() > LINK_BYTES_MAX {
            return Err(refuse("is longer than 2000 characters; shorten it"));
        }
        Ok(Self(url.into()))
    }
}

impl TryFrom<String> for Link {
    type Error = FieldProblem;
    fn try_from(text: String) -> Result<Self, FieldProblem> {
        text.parse()
    }
}

impl From<Link> for String {
    fn from(link: Link) -> Self {
        link.0
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
