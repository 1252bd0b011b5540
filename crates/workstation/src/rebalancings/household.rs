//! The books as the planner is asked with them: accounts, lots, cash, prices and taxes, by names that people read.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ::rebalance::{
    AssetDrag, Covariance, HeldLot, HouseholdAccount, LossSale, Purchase, RebalanceRequest, Shares, TradedInstrument,
};
use chrono::Days;
use model::{
    account::{Account, AccountKind, LotMethod},
    currency::Currency,
    id::{AccountId, InstrumentId, LotId},
    instrument::{AssetClass, Instrument},
    target::{TargetModel, TargetNode},
};
use portfolio::{books::OpenLot, history::PriceAt};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use tax::{DecimalRates, Deferral, Jurisdiction, LotOrder, TaxRates, TaxRules, WashSaleWindow};

use super::{
    market::Market,
    shapes::{PlannedAccount, PlannedInstrument, PlannedLot, TaxBasis},
    terms::{Effort, RebalancingTerms, TaxCounting, WashSales},
};
use crate::{
    error::{Error, Result},
    folded::Folded,
    taxes::{
        Law, TaxLot, TaxProfile,
        household::{Accounts, Kinds, bought_without_lot, received, sold_at_a_loss},
        tax_lots,
    },
};

/// The smallest order of what is traded in fractions, even where shares are whole.
const FRACTION: Decimal = Decimal::from_parts(1, 0, 0, false, 6);
/// Days of income by which an instrument's yield is measured.
const YIELD_DAYS: u64 = 365;

/// What the planner is asked, and what its names stand for.
pub(super) struct Household {
    pub(super) request: RebalanceRequest,
    pub(super) instruments: BTreeMap<String, PlannedInstrument>,
    pub(super) accounts: BTreeMap<String, PlannedAccount>,
    pub(super) lots: BTreeMap<String, PlannedLot>,
    pub(super) taxes: TaxBasis,
    /// What was left out and why, in words.
    pub(super) warnings: Vec<String>,
}

/// Everything that a household is put together from.
pub(super) struct Sources<'a> {
    pub(super) state: &'a Folded,
    pub(super) profile: &'a TaxProfile,
    pub(super) terms: &'a RebalancingTerms,
    /// The target, its instruments named by symbol.
    pub(super) target: TargetModel,
    pub(super) market: &'a Market,
    pub(super) covariance: Option<Covariance>,
}

