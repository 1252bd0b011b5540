//! A request to a server of the user's, signed so that it can tell who sent it, and keyed so that it can tell what came twice.
//!
//! `Quarterdeck-Signature: t=<seconds>,v1=<hex>`, where the second is HMAC-SHA256 with the shared secret over `<seconds>.<body>`. A receiver computes
//! the same over the bytes that it got, compares in constant time, and refuses old seconds. `Idempotency-Key` is the same for every attempt of a
//! delivery.

use hmac::{Hmac, KeyInit, Mac};
use model::{id::AlertId, time::Timestamp};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use secrets::Secret;
use serde::Serialize;
use sha2::Sha256;

use crate::{
    Message, Receipt, Rendered, Secrets, SendError, WebhookWay, delivery_id,
    identity::hex,
    lookup,
    ways::settings_problem,
    web::{Call, Scrub, Target, Web, advice},
};

const SIGNATURE: HeaderName = HeaderName::from_static("quarterdeck-signature");
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// What a receiver gets.
#[derive(Serialize)]
struct Body<'m> {
    id: &'m str,
    alert: AlertId,
    epoch: u64,
    reminder: u32,
    severity: &'static str,
    title: &'m str,
    body: &'m str,
    at: Timestamp,
    is_late: bool,
    link: Option<&'m str>,
    values: Option<&'m serde_json::Value>,
    /// They were too large.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    are_values_left_out: bool,
}

pub(crate) async fn send(
    web: &Web,
    way: &WebhookWay,
    message: &Message,
    rendered: &Rendered,
    secrets: &impl Secrets,
    now: Timestamp,
) -> Result<Receipt, SendError> {
    let target = Target::parse(&way.url, way.allow_private).map_err(|problem| settings_problem("url", problem))?;
    let secret = lookup::wanted(secrets, way.signing_secret.as_deref()).await?;
    let id = delivery_id(&message.key);
    let body = body(message, rendered, &id);
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(IDEMPOTENCY_KEY, header(&id));
    let mut scrub = Scrub::default();
    if let Some(secret) = &secret {
        headers.insert(SIGNATURE, header(&signature(secret, now, &body)));
        scrub = Scrub::of([secret.expose()]);
    }
    let answer = web.post(Call { target: &target, path: "", headers, body, scrub: &scrub }).await?.accepted(advice)?;
    let id = answer.json().and_then(|json| match json.get("id")? {
        serde_json::Value::String(id) => Some(scrub.text(id)),
        serde_json::Value::Number(id) => Some(id.to_string()),
        _ => None,
    });
    Ok(Receipt::Accepted { id })
}

fn body(message: &Message, rendered: &Rendered, id: &str) -> Vec<u8> {
    let values = message.small_values();
    let body = Body {
        id,
        alert: message.key.alert,
        epoch: message.key.epoch,
        reminder: message.key.reminder,
        severity: message.severity.as_str(),
        title: &rendered.subject,
        body: &rendered.body,
        at: message.at,
        is_late: message.is_late,
        link: message.link.as_ref().map(crate::Link::as_str),
        values,
        are_values_left_out: values.is_none(),
    };
    serde_json::to_vec(&body).expect("invariant: texts, numbers and JSON values are JSON")
}

fn signature(secret: &Secret, now: Timestamp, body: &[u8]) -> String {
    let seconds = now.micros().div_euclid(1_000_000);
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()).expect("invariant: HMAC takes a key of any length");
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body);
    format!("t={seconds},v1={}", hex(&mac.finalize().into_bytes()))
}

fn header(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("invariant: hexadecimal digits and marks are a header")
}
