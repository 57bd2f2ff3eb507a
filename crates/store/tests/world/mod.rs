//! A bureau to test a store with: units, people, and matters walked by the engine from a seed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code)]

mod cast;

use app::ports::{Change, Commit, Plain, Store, Unit};
use app::{Library, change_of};
use calendar::Calendar;
use cast::PermitCast;
use engine::walk::{Dice, walk};
use engine::{Author, Body, Event, Evidence, Matter, RuleBook, Sealed, evolve};
use kernel::{BureauId, Date, Digest, Id, MatterId, OperationId, OrgPath, PersonId, Title, ValueId, sm3};
use std::collections::BTreeMap;

pub const BUREAU: BureauId = BureauId(150_300);
pub const OTHER: BureauId = BureauId(150_200);
/// First day of the walks.
pub const START: Date = Date::constant(2026, 1, 5);
/// The business day on which the walks end.
pub const TODAY: Date = Date::constant(2026, 6, 30);

/// The law of the test bureau: permits, and licences as a line of work of their own.
pub fn library() -> Library {
    let permit = include_str!("permit.kdl");
    let licence = permit.replace("procedure permit", "procedure licence").replace("{unit}许", "{unit}执");
    let decoded = |text: &str| {
        let (dossier, found) = procedure::decode("permit.kdl", text);
        dossier.unwrap_or_else(|| panic!("{found:#?}"))
    };
    Library::new(vec![decoded(permit), decoded(&licence)], RuleBook::default(), Calendar::china(), BTreeMap::new())
}

/// The bureau, two districts, two offices in each.
pub fn units() -> Vec<Unit> {
    let unit = |path: &str, short: &str| Unit {
        path: OrgPath::new(path),
        title: Title::new(short, path),
        kind: Id::from("office"),
        short: short.to_owned(),
        handles: path.matches('/').count() == 3,
        division: None,
    };
    vec![
        unit("/city", "市"),
        unit("/city/east", "东"),
        unit("/city/east/a", "东甲"),
        unit("/city/east/b", "东乙"),
        unit("/city/west", "西"),
        unit("/city/west/a", "西甲"),
    ]
}

/// One walked matter, cut into the acts that made it.
pub struct Story {
    pub id: MatterId,
    pub subject: PersonId,
    pub commits: Vec<Commit>,
    /// The name and the identity number of the applicant.
    pub name: String,
    pub number: String,
}

/// Walks one matter.
pub fn story(library: &Library, seed: u64) -> Story {
    story_of(library, "permit", seed, None)
}

/// Walks one permit of a person who may be known.
pub fn story_about(library: &Library, seed: u64, subject: Option<PersonId>) -> Story {
    story_of(library, "permit", seed, subject)
}

/// Walks one matter of a procedure.
pub fn story_of(library: &Library, procedure: &str, seed: u64, subject: Option<PersonId>) -> Story {
    let units = units();
    let (mut dice, mut tries) = (Dice::new(seed), 0);
    let start = START.checked_add(jiff::Span::new().days(dice.below(150) as i64)).unwrap();
    loop {
        let mut cast = PermitCast::new(&units, 1_767_600_000_000 + seed, subject, &mut dice);
        if let Some(walked) = walk(library, &Id::from(procedure), &mut cast, &mut dice, (start, TODAY)) {
            let mut commits = commits(library, (procedure, &walked.events), cast.values(), seed);
            if seed % 3 == 2 {
                // Left where it stands, so that there is work, and clocks run.
                commits.truncate(1 + dice.below(commits.len() as u64) as usize);
            }
            let text = |kind: &str| cast.values().iter().rev().find(|v| v.search == Some(kind)).map(|v| v.text.clone()).unwrap_or_default();
            let id = walked.matter.id;
            return Story { id, subject: cast.subject(), commits, name: text("name"), number: text("number") };
        }
        tries += 1;
        assert!(tries < 50, "no walk from seed {seed}");
    }
}

