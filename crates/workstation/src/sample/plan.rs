//! What the invented owner does: round-number rules over real prices, and one of each event on invented instruments.

use chrono::NaiveDate;
use model::{currency::Currency, transaction::TransactionKind as Kind};
use rust_decimal::{Decimal, RoundingStrategy};

use super::{
    SampleError,
    instruments::{FUNDS, STOCKS},
    ledger::{In, Ledger},
};

const USD: Currency = Currency::USD;
const EUR: Currency = Currency::EUR;

type Result<T> = std::result::Result<T, SampleError>;

fn day(y: i32, m: u32, d: u32) -> Result<NaiveDate> {
    NaiveDate::from_ymd_opt(y, m, d).ok_or_else(|| SampleError::Missing(format!("the day {y}-{m}-{d}")))
}

fn dec(whole: i64) -> Decimal {
    Decimal::from(whole)
}

pub(super) fn run(l: &mut Ledger<'_>) -> Result<()> {
    opening(l)?;
    for year in 2008..=2022 {
        for month in [1, 4, 7, 10] {
            dollars(l, year, month)?;
            if month != 4 && month != 10 {
                euros(l, year, month)?;
            }
        }
        if year == 2016 {
            transfers(l)?;
        }
        if year == 2018 {
            short(l)?;
        }
        invented(l, year)?;
        year_end(l, year)?;
    }
    Ok(())
}

/// What was there before: cash, and 100 KO bought cheaper.
fn opening(l: &mut Ledger<'_>) -> Result<()> {
    let start = day(2008, 1, 2)?;
    l.money(In::Usd, Kind::OpeningBalance, start, USD, dec(20_000));
    l.money(In::Eur, Kind::OpeningBalance, start, EUR, dec(5_000));
    let ko = l.id("KO")?;
    l.change_units(In::Usd, "KO", dec(100));
    l.row(In::Usd, Kind::OpeningBalance, start, USD, |f| {
        f.instrument_id = Some(ko);
        f.quantity = Some(dec(100));
        f.price = Some(dec(15));
    });
    Ok(())
}

