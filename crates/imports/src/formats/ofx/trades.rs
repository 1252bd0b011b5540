//! What the aggregates mean.

use model::transaction::TransactionKind as Kind;
use rust_decimal::Decimal;

use super::record::Record;
use crate::{
    formats::{
        draft::{Cash, Draft, Reject},
        template::UNITS_MOVED,
    },
    refusal::quoted,
};

/// The rows of a record, without account, currency, reference and the names of the security.
pub(super) fn say(r: &Record) -> Result<Vec<Draft>, Reject> {
    for (tag, why) in [("REVERSALFITID", "reverses"), ("CORRECTFITID", "corrects")] {
        if !r.text(tag).is_empty() {
            let reason = format!("it {why} the transaction {}; correct that one by hand", quoted(r.text(tag)));
            return Err(Reject::new("reversal", reason).at(tag));
        }
    }
    match r.tag.as_str() {
        "STMTTRN" => bank(r),
        "BUYSTOCK" | "BUYMF" | "BUYDEBT" | "BUYOPT" | "BUYOTHER" => buy(r),
        "SELLSTOCK" | "SELLMF" | "SELLDEBT" | "SELLOPT" | "SELLOTHER" => sell(r),
        "REINVEST" => reinvest(r),
        "INCOME" => income(r),
        "RETOFCAP" => Ok(vec![cash(r, Kind::ReturnOfCapital)?]),
        "MARGININTEREST" => {
            let mut d = cash(r, Kind::Interest)?;
            d.cash = Some(Cash::Gross(-r.needed("TOTAL")?.abs()));
            Ok(vec![d])
        }
        "INVEXPENSE" => {
            let mut d = cash(r, Kind::Fee)?;
            d.cash = Some(Cash::Gross(-r.needed("TOTAL")?.abs()));
            Ok(vec![d])
        }
        "SPLIT" => split(r),
        "TRANSFER" => transfer(r),
        "CLOSUREOPT" => closure(r),
        other => Err(Reject::unclear(format!("{other} is not read; enter it by hand"))),
    }
}

fn row(r: &Record, kind: Kind) -> Result<Draft, Reject> {
    let mut d = Draft::new(kind, r.day(&["DTTRADE", "DTPOSTED"])?);
    d.settlement = r.date("DTSETTLE")?;
    d.note = r.text("MEMO").to_owned();
    Ok(d)
}

fn cash(r: &Record, kind: Kind) -> Result<Draft, Reject> {
    let mut d = row(r, kind)?;
    d.cash = Some(Cash::Gross(r.needed("TOTAL")?));
    Ok(d)
}

fn trade(r: &Record, kind: Kind) -> Result<Draft, Reject> {
    let mut d = row(r, kind)?;
    d.quantity = Some(r.needed("UNITS")?);
    d.price = r.number("UNITPRICE")?;
    d.fees = r.costs(&["COMMISSION", "FEES", "LOAD", "PENALTY"])?;
    d.taxes = r.costs(&["TAXES", "WITHHOLDING", "STATEWITHHOLDING"])?;
    d.cash = r.number("TOTAL")?.map(Cash::Net);
    Ok(d)
}

/// Interest that a buyer of a bond pays ahead, or a seller receives, is interest and no part of the price.
fn with_accrued(r: &Record, mut d: Draft) -> Result<Vec<Draft>, Reject> {
    let accrued = r.number("ACCRDINT")?.unwrap_or_default().abs();
    if accrued.is_zero() {
        return Ok(vec![d]);
    }
    let signed = if d.kind == Kind::Buy { -accrued } else { accrued };
    if let Some(Cash::Net(total)) = d.cash {
        d.cash = Some(Cash::Net(total - signed));
    }
    let interest =
        Draft { cash: Some(Cash::Gross(signed)), reference: "interest:".to_owned(), ..row(r, Kind::Interest)? };
    Ok(vec![d, interest])
}

fn buy(r: &Record) -> Result<Vec<Draft>, Reject> {
    let kind = match (r.text("BUYTYPE"), r.text("OPTBUYTYPE")) {
        ("BUYTOCOVER", _) | (_, "BUYTOCLOSE") => Kind::Cover,
        ("BUY" | "", "" | "BUYTOOPEN") => Kind::Buy,
        (buy, option) => return Err(unknown("BUYTYPE", if buy.is_empty() { option } else { buy })),
    };
    with_accrued(r, trade(r, kind)?)
}

