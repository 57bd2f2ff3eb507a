//! Service (送达): its legal date starts the next clock.

use super::{Dated, author, event, roles, titles};
use crate::{Body, Context, Event, Evidence, Frame, Holder, Issued, Manner, Matter, Refusal};
use kernel::{Date, Id, Lang};

/// A service to record.
pub(super) struct Service<'a> {
    pub paper: &'a Id,
    pub to: &'a Holder,
    pub manner: Manner,
    pub on: Date,
    pub evidence: Evidence,
}

pub(super) fn serve(frame: &Frame<'_>, matter: &Matter, service: &Service<'_>, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let own = roles::ours(frame, matter, context).ok_or_else(roles::no_role)?;
    super::check_recusal(matter, own, context.actor)?;
    let issued = copy(frame, matter, service)?;
    if let Some(on) = issued.served.get(service.to) {
        return Err(Refusal::new(
            "E-served",
            format!("已于{}登记送达；日期登记错了的，请用“更正”。", kernel::chinese_date(*on)),
            format!("Service was recorded for {}; use “correct” if that date is wrong.", kernel::english_date(*on)),
        ));
    }
    let (paper, to) = (service.paper.clone(), service.to.clone());
    let body = match service.manner {
        Manner::Notice => {
            may_be_noticed(frame, issued, service)?;
            Body::Noticed { paper, to }
        }
        manner => Body::Served { paper, to, manner },
    };
    let dated = Dated { on: Some(service.on), at: None, evidence: service.evidence };
    let on = dated.check(Some(issued.on), context)?;
    Ok(vec![event(Some(matter), 0, on, dated, author(matter, own, context), body, context)])
}

/// The copy that goes to the addressee.
fn copy<'a>(frame: &Frame<'_>, matter: &'a Matter, service: &Service<'_>) -> Result<&'a Issued, Refusal> {
    let Some(paper) = frame.procedure.papers.get(service.paper) else { return Err(no_paper()) };
    let addressed = paper.to.contains(&service.to.role) || paper.copies.contains(&service.to.role);
    if !addressed || !frame.holders(matter, &service.to.role).contains(service.to) {
        let name = |lang| titles::holder(frame, matter, service.to, lang);
        return Err(Refusal::new(
            "E-addressee",
            format!("“{}”不送给{}。", paper.title.zh, name(Lang::Zh)),
            format!("“{}” is not addressed to {}.", paper.title.en, name(Lang::En)),
        ));
    }
    let theirs = |i: &&Issued| i.paper == *service.paper && i.holder.as_ref().is_none_or(|h| h == service.to);
    matter.papers.iter().rev().find(theirs).ok_or_else(no_paper)
}

fn no_paper() -> Refusal {
    Refusal::new("E-no-paper", "这件文书还没有制发，不能登记送达。", "That paper has not been issued, so it cannot be served.")
}

fn may_be_noticed(frame: &Frame<'_>, issued: &Issued, service: &Service<'_>) -> Result<(), Refusal> {
    if frame.procedure.notice.is_none() {
        return Err(Refusal::new("E-no-notice", "这一程序没有公告送达。", "This procedure knows no service by public notice.")
            .lift("请用其他方式送达。", "Serve it in another manner."));
    }
    match issued.noticed.get(service.to) {
        None => Ok(()),
        Some(on) => Err(Refusal::new(
            "E-noticed",
            format!("已于{}公告，期满自动视为送达。", kernel::chinese_date(*on)),
            format!("Notice was given on {}; service follows by itself.", kernel::english_date(*on)),
        )),
    }
}
