//! Drawings on charts, kept by instrument.

use std::collections::BTreeSet;

use model::{id::InstrumentId, time::Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    ledger::Changed,
    workspace::last_event,
};

/// Before the instrument in the key among the settings.
pub(crate) const DRAWINGS: &str = "drawings:";
/// The most drawings of an instrument.
const DRAWINGS_MAX: usize = 500;
/// The longest text, in characters.
const TEXT_MAX: usize = 500;

/// What is drawn on the chart of an instrument.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Drawings {
    /// The drawings, the lowest first.
    pub drawings: Vec<Drawing>,
}

/// A drawing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Drawing {
    /// Which; unique on its chart.
    pub id: String,
    /// What it is.
    pub shape: DrawingShape,
    /// Its colour as `#rrggbb`; the theme's when null.
    #[serde(default)]
    pub colour: Option<String>,
    /// What is written at it.
    #[serde(default)]
    pub label: Option<String>,
}

/// A point of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawingPoint {
    /// When.
    pub at: Timestamp,
    /// The price.
    pub price: f64,
}

/// How far a line goes on beyond its points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DrawingExtends {
    /// It ends there.
    None,
    /// To later times.
    #[default]
    Right,
    /// Both ways.
    Both,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "shape", rename_all = "snake_case", deny_unknown_fields)]
pub enum DrawingShape {
    /// A price.
    Horizontal {
        /// Which.
        price: f64,
    },
    /// A time.
    Vertical {
        /// Which.
        at: Timestamp,
    },
    /// A line through two points.
    Trend {
        /// One point.
        from: DrawingPoint,
        /// The other.
        to: DrawingPoint,
        /// How far it goes on.
        #[serde(default)]
        extends: DrawingExtends,
    },
    /// A line through two points and its parallel.
    Channel {
        /// One point.
        from: DrawingPoint,
        /// The other.
        to: DrawingPoint,
        /// How much higher the parallel lies, as a price.
        offset: f64,
        /// How far they go on.
        #[serde(default)]
        extends: DrawingExtends,
    },
    /// A text.
    Text {
        /// When.
        at: Timestamp,
        /// At which price.
        price: f64,
        /// What it says.
        text: String,
    },
}

impl Workstation {
    /// What is drawn on the chart of an instrument.
    ///
    /// # Errors
    /// When there is no such instrument.
    pub async fn drawings(&self, ctx: &Ctx, id: InstrumentId) -> Result<Drawings> {
        let ws = self.for_use(ctx, Action::Read, "drawings").await?;
        store::instruments::get(&ws.store, id).await?;
        Ok(store::settings::get_key(&ws.store, &key(id)).await?.unwrap_or_default())
    }

    /// Replaces what is drawn on the chart of an instrument.
    ///
    /// # Errors
    /// When there is no such instrument, or a drawing cannot be.
    pub async fn set_drawings(&self, ctx: &Ctx, id: InstrumentId, asked: Drawings) -> Result<Changed<Drawings>> {
        let ws = self.for_use(ctx, Action::Write, "drawings").await?;
        store::instruments::get(&ws.store, id).await?;
        check(&asked)?;
        let mut w = ws.begin(ctx, &self.host).await?;
        store::settings::put_key(&mut w, &key(id), &asked).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value: asked, change_id })
    }
}

fn key(id: InstrumentId) -> String {
    format!("{DRAWINGS}{id}")
}

fn check(asked: &Drawings) -> Result<()> {
    if asked.drawings.len() > DRAWINGS_MAX {
        return Err(Error::field("drawings", "too_many", format!("keep at most {DRAWINGS_MAX} drawings on a chart")));
    }
    let mut seen = BTreeSet::new();
    for (n, drawing) in asked.drawings.iter().enumerate() {
        let wrong = |code, problem: &str| Err(Error::field(&format!("drawings[{n}]"), code, problem));
        if drawing.id.is_empty() || drawing.id.len() > 64 || !seen.insert(drawing.id.as_str()) {
            return wrong("id_invalid", "each drawing needs an id of its own of at most 64 characters");
        }
        let text = match &drawing.shape {
            DrawingShape::Text { text, .. } => Some(text),
            _ => None,
        };
        if [text, drawing.label.as_ref()].into_iter().flatten().any(|text| text.chars().count() > TEXT_MAX) {
            return wrong("text_too_long", "a text has at most 500 characters");
        }
        let is_colour =
            |text: &str| text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|b| b.is_ascii_hexdigit());
        if drawing.colour.as_deref().is_some_and(|text| !text.is_ascii() || !is_colour(text)) {
            return wrong("colour_invalid", "give a colour as #rrggbb");
        }
        let (numbers, same_time) = match &drawing.shape {
            DrawingShape::Horizontal { price } | DrawingShape::Text { price, .. } => (vec![*price], false),
            DrawingShape::Vertical { .. } => (Vec::new(), false),
            DrawingShape::Trend { from, to, .. } => (vec![from.price, to.price], from.at == to.at),
            DrawingShape::Channel { from, to, offset, .. } => (vec![from.price, to.price, *offset], from.at == to.at),
        };
        if numbers.iter().any(|number| !number.is_finite()) {
            return wrong("price_invalid", "a price is no number");
        }
        if same_time {
            return wrong("points_invalid", "the two points of a line need different times");
        }
    }
    Ok(())
}
