//! DEGIRO: *Inbox → Account statement*, `Account.csv`.
//!
//! Layout seen in dickwolff/Export-To-Ghostfolio (`samples/degiro-export.csv`) and other published files: `Date, Time, Value
//! date, Product, ISIN, Description, FX, Change, , Balance, , Order Id` in the user's language; here the named column `Change`
//! holds the currency and the unnamed one behind it the amount. Trades, their costs and their conversions carry an order's
//! number: they are in `Transactions.csv` with the account's currency and are left out here. The two legs of another conversion
//! stand side by side and become one row. Long references are broken over a second line, which is left out.

use model::transaction::TransactionKind as Kind;
use rust_decimal::Decimal;

use crate::{
    formats::{
        FileFormat,
        draft::{Cash, Draft, Reject},
        row::Row,
        template::{
            Action::{self, Cash as Moved, Is, PassOver, Refuse},
            Dates, Field, Numbers, Rows, Said, SaidLines, Template, some, unknown_word, usual,
        },
    },
    options::DateOrder,
    sniff::folded,
};

const CHANGE: &[&str] = &["Change", "Mutatie", "Änderung", "Mouvements", "Variación", "Variazioni", "Mudança"];

pub(super) const TEMPLATE: Template = Template {
    format: FileFormat::DegiroAccount,
    sign: &[
        CHANGE,
        &["Value date", "Valutadatum", "Date de*", "Fecha valor", "Data Valore", "Data Valor"],
        &["Description", "Omschrijving", "Beschreibung", "Descripción", "Descrizione", "Descrição"],
        &["Balance", "Saldo", "Solde"],
    ],
    columns: &[
        usual(Field::Date, &["Date", "Datum", "Fecha", "Data"]),
        usual(Field::Time, &["Time", "Tijd", "Uhrzeit", "Hora", "Heure", "Ora"]),
        usual(Field::Name, &["Product", "Produkt", "Producto", "Produit", "Prodotto", "Produto"]),
        usual(Field::Isin, &["ISIN", "Code ISIN"]),
        usual(
            Field::Action,
            &["Description", "Omschrijving", "Beschreibung", "Descripción", "Descrizione", "Descrição"],
        ),
        usual(Field::Currency, CHANGE),
        some(Field::Reference, &["Order ID", "Order-ID", "ID Orden", "ID Ordre", "ID Ordine", "ID da Ordem"]),
    ],
    dates: Dates::Fixed(DateOrder::Dmy),
    numbers: Numbers::Beside(&[Field::Currency]),
    actions: ACTIONS,
    currency: "",
    rows: Rows::Grouped { key, read },
};

const TRADES: &str =
    "are trades with their costs and conversions, which the transactions export says; import that file too";
const INTERNAL: &str = "move cash inside of DEGIRO and were left out";

const ACTIONS: &[(&str, Action)] = &[
    ("dividendtax", Is(Kind::Tax)),
    ("dividendbelasting", Is(Kind::Tax)),
    ("dividendensteuer", Is(Kind::Tax)),
    ("impôtssurdividende", Is(Kind::Tax)),
    ("retencióndeldividendo", Is(Kind::Tax)),
    ("ritenutasuldividendo", Is(Kind::Tax)),
    ("impostosobredividendo", Is(Kind::Tax)),
    ("transactiebelasting*", Is(Kind::Tax)),
    ("dividend", Is(Kind::Dividend)),
    ("dividende", Is(Kind::Dividend)),
    ("dividendo", Is(Kind::Dividend)),
    ("fonddistribution", Is(Kind::Dividend)),
    ("funddistribution", Is(Kind::Dividend)),
    ("flatexinterest*", Is(Kind::Interest)),
    ("rente", Is(Kind::Interest)),
    ("interest", Is(Kind::Interest)),
    ("zinsen", Is(Kind::Interest)),
    ("intereses", Is(Kind::Interest)),
    ("degiroexchangeconnectionfee*", Is(Kind::Fee)),
    ("degiroaansluitingskosten*", Is(Kind::Fee)),
    ("einrichtungvonhandelsmodalitäten*", Is(Kind::Fee)),
    ("fraisdeconnexion*", Is(Kind::Fee)),
    ("costesdeconectividad*", Is(Kind::Fee)),
    ("custodeconectividade*", Is(Kind::Fee)),
    ("idealdeposit", Moved),
    ("idealstorting", Moved),
    ("flatexdeposit", Moved),
    ("flatexeinzahlung", Moved),
    ("sofortdeposit", Moved),
    ("soforteinzahlung", Moved),
    ("deposit", Moved),
    ("einzahlung", Moved),
    ("versementdefonds", Moved),
    ("ingreso", Moved),
    ("withdrawal", Moved),
    ("auszahlung", Moved),
    ("retraitdefonds", Moved),
    ("flatexterugstorting", Moved),
    ("flatexwithdrawal", Moved),
    ("flatexauszahlung", Moved),
    ("processedflatexwithdrawal", PassOver("only confirm a withdrawal that has its own row and were left out")),
    ("reservation*", PassOver("reserve a deposit that has its own row and were left out")),
    ("degirocashsweeptransfer", PassOver(INTERNAL)),
    ("overboeking*", PassOver(INTERNAL)),
    ("überweisung*", PassOver(INTERNAL)),
    ("transfer*", PassOver(INTERNAL)),
    ("buy*", PassOver(TRADES)),
    ("sell*", PassOver(TRADES)),
    ("koop*", PassOver(TRADES)),
    ("verkoop*", PassOver(TRADES)),
    ("kauf*", PassOver(TRADES)),
    ("verkauf*", PassOver(TRADES)),
    ("achat*", PassOver(TRADES)),
    ("vente*", PassOver(TRADES)),
    ("compra*", PassOver(TRADES)),
    ("venta*", PassOver(TRADES)),
    ("venda*", PassOver(TRADES)),
    ("acquisto*", PassOver(TRADES)),
    ("vendita*", PassOver(TRADES)),
    ("productwijziging*", PassOver(TRADES)),
    ("productchange*", PassOver(TRADES)),
    ("stocksplit*", PassOver(TRADES)),
    ("aandelensplit*", PassOver(TRADES)),
    ("aktiensplit*", PassOver(TRADES)),
    ("isinwijziging*", PassOver(TRADES)),
    ("isinchange*", PassOver(TRADES)),
    ("corporateaction*", Refuse("a corporate action whose terms are not in the file; add it by hand")),
];

