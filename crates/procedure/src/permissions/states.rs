//! State by state: each action that is offered there, and who does, enters, signs and waives it.

use super::{all_roles, both, heading, row, table, titles};
use crate::model::{Action, From, HeldBy, Role, SignLine, State};
use crate::telling::{Teller, in_order, join};
use kernel::{Id, Title};
use std::fmt::Write as _;

const COLUMNS: [&str; 6] =
    ["办理事项 · Action", "谁办 · Done by", "谁登记 · Entered by", "谁签批 · Signed by", "谁可免除 · Waived by", "限于 · Only"];

/// Every state in the order of the file, what opens a matter first.
pub(super) fn write(out: &mut String, t: &Teller) {
    heading(out, "角色、事项、环节", "Role × action × state");
    let opening: Vec<&Action> = t.p.actions.iter().filter(|a| a.from.contains(&From::New)).collect();
    if !opening.is_empty() {
        let _ = writeln!(out, "### 开始新事项 · Opening a matter\n");
        actions(out, t, &opening);
    }
    for state in in_order(t.p.states.values(), |s| s.place) {
        let offered: Vec<&Action> = t.p.actions.iter().filter(|a| a.offered_in(&state.id)).collect();
        let _ = writeln!(out, "\n### {} · {} `{}`{}\n", state.title.zh, state.title.en, state.id, kind(t, state));
        if offered.is_empty() {
            let _ = writeln!(out, "没有可办的事项。Nothing is offered.");
        } else {
            actions(out, t, &offered);
            by_role(out, t, &offered);
        }
    }
}

fn kind(t: &Teller, state: &State) -> String {
    let track = state.track.as_ref().map(|id| t.name(id)).unwrap_or_default();
    let parts = [
        (!track.zh.is_empty()).then(|| format!("并行线“{}” · track “{}”", track.zh, track.en)),
        state.overlay.then(|| "叠加，主线的事项暂不能办 · overlay, main actions rest".to_owned()),
        state.end.then(|| "终点 · end".to_owned()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!("（{}）", parts.join("；")) }
}

fn actions(out: &mut String, t: &Teller, actions: &[&Action]) {
    table(out, &COLUMNS);
    for a in actions {
        row(
            out,
            &[
                format!("{} `{}`", both(&a.title), a.id),
                by(t, a),
                titles(t, &a.via),
                signs(t, &a.sign),
                titles(t, a.needs.iter().filter_map(|n| n.waived_by.as_ref())),
                both(&t.values(&a.only)),
            ],
        );
    }
}

/// The roles that do it, each with what it takes to hold it here where a grant alone is not enough.
fn by(t: &Teller, a: &Action) -> String {
    let one = |id: &Id| {
        let note = match t.p.roles.get(id).map(|r| &r.held_by) {
            Some(HeldBy::Register(_)) => ("（被指派的）", " (if assigned)"),
            Some(HeldBy::Party) => ("（当事人）", " (party)"),
            Some(HeldBy::Outside) => ("（外单位）", " (outside)"),
            Some(HeldBy::Public) => ("（任何人）", " (anybody)"),
            Some(HeldBy::Unit(_)) | None => ("", ""),
        };
        let (name, only) = (t.name(id), t.only(t.p.roles.get(id).map_or(&[][..], |r| &r.only)));
        Title::new(format!("{}{}{}", name.zh, note.0, only.zh), format!("{}{}{}", name.en, note.1, only.en))
    };
    both(&join(a.by.iter().map(one), "、", ", "))
}

fn signs(t: &Teller, lines: &[SignLine]) -> String {
    let one = |line: &SignLine| {
        let (zh, en) = if line.any { ("或者", " or ") } else { ("和", " and ") };
        let (roles, only) = (join(line.roles.iter().map(|r| t.name(r)), zh, en), t.only(&line.only));
        Title::new(format!("{}{}", roles.zh, only.zh), format!("{}{}", roles.en, only.en))
    };
    both(&join(lines.iter().map(one), " → ", " → "))
}

/// The same turned round: what each role may do here.
fn by_role(out: &mut String, t: &Teller, offered: &[&Action]) {
    out.push('\n');
    for role in all_roles(t) {
        let does = named(offered, |a| a.by.contains(&role.id) && role.held_by != HeldBy::Outside);
        let enters = named(offered, |a| a.via.as_ref() == Some(&role.id));
        let signs = named(offered, |a| a.sign.iter().any(|l| l.roles.contains(&role.id)));
        let waives = named(offered, |a| a.needs.iter().any(|n| n.waived_by.as_ref() == Some(&role.id)));
        let kinds = [("办", "does", does), ("登记", "enters", enters), ("签批", "signs", signs), ("免除", "waives", waives)];
        let kinds: Vec<Title> = kinds.into_iter().filter(|(.., a)| !a.zh.is_empty()).map(told).collect();
        if !kinds.is_empty() {
            line(out, role, &join(kinds, "；", "; "));
        }
    }
}

fn named(offered: &[&Action], which: impl Fn(&Action) -> bool) -> Title {
    join(offered.iter().filter(|a| which(a)).map(|a| a.title.clone()), "、", ", ")
}

fn told((zh, en, actions): (&str, &str, Title)) -> Title {
    Title::new(format!("{zh}：{}", actions.zh), format!("{en}: {}", actions.en))
}

fn line(out: &mut String, role: &Role, told: &Title) {
    let _ = writeln!(out, "- **{}** {}  \n  *{}* {}", role.title.zh, told.zh, role.title.en, told.en);
}
