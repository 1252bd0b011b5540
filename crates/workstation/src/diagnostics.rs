//! Diagnostics: a text to send with a question, without secrets and without amounts.

use serde::Serialize;

use crate::{Workstation, ctx::Ctx, error::Result, pending};

/// The text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Diagnostics {
    /// Plain text, a few dozen lines.
    pub text: String,
}

impl Workstation {
    /// The text.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn diagnostics(&self, ctx: &Ctx) -> Result<Diagnostics> {
        pending!(ctx)
    }
}
