//! The attack on secret polls: whoever reads every byte of the database and its log, with every key and every name, guesses what each
//! person answered. They must not be better at it than whoever reads the published sums alone.

use crate::server;
use crate::world::{BUREAU, library};
use app::ports::{NoteQuery, Poll, SharedStore};
use app::{Bureau, Clock, Entropy};
use engine::walk::Dice;
use kernel::{Date, Id, Moment, sm3};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex};

const VOTERS: usize = 12;
const OPTIONS: u64 = 5;

struct World(Mutex<Dice>);

impl Clock for World {
    fn now(&self) -> Moment {
        Moment::morning(Date::constant(2026, 7, 10))
    }
}

impl Entropy for World {
    fn fill(&self, bytes: &mut [u8]) {
        let mut dice = self.0.lock().unwrap();
        bytes.iter_mut().for_each(|b| *b = u8::try_from(dice.below(256)).unwrap());
    }
}

/// A bureau on a store, with chance of its own.
pub fn bureau(store: &SharedStore, seed: u64) -> Bureau {
    let world = || Arc::new(World(Mutex::new(Dice::new(seed))));
    Bureau::new(BUREAU, store.clone(), Arc::new(library()), world(), world(), Vec::new())
}

fn name(voter: usize) -> String {
    format!("clerk.{voter}")
}

/// What people answered in one poll. They draw and cast one after the other, which is the worst there is: each answer comes right after
/// its voter's name.
async fn voted(bureau: &Bureau, poll: &Id, dice: &mut Dice, mut after_each: impl FnMut()) -> Vec<usize> {
    bureau.open_poll(poll, &[u8::try_from(OPTIONS).unwrap()], u32::try_from(VOTERS).unwrap()).await.unwrap();
    let mut order: Vec<usize> = (0..VOTERS).collect();
    (1..VOTERS).rev().for_each(|n| order.swap(n, usize::try_from(dice.below(n as u64 + 1)).unwrap()));
    let mut answers = vec![0; VOTERS];
    for voter in order {
        let answer = dice.below(OPTIONS);
        let ballot = bureau.draw_ballot(poll, &name(voter)).await.unwrap();
        after_each();
        bureau.cast_ballot(poll, &ballot, &[u8::try_from(answer).unwrap()]).await.unwrap();
        after_each();
        answers[voter] = usize::try_from(answer).unwrap();
    }
    bureau.close_poll(poll).await.unwrap();
    answers
}

/// Every byte of every file in a folder.
fn everything(folder: &Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.flat_map(|path| std::fs::read(path).unwrap_or_default()).collect()
}

/// Every version of a poll that lies anywhere in the bytes.
fn versions(bytes: &[u8], last: &Poll) -> Vec<Poll> {
    let length = last.to_bytes().len();
    let mut found = BTreeMap::new();
    let mut at = 0;
    while let Some(next) = bytes[at..].windows(32).position(|w| w == last.key) {
        at += next;
        if let Some(poll) = bytes.get(at..at + length).and_then(Poll::from_bytes) {
            found.insert((poll.drawn.len(), poll.spent.len()), poll);
        }
        at += 32;
    }
    found.into_values().collect()
}

/// What an attacker says each person answered: by the difference between versions where there are any, else the most frequent answer.
fn guesses(bytes: &[u8], last: &Poll) -> Vec<usize> {
    let often = (0..last.tally[0].len()).max_by_key(|n| last.tally[0][*n]).unwrap();
    let mut out = vec![often; VOTERS];
    let by_digest: BTreeMap<_, usize> = (0..VOTERS).map(|v| (sm3(&[b"drawn", &last.key, name(v).as_bytes()]), v)).collect();
    let empty = Poll {
        tally: last.tally.iter().map(|t| vec![0; t.len()]).collect(),
        drawn: BTreeSet::new(),
        spent: BTreeSet::new(),
        ..last.clone()
    };
    let all: Vec<Poll> = std::iter::once(empty).chain(versions(bytes, last)).collect();
    let mut came: Option<&usize> = None;
    for pair in all.windows(2) {
        let names: Vec<_> = pair[1].drawn.difference(&pair[0].drawn).collect();
        let grown = |n: &usize| pair[1].tally[0][*n] - pair[0].tally[0][*n];
        let answers: Vec<usize> = (0..pair[0].tally[0].len()).filter(|n| grown(n) > 0).collect();
        // One name, then one answer: whoever came last gave it.
        match (names.as_slice(), answers.as_slice()) {
            ([name], []) => came = by_digest.get(name),
            ([], [answer]) if grown(answer) == 1 => came.iter().for_each(|voter| out[**voter] = *answer),
            _ => came = None,
        }
    }
    out
}

