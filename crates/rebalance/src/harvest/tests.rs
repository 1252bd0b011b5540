//! Harvesting: cases by hand, and what must hold of any household.

use chrono::NaiveDate;
use model::{
    account::AccountKind,
    currency::Currency,
    id::{AccountId, LotId, TransactionId},
    lot::Lot,
    money::Money,
};
use proptest::prelude::*;
use tax::{DecimalRates, Jurisdiction, RepurchaseRule, TaxRules};

use super::*;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A household on 2026-11-29: a taxable account and an IRA of mine, a taxable account and an IRA of the spouse's, simulated money.
struct Case {
    accounts: Vec<HouseholdAccount>,
    instruments: Vec<HarvestInstrument>,
    prices: BTreeMap<InstrumentId, Decimal>,
    lots: Vec<OpenLot>,
    added: BTreeMap<(AccountId, LotId), Vec<LotPart>>,
    received: BTreeSet<LotId>,
    purchases: Vec<Purchase>,
    loss_sales: Vec<LossSale>,
    rules: TaxRules,
    repurchase: Option<RepurchaseRule>,
    terms: HarvestTerms,
    returns: Vec<ReturnSeries>,
    factors: Vec<(String, Vec<Option<f64>>)>,
}

const MINE: usize = 0;
const IRA: usize = 1;
const SPOUSE: usize = 2;
const SPOUSE_IRA: usize = 3;
const PAPER: usize = 4;

impl Case {
    fn new(place: Jurisdiction) -> Self {
        let kinds = [
            ("Mine", "I", AccountKind::Taxable),
            ("IRA", "I", AccountKind::TaxDeferred),
            ("Hers", "she", AccountKind::Taxable),
            ("Her IRA", "she", AccountKind::TaxFree),
            ("Paper", "I", AccountKind::Paper),
        ];
        let account = |(name, owner, kind): (&str, &str, AccountKind)| HouseholdAccount {
            id: AccountId::new(),
            name: name.to_owned(),
            owner: owner.to_owned(),
            kind,
        };
        let year = place.year(2026).unwrap();
        Self {
            accounts: kinds.into_iter().map(account).collect(),
            instruments: Vec::new(),
            prices: BTreeMap::new(),
            lots: Vec::new(),
            added: BTreeMap::new(),
            received: BTreeSet::new(),
            purchases: Vec::new(),
            loss_sales: Vec::new(),
            rules: year.rules(),
            repurchase: year.repurchase,
            terms: HarvestTerms {
                rates: DecimalRates { short_term: decimal("0.4"), long_term: decimal("0.2") },
                later_tax_share: decimal("0.5"),
                cost_rate: decimal("0.001"),
                min_loss: Decimal::ZERO,
            },
            returns: Vec::new(),
            factors: Vec::new(),
        }
    }

    fn instrument(&mut self, symbol: &str, price: &str, identity: IdentityKeys) -> InstrumentId {
        let id = InstrumentId::new();
        self.instruments.push(HarvestInstrument { id, symbol: symbol.to_owned(), identity });
        self.prices.insert(id, decimal(price));
        id
    }

    fn lot(&mut self, of: InstrumentId, account: usize, opened: &str, units: &str, cost: &str) -> LotId {
        let id = LotId::new();
        let lot = Lot {
            id,
            account_id: self.accounts[account].id,
            instrument_id: of,
            opened_by: TransactionId::new(),
            opened_on: day(opened),
            quantity: decimal(units),
            cost: Money::new(decimal(cost), Currency::USD),
            cost_base: Some(decimal(cost)),
        };
        self.lots.push(OpenLot { lot, cost_local: Some(decimal(cost)), pooled: false, changed_by: Vec::new() });
        id
    }

    fn buy(&mut self, of: InstrumentId, account: usize, date: &str, units: &str) {
        let account_id = self.accounts[account].id;
        self.purchases.push(Purchase { instrument_id: of, account_id, date: day(date), units: decimal(units) });
    }

