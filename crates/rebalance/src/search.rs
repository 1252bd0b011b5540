//! Branch and bound over the ranges of the slots: what the hull hides is cut in two until it hides nothing, or the nodes are used up.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::curve::{highest, hull, points};
use crate::descent::{Yields, improve, rounded};
use crate::greedy::greedy;
use crate::household::{Household, Risk, Slot};
use crate::relaxation::{self, Node, Relaxed, Rule};
use crate::state::State;
use crate::trim::{sweep, trim};
use crate::{DriftPrice, RebalanceError, Shares};

/// A gap below this part of the objective, or of the capital, is rounding.
const CLOSED: (f64, f64) = (1e-9, 1e-12);
/// A hull that lies below the cost by less than this part of the capital hides nothing.
const HIDDEN: f64 = 1e-11;

/// What may be given up to leave out what is hardly worth an order, as a part of the capital.
const GIVEN_UP: f64 = 1e-7;

/// Rounds of narrowing the root, and the part of the gap that each must close.
const ROUNDS: usize = 6;
const WORTHWHILE: f64 = 0.1;

/// What was found.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) best: State,
    /// Objective and plan of the greedy rule, when it has one.
    pub(crate) greedy: Option<State>,
    /// What no plan can be below; `None` when not even the first relaxation could be solved.
    pub(crate) bound: Option<f64>,
    /// Relaxations solved.
    pub(crate) nodes: usize,
}

