//! What schedules do, by hand too; undo; previews; what is refused.

use calendar::schedule::occurrence::Occurrence;
use model::{
    actor::Actor,
    id::{InstrumentId, ScheduleId, TargetId},
};
use serde_json::{Value, json};
use workstation::{
    Ctx, Workstation,
    bars::ManualBar,
    changes::ChangesQuery,
    page::PageQuery,
    schedules::{PreviewQuestion, SchedulePreview},
};

use super::{Desk, at, daily};
use crate::idle;

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_acts_in_its_own_name_and_also_by_hand() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk"), "2026-01-12T08:00:00Z").await;
    let id = desk.create(&daily("09:00", "UTC", "once")).await;
    desk.look("2026-01-12T09:00:00Z").await;
    idle(&desk.station).await;
    desk.update(id, json!({"enabled": false})).await;
    desk.dial.set(at("2026-01-12T11:00:00Z"));
    let job = desk.station.run_schedule_now(&Ctx::local(), id).await.unwrap();
    assert_eq!(job.title, "Back up: by hand");
    idle(&desk.station).await;
    assert_eq!(desk.taken(id).await, ["2026-01-12T09:00", "by hand"]);
    desk.every_run_has_its_job(&[id]).await;

    let runs = desk.runs(id).await;
    assert_eq!(runs[0].job.as_ref().unwrap().id, job.id);
    assert_eq!((runs[0].due_at, runs[0].begun_at), (None, at("2026-01-12T11:00:00Z")));
    assert_eq!(runs[1].job.as_ref().unwrap().title, "Back up: 2026-01-12 09:00");
    let view = desk.schedule(id).await;
    assert_eq!(view.last_run.as_ref(), Some(&runs[0]));
    let backups = desk.station.backups(&Ctx::local()).await.unwrap();
    assert_eq!(backups.iter().map(|b| b.reason.as_str()).collect::<Vec<_>>(), ["scheduled"; 2]);
    assert_eq!(runs[0].job.as_ref().unwrap().result.as_ref().unwrap()["id"], json!(backups[0].id));

    let query = ChangesQuery { noun: Some("backups".into()), ..ChangesQuery::default() };
    let trail = desk.station.changes(&Ctx::local(), &query).await.unwrap().items;
    assert_eq!(trail.len(), 2);
    for event in trail {
        assert_eq!(event.actor, Actor::Schedule { job: "Back up".into() });
    }
    // Pages of the history follow each other.
    let page = async |cursor| {
        let query = PageQuery { limit: Some(1), cursor };
        desk.station.schedule_occurrences(&Ctx::local(), id, &query).await.unwrap()
    };
    let first = page(None).await;
    let second = page(first.next_cursor).await;
    assert_eq!((&first.items[0], &second.items[0], second.next_cursor), (&runs[0], &runs[1], None));
    desk.close().await;
}

