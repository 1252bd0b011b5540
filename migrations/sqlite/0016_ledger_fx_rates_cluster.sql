-- Exchange rates lie in the order in which they are read: by pair and day. One tree instead of three, so that a
-- central bank's whole history comes in within a second. The rows of an import are found by its pairs and days; its
-- identity is no foreign key, because each new import would then be looked for in all of them.
CREATE TABLE fx_rates_clustered (
    id          TEXT NOT NULL,
    revision    INTEGER NOT NULL CHECK (revision > 0),
    known_at    INTEGER NOT NULL,
    known_until INTEGER CHECK (known_until >= known_at), -- NULL: current
    deleted     INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    base        TEXT NOT NULL CHECK (length(base) BETWEEN 3 AND 8),
    quote       TEXT NOT NULL CHECK (length(quote) BETWEEN 3 AND 8),
    date        TEXT NOT NULL CHECK (date(date) IS date),
    rate        TEXT NOT NULL CHECK (rate GLOB '[0-9]*' AND rate NOT GLOB '*[^0-9.]*' AND rate NOT GLOB '*.*.*' AND rate NOT GLOB '*.' AND CAST(rate AS REAL) > 0),
    source      TEXT NOT NULL,
    import_id   TEXT, -- of `imports`, which is never deleted from
    PRIMARY KEY (base, quote, date, revision),
    CHECK (base <> quote)
) STRICT, WITHOUT ROWID;
INSERT INTO fx_rates_clustered
SELECT id, revision, known_at, known_until, deleted, base, quote, date, rate, source, import_id
FROM fx_rates ORDER BY base, quote, date, revision;
DROP TABLE fx_rates;
ALTER TABLE fx_rates_clustered RENAME TO fx_rates;
-- The current revision of a rate; there is one at the most.
CREATE UNIQUE INDEX fx_rates_current ON fx_rates (id) WHERE known_until IS NULL;
CREATE INDEX fx_rates_by_date ON fx_rates (date, id);

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
