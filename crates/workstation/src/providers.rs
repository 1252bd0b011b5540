//! Providers of market data: which are switched on, their keys, how they do, and whether one answers.

mod clients;
mod settings;
mod shapes;

use std::{collections::BTreeMap, sync::Arc, time::Instant};

use ::venues::{
    Venue,
    alpaca::{Feed as AlpacaFeed, LastTradesQuery, NewsQuery},
    ecb, finnhub, fred,
};
use chrono::Days;
use market::{connection::ConnectionReport, error::MarketError};
use model::{bar::BarSize, currency::Currency, id::InstrumentId, market::Source, time::Timestamp};
use secrets::Secret;

pub(crate) use self::{
    clients::{Clients, Past},
    settings::{PROVIDERS, Provider},
};
pub use self::{
    settings::{ProviderAddress, ProviderSettings, ProviderSymbol, RecordingSettings, WatchedFolder},
    shapes::{
        KeyNeed, ProviderBudget, ProviderFailure, ProviderKey, ProviderKeyText, ProviderPolling, ProviderRequests,
        ProviderTest, ProviderView, ProvidersView,
    },
};
use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    feeds::{FeedMode, SourcePolls},
    kept_secrets::{SecretKept, SecretPlace},
    ledger::Changed,
    workspace::{Workspace, last_event},
};

/// The symbol with which a provider is tried out, where no instrument is named.
fn trial(venue: Venue) -> Option<&'static str> {
    match venue {
        Venue::AlpacaIex
        | Venue::AlpacaSip
        | Venue::AlpacaNews
        | Venue::Finnhub
        | Venue::Tiingo
        | Venue::AlphaVantage
        | Venue::Yahoo => Some("AAPL"),
        Venue::AlpacaCrypto | Venue::Kraken => Some("BTC/USD"),
        Venue::AlpacaTest => Some("FAKEPACA"),
        Venue::Binance => Some("BTCUSDT"),
        Venue::Coinbase => Some("BTC-USD"),
        Venue::Fred => Some("DGS10"),
        Venue::Ecb => None,
    }
}

