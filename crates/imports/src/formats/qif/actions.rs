//! What the actions of a QIF file mean.

use model::transaction::TransactionKind as Kind;
use rust_decimal::Decimal;

use super::Record;
use crate::{
    formats::{
        draft::{Cash, Draft, Reject},
        template::UNITS_MOVED,
    },
    refusal::quoted,
    sniff::folded,
};

fn row(r: &Record<'_>, kind: Kind) -> Result<Draft, Reject> {
    let mut d = Draft::new(kind, r.date()?);
    r.account.clone_into(&mut d.account);
    let words = [r.text('P'), r.text('M')];
    d.note = words.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" · ");
    Ok(d)
}

/// A row about a security.
fn held(r: &Record<'_>, kind: Kind) -> Result<Draft, Reject> {
    let mut d = row(r, kind)?;
    let name = r.text('Y');
    if let Some(security) = r.securities.get(name) {
        d.symbol.clone_from(&security.symbol);
        d.form = security.form;
    }
    if d.symbol.is_empty() {
        name.clone_into(&mut d.symbol);
    }
    name.clone_into(&mut d.name);
    Ok(d)
}

fn trade(r: &Record<'_>, kind: Kind) -> Result<Draft, Reject> {
    let mut d = held(r, kind)?;
    d.quantity = r.number('Q')?;
    d.price = r.number('I')?;
    d.fees = r.number('O')?.unwrap_or_default();
    d.cash = r.amount()?.map(|t| Cash::Net(t.abs()));
    Ok(d)
}

fn amount(r: &Record<'_>) -> Result<Decimal, Reject> {
    let said = r.amount()?.or(r.number('$')?).filter(|a| !a.is_zero());
    said.ok_or_else(|| Reject::new("field_missing", "there is no amount; fill it in").at('T'))
}

fn cash(r: &Record<'_>, kind: Kind, signed: Decimal) -> Result<Draft, Reject> {
    let mut d = held(r, kind)?;
    d.cash = Some(Cash::Gross(signed));
    Ok(d)
}

/// The cash that an action with an X moves on at once: in when it pays for something, out when it hands something on.
fn moved_on(r: &Record<'_>, signed: Decimal) -> Result<Draft, Reject> {
    let mut d = row(r, Kind::Deposit)?;
    d.cash = Some(Cash::Gross(signed));
    let other = r.text('L');
    if !other.is_empty() {
        d.note = format!("{} {}", if signed < Decimal::ZERO { "to" } else { "from" }, other);
    }
    Ok(d)
}

/// A record of an investment account.
pub(super) fn investment(r: &Record<'_>) -> Result<Vec<Draft>, Reject> {
    let word = r.text('N').to_ascii_lowercase();
    let (action, is_moved) = match word.strip_suffix('x') {
        Some(plain) if !plain.is_empty() && word != "x" => (plain, true),
        _ => (word.as_str(), false),
    };
    let rows = match action {
        "buy" => vec![trade(r, Kind::Buy)?],
        "sell" => vec![trade(r, Kind::Sell)?],
        "shtsell" => vec![trade(r, Kind::Short)?],
        "cvrshrt" => vec![trade(r, Kind::Cover)?],
        "div" | "cglong" | "cgmid" | "cgshort" => vec![cash(r, Kind::Dividend, amount(r)?)?],
        "intinc" => vec![cash(r, Kind::Interest, amount(r)?)?],
        "margint" => vec![cash(r, Kind::Interest, -amount(r)?.abs())?],
        "miscexp" => vec![cash(r, Kind::Fee, -amount(r)?.abs())?],
        "rtrncap" => vec![cash(r, Kind::ReturnOfCapital, amount(r)?)?],
        "reinvdiv" | "reinvlg" | "reinvmd" | "reinvsh" => reinvested(r, Kind::Dividend)?,
        "reinvint" => reinvested(r, Kind::Interest)?,
        "shrsin" => vec![shares_in(r)?],
        "stksplit" => vec![split(r)?],
        "xin" | "contrib" => vec![moved_on(r, amount(r)?.abs())?],
        "xout" | "withdrw" => vec![moved_on(r, -amount(r)?.abs())?],
        "cash" => vec![moved_on(r, amount(r)?)?],
        "expire" => {
            let mut d = held(r, Kind::OptionExpiry)?;
            d.quantity = r.number('Q')?;
            vec![d]
        }
        "shrsout" | "grant" | "vest" => return Err(Reject::unclear(UNITS_MOVED).at('N')),
        "exercise" | "exercisx" => return Err(Reject::unclear("an exercise; add it by hand").at('N')),
        "" => return Err(Reject::new("kind_missing", "it does not say what happened").at('N')),
        _ => {
            let reason = format!("{} is not a known action; say in the mapping what it means", quoted(r.text('N')));
            return Err(Reject::new("kind_unknown", reason).at('N'));
        }
    };
    if !is_moved || matches!(action, "contrib" | "withdrw") {
        return Ok(rows);
    }
    let onward = r.number('$')?.or(r.amount()?).unwrap_or_default().abs();
    let pays = matches!(action, "buy" | "cvrshrt" | "margint" | "miscexp");
    let mut rows = rows;
    rows.push(moved_on(r, if pays { onward } else { -onward })?);
    Ok(rows)
}

