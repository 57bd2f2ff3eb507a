//! A matter as an entry of a register.

use crate::{Answer, Matter, RegisterEntry, Sealed};
use kernel::Id;
use procedure::model::Register;

/// The entry that a matter is, and where its name lies. `None` while it stands in a state without a standing.
#[must_use]
pub fn entry_of(register: &Register, matter: &Matter) -> Option<(RegisterEntry, Option<Sealed>)> {
    if register.of.as_ref() != Some(&matter.procedure.id) {
        return None;
    }
    let here = |states: &[Id]| {
        states.iter().any(|s| matter.overlay.as_ref() == Some(s))
            || states.iter().any(|s| matter.overlay.is_none() && matter.main.as_ref() == Some(s))
    };
    let status = register.statuses.iter().find(|s| here(&s.states))?;
    let shown = register.show.iter().filter_map(|f| Some((f.clone(), matter.answers.get(f)?.clone())));
    let name = register.name.as_ref().and_then(|f| match matter.answers.get(f)? {
        Answer::Sealed(sealed) => Some(*sealed),
        _ => None,
    });
    let entry = RegisterEntry {
        id: Id::from(matter.id.to_string()),
        register: register.id.clone(),
        name: matter.number.clone().unwrap_or_default(),
        status: status.id.clone(),
        unit: matter.unit.clone(),
        account: None,
        fields: shown.collect(),
        texts: std::collections::BTreeMap::new(),
    };
    Some((entry, name))
}