fn right(guessed: &[usize], answers: &[usize]) -> usize {
    guessed.iter().zip(answers).filter(|(a, b)| a == b).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_reads_everything_guesses_no_better_than_from_the_sums() {
    let folder = tempfile::tempdir().unwrap();
    let store: SharedStore = Arc::new(store::open(store::Options::new(folder.path().join("bureau.db"))).await.unwrap());
    let bureau = bureau(&store, 11);
    let mut dice = Dice::new(5);
    let (mut people, mut attacked, mut by_sums, mut with_history) = (0, 0, 0, 0);
    for n in 0..30 {
        let poll = Id::from(format!("review-{n}"));
        // For control: an attacker who copied the files after each change, which is not among what the store keeps.
        let mut history = Vec::new();
        let answers = voted(&bureau, &poll, &mut dice, || history.extend(everything(folder.path()))).await;
        let last = store.poll(BUREAU, &poll).await.unwrap().unwrap();
        let now = everything(folder.path());
        assert!(!versions(&now, &last).is_empty(), "the attacker knows where to look");
        people += VOTERS;
        attacked += right(&guesses(&now, &last), &answers);
        by_sums += right(&guesses(&[], &last), &answers);
        with_history += right(&guesses(&history, &last), &answers);
        let sums = bureau.poll_results(&poll).await.unwrap().unwrap();
        assert_eq!(sums[0].iter().sum::<u32>() as usize, VOTERS);
    }
    let share = |n: usize| 100.0 * n as f64 / people as f64;
    println!(
        "{people} people: everything read {:.1} %, sums alone {:.1} %, every version {:.1} %",
        share(attacked),
        share(by_sums),
        share(with_history)
    );
    assert!(share(attacked) - share(by_sums) <= 2.0, "advantage {:.1} %", share(attacked) - share(by_sums));
    assert!(share(with_history) > 90.0, "the attack is one: with every version it finds nearly everybody");
    let told = store.notes(BUREAU, &NoteQuery { limit: 10, ..NoteQuery::default() }).await.unwrap();
    assert!(told.is_empty(), "the journal does not say who took part when");
}

/// What the sets of a poll say is the same in whatever order people came, on a server too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_keeps_one_version_in_its_table() {
    let Some(database) = scratch_postgres::database().unwrap() else { return };
    let store: SharedStore = Arc::new(store::open(server(&database.url())).await.unwrap());
    let bureau = bureau(&store, 12);
    let poll = Id::from("review");
    voted(&bureau, &poll, &mut Dice::new(6), || ()).await;
    use sqlx::{Connection as _, Row as _};
    let mut on = sqlx::PgConnection::connect(&database.url()).await.unwrap();
    let pages: i64 = sqlx::query("SELECT pg_relation_size('poll')").fetch_one(&mut on).await.unwrap().get(0);
    assert_eq!(pages, 8192, "one page: earlier versions are not kept");
    let place: String = sqlx::query("SELECT ctid::text FROM poll").fetch_one(&mut on).await.unwrap().get(0);
    assert_eq!(place, "(0,1)", "and in it one row");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_told_before_it_is_closed_nor_of_fewer_than_five() {
    let store: SharedStore = Arc::new(app::memory::MemoryStore::default());
    let bureau = bureau(&store, 13);
    for (poll, voters) in [("few", 4), ("enough", 5)] {
        let poll = Id::from(poll);
        bureau.open_poll(&poll, &[2, 3], 9).await.unwrap();
        assert!(bureau.open_poll(&poll, &[2, 3], 9).await.is_err(), "there is one of a name");
        let mut ballots = BTreeSet::new();
        for n in 0..voters {
            let ballot = bureau.draw_ballot(&poll, &name(n)).await.unwrap();
            assert!(bureau.draw_ballot(&poll, &name(n)).await.is_err(), "one draws once");
            bureau.cast_ballot(&poll, &ballot, &[1, 2]).await.unwrap();
            assert!(bureau.cast_ballot(&poll, &ballot, &[1, 2]).await.is_err(), "a ballot counts once");
            ballots.insert(ballot);
        }
        assert_eq!(ballots.len(), voters);
        assert_eq!(bureau.poll_results(&poll).await.unwrap(), None, "not before it is closed");
        bureau.close_poll(&poll).await.unwrap();
        let expected = (voters >= 5).then(|| vec![vec![0, 5], vec![0, 0, 5]]);
        assert_eq!(bureau.poll_results(&poll).await.unwrap(), expected, "{voters}");
    }
    for wrong in ["", "zz", &"0".repeat(128), &"é".repeat(64)] {
        assert!(bureau.cast_ballot(&Id::from("enough"), wrong, &[1, 1]).await.is_err());
    }
    assert!(bureau.open_poll(&Id::from("none"), &[1], 9).await.is_err(), "one option is no question");
}
