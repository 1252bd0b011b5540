//! Sentences read: the whole rule, its joints and its clauses.

use std::str::FromStr;

use chrono::{NaiveTime, Weekday};
use model::id::InstrumentId;

use super::{
    UNITS, leaf,
    token::{self, Placed, Sign, Token},
};
use crate::{AlertRule, AlertsError, Condition, Hold, Hysteresis, LocalHours, Names, Repeat};

pub(super) type Result<T> = std::result::Result<T, AlertsError>;

/// The rule that a sentence says.
///
/// # Errors
/// [`AlertsError::Words`] with the place and what was expected there, [`AlertsError::UnknownSymbol`], and [`AlertsError::Field`] when the
/// rule is understood but makes no sense.
pub fn parse_words(text: &str, names: &Names) -> Result<AlertRule> {
    let tokens = token::cut(text)?;
    let mut reader = Reader { tokens: &tokens, idx: 0, end: text.chars().count() + 1, names };
    let mut rule = AlertRule::new(reader.either(0)?);
    reader.clauses(&mut rule)?;
    if reader.idx < tokens.len() {
        return reader.wrong("\"and\", \"or\", \"for\", a comma or the end");
    }
    rule.check()?;
    Ok(rule)
}

/// How deep parentheses may be.
const DEPTH_MAX: usize = 20;

/// A place in a sentence.
pub(super) struct Reader<'a> {
    tokens: &'a [Placed],
    idx: usize,
    end: usize,
    names: &'a Names,
}

