//! `quarterdeck keys`: where keys are kept, and the passphrase of the sealed file.

mod passphrase;

use http::Method;
use secrets::{PASSPHRASE_FILE_VARIABLE, PASSPHRASE_VARIABLE};
use serde_json::{Value, json};

use super::{
    arguments::{Format, KeysCommand},
    output::{self, cell},
};
use crate::{connection::Connection, exit::Failure};

const PATH: &str = "/api/v1/sealed-file";

/// Carries out a command.
///
/// # Errors
/// When the passphrase is refused, or the sealed file cannot be used.
pub(crate) async fn run(connection: &Connection, command: KeysCommand) -> Result<(), Failure> {
    match command {
        KeysCommand::Show { format: Format::Json } => output::json(&connection.get(PATH).await?),
        KeysCommand::Show { format: Format::Table } => output::line(&words(&connection.get(PATH).await?)),
        KeysCommand::Unlock => unlock(connection).await,
        KeysCommand::Passphrase => {
            let current = passphrase::read("Present passphrase: ")?;
            let new = passphrase::read_new()?;
            let asked = json!({ "current": current.as_str(), "passphrase": new.as_str() });
            let view = connection.json(Method::PUT, &format!("{PATH}/passphrase"), Some(&asked)).await?;
            output::line(&format!("{} has the new passphrase", cell(view.get("path"))))
        }
    }
}

async fn unlock(connection: &Connection) -> Result<(), Failure> {
    let before = connection.get(PATH).await?;
    let is_new = before.get("state").and_then(Value::as_str) == Some("not_made");
    let given = if is_new { passphrase::read_new()? } else { passphrase::read("Passphrase: ")? };
    let view = connection.json(Method::PUT, PATH, Some(&json!({ "passphrase": given.as_str() }))).await?;
    let path = cell(view.get("path"));
    let done = if is_new { format!("Made {path}") } else { format!("The passphrase opens {path}") };
    output::line(&match connection {
        Connection::Own(_) => format!(
            "{done}. This command ends now: the next one needs the passphrase in {PASSPHRASE_VARIABLE}, or in a file that {PASSPHRASE_FILE_VARIABLE} names"
        ),
        Connection::Owner(_) | Connection::Server(_) => format!("{done}. It stays open until that program ends"),
    })
}

/// Where keys are kept, as a sentence.
pub(crate) fn words(view: &Value) -> String {
    let is = |name: &str| view.get(name).and_then(Value::as_bool).unwrap_or(false);
    let path = cell(view.get("path"));
    let state = view.get("state").and_then(Value::as_str).unwrap_or_default();
    let keychain = match view.get("keychain_problem").and_then(Value::as_str) {
        Some(problem) => format!("no keychain is running ({problem})"),
        None => "a keychain is running, and keys go there".to_owned(),
    };
    let file = match state {
        "not_made" if is("is_used") => {
            format!("keys will be kept in a sealed file at {path}, as safe as its passphrase")
        }
        "not_made" if is("has_keychain") => return keychain,
        "not_made" => "keys cannot be kept; `quarterdeck keys unlock` makes a sealed file for them".to_owned(),
        "locked" => format!("the sealed file {path} is locked; `quarterdeck keys unlock` opens it"),
        "unlocked" if is("has_keychain") => format!("the sealed file {path} is open too"),
        "unlocked" => format!("keys are kept in the sealed file {path}, as safe as its passphrase"),
        _ => format!("the sealed file {path} cannot be used"),
    };
    let problem = view.get("problem").and_then(Value::as_str).map(|problem| format!(" ({problem})"));
    format!("{keychain}: {file}{}", problem.unwrap_or_default())
}

/// Says below a list that keys do not lie in the keychain, where that is so.
///
/// # Errors
/// When that cannot be asked or said.
pub(crate) async fn notice(connection: &Connection) -> Result<(), Failure> {
    let view = connection.get(PATH).await?;
    let has_keychain = view.get("has_keychain").and_then(Value::as_bool).unwrap_or(false);
    if has_keychain {
        return Ok(());
    }
    output::line(&format!("Notice: {}", words(&view)))
}

/// Where a key lies, as the end of a sentence.
pub(crate) fn place(value: Option<&Value>) -> &'static str {
    match value.and_then(Value::as_str) {
        Some("keychain") => "in the keychain",
        Some("sealed_file") => "in the sealed file",
        Some("environment") => "in the environment",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_keys_are_kept_is_said() {
        let say = |has_keychain: bool, state: &str, is_used: bool| {
            let problem = (!has_keychain).then_some("no bus");
            words(&json!({ "has_keychain": has_keychain, "keychain_problem": problem, "state": state,
                "path": "/k", "is_used": is_used, "problem": null }))
        };
        assert_eq!(say(true, "not_made", false), "a keychain is running, and keys go there");
        for (state, is_used, expected) in [
            ("not_made", false, "keys cannot be kept"),
            ("not_made", true, "keys will be kept in a sealed file at /k"),
            ("locked", false, "/k is locked"),
            ("unlocked", true, "keys are kept in the sealed file /k"),
            ("unusable", false, "/k cannot be used"),
        ] {
            let said = say(false, state, is_used);
            assert!(said.starts_with("no keychain is running (no bus): ") && said.contains(expected), "{said}");
        }
    }
}
