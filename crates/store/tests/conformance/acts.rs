//! Acts: written once, whole, in order, durable, chained.

use super::{at_once, tell};
use crate::world::{BUREAU, reasons, request, stories, story, then};
use app::Library;
use app::ports::{Change, Commit, CounterQuery, MatterFilter, Reach, SharedStore, StoreError};
use engine::{Body, canonical, evolve, link};
use kernel::{Digest, Id, OperationId, OrgPath, sm3};
use std::collections::BTreeMap;

pub async fn written_acts_are_read_back(store: &SharedStore, library: &Library) {
    let frame = library.frame(library.procedure(&Id::from("permit")).unwrap());
    for story in stories(library, 0..6) {
        let mut number = None;
        for commit in &story.commits {
            let receipt = store.commit(BUREAU, commit.clone()).await.unwrap();
            assert_eq!((receipt.matter, receipt.seq), (story.id, commit.changes[0].after.seq));
            assert!(receipt.number.is_some() && (number.is_none() || number == receipt.number), "the number stays: {receipt:?}");
            number.clone_from(&receipt.number);
            assert_eq!(store.operation(BUREAU, commit.operation).await.unwrap(), Some(receipt));
        }
        let number = number.unwrap();
        let log = store.events(BUREAU, story.id).await.unwrap();
        assert_eq!(log.len(), story.commits.iter().map(|c| c.changes[0].events.len()).sum::<usize>());
        let mut before = Digest::default();
        for recorded in &log {
            before = link(&before, story.id, &canonical(&recorded.event).unwrap());
            assert_eq!(recorded.link, before);
        }
        let folded = log.iter().fold(None, |m, r| evolve(&frame, m, &r.event)).unwrap();
        assert_eq!(folded.number.as_deref(), Some(number.as_str()));
        assert_eq!(store.matter(BUREAU, story.id).await.unwrap(), Some(folded));
        assert_eq!(store.matter_by_number(BUREAU, &number).await.unwrap(), Some(story.id));
        let code = sm3(&[b"code", story.id.0.as_bytes()]);
        assert_eq!(store.lookup(BUREAU, &number).await.unwrap(), Some((story.id, code)));
    }
    assert_eq!(store.lookup(BUREAU, "东甲许〔2026〕999号").await.unwrap(), None);
}

pub async fn a_repeat_is_answered_and_not_done_again(store: &SharedStore, library: &Library) {
    let story = story(library, 1);
    let mut receipts = Vec::new();
    for commit in &story.commits {
        receipts.push(store.commit(BUREAU, commit.clone()).await.unwrap());
    }
    for (commit, receipt) in story.commits.iter().zip(&receipts) {
        assert_eq!(store.commit(BUREAU, commit.clone()).await.unwrap(), *receipt);
    }
    let events: usize = story.commits.iter().map(|c| c.changes[0].events.len()).sum();
    assert_eq!(store.events(BUREAU, story.id).await.unwrap().len(), events);
}

pub async fn a_repeat_within_a_batch_is_done_once(store: &SharedStore, library: &Library) {
    for seed in 0..5 {
        let opening = story(library, seed).commits.remove(0);
        let answers = at_once(store, vec![opening.clone(); 12]).await;
        let first = answers[0].clone().unwrap();
        assert!(answers.iter().all(|a| a.as_ref().ok() == Some(&first)), "{answers:?}");
        assert_eq!(store.events(BUREAU, first.matter).await.unwrap().len(), opening.changes[0].events.len());
    }
}

pub async fn an_operation_id_serves_one_request(store: &SharedStore, library: &Library) {
    let opening = story(library, 1).commits.remove(0);
    let mut other = story(library, 2).commits.remove(0);
    other.operation = opening.operation;
    let answers = at_once(store, vec![opening.clone(), other.clone()]).await;
    assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 1);
    assert!(answers.iter().any(|a| matches!(a, Err(StoreError::OperationReused))), "{answers:?}");
    let loser = if answers[0].is_ok() { other } else { opening };
    assert!(matches!(store.commit(BUREAU, loser.clone()).await, Err(StoreError::OperationReused)));
    assert_eq!(store.matter(BUREAU, loser.changes[0].after.id).await.unwrap(), None);
}

