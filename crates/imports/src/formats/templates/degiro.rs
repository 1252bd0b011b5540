//! DEGIRO: *Inbox → Transactions*, `Transactions.csv`.
//!
//! Layouts seen in jose-pleonasm/Halir (`docs/degiro/transactions-versions.md`) and in published test files: `Date, Time,
//! Product, ISIN, Reference (exchange), Venue, Quantity, Price, , Local value, , Value EUR, Exchange rate, AutoFX Fee,
//! Transaction and/or third party fees EUR, Total EUR, Order ID` in the user's language, where the unnamed column behind an
//! amount holds its currency; older files write `Value, ,` and `Total, ,` with the currency behind. Days come first;
//! the decimal mark is the language's. A sale has a quantity below zero. The cash account's currency decides: value and
//! costs are taken in it. Splits and mergers appear as a sale and a purchase without costs and are read as those.

use model::transaction::TransactionKind as Kind;
use rust_decimal::Decimal;

use crate::{
    formats::{
        FileFormat,
        draft::{Cash, Reject},
        row::Row,
        template::{Dates, Field, Numbers, Rows, Said, Template, some, usual},
    },
    options::DateOrder,
};

const QUANTITY: &[&str] = &["Quantity", "Number", "Aantal", "Anzahl", "Número", "Quantité", "Quantità", "Quantidade"];
const PRICE: &[&str] = &["Price", "Koers", "Kurs", "Precio", "Cours", "Quotazione", "Preço", "Preços"];
const LOCAL: &[&str] =
    &["Local value", "Lokale waarde", "Wert in Lokalwährung", "Valor local", "Valeur locale", "Valore locale"];
const VALUE: &[&str] = &[
    "Value",
    "Waarde",
    "Wert",
    "Valor",
    "Valeur",
    "Valore",
    "Value EUR*",
    "Waarde EUR*",
    "Wert EUR",
    "Wert CHF",
    "Valor EUR",
    "Valeur EUR",
    "Valeur CHF",
    "Valore EUR",
];
const TOTAL: &[&str] = &["Total*", "Totaal*", "Gesamt*", "Totale*"];
const COSTS: &[&str] = &[
    "Transaction and/or third*",
    "Transactiekosten*",
    "Transaktionsgebühren*",
    "Costes de transacci*",
    "Frais de courtage*",
    "Costi di transazione*",
    "Custos de transação*",
    "Transaction costs*",
];

pub(super) const TEMPLATE: Template = Template {
    format: FileFormat::DegiroTransactions,
    sign: &[LOCAL, QUANTITY, PRICE, &["ISIN", "Code ISIN"], TOTAL],
    columns: &[
        usual(Field::Date, &["Date", "Datum", "Fecha", "Data"]),
        usual(Field::Time, &["Time", "Tijd", "Uhrzeit", "Hora", "Heure", "Ora"]),
        usual(Field::Name, &["Product", "Produkt", "Producto", "Produit", "Prodotto", "Produto"]),
        usual(Field::Isin, &["ISIN", "Code ISIN"]),
        usual(Field::Quantity, QUANTITY),
        usual(Field::Price, PRICE),
        some(Field::Detail, LOCAL),
        usual(Field::Gross, VALUE),
        usual(Field::Fees, COSTS),
        some(
            Field::MoreFees,
            &[
                "AutoFX*",
                "Comisión AutoFX",
                "Comision AutoFX",
                "Frais AutoFX",
                "Commissione AutoFX",
                "Custo AutoFX",
                "Taxa Autofx",
            ],
        ),
        usual(Field::Net, TOTAL),
        some(Field::Reference, &["Order ID", "Order-ID", "ID Orden", "ID Ordre", "ID Ordine", "ID da Ordem"]),
    ],
    dates: Dates::Fixed(DateOrder::Dmy),
    numbers: Numbers::Found(&[Field::Price, Field::Gross, Field::Net, Field::Fees, Field::Detail]),
    actions: &[],
    currency: "",
    rows: Rows::Each(read),
};

fn read(row: &Row<'_>, template: &Template) -> Result<Said, Reject> {
    let quantity = row.needed(Field::Quantity)?;
    let kind = if quantity < Decimal::ZERO { Kind::Sell } else { Kind::Buy };
    let mut d = template.draft(row, kind, row.day()?)?;
    let value = row.needed(Field::Gross)?;
    d.currency = currency(row, Field::Gross);
    if d.currency.is_empty() {
        return Err(Reject::new("currency_missing", "the row does not say the currency of its value"));
    }
    let cost_currency = currency(row, Field::Fees);
    if !d.fees.is_zero() && !cost_currency.is_empty() && cost_currency != d.currency {
        let reason = format!("the costs are in {cost_currency}, the value in {}; add the trade by hand", d.currency);
        return Err(Reject::unclear(reason).at(row.layout.header(Field::Fees)));
    }
    let local = row.beside(Field::Price);
    d.price = d.price.filter(|_| local == d.currency);
    d.cash = Some(Cash::Gross(value));
    if d.reference.is_empty() {
        d.reference = row.beside(Field::Reference).to_owned(); // newer files write it one column further right
    }
    Ok(Said::Rows(vec![d]))
}

/// The currency of an amount: behind it, or at the end of its header.
fn currency(row: &Row<'_>, field: Field) -> String {
    let is_code = |t: &str| t.len() == 3 && t.bytes().all(|b| b.is_ascii_uppercase());
    let beside = row.beside(field);
    if is_code(beside) {
        return beside.to_owned();
    }
    let last = row.layout.header(field).rsplit(' ').next().unwrap_or_default();
    if is_code(last) { last.to_owned() } else { String::new() }
}