    fn ask(&self) -> Result<HarvestReport, HarvestError> {
        let universe =
            ReplacementUniverse { returns: &self.returns, factors: &self.factors, min_observations: 4, most: 10 };
        harvest(&HarvestRequest {
            today: day("2026-11-29"),
            lots: &self.lots,
            added: &self.added,
            received: &self.received,
            prices: &self.prices,
            accounts: &self.accounts,
            instruments: &self.instruments,
            purchases: &self.purchases,
            loss_sales: &self.loss_sales,
            rules: self.rules,
            repurchase: self.repurchase,
            terms: self.terms,
            universe: (!self.returns.is_empty()).then_some(universe),
        })
    }

    fn run(&self) -> HarvestReport {
        self.ask().unwrap()
    }
}

fn index(name: &str) -> IdentityKeys {
    IdentityKeys { index: Some(name.to_owned()), ..IdentityKeys::default() }
}

#[test]
fn the_value_of_a_loss() {
    // 100 at 50, now 40: a loss of 1,000, short-term. Saved 1,000 · 0.4 = 400; later ½ · 1,000 · 0.2 = 100; trades 2 · 0.001 · 4,000 = 8.
    // 10 at 500 from 2020, now 400: the same loss, long-term: 200 − 100 − 8.
    let mut case = Case::new(Jurisdiction::UnitedStates);
    let (a, b) = (case.instrument("A", "40", index("a")), case.instrument("B", "400", index("b")));
    let short = case.lot(a, MINE, "2026-03-02", "100", "5000");
    let long = case.lot(b, MINE, "2020-03-02", "10", "5000");
    case.lot(a, IRA, "2026-03-02", "100", "5000");
    let report = case.run();
    let values: Vec<(LotId, Decimal)> = report.candidates.iter().map(|c| (c.lot_id, c.harvest_value)).collect();
    assert_eq!(values, [(short, decimal("292.000")), (long, decimal("92.000"))]);
    let first = &report.candidates[0];
    assert_eq!((first.tax_saved, first.tax_later, first.trading_cost), (decimal("400"), decimal("100"), decimal("8")));
    assert_eq!((first.wash.blocks.len(), first.wash.clear_from), (0, None));
    assert_eq!(first.wash.repurchase_from, Some(day("2026-12-30")));
    // Short-term until 2027-03-03: taken before, the loss saves 1,000 · (0.4 − 0.2) more.
    let wait = first.wait.unwrap();
    assert_eq!((wait.first_long_term_day, wait.saves), (day("2027-03-03"), decimal("200")));
    // A threshold leaves small losses out.
    case.terms.min_loss = decimal("1000.01");
    assert!(case.run().candidates.is_empty());
}

#[test]
fn a_purchase_in_her_sheltered_account_blocks_for_good() {
    // 40 bought on 10 November in her IRA: 400 of the 1,000 are lost; what counts is 600: 240 − 60 − 8. Clear after 10 December.
    let mut case = Case::new(Jurisdiction::UnitedStates);
    let a = case.instrument("A", "40", index("a"));
    let lot = case.lot(a, MINE, "2026-03-02", "100", "5000");
    case.lot(a, SPOUSE_IRA, "2026-11-10", "40", "1600");
    let report = case.run();
    let [candidate] = &report.candidates[..] else { panic!("one candidate") };
    assert_eq!((candidate.lot_id, candidate.allowed_loss), (lot, decimal("600")));
    assert_eq!(candidate.harvest_value, decimal("172.000"));
    let wash = &candidate.wash;
    assert_eq!(
        (wash.disallowed, wash.lost, wash.clear_from),
        (decimal("400"), decimal("400"), Some(day("2026-12-11")))
    );
    let [block] = &wash.blocks[..] else { panic!("one block") };
    assert_eq!((block.account.as_str(), block.owner.as_str(), block.units), ("Her IRA", "she", decimal("40")));
    assert!(block.sheltered && !block.pending);
    assert_eq!((block.date, block.until), (day("2026-11-10"), day("2026-12-10")));
}