impl Reader<'_> {
    pub(super) fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.idx).map(|(_, token)| token)
    }

    pub(super) fn peek_after(&self) -> Option<&Token> {
        self.tokens.get(self.idx + 1).map(|(_, token)| token)
    }

    fn place(&self) -> usize {
        self.tokens.get(self.idx).map_or(self.end, |(at, _)| *at)
    }

    pub(super) fn wrong<T>(&self, expected: impl Into<String>) -> Result<T> {
        Err(AlertsError::Words { at: self.place(), expected: expected.into(), found: token::name(self.peek()) })
    }

    /// Takes a word if it stands here, in any case.
    pub(super) fn take(&mut self, word: &str) -> bool {
        let is_it = matches!(self.peek(), Some(Token::Word(found)) if found.eq_ignore_ascii_case(word));
        self.idx += usize::from(is_it);
        is_it
    }

    /// Takes several words if all stand here.
    pub(super) fn take_all(&mut self, words: &str) -> bool {
        let start = self.idx;
        let all = words.split(' ').all(|word| self.take(word));
        if !all {
            self.idx = start;
        }
        all
    }

    pub(super) fn expect(&mut self, words: &str) -> Result<()> {
        for word in words.split(' ') {
            if !self.take(word) {
                return self.wrong(format!("\"{word}\""));
            }
        }
        Ok(())
    }

    pub(super) fn take_token(&mut self, token: &Token) -> bool {
        let is_it = self.peek() == Some(token);
        self.idx += usize::from(is_it);
        is_it
    }

    /// The word that stands here, read as something.
    pub(super) fn read<T: FromStr>(&mut self, expected: &str) -> Result<T> {
        match self.peek() {
            Some(Token::Word(word)) => match word.parse() {
                Ok(value) => {
                    self.idx += 1;
                    Ok(value)
                }
                Err(_) => self.wrong(expected),
            },
            _ => self.wrong(expected),
        }
    }

    pub(super) fn number(&mut self) -> Result<f64> {
        match self.peek() {
            Some(Token::Number(value, Sign::None)) => {
                let value = *value;
                self.idx += 1;
                Ok(value)
            }
            _ => self.wrong("a number"),
        }
    }

    pub(super) fn percent(&mut self) -> Result<f64> {
        match self.peek() {
            Some(Token::Number(value, Sign::Percent)) => {
                let value = *value;
                self.idx += 1;
                Ok(value)
            }
            _ => self.wrong("a percentage such as 5%"),
        }
    }

    pub(super) fn whole(&mut self) -> Result<u32> {
        match self.peek() {
            Some(Token::Number(value, Sign::None)) if value.fract() == 0.0 && (0.0..=4e9).contains(value) => {
                let value = *value as u32;
                self.idx += 1;
                Ok(value)
            }
            _ => self.wrong("a whole number"),
        }
    }

    pub(super) fn text(&mut self) -> Result<String> {
        match self.peek() {
            Some(Token::Quoted(text)) => {
                let text = text.clone();
                self.idx += 1;
                Ok(text)
            }
            _ => self.wrong("a text in quotation marks"),
        }
    }

    /// A number of seconds out of `15 minutes`.
    pub(super) fn duration(&mut self) -> Result<u32> {
        let number = self.whole()?;
        for (unit, name) in UNITS {
            if self.take(name) || self.take(&format!("{name}s")) {
                return match number.checked_mul(unit) {
                    Some(seconds) => Ok(seconds),
                    None => self.wrong("a shorter time"),
                };
            }
        }
        self.wrong("seconds, minutes, hours or days")
    }

    pub(super) fn instrument(&mut self) -> Result<InstrumentId> {
        let at = self.place();
        let symbol = match self.peek() {
            Some(Token::Word(symbol) | Token::Quoted(symbol)) => symbol.clone(),
            _ => return self.wrong("a symbol"),
        };
        self.idx += 1;
        self.names.instrument(&symbol).ok_or(AlertsError::UnknownSymbol { at, symbol })
    }

    /// Conditions joined with `or`.
    fn either(&mut self, depth: usize) -> Result<Condition> {
        let mut any = vec![self.both(depth)?];
        while self.take("or") {
            any.push(self.both(depth)?);
        }
        Ok(if any.len() == 1 { any.remove(0) } else { Condition::Or { any } })
    }

    /// Conditions joined with `and`, which binds more than `or`.
    fn both(&mut self, depth: usize) -> Result<Condition> {
        let mut all = vec![self.one(depth)?];
        while self.take("and") {
            all.push(self.one(depth)?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Condition::And { all } })
    }

    fn one(&mut self, depth: usize) -> Result<Condition> {
        if depth > DEPTH_MAX {
            return self.wrong("fewer parentheses");
        }
        if self.take("not") {
            return Ok(Condition::Not { condition: Box::new(self.one(depth + 1)?) });
        }
        if self.take_token(&Token::Open) {
            let inner = self.either(depth + 1)?;
            if !self.take_token(&Token::Close) {
                return self.wrong("\"and\", \"or\" or \")\"");
            }
            return Ok(inner);
        }
        leaf::read(self)
    }

    fn clauses(&mut self, rule: &mut AlertRule) -> Result<()> {
        if self.take("for") {
            rule.hold = Some(self.hold()?);
        }
        while self.take_token(&Token::Comma) {
            if self.take_all("every time") {
                rule.repeat = Repeat::EveryTime;
            } else if self.take_all("once per") {
                rule.repeat = Repeat::OncePerBar(self.read("an interval such as 1h")?);
                self.expect("bar")?;
            } else if self.take("once") {
                rule.repeat = Repeat::Once;
            } else if self.take_all("at most every") {
                rule.cool_down_s = self.duration()?;
            } else if self.take_all("with hysteresis") {
                rule.hysteresis = Some(match self.peek() {
                    Some(Token::Number(_, Sign::Percent)) => Hysteresis::Percent(self.percent()?),
                    _ => Hysteresis::By(self.number()?),
                });
            } else if self.take("between") {
                rule.active_hours = Some(self.hours()?);
            } else if self.take("until") {
                rule.expires_at = Some(self.read("a time such as 2026-12-31T22:00:00Z")?);
            } else {
                return self.wrong("every time, once, once per, at most every, with hysteresis, between or until");
            }
        }
        Ok(())
    }

    fn hold(&mut self) -> Result<Hold> {
        let start = self.idx;
        let number = self.whole()?;
        if self.take("bars") || self.take("bar") {
            return Ok(Hold::Bars(number));
        }
        self.idx = start;
        self.duration().map(Hold::Seconds)
    }

    fn hours(&mut self) -> Result<LocalHours> {
        let from = self.time()?;
        self.expect("and")?;
        let to = self.time()?;
        self.expect("in")?;
        let zone = self.read("a time zone such as America/New_York")?;
        let mut days = Vec::new();
        if self.take("on") {
            days.push(self.read::<Weekday>("a day such as Mon")?);
            while matches!(self.peek(), Some(Token::Word(_))) {
                days.push(self.read::<Weekday>("a day such as Mon")?);
            }
        }
        Ok(LocalHours { zone, days, from, to })
    }

    fn time(&mut self) -> Result<NaiveTime> {
        let read = match self.peek() {
            Some(Token::Word(word)) => word.parse().or_else(|_| NaiveTime::parse_from_str(word, "%H:%M")).ok(),
            _ => None,
        };
        match read {
            Some(time) => {
                self.idx += 1;
                Ok(time)
            }
            None => self.wrong("a time of day such as 09:30"),
        }
    }
}
