//! An address as the settings have it.

use std::net::IpAddr;

use reqwest::Url;

use super::guard::Reach;

/// The longest address in bytes.
const URL_BYTES_MAX: usize = 2_000;

/// An address that a request may go to, as far as its text tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Target {
    url: Url,
    host: String,
    reach: Reach,
}

impl Target {
    /// Reads an address; the error says what is wrong and what to do, without repeating it.
    pub(crate) fn parse(text: &str, allow_private: bool) -> Result<Self, String> {
        if text.len() > URL_BYTES_MAX {
            return Err(format!("is longer than {URL_BYTES_MAX} characters; shorten it"));
        }
        let url: Url =
            text.trim().parse().map_err(|_| "is not an address; write it like https://desk.example/hook".to_owned())?;
        let reach = match (url.scheme(), allow_private) {
            ("https", false) => Reach::Public,
            ("https", true) => Reach::PublicAndOwn,
            ("http", true) => Reach::Own,
            ("http", false) => {
                let problem =
                    "begins with http://; write https://, or turn on `allow_private` for a machine of your own";
                return Err(problem.to_owned());
            }
            _ => {
                return Err(
                    "begins with another scheme than https://; write it like https://desk.example/hook".to_owned()
                );
            }
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err("holds a user name or password; leave them out and use the secret of this way".to_owned());
        }
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        if host.is_empty() {
            return Err("has no host; write it like https://desk.example/hook".to_owned());
        }
        Ok(Self { url, host, reach })
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// For messages: an address may hold more than others should see.
    pub(crate) fn host_and_port(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        match self.url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    pub(crate) fn is_encrypted(&self) -> bool {
        self.url.scheme() == "https"
    }

    pub(super) fn reach(&self) -> Reach {
        self.reach
    }

    /// The address with more of a path.
    pub(super) fn joined(&self, path: &str) -> Url {
        let mut url = self.url.clone();
        if !path.is_empty() {
            let whole = format!("{}/{}", url.path().trim_end_matches('/'), path.trim_start_matches('/'));
            url.set_path(&whole);
        }
        url
    }
}

/// Whether a host is this machine by its name or number.
pub(crate) fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
