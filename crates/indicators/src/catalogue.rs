//! What there is: every indicator with its parameters, inputs and outputs, so that forms can be built from it.

use std::sync::LazyLock;

use serde::Serialize;
use ta_lib::abstract_api::{FuncFlags, FuncInfo, Group as TaGroup, InputType, OptInputType, OutputFlags};
use utoipa::ToSchema;

use crate::own;
use crate::parameter::{Average, Domain, Parameter};
use crate::spec::IndicatorSpec;
use crate::{Column, Kind, Source, names};

/// What an indicator is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = IndicatorGroup)]
pub enum Group {
    /// Averages, bands and lines over the price.
    Overlap,
    /// Speed and direction of prices.
    Momentum,
    /// Volume.
    Volume,
    /// How much prices move.
    Volatility,
    /// Prices made of prices.
    Price,
    /// Cycles.
    Cycle,
    /// Statistics of a window.
    Statistics,
    /// Candlestick patterns: 0 for none, else −200 to 200, below zero bearish; 80 is a weak form, 200 a confirmation.
    Pattern,
    /// Swings and structure of the market.
    Structure,
}

/// Where a chart draws an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = IndicatorPane)]
pub enum Pane {
    /// Over the series that it is made of: it has the same scale.
    Overlay,
    /// In a pane of its own.
    Own,
    /// As marks at the bars.
    Marks,
}

/// How an output is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = IndicatorStyle)]
pub enum Style {
    /// A line.
    Line,
    /// A dashed line, such as a signal.
    Dashed,
    /// Bars from zero.
    Histogram,
    /// The upper edge of a band.
    Upper,
    /// The lower edge of a band.
    Lower,
    /// Single points or marks.
    Marks,
}

/// An output that an indicator declares.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = IndicatorOutputForm)]
pub struct OutputForm {
    /// Its name, such as `signal`; `value` where there is only one.
    pub name: &'static str,
    /// How it is drawn.
    pub style: Style,
    /// Bars by which a chart draws it later (positive) or earlier, with the default parameters.
    pub shift: i32,
}

/// An entry of the catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Indicator {
    /// Its name.
    pub kind: Kind,
    /// What it is, in words.
    pub words: &'static str,
    /// What it is about.
    pub group: Group,
    /// Where a chart draws it.
    pub pane: Pane,
    /// Columns that it reads whatever the description says.
    pub columns: Vec<Column>,
    /// The series it is made of when the description names none; `None` when it takes no series of choice.
    pub of: Option<Source>,
    /// The second series, likewise.
    pub against: Option<Source>,
    /// Whether it begins anew with each session and so needs them.
    pub needs_sessions: bool,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Its outputs.
    pub outputs: Vec<OutputForm>,
    /// Bars before the first result, with the default parameters.
    pub warm_up: usize,
    #[serde(skip)]
    pub(crate) slots: Vec<Slot>,
}

/// One input of the computation, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    Of,
    Against,
    Fixed(Column),
}

/// Every indicator, by name. The rows of candlestick patterns lie together.
#[must_use]
pub fn catalogue() -> &'static [Indicator] {
    &CATALOGUE
}

static CATALOGUE: LazyLock<Vec<Indicator>> = LazyLock::new(|| Kind::ALL.iter().map(|kind| entry(*kind)).collect());

impl Kind {
    /// Its entry in the catalogue.
    #[must_use]
    pub fn indicator(self) -> &'static Indicator {
        &CATALOGUE[self as usize]
    }
}

fn entry(kind: Kind) -> Indicator {
    let mut entry = match kind.function() {
        Some(function) => of_ta_lib(kind, function.info()),
        None => own::entry(kind),
    };
    // Not through `Kind::indicator`: the catalogue is only being made.
    let spec = IndicatorSpec::of_entry(&entry);
    entry.warm_up = spec.warm_up();
    for (idx, output) in entry.outputs.iter_mut().enumerate() {
        output.shift = spec.shift(idx);
    }
    entry
}

