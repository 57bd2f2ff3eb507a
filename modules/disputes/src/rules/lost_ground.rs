//! Whether an accepted application may be dismissed without a look at the act.

use super::said::{chosen, yes_no};
use super::{missing, no};
use engine::{Facts, Verdict};

/// 行政复议法 33: a condition of article 30 was lacking, and the officer names which. 实施条例 (2026) 37.1: or the claim is plainly unfounded and kept up
/// after it was explained, the duty plainly lies elsewhere, or a judgment has settled the act. Under the regulation of 2007 there is only the first.
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    match chosen(facts, "lost_why") {
        Some("plainly_unfounded") => match yes_no(facts, "explained") {
            Some(true) => Verdict::Yes,
            Some(false) => no("请求明显缺乏依据的，先要释明；经释明仍坚持的才驳回。", "First explain; only who keeps it up is dismissed."),
            None => missing(&["explained"]),
        },
        Some("plainly_no_duty" | "judged_already") => Verdict::Yes,
        _ if chosen(facts, "inadmissible").is_some() => Verdict::Yes,
        _ => missing(&["inadmissible"]),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::ask;
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    #[test]
    fn a_ground_must_be_named() {
        assert_eq!(Case::new().ask(ask), unknown(&["inadmissible"]));
        assert_eq!(Case::new().chosen("inadmissible", "too_late").ask(ask), Verdict::Yes);
        let found = Case::new().chosen("lost_why", "found_inadmissible");
        assert_eq!(found.ask(ask), unknown(&["inadmissible"]));
        assert_eq!(found.chosen("inadmissible", "no_interest").ask(ask), Verdict::Yes);
        assert_eq!(Case::new().chosen("lost_why", "judged_already").ask(ask), Verdict::Yes);
    }

    #[test]
    fn explained_before_dismissed() {
        let unfounded = Case::new().chosen("lost_why", "plainly_unfounded");
        assert_eq!(unfounded.ask(ask), unknown(&["explained"]));
        assert!(refused(&unfounded.clone().yes_no("explained", false).ask(ask)));
        assert_eq!(unfounded.yes_no("explained", true).ask(ask), Verdict::Yes);
    }
}
