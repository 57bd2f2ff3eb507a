//! A city with two offices, its administrators and two clerks.
#![allow(dead_code, reason = "each file of tests takes what it needs")]

use app::memory::MemoryStore;
use app::ports::{Account, Credential, NoteQuery, SharedStore, Unit};
use app::{Bureau, Clock, Entropy, Fault, Library};
use kernel::{Actor, BureauId, Date, Grant, Id, Moment, OrgPath, Title};
use std::collections::BTreeMap;
use std::sync::Arc;

pub const BUREAU: BureauId = BureauId(1);
pub const TODAY: Date = Date::constant(2026, 7, 10);

pub struct Still;

impl Clock for Still {
    fn now(&self) -> Moment {
        Moment::morning(TODAY)
    }
}

impl Entropy for Still {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

pub fn path(text: &str) -> OrgPath {
    OrgPath::new(text)
}

pub fn day(month: i8, day: i8) -> Date {
    Date::constant(2026, month, day)
}

pub fn account(name: &str, unit: &str, roles: &[(&str, &str)]) -> Account {
    let grant =
        |(role, unit): &(&str, &str)| Grant { role: Id::from(*role), unit: path(unit), from: day(1, 1), until: None, acting_for: None };
    Account {
        actor: Actor { account: Id::from(name), unit: Some(path(unit)), grants: roles.iter().map(grant).collect(), person: None },
        name: Title::new(name, name),
        post: Title::default(),
        demo: false,
        credential: Credential::default(),
    }
}

pub fn unit(place: &str, kind: &str) -> Unit {
    Unit { path: path(place), title: Title::new(place, place), kind: Id::from(kind), short: "市".into(), handles: true, division: None }
}

/// A city with two offices, its three administrators, one of a district, and two clerks.
pub async fn bureau() -> Bureau {
    let (dossier, _) = procedure::decode("permit.kdl", include_str!("../../../store/tests/world/permit.kdl"));
    let library = Library::new(vec![dossier.unwrap()], engine::RuleBook::default(), calendar::Calendar::china(), BTreeMap::new());
    let store: SharedStore = Arc::new(MemoryStore::default());
    for unit in [unit("city", "bureau"), unit("city/east", "office"), unit("city/west", "office")] {
        store.put_unit(BUREAU, &unit).await.unwrap();
    }
    let people = [
        account("system", "city", &[("system_administrator", "city")]),
        account("security", "city", &[("security_administrator", "city")]),
        account("audit", "city", &[("audit_administrator", "city")]),
        account("west.system", "city/west", &[("system_administrator", "city/west")]),
        account("west.security", "city/west", &[("security_administrator", "city/west")]),
        account("li", "city/east", &[("clerk", "city/east")]),
        account("wang", "city/east", &[]),
    ];
    for one in people {
        store.put_account(BUREAU, &one).await.unwrap();
    }
    Bureau::new(BUREAU, store, Arc::new(library), Arc::new(Still), Arc::new(Still), Vec::new())
}

pub async fn of(bureau: &Bureau, name: &str) -> Account {
    bureau.store.account(BUREAU, &Id::from(name)).await.unwrap().unwrap()
}

pub async fn told(bureau: &Bureau) -> Vec<String> {
    let audit = of(bureau, "audit").await;
    let notes = bureau.journal(&audit, NoteQuery::default()).await.unwrap();
    notes.iter().map(|n| format!("{} {} {} {}", n.note.account, n.note.kind.name(), n.note.about, n.note.detail)).collect()
}

pub fn clerk(unit: &str, from: Date, until: Option<Date>) -> Grant {
    Grant { role: Id::from("clerk"), unit: path(unit), from, until, acting_for: None }
}

/// The fields that are wrong.
pub fn fields(fault: &Fault) -> Vec<String> {
    match fault {
        Fault::Fields(found) => found.iter().map(|f| f.field.to_string()).collect(),
        other => panic!("{other:?}"),
    }
}
