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
    desk.prices("B", &[("2020-01-02", 1000.0), ("2020-06-01", 1500.0)]);
    let benchmark_id = Some(desk.id("B"));
    let span = Span { from: None, to: day("2020-06-01"), account_id: None, benchmark_id };
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

    // By hand: 10 units for 1000 USD, 8 of them left; 110 against 105 the session before; 240 EUR on 640 EUR.
    let of_position = |figure| explain(inputs, figure, position).unwrap();
    let average = of_position(FigureKind::AverageCost);
    assert_eq!((average.value.as_deref(), average.formula.as_str()), (Some("100"), "800 ÷ 8"));
    let percent = of_position(FigureKind::UnrealizedRatio);
    assert_eq!((percent.value.as_deref(), percent.formula.as_str()), (Some("0.375"), "240 ÷ 640"));
    assert_eq!(of_position(FigureKind::DayChangeRatio).formula, "(110 − 105) ÷ 105");
    assert_eq!(of_position(FigureKind::Price).value.as_deref(), Some("110"));
    assert_eq!(of_position(FigureKind::Quantity).value.as_deref(), Some("8"));
    assert_eq!(of_position(FigureKind::ExchangeRate).value.as_deref(), Some("1"));
    let lot = Subject::Lot { lot_id: books.lots[0].lot.id };
    for (figure, value) in
        [(FigureKind::UnrealizedRatio, "0.375"), (FigureKind::Quantity, "8"), (FigureKind::Price, "110")]
    {
        assert_eq!(explain(inputs, figure, lot).unwrap().value.as_deref(), Some(value), "{figure:?}");
    }

    for figure in FigureKind::ALL {
        let subject = match figure {
            // Taxes are explained where the law is known.
            FigureKind::TaxOfYear | FigureKind::TaxableOfYear | FigureKind::GainsOfYear | FigureKind::TaxedGain => {
                continue;
            }
            FigureKind::Weight
            | FigureKind::Quantity
            | FigureKind::Price
            | FigureKind::AverageCost
            | FigureKind::ExchangeRate => position,
            FigureKind::LotGain => Subject::Lot { lot_id: books.lots[0].lot.id },
            _ => Subject::Portfolio,
        };
        let e = explain(inputs, *figure, subject).unwrap();
        assert!(!e.title.is_empty() && !e.formula.is_empty(), "{figure:?}");
        let may_be_empty =
            matches!(figure, FigureKind::Income | FigureKind::Fees | FigureKind::Taxes | FigureKind::Price);
        assert!(e.value.is_some() && (may_be_empty || !e.inputs.is_empty()), "{figure:?}: {e:?}");
        assert_eq!(figure.as_str().parse(), Ok(*figure));
    }
    let benchmark = explain(inputs, FigureKind::Benchmark, Subject::Portfolio).unwrap();
    assert_eq!((benchmark.value.as_deref(), benchmark.inputs.len()), (Some("0.875"), 4));
    assert_eq!(benchmark.formula, "(1500 × 1) ÷ (1000 × 0.8) − 1");
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
