//! Rules of some countries with their sources, for listed shares in private hands; by year for some of them (`builtin`).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{LotOrder, TaxRates, TaxRules, WashSaleWindow};

/// Whose rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Jurisdiction {
    /// United States, federal.
    #[default]
    UnitedStates,
    /// United Kingdom.
    UnitedKingdom,
    /// Germany.
    Germany,
    /// Canada.
    Canada,
    /// Australia.
    Australia,
    /// Ireland.
    Ireland,
    /// Switzerland.
    Switzerland,
    /// Italy.
    Italy,
}

/// One row of the table.
struct Row {
    name: &'static str,
    long_term_after_months: Option<u32>,
    /// Days before and after.
    window: Option<(u16, u16)>,
    lot_order: LotOrder,
    /// Highest rates, short- and long-term; `None` where they depend on the region.
    highest: Option<(f64, f64)>,
    source: &'static str,
}

impl Jurisdiction {
    /// Every one of them.
    pub const ALL: [Self; 8] = [
        Self::UnitedStates,
        Self::UnitedKingdom,
        Self::Germany,
        Self::Canada,
        Self::Australia,
        Self::Ireland,
        Self::Switzerland,
        Self::Italy,
    ];

    fn row(self) -> Row {
        use LotOrder::{Average, FirstInFirstOut, LastInFirstOut, Specific};
        let row = |name, months, window, lot_order, highest, source| Row {
            name,
            long_term_after_months: months,
            window,
            lot_order,
            highest,
            source,
        };
        match self {
            Self::UnitedStates => row(
                "United States",
                Some(12),
                Some((30, 30)),
                Specific,
                Some((0.408, 0.238)),
                "26 U.S.C. §1222 (more than one year; the days count as in Rev. Rul. 66-7, 66-97 and 70-598), §1091 (30 days before \
                 and after), 26 CFR §1.1012-1(c) (lots named by the seller); §1(j) 37 % and §1(h) 20 %, both with 3.8 % by §1411",
            ),
            Self::UnitedKingdom => row(
                "United Kingdom",
                None,
                Some((0, 30)),
                Average,
                Some((0.24, 0.24)),
                "TCGA 1992 s.105(1)(b) (same day), s.106A(5) (30 days after), s.104 (pool); s.1H(3) with Finance Act 2025 s.7: 18 % \
                 and 24 % on disposals from 30 October 2024",
            ),
            Self::Germany => row(
                "Germany",
                None,
                None,
                FirstInFirstOut,
                Some((0.263_75, 0.263_75)),
                "EStG §20 Abs. 4 Satz 7 (first in, first out), §20 Abs. 6 (losses on shares only against gains on shares), §32d \
                 Abs. 1 (25 %), SolzG §4 (5.5 % of it), without church tax",
            ),
            Self::Canada => row(
                "Canada",
                None,
                Some((30, 30)),
                Average,
                None,
                "Income Tax Act s.47 (average cost), s.54 \"superficial loss\" (30 days before and after, and still held then), \
                 s.40(2)(g)(i) (it does not count), s.53(1)(f) (it is added to the cost)",
            ),
            Self::Australia => row(
                "Australia",
                Some(12),
                None,
                Specific,
                Some((0.47, 0.235)),
                "ITAA 1997 s.115-25 (at least 12 months, without the days of purchase and sale: TD 2002/10), s.115-100 (half of \
                 the gain), TD 33 (lots named by the seller); 45 % with 2 % Medicare levy. Wash sales fall under the general \
                 anti-avoidance rule (TR 2008/1), which knows no days",
            ),
            Self::Ireland => row(
                "Ireland",
                None,
                Some((28, 28)),
                FirstInFirstOut,
                Some((0.33, 0.33)),
                "TCA 1997 s.580 (first in, first out), s.581(1) (a sale within four weeks of a purchase is of the shares then \
                 bought, so that an older lot's loss does not arise) and (3) (a loss counts against the shares bought back within \
                 four weeks only), s.28(3) (33 % from 6 December 2012)",
            ),
            Self::Switzerland => row(
                "Switzerland",
                None,
                None,
                Specific,
                Some((0.0, 0.0)),
                "DBG Art. 16 Abs. 3 and StHG Art. 7 Abs. 4 lit. b: gains on private movable property are free of tax, unless the \
                 trade is a business of its own (DBG Art. 18 Abs. 2)",
            ),
            Self::Italy => row(
                "Italy",
                None,
                None,
                LastInFirstOut,
                Some((0.26, 0.26)),
                "TUIR art. 67 c. 1-bis (last in, first out, regime dichiarativo; average cost under regime amministrato, D.Lgs. \
                 461/1997 art. 6), art. 68 c. 5 (losses until the fourth year after); D.L. 66/2014 art. 3 (26 %)",
            ),
        }
    }

    /// The country's name in English.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Its rules.
    #[must_use]
    pub fn rules(self) -> TaxRules {
        let row = self.row();
        TaxRules {
            long_term_after_months: row.long_term_after_months,
            wash_sale_window: row.window.map(|(days_before, days_after)| WashSaleWindow { days_before, days_after }),
            lot_order: row.lot_order,
        }
    }

    /// The highest rates there, to start from; `None` where they depend on the region. A person's own are often lower.
    #[must_use]
    pub fn highest_rates(self) -> Option<TaxRates> {
        self.row().highest.map(|(short_term, long_term)| TaxRates { short_term, long_term })
    }

    /// Where rules and rates stand.
    #[must_use]
    pub fn source(self) -> &'static str {
        self.row().source
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_used() {
        for place in Jurisdiction::ALL {
            assert!(place.rules().check().is_ok() && !place.source().is_empty() && !place.name().is_empty());
            assert!(place.highest_rates().is_none_or(|rates| rates.check().is_ok()), "{place:?}");
            let json = serde_json::to_string(&place).unwrap();
            assert_eq!(serde_json::from_str::<Jurisdiction>(&json).unwrap(), place);
        }
    }

    #[test]
    fn twelve_clear_months_in_australia() {
        // TD 2002/10: neither the day of the purchase nor that of the sale belongs to the twelve months.
        let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
        let rules = Jurisdiction::Australia.rules();
        assert_eq!(rules.first_long_term_day(day("2025-02-02")), Some(day("2026-02-03")));
    }

    #[test]
    fn impossible_rules_are_refused() {
        let rules = TaxRules { long_term_after_months: Some(100_000), ..Jurisdiction::Germany.rules() };
        assert_eq!(rules.check().unwrap_err().field(), "rules.long_term_after_months");
        let window = Some(WashSaleWindow { days_before: 9_999, days_after: 0 });
        let rules = TaxRules { wash_sale_window: window, ..Jurisdiction::Germany.rules() };
        assert_eq!(rules.check().unwrap_err().code(), "invalid_tax_rule");
    }
}
