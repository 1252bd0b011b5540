//! What a venue knows us by. It never prints.

use std::fmt;

use zeroize::Zeroizing;

use crate::error::VenueError;

/// A key, token or password. `Debug` shows `Secret(***)`, and the memory is wiped when it is dropped.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes over a text; spaces and line ends around it are dropped.
    ///
    /// # Errors
    /// [`VenueError::KeyText`] when nothing is left, or when it holds what a header cannot carry.
    pub fn new(text: impl Into<String>) -> Result<Self, VenueError> {
        let text = Zeroizing::new(text.into());
        let trimmed = text.trim();
        if trimmed.is_empty() || !trimmed.bytes().all(|b| (0x21..0x7f).contains(&b)) {
            return Err(VenueError::KeyText);
        }
        Ok(Self(Zeroizing::new(trimmed.to_owned())))
    }

    /// The text itself. Use it only where it is sent.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// A text with a secret in it, such as a whole address.
    pub fn holding(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

/// A key of a venue: its identity and its secret.
#[derive(Debug)]
pub struct Key {
    /// Which key it is.
    pub id: Secret,
    /// What proves that it is ours; the token where a venue has only one text.
    pub secret: Secret,
}

impl Key {
    /// A key in two parts.
    ///
    /// # Errors
    /// [`VenueError::KeyText`] when one of them is no key.
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Result<Self, VenueError> {
        Ok(Self { id: Secret::new(id)?, secret: Secret::new(secret)? })
    }

    /// A key of one text. It stands in both parts.
    ///
    /// # Errors
    /// [`VenueError::KeyText`] when it is no key.
    pub fn token(token: impl Into<String>) -> Result<Self, VenueError> {
        let token = Secret::new(token)?;
        Ok(Self { id: Secret::new(token.expose())?, secret: token })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_never_prints() {
        let key = Key::new("PK-hunter", " hunter2\n").unwrap();
        assert_eq!(format!("{key:?}"), "Key { id: Secret(***), secret: Secret(***) }");
        assert_eq!(key.secret.expose(), "hunter2");
    }

    #[test]
    fn what_a_header_cannot_carry_is_refused() {
        for wrong in ["", " \n", "a b", "a\r\nX-Other: 1", "clé"] {
            assert_eq!(Secret::new(wrong).unwrap_err(), VenueError::KeyText, "{wrong}");
        }
    }
}
