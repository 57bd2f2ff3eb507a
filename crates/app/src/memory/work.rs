//! What a bureau has.

use crate::ports::{
    Account, Draft, Identity, MatterFacts, Noted, Passkey, PlanRecord, Poll, Receipt, Recorded, SecondFactor, Session, StoreError,
    StoredMatter, Ticket, Unit,
};
use engine::{Mark, Matter, RegisterEntry, Task};
use kernel::{Digest, Id, MatterId, OperationId, OrgPath, PersonId, ValueId};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A bureau's work.
#[derive(Clone, Default)]
pub(super) struct Work {
    pub matters: BTreeMap<MatterId, Held>,
    pub operations: HashMap<OperationId, (Digest, Receipt)>,
    /// The last number given in each series.
    pub series: HashMap<(Id, OrgPath, i16), u64>,
    pub values: HashMap<ValueId, Kept>,
    pub destroyed: HashSet<PersonId>,
    pub destroyed_matters: HashSet<MatterId>,
    pub units: BTreeMap<String, Unit>,
    pub accounts: BTreeMap<String, Account>,
    pub sessions: HashMap<Digest, Session>,
    pub tickets: HashMap<Digest, Ticket>,
    pub browsers: HashMap<(Id, Digest), i64>,
    pub identities: BTreeMap<(String, String), Identity>,
    pub factors: HashMap<Id, SecondFactor>,
    pub passkeys: HashMap<Vec<u8>, Passkey>,
    pub entries: HashMap<Id, RegisterEntry>,
    pub drafts: HashMap<Digest, Draft>,
    pub settings: HashMap<String, serde_json::Value>,
    pub plans: HashMap<i16, PlanRecord>,
    pub journal: Vec<Noted>,
    pub polls: HashMap<Id, Poll>,
}

/// A matter and what follows from it.
#[derive(Clone)]
pub(super) struct Held {
    pub matter: Matter,
    pub facts: MatterFacts,
    pub tasks: Vec<Task>,
    pub marks: BTreeSet<Mark>,
    pub lookup: Option<Digest>,
    pub log: Vec<Recorded>,
}

/// A personal value.
#[derive(Clone)]
pub(super) struct Kept {
    pub person: PersonId,
    pub salt: [u8; 16],
    pub text: String,
    /// Kind and folded text, and the matters found by it.
    pub term: Option<(&'static str, String, Vec<MatterId>)>,
    /// The matters that refer to it.
    pub used: BTreeSet<MatterId>,
}

impl Work {
    /// The matter of a number.
    pub fn numbered(&self, number: &str) -> Option<&Held> {
        self.matters.values().find(|held| held.matter.number.as_deref() == Some(number))
    }

    /// Destroys what belongs to a matter alone.
    pub fn destroy(&mut self, matter: MatterId) {
        if let Some(held) = self.matters.get_mut(&matter) {
            held.lookup = None;
            self.destroyed_matters.insert(matter);
            for value in self.values.values_mut() {
                if let Some((_, _, found)) = &mut value.term {
                    found.retain(|other| *other != matter);
                }
            }
            self.values.retain(|_, value| !value.used.remove(&matter) || !value.used.is_empty());
        }
    }

    /// Matters after one, as a database holds them.
    pub fn bodies(&self, after: Option<MatterId>, closed: bool, limit: u32) -> Result<Vec<StoredMatter>, StoreError> {
        let wanted = self.matters.values().filter(|held| after.is_none_or(|a| held.matter.id > a) && (closed || !held.facts.closed));
        let body = |held: &Held| serde_json::to_string(&held.matter).map_err(|e| StoreError::Damaged(e.to_string()));
        wanted.take(limit as usize).map(|held| Ok(StoredMatter { id: held.matter.id, body: body(held)? })).collect()
    }

    /// Matters and persons that a folded text leads to.
    pub fn terms<'a>(&'a self, kind: &'a str, text: &'a str) -> impl Iterator<Item = (MatterId, PersonId)> + 'a {
        let found = self.values.values().filter_map(move |value| {
            let (k, t, matters) = value.term.as_ref()?;
            (*k == kind && t == text).then(|| matters.iter().map(|matter| (*matter, value.person)))
        });
        found.flatten().collect::<BTreeSet<_>>().into_iter()
    }
}
