//! The plan in the store: imported, edited, imported again.

use crate::ports::{Account, PlanRecord, StoreError};
use crate::{Bureau, Fault, FieldFault};
use kernel::{AccountId, Date, Id, Title};
use plan::{Catalogue, KnownProcedure, KnownUnit, Plan};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the bureau edited in a plan, by task key. The source text itself never changes.
pub type TaskEdits = BTreeMap<String, TaskEdit>;

/// What the bureau says of one task.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskEdit {
    /// Lead unit; empty: as proposed.
    #[serde(default)]
    pub lead: String,
    /// The procedure that carries it.
    #[serde(default)]
    pub procedure: Option<Id>,
    /// When it is due; absent: with the plan's year.
    #[serde(default)]
    pub due: Option<Date>,
    /// A person declared it done on this day, and says why.
    #[serde(default)]
    pub done_on: Option<Date>,
    /// What shows that it is done.
    #[serde(default)]
    pub evidence: String,
    /// Who declared it.
    #[serde(default)]
    pub done_by: Option<AccountId>,
}

impl TaskEdit {
    /// Done needs a day that has come and something that shows it.
    fn check(&self, today: Date) -> Result<(), Fault> {
        let fault = |field: &str, zh: &str, en: &str| FieldFault { field: Id::from(field), message: Title::new(zh, en) };
        let mut faults = Vec::new();
        if self.done_on.is_some_and(|day| day > today) {
            faults.push(fault("done_on", "完成日期不能晚于今天。", "The day it was done cannot lie in the future."));
        }
        if self.done_on.is_some() && self.evidence.trim().is_empty() {
            faults.push(fault(
                "evidence",
                "请写明凭什么算完成，例如文号、照片或者报表。",
                "Say what shows that it is done: a paper, a photo, a report.",
            ));
        }
        if self.done_on.is_none() && !self.evidence.trim().is_empty() {
            faults.push(fault(
                "done_on",
                "写了完成依据，请填完成日期；还没有完成的，请把依据删去。",
                "Give the day it was done, or remove what shows it.",
            ));
        }
        if faults.is_empty() { Ok(()) } else { Err(Fault::Fields(faults)) }
    }
}

/// What an import did.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The plan.
    pub plan: Plan,
    /// What differs from the one before; empty on a first import.
    pub changes: Vec<plan::Change>,
    /// The year it is for.
    pub year: i16,
}

impl Bureau {
    /// What a plan may be carried by: units and procedures of this bureau.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn catalogue(&self) -> Result<Catalogue, Fault> {
        let procedures = self.library.procedures().map(|p| KnownProcedure { id: p.id.to_string(), title: p.title.zh.clone() }).collect();
        let units = self.units().await?.iter().map(|u| KnownUnit { kind: u.kind.to_string(), title: u.title.zh.clone() }).collect();
        Ok(Catalogue { procedures, units })
    }

    /// Imports a plan document. Edits of tasks whose words did not change stay attached.
    ///
    /// # Errors
    /// [`Fault::Input`] with a sentence when the file cannot be read; faults of the store.
    pub async fn import_plan(&self, name: &str, bytes: &[u8], who: &AccountId) -> Result<Imported, Fault> {
        let source = plan::read(name, bytes)
            .map_err(|e| Fault::Input(Title::new(e.to_string(), format!("The plan cannot be read ({}).", e.code()))))?;
        let plan = plan::parse(&source);
        let year = plan.head.year.unwrap_or_else(|| self.today().year());
        let old = self.store.plan(self.id, year).await?;
        let before = old.as_ref().map(|o| decode(&o.plan)).transpose()?;
        let changes = before.as_ref().map(|b| plan::diff(b, &plan)).unwrap_or_default();
        let record = PlanRecord {
            year,
            plan: serde_json::to_value(&plan).map_err(|e| StoreError::Damaged(e.to_string()))?,
            source: source.text.clone(),
            edits: carried(old.as_ref(), &changes),
            revision: old.as_ref().map_or(0, |o| o.revision) + 1,
            saved_by: who.clone(),
        };
        self.store.put_plan(self.id, &record, old.as_ref().map_or(0, |o| o.revision)).await?;
        Ok(Imported { plan, changes, year })
    }

    /// The plan of a year with its edits and revision.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when none was imported.
    pub async fn plan_of(&self, year: i16) -> Result<(Plan, TaskEdits, u64), Fault> {
        let record = self.store.plan(self.id, year).await?.ok_or(Fault::NotFound)?;
        let edits = serde_json::from_value(record.edits).map_err(|e| StoreError::Damaged(e.to_string()))?;
        Ok((decode(&record.plan)?, edits, record.revision))
    }

    /// The year whose plan is in force: this year's, else the latest before it that was imported.
    ///
    /// # Errors
    /// [`Fault::NotFound`] when there is none; faults of the store.
    pub async fn plan_year(&self) -> Result<i16, Fault> {
        const BACK: i16 = 5;
        let this = self.today().year();
        for year in (this - BACK..=this).rev() {
            if self.store.plan(self.id, year).await?.is_some() {
                return Ok(year);
            }
        }
        Err(Fault::NotFound)
    }

    /// Whether an account keeps the plan: it holds a role over the whole bureau.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn keeps_plan(&self, who: &Account) -> Result<bool, Fault> {
        let units = self.units().await?;
        let (Some(bureau), today) = (units.first(), self.today()) else { return Ok(false) };
        Ok(who.actor.grants.iter().any(|g| g.unit == bureau.path && g.from <= today && g.until.is_none_or(|u| today <= u)))
    }

    /// Edits one task. `revision` is the one the form was shown at.
    ///
    /// # Errors
    /// [`Fault::NotFound`] for an unknown task or an account that does not keep the plan, faults of fields, a conflict when somebody
    /// else saved in between.
    pub async fn edit_task(&self, who: &Account, year: i16, task: &str, edit: TaskEdit, revision: u64) -> Result<(), Fault> {
        if !self.keeps_plan(who).await? {
            return Err(Fault::NotFound);
        }
        edit.check(self.today())?;
        let record = self.store.plan(self.id, year).await?.ok_or(Fault::NotFound)?;
        if !decode(&record.plan)?.tasks().any(|t| t.key == task) {
            return Err(Fault::NotFound);
        }
        let mut edits: TaskEdits = serde_json::from_value(record.edits.clone()).map_err(|e| StoreError::Damaged(e.to_string()))?;
        edits.insert(task.to_owned(), edit);
        let edits = serde_json::to_value(&edits).map_err(|e| StoreError::Damaged(e.to_string()))?;
        let saved = PlanRecord { edits, revision: revision + 1, saved_by: who.actor.account.clone(), ..record };
        Ok(self.store.put_plan(self.id, &saved, revision).await?)
    }
}

fn decode(plan: &serde_json::Value) -> Result<Plan, Fault> {
    serde_json::from_value(plan.clone()).map_err(|e| StoreError::Damaged(e.to_string()).into())
}

/// Edits follow their task: the key stays where the words do, and moves where the diff says which task became which.
fn carried(old: Option<&PlanRecord>, changes: &[plan::Change]) -> serde_json::Value {
    let mut edits: TaskEdits = old.and_then(|o| serde_json::from_value(o.edits.clone()).ok()).unwrap_or_default();
    for change in changes {
        if let (Some(from), Some(to)) = (&change.old_key, &change.new_key)
            && from != to
            && let Some(edit) = edits.remove(from)
        {
            edits.insert(to.clone(), edit);
        }
    }
    serde_json::to_value(edits).unwrap_or_default()
}
