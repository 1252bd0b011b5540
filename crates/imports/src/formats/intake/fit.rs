//! Amounts of a draft in the form that its kind has.

use model::transaction::{TransactionFields, TransactionKind as Kind};
use rust_decimal::Decimal;

use super::Intake;
use crate::formats::draft::{Cash, Draft, Reject};

impl Intake<'_, '_> {
    /// Fills in what the kind has. Signs that contradict the kind are reversals and are refused: they take back an
    /// earlier row, and which one is not said.
    pub(super) fn fit(&mut self, d: &Draft, f: &mut TransactionFields) -> Result<(), Reject> {
        let text = |text: &str| Some(text.trim()).filter(|t| !t.is_empty()).map(str::to_owned);
        f.settlement_date = d.settlement.filter(|s| *s >= d.date);
        f.fees = d.fees.abs().normalize();
        f.taxes = d.taxes.abs().normalize();
        f.external_ref = text(&d.reference);
        f.note = text(&d.note);
        let quantity = d.quantity.map(|q| q.abs().normalize()).filter(|q| !q.is_zero());
        match d.kind {
            Kind::Buy | Kind::Sell | Kind::Short | Kind::Cover => {
                f.quantity = quantity;
                f.price = self.price(d, f)?;
            }
            Kind::Deposit | Kind::Withdrawal => {
                f.amount = Some(moved(d)?);
                f.kind = if f.amount < Some(Decimal::ZERO) { Kind::Withdrawal } else { Kind::Deposit };
                f.amount = f.amount.map(|a| a.abs());
            }
            Kind::Interest => {
                let costs = if matches!(d.cash, Some(Cash::Net(_))) { f.fees + f.taxes } else { Decimal::ZERO };
                f.amount = Some((moved(d)? + costs).normalize());
            }
            Kind::Dividend | Kind::ReturnOfCapital | Kind::Merger => f.amount = Some(income(d, f)?),
            Kind::Fee | Kind::Tax => {
                let paid = moved(d)?;
                if paid > Decimal::ZERO {
                    let what = if d.kind == Kind::Fee { "fee" } else { "tax" };
                    return Err(Reject::new(
                        "reversal",
                        format!(
                            "{paid} of a {what} was paid back; correct the {what} that was charged, or enter it by hand"
                        ),
                    ));
                }
                (f.amount, f.fees, f.taxes) = (Some(-paid), Decimal::ZERO, Decimal::ZERO);
            }
            Kind::CurrencyConversion => {
                f.amount = Some(moved(d)?.abs());
                if let Some((amount, currency)) = &d.counter {
                    f.counter_amount = Some(amount.abs().normalize());
                    f.counter_currency = super::currency(currency)?;
                }
            }
            Kind::Transfer if f.instrument_id.is_some() => f.quantity = quantity,
            Kind::Transfer => f.amount = Some(moved(d)?.abs()),
            Kind::OpeningBalance if f.instrument_id.is_some() => {
                f.quantity = quantity;
                f.price = self.price(d, f)?;
            }
            Kind::OpeningBalance => f.amount = Some(moved(d)?),
            Kind::Split => {
                (f.ratio_new, f.ratio_old) = d.ratio.map(|(new, old)| (new.normalize(), old.normalize())).unzip();
            }
            Kind::StockDividend | Kind::OptionExpiry => f.quantity = quantity,
            Kind::SpinOff | Kind::SymbolChange | Kind::Delisting | Kind::OptionExercise | Kind::OptionAssignment => {}
        }
        Ok(())
    }

    /// The price that gives the cash to the cent: the file's own if it does, else the cash divided by the units.
    fn price(&mut self, d: &Draft, f: &TransactionFields) -> Result<Option<Decimal>, Reject> {
        let price = d.price.map(|p| p.abs().normalize());
        let (Some(cash), Some(quantity)) = (d.cash, f.quantity) else { return Ok(price) };
        let costs = f.fees + f.taxes;
        let gross = match cash {
            Cash::Gross(cash) => Some(cash.abs()),
            Cash::Net(cash) if matches!(d.kind, Kind::Buy | Kind::Cover) => cash.abs().checked_sub(costs),
            // A sale may cost more than it brings: then its net is below zero.
            Cash::Net(cash) => cash.checked_add(costs),
        };
        let Some(gross) = gross.filter(|g| *g >= Decimal::ZERO) else {
            let reason = format!("fees and taxes of {costs} do not fit the amount; correct the row");
            return Err(Reject::new("amount_contradictory", reason));
        };
        let multiplier = f.instrument_id.map_or(Decimal::ONE, |i| self.names.multiplier(i));
        let Some(units) = quantity.checked_mul(multiplier) else { return Ok(price) };
        let digits = f.currency.minor_digits();
        if let Some(price) = price
            && let Some(product) = price.checked_mul(units)
        {
            let (said, computed) = (gross.round_dp(digits), product.round_dp(digits));
            if said == computed {
                return Ok(Some(price));
            }
            let slack = (said.abs() / Decimal::ONE_HUNDRED).max(Decimal::new(2, digits));
            if (said - computed).abs() > slack {
                self.repriced += 1;
            }
        }
        Ok(gross.checked_div(units).map(|p| p.round_dp(12).normalize()))
    }
}

/// Cash that moved, signed.
fn moved(d: &Draft) -> Result<Decimal, Reject> {
    match d.cash {
        Some(Cash::Gross(cash) | Cash::Net(cash)) if !cash.is_zero() => Ok(cash.normalize()),
        _ => Err(Reject::new("field_missing", format!("{} needs an amount; fill it in", article(d.kind)))),
    }
}

/// Income before what was withheld of it.
fn income(d: &Draft, f: &TransactionFields) -> Result<Decimal, Reject> {
    let gross = match d.cash {
        Some(Cash::Net(net)) => net + f.fees + f.taxes,
        _ => moved(d)?,
    };
    if gross < Decimal::ZERO {
        return Err(Reject::new(
            "reversal",
            format!(
                "{} of {gross} takes back an earlier one; correct or delete the earlier transaction by hand",
                article(d.kind)
            ),
        ));
    }
    Ok(gross.normalize())
}

fn article(kind: Kind) -> String {
    let word = kind.as_str().replace('_', " ");
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { format!("an {word}") } else { format!("a {word}") }
}
