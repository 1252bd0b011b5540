//! The nested target flattened: weights and bands as parts of the whole portfolio.

use std::collections::HashSet;

use rust_decimal::Decimal;

use model::target::{TargetModel, TargetNode, Tolerance};

use super::{Band, RowKind};
use crate::RebalanceError;

/// How far sums may be off by rounding of weights: a hundredth of a percent, as for stored targets.
const ROUNDING: Decimal = Decimal::from_parts(1, 0, 0, false, 4);
/// Deepest nesting that is read.
const DEPTH_MAX: usize = 16;
/// Most rows of a target.
const ROWS_MAX: usize = 10_000;

/// A group or an instrument with its weight in the whole portfolio.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FlatTarget {
    /// Group or instrument.
    pub kind: RowKind,
    /// Its name.
    pub name: String,
    /// Depth, 0 at the top.
    pub level: usize,
    /// Row of the group it is in.
    pub parent: Option<usize>,
    /// Part of the whole portfolio.
    pub weight: Decimal,
    /// Where its weight may lie; `None` when nothing was said.
    pub band: Option<Band>,
}

/// All rows of a target, each group before its members.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Flattened {
    /// Groups and instruments.
    pub rows: Vec<FlatTarget>,
}

/// Weights and bands of a target as parts of the whole portfolio.
///
/// Sums that are off by no more than 0.0001 are rounding and are scaled to 1.
///
/// # Errors
/// [`RebalanceError::TargetSum`], [`RebalanceError::TargetNode`] or [`RebalanceError::Repeated`] naming the group or instrument.
pub fn flatten(target: &TargetModel) -> Result<Flattened, RebalanceError> {
    let mut walk = Walk { rows: Vec::new(), names: HashSet::new() };
    let sum = sum("target", &target.members)?;
    if sum > Decimal::ONE + ROUNDING {
        let expected = "at most 1; the rest is cash";
        return Err(RebalanceError::TargetSum { group: "target".to_owned(), sum, expected });
    }
    let whole =
        Place { weight: Decimal::ONE / sum.max(Decimal::ONE), level: 0, parent: None, band: target.member_band };
    walk.members(&target.members, whole)?;
    Ok(Flattened { rows: walk.rows })
}

/// Where members stand.
#[derive(Clone, Copy)]
struct Place {
    /// What a weight of 1 is of the whole portfolio.
    weight: Decimal,
    level: usize,
    parent: Option<usize>,
    /// The band of those without their own.
    band: Option<Tolerance>,
}

struct Walk<'a> {
    rows: Vec<FlatTarget>,
    names: HashSet<(RowKind, &'a str)>,
}

impl<'a> Walk<'a> {
    fn members(&mut self, members: &'a [TargetNode], place: Place) -> Result<(), RebalanceError> {
        if place.level > DEPTH_MAX || self.rows.len() + members.len() > ROWS_MAX {
            let problem = format!("nested deeper than {DEPTH_MAX} or longer than {ROWS_MAX} rows; make it simpler");
            return Err(RebalanceError::TargetNode { node: "target".to_owned(), problem });
        }
        for member in members {
            let row = self.rows.len();
            match member {
                TargetNode::Instrument { instrument, weight, band } => {
                    self.push(RowKind::Instrument, instrument, *weight, band.or(place.band), place)?;
                }
                TargetNode::Group { name, weight, band, member_band, members } => {
                    self.push(RowKind::Group, name, *weight, band.or(place.band), place)?;
                    let sum = sum(name, members)?;
                    if (sum - Decimal::ONE).abs() > ROUNDING {
                        let expected = "the weights inside a group are parts of the group and must sum to 1";
                        return Err(RebalanceError::TargetSum { group: name.clone(), sum, expected });
                    }
                    let inside = Place {
                        weight: self.rows[row].weight / sum,
                        level: place.level + 1,
                        parent: Some(row),
                        band: member_band.or(place.band),
                    };
                    self.members(members, inside)?;
                }
            }
        }
        Ok(())
    }

    fn push(
        &mut self,
        kind: RowKind,
        name: &'a str,
        weight: Decimal,
        band: Option<Tolerance>,
        place: Place,
    ) -> Result<(), RebalanceError> {
        if !self.names.insert((kind, name)) {
            return Err(RebalanceError::Repeated { what: kind.as_str(), name: name.to_owned() });
        }
        check_band(name, band)?;
        let weight = weight * place.weight;
        let band = band
            .and_then(|band| band.half_width(weight))
            .map(|half| Band { lower: (weight - half).max(Decimal::ZERO), upper: (weight + half).min(Decimal::ONE) });
        self.rows.push(FlatTarget {
            kind,
            name: name.to_owned(),
            level: place.level,
            parent: place.parent,
            weight,
            band,
        });
        Ok(())
    }
}

/// Sum of members whose weights are each between 0 and 1.
fn sum(group: &str, members: &[TargetNode]) -> Result<Decimal, RebalanceError> {
    if group != "target" && members.is_empty() {
        let problem = "a group without members; add some or make it an instrument".to_owned();
        return Err(RebalanceError::TargetNode { node: group.to_owned(), problem });
    }
    members.iter().try_fold(Decimal::ZERO, |sum, member| {
        let (TargetNode::Group { name, weight, .. } | TargetNode::Instrument { instrument: name, weight, .. }) = member;
        if *weight < Decimal::ZERO || *weight > Decimal::ONE + ROUNDING {
            let problem =
                format!("a weight of {weight}; give a part of its group between 0 and 1, such as 0.3 for 30 %");
            return Err(RebalanceError::TargetNode { node: name.clone(), problem });
        }
        Ok(sum + *weight)
    })
}

fn check_band(node: &str, band: Option<Tolerance>) -> Result<(), RebalanceError> {
    let Some(band) = band else { return Ok(()) };
    let wrong = |part: Decimal, most: Decimal| part < Decimal::ZERO || part > most;
    if band.absolute.is_some_and(|part| wrong(part, Decimal::ONE))
        || band.relative.is_some_and(|part| wrong(part, Decimal::TEN))
    {
        let problem =
            "its band; give absolute between 0 and 1 (0.05 is five points), relative between 0 and 10".to_owned();
        return Err(RebalanceError::TargetNode { node: node.to_owned(), problem });
    }
    Ok(())
}
