//! The papers of a matter, whether they were served, and the form on which their service is entered.

use super::deeds::{Place, Trouble};
use super::head::Look;
use super::timeline::manner_words;
use crate::route::form::Envelope;
use crate::view::{FieldKind, FieldView, Light, OptionView, PaperRow, Status};
use engine::{Evidence, Holder, Issued, Manner, Order};
use kernel::Lang;
use procedure::model::Paper;

/// Ways of service, by the value sent.
pub(super) const MANNERS: [(&str, Manner); 5] = [
    ("direct", Manner::Direct),
    ("post", Manner::Post),
    ("electronic", Manner::Electronic),
    ("left", Manner::Left),
    ("notice", Manner::Notice),
];

/// A row for each paper and addressee, the newest first.
pub(super) fn rows(look: &Look<'_>, trouble: Option<&Trouble>) -> Vec<PaperRow> {
    let each = copies(look).into_iter().rev();
    each.map(|(issued, paper, to)| row(look, issued, paper, to.as_ref(), trouble)).collect()
}

/// Every copy with its addressee, in the order of issue; a paper for the file only is one copy to nobody.
pub(super) fn copies<'a>(look: &Look<'a>) -> Vec<(&'a Issued, &'a Paper, Option<Holder>)> {
    let mut out = Vec::new();
    for issued in &look.file.matter.papers {
        let Some(paper) = look.file.procedure.papers.get(&issued.paper) else { continue };
        let roles = paper.to.iter().chain(&paper.copies).rev();
        let all = roles.flat_map(|r| look.file.frame.holders(&look.file.matter, r).into_iter().rev());
        let own: Vec<Holder> = all.filter(|h| issued.holder.as_ref().is_none_or(|own| own == h)).collect();
        if own.is_empty() {
            out.push((issued, paper, None));
        }
        out.extend(own.into_iter().map(|to| (issued, paper, Some(to))));
    }
    out
}

fn row(look: &Look<'_>, issued: &Issued, paper: &Paper, to: Option<&Holder>, trouble: Option<&Trouble>) -> PaperRow {
    let names = look.names();
    let on = to.and_then(|to| issued.served.get(to));
    let latest = look
        .matter()
        .papers
        .iter()
        .rev()
        .find(|i| i.paper == issued.paper && i.holder == issued.holder)
        .is_some_and(|i| i.seq == issued.seq);
    let may = |to: &&Holder| {
        let order = Order::Serve {
            paper: paper.id.clone(),
            to: (*to).clone(),
            manner: Manner::Direct,
            on: look.today(),
            evidence: Evidence::Receipt,
        };
        latest && look.file.may(&order).is_ok()
    };
    let serve = to.filter(may);
    let place = serve.map(|to| Place::Paper(paper.id.clone(), to.clone()));
    let trouble = trouble.filter(|t| Some(&t.place) == place.as_ref());
    let addressee =
        to.map(|t| format!("{}{}", look.t("送", "to: "), names.holder(look, t))).unwrap_or_else(|| look.t("存卷", "for the file"));
    PaperRow {
        title: names.text(&paper.title).to_owned(),
        number: match look.visit.lang {
            Lang::Zh => format!("{addressee} · {}制发", look.day(issued.on)),
            Lang::En => format!("{addressee} · issued {}", look.day(issued.on)),
        },
        href: format!("{}/papers/{}", look.href(), paper.id),
        status: match (on, to) {
            (None, Some(to)) if issued.noticed.contains_key(to) => Status::new(Light::Wait, look.t("公告中", "Public notice runs")),
            (Some(_), _) => Status::new(Light::Done, look.t("已送达", "Served")),
            (None, Some(_)) => Status::new(Light::Wait, look.t("待送达", "To be served")),
            (None, None) => Status::new(Light::Done, look.t("已制发", "Issued")),
        },
        served: on.zip(to).map(|(d, to)| served(look, issued, to, *d)).unwrap_or_default(),
        fields: serve.map(|to| fields(look, paper, to, trouble)).unwrap_or_default(),
        serve: serve.map(|_| format!("{}/serve", look.href())),
        operation: trouble.map_or_else(|| look.site.bureau.new_operation().to_string(), |t| t.value("operation").to_owned()),
    }
}

fn served(look: &Look<'_>, issued: &Issued, to: &Holder, on: kernel::Date) -> String {
    let manner = look.file.log.iter().rev().find_map(|r| match &r.event.body {
        engine::Body::Served { paper, to: whom, manner } if *paper == issued.paper && whom == to => {
            Some(manner_words(*manner, look.visit.lang))
        }
        _ => None,
    });
    format!("{} {}", look.day(on), manner.unwrap_or_default())
}

fn fields(look: &Look<'_>, paper: &Paper, to: &Holder, trouble: Option<&Trouble>) -> Vec<FieldView> {
    let lang = look.visit.lang;
    let hidden = |name: &str, value: &str| {
        let mut field = FieldView::new(name, "", FieldKind::Hidden);
        value.clone_into(&mut field.value);
        field
    };
    let mut way = FieldView::new("manner", look.t("送达方式", "Way of service"), FieldKind::Select);
    let chosen = trouble.map_or("direct", |t| t.value("manner"));
    way.options = MANNERS
        .iter()
        .map(|(value, manner)| OptionView { chosen: *value == chosen, ..OptionView::new(*value, manner_words(*manner, lang)) })
        .collect();
    let envelope = trouble.map_or_else(|| Envelope::on(look.today()), |t| Envelope::read(&t.pairs));
    let mut on = envelope.day_field(visit_label(lang), lang);
    on.hint = Some(look.t("签收、交邮回执或者公告期满的日子", "The day on the receipt, or on which the notice ran out."));
    let mut proof = envelope.evidence_field(lang);
    proof.hint = Some(look.t("不是今天送达的要选", "Needed unless it was served today."));
    let mut out = vec![hidden("paper", paper.id.as_str()), hidden("to", &to.to_string()), way, on, proof];
    let place = Place::Paper(paper.id.clone(), to.clone());
    for field in &mut out {
        field.id = place.field(&field.name);
        field.required = field.name != "proven-by";
        field.error = trouble.and_then(|t| t.error(lang, &field.name));
    }
    out
}

fn visit_label(lang: Lang) -> &'static str {
    lang.pick("送达日期", "Served on")
}