/// 50 shares bought at 100 and 5,000 of cash; a target of half and half, each within five points.
async fn half_and_half(desk: &Desk) -> (InstrumentId, TargetId) {
    let (station, ctx) = (&desk.station, Ctx::local());
    let account = json!({"name": "Brokerage", "kind": "taxable", "currency": "USD"});
    let account = station.create_account(&ctx, serde_json::from_value(account).unwrap()).await.unwrap().value.id;
    let fund = json!({"symbol": "FUND", "name": "Fund", "asset_class": "fund", "currency": "USD"});
    let fund = station.create_instrument(&ctx, serde_json::from_value(fund).unwrap()).await.unwrap().value.id;
    let deposit = json!({
        "account_id": account, "kind": "deposit", "trade_date": "2026-01-05", "amount": "10000", "currency": "USD",
    });
    let buy = json!({
        "account_id": account, "kind": "buy", "trade_date": "2026-01-05", "instrument_id": fund, "quantity": "50",
        "price": "100", "currency": "USD",
    });
    for fields in [deposit, buy] {
        station.create_transaction(&ctx, serde_json::from_value(fields).unwrap()).await.unwrap();
    }
    let target = json!({"name": "Half", "weights": {fund.to_string(): "0.5"}, "tolerance": "0.05"});
    let target = station.create_target(&ctx, serde_json::from_value(target).unwrap()).await.unwrap().value.id;
    (fund, target)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_proposes_a_rebalancing_once_it_is_due_and_only_once() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk"), "2026-01-12T08:00:00Z").await;
    let ctx = Ctx::local();
    let (fund, target) = half_and_half(&desk).await;
    let close = async |date: &str, close: f64| {
        let bar: ManualBar = serde_json::from_value(json!({"date": date, "close": close})).unwrap();
        desk.station.put_bar(&ctx, fund, &bar).await.unwrap();
    };
    let mut fields = daily("09:00", "UTC", "once");
    fields["name"] = json!("Look");
    fields["action"] = json!({"kind": "rebalance", "check": {
        "terms": {"target": {"kind": "saved", "target_id": target}}, "when": [{"kind": "threshold"}],
    }});
    let id = desk.create(&fields).await;
    // 50 % of 10,000; then 50 × 160 = 8,000 of 13,000 are 61.54 %; the same again; back at 50 %.
    for (day, price, proposals) in
        [("2026-01-12", 100.0, 0), ("2026-01-13", 160.0, 1), ("2026-01-14", 160.0, 1), ("2026-01-15", 100.0, 1)]
    {
        desk.dial.set(at(&format!("{day}T08:30:00Z")));
        close(day, price).await;
        desk.look(&format!("{day}T09:00:00Z")).await;
        idle(&desk.station).await;
        let kept = desk.station.rebalancings(&ctx, &PageQuery::default()).await.unwrap().items;
        assert_eq!(kept.len(), proposals, "{day}");
    }
    desk.every_run_has_its_job(&[id]).await;
    let runs = desk.runs(id).await;
    let results: Vec<&Value> =
        runs.iter().rev().map(|run| run.job.as_ref().unwrap().result.as_ref().unwrap()).collect();
    let kept = desk.station.rebalancings(&ctx, &PageQuery::default()).await.unwrap().items;
    assert!(
        results[1]["due"][0]["words"].as_str().unwrap().starts_with("FUND is 61.54 % against 50.00 %"),
        "{results:?}"
    );
    // On the third day the proposal of the second waits already.
    let id = json!(kept[0].id);
    let named: Vec<&Value> = results.iter().map(|result| &result["rebalancing_id"]).collect();
    assert_eq!(named, [&Value::Null, &id, &id, &Value::Null]);
    let query = ChangesQuery { noun: Some("rebalancing_events".into()), ..ChangesQuery::default() };
    let trail = desk.station.changes(&ctx, &query).await.unwrap().items;
    assert_eq!(
        trail.iter().map(|event| event.actor.clone()).collect::<Vec<_>>(),
        [Actor::Schedule { job: "Look".into() }]
    );
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn backups_of_schedules_are_thinned_out_and_those_of_people_stay() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk"), "2026-01-12T10:00:00Z").await;
    let id = desk.create(&daily("09:00", "UTC", "once")).await;
    let ctx = Ctx::local();
    desk.station.run_schedule_now(&ctx, id).await.unwrap();
    idle(&desk.station).await;
    desk.dial.set(at("2026-01-12T10:10:00Z"));
    desk.station.create_backup(&ctx).await.unwrap();
    idle(&desk.station).await;
    desk.dial.set(at("2026-01-12T10:20:00Z"));
    desk.station.run_schedule_now(&ctx, id).await.unwrap();
    idle(&desk.station).await;
    let left: Vec<String> = desk.station.backups(&ctx).await.unwrap().into_iter().map(|b| b.id).collect();
    assert_eq!(left, ["20260112T102000Z-scheduled", "20260112T101000Z-manual"]);
    let object_id = Some("20260112T100000Z-scheduled".to_owned());
    let query = ChangesQuery { object_id, ..ChangesQuery::default() };
    assert_eq!(desk.station.changes(&ctx, &query).await.unwrap_err().fields()[0].code, "noun_missing");
    let query = ChangesQuery { noun: Some("backups".to_owned()), ..query };
    let trail = desk.station.changes(&ctx, &query).await.unwrap().items;
    assert_eq!(trail[0].summary, "Thinned out: the backup 20260112T100000Z-scheduled");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn creating_changing_and_deleting_can_be_undone() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk"), "2026-01-12T08:00:00Z").await;
    let ctx = Ctx::local();
    let id = desk.create(&daily("09:00", "UTC", "all")).await;
    desk.look("2026-01-12T09:00:00Z").await;
    let moved = desk.update(id, json!({"schedule": daily("10:00", "UTC", "all")["schedule"], "name": "Later"})).await;
    assert_eq!((moved.fields.name.as_str(), moved.next.unwrap().key().as_str()), ("Later", "2026-01-12T10:00"));
    desk.station.undo_last(&ctx).await.unwrap();
    let back = desk.schedule(id).await;
    assert_eq!((back.fields.name.as_str(), back.next.unwrap().key().as_str()), ("Back up", "2026-01-13T09:00"));

    desk.station.delete_schedule(&ctx, id).await.unwrap();
    assert_eq!(desk.station.schedule(&ctx, id).await.unwrap_err().code(), "not_found");
    // Two days later the deletion is taken back: what would have come meanwhile was not missed.
    desk.look("2026-01-14T12:00:00Z").await;
    desk.station.undo_last(&ctx).await.unwrap();
    desk.look("2026-01-14T12:00:01Z").await;
    assert_eq!(desk.taken(id).await, [""; 0]);
    desk.look("2026-01-15T09:00:00Z").await;
    assert_eq!(desk.taken(id).await, ["2026-01-15T09:00"]);
    // Deleted and brought back while the clock is behind: what came does not come again.
    desk.station.delete_schedule(&ctx, id).await.unwrap();
    desk.dial.set(at("2026-01-15T08:00:00Z"));
    desk.station.undo_last(&ctx).await.unwrap();
    desk.look("2026-01-15T09:00:00Z").await;
    assert_eq!(desk.taken(id).await, [""; 0]);
    desk.look("2026-01-16T09:00:00Z").await;
    assert_eq!(desk.taken(id).await, ["2026-01-16T09:00"]);
    // Its creation is the last that is left; runs do not stand in the way.
    desk.station.undo_last(&ctx).await.unwrap();
    assert_eq!(desk.station.schedules(&ctx, &PageQuery::default()).await.unwrap().items, []);
    desk.close().await;
}

