//! A message of a Telegram bot, as plain text: what an alert says is never read as markup.
//!
//! Telegram has no key by which it would know a message again, so one whose answer was lost may come twice.

use model::alert::AlertSeverity;
use reqwest::{
    StatusCode,
    header::{CONTENT_TYPE, HeaderMap, HeaderValue},
};
use serde_json::{Value, json};
use std::time::Duration;

use crate::{
    Message, Reason, Receipt, Rendered, Secrets, SendError, TelegramWay, lookup,
    ways::settings_problem,
    web::{self, Answer, Call, Scrub, Target, Web},
};

/// The longest text that Telegram takes, in UTF-16 units.
const TEXT_UNITS_MAX: usize = 4_096;

pub(crate) async fn send(
    web: &Web,
    way: &TelegramWay,
    message: &Message,
    rendered: &Rendered,
    secrets: &impl Secrets,
) -> Result<Receipt, SendError> {
    let target = Target::parse(&way.base, way.allow_private).map_err(|problem| settings_problem("base", problem))?;
    let token = lookup::needed(secrets, &way.token_secret).await?;
    // It stands in the path, where anything else would lead elsewhere.
    let is_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_');
    if !token.expose().chars().all(is_token) {
        return Err(SendError::never(Reason::SecretUnusable { name: way.token_secret.clone() }));
    }
    let body = json!({
        "chat_id": way.chat_id,
        "text": text(rendered),
        "link_preview_options": { "is_disabled": true },
        "disable_notification": message.severity == AlertSeverity::Info,
    });
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let scrub = Scrub::of([token.expose()]);
    let path = format!("bot{}/sendMessage", token.expose());
    let call = Call { target: &target, path: &path, headers, body: body.to_string().into_bytes(), scrub: &scrub };
    let answer = understood(web.post(call).await?, &scrub).accepted(advice)?;
    let id = answer.json().and_then(|json| Some(json.get("result")?.get("message_id")?.as_i64()?.to_string()));
    Ok(Receipt::Accepted { id })
}

fn text(rendered: &Rendered) -> String {
    let text = format!("{}\n{}", rendered.subject, rendered.body);
    let text = text.trim();
    if text.encode_utf16().count() <= TEXT_UNITS_MAX {
        return text.to_owned();
    }
    let mut units = 1;
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= TEXT_UNITS_MAX
    });
    kept.chain(['…']).collect()
}

/// Telegram says in the body what went wrong and how long to wait.
fn understood(mut answer: Answer, scrub: &Scrub) -> Answer {
    let Some(json) = answer.json() else { return answer };
    if json.get("ok") == Some(&Value::Bool(false)) && answer.status.is_success() {
        let code = json.get("error_code").and_then(Value::as_u64).and_then(|code| u16::try_from(code).ok());
        answer.status = code.and_then(|code| StatusCode::from_u16(code).ok()).unwrap_or(StatusCode::BAD_GATEWAY);
    }
    let parameter = |name: &str| json.get("parameters").and_then(|all| all.get(name)).and_then(Value::as_i64);
    let wait_s = parameter("retry_after").and_then(|seconds| u64::try_from(seconds).ok());
    answer.retry_after = wait_s.map(Duration::from_secs).or(answer.retry_after);
    match (json.get("description").and_then(Value::as_str), parameter("migrate_to_chat_id")) {
        (Some(said), Some(chat)) => answer.saying(&format!("{said}; the chat is now {chat}"), scrub),
        (Some(said), None) => answer.saying(said, scrub),
        (None, _) => answer,
    }
}

fn advice(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "check the chat: the bot must be in it, and its number may have changed",
        401 | 404 => "check the token of the bot",
        403 => "let the bot in again: it was blocked or put out of the chat",
        _ => web::advice(status),
    }
}
