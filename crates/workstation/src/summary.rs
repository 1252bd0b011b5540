//! The portfolio as one HTML page.

use ::reports::{Line, Row, Summary};
use portfolio::{
    performance::Returns,
    unknown::{Ratio, Total},
    valuation::{CashValue, PositionValue, Slice},
};
use rust_decimal::Decimal;

use crate::{
    Workstation,
    ctx::Ctx,
    error::Result,
    portfolio::{PortfolioQuery, PortfolioView},
};

impl Workstation {
    /// The page, self-contained, for reading and printing.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn summary(&self, ctx: &Ctx, query: &PortfolioQuery) -> Result<String> {
        let workspace = self.workspace(ctx).await?;
        let view = self.portfolio(ctx, &PortfolioQuery { returns: None, ..query.clone() }).await?;
        let names: Vec<(String, String)> =
            self.accounts_by_id(ctx).await?.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
        let page = page(&view, &workspace.name, workspace.sample, &names, self.host.clock.now().to_string());
        Ok(::reports::summary(&page)?)
    }

    async fn accounts_by_id(&self, ctx: &Ctx) -> Result<Vec<(model::id::AccountId, String)>> {
        let ws = self.for_use(ctx, crate::ctx::Action::Read, "accounts").await?;
        let all = store::accounts::all(&ws.store).await?;
        Ok(all.into_iter().map(|a| (a.id, a.fields.name)).collect())
    }
}

/// What the page shows, as text.
fn page(view: &PortfolioView, name: &str, sample: bool, accounts: &[(String, String)], made_at: String) -> Summary {
    let account = |id: String| accounts.iter().find(|(a, _)| *a == id).map_or(id, |(_, name)| name.clone());
    let t = &view.totals;
    let r = view.returns.as_ref();
    let line = |label: &str, value: Option<String>| Line { label: label.to_owned(), value };
    let total = |label: &str, total: &Total| line(label, total.value.map(money));
    let percent_line = |label: &str, of: fn(&Returns) -> &Ratio| line(label, r.and_then(|r| of(r).value).map(percent));
    let position = |p: &PositionValue| Row {
        cells: vec![
            Some(p.symbol.clone()),
            Some(p.name.clone()),
            Some(account(p.account_id.to_string())),
            Some(p.quantity.normalize().to_string()),
            p.price.as_ref().map(|a| format!("{} {}", money(a.price), p.currency)),
            p.price.as_ref().map(|a| a.date.to_string()),
            p.market_value_base.value.map(money),
            p.unrealized_base.value.map(money),
            p.weight.value.map(percent),
        ],
    };
    let cash = |c: &CashValue| Row {
        cells: vec![
            Some(account(c.account_id.to_string())),
            Some(format!("{} {}", money(c.amount), c.currency)),
            c.value_base.value.map(money),
            c.weight.value.map(percent),
        ],
    };
    let slice = |s: &Slice| Row {
        cells: vec![
            Some(s.name.clone().unwrap_or_else(|| "Not classified".to_owned())),
            s.value.value.map(money),
            s.weight.value.map(percent),
        ],
    };
    Summary {
        title: name.to_owned(),
        sample,
        as_of: view.as_of.to_string(),
        base_currency: view.base_currency.to_string(),
        made_at,
        totals: vec![
            total("Total value", &t.total_value),
            total("Positions", &t.positions_value),
            total("Cash", &t.cash_value),
            total("Cost", &t.cost),
            total("Unrealized gain", &t.unrealized),
            total("Realized gain", &t.realized),
            total("Income", &t.income),
            total("Fees", &t.fees),
            total("Taxes", &t.taxes),
        ],
        returns: vec![
            percent_line("Time-weighted return", |r| &r.twr),
            percent_line("A year", |r| &r.twr_annualized),
            percent_line("Money-weighted return a year (XIRR)", |r| &r.xirr),
            percent_line("Benchmark", |r| &r.benchmark),
            percent_line("Largest fall from a peak", |r| &r.max_drawdown),
        ],
        positions: view.positions.iter().map(position).collect(),
        cash: view.cash.iter().map(cash).collect(),
        sectors: view.allocation_by_sector.iter().map(slice).collect(),
        unknowns: view.unknowns.iter().map(|u| u.message.clone()).collect(),
    }
}

/// An amount with two digits and groups of three; the minus is U+2212.
pub(crate) fn money(amount: Decimal) -> String {
    // Rounded first: the format alone cuts off.
    let text = format!("{:.2}", amount.abs().round_dp(2));
    let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let minus = if amount.is_sign_negative() && text != "0.00" { "\u{2212}" } else { "" };
    format!("{minus}{grouped}.{cents}")
}

/// A part in percent.
pub(crate) fn percent(ratio: f64) -> String {
    let text = format!("{:.2} %", ratio.abs() * 100.0);
    if ratio < 0.0 && text != "0.00 %" { format!("\u{2212}{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_and_signed() {
        assert_eq!(money("1234567.891".parse().unwrap()), "1,234,567.89");
        assert_eq!(money("-12.3".parse().unwrap()), "\u{2212}12.30");
        assert_eq!(money("-0.001".parse().unwrap()), "0.00");
        assert_eq!(money("0.619".parse().unwrap()), "0.62");
        assert_eq!(percent(-0.1234), "\u{2212}12.34 %");
    }
}
