//! The page as a whole: its structure, what is escaped, what is unknown.

use statistics::{PerformanceRequest, Unit, tear_sheet::TearSheet};

use super::{Course, FigureLine, List, TearSheetPage, tear_sheet};
use crate::Line;

const DAY: i64 = 86_400_000_000;

/// Two years of a made series, and what is known of it.
struct Made {
    request: PerformanceRequest,
    ends: Vec<i64>,
    equity: Vec<Option<f64>>,
    benchmark: Vec<Option<f64>>,
}

fn made() -> Made {
    let mut chance = 12_345_u64;
    let mut next = || {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((chance >> 33) as f64 / f64::from(1_u32 << 31) - 0.49) * 0.03
    };
    let returns: Vec<f64> = (0..600).map(|_| next()).collect();
    let grown = |returns: &[f64]| {
        let each = returns.iter().scan(100_000.0, |value, r| {
            *value *= 1.0 + r;
            Some(Some(*value))
        });
        each.collect::<Vec<_>>()
    };
    let other: Vec<f64> = returns.iter().map(|r| r * 0.5 + next() * 0.2).collect();
    let mut request = PerformanceRequest::of(&returns);
    request.benchmark = Some(std::iter::once(None).chain(other[1..].iter().copied().map(Some)).collect());
    Made {
        ends: (0..600).map(|n| (18_993 + n) * DAY).collect(),
        equity: grown(&returns),
        benchmark: grown(&other),
        request,
    }
}

fn figures(request: &PerformanceRequest) -> Vec<FigureLine> {
    let line = |of: statistics::PerformanceFigure| FigureLine {
        name: of.name.to_owned(),
        value: of.value,
        undefined: of.undefined,
        unit: of.unit,
        convention: of.convention.to_owned(),
    };
    request.report().unwrap().figures.into_iter().map(line).collect()
}

fn line(label: &str, value: Option<&str>) -> Line {
    Line { label: label.to_owned(), value: value.map(str::to_owned) }
}

fn list(name: &str, line: Line) -> List {
    List { name: name.to_owned(), lines: vec![line] }
}

fn rendered(made: &Made, title: &str, figures: &[FigureLine], benchmark: Option<&str>) -> String {
    let days: Vec<_> =
        made.ends.iter().map(|at| chrono::DateTime::from_timestamp_micros(*at).unwrap().date_naive()).collect();
    let sheet = TearSheet::of(&made.request, &days);
    let page = TearSheetPage {
        title,
        sample: true,
        facts: vec![line("Strategy", Some("<i>Mine</i> & yours"))],
        warnings: vec!["Orders traded at the close that they were decided on.".into()],
        currency: "USD".into(),
        amounts: vec![line("Equity at the end", None)],
        benchmark: benchmark.map(str::to_owned),
        period: "day",
        figures,
        undefined: None,
        sheet: &sheet,
        course: Course {
            ends: &made.ends,
            start: 100_000.0,
            equity: &made.equity,
            benchmark: if benchmark.is_some() { &made.benchmark } else { &[] },
            gross: &[],
            net: &[],
        },
        lists: vec![list("Round trips", line("Round trips", Some("12"))), list("Costs", line("Fees", None))],
        made_at: "2024-01-01T00:00:00Z".into(),
    };
    tear_sheet(&page).unwrap()
}

/// Names of elements with their classes, in order, where a chart is one name: what the page is made of.
fn structure(html: &str) -> Vec<String> {
    let body = html.split("<body>").nth(1).unwrap();
    let headings =
        body.split('<').filter(|piece| ["h1", "h2", "h3", "figcaption"].iter().any(|name| piece.starts_with(name)));
    headings.map(|piece| piece.split('>').nth(1).unwrap_or_default().trim().to_owned()).collect()
}

#[test]
fn a_page_has_every_part() {
    let made = made();
    let html = rendered(&made, "Mine", &figures(&made.request), Some("SPY"));
    let wanted = [
        "Mine",
        "Equity",
        "Fall from the highest equity so far",
        "Returns by month, in percent",
        "Charts",
        "Equity, logarithmic",
        "Return of each year",
        "Volatility a year",
        "Sharpe ratio",
        "Beta",
        "How often the return of a day lies where",
        "Quantiles of returns",
        "Figures",
        "Growth",
        "Risk",
        "Falls",
        "Gains and losses",
        "Against the benchmark",
        "Exposure and turnover",
        "Deepest falls",
        "Best and worst days",
        "Best and worst months",
        "Round trips",
        "Costs",
        "How it was set up",
    ];
    assert_eq!(structure(&html), wanted);
    assert_eq!(html.matches("<svg").count(), html.matches("</svg>").count());
    assert_eq!(html.matches("<svg").count(), 8);
    assert!(html.contains("126 days") && html.contains("252 days"));
    // Each figure that there is stands there once with how it is worked out.
    assert_eq!(
        html.matches("class=\"how\"").count() - html.matches("class=\"how\">How it").count(),
        figures(&made.request).len()
    );
}

#[test]
fn names_are_escaped_and_nothing_comes_from_elsewhere() {
    let made = made();
    let html = rendered(&made, "<script>alert(1)</script>", &figures(&made.request), Some("A & B <b>"));
    assert!(!html.contains("<script") && !html.contains("<b>") && !html.contains("<i>"));
    assert!(html.contains("A &amp; B &lt;b&gt;") && html.contains("&lt;i&gt;Mine&lt;/i&gt; &amp; yours"));
    for outside in ["http://", "https://", "src=", "<link", "@import", "href=", "javascript:"] {
        assert!(!html.contains(outside), "{outside}");
    }
}

#[test]
fn what_is_unknown_is_a_dash_with_its_reason() {
    let made = made();
    let figure = FigureLine {
        name: "calmar_ratio".into(),
        value: None,
        undefined: Some("the value never fell".into()),
        unit: Unit::Number,
        convention: "return ÷ fall".into(),
    };
    let strange = FigureLine { name: "some_new_one".into(), value: Some(-1.5), undefined: None, ..figure.clone() };
    let html = rendered(&made, "Mine", &[figure, strange], None);
    assert!(html.contains("Undefined: the value never fell."));
    assert!(html.contains("Other figures") && html.contains("some new one") && html.contains("\u{2212}1.500"));
    assert!(html.contains("<dt>Equity at the end</dt><dd>—</dd>"));
    assert!(!html.contains("Benchmark") && !html.contains("Against the benchmark"));
    assert!(!html.contains("NaN") && !html.contains("inf"));
}

#[test]
fn a_run_without_figures_says_why() {
    let mut made = made();
    made.request = PerformanceRequest::of(&[]);
    (made.ends, made.equity, made.benchmark) = (vec![], vec![], vec![]);
    let html = rendered(&made, "Mine", &[], None);
    assert!(!html.contains("<svg") && html.contains("No fall is known."));
}
