//! A source that settings define: an address with blanks in it, and where in its answer what stands.

mod last;
mod pointer;
mod settings;
mod time;

use model::{
    bar::{Bar, BarSize},
    market::{Adjustment, Source},
    time::Timestamp,
};
use serde_json::value::RawValue;

use crate::{
    capabilities::{Budget, Capabilities, POLL_EVERY_SECONDS, Polling, TRADES, TRADES_AND_QUOTES},
    error::VenueError,
    history::{History, Stretch},
    key::Key,
    read::{Num, parse, price},
    request::{Query, Reply, Request, need, shape},
    text::{encode, sample},
    venue::Venue,
};

pub use last::CustomLast;
use last::Quotes;
use pointer::Pointer;
use settings::Address;
pub use settings::{CustomFields, CustomQuotes, CustomSettings};
pub use time::TimeFormat;

/// A source whose settings were checked.
#[derive(Clone, Debug)]
pub struct Custom {
    settings: CustomSettings,
    source: Source,
    address: Address,
    list: Pointer,
    columns: Columns,
    quotes: Option<Quotes>,
}

/// Where in a row what stands.
#[derive(Clone, Debug)]
struct Columns {
    time: Pointer,
    open: Option<Pointer>,
    high: Option<Pointer>,
    low: Option<Pointer>,
    close: Pointer,
    volume: Option<Pointer>,
}

impl Custom {
    /// Checks settings.
    ///
    /// # Errors
    /// [`VenueError::Setting`] with the first that cannot be.
    pub fn new(settings: CustomSettings) -> Result<Self, VenueError> {
        let address = settings.check()?;
        let wrong = || VenueError::setting("name", "give 1 to 16 small letters, digits, _, - or . that no venue has");
        let source: Source = settings.name.parse().map_err(|_| wrong())?;
        if Venue::ALL.iter().any(|venue| venue.as_str() == settings.name) {
            return Err(wrong());
        }
        let fields = &settings.fields;
        let some = |name: &str, text: &Option<String>| {
            text.as_ref().map(|text| Pointer::new(&format!("fields.{name}"), text)).transpose()
        };
        let columns = Columns {
            time: Pointer::new("fields.time", &fields.time)?,
            open: some("open", &fields.open)?,
            high: some("high", &fields.high)?,
            low: some("low", &fields.low)?,
            close: Pointer::new("fields.close", &fields.close)?,
            volume: some("volume", &fields.volume)?,
        };
        let list = Pointer::new("list", &settings.list)?;
        let quotes = settings.quotes.as_ref().map(|quotes| Quotes::new(quotes, &address)).transpose()?;
        Ok(Self { settings, source, address, list, columns, quotes })
    }

    /// The settings.
    pub fn settings(&self) -> &CustomSettings {
        &self.settings
    }

    /// Under which name its bars are kept.
    pub fn source(&self) -> Source {
        self.source
    }

    /// What it has and allows.
    #[must_use]
    pub fn capabilities(&self) -> Capabilities {
        let budget = self.settings.requests_per_minute.map(|requests| Budget { requests, per_seconds: 60 });
        let polling = self.settings.quotes.as_ref().map(|quotes| Polling {
            kinds: if quotes.bid.is_some() || quotes.ask.is_some() { TRADES_AND_QUOTES } else { TRADES },
            every_seconds: quotes.every_seconds.unwrap_or(POLL_EVERY_SECONDS),
            symbols_max: 1,
            delay_seconds: quotes.delay_seconds,
        });
        Capabilities {
            polling,
            history: vec![self.settings.size],
            needs_key: self.settings.key_header.is_some(),
            budgets: budget.into_iter().collect(),
            adjusted: self.settings.adjustment,
            ..Capabilities::none(&[self.address.host.as_str()])
        }
    }

    /// Bars of a symbol. They are those of [`CustomSettings::size`].
    #[must_use]
    pub fn bars(&self, symbol: &str, from: Timestamp, to: Timestamp, now: Timestamp) -> CustomBars<'_> {
        CustomBars { custom: self, symbol: symbol.to_owned(), from, to, now }
    }

    /// The last price of a symbol; `None` where the settings describe none.
    #[must_use]
    pub fn last(&self, symbol: &str) -> Option<CustomLast<'_>> {
        Some(CustomLast::new(self, self.quotes.as_ref()?, symbol))
    }

    fn read(&self, text: &RawValue) -> Result<Bar, String> {
        let Columns { time, open, high, low, close, volume } = &self.columns;
        let at = time.find(text).ok_or("there is no time")?;
        let at = self.settings.fields.time_format.read(at.get())?;
        let at = if self.settings.size == BarSize::Day1 { Timestamp::from_date(at.date()) } else { at };
        let number = |name: &str, pointer: Option<&Pointer>| -> Result<Option<Num>, String> {
            let found = pointer.and_then(|pointer| pointer.find(text)).filter(|raw| raw.get() != "null");
            found.map(|raw| parse(raw.get()).map_err(|e| format!("{name}: {e}"))).transpose()
        };
        let some = |name: &str, pointer: &Option<Pointer>| {
            number(name, pointer.as_ref())?.map(|value| price(name, value)).transpose()
        };
        let close = price("close", number("close", Some(close))?.ok_or("there is no close")?)?;
        let volume = number("volume", volume.as_ref())?.map(|volume| volume.0);
        let (open, high, low) = (some("open", open)?, some("high", high)?, some("low", low)?);
        let bar = Bar { at, open, high, low, close, volume };
        bar.check().map_err(|e| e.to_string())?;
        Ok(bar)
    }
}

/// Bars of a source that settings define.
#[derive(Clone, Debug)]
pub struct CustomBars<'a> {
    custom: &'a Custom,
    symbol: String,
    from: Timestamp,
    to: Timestamp,
    now: Timestamp,
}

impl Query for CustomBars<'_> {
    type Answer = History;

    fn request(&self, key: Option<&Key>) -> Result<Request, VenueError> {
        let Custom { settings, source, address, .. } = self.custom;
        let time = |at| encode(&settings.url_time.write(at));
        let path = address
            .path
            .replace("{symbol}", &encode(&self.symbol))
            .replace("{from}", &time(self.from))
            .replace("{to}", &time(self.to));
        let request = Request::get(&address.base, path);
        match &settings.key_header {
            Some(name) => Ok(request.header(name, "", &need(key, *source)?.secret)),
            None => Ok(request),
        }
    }

    fn answer(&self, reply: &Reply<'_>) -> Result<History, VenueError> {
        let Custom { settings, source, list, .. } = self.custom;
        let answer: &RawValue = reply.json(*source)?;
        let is_adjusted = settings.adjustment == Adjustment::Adjusted;
        let mut history = History::of(settings.adjustment, is_adjusted, is_adjusted);
        history.currency = settings.currency;
        let Some(rows) = list.find(answer) else {
            let problem = format!("there is nothing; the answer begins with {}", sample(answer.get()));
            return Err(shape(*source, format!("list \"{}\"", settings.list), problem));
        };
        let rows: Option<Vec<&RawValue>> =
            parse(rows.get()).map_err(|problem| shape(*source, format!("list \"{}\"", settings.list), problem))?;
        for (number, row) in rows.unwrap_or_default().into_iter().enumerate() {
            history.take(|| format!("row {}", number + 1), self.custom.read(row));
        }
        let Self { from, to, now, .. } = *self;
        Ok(history.finish(Stretch { size: settings.size, from, to, now }))
    }
}
