//! The day strip: a period counted one day at a time.

use kernel::{Date, Lang};

/// What a day does to the count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// The day of the event that starts the period: not counted.
    Start,
    /// Counted, as the n-th.
    Counted(u32),
    /// Not counted: a day off.
    Off,
    /// Not counted: the clock stands still.
    Paused,
    /// The last day; counted as the n-th, or, where it rolled on from a day off, `None`.
    End(Option<u32>),
    /// Passed over after the counted days, until a working day comes.
    Rolled,
}

/// One day of the strip.
#[derive(Clone, Debug)]
pub struct DayCell {
    /// The day.
    pub date: Date,
    /// What it does to the count.
    pub kind: DayKind,
    /// A word below: 送达, 中秋, 中止.
    pub note: String,
    /// A weekend day made a working day.
    pub make_up: bool,
    /// The business day.
    pub today: bool,
}

impl DayCell {
    /// The style classes.
    #[must_use]
    pub fn class(&self) -> String {
        let kind = match self.kind {
            DayKind::Start => "day--start",
            DayKind::Counted(_) => "day--in",
            DayKind::Off | DayKind::Rolled => "day--out",
            DayKind::Paused => "day--pause",
            DayKind::End(_) => "day--end",
        };
        let (make, now) = (if self.make_up { " day--make" } else { "" }, if self.today { " day--now" } else { "" });
        format!("day {kind}{make}{now}")
    }

    /// 1 for Monday to 7 for Sunday: where the first row of the strip begins.
    #[must_use]
    pub fn weekday(&self) -> i8 {
        self.date.weekday().to_monday_one_offset()
    }

    /// 9.17 on the first of the strip and of a month, else the bare day.
    #[must_use]
    pub fn label(&self, first: &bool) -> String {
        if *first || self.date.day() == 1 { format!("{}.{}", self.date.month(), self.date.day()) } else { self.date.day().to_string() }
    }

    /// 周四, Thu.
    #[must_use]
    pub fn weekday_name(&self, lang: &Lang) -> &'static str {
        const NAMES: [(&str, &str); 7] =
            [("周一", "Mon"), ("周二", "Tue"), ("周三", "Wed"), ("周四", "Thu"), ("周五", "Fri"), ("周六", "Sat"), ("周日", "Sun")];
        let (zh, en) = NAMES[usize::from(self.date.weekday().to_monday_zero_offset().unsigned_abs())];
        lang.pick(zh, en)
    }

    /// The word below, or what is special about the day where none is given.
    #[must_use]
    pub fn note(&self, lang: &Lang) -> &str {
        if !self.note.is_empty() {
            &self.note
        } else if self.make_up {
            lang.pick("上班", "work")
        } else if self.today {
            lang.pick("今天", "today")
        } else {
            ""
        }
    }

    /// The large sign in the middle.
    #[must_use]
    pub fn sign(&self, lang: &Lang) -> String {
        match self.kind {
            DayKind::Start => lang.pick("起", "0").to_owned(),
            DayKind::Counted(n) | DayKind::End(Some(n)) => n.to_string(),
            DayKind::End(None) => lang.pick("止", "due").to_owned(),
            DayKind::Off | DayKind::Rolled => lang.pick("休", "off").to_owned(),
            DayKind::Paused => "‖".to_owned(),
        }
    }

    /// What the day does, in words, for those who do not see the strip.
    #[must_use]
    pub fn words(&self, lang: &Lang) -> &'static str {
        match self.kind {
            DayKind::Start => lang.pick("起点，不计入", "start, not counted"),
            DayKind::Counted(_) => lang.pick("计入", "counted"),
            DayKind::Off => lang.pick("不计入", "not counted"),
            DayKind::Rolled => lang.pick("顺延经过", "passed over"),
            DayKind::Paused => lang.pick("中止，停表", "clock stopped"),
            DayKind::End(_) => lang.pick("期满", "last day"),
        }
    }
}

/// A whole period.
#[derive(Clone, Debug)]
pub struct DayStrip {
    /// Its days, in order, from the starting event to the last day.
    pub days: Vec<DayCell>,
    /// 共 24 天：计 10 · 跳过 11 · 停表 2 · 起点不计 1
    pub summary: String,
}

impl DayStrip {
    /// The layout of the strip: one row when it fits on a wide screen, else rows of four weeks, low ones when it is long.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self.days.len() {
            0..=24 => "days days--line",
            25..=62 => "days days--weeks",
            _ => "days days--weeks days--low",
        }
    }

    /// Whether any day is of the kind that the legend explains.
    #[must_use]
    pub fn has_pause(&self) -> bool {
        self.days.iter().any(|d| d.kind == DayKind::Paused)
    }

    /// Whether a weekend day worked is among them.
    #[must_use]
    pub fn has_make_up(&self) -> bool {
        self.days.iter().any(|d| d.make_up)
    }

    /// Whether the business day is among them.
    #[must_use]
    pub fn has_today(&self) -> bool {
        self.days.iter().any(|d| d.today)
    }
}
