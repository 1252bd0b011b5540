//! How messages of a data socket are written: JSON, or MessagePack where the client says so when it opens the socket.

use axum::{
    extract::ws::Message,
    http::{HeaderMap, header::CONTENT_TYPE},
};
use chrono::DateTime;
use serde_json::{Map, Number, Value};

/// A way of writing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Codec {
    Json,
    MessagePack,
}

/// Fields that hold times; MessagePack has a form for them.
const TIMES: [&str; 3] = ["t", "created_at", "updated_at"];

impl Codec {
    /// As the opening of a socket asks for it.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        match headers.get(CONTENT_TYPE) {
            Some(kind) if kind == "application/msgpack" => Self::MessagePack,
            _ => Self::Json,
        }
    }

    pub(crate) fn write(self, message: &Value) -> Message {
        match self {
            Self::Json => Message::text(message.to_string()),
            Self::MessagePack => {
                let mut bytes = Vec::new();
                // Writing into memory cannot fail.
                let _ = rmpv::encode::write_value(&mut bytes, &packed(message, false));
                Message::binary(bytes)
            }
        }
    }

    /// What a client said; `None` when it is not readable.
    pub(crate) fn read(self, message: &Message) -> Option<Value> {
        match (self, message) {
            (Self::Json, Message::Text(text)) => serde_json::from_str(text).ok(),
            (Self::Json, Message::Binary(bytes)) => serde_json::from_slice(bytes).ok(),
            (Self::MessagePack, Message::Binary(bytes)) => unpacked(&rmpv::decode::read_value(&mut &bytes[..]).ok()?),
            _ => None,
        }
    }
}

fn packed(value: &Value, is_time: bool) -> rmpv::Value {
    match value {
        Value::Null => rmpv::Value::Nil,
        Value::Bool(is) => (*is).into(),
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(number), _) => number.into(),
            (None, Some(number)) => number.into(),
            (None, None) => number.as_f64().unwrap_or_default().into(),
        },
        Value::String(text) if is_time => timestamp(text),
        Value::String(text) => text.as_str().into(),
        Value::Array(items) => rmpv::Value::Array(items.iter().map(|item| packed(item, false)).collect()),
        Value::Object(fields) => {
            let field = |(name, value): (&String, &Value)| {
                (name.as_str().into(), packed(value, TIMES.contains(&name.as_str())))
            };
            rmpv::Value::Map(fields.iter().map(field).collect())
        }
    }
}

/// MessagePack's extension −1: 30 bits of nanoseconds, 34 bits of seconds.
fn timestamp(text: &str) -> rmpv::Value {
    let Ok(at) = text.parse::<DateTime<chrono::Utc>>() else { return text.into() };
    let seconds = u64::try_from(at.timestamp()).unwrap_or_default();
    let packed = u64::from(at.timestamp_subsec_nanos()) << 34 | seconds;
    rmpv::Value::Ext(-1, packed.to_be_bytes().to_vec())
}

fn unpacked(value: &rmpv::Value) -> Option<Value> {
    Some(match value {
        rmpv::Value::Nil => Value::Null,
        rmpv::Value::Boolean(is) => (*is).into(),
        rmpv::Value::Integer(number) => match number.as_u64() {
            Some(number) => number.into(),
            None => number.as_i64()?.into(),
        },
        rmpv::Value::F32(number) => Value::Number(Number::from_f64(f64::from(*number))?),
        rmpv::Value::F64(number) => Value::Number(Number::from_f64(*number)?),
        rmpv::Value::String(text) => text.as_str()?.into(),
        rmpv::Value::Array(items) => Value::Array(items.iter().map(unpacked).collect::<Option<_>>()?),
        rmpv::Value::Map(fields) => {
            let field =
                |(name, value): &(rmpv::Value, rmpv::Value)| Some((name.as_str()?.to_owned(), unpacked(value)?));
            Value::Object(fields.iter().map(field).collect::<Option<Map<_, _>>>()?)
        }
        rmpv::Value::Binary(_) | rmpv::Value::Ext(..) => return None,
    })
}
