//! The frame of a page: banner, masthead, navigation, who is signed in.

use super::{Problem, Site, Visit};
use crate::view::{DemoBanner, Frame, Layout, Link, NavItem, Notice, Signed};

/// Where a page stands.
pub(crate) struct Place {
    title: String,
    frame: Frame,
    current: &'static str,
    crumbs: Vec<Link>,
    notices: Vec<Notice>,
}

/// Entries of the desk's navigation: key, Chinese, English, address.
const DESK: [(&str, &str, &str, &str); 7] = [
    ("desk", "工作台", "Desk", "/desk"),
    ("board", "工作要点", "Work plan", "/board"),
    ("matters", "事项", "Matters", "/matters"),
    ("start", "新建事项", "New matter", "/matters/new"),
    ("law", "法律", "Law", "/law"),
    ("calendar", "日历", "Calendar", "/calendar"),
    ("organisation", "单位和人员", "People", "/organisation"),
];
/// Entries for whoever is signed in and works for no unit: a lawyer, a citizen.
const OWN: [(&str, &str, &str, &str); 5] = [
    ("matters", "我的事项", "My matters", "/matters"),
    ("services", "办事", "Services", "/services"),
    ("board", "工作要点", "Work plan", "/board"),
    ("law", "法律", "Law", "/law"),
    ("calendar", "日历", "Calendar", "/calendar"),
];
/// Entries of the portal's navigation.
const PORTAL: [(&str, &str, &str, &str); 5] = [
    ("home", "首页", "Home", "/"),
    ("services", "办事", "Services", "/services"),
    ("track", "查进度", "Progress", "/track"),
    ("law", "查法律", "Law", "/law"),
    ("board", "工作要点", "Work plan", "/board"),
];
/// The public legal-service line of the whole country.
const HOTLINE: &str = "12348";

impl Place {
    /// A page of the desk with this title.
    pub(crate) fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), frame: Frame::Desk, current: "", crumbs: Vec::new(), notices: Vec::new() }
    }

    /// In another frame.
    pub(crate) fn framed(mut self, frame: Frame) -> Self {
        self.frame = frame;
        self
    }

    /// Under this entry of the navigation.
    pub(crate) fn at(mut self, key: &'static str) -> Self {
        self.current = key;
        self
    }

    /// With the way down to it.
    pub(crate) fn below(mut self, crumbs: Vec<Link>) -> Self {
        self.crumbs = crumbs;
        self
    }

    /// With a message on top.
    pub(crate) fn saying(mut self, notice: Option<Notice>) -> Self {
        self.notices.extend(notice);
        self
    }

    /// The layout, with the counts beside the navigation.
    pub(crate) async fn layout(self, site: &Site, visit: &Visit) -> Result<Layout, Problem> {
        let todo = match &visit.account {
            Some(account) => Some(site.bureau.todo_count(account).await?),
            None => None,
        };
        let mut layout = self.bare(site, visit);
        if let Some(desk) = layout.nav.iter_mut().find(|n| n.href == "/desk") {
            desk.count = todo;
        }
        let units = site.bureau.units().await?;
        if let Some(top) = units.first() {
            layout.bureau = top.title.text(visit.lang).to_owned();
        }
        if let (Some(signed), Some(account)) = (&mut layout.person, &visit.account) {
            let unit = account.actor.unit.as_ref().and_then(|u| units.iter().find(|x| x.path == *u));
            signed.unit = unit.map_or_else(|| account.post.text(visit.lang).to_owned(), |u| u.title.text(visit.lang).to_owned());
        }
        Ok(layout)
    }

    /// The layout without anything that the store would have to say.
    pub(super) fn bare(self, site: &Site, visit: &Visit) -> Layout {
        let lang = visit.lang;
        let portal = matches!(self.frame, Frame::Portal | Frame::Phone) || visit.account.is_none();
        let staff = visit.account.as_ref().is_some_and(|a| !a.actor.grants.is_empty());
        let entries: &[(&str, &str, &str, &str)] = match (portal, staff) {
            (true, _) => &PORTAL,
            (false, true) => &DESK,
            (false, false) => &OWN,
        };
        let nav = entries
            .iter()
            .map(|(key, zh, en, href)| NavItem {
                label: lang.pick(zh, en).to_owned(),
                href: (*href).to_owned(),
                count: None,
                current: *key == self.current,
            })
            .collect();
        let today = site.bureau.today();
        let with = |extra: &str| format!("{}{}{extra}", visit.path, if visit.path.contains('?') { '&' } else { '?' });
        let demo = site.bureau.clock.fixed().map(|date| DemoBanner {
            date,
            advance: (site.options.demo && visit.peer.is_loopback()).then(|| "/demo/advance".to_owned()),
            back: visit.path.clone(),
        });
        Layout {
            lang,
            elder: visit.elder,
            title: self.title,
            frame: self.frame,
            bureau: lang.pick("司法局", "Justice Bureau").to_owned(),
            today,
            demo,
            nav,
            crumbs: self.crumbs,
            person: visit.account.as_ref().map(|a| Signed {
                name: a.name.text(lang).to_owned(),
                unit: String::new(),
                sign_out: "/sign-out".to_owned(),
            }),
            switch_href: with(if lang == kernel::Lang::Zh { "lang=en" } else { "lang=zh" }),
            elder_href: with(if visit.elder { "elder=0" } else { "elder=1" }),
            hotline: HOTLINE.to_owned(),
            notices: self.notices,
            foot: [
                Link::new(lang.pick("法律与数字", "Law and figures"), "/law"),
                Link::new(lang.pick("工作日历", "Working calendar"), "/calendar"),
                Link::new(lang.pick("名录", "Registers"), "/registers"),
                Link::new(lang.pick("算期限", "Reckon a deadline"), "/deadline"),
                Link::new(lang.pick("个人信息", "Personal data"), "/privacy"),
            ]
            .into_iter()
            .chain(staff.then(|| Link::new(lang.pick("销毁清单", "Destruction list"), "/retention")))
            .chain(visit.account.is_none().then(|| Link::new(lang.pick("登录", "Sign in"), "/sign-in")))
            .collect(),
        }
    }
}
