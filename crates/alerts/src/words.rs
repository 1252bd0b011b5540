//! Rules as sentences, and back.
//!
//! Every rule has a sentence, and reading the sentence gives the rule back. Some forms: `AAPL crosses above 200`,
//! `BTCUSD falls 5% in 15 minutes`, `RSI(14) of SPY on 1h crosses below 30 for 2 bars`,
//! `MSFT volume above 3 times its 20-bar average on 1d`, joined with `and`, `or`, `not` and parentheses, followed by how long, how often and
//! when: `AAPL is below 150 for 10 minutes, every time, at most every 1 hour`.

mod leaf;
mod parse;
mod token;

use std::fmt::Write;

use bars::build::PriceOf;
use indicators::{IndicatorSpec, ParameterValue, Source};
use model::id::InstrumentId;

use crate::{
    AlertRule, Condition, Hold, Hysteresis, LocalHours, Names, Repeat, Series,
    condition::{Direction, Line, Relation, Test},
};

pub use parse::parse_words;

/// A rule as a sentence.
#[must_use]
pub fn words(rule: &AlertRule, names: &Names) -> String {
    let mut text = condition(&rule.condition, names);
    let mut add = |more: String| text.push_str(&more);
    match rule.hold {
        None => {}
        Some(Hold::Seconds(n)) => add(format!(" for {}", duration(n))),
        Some(Hold::Bars(n)) => add(format!(" for {n} {}", if n == 1 { "bar" } else { "bars" })),
    }
    match rule.repeat {
        Repeat::Once => {}
        Repeat::OncePerBar(interval) => add(format!(", once per {interval} bar")),
        Repeat::EveryTime => add(", every time".to_owned()),
    }
    if rule.cool_down_s > 0 {
        add(format!(", at most every {}", duration(rule.cool_down_s)));
    }
    match rule.hysteresis {
        None => {}
        Some(Hysteresis::By(by)) => add(format!(", with hysteresis {by}")),
        Some(Hysteresis::Percent(percent)) => add(format!(", with hysteresis {percent}%")),
    }
    if let Some(hours) = &rule.active_hours {
        add(format!(", {}", hours_words(hours)));
    }
    if let Some(expires) = rule.expires_at {
        add(format!(", until {expires}"));
    }
    text
}

fn hours_words(hours: &LocalHours) -> String {
    let mut text = format!("between {} and {} in {}", hours.from, hours.to, hours.zone.name());
    if !hours.days.is_empty() {
        let days: Vec<String> = hours.days.iter().map(ToString::to_string).collect();
        let _ = write!(text, " on {}", days.join(" "));
    }
    text
}

fn condition(of: &Condition, names: &Names) -> String {
    let symbol = |instrument: &InstrumentId| symbol(*instrument, names);
    match of {
        Condition::Price { instrument, of, test } => {
            let which = match of {
                PriceOf::Trade => "",
                PriceOf::Mid => " mid",
                PriceOf::Bid => " bid",
                PriceOf::Ask => " ask",
            };
            format!("{}{which} {}", symbol(instrument), test_words(*test))
        }
        Condition::Move { instrument, direction, percent, within_s } => {
            let verb = match direction {
                Direction::Up => "rises",
                Direction::Down => "falls",
                Direction::Either => "moves",
            };
            format!("{} {verb} {percent}% in {}", symbol(instrument), duration(*within_s))
        }
        Condition::Gap { instrument, interval, direction, percent } => {
            let way = match direction {
                Direction::Up => " up",
                Direction::Down => " down",
                Direction::Either => "",
            };
            format!("{} gaps{way} {percent}% on {interval}", symbol(instrument))
        }
        Condition::Volume { instrument, interval, times, average_bars } => {
            format!("{} volume above {times} times its {average_bars}-bar average on {interval}", symbol(instrument))
        }
        Condition::Series { instrument, interval, series, test } => {
            format!("{} of {} on {interval} {}", series_words(series), symbol(instrument), test_words(*test))
        }
        Condition::Versus { instrument, interval, series, relation, other } => {
            let (series, other) = (series_words(series), series_words(other));
            format!("{series} of {} on {interval} {} {other}", symbol(instrument), relation.words())
        }
        Condition::Pattern { instrument, interval, pattern, which } => {
            format!("pattern {} of {} on {interval} is {}", spec_words(pattern), symbol(instrument), which.words())
        }
        Condition::Line { instrument, line, relation, interval } => {
            let on = interval.map(|interval| format!(" on {interval}")).unwrap_or_default();
            format!("{} {} {}{on}", symbol(instrument), relation.words(), line_words(line))
        }
        Condition::Pair { first, second, made, test } => {
            format!("{} of {} to {} {}", made.words(), symbol(first), symbol(second), test_words(*test))
        }
        Condition::News { instrument, keywords, which } => {
            let about = instrument.as_ref().map(|id| format!(" about {}", symbol(id))).unwrap_or_default();
            let keywords: Vec<String> = keywords.iter().map(|word| quoted(word)).collect();
            format!("news{about} has {} {}", which.words(), keywords.join(" "))
        }
        Condition::Sentiment { instrument, provider, test } => {
            format!("sentiment of {} by {} {}", symbol(instrument), quoted(provider), test_words(*test))
        }
        Condition::Portfolio { figure, subject, test } => {
            let of = subject.as_ref().map(|subject| format!(" of {}", quoted(subject))).unwrap_or_default();
            format!("portfolio {}{of} {}", figure.words(), test_words(*test))
        }
        Condition::Fact { name, subject, test } => {
            let of = if subject.is_empty() { String::new() } else { format!(" of {}", quoted(subject)) };
            format!("fact {}{of} {}", quoted(name), test_words(*test))
        }
        Condition::Stale { instrument, data, after_s } => {
            format!("{} has no {} for {}", symbol(instrument), data.words(), duration(*after_s))
        }
        Condition::Order { event, instrument, account } => {
            let of = instrument.as_ref().map(|id| format!(" of {}", symbol(id))).unwrap_or_default();
            let account = account.map(|id| format!(" in account {id}")).unwrap_or_default();
            format!("order {}{of}{account}", event.words())
        }
        Condition::And { all } => joined(all, " and ", names),
        Condition::Or { any } => joined(any, " or ", names),
        Condition::Not { condition: inner } => format!("not {}", part(inner, names)),
    }
}

