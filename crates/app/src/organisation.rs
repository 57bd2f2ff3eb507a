//! The organisation: units, people, the roles they hold, and who may change what of it.
//!
//! Three administrators share what one alone could misuse. The system administrator says who is there, the security administrator says
//! what they may do, the audit administrator reads what both did. None of them holds a role in any procedure, and none of them two offices.

mod accounts;
mod giving;
mod handing_over;
mod importing;
mod keeping;
mod offices;
mod standing_in;

pub use accounts::Keeper;
pub use handing_over::{HandedOver, Passed};
pub use importing::{Column, Finding, Line, Preview, Subject};
pub use keeping::{Person, PersonTyped, UnitTyped};
pub use offices::{Office, collision};

use crate::ports::{Account, Note, NoteKind, NoteQuery, Noted};
use crate::{Bureau, Fault, FieldFault};
use kernel::{AccountId, Id, OrgPath, Title};

/// Who gives offices and opens the first accounts: whoever runs the program's command line on its own machine.
const OPERATOR: &str = "operator";

/// Notes on one page of the journal.
const NOTES: u32 = 50;

impl Bureau {
    /// Whether an account holds an office over a unit today.
    #[must_use]
    pub fn holds_office(&self, who: &Account, office: Office, unit: &OrgPath) -> bool {
        who.actor.holds(&office.role(), unit, self.today())
    }

    /// The office that an account holds today, if any.
    #[must_use]
    pub fn office_of(&self, who: &Account) -> Option<Office> {
        let today = self.today();
        who.actor.grants.iter().filter(|g| g.holds_on(today)).find_map(|g| Office::of_role(&g.role))
    }

    fn require(&self, who: &Account, office: Office, unit: &OrgPath) -> Result<(), Fault> {
        if self.holds_office(who, office, unit) { Ok(()) } else { Err(Fault::NotFound) }
    }

    pub(crate) fn noted(&self, who: &AccountId, kind: NoteKind, about: impl Into<String>, detail: impl Into<String>) -> Note {
        Note { at: self.clock.now().micros, account: who.clone(), kind, about: about.into(), detail: detail.into() }
    }

    /// The journal, the last first: all of it for the audit administrator, what they did themselves for everybody else.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn journal(&self, who: &Account, mut query: NoteQuery) -> Result<Vec<Noted>, Fault> {
        if self.office_of(who) != Some(Office::Audit) {
            query.account = Some(who.actor.account.clone());
        }
        query.limit = NOTES;
        Ok(self.store.notes(self.id, &query).await?)
    }
}

pub(crate) fn field(name: &str, zh: impl Into<String>, en: impl Into<String>) -> FieldFault {
    FieldFault { field: Id::from(name), message: Title::new(zh, en) }
}

fn faults(found: Vec<FieldFault>) -> Result<(), Fault> {
    if found.is_empty() { Ok(()) } else { Err(Fault::Fields(found)) }
}
