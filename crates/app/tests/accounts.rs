//! Accounts set right by others, and what is noted of signing in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use app::memory::MemoryStore;
use app::ports::{Account, Credential, NoteQuery, SecondFactor, SharedStore, Unit};
use app::{Bureau, Clock, Entered, Entropy, Fault, Keeper, Library, Origin, PersonTyped};
use kernel::{Actor, BureauId, Date, Grant, Id, Moment, OrgPath, Title};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

const BUREAU: BureauId = BureauId(1);
const MINUTE: i64 = 60 * 1_000_000;
const DAY: i64 = 24 * 60 * MINUTE;
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

fn account(name: &str, unit: &str, role: Option<&str>) -> Account {
    let unit = OrgPath::new(unit);
    let grant =
        |role: &str| Grant { role: Id::from(role), unit: unit.clone(), from: Date::constant(2026, 1, 1), until: None, acting_for: None };
    Account {
        actor: Actor { account: Id::from(name), unit: Some(unit.clone()), grants: role.map(grant).into_iter().collect(), person: None },
        name: Title::new(name, name),
        post: Title::default(),
        demo: false,
        credential: Credential::default(),
    }
}

struct World {
    bureau: Bureau,
    clock: Arc<Moved>,
}

impl World {
    /// A new installation: no unit, nobody.
    fn empty() -> Self {
        let library = Library::new(Vec::new(), engine::RuleBook::default(), calendar::Calendar::china(), BTreeMap::new());
        let store: SharedStore = Arc::new(MemoryStore::default());
        let clock = Arc::new(Moved(AtomicI64::new(1_790_000_000_000_000)));
        let bureau = Bureau::new(BUREAU, store, Arc::new(library), clock.clone(), Arc::new(Counted::default()), Vec::new());
        Self { bureau, clock }
    }

    /// A city with an office, administrators of both, and clerks.
    async fn furnished() -> Self {
        let world = Self::empty();
        for place in ["city", "city/east"] {
            let (path, title) = (OrgPath::new(place), Title::new(place, place));
            let unit = Unit { path, title, kind: Id::from("bureau"), short: String::new(), handles: false, division: None };
            world.bureau.store.put_unit(BUREAU, &unit).await.unwrap();
        }
        for (name, unit, role) in [
            ("security", "city", Some("security_administrator")),
            ("east.security", "city/east", Some("security_administrator")),
            ("audit", "city", Some("audit_administrator")),
            ("system", "city", Some("system_administrator")),
            ("li", "city/east", Some("clerk")),
            ("wang", "city", None),
        ] {
            world.bureau.store.put_account(BUREAU, &account(name, unit, role)).await.unwrap();
        }
        world
    }

    async fn of(&self, name: &str) -> Account {
        self.bureau.store.account(BUREAU, &Id::from(name)).await.unwrap().unwrap()
    }

    async fn enter(&self, name: &str, password: &str, address: &str) -> Result<Entered, Fault> {
        let origin = Origin { address: address.to_owned(), browser: "Firefox".to_owned(), ..Origin::default() };
        self.bureau.sign_in(name, password, &origin).await
    }

    /// The token of somebody who signed in whole.
    async fn inside(&self, name: &str, password: &str) -> String {
        match self.enter(name, password, "10.1.2.3").await.unwrap() {
            Entered::Whole(signed) => signed.token,
            Entered::Half(_) => panic!("a code is asked for"),
        }
    }

    /// The token of somebody who gave the code of the factor that these tests know.
    async fn inside_by_code(&self, name: &str) -> String {
        let Entered::Half(half) = self.enter(name, OWN, "10.1.2.3").await.unwrap() else { panic!("no code is asked for") };
        let code = app::one_time::code(&[7; 20], app::one_time::step(self.clock.now().micros));
        let origin = Origin { address: "10.1.2.3".to_owned(), browser: "Firefox".to_owned(), ..Origin::default() };
        self.bureau.finish_sign_in(&half, &code, &origin).await.unwrap().token
    }

