//! Status: shape, word and colour together; and the deadline cell.

use kernel::{Date, Lang};

/// A light. The stylesheet gives each its shape and colour; the word always stands beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Light {
    /// ● On track.
    Ok,
    /// ▲ Needs attention, due soon.
    Warn,
    /// ◆ Behind or overdue.
    Late,
    /// ○ Not due yet, or waiting for someone else.
    Wait,
    /// ▶ Being worked on.
    Live,
    /// ‖ Suspended: the clock stands still.
    Pause,
    /// ✓ Finished; finished things lose their colour.
    Done,
}

impl Light {
    /// Every light, in the order of the board's chips.
    pub const ALL: [Self; 7] = [Self::Ok, Self::Warn, Self::Late, Self::Wait, Self::Live, Self::Pause, Self::Done];

    /// The suffix of the style classes `st--`, `due--`, `chart--`, and the value in a filter's URL.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Late => "late",
            Self::Wait => "wait",
            Self::Live => "live",
            Self::Pause => "pause",
            Self::Done => "done",
        }
    }

    /// The usual word.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Ok => lang.pick("正常", "On track"),
            Self::Warn => lang.pick("关注", "Watch"),
            Self::Late => lang.pick("滞后", "Behind"),
            Self::Wait => lang.pick("未到期", "Not due"),
            Self::Live => lang.pick("在办", "In hand"),
            Self::Pause => lang.pick("中止", "Suspended"),
            Self::Done => lang.pick("完成", "Done"),
        }
    }
}

/// A light with a word of its own, such as a matter's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Shape and colour.
    pub light: Light,
    /// The word, in the language of the page.
    pub word: String,
}

impl Status {
    /// A status with its own word.
    #[must_use]
    pub fn new(light: Light, word: impl Into<String>) -> Self {
        Self { light, word: word.into() }
    }

    /// A light with its usual word.
    #[must_use]
    pub fn of(light: Light, lang: Lang) -> Self {
        Self::new(light, light.word(lang))
    }
}

/// What stands in bold in a deadline cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DueHead {
    /// A date, shown with its weekday.
    Day(Date),
    /// Words in place of a date: 已中止, 今天 24:00.
    Words(String),
}

/// A deadline: bold date, what is left of it, a coloured edge, and the way to its explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueCell {
    /// The date.
    pub head: DueHead,
    /// Remaining working days or what else matters about it, ≤ 20 characters.
    pub words: String,
    /// How near it is.
    pub light: Light,
    /// The page that explains the date.
    pub href: Option<String>,
}

impl DueCell {
    /// A cell for a date.
    #[must_use]
    pub fn day(date: Date, words: impl Into<String>, light: Light, href: Option<String>) -> Self {
        Self { head: DueHead::Day(date), words: words.into(), light, href }
    }
}