#[test]
fn a_pending_purchase_of_something_identical_blocks() {
    let mut case = Case::new(Jurisdiction::UnitedStates);
    let fund = case.instrument("FUND", "40", index("world"));
    let twin = case.instrument("TWIN", "10", index("world"));
    case.lot(fund, MINE, "2026-03-02", "100", "5000");
    case.buy(twin, SPOUSE, "2026-12-15", "30");
    let wash = case.run().candidates[0].wash.clone();
    assert_eq!((wash.disallowed, wash.lost), (decimal("300"), Decimal::ZERO));
    let [block] = &wash.blocks[..] else { panic!("one block") };
    assert!(block.pending && block.instrument_id == twin && block.account == "Hers");
    assert_eq!(wash.clear_from, Some(day("2027-01-15")));
    // Beyond the window, or of another index, it does not matter.
    case.purchases[0].date = day("2026-12-30");
    assert!(case.run().candidates[0].wash.blocks.is_empty());
    case.purchases[0].date = day("2026-12-15");
    case.instruments[1].identity = index("small");
    assert!(case.run().candidates[0].wash.blocks.is_empty());
}

#[test]
fn identity_goes_through_what_is_between() {
    // A and B have nothing in common; C has the ISIN of one and the index of the other.
    let mut case = Case::new(Jurisdiction::UnitedStates);
    let isin = |isin: &str| IdentityKeys { isin: Some(isin.to_owned()), ..IdentityKeys::default() };
    let a = case.instrument("A", "40", isin("IE1"));
    let b = case.instrument("B", "40", index("world"));
    case.lot(a, MINE, "2026-03-02", "100", "5000");
    case.buy(b, SPOUSE, "2026-11-20", "10");
    case.lot(b, SPOUSE, "2026-11-20", "10", "100");
    assert_eq!(case.run().candidates[0].wash.disallowed, Decimal::ZERO);
    case.instrument("C", "40", IdentityKeys { isin: Some("IE1".to_owned()), ..index("world") });
    assert_eq!(case.run().candidates[0].wash.disallowed, decimal("100"));
}

#[test]
fn simulated_money_is_a_household_of_its_own() {
    let mut case = Case::new(Jurisdiction::UnitedStates);
    let a = case.instrument("A", "40", index("a"));
    let real = case.lot(a, MINE, "2026-03-02", "100", "5000");
    let paper = case.lot(a, PAPER, "2026-03-02", "100", "5000");
    case.lot(a, PAPER, "2026-11-20", "25", "900");
    let report = case.run();
    let disallowed = |id: LotId| report.candidates.iter().find(|c| c.lot_id == id).unwrap().wash.disallowed;
    assert_eq!((disallowed(real), disallowed(paper)), (Decimal::ZERO, decimal("250")));
}

#[test]
fn a_purchase_that_went_into_a_pool_stands_in_its_units() {
    // The pool of 100 had 20 bought on 20 November. All of it is sold, so nothing replaces; the 20 in the spouse's pool do.
    let mut case = Case::new(Jurisdiction::UnitedStates);
    let a = case.instrument("A", "40", index("a"));
    case.lot(a, MINE, "2026-03-02", "100", "5000");
    case.buy(a, MINE, "2026-11-20", "20");
    assert_eq!(case.run().candidates[0].wash.disallowed, Decimal::ZERO);
    case.lot(a, SPOUSE, "2026-01-05", "50", "1000");
    case.buy(a, SPOUSE, "2026-11-20", "20");
    assert_eq!(case.run().candidates[0].wash.disallowed, decimal("200"));
}

