//! Reading JSON maps and numbers so that what is wrong can be named: a name twice, a value that is null.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use indexmap::IndexMap;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A map in the order written; a name that stands twice is refused, where a plain map would keep the last value.
struct UniqueMap<V>(IndexMap<String, V>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for UniqueMap<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<V>(PhantomData<V>);

        impl<'de, V: Deserialize<'de>> Visitor<'de> for Reader<V> {
            type Value = UniqueMap<V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map by name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<UniqueMap<V>, A::Error> {
                let mut entries = IndexMap::new();
                while let Some((name, value)) = map.next_entry::<String, V>()? {
                    if entries.contains_key(&name) {
                        return Err(A::Error::custom(format!("{name} stands twice; remove one of the two")));
                    }
                    entries.insert(name, value);
                }
                Ok(UniqueMap(entries))
            }
        }

        deserializer.deserialize_map(Reader(PhantomData))
    }
}

/// Series by name in the order written; `None` is a gap.
pub(crate) type Series = IndexMap<String, Vec<Option<f64>>>;

/// Reads series by name.
pub(crate) fn unique_series<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Series>, D::Error> {
    Ok(Option::<UniqueMap<_>>::deserialize(deserializer)?.map(|map| map.0))
}

/// Numbers by name; null is "not a number", so that the asset can be named later.
pub(crate) fn unique_numbers<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<BTreeMap<String, f64>>, D::Error> {
    let map: Option<UniqueMap<Option<f64>>> = Option::deserialize(deserializer)?;
    Ok(map.map(|map| map.0.into_iter().map(|(name, value)| (name, value.unwrap_or(f64::NAN))).collect()))
}

/// The same for a map that must be there.
pub(crate) fn unique_numbers_required<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, f64>, D::Error> {
    let map: UniqueMap<Option<f64>> = UniqueMap::deserialize(deserializer)?;
    Ok(map.0.into_iter().map(|(name, value)| (name, value.unwrap_or(f64::NAN))).collect())
}

/// Rows of numbers; null is "not a number".
pub(crate) fn matrix_with_gaps<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Vec<f64>>>, D::Error> {
    let rows: Option<Vec<Vec<Option<f64>>>> = Option::deserialize(deserializer)?;
    let number = |value: Option<f64>| value.unwrap_or(f64::NAN);
    Ok(rows.map(|rows| rows.into_iter().map(|row| row.into_iter().map(number).collect()).collect()))
}
