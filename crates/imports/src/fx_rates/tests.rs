//! Rate files.

use proptest::prelude::*;

use super::*;

fn read_all(bytes: &[u8]) -> Result<(Vec<FxRow>, FxReport), ImportError> {
    let common = Options { file_name: "rates.csv".to_owned(), today: "2022-12-28".parse().ok(), ..Options::default() };
    let options = FxOptions { common, source_name: "ECB".to_owned(), ..FxOptions::default() };
    let mut all = Vec::new();
    let report = read(bytes, &options, &mut |rows| {
        all.extend(rows);
        ControlFlow::Continue(())
    })?;
    Ok((all, report))
}

#[test]
fn the_table_of_the_ecb() {
    let (rows, report) = read_all(b"Date,USD,JPY,\n2022-12-27,1.0624,141.79,\n2022-12-23,1.0622,N/A,\n").unwrap();
    let first = &rows[0].fields;
    assert_eq!((first.base, first.quote, first.rate.to_string()), (Currency::EUR, Currency::USD, "1.0624".to_owned()));
    assert_eq!((report.accepted, report.missing, report.pairs.len()), (3, 1, 2));
}

#[test]
fn pairs_in_rows() {
    let text = "date,from,to,rate\n2022-12-27,gbp,usd,1.20\n2022-12-27,USD,USD,1\n2022-12-27,US,USD,1\n2022-12-26,GBP,USD,0\n2023-01-02,GBP,USD,1.2\n";
    let (rows, report) = read_all(text.as_bytes()).unwrap();
    assert_eq!(rows[0].fields.base.code(), "GBP");
    let codes: Vec<&str> = report.refused.kept.iter().map(|r| r.code.as_str()).collect();
    assert_eq!(codes, ["pair_invalid", "currency_invalid", "rate_invalid", "date_in_future"]);
    assert_eq!(read_all(b"date,x\n2020-01-01,1\n").unwrap_err().code(), "column_missing");
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "(Date|base|quote|rate|USD|GBP|2020-01-0[1-9]|1\\.5|,|\n|\"|x){0,60}") {
        let _ = read_all(text.as_bytes());
    }
}
