//! A hash for our own identities: the keys are made in the workspace, so nobody can choose them to collide.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

/// A map whose keys are identities and sources.
pub(crate) type IdMap<K, V> = HashMap<K, V, BuildHasherDefault<Fold>>;

/// Folds each word in with a multiplication of twice the width.
#[derive(Clone, Copy, Default)]
pub(crate) struct Fold(u64);

impl Fold {
    /// One number for several.
    pub(crate) fn of(words: &[u64]) -> u64 {
        let mut fold = Self::default();
        words.iter().for_each(|word| fold.write_u64(*word));
        fold.0
    }
}

impl Hasher for Fold {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..part.len()].copy_from_slice(part);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u64(&mut self, word: u64) {
        let product = u128::from(self.0.rotate_left(23) ^ word ^ 0xA076_1D64_78BD_642F) * 0x9E37_79B9_7F4A_7C15;
        self.0 = (product as u64) ^ ((product >> 64) as u64);
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::id::InstrumentId;
    use std::{collections::HashSet, hash::BuildHasher};

    #[test]
    fn near_identities_hash_apart() {
        let build = BuildHasherDefault::<Fold>::default();
        let hash = |n| build.hash_one(InstrumentId::from_uuid(uuid::Uuid::from_u128(n)));
        let hashes: HashSet<u64> = (0..10_000).map(hash).collect();
        let lower: HashSet<u64> = hashes.iter().map(|hash| hash % 4096).collect();
        assert_eq!(hashes.len(), 10_000);
        assert!(lower.len() > 3_000, "{}", lower.len());
        assert_ne!(Fold::of(&[1, 2]), Fold::of(&[2, 1]));
    }
}
