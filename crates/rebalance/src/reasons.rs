//! Why each trade is made, and what else the user should know, in words.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use crate::household::{Household, Listing, float};
use crate::plan::{Blocked, BlockedCode, PlannedTrade, RebalancePlan, Side, TradeReason};

/// Writes the reasons and notes of a plan.
pub(crate) fn explain(household: &Household<'_>, plan: &mut RebalancePlan) {
    let listings: HashMap<&str, &Listing> =
        household.instruments.iter().map(|listing| (listing.name.as_str(), listing)).collect();
    let mut first: HashMap<(&str, Side), &PlannedTrade> = HashMap::new();
    for trade in &plan.trades {
        first.entry((trade.instrument.as_str(), trade.side)).or_insert(trade);
    }
    let reasons_of = |trade: &PlannedTrade| {
        let elsewhere = |side: Side| first.get(&(trade.instrument.as_str(), side)).copied();
        listings.get(trade.instrument.as_str()).map(|listing| of_trade(household, listing, trade, &elsewhere))
    };
    let mut reasons: Vec<Option<Vec<TradeReason>>> = plan.trades.iter().map(reasons_of).collect();
    for trade in plan.trades.iter_mut().rev() {
        trade.reasons = reasons.pop().flatten().unwrap_or_default();
    }
    plan.blocked.extend(not_bought_back(household, plan));
    plan.notes = notes(household, plan);
}

fn percent(part: f64) -> String {
    format!("{:.2} %", 100.0 * part)
}

fn of_trade<'p>(
    household: &Household<'_>,
    listing: &Listing,
    trade: &PlannedTrade,
    elsewhere: &dyn Fn(Side) -> Option<&'p PlannedTrade>,
) -> Vec<TradeReason> {
    let (held, aim) = (listing.held / household.capital, listing.aim / household.capital);
    let name = &trade.instrument;
    let reason = |code: &str, words: String| TradeReason { code: code.to_owned(), words };
    let drag = |account: &str| {
        let slots = listing.slots.iter().map(|s| &household.slots[*s]);
        slots.filter(|slot| household.request.accounts[slot.account].id == account).map(|slot| slot.drag).sum::<f64>()
    };
    let mut reasons = Vec::new();
    match trade.side {
        Side::Sell => {
            if aim == 0.0 {
                reasons.push(reason(
                    "not_in_target",
                    format!("{name} has no place in the target; it was {}", percent(held)),
                ));
            } else if held > aim {
                reasons.push(reason("over_target", format!("{name} was {} against {}", percent(held), percent(aim))));
            }
            if let Some(other) = elsewhere(Side::Buy).filter(|other| drag(&other.account) < drag(&trade.account)) {
                let words = format!("{name} is held in {} instead, where it bears less tax", other.account);
                reasons.push(reason("moves_location", words));
            }
            if let Some(gain) = trade.gain.filter(|gain| *gain < Decimal::ZERO) {
                let saved = -trade.tax.unwrap_or_default().round_dp(2);
                reasons
                    .push(reason("takes_loss", format!("a loss of {:.2} saves {saved:.2} of tax", -gain.round_dp(2))));
            }
            if reasons.is_empty() {
                reasons.push(reason("raises_cash", format!("pays for what {} needs", trade.account)));
            }
            if trade.closes_position {
                reasons.push(reason("closes_position", format!("nothing of {name} is left in {}", trade.account)));
            }
        }
        Side::Buy => {
            if held < aim {
                reasons.push(reason("under_target", format!("{name} was {} against {}", percent(held), percent(aim))));
            }
            if let Some(other) = elsewhere(Side::Sell).filter(|other| drag(&trade.account) < drag(&other.account)) {
                let words = format!("{name} comes out of {}, where it bears more tax", other.account);
                reasons.push(reason("moves_location", words));
            }
            if reasons.is_empty() {
                reasons.push(reason(
                    "invests_cash",
                    format!("brings the whole nearer to its target from {}", trade.account),
                ));
            }
        }
    }
    reasons
}

/// Instruments that this plan sells at a loss, which must not be bought back.
fn not_bought_back(household: &Household<'_>, plan: &RebalancePlan) -> Vec<Blocked> {
    let Some(window) = household.rules.wash_sale_window else { return Vec::new() };
    let until = window.purchase_blocked_until(household.request.date);
    let is_loss =
        |trade: &&PlannedTrade| trade.lots.iter().any(|lot| lot.gain.is_some_and(|gain| gain < Decimal::ZERO));
    let lost: HashSet<&str> = plan.trades.iter().filter(is_loss).map(|trade| trade.instrument.as_str()).collect();
    household
        .instruments
        .iter()
        .filter(|listing| lost.contains(listing.name.as_str()))
        .map(|listing| Blocked {
            side: Side::Buy,
            account: None,
            instrument: listing.name.clone(),
            lot: None,
            code: BlockedCode::RecentLossSale,
            until: Some(until),
            reason: format!(
                "this plan sells {} at a loss: buying it in any account by {until} would cancel that loss",
                listing.name
            ),
        })
        .collect()
}

fn notes(household: &Household<'_>, plan: &RebalancePlan) -> Vec<String> {
    let mut notes = Vec::new();
    if plan.trades.is_empty() {
        notes.push("nothing is traded: no trade is worth its tax and cost".to_owned());
    }
    let net = plan.figures.realized_short_term + plan.figures.realized_long_term;
    if net < Decimal::ZERO {
        notes.push(format!(
            "the sales realize a net loss of {:.2}: it is counted as saving tax at the rates of its terms, which needs gains elsewhere \
             this year to set it against",
            -net.round_dp(2)
        ));
    }
    match plan.search.gap {
        Some(gap) if gap > 1e-9 * (float(plan.figures.objective).abs() + 1e-3 * household.capital) => {
            notes.push(format!("a better plan is not ruled out: it could save at most {gap:.2}"));
        }
        Some(_) => {}
        None => notes.push("how near this plan is to the best is unknown: the bound could not be computed".to_owned()),
    }
    let exchanged = plan.accounts.iter().flat_map(|account| &account.currencies).any(|cash| !cash.exchanged.is_zero());
    if exchanged {
        notes.push("cash must be exchanged between currencies; what the exchange costs is not counted".to_owned());
    }
    notes
}
