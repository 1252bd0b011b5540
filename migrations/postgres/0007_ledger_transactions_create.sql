-- Events from which lots, positions and cash are folded, with the time for which they hold (trade_date) and the times
-- from and until which a revision was what was known.
CREATE TABLE transactions (
    id                  uuid NOT NULL,
    revision            bigint NOT NULL CHECK (revision > 0),
    known_at            bigint NOT NULL,
    known_until         bigint CHECK (known_until >= known_at), -- NULL: current
    deleted             boolean NOT NULL,
    account_id          uuid NOT NULL REFERENCES accounts (id),
    kind                text NOT NULL CHECK (kind IN ('buy', 'sell', 'short', 'cover', 'deposit', 'withdrawal', 'currency_conversion', 'opening_balance', 'dividend', 'interest', 'fee', 'tax', 'transfer', 'split', 'spin_off', 'merger', 'symbol_change', 'return_of_capital', 'stock_dividend', 'delisting', 'option_exercise', 'option_assignment', 'option_expiry')),
    trade_date          date NOT NULL,
    settlement_date     date,
    instrument_id       uuid REFERENCES instruments (id),
    quantity            numeric CHECK (quantity > 0),
    price               numeric CHECK (price >= 0),
    currency            text NOT NULL CHECK (length(currency) BETWEEN 3 AND 8),
    amount              numeric,
    fees                numeric NOT NULL CHECK (fees >= 0),
    taxes               numeric NOT NULL CHECK (taxes >= 0),
    counter_currency    text CHECK (length(counter_currency) BETWEEN 3 AND 8),
    counter_amount      numeric CHECK (counter_amount > 0),
    counter_account_id  uuid REFERENCES accounts (id),
    other_instrument_id uuid REFERENCES instruments (id),
    ratio_new           numeric CHECK (ratio_new > 0),
    ratio_old           numeric CHECK (ratio_old > 0),
    cost_fraction       numeric CHECK (cost_fraction >= 0),
    new_symbol          text,
    external_ref        text,
    note                text,
    import_id           uuid REFERENCES imports (id) DEFERRABLE INITIALLY DEFERRED,
    source_key          text, -- hash of the file's row and its number among equal rows; NULL for rows made by hand
    PRIMARY KEY (id, revision),
    CHECK (settlement_date IS NULL OR settlement_date >= trade_date),
    CHECK ((ratio_new IS NULL) = (ratio_old IS NULL)),
    CHECK ((counter_amount IS NULL) = (counter_currency IS NULL)),
    CHECK (counter_account_id IS NULL OR counter_account_id <> account_id)
);
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
CREATE FUNCTION transactions_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.known_until IS NULL AND NEW.known_until IS NOT NULL
        AND (to_jsonb(NEW) - 'known_until') = (to_jsonb(OLD) - 'known_until') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'transactions keeps its revisions' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER transactions_never_overwritten BEFORE UPDATE OR DELETE ON transactions
    FOR EACH ROW EXECUTE FUNCTION transactions_keep();
