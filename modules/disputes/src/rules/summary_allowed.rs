//! Whether the summary procedure may be used.

use super::said::{chosen, yes_no};
use super::{missing, no};
use engine::{Answer, Facts, Verdict};

/// 行政复议法 53.1.3: yuan at most.
pub(super) const MOST_YUAN: i64 = 3000;
/// Answers of money are in 分.
const FEN: i64 = 100;

/// 行政复议法 53.1: clear facts, clear rights and little dispute, and an act on the spot, a warning or public criticism, at most 3,000 yuan, or
/// disclosure. (53.2, all parties agree, is an act of its own.)
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    match yes_no(facts, "clear_case") {
        None => return missing(&["clear_case"]),
        Some(false) => return no("不是事实清楚、权利义务明确、争议不大的，不适用简易程序。", "Not a clear case with little dispute."),
        Some(true) => {}
    }
    match chosen(facts, "act_kind") {
        Some("spot_penalty" | "spot_other" | "warned" | "disclosure_denied" | "disclosure_other") => Verdict::Yes,
        kind => match (facts.answer("sum"), kind) {
            (Some(Answer::Money(sum)), _) if *sum <= MOST_YUAN * FEN => Verdict::Yes,
            (None, None) => missing(&["act_kind", "sum"]),
            (None, Some(_)) => missing(&["sum"]),
            (Some(_), None) => missing(&["act_kind"]),
            (Some(_), Some(_)) => no(
                "不属于可以适用简易程序的案件；各方都同意的，受理后再适用。",
                "Not among the cases of the summary procedure; if all agree it can be used after acceptance.",
            ),
        },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::ask;
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    #[test]
    fn clear_and_of_the_kind() {
        assert_eq!(Case::new().ask(ask), unknown(&["clear_case"]));
        assert!(refused(&Case::new().yes_no("clear_case", false).chosen("act_kind", "warned").ask(ask)));
        let clear = Case::new().yes_no("clear_case", true);
        for kind in ["spot_penalty", "spot_other", "warned", "disclosure_denied", "disclosure_other"] {
            assert_eq!(clear.clone().chosen("act_kind", kind).ask(ask), Verdict::Yes, "{kind}");
        }
        assert_eq!(clear.ask(ask), unknown(&["act_kind", "sum"]));
        let other = clear.chosen("act_kind", "other_act");
        assert_eq!(other.ask(ask), unknown(&["sum"]));
        assert_eq!(other.clone().money("sum", 300_000).ask(ask), Verdict::Yes);
        assert!(refused(&other.money("sum", 300_001).ask(ask)));
    }
}
