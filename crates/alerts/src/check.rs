//! Whether a rule makes sense, before it is armed.

use indicators::{Group, IndicatorSpec};

use crate::{
    AlertRule, AlertsError, Condition, Hold, Hysteresis, Need, Series,
    condition::{Line, Relation, Test},
    needs::depends,
};

/// The longest time that a rule can look back or hold: a year, in seconds.
const SECONDS_MAX: u32 = 366 * 86_400;
/// How deep a tree may be.
const DEPTH_MAX: usize = 16;
/// How many conditions a tree may have.
const LEAVES_MAX: usize = 64;

type Result = std::result::Result<(), AlertsError>;

impl AlertRule {
    /// Whether it makes sense.
    ///
    /// # Errors
    /// [`AlertsError::Field`] with the path of the first field at fault, such as `condition.all[1].percent`.
    pub fn check(&self) -> Result {
        condition(&self.condition, "condition", 0)?;
        let leaves = self.condition.leaves();
        if leaves.len() > LEAVES_MAX {
            return wrong("condition", "", format!("has {} conditions; give at most {LEAVES_MAX}", leaves.len()));
        }
        match self.hold {
            None => {}
            Some(Hold::Seconds(n)) => seconds("hold", ".seconds", n)?,
            Some(Hold::Bars(n)) => {
                whole("hold", ".bars", n, 1, 10_000)?;
                let needs = depends(self);
                let bars = needs.iter().filter(|need| matches!(need, Need::Bars { .. })).count();
                if bars != 1 || needs.len() != 1 {
                    return wrong(
                        "hold",
                        ".bars",
                        "goes with a rule that watches bars of one instrument and interval only; give seconds",
                    );
                }
            }
        }
        if self.hold.is_some() && leaves.iter().any(|leaf| leaf.is_momentary()) {
            return wrong(
                "hold",
                "",
                "cannot go with news, orders or a crossing either way, which last a moment; leave it out",
            );
        }
        match self.hysteresis {
            Some(Hysteresis::By(by)) => positive("hysteresis", ".by", by)?,
            Some(Hysteresis::Percent(percent)) => positive("hysteresis", ".percent", percent)?,
            None => {}
        }
        if self.cool_down_s > SECONDS_MAX {
            return wrong("cool_down_s", "", format!("is {}; give at most {SECONDS_MAX}", self.cool_down_s));
        }
        Ok(())
    }
}

fn wrong(path: &str, field: &str, problem: impl Into<String>) -> Result {
    Err(AlertsError::field(format!("{path}{field}"), problem))
}

fn condition(of: &Condition, path: &str, depth: usize) -> Result {
    if depth > DEPTH_MAX {
        return wrong(
            path,
            "",
            format!("lies deeper than {DEPTH_MAX} conditions in each other; make the rule simpler"),
        );
    }
    match of {
        Condition::Price { test: of, .. } => test(of, path),
        Condition::Move { percent, within_s, .. } => {
            positive(path, ".percent", *percent)?;
            seconds(path, ".within_s", *within_s)
        }
        Condition::Gap { percent, .. } => positive(path, ".percent", *percent),
        Condition::Volume { times, average_bars, .. } => {
            positive(path, ".times", *times)?;
            whole(path, ".average_bars", *average_bars, 1, 10_000)
        }
        Condition::Series { series: of, test: against, .. } => {
            series(of, &format!("{path}.series"))?;
            test(against, path)
        }
        Condition::Versus { series: of, relation, other, .. } => {
            series(of, &format!("{path}.series"))?;
            series(other, &format!("{path}.other"))?;
            one_level(*relation, path, "another series")
        }
        Condition::Pattern { pattern, .. } => pattern_of(pattern, path),
        Condition::Line { line: of, relation, .. } => line(of, *relation, path),
        Condition::Pair { first, second, test: of, .. } => {
            if first == second {
                return wrong(path, ".second", "is the first one again; name another instrument");
            }
            test(of, path)
        }
        Condition::News { keywords, .. } => {
            whole(path, ".keywords", u32::try_from(keywords.len()).unwrap_or(u32::MAX), 1, 100)?;
            keywords.iter().enumerate().try_for_each(|(n, word)| text(path, &format!(".keywords[{n}]"), word))
        }
        Condition::Sentiment { provider, test: of, .. } => {
            text(path, ".provider", provider)?;
            test(of, path)
        }
        Condition::Portfolio { subject, test: of, .. } => {
            subject.as_ref().map_or(Ok(()), |subject| text(path, ".subject", subject))?;
            test(of, path)
        }
        Condition::Fact { name, subject, test: of } => {
            text(path, ".name", name)?;
            if !subject.is_empty() {
                text(path, ".subject", subject)?;
            }
            test(of, path)
        }
        Condition::Stale { after_s, .. } => seconds(path, ".after_s", *after_s),
        Condition::Order { .. } => Ok(()),
        Condition::And { all } => several(all, &format!("{path}.all"), depth),
        Condition::Or { any } => several(any, &format!("{path}.any"), depth),
        Condition::Not { condition: inner } => condition(inner, &format!("{path}.condition"), depth + 1),
    }
}

