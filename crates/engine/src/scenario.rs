//! Runs the worked examples of a procedure: the same `decide` and `evolve`, invented people, no store.

mod cast;
mod expect;

use crate::{Change, Context, Evidence, Frame, Manner, Matter, Opening, Order, Refusal, decide, evolve};
use cast::Cast;
use kernel::{Date, Id, Moment};
use procedure::model::Place;
use procedure::scenario::{Act, Scenario, Step, What, When, Who};

/// Where an example and the engine differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The step, in the scenario's file.
    pub place: Place,
    /// What was expected and what happened, in one sentence.
    pub message: String,
}

/// Runs one example. An empty list means that it holds.
#[must_use]
pub fn run(frame: &Frame<'_>, scenario: &Scenario) -> Vec<Difference> {
    let mut params = frame.params.clone();
    params.extend(scenario.params.clone());
    let frame = Frame { params: &params, ..*frame };
    let mut stage = Stage { frame: &frame, matter: None, cast: Cast::default(), today: Date::constant(2000, 1, 1) };
    let mut out = Vec::new();
    for step in &scenario.steps {
        if let Err(message) = stage.step(step) {
            out.push(Difference { place: step.place, message });
        }
    }
    out
}

struct Stage<'a> {
    frame: &'a Frame<'a>,
    matter: Option<Matter>,
    cast: Cast,
    today: Date,
}

