//! Whole results of back-tests, packed: derived, so without a trail, and in no archive.
//!
//! A result is packed and unpacked by whoever has it, for both take time that no transaction should wait for: up to some
//! seconds for a million trades. The same result gives the same bytes.

use std::io::{self, Read as _, Write as _};

use model::id::BacktestId;
use serde::{Serialize, de::DeserializeOwned};

use super::NOUN;
use crate::{
    errors::{Result, StoreError},
    sql::{Source, Value, count, places},
    write::Write,
};

/// The most bytes of a result as JSON.
pub const UNPACKED_MAX_BYTES: u64 = 1 << 30;
/// The most bytes of a packed result.
pub const PACKED_MAX_BYTES: u64 = 256 << 20;
/// Numbers in text hardly gain by more, and each step costs time.
const LEVEL: i32 = 3;

/// A result as JSON under zstd.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedResult {
    content: Vec<u8>,
    n_bytes: u64,
}

impl PackedResult {
    /// Packs a result. Its numbers must be finite: JSON has no others, and what is undefined is `None`.
    ///
    /// # Errors
    /// [`StoreError::ResultTooLong`], or the result has no form in JSON.
    pub fn pack(result: &impl Serialize) -> Result<Self> {
        Self::pack_within(result, UNPACKED_MAX_BYTES, PACKED_MAX_BYTES)
    }

    fn pack_within(result: &impl Serialize, unpacked_max: u64, packed_max: u64) -> Result<Self> {
        let unstorable = |e: &dyn ToString| StoreError::Encode { noun: NOUN, reason: e.to_string() };
        let mut zstd = zstd::Encoder::new(Vec::new(), LEVEL).map_err(|e| unstorable(&e))?;
        zstd.include_checksum(true).map_err(|e| unstorable(&e))?;
        let mut to = Counted { to: zstd, n_bytes: 0, limit: unpacked_max };
        let mut buffer = io::BufWriter::with_capacity(1 << 16, &mut to);
        let written = serde_json::to_writer(&mut buffer, result).map_err(io::Error::from).and_then(|()| buffer.flush());
        drop(buffer);
        if to.n_bytes > unpacked_max {
            return Err(StoreError::ResultTooLong { limit_bytes: unpacked_max });
        }
        written.map_err(|e| unstorable(&e))?;
        let content = to.to.finish().map_err(|e| unstorable(&e))?;
        if content.len() as u64 > packed_max {
            return Err(StoreError::ResultTooLong { limit_bytes: packed_max });
        }
        Ok(Self { content, n_bytes: to.n_bytes })
    }

    /// Its length as JSON, in bytes.
    pub fn n_bytes(&self) -> u64 {
        self.n_bytes
    }

    /// Its length as it is kept, in bytes.
    pub fn n_packed_bytes(&self) -> u64 {
        self.content.len() as u64
    }

    /// The JSON, for who passes it on.
    ///
    /// # Errors
    /// [`StoreError::ResultUnreadable`].
    pub fn json(&self) -> Result<Vec<u8>> {
        let mut text = Vec::new();
        // Damage may announce any length: what is announced is asked for, and a refusal is an answer.
        let room = usize::try_from(self.n_bytes.min(UNPACKED_MAX_BYTES)).unwrap_or(usize::MAX);
        text.try_reserve_exact(room).map_err(unreadable)?;
        let zstd = zstd::Decoder::new(self.content.as_slice()).map_err(unreadable)?;
        zstd.take(self.n_bytes.saturating_add(1)).read_to_end(&mut text).map_err(unreadable)?;
        if text.len() as u64 != self.n_bytes {
            return Err(unreadable("it has another length than was noted"));
        }
        Ok(text)
    }

    /// The result.
    ///
    /// # Errors
    /// [`StoreError::ResultUnreadable`], also where it is not of this type.
    pub fn unpack<R: DeserializeOwned>(&self) -> Result<R> {
        serde_json::from_slice(&self.json()?).map_err(unreadable)
    }
}

/// Passes bytes on, counts them, and ends what becomes too long.
struct Counted<W> {
    to: W,
    n_bytes: u64,
    limit: u64,
}

impl<W: io::Write> io::Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.n_bytes += bytes.len() as u64;
        if self.n_bytes > self.limit {
            return Err(io::Error::other("the result is too long"));
        }
        self.to.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[expect(clippy::needless_pass_by_value, reason = "callers hand over the error they got")]
fn unreadable(reason: impl ToString) -> StoreError {
    StoreError::ResultUnreadable { reason: reason.to_string() }
}

