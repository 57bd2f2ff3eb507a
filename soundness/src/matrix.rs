//! Every procedure, state, role, scope and relation: what the files grant, reckoned a second time, against what the program does.
//!
//! Where a matter may stand is taken from the worked examples and from random walks. In each such place people of every role, holding it
//! over every kind of unit and standing in every relation to the matter, try every act and every verb of the kernel. What should happen is
//! reckoned in [`expected`] from the decoded procedure and the account's grants alone; it shares no code with the engine's own answer.

pub mod expected;
pub mod people;
pub mod places;

use crate::Subject;
use app::ports::Account;
use app::{Library, Scope};
use engine::{Change, Context, Evidence, Frame, Holder, Matter, Opening, Order, Refusal, Sealed, Shelf, Standing, decide};
use expected::{Expected, Verb};
use kernel::{Actor, Date, Digest, Id, MatterId, Moment, OrgPath, PersonId, Title, ValueId};
use people::Somebody;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Codes by which somebody is refused for who they are, and not for where the matter stands or what was filled in.
pub const PERSONAL: [&str; 7] = ["E-role", "E-recused", "E-assigned", "E-own-proposal", "E-signed", "E-not-signer", "E-not-proposer"];
/// Codes that say that the matter itself is not ready, for whomever; they come before anybody is looked at.
const WAITS: [&str; 2] = ["E-pending", "E-overlay"];

/// How many questions were asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Cells {
    /// Questions with one right answer.
    asked: u64,
    /// Those in which something was granted.
    granted: u64,
}

impl Subject {
    /// The program grants what the files grant, to nobody else, and shows a matter to nobody else. Prints how many cells were compared.
    ///
    /// # Panics
    /// When a cell differs, with the first of them; or when fewer than `least` cells were compared.
    pub fn grants_what_it_declares(&self, least: u64) {
        let shelf = Shelf::new(&self.dossiers, calendar::Calendar::china(), &self.book);
        let places = places::all(&shelf, self.module.scenarios);
        let library = Library::new(self.dossiers.clone(), self.book.clone(), calendar::Calendar::china(), BTreeMap::new());
        let mut table = Table { library: &library, cells: Cells::default(), wrong: Vec::new() };
        for places::Place { matter, day, .. } in &places {
            let Some(frame) = engine::family::Law::pinned(&shelf, &matter.procedure) else { panic!("{:?}", matter.procedure) };
            for somebody in people::around(frame.procedure, matter, *day) {
                table.compare(&frame, &somebody, *day);
            }
        }
        for procedure in self.procedures() {
            table.openings(&shelf.frame(procedure));
        }
        let Cells { asked, granted } = table.cells;
        println!("{}: {asked} cells in {} places agree, {granted} of them granted", self.module.id, places.len());
        assert!(table.wrong.is_empty(), "{} cells differ:\n{}", table.wrong.len(), table.first());
        assert!(asked >= least && granted > asked / 200, "only {asked} cells, {granted} granted");
    }
}

/// What was compared so far.
struct Table<'a> {
    library: &'a Library,
    cells: Cells,
    wrong: Vec<String>,
}

fn context(actor: &Actor, day: Date) -> Context<'_> {
    static NOBODY: BTreeMap<engine::Register, engine::RegisterEntry> = BTreeMap::new();
    Context { actor, now: Moment::morning(day), registers: &NOBODY }
}

fn account(actor: &Actor) -> Account {
    Account {
        actor: actor.clone(),
        name: Title::new("某", "Somebody"),
        post: Title::default(),
        demo: false,
        credential: Default::default(),
    }
}

fn reasons() -> Sealed {
    Sealed { value: ValueId(Uuid::nil()), person: PersonId(Uuid::nil()), digest: Digest([0; 32]) }
}

fn act(action: &Id, opening: Option<Opening>) -> Order {
    Order::Act {
        action: action.clone(),
        holder: None,
        with: Vec::new(),
        child: BTreeMap::new(),
        opening,
        answers: BTreeMap::new(),
        on: None,
        at: None,
        evidence: Evidence::System,
    }
}

fn order(verb: &Verb, matter: &Matter) -> Order {
    let reasons = reasons();
    match verb {
        Verb::Sign(of) => Order::Sign { of: Some(*of), minutes: None },
        Verb::Return(of) => Order::Return { of: Some(*of), reasons },
        Verb::Recall(of) => Order::Recall { of: Some(*of) },
        Verb::Assign(role) => Order::Assign { role: role.clone(), account: people::other() },
        Verb::Recuse => Order::Recuse { account: Id::from("a.third"), reasons },
        Verb::Transfer => Order::Transfer { unit: OrgPath::new("/elsewhere"), reasons },
        Verb::Link => Order::Link { to: MatterId(Uuid::from_u128(7)) },
        Verb::Destroy => Order::Destroy { reasons },
        Verb::Serve(paper, role) => Order::Serve {
            paper: paper.clone(),
            to: Holder::first(role),
            manner: engine::Manner::Direct,
            on: matter.opened_on,
            evidence: Evidence::System,
        },
        Verb::Correct => {
            let of = matter.timeline.first().map_or(0, |e| e.seq);
            Order::Correct { of, change: Change::OccurredOn(Date::constant(1999, 1, 1)), reasons }
        }
    }
}

