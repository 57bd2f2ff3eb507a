//! Changing who leads a task, what carries it, when it is due, and that it is done. Somebody else's change in between is shown
//! beside one's own, never overwritten unseen.

use super::form::{operation, value};
use super::point::{place, quantities};
use crate::server::{Page, Place, Problem, Routes, Rule, Site, Visit, again, page, see};
use crate::view::{FieldGroup, FieldKind, FieldView, FormView, Light, Link, Notice, OptionView, TaskPage};
use app::ports::{Account, StoreError};
use app::{Fault, FieldFault, PointDetail, TaskEdit, TaskRow};
use axum::extract::{Form, Path, State};
use axum::routing::get;
use kernel::{Date, Id, Title, parse_date, sm3};

pub(super) fn routes() -> Routes {
    Routes::default().add("/board/{number}/tasks/{key}", Rule::Staff, get(show).post(save))
}

/// What the point says once a task was saved.
pub(super) fn saved(visit: &Visit) -> Notice {
    Notice {
        light: Light::Ok,
        title: visit.t("已保存", "Saved").to_owned(),
        text: visit.t("任务分工已更新，要点一览随之更新。", "The task was changed, and the board with it.").to_owned(),
        link: None,
    }
}

/// A task with the point it stands in, for an account that keeps the plan.
struct Opened {
    detail: PointDetail,
    place: usize,
}

impl Opened {
    async fn find(site: &Site, who: &Account, number: u32, key: &str) -> Result<Self, Problem> {
        if !site.bureau.keeps_plan(who).await? {
            return Err(Fault::NotFound.into());
        }
        let detail = site.bureau.point(site.bureau.plan_year().await?, number).await?;
        let place = detail.tasks.iter().position(|t| t.task.key == key).ok_or(Fault::NotFound)?;
        Ok(Self { detail, place })
    }

    fn task(&self) -> &TaskRow {
        &self.detail.tasks[self.place]
    }
}

/// What was typed, as typed.
#[derive(Clone, Debug, Default, PartialEq)]
struct Typed {
    lead: String,
    procedure: String,
    due: String,
    done_on: String,
    evidence: String,
}

impl Typed {
    fn of(edit: &TaskEdit) -> Self {
        let day = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
        Self {
            lead: edit.lead.clone(),
            procedure: edit.procedure.as_ref().map(ToString::to_string).unwrap_or_default(),
            due: day(edit.due),
            done_on: day(edit.done_on),
            evidence: edit.evidence.clone(),
        }
    }

    fn read(pairs: &[(String, String)]) -> Self {
        let of = |name| value(pairs, name).to_owned();
        Self { lead: of("lead"), procedure: of("procedure"), due: of("due"), done_on: of("done_on"), evidence: of("evidence") }
    }

    /// What it means; each date that is none is named.
    fn edit(&self, site: &Site, who: &Account) -> Result<TaskEdit, Fault> {
        let mut faults = Vec::new();
        let mut day = |field: &str, text: &str| {
            let read = parse_date(text);
            if read.is_none() && !text.is_empty() {
                let message = Title::new(
                    format!("“{text}”不是日期，请写成 2026-12-31 或者 2026年12月31日。"),
                    format!("“{text}” is not a date; write it as 2026-12-31."),
                );
                faults.push(FieldFault { field: Id::from(field), message });
            }
            read
        };
        let (due, done_on) = (day("due", &self.due), day("done_on", &self.done_on));
        let procedure = (!self.procedure.is_empty()).then(|| Id::from(self.procedure.as_str()));
        if procedure.as_ref().is_some_and(|p| site.bureau.library.procedure(p).is_none()) {
            faults.push(FieldFault {
                field: Id::from("procedure"),
                message: Title::new("没有这个程序，请从列表中选择。", "There is no such procedure; choose one from the list."),
            });
        }
        if !faults.is_empty() {
            return Err(Fault::Fields(faults));
        }
        let done_by = done_on.map(|_| who.actor.account.clone());
        Ok(TaskEdit { lead: self.lead.clone(), procedure, due, done_on, evidence: self.evidence.clone(), done_by })
    }
}

