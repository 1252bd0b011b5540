//! Where a server is.

use std::{fmt, str::FromStr};

use crate::NetError;

/// The scheme, host and port of a server, e.g. `https://desk.example:8443`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    is_tls: bool,
    authority: String,
}

impl Address {
    /// Whether the connection is encrypted.
    pub fn is_tls(&self) -> bool {
        self.is_tls
    }

    /// Host and port, as in the `Host` header.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    pub(crate) fn http(&self, path: &str) -> String {
        format!("{self}{path}")
    }

    pub(crate) fn websocket(&self, path: &str) -> String {
        format!("{}://{}{path}", if self.is_tls { "wss" } else { "ws" }, self.authority)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.is_tls { "https" } else { "http" }, self.authority)
    }
}

impl FromStr for Address {
    type Err = NetError;

    /// Reads `https://host[:port]` or `http://` with a host on this machine. A path, query or `#token=…` after it
    /// is left out, so that the address which `serve` prints can be pasted as it is.
    fn from_str(given: &str) -> Result<Self, NetError> {
        // A pasted token must not be repeated in a message.
        let shown = given.split(['#', '?']).next().unwrap_or_default().trim().to_owned();
        let refuse = |reason| NetError::Address { given: shown.clone(), reason };
        let uri: http::Uri = shown.parse().map_err(|_| refuse("it cannot be read"))?;
        let is_tls = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(refuse("it must begin with https:// or http://")),
        };
        let authority = uri.authority().ok_or_else(|| refuse("the host is missing"))?;
        if authority.as_str().contains('@') {
            return Err(refuse("it must hold no user name; the token is stored with `quarterdeck login`"));
        }
        if !is_tls && !is_this_machine(authority.host()) {
            return Err(refuse("http:// is accepted for this machine only, as the token would travel unencrypted"));
        }
        Ok(Self { is_tls, authority: authority.as_str().to_ascii_lowercase() })
    }
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_the_rest_is_dropped() {
        for (given, expected) in [
            ("https://Desk.example:8443", "https://desk.example:8443"),
            ("http://127.0.0.1:8787/#token=abc", "http://127.0.0.1:8787"),
            ("http://localhost:1/api/v1?x=1", "http://localhost:1"),
            ("http://[::1]:8787", "http://[::1]:8787"),
        ] {
            assert_eq!(given.parse::<Address>().unwrap().to_string(), expected, "{given}");
        }
    }

    #[test]
    fn unsafe_or_unreadable_addresses_are_refused_without_repeating_a_token() {
        for given in [
            "desk.example",
            "ftp://desk.example",
            "http://desk.example/#token=hunter2",
            "https://ada:pw@desk.example",
            "",
            "http://127.0.0.1.evil.example",
        ] {
            let problem = given.parse::<Address>().unwrap_err();
            assert_eq!(problem.code(), "server_address", "{given}");
            assert!(!problem.to_string().contains("hunter2"), "{problem}");
        }
    }

    #[test]
    fn the_event_stream_follows_the_scheme() {
        let address: Address = "https://desk.example".parse().unwrap();
        assert_eq!(address.websocket("/api/v1/stream"), "wss://desk.example/api/v1/stream");
    }
}
