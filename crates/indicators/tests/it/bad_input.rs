//! What cannot be computed says what is wrong and what to do.

use indicators::{Column, IndicatorError, IndicatorSpec, Kind, Ohlcv, Row, Source, Stream, compute, volume_profile};

use crate::table::{Table, spec};

fn refused(json: &str) -> String {
    serde_json::from_str::<IndicatorSpec>(json).unwrap_err().to_string()
}

#[test]
fn a_bad_parameter_names_itself_and_its_range() {
    for (json, message) in [
        (r#"{"kind":"rsi","length":1}"#, "length of rsi is 1; it must be a whole number from 2 to 100000"),
        (r#"{"kind":"rsi","length":100001}"#, "length of rsi is 100001; it must be a whole number from 2 to 100000"),
        (
            r#"{"kind":"rsi","length":99999999999999}"#,
            "length of rsi is 99999999999999; it must be a whole number from 2 to 100000",
        ),
        (r#"{"kind":"rsi","length":2.5}"#, "length of rsi is 2.5; it must be a whole number from 2 to 100000"),
        (r#"{"kind":"rsi","length":"long"}"#, "length of rsi is \"long\"; it must be a whole number from 2 to 100000"),
        (r#"{"kind":"rsi","width":3}"#, "rsi has no parameter width; it has length"),
        (r#"{"kind":"obv","width":3}"#, "obv has no parameter width; it has none"),
        (r#"{"kind":"rsj"}"#, "there is no indicator rsj; the catalogue lists their names"),
        (r#"{"kind":"atr","of":"open"}"#, "atr reads fixed columns of the bars; leave out of"),
        (r#"{"kind":"rsi","against":"open"}"#, "rsi reads fixed columns of the bars; leave out against"),
        (r#"{"kind":"t3","volume_factor":1.5}"#, "volume_factor of t3 is 1.5; it must be a number from 0.0 to 1.0"),
        (r#"{"kind":"pivots","left":0}"#, "left of pivots is 0; it must be a whole number from 1 to 1000"),
    ] {
        assert_eq!(refused(json), message, "{json}");
    }
    assert!(
        refused(r#"{"kind":"ma","average":"disabled"}"#)
            .starts_with("average of ma is \"disabled\"; it must be one of sma, ema")
    );
    assert!(refused(r#"{"kind":"rsi","of":"middle"}"#).contains("middle"));
    assert!(refused(r#"{"length":3}"#).contains("kind"));
}

#[test]
fn whole_numbers_and_numbers_stand_for_each_other() {
    assert_eq!(spec(r#"{"kind":"rsi","length":14.0}"#), IndicatorSpec::new(Kind::Rsi));
    assert_eq!(spec(r#"{"kind":"bbands","deviations_up":2}"#), IndicatorSpec::new(Kind::Bbands));
    let nan = IndicatorSpec::new(Kind::Bbands).with([("deviations_up", f64::NAN)]);
    assert_eq!(nan.unwrap_err().code(), "parameter_out_of_range");
}

#[test]
fn columns_that_do_not_fit_are_named() {
    let close = [1.0, 2.0, 3.0];
    let short = Ohlcv::from_close(&close).unwrap().with(Column::Volume, &close[..2]).unwrap_err();
    assert_eq!(short.to_string(), "volume has 2 values for 3 bars; give one for each bar, NaN where it is missing");
    let infinite = Ohlcv::from_close(&[1.0, f64::INFINITY]).unwrap_err();
    assert_eq!((infinite.code(), infinite.field()), ("value_not_finite", "close"));
    assert_eq!(infinite.to_string(), "close of bar 2 is inf; leave a missing value empty");
    let sessions = Ohlcv::from_close(&close).unwrap().with_sessions(&[1]).unwrap_err();
    assert_eq!(sessions.field(), "sessions");
}

#[test]
fn bars_that_lack_what_is_read_are_refused() {
    let close = [1.0, 2.0, 3.0];
    let bars = Ohlcv::from_close(&close).unwrap();
    let missing = compute(&IndicatorSpec::new(Kind::Atr), &bars).unwrap_err();
    assert_eq!(missing, IndicatorError::MissingColumn { kind: "atr", column: "high" });
    let made = compute(&IndicatorSpec::new(Kind::Sma).of(Source::Hl2).unwrap(), &bars).unwrap_err();
    assert_eq!(made.code(), "missing_column");
    let table = Table::of(&[[1.0, 2.0, 0.5, 1.5, 10.0]; 3]);
    let without = Ohlcv::new(&table.open, &table.high, &table.low, &table.close, &table.volume).unwrap();
    let sessions = compute(&IndicatorSpec::new(Kind::SessionVwap), &without).unwrap_err();
    assert_eq!(sessions, IndicatorError::MissingSessions { kind: "session_vwap" });
    assert_eq!(volume_profile(&bars, 10, 70.0).unwrap_err().code(), "missing_column");
    assert_eq!(volume_profile(&table.bars(), 1, 70.0).unwrap_err().field(), "bins");
    assert_eq!(volume_profile(&table.bars(), 10, 0.0).unwrap_err().field(), "value_area_percent");
}

#[test]
fn no_bars_and_too_few_bars_give_no_results() {
    let few = Table::of(&[[1.0, 2.0, 0.5, 1.5, 10.0]; 2]);
    for kind in Kind::ALL {
        let made = IndicatorSpec::new(*kind);
        let outputs = compute(&made, &Table::default().bars()).unwrap();
        assert!(outputs.columns().iter().all(|output| output.values.is_empty()), "{kind}");
        let outputs = compute(&made, &few.bars()).unwrap();
        if made.warm_up() >= 2 {
            assert!(outputs.columns().iter().all(|output| output.values.iter().flatten().count() == 0), "{kind}");
        }
    }
}

#[test]
fn what_is_not_finite_is_missing_in_a_single_bar() {
    let mut stream = Stream::new(&spec(r#"{"kind":"sma","length":1}"#));
    assert_eq!(stream.push(&Row::new(None, None, None, Some(f64::INFINITY), None)).first(), None);
    assert_eq!(stream.push(&Row::new(None, None, None, Some(2.0), None)).first(), Some(2.0));
    assert_eq!((stream.bars(), stream.spec().kind()), (2, Kind::Sma));
}
