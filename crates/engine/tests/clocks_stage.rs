//! A timeline written by hand, on a small procedure of no real law.

use calendar::{Calendar, Period, Unit};
use engine::{Answer, Entry, Evidence, Extension, Frame, Holder, Instance, Matter, Pin, RuleBook, Sealed, derive};
use kernel::{Date, Digest, Id, MatterId, OrgPath, PersonId, ValueId};
use procedure::model::Procedure;
use std::collections::{BTreeMap, BTreeSet};

static PARAMS: BTreeMap<Id, u64> = BTreeMap::new();

/// A procedure around the clocks of a test: `handling` with the overlay `suspended`, the track `checking`, parties that are several.
pub fn procedure(clocks: &str) -> Procedure {
    version(1, clocks, "")
}

/// A version of it.
pub fn version(version: u32, clocks: &str, transition: &str) -> Procedure {
    let text = include_str!("clocks.kdl").replace("CLOCKS", clocks).replace("TRANSITION", transition);
    let text = text.replace("version=1", &format!("version={version}"));
    let (dossier, findings) = procedure::decode("clocks.kdl", &text);
    let errors: Vec<_> = findings.iter().filter(|d| d.severity == procedure::Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    dossier.unwrap().procedures.remove(0)
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn days(amount: u32) -> Period {
    Period::new(amount, Unit::Day)
}

pub fn respondent(nth: u16) -> Holder {
    Holder::new(Id::from("respondent"), nth)
}

fn uuid(n: u8) -> uuid::Uuid {
    uuid::Uuid::from_bytes([n; 16])
}

pub fn sealed(n: u8) -> Sealed {
    Sealed { value: ValueId(uuid(n)), person: PersonId(uuid(n)), digest: Digest([n; 32]) }
}

/// A matter whose timeline grows line by line.
pub struct Story {
    pub rules: RuleBook,
    pub versions: Vec<Procedure>,
    pub matter: Matter,
}

impl Story {
    /// A matter with so many respondents.
    pub fn new(procedure: Procedure, respondents: u8) -> Self {
        let parties = (1..=respondents).map(sealed).collect();
        let matter = Matter {
            id: MatterId(uuid(0)),
            procedure: Pin { id: procedure.id.clone(), version: procedure.version, hash: procedure.hash },
            number: None,
            unit: OrgPath::new("example"),
            subject: PersonId(uuid(0)),
            parent: None,
            children: Vec::new(),
            links: BTreeSet::new(),
            joined: None,
            opened_on: day("2026-01-01"),
            seq: 0,
            main: None,
            overlay: None,
            tracks: BTreeMap::new(),
            answers: BTreeMap::new(),
            choices: BTreeMap::new(),
            inherited: BTreeMap::new(),
            waived: BTreeSet::new(),
            parties: BTreeMap::from([(Id::from("respondent"), parties)]),
            handlers: BTreeMap::new(),
            recused: BTreeSet::new(),
            timeline: Vec::new(),
            papers: Vec::new(),
            pending: Vec::new(),
            held: None,
            destroyed: None,
            clocks: Vec::new(),
        };
        Story { rules: RuleBook::default(), versions: vec![procedure], matter }
    }

    /// A line of the timeline.
    pub fn at(&mut self, on: &str, name: &str) -> &mut Entry {
        let seq = self.matter.timeline.len() as u64 + 1;
        self.matter.timeline.push(Entry {
            seq,
            name: Id::from(name),
            holder: None,
            version: self.matter.procedure.version,
            on: day(on),
            at: None,
            was: None,
            evidence: Evidence::System,
            recorded_on: day(on),
            echo: None,
            entered: Vec::new(),
            left: false,
            chosen: BTreeMap::new(),
            extends: Vec::new(),
            named: BTreeMap::new(),
            fields: Vec::new(),
            by: Id::from("somebody"),
        });
        self.matter.timeline.last_mut().unwrap()
    }

    /// A line that moves.
    pub fn moves(&mut self, on: &str, name: &str, to: &str) {
        self.at(on, name).entered = vec![Id::from(to)];
    }

    /// A line that concerns one respondent.
    pub fn of(&mut self, on: &str, name: &str, nth: u16) {
        self.at(on, name).holder = Some(respondent(nth));
    }

    /// A line that leaves the overlay.
    pub fn back(&mut self, on: &str, name: &str) {
        self.at(on, name).left = true;
    }

    /// A line by which so many respondents are named in all.
    pub fn names(&mut self, on: &str, name: &str, respondents: u16) {
        self.at(on, name).named = BTreeMap::from([(Id::from("respondent"), respondents)]);
    }

    /// A line that sets the choice `way`.
    pub fn chooses(&mut self, on: &str, name: &str, value: &str) {
        let set = BTreeMap::from([(Id::from("way"), Id::from(value))]);
        self.at(on, name).chosen = set.clone();
        self.matter.choices.extend(set);
    }

    /// A line that lengthens a clock.
    pub fn extends(&mut self, on: &str, clock: &str, period: Period) -> &mut Entry {
        let entry = self.at(on, "extended");
        entry.extends = vec![Extension { clock: Id::from(clock), period }];
        entry
    }

    pub fn answers(&mut self, field: &str, answer: Answer) {
        self.matter.answers.insert(Id::from(field), answer);
    }

    /// Goes over to a version.
    pub fn repinned(&mut self, on: &str, to: u32) {
        self.matter.procedure.version = to;
        self.at(on, "repinned");
    }

    pub fn frame(&self) -> Frame<'_> {
        let version = self.matter.procedure.version;
        let procedure = self.versions.iter().find(|p| p.version == version).unwrap();
        Frame { procedure, versions: &self.versions, calendar: Calendar::china(), params: &PARAMS, rules: &self.rules }
    }

    pub fn clocks(&self) -> Vec<Instance> {
        derive(&self.frame(), &self.matter)
    }

    /// Runs of a clock, in the order of their start.
    pub fn runs(&self, clock: &str) -> Vec<Instance> {
        self.clocks().into_iter().filter(|i| i.clock == *clock).collect()
    }

    /// The last run of a clock.
    pub fn last(&self, clock: &str) -> Instance {
        self.runs(clock).pop().unwrap_or_else(|| panic!("no run of {clock}"))
    }

    /// The due day of the last run.
    pub fn due(&self, clock: &str) -> Option<String> {
        self.last(clock).due_on.map(|d| d.to_string())
    }

    /// Holder, due day, stop and whether it ended void, of every run.
    pub fn table(&self, clock: &str) -> Vec<String> {
        self.runs(clock).iter().map(row).collect()
    }
}

fn row(i: &Instance) -> String {
    let text = |d: Option<Date>| d.map_or_else(|| "-".to_owned(), |d| d.to_string());
    let holder = i.holder.as_ref().map_or_else(String::new, |h| format!("{h} "));
    let round = i.round.map_or_else(String::new, |r| format!("#{} ", r.nth));
    let void = if i.void { " void" } else { "" };
    format!("{holder}{round}{} {} {}{void}", i.started_on, text(i.due_on), text(i.stopped_on))
}
