//! A paper as it will read, made from what is known. It is a preview: official papers come from their own templates.

use super::matter::{Look, known_value, open};
use crate::server::{Page, Place, Problem, Routes, Rule, Site, Visit, page};
use crate::view::{Frame, Light, Link, PaperPage, Status};
use app::{Fault, Sight};
use axum::extract::{Path, State};
use axum::routing::get;
use engine::{Act, Body, Issued, Waiting, written};
use kernel::{Date, Lang};
use procedure::model::{Action, FieldKind, Paper, Remedy};

pub(super) fn routes() -> Routes {
    Routes::default().add("/matters/{id}/papers/{paper}", Rule::SignedIn, get(show))
}

/// A paper, the act that issues it, and when it was issued; a draft waits for signatures.
struct Sheet<'a> {
    look: &'a Look<'a>,
    paper: &'a Paper,
    act: &'a Act,
    action: &'a Action,
    issued: Option<&'a Issued>,
}

async fn show(State(site): State<Site>, visit: Visit, Path((id, paper)): Path<(String, String)>) -> Page {
    let file = open(&site, &visit, &id, Sight::Paper).await?;
    let look = Look { site: &site, visit: &visit, file: &file };
    let sheet = find(&look, &paper).ok_or(Problem(Fault::NotFound))?;
    let title = sheet.paper.title.text(visit.lang);
    let layout = Place::new(format!("{title} {}", look.number())).framed(Frame::Sheet).layout(&site, &visit).await?;
    page(&PaperPage {
        layout,
        organ: file.unit.as_ref().map(|u| u.title.zh.clone()).unwrap_or_default(),
        title: sheet.paper.title.zh.clone(),
        number: if sheet.issued.is_some() { file.matter.number.clone().unwrap_or_default() } else { String::new() },
        addressee: sheet.addressee(),
        paragraphs: sheet.paragraphs(),
        remedy: sheet.remedies(),
        dated: sheet.issued.map_or_else(|| "　　　　年　　月　　日".to_owned(), |i| plain_date(i.on)),
        seal: Some("盖章处".to_owned()),
        foot: sheet.foot(),
        status: sheet.status(),
        provenance: sheet.provenance(),
        back: Link::new(visit.t("返回本案", "Back to the matter"), look.href()),
        twin: None,
    })
}

/// The last paper of this name, else the draft that waits for signatures; a draft is the bureau's own.
fn find<'a>(look: &'a Look<'a>, name: &str) -> Option<Sheet<'a>> {
    let (file, matter) = (look.file, look.matter());
    let paper = file.procedure.papers.get(name)?;
    let issued = matter.papers.iter().rev().find(|i| i.paper == paper.id);
    let draft = matter.pending.iter().filter(|_| file.ours).find_map(|p| match &p.what {
        Waiting::Act { act, .. } if act.papers.contains(&paper.id) => Some(act),
        _ => None,
    });
    let by_event = |seq: u64| {
        file.log.iter().find(|r| r.event.seq == seq).and_then(|r| match &r.event.body {
            Body::Acted { act, .. } => Some(act),
            _ => None,
        })
    };
    // While a new one is being signed, the draft is what there is to read.
    let (act, issued) = match (draft, issued) {
        (Some(act), _) => (act, None),
        (None, Some(issued)) => (by_event(issued.seq)?, Some(issued)),
        (None, None) => return None,
    };
    Some(Sheet { look, paper, act, action: file.procedure.action(act.action.as_str())?, issued })
}

