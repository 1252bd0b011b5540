//! What the user says of their taxes.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use model::{id::InstrumentId, instrument::AssetClass};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use tax::{AssetCategory, CarriedLoss, DecimalRates, Jurisdiction, Person, TaxError, TaxYearRules};

/// Who is taxed and how. Everything that is left out is unknown, and so is every tax that depends on it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TaxProfile {
    /// Whose law holds; null for none but own rules.
    pub jurisdiction: Option<Jurisdiction>,
    /// Rule sets of the user's own, by year; they go before the built-in ones.
    pub own_rules: Vec<TaxYearRules>,
    /// The person's figures by tax year.
    #[schema(value_type = std::collections::HashMap<String, Person>)]
    pub persons: BTreeMap<i32, Person>,
    /// Losses carried into the first year whose rules are known.
    pub opening: Vec<CarriedLoss>,
    /// The user's rates, for what a loss is worth; the highest ones where nothing is said.
    pub rates: Option<DecimalRates>,
    /// Part of the later tax that counts today, 0 to 1; 0.8 where nothing is said.
    #[schema(value_type = Option<String>)]
    pub later_tax_share: Option<Decimal>,
    /// What a trade costs as a part of its value; nothing where nothing is said.
    #[schema(value_type = Option<String>)]
    pub cost_rate: Option<Decimal>,
    /// Losses below this are not looked for.
    #[schema(value_type = Option<String>)]
    pub min_loss: Option<Decimal>,
    /// What instruments are to the law, where their asset class does not say it.
    #[schema(value_type = std::collections::HashMap<String, AssetCategory>)]
    pub categories: BTreeMap<InstrumentId, AssetCategory>,
}

/// What is wrong with a profile, and in which field: `own_rules.0.charge.rate`.
pub(super) struct Refusal {
    pub(super) field: String,
    pub(super) error: TaxError,
}

impl TaxProfile {
    /// The same, with its own rules checked.
    pub(super) fn checked(self) -> Result<Self, Refusal> {
        for (i, rules) in self.own_rules.iter().enumerate() {
            let at = |field: &str| format!("own_rules.{i}.{field}");
            rules.clone().checked().map_err(|error| match &error {
                TaxError::RuleSet { path, .. } => Refusal { field: at(path), error },
                other => Refusal { field: at(other.field()), error },
            })?;
            if self.own_rules[..i].iter().any(|earlier| earlier.year == rules.year) {
                let problem = format!("{} has two rule sets of its own; change the one that is there", rules.year);
                return Err(Refusal {
                    field: at("year"),
                    error: TaxError::RuleSet { path: "year".to_owned(), problem },
                });
            }
        }
        let rest = self.rest_checked();
        rest.map_err(|error| Refusal { field: error.field().to_owned(), error })?;
        Ok(self)
    }

    fn rest_checked(&self) -> Result<(), TaxError> {
        if let Some(rates) = self.rates {
            rates.rates()?;
        }
        let share = |field, value: Option<Decimal>| match value {
            Some(v) if v < Decimal::ZERO || v > Decimal::ONE => {
                Err(TaxError::Input { field, problem: format!("{v}; give a share between 0 and 1") })
            }
            _ => Ok(()),
        };
        share("later_tax_share", self.later_tax_share)?;
        share("cost_rate", self.cost_rate)?;
        if self.min_loss.is_some_and(|v| v < Decimal::ZERO) {
            return Err(TaxError::Input { field: "min_loss", problem: "give an amount of 0 or more".to_owned() });
        }
        Ok(())
    }

    /// The rules of a tax year.
    pub(super) fn rules(&self, year: i32) -> Result<&TaxYearRules, TaxError> {
        if let Some(own) = self.own_rules.iter().find(|r| r.year == year) {
            return Ok(own);
        }
        match self.jurisdiction {
            Some(jurisdiction) => jurisdiction.year(year),
            None => Err(TaxError::Input {
                field: "jurisdiction",
                problem: "no law is chosen; choose a jurisdiction in the tax profile, or enter rules of your own"
                    .to_owned(),
            }),
        }
    }

    /// The tax years whose rules are known, ascending.
    pub(super) fn known_years(&self) -> Vec<i32> {
        let built_in = self.jurisdiction.map(Jurisdiction::known_years).unwrap_or_default();
        let mut years: Vec<i32> = built_in.into_iter().chain(self.own_rules.iter().map(|r| r.year)).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    /// The first and the last day of a tax year: as its rules say, else as the year nearest to it does.
    pub(super) fn days_of(&self, year: i32) -> (NaiveDate, NaiveDate) {
        let near = self.known_years().into_iter().min_by_key(|known| known.abs_diff(year));
        let (first, last) = match near.and_then(|near| self.rules(near).ok()) {
            Some(rules) => {
                let shift = |day: NaiveDate| day.with_year(day.year() + year - rules.year).unwrap_or(day);
                (shift(rules.first_day), shift(rules.last_day))
            }
            None => (NaiveDate::MIN, NaiveDate::MIN),
        };
        let calendar = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        if first == NaiveDate::MIN { (calendar(1, 1), calendar(12, 31)) } else { (first, last) }
    }

    /// The tax year to which a day belongs.
    pub(super) fn year_of(&self, day: NaiveDate) -> i32 {
        if self.days_of(day.year()).0 <= day { day.year() } else { day.year() - 1 }
    }

    /// What an instrument is to the law.
    pub(super) fn category(&self, id: InstrumentId, class: AssetClass) -> AssetCategory {
        self.categories.get(&id).copied().unwrap_or(match class {
            AssetClass::Equity => AssetCategory::Share,
            AssetClass::Fund => AssetCategory::OtherFund,
            AssetClass::Bond
            | AssetClass::Future
            | AssetClass::Option
            | AssetClass::Fx
            | AssetClass::Crypto
            | AssetClass::Cash => AssetCategory::Other,
        })
    }
}
