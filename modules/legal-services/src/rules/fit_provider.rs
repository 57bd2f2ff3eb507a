//! Whether the chosen lawyer may be assigned.

use super::said::{includes, number, yes_no};
use super::{missing, no, practising};
use engine::{Answer, Facts, Verdict};
use kernel::Id;

/// 法律援助法 26: years of relevant practice where life imprisonment or death is at stake, or a death sentence is under review.
pub(super) const YEARS: i64 = 3;

/// 法律援助法 12, 26, and 办理法律援助案件程序规定 (unread, by name only) for minors.
///
/// The register may carry `years` (of relevant practice) and `minors` (knows minors); where it is silent, the form asks.
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    let standing = practising(facts, "provider");
    if standing != Verdict::Yes {
        return standing;
    }
    let mut open = Vec::new();
    for gate in [grave, young] {
        match gate(facts) {
            Verdict::Yes => {}
            Verdict::No(why) => return Verdict::No(why),
            Verdict::Unknown(fields) => open.extend(fields),
        }
    }
    if open.is_empty() { Verdict::Yes } else { Verdict::Unknown(open) }
}

fn registered<'a>(facts: &Facts<'a>, field: &str) -> Option<&'a Answer> {
    facts.entry("provider")?.fields.get(field)
}

/// 26.
fn grave(facts: &Facts<'_>) -> Verdict {
    if !matches!(facts.chosen("notice_ground").map(Id::as_str), Some("life_or_death" | "death_review")) {
        return Verdict::Yes;
    }
    let years = match registered(facts, "years") {
        Some(Answer::Number(n)) => Some(*n),
        _ => number(facts, "related_years"),
    };
    match years {
        None => missing(&["related_years"]),
        Some(n) if n >= YEARS => Verdict::Yes,
        Some(_) => no(
            "可能判处无期徒刑、死刑的案件和死刑复核案件，应当指派具有三年以上相关执业经历的律师。",
            "Where life or death is at stake, the lawyer must have three years of relevant practice.",
        ),
    }
}

/// A minor's lawyer knows minors.
fn young(facts: &Facts<'_>) -> Verdict {
    let minor = facts.chosen("notice_ground").is_some_and(|g| g == "minor") || includes(facts, "client_groups", "group_minor");
    if !minor {
        return Verdict::Yes;
    }
    let suited = match registered(facts, "minors") {
        Some(Answer::YesNo(yes)) => Some(*yes),
        _ => yes_no(facts, "minor_suited"),
    };
    match suited {
        None => missing(&["minor_suited"]),
        Some(true) => Verdict::Yes,
        Some(false) => {
            no("受援人是未成年人，应当指派熟悉未成年人身心特点的律师。", "The client is a minor: assign a lawyer who knows minors.")
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::ask;
    use engine::{Answer, Verdict};
    use soundness::{Case, refused, unknown};

    fn with(status: &str, fields: &[(&str, Answer)]) -> Case {
        Case::new().entry("provider", status, fields)
    }

    #[test]
    fn only_a_practising_lawyer_is_fit() {
        assert_eq!(Case::new().ask(ask), unknown(&["provider"]));
        assert_eq!(with("practising", &[]).ask(ask), Verdict::Yes);
        assert!(refused(&with("suspended", &[]).ask(ask)));
    }

    #[test]
    fn life_and_death_need_three_years() {
        for ground in ["life_or_death", "death_review"] {
            let years = |n| with("practising", &[("years", Answer::Number(n))]).chosen("notice_ground", ground);
            assert_eq!(years(3).ask(ask), Verdict::Yes);
            assert!(refused(&years(2).ask(ask)));
            let silent = with("practising", &[]).chosen("notice_ground", ground);
            assert_eq!(silent.ask(ask), unknown(&["related_years"]));
            assert_eq!(silent.clone().number("related_years", 4).ask(ask), Verdict::Yes);
            assert!(refused(&silent.number("related_years", 1).ask(ask)));
        }
    }

    #[test]
    fn the_register_outweighs_the_form() {
        let case = with("practising", &[("years", Answer::Number(1))]).chosen("notice_ground", "life_or_death").number("related_years", 9);
        assert!(refused(&case.ask(ask)));
    }

    #[test]
    fn minors_need_a_lawyer_who_knows_them() {
        let on_notice = with("practising", &[]).chosen("notice_ground", "minor");
        assert_eq!(on_notice.ask(ask), unknown(&["minor_suited"]));
        assert_eq!(on_notice.clone().yes_no("minor_suited", true).ask(ask), Verdict::Yes);
        assert!(refused(&on_notice.yes_no("minor_suited", false).ask(ask)));
        let applied = with("practising", &[("minors", Answer::YesNo(true))]).many("client_groups", &["group_woman", "group_minor"]);
        assert_eq!(applied.ask(ask), Verdict::Yes);
        let other = with("practising", &[("minors", Answer::YesNo(false))]).chosen("client_groups", "group_elder");
        assert_eq!(other.ask(ask), Verdict::Yes);
    }
}
