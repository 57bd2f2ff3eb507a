//! Whether a trip needs leave at all.

use super::said::yes_no;
use super::{missing, no};
use engine::{Facts, Verdict};

/// 社区矫正法 27.1: only who leaves the city or county of residence needs leave. Between the districts of one city nobody leaves it
/// (社区矫正法实施办法, unread, by name only): the officer says which it is.
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    match yes_no(facts, "crosses_city") {
        None => missing(&["crosses_city"]),
        Some(true) => Verdict::Yes,
        Some(false) => no(
            "没有离开所居住的市、县，不需要批准；请办理“告知不需要批准”。",
            "The trip does not leave the city or county: no leave is needed. Tell the person so.",
        ),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::ask;
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    #[test]
    fn only_who_leaves_needs_leave() {
        assert_eq!(Case::new().ask(ask), unknown(&["crosses_city"]));
        assert_eq!(Case::new().yes_no("crosses_city", true).ask(ask), Verdict::Yes);
        assert!(refused(&Case::new().yes_no("crosses_city", false).ask(ask)));
    }
}
