//! Personal values that an event refers to.

use engine::{Act, Answer, Body, Change, Sealed};

/// Adds every reference in an event's body.
pub fn sealed_in(body: &Body, out: &mut Vec<Sealed>) {
    match body {
        Body::Acted(act) | Body::Proposed { act, .. } => in_act(act, out),
        Body::Returned { reasons }
        | Body::LapseDeclined { reasons, .. }
        | Body::CorrectionRejected { reasons }
        | Body::Recused { reasons, .. } => out.push(*reasons),
        Body::Lapsed { reasons, .. } => out.extend(reasons),
        Body::CorrectionProposed { change, reasons, .. } => {
            in_change(change, out);
            out.push(*reasons);
        }
        Body::Corrected { change, .. } => in_change(change, out),
        Body::Opened { .. } | Body::Signed { .. } | Body::Recalled | Body::Served { .. } | Body::Assigned { .. } => {}
    }
}

fn in_act(act: &Act, out: &mut Vec<Sealed>) {
    act.answers.values().for_each(|answer| in_answer(answer, out));
}

fn in_change(change: &Change, out: &mut Vec<Sealed>) {
    if let Change::Answer { answer, .. } = change {
        in_answer(answer, out);
    }
}

fn in_answer(answer: &Answer, out: &mut Vec<Sealed>) {
    match answer {
        Answer::Sealed(sealed) => out.push(*sealed),
        Answer::Many(answers) => answers.iter().for_each(|answer| in_answer(answer, out)),
        _ => {}
    }
}
