//! Orders of a script. What it asks for in a callback is placed when the callback is over.

use execution::{
    number::decimal,
    strategy::{Context, OrderRequest, Size},
};
use mlua::{Table, UserDataMethods, Value};
use model::{
    id::OrderId,
    order::{OrderTerms, Side, TimeInForce, Trail},
    quantity::Price,
};
use rust_decimal::Decimal;

use super::{
    ScriptLimits,
    desk::Desk,
    known::{self, Known},
};
use crate::built_in::{Exits, enter, leave, price, toward};

/// What an order is written with.
const FIELDS: [&str; 14] = [
    "instrument",
    "units",
    "money",
    "funds",
    "equity",
    "limit",
    "stop",
    "trail",
    "trail_percent",
    "on",
    "tif",
    "reduce_only",
    "take_profit",
    "stop_loss",
];

/// What a script wants.
#[derive(Clone, Copy, Debug)]
enum Wish {
    Place { ticket: u32, request: OrderRequest, gain: Option<f64>, loss: Option<f64> },
    Weight { ticket: u32, instrument: usize, weight: f64 },
    Close { ticket: u32, instrument: usize },
    Cancel(u32),
}

/// An order by the number that the script has for it.
#[derive(Clone, Copy, Debug)]
struct Ticket {
    number: u32,
    id: OrderId,
    instrument: usize,
}

/// What a script knows of an order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    /// The number that it has for it, or for the order whose exit it is.
    pub(super) number: u32,
    pub(super) instrument: usize,
    pub(super) is_exit: bool,
}

/// Orders of a script: what it wants, and what was placed.
#[derive(Debug)]
pub(super) struct Orders {
    most: usize,
    next: u32,
    wishes: Vec<Wish>,
    /// Ascending, by number and by id alike.
    tickets: Vec<Ticket>,
    exits: Exits,
}

impl Orders {
    pub(super) fn new(limits: &ScriptLimits) -> Self {
        let most = limits.orders_per_callback as usize;
        Self { most, next: 1, wishes: Vec::new(), tickets: Vec::new(), exits: Exits::default() }
    }

    fn add(&mut self, wish: impl FnOnce(u32) -> Wish) -> mlua::Result<u32> {
        if self.wishes.len() >= self.most {
            let most = self.most;
            return Err(mlua::Error::runtime(format!(
                "more than {most} orders and cancels in one callback; ask for fewer"
            )));
        }
        let ticket = self.next;
        self.wishes.push(wish(ticket));
        self.next += 1;
        Ok(ticket)
    }

    fn ticket(&self, number: f64) -> Option<&Ticket> {
        let found = self.tickets.binary_search_by(|ticket| f64::from(ticket.number).total_cmp(&number)).ok()?;
        self.tickets.get(found)
    }

    /// What a script knows of an order. Exits of a bracket have the ids after their entry's.
    pub(super) fn told(&self, id: OrderId) -> Option<Told> {
        let before = self.tickets.partition_point(|ticket| ticket.id <= id);
        let ticket = self.tickets.get(before.checked_sub(1)?)?;
        Some(Told { number: ticket.number, instrument: ticket.instrument, is_exit: ticket.id != id })
    }

    /// Places what was asked for, in the order of asking.
    pub(super) fn place(&mut self, ctx: &mut Context<'_>) {
        let mut wishes = std::mem::take(&mut self.wishes);
        for wish in wishes.drain(..) {
            match wish {
                Wish::Place { ticket: number, request, gain, loss } => {
                    let id = enter(ctx, request, gain, loss);
                    self.tickets.push(Ticket { number, id, instrument: request.instrument });
                }
                Wish::Weight { ticket: number, instrument, weight } => {
                    if let Some(request) = toward(ctx, instrument, weight) {
                        let id = ctx.place(request);
                        self.tickets.push(Ticket { number, id, instrument });
                    }
                }
                Wish::Close { ticket: number, instrument } => {
                    if let Some(id) = leave(ctx, instrument, &mut self.exits) {
                        self.tickets.push(Ticket { number, id, instrument });
                    }
                }
                Wish::Cancel(number) => {
                    if let Some(ticket) = self.ticket(f64::from(number)) {
                        ctx.cancel(ticket.instrument, ticket.id);
                    }
                }
            }
        }
        self.wishes = wishes;
    }
}