#[test]
fn losses_that_a_lot_took_make_its_own_larger_and_a_part_of_it_older() {
    // 100 at 50, now 40. 60 of them replaced units sold at a loss of 300 and count as held since 2025-06-02:
    // worth 2,400, cost 3,000 + 300: 900 lost long-term. The other 40: worth 1,600, cost 2,000: 400 lost short-term.
    // Saved 900 · 0.2 + 400 · 0.4 = 340; later ½ · 1,300 · 0.2 = 130; trades 8.
    let mut case = Case::new(Jurisdiction::UnitedStates);
    let a = case.instrument("A", "40", index("a"));
    let lot = case.lot(a, MINE, "2026-03-02", "100", "5000");
    let part = |units: &str, added: &str, since: &str| LotPart {
        units: decimal(units),
        basis_added: decimal(added),
        held_since: day(since),
    };
    case.added
        .insert((case.accounts[MINE].id, lot), vec![part("60", "300", "2025-06-02"), part("40", "0", "2026-03-02")]);
    let found = case.run().candidates[0].clone();
    assert_eq!((found.cost, found.basis_added, found.loss), (decimal("5300"), decimal("300"), decimal("1300")));
    assert_eq!((found.tax_saved, found.tax_later), (decimal("340.0"), decimal("130.00")));
    assert_eq!(found.harvest_value, decimal("202.00"));
    assert_eq!((found.term, found.held_since), (Term::Short, day("2026-03-02")));
    let terms: Vec<(Term, Decimal)> = found.parts.iter().map(|part| (part.term, part.gain())).collect();
    assert_eq!(terms, [(Term::Long, decimal("-900")), (Term::Short, decimal("-400"))]);
    // Only the 40 still turn long-term: sold before, their 400 save 0.2 more.
    assert_eq!(found.wait.unwrap().saves, decimal("80"));
    // Units of another lot that replaced a loss already replace no other; its 10 fresh ones do.
    let spouse = case.lot(a, SPOUSE, "2026-11-20", "30", "1230");
    let parts = vec![part("20", "100", "2026-01-05"), part("10", "0", "2026-11-20")];
    case.added.insert((case.accounts[SPOUSE].id, spouse), parts);
    let found = case.run().candidates.into_iter().find(|c| c.lot_id == lot).unwrap();
    // The 60 are sold first; the earliest units of the loss are replaced: 10 of the 60 lost 15 each.
    assert_eq!(found.wash.disallowed, decimal("150"));
    assert_eq!(
        (found.allowed_loss, found.tax_saved),
        (decimal("1150"), decimal("750") * decimal("0.2") + decimal("160"))
    );
    // The parts must be all of the lot.
    case.added.insert((case.accounts[MINE].id, lot), vec![part("60", "300", "2025-06-02")]);
    assert_eq!(case.ask().unwrap_err().field(), "added");
}

#[test]
fn a_gain_waits_for_the_part_of_a_lot_that_is_short_term() {
    // 100 at 50, now 60; 60 of them took 300 and are long-term: only the 40 wait, for 400 · 0.2.
    let mut case = Case::new(Jurisdiction::UnitedStates);
    let a = case.instrument("A", "60", index("a"));
    let lot = case.lot(a, MINE, "2026-03-02", "100", "5000");
    let part = |units: &str, added: &str, since: &str| LotPart {
        units: decimal(units),
        basis_added: decimal(added),
        held_since: day(since),
    };
    case.added
        .insert((case.accounts[MINE].id, lot), vec![part("60", "300", "2025-06-02"), part("40", "0", "2026-03-02")]);
    let report = case.run();
    let [waiting] = &report.waiting[..] else { panic!("one part waits") };
    assert_eq!((waiting.units, waiting.gain, waiting.hint.saves), (decimal("40"), decimal("400"), decimal("80.0")));
}

