//! Texts of venues, made fit to be shown, and texts of ours, made fit for an address.

/// How many characters of what was not understood are kept.
const SAMPLE: usize = 200;
/// From how many characters on a word of letters and digits may be a key.
const KEY_LEN: usize = 16;
/// From how many characters on any word may be one.
const LONG_KEY_LEN: usize = 32;
/// Longest text of an article that is kept, in characters.
const PLAIN: usize = 10_000;

/// The beginning of a text on one line, at most 200 characters, with `***` for words that may be keys: venues repeat the
/// key in some of their refusals.
pub fn sample(text: &str) -> String {
    let begin: String = text.chars().take(4 * SAMPLE).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut shown = String::with_capacity(begin.len());
    let mut word = String::new();
    for c in begin.chars() {
        if c.is_ascii_alphanumeric() || c == '_' || c == '-' {
            word.push(c);
            continue;
        }
        shown.push_str(masked(&word));
        word.clear();
        shown.push(c);
    }
    shown.push_str(masked(&word));
    shown.trim().chars().take(SAMPLE).collect()
}

/// The same of bytes, which need not be text.
pub fn sample_of(bytes: &[u8]) -> String {
    let begin = bytes.get(..16 * SAMPLE).unwrap_or(bytes);
    sample(&String::from_utf8_lossy(begin))
}

fn masked(word: &str) -> &str {
    let has = |is: fn(&char) -> bool| word.chars().any(|c| is(&c));
    let mixed = has(char::is_ascii_alphabetic) && has(char::is_ascii_digit);
    let is_key = word.len() >= KEY_LEN && mixed || word.len() >= LONG_KEY_LEN;
    if is_key { "***" } else { word }
}

/// The words of a text that may hold HTML: without tags, entities read, on one line.
pub(crate) fn plain(text: &str) -> String {
    let mut words = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match c {
            // A tag begins with a letter or a slash; "a < b" is none.
            '<' if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') => {
                match rest.find('>') {
                    Some(end) => {
                        words.push(' ');
                        rest = &rest[end + 1..];
                    }
                    None => break,
                }
            }
            '&' => {
                let (read, len) = entity(rest);
                words.push(read);
                rest = &rest[len..];
            }
            c => {
                words.push(if c.is_control() { ' ' } else { c });
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ").chars().take(PLAIN).collect()
}

/// The character that an entity stands for, with the length of its text; `&` itself where it is none.
fn entity(text: &str) -> (char, usize) {
    let Some(end) = text.char_indices().take(10).find(|(_, c)| *c == ';').map(|(at, _)| at) else {
        return ('&', 1);
    };
    let read = match &text[1..end] {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" | "rsquo" | "lsquo" => Some('\''),
        "nbsp" => Some(' '),
        "mdash" | "ndash" => Some('–'),
        number => {
            let code = match number.strip_prefix('#') {
                Some(digits) => match digits.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => digits.parse().ok(),
                },
                None => None,
            };
            code.and_then(char::from_u32).filter(|c| !c.is_control())
        }
    };
    read.map_or(('&', 1), |c| (c, end + 1))
}

/// A text as a part of an address (RFC 3986: everything but letters, digits and `-._~` as `%XX`).
pub fn encode(text: &str) -> String {
    use std::fmt::Write;
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_may_be_a_key_is_not_shown() {
        let said = "We have detected your API key as AB12CD34EF56GH78 and the limit\nis 25 requests per day";
        assert_eq!(sample(said), "We have detected your API key as *** and the limit is 25 requests per day");
        assert_eq!(sample("{\"T\":1672515782136123456}"), "{\"T\":1672515782136123456}", "a number is no key");
        assert_eq!(sample(&"a".repeat(40)), "***");
        assert_eq!(sample(&"ab ".repeat(400)).chars().count(), 200);
    }

    #[test]
    fn headlines_are_words() {
        for (html, words) in [
            ("<p>Fed&#39;s <b>Rates</b></p>", "Fed's Rates"),
            ("A &amp; B &lt;C&gt; &euro; &", "A & B <C> &euro; &"),
            ("p < 5 &#x41;&#0;&#xD800;", "p < 5 A&#0;&#xD800;"),
            ("cut <a href='", "cut"),
        ] {
            assert_eq!(plain(html), words);
        }
    }

    #[test]
    fn addresses_are_escaped() {
        assert_eq!(encode("BTC/USD ü"), "BTC%2FUSD%20%C3%BC");
    }

    proptest! {
        #[test]
        fn any_text_can_be_shown(text in "\\PC{0,400}|[<&#;x0-9a-z>/ü]{0,60}") {
            prop_assert!(sample(&text).chars().count() <= SAMPLE);
            prop_assert!(encode(&text).is_ascii());
            plain(&text);
        }
    }
}
