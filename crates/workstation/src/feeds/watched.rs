//! What is known of the instruments on a hub: how their data are checked, and who sends them.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use ::bars::{hours::Hours, interval::Interval};
use ::venues::{Venue, kraken};
use calendar::exchange::Exchange;
use chrono::{NaiveDate, NaiveTime};
use feed::{book::follow::BookRule, check::Limits, hub::Setup, sequence::Numbering};
use market::{
    error::MarketError,
    hub::{MarketHub, Route},
};
use model::{
    bar::BarSize,
    currency::Currency,
    id::InstrumentId,
    instrument::{AssetClass, Instrument},
    market::{DataKind, Source},
    time::Timestamp,
};
use store::Store;

use crate::providers::{Clients, Provider};

/// A close that is older says nothing of the first tick.
const EXPECTED_MICROS: i64 = 10 * 86_400_000_000;
/// Prints of a closing auction come after the close, in microseconds.
const AUCTION_MICROS: i64 = 300_000_000;
/// The bars that are made of ticks.
pub(crate) const INTERVALS: [Interval; 7] = [
    Interval::Minute1,
    Interval::Minute5,
    Interval::Minute15,
    Interval::Minute30,
    Interval::Hour1,
    Interval::Hour4,
    Interval::Day1,
];

/// What is known of an instrument on a hub.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Known {
    /// Who sends it, and what of it.
    pub(crate) routes: Vec<Route>,
    /// How it is watched, where that can be changed.
    setup: Option<Setup>,
}

impl Known {
    /// Whether a kind can be had.
    pub(crate) fn has(&self, kind: DataKind) -> bool {
        self.streams(kind) || self.routes.iter().any(|route| route.polled.contains(&kind))
    }

    /// Whether a kind streams.
    pub(crate) fn streams(&self, kind: DataKind) -> bool {
        let gives = |route: &Route| {
            route.kinds.contains(&kind) || (kind == DataKind::Bar && route.kinds.contains(&DataKind::Trade))
        };
        self.routes.iter().any(gives)
    }

    /// Those who stream prices of it.
    pub(crate) fn streaming(&self) -> impl Iterator<Item = Source> {
        let has_prices = |kinds: &[DataKind]| kinds.contains(&DataKind::Trade) || kinds.contains(&DataKind::Quote);
        self.routes.iter().filter(move |route| has_prices(&route.kinds)).map(|route| route.source)
    }

    /// Those who can be asked for its last price, the most preferred first.
    pub(crate) fn polled(&self) -> impl Iterator<Item = Source> {
        self.routes.iter().filter(|route| !route.polled.is_empty()).map(|route| route.source)
    }

    /// The source whose book is shown.
    pub(crate) fn book(&self) -> Option<Source> {
        self.routes.iter().find(|route| route.book.is_some()).map(|route| route.source)
    }

    /// Those who send it.
    pub(crate) fn sources(&self) -> impl Iterator<Item = Source> {
        self.routes.iter().map(|route| route.source)
    }
}

/// The instruments on a hub.
pub(crate) struct Watched {
    known: Mutex<HashMap<InstrumentId, Known>>,
    by: By,
}

/// How instruments come on.
enum By {
    /// When somebody wants them.
    Demand { store: Store, clients: Arc<Clients>, today: NaiveDate, one_at_a_time: tokio::sync::Mutex<()> },
    /// They are there from the beginning.
    Replay,
}

impl Watched {
    /// Of live data: instruments come on when somebody wants them.
    pub(crate) fn live(store: Store, clients: Arc<Clients>, today: NaiveDate) -> Self {
        let by = By::Demand { store, clients, today, one_at_a_time: tokio::sync::Mutex::default() };
        Self { known: Mutex::default(), by }
    }

    /// Of a replay: these, and no others.
    pub(crate) fn fixed(known: HashMap<InstrumentId, Known>) -> Self {
        Self { known: Mutex::new(known), by: By::Replay }
    }

