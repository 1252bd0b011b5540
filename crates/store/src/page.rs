//! Pages of long lists: keyset paging with opaque cursors.

use serde::{Serialize, de::DeserializeOwned};

use crate::errors::{Result, StoreError};

/// Which part of a list is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// At most this many items, 1 to 1000.
    pub limit: u32,
    /// Where the last page ended; `None` for the first page.
    pub cursor: Option<String>,
}

impl Default for Paging {
    fn default() -> Self {
        Self { limit: 100, cursor: None }
    }
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The items in order.
    pub items: Vec<T>,
    /// Give this back for the next page; `None` at the end.
    pub next_cursor: Option<String>,
}

impl Paging {
    /// How many rows to ask for: one more than a page, to learn whether there is a next one.
    pub(crate) fn rows(&self) -> i64 {
        i64::from(self.limit.clamp(1, 1000)) + 1
    }

    /// The key after which the page begins.
    pub(crate) fn key<K: DeserializeOwned>(&self) -> Result<Option<K>> {
        let parse = |text: &String| serde_json::from_str(&unhex(text)?).ok();
        self.cursor.as_ref().map(|text| parse(text).ok_or(StoreError::Cursor)).transpose()
    }

    /// The page of the rows that were found.
    pub(crate) fn page<T, K: Serialize>(&self, mut items: Vec<T>, key: impl Fn(&T) -> K) -> Page<T> {
        let limit = self.limit.clamp(1, 1000) as usize;
        let more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().filter(|_| more);
        let next_cursor = last.and_then(|t| serde_json::to_string(&key(t)).ok()).map(|s| hex(&s));
        Page { items, next_cursor }
    }
}

fn hex(text: &str) -> String {
    text.bytes().map(|b| format!("{b:02x}")).collect()
}

fn unhex(text: &str) -> Option<String> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    let bytes = (0..text.len()).step_by(2).map(|i| u8::from_str_radix(text.get(i..i + 2)?, 16).ok());
    String::from_utf8(bytes.collect::<Option<Vec<u8>>>()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_to_the_next_page() {
        let first = Paging { limit: 2, cursor: None };
        let page = first.page(vec![3, 2, 1], |k| *k);
        assert_eq!(page.items, [3, 2]);
        let next = Paging { limit: 2, cursor: page.next_cursor };
        assert_eq!(next.key::<i32>().unwrap(), Some(2));
        assert_eq!(next.page(vec![1], |k| *k).next_cursor, None);
    }

    #[test]
    fn a_foreign_cursor_is_refused() {
        for bad in ["x", "zz", "7b", "ä"] {
            let paging = Paging { limit: 1, cursor: Some(bad.to_owned()) };
            assert_eq!(paging.key::<i32>().unwrap_err().code(), "cursor_invalid", "{bad}");
        }
    }
}
