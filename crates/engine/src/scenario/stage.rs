//! The stage of an example: its matters, its day, and the steps that are played.

mod acts;

use super::cast::Cast;
use super::expect;
use crate::family::{self, Law};
use crate::{Context, Event, Frame, Holder, Matter, Opening, Order, Refusal, Shelf};
use kernel::{Actor, Date, Id, MatterId, Moment};
use procedure::scenario::{Scenario, Step, What, When, Who};
use std::collections::BTreeMap;

/// A step is a mistake of the example itself, or a lawful no, or done.
pub(super) type Taken = Result<Result<(), Refusal>, String>;

pub(super) struct Stage<'a> {
    pub(super) shelf: &'a Shelf<'a>,
    pub(super) procedure: Id,
    pub(super) matters: BTreeMap<MatterId, Matter>,
    /// Their logs, oldest event first.
    pub(super) logs: BTreeMap<MatterId, Vec<Event>>,
    pub(super) cast: Cast,
    pub(super) today: Date,
    /// The matter in which the steps now run.
    pub(super) here: MatterId,
    /// The version under which each matter begins, where the example says one.
    versions: BTreeMap<MatterId, u32>,
    opened: u32,
}

/// What an example's first matter is called, where it does not say.
const FIRST: &str = "甲案";

impl<'a> Stage<'a> {
    pub(super) fn new(shelf: &'a Shelf<'a>, scenario: &Scenario) -> Self {
        let first = match scenario.steps.first().map(|s| &s.what) {
            Some(What::Matter { name, .. }) => name.as_str(),
            _ => FIRST,
        };
        let here = Cast::matter(first);
        let procedure = scenario.procedure.clone().or_else(|| shelf.newest().next().map(|p| p.id.clone())).unwrap_or_else(|| Id::from(""));
        Self {
            shelf,
            procedure,
            matters: BTreeMap::new(),
            logs: BTreeMap::new(),
            cast: Cast::default(),
            today: Date::constant(2000, 1, 1),
            here,
            versions: scenario.version.map(|v| (here, v)).into_iter().collect(),
            opened: 0,
        }
    }

    pub(super) fn step(&mut self, step: &Step) -> Result<(), String> {
        let outer = self.here;
        if let Some(kin) = &step.within {
            self.here = self.newest(kin).ok_or_else(|| format!("没有在“{kin}”里的下级或者关联事项"))?;
        }
        let done = self.inside(step);
        if step.within.is_some() {
            self.here = outer;
        }
        done
    }

    fn inside(&mut self, step: &Step) -> Result<(), String> {
        if let What::Expect(expected) = &step.what {
            return expect::check(self, expected);
        }
        match (self.take(&step.what)?, &step.refused) {
            (Ok(()), None) => Ok(()),
            (Err(refusal), Some(code)) if refusal.code == code => Ok(()),
            (Ok(()), Some(code)) => Err(format!("应当被拒绝（{code}），却办成了")),
            (Err(refusal), None) => Err(format!("被拒绝：{} {}", refusal.code, refusal.message.zh)),
            (Err(refusal), Some(code)) => Err(format!("应当以 {code} 拒绝，实际是 {}：{}", refusal.code, refusal.message.zh)),
        }
    }

    /// The newest matter of a procedure inside this one, or beside it.
    fn newest(&self, procedure: &Id) -> Option<MatterId> {
        let matter = self.matters.get(&self.here)?;
        let child = matter.children.iter().rev().find(|c| c.procedure == *procedure).map(|c| c.matter);
        let beside = || {
            let linked = matter.links.iter().filter_map(|id| self.matters.get(id)).filter(|m| m.procedure.id == *procedure);
            linked.max_by_key(|m| (m.opened_on, m.id)).map(|m| m.id)
        };
        child.or_else(beside)
    }

    /// The matter in which the steps now run.
    pub(super) fn matter(&self) -> Option<&Matter> {
        self.matters.get(&self.here)
    }

