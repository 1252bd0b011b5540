//! `quarterdeck api` and `quarterdeck events`: any route, and the stream, as they are.

use std::{
    io::{IsTerminal, Read},
    path::Path,
};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, header};

use super::{arguments::ApiOptions, output};
use crate::{
    connection::{Connection, succeeded},
    exit::Failure,
};

/// Where every route begins.
const API: &str = "/api/v1";

/// Sends one request and prints the answer's body.
///
/// # Errors
/// When the request cannot be built, or the answer is a problem.
pub(crate) async fn request(connection: &Connection, options: ApiOptions) -> Result<(), Failure> {
    let path = if options.path.starts_with('/') { options.path } else { format!("/{}", options.path) };
    let path = if path.starts_with("/api/") { path } else { format!("{API}{path}") };
    let body = options.data.as_deref().map(data).transpose()?;
    let mut request = Request::builder()
        .method(options.method.to_ascii_uppercase().as_str())
        .uri(&path)
        .body(Bytes::new())
        .map_err(|problem| Failure::Usage(format!("{path} is not a path: {problem}; write it like /portfolio")))?;
    if let Some(body) = body {
        let is_json = serde_json::from_slice::<serde::de::IgnoredAny>(&body).is_ok();
        let kind = if is_json { "application/json" } else { "application/octet-stream" };
        request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        *request.body_mut() = body;
    }
    for line in &options.header {
        let (name, value) = parse_header(line)?;
        request.headers_mut().insert(name, value);
    }
    let answer = connection.send(request).await?;
    let is_json = answer
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/json"));
    let body = succeeded(answer.status(), answer.into_body())?;
    match (options.output.as_deref(), is_json, std::io::stdout().is_terminal()) {
        (Some(file), _, _) => output::to(Some(file), &body),
        (None, true, _) => {
            let value: serde_json::Value = serde_json::from_slice(&body)
                .map_err(|problem| Failure::Bug(format!("the answer is broken: {problem}")))?;
            output::json(&value)
        }
        (None, false, true) if std::str::from_utf8(&body).is_err() => {
            Err(Failure::Usage("the answer is binary; write it to a file with --output FILE".to_owned()))
        }
        (None, false, _) => output::bytes(&body),
    }
}

fn parse_header(line: &str) -> Result<(HeaderName, HeaderValue), Failure> {
    let wrong = || Failure::Usage(format!("\"{line}\" is not a header; write it like 'If-None-Match: \"abc\"'"));
    let (name, value) = line.split_once(':').ok_or_else(wrong)?;
    let name = name.trim().parse().map_err(|_| wrong())?;
    Ok((name, value.trim().parse().map_err(|_| wrong())?))
}

/// The text itself, the content of `@FILE`, or stdin for `@-`.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn data(given: &str) -> Result<Bytes, Failure> {
    let Some(path) = given.strip_prefix('@') else { return Ok(Bytes::copy_from_slice(given.as_bytes())) };
    let content = if path == "-" {
        let mut content = Vec::new();
        std::io::stdin().lock().read_to_end(&mut content).map(|_| content)
    } else {
        std::fs::read(Path::new(path))
    };
    content
        .map(Bytes::from)
        .map_err(|problem| Failure::file(path, format!("it cannot be read: {problem}; check the name")))
}

/// Prints events, one JSON object a line, until the stream ends or `count` were printed.
///
/// # Errors
/// When the stream breaks.
pub(crate) async fn events(connection: &Connection, count: Option<u64>) -> Result<(), Failure> {
    let mut events = connection.events().await?;
    let mut printed = 0;
    while count.is_none_or(|count| printed < count) {
        let event = tokio::select! {
            event = events.next() => event?,
            () = crate::serve::ended() => None,
        };
        let Some(event) = event else { break };
        // By which name the stream is known matters only to who asks it for market data.
        if event.starts_with(r#"{"kind":"hello""#) {
            continue;
        }
        output::line(&event)?;
        printed += 1;
    }
    Ok(())
}

/// A path with the query values that are given, percent-encoded.
pub(crate) fn with_query(path: &str, query: &[(&str, Option<&str>)]) -> String {
    let pairs: Vec<String> = query
        .iter()
        .filter_map(|(name, value)| value.map(|value| format!("{name}={}", percent_encoded(value))))
        .collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

/// A text as a part of a path or query.
pub(crate) fn percent_encoded(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn query_values_cannot_add_parameters() {
        assert_eq!(with_query("/x", &[("q", Some("A&B=ü")), ("r", None)]), "/x?q=A%26B%3D%C3%BC");
        assert_eq!(with_query("/x", &[("r", None)]), "/x");
    }
}
