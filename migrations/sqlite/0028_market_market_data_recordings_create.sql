-- What streamed in, as it was received: blocks of events of one instrument from one source, never revised.
CREATE TABLE market_data_recordings (
    id            INTEGER PRIMARY KEY,
    instrument_id TEXT NOT NULL,
    source        TEXT NOT NULL CHECK (length(source) BETWEEN 1 AND 16),
    first_at      INTEGER NOT NULL, -- receipt, microseconds since 1970, UTC
    last_at       INTEGER NOT NULL CHECK (last_at >= first_at),
    n_events      INTEGER NOT NULL CHECK (n_events > 0),
    payload       BLOB NOT NULL
) STRICT;
CREATE INDEX market_data_recordings_by_time ON market_data_recordings (instrument_id, source, first_at);
CREATE INDEX market_data_recordings_by_age ON market_data_recordings (last_at);
