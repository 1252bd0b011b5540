//! Alerts: kept whole, fired once an epoch, and deliveries that wait until they left.

use crate::harness::on_both;

on_both!(alerts_are_kept, an_epoch_fires_once, deliveries_wait_until_they_left, the_history_is_read_in_pages,);

pub(crate) mod scenarios {
    use alerts::{
        Act, AlertRule, Change, Channel, Condition, Delivery, DeliveryKey, Effect, Escalation, EscalationStep, Event,
    };
    use model::{
        alert::{AlertSeverity, AlertState, DeliveryState},
        id::{AlertId, InstrumentId},
        instrument::Instrument,
        time::Timestamp,
    };
    use store::{
        Paging, Store,
        alerts::{self as kept, Alert, AlertFields, Happened, Settled},
        instruments,
    };
    use testkit::build::share;

    use crate::harness::{change, later, now};

    fn fields(instrument: InstrumentId, severity: AlertSeverity) -> AlertFields {
        let condition = Condition::Price {
            instrument,
            of: bars::build::PriceOf::Trade,
            test: alerts::condition::Test::CrossesAbove { level: 150.0 },
        };
        AlertFields {
            name: "Apple is dear".to_owned(),
            severity,
            rule: AlertRule::new(condition),
            escalation: Some(Escalation {
                steps: vec![EscalationStep { after_minutes: 0, channel: channel("desktop") }],
                repeat_minutes: Some(10),
                quiet: None,
            }),
            enabled: true,
            note: Some("sell calls".to_owned()),
        }
    }

    fn channel(way: &str) -> Channel {
        Channel { way: way.to_owned(), person: None }
    }

    async fn apple(store: &Store) -> Instrument {
        let apple = share("AAPL");
        let mut w = change(store, now()).await;
        instruments::insert(&mut w, &apple).await.unwrap();
        w.commit().await.unwrap();
        apple
    }

    async fn made(store: &Store, severity: AlertSeverity) -> Alert {
        let instrument = match instruments::all(store).await.unwrap().first() {
            Some(known) => known.id,
            None => apple(store).await.id,
        };
        let alert = Alert::starting(AlertId::new(), fields(instrument, severity), now(), now());
        let mut w = change(store, now()).await;
        kept::insert(&mut w, &alert).await.unwrap();
        w.commit().await.unwrap();
        alert
    }

    /// Lets it fire, and keeps what follows.
    async fn fire(store: &Store, alert: &mut Alert, at: Timestamp) -> Result<(), store::StoreError> {
        let effects = alert.machine.step(&alert.fields.rule, at, &Event::Rule(Change::Began)).unwrap();
        let happened: Vec<Happened> = effects
            .into_iter()
            .map(|effect| Happened {
                effect,
                firing: alert.machine.epoch(),
                not_before: None,
                not_after: None,
                is_order_assumed: false,
                is_late: false,
            })
            .collect();
        let key =
            DeliveryKey { alert: alert.id, epoch: alert.machine.epoch(), channel: channel("desktop"), reminder: 0 };
        let mut w = change(store, at).await;
        kept::advance(&mut w, alert, &happened, &[Delivery { key, due: at }]).await?;
        w.commit().await.map(drop)
    }

    pub(crate) async fn alerts_are_kept(store: Store) {
        let mut all = Vec::new();
        for severity in AlertSeverity::ALL {
            all.push(made(&store, *severity).await);
        }
        let page = kept::list(&store, &Paging::default()).await.unwrap();
        assert_eq!(page.items.len(), 3);
        let mut first = all.remove(0);
        assert_eq!(kept::get(&store, first.id).await.unwrap(), first);
        let instrument = first.instruments()[0];
        let mut w = change(&store, later(1)).await;
        let used = instruments::delete(&mut w, instrument).await.unwrap_err();
        assert_eq!(used.code(), "in_use", "an alert watches it");
        drop(w);

        fire(&store, &mut first, later(2)).await.unwrap();
        let (act, who) = (Act::Snooze { until: later(600) }, "local owner".to_owned());
        let snooze = Event::Person { act, who, note: None };
        first.machine.step(&first.fields.rule, later(3), &snooze).unwrap();
        let mut w = change(&store, later(3)).await;
        kept::advance(&mut w, &first, &[], &[]).await.unwrap();
        w.commit().await.unwrap();
        let found = kept::get(&store, first.id).await.unwrap();
        assert_eq!(found, first);
        assert_eq!((found.machine.state(), found.machine.epoch()), (AlertState::Snoozed, 1));

        // Switched off it keeps where it stands; with another rule it begins anew and numbers on.
        let mut w = change(&store, later(4)).await;
        let off = AlertFields { enabled: false, ..first.fields.clone() };
        let found = kept::update(&mut w, first.id, &off, later(4)).await.unwrap();
        assert_eq!(found.machine.state(), AlertState::Snoozed);
        let mut other = off.clone();
        other.rule.cool_down_s = 60;
        let found = kept::update(&mut w, first.id, &other, later(4)).await.unwrap();
        assert_eq!((found.machine.state(), found.machine.epoch()), (AlertState::Armed, 1));
        assert_eq!(found.seen_through, later(4));
        w.commit().await.unwrap();
        assert_eq!(kept::watching(&store).await.unwrap().len(), 2);

        let mut w = change(&store, later(5)).await;
        let named = AlertFields { name: "  ".to_owned(), ..off };
        assert_eq!(kept::update(&mut w, first.id, &named, later(5)).await.unwrap_err().code(), "invalid");
        kept::delete(&mut w, first.id).await.unwrap();
        w.commit().await.unwrap();
        assert!(kept::events(&store, Some(first.id), &Paging::default()).await.unwrap().items.is_empty());
    }

