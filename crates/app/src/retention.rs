//! Retention: which closed matters have been kept long enough, and their destruction as a list (销毁清单) that one proposes and another agrees to.
//!
//! The list only finds; each matter is destroyed by the engine's own verb, with everything that refuses it: not while it is held, not by one
//! person alone, not before its retention is over.

use crate::ports::{Account, QueueQuery};
use crate::{Bureau, Deed, Doing, Fault, Scope};
use calendar::{Direction, Period, Query, Rule, Unit};
use engine::{Matter, Refusal, TaskKind, Waiting};
use kernel::{AccountId, Date, MatterId, Title};
use procedure::model::Procedure;

/// Matters that one list shows.
const MOST: usize = 200;
/// Closed matters looked at in one unit before the list says that there are more.
const LOOKED: u32 = 500;

/// A matter whose retention is over.
#[derive(Clone, Debug, PartialEq)]
pub struct Expired {
    /// Which.
    pub id: MatterId,
    /// Its number; empty where it has none.
    pub number: String,
    /// Its procedure.
    pub title: Title,
    /// Its unit.
    pub unit: Title,
    /// The last thing that happened in it.
    pub ended_on: Date,
    /// The last day of its retention.
    pub kept_until: Date,
    /// It is held, and stays.
    pub held: bool,
    /// Who proposed its destruction, where somebody did.
    pub proposed_by: Option<AccountId>,
}

impl Bureau {
    /// The last day on which a closed matter is kept: whole years after the last thing that happened in it. `None` while it is open, and
    /// where no period is set.
    #[must_use]
    pub fn kept_until(&self, procedure: &Procedure, matter: &Matter) -> Option<(Date, Date)> {
        let kept = self.library.retention(procedure)?;
        let ended_on = matter.timeline.iter().map(|e| e.on.max(e.recorded_on)).max().filter(|_| matter.ended(procedure))?;
        let query = Query {
            start: ended_on.at(0, 0, 0, 0),
            period: Period::new(kept.years, Unit::Year),
            rule: Rule::CivilCode,
            direction: Direction::Within,
            pauses: &[],
            extensions: &[],
        };
        let until = calendar::full(self.library.calendar(), &query).ok()?;
        Some((ended_on, until))
    }

    /// Refuses to destroy what must still be kept.
    pub(crate) fn check_kept_long_enough(&self, matter: Option<&Matter>) -> Result<(), Fault> {
        let Some(matter) = matter else { return Ok(()) };
        let procedure = self.library.pinned(&matter.procedure).ok_or(Fault::NotFound)?;
        match self.kept_until(procedure, matter) {
            Some((_, until)) if self.today() <= until => Err(Refusal::new(
                "E-retained",
                format!("保存期限到{}为止，现在不能销毁。", kernel::chinese_date(until)),
                format!("It is kept until {}; it cannot be destroyed yet.", kernel::english_date(until)),
            )
            .into()),
            _ => Ok(()),
        }
    }

    /// Matters of one's own scope whose retention is over, the oldest first, then those whose destruction waits for a second person. Nothing
    /// personal is read for it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn expired(&self, who: &Account) -> Result<Vec<Expired>, Fault> {
        let Scope::Over(reach) = Scope::of(&self.library, who, self.today()) else { return Ok(Vec::new()) };
        let mut out = Vec::new();
        for unit in self.units().await?.iter().filter(|u| u.handles && reach.touches(&u.path)) {
            let mut after = None;
            while out.len() < MOST {
                let some = self.store.closed_before(self.id, &unit.path, self.today(), after, LOOKED).await?;
                let Some(last) = some.last().copied() else { break };
                for (_, id) in some {
                    let Some(matter) = self.store.matter(self.id, id).await?.filter(|m| m.destroyed.is_none()) else { continue };
                    if reach.covers(&matter.procedure.id, &matter.unit) {
                        out.extend(self.expired_row(&matter, &unit.title));
                    }
                }
                after = Some(last);
            }
        }
        out.truncate(MOST);
        out.extend(self.proposed(who).await?);
        Ok(out)
    }

    /// Those whose destruction waits: they are work in a queue, of whoever may agree and of whoever waits for them.
    async fn proposed(&self, who: &Account) -> Result<Vec<Expired>, Fault> {
        let units = self.units().await?;
        let owners = crate::queue_owners(&self.library, &units, &who.actor, self.today());
        let mut out: Vec<Expired> = Vec::new();
        for waiting in [false, true] {
            let query = QueueQuery { owners: owners.clone(), waiting, due_before: None, offset: 0, limit: LOOKED };
            let rows = self.store.queue(self.id, &query).await?.rows;
            for row in rows.iter().filter(|r| waiting || r.task.kind == TaskKind::Agree.as_str()) {
                let known = out.iter().any(|e| e.id == row.matter.id);
                let Some(matter) = self.store.matter(self.id, row.matter.id).await?.filter(|_| !known) else { continue };
                let unit = units.iter().find(|u| u.path == matter.unit).map(|u| u.title.clone()).unwrap_or_default();
                out.extend(self.expired_row(&matter, &unit).filter(|e| e.proposed_by.is_some()));
            }
        }
        Ok(out)
    }

    fn expired_row(&self, matter: &Matter, unit: &Title) -> Option<Expired> {
        let procedure = self.library.pinned(&matter.procedure)?;
        let (ended_on, kept_until) = self.kept_until(procedure, matter).filter(|(_, until)| *until < self.today())?;
        let proposed = matter.pending.iter().find(|p| matches!(p.what, Waiting::Destruction));
        Some(Expired {
            id: matter.id,
            number: matter.number.clone().unwrap_or_default(),
            title: procedure.title.clone(),
            unit: unit.clone(),
            ended_on,
            kept_until,
            held: matter.held.is_some(),
            proposed_by: proposed.map(|p| p.by.clone()),
        })
    }

    /// Proposes the destruction of matters on the list. Returns those that were refused, with why.
    ///
    /// # Errors
    /// Faults of the store; a refusal of one does not stop the others.
    pub async fn propose_destruction(&self, who: &Account, of: &[MatterId], reasons: &str) -> Result<Vec<(MatterId, Title)>, Fault> {
        self.each(who, of, |_| Some(Doing::Destroy(reasons.to_owned()))).await
    }

    /// Agrees to the destruction of matters that somebody else proposed. Returns those that were refused, with why.
    ///
    /// # Errors
    /// Faults of the store; a refusal of one does not stop the others.
    pub async fn agree_destruction(&self, who: &Account, of: &[MatterId]) -> Result<Vec<(MatterId, Title)>, Fault> {
        let waiting = |matter: &Matter| {
            let proposed = matter.pending.iter().find(|p| matches!(p.what, Waiting::Destruction))?;
            Some(Doing::Sign(Some(proposed.seq), None))
        };
        self.each(who, of, waiting).await
    }

    async fn each(
        &self,
        who: &Account,
        of: &[MatterId],
        doing: impl Fn(&Matter) -> Option<Doing>,
    ) -> Result<Vec<(MatterId, Title)>, Fault> {
        let mut refused = Vec::new();
        for id in of.iter().take(MOST) {
            // What lies beyond their sight is not there, whether or not it waits for anybody's agreement.
            let matter = self.seen(who, *id).await?;
            let Some(doing) = doing(&matter) else { continue };
            match self.act(who, &Deed::today(self.new_operation(), *id, doing)).await {
                Ok(_) => {}
                Err(fault @ (Fault::Refused(_) | Fault::Fields(_))) => refused.push((*id, fault.message())),
                Err(fault) => return Err(fault),
            }
        }
        Ok(refused)
    }
}
