//! Whether aid may be provided before the review is done.

use super::{missing, no};
use engine::{Facts, Verdict};
use kernel::Id;

/// 法律援助法 44.1.1: fewer than this many days are left.
pub(super) const FEWER_THAN_DAYS: i32 = 7;

/// 法律援助法 44.1: a limitation or period has fewer than seven days left, a measure is needed at once, or another law says so.
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    match facts.chosen("urgent_ground").map(Id::as_str) {
        None => missing(&["urgent_ground"]),
        Some("limitation_short") => {
            let Some(expires) = facts.date("expires_on") else { return missing(&["expires_on"]) };
            match (expires - facts.today).get_days() {
                left if left < 0 => no("时效或者期限已经届满，不能以此先行提供。", "The limitation or period has already ended."),
                left if left < FEWER_THAN_DAYS => Verdict::Yes,
                _ => no("距时效或者期限届满不少于七日，先按一般程序审查。", "Seven days or more are left: review it in the ordinary way."),
            }
        }
        Some(_) => Verdict::Yes,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::ask;
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    #[test]
    fn seven_days_are_too_many() {
        let short = Case::on("2026-03-02").chosen("urgent_ground", "limitation_short");
        assert_eq!(short.ask(ask), unknown(&["expires_on"]));
        assert_eq!(short.clone().date("expires_on", "2026-03-08").ask(ask), Verdict::Yes);
        assert_eq!(short.clone().date("expires_on", "2026-03-02").ask(ask), Verdict::Yes);
        assert!(refused(&short.clone().date("expires_on", "2026-03-09").ask(ask)));
        assert!(refused(&short.date("expires_on", "2026-03-01").ask(ask)));
    }

    #[test]
    fn the_other_grounds_need_no_date() {
        assert_eq!(Case::new().ask(ask), unknown(&["urgent_ground"]));
        assert_eq!(Case::new().chosen("urgent_ground", "preservation").ask(ask), Verdict::Yes);
        assert_eq!(Case::new().chosen("urgent_ground", "urgent_by_law").ask(ask), Verdict::Yes);
    }
}
