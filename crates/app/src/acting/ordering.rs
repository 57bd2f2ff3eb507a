//! From a deed as typed to an order of the engine, with the personal values that it seals.

use super::{Deed, Doing, not_loaded};
use crate::input::{Read, read_answers, seal};
use crate::ports::Plain;
use crate::{Bureau, Fault, FieldFault, Scope, Typed};
use engine::{Answer, Change, Matter, Opening, Order, Sealed};
use kernel::{AccountId, Actor, Digest, Id, MatterId, PersonId, Title};
use procedure::model::{FieldKind, Opens, Procedure};
use std::collections::BTreeMap;

/// An order, and what was read to make it.
pub(super) struct Ordered {
    /// The procedure of the matter.
    pub procedure: Id,
    /// The order.
    pub order: Order,
    /// Answers, values, register entries.
    pub read: Read,
    /// Digest of the citizen's lookup code.
    pub lookup: Option<Digest>,
}

/// Under which name the fields of a matter to be opened are typed.
const CHILD: &str = "child.";

impl Bureau {
    pub(super) async fn order(&self, matter: Option<&Matter>, (actor, scope): (&Actor, &Scope), deed: &Deed) -> Result<Ordered, Fault> {
        let procedure = self.procedure_of(matter, deed)?;
        let subject = match matter {
            Some(matter) => matter.subject,
            None => self.subject(procedure, actor, &deed.doing).await?,
        };
        let mut read = Read::default();
        let mut lookup = None;
        let text = |read: &mut Read, text: &str| reasons(self, read, text, subject);
        let order = match &deed.doing {
            Doing::Act { lookup: code, .. } => {
                lookup = *code;
                self.act_order(procedure, matter, (actor, scope, subject), deed, &mut read).await?
            }
            Doing::Sign(of, minutes) => {
                let mut minutes = minutes.clone();
                if let Some((m, dissent)) = minutes.as_mut().filter(|(_, dissent)| !dissent.trim().is_empty()) {
                    m.dissent = Some(text(&mut read, dissent)?);
                }
                Order::Sign { of: *of, minutes: minutes.map(|(m, _)| m) }
            }
            Doing::Return(of, why) => Order::Return { of: *of, reasons: text(&mut read, why)? },
            Doing::Recall(of) => Order::Recall { of: *of },
            Doing::Countersign(of, account, why) => {
                self.known_account(account).await?;
                Order::Countersign { of: *of, account: account.clone(), reasons: text(&mut read, why)? }
            }
            Doing::Serve { paper, to, manner } => Order::Serve {
                paper: paper.clone(),
                to: to.clone(),
                manner: *manner,
                on: deed.on.unwrap_or_else(|| self.today()),
                evidence: deed.evidence,
            },
            Doing::ConfirmLapse((clock, holder), why) => {
                Order::ConfirmLapse { clock: clock.clone(), holder: holder.clone(), reasons: text(&mut read, why)? }
            }
            Doing::DeclineLapse((clock, holder), why) => {
                Order::DeclineLapse { clock: clock.clone(), holder: holder.clone(), reasons: text(&mut read, why)? }
            }
            Doing::CorrectDate { of, to, reasons: why } => {
                Order::Correct { of: *of, change: Change::OccurredOn(*to), reasons: text(&mut read, why)? }
            }
            Doing::Assign(role, account) => {
                self.check_holder(matter, role, account).await?;
                Order::Assign { role: role.clone(), account: account.clone() }
            }
            Doing::Recuse(account, why) => Order::Recuse { account: account.clone(), reasons: text(&mut read, why)? },
            Doing::Waive(action, event, why) => {
                Order::Waive { action: action.clone(), event: event.clone(), reasons: text(&mut read, why)? }
            }
            Doing::Transfer(unit, why) => {
                if !self.units().await?.iter().any(|u| u.handles && u.path == *unit) {
                    return Err(fault("unit", "没有这个承办单位，请从列表中选择。", "There is no such unit; choose one from the list."));
                }
                Order::Transfer { unit: unit.clone(), reasons: text(&mut read, why)? }
            }
            Doing::Link(named) => Order::Link { to: self.named(actor, scope, named, "link").await? },
            Doing::Hold(why) => Order::Hold { reasons: text(&mut read, why)? },
            Doing::Release(why) => Order::Release { reasons: text(&mut read, why)? },
            Doing::Destroy(why) => {
                self.check_kept_long_enough(matter)?;
                Order::Destroy { reasons: text(&mut read, why)? }
            }
            Doing::GoOver(to) => Order::Repin { to: to.clone() },
            Doing::Lapse((clock, holder)) => Order::Lapse { clock: clock.clone(), holder: holder.clone() },
        };
        Ok(Ordered { procedure: procedure.id.clone(), order, read, lookup })
    }

