//! Passkeys: added, used, removed, and everything that must not open.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod device;

use app::memory::MemoryStore;
use app::ports::{Account, Credential, NoteQuery, SecondFactor, SharedStore};
use app::{Bureau, Clock, Entered, Entropy, Fault, Keeper, Library, Origin, Proof, RelyingParty, SignedIn};
use device::{Device, ORIGIN, VERIFIED, written};
use kernel::{Actor, BureauId, Date, Grant, Id, Moment, OrgPath, Title};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

const BUREAU: BureauId = BureauId(1);
const SECOND: i64 = 1_000_000;
const OWN: &str = "correct horse battery";

struct Moved(AtomicI64);

impl Clock for Moved {
    fn now(&self) -> Moment {
        Moment { micros: self.0.load(Ordering::SeqCst), ..Moment::morning(Date::constant(2026, 7, 10)) }
    }
}

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

/// Two clerks, of whom one has a password.
struct World {
    bureau: Bureau,
    clock: Arc<Moved>,
}

impl World {
    async fn new() -> Self {
        let store: SharedStore = Arc::new(MemoryStore::default());
        let clock = Arc::new(Moved(AtomicI64::new(1_790_000_000_000_000)));
        let mut bureau = Self::bureau(BUREAU, store, clock.clone());
        bureau.relying_party = RelyingParty::at(ORIGIN);
        for name in ["li", "wang"] {
            bureau.store.put_account(BUREAU, &account(name)).await.unwrap();
        }
        bureau.set_password(&Id::from("li"), OWN).await.unwrap();
        Self { bureau, clock }
    }

    fn bureau(id: BureauId, store: SharedStore, clock: Arc<Moved>) -> Bureau {
        let library = Library::new(Vec::new(), engine::RuleBook::default(), calendar::Calendar::china(), BTreeMap::new());
        Bureau::new(id, store, Arc::new(library), clock, Arc::new(Counted::default()), Vec::new())
    }

    async fn of(&self, name: &str) -> Account {
        self.bureau.store.account(BUREAU, &Id::from(name)).await.unwrap().unwrap()
    }

    /// Somebody signed in by password.
    async fn inside(&self) -> SignedIn {
        match self.bureau.sign_in("li", OWN, &origin()).await.unwrap() {
            Entered::Whole(signed) => *signed,
            Entered::Half(_) => panic!("a code is asked for"),
        }
    }

    async fn begin(&self, session: &str, proof: &str) -> Result<String, Fault> {
        self.bureau.begin_passkey(&self.of("li").await, proof, session, &origin()).await
    }

    async fn finish(&self, session: &str, answer: &str) -> Result<(), Fault> {
        self.bureau.finish_passkey(&Id::from("li"), "手机", answer, session).await
    }

    /// li's passkey on this device.
    async fn add(&self, device: &mut Device) {
        let session = self.inside().await.token;
        let options = self.begin(&session, OWN).await.unwrap();
        self.finish(&session, &device.create(&options)).await.unwrap();
    }

    async fn enter(&self, device: &mut Device) -> Result<SignedIn, Fault> {
        let (options, held) = self.bureau.ask_passkey().await.unwrap();
        self.give(&held, &device.sign(&options)).await
    }

    async fn give(&self, held: &str, answer: &serde_json::Value) -> Result<SignedIn, Fault> {
        self.bureau.sign_in_by_passkey(held, &answer.to_string(), &origin()).await
    }

    async fn told(&self) -> Vec<String> {
        let notes = self.bureau.store.notes(BUREAU, &NoteQuery { limit: 100, ..NoteQuery::default() }).await.unwrap();
        notes.iter().rev().map(|n| format!("{} {} {}", n.note.account, n.note.kind.name(), n.note.detail)).collect()
    }

    fn pass(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds * SECOND, Ordering::SeqCst);
    }
}

fn account(name: &str) -> Account {
    let unit = OrgPath::new("city");
    let grant = Grant { role: Id::from("clerk"), unit: unit.clone(), from: Date::constant(2026, 1, 1), until: None, acting_for: None };
    Account {
        actor: Actor { account: Id::from(name), unit: Some(unit), grants: vec![grant], person: None },
        name: Title::new(name, name),
        post: Title::default(),
        demo: false,
        credential: Credential::default(),
    }
}