/// Cuts a log into acts: what one order made stays together.
fn commits(library: &Library, (procedure, events): (&str, &[Event]), values: &[Plain], seed: u64) -> Vec<Commit> {
    let frame = library.frame(library.procedure(&Id::from(procedure)).unwrap());
    let mut out: Vec<Commit> = Vec::new();
    let mut before: Option<Matter> = None;
    let mut rest = events;
    let mut kept = std::collections::BTreeSet::new();
    while !rest.is_empty() {
        let pair = matches!(
            (&rest[0].body, rest.get(1).map(|e| &e.body)),
            (Body::Opened { .. }, _) | (Body::Signed { .. }, Some(Body::Acted { .. }))
        );
        let (now, later) = rest.split_at(if pair { 2 } else { 1 });
        let after = now.iter().fold(before.clone(), |m, e| evolve(&frame, m, e)).unwrap();
        let text = serde_json::to_string(now).unwrap();
        let new: Vec<Plain> = values.iter().filter(|v| text.contains(&v.value.to_string()) && kept.insert(v.value)).cloned().collect();
        let operation = operation(seed, out.len() as u64);
        let change = change_of(&frame, before.as_ref(), now.to_vec(), after.clone(), &units());
        let mut commit = Commit::new((operation, request(&operation)), change, new);
        if out.is_empty() {
            commit.lookup = Some(sm3(&[b"code", after.id.0.as_bytes()]));
        }
        out.push(commit);
        before = Some(after);
        rest = later;
    }
    out
}

/// One event more in a matter.
pub fn then(library: &Library, before: &Matter, account: &str, body: Body) -> Change {
    let frame = library.frame(library.pinned(&before.procedure).unwrap());
    let event = Event {
        seq: before.seq + 1,
        occurred_on: TODAY,
        occurred_at: None,
        evidence: Evidence::System,
        recorded_on: TODAY,
        recorded_at: 1,
        by: Author { account: Id::from(account), role: None, via: None, acting_for: None },
        body,
    };
    let after = evolve(&frame, Some(before.clone()), &event).unwrap();
    change_of(&frame, Some(before), vec![event], after, &units())
}

/// Reasons given in a matter, sealed.
pub fn reasons(matter: &Matter) -> (Sealed, Plain) {
    let value = ValueId(operation(matter.seq, matter.id.0.as_u128() as u64).0);
    let (person, salt, text) = (matter.subject, [5; 16], "演示：保管期限届满".to_owned());
    let digest = sm3(&[&salt, text.as_bytes()]);
    (Sealed { value, person, digest }, Plain { value, person, field: Id::from("reasons"), salt, text, search: None })
}

/// Destroys what matters hold: proposed by one, agreed by another, all in one act.
pub async fn destroy(store: &dyn Store, library: &Library, matters: &[MatterId]) {
    for agreed in [false, true] {
        let (mut changes, mut values) = (Vec::new(), Vec::new());
        for id in matters {
            let before = store.matter(BUREAU, *id).await.unwrap().unwrap();
            changes.push(if agreed {
                then(library, &before, "head.of", Body::Destroyed { proposal: before.seq })
            } else {
                let (sealed, plain) = reasons(&before);
                values.push(plain);
                then(library, &before, "clerk.of", Body::DestructionProposed { reasons: sealed })
            });
        }
        let operation = operation(u64::from(agreed), changes[0].after.id.0.as_u128() as u64);
        let commit = Commit { operation, request: request(&operation), changes, values, lookup: None };
        let receipt = store.commit(BUREAU, commit.clone()).await.unwrap();
        assert_eq!(store.commit(BUREAU, commit).await.unwrap(), receipt, "a repeat is answered");
    }
}

/// The id of an act: the same for the same story.
pub fn operation(seed: u64, act: u64) -> OperationId {
    let digest = sm3(&[b"operation", &seed.to_be_bytes(), &act.to_be_bytes()]);
    OperationId(uuid::Uuid::from_slice(&digest.0[..16]).unwrap())
}

pub fn request(operation: &OperationId) -> Digest {
    sm3(&[b"request", operation.0.as_bytes()])
}

/// An id as the program makes them: later ones sort after earlier ones.
pub fn timely(at: u64, dice: &mut Dice) -> uuid::Uuid {
    let random: [u8; 10] = dice.uuid().as_bytes()[..10].try_into().unwrap();
    uuid::Builder::from_unix_timestamp_millis(at, &random).into_uuid()
}

/// Stories of several seeds.
pub fn stories(library: &Library, seeds: std::ops::Range<u64>) -> Vec<Story> {
    seeds.map(|seed| story(library, seed)).collect()
}
