//! Blocks come back bit for bit, and damage never passes for data.

use proptest::prelude::*;

use super::*;

fn column(n: usize) -> impl Strategy<Value = Option<Column>> {
    let cells = prop::collection::vec((any::<u64>().prop_map(f64::from_bits), any::<bool>()), n);
    prop_oneof![
        Just(None),
        prop::collection::vec(0.0..1e6_f64, n).prop_map(|values| Some(Column { values, missing: Vec::new() })),
        cells.prop_map(|cells| {
            let (values, missing): (Vec<f64>, Vec<bool>) = cells.into_iter().unzip();
            let any = missing.iter().any(|m| *m);
            Some(Column { values, missing: if any { missing } else { Vec::new() } })
        }),
    ]
}

fn series() -> impl Strategy<Value = BarSeries> {
    (0_usize..200).prop_flat_map(|n| {
        (
            prop::collection::vec(any::<i64>(), n),
            prop::collection::vec(any::<u64>().prop_map(f64::from_bits), n),
            [column(n), column(n), column(n), column(n)],
        )
            .prop_map(|(at, close, [open, high, low, volume])| BarSeries {
                at,
                open,
                high,
                low,
                close,
                volume,
            })
    })
}

fn bits(c: &Option<Column>) -> Option<(Vec<u64>, Vec<bool>)> {
    c.as_ref().map(|c| (c.values.iter().map(|v| v.to_bits()).collect(), c.missing.clone()))
}

fn assert_same(a: &BarSeries, b: &BarSeries) {
    assert_eq!(a.at, b.at);
    assert_eq!(
        a.close.iter().map(|v| v.to_bits()).collect::<Vec<_>>(),
        b.close.iter().map(|v| v.to_bits()).collect::<Vec<_>>()
    );
    for (x, y) in [(&a.open, &b.open), (&a.high, &b.high), (&a.low, &b.low), (&a.volume, &b.volume)] {
        assert_eq!(bits(x), bits(y));
    }
}

proptest! {
    #[test]
    fn every_series_comes_back_bit_for_bit(s in series()) {
        let block = Encoder::new().unwrap().encode(&s).unwrap();
        assert_same(&Decoder::new().unwrap().decode(&block).unwrap(), &s);
    }

    #[test]
    fn blocks_in_a_row_are_the_series(s in series(), cut in 0.0..1.0_f64) {
        prop_assume!(s.len() >= 2);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "an index")]
        let cut = (s.len() as f64 * cut) as usize;
        let mut encoder = Encoder::new().unwrap();
        let mut decoder = Decoder::new().unwrap();
        let mut whole = BarSeries::default();
        for part in [s.slice(0..cut), s.slice(cut..s.len())] {
            decoder.append(&encoder.encode(&part).unwrap(), &mut whole).unwrap();
        }
        prop_assert_eq!(whole.len(), s.len());
        for i in 0..s.len() {
            prop_assert_eq!(format!("{:?}", whole.bar(i)), format!("{:?}", s.bar(i)));
        }
    }

    #[test]
    fn a_flipped_bit_is_found(s in series(), at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let mut block = Encoder::new().unwrap().encode(&s).unwrap();
        let idx = at.index(block.len());
        block[idx] ^= 1 << bit;
        prop_assert!(Decoder::new().unwrap().decode(&block).is_err());
    }

    #[test]
    fn a_cut_block_is_found(s in series(), at in any::<prop::sample::Index>()) {
        let block = Encoder::new().unwrap().encode(&s).unwrap();
        prop_assert!(Decoder::new().unwrap().decode(&block[..at.index(block.len())]).is_err());
    }

    #[test]
    fn foreign_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Decoder::new().unwrap().decode(&bytes).is_err());
    }
}

#[test]
fn a_later_version_says_so() {
    let mut block = Encoder::new().unwrap().encode(&BarSeries::default()).unwrap();
    block[3] = 9;
    assert_eq!(Decoder::new().unwrap().decode(&block), Err(CodecError::Version(9)));
}
