-- Exchange rates: units of `quote` for one `base` on a day, in revisions.
CREATE TABLE fx_rates (
    id          TEXT NOT NULL,
    revision    INTEGER NOT NULL CHECK (revision > 0),
    known_at    INTEGER NOT NULL,
    known_until INTEGER CHECK (known_until >= known_at), -- NULL: current
    deleted     INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    base        TEXT NOT NULL CHECK (length(base) BETWEEN 3 AND 8),
    quote       TEXT NOT NULL CHECK (length(quote) BETWEEN 3 AND 8),
    date        TEXT NOT NULL CHECK (date(date) IS date),
    rate        TEXT NOT NULL CHECK (ltrim(rate, '-') GLOB '[0-9]*' AND ltrim(rate, '-') NOT GLOB '*[^0-9.]*' AND rate NOT GLOB '*.*.*' AND rate NOT GLOB '--*' AND rate NOT GLOB '*.' AND CAST(rate AS REAL) > 0),
    source      TEXT NOT NULL,
    import_id   TEXT REFERENCES imports (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (id, revision),
    CHECK (base <> quote)
) STRICT, WITHOUT ROWID;
-- One series per pair: its days in order, with their revisions.
CREATE UNIQUE INDEX fx_rates_by_pair ON fx_rates (base, quote, date, revision, id);
CREATE UNIQUE INDEX fx_rates_current ON fx_rates (base, quote, date) WHERE known_until IS NULL;
CREATE INDEX fx_rates_by_date ON fx_rates (date, id);
CREATE INDEX fx_rates_by_import ON fx_rates (import_id) WHERE import_id IS NOT NULL;

-- A correction is a new revision: of a stored one only its end may be set, once.
CREATE TRIGGER fx_rates_never_overwritten BEFORE UPDATE ON fx_rates
WHEN OLD.known_until IS NOT NULL OR NEW.known_until IS NULL
  OR NEW.id IS NOT OLD.id
  OR NEW.revision IS NOT OLD.revision
  OR NEW.known_at IS NOT OLD.known_at
  OR NEW.deleted IS NOT OLD.deleted
  OR NEW.base IS NOT OLD.base
  OR NEW.quote IS NOT OLD.quote
  OR NEW.date IS NOT OLD.date
  OR NEW.rate IS NOT OLD.rate
  OR NEW.source IS NOT OLD.source
  OR NEW.import_id IS NOT OLD.import_id
BEGIN
    SELECT RAISE(ABORT, 'fx_rates keeps its revisions');
END;
CREATE TRIGGER fx_rates_never_deleted BEFORE DELETE ON fx_rates
BEGIN
    SELECT RAISE(ABORT, 'fx_rates keeps its revisions');
END;
