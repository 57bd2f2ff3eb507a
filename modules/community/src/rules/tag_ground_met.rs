//! Whether the ground on which tagging is to be ordered is there.

use super::said::yes_no;
use super::{missing, no, times};
use engine::{Facts, Verdict};

/// 社区矫正法 29.1: one of five grounds. The officer names it; this asks what the log and the answers say of it.
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    let Some(ground) = facts.chosen("tag_ground") else { return missing(&["tag_ground"]) };
    match ground.as_str() {
        "injunction_breached" => injunction(facts),
        "left_without_leave" => left(facts),
        "report_refused" => sanctioned(facts, "correction_sanction.warned"),
        "penalised_before" => sanctioned(facts, "correction_sanction.penalised"),
        "revocation_planned" => Verdict::Yes,
        _ => missing(&["tag_ground"]),
    }
}

/// 29.1(1): only an injunction that was pronounced can be breached.
fn injunction(facts: &Facts<'_>) -> Verdict {
    match yes_no(facts, "has_injunction") {
        None => missing(&["has_injunction"]),
        Some(true) => Verdict::Yes,
        Some(false) => no("裁判没有宣告禁止令，不能以违反禁止令为由。", "No injunction was pronounced: it cannot have been breached."),
    }
}

/// 29.1(2): without good cause.
fn left(facts: &Facts<'_>) -> Verdict {
    match yes_no(facts, "leave_had_cause") {
        None => missing(&["leave_had_cause"]),
        Some(false) => Verdict::Yes,
        Some(true) => no("离开有正当理由的，不属于这一情形。", "There was good cause for leaving: this ground does not apply."),
    }
}

/// 29.1(3) and (4): the sanction stands in this matter, or the officer says that it was imposed elsewhere.
fn sanctioned(facts: &Facts<'_>, event: &str) -> Verdict {
    if times(facts, event) > 0 {
        return Verdict::Yes;
    }
    match yes_no(facts, "sanction_elsewhere") {
        None => missing(&["sanction_elsewhere"]),
        Some(true) => Verdict::Yes,
        Some(false) => no("没有受到这一情形所说的警告或者处罚。", "There has been no such warning or penalty."),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::ask;
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    fn on(ground: &str) -> Case {
        Case::new().chosen("tag_ground", ground)
    }

    #[test]
    fn each_ground_asks_for_its_own_fact() {
        assert_eq!(Case::new().ask(ask), unknown(&["tag_ground"]));
        for (ground, field, met) in [
            ("injunction_breached", "has_injunction", true),
            ("left_without_leave", "leave_had_cause", false),
            ("report_refused", "sanction_elsewhere", true),
            ("penalised_before", "sanction_elsewhere", true),
        ] {
            assert_eq!(on(ground).ask(ask), unknown(&[field]), "{ground}");
            assert_eq!(on(ground).yes_no(field, met).ask(ask), Verdict::Yes, "{ground}");
            assert!(refused(&on(ground).yes_no(field, !met).ask(ask)), "{ground}");
        }
        assert_eq!(on("revocation_planned").ask(ask), Verdict::Yes);
    }
}
