//! The journal, and what administrators keep together with its notes.

use super::people::account;
use crate::world::{BUREAU, OTHER, units};
use app::Library;
use app::ports::{Account, Kept, Note, NoteKind, NoteQuery, SharedStore, StoreError, Unit};
use engine::walk::Dice;
use kernel::{Grant, Id, OrgPath, Title};

fn note(at: i64, by: &str, kind: NoteKind, about: &str) -> Note {
    Note { at, account: Id::from(by), kind, about: about.to_owned(), detail: format!("n={at}") }
}

pub async fn notes_are_listed_from_the_end(store: &SharedStore, _: &Library) {
    let mut dice = Dice::new(7);
    let (people, things) = (["li", "wang", "zhao"], ["matter-1", "matter-2", "wang", ""]);
    let mut told = Vec::new();
    for at in 0..120 {
        let kind = *dice.pick(&NoteKind::ALL[..5]).unwrap();
        told.push(note(at, dice.pick(&people).unwrap(), kind, dice.pick(&things).unwrap()));
    }
    for some in told.chunks(7) {
        store.note(BUREAU, some.to_vec()).await.unwrap();
    }
    store.note(OTHER, vec![note(1, "li", NoteKind::Looked, "elsewhere")]).await.unwrap();
    let mut found_some = 0;
    for _ in 0..200 {
        let mut sometimes = |n: u64| dice.below(n) == 0;
        let (by, of, kinds, before) = (sometimes(2), sometimes(2), sometimes(2), sometimes(3));
        let query = NoteQuery {
            account: by.then(|| Id::from(*dice.pick(&people).unwrap())),
            about: of.then(|| (*dice.pick(&things).unwrap()).to_owned()),
            kinds: if kinds { NoteKind::ALL[..=dice.below(3) as usize].to_vec() } else { Vec::new() },
            before: before.then(|| dice.below(130)),
            limit: 1 + dice.below(40) as u32,
        };
        let expected: Vec<(u64, &Note)> = (1..=120_u64)
            .rev()
            .zip(told.iter().rev())
            .filter(|(seq, n)| {
                query.before.is_none_or(|b| *seq < b)
                    && query.account.as_ref().is_none_or(|a| *a == n.account)
                    && query.about.as_ref().is_none_or(|a| *a == n.about)
                    && (query.kinds.is_empty() || query.kinds.contains(&n.kind))
            })
            .take(query.limit as usize)
            .collect();
        let found = store.notes(BUREAU, &query).await.unwrap();
        found_some += found.len();
        assert_eq!(found.iter().map(|n| (n.seq, &n.note)).collect::<Vec<_>>(), expected, "{query:?}");
    }
    assert!(found_some > 500, "{found_some}");
    let report = store.verify(BUREAU, &crate::world::library()).await.unwrap();
    assert_eq!((report.notes, report.faults.len()), (120, 0));
    assert_eq!(store.verify(OTHER, &crate::world::library()).await.unwrap().notes, 1);
}

pub async fn notes_written_at_once_make_one_chain(store: &SharedStore, library: &Library) {
    let tasks: Vec<_> = (0..40)
        .map(|at| {
            let store = store.clone();
            tokio::spawn(async move {
                store.note(BUREAU, vec![note(at, "li", NoteKind::Looked, "m"), note(at, "li", NoteKind::Exported, "m")]).await
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let report = store.verify(BUREAU, library).await.unwrap();
    assert_eq!((report.notes, report.faults), (80, Vec::new()));
}

pub async fn what_is_kept_and_its_note_are_one(store: &SharedStore, library: &Library) {
    let new = |name: &str| Kept::Account { before: None, after: Box::new(account(name)) };
    let unit = units().remove(0);
    let made = note(1, "admin", NoteKind::AccountKept, "li");
    store.keep(BUREAU, vec![Kept::Unit(unit.clone()), new("li")], vec![made.clone()]).await.unwrap();
    assert_eq!(store.units(BUREAU).await.unwrap(), std::slice::from_ref(&unit));
    let li = store.account(BUREAU, &Id::from("li")).await.unwrap().unwrap();
    assert!(li.says_the_same(&account("li")));

    // One of several is refused: none is written, nor a note of it.
    let renamed = Unit { title: Title::new("新名", "New"), ..unit.clone() };
    let refused =
        store.keep(BUREAU, vec![Kept::Unit(renamed), new("wang"), new("li")], vec![note(2, "admin", NoteKind::UnitKept, "/city")]).await;
    assert!(matches!(refused, Err(StoreError::Conflict { .. })), "{refused:?}");
    assert_eq!(store.units(BUREAU).await.unwrap(), [unit]);
    assert!(store.account(BUREAU, &Id::from("wang")).await.unwrap().is_none());

    // Two administrators who read the same account: the second one reads again.
    let granted = |role: &str| {
        let mut after: Account = li.clone();
        let from = kernel::Date::constant(2026, 1, 1);
        after.actor.grants.push(Grant { role: Id::from(role), unit: OrgPath::new("/city"), from, until: None, acting_for: None });
        Kept::Account { before: Some(Box::new(li.clone())), after: Box::new(after) }
    };
    store.keep(BUREAU, vec![granted("clerk")], vec![note(3, "admin", NoteKind::Granted, "li")]).await.unwrap();
    let late = store.keep(BUREAU, vec![granted("head")], vec![note(4, "other", NoteKind::Granted, "li")]).await;
    assert!(matches!(late, Err(StoreError::Conflict { .. })));
    let li = store.account(BUREAU, &Id::from("li")).await.unwrap().unwrap();
    assert_eq!(li.actor.grants.iter().map(|g| g.role.as_str()).collect::<Vec<_>>(), ["clerk"]);
    let about = NoteQuery { about: Some("li".to_owned()), limit: 10, ..NoteQuery::default() };
    let told: Vec<i64> = store.notes(BUREAU, &about).await.unwrap().iter().map(|n| n.note.at).collect();
    assert_eq!(told, [3, 1], "what was refused is not in the journal");
    assert_eq!(store.verify(BUREAU, library).await.unwrap().faults, Vec::<String>::new());
}
