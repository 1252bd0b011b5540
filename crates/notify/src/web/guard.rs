//! Names resolved here, and every address checked before a connection is made to it.
//!
//! The HTTP client asks this resolver once for each connection and connects to what it gives, so a name that changes its address
//! between two questions gains nothing. One forbidden address among several refuses the name: which of them would be taken is
//! chance.

use std::{
    fmt, io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::{AddressClass, Reason, SendError, address_class};

/// Which addresses a request may reach.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reach {
    /// The public internet.
    Public,
    /// It, and what the user opened.
    PublicAndOwn,
    /// Only what the user opened: unencrypted requests do not leave it.
    Own,
}

/// How names become addresses.
#[derive(Clone, Default)]
pub enum Names {
    /// By the system.
    #[default]
    System,
    /// By a function: for tests, and where names come from elsewhere.
    Told(Arc<Tell>),
}

/// The addresses of a name.
type Tell = dyn Fn(&str) -> io::Result<Vec<IpAddr>> + Send + Sync;

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::System => "System",
            Self::Told(_) => "Told",
        })
    }
}

impl Names {
    async fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        match self {
            Self::System => Ok(tokio::net::lookup_host((host, 0)).await?.map(|address| address.ip()).collect()),
            Self::Told(tell) => tell(host),
        }
    }
}

/// Why a name was not connected to; it travels through the HTTP client as an error.
#[derive(Debug, Clone, thiserror::Error)]
pub(super) enum Refused {
    #[error("{host} leads to {address}, which is {class}")]
    Class { host: String, address: IpAddr, class: AddressClass },
    #[error("{host} leads to {address}, which is public")]
    Public { host: String, address: IpAddr },
    #[error("{host}: {reason}")]
    Unresolved { host: String, reason: String },
}

impl Refused {
    /// A name may lead elsewhere tomorrow, and a hotel's network lies about all of them until one has signed in: so it is tried again.
    pub(super) fn as_error(&self) -> SendError {
        SendError::later(self.reason())
    }

    fn reason(&self) -> Reason {
        match self.clone() {
            Self::Class { host, address, class } => Reason::AddressRefused { host, address, class },
            Self::Public { host, address } => Reason::Unencrypted { host, address },
            Self::Unresolved { host, reason } => Reason::Unresolved { host, reason },
        }
    }
}

/// Checks a host that is an address already, which no resolver is asked about.
pub(super) fn check_literal(host: &str, reach: Reach) -> Result<(), SendError> {
    match host.parse() {
        // An address stays what it is.
        Ok(address) => check(host, address, reach).map_err(|refused| SendError::never(refused.reason())),
        Err(_) => Ok(()),
    }
}

fn check(host: &str, address: IpAddr, reach: Reach) -> Result<(), Refused> {
    let host = || host.to_owned();
    match (address_class(address), reach) {
        (None, Reach::Public | Reach::PublicAndOwn) => Ok(()),
        (None, Reach::Own) => Err(Refused::Public { host: host(), address }),
        (Some(class), Reach::PublicAndOwn | Reach::Own) if class.may_be_opened() => Ok(()),
        (Some(class), _) => Err(Refused::Class { host: host(), address, class }),
    }
}

/// The resolver of a client.
pub(super) struct Guard {
    names: Names,
    reach: Reach,
}

impl Guard {
    pub(super) fn new(names: Names, reach: Reach) -> Self {
        Self { names, reach }
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let (names, reach, host) = (self.names.clone(), self.reach, name.as_str().to_owned());
        Box::pin(async move {
            let unresolved = |reason: String| Refused::Unresolved { host: host.clone(), reason };
            let addresses = names.addresses(&host).await.map_err(|problem| unresolved(problem.to_string()))?;
            if addresses.is_empty() {
                return Err(unresolved("it has no address".to_owned()).into());
            }
            for address in &addresses {
                check(&host, *address, reach)?;
            }
            // The port comes from the address in the settings.
            let addresses = addresses.into_iter().map(|address| SocketAddr::new(address, 0));
            Ok(Box::new(addresses) as Addrs)
        })
    }
}
