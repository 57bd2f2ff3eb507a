//! A citizen's application: one topic a page. What was typed is kept on the server under a token that the browser holds.

use super::form::{Asking, Registers, typed, value};
use super::guide::{name, service};
use crate::server::{DRAFT, Page, Place, Problem, RECEIPT, Routes, Rule, Site, Visit, again, cookie, page, see};
use crate::view::chart::{Segments, segments};
use crate::view::{ApplyPage, FieldGroup, FieldKind, FieldView, FormView, Frame, Layout, Light, Link, Markup, OptionView};
use app::{Fault, FieldFault, Typed};
use axum::extract::{Form, Path, Query, State};
use axum::routing::{get, post};
use kernel::{Id, Lang, OrgPath, Title};
use procedure::model::{Action, Procedure, Section};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::default()
        .add("/apply/{procedure}", Rule::Public, get(where_to).post(begin))
        .add("/apply/{procedure}/{step}", Rule::Public, get(show).post(save))
        .add("/apply/{procedure}/discard", Rule::Public, post(discard))
}

/// Key under which a draft holds the unit applied to; no field of a procedure has a hyphen in its name.
const AGENCY: &str = "at-unit";

/// Whether to come back to the check page afterwards.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Back {
    back: String,
}

/// An application under way.
pub(super) struct Draft<'a> {
    pub procedure: &'a Procedure,
    pub action: &'a Action,
    pub token: String,
    pub typed: Typed,
}

impl<'a> Draft<'a> {
    /// The draft that this browser holds for this service, if there is one.
    pub(super) async fn open(site: &'a Site, visit: &Visit, service_id: &str) -> Result<Option<Self>, Problem> {
        let (procedure, action) = service(site, service_id)?;
        let Some(token) = visit.draft.clone() else { return Ok(None) };
        let found = site.bureau.draft(&token).await?.filter(|(p, a, _)| *p == procedure.id && *a == action.id);
        Ok(found.map(|(_, _, typed)| Self { procedure, action, token, typed }))
    }

    pub(super) async fn keep(&self, site: &Site) -> Result<(), Problem> {
        Ok(site.bureau.keep_draft(&self.token, &self.procedure.id, &self.action.id, &self.typed).await?)
    }

    /// The unit applied to.
    pub(super) fn unit(&self) -> Option<OrgPath> {
        self.typed.get(AGENCY).and_then(|all| all.first()).map(|path| OrgPath::new(path))
    }

    /// The topics asked, each with its number among all topics, which is its address.
    pub(super) fn topics(&self, site: &Site) -> Vec<(usize, &'a Section)> {
        let asked = site.bureau.asked(self.procedure, self.action, &self.typed);
        let all = self.action.forms.iter().filter_map(|f| self.procedure.form(f)).flat_map(|f| &f.sections);
        (1..).zip(all).filter(|(_, s)| asked.iter().any(|a| std::ptr::eq(*a, *s))).collect()
    }

    pub(super) fn href(&self, step: impl std::fmt::Display) -> String {
        format!("/apply/{}/{step}", self.procedure.id)
    }

    /// The questions of a topic with what is wrong; what earlier topics have ruled out is not among them.
    pub(super) fn group(&self, site: &Site, visit: &Visit, section: &Section, faults: &[FieldFault]) -> FieldGroup {
        let (frame, registers) = (site.bureau.library.frame(self.procedure), Registers::new());
        let asking =
            Asking { frame, action: self.action, matter: None, typed: &self.typed, faults, registers: &registers, lang: visit.lang };
        let asked = site.bureau.questions(self.procedure, self.action, section, &self.typed);
        let mut group = asking.group(section);
        group.fields.retain(|f| asked.iter().any(|a| a.id == *f.name.as_str()));
        FieldGroup { title: String::new(), lead: None, ..group }
    }
}

/// Step and steps as the head of each page shows them.
pub(super) fn progress(visit: &Visit, step: usize, of: usize) -> ((u32, u32), Markup) {
    let label = if visit.lang == Lang::Zh { format!("第{step}步，共{of}步") } else { format!("Step {step} of {of}") };
    let drawn =
        Segments { total: of, done: step - 1, partial: 1, missed: 0, now: Some(step - 1), light: Light::Ok, width: 150.0, label: &label };
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    ((count(step), count(of)), segments(&drawn))
}

