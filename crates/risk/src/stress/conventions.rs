//! How the figures of the report are worked out, in words.

use crate::Convention;

pub(super) const LIST: [Convention; 6] = [
    Convention {
        figure: "replay",
        words: "today's values, held unchanged: value × (price ÷ price at the start − 1); the price of a day is the last one at most \
                seven days old",
    },
    Convention {
        figure: "proxy",
        words: "a holding without such prices moves with Σ beta × return of the proxies, compounded day by day, without its alpha; betas \
                by least squares over all periods that it and they have, at least 60",
    },
    Convention {
        figure: "unknown",
        words: "a holding with neither is left out of the sum and counted in unknown_share, while the capital still holds its \
                value; what it would do is open",
    },
    Convention {
        figure: "shocks",
        words: "changes of several shocks are compounded: Π(1 + change) − 1; a holding that does not say how it answers a shock is \
                unknown there",
    },
    Convention {
        figure: "correlation_to_one",
        words: "all holdings move together by the normal quantile × their own deviation × √periods, in the direction that loses",
    },
    Convention {
        figure: "reverse",
        words: "of all moves of the factors that lose so much, the one with the least Mahalanobis distance: loss ÷ √(b'Σb) deviations \
                along Σb, with Σ of past returns; its probability is that of a normal loss as large",
    },
];
