//! Whether the ground on which revocation or recall is to be proposed is there.

use super::said::{number, yes_no};
use super::{missing, no, times};
use engine::{Facts, Verdict};

/// 社区矫正法实施办法 (unread, by name only): so many warnings without change carry a proposal.
const WARNINGS: i64 = 2;

/// 社区矫正法 46, 49; the grounds are those of 刑法, 刑事诉讼法 and 社区矫正法实施办法 (unread, by name only).
///
/// Probation and parole are revoked (46), serving outside prison ends in recall (49); for control the Act knows neither. The officer
/// names the ground; this asks what category, log and answers say of it.
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    let Some(category) = facts.chosen("category") else { return missing(&["category"]) };
    let Some(reason) = facts.chosen("revoke_reason") else { return missing(&["revoke_reason"]) };
    match (category.as_str(), reason.as_str()) {
        ("control", _) => no("管制没有撤销和收监。", "Control is neither revoked nor ended by recall."),
        ("probation", "injunction_serious") => injunction(facts),
        ("probation" | "parole", "month_away") => away(facts),
        ("probation" | "parole", "serious_other") | ("outside_prison", "not_eligible" | "rules_of_outside" | "reason_gone") => Verdict::Yes,
        (_, "penalty_no_change") => penalised(facts),
        (_, "two_warnings") => warned(facts),
        _ => no("所选情形不适用于这一类别的社区矫正对象。", "That ground does not apply to this category."),
    }
}

fn injunction(facts: &Facts<'_>) -> Verdict {
    match yes_no(facts, "has_injunction") {
        None => missing(&["has_injunction"]),
        Some(true) => Verdict::Yes,
        Some(false) => no("裁判没有宣告禁止令。", "No injunction was pronounced."),
    }
}

/// Off supervision for over a month: confirmed in this matter, or proved otherwise as the officer says.
fn away(facts: &Facts<'_>) -> Verdict {
    match (times(facts, "away_over_month") > 0, yes_no(facts, "month_proved")) {
        (true, _) | (false, Some(true)) => Verdict::Yes,
        (false, None) => missing(&["month_proved"]),
        (false, Some(false)) => no(
            "没有超过一个月的，不属于这一情形；请先登记失去联系，届满后由承办人确认。",
            "It has not been over a month: record the loss of contact first, and confirm when the month is over.",
        ),
    }
}

fn penalised(facts: &Facts<'_>) -> Verdict {
    let here = times(facts, "correction_sanction.penalised") > 0;
    match (here || yes_no(facts, "sanction_elsewhere") == Some(true), yes_no(facts, "sanction_elsewhere")) {
        (true, _) => unchanged(facts),
        (false, None) => missing(&["sanction_elsewhere"]),
        (false, Some(_)) => no("没有受过治安管理处罚。", "There has been no police penalty."),
    }
}

fn warned(facts: &Facts<'_>) -> Verdict {
    let here = i64::try_from(times(facts, "correction_sanction.warned")).unwrap_or(i64::MAX);
    if here >= WARNINGS {
        return unchanged(facts);
    }
    match number(facts, "warnings_elsewhere") {
        None => missing(&["warnings_elsewhere"]),
        Some(more) if here.saturating_add(more) >= WARNINGS => unchanged(facts),
        Some(_) => no("没有受到两次警告。", "There have not been two warnings."),
    }
}

fn unchanged(facts: &Facts<'_>) -> Verdict {
    match yes_no(facts, "still_unchanged") {
        None => missing(&["still_unchanged"]),
        Some(true) => Verdict::Yes,
        Some(false) => no("已经改正的，不属于这一情形。", "There has been a change: this ground does not apply."),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::ask;
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    fn on(category: &str, reason: &str) -> Case {
        Case::new().chosen("category", category).chosen("revoke_reason", reason)
    }

    #[test]
    fn each_category_has_its_grounds() {
        assert_eq!(Case::new().ask(ask), unknown(&["category"]));
        assert_eq!(Case::new().chosen("category", "parole").ask(ask), unknown(&["revoke_reason"]));
        assert_eq!(on("parole", "serious_other").ask(ask), Verdict::Yes);
        assert_eq!(on("outside_prison", "reason_gone").ask(ask), Verdict::Yes);
        for (category, reason) in
            [("control", "two_warnings"), ("parole", "injunction_serious"), ("probation", "reason_gone"), ("outside_prison", "month_away")]
        {
            assert!(refused(&on(category, reason).ask(ask)), "{category} {reason}");
        }
    }

    #[test]
    fn an_injunction_must_have_been_pronounced() {
        let breach = on("probation", "injunction_serious");
        assert_eq!(breach.clone().ask(ask), unknown(&["has_injunction"]));
        assert_eq!(breach.clone().yes_no("has_injunction", true).ask(ask), Verdict::Yes);
        assert!(refused(&breach.yes_no("has_injunction", false).ask(ask)));
    }

    #[test]
    fn a_month_away_is_confirmed_or_proved() {
        let away = on("probation", "month_away");
        assert_eq!(away.clone().ask(ask), unknown(&["month_proved"]));
        assert_eq!(away.clone().yes_no("month_proved", true).ask(ask), Verdict::Yes);
        assert!(refused(&away.yes_no("month_proved", false).ask(ask)));
    }

    #[test]
    fn two_warnings_and_no_change() {
        let warned = on("parole", "two_warnings");
        assert_eq!(warned.clone().ask(ask), unknown(&["warnings_elsewhere"]));
        assert!(refused(&warned.clone().number("warnings_elsewhere", 1).ask(ask)));
        let two = warned.number("warnings_elsewhere", 2);
        assert_eq!(two.clone().ask(ask), unknown(&["still_unchanged"]));
        assert_eq!(two.clone().yes_no("still_unchanged", true).ask(ask), Verdict::Yes);
        assert!(refused(&two.yes_no("still_unchanged", false).ask(ask)));
    }

    #[test]
    fn a_penalty_and_no_change() {
        let case = on("outside_prison", "penalty_no_change");
        assert_eq!(case.clone().ask(ask), unknown(&["sanction_elsewhere"]));
        assert!(refused(&case.clone().yes_no("sanction_elsewhere", false).ask(ask)));
        let penalised = case.yes_no("sanction_elsewhere", true);
        assert_eq!(penalised.clone().ask(ask), unknown(&["still_unchanged"]));
        assert_eq!(penalised.yes_no("still_unchanged", true).ask(ask), Verdict::Yes);
    }
}
