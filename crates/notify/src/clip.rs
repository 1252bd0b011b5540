//! Texts of others made fit to show: bounded, on one line, without what a terminal would obey.

/// At most so many characters, with an ellipsis in place of the rest.
pub(crate) fn clip(text: &str, characters_max: usize) -> String {
    match text.char_indices().nth(characters_max) {
        None => text.to_owned(),
        Some(_) => {
            let kept = characters_max.saturating_sub(1);
            let end = text.char_indices().nth(kept).map_or(text.len(), |(at, _)| at);
            format!("{}…", text[..end].trim_end())
        }
    }
}

/// At most so many bytes of UTF-8, with an ellipsis in place of the rest.
pub(crate) fn clip_bytes(text: &str, bytes_max: usize) -> String {
    if text.len() <= bytes_max {
        return text.to_owned();
    }
    let mut end = bytes_max.saturating_sub('…'.len_utf8());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}…", text[..end].trim_end())
}

/// On one line: what would break or move it becomes a space, and runs of spaces become one.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || is_unprintable(c)).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// With its lines and without other control characters; ends of lines become `\n`.
pub(crate) fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| matches!(c, '\n' | '\t') || !is_unprintable(*c))
        .collect()
}

/// Control characters, and those that turn the direction of writing or hide themselves.
fn is_unprintable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_between_characters_and_say_so() {
        for (text, most, expected) in [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("äöüß", 3, "äö…"), ("a bc", 3, "a…")]
        {
            assert_eq!(clip(text, most), expected);
        }
        assert_eq!(clip_bytes("äöüß", 8), "äöüß");
        assert_eq!(clip_bytes("äöüßx", 8), "äö…");
        assert_eq!(clip_bytes("äöü", 0), "…");
    }

    #[test]
    fn what_would_break_a_header_or_a_terminal_is_gone() {
        assert_eq!(one_line(" a\r\nBcc: x\u{1b}[2J\u{202e} b "), "a Bcc: x [2J b");
        assert_eq!(lines("a\r\nb\rc\u{0}\td\u{1b}"), "a\nb\nc\td");
    }
}
