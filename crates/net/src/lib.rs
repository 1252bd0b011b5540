//! The client of a Quarterdeck server: requests over HTTP, events over a WebSocket.
//!
//! Plain `http://` is accepted only for this machine, because the token travels in a header. Requests that change
//! nothing are tried again when the connection fails; everything else is sent once, and its failure says whether the
//! server may have acted. Brokers and market data have clients of their own; this crate only speaks to our own API.

mod address;
mod error;
mod events;
mod server;
mod tls;

pub use address::Address;
pub use error::NetError;
pub use events::Events;
pub use server::Server;
