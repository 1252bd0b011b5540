//! Colours of charts.

use egui::Color32;

/// Dark or light. The colours match the web client's tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Theme {
    /// Light text on dark ground.
    #[default]
    Dark,
    /// Dark text on light ground.
    Light,
}

/// The colours of one theme.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Colors {
    pub(crate) ground: Color32,
    pub(crate) text: Color32,
    pub(crate) grid: Color32,
    pub(crate) up: Color32,
    pub(crate) down: Color32,
    pub(crate) line: Color32,
    pub(crate) volume: Color32,
}

impl Theme {
    pub(crate) fn colors(self) -> Colors {
        let rgb = Color32::from_rgb;
        match self {
            Self::Dark => Colors {
                ground: rgb(0x10, 0x14, 0x1a),
                text: rgb(0xd5, 0xdc, 0xe6),
                grid: rgb(0x5a, 0x66, 0x76),
                up: rgb(0x3f, 0xb9, 0x77),
                down: rgb(0xf0, 0x6a, 0x6a),
                line: rgb(0x6c, 0xa8, 0xff),
                volume: rgb(0x4a, 0x5a, 0x70),
            },
            Self::Light => Colors {
                ground: rgb(0xff, 0xff, 0xff),
                text: rgb(0x1c, 0x24, 0x30),
                grid: rgb(0x9a, 0xa6, 0xb6),
                up: rgb(0x12, 0x7a, 0x45),
                down: rgb(0xc0, 0x2b, 0x2b),
                line: rgb(0x1f, 0x5f, 0xd1),
                volume: rgb(0xb3, 0xc0, 0xd1),
            },
        }
    }

    pub(crate) fn visuals(self) -> egui::Visuals {
        let colors = self.colors();
        let mut visuals = match self {
            Self::Dark => egui::Visuals::dark(),
            Self::Light => egui::Visuals::light(),
        };
        visuals.override_text_color = Some(colors.text);
        visuals.panel_fill = colors.ground;
        visuals.extreme_bg_color = colors.ground;
        visuals
    }
}
