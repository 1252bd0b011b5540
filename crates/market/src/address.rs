//! Where a source is, and the keys that go along. Neither keys nor queries are ever printed.

use std::{fmt, net::IpAddr, sync::Arc};

use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use venues::{Key, Secret, Value};

use crate::error::MarketError;

/// Whether the way there is encrypted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Security {
    /// TLS.
    Tls,
    /// Not encrypted: this machine only.
    LoopbackOnly,
}

/// Which protocol is spoken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Protocol {
    WebSocket,
    Http,
}

/// The address of a source with the headers that every connection or request carries.
#[derive(Clone)]
pub struct Endpoint {
    uri: Uri,
    security: Security,
    headers: HeaderMap,
    /// What is said on the way and must not be shown either.
    hidden: Vec<Arc<Secret>>,
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.keys().map(HeaderName::as_str).collect();
        f.debug_struct("Endpoint").field("address", &self.to_string()).field("headers", &names).finish()
    }
}

impl fmt::Display for Endpoint {
    /// Scheme, host and port: what may be shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.uri.scheme_str().unwrap_or_default(), self.authority())
    }
}

impl Endpoint {
    /// A WebSocket: `wss://host[:port]/path`, or `ws://` with a host on this machine.
    ///
    /// # Errors
    /// [`MarketError::Address`] when it is none, or not encrypted on its way to another machine.
    pub fn web_socket(given: &str) -> Result<Self, MarketError> {
        Self::read(given, Protocol::WebSocket)
    }

    /// A server: `https://host[:port][/path]`, or `http://` with a host on this machine.
    ///
    /// # Errors
    /// As [`Self::web_socket`].
    pub fn http(given: &str) -> Result<Self, MarketError> {
        Self::read(given, Protocol::Http)
    }

    /// The WebSocket that a venue's request opens, with the request's headers.
    ///
    /// # Errors
    /// As [`Self::web_socket`] and [`Self::with_secret`].
    pub fn of_socket(request: &venues::Request) -> Result<Self, MarketError> {
        let mut endpoint = Self::web_socket(request.url().expose())?;
        endpoint.headers = headers(request)?;
        Ok(endpoint)
    }

    /// With a header that is secret.
    ///
    /// # Errors
    /// [`MarketError::Header`] when a header cannot carry it.
    pub fn with_secret(mut self, header: &str, value: &str) -> Result<Self, MarketError> {
        let (name, mut value) = read_header(header, value)?;
        value.set_sensitive(true);
        self.headers.insert(name, value);
        Ok(self)
    }

    /// With a key that is said on the connection itself: a message in which the other side repeats it is shown without it.
    #[must_use]
    pub fn hiding(mut self, key: &Key) -> Self {
        let texts = [key.id.expose(), key.secret.expose()];
        // What is a key already can be one.
        self.hidden.extend(texts.into_iter().filter_map(|text| Secret::new(text).ok()).map(Arc::new));
        self
    }

    /// Whether the way there is encrypted.
    #[must_use]
    pub const fn security(&self) -> Security {
        self.security
    }

