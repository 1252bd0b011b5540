//! Maps by our own identities, with a hash that costs a few multiplications: the keys come from the workspace, so nobody can
//! choose them to collide.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

/// A map whose keys are identities, sources and the like.
pub(crate) type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<FoldHasher>>;

/// Folds each word in with a multiplication of twice the width.
#[derive(Clone, Copy, Default)]
pub(crate) struct FoldHasher(u64);

impl FoldHasher {
    fn fold(&mut self, word: u64) {
        let product = u128::from(self.0.rotate_left(23) ^ word ^ 0xA076_1D64_78BD_642F) * 0x9E37_79B9_7F4A_7C15;
        self.0 = (product as u64) ^ ((product >> 64) as u64);
    }
}

impl Hasher for FoldHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let mut words = bytes.chunks_exact(8);
        for word in &mut words {
            self.fold(word.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)));
        }
        for byte in words.remainder() {
            self.fold(u64::from(*byte));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.fold(value.into());
    }

    fn write_u32(&mut self, value: u32) {
        self.fold(value.into());
    }

    fn write_u64(&mut self, value: u64) {
        self.fold(value);
    }

    fn write_usize(&mut self, value: usize) {
        self.fold(value as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::id::InstrumentId;
    use std::{collections::HashSet, hash::BuildHasher};

    #[test]
    fn near_identities_hash_apart() {
        let build = BuildHasherDefault::<FoldHasher>::default();
        let near = (0..10_000_u128).map(|n| InstrumentId::from_uuid(uuid::Uuid::from_u128(n)));
        let hashes: Vec<u64> = near.map(|id| build.hash_one(id)).collect();
        assert_eq!(hashes.iter().collect::<HashSet<_>>().len(), 10_000);
        // The map takes the upper seven bits and the lower ones.
        let lower: HashSet<u64> = hashes.iter().map(|h| h % 4096).collect();
        let upper: HashSet<u64> = hashes.iter().map(|h| h >> 57).collect();
        assert!(lower.len() > 3_000 && upper.len() > 120, "{} {}", lower.len(), upper.len());
    }
}