impl Sources<'_> {
    /// Puts the request together.
    ///
    /// # Errors
    /// When accounts or instruments are not there, or real and simulated money are mixed.
    pub(super) fn household(self) -> Result<Household> {
        let accounts = chosen_accounts(self.state, self.terms)?;
        let mut warnings = Vec::new();
        let left_out = self.left_out(&accounts, &mut warnings)?;
        let held: Vec<&OpenLot> = self
            .state
            .books
            .lots
            .iter()
            .filter(|l| accounts.iter().any(|a| a.id == l.lot.account_id) && !left_out.contains(&l.lot.instrument_id))
            .collect();
        let tradable = self.tradable(&held, &left_out)?;
        let taxes = Taxed::of(&self)?;
        let drags = self.drags(&tradable, taxes.income_rate(), &mut warnings);
        let symbols: HashMap<InstrumentId, &str> = tradable.iter().map(|i| (i.id, i.fields.symbol.as_str())).collect();
        let tax_lots = if taxes.basis.counted { self.tax_lots(&mut warnings) } else { HashMap::new() };
        // The law's own window, also where plans only warn of it. Without one nobody asks what was bought.
        let window = taxes.basis.wash_sales.map(|window| (window, Kinds::of(self.state)));
        let received = window.as_ref().map(|(_, kinds)| received(self.state, kinds)).unwrap_or_default();
        let (lots, known_lots) = named_lots(&held, &accounts, &symbols, &tax_lots, &received);
        // A lot that counts as held for longer than since its purchase shows no purchase in the request.
        let shown: Vec<&OpenLot> = held
            .iter()
            .copied()
            .filter(|l| tax_lots.get(&(l.lot.account_id, l.lot.id)).is_none_or(|t| t.held_since == l.lot.opened_on))
            .collect();
        let (purchases, loss_sales) = match &window {
            Some((window, kinds)) => around(self.state, *window, kinds, &received, &symbols, &lots_in(&shown)),
            None => (Vec::new(), Vec::new()),
        };
        let base = self.state.settings.base_currency;
        let terms = self.terms;
        let quick = terms.effort == Effort::Quick;
        let spread = terms.half_spread.or(self.profile.cost_rate).unwrap_or_default();
        let request = RebalanceRequest {
            date: self.state.today,
            base_currency: base,
            rates: self.rates(&tradable, &accounts),
            instruments: tradable.iter().map(|i| (i.fields.symbol.clone(), self.traded(i, spread, &drags))).collect(),
            accounts: accounts.iter().map(|a| self.account(a)).collect(),
            lots,
            target: self.target.clone(),
            mode: terms.mode,
            scope: terms.scope,
            steer_to: terms.steer_to,
            drift_price: terms.drift_price,
            covariance: self.covariance.clone(),
            shares: if quick { Shares::Fractional { decimals: 6 } } else { terms.shares },
            minimum_trade: terms.minimum_trade,
            cash_buffer: terms.cash_buffer,
            jurisdiction: self.profile.jurisdiction.unwrap_or(Jurisdiction::UnitedStates),
            rules: Some(taxes.rules),
            tax_rates: taxes.rates,
            deferral: terms.deferral.unwrap_or_else(|| deferral(self.profile)),
            purchases,
            loss_sales,
            location_years: terms.location_years.unwrap_or(1.0),
            max_nodes: None,
        };
        let instruments = tradable.iter().map(|i| (i.fields.symbol.clone(), self.planned(i))).collect();
        let accounts = accounts.iter().map(|a| (a.fields.name.clone(), planned_account(a))).collect();
        Ok(Household { request, instruments, accounts, lots: known_lots, taxes: taxes.basis, warnings })
    }

    /// Open lots with the losses that buying back moved onto them. Where the books do not fit the law, there are none.
    fn tax_lots(&self, warnings: &mut Vec<String>) -> HashMap<Key, TaxLot> {
        tax_lots(self.state, self.profile).unwrap_or_else(|error| {
            warnings.push(format!(
                "losses that buying back moved onto open lots are unknown ({error}): lots cost what the books say"
            ));
            HashMap::new()
        })
    }

    /// What is no part of the plan: what the user leaves out, and what is held short.
    fn left_out(&self, accounts: &[&Account], warnings: &mut Vec<String>) -> Result<BTreeSet<InstrumentId>> {
        let wanted = wanted(&self.target);
        let mut out: BTreeSet<InstrumentId> = self.terms.left_out.iter().copied().collect();
        for id in &out {
            let symbol = self.symbol(*id)?;
            if wanted.contains(symbol) {
                let message = format!("{symbol} is left out and has a place in the target; take it out of the target");
                return Err(Error::field("left_out", "left_out_wanted", message));
            }
        }
        for lot in &self.state.books.lots {
            let short = lot.lot.quantity < Decimal::ZERO && accounts.iter().any(|a| a.id == lot.lot.account_id);
            if short && out.insert(lot.lot.instrument_id) {
                let symbol = self.symbol(lot.lot.instrument_id)?;
                warnings.push(format!(
                    "{symbol} is held short: plans trade no short positions, so it is left out of the plan and of its value"
                ));
            }
        }
        Ok(out)
    }

    fn symbol(&self, id: InstrumentId) -> Result<&str> {
        let found = self.state.instrument(id).ok_or_else(|| Error::not_found("instrument", id))?;
        Ok(&found.fields.symbol)
    }

    /// What is held or wanted, in the order of symbols.
    fn tradable(&self, held: &[&OpenLot], left_out: &BTreeSet<InstrumentId>) -> Result<Vec<&Instrument>> {
        let wanted = wanted(&self.target);
        let ids: BTreeSet<InstrumentId> = held.iter().map(|l| l.lot.instrument_id).collect();
        for id in self.terms.locked.iter().filter(|id| !left_out.contains(id)) {
            self.symbol(*id)?;
        }
        let is_in = |i: &&Instrument| ids.contains(&i.id) || wanted.contains(i.fields.symbol.as_str());
        let mut all: Vec<&Instrument> = self.state.instruments.iter().filter(is_in).collect();
        all.sort_by(|a, b| a.fields.symbol.cmp(&b.fields.symbol));
        Ok(all)
    }

    fn price(&self, id: InstrumentId) -> Option<PriceAt> {
        self.market.price(self.state, id)
    }

    fn traded(&self, i: &Instrument, half_spread: Decimal, drags: &HashMap<InstrumentId, f64>) -> TradedInstrument {
        let lot_size = match i.fields.asset_class {
            AssetClass::Crypto | AssetClass::Fx | AssetClass::Cash => i.fields.lot_size.or(Some(FRACTION)),
            AssetClass::Equity | AssetClass::Fund | AssetClass::Bond | AssetClass::Future | AssetClass::Option => {
                i.fields.lot_size
            }
        };
        TradedInstrument {
            currency: i.fields.currency,
            price: self.price(i.id).and_then(|p| p.price.checked_mul(i.fields.multiplier)),
            half_spread,
            lot_size,
            do_not_trade: self.terms.locked.contains(&i.id),
            tax_drag: AssetDrag { taxable: drags.get(&i.id).copied().unwrap_or(0.0), ..AssetDrag::default() },
        }
    }

    fn planned(&self, i: &Instrument) -> PlannedInstrument {
        let price = self.price(i.id);
        let age = price.as_ref().map(|p| (self.state.today - p.date).num_days());
        PlannedInstrument {
            instrument_id: i.id,
            symbol: i.fields.symbol.clone(),
            name: i.fields.name.clone(),
            asset_class: i.fields.asset_class,
            sector: i.fields.sector.clone(),
            currency: i.fields.currency,
            isin: i.fields.isin.clone(),
            price_date: price.map(|p| p.date),
            stale: age.is_some_and(|days| days > i64::from(self.state.settings.stale_after_days)),
            locked: self.terms.locked.contains(&i.id),
        }
    }

    /// Units of the base currency for one of each other one; those that are unknown are missing, and the planner says so.
    fn rates(&self, tradable: &[&Instrument], accounts: &[&Account]) -> BTreeMap<Currency, Decimal> {
        let (base, today) = (self.state.settings.base_currency, self.state.today);
        let cash = accounts.iter().flat_map(|a| self.market.cash(a.id).into_keys());
        let mut currencies: BTreeSet<Currency> = tradable.iter().map(|i| i.fields.currency).chain(cash).collect();
        currencies.remove(&base);
        let rate = |c: Currency| Some((c, self.state.fx.rate(c, base, today).ok()?.rate));
        currencies.into_iter().filter_map(rate).collect()
    }

    fn account(&self, account: &Account) -> HouseholdAccount {
        let fields = &account.fields;
        let kind = match self.terms.taxes {
            TaxCounting::Ignored => AccountKind::TaxFree,
            TaxCounting::Profile => fields.kind,
        };
        HouseholdAccount {
            id: fields.name.clone(),
            kind,
            cash: self.market.cash(account.id),
            lot_order: Some(order_of(fields.lot_method_on(self.state.today))),
            commission: self.terms.commission,
            flow: self.terms.flows.get(&account.id).copied().unwrap_or_default(),
            cash_minimum: Decimal::ZERO,
            do_not_trade: fields.closed_on.is_some_and(|day| day <= self.state.today),
            locked: Vec::new(),
            buys: None,
        }
    }

    /// Yearly tax on the income of each instrument as a part of its value, in taxable accounts: what it paid in the last year
    /// by what it is worth today. Only where the place of things matters.
    fn drags(
        &self,
        tradable: &[&Instrument],
        rate: Option<f64>,
        warnings: &mut Vec<String>,
    ) -> HashMap<InstrumentId, f64> {
        let (Some(_), Some(rate)) = (self.terms.location_years, rate) else { return HashMap::new() };
        let state = self.state;
        let base = state.settings.base_currency;
        let first = state.today.checked_sub_days(Days::new(YIELD_DAYS)).unwrap_or(state.today);
        let mut paid: HashMap<InstrumentId, Decimal> = HashMap::new();
        for income in state.books.income.iter().filter(|i| i.date > first) {
            let amount = state.fx.convert(income.amount.amount, income.amount.currency, base, income.date);
            if let (Some(id), Ok(amount)) = (income.instrument_id, amount) {
                *paid.entry(id).or_default() += amount;
            }
        }
        let mut unknown = Vec::new();
        let mut drag = |i: &&Instrument| {
            let units: Decimal =
                state.books.lots.iter().filter(|l| l.lot.instrument_id == i.id).map(|l| l.lot.quantity).sum();
            let price = self.price(i.id).and_then(|p| p.price.checked_mul(i.fields.multiplier));
            let price = price.and_then(|p| state.fx.convert(p, i.fields.currency, base, state.today).ok());
            let value = price.and_then(|p| p.checked_mul(units)).filter(|v| *v > Decimal::ZERO);
            let Some(value) = value else {
                unknown.push(i.fields.symbol.clone());
                return None;
            };
            let income = paid.get(&i.id).copied().unwrap_or_default().max(Decimal::ZERO);
            Some((i.id, rate * income.checked_div(value)?.to_f64()?))
        };
        let drags = tradable.iter().filter_map(&mut drag).collect();
        if !unknown.is_empty() {
            warnings.push(format!(
                "what {} pay a year is unknown, because none of it is held: as to where things lie they count as paying nothing",
                unknown.join(", ")
            ));
        }
        drags
    }
}

