//! What was answered to a field.

use kernel::{AccountId, Date, DateTime, Digest, Id, PersonId, ValueId};
use serde::{Deserialize, Serialize};

/// An answer as an event carries it. Free text and whatever identifies a person is [`Sealed`]: the event holds a reference only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Free text, names, numbers of identity documents, phones, addresses, files.
    Sealed(Sealed),
    /// A civil date.
    Date(Date),
    /// A civil date and time of day.
    DateTime(DateTime),
    /// A whole number.
    Number(i64),
    /// Money in 分.
    Money(i64),
    /// A value of a choice.
    Choice(Id),
    /// Yes or no.
    YesNo(bool),
    /// An entry of a register, with the account that acts for it as of that day.
    Entry {
        /// The register's entry.
        entry: Id,
        /// Who signs in for it.
        account: Option<AccountId>,
    },
    /// A length, its unit and the article that sets it.
    Period {
        /// How long.
        period: calendar::Period,
        /// The article, in words.
        article: Sealed,
    },
    /// Several answers to one field.
    Many(Vec<Answer>),
}

/// A reference to a value that lies encrypted under its person's key, and a salted digest that binds it to the event.
///
/// The salt lies beside the value. When the law demands destruction, key and salt go, the digest then says nothing, and the
/// chain still verifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// Where the value lies.
    pub value: ValueId,
    /// Under whose key.
    pub person: PersonId,
    /// SM3 over salt and value.
    pub digest: Digest,
}

impl Answer {
    /// The date within, if it is one.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        match self {
            Self::Date(d) => Some(*d),
            Self::DateTime(t) => Some(t.date()),
            _ => None,
        }
    }

    /// The choice value within, if it is one.
    #[must_use]
    pub fn choice(&self) -> Option<&Id> {
        match self {
            Self::Choice(v) => Some(v),
            _ => None,
        }
    }
}
