//! What can be typed after `quarterdeck indicators`.

use clap::Args;
use serde_json::{Value, json};

use super::Format;

/// Options of `indicators`.
#[derive(Debug, Args)]
pub(crate) struct IndicatorsOptions {
    /// An instrument, by symbol or id; every indicator there is when left out.
    #[arg(value_name = "SYMBOL", requires = "indicator")]
    pub(crate) instrument: Option<String>,
    /// What is computed: a name such as rsi, or its JSON such as {"kind":"rsi","length":14}. May be given several times.
    #[arg(long, short, value_name = "INDICATOR", value_parser = description, requires = "instrument")]
    pub(crate) indicator: Vec<Value>,
    /// Results from this day (YYYY-MM-DD).
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// Results to this day (YYYY-MM-DD).
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value = "json")]
    pub(crate) format: Format,
}

fn description(text: &str) -> Result<Value, String> {
    if text.trim_start().starts_with('{') {
        return serde_json::from_str(text).map_err(|problem| format!("this is not JSON: {problem}"));
    }
    Ok(json!({ "kind": text }))
}
