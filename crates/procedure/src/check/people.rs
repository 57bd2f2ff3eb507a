//! Roles: each can be held by somebody, one name means one thing everywhere, and those who sign an act are other persons than the one
//! who proposes it.

use super::Case;
use crate::diagnostic::Findings;
use crate::model::{Action, FieldKind, HeldBy, Role};
use kernel::Id;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(case: &Case, found: &mut Findings) {
    for role in case.p.roles.values() {
        let (zh, hint) = match &role.held_by {
            HeldBy::Party if role.acts_for.is_none() && !named_by(case, |k| matches!(k, FieldKind::Party(r) if *r == role.id)) => {
                ("没有任何表单登记它", format!("表单里加 field … type=party of={}，或者写 acts-for=它代表的角色", role.id))
            }
            HeldBy::Register(register) if !named_by(case, |k| matches!(k, FieldKind::Register { register: r, .. } if r == register)) => {
                ("没有任何表单从名册里选它", format!("表单里加 field … type=register of={register} status=…"))
            }
            _ => continue,
        };
        report(role, zh, &hint, found);
    }
    vocabulary(case, found);
    for action in &case.p.actions {
        distinct(case, action, found);
        waivers(case, action, found);
    }
}

/// Who proposes does not sign, and one person signs once: there must be as many holders as that takes.
fn distinct(case: &Case, action: &Action, found: &mut Findings) {
    let holders = |id: &Id| case.p.roles.get(id).map_or(u32::MAX, most);
    for line in action.sign.iter().filter(|l| !l.any) {
        if let Some(twice) = line.roles.iter().enumerate().find_map(|(i, r)| line.roles[..i].contains(r).then_some(r)) {
            one_person(case, action, twice, found);
            return;
        }
    }
    // Told of the lines themselves: see `acts`.
    let again = |i: usize, r: &Id| action.sign[..i].iter().any(|l| l.only == action.sign[i].only && l.roles.contains(r));
    if (0..action.sign.len()).any(|i| action.sign[i].roles.iter().any(|r| again(i, r))) {
        return;
    }
    // Where several may propose, one of them must leave enough others to sign.
    let short = |proposer: &Id| {
        let mut taken: BTreeMap<&Id, u32> = BTreeMap::from([(proposer, 1)]);
        for role in action.sign.iter().filter(|l| !l.any && l.only.is_empty()).flat_map(|l| &l.roles) {
            *taken.entry(role).or_default() += 1;
        }
        let over = taken.iter().find(|(role, n)| **n > holders(role)).map(|(role, _)| (*role).clone());
        let stuck = action.sign.iter().filter(|l| l.any).find(|l| l.roles.iter().all(|r| taken.get(r).copied().unwrap_or(0) >= holders(r)));
        over.or_else(|| stuck.and_then(|l| l.roles.first().cloned()))
    };
    let all: Vec<Option<Id>> = action.by.iter().map(short).collect();
    if let (Some(Some(role)), true) = (all.first(), all.iter().all(Option::is_some)) {
        one_person(case, action, role, found);
    }
}

/// How many may hold a role.
fn most(role: &Role) -> u32 {
    let bound = role.bounds.iter().filter(|b| !b.least && b.only.is_empty()).map(|b| b.persons).min();
    let ours = matches!(role.held_by, HeldBy::Unit(_));
    match bound {
        Some(most) => most,
        // A number of at least two says that several hold it; a meeting signs as one, whoever proposed.
        None if role.many || role.body || !ours || role.bounds.iter().any(|b| b.least && b.persons > 1) => u32::MAX,
        None => 1,
    }
}

fn one_person(case: &Case, action: &Action, role: &Id, found: &mut Findings) {
    let title = case.p.roles.get(role).map_or_else(|| role.to_string(), |r| r.title.zh.clone());
    found
        .error(
            "P413",
            action.place,
            format!("“{}”要几个人签，而“{title}”只有一个人担任：提的人不能签，一个人只签一次", action.title.zh),
            format!("{} takes several persons, and {role} is one person", action.id),
        )
        .hint("换一个角色签批，或者写明它由几人担任（many=#true）", "let another role sign, or say that several hold it (many=#true)");
}

/// A waiver is another's to give than the one who needs it, unless others see it when they sign.
fn waivers(case: &Case, action: &Action, found: &mut Findings) {
    if !action.sign.is_empty() {
        return;
    }
    for role in action.needs.iter().filter_map(|n| n.waived_by.as_ref()).filter(|r| action.by.iter().all(|by| by == *r)) {
        let title = case.p.roles.get(role).map_or_else(|| role.to_string(), |r| r.title.zh.clone());
        found
            .error(
                "P420",
                action.place,
                format!("“{}”要等的事由“{title}”自己免除，它正是办这件事的人", action.title.zh),
                format!("{role} would waive what it needs itself for {}", action.id),
            )
            .hint("waived-by= 写另一个角色", "waived-by= names another role");
    }
}

/// A grant names a role and nothing else, so a role of our units is the same one in every procedure that names it: called alike and held
/// by the same kind of unit. Else whoever is given it for one line of work would hold it in another.
fn vocabulary(case: &Case, found: &mut Findings) {
    let elsewhere = std::iter::once(case.dossier).chain(case.others.iter().copied()).flat_map(|d| &d.procedures);
    let mut told = BTreeSet::new();
    for other in elsewhere.filter(|p| p.id != case.p.id || p.version != case.p.version) {
        for (role, theirs) in case.p.roles.values().filter_map(|r| Some((r, other.roles.get(&r.id)?))) {
            let ours = |r: &Role| matches!(r.held_by, HeldBy::Unit(_));
            let one = role.held_by == theirs.held_by && role.title.zh == theirs.title.zh;
            if ours(role) && ours(theirs) && !one && told.insert(&role.id) {
                found
                    .error(
                        "P434",
                        role.place,
                        format!(
                            "角色 {} 在这里是“{}”，在“{}”里是“{}”：授权只写角色名，一个名字只能是一种人",
                            role.id, role.title.zh, other.title.zh, theirs.title.zh
                        ),
                        format!("the role {} is “{}” here and “{}” in {}", role.id, role.title.en, theirs.title.en, other.id),
                    )
                    .hint(
                        "换一个角色名；本是同一种人的，名称和 held-by 写成一样",
                        "name it otherwise; where they are the same people, give it the same title and held-by",
                    );
            }
        }
    }
}

fn named_by(case: &Case, is: impl Fn(&FieldKind) -> bool) -> bool {
    // A child matter knows the parties of its parent.
    let parent = case.p.child_of.as_ref().and_then(|id| case.dossier.procedures.iter().find(|p| p.id == *id));
    std::iter::once(case.p).chain(parent).any(|p| p.fields().any(|(_, f)| is(&f.kind)))
}

fn report(role: &Role, zh: &str, hint: &str, found: &mut Findings) {
    found
        .error(
            "P414",
            role.place,
            format!("角色“{}”没有人能担任：{zh}", role.title.zh),
            format!("nobody can hold the role {}: no form names its holder", role.id),
        )
        .hint(hint, "let a form name the holder: type=party of=ROLE, or type=register of=REGISTER");
}
