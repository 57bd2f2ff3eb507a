//! One point: its tasks, its number large, the districts, how it is counted, and the matters behind it.

use super::{DistrictRow, DueCell, Fact, Layout, Light, Link, Markup, Pager, Run, Status};
use askama::Template;
use kernel::Date;

/// One point.
#[derive(Clone, Debug, Template)]
#[template(path = "point.html")]
pub struct PointPage {
    /// The frame.
    pub layout: Layout,
    /// Its number in the plan.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// Lead and partner units.
    pub units: String,
    /// Its light with its word.
    pub status: Status,
    /// Why the light is what it is; empty when it needs no reason.
    pub reason: String,
    /// Its tasks.
    pub tasks: Vec<TaskRow>,
    /// The indicator, where the point has one.
    pub indicator: Option<IndicatorView>,
    /// The plan's own words; the sentence that sets the number is stressed.
    pub source: Vec<Run>,
    /// Where they stand: 乌司通〔2026〕4号，第11点.
    pub source_place: String,
    /// 口径: numerator, what is left out, denominator, line of progress.
    pub basis: Vec<Fact>,
    /// The matters behind the number.
    pub matters: Vec<BackingMatter>,
    /// Which of them are shown; `None` when no number is computed.
    pub pager: Option<Pager>,
    /// Chips that narrow the matters to one district: label and address, the chosen one current.
    pub districts: Vec<super::NavItem>,
    /// What is not listed, and why: for visitors all of it, for staff what others handle; empty when nothing is left out.
    pub withheld: String,
}

/// A task.
#[derive(Clone, Debug)]
pub struct TaskRow {
    /// 11.5
    pub number: String,
    /// The plan's words.
    pub text: String,
    /// How far it is, or its quantities in words.
    pub progress: String,
    /// The lead unit.
    pub lead: String,
    /// What carries it: a procedure, a register; empty when nothing does yet.
    pub carriers: Vec<Link>,
    /// Its date; `None` when it is done or has none.
    pub due: Option<DueCell>,
    /// Its light with its word.
    pub status: Status,
    /// The page to change its unit, procedure or date, for those who may.
    pub edit: Option<String>,
}

/// The indicator of a point.
#[derive(Clone, Debug)]
pub struct IndicatorView {
    /// What is measured.
    pub name: String,
    /// The target, and where it should stand today.
    pub target: String,
    /// The figure; `None` when nothing feeds it yet.
    pub figure: Option<IndicatorFigure>,
    /// Districts, the city's total last.
    pub districts: Vec<DistrictRow>,
    /// The city's total.
    pub total: Option<DistrictRow>,
}

/// A computed figure.
#[derive(Clone, Debug)]
pub struct IndicatorFigure {
    /// 89.6
    pub value: String,
    /// 件 / 10万人
    pub unit: String,
    /// Its light.
    pub light: Light,
    /// The bar.
    pub chart: Markup,
    /// The count behind it, what is needed, and where this leads by the end of the year.
    pub sentence: Vec<Run>,
    /// Counts by month.
    pub trend: Option<Markup>,
}

/// A matter that the number counts.
#[derive(Clone, Debug)]
pub struct BackingMatter {
    /// Its number.
    pub number: String,
    /// Its page.
    pub href: String,
    /// The day by which it counts.
    pub date: Date,
    /// Its district.
    pub district: String,
    /// What it is about.
    pub cause: String,
    /// Who is helped, masked by the reader's role.
    pub person: String,
}

impl PointPage {
    /// How many tasks stand how, in words, finished ones first; what no task has is left out.
    #[must_use]
    pub fn tally(&self) -> Vec<(&str, usize)> {
        let mut out: Vec<(&str, usize)> = Vec::new();
        for light in [Light::Done, Light::Ok, Light::Live, Light::Warn, Light::Late, Light::Wait, Light::Pause] {
            for status in self.tasks.iter().map(|t| &t.status).filter(|s| s.light == light) {
                match out.iter_mut().find(|(word, _)| *word == status.word) {
                    Some((_, count)) => *count += 1,
                    None => out.push((&status.word, 1)),
                }
            }
        }
        out
    }
}