/// The frame of a page of the application: no navigation that leads away.
pub(super) async fn layout(site: &Site, visit: &Visit, topic: &str, service: &str) -> Result<Layout, Problem> {
    let mut layout = Place::new(format!("{topic} – {service}")).framed(Frame::Portal).layout(site, visit).await?;
    layout.nav.clear();
    Ok(layout)
}

async fn where_to(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Page {
    let (procedure, action) = service(&site, &id)?;
    let chosen = Draft::open(&site, &visit, &id).await?.and_then(|d| d.unit());
    page(&where_page(&site, &visit, (procedure, action), chosen.as_ref(), None).await?)
}

/// Begins the application, or changes where it goes to.
async fn begin(State(site): State<Site>, visit: Visit, Path(id): Path<String>, Form(pairs): Form<Vec<(String, String)>>) -> Page {
    let (procedure, action) = service(&site, &id)?;
    let given = OrgPath::new(value(&pairs, AGENCY));
    if !site.bureau.units().await?.iter().any(|u| u.path == given && app::may_handle(procedure, action, u)) {
        let fault = Fault::Fields(vec![FieldFault {
            field: Id::from(AGENCY),
            message: Title::new("请选择向哪里申请。", "Choose where to apply."),
        }]);
        return again(&where_page(&site, &visit, (procedure, action), None, Some(&fault)).await?, &fault);
    }
    let begun = Draft::open(&site, &visit, &id).await?;
    let mut draft = match begun {
        Some(draft) => draft,
        None => Draft { procedure, action, token: site.bureau.token().0, typed: Typed::new() },
    };
    draft.typed.insert(Id::from(AGENCY), vec![given.as_str().to_owned()]);
    draft.keep(&site).await?;
    let first = draft.topics(&site).first().map_or_else(|| draft.href("check"), |(n, _)| draft.href(n));
    Ok(cookie(cookie(see(&first), DRAFT, &draft.token), RECEIPT, ""))
}

async fn where_page(
    site: &Site,
    visit: &Visit,
    (procedure, action): (&Procedure, &Action),
    chosen: Option<&OrgPath>,
    fault: Option<&Fault>,
) -> Result<ApplyPage, Problem> {
    let mut unit = FieldView::new(AGENCY, visit.t("办理机构", "Agency"), FieldKind::Radios);
    unit.required = true;
    unit.hint = Some(
        visit
            .t(
                "一般选您住的区，或者事情发生、案件办理的区。拿不准请打 12348。",
                "Usually the district where you live, or where the matter arose. Call 12348 if you are not sure.",
            )
            .to_owned(),
    );
    let units = site.bureau.units().await?;
    let handling = units.iter().filter(|u| app::may_handle(procedure, action, u));
    unit.options = handling
        .map(|u| OptionView { chosen: chosen == Some(&u.path), ..OptionView::new(u.path.as_str(), u.title.text(visit.lang)) })
        .collect();
    if let Some(Fault::Fields(faults)) = fault {
        unit.error = faults.first().map(|f| f.message.text(visit.lang).to_owned());
    }
    let all = action
        .forms
        .iter()
        .filter_map(|f| procedure.form(f))
        .map(|f| f.sections.iter().filter(|s| s.only.is_empty()).count())
        .sum::<usize>();
    let (step, progress) = progress(visit, 1, all + 2);
    let (service, topic) = (name(visit, procedure, action), visit.t("向哪里申请", "Where to apply").to_owned());
    Ok(ApplyPage {
        layout: layout(site, visit, &topic, &service).await?,
        form: form(site, visit, format!("/apply/{}", procedure.id), FieldGroup { fields: vec![unit], ..FieldGroup::default() }),
        service,
        topic,
        step,
        progress,
        back: format!("/services/{}", procedure.id),
        leave: None,
        discard: None,
    })
}

fn form(site: &Site, visit: &Visit, action: String, group: FieldGroup) -> FormView {
    FormView {
        action,
        operation: site.bureau.new_operation().to_string(),
        groups: vec![group],
        general: Vec::new(),
        submit: visit.t("保存并继续", "Save and continue").to_owned(),
        consequences: Vec::new(),
        grave: false,
        cancel: None,
    }
}

async fn show(State(site): State<Site>, visit: Visit, Path((id, step)): Path<(String, usize)>, Query(back): Query<Back>) -> Page {
    let Some(draft) = Draft::open(&site, &visit, &id).await? else { return Ok(see(&format!("/apply/{id}"))) };
    match topic(&site, &visit, &draft, step, &back, &[]).await? {
        Some(shown) => page(&shown),
        None => Ok(see(&next(&site, &draft, step))),
    }
}

async fn save(
    State(site): State<Site>,
    visit: Visit,
    Path((id, step)): Path<(String, usize)>,
    Query(back): Query<Back>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Page {
    let Some(mut draft) = Draft::open(&site, &visit, &id).await? else { return Ok(see(&format!("/apply/{id}"))) };
    let topics = draft.topics(&site);
    let Some((_, section)) = topics.iter().find(|(n, _)| *n == step) else { return Ok(see(&next(&site, &draft, step))) };
    let given = typed(draft.procedure, draft.action, &pairs);
    for field in &section.fields {
        match given.get(&field.id) {
            Some(texts) => draft.typed.insert(field.id.clone(), texts.clone()),
            None => draft.typed.remove(&field.id),
        };
    }
    // Kept before it is checked: what is wrong is shown again, and nothing typed is lost.
    draft.keep(&site).await?;
    match site.bureau.check_topic(draft.procedure, draft.action, section, &draft.typed).await {
        Ok(()) if back.back == "check" => Ok(see(&draft.href("check"))),
        Ok(()) => Ok(see(&next(&site, &draft, step))),
        Err(fault) => {
            let Fault::Fields(faults) = &fault else { return Err(fault.into()) };
            match topic(&site, &visit, &draft, step, &back, faults).await? {
                Some(shown) => again(&shown, &fault),
                None => Ok(see(&next(&site, &draft, step))),
            }
        }
    }
}

/// The page after this step: the next topic that is asked, or the check.
fn next(site: &Site, draft: &Draft<'_>, step: usize) -> String {
    draft.topics(site).iter().find(|(n, _)| *n > step).map_or_else(|| draft.href("check"), |(n, _)| draft.href(n))
}

async fn topic(
    site: &Site,
    visit: &Visit,
    draft: &Draft<'_>,
    step: usize,
    back: &Back,
    faults: &[FieldFault],
) -> Result<Option<ApplyPage>, Problem> {
    let topics = draft.topics(site);
    let Some(place) = topics.iter().position(|(n, _)| *n == step) else { return Ok(None) };
    let (_, section) = topics[place];
    let (shown, progress) = progress(visit, place + 2, topics.len() + 2);
    let title = if section.title.zh.is_empty() { &draft.action.title } else { &section.title };
    let (service, topic) = (name(visit, draft.procedure, draft.action), title.text(visit.lang).to_owned());
    let returning = back.back == "check";
    let before = match place.checked_sub(1) {
        _ if returning => draft.href("check"),
        Some(before) => draft.href(topics[before].0),
        None => format!("/apply/{}", draft.procedure.id),
    };
    let action = if returning { format!("{}?back=check", draft.href(step)) } else { draft.href(step) };
    Ok(Some(ApplyPage {
        layout: layout(site, visit, &topic, &service).await?,
        form: form(site, visit, action, draft.group(site, visit, section, faults)),
        service,
        topic,
        step: shown,
        progress,
        back: before,
        leave: Some(Link::new(visit.t("先存着，回首页", "Keep it and go to the first page"), "/")),
        discard: Some(draft.href("discard")),
    }))
}

/// Throws the draft away: the next person at this computer finds nothing.
async fn discard(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Page {
    service(&site, &id)?;
    if let Some(token) = &visit.draft {
        site.bureau.forget_draft(token).await?;
    }
    Ok(cookie(see(&format!("/services/{id}")), DRAFT, ""))
}
