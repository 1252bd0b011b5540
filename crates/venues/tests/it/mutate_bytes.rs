//! Ways to make the bytes of a good message bad, below the level of text.

use super::support::Chance;

/// Bits turned, bytes put in, taken out or doubled, the end cut off.
pub(crate) fn mutate_bytes(good: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for _ in 0..=chance.below(6) {
        if bytes.is_empty() {
            break;
        }
        let at = chance.below(bytes.len());
        match chance.below(7) {
            0 => bytes[at] ^= 1 << chance.below(8),
            1 => bytes[at] = chance.next() as u8,
            2 => bytes.insert(at, chance.next() as u8),
            3 => drop(bytes.remove(at)),
            4 => bytes.truncate(at),
            5 => {
                let end = (at + 1 + chance.below(40)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => {
                let digits = b"0123456789.-eE";
                bytes[at] = digits[chance.below(digits.len())];
            }
        }
    }
    bytes
}