fn origin() -> Origin {
    Origin { address: "10.1.2.3".to_owned(), browser: "Firefox".to_owned(), ..Origin::default() }
}

#[tokio::test]
async fn a_passkey_alone_opens_the_account_and_the_session_says_so() {
    for mut device in [Device::es256("one"), Device::ed25519("two")] {
        let world = World::new().await;
        world.add(&mut device).await;
        world.pass(60);
        let signed = world.enter(&mut device).await.unwrap();
        assert_eq!(signed.account.actor.account.as_str(), "li");
        assert!(world.bureau.who(&signed.token).await.unwrap().is_some());
        let sessions = world.bureau.live_sessions(&world.of("li").await).await.unwrap();
        assert_eq!(sessions.iter().map(|s| s.passkey).collect::<Vec<_>>(), [true, false]);
        let kept = world.bureau.passkeys(&Id::from("li")).await.unwrap();
        assert_eq!((kept[0].label.as_str(), kept[0].used - kept[0].began), ("手机", 60 * SECOND));
        let told = ["li signed_in 10.1.*.* Firefox", "li factor_changed passkey on", "li signed_in passkey 10.1.*.* Firefox"];
        assert_eq!(world.told().await, told);
        let extract = world.bureau.extract_own(&world.of("li").await).await.unwrap();
        assert!(extract.contains("手机"), "{extract}");
    }
}

#[tokio::test]
async fn it_is_two_steps_in_one_and_is_added_by_a_code_where_there_are_codes() {
    let (world, mut device) = (World::new().await, Device::es256("one"));
    assert_eq!(world.bureau.proof_for_passkey(&world.of("li").await).await.unwrap(), Proof::Password);
    let session = world.inside().await.token;
    let factor = SecondFactor { account: Id::from("li"), secret: vec![7; 20], last_step: 0, recovery: Vec::new(), revision: 0 };
    world.bureau.store.put_second_factor(BUREAU, &factor, 0).await.unwrap();
    assert_eq!(world.bureau.proof_for_passkey(&world.of("li").await).await.unwrap(), Proof::Code);
    assert!(matches!(world.begin(&session, OWN).await, Err(Fault::Code)), "the password is no code");
    assert_eq!(world.told().await.last().unwrap(), "li sign_in_failed code 10.1.*.* Firefox");
    let code = app::one_time::code(&[7; 20], app::one_time::step(world.clock.now().micros));
    let options = world.begin(&session, &code).await.unwrap();
    world.finish(&session, &device.create(&options)).await.unwrap();
    assert!(matches!(world.begin(&session, &code).await, Err(Fault::Code)), "used");
    world.enter(&mut device).await.unwrap();
}

#[tokio::test]
async fn whoever_has_neither_password_nor_code_adds_one_soon_after_signing_in() {
    let world = World::new().await;
    assert_eq!(world.bureau.proof_for_passkey(&world.of("wang").await).await.unwrap(), Proof::Fresh);
    let demo = Account { demo: true, ..account("wang") };
    world.bureau.store.put_account(BUREAU, &demo).await.unwrap();
    let Entered::Whole(signed) = world.bureau.enter_demo(&Id::from("wang"), &origin()).await.unwrap() else { panic!("a code") };
    let begin = async || world.bureau.begin_passkey(&demo, "", &signed.token, &origin()).await;
    assert!(begin().await.is_ok());
    world.pass(10 * 60 + 1);
    assert!(matches!(begin().await, Err(Fault::Input(_))));
}

