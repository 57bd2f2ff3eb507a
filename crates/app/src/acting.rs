//! Acting in a matter: load, authorize, decide, commit. One deed may touch several matters; they are written together or not at all.

mod firing;
mod going_over;
mod ordering;

use crate::ports::{Account, Commit, Receipt, StoreError};
use crate::{Bureau, Fault, Scope, Typed, change_of};
use engine::family::{self, Done, kin_of};
use engine::{Context, Evidence, Holder, Manner, Matter, Minutes};
use kernel::{AccountId, Actor, Date, DateTime, Digest, Id, MatterId, OperationId, OrgPath, sm3};
use ordering::Ordered;
use std::collections::BTreeMap;

/// What somebody does, as typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    /// Made by the client when the form was shown; a repeat returns the first receipt.
    pub operation: OperationId,
    /// The matter; `None` opens one.
    pub matter: Option<MatterId>,
    /// What is done.
    pub doing: Doing,
    /// Legal date, if not today.
    pub on: Option<Date>,
    /// Legal time, where hours count.
    pub at: Option<DateTime>,
    /// What proves it.
    pub evidence: Evidence,
}

impl Deed {
    /// A deed of today in a matter.
    #[must_use]
    pub fn today(operation: OperationId, matter: MatterId, doing: Doing) -> Self {
        Self { operation, matter: Some(matter), doing, on: None, at: None, evidence: Evidence::System }
    }
}

/// A proposal that waits; `None` where only one does.
pub type Proposal = Option<u64>;

/// A clock and whose instance of it, where each has one.
pub type ClockOf = (Id, Option<Holder>);

/// What is done.
#[derive(Clone, Debug, PartialEq)]
pub enum Doing {
    /// An action of a procedure.
    Act {
        /// The procedure, for an action that opens a matter.
        procedure: Id,
        /// The unit that will handle it, likewise.
        unit: Option<OrgPath>,
        /// The action.
        action: Id,
        /// The one of several whom it concerns.
        holder: Option<Holder>,
        /// Other matters to join or to take out, by number or id.
        with: Vec<String>,
        /// What was filled in; for a matter that it opens, under `child.FIELD`.
        typed: Typed,
        /// Digest of the lookup code given to the citizen.
        lookup: Option<Digest>,
    },
    /// Sign, or agree to a correction or a destruction; a meeting by its minutes, with its dissent in words.
    Sign(Proposal, Option<(Minutes, String)>),
    /// Return, with reasons.
    Return(Proposal, String),
    /// Take back one's own proposal.
    Recall(Proposal),
    /// Ask one more to sign first, with reasons.
    Countersign(Proposal, AccountId, String),
    /// Record a service.
    Serve {
        /// The paper.
        paper: Id,
        /// The addressee.
        to: Holder,
        /// How.
        manner: Manner,
    },
    /// Confirm a lapse against a person, with reasons.
    ConfirmLapse(ClockOf, String),
    /// Decline it, with reasons.
    DeclineLapse(ClockOf, String),
    /// Propose that an event's legal date be put right.
    CorrectDate {
        /// The event.
        of: u64,
        /// The right day.
        to: Date,
        /// Why.
        reasons: String,
    },
    /// Give a role in the matter to a colleague.
    Assign(Id, AccountId),
    /// Exclude somebody, with reasons.
    Recuse(AccountId, String),
    /// Waive a need of an action, with reasons: action, event.
    Waive(Id, Id, String),
    /// Hand the matter to another unit, with reasons.
    Transfer(OrgPath, String),
    /// Note another matter beside this one, by number or id.
    Link(String),
    /// Keep what the matter holds from being destroyed, with reasons.
    Hold(String),
    /// Keep it no longer, with reasons.
    Release(String),
    /// Propose to destroy what the matter holds, with reasons.
    Destroy(String),
    /// A lapse that works by itself; for the program only.
    Lapse(ClockOf),
    /// Go over to a newer version of its procedure; for the program only.
    GoOver(engine::Pin),
}

