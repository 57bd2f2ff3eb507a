//! The matters behind a figure: the same marks that its counters count, as far as an account may see them.

use super::Figure;
use crate::ports::{Account, Interval, MarkQuery, Page};
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
        let Scope::Units(seen) = Scope::of(who, self.today()) else { return Ok(Page { rows: Vec::new(), total: 0 }) };
        let units = match under {
            None => seen,
            Some(unit) if seen.iter().any(|s| s.covers(unit)) => vec![unit.clone()],
            Some(unit) => seen.into_iter().filter(|s| unit.covers(s)).collect(),
        };
        if units.is_empty() {
            return Ok(Page { rows: Vec::new(), total: 0 });
        }
        let days = figure.days.map(|(from, to)| Interval { from, to });
        let page = self.store.marked(self.id, &MarkQuery { measures: figure.measures.clone(), units, days, offset, limit }).await?;
        Ok(Page { rows: self.case_rows(page.rows).await?, total: page.total })
    }
}
