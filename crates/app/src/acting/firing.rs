//! What the law does by itself once a due day is over.

use super::{Deed, Doing, request};
use crate::ports::StoreError;
use crate::{Bureau, Fault, Scope};
use kernel::{Actor, MatterId};

impl Bureau {
    /// Carries out every lapse that works by itself and is due. Exactly once: a second attempt finds the clock stopped.
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
        let due = matter.clocks.iter().filter(|i| i.fires && i.overdue(today));
        let mut done = 0;
        for clock in due.map(|i| (i.clock.clone(), i.holder.clone())) {
            let deed = Deed::today(self.new_operation(), id, Doing::Lapse(clock));
            let system = Actor::system();
            match self.attempt(&system, &Scope::everything(), &deed, request(&system, &deed)).await {
                Ok(_) => done += 1,
                Err(Fault::Refused(_) | Fault::Store(StoreError::Conflict { .. })) => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(done)
    }
}
