//! Random households, and the rules that every plan must keep, reckoned here from the request and the trades alone.

use chrono::{Days, NaiveDate};
use rebalance::targets::flatten;
use rebalance::{PlannedTrade, RebalancePlan, RebalanceRequest, Side};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value, json};

/// SplitMix64 (Steele, Lea and Flood 2014).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.uniform() * n as f64) as usize
    }

    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// A number with `places` decimals as text.
    pub(crate) fn decimal(&mut self, from: f64, to: f64, places: usize) -> String {
        format!("{:.places$}", from + (to - from) * self.uniform())
    }
}

pub(crate) fn today() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

/// How large a household may be.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) instruments: usize,
    pub(crate) accounts: usize,
    pub(crate) lots: usize,
    /// Most units of a lot.
    pub(crate) units: usize,
    pub(crate) whole: Option<bool>,
}

/// Weights of `n` that sum to 1 exactly, some of them zero.
fn weights(random: &mut Random, n: usize) -> Vec<Decimal> {
    let parts: Vec<u32> = (0..n).map(|_| if random.one_in(4) { 0 } else { 1 + random.below(20) as u32 }).collect();
    let total = parts.iter().sum::<u32>().max(1);
    let mut weights: Vec<Decimal> =
        parts.iter().map(|part| (Decimal::from(*part) / Decimal::from(total)).round_dp(4)).collect();
    let rest = Decimal::ONE - weights[1..].iter().sum::<Decimal>();
    weights[0] = rest.max(Decimal::ZERO);
    weights
}

