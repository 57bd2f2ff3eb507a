//! The matters behind a figure: the same marks that its counters count, as far as an account may see them.

use super::Figure;
use crate::ports::{Account, Interval, MarkQuery, Page, Reach};
use crate::{Bureau, CaseRow, Fault, Scope};
use kernel::OrgPath;

impl Bureau {
    /// One page of the matters that a figure counts, of one unit and what lies below it or of all, narrowed to what the account may
    /// see: the total is theirs, and may be smaller than the figure's count.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn behind(
        &self,
        who: &Account,
        figure: &Figure,
        under: Option<&OrgPath>,
        (offset, limit): (u32, u32),
    ) -> Result<Page<CaseRow>, Fault> {
        let reach = match (Scope::of(&self.library, who, self.today()), under) {
            (Scope::Over(reach), Some(unit)) => reach.within(unit),
            (Scope::Over(reach), None) => reach,
            (Scope::Own, _) => Reach::default(),
        };
        if reach.is_empty() {
            return Ok(Page { rows: Vec::new(), total: 0 });
        }
        let days = figure.days.map(|(from, to)| Interval { from, to });
        let page = self.store.marked(self.id, &MarkQuery { measures: figure.measures.clone(), reach, days, offset, limit }).await?;
        Ok(Page { rows: self.case_rows(page.rows, None).await?, total: page.total })
    }
}
