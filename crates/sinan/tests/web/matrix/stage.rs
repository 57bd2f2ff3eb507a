//! A bureau in this process, behind the real router and on a real file, whose day and whose people a test may change between requests.

use super::super::visitor::Visitor;
use app::ports::{Account, Change, Commit, Plain, SharedStore, Unit};
use app::{Bureau, Clock, Entropy, Library};
use engine::{Event, Matter};
use kernel::{Actor, BureauId, Date, Id, MatterId, Moment, OperationId, OrgPath, Title, ValueId, sm3};
use soundness::matrix::people::Somebody;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use uuid::Uuid;

const BUREAU: BureauId = BureauId(1);
/// An instant in 2026; nothing that is tried here hangs on how long it takes.
const INSTANT: i64 = 1_790_000_000_000_000;
/// Matters written in one transaction.
const BATCH: usize = 100;

struct Standing(Mutex<Date>);

impl Clock for Standing {
    fn now(&self) -> Moment {
        let day = *self.0.lock().unwrap();
        Moment { civil: day.at(9, 0, 0, 0), micros: INSTANT }
    }

    fn fixed(&self) -> Option<Date> {
        Some(*self.0.lock().unwrap())
    }
}

/// Bytes that differ each time and are the same in every run.
struct Counted(AtomicU64);

impl Entropy for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let next = self.0.fetch_add(1, Ordering::Relaxed);
            chunk.copy_from_slice(&sm3(&[&next.to_be_bytes()]).0[..chunk.len()]);
        }
    }
}

/// The bureau.
pub struct Stage {
    pub bureau: Arc<Bureau>,
    clock: Arc<Standing>,
    runtime: tokio::runtime::Runtime,
    address: std::net::SocketAddr,
    made: u64,
    waiting: Vec<Commit>,
    // Dropped last: the store writes to it.
    _folder: TempDir,
}

/// A matter as it lies in the store, with the text under each of its sealed values.
pub struct Placed {
    pub matter: Matter,
    pub texts: BTreeMap<ValueId, String>,
}

impl Stage {
    /// An empty bureau with units that handle matters.
    pub fn new(library: &Arc<Library>, units: &BTreeSet<OrgPath>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let clock = Arc::new(Standing(Mutex::new(Date::constant(2026, 9, 29))));
        let store: SharedStore = Arc::new(runtime.block_on(store::open(store::Options::new(folder.path().join("sinan.db")))).unwrap());
        let chance = Arc::new(Counted(AtomicU64::new(0)));
        let bureau = Arc::new(Bureau::new(BUREAU, store.clone(), library.clone(), clock.clone(), chance, crate::world::hooks()));
        for (nth, path) in units.iter().enumerate() {
            let (title, kind) = (Title::new(path.as_str(), path.as_str()), Id::from("division"));
            let unit = Unit { path: path.clone(), title, kind, short: format!("试{nth}"), handles: true, division: None };
            runtime.block_on(store.put_unit(BUREAU, &unit)).unwrap();
        }
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let (much, mut options) = (NonZeroU32::new(10_000_000).unwrap(), web::Options { demo: true, ..web::Options::default() });
        let rate = web::Rate { burst: much, per_minute: much };
        options.rates = web::Rates { account: rate, visitor: rate, visitors: rate, sender: rate, senders: rate, ..web::Rates::default() };
        runtime.spawn(web::serve(listener, bureau.clone(), options, std::future::pending()));
        Self { bureau, clock, runtime, address, made: 0, waiting: Vec::new(), _folder: folder }
    }

    /// The day on which everything happens from now on.
    pub fn go_to(&self, day: Date) {
        *self.clock.0.lock().unwrap() = day;
    }

    /// What is said of an account from now on.
    pub fn say(&self, actor: &Actor) {
        let name = Title::new(actor.account.as_str(), actor.account.as_str());
        let account = Account { actor: actor.clone(), name, post: Title::default(), demo: true, credential: Default::default() };
        self.runtime.block_on(self.bureau.store.put_account(BUREAU, &account)).unwrap();
    }

    /// Somebody signs in.
    pub fn enter(&self, actor: &Actor) -> Visitor {
        self.say(actor);
        let mut visitor = Visitor::at(self.address);
        let answer = visitor.post("/demo/enter", &[("account", actor.account.as_str())]);
        assert_eq!(answer.status, 303, "{}", answer.text());
        visitor
    }

    /// A matter as it now lies in the store.
    pub fn matter(&self, id: MatterId) -> Matter {
        self.runtime.block_on(self.bureau.store.matter(BUREAU, id)).unwrap().expect("it was put there")
    }

    /// An id that nothing in this bureau has yet; the same in every run.
    fn fresh(&mut self) -> Uuid {
        self.made += 1;
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&sm3(&[b"matrix", &self.made.to_be_bytes()]).0[..16]);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// Puts a copy of a matter into the store, with ids of its own and a text of its own under each value. It is there after
    /// [`Stage::settle`].
    pub fn put(&mut self, somebody: &Somebody, log: &[Event]) -> Placed {
        let mut told = serde_json::to_string(&(&somebody.matter, log)).unwrap();
        let sealed = log.iter().flat_map(|e| e.body.sealed()).chain(somebody.matter.parties.values().flatten().copied());
        let values: BTreeMap<ValueId, kernel::PersonId> = sealed.map(|s| (s.value, s.person)).collect();
        let id = self.fresh();
        told = told.replace(&somebody.matter.id.0.to_string(), &id.to_string());
        let (mut plain, mut texts) = (Vec::new(), BTreeMap::new());
        for (value, person) in values {
            let new = ValueId(self.fresh());
            told = told.replace(&value.0.to_string(), &new.0.to_string());
            let text = format!("藏{:012}", self.made * 7919 + 100_000_000_000);
            texts.insert(new, text.clone());
            plain.push(Plain { value: new, person, field: Id::from("any"), salt: [0; 16], text, search: None });
        }
        let (mut matter, log): (Matter, Vec<Event>) = serde_json::from_str(&told).unwrap();
        matter.number = None;
        for value in matter.parties.values().flatten() {
            plain.iter_mut().filter(|p| p.value == value.value).for_each(|p| p.search = Some("name"));
        }
        let units = self.runtime.block_on(self.bureau.units()).unwrap();
        let procedure = self.bureau.library.pinned(&matter.procedure).unwrap();
        let change: Change = app::change_of(&self.bureau.library.frame(procedure), None, log, matter.clone(), &units);
        let operation = OperationId(self.fresh());
        self.waiting.push(Commit::new((operation, sm3(&[operation.0.as_bytes()])), change, plain));
        Placed { matter, texts }
    }

    /// Writes what was put.
    pub fn settle(&mut self) {
        while !self.waiting.is_empty() {
            let batch = self.waiting.drain(..BATCH.min(self.waiting.len())).collect();
            self.runtime.block_on(self.bureau.store.bulk(BUREAU, batch)).unwrap();
        }
    }

    /// Every procedure in every version.
    pub fn procedures(&self) -> Vec<&procedure::model::Procedure> {
        self.bureau.library.procedures().flat_map(|p| self.bureau.library.versions(&p.id)).collect()
    }
}
