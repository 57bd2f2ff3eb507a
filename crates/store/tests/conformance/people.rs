//! Units, accounts, entries, drafts, settings, plans; and that bureaus are apart.

use super::tell;
use crate::world::{BUREAU, OTHER, library as law, stories, units};
use app::Library;
use app::ports::{
    Account, CounterQuery, Draft, EntryFind, EntryQuery, Kept, MatterFilter, PlanRecord, QueueQuery, Reach, SharedStore, StoreError, Unit,
};
use engine::RegisterEntry;
use kernel::{Actor, Date, Digest, Id, OrgPath, Title};
use std::collections::BTreeMap;

/// Somebody of the bureau without any grant.
pub fn account(name: &str) -> Account {
    Account {
        actor: Actor { account: Id::from(name), unit: None, grants: Vec::new(), person: None },
        name: Title::new(name, name),
        post: Title::default(),
        demo: true,
        credential: Default::default(),
    }
}

pub async fn bureaus_do_not_see_each_other(store: &SharedStore, library: &Library) {
    let stories = stories(&law(), 0..5);
    tell(store, &stories).await;
    store.put_setting(BUREAU, "k", &1.into()).await.unwrap();
    for unit in units() {
        store.put_unit(BUREAU, &unit).await.unwrap();
    }
    let story = &stories[0];
    assert_eq!(store.matter(OTHER, story.id).await.unwrap(), None);
    assert!(store.events(OTHER, story.id).await.unwrap().is_empty());
    assert_eq!(store.operation(OTHER, story.commits[0].operation).await.unwrap(), None);
    let all = MatterFilter { reach: Reach::Units(vec![OrgPath::new("/")]), limit: 100, ..MatterFilter::default() };
    assert_eq!(store.matters(OTHER, &all).await.unwrap().total, 0);
    assert_eq!(store.matters(BUREAU, &all).await.unwrap().total, 5);
    let owners = vec!["clerk@/city/east/a".to_owned(), "clerk@/city/west/a".to_owned(), "clerk@/city/east/b".to_owned()];
    let queue = QueueQuery { owners, waiting: false, due_before: None, offset: 0, limit: 10 };
    assert_eq!(store.queue(OTHER, &queue).await.unwrap().total, 0);
    let counted = CounterQuery { measures: vec![(Id::from("permit"), Id::from("received"))], days: None, by_month: false };
    assert!(store.counters(OTHER, &counted).await.unwrap().is_empty());
    assert!(store.lapsing(OTHER, Date::MAX, 10).await.unwrap().is_empty());
    assert_eq!(store.setting(OTHER, "k").await.unwrap(), None);
    assert!(store.units(OTHER).await.unwrap().is_empty());
    // The same matter in another bureau is another matter.
    store.commit(OTHER, story.commits[0].clone()).await.unwrap();
    assert_eq!(store.matter(OTHER, story.id).await.unwrap().unwrap().seq, story.commits[0].changes[0].after.seq);
    assert_eq!(store.verify(OTHER, library).await.unwrap().matters, 1);
}

pub async fn units_accounts_and_entries_are_kept(store: &SharedStore, _: &Library) {
    for unit in units().into_iter().rev() {
        store.put_unit(BUREAU, &unit).await.unwrap();
    }
    assert_eq!(store.units(BUREAU).await.unwrap(), units());
    let renamed = Unit { title: Title::new("新名", "New name"), ..units().remove(2) };
    store.put_unit(BUREAU, &renamed).await.unwrap();
    assert_eq!(store.units(BUREAU).await.unwrap()[2], renamed);
    let east = store.units_under(BUREAU, &OrgPath::new("/city/east")).await.unwrap();
    assert_eq!(east, ["/city/east", "/city/east/a", "/city/east/b"].map(OrgPath::new));

    for name in ["zhou", "an"] {
        store.put_account(BUREAU, &account(name)).await.unwrap();
    }
    assert_eq!(store.accounts(BUREAU).await.unwrap(), [account("an"), account("zhou")]);
    let changed = Account { demo: false, ..account("an") };
    store.put_account(BUREAU, &changed).await.unwrap();
    assert_eq!(store.account(BUREAU, &Id::from("an")).await.unwrap(), Some(changed));
    assert_eq!(store.account(BUREAU, &Id::from("nobody")).await.unwrap(), None);

    let entry = |id: &str, register: &str, name: &str| RegisterEntry {
        id: Id::from(id),
        register: Id::from(register),
        name: name.to_owned(),
        status: Id::from("active"),
        unit: OrgPath::new("/city"),
        account: None,
        fields: BTreeMap::new(),
        texts: BTreeMap::new(),
    };
    for entry in [entry("e1", "experts", "乙"), entry("e2", "experts", "一"), entry("m1", "mediators", "甲")] {
        store.put_entry(BUREAU, &entry).await.unwrap();
    }
    let names: Vec<_> = store.entries(BUREAU, &Id::from("experts")).await.unwrap().into_iter().map(|e| e.name).collect();
    assert_eq!(names, ["一", "乙"]);
    assert_eq!(store.entry(BUREAU, &Id::from("m1")).await.unwrap(), Some(entry("m1", "mediators", "甲")));
    assert_eq!(store.entry(BUREAU, &Id::from("m2")).await.unwrap(), None);
}

