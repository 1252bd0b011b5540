//! Sentences read: single conditions.

use bars::{build::PriceOf, interval::Interval};
use indicators::{IndicatorSpec, Kind, ParameterValue, Source};
use model::id::InstrumentId;

use super::{
    parse::{Reader, Result},
    source_word,
    token::{Sign, Token},
};
use crate::{
    Condition, Series,
    condition::{
        Direction, Figure, FromTwo, Line, OrderEventKind, Point, Relation, Streamed, Test, WhichKeywords, WhichPattern,
    },
};

/// The condition that stands here.
pub(super) fn read(reader: &mut Reader<'_>) -> Result<Condition> {
    if reader.take("pattern") {
        return pattern(reader);
    }
    for made in FromTwo::ALL.iter().copied() {
        if reader.take(made.words()) {
            reader.expect("of")?;
            let first = reader.instrument()?;
            reader.expect("to")?;
            let second = reader.instrument()?;
            return Ok(Condition::Pair { first, second, made, test: test(reader)? });
        }
    }
    if reader.take("news") {
        return news(reader);
    }
    if reader.take("sentiment") {
        reader.expect("of")?;
        let instrument = reader.instrument()?;
        reader.expect("by")?;
        let provider = reader.text()?;
        return Ok(Condition::Sentiment { instrument, provider, test: test(reader)? });
    }
    if reader.take("portfolio") {
        return portfolio(reader);
    }
    if reader.take("fact") {
        let name = reader.text()?;
        let subject = if reader.take("of") { reader.text()? } else { String::new() };
        return Ok(Condition::Fact { name, subject, test: test(reader)? });
    }
    if reader.take("order") {
        return order(reader);
    }
    if begins_series(reader) {
        return of_series(reader);
    }
    let instrument = reader.instrument()?;
    of_instrument(reader, instrument)
}

fn begins_series(reader: &Reader<'_>) -> bool {
    let is_column = matches!(reader.peek(), Some(Token::Word(word)) if column(word).is_some());
    match (reader.peek(), reader.peek_after()) {
        (Some(Token::Word(_)), Some(Token::Open)) => true,
        (Some(Token::Word(_)), Some(Token::Word(next))) => is_column && next.eq_ignore_ascii_case("of"),
        _ => false,
    }
}

fn column(word: &str) -> Option<Source> {
    Source::ALL.into_iter().find(|source| source_word(*source).eq_ignore_ascii_case(word))
}

fn interval(reader: &mut Reader<'_>) -> Result<Interval> {
    reader.expect("on")?;
    reader.read("an interval such as 1m, 1h or 1d")
}

fn of_series(reader: &mut Reader<'_>) -> Result<Condition> {
    let series = series(reader)?;
    reader.expect("of")?;
    let instrument = reader.instrument()?;
    let interval = interval(reader)?;
    let relation = relation(reader)?;
    if matches!(reader.peek(), Some(Token::Word(_))) {
        let other = self::series(reader)?;
        return Ok(Condition::Versus { instrument, interval, series, relation, other });
    }
    Ok(Condition::Series { instrument, interval, series, test: edges(reader, relation)? })
}

fn series(reader: &mut Reader<'_>) -> Result<Series> {
    let (word, is_call) = match (reader.peek(), reader.peek_after()) {
        (Some(Token::Word(word)), after) => (word.clone(), after == Some(&Token::Open)),
        _ => return reader.wrong("a column such as close, or an indicator such as RSI(14)"),
    };
    if let (Some(column), false) = (column(&word), is_call) {
        reader.take(&word);
        return Ok(Series::Column { column });
    }
    let spec = spec(reader)?;
    let outputs = &spec.kind().indicator().outputs;
    let output = outputs.iter().find(|output| reader.take(output.name)).map(|output| output.name.to_owned());
    Ok(Series::Indicator { spec, output })
}