    /// What is known of an instrument.
    pub(crate) fn of(&self, instrument: InstrumentId) -> Option<Known> {
        self.known().get(&instrument).cloned()
    }

    /// Everything that is known.
    pub(crate) fn all(&self) -> Vec<(InstrumentId, Known)> {
        self.known().iter().map(|(instrument, known)| (*instrument, known.clone())).collect()
    }

    fn known(&self) -> MutexGuard<'_, HashMap<InstrumentId, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets an instrument come on, if it is not there yet, and tells what is known of it.
    ///
    /// # Errors
    /// When the hub has stopped.
    pub(crate) async fn ensure(&self, hub: &MarketHub, instrument: InstrumentId) -> Result<Known, MarketError> {
        if let Some(known) = self.of(instrument) {
            return Ok(known);
        }
        let By::Demand { store, clients, today, one_at_a_time } = &self.by else { return Ok(Known::default()) };
        let _one = one_at_a_time.lock().await;
        if let Some(known) = self.of(instrument) {
            return Ok(known);
        }
        // What is not there any more has nobody who sends it.
        let Ok(found) = store::instruments::get(store, instrument).await else { return Ok(Known::default()) };
        let routes = routes(clients, &found).await;
        let mut known = Known { routes, setup: None };
        if !known.routes.is_empty() {
            let setup = setup(&found, &known.routes, expected(store, &found, *today).await);
            hub.watch(instrument, setup.clone(), known.routes.clone()).await?;
            known.setup = Some(setup);
        }
        self.known().insert(instrument, known.clone());
        Ok(known)
    }
}

impl Watched {
    /// Lets bars of these sizes be made of an instrument too.
    ///
    /// # Errors
    /// When the hub has stopped.
    pub(crate) async fn ensure_bars(
        &self,
        hub: &MarketHub,
        instrument: InstrumentId,
        sizes: &BTreeSet<Interval>,
    ) -> Result<(), MarketError> {
        let known = self.ensure(hub, instrument).await?;
        let Some(mut setup) = known.setup.filter(|setup| sizes.iter().any(|size| !setup.intervals.contains(size)))
        else {
            return Ok(());
        };
        setup.intervals.extend(sizes.iter().filter(|size| !INTERVALS.contains(size)));
        setup.intervals.sort_unstable();
        setup.intervals.dedup();
        hub.watch(instrument, setup.clone(), known.routes.clone()).await?;
        self.known().insert(instrument, Known { setup: Some(setup), routes: known.routes });
        Ok(())
    }
}

/// The last close that is stored, if it is young.
async fn expected(store: &Store, instrument: &Instrument, today: NaiveDate) -> Option<f64> {
    let now = Timestamp::from_date(today.succ_opt().unwrap_or(today));
    let found = store::bars::latest(store, &[instrument.id], BarSize::Day1, now, None).await.ok()?;
    let bar = found.get(&instrument.id)?;
    // Prices with dividends worked in are not those that are paid now.
    let is_young = now.micros() - bar.at.micros() <= EXPECTED_MICROS && !instrument.fields.prices_adjusted;
    is_young.then_some(bar.close)
}

/// Who sends an instrument, the most preferred first.
async fn routes(clients: &Arc<Clients>, instrument: &Instrument) -> Vec<Route> {
    let mut routes = Vec::new();
    for provider in clients.settings.used() {
        let capabilities = provider.capabilities();
        let Some(symbol) = clients.settings.symbol(&provider, instrument) else { continue };
        let polled = capabilities.polling.map_or(&[][..], |polling| polling.kinds).to_vec();
        if capabilities.streams.is_empty() && polled.is_empty() {
            continue;
        }
        let book = match (&provider, capabilities.books) {
            (Provider::Venue(Venue::Kraken), Some(rule)) => Some(kraken_rule(clients, &provider, &symbol, rule).await),
            (_, rule) => rule,
        };
        routes.push(Route {
            source: provider.source(),
            currency: currency(&provider, &symbol, instrument),
            symbol,
            kinds: capabilities.streams,
            polled,
            book,
        });
    }
    routes
}

