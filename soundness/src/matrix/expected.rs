//! What the files grant, reckoned from the decoded procedure, the matter and the account's grants: an evaluator of its own.
//!
//! Of the engine it asks one thing only: the value of a choice, for roles that exist only while the matter has one.

use engine::{Facts, Frame, Matter, Pending, Waiting};
use kernel::{Actor, Date, Grant, Id, OrgPath, PersonId};
use procedure::model::{Action, From, HeldBy, Procedure, Role};
use std::collections::BTreeMap;

/// What should happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nothing about the person hinders it.
    May,
    /// The act belongs to another state.
    NotHere,
    /// Refused with one of these codes.
    No(Vec<&'static str>),
}

/// A verb of the kernel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    /// A proposal is signed.
    Sign(u64),
    /// It is returned.
    Return(u64),
    /// It is taken back.
    Recall(u64),
    /// A role is given to a colleague.
    Assign(Id),
    /// Somebody stands aside.
    Recuse,
    /// Another unit takes it over.
    Transfer,
    /// Another matter is noted beside it.
    Link,
    /// What it holds is to be destroyed.
    Destroy,
    /// A paper reached the first holder of a role.
    Serve(Id, Id),
    /// A legal date is put right.
    Correct,
}

/// Whether a unit is, or lies under, another: by its segments.
fn under(unit: &OrgPath, top: &OrgPath) -> bool {
    let segments = |path: &OrgPath| path.as_str().split('/').filter(|s| !s.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (unit, top) = (segments(unit), segments(top));
    top.len() <= unit.len() && top.iter().zip(&unit).all(|(a, b)| a == b)
}

fn in_time(grant: &Grant, day: Date) -> bool {
    let begun = grant.from <= day;
    let over = matches!(grant.until, Some(last) if last < day);
    begun && !over
}

fn grants<'a>(actor: &'a Actor, role: &'a Id, unit: &'a OrgPath, day: Date) -> impl Iterator<Item = &'a Grant> {
    actor.grants.iter().filter(move |g| g.role == *role && in_time(g, day) && under(unit, &g.unit))
}

/// Whether somebody is a party, in a role or in any.
#[must_use]
pub fn party(matter: &Matter, actor: &Actor, role: Option<&Id>) -> bool {
    let Some(person) = actor.person else { return false };
    matter.parties.iter().any(|(of, all)| role.is_none_or(|r| r == of) && all.iter().any(|p| p.person == person))
}

/// Whether a role of ours, held today, opens matters of a procedure in any unit at all.
#[must_use]
pub fn works(versions: &[Procedure], actor: &Actor, day: Date) -> bool {
    actor.grants.iter().any(|g| in_time(g, day) && of_ours(versions, &g.role))
}

/// Whether a matter lies within what somebody's roles are held over.
#[must_use]
pub fn over(versions: &[Procedure], matter: &Matter, actor: &Actor, day: Date) -> bool {
    actor.grants.iter().any(|g| in_time(g, day) && under(&matter.unit, &g.unit) && of_ours(versions, &g.role))
}

/// Whether somebody is named in it as one who handles it.
#[must_use]
pub fn handles(matter: &Matter, actor: &Actor) -> bool {
    matter.handlers.values().any(|all| all.contains(&actor.account))
}

/// Whether an account may see a matter at all: by a role of ours that some version of its procedure names, or as one's own.
#[must_use]
pub fn sees(versions: &[Procedure], matter: &Matter, actor: &Actor, day: Date) -> bool {
    let asked = matter.pending.iter().any(|p| p.countersign.contains(&actor.account));
    over(versions, matter, actor, day) || handles(matter, actor) || asked || party(matter, actor, None)
}

fn of_ours(versions: &[Procedure], role: &Id) -> bool {
    versions.iter().flat_map(|p| p.roles.values()).any(|r| r.id == *role && matches!(r.held_by, HeldBy::Unit(_)))
}

/// Why one way of doing an act is closed; `None`: it is open.
fn closed(matter: &Matter, actor: &Actor, role: &Role, day: Date) -> Option<&'static str> {
    let theirs = match role.held_by {
        HeldBy::Unit(_) => grants(actor, &role.id, &matter.unit, day).next().is_some(),
        HeldBy::Register(_) => matter.handlers.get(&role.id).is_some_and(|all| all.contains(&actor.account)),
        HeldBy::Party => party(matter, actor, Some(&role.id)),
        HeldBy::Public => actor.person.is_some() || actor.unit.is_some(),
        HeldBy::Outside => false,
    };
    if !theirs {
        return Some("E-role");
    }
    let for_us = matches!(role.held_by, HeldBy::Unit(_) | HeldBy::Register(_));
    if matter.recused.contains(&actor.account) || (for_us && party(matter, actor, None)) {
        return Some("E-recused");
    }
    let given = matter.handlers.get(&role.id).map_or(&[][..], Vec::as_slice);
    let for_one_of_them = |g: &Grant| g.acting_for.as_ref().is_some_and(|a| given.contains(a));
    let mine = given.is_empty() || given.contains(&actor.account) || grants(actor, &role.id, &matter.unit, day).any(for_one_of_them);
    (matches!(role.held_by, HeldBy::Unit(_)) && !mine).then_some("E-assigned")
}

