//! A bureau of one office with one application for the made-up permit.
#![allow(dead_code, reason = "each file of tests takes what it needs")]

use app::memory::MemoryStore;
use app::ports::{Account, Credential, NoteKind, NoteQuery, SharedStore, Unit};
use app::{Bureau, Clock, Deed, Doing, Entropy, Fault, Library, Typed};
use kernel::{Actor, BureauId, Date, Grant, Id, MatterId, Moment, OrgPath, PersonId, Title};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};

pub const BUREAU: BureauId = BureauId(1);
pub const TODAY: Date = Date::constant(2026, 7, 10);
pub const MINUTE: i64 = 60_000_000;
pub const NUMBER: &str = "11010519491231002X";

/// A clock that the test moves, and chance that never repeats itself.
#[derive(Default)]
pub struct World {
    pub days: AtomicI64,
    pub micros: AtomicI64,
    dice: AtomicU8,
}

impl Clock for World {
    fn now(&self) -> Moment {
        let day = days_from(TODAY, self.days.load(Ordering::Relaxed));
        let morning = Moment::morning(day);
        Moment { micros: morning.micros + self.micros.load(Ordering::Relaxed), ..morning }
    }
}

/// So many days after a day, or before it.
pub fn days_from(day: Date, days: i64) -> Date {
    let distance = std::time::Duration::from_secs(86_400 * days.unsigned_abs());
    if days < 0 { day.checked_sub(distance) } else { day.checked_add(distance) }.unwrap()
}

impl Entropy for World {
    fn fill(&self, bytes: &mut [u8]) {
        let start = self.dice.fetch_add(1, Ordering::Relaxed);
        bytes.iter_mut().enumerate().for_each(|(n, b)| *b = start.wrapping_mul(31).wrapping_add(u8::try_from(n).unwrap()));
    }
}

/// The procedure's text.
pub const PERMIT: &str = include_str!("../../../store/tests/world/permit.kdl");
/// The line of it before which others are put.
const LAW: &str = "    law T \"演示法\" unread=#true\n";

/// A library of one procedure.
pub fn library(text: &str) -> Library {
    let (dossier, found) = procedure::decode("permit.kdl", text);
    let dossier = dossier.unwrap_or_else(|| panic!("{found:#?}"));
    Library::new(vec![dossier], engine::RuleBook::default(), calendar::Calendar::china(), BTreeMap::new())
}

pub struct Case {
    pub bureau: Bureau,
    pub world: Arc<World>,
    pub matter: MatterId,
}

pub fn account(name: &str, roles: &[&str], person: Option<PersonId>) -> Account {
    let unit = OrgPath::new("city/east");
    let grant = |role: &&str| Grant { role: Id::from(*role), unit: unit.clone(), from: TODAY, until: None, acting_for: None };
    let grants: Vec<Grant> = roles.iter().map(grant).collect();
    let unit = (!grants.is_empty()).then_some(unit.clone());
    Account {
        actor: Actor { account: Id::from(name), unit, grants, person },
        name: Title::new(name, name),
        post: Title::new("科员", "clerk"),
        demo: false,
        credential: Credential::default(),
    }
}

pub fn li() -> Account {
    account("li", &["clerk"], None)
}

pub fn zhao() -> Account {
    account("zhao", &["head"], None)
}

pub fn typed(answers: &[(&str, &str)]) -> Typed {
    answers.iter().map(|(field, text)| (Id::from(*field), vec![(*text).to_owned()])).collect()
}

impl Case {
    /// An application entered by a clerk; `line` is put into the procedure.
    pub async fn with(line: &str) -> Self {
        Self::of(&PERMIT.replace(LAW, &format!("    {line}\n{LAW}"))).await
    }

    /// The same by another text of the procedure.
    pub async fn of(text: &str) -> Self {
        let library = library(text);
        let store: SharedStore = Arc::new(MemoryStore::default());
        let unit = Unit {
            path: OrgPath::new("city/east"),
            title: Title::new("东所", "East office"),
            kind: Id::from("office"),
            short: "东".into(),
            handles: true,
            division: None,
        };
        store.put_unit(BUREAU, &unit).await.unwrap();
        for one in [li(), zhao(), account("audit", &["audit_administrator"], None)] {
            store.put_account(BUREAU, &one).await.unwrap();
        }
        let world = Arc::new(World::default());
        let bureau = Bureau::new(BUREAU, store, Arc::new(library), world.clone(), world.clone(), Vec::new());
        let answers = [("applicant", "张三"), ("id_number", NUMBER), ("kind", "simple"), ("facts", "想开店")];
        let doing = Doing::Act {
            procedure: Id::from("permit"),
            unit: Some(unit.path),
            action: Id::from("apply"),
            holder: None,
            with: Vec::new(),
            typed: typed(&answers),
            lookup: None,
        };
        let evidence = engine::Evidence::System;
        let deed = Deed { operation: bureau.new_operation(), matter: None, doing, on: None, at: None, evidence };
        let matter = bureau.act(&li(), &deed).await.unwrap().matter;
        Self { bureau, world, matter }
    }

    pub async fn does(&self, who: &Account, doing: Doing) -> Result<(), Fault> {
        self.bureau.act(who, &Deed::today(self.bureau.new_operation(), self.matter, doing)).await.map(drop)
    }

    /// Refuses it, which closes it.
    pub async fn close(&self) {
        let doing = Doing::Act {
            procedure: Id::from("permit"),
            unit: None,
            action: Id::from("refuse"),
            holder: None,
            with: Vec::new(),
            typed: typed(&[("reasons", "不合条件")]),
            lookup: None,
        };
        self.does(&li(), doing).await.unwrap();
        self.does(&zhao(), Doing::Sign(None, None)).await.unwrap();
    }

    pub async fn person(&self) -> PersonId {
        self.bureau.store.person_by_number(BUREAU, NUMBER).await.unwrap().unwrap()
    }

    /// What the journal says of an account.
    pub async fn told_about(&self, account: &str) -> Vec<String> {
        let query = NoteQuery { about: Some(account.to_owned()), limit: 9, ..NoteQuery::default() };
        let notes = self.bureau.store.notes(BUREAU, &query).await.unwrap();
        notes.into_iter().map(|n| format!("{} {} {}", n.note.account, n.note.kind.name(), n.note.detail)).collect()
    }

    /// What the journal says of the matter, the last first, as the audit administrator reads it.
    pub async fn told(&self) -> Vec<(NoteKind, String)> {
        let audit = self.bureau.store.account(BUREAU, &Id::from("audit")).await.unwrap().unwrap();
        let query = NoteQuery { about: Some(self.matter.to_string()), ..NoteQuery::default() };
        let notes = self.bureau.journal(&audit, query).await.unwrap();
        notes.into_iter().map(|n| (n.note.kind, format!("{} {}", n.note.account, n.note.detail))).collect()
    }
}
