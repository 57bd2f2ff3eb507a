//! 销毁清单: matters kept long enough, proposed by one and agreed to by another.

use super::form::value;
use super::matter::Pairs;
use crate::server::{Page, Place, Problem, Routes, Rule, Site, Visit, again, page, see};
use crate::view::{Fact, FieldGroup, FieldKind, FieldView, FormView, OptionView, RetentionPage};
use app::{Expired, Fault};
use axum::extract::{Form, State};
use axum::routing::{get, post};
use kernel::{MatterId, Title};

pub(super) fn routes() -> Routes {
    Routes::default().add("/retention", Rule::Staff, get(show)).add("/retention/propose", Rule::Staff, post(propose)).add(
        "/retention/agree",
        Rule::Staff,
        post(agree),
    )
}

type Refused = Vec<(MatterId, Title)>;

async fn show(State(site): State<Site>, visit: Visit) -> Page {
    page(&compose(&site, &visit, &Vec::new(), None).await?)
}

async fn propose(State(site): State<Site>, visit: Visit, Form(pairs): Form<Pairs>) -> Page {
    let (of, reasons) = (chosen(&pairs), value(&pairs, "reasons"));
    if of.is_empty() || reasons.trim().is_empty() {
        return missing(&site, &visit, Title::new("请勾选事项并写明理由。", "Tick matters and give reasons.")).await;
    }
    let refused = site.bureau.propose_destruction(visit.who()?, &of, reasons).await?;
    told(&site, &visit, refused).await
}

async fn agree(State(site): State<Site>, visit: Visit, Form(pairs): Form<Pairs>) -> Page {
    let of = chosen(&pairs);
    if of.is_empty() {
        return missing(&site, &visit, Title::new("请勾选要同意的事项。", "Tick the matters you agree to.")).await;
    }
    let refused = site.bureau.agree_destruction(visit.who()?, &of).await?;
    told(&site, &visit, refused).await
}

fn chosen(pairs: &Pairs) -> Vec<MatterId> {
    pairs.iter().filter(|(name, _)| name == "matter").filter_map(|(_, id)| id.parse().ok().map(MatterId)).collect()
}

async fn missing(site: &Site, visit: &Visit, what: Title) -> Page {
    let fault = Fault::Input(what);
    again(&compose(site, visit, &Vec::new(), Some(&fault)).await?, &fault)
}

async fn told(site: &Site, visit: &Visit, refused: Refused) -> Page {
    if refused.is_empty() {
        return Ok(see("/retention"));
    }
    page(&compose(site, visit, &refused, None).await?)
}

async fn compose(site: &Site, visit: &Visit, refused: &Refused, fault: Option<&Fault>) -> Result<RetentionPage, Problem> {
    let who = visit.who()?;
    let all = site.bureau.expired(who).await?;
    let mine = |row: &&Expired| row.proposed_by.as_ref() == Some(&who.actor.account);
    let mut fresh: Vec<&Expired> = all.iter().filter(|r| !r.held && r.proposed_by.is_none()).collect();
    let mut waiting: Vec<&Expired> = all.iter().filter(|r| !r.held && r.proposed_by.is_some() && !mine(r)).collect();
    let others = all.iter().filter(|r| r.held || mine(r)).map(|row| {
        let why = if row.held {
            visit.t("已保全", "held")
        } else {
            visit.t("您已提请，等另一人同意", "proposed by you, waits for another")
        };
        Fact::new(name(row), why)
    });
    let name_of = |id: &MatterId| all.iter().find(|r| r.id == *id).map_or_else(|| id.to_string(), name);
    let mut forms = Vec::new();
    if !fresh.is_empty() {
        let mut reasons = FieldView::new("reasons", visit.t("理由和依据", "Reasons and what they rest on"), FieldKind::Area);
        reasons.required = true;
        let fields = vec![matters(visit, &mut fresh), reasons];
        forms.push(form(visit, "/retention/propose", fields, ("提请销毁", "Propose destruction"), fault));
    }
    if !waiting.is_empty() {
        let fields = vec![matters(visit, &mut waiting)];
        forms.push(form(visit, "/retention/agree", fields, ("同意销毁", "Agree to the destruction"), fault.filter(|_| forms.is_empty())));
    }
    Ok(RetentionPage {
        layout: Place::new(visit.t("销毁清单", "List of destruction")).at("matters").layout(site, visit).await?,
        forms,
        others: others.collect(),
        refused: refused.iter().map(|(id, why)| Fact::new(name_of(id), why.text(visit.lang))).collect(),
    })
}

fn name(row: &Expired) -> String {
    if row.number.is_empty() { row.id.to_string() } else { row.number.clone() }
}

fn matters(visit: &Visit, rows: &mut Vec<&Expired>) -> FieldView {
    let mut field = FieldView::new("matter", visit.t("事项", "Matters"), FieldKind::Checks);
    field.required = true;
    field.options = rows
        .drain(..)
        .map(|row| {
            let day = |d| if visit.lang == kernel::Lang::Zh { kernel::chinese_date(d) } else { kernel::english_date(d) };
            let (title, unit) = (row.title.text(visit.lang), row.unit.text(visit.lang));
            let label = format!("{} · {title} · {unit} · {}{}", name(row), visit.t("保存至", "kept until "), day(row.kept_until));
            OptionView::new(row.id.to_string(), label)
        })
        .collect();
    field
}

fn form(visit: &Visit, action: &str, mut fields: Vec<FieldView>, title: (&str, &str), fault: Option<&Fault>) -> FormView {
    fields.iter_mut().for_each(|f| f.id = format!("f{}-{}", action.replace('/', "-"), f.name));
    let mut form = super::account::form(action, fields, visit.t(title.0, title.1));
    form.general.extend(fault.map(|f| f.message().text(visit.lang).to_owned()));
    form.grave = true;
    form.groups = form.groups.into_iter().map(|g| FieldGroup { title: visit.t(title.0, title.1).to_owned(), ..g }).collect();
    form
}
