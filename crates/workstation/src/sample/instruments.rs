//! The sample's instruments.

use chrono::NaiveDate;
use model::{
    currency::Currency,
    id::InstrumentId,
    instrument::{AssetClass, Instrument, InstrumentFields, OptionRight, SymbolPeriod},
};
use rust_decimal::Decimal;
use uuid::Uuid;

/// The benchmark's symbol.
pub(super) const BENCHMARK: &str = "SP500";

pub(super) const STOCKS: [&str; 20] = [
    "AAPL", "AMD", "BAC", "BBY", "CVX", "GE", "HD", "JNJ", "JPM", "KO", "LLY", "MRK", "MSFT", "PEP", "PFE", "PG",
    "RRC", "UNH", "WMT", "XOM",
];

pub(super) const FUNDS: [(&str, &str); 5] = [
    ("MTUM", "iShares MSCI USA Momentum Factor ETF"),
    ("QUAL", "iShares MSCI USA Quality Factor ETF"),
    ("SIZE", "iShares MSCI USA Size Factor ETF"),
    ("USMV", "iShares MSCI USA Min Vol Factor ETF"),
    ("VLUE", "iShares MSCI USA Value Factor ETF"),
];

/// ISINs whose holders are known for certain.
const ISINS: [(&str, &str); 6] = [
    ("AAPL", "US0378331005"),
    ("MSFT", "US5949181045"),
    ("KO", "US1912161007"),
    ("JNJ", "US4781601046"),
    ("JPM", "US46625H1005"),
    ("WMT", "US9311421039"),
];

const INVENTED: &str = "Invented for the sample, with invented unadjusted prices; not a real security.";

/// A fixed identity: the sample has the same ones at every start. Shaped like a UUIDv7 of the sample's today.
pub(super) fn fixed_id(space: u16, n: u64) -> Uuid {
    const MILLIS: u128 = 0x0185_5607_5800; // 2022-12-28T00:00:00Z
    Uuid::from_u128(MILLIS << 80 | 0x7 << 76 | u128::from(space & 0xfff) << 64 | 0b10 << 62 | u128::from(n))
}

/// All instruments, in a fixed order.
pub(super) fn all(sectors: &[[String; 3]]) -> Vec<Instrument> {
    let mut fields: Vec<InstrumentFields> = STOCKS.iter().map(|symbol| stock(symbol, sectors)).collect();
    fields.extend(FUNDS.iter().map(|(symbol, name)| fund(symbol, name)));
    let mut index = InstrumentFields::plain(BENCHMARK, "S&P 500 price index", AssetClass::Fund, Currency::USD);
    index.note = Some("The benchmark: a price index, not tradable.".to_owned());
    fields.push(index);
    fields.extend([
        invented("QDKS", "Quarterdeck Sample Co. (invented)"),
        invented("QDSP", "Quarterdeck Spin Co. (invented)"),
        invented("QDTG", "Quarterdeck Target Co. (invented)"),
        invented("QDDL", "Quarterdeck Delisted Co. (invented)"),
        option("QDKS 181221C50", "QDKS call 50 of 2018-12-21 (invented)", (2018, 12, 21), 50, OptionRight::Call),
        option("QDKS 190315P45", "QDKS put 45 of 2019-03-15 (invented)", (2019, 3, 15), 45, OptionRight::Put),
        option("QDKS 190920C70", "QDKS call 70 of 2019-09-20 (invented)", (2019, 9, 20), 70, OptionRight::Call),
    ]);
    let id = |i: usize| InstrumentId::from_uuid(fixed_id(1, i as u64 + 1));
    let underlying = fields.iter().position(|f| f.symbol == "QDKS").map(id);
    let with_id = |(i, mut f): (usize, InstrumentFields)| {
        if f.asset_class == AssetClass::Option {
            f.underlying_id = underlying;
        }
        Instrument { id: id(i), fields: f }
    };
    fields.into_iter().enumerate().map(with_id).collect()
}

fn stock(symbol: &str, sectors: &[[String; 3]]) -> InstrumentFields {
    let known = sectors.iter().find(|s| s[0] == symbol);
    let mut f =
        InstrumentFields::plain(symbol, known.map_or(symbol, |k| k[1].as_str()), AssetClass::Equity, Currency::USD);
    f.sector = known.map(|k| k[2].clone());
    f.country = Some("US".to_owned());
    f.isin = ISINS.iter().find(|i| i.0 == symbol).map(|i| i.1.to_owned());
    f.prices_adjusted = true;
    f.note = Some("Real prices, adjusted for splits and dividends.".to_owned());
    f
}

fn fund(symbol: &str, name: &str) -> InstrumentFields {
    let mut f = InstrumentFields::plain(symbol, name, AssetClass::Fund, Currency::USD);
    f.sector = Some("Factor funds".to_owned());
    f.country = Some("US".to_owned());
    f.prices_adjusted = true;
    f.note = Some("Real prices, adjusted for distributions.".to_owned());
    f
}

fn invented(symbol: &str, name: &str) -> InstrumentFields {
    let mut f = InstrumentFields::plain(symbol, name, AssetClass::Equity, Currency::USD);
    f.sector = Some("Invented".to_owned());
    f.note = Some(INVENTED.to_owned());
    if symbol == "QDKS" {
        let until = NaiveDate::from_ymd_opt(2013, 5, 1);
        f.symbol_history = until.map(|until| SymbolPeriod { symbol: "QDOL".to_owned(), until }).into_iter().collect();
    }
    f
}

fn option(symbol: &str, name: &str, (y, m, d): (i32, u32, u32), strike: i64, right: OptionRight) -> InstrumentFields {
    let mut f = InstrumentFields::plain(symbol, name, AssetClass::Option, Currency::USD);
    f.sector = Some("Invented".to_owned());
    f.multiplier = Decimal::ONE_HUNDRED;
    f.expiry = NaiveDate::from_ymd_opt(y, m, d);
    f.strike = Some(Decimal::from(strike));
    f.option_right = Some(right);
    f.note = Some(INVENTED.to_owned());
    f
}
