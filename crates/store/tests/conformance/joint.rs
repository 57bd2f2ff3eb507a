//! Acts in several matters at once: joint acts, matters inside matters, register entries. All or nothing.

use super::at_once;
use crate::world::{BUREAU, Story, request, stories};
use app::Library;
use app::ports::{Commit, MatterFilter, Reach, SharedStore, StoreError};
use engine::walk::Dice;
use engine::{Body, RegisterEntry, evolve};
use kernel::{Id, MatterId, OperationId, OrgPath};
use std::collections::BTreeMap;

/// Two acts as one: the operation of the first.
fn joined(one: &Commit, other: &Commit) -> Commit {
    let mut commit = one.clone();
    commit.changes.extend(other.changes.iter().cloned());
    commit.values.extend(other.values.iter().cloned());
    commit
}

/// The same as another operation.
fn renamed(commit: &Commit, name: u128) -> Commit {
    let operation = OperationId(uuid::Uuid::from_u128(name));
    Commit { operation, request: request(&operation), ..commit.clone() }
}

async fn seq(store: &SharedStore, id: MatterId) -> u64 {
    store.matter(BUREAU, id).await.unwrap().map_or(0, |m| m.seq)
}

pub async fn an_act_in_several_matters_is_one(store: &SharedStore, library: &Library) {
    let told = stories(library, 0..3);
    // Opened together, each with a number of its own; the receipt is the first one's.
    let opening = joined(&joined(&told[0].commits[0], &told[1].commits[0]), &told[2].commits[0]);
    let receipt = store.commit(BUREAU, opening.clone()).await.unwrap();
    assert_eq!((receipt.matter, receipt.seq), (told[0].id, opening.changes[0].after.seq));
    let mut numbers = Vec::new();
    for story in &told {
        let matter = store.matter(BUREAU, story.id).await.unwrap().unwrap();
        let number = matter.number.clone().unwrap();
        assert_eq!(store.matter_by_number(BUREAU, &number).await.unwrap(), Some(story.id));
        numbers.push(number);
        // Each is found by its own party and by no other's.
        let named = MatterFilter {
            reach: Reach::Units(vec![OrgPath::new("/city")]),
            text: Some(story.name.clone()),
            limit: 10,
            ..MatterFilter::default()
        };
        let found = store.matters(BUREAU, &named).await.unwrap();
        assert_eq!(found.rows.iter().map(|r| r.id).collect::<Vec<_>>(), [story.id]);
    }
    assert_eq!(receipt.number.as_ref(), numbers.first());
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 3);
    assert!(store.lookup(BUREAU, &receipt.number.clone().unwrap()).await.unwrap().is_some());
    // A repeat is answered and changes nothing anywhere.
    assert_eq!(store.commit(BUREAU, opening).await.unwrap(), receipt);
    for story in &told {
        assert_eq!(seq(store, story.id).await, story.commits[0].changes[0].after.seq);
    }
}

pub async fn one_late_matter_refuses_the_whole_act(store: &SharedStore, library: &Library) {
    let told = stories(library, 0..2);
    for story in &told {
        store.commit(BUREAU, story.commits[0].clone()).await.unwrap();
    }
    let joint = joined(&told[0].commits[1], &told[1].commits[1]);
    store.commit(BUREAU, told[1].commits[1].clone()).await.unwrap();
    let answer = store.commit(BUREAU, joint.clone()).await;
    let expected = joint.changes[1].expected;
    assert!(matches!(answer, Err(StoreError::Conflict { expected: e }) if e == expected), "{answer:?}");
    assert_eq!(seq(store, told[0].id).await, joint.changes[0].expected);
    assert_eq!(store.operation(BUREAU, joint.operation).await.unwrap(), None);
    let values: Vec<_> = told[0].commits[1].values.iter().map(|v| v.value).collect();
    assert!(store.reveal(BUREAU, &values).await.unwrap().iter().all(Option::is_none));
}

