//! A date or an answer put right.

use super::copy_of;
use crate::{Answer, Change, Matter};
use kernel::Id;

/// Puts a date or an answer right; what was first recorded stays visible.
pub(super) fn corrected(matter: &mut Matter, of: u64, change: &Change) {
    match change {
        Change::OccurredOn(on) => {
            for entry in matter.timeline.iter_mut().filter(|e| e.seq == of) {
                entry.was.get_or_insert(entry.on);
                entry.on = *on;
                // The time of day stands; periods count from the day put right.
                entry.at = entry.at.map(|at| on.to_datetime(at.time()));
            }
            for issued in &mut matter.papers {
                if issued.seq == of {
                    issued.on = *on;
                }
            }
            if let Some(first) = matter.timeline.first() {
                matter.opened_on = first.on;
            }
            readdressed(matter, of);
        }
        Change::Answer { field, answer } => {
            matter.answers.insert(field.clone(), answer.clone());
            if let Answer::Choice(value) = answer {
                matter.choices.insert(field.clone(), value.clone());
            }
        }
    }
}

/// The day of service or notice on the paper follows its line of the timeline.
fn readdressed(matter: &mut Matter, of: u64) {
    let lines: Vec<_> =
        matter.timeline.iter().filter(|e| e.seq == of).filter_map(|e| Some((e.name.clone(), e.holder.clone()?, e.on))).collect();
    for (name, holder, on) in lines {
        if let Some(paper) = name.as_str().strip_suffix(".served")
            && let Some(issued) = copy_of(matter, &Id::from(paper), &holder)
        {
            issued.served.insert(holder, on);
        } else if let Some(paper) = name.as_str().strip_suffix(".noticed")
            && let Some(issued) = copy_of(matter, &Id::from(paper), &holder)
        {
            issued.noticed.insert(holder, on);
        }
    }
}
