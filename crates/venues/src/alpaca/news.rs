//! Articles of the past.

use model::{id::InstrumentId, time::Timestamp};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Feed, get, messages::NewsMessage};
use crate::{
    error::VenueError,
    history::Skipped,
    key::Key,
    read::why,
    request::{Query, Reply, Request, need},
    talk::NewsItem,
};

/// Articles about some symbols.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewsQuery {
    /// About what, as Alpaca writes it, with the instrument; none for all news.
    pub symbols: Vec<(String, InstrumentId)>,
    /// From here on.
    pub from: Timestamp,
    /// Up to here.
    pub to: Timestamp,
    /// Where to go on: [`NewsPage::next`] of the answer before.
    pub page: Option<String>,
    /// What time it is: that of receipt.
    pub now: Timestamp,
}

/// Articles, from the oldest.
#[derive(Clone, PartialEq, Debug)]
pub struct NewsPage {
    /// The articles.
    pub news: Vec<NewsItem>,
    /// The page after this one, if there is one.
    pub next: Option<String>,
    /// What was not understood.
    pub skipped: Vec<Skipped>,
}

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow, default)]
    news: Option<Vec<&'a RawValue>>,
    #[serde(default)]
    next_page_token: Option<String>,
}

impl Query for NewsQuery {
    type Answer = NewsPage;

    fn request(&self, key: Option<&Key>) -> Result<Request, VenueError> {
        let symbols: Vec<&str> = self.symbols.iter().map(|(symbol, _)| symbol.as_str()).collect();
        let request = get("/v1beta1/news", need(key, Feed::News.source())?)
            .with_some("symbols", (!symbols.is_empty()).then(|| symbols.join(",")))
            .with("start", self.from.to_string())
            .with("end", self.to.to_string())
            .with("limit", "50")
            .with("sort", "asc")
            .with("include_content", "false")
            .with_some("page_token", self.page.as_deref());
        Ok(request)
    }

    fn answer(&self, reply: &Reply<'_>) -> Result<NewsPage, VenueError> {
        let answer: Answer<'_> = reply.json(Feed::News.source())?;
        let next = answer.next_page_token.filter(|token| !token.is_empty());
        let mut page = NewsPage { news: Vec::new(), next, skipped: Vec::new() };
        let find = |symbol: &str| self.symbols.iter().find(|(known, _)| known == symbol).map(|(_, id)| *id);
        for (number, text) in answer.news.unwrap_or_default().into_iter().enumerate() {
            match serde_json::from_str::<NewsMessage>(text.get()) {
                Ok(message) => page.news.push(message.article(Feed::News.source(), self.now, find)),
                Err(e) => page.skipped.push(Skipped { place: format!("row {}", number + 1), reason: why(&e) }),
            }
        }
        Ok(page)
    }
}
