//! Handover (交接): the open matters of one colleague are given to another, each as an act of its own that the engine judges.

use crate::acting::{Deed, Doing};
use crate::ports::{Account, MatterFilter, NoteKind};
use crate::{Bureau, Fault, Scope};
use kernel::{AccountId, Id, MatterId};

/// Matters handed over in one go; the rest is told, and comes with the next.
const MOST: u32 = 500;

/// What became of one matter.
#[derive(Clone, Debug)]
pub struct Passed {
    /// The matter.
    pub matter: MatterId,
    /// Its number.
    pub number: String,
    /// The role in it that was given.
    pub role: Id,
    /// Why it was not, where it was not.
    pub refused: Option<Fault>,
}

/// A handover.
#[derive(Clone, Debug, Default)]
pub struct HandedOver {
    /// Matter by matter.
    pub passed: Vec<Passed>,
    /// Open matters that are left with the colleague beyond those.
    pub left: u64,
}

impl Bureau {
    /// Gives the open matters of a colleague to another, as far as whoever does it sees them and may assign them.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where one of the two is no colleague, or no matter lies open to whoever does it; faults of the store.
    pub async fn hand_over(&self, who: &Account, from: &AccountId, to: &AccountId) -> Result<HandedOver, Fault> {
        let Scope::Over(reach) = Scope::of(&self.library, who, self.today()) else { return Err(Fault::NotFound) };
        let given = self.person(to).await?.account;
        let of = self.person(from).await?.account;
        if given.actor.account == of.actor.account {
            return Err(Fault::NotFound);
        }
        let filter = MatterFilter { reach, holder: Some(from.clone()), closed: Some(false), limit: MOST, ..MatterFilter::default() };
        let page = self.store.matters(self.id, &filter).await?;
        let mut out = HandedOver { passed: Vec::new(), left: page.total - page.rows.len() as u64 };
        for row in page.rows {
            let Some(matter) = self.store.matter(self.id, row.id).await? else { continue };
            let roles = matter.handlers.iter().filter(|(_, all)| all.contains(from)).map(|(role, _)| role.clone());
            for role in roles.collect::<Vec<_>>() {
                let deed = Deed::today(self.new_operation(), row.id, Doing::Assign(role.clone(), to.clone()));
                let refused = self.act(who, &deed).await.err();
                out.passed.push(Passed { matter: row.id, number: row.number.clone().unwrap_or_default(), role, refused });
            }
        }
        let done = out.passed.iter().filter(|p| p.refused.is_none()).count();
        if done > 0 {
            let note = self.noted(&who.actor.account, NoteKind::HandedOver, from.as_str(), format!("{done} to {to}"));
            self.store.note(self.id, vec![note]).await?;
        }
        Ok(out)
    }
}