/// An action whose meaning the user says.
pub(super) fn by_user(r: &Record<'_>, kind: Kind) -> Result<Vec<Draft>, Reject> {
    let mut d = trade(r, kind)?;
    if !d.is_trade() {
        let signed = amount(r)?;
        let is_paid = matches!(kind, Kind::Fee | Kind::Tax | Kind::Withdrawal);
        (d.quantity, d.price, d.fees) = (None, None, Decimal::ZERO);
        d.cash = Some(Cash::Gross(if is_paid { -signed.abs() } else { signed }));
    }
    Ok(vec![d])
}

/// No record of QIF has an identity of its own, so the two rows share none.
fn reinvested(r: &Record<'_>, income: Kind) -> Result<Vec<Draft>, Reject> {
    let total = amount(r)?.abs();
    Ok(trade(r, Kind::Buy)?.reinvested(income, total))
}

/// Units that came with their price are an opening balance; without one their cost is not known.
fn shares_in(r: &Record<'_>) -> Result<Draft, Reject> {
    let d = trade(r, Kind::OpeningBalance)?;
    if d.price.is_none() && d.cash.is_none() {
        return Err(Reject::unclear(UNITS_MOVED).at('I'));
    }
    Ok(d)
}

/// The quantity is new units for ten old ones.
fn split(r: &Record<'_>) -> Result<Draft, Reject> {
    let mut d = held(r, Kind::Split)?;
    let new = r.number('Q')?.filter(|q| *q > Decimal::ZERO);
    let new = new.ok_or_else(|| Reject::unclear("a split without its ratio; add it by hand").at('Q'))?;
    d.ratio = Some((new, Decimal::TEN));
    Ok(d)
}

/// Categories that say more than the sign.
const INTEREST: &[&str] = &["interest", "interestinc", "interestincome", "intinc", "inttinc"];
const FEES: &[&str] = &["bankcharge", "bankcharges", "bankchrg", "servicecharge", "servicecharges", "fees"];

/// A record of a bank, cash or card account.
pub(super) fn bank(r: &Record<'_>) -> Result<Vec<Draft>, Reject> {
    let signed = amount(r)?;
    let category = folded(r.text('L').split(['/', ':']).next().unwrap_or_default());
    let kind = if folded(r.text('P')) == "openingbalance" {
        Kind::OpeningBalance
    } else if INTEREST.contains(&category.as_str()) {
        Kind::Interest
    } else if FEES.contains(&category.as_str()) && signed < Decimal::ZERO {
        Kind::Fee
    } else {
        Kind::Deposit
    };
    let mut d = row(r, kind)?;
    d.cash = Some(Cash::Gross(signed));
    let category = r.text('L');
    if !category.is_empty() {
        d.note = [d.note.as_str(), category].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" · ");
    }
    Ok(vec![d])
}
