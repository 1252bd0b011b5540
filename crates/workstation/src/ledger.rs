//! What the editable nouns share: the answer to a change, and patches.

use model::id::AuditEventId;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::error::{Error, FieldProblem, Result};

/// A thing as it is after a change, and the change.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed<T> {
    /// The thing.
    pub value: T,
    /// The change, to undo it by.
    pub change_id: AuditEventId,
}

/// What a deletion answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Deleted {
    /// The change, to undo it by.
    pub change_id: AuditEventId,
}

/// `fields` with a JSON merge patch (RFC 7396) applied: what the patch does not name stays, null clears.
///
/// # Errors
/// When the patch is no object, names an unknown field or gives a value of the wrong form.
pub(crate) fn patched<T: Serialize + DeserializeOwned>(fields: &T, patch: &Value) -> Result<T> {
    let Value::Object(patch) = patch else {
        return Err(Error::Invalid {
            fields: vec![FieldProblem {
                field: None,
                code: "patch_invalid",
                message: "a patch is a JSON object of the fields to change".into(),
            }],
        });
    };
    let mut whole = serde_json::to_value(fields).map_err(|_| Error::Broken { what: "the patch" })?;
    if let Value::Object(whole) = &mut whole {
        for (key, value) in patch {
            if value.is_null() {
                whole.remove(key);
            } else {
                whole.insert(key.clone(), value.clone());
            }
        }
    }
    serde_json::from_value(whole).map_err(|e| Error::Invalid {
        fields: vec![FieldProblem {
            field: None,
            code: "patch_invalid",
            message: format!("the patch does not fit: {e}"),
        }],
    })
}

#[cfg(test)]
mod tests {
    use model::{currency::Currency, settings::Settings};
    use serde_json::json;

    use super::*;

    #[test]
    fn a_patch_changes_what_it_names_and_null_clears() {
        let mut settings = Settings::new(Currency::USD);
        settings.risk_free_rate = Some(0.02);
        let got = patched(&settings, &json!({"base_currency": "EUR"})).unwrap();
        assert_eq!((got.base_currency, got.risk_free_rate), (Currency::EUR, Some(0.02)));
        assert_eq!(patched(&settings, &json!({"risk_free_rate": null})).unwrap().risk_free_rate, None);
        assert!(patched(&settings, &json!({"base_curency": "EUR"})).is_err());
        assert!(patched(&settings, &json!({"base_currency": null})).is_err());
        assert!(patched(&settings, &json!([1])).is_err());
    }
}
