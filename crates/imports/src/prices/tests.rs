//! Price files, good and bad.

use proptest::prelude::*;

use super::*;

fn options() -> PriceOptions {
    let common = Options { file_name: "prices.csv".to_owned(), today: "2022-12-28".parse().ok(), ..Options::default() };
    PriceOptions { common, ..PriceOptions::default() }
}

fn read_all(bytes: &[u8], options: &PriceOptions) -> Result<(Vec<PriceRow>, PriceReport), ImportError> {
    let mut all = Vec::new();
    let report = read(bytes, options, &mut |rows| {
        assert!(rows.len() <= 4096);
        all.extend(rows);
        ControlFlow::Continue(())
    })?;
    Ok((all, report))
}

fn reasons(report: &PriceReport) -> Vec<&str> {
    report.refused.kept.iter().map(|r| r.reason.as_str()).collect()
}

fn code(bytes: &[u8]) -> &'static str {
    read_all(bytes, &options()).map(|_| "none").unwrap_or_else(|e| e.code())
}

#[test]
fn a_wide_file_keeps_missing_cells_missing() {
    let (rows, report) =
        read_all(b"Date,A,B\n2020-01-03,2,n/a\n2020-01-02,1.5,\n2020-01-06,null,3\n", &options()).unwrap();
    let got: Vec<_> = rows.iter().map(|r| (r.symbol.as_str(), r.bar.at.date().to_string(), r.bar.close)).collect();
    let expect = [("A", "2020-01-02", 1.5), ("A", "2020-01-03", 2.0), ("B", "2020-01-06", 3.0)];
    assert_eq!(got, expect.map(|(s, d, c)| (s, d.to_owned(), c)));
    assert_eq!((report.layout, report.lines, report.accepted, report.missing), (PriceLayout::Wide, 3, 3, 3));
    assert_eq!(report.refused.count, 0);
}

#[test]
fn a_long_file_has_whole_bars() {
    let text = "Symbol;Trade Date;Open;High;Low;Close Price;Volume\nA;31.12.2020;1,0;2,5;0,5;2,0;1000\n";
    let (rows, report) = read_all(text.as_bytes(), &options()).unwrap();
    let bar = rows[0].bar;
    assert_eq!(
        (bar.open, bar.high, bar.low, bar.close, bar.volume),
        (Some(1.0), Some(2.5), Some(0.5), 2.0, Some(1000.0))
    );
    assert_eq!((report.facts.delimiter, report.layout), (';', PriceLayout::Long));
}

#[test]
fn an_adjusted_close_is_marked() {
    let text = b"Date,Open,High,Low,Close,Adj Close,Volume\n2020-01-02,1,2,1,2,1.9,5\n";
    let mut o = PriceOptions { symbol: Some("A".to_owned()), ..options() };
    assert!(!read_all(text, &o).unwrap().1.adjusted);
    o.prefer_adjusted = true;
    let (rows, report) = read_all(text, &o).unwrap();
    assert!(report.adjusted && rows[0].adjusted);
    assert_eq!((rows[0].bar.close, rows[0].bar.open), (1.9, None));
    o.symbol = None;
    assert_eq!(read_all(text, &o).unwrap_err().code(), "symbol_needed");
}

#[test]
fn every_bad_line_is_named_with_a_way_out() {
    let text = "date,A\n2020-01-02,x\n2020-01-03,-1\n2020-01-06,0\n2023-01-02,5\nsoon,5\n2020-01-07\n2020-01-08,1,2\n2020-01-09,inf\n";
    let (rows, report) = read_all(text.as_bytes(), &options()).unwrap();
    assert!(rows.is_empty());
    assert_eq!(
        reasons(&report),
        [
            "prices.csv line 2: A is \"x\"; leave the cell empty for a missing price",
            "prices.csv line 3: A is -1, below zero; correct it, or leave the cell empty for a missing price",
            "prices.csv line 4: A is 0; leave the cell empty for a missing price, or allow zero if it is worthless",
            "prices.csv line 5: date is 2023-01-02, after today; correct the date or remove the row",
            "prices.csv line 6: date is \"soon\"; write it like 2022-12-28, or choose the order of dates",
            "prices.csv line 7: the row has 1 of 2 values; add the missing values or their delimiters",
            "prices.csv line 8: the row has 3 values for 2 columns; put a value that contains the delimiter in quotes",
            "prices.csv line 9: A is \"inf\"; leave the cell empty for a missing price",
        ]
    );
}

#[test]
fn a_repetition_counts_once_and_a_contradiction_not_at_all() {
    let text = "date,A\n2020-01-02,1\n2020-01-02,1.0\n2020-01-03,2\n2020-01-03,3\n2020-01-03,4\n2020-01-06,5\n";
    let (rows, report) = read_all(text.as_bytes(), &options()).unwrap();
    assert_eq!((report.accepted, report.duplicates, report.refused.count), (2, 1, 3));
    assert_eq!(report.withdrawn, [Withdrawn { symbol: "A".to_owned(), date: "2020-01-03".parse().unwrap() }]);
    assert!(reasons(&report)[0].starts_with("prices.csv line 5: A on 2020-01-03 has another price than in line 4"));
    assert!(reasons(&report)[1].starts_with("prices.csv line 4: A on 2020-01-03 has another price than in line 5"));
    assert_eq!(rows.len(), 3);
}

