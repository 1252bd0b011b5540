//! The column codec of stored blocks: delta, byte shuffle, zstd, one column after the other.
//!
//! A block is `QDB`, the version, 8 bytes of BLAKE3 over the rest, the parts that are there (a bit each), the number of
//! bars, then each column as its compressed length and bytes. Neighbouring prices share their high bytes, so the
//! difference of two bit patterns is small, and shuffling brings equal bytes together for zstd.
//! Values come back bit for bit. Blocks of a later version are refused, never guessed at.

use std::io;

use crate::series::{BarSeries, Column};

/// The version that [`encode`] writes.
pub const VERSION: u8 = 1;
const MAGIC: &[u8; 3] = b"QDB";
const HEADER: usize = 4 + 8;
const LEVEL: i32 = 1; // higher ones gained under 4 % on price series and cost twice the time
/// More bars than any writer puts into a block; a larger number in a header is damage.
const MAX_BARS: usize = 1 << 20;

/// Why bytes are not a block.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// Fewer bytes than the block says it has.
    #[error("the block ends too early")]
    Truncated,
    /// Not written by this codec.
    #[error("the bytes are not a block of bars")]
    NotABlock,
    /// Written by a later program.
    #[error("the block has format {0}, later than this program knows; update the program")]
    Version(u8),
    /// Changed since it was written.
    #[error("the checksum does not fit: the bytes changed after they were written")]
    Checksum,
    /// A column does not have the length that the header announces.
    #[error("column {0} does not have the announced length")]
    Column(&'static str),
    /// zstd would not take or give the bytes.
    #[error("column {column}: {reason}")]
    Zstd {
        /// Which column.
        column: &'static str,
        /// What zstd said.
        reason: String,
    },
    /// A series whose columns differ in length, or too long for one block.
    #[error("the series cannot be a block: {0}")]
    Series(&'static str),
}

impl CodecError {
    /// The stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Truncated => "block_truncated",
            Self::NotABlock => "block_foreign",
            Self::Version(_) => "block_version",
            Self::Checksum => "block_checksum",
            Self::Column(_) | Self::Zstd { .. } => "block_column",
            Self::Series(_) => "block_series",
        }
    }
}

/// Turns series into blocks, keeping its buffers between calls.
pub struct Encoder {
    zstd: zstd::bulk::Compressor<'static>,
    shuffled: Vec<u8>,
}

impl Encoder {
    /// An encoder.
    ///
    /// # Errors
    /// When zstd cannot be set up (out of memory).
    pub fn new() -> io::Result<Self> {
        Ok(Self { zstd: zstd::bulk::Compressor::new(LEVEL)?, shuffled: Vec::new() })
    }

    /// The block of a series.
    ///
    /// # Errors
    /// [`CodecError::Series`] when columns differ in length or there are too many bars.
    pub fn encode(&mut self, series: &BarSeries) -> Result<Vec<u8>, CodecError> {
        let n = series.len();
        if n > MAX_BARS {
            return Err(CodecError::Series("it has more than 1,048,576 bars"));
        }
        let optional = optional(series);
        let flags = optional.iter().enumerate().fold(0, |f, (i, (_, c))| f | (u8::from(c.is_some()) << i));
        let mut out = Vec::with_capacity(n * 16 + 64);
        out.extend_from_slice(MAGIC);
        out.push(VERSION);
        out.extend_from_slice(&[0; 8]);
        out.push(flags);
        out.extend_from_slice(&u32::try_from(n).expect("invariant: checked above").to_le_bytes());
        self.column("at", series.at.iter().map(|v| v.cast_unsigned()), n, &mut out)?;
        self.column("close", series.close.iter().map(|v| v.to_bits()), n, &mut out)?;
        for (name, column) in optional {
            let Some(column) = column else { continue };
            self.column(name, column.values.iter().map(|v| v.to_bits()), n, &mut out)?;
            if !column.missing.is_empty() && column.missing.len() != n {
                return Err(CodecError::Series("a mask differs in length from its column"));
            }
            let mask: Vec<u8> = column.missing.iter().map(|m| u8::from(*m)).collect();
            self.bytes(name, &mask, &mut out)?;
        }
        let sum = blake3::hash(&out[HEADER..]);
        out[4..HEADER].copy_from_slice(&sum.as_bytes()[..8]);
        Ok(out)
    }

    fn column(
        &mut self,
        name: &'static str,
        values: impl ExactSizeIterator<Item = u64>,
        n: usize,
        out: &mut Vec<u8>,
    ) -> Result<(), CodecError> {
        if values.len() != n {
            return Err(CodecError::Series("its columns differ in length"));
        }
        let mut shuffled = std::mem::take(&mut self.shuffled);
        shuffled.clear();
        shuffled.resize(n * 8, 0);
        let mut previous = 0_u64;
        for (i, value) in values.enumerate() {
            let delta = value.wrapping_sub(previous);
            previous = value;
            for (b, byte) in delta.to_le_bytes().into_iter().enumerate() {
                shuffled[b * n + i] = byte;
            }
        }
        let done = self.bytes(name, &shuffled, out);
        self.shuffled = shuffled;
        done
    }

    fn bytes(&mut self, column: &'static str, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), CodecError> {
        let packed = if bytes.is_empty() {
            Vec::new()
        } else {
            self.zstd.compress(bytes).map_err(|e| CodecError::Zstd { column, reason: e.to_string() })?
        };
        out.extend_from_slice(&u32::try_from(packed.len()).expect("invariant: a column is small").to_le_bytes());
        out.extend_from_slice(&packed);
        Ok(())
    }
}

