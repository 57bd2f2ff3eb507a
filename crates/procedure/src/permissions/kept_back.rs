//! What is withheld from somebody who took part: four eyes, and standing aside.

use super::{both, heading, row, table, titles};
use crate::model::{Action, HeldBy};
use crate::telling::Teller;
use kernel::Id;
use std::fmt::Write as _;

/// The rules of every matter, then the acts of this procedure to which each applies.
pub(super) fn write(out: &mut String, t: &Teller) {
    heading(out, "参加过的人不能办的", "Withheld from somebody who took part");
    for rule in [
        "提请的人不签自己的提请；一人只签一次。Who proposed does not sign it; one person signs once.",
        "本件当事人、已经回避的人，不以任何本方职责办理、登记、签批、加签、分派、免除、送达、转办。A party to the matter, and whoever stands aside, \
         does not act, enter, sign, countersign, assign, waive, serve or hand over in any role of ours.",
        "已经交给一位同事承办的，同一职责的其他人不办这项职责的事，代他岗位的人除外。What was given to a colleague is not done by another \
         holder of that role, except by one who stands in for them.",
        "更正和销毁由另一个人同意。A correction or a destruction is agreed by another person.",
    ] {
        let _ = writeln!(out, "- {rule}");
    }
    let signed: Vec<&Action> = t.p.actions.iter().filter(|a| !a.sign.is_empty()).collect();
    if signed.is_empty() {
        let _ = writeln!(out, "\n没有要签批的事项。No act of this procedure is signed.");
        return;
    }
    out.push('\n');
    table(
        out,
        &["要签批的事项 · Act that is signed", "提请 · Proposed by", "另一人签批 · Signed by another", "同一职责两人 · Two of one role"],
    );
    for action in signed {
        let proposers: Vec<&Id> = action.by.iter().chain(&action.via).filter(|r| acts_here(t, r)).collect();
        let mut signers: Vec<&Id> = Vec::new();
        for role in action.sign.iter().flat_map(|l| &l.roles) {
            if !signers.contains(&role) {
                signers.push(role);
            }
        }
        let same = signers.iter().copied().filter(|s| proposers.contains(s));
        row(out, &[both(&action.title), titles(t, proposers.iter().copied()), titles(t, signers.iter().copied()), titles(t, same)]);
    }
}

fn acts_here(t: &Teller, role: &Id) -> bool {
    t.p.roles.get(role).is_some_and(|r| r.held_by != HeldBy::Outside)
}
