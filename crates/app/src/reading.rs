//! One matter, opened: where it stands, what can be done, what happened, what is known.

use crate::looking::is_party;
use crate::ports::{Account, Recorded, Unit};
use crate::{Bureau, Fault, Reason, Relative, Scope, Sight};
use engine::{Answer, Body, Context, Frame, Matter, Offer, Order, Refusal, RegisterEntry, decide, offers};
use kernel::{Actor, Id, MatterId, Moment, Title, ValueId};
use procedure::model::Procedure;
use std::collections::BTreeMap;

/// A matter with everything its pages show.
#[derive(Debug)]
pub struct CaseFile<'a> {
    /// The matter.
    pub matter: Matter,
    /// Its procedure, in the version it is pinned to.
    pub procedure: &'a Procedure,
    /// What engine calls rest on.
    pub frame: Frame<'a>,
    /// What can be done by the account that looks, and what cannot.
    pub offers: Vec<Offer<'a>>,
    /// Its log, oldest first.
    pub log: Vec<Recorded>,
    /// Personal values, as far as they still exist.
    pub known: Known,
    /// Its unit.
    pub unit: Option<Unit>,
    /// Names of accounts that acted or handle it.
    pub people: BTreeMap<Id, Title>,
    /// Register entries that answers name.
    pub registers: BTreeMap<Id, RegisterEntry>,
    /// Other matters: above, inside, joined, beside.
    pub kin: Vec<Relative>,
    /// The reader works for the bureau in matters of this unit; else they are a party or a provider.
    pub ours: bool,
    /// The reader is a party.
    pub(crate) party: bool,
    /// Nothing is masked in this view.
    pub(crate) whole: bool,
    pub(crate) reader: Actor,
    opened_at: Moment,
}

impl CaseFile<'_> {
    /// Whether the reader might give this order now. Nothing is done: a page asks before it shows a button.
    ///
    /// # Errors
    /// The refusal that the order would meet.
    pub fn may(&self, order: &Order) -> Result<(), Refusal> {
        let context = Context { actor: &self.reader, now: self.opened_at, registers: &self.registers };
        decide(&self.frame, Some(&self.matter), order, &context).map(|_| ())
    }
}

/// Personal values, decrypted for one look.
#[derive(Debug, Default)]
pub struct Known(BTreeMap<ValueId, String>);

impl Known {
    /// The text of an answer, if it is sealed and still exists.
    #[must_use]
    pub fn text(&self, answer: &Answer) -> Option<&str> {
        match answer {
            Answer::Sealed(sealed) => self.value(sealed.value),
            _ => None,
        }
    }

    /// A value; `None` where it was lawfully destroyed.
    #[must_use]
    pub fn value(&self, value: ValueId) -> Option<&str> {
        self.0.get(&value).map(String::as_str)
    }
}

impl Bureau {
    /// Opens a matter for an account that may see it, and notes that it did: what cannot be noted is not shown.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when there is none or it is not theirs; [`Fault::Reason`] under special care; faults of the store.
    pub async fn case_file(&self, who: &Account, id: MatterId, sight: Sight) -> Result<CaseFile<'_>, Fault> {
        self.opened(who, id, sight, None).await
    }

    pub(crate) async fn opened(&self, who: &Account, id: MatterId, sight: Sight, why: Option<Reason>) -> Result<CaseFile<'_>, Fault> {
        let matter = self.store.matter(self.id, id).await?.ok_or(Fault::NotFound)?;
        let scope = Scope::of(&self.library, who, self.today());
        scope.check(&who.actor, &matter)?;
        let ours = scope.covers(&matter);
        let procedure = self.library.pinned(&matter.procedure).ok_or_else(|| {
            crate::ports::StoreError::Damaged(format!(
                "procedure {} version {} is not loaded",
                matter.procedure.id, matter.procedure.version
            ))
        })?;
        let frame = self.library.frame(procedure);
        let given = self.ask_reason(who, &frame, &matter)?;
        let log = self.store.events(self.id, id).await?;
        let mut sealed = Vec::new();
        log.iter().for_each(|r| sealed.extend(r.event.body.sealed().into_iter().map(|s| s.value)));
        sealed.sort();
        sealed.dedup();
        let texts = self.store.reveal(self.id, &sealed).await?;
        let known = Known(sealed.into_iter().zip(texts).filter_map(|(v, t)| Some((v, t?))).collect());
        if !known.0.is_empty() || sight == Sight::Proof {
            self.note_look(who, &matter, sight, why.or(given)).await?;
        }
        let mut registers = BTreeMap::new();
        for answer in matter.answers.values() {
            if let Answer::Entry { entry, .. } = answer
                && let Some(found) = self.store.entry(self.id, entry).await?
            {
                registers.insert(entry.clone(), found);
            }
        }
        let opened_at = self.clock.now();
        let context = Context { actor: &who.actor, now: opened_at, registers: &registers };
        let offers = offers(&frame, &matter, &context);
        let unit = self.units().await?.iter().find(|u| u.path == matter.unit).cloned();
        let people = self.people_in(&log, &matter).await?;
        let kin = self.relatives(&matter, &scope, &who.actor).await?;
        Ok(CaseFile {
            kin,
            offers,
            procedure,
            frame,
            log,
            known,
            unit,
            people,
            registers,
            ours,
            party: is_party(who, &matter),
            whole: sight == Sight::Whole,
            reader: who.actor.clone(),
            opened_at,
            matter,
        })
    }

    async fn people_in(&self, log: &[Recorded], matter: &Matter) -> Result<BTreeMap<Id, Title>, Fault> {
        let mut out = BTreeMap::new();
        let given = log.iter().filter_map(|r| match &r.event.body {
            Body::Assigned { account, .. } | Body::Recused { account, .. } | Body::Countersign { account, .. } => Some(account),
            _ => None,
        });
        for account in log.iter().map(|r| &r.event.by.account).chain(given).chain(matter.handlers.values().flatten()) {
            if !out.contains_key(account) {
                out.insert(account.clone(), self.name_of(account).await?);
            }
        }
        Ok(out)
    }

    /// A name to show: the account's, else that of the register entry it stands for.
    async fn name_of(&self, account: &Id) -> Result<Title, Fault> {
        match account.as_str() {
            "system" => return Ok(Title::new("系统", "System")),
            "portal" => return Ok(Title::new("当事人网上办理", "Party, online")),
            _ => {}
        }
        if let Some(known) = self.store.account(self.id, account).await? {
            return Ok(known.name);
        }
        let entry = self.store.entry(self.id, account).await?;
        Ok(entry.map_or_else(|| Title::new(account.as_str(), account.as_str()), |e| Title::new(e.name.clone(), e.name)))
    }
}
