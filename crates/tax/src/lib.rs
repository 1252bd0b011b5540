//! Holding periods, wash sales, rates and rules by jurisdiction and tax year as data, and what a year's gains come to.
//!
//! - [`TaxRules`] say when a gain becomes long-term, in which order lots are sold, and around which days a loss does not count;
//!   [`Jurisdiction`] gives those of a country with their source. [`TaxRates`] are the user's own. [`Deferral`] prices what it
//!   is worth to wait. These enter the optimizer.
//! - [`TaxYearRules`] are the law of one tax year with a citation for each rule: built in ([`Jurisdiction::year`]) or a user's own
//!   ([`TaxYearRules::from_json`]). A year that is not there is refused; the nearest one never stands in.
//! - [`wash_sales`] and [`superficial_losses`] find over all accounts of a household which losses do not count and where they go.
//! - [`waiting`] says what a lot saves by waiting to be long-term, or loses.
//! - [`ledger()`] carries losses from year to year and figures the tax that gains cause; [`working`] shows every step of it.
//!
//! Not here: tax returns, tax on other income, regions and provinces, and which assets are substantially identical: the caller
//! says that. UK share matching is part of finding the cost, in `portfolio`. This is no tax advice: the rules are the simple ones
//! for listed shares in private hands, and a caller may replace each of them.
//!
//! Everything is pure: the day is a parameter. Money, and the rates by which it is taxed, are exact decimals; each part of a
//! tax is rounded to the cent. The rates of [`TaxRates`] alone are `f64` fractions (0.2 = 20 %), as they enter the optimizer's coefficients.

mod builtin;
mod charge;
mod check;
mod deferral;
mod error;
mod holding;
mod jurisdiction;
mod ledger;
mod rates;
mod rules;
mod superficial;
mod waiting;
mod wash_sale;
mod wash_sales;
mod working;
mod year;

pub use builtin::tax_years;
pub use charge::{
    Allowance, AssetCategory, BandCharge, BandPeriod, Bracket, BracketCharge, CategoryRule, Charge, FilingStatus,
    FlatCharge, GainOffset, InclusionCharge, LossPot, StatusBrackets, bracket_tax, stacked_tax,
};
pub use deferral::Deferral;
pub use error::TaxError;
pub use holding::Term;
pub use jurisdiction::Jurisdiction;
pub use ledger::{
    Assumption, CarriedLoss, CarryBack, LedgerYear, LossKind, Person, PersonField, TaxDue, TaxPart, TaxPartKind,
    TaxableGain, YearSummary, ledger,
};
pub use rates::TaxRates;
pub use rules::{LotOrder, TaxRules};
pub use superficial::{AcbAddition, SuperficialLoss, SuperficialReport, UnitMovement, superficial_losses};
pub use waiting::{WaitAdvice, Waiting, waiting};
pub use wash_sale::WashSaleWindow;
pub use wash_sales::{
    AdjustedLot, AdjustedSale, HouseholdLot, LotPart, LotSale, Replacement, SalePortion, WashSaleReport, wash_sales,
};
pub use working::{TaxStep, Working, working};
pub use year::{CarryForwardRule, Citation, DecimalRates, LossRules, RepurchaseKind, RepurchaseRule, TaxYearRules};