pub(super) fn add<M: UserDataMethods<Desk>>(methods: &mut M) {
    for (name, side) in [("buy", Side::Buy), ("sell", Side::Sell)] {
        methods.add_method_mut(name, move |lua, desk, fields: Option<Table>| {
            desk.charge(lua, 50)?;
            known::read(|known| {
                let (request, gain, loss) = wanted(desk, known, side, fields.as_ref())?;
                desk.orders.add(|ticket| Wish::Place { ticket, request, gain, loss })
            })
        });
    }
    methods.add_method_mut("close", |lua, desk, instrument: Option<f64>| {
        desk.charge(lua, 50)?;
        known::read(|known| {
            let instrument = desk.pick(instrument, known)?;
            desk.orders.add(|ticket| Wish::Close { ticket, instrument })
        })
    });
    methods.add_method_mut("target_weight", |lua, desk, (weight, instrument): (f64, Option<f64>)| {
        desk.charge(lua, 50)?;
        if !(-10.0..=10.0).contains(&weight) {
            return Err(mlua::Error::runtime(format!(
                "a weight of {weight} is not possible; give a number from -10 to 10"
            )));
        }
        known::read(|known| {
            let instrument = desk.pick(instrument, known)?;
            desk.orders.add(|ticket| Wish::Weight { ticket, instrument, weight })
        })
    });
    methods.add_method_mut("cancel", |lua, desk, number: f64| {
        desk.charge(lua, 50)?;
        if !(number.fract() == 0.0 && number >= 1.0 && number < f64::from(desk.orders.next)) {
            return Err(mlua::Error::runtime(format!(
                "there is no order {number}; use the number that buy or sell returned"
            )));
        }
        desk.orders.add(|_| Wish::Cancel(number as u32)).map(|_| ())
    });
    methods.add_method("is_open", |_, desk, number: f64| {
        known::read(|known| Ok(desk.orders.ticket(number).is_some_and(|ticket| known.is_open(ticket.id))))
    });
}

type Wanted = (OrderRequest, Option<f64>, Option<f64>);

/// Reads `{units = 10, limit = 99.5}` and its like.
fn wanted(desk: &Desk, known: &dyn Known, side: Side, fields: Option<&Table>) -> mlua::Result<Wanted> {
    let Some(fields) = fields else {
        let request = OrderRequest::market(desk.pick(None, known)?, side, Size::FundsShare(Decimal::ONE));
        return Ok((request, None, None));
    };
    for pair in fields.pairs::<Value, Value>() {
        let key = pair?.0;
        let name = key.as_string().map(mlua::LuaString::to_string_lossy).unwrap_or_default();
        if !FIELDS.contains(&name.as_str()) {
            let known = FIELDS.join(", ");
            return Err(mlua::Error::runtime(format!("an order has no \"{name}\"; it has {known}")));
        }
    }
    let instrument = desk.pick(number(fields, "instrument")?, known)?;
    let tick = known.tick_size(instrument);
    let mut request = OrderRequest::market(instrument, side, size(fields, known)?);
    request.terms = terms(fields, tick)?;
    request.time_in_force = time_in_force(fields)?;
    request.reduce_only = fields.raw_get::<Option<bool>>("reduce_only")?.unwrap_or(false);
    let exit = |name: &'static str| -> mlua::Result<Option<f64>> {
        priced(fields, name, tick)?;
        number(fields, name)
    };
    Ok((request, exit("take_profit")?, exit("stop_loss")?))
}

/// A number of an order, if it is there. What is no number is an error, never zero.
fn number(fields: &Table, name: &str) -> mlua::Result<Option<f64>> {
    match fields.raw_get::<Value>(name)? {
        Value::Nil => Ok(None),
        Value::Integer(number) => Ok(Some(number as f64)),
        Value::Number(number) if number.is_finite() => Ok(Some(number)),
        Value::Number(number) => Err(mlua::Error::runtime(format!("{name} is {number}; give a number"))),
        other => Err(mlua::Error::runtime(format!("{name} is a {}; give a number", other.type_name()))),
    }
}