/// An act of the procedure: done in any role that may, or entered by ours for somebody else.
#[must_use]
pub fn act(frame: &Frame<'_>, matter: &Matter, actor: &Actor, action: &Action, day: Date) -> Expected {
    let p = frame.procedure;
    let open_tracks = matter.tracks.values().filter(|t| !t.closed).map(|t| &t.state);
    let mut here = open_tracks.chain(matter.overlay.as_ref().or(matter.main.as_ref()));
    if !here.any(|s| action.from.iter().any(|f| *f == From::State(s.clone()))) {
        return Expected::NotHere;
    }
    let facts = Facts { today: day, matter: Some(matter), answers: &BTreeMap::new(), registers: &BTreeMap::new() };
    let now = |r: &&Role| r.only.is_empty() || frame.holds(&r.only, &facts);
    let by = action.by.iter().filter_map(|r| p.roles.get(r)).filter(now);
    // Whoever enters is of ours; a role through which others act does not come and go with a choice.
    let via = action.via.iter().filter_map(|r| p.roles.get(r));
    let why: Vec<Option<&str>> = by.chain(via).map(|r| closed(matter, actor, r, day)).collect();
    if why.contains(&None) {
        return Expected::May;
    }
    let mut codes: Vec<&str> = why.into_iter().flatten().filter(|c| *c != "E-role").collect();
    if codes.is_empty() {
        codes.push("E-role");
    }
    Expected::No(codes)
}

/// Opening a matter, before there is one.
#[must_use]
pub fn opens(p: &Procedure, unit: &OrgPath, subject: PersonId, actor: &Actor, action: &Action, day: Date) -> Expected {
    if !action.from.contains(&From::New) {
        return Expected::NotHere;
    }
    let theirs = |r: &Role| match r.held_by {
        HeldBy::Unit(_) => grants(actor, &r.id, unit, day).next().is_some(),
        HeldBy::Party => actor.person == Some(subject),
        HeldBy::Public => actor.person.is_some() || actor.unit.is_some(),
        HeldBy::Register(_) | HeldBy::Outside => false,
    };
    let any = action.by.iter().chain(&action.via).filter_map(|r| p.roles.get(r)).any(theirs);
    if any { Expected::May } else { Expected::No(vec!["E-role"]) }
}

/// The verbs that can be tried in a matter.
#[must_use]
pub fn verbs(p: &Procedure, matter: &Matter) -> Vec<Verb> {
    let mut out = vec![Verb::Recuse, Verb::Transfer, Verb::Link, Verb::Destroy, Verb::Correct];
    let ours = p.roles.values().filter(|r| matches!(r.held_by, HeldBy::Unit(_)));
    out.extend(ours.map(|r| Verb::Assign(r.id.clone())).take(1));
    out.extend(matter.pending.iter().flat_map(|w| [Verb::Sign(w.seq), Verb::Return(w.seq), Verb::Recall(w.seq)]));
    let addressed = p.papers.values().filter_map(|d| Some(Verb::Serve(d.id.clone(), d.to.first()?.clone())));
    out.extend(addressed.take(1));
    out
}

/// A verb of the kernel.
#[must_use]
pub fn verb(p: &Procedure, matter: &Matter, actor: &Actor, verb: &Verb, day: Date) -> Expected {
    let no = |code| Expected::No(vec![code]);
    let of_ours = |r: &&Role| matches!(r.held_by, HeldBy::Unit(_)) && grants(actor, &r.id, &matter.unit, day).next().is_some();
    let ours = p.roles.values().any(|r| of_ours(&r));
    let concerned = matter.recused.contains(&actor.account) || party(matter, actor, None);
    let waiting = |of: u64| matter.pending.iter().find(|w| w.seq == of);
    match verb {
        // Who stands aside says so, and is believed.
        Verb::Recuse if ours => Expected::May,
        Verb::Recall(of) => match waiting(*of) {
            Some(w) if w.by == actor.account => Expected::May,
            _ => no("E-not-proposer"),
        },
        Verb::Sign(of) | Verb::Return(of) => match waiting(*of) {
            Some(w) => signs(matter, actor, w, (ours, concerned), day),
            None => Expected::NotHere,
        },
        _ if !ours => no("E-role"),
        _ if concerned => no("E-recused"),
        _ => Expected::May,
    }
}

fn signs(matter: &Matter, actor: &Actor, waits: &Pending, (ours, concerned): (bool, bool), day: Date) -> Expected {
    let no = |code| Expected::No(vec![code]);
    let signed = |role: &Id| waits.signed.iter().any(|s| s.role.as_ref() == Some(role));
    let asked = waits.countersign.contains(&actor.account);
    if waits.by == actor.account {
        return no("E-own-proposal");
    }
    if waits.signed.iter().any(|s| s.account == actor.account) {
        return no("E-signed");
    }
    let turn = match &waits.what {
        Waiting::Act { .. } if asked => true,
        Waiting::Act { .. } if !waits.countersign.is_empty() => false,
        Waiting::Act { lines, .. } => {
            let done = |l: &&procedure::model::SignLine| match l.any {
                true => l.roles.iter().any(signed),
                false => l.roles.iter().all(signed),
            };
            let line = lines.iter().find(|l| !done(l));
            line.is_some_and(|l| l.roles.iter().any(|r| !signed(r) && grants(actor, r, &matter.unit, day).next().is_some()))
        }
        Waiting::Correction { .. } | Waiting::Destruction => ours || asked,
    };
    match (turn, concerned, &waits.what) {
        (true, true, _) => no("E-recused"),
        (true, false, _) => Expected::May,
        (false, _, Waiting::Act { .. }) => no("E-not-signer"),
        (false, ..) => no("E-role"),
    }
}
