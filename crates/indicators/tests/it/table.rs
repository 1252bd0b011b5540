//! Bars of tests, and the comparison of both ways to compute.

use std::path::PathBuf;

use indicators::{IndicatorSpec, Kind, Ohlcv, Outputs, Row, Stream, Values, compute, compute_into};

/// Bars in columns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    pub(crate) open: Vec<f64>,
    pub(crate) high: Vec<f64>,
    pub(crate) low: Vec<f64>,
    pub(crate) close: Vec<f64>,
    pub(crate) volume: Vec<f64>,
    pub(crate) sessions: Vec<i64>,
}

impl Table {
    /// Open, high, low, close and volume of each bar, five bars a session.
    pub(crate) fn of(rows: &[[f64; 5]]) -> Self {
        let column = |idx: usize| rows.iter().map(|row| row[idx]).collect();
        Self {
            open: column(0),
            high: column(1),
            low: column(2),
            close: column(3),
            volume: column(4),
            sessions: (0..rows.len()).map(|idx| i64::try_from(idx / 5).unwrap()).collect(),
        }
    }

    /// A CSV file whose columns stand in the order date, open, high, low, close, volume, and perhaps session.
    pub(crate) fn read(text: &[u8]) -> (Vec<String>, Self) {
        let (mut dates, mut rows, mut sessions) = (Vec::new(), Vec::new(), Vec::new());
        for record in csv::Reader::from_reader(text).records() {
            let record = record.unwrap();
            dates.push(record[0].to_owned());
            rows.push([1, 2, 3, 4, 5].map(|column| record[column].parse::<f64>().unwrap()));
            sessions.push(record.get(6).map_or(0, |text| text.parse().unwrap()));
        }
        (dates, Self { sessions, ..Self::of(&rows) })
    }

    pub(crate) fn bars(&self) -> Ohlcv<'_> {
        Ohlcv::new(&self.open, &self.high, &self.low, &self.close, &self.volume)
            .unwrap()
            .with_sessions(&self.sessions)
            .unwrap()
    }
}

/// A description out of its JSON.
pub(crate) fn spec(json: &str) -> IndicatorSpec {
    serde_json::from_str(json).unwrap()
}

/// Both ways, which must agree bit for bit; a peek must agree with the push that follows, and leave no trace.
pub(crate) fn computed(spec: &IndicatorSpec, table: &Table) -> Outputs {
    let bars = table.bars();
    let whole = compute(spec, &bars).unwrap();
    // Memory of other results leaves no trace either.
    let mut again = compute(&IndicatorSpec::new(Kind::HeikinAshi), &bars).unwrap();
    compute_into(spec, &bars, &mut again).unwrap();
    assert_eq!(again, whole, "{spec:?}");
    let (mut stream, mut firsts) = (Stream::new(spec), Stream::new(spec));
    for (idx, row) in bars.rows().enumerate() {
        if idx % 7 == 3 {
            let other = Row::new(Some(1.0), Some(9.0), Some(0.5), Some(7.0), Some(3.0)).in_session(-1);
            let _ = stream.peek(&other);
        }
        let peeked = (idx % 3 == 0).then(|| stream.peek(&row));
        let values = stream.push(&row);
        if let Some(peeked) = peeked {
            assert_eq!(peeked, values, "{spec:?}: the peek at bar {idx}");
        }
        assert_row(spec, &whole, idx, &values);
        let first = firsts.push_first(&row);
        assert_eq!(first.map(f64::to_bits), values.first().map(f64::to_bits), "{spec:?}: the first at bar {idx}");
    }
    whole
}

fn assert_row(spec: &IndicatorSpec, whole: &Outputs, idx: usize, values: &Values) {
    assert_eq!(values.len(), whole.columns().len(), "{spec:?}");
    for (column, value) in whole.columns().iter().zip(values.iter()) {
        let expected = column.values.get(idx);
        assert_eq!(
            expected.map(f64::to_bits),
            value.map(f64::to_bits),
            "{spec:?}, {} at bar {idx}: whole {expected:?}, bar by bar {value:?}",
            column.name
        );
    }
}

/// Whether two figures agree, |a − b| ≤ abs + rel·|b|.
pub(crate) fn near(a: f64, b: f64, rel: f64, abs: f64) -> bool {
    (a - b).abs() <= abs + rel * b.abs()
}

/// A folder of the golden files.
pub(crate) fn golden(file: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/indicators").join(file);
    zstd::decode_all(std::fs::File::open(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))).unwrap()
}