    pub(crate) async fn an_epoch_fires_once(store: Store) {
        let mut alert = made(&store, AlertSeverity::Critical).await;
        let before = alert.clone();
        fire(&store, &mut alert, later(1)).await.unwrap();
        // A second process, or the same after a crash, that decided the same from the same state.
        let mut again = before;
        let twice = fire(&store, &mut again, later(1)).await.unwrap_err();
        assert_eq!(twice.code(), "database", "{twice}");
        let events = kept::events(&store, Some(alert.id), &Paging::default()).await.unwrap().items;
        let fired = events.iter().filter(|event| matches!(event.happened.effect, Effect::Fired { .. }));
        assert_eq!(fired.count(), 1);
        assert_eq!(kept::told(&store, alert.id, 1).await.unwrap().len(), 1);
        assert_eq!(kept::get(&store, alert.id).await.unwrap(), alert, "nothing is half done");
    }

    pub(crate) async fn deliveries_wait_until_they_left(store: Store) {
        let mut alert = made(&store, AlertSeverity::Warning).await;
        fire(&store, &mut alert, later(10)).await.unwrap();
        assert_eq!(kept::next_delivery_at(&store).await.unwrap(), Some(later(10)));
        assert!(kept::deliveries_due(&store, later(9), 10).await.unwrap().is_empty());
        let due = kept::deliveries_due(&store, later(10), 10).await.unwrap();
        assert_eq!(due.len(), 1);
        let key = due[0].key.clone();

        let again = Settled::Again { at: later(15), trouble: "no network".to_owned() };
        let accepted = Settled::Accepted { receipt: Some("250 queued".to_owned()) };
        for (settled, state, attempts) in [
            (&again, DeliveryState::Waiting, 1),
            (&accepted, DeliveryState::Accepted, 2),
            // It left: nothing that comes later undoes that.
            (&again, DeliveryState::Accepted, 2),
        ] {
            let mut w = change(&store, later(20)).await;
            kept::settle(&mut w, &key, settled).await.unwrap();
            w.commit().await.unwrap();
            let found = kept::deliveries(&store, Some(alert.id), &Paging::default()).await.unwrap().items;
            assert_eq!((found[0].state, found[0].attempts), (state, attempts));
        }
        assert_eq!(kept::next_delivery_at(&store).await.unwrap(), None);
        let found = kept::deliveries(&store, None, &Paging::default()).await.unwrap().items;
        assert_eq!(found[0].receipt.as_deref(), Some("250 queued"));
        assert_eq!((found[0].next_try_at, found[0].settled_at), (None, Some(later(20))));
    }

    pub(crate) async fn the_history_is_read_in_pages(store: Store) {
        for severity in AlertSeverity::ALL {
            let mut alert = made(&store, *severity).await;
            alert.fields.rule.repeat = alerts::Repeat::EveryTime;
            for n in 1..=3 {
                fire(&store, &mut alert, later(n)).await.unwrap();
            }
        }
        let paging = |cursor| Paging { limit: 4, cursor };
        let (mut events, mut cursor) = (Vec::new(), None);
        loop {
            let page = kept::events(&store, None, &paging(cursor)).await.unwrap();
            events.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        let fired: Vec<_> = events.iter().filter(|e| matches!(e.happened.effect, Effect::Fired { .. })).collect();
        assert_eq!(fired.len(), 9);
        assert!(events.windows(2).all(|pair| pair[0].seen_at >= pair[1].seen_at), "the last comes first");
        let (mut deliveries, mut cursor) = (Vec::new(), None);
        loop {
            let page = kept::deliveries(&store, None, &paging(cursor)).await.unwrap();
            deliveries.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(deliveries.len(), 9);
        let alone = kept::events(&store, Some(events[0].alert_id), &paging(None)).await.unwrap();
        assert!(alone.items.iter().all(|event| event.alert_id == events[0].alert_id));
        let next = kept::events(&store, Some(events[0].alert_id), &paging(alone.next_cursor)).await.unwrap();
        assert!(!next.items.is_empty());
    }
}
