//! The one line at the end of a check.

use crate::check::figures_of;
use crate::model::{BasisKind, Dossier};
use law::Index;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt;

/// What was checked, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Procedures.
    pub procedures: usize,
    /// Clocks.
    pub clocks: usize,
    /// Numbers found in the cited passage.
    pub figures_verified: usize,
    /// Statutes in which they were found.
    pub statutes: usize,
    /// Parameters that no statute fixes.
    pub local_params: usize,
    /// Worked examples.
    pub scenarios: usize,
}

impl Summary {
    /// Counts over several dossiers.
    #[must_use]
    pub fn of(dossiers: &[&Dossier], index: &Index, scenarios: usize) -> Self {
        let mut sum = Self { scenarios, ..Self::default() };
        let mut statutes: BTreeSet<String> = BTreeSet::new();
        for dossier in dossiers {
            for p in &dossier.procedures {
                sum.procedures += 1;
                sum.clocks += p.clocks.iter().filter(|c| !c.notice).count();
                for said in figures_of(p).iter().filter(|s| s.verified(p, index)) {
                    sum.figures_verified += 1;
                    statutes.extend(said.statutes(p, index));
                }
            }
            let params = dossier.procedures.iter().flat_map(|p| p.params.values()).chain(dossier.params.values());
            let basis = params.filter_map(|r| r.ground.basis.as_ref());
            sum.local_params += basis.filter(|b| matches!(b.kind, BasisKind::Local | BasisKind::Internal)).count();
        }
        sum.statutes = statutes.len();
        sum
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} 个程序 · {} 个期限 · {} 个数字核对无误（{} 部法律）· {} 个本地参数 · {} 个情景",
            self.procedures, self.clocks, self.figures_verified, self.statutes, self.local_params, self.scenarios
        )
    }
}
