//! Series as binary columns, little-endian, so that a browser can lay typed arrays over the bytes.
//!
//! | bytes | what |
//! | --- | --- |
//! | 4 | magic `QDC1`, the version in its last character |
//! | 4 | u32: number of columns |
//! | 4 | u32: number of rows |
//! | per column | u8 type (0 = f64, 1 = i64), u8 length of the name, the name in UTF-8 |
//! | padding | zeros to the next multiple of 8 |
//! | per column | the values, 8 bytes each |
//!
//! A missing value of an f64 column is NaN, on the wire only. Times are i64 microseconds since 1970-01-01T00:00:00Z.

use axum::{
    http::{
        HeaderMap,
        header::{ACCEPT, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use model::bar::Bar;
use workstation::performance::SeriesFormat;

/// The media type.
pub const MEDIA_TYPE: &str = "application/octet-stream";

/// A column's values.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Numbers; NaN where missing.
    F64(Vec<f64>),
    /// Whole numbers, such as times.
    I64(Vec<i64>),
}

impl Values {
    /// Numbers of which some are missing.
    pub fn with_gaps(values: impl IntoIterator<Item = Option<f64>>) -> Self {
        Self::F64(values.into_iter().map(|v| v.unwrap_or(f64::NAN)).collect())
    }

    fn len(&self) -> usize {
        match self {
            Self::F64(v) => v.len(),
            Self::I64(v) => v.len(),
        }
    }
}

/// The bytes of columns of one length; names have at most 255 bytes.
///
/// # Panics
/// When the columns differ in length, which is a bug of the caller.
pub fn encode(columns: &[(&str, Values)]) -> Vec<u8> {
    let rows = columns.first().map_or(0, |(_, v)| v.len());
    assert!(columns.iter().all(|(_, v)| v.len() == rows), "invariant: columns have one length");
    let mut out = Vec::with_capacity(64 + columns.len() * (32 + rows * 8));
    out.extend(b"QDC1");
    out.extend(u32::try_from(columns.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(u32::try_from(rows).unwrap_or(u32::MAX).to_le_bytes());
    for (name, values) in columns {
        out.push(u8::from(matches!(values, Values::I64(_))));
        out.push(u8::try_from(name.len()).unwrap_or(u8::MAX));
        out.extend(name.as_bytes());
    }
    out.resize(out.len().next_multiple_of(8), 0);
    for (_, values) in columns {
        match values {
            Values::F64(v) => v.iter().for_each(|x| out.extend(x.to_le_bytes())),
            Values::I64(v) => v.iter().for_each(|x| out.extend(x.to_le_bytes())),
        }
    }
    out
}

/// A binary answer.
pub(crate) fn response(columns: &[(&str, Values)]) -> Response {
    ([(CONTENT_TYPE, MEDIA_TYPE)], encode(columns)).into_response()
}

/// Bars as a binary answer.
pub(crate) fn bars(bars: &[Bar]) -> Response {
    let column = |part: fn(&Bar) -> Option<f64>| Values::with_gaps(bars.iter().map(part));
    response(&[
        ("at", Values::I64(bars.iter().map(|bar| bar.at.micros()).collect())),
        ("open", column(|bar| bar.open)),
        ("high", column(|bar| bar.high)),
        ("low", column(|bar| bar.low)),
        ("close", column(|bar| Some(bar.close))),
        ("volume", column(|bar| bar.volume)),
    ])
}

/// Whether the client wants columns: by `format`, else by its `Accept` header.
pub(crate) fn wanted(format: Option<SeriesFormat>, headers: &HeaderMap) -> bool {
    match format {
        Some(format) => format == SeriesFormat::Binary,
        None => headers.get(ACCEPT).is_some_and(|a| a.as_bytes() == MEDIA_TYPE.as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_is_as_documented() {
        let bytes = encode(&[("at", Values::I64(vec![1, -2])), ("close", Values::with_gaps([Some(1.5), None]))]);
        assert_eq!(&bytes[..12], b"QDC1\x02\0\0\0\x02\0\0\0");
        assert_eq!(&bytes[12..23], b"\x01\x02at\x00\x05close");
        assert_eq!(bytes.len(), 24 + 4 * 8);
        assert_eq!(i64::from_le_bytes(bytes[32..40].try_into().unwrap()), -2);
        assert!(f64::from_le_bytes(bytes[48..56].try_into().unwrap()).is_nan());
    }
}
