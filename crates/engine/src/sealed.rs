//! The personal values that an event refers to.

use crate::{Act, Answer, Body, Change, Minutes, Sealed};

impl Body {
    /// Every sealed value that this event names: answers, reasons, dissent.
    #[must_use]
    pub fn sealed(&self) -> Vec<Sealed> {
        let mut out = Vec::new();
        match self {
            Self::Acted { act, .. } | Self::Proposed { act, .. } => in_act(act, &mut out),
            Self::Returned { reasons, .. }
            | Self::Countersign { reasons, .. }
            | Self::LapseDeclined { reasons, .. }
            | Self::CorrectionRejected { reasons, .. }
            | Self::DestructionProposed { reasons }
            | Self::DestructionRejected { reasons, .. }
            | Self::Waived { reasons, .. }
            | Self::Transferred { reasons, .. }
            | Self::Held { reasons }
            | Self::Released { reasons }
            | Self::Recused { reasons, .. } => out.push(*reasons),
            Self::Lapsed { reasons, .. } => out.extend(reasons),
            Self::CorrectionProposed { change, reasons, .. } => {
                in_change(change, &mut out);
                out.push(*reasons);
            }
            Self::Corrected { change, .. } => in_change(change, &mut out),
            Self::Signed { minutes: Some(Minutes { dissent, .. }), .. } => out.extend(dissent),
            Self::Opened { opening, .. } => out.extend(opening.parties.values().flatten()),
            Self::Signed { .. }
            | Self::Recalled { .. }
            | Self::Dropped { .. }
            | Self::Served { .. }
            | Self::Noticed { .. }
            | Self::Assigned { .. }
            | Self::Heard { .. }
            | Self::Joined { .. }
            | Self::Parted { .. }
            | Self::Linked { .. }
            | Self::Repinned { .. }
            | Self::Recounted { .. }
            | Self::Destroyed { .. } => {}
        }
        out
    }
}

fn in_act(act: &Act, out: &mut Vec<Sealed>) {
    act.answers.values().chain(act.child.values()).for_each(|a| in_answer(a, out));
}

fn in_change(change: &Change, out: &mut Vec<Sealed>) {
    if let Change::Answer { answer, .. } = change {
        in_answer(answer, out);
    }
}

fn in_answer(answer: &Answer, out: &mut Vec<Sealed>) {
    match answer {
        Answer::Sealed(sealed) | Answer::Period { article: sealed, .. } => out.push(*sealed),
        Answer::Many(all) => all.iter().for_each(|a| in_answer(a, out)),
        _ => {}
    }
}