/// Reads blocks, keeping its buffers between calls.
pub struct Decoder {
    zstd: zstd::bulk::Decompressor<'static>,
    shuffled: Vec<u8>,
}

impl Decoder {
    /// A decoder.
    ///
    /// # Errors
    /// When zstd cannot be set up (out of memory).
    pub fn new() -> io::Result<Self> {
        Ok(Self { zstd: zstd::bulk::Decompressor::new()?, shuffled: Vec::new() })
    }

    /// The series of a block.
    ///
    /// # Errors
    /// When the bytes are not a whole, unchanged block.
    pub fn decode(&mut self, block: &[u8]) -> Result<BarSeries, CodecError> {
        let mut series = BarSeries::default();
        self.append(block, &mut series)?;
        Ok(series)
    }

    /// Adds the bars of a block to the end of a series.
    ///
    /// # Errors
    /// As [`Decoder::decode`]; the series is then to be thrown away.
    pub fn append(&mut self, block: &[u8], series: &mut BarSeries) -> Result<(), CodecError> {
        let (flags, n, mut rest) = open(block)?;
        let before = series.len();
        self.column("at", &mut rest, n, &mut series.at, u64::cast_signed)?;
        self.column("close", &mut rest, n, &mut series.close, f64::from_bits)?;
        let columns = [
            ("open", &mut series.open),
            ("high", &mut series.high),
            ("low", &mut series.low),
            ("volume", &mut series.volume),
        ];
        for (i, (name, column)) in columns.into_iter().enumerate() {
            let present = flags & (1 << i) != 0;
            let Some(column) = Column::ready(column, before, present) else { continue };
            if present {
                self.column(name, &mut rest, n, &mut column.values, f64::from_bits)?;
                let mask = self.mask(name, &mut rest, n)?;
                column.mark_tail(n, mask.as_deref());
            } else {
                column.values.resize(before + n, 0.0);
                column.mark_tail(n, Some(&vec![true; n]));
            }
        }
        if rest.is_empty() { Ok(()) } else { Err(CodecError::NotABlock) }
    }

    fn column<T>(
        &mut self,
        name: &'static str,
        rest: &mut &[u8],
        n: usize,
        out: &mut Vec<T>,
        value: impl Fn(u64) -> T,
    ) -> Result<(), CodecError> {
        let packed = take_sized(rest)?;
        if n == 0 {
            return Ok(());
        }
        self.shuffled.resize(n * 8, 0);
        self.unpack(name, packed, n * 8)?;
        let planes: [&[u8]; 8] = std::array::from_fn(|b| &self.shuffled[b * n..(b + 1) * n]);
        out.reserve(n);
        let mut previous = 0_u64;
        out.extend((0..n).map(|i| {
            let delta = u64::from_le_bytes(std::array::from_fn(|b| planes[b][i]));
            previous = previous.wrapping_add(delta);
            value(previous)
        }));
        Ok(())
    }

    fn mask(&mut self, name: &'static str, rest: &mut &[u8], n: usize) -> Result<Option<Vec<bool>>, CodecError> {
        let packed = take_sized(rest)?;
        if packed.is_empty() {
            return Ok(None);
        }
        self.shuffled.resize(n, 0);
        self.unpack(name, packed, n)?;
        Ok(Some(self.shuffled[..n].iter().map(|b| *b != 0).collect()))
    }

    fn unpack(&mut self, column: &'static str, packed: &[u8], len: usize) -> Result<(), CodecError> {
        let got = self
            .zstd
            .decompress_to_buffer(packed, &mut self.shuffled[..len])
            .map_err(|e| CodecError::Zstd { column, reason: e.to_string() })?;
        if got == len { Ok(()) } else { Err(CodecError::Column(column)) }
    }
}

/// Checks the frame of a block: its parts, its number of bars, its columns' bytes.
fn open(block: &[u8]) -> Result<(u8, usize, &[u8]), CodecError> {
    if !block.starts_with(MAGIC) {
        return Err(if block.len() < 3 { CodecError::Truncated } else { CodecError::NotABlock });
    }
    let version = *block.get(3).ok_or(CodecError::Truncated)?;
    if version != VERSION {
        return Err(CodecError::Version(version));
    }
    let body = block.get(HEADER..).ok_or(CodecError::Truncated)?;
    if blake3::hash(body).as_bytes()[..8] != block[4..HEADER] {
        return Err(CodecError::Checksum);
    }
    let (head, rest) = body.split_at_checked(5).ok_or(CodecError::Truncated)?;
    let n = u32::from_le_bytes([head[1], head[2], head[3], head[4]]) as usize;
    if n > MAX_BARS {
        return Err(CodecError::NotABlock);
    }
    Ok((head[0], n, rest))
}

fn take_sized<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], CodecError> {
    let (len, tail) = rest.split_first_chunk::<4>().ok_or(CodecError::Truncated)?;
    let (bytes, tail) = tail.split_at_checked(u32::from_le_bytes(*len) as usize).ok_or(CodecError::Truncated)?;
    *rest = tail;
    Ok(bytes)
}

fn optional(series: &BarSeries) -> [(&'static str, Option<&Column>); 4] {
    [
        ("open", series.open.as_ref()),
        ("high", series.high.as_ref()),
        ("low", series.low.as_ref()),
        ("volume", series.volume.as_ref()),
    ]
}

#[cfg(test)]
mod tests;
