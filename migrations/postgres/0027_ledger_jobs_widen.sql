-- Getting history from a source is work too.
ALTER TABLE jobs
    DROP CONSTRAINT jobs_kind_check,
    ADD CONSTRAINT jobs_kind_check CHECK (kind IN ('optimization', 'import', 'backup', 'restore_drill', 'walk_forward', 'stability', 'resampling', 'rebalancing', 'history'));
