//! The plan board: every number computed from matters, or said to have no source yet.

mod behind;
mod figure;
mod small_cells;

pub use figure::{DistrictFigure, Figure, LATE_BELOW, Lit, Population};
pub use small_cells::Concealed;

use crate::planning::TaskEdits;
use crate::{Bureau, Fault, PlanHook, TaskEdit};
use kernel::Date;
use plan::{Catalogue, Comparator, Period, Point, Proposal, Quantity, Task, propose};

/// A board as it stands today.
#[derive(Clone, Debug)]
pub struct Board {
    /// The year.
    pub year: i16,
    /// The plan's head.
    pub head: plan::Head,
    /// Sections with their points.
    pub sections: Vec<SectionRow>,
    /// Share of the year that has passed, 0–1.
    pub elapsed: f64,
    /// The day it was computed for.
    pub as_of: Date,
    /// Saves of the plan so far.
    pub revision: u64,
}

/// A section.
#[derive(Clone, Debug)]
pub struct SectionRow {
    /// Number as in the source.
    pub number: Option<u32>,
    /// Its label as in the source: 一、; empty where there is none.
    pub label: String,
    /// Title.
    pub title: String,
    /// Points.
    pub points: Vec<BoardPoint>,
}

/// One point on the board.
#[derive(Clone, Debug)]
pub struct BoardPoint {
    /// Number as in the source.
    pub number: u32,
    /// Title.
    pub title: String,
    /// Lead units: as edited, else as proposed.
    pub leads: Vec<String>,
    /// Tasks in all.
    pub tasks: usize,
    /// Tasks a person declared done.
    pub done: usize,
    /// Tasks that a procedure carries today.
    pub carried: usize,
    /// Its figures, computed from matters; empty: no source yet.
    pub figures: Vec<Figure>,
    /// How it stands.
    pub lit: Lit,
    /// The next day by which something is due.
    pub due: Option<Date>,
    /// The words of the first quantity that the plan sets here and nothing computes yet.
    pub asks: Option<String>,
}

/// One point opened.
#[derive(Clone, Debug)]
pub struct PointDetail {
    /// As on the board.
    pub point: BoardPoint,
    /// Its section's title.
    pub section: String,
    /// The plan's own words, from the number to the last full stop.
    pub words: String,
    /// Its tasks.
    pub tasks: Vec<TaskRow>,
    /// The year and the plan's revision, for the edit form.
    pub year: i16,
    /// Likewise.
    pub revision: u64,
}

/// One task of a point.
#[derive(Clone, Debug)]
pub struct TaskRow {
    /// As in the source.
    pub task: Task,
    /// As the bureau edited it.
    pub edit: TaskEdit,
    /// As proposed, with the reason.
    pub proposal: Proposal,
    /// Indicator that measures it.
    pub indicator: Option<String>,
}

impl Bureau {
    /// The board of a year.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when no plan of that year was imported.
    pub async fn board(&self, year: i16) -> Result<Board, Fault> {
        let (plan, edits, revision) = self.plan_of(year).await?;
        let catalogue = self.catalogue().await?;
        let mut sections = Vec::new();
        for section in &plan.sections {
            let mut points = Vec::new();
            for (i, point) in section.points.iter().enumerate() {
                points.push(self.board_point(point, (i, year), &edits, &catalogue).await?);
            }
            sections.push(SectionRow { number: section.number, label: section.label.clone(), title: section.title.clone(), points });
        }
        let as_of = self.today();
        Ok(Board { year, head: plan.head, sections, elapsed: elapsed(year, as_of), as_of, revision })
    }

    /// One point with its tasks.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when there is no such point.
    pub async fn point(&self, year: i16, number: u32) -> Result<PointDetail, Fault> {
        let (plan, edits, revision) = self.plan_of(year).await?;
        let source = self.store.plan(self.id, year).await?.map(|r| r.source).unwrap_or_default();
        let catalogue = self.catalogue().await?;
        let found = plan.points().enumerate().find(|(i, (_, p))| p.number.unwrap_or(*i as u32 + 1) == number);
        let (index, (section, point)) = found.ok_or(Fault::NotFound)?;
        let tasks = point
            .tasks
            .iter()
            .map(|task| TaskRow {
                edit: edits.get(&task.key).cloned().unwrap_or_default(),
                proposal: propose(task, &catalogue),
                indicator: self.hooked(task).map(|h| h.indicator.to_owned()),
                task: task.clone(),
            })
            .collect();
        let row = self.board_point(point, (index, year), &edits, &catalogue).await?;
        let words = point.span.of(&source).trim().to_owned();
        Ok(PointDetail { point: row, section: section.title.clone(), words, tasks, year, revision })
    }

