//! The user's own words: what they may say, and that they never cost a message.

use notify::{Part, Template, Way, render};
use proptest::prelude::*;
use serde_json::json;

use crate::support::message;

fn mail(template: &Template) -> Way {
    let way = json!({ "way": "mail", "host": "mail.example", "port": 587, "tls": "starttls", "from": "a@example.org",
        "to": ["b@example.org"], "template": template });
    serde_json::from_value(way).unwrap()
}

fn body(source: &str) -> Template {
    Template { body: Some(source.to_owned()), ..Template::default() }
}

#[test]
fn own_words_take_the_place_of_the_programs_part_by_part() {
    let own = Template {
        subject: Some("{{ severity | upper }}: {{ values.symbol }}".to_owned()),
        html: Some("<p>{{ body }}</p>".to_owned()),
        body: None,
    };
    own.check().unwrap();
    let mut message = message("mail");
    message.body = "<script>alert(1)</script> & \"more\"".to_owned();
    let rendered = render(&mail(&own), &message);
    assert_eq!(rendered.problems, []);
    assert_eq!(rendered.subject, "WARNING: ACME");
    assert!(rendered.body.starts_with("ACME above 100"), "the program's own: {}", rendered.body);
    let html = rendered.html.unwrap();
    assert!(html.starts_with("<p>&lt;script&gt;alert(1)&lt;") && html.contains("&amp; &quot;more&quot;"), "{html}");
}

#[test]
fn the_programs_page_escapes_what_it_shows() {
    let mut message = message("mail");
    (message.title, message.body) = ("<img src=x>".to_owned(), "a\n<b>".to_owned());
    let html = render(&mail(&Template::default()), &message).html.unwrap();
    assert!(!html.contains("<img") && !html.contains("<b>") && html.contains("&lt;img src=x&gt;"), "{html}");
}

#[test]
fn lists_and_conditions_are_available() {
    let own = "{% for leg in values.legs %}{{ loop.index }}. {{ leg.symbol }} {{ leg.price | default(value=\"?\") }}\n{% endfor %}{# note #}\
               {% if is_late and severity == \"critical\" %}late{% elif link %}{{ link }}{% else %}-{% endif %}";
    body(own).check().unwrap();
    let mut message = message("mail");
    message.values = json!({ "legs": [{ "symbol": "A", "price": 1 }, { "symbol": "B" }] });
    let rendered = render(&mail(&body(own)), &message);
    assert_eq!(rendered.problems, []);
    assert_eq!(rendered.body, "1. A 1\n2. B ?\nhttps://desk.example/alerts/7");
}

/// Source, line and a part of what is said.
#[test]
fn an_error_is_refused_with_its_line() {
    let long = format!("{{{{ {} }}}}", "title ~ ".repeat(60) + "title");
    let deep = "{% if is_late %}".repeat(13) + &"{% endif %}".repeat(13);
    let brackets = format!("{{{{ {}1{} }}}}", "(".repeat(13), ")".repeat(13));
    let loops = "{% for a in values %}{% for b in a %}{% for c in b %}{% endfor %}{% endfor %}{% endfor %}";
    let huge = "x".repeat(9_000);
    for (source, line, expected) in [
        ("a\n{{ title", Some(2), "has no }}"),
        ("a\nb {% if title %}", Some(2), ""),
        ("{{ title | nope }}", Some(1), "nope"),
        ("a\n\n{{ title | nope }}", Some(3), "nope"),
        ("{{ title is nope }}", Some(1), "nope"),
        ("{{ nope() }}", Some(1), "nope"),
        ("a\n{{ price }}", Some(2), "`price` is not known; there are title"),
        ("a\n{# open", Some(2), "a comment does not end"),
        ("{% include \"/etc/passwd\" %}", Some(1), "`include` is not available"),
        ("{% extends \"x\" %}", Some(1), "`extends` is not available"),
        ("\n{%- set a = 1 %}", Some(2), "`set` is not available"),
        ("{% set_global a = 1 %}", Some(1), "is not available"),
        ("{% block a %}{% endblock %}", Some(1), "is not available"),
        ("{% raw %}{{{% endraw %}", Some(1), "is not available"),
        ("{% filter upper %}a{% endfilter %}", Some(1), "is not available"),
        ("{% component A() %}{% endcomponent A %}", Some(1), "is not available"),
        ("{{ [x for x in values] }}", Some(1), "a list made by `for`"),
        (loops, Some(1), "loops"),
        (&deep, Some(1), "blocks lie in one another"),
        (&brackets, Some(1), "brackets"),
        (&long, Some(1), "is longer than"),
        (&huge, None, "is longer than"),
    ] {
        let problems = body(source).check().unwrap_err();
        assert_eq!((problems.len(), problems[0].part), (1, Part::Body), "{source}");
        let problem = &problems[0];
        assert!(problem.problem.contains(expected), "{source}: {problem:?}");
        assert_eq!(problem.line, line, "{source}: {problem:?}");
    }
}

