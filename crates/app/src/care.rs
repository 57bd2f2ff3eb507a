//! Special care (特管): matters of people whom a look can harm. Correction, rehabilitation, minors, victims.
//!
//! Which matters these are, the procedure's file says: `secrecy special_care`, for all of them or for those of a choice, and
//! `secrecy minor_sealed`. What it means is here. Whoever is not the matter's handler gives a reason before they see anything, once a day;
//! such a matter is found only by who searches in its own procedure; and lists over several procedures keep its party's name back.

use crate::ports::{Account, MatterFilter, Reach};
use crate::{Bureau, Fault, Library, Reason, Scope, Sight};
use engine::{Frame, Matter};
use kernel::{AccountId, Date, Id, MatterId, Title};
use procedure::model::Procedure;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Levels of secrecy that mean it.
const LEVELS: [&str; 2] = ["special_care", "minor_sealed"];

/// Reasons given on a day. Each node keeps its own: at worst somebody is asked again.
#[derive(Debug, Default)]
pub(crate) struct Reasons(Mutex<HashMap<(AccountId, MatterId), (Date, Reason)>>);

impl Reasons {
    fn with<T>(&self, work: impl FnOnce(&mut HashMap<(AccountId, MatterId), (Date, Reason)>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn of(&self, who: &AccountId, matter: MatterId, today: Date) -> Option<Reason> {
        self.with(|given| given.get(&(who.clone(), matter)).filter(|(day, _)| *day == today).map(|(_, reason)| *reason))
    }

    fn give(&self, who: &AccountId, matter: MatterId, today: Date, reason: Reason) {
        self.with(|given| {
            given.retain(|_, (day, _)| *day == today);
            given.insert((who.clone(), matter), (today, reason));
        });
    }
}

/// Whether every matter of a procedure is under special care.
pub(crate) fn all_special(procedure: &Procedure) -> bool {
    procedure.secrecy.iter().any(|s| LEVELS.contains(&s.level.as_str()) && s.only.is_empty())
}

/// Whether a matter is.
pub(crate) fn is_special(frame: &Frame<'_>, matter: &Matter, today: Date) -> bool {
    let facts = frame.facts(matter, today);
    frame.procedure.secrecy.iter().any(|s| LEVELS.contains(&s.level.as_str()) && frame.holds(&s.only, &facts))
}

/// What may be known of a matter before a reason is given.
#[derive(Clone, Debug, PartialEq)]
pub struct Guarded {
    /// Its number; empty where it has none.
    pub number: String,
    /// Its procedure.
    pub title: Title,
}

impl Library {
    /// Whether every matter of a procedure is under special care.
    #[must_use]
    pub fn special_care(&self, procedure: &Id) -> bool {
        self.procedure(procedure).is_some_and(all_special)
    }
}

impl Bureau {
    /// Asks for a reason where a matter is under special care and the reader neither handles it nor is a party to it.
    pub(crate) fn ask_reason(&self, who: &Account, frame: &Frame<'_>, matter: &Matter) -> Result<Option<Reason>, Fault> {
        let account = &who.actor.account;
        let own = matter.handlers.values().flatten().any(|a| a == account) || crate::looking::is_party(who, matter);
        if own || !is_special(frame, matter, self.today()) {
            return Ok(None);
        }
        self.reasons.of(account, matter.id, self.today()).map(Some).ok_or(Fault::Reason(matter.id))
    }

    /// What may be known of a matter by somebody who is asked for a reason.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when there is none or it is not theirs; faults of the store.
    pub async fn guarded(&self, who: &Account, id: MatterId) -> Result<Guarded, Fault> {
        let matter = self.seen(who, id).await?;
        let procedure = self.library.pinned(&matter.procedure).ok_or(Fault::NotFound)?;
        Ok(Guarded { number: matter.number.unwrap_or_default(), title: procedure.title.clone() })
    }

    /// Gives a reason for looking at a matter today. It is in the journal before anything is shown.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when there is none or it is not theirs; faults of the store.
    pub async fn give_reason(&self, who: &Account, id: MatterId, reason: Reason) -> Result<(), Fault> {
        let matter = self.seen(who, id).await?;
        self.write_look(who, &matter, Sight::Overview, Some(reason)).await?;
        self.reasons.give(&who.actor.account, id, self.today(), reason);
        Ok(())
    }

    /// A matter that an account may see.
    pub(crate) async fn seen(&self, who: &Account, id: MatterId) -> Result<Matter, Fault> {
        let matter = self.store.matter(self.id, id).await?.ok_or(Fault::NotFound)?;
        Scope::of(&self.library, who, self.today()).check(&who.actor, &matter)?;
        Ok(matter)
    }

    /// Takes procedures under special care out of what a search by name or number looks at, unless it is a search in that very procedure.
    pub(crate) fn keep_back(&self, filter: &mut MatterFilter) {
        if filter.text.is_none() && filter.identifier.is_none() {
            return;
        }
        if let Reach::Lines(lines) = &mut filter.reach {
            lines.retain(|procedure, _| filter.procedure.as_ref() == Some(procedure) || !self.library.special_care(procedure));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_holds_for_its_day_its_reader_and_its_matter() {
        let (reasons, li) = (Reasons::default(), AccountId::from("li"));
        let (one, other) = (MatterId(uuid::Uuid::from_u128(1)), MatterId(uuid::Uuid::from_u128(2)));
        let (today, tomorrow) = (Date::constant(2026, 7, 10), Date::constant(2026, 7, 11));
        reasons.give(&li, one, today, Reason::Supervision);
        assert_eq!(reasons.of(&li, one, today), Some(Reason::Supervision));
        assert_eq!(reasons.of(&li, one, tomorrow), None);
        assert_eq!(reasons.of(&li, other, today), None);
        assert_eq!(reasons.of(&AccountId::from("wang"), one, today), None);
        reasons.give(&li, other, tomorrow, Reason::Handling);
        assert_eq!(reasons.with(|given| given.len()), 1, "yesterday's are forgotten");
    }
}
