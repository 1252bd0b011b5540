-- What can be held.
CREATE TABLE instruments (
    id              uuid PRIMARY KEY,
    symbol          text NOT NULL UNIQUE CHECK (length(trim(symbol)) BETWEEN 1 AND 40),
    name            text NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 200),
    asset_class     text NOT NULL CHECK (asset_class IN ('equity', 'fund', 'bond', 'future', 'option', 'fx', 'crypto', 'cash')),
    currency        text NOT NULL CHECK (length(currency) BETWEEN 3 AND 8),
    sector          text,
    country         text CHECK (length(country) = 2),
    exchange_mic    text CHECK (length(exchange_mic) = 4),
    isin            text CHECK (length(isin) = 12),
    cusip           text CHECK (length(cusip) = 9),
    figi            text CHECK (length(figi) = 12),
    symbol_history  jsonb NOT NULL,
    tick_size       numeric CHECK (tick_size > 0),
    lot_size        numeric CHECK (lot_size > 0),
    multiplier      numeric NOT NULL CHECK (multiplier > 0),
    expiry          date,
    strike          numeric CHECK (strike > 0),
    option_right    text CHECK (option_right IN ('call', 'put')),
    underlying_id   uuid REFERENCES instruments (id),
    prices_adjusted boolean NOT NULL,
    note            text,
    CHECK (asset_class <> 'option' OR (expiry IS NOT NULL AND strike IS NOT NULL AND option_right IS NOT NULL)),
    CHECK (asset_class <> 'future' OR expiry IS NOT NULL)
);
CREATE INDEX instruments_by_underlying ON instruments (underlying_id) WHERE underlying_id IS NOT NULL;
