-- Open lots: derived from transactions, rebuilt at will, never shared.
CREATE TABLE lots (
    id            uuid PRIMARY KEY,
    account_id    uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    instrument_id uuid NOT NULL REFERENCES instruments (id) ON DELETE CASCADE,
    opened_by     uuid NOT NULL,
    opened_on     date NOT NULL,
    quantity      numeric NOT NULL,
    cost          numeric NOT NULL,
    cost_currency text NOT NULL CHECK (length(cost_currency) BETWEEN 3 AND 8),
    cost_base     numeric,
    CHECK (CAST(quantity AS REAL) <> 0)
);
CREATE INDEX lots_by_account ON lots (account_id, instrument_id, opened_on, id);
CREATE INDEX lots_by_instrument ON lots (instrument_id, opened_on, id);
