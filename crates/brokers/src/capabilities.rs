//! What a broker can do. It stands here once; orders are checked against it, tables and screens are made of it.

use model::{
    instrument::AssetClass,
    order::{OrderType, TimeInForce},
};
use venues::Budget;

/// Kinds of [`TimeInForce`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimeKind {
    /// Until the end of the session.
    Day,
    /// Until it is canceled.
    Gtc,
    /// What trades at once.
    Ioc,
    /// All at once or nothing.
    Fok,
    /// Until a moment.
    Gtd,
}

impl TimeKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Day, Self::Gtc, Self::Ioc, Self::Fok, Self::Gtd];

    /// The kind of a time in force.
    #[must_use]
    pub const fn of(time: TimeInForce) -> Self {
        match time {
            TimeInForce::Day => Self::Day,
            TimeInForce::Gtc => Self::Gtc,
            TimeInForce::Ioc => Self::Ioc,
            TimeInForce::Fok => Self::Fok,
            TimeInForce::Gtd { .. } => Self::Gtd,
        }
    }

    /// The words that refusals and tables use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Gtc => "gtc",
            Self::Ioc => "ioc",
            Self::Fok => "fok",
            Self::Gtd => "gtd",
        }
    }
}

/// An order that a broker takes: its type, and for how long.
pub type Terms = (OrderType, &'static [TimeKind]);

/// How finely units can be ordered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UnitRule {
    /// Decimals of a quantity, at most; 0 where only whole units trade. An instrument's own step may be coarser.
    pub decimals_max: u32,
    /// Orders that may have them, where not all may.
    pub only: Option<&'static [Terms]>,
}

/// How a resting order is changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReplaceWay {
    /// It stays the same order at the broker.
    InPlace,
    /// The broker puts a new order, with a new client id, in its place.
    NewOrder,
    /// It cannot be: cancel it, wait for that, place another one.
    CancelAndNew,
}

/// What a broker does with a client id that it has seen before. It decides whether an order may be sent again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dedupe {
    /// It never makes a second order of it.
    Enforced,
    /// It refuses it while the first order is open, and takes it afterwards. Before sending again the order must be looked up.
    WhileOpen,
    /// It makes a second order.
    None,
}

/// What a client id may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClientIdRule {
    /// Its longest text.
    pub chars_max: usize,
    /// Which characters it may have, beside letters and digits.
    pub signs: &'static str,
    /// What a repetition does.
    pub dedupe: Dedupe,
    /// Whether an order can be asked for by it.
    pub lookup: bool,
}

/// Who keeps brackets and orders that cancel each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Groups {
    /// The broker could; this program sends the orders one by one all the same and keeps the group itself.
    Offered,
    /// This program alone.
    Ours,
}

/// What the stream of an account tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StreamKind {
    /// Each execution with an identity.
    Executions,
    /// How much of an order has traded so far, without the executions: they must be asked for.
    Cumulative,
}

/// The stream of an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StreamRule {
    /// What it tells.
    pub kind: StreamKind,
    /// Whether it numbers its messages, so that a lost one is noticed.
    pub numbered: bool,
    /// Whether it begins with what is open.
    pub snapshot: bool,
    /// Whether there is one for paper trading too.
    pub on_paper: bool,
    /// After how many seconds of silence it counts as dead; `None` where it is silent when nothing happens.
    pub silence_seconds: Option<u32>,
    /// After how many seconds the broker ends a connection; `None` when it does not.
    pub max_life_seconds: Option<u32>,
}

/// A broker's own paper trading.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaperTrading {
    /// Orders are matched.
    Matched,
    /// Answers are always the same, nothing is matched.
    Answers,
    /// None.
    None,
}

/// What a broker can do, as its documentation says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Capabilities {
    /// What can be traded there with this program.
    pub asset_classes: &'static [AssetClass],
    /// Which orders it takes.
    pub terms: &'static [Terms],
    /// How finely units can be ordered.
    pub units: UnitRule,
    /// Decimals of a price, at most. An instrument's own step may be coarser.
    pub price_decimals_max: u32,
    /// Whether it takes an amount of money in place of units. This program orders units.
    pub notional: bool,
    /// How orders are changed.
    pub replace: ReplaceWay,
    /// What client ids may be.
    pub client_id: ClientIdRule,
    /// Who keeps brackets and groups.
    pub groups: Groups,
    /// The stream of the account.
    pub stream: StreamRule,
    /// Whether orders may trade outside regular hours.
    pub extended_hours: bool,
    /// Its own paper trading.
    pub paper: PaperTrading,
    /// How many requests it answers.
    pub budgets: &'static [Budget],
    /// The most recent executions that an order look-up may lag behind, in seconds: so long must be waited before a look-up proves
    /// that an order is absent. `None` where the documentation says nothing.
    pub lookup_lag_seconds: Option<u32>,
}

impl Capabilities {
    /// Whether an order of that type may stand so long.
    #[must_use]
    pub fn takes(&self, order_type: OrderType, time: TimeKind) -> bool {
        has(self.terms, order_type, time)
    }

    /// The times that an order of that type may stand.
    #[must_use]
    pub fn times(&self, order_type: OrderType) -> Vec<TimeKind> {
        TimeKind::ALL.into_iter().filter(|time| self.takes(order_type, *time)).collect()
    }
}

pub(crate) fn has(terms: &[Terms], order_type: OrderType, time: TimeKind) -> bool {
    terms.iter().any(|(of, times)| *of == order_type && times.contains(&time))
}
