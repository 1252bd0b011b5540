//! A notification in the form that its server can show.

use std::collections::HashSet;

use crate::{DesktopAct, Rendered};

/// The name of an action, and its label.
const ACTIONS: [(&str, &str, DesktopAct); 3] = [
    ("default", "Open", DesktopAct::Open),
    ("acknowledge", "Acknowledge", DesktopAct::Acknowledge),
    ("snooze", "Snooze", DesktopAct::Snooze),
];

/// The action of a name.
pub(super) fn act(name: &str) -> Option<DesktopAct> {
    ACTIONS.iter().find(|(own, ..)| *own == name).map(|(.., act)| *act)
}

/// What a server can.
pub(super) struct Abilities(HashSet<String>);

impl Abilities {
    pub(super) fn new(names: Vec<String>) -> Self {
        Self(names.into_iter().collect())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// Summary and body: the body escaped where it is read as markup, and joined to the summary where there is none.
    pub(super) fn words(&self, rendered: &Rendered) -> (String, String) {
        let (summary, body) = (&rendered.subject, &rendered.body);
        if !self.has("body") {
            let joined =
                if body.is_empty() { summary.clone() } else { format!("{summary}: {}", crate::clip::one_line(body)) };
            (joined, String::new())
        } else if self.has("body-markup") {
            (summary.clone(), body.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
        } else {
            (summary.clone(), body.clone())
        }
    }

    /// Names and labels by turns; a click on the whole leads somewhere only where there is a link.
    pub(super) fn actions(&self, has_link: bool) -> Vec<&'static str> {
        if !self.has("actions") {
            return Vec::new();
        }
        let offered = ACTIONS.iter().filter(|(.., act)| has_link || *act != DesktopAct::Open);
        offered.flat_map(|(name, label, _)| [*name, *label]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(abilities: &[&str], body: &str) -> (String, String) {
        let rendered = Rendered { subject: "a < b".into(), body: body.into(), html: None, problems: Vec::new() };
        Abilities::new(abilities.iter().map(|name| (*name).to_owned()).collect()).words(&rendered)
    }

    #[test]
    fn the_body_has_the_form_that_the_server_reads() {
        assert_eq!(words(&["body", "body-markup"], "<b>&"), ("a < b".into(), "&lt;b&gt;&amp;".into()));
        assert_eq!(words(&["body"], "<b>&"), ("a < b".into(), "<b>&".into()));
        assert_eq!(words(&[], "x\ny"), ("a < b: x y".into(), String::new()));
        assert_eq!(words(&[], ""), ("a < b".into(), String::new()));
    }

    #[test]
    fn actions_are_offered_where_they_can_be_shown() {
        let able = |names: &[&str]| Abilities::new(names.iter().map(|name| (*name).to_owned()).collect());
        assert!(able(&["body"]).actions(true).is_empty());
        assert_eq!(able(&["actions"]).actions(false), ["acknowledge", "Acknowledge", "snooze", "Snooze"]);
        assert_eq!(able(&["actions"]).actions(true)[..2], ["default", "Open"]);
        assert_eq!(act("snooze"), Some(DesktopAct::Snooze));
        assert_eq!(act("format-disk"), None);
    }
}