/// A random request of one seed.
pub(crate) fn household(seed: u64, size: Size) -> RebalanceRequest {
    let mut random = Random(seed.wrapping_mul(0x5851_F42D_4C95_7F2D) ^ 0x1234_5678);
    let r = &mut random;
    let n = 1 + r.below(size.instruments);
    let n_accounts = 1 + r.below(size.accounts);
    let whole = size.whole.unwrap_or_else(|| r.one_in(2));
    let names: Vec<String> = (0..n).map(|i| format!("I{i:02}")).collect();
    let kinds = ["taxable", "tax_deferred", "tax_free"];
    let prices: Vec<String> = (0..n).map(|_| r.decimal(5.0, 300.0, 2)).collect();
    let mut instruments = Map::new();
    for (name, price) in names.iter().zip(&prices) {
        let currency = if r.one_in(6) { "EUR" } else { "USD" };
        instruments.insert(
            name.clone(),
            json!({
                "currency": currency, "price": price, "half_spread": format!("0.00{:02}", r.below(30)),
                "do_not_trade": r.one_in(15),
                "tax_drag": {"taxable": if r.one_in(2) { 0.03 * r.uniform() } else { 0.0 }, "tax_deferred": 0.0, "tax_free": 0.001},
            }),
        );
    }
    let commission = if r.one_in(3) { r.decimal(0.5, 12.0, 2) } else { "0".to_owned() };
    let mut accounts = Vec::new();
    let mut lots = Vec::new();
    for a in 0..n_accounts {
        let kind = if a == 0 { "taxable" } else { kinds[r.below(3)] };
        let order = ["specific", "first_in_first_out", "average"][r.below(3)];
        accounts.push(json!({
            "id": format!("A{a}"), "kind": kind, "lot_order": order, "commission": commission,
            "cash": {"USD": r.decimal(0.0, 3000.0, 2)},
            "flow": if r.one_in(4) { r.decimal(-400.0, 2500.0, 2) } else { "0".to_owned() },
            "cash_minimum": if r.one_in(4) { "150" } else { "0" },
            "locked": if r.one_in(6) { json!([names[0]]) } else { json!([]) },
        }));
        for (i, name) in names.iter().enumerate() {
            if r.one_in(3) {
                continue;
            }
            for k in 0..r.below(size.lots + 1) {
                let whole_units = 1 + r.below(size.units);
                let quantity =
                    if r.one_in(5) { format!("{whole_units}.{:03}", r.below(1000)) } else { whole_units.to_string() };
                let units: f64 = quantity.parse().unwrap();
                let price: f64 = prices[i].parse().unwrap();
                let cost = format!("{:.2}", units * price * (0.55 + 0.8 * r.uniform()));
                let age = Days::new(1 + (if r.one_in(5) { 40.0 } else { 900.0 } * r.uniform()) as u64);
                lots.push(json!({
                    "id": format!("{a}-{i}-{k}"), "account": format!("A{a}"), "instrument": name, "quantity": quantity,
                    "cost_base": if r.one_in(25) { Value::Null } else { json!(cost) }, "opened_on": (today() - age).to_string(),
                    "locked": r.one_in(15),
                }));
            }
        }
    }
    let weights = weights(r, n);
    let members: Vec<Value> = names
        .iter()
        .zip(&weights)
        .map(|(name, weight)| json!({"kind": "instrument", "instrument": name, "weight": weight.to_string()}))
        .collect();
    let top = ["0.9", "1", "0.97"][r.below(3)];
    let squared = r.one_in(2);
    let risky: Vec<f64> = (0..n).map(|_| 0.05 + 0.25 * r.uniform()).collect();
    let common: Vec<f64> = (0..n).map(|_| 0.2 * r.uniform()).collect();
    let covariance = match (squared, r.one_in(2)) {
        (false, _) => Value::Null,
        (true, true) => json!({
            "kind": "factor", "instruments": names, "exposures": common.iter().map(|x| vec![*x]).collect::<Vec<_>>(),
            "factor_covariance": [[1.0]], "specific": risky.iter().map(|x| x * x).collect::<Vec<_>>(),
        }),
        (true, false) => {
            let entry = |i: usize, j: usize| common[i] * common[j] + if i == j { risky[i] * risky[i] } else { 0.0 };
            let matrix: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| entry(i, j)).collect()).collect();
            json!({"kind": "dense", "instruments": names, "matrix": matrix})
        }
    };
    let drift_price = if squared {
        json!({"kind": "squared", "risk_aversion": 1.0 + 40.0 * r.uniform()})
    } else {
        json!({"kind": "absolute", "per_unit": 0.001 + 0.08 * r.uniform()})
    };
    let mode = ["full", "full", "full", "buy_only", "sell_only"][r.below(5)];
    let request = json!({
        "date": today(), "base_currency": "USD", "rates": {"EUR": "1.1"}, "instruments": instruments, "accounts": accounts, "lots": lots,
        "target": {"members": [{"kind": "group", "name": "all", "weight": top, "members": members}]},
        "mode": mode,
        "drift_price": drift_price, "covariance": covariance,
        "shares": if whole { json!({"kind": "whole"}) } else { json!({"kind": "fractional", "decimals": 4}) },
        "minimum_trade": if r.one_in(3) { json!({"amount": "60", "fraction": "0.01"}) } else { json!({}) },
        "cash_buffer": if r.one_in(4) { json!({"fraction": "0.01"}) } else { json!({}) },
        "rules": if r.one_in(3) { json!({"long_term_after_months": 12}) }
                 else { json!({"long_term_after_months": 12, "wash_sale_window": {"days_before": 30, "days_after": 30}}) },
        "tax_rates": {"short_term": 0.4, "long_term": 0.2},
        "purchases": if r.one_in(4) { json!([{"instrument": names[n - 1], "account": "spouse", "date": "2026-12-01"}]) } else { json!([]) },
        "loss_sales": if r.one_in(5) { json!([{"instrument": names[0], "date": "2026-11-10"}]) } else { json!([]) },
    });
    serde_json::from_value(request).unwrap()
}

pub(crate) fn float(value: Decimal) -> f64 {
    value.to_f64().unwrap()
}

fn base_price(request: &RebalanceRequest, name: &str) -> Decimal {
    let instrument = &request.instruments[name];
    let rate = request.rates.get(&instrument.currency).copied().unwrap_or(Decimal::ONE);
    instrument.price.unwrap() * if instrument.currency == request.base_currency { Decimal::ONE } else { rate }
}

