//! Holding periods, wash-sale windows, rates and rules by jurisdiction, as data.
//!
//! [`TaxRules`] say when a gain becomes long-term, in which order lots are sold, and around which days a loss does not count;
//! [`Jurisdiction`] gives those of a country with their source. [`TaxRates`] are the user's own. [`Deferral`] prices what it
//! is worth to wait.
//!
//! Not here: brackets, returns, carry-forwards and anything that needs to know the whole year of a person. This is no tax
//! advice: the rules are the simple ones for listed shares in private hands, and a caller may replace each of them.
//!
//! Everything is pure: the day is a parameter. Rates are `f64` fractions (0.2 = 20 %), as they enter the optimizer's
//! coefficients; amounts of money do not occur.

mod deferral;
mod error;
mod holding;
mod jurisdiction;
mod rates;
mod rules;
mod wash_sale;

pub use deferral::Deferral;
pub use error::TaxError;
pub use holding::Term;
pub use jurisdiction::Jurisdiction;
pub use rates::TaxRates;
pub use rules::{LotOrder, TaxRules};
pub use wash_sale::WashSaleWindow;
