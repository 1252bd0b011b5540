//! One event in the file's own words, before accounts and instruments are found.

use chrono::NaiveDate;
use model::transaction::TransactionKind as Kind;
use rust_decimal::Decimal;

use crate::transactions::directory::InstrumentForm;

/// Why a record was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reject {
    /// The column or tag at fault, where it is one.
    pub(super) column: Option<String>,
    /// The stable name of the reason.
    pub(super) code: &'static str,
    /// What happened, and what to do.
    pub(super) reason: String,
}

impl Reject {
    pub(super) fn new(code: &'static str, reason: impl Into<String>) -> Self {
        Self { column: None, code, reason: reason.into() }
    }

    /// With the column or tag at fault.
    pub(super) fn at(self, column: impl Into<String>) -> Self {
        let column = column.into();
        Self { column: Some(column).filter(|c| !c.is_empty()), ..self }
    }

    /// Something that no transaction can say with certainty.
    pub(super) fn unclear(reason: impl Into<String>) -> Self {
        Self::new("not_certain", reason)
    }
}

/// Cash that moved, in the currency of the draft. Its sign is the direction (in: above zero), but for trades, where the
/// kind says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cash {
    /// Before fees and taxes.
    Gross(Decimal),
    /// What moved on the account.
    Net(Decimal),
}

/// One event. Empty text is nothing said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) kind: Kind,
    pub(super) date: NaiveDate,
    pub(super) settlement: Option<NaiveDate>,
    pub(super) account: String,
    pub(super) counter_account: String,
    pub(super) symbol: String,
    pub(super) isin: String,
    pub(super) name: String,
    pub(super) form: InstrumentForm,
    /// Units; the sign does not matter.
    pub(super) quantity: Option<Decimal>,
    pub(super) price: Option<Decimal>,
    pub(super) cash: Option<Cash>,
    pub(super) currency: String,
    /// The sign does not matter.
    pub(super) fees: Decimal,
    /// The sign does not matter.
    pub(super) taxes: Decimal,
    /// What a conversion brought, and its currency.
    pub(super) counter: Option<(Decimal, String)>,
    /// New and old units of a split.
    pub(super) ratio: Option<(Decimal, Decimal)>,
    pub(super) reference: String,
    pub(super) note: String,
}

impl Draft {
    pub(super) fn new(kind: Kind, date: NaiveDate) -> Self {
        Self {
            kind,
            date,
            settlement: None,
            account: String::new(),
            counter_account: String::new(),
            symbol: String::new(),
            isin: String::new(),
            name: String::new(),
            form: InstrumentForm::SHARE,
            quantity: None,
            price: None,
            cash: None,
            currency: String::new(),
            fees: Decimal::ZERO,
            taxes: Decimal::ZERO,
            counter: None,
            ratio: None,
            reference: String::new(),
            note: String::new(),
        }
    }

    /// Whether it is a purchase or sale.
    pub(super) fn is_trade(&self) -> bool {
        matches!(self.kind, Kind::Buy | Kind::Sell | Kind::Short | Kind::Cover)
    }

    /// The two rows of income that was spent on units at once: `self` is the purchase, `income` the kind of the income.
    /// Both keep the record's reference as a common end.
    pub(super) fn reinvested(self, income: Kind, amount: Decimal) -> Vec<Self> {
        let mark = |word: &str| match self.reference.as_str() {
            "" => String::new(),
            reference => format!("{word}:{reference}"),
        };
        let paid = Self {
            kind: income,
            quantity: None,
            price: None,
            cash: Some(Cash::Gross(amount.abs())),
            fees: Decimal::ZERO,
            taxes: Decimal::ZERO,
            reference: mark("income"),
            ..self.clone()
        };
        let reference = mark("reinvested");
        vec![paid, Self { reference, ..self }]
    }

    /// A hash of everything it says, the same whenever the file is read.
    pub(super) fn hash(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        let mut add = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        let number = |n: Option<Decimal>| n.map(|n| n.normalize().to_string()).unwrap_or_default();
        let date = |d: Option<NaiveDate>| d.map(|d| d.to_string()).unwrap_or_default();
        add(self.kind.as_str());
        add(&date(Some(self.date)));
        add(&date(self.settlement));
        for text in [&self.account, &self.counter_account, &self.symbol, &self.isin, &self.name, &self.currency] {
            add(text);
        }
        add(&number(self.quantity));
        add(&number(self.price));
        let (mark, cash) = match self.cash {
            None => ("", None),
            Some(Cash::Gross(cash)) => ("gross", Some(cash)),
            Some(Cash::Net(cash)) => ("net", Some(cash)),
        };
        add(mark);
        add(&number(cash));
        add(&number(Some(self.fees)));
        add(&number(Some(self.taxes)));
        let (counter, currency) = self.counter.as_ref().map_or((None, ""), |(n, c)| (Some(*n), c));
        add(&number(counter));
        add(currency);
        add(&number(self.ratio.map(|r| r.0)));
        add(&number(self.ratio.map(|r| r.1)));
        add(&self.reference);
        add(&self.note);
        hasher.finalize()
    }
}
