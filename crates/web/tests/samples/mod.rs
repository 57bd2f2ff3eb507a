//! Every page with sample content in both languages: what the tests read and what the gallery shows.
//!
//! The people are invented and marked 演示; the unit names and populations are Wuhai's.

mod account;
mod citizen;
mod desk;
mod journey;
mod matter;
mod opening;
mod organisation;
mod plan;
mod reckoning;
mod rest;

use askama::Template;
use kernel::{Date, Lang};
use web::view::{DemoBanner, DueCell, FieldGroup, FieldView, FormView, Frame, Layout, Light, Link, NavItem, Signed};

/// A page as it will be seen.
pub struct Sample {
    /// File name in the gallery, without language and extension.
    pub name: &'static str,
    /// The page.
    pub html: String,
}

/// Every page in one language.
pub fn all(lang: Lang) -> Vec<Sample> {
    let say = Say(lang);
    [
        plan::pages(say),
        desk::pages(say),
        matter::pages(say),
        reckoning::pages(say),
        opening::pages(say),
        citizen::pages(say),
        journey::pages(say),
        rest::pages(say),
        account::pages(say),
        organisation::pages(say),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Renders a page.
pub fn sample(name: &'static str, page: &impl Template) -> Sample {
    Sample { name, html: page.render().expect("a sample renders") }
}

/// A form of few questions.
pub fn form(action: &str, fields: Vec<FieldView>, submit: String) -> FormView {
    FormView {
        action: action.to_owned(),
        operation: String::new(),
        groups: vec![FieldGroup { fields, ..FieldGroup::default() }],
        general: Vec::new(),
        submit,
        consequences: Vec::new(),
        grave: false,
        cancel: None,
    }
}

/// The language, and what samples share.
#[derive(Clone, Copy)]
pub struct Say(pub Lang);

/// The business day of the samples.
pub const TODAY: Date = Date::constant(2026, 9, 29);

/// A day of 2026.
pub fn day(month: i8, day: i8) -> Date {
    Date::constant(2026, month, day)
}

impl Say {
    /// Chooses a text.
    pub fn t(self, zh: &str, en: &str) -> String {
        self.0.pick(zh, en).to_owned()
    }

    /// A link.
    pub fn link(self, zh: &str, en: &str, href: &str) -> Link {
        Link::new(self.t(zh, en), href)
    }

    /// A deadline of 2026.
    pub fn due(self, month: i8, of: i8, light: Light, zh: &str, en: &str) -> DueCell {
        DueCell::day(day(month, of), self.t(zh, en), light, Some("/m/0501/clocks/review".to_owned()))
    }

    /// The frame of a clerk's page.
    pub fn desk(self, zh: &str, en: &str, current: &str) -> Layout {
        let nav = |zh: &str, en: &str, href: &str, count: Option<u64>| NavItem {
            label: self.t(zh, en),
            href: href.to_owned(),
            count,
            current: href == current,
        };
        let nav = vec![
            nav("工作台", "Desk", "/desk", Some(5)),
            nav("工作要点", "Work plan", "/board", None),
            nav("事项", "Matters", "/matters", Some(213)),
            nav("法律与日历", "Law and calendar", "/law", None),
        ];
        let person = Signed {
            name: self.t("赵敏（演示）", "Zhao Min (demo)"),
            unit: self.t("法律援助中心", "Legal Aid Centre"),
            sign_out: "/sign-out".to_owned(),
        };
        Layout { nav, person: Some(person), foot: vec![self.link("公众首页", "Public site", "/")], ..self.frame(zh, en, Frame::Desk) }
    }

    /// The frame of a citizen's page.
    pub fn portal(self, zh: &str, en: &str, current: &str) -> Layout {
        let nav = |zh: &str, en: &str, href: &str| NavItem {
            label: self.t(zh, en),
            href: href.to_owned(),
            count: None,
            current: href == current,
        };
        let nav = vec![
            nav("首页", "Home", "/"),
            nav("法律援助", "Legal aid", "/guide/legal-aid"),
            nav("查进度", "Follow a matter", "/track"),
            nav("查法律", "Law", "/law"),
            nav("工作要点公开", "Work plan", "/public/board"),
        ];
        Layout { nav, foot: vec![self.link("工作人员登录", "Staff sign-in", "/sign-in")], ..self.frame(zh, en, Frame::Portal) }
    }

    fn frame(self, zh: &str, en: &str, frame: Frame) -> Layout {
        Layout {
            lang: self.0,
            elder: false,
            title: self.t(zh, en),
            frame,
            bureau: self.t("乌海市司法局", "Wuhai Justice Bureau"),
            today: TODAY,
            demo: Some(DemoBanner { date: TODAY, advance: Some("/demo/advance".to_owned()), back: "/board".to_owned() }),
            nav: Vec::new(),
            crumbs: Vec::new(),
            person: None,
            switch_href: self.t("?lang=en", "?lang=zh"),
            elder_href: "?elder=1".to_owned(),
            hotline: "12348".to_owned(),
            notices: Vec::new(),
            foot: Vec::new(),
        }
    }
}
