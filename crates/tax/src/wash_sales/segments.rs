//! What is left of a lot, by the losses that its units took.

use std::collections::VecDeque;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{LotPart, part_of};

/// Units that took a loss, in the order in which they took it, and the others.
pub(super) struct Segments {
    adjusted: VecDeque<LotPart>,
    plain: Decimal,
    held_since: NaiveDate,
}

impl Segments {
    pub(super) fn new(units: Decimal, held_since: NaiveDate) -> Self {
        Self { adjusted: VecDeque::new(), plain: units, held_since }
    }

    /// Takes units out, those that took a loss first.
    pub(super) fn take(&mut self, units: Decimal) -> Vec<LotPart> {
        let mut taken = Vec::new();
        let mut left = units;
        while !left.is_zero()
            && let Some(first) = self.adjusted.front_mut()
        {
            let part = first.units.min(left);
            let basis_added = part_of(first.basis_added, part, first.units);
            taken.push(LotPart { units: part, basis_added, held_since: first.held_since });
            first.units -= part;
            first.basis_added -= basis_added;
            left -= part;
            if first.units.is_zero() {
                self.adjusted.pop_front();
            }
        }
        if !left.is_zero() {
            self.plain -= left;
            taken.push(LotPart { units: left, basis_added: Decimal::ZERO, held_since: self.held_since });
        }
        taken
    }

    /// Units that have replaced nothing and are left when `to_be_sold` more are gone.
    pub(super) fn free_after(&self, to_be_sold: Decimal) -> Decimal {
        let adjusted: Decimal = self.adjusted.iter().map(|part| part.units).sum();
        self.plain - (to_be_sold - adjusted).max(Decimal::ZERO)
    }

    /// Lets units that have replaced nothing take a loss.
    pub(super) fn adjust(&mut self, units: Decimal, basis_added: Decimal, held_since: NaiveDate) {
        self.plain -= units;
        self.adjusted.push_back(LotPart { units, basis_added, held_since });
    }

    pub(super) fn has_adjusted(&self) -> bool {
        !self.adjusted.is_empty()
    }

    /// Everything that is left.
    pub(super) fn left(&self) -> Vec<LotPart> {
        let plain = LotPart { units: self.plain, basis_added: Decimal::ZERO, held_since: self.held_since };
        let rest = (!self.plain.is_zero()).then_some(plain);
        self.adjusted.iter().copied().chain(rest).collect()
    }
}
