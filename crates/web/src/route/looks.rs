//! Who looked at what is personal in a matter, as the person concerned reads it: the day, the unit and the post, never an account.
//! And the page that asks for a reason before a matter under special care is shown.

use super::form::value;
use super::matter::Pairs;
use crate::server::{Page, Place, Problem, Routes, Rule, Site, Visit, again, page, see};
use crate::view::{Fact, FieldGroup, FieldKind, FieldView, FormView, Link, OptionView, PlainFormPage};
use app::{Fault, LookRow, Reason};
use axum::extract::{Form, Path, State};
use axum::routing::get;
use kernel::MatterId;

pub(super) fn routes() -> Routes {
    Routes::default().add("/matters/{id}/reason", Rule::SignedIn, get(ask).post(give))
}

/// One row for each look.
pub(super) fn rows(visit: &Visit, looks: &[LookRow]) -> Vec<Fact> {
    looks.iter().map(|look| row(visit, look)).collect()
}

fn row(visit: &Visit, look: &LookRow) -> Fact {
    let lang = visit.lang;
    let day: String = kernel::wall_time(look.at).chars().take("2026-09-29".len()).collect();
    let who = [look.unit.text(lang), look.post.text(lang)].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ");
    let who = if who.is_empty() { visit.t("系统或者外部人员", "the program or somebody outside").to_owned() } else { who };
    let reason = look.reason.as_ref().map(|r| format!(" · {}", r.text(lang))).unwrap_or_default();
    Fact::new(day, format!("{who} · {}{reason}", look.sight.text(lang)))
}

/// The question for a reason.
pub(super) fn reason_field(visit: &Visit) -> FieldView {
    let mut field = FieldView::new("reason", visit.t("查看理由", "Why you look"), FieldKind::Select);
    field.required = true;
    field.hint = Some(visit.t("记入日志，当事人看得到。", "It is recorded, and the person concerned can see it.").to_owned());
    field.options = vec![OptionView::new("", visit.t("请选择", "Choose"))];
    field.options.extend(Reason::ALL.map(|reason| OptionView::new(reason.word(), reason.title().text(visit.lang))));
    field
}

async fn ask(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Page {
    page(&asking(&site, &visit, &id, None).await?)
}

async fn give(State(site): State<Site>, visit: Visit, Path(id): Path<String>, Form(pairs): Form<Pairs>) -> Page {
    let matter = id.parse().map_err(|_| Problem(Fault::NotFound))?;
    let Some(reason) = Reason::of_word(value(&pairs, "reason")) else {
        let fault = Fault::Input(kernel::Title::new("请选择查看理由。", "Choose why you look."));
        return again(&asking(&site, &visit, &id, Some(&fault)).await?, &fault);
    };
    site.bureau.give_reason(visit.who()?, matter, reason).await?;
    Ok(see(&format!("/matters/{matter}")))
}

/// What may be known before a reason is given: number and procedure.
async fn asking(site: &Site, visit: &Visit, id: &str, fault: Option<&Fault>) -> Result<PlainFormPage, Problem> {
    let matter: MatterId = id.parse().map_err(|_| Problem(Fault::NotFound))?;
    let guarded = site.bureau.guarded(visit.who()?, matter).await?;
    let mut reason = reason_field(visit);
    reason.error = fault.map(|f| f.message().text(visit.lang).to_owned());
    let error = if fault.is_some() { visit.t("错误：", "Error: ") } else { "" };
    let title = visit.t("先说明查看理由", "Say first why you look").to_owned();
    Ok(PlainFormPage {
        layout: Place::new(format!("{error}{title} {}", guarded.number)).at("matters").layout(site, visit).await?,
        title,
        lead: format!(
            "{} {} · {}",
            guarded.number,
            guarded.title.text(visit.lang),
            visit.t(
                "属特别保护的事项，您不是承办人。理由当天有效。",
                "under special care, and you do not handle it. A reason holds for the day."
            )
        ),
        form: FormView {
            action: format!("/matters/{matter}/reason"),
            operation: String::new(),
            groups: vec![FieldGroup { fields: vec![reason], ..FieldGroup::default() }],
            general: Vec::new(),
            submit: visit.t("记录理由并打开", "Record it and open").to_owned(),
            consequences: Vec::new(),
            grave: false,
            cancel: Some(Link::new(visit.t("不看，回事项列表", "Do not look, back to the list"), "/matters")),
        },
    })
}