pub async fn entries_are_paged_by_name_and_by_id(store: &SharedStore, _: &Library) {
    let entry = |id: String, register: &str, name: String| RegisterEntry {
        id: Id::from(id),
        register: Id::from(register),
        name,
        status: Id::from("active"),
        unit: OrgPath::new("/city"),
        account: None,
        fields: BTreeMap::new(),
        texts: BTreeMap::from([(Id::from("address"), "某路".to_owned())]),
    };
    // Names run against ids, and three share one.
    let all: Vec<RegisterEntry> = (0..30).map(|n| entry(format!("firms:{n:02}"), "firms", format!("所{:02}", (29 - n) / 3))).collect();
    let kept = all.iter().cloned().map(|e| Kept::Entry { before: None, after: Box::new(e) }).collect();
    store.keep(BUREAU, kept, Vec::new()).await.unwrap();
    store.put_entry(BUREAU, &entry("firms2:01".into(), "firms2", "所00".into())).await.unwrap();
    let pages = async |find: EntryFind| {
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let query = EntryQuery { register: Id::from("firms"), find: find.clone(), after, limit: 7 };
            let page = store.entries_page(BUREAU, &query).await.unwrap();
            let Some(last) = page.last() else { return seen };
            after = Some((last.name.clone(), last.id.clone()));
            seen.extend(page);
        }
    };
    let mut by_name = all.clone();
    by_name.sort_by_key(|e| (e.name.clone(), e.id.clone()));
    assert_eq!(pages(EntryFind::All).await, by_name);
    let ones: Vec<RegisterEntry> = by_name.iter().filter(|e| e.name.starts_with("所0")).cloned().collect();
    assert_eq!(pages(EntryFind::Name("所0".into())).await, ones);
    assert_eq!(pages(EntryFind::Id("firms:1".into())).await, all[10..20]);
    assert_eq!(pages(EntryFind::Id("firms".into())).await, all);
    assert!(pages(EntryFind::Name("所1".into())).await.is_empty() && pages(EntryFind::Id("x".into())).await.is_empty());
}

pub async fn an_entry_is_changed_only_as_it_was_read(store: &SharedStore, _: &Library) {
    let entry = |name: &str| RegisterEntry {
        id: Id::from("firms:1"),
        register: Id::from("firms"),
        name: name.to_owned(),
        status: Id::from("active"),
        unit: OrgPath::new("/city"),
        account: None,
        fields: BTreeMap::new(),
        texts: BTreeMap::new(),
    };
    let kept =
        |before: Option<&str>, after: &str| vec![Kept::Entry { before: before.map(|b| Box::new(entry(b))), after: Box::new(entry(after)) }];
    assert!(matches!(store.keep(BUREAU, kept(Some("甲"), "乙"), Vec::new()).await, Err(StoreError::Conflict { .. })), "it is not there");
    store.keep(BUREAU, kept(None, "甲"), Vec::new()).await.unwrap();
    assert!(matches!(store.keep(BUREAU, kept(None, "乙"), Vec::new()).await, Err(StoreError::Conflict { .. })), "it is there already");
    assert!(matches!(store.keep(BUREAU, kept(Some("丙"), "乙"), Vec::new()).await, Err(StoreError::Conflict { .. })), "it is another");
    store.keep(BUREAU, kept(Some("甲"), "乙"), Vec::new()).await.unwrap();
    assert_eq!(store.entry(BUREAU, &Id::from("firms:1")).await.unwrap(), Some(entry("乙")));
}

pub async fn drafts_are_kept_until_dropped(store: &SharedStore, _: &Library) {
    let mut draft = Draft {
        token: Digest([7; 32]),
        procedure: Id::from("permit"),
        action: Id::from("apply"),
        answers: "{\"姓名\":\"张三\"}".into(),
        saved: 1,
    };
    store.put_draft(BUREAU, &draft).await.unwrap();
    assert_eq!(store.draft(BUREAU, &draft.token).await.unwrap(), Some(draft.clone()));
    draft.answers = "{}".into();
    draft.saved = 2;
    store.put_draft(BUREAU, &draft).await.unwrap();
    assert_eq!(store.draft(BUREAU, &draft.token).await.unwrap(), Some(draft.clone()));
    assert_eq!(store.draft(OTHER, &draft.token).await.unwrap(), None);
    store.drop_draft(BUREAU, &draft.token).await.unwrap();
    assert_eq!(store.draft(BUREAU, &draft.token).await.unwrap(), None);
}

pub async fn a_plan_is_saved_only_over_what_was_read(store: &SharedStore, _: &Library) {
    let plan = |text: &str, revision| PlanRecord {
        year: 2026,
        plan: serde_json::json!({ "sections": [] }),
        source: text.to_owned(),
        edits: serde_json::json!({}),
        revision,
        saved_by: Id::from("li"),
    };
    assert_eq!(store.plan(BUREAU, 2026).await.unwrap(), None);
    assert!(matches!(store.put_plan(BUREAU, &plan("a", 3), 3).await, Err(StoreError::Conflict { expected: 3 })));
    store.put_plan(BUREAU, &plan("a", 0), 0).await.unwrap();
    assert_eq!(store.plan(BUREAU, 2026).await.unwrap(), Some(plan("a", 1)));
    assert!(matches!(store.put_plan(BUREAU, &plan("b", 0), 0).await, Err(StoreError::Conflict { expected: 0 })));
    store.put_plan(BUREAU, &plan("b", 1), 1).await.unwrap();
    assert!(matches!(store.put_plan(BUREAU, &plan("c", 1), 1).await, Err(StoreError::Conflict { .. })));
    assert_eq!(store.plan(BUREAU, 2026).await.unwrap(), Some(plan("b", 2)));
    assert_eq!(store.plan(BUREAU, 2025).await.unwrap(), None);
}

pub async fn settings_are_kept(store: &SharedStore, _: &Library) {
    assert_eq!(store.setting(BUREAU, "params").await.unwrap(), None);
    for value in [serde_json::json!({ "population": 555_000 }), serde_json::json!([1, "二", null])] {
        store.put_setting(BUREAU, "params", &value).await.unwrap();
        assert_eq!(store.setting(BUREAU, "params").await.unwrap(), Some(value));
    }
}
