//! The tax years that the program knows, out of the files in `data/`.

use std::sync::OnceLock;

use chrono::NaiveDate;

use crate::{Jurisdiction, TaxError, TaxYearRules};

/// One file for each tax year, by jurisdiction and year.
const FILES: [&str; 15] = [
    include_str!("../data/united_states_2024.json"),
    include_str!("../data/united_states_2025.json"),
    include_str!("../data/united_states_2026.json"),
    include_str!("../data/united_kingdom_2024.json"),
    include_str!("../data/united_kingdom_2025.json"),
    include_str!("../data/united_kingdom_2026.json"),
    include_str!("../data/germany_2024.json"),
    include_str!("../data/germany_2025.json"),
    include_str!("../data/germany_2026.json"),
    include_str!("../data/canada_2024.json"),
    include_str!("../data/canada_2025.json"),
    include_str!("../data/canada_2026.json"),
    include_str!("../data/italy_2024.json"),
    include_str!("../data/italy_2025.json"),
    include_str!("../data/italy_2026.json"),
];

/// Every tax year that is built in, by jurisdiction and year.
#[must_use]
pub fn tax_years() -> &'static [TaxYearRules] {
    static YEARS: OnceLock<Vec<TaxYearRules>> = OnceLock::new();
    YEARS.get_or_init(|| {
        let read = |file: &&str| TaxYearRules::from_json(file.as_bytes());
        FILES.iter().map(read).collect::<Result<_, _>>().expect("invariant: the built-in tax years are right")
    })
}

impl Jurisdiction {
    /// The rules of a tax year, named by the calendar year in which it begins.
    ///
    /// # Errors
    /// [`TaxError::UnknownYear`] saying which years are known. Another year's rules never stand in.
    pub fn year(self, year: i32) -> Result<&'static TaxYearRules, TaxError> {
        let of_here = |rules: &&TaxYearRules| rules.jurisdiction == Some(self);
        tax_years()
            .iter()
            .find(|rules| of_here(rules) && rules.year == year)
            .ok_or_else(|| unknown(self, &format!("the tax year {year}")))
    }

    /// The rules of the tax year to which a day belongs.
    ///
    /// # Errors
    /// As [`Jurisdiction::year`].
    pub fn year_of(self, day: NaiveDate) -> Result<&'static TaxYearRules, TaxError> {
        let fits = |rules: &&TaxYearRules| rules.jurisdiction == Some(self) && rules.contains(day);
        tax_years().iter().find(fits).ok_or_else(|| unknown(self, &format!("the tax year of {day}")))
    }

    /// The tax years that are built in for this jurisdiction; empty when only [`Jurisdiction::rules`] are known.
    #[must_use]
    pub fn known_years(self) -> Vec<i32> {
        tax_years().iter().filter(|rules| rules.jurisdiction == Some(self)).map(|rules| rules.year).collect()
    }
}