    fn procedure_of(&self, matter: Option<&Matter>, deed: &Deed) -> Result<&Procedure, Fault> {
        match (matter, &deed.doing) {
            (Some(matter), _) => self.library.pinned(&matter.procedure).ok_or_else(|| not_loaded(&matter.procedure)),
            (None, Doing::Act { procedure, .. }) => {
                let day = deed.at.map(kernel::DateTime::date).or(deed.on).unwrap_or_else(|| self.today());
                self.library.on(procedure, day).ok_or(Fault::NotFound)
            }
            (None, _) => Err(Fault::NotFound),
        }
    }

    async fn act_order(
        &self,
        procedure: &Procedure,
        matter: Option<&Matter>,
        (actor, scope, subject): (&Actor, &Scope, PersonId),
        deed: &Deed,
        read: &mut Read,
    ) -> Result<Order, Fault> {
        let Doing::Act { unit, action, typed, holder, with, .. } = &deed.doing else { return Err(Fault::NotFound) };
        let known = procedure.action(action.as_str()).ok_or(Fault::NotFound)?;
        *read = read_answers(self, procedure, known, typed, (subject, matter.is_none())).await?;
        let child = match &known.opens {
            Some(opens) => self.child_answers(opens, typed, subject, read).await?,
            None => BTreeMap::new(),
        };
        let mut others = Vec::with_capacity(with.len());
        for named in with.iter().filter(|w| !w.trim().is_empty()) {
            others.push(self.named(actor, scope, named, "with").await?);
        }
        let opening = match (matter, unit) {
            (None, Some(unit)) => Some(Opening::new(self.new_matter(), unit.clone(), subject)),
            _ => None,
        };
        Ok(Order::Act {
            action: action.clone(),
            holder: holder.clone(),
            with: others,
            child,
            opening,
            answers: read.answers.clone(),
            on: deed.on,
            at: deed.at,
            evidence: deed.evidence,
        })
    }

    /// What was filled in for a matter to be opened.
    async fn child_answers(&self, opens: &Opens, typed: &Typed, subject: PersonId, read: &mut Read) -> Result<BTreeMap<Id, Answer>, Fault> {
        let Some((procedure, action)) = self.library.opened_by(opens, self.today()) else { return Ok(BTreeMap::new()) };
        let own: Typed = typed.iter().filter_map(|(f, t)| Some((Id::from(f.as_str().strip_prefix(CHILD)?), t.clone()))).collect();
        let theirs = read_answers(self, procedure, action, &own, (subject, false)).await.map_err(under_child)?;
        read.values.extend(theirs.values);
        read.registers.extend(theirs.registers);
        Ok(theirs.answers)
    }

    /// A matter named by number or id; what the actor may not see answers like what does not exist.
    async fn named(&self, actor: &Actor, scope: &Scope, named: &str, field: &str) -> Result<MatterId, Fault> {
        let named = named.trim();
        let missing = || {
            fault(field, &format!("没有找到“{named}”这件事项，请核对案号。"), &format!("There is no matter “{named}”: check its number."))
        };
        let id = match named.parse() {
            Ok(id) => id,
            Err(_) => self.store.matter_by_number(self.id, &kernel::official_number(named)).await?.ok_or_else(missing)?,
        };
        let found = self.store.matter(self.id, id).await?.ok_or_else(missing)?;
        scope.check(actor, &found).map_err(|_| missing())?;
        Ok(id)
    }

    async fn known_account(&self, account: &AccountId) -> Result<(), Fault> {
        match self.store.account(self.id, account).await? {
            Some(known) if !known.actor.grants.is_empty() => Ok(()),
            _ => Err(fault("account", "没有这位同事，请从列表中选择。", "There is no such colleague; choose one from the list.")),
        }
    }

    /// A role goes only to somebody who holds it over the matter's unit.
    async fn check_holder(&self, matter: Option<&Matter>, role: &Id, account: &AccountId) -> Result<(), Fault> {
        let known = self.store.account(self.id, account).await?;
        let holds = matter.zip(known).is_some_and(|(m, a)| a.actor.holds(role, &m.unit, self.today()));
        if holds {
            return Ok(());
        }
        Err(fault(
            "handler",
            "这位同事在本单位没有这项职责，请从列表中选择。",
            "That colleague does not hold this role here; choose one from the list.",
        ))
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

/// Faults of a child's fields bear the names under which they were typed.
fn under_child(fault: Fault) -> Fault {
    match fault {
        Fault::Fields(all) => {
            Fault::Fields(all.into_iter().map(|f| FieldFault { field: Id::from(format!("{CHILD}{}", f.field)), ..f }).collect())
        }
        other => other,
    }
}

fn fault(field: &str, zh: &str, en: &str) -> Fault {
    Fault::Fields(vec![FieldFault { field: Id::from(field), message: Title::new(zh, en) }])
}

fn reasons(bureau: &Bureau, read: &mut Read, text: &str, subject: PersonId) -> Result<Sealed, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(fault("reasons", "请写明理由。", "Please give reasons."));
    }
    let (sealed, plain): (_, Plain) = seal(bureau, &Id::from("reasons"), text.to_owned(), subject, None);
    read.values.push(plain);
    Ok(sealed)
}
