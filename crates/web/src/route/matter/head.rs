//! The identity of a matter, on top of each of its pages.

use super::names::Names;
use super::papers::copies;
use crate::server::words::{due, light};
use crate::server::{Problem, Site, Visit};
use crate::view::{Light, MatterHead, NavItem, Status};
use app::{CaseFile, Fault, Sight, facts_of};
use engine::Matter;
use kernel::{Date, Id, Lang};

/// A matter as one request looks at it.
pub(crate) struct Look<'a> {
    /// The site.
    pub site: &'a Site,
    /// The request.
    pub visit: &'a Visit,
    /// The matter.
    pub file: &'a CaseFile<'a>,
}

/// Opens the matter of an address. What is no id, unknown, or somebody else's answers alike.
pub(crate) async fn open<'s>(site: &'s Site, visit: &Visit, id: &str, sight: Sight) -> Result<CaseFile<'s>, Problem> {
    let id = id.parse().map_err(|_| Problem(Fault::NotFound))?;
    Ok(site.bureau.case_file(visit.who()?, id, sight).await?)
}

impl<'a> Look<'a> {
    /// Chooses the text in the language of the page.
    pub(crate) fn t(&self, zh: &str, en: &str) -> String {
        self.visit.t(zh, en).to_owned()
    }

    /// Whether the reader holds a role of ours over the matter today.
    pub(crate) fn holds(&self, role: &kernel::Id) -> bool {
        let actor = self.visit.account.as_ref().map(|a| &a.actor);
        actor.is_some_and(|a| a.holds(role, &self.matter().unit, self.today()))
    }

    /// The names of the procedure's things.
    pub(crate) fn names(&self) -> Names<'a> {
        Names { frame: self.file.frame, lang: self.visit.lang }
    }

    /// The matter.
    pub(crate) fn matter(&self) -> &'a Matter {
        &self.file.matter
    }

    /// The matter's address.
    pub(crate) fn href(&self) -> String {
        format!("/matters/{}", self.matter().id)
    }

    /// The business day.
    pub(crate) fn today(&self) -> Date {
        self.site.bureau.today()
    }

    /// A day as pages write it.
    pub(crate) fn day(&self, date: Date) -> String {
        crate::server::words::day(self.site, self.visit, date)
    }

    /// The number, or that there is none yet.
    pub(crate) fn number(&self) -> String {
        self.matter().number.clone().unwrap_or_else(|| self.t("未编号", "Not numbered"))
    }

    /// An account's name.
    pub(crate) fn person(&self, account: &Id) -> String {
        self.file.people.get(account).map_or_else(|| account.to_string(), |n| n.text(self.visit.lang).to_owned())
    }

    /// The name of the party whose matter it is; where it was destroyed by law, that it was.
    pub(crate) fn party(&self) -> String {
        match facts_of(&self.file.frame, self.matter()).party.map(|value| self.file.known.value(value)) {
            Some(Some(name)) => name.to_owned(),
            Some(None) => self.t("（姓名已依法销毁）", "(name destroyed by law)"),
            None => self.t("（未登记当事人）", "(no party entered)"),
        }
    }

    /// The strip on top. `current` is the tab of this page.
    pub(crate) fn head(&self, current: &str) -> MatterHead {
        let (file, matter, names) = (self.file, self.matter(), self.names());
        let facts = facts_of(&file.frame, matter);
        let pressing = matter.clocks.iter().filter(|i| i.running()).find(|i| Some(&i.clock) == facts.due_clock.as_ref());
        let state = pressing.map_or(engine::Light::Unset, |i| engine::light(&file.frame, i, self.today()));
        let shape = match (facts.closed, light(state)) {
            (true, _) => Light::Done,
            (_, shape @ (Light::Late | Light::Warn | Light::Pause)) => shape,
            _ => Light::Live,
        };
        let kind = facts.kind.as_ref().map(|k| format!(" · {}", names.value(k))).unwrap_or_default();
        let version = match self.visit.lang {
            Lang::Zh => format!("程序版本{}", file.procedure.version),
            Lang::En => format!("procedure version {}", file.procedure.version),
        };
        let cell = pressing.and_then(|i| {
            let title = names.text(&file.procedure.clock(i.clock.as_str())?.title).to_owned();
            Some((title, due(self.site, self.visit, matter.id, Some(&i.clock), facts.due_on, state)?))
        });
        MatterHead {
            number: self.number(),
            procedure: format!("{}{kind} · {version}", names.text(&file.procedure.title)),
            title: self.party(),
            status: Status::new(shape, self.standing()),
            handler: self.handler(),
            due: cell.filter(|_| !facts.closed),
            tabs: self.tabs(current, facts.due_clock.as_ref()),
        }
    }

    /// The state; under an overlay, what lies over it.
    fn standing(&self) -> String {
        let (matter, names) = (self.matter(), self.names());
        match (&matter.overlay, &matter.main) {
            (Some(overlay), Some(main)) => {
                format!("{}{}{}{}", names.state(overlay), self.visit.t("（", " ("), names.state(main), self.visit.t("）", ")"))
            }
            (_, Some(main)) => names.state(main),
            _ => self.t("待签批后成立", "Awaiting signature"),
        }
    }

    fn handler(&self) -> String {
        let mut people: Vec<String> = self.matter().handlers.values().flatten().map(|a| self.person(a)).collect();
        people.dedup();
        let unit = self.file.unit.as_ref().map(|u| u.title.text(self.visit.lang).to_owned()).unwrap_or_default();
        if people.is_empty() { unit } else { format!("{} · {unit}", people.join(self.visit.t("、", ", "))) }
    }

    fn tabs(&self, current: &str, pressing: Option<&Id>) -> Vec<NavItem> {
        let (href, matter) = (self.href(), self.matter());
        let tab = |key: &str, zh: &str, en: &str, href: String, count: usize| NavItem {
            label: self.t(zh, en),
            href,
            count: (count > 0).then_some(count as u64),
            current: key == current,
        };
        let clock = pressing.or(matter.clocks.last().map(|i| &i.clock));
        let clocks = clock.map_or_else(|| format!("{href}#clocks"), |c| format!("{href}/clocks/{c}"));
        vec![
            tab("matter", "概况", "Overview", href.clone(), 0),
            tab("timeline", "时间线", "Timeline", format!("{href}#timeline"), matter.timeline.len()),
            tab("clocks", "期限", "Deadlines", clocks, matter.clocks.len()),
            tab("papers", "文书", "Papers", format!("{href}#papers"), copies(self).len()),
            tab("parties", "当事人", "Parties", format!("{href}#parties"), matter.parties.len()),
        ]
    }
}
