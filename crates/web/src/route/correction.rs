//! Putting the legal date of an entry right: what it says now, what moves with it, and why. A second person must agree.

use super::form::{self, Envelope, operation, value};
use super::matter::{Look, Pairs, may_correct, open};
use crate::server::{Page, Place, Problem, Routes, Rule, Site, Visit, again, page, see};
use crate::view::{CorrectionPage, Fact, FieldGroup, FieldKind, FieldView, FormView, Link};
use app::{Deed, Doing, Fault, FieldFault, Sight};
use axum::extract::{Form, Path, State};
use axum::routing::get;
use engine::{Entry, Evidence};
use kernel::{Id, Lang, Title};

pub(super) fn routes() -> Routes {
    Routes::default().add("/matters/{id}/correct/{seq}", Rule::SignedIn, get(show).post(propose))
}

/// The form as it was filled in.
#[derive(Default)]
struct Filled {
    pairs: Pairs,
    faults: Vec<FieldFault>,
    general: Vec<String>,
}

async fn show(State(site): State<Site>, visit: Visit, Path((id, seq)): Path<(String, u64)>) -> Page {
    let file = open(&site, &visit, &id, Sight::Correction).await?;
    let look = Look { site: &site, visit: &visit, file: &file };
    let entry = entry(&look, seq)?;
    may_correct(&look, entry)?;
    page(&compose(&look, entry, Filled::default()).await?)
}

/// An entry of the timeline; corrections are made inside the bureau.
fn entry<'a>(look: &Look<'a>, seq: u64) -> Result<&'a Entry, Problem> {
    look.matter().timeline.iter().find(|e| e.seq == seq && look.file.ours).ok_or(Problem(Fault::NotFound))
}

async fn propose(State(site): State<Site>, visit: Visit, Path((id, seq)): Path<(String, u64)>, Form(pairs): Form<Pairs>) -> Page {
    let file = open(&site, &visit, &id, Sight::Correction).await?;
    let look = Look { site: &site, visit: &visit, file: &file };
    let entry = entry(&look, seq)?;
    let fault = match attempt(&look, entry, &pairs).await {
        Ok(()) => return Ok(see(&format!("{}?done=correct", look.href()))),
        Err(fault @ Fault::NotFound) => return Err(fault.into()),
        Err(fault) => fault,
    };
    let (faults, general) = form::faults(&visit, &file.frame, &fault);
    again(&compose(&look, entry, Filled { pairs, faults, general }).await?, &fault)
}

fn on_day(message: Title) -> FieldFault {
    FieldFault { field: Id::from("occurred-on"), message }
}

async fn attempt(look: &Look<'_>, entry: &Entry, pairs: &Pairs) -> Result<(), Fault> {
    let mut faults = Vec::new();
    let to = match Envelope::read(pairs).parse() {
        Ok((Some(day), ..)) => Some(day),
        Ok((None, ..)) => {
            faults.push(on_day(Title::new("请填写正确的日期。", "Fill in the right day.")));
            None
        }
        Err(more) => {
            faults.extend(more);
            None
        }
    };
    let reasons = value(pairs, "reasons");
    if reasons.is_empty() {
        faults.push(FieldFault { field: Id::from("reasons"), message: Title::new("请写明理由。", "Please give reasons.") });
    }
    let Some(to) = to.filter(|_| faults.is_empty()) else { return Err(Fault::Fields(faults)) };
    let doing = Doing::CorrectDate { of: entry.seq, to, reasons: reasons.to_owned() };
    let deed = Deed { operation: operation(pairs)?, matter: Some(look.matter().id), doing, on: None, at: None, evidence: Evidence::System };
    let who = look.visit.account.as_ref().ok_or(Fault::NotFound)?;
    look.site.bureau.act(who, &deed).await.map(|_| ())
}

