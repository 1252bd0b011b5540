//! The brokers' tables, as data; a file for each broker, which says where its layout was seen.

mod binance;
mod binance_ledger;
mod coinbase;
mod degiro;
mod degiro_account;
mod fidelity;
mod portfolio_performance;
mod schwab;
mod trading212;
mod vanguard;

use super::{FileFormat, template::Template};

/// All of them.
pub(super) const ALL: [&Template; 10] = [
    &schwab::TEMPLATE,
    &fidelity::TEMPLATE,
    &vanguard::TEMPLATE,
    &trading212::TEMPLATE,
    &degiro::TEMPLATE,
    &degiro_account::TEMPLATE,
    &coinbase::TEMPLATE,
    &binance::TEMPLATE,
    &binance_ledger::TEMPLATE,
    &portfolio_performance::TEMPLATE,
];

/// The template of a form; none for forms that are not tables with one header.
pub(super) fn of(format: FileFormat) -> Option<&'static Template> {
    ALL.into_iter().find(|t| t.format == format)
}
