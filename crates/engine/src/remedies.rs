//! Ways to contest, and how long each stays open: per addressee, from that addressee's own service.

use crate::{Frame, Holder, Matter};
use calendar::{Direction, Period, Query};
use kernel::{Date, Id};
use procedure::model::{Remedy, RemedyUse};

/// A remedy that stands open to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The remedy.
    pub remedy: Id,
    /// The paper that tells of it, or the clock whose lapse opened it.
    pub of: Id,
    /// To whom; none where a lapse opened it.
    pub to: Option<Holder>,
    /// The day from which it counts.
    pub since: Date,
    /// The last day; `None` where the law sets no period.
    pub until: Option<Date>,
}

/// Every remedy that a service or a lapse has opened in the matter, oldest first.
#[must_use]
pub fn remedies(frame: &Frame<'_>, matter: &Matter) -> Vec<Open> {
    let mut out = Vec::new();
    for issued in &matter.papers {
        let Some(paper) = frame.procedure.papers.get(&issued.paper) else { continue };
        for (holder, on) in issued.served.iter().filter(|(h, _)| paper.to.contains(&h.role)) {
            out.extend(held(frame, matter, &paper.remedies).map(|r| open(frame, r, (&paper.id, Some(holder), *on))));
        }
    }
    for clock in &frame.procedure.clocks {
        let Some(lapse) = clock.lapse.as_ref().filter(|l| !l.remedies.is_empty()) else { continue };
        for entry in matter.timeline.iter().filter(|e| e.name == lapse.event) {
            out.extend(held(frame, matter, &lapse.remedies).map(|r| open(frame, r, (&clock.id, entry.holder.as_ref(), entry.on))));
        }
    }
    out.sort_by_key(|o| o.since);
    out
}

fn held<'a>(frame: &Frame<'a>, matter: &Matter, uses: &[RemedyUse]) -> impl Iterator<Item = &'a Remedy> {
    let facts = frame.facts(matter, matter.opened_on);
    let named: Vec<&Remedy> =
        uses.iter().filter(|u| frame.holds(&u.only, &facts)).filter_map(|u| frame.procedure.remedies.get(&u.remedy)).collect();
    named.into_iter()
}

fn open(frame: &Frame<'_>, remedy: &Remedy, (of, to, since): (&Id, Option<&Holder>, Date)) -> Open {
    let period = remedy.within.as_ref().and_then(|(amount, unit)| Some(Period { amount: frame.amount(amount)?, unit: *unit }));
    let rule = remedy.counting.unwrap_or(frame.procedure.counting);
    let until = period.and_then(|period| {
        let start = since.at(0, 0, 0, 0);
        let query = Query { start, period, rule, direction: Direction::Within, pauses: &[], extensions: &[] };
        calendar::due(frame.calendar, &query).ok().map(|d| d.due_on)
    });
    Open { remedy: remedy.id.clone(), of: of.clone(), to: to.cloned(), since, until }
}
