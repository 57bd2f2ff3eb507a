//! Other matters that belong to one: above, inside, joined, beside.

use crate::{Bureau, Fault, Scope};
use engine::{Joined, Matter};
use kernel::{Actor, MatterId, Title};

/// How another matter belongs to this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// This one lives inside it.
    Parent,
    /// It lives inside this one.
    Child,
    /// This one follows it.
    Lead,
    /// It follows this one.
    Follower,
    /// It stands beside.
    Linked,
}

/// Another matter, as far as this one shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Relative {
    /// How it belongs.
    pub relation: Relation,
    /// Which.
    pub id: MatterId,
    /// Its number; empty where it has none.
    pub number: String,
    /// Its procedure's title.
    pub title: Title,
    /// Where it stands.
    pub state: Title,
    /// Nothing more can happen in it.
    pub closed: bool,
}

impl Bureau {
    /// The relatives of a matter that the reader may see.
    pub(crate) async fn relatives(&self, matter: &Matter, scope: &Scope, reader: &Actor) -> Result<Vec<Relative>, Fault> {
        let mut named: Vec<(Relation, MatterId)> = Vec::new();
        named.extend(matter.parent.map(|id| (Relation::Parent, id)));
        named.extend(matter.children.iter().map(|c| (Relation::Child, c.matter)));
        match &matter.joined {
            Some(Joined::Follows(lead)) => named.push((Relation::Lead, *lead)),
            Some(Joined::Leads(led)) => named.extend(led.iter().map(|id| (Relation::Follower, *id))),
            None => {}
        }
        named.extend(matter.links.iter().map(|id| (Relation::Linked, *id)));
        let mut out = Vec::with_capacity(named.len());
        for (relation, id) in named {
            let Some(found) = self.store.matter(self.id, id).await?.filter(|m| scope.check(reader, m).is_ok()) else { continue };
            let Some(procedure) = self.library.pinned(&found.procedure) else { continue };
            let here = found.overlay.as_ref().or(found.main.as_ref());
            let state = here.and_then(|s| procedure.states.get(s)).map(|s| s.title.clone()).unwrap_or_default();
            let closed = found.closed(procedure);
            out.push(Relative { relation, id, number: found.number.unwrap_or_default(), title: procedure.title.clone(), state, closed });
        }
        Ok(out)
    }
}
