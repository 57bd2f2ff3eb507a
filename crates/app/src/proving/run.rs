//! One run of a clock in a proof file: the facts it rests on, the date, the steps.

use super::law::{self, Cited};
use engine::{Answer, Entry, Extended, Frame, Instance, Matter, explain};
use kernel::{Date, DateTime, Id};
use procedure::model::{Amount, Clock, Ground, Mode, Trigger};
use serde::Serialize;

/// A run of a clock.
#[derive(Debug, Serialize)]
pub(super) struct Run {
    id: String,
    title: String,
    procedure: String,
    version: u32,
    holder: Option<String>,
    mode: String,
    rule: String,
    round: Option<u32>,
    named: Option<Fact>,
    start: Fact,
    stop: Option<Fact>,
    pauses: Vec<Pause>,
    extensions: Vec<Extension>,
    lengths: Vec<Length>,
    due_on: Option<Date>,
    due_at: Option<DateTime>,
    provisional: bool,
    steps: Vec<Step>,
    cites: Vec<Cited>,
    basis: Option<String>,
    source: String,
}

#[derive(Debug, Serialize)]
struct Fact {
    seq: u64,
    field: Option<String>,
    on: Date,
    at: Option<DateTime>,
}

#[derive(Debug, Serialize)]
struct Pause {
    after: Fact,
    until: Option<Fact>,
}

#[derive(Debug, Serialize)]
struct Extension {
    by: Fact,
    length: Length,
}

#[derive(Debug, Serialize)]
struct Length {
    amount: u32,
    unit: &'static str,
    by: Option<String>,
}

#[derive(Debug, Serialize)]
struct Step {
    date: Date,
    until: Option<Date>,
    effect: calendar::Effect,
    zh: String,
    en: String,
    citation: Option<String>,
}

impl Run {
    /// Days whose years the table of days must cover.
    pub(super) fn days(&self) -> impl Iterator<Item = Date> {
        let ends = self.pauses.iter().flat_map(|p| [Some(p.after.on), p.until.as_ref().map(|f| f.on)]).flatten();
        let own = [Some(self.start.on), self.named.as_ref().map(|n| n.on), self.due_on].into_iter().flatten();
        let steps = self.steps.iter().map(|s| s.date);
        own.chain(ends).chain(steps).collect::<Vec<_>>().into_iter()
    }
}

/// Every run of every clock of a matter.
pub(super) fn all(frame: &Frame<'_>, matter: &Matter) -> Vec<Run> {
    matter.clocks.iter().filter_map(|i| Some(Told { frame, matter, instance: i, clock: i.clock_in(frame)? }.run())).collect()
}

/// A run about to be told.
struct Told<'a> {
    frame: &'a Frame<'a>,
    matter: &'a Matter,
    instance: &'a Instance,
    clock: &'a Clock,
}

