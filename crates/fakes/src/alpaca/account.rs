//! The socket of an account: who may listen, and an order that is filled. A paper account's messages are binary frames of JSON.

use std::sync::Arc;

use axum::{
    Router,
    extract::{
        State,
        ws::{Message, WebSocket, WebSocketUpgrade},
    },
    response::Response,
    routing::get,
};
use serde_json::{Value, json};

use super::Shared;

pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new().route("/stream", get(open))
}

async fn open(State(shared): State<Arc<Shared>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(move |socket| async move {
        // Whoever is gone needs no answer.
        let _ = serve(socket, &shared).await;
    })
}

async fn serve(mut socket: WebSocket, shared: &Shared) -> Result<(), axum::Error> {
    let mut is_in = false;
    while let Some(message) = socket.recv().await {
        let said: Value = match message? {
            Message::Text(text) => serde_json::from_str(&text).unwrap_or_default(),
            Message::Binary(bytes) => serde_json::from_slice(&bytes).unwrap_or_default(),
            Message::Ping(_) | Message::Pong(_) => continue,
            Message::Close(_) => return Ok(()),
        };
        match said["action"].as_str() {
            Some("authenticate" | "auth") => {
                let text = |name: &str| said["data"][name].as_str().unwrap_or_default();
                is_in = shared.is_key(text("key_id"), text("secret_key"));
                let status = if is_in { "authorized" } else { "unauthorized" };
                let data = json!({ "action": "authenticate", "status": status });
                say(&mut socket, &json!({ "stream": "authorization", "data": data })).await?;
                if !is_in {
                    return Ok(());
                }
            }
            Some("listen") if is_in => {
                let streams = said["data"]["streams"].clone();
                let is_wanted =
                    streams.as_array().is_some_and(|names| names.iter().any(|name| name == "trade_updates"));
                say(&mut socket, &json!({ "stream": "listening", "data": { "streams": streams } })).await?;
                if is_wanted {
                    for update in updates() {
                        say(&mut socket, &json!({ "stream": "trade_updates", "data": update })).await?;
                    }
                }
            }
            _ => {
                let reason = if is_in { "invalid syntax" } else { "not authenticated" };
                say(&mut socket, &json!({ "action": "error", "data": { "error_message": reason } })).await?;
            }
        }
    }
    Ok(())
}

async fn say(socket: &mut WebSocket, message: &Value) -> Result<(), axum::Error> {
    socket.send(Message::binary(message.to_string().into_bytes())).await
}

/// An order of ten shares: taken, filled in two parts.
fn updates() -> [Value; 3] {
    let order = |status: &str, filled: &str, price: Option<&str>| {
        json!({
            "id": "7b08df51-c1ac-453c-99f9-323a5f075f0d", "client_order_id": "scripted-1",
            "created_at": "2024-03-12T13:30:01Z", "updated_at": "2024-03-12T13:30:02Z", "submitted_at": "2024-03-12T13:30:01Z",
            "filled_at": null, "expired_at": null, "canceled_at": null, "failed_at": null, "replaced_at": null,
            "replaced_by": null, "replaces": null, "asset_id": "b0b6dd9d-8b9b-48a9-ba46-b9d54906e415", "symbol": "AAPL",
            "asset_class": "us_equity", "notional": null, "qty": "10", "filled_qty": filled, "filled_avg_price": price,
            "order_class": "", "order_type": "market", "type": "market", "side": "buy", "time_in_force": "day",
            "limit_price": null, "stop_price": null, "status": status, "extended_hours": false, "legs": null,
            "trail_percent": null, "trail_price": null, "hwm": null,
        })
    };
    let fill = |event: &str, order: Value, qty: &str, price: &str, held: &str, execution: &str| {
        json!({
            "event": event, "execution_id": execution, "timestamp": "2024-03-12T13:30:02.5Z", "price": price, "qty": qty,
            "position_qty": held, "order": order,
        })
    };
    [
        json!({
            "event": "new", "execution_id": "40d1ba04-f3d4-4e55-b06a-3c4b20a24a01", "timestamp": "2024-03-12T13:30:01.2Z",
            "order": order("new", "0", None),
        }),
        fill(
            "partial_fill",
            order("partially_filled", "4", Some("173.1")),
            "4",
            "173.1",
            "4",
            "40d1ba04-f3d4-4e55-b06a-3c4b20a24a02",
        ),
        fill("fill", order("filled", "10", Some("173.16")), "6", "173.2", "10", "40d1ba04-f3d4-4e55-b06a-3c4b20a24a03"),
    ]
}
