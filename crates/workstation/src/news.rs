//! News about instruments: those that streamed in, and those that a provider has of the past.

use std::collections::{BTreeMap, btree_map::Entry};

use ::venues::{NewsItem, Venue, alpaca::NewsQuery as PastNews};
use chrono::Days;
use market::error::MarketError;
use model::{id::InstrumentId, instrument::Instrument, market::Source, time::Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::Result,
    feeds::FeedMode,
    providers::{Clients, Provider, clients},
};

/// Days back to which a provider is asked.
const PAST_DAYS: u64 = 7;
/// Symbols of one question: an address cannot be of any length.
const SYMBOLS_AT_ONCE: usize = 100;
/// Pages that a provider is asked for, from the oldest.
const PAGES_MAX: usize = 20;

/// Which news.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NewsQuery {
    /// Only about this instrument.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub instrument_id: Option<InstrumentId>,
    /// At most so many, 1 to 500; 50 when nothing is said.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// News, the newest first.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct NewsView {
    /// The articles.
    pub items: Vec<NewsEntry>,
    /// Why there are none, or not all.
    pub note: Option<String>,
}

/// A piece of news.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct NewsEntry {
    /// Whose.
    pub source: Source,
    /// The source's identity for it.
    pub id: String,
    /// When it was published, if told.
    pub at: Option<Timestamp>,
    /// When it was received.
    pub received_at: Timestamp,
    /// Which instruments it is about.
    pub instrument_ids: Vec<InstrumentId>,
    /// What it is about, as the source writes it.
    pub symbols: Vec<String>,
    /// The headline, as plain text.
    pub headline: String,
    /// What it says in short, as plain text.
    pub summary: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Where the article is.
    pub url: Option<String>,
    /// How it sounds, −1 to 1; null where the source does not say.
    pub sentiment: Option<f64>,
}

impl NewsView {
    pub(crate) fn entry(news: NewsItem) -> NewsEntry {
        let NewsItem { item, summary, author, symbols, sentiment } = news;
        NewsEntry {
            source: item.source,
            id: item.id,
            at: item.at,
            received_at: item.received_at,
            instrument_ids: item.instruments,
            symbols,
            headline: item.headline,
            summary,
            author,
            url: item.url,
            sentiment,
        }
    }
}

impl Workstation {
    /// News, the newest first.
    ///
    /// # Errors
    /// When there is no such instrument.
    pub async fn news(&self, ctx: &Ctx, query: &NewsQuery) -> Result<NewsView> {
        let ws = self.for_use(ctx, Action::Read, "news").await?;
        // Who does not exist has no news, and nobody is asked.
        let about = match query.instrument_id {
            Some(id) => vec![store::instruments::get(&ws.store, id).await?],
            None => store::instruments::all(&ws.store).await?,
        };
        let feed = self.host.feeds.feed();
        let mut items: Vec<NewsItem> = feed.as_ref().map(|feed| feed.recent.news()).unwrap_or_default();
        let mut note = None;
        let clients = clients(&ws)?;
        let source = Venue::AlpacaNews.source();
        let provider = clients.settings.used().into_iter().find(|provider| provider.source() == source);
        match (feed.map(|feed| feed.mode), provider) {
            // What is of now does not belong to a day that is replayed.
            (Some(FeedMode::Replay), _) => note = Some("A replay of prices has no news.".to_owned()),
            (_, None) => note = Some("No provider of news is switched on.".to_owned()),
            (_, Some(provider)) => {
                let now = self.host.clock.now();
                let from = Timestamp::from_date(now.date() - Days::new(PAST_DAYS));
                match published(&clients, &provider, about.iter(), (from, now)).await {
                    Ok(past) => items.extend(past),
                    Err(problem) => note = Some(format!("Earlier news cannot be read: {problem}")),
                }
            }
        }
        if let Some(id) = query.instrument_id {
            items.retain(|news| news.item.instruments.contains(&id));
        }
        items.sort_by_key(|news| std::cmp::Reverse(news.item.at.unwrap_or(news.item.received_at)));
        let mut seen = std::collections::HashSet::new();
        items.retain(|news| seen.insert((news.item.source, news.item.id.clone())));
        items.truncate(query.limit.unwrap_or(50).clamp(1, 500) as usize);
        Ok(NewsView { items: items.into_iter().map(NewsView::entry).collect(), note })
    }
}

/// News that a provider has of a stretch, from the oldest, about those of these instruments that it knows.
///
/// # Errors
/// Why it has none.
pub(crate) async fn published<'a>(
    clients: &Clients,
    provider: &Provider,
    instruments: impl Iterator<Item = &'a Instrument>,
    (from, now): (Timestamp, Timestamp),
) -> std::result::Result<Vec<NewsItem>, MarketError> {
    let symbols = instruments.filter_map(|found| Some((clients.settings.symbol(provider, found)?, found.id)));
    let symbols: Vec<(String, InstrumentId)> = symbols.collect();
    let mut found: BTreeMap<String, NewsItem> = BTreeMap::new();
    for some in symbols.chunks(SYMBOLS_AT_ONCE) {
        let mut past = PastNews { symbols: some.to_vec(), from, to: now, page: None, now };
        for _ in 0..PAGES_MAX {
            let page = clients.ask(provider, &past).await?;
            for news in page.news {
                match found.entry(news.item.id.clone()) {
                    // One that is about instruments of two questions comes twice.
                    Entry::Occupied(mut known) => {
                        let about = &mut known.get_mut().item.instruments;
                        about.extend(
                            news.item.instruments.iter().filter(|id| !about.contains(id)).copied().collect::<Vec<_>>(),
                        );
                    }
                    Entry::Vacant(place) => {
                        place.insert(news);
                    }
                }
            }
            past.page = page.next;
            if past.page.is_none() {
                break;
            }
        }
    }
    let mut news: Vec<NewsItem> = found.into_values().collect();
    news.sort_by_key(|news| news.item.at);
    Ok(news)
}
