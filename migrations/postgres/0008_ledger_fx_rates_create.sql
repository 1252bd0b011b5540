-- Exchange rates: units of `quote` for one `base` on a day, in revisions.
CREATE TABLE fx_rates (
    id          uuid NOT NULL,
    revision    bigint NOT NULL CHECK (revision > 0),
    known_at    bigint NOT NULL,
    known_until bigint CHECK (known_until >= known_at), -- NULL: current
    deleted     boolean NOT NULL,
    base        text NOT NULL CHECK (length(base) BETWEEN 3 AND 8),
    quote       text NOT NULL CHECK (length(quote) BETWEEN 3 AND 8),
    date        date NOT NULL,
    rate        numeric NOT NULL CHECK (rate > 0),
    source      text NOT NULL,
    import_id   uuid REFERENCES imports (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (id, revision),
    CHECK (base <> quote)
);
-- One series per pair: its days in order, with their revisions.
CREATE UNIQUE INDEX fx_rates_by_pair ON fx_rates (base, quote, date, revision, id);
CREATE UNIQUE INDEX fx_rates_current ON fx_rates (base, quote, date) WHERE known_until IS NULL;
CREATE INDEX fx_rates_by_date ON fx_rates (date, id);
CREATE INDEX fx_rates_by_import ON fx_rates (import_id) WHERE import_id IS NOT NULL;

-- A correction is a new revision: of a stored one only its end may be set, once.
CREATE FUNCTION fx_rates_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.known_until IS NULL AND NEW.known_until IS NOT NULL
        AND (to_jsonb(NEW) - 'known_until') = (to_jsonb(OLD) - 'known_until') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'fx_rates keeps its revisions' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER fx_rates_never_overwritten BEFORE UPDATE OR DELETE ON fx_rates
    FOR EACH ROW EXECUTE FUNCTION fx_rates_keep();
