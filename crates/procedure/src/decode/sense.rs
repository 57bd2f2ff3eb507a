//! Whether what is written of one thing fits what is written of another: holders, extensions, notice, children, kin.
//!
//! Names are resolved by now; here they are held against each other.

use super::Reader;
use crate::model::{Action, Clock, Dossier, Field, FieldKind, HeldBy, KinAct, Length, Mode, Place, Procedure, Role};
use kernel::Id;

/// Everything of one procedure.
pub(super) fn check(reader: &mut Reader, p: &Procedure, dossier: &Dossier) {
    p.roles.values().for_each(|role| bounds(reader, role));
    p.actions.iter().for_each(|action| holders(reader, p, action));
    p.actions.iter().for_each(|action| kin(reader, p, dossier, action));
    p.fields().for_each(|(_, field)| several(reader, p, field));
    for clock in p.clocks.iter().filter(|c| !c.notice) {
        each_of(reader, p, clock.each.as_ref(), clock.place);
        extensions(reader, p, clock);
        rounds(reader, p, clock);
        let lengths = clock.lengths.iter().filter(|l| l.other_law.is_some());
        lengths.for_each(|length| other_law(reader, p, length));
    }
}

/// At least is not more than at most, and a meeting says how many must be there.
fn bounds(reader: &mut Reader, role: &Role) {
    let mosts = role.bounds.iter().filter(|b| !b.least);
    for most in mosts {
        let crossed = |b: &&crate::model::Bound| b.least && b.persons > most.persons && b.only == most.only;
        if let Some(least) = role.bounds.iter().find(crossed) {
            let (zh, en) = (
                format!("{} 至少 {} 人，又至多 {} 人", role.id, least.persons, most.persons),
                format!("{} are at least {} and at most {}", role.id, least.persons, most.persons),
            );
            reader.found.error("P027", most.place, zh, en);
        }
    }
    if let Some(bound) = role.bounds.iter().find(|b| b.ground.is_empty()) {
        let (zh, en) = (format!("{} 的人数缺依据", role.id), format!("the number of {} rests on nothing", role.id));
        reader
            .found
            .error("P027", bound.place, zh, en)
            .hint("加 cite=，法律没有写的加 basis=", "add cite=, or basis= where no text says it");
    }
    if role.body && matches!(role.held_by, HeldBy::Unit(_)) && !role.bounds.iter().any(|b| b.least) {
        let (zh, en) = (format!("{} 是会议，要写明至少几人到会", role.id), format!("{} is a meeting: say how many make a quorum", role.id));
        reader.found.error("P027", role.place, zh, en).hint("加 { min 3 unit=person basis=… }", "add { min 3 unit=person basis=… }");
    }
    if role.body && matches!(role.held_by, HeldBy::Party | HeldBy::Public | HeldBy::Register(_)) {
        let (zh, en) = (format!("{} 不是机关，不能 body=#true", role.id), format!("{} is no organ: not body=#true", role.id));
        reader.found.error("P027", role.place, zh, en);
    }
}

/// `each` counts parties; `staffed` counts persons of ours; what is waived is waived by ours.
fn holders(reader: &mut Reader, p: &Procedure, action: &Action) {
    action.each.iter().for_each(|role| each_of(reader, p, Some(role), action.place));
    if !action.each.is_empty() && action.opens_matter() {
        let (zh, en) = ("事项开始前还没有当事人，不能写 each", "before a matter begins there is no party to count: no each");
        reader.found.error("P026", action.place, zh, en);
    }
    for role in action.staffed.iter().filter_map(|id| p.roles.get(id)) {
        let ours = matches!(role.held_by, HeldBy::Unit(_) | HeldBy::Register(_));
        if !ours || role.bounds.is_empty() {
            let (zh, en) = (
                format!("staffed {}：要是本方的角色，并且写明人数（min、max）", role.id),
                format!("staffed {}: it must be a role of ours with a number (min, max)", role.id),
            );
            reader.found.error("P026", action.place, zh, en);
        }
    }
    for role in action.needs.iter().filter_map(|n| n.waived_by.as_ref()).filter_map(|id| p.roles.get(id)) {
        if !matches!(role.held_by, HeldBy::Unit(_)) {
            let (zh, en) = (format!("只有本方的角色能免除，{} 不是", role.id), format!("only a role of ours waives; {} is none", role.id));
            reader.found.error("P035", action.place, zh, en);
        }
    }
}

fn each_of(reader: &mut Reader, p: &Procedure, role: Option<&Id>, place: Place) {
    let Some(role) = role.and_then(|id| p.roles.get(id)) else { return };
    if role.held_by != HeldBy::Party {
        let (zh, en) = (format!("each 按当事人数，{} 不是当事人", role.id), format!("each counts parties; {} is none", role.id));
        reader.found.error("P026", place, zh, en);
    }
}

/// A field that names several parties names a role that several may hold.
fn several(reader: &mut Reader, p: &Procedure, field: &Field) {
    let FieldKind::Party(role) = &field.kind else { return };
    if field.many && p.roles.get(role).is_some_and(|r| !r.many && r.bounds.is_empty()) {
        let (zh, en) = (
            format!("字段 {} 可填几个，角色 {role} 只能有一个", field.id),
            format!("the field {} takes several, the role {role} has one holder", field.id),
        );
        reader.found.error("P026", field.place, zh, en).hint(format!("给 {role} 加 many=#true"), format!("give {role} many=#true"));
    }
}

