//! Verbs of the kernel that no procedure declares, one page each: hand over, link, waive, ask one more to sign, stand aside, hold,
//! release, destroy.

mod offered;

pub(super) use offered::links;

use super::form::{self, operation, value};
use super::matter::{Look, Pairs, open};
use crate::server::{Page, Place, Problem, Routes, Rule, Site, Visit, again, page, see};
use crate::view::{FieldGroup, FieldKind, FieldView, FormView, Link, OptionView, VerbPage};
use app::{Deed, Doing, Fault, FieldFault, Sight};
use axum::extract::{Form, Path, State};
use axum::routing::get;
use kernel::{Id, OrgPath, Title};
use offered::{Verb, choices};

pub(super) fn routes() -> Routes {
    Routes::default().add("/matters/{id}/verb/{verb}", Rule::SignedIn, get(show).post(carry_out))
}

/// The form as it was filled in.
#[derive(Default)]
struct Filled {
    pairs: Pairs,
    faults: Vec<FieldFault>,
    general: Vec<String>,
}

async fn show(State(site): State<Site>, visit: Visit, Path((id, verb)): Path<(String, String)>) -> Page {
    let file = open(&site, &visit, &id, Sight::Act).await?;
    let look = Look { site: &site, visit: &visit, file: &file };
    let verb = known(&verb)?;
    page(&compose(&look, verb, Filled::default()).await?)
}

fn known(verb: &str) -> Result<Verb, Problem> {
    Verb::ALL.into_iter().find(|v| v.word() == verb).ok_or(Problem(Fault::NotFound))
}

async fn carry_out(State(site): State<Site>, visit: Visit, Path((id, verb)): Path<(String, String)>, Form(pairs): Form<Pairs>) -> Page {
    let file = open(&site, &visit, &id, Sight::Act).await?;
    let look = Look { site: &site, visit: &visit, file: &file };
    let verb = known(&verb)?;
    let fault = match attempt(&look, verb, &pairs).await {
        Ok(()) => return Ok(see(&format!("{}?done={}", look.href(), verb.word()))),
        Err(fault @ Fault::NotFound) => return Err(fault.into()),
        Err(fault) => fault,
    };
    let (faults, general) = form::faults(&visit, &file.frame, &fault);
    again(&compose(&look, verb, Filled { pairs, faults, general }).await?, &fault)
}

async fn attempt(look: &Look<'_>, verb: Verb, pairs: &Pairs) -> Result<(), Fault> {
    let reasons = value(pairs, "reasons").to_owned();
    let mut faults = Vec::new();
    let mut fault = |field: &str, zh: &str, en: &str| faults.push(FieldFault { field: Id::from(field), message: Title::new(zh, en) });
    let chosen = value(pairs, verb.question()).to_owned();
    if chosen.is_empty() && !verb.reasons_only() {
        fault(verb.question(), "请选择或者填写这一项。", "Choose or fill this in.");
    }
    if reasons.is_empty() && verb != Verb::Link {
        fault("reasons", "请写明理由。", "Please give reasons.");
    }
    if !faults.is_empty() {
        return Err(Fault::Fields(faults));
    }
    let doing = match verb {
        Verb::Transfer => Doing::Transfer(OrgPath::new(&chosen), reasons),
        Verb::Link => Doing::Link(chosen),
        Verb::Waive => {
            let (action, event) = chosen.split_once(' ').ok_or(Fault::NotFound)?;
            Doing::Waive(Id::from(action), Id::from(event), reasons)
        }
        Verb::Countersign => {
            let (of, account) = chosen.split_once(' ').ok_or(Fault::NotFound)?;
            Doing::Countersign(of.parse().ok(), Id::from(account), reasons)
        }
        Verb::Recuse => Doing::Recuse(Id::from(chosen), reasons),
        Verb::Hold => Doing::Hold(reasons),
        Verb::Release => Doing::Release(reasons),
        Verb::Destroy => Doing::Destroy(reasons),
    };
    let who = look.visit.account.as_ref().ok_or(Fault::NotFound)?;
    look.site.bureau.act(who, &Deed::today(operation(pairs)?, look.matter().id, doing)).await.map(|_| ())
}

async fn compose(look: &Look<'_>, verb: Verb, filled: Filled) -> Result<VerbPage, Problem> {
    let (title, lead) = (verb.title(look), verb.lead(look));
    let mut fields = Vec::new();
    if !verb.reasons_only() {
        fields.push(question(look, verb).await?);
    }
    if verb != Verb::Link {
        let mut reasons = FieldView::new("reasons", look.t("理由", "Reasons"), FieldKind::Area);
        reasons.required = true;
        fields.push(reasons);
    }
    for field in &mut fields {
        let given = value(&filled.pairs, &field.name);
        given.clone_into(&mut field.value);
        field.options.iter_mut().for_each(|o| o.chosen = !given.is_empty() && o.value == given);
        field.error = filled.faults.iter().find(|f| f.field == *field.name).map(|f| f.message.text(look.visit.lang).to_owned());
    }
    let typed = value(&filled.pairs, "operation").to_owned();
    Ok(VerbPage {
        layout: Place::new(format!("{title} {}", look.number())).at("matters").layout(look.site, look.visit).await?,
        head: look.head(""),
        form: FormView {
            action: format!("{}/verb/{}", look.href(), verb.word()),
            operation: if typed.is_empty() { look.site.bureau.new_operation().to_string() } else { typed },
            groups: vec![FieldGroup { title: String::new(), lead: None, why: None, folded: false, fields }],
            general: filled.general,
            submit: title.clone(),
            consequences: Vec::new(),
            grave: verb == Verb::Destroy,
            cancel: Some(Link::new(look.t("先不办，回本案", "Not now, back to the matter"), look.href())),
        },
        title,
        lead,
    })
}

async fn question(look: &Look<'_>, verb: Verb) -> Result<FieldView, Fault> {
    let label = match verb {
        Verb::Transfer => look.t("转给哪个单位", "To which unit"),
        Verb::Link => look.t("关联的案号", "Number of the other matter"),
        Verb::Waive => look.t("免除哪一项", "What is waived"),
        Verb::Countersign => look.t("请谁加签", "Who is asked"),
        Verb::Recuse => look.t("谁回避", "Who stands aside"),
        Verb::Hold | Verb::Release | Verb::Destroy => String::new(),
    };
    let kind = if verb == Verb::Link { FieldKind::Line } else { FieldKind::Select };
    let mut field = FieldView::new(verb.question(), label, kind);
    field.required = true;
    if verb != Verb::Link {
        field.options.push(OptionView::new("", look.t("请选择", "Choose")));
        field.options.extend(choices(look, verb).await?.into_iter().map(|(value, label)| OptionView::new(value, label)));
    }
    Ok(field)
}
