//! From an order to events, or to a refusal that says why not.

mod act;
mod answers;
mod correct;
mod lapse;
mod roles;
mod serve;
mod sign;

pub(crate) use act::standing;
pub(crate) use roles::check_recusal;

use crate::{Author, Body, Context, Event, Evidence, Frame, Matter, Order, Refusal};
use kernel::{Date, DateTime};

/// Decides an order. `matter` is `None` for an action that opens one.
///
/// # Errors
/// A [`Refusal`] with code, sentence, citation and what would lift it. Nothing else can go wrong.
pub fn decide(frame: &Frame<'_>, matter: Option<&Matter>, order: &Order, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    if let Order::Act { action, opening, answers, on, at, evidence } = order {
        let dated = Dated { on: *on, at: *at, evidence: *evidence };
        return act::act(frame, matter, &act::Asked { action, opening: opening.as_ref(), answers, dated }, context);
    }
    let matter = matter.ok_or_else(|| Refusal::new("E-no-matter", "没有找到这件事项。", "There is no such matter."))?;
    match order {
        Order::Act { .. } => Ok(Vec::new()),
        Order::Sign => sign::sign(frame, matter, context),
        Order::Return { reasons } => sign::give_back(frame, matter, *reasons, context),
        Order::Recall => sign::recall(matter, context),
        Order::Serve { paper, to, manner, on, evidence } => {
            serve::serve(frame, matter, &serve::Service { paper, to, manner: *manner, on: *on, evidence: *evidence }, context)
        }
        Order::Lapse { clock } => lapse::fire(frame, matter, clock, context),
        Order::ConfirmLapse { clock, reasons } => lapse::confirm(frame, matter, clock, *reasons, context),
        Order::DeclineLapse { clock, reasons } => lapse::decline(frame, matter, clock, *reasons, context),
        Order::Correct { of, change, reasons } => correct::propose(frame, matter, *of, change, *reasons, context),
        Order::Assign { role, account } => roles::assign(frame, matter, role, account, context),
        Order::Recuse { account, reasons } => roles::recuse(frame, matter, account, *reasons, context),
    }
}

/// The legal date of what is entered, and its evidence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dated {
    pub on: Option<Date>,
    pub at: Option<DateTime>,
    pub evidence: Evidence,
}

impl Dated {
    /// The legal date: as given, else today. It may not lie ahead, nor before `earliest`; a past date names its evidence.
    fn check(&self, earliest: Option<Date>, context: &Context<'_>) -> Result<Date, Refusal> {
        let today = context.now.today();
        let on = self.at.map(DateTime::date).or(self.on).unwrap_or(today);
        if on > today {
            return Err(Refusal::new(
                "E-date-ahead",
                format!("发生日期{}晚于今天{}，还没有发生的事不能登记。", kernel::chinese_date(on), kernel::chinese_date(today)),
                format!(
                    "{} lies after today, {}: what has not happened cannot be entered.",
                    kernel::english_date(on),
                    kernel::english_date(today)
                ),
            ));
        }
        if let Some(earliest) = earliest
            && on < earliest
        {
            return Err(Refusal::new(
                "E-date-before",
                format!(
                    "发生日期{}早于上一步的{}，请核对；如果上一步的日期登记错了，请先更正。",
                    kernel::chinese_date(on),
                    kernel::chinese_date(earliest)
                ),
                format!(
                    "{} lies before the step it follows, {}. Check it; if that earlier date is wrong, correct it first.",
                    kernel::english_date(on),
                    kernel::english_date(earliest)
                ),
            ));
        }
        if on < today && self.evidence == Evidence::System {
            return Err(Refusal::new(
                "E-evidence",
                format!("发生日期{}早于今天，请注明依据：邮戳、送达回证、笔录或者来文日期。", kernel::chinese_date(on)),
                format!(
                    "{} lies before today: say what proves it, a postmark, a receipt, a record or the paper's date.",
                    kernel::english_date(on)
                ),
            ));
        }
        Ok(on)
    }
}

/// Makes an event that follows `after` events already made by the same order.
fn event(matter: Option<&Matter>, after: usize, on: Date, dated: Dated, by: Author, body: Body, context: &Context<'_>) -> Event {
    Event {
        seq: matter.map_or(0, |m| m.seq) + 1 + after as u64,
        occurred_on: on,
        occurred_at: dated.at,
        evidence: dated.evidence,
        recorded_on: context.now.today(),
        recorded_at: context.now.micros,
        by,
        body,
    }
}

/// An event of today, recorded by the system's own clock.
fn today(matter: &Matter, after: usize, by: Author, body: Body, context: &Context<'_>) -> Event {
    let dated = Dated { on: None, at: None, evidence: Evidence::System };
    event(Some(matter), after, context.now.today(), dated, by, body, context)
}
