//! How a back-test was set up, in lines: enough to know what ran, and over which data.

use ::backtest::BenchmarkSettings;
use ::bars::interval::Interval;
use ::reports::Line;
use model::id::InstrumentId;
use serde_json::Value;

use super::{super::questions::BenchmarkQuestion, Saved, line, money};
use crate::{folded::Ledger, strategies::title_of};

/// Symbols that are named.
const NAMED: usize = 20;
/// Characters of a setting; a script or a rule is told by its strategy.
const CHARACTERS: usize = 120;

pub(super) fn of(saved: &Saved, ledger: &Ledger) -> Vec<Line> {
    let (specification, question) = (&saved.settings.specification, &saved.settings.question);
    let settings = serde_json::to_value(&question.settings).unwrap_or_default();
    let mut lines = vec![line("Strategy", Some(title_of(specification).to_owned()))];
    let parameters = words(&serde_json::to_value(specification).unwrap_or_default(), &["kind"]);
    if !parameters.is_empty() {
        lines.push(line("Parameters", Some(parameters)));
    }
    let interval = question.interval.unwrap_or(Interval::Day1);
    lines.extend([
        line("Instruments", Some(symbols(&saved.instruments, ledger))),
        line("Bars", Some(format!("{interval}, {} to {}", saved.from, saved.to))),
        line("Cash at the start", Some(format!("{} {}", money(question.settings.cash), saved.summary.currency))),
        line("Benchmark", question.benchmark.as_ref().map(|of| benchmark(of, ledger))),
    ]);
    for (name, label) in [
        ("account", "Account"),
        ("arrival", "Orders trade at"),
        ("finish", "Positions at the end"),
        ("slippage", "Slippage"),
        ("volume_share", "Part of a bar's volume"),
        ("fees", "Fees"),
        ("interest", "Interest"),
        ("limits", "Limits"),
        ("measure", "Measured by"),
    ] {
        let value = words(&settings[name], &[]);
        if !value.is_empty() {
            lines.push(line(label, Some(value)));
        }
    }
    lines.extend([
        line("Trials of this strategy over these days", Some(saved.n_trials.to_string())),
        line("Ran at", Some(saved.created_at.to_string())),
        line("Data, BLAKE3", Some(saved.data_hash.clone())),
        line("Identity", Some(saved.id.to_string())),
    ]);
    lines
}

/// What a run is compared with, in words.
pub(super) fn benchmark(of: &BenchmarkQuestion, ledger: &Ledger) -> String {
    let of_all = symbols(&of.instrument_ids, ledger);
    match &of.settings {
        BenchmarkSettings::Index => of_all,
        BenchmarkSettings::SixtyForty { .. } => format!("60 / 40 of {of_all}"),
        BenchmarkSettings::EqualWeight { .. } => format!("equal parts of {of_all}"),
        BenchmarkSettings::Weights { weights, .. } => {
            let parts: Vec<String> = weights.iter().map(ToString::to_string).collect();
            format!("{} of {of_all}", parts.join(" / "))
        }
    }
}

/// Symbols; an instrument that is gone has its identity.
fn symbols(ids: &[InstrumentId], ledger: &Ledger) -> String {
    let symbol =
        |id: &InstrumentId| ledger.instrument(*id).map_or_else(|| id.to_string(), |of| of.fields.symbol.clone());
    let named: Vec<String> = ids.iter().take(NAMED).map(symbol).collect();
    let more = ids.len().saturating_sub(NAMED);
    if more == 0 { named.join(", ") } else { format!("{} and {more} more", named.join(", ")) }
}

/// Settings as words: `mode margin, initial 0.5`. What is nothing, or the empty list, is left out, and so is what is too long.
fn words(value: &Value, without: &[&str]) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(is) => (if *is { "yes" } else { "no" }).to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.chars().count() > CHARACTERS => String::new(),
        Value::String(text) => text.replace('_', " "),
        Value::Array(list) => {
            list.iter().map(|one| words(one, &[])).filter(|one| !one.is_empty()).collect::<Vec<_>>().join(" / ")
        }
        Value::Object(members) => {
            let member = |(name, of): (&String, &Value)| {
                let text = words(of, &[]);
                let shown = match name.as_str() {
                    // The kind of something is its name.
                    "kind" | "mode" => text.clone(),
                    name => format!("{} {text}", name.replace('_', " ")),
                };
                (!text.is_empty() && !without.contains(&name.as_str())).then_some(shown)
            };
            members.iter().filter_map(member).collect::<Vec<_>>().join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn settings_are_told_in_words() {
        let account = json!({"mode": "margin", "initial": "0.5", "nothing": null, "list": []});
        assert_eq!(words(&account, &[]), "initial 0.5, margin");
        assert_eq!(
            words(&json!({"kind": "x", "fast": 5, "rebalance": {"count": 1, "unit": "month"}}), &["kind"]),
            "fast 5, rebalance count 1, unit month"
        );
        assert_eq!(words(&json!({"source": "x".repeat(500)}), &[]), "");
        assert_eq!(words(&json!(["a_b", true]), &[]), "a b / yes");
    }
}
