//! Losses that purchases cancel, for plans that trade all the same.

use ::rebalance::{RebalancePlan, RebalanceRequest, Side};
use rust_decimal::Decimal;
use tax::WashSaleWindow;

/// Each sale at a loss with the purchase that cancels it, in words. `window` is the law's; a plan that blocks them has none.
pub(super) fn wash_sales(
    request: &RebalanceRequest,
    plan: &RebalancePlan,
    window: Option<WashSaleWindow>,
) -> Vec<String> {
    let Some(window) = window else { return Vec::new() };
    let mut found = Vec::new();
    for sale in plan.trades.iter().filter(|trade| trade.side == Side::Sell) {
        for lot in sale.lots.iter().filter(|lot| lot.gain.is_some_and(|gain| gain < Decimal::ZERO)) {
            if let Some(by) = purchase_against(request, plan, window, &sale.instrument, &lot.lot) {
                let loss = -lot.gain.unwrap_or_default().round_dp(2);
                found.push(format!(
                    "the loss of {loss:.2} on {} does not count as far as it is replaced: {by}",
                    lot.lot
                ));
            }
        }
    }
    found
}

fn purchase_against(
    request: &RebalanceRequest,
    plan: &RebalancePlan,
    window: WashSaleWindow,
    instrument: &str,
    lot: &str,
) -> Option<String> {
    if let Some(bought) = plan.trades.iter().find(|t| t.side == Side::Buy && t.instrument == instrument) {
        return Some(format!("this plan buys {instrument} in {}", bought.account));
    }
    let held = request.lots.iter().filter(|l| l.instrument == instrument && l.id != lot && !l.received);
    let held = held.filter(|l| window.blocks_loss(l.opened_on, request.date)).map(|l| (l.opened_on, Some(&l.account)));
    let known = request.purchases.iter().filter(|p| p.instrument == instrument);
    let known = known.filter(|p| window.cancels(p.date, request.date)).map(|p| (p.date, p.account.as_ref()));
    let (date, account) = held.chain(known).max_by_key(|(date, _)| *date)?;
    let place = account.map_or_else(String::new, |account| format!(" in {account}"));
    let verb = if date > request.date { "will be" } else { "was" };
    Some(format!("{instrument} {verb} bought{place} on {date}"))
}