/// Whose rules hold, and at which rates.
struct Taxed {
    rules: TaxRules,
    rates: TaxRates,
    basis: TaxBasis,
}

impl Taxed {
    fn of(sources: &Sources<'_>) -> Result<Self> {
        let none = |note: &str| Self {
            rules: TaxRules { long_term_after_months: None, wash_sale_window: None, lot_order: LotOrder::Specific },
            rates: TaxRates { short_term: 0.0, long_term: 0.0 },
            basis: TaxBasis { counted: false, rules: None, rates: None, note: Some(note.to_owned()), wash_sales: None },
        };
        if sources.terms.taxes == TaxCounting::Ignored {
            return Ok(none("Taxes are not counted, as you asked."));
        }
        let profile = sources.profile;
        if profile.jurisdiction.is_none() && profile.own_rules.is_empty() {
            return Ok(none(
                "There is no tax profile, so taxes are unknown and not counted; choose a jurisdiction in Taxes.",
            ));
        }
        let law = Law::of(profile, sources.state)?;
        let Some(rates) = profile.rates.or(law.highest) else {
            return Ok(none(
                "There are no rates of this place, so taxes are unknown and not counted; enter yours in Taxes.",
            ));
        };
        let wash_sales = law.rules.wash_sale_window;
        let mut rules = law.rules;
        if sources.terms.wash_sales == WashSales::Warn {
            rules.wash_sale_window = None;
        }
        let as_floats = rates.rates().map_err(|e| Error::field(e.field(), e.code(), e.to_string()))?;
        let note = match (profile.rates, law.note) {
            (_, Some(note)) => Some(note),
            (None, None) => Some("These are the highest rates of this place; enter yours in Taxes.".to_owned()),
            (Some(_), None) => None,
        };
        let basis = TaxBasis { counted: true, rules: Some(law.name), rates: Some(rates), note, wash_sales };
        Ok(Self { rules, rates: as_floats, basis })
    }