pub async fn a_late_act_changes_nothing(store: &SharedStore, library: &Library) {
    let story = story(library, 0);
    store.commit(BUREAU, story.commits[0].clone()).await.unwrap();
    store.commit(BUREAU, story.commits[1].clone()).await.unwrap();
    // Somebody who read the matter before the second act, somebody ahead of it, somebody who opens it again.
    let rest = story.commits.len() - 1;
    for (late, name) in [(1, 7u128), (rest, 8), (0, 9)] {
        let mut commit = story.commits[late].clone();
        commit.operation = OperationId(uuid::Uuid::from_u128(name));
        commit.values.clear();
        let expected = commit.changes[0].expected;
        let answer = store.commit(BUREAU, commit.clone()).await;
        assert!(matches!(answer, Err(StoreError::Conflict { expected: e }) if e == expected), "{answer:?}");
        assert_eq!(store.operation(BUREAU, commit.operation).await.unwrap(), None);
    }
    assert_eq!(store.matter(BUREAU, story.id).await.unwrap().unwrap().seq, story.commits[1].changes[0].after.seq);
}

pub async fn one_of_many_rivals_wins(store: &SharedStore, library: &Library) {
    let story = story(library, 0);
    store.commit(BUREAU, story.commits[0].clone()).await.unwrap();
    let rivals = (0..16u128).map(|n| {
        let mut commit = story.commits[1].clone();
        commit.operation = OperationId(uuid::Uuid::from_u128(n));
        commit
    });
    let bystanders = stories(library, 10..20).into_iter().map(|s| s.commits[0].clone());
    let answers = at_once(store, rivals.chain(bystanders).collect()).await;
    let (rivals, bystanders) = answers.split_at(16);
    assert_eq!(rivals.iter().filter(|a| a.is_ok()).count(), 1, "{rivals:?}");
    assert!(rivals.iter().all(|a| matches!(a, Ok(_) | Err(StoreError::Conflict { .. }))), "{rivals:?}");
    assert!(bystanders.iter().all(Result::is_ok), "{bystanders:?}");
}

pub async fn numbers_have_no_gap_and_no_double(store: &SharedStore, library: &Library) {
    let mut openings: Vec<_> = stories(library, 0..80).into_iter().map(|s| s.commits[0].clone()).collect();
    // Some ask twice, some fail: neither may cost a number.
    openings.extend(openings.iter().step_by(7).cloned().collect::<Vec<_>>());
    let mut broken = openings[3].clone();
    broken.operation = OperationId(uuid::Uuid::from_u128(1));
    openings.push(broken);
    let mut series: BTreeMap<(String, i16), Vec<String>> = BTreeMap::new();
    for (answer, commit) in at_once(store, openings.clone()).await.into_iter().zip(&openings) {
        if let Ok(receipt) = answer {
            let numbering = commit.changes[0].numbering.as_ref().unwrap();
            series.entry((numbering.pattern.clone(), numbering.year)).or_default().push(receipt.number.unwrap());
        }
    }
    assert!(series.len() > 1);
    for ((pattern, _), mut numbers) in series {
        numbers.sort();
        numbers.dedup();
        let mut expected: Vec<_> = (1..=numbers.len()).map(|n| pattern.replace("{seq}", &n.to_string())).collect();
        expected.sort();
        assert_eq!(numbers, expected);
    }
}