/// Words for the two legs of a conversion.
const CONVERSIONS: &[&str] = &[
    "fxcredit",
    "fxdebit",
    "valutacreditering",
    "valutadebitering",
    "währungswechseleinbuchung",
    "währungswechselausbuchung",
    "ingresocambiodedivisa",
    "retiradacambiodedivisa",
    "créditdevises",
    "débitdevises",
    "créditodedivisa",
    "levantamentodedivisa",
    "accreditocambiovaluta",
    "prelievocambiovaluta",
];

fn is_conversion(row: &Row<'_>) -> bool {
    CONVERSIONS.contains(&folded(row.text(Field::Action)).as_str())
}

fn key(row: &Row<'_>) -> String {
    if is_conversion(row) && row.text(Field::Reference).is_empty() {
        return format!("{} {}", row.text(Field::Date), row.text(Field::Time));
    }
    String::new()
}

fn read(rows: &[Row<'_>], template: &Template) -> SaidLines {
    if rows.first().is_some_and(is_conversion) && rows[0].text(Field::Reference).is_empty() {
        return conversions(rows);
    }
    rows.iter().map(|row| (row.line, single(row, template))).collect()
}

fn single(row: &Row<'_>, template: &Template) -> Result<Said, Reject> {
    let word = row.text(Field::Action);
    if !row.text(Field::Reference).is_empty() && (is_conversion(row) || is_cost(word)) {
        return Ok(Said::PassOver(TRADES));
    }
    let action = template.action(word).ok_or_else(|| unknown_word(word, row))?;
    if let PassOver(why) = action {
        return Ok(Said::PassOver(why));
    }
    let said = template.said(row, action, row.day()?)?;
    let Some((amount, currency)) = change(row)? else {
        return Err(
            Reject::new("field_missing", "there is no amount; fill it in").at(row.layout.header(Field::Currency))
        );
    };
    Ok(match said {
        Said::Rows(mut drafts) => {
            for d in &mut drafts {
                (d.cash, d.currency) = (Some(Cash::Gross(amount)), currency.clone());
                if matches!(d.kind, Kind::Deposit | Kind::Fee | Kind::Interest) {
                    (d.isin, d.name) = (String::new(), String::new());
                }
                if d.kind == Kind::Fee {
                    d.note = word.to_owned();
                }
            }
            Said::Rows(drafts)
        }
        other @ Said::PassOver(_) => other,
    })
}

/// Costs of a trade, which carry its order's number.
fn is_cost(word: &str) -> bool {
    let word = folded(word);
    [
        "degirotransacti",
        "degirotransaktion",
        "transaktionsgebühren",
        "comissõesdetransação",
        "fraisdegiro",
        "costesdetransacción",
        "costiditransazione",
    ]
    .iter()
    .any(|start| word.starts_with(start))
}

/// Legs of conversions, two by two.
fn conversions(rows: &[Row<'_>]) -> SaidLines {
    let mut said = Vec::new();
    for pair in rows.chunks(2) {
        match pair {
            [a, b] => match converted(a, b) {
                Ok(draft) => said.push((a.line, Ok(Said::Rows(vec![draft])))),
                Err(reject) => said.extend([a, b].map(|row| (row.line, Err(reject.clone())))),
            },
            alone => said.extend(alone.iter().map(|row| {
                let reason = "one leg of a conversion without the other; add the conversion by hand";
                (row.line, Err(Reject::unclear(reason).at(row.layout.header(Field::Action))))
            })),
        }
    }
    said
}

fn converted(a: &Row<'_>, b: &Row<'_>) -> Result<Draft, Reject> {
    let unclear = || Reject::unclear("two legs of a conversion that do not fit together; add the conversion by hand");
    let (first, second) = (change(a)?.ok_or_else(unclear)?, change(b)?.ok_or_else(unclear)?);
    let (out, into) = if first.0 < Decimal::ZERO { (first, second) } else { (second, first) };
    if out.0 >= Decimal::ZERO || into.0 <= Decimal::ZERO || out.1 == into.1 {
        return Err(unclear());
    }
    let mut d = Draft::new(Kind::CurrencyConversion, a.day()?);
    (d.cash, d.currency) = (Some(Cash::Gross(out.0)), out.1);
    d.counter = Some(into);
    Ok(d)
}

/// The amount behind its currency.
fn change(row: &Row<'_>) -> Result<Option<(Decimal, String)>, Reject> {
    let Some(at) = row.layout.at(Field::Currency) else { return Ok(None) };
    let currency = row.cell(at).to_owned();
    Ok(row.number_at(at + 1)?.filter(|_| !currency.is_empty()).map(|n| (n, currency)))
}
