//! A meeting signs by its minutes: a quorum, and more than half of those present for it.

use crate::{Context, Facts, Frame, Matter, Minutes, Refusal};
use kernel::Id;
use std::collections::BTreeMap;

pub(super) fn check(
    frame: &Frame<'_>,
    matter: &Matter,
    role: Option<&Id>,
    minutes: Option<&Minutes>,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let Some(role) = role.and_then(|r| frame.procedure.roles.get(r)) else { return Ok(()) };
    let Some(m) = minutes.filter(|_| role.body) else {
        return if role.body {
            Err(Refusal::new(
                "E-minutes",
                "集体讨论以会议记录为准，请填写出席和表决人数。",
                "A meeting signs by its minutes: give attendance and votes.",
            ))
        } else {
            Ok(())
        };
    };
    let counted = u64::from(m.ayes) + u64::from(m.noes) + u64::from(m.abstained);
    if counted != u64::from(m.present) {
        return Err(Refusal::new(
            "E-votes",
            format!("出席{}人，表决合计{counted}人，请核对。", m.present),
            format!("{} were present but {counted} votes were counted.", m.present),
        ));
    }
    let facts = Facts { today: context.now.today(), matter: Some(matter), answers: &BTreeMap::new(), registers: context.registers };
    if let Some(quorum) = role.bounds.iter().find(|b| b.least && frame.holds(&b.only, &facts) && m.present < b.persons) {
        return Err(Refusal::new(
            "E-quorum",
            format!("出席{}人，不足{}人，不能作出决定。", m.present, quorum.persons),
            format!("{} were present; {} are needed.", m.present, quorum.persons),
        )
        .cite(frame, &quorum.ground));
    }
    if u64::from(m.ayes) * 2 <= u64::from(m.present) {
        return Err(Refusal::new(
            "E-votes",
            format!("同意{}人，没有超过出席{}人的半数；未通过的请退回并写明理由。", m.ayes, m.present),
            format!("{} of {} voted for it, which is not more than half: return it with reasons.", m.ayes, m.present),
        )
        .cite(frame, &role.ground));
    }
    Ok(())
}