impl Table<'_> {
    fn compare(&mut self, frame: &Frame<'_>, somebody: &Somebody, day: Date) {
        let (matter, actor) = (&somebody.matter, &somebody.actor);
        let context = context(actor, day);
        let seen = Scope::of(self.library, &account(actor), day).check(actor, matter).is_ok();
        let versions = self.library.versions(&frame.procedure.id);
        self.cell(expected::sees(versions, matter, actor, day) == seen, seen, || format!("{somebody} sees the matter: {seen}"));
        let offers = engine::offers(frame, matter, &context);
        for action in &frame.procedure.actions {
            let may = expected::act(frame, matter, actor, action, day);
            let offered = offers.iter().find(|o| o.action.id == action.id).map(|o| match &o.standing {
                Standing::Refused(refusal) => Err(refusal.clone()),
                Standing::Open | Standing::Unknown(_) => Ok(()),
            });
            // An act of another state is nobody's: that needs no asking again for every relation.
            if may == Expected::NotHere && !somebody.plain {
                self.cell(offered.is_none(), false, || format!("{somebody}: {} is offered elsewhere than it should be", action.id));
                continue;
            }
            let tried = decide(frame, Some(matter), &act(&action.id, None), &context).map(|_| ());
            if may == Expected::NotHere {
                let away = offered.is_none() && tried.as_ref().is_err_and(|r| r.code == "E-state");
                self.cell(away, false, || format!("{somebody} at {}: not offered there, {tried:?}", action.id));
                continue;
            }
            let Some(offered) = offered else { return self.cell(false, false, || format!("{} is not offered", action.id)) };
            for (how, answer) in [("offered", &offered), ("tried", &tried)] {
                self.answer(&may, answer, || format!("{somebody} {how} {}", action.id));
            }
        }
        for verb in expected::verbs(frame.procedure, matter) {
            let tried = decide(frame, Some(matter), &order(&verb, matter), &context).map(|_| ());
            let may = expected::verb(frame.procedure, matter, actor, &verb, day);
            self.answer(&may, &tried, || format!("{somebody} {verb:?}"));
        }
    }

    /// Whoever opens a matter: for themselves, or for somebody at the counter.
    fn openings(&mut self, frame: &Frame<'_>) {
        let day = frame.procedure.in_force_from;
        for (unit, subject, somebody) in people::before(frame.procedure, day) {
            let context = context(&somebody.actor, day);
            for action in &frame.procedure.actions {
                let may = expected::opens(frame.procedure, &unit, subject, &somebody.actor, action, day);
                let offered = engine::may_open(frame, &unit, subject, action, &context);
                self.cell(offered == (may == Expected::May), offered, || format!("{somebody} opens by {}: {offered}", action.id));
                if may == Expected::NotHere {
                    continue;
                }
                let begun = Matter::clone(&somebody.matter);
                let opening = Opening::new(begun.id, unit.clone(), subject);
                let tried = decide(frame, None, &act(&action.id, Some(opening)), &context).map(|_| ());
                self.answer(&may, &tried, || format!("{somebody} opens by {}", action.id));
            }
        }
    }

    fn answer(&mut self, expected: &Expected, answer: &Result<(), Refusal>, what: impl Fn() -> String) {
        let code = answer.as_ref().err().map(|r| r.code);
        if code.is_some_and(|c| WAITS.contains(&c)) {
            return;
        }
        let right = match expected {
            Expected::May => code.is_none_or(|c| !PERSONAL.contains(&c)),
            Expected::No(codes) => code.is_some_and(|c| codes.contains(&c)),
            Expected::NotHere => code == Some("E-state"),
        };
        self.cell(right, *expected == Expected::May, || format!("{}: should be {expected:?}, is {code:?}", what()));
    }

    fn cell(&mut self, right: bool, granted: bool, what: impl FnOnce() -> String) {
        self.cells.asked += 1;
        self.cells.granted += u64::from(granted);
        if !right {
            self.wrong.push(what());
        }
    }

    /// The first of each kind of what differs.
    fn first(&self) -> String {
        let mut kinds: BTreeMap<&str, &str> = BTreeMap::new();
        for wrong in &self.wrong {
            kinds.entry(wrong.rsplit_once(": ").map_or("", |(_, end)| end)).or_insert(wrong);
        }
        kinds.into_values().take(12).collect::<Vec<_>>().join("\n")
    }
}
