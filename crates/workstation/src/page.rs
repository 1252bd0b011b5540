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

/// What the store is asked for.
///
/// # Errors
/// When the limit is out of range.
pub(crate) fn paging(asked: Option<u32>, cursor: Option<String>) -> Result<store::Paging> {
    let limit = u32::try_from(limit(asked)?).unwrap_or(LIMIT_MAX);
    Ok(store::Paging { limit, cursor })
}

impl<T> From<store::Page<T>> for Page<T> {
    fn from(page: store::Page<T>) -> Self {
        Self { items: page.items, next_cursor: page.next_cursor }
    }
}

impl<T> Page<T> {
    /// The same page of other things.
    pub(crate) fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next_cursor: self.next_cursor }
    }
}