fn several(parts: &[Condition], path: &str, depth: usize) -> Result {
    if parts.len() < 2 {
        return wrong(path, "", "needs two conditions or more; put a single one in its place");
    }
    parts.iter().enumerate().try_for_each(|(n, part)| condition(part, &format!("{path}[{n}]"), depth + 1))
}

fn test(of: &Test, path: &str) -> Result {
    let (relation, low, high) = of.parts();
    if !relation.is_to_range() {
        return finite(path, ".test.level", low);
    }
    finite(path, ".test.low", low)?;
    finite(path, ".test.high", high)?;
    if low > high {
        return wrong(path, ".test.low", format!("is {low}, above the upper edge {high}; exchange them"));
    }
    Ok(())
}

fn series(of: &Series, path: &str) -> Result {
    match of {
        Series::Column { .. } | Series::Indicator { output: None, .. } => Ok(()),
        Series::Indicator { spec, output: Some(output) } => {
            let names: Vec<&str> = spec.kind().indicator().outputs.iter().map(|output| output.name).collect();
            if names.contains(&output.as_str()) {
                return Ok(());
            }
            wrong(path, ".output", format!("is \"{output}\"; {} has {}", spec.kind(), names.join(", ")))
        }
    }
}

fn pattern_of(pattern: &IndicatorSpec, path: &str) -> Result {
    if pattern.kind().indicator().group == Group::Pattern {
        return Ok(());
    }
    wrong(path, ".pattern", format!("{} is no candlestick pattern; take one of the group pattern", pattern.kind()))
}

fn line(of: &Line, relation: Relation, path: &str) -> Result {
    let path = &format!("{path}.line");
    let (from, to) = match of {
        Line::Horizontal { price } => {
            finite(path, ".price", *price)?;
            return one_level(relation, path, "a line");
        }
        Line::Trend { from, to } => {
            one_level(relation, path, "a line")?;
            (from, to)
        }
        Line::Channel { from, to, width } => {
            positive(path, ".width", *width)?;
            if !relation.is_to_range() {
                return wrong(path, "", "is a channel; the price can be inside or outside of it, enter or leave it");
            }
            (from, to)
        }
    };
    finite(path, ".from.price", from.price)?;
    finite(path, ".to.price", to.price)?;
    if from.at >= to.at {
        return wrong(path, ".to.at", "must be later than the first point");
    }
    Ok(())
}

fn one_level(relation: Relation, path: &str, what: &str) -> Result {
    if relation.is_to_range() {
        return wrong(path, ".relation", format!("needs two edges, and {what} has one; take above, below or crossing"));
    }
    Ok(())
}

fn finite(path: &str, field: &str, value: f64) -> Result {
    if value.is_finite() { Ok(()) } else { wrong(path, field, format!("is {value}; give a number")) }
}

fn positive(path: &str, field: &str, value: f64) -> Result {
    if value.is_finite() && value > 0.0 {
        return Ok(());
    }
    wrong(path, field, format!("is {value}; give a number above 0"))
}

fn seconds(path: &str, field: &str, value: u32) -> Result {
    whole(path, field, value, 1, SECONDS_MAX)
}

fn whole(path: &str, field: &str, value: u32, least: u32, most: u32) -> Result {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    wrong(path, field, format!("is {value}; give {least} to {most}"))
}

fn text(path: &str, field: &str, value: &str) -> Result {
    if value.trim() == value && (1..=200).contains(&value.chars().count()) && !value.chars().any(char::is_control) {
        return Ok(());
    }
    wrong(path, field, "must have 1 to 200 characters, no space at its ends and no line breaks")
}
