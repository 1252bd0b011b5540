//! Forms are found by what a file begins with, and a wrong one is refused by name.

use super::*;

fn found(text: &str) -> (FileFormat, u8) {
    let detection = detect(text.as_bytes(), &Options::default()).unwrap();
    (detection.format, detection.confidence_percent)
}

#[test]
fn a_table_of_no_known_form_is_left_to_the_mapping() {
    assert_eq!(found("date,type,symbol,quantity,price\n2020-01-02,buy,AAPL,1,10\n"), (FileFormat::Columns, 0));
    assert_eq!(
        found("Run Date,Action,Symbol,Description,Quantity,Price ($),Commission ($),Amount ($)\n1,2,3,4,5,6,7,8\n"),
        (FileFormat::Columns, 0)
    );
}

#[test]
fn markup_and_qif_are_found_by_their_first_words() {
    assert_eq!(found("OFXHEADER:100\nDATA:OFXSGML\n\n<OFX>"), (FileFormat::Ofx, 100));
    assert_eq!(found("<?xml version=\"1.0\"?>\n<?OFX OFXHEADER=\"200\"?>\n<OFX></OFX>"), (FileFormat::Ofx, 100));
    assert_eq!(found("<FlexQueryResponse queryName=\"x\">"), (FileFormat::IbkrFlex, 100));
    assert_eq!(found("!Type:Invst\nD1/1/24\n^\n"), (FileFormat::Qif, 100));
    assert_eq!(found("<note><to>you</to></note>"), (FileFormat::Columns, 0));
}

#[test]
fn fewer_of_the_usual_columns_is_less_confidence() {
    let (format, percent) = found("Date,Action,Fees & Comm,Amount\n01/10/2025,Buy,1,2\n");
    assert_eq!(format, FileFormat::Schwab);
    // 4 of the 8 usual columns: 60 + 40 × 4 / 8
    assert_eq!(percent, 80);
}

#[test]
fn another_brokers_file_is_refused_and_named() {
    let schwab = "Date,Action,Symbol,Description,Quantity,Price,Fees & Comm,Amount\n01/10/2025,Buy,A,x,1,$1,,-$1\n";
    let desk = Desk::new();
    for format in FileFormat::ALL {
        if matches!(format, FileFormat::Columns | FileFormat::Schwab) {
            continue;
        }
        let Err(error) = desk.read(format, schwab) else { panic!("{format:?} took a Schwab file") };
        assert_eq!(error.code(), "format_wrong", "{format:?}");
        assert!(error.to_string().contains("looks like a Charles Schwab transaction history"), "{error}");
    }
    let Err(error) = desk.read(FileFormat::Fidelity, schwab) else { panic!() };
    assert_eq!(
        error.to_string(),
        "file.csv is not a Fidelity account history: it has no column Run Date, Accrued Interest ($). It looks like a Charles Schwab transaction history; choose that"
    );
    let Err(error) = desk.read(FileFormat::Ofx, "a,b\n1,2\n") else { panic!() };
    assert!(error.to_string().contains("no form that is known"), "{error}");
}

#[test]
fn every_title_is_a_noun_with_its_article() {
    for format in FileFormat::ALL {
        assert!(format.title().starts_with("a ") || format.title().starts_with("an "));
    }
}