impl Told<'_> {
    fn run(&self) -> Run {
        let (i, clock, p) = (self.instance, self.clock, self.frame.under(self.instance.version));
        let deadline = explain(self.frame, self.matter, i, &[]);
        let unsure = i.provisional && deadline.as_ref().is_some_and(|d| !d.provisional);
        let lengths = self.lengths(unsure);
        let shown = deadline.filter(|_| i.due_on.is_some());
        let steps = shown.into_iter().flat_map(|d| d.steps).map(|s| {
            let calendar::Step { date, until, effect, reason, citation } = s;
            Step { date, until, effect, zh: reason.zh, en: reason.en, citation }
        });
        let grounds: Vec<&Ground> = self.grounds();
        Run {
            id: clock.id.to_string(),
            title: clock.title.zh.clone(),
            procedure: p.id.to_string(),
            version: i.version,
            holder: i.holder.as_ref().map(ToString::to_string),
            mode: mode(&clock.mode),
            rule: clock.counting.to_string(),
            round: i.round.map(|r| r.nth),
            named: self.named(),
            start: self.start(),
            stop: i.stopped_on.map(|on| self.fact(on, |e| self.stops(e))),
            pauses: self.pauses(),
            extensions: i.extended.iter().map(|e| self.extension(e)).collect(),
            lengths,
            due_on: i.due_on,
            due_at: i.due_at,
            provisional: i.provisional,
            steps: steps.collect(),
            cites: law::cited(p, grounds.iter().copied()),
            basis: law::basis(grounds.into_iter()),
            source: law::lines(p, clock),
        }
    }

    /// What the clock and what happened to it rest on.
    fn grounds(&self) -> Vec<&Ground> {
        let clock = self.clock;
        let pauses = clock.pauses.iter().map(|p| &p.ground);
        let starts = clock.starts.iter().map(|s| &s.ground);
        let extends = clock.extends.iter().filter(|e| self.instance.extended.iter().any(|x| x.by == e.event)).map(|e| &e.ground);
        let pauses = pauses.filter(|_| !self.instance.pauses.is_empty() || self.instance.paused_since.is_some());
        let numbers = clock.lengths.iter().filter_map(|l| match &l.amount {
            Amount::Param(name) => self.frame.under(self.instance.version).params.get(name).map(|p| &p.ground),
            Amount::Fixed(_) => None,
        });
        let lengths = clock.lengths.iter().map(|l| &l.ground);
        lengths.chain([&clock.ground]).chain(starts).chain(numbers).chain(extends).chain(pauses).collect()
    }

    /// The entry of a day that did something, else any entry of that day.
    fn fact(&self, on: Date, does: impl Fn(&Entry) -> bool) -> Fact {
        let of_day = || self.matter.timeline.iter().filter(|e| e.on == on && e.seq >= self.instance.start_seq.min(e.seq));
        let found = of_day().find(|e| does(e)).or_else(|| of_day().find(|e| moves(e))).or_else(|| of_day().next());
        Fact { seq: found.map_or(0, |e| e.seq), field: None, on, at: found.and_then(|e| e.at) }
    }

    fn stops(&self, entry: &Entry) -> bool {
        self.clock.stops.contains(&entry.name) || self.clock.lapse.as_ref().is_some_and(|l| l.event == entry.name)
    }

    fn start(&self) -> Fact {
        let i = self.instance;
        let on = i.round.map_or(i.started_on, |r| r.from);
        let entry = self.matter.timeline.iter().find(|e| e.seq == i.start_seq);
        let fields = self.clock.starts.iter().filter_map(|s| if let Trigger::Field(field) = &s.by { Some(field) } else { None });
        let answered = |f: &&Id| {
            let date = self.matter.answers.get(*f).and_then(Answer::date);
            entry.is_some_and(|e| e.fields.contains(f)) && date == Some(on)
        };
        let field = fields.filter(answered).map(ToString::to_string).next();
        Fact { seq: i.start_seq, field, on, at: i.started_at }
    }

    /// The day named in a form, for a clock counted back from it or due on it.
    fn named(&self) -> Option<Fact> {
        let (Mode::Before(field) | Mode::Until(field)) = &self.clock.mode else { return None };
        let answer = self.matter.answers.get(field)?;
        let by = self.matter.timeline.iter().rev().find(|e| e.fields.contains(field))?;
        let at = if let Answer::DateTime(at) = answer { Some(*at) } else { None };
        Some(Fact { seq: by.seq, field: Some(field.to_string()), on: answer.date()?, at })
    }

    fn pauses(&self) -> Vec<Pause> {
        let ended = self.instance.pauses.iter().map(|p| (p.after, Some(p.until)));
        let lasts = self.instance.paused_since.map(|since| (since, None));
        let fact = |on| self.fact(on, moves);
        ended.chain(lasts).map(|(after, until)| Pause { after: fact(after), until: until.map(fact) }).collect()
    }

    /// The lengths that may hold: one, or all while the choice between them is not made.
    fn lengths(&self, unsure: bool) -> Vec<Length> {
        let law = Frame { procedure: self.frame.under(self.instance.version), ..*self.frame };
        let all = self.clock.lengths.iter().filter_map(|l| {
            let answered = l.other_law.as_ref().filter(|_| self.instance.other_law);
            let other = answered.and_then(|f| match self.matter.answers.get(f)? {
                Answer::Period { period, .. } => Some((*period, Some(format!("field:{f}")))),
                _ => None,
            });
            let own = || Some((calendar::Period::new(law.amount(&l.amount)?, l.unit), param(&law, &l.amount)));
            let (period, by) = other.or_else(own)?;
            Some(Length { amount: period.amount, unit: period.unit.word(), by })
        });
        let held = self.instance.length;
        let holds = |l: &Length| held.is_some_and(|h| (h.amount, h.unit.word()) == (l.amount, l.unit));
        if unsure { all.collect() } else { all.filter(holds).take(1).collect() }
    }

    fn extension(&self, extended: &Extended) -> Extension {
        let by = self.fact(extended.on, |e| e.name == extended.by && !e.extends.is_empty());
        let rule = self.clock.extends.iter().find(|e| e.event == extended.by);
        let granted = rule.and_then(|r| r.granted.as_ref()).map(|f| format!("field:{f}"));
        let by_param = || rule.and_then(|r| param(self.frame, &r.max));
        let (amount, unit) = (extended.period.amount, extended.period.unit.word());
        Extension { by, length: Length { amount, unit, by: granted.or_else(by_param) } }
    }
}

/// Whether the matter moves with an entry: where pauses begin and end.
fn moves(entry: &Entry) -> bool {
    !entry.entered.is_empty() || entry.left || entry.echo.is_some()
}

/// The parameter that holds a number, and whether the bureau set it.
fn param(law: &Frame<'_>, amount: &Amount) -> Option<String> {
    match amount {
        Amount::Fixed(_) => None,
        Amount::Param(id) if law.params.contains_key(id) => Some(format!("bureau:{id}")),
        Amount::Param(id) => Some(id.to_string()),
    }
}

fn mode(mode: &Mode) -> String {
    match mode {
        Mode::Within => "within".to_owned(),
        Mode::AtLeast(_) => "at-least".to_owned(),
        Mode::Before(_) => "before".to_owned(),
        Mode::Until(_) => "until".to_owned(),
        Mode::Every(_) => "every".to_owned(),
        Mode::Yearly { month, day, .. } => format!("yearly {month:02}-{day:02}"),
    }
}
