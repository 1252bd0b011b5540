//! The European Central Bank's reference rates, as a table of commas. (ECB Data Portal, "Data": dataflow EXR.)

use chrono::{Days, NaiveDate};
use model::{
    currency::Currency,
    market::{Source, exact},
    time::Timestamp,
};
use rust_decimal::Decimal;

use crate::{
    capabilities::{Budget, Capabilities, Polling, TRADES},
    error::VenueError,
    history::Skipped,
    key::Key,
    last::{LastPrice, LastPrices, LastPricesQuery},
    read::{Num, price},
    request::{Query, Reply, Request, shape},
    text::sample,
    venue::Venue,
};

fn source() -> Source {
    Venue::Ecb.source()
}

/// What it allows: it names no limit, and is asked rarely.
pub(crate) fn capabilities() -> Capabilities {
    Capabilities {
        polling: Some(Polling { kinds: TRADES, every_seconds: 3600, symbols_max: 40, delay_seconds: Some(86_400) }),
        budgets: vec![Budget { requests: 1, per_seconds: 1 }],
        ..Capabilities::none(&["data-api.ecb.europa.eu"])
    }
}

/// The reference rates of some currencies against the euro.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RatesQuery {
    /// Which; the euro itself has no rate.
    pub currencies: Vec<Currency>,
    /// From this day on.
    pub from: NaiveDate,
    /// Up to this day, included.
    pub to: NaiveDate,
}

/// A rate: one euro cost so much. There is none for weekends and holidays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rate {
    /// The day.
    pub date: NaiveDate,
    /// The other currency.
    pub quote: Currency,
    /// Units of it for one euro; above zero.
    pub rate: Decimal,
}

/// What the bank told of rates. None and nothing skipped: there is none for these days.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rates {
    /// The rates, in the order in which they were told.
    pub rates: Vec<Rate>,
    /// What was not understood.
    pub skipped: Vec<Skipped>,
}

impl Query for RatesQuery {
    type Answer = Rates;

    fn request(&self, _: Option<&Key>) -> Result<Request, VenueError> {
        let codes: Vec<&str> = self.currencies.iter().filter(|c| **c != Currency::EUR).map(Currency::code).collect();
        if codes.is_empty() {
            let what = "rate of the euro against itself".to_owned();
            return Err(VenueError::Unsupported { venue: source(), what, instead: "another currency".to_owned() });
        }
        Ok(Request::get(
            "https://data-api.ecb.europa.eu",
            format!("/service/data/EXR/D.{}.EUR.SP00.A", codes.join("+")),
        )
        .with("startPeriod", self.from.to_string())
        .with("endPeriod", self.to.to_string())
        .with("detail", "dataonly")
        .with("format", "csvdata"))
    }

    fn answer(&self, reply: &Reply<'_>) -> Result<Rates, VenueError> {
        // That is how it says that there is nothing for these days.
        if reply.status == 404 {
            return Ok(Rates::default());
        }
        let text = reply.text(source())?;
        if text.is_empty() {
            return Ok(Rates::default());
        }
        let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let names = table.headers().map_err(|e| shape(source(), "the first line", sample(&e.to_string())))?.clone();
        let column = |name: &str| {
            let found = names.iter().position(|column| column == name);
            found.ok_or_else(|| VenueError::NotData { venue: source(), sample: sample(text) })
        };
        let columns = [column("TIME_PERIOD")?, column("CURRENCY")?, column("CURRENCY_DENOM")?, column("OBS_VALUE")?];
        let mut rates = Rates::default();
        for (number, record) in table.records().enumerate() {
            let read = record.map_err(|e| e.to_string()).and_then(|record| read(&record, columns));
            match read {
                Ok(rate) => rates.rates.push(rate),
                Err(reason) => {
                    rates.skipped.push(Skipped { place: format!("line {}", number + 2), reason: sample(&reason) });
                }
            }
        }
        Ok(rates)
    }
}

fn read(record: &csv::StringRecord, columns: [usize; 4]) -> Result<Rate, String> {
    let [date, quote, base, value] = columns.map(|column| record.get(column).unwrap_or_default().trim());
    if base != Currency::EUR.code() {
        return Err(format!("a rate of \"{base}\", asked for were rates of the euro"));
    }
    let date = date.parse().map_err(|_| format!("\"{date}\" is no date"))?;
    let quote = quote.parse().map_err(|_| format!("\"{quote}\" is no currency"))?;
    let rate = Decimal::from_str_exact(value).ok().filter(|rate| *rate > Decimal::ZERO);
    let rate = rate.ok_or_else(|| format!("the rate is \"{value}\", which is no rate"))?;
    Ok(Rate { date, quote, rate })
}

/// Days back to the last rate: the longest row of days without one is that of Christmas or Easter.
const LAST_DAYS: u64 = 10;

/// Rates of the euro against these currencies, which are the symbols.
fn rates(query: &LastPricesQuery) -> RatesQuery {
    let currencies = query.symbols.iter().filter_map(|code| code.parse().ok()).collect();
    let to = query.now.date();
    RatesQuery { currencies, from: to - Days::new(LAST_DAYS), to }
}

pub(crate) fn last_request(query: &LastPricesQuery) -> Result<Request, VenueError> {
    rates(query).request(None)
}

/// The rate of the last day that has one. A time does not belong to it.
pub(crate) fn last_answer(query: &LastPricesQuery, reply: &Reply<'_>) -> Result<LastPrices, VenueError> {
    let Rates { rates, skipped } = rates(query).answer(reply)?;
    let mut last = LastPrices { prices: Vec::new(), skipped };
    for symbol in &query.symbols {
        let newest = rates.iter().filter(|rate| rate.quote.code() == symbol).max_by_key(|rate| rate.date);
        let read = |rate: &Rate| {
            let value = exact::parse("rate", &rate.rate.to_string()).map_err(|e| e.to_string())?;
            let at = Timestamp::from_date(rate.date);
            let told = LastPrice::traded(symbol, Some(at), price("rate", Num(value))?, None);
            Ok(LastPrice { currency: Some(rate.quote), ..told })
        };
        last.take(symbol, newest.map(read).transpose());
    }
    Ok(last)
}
