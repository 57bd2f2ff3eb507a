//! The citizen's side: a form begun and kept, sent once, and enquired about by number and code.

use crate::ports::{Account, Draft, Receipt};
use crate::{Bureau, Deed, Doing, Fault, LookRow, Typed};
use engine::{Evidence, Instance, Light, Matter, light, sentence};
use kernel::{Actor, Date, Digest, Id, Lang, MatterId, OperationId, OrgPath, Title, fold_width, sm3};
use procedure::model::{Action, FieldKind, HeldBy, Paper, Procedure};

/// An application handed in.
#[derive(Clone, Debug)]
pub struct Filed {
    /// Its receipt.
    pub receipt: Receipt,
    /// The code that goes with the number; shown once.
    pub code: String,
}

/// What an enquiry shows. No name, no text: whoever has number and code sees how far it is, nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// The matter.
    pub matter: MatterId,
    /// Its number.
    pub number: String,
    /// Its procedure.
    pub title: Title,
    /// The unit that handles it.
    pub unit: Title,
    /// Where it stands.
    pub state: Title,
    /// What happened, oldest first.
    pub steps: Vec<ProgressStep>,
    /// What is awaited, if a clock runs.
    pub next: Option<Awaited>,
    /// Nothing more is to come.
    pub closed: bool,
    /// Who looked at what is personal in it, the last first.
    pub looks: Vec<LookRow>,
}

/// What is awaited, by when, and from whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Awaited {
    /// What.
    pub title: Title,
    /// From whom.
    pub from: Title,
    /// The party itself is to act.
    pub yours: bool,
    /// By when; `None` while the clock stands still or has no length yet.
    pub due_on: Option<Date>,
    /// How near that is.
    pub light: Light,
    /// Why that day, in a sentence.
    pub why: Title,
}

/// One step of an enquiry.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgressStep {
    /// What.
    pub title: Title,
    /// When.
    pub on: Date,
}