/// Each quarter 3,000 dollars are paid in and go into two stocks in turn; each January since 2010 a fifth of the largest
/// holding is sold.
fn dollars(l: &mut Ledger<'_>, year: i32, month: u32) -> Result<()> {
    let (on, _) = l.quote("KO", day(year, month, 3)?)?;
    l.money(In::Usd, Kind::Deposit, on, USD, dec(3_000));
    let turn = usize::try_from((year - 2008) * 4).unwrap_or(0) + (month as usize - 1) / 3;
    for symbol in [STOCKS[(turn * 2) % 20], STOCKS[(turn * 2 + 1) % 20]] {
        l.save(In::Usd, symbol, on, 1_450)?;
    }
    if month == 1 && year >= 2010 {
        let mut largest: Option<(Decimal, &'static str)> = None;
        for symbol in STOCKS {
            let worth = l.held(In::Usd, symbol) * l.quote(symbol, on)?.1;
            largest = largest.max(Some((worth, symbol)));
        }
        if let Some((_, symbol)) = largest {
            let fifth = (l.held(In::Usd, symbol) / dec(5)).round_dp_with_strategy(0, RoundingStrategy::ToZero);
            if fifth >= Decimal::ONE {
                l.trade(In::Usd, Kind::Sell, symbol, on + chrono::Days::new(14), fifth)?;
            }
        }
    }
    Ok(())
}

/// Each half-year 2,400 euros are paid in, 2,000 become dollars at the ECB's rate, and buy factor funds since 2014, two
/// stocks before.
fn euros(l: &mut Ledger<'_>, year: i32, month: u32) -> Result<()> {
    let (on, _) = l.quote("KO", day(year, month, 10)?)?;
    l.money(In::Eur, Kind::Deposit, on, EUR, dec(2_400));
    let received = (dec(2_000) * l.dollars_for_euro(on)?).round_dp_with_strategy(2, RoundingStrategy::ToZero);
    l.change_cash(In::Eur, EUR, dec(-2_002));
    l.change_cash(In::Eur, USD, received);
    l.row(In::Eur, Kind::CurrencyConversion, on, EUR, |f| {
        f.amount = Some(dec(2_000));
        f.counter_amount = Some(received);
        f.counter_currency = Some(USD);
        f.fees = dec(2);
    });
    let turn = usize::try_from((year - 2008) * 2).unwrap_or(0) + usize::from(month > 6);
    let symbols = if year < 2014 { ["MSFT", "JNJ"] } else { [FUNDS[turn % 5].0, FUNDS[(turn + 2) % 5].0] };
    for symbol in symbols {
        l.save(In::Eur, symbol, on, 1_150)?;
    }
    Ok(())
}

/// Units and cash move from the euro account to the dollar account.
fn transfers(l: &mut Ledger<'_>) -> Result<()> {
    let on = day(2016, 9, 1)?;
    let (msft, to) = (l.id("MSFT")?, l.account_id(In::Usd));
    l.change_units(In::Eur, "MSFT", dec(-30));
    l.change_units(In::Usd, "MSFT", dec(30));
    l.row(In::Eur, Kind::Transfer, on, USD, |f| {
        f.instrument_id = Some(msft);
        f.quantity = Some(dec(30));
        f.counter_account_id = Some(to);
    });
    l.change_cash(In::Eur, EUR, dec(-500));
    l.change_cash(In::Usd, EUR, dec(500));
    l.row(In::Eur, Kind::Transfer, on, EUR, |f| {
        f.amount = Some(dec(500));
        f.counter_account_id = Some(to);
    });
    Ok(())
}

/// A short sale of GE, bought back after its fall.
fn short(l: &mut Ledger<'_>) -> Result<()> {
    l.trade(In::Eur, Kind::Short, "GE", day(2018, 1, 16)?, dec(10))?;
    l.trade(In::Eur, Kind::Cover, "GE", day(2018, 11, 15)?, dec(10))
}

/// Interest, custody fee, tax, and in some years a withdrawal.
fn year_end(l: &mut Ledger<'_>, year: i32) -> Result<()> {
    let on = if year == 2022 { day(2022, 12, 27)? } else { day(year, 12, 30)? };
    l.money(In::Usd, Kind::Interest, on, USD, Decimal::new(1250, 2));
    l.money(In::Eur, Kind::Fee, on, EUR, dec(-24));
    if year % 3 == 0 {
        l.money(In::Eur, Kind::Tax, on, EUR, dec(-60));
    }
    if year == 2015 || year == 2021 {
        l.money(In::Eur, Kind::Withdrawal, on, EUR, dec(-600));
    }
    Ok(())
}

/// Events of the invented instruments, all in the dollar account.
fn invented(l: &mut Ledger<'_>, year: i32) -> Result<()> {
    let qdks = l.id("QDKS")?;
    if (2012..=2022).contains(&year) {
        if year == 2012 {
            l.trade_at(In::Usd, Kind::Buy, "QDKS", day(2012, 3, 1)?, (dec(100), dec(40)))?;
        }
        let gross = l.held(In::Usd, "QDKS") / dec(2);
        let tax = (gross * Decimal::new(15, 2)).round_dp(2);
        l.change_cash(In::Usd, USD, gross - tax);
        l.row(In::Usd, Kind::Dividend, day(year, 5, 15)?, USD, |f| {
            f.instrument_id = Some(qdks);
            f.amount = Some(gross);
            f.taxes = tax;
        });
    }
    let one_for = |l: &mut Ledger<'_>, kind, on, new: i64, old: i64| {
        l.row(In::Usd, kind, on, USD, |f| {
            f.instrument_id = Some(qdks);
            f.ratio_new = Some(dec(new));
            f.ratio_old = Some(dec(old));
        });
    };
    match year {
        2013 => l.row(In::Usd, Kind::SymbolChange, day(2013, 5, 2)?, USD, |f| {
            f.instrument_id = Some(qdks);
            f.new_symbol = Some("QDKS".to_owned());
        }),
        2014 => {
            one_for(l, Kind::Split, day(2014, 6, 2)?, 2, 1);
            let held = l.held(In::Usd, "QDKS");
            l.change_units(In::Usd, "QDKS", held);
        }
        2015 => {
            l.change_units(In::Usd, "QDKS", dec(10));
            l.row(In::Usd, Kind::StockDividend, day(2015, 6, 1)?, USD, |f| {
                f.instrument_id = Some(qdks);
                f.quantity = Some(dec(10));
            });
        }
        2016 => {
            l.change_cash(In::Usd, USD, dec(105));
            l.row(In::Usd, Kind::ReturnOfCapital, day(2016, 6, 1)?, USD, |f| {
                f.instrument_id = Some(qdks);
                f.amount = Some(dec(105));
            });
            l.trade_at(In::Usd, Kind::Buy, "QDTG", day(2016, 3, 1)?, (dec(50), dec(20)))?;
        }
        2017 => {
            let spun = l.id("QDSP")?;
            l.row(In::Usd, Kind::SpinOff, day(2017, 6, 1)?, USD, |f| {
                f.instrument_id = Some(qdks);
                f.other_instrument_id = Some(spun);
                f.ratio_new = Some(dec(1));
                f.ratio_old = Some(dec(5));
                f.cost_fraction = Some(Decimal::new(2, 1));
            });
        }
        2018 => {
            l.trade_at(In::Usd, Kind::Buy, "QDDL", day(2018, 2, 1)?, (dec(60), Decimal::new(1150, 2)))?;
            l.trade_at(In::Usd, Kind::Buy, "QDKS 181221C50", day(2018, 6, 1)?, (dec(1), Decimal::new(250, 2)))?;
            l.trade_at(In::Usd, Kind::Short, "QDKS 190315P45", day(2018, 9, 4)?, (dec(1), Decimal::new(180, 2)))?;
            deliver(l, Kind::OptionExercise, "QDKS 181221C50", day(2018, 12, 20)?, 50)?;
        }
        2019 => {
            deliver(l, Kind::OptionAssignment, "QDKS 190315P45", day(2019, 3, 14)?, 45)?;
            l.trade_at(In::Usd, Kind::Short, "QDKS 190920C70", day(2019, 3, 18)?, (dec(1), dec(1)))?;
            let (target, option) = (l.id("QDTG")?, l.id("QDKS 190920C70")?);
            l.change_cash(In::Usd, USD, dec(150));
            l.change_units(In::Usd, "QDKS", dec(25));
            l.row(In::Usd, Kind::Merger, day(2019, 6, 3)?, USD, |f| {
                f.instrument_id = Some(target);
                f.other_instrument_id = Some(qdks);
                f.ratio_new = Some(dec(1));
                f.ratio_old = Some(dec(2));
                f.amount = Some(dec(150));
            });
            l.row(In::Usd, Kind::OptionExpiry, day(2019, 9, 20)?, USD, |f| {
                f.instrument_id = Some(option);
                f.quantity = Some(dec(1));
            });
        }
        2020 => {
            let gone = l.id("QDDL")?;
            l.change_cash(In::Usd, USD, dec(6));
            l.row(In::Usd, Kind::Delisting, day(2020, 4, 1)?, USD, |f| {
                f.instrument_id = Some(gone);
                f.price = Some(Decimal::new(10, 2));
            });
        }
        _ => {}
    }
    Ok(())
}

/// One contract brings 100 QDKS at the strike.
fn deliver(l: &mut Ledger<'_>, kind: Kind, option: &'static str, on: NaiveDate, strike: i64) -> Result<()> {
    let (option, underlying) = (l.id(option)?, l.id("QDKS")?);
    l.change_cash(In::Usd, USD, dec(-100 * strike));
    l.change_units(In::Usd, "QDKS", dec(100));
    l.row(In::Usd, kind, on, USD, |f| {
        f.instrument_id = Some(option);
        f.quantity = Some(dec(1));
        f.price = Some(dec(strike));
        f.other_instrument_id = Some(underlying);
    });
    Ok(())
}
