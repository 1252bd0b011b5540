//! Times the books of 100,000 transactions over 500 instruments and 20 years: folded whole, and after the change of one
//! transaction. Prints one JSON object a line, as `crates/xtask/bench/README.md` says; both ways must give the same books.
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use model::{
    account::{Account, AccountFields, AccountKind, LotMethod, LotRule},
    currency::Currency,
    fx::FxRateFields,
    id::{AccountId, InstrumentId, TransactionId},
    instrument::{AssetClass, Instrument, InstrumentFields},
    time::Timestamp,
    transaction::{Transaction, TransactionFields, TransactionKind},
};
use portfolio::{
    books::{Books, Context},
    fx::FxTable,
};
use rust_decimal::Decimal;
use serde_json::json;

const N_TRANSACTIONS: usize = 100_000;
const N_INSTRUMENTS: usize = 500;
const N_DAYS: u64 = 20 * 365;
const METHODS: [LotMethod; 4] = [LotMethod::Fifo, LotMethod::Average, LotMethod::Hifo, LotMethod::Section104];
const CURRENCIES: [&str; 3] = ["USD", "EUR", "GBP"];

fn main() -> Result<(), Box<dyn Error>> {
    let desk = Desk::new();
    let (ctx, today) = (desk.context(), start() + Days::new(N_DAYS));
    let mut seconds = Vec::new();
    let mut books = Books::fold(ctx, &desk.transactions, today);
    for _ in 0..10 {
        let begun = Instant::now();
        books = black_box(Books::fold(ctx, &desk.transactions, today));
        seconds.push(begun.elapsed().as_secs_f64());
    }
    let detail = json!({
        "lots": books.lots.len(), "realized": books.realized.len(), "problems": books.problems.len(), "flows": books.flows.len(),
    });
    println!("{}", json!({"case": "books_100k", "program": "Quarterdeck", "seconds": seconds, "detail": detail}));

    let mut transactions = desk.transactions.clone();
    let mut random = Random(7);
    let mut seconds = Vec::new();
    for i in 0..40 {
        // Every other time one is added; else the fees of one are changed.
        let (id, before) = if i % 2 == 0 {
            transactions.push(one(&mut random, &desk.accounts, &desk.instruments));
            (transactions[transactions.len() - 1].id, None)
        } else {
            let at = random.below(transactions.len());
            let before = transactions[at].clone();
            let mut fields = before.clone().into_fields();
            fields.fees += Decimal::ONE;
            transactions[at] = revision(before.id, before.revision + 1, fields);
            (before.id, Some(before))
        };
        let begun = Instant::now();
        books = books.refold(ctx, &transactions, &[id], before.as_slice());
        seconds.push(begun.elapsed().as_secs_f64());
    }
    if books != Books::fold(ctx, &transactions, today) {
        return Err("the books after the changes are not those of a whole folding".into());
    }
    println!("{}", json!({"case": "books_100k_change", "program": "Quarterdeck", "seconds": seconds}));
    Ok(())
}

fn currency(code: &str) -> Currency {
    code.parse().expect("invariant: a currency")
}

fn start() -> NaiveDate {
    NaiveDate::from_ymd_opt(2005, 1, 3).expect("invariant: a date")
}

fn revision(id: TransactionId, revision: u32, fields: TransactionFields) -> Transaction {
    Transaction::new(id, revision, Timestamp::from_micros(0), None, fields).expect("invariant: a valid transaction")
}

struct Desk {
    accounts: Vec<Account>,
    instruments: Vec<Instrument>,
    fx: FxTable,
    transactions: Vec<Transaction>,
}

impl Desk {
    fn new() -> Self {
        let mut random = Random(2_026);
        let account = |(i, method): (usize, &LotMethod)| {
            let mut fields = AccountFields::plain(format!("account {i}"), AccountKind::Taxable, Currency::USD);
            fields.lot_rules = vec![LotRule { from: None, method: *method }];
            Account { id: AccountId::new(), fields }
        };
        let accounts: Vec<Account> = METHODS.iter().enumerate().map(account).collect();
        let instrument = |i: usize| {
            let (symbol, currency) = (format!("S{i:03}"), currency(CURRENCIES[i % CURRENCIES.len()]));
            let fields = InstrumentFields::plain(&symbol, &symbol, AssetClass::Equity, currency);
            Instrument { id: InstrumentId::new(), fields }
        };
        let instruments: Vec<Instrument> = (0..N_INSTRUMENTS).map(instrument).collect();
        let mut rates = Vec::new();
        for quote in ["USD", "GBP"].map(currency) {
            for day in 0..=N_DAYS {
                let rate = Decimal::new(9_000 + random.below(4_000) as i64, 4);
                rates.push(FxRateFields {
                    base: Currency::EUR,
                    quote,
                    date: start() + Days::new(day),
                    rate,
                    source: "made".to_owned(),
                });
            }
        }
        let transactions = (0..N_TRANSACTIONS).map(|_| one(&mut random, &accounts, &instruments)).collect();
        Self { accounts, instruments, fx: FxTable::new(rates, 7), transactions }
    }

    fn context(&self) -> Context<'_> {
        Context { instruments: &self.instruments, accounts: &self.accounts, fx: &self.fx, base: Currency::USD }
    }
}

/// Purchases, sales, dividends and a few deposits and splits, as in a ledger of many years.
fn one(random: &mut Random, accounts: &[Account], instruments: &[Instrument]) -> Transaction {
    use TransactionKind as Kind;
    let kind = match random.below(1000) {
        0..500 => Kind::Buy,
        500..800 => Kind::Sell,
        800..975 => Kind::Dividend,
        975..998 => Kind::Deposit,
        _ => Kind::Split,
    };
    let account = &accounts[random.below(accounts.len())];
    let instrument = &instruments[random.below(instruments.len())];
    let day = start() + Days::new(random.below(N_DAYS as usize) as u64);
    let mut f = TransactionFields::plain(account.id, kind, day, instrument.fields.currency);
    f.instrument_id = Some(instrument.id);
    match kind {
        Kind::Deposit => (f.instrument_id, f.amount) = (None, Some(Decimal::from(1_000))),
        Kind::Dividend => f.amount = Some(Decimal::new(1_234, 2)),
        Kind::Split => (f.ratio_new, f.ratio_old) = (Some(Decimal::TWO), Some(Decimal::ONE)),
        _ => {
            f.quantity = Some(Decimal::from(1 + random.below(if kind == Kind::Buy { 50 } else { 20 })));
            f.price = Some(Decimal::new(1_000 + random.below(20_000) as i64, 2));
            f.fees = Decimal::new(95, 2);
        }
    }
    revision(TransactionId::new(), 1, f)
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}