fn spec(reader: &mut Reader<'_>) -> Result<IndicatorSpec> {
    let kind: Option<Kind> = match reader.peek() {
        Some(Token::Word(word)) => word.to_lowercase().parse().ok(),
        _ => None,
    };
    let Some(kind) = kind else { return reader.wrong("an indicator such as RSI(14)") };
    reader.take(kind.name());
    if !reader.take_token(&Token::Open) {
        return reader.wrong("\"(\" with the indicator's parameters");
    }
    let mut spec = IndicatorSpec::new(kind);
    let mut values = Vec::new();
    let mut names = kind.indicator().parameters.iter().map(|parameter| parameter.name);
    while !reader.take_token(&Token::Close) {
        if reader.take("of") {
            spec = source(reader, |source| spec.clone().of(source))?;
        } else if reader.take("against") {
            spec = source(reader, |source| spec.clone().against(source))?;
        } else {
            let Some(name) = names.next() else { return reader.wrong("\")\"") };
            values.push((name, value(reader)?));
        }
        if !reader.take_token(&Token::Comma) && reader.peek() != Some(&Token::Close) {
            return reader.wrong("a comma or \")\"");
        }
    }
    match spec.with(values) {
        Ok(spec) => Ok(spec),
        Err(error) => reader.wrong(format!("other parameters before ({error})")),
    }
}

fn source<E: std::fmt::Display>(
    reader: &mut Reader<'_>,
    with: impl Fn(Source) -> std::result::Result<IndicatorSpec, E>,
) -> Result<IndicatorSpec> {
    let found = match reader.peek() {
        Some(Token::Word(word)) => column(word),
        _ => None,
    };
    let Some(found) = found else { return reader.wrong("a series such as close or hl2") };
    reader.take(source_word(found));
    with(found).or_else(|error| reader.wrong(format!("no such series before ({error})")))
}

fn value(reader: &mut Reader<'_>) -> Result<ParameterValue> {
    match reader.peek() {
        Some(Token::Word(_)) => {
            reader.read("a parameter").map(|word: String| ParameterValue::Word(word.to_lowercase()))
        }
        _ => reader.number().map(ParameterValue::Real),
    }
}

fn pattern(reader: &mut Reader<'_>) -> Result<Condition> {
    let pattern = spec(reader)?;
    reader.expect("of")?;
    let instrument = reader.instrument()?;
    let interval = interval(reader)?;
    reader.expect("is")?;
    match WhichPattern::ALL.iter().copied().find(|which| reader.take(which.words())) {
        Some(which) => Ok(Condition::Pattern { instrument, interval, pattern, which }),
        None => reader.wrong("bullish, bearish or either"),
    }
}

fn news(reader: &mut Reader<'_>) -> Result<Condition> {
    let instrument = if reader.take("about") { Some(reader.instrument()?) } else { None };
    reader.expect("has")?;
    let which = WhichKeywords::ALL.iter().copied().find(|which| reader.take_all(which.words()));
    let mut keywords = vec![reader.text()?];
    while matches!(reader.peek(), Some(Token::Quoted(_))) {
        keywords.push(reader.text()?);
    }
    Ok(Condition::News { instrument, keywords, which: which.unwrap_or(WhichKeywords::Any) })
}

fn portfolio(reader: &mut Reader<'_>) -> Result<Condition> {
    let mut figures = Figure::ALL.to_vec();
    // The longest first: "value at risk" before "value".
    figures.sort_by_key(|figure| std::cmp::Reverse(figure.words().len()));
    let Some(figure) = figures.into_iter().find(|figure| reader.take_all(figure.words())) else {
        let all: Vec<&str> = Figure::ALL.iter().map(|figure| figure.words()).collect();
        return reader.wrong(all.join(", "));
    };
    let subject = if reader.take("of") { Some(reader.text()?) } else { None };
    Ok(Condition::Portfolio { figure, subject, test: test(reader)? })
}

fn order(reader: &mut Reader<'_>) -> Result<Condition> {
    let Some(event) = OrderEventKind::ALL.iter().copied().find(|event| reader.take_all(event.words())) else {
        let all: Vec<&str> = OrderEventKind::ALL.iter().map(|event| event.words()).collect();
        return reader.wrong(all.join(", "));
    };
    let instrument = if reader.take("of") { Some(reader.instrument()?) } else { None };
    let account = if reader.take_all("in account") { Some(reader.read("an account's id")?) } else { None };
    Ok(Condition::Order { event, instrument, account })
}

