//! What happened, newest first, with the day it happened, the day it was entered, and what it said before it was corrected.

use super::head::Look;
use super::{kin, known};
use crate::route::form::evidence_words;
use crate::view::{Link, TimelineItem};
use app::ports::Recorded;
use engine::{Body, Change, Entry, Event, Manner, Minutes, Order, Refusal, Sealed, canonical, link};
use kernel::{Digest, Id, Lang};
use procedure::model::Action;
use std::collections::BTreeSet;

/// Every event that the reader may see, newest first. How a decision came about inside the bureau is not a party's to read.
pub(super) fn items(look: &Look<'_>) -> Vec<TimelineItem> {
    let log = look.file.log.iter().rev().map(|r| &r.event);
    log.filter(|e| look.file.ours || takes_effect(&e.body)).filter_map(|e| item(look, e)).collect()
}

fn takes_effect(body: &Body) -> bool {
    use Body::{Acted, Corrected, Destroyed, Joined, Lapsed, Noticed, Parted, Recounted, Repinned, Served, Transferred};
    matches!(
        body,
        Acted { .. }
            | Served { .. }
            | Noticed { .. }
            | Lapsed { .. }
            | Corrected { .. }
            | Joined { .. }
            | Parted { .. }
            | Transferred { .. }
            | Repinned { .. }
            | Recounted { .. }
            | Destroyed { .. }
    )
}

fn item(look: &Look<'_>, event: &Event) -> Option<TimelineItem> {
    let (title, note) = told(look, event)?;
    let entry = look.matter().timeline.iter().find(|e| e.seq == event.seq);
    let date = entry.map_or(event.occurred_on, |e| e.on);
    let acting = event.by.via.as_ref().or(event.by.role.as_ref()).map(|r| format!("（{}）", look.names().role(r)));
    let acting = acting.map(|r| if look.visit.lang == Lang::En { r.replace('（', " (").replace('）', ")") } else { r });
    let evidence = evidence_words(event.evidence, look.visit.lang).map(|e| format!("{}{e}", look.t("依据：", "evidence: ")));
    let action = acted(look, event);
    Some(TimelineItem {
        title,
        date,
        time: event.occurred_at.map(known::time),
        actor: format!("{}{}", look.person(&event.by.account), acting.unwrap_or_default()),
        note: [note, evidence.unwrap_or_default()].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(look.visit.t("，", ", ")),
        ground: action.map(|a| look.names().ground(&a.ground)).unwrap_or_default(),
        links: papers(look, event),
        effects: entry.map(|e| effects(look, e, action)).unwrap_or_default(),
        entered_on: (event.recorded_on != event.occurred_on).then_some(event.recorded_on),
        corrected: entry.and_then(|e| corrected(look, e)),
        correct: entry.and_then(|e| correct(look, e)),
    })
}

fn acted<'a>(look: &Look<'a>, event: &Event) -> Option<&'a Action> {
    match &event.body {
        Body::Acted { act, .. } => look.file.procedure.action(act.action.as_str()),
        _ => None,
    }
}

