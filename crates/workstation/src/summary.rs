//! The portfolio as one HTML page.

use crate::{Workstation, ctx::Ctx, error::Result, pending, portfolio::PortfolioQuery};

impl Workstation {
    /// The page, self-contained, for reading and printing.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn summary(&self, ctx: &Ctx, query: &PortfolioQuery) -> Result<String> {
        pending!(ctx, query)
    }
}
