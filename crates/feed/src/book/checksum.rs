//! Kraken's checksum of a book: CRC-32 over the text of its best ten levels.
//!
//! For each level, asks first and each side from its best price outwards: the price with the pair's decimals, without the point
//! and without zeros at the front, then the size likewise. (Kraken, "Spot WebSockets v2: Book checksum".)

use model::market::BookSide;

use super::OrderBook;

/// How many levels of each side count.
const LEVELS: usize = 10;

/// Remainders of the 256 bytes for the polynomial of ISO-HDLC, reflected.
const TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut rest = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            rest = if rest & 1 == 1 { rest >> 1 ^ 0xEDB8_8320 } else { rest >> 1 };
            bit += 1;
        }
        table[byte] = rest;
        byte += 1;
    }
    table
};

/// A CRC-32 in the making.
struct Crc(u32);

impl Crc {
    fn update(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = TABLE[usize::from((self.0 as u8) ^ byte)] ^ self.0 >> 8;
        }
    }
}

impl std::fmt::Write for Crc {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.update(text.as_bytes());
        Ok(())
    }
}

/// How many decimals a pair's prices and sizes have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Decimals {
    /// Of prices.
    pub price: u8,
    /// Of sizes.
    pub size: u8,
}

/// The checksum of a book.
#[must_use]
pub fn crc32(book: &OrderBook, decimals: Decimals) -> u32 {
    let mut crc = Crc(u32::MAX);
    let mut text = String::with_capacity(40);
    for side in [BookSide::Ask, BookSide::Bid] {
        for level in book.levels(side).take(LEVELS) {
            for (value, decimals) in [(level.price, decimals.price), (level.size, decimals.size)] {
                write_digits(&mut text, value, decimals);
                crc.update(text.as_bytes());
            }
        }
    }
    !crc.0
}

/// The digits of a value with so many decimals, without point and leading zeros.
fn write_digits(text: &mut String, value: f64, decimals: u8) {
    use std::fmt::Write;
    text.clear();
    // Writing into a string cannot fail.
    let _ = write!(text, "{value:.*}", usize::from(decimals));
    text.retain(|c| c != '.');
    let zeros = text.len() - text.trim_start_matches('0').len();
    text.drain(..zeros);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_the_catalogue() {
        let mut crc = Crc(u32::MAX);
        crc.update(b"123456789");
        assert_eq!(!crc.0, 0xCBF4_3926);
    }

    /// The levels and the checksum of Kraken's guide to its first version, whose rule is the same.
    #[test]
    fn the_book_of_the_guide() {
        let mut book = OrderBook::default();
        for hundred_thousandths in [5005, 5010, 5015, 5020, 5025, 5030, 5035, 5040, 5045, 5050] {
            book.set(BookSide::Ask, f64::from(hundred_thousandths) / 1e5, 5e-6);
        }
        for hundred_thousandths in [5000, 4995, 4990, 4980, 4975, 4970, 4965, 4960, 4955, 4950] {
            book.set(BookSide::Bid, f64::from(hundred_thousandths) / 1e5, 5e-6);
        }
        assert_eq!(crc32(&book, Decimals { price: 5, size: 8 }), 974_947_235);
    }

    #[test]
    fn digits_without_point_and_zeros() {
        let mut text = String::new();
        for (value, decimals, digits) in
            [(45285.2, 1, "452852"), (0.001, 8, "100000"), (0.05005, 5, "5005"), (45283.5, 1, "452835"), (3.0, 0, "3")]
        {
            write_digits(&mut text, value, decimals);
            assert_eq!(text, digits);
        }
    }
}