#[tokio::test]
async fn what_a_device_says_falsely_adds_no_passkey() {
    type Spoil = fn(&mut Device);
    let spoils: [(&str, Spoil); 12] = [
        ("another origin", |d| d.origin = "https://sinan.example.evil.example"),
        ("plain http", |d| d.origin = "http://sinan.example"),
        ("another host", |d| d.host = "evil.example"),
        ("nobody verified", |d| d.flags = 0b001),
        ("within another site", |d| d.within = true),
        ("backed up and not shared", |d| d.flags = VERIFIED | 0b1_0000),
        ("it says that it signs in", |d| d.kind = Some("webauthn.get")),
        ("something follows", |d| d.more = vec![0]),
        ("extensions that are not there", |d| d.flags = VERIFIED | 0b1000_0000),
        ("no id", |d| d.id.clear()),
        ("an id without end", |d| d.id = vec![7; 2_000]),
        ("a key on another curve", |d| d.curve = 2),
    ];
    for (what, spoil) in spoils {
        let (world, mut device) = (World::new().await, Device::es256("one"));
        let session = world.inside().await.token;
        let options = world.begin(&session, OWN).await.unwrap();
        spoil(&mut device);
        assert!(matches!(world.finish(&session, &device.create(&options)).await, Err(Fault::Passkey)), "{what}");
        assert!(world.bureau.passkeys(&Id::from("li")).await.unwrap().is_empty(), "{what}");
    }
}

#[tokio::test]
async fn a_challenge_to_add_serves_once_for_five_minutes_and_for_its_session() {
    let (world, mut device) = (World::new().await, Device::es256("one"));
    let (session, other) = (world.inside().await.token, world.inside().await.token);
    assert!(matches!(world.begin(&session, "wrong password").await, Err(Fault::SignIn)));
    let first = world.begin(&session, OWN).await.unwrap();
    let options = world.begin(&session, OWN).await.unwrap();
    assert!(matches!(world.finish(&other, &device.create(&options)).await, Err(Fault::SignInOver)), "another session's");
    let theirs = world.bureau.finish_passkey(&Id::from("wang"), "", &device.create(&options), &session).await;
    assert!(matches!(theirs, Err(Fault::SignInOver)), "another account's");
    assert!(matches!(world.finish(&session, &device.create(&first)).await, Err(Fault::Passkey)), "an earlier challenge");
    assert!(matches!(world.finish(&session, &device.create(&options)).await, Err(Fault::SignInOver)), "it serves once");
    let options = world.begin(&session, OWN).await.unwrap();
    world.pass(5 * 60 + 1);
    assert!(matches!(world.finish(&session, &device.create(&options)).await, Err(Fault::SignInOver)), "too late");
    world.add(&mut device).await;
    let session = world.inside().await.token;
    let options = world.begin(&session, OWN).await.unwrap();
    assert!(options.contains(&written(&device.id)), "the device is told what it has");
    assert!(matches!(world.finish(&session, &device.create(&options)).await, Err(Fault::Passkey)), "it is there already");
}

#[tokio::test]
async fn what_a_device_says_falsely_opens_nothing() {
    type Spoil = fn(&mut Device);
    let spoils: [(&str, Spoil); 11] = [
        ("another origin", |d| d.origin = "https://sinan.example.evil.example"),
        ("another host", |d| d.host = "evil.example"),
        ("nobody verified", |d| d.flags = 0b001),
        ("nobody there", |d| d.flags = 0b100),
        ("within another site", |d| d.within = true),
        ("it is shared all at once", |d| d.flags = VERIFIED | 0b1000),
        ("it says that it adds one", |d| d.kind = Some("webauthn.create")),
        ("something follows", |d| d.more = vec![0]),
        ("extensions that are not there", |d| d.flags = VERIFIED | 0b1000_0000),
        ("another account's", |d| d.handle[0] ^= 1),
        ("an unknown one", |d| d.id = b"none".to_vec()),
    ];
    for (what, spoil) in spoils {
        let (world, mut device) = (World::new().await, Device::es256("one"));
        world.add(&mut device).await;
        spoil(&mut device);
        assert!(matches!(world.enter(&mut device).await, Err(Fault::Passkey)), "{what}");
        let told = world.told().await;
        let who = if what == "an unknown one" { "unknown" } else { "li" };
        assert_eq!(told.last().unwrap(), &format!("{who} sign_in_failed passkey 10.1.*.* Firefox"), "{what}");
    }
}

