-- Back-tests keep where their gain came from: by instrument, sector, currency, decision and factor.
--
-- What is of a back-test is derived from its result, as `backtest_results` is. Therefore it has no trail, is in no archive, and goes with its back-test.
ALTER TABLE performance_attribution
    ADD COLUMN backtest_id uuid REFERENCES backtests (id) ON DELETE CASCADE, -- NULL: of no back-test
    DROP CONSTRAINT performance_attribution_method_check,
    ADD CONSTRAINT performance_attribution_method_check
        CHECK (method IN ('brinson_fachler', 'factor', 'contribution', 'asset', 'sector', 'currency', 'decision')),
    ADD CONSTRAINT performance_attribution_backtest_check CHECK (backtest_id IS NULL OR account_id IS NULL);
CREATE UNIQUE INDEX performance_attribution_by_backtest ON performance_attribution (backtest_id, method) WHERE backtest_id IS NOT NULL;
