//! Service (送达): its legal date starts the next clock.

use super::{Dated, event, roles};
use crate::{Author, Body, Context, Event, Evidence, Frame, Manner, Matter, Refusal};
use kernel::{Date, Id};

/// A service to record.
pub(super) struct Service<'a> {
    pub paper: &'a Id,
    pub to: &'a Id,
    pub manner: Manner,
    pub on: Date,
    pub evidence: Evidence,
}

pub(super) fn serve(frame: &Frame<'_>, matter: &Matter, service: &Service<'_>, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let own = roles::ours(frame, matter, context).ok_or_else(roles::no_role)?;
    super::check_recusal(matter, own, context.actor)?;
    let issued = matter.papers.iter().rev().find(|i| i.paper == *service.paper);
    let paper = frame.procedure.papers.get(service.paper);
    let (Some(issued), Some(paper)) = (issued, paper) else {
        return Err(Refusal::new(
            "E-no-paper",
            "这件文书还没有制发，不能登记送达。",
            "That paper has not been issued, so it cannot be served.",
        ));
    };
    if paper.to.as_ref() != Some(service.to) && !paper.copies.contains(service.to) {
        return Err(Refusal::new(
            "E-addressee",
            format!("“{}”不送给这一方。", paper.title.zh),
            format!("“{}” is not addressed to that role.", paper.title.en),
        ));
    }
    if let Some(on) = issued.served.get(service.to) {
        return Err(Refusal::new(
            "E-served",
            format!("已于{}登记送达；日期登记错了的，请用“更正”。", kernel::chinese_date(*on)),
            format!("Service was recorded for {}; use “correct” if that date is wrong.", kernel::english_date(*on)),
        ));
    }
    let dated = Dated { on: Some(service.on), at: None, evidence: service.evidence };
    let on = dated.check(Some(issued.on), context)?;
    let by = Author { account: context.actor.account.clone(), role: Some(own.id.clone()), via: None };
    let body = Body::Served { paper: service.paper.clone(), to: service.to.clone(), manner: service.manner };
    Ok(vec![event(Some(matter), 0, on, dated, by, body, context)])
}
