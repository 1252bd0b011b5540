//! Sentences cut into words, numbers and texts in quotation marks.

use indicators::Source;

use super::source_word;
use crate::AlertsError;

/// A piece of a sentence.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Token {
    Word(String),
    Quoted(String),
    /// A number, and whether a per cent sign follows it at once.
    Number(f64, Sign),
    Open,
    Close,
    Comma,
}

/// What follows a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sign {
    None,
    Percent,
}

/// A piece with its place: the character, from 1.
pub(super) type Placed = (usize, Token);

/// Words with which a condition begins, which are no symbols unless they stand in quotation marks.
const RESERVED: [&str; 11] =
    ["and", "or", "not", "news", "spread", "ratio", "sentiment", "portfolio", "fact", "pattern", "order"];

/// Whether a symbol is understood without quotation marks.
pub(super) fn is_plain(symbol: &str) -> bool {
    let lower = symbol.to_lowercase();
    let is_column = Source::ALL.into_iter().any(|source| source_word(source) == lower);
    !symbol.is_empty()
        && !symbol.contains(is_end)
        && number(symbol).is_none()
        && !RESERVED.contains(&lower.as_str())
        && !is_column
}

fn is_end(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | ',' | '"')
}

fn number(word: &str) -> Option<(f64, Sign)> {
    let (digits, sign) = word.strip_suffix('%').map_or((word, Sign::None), |digits| (digits, Sign::Percent));
    let begins = digits.trim_start_matches(['-', '+', '.']).starts_with(|c: char| c.is_ascii_digit());
    let value: f64 = digits.parse().ok().filter(|value: &f64| begins && value.is_finite())?;
    Some((value, sign))
}

/// Cuts a sentence.
pub(super) fn cut(text: &str) -> Result<Vec<Placed>, AlertsError> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut idx = 0;
    while let Some(c) = chars.get(idx) {
        let at = idx + 1;
        idx += 1;
        let token = match c {
            c if c.is_whitespace() => continue,
            '(' => Token::Open,
            ')' => Token::Close,
            ',' => Token::Comma,
            '"' => {
                let mut inner = String::new();
                loop {
                    match (chars.get(idx), chars.get(idx + 1)) {
                        (Some('"'), Some('"')) => {
                            inner.push('"');
                            idx += 2;
                        }
                        (Some('"'), _) => {
                            idx += 1;
                            break;
                        }
                        (Some(c), _) => {
                            inner.push(*c);
                            idx += 1;
                        }
                        (None, _) => {
                            let (expected, found) = ("a closing quotation mark".to_owned(), "the end".to_owned());
                            return Err(AlertsError::Words { at: idx + 1, expected, found });
                        }
                    }
                }
                Token::Quoted(inner)
            }
            _ => {
                while chars.get(idx).is_some_and(|c| !is_end(*c)) {
                    idx += 1;
                }
                let word: String = chars[at - 1..idx].iter().collect();
                number(&word).map_or(Token::Word(word), |(value, sign)| Token::Number(value, sign))
            }
        };
        tokens.push((at, token));
    }
    Ok(tokens)
}

/// How a message calls a piece.
pub(super) fn name(token: Option<&Token>) -> String {
    match token {
        None => "the end".to_owned(),
        Some(Token::Word(word)) => format!("\"{word}\""),
        Some(Token::Quoted(text)) => format!("the text \"{text}\""),
        Some(Token::Number(value, Sign::None)) => value.to_string(),
        Some(Token::Number(value, Sign::Percent)) => format!("{value}%"),
        Some(Token::Open) => "\"(\"".to_owned(),
        Some(Token::Close) => "\")\"".to_owned(),
        Some(Token::Comma) => "a comma".to_owned(),
    }
}