#[test]
fn canada_denies_by_what_is_still_held() {
    // 50 of a loss of 1,000 on 100 are bought back in December and kept: half is denied. Bought before and sold along: nothing.
    let mut case = Case::new(Jurisdiction::Canada);
    let a = case.instrument("A", "40", index("a"));
    case.lot(a, MINE, "2026-11-20", "100", "5000");
    assert_eq!(case.run().candidates[0].wash.disallowed, Decimal::ZERO);
    case.buy(a, SPOUSE, "2026-12-10", "50");
    let wash = case.run().candidates[0].wash.clone();
    assert_eq!((wash.disallowed, wash.lost), (decimal("500"), Decimal::ZERO));
    assert!(wash.blocks.iter().any(|block| block.pending && block.owner == "she"));
}

#[test]
fn britain_matches_what_is_bought_back_and_germany_does_not_mind() {
    let mut case = Case::new(Jurisdiction::UnitedKingdom);
    let a = case.instrument("A", "40", index("a"));
    case.lot(a, MINE, "2026-11-20", "100", "5000");
    assert!(case.run().candidates[0].wash.blocks.is_empty());
    case.buy(a, MINE, "2026-12-10", "25");
    let wash = case.run().candidates[0].wash.clone();
    assert_eq!((wash.disallowed, wash.clear_from), (decimal("250"), Some(day("2026-12-11"))));
    // Matching is by person: what she or a sheltered account buys is not what I sold. What came today is, but not as a gift.
    case.buy(a, SPOUSE, "2026-12-10", "25");
    case.buy(a, IRA, "2026-12-10", "25");
    let today = case.lot(a, MINE, "2026-11-29", "10", "450");
    let disallowed = |case: &Case| case.run().candidates.iter().map(|c| c.wash.disallowed).max();
    assert_eq!(disallowed(&case), Some(decimal("350")));
    case.received.insert(today);
    assert_eq!(disallowed(&case), Some(decimal("250")));
    let mut case = Case::new(Jurisdiction::Germany);
    let a = case.instrument("A", "40", index("a"));
    case.lot(a, MINE, "2026-11-20", "100", "5000");
    case.buy(a, MINE, "2026-12-10", "25");
    assert_eq!(case.run().candidates[0].wash, WashStatus::default());
}

#[test]
fn a_gain_that_will_be_long_term_waits() {
    // Bought 2025-12-12 for 4,164, worth 6,000: 14 days to 2026-12-13; 1,836 · (0.4 − 0.2) = 367.20.
    let mut case = Case::new(Jurisdiction::UnitedStates);
    let a = case.instrument("A", "60", index("a"));
    let lot = case.lot(a, MINE, "2025-12-12", "100", "4164");
    let report = case.run();
    assert_eq!((report.waiting[0].lot_id, report.waiting[0].hint.days), (lot, 14));
    assert_eq!(report.waiting[0].hint.saves, decimal("367.2"));
    assert!(report.candidates.is_empty());
}

#[test]
fn what_is_not_known_is_told_and_not_zero() {
    let mut case = Case::new(Jurisdiction::UnitedStates);
    let (a, b, c) = (
        case.instrument("A", "40", index("a")),
        case.instrument("B", "40", index("b")),
        case.instrument("C", "40", index("c")),
    );
    case.lot(a, MINE, "2026-03-02", "100", "5000");
    case.lot(b, MINE, "2026-03-02", "100", "5000");
    case.lot(c, MINE, "2026-03-02", "-100", "5000");
    case.prices.remove(&a);
    case.lots[1].lot.cost_base = None;
    let report = case.run();
    let gaps: Vec<LotGap> = report.unknown.iter().map(|unknown| unknown.gap).collect();
    assert_eq!(gaps, [LotGap::NoPrice, LotGap::NoCost, LotGap::Short]);
    assert!(report.unknown[0].message.starts_with("A has no price") && report.candidates.is_empty());
}

/// Returns in per cent.
fn series(case: &mut Case, of: InstrumentId, returns: &[f64]) {
    let returns = returns.iter().map(|percent| Some(percent / 100.0)).collect();
    case.returns.push(ReturnSeries { instrument_id: of, returns });
}

