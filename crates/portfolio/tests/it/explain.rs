//! Explanations lead from a figure to transactions, rates and prices.

use portfolio::{
    explain::{ExplainError, Explanation, FigureKind, Inputs, Subject, explain},
    performance::{Span, performance},
};

use crate::desk::{Desk, EUR, day};

fn leaves<'a>(e: &'a Explanation, found: &mut Vec<&'a Explanation>) {
    if e.inputs.is_empty() {
        found.push(e);
    }
    e.inputs.iter().for_each(|i| leaves(i, found));
}

#[test]
fn every_figure_opens_down_to_its_sources() {
    let mut desk = Desk::new();
    desk.base = EUR;
    desk.rates(EUR, &[("USD", "2020-01-02", "1.25"), ("USD", "2020-05-29", "1.10"), ("USD", "2020-06-01", "1.00")]);
    desk.prices("A", &[("2020-01-02", 100.0), ("2020-05-29", 105.0), ("2020-06-01", 110.0)]);
    desk.cash("deposit", "2020-01-02", "2000");
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    desk.trade("sell", "2020-06-01", "A", "2", "110");
    let (books, valuation) = (desk.books("2020-06-01"), desk.value("2020-06-01"));
    let span = Span { from: None, to: day("2020-06-01"), account_id: None, benchmark_id: None };
    let returns = performance(desk.ctx(), &books, &desk.history, span);
    let inputs = Inputs { ctx: desk.ctx(), books: &books, valuation: &valuation, performance: Some(&returns) };

    let position = Subject::Position { account_id: desk.account(0), instrument_id: desk.id("A") };
    let value = explain(inputs, FigureKind::MarketValue, position).unwrap();
    assert_eq!(value.value.as_deref(), Some("880"));
    assert_eq!(value.formula, "8 units × 110 × 1");
    let mut found = Vec::new();
    leaves(&value, &mut found);
    let sources: Vec<_> = found.iter().filter_map(|l| l.source.as_deref()).collect();
    assert_eq!(sources, ["test", "ECB"]);
    let gain = explain(inputs, FigureKind::UnrealizedPnl, position).unwrap();
    assert_eq!((gain.value.as_deref(), gain.formula.as_str()), (Some("240"), "880 − 640"));

    for figure in FigureKind::ALL {
        let subject = match figure {
            FigureKind::Weight => position,
            FigureKind::LotGain => Subject::Lot { lot_id: books.lots[0].lot.id },
            _ => Subject::Portfolio,
        };
        let e = explain(inputs, *figure, subject).unwrap();
        assert!(!e.title.is_empty() && !e.formula.is_empty(), "{figure:?}");
        let may_be_empty = matches!(figure, FigureKind::Income | FigureKind::Fees | FigureKind::Taxes);
        assert!(e.value.is_some() && (may_be_empty || !e.inputs.is_empty()), "{figure:?}: {e:?}");
        assert_eq!(figure.as_str().parse(), Ok(*figure));
    }
    assert_eq!(explain(inputs, FigureKind::Twr, position), Err(ExplainError::NotOfSubject { figure: "twr" }));
}

#[test]
fn subjects_are_read_from_text() {
    let id = "01856075-8000-7001-8000-000000000001";
    assert_eq!(Subject::parse(None), Ok(Subject::Portfolio));
    assert!(matches!(Subject::parse(Some(&format!("lot:{id}"))), Ok(Subject::Lot { .. })));
    assert!(matches!(Subject::parse(Some(&format!("position:{id}:{id}"))), Ok(Subject::Position { .. })));
    assert!(matches!(Subject::parse(Some(&format!("cash:{id}:EUR"))), Ok(Subject::Cash { .. })));
    assert!(Subject::parse(Some("lot:x")).is_err());
}
