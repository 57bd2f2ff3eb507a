//! Checking the answers before they are sent, and sending them once.

use super::apply::{Draft, layout, progress};
use super::form::{faults, operation, sentence, value};
use super::guide::name;
use crate::server::{Page, Problem, RECEIPT, Routes, Rule, Site, Visit, again, cookie, page, see};
use crate::view::{CheckPage, CheckRow, CheckSection, FieldGroup, FieldKind as Kind, FieldView, FormView, Run};
use app::{Fault, FieldFault};
use axum::extract::{Form, Path, State};
use axum::routing::{get, post};
use calendar::{Direction, Period, Query, compute};
use kernel::{Id, Lang, Title};
use procedure::model::{Clock, Field, FieldKind, HeldBy, Procedure};

pub(super) fn routes() -> Routes {
    Routes::default().add("/apply/{procedure}/check", Rule::Public, get(show)).add("/apply/{procedure}/send", Rule::Public, post(send))
}

async fn show(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Page {
    let Some(draft) = Draft::open(&site, &visit, &id).await? else { return Ok(see(&format!("/apply/{id}"))) };
    page(&check_page(&site, &visit, &draft, "", None).await?)
}

/// Sends it. A second press finds the draft gone and the first receipt there.
async fn send(State(site): State<Site>, visit: Visit, Path(id): Path<String>, Form(pairs): Form<Vec<(String, String)>>) -> Page {
    let operation = operation(&pairs)?;
    let receipt = format!("/apply/{id}/receipt");
    let Some(draft) = Draft::open(&site, &visit, &id).await? else {
        let sent = match &visit.draft {
            Some(token) => site.bureau.filed(token, operation).await.is_ok(),
            None => false,
        };
        return Ok(if sent { cookie(see(&receipt), RECEIPT, &operation.to_string()) } else { see(&format!("/apply/{id}")) });
    };
    let Some(unit) = draft.unit() else { return Ok(see(&format!("/apply/{id}"))) };
    let pledge = value(&pairs, PLEDGE);
    if pledge != "yes" {
        let message = Title::new("请勾选，确认您说的是真的。", "Tick the box to confirm that what you said is true.");
        let fault = Fault::Fields(vec![FieldFault { field: Id::from(PLEDGE), message }]);
        return again(&check_page(&site, &visit, &draft, pledge, Some(&fault)).await?, &fault);
    }
    match site.bureau.file(&draft.token, operation, &unit).await {
        Ok(_) => Ok(cookie(see(&receipt), RECEIPT, &operation.to_string())),
        Err(fault @ (Fault::Fields(_) | Fault::Refused(_) | Fault::Store(_))) => {
            again(&check_page(&site, &visit, &draft, pledge, Some(&fault)).await?, &fault)
        }
        Err(fault) => Err(fault.into()),
    }
}

const PLEDGE: &str = "pledge";

async fn check_page(site: &Site, visit: &Visit, draft: &Draft<'_>, pledged: &str, fault: Option<&Fault>) -> Result<CheckPage, Problem> {
    let topics = draft.topics(site);
    let (step, progress) = progress(visit, topics.len() + 2, topics.len() + 2);
    let service = name(visit, draft.procedure, draft.action);
    let mut pledge = FieldView::new(
        PLEDGE,
        visit.t(
            "以上是我自己填的，内容属实。如果不实，我愿意承担责任。",
            "I filled this in myself and it is true. I answer for it if it is not.",
        ),
        Kind::Pledge,
    );
    (pledge.required, pledge.value) = (true, pledged.to_owned());
    let mut general = Vec::new();
    if let Some(fault) = fault {
        let (fields, whole) = faults(visit, &site.bureau.library.frame(draft.procedure), fault);
        for wrong in fields {
            let message = wrong.message.text(visit.lang).to_owned();
            if wrong.field == PLEDGE { pledge.error = Some(message) } else { general.push(message) }
        }
        general.extend(whole);
    } else {
        general.extend(lacking(site, visit, draft).await?);
    }
    let title = visit.t("核对您填的内容", "Check your answers");
    let before = topics.last().map_or_else(|| format!("/apply/{}", draft.procedure.id), |(n, _)| draft.href(n));
    Ok(CheckPage {
        layout: layout(site, visit, title, &service).await?,
        step,
        progress,
        back: before,
        sections: sections(site, visit, draft).await?,
        after: Run::split(&after(site, visit, draft)),
        form: FormView {
            action: draft.href("send"),
            operation: site.bureau.new_operation().to_string(),
            groups: vec![FieldGroup { fields: vec![pledge], ..FieldGroup::default() }],
            general,
            submit: format!("{}{service}", visit.t("提交：", "Send: ")),
            consequences: Vec::new(),
            grave: false,
            cancel: None,
        },
        discard: draft.href("discard"),
        service,
    })
}

/// What still has to be answered or put right before it can be sent.
async fn lacking(site: &Site, visit: &Visit, draft: &Draft<'_>) -> Result<Vec<String>, Problem> {
    let mut out = Vec::new();
    if draft.unit().is_none() {
        out.push(visit.t("请选择向哪里申请。", "Choose where to apply.").to_owned());
    }
    for (_, section) in draft.topics(site) {
        match site.bureau.check_topic(draft.procedure, draft.action, section, &draft.typed).await {
            Ok(()) => {}
            Err(Fault::Fields(faults)) => out.extend(faults.iter().map(|f| f.message.text(visit.lang).to_owned())),
            Err(fault) => out.push(sentence(visit, &fault)),
        }
    }
    Ok(out)
}

async fn sections(site: &Site, visit: &Visit, draft: &Draft<'_>) -> Result<Vec<CheckSection>, Problem> {
    let units = site.bureau.units().await?;
    let unit = draft.unit().and_then(|path| units.iter().find(|u| u.path == path)).map(|u| u.title.text(visit.lang).to_owned());
    let place =
        CheckRow { name: visit.t("办理机构", "Agency").to_owned(), value: unit, change: format!("/apply/{}", draft.procedure.id) };
    let mut out = vec![CheckSection { title: visit.t("向哪里申请", "Where to apply").to_owned(), rows: vec![place] }];
    let counted = site.bureau.counted(draft.procedure, draft.action, &draft.typed);
    for (n, section) in draft.topics(site) {
        // A question that an answer has ruled out is not listed; one left empty is.
        let asked = section.fields.iter().filter(|f| counted.contains_key(&f.id) || f.only.is_empty());
        let row = |field: &Field| CheckRow {
            name: field.title.text(visit.lang).to_owned(),
            value: counted.get(&field.id).map(|texts| shown(visit, draft.procedure, field, texts)),
            change: format!("{}?back=check", draft.href(n)),
        };
        let title = if section.title.zh.is_empty() { &draft.action.title } else { &section.title };
        out.push(CheckSection { title: title.text(visit.lang).to_owned(), rows: asked.map(row).collect() });
    }
    Ok(out)
}

/// An answer in words; of numbers that identify somebody only the last four.
fn shown(visit: &Visit, procedure: &Procedure, field: &Field, texts: &[String]) -> String {
    let one = |text: &String| match &field.kind {
        FieldKind::Choice(choice) => {
            let values = procedure.choices.get(choice).map(|c| &c.values);
            values
                .and_then(|v| v.iter().find(|v| v.id == *text.as_str()))
                .map_or_else(|| text.clone(), |v| v.title.text(visit.lang).to_owned())
        }
        FieldKind::YesNo => if text == "yes" { visit.t("是", "Yes") } else { visit.t("否", "No") }.to_owned(),
        FieldKind::CnId | FieldKind::Phone => masked(text),
        FieldKind::Date => kernel::parse_date(text)
            .map_or_else(|| text.clone(), |d| if visit.lang == Lang::Zh { kernel::chinese_date(d) } else { kernel::english_date(d) }),
        _ => text.clone(),
    };
    texts.iter().map(one).collect::<Vec<_>>().join(visit.t("、", ", "))
}

fn masked(text: &str) -> String {
    const SHOWN: usize = 4;
    let hidden = text.chars().count().saturating_sub(SHOWN);
    text.chars().enumerate().map(|(i, c)| if i < hidden { '●' } else { c }).collect()
}

/// What happens once it is sent, and by when there is an answer, reckoned from today.
fn after(site: &Site, visit: &Visit, draft: &Draft<'_>) -> String {
    let procedure = draft.procedure;
    let ours = |c: &Clock| procedure.roles.get(&c.binds).is_some_and(|r| matches!(r.held_by, HeldBy::Unit(_)));
    let begins = |c: &&Clock| ours(c) && c.starts_with(&draft.action.event);
    let told = visit.t("提交后给您一个编号和一个查询码，凭它们查进度。", "You get a number and a code with which to follow it.");
    let due = procedure.clocks.iter().find(begins).and_then(|clock| {
        let length = clock.lengths.first()?;
        let period = Period::new(site.bureau.library.frame(procedure).amount(&length.amount)?, length.unit);
        let query = Query {
            start: site.bureau.clock.now().civil,
            period,
            rule: clock.counting,
            direction: Direction::Within,
            pauses: &[],
            extensions: &[],
        };
        Some((clock, period, compute(site.bureau.library.calendar(), &query).ok()?.due_on))
    });
    match (due, visit.lang) {
        (Some((clock, period, day)), Lang::Zh) => {
            format!("{told}{}：{}内，今天提交最迟 **{}**。", clock.title.zh, period.title().zh, kernel::chinese_date(day))
        }
        (Some((clock, period, day)), Lang::En) => format!(
            "{told} {}: within {}; sent today, at the latest on **{}**.",
            clock.title.en,
            period.title().en,
            kernel::english_date(day)
        ),
        (None, _) => told.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_keep_their_last_four() {
        assert_eq!(super::masked("11010519491231002X"), "●●●●●●●●●●●●●●002X");
        assert_eq!(super::masked("123"), "123");
        assert_eq!(super::masked(""), "");
    }
}