    fn hooked(&self, task: &Task) -> Option<PlanHook> {
        self.hooks.iter().find(|h| h.phrases.iter().all(|p| task.text.contains(p))).copied()
    }

    async fn board_point(
        &self,
        point: &Point,
        (index, year): (usize, i16),
        edits: &TaskEdits,
        catalogue: &Catalogue,
    ) -> Result<BoardPoint, Fault> {
        let today = self.today();
        let mut figures = Vec::new();
        let (mut leads, mut carried, mut done) = (Vec::new(), 0, 0);
        let mut due: Option<Date> = None;
        let mut worst = Lit::Wait;
        for task in &point.tasks {
            let edit = edits.get(&task.key).cloned().unwrap_or_default();
            let proposal = propose(task, catalogue);
            let lead = if edit.lead.is_empty() { proposal.lead_unit.clone().unwrap_or_default() } else { edit.lead.clone() };
            if !lead.is_empty() && !leads.contains(&lead) {
                leads.push(lead);
            }
            carried += usize::from(edit.procedure.is_some() || proposal.procedure.is_some());
            if edit.done_on.is_some() {
                done += 1;
            } else if let Some(day) = edit.due.or_else(|| due_of(task, year)) {
                due = Some(due.map_or(day, |d| d.min(day)));
                worst = worst.max(if day < today { Lit::Late } else { self.day_lit(day, today) });
            }
            if let Some(hook) = self.hooked(task)
                && let Some(figure) = self.figure(hook.indicator, target(task, hook), year).await?
            {
                worst = worst.max(figure.lit);
                figures.push(figure);
            }
        }
        if !point.tasks.is_empty() && done == point.tasks.len() {
            worst = Lit::Ok;
        }
        Ok(BoardPoint {
            number: point.number.unwrap_or(index as u32 + 1),
            title: point.title.clone(),
            leads,
            tasks: point.tasks.len(),
            done,
            carried,
            asks: asks(point).filter(|_| figures.is_empty()),
            figures,
            lit: worst,
            due,
        })
    }

    fn day_lit(&self, day: Date, today: Date) -> Lit {
        const NEAR: i64 = 5;
        if self.library.calendar().workdays_between(today, day) <= NEAR { Lit::Warn } else { Lit::Ok }
    }
}

/// The words of the first quantity that a point sets; a day alone is none.
fn asks(point: &Point) -> Option<String> {
    let mut all = point.tasks.iter().flat_map(|t| &t.quantities);
    all.find(|q| q.value.is_some()).map(|q| if q.text.contains(&q.subject) { q.text.clone() } else { format!("{}{}", q.subject, q.text) })
}

/// What a task's sentence sets as the target of an indicator: of several quantities the one that speaks of what the hook does.
fn target(task: &Task, hook: PlanHook) -> Option<(Comparator, f64)> {
    let binding = |q: &&Quantity| matches!(q.comparator, Comparator::AtLeast | Comparator::AtMost | Comparator::Equal) && q.value.is_some();
    let speaks = |q: &&Quantity| hook.phrases.iter().any(|p| q.unit.contains(p) || q.text.contains(p) || q.subject.contains(p));
    let found = task.quantities.iter().filter(binding).max_by_key(|q| (speaks(q), std::cmp::Reverse(q.span)))?;
    match (found.comparator, found.value?) {
        // 消除、清零: nothing may be left, so nought is a ceiling.
        (Comparator::Equal, 0.0) => Some((Comparator::AtMost, 0.0)),
        found => Some(found),
    }
}

/// The day a task's own words set.
fn due_of(task: &Task, year: i16) -> Option<Date> {
    task.quantities.iter().find_map(|q| match q.period {
        Some(Period::Until { year: own, month, day }) => Date::new(own.unwrap_or(year), month, day).ok(),
        _ => None,
    })
}

/// Share of a year that has passed at the end of a day.
fn elapsed(year: i16, today: Date) -> f64 {
    if today.year() != year {
        return if today.year() < year { 0.0 } else { 1.0 };
    }
    f64::from(today.day_of_year()) / if today.in_leap_year() { 366.0 } else { 365.0 }
}
