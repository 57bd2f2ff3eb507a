//! What waits: signed, returned, taken back, agreed to, or shown to one more.

use super::Turn;
use super::walker::Walk;
use crate::{Frame, Matter, Minutes, Order, Pending, Waiting};
use kernel::{Actor, Id};

impl Walk<'_> {
    /// Somebody sees to a proposal.
    pub(super) fn settle(&mut self, matter: &Matter, pending: &Pending) {
        let of = Some(pending.seq);
        if self.turns(Turn::Recall)
            && let Some(proposer) = self.known.get(&pending.by).cloned()
        {
            self.order(&proposer, &Order::Recall { of });
            return;
        }
        if self.turns(Turn::Countersign) && self.one_more(matter, pending) {
            return;
        }
        let asked: Vec<Actor> = pending.countersign.iter().filter_map(|a| self.known.get(a).cloned()).collect();
        for actor in asked {
            if self.sign_or_return(&actor, pending, None) {
                return;
            }
        }
        let Some(frame) = self.frame() else { return };
        let roles: Vec<Id> = match &pending.what {
            Waiting::Act { .. } => pending.awaited(),
            Waiting::Correction { .. } | Waiting::Destruction => self.ours(),
        };
        for role in roles {
            let minutes = self.minutes(&frame, &role);
            let actor = self.somebody(&frame, &role, None);
            let other = if actor.account == pending.by { self.cast.colleague(&role, Some(matter), self.dice) } else { None };
            if self.sign_or_return(&other.unwrap_or(actor), pending, minutes) {
                return;
            }
        }
    }

    fn sign_or_return(&mut self, actor: &Actor, pending: &Pending, minutes: Option<Minutes>) -> bool {
        let of = Some(pending.seq);
        let order = match self.dice.below(15) {
            0 => Order::Return { of, reasons: self.cast.reasons(self.dice) },
            _ => Order::Sign { of, minutes },
        };
        if self.order(actor, &order) {
            return true;
        }
        // What can no longer take effect is returned.
        let stuck = matches!(self.refused.last().map(|r| r.code), Some(code) if !matches!(code, "E-not-signer" | "E-own-proposal" | "E-signed" | "E-role"));
        let reasons = self.cast.reasons(self.dice);
        stuck && self.order(actor, &Order::Return { of, reasons })
    }

    /// How a meeting decides; now and then it does not.
    fn minutes(&mut self, frame: &Frame<'_>, role: &Id) -> Option<Minutes> {
        let known = frame.procedure.roles.get(role).filter(|r| r.body)?;
        let least = known.bounds.iter().filter(|b| b.least).map(|b| b.persons).max().unwrap_or(3);
        let present = least + self.dice.below(4) as u32;
        let ayes = if self.dice.below(8) == 0 { present / 2 } else { (present / 2 + 1 + self.dice.below(3) as u32).min(present) };
        let noes = self.dice.below(u64::from(present - ayes) + 1) as u32;
        Some(Minutes { present, ayes, noes, abstained: present - ayes - noes, dissent: None })
    }

    /// The proposer asks a colleague to sign besides.
    fn one_more(&mut self, matter: &Matter, pending: &Pending) -> bool {
        let roles = self.ours();
        let Some(role) = self.dice.pick(&roles).cloned() else { return false };
        let Some(colleague) = self.cast.colleague(&role, Some(matter), self.dice) else { return false };
        let Some(proposer) = self.known.get(&pending.by).cloned() else { return false };
        let reasons = self.cast.reasons(self.dice);
        let order = Order::Countersign { of: Some(pending.seq), account: colleague.account.clone(), reasons };
        self.known.insert(colleague.account.clone(), colleague);
        self.order(&proposer, &order)
    }
}