/// What passes the check and fails with the message at hand gives way to the program's own words.
#[test]
fn a_template_that_fails_does_not_cost_the_message() {
    for source in [
        "{{ values.missing }}",
        "{{ values.missing.more }}",
        "{{ title | safe }}",
        "{{ title | split(pat=\"A\") }}",
        "{{ title | indent(width=1000000000) }}",
        "{% for n in range(end=10000000) %}x{% endfor %}",
        "{{ throw(message=\"no\") }}",
        "{{ title | replace(from=\"\", to=body) | replace(from=\"\", to=body) | replace(from=\"\", to=body) | replace(from=\"\", to=body) }}",
        "{{ 1 / 0 }}",
        "{{ values + 1 }}",
    ] {
        if body(source).check().is_err() {
            continue;
        }
        let rendered = render(&mail(&body(source)), &message("mail"));
        assert_eq!(rendered.problems.len(), 1, "{source}: {}", rendered.body);
        assert!(rendered.body.starts_with("ACME above 100\n"), "{source}: {}", rendered.body);
    }
}

#[test]
fn what_a_template_makes_is_bounded() {
    let own = "{% for c in body %}{% for d in body %}{{ body }}{% endfor %}{% endfor %}";
    body(own).check().unwrap();
    let mut message = message("mail");
    message.body = "x".repeat(4_000);
    let rendered = render(&mail(&body(own)), &message);
    assert_eq!(rendered.problems.len(), 1);
    assert!(rendered.problems[0].problem.contains("makes more than"), "{:?}", rendered.problems);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Any source is taken or refused, and any message can be said with it.
    #[test]
    fn any_source_is_judged_without_a_panic(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("{{"), Just("}}"), Just("{%"), Just("%}"), Just("{#"), Just("#}"), Just(" if "), Just(" for "), Just(" endif "),
                Just(" endfor "), Just(" in "), Just("values"), Just("title"), Just("|"), Just("upper"), Just("replace(from=\"a\", to=\"b\")"),
                Just("("), Just(")"), Just("["), Just("]"), Just("{"), Just("}"), Just("\""), Just("'"), Just("`"), Just("\\"), Just("-"),
                Just("not "), Just("1"), Just("."), Just("<"), Just(">"), Just("…"), Just("\n"), Just(" ~ "), Just("**"), Just("99999999999"),
            ],
            0..60,
        ),
        noise in any::<String>(),
    ) {
        let source = parts.concat() + &noise;
        let own = Template { subject: Some(source.clone()), body: Some(source.clone()), html: Some(source) };
        let _ = own.check();
        let rendered = render(&mail(&own), &message("mail"));
        prop_assert!(!rendered.subject.is_empty());
        prop_assert!(rendered.body.chars().count() <= 4_000);
    }
}
