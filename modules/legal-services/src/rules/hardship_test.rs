//! Whether the applicant's means are tested, need not be, or do not matter.

use engine::{Chosen, Facts};
use kernel::Id;

/// 法律援助法 24, 25, 32, 41, 42: on notice no means are asked about; a defender may be applied for “for other reasons” too; the
/// grounds of article 32 need no test; the persons of article 42 are exempt from it; everybody else is tested.
pub(super) fn choose(facts: &Facts<'_>) -> Chosen {
    let chosen = |field| facts.chosen(field).map(Id::as_str);
    let value = |id: &str| Chosen::Value(Id::from(id));
    if chosen("route") == Some("notified") {
        return value("no_test");
    }
    let mut open = Vec::new();
    if chosen("matter_kind") == Some("defence") {
        match chosen("defence_reason") {
            Some("other_reason") => return value("no_test"),
            Some(_) => {}
            None => open.push(Id::from("defence_reason")),
        }
    }
    match chosen("no_test_ground") {
        Some("no_such_ground") => {}
        Some(_) => return value("no_test"),
        None => open.push(Id::from("no_test_ground")),
    }
    let exempt = chosen("exempt_ground");
    if exempt.is_none() && chosen("no_test_ground").is_some() {
        open.push(Id::from("exempt_ground"));
    }
    match exempt {
        _ if !open.is_empty() => Chosen::Unknown(open),
        Some("not_exempt") | None => value("tested"),
        Some(_) => value("exempt"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::choose;
    use soundness::{Case, value, value_unknown};

    #[test]
    fn means() {
        let cases = [
            (Case::new().chosen("route", "notified"), value("no_test")),
            (Case::new(), value_unknown(&["no_test_ground"])),
            (Case::new().chosen("no_test_ground", "no_such_ground"), value_unknown(&["exempt_ground"])),
            (Case::new().chosen("no_test_ground", "abused"), value("no_test")),
            (Case::new().chosen("no_test_ground", "no_such_ground").chosen("exempt_ground", "migrant_claim"), value("exempt")),
            (Case::new().chosen("no_test_ground", "no_such_ground").chosen("exempt_ground", "not_exempt"), value("tested")),
            (Case::new().chosen("matter_kind", "defence").chosen("defence_reason", "other_reason"), value("no_test")),
            (Case::new().chosen("matter_kind", "defence"), value_unknown(&["defence_reason", "no_test_ground"])),
            (
                Case::new()
                    .chosen("matter_kind", "defence")
                    .chosen("defence_reason", "hardship_reason")
                    .chosen("no_test_ground", "no_such_ground")
                    .chosen("exempt_ground", "not_exempt"),
                value("tested"),
            ),
            // A reason is asked of the defence only.
            (
                Case::new()
                    .chosen("matter_kind", "labour")
                    .chosen("defence_reason", "other_reason")
                    .chosen("no_test_ground", "no_such_ground")
                    .chosen("exempt_ground", "not_exempt"),
                value("tested"),
            ),
        ];
        for (case, expected) in cases {
            assert_eq!(case.ask(choose), expected, "{case:?}");
        }
    }
}
