//! Small whole-share problems against enumeration of every plan there is.

use std::collections::BTreeMap;

use model::account::AccountKind;
use rebalance::targets::flatten;
use rebalance::{HeldLot, Mode, RebalanceError, RebalanceRequest, rebalance};
use rust_decimal::Decimal;
use tax::LotOrder;

use crate::households::{Size, check, drift, float, household};

/// One way to trade a position: cash that it brings, value afterwards, what it costs, and whether it sells a loss or buys.
#[derive(Clone, Copy, Debug)]
struct Way {
    cash: f64,
    value: f64,
    paid: f64,
    loss: bool,
    buys: bool,
}

fn lots<'a>(request: &'a RebalanceRequest, account: &str, name: &str) -> Vec<&'a HeldLot> {
    request.lots.iter().filter(|lot| lot.account == account && lot.instrument == name).collect()
}

/// Whether a loss on the lot would be cancelled by another purchase.
fn is_washed(request: &RebalanceRequest, lot: &HeldLot) -> bool {
    let near = |day: chrono::NaiveDate| (request.date - day).num_days().abs() <= 30;
    let others = request.lots.iter().filter(|other| other.instrument == lot.instrument && other.id != lot.id);
    let given = request.purchases.iter().filter(|purchase| purchase.instrument == lot.instrument);
    others.map(|other| other.opened_on).chain(given.map(|purchase| purchase.date)).any(near)
}

/// Sold units of each lot for every sale of a position that is allowed: in steps of one unit within each lot or all of it.
fn sales(order: LotOrder, lots: &[&HeldLot], can: &[bool]) -> Vec<Vec<Decimal>> {
    let mut order_of: Vec<usize> = (0..lots.len()).collect();
    if order != LotOrder::Specific {
        order_of.sort_by_key(|k| lots[*k].opened_on);
    }
    let held: Decimal = lots.iter().map(|lot| lot.quantity).sum();
    let mut all = vec![vec![Decimal::ZERO; lots.len()]];
    if order == LotOrder::Specific {
        // Every amount of every lot that adds up to a tradable one.
        for k in 0..lots.len() {
            let amounts = amounts(lots, k, can[k]);
            all = all
                .into_iter()
                .flat_map(|sold| {
                    amounts.iter().map(move |amount| {
                        let mut sold = sold.clone();
                        sold[k] = *amount;
                        sold
                    })
                })
                .collect();
        }
    } else {
        let mut total = Decimal::ZERO;
        let end = held;
        while total < end {
            total = (total + Decimal::ONE).min(end);
            let mut left = total;
            let mut sold = vec![Decimal::ZERO; lots.len()];
            for &k in &order_of {
                sold[k] = lots[k].quantity.min(left);
                left -= sold[k];
            }
            all.push(sold);
        }
        all.retain(|sold| {
            let gone = |k: usize| sold[k] > Decimal::ZERO;
            (0..lots.len()).all(|k| can[k] || !gone(k))
        });
    }
    let closable = can.iter().all(|can| *can);
    all.retain(|sold| {
        let total: Decimal = sold.iter().sum();
        let rest = held - total;
        (total.fract().is_zero() || rest.is_zero())
            && (!closable || rest.is_zero() || rest >= Decimal::ONE || total.is_zero())
    });
    all
}

/// Amounts of a lot that can be part of a tradable sum: with whole amounts, and what fractions of other lots leave to a whole.
fn amounts(lots: &[&HeldLot], k: usize, can: bool) -> Vec<Decimal> {
    let mut amounts = vec![Decimal::ZERO];
    if !can {
        return amounts;
    }
    let quantity = lots[k].quantity;
    let mut fractions = vec![Decimal::ZERO];
    for (_, other) in lots.iter().enumerate().filter(|(other, _)| *other != k) {
        fractions.extend(fractions.clone().into_iter().map(|sum| (sum + other.quantity).fract()));
    }
    for fraction in fractions {
        let mut next = if fraction.is_zero() { Decimal::ONE } else { Decimal::ONE - fraction };
        while next < quantity {
            amounts.push(next);
            next += Decimal::ONE;
        }
    }
    amounts.push(quantity);
    amounts.sort();
    amounts.dedup();
    amounts
}