async fn show(State(site): State<Site>, visit: Visit, Path((number, key)): Path<(u32, String)>) -> Page {
    let opened = Opened::find(&site, visit.who()?, number, &key).await?;
    let typed = Typed::of(&opened.task().edit);
    form_page(&site, &visit, &opened, &typed, None).await
}

async fn save(
    State(site): State<Site>,
    visit: Visit,
    Path((number, key)): Path<(u32, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Page {
    let who = visit.who()?;
    operation(&pairs)?;
    let opened = Opened::find(&site, who, number, &key).await?;
    let typed = Typed::read(&pairs);
    let given: u64 = value(&pairs, "revision").parse().unwrap_or(0);
    // Another task of the plan saved in between is no conflict: what counts is whether this one is as it was shown.
    let unchanged = seen(&opened.task().edit) == value(&pairs, "seen");
    let revision = if unchanged { opened.detail.revision } else { given };
    let result = match typed.edit(&site, who) {
        // The second press of the same button: it is saved already.
        Ok(edit) if edit == opened.task().edit => Ok(()),
        Ok(edit) => site.bureau.edit_task(who, opened.detail.year, &key, edit, revision).await,
        Err(fault) => Err(fault),
    };
    match result {
        Ok(()) => Ok(see(&format!("/board/{number}?done=task"))),
        Err(fault @ (Fault::Fields(_) | Fault::Store(StoreError::Conflict { .. }))) => {
            form_page(&site, &visit, &opened, &typed, Some(&fault)).await
        }
        Err(fault) => Err(fault.into()),
    }
}

/// A mark of the edit that the form was shown with.
fn seen(edit: &TaskEdit) -> String {
    sm3(&[format!("{edit:?}").as_bytes()]).to_string()
}

async fn form_page(site: &Site, visit: &Visit, opened: &Opened, typed: &Typed, fault: Option<&Fault>) -> Page {
    let (detail, task) = (&opened.detail, opened.task());
    let number = format!("{}.{}", detail.point.number, opened.place + 1);
    let back = format!("/board/{}", detail.point.number);
    let point =
        if visit.lang == kernel::Lang::Zh { format!("第{}点", detail.point.number) } else { format!("Point {}", detail.point.number) };
    let layout = Place::new(format!("{}{number}", visit.t("修改任务分工 ", "Change task ")))
        .at("board")
        .below(vec![
            Link::new(visit.t("工作要点", "Work plan"), "/board"),
            Link::new(point.clone(), back.clone()),
            Link::new(number.clone(), ""),
        ])
        .layout(site, visit)
        .await?;
    let shown = TaskPage {
        layout,
        number,
        text: task.task.text.clone(),
        place: place(visit, detail),
        quantities: quantities(visit, task),
        proposal: task.proposal.reason.text(visit.lang).to_owned(),
        form: form(site, visit, opened, typed, fault).await?,
        point: Link::new(format!("{}{point}", visit.t("回", "Back to ")), back),
    };
    match fault {
        Some(fault) => again(&shown, fault),
        None => page(&shown),
    }
}

async fn form(site: &Site, visit: &Visit, opened: &Opened, typed: &Typed, fault: Option<&Fault>) -> Result<FormView, Problem> {
    let task = opened.task();
    let theirs = Typed::of(&task.edit);
    let conflict = matches!(fault, Some(Fault::Store(_)));
    let faults: &[FieldFault] = if let Some(Fault::Fields(faults)) = fault { faults } else { &[] };
    let field = |name: &str, label: (&str, &str), kind: FieldKind, own: &str, other: &str| {
        let mut field = FieldView::new(name, visit.t(label.0, label.1), kind);
        own.clone_into(&mut field.value);
        field.error = faults.iter().find(|f| f.field == name).map(|f| f.message.text(visit.lang).to_owned());
        if conflict && own != other {
            let other = if other.is_empty() { visit.t("（空）", "(empty)") } else { other };
            field.error = Some(format!("{}{other}", visit.t("别人刚刚改成：", "Somebody has just made it: ")));
        }
        field
    };
    let example = visit.t("例如 2026-12-31；不填就是全年", "For example 2026-12-31; left empty it is the whole year.").to_owned();
    let mut lead = field("lead", ("牵头单位", "Lead unit"), FieldKind::Select, &typed.lead, &theirs.lead);
    lead.options = leads(site, visit, task, &typed.lead).await?;
    let mut carrier = field("procedure", ("由什么程序承载", "Carried by"), FieldKind::Select, &typed.procedure, &theirs.procedure);
    carrier.options = carriers(site, visit, task, &typed.procedure);
    let mut due = field("due", ("期限", "Due"), FieldKind::Date, &typed.due, &theirs.due);
    due.hint = Some(example);
    let done_on = field("done_on", ("完成日期", "Done on"), FieldKind::Date, &typed.done_on, &theirs.done_on);
    let mut evidence = field("evidence", ("完成依据", "What shows it"), FieldKind::Area, &typed.evidence, &theirs.evidence);
    evidence.hint = Some(visit.t("文号、照片、报表的名称和存放处", "A paper’s number, a photo, a report, and where it lies.").to_owned());
    let hidden = |name: &str, value: String| FieldView { value, ..FieldView::new(name, "", FieldKind::Hidden) };
    let group = |title: (&str, &str), fields| FieldGroup { title: visit.t(title.0, title.1).to_owned(), fields, ..FieldGroup::default() };
    let kept = vec![hidden("revision", opened.detail.revision.to_string()), hidden("seen", seen(&task.edit))];
    let general = if conflict {
        vec![
            visit
                .t(
                    "您打开之后，别人已经改过这项任务。下面标出了两边不同的地方；再按一次“保存”，就以您填的为准。",
                    "Somebody changed this task after you opened it. What differs is marked below; pressing “Save” again keeps yours.",
                )
                .to_owned(),
        ]
    } else {
        Vec::new()
    };
    Ok(FormView {
        action: format!("/board/{}/tasks/{}", opened.detail.point.number, task.task.key),
        operation: site.bureau.new_operation().to_string(),
        groups: vec![
            group(("分工", "Assignment"), vec![lead, carrier, due]),
            group(("完成", "Done"), vec![done_on, evidence].into_iter().chain(kept).collect()),
        ],
        general,
        submit: visit.t("保存任务分工", "Save the task").to_owned(),
        consequences: Vec::new(),
        grave: false,
        cancel: Some(Link::new(visit.t("不改了，回要点", "Leave it, back to the point"), format!("/board/{}", opened.detail.point.number))),
    })
}

/// The units that may lead, the proposed one by default.
async fn leads(site: &Site, visit: &Visit, task: &TaskRow, chosen: &str) -> Result<Vec<OptionView>, Problem> {
    let proposed = task.proposal.lead_unit.as_deref().unwrap_or(visit.t("尚无", "none"));
    let default = OptionView::new("", format!("{}{proposed}{}", visit.t("按建议（", "As proposed ("), visit.t("）", ")")));
    let units = site.bureau.units().await?;
    let known = units.iter().filter(|u| u.kind != "judicial_office").map(|u| (u.title.zh.as_str(), u.title.text(visit.lang)));
    // A name that was typed once stays choosable, though the unit is gone.
    let gone = (!chosen.is_empty() && !units.iter().any(|u| u.title.zh == chosen)).then_some((chosen, chosen));
    let options = known.chain(gone).map(|(value, label)| OptionView { chosen: value == chosen, ..OptionView::new(value, label) });
    Ok(std::iter::once(default).chain(options).collect())
}

fn carriers(site: &Site, visit: &Visit, task: &TaskRow, chosen: &str) -> Vec<OptionView> {
    let library = &site.bureau.library;
    let proposed = task
        .proposal
        .procedure
        .as_ref()
        .and_then(|id| library.procedure(id))
        .map_or(visit.t("尚无", "none"), |p| p.title.text(visit.lang));
    let default = OptionView::new("", format!("{}{proposed}{}", visit.t("按建议（", "As proposed ("), visit.t("）", ")")));
    let each =
        library.procedures().map(|p| OptionView { chosen: p.id == chosen, ..OptionView::new(p.id.as_str(), p.title.text(visit.lang)) });
    std::iter::once(default).chain(each).collect()
}
