//! Reads the API's binary columns (layout: `api::binary`) into what a chart draws.

use charts::series::Columns;

use crate::exit::Failure;

/// Bytes before the first column's description.
const HEAD_BYTES: usize = 12;
/// Bytes of a value.
const VALUE_BYTES: usize = 8;

/// The columns of a chart; columns it does not draw are left out.
///
/// # Errors
/// When the bytes are not as documented: the other side has another version.
pub(crate) fn read(bytes: &[u8]) -> Result<Columns, Failure> {
    read_columns(bytes).ok_or_else(|| {
        Failure::Bug(
            "the series has an unknown layout; the program that owns the workspace may have another version".to_owned(),
        )
    })
}

fn read_columns(bytes: &[u8]) -> Option<Columns> {
    if bytes.get(..4)? != b"QDC1" {
        return None;
    }
    let (n_columns, n_rows) = (number(bytes, 4)?, number(bytes, 8)?);
    let mut names = Vec::new();
    let mut at = HEAD_BYTES;
    for _ in 0..n_columns {
        let length = usize::from(*bytes.get(at + 1)?);
        names.push(bytes.get(at + 2..at + 2 + length)?);
        at += 2 + length;
    }
    at = at.next_multiple_of(VALUE_BYTES);
    let mut columns = Columns::default();
    for name in names {
        let end = at.checked_add(n_rows.checked_mul(VALUE_BYTES)?)?;
        let values = bytes.get(at..end)?.chunks_exact(VALUE_BYTES).filter_map(|value| value.try_into().ok());
        let target = match name {
            b"at" => {
                columns.at = values.map(i64::from_le_bytes).collect();
                at = end;
                continue;
            }
            b"open" => &mut columns.open,
            b"high" => &mut columns.high,
            b"low" => &mut columns.low,
            b"close" => &mut columns.close,
            b"volume" => &mut columns.volume,
            _ => {
                at = end;
                continue;
            }
        };
        *target = values.map(f64::from_le_bytes).collect();
        at = end;
    }
    // A column of nothing but gaps is a column that is not known.
    for column in [&mut columns.open, &mut columns.high, &mut columns.low, &mut columns.volume] {
        if column.iter().all(|value| value.is_nan()) {
            column.clear();
        }
    }
    Some(columns)
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()
}

#[cfg(test)]
mod tests {
    use api::binary::{Values, encode};

    use super::*;

    #[test]
    fn columns_come_back_and_empty_ones_are_left_out() {
        let bytes = encode(&[
            ("at", Values::I64(vec![1, 2])),
            ("open", Values::with_gaps([None, None])),
            ("close", Values::with_gaps([Some(1.5), None])),
        ]);
        let columns = read(&bytes).unwrap();
        assert_eq!(columns.at, [1, 2]);
        assert!(columns.open.is_empty());
        assert_eq!(columns.close[0], 1.5);
        assert!(columns.close[1].is_nan());
    }

    #[test]
    fn a_cut_or_foreign_answer_is_refused() {
        let bytes = encode(&[("at", Values::I64(vec![1, 2]))]);
        for length in 0..bytes.len() {
            assert!(read(&bytes[..length]).is_err(), "{length}");
        }
        assert!(read(b"QDC2\0\0\0\0\0\0\0\0").is_err());
    }
}
