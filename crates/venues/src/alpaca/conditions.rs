//! What a trade of a US stock counts for, by its sale conditions. (CTA "Consolidated Tape System Multicast Output", UTP
//! "Trade Data Feed": the tables of sale conditions and of what they update.)

use model::market::TradeUse;

/// What a trade counts for; `None` for the official opening and closing prints, which repeat a trade that was sent already.
///
/// `tape` is `A` or `B` (CTA), `C` (UTP) or `O` (over the counter). Trades outside of the session count in full: which session
/// a trade belongs to is for its time to say.
pub(crate) fn counts<'a>(
    mut conditions: impl Iterator<Item = &'a str> + Clone,
    tape: Option<&str>,
) -> Option<TradeUse> {
    if conditions.clone().any(|c| c == "M" || c == "Q") {
        return None;
    }
    let is_utp = tape == Some("C");
    let is_volume_only = conditions.any(|condition| match condition {
        // Cash, price variation, odd lot, next day, prior reference price, seller's, sold out of sequence in extended hours,
        // contingent, sold out of sequence, derivatively priced, qualified contingent.
        "C" | "H" | "I" | "N" | "P" | "R" | "U" | "V" | "Z" | "4" | "7" => true,
        // The average price has another letter on each tape; the other one's letter is an ordinary trade here.
        "B" => !is_utp,
        "W" => is_utp,
        _ => false,
    });
    Some(if is_volume_only { TradeUse::Volume } else { TradeUse::PriceAndVolume })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_agreed_on_elsewhere_do_not_move_the_last_price() {
        let of = |conditions: &[&str], tape| counts(conditions.iter().copied(), Some(tape));
        let (all, volume) = (Some(TradeUse::PriceAndVolume), Some(TradeUse::Volume));
        assert_eq!(of(&["@"], "C"), all);
        assert_eq!(of(&["@", "F", "T"], "C"), all);
        assert_eq!(of(&["@", "I"], "C"), volume);
        assert_eq!((of(&["B"], "A"), of(&["B"], "C"), of(&["W"], "C")), (volume, all, volume));
        assert_eq!(of(&[" ", "M"], "A"), None);
        assert_eq!(of(&[], "A"), all);
    }
}