fn sell(r: &Record) -> Result<Vec<Draft>, Reject> {
    let kind = match (r.text("SELLTYPE"), r.text("OPTSELLTYPE")) {
        ("SELLSHORT", _) | (_, "SELLTOOPEN") => Kind::Short,
        ("SELL" | "", "" | "SELLTOCLOSE") => Kind::Sell,
        (sell, option) => return Err(unknown("SELLTYPE", if sell.is_empty() { option } else { sell })),
    };
    with_accrued(r, trade(r, kind)?)
}

fn unknown(tag: &str, word: &str) -> Reject {
    Reject::new("kind_unknown", format!("{} is not a known {tag}; enter it by hand", quoted(word))).at(tag)
}

/// The kind of an income; none for "miscellaneous", which may be anything.
fn income_kind(r: &Record) -> Result<Kind, Reject> {
    match r.text("INCOMETYPE").to_ascii_uppercase().as_str() {
        "DIV" | "CGLONG" | "CGSHORT" => Ok(Kind::Dividend),
        "INTEREST" => Ok(Kind::Interest),
        other => Err(unknown("INCOMETYPE", other)),
    }
}

fn income(r: &Record) -> Result<Vec<Draft>, Reject> {
    let mut d = cash(r, income_kind(r)?)?;
    d.taxes = r.costs(&["WITHHOLDING"])?;
    d.cash = Some(Cash::Net(r.needed("TOTAL")?));
    Ok(vec![d])
}

fn reinvest(r: &Record) -> Result<Vec<Draft>, Reject> {
    let kind = income_kind(r)?;
    let total = r.needed("TOTAL")?.abs();
    let mut bought = trade(r, Kind::Buy)?;
    bought.cash = Some(Cash::Net(total));
    let mut rows = bought.reinvested(kind, total);
    for (d, mark) in rows.iter_mut().zip(["income:", "reinvested:"]) {
        d.reference = mark.to_owned(); // the FITID follows
    }
    Ok(rows)
}

fn split(r: &Record) -> Result<Vec<Draft>, Reject> {
    if r.number("FRACCASH")?.is_some_and(|c| !c.is_zero()) {
        let reason = "a split that paid cash for a fraction; add the split and the sale of the fraction by hand";
        return Err(Reject::unclear(reason).at("FRACCASH"));
    }
    let pair = |new: &str, old: &str| Ok::<_, Reject>(r.number(new)?.zip(r.number(old)?));
    let ratio = pair("NUMERATOR", "DENOMINATOR")?.or(pair("NEWUNITS", "OLDUNITS")?);
    let mut d = row(r, Kind::Split)?;
    d.ratio = Some(ratio.ok_or_else(|| Reject::unclear("a split without its ratio; add it by hand").at("NUMERATOR"))?);
    Ok(vec![d])
}

/// Units that came with what they cost are an opening balance; others cannot be said.
fn transfer(r: &Record) -> Result<Vec<Draft>, Reject> {
    let cost = r.number("AVGCOSTBASIS")?;
    let (true, Some(cost)) = (r.text("TFERACTION").eq_ignore_ascii_case("IN"), cost) else {
        return Err(Reject::unclear(UNITS_MOVED).at("TFERACTION"));
    };
    let mut d = row(r, Kind::OpeningBalance)?;
    d.quantity = Some(r.needed("UNITS")?);
    d.price = Some(cost);
    Ok(vec![d])
}

fn closure(r: &Record) -> Result<Vec<Draft>, Reject> {
    if !r.text("OPTACTION").eq_ignore_ascii_case("EXPIRE") {
        let reason = "an exercise or assignment; its trade stands beside it, add the event by hand";
        return Err(Reject::unclear(reason).at("OPTACTION"));
    }
    let mut d = row(r, Kind::OptionExpiry)?;
    d.quantity = Some(r.needed("UNITS")?);
    Ok(vec![d])
}

/// A line of a bank or card account.
fn bank(r: &Record) -> Result<Vec<Draft>, Reject> {
    let amount = r.needed("TRNAMT")?;
    let kind = match r.text("TRNTYPE").to_ascii_uppercase().as_str() {
        // The dividend of a deposit is its interest.
        "INT" | "DIV" => Kind::Interest,
        "FEE" | "SRVCHG" if amount < Decimal::ZERO => Kind::Fee,
        _ => Kind::Deposit,
    };
    let mut d = row(r, kind)?;
    d.settlement = None;
    d.cash = Some(Cash::Net(amount));
    let words = [r.text("NAME"), r.text("MEMO"), r.text("CHECKNUM")];
    d.note = words.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" · ");
    Ok(vec![d])
}
