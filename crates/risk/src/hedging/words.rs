//! A hedge in sentences that are built of its figures.

use super::outcomes::Outcomes;
use super::{HedgeKind, HedgeRecommendation, HedgeRequest, HedgeTrade};
use crate::OptionKind;

pub(super) fn sentences(request: &HedgeRequest, outcomes: &Outcomes<'_>, hedge: &HedgeRecommendation) -> Vec<String> {
    let mut list: Vec<String> = hedge.trades.iter().map(trade).collect();
    if hedge.trades.iter().all(|trade| trade.units == 0.0) {
        list.push("That rounds to nothing: one unit is too large for what there is to hedge.".to_owned());
    }
    list.push(format!(
        "Over {} periods the loss that is not exceeded with {} probability goes from {} to {} of the capital ({} to {}).",
        request.horizon,
        percent(request.confidence),
        percent(outcomes.value_at_risk),
        percent(hedge.value_at_risk),
        amount(outcomes.value_at_risk * outcomes.capital),
        amount(hedge.value_at_risk * outcomes.capital),
    ));
    list.push(if hedge.effectiveness >= 0.0 {
        format!("It takes away {} of the variance.", percent(hedge.effectiveness))
    } else {
        format!("It adds {} to the variance: do not take it for the variance's sake.", percent(-hedge.effectiveness))
    });
    match (&hedge.option, hedge.kind) {
        (Some(option), kind) => {
            let source = option.volatility_source;
            list.push(format!("The puts are priced at a volatility of {} ({source}).", percent(option.put_volatility)));
            let paid = if option.premium.abs() < 0.005 { "nothing".to_owned() } else { amount(option.premium) };
            list.push(format!("The premium is {paid}, {} of the capital.", percent(option.premium / outcomes.capital)));
            let left = "At the end, by what moves with the underlying,";
            list.push(format!("{left} the loss is at most {} of the capital.", percent(option.protected_loss)));
            list.push(match option.capped_gain {
                Some(gain) => format!("In return the gain is at most {}.", percent(gain)),
                None => format!("It has cost nothing once the underlying is up {}.", percent(option.break_even)),
            });
            if kind == HedgeKind::ProtectivePut {
                list.push(format!(
                    "Each day that passes costs {}.",
                    amount(-option.greeks.theta / request.periods_per_year)
                ));
            }
        }
        (None, _) => {
            let part = percent(hedge.cost / outcomes.capital);
            list.push(format!("Trading costs {}, {part} of the capital.", amount(hedge.cost)));
        }
    }
    if let (Some(before), Some(after)) = (outcomes.beta, hedge.beta) {
        list.push(format!("Beta goes from {before:.2} to {after:.2}."));
    }
    if let Some(band) = &hedge.band {
        let (lower, upper) = (band.lower, band.upper);
        list.push(format!(
            "Leave it alone while the ratio lies between {lower:.3} and {upper:.3}; beyond, trade back to the edge."
        ));
    }
    list
}

fn trade(trade: &HedgeTrade) -> String {
    let verb = if trade.units < 0.0 { "Sell" } else { "Buy" };
    let (units, value) = (amount(trade.units.abs()), amount(trade.value.abs()));
    match &trade.option {
        None => format!("{verb} {units} of {} for {value}.", trade.instrument),
        Some(terms) => {
            let kind = if terms.kind == OptionKind::Put { "puts" } else { "calls" };
            let strike = amount(terms.strike);
            format!(
                "{verb} {units} {kind} on {} with strike {strike}, {:.2} years, for {value}.",
                trade.instrument, terms.years
            )
        }
    }
}

/// `12.3 %`.
fn percent(part: f64) -> String {
    let percent = 100.0 * part;
    if percent.abs() < 0.095 { format!("{percent:.2} %") } else { format!("{percent:.1} %") }
}

/// With thousands apart; cents only below a hundred.
fn amount(value: f64) -> String {
    if value.abs() < 99.995 {
        return format!("{value:.2}").trim_end_matches(".00").to_owned();
    }
    let digits = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0.0 { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        assert_eq!(
            [amount(1_234_567.4), amount(-1_000.0), amount(12.5), amount(7.0)],
            ["1,234,567", "-1,000", "12.50", "7"]
        );
        assert_eq!([percent(0.123_4), percent(0.000_4), percent(-0.02)], ["12.3 %", "0.04 %", "-2.0 %"]);
    }
}
