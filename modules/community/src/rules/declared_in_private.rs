//! Whether a minor was declared to away from the public.

use super::said::yes_no;
use super::{missing, no};
use engine::{Facts, Verdict};

/// 社区矫正法 54.1: a minor's identity is kept secret; a declaration before outsiders would tell it. That it be not public is a reading.
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    match yes_no(facts, "public_present") {
        None => missing(&["public_present"]),
        Some(false) => Verdict::Yes,
        Some(true) => no(
            "未成年人的身份信息应当保密，宣告不得有无关人员在场。请另行安排。",
            "A minor's identity is kept secret: no outsider may be present at the declaration. Arrange it anew.",
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
    fn no_outsider_is_present() {
        assert_eq!(Case::new().ask(ask), unknown(&["public_present"]));
        assert_eq!(Case::new().yes_no("public_present", false).ask(ask), Verdict::Yes);
        assert!(refused(&Case::new().yes_no("public_present", true).ask(ask)));
    }
}