/// Every rule that a plan must keep.
pub(crate) fn check(request: &RebalanceRequest, plan: &RebalancePlan) -> Result<(), String> {
    let fail = |what: String| Err(what);
    let rules = request.rules.unwrap_or_else(|| request.jurisdiction.rules());
    let whole = request.shares == rebalance::Shares::Whole;
    let minimum = request.minimum_trade.amount.max(request.minimum_trade.fraction * plan.value);
    for trade in &plan.trades {
        let name = &trade.instrument;
        let account = request.accounts.iter().find(|account| account.id == trade.account).unwrap();
        if trade.units <= Decimal::ZERO || trade.amount != trade.units * base_price(request, name) {
            return fail(format!("amount of {trade:?}"));
        }
        if request.instruments[name].do_not_trade || account.do_not_trade || account.locked.contains(name) {
            return fail(format!("locked: {trade:?}"));
        }
        if trade.amount < minimum && !trade.closes_position {
            return fail(format!("too small: {trade:?} against {minimum}"));
        }
        if whole
            && !(trade.units % request.instruments[name].lot_size.unwrap_or(Decimal::ONE)).is_zero()
            && !trade.closes_position
        {
            return fail(format!("not whole: {trade:?}"));
        }
        match trade.side {
            Side::Buy if request.mode == rebalance::Mode::SellOnly => {
                return fail("a purchase in sell_only".to_owned());
            }
            Side::Sell if request.mode == rebalance::Mode::BuyOnly => return fail("a sale in buy_only".to_owned()),
            Side::Sell => sale(request, plan, trade, rules)?,
            Side::Buy => {
                let sold_at_loss = plan.trades.iter().any(|other| {
                    other.instrument == *name
                        && other.lots.iter().any(|lot| lot.gain.is_some_and(|gain| gain < Decimal::ZERO))
                });
                if rules.wash_sale_window.is_some() && sold_at_loss {
                    return fail(format!("{name} is sold at a loss and bought"));
                }
                if rules.wash_sale_window.is_some() && request.loss_sales.iter().any(|sale| sale.instrument == *name) {
                    return fail(format!("{name} was sold at a loss and is bought back"));
                }
            }
        }
    }
    residues(request, plan)?;
    cash(request, plan)?;
    let figures = &plan.figures;
    let ours = objective(request, plan);
    let told = float(figures.objective);
    if (ours - told).abs() > 1e-6 + 1e-9 * told.abs() {
        return fail(format!("objective {told}, reckoned here {ours}"));
    }
    for (who, other) in [("greedy", &plan.greedy), ("untouched", &plan.untouched)] {
        if let Some(other) = other
            && told > float(other.objective) + 1e-9 * float(other.objective).abs() + 1e-7
        {
            return fail(format!("{told} is worse than {who} {}", other.objective));
        }
    }
    match plan.search.bound {
        Some(bound) if bound > told + 1e-6 + 1e-9 * told.abs() => fail(format!("bound {bound} above {told}")),
        _ => Ok(()),
    }
}

fn sale(
    request: &RebalanceRequest,
    plan: &RebalancePlan,
    trade: &PlannedTrade,
    rules: tax::TaxRules,
) -> Result<(), String> {
    let sum: Decimal = trade.lots.iter().map(|lot| lot.units).sum();
    if sum != trade.units {
        return Err(format!("lots {sum} of {trade:?}"));
    }
    for closed in &trade.lots {
        let lot = request.lots.iter().find(|lot| lot.id == closed.lot).unwrap();
        if lot.locked || closed.units > lot.quantity || lot.account != trade.account {
            return Err(format!("oversold or locked {closed:?}"));
        }
        let Some(window) = rules.wash_sale_window else { continue };
        if closed.gain.is_some_and(|gain| gain < Decimal::ZERO) {
            let near = |day: NaiveDate| (request.date - day).num_days().unsigned_abs() <= u64::from(window.days_before);
            let others = request.lots.iter().filter(|other| other.instrument == lot.instrument && other.id != lot.id);
            let bought = others.map(|other| other.opened_on);
            let given = request.purchases.iter().filter(|p| p.instrument == lot.instrument).map(|p| p.date);
            if bought.chain(given).any(near) {
                return Err(format!("wash sale of {closed:?} in {:?}", plan.trades));
            }
        }
    }
    Ok(())
}

/// Units of an instrument in an account after the plan.
fn after(request: &RebalanceRequest, plan: &RebalancePlan, account: &str, name: &str) -> (Decimal, Decimal) {
    let held = request.lots.iter().filter(|lot| lot.account == account && lot.instrument == name);
    let before: Decimal = held.map(|lot| lot.quantity).sum();
    let signed = |trade: &PlannedTrade| match trade.side {
        Side::Buy => trade.units,
        Side::Sell => -trade.units,
    };
    let trades = plan.trades.iter().filter(|trade| trade.account == account && trade.instrument == name);
    (before, before + trades.map(signed).sum::<Decimal>())
}

