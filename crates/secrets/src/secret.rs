//! A text that must not be seen.

use std::fmt;

use zeroize::Zeroizing;

/// A token, key or password.
///
/// | operation | result |
/// | --- | --- |
/// | `{:?}` | `Secret(***)` |
/// | `==` | compares the whole text; the time does not depend on where a difference is |
/// | `expose` | the text, for the one place that sends it |
/// | drop | the memory is wiped |
pub struct Secret(Zeroizing<String>);

/// Nothing was given where a secret is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the token is empty; paste the text after #token= in the address that `quarterdeck serve` printed")]
pub struct EmptySecret;

impl Secret {
    /// Takes over a text; spaces and line ends around it are dropped.
    ///
    /// # Errors
    /// [`EmptySecret`] when nothing is left.
    pub fn new(text: impl Into<String>) -> Result<Self, EmptySecret> {
        let text = Zeroizing::new(text.into());
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(EmptySecret);
        }
        Ok(Self(Zeroizing::new(trimmed.to_owned())))
    }

    /// The text itself. Use it only where it is sent or stored.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (self.0.as_bytes(), other.0.as_bytes());
        let differing = a.iter().zip(b).fold(0, |seen, (x, y)| seen | (x ^ y));
        a.len() == b.len() && std::hint::black_box(differing) == 0
    }
}

impl Eq for Secret {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_never_prints() {
        let secret = Secret::new("hunter2").unwrap();
        assert_eq!(format!("{secret:?}"), "Secret(***)");
        assert_eq!(secret.expose(), "hunter2");
    }

    #[test]
    fn line_ends_are_dropped_and_nothing_is_refused() {
        assert_eq!(Secret::new(" abc\r\n").unwrap().expose(), "abc");
        assert_eq!(Secret::new(" \n").unwrap_err(), EmptySecret);
    }

    #[test]
    fn equality_looks_at_the_whole_text() {
        let secret = |text: &str| Secret::new(text).unwrap();
        assert_eq!(secret("abc"), secret("abc"));
        assert_ne!(secret("abc"), secret("abd"));
        assert_ne!(secret("abc"), secret("abcd"));
    }
}