/// A node that waits: the least bound comes first, of equal bounds the younger.
struct Open {
    bound: f64,
    age: usize,
    node: Node,
    z: Vec<f64>,
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Open {}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> Ordering {
        other.bound.total_cmp(&self.bound).then(self.age.cmp(&other.age))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Nodes when the request says nothing: as many as a screen can wait for, while a weight is dragged and at its release.
fn default_nodes(household: &Household<'_>) -> usize {
    let (n, is_dense) = (free_slots(household).max(1), is_dense(household));
    match household.request.shares {
        // A node of a dense covariance takes a time that grows with its square.
        Shares::Whole if is_dense => (4_000 / n).min(300_000 / (n * n)).clamp(2, 400),
        Shares::Whole => (4_000 / n).clamp(4, 400),
        Shares::Fractional { .. } => (100 / n).clamp(1, 100),
    }
}

/// Slots that can be traded.
fn free_slots(household: &Household<'_>) -> usize {
    household.slots.iter().filter(|slot| slot.low < slot.high).count()
}

fn is_dense(household: &Household<'_>) -> bool {
    matches!((household.request.drift_price, &household.risk), (DriftPrice::Squared { .. }, Some(Risk::Dense { .. })))
}

/// Looks of the improvement, at all nodes together and at one.
fn looks(household: &Household<'_>) -> (usize, usize) {
    match household.request.shares {
        Shares::Whole => (600_000, 150_000),
        Shares::Fractional { .. } => (20_000, 8_000),
    }
}

/// What rounding every trade to the decimal places of fractions may cost: a twentieth of its money, and at most a billionth of
/// the capital. Whole shares are another problem than fractions, whose gap is told.
fn rounding(household: &Household<'_>) -> f64 {
    match household.request.shares {
        Shares::Whole => 0.0,
        Shares::Fractional { .. } => {
            let steps = household.slots.iter().map(|slot| {
                let listing = &household.instruments[slot.instrument];
                listing.step_units * listing.price
            });
            (0.05 * steps.sum::<f64>()).min(1e-9 * household.capital)
        }
    }
}

/// Finds the best plan within the nodes.
///
/// # Errors
/// [`RebalanceError::CashShort`] when no plan keeps the least cash.
pub(crate) fn search(household: &Household<'_>) -> Result<Found, RebalanceError> {
    let mut search = Search {
        household,
        best: None,
        nodes: 0,
        open: BinaryHeap::new(),
        looks: looks(household).0,
        inverse: Vec::new(),
        rounding: rounding(household),
        is_polished: household.request.shares == Shares::Whole || !is_dense(household) || free_slots(household) < 200,
    };
    let nothing = State::new(household, vec![0.0; household.slots.len()]);
    let greedy = greedy(household);
    if nothing.is_feasible(household) {
        search.offer(nothing.clone());
    }
    if let Some(greedy) = &greedy {
        search.offer(greedy.clone());
    }
    let bound = search.run();
    let is_whole = household.request.shares == Shares::Whole;
    // The greedy plan improved is another start, where something is left to win.
    if let Some(greedy) = greedy.as_ref().filter(|_| is_whole && !search.is_closed(bound.unwrap_or(f64::NEG_INFINITY)))
    {
        search.improve_from(greedy.clone());
        search.improve_from(nothing.clone());
    }
    let Search { best, nodes, .. } = search;
    let mut best = best.ok_or_else(|| cash_short(household))?;
    let is_as_good = |state: &State, least: f64| {
        state.is_feasible(household) && state.objective() <= least + CLOSED.1 * household.capital
    };
    let mut trimmed = best.clone();
    trim(household, &mut trimmed);
    let mut least = best.objective();
    if !is_whole {
        sweep(household, &mut trimmed);
        // What crumbs and the last decimal bring is given up, but not what makes the plan better than others.
        let others = greedy.iter().chain(nothing.is_feasible(household).then_some(&nothing));
        least = others.map(State::objective).fold(least + GIVEN_UP * household.capital, f64::min);
    }
    if is_as_good(&trimmed, least) {
        best = trimmed;
    }
    Ok(Found { bound: bound.map(|bound| bound.min(best.objective())), best, greedy, nodes })
}

struct Search<'h, 'a> {
    household: &'h Household<'a>,
    best: Option<State>,
    nodes: usize,
    open: BinaryHeap<Open>,
    /// Looks that the improvement has left.
    looks: usize,
    /// The sides that the root's plan takes are solved once more.
    is_polished: bool,
    /// What the rounding of fractions to their places may cost.
    rounding: f64,
    /// Bounds on `(Σ⁻¹)_ii` with the squared price, else empty.
    inverse: Vec<f64>,
}

impl Search<'_, '_> {
    fn offer(&mut self, state: State) {
        let value = state.objective();
        if value.is_finite() && self.best.as_ref().is_none_or(|best| value < best.objective()) {
            self.best = Some(state);
        }
    }

    fn improve_from(&mut self, mut state: State) {
        if state.is_feasible(self.household) {
            self.improve(&mut state);
            if state.is_feasible(self.household) {
                self.offer(state);
            }
        }
    }

    fn improve(&mut self, state: &mut State) {
        let given = looks(self.household).1.min(self.looks);
        let mut left = given;
        improve(self.household, state, &mut left);
        self.looks -= given - left;
    }

    /// Nothing better than by rounding can be found above a bound.
    fn is_closed(&self, bound: f64) -> bool {
        self.best.as_ref().is_some_and(|best| {
            let value = best.objective();
            bound >= value - CLOSED.0 * value.abs() - CLOSED.1 * self.household.capital - self.rounding
        })
    }

    /// The bound of all nodes.
    fn run(&mut self) -> Option<f64> {
        let max_nodes = self.household.request.max_nodes.unwrap_or(default_nodes(self.household));
        // Nodes whose relaxation hides nothing: their bounds stay.
        let mut settled = f64::INFINITY;
        let mut is_known = true;
        self.solve(Node::root(self.household), f64::NEG_INFINITY, &mut is_known);
        if !self.open.is_empty() && self.is_polished {
            self.polish();
        }
        if let (DriftPrice::Squared { .. }, Some(risk), false) =
            (self.household.request.drift_price, &self.household.risk, self.open.is_empty() || self.nodes >= max_nodes)
        {
            self.inverse = risk.inverse_variances();
            self.narrow_root(max_nodes);
        }
        if !is_known {
            return None;
        }
        while let Some(Open { bound, node, z, .. }) = self.open.pop() {
            if self.is_closed(bound) || self.nodes >= max_nodes {
                return Some(bound.min(settled));
            }
            match self.halves(&node, &z) {
                None => settled = settled.min(bound),
                Some(halves) => {
                    for half in halves {
                        let mut is_known = true;
                        self.solve(half, bound, &mut is_known);
                        if !is_known {
                            settled = settled.min(bound);
                        }
                    }
                }
            }
        }
        // Everything was looked at: the best plan is the bound, but for nodes that hid nothing and rounding.
        let best = self.best.as_ref().map(State::objective)?;
        Some(settled.min(best))
    }

    /// Solves the program in which every slot stays on the side that the best plan takes: where losses wait, the hull between the sides
    /// hides what is best on either.
    fn polish(&mut self) {
        let household = self.household;
        let Some(best) = &self.best else { return };
        let mut node = Node::root(household);
        for listing in &household.instruments {
            let is_bought = listing.slots.iter().any(|s| best.z[*s] > 0.0);
            for &s in &listing.slots {
                let slot = &household.slots[s];
                if best.z[s] < 0.0 {
                    node.high[s] = 0.0;
                } else if best.z[s] > 0.0 || is_bought {
                    node.low[s] = node.low[s].max(0.0);
                } else if slot.full.tax.iter().any(|tax| *tax < 0.0) {
                    (node.low[s], node.high[s]) = (0.0, 0.0);
                }
            }
        }
        self.nodes += 1;
        if let Relaxed::Optimal { z, .. } = relaxation::solve(household, &node)
            && let Some(mut state) = rounded(household, &node, &z, Yields::Smaller)
        {
            self.offer(state.clone());
            self.improve(&mut state);
            if state.is_feasible(household) {
                self.offer(state);
            }
        }
    }

    /// Narrows the root's ranges and solves it again, as long as that brings the bound much nearer.
    fn narrow_root(&mut self, max_nodes: usize) {
        for _ in 0..ROUNDS {
            let Some(Open { bound, node, z, .. }) = self.open.pop() else { return };
            let gap = self.best.as_ref().map_or(f64::INFINITY, |best| best.objective() - bound);
            let Some(narrow) = self.narrowed(&node, &z, bound).filter(|_| self.nodes < max_nodes) else {
                self.open.push(Open { bound, age: self.nodes, node, z });
                return;
            };
            let mut is_known = true;
            self.solve(narrow, bound, &mut is_known);
            if !is_known {
                self.open.push(Open { bound, age: self.nodes, node, z });
                return;
            }
            let after = self.open.peek().map_or(f64::INFINITY, |open| open.bound);
            if after - bound < WORTHWHILE * gap {
                return;
            }
        }
    }

    /// The node without what is too far from its relaxed trades to be better than the best plan. With the squared price the relaxed value
    /// rises from its optimum at least by `½ · risk_aversion · V · d'Σd`, so that the weight of an instrument in any better plan lies within
    /// `√(2 gap (Σ⁻¹)_ii / (risk_aversion · V))` of the relaxed one.
    fn narrowed(&self, node: &Node, z: &[f64], bound: f64) -> Option<Node> {
        let household = self.household;
        let DriftPrice::Squared { risk_aversion } = household.request.drift_price else { return None };
        let gap = self.best.as_ref()?.objective() - bound;
        let capital = household.capital;
        let mut narrow = node.clone();
        let mut changed = false;
        for (listing, inverse) in household.instruments.iter().zip(&self.inverse) {
            let moving: Vec<usize> = listing.slots.iter().copied().filter(|s| node.low[*s] < node.high[*s]).collect();
            let &[s] = &moving[..] else { continue };
            let slot = &household.slots[s];
            let reach = (2.0 * gap.max(0.0) * inverse / (risk_aversion * capital)).sqrt() * capital / listing.price;
            if !reach.is_finite() {
                continue;
            }
            // Outwards to the grid, and past a trade that is too small to be made.
            let reach = reach * (1.0 + 1e-6) + listing.step_units;
            let (low, high) = (z[s] - reach, z[s] + reach);
            let low = if low < -slot.last_partial {
                slot.low
            } else {
                (low / listing.step_units).floor() * listing.step_units
            };
            let high = (high / listing.step_units).ceil() * listing.step_units;
            if low > narrow.low[s] || high < narrow.high[s] {
                narrow.low[s] = narrow.low[s].max(low).min(z[s]);
                narrow.high[s] = narrow.high[s].min(high).max(z[s]);
                changed = true;
            }
        }
        changed.then_some(narrow)
    }

    /// Solves the relaxation of a node, makes a plan of it and lets it wait.
    fn solve(&mut self, node: Node, parent: f64, is_known: &mut bool) {
        self.nodes += 1;
        match relaxation::solve(self.household, &node) {
            Relaxed::Infeasible => {}
            Relaxed::Failed => *is_known = false,
            Relaxed::Optimal { z, bound } => {
                let bound = bound.max(parent);
                let mut state = rounded(self.household, &node, &z, Yields::Smaller);
                if let Some(other) = rounded(self.household, &node, &z, Yields::Purchase)
                    && state.as_ref().is_none_or(|state| other.objective() < state.objective())
                {
                    state = Some(other);
                }
                if let Some(mut state) = state {
                    self.offer(state.clone());
                    // Of fractions the root's plan is polished, which is the better start for the improvement.
                    let waits = self.nodes == 1 && self.is_polished && self.household.request.shares != Shares::Whole;
                    if !self.is_closed(bound) && !waits {
                        self.improve(&mut state);
                        if state.is_feasible(self.household) {
                            self.offer(state);
                        }
                    }
                }
                if !self.is_closed(bound) {
                    self.open.push(Open { bound, age: self.nodes, node, z });
                }
            }
        }
    }

    /// Two nodes that hold every plan of this one but not its relaxed trades; `None` when these are as good as a plan.
    fn halves(&self, node: &Node, z: &[f64]) -> Option<[Node; 2]> {
        if let Some(i) = self.conflict(node, z) {
            return Some([Rule::NoPurchase, Rule::NoLoss].map(|rule| self.ruled(node, i, rule)));
        }
        if let Some((s, at)) = self.hidden(node, z) {
            return self.cut(node, s, at);
        }
        match self.household.request.shares {
            Shares::Whole => {
                let s = self.most_fractional(node, z)?;
                self.cut(node, s, z[s])
            }
            Shares::Fractional { .. } => None,
        }
    }

    /// An instrument that the relaxation sells at a loss here and buys there.
    fn conflict(&self, node: &Node, z: &[f64]) -> Option<usize> {
        let household = self.household;
        (0..household.instruments.len()).find(|&i| {
            let slots = &household.instruments[i].slots;
            let small =
                |s: usize| 1e-9 * household.capital / household.instruments[household.slots[s].instrument].price;
            node.rule[i] == Rule::Open
                && slots.iter().any(|&s| z[s] > small(s))
                && slots.iter().any(|&s| {
                    let slot = &household.slots[s];
                    let sold = -z[s];
                    sold > small(s)
                        && (sold > slot.clean.most() + small(s)
                            || slot.full.at(sold) < slot.clean.at(sold) - HIDDEN * household.capital)
                })
        })
    }

    fn ruled(&self, node: &Node, i: usize, rule: Rule) -> Node {
        let mut node = node.clone();
        node.rule[i] = rule;
        for &s in &self.household.instruments[i].slots {
            match rule {
                Rule::Open => {}
                Rule::NoPurchase => node.high[s] = node.high[s].min(0.0),
                Rule::NoLoss => {
                    let slot = &self.household.slots[s];
                    let step = self.household.instruments[i].step_units;
                    let most = slot.clean.most();
                    let all = slot.can_close && most >= slot.full.most();
                    let most = if all { most } else { ((most / step + 1e-9).floor() * step).min(most) };
                    node.low[s] = node.low[s].max(-most);
                }
            }
        }
        node
    }

    /// The slot whose hull hides the most, and where to cut it.
    fn hidden(&self, node: &Node, z: &[f64]) -> Option<(usize, f64)> {
        let household = self.household;
        let mut most: Option<(f64, usize, f64)> = None;
        for (s, slot) in household.slots.iter().enumerate() {
            if node.high[s] - node.low[s] <= 0.0 {
                continue;
            }
            let corners = match node.rule[slot.instrument] {
                Rule::Open | Rule::NoPurchase => &slot.full,
                Rule::NoLoss => &slot.clean,
            };
            let trade = household.trade(slot, corners);
            let small = 1e-9 * household.capital / household.instruments[slot.instrument].price;
            let moved = if z[s].abs() <= small { 0.0 } else { z[s] };
            let sold = (-moved).max(0.0);
            let jump = if moved == 0.0 { 0.0 } else { trade.commission };
            let cost = corners.at(sold) + trade.spread * moved.abs() + jump;
            let lines = hull(&points(&trade, node.low[s], node.high[s]));
            let is_small =
                moved != 0.0 && moved.abs() < slot.smallest - small && !(slot.can_close && sold >= slot.held - small);
            let above = cost - highest(&lines, moved) + if is_small { 1e-3 * household.capital } else { 0.0 };
            if above > HIDDEN * household.capital && most.is_none_or(|(most, ..)| above > most) {
                most = Some((above, s, moved));
            }
        }
        most.map(|(_, s, z)| (s, z))
    }

    /// The slot whose relaxed trade is farthest from a tradable one, in what the distance costs.
    fn most_fractional(&self, node: &Node, z: &[f64]) -> Option<usize> {
        let household = self.household;
        let price = match household.request.drift_price {
            DriftPrice::Absolute { per_unit } => per_unit,
            DriftPrice::Squared { .. } => 1.0,
        };
        let distance = |s: usize| {
            let slot = &household.slots[s];
            let listing = &household.instruments[slot.instrument];
            let off = (household.snapped(slot, z[s]) - z[s]).abs();
            if off <= 1e-6 * listing.step_units || node.low[s] >= node.high[s] {
                0.0
            } else {
                off * listing.price * price
            }
        };
        let far = (0..household.slots.len()).map(|s| (distance(s), s)).max_by(|x, y| x.0.total_cmp(&y.0))?;
        (far.0 > 0.0).then_some(far.1)
    }

    /// Cuts a slot's range at a trade: at nothing when both sides are open, else at the tradable units around it.
    fn cut(&self, node: &Node, s: usize, z: f64) -> Option<[Node; 2]> {
        let slot = &self.household.slots[s];
        let (low, high) = (node.low[s], node.high[s]);
        let listing = &self.household.instruments[slot.instrument];
        let least = listing.step_units.max(slot.smallest);
        let is_whole = self.household.request.shares == Shares::Whole;
        let (below, above) = if low < 0.0 && high > 0.0 {
            (0.0, 0.0)
        } else if low == 0.0
            && high > 0.0
            && (z < least || self.household.accounts[slot.account].commission > 0.0 || slot.smallest > 0.0)
        {
            (0.0, least)
        } else if high == 0.0
            && low < 0.0
            && (-z < least || self.household.accounts[slot.account].commission > 0.0 || slot.smallest > 0.0)
        {
            let closing = if slot.can_close { slot.held } else { f64::INFINITY };
            (-least.min(closing), 0.0)
        } else if is_whole {
            around(slot, listing.step_units, z)
        } else {
            (z, z)
        };
        if (below <= low && above <= low) || (below >= high && above >= high) || below < low || above > high {
            return None;
        }
        let (mut first, mut second) = (node.clone(), node.clone());
        first.high[s] = below;
        second.low[s] = above;
        Some([first, second])
    }
}

/// Tradable units around a trade of a slot in whole shares.
fn around(slot: &Slot, step: f64, z: f64) -> (f64, f64) {
    let on = (z / step + 1e-9).floor() * step;
    if slot.can_close && on < -slot.last_partial { (-slot.held, -slot.last_partial) } else { (on, on + step) }
}

fn cash_short(household: &Household<'_>) -> RebalanceError {
    let worst = household
        .accounts
        .iter()
        .zip(&household.request.accounts)
        .map(|(purse, account)| (purse.need - purse.cash, account.id.as_str()))
        .max_by_key(|(short, _)| *short);
    let all: rust_decimal::Decimal = household.accounts.iter().map(|purse| purse.cash).sum();
    let (short, account) = match worst {
        Some((short, account)) if short > rust_decimal::Decimal::ZERO => (short, account),
        _ => (household.buffer - all, "household"),
    };
    RebalanceError::CashShort { account: account.to_owned(), short: short.round_dp(2) }
}
