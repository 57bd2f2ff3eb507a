//! The journal in memory, and what administrators keep.

use super::work::Work;
use crate::ports::{Account, Kept, Note, NoteQuery, Noted, StoreError};
use kernel::Digest;

impl Work {
    /// Appends notes.
    pub fn note(&mut self, notes: Vec<Note>) {
        for note in notes {
            let before = self.journal.last().map_or(Digest([0; 32]), |noted| noted.link);
            let seq = self.journal.len() as u64 + 1;
            self.journal.push(Noted { seq, link: note.link(&before, seq), note });
        }
    }

    /// Keeps all or nothing.
    pub fn keep(&mut self, kept: Vec<Kept>) -> Result<(), StoreError> {
        let before = self.clone();
        let done = kept.into_iter().try_for_each(|one| self.keep_one(one));
        if done.is_err() {
            *self = before;
        }
        done
    }

    fn keep_one(&mut self, kept: Kept) -> Result<(), StoreError> {
        match kept {
            Kept::Unit(unit) => drop(self.units.insert(unit.path.to_string(), unit)),
            Kept::Entry { before, after } => {
                if self.entries.get(&after.id) != before.as_deref() {
                    return Err(StoreError::Conflict { expected: u64::from(before.is_some()) });
                }
                self.entries.insert(after.id.clone(), *after);
            }
            Kept::SignIn { account, change } => self.change(&account, change)?,
            Kept::Account { before, mut after } => {
                let id = after.actor.account.to_string();
                let same = |stored: &Account| before.as_ref().is_some_and(|b| b.says_the_same(stored));
                if !self.accounts.get(&id).map_or(before.is_none(), same) {
                    return Err(StoreError::Conflict { expected: u64::from(before.is_some()) });
                }
                after.credential = self.accounts.get(&id).map(|stored| stored.credential.clone()).unwrap_or_default();
                self.accounts.insert(id, *after);
            }
        }
        Ok(())
    }

    /// Notes, the last first.
    pub fn notes(&self, asked: &NoteQuery) -> Vec<Noted> {
        let passes = |noted: &&Noted| {
            asked.before.is_none_or(|before| noted.seq < before)
                && asked.account.as_ref().is_none_or(|a| *a == noted.note.account)
                && asked.about.as_ref().is_none_or(|a| *a == noted.note.about)
                && (asked.kinds.is_empty() || asked.kinds.contains(&noted.note.kind))
        };
        self.journal.iter().rev().filter(passes).take(asked.limit as usize).cloned().collect()
    }
}