async fn preview(station: &Workstation, question: Value) -> workstation::error::Result<SchedulePreview> {
    let question: PreviewQuestion = serde_json::from_value(question).unwrap();
    station.preview_schedule(&Ctx::local(), question).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_says_when_it_comes_in_words_and_times() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk"), "2026-11-20T00:00:00Z").await;
    // The day after Thanksgiving closes at 13:00; 2026-12-31 is a whole day.
    let close = json!({
        "days": {"kind": "weekly", "on": ["Fri"]},
        "sessions": {"exchange": "XNYS", "otherwise": "previous"},
        "at": {"kind": "close", "minutes": -15},
    });
    let found = preview(&desk.station, json!({"recurrence": close, "count": 2})).await.unwrap();
    assert_eq!(
        found.sentence,
        "Every Friday, 15 minutes before the close of the New York Stock Exchange; on a day without trading at \
         the New York Stock Exchange, the session before."
    );
    assert_eq!(found.zone, "America/New_York");
    let due: Vec<String> = found.occurrences.iter().map(|o| o.due_at.to_rfc3339()).collect();
    assert_eq!(due, ["2026-11-20T20:45:00+00:00", "2026-11-27T17:45:00+00:00"]);
    // Sessions are known through 2035: the last quarter's end is the last one.
    let quarter = json!({
        "days": {"kind": "last_session", "of": "quarter"},
        "sessions": {"exchange": "XNYS"},
        "at": {"kind": "open", "minutes": 0},
    });
    let question = json!({"recurrence": quarter, "count": 10, "after": "2035-07-01T00:00:00Z"});
    let days: Vec<String> =
        preview(&desk.station, question).await.unwrap().occurrences.iter().map(Occurrence::key).collect();
    assert_eq!(days, ["2035-09-28T09:30", "2035-12-31T09:30"]);
    let daily = &daily("09:00", "UTC", "once")["schedule"]["recurrence"];
    assert_eq!(preview(&desk.station, json!({"recurrence": daily})).await.unwrap().occurrences.len(), 5);
    for count in [0, 101] {
        let refused = preview(&desk.station, json!({"recurrence": daily, "count": count})).await.unwrap_err();
        assert_eq!(refused.fields()[0].field.as_deref(), Some("count"));
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk"), "2026-01-12T08:00:00Z").await;
    let ctx = Ctx::local();
    let stranger = ScheduleId::new();
    let mut nameless = daily("09:00", "UTC", "once");
    nameless["name"] = json!(" ");
    let refused = desk.station.create_schedule(&ctx, serde_json::from_value(nameless).unwrap()).await.unwrap_err();
    assert_eq!(refused.fields()[0].field.as_deref(), Some("name"));
    assert_eq!(desk.station.run_schedule_now(&ctx, stranger).await.unwrap_err().code(), "not_found");
    assert_eq!(desk.station.delete_schedule(&ctx, stranger).await.unwrap_err().code(), "not_found");
    let history = desk.station.schedule_occurrences(&ctx, stranger, &PageQuery::default()).await;
    assert_eq!(history.unwrap_err().code(), "not_found");
    let id = desk.create(&daily("09:00", "UTC", "once")).await;
    for patch in [
        json!({"action": {"kind": "fly"}}),
        json!({"action": {"kind": "back_up", "fast": true}}),
        json!({"schedule": null}),
    ] {
        let refused = desk.station.update_schedule(&ctx, id, &patch).await.unwrap_err();
        assert_eq!(refused.fields()[0].code, "patch_invalid", "{patch}");
    }
    let query = PageQuery { limit: Some(1), cursor: Some("zz".into()) };
    assert!(desk.station.schedule_occurrences(&ctx, id, &query).await.is_err());
    desk.close().await;
}
