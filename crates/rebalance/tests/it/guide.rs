//! The harvest over two people and three accounts, as the guide figures it by hand.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use model::{
    account::AccountKind,
    currency::Currency,
    id::{AccountId, InstrumentId, LotId, TransactionId},
    lot::Lot,
    money::Money,
};
use portfolio::books::OpenLot;
use rebalance::harvest::{
    HarvestInstrument, HarvestRequest, HarvestTerms, HouseholdAccount, IdentityKeys, Purchase, harvest,
};
use rust_decimal::Decimal;
use tax::{
    AssetCategory, DecimalRates, HouseholdLot, Jurisdiction, LedgerYear, LotSale, Person, TaxableGain, Term, ledger,
    wash_sales,
};

/// The value that the guide's tables give for a figure.
fn told(figure: &str) -> Decimal {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide/taxes.md");
    let page = std::fs::read_to_string(page).unwrap();
    let row =
        page.lines().find(|line| line.starts_with(&format!("| {figure} |"))).unwrap_or_else(|| panic!("{figure}"));
    row.trim_end_matches(" |").rsplit(" | ").next().unwrap().replace('\u{2212}', "-").parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn the_harvest_has_the_numbers_of_the_guide() {
    let account = |name: &str, owner: &str, kind| HouseholdAccount {
        id: AccountId::new(),
        name: name.to_owned(),
        owner: owner.to_owned(),
        kind,
    };
    let accounts = [
        account("Mine", "I", AccountKind::Taxable),
        account("Hers", "she", AccountKind::Taxable),
        account("My IRA", "I", AccountKind::TaxDeferred),
    ];
    let instrument = |symbol: &str| HarvestInstrument {
        id: InstrumentId::new(),
        symbol: symbol.to_owned(),
        identity: IdentityKeys { index: Some("world".to_owned()), ..IdentityKeys::default() },
    };
    let instruments = [instrument("FUND"), instrument("TWIN")];
    let lots = [OpenLot {
        lot: Lot {
            id: LotId::new(),
            account_id: accounts[0].id,
            instrument_id: instruments[0].id,
            opened_by: TransactionId::new(),
            opened_on: day("2026-03-02"),
            quantity: decimal("100"),
            cost: Money::new(decimal("5000"), Currency::USD),
            cost_base: Some(decimal("5000")),
        },
        cost_local: Some(decimal("5000")),
        pooled: false,
        changed_by: Vec::new(),
    }];
    let buy = |of: usize, account: usize, date: &str, units: &str| Purchase {
        instrument_id: instruments[of].id,
        account_id: accounts[account].id,
        date: day(date),
        units: decimal(units),
    };
    let year = Jurisdiction::UnitedStates.year(2026).unwrap();
    let report = harvest(&HarvestRequest {
        today: day("2026-11-30"),
        lots: &lots,
        added: &BTreeMap::new(),
        received: &std::collections::BTreeSet::new(),
        prices: &BTreeMap::from([(instruments[0].id, decimal("40"))]),
        accounts: &accounts,
        instruments: &instruments,
        purchases: &[buy(1, 1, "2026-12-08", "30"), buy(0, 2, "2026-12-10", "20")],
        loss_sales: &[],
        rules: year.rules(),
        repurchase: year.repurchase,
        terms: HarvestTerms {
            rates: DecimalRates { short_term: decimal("0.22"), long_term: decimal("0.15") },
            later_tax_share: decimal("0.5"),
            cost_rate: decimal("0.001"),
            min_loss: Decimal::ZERO,
        },
        universe: None,
    })
    .unwrap();
    let [candidate] = &report.candidates[..] else { panic!("one candidate") };
    assert_eq!(candidate.loss, told("unrealized loss"));
    assert_eq!(candidate.wash.disallowed - candidate.wash.lost, told("disallowed by her purchase"));
    assert_eq!(candidate.wash.lost, told("lost to the IRA"));
    assert_eq!(candidate.allowed_loss, told("loss that counts"));
    assert_eq!(candidate.tax_saved, told("saved by rate"));
    assert_eq!(candidate.tax_later, told("later by rate"));
    assert_eq!(candidate.trading_cost, told("both trades"));
    assert_eq!(candidate.harvest_value, told("harvest value"));
    assert_eq!(candidate.wash.clear_from, Some(day("2027-01-10")));
    assert_eq!(candidate.wash.repurchase_from, Some(day("2026-12-31")));
}

#[test]
fn the_sale_and_the_year_have_the_numbers_of_the_guide() {
    let lot = |id: &str, bought: &str, units: &str, sheltered| HouseholdLot {
        id: id.to_owned(),
        group: "world".to_owned(),
        sheltered,
        bought: Some(day(bought)),
        held_since: day(bought),
        units: decimal(units),
    };
    let sale = |lot: &str, sold: &str, units: &str, gain: &str| LotSale {
        id: lot.to_owned(),
        lot_id: lot.to_owned(),
        sold: day(sold),
        units: decimal(units),
        gain: decimal(gain),
    };
    let (taxable, sheltered) = (false, true);
    let lots = [
        lot("mine", "2026-03-02", "100", taxable),
        lot("hers", "2026-12-08", "30", taxable),
        lot("ira", "2026-12-10", "20", sheltered),
    ];
    let year = Jurisdiction::UnitedStates.year(2026).unwrap();
    let window = year.repurchase.unwrap().window;
    let mine = sale("mine", "2026-11-30", "100", "-1000");
    let report = wash_sales(window, &lots, &[mine.clone(), sale("hers", "2027-03-15", "30", "120")]).unwrap();
    let (first, second) = (&report.sales[0], &report.sales[1]);
    assert_eq!(-first.allowed_gain, told("loss that counts"));
    assert_eq!(decimal("1230") + second.basis_added, told("her cost"));
    assert_eq!(first.replacements[0].held_since, Some(day("2026-03-10")));
    assert_eq!(second.by_term(&year.rules()), [(Term::Long, told("her gain, long-term"))]);

    let realized = |amount: &str, term| TaxableGain {
        date: day("2026-06-01"),
        amount: decimal(amount),
        term,
        category: AssetCategory::Share,
    };
    let before = vec![realized("200", Term::Short), realized("1000", Term::Long)];
    let mut after = before.clone();
    for (term, amount) in first.by_term(&year.rules()) {
        after.push(TaxableGain { date: first.sold, amount, term, category: AssetCategory::Share });
    }
    let person = Person {
        income: Some(decimal("80000")),
        qualified_dividends: Some(Decimal::ZERO),
        adjusted_gross_income: Some(decimal("95000")),
        net_investment_income: Some(Decimal::ZERO),
        ..Person::default()
    };
    let run =
        |gains: &[TaxableGain]| ledger(&[], &[LedgerYear { rules: year, gains, person: &person }]).unwrap().remove(0);
    let (without, with) = (run(&before), run(&after));
    assert_eq!(without.tax.amount(), Some(told("tax without the sale")));
    assert_eq!(with.net_short, told("net short-term"));
    assert_eq!(with.taxable, told("taxed long-term"));
    assert_eq!(with.tax.amount(), Some(told("tax with the sale")));
    let saved = without.tax.amount().unwrap() - with.tax.amount().unwrap();
    assert_eq!(saved, told("saved in the year"));
}
