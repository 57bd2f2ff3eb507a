//! What is filtered by: read from an address or a form, written back into an address, asked for on the page, named on chips.

use super::super::form::value;
use super::super::matter::Pairs;
use crate::server::{Site, Visit, encode};
use crate::view::{FieldKind, FieldView, Link, OptionView};
use app::ports::{Account, MatterFilter, Reach, identifier};
use app::{Fault, Scope};
use kernel::{Date, Id, OrgPath, official_number};
use procedure::model::Procedure;

/// Filters, as written in addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filters {
    /// A matter's number, or somebody's exact name or identifier; only a matter's number goes into an address.
    pub text: String,
    /// A procedure.
    pub procedure: String,
    /// A state, as `procedure.state`.
    pub state: String,
    /// `late` or `soon`.
    pub due: String,
    /// A unit, with everything below.
    pub unit: String,
    /// Empty for open ones, `closed`, `all`.
    pub phase: String,
    /// Only what is given to the reader.
    pub mine: bool,
    /// Newest first.
    pub newest: bool,
    /// Page, from 1.
    pub page: u32,
}

/// Working days ahead within which a matter counts as due soon.
const SOON: i64 = 5;
/// Pages beyond this are not asked for; nobody turns so many.
const LAST_PAGE: u32 = 100_000;

/// Whether a text is a matter's number rather than a person's name or number.
fn is_number(text: &str) -> bool {
    identifier(text).is_none()
        && text.chars().any(|c| c.is_numeric())
        && text.chars().any(|c| matches!(c, '〔' | '[' | '(' | '（' | '【' | '号'))
}

impl Filters {
    /// Reads them; what is unknown counts as not given.
    pub(super) fn read(pairs: &Pairs) -> Self {
        let of = |name| value(pairs, name).to_owned();
        let one_of = |name, known: &[&str]| known.iter().find(|k| **k == value(pairs, name)).map_or_else(String::new, |k| (*k).to_owned());
        let text = value(pairs, "q");
        Self {
            text: if is_number(text) { official_number(text) } else { text.split_whitespace().collect::<Vec<_>>().join(" ") },
            procedure: of("procedure"),
            state: of("state"),
            due: one_of("due", &["late", "soon"]),
            unit: of("unit"),
            phase: one_of("phase", &["closed", "all"]),
            mine: value(pairs, "mine") == "1",
            newest: value(pairs, "order") == "newest",
            page: value(pairs, "page").parse().unwrap_or(1).clamp(1, LAST_PAGE),
        }
    }

    /// Whether the text is somebody's name or identifier.
    pub(super) fn is_personal(&self) -> bool {
        !self.text.is_empty() && !is_number(&self.text)
    }

    /// Whether the newest stand first; what is bounded by its due day is ordered by it.
    pub(super) fn by_newest(&self) -> bool {
        self.newest && self.due.is_empty()
    }

    /// The same on another page.
    pub(super) fn at(&self, page: u64) -> Self {
        Self { page: u32::try_from(page).unwrap_or(LAST_PAGE), ..self.clone() }
    }

    /// Their address, without a name.
    pub(super) fn href(&self) -> String {
        let shown = if self.is_personal() { "" } else { self.text.as_str() };
        let page = if self.page > 1 { self.page.to_string() } else { String::new() };
        let given = [
            ("q", shown),
            ("procedure", &self.procedure),
            ("state", &self.state),
            ("due", &self.due),
            ("unit", &self.unit),
            ("phase", &self.phase),
            ("mine", if self.mine { "1" } else { "" }),
            ("order", if self.newest { "newest" } else { "" }),
            ("page", &page),
        ];
        let told: Vec<String> = given.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{k}={}", encode(v))).collect();
        if told.is_empty() { "/matters".to_owned() } else { format!("/matters?{}", told.join("&")) }
    }

