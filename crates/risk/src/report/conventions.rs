//! How the figures of the report are worked out, in words.

use crate::Convention;

pub(super) const LIST: [Convention; 13] = [
    Convention {
        figure: "portfolio returns",
        words: "Σ weight × return with today's weights in every period; weights are values ÷ capital; only periods that all covered \
                holdings have",
    },
    Convention { figure: "volatility", words: "sample deviation (n − 1) × √periods a year" },
    Convention { figure: "tails", words: "losses are positive parts of the capital; each method says how it works" },
    Convention {
        figure: "backtests",
        words: "before each period after the first window the loss of one period is told from the window before it; an exception lost \
                more; Kupiec (1995) tests how often, Christoffersen (1998) whether in a row",
    },
    Convention {
        figure: "contributions",
        words: "normal returns with the sample's means and covariance; component = weight × slope of the value at risk, and these add \
                up (Euler); incremental = with it less without it, turned into cash; historical parts are what was lost in the scenarios \
                of the quantile",
    },
    Convention {
        figure: "factors",
        words: "least squares on a constant and the factors; a factor's part of the variance is beta × its covariance with what is \
                explained",
    },
    Convention { figure: "correlation.stressed", words: "ρ + part × (1 − ρ) for every pair; volatilities stay" },
    Convention {
        figure: "correlation.breaks",
        words: "Fisher's test of the mean correlation of neighbouring windows at 0.1 %, as if it were the correlation of one pair",
    },
    Convention {
        figure: "correlation.last_window",
        words: "Jennrich's test (1970) that the last window has the correlations of all before it; pairs by Fisher's test × number of \
                pairs",
    },
    Convention {
        figure: "clusters",
        words: "single linkage of the distances √((1 − ρ)/2); a group hangs together by correlations of at least one half",
    },
    Convention {
        figure: "concentration",
        words: "Herfindahl and Hirschman's index: Σ share² of gross values, and its inverse, the number of equal parts",
    },
    Convention {
        figure: "concentration.bets",
        words: "exp(−Σ p ln p) over the parts p of the variance of the covariance's principal components (Meucci 2009)",
    },
    Convention {
        figure: "liquidity",
        words: "|value| ÷ (participation × average value traded a day); all are sold side by side",
    },
];
