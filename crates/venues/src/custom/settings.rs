//! The settings of a source, and what is wrong with them.

use model::{bar::BarSize, currency::Currency, market::Adjustment};
use serde::{Deserialize, Serialize};

use super::time::TimeFormat;
use crate::error::VenueError;

/// Hosts of this machine, the only ones that are spoken to without encryption.
const OWN: [&str; 3] = ["127.0.0.1", "[::1]", "localhost"];

/// A source of bars that answers in JSON.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomSettings {
    /// Its name, 1 to 16 small letters, digits, `_`, `-` or `.`.
    pub name: String,
    /// The address, with `{symbol}`, and with `{from}` and `{to}` where it takes them.
    pub url: String,
    /// How `{from}` and `{to}` are written.
    pub url_time: TimeFormat,
    /// How much time its bars cover.
    pub size: BarSize,
    /// Where in the answer the list of rows stands: `/data/prices`, or nothing when the answer is the list.
    pub list: String,
    /// Where in a row what stands.
    pub fields: CustomFields,
    /// Whether its prices are adjusted.
    pub adjustment: Adjustment,
    /// The currency of its prices, if it is always the same.
    pub currency: Option<Currency>,
    /// How often it may be asked; nothing when it does not matter.
    pub requests_per_minute: Option<u32>,
    /// The header that carries the key; nothing when it needs none.
    pub key_header: Option<String>,
    /// How its last prices are asked for; nothing where it has bars only.
    #[serde(default)]
    pub quotes: Option<CustomQuotes>,
}

/// How the last price of a symbol is asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomQuotes {
    /// The address, with `{symbol}`, on the host of the bars.
    pub url: String,
    /// Where in the answer the last price stands, as a path such as `/quote/last`.
    pub price: String,
    /// Where its time stands; nothing when the source does not tell it.
    #[serde(default)]
    pub time: Option<String>,
    /// How that is written; in seconds since 1970 when nothing is said.
    #[serde(default)]
    pub time_format: Option<TimeFormat>,
    /// Where the bid stands.
    #[serde(default)]
    pub bid: Option<String>,
    /// Where the ask stands.
    #[serde(default)]
    pub ask: Option<String>,
    /// How often it may be asked for a symbol, 1 to 86400 seconds; every 15 seconds when nothing is said.
    #[serde(default)]
    pub every_seconds: Option<u32>,
    /// How far its prices are behind, in seconds, if they are.
    #[serde(default)]
    pub delay_seconds: Option<u32>,
}

/// Where in a row what stands, as paths such as `/close` or `/4`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomFields {
    /// The start of the bar.
    pub time: String,
    /// How it is written.
    pub time_format: TimeFormat,
    /// First price.
    pub open: Option<String>,
    /// Highest price.
    pub high: Option<String>,
    /// Lowest price.
    pub low: Option<String>,
    /// Last price.
    pub close: String,
    /// Units traded.
    pub volume: Option<String>,
}

/// An address in its parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Address {
    /// Scheme and host.
    pub(crate) base: String,
    /// The host with its port.
    pub(crate) host: String,
    /// What follows, with its blanks.
    pub(crate) path: String,
}

impl CustomQuotes {
    /// Looks at everything but the paths.
    ///
    /// # Errors
    /// [`VenueError::Setting`] with the first that cannot be.
    pub(crate) fn check(&self, bars: &Address) -> Result<Address, VenueError> {
        let wrong = |field: &str, problem: &str| Err(VenueError::setting(format!("quotes.{field}"), problem));
        let address = address("quotes.url", &self.url)?;
        if address.base != bars.base {
            return wrong("url", "the last price must come from the host of the bars, which the key is for");
        }
        if address.path.contains("{from}") || address.path.contains("{to}") {
            return wrong("url", "the last price has no stretch; leave {from} and {to} out");
        }
        if let Some(format) = &self.time_format {
            format.check("quotes.time_format")?;
        }
        if self.every_seconds.is_some_and(|seconds| !(1..=86_400).contains(&seconds)) {
            return wrong("every_seconds", "give 1 to 86400 seconds, or nothing");
        }
        Ok(address)
    }
}

impl CustomSettings {
    /// Looks at everything but the name and the paths.
    ///
    /// # Errors
    /// [`VenueError::Setting`] with the first that cannot be.
    pub(crate) fn check(&self) -> Result<Address, VenueError> {
        let address = address("url", &self.url)?;
        self.url_time.check("url_time")?;
        self.fields.time_format.check("fields.time_format")?;
        if self.requests_per_minute == Some(0) {
            return Err(VenueError::setting("requests_per_minute", "give at least 1, or nothing"));
        }
        let is_header = |name: &str| {
            (1..=64).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        };
        match &self.key_header {
            Some(name) if !is_header(name) => {
                Err(VenueError::setting("key_header", "give the name of a header such as X-Api-Key, or nothing"))
            }
            _ => Ok(address),
        }
    }
}

fn address(field: &str, url: &str) -> Result<Address, VenueError> {
    let wrong = |problem: &str| VenueError::setting(field, problem);
    if url.len() > 2000 || !url.bytes().all(|b| (0x21..0x7f).contains(&b)) {
        return Err(wrong(
            "it is too long, or holds a space or a letter that an address cannot have; escape it as %20",
        ));
    }
    let (scheme, rest) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) => ("https", rest),
        (None, Some(rest)) => ("http", rest),
        (None, None) => return Err(wrong("write it like https://example.org/prices?symbol={symbol}&from={from}")),
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    if host.contains('{') {
        return Err(wrong("the host cannot have a blank: everything is asked of one host"));
    }
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    };
    let is_name = OWN.contains(&name)
        || !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
    if !is_name || port.is_some_and(|port| port.parse::<u16>().is_err()) {
        return Err(wrong("the host is not one; a name and a password in front of it are not taken"));
    }
    if scheme == "http" && !OWN.contains(&name) {
        return Err(wrong("begin it with https://, so that nobody on the way changes prices"));
    }
    if path.contains('#') {
        return Err(wrong("leave out the part from # on: it is not sent"));
    }
    blanks(path).map_err(|problem| wrong(&problem))?;
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    Ok(Address { base: format!("{scheme}://{host}"), host: host.to_owned(), path })
}

/// Looks at the blanks.
fn blanks(path: &str) -> Result<(), String> {
    let mut rest = path;
    let mut has_symbol = false;
    while let Some(open) = rest.find(['{', '}']) {
        let Some(close) = rest[open..].find('}').filter(|_| rest[open..].starts_with('{')) else {
            return Err("a brace has no partner; write { as %7B and } as %7D".to_owned());
        };
        match &rest[open + 1..open + close] {
            "symbol" => has_symbol = true,
            "from" | "to" => {}
            other => return Err(format!("{{{other}}} is unknown; there are {{symbol}}, {{from}} and {{to}}")),
        }
        rest = &rest[open + close + 1..];
    }
    if has_symbol { Ok(()) } else { Err("put {symbol} where the symbol goes".to_owned()) }
}
