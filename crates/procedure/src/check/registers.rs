//! Registers: every standing follows from a state, and whoever uses a register names a standing that it has.

use crate::diagnostic::Findings;
use crate::model::{Dossier, FieldKind, Register};
use kernel::Id;
use law::Index;

pub(super) fn check(dossier: &Dossier, index: &Index, others: &[&Dossier], found: &mut Findings) {
    for register in dossier.registers.values() {
        of_procedure(dossier, others, register, found);
        cites(register, index, found);
        keeper(dossier, others, register, found);
    }
    let find = |id: &Id| dossier.registers.get(id).or_else(|| others.iter().find_map(|d| d.registers.get(id)));
    for (_, field) in dossier.procedures.iter().flat_map(|p| p.fields()) {
        let FieldKind::Register { register, status } = &field.kind else { continue };
        let Some(known) = find(register) else { continue };
        if !known.statuses.iter().any(|s| s.id == *status) {
            let all = known.statuses.iter().map(|s| s.id.as_str()).collect::<Vec<_>>().join("、");
            found
                .error(
                    "P431",
                    field.place,
                    format!("名录“{}”没有状态 {status}", known.title.zh),
                    format!("the register {register} has no standing {status}"),
                )
                .hint(format!("它有：{all}"), format!("it has: {all}"));
        }
    }
}

/// The entries are matters: each of their main states gives a standing, or none on purpose; the name identifies nobody.
fn of_procedure(dossier: &Dossier, others: &[&Dossier], register: &Register, found: &mut Findings) {
    let Some(of) = &register.of else { return };
    let all = dossier.procedures.iter().chain(others.iter().flat_map(|d| &d.procedures));
    let Some(p) = all.into_iter().find(|p| p.id == *of) else {
        let zh = format!("名录“{}”的程序 {of} 不存在", register.title.zh);
        found.error("P430", register.place, zh, format!("there is no procedure {of}, of which the register {} would be", register.id));
        return;
    };
    for state in register.statuses.iter().flat_map(|s| &s.states).filter(|s| !p.states.contains_key(*s)) {
        let zh = format!("名录“{}”从环节 {state} 得出状态，程序里没有这个环节", register.title.zh);
        found.error("P430", register.place, zh, format!("{of} has no state {state}, from which a standing would follow"));
    }
    let standing = |id: &Id| register.statuses.iter().filter(|s| s.states.contains(id)).count();
    for state in p.states.values().filter(|s| s.track.is_none() && !s.overlay && standing(&s.id) > 1) {
        let zh = format!("环节“{}”给名录“{}”几个状态", state.title.zh, register.title.zh);
        found.error("P430", register.place, zh, format!("the state {} gives several standings", state.id));
    }
    let none: Vec<&str> =
        p.states.values().filter(|s| s.track.is_none() && !s.overlay && standing(&s.id) == 0).map(|s| s.title.zh.as_str()).collect();
    if !none.is_empty() {
        found.warn(
            "P432",
            register.place,
            format!("在这些环节里，名录“{}”的条目没有状态：{}", register.title.zh, none.join("、")),
            format!("in {} states an entry of {} has no standing", none.len(), register.id),
        );
    }
    let named = register.name.as_ref().and_then(|n| p.field(n.as_str()));
    if let Some(field) = named.filter(|f| f.personal.is_some() || f.kind.identifies()) {
        found
            .error(
                "P433",
                register.place,
                format!("名录“{}”用个人信息“{}”称呼条目", register.title.zh, field.title.zh),
                format!("the register {} calls its entries by the personal field {}", register.id, field.id),
            )
            .hint("用证书编号一类的字段", "use a field such as a certificate's number");
    }
}

/// What an entry's fields rest on stands in the index of statutes.
fn cites(register: &Register, index: &Index, found: &mut Findings) {
    for cite in register.fields.iter().flat_map(|f| &f.ground.cites) {
        let law = register.laws.get(&cite.law);
        let statute = law.and_then(|l| index.edition(&l.title, l.edition.as_deref()?));
        if !statute.is_some_and(|s| cite.at.as_ref().is_some_and(|at| s.has(at))) {
            let passage = cite.at.as_ref().map(|at| at.chinese()).unwrap_or_default();
            let zh = format!("名录“{}”引用的 {}{passage} 在法规索引里找不到", register.title.zh, cite.law);
            found.error("P435", cite.place, zh, format!("{} cites what the statute index does not have", register.id)).hint(
                "核对 law … edition=… 和条号；法律没有写的用 basis=local",
                "check law … edition=… and the article; what no text says is basis=local",
            );
        }
    }
}

/// One name is one role: a keeper's is no procedure's, and has one title and one kind of unit in every register.
fn keeper(dossier: &Dossier, others: &[&Dossier], register: &Register, found: &mut Findings) {
    let Some(keeper) = &register.keeper else { return };
    let all = || std::iter::once(dossier).chain(others.iter().copied());
    let role = all().flat_map(|d| &d.procedures).any(|p| p.roles.contains_key(&keeper.role));
    let same = |r: &Register| r.keeper.as_ref().is_none_or(|k| k.role != keeper.role || k == keeper && r.kept_by == register.kept_by);
    if role || !all().flat_map(|d| d.registers.values()).all(same) {
        let zh = format!("角色 {} 在别处是另一个角色，名录“{}”要用自己的名称", keeper.role, register.title.zh);
        found.error("P436", register.place, zh, format!("{} is another role elsewhere; {} needs its own", keeper.role, register.id));
    }
}
