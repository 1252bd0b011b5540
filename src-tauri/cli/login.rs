//! `quarterdeck login`: the token of a server, read from stdin and kept.

use std::io::{IsTerminal, Write};

use bytes::Bytes;
use http::Request;
use secrets::{KeptIn, Secret};

use super::output;
use crate::{connection::succeeded, exit::Failure, places};

/// The variable that holds a token in place of one that is kept.
pub(crate) const TOKEN_VARIABLE: &str = "QUARTERDECK_TOKEN";

/// Reads the token, tries it on the server, and keeps it.
///
/// # Errors
/// When the server refuses the token, or it cannot be kept.
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
    let kept = match places::keeper().set(&parsed.to_string(), &token)? {
        KeptIn::Keychain => "",
        KeptIn::SealedFile => " The token is kept in the sealed file.",
    };
    output::line(&format!("Signed in to {parsed}. Use it with --server {parsed}.{kept}"))
}

/// Forgets the token.
///
/// # Errors
/// When nothing can be asked for it.
pub(crate) fn forget(address: &str) -> Result<(), Failure> {
    let address: net::Address = address.parse()?;
    let was_there = places::keeper().remove(&address.to_string())?;
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
