//! The bytes of a sealed file: a header in the open, which the seal covers too, the sealed entries, a checksum.
//!
//! | bytes | what |
//! | --- | --- |
//! | 8 | `QDSEALED` |
//! | 4 | the form, 1 |
//! | 4, 4, 4 | argon2id: memory in KiB, passes, lanes |
//! | 16 | salt |
//! | 24 | nonce, another one each time the file is written |
//! | 4 | length of the sealed entries |
//! | … | entries under XChaCha20-Poly1305, with everything above as associated data |
//! | 32 | BLAKE3 of everything above: tells damage from a wrong passphrase |
//!
//! Numbers are little-endian. Before sealing, entries are a count and then names and texts with their lengths, filled up with zeros to a
//! multiple of 256 bytes, so that the size tells little of what is kept.

use std::collections::BTreeMap;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use zeroize::Zeroizing;

use crate::Secret;

/// A file is never larger, in bytes.
pub(super) const FILE_BYTES_MAX: usize = 1024 * 1024;

const MAGIC: &[u8; 8] = b"QDSEALED";
const VERSION: u32 = 1;
const LANES: u32 = 1;
const SALT_BYTES: usize = 16;
const NONCE_BYTES: usize = 24;
const HEADER_BYTES: usize = MAGIC.len() + 4 * 4 + SALT_BYTES + NONCE_BYTES + 4;
const CHECKSUM_BYTES: usize = 32;
const TAG_BYTES: usize = 16;
const FILL_TO: usize = 256;

/// What is kept, by account.
pub(super) type Entries = BTreeMap<String, Secret>;

/// What deriving the key costs, by argon2id with one lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealCost {
    memory_kib: u32,
    passes: u32,
}

impl SealCost {
    /// What the program uses: 64 MiB, three passes.
    pub const STANDARD: Self = Self { memory_kib: 64 * 1024, passes: 3 };

    /// Another cost: 8 KiB to 1 GiB, 1 to 16 passes; `None` outside of that.
    pub const fn new(memory_kib: u32, passes: u32) -> Option<Self> {
        if memory_kib < Params::MIN_M_COST || memory_kib > 1024 * 1024 || passes < 1 || passes > 16 {
            return None;
        }
        Some(Self { memory_kib, passes })
    }

    pub(super) fn memory_kib(self) -> u32 {
        self.memory_kib
    }
}

/// What is wrong with a file before any passphrase is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    Truncated { length: usize },
    Newer { version: u32 },
    Damaged { reason: &'static str },
}

/// By what a passphrase becomes a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Recipe {
    pub(super) cost: SealCost,
    salt: [u8; SALT_BYTES],
}

impl Recipe {
    /// With a salt that never was.
    pub(super) fn fresh(cost: SealCost) -> Self {
        Self { cost, salt: rand::random() }
    }

    /// The key of a passphrase; `None` when there is not enough memory.
    pub(super) fn key(&self, passphrase: &Secret) -> Option<Key> {
        let params = Params::new(self.cost.memory_kib, self.cost.passes, LANES, None)
            .expect("invariant: the bounds of a cost are argon2's");
        let mut key = Zeroizing::new([0_u8; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.expose().as_bytes(), &self.salt, &mut *key)
            .ok()?;
        Some(Key(key))
    }
}

/// What opens the seal.
#[derive(PartialEq, Eq)]
pub(super) struct Key(Zeroizing<[u8; 32]>);

impl Key {
    fn cipher(&self) -> XChaCha20Poly1305 {
        let key: &[u8; 32] = &self.0;
        XChaCha20Poly1305::new(key.into())
    }
}

/// A file taken apart, with its seal unbroken.
pub(super) struct Sealed<'a> {
    pub(super) recipe: Recipe,
    nonce: [u8; NONCE_BYTES],
    header: &'a [u8],
    body: &'a [u8],
}

