//! Brokers' files: looked at, taken in, taken in again, taken back.

use workstation::{
    Ctx, Workstation,
    imports::{ImportEffect, ImportKind, ImportOptions, ImportPreview, ImportRequest},
    transactions::TransactionsQuery,
    uploads::NewUpload,
};

use super::{idle, open};

/// Two equal fills of one day, a row that says too little, and a deposit.
const SCHWAB: &str = "Date,Action,Symbol,Description,Quantity,Price,Fees & Comm,Amount,Account\n\
    01/10/2024,Buy,ACME,ACME INC,1,$10.00,,-$10.00,Brokerage\n\
    01/10/2024,Buy,ACME,ACME INC,1,$10.00,,-$10.00,Brokerage\n\
    01/11/2024,Stock Split,ACME,ACME INC,2,,,,Brokerage\n\
    01/09/2024,MoneyLink Transfer,,Tfr BANK,,,,$100.00,Brokerage\n";

const OFX: &str = "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD\
    <BANKACCTFROM><ACCTID>Checking</BANKACCTFROM><BANKTRANLIST>\
    <STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20240103<TRNAMT>5<FITID>1</STMTTRN>\
    <STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20240103<TRNAMT>5<FITID>2</STMTTRN>\
    </BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n";

async fn request(station: &Workstation, name: &str, text: &str) -> ImportRequest {
    let ctx = Ctx::local();
    let upload = station.create_upload(&ctx, NewUpload::named(name)).await.unwrap();
    station.append_upload(&ctx, upload.id, 0, text.as_bytes()).await.unwrap();
    let options = ImportOptions { create_unknown: true, ..ImportOptions::default() };
    ImportRequest { upload_id: upload.id, kind: ImportKind::Transactions, mapping: None, options }
}

async fn preview(station: &Workstation, name: &str, text: &str) -> ImportPreview {
    let request = request(station, name, text).await;
    station.preview_import(&Ctx::local(), request).await.unwrap()
}

async fn import(station: &Workstation, name: &str, text: &str) {
    let request = request(station, name, text).await;
    station.start_import(&Ctx::local(), request).await.unwrap();
    idle(station).await;
}

async fn count(station: &Workstation) -> usize {
    station.transactions(&Ctx::local(), &TransactionsQuery::default()).await.unwrap().items.len()
}

fn effects(preview: &ImportPreview) -> Vec<(u64, ImportEffect)> {
    preview.differences.iter().map(|d| (d.line, d.effect)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_brokers_file_twice_is_once_and_can_be_taken_back() {
    use ImportEffect::{New, Refused, ThereAlready};
    let dir = tempfile::tempdir().unwrap();
    let station = open(&dir.path().join("desk")).await.unwrap();

    let first = preview(&station, "history.csv", SCHWAB).await;
    let detection = first.detection.clone().unwrap();
    assert_eq!(first.format, Some(detection.format));
    assert_eq!((format!("{:?}", detection.format), detection.confidence_percent), ("Schwab".to_owned(), 100));
    assert_eq!(effects(&first), [(2, New), (3, New), (4, Refused), (5, New)]);
    assert_eq!((first.counts.added, first.counts.unchanged, first.counts.refused), (Some(3), Some(0), 1));
    let bought = &first.differences[0];
    assert_eq!((bought.symbol.as_deref(), bought.account.as_deref()), (Some("ACME"), Some("Brokerage")));
    assert_eq!(count(&station).await, 0);

    import(&station, "history.csv", SCHWAB).await;
    assert_eq!(count(&station).await, 3);
    let again = preview(&station, "history.csv", SCHWAB).await;
    assert_eq!(effects(&again), [(2, ThereAlready), (3, ThereAlready), (4, Refused), (5, ThereAlready)]);
    assert!(again.imported_before.is_some());
    import(&station, "history.csv", SCHWAB).await;
    assert_eq!(count(&station).await, 3);

    // A longer file of the same account adds what is new only.
    let longer = format!("{SCHWAB}01/12/2024,Buy,ACME,ACME INC,1,$10.00,,-$10.00,Brokerage\n");
    import(&station, "history.csv", &longer).await;
    assert_eq!(count(&station).await, 4);
    station.undo_last(&Ctx::local()).await.unwrap();
    assert_eq!(count(&station).await, 3);
    import(&station, "history.csv", &longer).await;
    assert_eq!(count(&station).await, 4);
    station.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_read_by_its_own_form_or_the_one_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let station = open(&dir.path().join("desk")).await.unwrap();
    let seen = preview(&station, "statement.ofx", OFX).await;
    assert_eq!(seen.counts.added, Some(2));
    assert_eq!(seen.differences[1].external_ref.as_deref(), Some("2"));
    import(&station, "statement.ofx", OFX).await;
    import(&station, "statement.ofx", OFX).await;
    assert_eq!(count(&station).await, 2);

    let mut wrong = request(&station, "statement.ofx", OFX).await;
    wrong.options.format = Some(serde_json::from_value(serde_json::json!("schwab")).unwrap());
    let error = station.preview_import(&Ctx::local(), wrong).await.unwrap_err();
    assert!(error.to_string().contains("looks like an OFX or QFX statement"), "{error}");

    let broken = request(&station, "statement.ofx", &OFX.replace("</STMTTRN>", "")).await;
    station.start_import(&Ctx::local(), broken).await.unwrap();
    idle(&station).await;
    assert_eq!(count(&station).await, 2);
    station.close().await;
}
