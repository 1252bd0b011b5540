//! The names of all indicators.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use ta_lib::abstract_api::FuncId;
use utoipa::ToSchema;

use crate::IndicatorError;
use crate::table::with_ta_lib;

macro_rules! define_kind {
    ($($variant:ident $name:literal $function:ident $open:ident $stream:ident ($($input:ident)*) ($($parameter:ident)*) $words:literal;)+) => {
        /// Which indicator. Those of TA-Lib have its names in small letters; `cdl…` are candlestick patterns.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        #[schema(as = IndicatorKind)]
        pub enum Kind {
            $(#[doc = $words] #[serde(rename = $name)] $variant,)+
            /// Volume weighted average price from the beginning of each session, with bands
            #[serde(rename = "session_vwap")]
            SessionVwap,
            /// Volume weighted average price from a chosen bar on, with bands
            #[serde(rename = "anchored_vwap")]
            AnchoredVwap,
            /// Volume at price of the last bars: point of control and value area
            #[serde(rename = "volume_profile")]
            VolumeProfile,
            /// Swing highs and lows, at the bar that confirms them
            #[serde(rename = "pivots")]
            Pivots,
        }

        impl Kind {
            /// All of them, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[
                $(Self::$variant,)+
                Self::SessionVwap,
                Self::AnchoredVwap,
                Self::VolumeProfile,
                Self::Pivots,
            ];

            /// Its name in JSON.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                    Self::SessionVwap => "session_vwap",
                    Self::AnchoredVwap => "anchored_vwap",
                    Self::VolumeProfile => "volume_profile",
                    Self::Pivots => "pivots",
                }
            }

            /// What it is, in words.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self {
                    $(Self::$variant => $words,)+
                    Self::SessionVwap => "Volume Weighted Average Price of the session, with bands",
                    Self::AnchoredVwap => "Volume Weighted Average Price from a chosen bar on, with bands",
                    Self::VolumeProfile => "Volume at price of the last bars: point of control and value area",
                    Self::Pivots => "Swing highs and lows, at the bar that confirms them",
                }
            }

            /// Whether it begins anew with each session.
            pub(crate) const fn needs_sessions(self) -> bool {
                matches!(self, Self::SessionVwap)
            }

            /// The function of TA-Lib, none for our own.
            pub(crate) const fn function(self) -> Option<FuncId> {
                match self {
                    $(Self::$variant => Some(FuncId::$function),)+
                    Self::SessionVwap | Self::AnchoredVwap | Self::VolumeProfile | Self::Pivots => None,
                }
            }
        }
    };
}

with_ta_lib!(define_kind);

impl FromStr for Kind {
    type Err = IndicatorError;

    fn from_str(name: &str) -> Result<Self, IndicatorError> {
        let found = Self::ALL.iter().find(|kind| kind.name() == name);
        found.copied().ok_or_else(|| IndicatorError::UnknownKind { name: name.to_owned() })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