/// 2026年3月9日, as papers are dated.
fn plain_date(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// 向人民法院提起行政诉讼; a title that names whom to turn to already is said with its organ in brackets.
fn towards(remedy: &Remedy) -> String {
    let title = &remedy.title.zh;
    if title.starts_with('向') { format!("{title}（{}）", remedy.organ) } else { format!("向{}{title}", remedy.organ) }
}

impl Sheet<'_> {
    fn role_name(&self, role: &kernel::Id) -> String {
        let matter = self.look.matter();
        let holders = self.look.file.frame.holders(matter, role);
        let all: Vec<String> = holders.iter().filter_map(|h| self.party_name(h)).collect();
        let party = (!all.is_empty()).then(|| all.join("、"));
        let handler = || {
            matter
                .handlers
                .get(role)
                .and_then(|all| all.first())
                .map(|a| self.look.file.people.get(a).map_or_else(|| a.to_string(), |n| n.zh.clone()))
        };
        let title = || self.look.file.procedure.roles.get(role).map(|r| r.title.zh.clone()).unwrap_or_default();
        party.or_else(handler).unwrap_or_else(title)
    }

    fn party_name(&self, holder: &engine::Holder) -> Option<String> {
        let sealed = self.look.matter().parties.get(&holder.role)?.get(usize::from(holder.nth).checked_sub(1)?)?;
        self.look.file.known.value(sealed.value).map(str::to_owned)
    }

    fn addressee(&self) -> String {
        let copy = self.issued.and_then(|i| i.holder.as_ref());
        match (copy, self.paper.to.as_slice()) {
            (_, []) => "存卷".to_owned(),
            (Some(holder), _) => self.party_name(holder).unwrap_or_else(|| self.role_name(&holder.role)),
            (None, roles) => roles.iter().map(|r| self.role_name(r)).collect::<Vec<_>>().join("、"),
        }
    }

    /// The body, from the act's own answers: what it is about, what was found, what is decided, on what it rests.
    fn paragraphs(&self) -> Vec<String> {
        let (file, matter) = (self.look.file, self.look.matter());
        let number = matter.number.as_ref().map(|n| format!("（{n}）")).unwrap_or_default();
        let mut out = vec![format!("{}{number}一事，本机构已经办理。", file.procedure.title.zh)];
        let told = self.act.answers.iter().filter_map(|(id, answer)| Some((file.procedure.field(id.as_str())?, answer)));
        let told = told.filter(|(f, _)| !matches!(f.kind, FieldKind::Party(_) | FieldKind::CnId | FieldKind::Phone | FieldKind::File));
        out.extend(
            told.map(|(field, answer)| format!("{}：{}。", field.title.zh, known_value(self.look, field, answer).trim_end_matches('。'))),
        );
        let cites = written(&file.frame, &self.action.ground);
        let rests = if cites.is_empty() { String::new() } else { format!("依照{}，", cites.join("、")) };
        out.push(format!("{rests}决定：{}。", self.action.title.zh));
        out
    }

    /// Every way to contest it, with its period or that the law sets none.
    fn remedies(&self) -> String {
        let frame = &self.look.file.frame;
        let facts = frame.facts(self.look.matter(), self.look.matter().opened_on);
        let held = self.paper.remedies.iter().filter(|r| frame.holds(&r.only, &facts));
        let ways: Vec<String> = held.filter_map(|r| Some(self.way(self.look.file.procedure.remedies.get(&r.remedy)?))).collect();
        if ways.is_empty() { String::new() } else { format!("如对本文书不服，{}。", ways.join("；或者")) }
    }

    fn way(&self, remedy: &Remedy) -> String {
        let frame = &self.look.file.frame;
        let period = remedy.within.as_ref().and_then(|(amount, unit)| Some(calendar::Period::new(frame.amount(amount)?, *unit).title().zh));
        let cites = written(frame, &remedy.ground).join("、");
        let rests = if cites.is_empty() { String::new() } else { format!("依照{cites}，") };
        match period {
            Some(period) => format!("{rests}可以自收到本文书之日起{period}内{}", towards(remedy)),
            None => format!("{rests}可以{}（法律未规定期限）", towards(remedy)),
        }
    }

    fn foot(&self) -> Vec<String> {
        let copies: Vec<String> = self.paper.copies.iter().map(|r| self.role_name(r)).collect();
        let mut out = Vec::new();
        if !copies.is_empty() {
            out.push(format!("抄送：{}", copies.join("、")));
        }
        out.push("法律服务热线：12348".to_owned());
        out.push("预览：内容取自本案记录，正式文书以加盖印章的文本为准".to_owned());
        out
    }

    fn status(&self) -> Status {
        let look = self.look;
        let served = self.issued.is_some_and(|i| {
            let (frame, matter) = (&look.file.frame, look.matter());
            let mut all =
                self.paper.to.iter().flat_map(|r| frame.holders(matter, r)).filter(|h| i.holder.as_ref().is_none_or(|own| own == h));
            !self.paper.to.is_empty() && all.all(|h| i.served.contains_key(&h))
        });
        match (self.issued.is_some(), served) {
            (false, _) => Status::new(Light::Wait, look.t("预览 · 草稿，等签批", "Preview · draft, awaiting signature")),
            (true, true) => Status::new(Light::Done, look.t("预览 · 已送达", "Preview · served")),
            (true, false) => Status::new(Light::Wait, look.t("预览 · 待送达", "Preview · to be served")),
        }
    }

    fn provenance(&self) -> String {
        let (look, action) = (self.look, self.action.title.text(self.look.visit.lang));
        match (self.issued, look.visit.lang) {
            (Some(issued), Lang::Zh) => format!("{}因“{action}”制发", look.day(issued.on)),
            (Some(issued), Lang::En) => format!("issued on {} by “{action}”", look.day(issued.on)),
            (None, Lang::Zh) => format!("随“{action}”提请签批"),
            (None, Lang::En) => format!("sent for signature with “{action}”"),
        }
    }
}
