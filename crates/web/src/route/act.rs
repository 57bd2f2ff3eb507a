//! One act in a matter: its questions, what it sets off, and doing it.

mod kin;

use super::form::{self, Asking, Envelope, Registers};
use super::matter::{Look, Names, Pairs, open};
use crate::server::{Page, Place, Problem, Routes, Rule, Site, Visit, again, page, see};
use crate::view::{ActPage, FieldGroup, FormView, Link};
use app::{Deed, Doing, Fault, FieldFault, Sight, Typed};
use axum::extract::{Form, Path, State};
use axum::routing::get;
use engine::{Evidence, Frame, Standing};
use kernel::{Date, DateTime, Lang, MatterId, OperationId};
use procedure::model::Action;

pub(super) fn routes() -> Routes {
    Routes::default().add("/matters/{id}/act/{action}", Rule::SignedIn, get(show).post(act))
}

/// An act's form as it was filled in, and what is wrong with it.
#[derive(Default)]
pub(super) struct Filled {
    /// The operation id; made when the form is first shown.
    pub operation: Option<OperationId>,
    /// The answers.
    pub typed: Typed,
    /// When it happened.
    pub envelope: Envelope,
    /// About its questions.
    pub faults: Vec<FieldFault>,
    /// About the whole.
    pub general: Vec<String>,
    /// What an act asks besides its own form.
    pub besides: kin::Besides,
}

impl Filled {
    /// Reads a posted form.
    pub(super) fn read(frame: &Frame<'_>, action: &Action, pairs: &Pairs) -> Result<Self, Fault> {
        let operation = Some(form::operation(pairs)?);
        Ok(Self { operation, typed: form::typed(frame.procedure, action, pairs), envelope: Envelope::read(pairs), ..Self::default() })
    }

    /// When it happened and what proves it, once nothing is missing.
    ///
    /// # Errors
    /// What is missing or cannot be read.
    pub(super) fn dated(&self, asking: &Asking<'_>) -> Result<(Option<Date>, Option<DateTime>, Evidence), Fault> {
        let mut faults = asking.missing();
        match self.envelope.parse() {
            Ok(dated) if faults.is_empty() => Ok(dated),
            Ok(_) => Err(Fault::Fields(faults)),
            Err(more) => {
                faults.extend(more);
                Err(Fault::Fields(faults))
            }
        }
    }

    /// The same form with what a fault says about it.
    pub(super) fn failed(mut self, visit: &Visit, frame: &Frame<'_>, action: &Action, fault: &Fault) -> Self {
        let (faults, mut general) = form::faults(visit, frame, fault);
        let asked = |f: &FieldFault| {
            let mut fields = action.forms.iter().filter_map(|u| frame.procedure.form(u)).flat_map(|x| &x.sections).flat_map(|s| &s.fields);
            f.field.as_str().contains(['-', '.']) || f.field == *"with" || fields.any(|x| x.id == f.field)
        };
        let (here, beyond): (Vec<_>, Vec<_>) = faults.into_iter().partition(asked);
        let missing: Vec<kernel::Id> = beyond.into_iter().map(|f| f.field).collect();
        general.extend(form::elsewhere(frame, action, &missing, visit.lang));
        self.general = general;
        self.faults = here;
        self
    }
}

async fn show(State(site): State<Site>, visit: Visit, Path((id, action)): Path<(String, String)>) -> Page {
    let file = open(&site, &visit, &id, Sight::Act).await?;
    let look = Look { site: &site, visit: &visit, file: &file };
    let action = allowed(&look, &action)?;
    page(&compose(&look, action, Filled::default()).await?)
}

