//! A push message through ntfy, as JSON, so that titles may hold any letter.
//!
//! A message whose answer was lost may come twice: ntfy is not asked to know it again.

use reqwest::{
    StatusCode,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue},
};
use serde_json::{Value, json};

use crate::{
    Message, NtfyWay, Reason, Receipt, Rendered, Secrets, SendError,
    clip::clip_bytes,
    lookup,
    ways::settings_problem,
    web::{self, Answer, Call, Scrub, Target, Web},
};

/// ntfy makes an attachment of longer messages, in bytes.
const MESSAGE_BYTES_MAX: usize = 4_000;

pub(crate) async fn send(
    web: &Web,
    way: &NtfyWay,
    message: &Message,
    rendered: &Rendered,
    secrets: &impl Secrets,
) -> Result<Receipt, SendError> {
    let target = Target::parse(&way.base, way.allow_private).map_err(|problem| settings_problem("base", problem))?;
    let token = lookup::wanted(secrets, way.token_secret.as_deref()).await?;
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let mut scrub = Scrub::default();
    if let Some(token) = &token {
        let unusable = || Reason::SecretUnusable { name: way.token_secret.clone().unwrap_or_default() };
        let bearer = HeaderValue::from_str(&format!("Bearer {}", token.expose()));
        let mut bearer = bearer.map_err(|_| SendError::never(unusable()))?;
        bearer.set_sensitive(true);
        headers.insert(AUTHORIZATION, bearer);
        scrub = Scrub::of([token.expose()]);
    }
    let body = body(way, message, rendered).to_string().into_bytes();
    let answer = web.post(Call { target: &target, path: "", headers, body, scrub: &scrub }).await?;
    let answer = understood(answer, &scrub).accepted(advice)?;
    let id = answer.json().and_then(|json| Some(scrub.text(json.get("id")?.as_str()?)));
    Ok(Receipt::Accepted { id })
}

fn body(way: &NtfyWay, message: &Message, rendered: &Rendered) -> Value {
    // An empty message would become "triggered".
    let text = if rendered.body.is_empty() { &rendered.subject } else { &rendered.body };
    let mut body = json!({
        "topic": way.topic,
        "title": rendered.subject,
        "message": clip_bytes(text, MESSAGE_BYTES_MAX),
        "priority": way.priority.of(message.severity),
        "tags": [message.severity.as_str()],
    });
    if let Some(link) = &message.link {
        body["click"] = link.as_str().into();
    }
    body
}

/// ntfy says in the body what went wrong.
fn understood(answer: Answer, scrub: &Scrub) -> Answer {
    let said = answer.json().and_then(|json| Some(json.get("error")?.as_str()?.to_owned()));
    match said {
        Some(said) => answer.saying(&said, scrub),
        None => answer,
    }
}

fn advice(status: StatusCode) -> &'static str {
    match status.as_u16() {
        401 | 403 => "check the access token, and that it may write to this topic",
        _ => web::advice(status),
    }
}
