//! Units, people or entries of a register, from a file or pasted from a spreadsheet: looked at line by line, then taken whole or not at all.

use super::{crumbs, form, told};
use crate::server::{Page, Place, Problem, Site, Visit, again, page};
use crate::view::{FieldKind, FieldView, Light, Link, Status, TableLine, TablePage};
use app::{Fault, Finding, Line, Preview, Subject};
use axum::extract::{Form, FromRequest, Multipart, Path, Request, State};
use axum::http::header;
use kernel::Title;
use serde::Deserialize;

/// Lines shown of a table that was looked at.
const SHOWN: usize = 500;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Pasted {
    table: String,
    /// `take` once the table was looked at.
    step: String,
}

/// How a form came: with a file in it, or as a page without one sends it.
pub(in crate::route) struct Sent(Pasted, Option<Fault>);

impl FromRequest<Site> for Sent {
    type Rejection = Problem;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Problem> {
        let typed = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if !typed.starts_with("multipart/form-data") {
            let Form(pasted) = Form::from_request(request, site).await.map_err(|_| unreadable())?;
            return Ok(Self(pasted, None));
        }
        let mut parts = Multipart::from_request(request, site).await.map_err(|_| unreadable())?;
        let (mut pasted, mut wrong) = (Pasted::default(), None);
        while let Some(part) = parts.next_field().await.map_err(|_| unreadable())? {
            let (name, file) = (part.name().unwrap_or_default().to_owned(), part.file_name().map(str::to_owned));
            let bytes = part.bytes().await.map_err(|_| unreadable())?;
            match (name.as_str(), file) {
                ("file", Some(file)) if !bytes.is_empty() => match intake::table(&file, &bytes) {
                    // What was read stands in the form from here on: it is seen, can be mended, and is what is taken.
                    Ok(rows) => (pasted.table, pasted.step) = (written(&rows), String::new()),
                    Err(rejection) => wrong = Some(Fault::Input(rejection.message())),
                },
                ("table" | "step", None) => {
                    let text = String::from_utf8(bytes.to_vec()).ok().filter(|t| !t.contains('\0')).ok_or_else(unreadable)?;
                    // A file goes before what was pasted, wherever it stands among the parts.
                    match name.as_str() {
                        "table" if pasted.table.is_empty() => pasted.table = text,
                        "step" => pasted.step = text,
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        Ok(Self(pasted, wrong))
    }
}

fn unreadable() -> Problem {
    Problem(Fault::Input(Title::new("这张表单读不出来，请重新选择文件再试。", "This form cannot be read; choose the file again.")))
}

/// Rows as the clipboard has them.
fn written(rows: &[Vec<String>]) -> String {
    rows.iter().map(|row| row.join("\t")).collect::<Vec<_>>().join("\n")
}

pub(super) async fn ask(State(site): State<Site>, visit: Visit, Path(subject): Path<String>) -> Page {
    asked(&site, &visit, &of(&subject)?).await
}

pub(super) async fn look(State(site): State<Site>, visit: Visit, Path(subject): Path<String>, sent: Sent) -> Page {
    looked(&site, &visit, &of(&subject)?, sent).await
}

/// The empty form, for whoever may import this.
pub(in crate::route) async fn asked(site: &Site, visit: &Visit, subject: &Subject) -> Page {
    shown(site, visit, subject, &Pasted::default(), None).await
}

/// What comes of a table that was sent.
pub(in crate::route) async fn looked(site: &Site, visit: &Visit, subject: &Subject, Sent(pasted, wrong): Sent) -> Page {
    if let Some(fault) = wrong {
        return shown(site, visit, subject, &pasted, Some(Err(fault))).await;
    }
    let rows = cells(&pasted.table);
    let who = visit.who()?;
    let done = match pasted.step.as_str() {
        "take" => site.bureau.take_table(who, subject, &rows).await,
        _ => site.bureau.look_at_table(who, subject, &rows).await,
    };
    match done {
        Ok(preview) => shown(site, visit, subject, &pasted, Some(Ok(preview))).await,
        Err(fault) if super::mendable(&fault) => shown(site, visit, subject, &pasted, Some(Err(fault))).await,
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

/// Where the form of a subject stands, its title, and the way back.
fn place(site: &Site, visit: &Visit, subject: &Subject) -> (String, String, Link, Vec<Link>) {
    match subject {
        Subject::Units | Subject::People => {
            let (address, title) = if *subject == Subject::Units {
                ("/organisation/import/units", visit.t("导入单位", "Import units"))
            } else {
                ("/organisation/import/people", visit.t("导入人员", "Import people"))
            };
            let back = Link::new(visit.t("回单位和人员", "Back to units and people"), "/organisation");
            (address.to_owned(), title.to_owned(), back, crumbs(visit))
        }
        Subject::Entries { register: id, .. } => {
            let name = site.bureau.library.register(id).map_or_else(|| id.to_string(), |r| r.title.text(visit.lang).to_owned());
            let title = format!("{}{name}", visit.t("导入", "Import: "));
            let back = Link::new(format!("{}{name}", visit.t("回", "Back to: ")), format!("/registers/{id}"));
            let crumbs = vec![Link::new(visit.t("名录", "Registers"), "/registers"), Link::new(name, format!("/registers/{id}"))];
            (format!("/registers/{id}/import"), title, back, crumbs)
        }
    }
}

/// Cells as a spreadsheet puts them on the clipboard: lines of cells parted by tabs.
fn cells(table: &str) -> Vec<Vec<String>> {
    table.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

async fn shown(site: &Site, visit: &Visit, subject: &Subject, pasted: &Pasted, found: Option<Result<Preview, Fault>>) -> Page {
    let (address, title, back, crumbs) = place(site, visit, subject);
    let columns = site.bureau.columns(subject);
    let columns: Vec<&str> = columns.iter().map(|c| c.title.text(visit.lang)).collect();
    let lead = format!(
        "{}{}{}",
        visit.t(
            "选择表格文件（.xlsx 的第一张工作表、.csv、.tsv），或者从表格软件复制粘贴；第一行是列名，号码列设为文本格式。列名：",
            "Choose a file (the first sheet of an .xlsx, or .csv, .tsv), or copy from a spreadsheet; headings in the first row, numbers as text. Columns: "
        ),
        columns.join(visit.t("、", ", ")),
        visit.t("。", ".")
    );
    let mut table = FieldView::new("table", visit.t("粘贴表格", "Paste the table"), FieldKind::Area);
    let mut file = FieldView::new("file", visit.t("表格文件", "File"), FieldKind::File(false));
    file.hint =
        Some(visit.t("读出的内容会显示在下面，检查以后才写入。", "What is read appears below and is written after you looked.").to_owned());
    table.value.clone_from(&pasted.table);
    let taken = pasted.step == "take" && matches!(found, Some(Ok(_)));
    let clean = matches!(&found, Some(Ok(preview)) if preview.wrong() == 0 && preview.written() > 0) && !taken;
    let mut step = FieldView::new("step", "", FieldKind::Hidden);
    if clean { "take" } else { "look" }.clone_into(&mut step.value);
    let submit = if clean { visit.t("写入这些内容", "Take the table") } else { visit.t("逐行检查", "Look at it line by line") };
    let mut form = form(&address, vec![file, table, step], submit);
    form.cancel = Some(back);
    let (mut lines, mut summary, mut fault) = (Vec::new(), String::new(), None);
    match found {
        Some(Ok(preview)) => {
            summary = summed(visit, &preview, taken);
            // What needs attention first; a page of twenty thousand lines is read by nobody.
            let mut told: Vec<&Line> = preview.lines.iter().collect();
            told.sort_by_key(|line| !matches!(line.finding, Finding::Wrong(_)));
            if told.len() > SHOWN {
                told.truncate(SHOWN);
                summary.push_str(visit.t("下面只列出一部分，需要改正的在前。", " Only some are listed below, those that are wrong first."));
            }
            told.sort_by_key(|line| line.place);
            lines = told.into_iter().map(|line| view(visit, line)).collect();
        }
        Some(Err(found)) => {
            told(visit, &mut form, &found);
            fault = Some(found);
        }
        None => {}
    }
    let layout = Place::new(title.clone()).at("organisation").below(crumbs).layout(site, visit).await?;
    let heading = visit.t("逐行检查", "Line by line").to_owned();
    let columns = [("行", "Line"), ("代码或者账号", "Code or account"), ("名称", "Name"), ("结果", "Finding")];
    let columns = columns.map(|(zh, en)| visit.t(zh, en).to_owned());
    let shown = TablePage { layout, title, lead, form, heading, columns, lines, summary };
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