    async fn told(&self) -> Vec<String> {
        let notes = self.bureau.store.notes(BUREAU, &NoteQuery { limit: 100, ..NoteQuery::default() }).await.unwrap();
        notes.iter().rev().map(|n| format!("{} {} {} {}", n.note.account, n.note.kind.name(), n.note.about, n.note.detail)).collect()
    }

    fn pass(&self, micros: i64) {
        self.clock.0.fetch_add(micros, Ordering::SeqCst);
    }
}

fn li() -> Id {
    Id::from("li")
}

#[tokio::test]
async fn the_first_account_of_a_new_installation_brings_its_unit() {
    let world = World::empty();
    let typed =
        |account: &str, unit: &str| PersonTyped { account: account.into(), name: "安".into(), unit: unit.into(), post: String::new() };
    let open = async |account: &str, unit: &str, first: Option<&str>| world.bureau.open_account(&typed(account, unit), first).await;
    assert!(matches!(open("an", "city", None).await, Err(Fault::Fields(_))), "there is no unit");
    for taken in ["operator", "unknown", "A"] {
        assert!(matches!(open(taken, "city", Some("市局")).await, Err(Fault::Fields(_))), "{taken}");
    }
    assert!(world.bureau.store.units(BUREAU).await.unwrap().is_empty(), "all of it or nothing");
    let password = open("an", "city", Some("市局")).await.unwrap();
    assert!(matches!(open("an", "city", None).await, Err(Fault::Fields(_))), "it is there");
    assert!(matches!(open("bo", "other", Some("另一个")).await, Err(Fault::Fields(_))), "there are units");
    assert_ne!(open("bo", "city", None).await.unwrap(), password);
    let told = world.told().await;
    assert_eq!(told[..3], ["operator unit_kept /city bureau", "operator account_kept an city", "operator password_changed an one use"]);
    let token = world.inside("an", &password).await;
    assert!(world.bureau.who(&token).await.unwrap().unwrap().renew);
}

#[tokio::test]
async fn a_password_for_one_use_must_be_changed_and_lapses() {
    let world = World::furnished().await;
    let first = world.bureau.give_password(Keeper::Operator, &li()).await.unwrap();
    let token = world.inside("li", &first).await;
    assert!(world.bureau.who(&token).await.unwrap().unwrap().renew, "another is set first");
    let same = world.bureau.change_password(&li(), &first, &first, &Origin::default()).await;
    assert!(matches!(same, Err(Fault::Input(_))), "the same is no other");
    let changed = world.bureau.change_password(&li(), &first, OWN, &Origin::default()).await.unwrap();
    assert!(!world.bureau.who(&changed.token).await.unwrap().unwrap().renew);
    assert!(world.bureau.who(&token).await.unwrap().is_none());

    let second = world.bureau.give_password(Keeper::Operator, &li()).await.unwrap();
    assert!(world.bureau.who(&changed.token).await.unwrap().is_none(), "a new one ends what was open");
    assert!(matches!(world.enter("li", OWN, "10.1.2.3").await, Err(Fault::SignIn)));
    world.pass(7 * DAY);
    world.inside("li", &second).await;
    world.pass(1);
    assert!(matches!(world.enter("li", &second, "10.1.2.3").await, Err(Fault::SignIn)), "too late");
}