    /// The store's filter. A search by number or name looks at closed matters too, unless it says otherwise.
    pub(super) fn of(&self, site: &Site, who: &Account, rows: u32) -> MatterFilter {
        let id = |text: &str| (!text.is_empty()).then(|| Id::from(text));
        let (in_procedure, state) = self.state.split_once('.').unwrap_or(("", ""));
        let today = site.bureau.today();
        let closed = match (self.phase.as_str(), self.due.is_empty(), self.text.is_empty()) {
            ("closed", true, _) => Some(true),
            ("all", true, _) | ("", true, false) => None,
            _ => Some(false),
        };
        MatterFilter {
            reach: Reach::default(),
            procedure: id(if self.procedure.is_empty() { in_procedure } else { &self.procedure }),
            state: id(state),
            closed,
            due_before: match self.due.as_str() {
                "late" => Some(today),
                "soon" => Some(ahead(site, today)),
                _ => None,
            },
            due_from: (self.due == "soon").then_some(today),
            text: (!self.text.is_empty()).then(|| self.text.clone()),
            identifier: None,
            holder: self.mine.then(|| who.actor.account.clone()),
            newest: self.newest,
            offset: (self.page - 1).saturating_mul(rows),
            limit: rows,
        }
    }

    /// The unit below which is looked, if one was chosen.
    pub(super) fn under(&self) -> Option<OrgPath> {
        (!self.unit.is_empty()).then(|| OrgPath::new(&self.unit))
    }

    /// The questions on the page. Whoever works for the bureau is offered the lines of work and the units that lie open to them.
    pub(super) async fn questions(&self, site: &Site, visit: &Visit, who: &Account) -> Result<Vec<FieldView>, Fault> {
        let lang = visit.lang;
        let mut text = FieldView::new(
            "q",
            visit.t("案号、完整姓名、证件号码或电话", "Number, full name, identity number or telephone"),
            FieldKind::Line,
        );
        text.value.clone_from(&self.text);
        let scope = Scope::of(&site.bureau.library, who, site.bureau.today());
        let open = |p: &&Procedure| !matches!(&scope, Scope::Over(reach) if reach.of(&p.id).is_empty());
        let procedures: Vec<&Procedure> = site.bureau.library.procedures().filter(open).collect();
        let named = procedures.iter().map(|p| (p.id.to_string(), p.title.text(lang).to_owned()));
        let mut out = vec![
            text,
            select(visit, "procedure", ("事项种类", "Kind"), named.collect(), &self.procedure),
            select(visit, "state", ("环节", "State"), self.states(visit, procedures.into_iter()), &self.state),
            select(visit, "due", ("期限", "Deadline"), dues(visit), &self.due),
        ];
        let units = units(site, visit, &scope).await?;
        if units.len() > 1 {
            out.push(select(visit, "unit", ("单位", "Unit"), units, &self.unit));
        }
        let mut phase = select(visit, "phase", ("在办或者办结", "Open or closed"), phases(visit), &self.phase);
        if let Some(first) = phase.options.first_mut() {
            visit.t("在办", "Open").clone_into(&mut first.label);
        }
        out.push(phase);
        for (name, given) in [("mine", self.mine.then_some("1")), ("order", self.newest.then_some("newest"))] {
            if let Some(given) = given {
                let mut hidden = FieldView::new(name, "", FieldKind::Hidden);
                given.clone_into(&mut hidden.value);
                out.push(hidden);
            }
        }
        Ok(out)
    }

