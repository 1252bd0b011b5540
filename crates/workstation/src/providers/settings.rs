//! What a workspace says of its providers: which are on, in which order, and what they call an instrument.

use std::collections::BTreeSet;

use ::venues::{
    Venue,
    custom::{Custom, CustomSettings},
};
use market::address::Endpoint;
use model::{id::InstrumentId, instrument::AssetClass, instrument::Instrument, market::Source};
use serde::{Deserialize, Serialize};

use crate::error::{Error, FieldProblem, Result};

/// The key of the providers among the settings.
pub(crate) const PROVIDERS: &str = "providers";
/// The most of each list.
const MOST: usize = 1_000;
/// The longest symbol, in characters.
const SYMBOL_MAX: usize = 40;

/// Where market data come from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProviderSettings {
    /// The providers that are switched on, the most preferred first.
    pub on: Vec<Source>,
    /// Sources that answer in JSON and are described here.
    pub custom: Vec<CustomSettings>,
    /// What a provider calls an instrument, where that is not as usual.
    pub symbols: Vec<ProviderSymbol>,
    /// Servers that speak a provider's language in its place: a test net, or one on this machine.
    pub addresses: Vec<ProviderAddress>,
    /// What is kept of what streams in.
    pub recording: RecordingSettings,
    /// Folders whose files of prices are taken in as they come and change.
    pub folders: Vec<WatchedFolder>,
}

/// What a provider calls an instrument.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProviderSymbol {
    /// The instrument.
    pub instrument_id: InstrumentId,
    /// The provider.
    pub source: Source,
    /// Its symbol there; empty: the provider does not have it.
    pub symbol: String,
}

/// A server that speaks a provider's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProviderAddress {
    /// Whose language.
    pub source: Source,
    /// Where requests go: `https://host[:port]`, or `http://` on this machine.
    pub address: String,
    /// Where streams are opened: `wss://host[:port]`, or `ws://` on this machine; the same host and port when null.
    #[serde(default)]
    pub streams: Option<String>,
}

/// What is kept of what streams in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RecordingSettings {
    /// Whether anything is.
    pub is_on: bool,
    /// Of which instruments; everything that streams when none is named.
    pub instrument_ids: Vec<InstrumentId>,
    /// For how many days, 1 to 3650.
    pub keep_days: u32,
}

impl Default for RecordingSettings {
    fn default() -> Self {
        Self { is_on: false, instrument_ids: Vec::new(), keep_days: 30 }
    }
}

/// A folder whose files of prices are taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WatchedFolder {
    /// The folder, as an absolute path. Files named `SYMBOL.csv` or `SYMBOL.parquet` hold the prices of one instrument, others name the symbol in a column.
    pub path: String,
    /// Whether a column of adjusted prices is taken in place of the plain one.
    #[serde(default)]
    pub prefer_adjusted: bool,
}

/// A provider that is known: a venue, or one that the settings describe.
#[derive(Clone, Debug)]
pub(crate) enum Provider {
    Venue(Venue),
    Custom(Box<Custom>),
}

impl Provider {
    pub(crate) fn source(&self) -> Source {
        match self {
            Self::Venue(venue) => venue.source(),
            Self::Custom(custom) => custom.source(),
        }
    }

    pub(crate) fn capabilities(&self) -> ::venues::Capabilities {
        match self {
            Self::Venue(venue) => venue.capabilities(),
            Self::Custom(custom) => custom.capabilities(),
        }
    }

    /// Under which name its key is kept; providers of one company share it.
    pub(crate) fn key_name(&self) -> String {
        match self {
            Self::Venue(venue) if is_alpaca(*venue) => "alpaca".to_owned(),
            Self::Venue(venue) => venue.as_str().to_owned(),
            Self::Custom(custom) => format!("custom {}", custom.source()),
        }
    }

    /// Whether its key has two parts.
    pub(crate) fn has_pair(&self) -> bool {
        matches!(self, Self::Venue(venue) if is_alpaca(*venue))
    }
}

const fn is_alpaca(venue: Venue) -> bool {
    matches!(venue, Venue::AlpacaIex | Venue::AlpacaSip | Venue::AlpacaCrypto | Venue::AlpacaNews | Venue::AlpacaTest)
}

impl ProviderSettings {
    /// Every provider there is: those switched on in their order, then the others.
    pub(crate) fn providers(&self) -> Vec<Provider> {
        let custom = self.custom.iter().filter_map(|settings| Custom::new(settings.clone()).ok());
        let mut all: Vec<Provider> = Venue::ALL.into_iter().map(Provider::Venue).collect();
        all.extend(custom.map(|custom| Provider::Custom(Box::new(custom))));
        all.sort_by_key(|provider| self.place(provider.source()).unwrap_or(usize::MAX));
        all
    }

