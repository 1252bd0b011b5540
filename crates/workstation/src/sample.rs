//! The labelled sample workspace: real prices and rates, an invented owner who follows round-number rules.
//!
//! Prices of US stocks, factor funds and the S&P 500 index are real adjusted closes; exchange rates are the ECB's. Both
//! end on the sample's [`TODAY`]. Adjusted prices already contain splits and distributions, so those events happen on
//! invented instruments with raw invented prices, each labelled as such. Everything is the same at every start.
//!
//! The risk-free rate is Fama and French's, monthly; it ends in November 2018. After that it is unknown here: nothing is
//! carried forward, and a Sharpe ratio over later months uses the rate of the settings.

mod data;
mod instruments;
mod invented;
mod ledger;
mod plan;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use model::{
    account::Account, bar::Bar, currency::Currency, fx::FxRateFields, id::InstrumentId, instrument::Instrument,
    settings::Settings, transaction::Transaction,
};

/// The day on which the sample's time stands still.
pub const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2022, 12, 28).expect("invariant: a date of the calendar");

/// The name of the workspace.
pub const NAME: &str = "Sample portfolio";

/// Everything that a sample workspace begins with.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Its name.
    pub name: &'static str,
    /// Its today.
    pub today: NaiveDate,
    /// One account in dollars, one in euros.
    pub accounts: Vec<Account>,
    /// Stocks, funds, the benchmark, and the invented ones.
    pub instruments: Vec<Instrument>,
    /// Fifteen years of transactions, in order.
    pub transactions: Vec<Transaction>,
    /// Daily bars by instrument, ascending.
    pub bars: Vec<(InstrumentId, Vec<Bar>)>,
    /// ECB reference rates for one euro, up to today.
    pub fx_rates: Vec<FxRateFields>,
    /// Base currency and benchmark.
    pub settings: Settings,
    /// First day of the month and its risk-free return as a fraction; ends in November 2018.
    pub risk_free_monthly: Vec<(NaiveDate, f64)>,
}

/// Why the sample could not be made: a fault of the program's own files.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// A packed file cannot be unpacked.
    #[error("the sample file {file} cannot be unpacked: {source}; install the program again")]
    Unpack {
        /// The file.
        file: &'static str,
        /// What is wrong.
        source: std::io::Error,
    },
    /// A file cannot be read as prices or rates.
    #[error("the sample file cannot be read: {0}; install the program again")]
    Read(#[from] ::imports::error::ImportError),
    /// A file lacks something that the sample needs.
    #[error("the sample files lack {0}; install the program again")]
    Missing(String),
    /// A transaction of the plan is not valid.
    #[error("the sample's plan has a wrong transaction on {date}: {reason}; install the program again")]
    Plan {
        /// Its date.
        date: NaiveDate,
        /// What is wrong.
        reason: String,
    },
}

impl SampleError {
    /// The stable name that API clients match on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unpack { .. } => "sample_unpack",
            Self::Read(_) => "sample_unreadable",
            Self::Missing(_) => "sample_incomplete",
            Self::Plan { .. } => "sample_plan_invalid",
        }
    }
}

/// Makes the sample: unpacks prices and rates, and lets the plan run over them.
///
/// # Errors
/// Only when the program's own files are damaged.
pub fn sample() -> Result<Sample, SampleError> {
    // A person waits for this at the first start: the two large files are read side by side.
    let (prices, fx_rates) = std::thread::scope(|threads| {
        let rates = threads.spawn(data::fx_rates);
        (data::prices(), rates.join().unwrap_or_else(|_| Err(SampleError::Missing("the exchange rates".to_owned()))))
    });
    let (mut prices, fx_rates) = (prices?, fx_rates?);
    let instruments = instruments::all(&data::sectors()?);
    prices.extend(invented::prices(&prices)?);
    let mut ledger = ledger::Ledger::new(&instruments, &prices, &fx_rates);
    plan::run(&mut ledger)?;
    let (accounts, transactions) = ledger.finish()?;
    let mut settings = Settings::new(Currency::USD);
    settings.benchmark_id = instruments.iter().find(|i| i.fields.symbol == instruments::BENCHMARK).map(|i| i.id);
    let bars = instruments.iter().filter_map(|i| Some((i.id, prices.get(&i.fields.symbol)?.clone())));
    Ok(Sample {
        name: NAME,
        today: TODAY,
        bars: bars.collect(),
        accounts,
        instruments,
        transactions,
        fx_rates,
        settings,
        risk_free_monthly: data::risk_free()?,
    })
}
