//! Parquet tables of pandas and Polars: read as those hold them; damaged ones are refused.

use std::{fs::File, io::Write, ops::ControlFlow, path::Path};

use imports::{
    error::ImportError,
    options::Options,
    parquet::{settle, text_of},
    prices::{self, PriceLayout, PriceOptions, PriceReport, PriceRow},
};

fn bytes_of(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables");
    std::fs::read(folder.join(name)).unwrap()
}

fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    std::io::Seek::rewind(&mut file).unwrap();
    file
}

fn read(bytes: &[u8], symbol: Option<&str>) -> Result<(Vec<PriceRow>, PriceReport), ImportError> {
    let given = Options { file_name: "prices.parquet".to_owned(), ..Options::default() };
    let common = settle(file(bytes), given)?;
    let options = PriceOptions { common, symbol: symbol.map(str::to_owned), ..PriceOptions::default() };
    let mut all = Vec::new();
    let report = prices::read(text_of(file(bytes), &options.common)?, &options, &mut |rows| {
        all.extend(rows);
        ControlFlow::Continue(())
    })?;
    Ok((all, report))
}

/// Day, symbol and close, sorted.
fn told(rows: &[PriceRow]) -> Vec<(String, String, f64)> {
    let mut told: Vec<_> =
        rows.iter().map(|row| (row.bar.at.date().to_string(), row.symbol.clone(), row.bar.close)).collect();
    told.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    told
}

fn expected(name: &str) -> Vec<(String, String, f64)> {
    let all: serde_json::Value = serde_json::from_slice(&bytes_of("expected.json")).unwrap();
    serde_json::from_value(all[name].clone()).unwrap()
}

#[test]
fn a_wide_table_of_pandas_is_read_bit_for_bit() {
    let (rows, report) = read(&bytes_of("wide.parquet"), None).unwrap();
    assert_eq!(told(&rows), expected("wide"));
    assert_eq!((report.layout, report.accepted, report.missing, report.refused.count), (PriceLayout::Wide, 5, 1, 0));
}

#[test]
fn a_long_table_of_polars_has_whole_bars() {
    let (rows, report) = read(&bytes_of("long.parquet"), None).unwrap();
    assert_eq!(told(&rows), expected("long"));
    assert_eq!((report.layout, report.missing), (PriceLayout::Long, 1));
    let last = rows.iter().find(|row| row.bar.close == 6.5).unwrap().bar;
    assert_eq!((last.open, last.volume), (Some(6.0), Some(1_099_511_627_776.0)));
}

#[test]
fn a_day_stays_the_day_of_its_exchange() {
    let (rows, _) = read(&bytes_of("tokyo.parquet"), Some("7203.T")).unwrap();
    assert_eq!(told(&rows), expected("tokyo"));
}

#[test]
fn a_column_of_lists_is_no_price() {
    let problem = read(&bytes_of("lists.parquet"), Some("AAA")).unwrap_err();
    assert_eq!(problem.code(), "parquet_unreadable");
    assert!(problem.to_string().contains("\"close\" holds lists"), "{problem}");
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let whole = bytes_of("long.parquet");
    for length in 4..whole.len() {
        let problem = read(&whole[..length], None).unwrap_err();
        assert_eq!(problem.code(), "parquet_unreadable", "{length} bytes: {problem}");
    }
    assert_eq!(read(b"PAR", None).unwrap_err().code(), "column_missing", "three bytes are a text");
}

/// A byte changed anywhere gives the rows of the file, fewer of them, or a refusal; never a crash or a file without end.
#[test]
fn a_damaged_file_does_no_harm() {
    for name in ["wide.parquet", "long.parquet", "tokyo.parquet"] {
        let whole = bytes_of(name);
        for at in 0..whole.len() {
            for change in [0x01, 0x80, 0xff] {
                let mut bytes = whole.clone();
                bytes[at] ^= change;
                if let Ok((rows, _)) = read(&bytes, Some("AAA")) {
                    assert!(rows.len() < 1_000, "{name}, byte {at}: {} rows", rows.len());
                }
            }
        }
    }
}
