-- Market history as rows: a TimescaleDB hypertable where the server has the extension, else a partitioned table whose
-- yearly partitions are made when they are first written to.
-- The series there are: one instrument's bars of one size from one source.
CREATE TABLE bar_series (
    id            bigint PRIMARY KEY,
    instrument_id uuid NOT NULL,
    bar_size      text NOT NULL CHECK (bar_size IN ('1s', '1m', '5m', '15m', '30m', '1h', '4h', '1d')),
    source        text NOT NULL CHECK (length(source) BETWEEN 1 AND 80),
    first_at      bigint NOT NULL,
    last_at       bigint NOT NULL,
    n_bars        bigint NOT NULL CHECK (n_bars >= 0),
    changed_at    bigint NOT NULL,
    UNIQUE (instrument_id, bar_size, source),
    CHECK (n_bars = 0 OR last_at >= first_at)
);
CREATE INDEX bar_series_by_change ON bar_series (changed_at);

-- Imports whose bars are here; the start compares them with the ledger's log and adds what a crash left out.
CREATE TABLE bar_imports (
    import_id    uuid PRIMARY KEY,
    file_name    text NOT NULL,
    content_hash text NOT NULL CHECK (length(content_hash) = 64),
    at           bigint NOT NULL,
    added        bigint NOT NULL CHECK (added >= 0),
    revised      bigint NOT NULL CHECK (revised >= 0),
    unchanged    bigint NOT NULL CHECK (unchanged >= 0),
    refused      bigint NOT NULL CHECK (refused >= 0),
    logged       boolean NOT NULL
);
CREATE INDEX bar_imports_unlogged ON bar_imports (at) WHERE NOT logged;

CREATE TABLE market_data_timeseries (
    series_id   bigint NOT NULL,
    at          bigint NOT NULL, -- microseconds since 1970, UTC
    revision    bigint NOT NULL CHECK (revision > 0),
    known_at    bigint NOT NULL,
    known_until bigint CHECK (known_until >= known_at), -- NULL: current
    open        double precision CHECK (open >= 0),
    high        double precision CHECK (high >= 0),
    low         double precision CHECK (low >= 0),
    close       double precision NOT NULL CHECK (close >= 0),
    volume      double precision CHECK (volume >= 0),
    PRIMARY KEY (series_id, at, revision)
) PARTITION BY RANGE (at);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb') THEN
        CREATE EXTENSION IF NOT EXISTS timescaledb;
        -- A hypertable begins as a plain table.
        CREATE TABLE plain (LIKE market_data_timeseries INCLUDING ALL);
        DROP TABLE market_data_timeseries;
        ALTER TABLE plain RENAME TO market_data_timeseries;
        PERFORM create_hypertable('market_data_timeseries', 'at', chunk_time_interval => 31557600000000);
    END IF;
END $$;
ALTER TABLE market_data_timeseries ADD FOREIGN KEY (series_id) REFERENCES bar_series (id) ON DELETE CASCADE;
CREATE UNIQUE INDEX market_data_timeseries_current ON market_data_timeseries (series_id, at) WHERE known_until IS NULL;
