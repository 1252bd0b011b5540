-- Open lots: derived from transactions, rebuilt at will, never shared.
CREATE TABLE lots (
    id            TEXT PRIMARY KEY,
    account_id    TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    instrument_id TEXT NOT NULL REFERENCES instruments (id) ON DELETE CASCADE,
    opened_by     TEXT NOT NULL,
    opened_on     TEXT NOT NULL CHECK (date(opened_on) IS opened_on),
    quantity      TEXT NOT NULL CHECK (ltrim(quantity, '-') GLOB '[0-9]*' AND ltrim(quantity, '-') NOT GLOB '*[^0-9.]*' AND quantity NOT GLOB '*.*.*' AND quantity NOT GLOB '--*' AND quantity NOT GLOB '*.'),
    cost          TEXT NOT NULL CHECK (ltrim(cost, '-') GLOB '[0-9]*' AND ltrim(cost, '-') NOT GLOB '*[^0-9.]*' AND cost NOT GLOB '*.*.*' AND cost NOT GLOB '--*' AND cost NOT GLOB '*.'),
    cost_currency TEXT NOT NULL CHECK (length(cost_currency) BETWEEN 3 AND 8),
    cost_base     TEXT CHECK (ltrim(cost_base, '-') GLOB '[0-9]*' AND ltrim(cost_base, '-') NOT GLOB '*[^0-9.]*' AND cost_base NOT GLOB '*.*.*' AND cost_base NOT GLOB '--*' AND cost_base NOT GLOB '*.'),
    CHECK (CAST(quantity AS REAL) <> 0)
) STRICT;
CREATE INDEX lots_by_account ON lots (account_id, instrument_id, opened_on, id);
CREATE INDEX lots_by_instrument ON lots (instrument_id, opened_on, id);
