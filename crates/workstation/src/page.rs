//! Lists in pages, by key rather than by offset: a row that appears or goes meanwhile shifts nothing.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Items of a list, and where to go on.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Page<T> {
    /// This page's items.
    pub items: Vec<T>,
    /// Give it as `cursor` for the next page; null at the end.
    pub next_cursor: Option<String>,
}

/// Which page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// Items of a page, 1 to 1000; 100 when nothing is said.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Where to go on: `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// The most items of one page.
pub const LIMIT_MAX: u32 = 1000;
/// Items of a page when nothing is said.
pub const LIMIT: u32 = 100;

/// The number of items to give.
///
/// # Errors
/// When it is 0 or above [`LIMIT_MAX`].
pub fn limit(asked: Option<u32>) -> Result<usize> {
    match asked.unwrap_or(LIMIT) {
        n @ 1..=LIMIT_MAX => Ok(n as usize),
        n => Err(Error::field("limit", "out_of_range", format!("limit is {n}; give 1 to {LIMIT_MAX}"))),
    }
}

impl<T> Page<T> {
    /// A whole list that fits on one page.
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next_cursor: None }
    }

    /// The page of `sorted` that follows `cursor`, where `key` gives each item's unique place in that order.
    ///
    /// # Errors
    /// When the limit is out of range.
    pub fn cut<K: Into<String>>(
        sorted: Vec<T>,
        asked: Option<u32>,
        cursor: Option<&str>,
        key: impl Fn(&T) -> K,
    ) -> Result<Self> {
        let limit = limit(asked)?;
        let start = match cursor {
            None => 0,
            Some(c) => match sorted.iter().position(|item| key(item).into() == c) {
                Some(i) => i + 1,
                None => return Err(lost_cursor(c)),
            },
        };
        let mut items: Vec<T> = sorted.into_iter().skip(start).take(limit + 1).collect();
        let more = items.len() > limit;
        items.truncate(limit);
        let next_cursor = if more { items.last().map(|i| key(i).into()) } else { None };
        Ok(Self { items, next_cursor })
    }
}

/// The error for a cursor that points nowhere.
pub fn lost_cursor(cursor: &str) -> Error {
    Error::field("cursor", "cursor_lost", format!("the cursor {cursor} points at nothing; start again without it"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_join_to_the_whole_list() {
        let all: Vec<u32> = (0..7).collect();
        let mut seen = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let page = Page::cut(all.clone(), Some(3), cursor.as_deref(), u32::to_string).unwrap();
            seen.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, all);
        assert!(Page::cut(all.clone(), Some(0), None, u32::to_string).is_err());
        assert!(Page::cut(all, None, Some("99"), u32::to_string).is_err());
    }
}
