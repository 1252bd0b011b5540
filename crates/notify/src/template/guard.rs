//! What a template may say, seen in its source before it is parsed.
//!
//! Tera's parser calls itself for every bracket and block, and its language can make texts that grow without end. Here the source is walked
//! once, as Tera's own lexer would, and everything beyond what a message needs is refused: so neither stack nor memory depend on the user.

/// Blocks in one another.
const BLOCKS_DEEP_MAX: usize = 12;
/// Loops in one another; each may go over values of a few thousand.
const LOOPS_DEEP_MAX: usize = 2;
/// Loops altogether.
const LOOPS_MAX: usize = 8;
/// Blocks and expressions altogether.
const TAGS_MAX: usize = 400;
/// Bytes of one of them.
const TAG_BYTES_MAX: usize = 400;
/// Brackets in one another, and signs, in one of them.
const NESTING_MAX: usize = 12;

/// A source that is refused: the line, from 1, and why.
pub(super) type Refusal = (usize, String);

/// Looks through a source.
pub(super) fn check(source: &str) -> Result<(), Refusal> {
    let mut walk = Walk::default();
    let mut rest = source;
    while let Some(at) = rest.as_bytes().windows(2).position(|two| matches!(two, b"{{" | b"{%" | b"{#")) {
        walk.pass(&rest[..at]);
        let opening = &rest[at..at + 2];
        let inner = &rest[at + 2..];
        let length = if opening == "{#" {
            inner.find("#}").ok_or_else(|| walk.refuse("a comment does not end; write #}"))?
        } else {
            let close = if opening == "{{" { "}}" } else { "%}" };
            let length = end_of(inner, close).ok_or_else(|| walk.refuse(&format!("{opening} has no {close}")))?;
            walk.tag(opening == "{%", &inner[..length])?;
            length
        };
        walk.pass(&rest[at..at + 2 + length + 2]);
        rest = &rest[at + 2 + length + 2..];
    }
    Ok(())
}

/// Where a tag ends: at its closing mark outside of strings.
fn end_of(inner: &str, close: &str) -> Option<usize> {
    let bytes = inner.as_bytes();
    let mut quote = None;
    let mut n = 0;
    while n < bytes.len() {
        match (quote, bytes[n]) {
            (Some(_), b'\\') => n += 1,
            (Some(open), byte) if byte == open => quote = None,
            (None, byte @ (b'"' | b'\'' | b'`')) => quote = Some(byte),
            (None, _) if bytes[n..].starts_with(close.as_bytes()) => return Some(n),
            _ => {}
        }
        n += 1;
    }
    None
}

#[derive(Default)]
struct Walk {
    line_ends: usize,
    tags: usize,
    blocks: usize,
    loops: usize,
    loops_open: usize,
}

impl Walk {
    fn pass(&mut self, text: &str) {
        self.line_ends += text.bytes().filter(|byte| *byte == b'\n').count();
    }

    fn refuse(&self, problem: &str) -> Refusal {
        (self.line_ends + 1, problem.to_owned())
    }

    /// One `{{ … }}` or `{% … %}`, without its marks.
    fn tag(&mut self, is_block: bool, inner: &str) -> Result<(), Refusal> {
        self.tags += 1;
        if self.tags > TAGS_MAX {
            return Err(
                self.refuse(&format!("there are more than {TAGS_MAX} blocks and expressions; shorten the template"))
            );
        }
        if inner.len() > TAG_BYTES_MAX {
            return Err(self.refuse(&format!("this is longer than {TAG_BYTES_MAX} bytes; split it")));
        }
        let mut words = Words::new(inner);
        let mut is_first = true;
        while let Some(word) = words.next() {
            if is_block && is_first {
                self.block(word)?;
            } else if word == "for" {
                return Err(self.refuse("a list made by `for` is not available here; write a {% for %} block"));
            }
            is_first = false;
        }
        if words.nesting_max > NESTING_MAX || words.signs > NESTING_MAX {
            return Err(self.refuse("there are too many brackets or signs in this; simplify it"));
        }
        Ok(())
    }

    fn block(&mut self, word: &str) -> Result<(), Refusal> {
        match word {
            "if" => self.blocks += 1,
            "for" => {
                self.blocks += 1;
                self.loops += 1;
                self.loops_open += 1;
            }
            "endif" => self.blocks = self.blocks.saturating_sub(1),
            "endfor" => {
                self.blocks = self.blocks.saturating_sub(1);
                self.loops_open = self.loops_open.saturating_sub(1);
            }
            "elif" | "else" => {}
            other => {
                let problem =
                    format!("`{other}` is not available here; there are if, elif, else, endif, for and endfor");
                return Err(self.refuse(&problem));
            }
        }
        if self.blocks > BLOCKS_DEEP_MAX {
            return Err(self.refuse(&format!("more than {BLOCKS_DEEP_MAX} blocks lie in one another; simplify it")));
        }
        if self.loops_open > LOOPS_DEEP_MAX || self.loops > LOOPS_MAX {
            let problem = format!("at most {LOOPS_MAX} loops, and {LOOPS_DEEP_MAX} in one another, are available here");
            return Err(self.refuse(&problem));
        }
        Ok(())
    }
}

/// The words of a tag outside of strings, counting brackets and signs on the way.
struct Words<'t> {
    rest: &'t str,
    nesting: usize,
    nesting_max: usize,
    signs: usize,
}

impl<'t> Words<'t> {
    fn new(inner: &'t str) -> Self {
        // A dash at an end belongs to the mark: it takes away white space.
        let inner = inner.strip_prefix('-').unwrap_or(inner);
        Self { rest: inner.strip_suffix('-').unwrap_or(inner), nesting: 0, nesting_max: 0, signs: 0 }
    }

    fn next(&mut self) -> Option<&'t str> {
        loop {
            let first = self.rest.chars().next()?;
            if first.is_alphabetic() || first == '_' {
                let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len());
                let (word, rest) = self.rest.split_at(end);
                self.rest = rest;
                self.signs += usize::from(word == "not");
                return Some(word);
            }
            let length = match first {
                '"' | '\'' | '`' => string_length(self.rest),
                other => other.len_utf8(),
            };
            match first {
                '(' | '[' | '{' | '<' => {
                    self.nesting += 1;
                    self.nesting_max = self.nesting_max.max(self.nesting);
                }
                ')' | ']' | '}' | '>' => self.nesting = self.nesting.saturating_sub(1),
                '-' | '!' => self.signs += 1,
                _ => {}
            }
            self.rest = &self.rest[length..];
        }
    }
}

/// Bytes of the string that a text begins with, its quotes included; all of it when it does not end.
fn string_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut n = 1;
    while n < bytes.len() {
        match bytes[n] {
            b'\\' => n += 2,
            byte if byte == bytes[0] => return n + 1,
            _ => n += 1,
        }
    }
    text.len()
}