/// Every way to trade an instrument in an account.
fn ways(request: &RebalanceRequest, a: usize, name: &str, most: f64, value: Decimal) -> Vec<Way> {
    let account = &request.accounts[a];
    let instrument = &request.instruments[name];
    let rate =
        if instrument.currency == request.base_currency { Decimal::ONE } else { request.rates[&instrument.currency] };
    let price_base = instrument.price.unwrap() * rate;
    let price = float(price_base);
    let rules = request.rules.unwrap();
    let order = account.lot_order.unwrap();
    let held = lots(request, &account.id, name);
    let taxed = account.kind == AccountKind::Taxable;
    let all_units: Decimal = held.iter().map(|lot| lot.quantity).sum();
    let pool: Option<Decimal> = held.iter().map(|lot| lot.cost_base).sum();
    let cost = |lot: &HeldLot| match order {
        LotOrder::Average => pool.map(|cost| cost / all_units),
        LotOrder::Specific | LotOrder::FirstInFirstOut | LotOrder::LastInFirstOut | LotOrder::HighestCostFirst => {
            lot.cost_base.map(|cost| cost / lot.quantity)
        }
    };
    let is_loss =
        |lot: &HeldLot| taxed && rules.wash_sale_window.is_some() && cost(lot).is_some_and(|cost| cost > price_base);
    let frozen = account.do_not_trade || account.locked.iter().any(|locked| locked == name) || instrument.do_not_trade;
    let can: Vec<bool> = held
        .iter()
        .map(|lot| {
            let is_unknown = taxed && cost(lot).is_none();
            let is_blocked = is_loss(lot) && is_washed(request, lot);
            !(frozen || lot.locked || is_unknown || is_blocked)
        })
        .collect();
    let drag = match account.kind {
        AccountKind::Taxable | AccountKind::Paper => instrument.tax_drag.taxable,
        AccountKind::TaxDeferred => instrument.tax_drag.tax_deferred,
        AccountKind::TaxFree => instrument.tax_drag.tax_free,
    };
    let minimum = request.minimum_trade.amount.max(request.minimum_trade.fraction * value);
    let spread = float(instrument.half_spread);
    let commission = float(account.commission);
    let mut ways: BTreeMap<(Decimal, bool), Way> = BTreeMap::new();
    for sold in sales(order, &held, &can) {
        let total: Decimal = sold.iter().sum();
        if total > Decimal::ZERO
            && (request.mode == Mode::BuyOnly || (total * price_base < minimum && total < all_units))
        {
            continue;
        }
        let mut paid = drag * float(all_units - total) * price;
        let mut loss = false;
        for (lot, units) in held.iter().zip(&sold).filter(|(_, units)| **units > Decimal::ZERO) {
            let days = rules.days_to_long_term(lot.opened_on, request.date);
            let gain = if taxed { price - float(cost(lot).unwrap()) } else { 0.0 };
            paid += request.deferral.price_per_gain(days, request.tax_rates) * gain * float(*units);
            loss |= is_loss(lot);
        }
        let mut cash = 0.0;
        if total > Decimal::ZERO {
            let amount = float(total) * price;
            paid += spread * amount + commission;
            cash = amount - spread * amount - commission;
        }
        let way = Way { cash, value: float(all_units - total) * price, paid, loss, buys: false };
        let best = ways.entry((-total, loss)).or_insert(way);
        if way.paid < best.paid {
            *best = way;
        }
    }
    let wanted =
        float(flatten(&request.target).unwrap().rows.iter().find(|row| row.name == name).unwrap().weight) > 0.0;
    let washed = rules.wash_sale_window.is_some() && request.loss_sales.iter().any(|sale| sale.instrument == name);
    let mut units = Decimal::ONE;
    while !frozen && wanted && !washed && request.mode != Mode::SellOnly && float(units) * price <= most {
        let amount = float(units) * price;
        if units * price_base >= minimum {
            let paid = drag * float(all_units + units) * price + spread * amount + commission;
            let value = float(all_units + units) * price;
            ways.insert(
                (units, false),
                Way { cash: -amount * (1.0 + spread) - commission, value, paid, loss: false, buys: true },
            );
        }
        units += Decimal::ONE;
    }
    ways.into_values().collect()
}

/// The least objective of all plans.
fn least(request: &RebalanceRequest, value: Decimal) -> Option<f64> {
    let names: Vec<&String> = request.instruments.keys().collect();
    let aims: Vec<f64> = names
        .iter()
        .map(|name| {
            let rows = flatten(&request.target).unwrap().rows;
            float(rows.iter().find(|row| row.name == **name).unwrap().weight) * float(value)
        })
        .collect();
    let cash: Vec<f64> =
        request.accounts.iter().map(|account| float(account.flow + account.cash.values().sum::<Decimal>())).collect();
    let most = float(value);
    // Positions: each account of each instrument.
    let mut lists: Vec<(usize, usize, Vec<Way>)> = Vec::new();
    for (i, name) in names.iter().enumerate() {
        for a in 0..request.accounts.len() {
            lists.push((i, a, ways(request, a, name, most, value)));
        }
    }
    let buffer = float(request.cash_buffer.amount.max(request.cash_buffer.fraction * value));
    let mut state = Walk { request, lists: &lists, aims: &aims, buffer, best: None, value: float(value) };
    let mut chosen = Vec::new();
    state.walk(0, &cash, &mut chosen);
    state.best
}