#[test]
fn replacements_are_ranked_by_returns_and_exposures() {
    // Factor and A: 1, 2, 3, 4, 5 %. B is twice that: correlation 1, exposures 1 and 2: 1 − 1/3; score 5/6. The difference of
    // B and A varies as A, 2.5e-4 a day: tracking error √(2.5e-4 · 252) = √0.063. C is −A: correlation −1, 1 − 2/2; score −1/2.
    let mut case = Case::new(Jurisdiction::UnitedStates);
    let a = case.instrument("A", "40", index("a"));
    let b = case.instrument("B", "40", index("b"));
    let c = case.instrument("A2", "40", index("c"));
    let twin = case.instrument("T", "40", index("a"));
    let gone = case.instrument("G", "40", index("g"));
    let flat = case.instrument("F", "40", index("f"));
    let short = case.instrument("S", "40", index("s"));
    let gone_too = case.instrument("G2", "40", index("g"));
    case.lot(a, MINE, "2026-03-02", "100", "5000");
    case.lot(b, MINE, "2026-03-02", "100", "5000");
    let up = [1.0, 2.0, 3.0, 4.0, 5.0];
    series(&mut case, c, &up.map(|x| -x));
    series(&mut case, a, &up);
    series(&mut case, b, &up.map(|x| 2.0 * x));
    series(&mut case, twin, &up);
    series(&mut case, gone, &up);
    series(&mut case, flat, &[1.0; 5]);
    series(&mut case, short, &up);
    series(&mut case, gone_too, &up);
    case.returns[6].returns[1] = None;
    case.returns[6].returns[3] = None;
    case.factors.push(("market".to_owned(), up.iter().map(|percent| Some(percent / 100.0)).collect()));
    case.loss_sales.push(LossSale { instrument_id: gone, date: day("2026-11-20") });
    let report = case.run();
    let found = &report.replacements[&a];
    let ranked: Vec<InstrumentId> = found.ranked.iter().map(|ranked| ranked.instrument_id).collect();
    assert_eq!(ranked, [b, c]);
    let close = |value: f64, expected: f64| assert!((value - expected).abs() < 1e-12, "{value} {expected}");
    let (first, second) = (&found.ranked[0], &found.ranked[1]);
    close(first.correlation, 1.0);
    close(first.exposure_similarity.unwrap(), 2.0 / 3.0);
    close(first.score, 5.0 / 6.0);
    close(first.tracking_error, 0.063_f64.sqrt());
    close(second.score, -0.5);
    assert!(first.is_candidate && !second.is_candidate && first.n_observations == 5);
    let reason = |id: InstrumentId| found.excluded.iter().find(|excluded| excluded.instrument_id == id).unwrap().reason;
    assert_eq!(reason(twin), ExclusionReason::Identical);
    assert_eq!(reason(gone), ExclusionReason::SoldAtALoss { until: day("2026-12-21") });
    assert_eq!(reason(gone_too), reason(gone));
    assert_eq!(reason(flat), ExclusionReason::NoVariation);
    assert_eq!(reason(short), ExclusionReason::TooFewReturns { n_observations: 3 });
}

#[test]
fn without_factors_the_principal_components_stand_in() {
    // Two instruments that move as one and one that moves on its own.
    let mut case = Case::new(Jurisdiction::UnitedStates);
    let ids: Vec<InstrumentId> = ["A", "B", "C"].map(|s| case.instrument(s, "40", index(s))).to_vec();
    case.lot(ids[0], MINE, "2026-03-02", "100", "5000");
    let wave =
        |shift: usize| -> Vec<f64> { (0..40).map(|t| f64::from((t * 7 + shift as i32 * 3) % 11) - 5.0).collect() };
    series(&mut case, ids[2], &wave(2).iter().rev().copied().collect::<Vec<f64>>());
    series(&mut case, ids[0], &wave(0));
    series(
        &mut case,
        ids[1],
        &wave(0).iter().enumerate().map(|(t, x)| x + 0.1 * f64::from(t as i32 % 3)).collect::<Vec<f64>>(),
    );
    let report = case.run();
    let ranked = &report.replacements[&ids[0]].ranked;
    assert_eq!(ranked[0].instrument_id, ids[1]);
    assert!(ranked[0].correlation > 0.99 && ranked[0].exposure_similarity.unwrap() > 0.9);
}

