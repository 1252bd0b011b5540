//! Names for performance attribution.

use crate::names::named_enum;

named_enum! {
    /// How a return is split over its causes.
    AttributionMethod ("attribution method") {
        /// Allocation, selection and interaction against a benchmark (Brinson and Fachler 1985).
        BrinsonFachler = "brinson_fachler",
        /// Regression on factor returns.
        Factor = "factor",
        /// Weight times return, linked over days.
        Contribution = "contribution",
        /// The gain of a back-test by instrument.
        Asset = "asset",
        /// The same by sector.
        Sector = "sector",
        /// The same by the currency of the instruments.
        Currency = "currency",
        /// The gain of a back-test by decision: what was chosen, how large, what it cost.
        Decision = "decision",
    }
}
