//! Ten years of a procedure from one seed, and after every deed everything that must hold.

use super::crowd::Crowd;
use super::properties::{Copies, fold};
use super::{Dice, Walked, watched};
use crate::family::{Law, by_itself};
use crate::{Event, Matter};
use kernel::{Date, Id};
use std::collections::BTreeSet;
use std::fmt;
use std::ops::ControlFlow;

/// Years that a walk may last.
const YEARS: i16 = 10;

/// What a simulated walk came to.
#[derive(Clone, Debug)]
pub struct Simulated {
    /// How the walk went; none where every try to open a matter was refused.
    pub walked: Option<Walked>,
    /// Deeds done.
    pub deeds: u64,
    /// Events recorded in all matters.
    pub events: u64,
    /// Days from the first to the last.
    pub days: u64,
}

/// Something did not hold. Written out it ends with the line that repeats it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The procedure walked.
    pub procedure: Id,
    /// The seed.
    pub seed: u64,
    /// How many deeds had been done.
    pub deeds: u64,
    /// What does not hold.
    pub what: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { procedure, seed, deeds, what } = self;
        write!(f, "{procedure}, seed {seed}, deed {deeds}: {what}\nrepeat: sinan procedure simulate --procedure {procedure} --seed {seed}")
    }
}

impl std::error::Error for Broken {}

/// Walks a procedure for up to ten years from a seed, through a change of the law where it has a second version, and checks after
/// every deed that what was recorded folds to the same matters, that clocks, proposals, kin and work are in order.
///
/// # Errors
/// The first thing that does not hold.
pub fn simulate(law: &dyn Law, procedure: &Id, seed: u64) -> Result<Simulated, Broken> {
    let mut dice = Dice::new(seed);
    let start = begins(law, procedure, &mut dice);
    let until = start.checked_add(jiff::Span::new().years(YEARS)).unwrap_or(start);
    let mut crowd = Crowd::of(law.in_force(procedure, start).map_or(&[][..], |f| f.versions));
    let (mut copies, mut deeds, mut broken) = (Copies::default(), 0, None);
    let walked = watched(law, procedure, &mut crowd, &mut dice, (start, until), &mut |matters, done| {
        deeds += 1;
        match copies.check(law, matters, done) {
            Ok(()) => ControlFlow::Continue(()),
            Err(what) => {
                broken = Some(what);
                ControlFlow::Break(())
            }
        }
    });
    let whole = || {
        let all = || walked.iter().flat_map(Walked::told);
        all().try_for_each(|(matter, events)| replayed(law, matter, events))?;
        all().try_for_each(|(matter, _)| nothing_left(law, matter, until))
    };
    if let Some(what) = broken.or_else(|| whole().err()) {
        return Err(Broken { procedure: procedure.clone(), seed, deeds, what });
    }
    let events = walked.iter().flat_map(Walked::told).map(|(_, events)| events.len() as u64).sum();
    let last = walked.iter().flat_map(Walked::told).filter_map(|(_, events)| events.last().map(|e| e.recorded_on)).max();
    let days = last.map_or(0, |last| u64::try_from((last - start).get_days()).unwrap_or(0));
    Ok(Simulated { walked, deeds, events, days })
}

/// A whole log folds to its matter.
fn replayed(law: &dyn Law, matter: &Matter, events: &[Event]) -> Result<(), String> {
    let again = events.iter().fold(None, |m, e| fold(law, m, e));
    if again.as_ref() == Some(matter) { Ok(()) } else { Err(format!("the log of {} does not fold to it", matter.id)) }
}

/// What the law does by itself up to the last day has been done.
fn nothing_left(law: &dyn Law, matter: &Matter, until: Date) -> Result<(), String> {
    match by_itself(law, matter, until).first() {
        None => Ok(()),
        Some((day, order)) => Err(format!("it is not done by itself on {day}: {order:?}")),
    }
}

/// The first day: half the walks begin shortly before a later version comes into force.
fn begins(law: &dyn Law, procedure: &Id, dice: &mut Dice) -> Date {
    let usual = Date::constant(2026, 1, 5);
    let versions = law.in_force(procedure, usual).map(|f| f.versions);
    let later: BTreeSet<Date> = versions.into_iter().flatten().filter(|p| p.transition.is_some()).map(|p| p.in_force_from).collect();
    let changes: Vec<Date> = later.into_iter().collect();
    let (around, back) = match dice.pick(&changes) {
        Some(change) if dice.below(2) == 0 => (*change, 240),
        _ => (usual, 300),
    };
    around.checked_sub(jiff::Span::new().days(dice.below(back) as i64)).unwrap_or(around)
}
