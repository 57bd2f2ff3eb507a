//! Lawful destruction of matters: what is theirs alone goes, what others need stays, every chain verifies.

use super::tell;
use crate::world::{BUREAU, Story, destroy, stories, story, story_about, units};
use app::ports::{Change, Commit, MatterFilter, Reach, SharedStore};
use app::{Library, change_of};
use engine::{Answer, Body, Sealed, evolve};
use kernel::{Id, OrgPath, ValueId};

fn values(story: &Story) -> Vec<ValueId> {
    story.commits.iter().flat_map(|c| &c.values).map(|v| v.value).collect()
}

fn named(name: &str) -> MatterFilter {
    MatterFilter { reach: Reach::Units(vec![OrgPath::new("/city")]), text: Some(name.to_owned()), limit: 10, ..MatterFilter::default() }
}

/// How many of a story's values can be read.
async fn readable(store: &SharedStore, story: &Story) -> usize {
    store.reveal(BUREAU, &values(story)).await.unwrap().iter().flatten().count()
}

pub async fn a_matters_values_go_with_it(store: &SharedStore, library: &Library) {
    let told = stories(library, 0..4);
    tell(store, &told).await;
    let gone = &told[1];
    let before = store.events(BUREAU, gone.id).await.unwrap();
    let number = store.matter(BUREAU, gone.id).await.unwrap().unwrap().number.unwrap();
    assert!(store.lookup(BUREAU, &number).await.unwrap().is_some());
    destroy(&**store, library, &[gone.id]).await;
    assert_eq!(readable(store, gone).await, 0);
    assert_eq!(store.person_by_number(BUREAU, &gone.number).await.unwrap(), None);
    assert_eq!(store.matters(BUREAU, &named(&gone.name)).await.unwrap().total, 0);
    assert_eq!(store.lookup(BUREAU, &number).await.unwrap(), None);
    // The log is what it was, with the decision added; the number stays.
    assert_eq!(store.events(BUREAU, gone.id).await.unwrap()[..before.len()], before);
    assert_eq!(store.matter_by_number(BUREAU, &number).await.unwrap(), Some(gone.id));
    let report = store.verify(BUREAU, library).await.unwrap();
    assert_eq!((report.destroyed, report.faults), (values(gone).len() as u64 + 1, Vec::new()), "its values, and the reasons given");
    for kept in [&told[0], &told[2], &told[3]] {
        assert_eq!(readable(store, kept).await, values(kept).len());
    }
    // They may come again: what was destroyed was the matter, not the person.
    let again = story_about(library, 60, Some(gone.subject));
    tell(store, &[again]).await;
    assert_eq!(store.verify(BUREAU, library).await.unwrap().faults, Vec::<String>::new());
}

/// Two matters opened in one act; the second refers to what was entered in the first, and says no more of it.
fn family(library: &Library, seed: u64) -> (Story, Story, Commit, Sealed) {
    let (one, mut other) = (story(library, seed), story(library, seed + 1));
    let shared = opening_facts(&mut one.commits[0].changes[0].clone());
    let mut opening = one.commits[0].clone();
    let mut second = other.commits.remove(0);
    let own = opening_facts(&mut second.changes[0]);
    second.values.retain(|v| v.value != own.value);
    let frame = library.frame(library.procedure(&Id::from("permit")).unwrap());
    let mut events = second.changes[0].events.clone();
    replace_facts(&mut events[1].body, shared);
    let after = events.iter().fold(None, |m, e| evolve(&frame, m, e)).unwrap();
    opening.changes.push(change_of(&frame, None, events, after, &units()));
    opening.values.extend(second.values.clone());
    other.commits = vec![second];
    (one, other, opening, shared)
}

fn opening_facts(change: &mut Change) -> Sealed {
    match &change.events[1].body {
        Body::Acted { act, .. } => match act.answers.get("facts") {
            Some(Answer::Sealed(sealed)) => *sealed,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn replace_facts(body: &mut Body, sealed: Sealed) {
    if let Body::Acted { act, .. } = body {
        act.answers.insert(Id::from("facts"), Answer::Sealed(sealed));
    }
}

pub async fn what_is_shared_goes_with_the_last(store: &SharedStore, library: &Library) {
    for (seed, owner_first) in [(0, true), (20, false)] {
        let (one, other, opening, shared) = family(library, seed);
        store.commit(BUREAU, opening).await.unwrap();
        let (first, last) = if owner_first { (&one, &other) } else { (&other, &one) };
        let see = async || store.reveal(BUREAU, &[shared.value]).await.unwrap().remove(0);
        let text = see().await;
        assert!(text.is_some());
        destroy(&**store, library, &[first.id]).await;
        assert_eq!(see().await, text, "another matter still refers to it");
        assert_eq!(store.verify(BUREAU, library).await.unwrap().faults, Vec::<String>::new());
        destroy(&**store, library, &[last.id]).await;
        assert_eq!(see().await, None);
        assert_eq!(store.verify(BUREAU, library).await.unwrap().faults, Vec::<String>::new());
    }
    // And both at once.
    let (one, other, opening, shared) = family(library, 40);
    store.commit(BUREAU, opening).await.unwrap();
    destroy(&**store, library, &[one.id, other.id]).await;
    assert_eq!(store.reveal(BUREAU, &[shared.value]).await.unwrap(), [None]);
}

pub async fn what_is_left_of_a_person_stays_readable(store: &SharedStore, library: &Library) {
    let first = story(library, 0);
    let second = story_about(library, 1, Some(first.subject));
    let third = story_about(library, 2, Some(first.subject));
    tell(store, std::slice::from_ref(&first)).await;
    let (begun, rest) = second.commits.split_at(1);
    store.commit(BUREAU, begun[0].clone()).await.unwrap();
    destroy(&**store, library, &[first.id]).await;
    assert_eq!(readable(store, &first).await, 0);
    assert_eq!(store.person_by_number(BUREAU, &second.number).await.unwrap(), Some(first.subject));
    // The matter that is left goes on, and another one begins, under whatever key there is now.
    for commit in rest {
        store.commit(BUREAU, commit.clone()).await.unwrap();
    }
    tell(store, std::slice::from_ref(&third)).await;
    assert_eq!((readable(store, &second).await, readable(store, &third).await), (values(&second).len(), values(&third).len()));
    destroy(&**store, library, &[second.id, third.id]).await;
    assert_eq!((readable(store, &second).await, readable(store, &third).await), (0, 0));
    assert_eq!(store.person_by_number(BUREAU, &second.number).await.unwrap(), None);
}
