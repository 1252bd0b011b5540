//! Rules of some countries with their sources, for listed shares in private hands.

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
    pub const ALL: [Self; 7] = [
        Self::UnitedStates,
        Self::UnitedKingdom,
        Self::Germany,
        Self::Canada,
        Self::Australia,
        Self::Ireland,
        Self::Switzerland,
    ];

    fn row(self) -> Row {
        use LotOrder::{Average, FirstInFirstOut, Specific};
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
                "IRC §1222 (more than one year), §1091 (30 days before and after), Reg. §1.1012-1(c); 37 % and 20 % with 3.8 % \
                 net investment income tax, 2025",
            ),
            Self::UnitedKingdom => row(
                "United Kingdom",
                None,
                Some((0, 30)),
                Average,
                Some((0.24, 0.24)),
                "TCGA 1992 s.104 (pool), s.106A (30 days after); 24 % from 30 October 2024",
            ),
            Self::Germany => row(
                "Germany",
                None,
                None,
                FirstInFirstOut,
                Some((0.263_75, 0.263_75)),
                "EStG §20 Abs. 4 Satz 7, §32d; 25 % with 5.5 % solidarity surcharge on it, without church tax",
            ),
            Self::Canada => row(
                "Canada",
                None,
                Some((30, 30)),
                Average,
                None,
                "Income Tax Act s.47 (average cost), s.54 superficial loss (30 days before and after)",
            ),
            Self::Australia => row(
                "Australia",
                Some(12),
                None,
                Specific,
                Some((0.47, 0.235)),
                "ITAA 1997 Div. 115 (half of the gain after 12 months); 45 % with 2 % Medicare levy. Wash sales fall under the \
                 general anti-avoidance rule (TR 2008/1), which knows no days",
            ),
            Self::Ireland => row(
                "Ireland",
                None,
                Some((28, 28)),
                FirstInFirstOut,
                Some((0.33, 0.33)),
                "TCA 1997 s.580 (first in, first out), s.581 (four weeks); 33 %",
            ),
            Self::Switzerland => row(
                "Switzerland",
                None,
                None,
                Specific,
                Some((0.0, 0.0)),
                "DBG Art. 16 Abs. 3: gains on private movable property are free of tax",
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
    fn impossible_rules_are_refused() {
        let rules = TaxRules { long_term_after_months: Some(100_000), ..Jurisdiction::Germany.rules() };
        assert_eq!(rules.check().unwrap_err().field(), "rules.long_term_after_months");
        let window = Some(WashSaleWindow { days_before: 9_999, days_after: 0 });
        let rules = TaxRules { wash_sale_window: window, ..Jurisdiction::Germany.rules() };
        assert_eq!(rules.check().unwrap_err().code(), "invalid_tax_rule");
    }
}
