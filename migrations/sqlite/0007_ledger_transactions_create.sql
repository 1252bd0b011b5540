-- Events from which lots, positions and cash are folded, with the time for which they hold (trade_date) and the times
-- from and until which a revision was what was known.
CREATE TABLE transactions (
    id                  TEXT NOT NULL,
    revision            INTEGER NOT NULL CHECK (revision > 0),
    known_at            INTEGER NOT NULL,
    known_until         INTEGER CHECK (known_until >= known_at), -- NULL: current
    deleted             INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    account_id          TEXT NOT NULL REFERENCES accounts (id),
    kind                TEXT NOT NULL CHECK (kind IN ('buy', 'sell', 'short', 'cover', 'deposit', 'withdrawal', 'currency_conversion', 'opening_balance', 'dividend', 'interest', 'fee', 'tax', 'transfer', 'split', 'spin_off', 'merger', 'symbol_change', 'return_of_capital', 'stock_dividend', 'delisting', 'option_exercise', 'option_assignment', 'option_expiry')),
    trade_date          TEXT NOT NULL CHECK (date(trade_date) IS trade_date),
    settlement_date     TEXT CHECK (date(settlement_date) IS settlement_date),
    instrument_id       TEXT REFERENCES instruments (id),
    quantity            TEXT CHECK (ltrim(quantity, '-') GLOB '[0-9]*' AND ltrim(quantity, '-') NOT GLOB '*[^0-9.]*' AND quantity NOT GLOB '*.*.*' AND quantity NOT GLOB '--*' AND quantity NOT GLOB '*.' AND CAST(quantity AS REAL) > 0),
    price               TEXT CHECK (ltrim(price, '-') GLOB '[0-9]*' AND ltrim(price, '-') NOT GLOB '*[^0-9.]*' AND price NOT GLOB '*.*.*' AND price NOT GLOB '--*' AND price NOT GLOB '*.' AND CAST(price AS REAL) >= 0),
    currency            TEXT NOT NULL CHECK (length(currency) BETWEEN 3 AND 8),
    amount              TEXT CHECK (ltrim(amount, '-') GLOB '[0-9]*' AND ltrim(amount, '-') NOT GLOB '*[^0-9.]*' AND amount NOT GLOB '*.*.*' AND amount NOT GLOB '--*' AND amount NOT GLOB '*.'),
    fees                TEXT NOT NULL CHECK (ltrim(fees, '-') GLOB '[0-9]*' AND ltrim(fees, '-') NOT GLOB '*[^0-9.]*' AND fees NOT GLOB '*.*.*' AND fees NOT GLOB '--*' AND fees NOT GLOB '*.' AND CAST(fees AS REAL) >= 0),
    taxes               TEXT NOT NULL CHECK (ltrim(taxes, '-') GLOB '[0-9]*' AND ltrim(taxes, '-') NOT GLOB '*[^0-9.]*' AND taxes NOT GLOB '*.*.*' AND taxes NOT GLOB '--*' AND taxes NOT GLOB '*.' AND CAST(taxes AS REAL) >= 0),
    counter_currency    TEXT CHECK (length(counter_currency) BETWEEN 3 AND 8),
    counter_amount      TEXT CHECK (ltrim(counter_amount, '-') GLOB '[0-9]*' AND ltrim(counter_amount, '-') NOT GLOB '*[^0-9.]*' AND counter_amount NOT GLOB '*.*.*' AND counter_amount NOT GLOB '--*' AND counter_amount NOT GLOB '*.' AND CAST(counter_amount AS REAL) > 0),
    counter_account_id  TEXT REFERENCES accounts (id),
    other_instrument_id TEXT REFERENCES instruments (id),
    ratio_new           TEXT CHECK (ltrim(ratio_new, '-') GLOB '[0-9]*' AND ltrim(ratio_new, '-') NOT GLOB '*[^0-9.]*' AND ratio_new NOT GLOB '*.*.*' AND ratio_new NOT GLOB '--*' AND ratio_new NOT GLOB '*.' AND CAST(ratio_new AS REAL) > 0),
    ratio_old           TEXT CHECK (ltrim(ratio_old, '-') GLOB '[0-9]*' AND ltrim(ratio_old, '-') NOT GLOB '*[^0-9.]*' AND ratio_old NOT GLOB '*.*.*' AND ratio_old NOT GLOB '--*' AND ratio_old NOT GLOB '*.' AND CAST(ratio_old AS REAL) > 0),
    cost_fraction       TEXT CHECK (ltrim(cost_fraction, '-') GLOB '[0-9]*' AND ltrim(cost_fraction, '-') NOT GLOB '*[^0-9.]*' AND cost_fraction NOT GLOB '*.*.*' AND cost_fraction NOT GLOB '--*' AND cost_fraction NOT GLOB '*.' AND CAST(cost_fraction AS REAL) >= 0),
    new_symbol          TEXT,
    external_ref        TEXT,
    note                TEXT,
    import_id           TEXT REFERENCES imports (id) DEFERRABLE INITIALLY DEFERRED,
    source_key          TEXT, -- hash of the file's row and its number among equal rows; NULL for rows made by hand
    PRIMARY KEY (id, revision),
    CHECK (settlement_date IS NULL OR settlement_date >= trade_date),
    CHECK ((ratio_new IS NULL) = (ratio_old IS NULL)),
    CHECK ((counter_amount IS NULL) = (counter_currency IS NULL)),
    CHECK (counter_account_id IS NULL OR counter_account_id <> account_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX transactions_current ON transactions (id) WHERE known_until IS NULL;
CREATE UNIQUE INDEX transactions_by_source ON transactions (account_id, source_key)
    WHERE known_until IS NULL AND source_key IS NOT NULL;
CREATE INDEX transactions_by_date ON transactions (trade_date, id);
CREATE INDEX transactions_by_account ON transactions (account_id, trade_date, id);
CREATE INDEX transactions_by_instrument ON transactions (instrument_id, trade_date, id);
CREATE INDEX transactions_by_kind ON transactions (kind, trade_date, id);
CREATE INDEX transactions_by_counter_account ON transactions (counter_account_id) WHERE counter_account_id IS NOT NULL;
CREATE INDEX transactions_by_other_instrument ON transactions (other_instrument_id) WHERE other_instrument_id IS NOT NULL;
CREATE INDEX transactions_by_import ON transactions (import_id) WHERE import_id IS NOT NULL;

-- A correction is a new revision: of a stored one only its end may be set, once.
CREATE TRIGGER transactions_never_overwritten BEFORE UPDATE ON transactions
WHEN OLD.known_until IS NOT NULL OR NEW.known_until IS NULL
  OR NEW.id IS NOT OLD.id
  OR NEW.revision IS NOT OLD.revision
  OR NEW.known_at IS NOT OLD.known_at
  OR NEW.deleted IS NOT OLD.deleted
  OR NEW.account_id IS NOT OLD.account_id
  OR NEW.kind IS NOT OLD.kind
  OR NEW.trade_date IS NOT OLD.trade_date
  OR NEW.settlement_date IS NOT OLD.settlement_date
  OR NEW.instrument_id IS NOT OLD.instrument_id
  OR NEW.quantity IS NOT OLD.quantity
  OR NEW.price IS NOT OLD.price
  OR NEW.currency IS NOT OLD.currency
  OR NEW.amount IS NOT OLD.amount
  OR NEW.fees IS NOT OLD.fees
  OR NEW.taxes IS NOT OLD.taxes
  OR NEW.counter_currency IS NOT OLD.counter_currency
  OR NEW.counter_amount IS NOT OLD.counter_amount
  OR NEW.counter_account_id IS NOT OLD.counter_account_id
  OR NEW.other_instrument_id IS NOT OLD.other_instrument_id
  OR NEW.ratio_new IS NOT OLD.ratio_new
  OR NEW.ratio_old IS NOT OLD.ratio_old
  OR NEW.cost_fraction IS NOT OLD.cost_fraction
  OR NEW.new_symbol IS NOT OLD.new_symbol
  OR NEW.external_ref IS NOT OLD.external_ref
  OR NEW.note IS NOT OLD.note
  OR NEW.import_id IS NOT OLD.import_id
  OR NEW.source_key IS NOT OLD.source_key
BEGIN
    SELECT RAISE(ABORT, 'transactions keeps its revisions');
END;
CREATE TRIGGER transactions_never_deleted BEFORE DELETE ON transactions
BEGIN
    SELECT RAISE(ABORT, 'transactions keeps its revisions');
END;