    /// The rate of income, which is taxed as a short-term gain is.
    fn income_rate(&self) -> Option<f64> {
        self.basis.rates.map(|rates: DecimalRates| rates.short_term).and_then(|rate| rate.to_f64())
    }
}

/// The share of the later tax as the profile has it.
fn deferral(profile: &TaxProfile) -> Deferral {
    let share = profile.later_tax_share.and_then(|share| share.to_f64());
    Deferral { later_tax_share: share.unwrap_or(0.8), ..Deferral::default() }
}

/// The accounts that are asked for; all that hold real money when none is named.
fn chosen_accounts<'a>(state: &'a Folded, terms: &RebalancingTerms) -> Result<Vec<&'a Account>> {
    let known =
        |id: &AccountId| state.accounts.iter().find(|a| a.id == *id).ok_or_else(|| Error::not_found("account", id));
    for id in terms.flows.keys() {
        known(id)?;
    }
    let accounts: Vec<&Account> = if terms.account_ids.is_empty() {
        let holds = |a: &&Account| {
            let closed = a.fields.closed_on.is_some_and(|day| day <= state.today);
            !closed || state.books.lots.iter().any(|l| l.lot.account_id == a.id)
        };
        state.accounts.iter().filter(|a| a.fields.kind != AccountKind::Paper).filter(holds).collect()
    } else {
        let distinct: BTreeSet<&AccountId> = terms.account_ids.iter().collect();
        distinct.into_iter().map(known).collect::<Result<_>>()?
    };
    let paper = accounts.iter().filter(|a| a.fields.kind == AccountKind::Paper).count();
    if paper > 0 && paper < accounts.len() {
        let message = "real and paper accounts cannot be rebalanced together; choose either";
        return Err(Error::field("account_ids", "accounts_mixed", message));
    }
    if accounts.is_empty() {
        let message = "there is no account to rebalance; create one, or import transactions";
        return Err(Error::field("account_ids", "accounts_missing", message));
    }
    if let Some(id) = terms.flows.keys().find(|id| accounts.iter().all(|a| a.id != **id)) {
        let message =
            format!("there is a flow for account {id}, which is not rebalanced; add the account or drop the flow");
        return Err(Error::field("flows", "account_unknown", message));
    }
    Ok(accounts)
}