impl Bureau {
    /// Does a deed. A lost race is decided again on what the matter has become, so the answer is always about how it stands.
    ///
    /// # Errors
    /// A lawful refusal, faults of fields, or of the store. Nothing is half written.
    pub async fn act(&self, who: &Account, deed: &Deed) -> Result<Receipt, Fault> {
        const TRIES: usize = 4;
        let request = request(&who.actor, deed);
        let mut last = Fault::NotFound;
        for _ in 0..TRIES {
            match self.attempt(&who.actor, &Scope::of(&self.library, who, self.today()), deed, request).await {
                Err(Fault::Store(conflict @ StoreError::Conflict { .. })) => last = conflict.into(),
                done => return done,
            }
        }
        Err(last)
    }

    async fn attempt(&self, actor: &Actor, scope: &Scope, deed: &Deed, request: Digest) -> Result<Receipt, Fault> {
        let matter = match deed.matter {
            Some(id) => Some(self.store.matter(self.id, id).await?.ok_or(Fault::NotFound)?),
            None => None,
        };
        if let Some(matter) = &matter {
            scope.check(actor, matter)?;
        }
        let ordered = self.order(matter.as_ref(), (actor, scope), deed).await?;
        let family = self.kin(matter, &ordered).await?;
        let context = Context { actor, now: self.clock.now(), registers: &ordered.read.registers };
        let asked = family::Deed { matter: deed.matter, procedure: &ordered.procedure, order: &ordered.order };
        let done = match family::carry_out(&*self.library, &family, &asked, &context, &mut || self.new_matter()) {
            Ok(done) => done,
            // A repeated request whose first copy has since gone through is not a refusal: it has been done.
            Err(refusal) => return self.store.operation(self.id, deed.operation).await?.ok_or_else(|| refusal.into()),
        };
        let commit = self.commit(done, (deed.operation, request), ordered).await?;
        Ok(self.store.commit(self.id, commit).await?)
    }

    /// The matter and all others that the order may touch.
    async fn kin(&self, matter: Option<Matter>, ordered: &Ordered) -> Result<BTreeMap<MatterId, Matter>, Fault> {
        let Some(first) = matter.as_ref().map(|m| m.id) else { return Ok(BTreeMap::new()) };
        let mut family: BTreeMap<MatterId, Matter> = matter.into_iter().map(|m| (m.id, m)).collect();
        loop {
            let known = family.len();
            for id in kin_of(&family, first, &ordered.order) {
                family.extend(self.store.matter(self.id, id).await?.map(|m| (id, m)));
            }
            if family.len() == known {
                return Ok(family);
            }
        }
    }

    async fn commit(&self, done: Vec<Done>, (operation, request): (OperationId, Digest), ordered: Ordered) -> Result<Commit, Fault> {
        let units = self.units().await?;
        let mut changes = Vec::with_capacity(done.len());
        for Done { before, events, after } in done {
            let pin = after.procedure.clone();
            let procedure = self.library.pinned(&pin).ok_or_else(|| not_loaded(&pin))?;
            let entry = self.entry_of(&after, &ordered.read.values).await?;
            let mut change = change_of(&self.library.frame(procedure), before.as_ref(), events, after, &units);
            change.entry = entry;
            changes.push(change);
        }
        Ok(Commit { operation, request, changes, values: ordered.read.values, lookup: ordered.lookup })
    }

    /// The register entry that a matter is, called by its name.
    async fn entry_of(&self, matter: &Matter, values: &[crate::ports::Plain]) -> Result<Option<engine::RegisterEntry>, Fault> {
        let Some(register) = self.library.register_of(&matter.procedure.id) else { return Ok(None) };
        let Some((mut entry, name)) = engine::entry_of(register, matter) else { return Ok(None) };
        if let Some(sealed) = name {
            let typed = values.iter().find(|v| v.value == sealed.value).map(|v| v.text.clone());
            entry.name = match typed {
                Some(text) => text,
                None => self.store.reveal(self.id, &[sealed.value]).await?.into_iter().flatten().next().unwrap_or_default(),
            };
        }
        Ok(Some(entry))
    }
}

pub(crate) fn not_loaded(pin: &engine::Pin) -> Fault {
    StoreError::Damaged(format!("procedure {} version {} is not loaded", pin.id, pin.version)).into()
}

/// What was asked, digested: the same operation id with another content is refused.
fn request(actor: &Actor, deed: &Deed) -> Digest {
    sm3(&[
        actor.account.as_str().as_bytes(),
        b"\0",
        format!("{:?}{:?}{:?}{:?}{:?}", deed.matter, deed.doing, deed.on, deed.at, deed.evidence).as_bytes(),
    ])
}
