//! Who tries: every role, over every kind of unit, in every relation to the matter.

use engine::{Matter, Opening, Pin, Sealed, Signature};
use kernel::{AccountId, Actor, Date, Digest, Grant, Id, MatterId, OrgPath, PersonId, ValueId};
use procedure::model::{HeldBy, Procedure, Role};
use std::fmt;
use uuid::Uuid;

/// Over what, and when, the role is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Over {
    Own,
    Parent,
    Top,
    Sibling,
    /// A unit whose name only begins like the matter's.
    Namesake,
    Below,
    OtherLine,
    /// Until yesterday.
    Ended,
    /// From tomorrow.
    Coming,
    /// In a colleague's place.
    StandingIn,
    Nothing,
}

const OVER: [Over; 11] = [
    Over::Own,
    Over::Parent,
    Over::Top,
    Over::Sibling,
    Over::Namesake,
    Over::Below,
    Over::OtherLine,
    Over::Ended,
    Over::Coming,
    Over::StandingIn,
    Over::Nothing,
];

/// What somebody has to do with the matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Nobody,
    Party,
    Assigned,
    /// It was given to a colleague.
    NotAssigned,
    Recused,
    RecusedParty,
    Proposer,
    HasSigned,
    Asked,
    /// Asked to countersign, and then found to be a party.
    AskedParty,
}

const RELATIONS: [Relation; 10] = [
    Relation::Nobody,
    Relation::Party,
    Relation::Assigned,
    Relation::NotAssigned,
    Relation::Recused,
    Relation::RecusedParty,
    Relation::Proposer,
    Relation::HasSigned,
    Relation::Asked,
    Relation::AskedParty,
];

/// Somebody, and the matter as it stands towards them.
pub struct Somebody {
    /// Who tries.
    pub actor: Actor,
    /// The matter as it stands towards them.
    pub matter: Matter,
    /// They have nothing else to do with it: only the unit counts.
    pub plain: bool,
    /// Role, over what it is held, and the relation, in words.
    pub told: String,
}

impl fmt::Display for Somebody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let m = &self.matter;
        write!(f, "{} {} {:?} {:?}, {}", m.procedure.id, m.procedure.version, m.main, m.overlay, self.told)
    }
}

/// The colleague to whom it was given.
#[must_use]
pub fn other() -> AccountId {
    Id::from("the.other")
}

fn own_account() -> AccountId {
    Id::from("somebody")
}

fn person() -> PersonId {
    PersonId(Uuid::from_u128(11))
}

fn sealed(person: PersonId) -> Sealed {
    Sealed { value: ValueId(Uuid::nil()), person, digest: Digest([0; 32]) }
}

/// Everybody who may try something in a matter.
#[must_use]
pub fn around(procedure: &Procedure, matter: &Matter, day: Date) -> Vec<Somebody> {
    let waits = !matter.pending.is_empty();
    let mut out = Vec::new();
    for role in procedure.roles.values() {
        for relation in RELATIONS {
            let of_proposal = matches!(relation, Relation::Proposer | Relation::HasSigned | Relation::Asked | Relation::AskedParty);
            let made = (!of_proposal || waits).then(|| towards(procedure, matter, role, relation, day));
            let Some(matter) = made else { continue };
            let over = match (&role.held_by, relation) {
                (HeldBy::Unit(_), Relation::Nobody) => &OVER[..],
                // Whatever else the relation is, the unit decides as it does for those who have none.
                (HeldBy::Unit(_), _) => &[Over::Own, Over::Ended, Over::StandingIn, Over::Nothing][..],
                _ => &[Over::Nothing][..],
            };
            out.extend(over.iter().map(|over| somebody(role, *over, relation, &matter, day)));
        }
    }
    // A party who also works for us in another line, and an officer of ours in a line that this procedure does not know.
    for relation in [Relation::Nobody, Relation::Party] {
        let stranger = Role { id: Id::from("role_of_another_line"), ..procedure.roles.values().next().cloned().unwrap_or_else(unheld) };
        let matter = towards(procedure, matter, &stranger, relation, day);
        out.extend(OVER.map(|over| somebody(&stranger, over, relation, &matter, day)));
    }
    out.extend(two_roles(procedure, matter, day));
    out
}

/// Somebody who holds every role of ours at once, of which one was given to a colleague: the others are still theirs.
fn two_roles(procedure: &Procedure, matter: &Matter, day: Date) -> Vec<Somebody> {
    let ours: Vec<&Role> = procedure.roles.values().filter(|r| matches!(r.held_by, HeldBy::Unit(_))).collect();
    let all = |relation: Relation, role: &Role| {
        let matter = towards(procedure, matter, role, relation, day);
        let mut one = somebody(role, Over::Own, relation, &matter, day);
        one.actor.grants = ours.iter().flat_map(|r| grants(r, Over::Own, &matter.unit, day)).collect();
        one.told = format!("with every role, {relation:?} as {}", role.id);
        one
    };
    let relations = [Relation::Nobody, Relation::NotAssigned, Relation::Party, Relation::Recused];
    ours.iter().flat_map(|r| relations.map(|relation| all(relation, r))).collect()
}

