-- Runs of a strategy over the past, with everything needed to repeat them: settings hold the strategy as it was.
--
-- `strategy_id` says of which strategy a run is a trial, and is no foreign key on purpose. A strategy may be deleted; then
-- an ON DELETE SET NULL would change back-tests without an event in the trail, would forget how often the strategy was
-- tried, and undoing the deletion would not bring it back. So nothing of a back-test changes when its strategy goes, and
-- all is as it was when it comes back. That the strategy is gone, a reader finds by looking.
CREATE TABLE backtests (
    id          uuid PRIMARY KEY,
    name        text NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 200),
    created_at  bigint NOT NULL,
    job_id      uuid REFERENCES jobs (id),
    strategy_id uuid, -- NULL: of no strategy that is kept
    period_from date NOT NULL,
    period_to   date NOT NULL,
    data_hash   text NOT NULL CHECK (length(data_hash) = 64),
    n_trials    bigint NOT NULL CHECK (n_trials >= 1),
    instruments jsonb NOT NULL,
    settings    jsonb NOT NULL,
    summary     jsonb NOT NULL,
    CHECK (period_from <= period_to)
);
CREATE INDEX backtests_by_age ON backtests (created_at, id);
CREATE INDEX backtests_by_strategy ON backtests (strategy_id, created_at, id) WHERE strategy_id IS NOT NULL;
CREATE INDEX backtests_by_job ON backtests (job_id) WHERE job_id IS NOT NULL;

-- The whole result of a run, as JSON under zstd. It is derived: the same settings over the same data give it again.
-- Therefore it has no trail and is in no archive, and after a deletion that was undone it is missing.
CREATE TABLE backtest_results (
    backtest_id uuid PRIMARY KEY REFERENCES backtests (id) ON DELETE CASCADE,
    n_bytes     bigint NOT NULL CHECK (n_bytes BETWEEN 1 AND 1073741824), -- unpacked
    content     bytea NOT NULL CHECK (length(content) BETWEEN 1 AND 268435456)
);
-- It is compressed already: neither try it again, nor unpack it to read a part.
ALTER TABLE backtest_results ALTER COLUMN content SET STORAGE EXTERNAL;
