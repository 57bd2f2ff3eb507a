//! Following a matter by its number and lookup code, without an account. Both are posted and never stand in an address.

use crate::server::words::{left, light};
use crate::server::{Page, Place, Problem, Routes, Rule, Site, Visit, again, page};
use crate::view::{
    DueCell, DueHead, FieldGroup, FieldKind, FieldView, FormView, Frame, Link, Run, StepState, TrackFormPage, TrackPage, TrackStep,
};
use app::{Awaited, Fault, FieldFault, Progress};
use axum::extract::{Form, State};
use axum::routing::get;
use kernel::{Date, Id, Lang, Title};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::default().add("/track", Rule::Public, get(ask).post(show))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    number: String,
    code: String,
}

async fn ask(State(site): State<Site>, visit: Visit) -> Page {
    page(&form_page(&site, &visit, &Asked::default(), None).await?)
}

/// Answers the question at once: asking changes nothing, and the answer must not have an address.
async fn show(State(site): State<Site>, visit: Visit, Form(asked): Form<Asked>) -> Page {
    let missing = missing(&asked);
    let found = if missing.is_empty() {
        site.bureau.progress(&asked.number, &asked.code, &visit.peer.to_string()).await
    } else {
        Err(Fault::Fields(missing))
    };
    match found {
        Ok(progress) => page(&track_page(&site, &visit, &progress).await?),
        Err(Fault::NotFound) => {
            let fault = Fault::Input(Title::new(
                "编号和查询码对不上，请对照回执再填一次。",
                "Number and code do not belong together; compare them with your receipt.",
            ));
            again(&form_page(&site, &visit, &asked, Some(&fault)).await?, &fault)
        }
        Err(fault @ (Fault::Fields(_) | Fault::Wait(_))) => again(&form_page(&site, &visit, &asked, Some(&fault)).await?, &fault),
        Err(fault) => Err(fault.into()),
    }
}

fn missing(asked: &Asked) -> Vec<FieldFault> {
    let fault = |field: &str, zh: &str, en: &str| FieldFault { field: Id::from(field), message: Title::new(zh, en) };
    let number = asked.number.trim().is_empty().then(|| fault("number", "请填写办件编号。", "Please give the number."));
    let code = asked.code.trim().is_empty().then(|| fault("code", "请填写查询码。", "Please give the lookup code."));
    number.into_iter().chain(code).collect()
}

async fn form_page(site: &Site, visit: &Visit, asked: &Asked, fault: Option<&Fault>) -> Result<TrackFormPage, Problem> {
    let faults: &[FieldFault] = if let Some(Fault::Fields(faults)) = fault { faults } else { &[] };
    let field = |name: &str, label: &str, kind, value: &str, hint: &str| {
        let mut field = FieldView::new(name, label, kind);
        value.clone_into(&mut field.value);
        field.required = true;
        field.hint = Some(hint.to_owned());
        field.error = faults.iter().find(|f| f.field == name).map(|f| f.message.text(visit.lang).to_owned());
        field
    };
    let number = field(
        "number",
        visit.t("办件编号", "Number"),
        FieldKind::Line,
        &asked.number,
        visit.t("例如 乌海勃湾援〔2026〕12号，括号随便用哪种", "For example 乌海勃湾援〔2026〕12号; any brackets will do."),
    );
    let code = field(
        "code",
        visit.t("查询码", "Lookup code"),
        FieldKind::Code,
        &asked.code,
        visit.t("回执上的8位，大小写都可以", "The 8 characters on your receipt, upper or lower case."),
    );
    let general = match fault {
        Some(Fault::Input(what)) => vec![what.text(visit.lang).to_owned()],
        Some(fault @ Fault::Wait(_)) => vec![fault.message().text(visit.lang).to_owned()],
        _ => Vec::new(),
    };
    Ok(TrackFormPage {
        layout: Place::new(visit.t("查办理进度", "Follow your matter")).framed(Frame::Portal).at("track").layout(site, visit).await?,
        form: FormView {
            action: "/track".to_owned(),
            operation: String::new(),
            groups: vec![FieldGroup { fields: vec![number, code], ..FieldGroup::default() }],
            general,
            submit: visit.t("查办理进度", "Show where it stands").to_owned(),
            consequences: Vec::new(),
            grave: false,
            cancel: None,
        },
    })
}

