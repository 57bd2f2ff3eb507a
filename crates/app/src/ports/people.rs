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
    /// Argon2id hash in PHC form; `None` if it cannot sign in by password.
    pub password: Option<String>,
    /// A demo persona: one click on a loopback demo.
    pub demo: bool,
    /// It may not sign in, and has no session. Accounts stored before this existed may.
    #[serde(default)]
    pub disabled: bool,
}

/// A session. Only the token's digest is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// SM3 of the token.
    pub token: Digest,
    /// Whose.
    pub account: AccountId,
    /// Began, microseconds since 1970.
    pub began: i64,
    /// Last seen, microseconds since 1970.
    pub seen: i64,
    /// Ends at the latest, microseconds since 1970.
    pub ends: i64,
    /// Where it began, shortened so that it tells the office from elsewhere and not one desk from the next.
    pub address: String,
    /// The browser's family; empty when unknown.
    pub browser: String,
}

/// A sign-in whose password was right and whose code is still asked for. It opens nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct HalfSignIn {
    /// SM3 of the token that the browser holds meanwhile.
    pub token: Digest,
    /// Whose.
    pub account: AccountId,
    /// Began, microseconds since 1970.
    pub began: i64,
    /// Too late afterwards, microseconds since 1970.
    pub ends: i64,
    /// Codes tried so far.
    pub tries: u32,
}

/// What an account proves itself by besides its password; encrypted at rest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SecondFactor {
    /// Whose.
    pub account: AccountId,
    /// The secret shared with the person's device.
    pub secret: Vec<u8>,
    /// A first code was given: from then on it is asked for.
    pub confirmed: bool,
    /// The last time step whose code was used, so that none is used twice.
    pub last_step: u64,
    /// SM3 of the recovery codes not used yet.
    pub recovery: Vec<Digest>,
    /// Counts saves.
    pub revision: u64,
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
    /// What is wrong, one sentence each; empty when clean.
    pub faults: Vec<String>,
}
