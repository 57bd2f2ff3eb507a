//! Whether the ground of a withdrawal is there.

use super::said::yes_no;
use super::{log, missing, no};
use engine::{Facts, Verdict};

/// 行政执法监督条例 32: taking the qualification away is the competent organ's; 17.2: a certificate confirms conditions, which must be there.
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    let Some(ground) = facts.chosen("withdraw_ground") else { return missing(&["withdraw_ground"]) };
    if ground == "taken_away" {
        return if log::happened_since(facts, "disqualified", &["inquiry_opened"]) {
            Verdict::Yes
        } else {
            no(
                "有权机关还没有作出取消执法资格的决定；可以先提出建议。",
                "The competent organ has not decided; a recommendation may be made.",
            )
        };
    }
    match yes_no(facts, "condition_lacking") {
        None => missing(&["condition_lacking"]),
        Some(true) => Verdict::Yes,
        Some(false) => no("没有查明缺少哪项条件。", "It is not established which condition is lacking."),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::ask;
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    #[test]
    fn each_ground_asks_for_its_own() {
        assert_eq!(Case::new().ask(ask), unknown(&["withdraw_ground"]));
        assert!(refused(&Case::new().chosen("withdraw_ground", "taken_away").ask(ask)));
        let gone = Case::new().chosen("withdraw_ground", "no_longer_qualified");
        assert_eq!(gone.ask(ask), unknown(&["condition_lacking"]));
        assert_eq!(gone.clone().yes_no("condition_lacking", true).ask(ask), Verdict::Yes);
        assert!(refused(&gone.yes_no("condition_lacking", false).ask(ask)));
    }
}
