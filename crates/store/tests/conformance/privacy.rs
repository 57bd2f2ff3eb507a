//! A person's matters, matters by the day they were opened, and polls.

use super::tell;
use crate::world::{BUREAU, OTHER, START, TODAY, stories, story_about, units};
use app::Library;
use app::ports::{Poll, SharedStore};
use kernel::{Id, PersonId};
use std::collections::BTreeSet;

pub async fn every_matter_of_a_person_is_found(store: &SharedStore, library: &Library) {
    let mut told = stories(library, 0..20);
    told.push(story_about(library, 300, Some(told[3].subject)));
    tell(store, &told).await;
    for subject in told.iter().map(|s| s.subject) {
        let mut expected: Vec<_> = told.iter().filter(|s| s.subject == subject).map(|s| s.id).collect();
        expected.sort();
        assert_eq!(store.matters_of(BUREAU, subject).await.unwrap(), expected);
        assert!(store.matters_of(OTHER, subject).await.unwrap().is_empty());
    }
    assert!(store.matters_of(BUREAU, PersonId(uuid::Uuid::nil())).await.unwrap().is_empty());
    store.destroy_person(BUREAU, told[3].subject).await.unwrap();
    assert!(store.matters_of(BUREAU, told[3].subject).await.unwrap().is_empty(), "nothing is held on them any more");
}

pub async fn closed_matters_come_oldest_first(store: &SharedStore, library: &Library) {
    let told = stories(library, 0..60);
    tell(store, &told).await;
    let (mut seen, mut all) = (0, 0);
    for unit in units() {
        let mut expected = Vec::new();
        for story in &told {
            let matter = store.matter(BUREAU, story.id).await.unwrap().unwrap();
            let procedure = library.pinned(&matter.procedure).unwrap();
            if matter.closed(procedure) && matter.unit == unit.path {
                expected.push((matter.opened_on, matter.id));
            }
        }
        expected.sort();
        all += expected.len();
        let before = expected.get(expected.len() / 2).map_or(TODAY, |(day, _)| *day);
        expected.retain(|(day, _)| *day < before);
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let some = store.closed_before(BUREAU, &unit.path, before, after, 3).await.unwrap();
            let Some(last) = some.last() else { break };
            after = Some(*last);
            found.extend(some);
        }
        assert_eq!(found, expected, "{}", unit.path);
        assert!(store.closed_before(BUREAU, &unit.path, START, None, 9).await.unwrap().is_empty());
        seen += found.len();
    }
    assert!(seen > 5 && all > seen, "{seen} of {all}");
}

pub async fn a_poll_changes_only_from_what_was_read(store: &SharedStore, _: &Library) {
    let id = Id::from("review");
    let fresh = Poll { key: [3; 32], voters: 9, closed: false, tally: vec![vec![0; 5]], drawn: BTreeSet::new(), spent: BTreeSet::new() };
    assert_eq!(store.poll(BUREAU, &id).await.unwrap(), None);
    assert!(store.put_poll(BUREAU, &id, None, &fresh).await.unwrap());
    assert!(!store.put_poll(BUREAU, &id, None, &fresh).await.unwrap(), "it is there already");
    let mut drawn = fresh.clone();
    drawn.draw("li").unwrap();
    assert!(store.put_poll(BUREAU, &id, Some(&fresh), &drawn).await.unwrap());
    assert!(!store.put_poll(BUREAU, &id, Some(&fresh), &drawn).await.unwrap(), "it has changed since");
    assert_eq!(store.poll(BUREAU, &id).await.unwrap(), Some(drawn));
    assert_eq!(store.poll(OTHER, &id).await.unwrap(), None);
}