fn planned_account(account: &Account) -> PlannedAccount {
    PlannedAccount {
        account_id: account.id,
        name: account.fields.name.clone(),
        kind: account.fields.kind,
        owner: account.fields.owner.clone(),
    }
}

/// The symbols of a target.
fn wanted(target: &TargetModel) -> BTreeSet<&str> {
    fn walk<'a>(members: &'a [TargetNode], all: &mut BTreeSet<&'a str>) {
        for member in members {
            match member {
                TargetNode::Group { members, .. } => walk(members, all),
                TargetNode::Instrument { instrument, .. } => {
                    all.insert(instrument);
                }
            }
        }
    }
    let mut all = BTreeSet::new();
    walk(&target.members, &mut all);
    all
}

/// Which lots a sale takes by an account's method.
const fn order_of(method: LotMethod) -> LotOrder {
    match method {
        LotMethod::Fifo => LotOrder::FirstInFirstOut,
        LotMethod::Lifo => LotOrder::LastInFirstOut,
        LotMethod::Hifo => LotOrder::HighestCostFirst,
        LotMethod::Specific => LotOrder::Specific,
        LotMethod::Average | LotMethod::Section104 | LotMethod::AdjustedCostBase => LotOrder::Average,
    }
}

type Key = (AccountId, LotId);

fn lots_in(held: &[&OpenLot]) -> BTreeSet<Key> {
    held.iter().map(|l| (l.lot.account_id, l.lot.id)).collect()
}

/// The lots under names such as "AAPL of 2021-03-04"; of several a number follows.
fn named_lots(
    held: &[&OpenLot],
    accounts: &[&Account],
    symbols: &HashMap<InstrumentId, &str>,
    tax_lots: &HashMap<Key, TaxLot>,
    received: &BTreeSet<LotId>,
) -> (Vec<HeldLot>, BTreeMap<String, PlannedLot>) {
    let names: HashMap<AccountId, &str> = accounts.iter().map(|a| (a.id, a.fields.name.as_str())).collect();
    let mut known: BTreeMap<String, PlannedLot> = BTreeMap::new();
    let mut lots = Vec::with_capacity(held.len());
    for open in held {
        let lot = &open.lot;
        let symbol = symbols.get(&lot.instrument_id).copied().unwrap_or_default();
        let plain = format!("{symbol} of {}", lot.opened_on);
        let numbered = (2..).map(|n| format!("{plain} ({n})"));
        let Some(name) = std::iter::once(plain.clone()).chain(numbered).find(|name| !known.contains_key(name)) else {
            continue;
        };
        let taxed = tax_lots.get(&(lot.account_id, lot.id));
        let cost_base = taxed.map_or(lot.cost_base, |t| t.cost_base);
        lots.push(HeldLot {
            id: name.clone(),
            account: names.get(&lot.account_id).copied().unwrap_or_default().to_owned(),
            instrument: symbol.to_owned(),
            quantity: lot.quantity,
            cost_base,
            opened_on: taxed.map_or(lot.opened_on, |t| t.held_since),
            received: received.contains(&lot.id),
            locked: false,
        });
        let planned = PlannedLot {
            lot_id: lot.id,
            account_id: lot.account_id,
            instrument_id: lot.instrument_id,
            opened_on: lot.opened_on,
            quantity: lot.quantity,
            cost_base,
        };
        known.insert(name, planned);
    }
    (lots, known)
}

