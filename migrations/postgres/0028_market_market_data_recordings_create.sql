-- What streamed in, as it was received: blocks of events of one instrument from one source, never revised.
CREATE TABLE market_data_recordings (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    instrument_id uuid NOT NULL,
    source        text NOT NULL CHECK (length(source) BETWEEN 1 AND 16),
    first_at      bigint NOT NULL, -- receipt, microseconds since 1970, UTC
    last_at       bigint NOT NULL CHECK (last_at >= first_at),
    n_events      bigint NOT NULL CHECK (n_events > 0),
    payload       bytea NOT NULL
);
CREATE INDEX market_data_recordings_by_time ON market_data_recordings (instrument_id, source, first_at);
CREATE INDEX market_data_recordings_by_age ON market_data_recordings (last_at);