async fn act(State(site): State<Site>, visit: Visit, Path((id, action)): Path<(String, String)>, Form(pairs): Form<Pairs>) -> Page {
    let file = open(&site, &visit, &id, Sight::Act).await?;
    let look = Look { site: &site, visit: &visit, file: &file };
    let action = file.procedure.action(&action).ok_or(Problem(Fault::NotFound))?;
    let mut filled = Filled::read(&file.frame, action, &pairs)?;
    filled.besides = kin::Besides::read(&look, action, &pairs);
    let fault = match attempt(&look, action, &filled).await {
        Ok(matter) => return Ok(see(&format!("/matters/{matter}?done={}", action.id))),
        Err(fault @ Fault::NotFound) => return Err(fault.into()),
        Err(fault) => fault,
    };
    // Read again: what is refused is refused as the matter stands now.
    let file = open(&site, &visit, &id, Sight::Act).await?;
    let look = Look { site: &site, visit: &visit, file: &file };
    again(&compose(&look, action, filled.failed(&visit, &file.frame, action, &fault)).await?, &fault)
}

async fn attempt(look: &Look<'_>, action: &Action, filled: &Filled) -> Result<MatterId, Fault> {
    let (site, file) = (look.site, look.file);
    let registers = Registers::new();
    let operation = filled.operation.unwrap_or_else(|| site.bureau.new_operation());
    let asking = Asking {
        frame: file.frame,
        action,
        matter: Some(&file.matter),
        typed: &filled.typed,
        faults: &[],
        registers: &registers,
        lang: look.visit.lang,
    };
    let dated = filled.dated(&asking);
    let missing = filled.besides.missing(look, action);
    let (on, at, evidence) = match dated {
        Ok(_) if !missing.is_empty() => return Err(Fault::Fields(missing)),
        Ok(dated) => dated,
        // A form sent twice: the act has been done, and the matter now asks other questions.
        Err(fault) => return site.bureau.receipt(operation).await?.map(|r| r.matter).ok_or(fault),
    };
    let doing = Doing::Act {
        procedure: file.procedure.id.clone(),
        unit: None,
        action: action.id.clone(),
        holder: filled.besides.holder.clone(),
        with: filled.besides.with.clone(),
        typed: filled.besides.typed(&filled.typed),
        lookup: None,
    };
    let deed = Deed { operation, matter: Some(file.matter.id), doing, on, at, evidence };
    let who = look.visit.account.as_ref().ok_or(Fault::NotFound)?;
    Ok(site.bureau.act(who, &deed).await?.matter)
}

/// The act, if it may be done now; what refuses it is said instead of a form that leads nowhere.
fn allowed<'a>(look: &Look<'a>, action: &str) -> Result<&'a Action, Problem> {
    let known = look.file.procedure.action(action).ok_or(Problem(Fault::NotFound))?;
    match look.file.offers.iter().find(|o| o.action.id == known.id).map(|o| &o.standing) {
        Some(Standing::Refused(refusal)) => Err(refusal.clone().into()),
        Some(_) => Ok(known),
        None => Err(Problem(Fault::Input(kernel::Title::new(
            format!("事项现处的环节不能“{}”，可能已经办过。", known.title.zh),
            format!("“{}” is not open where the matter stands; it may have been done already.", known.title.en),
        )))),
    }
}

async fn compose(look: &Look<'_>, action: &Action, filled: Filled) -> Result<ActPage, Problem> {
    let (file, visit, lang) = (look.file, look.visit, look.visit.lang);
    let registers = form::registers(look.site, &file.frame, action).await?;
    let asking = Asking {
        frame: file.frame,
        action,
        matter: Some(&file.matter),
        typed: &filled.typed,
        faults: &filled.faults,
        registers: &registers,
        lang,
    };
    let mut groups = asking.groups();
    groups.extend(kin::groups(look, action, &filled).await?);
    let asks_nothing = groups.is_empty();
    groups.extend(dated_group(look.site, visit, &file.frame, action, &filled, file.ours));
    let title = action.title.text(lang).to_owned();
    let names = look.names();
    Ok(ActPage {
        layout: Place::new(format!("{title} {}", look.number())).at("matters").layout(look.site, visit).await?,
        head: look.head(""),
        lead: lead(visit, asks_nothing, known(&asking)),
        ground: names.ground(&action.ground),
        effects: names.effects(Some(&file.matter), action),
        form: FormView {
            action: format!("{}/act/{}", look.href(), action.id),
            operation: filled.operation.unwrap_or_else(|| look.site.bureau.new_operation()).to_string(),
            groups,
            general: filled.general,
            submit: submit(visit, action),
            consequences: consequences(&names, action),
            grave: action.against.is_some(),
            cancel: Some(Link::new(look.t("先不办，回本案", "Not now, back to the matter"), look.href())),
        },
        title,
    })
}