impl Bureau {
    /// A draft by its token.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn draft(&self, token: &str) -> Result<Option<(Id, Id, Typed)>, Fault> {
        let draft = self.store.draft(self.id, &sm3(&[token.as_bytes()])).await?;
        Ok(draft.map(|d| (d.procedure, d.action, serde_json::from_str(&d.answers).unwrap_or_default())))
    }

    /// Keeps a draft.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn keep_draft(&self, token: &str, procedure: &Id, action: &Id, typed: &Typed) -> Result<(), Fault> {
        let answers = serde_json::to_string(typed).unwrap_or_default();
        let draft = Draft {
            token: sm3(&[token.as_bytes()]),
            procedure: procedure.clone(),
            action: action.clone(),
            answers,
            saved: self.clock.now().micros,
        };
        Ok(self.store.put_draft(self.id, &draft).await?)
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn forget_draft(&self, token: &str) -> Result<(), Fault> {
        Ok(self.store.drop_draft(self.id, &sm3(&[token.as_bytes()])).await?)
    }

    /// Hands a citizen's application in. A second press of the button finds the first receipt.
    ///
    /// # Errors
    /// Faults of fields, refusals, faults of the store; the draft stays until it has gone through.
    pub async fn file(&self, token: &str, operation: OperationId, unit: &OrgPath) -> Result<Filed, Fault> {
        let Some((procedure, action, typed)) = self.draft(token).await? else { return self.filed(token, operation).await };
        let known = self.library.procedure(&procedure).ok_or(Fault::NotFound)?;
        let opening = known.action(action.as_str()).ok_or(Fault::NotFound)?;
        if !self.units().await?.iter().any(|u| u.path == *unit && crate::may_handle(known, opening, u)) {
            return Err(Fault::NotFound);
        }
        let typed = self.counted(known, opening, &typed);
        let number = known.fields().filter(|(_, f)| matches!(f.kind, FieldKind::CnId)).find_map(|(_, f)| typed.get(&f.id)?.first());
        let person = match number {
            Some(number) => {
                let number = kernel::plain_number(number);
                self.store.person_by_number(self.id, &number).await?
            }
            None => None,
        };
        let actor = Actor {
            account: Id::from("portal"),
            unit: None,
            grants: Vec::new(),
            person: Some(person.unwrap_or_else(|| self.new_person())),
        };
        let account = Account { actor, name: Title::default(), post: Title::default(), demo: false, credential: Default::default() };
        let code = code(token, operation);
        let doing = Doing::Act {
            procedure,
            unit: Some(unit.clone()),
            action,
            holder: None,
            with: Vec::new(),
            typed,
            lookup: Some(lookup_digest(&code)),
        };
        let deed = Deed { operation, matter: None, doing, on: None, at: None, evidence: Evidence::System };
        let receipt = self.act(&account, &deed).await?;
        self.store.drop_draft(self.id, &sm3(&[token.as_bytes()])).await?;
        Ok(Filed { receipt, code })
    }

    /// The receipt of an application handed in before, for whoever holds both the draft's token and the operation.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when the two do not belong together; faults of the store.
    pub async fn filed(&self, token: &str, operation: OperationId) -> Result<Filed, Fault> {
        let receipt = self.store.operation(self.id, operation).await?.ok_or(Fault::NotFound)?;
        let code = code(token, operation);
        let number = receipt.number.clone().unwrap_or_default();
        match self.store.lookup(self.id, &number).await? {
            Some((matter, digest)) if matter == receipt.matter && digest == lookup_digest(&code) => Ok(Filed { receipt, code }),
            _ => Err(Fault::NotFound),
        }
    }

    /// How far the application of a receipt is.
    ///
    /// # Errors
    /// Faults of the store.
    pub async fn progress_of_filed(&self, filed: &Filed) -> Result<Progress, Fault> {
        let matter = self.store.matter(self.id, filed.receipt.matter).await?.ok_or(Fault::NotFound)?;
        self.progress_of(&matter).await
    }

    /// How far a matter is, for whoever has its number and code. Wrong number and wrong code answer alike, and guessing is slow.
    ///
    /// # Errors
    /// [`Fault::NotFound`], [`Fault::Wait`], faults of the store.
    pub async fn progress(&self, number: &str, code: &str, from: &str) -> Result<Progress, Fault> {
        let now = self.clock.now().micros;
        let key = format!("lookup:{from}");
        self.guard.attempt(&key, now)?;
        let number = kernel::official_number(number);
        let found = self.store.lookup(self.id, &number).await?;
        let typed = lookup_digest(&fold_width(code).to_ascii_uppercase().chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>());
        let matter = match found {
            Some((matter, digest)) if digest == typed => self.store.matter(self.id, matter).await?,
            _ => None,
        };
        match matter {
            Some(matter) => {
                self.guard.succeeded(&key, now);
                self.progress_of(&matter).await
            }
            None => Err(Fault::NotFound),
        }
    }

    async fn progress_of(&self, matter: &Matter) -> Result<Progress, Fault> {
        let procedure = self.library.pinned(&matter.procedure).ok_or(Fault::NotFound)?;
        let frame = self.library.frame(procedure);
        let today = self.today();
        let steps = matter.timeline.iter().filter_map(|e| Some(ProgressStep { title: told(procedure, &e.name)?, on: e.on })).collect();
        let main = |i: &&Instance| procedure.clock(i.clock.as_str()).is_some_and(|c| c.track.is_none());
        let running = matter.clocks.iter().filter(|i| i.running()).filter(main);
        let pressing = running.min_by_key(|i| i.due_on.unwrap_or(Date::MAX));
        let next = pressing.and_then(|i| {
            let clock = procedure.clock(i.clock.as_str())?;
            let role = procedure.roles.get(&clock.binds)?;
            Some(Awaited {
                title: clock.title.clone(),
                from: role.title.clone(),
                yours: role.held_by == HeldBy::Party,
                due_on: i.due_on,
                light: light(&frame, i, today),
                why: Title::new(sentence(&frame, i, Lang::Zh), sentence(&frame, i, Lang::En)),
            })
        });
        let units = self.units().await?;
        Ok(Progress {
            matter: matter.id,
            number: matter.number.clone().unwrap_or_default(),
            title: procedure.title.clone(),
            unit: units.iter().find(|u| u.path == matter.unit).map(|u| u.title.clone()).unwrap_or_default(),
            state: matter.main.as_ref().and_then(|s| procedure.states.get(s)).map(|s| s.title.clone()).unwrap_or_default(),
            steps,
            next,
            closed: matter.closed(procedure),
            looks: self.looks_at(matter.id).await?,
        })
    }
}

/// What an enquiry calls an event; `None` for what goes on inside the bureau and does not reach the party.
fn told(procedure: &Procedure, name: &Id) -> Option<Title> {
    let party = |role: &Id| procedure.roles.get(role).is_some_and(|r| r.held_by == HeldBy::Party);
    let reaches = |paper: &Paper| paper.to.iter().chain(&paper.copies).any(party);
    if let Some(paper) = name.as_str().strip_suffix(".served").and_then(|p| procedure.papers.get(p)) {
        return reaches(paper).then(|| Title::new(format!("送达{}", paper.title.zh), format!("{} served", paper.title.en)));
    }
    let moves_main = |state: &Id| procedure.states.get(state).is_some_and(|s| s.track.is_none());
    let concerns = |a: &Action| {
        a.by.iter().any(party) || a.to.iter().any(moves_main) || a.papers.iter().filter_map(|p| procedure.papers.get(&p.paper)).any(reaches)
    };
    if let Some(action) = procedure.actions.iter().find(|a| a.event == *name) {
        return concerns(action).then(|| action.title.clone());
    }
    let lapse = procedure.clocks.iter().filter_map(|c| c.lapse.as_ref()).find(|l| l.event == *name)?;
    lapse.to.as_ref().and_then(|s| procedure.states.get(s)).map(|s| s.title.clone())
}

/// Eight characters without those that look alike. They follow from token and operation, so that a second press shows the same.
fn code(token: &str, operation: OperationId) -> String {
    const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let digest = sm3(&[token.as_bytes(), operation.0.as_bytes()]);
    digest.0.iter().take(8).map(|b| char::from(ALPHABET[usize::from(b % 32)])).collect()
}

fn lookup_digest(code: &str) -> Digest {
    sm3(&[b"lookup\0", code.as_bytes()])
}