async fn track_page(site: &Site, visit: &Visit, progress: &Progress) -> Result<TrackPage, Problem> {
    let state = progress.state.text(visit.lang);
    let heading = match (progress.closed, visit.lang) {
        (true, Lang::Zh) => format!("已经办结：{state}"),
        (true, Lang::En) => format!("Closed: {state}"),
        (false, Lang::Zh) => format!("现在：{state}"),
        (false, Lang::En) => format!("Now: {state}"),
    };
    let awaited = progress.next.as_ref();
    let yours = awaited.is_some_and(|a| a.yours);
    let call = Link::new(visit.t("打 12348 问怎么交", "Call 12348 and ask how"), "tel:12348");
    Ok(TrackPage {
        layout: Place::new(visit.t("办理进度", "Where it stands")).framed(Frame::Portal).at("track").layout(site, visit).await?,
        heading,
        number: progress.number.clone(),
        matter: progress.title.text(visit.lang).to_owned(),
        holder: if yours { visit.t("在等您", "it waits for you").to_owned() } else { holder(visit, progress) },
        due: awaited.map(|a| (a.title.text(visit.lang).to_owned(), due(site, visit, a))),
        explain: awaited.map(|a| Run::split(a.why.text(visit.lang))).unwrap_or_default(),
        steps: steps(visit, progress),
        acts: if yours { vec![call] } else { Vec::new() },
        looks: super::looks::rows(visit, &progress.looks),
        remedy: visit
            .t(
                "对决定不服，文书上写着向谁、在几天内提出；也可以打 12348 问。",
                "A decision says where and within how many days it can be contested; you may also call 12348.",
            )
            .to_owned(),
    })
}

/// The unit, and whose turn it is there.
fn holder(visit: &Visit, progress: &Progress) -> String {
    let unit = progress.unit.text(visit.lang);
    match &progress.next {
        Some(awaited) => format!("{unit} · {}", awaited.from.text(visit.lang)),
        None => unit.to_owned(),
    }
}

fn due(site: &Site, visit: &Visit, awaited: &Awaited) -> DueCell {
    let shown = light(awaited.light);
    match awaited.due_on {
        Some(day) => DueCell::day(day, left(site, visit, day), shown, None),
        None => DueCell {
            head: DueHead::Words(visit.t("暂停计算", "Standing still").to_owned()),
            words: visit.t("恢复后接着算", "goes on when resumed").to_owned(),
            light: shown,
            href: None,
        },
    }
}

/// What happened, where it stands, and what comes next.
pub(super) fn steps(visit: &Visit, progress: &Progress) -> Vec<TrackStep> {
    let day = |d: Date| if visit.lang == Lang::Zh { kernel::chinese_date(d) } else { kernel::english_date(d) };
    let past =
        progress.steps.iter().map(|s| TrackStep { title: s.title.text(visit.lang).to_owned(), text: day(s.on), state: StepState::Done });
    let text = match &progress.next {
        Some(a) if a.yours => format!("{}{}", visit.t("轮到您了：", "Your turn: "), a.title.text(visit.lang)),
        Some(a) => match visit.lang {
            Lang::Zh => format!("等{}{}。您现在不用做什么。", a.from.zh, a.title.zh),
            Lang::En => format!("Waiting for: {} ({}). There is nothing for you to do now.", a.from.en, a.title.en),
        },
        None if progress.closed => visit.t("这件事项已经办结。", "The matter is closed.").to_owned(),
        None => visit.t("现在没有期限在走。", "No period is running now.").to_owned(),
    };
    let now = TrackStep {
        title: progress.state.text(visit.lang).to_owned(),
        text,
        state: if progress.closed { StepState::Done } else { StepState::Current },
    };
    let coming = progress.next.as_ref().and_then(|a| {
        let text = format!("{}{}", visit.t("最迟 ", "At the latest on "), day(a.due_on?));
        Some(TrackStep { title: a.title.text(visit.lang).to_owned(), text, state: StepState::Todo })
    });
    past.chain([now]).chain(coming).collect()
}

/// K7M4-2X9Q: four by four, as people read it out.
pub(super) fn grouped(code: &str) -> String {
    let all: Vec<char> = code.chars().collect();
    all.chunks(4).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}