/// When it happened, for those who enter what others did; a party acts when it acts.
pub(super) fn dated_group(
    site: &Site,
    visit: &Visit,
    frame: &Frame<'_>,
    action: &Action,
    filled: &Filled,
    ours: bool,
) -> Option<FieldGroup> {
    let in_hours = |l: &procedure::model::Length| l.unit == calendar::Unit::Hour;
    let hours = frame.procedure.clocks.iter().any(|c| c.starts_with(&action.event) && c.lengths.iter().any(in_hours));
    ours.then(|| filled.envelope.group(site.bureau.today(), hours, &filled.faults, visit.lang))
}

/// Questions that are not asked because their answers are known.
fn known(asking: &Asking<'_>) -> usize {
    asking.sections().flat_map(|s| &s.fields).filter(|f| !asking.asks(f)).count()
}

fn lead(visit: &Visit, asks_nothing: bool, known: usize) -> String {
    match (asks_nothing, known, visit.lang) {
        (true, 0, _) => visit.t("这一步不用填写内容。", "Nothing needs to be filled in.").to_owned(),
        (_, 0, _) => String::new(),
        (_, n, Lang::Zh) => format!("已经知道的{n}项不再问。"),
        (_, n, Lang::En) => format!("{n} answers are known and not asked again."),
    }
}

/// Verb and object of the button.
pub(super) fn submit(visit: &Visit, action: &Action) -> String {
    let title = action.title.text(visit.lang);
    if action.sign.is_empty() { title.to_owned() } else { format!("{}{title}", visit.t("提请签批：", "Send for signature: ")) }
}

/// What cannot be taken back, and what the person concerned may do about it.
pub(super) fn consequences(names: &Names<'_>, action: &Action) -> Vec<String> {
    let procedure = names.frame.procedure;
    let mut out = Vec::new();
    if let Some(role) = &action.against {
        let papers = action.papers.iter().filter_map(|p| procedure.papers.get(&p.paper));
        let remedies = papers.flat_map(|p| &p.remedies).filter_map(|r| procedure.remedies.get(&r.remedy));
        let mut ways: Vec<&str> = remedies.map(|r| r.title.text(names.lang)).collect();
        ways.dedup();
        let role = names.role(role);
        out.push(match (ways.is_empty(), names.lang) {
            (false, Lang::Zh) => format!("{role}会收到书面决定，可以{}。", ways.join("、")),
            (false, Lang::En) => format!("{role}: gets the decision in writing and may {}.", ways.join("; ").to_lowercase()),
            (true, Lang::Zh) => format!("对{role}不利，须写明理由。"),
            (true, Lang::En) => format!("It is against: {role}. Reasons are needed."),
        });
    }
    let end = action.to.iter().find(|s| procedure.states.get(*s).is_some_and(|s| s.end && s.track.is_none()));
    if let Some(end) = end {
        let end = names.state(end);
        out.push(match names.lang {
            Lang::Zh => format!("生效以后本案转入“{end}”，不能撤回；日期登记错了的可以更正。"),
            Lang::En => format!("Once in effect the matter is at “{end}” and cannot be taken back; a wrong date can be corrected."),
        });
    }
    out
}
