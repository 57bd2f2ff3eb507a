//! Whether somebody may apply, and whether the ground of a refusal is there.

use super::said::yes_no;
use super::{exam, missing, no};
use engine::{Facts, Verdict};

/// The conditions, each with the answer that it needs and the sentence where it is not so.
const CONDITIONS: [(&str, bool, &str, &str); 4] = [
    ("on_establishment", true, "不在编在职，不能申领执法证件。", "Not on the establishment: no certificate."),
    ("auxiliary", false, "辅助人员、临时人员不能申领执法证件。", "Auxiliary and temporary staff get no certificate."),
    ("enforcement_post", true, "不在执法岗位，不能申领执法证件。", "Not in an enforcement post: no certificate."),
    ("legally_trained", true, "没有完成岗前法律培训。", "The legal training before the post is not complete."),
];

/// 行政执法监督条例 17.2 asks for statutory conditions and leaves them to other rules; these four are local (national texts not at hand).
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    let failing = CONDITIONS.iter().find(|(field, wanted, ..)| yes_no(facts, field).is_some_and(|said| said != *wanted));
    if let Some((_, _, zh, en)) = failing {
        return no(zh, en);
    }
    let open: Vec<&str> = CONDITIONS.iter().map(|(field, ..)| *field).filter(|f| yes_no(facts, f).is_none()).collect();
    if open.is_empty() { Verdict::Yes } else { missing(&open) }
}

/// 行政执法监督条例 17.2: a refusal says which of the two is lacking, and it must be lacking.
pub(super) fn refusable(facts: &Facts<'_>) -> Verdict {
    let Some(ground) = facts.chosen("refuse_ground") else { return missing(&["refuse_ground"]) };
    let (lacking, zh, en) = if ground == "exam_not_passed" {
        (exam::failed(facts), "考试成绩达到合格分数，不能以此不予制发。", "The examination was passed: this is no ground.")
    } else {
        (turned(ask(facts)), "各项条件都符合，不能以此不予制发。", "Every condition is there: this is no ground.")
    };
    if matches!(lacking, Verdict::No(_)) { no(zh, en) } else { lacking }
}

/// Yes for no and the other way round.
fn turned(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Yes => no("", ""),
        Verdict::No(_) => Verdict::Yes,
        Verdict::Unknown(fields) => Verdict::Unknown(fields),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::{ask, refusable};
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    fn fit() -> Case {
        Case::new().yes_no("on_establishment", true).yes_no("auxiliary", false).yes_no("enforcement_post", true)
    }

    #[test]
    fn all_four_are_needed_and_one_is_enough_to_fail() {
        assert_eq!(fit().yes_no("legally_trained", true).ask(ask), Verdict::Yes);
        assert_eq!(fit().ask(ask), unknown(&["legally_trained"]));
        assert!(refused(&Case::new().yes_no("auxiliary", true).ask(ask)));
        assert!(refused(&fit().yes_no("legally_trained", false).ask(ask)));
        assert_eq!(Case::new().ask(ask), unknown(&["on_establishment", "auxiliary", "enforcement_post", "legally_trained"]));
    }

    #[test]
    fn a_refusal_needs_its_ground() {
        assert_eq!(fit().ask(refusable), unknown(&["refuse_ground"]));
        let lacking = fit().chosen("refuse_ground", "not_qualified");
        assert_eq!(lacking.ask(refusable), unknown(&["legally_trained"]));
        assert!(refused(&lacking.clone().yes_no("legally_trained", true).ask(refusable)));
        assert_eq!(lacking.yes_no("legally_trained", false).ask(refusable), Verdict::Yes);
        let exam = Case::new().chosen("refuse_ground", "exam_not_passed").number("pass_score", 60);
        assert_eq!(exam.ask(refusable), unknown(&["exam_score"]));
        assert_eq!(exam.clone().number("exam_score", 59).ask(refusable), Verdict::Yes);
        assert!(refused(&exam.number("exam_score", 60).ask(refusable)));
    }
}