#[tokio::test]
async fn extensions_that_nobody_asked_for_are_passed_over() {
    let (world, mut device) = (World::new().await, Device::es256("one"));
    // An empty map follows, and the device says so.
    (device.flags, device.more) = (VERIFIED | 0b1000_0000, vec![0xa0]);
    world.add(&mut device).await;
    world.enter(&mut device).await.unwrap();
}

#[tokio::test]
async fn a_signature_by_another_key_or_over_something_else_opens_nothing() {
    let world = World::new().await;
    let (mut one, mut other) = (Device::es256("one"), Device::ed25519("two"));
    world.add(&mut one).await;
    world.add(&mut other).await;
    let (options, held) = world.bureau.ask_passkey().await.unwrap();
    let mut answer = one.sign(&options);
    answer["response"]["signature"] = other.sign(&options)["response"]["signature"].clone();
    assert!(matches!(world.give(&held, &answer).await, Err(Fault::Passkey)));
    // One bit of what is signed.
    for part in ["signature", "authenticatorData"] {
        let (options, held) = world.bureau.ask_passkey().await.unwrap();
        let mut answer = one.sign(&options);
        let text = answer["response"][part].as_str().unwrap().to_owned();
        let end = if text.ends_with('A') { "Q" } else { "A" };
        answer["response"][part] = format!("{}{end}", &text[..text.len() - 1]).into();
        assert!(matches!(world.give(&held, &answer).await, Err(Fault::Passkey)), "{part}");
    }
    // What was signed to be added opens nothing.
    let (options, held) = world.bureau.ask_passkey().await.unwrap();
    let mut answer = one.sign(&options);
    let client = format!("{{\"type\":\"webauthn.create\",\"challenge\":{},\"origin\":\"{ORIGIN}\"}}", options_challenge(&options));
    answer["response"]["clientDataJSON"] = written(client.as_bytes()).into();
    assert!(matches!(world.give(&held, &answer).await, Err(Fault::Passkey)));
    for nonsense in ["", "{}", "[]", "{\"rawId\":\"!\",\"response\":{}}"] {
        let said = world.bureau.sign_in_by_passkey(&held, nonsense, &origin()).await;
        assert!(matches!(said, Err(Fault::Passkey)), "{nonsense}");
    }
}

fn options_challenge(options: &str) -> String {
    serde_json::from_str::<serde_json::Value>(options).unwrap()["challenge"].to_string()
}

#[tokio::test]
async fn a_challenge_serves_once_in_its_browser_and_for_five_minutes() {
    let (world, mut device) = (World::new().await, Device::es256("one"));
    world.add(&mut device).await;
    let (options, held) = world.bureau.ask_passkey().await.unwrap();
    let (_, elsewhere) = world.bureau.ask_passkey().await.unwrap();
    let answer = device.sign(&options);
    assert!(matches!(world.give(&elsewhere, &answer).await, Err(Fault::Passkey)), "another browser's challenge");
    world.give(&held, &answer).await.unwrap();
    assert!(matches!(world.give(&held, &answer).await, Err(Fault::SignInOver)), "replayed");
    let (options, held) = world.bureau.ask_passkey().await.unwrap();
    world.pass(5 * 60 + 1);
    assert!(matches!(world.give(&held, &device.sign(&options)).await, Err(Fault::SignInOver)), "too late");
}

#[tokio::test]
async fn a_counter_that_goes_back_is_refused_and_always_noted() {
    let (world, mut device) = (World::new().await, Device::es256("one"));
    device.counter = 4;
    world.add(&mut device).await;
    for (counter, opens) in [(5, true), (5, false), (4, false), (0, false), (6, true)] {
        device.counter = counter;
        assert_eq!(world.enter(&mut device).await.is_ok(), opens, "{counter}");
    }
    let told = world.told().await;
    assert_eq!(told.iter().filter(|n| *n == "li sign_in_failed passkey counter 10.1.*.* Firefox").count(), 3, "{told:?}");
}