    fn read(given: &str, protocol: Protocol) -> Result<Self, MarketError> {
        // What comes after may be a key.
        let shown = given.split(['?', '#']).next().unwrap_or_default();
        let shown = shown.rsplit_once('@').map_or(shown, |(_, host)| host).to_owned();
        let refuse = |reason| Err(MarketError::Address { given: shown.clone(), reason });
        let Ok(uri) = given.parse::<Uri>() else { return refuse("it cannot be read") };
        let security = match (protocol, uri.scheme_str()) {
            (Protocol::WebSocket, Some("wss")) | (Protocol::Http, Some("https")) => Security::Tls,
            (Protocol::WebSocket, Some("ws")) | (Protocol::Http, Some("http")) => Security::LoopbackOnly,
            (Protocol::WebSocket, _) => return refuse("it must begin with wss://"),
            (Protocol::Http, _) => return refuse("it must begin with https://"),
        };
        let Some(authority) = uri.authority() else { return refuse("the host is missing") };
        if authority.as_str().contains('@') {
            return refuse("it must hold no user name; keys are stored in the system's keychain");
        }
        if security == Security::LoopbackOnly && !is_this_machine(authority.host()) {
            return refuse("without encryption only this machine is reached; begin with wss:// or https://");
        }
        Ok(Self { uri, security, headers: HeaderMap::new(), hidden: Vec::new() })
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The host for a name server: an IPv6 address without its brackets.
    pub(crate) fn host(&self) -> &str {
        let host = self.uri.host().unwrap_or_default();
        host.trim_start_matches('[').trim_end_matches(']')
    }

    pub(crate) fn port(&self) -> u16 {
        let usual = if self.security == Security::Tls { 443 } else { 80 };
        self.uri.port_u16().unwrap_or(usual)
    }

    pub(crate) fn authority(&self) -> &str {
        self.uri.authority().map_or("", |authority| authority.as_str())
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// A path and query below the address, as one text.
    pub(crate) fn below(&self, path_and_query: &str) -> String {
        format!("{self}{}{path_and_query}", self.uri.path().trim_end_matches('/'))
    }

    /// What must not stand in a message: the secret headers' values, the query's, and what is hidden.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        let headers = self.headers.values().filter_map(|value| value.to_str().ok());
        let hidden = self.hidden.iter().map(|secret| secret.expose());
        headers.chain(query_values(self.uri.query())).chain(hidden)
    }
}

/// The headers of a venue's request.
pub(crate) fn headers(request: &venues::Request) -> Result<HeaderMap, MarketError> {
    let mut headers = HeaderMap::new();
    for (name, value) in &request.headers {
        let (text, is_secret) = match value {
            Value::Plain(text) => (text.as_str(), false),
            Value::Secret(secret) => (secret.expose(), true),
        };
        let (name, mut value) = read_header(name, text)?;
        value.set_sensitive(is_secret);
        headers.insert(name, value);
    }
    Ok(headers)
}

fn read_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), MarketError> {
    let refuse = || MarketError::Header { header: name.to_owned() };
    let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refuse())?;
    Ok((header, HeaderValue::from_str(value).map_err(|_| refuse())?))
}

/// The values of a query.
pub(crate) fn query_values(query: Option<&str>) -> impl Iterator<Item = &str> {
    query.into_iter().flat_map(|query| query.split('&')).filter_map(|pair| Some(pair.split_once('=')?.1))
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_encrypted_or_of_this_machine() {
        for (given, shown, port) in [
            ("wss://stream.example.com/v2/iex?token=hunter2", "wss://stream.example.com", 443),
            ("wss://stream.example.com:9443/ws", "wss://stream.example.com:9443", 9443),
            ("ws://127.0.0.1:8080/", "ws://127.0.0.1:8080", 8080),
            ("ws://[::1]:8080/", "ws://[::1]:8080", 8080),
            ("ws://localhost/", "ws://localhost", 80),
        ] {
            let endpoint = Endpoint::web_socket(given).unwrap();
            assert_eq!((endpoint.to_string().as_str(), endpoint.port()), (shown, port));
            assert!(!format!("{endpoint:?}").contains("hunter2"));
        }
        for wrong in [
            "",
            "stream.example.com",
            "https://stream.example.com",
            "ws://stream.example.com?token=hunter2",
            "ws://127.0.0.1.example.com/#hunter2",
            "ws://10.0.0.1/",
            "wss://ada:hunter2@stream.example.com",
            "wss:///path",
        ] {
            let problem = Endpoint::web_socket(wrong).unwrap_err();
            assert_eq!(problem.code(), "source_address", "{wrong}");
            assert!(!problem.to_string().contains("hunter2"), "{problem}");
        }
        assert!(Endpoint::http("http://data.example.com").is_err());
        assert!(Endpoint::http("ftp://data.example.com").is_err());
    }

    #[test]
    fn paths_go_below_the_address() {
        let endpoint = Endpoint::http("https://data.example.com/v2/").unwrap();
        assert_eq!(endpoint.below("/stocks?a=1"), "https://data.example.com/v2/stocks?a=1");
        let endpoint = Endpoint::http("https://data.example.com").unwrap();
        assert_eq!(endpoint.below("/stocks"), "https://data.example.com/stocks");
    }

    #[test]
    fn keys_do_not_print() {
        let endpoint = Endpoint::http("https://data.example.com").unwrap().with_secret("x-key", "hunter2").unwrap();
        assert!(!format!("{endpoint:?}").contains("hunter2"));
        assert_eq!(endpoint.secrets().collect::<Vec<_>>(), ["hunter2"]);
        let problem = endpoint.with_secret("x-key", "hunter2\r\nx: y").unwrap_err();
        assert_eq!(problem.code(), "source_key_invalid");
        assert!(!problem.to_string().contains("hunter2"), "{problem}");
    }
}
