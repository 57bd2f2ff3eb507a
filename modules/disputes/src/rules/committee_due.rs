//! Whether the advisory committee must be asked.

use super::said::{chosen, yes_no};
use engine::{Chosen, Facts};
use kernel::Id;

/// 行政复议法 52.2: a grave, difficult or complex case, a technical one, or one in which the office thinks it necessary. (52.2.3, acts of a
/// provincial government attacked before itself, does not reach a city.)
pub(super) fn choose(facts: &Facts<'_>) -> Chosen {
    let answers = [
        ("weight", chosen(facts, "weight").map(|w| w == "grave")),
        ("technical", yes_no(facts, "technical")),
        ("advice_needed", yes_no(facts, "advice_needed")),
    ];
    if answers.iter().any(|(_, a)| *a == Some(true)) {
        return Chosen::Value(Id::from("asked"));
    }
    let open: Vec<Id> = answers.iter().filter(|(_, a)| a.is_none()).map(|(f, _)| Id::from(*f)).collect();
    if open.is_empty() { Chosen::Value(Id::from("not_asked")) } else { Chosen::Unknown(open) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::choose;
    use soundness::{Case, value, value_unknown};

    #[test]
    fn one_ground_is_enough_and_none_must_be_said() {
        assert_eq!(Case::new().ask(choose), value_unknown(&["weight", "technical", "advice_needed"]));
        assert_eq!(Case::new().chosen("weight", "grave").ask(choose), value("asked"));
        let usual = Case::new().chosen("weight", "usual").yes_no("technical", false);
        assert_eq!(usual.ask(choose), value_unknown(&["advice_needed"]));
        assert_eq!(usual.clone().yes_no("advice_needed", true).ask(choose), value("asked"));
        assert_eq!(usual.yes_no("advice_needed", false).ask(choose), value("not_asked"));
        assert_eq!(Case::new().yes_no("technical", true).ask(choose), value("asked"));
    }
}
