//! The steps of an example as orders.

use super::{Stage, Taken};
use crate::scenario::cast::Cast;
use crate::{Change, Evidence, Holder, Manner, Matter, Minutes, Order, Waiting};
use kernel::{Id, OrgPath};
use procedure::model::HeldBy;
use procedure::scenario::{Act, Signature, What, When, Who};
use std::collections::BTreeMap;

impl Stage<'_> {
    /// Takes a step. The outer error is a mistake of the example itself, the inner one a lawful no.
    pub(super) fn take(&mut self, what: &What) -> Taken {
        match what {
            What::Expect(_) => Ok(Ok(())),
            What::Wait(when) if when.day() < self.today => Err(format!("已经是 {}，不能等到更早的 {}", self.today, when.day())),
            What::Wait(when) => {
                self.pass(*when);
                Ok(Ok(()))
            }
            What::Matter { name, version } => {
                self.turn_to(name, *version);
                Ok(Ok(()))
            }
            What::Act(act) => self.act(act),
            What::Sign { at, action, signature } => Ok(self.sign(*at, Some(action), signature)),
            What::Return { at, action, who, reason } => {
                let (of, reasons) = (self.waiting(Some(action)), self.cast.sealed("reasons", reason));
                Ok(self.order(*at, who, None, &Order::Return { of, reasons }))
            }
            What::Recall { at, action, who, .. } => {
                let of = self.waiting(Some(action));
                Ok(self.order(*at, who, None, &Order::Recall { of }))
            }
            What::Serve { at, paper, to, holder, how, received } => {
                self.serve((*at, *received), paper, (to.as_ref(), *holder), how.as_ref())
            }
            What::Correct { at, event, to, who, second, reason } => {
                let of = self.matter().and_then(|m| m.last(event.as_str())).map(|e| e.seq);
                let of = of.ok_or_else(|| format!("“{event}”还没有发生，不能更正"))?;
                let reasons = self.cast.sealed("reasons", reason);
                let order = Order::Correct { of, change: Change::OccurredOn(to.day()), reasons };
                let proposed = self.order(*at, who, None, &order);
                let of = self.matter().and_then(|m| m.pending.iter().find(|p| matches!(p.what, Waiting::Correction { .. }))).map(|p| p.seq);
                Ok(proposed.and_then(|()| self.order(*at, second, None, &Order::Sign { of, minutes: None })))
            }
            What::Lapse { at, clock, holder, confirmed, who, reason } => {
                let reasons = self.cast.sealed("reasons", reason);
                let each = self.frame().and_then(|f| f.procedure.clock(clock.as_str()).and_then(|c| c.each.clone()));
                let holder = each.and_then(|role| self.holder(&[role], *holder));
                let clock = clock.clone();
                let order = match confirmed {
                    true => Order::ConfirmLapse { clock, holder, reasons },
                    false => Order::DeclineLapse { clock, holder, reasons },
                };
                Ok(self.order(*at, who, None, &order))
            }
            What::Waive { at, action, event, who, reason } => {
                let reasons = self.cast.sealed("reasons", reason);
                Ok(self.order(*at, who, None, &Order::Waive { action: action.clone(), event: event.clone(), reasons }))
            }
            What::Assign { at, role, to, who } => {
                Ok(self.order(*at, who, None, &Order::Assign { role: role.clone(), account: to.clone() }))
            }
            What::Countersign { at, action, who, with, reason } => {
                let (of, reasons) = (self.waiting(action.as_ref()), self.cast.sealed("reasons", reason));
                Ok(self.order(*at, who, None, &Order::Countersign { of, account: with.clone(), reasons }))
            }
            What::Transfer { at, to, who, reason } => {
                let reasons = self.cast.sealed("reasons", reason);
                Ok(self.order(*at, who, None, &Order::Transfer { unit: OrgPath::new(to), reasons }))
            }
        }
    }

    fn act(&mut self, act: &Act) -> Taken {
        self.pass(act.at);
        let frame = self.frame().ok_or("没有这一程序")?;
        let procedure = frame.procedure.clone();
        let action = procedure.action(act.action.as_str()).ok_or_else(|| format!("没有“{}”这个动作", act.action))?;
        let who = match (&act.who, action.by.as_slice()) {
            (Some(who), _) => who.clone(),
            (None, [only]) => Who { role: only.clone(), person: None },
            (None, _) => return Err(format!("“{}”可由几种角色办理，请写 by=", act.action)),
        };
        let matter = self.matter().cloned();
        let answers = self.cast.answers(&procedure, matter.as_ref(), &act.fields)?;
        let child = self.child(act, action)?;
        let received = act.received.filter(|r| r.civil != act.at.civil);
        let timed = received.or(Some(act.at)).filter(|w| w.timed).map(|w| w.civil);
        let evidence = act.evidence.as_ref().map_or(Ok(Evidence::System), evidence)?;
        let roles = if action.each.is_empty() { action.by.clone() } else { with_role_first(&action.each, &who.role) };
        let order = Order::Act {
            action: act.action.clone(),
            holder: self.holder(&roles, act.holder),
            with: act.with.iter().map(|name| Cast::matter(name)).collect(),
            child,
            opening: self.opening(),
            answers,
            on: received.map(|r| r.day()),
            at: timed,
            evidence,
        };
        let mut done = self.order(act.at, &who, act.holder, &order);
        for signature in &act.signed {
            done = done.and_then(|()| self.sign(act.at, Some(&act.action), signature));
        }
        Ok(done)
    }

    /// What is filled in for the matter that an act opens.
    fn child(&mut self, act: &Act, action: &procedure::model::Action) -> Result<BTreeMap<Id, crate::Answer>, String> {
        let (Some(opens), Some(given)) = (&action.opens, &act.opens) else { return Ok(BTreeMap::new()) };
        let law = crate::family::Law::in_force(self.shelf, &opens.procedure, act.at.day());
        let opened = law.map(|f| f.procedure.clone()).ok_or_else(|| format!("没有“{}”这个程序", opens.procedure))?;
        let first = opened.actions.iter().find(|a| a.opens_matter()).map(|a| &a.id);
        if given.action.is_some() && given.action.as_ref() != first {
            return Err(format!("“{}”由它的第一个开始动作开始", opens.procedure));
        }
        self.cast.answers(&opened, None, &given.fields)
    }

    fn sign(&mut self, at: When, action: Option<&Id>, signature: &Signature) -> Result<(), crate::Refusal> {
        let minutes =
            signature.votes.map(|v| Minutes { present: v.present, ayes: v.ayes, noes: v.noes, abstained: v.abstained, dissent: None });
        let of = self.waiting(action);
        self.order(at, &signature.who, None, &Order::Sign { of, minutes })
    }

    /// The proposal of an action that waits.
    fn waiting(&self, action: Option<&Id>) -> Option<u64> {
        let of = |p: &&crate::Pending| match &p.what {
            Waiting::Act { act, .. } => action.is_none_or(|a| act.action == *a),
            Waiting::Correction { .. } | Waiting::Destruction => false,
        };
        self.matter()?.pending.iter().find(of).map(|p| p.seq)
    }

    /// Serves one addressee, or all that the step leaves open.
    fn serve(
        &mut self,
        (at, received): (When, Option<When>),
        paper: &Id,
        (to, nth): (Option<&Id>, Option<u32>),
        how: Option<&Id>,
    ) -> Taken {
        self.pass(at);
        let manner = match how.map_or("direct", Id::as_str) {
            "direct" | "in_person" => Manner::Direct,
            "left" => Manner::Left,
            "post" | "mail" => Manner::Post,
            "electronic" => Manner::Electronic,
            "notice" => Manner::Notice,
            other => return Err(format!("送达方式“{other}”不认识")),
        };
        let frame = self.frame().ok_or("没有这一程序")?;
        let ours = frame.procedure.roles.values().find(|r| matches!(r.held_by, HeldBy::Unit(_)));
        let who = Who { role: ours.map(|r| r.id.clone()).ok_or("没有本单位的角色")?, person: None };
        let known = frame.procedure.papers.get(paper).ok_or_else(|| format!("没有“{paper}”这件文书"))?;
        let roles: Vec<Id> = to.map_or_else(|| known.to.clone(), |r| vec![r.clone()]);
        let unserved = |m: &Matter, h: &Holder| {
            let copy = m.papers.iter().rev().find(|i| i.paper == *paper && i.holder.as_ref().is_none_or(|own| own == h));
            copy.is_some_and(|i| !i.served.contains_key(h))
        };
        let all: Vec<Holder> = match (self.matter(), nth) {
            (Some(m), None) if to.is_none() || roles.iter().flat_map(|r| frame.holders(m, r)).count() > 1 => {
                roles.iter().flat_map(|r| frame.holders(m, r)).filter(|h| unserved(m, h)).collect()
            }
            (Some(_), None) => roles.iter().map(Holder::first).collect(),
            _ => self.holder(&roles, nth).into_iter().collect(),
        };
        let all = if all.is_empty() { roles.first().map(Holder::first).into_iter().collect() } else { all };
        if all.is_empty() {
            return Err(format!("“{paper}”没有收件人"));
        }
        let on = received.unwrap_or(at).day();
        let evidence = if on < at.day() { Evidence::Receipt } else { Evidence::System };
        let mut done = Ok(());
        for to in all {
            let order = Order::Serve { paper: paper.clone(), to, manner, on, evidence };
            done = done.and_then(|()| self.order(at, &who, None, &order));
        }
        Ok(done)
    }
}

/// The roles of an act done for each, that of whoever acts first.
fn with_role_first(each: &[Id], acting: &Id) -> Vec<Id> {
    let (mut first, rest): (Vec<Id>, Vec<Id>) = each.iter().cloned().partition(|r| r == acting);
    first.extend(rest);
    first
}

fn evidence(word: &Id) -> Result<Evidence, String> {
    Ok(match word.as_str() {
        "system" => Evidence::System,
        "postmark" => Evidence::Postmark,
        "receipt" => Evidence::Receipt,
        "record" => Evidence::Record,
        "paper" => Evidence::Paper,
        other => return Err(format!("“{other}”不是一种依据：system、postmark、receipt、record、paper")),
    })
}
