//! Whether aid may be granted.

use super::said::yes_no;
use super::{hardship_test, no};
use engine::{Chosen, Facts, Verdict};
use kernel::Id;

/// 法律援助法 24, 29, 31–33, 38, 41, 42: nobody is engaged yet, the agency is the right one, the matter lies within the Act, and the
/// means are no bar. A no comes before an unknown: what is settled need not be asked further.
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    let mut open = Vec::new();
    for gate in [counsel, venue, scope, means] {
        match gate(facts) {
            Verdict::Yes => {}
            Verdict::No(why) => return Verdict::No(why),
            Verdict::Unknown(fields) => open.extend(fields),
        }
    }
    if open.is_empty() { Verdict::Yes } else { Verdict::Unknown(open) }
}

/// 24, 29, 31, 33: 没有委托.
fn counsel(facts: &Facts<'_>) -> Verdict {
    match yes_no(facts, "has_counsel") {
        Some(false) => Verdict::Yes,
        Some(true) => no("申请人已经委托辩护人或者代理人，不符合援助条件。", "The applicant has already engaged a defender or agent."),
        None => super::missing(&["has_counsel"]),
    }
}

/// 38: by where the case organ, the organ of the dispute, or the facts are.
fn venue(facts: &Facts<'_>) -> Verdict {
    match yes_no(facts, "venue_here") {
        Some(true) => Verdict::Yes,
        Some(false) => no(
            "本机构不是第三十八条所指的法律援助机构，应当告知申请人向有权受理的机构申请。",
            "Article 38 names another agency; tell the applicant which.",
        ),
        None => super::missing(&["venue_here"]),
    }
}

/// 24, 29, 31, 33, or one of the grounds of 32.
fn scope(facts: &Facts<'_>) -> Verdict {
    match facts.chosen("matter_kind").map(Id::as_str) {
        None => super::missing(&["matter_kind"]),
        Some("none_listed") => match facts.chosen("no_test_ground").map(Id::as_str) {
            None => super::missing(&["no_test_ground"]),
            Some("no_such_ground") => no("所申请的事项不在法律援助范围内。", "The matter does not lie within legal aid."),
            Some(_) => Verdict::Yes,
        },
        Some("retrial") => match yes_no(facts, "retrial_opened") {
            Some(true) => Verdict::Yes,
            Some(false) => no(
                "申诉、申请再审的，须人民法院已经决定、裁定再审或者人民检察院已经提出抗诉。",
                "A retrial must have been ordered, or a protest filed.",
            ),
            None => super::missing(&["retrial_opened"]),
        },
        Some(_) => Verdict::Yes,
    }
}

/// 32, 41, 42.
fn means(facts: &Facts<'_>) -> Verdict {
    let lacking = |fields: &[&'static str]| -> Vec<&'static str> { fields.iter().copied().filter(|f| facts.answer(f).is_none()).collect() };
    let open = match hardship_test::choose(facts) {
        Chosen::Unknown(fields) => return Verdict::Unknown(fields),
        Chosen::Value(v) if v == "exempt" => lacking(&["exempt_proof"]),
        Chosen::Value(v) if v == "tested" => {
            if yes_no(facts, "hardship_found") == Some(false) {
                return no("经核查，申请人不符合经济困难标准。", "Tested, the applicant does not meet the hardship standard.");
            }
            lacking(&["household", "proof_way", "hardship_found"])
        }
        Chosen::Value(_) => Vec::new(),
    };
    if open.is_empty() { Verdict::Yes } else { super::missing(&open) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::ask;
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    fn sound() -> Case {
        Case::new()
            .yes_no("has_counsel", false)
            .yes_no("venue_here", true)
            .chosen("matter_kind", "labour")
            .chosen("no_test_ground", "no_such_ground")
            .chosen("exempt_ground", "migrant_claim")
            .sealed("exempt_proof", 1)
    }

    #[test]
    fn who_meets_every_condition_is_eligible() {
        assert_eq!(sound().ask(ask), Verdict::Yes);
        let tested = sound().chosen("exempt_ground", "not_exempt");
        assert_eq!(tested.ask(ask), unknown(&["household", "proof_way", "hardship_found"]));
        let told = tested.sealed("household", 1).chosen("proof_way", "pledge");
        assert_eq!(told.ask(ask), unknown(&["hardship_found"]));
        assert_eq!(told.clone().yes_no("hardship_found", true).ask(ask), Verdict::Yes);
        assert!(refused(&told.yes_no("hardship_found", false).ask(ask)));
    }

    #[test]
    fn a_bar_is_told_before_what_is_missing() {
        assert!(refused(&Case::new().yes_no("has_counsel", true).ask(ask)));
        assert!(refused(&sound().yes_no("venue_here", false).ask(ask)));
    }

    #[test]
    fn scope_follows_the_matter() {
        let outside = sound().chosen("matter_kind", "none_listed");
        assert!(refused(&outside.ask(ask)));
        assert_eq!(outside.chosen("no_test_ground", "bravery").ask(ask), Verdict::Yes);
        let retrial = sound().chosen("matter_kind", "retrial");
        assert_eq!(retrial.ask(ask), unknown(&["retrial_opened"]));
        assert!(refused(&retrial.clone().yes_no("retrial_opened", false).ask(ask)));
        assert_eq!(retrial.yes_no("retrial_opened", true).ask(ask), Verdict::Yes);
    }

    #[test]
    fn an_exemption_is_proved() {
        let bare = Case::new()
            .yes_no("has_counsel", false)
            .yes_no("venue_here", true)
            .chosen("matter_kind", "injury")
            .chosen("no_test_ground", "no_such_ground")
            .chosen("exempt_ground", "relief");
        assert_eq!(bare.ask(ask), unknown(&["exempt_proof"]));
    }

    #[test]
    fn everything_that_is_missing_is_named_at_once() {
        assert_eq!(Case::new().ask(ask), unknown(&["has_counsel", "venue_here", "matter_kind", "no_test_ground"]));
    }
}