fn joined(parts: &[Condition], with: &str, names: &Names) -> String {
    parts.iter().map(|one| part(one, names)).collect::<Vec<_>>().join(with)
}

/// In parentheses where it is made of others.
fn part(of: &Condition, names: &Names) -> String {
    match of {
        Condition::And { .. } | Condition::Or { .. } => format!("({})", condition(of, names)),
        _ => condition(of, names),
    }
}

fn test_words(test: Test) -> String {
    let (relation, low, high) = test.parts();
    edges_words(relation, low, high)
}

fn edges_words(relation: Relation, low: f64, high: f64) -> String {
    let words = relation.words();
    if relation.is_to_range() { format!("{words} {low} to {high}") } else { format!("{words} {low}") }
}

fn line_words(line: &Line) -> String {
    match line {
        Line::Horizontal { price } => format!("line at {price}"),
        Line::Trend { from, to } => format!("trend {} at {} to {} at {}", from.price, from.at, to.price, to.at),
        Line::Channel { from, to, width } => {
            format!("channel {} at {} to {} at {} width {width}", from.price, from.at, to.price, to.at)
        }
    }
}

fn series_words(series: &Series) -> String {
    match series {
        Series::Column { column } => source_word(*column).to_owned(),
        Series::Indicator { spec, output: None } => spec_words(spec),
        Series::Indicator { spec, output: Some(output) } => format!("{} {output}", spec_words(spec)),
    }
}

/// Name and parameters in the order of the catalogue, then the series that are not the usual ones.
fn spec_words(spec: &IndicatorSpec) -> String {
    let entry = spec.kind().indicator();
    let value = |value: ParameterValue| match value {
        ParameterValue::Integer(value) => value.to_string(),
        ParameterValue::Real(value) => value.to_string(),
        ParameterValue::Word(word) => word,
    };
    let given = entry.parameters.iter().filter_map(|parameter| spec.parameter(parameter.name));
    let mut parts: Vec<String> = given.map(value).collect();
    if let Some(of) = spec.source().filter(|of| Some(*of) != entry.of) {
        parts.push(format!("of {}", source_word(of)));
    }
    if let Some(against) = against(spec).filter(|against| Some(*against) != entry.against) {
        parts.push(format!("against {}", source_word(against)));
    }
    format!("{}({})", spec.kind().name().to_uppercase(), parts.join(", "))
}

/// The second series: the one that changes nothing when it is set.
fn against(spec: &IndicatorSpec) -> Option<Source> {
    Source::ALL.into_iter().find(|source| spec.clone().against(*source).as_ref() == Ok(spec))
}

const fn source_word(source: Source) -> &'static str {
    match source {
        Source::Open => "open",
        Source::High => "high",
        Source::Low => "low",
        Source::Close => "close",
        Source::Volume => "volume",
        Source::Hl2 => "hl2",
        Source::Hlc3 => "hlc3",
        Source::Ohlc4 => "ohlc4",
        Source::Hlcc4 => "hlcc4",
    }
}

/// The units of durations, from the longest.
const UNITS: [(u32, &str); 4] = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];

fn duration(seconds: u32) -> String {
    let (unit, name) =
        UNITS.into_iter().find(|(unit, _)| seconds.is_multiple_of(*unit) && seconds > 0).unwrap_or((1, "second"));
    let number = seconds / unit;
    format!("{number} {name}{}", if number == 1 { "" } else { "s" })
}

fn symbol(instrument: InstrumentId, names: &Names) -> String {
    let symbol = names.symbol(instrument);
    if token::is_plain(&symbol) { symbol } else { quoted(&symbol) }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