    /// The providers that are switched on, the most preferred first.
    pub(crate) fn used(&self) -> Vec<Provider> {
        let mut all = self.providers();
        all.retain(|provider| self.place(provider.source()).is_some());
        all
    }

    pub(crate) fn find(&self, source: Source) -> Option<Provider> {
        self.providers().into_iter().find(|provider| provider.source() == source)
    }

    fn place(&self, source: Source) -> Option<usize> {
        self.on.iter().position(|on| *on == source)
    }

    /// The server that takes a provider's place, if one does.
    pub(crate) fn address(&self, source: Source) -> Option<&str> {
        self.addresses.iter().find(|of| of.source == source).map(|of| of.address.as_str())
    }

    /// The server whose streams take the place of a provider's.
    pub(crate) fn streams(&self, source: Source) -> Option<String> {
        let of = self.addresses.iter().find(|of| of.source == source)?;
        Some(of.streams.clone().unwrap_or_else(|| of.address.replacen("http", "ws", 1)))
    }

    /// What a provider calls an instrument; none where it does not have it.
    pub(crate) fn symbol(&self, provider: &Provider, instrument: &Instrument) -> Option<String> {
        let source = provider.source();
        let said = self.symbols.iter().find(|of| of.source == source && of.instrument_id == instrument.id);
        match said {
            Some(said) => Some(said.symbol.clone()).filter(|symbol| !symbol.is_empty()),
            None => usual_symbol(provider, instrument),
        }
    }

    /// Looks at everything.
    ///
    /// # Errors
    /// With everything that is wrong.
    pub(crate) fn check(&self) -> Result<()> {
        let mut problems = Problems(Vec::new());
        let lists = [self.on.len(), self.custom.len(), self.symbols.len(), self.addresses.len(), self.folders.len()];
        if lists.into_iter().any(|n| n > MOST) {
            problems.add("on", "too_many", format!("a list is longer than {MOST}"));
        }
        let mut names = BTreeSet::new();
        for (n, settings) in self.custom.iter().enumerate() {
            if let Err(problem) = Custom::new(settings.clone()) {
                problems.add(&format!("custom[{n}]"), "provider_settings", problem.to_string());
            }
            if !names.insert(settings.name.as_str()) {
                let problem = format!("there are two providers named {}", settings.name);
                problems.add(&format!("custom[{n}].name"), "name_taken", problem);
            }
        }
        let mut seen = BTreeSet::new();
        for (n, source) in self.on.iter().enumerate() {
            let field = format!("on[{n}]");
            if self.find(*source).is_none() {
                problems.add(&field, "provider_unknown", format!("there is no provider {source}"));
            }
            if !seen.insert(*source) {
                problems.add(&field, "provider_twice", format!("{source} is there twice"));
            }
        }
        for (n, of) in self.symbols.iter().enumerate() {
            if of.symbol.chars().count() > SYMBOL_MAX || of.symbol.chars().any(char::is_control) {
                let problem = format!("give a symbol of at most {SYMBOL_MAX} characters");
                problems.add(&format!("symbols[{n}].symbol"), "symbol_invalid", problem);
            }
        }
        for (n, of) in self.addresses.iter().enumerate() {
            if let Err(problem) = Endpoint::http(&of.address) {
                problems.add(&format!("addresses[{n}].address"), "source_address", problem.to_string());
            }
            if let Some(Err(problem)) = of.streams.as_deref().map(Endpoint::web_socket) {
                problems.add(&format!("addresses[{n}].streams"), "source_address", problem.to_string());
            }
        }
        if !(1..=3650).contains(&self.recording.keep_days) {
            problems.add("recording.keep_days", "out_of_range", "keep recordings for 1 to 3650 days".to_owned());
        }
        for (n, folder) in self.folders.iter().enumerate() {
            if !std::path::Path::new(&folder.path).is_absolute() {
                let problem = format!("\"{}\" is no absolute path of a folder", folder.path);
                problems.add(&format!("folders[{n}].path"), "path_invalid", problem);
            }
        }
        if problems.0.is_empty() { Ok(()) } else { Err(Error::Invalid { fields: problems.0 }) }
    }
}

struct Problems(Vec<FieldProblem>);

impl Problems {
    fn add(&mut self, field: &str, code: &'static str, message: String) {
        self.0.push(FieldProblem { field: Some(field.to_owned()), code, message });
    }
}