/// An extension is an act's, and what it grants is asked in that act.
fn extensions(reader: &mut Reader, p: &Procedure, clock: &Clock) {
    for extend in &clock.extends {
        let acts: Vec<&Action> = p.actions.iter().filter(|a| a.event == extend.event).collect();
        if acts.is_empty() {
            let (zh, en) =
                (format!("没有办理事项产生 {}，期限延不了", extend.event), format!("no action yields {}: nothing extends", extend.event));
            reader.found.error("P028", extend.place, zh, en);
        }
        let Some(granted) = &extend.granted else { continue };
        if p.field(granted.as_str()).is_some_and(|f| f.kind != FieldKind::Number) {
            let (zh, en) =
                (format!("{granted} 不是 number 字段，说不出延长多少"), format!("{granted} is no number: it cannot say how many"));
            reader.found.error("P028", extend.place, zh, en);
            continue;
        }
        for action in acts.iter().filter(|a| !asks(p, a, granted)) {
            let (zh, en) = (format!("{} 的表单里没有 {granted}", action.id), format!("{} does not ask {granted}", action.id));
            reader.found.error("P028", extend.place, zh, en).hint("把字段写进它的表单", "write the field into its form");
        }
    }
    if let Some(rechosen) = clock.rechosen.as_ref().filter(|_| clock.lengths.len() < 2) {
        let (zh, en) = (
            format!("期限 {} 的长短不随选项变化，rechosen 没有用处", clock.id),
            format!("the length of {} depends on no choice: rechosen says nothing", clock.id),
        );
        reader.found.error("P028", rechosen.place, zh, en);
    }
}

fn asks(p: &Procedure, action: &Action, field: &Id) -> bool {
    let forms = action.forms.iter().filter_map(|f| p.form(f));
    forms.flat_map(|f| &f.sections).flat_map(|s| &s.fields).any(|f| f.id == *field)
}

/// Rounds recur in a state of the main run or a track, not in an end and not in an overlay.
fn rounds(reader: &mut Reader, p: &Procedure, clock: &Clock) {
    let (Mode::Every(state) | Mode::Yearly { state, .. }) = &clock.mode else { return };
    let Some(state) = p.states.get(state) else { return };
    if state.end || state.overlay {
        let what = if state.end { ("终点", "an end") } else { ("叠加环节", "an overlay") };
        let (zh, en) = (format!("{}是{}，里面没有轮次", state.id, what.0), format!("{} is {}: nothing recurs there", state.id, what.1));
        reader.found.error("P028", clock.place, zh, en);
    }
    if let Some(restart) = clock.restarts.first() {
        let (zh, en) = ("轮次从进入环节之日起，不能重新起算", "rounds are cut from the entry into the state: nothing restarts them");
        reader.found.error("P028", restart.place, zh, en);
    }
}

/// Another law's length is answered in a field of type `period`.
fn other_law(reader: &mut Reader, p: &Procedure, length: &Length) {
    let Some(field) = length.other_law.as_ref().and_then(|id| p.field(id.as_str())) else { return };
    if field.kind != FieldKind::Period {
        let (zh, en) =
            (format!("other-law={} 要指 type=period 的字段", field.id), format!("other-law={} names a field of type=period", field.id));
        reader.found.error("P028", length.place, zh, en);
    }
}

/// Children live inside their parent; joined matters exist before they are parted; who transfers closes.
fn kin(reader: &mut Reader, p: &Procedure, dossier: &Dossier, action: &Action) {
    if let Some(opens) = &action.opens {
        let target = dossier.procedures.iter().find(|q| q.id == opens.procedure);
        let inside = target.is_some_and(|q| q.child_of.as_ref() == Some(&p.id));
        match (opens.child, inside, target.is_some_and(|q| q.child_of.is_some())) {
            (true, false, _) => {
                let zh = format!("{} 不是本程序的下级程序（child-of={}）", opens.procedure, p.id);
                let en = format!("{} is no child of this procedure (child-of={})", opens.procedure, p.id);
                reader.found.error("P030", action.place, zh, en);
            }
            (false, _, true) => {
                let zh = format!("{} 是下级程序，启动时写 child=#true", opens.procedure);
                let en = format!("{} is a child: open it with child=#true", opens.procedure);
                let hint = format!("opens {} child=#true", opens.procedure);
                reader.found.error("P030", action.place, zh, en).hint(hint.clone(), hint);
            }
            _ => {}
        }
    }
    let Some(kin) = action.kin else { return };
    let ends = action.to.iter().any(|id| p.states.get(id).is_some_and(|s| s.end && s.track.is_none()));
    let joins = p.actions.iter().any(|a| a.kin == Some(KinAct::Join));
    let wrong = match kin {
        _ if action.opens_matter() => {
            Some(("还没有事项，不能并案、分案、移送", "before a matter begins nothing is joined, parted or transferred"))
        }
        KinAct::Transfer if !ends => Some(("移送之后本事项办结，to= 要写一个终点", "a transfer closes the matter here: to= names an end")),
        KinAct::Split if !joins => Some(("没有并案（as=join），就没有分案", "nothing is parted where nothing is joined (as=join)")),
        _ => None,
    };
    if let Some((zh, en)) = wrong {
        reader.found.error("P031", action.place, zh, en);
    }
}