#[test]
fn dates_that_could_be_two_days_ask() {
    let text = b"date,A\n01/02/2020,1\n03/04/2020,2\n";
    assert_eq!(code(text), "dates_ambiguous");
    let mut o = options();
    o.common.date_order = Some(crate::options::DateOrder::Dmy);
    assert_eq!(read_all(text, &o).unwrap().0[0].bar.at.date().to_string(), "2020-02-01");
}

#[test]
fn files_that_are_no_tables_say_what_they_are() {
    let check = |bytes: &[u8], expect| assert_eq!(code(bytes), expect, "{:?}", String::from_utf8_lossy(bytes));
    check(b"", "file_empty");
    check(b" \r\n\n", "file_empty");
    check(b"date,A\n", "file_without_rows");
    check(b"PK\x03\x04rest", "file_not_text");
    check(b"\x00\x01\x02\x03binary\x00\x07", "file_not_text");
    check(b"<!DOCTYPE html><html>login</html>", "file_is_web_page");
    check(b"\n <html><body>x</body></html>", "file_is_web_page");
    check(b"{\"error\": \"rate limit\"}", "file_not_text");
    check(b"date,A\n2020-01-02,\"1", "quote_unclosed");
    check(b"a,b\n1,2\n", "column_missing");
    check(b"date,A,A\n2020-01-02,1,2\n", "column_duplicate");
    check(b"date,A\n2020-01-02,\"1,234\"\n", "numbers_ambiguous");
}

#[test]
fn the_last_line_of_a_cut_file_is_refused() {
    let (rows, report) = read_all(b"date,A,B\n2020-01-02,1,2\n2020-01-03,1", &options()).unwrap();
    assert_eq!(rows.len(), 2);
    assert!(reasons(&report)[0].ends_with("it is the last line, so the file may be cut off: export it again"));
}

#[test]
fn encodings_give_the_same_rows() {
    let text = "date,Müller\n2020-01-02,1.5\n";
    let expect = read_all(text.as_bytes(), &options()).unwrap().0;
    let utf16 = |big: bool| {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect::<Vec<u8>>()
    };
    let bom: Vec<u8> = [&[0xef, 0xbb, 0xbf], text.as_bytes()].concat();
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    for bytes in [utf16(true), utf16(false), bom, latin.clone()] {
        assert_eq!(read_all(&bytes, &options()).unwrap().0, expect);
    }
    let report = read_all(&latin, &options()).unwrap().1;
    assert_eq!(report.facts.encoding, "windows-1252");
    assert!(report.facts.notices[0].contains("Windows-1252"));
}

#[test]
fn line_numbers_count_blank_lines_and_lines_within_quotes() {
    let text = "date,symbol,close\r\n\r\n2020-01-02,\"A\nB\",1\r\n2020-01-03,A,x\r\n";
    let report = read_all(text.as_bytes(), &options()).unwrap().1;
    assert_eq!(report.refused.kept[0].line, 5);
    assert_eq!(report.accepted, 1);
}

#[test]
fn the_hash_is_that_of_the_bytes() {
    let text = b"date,A\n2020-01-02,1\n";
    assert_eq!(read_all(text, &options()).unwrap().1.content_hash, blake3::hash(text).to_hex().to_string());
}

#[test]
fn a_sink_that_wants_no_more_stops_the_reading() {
    let mut text = "date,symbol,close\n".to_owned();
    for i in 0..20_000 {
        text.push_str(&format!("2020-01-02,S{i},1\n"));
    }
    let mut batches = 0;
    let report = read(text.as_bytes(), &options(), &mut |_| {
        batches += 1;
        ControlFlow::Break(())
    });
    assert!(report.unwrap().cancelled);
    assert_eq!(batches, 1);
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_all(&bytes, &options());
    }

    #[test]
    fn every_line_of_a_long_file_is_accounted_for(cells in proptest::collection::vec(
        ("(2020-01-[0-3][0-9]|x|)", "[AB]{0,2}", "([0-9]{1,3}|-1|NA|x|)"), 1..40)) {
        let mut text = "date,symbol,close\n".to_owned();
        for (date, symbol, close) in &cells {
            text.push_str(&format!("{date},{symbol},{close}\n"));
        }
        if let Ok((rows, r)) = read_all(text.as_bytes(), &options()) {
            prop_assert_eq!(r.lines, cells.len() as u64);
            prop_assert_eq!(r.lines, r.accepted + r.missing + r.duplicates + r.refused.count);
            prop_assert_eq!(rows.len() as u64, r.accepted + r.withdrawn.len() as u64);
        }
    }
}

#[test]
fn a_file_without_repetitions_reads_the_same_without_looking_for_them() {
    let distinct = b"date,A,B\n2020-01-02,1,2\n2020-01-03,3,\n";
    let (rows, report) = read_all(distinct, &options()).unwrap();
    assert!(report.is_distinct());
    let mut again = Vec::new();
    let second = read_distinct(&distinct[..], &options(), &mut |rows| {
        again.extend(rows);
        ControlFlow::Continue(())
    });
    assert_eq!((again, second.unwrap()), (rows, report));
    assert!(!read_all(b"date,A\n2020-01-02,1\n2020-01-02,1\n", &options()).unwrap().1.is_distinct());
    assert!(!read_all(b"date,A\n2020-01-02,1\n2020-01-02,2\n", &options()).unwrap().1.is_distinct());
}
