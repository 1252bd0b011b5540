//! What makes a delivery recognizable to its receiver.

use alerts::DeliveryKey;
use sha2::{Digest, Sha256};

/// The same for every attempt of a delivery, and for no other: 32 hexadecimal digits.
///
/// A hash, since the key may hold a person's name or address, which is nobody's business at the other end.
#[must_use]
pub fn delivery_id(key: &DeliveryKey) -> String {
    hex(&digest(key)[..16])
}

/// All 32 bytes of it.
pub(crate) fn digest(key: &DeliveryKey) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"quarterdeck delivery 1\0");
    hash.update(key.alert.uuid().as_bytes());
    hash.update(key.epoch.to_be_bytes());
    hash.update(key.reminder.to_be_bytes());
    // Lengths go first, so that no two keys give the same bytes.
    let person = key.channel.person.as_deref();
    for text in [Some(key.channel.way.as_str()), person] {
        hash.update(text.map_or(u64::MAX, |text| text.len() as u64).to_be_bytes());
        hash.update(text.unwrap_or_default());
    }
    hash.finalize().into()
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