/// Purchases and sales at a loss in the window that the lots of the request do not show: sold again since, to come, or in other
/// accounts.
fn around(
    state: &Folded,
    window: WashSaleWindow,
    kinds: &Kinds,
    received: &BTreeSet<LotId>,
    symbols: &HashMap<InstrumentId, &str>,
    inside: &BTreeSet<Key>,
) -> (Vec<Purchase>, Vec<LossSale>) {
    let accounts = Accounts::of(state);
    let first = state.today.checked_sub_days(Days::new(window.days_before.into())).unwrap_or(state.today);
    let purchase = |account: AccountId, instrument: InstrumentId, date| {
        let account = accounts.get(account)?.name.clone();
        Some(Purchase { instrument: (*symbols.get(&instrument)?).to_owned(), account: Some(account), date })
    };
    let no_lot = bought_without_lot(state, &accounts, kinds, first..=window.purchase_blocked_until(state.today));
    let no_lot = no_lot.into_iter().filter_map(|p| purchase(p.account_id, p.instrument_id, p.date));
    let elsewhere = state.books.lots.iter().map(|l| &l.lot).filter(|lot| {
        let bought = lot.opened_on >= first && lot.quantity > Decimal::ZERO && !received.contains(&lot.id);
        bought && !inside.contains(&(lot.account_id, lot.id))
    });
    let elsewhere = elsewhere.filter_map(|lot| purchase(lot.account_id, lot.instrument_id, lot.opened_on));
    let lost = sold_at_a_loss(state, &accounts, first).into_iter();
    let lost = lost
        .filter_map(|s| Some(LossSale { instrument: (*symbols.get(&s.instrument_id)?).to_owned(), date: s.date }))
        .collect();
    (no_lot.chain(elsewhere).collect(), lost)
}

/// A target with its instruments named by symbol, and the identities that it named.
///
/// # Errors
/// When an instrument is not there.
pub(super) fn by_symbol(state: &Folded, target: &TargetModel) -> Result<TargetModel> {
    let ids: HashMap<String, &str> =
        state.instruments.iter().map(|i| (i.id.to_string(), i.fields.symbol.as_str())).collect();
    let symbols: BTreeSet<&str> = state.instruments.iter().map(|i| i.fields.symbol.as_str()).collect();
    fn walk(members: &[TargetNode], ids: &HashMap<String, &str>, symbols: &BTreeSet<&str>) -> Result<Vec<TargetNode>> {
        let one = |member: &TargetNode| match member {
            TargetNode::Group { name, weight, band, member_band, members } => Ok(TargetNode::Group {
                name: name.clone(),
                weight: *weight,
                band: *band,
                member_band: *member_band,
                members: walk(members, ids, symbols)?,
            }),
            TargetNode::Instrument { instrument, weight, band } => {
                let symbol = ids.get(instrument.as_str()).copied();
                let symbol = symbol.or_else(|| symbols.get(instrument.as_str()).copied());
                let symbol = symbol.ok_or_else(|| Error::not_found("instrument", instrument))?;
                Ok(TargetNode::Instrument { instrument: symbol.to_owned(), weight: *weight, band: *band })
            }
        };
        members.iter().map(one).collect()
    }
    let members = walk(&target.members, &ids, &symbols)?;
    Ok(TargetModel { source: target.source, members, member_band: target.member_band })
}

/// The instruments that a target wants, by identity.
pub(super) fn wanted_ids(state: &Folded, target: &TargetModel) -> BTreeSet<InstrumentId> {
    let wanted = wanted(target);
    state.instruments.iter().filter(|i| wanted.contains(i.fields.symbol.as_str())).map(|i| i.id).collect()
}
