//! Current weights against target and band, by instrument and group.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Flattened;

/// Decimal places of weights in reports.
const PLACES: u32 = 10;

/// Group or instrument.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// Of instruments and other groups.
    Group,
    /// One instrument.
    Instrument,
}

impl RowKind {
    /// The name in JSON and text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Instrument => "instrument",
        }
    }
}

/// Where a weight may lie, both ends included.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Band {
    /// Least part of the portfolio.
    #[schema(value_type = String)]
    pub lower: Decimal,
    /// Greatest.
    #[schema(value_type = String)]
    pub upper: Decimal,
}

/// How a weight stands to its band.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Inside, the edges included.
    Within,
    /// Above the upper edge.
    Over,
    /// Below the lower edge.
    Under,
    /// There is no band.
    NoBand,
    /// The weight is unknown, because something has no price.
    Unknown,
}

/// One line of the drift report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DriftRow {
    /// Group or instrument.
    pub kind: RowKind,
    /// Its name.
    pub name: String,
    /// Depth, 0 at the top.
    pub level: usize,
    /// Name of the group it is in.
    pub group: Option<String>,
    /// Target as a part of the whole portfolio.
    #[schema(value_type = String)]
    pub target: Decimal,
    /// Weight now; unknown when anything that is held has no price.
    #[schema(value_type = Option<String>)]
    pub current: Option<Decimal>,
    /// Current less target: above zero where too much is held.
    #[schema(value_type = Option<String>)]
    pub drift: Option<Decimal>,
    /// Where the weight may lie.
    pub band: Option<Band>,
    /// How it stands to the band.
    pub verdict: Verdict,
}

/// The report: all rows of the target, then what is held beside it with a target of nothing.
///
/// `values` are market values by instrument in one currency, `None` for what has no price; `total` is the portfolio's value with its
/// cash, `None` when it is unknown. Weights are told to ten places.
#[must_use]
pub fn drift(target: &Flattened, values: &BTreeMap<String, Option<Decimal>>, total: Option<Decimal>) -> Vec<DriftRow> {
    let total = total.filter(|total| *total > Decimal::ZERO && values.values().all(Option::is_some));
    let mut sums: Vec<Decimal> = vec![Decimal::ZERO; target.rows.len()];
    let mut beside: HashMap<&str, Decimal> =
        values.iter().map(|(name, value)| (name.as_str(), value.unwrap_or_default())).collect();
    for (k, row) in target.rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Instrument) {
        let value = beside.remove(row.name.as_str()).unwrap_or_default();
        let mut at = Some(k);
        while let Some(row) = at {
            sums[row] += value;
            at = target.rows[row].parent;
        }
    }
    let mut rows: Vec<DriftRow> = target
        .rows
        .iter()
        .zip(&sums)
        .map(|(row, sum)| DriftRow {
            kind: row.kind,
            name: row.name.clone(),
            level: row.level,
            group: row.parent.map(|parent| target.rows[parent].name.clone()),
            target: row.weight.round_dp(PLACES).normalize(),
            ..judged(*sum, row.weight, row.band, total)
        })
        .collect();
    rows.extend(values.keys().filter(|name| beside.contains_key(name.as_str())).map(|name| DriftRow {
        name: name.clone(),
        ..judged(beside[name.as_str()], Decimal::ZERO, Some(NOTHING), total)
    }));
    rows
}

/// The band of what is held beside the target: none of it is wanted.
const NOTHING: Band = Band { lower: Decimal::ZERO, upper: Decimal::ZERO };

fn judged(value: Decimal, target: Decimal, band: Option<Band>, total: Option<Decimal>) -> DriftRow {
    let exact = total.map(|total| value / total);
    let verdict = match (exact, band) {
        (None, _) => Verdict::Unknown,
        (_, None) => Verdict::NoBand,
        (Some(weight), Some(band)) if weight > band.upper => Verdict::Over,
        (Some(weight), Some(band)) if weight < band.lower => Verdict::Under,
        (Some(_), Some(_)) => Verdict::Within,
    };
    let told = |weight: Decimal| weight.round_dp(PLACES).normalize();
    DriftRow {
        kind: RowKind::Instrument,
        name: String::new(),
        level: 0,
        group: None,
        target,
        current: exact.map(told),
        drift: exact.map(|weight| told(weight - target)),
        band,
        verdict,
    }
}