/// No short positions, and no position that is less than an order can be but for what was there before.
fn residues(request: &RebalanceRequest, plan: &RebalancePlan) -> Result<(), String> {
    for account in &request.accounts {
        for (name, instrument) in &request.instruments {
            let (before, after) = after(request, plan, &account.id, name);
            let step = match request.shares {
                rebalance::Shares::Whole => instrument.lot_size.unwrap_or(Decimal::ONE),
                rebalance::Shares::Fractional { decimals } => Decimal::new(1, decimals),
            };
            let kept = request.lots.iter().any(|lot| {
                lot.account == account.id
                    && lot.instrument == *name
                    && plan.blocked.iter().any(|b| b.lot.as_ref() == Some(&lot.id))
            });
            // A fraction stays where a part is sold; it is a residue when it is all that is left.
            if after < Decimal::ZERO || (after > Decimal::ZERO && after < step && after != before && !kept) {
                return Err(format!("residue of {name} in {}: {before} to {after}", account.id));
            }
        }
    }
    Ok(())
}

fn cash(request: &RebalanceRequest, plan: &RebalancePlan) -> Result<(), String> {
    for (account, told) in request.accounts.iter().zip(&plan.accounts) {
        let mut cash = account.flow + account.cash.values().sum::<Decimal>(); // all of it is in the base currency
        let before = cash;
        for trade in plan.trades.iter().filter(|trade| trade.account == account.id) {
            cash -= trade.commission + trade.spread;
            cash += if trade.side == Side::Sell { trade.amount } else { -trade.amount };
        }
        if cash != told.cash_after && (cash - told.cash_after).abs() > Decimal::new(1, 7) {
            return Err(format!("cash of {}: {cash} told as {}", account.id, told.cash_after));
        }
        if cash < account.cash_minimum && cash < before {
            return Err(format!("cash of {} is {cash}", account.id));
        }
        if cash < Decimal::ZERO {
            return Err(format!("{} owes {cash}", account.id));
        }
        if told.currencies.iter().any(|cash| cash.after < Decimal::ZERO) {
            return Err(format!("a currency is owed: {told:?}"));
        }
    }
    Ok(())
}

/// The objective, from the trades.
pub(crate) fn objective(request: &RebalanceRequest, plan: &RebalancePlan) -> f64 {
    let rules = request.rules.unwrap_or_else(|| request.jurisdiction.rules());
    let mut total = 0.0;
    for trade in &plan.trades {
        total += float(trade.spread + trade.commission);
        for closed in &trade.lots {
            let lot = request.lots.iter().find(|lot| lot.id == closed.lot).unwrap();
            let days = rules.days_to_long_term(lot.opened_on, request.date);
            let price = request.deferral.price_per_gain(days, request.tax_rates);
            total += price * float(closed.gain.unwrap_or_default());
        }
    }
    let mut off = Vec::new();
    for (name, instrument) in &request.instruments {
        let price = instrument.price.map_or(0.0, |_| float(base_price(request, name)));
        let mut value = 0.0;
        for account in &request.accounts {
            let units = float(after(request, plan, &account.id, name).1);
            value += units * price;
            let drag = match account.kind {
                model::account::AccountKind::Taxable | model::account::AccountKind::Paper => {
                    instrument.tax_drag.taxable
                }
                model::account::AccountKind::TaxDeferred => instrument.tax_drag.tax_deferred,
                model::account::AccountKind::TaxFree => instrument.tax_drag.tax_free,
            };
            total += drag * request.location_years * units * price;
        }
        off.push(value - target(request, name) * float(plan.value));
    }
    total + drift(request, &off, float(plan.value))
}

/// The target of the random households, which have one group.
fn target(request: &RebalanceRequest, name: &str) -> f64 {
    let rows = flatten(&request.target).unwrap().rows;
    rows.iter().find(|row| row.name == name).map_or(0.0, |row| float(row.weight))
}

pub(crate) fn drift(request: &RebalanceRequest, off: &[f64], value: f64) -> f64 {
    match (request.drift_price, &request.covariance) {
        (rebalance::DriftPrice::Absolute { per_unit }, _) => per_unit * off.iter().map(|x| x.abs()).sum::<f64>(),
        (rebalance::DriftPrice::Squared { risk_aversion }, Some(covariance)) => {
            let entry = |i: usize, j: usize| match covariance {
                rebalance::Covariance::Dense { matrix, .. } => matrix[i][j],
                rebalance::Covariance::Factor { exposures, specific, .. } => {
                    exposures[i][0] * exposures[j][0] + if i == j { specific[i] } else { 0.0 }
                }
            };
            let n = off.len();
            let square: f64 =
                (0..n).flat_map(|i| (0..n).map(move |j| (i, j))).map(|(i, j)| off[i] * off[j] * entry(i, j)).sum();
            0.5 * risk_aversion * square / value
        }
        (rebalance::DriftPrice::Squared { .. }, None) => panic!("no covariance"),
    }
}