impl Workstation {
    /// The providers, and how they do.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn providers(&self, ctx: &Ctx) -> Result<ProvidersView> {
        let ws = self.for_use(ctx, Action::Read, "providers").await?;
        self.providers_view(&ws).await
    }

    /// Replaces the settings of providers; connections begin anew.
    ///
    /// # Errors
    /// With everything in them that cannot be.
    pub async fn set_providers(&self, ctx: &Ctx, asked: ProviderSettings) -> Result<Changed<ProvidersView>> {
        let ws = self.for_use(ctx, Action::Write, "providers").await?;
        asked.check()?;
        let mut w = ws.begin(ctx, &self.host).await?;
        store::settings::put_key(&mut w, PROVIDERS, &asked).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        ws.feeds.begin(&ws, &self.host).await?;
        Ok(Changed { value: self.providers_view(&ws).await?, change_id })
    }

    /// Keeps a key and says where, or forgets it; connections begin anew. It is never shown again.
    ///
    /// # Errors
    /// When nobody has a key of that name, a part of it is missing, or it cannot be kept.
    pub async fn set_provider_key(&self, ctx: &Ctx, name: &str, text: ProviderKeyText) -> Result<SecretKept> {
        let ws = self.for_use(ctx, Action::Write, "providers").await?;
        let clients = clients(&ws)?;
        let provider = clients.settings.providers().into_iter().find(|provider| provider.key_name() == name);
        let provider = provider.ok_or_else(|| Error::not_found("key", name))?;
        let text = match text {
            ProviderKeyText { secret: None, .. } => None,
            ProviderKeyText { secret: Some(secret), id } if provider.has_pair() => {
                let id = id.filter(|id| !id.trim().is_empty());
                let id = id.ok_or_else(|| Error::field("id", "key_missing", "give the key's id too"))?;
                // The parts are told apart by the first colon.
                if id.contains(':') {
                    return Err(Error::field("id", "key_invalid", "the id of a key holds no colon; copy it again"));
                }
                Some(format!("{}:{}", id.trim(), secret.trim()))
            }
            ProviderKeyText { secret: Some(secret), .. } => Some(secret.trim().to_owned()),
        };
        let checked = text.as_deref().map(|text| match text.split_once(':') {
            Some((id, secret)) if provider.has_pair() => ::venues::Key::new(id, secret),
            _ => ::venues::Key::token(text),
        });
        if let Some(Err(problem)) = checked {
            return Err(Error::field("secret", "key_invalid", problem.to_string()));
        }
        let empty = |_| Error::field("secret", "key_missing", "the key is empty; null forgets the one there is");
        let secret = text.map(Secret::new).transpose().map_err(empty)?;
        let kept = self.host.provider_keys().put(name, secret).await?;
        ws.feeds.begin(&ws, &self.host).await?;
        Ok(kept)
    }

    /// Asks a provider something small, and says what came of it.
    ///
    /// # Errors
    /// When there is no such provider; that it does not answer is told in the result.
    pub async fn test_provider(&self, ctx: &Ctx, source: Source) -> Result<ProviderTest> {
        let ws = self.for_use(ctx, Action::Write, "providers").await?;
        let clients = clients(&ws)?;
        let provider = clients.settings.find(source).ok_or_else(|| Error::not_found("provider", source))?;
        let began = Instant::now();
        let (asked, answer) = try_out(&clients, &provider, self.host.clock.now()).await;
        let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        Ok(match answer {
            Ok(answer) => ProviderTest { is_ok: true, asked, answer: Some(answer), problem: None, code: None, took_ms },
            Err(problem) => ProviderTest {
                is_ok: false,
                asked,
                answer: None,
                code: Some(problem.code().to_owned()),
                problem: Some(problem.to_string()),
                took_ms,
            },
        })
    }

    /// Lets a connection that waits, or has stopped, try again now, and a provider be asked again that is left alone.
    ///
    /// # Errors
    /// When there is no such provider.
    pub async fn retry_provider(&self, ctx: &Ctx, source: Source) -> Result<()> {
        let ws = self.for_use(ctx, Action::Write, "providers").await?;
        clients(&ws)?.settings.find(source).ok_or_else(|| Error::not_found("provider", source))?;
        if ws.feeds.trouble(source).await.is_some() {
            return ws.feeds.begin(&ws, &self.host).await;
        }
        if let Some(polls) = ws.feeds.live_polls().await {
            polls.retry(source);
        }
        if let Some(hub) = ws.feeds.live_hub().await {
            hub.retry(source).map_err(Error::Market)?;
        }
        Ok(())
    }

    async fn providers_view(&self, ws: &Arc<Workspace>) -> Result<ProvidersView> {
        let clients = clients(ws)?;
        let connections = match ws.feeds.live_hub().await {
            Some(hub) => hub.connections().await.map_err(Error::Market)?,
            None => Vec::new(),
        };
        let polls = ws.feeds.live_polls().await;
        let mut keys: BTreeMap<String, KeyFound> = BTreeMap::new();
        let mut providers = Vec::new();
        for provider in clients.settings.providers() {
            let name = provider.key_name();
            if provider.capabilities().needs_key && !keys.contains_key(&name) {
                let found = self.host.provider_keys().place(&name).await;
                keys.insert(name.clone(), found);
            }
            let connection = connections.iter().find(|report| report.source == provider.source());
            let trouble = ws.feeds.trouble(provider.source()).await;
            let polled = polls.as_ref().and_then(|polls| polls.source(provider.source()));
            providers.push(view(&clients, &provider, keys.get(&name), Stands { connection, trouble, polled }));
        }
        let mode = self.host.feeds.feed().map_or(FeedMode::Off, |feed| feed.mode);
        Ok(ProvidersView { mode, settings: (*clients.settings).clone(), providers })
    }
}

/// Where a key lies, or why that cannot be told.
type KeyFound = std::result::Result<Option<SecretPlace>, String>;

/// Whoever asks providers.
pub(crate) fn clients(ws: &Workspace) -> Result<Arc<Clients>> {
    ws.feeds.clients().ok_or(Error::Broken { what: "market data" })
}

/// How a provider stands.
struct Stands<'a> {
    connection: Option<&'a ConnectionReport>,
    trouble: Option<String>,
    polled: Option<SourcePolls>,
}

