//! What harvesting is asked with.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use model::{
    account::AccountKind,
    id::{AccountId, InstrumentId, LotId},
};
use portfolio::books::OpenLot;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use tax::{DecimalRates, LotPart, RepurchaseRule, TaxRules};
use utoipa::ToSchema;

use super::HarvestError;
use super::IdentityKeys;

/// Lots, prices, household, law and universe on a day. Money is in the base currency, which must be the one that is taxed.
#[derive(Debug, Clone)]
pub struct HarvestRequest<'a> {
    /// The day of the sales.
    pub today: NaiveDate,
    /// Open lots of every account of the household, at the cost that the books have.
    pub lots: &'a [OpenLot],
    /// The units of lots that took losses of earlier wash sales: what that added to their cost, and since when they count as held.
    /// All units of such a lot are here; a lot that took nothing need not be.
    pub added: &'a BTreeMap<(AccountId, LotId), Vec<LotPart>>,
    /// Lots that did not come by a purchase (opening balances, spin-offs, gifts): where the law asks for a purchase they replace
    /// nothing.
    pub received: &'a BTreeSet<LotId>,
    /// Base-currency value of one unit, the multiplier worked in. What is not here is unknown.
    pub prices: &'a BTreeMap<InstrumentId, Decimal>,
    /// Every account of the household.
    pub accounts: &'a [HouseholdAccount],
    /// Every instrument that lots, purchases and the universe refer to.
    pub instruments: &'a [HarvestInstrument],
    /// Purchases within the window before today and those that are to come (orders, savings plans, reinvested dividends, options
    /// that will be exercised). Those that opened a lot which is still open need not be given.
    pub purchases: &'a [Purchase],
    /// Sales at a loss within the window before today, in any taxable account: what was sold is no replacement yet.
    pub loss_sales: &'a [LossSale],
    /// The law: holding period and order of lots.
    pub rules: TaxRules,
    /// The law: what buying back does; `None` where it does nothing.
    pub repurchase: Option<RepurchaseRule>,
    /// Rates and what counts.
    pub terms: HarvestTerms,
    /// What could replace what is sold; `None` to ask for no replacements.
    pub universe: Option<ReplacementUniverse<'a>>,
}

/// Rates and what counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HarvestTerms {
    /// The user's rates.
    pub rates: DecimalRates,
    /// Part of the later tax that counts today, 0 to 1.
    #[schema(value_type = String)]
    pub later_tax_share: Decimal,
    /// What a trade costs, as a part of its value ("0.001" = 10 basis points).
    #[serde(default)]
    #[schema(value_type = String)]
    pub cost_rate: Decimal,
    /// Losses below this are left out.
    #[serde(default)]
    #[schema(value_type = String)]
    pub min_loss: Decimal,
}

/// An account of someone in the household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HouseholdAccount {
    /// Which.
    pub id: AccountId,
    /// Its name, for people.
    pub name: String,
    /// Whose it is: one name for each person.
    pub owner: String,
    /// How it is taxed.
    pub kind: AccountKind,
}

/// An instrument as far as it matters here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HarvestInstrument {
    /// Which.
    pub id: InstrumentId,
    /// Its symbol, for people; nothing is concluded from it.
    pub symbol: String,
    /// What makes it substantially identical with others.
    #[serde(default)]
    pub identity: IdentityKeys,
}

/// A purchase, made or pending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Purchase {
    /// Of what.
    pub instrument_id: InstrumentId,
    /// Where.
    pub account_id: AccountId,
    /// When; pending when after today.
    pub date: NaiveDate,
    /// Units, above zero.
    #[schema(value_type = String)]
    pub units: Decimal,
}

/// A sale at a loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LossSale {
    /// Of what.
    pub instrument_id: InstrumentId,
    /// When, not after today.
    pub date: NaiveDate,
}

/// What could replace what is sold: returns on common dates, oldest first.
#[derive(Debug, Clone, Copy)]
pub struct ReplacementUniverse<'a> {
    /// Simple daily returns of the instruments, those that are sold among them. All series have the same length.
    pub returns: &'a [ReturnSeries],
    /// Returns of factors on the same dates, by name. Without them the factors are the principal components of `returns`.
    pub factors: &'a [(String, Vec<Option<f64>>)],
    /// Fewest common returns on which a comparison rests.
    pub min_observations: usize,
    /// Most replacements for an instrument.
    pub most: usize,
}

/// Returns of one instrument.
#[derive(Debug, Clone, PartialEq)]
pub struct ReturnSeries {
    /// Which.
    pub instrument_id: InstrumentId,
    /// Simple returns; `None` where there is none.
    pub returns: Vec<Option<f64>>,
}