/// Takes the bytes of a file apart.
///
/// # Errors
/// The [`Flaw`] that they have.
pub(super) fn parse(bytes: &[u8]) -> Result<Sealed<'_>, Flaw> {
    let damaged = |reason| Err(Flaw::Damaged { reason });
    let known = bytes.len().min(MAGIC.len());
    if bytes[..known] != MAGIC[..known] {
        return damaged("it does not begin as a sealed file does");
    }
    let mut rest = Rest(&bytes[known..]);
    let truncated = Flaw::Truncated { length: bytes.len() };
    let version = rest.number().ok_or(truncated)?;
    // The form of a newer one may differ from here on.
    if version > VERSION {
        return Err(Flaw::Newer { version });
    }
    let (memory_kib, passes, lanes) = (rest.number(), rest.number(), rest.number());
    let (salt, nonce, length) = (rest.array(), rest.array(), rest.number());
    let (Some(memory_kib), Some(passes), Some(lanes), Some(salt), Some(nonce), Some(length)) =
        (memory_kib, passes, lanes, salt, nonce, length)
    else {
        return Err(truncated);
    };
    let whole = usize::try_from(length).unwrap_or(usize::MAX).saturating_add(HEADER_BYTES + CHECKSUM_BYTES);
    if bytes.len() < whole && whole <= FILE_BYTES_MAX {
        return Err(truncated);
    }
    if bytes.len() != whole {
        return damaged("its length is not the one it tells");
    }
    let (covered, checksum) = bytes.split_at(whole - CHECKSUM_BYTES);
    if blake3::hash(covered).as_bytes() != checksum {
        return damaged("its checksum does not fit");
    }
    let (Some(cost), LANES, 1..) = (SealCost::new(memory_kib, passes), lanes, version) else {
        return damaged("it asks for a cost that no sealed file has");
    };
    let (header, body) = covered.split_at(HEADER_BYTES);
    Ok(Sealed { recipe: Recipe { cost, salt }, nonce, header, body })
}

/// The entries; `None` when the key is not the one it was sealed with, or somebody changed it.
pub(super) fn unseal(sealed: &Sealed<'_>, key: &Key) -> Option<Entries> {
    let payload = Payload { msg: sealed.body, aad: sealed.header };
    let plain = key.cipher().decrypt(&XNonce::from(sealed.nonce), payload).ok()?;
    entries(&Zeroizing::new(plain))
}

/// The bytes of a file that holds entries; `None` when it would be too large.
pub(super) fn seal(entries: &Entries, recipe: &Recipe, key: &Key) -> Option<Vec<u8>> {
    let plain = plain(entries)?;
    let nonce: [u8; NONCE_BYTES] = rand::random();
    let length = u32::try_from(plain.len() + TAG_BYTES).ok()?;
    let mut bytes = Vec::with_capacity(HEADER_BYTES + plain.len() + TAG_BYTES + CHECKSUM_BYTES);
    bytes.extend_from_slice(MAGIC);
    for number in [VERSION, recipe.cost.memory_kib, recipe.cost.passes, LANES] {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    bytes.extend_from_slice(&recipe.salt);
    bytes.extend_from_slice(&nonce);
    bytes.extend_from_slice(&length.to_le_bytes());
    let payload = Payload { msg: &plain, aad: &bytes };
    let body = key.cipher().encrypt(&XNonce::from(nonce), payload).ok()?;
    bytes.extend_from_slice(&body);
    let checksum = blake3::hash(&bytes);
    bytes.extend_from_slice(checksum.as_bytes());
    (bytes.len() <= FILE_BYTES_MAX).then_some(bytes)
}

fn plain(entries: &Entries) -> Option<Zeroizing<Vec<u8>>> {
    let length: usize = 4 + entries.iter().map(|(name, text)| 8 + name.len() + text.expose().len()).sum::<usize>();
    let filled = length.next_multiple_of(FILL_TO);
    // Its size is known beforehand: a vector that grew would leave a copy behind.
    let mut plain = Zeroizing::new(Vec::with_capacity(filled));
    plain.extend_from_slice(&u32::try_from(entries.len()).ok()?.to_le_bytes());
    for part in entries.iter().flat_map(|(name, text)| [name.as_str(), text.expose()]) {
        plain.extend_from_slice(&u32::try_from(part.len()).ok()?.to_le_bytes());
        plain.extend_from_slice(part.as_bytes());
    }
    plain.resize(filled, 0);
    Some(plain)
}

fn entries(plain: &[u8]) -> Option<Entries> {
    let mut rest = Rest(plain);
    let count = rest.number()?;
    let mut entries = Entries::new();
    for _ in 0..count {
        let name = rest.text()?.to_owned();
        entries.insert(name, Secret::new(rest.text()?).ok()?);
    }
    Some(entries)
}

/// What is still to be read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*array)
    }

    fn number(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }
}
