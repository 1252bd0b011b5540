//! One owner per workspace: the process that opened it serves its router on a Unix socket or named pipe, and every
//! later command line or pop-out chart is that process's client. Nothing listens on TCP for this.

mod client;
mod endpoint;
mod listener;

pub(crate) use client::OwnerClient;
pub(crate) use listener::OwnerSocket;
