//! The steps that made a due day: those of the calendar, and what acts and other laws did to the run.

use super::due::Case;
use super::{Extended, Instance, Paused};
use crate::{Frame, Matter};
use calendar::{Deadline, Effect, Span, Step};
use kernel::{Date, Id, Title, chinese_date, english_date};
use procedure::model::{Clock, Ground, Mode, Procedure, Trigger};

/// The steps that made a due day. `extra` pauses are a what-if: they change nothing.
///
/// `None` while the clock's length is not known, or for a date fixed on a paper.
#[must_use]
pub fn explain(frame: &Frame<'_>, matter: &Matter, instance: &Instance, extra: &[Span]) -> Option<Deadline> {
    let clock = instance.clock_in(frame)?;
    let law = Frame { procedure: frame.under(instance.version), ..*frame };
    if let (Mode::Yearly { .. }, Some(due_on)) = (&clock.mode, instance.due_on) {
        let steps = vec![round(law.procedure, clock, instance)?, step(due_on, Effect::Due, due_words(due_on), None)];
        return Some(Deadline { due_on, due_at: None, provisional: false, steps, days: Vec::new() });
    }
    let mut supposed = instance.clone();
    supposed.pauses.extend(extra.iter().map(|s| Paused { after: s.after, until: s.until }));
    let case = Case { law, matter, clock, instance: &supposed };
    let mut deadline = case.ask(instance.length?, calendar::compute)?;
    extensions(&mut deadline.steps, law.procedure, clock, &instance.extended);
    deadline.steps.splice(0..0, before(law.procedure, matter, clock, instance));
    Some(deadline)
}

/// What is told before the count: the round, the fresh start, the article of the start, the other law.
fn before(procedure: &Procedure, matter: &Matter, clock: &Clock, instance: &Instance) -> Vec<Step> {
    let started = matter.timeline.iter().find(|e| e.seq == instance.start_seq).map(|e| &e.name);
    let mut out: Vec<Step> = round(procedure, clock, instance).into_iter().collect();
    if let Some(event) = started.filter(|_| instance.restarted) {
        let name = event_title(procedure, event);
        let restart = clock.restarts.iter().find(|r| r.event == *event).map(|r| &r.ground);
        let ground = restart.or(clock.rechosen.as_ref().map(|r| &r.ground));
        let words = Title::new(
            format!("“{}”之后重新起算，原来的期间作废", name.zh),
            format!("after “{}” counting begins afresh; the period before is void", name.en),
        );
        out.push(step(instance.started_on, Effect::Start, words, ground.and_then(|g| cited(procedure, g))));
    } else if let Some(event) = started {
        let start = clock.starts.iter().find(|s| matches!(&s.by, Trigger::Event(e) if e == event));
        if let Some(citation) = start.and_then(|s| cited(procedure, &s.ground)) {
            let name = event_title(procedure, event);
            let words = Title::new(format!("从“{}”起算", name.zh), format!("counted from “{}”", name.en));
            out.push(step(instance.started_on, Effect::Start, words, Some(citation)));
        }
    }
    if let Some(length) = instance.length.filter(|_| instance.other_law) {
        let title = length.title();
        let field = clock.lengths.iter().filter_map(|l| l.other_law.as_ref()).find(|f| matter.answers.contains_key(*f));
        let name = field.map_or_else(Title::default, |f| field_title(procedure, f));
        let words = Title::new(
            format!("另一部法律规定为{}，条款见“{}”", title.zh, name.zh),
            format!("another law sets {}: its article stands in “{}”", title.en, name.en),
        );
        out.push(step(instance.started_on, Effect::Unit, words, None));
    }
    out
}

/// Which round it is, and from where rounds are cut.
fn round(procedure: &Procedure, clock: &Clock, instance: &Instance) -> Option<Step> {
    let round = instance.round?;
    let (from, from_en, nth) = (chinese_date(round.from), english_date(round.from), round.nth);
    let state = super::run::Run::recurs_in(clock).and_then(|s| procedure.states.get(s)).map(|s| s.title.clone()).unwrap_or_default();
    let (every, every_en) = match (&clock.mode, instance.length) {
        (Mode::Yearly { month, day, .. }, _) => (format!("每年{month}月{day}日前一次"), format!("due each year by {month}-{day:02}")),
        (_, Some(length)) => (format!("每{}一次", length.title().zh), format!("due every {}", length.title().en)),
        (_, None) => return None,
    };
    let words = Title::new(
        format!("“{}”期间自{from}起{every}，这是第{nth}次", state.zh),
        format!("{every_en} while in “{}”, cut from {from_en}; this is round {nth}", state.en),
    );
    let ground = clock.lengths.iter().map(|l| &l.ground).chain([&clock.ground]).find(|g| !g.is_empty());
    Some(step(round.from, Effect::Start, words, ground.and_then(|g| cited(procedure, g))))
}

/// Tells of each extension when it was granted, and on which article. Rounds counted together are no extensions.
fn extensions(steps: &mut Vec<Step>, procedure: &Procedure, clock: &Clock, granted: &[Extended]) {
    let told = steps.iter().filter(|s| s.effect == Effect::Extended).count();
    let mut rounds = told.saturating_sub(granted.len());
    steps.retain(|s| {
        let round = s.effect == Effect::Extended && rounds > 0;
        rounds -= usize::from(round);
        !round
    });
    for (step, extended) in steps.iter_mut().filter(|s| s.effect == Effect::Extended).zip(granted) {
        let length = extended.period.title();
        step.date = extended.on;
        step.reason = Title::new(
            format!("{}延长{}：先加入期间，再看最后一日", chinese_date(extended.on), length.zh),
            format!("extended by {} on {}: added to the period before its last day is looked at", length.en, english_date(extended.on)),
        );
        let ground = clock.extends.iter().find(|e| e.event == extended.by).map(|e| &e.ground);
        step.citation = ground.and_then(|g| cited(procedure, g));
    }
}

fn step(date: Date, effect: Effect, reason: Title, citation: Option<String>) -> Step {
    Step { date, until: None, effect, reason, citation }
}

fn due_words(due: Date) -> Title {
    Title::new(format!("到期日为{}", chinese_date(due)), format!("due on {}", english_date(due)))
}

/// The first article of a ground as the calendar writes them: law and passage.
fn cited(procedure: &Procedure, ground: &Ground) -> Option<String> {
    ground.cites.iter().find_map(|c| Some(format!("{}:{}", procedure.laws.get(&c.law)?.title, c.at?.passage())))
}

fn event_title(procedure: &Procedure, event: &Id) -> Title {
    let served = event.as_str().strip_suffix(".served").and_then(|p| procedure.papers.get(p));
    let served = served.map(|p| Title::new(format!("{}送达", p.title.zh), format!("{} served", p.title.en)));
    let acted = || procedure.actions.iter().find(|a| a.event == *event).map(|a| a.title.clone());
    served.or_else(acted).unwrap_or_else(|| Title::new(event.as_str(), event.as_str()))
}

fn field_title(procedure: &Procedure, field: &Id) -> Title {
    procedure.field(field.as_str()).map_or_else(|| Title::new(field.as_str(), field.as_str()), |f| f.title.clone())
}
