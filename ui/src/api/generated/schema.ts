// Generated from openapi.json by `npm run codegen`. Not to be edited.

export interface paths {
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A list in pages. */
        get: operations["list_accounts"];
        put?: never;
        /** Creates an account. */
        post: operations["create_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One account. */
        get: operations["get_account"];
        put?: never;
        post?: never;
        /** Deletes an account. */
        delete: operations["delete_account"];
        options?: never;
        head?: never;
        /** Changes an account: a JSON merge patch of its fields. */
        patch: operations["update_account"];
        trace?: never;
    };
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Alerts, newest first. */
        get: operations["list_alerts"];
        put?: never;
        /** Makes an alert, out of words or a rule. It watches from now on: nothing before counts. */
        post: operations["create_alert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/backtest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** When an alert rule would have fired on the daily bars there are; nothing is kept. */
        post: operations["alert_backtest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom firings of one alert, or of all, had to reach and what became of it, the latest due first. */
        get: operations["list_alert_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to one alert, or to all, last seen first. */
        get: operations["list_alert_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tells alerts at once what came, as happens by itself, and gives those that are firing. */
        post: operations["look_at_alerts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One alert. */
        get: operations["get_alert"];
        put?: never;
        post?: never;
        /** Deletes an alert with its history. */
        delete: operations["delete_alert"];
        options?: never;
        head?: never;
        /**
         * Changes an alert: a JSON merge patch of its fields, in which `rule` and `escalation` are replaced as a whole and `words` take
         *     the place of the rule. Another rule, and an alert that is switched on again, begins anew.
         */
        patch: operations["update_alert"];
        trace?: never;
    };
    "/api/v1/alerts/{id}/act": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Acknowledges, resolves or snoozes an alert, or arms it again. */
        post: operations["act_on_alert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Splits the difference from a benchmark into allocation, selection and interaction by sector, linked over the periods sent. */
        post: operations["attribution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Back-tests, newest first. */
        get: operations["list_backtests"];
        put?: never;
        /** Starts a back-test; the job's result has its `backtest_id`. */
        post: operations["create_backtest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One back-test with everything needed to repeat it. */
        get: operations["get_backtest"];
        put?: never;
        post?: never;
        /** Deletes a back-test with its result. */
        delete: operations["delete_backtest"];
        options?: never;
        head?: never;
        /** Renames a back-test. */
        patch: operations["rename_backtest"];
        trace?: never;
    };
    "/api/v1/backtests/{id}/attribution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the gain of a run came from: by decision, instrument, sector, currency, and by its benchmark. */
        get: operations["backtest_attribution"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests/{id}/fills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A stretch of the fills of a run. */
        get: operations["backtest_fills"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests/{id}/gap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why a run on paper brought something else than a back-test of the same instruments: the difference in parts, and by order. */
        get: operations["backtest_gap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests/{id}/look_ahead": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs the strategy again over bars whose future is cut off or changed, and tells whether its past changed with it. */
        post: operations["backtest_look_ahead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests/{id}/monte_carlo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Histories that might have been: bands of equity and of each figure, and the probability of ruin. */
        get: operations["backtest_monte_carlo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests/{id}/parameter_noise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs a back-test again and again with parameters near its own: how far each figure moves with them. */
        get: operations["backtest_parameter_noise"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests/{id}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a run gave: the curve thinned, figures with their conventions, costs, attribution, what is open, what looks wrong. */
        get: operations["backtest_result"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests/{id}/round_trips": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A stretch of the round trips of a run. */
        get: operations["backtest_round_trips"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests/{id}/significance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether chance could have made a run, by the number of trials of its strategy that were counted. */
        get: operations["backtest_significance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests/{id}/taxes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What taxes would take of a run, year by year: by holding period, with wash sales and losses that are carried on. */
        get: operations["backtest_taxes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests/{id}/tear-sheet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tear sheet of a run as one page to read and print. */
        get: operations["backtest_tear_sheet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The backups of the workspace, newest first. */
        get: operations["list_backups"];
        put?: never;
        /** Makes a verified backup: a job whose result is a `BackupView`. */
        post: operations["create_backup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backups/{id}/drill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restores a backup into a scratch folder and compares: a job whose result is a `DrillReport`. */
        post: operations["drill_backup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backups/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a backup in place of the open workspace's files, which are kept. */
        post: operations["restore_backup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bars/{instrument_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Bars of an instrument, oldest first. Binary columns: `at` (i64 µs), `open`, `high`, `low`, `close`, `volume`. */
        get: operations["bars"];
        put?: never;
        /** Enters a bar by hand, in place of what is there on its day. */
        post: operations["put_bar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bars/{instrument_id}/{date}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Removes the bar of a day. */
        delete: operations["delete_bar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The audit trail, newest first. */
        get: operations["list_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undoes one change; refused with `undo_conflict` when later changes of the same object stand in the way. */
        post: operations["undo_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/charts/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A chart of an instrument as a picture. */
        get: operations["chart_png"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/data-health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is missing, stale or refused, and where to mend it. */
        get: operations["data_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/diagnostics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A text to send with a question, without secrets and without amounts. */
        get: operations["diagnostics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drawings/{instrument_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is drawn on the chart of an instrument. */
        get: operations["get_drawings"];
        /** Replaces what is drawn on the chart of an instrument. */
        put: operations["put_drawings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a figure comes from, down to lots, prices and rates. */
        get: operations["explain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that the workspace holds, as one JSON document. `POST /imports` with the kind `archive` takes it into an empty
         *     workspace. An answer that breaks off is not whole.
         */
        get: operations["export_archive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One noun as CSV (RFC 4180): `accounts.csv`, `instruments.csv`, `transactions.csv`, `fx_rates.csv`, `prices.csv`, `lots.csv`
         *     or `targets.csv`. A cell that a spreadsheet would calculate has an apostrophe before it.
         */
        get: operations["export_csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fx-rates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A list in pages. */
        get: operations["list_fx_rates"];
        put?: never;
        /** Creates an exchange rate. */
        post: operations["create_fx_rate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fx-rates/pairs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The pairs that have rates, and for which days. */
        get: operations["fx_pairs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fx-rates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One exchange rate. */
        get: operations["get_fx_rate"];
        put?: never;
        post?: never;
        /** Deletes an exchange rate. */
        delete: operations["delete_fx_rate"];
        options?: never;
        head?: never;
        /** Changes an exchange rate: a JSON merge patch of its fields. */
        patch: operations["update_fx_rate"];
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server answers. */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hedges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ranks hedges of the holdings sent by what they leave and cost. */
        post: operations["hedges"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/histories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gets, compares or mends history, as a job whose result is a `HistoryReport`. */
        post: operations["begin_history"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/histories/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is stored of every series, with its source. */
        get: operations["coverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Imports done, newest first. */
        get: operations["list_imports"];
        put?: never;
        /** Imports a file: a job whose result is an `ImportReport`. */
        post: operations["create_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a file would bring. Nothing is written. */
        post: operations["preview_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One import with its report. */
        get: operations["get_import"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every technical indicator and candlestick pattern with its parameters, inputs and outputs. */
        get: operations["indicator_catalogue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/indicators/{instrument_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Indicators over the daily bars of an instrument. */
        post: operations["indicators"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/instruments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A list in pages. */
        get: operations["list_instruments"];
        put?: never;
        /** Creates an instrument. */
        post: operations["create_instrument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/instruments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One instrument. */
        get: operations["get_instrument"];
        put?: never;
        post?: never;
        /** Deletes an instrument. */
        delete: operations["delete_instrument"];
        options?: never;
        head?: never;
        /** Changes an instrument: a JSON merge patch of its fields. */
        patch: operations["update_instrument"];
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Jobs, newest first. */
        get: operations["list_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One job. */
        get: operations["get_job"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks a job to stop; it stops soon after. */
        post: operations["cancel_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open lots with their value, and closed ones with their gain. */
        get: operations["lots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Works out every figure of the returns sent, each with its convention and, where it is undefined, the reason. */
        post: operations["metrics"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/moments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Estimates expected returns and covariance of the prices, returns or covariance sent. The answer's assets, expected returns and
         *     covariance are the fields of an optimization request.
         */
        post: operations["estimate_moments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/news": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** News, the newest first. */
        get: operations["news"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ways, and which of their secrets are kept. */
        get: operations["get_notifications"];
        /** Replaces the ways, all of them. */
        put: operations["put_notifications"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/secrets/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keeps a secret of the ways and says where, or forgets it. It is never shown again. */
        put: operations["put_notification_secret"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a message to try a way out, with the settings that are given; nothing is kept. */
        post: operations["test_notification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document. */
        get: operations["openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/optimizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Saved runs, newest first. */
        get: operations["list_optimizations"];
        put?: never;
        /** Starts a run that is saved; the job's result has its `optimization_id`. */
        post: operations["create_optimization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/optimizations/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why the weights of two saved runs differ: data, constraints and objective replaced one after the other. */
        get: operations["optimization_changes"];
        put?: never;
        /** The same for two questions that are saved nowhere. */
        post: operations["question_changes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/optimizations/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Saved runs side by side with what is held. */
        get: operations["compare_optimizations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/optimizations/correlations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Correlations of a universe with the tree of its clusters, rows and columns in the order of the leaves. */
        post: operations["correlations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/optimizations/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Solves over stored prices at once and saves nothing. Estimates are kept until something changes, so that a limit can be dragged. */
        post: operations["preview_optimization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/optimizations/resampling": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Starts an optimization over histories that might have been; the job's result is a `ResamplingResult`. */
        post: operations["resampling"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/optimizations/solve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Solves at once and saves nothing; with `frontier_points` the frontier and its tangency portfolio come along. */
        post: operations["solve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/optimizations/stability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Starts an optimization under small changes of its inputs; the job's result is a `StabilityResult`. */
        post: operations["stability"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/optimizations/universe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Estimated moments of instruments over dates, and today's portfolio within them. */
        get: operations["universe"];
        put?: never;
        /** The same with every setting of the estimators, for long lists of instruments. */
        post: operations["universe_of"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/optimizations/walk-forward": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Starts a comparison with equal weights over the past; the job's result is a `WalkForwardResult`. */
        post: operations["walk_forward"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/optimizations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A saved run. */
        get: operations["get_optimization"];
        put?: never;
        post?: never;
        /** Deletes a saved run. */
        delete: operations["delete_optimization"];
        options?: never;
        head?: never;
        /** Renames a saved run. */
        patch: operations["rename_optimization"];
        trace?: never;
    };
    "/api/v1/paper-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The runs that go on, the oldest first, each as it stands at this moment. Those that have ended are back-tests. */
        get: operations["list_paper_runs"];
        put?: never;
        /** Begins a run: the strategy hears of everything from now on. It is kept as a back-test of the same identity. */
        post: operations["start_paper_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/paper-runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A run that goes on, as it stands at this moment. */
        get: operations["get_paper_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/paper-runs/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a run and keeps it. What it holds stays as it is. */
        post: operations["stop_paper_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/performance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Value, time-weighted index and benchmark day by day. Binary columns: `at` (i64 µs), `value`, `invested`, `twr_index`,
         *     `benchmark`.
         */
        get: operations["performance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/performance/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The returns of a period without its days. */
        get: operations["performance_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portfolio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The portfolio on a day. */
        get: operations["portfolio"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portfolio/hedges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hedges of what the workspace holds today with funds that it does not hold. */
        get: operations["portfolio_hedges"];
        put?: never;
        /** Hedges of what the workspace holds today, by the settings of a question. */
        post: operations["ask_portfolio_hedges"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portfolio/risk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Risk of what the workspace holds today. */
        get: operations["portfolio_risk"];
        put?: never;
        /** Risk of what the workspace holds today, by the settings of a question. */
        post: operations["ask_portfolio_risk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portfolio/stress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What every crisis of the catalogue would do to what the workspace holds today. */
        get: operations["portfolio_stress"];
        put?: never;
        /** What the crises and shocks of a question would do to what the workspace holds today. */
        post: operations["ask_portfolio_stress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The providers, their settings, keys and budgets, and how they do. */
        get: operations["get_providers"];
        /** Replaces the settings of providers, all of them. Connections begin anew. */
        put: operations["put_providers"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/providers/keys/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keeps a key and says where, or forgets it. It is never shown again. */
        put: operations["put_provider_key"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/providers/{source}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a connection that waits, or has stopped, try again now. */
        post: operations["retry_provider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/providers/{source}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks a provider something small. That it does not answer is told in the answer. */
        post: operations["test_provider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quotes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last prices with their age, the close before, and the ranges of day and year. */
        get: operations["quotes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quotes/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is wrong with what streams in, what was, and what was refused with its reason. */
        get: operations["incidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quotes/{instrument_id}/depth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The best levels of an instrument's order book. */
        get: operations["depth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quotes/{instrument_id}/tape": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last trades of an instrument, the newest first. */
        get: operations["tape"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rebalancings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rebalancings, newest first. */
        get: operations["list_rebalancings"];
        put?: never;
        /** Plans once more and keeps the plan as a proposal. A plan that is not the one that was looked at is refused with 409. */
        post: operations["create_rebalancing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rebalancings/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Looks whether a rebalancing is due, and keeps a proposal when it is. */
        post: operations["check_rebalancing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rebalancings/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Plans the trades from lots, prices, taxes and costs towards a target, all of which the request brings along. */
        post: operations["plan_rebalancing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rebalancings/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Plans the trades of the workspace towards a target: lots, cash, prices, rates and taxes come out of its books. Changes nothing. */
        post: operations["preview_rebalancing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rebalancings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One rebalancing: why it became due, weights before and after, trades, cost, tax, and who decided. */
        get: operations["get_rebalancing"];
        put?: never;
        post?: never;
        /** Deletes a rebalancing. */
        delete: operations["delete_rebalancing"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rebalancings/{id}/orders.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The orders as CSV (RFC 4180): an order a line, sales first, with the lots that each sale names. */
        get: operations["get_rebalancing_orders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rebalancings/{id}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approves a proposal, dismisses it, or notes an approved one as done. Approving plans once more: when prices or holdings have
         *     moved so that the plan is another one, it is refused with 409.
         */
        post: operations["step_rebalancing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be replayed, and what is. */
        get: operations["replays"];
        put?: never;
        /** Begins a replay in place of what is looked at. Nothing of it is kept, and no alert hears of it. */
        post: operations["begin_replay"];
        /** Ends the replay: what streams is looked at again. */
        delete: operations["end_replay"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replays/act": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Plays, pauses, steps, or goes to a time. */
        post: operations["act_on_replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replays/bars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs a replay to its end beside everything else, as fast as possible, and gives the bars that were made of it. */
        post: operations["replay_bars"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replays/bars/{instrument_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Bars of an instrument that the replay has made so far, oldest first, and nothing of later than the replay's time. Binary columns as of
         *     `/bars`.
         */
        get: operations["replay_past"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/returns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns of the whole and of its parts, with what each contributed. */
        get: operations["returns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/risk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Works out value at risk by every method, contributions, factors, correlations, concentration and liquidity of the holdings sent. */
        post: operations["risk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Schedules, newest first. */
        get: operations["list_schedules"];
        put?: never;
        /** Creates a schedule. It begins now: nothing before counts as missed. */
        post: operations["create_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The next occurrences of a recurrence, and its sentence in English; nothing is kept. */
        post: operations["preview_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One schedule. */
        get: operations["get_schedule"];
        put?: never;
        post?: never;
        /** Deletes a schedule with the record of what it did. */
        delete: operations["delete_schedule"];
        options?: never;
        head?: never;
        /**
         * Changes a schedule: a JSON merge patch of its fields, in which `schedule` and `action` are replaced as a whole. Another
         *     recurrence, and one that is switched on again, begins now.
         */
        patch: operations["update_schedule"];
        trace?: never;
    };
    "/api/v1/schedules/{id}/occurrences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a schedule did, the latest first: its occurrences, and what was begun by hand. */
        get: operations["list_schedule_occurrences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Does at once what a schedule does, also when it is switched off: a job. */
        post: operations["run_schedule_now"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sealed-file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether keys and other secrets go to a keychain or to the sealed file, and how that is. */
        get: operations["get_sealed_file"];
        /** Opens the sealed file until the program ends, or makes it where there is none and no keychain is running. The passphrase is not kept. */
        put: operations["unlock_sealed_file"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sealed-file/passphrase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Gives the sealed file another passphrase. Neither is kept. */
        put: operations["put_passphrase"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The settings of the workspace. */
        get: operations["settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes settings: a JSON merge patch of [`Settings`]. */
        patch: operations["update_settings"];
        trace?: never;
    };
    "/api/v1/significance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tests whether chance could have made the returns sent, counting how many strategies were tried. */
        post: operations["significance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/strategies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Strategies that are kept, newest first. */
        get: operations["list_strategies"];
        put?: never;
        /** Keeps a strategy; a script may be half written. */
        post: operations["create_strategy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/strategies/catalogue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every kind of strategy with its words and parameters, and scripts to begin with. */
        get: operations["strategy_catalogue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/strategies/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whether a description makes a strategy, and what it can be asked for. A script that does not compile is an answer with its line. */
        post: operations["check_strategy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/strategies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One strategy. */
        get: operations["get_strategy"];
        /** Puts another name and description in the place of a strategy's. */
        put: operations["replace_strategy"];
        post?: never;
        /** Deletes a strategy; its back-tests stay. */
        delete: operations["delete_strategy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events and market data, one JSON text a frame, as a WebSocket. */
        get: operations["stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/streams/{stream_id}/watch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replaces what a stream watches. Its identity is what the stream begins with. */
        put: operations["watch_stream"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replays crises, shocks the holdings sent, and looks for what would lose a given part. */
        post: operations["stress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The portfolio as one page to read and print. */
        get: operations["summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sweeps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sweeps, newest first. */
        get: operations["list_sweeps"];
        put?: never;
        /** Starts a sweep; the job's result has its `sweep_id`. One that is cancelled keeps the trials that were made. */
        post: operations["create_sweep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sweeps/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One sweep with its trials and the verdict on it. */
        get: operations["get_sweep"];
        put?: never;
        post?: never;
        /** Deletes a sweep with its trials. */
        delete: operations["delete_sweep"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sweeps/{id}/heat_map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A figure over two parameters. */
        get: operations["sweep_heat_map"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sweeps/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Goes on with a sweep that was stopped. */
        post: operations["resume_sweep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Targets, newest first. */
        get: operations["list_targets"];
        put?: never;
        /** Creates a target. */
        post: operations["create_target"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/targets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One target. */
        get: operations["get_target"];
        put?: never;
        post?: never;
        /** Deletes a target. */
        delete: operations["delete_target"];
        options?: never;
        head?: never;
        /** Changes a target: a JSON merge patch of its fields, in which weights are replaced as a whole. */
        patch: operations["update_target"];
        trace?: never;
    };
    "/api/v1/taxes/harvest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Losses that are worth taking today, what stands against each, and what to hold instead. */
        get: operations["harvest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/taxes/lots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open lots of taxable accounts with what earlier losses added to their cost, and since when they count as held. */
        get: operations["tax_lots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/taxes/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is taxed and how. */
        get: operations["get_tax_profile"];
        /** Changes who is taxed and how: the whole profile. */
        put: operations["put_tax_profile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/taxes/rules/{jurisdiction}/{year}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The law of a place and tax year as it is built in: to read, or to start rules of one's own from. */
        get: operations["tax_rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/taxes/years": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tax years whose rules are known, and those in which something was realized. */
        get: operations["tax_years"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/taxes/years/{year}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A tax year: gains by lot with what wash sales change, losses carried on, the tax. */
        get: operations["tax_year"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A list in pages. */
        get: operations["list_transactions"];
        put?: never;
        /** Creates a transaction. */
        post: operations["create_transaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transactions/window": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A stretch of the list as a table shows it: narrowed, ordered and counted by the server. */
        get: operations["window_of_transactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transactions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One transaction. */
        get: operations["get_transaction"];
        put?: never;
        post?: never;
        /** Deletes a transaction. */
        delete: operations["delete_transaction"];
        options?: never;
        head?: never;
        /** Changes a transaction: a JSON merge patch of its fields. */
        patch: operations["update_transaction"];
        trace?: never;
    };
    "/api/v1/transactions/{id}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All revisions of a transaction, first to last. */
        get: operations["transaction_revisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undoes the last change that can be undone. */
        post: operations["undo_last"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins an upload. */
        post: operations["create_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where an upload stands, to resume it. */
        get: operations["get_upload"];
        /** Writes a chunk of at most 4 MiB. A chunk sent again is taken as it is; one that leaves a hole is refused. */
        put: operations["append_upload"];
        post?: never;
        /** Removes an upload. */
        delete: operations["delete_upload"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watchlists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The watchlists. Before anybody made one there is a list of what is held and one of everything else. */
        get: operations["get_watchlists"];
        /** Replaces the watchlists, all of them. */
        put: operations["put_watchlists"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The open workspace. */
        get: operations["workspace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workspaces opened before, latest first. */
        get: operations["list_workspaces"];
        put?: never;
        /** Creates a workspace, empty or with the sample, and opens it. */
        post: operations["create_workspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Opens another workspace in place of the open one. */
        post: operations["open_workspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An account of the workspace. */
        Account: components["schemas"]["AccountFields"] & {
            /** @description Its identity. */
            id: components["schemas"]["AccountId"];
        };
        /** @description Cash of an account. */
        AccountAfter: {
            /** @description The account. */
            account: string;
            /** @description After them. */
            cash_after: string;
            /** @description Its cash in the base currency before the trades, with what flows in or out. */
            cash_before: string;
            /** @description By currency. */
            currencies: components["schemas"]["CurrencyCash"][];
        };
        /** @description What a person says of an account. */
        AccountFields: {
            /**
             * Format: date
             * @description When it was closed.
             */
            closed_on?: string | null;
            /** @description The currency in which it reports; it may hold cash in others. */
            currency: components["schemas"]["Currency"];
            /** @description The bank or broker. */
            institution?: string | null;
            /** @description How it is taxed. */
            kind: components["schemas"]["AccountKind"];
            /** @description How sales close lots, ascending by day; first in, first out where nothing is said. */
            lot_rules?: components["schemas"]["LotRule"][];
            /** @description Its name, unique in a workspace. */
            name: string;
            /** @description A note. */
            note?: string | null;
            /** @description The number there, as far as the user wants it here. */
            number?: string | null;
            /**
             * Format: date
             * @description When it was opened.
             */
            opened_on?: string | null;
            /** @description Whose it is, where the workspace keeps accounts of several people: pools and wash sales go by person and household. */
            owner?: string | null;
            /** @description What fees and taxes of trades are to the lots. */
            trade_costs?: components["schemas"]["TradeCosts"];
        };
        /**
         * Format: uuid
         * @description Of an account.
         */
        AccountId: string;
        /**
         * @description How an account is taxed.
         * @enum {string}
         */
        AccountKind: "taxable" | "tax_deferred" | "tax_free" | "paper";
        /** @description What an account may do with borrowed money. */
        AccountMode: {
            /** @enum {string} */
            mode: "cash";
        } | {
            /** @description 0.5 for half; 1 for no borrowed money, but short sales. */
            initial: string;
            /** @description 0.25 for a quarter; not above `initial`. 0 for an account that is never called, as some programs' are. */
            maintenance: string;
            /** @enum {string} */
            mode: "margin";
        };
        /** @description On whose behalf a use case runs. Every use case takes one and asks `authorize` with it. */
        Actor: {
            /** @enum {string} */
            kind: "local_owner";
        } | {
            /** @enum {string} */
            kind: "user";
            /** @description Their name. */
            name: string;
        } | {
            /** @enum {string} */
            kind: "api_key";
            /** @description The key's public prefix. */
            prefix: string;
        } | {
            /** @description Which job. */
            job: string;
            /** @enum {string} */
            kind: "schedule";
        };
        /**
         * @description Whether splits and dividends are worked into prices.
         * @enum {string}
         */
        Adjustment: "raw" | "adjusted";
        /** @description A run after taxes, in the currency of its account. */
        AfterTax: {
            /** @description Gain of the run before taxes; null while equity at the end is not known. */
            gain?: string | null;
            /** @description The same after them. */
            gain_after_tax?: string | null;
            /** @description Gain of what is still open: not taxed yet. Null while a price or a rate is not known. */
            open_gain?: string | null;
            /** @description What is due in all years. */
            tax: string;
            /** @description Each year in which something was sold. */
            years: components["schemas"]["BacktestTaxYear"][];
        };
        /**
         * @description Who came to whom in a trade.
         * @enum {string}
         */
        Aggressor: "buyer" | "seller";
        /** @description What a person does with an alert. */
        AlertAct: {
            /** @enum {string} */
            act: "acknowledge";
        } | {
            /** @enum {string} */
            act: "resolve";
        } | {
            /** @enum {string} */
            act: "snooze";
            /** @description Until then. */
            until: components["schemas"]["Timestamp"];
        } | {
            /** @enum {string} */
            act: "rearm";
        };
        /** @description What a person does with an alert. */
        AlertActQuestion: components["schemas"]["AlertAct"] & {
            /** @description Why, in their words. */
            note?: string | null;
        };
        /** @description What a rule would have done. */
        AlertBacktest: {
            /** @description What daily bars do not tell, in sentences. */
            cannot_tell: string[];
            /** @description When it would have fired, oldest first, taken as armed again after each firing. */
            firings: components["schemas"]["AlertFiring"][];
            /** @description What it must be told to be decided. */
            needs: components["schemas"]["AlertNeed"][];
            /** @description The rule. */
            rule: components["schemas"]["AlertRule"];
            /** @description The bars that it was tried on, of each instrument. */
            tried_on: components["schemas"]["TriedOn"][];
            /** @description Its sentence. */
            words: string;
        };
        /** @description A rule to try out, as a sentence or as JSON. */
        AlertBacktestQuestion: {
            /**
             * Format: date
             * @description Firings from this day on; from the first bar when nothing is said. Earlier bars warm indicators up.
             */
            from?: string | null;
            rule?: components["schemas"]["AlertRule"] | null;
            /**
             * Format: date
             * @description Firings to this day, included; to the last bar when nothing is said.
             */
            to?: string | null;
            /** @description Its sentence, such as `AAPL crosses above 150`; then without `rule`. */
            words?: string | null;
        };
        /** @description Where something is delivered to: a channel, and a person where it has several. */
        AlertChannel: {
            /** @description To whom. */
            person?: string | null;
            /** @description Which way, such as `desktop` or `mail`. */
            way: string;
        };
        /** @description A condition, in JSON tagged by `kind`. Percentages are written as a person says them: 5 is five per cent. */
        AlertCondition: {
            /** @description Of what. */
            instrument: components["schemas"]["InstrumentId"];
            /** @enum {string} */
            kind: "price";
            /** @description Which price; trades when left out. */
            of?: components["schemas"]["PriceOf"];
            /** @description What it must do. */
            test: components["schemas"]["AlertTest"];
        } | {
            /** @description Which way. */
            direction: components["schemas"]["AlertDirection"];
            /** @description Of what. */
            instrument: components["schemas"]["InstrumentId"];
            /** @enum {string} */
            kind: "move";
            /**
             * Format: double
             * @description By at least as many per cent.
             */
            percent: number;
            /**
             * Format: int32
             * @description Within how many seconds. Up to a sixtieth more is looked back, for time is divided into sixtieths.
             */
            within_s: number;
        } | {
            /** @description Which way. */
            direction: components["schemas"]["AlertDirection"];
            /** @description Of what. */
            instrument: components["schemas"]["InstrumentId"];
            /** @description Which bars. */
            interval: components["schemas"]["Interval"];
            /** @enum {string} */
            kind: "gap";
            /**
             * Format: double
             * @description By at least as many per cent of the close before.
             */
            percent: number;
        } | {
            /**
             * Format: int32
             * @description The average of how many bars; the present one is not among them.
             */
            average_bars: number;
            /** @description Of what. */
            instrument: components["schemas"]["InstrumentId"];
            /** @description Which bars. */
            interval: components["schemas"]["Interval"];
            /** @enum {string} */
            kind: "volume";
            /**
             * Format: double
             * @description More than so many times the average.
             */
            times: number;
        } | {
            /** @description Of what. */
            instrument: components["schemas"]["InstrumentId"];
            /** @description Which bars. */
            interval: components["schemas"]["Interval"];
            /** @enum {string} */
            kind: "series";
            /** @description Which series. */
            series: components["schemas"]["AlertSeries"];
            /** @description What it must do. */
            test: components["schemas"]["AlertTest"];
        } | {
            /** @description Of what. */
            instrument: components["schemas"]["InstrumentId"];
            /** @description Which bars. */
            interval: components["schemas"]["Interval"];
            /** @enum {string} */
            kind: "versus";
            /** @description The other. */
            other: components["schemas"]["AlertSeries"];
            /** @description How it must stand to the other. */
            relation: components["schemas"]["AlertRelation"];
            /** @description The series that moves. */
            series: components["schemas"]["AlertSeries"];
        } | {
            /** @description Of what. */
            instrument: components["schemas"]["InstrumentId"];
            /** @description Which bars. */
            interval: components["schemas"]["Interval"];
            /** @enum {string} */
            kind: "pattern";
            /** @description Which pattern, with its parameters. */
            pattern: components["schemas"]["IndicatorSpec"];
            /** @description Which way it points. */
            which: components["schemas"]["AlertPattern"];
        } | {
            /** @description Of what. */
            instrument: components["schemas"]["InstrumentId"];
            interval?: components["schemas"]["Interval"] | null;
            /** @enum {string} */
            kind: "line";
            /** @description The line, whose value is taken at the time of the price. */
            line: components["schemas"]["AlertLine"];
            /** @description How the price must stand to it: to both edges (inside, outside, enters, leaves) for a channel, else above, below or crossing. */
            relation: components["schemas"]["AlertRelation"];
        } | {
            /** @description The first. */
            first: components["schemas"]["InstrumentId"];
            /** @enum {string} */
            kind: "pair";
            /** @description What is made of the two. */
            made: components["schemas"]["AlertFromTwo"];
            /** @description The second. */
            second: components["schemas"]["InstrumentId"];
            /** @description What it must do. */
            test: components["schemas"]["AlertTest"];
        } | {
            instrument?: components["schemas"]["InstrumentId"] | null;
            /** @description Words or phrases, whole words in any case. */
            keywords: string[];
            /** @enum {string} */
            kind: "news";
            /** @description How many of them must be there. */
            which: components["schemas"]["AlertKeywords"];
        } | {
            /** @description Of what. */
            instrument: components["schemas"]["InstrumentId"];
            /** @enum {string} */
            kind: "sentiment";
            /** @description Whose. */
            provider: string;
            /** @description What it must do, on the provider's scale. */
            test: components["schemas"]["AlertTest"];
        } | {
            /** @description Which. */
            figure: components["schemas"]["AlertFigure"];
            /** @enum {string} */
            kind: "portfolio";
            /** @description Of which part, such as an account or an instrument, as whoever reckons the figure names it; the whole when left out. */
            subject?: string | null;
            /** @description What it must do, in the figure's unit. */
            test: components["schemas"]["AlertTest"];
        } | {
            /** @enum {string} */
            kind: "fact";
            /** @description Its name. */
            name: string;
            /** @description Of what, as its source names it; empty when left out. */
            subject?: string;
            /** @description What it must do. */
            test: components["schemas"]["AlertTest"];
        } | {
            /**
             * Format: int32
             * @description For how many seconds.
             */
            after_s: number;
            /** @description What should come. */
            data: components["schemas"]["AlertStreamed"];
            /** @description Of what. */
            instrument: components["schemas"]["InstrumentId"];
            /** @enum {string} */
            kind: "stale";
        } | {
            account?: components["schemas"]["AccountId"] | null;
            /** @description What. */
            event: components["schemas"]["AlertOrderEventKind"];
            instrument?: components["schemas"]["InstrumentId"] | null;
            /** @enum {string} */
            kind: "order";
        } | {
            /** @description Two or more. */
            all: components["schemas"]["AlertCondition"][];
            /** @enum {string} */
            kind: "and";
        } | {
            /** @description Two or more. */
            any: components["schemas"]["AlertCondition"][];
            /** @enum {string} */
            kind: "or";
        } | {
            /** @description Which. */
            condition: components["schemas"]["AlertCondition"];
            /** @enum {string} */
            kind: "not";
        };
        /** @description Somebody whom a firing had to reach, and what became of it. */
        AlertDeliveryView: {
            /** @description Of which alert. */
            alert_id: components["schemas"]["AlertId"];
            /**
             * Format: int32
             * @description How often it was tried.
             */
            attempts: number;
            /** @description Where to. */
            channel: components["schemas"]["AlertChannel"];
            /** @description From when on it was to be made. */
            due_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description Of which firing.
             */
            firing: number;
            next_try_at?: components["schemas"]["Timestamp"] | null;
            /** @description What the receiver said, such as the number of the message. */
            receipt?: string | null;
            /**
             * Format: int32
             * @description 0 for the first; reminders count on.
             */
            reminder: number;
            settled_at?: components["schemas"]["Timestamp"] | null;
            /** @description What became of it. */
            state: components["schemas"]["DeliveryState"];
            /** @description Why it did not leave, at the last attempt. */
            trouble?: string | null;
        };
        /**
         * @description Which way something goes.
         * @enum {string}
         */
        AlertDirection: "up" | "down" | "either";
        /** @description What follows from a step. */
        AlertEffect: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @enum {string} */
            effect: "fired";
            /**
             * Format: int64
             * @description The number of the firing, from 1.
             */
            epoch: number;
        } | {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description Who or what did it. */
            by: components["schemas"]["AlertMovedBy"];
            /** @enum {string} */
            effect: "moved";
            /** @description Before. */
            from: components["schemas"]["AlertState"];
            /** @description Now. */
            to: components["schemas"]["AlertState"];
        } | {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @enum {string} */
            effect: "held_back";
            /** @description Why not. */
            why: components["schemas"]["AlertHeldBack"];
        } | {
            /** @description When that was seen. */
            at: components["schemas"]["Timestamp"];
            /** @enum {string} */
            effect: "expired";
        };
        /** @description Who is told of a firing until somebody acknowledges it. */
        AlertEscalation: {
            quiet?: components["schemas"]["AlertQuietHours"] | null;
            /**
             * Format: int32
             * @description Minutes after which the last step is repeated; never when left out.
             */
            repeat_minutes?: number | null;
            /** @description In the order of their minutes. */
            steps: components["schemas"]["AlertEscalationStep"][];
        };
        /** @description A step of a plan. */
        AlertEscalationStep: {
            /**
             * Format: int32
             * @description Minutes after the firing without an acknowledgement.
             */
            after_minutes: number;
            /** @description Where to. */
            channel: components["schemas"]["AlertChannel"];
        };
        /** @description Something that happened to an alert. */
        AlertEventView: {
            /** @description To which alert. */
            alert_id: components["schemas"]["AlertId"];
            /** @description What happened. */
            event: components["schemas"]["AlertEffect"];
            /**
             * Format: int64
             * @description The number of the firing that it belongs to; 0 before the first.
             */
            firing: number;
            /** @description Whether it was seen long after it happened: the program was not running, or the bars came late. */
            is_late: boolean;
            /** @description Whether it depends on which came first in a bar, the high or the low. */
            is_order_assumed: boolean;
            not_after?: components["schemas"]["Timestamp"] | null;
            not_before?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int32
             * @description Its number among those of the alert, from 1.
             */
            number: number;
            /** @description When it was seen. */
            seen_at: components["schemas"]["Timestamp"];
        };
        /** @description What a person says of an alert: its rule in words or as JSON. */
        AlertFields: {
            /** @description Whether it watches; yes when nothing is said. */
            enabled?: boolean;
            escalation?: components["schemas"]["AlertEscalation"] | null;
            /** @description Its name, 1 to 200 characters; its sentence when nothing is said. */
            name?: string | null;
            /** @description What else is to be known of it. */
            note?: string | null;
            rule?: components["schemas"]["AlertRule"] | null;
            /** @description How much it matters; `warning` when nothing is said. */
            severity?: components["schemas"]["AlertSeverity"];
            /** @description Its sentence, such as `AAPL crosses above 150`; then without `rule`. */
            words?: string | null;
        };
        /**
         * @description A figure of the portfolio. It comes as a fact named `portfolio_` and the figure's name in JSON, such as `portfolio_value`.
         * @enum {string}
         */
        AlertFigure: "value" | "pnl" | "day_pnl" | "drawdown" | "weight" | "drift" | "value_at_risk" | "conditional_value_at_risk" | "volatility" | "beta" | "largest_weight" | "effective_holdings";
        /** @description A firing of the past. */
        AlertFiring: components["schemas"]["AlertPastFiring"] & {
            /**
             * Format: date
             * @description The day of the bar that tells of it.
             */
            day: string;
        };
        /**
         * @description What is made of two prices.
         * @enum {string}
         */
        AlertFromTwo: "spread" | "ratio";
        /**
         * @description Why an alert did not fire.
         * @enum {string}
         */
        AlertHeldBack: "outside_hours" | "snoozed" | "cool_down" | "same_bar" | "spent" | "expired";
        /** @description How long a condition must hold. Where it is unknown in between, it begins anew. */
        AlertHold: {
            /**
             * Format: int32
             * @description Seconds.
             */
            seconds: number;
        } | {
            /**
             * Format: int32
             * @description Closed bars in a row, the one at which it began included. The rule must then watch bars of one series.
             */
            bars: number;
        };
        /**
         * @description The same hours of some days of the week, in a time zone. Hours that end before they begin reach into the next day and belong to
         *     the day on which they begin; equal times are the whole day. Times that clocks skip or repeat are read as `calendar` reads them.
         */
        AlertHours: {
            /** @description The days on which they begin; every day when empty. */
            days?: string[];
            /** @description The first moment. */
            from: string;
            /** @description The first moment after. */
            to: string;
            /**
             * @description The IANA name of the zone, such as `America/New_York`.
             * @example America/New_York
             */
            zone: string;
        };
        /** @description How far a value must come back over its level before its condition ends. It goes for each level in the condition. */
        AlertHysteresis: {
            /**
             * Format: double
             * @description In the unit of the value.
             */
            by: number;
        } | {
            /**
             * Format: double
             * @description In per cent of the level.
             */
            percent: number;
        };
        /**
         * Format: uuid
         * @description Of an alert rule.
         */
        AlertId: string;
        /**
         * @description How many keywords must be there.
         * @enum {string}
         */
        AlertKeywords: "any" | "all";
        /** @description A line that was drawn. Between and beyond its points it is straight in time. */
        AlertLine: {
            /** @enum {string} */
            line: "horizontal";
            /**
             * Format: double
             * @description At which price.
             */
            price: number;
        } | {
            /** @description The first point. */
            from: components["schemas"]["AlertPoint"];
            /** @enum {string} */
            line: "trend";
            /** @description A later point. */
            to: components["schemas"]["AlertPoint"];
        } | {
            /** @description The first point of the lower line. */
            from: components["schemas"]["AlertPoint"];
            /** @enum {string} */
            line: "channel";
            /** @description A later point of it. */
            to: components["schemas"]["AlertPoint"];
            /**
             * Format: double
             * @description How far the upper line lies above, in units of price.
             */
            width: number;
        };
        /** @description Who or what moved an alert. */
        AlertMovedBy: {
            /** @enum {string} */
            by: "rule";
        } | {
            /** @enum {string} */
            by: "time";
        } | {
            /** @enum {string} */
            by: "person";
            /** @description Why, in their words. */
            note?: string | null;
            /** @description Who. */
            who: string;
        };
        /** @description One thing that a rule must be told. */
        AlertNeed: {
            /** @description Of what. */
            instrument: components["schemas"]["InstrumentId"];
            /** @enum {string} */
            need: "ticks";
            /** @description Trades or quotes. */
            streamed: components["schemas"]["AlertStreamed"];
        } | {
            /** @description Of what. */
            instrument: components["schemas"]["InstrumentId"];
            /** @description Which. */
            interval: components["schemas"]["Interval"];
            /** @enum {string} */
            need: "bars";
        } | {
            /** @description Its name. */
            name: string;
            /** @enum {string} */
            need: "fact";
            /** @description Of what; empty for the whole. */
            subject: string;
        } | {
            instrument?: components["schemas"]["InstrumentId"] | null;
            /** @enum {string} */
            need: "news";
        } | {
            instrument?: components["schemas"]["InstrumentId"] | null;
            /** @enum {string} */
            need: "orders";
        } | {
            /** @enum {string} */
            need: "clock";
        };
        /**
         * @description What happens to an order.
         * @enum {string}
         */
        AlertOrderEventKind: "accepted" | "partly_filled" | "filled" | "cancelled" | "rejected" | "expired";
        /** @description A firing that is known from bars. */
        AlertPastFiring: {
            /**
             * Format: int64
             * @description Its number.
             */
            epoch: number;
            /** @description It happened at this moment or later, */
            from: components["schemas"]["Timestamp"];
            /** @description Whether it depends on which came first in the bar, the high or the low, which bars do not tell. */
            is_order_assumed: boolean;
            /** @description and at this moment or earlier. */
            to: components["schemas"]["Timestamp"];
        };
        /**
         * @description Which way a candlestick pattern points.
         * @enum {string}
         */
        AlertPattern: "bullish" | "bearish" | "either";
        /** @description A point of a drawing. */
        AlertPoint: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /**
             * Format: double
             * @description At which price.
             */
            price: number;
        };
        /** @description Hours in which nothing is delivered. */
        AlertQuietHours: {
            /** @description What is delivered all the same: this severity and those above. */
            broken_by: components["schemas"]["AlertSeverity"];
            /** @description When. */
            hours: components["schemas"]["AlertHours"];
        };
        /**
         * @description How a value stands to a level, or to the two edges of a range, which belong to the range.
         *
         *     Equality: a value at the level is neither above nor below it. It crosses above when it was at the level or below and is above now.
         * @enum {string}
         */
        AlertRelation: "above" | "below" | "inside" | "outside" | "crosses_above" | "crosses_below" | "crosses" | "enters" | "leaves";
        /** @description How often a rule fires. */
        AlertRepeat: "once" | {
            /** @description In each bar in which its condition holds, once. Bars are counted in UTC from midnight. */
            once_per_bar: components["schemas"]["Interval"];
        } | "every_time";
        /** @description A rule as it is written. [`AlertRule::check`] says whether it makes sense. */
        AlertRule: {
            active_hours?: components["schemas"]["AlertHours"] | null;
            /** @description What it watches. */
            condition: components["schemas"]["AlertCondition"];
            /**
             * Format: int32
             * @description Seconds after a firing in which it does not fire again.
             */
            cool_down_s?: number;
            expires_at?: components["schemas"]["Timestamp"] | null;
            hold?: components["schemas"]["AlertHold"] | null;
            hysteresis?: components["schemas"]["AlertHysteresis"] | null;
            /** @description How often it fires; once when left out. */
            repeat?: components["schemas"]["AlertRepeat"];
        };
        /** @description A number for each closed bar. */
        AlertSeries: {
            /** @description Which. */
            column: components["schemas"]["IndicatorSource"];
            /** @enum {string} */
            series: "column";
        } | {
            /** @description Which of its outputs; the first when left out. */
            output?: string | null;
            /** @enum {string} */
            series: "indicator";
            /** @description Which, with its parameters. */
            spec: components["schemas"]["IndicatorSpec"];
        };
        /**
         * @description How much an alert matters.
         * @enum {string}
         */
        AlertSeverity: "info" | "warning" | "critical";
        /**
         * @description Where an alert stands.
         * @enum {string}
         */
        AlertState: "armed" | "firing" | "acknowledged" | "resolved" | "snoozed";
        /**
         * @description What a source sends.
         * @enum {string}
         */
        AlertStreamed: "trades" | "quotes";
        /** @description What a value must do. */
        AlertTest: {
            /** @enum {string} */
            is: "above";
            /**
             * Format: double
             * @description The level.
             */
            level: number;
        } | {
            /** @enum {string} */
            is: "below";
            /**
             * Format: double
             * @description The level.
             */
            level: number;
        } | {
            /**
             * Format: double
             * @description The upper edge.
             */
            high: number;
            /** @enum {string} */
            is: "inside";
            /**
             * Format: double
             * @description The lower edge.
             */
            low: number;
        } | {
            /**
             * Format: double
             * @description The upper edge.
             */
            high: number;
            /** @enum {string} */
            is: "outside";
            /**
             * Format: double
             * @description The lower edge.
             */
            low: number;
        } | {
            /** @enum {string} */
            is: "crosses_above";
            /**
             * Format: double
             * @description The level.
             */
            level: number;
        } | {
            /** @enum {string} */
            is: "crosses_below";
            /**
             * Format: double
             * @description The level.
             */
            level: number;
        } | {
            /** @enum {string} */
            is: "crosses";
            /**
             * Format: double
             * @description The level.
             */
            level: number;
        } | {
            /**
             * Format: double
             * @description The upper edge.
             */
            high: number;
            /** @enum {string} */
            is: "enters";
            /**
             * Format: double
             * @description The lower edge.
             */
            low: number;
        } | {
            /**
             * Format: double
             * @description The upper edge.
             */
            high: number;
            /** @enum {string} */
            is: "leaves";
            /**
             * Format: double
             * @description The lower edge.
             */
            low: number;
        };
        /** @description An alert. */
        AlertView: {
            /** @description When it was made. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Whether it watches. */
            enabled: boolean;
            escalation?: components["schemas"]["AlertEscalation"] | null;
            fired_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int64
             * @description How often it fired.
             */
            firings: number;
            /** @description Its identity. */
            id: components["schemas"]["AlertId"];
            /** @description The instruments whose prices or bars it watches. */
            instrument_ids: components["schemas"]["InstrumentId"][];
            /** @description Whether it can fire no more: its time is over, or it fired once and was not armed again. */
            is_over: boolean;
            /** @description Its name. */
            name: string;
            /** @description What it must be told to be decided. */
            needs: components["schemas"]["AlertNeed"][];
            /** @description What else is to be known of it. */
            note?: string | null;
            /** @description When it fires. */
            rule: components["schemas"]["AlertRule"];
            /** @description It was told every bar that ended by then. */
            seen_through: components["schemas"]["Timestamp"];
            /** @description How much it matters. */
            severity: components["schemas"]["AlertSeverity"];
            snoozed_until?: components["schemas"]["Timestamp"] | null;
            /** @description Where it stands. */
            state: components["schemas"]["AlertState"];
            /** @description When a person last changed what is said of it. */
            updated_at: components["schemas"]["Timestamp"];
            /** @description The same as a sentence. */
            words: string;
        };
        /** @description How alerts stand after a look. */
        AlertsLook: {
            /** @description Those that are firing, oldest first. */
            firing: components["schemas"]["AlertView"][];
        };
        /** @description Whole lots for weights. */
        Allocation: {
            /**
             * Format: double
             * @description How far `objective` may be above the least possible, in money: 0 when it is proved to be the least. Null for the
             *     greedy rule, which proves nothing.
             */
            gap?: number | null;
            /**
             * Format: double
             * @description Largest difference to a weight that was asked for.
             */
            largest_deviation: number;
            /**
             * Format: double
             * @description Money that is not spent.
             */
            leftover: number;
            /** @description The rule that was used. */
            method: components["schemas"]["AllocationMethod"];
            /** @description Nodes of the branch and bound that were looked at. */
            nodes: number;
            /**
             * Format: double
             * @description `Σ|w·V − x·p| + leftover`, in money.
             */
            objective: number;
            /** @description Shares by asset, for those that are held; below zero when short. */
            shares: {
                [key: string]: number;
            };
            /** @description Shares to buy (above zero) or to sell, by asset, for those that change. */
            trades: {
                [key: string]: number;
            };
            /** @description Weights that the lots amount to, as parts of the capital. */
            weights: {
                [key: string]: number;
            };
        };
        /**
         * @description Which rule.
         * @enum {string}
         */
        AllocationMethod: "greedy" | "integer";
        /** @description Income from capital that is free of tax in a year. */
        Allowance: {
            /** @description Of a couple with one return. */
            married: string;
            /** @description Of one person. */
            single: string;
        };
        /**
         * @description Whether a total column has fees and taxes in it.
         * @enum {string}
         */
        AmountMeaning: "gross" | "net";
        /** @description A figure, or why there is none. */
        Answer_Concentration: {
            /** @description Why there is none. */
            undefined?: string | null;
            /** @description Concentration of the parts of a whole: positions, sectors, currencies. */
            value?: {
                /**
                 * Format: double
                 * @description Its inverse: as many equal parts would be as concentrated.
                 */
                effective_number: number;
                /**
                 * Format: double
                 * @description Herfindahl and Hirschman's index: the sum of squared shares, from 1/n to 1. Shares are of gross size, so that a short counts.
                 */
                herfindahl: number;
                /**
                 * Format: double
                 * @description The largest share.
                 */
                largest: number;
                /**
                 * Format: double
                 * @description The five largest shares together.
                 */
                largest_five: number;
            };
        };
        /** @description A figure, or why there is none. */
        Answer_CorrelationReport: {
            /** @description Why there is none. */
            undefined?: string | null;
            /** @description Correlations and what became of them. Matrices have one row a holding. */
            value?: {
                /** @description Where the mean of a window differs from that before it, the oldest first. */
                breaks: components["schemas"]["CorrelationBreak"][];
                last_window?: components["schemas"]["LikelihoodRatio"] | null;
                /** @description Holdings in the order of rows. */
                names: string[];
                /** @description Pairs that differ in the last window, the least likely first. */
                pairs: components["schemas"]["PairBreak"][];
                /** @description Over moving windows. */
                rolling: components["schemas"]["RollingCorrelation"][];
                /** @description The sample's. */
                sample: number[][];
                /**
                 * Format: double
                 * @description How strongly it shrinks, 0 to 1; none for one that does not.
                 */
                shrinkage?: number | null;
                /** @description By the estimator that was asked for. */
                shrunk: components["schemas"]["Answer_Vec_Vec_f64"];
                /** @description The sample's moved towards one. */
                stressed: number[][];
                /** @description Normal value at risk of one period at the highest confidence, mean zero, with each of these: sample, shrunk, stressed. */
                value_at_risk: (number | null)[];
            };
        };
        /** @description A figure, or why there is none. */
        Answer_EffectiveBets: {
            /** @description Why there is none. */
            undefined?: string | null;
            /** @description Uncorrelated bets within a portfolio (Meucci 2009). */
            value?: {
                /**
                 * Format: double
                 * @description Weighted mean of the assets' volatilities over the portfolio's (Choueifaty and Coignard 2008): 1 for a single bet.
                 */
                diversification_ratio: number;
                /**
                 * Format: double
                 * @description `exp(−Σ p ln p)` over the bets: from 1 to the number of assets.
                 */
                effective_number: number;
                /** @description Part of the variance of each bet, the largest variance of a unit first. */
                shares: number[];
            };
        };
        /** @description A figure, or why there is none. */
        Answer_FactorRisk: {
            /** @description Why there is none. */
            undefined?: string | null;
            /** @description A regression on factors. */
            value?: {
                /** @description One entry a factor. */
                exposures: components["schemas"]["RiskFactorExposure"][];
                /** @description One entry a covered holding that varies. */
                holdings: components["schemas"]["HoldingExposure"][];
                /** @description Periods that all holdings and factors have. */
                n_periods: number;
                /**
                 * Format: double
                 * @description Part of the variance that factors explain.
                 */
                r_squared: number;
                /**
                 * Format: double
                 * @description What is left, a deviation a year. Squares of both add up to the square of the whole.
                 */
                specific_volatility: number;
                /**
                 * Format: double
                 * @description The part of it that factors explain, a deviation a year.
                 */
                systematic_volatility: number;
                /**
                 * Format: double
                 * @description Deviation a year.
                 */
                volatility: number;
            };
        };
        /** @description A figure, or why there is none. */
        Answer_GroupSpread: {
            /** @description Why there is none. */
            undefined?: string | null;
            /** @description A division into groups. */
            value?: {
                /** @description Over the groups by gross value. */
                concentration: components["schemas"]["Concentration"];
                /** @description Groups, the largest first. */
                groups: components["schemas"]["GroupShare"][];
                /**
                 * Format: double
                 * @description Part of the gross value of holdings of which the group is not known. They are in no group.
                 */
                unknown_share: number;
            };
        };
        /** @description A figure, or why there is none. */
        Answer_HoldingClusters: {
            /** @description Why there is none. */
            undefined?: string | null;
            /** @description The tree of holdings by correlation. */
            value?: {
                /** @description Holdings that hang together by correlations of at least one half, in the order of the leaves. */
                groups: string[][];
                /** @description Holdings from left to right, so that branches do not cross. */
                leaf_order: string[];
                /** @description Merges by ascending distance, one less than holdings. */
                merges: components["schemas"]["ClusterMerge"][];
            };
        };
        /** @description A figure, or why there is none. */
        Answer_LiquidationPlan: {
            /** @description Why there is none. */
            undefined?: string | null;
            /** @description How long a portfolio takes to sell. */
            value?: {
                /** @description Trading days for each position; none where nothing is known of its trading. */
                days: (number | null)[];
                /**
                 * Format: double
                 * @description Days until all that is known of is sold; none when nothing is known.
                 */
                days_for_all?: number | null;
                /**
                 * Format: double
                 * @description Days until nine tenths of the gross value are sold; none when what is unknown is more than a tenth.
                 */
                days_for_nine_tenths?: number | null;
                /** @description Part of the gross value sold after a day, a week (5), a month (21) and a quarter (63), what is unknown counting as not sold. */
                sold_after: number[];
                /**
                 * Format: double
                 * @description Part of the gross value of which nothing is known.
                 */
                unknown_share: number;
            };
        };
        /** @description A figure, or why there is none. */
        Answer_RiskContributions: {
            /** @description Why there is none. */
            undefined?: string | null;
            /** @description What holdings add to the loss of one period. */
            value?: {
                /**
                 * Format: double
                 * @description Probability that the loss is not exceeded.
                 */
                confidence: number;
                /**
                 * Format: double
                 * @description Historical mean loss beyond it.
                 */
                historical_conditional_value_at_risk: number;
                /**
                 * Format: double
                 * @description Historical value at risk.
                 */
                historical_value_at_risk: number;
                /** @description One entry a covered holding. */
                holdings: components["schemas"]["HoldingContribution"][];
                /**
                 * Format: double
                 * @description Value at risk of normal returns with the sample's means and covariance.
                 */
                value_at_risk: number;
            };
        };
        /** @description A figure, or why there is none. */
        Answer_Vec_Vec_f64: {
            /** @description Why there is none. */
            undefined?: string | null;
            value?: number[][];
        };
        /** @description A figure, or why there is none. */
        Answer_f64: {
            /** @description Why there is none. */
            undefined?: string | null;
            /** Format: double */
            value?: number;
        };
        /**
         * @description When what a strategy asks for at the close of a bar reaches the market.
         * @enum {string}
         */
        Arrival: "next_open" | "next_close" | "same_close";
        /**
         * @description What was sold, as far as the tax makes a difference.
         * @enum {string}
         */
        AssetCategory: "share" | "equity_fund" | "mixed_fund" | "property_fund" | "foreign_property_fund" | "other_fund" | "government_bond" | "other";
        /**
         * @description What kind of thing an instrument is.
         * @enum {string}
         */
        AssetClass: "equity" | "fund" | "bond" | "future" | "option" | "fx" | "crypto" | "cash";
        /** @description Costs of one asset. */
        AssetCost: {
            /**
             * Format: double
             * @description Borrow cost a year.
             */
            borrow: number;
            /**
             * Format: double
             * @description Market impact, once.
             */
            impact: number;
            /**
             * Format: double
             * @description Commission and spread, once.
             */
            linear: number;
            /**
             * Format: double
             * @description Change of weight: above zero for a purchase.
             */
            trade: number;
        };
        /** @description Something that happened to an asset on a day. */
        AssetDay: {
            /** @description One of the request's assets. */
            asset: string;
            /**
             * Format: date
             * @description The day, not after the date of the trades.
             */
            date: string;
        };
        /** @description Yearly tax on income as a part of the value held (0.012 = 1.2 % a year), by kind of account. */
        AssetDrag: {
            /**
             * Format: double
             * @description Where tax is paid on withdrawal.
             * @default 0
             */
            tax_deferred?: number;
            /**
             * Format: double
             * @description Where none is paid; not zero for withholding taxes that are lost there.
             * @default 0
             */
            tax_free?: number;
            /**
             * Format: double
             * @description In taxable accounts.
             * @default 0
             */
            taxable?: number;
        };
        /** @description Weights of one asset over the samples. */
        AssetStability: {
            /**
             * Format: double
             * @description Standard deviation of the samples' weights.
             */
            deviation: number;
            /**
             * Format: double
             * @description Mean weight of the samples.
             */
            mean: number;
            /**
             * Format: double
             * @description A twentieth of the samples gives less.
             */
            quantile_05: number;
            /**
             * Format: double
             * @description A twentieth of the samples gives more.
             */
            quantile_95: number;
            /**
             * Format: double
             * @description Weight with the inputs as given.
             */
            weight: number;
        };
        /** @description The returns of one asset that were used. */
        AssetWindow: {
            /** @description The asset. */
            asset: string;
            /**
             * Format: date
             * @description Date of its first return; null when returns were given without dates.
             */
            first_date?: string | null;
            /**
             * Format: date
             * @description Date of its last return.
             */
            last_date?: string | null;
            /** @description How many returns. */
            n_returns: number;
        };
        /**
         * @description Something that was taken to be so.
         * @enum {string}
         */
        Assumption: "income_covers_offset" | "losses_are_claimed";
        /** @description Parts of the difference between a portfolio's return and its benchmark's. */
        AttributionEffects: {
            /**
             * Format: double
             * @description From holding more or less of a sector than the benchmark: `(wp − wb)(rb − Rb)`.
             */
            allocation: number;
            /**
             * Format: double
             * @description From both together: `(wp − wb)(rp − rb)`.
             */
            interaction: number;
            /**
             * Format: double
             * @description From other holdings within a sector: `wb (rp − rb)`.
             */
            selection: number;
        };
        /** @description Where the difference from the benchmark came from. */
        AttributionReport: {
            /**
             * Format: double
             * @description Compounded return of the benchmark.
             */
            benchmark_return: number;
            /** @description How periods are linked. */
            linking: components["schemas"]["Linking"];
            /** @description Each period by itself. */
            periods: components["schemas"]["PeriodEffects"][];
            /**
             * Format: double
             * @description Compounded return of the portfolio.
             */
            portfolio_return: number;
            /**
             * Format: double
             * @description The difference of both returns less all effects: of rounding size.
             */
            residual: number;
            /** @description Linked effects of each sector. */
            sectors: components["schemas"]["SectorEffects"][];
            /** @description Their sum. */
            total: components["schemas"]["AttributionEffects"];
        };
        /** @description Sectors of a portfolio and its benchmark over periods, oldest first. */
        AttributionRequest: {
            /** @description How periods are linked. */
            linking?: components["schemas"]["Linking"];
            /** @description For each period its sectors, in the order of the names. */
            periods: components["schemas"]["SectorPeriod"][][];
            /** @description Names of the sectors. */
            sectors: string[];
        };
        /**
         * @description What was done to an object.
         * @enum {string}
         */
        AuditAction: "create" | "update" | "delete" | "import" | "undo" | "restore" | "backup" | "run";
        /** @description One change. Append-only; written in the transaction of the change itself. */
        AuditEvent: {
            /** @description What was done. */
            action: components["schemas"]["AuditAction"];
            /** @description Who. */
            actor: components["schemas"]["Actor"];
            /** @description The object after, or null. */
            after?: unknown;
            /** @description BLAKE3 of `after`, hex. */
            after_hash?: string | null;
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description The object before, or null. */
            before?: unknown;
            /** @description BLAKE3 of `before`, hex. */
            before_hash?: string | null;
            /** @description Ties it to its cause and its siblings. */
            correlation_id: components["schemas"]["CorrelationId"];
            /** @description Its identity. */
            id: components["schemas"]["AuditEventId"];
            /** @description The noun, e.g. `transactions`. */
            noun: string;
            /** @description The identity of the object. */
            object_id: string;
            /**
             * Format: int64
             * @description Its number in the trail, without gaps.
             */
            seq: number;
            /** @description A line for people. */
            summary: string;
            /** @description Whether it can still be undone. */
            undoable: boolean;
        };
        /**
         * Format: uuid
         * @description Of an audit event.
         */
        AuditEventId: string;
        /**
         * @description How an average is made.
         * @enum {string}
         */
        AverageKind: "sma" | "ema";
        /** @description Where the gain of a back-test came from. A part is null where it was not known, or the back-test ran before it was kept. */
        BacktestAttribution: {
            asset?: components["schemas"]["GainSplit"] | null;
            currency?: components["schemas"]["GainSplit"] | null;
            decision?: components["schemas"]["DecisionAttribution"] | null;
            factor?: components["schemas"]["FactorSplit"] | null;
            sector?: components["schemas"]["GainSplit"] | null;
        };
        /** @description The job's result. */
        BacktestDone: {
            /** @description The back-test that is kept. */
            backtest_id: components["schemas"]["BacktestId"];
        };
        /**
         * Format: uuid
         * @description Of a back-test.
         */
        BacktestId: string;
        /** @description A back-test in a list. */
        BacktestItem: {
            /** @description When it ran. */
            created_at: components["schemas"]["Timestamp"];
            /**
             * Format: date
             * @description The first day of the data.
             */
            from: string;
            /** @description Its identity. */
            id: components["schemas"]["BacktestId"];
            /** @description What it traded. */
            instrument_ids: components["schemas"]["InstrumentId"][];
            /** @description What a bar covered. */
            interval: components["schemas"]["Interval"];
            /**
             * Format: int32
             * @description How many trials of its strategy over these days were counted with it.
             */
            n_trials: number;
            /** @description Its name. */
            name: string;
            paper?: components["schemas"]["PaperState"] | null;
            strategy_id?: components["schemas"]["StrategyId"] | null;
            /** @description The kind of the strategy, as the catalogue calls it. */
            strategy_kind: string;
            /** @description What came of it. */
            summary: components["schemas"]["BacktestSummary"];
            /**
             * Format: date
             * @description The last day.
             */
            to: string;
        };
        /** @description Whether a strategy knows what it cannot know. */
        BacktestLookAhead: {
            /** @description Whether nothing was found. */
            is_clean: boolean;
            /** @description Whether the bars are still those that the back-test saw. */
            same_data: boolean;
            /** @description What was found. */
            verdict: components["schemas"]["LookAheadVerdict"];
        };
        /** @description What a run gave. */
        BacktestOutcome: {
            attribution?: components["schemas"]["DecisionAttribution"] | null;
            /** @description Cash at the start. */
            cash: string;
            /** @description What it cost. */
            costs: components["schemas"]["RunCosts"];
            /** @description How much there is of what. */
            counts: components["schemas"]["RunCounts"];
            /** @description The currency of the account. */
            currency: components["schemas"]["Currency"];
            /** @description The way there. */
            curve: components["schemas"]["EquityCurve"];
            /** @description Equity at the end, exact; null when a price or a rate is not known. */
            equity_end?: string | null;
            /** @description Of which back-test. */
            id: components["schemas"]["BacktestId"];
            /** @description What a script wrote, at most 1,000 lines. */
            journal: components["schemas"]["ScriptLogLine"][];
            /**
             * Format: int64
             * @description How many lines came after these.
             */
            journal_dropped: number;
            /** @description Orders traded at a close that they were decided on: a look ahead of one bar. */
            knows_its_close: boolean;
            /** @description When the account had less equity than it must keep. */
            margin_calls: components["schemas"]["MarginCall"][];
            /** @description Moments before thinning. */
            moments: number;
            /** @description What looks wrong about the bars. */
            notices: components["schemas"]["Notice"][];
            /** @description What was open at the end. */
            positions: components["schemas"]["EndPosition"][];
            /** @description The first 100 requests that were refused. */
            refused: components["schemas"]["RefusedRequest"][];
            report?: components["schemas"]["PerformanceReport"] | null;
            /** @description Returns of the periods, with their ends. */
            returns: components["schemas"]["PeriodReturns"];
            /** @description Some were left out. */
            thinned: boolean;
            /** @description Why there is no report. */
            undefined?: string | null;
        };
        /** @description A strategy, the instruments and days that it runs over, and how the account and the market are simulated. */
        BacktestQuestion: {
            /** @description Splits, dividends and delistings beside those. */
            actions?: components["schemas"]["DatedAction"][];
            benchmark?: components["schemas"]["BenchmarkQuestion"] | null;
            /**
             * Format: date
             * @description The first day; as early as there are bars when nothing is said.
             */
            from?: string | null;
            /** @description What it trades, 1 to 500, in the order in which the strategy knows them. */
            instrument_ids: components["schemas"]["InstrumentId"][];
            interval?: components["schemas"]["Interval"] | null;
            /**
             * @description Whether splits, dividends and delistings are taken from the transactions of the workspace. They are when nothing is said; those of
             *     instruments whose prices are adjusted never.
             */
            ledger_actions?: boolean | null;
            /** @description A name for people; made of the strategy and the instruments when nothing is said. */
            name?: string | null;
            /** @description The account and the market. */
            settings: components["schemas"]["SimulationSettings"];
            specification?: components["schemas"]["StrategySpecification"] | null;
            strategy_id?: components["schemas"]["StrategyId"] | null;
            ticks?: components["schemas"]["TicksQuestion"] | null;
            /**
             * Format: date
             * @description The last day, included; as late as there are bars when nothing is said.
             */
            to?: string | null;
        };
        /** @description How methods are tested. */
        BacktestSettings: {
            /** @description Periods for which a fitted model keeps its parameters. */
            refit_every?: number;
            /** @description Periods before each from which its value at risk is told. */
            window?: number;
        };
        /** @description Whether chance could have made a run, by the number of trials that were made. */
        BacktestSignificance: {
            /**
             * Format: double
             * @description Probability that the true Sharpe ratio is above that.
             */
            deflated_sharpe?: number | null;
            /**
             * Format: double
             * @description The Sharpe ratio a year that the best of so many trials without skill is expected to show.
             */
            expected_best_sharpe?: number | null;
            /** @description Those whose Sharpe ratio is still known. Their spread says how far luck goes. */
            n_known: number;
            /** @description Returns that are missing, and so left out. */
            n_missing: number;
            /**
             * Format: int32
             * @description Trials of the strategy over days that overlap these, sweeps with each of theirs, deleted ones too: those that were counted.
             */
            n_trials: number;
            /** @description Every test. Its deflated Sharpe ratio counts the known trials only. */
            report: components["schemas"]["SignificanceReport"];
            /** @description Why the two are undefined. */
            undefined?: string | null;
        };
        /** @description A run in few figures. Those that are undefined are null; the result says why. */
        BacktestSummary: {
            /**
             * Format: double
             * @description Compounded return a year, a part.
             */
            annual_return?: number | null;
            /** @description Cash at the start. */
            cash: string;
            /** @description How much there is of what. */
            counts: components["schemas"]["RunCounts"];
            /** @description The currency of the account. */
            currency: components["schemas"]["Currency"];
            /** @description Equity at the end. */
            equity_end?: string | null;
            /**
             * Format: double
             * @description The deepest fall, zero or below, a part.
             */
            max_drawdown?: number | null;
            /** @description Moments that were run over. */
            moments: number;
            /** @description Things about the bars that one should look at. */
            notices: number;
            /**
             * Format: double
             * @description Sharpe ratio a year.
             */
            sharpe_ratio?: number | null;
            /**
             * Format: double
             * @description Gain over the whole period, a part.
             */
            total_return?: number | null;
            /**
             * Format: double
             * @description Deviation of returns a year, a part.
             */
            volatility?: number | null;
        };
        /** @description A year of a run. */
        BacktestTaxYear: {
            /** @description Losses that the next year opens with; above zero. */
            carried_on: string;
            /** @description Losses of earlier years that were set off; above zero. */
            carried_used: string;
            /** @description Losses that do not count, for the same was bought around them; above zero. */
            disallowed: string;
            /** @description The same, long-term. */
            net_long: string;
            /** @description Short-term gains less losses that count. */
            net_short: string;
            /** @description What is due. */
            tax: string;
            /**
             * Format: int32
             * @description Which calendar year.
             */
            year: number;
        };
        /** @description A back-test with everything needed to repeat it. */
        BacktestView: components["schemas"]["BacktestItem"] & {
            /** @description BLAKE3 of the data it saw. */
            data_hash: string;
            /**
             * @description Whether its whole result is there. After a deletion that was undone, or in a restored archive, it is not; running it again makes
             *     it.
             */
            has_result: boolean;
            job_id?: components["schemas"]["JobId"] | null;
            /** @description What was asked. */
            question: components["schemas"]["BacktestQuestion"];
            /** @description The strategy as it was. */
            specification: components["schemas"]["StrategySpecification"];
        };
        /** @description A backup. */
        BackupView: {
            /** @description When it was made. */
            at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description Its files together.
             */
            bytes: number;
            /** @description Its identity, which is its folder's name. */
            id: string;
            /** @description Why: `manual`, `before_migration`, `scheduled`, `before_restore`. */
            reason: string;
            /**
             * Format: int64
             * @description Rows in it.
             */
            rows: number;
            /**
             * Format: int64
             * @description The schema it was made by.
             */
            schema_version: number;
        };
        /** @description Where a weight may lie, both ends included. */
        Band: {
            /** @description Least part of the portfolio. */
            lower: string;
            /** @description Greatest. */
            upper: string;
        };
        /** @description An exempt amount and a band. */
        BandCharge: {
            /** @description Gains of a year that are free of tax. */
            annual_exempt_amount: string;
            /** @description Width of the band, which taxable income fills first. */
            band: string;
            /** @description Rates by the day of the disposal, the first from the first day of the year. */
            periods: components["schemas"]["BandPeriod"][];
        };
        /** @description Rates from a day on. */
        BandPeriod: {
            /** @description Rate above it. */
            above_band: string;
            /**
             * Format: date
             * @description Of disposals from this day, until the next period begins.
             */
            first_day: string;
            /** @description Rate within what income leaves of the band. */
            within_band: string;
        };
        /** @description One rank of the resampled frontier, judged by the original moments. */
        BandPoint: {
            /**
             * Format: double
             * @description Expected return and volatility of the average weights, a year.
             */
            expected_return: number;
            /** @description Between these lies the expected return of the confident part of the samples. */
            expected_return_range: number[];
            /**
             * Format: double
             * @description See `expected_return`.
             */
            volatility: number;
            /** @description The same for the volatility. */
            volatility_range: number[];
            /** @description Average weights by asset. */
            weights: {
                [key: string]: number;
            };
        };
        /** @description Open, high, low, close and volume of one period. Analytics use `f64`; money is computed from decimals elsewhere. */
        Bar: {
            /** @description Start of the period; midnight UTC of the session's date for daily bars. */
            at: components["schemas"]["Timestamp"];
            /**
             * Format: double
             * @description Last price.
             */
            close: number;
            /**
             * Format: double
             * @description Highest price, if known.
             */
            high?: number | null;
            /**
             * Format: double
             * @description Lowest price, if known.
             */
            low?: number | null;
            /**
             * Format: double
             * @description First price, if known: close-only series have none.
             */
            open?: number | null;
            /**
             * Format: double
             * @description Units traded, if known.
             */
            volume?: number | null;
        };
        /** @description A bar with whose it is. */
        BarOf: {
            /** @description The bar. */
            built: components["schemas"]["BuiltBar"];
            /** @description Of what. */
            instrument: components["schemas"]["InstrumentId"];
            /** @description Out of whose ticks. */
            source: components["schemas"]["Source"];
        };
        /**
         * @description How much time one bar covers.
         * @enum {string}
         */
        BarSize: "1s" | "1m" | "5m" | "15m" | "30m" | "1h" | "4h" | "1d";
        /**
         * @description How far a bar is.
         * @enum {string}
         */
        BarState: "open" | "closed";
        /** @description Bars of an instrument, oldest first. */
        BarsView: {
            /** @description The bars. */
            bars: components["schemas"]["Bar"][];
            /** @description Its currency. */
            currency: components["schemas"]["Currency"];
            /** @description The instrument. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description Bars in the range before thinning. */
            n_total: number;
            /** @description Its symbol. */
            symbol: string;
            /** @description Some were left out to meet `max_points`. */
            thinned: boolean;
        };
        /** @description What a run is compared with, in its own currency. */
        BenchmarkQuestion: components["schemas"]["BenchmarkSettings"] & {
            /** @description Of what, in the order of the weights. */
            instrument_ids: components["schemas"]["InstrumentId"][];
        };
        /**
         * @description When a benchmark goes back to its weights: at the first close of each period.
         * @enum {string}
         */
        BenchmarkRebalancing: "never" | "each_bar" | "monthly" | "quarterly" | "yearly";
        /** @description What a benchmark holds, of series that are given beside it. It pays no costs. */
        BenchmarkSettings: {
            /** @enum {string} */
            kind: "index";
        } | {
            /** @enum {string} */
            kind: "sixty_forty";
            /** @description When it goes back to them. */
            rebalancing?: components["schemas"]["BenchmarkRebalancing"];
        } | {
            /** @enum {string} */
            kind: "equal_weight";
            /** @description When it goes back to that. */
            rebalancing?: components["schemas"]["BenchmarkRebalancing"];
        } | {
            /** @enum {string} */
            kind: "weights";
            /** @description When it goes back to them. */
            rebalancing?: components["schemas"]["BenchmarkRebalancing"];
            /** @description The weights. */
            weights: number[];
        };
        /** @description Best bid and ask. A side that nobody offers, or that the source leaves out, is `None`, never zero. */
        BidAsk: {
            /**
             * Format: double
             * @description Best ask.
             */
            ask?: number | null;
            /**
             * Format: double
             * @description Units at the ask.
             */
            ask_size?: number | null;
            /**
             * Format: double
             * @description Best bid.
             */
            bid?: number | null;
            /**
             * Format: double
             * @description Units at the bid.
             */
            bid_size?: number | null;
        };
        /** @description A last quote with its age. */
        BidAskQuote: components["schemas"]["BidAsk"] & {
            /**
             * Format: int64
             * @description How long ago it was received, in milliseconds.
             */
            age_ms: number;
            /** @description When it was made. */
            at: components["schemas"]["Timestamp"];
            /** @description Whether it can be taken for the present one. */
            freshness: components["schemas"]["Freshness"];
            /** @description Whose. */
            source: components["schemas"]["Source"];
        };
        /** @description A limit that holds with equality. */
        BindingConstraint: {
            /** @description Which side of what. */
            kind: components["schemas"]["ConstraintKind"];
            /**
             * Format: double
             * @description The limit's value.
             */
            limit: number;
            /** @description Asset or group. */
            name: string;
            /**
             * Format: double
             * @description Gain for each unit (100 % of weight) by which the limit is eased, in the unit of the objective: volatility saved for
             *     minimum variance and efficient return, return for efficient risk, utility, Sharpe ratio. For a fixed one the gain of
             *     raising it (negative: of lowering it). Null when it has no meaning.
             */
            shadow_price?: number | null;
        };
        /** @description A prior and views on it. */
        BlackLitterman: {
            /**
             * @description Covariance of the views' errors, one row for each view, symmetric and positive definite. When left out: from the views'
             *     confidences (Idzorek) when they have them, else `diag(P τΣ P')` (He and Litterman).
             */
            omega?: number[][] | null;
            /** @description Whether the covariance that comes out is the posterior's (it has the uncertainty of the mean in it) or the prior's. */
            posterior_covariance?: boolean;
            /**
             * @description Where expected returns start from; the equilibrium of equal weights when left out. With market capitalizations as the
             *     weights of `equilibrium`: the market's implied returns.
             */
            prior?: components["schemas"]["ExpectedReturnsModel"];
            /**
             * Format: double
             * @description Uncertainty of the prior as a part of the covariance, above 0 and at most 1; 0.05 when left out.
             */
            tau?: number;
            /** @description The views, at least one. */
            views: components["schemas"]["View"][];
        };
        /** @description What went into a posterior and what it implies. */
        BlackLittermanReport: {
            /**
             * @description Weights that are optimal for the posterior mean and the prior's covariance without limits, `Σ⁻¹μ` scaled to sum one; null when
             *     the covariance is singular or they add up to nothing.
             */
            implied_weights?: number[] | null;
            /** @description Covariance of the views' errors, one row for each view. */
            omega: number[][];
            /** @description The prior's expected returns a year, in the order of the assets. */
            prior: number[];
            /** @description The views in words, in order. */
            views: string[];
        };
        /** @description A purchase that stands against a loss. */
        Block: {
            /** @description Its name. */
            account: string;
            /** @description In which account. */
            account_id: components["schemas"]["AccountId"];
            /**
             * Format: date
             * @description When it was bought, or will be.
             */
            date: string;
            /** @description What was bought: the same, or something substantially identical. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description Whose it is. */
            owner: string;
            /** @description It is still to come: it can be stopped. */
            pending: boolean;
            /** @description The account is sheltered: the loss would be lost for good. */
            sheltered: boolean;
            /** @description Units that would replace units of the lot. */
            units: string;
            /**
             * Format: date
             * @description The last day on which it stands against a sale.
             */
            until: string;
        };
        /** @description A lot that is kept, or an instrument that is not bought. */
        Blocked: {
            /** @description In which account; null for all. */
            account?: string | null;
            /** @description Why. */
            code: components["schemas"]["BlockedCode"];
            /** @description The instrument. */
            instrument: string;
            /** @description The lot of a sale. */
            lot?: string | null;
            /** @description In a sentence. */
            reason: string;
            /** @description What is not done. */
            side: components["schemas"]["TradeSide"];
            /**
             * Format: date
             * @description The last day on which it holds, where there is one.
             */
            until?: string | null;
        };
        /**
         * @description Why something is not traded.
         * @enum {string}
         */
        BlockedCode: "locked" | "wash_sale" | "recent_loss_sale" | "cost_unknown" | "behind_kept_lot";
        /** @description A trade that may not be made. */
        BlockedTrade: {
            /** @description Sale or purchase. */
            action: components["schemas"]["TradeAction"];
            /** @description The asset. */
            asset: string;
            /** @description The lot, for a sale. */
            lot?: string | null;
            /**
             * Format: date
             * @description Last day of the wash-sale window; null for a lot that is locked.
             */
            until?: string | null;
        };
        /** @description A transaction that the books left out. */
        BookProblem: {
            /** @description The stable name of the reason. */
            code: string;
            /** @description Its kind. */
            kind: components["schemas"]["TransactionKind"];
            /** @description What happened, to what, and what to do. */
            message: string;
            /**
             * Format: date
             * @description Its date.
             */
            trade_date: string;
            /** @description Which one. */
            transaction_id: components["schemas"]["TransactionId"];
        };
        /** @description The spread of a figure over resampled series. */
        BootstrapInterval: {
            /**
             * Format: double
             * @description Share of the interval.
             */
            confidence: number;
            /**
             * Format: double
             * @description The figure of the series itself.
             */
            estimate: number;
            /**
             * Format: double
             * @description Lower end of the interval: the quantile (1 − confidence)/2 of the resampled figures.
             */
            lower: number;
            /** @description Resampled series. */
            n_resamples: number;
            /** @description Of them, those of which the figure is undefined; they are left out. */
            n_undefined: number;
            /**
             * Format: double
             * @description Probability of a figure at least as high where the true one is zero: the part of resampled figures that exceed the estimate by
             *     the estimate or more, one added to each side so that it is never zero.
             */
            p_not_above_zero: number;
            /**
             * Format: double
             * @description Sample deviation over the resampled series.
             */
            standard_error: number;
            /**
             * Format: double
             * @description Upper end.
             */
            upper: number;
        };
        /** @description Limits `[lower, upper]` of weights: one pair for all assets, a pair for each in order, or pairs by name. */
        Bounds: number[] | number[][] | {
            [key: string]: number[];
        };
        /** @description A bracket: the rate of income from here to the next bracket. */
        Bracket: {
            /** @description Income at which it begins; the first begins at 0. */
            from: string;
            /** @description The rate, "0.22" = 22 %. */
            rate: string;
        };
        /** @description Brackets by filing status. */
        BracketCharge: {
            /** @description One entry for each filing status that there is. */
            statuses: components["schemas"]["StatusBrackets"][];
            /** @description Rate of the tax on net investment income beside it; 0 where there is none. */
            surtax_rate: string;
        };
        /**
         * @description Long when the close is above the highest high of the `entry_length` bars before, until it is below the lowest low of the
         *     `exit_length` bars before (Donchian channels); short the other way round where short sales are on.
         */
        Breakout: {
            /**
             * Format: int32
             * @description Bars of the average true range.
             * @default 20
             */
            atr_length?: number;
            /**
             * Format: int32
             * @description Bars of the channel for entries.
             * @default 20
             */
            entry_length?: number;
            /**
             * Format: int32
             * @description Bars of the channel for exits.
             * @default 10
             */
            exit_length?: number;
            /**
             * @description Whether short sales are on.
             * @default false
             */
            short?: boolean;
            /** @default null */
            size?: components["schemas"]["PositionSize"] | null;
            /**
             * Format: double
             * @description A stop that goes with each entry, so many average true ranges from the close.
             * @default null
             */
            stop_atr?: number | null;
        };
        /** @description A bar with what is known of its making. */
        BuiltBar: {
            /** @description Its prices and volume. */
            bar: components["schemas"]["Bar"];
            /** @description How much time it covers. */
            interval: components["schemas"]["Interval"];
            /**
             * Format: int32
             * @description How many ticks, or smaller bars, it is made of.
             */
            parts: number;
            /**
             * Format: int32
             * @description How often it was corrected after it had been closed.
             */
            revision: number;
            /** @description Whether its interval has ended. */
            state: components["schemas"]["BarState"];
        };
        /**
         * @description Buys each instrument at its first bar and keeps it: the measure of every other strategy. Weights are parts of the account's worth;
         *     without them, one instrument gets all funds, and several get equal parts.
         */
        BuyAndHold: {
            /**
             * @description One for each instrument of the run, in its order; together at most 1.
             * @default null
             */
            weights?: number[] | null;
        };
        /** @description How often weights are looked at: at the first moment of each period (UTC), and at the first moment of the run. */
        Cadence: {
            /**
             * Format: int32
             * @description How many.
             */
            count: number;
            /** @enum {string} */
            every: "bars";
        } | {
            /** @enum {string} */
            every: "day";
        } | {
            /** @enum {string} */
            every: "week";
        } | {
            /** @enum {string} */
            every: "month";
        } | {
            /** @enum {string} */
            every: "quarter";
        } | {
            /** @enum {string} */
            every: "year";
        };
        /** @description A form that fits. */
        Candidate: {
            /**
             * Format: int32
             * @description How much of what such files usually have is there, in percent. 100: everything.
             */
            confidence_percent: number;
            /** @description The form. */
            format: components["schemas"]["FileFormat"];
        };
        /** @description How the limit of positions was met. */
        CardinalityReport: {
            /**
             * Format: double
             * @description The best value of the objective that may exist, in the unit of `objective_value`.
             */
            bound: number;
            /** @description The answer is proved to be the best. */
            exact: boolean;
            /**
             * Format: double
             * @description Distance of `objective_value` from the bound; 0 when the answer is proved.
             */
            gap: number;
            /** @description Positions of the answer. */
            holdings: number;
            /** @description Relaxations that were solved. */
            nodes: number;
        };
        /** @description A loss that is carried forward. */
        CarriedLoss: {
            /** @description How much, above zero. In Canada the whole loss, not the half that is allowable. */
            amount: string;
            /** @description Its character. */
            kind: components["schemas"]["LossKind"];
            /**
             * Format: int32
             * @description The tax year in which it arose; where losses do not expire by age and are pooled (United States), the last one.
             */
            year: number;
        };
        /** @description A loss that could be carried back to an earlier year, by the taxpayer's choice. */
        CarryBack: {
            /** @description How much, at most. What is carried back is not carried forward. */
            amount: string;
            /**
             * Format: int32
             * @description The year whose gains it would lower.
             */
            to_year: number;
        };
        /** @description How long losses are carried forward. */
        CarryForwardRule: {
            /** @enum {string} */
            kind: "unlimited";
        } | {
            /** @enum {string} */
            kind: "years";
            /**
             * Format: int32
             * @description How many.
             */
            years: number;
        } | {
            /** @enum {string} */
            kind: "none";
        };
        /** @description Cash of one currency in one account, valued. */
        CashValue: {
            /** @description The account. */
            account_id: components["schemas"]["AccountId"];
            /** @description How much; negative when owed. */
            amount: string;
            /** @description The currency. */
            currency: components["schemas"]["Currency"];
            rate?: components["schemas"]["RateUse"] | null;
            /** @description In the base currency. */
            value_base: components["schemas"]["Figure"];
            /** @description Part of the total value. */
            weight: components["schemas"]["Ratio"];
        };
        /**
         * @description What becomes of occurrences that were missed.
         * @enum {string}
         */
        CatchUp: "none" | "once" | "all";
        /** @description How one kind of asset counts. */
        CategoryRule: {
            /** @description Which kind. */
            category: components["schemas"]["AssetCategory"];
            /** @description The part of gains and losses that counts: "0.70" where 30 % are exempt. */
            counted_share: string;
            /** @description Which losses may be set off against its gains. */
            gains: components["schemas"]["GainOffset"];
            /** @description Where its losses go. */
            losses: components["schemas"]["LossPot"];
        };
        /**
         * @description What can differ between two requests.
         * @enum {string}
         */
        Cause: "assets" | "past_returns" | "expected_returns" | "covariance" | "constraints" | "objective";
        /** @description What one step changed. */
        ChangePart: {
            /** @description What was replaced. */
            causes: components["schemas"]["Cause"][];
            /**
             * Format: double
             * @description Change of the weight.
             */
            change: number;
        };
        /** @description One replacement. */
        ChangeStep: {
            /** @description What was replaced. */
            causes: components["schemas"]["Cause"][];
            /**
             * Format: double
             * @description Sum of absolute changes of weight that followed.
             */
            turnover: number;
        };
        /** @description Two questions. */
        ChangesQuestion: {
            /** @description The later one. */
            after: components["schemas"]["StudioQuestion"];
            /** @description The earlier one. */
            before: components["schemas"]["StudioQuestion"];
        };
        /** @description How a year's gains are taxed. */
        Charge: (components["schemas"]["BracketCharge"] & {
            /** @enum {string} */
            kind: "brackets";
        }) | (components["schemas"]["BandCharge"] & {
            /** @enum {string} */
            kind: "band";
        }) | (components["schemas"]["InclusionCharge"] & {
            /** @enum {string} */
            kind: "inclusion";
        }) | (components["schemas"]["FlatCharge"] & {
            /** @enum {string} */
            kind: "flat";
        });
        /**
         * @description Colours of a picture.
         * @enum {string}
         */
        ChartTheme: "dark" | "light";
        /**
         * @description What a strategy does that it cannot do live.
         * @enum {string}
         */
        Cheat: "not_repeatable" | "knows_prices" | "knows_the_end";
        /** @description What a check found. */
        CheckReport: {
            /** @description Why a rebalancing is due; empty when it is not. */
            due: components["schemas"]["Crossing"][];
            rebalancing_id?: components["schemas"]["RebalancingId"] | null;
            /** @description What could not be told, and why. */
            unknown: string[];
            /** @description What came of it, for people. */
            words: string;
        };
        /** @description Where one rule stands. */
        Citation: {
            /**
             * Format: date
             * @description The day on which the figure was compared with `checked_against`; null when it was not verified.
             */
            checked?: string | null;
            /** @description What it was compared with: the text of the law, or who reproduces it. */
            checked_against?: string | null;
            /** @description What else there is to say. */
            note?: string | null;
            /** @description Which rule: a field of [`TaxYearRules`], or a part of its charge. */
            rule: string;
            /** @description The law or official page. */
            source: string;
        };
        /** @description What a sale takes of a lot. */
        ClosedLot: {
            /** @description What they cost; of a pool, at its average. */
            cost?: string | null;
            /** @description Amount less cost; null where gains are not taxed. */
            gain?: string | null;
            /** @description The lot. */
            lot: string;
            /** @description Gain × rate of the term. */
            tax?: string | null;
            term?: components["schemas"]["Term"] | null;
            /** @description Units sold. */
            units: string;
        };
        /** @description A trade from its first fill to its last. Amounts are in one currency. */
        ClosedTrade: {
            /**
             * Format: double
             * @description Maximum adverse excursion: the lowest unrealized result on the way, zero or below; none when it was not watched.
             */
            adverse_excursion?: number | null;
            /**
             * Format: double
             * @description What was put in: the value of its entries, above zero.
             */
            capital: number;
            /**
             * Format: double
             * @description Commissions, fees and interest within `profit`, as a size.
             */
            costs?: number;
            /**
             * Format: double
             * @description Maximum favourable excursion: the highest unrealized result on the way, zero or above; none when it was not watched.
             */
            favourable_excursion?: number | null;
            /** @description Periods for which it was held. */
            periods_held: number;
            /**
             * Format: double
             * @description What it brought after all costs; below zero for a loss.
             */
            profit: number;
        };
        /** @description Two clusters that join. Holdings have the numbers 0 to n − 1, the k-th merge makes the cluster n + k. */
        ClusterMerge: {
            /**
             * Format: double
             * @description Distance at which they join: `√((1 − ρ)/2)` of their nearest two holdings.
             */
            distance: number;
            /** @description The cluster with the smaller number. */
            left: number;
            /** @description The other one. */
            right: number;
            /** @description Holdings in the new cluster. */
            size: number;
        };
        /**
         * @description What is optimized within and across clusters.
         * @enum {string}
         */
        ClusterObjective: "minimum_variance" | "maximum_sharpe";
        /**
         * @description How the number of clusters is found when none is given. Both rules look at 2 to min(10, √n) clusters.
         * @enum {string}
         */
        ClusterRule: "gap" | "silhouette";
        /** @description The tree of assets, as a dendrogram draws it. The distance of two assets is `√((1 − ρ)/2)` for their correlation ρ. */
        Clusters: {
            /** @description Number of each asset's cluster, from 1 in the order of the leaves. */
            cluster_of: {
                [key: string]: number;
            };
            /** @description Assets from left to right, so that branches do not cross. */
            leaf_order: string[];
            /** @description How distances between clusters follow from those between assets. */
            linkage: components["schemas"]["Linkage"];
            /** @description The n − 1 merges by ascending distance, numbered as scipy's linkage rows. */
            merges: components["schemas"]["Merge"][];
        };
        /** @description How the columns and words of a transaction file are to be understood. */
        ColumnMapping: {
            /** @default null */
            account_id?: components["schemas"]["AccountId"] | null;
            /**
             * @description What the file's own words for accounts mean, where no account has that name or number.
             * @default {}
             */
            accounts?: {
                [key: string]: components["schemas"]["AccountId"];
            };
            /**
             * @description What the amount column holds, where prices are computed from it.
             * @default gross
             */
            amount_meaning?: components["schemas"]["AmountMeaning"];
            /**
             * @description Which header holds what.
             * @default {}
             */
            columns?: {
                [key: string]: string;
            };
            /**
             * @description Make the instruments and accounts that the workspace does not have, instead of refusing their rows.
             * @default false
             */
            create_unknown?: boolean;
            /** @default null */
            currency?: components["schemas"]["Currency"] | null;
            /**
             * @description What the file's own words for kinds mean, where it is not the usual.
             * @default {}
             */
            kinds?: {
                [key: string]: components["schemas"]["TransactionKind"];
            };
        };
        /** @description Runs side by side with what is held. */
        Comparison: {
            /** @description The runs, in the order asked for. */
            optimizations: components["schemas"]["OptimizationSummary"][];
            /** @description Weights by asset. */
            rows: components["schemas"]["ComparisonRow"][];
        };
        /** @description One asset in a comparison. */
        ComparisonRow: {
            /** @description The symbol. */
            asset: string;
            instrument_id?: components["schemas"]["InstrumentId"] | null;
            /**
             * Format: double
             * @description Part of today's portfolio value, cash included; null when unknown.
             */
            today?: number | null;
            /** @description The weight in each run; null where the asset is not in it. */
            weights: (number | null)[];
        };
        /**
         * @description How one mean return a period becomes a yearly one.
         * @enum {string}
         */
        Compounding: "geometric" | "arithmetic";
        /** @description Concentration of the parts of a whole: positions, sectors, currencies. */
        Concentration: {
            /**
             * Format: double
             * @description Its inverse: as many equal parts would be as concentrated.
             */
            effective_number: number;
            /**
             * Format: double
             * @description Herfindahl and Hirschman's index: the sum of squared shares, from 1/n to 1. Shares are of gross size, so that a short counts.
             */
            herfindahl: number;
            /**
             * Format: double
             * @description The largest share.
             */
            largest: number;
            /**
             * Format: double
             * @description The five largest shares together.
             */
            largest_five: number;
        };
        /** @description How few things it rests on. */
        ConcentrationReport: {
            /** @description Over kinds of assets. */
            asset_classes: components["schemas"]["Answer_GroupSpread"];
            /** @description Over uncorrelated bets, for the covered holdings. */
            bets: components["schemas"]["Answer_EffectiveBets"];
            /** @description Over currencies. */
            currencies: components["schemas"]["Answer_GroupSpread"];
            /** @description Over holdings with a value. */
            holdings: components["schemas"]["Answer_Concentration"];
            /** @description Over sectors. */
            sectors: components["schemas"]["Answer_GroupSpread"];
        };
        /**
         * @description An ellipse in the plane of volatility and expected return: the confident part of a normal distribution with the samples'
         *     mean and covariance.
         */
        ConfidenceRegion: {
            /**
             * Format: double
             * @description Angle of the longer axis against the axis of volatility, in radians.
             */
            angle: number;
            /** @description Mean `[volatility, expected_return]` of the samples. */
            centre: number[];
            /** @description Half axes, the longer one first. */
            half_axes: number[];
        };
        /** @description What a consumer gets at a look. */
        Conflated: {
            /**
             * Format: int32
             * @description How many came since the last look, itself included.
             */
            count: number;
            /** @enum {string} */
            kind: "quote";
            /** @description The quote. */
            last: components["schemas"]["Tick"];
        } | (components["schemas"]["MergedTrades"] & {
            /** @enum {string} */
            kind: "trades";
        }) | (components["schemas"]["BarOf"] & {
            /** @enum {string} */
            kind: "bar";
        });
        /** @description How a connection stands and what it has seen since it was made. */
        ConnectionReport: {
            /**
             * Format: int64
             * @description How often a socket was opened.
             */
            connected: number;
            /**
             * Format: int64
             * @description Events in them.
             */
            events: number;
            /**
             * Format: int64
             * @description Messages that could not be read.
             */
            garbage: number;
            /** @description Why the last socket ended. */
            last_end?: string | null;
            last_garbage?: components["schemas"]["LastGarbage"] | null;
            last_refusal?: components["schemas"]["LastRefusal"] | null;
            /**
             * Format: int64
             * @description Messages that came, pings and pongs not counted.
             */
            messages: number;
            /** @description Whose. */
            source: components["schemas"]["Source"];
            /** @description How it stands. */
            state: components["schemas"]["ConnectionState"];
            /** @description Topics that the source sends, as it says; `None` until it does. */
            topics?: number | null;
        };
        /** @description How a connection stands. */
        ConnectionState: {
            /** @enum {string} */
            state: "idle";
        } | {
            /** @enum {string} */
            state: "connecting";
        } | {
            /** @enum {string} */
            state: "ready";
        } | {
            /** @description Why it failed. */
            reason: string;
            /** @enum {string} */
            state: "waiting";
            /** @description When. */
            until: components["schemas"]["Timestamp"];
        } | {
            /** @description Why. */
            reason: string;
            /** @enum {string} */
            state: "stopped";
            /** @description What a person can do. */
            what_to_do: string;
        };
        /**
         * @description Which limit binds.
         * @enum {string}
         */
        ConstraintKind: "asset_lower" | "asset_upper" | "asset_fixed" | "group_lower" | "group_upper" | "group_fixed" | "relative_lower" | "relative_upper" | "factor_lower" | "factor_upper" | "factor_fixed" | "net_lower" | "net_upper" | "net_fixed" | "turnover" | "tracking_error" | "volatility" | "gross_exposure" | "short_exposure" | "target_return" | "target_volatility";
        /** @description What was fitted to the assets' returns. */
        CopulaFit: {
            /** @description Correlation `n_assets × n_assets` of the copula: `sin(π τ/2)` of Kendall's τ. */
            correlation: number[][];
            /**
             * Format: double
             * @description Degrees of freedom of the copula: the fewer, the more often extremes come together. 200 is as good as none coming together.
             */
            freedom: number;
            /**
             * Format: double
             * @description Logarithm of the copula's likelihood for the ranks ÷ (n + 1).
             */
            log_likelihood: number;
            /** @description The margin of each asset. */
            margins: components["schemas"]["Margin"][];
            /** @description The correlation was no correlation and was brought to the nearest by its eigenvalues. */
            repaired: boolean;
        };
        /** @description One limit that begins or ceases to bind at a corner. */
        CornerChange: {
            /** @description What happens. */
            kind: components["schemas"]["CornerChangeKind"];
            /** @description Asset or group. */
            name: string;
        };
        /**
         * @description What happens to an asset or a group at a corner, as the return rises.
         * @enum {string}
         */
        CornerChangeKind: "asset_enters" | "asset_leaves" | "asset_reaches_upper" | "group_binds" | "group_released";
        /**
         * @description A portfolio at which the set of binding limits changes. Between two neighbouring ones every efficient portfolio is a mix
         *     of the two.
         */
        CornerPortfolio: {
            /** @description What changes here as the return rises; several at a tie, none at the first corner. */
            changes: components["schemas"]["CornerChange"][];
            /**
             * Format: double
             * @description Expected return a year.
             */
            expected_return: number;
            /**
             * Format: double
             * @description λ in `min ½w'Σw − λ μ'w`: what a unit of expected return is worth in half variance.
             */
            risk_tolerance: number;
            /**
             * Format: double
             * @description Volatility a year.
             */
            volatility: number;
            /** @description Weights that are not zero, by asset. */
            weights: {
                [key: string]: number;
            };
        };
        /** @description Something that a company or an exchange does. */
        CorporateAction: {
            /** @enum {string} */
            kind: "dividend";
            /** @description In the instrument's currency. */
            per_unit: string;
        } | {
            /** @enum {string} */
            kind: "split";
            /** @description Above zero. */
            new: string;
            /** @description Above zero. */
            old: string;
        } | {
            /** @enum {string} */
            kind: "delisting";
            /** @description In the instrument's currency. */
            price: string;
        };
        /** @description A window whose mean correlation differs from the window before it. */
        CorrelationBreak: {
            /**
             * Format: double
             * @description The mean in the window.
             */
            after: number;
            /**
             * Format: double
             * @description The mean in the window before.
             */
            before: number;
            /**
             * Format: date
             * @description The first day of the window.
             */
            date: string;
            /**
             * Format: double
             * @description Difference of Fisher's transforms over its error.
             */
            z: number;
        };
        /** @description Clusters with the correlations that made them: dendrogram and heat map. */
        CorrelationClusters: {
            /** @description The tree. */
            clusters: components["schemas"]["Clusters"];
            /** @description Correlations, one row for each asset; rows and columns in the order of the leaves. */
            correlations: number[][];
        };
        /**
         * Format: uuid
         * @description Ties a click to everything that it caused.
         */
        CorrelationId: string;
        /** @description Correlations of a universe, ordered by clusters. */
        CorrelationsQuestion: {
            linkage?: components["schemas"]["Linkage"] | null;
            /** @description Number of clusters, 1 to the number of assets; found by the gap statistic when left out. */
            n_clusters?: number | null;
            /** @description Instruments, dates and estimators. */
            universe: components["schemas"]["UniverseSpec"];
        };
        /** @description What the trades from the current weights to the solution cost, and what its short positions cost a year. */
        CostReport: {
            /**
             * Format: double
             * @description Borrow cost a year.
             */
            borrow: number;
            /** @description Costs by asset, for those that are traded or short. */
            by_asset: {
                [key: string]: components["schemas"]["AssetCost"];
            };
            /**
             * Format: double
             * @description Expected return a year after costs; null without expected returns.
             */
            expected_return_after_costs?: number | null;
            /**
             * Format: double
             * @description Market impact, once.
             */
            impact: number;
            /**
             * Format: double
             * @description Commission and spread, once, as a part of the capital.
             */
            linear: number;
            /**
             * Format: double
             * @description All of it a year: one-off costs over the holding years, and borrow.
             */
            per_year: number;
            /**
             * Format: double
             * @description Sum of absolute changes of weight.
             */
            turnover: number;
        };
        /**
         * @description Costs inside the problem, as parts of the capital.
         *
         *     Trades are changes from `current_weights`. One-off costs are spread over `holding_years`, so that they compare with returns
         *     a year. Objectives that speak of return (efficient return and risk, utility, Sharpe ratio, growth, worst case) take the
         *     return after costs; objectives that measure risk only have the costs added to what is minimized.
         */
        Costs: {
            borrow?: components["schemas"]["PerAsset"] | null;
            /**
             * Format: double
             * @description Years over which one-off costs are spread.
             */
            holding_years?: number;
            impact?: components["schemas"]["MarketImpact"] | null;
            linear?: components["schemas"]["PerAsset"] | null;
        };
        /** @description How many of each noun a workspace holds. */
        Counts: {
            /**
             * Format: int64
             * @description Accounts.
             */
            accounts: number;
            /**
             * Format: int64
             * @description Back-tests.
             */
            backtests: number;
            /**
             * Format: int64
             * @description Daily bars.
             */
            bars: number;
            /**
             * Format: int64
             * @description Exchange rates.
             */
            fx_rates: number;
            /**
             * Format: int64
             * @description Instruments.
             */
            instruments: number;
            /**
             * Format: int64
             * @description Saved optimizations.
             */
            optimizations: number;
            /**
             * Format: int64
             * @description Strategies.
             */
            strategies: number;
            /**
             * Format: int64
             * @description Transactions.
             */
            transactions: number;
        };
        /** @description Covariance of yearly returns. Instruments that are not named move with nothing and have no variance. */
        Covariance: {
            /** @description Names of rows and columns. */
            instruments: string[];
            /** @enum {string} */
            kind: "dense";
            /** @description `n × n`, symmetric. */
            matrix: number[][];
        } | {
            /** @description `B`, `n × k`. */
            exposures: number[][];
            /** @description `F`, `k × k`, symmetric. */
            factor_covariance: number[][];
            /** @description Names of the rows. */
            instruments: string[];
            /** @enum {string} */
            kind: "factor";
            /** @description Variances of their own, `n`. */
            specific: number[];
        };
        /** @description The covariance estimator and its settings. All are annualized by the periods a year. */
        CovarianceModel: {
            /** @description Take logarithmic returns in place of simple ones. */
            log_returns?: boolean;
            /** @enum {string} */
            model: "sample";
        } | {
            /**
             * Format: double
             * @description Return a period that counts as a shortfall when it is missed; 0.000079 (2 % a year, daily) when left out.
             */
            benchmark_return?: number;
            /** @description Take logarithmic returns in place of simple ones. */
            log_returns?: boolean;
            /** @enum {string} */
            model: "semicovariance";
        } | {
            /** @description Take logarithmic returns in place of simple ones. */
            log_returns?: boolean;
            /** @enum {string} */
            model: "exponentially_weighted";
            /**
             * Format: double
             * @description Span in periods, above 1.
             */
            span?: number;
        } | {
            /**
             * Format: double
             * @description Periods after which a return weighs half, above zero; 40 when left out.
             */
            half_life?: number;
            /** @description Take logarithmic returns in place of simple ones. */
            log_returns?: boolean;
            /** @enum {string} */
            model: "exponential_half_life";
        } | {
            /** @description Take logarithmic returns in place of simple ones. */
            log_returns?: boolean;
            /** @enum {string} */
            model: "ledoit_wolf_constant_variance";
        } | {
            /** @description Take logarithmic returns in place of simple ones. */
            log_returns?: boolean;
            /** @enum {string} */
            model: "ledoit_wolf_single_factor";
        } | {
            /** @description Take logarithmic returns in place of simple ones. */
            log_returns?: boolean;
            /** @enum {string} */
            model: "ledoit_wolf_constant_correlation";
        } | {
            /** @description Take logarithmic returns in place of simple ones. */
            log_returns?: boolean;
            /** @enum {string} */
            model: "oracle_approximating";
        } | {
            /**
             * Format: double
             * @description Intensity from 0 (the sample) to 1 (the target); 0.2 when left out.
             */
            intensity?: number;
            /** @description Take logarithmic returns in place of simple ones. */
            log_returns?: boolean;
            /** @enum {string} */
            model: "fixed_shrinkage";
        } | {
            /** @description Take logarithmic returns in place of simple ones. */
            log_returns?: boolean;
            /** @enum {string} */
            model: "gerber";
            /**
             * Format: double
             * @description Threshold in standard deviations, between 0 and 1; 0.5 when left out.
             */
            threshold?: number;
        } | {
            /** @description Take logarithmic returns in place of simple ones. */
            log_returns?: boolean;
            /** @enum {string} */
            model: "denoised";
        } | {
            /** @description Denoise before. */
            denoise?: boolean;
            /** @description Take logarithmic returns in place of simple ones. */
            log_returns?: boolean;
            /** @enum {string} */
            model: "detoned";
            /** @description How many of the largest eigenvalues are the market's; 1 when left out. */
            n_markets?: number;
        } | {
            /** @description Take logarithmic returns in place of simple ones. */
            log_returns?: boolean;
            /** @enum {string} */
            model: "statistical_factors";
            /**
             * @description How many factors; when left out, as many as there are correlation eigenvalues above the largest that pure noise
             *     gives, `(1 + √(n_assets/n_observations))²` (Marčenko and Pastur 1967), at least one.
             */
            n_factors?: number | null;
        } | {
            /** @description Take logarithmic returns in place of simple ones, of assets and factors. */
            log_returns?: boolean;
            /** @enum {string} */
            model: "given_factors";
        };
        /** @description What is stored of every series. */
        CoverageView: {
            /** @description By symbol, size and source. */
            series: components["schemas"]["SeriesCoverage"][];
        };
        /** @description Combinatorial purged cross-validation over the trials of a sweep, chosen by the Sharpe ratio of a period. */
        CrossValidationVerdict: {
            /**
             * Format: double
             * @description The highest.
             */
            highest_sharpe?: number | null;
            /**
             * Format: double
             * @description The lowest Sharpe ratio a period among them.
             */
            lowest_sharpe?: number | null;
            /**
             * Format: double
             * @description The one in the middle.
             */
            median_sharpe?: number | null;
            /** @description Histories that the tests make up. */
            n_paths: number;
            /** @description Splits that were chosen on. */
            n_splits: number;
            /**
             * Format: double
             * @description Part of the histories that lost.
             */
            probability_of_loss: number;
            /** @description How the history is cut. */
            settings: components["schemas"]["PurgedSplits"];
        };
        /** @description Why a rebalancing is due. */
        Crossing: {
            /** @description What was looked at. */
            trigger: components["schemas"]["RebalancingTrigger"];
            /** @description What was found, for people. */
            words: string;
        };
        /**
         * @description A currency code: ISO 4217 (`USD`) or a crypto asset's ticker (`USDT`); 3 to 8 capital letters or digits.
         * @example USD
         */
        Currency: string;
        /** @description Cash of one currency in an account, in that currency. */
        CurrencyCash: {
            /** @description After both. */
            after: string;
            /** @description Before the trades, with what flows in or out. */
            before: string;
            /** @description The currency. */
            currency: components["schemas"]["Currency"];
            /** @description What must be exchanged into this currency (above zero) or out of it, so that none is owed. */
            exchanged: string;
            /** @description What the trades bring. */
            traded: string;
        };
        /** @description Today's weights within a universe and what the moments say of them. */
        CurrentPortfolio: {
            /**
             * Format: double
             * @description Expected return a year.
             */
            expected_return: number;
            /**
             * Format: double
             * @description Sharpe ratio; null without volatility.
             */
            sharpe?: number | null;
            /**
             * Format: double
             * @description Volatility a year.
             */
            volatility: number;
            /** @description Weights by symbol, of the value held in these instruments; they sum to 1. */
            weights: {
                [key: string]: number;
            };
        };
        /** @description Where in a row what stands, as paths such as `/close` or `/4`. */
        CustomFields: {
            /** @description Last price. */
            close: string;
            /** @description Highest price. */
            high?: string | null;
            /** @description Lowest price. */
            low?: string | null;
            /** @description First price. */
            open?: string | null;
            /** @description The start of the bar. */
            time: string;
            /** @description How it is written. */
            time_format: components["schemas"]["TimeFormat"];
            /** @description Units traded. */
            volume?: string | null;
        };
        /** @description How the last price of a symbol is asked for. */
        CustomQuotes: {
            /** @description Where the ask stands. */
            ask?: string | null;
            /** @description Where the bid stands. */
            bid?: string | null;
            /**
             * Format: int32
             * @description How far its prices are behind, in seconds, if they are.
             */
            delay_seconds?: number | null;
            /**
             * Format: int32
             * @description How often it may be asked for a symbol, 1 to 86400 seconds; every 15 seconds when nothing is said.
             */
            every_seconds?: number | null;
            /** @description Where in the answer the last price stands, as a path such as `/quote/last`. */
            price: string;
            /** @description Where its time stands; nothing when the source does not tell it. */
            time?: string | null;
            time_format?: components["schemas"]["TimeFormat"] | null;
            /** @description The address, with `{symbol}`, on the host of the bars. */
            url: string;
        };
        /** @description A source of bars that answers in JSON. */
        CustomSettings: {
            /** @description Whether its prices are adjusted. */
            adjustment: components["schemas"]["Adjustment"];
            currency?: components["schemas"]["Currency"] | null;
            /** @description Where in a row what stands. */
            fields: components["schemas"]["CustomFields"];
            /** @description The header that carries the key; nothing when it needs none. */
            key_header?: string | null;
            /** @description Where in the answer the list of rows stands: `/data/prices`, or nothing when the answer is the list. */
            list: string;
            /** @description Its name, 1 to 16 small letters, digits, `_`, `-` or `.`. */
            name: string;
            quotes?: components["schemas"]["CustomQuotes"] | null;
            /**
             * Format: int32
             * @description How often it may be asked; nothing when it does not matter.
             */
            requests_per_minute?: number | null;
            /** @description How much time its bars cover. */
            size: components["schemas"]["BarSize"];
            /** @description The address, with `{symbol}`, and with `{from}` and `{to}` where it takes them. */
            url: string;
            /** @description How `{from}` and `{to}` are written. */
            url_time: components["schemas"]["TimeFormat"];
        };
        /** @description Figures of daily returns. Ratios are fractions; what is "a year" counts `periods_per_year` days. */
        DailyFigures: {
            /** @description Jensen's alpha, a year's. */
            alpha: components["schemas"]["Ratio"];
            best_day?: components["schemas"]["DayReturn"] | null;
            /** @description Covariance with the benchmark over its variance. */
            beta: components["schemas"]["Ratio"];
            /** @description Compounded return a year over the largest drawdown. */
            calmar: components["schemas"]["Ratio"];
            /** @description Mean loss of those days. */
            conditional_value_at_risk_95: components["schemas"]["Ratio"];
            /** @description The same of the days on which it fell. */
            down_capture: components["schemas"]["Ratio"];
            /** @description Root of the mean squared shortfall below the risk-free rate, a year. */
            downside_deviation: components["schemas"]["Ratio"];
            drawdown?: components["schemas"]["DrawdownDays"] | null;
            /** @description Excess kurtosis of the daily returns. */
            excess_kurtosis: components["schemas"]["Ratio"];
            /** @description Mean difference from the benchmark over that. */
            information_ratio: components["schemas"]["Ratio"];
            /** @description Daily returns that they rest on. */
            n_returns: number;
            /** @description Sum of the gains over the sum of the losses. */
            omega: components["schemas"]["Ratio"];
            /**
             * Format: double
             * @description Days of a year.
             */
            periods_per_year: number;
            /** @description Part of the days that gained. */
            positive_days: components["schemas"]["Ratio"];
            /** @description Squared correlation with the benchmark. */
            r_squared: components["schemas"]["Ratio"];
            /**
             * Format: double
             * @description The risk-free rate that was used, a year's.
             */
            risk_free_rate: number;
            /** @description Mean return above the risk-free rate over the volatility. */
            sharpe: components["schemas"]["Ratio"];
            /** @description Skewness of the daily returns. */
            skewness: components["schemas"]["Ratio"];
            /** @description The same over the downside deviation. */
            sortino: components["schemas"]["Ratio"];
            /** @description Deviation of the difference from the benchmark, a year's. */
            tracking_error: components["schemas"]["Ratio"];
            /** @description Root of the mean squared fall from the peak so far. */
            ulcer_index: components["schemas"]["Ratio"];
            /** @description Compounded return of the days on which the benchmark rose, over the benchmark's. */
            up_capture: components["schemas"]["Ratio"];
            /** @description Loss of a day that one day in twenty exceeds, as it happened; positive for a loss. */
            value_at_risk_95: components["schemas"]["Ratio"];
            /** @description Sample deviation a year. */
            volatility: components["schemas"]["Ratio"];
            worst_day?: components["schemas"]["DayReturn"] | null;
        };
        /** @description The state of the data. */
        DataHealth: {
            /**
             * Format: date
             * @description The day that counts as today.
             */
            as_of: string;
            /** @description Every instrument's prices. */
            instruments: components["schemas"]["InstrumentHealth"][];
            /** @description What to mend, most urgent first. */
            problems: components["schemas"]["DataProblem"][];
            /** @description The pairs needed for what is held. */
            rates: components["schemas"]["RateHealth"][];
        };
        /** @description Trouble with one stream, from its first sign to its end. */
        DataIncident: {
            /**
             * Format: int64
             * @description How many events it concerns so far.
             */
            count: number;
            /** @description What the stream carries. */
            data: components["schemas"]["DataKind"];
            /**
             * Format: double
             * @description What was expected instead, where there is such a value.
             */
            expected?: number | null;
            /** @description Of what. */
            instrument: components["schemas"]["InstrumentId"];
            /** @description What is wrong. */
            kind: components["schemas"]["IncidentKind"];
            /** @description When it was last seen. */
            last: components["schemas"]["Timestamp"];
            /**
             * Format: double
             * @description The value at fault of the first event: a price, a number of missing events, microseconds, basis points; by kind.
             */
            observed?: number | null;
            other?: components["schemas"]["Source"] | null;
            /** @description When it began. */
            since: components["schemas"]["Timestamp"];
            /** @description Whose stream. */
            source: components["schemas"]["Source"];
            until?: components["schemas"]["Timestamp"] | null;
        };
        /**
         * @description What a stream carries.
         * @enum {string}
         */
        DataKind: "trade" | "quote" | "bar" | "book" | "news";
        /** @description One thing to mend. */
        DataProblem: {
            /** @description A stable name. */
            code: string;
            instrument_id?: components["schemas"]["InstrumentId"] | null;
            /** @description What is wrong and what to do. */
            message: string;
            remedy?: components["schemas"]["Remedy"] | null;
            transaction_id?: components["schemas"]["TransactionId"] | null;
            /** @description How urgent it is. */
            urgency: components["schemas"]["Urgency"];
        };
        /** @description Probabilities that the best strategy's advantage is chance: that no strategy beats the benchmark. */
        DataSnooping: {
            /** @description The strategy with the highest mean advantage. */
            best: number;
            /**
             * Format: double
             * @description Its mean advantage, a period's.
             */
            best_mean: number;
            /**
             * Format: double
             * @description Hansen's consistent probability for means as they are: strategies that are too poor to matter are not raised to the benchmark.
             */
            consistent: number;
            /**
             * Format: double
             * @description Hansen's lower probability: no poor strategy is.
             */
            lower: number;
            /** @description Resampled series. */
            n_resamples: number;
            /**
             * Format: double
             * @description White's reality check: every strategy counts as if it were as good as the benchmark. With many poor ones it asks too much.
             */
            reality_check: number;
            /**
             * Format: double
             * @description Hansen's consistent probability for means over their long-run deviations, as he recommends. None when one does not vary.
             */
            studentized?: number | null;
        };
        /**
         * @description In which order a date's parts stand.
         * @enum {string}
         */
        DateOrder: "ymd" | "mdy" | "dmy";
        /** @description An action and the first moment at which the instrument trades without its right: the ex-date. */
        DatedAction: {
            /** @description What. */
            action: components["schemas"]["CorporateAction"];
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description Of what. */
            instrument_id: components["schemas"]["InstrumentId"];
        };
        /** @description Figures of a day. */
        DayFigures: {
            /**
             * Format: double
             * @description Highest price.
             */
            high?: number | null;
            /**
             * Format: double
             * @description Lowest price.
             */
            low?: number | null;
            /**
             * Format: double
             * @description First price.
             */
            open?: number | null;
            /**
             * Format: double
             * @description Units traded.
             */
            volume?: number | null;
        };
        /** @description An amount that came in (or left, negative) on a day. */
        DayFlow: {
            /**
             * Format: double
             * @description How much, in the base currency.
             */
            amount: number;
            /**
             * Format: date
             * @description The day.
             */
            date: string;
        };
        /** @description The return of one day. */
        DayReturn: {
            /**
             * Format: date
             * @description The day.
             */
            date: string;
            /**
             * Format: double
             * @description Its return.
             */
            value: number;
        };
        /** @description Which days. */
        DayRule: {
            /** @enum {string} */
            kind: "daily";
        } | {
            /** @enum {string} */
            kind: "weekly";
            /** @description Names such as `Mon`; at least one. */
            on: string[];
        } | {
            /**
             * Format: int32
             * @description From 1 to 31.
             */
            day: number;
            /** @enum {string} */
            kind: "monthly";
        } | {
            /**
             * Format: int32
             * @description From 1 to the month's last day.
             */
            day: number;
            /** @enum {string} */
            kind: "yearly";
            /**
             * Format: int32
             * @description From 1 to 12.
             */
            month: number;
        } | {
            /** @enum {string} */
            kind: "first_session";
            /** @description The period. */
            of: components["schemas"]["Period"];
        } | {
            /** @enum {string} */
            kind: "last_session";
            /** @description The period. */
            of: components["schemas"]["Period"];
        } | {
            /**
             * Format: date
             * @description The first occurrence is the first session on or after this day.
             */
            from: string;
            /** @enum {string} */
            kind: "every_sessions";
            /**
             * Format: int32
             * @description From 1 to 2000.
             */
            n: number;
        };
        /**
         * @description What separates whole from decimal digits.
         * @enum {string}
         */
        DecimalMark: "point" | "comma";
        /** @description Rates by term as exact decimals. */
        DecimalRates: {
            /**
             * @description Of gains on lots held longer.
             * @example 0.2
             */
            long_term: string;
            /**
             * @description Of gains on lots held no longer than the holding period, "0.37" = 37 %.
             * @example 0.37
             */
            short_term: string;
        };
        /**
         * @description The gain of a run split by decision, in the base currency. All but `total` add up to it, digit for digit.
         *
         *     A round trip that gained `g` before costs on a capital of `c` is counted as if every round trip had had the mean capital: `g ÷ c × mean
         *     capital` is what choosing it brought. The rest is what came of making some larger than others: zero when all are of one size, above zero
         *     when the larger ones did better.
         */
        DecisionAttribution: {
            /** @description What changes of exchange rates did to cash and positions; zero with one currency. */
            currency: string;
            /** @description Dividends. */
            dividends: string;
            /** @description Fees, zero or below unless there were rebates. */
            fees: string;
            /** @description Interest and the cost of borrowed units. */
            financing: string;
            /** @description What is still open, before costs. */
            open: string;
            /** @description Closed round trips at equal sizes, before costs. */
            signal: string;
            /** @description What differences in size brought, before costs. */
            sizing: string;
            /** @description Slippage, zero or below. */
            slippage: string;
            /** @description Equity at the end less cash at the start. */
            total: string;
        };
        /**
         * @description The rule by which later tax is counted today.
         *
         *     A lot that is kept is taken to be sold on some day of the next `horizon_days`, each day as likely as the other. If that day
         *     comes before the lot turns long-term (in `d` days) its gain will bear the short-term rate, otherwise the long-term one, so that
         *     the rate to expect is `long + (short − long) · min(1, d / horizon_days)`. Of that later tax `later_tax_share` counts today: the
         *     chance that it falls due at all, times the discount. Selling a unit of gain today therefore costs
         *
         *     `rate today − later_tax_share · rate to expect`.
         *
         *     A lot that is nearly long-term is the dearest to sell at a gain, and the one whose loss is the most worth taking.
         */
        Deferral: {
            /**
             * Format: int32
             * @description Days in which a lot that is kept will be sold.
             * @default 365
             */
            horizon_days?: number;
            /**
             * Format: double
             * @description Part of the later tax that counts today, 0 to 1: 0 counts the tax of today in full, 1 takes every gain as good as taxed.
             * @default 0.5
             */
            later_tax_share?: number;
        };
        /** @description What a deletion answers. */
        Deleted: {
            /** @description The change, to undo it by. */
            change_id: components["schemas"]["AuditEventId"];
        };
        /**
         * @description What became of a delivery.
         * @enum {string}
         */
        DeliveryState: "waiting" | "handed_over" | "accepted" | "given_up" | "dropped";
        /** @description The best levels of both sides, from the best outwards. */
        Depth: {
            /** @description Orders to sell. */
            asks: components["schemas"]["DepthLevel"][];
            /** @description Orders to buy. */
            bids: components["schemas"]["DepthLevel"][];
            /**
             * Format: double
             * @description Units bid less units asked, as a part of both together, over the levels shown: −1 to 1. Unknown in an empty book.
             */
            imbalance?: number | null;
            /**
             * Format: double
             * @description Half-way between the best prices; unknown without both.
             */
            mid?: number | null;
            /**
             * Format: double
             * @description Best ask less best bid; unknown without both.
             */
            spread?: number | null;
        };
        /** @description A level with everything that is offered up to it. */
        DepthLevel: {
            /**
             * Format: double
             * @description Units at this and all better prices.
             */
            cumulative: number;
            /**
             * Format: double
             * @description Price of a unit.
             */
            price: number;
            /**
             * Format: double
             * @description Units at this price.
             */
            size: number;
        };
        /** @description A book's depth with whose it is. */
        DepthOf: {
            depth?: components["schemas"]["Depth"] | null;
            /** @description Of what. */
            instrument: components["schemas"]["InstrumentId"];
            /** @description From whom. */
            source: components["schemas"]["Source"];
        };
        /** @description The best levels of an order book. */
        DepthView: {
            depth?: components["schemas"]["Depth"] | null;
            /** @description Of what. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description Why there is none. */
            note?: string | null;
            source?: components["schemas"]["Source"] | null;
        };
        /** @description A notification of the desktop. */
        DesktopWay: {
            sound?: components["schemas"]["SoundName"] | null;
            template?: components["schemas"]["NotificationTemplate"] | null;
        };
        /** @description What form a file has. */
        Detection: {
            /** @description All forms that fit, the best first. */
            candidates: components["schemas"]["Candidate"][];
            /**
             * Format: int32
             * @description How well, in percent; 0 for a table of no known form.
             */
            confidence_percent: number;
            /** @description The form that fits best; [`FileFormat::Columns`] when none does. */
            format: components["schemas"]["FileFormat"];
        };
        /** @description The text. */
        Diagnostics: {
            /** @description Plain text, a few dozen lines. */
            text: string;
        };
        /** @description A bar that differs. */
        DifferingBar: {
            /** @description When it begins. */
            at: components["schemas"]["Timestamp"];
            /**
             * Format: double
             * @description The close that is stored.
             */
            ours: number;
            /**
             * Format: double
             * @description The provider's close.
             */
            theirs: number;
        };
        /** @description A fall from a peak. */
        DrawdownDays: {
            /**
             * Format: double
             * @description How deep, as a positive fraction of the peak.
             */
            depth: number;
            /**
             * Format: date
             * @description The day of the peak.
             */
            peak: string;
            /**
             * Format: date
             * @description The first day on which the peak was reached again; null while it was not.
             */
            recovered?: string | null;
            /**
             * Format: date
             * @description The day of the lowest value.
             */
            trough: string;
        };
        /** @description One fall from a peak until the peak is reached again. Indices are places in the series of values. */
        DrawdownEpisode: {
            /**
             * Format: double
             * @description Fall as a fraction of the peak, below zero.
             */
            depth: number;
            /** @description Periods from the peak to the recovery, or to the end of the series. */
            length: number;
            /** @description The last value at the peak. */
            peak_idx: number;
            /** @description Periods from the trough to the recovery; none while it is still below. */
            recovery?: number | null;
            /** @description The first value that is again as high as the peak; none while it is still below. */
            recovery_idx?: number | null;
            /** @description The lowest value. */
            trough_idx: number;
        };
        /** @description A drawing. */
        Drawing: {
            /** @description Its colour as `#rrggbb`; the theme's when null. */
            colour?: string | null;
            /** @description Which; unique on its chart. */
            id: string;
            /** @description What is written at it. */
            label?: string | null;
            /** @description What it is. */
            shape: components["schemas"]["DrawingShape"];
        };
        /**
         * @description How far a line goes on beyond its points.
         * @enum {string}
         */
        DrawingExtends: "none" | "right" | "both";
        /** @description A point of a chart. */
        DrawingPoint: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /**
             * Format: double
             * @description The price.
             */
            price: number;
        };
        /** @description What is drawn. */
        DrawingShape: {
            /**
             * Format: double
             * @description Which.
             */
            price: number;
            /** @enum {string} */
            shape: "horizontal";
        } | {
            /** @description Which. */
            at: components["schemas"]["Timestamp"];
            /** @enum {string} */
            shape: "vertical";
        } | {
            /** @description How far it goes on. */
            extends?: components["schemas"]["DrawingExtends"];
            /** @description One point. */
            from: components["schemas"]["DrawingPoint"];
            /** @enum {string} */
            shape: "trend";
            /** @description The other. */
            to: components["schemas"]["DrawingPoint"];
        } | {
            /** @description How far they go on. */
            extends?: components["schemas"]["DrawingExtends"];
            /** @description One point. */
            from: components["schemas"]["DrawingPoint"];
            /**
             * Format: double
             * @description How much higher the parallel lies, as a price.
             */
            offset: number;
            /** @enum {string} */
            shape: "channel";
            /** @description The other. */
            to: components["schemas"]["DrawingPoint"];
        } | {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /**
             * Format: double
             * @description At which price.
             */
            price: number;
            /** @enum {string} */
            shape: "text";
            /** @description What it says. */
            text: string;
        };
        /** @description What is drawn on the chart of an instrument. */
        Drawings: {
            /** @description The drawings, the lowest first. */
            drawings: components["schemas"]["Drawing"][];
        };
        /** @description What a distance from the aims costs, in money of the base currency. */
        DriftPrice: {
            /** @enum {string} */
            kind: "absolute";
            /**
             * Format: double
             * @description Price of a unit of money off its aim, above zero.
             */
            per_unit: number;
        } | {
            /** @enum {string} */
            kind: "squared";
            /**
             * Format: double
             * @description Above zero; the optimizer's `risk_aversion`.
             */
            risk_aversion: number;
        };
        /** @description One line of the drift report. */
        DriftRow: {
            band?: components["schemas"]["Band"] | null;
            /** @description Weight now; unknown when anything that is held has no price. */
            current?: string | null;
            /** @description Current less target: above zero where too much is held. */
            drift?: string | null;
            /** @description Name of the group it is in. */
            group?: string | null;
            /** @description Group or instrument. */
            kind: components["schemas"]["RowKind"];
            /** @description Depth, 0 at the top. */
            level: number;
            /** @description Its name. */
            name: string;
            /** @description Target as a part of the whole portfolio. */
            target: string;
            /** @description How it stands to the band. */
            verdict: components["schemas"]["Verdict"];
        };
        /**
         * @description How hard to look for the best plan.
         * @enum {string}
         */
        Effort: "full" | "quick";
        /** @description A position that was still open. */
        EndPosition: {
            /** @description What was paid, or received, for each on average. */
            average_price?: string | null;
            /** @description What. */
            instrument_id: components["schemas"]["InstrumentId"];
            /**
             * Format: double
             * @description The last price.
             */
            price?: number | null;
            /** @description Below zero when short. */
            units: string;
        };
        /** @description The account at the end of each moment, in its currency. Unknown where a price or a rate was missing. */
        EquityCurve: {
            /** @description The moments. */
            at: components["schemas"]["Timestamp"][];
            /** @description The benchmark, as if the cash at the start had been put into it; empty without one. */
            benchmark: (number | null)[];
            /** @description Fall from the highest equity so far, as a part of it; zero or negative. */
            drawdown: (number | null)[];
            /** @description Cash and positions. */
            equity: (number | null)[];
            /** @description Worth of all positions, long and short added. */
            gross_exposure: (number | null)[];
            /** @description Worth of all positions, short ones taken off. */
            net_exposure: (number | null)[];
        };
        /** @description What the moments were estimated from. */
        Estimation: {
            black_litterman?: components["schemas"]["BlackLittermanReport"] | null;
            /** @description Expected returns a year, by asset. */
            expected_returns: {
                [key: string]: number;
            };
            /**
             * Format: date
             * @description First date used.
             */
            first_date: string;
            /**
             * Format: date
             * @description Last date used.
             */
            last_date: string;
            /**
             * Format: double
             * @description Smallest eigenvalue of the covariance.
             */
            min_eigenvalue: number;
            /** @description Dates left out because at least one asset has no price there. */
            n_dropped_dates: number;
            /** @description Returns used. */
            n_observations: number;
            repair?: components["schemas"]["RepairReport"] | null;
            /**
             * Format: double
             * @description Shrinkage intensity of the covariance, for estimators that shrink.
             */
            shrinkage?: number | null;
            /** @description Volatilities a year, by asset. */
            volatilities: {
                [key: string]: number;
            };
        };
        /** @description One thing that happened. */
        Event: {
            /**
             * Format: double
             * @description Seconds to the end, where that can be told.
             */
            eta_s?: number | null;
            /** @description The job. */
            id: components["schemas"]["JobId"];
            /** @description What it does. */
            job_kind: components["schemas"]["JobKind"];
            /** @enum {string} */
            kind: "job";
            /** @description What it is doing, or why it failed. */
            message: string;
            /**
             * Format: double
             * @description Part done, 0 to 1.
             */
            progress: number;
            /** @description Where it stands. */
            state: components["schemas"]["JobState"];
            /** @description A line for people. */
            title: string;
        } | {
            /** @description Which click caused it. */
            correlation_id: components["schemas"]["CorrelationId"];
            /** @enum {string} */
            kind: "changed";
            /** @description The nouns, as in the URLs. */
            nouns: string[];
        } | {
            /** @description When it fired. */
            at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description The number of the firing, from 1.
             */
            firing: number;
            /** @description Which. */
            id: components["schemas"]["AlertId"];
            /** @description Whether it was seen long after it happened. */
            is_late: boolean;
            /** @enum {string} */
            kind: "alert_fired";
            /** @description Its name. */
            name: string;
            /** @description How much it matters. */
            severity: components["schemas"]["AlertSeverity"];
        } | {
            /** @enum {string} */
            kind: "sound";
            /** @description Its name in the freedesktop sound naming specification. */
            name: string;
            /** @description How much what it tells of matters. */
            severity: components["schemas"]["AlertSeverity"];
        } | {
            /** @description Which. */
            id: components["schemas"]["AlertId"];
            /** @enum {string} */
            kind: "show_alert";
        } | {
            /** @enum {string} */
            kind: "provider";
            /** @description Whose. */
            source: components["schemas"]["Source"];
            /** @description How it stands now. */
            state: components["schemas"]["ConnectionState"];
        } | {
            /** @enum {string} */
            kind: "replay";
            state?: components["schemas"]["ReplayView"] | null;
        } | {
            /** @description A stable name; `resync` means: events were lost, load everything again. */
            code: string;
            /** @enum {string} */
            kind: "notice";
            /** @description A line for people. */
            message: string;
        };
        /**
         * @description The periods whose returns are measured.
         * @enum {string}
         */
        Every: "day" | "bar";
        /**
         * @description An exchange, by its market identifier code (ISO 10383) in JSON and text; `CRYPTO` is any market that never closes.
         * @enum {string}
         */
        Exchange: "XNYS" | "XNAS" | "XLON" | "XETR" | "XPAR" | "XAMS" | "XBRU" | "XLIS" | "XTSE" | "CRYPTO";
        /** @description An instrument that is no replacement. */
        Excluded: components["schemas"]["ExclusionReason"] & {
            /** @description Which. */
            instrument_id: components["schemas"]["InstrumentId"];
        };
        /** @description Why an instrument is no replacement. */
        ExclusionReason: {
            /** @enum {string} */
            reason: "identical";
        } | {
            /** @enum {string} */
            reason: "sold_at_a_loss";
            /**
             * Format: date
             * @description The first day on which it may be bought.
             */
            until: string;
        } | {
            /** @description How many there are. */
            n_observations: number;
            /** @enum {string} */
            reason: "too_few_returns";
        } | {
            /** @enum {string} */
            reason: "no_variation";
        };
        /**
         * @description A venue's identity of one execution: 1 to 40 visible ASCII characters. It is unique with venue and account; where a venue
         *     numbers by symbol, its adapter puts the symbol in front. It has a fixed size, because it is copied with every fill.
         * @example 0000e0d5.6580b5f8.01.01
         */
        ExecutionId: string;
        /** @description The estimator of expected returns and its settings; conventions are those of PyPortfolioOpt 1.6 unless said otherwise. */
        ExpectedReturnsModel: {
            /** @description How the mean is annualized. */
            compounding?: components["schemas"]["Compounding"];
            /** @description Take logarithmic returns in place of simple ones, before compounding. */
            log_returns?: boolean;
            /** @enum {string} */
            model: "historical_mean";
        } | {
            /** @description How the mean is annualized. */
            compounding?: components["schemas"]["Compounding"];
            /** @description Take logarithmic returns in place of simple ones, before compounding. */
            log_returns?: boolean;
            /** @enum {string} */
            model: "exponentially_weighted";
            /**
             * Format: double
             * @description Span in periods, above 1: about `span/2` periods carry 63 % of the weight.
             */
            span?: number;
        } | {
            /** @description How the mean is annualized. */
            compounding?: components["schemas"]["Compounding"];
            /**
             * Format: double
             * @description Periods after which a return weighs half, above zero; 40 when left out.
             */
            half_life?: number;
            /** @description Take logarithmic returns in place of simple ones, before compounding. */
            log_returns?: boolean;
            /** @enum {string} */
            model: "exponential_half_life";
        } | {
            /** @description How the market's mean is annualized. */
            compounding?: components["schemas"]["Compounding"];
            /** @description Take logarithmic returns in place of simple ones, before compounding. */
            log_returns?: boolean;
            /** @enum {string} */
            model: "capm";
        } | {
            /** @description How the intensity is found. */
            method?: components["schemas"]["MeanShrinkage"];
            /** @enum {string} */
            model: "shrunk";
            /**
             * @description Keep the intensity of James and Stein between 0 and 1, without which shrinking can push means apart; true when left
             *     out (skfolio: false).
             */
            positive_part?: boolean;
            /** @description Towards what. */
            target?: components["schemas"]["MeanTarget"];
        } | {
            /** @enum {string} */
            model: "equilibrium";
            /** @description Excess return wanted for each unit of variance; 2.5 when left out (He and Litterman 1999). */
            risk_aversion?: components["schemas"]["RiskAversion"];
            /** @description Weights or market capitalizations of every asset, in any unit; equal when left out. */
            weights?: {
                [key: string]: number;
            } | null;
        } | (components["schemas"]["BlackLitterman"] & {
            /** @enum {string} */
            model: "black_litterman";
        }) | {
            /** @enum {string} */
            model: "given";
            /** @description Expected return a year of every asset (0.1 = 10 %). */
            values: {
                [key: string]: number;
            };
        };
        /** @description A figure with its formula and inputs. */
        Explanation: {
            /**
             * Format: int64
             * @description Days between that and the day of the books.
             */
            age_days?: number | null;
            /**
             * Format: date
             * @description The day for which it holds.
             */
            as_of?: string | null;
            /** @description How it comes about, with the numbers in it. */
            formula: string;
            /** @description What it is made of. */
            inputs: components["schemas"]["Explanation"][];
            link?: components["schemas"]["ExplanationLink"] | null;
            /** @description Where the number comes from, for leaves. */
            source?: string | null;
            /** @description What it is. */
            title: string;
            /** @description A currency code, `%` (then the value is a fraction), `units`, or empty. */
            unit: string;
            unknown?: components["schemas"]["Unknown"] | null;
            /** @description Its exact value; none when unknown. */
            value?: string | null;
        };
        /** @description A thing behind a number. */
        ExplanationLink: {
            /** @description Its identity. */
            id: string;
            /** @description `transaction`, `lot`, `instrument` or `account`. */
            kind: string;
        };
        /** @description A lower and an upper limit, at least one of them. */
        ExposureRange: {
            /**
             * Format: double
             * @description Least value; open when left out.
             */
            lower?: number | null;
            /**
             * Format: double
             * @description Highest value; open when left out.
             */
            upper?: number | null;
        };
        /** @description Limits of `Σ exposure · weight` over the assets. */
        FactorExposure: {
            /** @description Exposure of each asset to the factor; zero for assets not named. */
            exposures: {
                [key: string]: number;
            };
            /**
             * Format: double
             * @description Least exposure of the portfolio; open when left out.
             */
            lower?: number | null;
            /** @description Name for messages, such as "market beta". */
            name: string;
            /**
             * Format: double
             * @description Highest exposure of the portfolio; open when left out.
             */
            upper?: number | null;
        };
        /** @description The covariance through a few factors, `Σ = B F B' + diag(d)`, in place of `covariance`: for thousands of assets. */
        FactorModelInput: {
            /** @description `B`: for each asset, in the order of `assets`, its exposure to each factor. */
            exposures: number[][];
            /** @description `F`: covariance of the factors a year, one row for each. */
            factor_covariance: number[][];
            /** @description `d`: variance a year that no factor explains, for each asset. */
            specific_variances: number[];
        };
        /** @description A factor model in rows: `covariance = exposures · factor_covariance · exposures' + diag(specific_variances)`. */
        FactorModelView: {
            /** @description Change of an asset's return for each unit of a factor's: one row for each asset. */
            exposures: number[][];
            /** @description Covariance of the factors a year, one row for each. */
            factor_covariance: number[][];
            /** @description Names of the factors. */
            factors: string[];
            /** @description Variance a year of each asset that no factor explains. */
            specific_variances: number[];
        };
        /** @description How far one factor moves. */
        FactorMove: {
            /**
             * Format: double
             * @description Its change.
             */
            change: number;
            /**
             * Format: double
             * @description The same in its deviations over the periods.
             */
            deviations: number;
            /**
             * Format: double
             * @description Change of the portfolio, over the capital, for a change of 1.00 of the factor.
             */
            exposure: number;
            /** @description The factor. */
            factor: string;
            /**
             * Format: double
             * @description What it costs, over the capital; these add up to the loss.
             */
            loss: number;
        };
        /** @description The returns of a run explained by those of its benchmark: least squares with a constant. */
        FactorSplit: {
            /**
             * Format: double
             * @description The constant: what the benchmark does not explain, a period's.
             */
            alpha: number;
            /**
             * Format: double
             * @description Alpha over its error (Newey and West 1987); null where there is no error.
             */
            alpha_t?: number | null;
            /**
             * Format: double
             * @description The part of the benchmark's return that the run has.
             */
            beta: number;
            /**
             * Format: double
             * @description Beta over its error, likewise.
             */
            beta_t?: number | null;
            /**
             * Format: double
             * @description Beta × mean return of the benchmark: what it brought a period on average.
             */
            mean_contribution: number;
            /** @description Periods in which both have a return. */
            n: number;
            /**
             * Format: double
             * @description The part of the variance that the benchmark explains.
             */
            r_squared: number;
        };
        /** @description Quantiles of the value along the way, the start being 1. */
        Fan: {
            /** @description Numbers of periods. */
            periods: number[];
            /** @description For each share the values at these periods. */
            values: number[][];
        };
        /** @description How the fee of an order grows with what trades. */
        FeeRate: {
            /** @enum {string} */
            kind: "free";
        } | {
            /** @description Money. */
            amount: string;
            /** @enum {string} */
            kind: "per_order";
        } | {
            /** @description Money. */
            amount: string;
            /** @enum {string} */
            kind: "per_unit";
        } | {
            /** @enum {string} */
            kind: "share";
            /** @description 0.002 for 0.2 %. */
            share: string;
        } | {
            /** @enum {string} */
            kind: "maker_taker";
            /** @description For orders that rested. */
            maker: string;
            /** @description For orders that came to others. */
            taker: string;
        } | {
            /** @enum {string} */
            kind: "tiered";
            /** @description Ascending by `from_units`, the first from 0. */
            tiers: components["schemas"]["FeeTier"][];
        };
        /**
         * @description A rate with its bounds. The bounds are of a whole order: with several fills the least fee comes with the first, and later fills
         *     bring only what goes beyond it. Where the bounds contradict each other the upper one counts, as brokers do it.
         */
        FeeSchedule: {
            /** @description Greatest fee of an order. */
            maximum?: string | null;
            /** @description Greatest fee of an order as a part of what its units are worth. */
            maximum_share?: string | null;
            /** @description Least fee of an order that trades. */
            minimum?: string | null;
            /** @description The rate. */
            rate: components["schemas"]["FeeRate"];
        };
        /** @description A rate from so many units in a month on. */
        FeeTier: {
            /** @description Units of the month before this tier begins. */
            from_units: string;
            /** @description Money for each unit. */
            per_unit: string;
        };
        /**
         * @description What the feed in use is.
         * @enum {string}
         */
        FeedMode: "live" | "replay" | "off";
        /** @description One thing that is wrong with what was sent. */
        FieldProblem: {
            /** @description A stable name for programs. */
            code: string;
            /** @description The field at fault, where one is known. */
            field?: string | null;
            /** @description What is wrong and what to do, for people. */
            message: string;
        };
        /** @description An exact amount, or the reason why it is unknown: one of the two is there. */
        Figure: {
            unknown?: components["schemas"]["Unknown"] | null;
            /** @description The amount. */
            value?: string | null;
        };
        /** @description How far a figure would have varied. */
        FigureInterval: {
            interval?: components["schemas"]["BootstrapInterval"] | null;
            /** @description The figure's name. */
            name: string;
            /** @description Why there is none. */
            undefined?: string | null;
        };
        /**
         * @description How a figure is read.
         * @enum {string}
         */
        FigureUnit: "fraction" | "number" | "periods";
        /** @description What was found out about a file. */
        FileFacts: {
            date_order?: components["schemas"]["DateOrder"] | null;
            decimal_mark?: components["schemas"]["DecimalMark"] | null;
            /** @description The character between values. */
            delimiter: string;
            /** @description The text encoding. */
            encoding: string;
            /**
             * Format: int64
             * @description The line of the column names.
             */
            header_line: number;
            /** @description The column names. */
            headers: string[];
            /** @description What a person should know, such as a guessed encoding. */
            notices: string[];
        };
        /**
         * @description Which form a transaction file has.
         * @enum {string}
         */
        FileFormat: "columns" | "schwab" | "fidelity" | "vanguard" | "ibkr_activity" | "ibkr_flex" | "trading_212" | "degiro_transactions" | "degiro_account" | "coinbase" | "binance_trades" | "binance_ledger" | "portfolio_performance" | "ofx" | "qif";
        /**
         * @description Whose return it is.
         * @enum {string}
         */
        FilingStatus: "single" | "married_jointly" | "married_separately" | "head_of_household" | "surviving_spouse";
        /** @description Units that changed hands. */
        Fill: {
            /** @description For which account. */
            account_id: components["schemas"]["AccountId"];
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description The venue's identity for it. */
            execution_id: components["schemas"]["ExecutionId"];
            /** @description What the venue took for it; below zero for a rebate. */
            fee: components["schemas"]["Money"];
            /** @description What. */
            instrument_id: components["schemas"]["InstrumentId"];
            liquidity?: components["schemas"]["Liquidity"] | null;
            /** @description Of which order. */
            order_id: components["schemas"]["OrderId"];
            /** @description Price of a unit. */
            price: components["schemas"]["Price"];
            /** @description Units, above zero. */
            quantity: components["schemas"]["Quantity"];
            /** @description Which way. */
            side: components["schemas"]["Side"];
            /** @description Where. */
            venue: components["schemas"]["Source"];
        };
        /** @description A stretch of the fills of a run. */
        FillsWindow: {
            /** @description The rows, in the order of time. */
            items: components["schemas"]["RunFill"][];
            /** @description Rows that match: all. */
            matching: number;
            /** @description Rows before them. */
            offset: number;
            /** @description Always null: nothing is looked for. */
            place?: number | null;
            /** @description Rows there are. */
            total: number;
        };
        /** @description Simulated paths of a method. */
        FilteredPaths: {
            /** @description How many. */
            n_paths: number;
            /**
             * Format: int64
             * @description Of the random numbers.
             */
            seed?: number;
        };
        /** @description Where it was seen. */
        Finding: {
            /** @description The first moment at which something else was asked for, or traded. */
            at: components["schemas"]["Timestamp"];
            /** @description What. */
            cheat: components["schemas"]["Cheat"];
            cut?: components["schemas"]["Timestamp"] | null;
            /** @description What was asked for with all bars. */
            expected?: string | null;
            /** @description What was asked for instead. */
            found?: string | null;
            instrument_id?: components["schemas"]["InstrumentId"] | null;
            /** @description All of it in words. */
            message: string;
            /** @description How many moments ahead it looks at least. */
            moments_ahead?: number | null;
        };
        /**
         * @description What becomes of positions at the end of the data.
         * @enum {string}
         */
        Finish: "keep" | "close_at_close" | "close_at_open";
        /** @description Holds weights: at each time of the cadence, what is off by more than the band is traded back to its weight. */
        FixedWeights: {
            /**
             * Format: double
             * @description How far a weight may be off: 0.05 for five percentage points.
             * @default 0
             */
            band?: number;
            /**
             * @description How often weights are looked at.
             * @default {
             *       "every": "month"
             *     }
             */
            rebalance?: components["schemas"]["Cadence"];
            /**
             * @description One for each instrument of the run, in its order; below zero for short. Equal parts of 1 when left out.
             * @default null
             */
            weights?: number[] | null;
        };
        /** @description One rate, with losses kept in pots. */
        FlatCharge: {
            allowance?: components["schemas"]["Allowance"] | null;
            /** @description Kinds of assets with rules of their own. All others count in full and share the general pot. */
            categories?: components["schemas"]["CategoryRule"][];
            /** @description Rates of church tax, as parts of the tax, among which a member's lies; empty where there is none. */
            church_rates?: string[];
            /** @description The rate. */
            rate: string;
            /** @description A surcharge as a part of that tax (Solidaritätszuschlag); 0 where there is none. */
            surcharge_on_tax: string;
        };
        /**
         * @description Whether a value can still be taken for the present one.
         * @enum {string}
         */
        Freshness: "fresh" | "stale" | "closed";
        /** @description One efficient portfolio. */
        FrontierPoint: {
            /**
             * Format: double
             * @description Conditional value at risk a period, on a frontier of it.
             */
            cvar?: number | null;
            /**
             * Format: double
             * @description Expected return a year.
             */
            expected_return: number;
            /**
             * Format: double
             * @description Sharpe ratio; null without volatility.
             */
            sharpe?: number | null;
            /**
             * Format: double
             * @description Volatility a year.
             */
            volatility: number;
            /** @description Weights by asset. */
            weights: {
                [key: string]: number;
            };
        };
        /** @description A rate of the workspace, in one revision. */
        FxRate: components["schemas"]["FxRateFields"] & {
            /** @description Its identity through all revisions. */
            id: components["schemas"]["FxRateId"];
            /** @description When this revision became known. */
            known_at: components["schemas"]["Timestamp"];
            /**
             * Format: int32
             * @description 1 for the first, one more for each correction.
             */
            revision: number;
        };
        /** @description What is said of a rate: on a date, one unit of `base` cost `rate` units of `quote`. */
        FxRateFields: {
            /** @description The currency of which there is one unit. */
            base: components["schemas"]["Currency"];
            /**
             * Format: date
             * @description The day for which it holds.
             */
            date: string;
            /** @description The currency in which it is priced. */
            quote: components["schemas"]["Currency"];
            /** @description Units of `quote` for one `base`; above zero. */
            rate: string;
            /** @description Who says so, e.g. `ECB` or `manual`. */
            source: string;
        };
        /**
         * Format: uuid
         * @description Of a currency pair's rate on a day, through all its revisions.
         */
        FxRateId: string;
        /**
         * @description Which losses may be set off against a gain.
         * @enum {string}
         */
        GainOffset: "general_losses" | "share_losses_then_general" | "no_losses";
        /** @description What one part of a run brought, in the currency of the account. */
        GainRow: {
            /** @description Closed round trips, before costs. */
            closed: string;
            /** @description Dividends. */
            dividends: string;
            /** @description Fees, zero or below unless there were rebates. */
            fees: string;
            instrument_id?: components["schemas"]["InstrumentId"] | null;
            /** @description The symbol, the sector or the currency as it was; null for instruments without a sector. */
            name?: string | null;
            /** @description What was still open, before costs. */
            open: string;
            /** @description Slippage, zero or below. */
            slippage: string;
            /** @description All of it. */
            total: string;
        };
        /** @description The gain of a run by some part. Rows, financing and currency add up to the total, but for the last of 28 digits. */
        GainSplit: {
            /** @description What changes of exchange rates did to cash and positions. */
            currency: string;
            /** @description Interest and the cost of borrowed units, which no part has by itself. */
            financing: string;
            /** @description The parts: instruments in the order of the run, others by name. */
            rows: components["schemas"]["GainRow"][];
            /** @description Equity at the end less cash at the start. */
            total: string;
        };
        /** @description A stretch without prices. */
        Gap: {
            /**
             * Format: date
             * @description The last day before it.
             */
            from: string;
            /**
             * Format: date
             * @description The first day after it.
             */
            to: string;
        };
        /** @description Parts of a difference; below zero for what reality took away. */
        GapParts: {
            /** @description Bars and the real market stood elsewhere. */
            data: string;
            /** @description Orders that only one side made. */
            decisions: string;
            /** @description Other fees. */
            fees: string;
            /** @description More or fewer units traded. */
            partial_fills: string;
            /** @description It got another price than the market's. */
            slippage: string;
            /** @description It traded earlier or later. */
            timing: string;
        };
        /** @description Limits of an account. Money is in its base currency; a limit that is `None` does not exist. */
        GateLimits: {
            /**
             * @description Whether units may be sold that are not held.
             * @default false
             */
            allow_short?: boolean;
            /**
             * @description Whether the account must be able to pay. Only a simulation may leave that out.
             * @default true
             */
            check_buying_power?: boolean;
            /**
             * @description Loss of a day, above zero, after which positions may only get smaller.
             * @default null
             */
            daily_loss_max?: string | null;
            /**
             * Format: int64
             * @description Within how many microseconds the same order again is a mistake.
             * @default null
             */
            duplicate_window_micros?: number | null;
            /**
             * @description Worth of all positions, long and short added.
             * @default null
             */
            gross_notional_max?: string | null;
            /**
             * @description Worth of one order.
             * @default null
             */
            order_notional_max?: string | null;
            /**
             * @description Units of one order.
             * @default null
             */
            order_units_max?: string | null;
            /**
             * Format: int32
             * @description Orders that may pass within any second.
             * @default null
             */
            orders_per_second_max?: number | null;
            /**
             * @description Worth of the same.
             * @default null
             */
            position_notional_max?: string | null;
            /**
             * @description Units of a position with all open orders that make it larger.
             * @default null
             */
            position_units_max?: string | null;
            /**
             * Format: int64
             * @description How old the market's price may be, in microseconds.
             * @default null
             */
            price_age_max_micros?: number | null;
            /**
             * @description How far a limit may lie on the wrong side of the market, as a part of its price: 0.05 for 5 %.
             * @default null
             */
            price_collar?: string | null;
            /**
             * @description Whether orders may wait for the opening while the market is closed.
             * @default false
             */
            queue_while_closed?: boolean;
            /**
             * @description What must not be bought or sold short, ascending.
             * @default []
             */
            restricted?: components["schemas"]["InstrumentId"][];
            /**
             * @description Units of one order as a part of an average day's.
             * @default null
             */
            volume_share_max?: string | null;
        };
        /**
         * @description Whether more is better.
         * @enum {string}
         */
        Goal: "highest" | "lowest";
        /** @description Price and its slopes, for one unit of the underlying. */
        Greeks: {
            /**
             * Format: double
             * @description Change of the price for one of the underlying.
             */
            delta: number;
            /**
             * Format: double
             * @description Change of the price for 1.00 of the dividend yield.
             */
            epsilon: number;
            /**
             * Format: double
             * @description Change of delta for one of the underlying.
             */
            gamma: number;
            /**
             * Format: double
             * @description Price.
             */
            price: number;
            /**
             * Format: double
             * @description Change of the price for 1.00 of the interest rate.
             */
            rho: number;
            /**
             * Format: double
             * @description Change of the price a year that passes.
             */
            theta: number;
            /**
             * Format: double
             * @description Change of delta for 1.00 of volatility.
             */
            vanna: number;
            /**
             * Format: double
             * @description Change of the price for 1.00 (100 percentage points) of volatility.
             */
            vega: number;
            /**
             * Format: double
             * @description Change of vega for 1.00 of volatility.
             */
            vomma: number;
        };
        /** @description The limits of the sum of weights of some assets. */
        Group: {
            /** @description Members, each one of the request's assets. */
            assets: string[];
            /**
             * Format: double
             * @description Least sum of weights; open when left out.
             */
            lower?: number | null;
            /** @description Name for messages, such as a sector's. */
            name: string;
            relative_to?: components["schemas"]["RelativeLimit"] | null;
            /**
             * Format: double
             * @description Highest sum of weights; open when left out.
             */
            upper?: number | null;
        };
        /** @description The part of the variance that a group of assets contributes, its members in equal parts. */
        GroupBudget: {
            /** @description Members, each one of the request's assets; no asset in two groups. */
            assets: string[];
            /**
             * Format: double
             * @description Part of the variance (0.25 = 25 %).
             */
            budget: number;
            /** @description Name for messages, such as a sector's. */
            name: string;
        };
        /** @description The returns of one group of instruments. */
        GroupReturns: {
            /** @description Its gain ÷ the average capital of the whole: with the rest of the whole these add up to the whole's modified Dietz return. */
            contribution: components["schemas"]["Ratio"];
            /** @description What the caller calls the group. */
            group: string;
            /** @description Its returns, cash left out. */
            returns: components["schemas"]["Returns"];
        };
        /** @description A group of holdings. */
        GroupShare: {
            /**
             * Format: double
             * @description Their sizes, summed.
             */
            gross_value: number;
            /** @description The group. */
            name: string;
            /**
             * Format: double
             * @description Values of its holdings, summed.
             */
            net_value: number;
            /**
             * Format: double
             * @description Part of the gross value of all groups.
             */
            share: number;
        };
        /** @description A lot at a loss. */
        HarvestCandidate: {
            /** @description Where it is. */
            account_id: components["schemas"]["AccountId"];
            /** @description The part of the loss that would count. */
            allowed_loss: string;
            /** @description What earlier losses added to its cost, zero or more. */
            basis_added: string;
            /** @description What it cost, what earlier losses added to that included. */
            cost: string;
            /** @description `tax_saved − tax_later − trading_cost`; below zero when it is not worth it. */
            harvest_value: string;
            /**
             * Format: date
             * @description The day from which it counts as held; the latest day when its units differ.
             */
            held_since: string;
            /** @description What it is. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description The unrealized loss, above zero. */
            loss: string;
            /** @description The lot. */
            lot_id: components["schemas"]["LotId"];
            /** @description Its units by what they took of earlier losses, those that are sold first in front; one entry where all are alike. */
            parts: components["schemas"]["HarvestPart"][];
            /** @description Tax that it brings later, as far as that counts today. */
            tax_later: string;
            /** @description Tax that it saves now. */
            tax_saved: string;
            /** @description Its term today; short while any of its units is. */
            term: components["schemas"]["Term"];
            /** @description What selling it and buying the replacement costs. */
            trading_cost: string;
            /** @description Its units. */
            units: string;
            /** @description What it is worth. */
            value: string;
            wait?: components["schemas"]["Waiting"] | null;
            /** @description What stands against it. */
            wash: components["schemas"]["WashStatus"];
        };
        /** @description Units of a lot that are alike. */
        HarvestPart: {
            /** @description What earlier losses added. */
            basis_added: string;
            /** @description What they cost, with what earlier losses added. */
            cost: string;
            /**
             * Format: date
             * @description The day from which they count as held, what wash sales added included.
             */
            held_since: string;
            /** @description Their term today. */
            term: components["schemas"]["Term"];
            /** @description How many. */
            units: string;
            /** @description What they are worth. */
            value: string;
        };
        /** @description Losses that could be taken, the most valuable first, and what belongs to them. Money is in the base currency. */
        HarvestReport: {
            /** @description Lots at a loss. */
            candidates: components["schemas"]["HarvestCandidate"][];
            /** @description Replacements for each instrument among the candidates; empty when none were asked for. */
            replacements: {
                [key: string]: components["schemas"]["Replacements"];
            };
            /** @description Lots of which nothing can be said, with the reason. */
            unknown: components["schemas"]["UnknownLot"][];
            /** @description Lots at a gain that will turn long-term, the soonest first. */
            waiting: components["schemas"]["HarvestWaitingLot"][];
        };
        /** @description Losses that could be taken today. */
        HarvestView: components["schemas"]["HarvestReport"] & {
            /** @description The currency of amounts. */
            base_currency: components["schemas"]["Currency"];
            /** @description What the reader should know of them; null when there is nothing. */
            note?: string | null;
            /** @description Whose rules hold. */
            rules: string;
            /**
             * Format: date
             * @description The day.
             */
            today: string;
        };
        /** @description A lot at a gain that will turn long-term. */
        HarvestWaitingLot: {
            /** @description Where it is. */
            account_id: components["schemas"]["AccountId"];
            /** @description Their unrealized gain, what earlier losses added to their cost taken off. */
            gain: string;
            /**
             * Format: date
             * @description The day from which they count as held.
             */
            held_since: string;
            /** @description How long, and what it saves. */
            hint: components["schemas"]["Waiting"];
            /** @description What it is. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description The lot. */
            lot_id: components["schemas"]["LotId"];
            /** @description Units that wait until the same day: all of the lot, but where a wash sale made a part of it older. */
            units: string;
        };
        /** @description That the server answers. */
        Health: {
            /** @description Always `ok`. */
            status: string;
            /** @description The program's version. */
            version: string;
        };
        /** @description A figure over two parameters. */
        HeatMap: {
            /** @description One row for each value of `y`; none where no trial has the figure. */
            cells: (number | null)[][];
            /** @description Trials of each cell, failed ones and those without the figure not counted. */
            counts: number[][];
            /** @description The figure. */
            figure: string;
            /** @description The parameter of the columns. */
            x: string;
            /** @description Values of the columns, ascending. */
            x_values: number[];
            /** @description The parameter of the rows. */
            y: string;
            /** @description Values of the rows, ascending. */
            y_values: number[];
        };
        /** @description Ratios between which a hedge is left alone. */
        HedgeBand: {
            /**
             * Format: double
             * @description The lowest.
             */
            lower: number;
            /**
             * Format: double
             * @description Deviation of the best ratio from one period to the next, without the error of measuring it.
             */
            ratio_deviation: number;
            /**
             * Format: double
             * @description The highest.
             */
            upper: number;
        };
        /** @description Something to hedge with. */
        HedgeInstrument: {
            /**
             * Format: double
             * @description Cost of trading as a part of the value traded.
             */
            cost?: number;
            /**
             * Format: double
             * @description Units of the price in one unit traded: 50 for a contract of 50 times an index.
             */
            multiplier?: number;
            /** @description Its name; also that of its history. */
            name: string;
            /**
             * Format: double
             * @description Price in the base currency.
             */
            price: number;
        };
        /**
         * @description How a hedge is found.
         * @enum {string}
         */
        HedgeKind: "minimum_variance" | "beta" | "factor" | "protective_put" | "collar";
        /** @description Options on an instrument of the workspace. */
        HedgeOptions: {
            /**
             * Format: double
             * @description Implied volatility of the call of a collar; the put's when nothing is said.
             */
            call_volatility?: number | null;
            /**
             * Format: double
             * @description Cost of trading as a part of the premium.
             */
            cost?: number;
            /**
             * Format: double
             * @description What the underlying pays a year, continuous.
             */
            dividend_yield?: number;
            /**
             * Format: double
             * @description Implied volatility of the put a year, 0.2 for 20 %.
             */
            implied_volatility?: number | null;
            /**
             * Format: double
             * @description Strike of the put over the spot; 0.95 when nothing is said.
             */
            moneyness?: number | null;
            /**
             * Format: double
             * @description Units of the underlying in one option; 1 when nothing is said.
             */
            multiplier?: number | null;
            /**
             * Format: double
             * @description Interest rate a year, continuous.
             */
            rate?: number;
            /**
             * Format: double
             * @description Its price in the base currency; the last one when nothing is said.
             */
            spot?: number | null;
            /** @description The symbol of the underlying. */
            underlying: string;
            /**
             * Format: double
             * @description An index of implied volatility in percent, such as the VIX, that stands in where none is given.
             */
            vix?: number | null;
            /**
             * Format: double
             * @description Years until the options end.
             */
            years: number;
        };
        /** @description What is asked of hedges of the workspace. All of it may be left out. */
        HedgeQuestion: {
            account_id?: components["schemas"]["AccountId"] | null;
            /**
             * Format: double
             * @description Probability with which a loss is not exceeded; 0.95 when nothing is said.
             */
            confidence?: number | null;
            /**
             * Format: double
             * @description Cost of trading as a part of the value traded; 0.0005 when nothing is said.
             */
            cost?: number | null;
            /**
             * Format: date
             * @description The first day of the history; five years before today when nothing is said.
             */
            from?: string | null;
            /** @description Days over which hedges are judged; 10 when nothing is said. */
            horizon?: number | null;
            /** @description What to hedge with; every fund and index that is not held when nothing is said. */
            instrument_ids?: components["schemas"]["InstrumentId"][] | null;
            /** @description Options that can be had. */
            options?: components["schemas"]["HedgeOptions"][];
            /**
             * Format: double
             * @description The beta to the benchmark that a beta hedge aims at.
             */
            target_beta?: number;
        };
        /** @description One hedge. Losses are parts of the capital over the horizon, positive. */
        HedgeRecommendation: {
            band?: components["schemas"]["HedgeBand"] | null;
            /**
             * Format: double
             * @description Beta to the benchmark that is left; none without one, and for options.
             */
            beta?: number | null;
            /**
             * Format: double
             * @description What is left of the value at risk, and the cost, in the base currency. Hedges are ranked by it.
             */
            burden: number;
            /**
             * Format: double
             * @description Mean loss beyond it.
             */
            conditional_value_at_risk: number;
            /**
             * Format: double
             * @description Cost of trading and premium, in the base currency.
             */
            cost: number;
            /**
             * Format: double
             * @description Deviation over the horizon that is left.
             */
            deviation: number;
            /**
             * Format: double
             * @description Part of the variance over the horizon that it takes away, with whole units; below zero: it adds some.
             */
            effectiveness: number;
            /** @description How it is found. */
            kind: components["schemas"]["HedgeKind"];
            /** @description What it is called. */
            name: string;
            option?: components["schemas"]["OptionFigures"] | null;
            /** @description Values of the trades' exposures over the capital, before rounding. */
            ratios: number[];
            /** @description What to trade. */
            trades: components["schemas"]["HedgeTrade"][];
            /**
             * Format: double
             * @description Historical value at risk that is left, without the cost.
             */
            value_at_risk: number;
            /** @description In words. */
            words: string[];
        };
        /** @description Hedges of a portfolio. */
        HedgeReport: {
            /**
             * Format: double
             * @description Beta to the benchmark; none without one.
             */
            beta?: number | null;
            /**
             * Format: double
             * @description The value that losses are a part of.
             */
            capital: number;
            /**
             * Format: double
             * @description Mean loss beyond it.
             */
            conditional_value_at_risk: number;
            /**
             * Format: double
             * @description Probability with which a loss is not exceeded.
             */
            confidence: number;
            /** @description How figures are worked out. */
            conventions: components["schemas"]["RiskConvention"][];
            /**
             * Format: double
             * @description Deviation over the horizon without a hedge.
             */
            deviation: number;
            /** @description Periods over which hedges are judged. */
            horizon: number;
            /** @description Hedges that could not be worked out and holdings that are not covered, and why. */
            left_out: components["schemas"]["LeftOut"][];
            /** @description Periods that it rests on. */
            n_periods: number;
            /** @description Hedges, the least burden first. */
            recommendations: components["schemas"]["HedgeRecommendation"][];
            /**
             * Format: double
             * @description Historical value at risk over the horizon without a hedge.
             */
            value_at_risk: number;
        };
        /** @description A portfolio, what it may be hedged with, and how far ahead to look. */
        HedgeRequest: {
            /** @description The series to which beta is measured; none leaves beta hedges out. */
            benchmark?: string | null;
            /**
             * Format: double
             * @description The value that losses are a part of; none takes the sum of all holdings.
             */
            capital?: number | null;
            /**
             * Format: double
             * @description Probability with which a loss is not exceeded.
             */
            confidence?: number;
            /** @description Series whose influence a factor hedge takes away; empty leaves it out. */
            factors?: string[];
            /** @description Histories of holdings, instruments, benchmark and factors by name, in the base currency. */
            history: components["schemas"]["HistoryTable"];
            /** @description What is held. */
            holdings: components["schemas"]["RiskHolding"][];
            /** @description Periods over which hedges are judged. */
            horizon?: number;
            /** @description What may be bought or sold at its price, such as funds and futures. */
            instruments?: components["schemas"]["HedgeInstrument"][];
            /** @description Underlyings on which options can be bought and sold. */
            options?: components["schemas"]["OptionMarket"][];
            /**
             * Format: double
             * @description 252 for days.
             */
            periods_per_year?: number;
            /**
             * Format: double
             * @description Relative risk aversion behind the bands: 1 is logarithmic utility, larger ones trade more often.
             */
            risk_aversion?: number;
            /**
             * Format: double
             * @description The beta that a beta hedge aims at.
             */
            target_beta?: number;
        };
        /** @description What to trade; a basket is made of it. */
        HedgeTrade: {
            /**
             * Format: double
             * @description Units before rounding.
             */
            exact_units: number;
            /** @description The instrument, or the underlying of an option. */
            instrument: string;
            option?: components["schemas"]["OptionTerms"] | null;
            /**
             * Format: double
             * @description Price of one unit, its multiplier worked in.
             */
            unit_price: number;
            /**
             * Format: double
             * @description Whole units; below zero: to sell.
             */
            units: number;
            /**
             * Format: double
             * @description Units × price of one.
             */
            value: number;
        };
        /** @description What figures of the workspace rest on. */
        HeldBasis: {
            account_id?: components["schemas"]["AccountId"] | null;
            /**
             * Format: date
             * @description The day that counts as today.
             */
            as_of: string;
            /** @description The currency of amounts. */
            base_currency: components["schemas"]["Currency"];
            /** @description The benchmark's name, where there is one with prices. */
            benchmark?: string | null;
            /** @description BLAKE3 of the prices. */
            data_hash: string;
            /** @description What is held, as the figures take it. */
            holdings: components["schemas"]["RiskHolding"][];
            /** @description Instruments by the names of holdings and factors; cash has none. */
            instruments: {
                [key: string]: components["schemas"]["InstrumentId"];
            };
        };
        /** @description An open lot. */
        HeldLot: {
            /** @description The account that holds it. */
            account: string;
            /** @description What all of them cost in the base currency, fees included; null when unknown: in a taxable account it is then not sold. */
            cost_base?: string | null;
            /** @description Its name or identity, no name twice. */
            id: string;
            /** @description What is held. */
            instrument: string;
            /** @description It is not sold. */
            locked?: boolean;
            /**
             * Format: date
             * @description The day from which the holding period counts.
             */
            opened_on: string;
            /** @description Units, above zero. */
            quantity: string;
            /** @description It came otherwise than by a purchase, by a gift or a spin-off: no wash-sale window counts it. */
            received?: boolean;
        };
        /**
         * @description What is done with history.
         * @enum {string}
         */
        HistoryAct: "download" | "verify" | "repair";
        /** @description A split or a dividend. */
        HistoryEvent: {
            /**
             * Format: date
             * @description The first day with the new number of shares, or without the dividend.
             */
            date: string;
            /**
             * Format: double
             * @description New shares for one old one, or the amount for a share.
             */
            value: number;
        };
        /**
         * @description What the numbers of a table are.
         * @enum {string}
         */
        HistoryKind: "prices" | "returns";
        /** @description What became of an instrument's history. */
        HistoryOf: {
            /**
             * Format: int64
             * @description Bars that are new.
             */
            added: number;
            /** @description Bars that differ, the first hundred. */
            differing: components["schemas"]["DifferingBar"][];
            /**
             * Format: int64
             * @description How many differ.
             */
            differing_count: number;
            /** @description Dividends in this stretch, as the provider tells them. */
            dividends: components["schemas"]["HistoryEvent"][];
            /**
             * Format: date
             * @description From which day it was asked for.
             */
            from: string;
            /** @description Of what. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description What else is to be known of it. */
            note?: string | null;
            /**
             * Format: int64
             * @description Stored bars that the provider does not have.
             */
            only_here: number;
            /** @description Why nothing came, and what to do. */
            problem?: string | null;
            /**
             * Format: int64
             * @description Bars that were stored with other values.
             */
            revised: number;
            /**
             * Format: int64
             * @description Rows that were not understood.
             */
            skipped: number;
            source?: components["schemas"]["Source"] | null;
            /** @description Splits in this stretch, as the provider tells them. */
            splits: components["schemas"]["HistoryEvent"][];
            /** @description Its symbol. */
            symbol: string;
            /**
             * Format: date
             * @description Up to which day.
             */
            to: string;
            /**
             * Format: int64
             * @description Bars that were stored as they are.
             */
            unchanged: number;
        };
        /** @description What became of it: the result of the job. */
        HistoryReport: {
            /** @description What was done. */
            act: components["schemas"]["HistoryAct"];
            /** @description By instrument. */
            instruments: components["schemas"]["HistoryOf"][];
        };
        /** @description History to be got, compared or mended. */
        HistoryRequest: {
            /** @description What is done. */
            act: components["schemas"]["HistoryAct"];
            /**
             * Format: date
             * @description From this day on.
             */
            from?: string | null;
            /** @description Of which instruments, 1 to 1000. */
            instrument_ids: components["schemas"]["InstrumentId"][];
            /** @description Which bars; days when nothing is said. */
            size?: components["schemas"]["BarSize"];
            source?: components["schemas"]["Source"] | null;
            /**
             * Format: date
             * @description Up to this day, included; today when nothing is said.
             */
            to?: string | null;
        };
        /** @description Histories of instruments and of what else moves, over the same rows. */
        HistoryTable: {
            /** @description One date a row, ascending: of a price, or the last day of a return. */
            dates: string[];
            /** @description Whether the numbers are prices or returns. */
            kind: components["schemas"]["HistoryKind"];
            /** @description Numbers by name, in the base currency. */
            series: components["schemas"]["RiskSeries"][];
        };
        /** @description One holding's part, of one period. */
        HoldingContribution: {
            /**
             * Format: double
             * @description Weight × marginal; these add up to the value at risk.
             */
            component: number;
            /**
             * Format: double
             * @description Its part of the mean loss beyond; these add up too.
             */
            conditional_component: number;
            /**
             * Format: double
             * @description Its part of the historical value at risk; these add up.
             */
            historical_component: number;
            /**
             * Format: double
             * @description Its part of the historical mean loss beyond; these add up.
             */
            historical_conditional_component: number;
            /**
             * Format: double
             * @description Value at risk less that without it; below zero: it is a hedge.
             */
            incremental: number;
            /**
             * Format: double
             * @description Change of the value at risk for a unit more of weight.
             */
            marginal: number;
            /** @description The holding. */
            name: string;
            /**
             * Format: double
             * @description Component over the value at risk; none when that is zero.
             */
            share?: number | null;
            /**
             * Format: double
             * @description Its value over the capital.
             */
            weight: number;
        };
        /** @description A holding's exposures. */
        HoldingExposure: {
            /** @description One beta a factor. */
            betas: number[];
            /** @description The holding. */
            name: string;
            /**
             * Format: double
             * @description Part of its variance that factors explain.
             */
            r_squared: number;
        };
        /** @description A holding in a scenario. */
        HoldingStress: {
            /** @description Where it comes from. */
            basis: components["schemas"]["StressBasis"];
            /**
             * Format: double
             * @description Change of its price as a part of it; none when it is unknown.
             */
            change?: number | null;
            /**
             * Format: double
             * @description Gain or loss in the base currency; none when it is unknown.
             */
            gain?: number | null;
            /** @description The holding. */
            name: string;
            /**
             * Format: double
             * @description Its value before.
             */
            value: number;
        };
        /** @description One account. */
        HouseholdAccount: {
            /** @description The only instruments that can be bought here; any when left out. */
            buys?: string[] | null;
            /** @description Cash by currency. */
            cash?: {
                [key: string]: string;
            };
            /** @description Cash that the account keeps, in the base currency. */
            cash_minimum?: string;
            /** @description Paid for each order, in the base currency. */
            commission?: string;
            /** @description Nothing is traded here. */
            do_not_trade?: boolean;
            /** @description Money that comes in to be invested (above zero) or is to be paid out (below), in the base currency. */
            flow?: string;
            /** @description Its name or identity. */
            id: string;
            /** @description How it is taxed: sales in sheltered accounts realize nothing. */
            kind: components["schemas"]["AccountKind"];
            /** @description Instruments that are not traded here. */
            locked?: string[];
            /** @description Which lots a sale takes; the rules' order when left out. */
            lot_order?: string | null;
        };
        /** @description Rows by what happens to them. */
        ImportCounts: {
            /**
             * Format: int64
             * @description Values that pass.
             */
            accepted: number;
            /**
             * Format: int64
             * @description Of those, new ones; null where only the import itself finds out.
             */
            added?: number | null;
            /**
             * Format: int64
             * @description Rows that say the same as another row.
             */
            duplicates: number;
            /**
             * Format: int64
             * @description Lines read.
             */
            lines: number;
            /**
             * Format: int64
             * @description Empty cells or lines.
             */
            missing: number;
            /**
             * Format: int64
             * @description Rows refused.
             */
            refused: number;
            /**
             * Format: int64
             * @description Of those, ones that are there already.
             */
            unchanged?: number | null;
        };
        /** @description One row of a file against the books. */
        ImportDifference: {
            /** @description The account's name. */
            account?: string | null;
            /** @description Cash amount. */
            amount?: string | null;
            /** @description Fees and taxes. */
            costs?: string | null;
            currency?: components["schemas"]["Currency"] | null;
            /** @description What would happen. */
            effect: components["schemas"]["ImportEffect"];
            /** @description The broker's own identity of it. */
            external_ref?: string | null;
            kind?: components["schemas"]["TransactionKind"] | null;
            /**
             * Format: int64
             * @description The line in the file.
             */
            line: number;
            /** @description Price per unit. */
            price?: string | null;
            /** @description Units. */
            quantity?: string | null;
            /** @description Why it would be refused. */
            reason?: string | null;
            /** @description The instrument's symbol. */
            symbol?: string | null;
            /**
             * Format: date
             * @description The day of the trade or event; null when refused, as everything below.
             */
            trade_date?: string | null;
        };
        /**
         * @description What would happen to a row.
         * @enum {string}
         */
        ImportEffect: "new" | "there_already" | "refused";
        /**
         * Format: uuid
         * @description Of an import.
         */
        ImportId: string;
        /**
         * @description What a file holds.
         * @enum {string}
         */
        ImportKind: "prices" | "transactions" | "fx_rates" | "archive";
        /** @description How to read a file; what is not said is found out. */
        ImportOptions: {
            /**
             * @description Take prices of zero, which are refused otherwise.
             * @default false
             */
            allow_zero?: boolean;
            /** @default null */
            base?: components["schemas"]["Currency"] | null;
            /**
             * @description Create instruments (and, for transactions, accounts) that are not known; otherwise their rows are refused.
             * @default false
             */
            create_unknown?: boolean;
            /** @default null */
            currency?: components["schemas"]["Currency"] | null;
            /** @default null */
            date_order?: components["schemas"]["DateOrder"] | null;
            /** @default null */
            decimal_mark?: components["schemas"]["DecimalMark"] | null;
            /**
             * @description The character between cells.
             * @default null
             */
            delimiter?: string | null;
            /**
             * @description The character encoding, e.g. `utf-8` or `windows-1252`.
             * @default null
             */
            encoding?: string | null;
            /** @default null */
            format?: components["schemas"]["FileFormat"] | null;
            /**
             * @description Take the adjusted close where a price file has both.
             * @default false
             */
            prefer_adjusted?: boolean;
            /**
             * @description Who says the exchange rates; the file's name when nothing is said.
             * @default null
             */
            source_name?: string | null;
            /**
             * @description The instrument of a price file that has no symbol column.
             * @default null
             */
            symbol?: string | null;
        };
        /** @description What a file would bring. Nothing is written. */
        ImportPreview: {
            /** @description How many rows would do what. */
            counts: components["schemas"]["ImportCounts"];
            detection?: components["schemas"]["Detection"] | null;
            /** @description What the first 500 rows would do, by line: new, there already, or refused and why. Transactions only. */
            differences: components["schemas"]["ImportDifference"][];
            /** @description Encoding, delimiter, headers and what was noticed. */
            facts: components["schemas"]["FileFacts"];
            /** @description Its name. */
            file_name: string;
            format?: components["schemas"]["FileFormat"] | null;
            imported_before?: components["schemas"]["Timestamp"] | null;
            /** @description What it holds. */
            kind: components["schemas"]["ImportKind"];
            mapping?: components["schemas"]["ColumnMapping"] | null;
            /** @description Accounts that would be created. */
            new_accounts: components["schemas"]["Account"][];
            /** @description Instruments that would be created. */
            new_instruments: components["schemas"]["Instrument"][];
            /** @description The first 500 refused rows. */
            refusals: components["schemas"]["Refusal"][];
            /** @description The first rows as they stand; none for files that are not read by a mapping of columns. */
            rows: string[][];
            /** @description How much each section of an archive holds. */
            sections: components["schemas"]["SectionCount"][];
            /** @description Instruments of a price file, pairs of a rates file. */
            symbols: components["schemas"]["SymbolSummary"][];
            /** @description Account names that no account has. */
            unknown_accounts: components["schemas"]["UnknownName"][];
            /** @description Symbols that no instrument has. */
            unknown_instruments: components["schemas"]["UnknownName"][];
            /** @description Words for kinds of transactions that are not understood; map them in `mapping.kinds`. */
            unknown_kinds: components["schemas"]["UnknownName"][];
        };
        /** @description An import that was done. */
        ImportRecord: {
            /**
             * Format: int64
             * @description Rows that were new.
             */
            added: number;
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description BLAKE3 of its content, hex. */
            content_hash: string;
            /** @description Its name. */
            file_name: string;
            /** @description Its identity. */
            id: components["schemas"]["ImportId"];
            /** @description What the file held. */
            kind: components["schemas"]["ImportKind"];
            /**
             * Format: int64
             * @description Rows refused.
             */
            refused: number;
            report?: components["schemas"]["ImportReport"] | null;
            /**
             * Format: int64
             * @description Rows that corrected an earlier value.
             */
            revised: number;
            /**
             * Format: int64
             * @description Rows that were there already.
             */
            unchanged: number;
        };
        /** @description What an import did: the result of its job. */
        ImportReport: {
            /**
             * Format: int64
             * @description Rows that are new.
             */
            added: number;
            /** @description BLAKE3 of its content, hex. */
            content_hash: string;
            /** @description Names of accounts that were created. */
            created_accounts: string[];
            /** @description Symbols of instruments that were created. */
            created_instruments: string[];
            /** @description Its name. */
            file_name: string;
            /** @description Its identity. */
            import_id: components["schemas"]["ImportId"];
            /** @description What the file held. */
            kind: components["schemas"]["ImportKind"];
            /**
             * Format: int64
             * @description Empty cells or lines.
             */
            missing: number;
            /** @description What a reader should know. */
            notices: string[];
            /** @description The refused rows, the first 10,000. */
            refusals: components["schemas"]["Refusal"][];
            /**
             * Format: int64
             * @description Rows refused.
             */
            refused: number;
            /**
             * Format: int64
             * @description Rows that corrected an earlier value.
             */
            revised: number;
            /** @description How much each section of an archive holds. */
            sections?: components["schemas"]["SectionCount"][];
            /**
             * Format: int64
             * @description Rows that were there already.
             */
            unchanged: number;
        };
        /** @description A file to look at or to take in. */
        ImportRequest: {
            /** @description What it holds. */
            kind: components["schemas"]["ImportKind"];
            mapping?: components["schemas"]["ColumnMapping"] | null;
            /** @description How to read it. */
            options?: components["schemas"]["ImportOptions"];
            /**
             * Format: uuid
             * @description The uploaded file.
             */
            upload_id: string;
        };
        /** @description That an incident began or ended. */
        IncidentChange: {
            /** @description It begins. */
            incident: components["schemas"]["DataIncident"];
            /** @enum {string} */
            phase: "began";
        } | {
            /** @description It is over; its `until` says when. */
            incident: components["schemas"]["DataIncident"];
            /** @enum {string} */
            phase: "ended";
        };
        /**
         * @description Sorts of trouble with a stream.
         * @enum {string}
         */
        IncidentKind: "stale" | "gap" | "sequence_jump" | "crossed" | "spike" | "unconfirmed" | "out_of_order" | "duplicate" | "clock_skew" | "disagreement" | "currency" | "adjustment" | "range" | "checksum" | "book_gap";
        /** @description What is wrong with what streams in. */
        IncidentsView: {
            /** @description What lasts, by its beginning. */
            open: components["schemas"]["DataIncident"][];
            /** @description What is over, the newest first. */
            recent: components["schemas"]["DataIncident"][];
            refused?: components["schemas"]["RefusedReport"] | null;
            /** @description How those do who are given everything: alerts, the recording. */
            sinks: components["schemas"]["SinkReport"][];
        };
        /** @description A share of the gain is income. */
        InclusionCharge: {
            /** @description Brackets of taxable income. */
            brackets: components["schemas"]["Bracket"][];
            /** @description The share. */
            included_share: string;
        };
        /** @description An entry of the catalogue. */
        Indicator: {
            against?: components["schemas"]["IndicatorSource"] | null;
            /** @description Columns that it reads whatever the description says. */
            columns: components["schemas"]["IndicatorColumn"][];
            /** @description What it is about. */
            group: components["schemas"]["IndicatorGroup"];
            /** @description Its name. */
            kind: components["schemas"]["IndicatorKind"];
            /** @description Whether it begins anew with each session and so needs them. */
            needs_sessions: boolean;
            of?: components["schemas"]["IndicatorSource"] | null;
            /** @description Its outputs. */
            outputs: components["schemas"]["IndicatorOutputForm"][];
            /** @description Where a chart draws it. */
            pane: components["schemas"]["IndicatorPane"];
            /** @description Its parameters. */
            parameters: components["schemas"]["IndicatorParameter"][];
            /** @description Bars before the first result, with the default parameters. */
            warm_up: number;
            /** @description What it is, in words. */
            words: string;
        };
        /**
         * @description A kind of moving average inside another indicator.
         * @enum {string}
         */
        IndicatorAverage: "sma" | "ema" | "wma" | "dema" | "tema" | "trima" | "kama" | "mama" | "t3" | "hma" | "zlema" | "rma" | "vidya" | "alma";
        /** @description Every indicator with its parameters, inputs and outputs. */
        IndicatorCatalogue: {
            /** @description The entries. */
            indicators: components["schemas"]["Indicator"][];
        };
        /**
         * @description A column of bars.
         * @enum {string}
         */
        IndicatorColumn: "open" | "high" | "low" | "close" | "volume";
        /** @description What a parameter may be, and what it is when it is left out. */
        IndicatorDomain: {
            /**
             * Format: int32
             * @description When left out.
             */
            default: number;
            /**
             * Format: int32
             * @description The smallest.
             */
            least: number;
            /**
             * Format: int32
             * @description The largest.
             */
            most: number;
            /** @enum {string} */
            type: "integer";
        } | {
            /**
             * Format: double
             * @description When left out.
             */
            default: number;
            /**
             * Format: double
             * @description The smallest.
             */
            least: number;
            /**
             * Format: double
             * @description The largest.
             */
            most: number;
            /** @enum {string} */
            type: "real";
        } | {
            /** @description When left out. */
            default: components["schemas"]["IndicatorAverage"];
            /** @enum {string} */
            type: "average";
        };
        /**
         * @description What an indicator is about.
         * @enum {string}
         */
        IndicatorGroup: "overlap" | "momentum" | "volume" | "volatility" | "price" | "cycle" | "statistics" | "pattern" | "structure";
        /**
         * @description Which indicator. Those of TA-Lib have its names in small letters; `cdl…` are candlestick patterns.
         * @enum {string}
         */
        IndicatorKind: "Ac" | "Accbands" | "Ad" | "Adosc" | "Adr" | "Adx" | "Adxr" | "Alma" | "Ao" | "Apo" | "Aroon" | "Aroonosc" | "Asi" | "Atr" | "Avgdev" | "Avgprice" | "Bbands" | "Bbw" | "Beta" | "Bop" | "Cci" | "Cdl2crows" | "Cdl3blackcrows" | "Cdl3inside" | "Cdl3linestrike" | "Cdl3outside" | "Cdl3starsinsouth" | "Cdl3whitesoldiers" | "Cdlabandonedbaby" | "Cdladvanceblock" | "Cdlbelthold" | "Cdlbreakaway" | "Cdlclosingmarubozu" | "Cdlconcealbabyswall" | "Cdlcounterattack" | "Cdldarkcloudcover" | "Cdldoji" | "Cdldojistar" | "Cdldragonflydoji" | "Cdlengulfing" | "Cdleveningdojistar" | "Cdleveningstar" | "Cdlgapsidesidewhite" | "Cdlgravestonedoji" | "Cdlhammer" | "Cdlhangingman" | "Cdlharami" | "Cdlharamicross" | "Cdlhighwave" | "Cdlhikkake" | "Cdlhikkakemod" | "Cdlhomingpigeon" | "Cdlidentical3crows" | "Cdlinneck" | "Cdlinvertedhammer" | "Cdlkicking" | "Cdlkickingbylength" | "Cdlladderbottom" | "Cdllongleggeddoji" | "Cdllongline" | "Cdlmarubozu" | "Cdlmatchinglow" | "Cdlmathold" | "Cdlmorningdojistar" | "Cdlmorningstar" | "Cdlonneck" | "Cdlpiercing" | "Cdlrickshawman" | "Cdlrisefall3methods" | "Cdlseparatinglines" | "Cdlshootingstar" | "Cdlshortline" | "Cdlspinningtop" | "Cdlstalledpattern" | "Cdlsticksandwich" | "Cdltakuri" | "Cdltasukigap" | "Cdlthrusting" | "Cdltristar" | "Cdlunique3river" | "Cdlupsidegap2crows" | "Cdlxsidegap3methods" | "Cg" | "Chop" | "Choptr" | "Cksp" | "Cmf" | "Cmo" | "Cmou" | "Coppock" | "Correl" | "Crsi" | "Cti" | "Cvi" | "Dema" | "Donchian" | "Dosc" | "Dpo" | "Dx" | "Efi" | "Ema" | "Emv" | "Er" | "Eri" | "Fisher" | "Fosc" | "Fractal" | "Frama" | "HeikinAshi" | "Hma" | "HtDcperiod" | "HtDcphase" | "HtPhasor" | "HtSine" | "HtTrendline" | "HtTrendmode" | "Ibs" | "Ichimoku" | "Imi" | "Kama" | "Keltner" | "Kdj" | "Kst" | "Kstext" | "Kurtosis" | "Kvo" | "Linearreg" | "LinearregAngle" | "LinearregIntercept" | "LinearregSlope" | "Ma" | "Macd" | "Macdext" | "Macdfix" | "Mama" | "Marketfi" | "Massi" | "Max" | "Mcgd" | "Median" | "Medprice" | "Mfi" | "Midpoint" | "Midprice" | "Min" | "Minmax" | "MinusDi" | "MinusDm" | "Mom" | "Natr" | "Nvi" | "Obv" | "Percentb" | "Percentile" | "Percentrank" | "PlusDi" | "PlusDm" | "Ppo" | "Pso" | "Pvi" | "Pvo" | "Pvt" | "Qstick" | "Rma" | "Roc" | "Rocp" | "Rocr" | "Rocr100" | "Rogerssatchell" | "Rsi" | "Rvi" | "Rvir" | "Rvol" | "Sar" | "Sarext" | "Si" | "Sma" | "Smi" | "Sqzmom" | "Stc" | "Stddev" | "Stoch" | "Stochf" | "Stochrsi" | "Sum" | "Supertrend" | "Swak2php" | "SwakBp" | "SwakButter" | "SwakGauss" | "SwakHp" | "T3" | "Tema" | "Trange" | "Trima" | "Trix" | "Tsf" | "Tsi" | "Typprice" | "Ultosc" | "Var" | "Vhf" | "Vidya" | "Vortex" | "Vwap" | "Vwma" | "Wad" | "Wavetrend" | "Wclprice" | "Willr" | "Wma" | "Zigzag" | "Zlema" | "session_vwap" | "anchored_vwap" | "volume_profile" | "pivots";
        /** @description An output of an indicator. */
        IndicatorOutput: {
            /** @description Its name, such as `signal`. */
            name: string;
            /**
             * Format: int32
             * @description Bars by which a chart draws it later (positive) or earlier than the bar that made it known.
             */
            shift: number;
            /** @description One for each date; null where it is unknown. */
            values: (number | null)[];
        };
        /** @description An output that an indicator declares. */
        IndicatorOutputForm: {
            /** @description Its name, such as `signal`; `value` where there is only one. */
            name: string;
            /**
             * Format: int32
             * @description Bars by which a chart draws it later (positive) or earlier, with the default parameters.
             */
            shift: number;
            /** @description How it is drawn. */
            style: components["schemas"]["IndicatorStyle"];
        };
        /**
         * @description Where a chart draws an indicator.
         * @enum {string}
         */
        IndicatorPane: "overlay" | "own" | "marks";
        /** @description A parameter that an indicator declares. */
        IndicatorParameter: components["schemas"]["IndicatorDomain"] & {
            /** @description Its name in JSON, such as `length`. */
            name: string;
            /** @description What it does, in words. */
            words: string;
        };
        /** @description A value as a description gives it. */
        IndicatorParameterValue: number | string;
        /** @description What an indicator gave. */
        IndicatorResult: {
            /** @description The description with every parameter written out. */
            indicator: components["schemas"]["IndicatorSpec"];
            /** @description Why there are none; null when there are. */
            missing?: string | null;
            /** @description The outputs; empty when the bars lack a column that it reads. */
            outputs: components["schemas"]["IndicatorOutput"][];
            /** @description Where a chart draws it. */
            pane: components["schemas"]["IndicatorPane"];
            /** @description Bars before the first result. */
            warm_up: number;
            /** @description What it is, in words. */
            words: string;
        };
        /**
         * @description A series of one number a bar.
         * @enum {string}
         */
        IndicatorSource: "open" | "high" | "low" | "close" | "volume" | "hl2" | "hlc3" | "ohlc4" | "hlcc4";
        /** @description The description as it is written. */
        IndicatorSpec: {
            against?: components["schemas"]["IndicatorSource"] | null;
            /** @description Which indicator. */
            kind: components["schemas"]["IndicatorKind"];
            of?: components["schemas"]["IndicatorSource"] | null;
        } & {
            [key: string]: components["schemas"]["IndicatorParameterValue"];
        };
        /**
         * @description How an output is drawn.
         * @enum {string}
         */
        IndicatorStyle: "line" | "dashed" | "histogram" | "upper" | "lower" | "marks";
        /** @description What is computed over the daily bars of an instrument. */
        IndicatorsQuestion: {
            /**
             * Format: date
             * @description Results from this day; the bars before it warm the indicators up.
             */
            from?: string | null;
            /** @description The indicators, 1 to 32. */
            indicators: components["schemas"]["IndicatorSpec"][];
            /**
             * Format: date
             * @description Results to this day. Bars after it are not looked at.
             */
            to?: string | null;
        };
        /** @description Indicators over the bars of an instrument. */
        IndicatorsView: {
            /** @description Its currency. */
            currency: components["schemas"]["Currency"];
            /** @description The day of each bar. */
            dates: string[];
            /** @description One for each indicator that was asked for, in that order. */
            indicators: components["schemas"]["IndicatorResult"][];
            /** @description The instrument. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description Its symbol. */
            symbol: string;
        };
        /**
         * @description How the standardized residuals are spread.
         * @enum {string}
         */
        Innovations: "normal" | "student";
        /** @description An instrument of the workspace. */
        Instrument: components["schemas"]["InstrumentFields"] & {
            /** @description Its identity. */
            id: components["schemas"]["InstrumentId"];
        };
        /** @description What a person or a file says of an instrument. */
        InstrumentFields: {
            /** @description What it is. */
            asset_class: components["schemas"]["AssetClass"];
            /** @description Country of risk, ISO 3166-1 alpha-2. */
            country?: string | null;
            /** @description The currency in which it is priced. */
            currency: components["schemas"]["Currency"];
            /** @description CUSIP. */
            cusip?: string | null;
            /** @description Market identifier code of the main exchange, ISO 10383. */
            exchange_mic?: string | null;
            /**
             * Format: date
             * @description Last day of a future or option.
             */
            expiry?: string | null;
            /** @description Financial Instrument Global Identifier. */
            figi?: string | null;
            /** @description ISO 6166. */
            isin?: string | null;
            /** @description Smallest tradable quantity. */
            lot_size?: string | null;
            /** @description Currency units per price point and unit; 1 for shares, 100 for most US options. */
            multiplier?: string;
            /** @description The name for people. */
            name: string;
            /** @description Where it comes from, or a warning such as "invented for the sample". */
            note?: string | null;
            option_right?: components["schemas"]["OptionRight"] | null;
            /** @description Its price series is adjusted for splits and dividends, so the books refuse those transactions: they would count twice. */
            prices_adjusted?: boolean;
            /** @description Sector, by the user's or GICS naming. */
            sector?: string | null;
            /** @description Strike price of an option. */
            strike?: string | null;
            /** @description The symbol in use, unique in a workspace. */
            symbol: string;
            /** @description Symbols it had before. */
            symbol_history?: components["schemas"]["SymbolPeriod"][];
            /** @description Smallest price step. */
            tick_size?: string | null;
            underlying_id?: components["schemas"]["InstrumentId"] | null;
        };
        /** @description Prices of an instrument. */
        InstrumentHealth: {
            /**
             * Format: double
             * @description Days with a price over weekdays between first and last, a fraction.
             */
            coverage?: number | null;
            /**
             * Format: date
             * @description First day with a price.
             */
            first?: string | null;
            /** @description Stretches without a price longer than a week. */
            gaps: components["schemas"]["Gap"][];
            /** @description It is held today. */
            held: boolean;
            /** @description The instrument. */
            instrument_id: components["schemas"]["InstrumentId"];
            /**
             * Format: date
             * @description Last day with a price.
             */
            last?: string | null;
            /**
             * Format: int64
             * @description Days with a price.
             */
            n_bars: number;
            /** @description Its name. */
            name: string;
            /** @description Where its prices come from. */
            sources: string[];
            /** @description The last price is older than the settings allow. */
            stale: boolean;
            /** @description Its symbol. */
            symbol: string;
        };
        /**
         * Format: uuid
         * @description Of an instrument.
         */
        InstrumentId: string;
        /** @description Annual rates of interest, as parts: 0.05 for 5 %. */
        InterestRates: {
            /**
             * @description Paid on the worth of short positions.
             * @default 0
             */
            borrow?: string;
            /**
             * @description Received on cash above zero.
             * @default 0
             */
            credit?: string;
            /**
             * @description Paid on cash below zero.
             * @default 0
             */
            debit?: string;
        };
        /**
         * @description The intervals into which ticks are gathered. The store keeps those that have a [`BarSize`]; the others are made when asked.
         * @enum {string}
         */
        Interval: "1s" | "5s" | "15s" | "30s" | "1m" | "2m" | "5m" | "15m" | "30m" | "1h" | "2h" | "4h" | "1d";
        /** @description A job. */
        Job: {
            /** @description When it was asked for. */
            created_at: components["schemas"]["Timestamp"];
            finished_at?: components["schemas"]["Timestamp"] | null;
            /** @description Its identity. */
            id: components["schemas"]["JobId"];
            /** @description BLAKE3 of its input, hex. */
            input_hash: string;
            /** @description What it does. */
            kind: components["schemas"]["JobKind"];
            /** @description What it is doing, or why it failed. */
            message: string;
            /**
             * Format: double
             * @description Part done, 0 to 1.
             */
            progress: number;
            /** @description Its result, by kind. A list leaves out those of comparisons and sweeps, which are long: read the job. */
            result?: unknown;
            started_at?: components["schemas"]["Timestamp"] | null;
            /** @description Where it stands. */
            state: components["schemas"]["JobState"];
            /** @description A line for people. */
            title: string;
        };
        /**
         * Format: uuid
         * @description Of a job.
         */
        JobId: string;
        /**
         * @description What a job does.
         * @enum {string}
         */
        JobKind: "optimization" | "import" | "backup" | "restore_drill" | "walk_forward" | "stability" | "resampling" | "rebalancing" | "history" | "backtest" | "sweep";
        /**
         * @description Where a job stands.
         * @enum {string}
         */
        JobState: "queued" | "running" | "done" | "failed" | "cancelled";
        /**
         * @description Whose rules.
         * @enum {string}
         */
        Jurisdiction: "united_states" | "united_kingdom" | "germany" | "canada" | "australia" | "ireland" | "switzerland" | "italy";
        /**
         * @description Which key is needed.
         * @enum {string}
         */
        KeyNeed: "none" | "token" | "pair";
        /** @description A workspace that was opened before. */
        KnownWorkspace: {
            /** @description When it was opened last. */
            last_opened_at: components["schemas"]["Timestamp"];
            /** @description Its name. */
            name: string;
            /** @description It is the open one. */
            open?: boolean;
            /** @description Its directory. */
            path: string;
            /** @description Its directory is still there. */
            present?: boolean;
            /** @description It is the labelled sample. */
            sample: boolean;
        };
        /** @description The last message that could not be read. */
        LastGarbage: {
            /** @description When it came. */
            at: components["schemas"]["Timestamp"];
            /** @description Why it could not be read. */
            reason: string;
            /** @description Its beginning. */
            sample: string;
        };
        /** @description The last refusal of a source that did not end the connection for good. */
        LastRefusal: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description The source's number for it.
             */
            code?: number | null;
            /** @description In words. */
            reason: string;
        };
        /** @description A last trade with its age. */
        LastTrade: {
            /**
             * Format: int64
             * @description How long ago it was received, in milliseconds.
             */
            age_ms: number;
            /** @description When it was made. */
            at: components["schemas"]["Timestamp"];
            /** @description Whether it can be taken for the present price. */
            freshness: components["schemas"]["Freshness"];
            /** @description Whether it was asked for, rather than streamed: others before it are not known. */
            is_polled: boolean;
            /**
             * Format: double
             * @description Its price.
             */
            price: number;
            /** @description When it was received. */
            received_at: components["schemas"]["Timestamp"];
            /**
             * Format: double
             * @description Its units.
             */
            size?: number | null;
            /** @description Whose. */
            source: components["schemas"]["Source"];
        };
        /** @description Something that has no figure, and why. */
        LeftOut: {
            /** @description What. */
            name: string;
            /** @description Why. */
            why: string;
        };
        /** @description A likelihood ratio with its probability where the claim is true. */
        LikelihoodRatio: {
            /**
             * Format: double
             * @description Probability of one at least as large.
             */
            p: number;
            /**
             * Format: double
             * @description The statistic.
             */
            statistic: number;
        };
        /**
         * @description How the distance between two clusters follows from the distances between their members.
         * @enum {string}
         */
        Linkage: "single" | "complete" | "average" | "ward";
        /**
         * @description How effects of periods are linked. All give the same sum; they differ in which period counts how much.
         * @enum {string}
         */
        Linking: "carino" | "menchero" | "grap";
        /**
         * @description Who was there first.
         * @enum {string}
         */
        Liquidity: "maker" | "taker";
        /** @description How thoroughly it is looked. */
        LookAheadSettings: {
            /**
             * @description Moments at which the future is cut off and changed; at least one. Half of them lie where the strategy asked for something.
             * @default 24
             */
            cuts?: number;
            /**
             * Format: int64
             * @description The chance by which prices after a cut are changed.
             * @default 0
             */
            seed?: number;
        };
        /** @description What was found. */
        LookAheadVerdict: {
            /** @description Moments at which the future was changed. */
            cuts: number;
            /** @description Cheats, each kind where it was seen first. That the end of the bars is known is told only where prices are not. */
            findings: components["schemas"]["Finding"][];
            /** @description Instruments whose bars are longer than those of others; they are told at their beginning. */
            longer_bars: components["schemas"]["InstrumentId"][];
            /** @description Requests of the run with all bars. */
            requests: number;
            /** @description Runs that were made. */
            runs: number;
            /** @description Orders trade at the close that they were decided on: a look ahead of one bar that the settings state. */
            same_close: boolean;
        };
        /**
         * @description Which gains a carried loss may be set off against.
         * @enum {string}
         */
        LossKind: "short_term" | "long_term" | "general" | "shares";
        /**
         * @description Where a loss goes.
         * @enum {string}
         */
        LossPot: "general" | "shares";
        /** @description What becomes of losses that the year's gains do not use up. */
        LossRules: {
            /**
             * Format: int32
             * @description Into how many earlier years they may be carried back, by choice.
             */
            carry_back_years?: number;
            /** @description How long they are carried forward. */
            carry_forward: components["schemas"]["CarryForwardRule"];
            /**
             * Format: int32
             * @description Years after the end of the tax year within which a loss must be claimed to be carried forward; null where it need not be.
             */
            claim_within_years?: number | null;
        };
        /** @description A sale at a loss that a wash-sale window must know. */
        LossSale: {
            /**
             * Format: date
             * @description The day, not after the request's.
             */
            date: string;
            /** @description What was sold. */
            instrument: string;
        };
        /** @description An open lot. Derived from transactions, never edited. */
        Lot: {
            /** @description The account that holds it. */
            account_id: components["schemas"]["AccountId"];
            /** @description What the open units cost, fees included, in the trade's currency; for a short lot, what was received. */
            cost: components["schemas"]["Money"];
            /** @description The same in the base currency at the rate of the opening day; unknown where no rate is. */
            cost_base?: string | null;
            /** @description Its identity. */
            id: components["schemas"]["LotId"];
            /** @description What is held. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description The transaction that opened it. */
            opened_by: components["schemas"]["TransactionId"];
            /**
             * Format: date
             * @description The day from which the holding period counts; transfers and splits keep it.
             */
            opened_on: string;
            /** @description Units still open; negative when short. */
            quantity: string;
        };
        /** @description A lot, or a part of one, that a sale names. */
        LotChoice: {
            /** @description The lot. */
            lot_id: components["schemas"]["LotId"];
            /** @description How many of its units, above zero. */
            quantity: string;
        };
        /**
         * @description Why nothing can be said of a lot.
         * @enum {string}
         */
        LotGap: "no_price" | "no_cost" | "short" | "too_large";
        /**
         * Format: uuid
         * @description Of a lot, which is the opening transaction's identity and leg.
         */
        LotId: string;
        /**
         * @description Which lots a sale closes, and at which cost.
         * @enum {string}
         */
        LotMethod: "fifo" | "lifo" | "hifo" | "specific" | "average" | "section_104" | "adjusted_cost_base";
        /**
         * @description Which lots a sale takes.
         * @enum {string}
         */
        LotOrder: "specific" | "first_in_first_out" | "last_in_first_out" | "highest_cost_first" | "average";
        /** @description Units of a lot that are alike. */
        LotPart: {
            /** @description What was added to their basis. */
            basis_added: string;
            /**
             * Format: date
             * @description The day from which they count as held.
             */
            held_since: string;
            /** @description How many. */
            units: string;
        };
        /** @description A lot method and the day from which it holds. */
        LotRule: {
            /**
             * Format: date
             * @description The first trade date; null for the very beginning.
             */
            from?: string | null;
            /** @description The method. */
            method: components["schemas"]["LotMethod"];
        };
        /** @description One trade. */
        LotTrade: {
            /** @description Sale or purchase. */
            action: components["schemas"]["TradeAction"];
            /**
             * Format: double
             * @description Units times price.
             */
            amount: number;
            /** @description The asset. */
            asset: string;
            /**
             * Format: double
             * @description Trading cost.
             */
            cost: number;
            /**
             * Format: double
             * @description Gain that the sale realizes, below zero for a loss; null for a purchase.
             */
            gain?: number | null;
            /** @description The lot that is sold; null for a purchase. */
            lot?: string | null;
            /**
             * Format: double
             * @description Units.
             */
            quantity: number;
            /**
             * Format: double
             * @description Tax on the gain, below zero for a loss; null for a purchase.
             */
            tax?: number | null;
            term?: components["schemas"]["Term"] | null;
        };
        /** @description An open lot, valued. */
        LotValue: components["schemas"]["OpenLot"] & {
            /** @description Market value less cost, in the instrument's currency. */
            gain: components["schemas"]["Figure"];
            /** @description Market value less cost, each at its day's rate. */
            gain_base: components["schemas"]["Figure"];
            /** @description Gain ÷ cost, in base currency. */
            gain_ratio: components["schemas"]["Ratio"];
            /**
             * Format: int64
             * @description Days since it was opened.
             */
            held_days: number;
            /** @description Quantity × price × multiplier, in the instrument's currency. */
            market_value: components["schemas"]["Figure"];
            /** @description Market value in the base currency. */
            market_value_base: components["schemas"]["Figure"];
            price?: components["schemas"]["PriceAt"] | null;
            /** @description The instrument's symbol. */
            symbol: string;
        };
        /** @description Which open lots to take into the problem, and how they are taxed. Prices and costs are in the base currency. */
        LotsQuestion: {
            /** @description The accounts, which must be taxed as gains come; all of those when empty. */
            account_ids?: components["schemas"]["AccountId"][];
            /** @description How later tax is counted today. */
            deferral?: components["schemas"]["Deferral"];
            /** @description Count the cash of the accounts as capital; only what is invested when left out. */
            include_cash?: boolean;
            /** @description Whose rules. */
            jurisdiction?: components["schemas"]["Jurisdiction"];
            /** @description Most nodes of the search over losses to sell and assets to buy. */
            max_nodes?: number | null;
            /** @description The user's rates. */
            rates: components["schemas"]["TaxRates"];
        };
        /** @description Open lots and the closed ones. */
        LotsView: {
            /** @description Closed lots with their gain, newest first. */
            closed: components["schemas"]["RealizedGain"][];
            /** @description Open lots with their value, oldest first. */
            open: components["schemas"]["LotValue"][];
        };
        /**
         * @description How a connection to a mail server is encrypted.
         * @enum {string}
         */
        MailTls: "starttls" | "implicit" | "none";
        /** @description A mail. */
        MailWay: {
            /** @description The sender, such as `Quarterdeck <desk@example.org>`. */
            from: string;
            /** @description The name or address of the mail server. */
            host: string;
            /** @description The name of the secret with the password of `user`. */
            password_secret?: string | null;
            /**
             * Format: int32
             * @description Its port: usually 587 for `starttls`, 465 for `implicit`.
             */
            port: number;
            template?: components["schemas"]["NotificationTemplate"] | null;
            /** @description How the connection is encrypted. */
            tls: components["schemas"]["MailTls"];
            /** @description The receivers; they see one another. */
            to: string[];
            /** @description The user to sign in as; without one, nobody signs in. */
            user?: string | null;
        };
        /** @description A bar by hand. It wins over files on its day. */
        ManualBar: {
            /**
             * Format: double
             * @description Last price.
             */
            close: number;
            /**
             * Format: date
             * @description The day.
             */
            date: string;
            /**
             * Format: double
             * @description Highest price.
             */
            high?: number | null;
            /**
             * Format: double
             * @description Lowest price.
             */
            low?: number | null;
            /**
             * Format: double
             * @description First price.
             */
            open?: number | null;
            /**
             * Format: double
             * @description Units traded.
             */
            volume?: number | null;
        };
        /** @description The spread of one asset's returns. */
        Margin: {
            /** @enum {string} */
            margin: "empirical";
        } | {
            /**
             * Format: double
             * @description Degrees of freedom ν.
             */
            freedom: number;
            /**
             * Format: double
             * @description The middle, a period's.
             */
            location: number;
            /**
             * Format: double
             * @description Logarithm of the likelihood.
             */
            log_likelihood: number;
            /** @enum {string} */
            margin: "student";
            /**
             * Format: double
             * @description The scale, a period's; the deviation is `scale √(ν/(ν − 2))`.
             */
            scale: number;
        };
        /** @description The account had less equity than it must keep. */
        MarginCall: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description Equity then, in the base currency. */
            equity: string;
            /** @description Worth of all positions, long and short added. */
            gross_exposure: string;
        };
        /**
         * @description Impact with the 3/2 power of the trade (Almgren and others 2005; Boyd and others 2017, "Multi-period trading via convex
         *     optimization", equation 2.5): the cost of trading the value `x` is `coefficient · σ · x^(3/2) / √volume` with the volatility
         *     a day σ.
         */
        MarketImpact: {
            /** @description Value traded in the market on an average day (ADV), by asset or one for all. */
            average_daily_volume: components["schemas"]["PerAsset"];
            /**
             * Format: double
             * @description Value of the whole portfolio, in the currency of the volumes.
             */
            capital: number;
            /**
             * Format: double
             * @description Scale, about 1: trading a day's whole volume costs that many daily volatilities.
             */
            coefficient?: number;
        };
        /** @description What changed on the market since a client's last update. */
        MarketPush: {
            /** @description When that is: the replay's time in a replay. */
            at: components["schemas"]["Timestamp"];
            /** @description Order books. */
            depths: components["schemas"]["DepthOf"][];
            /** @description Incidents. */
            incidents: components["schemas"]["IncidentChange"][];
            /** @description Where it comes from. */
            mode: components["schemas"]["FeedMode"];
            /** @description News. */
            news: components["schemas"]["NewsEntry"][];
            /** @description What is missing, as the client read too slowly. */
            overlooked: components["schemas"]["Overlooked"];
            /** @description Bars that sources made. */
            source_bars: components["schemas"]["SourceBar"][];
            /** @description Quotes, trades and bars. */
            values: components["schemas"]["Conflated"][];
        };
        /**
         * @description How far the means are shrunk.
         * @enum {string}
         */
        MeanShrinkage: "james_stein" | "bayes_stein" | "bodnar_okhrin";
        /**
         * @description Towards what the means are shrunk.
         * @enum {string}
         */
        MeanTarget: "grand_mean" | "volatility_weighted";
        /** @description How a result is measured. */
        MeasureSettings: {
            /**
             * Format: double
             * @description Of the value at risk.
             * @default 0.95
             */
            confidence?: number;
            /**
             * @description The periods.
             * @default day
             */
            every?: components["schemas"]["Every"];
            /**
             * Format: double
             * @description Periods a year: 252 for days on which an exchange trades, 365 for days of a market that never closes.
             * @default 252
             */
            periods_per_year?: number;
            /**
             * Format: double
             * @description A year's.
             * @default 0
             */
            risk_free_rate?: number;
            /**
             * @description Periods of the moving window; none leaves it out.
             * @default null
             */
            rolling_periods?: number | null;
        };
        /** @description Two clusters joined into one. Assets have the numbers 0 to n − 1, the k-th merge makes the cluster n + k. */
        Merge: {
            /**
             * Format: double
             * @description Distance at which they join; it never falls from one merge to the next.
             */
            distance: number;
            /** @description The cluster with the smaller number. */
            left: number;
            /** @description The other one. */
            right: number;
            /** @description Assets in the new cluster. */
            size: number;
        };
        /** @description Trades of one instrument and source since the last look. */
        MergedTrades: {
            /**
             * Format: int32
             * @description How many there were.
             */
            count: number;
            /**
             * Format: double
             * @description Price of the first one that counts for prices; `None` when none does.
             */
            first_price?: number | null;
            /**
             * Format: double
             * @description Highest of those prices.
             */
            high?: number | null;
            /** @description The last one. */
            last: components["schemas"]["Tick"];
            /**
             * Format: double
             * @description Price of the last one that counts for prices.
             */
            last_price?: number | null;
            /**
             * Format: double
             * @description Lowest of them.
             */
            low?: number | null;
            /**
             * Format: double
             * @description Units of all; unknown when one is.
             */
            volume?: number | null;
        };
        /** @description A method on the past, or why it could not be tested. */
        MethodBacktest: {
            /**
             * Format: double
             * @description Probability with which its loss should not be exceeded.
             */
            confidence: number;
            coverage?: components["schemas"]["TailCoverage"] | null;
            /** @description Periods that lost more. */
            exceptions: components["schemas"]["TailException"][];
            /**
             * Format: date
             * @description The last day of the first period that was told of.
             */
            first_date?: string | null;
            /** @description The method's name. */
            method: string;
            /**
             * Format: double
             * @description Mean loss of the exceptions over the mean loss that was told for them; none without exceptions.
             */
            severity?: number | null;
            /** @description Why it could not be tested. */
            undefined?: string | null;
            /** @description What was told for each period from there on. */
            value_at_risk: number[];
        };
        /** @description A figure over all paths. */
        MetricBand: {
            /**
             * Format: double
             * @description Its mean over the paths.
             */
            mean?: number | null;
            /** @description Paths on which it is undefined; they are left out. */
            n_undefined: number;
            /** @description Its name, as in a performance report. */
            name: string;
            /**
             * Format: double
             * @description Of the series itself; none where it is undefined, or where only assets are given.
             */
            observed?: number | null;
            /** @description Its quantiles over the paths, one a share; empty where no path has the figure. */
            quantiles: number[];
        };
        /** @description What a sink was not given, because it had not taken what came before. */
        Missed: {
            /**
             * Format: int64
             * @description Bars in them.
             */
            bars: number;
            /**
             * Format: int64
             * @description Batches.
             */
            batches: number;
            /**
             * Format: int64
             * @description Ticks in them.
             */
            ticks: number;
        };
        /**
         * @description What is done about prices that are missing: different listing dates, holidays, suspensions. Nothing is ever filled in.
         * @enum {string}
         */
        MissingRule: "complete_cases" | "pairwise" | "own_window";
        /**
         * @description Which trades may be made.
         * @enum {string}
         */
        Mode: "full" | "buy_only" | "sell_only";
        /**
         * @description A request: prices, returns or a covariance, and the models to estimate with.
         *
         *     The smallest: `{"dates":["2024-01-02","2024-01-03","2024-01-04"],"prices":{"A":[1,1.1,1.2],"B":[2,2.1,2]}}`.
         */
        MomentsRequest: {
            /** @description Asset names, no name twice. May be left out with `prices` or `returns`: then their order is that of the columns. */
            assets?: string[];
            /**
             * @description Prices of the market (returns beside `returns`), one for each row, null where missing; for `capm` and for a risk aversion
             *     `from_benchmark`.
             */
            benchmark?: (number | null)[] | null;
            /**
             * @description Covariance a year, one row for each asset; in place of `prices` and `returns`, for `equilibrium`, `black_litterman` and
             *     `given` expected returns.
             */
            covariance?: number[][] | null;
            /** @description Estimator of the covariance. */
            covariance_model?: components["schemas"]["CovarianceModel"];
            /** @description Dates of the rows, oldest first. Needed with `prices`. */
            dates?: string[] | null;
            /** @description Estimator of the expected returns. */
            expected_returns_model?: components["schemas"]["ExpectedReturnsModel"];
            /**
             * @description Returns of factors by name, one for each row: the return over the period that ends there (beside `prices` the first is not
             *     used). For `given_factors`.
             */
            factors?: {
                [key: string]: (number | null)[];
            } | null;
            /** @description What is done about missing prices. */
            missing?: components["schemas"]["MissingRule"];
            /**
             * Format: double
             * @description Periods a year of the rows: 252 for trading days. With 1 the results are a period's.
             */
            periods_per_year?: number;
            /** @description Prices by asset, one for each date, null where missing. */
            prices?: {
                [key: string]: (number | null)[];
            } | null;
            /** @description What is done about negative eigenvalues. */
            repair?: components["schemas"]["PsdRepair"];
            /** @description Simple returns by asset, one for each period, null where missing; in place of `prices`. */
            returns?: {
                [key: string]: (number | null)[];
            } | null;
            /**
             * Format: double
             * @description Risk-free rate a year, for `capm`, `equilibrium` and `black_litterman`.
             */
            risk_free_rate?: number;
        };
        /**
         * @description Moments with what they were estimated from. `assets`, `expected_returns` and `covariance` are the fields of an optimization
         *     request.
         */
        MomentsResult: {
            /** @description Asset names, in the order of everything else. */
            assets: string[];
            black_litterman?: components["schemas"]["BlackLittermanReport"] | null;
            /** @description Covariance a year, one row for each asset. */
            covariance: number[][];
            /** @description Dates left out because an asset has no price there. */
            dropped_dates?: string[];
            /** @description Expected returns a year (0.1 = 10 %). */
            expected_returns: number[];
            factor_model?: components["schemas"]["FactorModelView"] | null;
            /**
             * Format: date
             * @description First date used.
             */
            first_date?: string | null;
            /**
             * Format: date
             * @description Last date used.
             */
            last_date?: string | null;
            /**
             * Format: double
             * @description Largest eigenvalue of the covariance.
             */
            max_eigenvalue: number;
            /**
             * Format: double
             * @description Smallest eigenvalue of the covariance.
             */
            min_eigenvalue: number;
            /** @description Returns used (with gaps: periods in the range); null for a given covariance. */
            n_observations?: number | null;
            /** @description Correlation eigenvalues above the noise, for `denoised`. */
            n_signal_eigenvalues?: number | null;
            /**
             * Format: double
             * @description Periods a year that the results were scaled by.
             */
            periods_per_year: number;
            repair?: components["schemas"]["RepairReport"] | null;
            /**
             * Format: double
             * @description Risk aversion used, for `equilibrium`.
             */
            risk_aversion?: number | null;
            /**
             * Format: double
             * @description Shrinkage intensity, for the covariance models that shrink.
             */
            shrinkage?: number | null;
            /** @description Volatilities a year. */
            volatilities: number[];
            /** @description What a reader should know: a singular covariance, a repair, dates left out, assets that copy each other. */
            warnings?: string[];
            /** @description Each asset's own returns, when they differ from asset to asset. */
            windows?: components["schemas"]["AssetWindow"][];
        };
        /**
         * @description Holds equal parts of the `top` instruments with the greatest return over the look-back, looked at by the calendar. Instruments
         *     with too few bars are not held; equal returns go by the order of the run.
         */
        MomentumRotation: {
            /**
             * Format: double
             * @description How far a weight may be off before it is traded.
             * @default 0
             */
            band?: number;
            /**
             * Format: int32
             * @description Bars over which returns are compared.
             * @default 252
             */
            look_back?: number;
            /**
             * @description Whether only instruments are held that rose at all; their part is cash otherwise.
             * @default false
             */
            only_rising?: boolean;
            /**
             * @description How often returns are compared.
             * @default {
             *       "every": "month"
             *     }
             */
            rebalance?: components["schemas"]["Cadence"];
            /**
             * Format: int32
             * @description The last bars that are left out of it, as what rose in the last weeks tends to fall back.
             * @default 0
             */
            skip?: number;
            /**
             * Format: int32
             * @description How many instruments are held.
             * @default 1
             */
            top?: number;
        };
        /**
         * @description An amount of one currency, exact to 28 significant digits.
         *
         *     | operation | result |
         *     | --- | --- |
         *     | `a.checked_add(b)`, `a.checked_sub(b)` | `Err` when the currencies differ or the sum overflows |
         *     | `a.checked_mul(decimal)` | scaled, `Err` on overflow |
         *     | `a.negate()` | the same amount with the other sign |
         *     | `Money::sum(currency, iter)` | zero of that currency for an empty iterator |
         *     | JSON | `{"amount": "12.30", "currency": "USD"}`; the scale is kept |
         */
        Money: {
            /**
             * @description The amount, in units (not minor units) of the currency.
             * @example 12.30
             */
            amount: string;
            /** @description Its currency. */
            currency: components["schemas"]["Currency"];
        };
        /** @description The result of a simulation. */
        MonteCarlo: {
            /** @description Bands of figures. */
            bands: components["schemas"]["MetricBand"][];
            copula?: components["schemas"]["CopulaFit"] | null;
            /** @description The value along the way. */
            fan: components["schemas"]["Fan"];
            /** @description Periods of a path. */
            horizon: number;
            /** @description Paths. */
            n_paths: number;
            /** @description Ruin. */
            ruin: components["schemas"]["Ruin"];
            /** @description Parts of the paths below each band. */
            shares: number[];
        };
        /**
         * @description Long when the fast average of closes comes above the slow one; out of it, or short, when it comes below. Averages that are equal are
         *     on neither side, and a crossing counts from the bar before.
         */
        MovingAverageCross: {
            /**
             * @description How both are made.
             * @default sma
             */
            average?: components["schemas"]["AverageKind"];
            /**
             * Format: int32
             * @description Bars of the fast average.
             * @default 10
             */
            fast?: number;
            /**
             * @description Whether it is short while the fast average is below.
             * @default false
             */
            short?: boolean;
            /** @default null */
            size?: components["schemas"]["PositionSize"] | null;
            /**
             * Format: int32
             * @description Bars of the slow average.
             * @default 30
             */
            slow?: number;
        };
        /** @description A way and its name, which alerts use. */
        NamedWay: {
            /** @description Its name, such as `desktop` or `Phone`. */
            name: string;
            /** @description How it goes. */
            settings: components["schemas"]["NotificationWay"];
        };
        /** @description The two objectives of nested clusters. */
        NestedObjectives: {
            /** @description Within each cluster. */
            inner?: components["schemas"]["ClusterObjective"];
            /** @description Across clusters. */
            outer?: components["schemas"]["ClusterObjective"];
        };
        /** @description A run to do and save. */
        NewOptimization: {
            /** @description Keep the corner portfolios of the frontier too. */
            corners?: boolean;
            /** @description Points of the efficient frontier to keep beside the solution, 2 to 1000; none when left out. */
            frontier_points?: number | null;
            lots?: components["schemas"]["LotsQuestion"] | null;
            /** @description Its name, 1 to 120 characters. */
            name: string;
            /** @description Objective and limits. Moments and past returns are filled in from the universe; assets are symbols. */
            request: components["schemas"]["OptimizationRequest"];
            /** @description Instruments, dates and estimators. */
            universe: components["schemas"]["UniverseSpec"];
        };
        /** @description A plan to keep. */
        NewRebalancing: {
            /** @description The fingerprint of the plan that was looked at; a plan that comes out otherwise now is refused. */
            fingerprint?: string | null;
            /** @description A note, at most 2000 characters. */
            note?: string | null;
            /** @description What is planned. */
            terms: components["schemas"]["RebalancingTerms"];
        };
        /** @description A replay to begin. */
        NewReplay: {
            from?: components["schemas"]["Timestamp"] | null;
            /** @description Of which instruments, 1 to 500. */
            instrument_ids: components["schemas"]["InstrumentId"][];
            /** @description What is replayed. */
            of: components["schemas"]["ReplayOf"];
            /** @description It stands at its first event until it is played, so that what shall see all of it can begin first; else it begins at once. */
            paused?: boolean;
            size?: components["schemas"]["BarSize"] | null;
            /**
             * Format: double
             * @description How many times as fast as it was; as fast as possible when null.
             */
            speed?: number | null;
            to?: components["schemas"]["Timestamp"] | null;
        };
        /** @description A strategy to keep. */
        NewStrategy: {
            /** @description A name for people, unlike any other: 1 to 200 characters. */
            name: string;
            /** @description What it does. */
            specification: components["schemas"]["StrategySpecification"];
        };
        /** @description A workspace to create. It is opened at once. */
        NewWorkspace: {
            base_currency?: components["schemas"]["Currency"] | null;
            /** @description What it starts with. */
            kind: components["schemas"]["WorkspaceKind"];
            /** @description Its name, 1 to 80 characters. */
            name: string;
        };
        /** @description A piece of news. */
        NewsEntry: {
            at?: components["schemas"]["Timestamp"] | null;
            /** @description Who wrote it. */
            author?: string | null;
            /** @description The headline, as plain text. */
            headline: string;
            /** @description The source's identity for it. */
            id: string;
            /** @description Which instruments it is about. */
            instrument_ids: components["schemas"]["InstrumentId"][];
            /** @description When it was received. */
            received_at: components["schemas"]["Timestamp"];
            /**
             * Format: double
             * @description How it sounds, −1 to 1; null where the source does not say.
             */
            sentiment?: number | null;
            /** @description Whose. */
            source: components["schemas"]["Source"];
            /** @description What it says in short, as plain text. */
            summary?: string | null;
            /** @description What it is about, as the source writes it. */
            symbols: string[];
            /** @description Where the article is. */
            url?: string | null;
        };
        /** @description News, the newest first. */
        NewsView: {
            /** @description The articles. */
            items: components["schemas"]["NewsEntry"][];
            /** @description Why there are none, or not all. */
            note?: string | null;
        };
        /** @description A figure over the runs. */
        NoiseBand: {
            /** @description Values that 5, 25, 50, 75 and 95 % of the runs that have it lie below; null when none has. */
            bands: (number | null)[];
            /** @description Runs that have it. */
            n: number;
            /** @description Which. */
            name: string;
            /**
             * Format: double
             * @description That of the run itself; null when it is undefined.
             */
            own?: number | null;
            /**
             * Format: double
             * @description Part of these runs that is worse than the run itself; null when it has none. The deepest fall is worse when it is deeper, volatility and turnover when
             *     they are higher.
             */
            worse?: number | null;
        };
        /** @description Something about the bars that one should look at before believing the result. */
        Notice: {
            /** @description The first bar after it. */
            at: components["schemas"]["Timestamp"];
            /** @description Of what. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @enum {string} */
            kind: "split_missing";
            /**
             * Format: double
             * @description Close before ÷ close after.
             */
            ratio: number;
        } | {
            /** @description The last bar before it. */
            from: components["schemas"]["Timestamp"];
            /** @description Of what. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @enum {string} */
            kind: "gap";
            /** @description The first one after it. */
            to: components["schemas"]["Timestamp"];
        } | {
            /** @description How many. */
            bars: number;
            /** @description The first of them. */
            first: components["schemas"]["Timestamp"];
            /** @description Of what. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @enum {string} */
            kind: "zero_prices";
        } | {
            /** @description How many. */
            bars: number;
            /** @description The first of them. */
            first: components["schemas"]["Timestamp"];
            /** @description Of what. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @enum {string} */
            kind: "no_volume";
        } | {
            /** @description The instrument with the longer bars. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @enum {string} */
            kind: "mixed_intervals";
        };
        /** @description The most that can be said of a message that went out. */
        NotificationReceipt: {
            /** @enum {string} */
            kind: "handed_over";
        } | {
            /** @description Under which name, where it told one. */
            id?: string | null;
            /** @enum {string} */
            kind: "accepted";
        };
        /** @description A secret that a way needs. */
        NotificationSecret: {
            /** @description Whether it is kept; null when that cannot be told. */
            is_kept?: boolean | null;
            /** @description The name that stands in the way's settings. */
            name: string;
            place?: components["schemas"]["SecretPlace"] | null;
            /** @description Why that cannot be told, and what to do. */
            problem?: string | null;
        };
        /**
         * @description The user's own words of a way; a part that is left out keeps the program's.
         *
         *     They know `title`, `body`, `severity`, `at`, `is_late`, `link`, `values`, `alert`, `epoch`, `reminder`, `person` and `way`.
         */
        NotificationTemplate: {
            /** @description The text. */
            body?: string | null;
            /** @description The page of a mail; values are escaped in it. */
            html?: string | null;
            /** @description One line: the subject or title. */
            subject?: string | null;
        };
        /** @description How a message reaches somebody, in JSON tagged by `way`. */
        NotificationWay: (components["schemas"]["DesktopWay"] & {
            /** @enum {string} */
            way: "desktop";
        }) | (components["schemas"]["SoundWay"] & {
            /** @enum {string} */
            way: "sound";
        }) | (components["schemas"]["MailWay"] & {
            /** @enum {string} */
            way: "mail";
        }) | (components["schemas"]["WebhookWay"] & {
            /** @enum {string} */
            way: "webhook";
        }) | (components["schemas"]["TelegramWay"] & {
            /** @enum {string} */
            way: "telegram";
        }) | (components["schemas"]["NtfyWay"] & {
            /** @enum {string} */
            way: "ntfy";
        });
        /** @description How a person is told of something. */
        Notifications: {
            /** @description The ways, each with a name of its own. */
            ways: components["schemas"]["NamedWay"][];
        };
        /** @description The ways, and the secrets that they need. */
        NotificationsView: {
            /** @description The names of secrets that ways need, each once. */
            secrets: components["schemas"]["NotificationSecret"][];
            /** @description The ways; the one named `desktop` is there without being set up. */
            ways: components["schemas"]["NamedWay"][];
        };
        /** @description ntfy's priority, from 1 (silent) to 5 (rings through), by severity. */
        NtfyPriority: {
            /**
             * Format: int32
             * @description Of `critical`.
             * @default 5
             */
            critical?: number;
            /**
             * Format: int32
             * @description Of `info`.
             * @default 3
             */
            info?: number;
            /**
             * Format: int32
             * @description Of `warning`.
             * @default 4
             */
            warning?: number;
        };
        /** @description A push message through ntfy. */
        NtfyWay: {
            /** @description Whether the server may be of this machine or a private network, and `http://` there. */
            allow_private?: boolean;
            /**
             * @description The server.
             * @default https://ntfy.sh
             */
            base?: string;
            /** @description How loud a message is. */
            priority?: components["schemas"]["NtfyPriority"];
            template?: components["schemas"]["NotificationTemplate"] | null;
            /** @description The name of the secret with an access token; none for open topics. */
            token_secret?: string | null;
            /** @description The topic; whoever knows it reads along on a server without accounts. */
            topic: string;
        };
        /**
         * @description What to optimize. Fields that the objective does not use are checked but have no effect.
         * @enum {string}
         */
        Objective: "minimum_variance" | "maximum_sharpe" | "efficient_return" | "efficient_risk" | "maximum_quadratic_utility" | "efficient_frontier" | "risk_parity" | "hierarchical_risk_parity" | "hierarchical_equal_risk_contribution" | "nested_clusters" | "equal_weight" | "inverse_volatility" | "minimum_cvar" | "cvar_frontier" | "minimum_cdar" | "minimum_semivariance" | "minimum_mean_absolute_deviation" | "worst_case" | "maximum_log_utility" | "minimum_tracking_error" | "maximum_diversification" | "maximum_decorrelation";
        /** @description One time of a recurrence. */
        Occurrence: {
            /**
             * Format: date-time
             * @description The instant.
             */
            due_at: string;
            /**
             * @description Local date and time in the recurrence's zone, as the recurrence names it: the identity of the occurrence. It may be a
             *     time that clocks skip.
             * @example 2026-03-08T02:30:00
             */
            nominal: string;
        };
        /** @description An open lot with its cost in the instrument's own currency and the events that changed it. */
        OpenLot: components["schemas"]["Lot"] & {
            /** @description Splits, transfers and other events since, in order. */
            changed_by: components["schemas"]["TransactionId"][];
            /** @description The cost in the instrument's currency, at the rate of the opening day; unknown where no rate is. */
            cost_local?: string | null;
            /** @description Its cost is its share of a pool. */
            pooled: boolean;
        };
        /** @description An order that works. */
        OpenOrder: {
            /** @description Units that traded. */
            filled: components["schemas"]["Quantity"];
            /** @description As it was made. */
            order: components["schemas"]["Order"];
            /** @description Units that did not trade yet. */
            remaining: components["schemas"]["Quantity"];
            /** @description Where it stands. */
            status: components["schemas"]["OrderStatus"];
            /** @description When and at which price, after changes. */
            terms: components["schemas"]["OrderTerms"];
        };
        /** @description An open lot as the tax sees it. Amounts are in the base currency; null is unknown. */
        OpenTaxLot: {
            /** @description The account's name. */
            account: string;
            /** @description Where. */
            account_id: components["schemas"]["AccountId"];
            /** @description What earlier losses added to that. */
            basis_added: string;
            /** @description What it cost, by the books. */
            cost?: string | null;
            /**
             * Format: date
             * @description The day from which it counts as held; the latest day when its units differ.
             */
            held_since: string;
            /** @description Of what. */
            instrument_id: components["schemas"]["InstrumentId"];
            /**
             * Format: date
             * @description The first day on which all of it is long-term; null where there is no such day.
             */
            long_term_from?: string | null;
            /** @description The lot. */
            lot_id: components["schemas"]["LotId"];
            /**
             * Format: date
             * @description The day it was opened.
             */
            opened_on: string;
            /** @description Its units by what was added to them, those that are sold first in front; one entry where all are alike. */
            parts: components["schemas"]["LotPart"][];
            /** @description Its symbol. */
            symbol: string;
            /** @description Both together. */
            tax_cost?: string | null;
            term?: components["schemas"]["Term"] | null;
            /** @description Units; negative when short. */
            units: string;
        };
        /** @description A workspace to open. */
        OpenWorkspace: {
            /** @description Its directory, as listed. */
            path: string;
        };
        /**
         * @description Limits that hold together with `bounds` and `groups`, each open when left out.
         *
         *     The linear ones (net exposure, factor exposures, cash, locked and excluded assets) are part of the feasible polytope; the
         *     others are cones or sums of absolute values. All are convex and go with every convex objective, but for those of positions
         *     (`max_holdings`, `minimum_position`), which go with the objectives of mean and variance, and `round_lots`, which turns the
         *     weights of the answer into whole lots.
         */
        OptimizationConstraints: {
            /**
             * Format: double
             * @description Part of the capital that stays cash at the risk-free rate: the weights sum to one less this.
             * @default null
             */
            cash_buffer?: number | null;
            /**
             * @description Assets whose weight stays what it is in `current_weights`.
             * @default []
             */
            do_not_trade?: string[];
            /**
             * @description Assets that must have no weight: ESG or a mandate's list.
             * @default []
             */
            exclusions?: string[];
            /**
             * @description Limits of weighted sums, such as a portfolio's beta.
             * @default []
             */
            factor_exposures?: components["schemas"]["FactorExposure"][];
            /**
             * Format: double
             * @description Highest sum of absolute weights (leverage): 1.6 for 130/30.
             * @default null
             */
            gross_exposure?: number | null;
            /**
             * @description Most assets with a weight.
             * @default null
             */
            max_holdings?: number | null;
            /**
             * Format: double
             * @description Least absolute weight of an asset that has one (0.02 = 2 %).
             * @default null
             */
            minimum_position?: number | null;
            /** @default null */
            net_exposure?: components["schemas"]["ExposureRange"] | null;
            /** @default null */
            round_lots?: components["schemas"]["RoundLots"] | null;
            /**
             * Format: double
             * @description Highest sum of short weights, as a number above zero: 0.3 for 130/30.
             * @default null
             */
            short_exposure?: number | null;
            /**
             * Format: double
             * @description Highest tracking error a year against `benchmark_weights` (0.03 = 3 %).
             * @default null
             */
            tracking_error?: number | null;
            /**
             * Format: double
             * @description Highest sum of absolute changes from `current_weights`, purchases and sales together (0.5 = a quarter of the
             *     portfolio is sold and bought anew).
             * @default null
             */
            turnover?: number | null;
            /**
             * Format: double
             * @description Highest volatility a year.
             * @default null
             */
            volatility?: number | null;
        };
        /**
         * Format: uuid
         * @description Of a saved optimization.
         */
        OptimizationId: string;
        /**
         * @description A request: moments (`expected_returns` and `covariance`) or `prices` to estimate them from, an objective and limits.
         *
         *     The smallest: `{"assets":["A","B"],"expected_returns":[0.1,0.2],"covariance":[[0.04,0],[0,0.09]],"objective":"minimum_variance"}`.
         */
        OptimizationRequest: {
            /** @description Asset names, no name twice. May be left out with `prices`: then their order is the order of the prices. */
            assets?: string[];
            /**
             * @description Prices of the market (returns beside `returns`), one for each row, null where missing: for `capm` and for a risk
             *     aversion `from_benchmark`.
             */
            benchmark?: (number | null)[] | null;
            /** @description Weights of the benchmark, zero for assets not named. */
            benchmark_weights?: {
                [key: string]: number;
            } | null;
            bounds?: components["schemas"]["Bounds"] | null;
            /** @description Part of the variance that each asset contributes, for `risk_parity`; every asset is named, and they sum to one. */
            budgets?: {
                [key: string]: number;
            } | null;
            cluster_rule?: components["schemas"]["ClusterRule"] | null;
            /**
             * Format: double
             * @description Confidence level of tail risks, above 0 and below 1; 0.95 when left out.
             */
            confidence?: number | null;
            /** @description Limits beyond bounds and groups. */
            constraints?: components["schemas"]["OptimizationConstraints"];
            /** @description Also return every corner portfolio of the frontier, for `efficient_frontier`. */
            corners?: boolean;
            costs?: components["schemas"]["Costs"] | null;
            /** @description Covariance a year, one row for each asset. */
            covariance?: number[][] | null;
            /** @description Estimator of the covariance, with `prices`, or with `returns` without moments. */
            covariance_model?: components["schemas"]["CovarianceModel"];
            /** @description Weights held now, zero for assets not named: what turnover and costs count from. */
            current_weights?: {
                [key: string]: number;
            } | null;
            /** @description Dates of the prices, oldest first. */
            dates?: string[] | null;
            /** @description Expected returns a year in the order of `assets` (0.1 = 10 %). Only minimum variance can do without. */
            expected_returns?: number[] | null;
            /** @description Estimator of the expected returns, with `prices`, or with `returns` without moments. */
            expected_returns_model?: components["schemas"]["ExpectedReturnsModel"];
            factor_model?: components["schemas"]["FactorModelInput"] | null;
            /**
             * @description Returns of factors by name, one for each row: the return over the period that ends there (beside `prices` the first is
             *     not used). For `given_factors`.
             */
            factors?: {
                [key: string]: (number | null)[];
            } | null;
            /** @description Part of the variance that groups contribute, for `risk_parity`, in place of `budgets`; every asset is in one group. */
            group_budgets?: components["schemas"]["GroupBudget"][];
            /** @description Limits of the sum of weights of groups, such as sectors. */
            groups?: components["schemas"]["Group"][];
            /**
             * Format: double
             * @description γ of a penalty `γ Σw²` on concentration, zero or more. It is added to the variance wherever the objective speaks of
             *     variance or volatility: minimized, targeted, or divided by; beside other risks it is added to what is minimized. Reported
             *     figures are without it.
             */
            l2_regularization?: number | null;
            linkage?: components["schemas"]["Linkage"] | null;
            /** @description False allows short positions where `bounds` says nothing; true refuses bounds below zero. */
            long_only?: boolean | null;
            /**
             * Format: double
             * @description Return a period below which there is a shortfall, for `minimum_semivariance`.
             */
            minimum_acceptable_return?: number;
            /**
             * @description What is done about missing prices. Objectives that judge by past returns take the dates with a price of every asset,
             *     whatever the rule.
             */
            missing?: components["schemas"]["MissingRule"];
            /** @description Number of clusters, 1 to the number of assets; found by `cluster_rule` when left out. */
            n_clusters?: number | null;
            nested?: components["schemas"]["NestedObjectives"] | null;
            /** @description The objective. */
            objective: components["schemas"]["Objective"];
            /**
             * Format: double
             * @description Periods a year of the prices: 252 for trading days.
             */
            periods_per_year?: number;
            /** @description Portfolios on the frontier, 2 to 1000; 50 when left out. */
            points?: number | null;
            /** @description Prices by asset, one for each date, null where missing; in place of the moments. */
            prices?: {
                [key: string]: (number | null)[];
            } | null;
            /** @description What is done about negative eigenvalues of an estimated covariance. */
            repair?: components["schemas"]["PsdRepair"];
            /**
             * @description Returns as scenarios for the objectives that need them: a row for each period, oldest first, one simple return for each
             *     asset (0.01 = 1 %). Without `covariance` the moments are estimated from them.
             */
            returns?: number[][] | null;
            /**
             * Format: double
             * @description Risk aversion above zero, for `maximum_quadratic_utility`; 1 when left out.
             */
            risk_aversion?: number | null;
            /**
             * Format: double
             * @description Risk-free rate a year.
             */
            risk_free_rate?: number;
            /** @description Also return how each weight answers to its own expected return. */
            sensitivity?: boolean;
            /**
             * Format: double
             * @description Least expected return a year, for `efficient_return`.
             */
            target_return?: number | null;
            /**
             * Format: double
             * @description Highest volatility a year, for `efficient_risk`.
             */
            target_volatility?: number | null;
            tax_lots?: components["schemas"]["TaxLots"] | null;
            uncertainty?: components["schemas"]["Uncertainty"] | null;
        };
        /** @description The optimal portfolio with the proof that it is one. */
        OptimizationResult: {
            allocation?: components["schemas"]["Allocation"] | null;
            /** @description Limits that hold with equality, with what easing them would gain. */
            binding: components["schemas"]["BindingConstraint"][];
            /** @description The same as sentences with their price, the dearest first: "Technology ≤ 30 % costs 0.42 % expected return per point". */
            binding_words?: string[];
            /**
             * Format: double
             * @description Gain of the objective for each unit by which the budget of 1 were raised; null when it has no meaning.
             */
            budget_shadow_price?: number | null;
            cardinality?: components["schemas"]["CardinalityReport"] | null;
            clusters?: components["schemas"]["Clusters"] | null;
            /** @description Every corner portfolio from minimum variance to the highest return, when asked for. */
            corners?: components["schemas"]["CornerPortfolio"][];
            costs?: components["schemas"]["CostReport"] | null;
            estimation?: components["schemas"]["Estimation"] | null;
            /**
             * Format: double
             * @description Expected return a year; null without expected returns.
             */
            expected_return?: number | null;
            /** @description Portfolios of the frontier by ascending return; empty for other objectives. */
            frontier?: components["schemas"]["FrontierPoint"][];
            /**
             * @description Change of the volatility for each unit of weight, `(Σw)ᵢ/σ`, by asset; left out without volatility. Times the weight it
             *     is the asset's part of the volatility.
             */
            marginal_risk?: {
                [key: string]: number;
            } | null;
            /** @description The objective that was optimized. */
            objective: components["schemas"]["Objective"];
            /**
             * Format: double
             * @description Value of the objective: variance, Sharpe ratio, return or utility; the tangency's Sharpe ratio on a frontier; null by rule.
             */
            objective_value?: number | null;
            /** @description Optimality conditions, computed afresh from the weights; on a frontier the worst over all points. */
            residuals: components["schemas"]["Residuals"];
            /** @description Part of the variance that each asset contributes, `wᵢ(Σw)ᵢ / w'Σw`; they sum to one. Left out without volatility. */
            risk_contributions?: {
                [key: string]: number;
            } | null;
            scenario_risk?: components["schemas"]["ScenarioRisk"] | null;
            /** @description How each weight between its limits answers to its own expected return, when asked for. */
            sensitivity?: {
                [key: string]: components["schemas"]["WeightSensitivity"];
            };
            /**
             * Format: double
             * @description Sharpe ratio; null when undefined, with the reason in `sharpe_reason`.
             */
            sharpe?: number | null;
            /** @description Why the Sharpe ratio is undefined. */
            sharpe_reason?: string | null;
            /** @description How the solve went. */
            solver: components["schemas"]["SolverInfo"];
            /** @description `optimal`, or `by_rule` for objectives that follow a rule; anything else is an error. */
            status: components["schemas"]["Status"];
            tangency?: components["schemas"]["FrontierPoint"] | null;
            tax?: components["schemas"]["TaxReport"] | null;
            /**
             * Format: double
             * @description Volatility of the difference to the benchmark, with `benchmark_weights`.
             */
            tracking_error?: number | null;
            /**
             * Format: double
             * @description Sum of absolute changes of weight, with `current_weights`.
             */
            turnover?: number | null;
            /**
             * Format: double
             * @description Volatility a year.
             */
            volatility: number;
            /** @description What a reader should know: repaired asymmetry, singular covariance, a target that does not bind. */
            warnings?: string[];
            /**
             * @description Weights by asset, in the order of the request; they sum to one. On a frontier: those of the `tangency` portfolio, or of
             *     minimum variance when there is none.
             */
            weights: {
                [key: string]: number;
            };
        };
        /** @description What a run was done with. */
        OptimizationSettings: {
            /** @description The request as solved, moments included; past returns are left out: they follow from the universe's prices. */
            request: components["schemas"]["OptimizationRequest"];
            /** @description Instruments, dates and estimators. */
            universe: components["schemas"]["UniverseSpec"];
        };
        /** @description A saved run in a list. */
        OptimizationSummary: {
            /**
             * Format: date
             * @description The day that counted as today.
             */
            as_of: string;
            /** @description When it was run. */
            created_at: components["schemas"]["Timestamp"];
            /** @description BLAKE3 of the prices used, hex. */
            data_hash: string;
            /**
             * Format: double
             * @description Expected return a year.
             */
            expected_return?: number | null;
            /** @description Its identity. */
            id: components["schemas"]["OptimizationId"];
            /** @description How many instruments. */
            n_assets: number;
            /** @description Its name. */
            name: string;
            /** @description What it looked for. */
            optimization_type: components["schemas"]["OptimizationType"];
            /**
             * Format: double
             * @description Sharpe ratio.
             */
            sharpe?: number | null;
            /**
             * Format: double
             * @description Volatility a year.
             */
            volatility: number;
        };
        /**
         * @description What an optimization looks for.
         * @enum {string}
         */
        OptimizationType: "minimum_variance" | "maximum_sharpe" | "efficient_return" | "efficient_risk" | "maximum_quadratic_utility" | "efficient_frontier" | "minimum_cvar" | "cvar_frontier" | "minimum_cdar" | "minimum_semivariance" | "minimum_mean_absolute_deviation" | "worst_case" | "maximum_log_utility" | "minimum_tracking_error" | "maximum_diversification" | "maximum_decorrelation" | "risk_parity" | "hierarchical_risk_parity" | "hierarchical_equal_risk_contribution" | "nested_clusters" | "equal_weight" | "inverse_volatility";
        /** @description A saved run. */
        OptimizationView: {
            /**
             * Format: date
             * @description The day that counted as today.
             */
            as_of: string;
            /** @description When it was run. */
            created_at: components["schemas"]["Timestamp"];
            /** @description BLAKE3 of the prices used, hex. */
            data_hash: string;
            /** @description Its identity. */
            id: components["schemas"]["OptimizationId"];
            /** @description Its instruments, in order. */
            instruments: components["schemas"]["InstrumentId"][];
            job_id?: components["schemas"]["JobId"] | null;
            /** @description Its name. */
            name: string;
            /** @description What it looked for. */
            optimization_type: components["schemas"]["OptimizationType"];
            /** @description What came out. */
            result: components["schemas"]["OptimizationResult"];
            /** @description What it was done with. */
            settings: components["schemas"]["OptimizationSettings"];
        };
        /** @description What only options have. */
        OptionFigures: {
            /**
             * Format: double
             * @description Change of the underlying at the end from which on being protected has cost nothing.
             */
            break_even: number;
            /**
             * Format: double
             * @description The largest gain at the end likewise; none without a call.
             */
            capped_gain?: number | null;
            /**
             * Format: double
             * @description Units of the underlying by which delta may lie off before trading pays for one who keeps it level (Whalley and Wilmott 1997); none
             *     without cost.
             */
            delta_band?: number | null;
            /** @description Price and slopes of all options together, in the base currency. */
            greeks: components["schemas"]["Greeks"];
            /**
             * Format: double
             * @description What is paid at the start, in the base currency; below zero: received.
             */
            premium: number;
            /**
             * Format: double
             * @description The largest loss at the end by what moves with the underlying, over the capital, premium included.
             */
            protected_loss: number;
            /**
             * Format: double
             * @description Implied volatility of the put.
             */
            put_volatility: number;
            /** @description Where it comes from. */
            volatility_source: string;
        };
        /**
         * @description The right to buy or to sell.
         * @enum {string}
         */
        OptionKind: "call" | "put";
        /** @description Options on something. */
        OptionMarket: {
            /**
             * Format: double
             * @description Implied volatility of the call of a collar; none takes the put's.
             */
            call_volatility?: number | null;
            /**
             * Format: double
             * @description Cost of trading as a part of the premium.
             */
            cost?: number;
            /**
             * Format: double
             * @description What the underlying pays a year, continuous.
             */
            dividend_yield?: number;
            /**
             * Format: double
             * @description Implied volatility of the put a year, 0.2 for 20 %.
             */
            implied_volatility?: number | null;
            /**
             * Format: double
             * @description Strike of the put over the spot: 0.95 protects what lies below a fall of 5 %.
             */
            moneyness?: number;
            /**
             * Format: double
             * @description Units of the underlying in one option.
             */
            multiplier?: number;
            /**
             * Format: double
             * @description Interest rate a year, continuous.
             */
            rate?: number;
            /**
             * Format: double
             * @description Its price.
             */
            spot: number;
            /** @description The underlying's name; also that of its history. */
            underlying: string;
            /**
             * Format: double
             * @description An index of implied volatility in percent, such as the VIX, that stands in where none is given.
             */
            vix?: number | null;
            /**
             * Format: double
             * @description Years until the options end.
             */
            years: number;
        };
        /**
         * @description The right that an option gives.
         * @enum {string}
         */
        OptionRight: "call" | "put";
        /** @description An option and its market. Rates are a year's and compounded continuously. */
        OptionTerms: {
            /**
             * Format: double
             * @description What the underlying pays, such as its dividend yield.
             */
            dividend_yield?: number;
            /** @description Call or put. */
            kind: components["schemas"]["OptionKind"];
            /**
             * Format: double
             * @description Interest rate.
             */
            rate?: number;
            /**
             * Format: double
             * @description Price of the underlying.
             */
            spot: number;
            /**
             * Format: double
             * @description Price at which it may be bought or sold.
             */
            strike: number;
            /**
             * Format: double
             * @description Years until then.
             */
            years: number;
        };
        /** @description An order that is sound by itself. Whether it may be sent is for the gate to say (`execution`). */
        Order: components["schemas"]["OrderFields"] & {
            created_at: components["schemas"]["Timestamp"];
            id: components["schemas"]["OrderId"];
        };
        /** @description What somebody wants to trade. */
        OrderFields: {
            /** @description For which account. */
            account_id: components["schemas"]["AccountId"];
            /** @description What. */
            instrument_id: components["schemas"]["InstrumentId"];
            oco_group?: components["schemas"]["OrderId"] | null;
            parent?: components["schemas"]["Parent"] | null;
            /** @description Units, above zero. */
            quantity: components["schemas"]["Quantity"];
            /** @description It may only make a position smaller. */
            reduce_only?: boolean;
            /** @description Which way. */
            side: components["schemas"]["Side"];
            /** @description When and at which price. */
            terms: components["schemas"]["OrderTerms"];
            /** @description For how long. */
            time_in_force: components["schemas"]["TimeInForce"];
        };
        /** @description The gap of one order, in the instrument's currency. */
        OrderGap: {
            actual_order?: components["schemas"]["OrderId"] | null;
            /** @description Units that really traded. */
            actual_units: string;
            /** @description When it began to trade, on the side that has it; the back-test's where both have. */
            at: components["schemas"]["Timestamp"];
            expected_order?: components["schemas"]["OrderId"] | null;
            /** @description Units that traded in the back-test. */
            expected_units: string;
            /** @description What. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description The parts. */
            parts: components["schemas"]["GapParts"];
            /** @description Which way. */
            side: components["schemas"]["Side"];
        };
        /**
         * Format: uuid
         * @description Of an order: made by us before it leaves, and sent as the client order id.
         */
        OrderId: string;
        /**
         * @description Where an order stands.
         * @enum {string}
         */
        OrderStatus: "draft" | "pending_submit" | "unknown" | "accepted" | "partially_filled" | "filled" | "pending_cancel" | "canceled" | "pending_replace" | "rejected" | "expired";
        /** @description When and at which price an order may trade. */
        OrderTerms: {
            /** @enum {string} */
            type: "market";
        } | {
            /** @description The worst price. */
            limit: components["schemas"]["Price"];
            /** @enum {string} */
            type: "limit";
        } | {
            /** @description The price that sets it off. */
            stop: components["schemas"]["Price"];
            /** @enum {string} */
            type: "stop";
        } | {
            /** @description The worst price then. */
            limit: components["schemas"]["Price"];
            /** @description The price that sets it off. */
            stop: components["schemas"]["Price"];
            /** @enum {string} */
            type: "stop_limit";
        } | {
            /** @description Its distance. */
            trail: components["schemas"]["Trail"];
            /** @enum {string} */
            type: "trailing_stop";
        } | {
            /** @enum {string} */
            type: "market_on_open";
        } | {
            /** @enum {string} */
            type: "market_on_close";
        } | {
            /** @description The worst price. */
            limit: components["schemas"]["Price"];
            /** @enum {string} */
            type: "limit_on_open";
        } | {
            /** @description The worst price. */
            limit: components["schemas"]["Price"];
            /** @enum {string} */
            type: "limit_on_close";
        };
        /** @description Where an event comes from, of what it is, and when. */
        Origin: {
            /** @description Whether its prices are adjusted. */
            adjustment: components["schemas"]["Adjustment"];
            at?: components["schemas"]["Timestamp"] | null;
            currency?: components["schemas"]["Currency"] | null;
            /** @description What it is of. */
            instrument: components["schemas"]["InstrumentId"];
            /** @description When we received it. */
            received_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description The source's number for it: a sequence or the trade's id.
             */
            sequence?: number | null;
            /** @description Who sent it. */
            source: components["schemas"]["Source"];
        };
        /**
         * @description What becomes of a day without trading. Days that come to the same session are one occurrence.
         * @enum {string}
         */
        Otherwise: "next" | "previous" | "skip";
        /**
         * @description What stands in a cell when other parameters vary as well.
         * @enum {string}
         */
        OverOthers: "median" | "best" | "worst";
        /** @description What choosing the best on one half of the periods meant on the other. */
        Overfitting: {
            /** @description Blocks into which the periods were cut. */
            blocks: number;
            /**
             * Format: double
             * @description Slope of the second on the first: below zero when the better it looked the worse it did. None when the first do not vary.
             */
            degradation?: number | null;
            /** @description `ln(ω/(1 − ω))` of each half, ω the chosen strategy's rank elsewhere over the number of strategies + 1. */
            logits: number[];
            /**
             * Format: double
             * @description Part of the halves after which the chosen strategy was in the lower half of all.
             */
            probability: number;
            /**
             * Format: double
             * @description Part of the halves after which the chosen strategy lost.
             */
            probability_of_loss: number;
            /** @description For each half the chosen strategy's Sharpe ratio a period where it was chosen, and elsewhere. */
            sharpes: number[][];
        };
        /** @description What a consumer did not get, as it had not looked for too long. */
        Overlooked: {
            /**
             * Format: int64
             * @description Bars: read them from the store.
             */
            bars: number;
            /**
             * Format: int64
             * @description Beginnings and ends of incidents: ask for those that last.
             */
            incidents: number;
            /**
             * Format: int64
             * @description News.
             */
            news: number;
        };
        /** @description Items of a list, and where to go on. */
        Page_Account: {
            /** @description This page's items. */
            items: (components["schemas"]["AccountFields"] & {
                /** @description Its identity. */
                id: components["schemas"]["AccountId"];
            })[];
            /** @description Give it as `cursor` for the next page; null at the end. */
            next_cursor?: string | null;
        };
        /** @description Items of a list, and where to go on. */
        Page_AlertDeliveryView: {
            /** @description This page's items. */
            items: {
                /** @description Of which alert. */
                alert_id: components["schemas"]["AlertId"];
                /**
                 * Format: int32
                 * @description How often it was tried.
                 */
                attempts: number;
                /** @description Where to. */
                channel: components["schemas"]["AlertChannel"];
                /** @description From when on it was to be made. */
                due_at: components["schemas"]["Timestamp"];
                /**
                 * Format: int64
                 * @description Of which firing.
                 */
                firing: number;
                next_try_at?: components["schemas"]["Timestamp"] | null;
                /** @description What the receiver said, such as the number of the message. */
                receipt?: string | null;
                /**
                 * Format: int32
                 * @description 0 for the first; reminders count on.
                 */
                reminder: number;
                settled_at?: components["schemas"]["Timestamp"] | null;
                /** @description What became of it. */
                state: components["schemas"]["DeliveryState"];
                /** @description Why it did not leave, at the last attempt. */
                trouble?: string | null;
            }[];
            /** @description Give it as `cursor` for the next page; null at the end. */
            next_cursor?: string | null;
        };
        /** @description Items of a list, and where to go on. */
        Page_AlertEventView: {
            /** @description This page's items. */
            items: {
                /** @description To which alert. */
                alert_id: components["schemas"]["AlertId"];
                /** @description What happened. */
                event: components["schemas"]["AlertEffect"];
                /**
                 * Format: int64
                 * @description The number of the firing that it belongs to; 0 before the first.
                 */
                firing: number;
                /** @description Whether it was seen long after it happened: the program was not running, or the bars came late. */
                is_late: boolean;
                /** @description Whether it depends on which came first in a bar, the high or the low. */
                is_order_assumed: boolean;
                not_after?: components["schemas"]["Timestamp"] | null;
                not_before?: components["schemas"]["Timestamp"] | null;
                /**
                 * Format: int32
                 * @description Its number among those of the alert, from 1.
                 */
                number: number;
                /** @description When it was seen. */
                seen_at: components["schemas"]["Timestamp"];
            }[];
            /** @description Give it as `cursor` for the next page; null at the end. */
            next_cursor?: string | null;
        };
        /** @description Items of a list, and where to go on. */
        Page_AlertView: {
            /** @description This page's items. */
            items: {
                /** @description When it was made. */
                created_at: components["schemas"]["Timestamp"];
                /** @description Whether it watches. */
                enabled: boolean;
                escalation?: components["schemas"]["AlertEscalation"] | null;
                fired_at?: components["schemas"]["Timestamp"] | null;
                /**
                 * Format: int64
                 * @description How often it fired.
                 */
                firings: number;
                /** @description Its identity. */
                id: components["schemas"]["AlertId"];
                /** @description The instruments whose prices or bars it watches. */
                instrument_ids: components["schemas"]["InstrumentId"][];
                /** @description Whether it can fire no more: its time is over, or it fired once and was not armed again. */
                is_over: boolean;
                /** @description Its name. */
                name: string;
                /** @description What it must be told to be decided. */
                needs: components["schemas"]["AlertNeed"][];
                /** @description What else is to be known of it. */
                note?: string | null;
                /** @description When it fires. */
                rule: components["schemas"]["AlertRule"];
                /** @description It was told every bar that ended by then. */
                seen_through: components["schemas"]["Timestamp"];
                /** @description How much it matters. */
                severity: components["schemas"]["AlertSeverity"];
                snoozed_until?: components["schemas"]["Timestamp"] | null;
                /** @description Where it stands. */
                state: components["schemas"]["AlertState"];
                /** @description When a person last changed what is said of it. */
                updated_at: components["schemas"]["Timestamp"];
                /** @description The same as a sentence. */
                words: string;
            }[];
            /** @description Give it as `cursor` for the next page; null at the end. */
            next_cursor?: string | null;
        };
        /** @description Items of a list, and where to go on. */
        Page_AuditEvent: {
            /** @description This page's items. */
            items: {
                /** @description What was done. */
                action: components["schemas"]["AuditAction"];
                /** @description Who. */
                actor: components["schemas"]["Actor"];
                /** @description The object after, or null. */
                after?: unknown;
                /** @description BLAKE3 of `after`, hex. */
                after_hash?: string | null;
                /** @description When. */
                at: components["schemas"]["Timestamp"];
                /** @description The object before, or null. */
                before?: unknown;
                /** @description BLAKE3 of `before`, hex. */
                before_hash?: string | null;
                /** @description Ties it to its cause and its siblings. */
                correlation_id: components["schemas"]["CorrelationId"];
                /** @description Its identity. */
                id: components["schemas"]["AuditEventId"];
                /** @description The noun, e.g. `transactions`. */
                noun: string;
                /** @description The identity of the object. */
                object_id: string;
                /**
                 * Format: int64
                 * @description Its number in the trail, without gaps.
                 */
                seq: number;
                /** @description A line for people. */
                summary: string;
                /** @description Whether it can still be undone. */
                undoable: boolean;
            }[];
            /** @description Give it as `cursor` for the next page; null at the end. */
            next_cursor?: string | null;
        };
        /** @description Items of a list, and where to go on. */
        Page_BacktestItem: {
            /** @description This page's items. */
            items: {
                /** @description When it ran. */
                created_at: components["schemas"]["Timestamp"];
                /**
                 * Format: date
                 * @description The first day of the data.
                 */
                from: string;
                /** @description Its identity. */
                id: components["schemas"]["BacktestId"];
                /** @description What it traded. */
                instrument_ids: components["schemas"]["InstrumentId"][];
                /** @description What a bar covered. */
                interval: components["schemas"]["Interval"];
                /**
                 * Format: int32
                 * @description How many trials of its strategy over these days were counted with it.
                 */
                n_trials: number;
                /** @description Its name. */
                name: string;
                paper?: components["schemas"]["PaperState"] | null;
                strategy_id?: components["schemas"]["StrategyId"] | null;
                /** @description The kind of the strategy, as the catalogue calls it. */
                strategy_kind: string;
                /** @description What came of it. */
                summary: components["schemas"]["BacktestSummary"];
                /**
                 * Format: date
                 * @description The last day.
                 */
                to: string;
            }[];
            /** @description Give it as `cursor` for the next page; null at the end. */
            next_cursor?: string | null;
        };
        /** @description Items of a list, and where to go on. */
        Page_FxRate: {
            /** @description This page's items. */
            items: (components["schemas"]["FxRateFields"] & {
                /** @description Its identity through all revisions. */
                id: components["schemas"]["FxRateId"];
                /** @description When this revision became known. */
                known_at: components["schemas"]["Timestamp"];
                /**
                 * Format: int32
                 * @description 1 for the first, one more for each correction.
                 */
                revision: number;
            })[];
            /** @description Give it as `cursor` for the next page; null at the end. */
            next_cursor?: string | null;
        };
        /** @description Items of a list, and where to go on. */
        Page_ImportRecord: {
            /** @description This page's items. */
            items: {
                /**
                 * Format: int64
                 * @description Rows that were new.
                 */
                added: number;
                /** @description When. */
                at: components["schemas"]["Timestamp"];
                /** @description BLAKE3 of its content, hex. */
                content_hash: string;
                /** @description Its name. */
                file_name: string;
                /** @description Its identity. */
                id: components["schemas"]["ImportId"];
                /** @description What the file held. */
                kind: components["schemas"]["ImportKind"];
                /**
                 * Format: int64
                 * @description Rows refused.
                 */
                refused: number;
                report?: components["schemas"]["ImportReport"] | null;
                /**
                 * Format: int64
                 * @description Rows that corrected an earlier value.
                 */
                revised: number;
                /**
                 * Format: int64
                 * @description Rows that were there already.
                 */
                unchanged: number;
            }[];
            /** @description Give it as `cursor` for the next page; null at the end. */
            next_cursor?: string | null;
        };
        /** @description Items of a list, and where to go on. */
        Page_Instrument: {
            /** @description This page's items. */
            items: (components["schemas"]["InstrumentFields"] & {
                /** @description Its identity. */
                id: components["schemas"]["InstrumentId"];
            })[];
            /** @description Give it as `cursor` for the next page; null at the end. */
            next_cursor?: string | null;
        };
        /** @description Items of a list, and where to go on. */
        Page_Job: {
            /** @description This page's items. */
            items: {
                /** @description When it was asked for. */
                created_at: components["schemas"]["Timestamp"];
                finished_at?: components["schemas"]["Timestamp"] | null;
                /** @description Its identity. */
                id: components["schemas"]["JobId"];
                /** @description BLAKE3 of its input, hex. */
                input_hash: string;
                /** @description What it does. */
                kind: components["schemas"]["JobKind"];
                /** @description What it is doing, or why it failed. */
                message: string;
                /**
                 * Format: double
                 * @description Part done, 0 to 1.
                 */
                progress: number;
                /** @description Its result, by kind. A list leaves out those of comparisons and sweeps, which are long: read the job. */
                result?: unknown;
                started_at?: components["schemas"]["Timestamp"] | null;
                /** @description Where it stands. */
                state: components["schemas"]["JobState"];
                /** @description A line for people. */
                title: string;
            }[];
            /** @description Give it as `cursor` for the next page; null at the end. */
            next_cursor?: string | null;
        };
        /** @description Items of a list, and where to go on. */
        Page_OptimizationSummary: {
            /** @description This page's items. */
            items: {
                /**
                 * Format: date
                 * @description The day that counted as today.
                 */
                as_of: string;
                /** @description When it was run. */
                created_at: components["schemas"]["Timestamp"];
                /** @description BLAKE3 of the prices used, hex. */
                data_hash: string;
                /**
                 * Format: double
                 * @description Expected return a year.
                 */
                expected_return?: number | null;
                /** @description Its identity. */
                id: components["schemas"]["OptimizationId"];
                /** @description How many instruments. */
                n_assets: number;
                /** @description Its name. */
                name: string;
                /** @description What it looked for. */
                optimization_type: components["schemas"]["OptimizationType"];
                /**
                 * Format: double
                 * @description Sharpe ratio.
                 */
                sharpe?: number | null;
                /**
                 * Format: double
                 * @description Volatility a year.
                 */
                volatility: number;
            }[];
            /** @description Give it as `cursor` for the next page; null at the end. */
            next_cursor?: string | null;
        };
        /** @description Items of a list, and where to go on. */
        Page_RebalancingSummary: {
            /** @description This page's items. */
            items: {
                /** @description The currency of amounts. */
                base_currency: components["schemas"]["Currency"];
                /** @description When it was proposed. */
                created_at: components["schemas"]["Timestamp"];
                /**
                 * Format: date
                 * @description The day of the prices.
                 */
                date: string;
                /** @description Who decided last. */
                decided_by?: string | null;
                /** @description What the trades amount to. */
                figures: components["schemas"]["PlanFigures"];
                /** @description Its identity. */
                id: components["schemas"]["RebalancingId"];
                /** @description Orders. */
                n_trades: number;
                /** @description A note. */
                note?: string | null;
                /** @description The part of the portfolio that lay elsewhere than it should before; null when unknown. */
                off_target_before?: string | null;
                /** @description Where it stands. */
                state: components["schemas"]["RebalancingState"];
                target_id?: components["schemas"]["TargetId"] | null;
                /** @description The target's name; null when it was given with the terms. */
                target_name?: string | null;
                /** @description Whether taxes are in the figures. */
                taxes_counted: boolean;
                /** @description What made it due. */
                trigger: components["schemas"]["RebalancingTrigger"];
                /** @description When it last changed. */
                updated_at: components["schemas"]["Timestamp"];
            }[];
            /** @description Give it as `cursor` for the next page; null at the end. */
            next_cursor?: string | null;
        };
        /** @description Items of a list, and where to go on. */
        Page_ScheduleRun: {
            /** @description This page's items. */
            items: {
                /** @description When it began. */
                begun_at: components["schemas"]["Timestamp"];
                /**
                 * Format: int32
                 * @description How many occurrences it stood for: itself, and missed ones before it.
                 */
                covers: number;
                due_at?: components["schemas"]["Timestamp"] | null;
                job?: components["schemas"]["Job"] | null;
                /**
                 * @description The occurrence: the local date and time that the recurrence names, `2026-03-08T02:30`. Null when a person began it by
                 *     hand.
                 */
                occurrence?: string | null;
            }[];
            /** @description Give it as `cursor` for the next page; null at the end. */
            next_cursor?: string | null;
        };
        /** @description Items of a list, and where to go on. */
        Page_ScheduleView: {
            /** @description This page's items. */
            items: (components["schemas"]["ScheduleFields"] & {
                /** @description When it was made. */
                created_at: components["schemas"]["Timestamp"];
                /** @description Its identity. */
                id: components["schemas"]["ScheduleId"];
                last_run?: components["schemas"]["ScheduleRun"] | null;
                next?: components["schemas"]["Occurrence"] | null;
                /** @description When it comes, as an English sentence. */
                sentence: string;
                /** @description When it was last changed. */
                updated_at: components["schemas"]["Timestamp"];
                /** @description The zone of its nominal times, a name of the IANA database. */
                zone: string;
            })[];
            /** @description Give it as `cursor` for the next page; null at the end. */
            next_cursor?: string | null;
        };
        /** @description Items of a list, and where to go on. */
        Page_StrategyView: {
            /** @description This page's items. */
            items: {
                /** @description When it was made. */
                created_at: components["schemas"]["Timestamp"];
                /** @description Its identity. */
                id: components["schemas"]["StrategyId"];
                /** @description What it is made of. */
                kind: components["schemas"]["StrategyKind"];
                /** @description Its name. */
                name: string;
                /** @description What it does. */
                specification: components["schemas"]["StrategySpecification"];
                /** @description When it last changed. */
                updated_at: components["schemas"]["Timestamp"];
            }[];
            /** @description Give it as `cursor` for the next page; null at the end. */
            next_cursor?: string | null;
        };
        /** @description Items of a list, and where to go on. */
        Page_SweepItem: {
            /** @description This page's items. */
            items: {
                /** @description When it was begun. */
                created_at: components["schemas"]["Timestamp"];
                /**
                 * Format: date
                 * @description The first day of the data.
                 */
                from: string;
                /** @description Its identity. */
                id: components["schemas"]["BacktestId"];
                /** @description What was traded. */
                instrument_ids: components["schemas"]["InstrumentId"][];
                /** @description What a bar covered. */
                interval: components["schemas"]["Interval"];
                job_id?: components["schemas"]["JobId"] | null;
                /**
                 * Format: int32
                 * @description How many trials of the strategy over these days were counted with those of this sweep.
                 */
                n_trials: number;
                /** @description Its name. */
                name: string;
                strategy_id?: components["schemas"]["StrategyId"] | null;
                /** @description The kind of the strategy, as the catalogue calls it. */
                strategy_kind: string;
                /** @description What came of it. */
                summary: components["schemas"]["SweepSummary"];
                /**
                 * Format: date
                 * @description The last day.
                 */
                to: string;
            }[];
            /** @description Give it as `cursor` for the next page; null at the end. */
            next_cursor?: string | null;
        };
        /** @description Items of a list, and where to go on. */
        Page_Target: {
            /** @description This page's items. */
            items: (components["schemas"]["TargetFields"] & {
                /** @description When it was made. */
                created_at: components["schemas"]["Timestamp"];
                /** @description Its identity. */
                id: components["schemas"]["TargetId"];
                /** @description When it last changed. */
                updated_at: components["schemas"]["Timestamp"];
            })[];
            /** @description Give it as `cursor` for the next page; null at the end. */
            next_cursor?: string | null;
        };
        /** @description Items of a list, and where to go on. */
        Page_Transaction: {
            /** @description This page's items. */
            items: (components["schemas"]["TransactionFields"] & {
                /** @description Its identity through all revisions. */
                id: components["schemas"]["TransactionId"];
                import_id?: components["schemas"]["ImportId"] | null;
                /** @description When this revision became known. */
                known_at: components["schemas"]["Timestamp"];
                /**
                 * Format: int32
                 * @description 1 for the first, one more for each correction.
                 */
                revision: number;
            })[];
            /** @description Give it as `cursor` for the next page; null at the end. */
            next_cursor?: string | null;
        };
        /** @description A pair that lately moves otherwise than before. */
        PairBreak: {
            /**
             * Format: double
             * @description Their correlation in it.
             */
            after: number;
            /**
             * Format: double
             * @description Their correlation before the last window.
             */
            before: number;
            /** @description One holding. */
            first: string;
            /**
             * Format: double
             * @description Probability of such a difference by chance, times the number of pairs (Bonferroni).
             */
            p: number;
            /** @description The other. */
            second: string;
        };
        /** @description A pair of currencies and the days for which it has rates. */
        PairView: {
            /** @description One unit of this … */
            base: components["schemas"]["Currency"];
            /**
             * Format: int64
             * @description Rates.
             */
            count: number;
            /**
             * Format: date
             * @description First day.
             */
            first: string;
            /**
             * Format: date
             * @description Last day.
             */
            last: string;
            /** @description … costs so many of this. */
            quote: components["schemas"]["Currency"];
        };
        /**
         * @description Sells the first of two instruments and buys the second when the first is dear against it, and the other way round.
         *
         *     Over the last `length` bars the logarithm of the first close is regressed on that of the second: the slope is the hedge ratio `β`
         *     in money, and the last residual over the residuals' standard deviation is the distance. Positions open at `entry` and close at
         *     `exit`, or on its other side. After a stop nothing opens before the distance was within `exit` again. Only bars that both have are
         *     looked at, and a slope that is not above zero opens nothing: the two do not go together then.
         */
        Pairs: {
            /**
             * Format: double
             * @description Distance at which a position is opened.
             * @default 2
             */
            entry?: number;
            /**
             * Format: double
             * @description Distance at which it is closed.
             * @default 0.5
             */
            exit?: number;
            /**
             * Format: double
             * @description Worth of both legs together, as a part of the account's.
             * @default 1
             */
            gross?: number;
            /**
             * Format: int32
             * @description Bars of the estimate.
             * @default 60
             */
            length?: number;
            /**
             * Format: double
             * @description Distance at which it is given up.
             * @default null
             */
            stop?: number | null;
        };
        /**
         * @description What a run hears.
         * @enum {string}
         */
        PaperFeed: "live" | "replay";
        /** @description A run on paper to begin. */
        PaperQuestion: {
            /** @description What it hears. */
            feed: components["schemas"]["PaperFeed"];
            /** @description Which price of a tick makes the bars that the strategy hears of; trades when nothing is said. */
            price?: components["schemas"]["PriceOf"];
            /**
             * @description Strategy, instruments, the interval of the bars, account and market, as of a back-test. Without days, ticks and benchmark: it hears
             *     what comes.
             */
            run: components["schemas"]["BacktestQuestion"];
        };
        /** @description A run on paper that goes on, as it stands at this moment. */
        PaperRunView: {
            /** @description When it began. */
            began_at: components["schemas"]["Timestamp"];
            /** @description Cash in that currency now. */
            cash: string;
            /** @description Cash at the start. */
            cash_at_start: string;
            /** @description The currency of the account. */
            currency: components["schemas"]["Currency"];
            /** @description What the account is worth; null while a price or a rate is not known. */
            equity?: string | null;
            /** @description What it hears. */
            feed: components["schemas"]["PaperFeed"];
            /** @description Fills. */
            fills: number;
            /** @description Its identity: that of the back-test under which it is kept. */
            id: components["schemas"]["BacktestId"];
            /** @description What it trades. */
            instrument_ids: components["schemas"]["InstrumentId"][];
            /** @description What a script wrote last. */
            journal: components["schemas"]["ScriptLogLine"][];
            last_at?: components["schemas"]["Timestamp"] | null;
            /** @description The last fills, the newest first. */
            last_fills: components["schemas"]["Fill"][];
            /**
             * Format: int64
             * @description Ticks that it was not given because it was busy, or away from the stream.
             */
            missed_ticks: number;
            /** @description Its name. */
            name: string;
            /** @description Orders that work, the oldest first. */
            open_orders: components["schemas"]["OpenOrder"][];
            /**
             * Format: int64
             * @description Orders that passed the gate.
             */
            orders: number;
            /** @description What is held. */
            positions: components["schemas"]["EndPosition"][];
            /** @description Some of them, the last ones first. */
            refused: components["schemas"]["RefusedRequest"][];
            /**
             * Format: int64
             * @description Requests that were refused.
             */
            refused_count: number;
            /**
             * Format: int64
             * @description Ticks that it was given.
             */
            ticks: number;
        };
        /**
         * @description Where a run stands.
         * @enum {string}
         */
        PaperStanding: "running" | "stopped" | "finished" | "failed" | "interrupted";
        /** @description How a run on paper stands. */
        PaperState: {
            ended_at?: components["schemas"]["Timestamp"] | null;
            /** @description What it hears. */
            feed: components["schemas"]["PaperFeed"];
            /**
             * Format: int64
             * @description Ticks that it was not given because it was busy, or away from the stream.
             */
            missed_ticks: number;
            /** @description Where it stands. */
            standing: components["schemas"]["PaperStanding"];
            /** @description Why it ended, where nobody asked for it. */
            why?: string | null;
        };
        /** @description What other parameters near a run's own would have given. */
        ParameterNoise: {
            /** @description Each figure. */
            figures: components["schemas"]["NoiseBand"][];
            /** @description Those that could not be, as parameters that do not go together. */
            n_failed: number;
            /** @description Runs that were made. */
            n_runs: number;
            /** @description What was varied. */
            parameters: components["schemas"]["VariedParameter"][];
        };
        /** @description A parameter and its values. */
        ParameterRange: components["schemas"]["ParameterValues"] & {
            /** @description Its name, as the strategy calls it. */
            name: string;
        };
        /** @description Values of parameters by name. */
        ParameterSet: {
            [key: string]: number;
        };
        /** @description The values of a parameter. */
        ParameterValues: {
            /** @enum {string} */
            kind: "list";
            /** @description At least one. */
            values: number[];
        } | {
            /**
             * Format: double
             * @description The least.
             */
            from: number;
            /** @enum {string} */
            kind: "steps";
            /**
             * Format: double
             * @description Above zero.
             */
            step: number;
            /**
             * Format: double
             * @description The greatest.
             */
            to: number;
        } | {
            /**
             * Format: double
             * @description The least.
             */
            from: number;
            /** @enum {string} */
            kind: "between";
            /**
             * Format: double
             * @description The greatest.
             */
            to: number;
        };
        /** @description The order that another one belongs to. */
        Parent: {
            /** @description Which. */
            id: components["schemas"]["OrderId"];
            /** @description In what way. */
            link: components["schemas"]["ParentLink"];
        };
        /**
         * @description What an order is to its parent.
         * @enum {string}
         */
        ParentLink: "exit" | "slice";
        /** @description The return of one part. */
        PartReturns: components["schemas"]["GroupReturns"] & {
            /** @description The instrument or account; null for other parts. */
            id?: string | null;
            /** @description A second name, such as the instrument's; null where there is none. */
            name?: string | null;
        };
        /** @description A passphrase on its way. It is kept nowhere. */
        Passphrase: {
            /** @description The passphrase. */
            passphrase: string;
        };
        /** @description A passphrase and the one that takes its place. Neither is kept. */
        PassphraseChange: {
            /** @description The one that opens the file now. */
            current: string;
            /** @description The one that opens it from now on. */
            passphrase: string;
        };
        /** @description The value of a portfolio through time, with the figures of that path. */
        Path: {
            /**
             * Format: double
             * @description All costs as parts of the value at the time, added up, the first purchase included.
             */
            costs: number;
            /** @description Figures as if trading were free. */
            gross: components["schemas"]["PathFigures"];
            /** @description Figures after costs. */
            net: components["schemas"]["PathFigures"];
            /**
             * Format: double
             * @description Sum of absolute changes of weight a year, without the first purchase.
             */
            turnover_per_year: number;
            /** @description Value after costs at each date of the comparison, from 1 before the first purchase. */
            values: number[];
        };
        /** @description Figures of a series of returns; null where undefined. */
        PathFigures: {
            /**
             * Format: double
             * @description Compounded return a year.
             */
            annual_return?: number | null;
            /**
             * Format: date
             * @description Date of the peak before it.
             */
            drawdown_peak?: string | null;
            /**
             * Format: date
             * @description Date of its lowest value.
             */
            drawdown_trough?: string | null;
            /**
             * Format: double
             * @description Deepest fall from an earlier peak, zero or negative.
             */
            max_drawdown?: number | null;
            /**
             * Format: double
             * @description Realized Sharpe ratio a year over the risk-free rate of the request.
             */
            sharpe?: number | null;
            /**
             * Format: double
             * @description Volatility a year.
             */
            volatility?: number | null;
        };
        /** @description The portfolio's value on a day of a replay. */
        PathPoint: {
            /**
             * Format: double
             * @description Gain or loss since the start, over the capital.
             */
            change: number;
            /**
             * Format: date
             * @description The day.
             */
            date: string;
        };
        /**
         * @description Which way the price goes within a bar.
         * @enum {string}
         */
        PathRule: "nearer_first" | "high_first" | "low_first";
        /** @description A number for every asset: one for all, or one for each by name. */
        PerAsset: number | {
            [key: string]: number;
        };
        /** @description Daily series, all of the length of `days`, and what they amount to. Amounts are in the base currency. */
        Performance: {
            /** @description The base currency. */
            base_currency: components["schemas"]["Currency"];
            /** @description Growth of one unit of money in the benchmark, in the base currency. */
            benchmark: (number | null)[];
            /** @description Days with a price or a transaction. */
            days: string[];
            /** @description External flows by day. */
            flows: components["schemas"]["DayFlow"][];
            /** @description Value at the start and everything paid in less paid out since. */
            invested: (number | null)[];
            /** @description The returns. */
            summary: components["schemas"]["Returns"];
            /** @description Growth of one unit of money, flows taken out. */
            twr_index: (number | null)[];
            /** @description What is missing, each once. */
            unknowns: components["schemas"]["Unknown"][];
            /** @description Value at the end of the day; none where a price or rate is missing. */
            value: (number | null)[];
        };
        /** @description One figure, or why it has none. */
        PerformanceFigure: {
            /** @description How it is worked out. */
            convention: string;
            /** @description Its name, such as `sharpe_ratio`. */
            name: string;
            /** @description Why there is none. */
            undefined?: string | null;
            /** @description How it is read. */
            unit: components["schemas"]["FigureUnit"];
            /**
             * Format: double
             * @description The number; none when it is undefined.
             */
            value?: number | null;
        };
        /** @description What a series amounts to. */
        PerformanceReport: {
            /** @description Every fall from a peak, the deepest first; indices count the value at the start as 0. Empty while a return is missing. */
            drawdowns: components["schemas"]["DrawdownEpisode"][];
            /** @description The figures. */
            figures: components["schemas"]["PerformanceFigure"][];
            /** @description Returns by month; empty without dates. */
            months: components["schemas"]["YearOfReturns"][];
            /** @description Returns that are missing. Figures that compound are undefined then; the others rest on what is there. */
            n_missing: number;
            /** @description Returns that are there. */
            n_returns: number;
            rolling?: components["schemas"]["RollingFigures"] | null;
            trades?: components["schemas"]["TradeFigures"] | null;
        };
        /** @description A series and what to measure it with. `null` is a return that is missing. */
        PerformanceRequest: {
            /** @description Returns of a benchmark over the same periods. */
            benchmark?: (number | null)[] | null;
            /**
             * Format: double
             * @description Of the value at risk.
             */
            confidence?: number;
            /** @description The last day of each period, for the table of months. */
            dates?: string[] | null;
            /** @description Gross exposure over value in each period. */
            exposures?: number[] | null;
            /**
             * Format: double
             * @description 252 for days.
             */
            periods_per_year?: number;
            /** @description Simple returns of equal periods, oldest first. */
            returns: (number | null)[];
            /**
             * Format: double
             * @description A year's.
             */
            risk_free_rate?: number;
            /** @description Periods of the moving window; none leaves it out. */
            rolling_periods?: number | null;
            /** @description Purchases and sales over value in each period. */
            traded?: number[] | null;
            /** @description Closed trades. */
            trades?: components["schemas"]["ClosedTrade"][];
        };
        /**
         * @description A stretch of the calendar.
         * @enum {string}
         */
        Period: "month" | "quarter" | "year";
        /** @description One period. */
        PeriodEffects: {
            /**
             * Format: double
             * @description The benchmark's return.
             */
            benchmark_return: number;
            /** @description Effects in the order of the sectors. */
            effects: components["schemas"]["AttributionEffects"][];
            /**
             * Format: double
             * @description The portfolio's return.
             */
            portfolio_return: number;
        };
        /** @description Returns of the periods that were measured. */
        PeriodReturns: {
            /** @description The end of each. */
            at: components["schemas"]["Timestamp"][];
            /** @description Simple returns; null where equity was not known. */
            values: (number | null)[];
        };
        /** @description What else decides the tax. What is left out is unknown, and so is every tax that depends on it. */
        Person: {
            /**
             * @description Modified adjusted gross income without capital gains and losses (United States, for the surtax).
             * @default null
             */
            adjusted_gross_income?: string | null;
            /**
             * @description Part of the allowance that other income from capital uses (Germany).
             * @default null
             */
            allowance_used?: string | null;
            /**
             * @description Rate of church tax as a part of the tax, "0.09"; 0 for who belongs to no church that raises it.
             * @default 0
             */
            church_tax_rate?: string;
            /**
             * @description Whose return it is.
             * @default single
             */
            filing_status?: components["schemas"]["FilingStatus"];
            /**
             * @description Taxable income of the year after deductions, without capital gains, losses and qualified dividends (United States,
             *     United Kingdom, Canada).
             * @default null
             */
            income?: string | null;
            /**
             * @description Net investment income without capital gains and losses (United States, for the surtax): interest, dividends.
             * @default null
             */
            net_investment_income?: string | null;
            /**
             * @description Qualified dividends (United States): taxed by the long-term brackets, below the gains.
             * @default null
             */
            qualified_dividends?: string | null;
        };
        /**
         * @description A figure of the person that a tax depends on.
         * @enum {string}
         */
        PersonField: "income" | "qualified_dividends" | "adjusted_gross_income" | "net_investment_income" | "allowance_used";
        /** @description A small change of the inputs. */
        Perturbation: {
            /**
             * Format: double
             * @description Deviation of the change of volatilities, as a part of them; correlations change by about as much.
             */
            covariance?: number;
            /**
             * Format: double
             * @description Deviation of the change of each expected return, as a part of the asset's volatility.
             */
            expected_returns?: number;
            /** @enum {string} */
            kind: "noise";
        } | {
            /** @description Length of a block in periods; 1 draws single periods. */
            block?: number;
            /** @enum {string} */
            kind: "bootstrap";
        };
        /** @description What a plan amounts to. */
        PlanFigures: {
            /** @description Cash afterwards. */
            cash: string;
            /** @description Half spreads and commissions. */
            cost: string;
            /** @description Price of the distance from the aims. */
            drift_price: string;
            /** @description Tax drag of what is held afterwards where it is held, over `location_years`. */
            location_price: string;
            /** @description What the plan makes small: `tax_price + cost + drift_price + location_price`. */
            objective: string;
            /** @description `½ Σ|weight − target|` over the instruments: the part of the portfolio that lies elsewhere than it should. */
            off_target: string;
            /** @description Realized on lots held longer. */
            realized_long_term: string;
            /** @description Realized on lots held no longer than the holding period. */
            realized_short_term: string;
            /** @description Tax that selling the rest today would bring: deferred. */
            tax_later: string;
            /** @description Tax on what is realized, at the rates of its terms; below zero when losses save more. */
            tax_now: string;
            /** @description Tax of today less the part that would fall due later anyway: see `docs/guide/rebalancing.md`. */
            tax_price: string;
            /**
             * Format: double
             * @description Yearly tracking error to the target, `√((w − t)'Σ(w − t))`; null without a covariance.
             */
            tracking_error?: number | null;
            /** @description Purchases and sales together. */
            traded: string;
        };
        /** @description An account of a plan. */
        PlannedAccount: {
            /** @description Its identity. */
            account_id: components["schemas"]["AccountId"];
            /** @description How it is taxed. */
            kind: components["schemas"]["AccountKind"];
            /** @description Its name. */
            name: string;
            /** @description Whose it is. */
            owner?: string | null;
        };
        /** @description An instrument of a plan. */
        PlannedInstrument: {
            /** @description What it is. */
            asset_class: components["schemas"]["AssetClass"];
            /** @description The currency of its price. */
            currency: components["schemas"]["Currency"];
            /** @description Its identity. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description ISO 6166. */
            isin?: string | null;
            /** @description It is neither bought nor sold. */
            locked: boolean;
            /** @description Its name. */
            name: string;
            /**
             * Format: date
             * @description The day of its last price; null when there is none.
             */
            price_date?: string | null;
            /** @description Its sector. */
            sector?: string | null;
            /** @description The price is older than the settings allow. */
            stale: boolean;
            /** @description Its symbol. */
            symbol: string;
        };
        /** @description A lot of a plan. */
        PlannedLot: {
            /** @description The account that holds it. */
            account_id: components["schemas"]["AccountId"];
            /** @description What they cost in the base currency, with the losses that buying back added; null when unknown. */
            cost_base?: string | null;
            /** @description What is held. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description Its identity. */
            lot_id: components["schemas"]["LotId"];
            /**
             * Format: date
             * @description The day from which the holding period counts.
             */
            opened_on: string;
            /** @description Units. */
            quantity: string;
        };
        /** @description One order. */
        PlannedTrade: {
            /** @description In which account. */
            account: string;
            /** @description Units × price, in the base currency. */
            amount: string;
            /** @description Nothing of the position is left. */
            closes_position: boolean;
            /** @description Commission. */
            commission: string;
            /** @description The price's currency. */
            currency: components["schemas"]["Currency"];
            /** @description Gain realized; null for a purchase and where gains are not taxed. */
            gain?: string | null;
            /** @description Of what. */
            instrument: string;
            /** @description The lots of a sale. */
            lots: components["schemas"]["ClosedLot"][];
            /** @description Price of a unit, in its currency. */
            price: string;
            /** @description Why. */
            reasons: components["schemas"]["TradeReason"][];
            /** @description Purchase or sale. */
            side: components["schemas"]["TradeSide"];
            /** @description Half spread. */
            spread: string;
            /** @description Tax of the gain; below zero for a loss that saves tax. */
            tax?: string | null;
            /** @description How many units, above zero. */
            units: string;
        };
        /** @description How a price is asked for now and then, as nothing streams it. */
        PolledQuote: {
            asked_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int32
             * @description How far its prices are behind by its own word, in seconds; null where it says nothing.
             */
            delay_seconds?: number | null;
            /**
             * Format: int32
             * @description In how many seconds again.
             */
            every_seconds: number;
            /** @description Why it told no price, and what to do. */
            problem?: string | null;
            /** @description Who is asked. */
            source: components["schemas"]["Source"];
        };
        /** @description Hedges of what the workspace holds. */
        PortfolioHedges: {
            /** @description What they rest on. */
            basis: components["schemas"]["HeldBasis"];
            /** @description The hedges. */
            report: components["schemas"]["HedgeReport"];
        };
        /** @description Risk of what the workspace holds. */
        PortfolioRisk: {
            /** @description What it rests on. */
            basis: components["schemas"]["HeldBasis"];
            /** @description The figures. */
            report: components["schemas"]["RiskReport"];
        };
        /** @description What scenarios do to what the workspace holds. */
        PortfolioStress: {
            /** @description What it rests on. */
            basis: components["schemas"]["HeldBasis"];
            /** @description The scenarios. */
            report: components["schemas"]["StressReport"];
        };
        /** @description A portfolio on a day. Figures are in `base_currency` unless they say otherwise; a null value is unknown and says why. */
        PortfolioView: {
            account_id?: components["schemas"]["AccountId"] | null;
            /** @description Values by asset class. */
            allocation_by_asset_class: components["schemas"]["Slice"][];
            /** @description Values by currency. */
            allocation_by_currency: components["schemas"]["Slice"][];
            /** @description Values by sector. */
            allocation_by_sector: components["schemas"]["Slice"][];
            /**
             * Format: date
             * @description The day.
             */
            as_of: string;
            /** @description The currency of totals. */
            base_currency: components["schemas"]["Currency"];
            /** @description Cash by account and currency. */
            cash: components["schemas"]["CashValue"][];
            known_at?: components["schemas"]["Timestamp"] | null;
            /** @description What is held. */
            positions: components["schemas"]["PositionValue"][];
            /** @description Transactions that the books could not use, and why. */
            problems: components["schemas"]["BookProblem"][];
            returns?: components["schemas"]["Returns"] | null;
            /** @description The last closes of each instrument held, oldest first, at most 60, by instrument id. */
            sparklines: {
                [key: string]: number[];
            };
            /** @description Sums over everything. */
            totals: components["schemas"]["Totals"];
            /** @description Everything that could not be computed, and why. */
            unknowns: components["schemas"]["Unknown"][];
        };
        /** @description How large a position becomes when it is opened. */
        PositionSize: {
            /** @enum {string} */
            by: "funds";
            /**
             * Format: double
             * @description The part.
             */
            share: number;
        } | {
            /** @enum {string} */
            by: "equity";
            /**
             * Format: double
             * @description The part.
             */
            share: number;
        } | {
            /** @description How much. */
            amount: string;
            /** @enum {string} */
            by: "money";
        } | {
            /** @enum {string} */
            by: "units";
            /** @description How many. */
            units: string;
        };
        /** @description All lots of one instrument in one account, valued. */
        PositionValue: {
            /** @description The account. */
            account_id: components["schemas"]["AccountId"];
            /** @description What it is. */
            asset_class: components["schemas"]["AssetClass"];
            /** @description Cost per unit and point of multiplier, comparable with the price. */
            average_cost: components["schemas"]["Figure"];
            /** @description Cost of the open lots; negative for what was received for short ones. */
            cost: components["schemas"]["Figure"];
            /** @description Cost in the base currency at the rates of purchase. */
            cost_base: components["schemas"]["Figure"];
            /** @description The currency in which it is priced. */
            currency: components["schemas"]["Currency"];
            /** @description Change since the session before. */
            day_change: components["schemas"]["Figure"];
            /** @description Change since the session before, each at its day's rate. */
            day_change_base: components["schemas"]["Figure"];
            /** @description Day change ÷ value before it, in the instrument's currency. */
            day_change_ratio: components["schemas"]["Ratio"];
            /** @description The currency's part of it. */
            fx_effect_base: components["schemas"]["Figure"];
            /** @description Dividends and interest of it. */
            income_base: components["schemas"]["Figure"];
            /** @description The instrument. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description Quantity × price × multiplier. */
            market_value: components["schemas"]["Figure"];
            /** @description Market value in the base currency at today's rate. */
            market_value_base: components["schemas"]["Figure"];
            /** @description Currency units per price point and unit. */
            multiplier: string;
            /** @description How many lots are open. */
            n_lots: number;
            /** @description Its name. */
            name: string;
            price?: components["schemas"]["PriceAt"] | null;
            /**
             * Format: int64
             * @description Days between the price and the day.
             */
            price_age_days?: number | null;
            /** @description The price's part of it. */
            price_effect_base: components["schemas"]["Figure"];
            /** @description Units; negative when short. */
            quantity: string;
            rate?: components["schemas"]["RateUse"] | null;
            /** @description Gains of closed lots of this instrument in this account. */
            realized_base: components["schemas"]["Figure"];
            /** @description Its sector. */
            sector?: string | null;
            /** @description The price is older than the scope allows. */
            stale: boolean;
            /** @description Its symbol. */
            symbol: string;
            /** @description Market value less cost. */
            unrealized: components["schemas"]["Figure"];
            /** @description The difference of both. */
            unrealized_base: components["schemas"]["Figure"];
            /** @description Unrealized ÷ cost, in base currency. */
            unrealized_ratio: components["schemas"]["Ratio"];
            /** @description Part of the total value. */
            weight: components["schemas"]["Ratio"];
        };
        /** @description A recurrence of which the next occurrences are asked for. */
        PreviewQuestion: {
            after?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int32
             * @description How many, 1 to 100; 5 when nothing is said.
             */
            count?: number | null;
            /** @description The recurrence. */
            recurrence: components["schemas"]["Recurrence"];
        };
        /** @description A close that is stored. */
        PreviousClose: {
            /**
             * Format: date
             * @description Of which day.
             */
            date: string;
            /**
             * Format: double
             * @description The price.
             */
            price: number;
        };
        /** @description The price of the session before. */
        PreviousPrice: {
            /**
             * Format: date
             * @description Its session's date.
             */
            date: string;
            /** @description Per unit. */
            price: string;
        };
        /**
         * @description A price per unit of an instrument, in the instrument's currency; zero or more.
         *     (Spreads and some futures can trade below zero; they get a kind of their own when they can be traded.)
         * @example 187.50
         */
        Price: string;
        /** @description A price and when it held. */
        PriceAt: {
            /**
             * Format: date
             * @description Its session's date.
             */
            date: string;
            previous?: components["schemas"]["PreviousPrice"] | null;
            /** @description Per unit, in the instrument's currency. */
            price: string;
            /** @description Where it comes from. */
            source: string;
        };
        /**
         * @description Which price of a tick makes a bar.
         * @enum {string}
         */
        PriceOf: "trade" | "mid" | "bid" | "ask";
        /** @description What went wrong, to what, and what to do next. */
        Problem: {
            /** @description A stable name for programs. */
            code: string;
            /** @description What happened and what to do. */
            detail: string;
            /** @description Everything that is wrong, field by field. */
            fields?: components["schemas"]["FieldProblem"][];
            /** @description Names this request in the logs. */
            request_id: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description The kind of problem, for people. */
            title: string;
            /** @description `urn:quarterdeck:problem:` and the code. */
            type: string;
        };
        /** @description A server that speaks a provider's language. */
        ProviderAddress: {
            /** @description Where requests go: `https://host[:port]`, or `http://` on this machine. */
            address: string;
            /** @description Whose language. */
            source: components["schemas"]["Source"];
            /** @description Where streams are opened: `wss://host[:port]`, or `ws://` on this machine; the same host and port when null. */
            streams?: string | null;
        };
        /** @description So many requests in so many seconds. */
        ProviderBudget: {
            /**
             * Format: int32
             * @description How many there are now, over all budgets of the key.
             */
            left?: number | null;
            /**
             * Format: int32
             * @description In how many seconds.
             */
            per_seconds: number;
            /**
             * Format: int32
             * @description How many, by weight.
             */
            requests: number;
        };
        /** @description A request that failed. */
        ProviderFailure: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description A stable name for programs. */
            code: string;
            /** @description Why, and what to do. */
            reason: string;
        };
        /** @description What a provider knows us by. */
        ProviderKey: {
            /** @description Whether it is kept; null when none is needed or that cannot be told. */
            is_kept?: boolean | null;
            /** @description The name of the key; providers of one company share it. */
            name: string;
            /** @description What it needs. */
            needs: components["schemas"]["KeyNeed"];
            place?: components["schemas"]["SecretPlace"] | null;
            /** @description Why that cannot be told, and what to do. */
            problem?: string | null;
        };
        /** @description A key on its way to where keys are kept. It is never shown again. */
        ProviderKeyText: {
            /** @description Which key it is, where it has two parts. */
            id?: string | null;
            /** @description The key itself, or its secret part; null forgets the one there is. */
            secret?: string | null;
        };
        /** @description How last prices are asked for. */
        ProviderPolling: {
            asked_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int32
             * @description How far its prices are behind by its own word, in seconds; null where it says nothing.
             */
            delay_seconds?: number | null;
            /**
             * Format: int32
             * @description In how many seconds each instrument is asked for again, with so many as there are now.
             */
            every_seconds: number;
            /** @description What is told: trades, or quotes too. */
            kinds: components["schemas"]["DataKind"][];
            /** @description How many instruments it is asked for now: those that somebody looks at and nobody streams. */
            n_instruments: number;
            /** @description Why it is left alone, and what to do. */
            problem?: string | null;
            until?: components["schemas"]["Timestamp"] | null;
        };
        /** @description How requests to a provider went since the start. */
        ProviderRequests: {
            /**
             * Format: int64
             * @description How many of them failed.
             */
            failed: number;
            last_failure?: components["schemas"]["ProviderFailure"] | null;
            /**
             * Format: int64
             * @description How many were sent.
             */
            sent: number;
        };
        /** @description Where market data come from. */
        ProviderSettings: {
            /**
             * @description Servers that speak a provider's language in its place: a test net, or one on this machine.
             * @default []
             */
            addresses?: components["schemas"]["ProviderAddress"][];
            /**
             * @description Sources that answer in JSON and are described here.
             * @default []
             */
            custom?: components["schemas"]["CustomSettings"][];
            /**
             * @description Folders whose files of prices are taken in as they come and change.
             * @default []
             */
            folders?: components["schemas"]["WatchedFolder"][];
            /**
             * @description The providers that are switched on, the most preferred first.
             * @default []
             */
            on?: components["schemas"]["Source"][];
            /**
             * @description What is kept of what streams in.
             * @default {
             *       "instrument_ids": [],
             *       "is_on": false,
             *       "keep_days": 30
             *     }
             */
            recording?: components["schemas"]["RecordingSettings"];
            /**
             * @description What a provider calls an instrument, where that is not as usual.
             * @default []
             */
            symbols?: components["schemas"]["ProviderSymbol"][];
        };
        /** @description What a provider calls an instrument. */
        ProviderSymbol: {
            /** @description The instrument. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description The provider. */
            source: components["schemas"]["Source"];
            /** @description Its symbol there; empty: the provider does not have it. */
            symbol: string;
        };
        /** @description What came of trying a provider out. */
        ProviderTest: {
            /** @description What it answered. */
            answer?: string | null;
            /** @description What it was asked for. */
            asked: string;
            /** @description A stable name for the problem. */
            code?: string | null;
            /** @description Whether it answered. */
            is_ok: boolean;
            /** @description Why it did not, and what to do. */
            problem?: string | null;
            /**
             * Format: int64
             * @description How long it took, in milliseconds.
             */
            took_ms: number;
        };
        /** @description A provider. */
        ProviderView: {
            /** @description How much may be asked. */
            budgets: components["schemas"]["ProviderBudget"][];
            connection?: components["schemas"]["ConnectionReport"] | null;
            /** @description The bars that its history has. */
            history: components["schemas"]["BarSize"][];
            /** @description The hosts that are spoken to. */
            hosts: string[];
            /** @description Whether the settings describe it. */
            is_custom: boolean;
            /** @description Whether it is switched on. */
            is_on: boolean;
            /** @description The key that it needs. */
            key: components["schemas"]["ProviderKey"];
            /** @description How many topics one connection may have; null when no limit is told. */
            max_topics?: number | null;
            /** @description Its name for people. */
            name: string;
            polling?: components["schemas"]["ProviderPolling"] | null;
            /** @description How requests went since the start. */
            requests: components["schemas"]["ProviderRequests"];
            /** @description Under which name its data come. */
            source: components["schemas"]["Source"];
            /** @description What it streams. */
            streams: components["schemas"]["DataKind"][];
            /** @description Why it could not be connected to, and what to do. */
            trouble?: string | null;
            /** @description What it has, as a sentence. */
            what: string;
        };
        /** @description The providers, and how they do. */
        ProvidersView: {
            /** @description What is looked at now. */
            mode: components["schemas"]["FeedMode"];
            /** @description Every provider there is: those switched on in their order, then the others. */
            providers: components["schemas"]["ProviderView"][];
            /** @description What is said of them. */
            settings: components["schemas"]["ProviderSettings"];
        };
        /** @description A holding's beta to a proxy. */
        ProxyBeta: {
            /**
             * Format: double
             * @description Return for a return of 1.00 of it, the others standing still.
             */
            beta: number;
            /** @description The proxy. */
            proxy: string;
        };
        /**
         * @description How an estimate with eigenvalues below zero becomes positive semidefinite.
         * @enum {string}
         */
        PsdRepair: "spectral" | "keep_variances" | "refuse";
        /** @description A purchase that a wash-sale window must know. */
        Purchase: {
            /** @description Where, for the reason's words; any name, also of an account that is not in the request. */
            account?: string | null;
            /**
             * Format: date
             * @description The day; after the request's date for an order or a reinvestment that is pending.
             */
            date: string;
            /** @description What was, or will be, bought. */
            instrument: string;
        };
        /** @description Combinatorial purged cross-validation: which splits to make. */
        PurgedSplits: {
            /** @description Further periods left out after a test, because they still depend on it. */
            embargo?: number;
            /** @description Groups of consecutive periods into which the history is cut. */
            groups: number;
            /** @description Periods left out of training on each side of a test, because what they led to reaches into it. */
            purged?: number;
            /** @description Groups of each test. */
            test_groups: number;
        };
        /** @description One thing that is pushed. */
        Pushed: {
            /** @enum {string} */
            kind: "hello";
            /**
             * Format: uuid
             * @description The stream's identity.
             */
            stream_id: string;
        } | (components["schemas"]["MarketPush"] & {
            /** @enum {string} */
            kind: "market";
        }) | (components["schemas"]["Event"] & {
            /** @enum {string} */
            kind: "event";
        });
        /**
         * @description A number of units of an instrument; negative for a short position. Fractions allowed.
         * @example 12.5
         */
        Quantity: string;
        /** @description The price of an instrument as it is now. What is not known is null, never zero. */
        QuoteView: {
            /**
             * Format: double
             * @description The last price less the close before.
             */
            change?: number | null;
            /**
             * Format: double
             * @description The same in per cent of that close.
             */
            change_percent?: number | null;
            /** @description The currency of its prices. */
            currency: components["schemas"]["Currency"];
            day?: components["schemas"]["DayFigures"] | null;
            /** @description Of what. */
            instrument_id: components["schemas"]["InstrumentId"];
            last_close?: components["schemas"]["PreviousClose"] | null;
            /** @description Its name. */
            name: string;
            /** @description Why there is no live price, and what to do. */
            note?: string | null;
            polled?: components["schemas"]["PolledQuote"] | null;
            previous_close?: components["schemas"]["PreviousClose"] | null;
            quote?: components["schemas"]["BidAskQuote"] | null;
            /** @description The last closes, at most sixty, oldest first. */
            spark: number[];
            /** @description Its symbol. */
            symbol: string;
            trade?: components["schemas"]["LastTrade"] | null;
            year?: components["schemas"]["YearRange"] | null;
        };
        /** @description Prices as they are now. */
        QuotesView: {
            /** @description When that is: the replay's time in a replay. */
            at: components["schemas"]["Timestamp"];
            /** @description Where they come from. */
            mode: components["schemas"]["FeedMode"];
            /** @description By instrument, in the order that was asked for. */
            quotes: components["schemas"]["QuoteView"][];
        };
        /** @description A replacement and how similar it is. */
        RankedReplacement: {
            /**
             * Format: double
             * @description Of the common daily returns, −1 to 1.
             */
            correlation: number;
            /**
             * Format: double
             * @description How alike the exposures to the factors are, 0 to 1: `1 − ‖a − b‖ / (‖a‖ + ‖b‖)` in the factors' covariance. Null when it
             *     cannot be estimated.
             */
            exposure_similarity?: number | null;
            /** @description What to hold instead. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description It has a lot at a loss itself: do not buy what is to be harvested as well. */
            is_candidate: boolean;
            /** @description Common returns that this rests on. */
            n_observations: number;
            /**
             * Format: double
             * @description The mean of `correlation` and `exposure_similarity`, at most 1; the correlation alone where the other is not known.
             */
            score: number;
            /**
             * Format: double
             * @description Volatility of the difference of both returns, a year's.
             */
            tracking_error: number;
        };
        /** @description Rates of a pair. */
        RateHealth: {
            /** @description One unit of this … */
            base: components["schemas"]["Currency"];
            /**
             * Format: date
             * @description First day, directly, inverted or through a third currency.
             */
            first?: string | null;
            /**
             * Format: date
             * @description Last day.
             */
            last?: string | null;
            /** @description … in this. */
            quote: components["schemas"]["Currency"];
            /** @description The last rate is older than the settings allow, or there is none. */
            stale: boolean;
        };
        /** @description One published rate in a path. */
        RateLeg: {
            /** @description One unit of this … */
            base: components["schemas"]["Currency"];
            /**
             * Format: date
             * @description The day for which it was published.
             */
            date: string;
            /** @description Divided by, not multiplied with. */
            inverted: boolean;
            /** @description … cost `rate` units of this. */
            quote: components["schemas"]["Currency"];
            /** @description The published rate. */
            rate: string;
            /** @description Who published it. */
            source: string;
        };
        /** @description A rate as it was used, with everything needed to check it. */
        RateUse: {
            /**
             * Format: date
             * @description The day of the oldest rate in the path.
             */
            date: string;
            /** @description The rates multiplied; none for a currency with itself. */
            legs: components["schemas"]["RateLeg"][];
            /** @description Units of the target currency for one unit of the source currency. */
            rate: string;
        };
        /** @description A ratio or floating-point figure, or the reason why it is unknown. 0.12 is 12 %. */
        Ratio: {
            unknown?: components["schemas"]["Unknown"] | null;
            /**
             * Format: double
             * @description The number; always finite.
             */
            value?: number | null;
        };
        /** @description The gap of all orders, in the base currency. */
        RealityGap: {
            /** @description Real gain. */
            actual_pnl: string;
            /** @description Gain of the back-test. */
            expected_pnl: string;
            /** @description Each order. */
            orders: components["schemas"]["OrderGap"][];
            /** @description The parts. */
            parts: components["schemas"]["GapParts"];
            /** @description The real gain less the back-test's: the sum of the parts. */
            total: string;
        };
        /** @description A lot, or a part of one, that was closed. */
        RealizedGain: {
            /** @description The account that held it. */
            account_id: components["schemas"]["AccountId"];
            /** @description The transaction that closed it. */
            closed_by: components["schemas"]["TransactionId"];
            /**
             * Format: date
             * @description The day on which it ended.
             */
            closed_on: string;
            /** @description What was paid, costs included where the account capitalizes them. */
            cost: components["schemas"]["Money"];
            /** @description Cost in the base currency at the rate of the day it was paid. */
            cost_base?: string | null;
            /** @description The currency's part of it: the rest. */
            fx_gain_base?: string | null;
            /** @description Proceeds less cost in the currency of the proceeds; unknown where a rate is missing. */
            gain?: string | null;
            /** @description The difference of both. */
            gain_base?: string | null;
            /** @description What was held. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description What kind of transaction closed it. */
            kind: components["schemas"]["TransactionKind"];
            /** @description The lot. */
            lot_id: components["schemas"]["LotId"];
            /** @description The transaction that opened it. */
            opened_by: components["schemas"]["TransactionId"];
            /**
             * Format: date
             * @description The day from which the holding period counts.
             */
            opened_on: string;
            /** @description The price's part of it: the gain in the instrument's currency, at the rate of the closing day. */
            price_gain_base?: string | null;
            /** @description What was received, costs taken off where the account capitalizes them. */
            proceeds: components["schemas"]["Money"];
            /** @description Proceeds in the base currency at the rate of the day they came. */
            proceeds_base?: string | null;
            /** @description Units closed, negative when they were short; zero when only cash beyond the cost came back. */
            quantity: string;
        };
        /** @description A plan of trades. */
        RebalancePlan: {
            /** @description Cash of the accounts. */
            accounts: components["schemas"]["AccountAfter"][];
            /** @description Lots that are kept and instruments that are not bought, with the reason. */
            blocked: components["schemas"]["Blocked"][];
            /** @description The same after them. */
            drift_after: components["schemas"]["DriftRow"][];
            /** @description Weights against targets and bands before the trades. */
            drift_before: components["schemas"]["DriftRow"][];
            /** @description What the trades amount to. */
            figures: components["schemas"]["PlanFigures"];
            greedy?: components["schemas"]["PlanFigures"] | null;
            /** @description What else the user should know. */
            notes: string[];
            /** @description How sure it is that there is no better plan. */
            search: components["schemas"]["SearchReport"];
            /** @description The trades: sales first, in the order of accounts and instruments. */
            trades: components["schemas"]["PlannedTrade"][];
            untouched?: components["schemas"]["PlanFigures"] | null;
            /** @description Value of all lots and cash, with what flows in or out. */
            value: string;
        };
        /** @description A household's accounts and lots, what they should become, and what counts. */
        RebalanceRequest: {
            /** @description The accounts of the household. */
            accounts: components["schemas"]["HouseholdAccount"][];
            /** @description The currency of all amounts below that name none. */
            base_currency: components["schemas"]["Currency"];
            /** @description Cash that all accounts together keep. */
            cash_buffer?: components["schemas"]["Smallest"];
            covariance?: components["schemas"]["Covariance"] | null;
            /**
             * Format: date
             * @description The day of the trades: holding periods and wash-sale windows are counted to it.
             */
            date: string;
            /** @description How later tax is counted today. */
            deferral?: components["schemas"]["Deferral"];
            /** @description What drift costs. */
            drift_price?: components["schemas"]["DriftPrice"];
            /** @description What is held or wanted, by name. */
            instruments: {
                [key: string]: components["schemas"]["TradedInstrument"];
            };
            /** @description Whose tax rules. */
            jurisdiction?: components["schemas"]["Jurisdiction"];
            /**
             * Format: double
             * @description Years for which the tax drag of an account is counted when it is chosen; 1 when left out.
             */
            location_years?: number;
            /** @description Sales at a loss within the window: the instrument is not bought back in it. */
            loss_sales?: components["schemas"]["LossSale"][];
            /** @description What they hold. */
            lots?: components["schemas"]["HeldLot"][];
            /** @description Most quadratic programs of the search; by size and kind of shares when left out. */
            max_nodes?: number | null;
            /** @description Trades smaller than this are not made, unless they close a position. */
            minimum_trade?: components["schemas"]["Smallest"];
            /** @description Which trades may be made. */
            mode?: components["schemas"]["Mode"];
            /** @description Purchases within the wash-sale window that are no open lot of this request: since sold again, of a spouse, or pending. */
            purchases?: components["schemas"]["Purchase"][];
            /** @description Units of the base currency for one unit of another. */
            rates?: {
                [key: string]: string;
            };
            /** @description Rules in place of the jurisdiction's. */
            rules?: Record<string, never> | null;
            /** @description What is rebalanced. */
            scope?: components["schemas"]["Scope"];
            /** @description Whole shares or fractions. */
            shares?: components["schemas"]["Shares"];
            /** @description How far it is brought back. */
            steer_to?: components["schemas"]["SteerTo"];
            /** @description What they should hold together. */
            target: components["schemas"]["TargetModel"];
            /** @description The user's rates, for taxable accounts. */
            tax_rates: components["schemas"]["TaxRates"];
        };
        /** @description A saved target, held as the rebalancer would. Its weights come through a [`crate::TargetSource`]. */
        RebalancerTargets: {
            /**
             * Format: double
             * @description How far a weight may be off before it is traded.
             */
            band?: number;
            /** @description How often it is asked. */
            rebalance?: components["schemas"]["Cadence"];
            /** @description Which. */
            target: components["schemas"]["TargetId"];
        };
        /** @description One rebalancing. */
        Rebalancing: {
            /**
             * Format: date
             * @description The last date that the estimate saw; trades are at its prices.
             */
            date: string;
            /** @description Why there was no optimum: the weights held stayed, at first equal ones. */
            problem?: string | null;
            /**
             * Format: double
             * @description Sum of absolute changes of weight; 1 for the first purchase.
             */
            turnover: number;
            /** @description Weights bought. */
            weights: {
                [key: string]: number;
            };
        };
        /** @description A rebalancing that is looked at again and again. */
        RebalancingCheck: {
            /** @description What is planned when it is due. */
            terms: components["schemas"]["RebalancingTerms"];
            /** @description What makes it due; one is enough. */
            when: components["schemas"]["RebalancingCondition"][];
        };
        /** @description What makes a rebalancing due. */
        RebalancingCondition: {
            /** @enum {string} */
            kind: "threshold";
        } | {
            /** @enum {string} */
            kind: "calendar";
        } | {
            /** @description How much more. */
            above: components["schemas"]["Smallest"];
            /** @enum {string} */
            kind: "cash_inflow";
        } | {
            /** @enum {string} */
            kind: "risk_drift";
            /**
             * Format: double
             * @description The limit, above zero.
             */
            tracking_error: number;
        };
        /** @description A step that was made. */
        RebalancingDecision: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description Who decided. */
            by: string;
            /** @description Why. */
            note?: string | null;
            /** @description The state that it led to. */
            state: components["schemas"]["RebalancingState"];
        };
        /**
         * Format: uuid
         * @description Of a rebalancing event.
         */
        RebalancingId: string;
        /** @description A plan for the workspace, and what the names in it stand for. */
        RebalancingPreview: {
            /** @description Accounts by the name that the plan names. */
            accounts: {
                [key: string]: components["schemas"]["PlannedAccount"];
            };
            /** @description The currency of amounts that name none. */
            base_currency: components["schemas"]["Currency"];
            /**
             * Format: date
             * @description The day of the trades.
             */
            date: string;
            /** @description The same trades have the same one: what is approved is what was looked at. */
            fingerprint: string;
            /** @description Instruments by the symbol that the plan names. */
            instruments: {
                [key: string]: components["schemas"]["PlannedInstrument"];
            };
            /** @description Lots by the name that the plan names. */
            lots: {
                [key: string]: components["schemas"]["PlannedLot"];
            };
            /** @description The trades, and what they amount to. */
            plan: components["schemas"]["RebalancePlan"];
            /** @description What the tracking error rests on. */
            risk: components["schemas"]["RiskBasis"];
            /** @description What is steered towards, by name; null when it was given with the terms. */
            target_name?: string | null;
            /** @description Whose tax rules hold. */
            taxes: components["schemas"]["TaxBasis"];
            /** @description What was left out, and why. */
            warnings: string[];
            /** @description Losses that purchases cancel, where such trades are made all the same. */
            wash_sales: string[];
        };
        /**
         * @description Where a rebalancing stands.
         * @enum {string}
         */
        RebalancingState: "proposed" | "approved" | "executed" | "dismissed";
        /** @description A step of a rebalancing to another state. */
        RebalancingStep: {
            /** @description Why, at most 2000 characters. */
            note?: string | null;
            /** @description `approved`, `dismissed` or `executed`. */
            state: components["schemas"]["RebalancingState"];
        };
        /** @description A rebalancing in a line. */
        RebalancingSummary: {
            /** @description The currency of amounts. */
            base_currency: components["schemas"]["Currency"];
            /** @description When it was proposed. */
            created_at: components["schemas"]["Timestamp"];
            /**
             * Format: date
             * @description The day of the prices.
             */
            date: string;
            /** @description Who decided last. */
            decided_by?: string | null;
            /** @description What the trades amount to. */
            figures: components["schemas"]["PlanFigures"];
            /** @description Its identity. */
            id: components["schemas"]["RebalancingId"];
            /** @description Orders. */
            n_trades: number;
            /** @description A note. */
            note?: string | null;
            /** @description The part of the portfolio that lay elsewhere than it should before; null when unknown. */
            off_target_before?: string | null;
            /** @description Where it stands. */
            state: components["schemas"]["RebalancingState"];
            target_id?: components["schemas"]["TargetId"] | null;
            /** @description The target's name; null when it was given with the terms. */
            target_name?: string | null;
            /** @description Whether taxes are in the figures. */
            taxes_counted: boolean;
            /** @description What made it due. */
            trigger: components["schemas"]["RebalancingTrigger"];
            /** @description When it last changed. */
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description What to steer towards. */
        RebalancingTarget: {
            /** @enum {string} */
            kind: "saved";
            /** @description Which. */
            target_id: components["schemas"]["TargetId"];
        } | {
            /** @enum {string} */
            kind: "given";
            /** @description Its weights and bands. */
            model: components["schemas"]["TargetModel"];
        };
        /** @description A rebalancing in terms of the workspace: lots, prices, rates and taxes come out of the books. */
        RebalancingTerms: {
            /** @description The accounts that are rebalanced as one household; all real ones when empty. */
            account_ids?: components["schemas"]["AccountId"][];
            /** @description Cash that all accounts together keep. */
            cash_buffer?: components["schemas"]["Smallest"];
            /** @description Paid for each order, in the base currency. */
            commission?: string;
            deferral?: components["schemas"]["Deferral"] | null;
            /** @description What drift costs. */
            drift_price?: components["schemas"]["DriftPrice"];
            /** @description How hard to look for the best plan. */
            effort?: components["schemas"]["Effort"];
            /** @description Money to be invested (above zero) or paid out (below) by account, in the base currency, beside the cash that is there. */
            flows?: {
                [key: string]: string;
            };
            /** @description Half the distance of bid and ask as a part of the price; the cost rate of the tax profile when nothing is said. */
            half_spread?: string | null;
            /** @description Instruments that are no part of the plan nor of the value that it divides, such as those without a price. */
            left_out?: components["schemas"]["InstrumentId"][];
            /**
             * Format: double
             * @description Years over which the tax on income counts when an account is chosen for an instrument: this is what puts what pays much
             *     into the sheltered account. Where things lie does not matter when nothing is said.
             */
            location_years?: number | null;
            /** @description Instruments that are neither bought nor sold; they count with what they are worth. */
            locked?: components["schemas"]["InstrumentId"][];
            /** @description Trades smaller than this are not made, unless they close a position. */
            minimum_trade?: components["schemas"]["Smallest"];
            /** @description Which trades may be made. */
            mode?: components["schemas"]["Mode"];
            /** @description What is rebalanced. */
            scope?: components["schemas"]["Scope"];
            /** @description Whole shares or fractions. */
            shares?: components["schemas"]["Shares"];
            /** @description How far it is brought back. */
            steer_to?: components["schemas"]["SteerTo"];
            /** @description What to steer towards. */
            target: components["schemas"]["RebalancingTarget"];
            /** @description Whether taxes count. */
            taxes?: components["schemas"]["TaxCounting"];
            /** @description What happens where a purchase cancels a loss. */
            wash_sales?: components["schemas"]["WashSales"];
        };
        /**
         * @description What made a rebalancing due.
         * @enum {string}
         */
        RebalancingTrigger: "manual" | "threshold" | "calendar" | "cash_inflow" | "risk_drift";
        /** @description A rebalancing: why it became due, before and after, what it costs, and who decided. */
        RebalancingView: {
            /** @description When it was proposed. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Who decided what, in order. */
            decisions: components["schemas"]["RebalancingDecision"][];
            /** @description Its identity. */
            id: components["schemas"]["RebalancingId"];
            /** @description A note. */
            note?: string | null;
            /** @description The plan as it was then: weights before and after, trades with reasons, cost and tax. */
            preview: components["schemas"]["RebalancingPreview"];
            /** @description Why it became due. */
            reasons: components["schemas"]["Crossing"][];
            /** @description Where it stands. */
            state: components["schemas"]["RebalancingState"];
            /** @description What was planned. */
            terms: components["schemas"]["RebalancingTerms"];
            /** @description What made it due. */
            trigger: components["schemas"]["RebalancingTrigger"];
            /** @description When it last changed. */
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description What is kept of what streams in. */
        RecordingSettings: {
            /**
             * @description Of which instruments; everything that streams when none is named.
             * @default []
             */
            instrument_ids?: components["schemas"]["InstrumentId"][];
            /**
             * @description Whether anything is.
             * @default false
             */
            is_on?: boolean;
            /**
             * Format: int32
             * @description For how many days, 1 to 3650.
             * @default 30
             */
            keep_days?: number;
        };
        /** @description What was recorded of an instrument from a source. */
        RecordingView: {
            /**
             * Format: int64
             * @description How many there are.
             */
            events: number;
            /** @description When the first event was received. */
            from: components["schemas"]["Timestamp"];
            /** @description Of what. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description Whose. */
            source: components["schemas"]["Source"];
            /** @description Its symbol; null when it is not there any more. */
            symbol?: string | null;
            /** @description When the last was received. */
            to: components["schemas"]["Timestamp"];
        };
        /** @description Something that comes again. Parsed: it has at least one occurrence, and its parts fit together. */
        Recurrence: {
            at: components["schemas"]["TimeRule"];
            days: components["schemas"]["DayRule"];
            sessions?: components["schemas"]["SessionRule"] | null;
        };
        /** @description A line, or one value in it, that was refused. */
        Refusal: {
            /** @description The stable name of the reason. */
            code: string;
            /** @description The column at fault, where it is one. */
            column?: string | null;
            /**
             * Format: int64
             * @description The line in the file, from 1, where the row begins.
             */
            line: number;
            /** @description What happened, to what, and what to do. */
            reason: string;
        };
        /** @description How many ticks were refused for a reason. */
        RefusedCount: {
            /**
             * Format: int64
             * @description How many.
             */
            count: number;
            /** @description The reason. */
            kind: components["schemas"]["IncidentKind"];
        };
        /** @description What was refused since the hub began. */
        RefusedReport: {
            /**
             * Format: int64
             * @description Bars of sources that contradict themselves.
             */
            bars: number;
            /** @description How many there were, by reason; reasons without any are left out. */
            counts: components["schemas"]["RefusedCount"][];
            /** @description The last ones, from the oldest. */
            last: components["schemas"]["RefusedTick"][];
            /**
             * Format: int64
             * @description Trades that a source told again after a new connection.
             */
            repeated: number;
            /**
             * Format: int64
             * @description Events of instruments that nobody watches.
             */
            unwatched: number;
        };
        /** @description A request that did not become an order. */
        RefusedRequest: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description The reason as a code. */
            code: string;
            /** @description The reason in words. */
            message: string;
            /** @description The id that the order would have had, or has. */
            order_id: components["schemas"]["OrderId"];
        };
        /** @description One of them. */
        RefusedTick: {
            /** @description When it was refused. */
            at: components["schemas"]["Timestamp"];
            /** @description Why it was not handed on. */
            refusal: components["schemas"]["TickRefusal"];
            /** @description What came. */
            tick: components["schemas"]["Tick"];
        };
        /** @description Limits of a group's weight as multiples of another group's: `lower × other ≤ this ≤ upper × other`. */
        RelativeLimit: {
            /** @description Name of the other group. */
            group: string;
            /**
             * Format: double
             * @description Least multiple; open when left out.
             */
            lower?: number | null;
            /**
             * Format: double
             * @description Highest multiple; open when left out.
             */
            upper?: number | null;
        };
        /** @description What mends a problem. */
        Remedy: {
            /** @description `import_prices`, `import_fx_rates`, `edit_transaction`, `edit_instrument`, `add_price` or `add_fx_rate`. */
            action: string;
            /** @description The button's words. */
            label: string;
            /** @description The API route that mends it, e.g. `POST /api/v1/bars/{id}`. */
            route: string;
        };
        /** @description A new name. */
        RenameBacktest: {
            /** @description The name: 1 to 200 characters. */
            name: string;
        };
        /** @description A new name. */
        RenameOptimization: {
            /** @description The name, 1 to 120 characters. */
            name: string;
        };
        /**
         * @description How the window draws; it holds from the next start on.
         * @enum {string}
         */
        Renderer: "auto" | "gpu" | "software";
        /** @description What a repair did. */
        RepairReport: {
            /**
             * Format: double
             * @description The largest change of an entry, as a part of the largest variance.
             */
            largest_change: number;
            /** @description The method. */
            method: components["schemas"]["PsdRepair"];
            /**
             * Format: double
             * @description The smallest eigenvalue before.
             */
            min_eigenvalue: number;
            /** @description How many eigenvalues were below zero. */
            n_negative: number;
        };
        /** @description What could take the place of an instrument. */
        Replacements: {
            /** @description What was left out, with the reason. */
            excluded: components["schemas"]["Excluded"][];
            /** @description The most similar first. */
            ranked: components["schemas"]["RankedReplacement"][];
        };
        /** @description What is done with a replay. */
        ReplayAct: {
            /** @enum {string} */
            act: "play";
            /**
             * Format: double
             * @description How many times as fast as it was; as fast as possible when null.
             */
            speed?: number | null;
        } | {
            /** @enum {string} */
            act: "pause";
        } | {
            /** @enum {string} */
            act: "step";
        } | {
            /** @enum {string} */
            act: "seek";
            /** @description Which. */
            to: components["schemas"]["Timestamp"];
        };
        /** @description Bars that were made of a replay. */
        ReplayBars: {
            /** @description The bars; the last one's time may not be over. */
            bars: components["schemas"]["Bar"][];
            /** @description Of what. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description How much time they cover. */
            interval: components["schemas"]["Interval"];
            /**
             * Format: int64
             * @description What was refused, in all.
             */
            refused: number;
        };
        /**
         * @description What is replayed.
         * @enum {string}
         */
        ReplayOf: "recording" | "bars" | "practice";
        /** @description Bars of a replay's past. */
        ReplayPast: {
            /** @description The replay's time: nothing in the bars is of later. */
            at: components["schemas"]["Timestamp"];
            /** @description The bars; the last one's time may not be over. */
            bars: components["schemas"]["Bar"][];
            /** @description Of what. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description How much time they cover. */
            interval: components["schemas"]["Interval"];
        };
        /** @description A replay. */
        ReplayView: {
            /** @description When its first event was received. */
            from: components["schemas"]["Timestamp"];
            /** @description Of which instruments. */
            instrument_ids: components["schemas"]["InstrumentId"][];
            /** @description Whether it runs. */
            is_running: boolean;
            /** @description What of it is invented. */
            note: string;
            /** @description What is replayed. */
            of: components["schemas"]["ReplayOf"];
            /** @description Up to where it has come. */
            position: components["schemas"]["Timestamp"];
            /** @description How many events are still to come. */
            remaining: number;
            /**
             * Format: double
             * @description How many times as fast as it was; null: as fast as possible.
             */
            speed?: number | null;
            /** @description When its last event was received. */
            to: components["schemas"]["Timestamp"];
        };
        /** @description What can be replayed, and what is. */
        ReplaysView: {
            /** @description What was recorded. */
            recordings: components["schemas"]["RecordingView"][];
            running?: components["schemas"]["ReplayView"] | null;
        };
        /**
         * @description The kinds of rules on buying back.
         * @enum {string}
         */
        RepurchaseKind: "wash_sale" | "superficial_loss" | "matching";
        /** @description What a purchase around a sale at a loss does. */
        RepurchaseRule: {
            /** @description The kind of rule. */
            kind: components["schemas"]["RepurchaseKind"];
            /** @description The days around the sale. */
            window: components["schemas"]["WashSaleWindow"];
        };
        /** @description An optimization over histories that might have been. */
        ResamplingQuestion: {
            /**
             * Format: double
             * @description Part of the samples inside a band or region, between 0 and 1.
             */
            confidence?: number;
            /** @description Objective and limits, as in [`StudioQuestion`]. */
            request: components["schemas"]["OptimizationRequest"];
            /** @description Samples, 2 to 10,000. */
            samples?: number;
            /**
             * Format: int64
             * @description Decides every sample: the same seed gives the same result.
             */
            seed?: number;
            /** @description Instruments, dates and estimators. */
            universe: components["schemas"]["UniverseSpec"];
        };
        /** @description What the samples say. */
        ResamplingResult: {
            /** @description The resampled frontier with its band, by rank from minimum variance to the highest return; empty for one portfolio. */
            band?: components["schemas"]["BandPoint"][];
            /** @description Where the chosen portfolio (on a frontier: the tangency) might lie. */
            region: components["schemas"]["ConfidenceRegion"];
            /** @description Samples with an optimum; the others had none, such as no return above the risk-free rate. */
            solved: number;
            /** @description Weights of the chosen portfolio over the samples, by asset. */
            weights: {
                [key: string]: components["schemas"]["WeightRange"];
            };
        };
        /** @description How far the weights are from satisfying the Karush–Kuhn–Tucker conditions of `min ½w'Σw − λ μ'w` within the limits. */
        Residuals: {
            /**
             * Format: double
             * @description Largest product of a multiplier and the distance to its limit, relative to the gradient.
             */
            complementarity: number;
            /**
             * Format: double
             * @description Largest multiplier of the wrong sign, relative to the gradient.
             */
            dual: number;
            /**
             * Format: double
             * @description Largest violation of a limit, in weight.
             */
            primal: number;
            /**
             * Format: double
             * @description Largest entry of the gradient less the multipliers' pull, relative to the gradient.
             */
            stationarity: number;
        };
        /** @description What a restore did. */
        RestoreReport: {
            /** @description The backup. */
            backup_id: string;
            /** @description Where the replaced files were kept. */
            kept: string;
            /** @description The workspace as it is now. */
            workspace: components["schemas"]["WorkspaceInfo"];
        };
        /** @description Returns of a span. Ratios are fractions; amounts are in the base currency. */
        Returns: {
            /** @description Value at the start and each flow, weighted with the part of the span that follows it. */
            average_capital: components["schemas"]["Ratio"];
            /** @description Return of the benchmark in the base currency. */
            benchmark: components["schemas"]["Ratio"];
            /** @description The same a year. */
            benchmark_annualized: components["schemas"]["Ratio"];
            /**
             * Format: date
             * @description The first day.
             */
            from?: string | null;
            /** @description End less start less flows. */
            gain: components["schemas"]["Ratio"];
            /** @description The largest fall of the index from a peak, as a positive fraction. */
            max_drawdown: components["schemas"]["Ratio"];
            /** @description Modified Dietz return of the whole span: gain ÷ average capital. */
            modified_dietz: components["schemas"]["Ratio"];
            /** @description Paid in less paid out. */
            net_flows: components["schemas"]["Ratio"];
            /**
             * Format: date
             * @description The last day.
             */
            to?: string | null;
            /** @description Time-weighted return of the whole span. */
            twr: components["schemas"]["Ratio"];
            /** @description The same a year (actual days ÷ 365); only for a year and more. */
            twr_annualized: components["schemas"]["Ratio"];
            /** @description Value at the end. */
            value_end: components["schemas"]["Ratio"];
            /** @description Value at the start. */
            value_start: components["schemas"]["Ratio"];
            /** @description Money-weighted return a year. */
            xirr: components["schemas"]["Ratio"];
        };
        /**
         * @description Which parts the whole is divided into.
         * @enum {string}
         */
        ReturnsBy: "position" | "account" | "sector" | "asset_class" | "currency" | "country";
        /** @description The return of the whole, divided. */
        ReturnsView: {
            /** @description The currency of amounts. */
            base_currency: components["schemas"]["Currency"];
            /** @description The parts. */
            by: components["schemas"]["ReturnsBy"];
            /** @description How each figure is defined, by its name. */
            conventions: {
                [key: string]: string;
            };
            /** @description What the daily returns of everything say of risk. */
            daily: components["schemas"]["DailyFigures"];
            /** @description Each part, the largest contribution first. */
            parts: components["schemas"]["PartReturns"][];
            /**
             * @description What no part has: interest, charges and currency effects of cash. With the parts it adds up to the whole's modified
             *     Dietz return.
             */
            rest: components["schemas"]["Ratio"];
            /** @description Where its risk-free rate comes from. */
            risk_free_source: string;
            /** @description Everything together. */
            whole: components["schemas"]["Returns"];
        };
        /** @description The likeliest way to a loss. */
        ReverseStress: {
            /**
             * Format: double
             * @description Part of the gross value that has a history.
             */
            covered_share: number;
            /**
             * Format: double
             * @description Mahalanobis distance of the move: the loss in deviations of the part of the portfolio that the factors move.
             */
            distance?: number | null;
            /**
             * Format: double
             * @description The loss over the capital.
             */
            loss: number;
            /** @description Moves of the factors; none when it is undefined. */
            moves: components["schemas"]["FactorMove"][];
            /** @description Returns that it rests on. */
            n: number;
            /** @description Periods. */
            periods: number;
            /**
             * Format: double
             * @description Probability of a normal loss as large within the periods.
             */
            probability?: number | null;
            /**
             * Format: double
             * @description Part of the portfolio's variance that the factors explain; none when they are the holdings.
             */
            r_squared?: number | null;
            /** @description The loss by each factor. */
            single: components["schemas"]["SingleFactorStress"][];
            /** @description Why there is no move. */
            undefined?: string | null;
        };
        /** @description A loss that a cause is looked for. */
        ReverseStressRequest: {
            /** @description Names of series that move; empty takes the holdings themselves. */
            factors?: string[];
            /**
             * Format: double
             * @description What is lost, as a part of the capital: 0.2 for a fifth.
             */
            loss: number;
            /** @description Periods within which it happens; variances grow with them. */
            periods?: number;
        };
        /** @description One of a transaction's revisions. */
        RevisionView: components["schemas"]["Transaction"] & {
            /** @description It says that the transaction is deleted. */
            deleted: boolean;
            known_until?: components["schemas"]["Timestamp"] | null;
        };
        /** @description Excess return wanted for each unit of variance: a number, or `"from_benchmark"`. */
        RiskAversion: number | components["schemas"]["RiskAversionSource"];
        /**
         * @description Where an implied risk aversion comes from.
         * @enum {string}
         */
        RiskAversionSource: "from_benchmark";
        /** @description What the tracking error rests on. */
        RiskBasis: {
            /**
             * Format: date
             * @description The first day of prices.
             */
            first_date?: string | null;
            /**
             * Format: date
             * @description The last.
             */
            last_date?: string | null;
            /** @description Instruments of which too few prices are known. */
            missing: string[];
            /** @description Returns that were used. */
            n_observations?: number | null;
            /** @description Why there is no tracking error. */
            note?: string | null;
        };
        /** @description What a figure is and how it is worked out. */
        RiskConvention: {
            /** @description The figure's name in the report. */
            figure: string;
            /** @description In words. */
            words: string;
        };
        /** @description The portfolio's exposure to one factor. */
        RiskFactorExposure: {
            /**
             * Format: double
             * @description Return of the portfolio for a return of 1.00 of the factor, the others standing still.
             */
            beta: number;
            /** @description The factor. */
            factor: string;
            /**
             * Format: double
             * @description Its error, which bears residuals that differ in size and depend on each other (Newey and West 1987).
             */
            standard_error: number;
            /**
             * Format: double
             * @description Part of the portfolio's variance that comes with it; these add up to the explained part.
             */
            variance_share: number;
        };
        /** @description One instrument of a portfolio. What is not known is left out, and figures that need it say so. */
        RiskHolding: {
            /** @description Kind of asset, such as `equity` or `bond`. */
            asset_class?: string | null;
            /**
             * Format: double
             * @description Average value traded a day, in the base currency.
             */
            average_daily_value?: number | null;
            /** @description Currency in which it is priced. */
            currency?: string | null;
            /** @description What it is called; also the name of its history. */
            name: string;
            /** @description Sector. */
            sector?: string | null;
            /** @description How it answers to shocks. */
            sensitivities?: components["schemas"]["Sensitivities"];
            /**
             * Format: double
             * @description Its value in the base currency, below zero for a short; null while its price is not known.
             */
            value?: number | null;
        };
        /** @description What is asked of the workspace's risk. All of it may be left out. */
        RiskQuestion: {
            account_id?: components["schemas"]["AccountId"] | null;
            backtest?: components["schemas"]["BacktestSettings"] | null;
            /** @description Probabilities with which a loss is not exceeded; 0.95 and 0.99 when nothing is said. */
            confidences?: number[] | null;
            /** @description Instruments whose returns are factors; the benchmark when nothing is said. */
            factor_instrument_ids?: components["schemas"]["InstrumentId"][] | null;
            /**
             * Format: date
             * @description The first day of the history; five years before today when nothing is said.
             */
            from?: string | null;
            /** @description Days over which losses are estimated; 1 and 10 when nothing is said. */
            horizons?: number[] | null;
            /** @description Methods; all eight when empty. */
            methods?: components["schemas"]["TailMethod"][];
            /**
             * Format: int64
             * @description Of the random numbers of methods.
             */
            seed?: number;
        };
        /** @description Risk of a portfolio. Losses are parts of the capital and positive, a period's unless a horizon says otherwise. */
        RiskReport: {
            /** @description How each method would have fared. */
            backtests: components["schemas"]["MethodBacktest"][];
            /**
             * Format: double
             * @description The value that losses are a part of.
             */
            capital: number;
            /** @description The tree of holdings by correlation. */
            clusters: components["schemas"]["Answer_HoldingClusters"];
            /** @description How few things it rests on. */
            concentration: components["schemas"]["ConcentrationReport"];
            /** @description What each holding adds, one entry a confidence. */
            contributions: components["schemas"]["Answer_RiskContributions"][];
            /** @description How each figure is worked out. */
            conventions: components["schemas"]["RiskConvention"][];
            /** @description How holdings move together. */
            correlation: components["schemas"]["Answer_CorrelationReport"];
            /**
             * Format: double
             * @description Part of the gross value that the figures cover.
             */
            covered_share: number;
            /** @description What factors explain; undefined without factors. */
            factors: components["schemas"]["Answer_FactorRisk"];
            /**
             * Format: date
             * @description The last day of the first of them.
             */
            first_date?: string | null;
            /**
             * Format: double
             * @description Sizes of all holdings with a value, summed.
             */
            gross_value: number;
            /**
             * Format: date
             * @description The last day of the last.
             */
            last_date?: string | null;
            /** @description Holdings that are not covered, and why. */
            left_out: components["schemas"]["LeftOut"][];
            /** @description How long it takes to sell. */
            liquidity: components["schemas"]["Answer_LiquidationPlan"];
            /** @description Rows left out because a holding has nothing there. */
            n_dropped: number;
            /** @description Periods that all covered holdings have. */
            n_periods: number;
            /**
             * Format: double
             * @description Their values, summed.
             */
            net_value: number;
            /** @description Losses by method, confidence and horizon. */
            tails: components["schemas"]["TailFigure"][];
            /** @description Deviation of the portfolio a year. */
            volatility: components["schemas"]["Answer_f64"];
        };
        /** @description A portfolio, histories, and what to work out of them. */
        RiskRequest: {
            backtest?: components["schemas"]["BacktestSettings"] | null;
            /**
             * Format: double
             * @description The value that losses are a part of; none takes the sum of all holdings. What is missing to it is cash without risk.
             */
            capital?: number | null;
            /** @description Probabilities with which a loss is not exceeded. */
            confidences?: number[];
            /**
             * Format: double
             * @description Part of the way from the sample's correlations to one that stressed ones go, 0 to 1.
             */
            correlation_stress?: number;
            /** @description The estimator that stands beside the sample covariance. */
            covariance_model?: components["schemas"]["CovarianceModel"];
            /** @description Names of those series that are factors, such as an index. */
            factors?: string[];
            /** @description Histories of holdings and factors by name. What has none is left out and named in the report. */
            history: components["schemas"]["HistoryTable"];
            /** @description What is held. */
            holdings: components["schemas"]["RiskHolding"][];
            /** @description Periods over which losses are estimated. */
            horizons?: number[];
            /** @description Methods; empty takes all eight with their usual settings. */
            methods?: components["schemas"]["TailMethod"][];
            /** @description What is done about gaps where covariances are estimated. Losses look at periods that all holdings have. */
            missing?: components["schemas"]["MissingRule"];
            /**
             * Format: double
             * @description Part of a day's trading that is at most one's own while selling.
             */
            participation?: number;
            /**
             * Format: double
             * @description 252 for days.
             */
            periods_per_year?: number;
            /** @description Periods of the moving window of correlations. */
            rolling_periods?: number;
            /**
             * Format: int64
             * @description Of the random numbers of methods that are not given.
             */
            seed?: number;
        };
        /** @description Numbers of one thing over the rows of a table; null where one is missing. */
        RiskSeries: {
            /** @description What it is of. */
            name: string;
            /** @description One number a row, oldest first. */
            values: (number | null)[];
        };
        /** @description The mean correlation of all pairs over a moving window. */
        RollingCorrelation: {
            /**
             * Format: date
             * @description The last day of the window.
             */
            date: string;
            /**
             * Format: double
             * @description The mean; none while a holding does not vary.
             */
            mean?: number | null;
        };
        /** @description Figures over a moving window, one entry a period, none where the window is not full or the figure has no value. */
        RollingFigures: {
            /** @description Compounded return a year. */
            annual_return: (number | null)[];
            /** @description Beta; empty without a benchmark. */
            beta: (number | null)[];
            /** @description Periods of the window. */
            periods: number;
            /** @description Sharpe ratio a year. */
            sharpe_ratio: (number | null)[];
            /** @description Volatility a year. */
            volatility: (number | null)[];
        };
        /** @description How weights become whole lots. */
        RoundLots: {
            /**
             * Format: double
             * @description Money to invest, in the currency of the prices.
             */
            capital: number;
            /**
             * Format: double
             * @description Part of the capital that is not spent (0.05 = 5 %).
             */
            cash_buffer?: number;
            /** @description Shares held now, for `minimum_trade` and the trades of the answer; none when left out. */
            current_shares?: {
                [key: string]: number;
            };
            lot_sizes?: components["schemas"]["PerAsset"] | null;
            /** @description Most nodes of the branch and bound; 20 000 when left out. */
            max_nodes?: number | null;
            /** @description Greedy or integer program. */
            method?: components["schemas"]["AllocationMethod"];
            /**
             * Format: double
             * @description Trades of less money than this are not made.
             */
            minimum_trade?: number;
            /** @description Price of a share, by asset. */
            prices: {
                [key: string]: number;
            };
        };
        /**
         * @description Units that were bought and sold again, or sold short and bought back. Amounts are of the instrument's currency.
         *
         *     Excursions look only at prices that were certainly there while it was held: its own, the close of the first bar, the highs and lows
         *     of the bars between, the open of the last one.
         */
        RoundTrip: {
            /**
             * Format: double
             * @description Maximum adverse excursion: the lowest result on the way before fees, zero or below. None with ticks.
             */
            adverse_excursion?: number | null;
            /** @description Bars, or ticks, from one to the other. */
            bars_held: number;
            /** @description Worth at the beginning, the multiplier included. */
            capital: string;
            /** @description When it began. */
            entry_at: components["schemas"]["Timestamp"];
            /** @description The number of the bar or tick at which it began, from 0. */
            entry_index: number;
            /** @description Price at the beginning. */
            entry_price: string;
            /** @description When it ended. */
            exit_at: components["schemas"]["Timestamp"];
            /** @description The number of the bar or tick at which it ended. */
            exit_index: number;
            /** @description Price at the end. */
            exit_price: string;
            /**
             * Format: double
             * @description Maximum favourable excursion: the highest result on the way before fees, zero or above. None with ticks.
             */
            favourable_excursion?: number | null;
            /** @description Fees of both ends. */
            fees: string;
            /** @description What. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description Gain after fees. */
            pnl: string;
            /**
             * Format: double
             * @description Gain after fees ÷ capital.
             */
            return_on_capital?: number | null;
            /** @description How it began: `buy` for a long one. */
            side: components["schemas"]["Side"];
            /** @description How much worse than the market's price both ends traded; within the prices. None where it cannot be told apart. */
            slippage?: string | null;
            /** @description Units, above zero. */
            units: string;
        };
        /** @description A stretch of the round trips of a run. */
        RoundTripsWindow: {
            /** @description The rows, in the order of their ends. */
            items: components["schemas"]["RoundTrip"][];
            /** @description Rows that match: all. */
            matching: number;
            /** @description Rows before them. */
            offset: number;
            /** @description Always null: nothing is looked for. */
            place?: number | null;
            /** @description Rows there are. */
            total: number;
        };
        /**
         * @description Group or instrument.
         * @enum {string}
         */
        RowKind: "group" | "instrument";
        /**
         * @description Long when the relative strength index (Wilder 1978) falls below `lower`, until it is at `exit` or above; where short sales are on,
         *     also short when it rises above `upper`, until it is at `exit` or below.
         */
        RsiReversion: {
            /**
             * Format: double
             * @description Where positions end.
             * @default 50
             */
            exit?: number;
            /**
             * Format: int32
             * @description Bars of the index.
             * @default 14
             */
            length?: number;
            /**
             * Format: double
             * @description From where it is bought.
             * @default 30
             */
            lower?: number;
            /**
             * @description Whether short sales are on.
             * @default false
             */
            short?: boolean;
            /** @default null */
            size?: components["schemas"]["PositionSize"] | null;
            /**
             * Format: double
             * @description From where it is sold short.
             * @default 70
             */
            upper?: number;
        };
        /** @description How many paths fell to the level of ruin. */
        Ruin: {
            /**
             * Format: double
             * @description The level, as a part of the start.
             */
            level: number;
            /**
             * Format: double
             * @description Lower end of the 95 % interval of the true probability (Wilson 1927), for so many paths.
             */
            lower: number;
            /**
             * Format: double
             * @description Median number of periods until ruin among the ruined; none when there is none.
             */
            median_periods?: number | null;
            /**
             * Format: double
             * @description Part of the paths that fell to it.
             */
            probability: number;
            /**
             * Format: double
             * @description Its upper end: above zero even when no path was ruined.
             */
            upper: number;
        };
        /** @description Enter when one condition comes about, leave when another holds. Exits at prices go with the entry and cancel each other. */
        RulesSpecification: {
            /** @description It enters when this begins to hold, while it holds nothing and `exit` does not hold. */
            entry: components["schemas"]["AlertCondition"];
            entry_hold?: components["schemas"]["AlertHold"] | null;
            exit?: components["schemas"]["AlertCondition"] | null;
            /** @description What is traded. */
            instrument: components["schemas"]["InstrumentId"];
            /** @description Buy, or sell short. */
            side?: components["schemas"]["Side"];
            size?: components["schemas"]["PositionSize"] | null;
            /**
             * Format: double
             * @description Distance of a stop from the close at entry, in per cent.
             */
            stop_loss_percent?: number | null;
            /**
             * Format: double
             * @description Distance of a limit from the close at entry, in per cent.
             */
            take_profit_percent?: number | null;
        };
        /** @description Money that did not come from prices, in the base currency at the rates of its days. Costs are positive. */
        RunCosts: {
            /** @description Paid for borrowed units. */
            borrow: string;
            /** @description Dividends received, less those paid on short positions: no cost, but no price either. */
            dividends: string;
            /** @description Fees of trades. */
            fees: string;
            /** @description Interest paid on cash, less interest received. */
            interest: string;
            /** @description How much worse than the market's price orders traded, rounding to the tick included. It is within the prices of the fills. */
            slippage?: string | null;
        };
        /** @description How much there is of what in a run. */
        RunCounts: {
            /** @description Fills. */
            fills: number;
            /**
             * Format: int64
             * @description Orders that passed the gate.
             */
            orders: number;
            /**
             * Format: int64
             * @description Requests that were refused.
             */
            refused: number;
            /** @description Round trips that ended. */
            round_trips: number;
        };
        /** @description A fill with the market's price. */
        RunFill: components["schemas"]["Fill"] & {
            /**
             * Format: double
             * @description The market's price, before slippage and rounding.
             */
            market_price?: number | null;
        };
        /** @description A saved optimization, run again on what is known at each time. Its weights come through a [`crate::TargetSource`]. */
        SavedOptimization: {
            /**
             * Format: double
             * @description How far a weight may be off before it is traded.
             */
            band?: number;
            /** @description Which. */
            optimization: components["schemas"]["OptimizationId"];
            /** @description How often it is run. */
            rebalance?: components["schemas"]["Cadence"];
        };
        /**
         * @description What the scenarios say about a portfolio. All figures are for one period and not annualized but for the growth and the
         *     semideviation.
         */
        ScenarioRisk: {
            /**
             * Format: double
             * @description Conditional drawdown at risk: the mean of the worst drawdowns of the uncompounded cumulative return.
             */
            cdar: number;
            /**
             * Format: double
             * @description Confidence of the next three.
             */
            confidence: number;
            /**
             * Format: double
             * @description Conditional value at risk: the mean of the worst losses, which have a probability of one less the confidence.
             */
            cvar: number;
            /**
             * Format: double
             * @description Mean logarithmic growth, times the periods a year; null when a scenario loses everything.
             */
            growth?: number | null;
            /**
             * Format: double
             * @description Largest drawdown of the uncompounded cumulative return.
             */
            maximum_drawdown: number;
            /**
             * Format: double
             * @description Mean absolute deviation from the mean return.
             */
            mean_absolute_deviation: number;
            /** @description Scenarios used. */
            n_scenarios: number;
            /**
             * Format: double
             * @description Root of the mean squared shortfall below the minimum acceptable return, annualized by the root of the periods a year.
             */
            semideviation: number;
            /**
             * Format: double
             * @description Value at risk: the loss exceeded with a probability of one less the confidence.
             */
            value_at_risk: number;
        };
        /** @description What a scenario does. */
        ScenarioStress: {
            /**
             * Format: double
             * @description The same over the capital.
             */
            change?: number | null;
            /**
             * Format: double
             * @description Part of the gross value that rests on its own prices or on what was given.
             */
            data_share: number;
            /** @description What happened, or is assumed. */
            description: string;
            /**
             * Format: date
             * @description For a replay, the day at whose close it ends.
             */
            end?: string | null;
            /**
             * Format: double
             * @description Gains and losses of the known holdings, summed in their order; none when none is known.
             */
            gain?: number | null;
            /** @description One entry a holding with a value; known gains add up to the total. */
            holdings: components["schemas"]["HoldingStress"][];
            /**
             * Format: double
             * @description The deepest fall from an earlier height on the way, zero or negative, of a replay.
             */
            max_drawdown?: number | null;
            /** @description The scenario's name. */
            name: string;
            /** @description The way there, of a replay. */
            path: components["schemas"]["PathPoint"][];
            /**
             * Format: double
             * @description Part of the gross value that rests on proxies.
             */
            proxy_share: number;
            /**
             * Format: date
             * @description For a replay, the day at whose close it begins.
             */
            start?: string | null;
            /**
             * Format: double
             * @description Part of the gross value of which nothing is known.
             */
            unknown_share: number;
            worst_day?: components["schemas"]["WorstDay"] | null;
        };
        /** @description A recurrence with what to do about missed occurrences. */
        Schedule: {
            catch_up: components["schemas"]["CatchUp"];
            /** Format: int32 */
            grace_s: number;
            recurrence: components["schemas"]["Recurrence"];
        };
        /** @description What a schedule does when it comes. */
        ScheduleAction: {
            /** @enum {string} */
            kind: "back_up";
        } | {
            /** @description What is planned, and what makes it due. */
            check: components["schemas"]["RebalancingCheck"];
            /** @enum {string} */
            kind: "rebalance";
        };
        /** @description What a person says of a schedule. */
        ScheduleFields: {
            /** @description What it does. */
            action: components["schemas"]["ScheduleAction"];
            /** @description Whether it runs; yes when nothing is said. */
            enabled?: boolean;
            /** @description Its name, 1 to 120 characters. */
            name: string;
            /** @description When it comes, and what becomes of missed occurrences. */
            schedule: components["schemas"]["Schedule"];
        };
        /**
         * Format: uuid
         * @description Of a schedule.
         */
        ScheduleId: string;
        /** @description What a recurrence comes to. */
        SchedulePreview: {
            /** @description The next occurrences, in order; fewer than asked for when the calendar ends before. */
            occurrences: components["schemas"]["Occurrence"][];
            /** @description The recurrence as an English sentence. */
            sentence: string;
            /** @description The zone of nominal times, a name of the IANA database. */
            zone: string;
        };
        /** @description What a schedule did at one time. */
        ScheduleRun: {
            /** @description When it began. */
            begun_at: components["schemas"]["Timestamp"];
            /**
             * Format: int32
             * @description How many occurrences it stood for: itself, and missed ones before it.
             */
            covers: number;
            due_at?: components["schemas"]["Timestamp"] | null;
            job?: components["schemas"]["Job"] | null;
            /**
             * @description The occurrence: the local date and time that the recurrence names, `2026-03-08T02:30`. Null when a person began it by
             *     hand.
             */
            occurrence?: string | null;
        };
        /** @description A schedule of the workspace. */
        ScheduleView: components["schemas"]["ScheduleFields"] & {
            /** @description When it was made. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Its identity. */
            id: components["schemas"]["ScheduleId"];
            last_run?: components["schemas"]["ScheduleRun"] | null;
            next?: components["schemas"]["Occurrence"] | null;
            /** @description When it comes, as an English sentence. */
            sentence: string;
            /** @description When it was last changed. */
            updated_at: components["schemas"]["Timestamp"];
            /** @description The zone of its nominal times, a name of the IANA database. */
            zone: string;
        };
        /**
         * @description What is rebalanced.
         * @enum {string}
         */
        Scope: "everything" | "crossed";
        /** @description What a script may use up. A step is a call, a return, a turn of a loop, or an attempt to match a pattern. */
        ScriptLimits: {
            /**
             * Format: int32
             * @description Memory, in MiB.
             * @default 64
             */
            memory_mib?: number;
            /**
             * Format: int32
             * @description Orders, changes and cancels that one callback may ask for.
             * @default 1000
             */
            orders_per_callback?: number;
            /**
             * Format: int32
             * @description Steps in one callback, at least 1,000 and at most two million.
             * @default 250000
             */
            steps_per_callback?: number;
            /**
             * Format: int64
             * @description Steps in a whole run.
             * @default 20000000000
             */
            steps_total?: number;
        };
        /** @description A line that a script wrote. */
        ScriptLogLine: {
            at?: components["schemas"]["Timestamp"] | null;
            /** @description What it says. */
            text: string;
        };
        /** @description A script with the values of its parameters. */
        ScriptSpecification: {
            /** @description What it may use up. */
            limits?: components["schemas"]["ScriptLimits"];
            /** @description Values by the names that the script declares; its defaults where they are left out. */
            parameters?: {
                [key: string]: components["schemas"]["ScriptValue"];
            };
            /**
             * Format: int32
             * @description Where its random numbers begin.
             */
            seed?: number;
            /** @description The text, at most 256 KiB. */
            source: string;
        };
        /** @description The value of a parameter. */
        ScriptValue: boolean | number | string;
        /**
         * @description How a sealed file is.
         * @enum {string}
         */
        SealedFileState: "not_made" | "locked" | "unlocked" | "unusable";
        /** @description How keys and other secrets are kept on this machine. */
        SealedFileView: {
            /** @description A stable name for what is wrong with the file. */
            code?: string | null;
            /** @description Whether a keychain is running; secrets go there then. */
            has_keychain: boolean;
            /** @description Whether secrets are kept in the sealed file now, as no keychain is running. */
            is_used: boolean;
            /** @description Why there is none. */
            keychain_problem?: string | null;
            /**
             * Format: int32
             * @description So many characters are advised.
             */
            passphrase_chars_advised: number;
            /**
             * Format: int32
             * @description The fewest characters of a passphrase.
             */
            passphrase_chars_min: number;
            /** @description Where it is or would be; null where there is no home folder. */
            path?: string | null;
            /** @description What is wrong with the file or the passphrase that was given, and what to do. */
            problem?: string | null;
            /** @description How the sealed file is. */
            state: components["schemas"]["SealedFileState"];
        };
        /** @description Which sets are tried. */
        Search: {
            /** @enum {string} */
            kind: "grid";
        } | {
            /** @enum {string} */
            kind: "random";
            /**
             * Format: int64
             * @description The chance.
             */
            seed: number;
            /** @description How many. */
            trials: number;
        } | {
            /** @description The figure that is looked for. */
            figure: string;
            /** @description Whether more of it is better. */
            goal?: components["schemas"]["Goal"];
            /** @enum {string} */
            kind: "guided";
            /**
             * Format: int64
             * @description The chance.
             */
            seed: number;
            /** @description How many. */
            trials: number;
        };
        /** @description How sure it is that there is no better plan. */
        SearchReport: {
            /**
             * Format: double
             * @description What the objective of no plan can be below; null when it is unknown.
             */
            bound?: number | null;
            /**
             * Format: double
             * @description How far the plan may be above the best, in money; null when unknown.
             */
            gap?: number | null;
            /** @description Quadratic programs solved. */
            nodes: number;
        };
        /** @description Where a secret was put. */
        SecretKept: {
            place?: components["schemas"]["SecretPlace"] | null;
        };
        /**
         * @description Where a secret lies.
         * @enum {string}
         */
        SecretPlace: "keychain" | "sealed_file" | "environment";
        /** @description A secret on its way to where secrets are kept. It is never shown again. */
        SecretText: {
            /** @description The secret itself; null forgets the one there is. */
            secret?: string | null;
        };
        /** @description How much a section of an archive holds. */
        SectionCount: {
            /**
             * Format: int64
             * @description Its entries; of bars, how many bars.
             */
            entries: number;
            /** @description The section. */
            section: string;
        };
        /** @description A sector over all periods. */
        SectorEffects: {
            /** @description Its linked effects. */
            effects: components["schemas"]["AttributionEffects"];
            /** @description Its name. */
            sector: string;
        };
        /** @description One sector in one period, at the weights at which the period starts. */
        SectorPeriod: {
            /**
             * Format: double
             * @description Its return in the benchmark; none where the benchmark has nothing of it.
             */
            benchmark_return?: number | null;
            /**
             * Format: double
             * @description Its weight in the benchmark.
             */
            benchmark_weight: number;
            /**
             * Format: double
             * @description Its return in the portfolio; none where the portfolio has nothing of it.
             */
            portfolio_return?: number | null;
            /**
             * Format: double
             * @description Its weight in the portfolio.
             */
            portfolio_weight: number;
        };
        /** @description How a holding answers to shocks that are not a price of its own. Zero says that it does not; none says that nobody knows. */
        Sensitivities: {
            /**
             * Format: double
             * @description Convexity in years squared; none counts as zero beside a duration.
             */
            convexity?: number | null;
            /**
             * Format: double
             * @description Modified duration in years: part of the value that a rise of rates by 1.00 (100 percentage points) takes away.
             */
            duration?: number | null;
            /**
             * Format: double
             * @description Return for a return of 1.00 of the equity market.
             */
            equity_beta?: number | null;
            /**
             * Format: double
             * @description Part of the value that a rise of volatility by 1.00 (100 percentage points) brings.
             */
            vega?: number | null;
        };
        /** @description What is stored of a series. */
        SeriesCoverage: {
            /** @description The first bar. */
            first: components["schemas"]["Timestamp"];
            /** @description Of what. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description The last bar. */
            last: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description How many there are.
             */
            n_bars: number;
            /** @description How much time a bar covers. */
            size: components["schemas"]["BarSize"];
            /** @description From whom. */
            source: string;
            /** @description Its symbol; null when it is not there any more. */
            symbol?: string | null;
        };
        /**
         * @description How a series travels.
         * @enum {string}
         */
        SeriesFormat: "json" | "binary";
        /** @description Only days on which an exchange trades. */
        SessionRule: {
            /** @description The exchange. */
            exchange: components["schemas"]["Exchange"];
            /** @description What becomes of a day without trading. */
            otherwise?: components["schemas"]["Otherwise"];
        };
        /** @description What holds for a whole workspace. */
        Settings: {
            /** @description The currency of totals. */
            base_currency: components["schemas"]["Currency"];
            benchmark_id?: components["schemas"]["InstrumentId"] | null;
            /**
             * Format: int32
             * @description Trading days in a year.
             */
            periods_per_year?: number;
            /** @description How the window draws from its next start on. */
            renderer?: components["schemas"]["Renderer"];
            /**
             * Format: double
             * @description Annual risk-free rate as a fraction (0.02 is 2 %) for Sharpe ratios; unset: the sample's series, else 0.
             */
            risk_free_rate?: number | null;
            /**
             * Format: int32
             * @description A last price older than this many days is shown as stale.
             */
            stale_after_days?: number;
        };
        /** @description In which units orders are made. */
        Shares: {
            /** @enum {string} */
            kind: "whole";
        } | {
            /**
             * Format: int32
             * @description Decimal places of a quantity, at most 8.
             */
            decimals?: number;
            /** @enum {string} */
            kind: "fractional";
        };
        /**
         * @description Whether units come or go.
         * @enum {string}
         */
        Side: "buy" | "sell";
        /** @description Whether chance could have made a series. */
        SignificanceReport: {
            data_snooping?: components["schemas"]["DataSnooping"] | null;
            /** @description Ratios and tests, each with its convention. */
            figures: components["schemas"]["PerformanceFigure"][];
            /** @description Mean return and Sharpe ratio over series drawn anew. */
            intervals: components["schemas"]["FigureInterval"][];
            /**
             * Format: double
             * @description Mean periods of a block that was drawn.
             */
            mean_block_length: number;
            /** @description Returns. */
            n_returns: number;
            /** @description Trials that the deflated Sharpe ratio counts; one when nothing is said of others. */
            n_trials: number;
            overfitting?: components["schemas"]["Overfitting"] | null;
        };
        /** @description A series of returns and what it was chosen from. */
        SignificanceRequest: {
            /** @description Returns of every strategy that was tried, over the same periods, the chosen one among them. */
            alternatives?: number[][];
            /** @description Returns of what the strategies had to beat, over the same periods; the risk-free rate when left out. */
            benchmark?: number[] | null;
            /**
             * Format: double
             * @description The Sharpe ratio to exceed, a year's.
             */
            benchmark_sharpe?: number;
            /** @description Blocks into which the periods are cut to see how often the best of one half is poor on the other: even, 2 to 20. */
            blocks?: number;
            /**
             * Format: double
             * @description Of intervals and of the minimum track record.
             */
            confidence?: number;
            /**
             * Format: double
             * @description Mean periods of a block that is drawn; the best length for these returns when left out.
             */
            mean_block_length?: number | null;
            /** @description Series drawn anew, 20 to 100,000. */
            n_resamples?: number;
            /**
             * Format: double
             * @description 252 for days.
             */
            periods_per_year?: number;
            /** @description Simple returns of equal periods, oldest first. */
            returns: number[];
            /**
             * Format: double
             * @description A year's.
             */
            risk_free_rate?: number;
            /**
             * Format: int64
             * @description Chance: the same seed gives the same answer.
             */
            seed?: number;
            /** @description Sharpe ratios of every trial that was made, a year's, the chosen one among them. Empty takes those of `alternatives`. */
            trial_sharpes?: number[];
        };
        /**
         * @description How a history that might have been is made.
         * @enum {string}
         */
        SimulationMethod: "block_bootstrap" | "trade_shuffle" | "student";
        /** @description How the account and the market are simulated. All but the cash may be left out. */
        SimulationSettings: {
            /** @description What may be borrowed; nothing when nothing is said. */
            account?: components["schemas"]["AccountMode"];
            arrival?: components["schemas"]["Arrival"] | null;
            /** @description Cash at the start, above zero. */
            cash: string;
            currency?: components["schemas"]["Currency"] | null;
            /** @description What trades cost. */
            fees?: components["schemas"]["FeeSchedule"];
            /** @description What becomes of positions at the end. */
            finish?: components["schemas"]["Finish"];
            /** @description Interest on cash, and on what is sold short. */
            interest?: components["schemas"]["InterestRates"];
            /** @description What the gate lets pass. Without anything said: no short sales, and the account must be able to pay. */
            limits?: components["schemas"]["GateLimits"];
            /** @description How the result is measured. */
            measure?: components["schemas"]["MeasureSettings"];
            /** @description The way of the price within a bar. */
            path?: components["schemas"]["PathRule"];
            /**
             * Format: int64
             * @description Makes the ids of orders.
             */
            seed?: number;
            /** @description What orders pay that come to the market. */
            slippage?: components["schemas"]["Slippage"];
            /** @description Whether a tick at the limit of a resting order fills it. */
            touch?: components["schemas"]["TouchRule"];
            /**
             * Format: double
             * @description The part of a bar's volume that orders get, above 0 and up to 1; as much as they want when nothing is said.
             */
            volume_share?: number | null;
            /**
             * Format: int32
             * @description Days of a year of interest: 360 or 365.
             */
            year_days?: number;
        };
        /** @description A loss by one factor. */
        SingleFactorStress: {
            /**
             * Format: double
             * @description Its change when nothing else moves; none when the portfolio does not depend on it, or no price can fall so far.
             */
            alone?: number | null;
            /**
             * Format: double
             * @description The second in its deviations over the periods.
             */
            deviations?: number | null;
            /** @description The factor. */
            factor: string;
            /**
             * Format: double
             * @description Its change when the others go along as they usually do: `Σ(·,k)/Σ(k,k)` for each unit; none likewise.
             */
            with_others?: number | null;
        };
        /** @description How a sink stands. */
        SinkReport: {
            /**
             * Format: int64
             * @description Batches that it was given and could not take.
             */
            failed: number;
            /** @description Whether it has ended and takes nothing any more. */
            has_ended: boolean;
            /** @description Why it could not take the last of them. */
            last_failure?: string | null;
            /** @description What it was not given at all. */
            missed: components["schemas"]["Missed"];
            /** @description Its name. */
            name: string;
            /**
             * Format: int64
             * @description Batches that it took.
             */
            taken: number;
        };
        /** @description A share of the total. */
        Slice: {
            /** @description How many positions (not cash balances) are in it. */
            n_positions: number;
            /** @description Its name; none for what is not classified. */
            name?: string | null;
            /** @description Its value in the base currency. */
            value: components["schemas"]["Total"];
            /** @description Value ÷ total value. */
            weight: components["schemas"]["Ratio"];
        };
        /** @description A model of slippage. Prices move against the order: up for a purchase, down for a sale. */
        Slippage: {
            /** @enum {string} */
            kind: "none";
        } | {
            /**
             * Format: double
             * @description In the instrument's currency.
             */
            amount: number;
            /** @enum {string} */
            kind: "fixed";
        } | {
            /** @enum {string} */
            kind: "relative";
            /**
             * Format: double
             * @description 0.0005 for 0.05 %.
             */
            share: number;
        } | {
            /** @enum {string} */
            kind: "half_spread";
            /**
             * Format: double
             * @description The whole spread as a part of the price.
             */
            spread: number;
        } | {
            /**
             * Format: double
             * @description The move at the bar's whole volume, as a part of the price.
             */
            impact: number;
            /** @enum {string} */
            kind: "volume_share";
        } | {
            /**
             * Format: double
             * @description About 1.
             */
            coefficient: number;
            /** @enum {string} */
            kind: "square_root";
        };
        /** @description An amount of money and a part of the household's value; the larger of the two holds. */
        Smallest: {
            /**
             * @description In the base currency.
             * @default 0
             */
            amount?: string;
            /**
             * @description A part of the household's value (0.01 = 1 %).
             * @default 0
             */
            fraction?: string;
        };
        /** @description How the solve went. Times are not here: the same request gives the same result, bit for bit. */
        SolverInfo: {
            /** @description Segments of the critical line that were walked. */
            frontier_segments: number;
            /**
             * Format: int32
             * @description Iterations of the interior-point solver.
             */
            interior_iterations?: number;
            /**
             * Format: int32
             * @description Iterations of OSQP; zero unless the first guess did not lead to the end in a few steps.
             */
            osqp_iterations: number;
            /** @description Factorizations of the active-set polish. */
            polish_steps: number;
            /** @description The answer is exact on its active set. */
            polished: boolean;
            /** @description Pivots of the simplex method on scenarios and cuts. */
            simplex_pivots?: number;
        };
        /**
         * @description A sound by its meaning; a desktop's theme or the window has the file.
         * @enum {string}
         */
        SoundName: "message" | "complete" | "warning" | "error" | "alarm";
        /** @description A sound. */
        SoundWay: {
            /** @description Which. */
            sound?: components["schemas"]["SoundName"];
        };
        /**
         * @description Who sent an event, such as `kraken` or `alpaca_iex`: 1 to 16 small letters, digits, `_`, `-` or `.`. It is copied with
         *     every tick, so it has a fixed size.
         * @example kraken
         */
        Source: string;
        /** @description A bar that a source made itself. */
        SourceBar: {
            /** @description The bar. */
            bar: components["schemas"]["Bar"];
            /** @description Where from, of what, when. */
            origin: components["schemas"]["Origin"];
            /** @description How much time it covers. */
            size: components["schemas"]["BarSize"];
        };
        /** @description An optimization under small changes of its inputs. */
        StabilityQuestion: {
            /** @description What changes. */
            perturbation?: components["schemas"]["Perturbation"];
            /** @description Objective and limits, as in [`StudioQuestion`]. */
            request: components["schemas"]["OptimizationRequest"];
            /** @description Perturbed optimizations, 2 to 10,000. */
            samples?: number;
            /**
             * Format: int64
             * @description Decides every sample: the same seed gives the same result.
             */
            seed?: number;
            /** @description Instruments, dates and estimators. */
            universe: components["schemas"]["UniverseSpec"];
        };
        /** @description How weights scatter around those of the unchanged inputs. */
        StabilityResult: {
            /** @description By asset. */
            assets: {
                [key: string]: components["schemas"]["AssetStability"];
            };
            /**
             * Format: double
             * @description Mean over the samples of the sum of absolute changes of weight.
             */
            mean_turnover: number;
            /** @description Samples with an optimum; the others say why in `warnings`. */
            solved: number;
            /**
             * Format: double
             * @description 95 % of the samples change less.
             */
            turnover_95: number;
            /** @description What a reader should know. */
            warnings?: string[];
        };
        /**
         * @description Outcome of a solve.
         * @enum {string}
         */
        Status: "optimal" | "by_rule";
        /** @description Brackets and limits of one filing status. */
        StatusBrackets: {
            /** @description Whose. */
            filing_status: components["schemas"]["FilingStatus"];
            /** @description Most of a net loss that is set off against other income in a year. */
            income_offset: string;
            /** @description Of long-term gains and qualified dividends, by the taxable income below which they lie. */
            long_term: components["schemas"]["Bracket"][];
            /** @description Of taxable income, short-term gains included. */
            ordinary: components["schemas"]["Bracket"][];
            /** @description Modified adjusted gross income above which the surtax falls due. */
            surtax_threshold: string;
        };
        /**
         * @description How far a weight is brought back.
         * @enum {string}
         */
        SteerTo: "target" | "band_edge";
        /** @description What there is. */
        StrategyCatalogue: {
            /** @description Scripts to begin with. */
            samples: components["schemas"]["StrategySample"][];
            /** @description Every kind of strategy with its parameters. */
            strategies: components["schemas"]["StrategyForm"][];
        };
        /** @description Whether a description makes a strategy. */
        StrategyCheck: {
            /** @description What it can be asked for: of a script what the script declares, empty while it does not compile. */
            parameters: components["schemas"]["StrategyParameter"][];
            problem?: components["schemas"]["StrategyFault"] | null;
        };
        /** @description What a parameter may be, and what it is when it is left out. */
        StrategyDomain: {
            /**
             * Format: int64
             * @description When left out.
             */
            default: number;
            /**
             * Format: int64
             * @description The smallest.
             */
            least: number;
            /**
             * Format: int64
             * @description The largest.
             */
            most: number;
            /** @enum {string} */
            type: "integer";
        } | {
            /**
             * Format: double
             * @description When left out; `None`: it is off then.
             */
            default?: number | null;
            /**
             * Format: double
             * @description The smallest.
             */
            least: number;
            /**
             * Format: double
             * @description The largest.
             */
            most: number;
            /** @enum {string} */
            type: "real";
        } | {
            /** @description When left out. */
            default: string;
            /** @description Which. */
            of: string[];
            /** @enum {string} */
            type: "choice";
        } | {
            /** @description When left out. */
            default: boolean;
            /** @enum {string} */
            type: "flag";
        } | {
            /** @enum {string} */
            type: "cadence";
        } | {
            /** @enum {string} */
            type: "size";
        } | {
            /** @enum {string} */
            type: "weights";
        } | {
            /** @enum {string} */
            type: "condition";
        } | {
            /** @enum {string} */
            type: "source";
        };
        /** @description What is wrong with a description. */
        StrategyFault: {
            /** @description A stable name for programs. */
            code: string;
            /**
             * Format: int32
             * @description The character of the line, from 1, where it is known.
             */
            column?: number | null;
            /** @description The field at fault, where it is one. */
            field?: string | null;
            /**
             * Format: int32
             * @description The line of a script, from 1, where it is known.
             */
            line?: number | null;
            /** @description What is wrong and what to do. */
            message: string;
        };
        /** @description An entry of the catalogue. */
        StrategyForm: {
            /** @description How many it can trade at most; `None`: any number. */
            instruments_max?: number | null;
            /** @description How many instruments it needs. */
            instruments_min: number;
            /** @description Its name in JSON. */
            kind: string;
            /** @description Its parameters. */
            parameters: components["schemas"]["StrategyParameter"][];
            /** @description Its title. */
            title: string;
            /** @description What it does, in a sentence. */
            words: string;
        };
        /**
         * Format: uuid
         * @description Of a strategy that is kept.
         */
        StrategyId: string;
        /**
         * @description What a strategy that is kept is made of.
         * @enum {string}
         */
        StrategyKind: "built_in" | "rules" | "script" | "targets";
        /** @description A parameter with its words. */
        StrategyParameter: components["schemas"]["StrategyDomain"] & {
            /** @description Its name in JSON. */
            name: string;
            /** @description What it is counted in. */
            unit: components["schemas"]["StrategyUnit"];
            /** @description What it does. */
            words: string;
        };
        /** @description A description that may or may not make a strategy. */
        StrategyQuestion: {
            /** @description The instruments that it shall run over; any when nothing is said. */
            instrument_ids?: components["schemas"]["InstrumentId"][];
            interval?: components["schemas"]["Interval"] | null;
            /** @description What it does. */
            specification: components["schemas"]["StrategySpecification"];
        };
        /** @description A script to begin with. */
        StrategySample: {
            /** @description Its name. */
            name: string;
            /** @description Its text. */
            source: string;
            /** @description What it does, in a sentence. */
            words: string;
        };
        /** @description A strategy, in JSON tagged by `kind`. What is left out has the default of the catalogue: [`crate::catalogue()`]. */
        StrategySpecification: (components["schemas"]["BuyAndHold"] & {
            /** @enum {string} */
            kind: "buy_and_hold";
        }) | (components["schemas"]["MovingAverageCross"] & {
            /** @enum {string} */
            kind: "moving_average_cross";
        }) | (components["schemas"]["RsiReversion"] & {
            /** @enum {string} */
            kind: "rsi_reversion";
        }) | (components["schemas"]["Breakout"] & {
            /** @enum {string} */
            kind: "breakout";
        }) | (components["schemas"]["MomentumRotation"] & {
            /** @enum {string} */
            kind: "momentum_rotation";
        }) | (components["schemas"]["Pairs"] & {
            /** @enum {string} */
            kind: "pairs";
        }) | (components["schemas"]["VolatilityTarget"] & {
            /** @enum {string} */
            kind: "volatility_target";
        }) | (components["schemas"]["FixedWeights"] & {
            /** @enum {string} */
            kind: "fixed_weights";
        }) | (components["schemas"]["SavedOptimization"] & {
            /** @enum {string} */
            kind: "saved_optimization";
        }) | (components["schemas"]["RebalancerTargets"] & {
            /** @enum {string} */
            kind: "rebalancer";
        }) | (components["schemas"]["RulesSpecification"] & {
            /** @enum {string} */
            kind: "rules";
        }) | (components["schemas"]["ScriptSpecification"] & {
            /** @enum {string} */
            kind: "script";
        });
        /**
         * @description What a parameter is counted in.
         * @enum {string}
         */
        StrategyUnit: "bars" | "instruments" | "fraction" | "points" | "deviations" | "multiple" | "bars_per_year" | "plain";
        /** @description A strategy that is kept. */
        StrategyView: {
            /** @description When it was made. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Its identity. */
            id: components["schemas"]["StrategyId"];
            /** @description What it is made of. */
            kind: components["schemas"]["StrategyKind"];
            /** @description Its name. */
            name: string;
            /** @description What it does. */
            specification: components["schemas"]["StrategySpecification"];
            /** @description When it last changed. */
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description What a client watches. */
        StreamWatch: {
            /**
             * Format: int32
             * @description An update at most once in so many milliseconds, 10 to 60000; 250 when nothing is said.
             */
            every_ms?: number;
            /** @description Kinds of data by instrument, at most a thousand instruments. */
            instruments: {
                [key: string]: components["schemas"]["DataKind"][];
            };
        };
        /** @description Where a holding's change comes from. */
        StressBasis: {
            /** @enum {string} */
            basis: "history";
        } | {
            /** @enum {string} */
            basis: "proxy";
            /** @description Betas by proxy. */
            betas: components["schemas"]["ProxyBeta"][];
            /** @description Periods that the betas rest on. */
            n: number;
            /**
             * Format: double
             * @description Part of its variance that they explain.
             */
            r_squared: number;
        } | {
            /** @enum {string} */
            basis: "given";
        } | {
            /** @enum {string} */
            basis: "unknown";
            /** @description Why. */
            why: string;
        };
        /** @description What is asked of the workspace in a crisis. All of it may be left out. */
        StressQuestion: {
            account_id?: components["schemas"]["AccountId"] | null;
            /** @description Crises of the catalogue by name; all when nothing is said. */
            crises?: string[] | null;
            /** @description Instruments that stand in for a holding without a history of its own; the benchmark when nothing is said. */
            proxy_instrument_ids?: components["schemas"]["InstrumentId"][] | null;
            /** @description Losses that a cause is looked for. Factors are symbols. */
            reverse?: components["schemas"]["ReverseStressRequest"][];
            /** @description Shocks that did not happen. */
            scenarios?: components["schemas"]["StressScenario"][];
            /** @description How holdings answer shocks, by symbol. Betas to the benchmark are measured where none is given. */
            sensitivities?: {
                [key: string]: components["schemas"]["Sensitivities"];
            };
            /** @description Windows of one's own. */
            windows?: components["schemas"]["StressWindow"][];
        };
        /** @description What scenarios do to a portfolio. */
        StressReport: {
            /**
             * Format: double
             * @description The value that losses are a part of.
             */
            capital: number;
            /** @description How figures are worked out. */
            conventions: components["schemas"]["RiskConvention"][];
            /** @description Holdings without a value; they are in no scenario. */
            left_out: components["schemas"]["LeftOut"][];
            /** @description What would lose a given part. */
            reverse: components["schemas"]["ReverseStress"][];
            /** @description Crises and windows of the past, then shocks, in the order asked. */
            scenarios: components["schemas"]["ScenarioStress"][];
        };
        /** @description A portfolio, price histories, and scenarios. */
        StressRequest: {
            /**
             * Format: double
             * @description The value that losses are a part of; none takes the sum of all holdings.
             */
            capital?: number | null;
            /** @description Crises of the catalogue by name; none takes all of them. */
            crises?: string[] | null;
            /** @description Prices of holdings and proxies by name, in the base currency. */
            history: components["schemas"]["HistoryTable"];
            /** @description What is held. */
            holdings: components["schemas"]["RiskHolding"][];
            /** @description Names of those series that stand in for a holding without a history of its own, such as indices. */
            proxies?: string[];
            /**
             * Format: double
             * @description Part of a holding's variance that proxies must explain to stand in for it.
             */
            r_squared_min?: number;
            /** @description Losses that a cause is looked for. */
            reverse?: components["schemas"]["ReverseStressRequest"][];
            /** @description Shocks that did not happen. */
            scenarios?: components["schemas"]["StressScenario"][];
            /** @description Windows of one's own. */
            windows?: components["schemas"]["StressWindow"][];
        };
        /** @description Shocks that come together. */
        StressScenario: {
            /** @description What it is called. */
            name: string;
            /** @description Shocks; their changes are compounded. */
            shocks: components["schemas"]["StressShock"][];
        };
        /** @description One assumption. Changes are parts: −0.2 is a fall by a fifth. */
        StressShock: {
            /**
             * Format: double
             * @description Change of the market.
             */
            change: number;
            /** @enum {string} */
            shock: "equity";
        } | {
            /**
             * Format: double
             * @description Change of the rates: 0.01 for a percentage point more.
             */
            change: number;
            /** @enum {string} */
            shock: "rates";
        } | {
            /**
             * Format: double
             * @description Change of its value in the base currency.
             */
            change: number;
            /** @description Its code. */
            currency: string;
            /** @enum {string} */
            shock: "currency";
        } | {
            /**
             * Format: double
             * @description Change of the volatility: 0.1 for ten percentage points more.
             */
            change: number;
            /** @enum {string} */
            shock: "volatility";
        } | {
            /**
             * Format: double
             * @description Change of its price.
             */
            change: number;
            /** @description Its name. */
            holding: string;
            /** @enum {string} */
            shock: "holding";
        } | {
            /**
             * Format: double
             * @description Change of its prices.
             */
            change: number;
            /** @description The sector. */
            sector: string;
            /** @enum {string} */
            shock: "sector";
        } | {
            /**
             * Format: double
             * @description Change of its price.
             */
            change: number;
            /** @description Its name. */
            factor: string;
            /** @enum {string} */
            shock: "factor";
        } | {
            /**
             * Format: double
             * @description Probability with which a normal move is not exceeded.
             */
            confidence: number;
            /** @description Periods over which deviations grow with their root. */
            periods: number;
            /** @enum {string} */
            shock: "correlation_to_one";
        };
        /** @description A stretch of the past. */
        StressWindow: {
            /**
             * Format: date
             * @description The day at whose close it ends.
             */
            end: string;
            /** @description What it is called. */
            name: string;
            /**
             * Format: date
             * @description The day at whose close it begins.
             */
            start: string;
        };
        /** @description An optimization over a universe. Moments, past returns, lots and today's weights are filled in where it needs them. */
        StudioQuestion: {
            /** @description Also the corner portfolios of that frontier. */
            corners?: boolean;
            /** @description Points of the efficient frontier beside the solution, 2 to 1000; none when left out. */
            frontier_points?: number | null;
            lots?: components["schemas"]["LotsQuestion"] | null;
            /** @description Objective and limits. `assets` may be empty; moments, prices and past returns in it are not looked at. */
            request: components["schemas"]["OptimizationRequest"];
            /** @description Instruments, dates and estimators. */
            universe: components["schemas"]["UniverseSpec"];
        };
        /** @description What is tried. */
        Sweep: {
            /** @description Pairs of names of which the first must be below the second; sets that break it are left out. */
            ascending?: string[][];
            /** @description The parameters. */
            parameters: components["schemas"]["ParameterRange"][];
            /** @description Which sets. */
            search: components["schemas"]["Search"];
        };
        /** @description The job's result. */
        SweepDone: {
            /** @description The sweep that is kept. */
            sweep_id: components["schemas"]["BacktestId"];
        };
        /** @description A sweep in a list. */
        SweepItem: {
            /** @description When it was begun. */
            created_at: components["schemas"]["Timestamp"];
            /**
             * Format: date
             * @description The first day of the data.
             */
            from: string;
            /** @description Its identity. */
            id: components["schemas"]["BacktestId"];
            /** @description What was traded. */
            instrument_ids: components["schemas"]["InstrumentId"][];
            /** @description What a bar covered. */
            interval: components["schemas"]["Interval"];
            job_id?: components["schemas"]["JobId"] | null;
            /**
             * Format: int32
             * @description How many trials of the strategy over these days were counted with those of this sweep.
             */
            n_trials: number;
            /** @description Its name. */
            name: string;
            strategy_id?: components["schemas"]["StrategyId"] | null;
            /** @description The kind of the strategy, as the catalogue calls it. */
            strategy_kind: string;
            /** @description What came of it. */
            summary: components["schemas"]["SweepSummary"];
            /**
             * Format: date
             * @description The last day.
             */
            to: string;
        };
        /** @description A back-test and the parameters of its strategy that are varied. */
        SweepQuestion: {
            /** @description What is run. Its name is that of the sweep. */
            backtest: components["schemas"]["BacktestQuestion"];
            /** @description The figure that is looked for; `sharpe_ratio` when nothing is said. */
            figure?: string | null;
            /** @description Whether more of it is better. */
            goal?: components["schemas"]["Goal"];
            /** @description What is varied. Parameters have the names of fields of the specification, those of a script the names that it declares. */
            sweep: components["schemas"]["Sweep"];
        };
        /** @description A sweep in few figures. */
        SweepSummary: {
            /**
             * Format: double
             * @description The best value of the figure; null when no trial has one.
             */
            best?: number | null;
            best_parameters?: components["schemas"]["ParameterSet"] | null;
            /** @description Those of them that failed. */
            failed: number;
            /** @description The figure that is looked for. */
            figure: string;
            /** @description Whether more of it is better. */
            goal: components["schemas"]["Goal"];
            /** @description Those that were made. */
            made: number;
            /** @description Trials that the sweep has. */
            planned: number;
            /** @description Whether it was stopped before all were made; it can go on. */
            stopped: boolean;
        };
        /** @description A trial without its returns. */
        SweepTrial: {
            /** @description Why it failed. */
            error?: string | null;
            /** @description Figures by name; null where one is undefined. Empty when it failed. */
            figures: {
                [key: string]: number | null;
            };
            /** @description Its number in the sweep, from 0. */
            index: number;
            /** @description The parameters. */
            parameters: components["schemas"]["ParameterSet"];
        };
        /** @description What the number of trials leaves of the best one. Sharpe ratios are a period's. */
        SweepVerdict: {
            /** @description The number of the trial with the highest Sharpe ratio; none when none has one. */
            best?: number | null;
            cross_validation?: components["schemas"]["CrossValidationVerdict"] | null;
            /**
             * Format: double
             * @description Probability that its true Sharpe ratio is above that.
             */
            deflated_sharpe?: number | null;
            /**
             * Format: double
             * @description The Sharpe ratio that the best of so many trials without skill is expected to show.
             */
            expected_best_sharpe?: number | null;
            /** @description Trials whose returns vary, so that they have a Sharpe ratio. */
            n_measured: number;
            /** @description Trials that were made, failed ones too: each was a try. */
            n_trials: number;
            overfitting?: components["schemas"]["Overfitting"] | null;
            /**
             * Format: double
             * @description Probability that its true Sharpe ratio is above zero, if it had been the only trial.
             */
            probabilistic_sharpe?: number | null;
            /**
             * Format: double
             * @description Its Sharpe ratio.
             */
            sharpe?: number | null;
            /** @description What of this is undefined, and why. */
            undefined: string[];
            walk_forward?: components["schemas"]["WalkForwardVerdict"] | null;
        };
        /** @description A sweep with its trials. */
        SweepView: components["schemas"]["SweepItem"] & {
            /** @description The number of the best trial; null when no trial has the figure. */
            best?: number | null;
            /** @description BLAKE3 of the data it saw. */
            data_hash: string;
            /** @description What was asked. */
            question: components["schemas"]["SweepQuestion"];
            /** @description The strategy as it was. */
            specification: components["schemas"]["StrategySpecification"];
            /** @description The trials in the order of their numbers. */
            trials: components["schemas"]["SweepTrial"][];
            verdict?: components["schemas"]["SweepVerdict"] | null;
        };
        /** @description A symbol an instrument had, and the last day on which it had it. */
        SymbolPeriod: {
            /** @description The former symbol. */
            symbol: string;
            /**
             * Format: date
             * @description The last day of its use.
             */
            until: string;
        };
        /** @description What a file had of one symbol. */
        SymbolSummary: {
            /**
             * Format: date
             * @description The first day.
             */
            first?: string | null;
            /**
             * Format: date
             * @description The last day.
             */
            last?: string | null;
            /**
             * Format: int64
             * @description How many bars.
             */
            n_bars: number;
            /** @description The symbol. */
            symbol: string;
        };
        /** @description Exceptions of a value at risk: periods that lost more. */
        TailCoverage: {
            /** @description The Basel committee's zone for 250 periods at 99 %; none for others. */
            basel_zone?: string | null;
            conditional_coverage?: components["schemas"]["LikelihoodRatio"] | null;
            /**
             * Format: double
             * @description How many were expected: `(1 − confidence) n`.
             */
            expected: number;
            independence?: components["schemas"]["LikelihoodRatio"] | null;
            /** @description Kupiec's test that they come as often as expected; one degree of freedom. */
            kupiec: components["schemas"]["LikelihoodRatio"];
            /** @description Periods. */
            n: number;
            /** @description Those that lost more. */
            n_exceptions: number;
            /** @description Pairs of periods: quiet then quiet, quiet then exception, exception then quiet, exception then exception. */
            transitions: number[];
        };
        /** @description A period that lost more than was told. */
        TailException: {
            /**
             * Format: date
             * @description Its last day.
             */
            date: string;
            /**
             * Format: double
             * @description What was lost.
             */
            loss: number;
            /**
             * Format: double
             * @description What was told before.
             */
            value_at_risk: number;
        };
        /** @description A loss by one method, or why there is none. */
        TailFigure: {
            /**
             * Format: double
             * @description Probability that the loss is not exceeded.
             */
            confidence: number;
            /** @description How the method works. */
            convention: string;
            /** @description Periods. */
            horizon: number;
            /** @description The method's name. */
            method: string;
            risk?: components["schemas"]["TailRisk"] | null;
            /** @description Why there is none. */
            undefined?: string | null;
        };
        /** @description How the loss is estimated. */
        TailMethod: {
            /** @enum {string} */
            method: "historical";
        } | {
            /** @enum {string} */
            method: "gaussian";
        } | {
            /** @enum {string} */
            method: "cornish_fisher";
        } | {
            /**
             * Format: double
             * @description How much of a variance is left a period later, 0.94 for days.
             */
            decay?: number;
            /** @enum {string} */
            method: "ewma";
        } | {
            /** @description Spread of its residuals. */
            innovations?: components["schemas"]["Innovations"];
            /** @enum {string} */
            method: "garch";
            /** @description The model; EGARCH looks one period ahead only. */
            model?: components["schemas"]["VolatilityModel"];
        } | {
            /** @enum {string} */
            method: "filtered_historical";
            /** @description The model. */
            model?: components["schemas"]["VolatilityModel"];
            /** @description Paths and seed; looked at only for more than one period. */
            paths?: components["schemas"]["FilteredPaths"];
        } | {
            /** @enum {string} */
            method: "extreme_value";
            /**
             * Format: double
             * @description Part of the periods that counts as the tail.
             */
            tail_share?: number;
        } | {
            /** @enum {string} */
            method: "monte_carlo";
            /** @description Paths and seed. */
            paths?: components["schemas"]["FilteredPaths"];
        };
        /** @description What may be lost, as a part of the value; positive for a loss. */
        TailRisk: {
            /**
             * Format: double
             * @description The mean loss where it is exceeded.
             */
            conditional_value_at_risk: number;
            /**
             * Format: double
             * @description Probability that the loss is not exceeded.
             */
            confidence: number;
            /** @description Periods. */
            horizon: number;
            /** @description Returns that it rests on. */
            n: number;
            /**
             * Format: double
             * @description The loss that is exceeded with probability `1 − confidence` over the horizon.
             */
            value_at_risk: number;
            /** @description What to bear in mind, such as a tail of very few losses. */
            warnings: string[];
        };
        /** @description The last trades. */
        TapeView: {
            /** @description Why there are none. */
            note?: string | null;
            /** @description The newest first. */
            trades: components["schemas"]["Tick"][];
        };
        /** @description A target of the workspace. */
        Target: components["schemas"]["TargetFields"] & {
            /** @description When it was made. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Its identity. */
            id: components["schemas"]["TargetId"];
            /** @description When it last changed. */
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description What a person says of a target. */
        TargetFields: {
            /** @description Its name, 1 to 120 characters. */
            name: string;
            /** @description A note, at most 2000 characters. */
            note?: string | null;
            source_optimization_id?: components["schemas"]["OptimizationId"] | null;
            /** @description How far a weight may drift before it counts as off target, a fraction of the portfolio, 0 to 1. */
            tolerance?: string | null;
            tree?: components["schemas"]["TargetModel"] | null;
            /** @description Weights by instrument as fractions (0.25 is 25 %), −10 to 10. Without short ones they sum to 0 to 1; what is left of 1 is cash. */
            weights: {
                [key: string]: string;
            };
        };
        /**
         * Format: uuid
         * @description Of a target.
         */
        TargetId: string;
        /** @description A portfolio to steer towards. */
        TargetModel: {
            member_band?: components["schemas"]["Tolerance"] | null;
            /** @description Groups and instruments at the top; their weights sum to at most 1, the rest is cash. */
            members: components["schemas"]["TargetNode"][];
            /** @description Where the weights come from. */
            source?: components["schemas"]["TargetSource"];
        };
        /** @description A group, or an instrument. */
        TargetNode: {
            band?: components["schemas"]["Tolerance"] | null;
            /** @enum {string} */
            kind: "group";
            member_band?: components["schemas"]["Tolerance"] | null;
            /** @description What is inside; the weights sum to 1. */
            members: components["schemas"]["TargetNode"][];
            /** @description Its name, no name twice. */
            name: string;
            /** @description Part of the parent, 0 to 1. */
            weight: string;
        } | {
            band?: components["schemas"]["Tolerance"] | null;
            /** @description Which one; in one place of the target only. */
            instrument: string;
            /** @enum {string} */
            kind: "instrument";
            /** @description Part of the parent, 0 to 1. */
            weight: string;
        };
        /**
         * @description Where a target's weights come from.
         * @enum {string}
         */
        TargetSource: "by_hand" | "optimizer" | "model";
        /** @description Whose tax rules hold. */
        TaxBasis: {
            /** @description Taxes are in the figures; else those are unknown, not zero. */
            counted: boolean;
            /** @description What the reader should know of them. */
            note?: string | null;
            rates?: components["schemas"]["DecimalRates"] | null;
            /** @description The rules, by name. */
            rules?: string | null;
            wash_sales?: components["schemas"]["WashSaleWindow"] | null;
        };
        /**
         * @description Whether taxes count.
         * @enum {string}
         */
        TaxCounting: "profile" | "ignored";
        /** @description The tax that the year's gains cause. */
        TaxDue: {
            /** @description In the currency of the rules, to the cent; below zero where a net loss saves tax on other income. */
            amount: string;
            /** @description What it is made of. */
            parts: components["schemas"]["TaxPart"][];
            /** @enum {string} */
            state: "known";
        } | {
            /** @description The same in words, with what to do. */
            message: string;
            /** @description What is missing. */
            missing: components["schemas"]["PersonField"][];
            /** @enum {string} */
            state: "unknown";
        };
        /** @description Units bought together. */
        TaxLot: {
            /**
             * Format: date
             * @description The day it was bought.
             */
            acquired: string;
            /** @description One of the request's assets. */
            asset: string;
            /** @description Name of the lot, no name twice. */
            id: string;
            /** @description It is not sold. */
            locked?: boolean;
            /**
             * Format: double
             * @description Units, above zero.
             */
            quantity: number;
            /**
             * Format: double
             * @description What one unit cost, fees included.
             */
            unit_cost: number;
        };
        /**
         * @description What is held, lot by lot, and how it is taxed: makes sold amounts of each lot part of the problem.
         *
         *     With these, `current_weights` follow from the lots and must be left out. Weights are parts of the capital: the value of all lots
         *     at `prices`, and the cash.
         */
        TaxLots: {
            /**
             * Format: double
             * @description Cash before the trades.
             */
            cash?: number;
            /**
             * Format: date
             * @description The day of the trades: holding periods and wash-sale windows are counted to it.
             */
            date: string;
            /** @description How later tax is counted today. */
            deferral?: components["schemas"]["Deferral"];
            /** @description Whose rules. */
            jurisdiction?: components["schemas"]["Jurisdiction"];
            /** @description What is held. */
            lots: components["schemas"]["TaxLot"][];
            /**
             * @description Most nodes of the search over "sell losses or buy" of each asset; between 10 (300 assets or more)
             *     and 100 (30 or fewer) when left out.
             */
            max_nodes?: number | null;
            /** @description Price of a unit today, for every asset. */
            prices: {
                [key: string]: number;
            };
            /** @description The user's rates. */
            rates: components["schemas"]["TaxRates"];
            /** @description Sales at a loss before `date`: the asset is not bought again within the window. */
            recent_loss_sales?: components["schemas"]["AssetDay"][];
            /** @description Purchases before `date`, for the wash-sale window; those of lots that are still held need not be repeated. */
            recent_purchases?: components["schemas"]["AssetDay"][];
            /** @description Rules in place of the jurisdiction's. */
            rules?: Record<string, never> | null;
        };
        /** @description Open lots of taxable accounts as the tax sees them. */
        TaxLotsView: {
            /** @description The currency of amounts. */
            base_currency: components["schemas"]["Currency"];
            /** @description The lots, by instrument and day. */
            lots: components["schemas"]["OpenTaxLot"][];
            /** @description Whose rules hold; null when no law is chosen: then lots cost what the books say. */
            rules?: string | null;
            /**
             * Format: date
             * @description The day.
             */
            today: string;
        };
        /** @description A part of a tax. */
        TaxPart: {
            /** @description How much. */
            amount: string;
            /** @description Which. */
            kind: components["schemas"]["TaxPartKind"];
        };
        /**
         * @description The parts of a tax.
         * @enum {string}
         */
        TaxPartKind: "income_tax" | "surtax" | "surcharge" | "church_tax";
        /** @description Who is taxed and how. Everything that is left out is unknown, and so is every tax that depends on it. */
        TaxProfile: {
            /**
             * @description What instruments are to the law, where their asset class does not say it.
             * @default {}
             */
            categories?: {
                [key: string]: components["schemas"]["AssetCategory"];
            };
            /**
             * @description What a trade costs as a part of its value; nothing where nothing is said.
             * @default null
             */
            cost_rate?: string | null;
            /** @default null */
            jurisdiction?: components["schemas"]["Jurisdiction"] | null;
            /**
             * @description Part of the later tax that counts today, 0 to 1; 0.8 where nothing is said.
             * @default null
             */
            later_tax_share?: string | null;
            /**
             * @description Losses below this are not looked for.
             * @default null
             */
            min_loss?: string | null;
            /**
             * @description Losses carried into the first year whose rules are known.
             * @default []
             */
            opening?: components["schemas"]["CarriedLoss"][];
            /**
             * @description Rule sets of the user's own, by year; they go before the built-in ones.
             * @default []
             */
            own_rules?: components["schemas"]["TaxYearRules"][];
            /**
             * @description The person's figures by tax year.
             * @default {}
             */
            persons?: {
                [key: string]: components["schemas"]["Person"];
            };
            /** @default null */
            rates?: components["schemas"]["DecimalRates"] | null;
        };
        /** @description What share of a gain is tax. A loss saves the same share: see `docs/guide/taxes.md` for when that is so. */
        TaxRates: {
            /**
             * Format: double
             * @description Of gains on lots held longer.
             */
            long_term: number;
            /**
             * Format: double
             * @description Of gains on lots held no longer than the holding period, 0.37 = 37 %.
             */
            short_term: number;
        };
        /** @description Trades by lot and what they cost; money is in the currency of the prices. */
        TaxReport: {
            /** @description Trades that rules or locks forbid. */
            blocked: components["schemas"]["BlockedTrade"][];
            /**
             * Format: double
             * @description Value of all lots and the cash before the trades.
             */
            capital: number;
            /**
             * Format: double
             * @description Cash after trades and their costs.
             */
            cash_after: number;
            /**
             * Format: double
             * @description Trading costs.
             */
            cost: number;
            /**
             * Format: double
             * @description How far `objective_value` may be from the best possible; 0 when it is proved to be the best.
             */
            gap: number;
            /** @description Relaxations solved to decide between selling losses and buying. */
            nodes: number;
            /**
             * Format: double
             * @description Realized long-term gains less losses.
             */
            realized_long_term: number;
            /**
             * Format: double
             * @description Realized short-term gains less losses.
             */
            realized_short_term: number;
            /**
             * Format: double
             * @description Tax that selling all remaining lots today would bear, net of their losses.
             */
            tax_deferred: number;
            /**
             * Format: double
             * @description Tax on the gains that the sales realize, less what their losses save; below zero when losses prevail.
             */
            tax_now: number;
            /**
             * Format: double
             * @description What the objective counts for it: `tax_now` less the later tax that it replaces (see the deferral rule).
             */
            tax_price: number;
            /**
             * Format: double
             * @description Tracking error a year to the benchmark, for that objective.
             */
            tracking_error?: number | null;
            /** @description Sales by lot, then purchases, in the order of the assets. */
            trades: components["schemas"]["LotTrade"][];
            /** @description The portfolio that would be best without taxes. */
            untaxed: components["schemas"]["Untaxed"];
            /** @description Short-term lots with a gain that are kept, with what waiting saves. */
            waiting: components["schemas"]["WaitingLot"][];
        };
        /**
         * @description The rules of one tax year: the built-in ones ([`Jurisdiction::year`]) and a user's own ([`TaxYearRules::from_json`]) alike.
         *
         *     Money is in `currency`; rates and shares are decimals between 0 and 1.
         */
        TaxYearRules: {
            /** @description How a year's gains are taxed. */
            charge: components["schemas"]["Charge"];
            /**
             * @description The currency in which gains are figured.
             * @example USD
             */
            currency: string;
            /** @description The one that holds when nothing is chosen; one of `lot_orders`. */
            default_lot_order: components["schemas"]["LotOrder"];
            /**
             * Format: date
             * @description Its first day.
             */
            first_day: string;
            highest_rates?: components["schemas"]["DecimalRates"] | null;
            jurisdiction?: components["schemas"]["Jurisdiction"] | null;
            /**
             * Format: date
             * @description Its last day.
             */
            last_day: string;
            /** @description What these rules leave out, in words. */
            limits?: string[];
            /**
             * Format: int32
             * @description A lot held longer than this many months is long-term; null where there is no such difference.
             */
            long_term_after_months?: number | null;
            /** @description What becomes of losses that the year's gains do not use up. */
            losses: components["schemas"]["LossRules"];
            /** @description The orders of lots that the law allows, at least one. */
            lot_orders: components["schemas"]["LotOrder"][];
            /** @description Whose rules, for people: "United States", or the name that a user gave. */
            name: string;
            repurchase?: components["schemas"]["RepurchaseRule"] | null;
            /** @description Where each rule stands and when it was checked. */
            sources?: components["schemas"]["Citation"][];
            /**
             * Format: int32
             * @description The calendar year in which the tax year begins: 2024 for 2024/25 in the United Kingdom.
             */
            year: number;
        };
        /** @description A tax year: what was realized in taxable accounts, and what it comes to. */
        TaxYearView: {
            /** @description The currency of amounts. */
            base_currency: components["schemas"]["Currency"];
            /**
             * Format: date
             * @description Its first day.
             */
            first_day: string;
            /** @description Each gain and loss, in order of closing. */
            gains: components["schemas"]["TaxedGain"][];
            /** @description Its name, "2025" or "2025/26". */
            label: string;
            /**
             * Format: date
             * @description Its last day.
             */
            last_day: string;
            /** @description Why there is no tax; null when there is. */
            refusal?: string | null;
            rules?: components["schemas"]["TaxYearRules"] | null;
            summary?: components["schemas"]["YearSummary"] | null;
            /**
             * Format: int32
             * @description The calendar year in which it begins.
             */
            year: number;
        };
        /** @description The years that can be asked for. */
        TaxYears: {
            jurisdiction?: components["schemas"]["Jurisdiction"] | null;
            /** @description Tax years of which the rules are known, ascending. */
            known: number[];
            /** @description Tax years in which something was realized, descending. */
            realized: number[];
        };
        /** @description A realized gain as the law counts it. Amounts are in the base currency; null is unknown. */
        TaxedGain: {
            /** @description The account's name. */
            account: string;
            /** @description Where. */
            account_id: components["schemas"]["AccountId"];
            /** @description The gain that counts. */
            allowed?: string | null;
            /** @description Cost that earlier losses added; it lowers the gain. */
            basis_added: string;
            /** @description The transaction that closed it. */
            closed_by: components["schemas"]["TransactionId"];
            /**
             * Format: date
             * @description The day it was closed.
             */
            closed_on: string;
            /** @description Cost. */
            cost?: string | null;
            /** @description The part of a loss that does not count, for the same was bought back. */
            disallowed: string;
            /** @description Proceeds less cost. */
            gain?: string | null;
            /** @description Of what. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description The part of that which is long-term; null where the law knows no terms, or is not known. */
            long_term?: string | null;
            /** @description The part of that which is lost for good, in a sheltered account. */
            lost: string;
            /** @description The lot. */
            lot_id: components["schemas"]["LotId"];
            /**
             * Format: date
             * @description A purchase up to this day would still disallow more of the loss.
             */
            open_until?: string | null;
            /**
             * Format: date
             * @description The day it was opened.
             */
            opened_on: string;
            /** @description Proceeds. */
            proceeds?: string | null;
            /** @description Units; negative when they were short. */
            quantity: string;
            /** @description Its symbol. */
            symbol: string;
        };
        /** @description A message of a Telegram bot. */
        TelegramWay: {
            /** @description Whether that server may be of this machine or a private network, and `http://` there. */
            allow_private?: boolean;
            /**
             * @description Another server than Telegram's own.
             * @default https://api.telegram.org
             */
            base?: string;
            /** @description The chat: its number, or `@name` of a channel. */
            chat_id: string;
            template?: components["schemas"]["NotificationTemplate"] | null;
            /** @description The name of the secret with the bot's token. */
            token_secret: string;
        };
        /**
         * @description How long a lot was held, as the tax sees it.
         * @enum {string}
         */
        Term: "short" | "long";
        /** @description What came of a test message. */
        TestSent: {
            /** @description What is known of it. */
            receipt: components["schemas"]["NotificationReceipt"];
        };
        /** @description A trade or a quote with its origin: the small events that come by the thousand. It is copied, never allocated. */
        Tick: {
            /** @description What it says. */
            data: components["schemas"]["TickData"];
            /** @description Where from, of what, when. */
            origin: components["schemas"]["Origin"];
        };
        /** @description What a tick says. */
        TickData: (components["schemas"]["Trade"] & {
            /** @enum {string} */
            kind: "trade";
        }) | (components["schemas"]["BidAsk"] & {
            /** @enum {string} */
            kind: "quote";
        });
        /** @description Why a tick was not handed on. */
        TickRefusal: {
            /**
             * Format: double
             * @description What was expected, where there is such a value.
             */
            expected?: number | null;
            /** @description What is wrong. */
            kind: components["schemas"]["IncidentKind"];
            /**
             * Format: double
             * @description The value at fault, where it is a number.
             */
            observed?: number | null;
        };
        /** @description Which ticks a run goes over: those that a replay of the same gives. */
        TicksQuestion: {
            /** @description What was recorded, or what is made of stored bars or closes. */
            of: components["schemas"]["ReplayOf"];
            /** @description Which price of a tick makes the bars that the strategy hears of; trades when nothing is said. */
            price?: components["schemas"]["PriceOf"];
            size?: components["schemas"]["BarSize"] | null;
        };
        /** @description How a time is written. */
        TimeFormat: "unix_seconds" | "unix_millis" | "unix_micros" | "rfc3339" | "date" | {
            /** @description By strftime's letters, such as `%d.%m.%Y`; in UTC unless it says an offset. */
            pattern: string;
        };
        /** @description How long an order stands. */
        TimeInForce: {
            /** @enum {string} */
            kind: "day";
        } | {
            /** @enum {string} */
            kind: "gtc";
        } | {
            /** @enum {string} */
            kind: "ioc";
        } | {
            /** @enum {string} */
            kind: "fok";
        } | {
            /** @enum {string} */
            kind: "gtd";
            /** @description The first moment at which it no longer stands. */
            until: components["schemas"]["Timestamp"];
        };
        /** @description At what time of the day. */
        TimeRule: {
            /** @enum {string} */
            kind: "local";
            /**
             * @description Hours and minutes, such as `09:30`.
             * @example 09:30
             */
            time: string;
            /**
             * @description A name of the IANA database.
             * @example America/New_York
             */
            zone: string;
        } | {
            /** @enum {string} */
            kind: "open";
            /**
             * Format: int32
             * @description Elapsed minutes after it, negative before it, at most a day.
             */
            minutes: number;
        } | {
            /** @enum {string} */
            kind: "close";
            /**
             * Format: int32
             * @description Elapsed minutes after it, negative before it, at most a day.
             */
            minutes: number;
        };
        /**
         * Format: date-time
         * @description An instant: microseconds since 1970-01-01T00:00:00Z. JSON: RFC 3339 in UTC.
         * @example 2022-12-28T21:00:00Z
         */
        Timestamp: string;
        /**
         * @description How far a weight may drift to either side. With both kinds the narrower holds (the "5/25" rule: 5 points, or a quarter of the
         *     target for small ones).
         */
        Tolerance: {
            /** @description A part of the portfolio: 0.05 is five points. */
            absolute?: string | null;
            /** @description A part of the target itself: 0.25 of a target of 0.08 is two points. */
            relative?: string | null;
        };
        /** @description A sum whose parts may be unknown. The value is there only when every part is known; the known part always. */
        Total: {
            /** @description The sum of the known parts. */
            known_part: string;
            /** @description Why the rest is unknown, each reason once. */
            unknowns: components["schemas"]["Unknown"][];
            /** @description The sum, when all parts are known. */
            value?: string | null;
        };
        /** @description Sums in the base currency. */
        Totals: {
            /** @description Cash. */
            cash_value: components["schemas"]["Total"];
            /** @description Cost of the open lots. */
            cost: components["schemas"]["Total"];
            /** @description Change of the positions since the session before. */
            day_change: components["schemas"]["Total"];
            /** @description Day change ÷ value before it. */
            day_change_ratio: components["schemas"]["Ratio"];
            /** @description Fees, those within trades too. */
            fees: components["schemas"]["Total"];
            /** @description Dividends and interest, gross, at the rates of their days. */
            income: components["schemas"]["Total"];
            /** @description Paid in less paid out, units at their price on that day. */
            net_flows: components["schemas"]["Total"];
            /** @description Positions. */
            positions_value: components["schemas"]["Total"];
            /** @description Gains of closed lots. */
            realized: components["schemas"]["Total"];
            /** @description Taxes. */
            taxes: components["schemas"]["Total"];
            /** @description Positions and cash. */
            total_value: components["schemas"]["Total"];
            /** @description Positions less cost. */
            unrealized: components["schemas"]["Total"];
            /** @description The currencies' part of it. */
            unrealized_fx: components["schemas"]["Total"];
            /** @description The prices' part of it. */
            unrealized_price: components["schemas"]["Total"];
            /** @description Unrealized ÷ cost. */
            unrealized_ratio: components["schemas"]["Ratio"];
        };
        /**
         * @description Whether a trade at the limit of a resting order fills it, when ticks are matched.
         * @enum {string}
         */
        TouchRule: "through" | "at";
        /** @description One trade. */
        Trade: {
            aggressor?: components["schemas"]["Aggressor"] | null;
            /** @description What it counts for. */
            counts: components["schemas"]["TradeUse"];
            /**
             * Format: double
             * @description Price of a unit.
             */
            price: number;
            /**
             * Format: double
             * @description Units, if the source tells them.
             */
            size?: number | null;
        };
        /**
         * @description What is done.
         * @enum {string}
         */
        TradeAction: "sell" | "buy";
        /**
         * @description What fees and taxes of a trade are to its lots.
         * @enum {string}
         */
        TradeCosts: "capitalized" | "expensed";
        /** @description What a list of closed trades amounts to. A figure that these trades leave open is none. */
        TradeFigures: {
            /**
             * Format: double
             * @description Mean profit of those that gained, an amount.
             */
            average_gain?: number | null;
            /**
             * Format: double
             * @description Mean result of those that lost, below zero.
             */
            average_loss?: number | null;
            /**
             * Format: double
             * @description The largest profit.
             */
            best?: number | null;
            /**
             * Format: double
             * @description Mean profit of a trade, an amount.
             */
            expectancy?: number | null;
            /** @description Longest run of profits. */
            gains_in_a_row: number;
            /**
             * Format: double
             * @description Part of them with a profit.
             */
            hit_rate?: number | null;
            /** @description Longest run of losses. */
            losses_in_a_row: number;
            /**
             * Format: double
             * @description Mean of adverse excursion ÷ capital over the trades that were watched, zero or below.
             */
            mean_adverse_excursion?: number | null;
            /**
             * Format: double
             * @description Mean of favourable excursion ÷ capital over the trades that were watched.
             */
            mean_favourable_excursion?: number | null;
            /**
             * Format: double
             * @description Mean periods held.
             */
            mean_periods_held?: number | null;
            /**
             * Format: double
             * @description Mean of profit ÷ capital.
             */
            mean_return?: number | null;
            /** @description Closed trades. */
            n_trades: number;
            /**
             * Format: double
             * @description Mean gain over mean loss, as sizes; none without a gain or without a loss.
             */
            payoff_ratio?: number | null;
            /**
             * Format: double
             * @description Sum of gains over sum of losses; none without a loss.
             */
            profit_factor?: number | null;
            /**
             * Format: double
             * @description Sum of the profits of trades that gained over the sum of their favourable excursions: how much of what was there was kept.
             */
            profit_kept?: number | null;
            /**
             * Format: double
             * @description Sum of the costs.
             */
            total_costs: number;
            /**
             * Format: double
             * @description The largest loss, or the smallest profit.
             */
            worst?: number | null;
        };
        /** @description Why a trade is made: a code for programs, words for people. */
        TradeReason: {
            /**
             * @description `over_target`, `under_target`, `not_in_target`, `raises_cash`, `invests_cash`, `takes_loss`, `moves_location`,
             *     `closes_position`.
             */
            code: string;
            /** @description In a sentence. */
            words: string;
        };
        /**
         * @description Purchase or sale.
         * @enum {string}
         */
        TradeSide: "sell" | "buy";
        /**
         * @description What a trade counts for, by the conditions that its exchange gave it.
         * @enum {string}
         */
        TradeUse: "price_and_volume" | "volume" | "price";
        /** @description An instrument that is held or wanted. */
        TradedInstrument: {
            /** @description The currency of its price. */
            currency: components["schemas"]["Currency"];
            /** @description It is neither bought nor sold. */
            do_not_trade?: boolean;
            /** @description Half the distance of bid and ask as a part of the price: what a trade loses by it (0.0005 = 0.05 %). */
            half_spread?: string;
            /** @description Units of the smallest order when shares are whole; 1 when left out. */
            lot_size?: string | null;
            /** @description Price of a unit; null when unknown, which is refused if it is held or wanted. */
            price?: string | null;
            /** @description Yearly tax on its income, by kind of account. */
            tax_drag?: components["schemas"]["AssetDrag"];
        };
        /** @description The distance at which a trailing stop follows. */
        Trail: {
            /** @description How much, above zero. */
            amount: components["schemas"]["Price"];
            /** @enum {string} */
            by: "amount";
        } | {
            /** @enum {string} */
            by: "percent";
            /** @description Percent, above 0 and below 100. */
            percent: string;
        };
        /** @description A transaction of the workspace, in one revision. Its fields have passed [`TransactionFields::check`]. */
        Transaction: components["schemas"]["TransactionFields"] & {
            /** @description Its identity through all revisions. */
            id: components["schemas"]["TransactionId"];
            import_id?: components["schemas"]["ImportId"] | null;
            /** @description When this revision became known. */
            known_at: components["schemas"]["Timestamp"];
            /**
             * Format: int32
             * @description 1 for the first, one more for each correction.
             */
            revision: number;
        };
        /** @description What a person or a file says of a transaction. Amounts are in `currency`. */
        TransactionFields: {
            /** @description The account in which it happened. */
            account_id: components["schemas"]["AccountId"];
            /** @description Cash amount, where the kind has one. */
            amount?: string | null;
            /** @description Part of the cost (0 to 1) that moves to the spun-off instrument. */
            cost_fraction?: string | null;
            counter_account_id?: components["schemas"]["AccountId"] | null;
            /** @description What the other side of a conversion received. */
            counter_amount?: string | null;
            counter_currency?: components["schemas"]["Currency"] | null;
            /** @description The cash currency of this row. */
            currency: components["schemas"]["Currency"];
            /** @description The broker's own identity of it. */
            external_ref?: string | null;
            /** @description Commission and fees paid with it; zero or more. */
            fees?: string;
            instrument_id?: components["schemas"]["InstrumentId"] | null;
            /** @description What happened. */
            kind: components["schemas"]["TransactionKind"];
            /**
             * @description The lots that a sale, cover or transfer of units takes, adding up to `quantity`; the account's lot method chooses
             *     where none are named. Left out of JSON when empty: imports recognize rows by the hash of what they say.
             */
            lots?: components["schemas"]["LotChoice"][];
            /** @description The symbol after a symbol change. */
            new_symbol?: string | null;
            /** @description A note. */
            note?: string | null;
            other_instrument_id?: components["schemas"]["InstrumentId"] | null;
            /** @description Price per unit. */
            price?: string | null;
            /** @description Units, above zero. */
            quantity?: string | null;
            /** @description New units … */
            ratio_new?: string | null;
            /** @description … for this many old ones. */
            ratio_old?: string | null;
            /**
             * Format: date
             * @description When cash and units changed hands, if other.
             */
            settlement_date?: string | null;
            /** @description Taxes withheld or charged with it; zero or more. */
            taxes?: string;
            /**
             * Format: date
             * @description The trade's or event's date.
             */
            trade_date: string;
        };
        /**
         * Format: uuid
         * @description Of a transaction, through all its revisions.
         */
        TransactionId: string;
        /**
         * @description What happened. `transaction/shape.rs` says which fields each kind has.
         * @enum {string}
         */
        TransactionKind: "buy" | "sell" | "short" | "cover" | "deposit" | "withdrawal" | "currency_conversion" | "opening_balance" | "dividend" | "interest" | "fee" | "tax" | "transfer" | "split" | "spin_off" | "merger" | "symbol_change" | "return_of_capital" | "stock_dividend" | "delisting" | "option_exercise" | "option_assignment" | "option_expiry";
        /** @description Rows of an ordered list. */
        TransactionsWindow: {
            /** @description The rows, in order. */
            items: components["schemas"]["Transaction"][];
            /** @description Rows that match. */
            matching: number;
            /** @description Rows before them. */
            offset: number;
            /** @description Rows before the one that was to be found; null when it does not match. */
            place?: number | null;
            /** @description Rows there are. */
            total: number;
        };
        /** @description The daily bars of an instrument that a rule was tried on. */
        TriedOn: {
            /**
             * Format: date
             * @description The first day; null where there are no bars.
             */
            first?: string | null;
            /** @description Which. */
            instrument_id: components["schemas"]["InstrumentId"];
            /**
             * Format: date
             * @description The last day.
             */
            last?: string | null;
            /** @description How many. */
            n_bars: number;
            /** @description Its symbol. */
            symbol: string;
        };
        /**
         * @description The expected returns lie in `μ̂ + radius · Ω^(1/2) · u` with `‖u‖ ≤ 1`; the portfolio is judged by the worst of them
         *     (Ben-Tal and Nemirovski 1998; Goldfarb and Iyengar 2003).
         */
        Uncertainty: {
            /** @description Ω, the covariance of the errors of the expected returns (a year's), one row for each asset. */
            covariance?: number[][] | null;
            /**
             * Format: double
             * @description Radius κ, in standard errors of the means: zero takes the means as certain.
             */
            radius: number;
            /**
             * Format: double
             * @description Years of history behind the means: Ω is the covariance over them. In place of `covariance`; with neither, the years that
             *     the prices or returns of the request cover.
             */
            years?: number | null;
        };
        /** @description A change undone. */
        Undone: {
            /** @description The new change in the trail. */
            change_id: components["schemas"]["AuditEventId"];
            /** @description What it had been, for people. */
            summary: string;
            /** @description The change that was undone. */
            undone_id: components["schemas"]["AuditEventId"];
        };
        /** @description An instrument of a universe. */
        UniverseAsset: {
            /**
             * Format: double
             * @description Value traded on an average day in the base currency at today's rate, over the last 63 bars of the dates; null when one of
             *     them does not tell how many units were traded, or without a rate.
             */
            adv?: number | null;
            /** @description What it is. */
            asset_class: components["schemas"]["AssetClass"];
            /** @description Country of risk, ISO 3166-1 alpha-2. */
            country?: string | null;
            /** @description The currency in which it is priced. */
            currency: components["schemas"]["Currency"];
            /** @description The instrument. */
            instrument_id: components["schemas"]["InstrumentId"];
            /**
             * Format: double
             * @description What one unit is worth today in the base currency; null without a price or a rate.
             */
            last_price?: number | null;
            /** @description Its name. */
            name: string;
            /** @description Its sector. */
            sector?: string | null;
            /** @description Its symbol, which names it in requests and results. */
            symbol: string;
            /**
             * Format: double
             * @description Volatility a year.
             */
            volatility: number;
        };
        /** @description Instruments, dates and estimators. */
        UniverseSpec: {
            benchmark_instrument_id?: components["schemas"]["InstrumentId"] | null;
            /** @description Estimator of the covariance. */
            covariance_model?: components["schemas"]["CovarianceModel"];
            /** @description Estimator of the expected returns. */
            expected_returns_model?: components["schemas"]["ExpectedReturnsModel"];
            /** @description Instruments whose returns are the factors of `given_factors`. */
            factor_instrument_ids?: components["schemas"]["InstrumentId"][];
            /**
             * Format: date
             * @description Prices from this day; the first day on which all have one when nothing is said.
             */
            from?: string | null;
            /** @description The instruments, in order; those held today when empty. */
            instrument_ids?: components["schemas"]["InstrumentId"][];
            /** @description What is done about prices that are missing. */
            missing?: components["schemas"]["MissingRule"];
            /** @description What is done about negative eigenvalues of the covariance. */
            repair?: components["schemas"]["PsdRepair"];
            /**
             * Format: date
             * @description Prices to this day; today when nothing is said.
             */
            to?: string | null;
        };
        /** @description Moments of a universe, a year, and today's portfolio within it. */
        UniverseView: {
            /** @description The instruments, in the order of the moments. */
            assets: components["schemas"]["UniverseAsset"][];
            /** @description Weights of the benchmark by symbol; null unless the benchmark is one of these assets, because what an index holds is not known. */
            benchmark_weights?: {
                [key: string]: number;
            } | null;
            /** @description Covariance a year, one row for each asset. */
            covariance: number[][];
            current?: components["schemas"]["CurrentPortfolio"] | null;
            /** @description BLAKE3 of the prices used, hex. */
            data_hash: string;
            /** @description Expected returns a year (0.1 is 10 %). */
            expected_returns: number[];
            /**
             * Format: date
             * @description First date used.
             */
            first_date: string;
            /**
             * Format: date
             * @description Last date used.
             */
            last_date: string;
            /**
             * Format: double
             * @description Smallest eigenvalue of the covariance.
             */
            min_eigenvalue: number;
            /** @description Dates left out because an instrument has no price there. */
            n_dropped_dates: number;
            /** @description Returns used. */
            n_observations: number;
            repair?: components["schemas"]["RepairReport"] | null;
            /**
             * Format: double
             * @description Risk-free rate a year.
             */
            risk_free_rate: number;
            /** @description Where the risk-free rate comes from. */
            risk_free_source: string;
            /**
             * Format: double
             * @description Shrinkage intensity, for estimators that shrink.
             */
            shrinkage?: number | null;
            /** @description What was asked for, with the dates and instruments found. */
            spec: components["schemas"]["UniverseSpec"];
            views?: components["schemas"]["BlackLittermanReport"] | null;
            /** @description What a reader should know: a singular covariance, a repair, dates left out, assets that copy each other. */
            warnings: string[];
        };
        /** @description Why a figure is not known, in words a person can act on. */
        Unknown: {
            /** @description `price_missing`, `rate_missing`, `value_undefined` or `too_large`. */
            code: string;
            currency?: components["schemas"]["Currency"] | null;
            /**
             * Format: date
             * @description The day for which it is missing.
             */
            date?: string | null;
            instrument_id?: components["schemas"]["InstrumentId"] | null;
            /** @description What is missing and what to do. */
            message: string;
        };
        /** @description A lot of which nothing can be said. */
        UnknownLot: {
            /** @description What is missing. */
            gap: components["schemas"]["LotGap"];
            /** @description The lot. */
            lot_id: components["schemas"]["LotId"];
            /** @description The same in words, with what to do. */
            message: string;
        };
        /** @description A word of the file that means nothing in the workspace. */
        UnknownName: {
            /**
             * Format: int64
             * @description In which line first.
             */
            first_line: number;
            /**
             * Format: int64
             * @description In how many rows.
             */
            n_rows: number;
            /** @description The word. */
            name: string;
        };
        /** @description The best portfolio if there were no taxes, within the same limits and at the same trading costs. */
        Untaxed: {
            /**
             * Format: double
             * @description Trading costs to get there.
             */
            cost: number;
            /**
             * Format: double
             * @description Value of its objective without taxes.
             */
            objective_value: number;
            /**
             * Format: double
             * @description Tax that those trades would really bear.
             */
            tax: number;
            /**
             * Format: double
             * @description Tracking error a year, for that objective.
             */
            tracking_error?: number | null;
            /** @description Its weights. */
            weights: {
                [key: string]: number;
            };
        };
        /** @description A file that is being sent. */
        Upload: {
            /**
             * Format: int64
             * @description Bytes received: the offset of the next chunk.
             */
            bytes: number;
            /**
             * Format: uuid
             * @description Its identity.
             */
            id: string;
            /** @description The file's name as the sender knows it. */
            name: string;
        };
        /**
         * @description How urgent a problem is.
         * @enum {string}
         */
        Urgency: "blocking" | "warning" | "info";
        /** @description A parameter that was varied. */
        VariedParameter: {
            /**
             * Format: double
             * @description The least that was tried.
             */
            from: number;
            /** @description Its name. */
            name: string;
            /**
             * Format: double
             * @description Its own value.
             */
            own: number;
            /**
             * Format: double
             * @description The greatest.
             */
            to: number;
        };
        /**
         * @description How a weight stands to its band.
         * @enum {string}
         */
        Verdict: "within" | "over" | "under" | "no_band" | "unknown";
        /**
         * @description A view on the expected return of an asset, of one asset against another, or of any portfolio.
         *
         *     | view | JSON |
         *     | --- | --- |
         *     | AAPL earns 12 % a year | `{"asset": "AAPL", "expected_return": 0.12}` |
         *     | XOM earns 2 % more than CVX | `{"asset": "XOM", "versus": "CVX", "expected_return": 0.02}` |
         *     | half BAC, half JPM earn 6 % more than GE | `{"weights": {"BAC": 0.5, "JPM": 0.5, "GE": -1}, "expected_return": 0.06}` |
         *
         *     The last form is a row of the matrix `P` by name.
         */
        View: {
            /** @description The asset. */
            asset?: string | null;
            /**
             * Format: double
             * @description Confidence above 0 and at most 1 (1 is certainty). Either all views have one, or none.
             */
            confidence?: number | null;
            /**
             * Format: double
             * @description Its expected return a year, or the difference of the two.
             */
            expected_return: number;
            /** @description The asset that it is compared with. */
            versus?: string | null;
            /** @description Weights of a portfolio, negative for what is sold short; in place of `asset`. */
            weights?: {
                [key: string]: number;
            } | null;
        };
        /**
         * @description How the variance of the next period follows from what is known.
         * @enum {string}
         */
        VolatilityModel: "garch" | "gjr" | "egarch";
        /**
         * @description Holds each instrument with `target_volatility ÷ its volatility`, divided by the number of instruments and at most `leverage_max`
         *     together. Volatility is the sample standard deviation of the last `length` returns times √(bars a year), so what moves with
         *     others gets no less for it. Before there are enough returns nothing is held.
         */
        VolatilityTarget: {
            /**
             * Format: double
             * @description How far a weight may be off before it is traded.
             * @default 0
             */
            band?: number;
            /**
             * Format: int32
             * @description Returns out of which volatility is estimated.
             * @default 60
             */
            length?: number;
            /**
             * Format: double
             * @description The largest weight of all instruments together.
             * @default 1
             */
            leverage_max?: number;
            /**
             * Format: double
             * @description Bars in a year: 252 for daily ones.
             * @default 252
             */
            periods_per_year?: number;
            /**
             * @description How often weights are looked at.
             * @default {
             *       "every": "month"
             *     }
             */
            rebalance?: components["schemas"]["Cadence"];
            /**
             * Format: double
             * @description Volatility to be held, annualized: 0.1 for 10 %.
             * @default 0.1
             */
            target_volatility?: number;
        };
        /**
         * @description What to do with a lot that will turn long-term.
         * @enum {string}
         */
        WaitAdvice: "wait_until_long_term" | "sell_while_short_term";
        /** @description The figure behind "wait 14 days to go long-term: saves 312.40". */
        Waiting: {
            /** @description What to do. */
            advice: components["schemas"]["WaitAdvice"];
            /**
             * Format: int32
             * @description Days from today until then.
             */
            days: number;
            /**
             * Format: date
             * @description The first day on which a sale is long-term.
             */
            first_long_term_day: string;
            /** @description The difference, above zero, exact: what following the advice saves while the price stays as it is. */
            saves: string;
            /** @description Tax of the same gain at the long-term rate. */
            tax_long_term: string;
            /** @description Tax of a sale today at the short-term rate; below zero when the loss saves tax. */
            tax_short_term: string;
        };
        /** @description A short-term gain that is kept. */
        WaitingLot: {
            /** @description The asset. */
            asset: string;
            /**
             * Format: int32
             * @description Days until it is long-term.
             */
            days_to_long_term: number;
            /** @description The lot. */
            lot: string;
            /**
             * Format: double
             * @description Tax on the same gain once it is long-term.
             */
            tax_long_term: number;
            /**
             * Format: double
             * @description Tax if the rest of the lot were sold today.
             */
            tax_today: number;
        };
        /** @description Which windows to make. Lengths are periods. */
        WalkForward: {
            /** @description Where training begins. */
            kind?: components["schemas"]["WindowKind"];
            /** @description Left out between training and test, because what they led to reaches into it. */
            purged?: number;
            /** @description Each test, after which the next one begins. */
            test: number;
            /** @description Training; of anchored windows the first. */
            train: number;
        };
        /** @description An objective against equal weights over the past. */
        WalkForwardQuestion: {
            /**
             * Format: double
             * @description Part of the value traded that a trade costs (0.001 = 10 basis points).
             */
            cost?: number;
            /** @description Periods between rebalancings; 21 is a month of trading days. */
            rebalance_every?: number;
            /** @description Objective and limits, as in [`StudioQuestion`]. */
            request: components["schemas"]["OptimizationRequest"];
            /** @description Instruments, dates and estimators. */
            universe: components["schemas"]["UniverseSpec"];
            /** @description Which part of the past an estimate sees. */
            window?: components["schemas"]["Window"];
            /** @description Returns in the first window; 252 is a year of trading days. */
            window_size?: number;
        };
        /** @description The two paths over the same dates, and what happened on the way. */
        WalkForwardResult: {
            /** @description Dates of the values, the first one that of the first purchase. */
            dates: string[];
            /** @description Equal weights, rebalanced on the same dates at the same cost. */
            equal_weight: components["schemas"]["Path"];
            /** @description What was traded when. */
            rebalancings: components["schemas"]["Rebalancing"][];
            /** @description The optimized portfolio. */
            strategy: components["schemas"]["Path"];
            /** @description What a reader should know, such as dates without an optimum. */
            warnings?: string[];
        };
        /** @description Walk-forward over the trials of a sweep, chosen by the Sharpe ratio of a period. */
        WalkForwardVerdict: {
            /**
             * Format: double
             * @description How much of what the trainings promised came.
             */
            efficiency?: number | null;
            /** @description The windows: half of the periods to learn on, which move along, and a tenth to test. */
            settings: components["schemas"]["WalkForward"];
            /**
             * Format: double
             * @description Sharpe ratio a period of the tests one after another.
             */
            sharpe?: number | null;
            /** @description Each window. What was chosen is the number of a trial. */
            stretches: components["schemas"]["WalkStretch"][];
            /**
             * Format: double
             * @description Compounded return of the same; none after a loss of everything.
             */
            total_return?: number | null;
        };
        /** @description What became of one window. */
        WalkStretch: {
            /** @description The candidate that was best in training; none when none had a score, and then nothing is held in the test. */
            chosen?: number | null;
            /** @description First period of the test. */
            test_from: number;
            /**
             * Format: double
             * @description Its score in the test.
             */
            test_score?: number | null;
            /** @description The period after its last. */
            test_to: number;
            /** @description First period of the training. */
            train_from: number;
            /**
             * Format: double
             * @description Its score there.
             */
            train_score?: number | null;
            /** @description The period after its last. */
            train_to: number;
        };
        /** @description The window around a sale at a loss, both ends included (US: 30 and 30). */
        WashSaleWindow: {
            /**
             * Format: int32
             * @description A purchase this many days after the sale cancels the loss.
             */
            days_after: number;
            /**
             * Format: int32
             * @description A purchase this many days before the sale cancels the loss.
             */
            days_before: number;
        };
        /**
         * @description What happens where a purchase in any account cancels a loss.
         * @enum {string}
         */
        WashSales: "block" | "warn";
        /** @description What stands against a loss. */
        WashStatus: {
            /** @description The purchases that stand against it, the earliest first; empty when nothing does. */
            blocks: components["schemas"]["Block"][];
            /**
             * Format: date
             * @description The first day on which none of these purchases stands against a sale; null when none does today.
             */
            clear_from?: string | null;
            /** @description The part of the loss that would not count, were the lot sold today. */
            disallowed: string;
            /** @description The part of it that would be lost for good, because the replacement is in a sheltered account. */
            lost: string;
            /**
             * Format: date
             * @description Sold today, nothing identical may be bought before this day, in any account of the household; null where the law does not
             *     mind.
             */
            repurchase_from?: string | null;
        };
        /**
         * @description The colour of a flag.
         * @enum {string}
         */
        WatchFlag: "red" | "orange" | "yellow" | "green" | "blue" | "purple";
        /** @description An instrument in a list. */
        WatchRow: {
            flag?: components["schemas"]["WatchFlag"] | null;
            /** @description Which. */
            instrument_id: components["schemas"]["InstrumentId"];
            /** @description What is to be known. */
            note?: string | null;
        };
        /** @description A section of a list. */
        WatchSection: {
            /** @description Its name; empty for one without. */
            name: string;
            /** @description Its rows. */
            rows: components["schemas"]["WatchRow"][];
        };
        /** @description A folder whose files of prices are taken in. */
        WatchedFolder: {
            /** @description The folder, as an absolute path. Files named `SYMBOL.csv` or `SYMBOL.parquet` hold the prices of one instrument, others name the symbol in a column. */
            path: string;
            /** @description Whether a column of adjusted prices is taken in place of the plain one. */
            prefer_adjusted?: boolean;
        };
        /** @description A list. */
        Watchlist: {
            /** @description Its name. */
            name: string;
            /** @description Its sections. */
            sections: components["schemas"]["WatchSection"][];
        };
        /** @description What somebody looks at. */
        Watchlists: {
            /** @description The lists, each with a name of its own. */
            lists: components["schemas"]["Watchlist"][];
        };
        /** @description A signed request to a server of the user's. */
        WebhookWay: {
            /** @description Whether the address may be of this machine or a private network, and `http://` there. */
            allow_private?: boolean;
            /** @description The name of the secret that signs; without one, the receiver cannot tell who sent it. */
            signing_secret?: string | null;
            template?: components["schemas"]["NotificationTemplate"] | null;
            /** @description Where to; `https://` unless it is a machine of the user's own. */
            url: string;
        };
        /** @description One asset's change. `after − before` is the sum of the parts. */
        WeightChange: {
            /**
             * Format: double
             * @description Weight in the later run, zero when it is not there.
             */
            after: number;
            /** @description The asset. */
            asset: string;
            /**
             * Format: double
             * @description Weight in the earlier run, zero when it was not there.
             */
            before: number;
            /** @description One for each step, in the same order. */
            parts: components["schemas"]["ChangePart"][];
        };
        /** @description The difference between two runs, taken apart. */
        WeightChanges: {
            /** @description By asset of either run, the largest change first. */
            assets: components["schemas"]["WeightChange"][];
            /** @description The same as sentences: first a summary, then one for each asset that changed. */
            sentences: string[];
            /**
             * @description Causes in the order in which they were replaced: data, constraints, objective; those that did
             *     not change are left out. Two causes stand together when the problem between them has no optimum.
             */
            steps: components["schemas"]["ChangeStep"][];
        };
        /** @description One weight over the samples. */
        WeightRange: {
            /**
             * Format: double
             * @description The confident part of the samples is not below this.
             */
            lower: number;
            /**
             * Format: double
             * @description Mean.
             */
            mean: number;
            /**
             * Format: double
             * @description Nor above this.
             */
            upper: number;
        };
        /** @description How the weight of an asset answers to a small change of its own expected return, while the binding limits stay the same. */
        WeightSensitivity: {
            /**
             * Format: double
             * @description Change of the expected return that moves the weight by one percentage point, `0.01 / |weight|`; null when the weight
             *     does not answer.
             */
            return_for_one_point?: number | null;
            /**
             * Format: double
             * @description Change of the weight for each unit (100 percentage points) of expected return.
             */
            weight: number;
        };
        /**
         * @description Which part of the past an estimate sees.
         * @enum {string}
         */
        Window: "rolling" | "expanding";
        /**
         * @description Where training begins.
         * @enum {string}
         */
        WindowKind: "rolling" | "anchored";
        /** @description The open workspace. */
        WorkspaceInfo: {
            /** @description The currency of totals. */
            base_currency: components["schemas"]["Currency"];
            benchmark_id?: components["schemas"]["InstrumentId"] | null;
            /** @description How much is in it. */
            counts: components["schemas"]["Counts"];
            /** @description Its name. */
            name: string;
            /** @description Its directory. */
            path: string;
            /** @description It is the labelled sample, not the user's own. */
            sample: boolean;
            /**
             * Format: date
             * @description The date that counts as today: the real one, or the sample's last day.
             */
            today: string;
            /** @description The program's version. */
            version: string;
        };
        /**
         * @description What a new workspace starts with.
         * @enum {string}
         */
        WorkspaceKind: "empty" | "sample";
        /** @description The day of a replay that lost most. */
        WorstDay: {
            /**
             * Format: double
             * @description The same over the portfolio's value on the day before.
             */
            change: number;
            /**
             * Format: date
             * @description The day.
             */
            date: string;
            /**
             * Format: double
             * @description Gain or loss of the day in the base currency.
             */
            gain: number;
        };
        /** @description The compounded returns of one year. */
        YearOfReturns: {
            /** @description January to December; none where no period ends in the month, or the return of one is missing. */
            months: (number | null)[];
            /**
             * Format: int32
             * @description The year.
             */
            year: number;
            /**
             * Format: double
             * @description The whole year, as far as there are periods; none when a return is missing.
             */
            year_return?: number | null;
        };
        /** @description The range of a year. */
        YearRange: {
            /**
             * Format: date
             * @description The first day that is in it.
             */
            from: string;
            /**
             * Format: double
             * @description Highest price, likewise.
             */
            high: number;
            /**
             * Format: double
             * @description Lowest price; of days that have only a close, the close.
             */
            low: number;
        };
        /** @description What a tax year comes to. Money is in `currency`. */
        YearSummary: {
            /** @description Part of the exempt amount or allowance that gains used; while the allowance used by other income is unknown, none. */
            allowance_used: string;
            /** @description What was taken to be so. */
            assumptions: components["schemas"]["Assumption"][];
            /** @description Losses that the next year opens with. */
            carry_forward: components["schemas"]["CarriedLoss"][];
            /** @description Losses of earlier years that were set off against gains. */
            carry_forward_used: string;
            /** @description The currency. */
            currency: string;
            /** @description Losses that can no longer be used. */
            expired: components["schemas"]["CarriedLoss"][];
            /** @description Sum of the gains. */
            gains: string;
            /** @description Its name, "2024" or "2024/25". */
            label: string;
            /** @description Sum of the losses, above zero. */
            losses: string;
            /** @description Earlier years of the ledger to which this year's net loss could be carried back. */
            may_carry_back: components["schemas"]["CarryBack"][];
            /** @description The same, long-term (everything where the rules know no holding period). */
            net_long: string;
            /** @description Net of the year's short-term gains and losses, before losses of other years. */
            net_short: string;
            /** @description Net loss that is set off against other income. */
            offset_against_income: string;
            /** @description The tax that gains and losses cause. */
            tax: components["schemas"]["TaxDue"];
            /** @description Gains after losses, exemptions and allowance: what is taxed (in Canada the included half). */
            taxable: string;
            /**
             * Format: int32
             * @description The calendar year in which it begins.
             */
            year: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_accounts: {
        parameters: {
            query?: {
                /** @description Part of the name, institution or number. */
                q?: string;
                /** @description Items of a page, 1 to 1000; 100 when nothing is said. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Account"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountFields"];
            };
        };
        responses: {
            201: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_alerts: {
        parameters: {
            query?: {
                /** @description Items of a page, 1 to 1000; 100 when nothing is said. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AlertView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_alert: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertFields"];
            };
        };
        responses: {
            201: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    alert_backtest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertBacktestQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertBacktest"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_alert_deliveries: {
        parameters: {
            query?: {
                /** @description Only of this alert. */
                alert_id?: string;
                /** @description Items of a page, 1 to 1000; 100 when nothing is said. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AlertDeliveryView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_alert_events: {
        parameters: {
            query?: {
                /** @description Only of this alert. */
                alert_id?: string;
                /** @description Items of a page, 1 to 1000; 100 when nothing is said. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AlertEventView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    look_at_alerts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertsLook"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_alert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["AlertId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_alert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["AlertId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_alert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["AlertId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    act_on_alert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["AlertId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertActQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    attribution: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AttributionRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttributionReport"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_backtests: {
        parameters: {
            query?: {
                /** @description Items of a page, 1 to 1000; 100 when nothing is said. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_BacktestItem"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_backtest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BacktestQuestion"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_backtest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["BacktestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_backtest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["BacktestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rename_backtest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["BacktestId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameBacktest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    backtest_attribution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["BacktestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestAttribution"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    backtest_fills: {
        parameters: {
            query?: {
                /** @description Rows before the stretch. */
                offset?: number;
                /** @description Rows of the stretch, 1 to 1000; 100 when nothing is said. */
                limit?: number;
            };
            header?: never;
            path: {
                id: components["schemas"]["BacktestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FillsWindow"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    backtest_gap: {
        parameters: {
            query: {
                /** @description The run on paper that shows what really came. */
                actual: components["schemas"]["BacktestId"];
                /** @description Orders of both that begin to trade at most so many seconds apart are one and the same; two bars when nothing is said. */
                apart_s?: number;
            };
            header?: never;
            path: {
                id: components["schemas"]["BacktestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RealityGap"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    backtest_look_ahead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["BacktestId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LookAheadSettings"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestLookAhead"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    backtest_monte_carlo: {
        parameters: {
            query?: {
                /** @description `block_bootstrap` (default), `trade_shuffle` or `student`. */
                method?: string;
                /** @description Histories, 100 to 100,000; 1,000 when nothing is said. */
                paths?: number;
                /** @description Mean periods of a block; the best length for these returns when nothing is said. */
                block?: number;
                /** @description The part of the start at or below which a history is ruined; 0.5 when nothing is said. */
                ruin?: number;
                /** @description The chance: the same one gives the same answer. */
                seed?: number;
            };
            header?: never;
            path: {
                id: components["schemas"]["BacktestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MonteCarlo"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    backtest_parameter_noise: {
        parameters: {
            query?: {
                /**
                 * @description How far a parameter goes from its own value, as a part of it, above 0 and up to 1; 0.2 when nothing is said. A whole number goes at least one
                 *     step.
                 */
                share?: number;
                /** @description Runs, 10 to 1,000; 100 when nothing is said. There are fewer where there are not so many sets of parameters. */
                runs?: number;
                /** @description The chance: the same one gives the same answer. */
                seed?: number;
            };
            header?: never;
            path: {
                id: components["schemas"]["BacktestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParameterNoise"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    backtest_result: {
        parameters: {
            query?: {
                /** @description Points of the curve at most, 4 to 100,000; 1,500 when nothing is said. The lowest and the highest of each stretch are among them. */
                points?: number;
            };
            header?: never;
            path: {
                id: components["schemas"]["BacktestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestOutcome"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    backtest_round_trips: {
        parameters: {
            query?: {
                /** @description Rows before the stretch. */
                offset?: number;
                /** @description Rows of the stretch, 1 to 1000; 100 when nothing is said. */
                limit?: number;
            };
            header?: never;
            path: {
                id: components["schemas"]["BacktestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoundTripsWindow"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    backtest_significance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["BacktestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestSignificance"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    backtest_taxes: {
        parameters: {
            query?: {
                /** @description What is taken of a short-term gain, 0 to 1; the rate of the tax profile when nothing is said. */
                short_term?: string;
                /** @description What is taken of a long-term gain, likewise. */
                long_term?: string;
                /** @description Units held longer than so many months are long-term; 12 when nothing is said, and 0 for no such difference. */
                long_term_after_months?: number;
                /** @description Days around a sale at a loss in which a purchase lets it not count; 30 when nothing is said, and 0 for no such rule. */
                wash_sale_days?: number;
            };
            header?: never;
            path: {
                id: components["schemas"]["BacktestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AfterTax"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    backtest_tear_sheet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["BacktestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_backups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupView"][];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_backup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drill_backup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restore_backup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreReport"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bars: {
        parameters: {
            query?: {
                /** @description From this day. */
                from?: string;
                /** @description To this day. */
                to?: string;
                /** @description Which bars: days when nothing is said. */
                size?: string;
                /** @description From this time, for bars within a day. */
                from_at?: components["schemas"]["Timestamp"];
                /** @description To this time, for bars within a day. */
                to_at?: components["schemas"]["Timestamp"];
                /** @description At most about this many: each column of a chart that wide keeps its first, least, greatest and last close. */
                max_points?: number;
                /** @description `json` (default) or `binary`. */
                format?: components["schemas"]["SeriesFormat"];
            };
            header?: never;
            path: {
                instrument_id: components["schemas"]["InstrumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BarsView"];
                    "application/octet-stream": number[];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_bar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instrument_id: components["schemas"]["InstrumentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManualBar"];
            };
        };
        responses: {
            201: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bar"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_bar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instrument_id: components["schemas"]["InstrumentId"];
                date: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_changes: {
        parameters: {
            query?: {
                /** @description Only of this noun, e.g. `transactions`. */
                noun?: string;
                /** @description Only of this object; its noun must be named too. */
                object_id?: string;
                /** @description Only what this click caused. */
                correlation_id?: string;
                /** @description Items of a page, 1 to 1000; 100 when nothing is said. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AuditEvent"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undo_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["AuditEventId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Undone"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chart_png: {
        parameters: {
            query?: {
                /** @description From this day. */
                from?: string;
                /** @description To this day. */
                to?: string;
                /** @description Pixels, 100 to 4096; 1280 when nothing is said. */
                width?: number;
                /** @description Pixels, 100 to 4096; 720 when nothing is said. */
                height?: number;
                /** @description `dark` (default) or `light`. */
                theme?: components["schemas"]["ChartTheme"];
            };
            header?: never;
            path: {
                /** @description The instrument's id and `.png`. */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": number[];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    data_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataHealth"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    diagnostics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Diagnostics"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_drawings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instrument_id: components["schemas"]["InstrumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drawings"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_drawings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instrument_id: components["schemas"]["InstrumentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Drawings"];
            };
        };
        responses: {
            200: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drawings"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explain: {
        parameters: {
            query: {
                /** @description The figure. */
                figure: "total_value" | "market_value" | "cash_value" | "cost" | "unrealized_pnl" | "unrealized_ratio" | "realized_pnl" | "income" | "fees" | "taxes" | "net_flows" | "day_change" | "day_change_ratio" | "weight" | "twr" | "xirr" | "modified_dietz" | "benchmark" | "quantity" | "price" | "average_cost" | "exchange_rate" | "lot_gain" | "tax_of_year" | "taxable_of_year" | "gains_of_year" | "taxed_gain";
                /**
                 * @description What it is of: nothing for the portfolio, `position:<account id>:<instrument id>`, `cash:<account id>:<currency>` or
                 *     `lot:<lot id>`; of taxes `year:<year>` or `gain:<id of the closing transaction>:<lot id>`.
                 */
                id?: string;
                /** @description Only this account. */
                account_id?: string;
                /** @description At the end of this day; today when nothing is said. */
                as_of?: string;
                /** @description Returns are measured from the close of this day; from the first transaction when nothing is said. */
                from?: string;
                /** @description As it was known at this time; now when nothing is said. */
                known_at?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explanation"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_archive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "content-disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_csv: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The noun and `.csv`.
                 * @example transactions.csv
                 */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "content-disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_fx_rates: {
        parameters: {
            query?: {
                /** @description Only with this base. */
                base?: string;
                /** @description Only with this quote. */
                quote?: string;
                /** @description On or after this day. */
                from?: string;
                /** @description On or before this day. */
                to?: string;
                /** @description As known at this time; now when nothing is said. */
                known_at?: string;
                /** @description Items of a page, 1 to 1000; 100 when nothing is said. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_FxRate"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_fx_rate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FxRateFields"];
            };
        };
        responses: {
            201: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FxRate"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fx_pairs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PairView"][];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_fx_rate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["FxRateId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FxRate"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_fx_rate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["FxRateId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_fx_rate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["FxRateId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FxRate"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hedges: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HedgeRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HedgeReport"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    begin_history: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HistoryRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    coverage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CoverageView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_imports: {
        parameters: {
            query?: {
                /** @description Items of a page, 1 to 1000; 100 when nothing is said. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ImportRecord"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_import: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_import: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportPreview"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ImportId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportRecord"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    indicator_catalogue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IndicatorCatalogue"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    indicators: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                instrument_id: components["schemas"]["InstrumentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IndicatorsQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IndicatorsView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_instruments: {
        parameters: {
            query?: {
                /** @description Part of the symbol, name, ISIN, CUSIP or FIGI. */
                q?: string;
                /** @description Only this class. */
                asset_class?: string;
                /** @description Items of a page, 1 to 1000; 100 when nothing is said. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Instrument"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_instrument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InstrumentFields"];
            };
        };
        responses: {
            201: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Instrument"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_instrument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["InstrumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Instrument"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_instrument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["InstrumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_instrument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["InstrumentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Instrument"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_jobs: {
        parameters: {
            query?: {
                /** @description Only in this state. */
                state?: string;
                /** @description Only of this kind. */
                kind?: string;
                /** @description Items of a page, 1 to 1000; 100 when nothing is said. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Job"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["JobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["JobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lots: {
        parameters: {
            query?: {
                /** @description Only this account. */
                account_id?: string;
                /** @description Only this instrument. */
                instrument_id?: string;
                /** @description At the end of this day; today when nothing is said. */
                as_of?: string;
                /** @description As it was known at this time; now when nothing is said. */
                known_at?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LotsView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PerformanceRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PerformanceReport"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    estimate_moments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MomentsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MomentsResult"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    news: {
        parameters: {
            query?: {
                /** @description Only about this instrument. */
                instrument_id?: string;
                /** @description At most so many, 1 to 500; 50 when nothing is said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewsView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_notifications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationsView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_notifications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Notifications"];
            };
        };
        responses: {
            200: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationsView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_notification_secret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecretText"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretKept"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    test_notification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NamedWay"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestSent"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_optimizations: {
        parameters: {
            query?: {
                /** @description Items of a page, 1 to 1000; 100 when nothing is said. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_OptimizationSummary"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_optimization: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOptimization"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    optimization_changes: {
        parameters: {
            query: {
                /** @description The earlier run. */
                before: string;
                /** @description The later run. */
                after: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeightChanges"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    question_changes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangesQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeightChanges"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compare_optimizations: {
        parameters: {
            query: {
                /** @description Ids of saved runs with commas between them, 1 to 8. */
                ids: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comparison"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    correlations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CorrelationsQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CorrelationClusters"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_optimization: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StudioQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OptimizationResult"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resampling: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResamplingQuestion"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    solve: {
        parameters: {
            query?: {
                /** @description Points of the efficient frontier within the same limits, 2 to 1000; none when left out. */
                frontier_points?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OptimizationRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OptimizationResult"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stability: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StabilityQuestion"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    universe: {
        parameters: {
            query?: {
                /** @description Instrument ids with commas between them; those held today when nothing is said. */
                instrument_ids?: string;
                /** @description Prices from this day. */
                from?: string;
                /** @description Prices to this day; today when nothing is said. */
                to?: string;
                /** @description `historical_mean` (default) or `exponentially_weighted`. */
                expected_returns?: string;
                /** @description Span in days of exponentially weighted expected returns; 500 when nothing is said. */
                expected_returns_span?: number;
                /** @description `ledoit_wolf_constant_variance` (default), `sample` or `exponentially_weighted`. */
                covariance?: string;
                /** @description Span in days of the exponentially weighted covariance; 180 when nothing is said. */
                covariance_span?: number;
                /** @description Logarithmic returns in place of simple ones. */
                log_returns?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UniverseView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    universe_of: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UniverseSpec"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UniverseView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    walk_forward: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WalkForwardQuestion"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_optimization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["OptimizationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OptimizationView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_optimization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["OptimizationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rename_optimization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["OptimizationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameOptimization"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OptimizationView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_paper_runs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaperRunView"][];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_paper_run: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaperQuestion"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaperRunView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_paper_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["BacktestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaperRunView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stop_paper_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["BacktestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    performance: {
        parameters: {
            query?: {
                /** @description From this day; the first flow's when nothing is said. */
                from?: string;
                /** @description To this day; today when nothing is said. */
                to?: string;
                /** @description Only this account. */
                account_id?: string;
                /** @description The benchmark; the settings' when nothing is said. */
                benchmark_id?: string;
                /** @description `json` (default) or `binary`: columns `at`, `value`, `invested`, `twr_index`, `benchmark`. */
                format?: "json" | "binary";
                /** @description As it was known at this time; now when nothing is said. */
                known_at?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Performance"];
                    "application/octet-stream": number[];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    performance_summary: {
        parameters: {
            query?: {
                /** @description From this day; the first flow's when nothing is said. */
                from?: string;
                /** @description To this day; today when nothing is said. */
                to?: string;
                /** @description Only this account. */
                account_id?: string;
                /** @description The benchmark; the settings' when nothing is said. */
                benchmark_id?: string;
                /** @description `json` (default) or `binary`: columns `at`, `value`, `invested`, `twr_index`, `benchmark`. */
                format?: "json" | "binary";
                /** @description As it was known at this time; now when nothing is said. */
                known_at?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Returns"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    portfolio: {
        parameters: {
            query?: {
                /** @description At the end of this day; today when nothing is said. */
                as_of?: string;
                /** @description Only this account. */
                account_id?: string;
                /** @description As it was known at this time; now when nothing is said. */
                known_at?: string;
                /** @description With its returns, unless this is false: today's portfolio without them waits only for its last prices. */
                returns?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortfolioView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    portfolio_hedges: {
        parameters: {
            query?: {
                /** @description Only this account. */
                account_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortfolioHedges"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ask_portfolio_hedges: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HedgeQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortfolioHedges"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    portfolio_risk: {
        parameters: {
            query?: {
                /** @description Only this account. */
                account_id?: string;
                /** @description The first day of the history; five years before today when nothing is said. */
                from?: string;
                /** @description With every method tested on the past, which takes seconds; without when nothing is said. */
                tested?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortfolioRisk"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ask_portfolio_risk: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RiskQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortfolioRisk"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    portfolio_stress: {
        parameters: {
            query?: {
                /** @description Only this account. */
                account_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortfolioStress"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ask_portfolio_stress: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StressQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortfolioStress"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_providers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProvidersView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_providers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderSettings"];
            };
        };
        responses: {
            200: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProvidersView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_provider_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderKeyText"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretKept"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retry_provider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                source: components["schemas"]["Source"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    test_provider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                source: components["schemas"]["Source"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderTest"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quotes: {
        parameters: {
            query?: {
                /** @description Identities with commas between them, at most 500; those of the watchlists when nothing is said. */
                instrument_ids?: string;
                /**
                 * @description Watches them for up to so many milliseconds, 0 to 60000, until each has a price of now or a note that says why it has none; answers
                 *     at once when nothing is said.
                 */
                wait_ms?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotesView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    incidents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentsView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    depth: {
        parameters: {
            query?: {
                /** @description Levels of each side, 1 to 100; 20 when nothing is said. */
                levels?: number;
            };
            header?: never;
            path: {
                instrument_id: components["schemas"]["InstrumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DepthView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tape: {
        parameters: {
            query?: {
                /** @description Trades, 1 to 200; 200 when nothing is said. */
                limit?: number;
            };
            header?: never;
            path: {
                instrument_id: components["schemas"]["InstrumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TapeView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_rebalancings: {
        parameters: {
            query?: {
                /** @description Items of a page, 1 to 1000; 100 when nothing is said. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RebalancingSummary"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_rebalancing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRebalancing"];
            };
        };
        responses: {
            201: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RebalancingView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    check_rebalancing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RebalancingCheck"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckReport"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    plan_rebalancing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RebalanceRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RebalancePlan"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_rebalancing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RebalancingTerms"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RebalancingPreview"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_rebalancing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["RebalancingId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RebalancingView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_rebalancing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["RebalancingId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_rebalancing_orders: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["RebalancingId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "content-disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    step_rebalancing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["RebalancingId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RebalancingStep"];
            };
        };
        responses: {
            200: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RebalancingView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replays: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplaysView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    begin_replay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReplay"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    end_replay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    act_on_replay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayAct"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_bars: {
        parameters: {
            query?: {
                /** @description How much time they cover; a minute when nothing is said. */
                interval?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReplay"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayBars"][];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_past: {
        parameters: {
            query?: {
                /** @description How much time they cover; a minute when nothing is said. */
                interval?: string;
                /** @description `json` (default) or `binary`. */
                format?: components["schemas"]["SeriesFormat"];
            };
            header?: never;
            path: {
                instrument_id: components["schemas"]["InstrumentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayPast"];
                    "application/octet-stream": number[];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    returns: {
        parameters: {
            query?: {
                /** @description From the close of this day; before the first transaction when nothing is said. */
                from?: string;
                /** @description To the close of this day; today when nothing is said. */
                to?: string;
                /** @description Only this account. */
                account_id?: string;
                /** @description The benchmark; the settings' when nothing is said. */
                benchmark_id?: string;
                /** @description The parts; positions when nothing is said. */
                by?: "position" | "account" | "sector" | "asset_class" | "currency" | "country";
                /** @description As it was known at this time; now when nothing is said. */
                known_at?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReturnsView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    risk: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RiskRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RiskReport"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_schedules: {
        parameters: {
            query?: {
                /** @description Items of a page, 1 to 1000; 100 when nothing is said. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ScheduleView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleFields"];
            };
        };
        responses: {
            201: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchedulePreview"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_schedule_occurrences: {
        parameters: {
            query?: {
                /** @description Items of a page, 1 to 1000; 100 when nothing is said. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                id: components["schemas"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ScheduleRun"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    run_schedule_now: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ScheduleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_sealed_file: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SealedFileView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unlock_sealed_file: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Passphrase"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SealedFileView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_passphrase: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PassphraseChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SealedFileView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    significance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignificanceRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignificanceReport"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_strategies: {
        parameters: {
            query?: {
                /** @description Items of a page, 1 to 1000; 100 when nothing is said. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_StrategyView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_strategy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewStrategy"];
            };
        };
        responses: {
            201: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StrategyView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    strategy_catalogue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StrategyCatalogue"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    check_strategy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StrategyQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StrategyCheck"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_strategy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["StrategyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StrategyView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_strategy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["StrategyId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewStrategy"];
            };
        };
        responses: {
            200: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StrategyView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_strategy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["StrategyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stream: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Switching to a WebSocket; each text frame is one thing that is pushed. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        kind: "hello";
                        /**
                         * Format: uuid
                         * @description The stream's identity.
                         */
                        stream_id: string;
                    } | (components["schemas"]["MarketPush"] & {
                        /** @enum {string} */
                        kind: "market";
                    }) | (components["schemas"]["Event"] & {
                        /** @enum {string} */
                        kind: "event";
                    });
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    watch_stream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                stream_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StreamWatch"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stress: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StressRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StressReport"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    summary: {
        parameters: {
            query?: {
                /** @description At the end of this day; today when nothing is said. */
                as_of?: string;
                /** @description Only this account. */
                account_id?: string;
                /** @description As it was known at this time; now when nothing is said. */
                known_at?: string;
                /** @description With its returns, unless this is false: today's portfolio without them waits only for its last prices. */
                returns?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_sweeps: {
        parameters: {
            query?: {
                /** @description Items of a page, 1 to 1000; 100 when nothing is said. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SweepItem"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_sweep: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SweepQuestion"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_sweep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["BacktestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SweepView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_sweep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["BacktestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sweep_heat_map: {
        parameters: {
            query: {
                /** @description The figure; the one that was looked for when nothing is said. */
                figure?: string;
                /** @description The parameter of the columns. */
                x: string;
                /** @description The parameter of the rows. */
                y: string;
                /** @description What stands in a cell when other parameters vary as well: `median` (default), `best` or `worst`. */
                over?: string;
            };
            header?: never;
            path: {
                id: components["schemas"]["BacktestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeatMap"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resume_sweep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["BacktestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_targets: {
        parameters: {
            query?: {
                /** @description Items of a page, 1 to 1000; 100 when nothing is said. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Target"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_target: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TargetFields"];
            };
        };
        responses: {
            201: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Target"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_target: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["TargetId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Target"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_target: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["TargetId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_target: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["TargetId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Target"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    harvest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HarvestView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tax_lots: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaxLotsView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_tax_profile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaxProfile"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_tax_profile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaxProfile"];
            };
        };
        responses: {
            200: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaxProfile"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tax_rules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                jurisdiction: components["schemas"]["Jurisdiction"];
                year: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaxYearRules"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tax_years: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaxYears"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tax_year: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                year: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaxYearView"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_transactions: {
        parameters: {
            query?: {
                /** @description Only of this account, transfers into it included. */
                account_id?: string;
                /** @description Only of this instrument. */
                instrument_id?: string;
                /** @description Only of this kind. */
                kind?: string;
                /** @description Only of this import. */
                import_id?: string;
                /** @description Traded on or after this day. */
                from?: string;
                /** @description Traded on or before this day. */
                to?: string;
                /** @description As known at this time; now when nothing is said. */
                known_at?: string;
                /** @description Items of a page, 1 to 1000; 100 when nothing is said. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Transaction"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_transaction: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransactionFields"];
            };
        };
        responses: {
            201: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transaction"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    window_of_transactions: {
        parameters: {
            query?: {
                /** @description Only rows in which each of these words occurs: date, kind, symbol, figures, currency, account, reference, note. */
                text?: string;
                /** @description Only of this account, transfers into it included. */
                account_id?: string;
                /** @description Only of this instrument, or ending in it. */
                instrument_id?: string;
                /** @description Only of this kind. */
                kind?: string;
                /** @description Only of this import. */
                import_id?: string;
                /** @description Traded on or after this day. */
                from?: string;
                /** @description Traded on or before this day. */
                to?: string;
                /**
                 * @description Columns to order by, the first one first, `-` before one that falls: `-trade_date,amount`. Of trade_date, kind,
                 *     instrument, quantity, price, amount, fees, taxes, currency, account, external_ref, note. Newest first when nothing
                 *     is said; missing values come last.
                 */
                sort?: string;
                /** @description Rows before the stretch. */
                offset?: number;
                /** @description Rows of the stretch, 1 to 1000; 100 when nothing is said. */
                limit?: number;
                /** @description Say where this transaction stands. */
                find?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionsWindow"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_transaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["TransactionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transaction"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_transaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["TransactionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_transaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["TransactionId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transaction"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    transaction_revisions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["TransactionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevisionView"][];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undo_last: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Undone"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_upload: {
        parameters: {
            query: {
                /** @description The file's name, for messages and the log; never a path here. */
                name: string;
                /** @description What it holds: a file too large for that is refused at once. */
                kind?: components["schemas"]["ImportKind"];
                /** @description Its bytes, as far as they are known. */
                bytes?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_upload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    append_upload: {
        parameters: {
            query: {
                /** @description Bytes before this chunk; it must not lie beyond what was received. */
                offset: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": number[];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_upload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_watchlists: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Watchlists"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_watchlists: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Watchlists"];
            };
        };
        responses: {
            200: {
                headers: {
                    "x-change-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Watchlists"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    workspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceInfo"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_workspaces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnownWorkspace"][];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWorkspace"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceInfo"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    open_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenWorkspace"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceInfo"];
                };
            };
            /** @description A problem: what happened, to what, and what to do next. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
