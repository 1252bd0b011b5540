//! Documents out of templates. A page is self-contained: no script, no link, no picture from elsewhere.
//!
//! The figures of [`summary()`] arrive as text, already in the form in which they are shown. Those of [`tear_sheet()`] arrive as
//! [`statistics`] gives them; here they become text and charts (SVG within the page). User text is a value and is escaped,
//! never a template. Not here: computing figures, and knowing where they come from.

mod svg;
mod tear_sheet;
mod text;

use serde::Serialize;
use tera::{Context, Tera};

pub use tear_sheet::{Course, FigureLine, List, TearSheetPage, tear_sheet};

/// The page of the portfolio.
const SUMMARY: &str = include_str!("../templates/summary.html");

/// Why a page could not be made: a fault of a template, so of this program.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The template engine refused.
    #[error("the page could not be made ({0}); send the diagnostics")]
    Template(#[from] tera::Error),
}

impl ReportError {
    /// The stable name that API clients match on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Template(_) => "report_template",
        }
    }
}

/// A figure with its name; an unknown one has no value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What it is.
    pub label: String,
    /// As shown.
    pub value: Option<String>,
}

/// A row of a table, cell by cell; an unknown figure is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// As shown.
    pub cells: Vec<Option<String>>,
}

/// What the page of a portfolio shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The workspace's name.
    pub title: String,
    /// It is the labelled sample.
    pub sample: bool,
    /// The day.
    pub as_of: String,
    /// The currency of amounts.
    pub base_currency: String,
    /// When the page was made.
    pub made_at: String,
    /// The sums.
    pub totals: Vec<Line>,
    /// The returns.
    pub returns: Vec<Line>,
    /// Symbol, name, account, quantity, price, its day, value, unrealized gain, weight.
    pub positions: Vec<Row>,
    /// Account, amount, value, weight.
    pub cash: Vec<Row>,
    /// Sector, value, weight.
    pub sectors: Vec<Row>,
    /// What is missing, in words.
    pub unknowns: Vec<String>,
}

/// The page as HTML.
///
/// # Errors
/// Only when the template is at fault.
pub fn summary(page: &Summary) -> Result<String, ReportError> {
    let mut tera = Tera::default();
    tera.add_raw_template("summary.html", SUMMARY)?; // the name's ending turns escaping on
    let mut context = Context::new();
    context.insert("page", page);
    Ok(tera.render("summary.html", &context)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(title: &str) -> Summary {
        let row = |cells: &[Option<&str>]| Row { cells: cells.iter().map(|c| c.map(str::to_owned)).collect() };
        Summary {
            title: title.to_owned(),
            sample: true,
            as_of: "2022-12-28".into(),
            base_currency: "USD".into(),
            made_at: "2022-12-28T21:00:00Z".into(),
            totals: vec![Line { label: "Total value".into(), value: Some("1,000.00".into()) }],
            returns: vec![Line { label: "Time-weighted return".into(), value: None }],
            positions: vec![row(&[Some("<b>A</b>"), None])],
            cash: vec![],
            sectors: vec![],
            unknowns: vec!["no price of A & B".into()],
        }
    }

    #[test]
    fn user_text_is_escaped_and_unknown_is_a_dash() {
        let html = summary(&page("<script>alert(1)</script>")).unwrap();
        assert!(!html.contains("<script"));
        assert!(html.contains("&lt;b&gt;A"));
        assert!(html.contains("A &amp; B"));
        assert!(html.contains("—"));
        assert!(html.contains("1,000.00"));
    }

    #[test]
    fn the_page_needs_nothing_from_elsewhere() {
        let html = summary(&page("Mine")).unwrap();
        for outside in ["http://", "https://", "src=", "<link", "@import"] {
            assert!(!html.contains(outside), "{outside}");
        }
    }
}