    /// States of the main runs: of the procedure chosen, else of all, with their procedure's name.
    fn states<'a>(&self, visit: &Visit, known: impl Iterator<Item = &'a Procedure>) -> Vec<(String, String)> {
        let lang = visit.lang;
        let chosen = known.filter(|p| self.procedure.is_empty() || p.id == *self.procedure.as_str());
        let mut out = Vec::new();
        for procedure in chosen {
            let mut states: Vec<_> = procedure.states.values().filter(|s| s.track.is_none()).collect();
            states.sort_by_key(|s| s.place.offset);
            let of = if self.procedure.is_empty() { format!("{} · ", procedure.title.text(lang)) } else { String::new() };
            out.extend(states.into_iter().map(|s| (format!("{}.{}", procedure.id, s.id), format!("{of}{}", s.title.text(lang)))));
        }
        out
    }

    /// Filters in force, each with the address without it.
    pub(super) async fn chips(&self, site: &Site, visit: &Visit) -> Result<Vec<Link>, Fault> {
        let mut out = Vec::new();
        let first = Self { page: 1, ..self.clone() };
        let mut chip = |label: String, without: Self| out.push(Link::new(label, without.href()));
        let found = |all: Vec<(String, String)>, value: &str| {
            all.into_iter().find(|(v, _)| v == value).map_or_else(|| value.to_owned(), |(_, label)| label)
        };
        if !self.text.is_empty() {
            chip(format!("“{}”", self.text), Self { text: String::new(), ..first.clone() });
        }
        if !self.procedure.is_empty() {
            let title = site.bureau.library.procedure(&Id::from(self.procedure.as_str())).map(|p| p.title.text(visit.lang).to_owned());
            chip(title.unwrap_or_else(|| self.procedure.clone()), Self { procedure: String::new(), ..first.clone() });
        }
        if !self.state.is_empty() {
            chip(found(self.states(visit, site.bureau.library.procedures()), &self.state), Self { state: String::new(), ..first.clone() });
        }
        if !self.due.is_empty() {
            chip(found(dues(visit), &self.due), Self { due: String::new(), ..first.clone() });
        }
        if !self.unit.is_empty() {
            let units = site.bureau.units().await?;
            let title = units.iter().find(|u| u.path.as_str() == self.unit).map(|u| u.title.text(visit.lang).to_owned());
            chip(title.unwrap_or_else(|| self.unit.clone()), Self { unit: String::new(), ..first.clone() });
        }
        if !self.phase.is_empty() {
            chip(found(phases(visit), &self.phase), Self { phase: String::new(), ..first.clone() });
        }
        if self.mine {
            chip(visit.t("交给我的", "Given to me").to_owned(), Self { mine: false, ..first.clone() });
        }
        Ok(out)
    }
}

fn dues(visit: &Visit) -> Vec<(String, String)> {
    let due = |value: &str, zh, en| (value.to_owned(), visit.t(zh, en).to_owned());
    vec![due("late", "超期", "Overdue"), due("soon", "五个工作日内到期", "Due within 5 working days")]
}

fn phases(visit: &Visit) -> Vec<(String, String)> {
    let phase = |value: &str, zh, en| (value.to_owned(), visit.t(zh, en).to_owned());
    vec![phase("closed", "已办结", "Closed"), phase("all", "在办和办结", "Open and closed")]
}

fn select(visit: &Visit, name: &str, (zh, en): (&str, &str), options: Vec<(String, String)>, chosen: &str) -> FieldView {
    let mut field = FieldView::new(name, visit.t(zh, en), FieldKind::Select);
    field.options.push(OptionView::new("", visit.t("全部", "All")));
    field.options.extend(options.into_iter().map(|(value, label)| OptionView { chosen: value == chosen, ..OptionView::new(value, label) }));
    field
}

/// Units with matters of their own or below them, as far as the reader sees them.
async fn units(site: &Site, visit: &Visit, scope: &Scope) -> Result<Vec<(String, String)>, Fault> {
    let Scope::Over(reach) = scope else { return Ok(Vec::new()) };
    let all = site.bureau.units().await?;
    let holds = |path: &OrgPath| all.iter().any(|u| u.handles && path.covers(&u.path));
    let seen = all.iter().filter(|u| holds(&u.path) && reach.touches(&u.path));
    Ok(seen.map(|u| (u.path.to_string(), u.title.text(visit.lang).to_owned())).collect())
}

/// The day after so many working days.
fn ahead(site: &Site, today: Date) -> Date {
    let calendar = site.bureau.library.calendar();
    let mut day = today;
    while calendar.workdays_between(today, day) <= SOON {
        match day.tomorrow() {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Filters {
        Filters::read(&pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn a_name_never_stands_in_an_address_and_a_number_always_does() {
        for personal in ["高秀兰", "11010119900307001X", "138 0000 1234", "（0473）201-2348", "91150302MA0Q8X5K3T"] {
            assert_eq!(read(&[("q", personal), ("due", "late")]).href(), "/matters?due=late", "{personal}");
        }
        let typed = read(&[("q", "乌海勃湾援[2026] 12 号")]);
        assert_eq!(typed.text, "乌海勃湾援〔2026〕12号");
        assert!(typed.href().starts_with("/matters?q=%E4%B9%8C"));
    }

    #[test]
    fn what_is_unknown_counts_as_not_given() {
        assert_eq!(read(&[("due", "never"), ("phase", "x"), ("page", "-3"), ("other", "1")]), Filters { page: 1, ..Filters::default() });
        assert_eq!(read(&[("page", "9999999999999")]).page, 1);
    }
}