/// Kraken's rule of books with the decimals of the pair.
async fn kraken_rule(clients: &Arc<Clients>, provider: &Provider, symbol: &str, usual: BookRule) -> BookRule {
    let query = kraken::PairsQuery { symbols: vec![symbol.to_owned()] };
    match clients.ask(provider, &query).await {
        Ok(pairs) => pairs.pairs.first().map_or(usual, |pair| kraken::book_rule(pair.decimals)),
        Err(problem) => {
            tracing::warn!(%problem, symbol, "the decimals of a pair are not known; its book may be asked for anew");
            usual
        }
    }
}

/// The currency of a provider's prices; unknown where its symbol says another than the instrument's.
fn currency(provider: &Provider, symbol: &str, instrument: &Instrument) -> Option<Currency> {
    let own = instrument.fields.currency;
    let is_pair = instrument.fields.asset_class == AssetClass::Crypto;
    match provider {
        Provider::Venue(_) if is_pair => symbol.ends_with(own.code()).then_some(own),
        _ => Some(own),
    }
}

/// When an instrument trades.
pub(crate) fn hours(instrument: &Instrument) -> Hours {
    let fields = &instrument.fields;
    let around = |zone, hour| Hours::AroundTheClock {
        zone,
        begins: NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN),
    };
    let exchange = fields.exchange_mic.as_deref().and_then(|mic| mic.parse::<Exchange>().ok());
    match (fields.asset_class, exchange) {
        (AssetClass::Crypto, _) | (_, Some(Exchange::Crypto)) => around(chrono_tz::UTC, 0),
        (AssetClass::Fx, _) => around(chrono_tz::America::New_York, 17),
        (_, Some(exchange)) => Hours::Exchange { exchange, auction_micros: AUCTION_MICROS },
        // Alpaca's invented share trades around the clock.
        _ if fields.symbol == "FAKEPACA" => around(chrono_tz::UTC, 0),
        _ if fields.currency == Currency::USD => {
            Hours::Exchange { exchange: Exchange::Nyse, auction_micros: AUCTION_MICROS }
        }
        _ => around(chrono_tz::UTC, 0),
    }
}

/// How an instrument is watched.
pub(crate) fn setup(instrument: &Instrument, routes: &[Route], expected_price: Option<f64>) -> Setup {
    let numbering = |of: fn(&::venues::Capabilities) -> Numbering| {
        let venue = |route: &Route| Venue::ALL.into_iter().find(|venue| venue.source() == route.source);
        let streams = routes.iter().filter(|route| !route.kinds.is_empty());
        let mut all = streams.map(|route| venue(route).map_or(Numbering::Unnumbered, |v| of(&v.capabilities())));
        let first = all.next().unwrap_or(Numbering::Unnumbered);
        // Sources that number in different ways are not held to one of them.
        if all.all(|other| other == first) { first } else { Numbering::Unnumbered }
    };
    let currency = routes.iter().all(|route| route.currency.is_some()).then_some(instrument.fields.currency);
    let limits = |numbering| Limits { numbering, currency, ..Limits::default() };
    Setup {
        trades: limits(numbering(|c| c.trades)),
        quotes: limits(numbering(|c| c.quotes)),
        expected_price,
        intervals: INTERVALS.to_vec(),
        bars_from: routes.iter().find(|route| route.kinds.contains(&DataKind::Trade)).map(|route| route.source),
        ..Setup::new(hours(instrument))
    }
}

/// What a replay of one source knows of an instrument.
impl Known {
    pub(crate) fn replayed(source: Source, kinds: BTreeSet<DataKind>, book: Option<BookRule>) -> Self {
        let kinds = kinds.into_iter().collect();
        let routes = vec![Route { source, symbol: String::new(), currency: None, kinds, polled: Vec::new(), book }];
        Self { routes, setup: None }
    }
}
