//! 法变推演: every matter replayed under a changed figure, parameter, version or calendar, and what of its dates would move.
//!
//! Nothing is written. Clocks are derived from the folded matter, as they are after every event; no log is read.

mod kept;
mod shift;
mod supposing;

pub(crate) use kept::Kept;
pub use shift::{Marked, Moved, Outcome, Shift, Why};
pub use supposing::{Supposed, Supposition};

use crate::ports::{Reach, SharedStore, StoredMatter};
use crate::{Bureau, Fault, Library};
use kernel::{BureauId, Date, Id, MatterId};
use procedure::model::Measure;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::task::JoinSet;

/// Matters read at once.
const PAGE: u32 = 2_000;

/// Which matters are replayed.
#[derive(Clone, Debug)]
pub struct Which {
    /// Over what.
    pub reach: Reach,
    /// Closed ones too.
    pub closed: bool,
}

/// What would move.
#[derive(Debug, Default)]
pub struct Simulation {
    /// Matters replayed.
    pub matters: u64,
    /// Matters of which something moves, oldest first.
    pub moved: Vec<Moved>,
    /// By procedure and clock.
    pub summary: BTreeMap<(Id, Id), Sum>,
    /// By procedure and measure (`on_time:CLOCK`, `late:CLOCK`): how many matters more or fewer count for it.
    pub measures: BTreeMap<(Id, Id), i64>,
    /// Dates that hang on a year whose arrangement is not published, before and after.
    pub provisional: (u64, u64),
    /// Matters that could not be replayed: their version is not loaded, or the row is damaged.
    pub unread: u64,
}

/// What would move of one clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Runs whose day moves.
    pub moved: u64,
    /// Of them, to an earlier day.
    pub earlier: u64,
    /// Of them, to a later day.
    pub later: u64,
    /// Runs that would turn red.
    pub reddened: u64,
    /// Runs that would be red no longer.
    pub relieved: u64,
    /// Lapses that would have happened, or would not have.
    pub lapses: u64,
    /// Runs whose day becomes certain, or uncertain.
    pub provisional: u64,
}

/// An indicator whose value would move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicatorShift {
    /// Which.
    pub indicator: Id,
    /// Matters more or fewer that were in time.
    pub on_time: i64,
    /// Matters more or fewer that were late.
    pub late: i64,
}

impl Bureau {
    /// Replays matters as supposed; `progress` hears how many are done.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn simulate(&self, supposed: Arc<Supposed>, which: Which, progress: &(dyn Fn(u64) + Sync)) -> Result<Simulation, Fault> {
        simulate((&self.store, self.id), self.library.clone(), supposed, (which, self.today()), progress).await
    }
}

/// Replays matters of a store as supposed.
///
/// # Errors
/// When the store cannot be read.
pub async fn simulate(
    (store, bureau): (&SharedStore, BureauId),
    now: Arc<Library>,
    supposed: Arc<Supposed>,
    (which, today): (Which, Date),
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Simulation, Fault> {
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let (mut out, mut work, mut after) = (Simulation::default(), JoinSet::new(), None::<MatterId>);
    loop {
        let page = store.bodies(bureau, after, which.closed, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        while work.len() >= threads {
            out.take(work.join_next().await, progress);
        }
        let (now, supposed, reach) = (now.clone(), supposed.clone(), which.reach.clone());
        work.spawn_blocking(move || several(&now, &supposed, &reach, today, &page));
    }
    while !work.is_empty() {
        out.take(work.join_next().await, progress);
    }
    out.moved.sort_by_key(|m| m.id);
    Ok(out)
}

/// One page on one thread.
fn several(now: &Library, supposed: &Supposed, reach: &Reach, today: Date, page: &[StoredMatter]) -> Simulation {
    let mut out = Simulation::default();
    for stored in page {
        let Ok(matter) = serde_json::from_str::<engine::Matter>(&stored.body) else {
            out.unread += 1;
            continue;
        };
        if !reach.covers(&matter.procedure.id, &matter.unit) {
            continue;
        }
        match shift::outcome(now, supposed, &matter, today) {
            Some(outcome) => out.add(outcome),
            None => out.unread += 1,
        }
    }
    out
}

impl Simulation {
    fn take(&mut self, page: Option<Result<Self, tokio::task::JoinError>>, progress: &(dyn Fn(u64) + Sync)) {
        let Some(Ok(page)) = page else { return };
        self.matters += page.matters;
        self.unread += page.unread;
        self.provisional = (self.provisional.0 + page.provisional.0, self.provisional.1 + page.provisional.1);
        self.moved.extend(page.moved);
        for (key, sum) in page.summary {
            self.summary.entry(key).or_default().add(sum);
        }
        for (key, n) in page.measures {
            *self.measures.entry(key).or_default() += n;
        }
        progress(self.matters + self.unread);
    }

    fn add(&mut self, outcome: Outcome) {
        self.matters += 1;
        self.provisional = (self.provisional.0 + outcome.provisional.0, self.provisional.1 + outcome.provisional.1);
        let procedure = outcome.procedure;
        for Marked { measure, count } in outcome.measures {
            *self.measures.entry((procedure.clone(), measure)).or_default() += count;
        }
        let Some(moved) = outcome.moved else { return };
        for shift in &moved.shifts {
            self.summary.entry((procedure.clone(), shift.clock.clone())).or_default().add(Sum::of(shift));
        }
        self.moved.push(moved);
    }

    /// The indicators whose value would move.
    #[must_use]
    pub fn indicators(&self, library: &Library) -> Vec<IndicatorShift> {
        let shift = |indicator: &procedure::model::Indicator| {
            let Measure::OnTime(counted) = &indicator.measure else { return None };
            let of = |kind: &str| self.measures.get(&(counted.procedure.clone(), Id::from(format!("{kind}:{}", counted.name)))).copied();
            let (on_time, late) = (of("on_time").unwrap_or(0), of("late").unwrap_or(0));
            (on_time != 0 || late != 0).then(|| IndicatorShift { indicator: indicator.id.clone(), on_time, late })
        };
        library.indicators().filter_map(shift).collect()
    }
}

impl Sum {
    fn of(shift: &Shift) -> Self {
        let red = |light: engine::Light| light == engine::Light::Red;
        let (was, is) = (shift.was, shift.is);
        Self {
            moved: u64::from(was != is),
            earlier: u64::from(was.is_some_and(|w| is.is_some_and(|i| i < w))),
            later: u64::from(was.is_some_and(|w| is.is_some_and(|i| i > w))),
            reddened: u64::from(!red(shift.lights.0) && red(shift.lights.1)),
            relieved: u64::from(red(shift.lights.0) && !red(shift.lights.1)),
            lapses: u64::from(shift.lapse),
            provisional: u64::from(shift.provisional.0 != shift.provisional.1),
        }
    }

    fn add(&mut self, other: Self) {
        self.moved += other.moved;
        self.earlier += other.earlier;
        self.later += other.later;
        self.reddened += other.reddened;
        self.relieved += other.relieved;
        self.lapses += other.lapses;
        self.provisional += other.provisional;
    }
}
