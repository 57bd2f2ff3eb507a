//! Whether the ground on which a matter is to be terminated has come about.

use super::said::chosen;
use super::{missing, no};
use engine::{Facts, Holder, Matter, Verdict};
use kernel::Id;

/// 行政复议法 41.1: on withdrawal every applicant has withdrawn (1); after sixty days of suspension somebody has confirmed that they ran out with
/// the cause still there (5). Whether nobody succeeds (2, 3) or compulsory measures were taken (4) is the officer's finding.
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    let Some(ground) = chosen(facts, "end_ground") else { return missing(&["end_ground"]) };
    let done = facts.matter.is_some_and(|m| match ground {
        "withdrawn_case" => all_withdrew(m),
        "sixty_days" => m.happened("suspension_expired"),
        _ => true,
    });
    match (done, ground) {
        (true, _) => Verdict::Yes,
        (false, "withdrawn_case") => no("申请人没有全部撤回申请。", "Not every applicant has withdrawn."),
        (false, _) => {
            no("中止满六十日、原因仍未消除还没有经人确认。", "Nobody has confirmed that sixty days passed with the cause still there.")
        }
    }
}

fn all_withdrew(matter: &Matter) -> bool {
    let role = Id::from("applicant");
    let many = u16::try_from(matter.parties.get(&role).map_or(0, Vec::len)).unwrap_or(u16::MAX);
    many > 0 && (1..=many).all(|nth| matter.happened_for("withdrawn", &Holder::new(role.clone(), nth)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::ask;
    use soundness::{Case, refused, unknown};

    #[test]
    fn a_ground_is_named_and_has_come_about() {
        assert_eq!(Case::new().ask(ask), unknown(&["end_ground"]));
        assert!(refused(&Case::new().chosen("end_ground", "withdrawn_case").ask(ask)));
        assert!(refused(&Case::new().chosen("end_ground", "sixty_days").ask(ask)));
    }
}