#[tokio::test]
async fn the_security_administrator_of_the_unit_sets_accounts_right_and_nobody_else_does() {
    let world = World::furnished().await;
    let bureau = &world.bureau;
    for name in ["system", "audit", "li", "wang"] {
        let who = world.of(name).await;
        let keeper = Keeper::Administrator(&who);
        assert!(matches!(bureau.give_password(keeper, &li()).await, Err(Fault::NotFound)), "{name}");
        assert!(matches!(bureau.take_factor(keeper, &li()).await, Err(Fault::NotFound)), "{name}");
        assert!(matches!(bureau.set_disabled(keeper, &li(), true).await, Err(Fault::NotFound)), "{name}");
        assert_eq!(bureau.may_set_right(&who, &world.of("li").await), (false, false));
    }
    let east = world.of("east.security").await;
    assert!(matches!(bureau.give_password(Keeper::Administrator(&east), &Id::from("wang")).await, Err(Fault::NotFound)), "not theirs");
    bureau.give_password(Keeper::Administrator(&east), &li()).await.unwrap();

    let security = world.of("security").await;
    let keeper = Keeper::Administrator(&security);
    for own in
        [bureau.set_disabled(keeper, &security.actor.account, false).await, bureau.take_factor(keeper, &security.actor.account).await]
    {
        assert!(matches!(own, Err(Fault::Input(_))), "nobody sets their own account right: {own:?}");
    }
    for office in ["audit", "system", "east.security"] {
        let id = Id::from(office);
        assert!(matches!(bureau.give_password(keeper, &id).await, Err(Fault::Input(_))), "{office}: who could sign in as one holds two");
        assert!(matches!(bureau.take_factor(keeper, &id).await, Err(Fault::Input(_))), "{office}");
        bureau.set_disabled(keeper, &id, true).await.unwrap();
    }
    assert!(world.told().await.last().unwrap().starts_with("security account_disabled east.security"));
    assert!(matches!(bureau.give_password(Keeper::Operator, &Id::from("nobody")).await, Err(Fault::NotFound)));
}

#[tokio::test]
async fn disabling_and_taking_the_factor_end_sessions_and_are_noted() {
    let world = World::furnished().await;
    let bureau = &world.bureau;
    bureau.set_password(&li(), OWN).await.unwrap();
    let security = world.of("security").await;
    let keeper = Keeper::Administrator(&security);
    let token = world.inside("li", OWN).await;
    bureau.set_disabled(keeper, &li(), true).await.unwrap();
    assert!(bureau.who(&token).await.unwrap().is_none());
    assert!(matches!(world.enter("li", OWN, "10.1.2.3").await, Err(Fault::SignIn)));
    bureau.set_disabled(keeper, &li(), false).await.unwrap();
    world.inside("li", OWN).await;
    assert!(matches!(bureau.take_factor(keeper, &li()).await, Err(Fault::NotFound)), "there is none");
    let factor = SecondFactor { account: li(), secret: vec![7; 20], last_step: 0, recovery: Vec::new(), revision: 0 };
    bureau.store.put_second_factor(BUREAU, &factor, 0).await.unwrap();
    let given = bureau.give_password(keeper, &li()).await.unwrap();
    assert!(matches!(world.enter("li", &given, "10.1.2.3").await, Ok(Entered::Half(_))), "a new password goes round no factor");
    bureau.set_password(&li(), OWN).await.unwrap();
    let token = world.inside_by_code("li").await;
    bureau.take_factor(keeper, &li()).await.unwrap();
    assert!(bureau.who(&token).await.unwrap().is_none());
    let token = world.inside("li", OWN).await;
    bureau.sign_out(&token).await.unwrap();
    bureau.sign_out(&token).await.unwrap();
    let told = world.told().await;
    assert_eq!(
        told,
        [
            "li signed_in li 10.1.*.* Firefox",
            "security account_disabled li ",
            "li sign_in_failed li password 10.1.*.* Firefox",
            "security account_enabled li ",
            "li signed_in li 10.1.*.* Firefox",
            "security password_changed li one use",
            "li signed_in li 10.1.*.* Firefox",
            "security factor_changed li off",
            "li signed_in li 10.1.*.* Firefox",
            "li signed_out li ",
        ]
    );
}

#[tokio::test]
async fn guessing_does_not_fill_the_journal_and_what_was_typed_is_not_in_it() {
    let world = World::furnished().await;
    world.bureau.set_password(&li(), OWN).await.unwrap();
    for _ in 0..4 {
        assert!(world.enter("li", "wrong", "10.1.2.3").await.is_err());
        assert!(world.enter("my secret typed as a name", "wrong", "10.1.2.3").await.is_err());
    }
    let told = world.told().await;
    assert_eq!(told, ["li sign_in_failed li password 10.1.*.* Firefox", "unknown sign_in_failed unknown password 10.1.*.* Firefox"]);
    world.pass(MINUTE);
    assert!(world.enter("li", "wrong", "10.1.2.3").await.is_err());
    assert!(world.enter("li", "wrong", "10.9.9.9").await.is_err());
    assert_eq!(world.told().await.len(), 4, "once a minute for each name and address");
}

