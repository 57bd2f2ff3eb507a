//! Acting in a matter: load, authorize, decide, commit.

use crate::input::{Read, read_answers, seal};
use crate::ports::{Account, Commit, Plain, Receipt, StoreError};
use crate::{Bureau, Fault, Scope, Typed, change_of};
use engine::{Change, Context, Evidence, Frame, Manner, Matter, Opening, Order, decide, evolve};
use kernel::{AccountId, Actor, Date, DateTime, Digest, Id, MatterId, OperationId, OrgPath, PersonId, sm3};
use procedure::model::{FieldKind, Procedure};

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
        /// What was filled in.
        typed: Typed,
        /// Digest of the lookup code given to the citizen.
        lookup: Option<Digest>,
    },
    /// Sign, or agree to a correction.
    Sign,
    /// Return, with reasons.
    Return(String),
    /// Take back one's own proposal.
    Recall,
    /// Record a service.
    Serve {
        /// The paper.
        paper: Id,
        /// The addressee's role.
        to: Id,
        /// How.
        manner: Manner,
    },
    /// Confirm a lapse against a person, with reasons.
    ConfirmLapse(Id, String),
    /// Decline it, with reasons.
    DeclineLapse(Id, String),
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
    /// A lapse that works by itself; for the program only.
    Lapse(Id),
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
            match self.attempt(&who.actor, &Scope::of(who, self.today()), deed, request).await {
                Err(Fault::Store(conflict @ StoreError::Conflict { .. })) => last = conflict.into(),
                done => return done,
            }
        }
        Err(last)
    }

    /// Carries out what the law does by itself once a due day is over. Exactly once: a second attempt finds the clock stopped.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn fire_lapses(&self) -> Result<u32, Fault> {
        let mut done = 0;
        for matter in self.store.lapsing(self.id, self.today(), 500).await? {
            done += self.fire_lapses_of(matter).await?;
        }
        Ok(done)
    }

    /// Every lapse of one matter that is due. The first may stop the clock of the next, which is then refused and rightly so.
    async fn fire_lapses_of(&self, id: MatterId) -> Result<u32, Fault> {
        let Some(matter) = self.store.matter(self.id, id).await? else { return Ok(0) };
        let today = self.today();
        let due = matter.clocks.iter().filter(|i| i.fires && i.paused_since.is_none() && i.overdue(today));
        let mut done = 0;
        for clock in due.map(|i| i.clock.clone()) {
            let deed = Deed {
                operation: self.new_operation(),
                matter: Some(id),
                doing: Doing::Lapse(clock),
                on: None,
                at: None,
                evidence: Evidence::System,
            };
            let system = Actor::system();
            match self.attempt(&system, &Scope::Units(vec![OrgPath::new("/")]), &deed, request(&system, &deed)).await {
                Ok(_) => done += 1,
                Err(Fault::Refused(_) | Fault::Store(StoreError::Conflict { .. })) => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(done)
    }

    async fn attempt(&self, actor: &Actor, scope: &Scope, deed: &Deed, request: Digest) -> Result<Receipt, Fault> {
        let matter = match deed.matter {
            Some(id) => Some(self.store.matter(self.id, id).await?.ok_or(Fault::NotFound)?),
            None => None,
        };
        if let Some(matter) = &matter {
            scope.check(actor, matter)?;
        }
        let procedure = self.procedure_of(matter.as_ref(), &deed.doing)?;
        let frame = self.library.frame(procedure);
        let (order, read, lookup) = self.order(procedure, matter.as_ref(), actor, deed).await?;
        let context = Context { actor, now: self.clock.now(), registers: &read.registers };
        let events = match decide(&frame, matter.as_ref(), &order, &context) {
            Ok(events) => events,
            // A repeated request whose first copy has since gone through is not a refusal: it has been done.
            Err(refusal) => return self.store.operation(self.id, deed.operation).await?.ok_or_else(|| refusal.into()),
        };
        let after = self.after(&frame, matter.clone(), &events)?;
        let units = self.units().await?;
        let change = change_of(&frame, matter.as_ref(), events, after, &units);
        let commit = Commit { lookup, ..Commit::new((deed.operation, request), change, read.values) };
        Ok(self.store.commit(self.id, commit).await?)
    }

    fn after(&self, frame: &Frame<'_>, before: Option<Matter>, events: &[engine::Event]) -> Result<Matter, Fault> {
        events
            .iter()
            .fold(before, |m, e| evolve(frame, m, e))
            .ok_or_else(|| StoreError::Damaged("events that begin no matter".to_owned()).into())
    }

    fn procedure_of(&self, matter: Option<&Matter>, doing: &Doing) -> Result<&Procedure, Fault> {
        match (matter, doing) {
            (Some(matter), _) => self.library.pinned(&matter.procedure).ok_or_else(|| {
                StoreError::Damaged(format!("procedure {} version {} is not loaded", matter.procedure.id, matter.procedure.version)).into()
            }),
            (None, Doing::Act { procedure, .. }) => self.library.procedure(procedure).ok_or(Fault::NotFound),
            (None, _) => Err(Fault::NotFound),
        }
    }

    async fn order(
        &self,
        procedure: &Procedure,
        matter: Option<&Matter>,
        actor: &Actor,
        deed: &Deed,
    ) -> Result<(Order, Read, Option<Digest>), Fault> {
        let subject = match matter {
            Some(matter) => matter.subject,
            None => self.subject(procedure, actor, &deed.doing).await?,
        };
        let mut read = Read::default();
        let mut lookup_code = None;
        let reasons = |read: &mut Read, text: &str| reasons(self, read, text, subject);
        let order = match &deed.doing {
            Doing::Act { unit, action, typed, lookup, .. } => {
                let known = procedure.action(action.as_str()).ok_or(Fault::NotFound)?;
                read = read_answers(self, procedure, known, typed, subject).await?;
                lookup_code = *lookup;
                let opening = match (matter, unit) {
                    (None, Some(unit)) => {
                        Some(Opening { matter: self.new_matter(), unit: unit.clone(), subject, number: None, parent: None })
                    }
                    _ => None,
                };
                Order::Act {
                    action: action.clone(),
                    opening,
                    answers: read.answers.clone(),
                    on: deed.on,
                    at: deed.at,
                    evidence: deed.evidence,
                }
            }
            Doing::Sign => Order::Sign,
            Doing::Return(text) => Order::Return { reasons: reasons(&mut read, text)? },
            Doing::Recall => Order::Recall,
            Doing::Serve { paper, to, manner } => Order::Serve {
                paper: paper.clone(),
                to: to.clone(),
                manner: *manner,
                on: deed.on.unwrap_or_else(|| self.today()),
                evidence: deed.evidence,
            },
            Doing::ConfirmLapse(clock, text) => Order::ConfirmLapse { clock: clock.clone(), reasons: reasons(&mut read, text)? },
            Doing::DeclineLapse(clock, text) => Order::DeclineLapse { clock: clock.clone(), reasons: reasons(&mut read, text)? },
            Doing::CorrectDate { of, to, reasons: text } => {
                Order::Correct { of: *of, change: Change::OccurredOn(*to), reasons: reasons(&mut read, text)? }
            }
            Doing::Assign(role, account) => {
                self.check_holder(matter, role, account).await?;
                Order::Assign { role: role.clone(), account: account.clone() }
            }
            Doing::Recuse(account, text) => Order::Recuse { account: account.clone(), reasons: reasons(&mut read, text)? },
            Doing::Lapse(clock) => Order::Lapse { clock: clock.clone() },
        };
        Ok((order, read, lookup_code))
    }

    /// A role goes only to somebody who holds it over the matter's unit.
    async fn check_holder(&self, matter: Option<&Matter>, role: &Id, account: &AccountId) -> Result<(), Fault> {
        let known = self.store.account(self.id, account).await?;
        let holds = matter.zip(known).is_some_and(|(m, a)| a.actor.holds(role, &m.unit, self.today()));
        if holds {
            return Ok(());
        }
        let message = kernel::Title::new(
            "这位同事在本单位没有这项职责，请从列表中选择。",
            "That colleague does not hold this role here; choose one from the list.",
        );
        Err(Fault::Fields(vec![crate::FieldFault { field: Id::from("handler"), message }]))
    }

    /// Whose key protects a new matter: the person whose identity number is given, the citizen who signed in, or somebody new.
    async fn subject(&self, procedure: &Procedure, actor: &Actor, doing: &Doing) -> Result<PersonId, Fault> {
        let Doing::Act { typed, .. } = doing else { return Ok(self.new_person()) };
        if let Some(person) = actor.person {
            return Ok(person);
        }
        let number = procedure.fields().filter(|(_, f)| matches!(f.kind, FieldKind::CnId)).find_map(|(_, f)| typed.get(&f.id)?.first());
        if let Some(number) = number {
            let number = kernel::plain_number(number);
            if let Some(known) = self.store.person_by_number(self.id, &number).await? {
                return Ok(known);
            }
        }
        Ok(self.new_person())
    }
}

fn reasons(bureau: &Bureau, read: &mut Read, text: &str, subject: PersonId) -> Result<engine::Sealed, Fault> {
    let field = Id::from("reasons");
    let text = text.trim();
    if text.is_empty() {
        let message = kernel::Title::new("请写明理由。", "Please give reasons.");
        return Err(Fault::Fields(vec![crate::FieldFault { field, message }]));
    }
    let (sealed, plain): (_, Plain) = seal(bureau, &field, text.to_owned(), subject, None);
    read.values.push(plain);
    Ok(sealed)
}

/// What was asked, digested: the same operation id with another content is refused.
fn request(actor: &Actor, deed: &Deed) -> Digest {
    sm3(&[
        actor.account.as_str().as_bytes(),
        b"\0",
        format!("{:?}{:?}{:?}{:?}{:?}", deed.matter, deed.doing, deed.on, deed.at, deed.evidence).as_bytes(),
    ])
}
