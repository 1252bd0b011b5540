//! What a server wrote, without the secrets that it may have repeated.

use base64::Engine as _;
use secrets::Secret;

use crate::clip::{clip, one_line};

/// The longest text of a server that is shown, in characters.
const SHOWN_CHARACTERS_MAX: usize = 200;
const MASK: &str = "***";

/// Knows the forms in which a secret travelled, for as long as one message is sent.
#[derive(Default)]
pub(crate) struct Scrub {
    // Wiped when dropped.
    forms: Vec<Secret>,
}

impl Scrub {
    /// Knows these texts, and what they look like in base64.
    pub(crate) fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut scrub = Self::default();
        for text in texts {
            scrub.add(text);
            scrub.add(&base64::engine::general_purpose::STANDARD.encode(text));
        }
        scrub
    }

    pub(crate) fn add(&mut self, form: &str) {
        self.forms.extend(Secret::new(form).ok());
    }

    /// On one line, short, and with a mask in place of every secret.
    pub(crate) fn text(&self, text: &str) -> String {
        let mut masked = text.to_owned();
        for form in &self.forms {
            masked = masked.replace(form.expose(), MASK);
        }
        clip(&one_line(&masked), SHOWN_CHARACTERS_MAX)
    }
}
