//! The plan board: every point with its light, its tasks, its number and its next date.

use super::{DueCell, Layout, Light, Link, Markup, NavItem, OptionView, Pager, Status, parts::Sum};
use askama::Template;

/// The board.
#[derive(Clone, Debug, Template)]
#[template(path = "board.html")]
pub struct BoardPage {
    /// The frame.
    pub layout: Layout,
    /// Title of the plan.
    pub title: String,
    /// Number and date of the plan, and what it holds.
    pub lead: String,
    /// The large figures on the right: how much of the year is gone, tasks done.
    pub sums: Vec<Sum>,
    /// All points, whatever is filtered.
    pub plate: Vec<PlateSection>,
    /// One chip per light and one for all; `count` is the number of points.
    pub lights: Vec<LightChip>,
    /// The lead units to filter by; the first is “all”.
    pub units: Vec<OptionView>,
    /// The light chosen, kept when the unit changes; empty: all.
    pub light: String,
    /// The sections with the points that the filter leaves.
    pub sections: Vec<BoardSection>,
    /// How many are shown.
    pub pager: Pager,
    /// When the figures were computed, in words.
    pub computed: String,
    /// Further acts: export, import of a new plan.
    pub actions: Vec<Link>,
}

/// A chip of the filter by light.
#[derive(Clone, Debug)]
pub struct LightChip {
    /// The light; `None` is all.
    pub light: Option<Light>,
    /// Label, address, count, chosen.
    pub item: NavItem,
}

/// A section on the plate.
#[derive(Clone, Debug)]
pub struct PlateSection {
    /// 一; empty in English.
    pub number: String,
    /// Its short title.
    pub title: String,
    /// Its points.
    pub points: Vec<PlatePoint>,
}

/// A point on the plate.
#[derive(Clone, Debug)]
pub struct PlatePoint {
    /// Its number in the plan.
    pub number: u32,
    /// Its title, for those who do not see the plate.
    pub title: String,
    /// Its place below, or its page when filtered away.
    pub href: String,
    /// Its light.
    pub light: Light,
    /// The light in words, for those who do not see the plate.
    pub word: String,
}

/// A section of the board.
#[derive(Clone, Debug)]
pub struct BoardSection {
    /// Its place in the plan, counted from 1; `id` is `s` and the place.
    pub place: u32,
    /// 一, 1.
    pub number: String,
    /// Its title.
    pub title: String,
    /// First and last point of the section in the plan.
    pub span: (u32, u32),
    /// Tasks done and tasks in all.
    pub tasks: (u32, u32),
    /// The points shown.
    pub points: Vec<PointRow>,
}

/// A point on the board; its `id` is `p` and its number.
#[derive(Clone, Debug)]
pub struct PointRow {
    /// Its number in the plan.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// The lead units.
    pub units: String,
    /// Its light with its word.
    pub status: Status,
    /// Tasks done and tasks in all.
    pub tasks: (u32, u32),
    /// Its number, or why there is none.
    pub indicator: IndicatorCell,
    /// The next date that counts; `None` when the plan sets none.
    pub due: Option<DueCell>,
    /// Districts side by side, for a point that has them.
    pub open: Option<Comparison>,
}

/// The number of a point.
#[derive(Clone, Debug)]
pub enum IndicatorCell {
    /// Computed from matters.
    Measured {
        /// What is measured.
        label: String,
        /// The value with its unit.
        value: String,
        /// The count or the target beside it.
        note: String,
        /// The bar or the segments.
        chart: Markup,
    },
    /// Nothing feeds it yet, and the board says so.
    Unmeasured {
        /// What will be measured, or that the plan sets no number.
        label: String,
        /// The empty ruler.
        chart: Markup,
    },
}

/// Districts side by side.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Title for those who do not see the table.
    pub caption: String,
    /// Head of the rate column.
    pub rate: String,
    /// Head of the chart column: what the mark and the needle mean.
    pub legend: String,
    /// The districts.
    pub rows: Vec<DistrictRow>,
    /// 口径, in one sentence.
    pub basis: String,
    /// The way to the tasks and the matters behind the number.
    pub more: Link,
}

/// A district in a comparison; in a total row the name is the city's.
#[derive(Clone, Debug)]
pub struct DistrictRow {
    /// Its name.
    pub name: String,
    /// The rate.
    pub rate: String,
    /// The bar.
    pub chart: Markup,
    /// The count, linked to the matters.
    pub count: Link,
    /// The population.
    pub population: String,
    /// How many are still needed; empty when reached.
    pub missing: String,
    /// Its light.
    pub light: Light,
}

impl BoardPage {
    /// Whether the filter hides a point.
    #[must_use]
    pub fn filtered(&self) -> bool {
        self.pager.total < self.plate.iter().map(|s| s.points.len() as u64).sum()
    }
}
