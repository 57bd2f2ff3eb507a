//! Running matters go over to a new version of their procedure on its first day in force, where its transition says `moves`.
//!
//! Where it says `by-act`, a matter goes over with its first act on or after that day, which needs no job.

use super::{Deed, Doing, request};
use crate::ports::{MatterFilter, Reach, StoreError};
use crate::{Bureau, Fault, Scope};
use engine::Pin;
use kernel::{Actor, Id};
use procedure::model::{Procedure, TransitionMode};

/// Matters looked at in one go.
const BATCH: u32 = 500;

impl Bureau {
    /// Takes over whatever is still pinned to an older version. Each version is gone through once; a second call costs one look at a
    /// setting, and a call that was cut short is simply repeated.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn go_over(&self) -> Result<u32, Fault> {
        let today = self.today();
        let moves = |p: &&Procedure| p.in_force_from <= today && p.transition.as_ref().is_some_and(|t| t.mode == TransitionMode::Moves);
        let newest: Vec<&Procedure> = self.library.procedures().filter(moves).collect();
        let mut done = 0;
        for procedure in newest {
            let key = format!("gone-over:{}:{}", procedure.id, procedure.version);
            if self.store.setting(self.id, &key).await?.is_none() {
                done += self.take_over(procedure).await?;
                self.store.put_setting(self.id, &key, &serde_json::Value::Bool(true)).await?;
            }
        }
        Ok(done)
    }

    async fn take_over(&self, procedure: &Procedure) -> Result<u32, Fault> {
        let mut done = 0;
        let filter = |offset| MatterFilter {
            reach: Reach::everything(),
            procedure: Some(procedure.id.clone()),
            state: None,
            closed: Some(false),
            due_before: None,
            due_from: None,
            text: None,
            identifier: None,
            holder: None,
            newest: true,
            offset,
            limit: BATCH,
        };
        let mut offset = 0;
        loop {
            let page = self.store.matters(self.id, &filter(offset)).await?;
            for row in &page.rows {
                done += u32::from(self.take_one_over(row.id, procedure).await?);
            }
            if page.rows.len() < BATCH as usize {
                return Ok(done);
            }
            offset += BATCH;
        }
    }

    async fn take_one_over(&self, id: kernel::MatterId, to: &Procedure) -> Result<bool, Fault> {
        let Some(matter) = self.store.matter(self.id, id).await? else { return Ok(false) };
        let follows = to.transition.as_ref().is_some_and(|t| t.from == matter.procedure.version);
        if !follows {
            return Ok(false);
        }
        let pin = Pin { id: Id::clone(&to.id), version: to.version, hash: to.hash };
        let deed = Deed::today(self.new_operation(), id, Doing::GoOver(pin));
        let system = Actor::system();
        match self.attempt(&system, &Scope::everything(), &deed, request(&system, &deed)).await {
            Ok(_) => Ok(true),
            // Somebody acted in it just now: the act itself took it over.
            Err(Fault::Refused(_) | Fault::Store(StoreError::Conflict { .. })) => Ok(false),
            Err(fault) => Err(fault),
        }
    }
}
