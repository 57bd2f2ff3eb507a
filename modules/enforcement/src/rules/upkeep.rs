//! Whether yearly review and training are in order.

use super::no;
use engine::{Facts, Verdict};
use kernel::Id;

/// The clocks in rounds that keep a certificate up.
const ROUNDS: [&str; 2] = ["yearly_review", "yearly_training"];

/// A round is open beyond its day.
pub(super) fn late(facts: &Facts<'_>) -> bool {
    let ours = |clock: &Id| ROUNDS.iter().any(|r| clock == *r);
    facts.matter.is_some_and(|m| {
        m.clocks.iter().any(|c| ours(&c.clock) && c.stopped_on.is_none() && !c.void && c.due_on.is_some_and(|due| due < facts.today))
    })
}

/// Local: no renewal while a review or a year's training is overdue and not excused.
pub(super) fn in_order(facts: &Facts<'_>) -> Verdict {
    if late(facts) {
        no("审验或者培训已经逾期；请先补办，或者由负责人准予免除。", "Review or training is overdue: make it good, or have it excused.")
    } else {
        Verdict::Yes
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::{in_order, late};
    use engine::Verdict;
    use soundness::Case;

    // Rounds stand in a matter's log: overdue ones are tried in the scenarios (upkeep, suspension).
    #[test]
    fn nothing_is_late_before_the_matter() {
        assert!(!Case::new().ask(late));
        assert_eq!(Case::new().ask(in_order), Verdict::Yes);
    }
}