impl HarvestRequest<'_> {
    /// Whether gains of an account are taxed as they come (simulated money as if it were real).
    pub(super) fn is_taxed(&self, account: AccountId) -> bool {
        self.account(account).is_some_and(|account| match account.kind {
            AccountKind::Taxable | AccountKind::Paper => true,
            AccountKind::TaxDeferred | AccountKind::TaxFree => false,
        })
    }

    /// The units of a lot by what they took of earlier losses: one entry where they are alike.
    pub(super) fn parts(&self, open: &OpenLot) -> Vec<LotPart> {
        let lot = &open.lot;
        let plain = LotPart { units: lot.quantity, basis_added: Decimal::ZERO, held_since: lot.opened_on };
        self.added.get(&(lot.account_id, lot.id)).cloned().unwrap_or_else(|| vec![plain])
    }

    pub(super) fn account(&self, id: AccountId) -> Option<&HouseholdAccount> {
        self.accounts.iter().find(|account| account.id == id)
    }

    pub(super) fn symbol(&self, id: InstrumentId) -> &str {
        self.instruments.iter().find(|instrument| instrument.id == id).map_or("?", |found| found.symbol.as_str())
    }

    pub(super) fn check(&self) -> Result<(), HarvestError> {
        let fail = |field: &'static str, problem: String| Err(HarvestError::Input { field, problem });
        self.rules.check()?;
        self.terms.rates.rates()?;
        let share = |field, value: Decimal| {
            if value < Decimal::ZERO || value > Decimal::ONE {
                return fail(field, format!("{value}; give a share between 0 and 1"));
            }
            Ok(())
        };
        share("terms.later_tax_share", self.terms.later_tax_share)?;
        share("terms.cost_rate", self.terms.cost_rate)?;
        if self.terms.min_loss < Decimal::ZERO {
            return fail("terms.min_loss", format!("{}; give an amount of 0 or more", self.terms.min_loss));
        }
        let accounts: BTreeSet<AccountId> = self.accounts.iter().map(|account| account.id).collect();
        let instruments: BTreeSet<InstrumentId> = self.instruments.iter().map(|instrument| instrument.id).collect();
        let lots = self.lots.iter().map(|open| ("lots", open.lot.account_id, open.lot.instrument_id));
        let purchases = self.purchases.iter().map(|bought| ("purchases", bought.account_id, bought.instrument_id));
        for (field, account, instrument) in lots.chain(purchases) {
            if !accounts.contains(&account) {
                return fail(field, format!("the account {account} is not given; add it to accounts"));
            }
            if !instruments.contains(&instrument) {
                return fail(field, format!("the instrument {instrument} is not given; add it to instruments"));
            }
        }
        for open in self.lots {
            let units: Decimal = self.parts(open).iter().map(|part| part.units).sum();
            if units != open.lot.quantity {
                let symbol = self.symbol(open.lot.instrument_id);
                let problem =
                    format!("{units} units of a lot of {symbol} with {}; give all of them", open.lot.quantity);
                return fail("added", problem);
            }
        }
        if let Some((id, price)) = self.prices.iter().find(|(_, price)| **price < Decimal::ZERO) {
            return fail("prices", format!("{price} for {}; a price is 0 or more", self.symbol(*id)));
        }
        if let Some(bought) = self.purchases.iter().find(|bought| bought.units <= Decimal::ZERO) {
            let symbol = self.symbol(bought.instrument_id);
            return fail(
                "purchases",
                format!("{} units of {symbol} on {}; give units above zero", bought.units, bought.date),
            );
        }
        if let Some(sale) = self.loss_sales.iter().find(|sale| sale.date > self.today) {
            return fail("loss_sales", format!("{} is after {}; give sales that were made", sale.date, self.today));
        }
        self.universe.as_ref().map_or(Ok(()), |universe| universe.check(&instruments))
    }
}

impl ReplacementUniverse<'_> {
    fn check(&self, instruments: &BTreeSet<InstrumentId>) -> Result<(), HarvestError> {
        let fail = |problem: String| Err(HarvestError::Input { field: "universe", problem });
        if self.min_observations < 3 {
            return fail(format!("min_observations is {}; give at least 3, such as 250", self.min_observations));
        }
        let length = self.returns.first().map_or(0, |series| series.returns.len());
        let mut seen = BTreeSet::new();
        for series in self.returns {
            let id = series.instrument_id;
            if !instruments.contains(&id) {
                return fail(format!("the instrument {id} is not given; add it to instruments"));
            }
            if !seen.insert(id) {
                return fail(format!("the instrument {id} has two series; give one"));
            }
            if series.returns.len() != length {
                return fail(format!("the series of {id} has {} returns, others {length}", series.returns.len()));
            }
        }
        if let Some((name, returns)) = self.factors.iter().find(|(_, returns)| returns.len() != length) {
            return fail(format!("the factor {name} has {} returns, the instruments {length}", returns.len()));
        }
        let values = self.returns.iter().map(|series| &series.returns).chain(self.factors.iter().map(|(_, r)| r));
        if values.flatten().flatten().any(|value| !value.is_finite()) {
            return fail("a return is not a number; leave it out".to_owned());
        }
        Ok(())
    }
}