fn view(
    clients: &Clients,
    provider: &Provider,
    key: Option<&KeyFound>,
    Stands { connection, trouble, polled }: Stands<'_>,
) -> ProviderView {
    let capabilities = provider.capabilities();
    let source = provider.source();
    let left = clients.budget(provider).map(|budget| budget.left()).ok();
    let went = clients.went(source);
    let need = match (capabilities.needs_key, provider.has_pair()) {
        (false, _) => KeyNeed::None,
        (true, true) => KeyNeed::Pair,
        (true, false) => KeyNeed::Token,
    };
    ProviderView {
        source,
        name: shapes::name(provider),
        what: shapes::what(provider),
        is_on: clients.settings.on.contains(&source),
        is_custom: matches!(provider, Provider::Custom(_)),
        key: ProviderKey {
            needs: need,
            name: provider.key_name(),
            is_kept: key.and_then(|found| found.as_ref().ok()).map(Option::is_some),
            place: key.and_then(|found| *found.as_ref().ok()?),
            problem: key.and_then(|found| found.as_ref().err().cloned()),
        },
        polling: capabilities.polling.map(|can| {
            let alone = capabilities.polled_every_seconds(1).unwrap_or(can.every_seconds);
            let SourcePolls { n_instruments, every_seconds, asked_at, trouble } = polled.unwrap_or_default();
            ProviderPolling {
                kinds: can.kinds.to_vec(),
                every_seconds: if n_instruments > 0 { every_seconds } else { alone },
                delay_seconds: can.delay_seconds,
                n_instruments,
                asked_at,
                until: trouble.as_ref().map(|trouble| trouble.until),
                problem: trouble.map(|trouble| trouble.reason),
            }
        }),
        streams: capabilities.streams,
        history: capabilities.history,
        hosts: match clients.settings.address(source) {
            Some(address) => vec![address.to_owned()],
            None => capabilities.hosts,
        },
        max_topics: capabilities.max_topics,
        budgets: capabilities
            .budgets
            .iter()
            .map(|b| ProviderBudget { requests: b.requests, per_seconds: b.per_seconds, left })
            .collect(),
        connection: connection.cloned(),
        trouble,
        requests: ProviderRequests {
            sent: went.sent,
            failed: went.failed,
            last_failure: went.last_failure.map(|failure| ProviderFailure {
                at: failure.at,
                reason: failure.reason,
                code: failure.code.to_owned(),
            }),
        },
    }
}

/// Asks something small: what is asked, and what came.
async fn try_out(
    clients: &Clients,
    provider: &Provider,
    now: Timestamp,
) -> (String, std::result::Result<String, MarketError>) {
    let days_ago = |days| Timestamp::from_date(now.date() - Days::new(days));
    let Provider::Venue(venue) = provider else {
        let Provider::Custom(custom) = provider else { unreachable!("invariant: there are two sorts of providers") };
        let symbol = clients.settings.symbols.iter().find(|of| of.source == provider.source());
        let symbol = symbol.map_or("AAPL", |of| of.symbol.as_str());
        let asked = format!("bars of {} of {symbol}", custom.settings().size);
        let answer = clients.ask(provider, &custom.bars(symbol, days_ago(30), now, now)).await;
        return (asked, answer.map(|history| shapes::said_of(&history)));
    };
    let symbol = trial(*venue).unwrap_or_default().to_owned();
    match venue {
        Venue::AlpacaTest => {
            let query = LastTradesQuery { feed: AlpacaFeed::Iex, symbols: vec!["AAPL".to_owned()] };
            let answer = clients.ask(provider, &query).await;
            ("the last trade of AAPL".to_owned(), answer.map(|last| format!("{} trades", last.trades.len())))
        }
        Venue::AlpacaNews => {
            let symbols = vec![(symbol.clone(), InstrumentId::from_uuid(uuid::Uuid::nil()))];
            let query = NewsQuery { symbols, from: days_ago(7), to: now, page: None, now };
            let answer = clients.ask(provider, &query).await;
            (format!("news about {symbol} of a week"), answer.map(|page| format!("{} articles", page.news.len())))
        }
        Venue::Finnhub => {
            let answer = clients.ask(provider, &finnhub::QuoteQuery { symbol: symbol.clone() }).await;
            let said = |quote: Option<finnhub::DayQuote>| {
                quote.map_or_else(|| "no price".to_owned(), |quote| format!("{} at {}", quote.last, quote.at))
            };
            (format!("the last price of {symbol}"), answer.map(said))
        }
        Venue::Ecb => {
            let query = ecb::RatesQuery { currencies: vec![Currency::USD], from: days_ago(10).date(), to: now.date() };
            let answer = clients.ask(provider, &query).await;
            let said = |rates: ecb::Rates| match rates.rates.last() {
                Some(rate) => format!("{} US dollars for a euro on {}", rate.rate, rate.date),
                None => "no rates".to_owned(),
            };
            ("reference rates of the US dollar of ten days".to_owned(), answer.map(said))
        }
        Venue::Fred => {
            let (from, to) = (days_ago(30).date(), now.date());
            let series = symbol.clone();
            let query = fred::ObservationsQuery { series, from, to, known_on: None, page: None };
            let answer = clients.ask(provider, &query).await;
            let asked = format!("the series {symbol} of thirty days");
            (asked, answer.map(|found| format!("{} observations", found.observations.len())))
        }
        _ => {
            let past = Past {
                symbols: BTreeMap::from([(provider.source(), symbol.clone())]),
                size: BarSize::Day1,
                from: days_ago(30),
                to: now,
                is_adjusted: false,
            };
            let answer = clients.bars_from(provider, &past).await;
            (format!("daily bars of {symbol} of thirty days"), answer.map(|history| shapes::said_of(&history)))
        }
    }
}
