//! From an order to events, or to a refusal that says why not.

mod act;
mod answers;
mod correct;
mod extend;
mod holders;
mod kin;
mod lapse;
mod minutes;
mod order_of_steps;
mod place;
mod roles;
mod rules;
mod serve;
mod sign;
mod titles;
mod verbs;

pub(crate) use act::standing;
pub(crate) use place::run_of;
pub(crate) use roles::{Setting, check_recusal, holds_any};

use crate::{Author, Body, Context, Event, Evidence, Frame, Matter, Order, Refusal};
use kernel::{Date, DateTime};

/// Decides an order. `matter` is `None` for an action that opens one.
///
/// # Errors
/// A [`Refusal`] with code, sentence, citation and what would lift it. Nothing else can go wrong.
pub fn decide(frame: &Frame<'_>, matter: Option<&Matter>, order: &Order, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    if matter.is_some_and(|m| m.destroyed.is_some()) && !context.actor.is_system() {
        return Err(Refusal::new("E-destroyed", "本件内容已经销毁。", "What this matter held has been destroyed."));
    }
    if let Order::Act { action, holder, with, child, opening, answers, on, at, evidence } = order {
        let dated = Dated { on: *on, at: *at, evidence: *evidence };
        let asked = act::Asked { action, holder: holder.as_ref(), with, child, opening: opening.as_ref(), answers, dated };
        return act::act(frame, matter, &asked, context);
    }
    let matter = matter.ok_or_else(|| Refusal::new("E-no-matter", "没有找到这件事项。", "There is no such matter."))?;
    match order {
        Order::Act { .. } => Ok(Vec::new()),
        Order::Sign { of, minutes } => sign::sign(frame, matter, (*of, minutes.as_ref()), context),
        Order::Return { of, reasons } => sign::give_back(frame, matter, *of, *reasons, context),
        Order::Recall { of } => sign::recall(frame, matter, *of, context),
        Order::Countersign { of, account, reasons } => verbs::countersign(frame, matter, (*of, account), *reasons, context),
        Order::Serve { paper, to, manner, on, evidence } => {
            serve::serve(frame, matter, &serve::Service { paper, to, manner: *manner, on: *on, evidence: *evidence }, context)
        }
        Order::Lapse { clock, holder } => lapse::fire(frame, matter, (clock, holder.as_ref()), context),
        Order::ConfirmLapse { clock, holder, reasons } => lapse::confirm(frame, matter, (clock, holder.as_ref()), *reasons, context),
        Order::DeclineLapse { clock, holder, reasons } => lapse::decline(frame, matter, (clock, holder.as_ref()), *reasons, context),
        Order::Correct { of, change, reasons } => correct::propose(frame, matter, *of, change, *reasons, context),
        Order::Assign { role, account } => roles::assign(frame, matter, role, account, context),
        Order::Recuse { account, reasons } => roles::recuse(frame, matter, account, *reasons, context),
        Order::Waive { action, event, reasons } => verbs::waive(frame, matter, (action, event), *reasons, context),
        Order::Transfer { unit, reasons } => verbs::transfer(frame, matter, unit, *reasons, context),
        Order::Link { to } => verbs::link(frame, matter, *to, context),
        Order::Hold { reasons } => verbs::hold(frame, matter, *reasons, context),
        Order::Release { reasons } => verbs::release(frame, matter, *reasons, context),
        Order::Destroy { reasons } => verbs::destroy(frame, matter, *reasons, context),
        Order::Hear { kin, name, of, on, at, choices } => {
            kin::hear(matter, &kin::Echoed { kin, name, of: *of, on: *on, at: *at, choices }, context)
        }
        Order::Join { lead } => kin::join(frame, matter, *lead, context),
        Order::Part { lead } => kin::part(matter, *lead, context),
        Order::Repin { to } => kin::repin(matter, to, context),
    }
}

/// Somebody of ours in a role, and in whose place.
fn author(matter: &Matter, role: &procedure::model::Role, context: &Context<'_>) -> Author {
    let acting_for = context.actor.acting_for(&role.id, &matter.unit, context.now.today()).cloned();
    Author { account: context.actor.account.clone(), role: Some(role.id.clone()), via: None, acting_for }
}

/// The program itself.
fn system() -> Author {
    Author { account: kernel::Actor::system().account, role: None, via: None, acting_for: None }
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
