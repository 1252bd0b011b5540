//! `quarterdeck login`: the token of a server, read from stdin and kept in the keychain.

use std::io::{IsTerminal, Write};

use bytes::Bytes;
use http::Request;
use secrets::{Keychain, Secret};

use super::output;
use crate::{connection::succeeded, exit::Failure};

/// The variable that holds a token in place of the keychain.
pub(crate) const TOKEN_VARIABLE: &str = "QUARTERDECK_TOKEN";

/// Reads the token, tries it on the server, and keeps it.
///
/// # Errors
/// When the server refuses the token, or there is no keychain.
pub(crate) async fn run(address: &str) -> Result<(), Failure> {
    let parsed: net::Address = address.parse()?;
    let token = match address.split_once("#token=") {
        Some((_, token)) => token.to_owned(),
        None => ask()?,
    };
    let token = Secret::new(token).map_err(|problem| Failure::Usage(problem.to_string()))?;
    let server = net::Server::new(parsed.clone(), Some(token.expose()))?;
    let request = Request::builder().uri("/api/v1/workspace").body(Bytes::new()).expect("invariant: a constant path");
    let answer = server.send(request).await?;
    // A server without an open workspace answers with a problem of its own; only a refused token matters here.
    if matches!(answer.status().as_u16(), 401 | 403) {
        succeeded(answer.status(), answer.into_body())?;
    }
    Keychain.set(&parsed.to_string(), &token)?;
    output::line(&format!("Signed in to {parsed}. Use it with --server {parsed}"))
}

/// Forgets the token.
///
/// # Errors
/// When there is no keychain.
pub(crate) fn forget(address: &str) -> Result<(), Failure> {
    let address: net::Address = address.parse()?;
    let was_there = Keychain.remove(&address.to_string())?;
    output::line(&if was_there {
        format!("Forgot the token of {address}")
    } else {
        format!("There was no token of {address}")
    })
}

fn ask() -> Result<String, Failure> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        let mut prompt = std::io::stderr().lock();
        write!(prompt, "Token (the text after #token= in the printed address): ")?;
        prompt.flush()?;
    }
    let mut line = String::new();
    stdin.read_line(&mut line)?;
    Ok(line)
}
