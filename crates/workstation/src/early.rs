//! Shapes of `portfolio` and `imports`, until those crates have them.
#![allow(missing_docs)]
pub mod pf {
    use chrono::NaiveDate;
    use model::{currency::Currency, id::*, instrument::AssetClass, money::Money};
    use rust_decimal::Decimal;
    use serde::Serialize;
    use utoipa::ToSchema;
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct Unknown { pub code: String, pub message: String, pub instrument_id: Option<InstrumentId>, pub currency: Option<Currency>, pub date: Option<NaiveDate> }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct Figure { #[schema(value_type = Option<String>)] pub value: Option<Decimal>, pub unknown: Option<Unknown> }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct Ratio { pub value: Option<f64>, pub unknown: Option<Unknown> }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct Total { #[schema(value_type = Option<String>)] pub value: Option<Decimal>, #[schema(value_type = String)] pub known_part: Decimal, pub unknowns: Vec<Unknown> }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct RateUse { #[schema(value_type = String)] pub rate: Decimal, pub date: NaiveDate, pub legs: Vec<RateLeg> }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct RateLeg { pub base: Currency, pub quote: Currency, pub date: NaiveDate, #[schema(value_type = String)] pub rate: Decimal, pub inverted: bool, pub source: String }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct OpenLot { #[serde(flatten)] pub lot: model::lot::Lot, #[schema(value_type = Option<String>)] pub cost_local: Option<Decimal>, pub changed_by: Vec<TransactionId> }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct RealizedGain { pub lot_id: LotId, pub account_id: AccountId, pub instrument_id: InstrumentId, pub opened_by: TransactionId, pub closed_by: TransactionId, pub opened_on: NaiveDate, pub closed_on: NaiveDate, #[schema(value_type = String)] pub quantity: Decimal, pub proceeds: Money, pub cost: Money, #[schema(value_type = Option<String>)] pub gain: Option<Decimal>, #[schema(value_type = Option<String>)] pub proceeds_base: Option<Decimal>, #[schema(value_type = Option<String>)] pub cost_base: Option<Decimal>, #[schema(value_type = Option<String>)] pub gain_base: Option<Decimal> }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct BookProblem { pub transaction_id: TransactionId, pub trade_date: NaiveDate, pub code: String, pub message: String }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct PriceAt { #[schema(value_type = String)] pub price: Decimal, pub date: NaiveDate, pub previous: Option<PreviousPrice>, pub source: String }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct PreviousPrice { #[schema(value_type = String)] pub price: Decimal, pub date: NaiveDate }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct Totals { pub total_value: Total, pub positions_value: Total, pub cash_value: Total, pub cost: Total, pub unrealized: Total, pub unrealized_price: Total, pub unrealized_fx: Total, pub realized: Total, pub income: Total, pub fees: Total, pub taxes: Total, pub net_flows: Total, pub day_change: Total, pub unrealized_ratio: Ratio, pub day_change_ratio: Ratio }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct PositionValue { pub account_id: AccountId, pub instrument_id: InstrumentId, pub symbol: String, pub name: String, pub asset_class: AssetClass, pub sector: Option<String>, pub currency: Currency, #[schema(value_type = String)] pub quantity: Decimal, pub n_lots: usize, #[schema(value_type = String)] pub multiplier: Decimal, pub price: Option<PriceAt>, pub price_age_days: Option<i64>, pub stale: bool, pub rate: Option<RateUse>, pub cost: Figure, pub average_cost: Figure, pub market_value: Figure, pub unrealized: Figure, pub day_change: Figure, pub cost_base: Figure, pub market_value_base: Figure, pub unrealized_base: Figure, pub price_effect_base: Figure, pub fx_effect_base: Figure, pub day_change_base: Figure, pub realized_base: Figure, pub income_base: Figure, pub unrealized_ratio: Ratio, pub day_change_ratio: Ratio, pub weight: Ratio }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct LotValue { #[serde(flatten)] pub lot: OpenLot, pub symbol: String, pub held_days: i64, pub price: Option<PriceAt>, pub market_value: Figure, pub gain: Figure, pub market_value_base: Figure, pub gain_base: Figure, pub gain_ratio: Ratio }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct CashValue { pub account_id: AccountId, pub currency: Currency, #[schema(value_type = String)] pub amount: Decimal, pub rate: Option<RateUse>, pub value_base: Figure, pub weight: Ratio }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct Slice { pub name: Option<String>, pub value: Total, pub weight: Ratio, pub n_positions: usize }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct DayFlow { pub date: NaiveDate, pub amount: f64 }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct Performance { pub days: Vec<NaiveDate>, pub value: Vec<Option<f64>>, pub invested: Vec<Option<f64>>, pub twr_index: Vec<Option<f64>>, pub benchmark: Vec<Option<f64>>, pub flows: Vec<DayFlow>, pub summary: Returns, pub unknowns: Vec<Unknown>, pub base_currency: Currency }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct Returns { pub from: Option<NaiveDate>, pub to: Option<NaiveDate>, pub twr: Ratio, pub twr_annualized: Ratio, pub xirr: Ratio, pub benchmark: Ratio, pub benchmark_annualized: Ratio, pub max_drawdown: Ratio, pub value_start: Ratio, pub value_end: Ratio, pub net_flows: Ratio, pub gain: Ratio }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct ExplanationLink { pub kind: String, pub id: String }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct Explanation { pub title: String, pub value: Option<String>, pub unit: String, pub formula: String, pub source: Option<String>, pub as_of: Option<NaiveDate>, pub age_days: Option<i64>, pub unknown: Option<Unknown>, pub link: Option<ExplanationLink>, #[schema(no_recursion)] pub inputs: Vec<Explanation> }
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
    #[serde(rename_all = "snake_case")]
    pub enum FigureKind { TotalValue, MarketValue, CashValue, Cost, UnrealizedPnl, RealizedPnl, DayChange, Weight, Twr, Xirr, LotGain }
}
pub mod im {
    use indexmap::IndexMap;
    use model::{currency::Currency, id::AccountId, transaction::TransactionKind};
    use serde::{Deserialize, Serialize};
    use utoipa::ToSchema;
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
    pub struct Refusal { pub line: u64, pub column: Option<String>, pub code: String, pub reason: String }
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
    #[serde(rename_all = "snake_case")]
    pub enum DateOrder { Ymd, Mdy, Dmy }
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
    #[serde(rename_all = "snake_case")]
    pub enum DecimalMark { Point, Comma }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct FileFacts { pub encoding: String, #[schema(value_type = String)] pub delimiter: char, pub decimal_mark: Option<DecimalMark>, pub date_order: Option<DateOrder>, pub headers: Vec<String>, pub notices: Vec<String> }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct SymbolSummary { pub symbol: String, pub n_bars: u64, pub first: Option<chrono::NaiveDate>, pub last: Option<chrono::NaiveDate> }
    #[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
    pub struct UnknownName { pub name: String, pub n_rows: u64, pub first_line: u64 }
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
    #[serde(rename_all = "snake_case")]
    pub enum AmountMeaning { Gross, Net }
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
    pub struct ColumnMapping { #[schema(value_type = std::collections::BTreeMap<String, String>)] pub columns: IndexMap<String, String>, pub account_id: Option<AccountId>, pub currency: Option<Currency>, #[schema(value_type = std::collections::BTreeMap<String, TransactionKind>)] pub kinds: IndexMap<String, TransactionKind>, pub amount_meaning: AmountMeaning, pub create_unknown: bool }
}