/// A number above zero, as a decimal.
fn exact(name: &str, number: f64) -> mlua::Result<Decimal> {
    let exact = decimal(number).filter(|exact| *exact > Decimal::ZERO);
    exact.ok_or_else(|| mlua::Error::runtime(format!("{name} is {number}; give a number above zero and below 10^28")))
}

fn size(fields: &Table, known: &dyn Known) -> mlua::Result<Size> {
    let mut size = None;
    for name in ["units", "money", "funds", "equity"] {
        let Some(number) = number(fields, name)? else { continue };
        if size.is_some() {
            return Err(mlua::Error::runtime("an order has one size; give one of units, money, funds and equity"));
        }
        size = Some(match name {
            "units" => Size::Units(exact(name, number)?),
            "money" => Size::Money(exact(name, number)?),
            "funds" => Size::FundsShare(exact(name, number)?),
            _ => {
                let equity = known.equity().ok_or_else(|| {
                    mlua::Error::runtime("the account's worth is not known, so no part of it can be ordered")
                })?;
                Size::Money(exact(name, number * equity)?)
            }
        });
    }
    Ok(size.unwrap_or(Size::FundsShare(Decimal::ONE)))
}

fn priced(fields: &Table, name: &'static str, tick: Option<Decimal>) -> mlua::Result<Option<Price>> {
    let Some(number) = number(fields, name)? else { return Ok(None) };
    let price = price(number, tick);
    price.map(Some).ok_or_else(|| mlua::Error::runtime(format!("{name} is {number}; give a price above zero")))
}

fn terms(fields: &Table, tick: Option<Decimal>) -> mlua::Result<OrderTerms> {
    let (limit, stop) = (priced(fields, "limit", tick)?, priced(fields, "stop", tick)?);
    let amount = priced(fields, "trail", tick)?.map(|amount| Trail::Amount { amount });
    let percent = number(fields, "trail_percent")?.map(|percent| exact("trail_percent", percent)).transpose()?;
    let trail = amount.or(percent.map(|percent| Trail::Percent { percent }));
    let on = fields.raw_get::<Option<String>>("on")?;
    let together =
        |what: &str| Err(mlua::Error::runtime(format!("an order cannot have {what} together; leave one out")));
    match (limit, stop, trail, on.as_deref()) {
        (None, None, None, None) => Ok(OrderTerms::Market),
        (Some(limit), None, None, None) => Ok(OrderTerms::Limit { limit }),
        (None, Some(stop), None, None) => Ok(OrderTerms::Stop { stop }),
        (Some(limit), Some(stop), None, None) => Ok(OrderTerms::StopLimit { stop, limit }),
        (None, None, Some(trail), None) => Ok(OrderTerms::TrailingStop { trail }),
        (limit, None, None, Some("open")) => {
            Ok(limit.map_or(OrderTerms::MarketOnOpen, |limit| OrderTerms::LimitOnOpen { limit }))
        }
        (limit, None, None, Some("close")) => {
            Ok(limit.map_or(OrderTerms::MarketOnClose, |limit| OrderTerms::LimitOnClose { limit }))
        }
        (_, None, None, Some(other)) => {
            Err(mlua::Error::runtime(format!("on is \"{other}\"; give \"open\" or \"close\", or leave it out")))
        }
        (_, _, Some(_), _) => together("a trailing stop and another price"),
        (_, Some(_), _, Some(_)) => together("a stop and an auction"),
    }
}

fn time_in_force(fields: &Table) -> mlua::Result<TimeInForce> {
    match fields.raw_get::<Option<String>>("tif")?.as_deref() {
        None | Some("gtc") => Ok(TimeInForce::Gtc),
        Some("day") => Ok(TimeInForce::Day),
        Some("ioc") => Ok(TimeInForce::Ioc),
        Some("fok") => Ok(TimeInForce::Fok),
        Some(other) => {
            Err(mlua::Error::runtime(format!("tif is \"{other}\"; give \"gtc\", \"day\", \"ioc\" or \"fok\"")))
        }
    }
}
