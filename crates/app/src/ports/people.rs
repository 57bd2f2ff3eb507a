//! Units, accounts, sessions, drafts, plans, and what `verify` finds.

use kernel::{AccountId, Actor, Digest, Id, OrgPath, Title};
use serde::{Deserialize, Serialize};

/// A unit of the bureau.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// Its place.
    pub path: OrgPath,
    /// Its name.
    pub title: Title,
    /// Its kind, as procedures name it: `bureau`, `district_bureau`, `legal_aid_agency`, `division`, `judicial_office`…
    pub kind: Id,
    /// Short form within matter numbers: 乌海.
    pub short: String,
    /// Matters lie with it: it numbers and handles them itself.
    #[serde(default)]
    pub handles: bool,
    /// Administrative division code of its district.
    pub division: Option<String>,
}

/// An account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Its name, unit, grants and person.
    pub actor: Actor,
    /// The person's name as shown.
    pub name: Title,
    /// What they do, as shown.
    pub post: Title,
    /// A demo persona: one click on a loopback demo.
    pub demo: bool,
    /// What its sign-in rests on. It is kept beside the rest and changes by acts of its own.
    #[serde(skip)]
    pub credential: Credential,
}

impl Account {
    /// Whether the bureau says the same of both, whatever they sign in by.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        (&self.actor, &self.name, &self.post, self.demo) == (&other.actor, &other.name, &other.post, other.demo)
    }
}

/// What an account's sign-in rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credential {
    /// Argon2id hash in PHC form; `None` if it cannot sign in by password.
    pub password: Option<String>,
    /// When the password was set, microseconds since 1970; below zero, the instant at which an administrator gave it for one use.
    pub password_set: i64,
    /// It may not sign in, and has no session.
    pub disabled: bool,
    /// Raised by every change of these. A session lives only under the generation that it began under.
    pub generation: i64,
}

/// How long a password for one use holds, in microseconds: a week. Internal.
const ONE_USE: i64 = 7 * 24 * 3600 * 1_000_000;

impl Credential {
    /// What is kept of a password given for one use at this instant.
    #[must_use]
    pub fn given_at(now: i64) -> i64 {
        -now.max(1)
    }

    /// The password is one for one use: whoever signs in by it sets another first.
    #[must_use]
    pub fn given(&self) -> bool {
        self.password.is_some() && self.password_set < 0
    }

    /// It was given for one use, and too long ago.
    #[must_use]
    pub fn lapsed(&self, now: i64) -> bool {
        self.given() && now + self.password_set > ONE_USE
    }
}

/// A form begun and not yet sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// SM3 of the token its author holds.
    pub token: Digest,
    /// The procedure and action it fills in.
    pub procedure: Id,
    /// The action.
    pub action: Id,
    /// Answers so far as typed, JSON; encrypted at rest.
    pub answers: String,
    /// Last saved, microseconds since 1970.
    pub saved: i64,
}

/// A plan with what the bureau edited in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanRecord {
    /// The year.
    pub year: i16,
    /// The plan, as `plan::Plan` in JSON.
    pub plan: serde_json::Value,
    /// The source text.
    pub source: String,
    /// Edits by task key: lead unit, procedure, due day, done; JSON.
    pub edits: serde_json::Value,
    /// Counts saves.
    pub revision: u64,
    /// Who saved last.
    pub saved_by: AccountId,
}

/// What `sinan verify` found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct VerifyReport {
    /// Matters looked at.
    pub matters: u64,
    /// Events looked at.
    pub events: u64,
    /// Personal values looked at, and how many of them were lawfully destroyed.
    pub values: u64,
    /// Lawfully destroyed values.
    pub destroyed: u64,
    /// Notes of the journal looked at.
    pub notes: u64,
    /// What is wrong, one sentence each; empty when clean.
    pub faults: Vec<String>,
}