fn of_ta_lib(kind: Kind, info: &'static FuncInfo) -> Indicator {
    let slots = slots(info);
    let columns = slots.iter().filter_map(|slot| if let Slot::Fixed(column) = slot { Some(*column) } else { None });
    let two = slots.contains(&Slot::Against);
    // The series that TA-Lib's own description proposes for two: highs and lows.
    let (of, against) = if two { (Source::High, Source::Low) } else { (Source::Close, Source::Low) };
    Indicator {
        kind,
        words: kind.words(),
        group: group(info),
        pane: pane(kind, info),
        columns: columns.collect(),
        of: slots.contains(&Slot::Of).then_some(of),
        against: two.then_some(against),
        needs_sessions: false,
        parameters: info.opt_inputs.iter().map(parameter).collect(),
        outputs: info
            .outputs
            .iter()
            .map(|output| OutputForm {
                name: names::output(output.param_name),
                style: style(info, output.flags),
                shift: 0,
            })
            .collect(),
        warm_up: 0,
        slots,
    }
}

/// The inputs in the order of the calls: each real series, and the columns of each bundle of prices.
fn slots(info: &FuncInfo) -> Vec<Slot> {
    let mut slots = Vec::new();
    for input in info.inputs {
        match input.kind {
            InputType::Price => {
                let read = Column::ALL.into_iter().filter(|column| input.flags.bits() & (1 << column.idx()) != 0);
                slots.extend(read.map(Slot::Fixed));
            }
            InputType::Real | InputType::Integer => {
                slots.push(if slots.contains(&Slot::Of) { Slot::Against } else { Slot::Of });
            }
        }
    }
    slots
}

fn parameter(declared: &'static ta_lib::abstract_api::OptInputInfo) -> Parameter {
    let average = |number: i64| Average::of_number(number).unwrap_or(Average::Sma);
    let domain = match declared.kind {
        OptInputType::IntegerRange { min, max, default, .. } => Domain::Integer { least: min, most: max, default },
        OptInputType::RealRange { min, max, default, .. } => Domain::Real { least: min, most: max, default },
        OptInputType::IntegerList { default, .. } => Domain::Average { default: average(default) },
        OptInputType::RealList { default, .. } => Domain::Real { least: default, most: default, default },
    };
    Parameter { name: names::parameter(declared.param_name), words: declared.hint, domain }
}

fn group(info: &FuncInfo) -> Group {
    match info.group {
        TaGroup::OverlapStudies => Group::Overlap,
        TaGroup::MomentumIndicators => Group::Momentum,
        TaGroup::VolumeIndicators => Group::Volume,
        TaGroup::VolatilityIndicators => Group::Volatility,
        TaGroup::PriceTransform => Group::Price,
        TaGroup::CycleIndicators => Group::Cycle,
        TaGroup::PatternRecognition => Group::Pattern,
        // Extremes, sums and ranges of a window.
        _ => Group::Statistics,
    }
}

fn pane(kind: Kind, info: &FuncInfo) -> Pane {
    match kind {
        // A deviation is not on the scale of prices, though TA-Lib marks it so.
        Kind::Avgdev => Pane::Own,
        Kind::Fractal => Pane::Marks,
        _ if info.flags.contains(FuncFlags::CANDLESTICK) => Pane::Marks,
        _ if info.flags.contains(FuncFlags::OVERLAP) => Pane::Overlay,
        _ => Pane::Own,
    }
}

fn style(info: &FuncInfo, flags: OutputFlags) -> Style {
    let is = |flag: OutputFlags| flags.contains(flag);
    match () {
        () if info.flags.contains(FuncFlags::CANDLESTICK) || is(OutputFlags::PATTERN_BOOL) => Style::Marks,
        () if is(OutputFlags::UPPER_LIMIT) => Style::Upper,
        () if is(OutputFlags::LOWER_LIMIT) => Style::Lower,
        () if is(OutputFlags::HISTO) => Style::Histogram,
        () if is(OutputFlags::DASH_LINE) || is(OutputFlags::DOT_LINE) => Style::Dashed,
        () => Style::Line,
    }
}
