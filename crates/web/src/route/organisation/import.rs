//! Units or people pasted from a spreadsheet: looked at line by line, then taken whole or not at all.

use super::{crumbs, form, told};
use crate::server::{Page, Place, Problem, Site, Visit, again, page};
use crate::view::{FieldKind, FieldView, Light, Link, Status, TableLine, TablePage};
use app::{Fault, Finding, Line, Preview, Subject};
use axum::extract::{Form, Path, State};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Pasted {
    table: String,
    /// `take` once the table was looked at.
    step: String,
}

pub(super) async fn ask(State(site): State<Site>, visit: Visit, Path(subject): Path<String>) -> Page {
    shown(&site, &visit, of(&subject)?, &Pasted::default(), None).await
}

pub(super) async fn look(State(site): State<Site>, visit: Visit, Path(subject): Path<String>, Form(pasted): Form<Pasted>) -> Page {
    let subject = of(&subject)?;
    let rows = cells(&pasted.table);
    let who = visit.who()?;
    let done = match pasted.step.as_str() {
        "take" => site.bureau.take_table(who, subject, &rows).await,
        _ => site.bureau.look_at_table(who, subject, &rows).await,
    };
    match done {
        Ok(preview) => shown(&site, &visit, subject, &pasted, Some(Ok(preview))).await,
        Err(fault) if super::mendable(&fault) => shown(&site, &visit, subject, &pasted, Some(Err(fault))).await,
        Err(fault) => Err(fault.into()),
    }
}

fn of(subject: &str) -> Result<Subject, Problem> {
    match subject {
        "units" => Ok(Subject::Units),
        "people" => Ok(Subject::People),
        _ => Err(Problem(Fault::NotFound)),
    }
}

/// Cells as a spreadsheet puts them on the clipboard: lines of cells parted by tabs.
fn cells(table: &str) -> Vec<Vec<String>> {
    table.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

async fn shown(site: &Site, visit: &Visit, subject: Subject, pasted: &Pasted, found: Option<Result<Preview, Fault>>) -> Page {
    let (address, title) = match subject {
        Subject::Units => ("/organisation/import/units", visit.t("导入单位", "Import units")),
        Subject::People => ("/organisation/import/people", visit.t("导入人员", "Import people")),
    };
    let columns: Vec<&str> = subject.columns().iter().map(|(zh, en)| visit.t(zh, en)).collect();
    let lead = format!(
        "{}{}{}",
        visit.t("从表格软件复制，连同第一行列名粘贴到下面。列名：", "Copy from a spreadsheet with its first row of headings. Columns: "),
        columns.join(visit.t("、", ", ")),
        visit.t("。", ".")
    );
    let mut table = FieldView::new("table", visit.t("粘贴表格", "Paste the table"), FieldKind::Area);
    table.required = true;
    table.value.clone_from(&pasted.table);
    let taken = pasted.step == "take" && matches!(found, Some(Ok(_)));
    let clean = matches!(&found, Some(Ok(preview)) if preview.wrong() == 0 && preview.written() > 0) && !taken;
    let mut step = FieldView::new("step", "", FieldKind::Hidden);
    if clean { "take" } else { "look" }.clone_into(&mut step.value);
    let submit = if clean { visit.t("写入这些内容", "Take the table") } else { visit.t("逐行检查", "Look at it line by line") };
    let mut form = form(address, vec![table, step], submit);
    form.cancel = Some(Link::new(visit.t("回单位和人员", "Back to units and people"), "/organisation"));
    let (mut lines, mut summary, mut fault) = (Vec::new(), String::new(), None);
    match found {
        Some(Ok(preview)) => {
            summary = summed(visit, &preview, taken);
            lines = preview.lines.iter().map(|line| view(visit, line)).collect();
        }
        Some(Err(found)) => {
            told(visit, &mut form, &found);
            fault = Some(found);
        }
        None => {}
    }
    let layout = Place::new(title).at("organisation").below(crumbs(visit)).layout(site, visit).await?;
    let heading = visit.t("逐行检查", "Line by line").to_owned();
    let columns = [("行", "Line"), ("代码或者账号", "Code or account"), ("名称", "Name"), ("结果", "Finding")];
    let columns = columns.map(|(zh, en)| visit.t(zh, en).to_owned());
    let shown = TablePage { layout, title: title.to_owned(), lead, form, heading, columns, lines, summary };
    match fault {
        Some(fault) => again(&shown, &fault),
        None => page(&shown),
    }
}

fn summed(visit: &Visit, preview: &Preview, taken: bool) -> String {
    let count = |is: fn(&Finding) -> bool| preview.lines.iter().filter(|l| is(&l.finding)).count();
    let (new, changed) = (count(|f| *f == Finding::New), count(|f| *f == Finding::Changed));
    let (same, wrong) = (count(|f| *f == Finding::Same), preview.wrong());
    let done = if taken { visit.t("已写入。", "Taken. ") } else { "" };
    match visit.lang {
        kernel::Lang::Zh => format!("{done}新增{new}行，变更{changed}行，不变{same}行，需要改正{wrong}行。"),
        kernel::Lang::En => format!("{done}{new} new, {changed} changed, {same} the same, {wrong} wrong."),
    }
}

fn view(visit: &Visit, line: &Line) -> TableLine {
    let (light, word, said) = match &line.finding {
        Finding::New => (Light::Ok, visit.t("新增", "New"), String::new()),
        Finding::Changed => (Light::Live, visit.t("变更", "Changed"), String::new()),
        Finding::Same => (Light::Done, visit.t("不变", "The same"), String::new()),
        Finding::Wrong(found) => {
            let said: Vec<&str> = found.iter().map(|f| f.message.text(visit.lang)).collect();
            (Light::Late, visit.t("需要改正", "Wrong"), said.join(" "))
        }
    };
    TableLine { place: line.place, about: line.about.clone(), name: line.name.clone(), status: Status::new(light, word), said }
}