impl World {
    /// The code that a device with this secret shows now.
    fn code(&self, secret: &str) -> String {
        let secret = app::one_time::from_base32(secret).unwrap();
        app::one_time::code(&secret, app::one_time::step(self.clock.now().micros))
    }

    fn origin(&self) -> Origin {
        Origin { address: "10.1.2.3".to_owned(), browser: "Firefox".to_owned(), ..Origin::default() }
    }
}

#[tokio::test]
async fn a_factor_is_put_in_force_and_taken_away_by_its_owners_codes() {
    let world = World::furnished().await;
    let bureau = &world.bureau;
    bureau.set_password(&li(), OWN).await.unwrap();
    let (elsewhere, here) = (world.inside("li", OWN).await, world.inside("li", OWN).await);
    bureau.begin_enrolment(&li(), &here).await.unwrap();
    let secret = bureau.enrolling(&li(), &here).await.unwrap().unwrap();
    assert!(bureau.enrolling(&Id::from("wang"), &here).await.unwrap().is_none(), "another's secret is nobody else's to see");
    // Four wrong codes, a right one: with it they are forgotten.
    for _ in 0..4 {
        assert!(matches!(bureau.confirm_enrolment(&li(), "000000", &here).await, Err(Fault::Code)));
    }
    assert_eq!(bureau.confirm_enrolment(&li(), &world.code(&secret), &here).await.unwrap().len(), 10);
    assert!(bureau.who(&elsewhere).await.unwrap().is_none() && bureau.who(&here).await.unwrap().is_some());
    assert_eq!(world.told().await.last().unwrap(), "li factor_changed li on");
    bureau.begin_enrolment(&li(), &here).await.unwrap();
    assert!(bureau.enrolling(&li(), &here).await.unwrap().is_none(), "one in force is not replaced unseen");
    // Five wrong codes are free, the sixth waits.
    let owner = world.of("li").await;
    let mut answers = Vec::new();
    for _ in 0..6 {
        answers.push(bureau.remove_second_factor(&owner, "000000").await.unwrap_err());
    }
    assert!(answers[..5].iter().all(|a| matches!(a, Fault::Code)) && matches!(answers[5], Fault::Wait(_)), "{answers:?}");
    assert!(bureau.second_factor(&li()).await.unwrap().is_some());
    world.pass(10 * MINUTE);
    bureau.remove_second_factor(&owner, &world.code(&secret)).await.unwrap();
    assert!(bureau.second_factor(&li()).await.unwrap().is_none());
    assert_eq!(world.told().await.last().unwrap(), "li factor_changed li off");
}

#[tokio::test]
async fn a_secret_that_waits_ends_with_its_session_and_a_wrong_code_is_noted() {
    let world = World::furnished().await;
    let bureau = &world.bureau;
    bureau.set_password(&li(), OWN).await.unwrap();
    let here = world.inside("li", OWN).await;
    bureau.begin_enrolment(&li(), &here).await.unwrap();
    bureau.sign_out(&here).await.unwrap();
    assert!(bureau.enrolling(&li(), &here).await.unwrap().is_none());
    let factor = SecondFactor { account: li(), secret: vec![7; 20], last_step: 0, recovery: Vec::new(), revision: 0 };
    bureau.store.put_second_factor(BUREAU, &factor, 0).await.unwrap();
    let Entered::Half(half) = world.enter("li", OWN, "10.1.2.3").await.unwrap() else { panic!("no code is asked for") };
    assert!(matches!(bureau.finish_sign_in(&half, "000000", &world.origin()).await, Err(Fault::Code)));
    assert_eq!(world.told().await.last().unwrap(), "li sign_in_failed li code 10.1.*.* Firefox");
}