/// Title and short content. The opening itself is told by the act that opened.
fn told(look: &Look<'_>, event: &Event) -> Option<(String, String)> {
    let names = look.names();
    let zh = look.visit.lang == Lang::Zh;
    let action = |id: &Id| look.file.procedure.action(id.as_str()).map_or_else(|| id.to_string(), |a| names.text(&a.title).to_owned());
    let reasons = |s: &Sealed| {
        look.file.known.value(s.value).map_or_else(|| look.t("（理由已依法销毁）", "(reasons destroyed by law)"), str::to_owned)
    };
    Some(match &event.body {
        Body::Opened { .. } => return None,
        Body::Acted { act, .. } => (action(&act.action), act.holder.as_ref().map(|h| names.holder(look, h)).unwrap_or_default()),
        Body::Proposed { act, .. } => (format!("{}{}", look.t("提请签批：", "Sent for signature: "), action(&act.action)), String::new()),
        Body::Signed { role, minutes, .. } => (look.t("签批同意", "Signed"), signed(look, role.as_ref(), minutes.as_ref())),
        Body::Returned { reasons: r, .. } => (look.t("退回修改", "Returned for changes"), reasons(r)),
        Body::Recalled { .. } => (look.t("撤回提请", "Recalled"), String::new()),
        Body::Dropped { .. } => (look.t("提请失效", "The proposal fell"), look.t("事项已经另行推进", "the matter moved on without it")),
        Body::Countersign { account, reasons: r, .. } => (
            look.t("请求加签", "One more asked to sign"),
            format!("{}{}{}", look.person(account), if zh { "，" } else { ", " }, reasons(r)),
        ),
        Body::Served { paper, to, manner } => {
            let to = names.holder(look, to);
            (
                names.event(&Id::from(format!("{paper}.served"))),
                format!("{}{}{to}", manner_words(*manner, look.visit.lang), if zh { "，送" } else { ", to " }),
            )
        }
        Body::Lapsed { event: name, reasons: r, .. } => {
            (names.event(name), r.as_ref().map(reasons).unwrap_or_else(|| look.t("法律直接规定", "by operation of law")))
        }
        Body::LapseDeclined { clock, reasons: r, .. } => (names.event(&Id::from(format!("{clock}.declined"))), reasons(r)),
        Body::Noticed { paper, to } => {
            let title = if zh { format!("{}公告", names.paper(paper)) } else { format!("Public notice of {}", names.paper(paper)) };
            (title, format!("{}{}", if zh { "送" } else { "to " }, names.holder(look, to)))
        }
        Body::CorrectionProposed { of, change, reasons: r } => (
            look.t("提请更正", "Correction proposed"),
            format!("{}{}{}", change_words(look, *of, change), if zh { "。理由：" } else { ". Why: " }, reasons(r)),
        ),
        Body::Corrected { of, change, .. } => (look.t("更正生效", "Correction made"), change_words(look, *of, change)),
        Body::CorrectionRejected { reasons: r, .. } => (look.t("不同意更正", "Correction rejected"), reasons(r)),
        Body::Assigned { role, account } => {
            (look.t("确定承办人", "Handler named"), format!("{}{}{}", names.role(role), if zh { "：" } else { ": " }, look.person(account)))
        }
        Body::Recused { account, reasons: r } => {
            (look.t("回避", "Stands aside"), format!("{}{}{}", look.person(account), if zh { "，" } else { ", " }, reasons(r)))
        }
        other => kin::told(look, other, &reasons),
    })
}

/// In which role somebody signed, and how a meeting voted.
fn signed(look: &Look<'_>, role: Option<&Id>, minutes: Option<&Minutes>) -> String {
    let role = role.map_or_else(|| look.t("加签", "asked besides"), |r| look.names().role(r));
    match (minutes, look.visit.lang) {
        (None, _) => role,
        (Some(m), Lang::Zh) => format!("{role}，出席{}人，同意{}，反对{}，弃权{}", m.present, m.ayes, m.noes, m.abstained),
        (Some(m), Lang::En) => format!("{role}: {} present, {} for, {} against, {} abstained", m.present, m.ayes, m.noes, m.abstained),
    }
}

/// What a correction changes, in words.
pub(crate) fn change_words(look: &Look<'_>, of: u64, change: &Change) -> String {
    let entry = look.matter().timeline.iter().find(|e| e.seq == of);
    let title = entry.map(|e| look.names().event(&e.name)).unwrap_or_default();
    let was = entry.map(|e| look.day(e.was.unwrap_or(e.on))).unwrap_or_default();
    match (change, look.visit.lang) {
        (Change::OccurredOn(to), Lang::Zh) => format!("“{title}”的日期由{was}改为{}", look.day(*to)),
        (Change::OccurredOn(to), Lang::En) => format!("the date of “{title}” from {was} to {}", look.day(*to)),
        (Change::Answer { field, .. }, lang) => {
            let field = look.file.procedure.field(field.as_str()).map_or("", |f| f.title.text(lang));
            if lang == Lang::Zh { format!("改正“{field}”的内容") } else { format!("the answer to “{field}”") }
        }
    }
}

/// How a paper reached its addressee.
pub(crate) fn manner_words(manner: Manner, lang: Lang) -> &'static str {
    match manner {
        Manner::Direct => lang.pick("直接送达", "in person"),
        Manner::Left => lang.pick("留置送达", "left at the address"),
        Manner::Post => lang.pick("邮寄送达", "by post"),
        Manner::Electronic => lang.pick("电子送达", "electronically"),
        Manner::Notice => lang.pick("公告送达", "by public notice"),
    }
}

