//! From an act to everything it writes about a matter.

use crate::ports::{Change, MatterFacts, Numbering, Unit};
use engine::{Event, Frame, Mark, Matter, marks, tasks};
use kernel::Id;
use procedure::model::{FieldKind, HeldBy, Procedure};
use std::collections::BTreeSet;

/// What lists show of a matter.
#[must_use]
pub fn facts_of(frame: &Frame<'_>, matter: &Matter) -> MatterFacts {
    let p = frame.procedure;
    let ours = |clock: &Id| {
        let role = p.clock(clock.as_str()).and_then(|c| p.roles.get(&c.binds));
        role.is_some_and(|r| matches!(r.held_by, HeldBy::Unit(_) | HeldBy::Register(_)))
    };
    let running = || matter.clocks.iter().filter(|i| i.running() && ours(&i.clock));
    let pressing = running().filter_map(|i| Some((i.promise_on.or(i.due_on)?, i))).min_by_key(|(due, i)| (*due, i.clock.clone()));
    let still = running().find(|i| i.paused_since.is_some());
    let party = main_party(p, matter).map(|s| s.value);
    let kind = kind_of(p, matter);
    MatterFacts {
        closed: matter.closed(p),
        due_on: pressing.as_ref().map(|(due, _)| *due),
        due_clock: pressing.as_ref().map(|(_, i)| i.clock.clone()).or_else(|| still.map(|i| i.clock.clone())),
        paused: pressing.is_none() && still.is_some(),
        party,
        kind,
        parent: matter.parent,
    }
}

/// The kind shown beside the number: what was chosen in the first choice that the procedure's forms demand.
fn kind_of(p: &Procedure, matter: &Matter) -> Option<Id> {
    let demanded = p.actions.iter().filter(|a| a.opens_matter()).flat_map(|a| &a.forms).filter_map(|f| p.form(f)).flat_map(|f| &f.sections);
    let mut choices = demanded.flat_map(|s| &s.fields).filter(|f| f.required).filter_map(|f| match &f.kind {
        FieldKind::Choice(choice) => Some(choice),
        _ => None,
    });
    choices.find_map(|choice| matter.choices.get(choice).cloned())
}

/// The party whose matter it is: one who acts for nobody else comes before one who does.
fn main_party<'a>(procedure: &Procedure, matter: &'a Matter) -> Option<&'a engine::Sealed> {
    let acts_for = |role: &Id| procedure.roles.get(role).is_some_and(|r| r.acts_for.is_some());
    let own = matter.parties.iter().find(|(role, all)| !acts_for(role) && !all.is_empty());
    own.or_else(|| matter.parties.iter().next()).and_then(|(_, all)| all.first())
}

/// What an act writes about a matter, from the matter before and after.
#[must_use]
pub fn change_of(frame: &Frame<'_>, before: Option<&Matter>, events: Vec<Event>, after: Matter, units: &[Unit]) -> Change {
    let was = before.map(|m| marks(frame, m)).unwrap_or_default();
    let is = marks(frame, &after);
    let numbering = match (before, &frame.procedure.number) {
        (None, Some(pattern)) => Some(numbering(frame, &after, pattern, units)),
        _ => None,
    };
    // Marks are counted for a unit: what another unit takes over is counted there from now on.
    let moved = before.is_some_and(|m| m.unit != after.unit);
    let unlike = |one: &BTreeSet<Mark>, other: &BTreeSet<Mark>| one.iter().filter(|m| moved || !other.contains(m)).cloned().collect();
    Change {
        expected: before.map_or(0, |m| m.seq),
        events,
        facts: facts_of(frame, &after),
        numbering,
        tasks: tasks(frame, &after),
        marks_added: unlike(&is, &was),
        marks_removed: unlike(&was, &is),
        entry: None,
        after,
    }
}

fn numbering(frame: &Frame<'_>, matter: &Matter, pattern: &str, units: &[Unit]) -> Numbering {
    let short = units.iter().find(|u| u.path == matter.unit).map_or("", |u| u.short.as_str());
    let year = matter.opened_on.year();
    Numbering {
        series: frame.procedure.id.clone(),
        unit: matter.unit.clone(),
        year,
        pattern: pattern.replace("{unit}", short).replace("{year}", &year.to_string()),
    }
}