pub async fn a_matter_handed_over_is_counted_there(store: &SharedStore, library: &Library) {
    let told = stories(library, 0..12);
    tell(store, &told).await;
    let (from, to) = (told[0].commits[0].changes[0].after.unit.clone(), OrgPath::new("/city/elsewhere"));
    let measure = CounterQuery { measures: vec![(Id::from("permit"), Id::from("received"))], days: None, by_month: false };
    let count = async |unit: &OrgPath| {
        let sums = store.counters(BUREAU, &measure).await.unwrap();
        sums.into_iter().find(|c| c.unit == *unit).map_or(0, |c| c.count)
    };
    let before = count(&from).await;
    let matter = store.matter(BUREAU, told[0].id).await.unwrap().unwrap();
    let (sealed, plain) = reasons(&matter);
    let change = then(library, &matter, "head.of", Body::Transferred { unit: to.clone(), reasons: sealed });
    let operation = OperationId(uuid::Uuid::from_u128(77));
    store.commit(BUREAU, Commit::new((operation, request(&operation)), change, vec![plain])).await.unwrap();
    assert_eq!((count(&from).await, count(&to).await), (before - 1, 1));
    let there = MatterFilter { reach: Reach::Units(vec![to]), limit: 10, ..MatterFilter::default() };
    let rows = store.matters(BUREAU, &there).await.unwrap().rows;
    assert_eq!(rows.iter().map(|r| r.id).collect::<Vec<_>>(), [told[0].id]);
}

pub async fn a_bulk_load_equals_single_acts(store: &SharedStore, library: &Library) {
    let (one, two) = (stories(library, 0..20), stories(library, 20..40));
    tell(store, &one).await;
    store.bulk(BUREAU, two.iter().flat_map(|s| s.commits.clone()).collect()).await.unwrap();
    // Acts that were loaded are answered like any other, and later ones go on from them.
    let frame = library.frame(library.procedure(&Id::from("permit")).unwrap());
    for story in &two {
        let last = story.commits.last().unwrap();
        let receipt = store.commit(BUREAU, last.clone()).await.unwrap();
        assert_eq!(receipt.seq, last.changes[0].after.seq);
        assert!(receipt.number.is_some());
        let log = store.events(BUREAU, story.id).await.unwrap();
        let folded = log.iter().fold(None, |m, r| evolve(&frame, m, &r.event));
        assert_eq!(store.matter(BUREAU, story.id).await.unwrap(), folded);
    }
    // A load with an act in it that comes too late leaves nothing of its transaction.
    let mut three: Vec<_> = stories(library, 40..44).iter().flat_map(|s| s.commits.clone()).collect();
    let mut late = one[0].commits[0].clone();
    late.operation = OperationId(uuid::Uuid::from_u128(5));
    let id = three[0].changes[0].after.id;
    three.push(late);
    assert!(matches!(store.bulk(BUREAU, three).await, Err(StoreError::Conflict { .. })));
    assert_eq!(store.matter(BUREAU, id).await.unwrap(), None);
}

pub async fn broken_acts_are_refused(store: &SharedStore, library: &Library) {
    let story = story(library, 0);
    let whole = story.commits[0].clone();
    let broken = |spoil: fn(&mut Change)| {
        let mut commit = whole.clone();
        spoil(&mut commit.changes[0]);
        commit
    };
    let unbooked = |change: &mut Change| {
        change.marks_removed = change.marks_added.iter().take(1).cloned().collect();
        change.marks_added.clear();
    };
    let twice = Commit { changes: vec![whole.changes[0].clone(), whole.changes[0].clone()], ..whole.clone() };
    let nothing = Commit { changes: Vec::new(), ..whole.clone() };
    let all =
        [broken(|c| c.events.clear()), broken(|c| c.events[1].seq = 7), broken(|c| c.after.seq += 1), broken(unbooked), twice, nothing];
    for broken in all {
        let answer = store.commit(BUREAU, broken).await;
        assert!(matches!(answer, Err(StoreError::Damaged(_))), "{answer:?}");
    }
    assert_eq!(store.matter(BUREAU, story.id).await.unwrap(), None);
    // And they spoil nothing for those who come at the same moment.
    let mut broken = broken(unbooked);
    broken.operation = OperationId(uuid::Uuid::from_u128(3));
    let mut all: Vec<_> = stories(library, 10..30).into_iter().map(|s| s.commits[0].clone()).collect();
    all.insert(9, broken);
    let answers = at_once(store, all).await;
    assert!(answers.iter().enumerate().all(|(i, a)| a.is_ok() == (i != 9)), "{answers:?}");
}
