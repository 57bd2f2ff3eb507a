//! Whether the examination was passed.

use super::said::number;
use super::{missing, no};
use engine::{Facts, Verdict};

/// 行政执法监督条例 17.2. The pass mark stands in the notice of the examination: no text at hand fixes one.
fn outcome(facts: &Facts<'_>) -> Result<bool, Verdict> {
    match (number(facts, "exam_score"), number(facts, "pass_score")) {
        (Some(score), Some(pass)) => Ok(score >= pass),
        (None, Some(_)) => Err(missing(&["exam_score"])),
        (Some(_), None) => Err(missing(&["pass_score"])),
        (None, None) => Err(missing(&["exam_score", "pass_score"])),
    }
}

/// 行政执法监督条例 17.2: the pass mark itself is a pass.
pub(super) fn passed(facts: &Facts<'_>) -> Verdict {
    match outcome(facts) {
        Ok(true) => Verdict::Yes,
        Ok(false) => no("成绩没有达到合格分数。", "The score is below the pass mark."),
        Err(unknown) => unknown,
    }
}

/// 行政执法监督条例 17.2: below the pass mark.
pub(super) fn failed(facts: &Facts<'_>) -> Verdict {
    match outcome(facts) {
        Ok(true) => no("成绩达到合格分数，应当登记通过。", "The score reaches the pass mark: record a pass."),
        Ok(false) => Verdict::Yes,
        Err(unknown) => unknown,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::{failed, passed};
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    #[test]
    fn the_mark_itself_is_a_pass() {
        let score = |n| Case::new().number("exam_score", n).number("pass_score", 60);
        assert_eq!(score(60).ask(passed), Verdict::Yes);
        assert!(refused(&score(60).ask(failed)));
        assert!(refused(&score(59).ask(passed)));
        assert_eq!(score(59).ask(failed), Verdict::Yes);
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(Case::new().ask(passed), unknown(&["exam_score", "pass_score"]));
        assert_eq!(Case::new().number("exam_score", 90).ask(failed), unknown(&["pass_score"]));
        assert_eq!(Case::new().number("pass_score", 60).ask(passed), unknown(&["exam_score"]));
    }
}