struct Walk<'a> {
    request: &'a RebalanceRequest,
    lists: &'a [(usize, usize, Vec<Way>)],
    aims: &'a [f64],
    buffer: f64,
    best: Option<f64>,
    value: f64,
}

impl Walk<'_> {
    fn walk(&mut self, at: usize, cash: &[f64], chosen: &mut Vec<Way>) {
        if at == self.lists.len() {
            self.weigh(cash, chosen);
            return;
        }
        let (_, a, ways) = &self.lists[at];
        for way in ways {
            let mut cash = cash.to_vec();
            cash[*a] += way.cash;
            chosen.push(*way);
            self.walk(at + 1, &cash, chosen);
            chosen.pop();
        }
    }

    fn weigh(&mut self, cash: &[f64], chosen: &[Way]) {
        for (cash, account) in cash.iter().zip(&self.request.accounts) {
            if *cash < float(account.cash_minimum) - 1e-9 {
                return;
            }
        }
        if cash.iter().sum::<f64>() < self.buffer - 1e-9 {
            return;
        }
        let window = self.request.rules.unwrap().wash_sale_window.is_some();
        let n = self.aims.len();
        let (mut values, mut loss, mut buys, mut paid) = (vec![0.0; n], vec![false; n], vec![false; n], 0.0);
        for ((i, _, _), way) in self.lists.iter().zip(chosen) {
            values[*i] += way.value;
            loss[*i] |= way.loss;
            buys[*i] |= way.buys;
            paid += way.paid;
        }
        if window && (0..n).any(|i| loss[i] && buys[i]) {
            return;
        }
        let off: Vec<f64> = values.iter().zip(self.aims).map(|(value, aim)| value - aim).collect();
        let total = paid + drift(self.request, &off, self.value);
        if self.best.is_none_or(|best| total < best) {
            self.best = Some(total);
        }
    }
}

fn compare(seeds: std::ops::Range<u64>, size: Size, most_plans: usize) {
    let (mut compared, mut equal) = (0, 0);
    let mut apart: Vec<(u64, f64, f64, f64)> = Vec::new();
    for seed in seeds {
        let mut request = household(seed, size);
        request.max_nodes = Some(2_000);
        // Money is plentiful elsewhere: what could be bought stays countable.
        for account in &mut request.accounts {
            for cash in account.cash.values_mut() {
                *cash = (*cash / Decimal::from(4)).round_dp(2);
            }
            account.cash_minimum = Decimal::ZERO;
        }
        let plan = match rebalance(&request) {
            Ok(plan) => plan,
            Err(
                RebalanceError::NothingToSell { .. }
                | RebalanceError::NothingToInvest { .. }
                | RebalanceError::NothingHeld { .. }
                | RebalanceError::CashShort { .. },
            ) => continue,
            Err(error) => panic!("seed {seed}: {error}"),
        };
        check(&request, &plan).unwrap_or_else(|wrong| panic!("seed {seed}: {wrong}"));
        let names: Vec<&String> = request.instruments.keys().collect();
        let plans: f64 = names
            .iter()
            .flat_map(|name| (0..request.accounts.len()).map(move |a| (name, a)))
            .map(|(name, a)| ways(&request, a, name, float(plan.value), plan.value).len() as f64)
            .product();
        if plans > most_plans as f64 {
            continue;
        }
        let Some(best) = least(&request, plan.value) else { continue };
        let ours = float(plan.figures.objective);
        compared += 1;
        let tolerance = 1e-6 + 1e-9 * best.abs();
        let bound = plan.search.bound.unwrap();
        assert!(ours >= best - tolerance, "seed {seed}: {ours} is below the least {best}: {plan:#?}");
        assert!(bound <= best + tolerance, "seed {seed}: bound {bound} above the least {best}");
        if ours <= best + tolerance {
            equal += 1;
        } else {
            apart.push((seed, ours, best, bound));
        }
    }
    println!("{compared} compared, {equal} equal; apart: {apart:?}");
    assert!(compared > 10 && apart.is_empty());
}

/// Seeds of each kind: `QUARTERDECK_REBALANCE_ENUMERATIONS=2000` for a long list.
fn count() -> u64 {
    std::env::var("QUARTERDECK_REBALANCE_ENUMERATIONS").map_or(120, |text| text.parse().unwrap())
}

#[test]
fn plans_of_one_account_are_the_best_of_all() {
    compare(0..count(), Size { instruments: 4, accounts: 1, lots: 3, units: 3, whole: Some(true) }, 200_000);
}

#[test]
fn plans_of_two_accounts_are_the_best_of_all() {
    compare(
        100_000..100_000 + count(),
        Size { instruments: 2, accounts: 2, lots: 3, units: 3, whole: Some(true) },
        200_000,
    );
}
