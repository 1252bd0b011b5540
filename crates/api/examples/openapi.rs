//! Prints the OpenAPI document.

use std::io::Write as _;

fn main() -> std::io::Result<()> {
    let text = api::openapi().to_pretty_json().map_err(std::io::Error::other)?;
    writeln!(std::io::stdout(), "{text}")
}