fn of_instrument(reader: &mut Reader<'_>, instrument: InstrumentId) -> Result<Condition> {
    for (word, direction) in [("rises", Direction::Up), ("falls", Direction::Down), ("moves", Direction::Either)] {
        let is_percent = matches!(reader.peek_after(), Some(Token::Number(_, Sign::Percent)));
        if is_percent && reader.take(word) {
            let percent = reader.percent()?;
            reader.expect("in")?;
            return Ok(Condition::Move { instrument, direction, percent, within_s: reader.duration()? });
        }
    }
    if reader.take("gaps") {
        let direction = match (reader.take("up"), reader.take("down")) {
            (true, _) => Direction::Up,
            (false, true) => Direction::Down,
            (false, false) => Direction::Either,
        };
        let percent = reader.percent()?;
        return Ok(Condition::Gap { instrument, interval: interval(reader)?, direction, percent });
    }
    if reader.take("volume") {
        return volume(reader, instrument);
    }
    if reader.take_all("has no") {
        let Some(data) = Streamed::ALL.iter().copied().find(|data| reader.take(data.words())) else {
            return reader.wrong("\"trade\" or \"quote\"");
        };
        reader.expect("for")?;
        return Ok(Condition::Stale { instrument, data, after_s: reader.duration()? });
    }
    let of = [("bid", PriceOf::Bid), ("ask", PriceOf::Ask), ("mid", PriceOf::Mid)];
    let of = of.into_iter().find(|(word, _)| reader.take(word)).map_or(PriceOf::Trade, |(_, of)| of);
    let relation = relation(reader)?;
    if of == PriceOf::Trade
        && let Some(line) = line(reader)?
    {
        let interval = if reader.take("on") { Some(reader.read("an interval such as 1d")?) } else { None };
        return Ok(Condition::Line { instrument, line, relation, interval });
    }
    Ok(Condition::Price { instrument, of, test: edges(reader, relation)? })
}

fn volume(reader: &mut Reader<'_>, instrument: InstrumentId) -> Result<Condition> {
    reader.expect("above")?;
    let times = reader.number()?;
    reader.expect("times its")?;
    let average_bars = match reader.peek() {
        Some(Token::Word(word)) => word.strip_suffix("-bar").and_then(|number| number.parse().ok()),
        _ => None,
    };
    let Some(average_bars) = average_bars else { return reader.wrong("a number of bars such as 20-bar") };
    reader.read::<String>("a number of bars")?;
    reader.expect("average")?;
    Ok(Condition::Volume { instrument, interval: interval(reader)?, times, average_bars })
}

fn line(reader: &mut Reader<'_>) -> Result<Option<Line>> {
    if reader.take("line") {
        reader.expect("at")?;
        return Ok(Some(Line::Horizontal { price: reader.number()? }));
    }
    if reader.take("trend") {
        let (from, to) = points(reader)?;
        return Ok(Some(Line::Trend { from, to }));
    }
    if reader.take("channel") {
        let (from, to) = points(reader)?;
        reader.expect("width")?;
        return Ok(Some(Line::Channel { from, to, width: reader.number()? }));
    }
    Ok(None)
}

fn points(reader: &mut Reader<'_>) -> Result<(Point, Point)> {
    let point = |reader: &mut Reader<'_>| -> Result<Point> {
        let price = reader.number()?;
        reader.expect("at")?;
        Ok(Point { at: reader.read("a time such as 2026-01-31T15:30:00Z")?, price })
    };
    let from = point(reader)?;
    reader.expect("to")?;
    Ok((from, point(reader)?))
}

fn test(reader: &mut Reader<'_>) -> Result<Test> {
    let relation = relation(reader)?;
    edges(reader, relation)
}

fn edges(reader: &mut Reader<'_>, relation: Relation) -> Result<Test> {
    let low = reader.number()?;
    if !relation.is_to_range() {
        return Ok(Test::of(relation, low, low));
    }
    reader.expect("to")?;
    Ok(Test::of(relation, low, reader.number()?))
}

fn relation(reader: &mut Reader<'_>) -> Result<Relation> {
    if reader.take_all("rises above") {
        return Ok(Relation::CrossesAbove);
    }
    if reader.take_all("falls below") {
        return Ok(Relation::CrossesBelow);
    }
    // "crosses above" before "crosses", for they stand in this order.
    match Relation::ALL.iter().copied().find(|relation| reader.take_all(relation.words())) {
        Some(relation) => Ok(relation),
        None => reader.wrong(
            "is above, is below, is inside, is outside, crosses, crosses above, crosses below, enters or leaves",
        ),
    }
}