fn unknown(place: Jurisdiction, asked: &str) -> TaxError {
    let known = place.known_years();
    let name = place.name();
    let labels = |place: Jurisdiction| -> Vec<String> {
        tax_years().iter().filter(|rules| rules.jurisdiction == Some(place)).map(TaxYearRules::label).collect()
    };
    let problem = if known.is_empty() {
        let places: Vec<String> = Jurisdiction::ALL
            .into_iter()
            .filter(|other| !other.known_years().is_empty())
            .map(|other| format!("{} {}", other.name(), labels(other).join(", ")))
            .collect();
        format!(
            "{asked} is not known for {name}: there are no rules by year for it, only for {}; give a rule set of your own",
            places.join("; ")
        )
    } else {
        format!("{asked} is not known for {name}, only {}; give a rule set of your own", labels(place).join(", "))
    };
    TaxError::UnknownYear { jurisdiction: place, known, problem }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Charge, LotOrder, RepurchaseKind};

    const BY_YEAR: [Jurisdiction; 5] = [
        Jurisdiction::UnitedStates,
        Jurisdiction::UnitedKingdom,
        Jurisdiction::Germany,
        Jurisdiction::Canada,
        Jurisdiction::Italy,
    ];

    #[test]
    fn five_places_and_three_years_each_rule_with_its_source() {
        assert_eq!(tax_years().len(), 15);
        for place in BY_YEAR {
            assert_eq!(place.known_years(), [2024, 2025, 2026], "{place:?}");
            for year in [2024, 2025, 2026] {
                let rules = place.year(year).unwrap();
                let mut needed = vec!["tax_year", "holding_period", "lot_order", "losses", "charge"];
                needed.extend(rules.repurchase.map(|_| "repurchase"));
                for rule in needed {
                    assert!(rules.sources.iter().any(|citation| citation.rule == rule), "{place:?} {year} {rule}");
                }
                assert!(rules.sources.iter().all(|c| c.checked.is_some() == c.checked_against.is_some()));
                assert!(!rules.limits.is_empty());
                // The rules without a year are those of the latest.
                let plain = place.rules();
                assert_eq!(rules.long_term_after_months, plain.long_term_after_months);
                assert_eq!(rules.rules().wash_sale_window, plain.wash_sale_window);
                assert!(rules.lot_orders.contains(&plain.lot_order));
                let rates = rules.highest_rates.map(|rates| rates.rates().unwrap());
                assert_eq!(rates, place.highest_rates(), "{place:?} {year}");
            }
        }
    }

    #[test]
    fn a_british_year_begins_on_6_april() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let place = Jurisdiction::UnitedKingdom;
        let label = |text: &str| place.year_of(day(text)).map(TaxYearRules::label);
        assert_eq!(label("2025-04-05").unwrap(), "2024/25");
        assert_eq!(label("2025-04-06").unwrap(), "2025/26");
        assert_eq!(label("2027-04-05").unwrap(), "2026/27");
        assert!(label("2024-04-05").is_err() && label("2027-04-06").is_err());
        assert_eq!(Jurisdiction::Canada.year_of(day("2025-04-05")).unwrap().label(), "2025");
    }

    #[test]
    fn an_unknown_year_is_refused_with_those_that_are_known() {
        let check = |place: Jurisdiction, year: i32, words: &str| {
            let error = place.year(year).unwrap_err();
            assert_eq!((error.code(), error.field()), ("unknown_tax_year", "year"));
            assert!(error.to_string().contains(words), "{error}");
        };
        check(Jurisdiction::UnitedStates, 2023, "only 2024, 2025, 2026");
        check(Jurisdiction::UnitedKingdom, 2027, "only 2024/25, 2025/26, 2026/27");
        check(Jurisdiction::Switzerland, 2025, "no rules by year");
        check(Jurisdiction::Ireland, 2025, "Italy 2024, 2025, 2026");
    }

    #[test]
    fn canadian_brackets_are_those_of_the_year_before_indexed() {
        // Income Tax Act s.117.1: 2.7 % into 2025 and 2.0 % into 2026, to the nearest dollar.
        let limits = |year: i32| -> Vec<rust_decimal::Decimal> {
            let Charge::Inclusion(charge) = &Jurisdiction::Canada.year(year).unwrap().charge else {
                panic!("inclusion")
            };
            charge.brackets.iter().skip(1).map(|bracket| bracket.from).collect()
        };
        for (year, factor) in [(2025, "1.027"), (2026, "1.020")] {
            let factor: rust_decimal::Decimal = factor.parse().unwrap();
            for (before, after) in limits(year - 1).into_iter().zip(limits(year)) {
                // The law indexes the unrounded amount, so that a dollar may be between them.
                assert!((before * factor - after).abs() < rust_decimal::Decimal::ONE, "{year}: {before} {after}");
            }
        }
    }

    #[test]
    fn a_users_own_rules_come_back_as_they_went() {
        let mine = TaxYearRules {
            name: "Mine".into(),
            jurisdiction: None,
            ..Jurisdiction::Germany.year(2025).unwrap().clone()
        };
        let json = serde_json::to_vec(&mine).unwrap();
        assert_eq!(TaxYearRules::from_json(&json).unwrap(), mine);
    }

    #[test]
    fn a_users_own_rules_are_checked() {
        let check = |from: &str, to: &str, words: &str| {
            let json = serde_json::to_string(Jurisdiction::UnitedKingdom.year(2024).unwrap()).unwrap();
            let json = json.replacen(from, to, 1);
            let error = TaxYearRules::from_json(json.as_bytes()).expect_err(to);
            assert_eq!(error.code(), "invalid_tax_rule_set");
            assert!(error.to_string().contains(words), "{error}");
        };
        check("\"name\":\"United Kingdom\"", "\"name\":\" \"", "name: empty");
        check("\"year\":2024", "\"year\":2023", "year: 2023, but the first day");
        check("\"last_day\":\"2025-04-05\"", "\"last_day\":\"2026-04-05\"", "has 730 days");
        check("\"default_lot_order\":\"average\"", "\"default_lot_order\":\"specific\"", "default_lot_order");
        check("\"above_band\":\"0.20\"", "\"above_band\":\"20\"", "between 0 and 1");
        check("\"within_band\":\"0.10\"", "\"within_band\":\"0.30\"", "swapped");
        check("\"band\":\"37700\"", "\"band\":\"-1\"", "0 or more");
        check("\"first_day\":\"2024-10-30\"", "\"first_day\":\"2023-10-30\"", "out of order");
        check("\"days_after\":30", "\"days_after\":3000", "at most 366");
        check("\"band\":\"37700\"", "\"bend\":\"37700\"", "bend");
        check("{", "", "line 1");
    }

    #[test]
    fn only_an_order_of_lots_that_the_law_allows() {
        let by = |place: Jurisdiction, order| place.year(2025).unwrap().rules_by(order);
        assert_eq!(by(Jurisdiction::UnitedStates, LotOrder::Specific).unwrap().lot_order, LotOrder::Specific);
        assert_eq!(by(Jurisdiction::Italy, LotOrder::Average).unwrap().lot_order, LotOrder::Average);
        let error = by(Jurisdiction::Italy, LotOrder::FirstInFirstOut).unwrap_err();
        assert!(error.to_string().contains("choose last in, first out or average cost"), "{error}");
    }

    #[test]
    fn what_buying_back_does() {
        let kind = |place: Jurisdiction| place.year(2025).unwrap().repurchase.map(|rule| rule.kind);
        assert_eq!(
            BY_YEAR.map(kind),
            [
                Some(RepurchaseKind::WashSale),
                Some(RepurchaseKind::Matching),
                None,
                Some(RepurchaseKind::SuperficialLoss),
                None,
            ]
        );
    }
}
