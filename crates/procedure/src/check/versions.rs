//! Versions: a later one says what it means for running matters, and leaves none of them without its state.

use super::Case;
use crate::diagnostic::Findings;
use crate::model::{Place, Procedure, State};
use kernel::Id;

pub(super) fn check(case: &Case, found: &mut Findings) {
    let Some(transition) = &case.p.transition else {
        if case.p.version > 1 {
            let place = case.p.roles.values().map(|r| r.place).min_by_key(|p| p.offset).unwrap_or_default();
            missing(case.p, place, found);
        }
        return;
    };
    if transition.ground.is_empty() {
        super::figures::ungrounded(transition.place, "过渡规则", "the transition", found);
    }
    let all = case.others.iter().flat_map(|d| &d.procedures).chain(&case.dossier.procedures);
    let Some(before) = all.into_iter().find(|p| p.id == case.p.id && p.version == transition.from) else { return };
    for state in before.states.values().filter(|s| !same_place(s, case.p.states.get(&s.id))) {
        let what = if state.overlay { ("叠加环节", "overlay") } else { ("环节", "state") };
        lost(case.p, transition.place, before, what, &state.id, &state.title.zh, found);
    }
    for track in before.tracks.values().filter(|t| !case.p.tracks.contains_key(&t.id)) {
        lost(case.p, transition.place, before, ("并行线", "track"), &track.id, &track.title.zh, found);
    }
    for clock in transition.keeps.iter().chain(&transition.moves).filter(|c| before.clock(c.as_str()).is_none()) {
        found.error(
            "P117",
            transition.place,
            format!("过渡规则写的期限 {clock} 在第 {} 版里没有，没有在走的可言", before.version),
            format!("the transition names the clock {clock}, which version {} does not have", before.version),
        );
    }
}

fn missing(p: &Procedure, place: Place, found: &mut Findings) {
    found
        .error(
            "P116",
            place,
            format!("第 {} 版没有写旧事项怎样过渡", p.version),
            format!("version {} does not say what becomes of running matters", p.version),
        )
        .hint(
            "写 transition from=旧版 mode=keeps、moves 或者 by-act，并写依据",
            "write transition from=OLD mode=keeps, moves or by-act, with what it rests on",
        );
}

/// A matter that is in the old state finds it in the same run; what was open may not have become an end.
fn same_place(old: &State, new: Option<&State>) -> bool {
    new.is_some_and(|new| new.track == old.track && new.overlay == old.overlay && (old.end || !new.end))
}

fn lost(p: &Procedure, place: Place, before: &Procedure, what: (&str, &str), id: &Id, title: &str, found: &mut Findings) {
    found
        .error(
            "P117",
            place,
            format!("第 {} 版的{}“{title}”（{id}）在第 {} 版里没有：停在那里的事项会落空", before.version, what.0, p.version),
            format!("the {} {id} of version {} is missing in version {}: matters there would be lost", what.1, before.version, p.version),
        )
        .hint("在新版里留着它，哪怕不再有路进去", "keep it in the new version, even if nothing leads there any more");
}