impl Stage<'_> {
    fn step(&mut self, step: &Step) -> Result<(), String> {
        if let What::Expect(expect) = &step.what {
            return expect::check(self.frame, self.matter.as_ref(), &mut self.cast, self.today, expect);
        }
        match (self.take(&step.what)?, &step.refused) {
            (Ok(()), None) => Ok(()),
            (Err(refusal), Some(code)) if refusal.code == code => Ok(()),
            (Ok(()), Some(code)) => Err(format!("应当被拒绝（{code}），却办成了")),
            (Err(refusal), None) => Err(format!("被拒绝：{} {}", refusal.code, refusal.message.zh)),
            (Err(refusal), Some(code)) => Err(format!("应当以 {code} 拒绝，实际是 {}：{}", refusal.code, refusal.message.zh)),
        }
    }

    /// Takes a step. The outer error is a mistake of the example itself, the inner one a lawful no.
    fn take(&mut self, what: &What) -> Result<Result<(), Refusal>, String> {
        match what {
            What::Expect(_) => Ok(Ok(())),
            What::Wait(when) => {
                self.pass(*when);
                Ok(Ok(()))
            }
            What::Act(act) => self.act(act),
            What::Sign { at, who, .. } => Ok(self.order(*at, who, &Order::Sign)),
            What::Return { at, who, reason, .. } => {
                let reasons = self.cast.sealed("reasons", reason);
                Ok(self.order(*at, who, &Order::Return { reasons }))
            }
            What::Recall { at, who, .. } => Ok(self.order(*at, who, &Order::Recall)),
            What::Serve { at, paper, to, how, received } => self.serve(*at, paper, to.as_ref(), how.as_ref(), *received),
            What::Correct { at, event, to, who, second, reason } => {
                let of = self.matter.as_ref().and_then(|m| m.last(event.as_str())).map(|e| e.seq);
                let of = of.ok_or_else(|| format!("“{event}”还没有发生，不能更正"))?;
                let reasons = self.cast.sealed("reasons", reason);
                let order = Order::Correct { of, change: Change::OccurredOn(to.day()), reasons };
                Ok(self.order(*at, who, &order).and_then(|()| self.order(*at, second, &Order::Sign)))
            }
            What::Lapse { at, clock, confirmed, who, reason } => {
                let reasons = self.cast.sealed("reasons", reason);
                let clock = clock.clone();
                let order = if *confirmed { Order::ConfirmLapse { clock, reasons } } else { Order::DeclineLapse { clock, reasons } };
                Ok(self.order(*at, who, &order))
            }
        }
    }

    fn act(&mut self, act: &Act) -> Result<Result<(), Refusal>, String> {
        let procedure = self.frame.procedure;
        let action = procedure.action(act.action.as_str()).ok_or_else(|| format!("没有“{}”这个动作", act.action))?;
        let who = match (&act.who, action.by.as_slice()) {
            (Some(who), _) => who.clone(),
            (None, [only]) => Who { role: only.clone(), person: None },
            (None, _) => return Err(format!("“{}”可由几种角色办理，请写 by=", act.action)),
        };
        let answers = self.cast.answers(procedure, &act.fields)?;
        let opening = self.matter.is_none().then(|| self.cast.opening());
        let received = act.received.filter(|r| r.civil != act.at.civil);
        let timed = received.or(Some(act.at)).filter(|w| w.timed).map(|w| w.civil);
        let evidence = act.evidence.as_ref().map_or(Ok(Evidence::System), evidence)?;
        let order = Order::Act { action: act.action.clone(), opening, answers, on: received.map(|r| r.day()), at: timed, evidence };
        let mut done = self.order(act.at, &who, &order);
        for signer in &act.signed {
            done = done.and_then(|()| self.order(act.at, signer, &Order::Sign));
        }
        Ok(done)
    }

    fn serve(
        &mut self,
        at: When,
        paper: &Id,
        to: Option<&Id>,
        how: Option<&Id>,
        received: Option<When>,
    ) -> Result<Result<(), Refusal>, String> {
        let addressee = self.frame.procedure.papers.get(paper).and_then(|p| p.to.clone());
        let to = to.cloned().or(addressee).ok_or_else(|| format!("“{paper}”没有收件人"))?;
        let manner = match how.map_or("direct", Id::as_str) {
            "direct" | "in_person" => Manner::Direct,
            "left" => Manner::Left,
            "post" | "mail" => Manner::Post,
            "electronic" => Manner::Electronic,
            "notice" => Manner::Notice,
            other => return Err(format!("送达方式“{other}”不认识")),
        };
        let on = received.unwrap_or(at).day();
        let evidence = if on < at.day() { Evidence::Receipt } else { Evidence::System };
        let ours = self.frame.procedure.roles.values().find(|r| matches!(r.held_by, procedure::model::HeldBy::Unit(_)));
        let who = Who { role: ours.map(|r| r.id.clone()).ok_or("没有本单位的角色")?, person: None };
        Ok(self.order(at, &who, &Order::Serve { paper: paper.clone(), to, manner, on, evidence }))
    }

    fn order(&mut self, at: When, who: &Who, order: &Order) -> Result<(), Refusal> {
        self.pass(at);
        let actor = self.cast.actor(self.frame.procedure, self.matter.as_ref(), who);
        let now = Moment { civil: at.civil, ..Moment::morning(at.day()) };
        let events = {
            let context = Context { actor: &actor, now, registers: self.cast.registers() };
            decide(self.frame, self.matter.as_ref(), order, &context)?
        };
        for event in &events {
            self.matter = evolve(self.frame, self.matter.take(), event);
        }
        Ok(())
    }

    /// Days pass, and what the law does by itself happens.
    fn pass(&mut self, to: When) {
        self.today = self.today.max(to.day());
        let Some(matter) = &self.matter else { return };
        let due: Vec<Id> = matter.clocks.iter().filter(|i| i.fires && i.overdue(self.today)).map(|i| i.clock.clone()).collect();
        let system = kernel::Actor::system();
        for clock in due {
            let context = Context { actor: &system, now: Moment::morning(self.today), registers: self.cast.registers() };
            let Ok(events) = decide(self.frame, self.matter.as_ref(), &Order::Lapse { clock }, &context) else { continue };
            for event in &events {
                self.matter = evolve(self.frame, self.matter.take(), event);
            }
        }
    }
}

fn evidence(word: &Id) -> Result<Evidence, String> {
    Ok(match word.as_str() {
        "system" => Evidence::System,
        "postmark" => Evidence::Postmark,
        "receipt" => Evidence::Receipt,
        "record" => Evidence::Record,
        "paper" => Evidence::Paper,
        other => return Err(format!("“{other}”不是一种依据：system、postmark、receipt、record、paper")),
    })
}

impl Cast {
    /// How the example's matter begins: always in the same unit, for the same applicant.
    fn opening(&self) -> Opening {
        Opening { matter: cast::matter(), unit: cast::unit(), subject: cast::person("applicant"), number: None, parent: None }
    }
}
