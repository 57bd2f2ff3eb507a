//! Whether an application meets the conditions of acceptance.

use super::said::yes_no;
use super::{in_time, missing, no};
use engine::{Facts, Verdict};

/// The findings of the officer, one for each condition but that of time, with what is said where it fails.
const CONDITIONS: [(&str, &str, &str); 6] = [
    ("fit_parties", "没有明确的申请人或者符合规定的被申请人。", "There is no clear applicant, or no fit respondent."),
    ("has_interest", "申请人与行政行为没有利害关系。", "The applicant has no interest in the act."),
    ("has_claim", "没有具体的请求和理由。", "There is no definite claim with reasons."),
    ("in_scope", "不属于行政复议范围。", "It lies outside the scope of reconsideration."),
    ("in_power", "不属于本机关管辖，应当告知有管辖权的机关。", "It is not ours; tell which organ is competent."),
    ("first_time", "已经受理过，或者人民法院已经受理。", "It was accepted before, or a court has it."),
];

/// 行政复议法 30.1: seven conditions. The officer finds six of them; the fourth, time, follows from dates (20, 21).
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    let failed = CONDITIONS.iter().find(|(field, _, _)| yes_no(facts, field) == Some(false));
    if let Some((_, zh, en)) = failed {
        return no(zh, en);
    }
    let time = in_time::ask(facts);
    if matches!(time, Verdict::No(_)) {
        return time;
    }
    let mut open: Vec<&str> = CONDITIONS.iter().map(|(field, _, _)| *field).filter(|f| yes_no(facts, f).is_none()).collect();
    let of_time = if let Verdict::Unknown(fields) = time { fields } else { Vec::new() };
    open.extend(of_time.iter().map(kernel::Id::as_str));
    if open.is_empty() { Verdict::Yes } else { missing(&open) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::in_time::tests::known;
    use super::{CONDITIONS, ask};
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    fn all_but(missing: &str) -> Case {
        let timely = known("2026-03-02");
        CONDITIONS.iter().filter(|(f, _, _)| *f != missing).fold(timely, |case, (f, _, _)| case.yes_no(f, true))
    }

    #[test]
    fn each_condition_is_asked_and_can_fail() {
        assert_eq!(all_but("").ask(ask), Verdict::Yes);
        for (field, _, _) in CONDITIONS {
            assert_eq!(all_but(field).ask(ask), unknown(&[field]));
            assert!(refused(&all_but(field).yes_no(field, false).ask(ask)), "{field}");
        }
    }

    #[test]
    fn late_is_a_no_whatever_else_is_open() {
        assert!(refused(&known("2026-07-01").ask(ask)));
    }
}
