//! Whether somebody is to be praised.

use super::said::yes_no;
use super::{missing, no};
use engine::{Facts, Verdict};

/// The four things that the Act asks for, in its order.
const ASKED: [&str; 4] = ["admits_guilt", "obeys_law", "obeys_supervision", "accepts_education"];

/// 社区矫正法 28.1: all four, as the officer found them.
pub(super) fn ask(facts: &Facts<'_>) -> Verdict {
    let found = ASKED.map(|field| (field, yes_no(facts, field)));
    if found.iter().any(|(_, yes)| *yes == Some(false)) {
        return no(
            "认罪悔罪、遵守法律法规、服从监督管理、接受教育，缺一项就不能表扬。",
            "One of the four things that the Act asks for is lacking.",
        );
    }
    let open: Vec<&str> = found.iter().filter(|(_, yes)| yes.is_none()).map(|(field, _)| *field).collect();
    if open.is_empty() { Verdict::Yes } else { missing(&open) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::{ASKED, ask};
    use engine::Verdict;
    use soundness::{Case, refused, unknown};

    #[test]
    fn all_four_or_none() {
        assert_eq!(Case::new().ask(ask), unknown(&ASKED));
        let all = ASKED.iter().fold(Case::new(), |case, field| case.yes_no(field, true));
        assert_eq!(all.clone().ask(ask), Verdict::Yes);
        for field in ASKED {
            assert!(refused(&all.clone().yes_no(field, false).ask(ask)), "{field}");
        }
        assert_eq!(Case::new().yes_no("obeys_law", true).ask(ask), unknown(&["admits_guilt", "obeys_supervision", "accepts_education"]));
    }
}
