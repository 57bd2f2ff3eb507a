//! How many parties a role may have, checked when a form names them.

use crate::{Answer, Facts, Frame, Matter, Refusal};
use procedure::model::{Field, FieldKind};

pub(super) fn check(
    frame: &Frame<'_>,
    matter: Option<&Matter>,
    field: &Field,
    (answer, facts): (&Answer, &Facts<'_>),
) -> Result<(), Refusal> {
    let FieldKind::Party(role) = &field.kind else { return Ok(()) };
    let Some(role) = frame.procedure.roles.get(role) else { return Ok(()) };
    let new = if let Answer::Many(all) = answer { all.len() } else { 1 };
    let before = if role.many { matter.and_then(|m| m.parties.get(&role.id)).map_or(0, Vec::len) } else { 0 };
    let have = (before + new) as u64;
    let broken = role.bounds.iter().filter(|b| frame.holds(&b.only, facts)).find(|b| match b.least {
        true => have < u64::from(b.persons),
        false => have > u64::from(b.persons),
    });
    let Some(bound) = broken else { return Ok(()) };
    let (zh, en) = if bound.least { ("至少", "at least") } else { ("至多", "at most") };
    Err(Refusal::new(
        "E-staff",
        format!("{}{zh}{}人，这样就有{have}人。", role.title.zh, bound.persons),
        format!("{}: {en} {} persons; this would make {have}.", role.title.en, bound.persons),
    )
    .on(&field.id)
    .cite(frame, &bound.ground))
}
