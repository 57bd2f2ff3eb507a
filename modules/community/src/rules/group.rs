//! Whether the correction group has the people whom the Act asks for.

use super::missing;
use super::said::yes_no;
use engine::{Answer, Facts, RegisterEntry, Verdict};
use kernel::Title;

/// 社区矫正法 25.2: the group of a woman has a woman. The register may say `woman`; where it is silent, the form asks.
pub(super) fn has_woman(facts: &Facts<'_>) -> Verdict {
    let why = Title::new("社区矫正对象为女性的，矫正小组中应有女性成员。", "The group of a woman must have a woman in it.");
    somebody(facts, "woman", "group_woman", why)
}

/// 社区矫正法 52.2: the group of a minor has somebody who knows minors. The register may say `minors`; where it is silent, the form asks.
pub(super) fn knows_minors(facts: &Facts<'_>) -> Verdict {
    let why =
        Title::new("未成年人的矫正小组应当吸收熟悉未成年人身心特点的人员。", "The group of a minor must have somebody who knows minors.");
    somebody(facts, "minors", "group_suited", why)
}

/// Yes if the register says it of one member, no if it denies it of all, else what the officer entered.
fn somebody(facts: &Facts<'_>, trait_of: &str, asked: &str, why: Title) -> Verdict {
    let members = members(facts);
    if members.is_empty() {
        return missing(&["members"]);
    }
    let said: Vec<Option<bool>> = members.iter().map(|m| says(m, trait_of)).collect();
    let known = if said.contains(&Some(true)) { Some(true) } else { (!said.contains(&None)).then_some(false) };
    match known.or_else(|| yes_no(facts, asked)) {
        Some(true) => Verdict::Yes,
        Some(false) => Verdict::No(why),
        None => missing(&[asked]),
    }
}

fn members<'a>(facts: &Facts<'a>) -> Vec<&'a RegisterEntry> {
    let entry = |answer: &Answer| if let Answer::Entry { entry, .. } = answer { facts.registers.get(entry) } else { None };
    match facts.answer("members") {
        Some(Answer::Many(all)) => all.iter().filter_map(entry).collect(),
        Some(one) => entry(one).into_iter().collect(),
        None => Vec::new(),
    }
}

fn says(member: &RegisterEntry, field: &str) -> Option<bool> {
    match member.fields.get(field)? {
        Answer::YesNo(yes) => Some(*yes),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::{has_woman, knows_minors};
    use engine::{Answer, Verdict};
    use soundness::{Case, refused, unknown};

    /// A group whose members stand in the register, each with what it says of them.
    fn members(says: &[&[(&str, bool)]]) -> Case {
        let entries = says.iter().enumerate().map(|(i, says)| {
            let fields = says.iter().map(|(field, yes)| (*field, Answer::YesNo(*yes))).collect();
            (format!("member{i}"), fields)
        });
        Case::new().entries("members", &entries.collect::<Vec<_>>())
    }

    #[test]
    fn the_register_answers_where_it_speaks() {
        assert_eq!(Case::new().ask(has_woman), unknown(&["members"]));
        assert_eq!(members(&[&[("woman", false)], &[("woman", true)]]).ask(has_woman), Verdict::Yes);
        let men = members(&[&[("woman", false)], &[("woman", false)]]);
        assert!(refused(&men.clone().ask(has_woman)));
        assert!(refused(&men.yes_no("group_woman", true).ask(has_woman)));
    }

    #[test]
    fn where_it_is_silent_the_form_asks() {
        let silent = members(&[&[], &[("minors", false)]]);
        assert_eq!(silent.clone().ask(knows_minors), unknown(&["group_suited"]));
        assert_eq!(silent.clone().yes_no("group_suited", true).ask(knows_minors), Verdict::Yes);
        assert!(refused(&silent.yes_no("group_suited", false).ask(knows_minors)));
    }
}
