//! Signing in and what comes of it, over HTTP, with a clock that the test moves.

mod lock_out;
mod passkeys;
mod provider;
mod sessions;
mod set_right;
mod two_steps;

use super::visitor::{Answer, Visitor};
use app::memory::MemoryStore;
use app::ports::{Account, Provider, SharedStore};
use app::{Bureau, Clock, Entropy, Library};
use kernel::{Actor, BureauId, Date, Grant, Id, Moment, OrgPath, Title};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

const BUREAU: BureauId = BureauId(1);
const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const PASSWORD: &str = "Correct horse 9 battery";

/// A clock that stands until it is moved.
struct Moved(AtomicI64);

impl Clock for Moved {
    fn now(&self) -> Moment {
        Moment { micros: self.0.load(Ordering::SeqCst), ..Moment::morning(Date::constant(2026, 9, 29)) }
    }
}

/// Never the same bytes twice.
#[derive(Default)]
struct Counted(AtomicU64);

impl Entropy for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let digest = kernel::sm3(&[&self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes()]);
            chunk.copy_from_slice(&digest.0[..chunk.len()]);
        }
    }
}

/// A bureau in this process: two clerks, a citizen and a security administrator, all with the same password.
struct Site {
    address: SocketAddr,
    bureau: Arc<Bureau>,
    clock: Arc<Moved>,
    runtime: tokio::runtime::Runtime,
}

impl Site {
    fn new() -> Self {
        Self::set(web::Options::default(), app::SignInPolicy::default())
    }

    fn set(options: web::Options, policy: app::SignInPolicy) -> Self {
        Self::made(policy, |_| (options, None))
    }

    /// A site that is told its address before it is set up.
    fn made(policy: app::SignInPolicy, set_up: impl FnOnce(SocketAddr) -> (web::Options, Option<Arc<dyn Provider>>)) -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let clock = Arc::new(Moved(AtomicI64::new(1_790_000_000_000_000)));
        let store: SharedStore = Arc::new(MemoryStore::default());
        let library = Library::new(Vec::new(), engine::RuleBook::default(), calendar::Calendar::china(), BTreeMap::new());
        let (bureau, address) = runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let (options, provider) = set_up(address);
            let mut bureau = Bureau::new(BUREAU, store.clone(), Arc::new(library), clock.clone(), Arc::new(Counted::default()), Vec::new());
            (bureau.policy, bureau.provider) = (policy, provider);
            bureau.relying_party = options.address.as_deref().and_then(app::RelyingParty::at);
            let bureau = Arc::new(bureau);
            for (name, role) in
                [("li", Some("reviewer")), ("an", Some("administrator")), ("wu", None), ("se", Some("security_administrator"))]
            {
                store.put_account(BUREAU, &account(name, role)).await.unwrap();
                bureau.set_password(&Id::from(name), PASSWORD).await.unwrap();
            }
            tokio::spawn(web::serve(listener, bureau.clone(), options, std::future::pending()));
            (bureau, address)
        });
        Self { address, bureau, clock, runtime }
    }

    /// Lets so many seconds pass.
    fn pass(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    fn visitor(&self) -> Visitor {
        Visitor::at(self.address)
    }

    /// Somebody who has signed in.
    fn signed_in(&self, name: &str) -> Visitor {
        let mut visitor = self.visitor();
        let answer = sign_in(&mut visitor, name, PASSWORD);
        assert_eq!(answer.status, 303, "{}", answer.text());
        assert!(inside(&mut visitor));
        visitor
    }

    /// Does something with the bureau itself.
    fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }
}

fn account(name: &str, role: Option<&str>) -> Account {
    let unit = OrgPath::new("/city");
    let grants = role
        .map(|role| Grant { role: Id::from(role), unit: unit.clone(), from: Date::constant(2026, 1, 1), until: None, acting_for: None })
        .into_iter()
        .collect();
    Account {
        actor: Actor { account: Id::from(name), unit: Some(unit), grants, person: None },
        name: Title::new(name, name),
        post: Title::default(),
        demo: false,
        credential: Default::default(),
    }
}

fn sign_in(visitor: &mut Visitor, name: &str, password: &str) -> Answer {
    visitor.post("/sign-in", &[("name", name), ("password", password)])
}

/// Whether a visitor is let in to their own account.
fn inside(visitor: &mut Visitor) -> bool {
    let answer = visitor.get("/account");
    assert!(answer.status == 200 || answer.location.starts_with("/sign-in"), "{}: {}", answer.status, answer.text());
    answer.status == 200
}

/// Whether a token opens the account.
fn opens(site: &Site, token: &str) -> bool {
    let mut visitor = site.visitor();
    visitor.cookies.insert("sinan_session".to_owned(), token.to_owned());
    inside(&mut visitor)
}

fn token(visitor: &Visitor) -> String {
    visitor.cookies["sinan_session"].clone()
}
