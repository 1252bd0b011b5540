//! Rules as sentences, and back.

use alerts::{
    AlertRule, AlertsError, Condition, Hold, Repeat, Series,
    condition::{Direction, Test},
    parse_words, words,
};
use bars::interval::Interval;
use indicators::{IndicatorSpec, Kind};

use crate::{
    conditions::price,
    support::{instrument, names},
};

fn read(text: &str) -> AlertRule {
    parse_words(text, &names()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn the_common_forms_are_understood() {
    assert_eq!(read("AAPL crosses above 200").condition, price(Test::CrossesAbove { level: 200.0 }));
    assert_eq!(read("aapl rises above 200"), read("AAPL crosses above 200"));
    let falls = Condition::Move { instrument: instrument(3), direction: Direction::Down, percent: 5.0, within_s: 900 };
    assert_eq!(read("BTCUSD falls 5% in 15 minutes").condition, falls);
    let rsi = read("RSI(14) of SPY on 1h crosses below 30 for 2 bars");
    let series = Series::Indicator { spec: IndicatorSpec::new(Kind::Rsi), output: None };
    let test = Test::CrossesBelow { level: 30.0 };
    let (instrument, interval) = (instrument(2), Interval::Hour1);
    assert_eq!(rsi.condition, Condition::Series { instrument, interval, series, test });
    assert_eq!(rsi.hold, Some(Hold::Bars(2)));
    let volume = read("MSFT volume above 3 times its 20-bar average on 1d").condition;
    assert!(matches!(volume, Condition::Volume { average_bars: 20, interval: Interval::Day1, .. }));
    let joined = read("AAPL is above 1 or SPY is above 1 and not (MSFT is above 1 or MSFT is below 0.5), every time");
    let Condition::Or { any } = joined.condition else { panic!() };
    let Condition::And { all } = &any[1] else { panic!("and binds more than or") };
    assert!(matches!(&all[1], Condition::Not { condition } if matches!(**condition, Condition::Or { .. })));
    assert_eq!(joined.repeat, Repeat::EveryTime);
}

/// A sentence of each form, as it is written back.
const SENTENCES: [&str; 51] = [
    "AAPL is above 200",
    "AAPL is below -0.5",
    "AAPL is inside 1 to 2",
    "AAPL is outside 1 to 2",
    "AAPL crosses above 1",
    "AAPL crosses below 1",
    "AAPL crosses 1",
    "AAPL enters 1 to 2",
    "AAPL leaves 1 to 2",
    "AAPL bid is above 1",
    "AAPL ask is above 1",
    "AAPL mid is above 1",
    "\"BRK B\" is above 1",
    "\"and\" is above 1 and \"600519\" is above 1",
    "BTCUSD rises 5% in 1 minute",
    "BTCUSD falls 2.5% in 90 seconds",
    "BTCUSD moves 5% in 2 days",
    "AAPL gaps up 3% on 1d",
    "AAPL gaps down 3% on 1d",
    "AAPL gaps 3% on 1h",
    "MSFT volume above 3 times its 20-bar average on 1d",
    "close of SPY on 1d is above 400",
    "RSI(14) of SPY on 1h crosses below 30 for 2 bars",
    "RSI(14, of hl2) of SPY on 1h crosses below 30 for 1 bar",
    "CORREL(30, of close, against volume) of SPY on 1h is above 0.9",
    "MACD(12, 26, 9) signal of SPY on 1h crosses above 0",
    "MA(30, ema) of SPY on 1d is above 1",
    "close of SPY on 1d crosses above SMA(200)",
    "MACD(12, 26, 9) of SPY on 1d crosses above MACD(12, 26, 9) signal and AAPL is above 1",
    "SMA(50) of SPY on 1d crosses below hlc3",
    "pattern CDLHAMMER() of SPY on 1d is bullish",
    "pattern CDLENGULFING() of SPY on 1d is either",
    "SPY crosses above line at 400",
    "SPY is below trend 400 at 2026-01-05T00:00:00Z to 420.5 at 2026-02-02T00:00:00Z on 1d",
    "SPY leaves channel 400 at 2026-01-05T00:00:00Z to 420.5 at 2026-02-02T00:00:00Z width 5",
    "spread of AAPL to MSFT is above 5",
    "ratio of AAPL to MSFT leaves 0.9 to 1.1",
    "news about AAPL has any of \"takeover\" \"a \"\"bid\"\"\"",
    "news has all of \"rate\" \"cut\"",
    "sentiment of AAPL by \"some provider\" is below -0.5",
    "portfolio value at risk is above 10000",
    "portfolio conditional value at risk is above 15000",
    "portfolio volatility of \"Brokerage USD\" is above 20",
    "portfolio beta leaves 0.8 to 1.2",
    "portfolio largest weight is above 12.5",
    "portfolio effective number of holdings is below 8",
    "portfolio P&L of the day of \"account 1\" crosses below 0",
    "fact \"funding rate\" of \"BTC\" is above 0.01",
    "AAPL has no trade for 1 minute for 10 minutes",
    "order partly filled of AAPL in account 00000000-0000-0000-0000-000000000001",
    "AAPL is above 1 for 90 seconds, once per 1h bar, at most every 1 hour, with hysteresis 0.5%, between 09:30:00 and 16:00:00 in \
     America/New_York on Mon Fri, until 2027-01-01T00:00:00Z",
];

#[test]
fn each_form_comes_back_as_it_was_written() {
    for sentence in SENTENCES {
        assert_eq!(words(&read(sentence), &names()), sentence);
    }
}

#[test]
fn json_comes_back_for_each_form() {
    for sentence in SENTENCES {
        let rule = read(sentence);
        let text = serde_json::to_string(&rule).unwrap();
        let again: AlertRule = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(again, rule, "{text}");
    }
}

#[test]
fn an_error_says_where_and_what_was_expected() {
    let error = |text| parse_words(text, &names()).unwrap_err();
    let cases = [
        ("", "at character 1: expected a symbol, found the end"),
        ("AAPL crosses over 5", "at character 14: expected a number, found \"over\""),
        ("AAPL falls 5% within 3 minutes", "at character 15: expected \"in\", found \"within\""),
        ("AAPL falls 5% in 3 moons", "at character 20: expected seconds, minutes, hours or days, found \"moons\""),
        ("(AAPL is above 5", "at character 17: expected \"and\", \"or\" or \")\", found the end"),
        (
            "AAPL is above 5 SPY",
            "at character 17: expected \"and\", \"or\", \"for\", a comma or the end, found \"SPY\"",
        ),
        (
            "AAPL is above 5, sometimes",
            "at character 18: expected every time, once, once per, at most every, with hysteresis, between or until, found \"sometimes\"",
        ),
        ("RSA(14) of SPY on 1h is above 5", "at character 1: expected an indicator such as RSI(14), found \"RSA\""),
        ("RSI(14) of SPY on 3h is above 5", "at character 19: expected an interval such as 1m, 1h or 1d, found \"3h\""),
        ("news has any of \"x", "at character 19: expected a closing quotation mark, found the end"),
    ];
    for (text, expected) in cases {
        assert_eq!(error(text).to_string(), expected, "{text}");
    }
    assert!(matches!(error("XYZ is above 5"), AlertsError::UnknownSymbol { at: 1, symbol } if symbol == "XYZ"));
    assert!(error("RSI(1) of SPY on 1h is above 5").to_string().contains("length"), "the range is told");
    assert_eq!(error("AAPL is inside 2 to 1").code(), "alert_field_invalid");
    let deep = format!("{}AAPL is above 5{}", "(".repeat(100), ")".repeat(100));
    assert_eq!(error(&deep).code(), "alert_words_not_understood");
}