pub async fn a_matter_is_opened_inside_another(store: &SharedStore, library: &Library) {
    let told = stories(library, 0..4);
    let parent = &told[0];
    store.commit(BUREAU, parent.commits[0].clone()).await.unwrap();
    let mut expected = Vec::new();
    for (child, act) in told[1..3].iter().zip([1, 2]).filter(|(_, act)| parent.commits.len() > *act) {
        // The parent hears of it in the same act.
        let mut opening = child.commits[0].clone();
        let change = &mut opening.changes[0];
        if let Body::Opened { opening, .. } = &mut change.events[0].body {
            opening.parent = Some(parent.id);
        }
        (change.after.parent, change.facts.parent) = (Some(parent.id), Some(parent.id));
        store.commit(BUREAU, joined(&parent.commits[act], &opening)).await.unwrap();
        expected.push(child.id);
    }
    expected.sort();
    assert!(!expected.is_empty());
    store.commit(BUREAU, told[3].commits[0].clone()).await.unwrap();
    assert_eq!(store.children(BUREAU, parent.id).await.unwrap(), expected);
    assert_eq!(store.children(BUREAU, told[3].id).await.unwrap(), []);
    assert_eq!(store.children(crate::world::OTHER, parent.id).await.unwrap(), []);
    assert_eq!(store.matter(BUREAU, expected[0]).await.unwrap().unwrap().parent, Some(parent.id));
}

pub async fn entries_are_written_with_their_matter(store: &SharedStore, library: &Library) {
    let story = stories(library, 0..1).remove(0);
    let entry = |status: &str| RegisterEntry {
        id: Id::from(story.id.to_string()),
        register: Id::from("certificates"),
        name: "演示证0001".to_owned(),
        status: Id::from(status),
        unit: OrgPath::new("/city"),
        account: None,
        fields: BTreeMap::new(),
        texts: BTreeMap::new(),
    };
    for (act, status) in ["valid", "revoked"].into_iter().enumerate() {
        let mut commit = story.commits[act].clone();
        commit.changes[0].entry = Some(entry(status));
        let late = renamed(&commit, act as u128);
        store.commit(BUREAU, commit).await.unwrap();
        assert_eq!(store.entries(BUREAU, &Id::from("certificates")).await.unwrap(), [entry(status)]);
        // What is refused leaves the entry as it is.
        let mut late = Commit { values: Vec::new(), ..late };
        late.changes[0].entry = Some(entry("wrong"));
        assert!(matches!(store.commit(BUREAU, late).await, Err(StoreError::Conflict { .. })));
        assert_eq!(store.entry(BUREAU, &entry("").id).await.unwrap(), Some(entry(status)));
    }
}

/// Joint acts in pairs of few matters, many at once: whoever comes late is refused whole, and everything is done in the end.
pub async fn random_joint_acts_leave_no_half(store: &SharedStore, library: &Library) {
    let frame = library.frame(library.procedure(&Id::from("permit")).unwrap());
    let told: Vec<Story> = stories(library, 300..306);
    let mut dice = Dice::new(4);
    let mut done = vec![0usize; told.len()];
    let mut name = 1;
    for _ in 0..40 {
        let mut tries = Vec::new();
        for _ in 0..6 {
            let (a, b) = (dice.below(6) as usize, dice.below(6) as usize);
            let (Some(one), Some(other)) = (told[a].commits.get(done[a]), told[b].commits.get(done[b])) else { continue };
            if a != b {
                name += 1;
                tries.push(((a, b), renamed(&joined(one, other), name)));
            }
        }
        let answers = at_once(store, tries.iter().map(|(_, commit)| commit.clone()).collect()).await;
        for (((a, b), commit), answer) in tries.iter().zip(answers) {
            match answer {
                Ok(receipt) => {
                    assert_eq!(receipt.matter, told[*a].id);
                    done[*a] += 1;
                    done[*b] += 1;
                }
                Err(StoreError::Conflict { .. }) => assert_eq!(store.operation(BUREAU, commit.operation).await.unwrap(), None),
                Err(other) => panic!("{other}"),
            }
        }
        for (story, done) in told.iter().zip(&done) {
            let acts = &story.commits[..*done];
            assert_eq!(seq(store, story.id).await, acts.iter().map(|c| c.changes[0].events.len() as u64).sum::<u64>());
        }
    }
    assert!(done.iter().sum::<usize>() > 12, "{done:?}");
    for story in &told {
        let log = store.events(BUREAU, story.id).await.unwrap();
        assert_eq!(store.matter(BUREAU, story.id).await.unwrap(), log.iter().fold(None, |m, r| evolve(&frame, m, &r.event)));
    }
}