/// Keeps the result of a back-test, in place of one that was there.
///
/// # Errors
/// [`StoreError::NotFound`] when the back-test is gone.
pub async fn put(w: &mut Write, id: BacktestId, result: PackedResult) -> Result<()> {
    let sql = "SELECT count(*) FROM backtests WHERE id = $1";
    if Source::from(&mut *w).number(sql, vec![Value::uuid(id.uuid())]).await? == 0 {
        return Err(StoreError::not_found(NOUN, id));
    }
    let sql = "INSERT INTO backtest_results (backtest_id, n_bytes, content) VALUES ($1, $2, $3) \
               ON CONFLICT (backtest_id) DO UPDATE SET n_bytes = excluded.n_bytes, content = excluded.content";
    let values = vec![Value::uuid(id.uuid()), count(result.n_bytes), Value::Blob(result.content)];
    Source::from(&mut *w).run(sql, values).await?;
    w.touched(NOUN);
    Ok(())
}

/// The result of a back-test; none where it is missing, and a run over the same data gives it again.
///
/// # Errors
/// When the database cannot be read.
pub async fn get(on: impl Into<Source<'_>>, id: BacktestId) -> Result<Option<PackedResult>> {
    let sql = "SELECT n_bytes, content FROM backtest_results WHERE backtest_id = $1";
    let row = on.into().row(sql, vec![Value::uuid(id.uuid())]).await?;
    row.map(|row| {
        let mut c = row.cells(NOUN);
        Ok(PackedResult { n_bytes: c.count()?, content: c.blob()? })
    })
    .transpose()
}

/// Those of some back-tests whose result is missing, in their order.
///
/// # Errors
/// When the database cannot be read.
pub async fn missing(on: impl Into<Source<'_>>, ids: &[BacktestId]) -> Result<Vec<BacktestId>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT backtest_id FROM backtest_results WHERE backtest_id IN ({})", places(1, ids.len()));
    let rows = on.into().rows(sql, ids.iter().map(|id| Value::uuid(id.uuid())).collect()).await?;
    let there = rows.iter().map(|row| row.cells(NOUN).uuid()).collect::<Result<Vec<_>>>()?;
    Ok(ids.iter().copied().filter(|id| !there.contains(&id.uuid())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_comes_back_bit_for_bit_and_packs_alike() {
        let result: Vec<f64> = (1..5000).map(|n| 1.0 / f64::from(n)).collect();
        let packed = PackedResult::pack(&result).unwrap();
        assert_eq!(packed, PackedResult::pack(&result).unwrap());
        assert!(packed.n_packed_bytes() < packed.n_bytes());
        let back: Vec<f64> = packed.unpack().unwrap();
        assert!(back.iter().zip(&result).all(|(a, b)| a.to_bits() == b.to_bits()));
        assert_eq!(packed.json().unwrap(), serde_json::to_vec(&result).unwrap());
        assert_eq!(packed.unpack::<Vec<String>>().unwrap_err().code(), "result_unreadable");
    }

    #[test]
    fn what_is_too_long_is_told_before_it_is_kept() {
        let text = "x".repeat(98);
        assert_eq!(PackedResult::pack_within(&text, 100, 100).unwrap().n_bytes(), 100);
        let long = PackedResult::pack_within(&text, 99, 100).unwrap_err();
        assert!(matches!(long, StoreError::ResultTooLong { limit_bytes: 99 }), "{long}");
        let wide = PackedResult::pack_within(&text, 100, 10).unwrap_err();
        assert!(matches!(wide, StoreError::ResultTooLong { limit_bytes: 10 }), "{wide}");
    }

    #[test]
    fn damage_is_told_and_never_a_panic() {
        let packed = PackedResult::pack(&vec![1.5; 1000]).unwrap();
        let code = |content: Vec<u8>, n_bytes| PackedResult { content, n_bytes }.json().unwrap_err().code();
        let mut cut = packed.content.clone();
        cut.truncate(cut.len() / 2);
        assert_eq!(code(cut, packed.n_bytes), "result_unreadable");
        for place in 0..packed.content.len() {
            let mut flipped = packed.content.clone();
            flipped[place] ^= 0x10;
            let found = PackedResult { content: flipped, n_bytes: packed.n_bytes }.json();
            assert!(found.is_err() || found.unwrap() == packed.json().unwrap(), "{place}");
        }
        assert_eq!(code(b"not zstd".to_vec(), 8), "result_unreadable");
        assert_eq!(code(Vec::new(), 8), "result_unreadable");
        for n_bytes in [0, packed.n_bytes - 1, packed.n_bytes + 1, 1 << 60, u64::MAX] {
            assert_eq!(code(packed.content.clone(), n_bytes), "result_unreadable", "{n_bytes}");
        }
    }
}
