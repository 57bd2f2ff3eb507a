//! Everything held on one person (查阅、复制本人信息), as JSON: matters, values, who looked, and for an account its sessions.
//!
//! Of a matter with several parties only this person's own values are given; the coded answers are the matter's and stand with it. Forms
//! begun and not sent are not among it: they lie under a token that their author alone holds, and nothing says whose they are.

use crate::looking::is_party;
use crate::ports::{Account, Note, NoteKind};
use crate::{Bureau, Fault, LookRow, Sight};
use engine::{Answer, Matter};
use kernel::{Actor, Id, MatterId, OrgPath, PersonId, Title, ValueId, wall_time};
use serde::Serialize;
use std::collections::BTreeMap;

/// Who the journal says it was, where it was taken at the machine itself.
const OPERATOR: &str = "operator";

#[derive(Debug, Serialize)]
struct Extract {
    format: &'static str,
    made_at: String,
    person: Option<PersonId>,
    accounts: Vec<Held>,
    matters: Vec<File>,
}

#[derive(Debug, Serialize)]
struct Held {
    account: String,
    name: Title,
    post: Title,
    sessions: Vec<Seen>,
    passkeys: Vec<Key>,
}

#[derive(Debug, Serialize)]
struct Key {
    label: String,
    began: String,
    used: String,
}

#[derive(Debug, Serialize)]
struct Seen {
    browser: String,
    address: String,
    began: String,
    seen: String,
}

#[derive(Debug, Serialize)]
struct File {
    matter: MatterId,
    number: Option<String>,
    procedure: Title,
    unit: OrgPath,
    opened_on: kernel::Date,
    state: Title,
    party_as: Vec<Title>,
    answers: Vec<Value>,
    texts: Vec<String>,
    looks: Vec<Looked>,
}

#[derive(Debug, Serialize)]
struct Value {
    field: Id,
    title: Title,
    value: serde_json::Value,
}

#[derive(Debug, Serialize)]
struct Looked {
    at: String,
    unit: Title,
    post: Title,
    opened: Title,
    reason: Option<Title>,
}

impl Bureau {
    /// Everything held on a person, taken at the machine by whoever runs it. It is noted in each matter, where the person reads of it.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where nothing is held; faults of the store.
    pub async fn extract(&self, person: PersonId) -> Result<String, Fault> {
        let actor = Actor { account: Id::from(OPERATOR), unit: None, grants: Vec::new(), person: None };
        let by = Account { actor, name: Title::default(), post: Title::default(), demo: false, credential: Default::default() };
        let accounts = self.store.accounts(self.id).await?.into_iter().filter(|a| a.actor.person == Some(person)).collect();
        let held = self.held(&by, Some(person), accounts).await?;
        if held.accounts.is_empty() && held.matters.is_empty() {
            return Err(Fault::NotFound);
        }
        written(&held)
    }

    /// Everything held on whoever is signed in. It is noted.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn extract_own(&self, who: &Account) -> Result<String, Fault> {
        let held = self.held(who, who.actor.person, vec![who.clone()]).await?;
        written(&held)
    }

    async fn held(&self, by: &Account, person: Option<PersonId>, accounts: Vec<Account>) -> Result<Extract, Fault> {
        let about = person.map_or_else(|| by.actor.account.to_string(), |p| p.0.to_string());
        let now = self.clock.now().micros;
        let note = Note { at: now, account: by.actor.account.clone(), kind: NoteKind::Exported, about, detail: "extract".into() };
        self.store.note(self.id, vec![note]).await?;
        let mut matters = Vec::new();
        if let Some(person) = person {
            for id in self.store.matters_of(self.id, person).await? {
                let Some(matter) = self.store.matter(self.id, id).await? else { continue };
                if !is_party(by, &matter) {
                    self.note_look(by, &matter, Sight::Extract, None).await?;
                }
                matters.extend(self.file_of(&matter, person).await?);
            }
        }
        let mut held = Vec::new();
        for account in accounts {
            let sessions = self.store.sessions(self.id, &account.actor.account).await?.into_iter().map(|s| Seen {
                browser: s.browser,
                address: s.address,
                began: wall_time(s.began),
                seen: wall_time(s.seen),
            });
            let passkeys = self.store.passkeys(self.id, &account.actor.account).await?.into_iter();
            let passkeys = passkeys.map(|p| Key { label: p.label, began: wall_time(p.began), used: wall_time(p.used) }).collect();
            held.push(Held {
                passkeys,
                account: account.actor.account.to_string(),
                sessions: sessions.collect(),
                name: account.name,
                post: account.post,
            });
        }
        Ok(Extract { format: "sinan-extract/1", made_at: wall_time(now), person, accounts: held, matters })
    }

    async fn file_of(&self, matter: &Matter, person: PersonId) -> Result<Option<File>, Fault> {
        let Some(procedure) = self.library.pinned(&matter.procedure) else { return Ok(None) };
        let log = self.store.events(self.id, matter.id).await?;
        let mut own: Vec<ValueId> =
            log.iter().flat_map(|r| r.event.body.sealed()).filter(|s| s.person == person).map(|s| s.value).collect();
        own.sort();
        own.dedup();
        let texts = self.store.reveal(self.id, &own).await?;
        let mut known: BTreeMap<ValueId, String> = own.into_iter().zip(texts).filter_map(|(v, t)| Some((v, t?))).collect();
        let mut answers = Vec::new();
        for (id, answer) in &matter.answers {
            let title = procedure.field(id.as_str()).map(|f| f.title.clone()).unwrap_or_default();
            if let Some(value) = told(answer, person, &mut known) {
                answers.push(Value { field: id.clone(), title, value });
            }
        }
        let mut party_as = Vec::new();
        for (role, held) in &matter.parties {
            for sealed in held.iter().filter(|s| s.person == person) {
                known.remove(&sealed.value);
                party_as.push(procedure.roles.get(role).map(|r| r.title.clone()).unwrap_or_default());
            }
        }
        let looks = self.looks_at(matter.id).await?;
        Ok(Some(File {
            matter: matter.id,
            number: matter.number.clone(),
            procedure: procedure.title.clone(),
            unit: matter.unit.clone(),
            opened_on: matter.opened_on,
            state: matter.main.as_ref().and_then(|s| procedure.states.get(s)).map(|s| s.title.clone()).unwrap_or_default(),
            party_as,
            answers,
            // What was written of them and is no answer that stands: earlier words, reasons, opinions.
            texts: known.into_values().collect(),
            looks: looks.into_iter().map(looked).collect(),
        }))
    }
}

/// An answer as the person reads it; `None` for what is somebody else's. What was told is taken out of what is known.
fn told(answer: &Answer, person: PersonId, known: &mut BTreeMap<ValueId, String>) -> Option<serde_json::Value> {
    match answer {
        Answer::Sealed(sealed) if sealed.person == person => known.remove(&sealed.value).map(serde_json::Value::from),
        Answer::Sealed(_) => None,
        Answer::Many(all) => Some(all.iter().filter_map(|a| told(a, person, known)).collect()),
        other => serde_json::to_value(other).ok(),
    }
}

fn looked(look: LookRow) -> Looked {
    Looked { at: wall_time(look.at), unit: look.unit, post: look.post, opened: look.sight, reason: look.reason }
}

fn written(held: &Extract) -> Result<String, Fault> {
    let text = serde_json::to_string_pretty(held).map_err(|e| crate::ports::StoreError::Damaged(e.to_string()))?;
    Ok(text + "\n")
}