#[test]
fn what_does_not_fit_is_refused_in_words() {
    let check = |change: &dyn Fn(&mut Case, InstrumentId), field: &str, words: &str| {
        let mut case = Case::new(Jurisdiction::UnitedStates);
        let a = case.instrument("A", "40", index("a"));
        case.lot(a, MINE, "2026-03-02", "100", "5000");
        series(&mut case, a, &[1.0, 2.0]);
        change(&mut case, a);
        let error = case.ask().unwrap_err();
        assert!(error.field() == field && error.to_string().contains(words), "{error}");
    };
    check(&|case, _| case.accounts.clear(), "lots", "add it to accounts");
    check(&|case, _| case.instruments.clear(), "lots", "add it to instruments");
    check(&|case, a| *case.prices.get_mut(&a).unwrap() = decimal("-1"), "prices", "-1 for A");
    check(&|case, a| case.buy(a, MINE, "2026-11-01", "0"), "purchases", "above zero");
    check(&|case, _| case.terms.later_tax_share = decimal("2"), "terms.later_tax_share", "between 0 and 1");
    check(&|case, _| case.terms.rates.short_term = decimal("40"), "rates.short_term", "share between 0 and 1");
    check(&|case, _| case.factors.push(("market".into(), vec![None])), "universe", "market has 1 returns");
    check(&|case, a| series(case, a, &[1.0, 2.0]), "universe", "two series");
    check(
        &|case, a| case.loss_sales.push(LossSale { instrument_id: a, date: day("2026-12-01") }),
        "loss_sales",
        "after 2026-11-29",
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn of_any_household(
        place in prop::sample::select(vec![
            Jurisdiction::UnitedStates, Jurisdiction::Canada, Jurisdiction::UnitedKingdom, Jurisdiction::Germany,
        ]),
        lots in prop::collection::vec((0usize..2, 0usize..5, 0u64..400, 1i64..50_000, 1i64..900_000), 1..8),
        buys in prop::collection::vec((0usize..2, 0usize..5, 0u64..80, 1i64..50_000), 0..5),
    ) {
        let mut case = Case::new(place);
        let ids = [case.instrument("A", "20", index("a")), case.instrument("B", "20", index("a"))];
        let date = |back: u64| (day("2026-11-29") - chrono::Days::new(back)).to_string();
        for (of, account, back, units, cost) in lots {
            let (units, cost) = (Decimal::new(units, 3), Decimal::new(cost, 2));
            case.lot(ids[of], account, &date(back), &units.to_string(), &cost.to_string());
        }
        for (of, account, shift, units) in buys {
            let when = day("2026-10-25") + chrono::Days::new(shift);
            case.buy(ids[of], account, &when.to_string(), &Decimal::new(units, 3).to_string());
        }
        let report = case.run();
        for candidate in &report.candidates {
            prop_assert!(case.accounts.iter().any(|a| a.id == candidate.account_id
                && matches!(a.kind, AccountKind::Taxable | AccountKind::Paper)));
            let wash = &candidate.wash;
            prop_assert!(Decimal::ZERO <= wash.lost && wash.lost <= wash.disallowed && wash.disallowed <= candidate.loss);
            prop_assert_eq!(candidate.allowed_loss + wash.disallowed, candidate.loss);
            prop_assert_eq!(candidate.cost - candidate.value, candidate.loss);
            prop_assert_eq!(wash.disallowed.is_zero(), wash.blocks.is_empty());
            prop_assert!(wash.blocks.iter().all(|block| block.until >= day("2026-11-29")));
        }
    }
}