/// What a provider calls an instrument by its symbol and class alone. A pair of crypto assets is `BTC/USD` or `BTC-USD` here.
fn usual_symbol(provider: &Provider, instrument: &Instrument) -> Option<String> {
    let fields = &instrument.fields;
    let symbol = fields.symbol.as_str();
    let is_share = matches!(fields.asset_class, AssetClass::Equity | AssetClass::Fund);
    let pair = (fields.asset_class == AssetClass::Crypto).then(|| symbol.split_once(['/', '-'])).flatten();
    let joined = |between: &str| pair.map(|(base, quote)| format!("{base}{between}{quote}"));
    let whole = || is_share.then(|| symbol.to_owned());
    match provider {
        Provider::Custom(_) => Some(symbol.to_owned()),
        Provider::Venue(venue) => match venue {
            Venue::AlpacaIex | Venue::AlpacaSip | Venue::Tiingo | Venue::AlphaVantage => whole(),
            Venue::AlpacaTest => (symbol == "FAKEPACA").then(|| symbol.to_owned()),
            Venue::AlpacaNews => whole().or_else(|| joined("")),
            Venue::AlpacaCrypto | Venue::Kraken => joined("/"),
            Venue::Coinbase => joined("-"),
            Venue::Binance => match fields.asset_class {
                AssetClass::Crypto => Some(joined("").unwrap_or_else(|| symbol.to_owned())),
                _ => None,
            },
            Venue::Finnhub => whole(),
            Venue::Yahoo => whole().or_else(|| joined("-")),
            // The euro against another currency, by the other one.
            Venue::Ecb if fields.asset_class == AssetClass::Fx => {
                let quote = symbol.strip_prefix("EUR").map(|quote| quote.trim_start_matches(['/', '-']));
                quote.filter(|quote| *quote == fields.currency.code()).map(str::to_owned)
            }
            Venue::Ecb | Venue::Fred => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{currency::Currency, instrument::InstrumentFields};

    fn instrument(symbol: &str, class: AssetClass) -> Instrument {
        Instrument { id: InstrumentId::new(), fields: InstrumentFields::plain(symbol, symbol, class, Currency::USD) }
    }

    #[test]
    fn symbols_are_written_as_each_provider_does() {
        let settings = ProviderSettings::default();
        let symbol = |venue, instrument: &Instrument| settings.symbol(&Provider::Venue(venue), instrument);
        let (share, pair) = (instrument("AAPL", AssetClass::Equity), instrument("BTC/USD", AssetClass::Crypto));
        assert_eq!(symbol(Venue::AlpacaIex, &share).as_deref(), Some("AAPL"));
        assert_eq!(symbol(Venue::Binance, &share), None, "a share is not guessed to be a pair");
        assert_eq!(symbol(Venue::Kraken, &pair).as_deref(), Some("BTC/USD"));
        assert_eq!(symbol(Venue::Coinbase, &pair).as_deref(), Some("BTC-USD"));
        assert_eq!(symbol(Venue::Binance, &pair).as_deref(), Some("BTCUSD"));
        assert_eq!(symbol(Venue::Binance, &instrument("BTCUSDT", AssetClass::Crypto)).as_deref(), Some("BTCUSDT"));
        let said =
            ProviderSymbol { instrument_id: pair.id, source: Venue::Binance.source(), symbol: "BTCUSDT".to_owned() };
        let settings = ProviderSettings { symbols: vec![said], ..ProviderSettings::default() };
        assert_eq!(settings.symbol(&Provider::Venue(Venue::Binance), &pair).as_deref(), Some("BTCUSDT"));
    }

    #[test]
    fn what_cannot_be_is_refused_by_its_place() {
        let source = |name: &str| name.parse::<Source>().unwrap();
        let settings = ProviderSettings {
            on: vec![source("binance"), source("nobody"), source("binance")],
            addresses: vec![ProviderAddress {
                source: source("binance"),
                address: "http://example.org".to_owned(),
                streams: None,
            }],
            recording: RecordingSettings { keep_days: 0, ..RecordingSettings::default() },
            folders: vec![WatchedFolder { path: "prices".to_owned(), prefer_adjusted: false }],
            ..ProviderSettings::default()
        };
        let Err(Error::Invalid { fields }) = settings.check() else { panic!("it passed") };
        let fields: Vec<&str> = fields.iter().filter_map(|problem| problem.field.as_deref()).collect();
        assert_eq!(fields, ["on[1]", "on[2]", "addresses[0].address", "recording.keep_days", "folders[0].path"]);
        assert!(ProviderSettings::default().check().is_ok());
    }
}
