//! What surrounds every page: language, banner, masthead, navigation, notices.

use super::rich::{Markup, Run, stressed};
use super::{DueCell, DueHead, Light, Link, Status};
use crate::assets;
use kernel::{Date, Lang, chinese_date, chinese_date_short, english_date};
use std::borrow::Borrow;

/// The frame of a page.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Language of the page.
    pub lang: Lang,
    /// 长辈版: larger type and targets.
    pub elder: bool,
    /// The page's own title, unique; the site's name is added.
    pub title: String,
    /// Which of the frames it has.
    pub frame: Frame,
    /// Name of the bureau in the language of the page.
    pub bureau: String,
    /// The business day: dates in its year are written without the year.
    pub today: Date,
    /// The demo banner, in a demo bureau.
    pub demo: Option<DemoBanner>,
    /// Main navigation; none: no navigation is shown.
    pub nav: Vec<NavItem>,
    /// The way down to this page; the last is the page itself.
    pub crumbs: Vec<Link>,
    /// Who is signed in.
    pub person: Option<Signed>,
    /// This page in the other language.
    pub switch_href: String,
    /// This page with 长辈版 turned on or off.
    pub elder_href: String,
    /// A number that a human answers.
    pub hotline: String,
    /// What the last act did, or what must be known on this page.
    pub notices: Vec<Notice>,
    /// Links at the foot.
    pub foot: Vec<Link>,
}

/// The frames, as classes of `body`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Dense, wide: where clerks work.
    Desk,
    /// As the desk, printed on A4 landscape.
    Ledger,
    /// Generous, one column: where citizens read.
    Portal,
    /// One column, one button at the bottom.
    Phone,
    /// A paper on a grey ground.
    Sheet,
}

impl Frame {
    /// The classes of `body`.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Ledger => "desk landscape",
            Self::Portal => "portal",
            Self::Phone => "portal phonepage",
            Self::Sheet => "sheetview",
        }
    }
}

/// The banner of a demo bureau.
#[derive(Clone, Debug)]
pub struct DemoBanner {
    /// The fixed business date.
    pub date: Date,
    /// Where the buttons that move the date on post to (`by=day|week|month`); `None` hides them.
    pub advance: Option<String>,
    /// Where to come back to afterwards.
    pub back: String,
}

/// One entry of a navigation.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// Its name.
    pub label: String,
    /// Its address.
    pub href: String,
    /// How many there are, where a count helps.
    pub count: Option<u64>,
    /// It is this page, or holds it.
    pub current: bool,
}

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct Signed {
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: String,
    /// Where signing out posts to.
    pub sign_out: String,
}

/// A message on top of the page: the effect of an act, a warning.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Ok, Warn, Late; anything else is information.
    pub light: Light,
    /// The effect in a few words.
    pub title: String,
    /// What follows from it.
    pub text: String,
    /// Where to read on.
    pub link: Option<Link>,
}

impl Layout {
    /// Chooses the text in the language of the page.
    #[must_use]
    pub fn t<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(zh, en)
    }

    /// Whether the page is Chinese.
    #[must_use]
    pub fn zh(&self) -> bool {
        self.lang == Lang::Zh
    }

    /// Text from data, escaped and marked (see [`Markup::text`]).
    #[must_use]
    pub fn rich(&self, text: impl AsRef<str>) -> Markup {
        Markup::text(text.as_ref(), self.lang)
    }

    /// A sentence with its stress as `em`.
    #[must_use]
    pub fn said(&self, runs: &[Run]) -> Markup {
        stressed(runs, "em", self.lang)
    }

    /// A sentence with its stress as `b`.
    #[must_use]
    pub fn bold(&self, runs: &[Run]) -> Markup {
        stressed(runs, "b", self.lang)
    }

    /// An article with its operative words as `mark`.
    #[must_use]
    pub fn marked(&self, runs: &[Run]) -> Markup {
        stressed(runs, "mark", self.lang)
    }

    /// 2026年3月9日(周一), Mon 9 March 2026.
    #[must_use]
    pub fn date(&self, date: impl Borrow<Date>) -> String {
        match self.lang {
            Lang::Zh => chinese_date(*date.borrow()),
            Lang::En => english_date(*date.borrow()),
        }
    }

    /// As [`Layout::date`], without the year when it is this year.
    #[must_use]
    pub fn day(&self, date: impl Borrow<Date>) -> String {
        let date = *date.borrow();
        if date.year() != self.today.year() {
            return self.date(date);
        }
        match self.lang {
            Lang::Zh => chinese_date_short(date),
            Lang::En => english_date(date).rsplit_once(' ').map_or_else(String::new, |(day, _)| day.to_owned()),
        }
    }

    /// The bold part of a deadline.
    #[must_use]
    pub fn due_head(&self, head: &DueHead) -> Markup {
        match head {
            DueHead::Day(date) => self.rich(self.day(date)),
            DueHead::Words(words) => self.rich(words),
        }
    }

    /// A deadline cell.
    #[must_use]
    pub fn due(&self, cell: &DueCell) -> Markup {
        let (class, words) = (cell.light.class(), self.rich(&cell.words));
        let inner = format!("<b>{}</b><span>{words}</span>", self.due_head(&cell.head));
        Markup::trusted(match &cell.href {
            Some(href) => format!("<a class=\"due due--{class}\" href=\"{}\">{inner}</a>", Markup::text(href, Lang::Zh)),
            None => format!("<span class=\"due due--{class}\">{inner}</span>"),
        })
    }

    /// A status: shape, word and colour.
    #[must_use]
    pub fn st(&self, status: &Status) -> Markup {
        Markup::trusted(format!("<span class=\"st st--{}\">{}</span>", status.light.class(), self.rich(&status.word)))
    }

    /// A light with its usual word.
    #[must_use]
    pub fn light(&self, light: &Light) -> Markup {
        self.st(&Status::of(*light, self.lang))
    }

    /// The usual word of a light.
    #[must_use]
    pub fn word(&self, light: &Light) -> &'static str {
        light.word(self.lang)
    }

    /// Value of `lang` on the root element.
    #[must_use]
    pub fn tag(&self) -> &'static str {
        self.lang.tag()
    }

    /// Address of the stylesheet.
    #[must_use]
    pub fn css(&self) -> &'static str {
        assets::css_path()
    }

    /// Address of the script for passkeys.
    #[must_use]
    pub fn passkey_js(&self) -> &'static str {
        assets::passkey_js_path()
    }

    /// Address of the script.
    #[must_use]
    pub fn js(&self) -> &'static str {
        assets::js_path()
    }

    /// Address of the icon.
    #[must_use]
    pub fn icon(&self) -> &'static str {
        assets::icon_path()
    }

    /// Where the mark leads: the first page of the navigation for those who are signed in, else the portal's.
    #[must_use]
    pub fn home(&self) -> &str {
        match (self.portal() || self.person.is_none(), self.nav.first()) {
            (true, _) => "/",
            (false, first) => first.map_or("/desk", |n| &n.href),
        }
    }

    /// Whether the frame is one of the citizens' pages.
    #[must_use]
    pub fn portal(&self) -> bool {
        matches!(self.frame, Frame::Portal | Frame::Phone)
    }
}