#[tokio::test]
async fn an_old_password_is_guessed_slowly_and_a_new_one_is_noted() {
    let world = World::furnished().await;
    let bureau = &world.bureau;
    bureau.set_password(&li(), OWN).await.unwrap();
    let change = async |old: &str, new: &str| bureau.change_password(&li(), old, new, &world.origin()).await.map(drop);
    for _ in 0..4 {
        assert!(matches!(change("wrong", "a wholly new passphrase").await, Err(Fault::SignIn)));
    }
    assert_eq!(world.told().await, ["li sign_in_failed li change 10.1.*.* Firefox"]);
    change(OWN, "a wholly new passphrase").await.unwrap();
    assert_eq!(world.told().await.last().unwrap(), "li password_changed li own");
    for _ in 0..5 {
        assert!(matches!(change("wrong", OWN).await, Err(Fault::SignIn)), "the right one made the wrong ones forgotten");
    }
    assert!(matches!(change("wrong", OWN).await, Err(Fault::Wait(_))));
}

#[tokio::test]
async fn a_session_that_is_over_is_listed_no_more_and_gone() {
    let world = World::furnished().await;
    let bureau = &world.bureau;
    bureau.set_password(&li(), OWN).await.unwrap();
    let old = world.inside("li", OWN).await;
    world.pass(31 * MINUTE);
    let new = world.inside("li", OWN).await;
    let live = bureau.live_sessions(&world.of("li").await).await.unwrap();
    let digest = |token: &str| kernel::sm3(&[token.as_bytes()]);
    assert_eq!(live.iter().map(|s| s.token).collect::<Vec<_>>(), [digest(&new)]);
    assert!(bureau.store.session(BUREAU, &digest(&old)).await.unwrap().is_some(), "it lies there until it is used");
    assert!(bureau.who(&old).await.unwrap().is_none());
    assert!(bureau.store.session(BUREAU, &digest(&old)).await.unwrap().is_none());
}

#[tokio::test]
async fn a_browser_is_made_known_once() {
    let world = World::furnished().await;
    world.bureau.set_password(&li(), OWN).await.unwrap();
    let enter = async |known: Vec<String>| match world.bureau.sign_in("li", OWN, &Origin { known, ..world.origin() }).await.unwrap() {
        Entered::Whole(signed) => signed.known,
        Entered::Half(_) => panic!("a code is asked for"),
    };
    let token = enter(Vec::new()).await.unwrap();
    assert_eq!(enter(vec![token]).await, None);
    assert!(enter(vec!["of somebody else".to_owned()]).await.is_some());
}

#[tokio::test]
async fn the_demos_people_are_those_marked_so_and_nobody_else_enters_without_a_password() {
    let world = World::furnished().await;
    let bureau = &world.bureau;
    for (name, unit, role) in [
        ("z.head", "city", Some("head")),
        ("a.clerk", "city/east", Some("clerk")),
        ("b.audit", "city", Some("audit_administrator")),
        ("c.party", "city", None),
    ] {
        bureau.store.put_account(BUREAU, &Account { demo: true, ..account(name, unit, role) }).await.unwrap();
    }
    let names: Vec<String> = bureau.personas().await.unwrap().iter().map(|a| a.actor.account.to_string()).collect();
    assert_eq!(names, ["z.head", "a.clerk", "b.audit", "c.party"]);
    let enter = async |name: &str| bureau.enter_demo(&Id::from(name), &world.origin()).await.map(drop);
    enter("a.clerk").await.unwrap();
    assert!(matches!(enter("li").await, Err(Fault::NotFound)));
    bureau.keep_business_date(Date::constant(2026, 10, 9)).await.unwrap();
    assert_eq!(bureau.store.setting(BUREAU, "business_date").await.unwrap(), Some("2026-10-09".into()));
    bureau.set_disabled(Keeper::Operator, &Id::from("a.clerk"), true).await.unwrap();
    assert!(matches!(enter("a.clerk").await, Err(Fault::NotFound)));
}