    /// The law under which something is done here today.
    pub(super) fn frame(&self) -> Option<Frame<'_>> {
        match self.matter() {
            Some(matter) => family::present(self.shelf, matter, self.today),
            None => self.opening_frame(),
        }
    }

    fn opening_frame(&self) -> Option<Frame<'_>> {
        match self.versions.get(&self.here) {
            Some(version) => self.shelf.versions(&self.procedure).iter().find(|p| p.version == *version).map(|p| self.shelf.frame(p)),
            None => self.shelf.in_force(&self.procedure, self.today),
        }
    }

    /// The steps after it run in this matter.
    fn turn_to(&mut self, name: &str, version: Option<u32>) {
        self.here = Cast::matter(name);
        if let Some(version) = version {
            self.versions.insert(self.here, version);
        }
    }

    /// How a matter of the example begins: always in the same unit, for the same first party.
    pub(super) fn opening(&self) -> Option<Opening> {
        self.matter().is_none().then(|| self.cast.opening(self.here))
    }

    pub(super) fn holder(&self, roles: &[Id], nth: Option<u32>) -> Option<Holder> {
        let nth = u16::try_from(nth?).ok()?;
        roles.first().map(|role| Holder::new(role.clone(), nth))
    }

    pub(super) fn order(&mut self, at: When, who: &Who, nth: Option<u32>, order: &Order) -> Result<(), Refusal> {
        self.pass(at);
        let Some(frame) = self.frame() else {
            return Err(Refusal::new("E-no-matter", "没有这一程序。", "There is no such procedure."));
        };
        let actor = self.cast.actor(frame.procedure, self.matter(), who, nth);
        let now = Moment { civil: at.civil, ..Moment::morning(at.day()) };
        self.carry_out(&actor, now, order)
    }

    fn carry_out(&mut self, actor: &Actor, now: Moment, order: &Order) -> Result<(), Refusal> {
        let registers = self.cast.registers().clone();
        let context = Context { actor, now, registers: &registers };
        let family = family::gathered(&self.matters, self.here, order);
        let deed = family::Deed { matter: family.contains_key(&self.here).then_some(self.here), procedure: &self.procedure, order };
        let mut opened = self.opened;
        let mut fresh = || {
            opened += 1;
            Cast::matter(&format!("opened {opened}"))
        };
        let law = Begun { shelf: self.shelf, version: self.versions.get(&self.here).copied(), procedure: &self.procedure };
        let done = family::carry_out(&law, &family, &deed, &context, &mut fresh)?;
        self.opened = opened;
        for done in done {
            self.logs.entry(done.after.id).or_default().extend(done.events);
            self.matters.insert(done.after.id, done.after);
        }
        Ok(())
    }

    /// Days pass, and what the law does by itself happens in every matter, each thing on its day.
    pub(super) fn pass(&mut self, to: When) {
        let (here, until) = (self.here, self.today.max(to.day()));
        let mut refused: Vec<(MatterId, Order)> = Vec::new();
        while let Some((day, id, order)) = self.next_by_itself(until, &refused) {
            self.today = self.today.max(day);
            self.here = id;
            // One lapse may stop the clock of the next: a refusal is no mistake.
            if self.carry_out(&Actor::system(), Moment::morning(self.today), &order).is_err() {
                refused.push((id, order));
            }
        }
        (self.here, self.today) = (here, until);
    }

    fn next_by_itself(&self, until: Date, refused: &[(MatterId, Order)]) -> Option<(Date, MatterId, Order)> {
        let all =
            self.matters.values().flat_map(|m| family::by_itself(self.shelf, m, until).into_iter().map(|(day, order)| (day, m.id, order)));
        all.filter(|(_, id, order)| !refused.iter().any(|(r, o)| r == id && o == order)).min_by_key(|(day, ..)| *day)
    }
}

/// The shelf, with the version under which the example lets a matter begin.
struct Begun<'a> {
    shelf: &'a Shelf<'a>,
    version: Option<u32>,
    procedure: &'a Id,
}

impl Law for Begun<'_> {
    fn pinned(&self, pin: &crate::Pin) -> Option<Frame<'_>> {
        self.shelf.pinned(pin)
    }

    fn in_force(&self, procedure: &Id, on: Date) -> Option<Frame<'_>> {
        let said = self.version.filter(|_| procedure == self.procedure);
        let found = said.and_then(|v| self.shelf.versions(procedure).iter().find(|p| p.version == v));
        found.map(|p| self.shelf.frame(p)).or_else(|| self.shelf.in_force(procedure, on))
    }
}