#[tokio::test]
async fn a_removed_passkey_and_a_disabled_account_open_nothing() {
    let (world, mut device) = (World::new().await, Device::es256("one"));
    let li = Id::from("li");
    world.add(&mut device).await;
    let stolen = world.enter(&mut device).await.unwrap().token;
    world.bureau.set_disabled(Keeper::Operator, &li, true).await.unwrap();
    assert!(matches!(world.enter(&mut device).await, Err(Fault::Passkey)), "disabled");
    world.bureau.set_disabled(Keeper::Operator, &li, false).await.unwrap();
    let lost = world.enter(&mut device).await.unwrap().token;
    assert!(world.bureau.who(&stolen).await.unwrap().is_none());
    let own = world.inside().await.token;
    let handle = written(&device.id);
    let theirs = world.bureau.remove_passkey(&Id::from("wang"), &handle, "").await;
    assert!(matches!(theirs, Err(Fault::NotFound)));
    world.bureau.remove_passkey(&li, &handle, &own).await.unwrap();
    assert_eq!(world.told().await.last().unwrap(), "li factor_changed passkey off");
    assert!(world.bureau.who(&lost).await.unwrap().is_none(), "what the lost device had open ends");
    assert!(world.bureau.who(&own).await.unwrap().is_some());
    assert!(matches!(world.enter(&mut device).await, Err(Fault::Passkey)), "removed");

    world.add(&mut device).await;
    world.bureau.take_factor(Keeper::Operator, &li).await.unwrap();
    assert!(matches!(world.enter(&mut device).await, Err(Fault::Passkey)), "taken away with the second factor");
}

#[tokio::test]
async fn one_bureaus_passkey_is_unknown_to_another_and_where_none_are_offered_none_work() {
    let (world, mut device) = (World::new().await, Device::es256("one"));
    world.add(&mut device).await;
    let mut other = World::bureau(BureauId(2), world.bureau.store.clone(), world.clock.clone());
    assert!(matches!(other.ask_passkey().await, Err(Fault::NotFound)), "not offered");
    other.relying_party = RelyingParty::at(ORIGIN);
    let (options, held) = other.ask_passkey().await.unwrap();
    let said = other.sign_in_by_passkey(&held, &device.sign(&options).to_string(), &origin()).await;
    assert!(matches!(said, Err(Fault::Passkey)));
}

#[tokio::test]
async fn failures_wait_as_wrong_passwords_do() {
    let (world, mut device) = (World::new().await, Device::es256("one"));
    world.add(&mut device).await;
    device.flags = 1;
    let mut waited = false;
    for _ in 0..8 {
        waited |= matches!(world.enter(&mut device).await, Err(Fault::Wait(_)));
    }
    assert!(waited);
    device.flags = VERIFIED;
    world.pass(60);
    world.enter(&mut device).await.unwrap();
}

#[tokio::test]
async fn what_was_right_or_came_too_late_counts_as_no_failure() {
    let (world, mut device) = (World::new().await, Device::es256("one"));
    world.add(&mut device).await;
    for time in 0..12 {
        world.enter(&mut device).await.unwrap_or_else(|fault| panic!("{time}: {fault:?}"));
    }
    for time in 0..12 {
        let (options, _) = world.bureau.ask_passkey().await.unwrap();
        let late = world.give("a challenge that is over", &device.sign(&options)).await;
        assert!(matches!(late, Err(Fault::SignInOver)), "{time}: {:?}", late.err());
    }
}

#[test]
fn passkeys_are_offered_where_browsers_make_them() {
    let id = |address: &str| RelyingParty::at(address).map(|party| party.id().to_owned());
    assert_eq!(id("https://SF.example.gov.cn:8443").as_deref(), Some("sf.example.gov.cn"));
    assert_eq!(id("http://localhost:4217").as_deref(), Some("localhost"));
    assert_eq!(RelyingParty::at("https://a.example:443"), RelyingParty::at("https://a.example"));
    for none in [
        "http://sf.example.gov.cn",
        "https://10.1.2.3",
        "https://[2001:db8::1]",
        "https://a b",
        "https://",
        "sf.example.gov.cn",
        "https://sf.example.gov.cn:99999",
        "https://司法局.cn",
    ] {
        assert_eq!(id(none), None, "{none}");
    }
}