async fn compose(look: &Look<'_>, entry: &Entry, filled: Filled) -> Result<CorrectionPage, Problem> {
    let event = look.names().event(&entry.name);
    let title = format!("{}{event} {}", look.t("更正：", "Correct: "), look.number());
    Ok(CorrectionPage {
        layout: Place::new(title).at("matters").layout(look.site, look.visit).await?,
        head: look.head("timeline"),
        now: now(look, entry),
        effects: effects(look, entry),
        form: questions(look, entry, filled),
        event,
    })
}

fn now(look: &Look<'_>, entry: &Entry) -> Vec<Fact> {
    let mut out = vec![Fact::new(look.t("记载的日期", "The date on record"), look.day(entry.on))];
    if let Some(was) = entry.was {
        out.push(Fact::new(look.t("更正前", "Before it was corrected"), look.day(was)));
    }
    let evidence =
        form::evidence_words(entry.evidence, look.visit.lang).map_or_else(|| look.t("系统登记", "entered by the system"), str::to_owned);
    out.push(Fact::new(look.t("依据", "Evidence"), evidence));
    out.push(Fact::new(look.t("登记日", "Entered on"), look.day(entry.recorded_on)));
    out.push(Fact::new(look.t("登记人", "Entered by"), look.person(&entry.by)));
    out
}

/// The periods that rest on the entry.
fn effects(look: &Look<'_>, entry: &Entry) -> Vec<String> {
    let procedure = look.file.procedure;
    let rests = |i: &&engine::Instance| {
        let stops = procedure.clock(i.clock.as_str()).is_some_and(|c| c.stops.contains(&entry.name));
        i.start_seq == entry.seq || stops
    };
    let mut clocks: Vec<&str> = look
        .matter()
        .clocks
        .iter()
        .filter(rests)
        .filter_map(|i| procedure.clock(i.clock.as_str()))
        .map(|c| c.title.text(look.visit.lang))
        .collect();
    clocks.dedup();
    let mut out = vec![look.t(
        "第二个人核对同意以后才生效；原来的日期一直看得见。",
        "It takes effect once a second person agrees; the earlier date stays in sight.",
    )];
    if !clocks.is_empty() {
        out.push(match look.visit.lang {
            Lang::Zh => format!("这些期限会重新计算：{}。", clocks.join("、")),
            Lang::En => format!("These periods are counted again: {}.", clocks.join(", ")),
        });
    }
    out
}

fn questions(look: &Look<'_>, entry: &Entry, filled: Filled) -> FormView {
    let lang = look.visit.lang;
    let error = |name: &str| filled.faults.iter().find(|f| f.field == *name).map(|f| f.message.text(lang).to_owned());
    let mut day = Envelope::read(&filled.pairs).day_field(lang.pick("正确的日期", "The right day"), lang);
    day.hint = Some(look.t("例如 2026-3-9 或者 2026年3月9日；不能晚于登记日", "For example 2026-3-9; not after the day of entry."));
    let mut reasons = FieldView::new("reasons", look.t("为什么更正", "Why it is corrected"), FieldKind::Area);
    reasons.hint = Some(look.t("写明凭什么，例如：邮戳是3月9日，登记时看错", "Say by what: the postmark says 9 March, it was misread."));
    value(&filled.pairs, "reasons").clone_into(&mut reasons.value);
    for field in [&mut day, &mut reasons] {
        field.required = true;
        field.error = error(&field.name);
    }
    let operation = operation(&filled.pairs).unwrap_or_else(|_| look.site.bureau.new_operation());
    FormView {
        action: format!("{}/correct/{}", look.href(), entry.seq),
        operation: operation.to_string(),
        groups: vec![FieldGroup { title: look.t("更正", "The correction"), fields: vec![day, reasons], ..FieldGroup::default() }],
        general: filled.general,
        submit: look.t("提请更正日期", "Propose the correction"),
        consequences: Vec::new(),
        grave: false,
        cancel: Some(Link::new(look.t("不更正，回本案", "Leave it, back to the matter"), look.href())),
    }
}
