//! The last price of a source that settings define.

use model::{market::BidAsk, time::Timestamp};
use serde_json::value::RawValue;

use super::{
    Custom,
    pointer::Pointer,
    settings::{Address, CustomQuotes},
    time::TimeFormat,
};
use crate::{
    error::VenueError,
    key::Key,
    last::{LastPrice, LastPrices, traded},
    read::{Num, parse, price},
    request::{Query, Reply, Request, need},
    text::encode,
};

/// Where in an answer what stands.
#[derive(Clone, Debug)]
pub(super) struct Quotes {
    address: Address,
    price: Pointer,
    time: Option<Pointer>,
    time_format: TimeFormat,
    bid: Option<Pointer>,
    ask: Option<Pointer>,
}

impl Quotes {
    pub(super) fn new(settings: &CustomQuotes, bars: &Address) -> Result<Self, VenueError> {
        let address = settings.check(bars)?;
        let some = |name: &str, text: &Option<String>| {
            text.as_ref().map(|text| Pointer::new(&format!("quotes.{name}"), text)).transpose()
        };
        Ok(Self {
            address,
            price: Pointer::new("quotes.price", &settings.price)?,
            time: some("time", &settings.time)?,
            time_format: settings.time_format.clone().unwrap_or(TimeFormat::UnixSeconds),
            bid: some("bid", &settings.bid)?,
            ask: some("ask", &settings.ask)?,
        })
    }
}

/// The last price of a symbol.
#[derive(Clone, Debug)]
pub struct CustomLast<'a> {
    custom: &'a Custom,
    quotes: &'a Quotes,
    symbol: String,
}

impl<'a> CustomLast<'a> {
    pub(super) fn new(custom: &'a Custom, quotes: &'a Quotes, symbol: &str) -> Self {
        Self { custom, quotes, symbol: symbol.to_owned() }
    }

    fn read(&self, answer: &RawValue) -> Result<Option<LastPrice>, String> {
        let Quotes { price: at_price, time, time_format, bid, ask, .. } = self.quotes;
        let found = |pointer: &Pointer| pointer.find(answer).filter(|raw| raw.get() != "null");
        let number = |name: &str, pointer: &Pointer| -> Result<Option<f64>, String> {
            let Some(raw) = found(pointer) else { return Ok(None) };
            price(name, parse::<Num>(raw.get()).map_err(|e| format!("{name}: {e}"))?).map(Some)
        };
        let side = |name: &str, pointer: &Option<Pointer>| match pointer {
            Some(pointer) => number(name, pointer),
            None => Ok(None),
        };
        let at: Option<Timestamp> = match time {
            Some(time) => Some(time_format.read(found(time).ok_or("there is no time")?.get())?),
            None => None,
        };
        let Some(last) = number("price", at_price)? else { return Ok(None) };
        let (bid, ask) = (side("bid", bid)?, side("ask", ask)?);
        let quote =
            (bid.is_some() || ask.is_some()).then_some((at, BidAsk { bid, bid_size: None, ask, ask_size: None }));
        let (symbol, currency) = (self.symbol.clone(), self.custom.settings.currency);
        Ok(Some(LastPrice { symbol, trade: Some((at, traded(last, None))), quote, currency }))
    }
}

impl Query for CustomLast<'_> {
    type Answer = LastPrices;

    fn request(&self, key: Option<&Key>) -> Result<Request, VenueError> {
        let Address { base, path, .. } = &self.quotes.address;
        let request = Request::get(base, path.replace("{symbol}", &encode(&self.symbol)));
        match &self.custom.settings.key_header {
            Some(name) => Ok(request.header(name, "", &need(key, self.custom.source)?.secret)),
            None => Ok(request),
        }
    }

    fn answer(&self, reply: &Reply<'_>) -> Result<LastPrices, VenueError> {
        let answer: &RawValue = reply.json(self.custom.source)?;
        let mut last = LastPrices::default();
        last.take(&self.symbol, self.read(answer));
        Ok(last)
    }
}
