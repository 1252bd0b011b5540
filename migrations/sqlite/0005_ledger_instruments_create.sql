-- What can be held.
CREATE TABLE instruments (
    id              TEXT PRIMARY KEY,
    symbol          TEXT NOT NULL UNIQUE CHECK (length(trim(symbol)) BETWEEN 1 AND 40),
    name            TEXT NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 200),
    asset_class     TEXT NOT NULL CHECK (asset_class IN ('equity', 'fund', 'bond', 'future', 'option', 'fx', 'crypto', 'cash')),
    currency        TEXT NOT NULL CHECK (length(currency) BETWEEN 3 AND 8),
    sector          TEXT,
    country         TEXT CHECK (length(country) = 2),
    exchange_mic    TEXT CHECK (length(exchange_mic) = 4),
    isin            TEXT CHECK (length(isin) = 12),
    cusip           TEXT CHECK (length(cusip) = 9),
    figi            TEXT CHECK (length(figi) = 12),
    symbol_history  TEXT NOT NULL CHECK (json_valid(symbol_history)),
    tick_size       TEXT CHECK (ltrim(tick_size, '-') GLOB '[0-9]*' AND ltrim(tick_size, '-') NOT GLOB '*[^0-9.]*' AND tick_size NOT GLOB '*.*.*' AND tick_size NOT GLOB '--*' AND tick_size NOT GLOB '*.' AND CAST(tick_size AS REAL) > 0),
    lot_size        TEXT CHECK (ltrim(lot_size, '-') GLOB '[0-9]*' AND ltrim(lot_size, '-') NOT GLOB '*[^0-9.]*' AND lot_size NOT GLOB '*.*.*' AND lot_size NOT GLOB '--*' AND lot_size NOT GLOB '*.' AND CAST(lot_size AS REAL) > 0),
    multiplier      TEXT NOT NULL CHECK (ltrim(multiplier, '-') GLOB '[0-9]*' AND ltrim(multiplier, '-') NOT GLOB '*[^0-9.]*' AND multiplier NOT GLOB '*.*.*' AND multiplier NOT GLOB '--*' AND multiplier NOT GLOB '*.' AND CAST(multiplier AS REAL) > 0),
    expiry          TEXT CHECK (date(expiry) IS expiry),
    strike          TEXT CHECK (ltrim(strike, '-') GLOB '[0-9]*' AND ltrim(strike, '-') NOT GLOB '*[^0-9.]*' AND strike NOT GLOB '*.*.*' AND strike NOT GLOB '--*' AND strike NOT GLOB '*.' AND CAST(strike AS REAL) > 0),
    option_right    TEXT CHECK (option_right IN ('call', 'put')),
    underlying_id   TEXT REFERENCES instruments (id),
    prices_adjusted INTEGER NOT NULL CHECK (prices_adjusted IN (0, 1)),
    note            TEXT,
    CHECK (asset_class <> 'option' OR (expiry IS NOT NULL AND strike IS NOT NULL AND option_right IS NOT NULL)),
    CHECK (asset_class <> 'future' OR expiry IS NOT NULL)
) STRICT;
CREATE INDEX instruments_by_underlying ON instruments (underlying_id) WHERE underlying_id IS NOT NULL;
