//! No key is ever seen but where it is sent.

use venues::{Frame, Headers, Key, Query, Reply, Told, Venue, fred::ObservationsQuery};

use super::support::{clock, hear, later, now, open, query};

const ID: &str = "PKTEST0000IDENTITY01";
const SECRET: &str = "sEcReT0123456789abcdefSECRET";

fn assert_hidden(text: &str) {
    assert!(!text.contains(ID) && !text.contains(SECRET), "{text}");
}

#[test]
fn requests_show_stars() {
    let key = Key::new(ID, SECRET).unwrap();
    for venue in Venue::ALL {
        if let Some(socket) = venue.socket(Some(&key)).unwrap() {
            assert_hidden(&format!("{socket:?} {} {:?} {:?}", socket.shown(), socket.headers, socket.query));
            assert_eq!(socket.url().expose().contains(SECRET), venue == Venue::Finnhub, "it is sent where it must be");
        }
        for size in venue.capabilities().history {
            let request = query(venue, "X", size.as_str(), "2024-03-01", "2024-03-02").request(Some(&key)).unwrap();
            assert_hidden(&format!(
                "{request:?} {} {:?} {:?} {:?}",
                request.shown(),
                request.headers,
                request.query,
                request.url()
            ));
        }
    }
}

#[test]
fn frames_that_carry_a_key_do_not_print_it() {
    let mut alpaca = Venue::AlpacaIex.conversation(Some(Key::new(ID, SECRET).unwrap())).unwrap().unwrap();
    alpaca.opened(now(), &mut Vec::new());
    let told = hear(&mut *alpaca, now(), r#"[{"T":"success","msg":"connected"}]"#);
    assert!(matches!(&told[..], [Told::Say(Frame::Text(text))] if text.contains(SECRET)));
    assert_hidden(&format!("{told:?}"));
}

#[test]
fn a_venue_that_repeats_the_key_does_not_make_it_seen() {
    for venue in Venue::ALL {
        let wanted: Vec<_> = venue.capabilities().streams.iter().map(|kind| ("AAPL", *kind)).collect();
        if wanted.is_empty() {
            continue;
        }
        let mut conversation = open(venue, &wanted);
        for text in [
            format!("your key {ID} with {SECRET} is wrong"),
            format!(
                r#"[{{"T":"error","code":400,"msg":"key {ID} {SECRET}"}},{{"T":"{SECRET}"}},{{"T":"t","p":"{SECRET}"}}]"#
            ),
            format!(
                r#"{{"type":"error","message":"{SECRET}","msg":"{SECRET}","error":"{SECRET}","method":"{SECRET}"}}"#
            ),
            format!(r#"{{"channel":"{SECRET}","sequence_num":1,"events":[],"data":["{ID}"],"e":"{SECRET}"}}"#),
            format!(r#"{{"error":{{"code":1,"msg":"{SECRET}"}},"id":1,"s":"{SECRET}"}}"#),
        ] {
            let mut told = hear(&mut *conversation, now(), &text);
            conversation.snapshot(now(), super::support::instrument(1), text.as_bytes(), &mut told);
            assert_hidden(&format!("{told:?}"));
        }
        assert_hidden(&format!("{:?}", clock(&mut *conversation, later(100))));
    }
    let day = "2024-03-01".parse().unwrap();
    let fred = ObservationsQuery { series: "X".into(), from: day, to: day, known_on: None, page: None };
    for status in [200, 302, 400, 401, 403, 404, 429, 500] {
        for body in [
            format!("<p>{SECRET}</p>"),
            format!(r#"{{"error_message":"api_key {SECRET}","message":"{ID}"}}"#),
            format!("{{\"{SECRET}\":"),
        ] {
            let reply = Reply { status, headers: &Headers::default(), body: body.as_bytes() };
            if let Err(error) = fred.answer(&reply) {
                assert_hidden(&format!("{error} {error:?}"));
            }
            for venue in Venue::ALL {
                if let Err(error) = query(venue, "X", "1d", "2024-03-01", "2024-03-02").answer(&reply) {
                    assert_hidden(&format!("{error} {error:?}"));
                }
            }
        }
    }
}

#[test]
fn a_venue_that_needs_a_key_says_so() {
    for venue in Venue::ALL {
        let missing = venue.conversation(None).is_err();
        assert_eq!(missing, venue.as_str().starts_with("alpaca"), "{venue:?}");
    }
    assert_eq!(Venue::Finnhub.socket(None).unwrap_err().code(), "venue_key_missing");
}
