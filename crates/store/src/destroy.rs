//! Lawful destruction (销毁): values, search terms and keys go for good; the log stays, verifies, and shows that they are gone.
//!
//! What counts is the key. A person of whom nothing is left loses theirs; of whom something is left, the rest is encrypted anew under a
//! fresh one, so that what was deleted opens nowhere any more, wherever a copy of its bytes may still lie. Then the files are written
//! anew, so that the old keys lie nowhere either (see docs/decisions/0012).

use crate::database::Connection;
use crate::keys::Keys;
use crate::renew::{REST, renew};
use crate::sql::Value;
use app::ports::StoreError;
use engine::Sealed;
use kernel::{BureauId, MatterId, PersonId, ValueId};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) const TERMS: &str = "DELETE FROM search_term WHERE bureau_id = $1 AND person_id = $2";
pub(crate) const VALUES: &str = "DELETE FROM value WHERE bureau_id = $1 AND person_id = $2";
pub(crate) const TERMS_OF: &str = "DELETE FROM search_term WHERE bureau_id = $1 AND person_id = $2 AND matter_id = $3";

/// What is to be destroyed.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    /// Everything about a person, who can then not be written about any more.
    Person(PersonId),
    /// What belongs to one matter: the values that its log refers to.
    Matter(MatterId, Vec<Sealed>),
}

impl Target {
    /// The persons whom it is about.
    pub(crate) fn persons(&self) -> BTreeSet<PersonId> {
        match self {
            Self::Person(person) => BTreeSet::from([*person]),
            Self::Matter(_, sealed) => sealed.iter().map(|s| s.person).collect(),
        }
    }
}

/// Destroys targets within a transaction. A second time it finds nothing to do.
pub(crate) async fn destroy(on: &mut Connection, keys: &Keys, bureau: BureauId, targets: &[Target]) -> Result<(), StoreError> {
    // The keys first, in their order: whoever is just sealing under one holds it until they have committed, and is seen below.
    let persons: BTreeSet<PersonId> = targets.iter().flat_map(Target::persons).collect();
    for person in &persons {
        let text = "UPDATE person SET suite = suite WHERE bureau_id = $1 AND person_id = $2";
        on.execute(text, &[bureau.0.into(), person.0.into()]).await?;
    }
    let mut touched = BTreeSet::new();
    for target in targets {
        match target {
            Target::Person(person) => of_person(on, bureau, *person).await?,
            Target::Matter(matter, sealed) => touched.extend(of_matter(on, bureau, *matter, sealed).await?),
        }
    }
    for person in touched {
        settle(on, keys, bureau, person).await?;
    }
    Ok(())
}

async fn of_person(on: &mut Connection, bureau: BureauId, person: PersonId) -> Result<(), StoreError> {
    let key = "INSERT INTO person (bureau_id, person_id, suite, nonce, wrapped, master, key_ref) VALUES ($1, $2, 0, $3, NULL, 0, $3) \
               ON CONFLICT (bureau_id, person_id) DO UPDATE SET suite = 0, nonce = excluded.nonce, wrapped = NULL, master = 0, \
               key_ref = excluded.key_ref";
    let whose: [Value<'_>; 2] = [bureau.0.into(), person.0.into()];
    on.execute(key, &[whose[0].clone(), whose[1].clone(), Value::bytes(&[])]).await?;
    on.execute(TERMS, &whose).await?;
    on.execute(VALUES, &whose).await.map(drop)
}

/// Destroys what belongs to a matter. Returns the persons of whom something went.
async fn of_matter(on: &mut Connection, bureau: BureauId, matter: MatterId, sealed: &[Sealed]) -> Result<BTreeSet<PersonId>, StoreError> {
    let used: BTreeMap<ValueId, PersonId> = sealed.iter().map(|s| (s.value, s.person)).collect();
    let mut touched = BTreeSet::new();
    for (value, person) in used {
        if leave(on, bureau, matter, value).await? {
            touched.insert(person);
        }
        on.execute(TERMS_OF, &[bureau.0.into(), person.0.into(), matter.0.into()]).await?;
    }
    let key: [Value<'_>; 2] = [bureau.0.into(), matter.0.into()];
    on.execute("UPDATE matter SET lookup = NULL WHERE bureau_id = $1 AND matter_id = $2", &key).await?;
    let note = "INSERT INTO destruction (bureau_id, matter_id) VALUES ($1, $2) ON CONFLICT (bureau_id, matter_id) DO NOTHING";
    on.execute(note, &key).await?;
    Ok(touched)
}

/// Takes a value from a matter. It goes if no other matter refers to it; else it becomes that one's. Whether it went.
async fn leave(on: &mut Connection, bureau: BureauId, matter: MatterId, value: ValueId) -> Result<bool, StoreError> {
    let whose: [Value<'_>; 3] = [bureau.0.into(), value.0.into(), matter.0.into()];
    on.execute("DELETE FROM value_use WHERE bureau_id = $1 AND value_id = $2 AND matter_id = $3", &whose).await?;
    let alone = "DELETE FROM value WHERE bureau_id = $1 AND value_id = $2 AND matter_id = $3 \
                 AND NOT EXISTS (SELECT 1 FROM value_use u WHERE u.bureau_id = $1 AND u.value_id = $2)";
    if on.execute(alone, &whose).await? > 0 {
        return Ok(true);
    }
    let inherit = "UPDATE value SET matter_id = (SELECT u.matter_id FROM value_use u WHERE u.bureau_id = $1 AND u.value_id = $2 \
                   ORDER BY u.matter_id LIMIT 1) WHERE bureau_id = $1 AND value_id = $2 AND matter_id = $3";
    if on.execute(inherit, &whose).await? > 0 {
        let own = "DELETE FROM value_use WHERE bureau_id = $1 AND value_id = $2 \
                   AND matter_id = (SELECT v.matter_id FROM value v WHERE v.bureau_id = $1 AND v.value_id = $2)";
        on.execute(own, &whose[..2]).await?;
    }
    Ok(false)
}

/// Takes the key of a person of whom nothing is left; encrypts what is left under a fresh one.
async fn settle(on: &mut Connection, keys: &Keys, bureau: BureauId, person: PersonId) -> Result<(), StoreError> {
    let whose: [Value<'_>; 2] = [bureau.0.into(), person.0.into()];
    if on.fetch_all(REST, &whose).await?.is_empty() {
        // Unlike after the destruction of a person, they may come again, and get another key.
        return on.execute("DELETE FROM person WHERE bureau_id = $1 AND person_id = $2 AND wrapped IS NOT NULL", &whose).await.map(drop);
    }
    renew(on, keys, (bureau, person), false).await.map(drop)
}