fn papers(look: &Look<'_>, event: &Event) -> Vec<Link> {
    let paper = |id: &Id| Link::new(look.names().paper(id), format!("{}/papers/{id}", look.href()));
    match &event.body {
        Body::Acted { act, .. } => act.papers.iter().map(paper).collect(),
        Body::Served { paper: id, .. } | Body::Noticed { paper: id, .. } => vec![paper(id)],
        _ => Vec::new(),
    }
}

/// What an entry set off: states entered, clocks started and stopped.
fn effects(look: &Look<'_>, entry: &Entry, action: Option<&Action>) -> Vec<String> {
    let (names, matter) = (look.names(), look.matter());
    let facts = look.file.frame.facts(matter, matter.opened_on);
    let mut out: Vec<String> = action.and_then(|a| names.moves(a)).into_iter().collect();
    for instance in &matter.clocks {
        let Some(clock) = instance.clock_in(&look.file.frame) else { continue };
        // What one party did says nothing of another's period.
        let theirs = instance.holder.as_ref().is_none_or(|own| entry.holder.as_ref().is_none_or(|h| h == own || h.role != own.role));
        if instance.start_seq == entry.seq {
            out.push(names.starts(clock, &facts));
        }
        let stopped = instance.stopped_on == Some(entry.on)
            && !instance.void
            && theirs
            && instance.start_seq < entry.seq
            && clock.stops.contains(&entry.name);
        if stopped {
            let title = names.text(&clock.title);
            out.push(if look.visit.lang == Lang::Zh {
                format!("“{title}”的期限停止。")
            } else {
                format!("The period “{title}” stops.")
            });
        }
    }
    // Each party has its own period; one line tells of all.
    let mut seen = BTreeSet::new();
    out.retain(|line| seen.insert(line.clone()));
    out
}

fn corrected(look: &Look<'_>, entry: &Entry) -> Option<String> {
    let was = entry.was?;
    let why = look.file.log.iter().rev().find_map(|r| match &r.event.body {
        Body::CorrectionProposed { of, reasons, .. } if *of == entry.seq => look.file.known.value(reasons.value),
        _ => None,
    });
    let why = why.filter(|_| look.file.ours).map(|w| format!("{}{w}", look.t("理由：", "Why: "))).unwrap_or_default();
    Some(match look.visit.lang {
        Lang::Zh => format!("原记{}，现为{}。{why}", look.day(was), look.day(entry.on)),
        Lang::En => format!("It said {}; now {}. {why}", look.day(was), look.day(entry.on)),
    })
}

/// Where the entry's date is corrected, if the reader might.
fn correct(look: &Look<'_>, entry: &Entry) -> Option<String> {
    may_correct(look, entry).is_ok().then(|| format!("{}/correct/{}", look.href(), entry.seq))
}

/// Whether the reader might correct the entry's date now.
pub(crate) fn may_correct(look: &Look<'_>, entry: &Entry) -> Result<(), Refusal> {
    let change = Change::OccurredOn(entry.on.yesterday().unwrap_or(entry.on));
    look.file.may(&Order::Correct { of: entry.seq, change, reasons: blank(look) })
}

/// A sealed value that stands for reasons not yet written; for asking what may be done, never stored.
pub(crate) fn blank(look: &Look<'_>) -> Sealed {
    let subject = look.matter().subject;
    Sealed { value: kernel::ValueId(subject.0), person: subject, digest: Digest::default() }
}

/// Whether each link of the chain follows from the one before, and the last one, shortened.
pub(super) fn chain(look: &Look<'_>) -> (bool, String) {
    let mut before = Digest::default();
    let whole = look.file.log.iter().all(|Recorded { event, link: after }| {
        let follows = canonical(event).is_some_and(|body| link(&before, look.matter().id, &body) == *after);
        before = *after;
        follows
    });
    let digits = look.file.log.last().map(|r| r.link.to_string()).unwrap_or_default();
    let part = |range: std::ops::Range<usize>| digits.get(range).unwrap_or_default();
    (whole, format!("{} {} … {}", part(0..4), part(4..8), part(60..64)))
}
