//! Roles: each can be held by somebody.

use super::Case;
use crate::diagnostic::Findings;
use crate::model::{FieldKind, HeldBy, Role};

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
