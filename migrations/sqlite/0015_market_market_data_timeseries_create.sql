-- Market history as compressed column blocks of about 4096 bars (crates/bars, codec), revised as a whole: a correction
-- is a new revision of its block. A series' current blocks do not overlap.
-- The series there are: one instrument's bars of one size from one source.
CREATE TABLE bar_series (
    id            INTEGER PRIMARY KEY,
    instrument_id TEXT NOT NULL,
    bar_size      TEXT NOT NULL CHECK (bar_size IN ('1s', '1m', '5m', '15m', '30m', '1h', '4h', '1d')),
    source        TEXT NOT NULL CHECK (length(source) BETWEEN 1 AND 80),
    first_at      INTEGER NOT NULL,
    last_at       INTEGER NOT NULL,
    n_bars        INTEGER NOT NULL CHECK (n_bars >= 0),
    changed_at    INTEGER NOT NULL,
    UNIQUE (instrument_id, bar_size, source),
    CHECK (n_bars = 0 OR last_at >= first_at)
) STRICT;
CREATE INDEX bar_series_by_change ON bar_series (changed_at);

-- Imports whose bars are here; the start compares them with the ledger's log and adds what a crash left out.
CREATE TABLE bar_imports (
    import_id    TEXT PRIMARY KEY,
    file_name    TEXT NOT NULL,
    content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
    at           INTEGER NOT NULL,
    added        INTEGER NOT NULL CHECK (added >= 0),
    revised      INTEGER NOT NULL CHECK (revised >= 0),
    unchanged    INTEGER NOT NULL CHECK (unchanged >= 0),
    refused      INTEGER NOT NULL CHECK (refused >= 0),
    logged       INTEGER NOT NULL CHECK (logged IN (0, 1))
) STRICT;
CREATE INDEX bar_imports_unlogged ON bar_imports (at) WHERE NOT logged;

CREATE TABLE market_data_timeseries (
    series_id   INTEGER NOT NULL REFERENCES bar_series (id) ON DELETE CASCADE,
    first_at    INTEGER NOT NULL,
    revision    INTEGER NOT NULL CHECK (revision > 0),
    last_at     INTEGER NOT NULL CHECK (last_at >= first_at),
    n_bars      INTEGER NOT NULL CHECK (n_bars > 0),
    known_at    INTEGER NOT NULL,
    known_until INTEGER CHECK (known_until >= known_at), -- NULL: current
    payload     BLOB NOT NULL,
    PRIMARY KEY (series_id, first_at, revision)
) STRICT;
CREATE UNIQUE INDEX market_data_timeseries_current ON market_data_timeseries (series_id, first_at)
    WHERE known_until IS NULL;

-- The newest bars of a series, one a row, until there are enough for a block.
CREATE TABLE market_data_open_bars (
    series_id   INTEGER NOT NULL REFERENCES bar_series (id) ON DELETE CASCADE,
    at          INTEGER NOT NULL,
    revision    INTEGER NOT NULL CHECK (revision > 0),
    known_at    INTEGER NOT NULL,
    known_until INTEGER CHECK (known_until >= known_at), -- NULL: current
    open        REAL CHECK (open >= 0),
    high        REAL CHECK (high >= 0),
    low         REAL CHECK (low >= 0),
    close       REAL NOT NULL CHECK (close >= 0),
    volume      REAL CHECK (volume >= 0),
    PRIMARY KEY (series_id, at, revision)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX market_data_open_bars_current ON market_data_open_bars (series_id, at) WHERE known_until IS NULL;
