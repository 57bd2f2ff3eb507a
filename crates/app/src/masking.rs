//! What of a personal value a reader sees: all of it, its end, or that there is one. One predicate for page, paper, proof and export.

use crate::ports::Account;
use crate::{Bureau, CaseFile, Fault, Reason, Sight};
use engine::{Answer, Standing};
use kernel::MatterId;
use procedure::model::{Field, FieldKind, Personal};

/// Characters of a number that stay in sight.
const SHOWN: usize = 4;

/// How much of a value is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// As it is.
    Whole,
    /// Its last characters.
    Masked,
    /// Nothing of it.
    Withheld,
}

/// A number with all but its last characters covered; how many are covered does not show how long it is.
#[must_use]
pub fn mask(text: &str) -> String {
    let covered = text.chars().count().saturating_sub(SHOWN);
    // A number too short to hide anything is covered whole.
    let shown: String = if covered == 0 { String::new() } else { text.chars().skip(covered).collect() };
    format!("●●●●{shown}")
}

/// Whether a field's answer is a number that finds its person anywhere.
#[must_use]
pub fn identifying_number(field: &Field) -> bool {
    matches!(field.kind, FieldKind::CnId | FieldKind::Phone)
}

impl CaseFile<'_> {
    /// How much of an answer the reader sees.
    ///
    /// Numbers are whole for the person they belong to, for the handler named in the matter while there is something for them to do, and
    /// in a view that was asked for with a reason. Means, health and status are for the bureau that decides and for the parties; not for
    /// everybody with a part in the matter.
    #[must_use]
    pub fn shows(&self, field: &Field, answer: &Answer) -> Shows {
        let own = matches!(answer, Answer::Sealed(sealed) if self.reader.person == Some(sealed.person));
        if matches!(field.personal, Some(Personal::Finance | Personal::Health | Personal::Status)) && !self.ours && !self.party {
            return Shows::Withheld;
        }
        if !identifying_number(field) || own || self.whole || (self.handles() && self.busy()) { Shows::Whole } else { Shows::Masked }
    }

    /// Whether the reader is named as one who handles the matter.
    #[must_use]
    pub fn handles(&self) -> bool {
        self.matter.handlers.values().flatten().any(|account| *account == self.reader.account)
    }

    /// Whether there is an act that the reader may do where the matter stands.
    fn busy(&self) -> bool {
        self.offers.iter().any(|offer| !matches!(offer.standing, Standing::Refused(_)))
    }
}

impl Bureau {
    /// Opens a matter with nothing masked, for this one view. It is noted each time, with the reason.
    ///
    /// # Errors
    /// As for [`Bureau::case_file`].
    pub async fn case_file_whole(&self, who: &Account, id: MatterId, reason: Reason) -> Result<CaseFile<'_>, Fault> {
        self.opened(who, id, Sight::Whole, Some(reason)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_their_last_four_characters_only() {
        assert_eq!(mask("150302199001013817"), "●●●●3817");
        assert_eq!(mask("13800006621"), "●●●●6621");
        assert_eq!(mask("6621"), "●●●●");
        assert_eq!(mask(""), "●●●●");
    }
}
