//! What can be typed after `quarterdeck targets`.

use clap::{Args, Subcommand};
use rust_decimal::Decimal;

use super::Format;

/// What to do with targets.
#[derive(Debug, Subcommand)]
pub(crate) enum TargetsCommand {
    /// List them, the newest first
    List {
        /// How to print.
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Add one
    Add(NewTarget),
    /// Delete one
    Delete {
        /// Its name or id.
        #[arg(value_name = "TARGET")]
        target: String,
    },
}

/// Options of `targets add`.
#[derive(Debug, Args)]
pub(crate) struct NewTarget {
    /// Its name.
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// The weight of an instrument as a fraction, e.g. AAPL=0.25; what is left of 1 is cash.
    #[arg(long, value_name = "SYMBOL=WEIGHT", value_parser = weight, required_unless_present = "optimization")]
    pub(crate) weight: Vec<(String, Decimal)>,
    /// Take the weights of this saved optimization instead.
    #[arg(long, value_name = "ID", conflicts_with = "weight")]
    pub(crate) optimization: Option<String>,
    /// How far a weight may drift before it counts as off target, e.g. 0.05.
    #[arg(long, value_name = "FRACTION")]
    pub(crate) tolerance: Option<Decimal>,
    /// A note.
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

/// Reads `AAPL=0.25`; a symbol may have a `=` in it.
fn weight(text: &str) -> Result<(String, Decimal), String> {
    let (symbol, weight) = text.rsplit_once('=').ok_or("write it like AAPL=0.25")?;
    let weight = weight.parse().map_err(|_| format!("\"{weight}\" is not a number; write it like AAPL=0.25"))?;
    if symbol.is_empty() { Err("write the symbol before the =".to_owned()) } else { Ok((symbol.to_owned(), weight)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_is_a_symbol_and_a_fraction() {
        assert_eq!(weight("AAPL=0.25").unwrap(), ("AAPL".to_owned(), "0.25".parse().unwrap()));
        assert_eq!(weight("EURUSD=X=-0.1").unwrap().0, "EURUSD=X");
        for bad in ["AAPL", "AAPL=", "AAPL=half", "=0.5"] {
            assert!(weight(bad).is_err(), "{bad}");
        }
    }
}