/// The matter, with somebody in a relation to it.
fn towards(procedure: &Procedure, matter: &Matter, role: &Role, relation: Relation, day: Date) -> Matter {
    let mut matter = matter.clone();
    let party = || {
        let first = procedure.roles.values().find(|r| r.held_by == HeldBy::Party).map(|r| r.id.clone());
        if role.held_by == HeldBy::Party { Some(role.id.clone()) } else { first }
    };
    if matches!(relation, Relation::Party | Relation::RecusedParty | Relation::AskedParty)
        && let Some(party) = party()
    {
        matter.parties.entry(party).or_default().push(sealed(person()));
    }
    match relation {
        Relation::Nobody | Relation::Party => {}
        Relation::Assigned => drop(matter.handlers.insert(role.id.clone(), vec![own_account()])),
        Relation::NotAssigned => drop(matter.handlers.insert(role.id.clone(), vec![other()])),
        Relation::Recused | Relation::RecusedParty => drop(matter.recused.insert(own_account())),
        Relation::Proposer => matter.pending.iter_mut().for_each(|p| p.by = own_account()),
        Relation::HasSigned => {
            let signature = Signature { role: Some(role.id.clone()), account: own_account(), on: day, minutes: None };
            matter.pending.iter_mut().for_each(|p| p.signed.push(signature.clone()));
        }
        Relation::Asked | Relation::AskedParty => matter.pending.iter_mut().for_each(|p| p.countersign.push(own_account())),
    }
    matter
}

fn somebody(role: &Role, over: Over, relation: Relation, matter: &Matter, day: Date) -> Somebody {
    let grants = grants(role, over, &matter.unit, day);
    // Everybody is a person; whether they are a party stands in the matter.
    let actor =
        Actor { account: own_account(), unit: (over != Over::Nothing).then(|| matter.unit.clone()), grants, person: Some(person()) };
    let plain = relation == Relation::Nobody;
    Somebody { actor, matter: matter.clone(), plain, told: format!("{} over {over:?}, {relation:?}", role.id) }
}

fn grants(role: &Role, over: Over, unit: &OrgPath, day: Date) -> Vec<Grant> {
    let parent = unit.parent().unwrap_or_else(|| OrgPath::new("/"));
    let at = match over {
        Over::Nothing => return Vec::new(),
        Over::Parent => parent,
        Over::Top => OrgPath::new("/"),
        Over::Sibling => OrgPath::new(&format!("{parent}/sibling")),
        Over::Namesake => OrgPath::new(&format!("{unit}2")),
        Over::Below => OrgPath::new(&format!("{unit}/below")),
        Over::OtherLine => OrgPath::new("/elsewhere/office"),
        Over::Own | Over::Ended | Over::Coming | Over::StandingIn => unit.clone(),
    };
    let off = |days: i64| day.checked_add(jiff::Span::new().days(days)).unwrap_or(day);
    let from = if over == Over::Coming { off(1) } else { off(-400) };
    let until = if over == Over::Ended { Some(off(-1)) } else { Some(off(400)) };
    let acting_for = (over == Over::StandingIn).then(other);
    vec![Grant { role: role.id.clone(), unit: at, from, until, acting_for }]
}

/// Everybody who may open a matter: the unit that would handle it, whose matter it would be, and who tries.
#[must_use]
pub fn before(procedure: &Procedure, day: Date) -> Vec<(OrgPath, PersonId, Somebody)> {
    let unit = OrgPath::new("/city/east");
    let mut out = Vec::new();
    for subject in [person(), PersonId(Uuid::from_u128(12))] {
        let opening = Opening::new(MatterId(Uuid::from_u128(13)), unit.clone(), subject);
        let pin = Pin { id: procedure.id.clone(), version: procedure.version, hash: procedure.hash };
        let matter = Matter::begun(pin, &opening, day);
        for role in procedure.roles.values() {
            out.extend(OVER.map(|over| (unit.clone(), subject, somebody(role, over, Relation::Nobody, &matter, day))));
        }
    }
    out
}

fn unheld() -> Role {
    Role {
        id: Id::from("nobody"),
        title: kernel::Title::default(),
        held_by: HeldBy::Outside,
        many: false,
        bounds: Vec::new(),
        body: false,
        only: Vec::new(),
        acts_for: None,
        ground: procedure::model::Ground::default(),
        place: procedure::model::Place::default(),
    }
}
