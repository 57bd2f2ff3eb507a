//! What of each answer somebody may read, reckoned from the procedure's file, the matter and the account's grants alone.

use engine::{Answer, Matter, Sealed};
use kernel::{Actor, Date};
use procedure::model::{Field, FieldKind, Personal, Procedure};
use soundness::matrix::expected::{self, Expected};
use std::collections::BTreeMap;

/// What may be read of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reads {
    /// Nothing of it.
    Nothing,
    /// Its end.
    End,
    /// Its end, or all of it while there is something for its handler to do: what that is, other things decide.
    EndOrAll,
    /// All of it.
    All,
}

/// A value that the matter holds now, and what may be read of it.
pub struct Held<'a> {
    pub field: &'a Field,
    pub sealed: Sealed,
    pub reads: Reads,
    /// The matter's page has a place for it.
    pub placed: bool,
}

fn sealed(answer: &Answer) -> Vec<Sealed> {
    match answer {
        Answer::Sealed(sealed) => vec![*sealed],
        Answer::Many(all) => all.iter().flat_map(sealed_one).collect(),
        _ => Vec::new(),
    }
}

fn sealed_one(answer: &Answer) -> Option<Sealed> {
    if let Answer::Sealed(sealed) = answer { Some(*sealed) } else { None }
}

/// Every sealed answer, each with what the person may read of it.
///
/// Means, health and status are for the bureau that decides and for the parties. A number that finds its person anywhere is whole for
/// the person it belongs to and for whoever handles the matter while something is theirs to do; for all others its end is enough.
pub fn held<'a>(
    (procedure, versions): (&'a Procedure, &[Procedure]),
    matter: &Matter,
    actor: &Actor,
    day: Date,
    acts: &[Expected],
) -> Vec<Held<'a>> {
    let inside = expected::over(versions, matter, actor, day) || expected::party(matter, actor, None);
    let busy = expected::handles(matter, actor) && acts.contains(&Expected::May);
    let mut out: BTreeMap<kernel::Id, Vec<Held<'a>>> = BTreeMap::new();
    for (_, field) in procedure.fields() {
        let Some(answer) = matter.answers.get(&field.id).filter(|_| !out.contains_key(&field.id)) else { continue };
        let delicate = matches!(field.personal, Some(Personal::Finance | Personal::Health | Personal::Status));
        let number = matches!(field.kind, FieldKind::CnId | FieldKind::Phone);
        let reads = |of: &Sealed| match (delicate && !inside, number, actor.person == Some(of.person), busy) {
            (true, ..) => Reads::Nothing,
            (false, false, ..) | (false, true, true, _) => Reads::All,
            (false, true, false, true) => Reads::EndOrAll,
            (false, true, false, false) => Reads::End,
        };
        // Names stand with the parties; what leads to a person stands beside a name, where a form asks for both together.
        let about = matches!(field.kind, FieldKind::Party(_) | FieldKind::CnId | FieldKind::Phone | FieldKind::Uscc | FieldKind::Address);
        let all = sealed(answer).into_iter().map(|s| Held { field, sealed: s, reads: reads(&s), placed: !about });
        out.insert(field.id.clone(), all.collect());
    }
    out.into_values().flatten().collect()
}
