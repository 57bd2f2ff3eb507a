//! Steps in their order: choice values, once, needs, ended tracks and children, staff, minimum periods.

use super::{holders, titles};
use crate::{Context, Facts, Frame, Holder, Matter, Refusal};
use kernel::{Date, Id, Lang};
use procedure::model::{Action, Mode, Needs};
use std::collections::BTreeMap;

pub(super) fn check(frame: &Frame<'_>, matter: &Matter, action: &Action, context: &Context<'_>) -> Result<(), Refusal> {
    let facts = Facts { today: context.now.today(), matter: Some(matter), answers: &BTreeMap::new(), registers: context.registers };
    if !frame.holds(&action.only, &facts) {
        let names = |lang| titles::values(frame, &action.only, lang);
        return Err(Refusal::new(
            "E-only",
            format!("“{}”只适用于：{}。", action.title.zh, names(Lang::Zh)),
            format!("“{}” holds only for: {}.", action.title.en, names(Lang::En)),
        )
        .for_action(frame, action));
    }
    check_once(frame, matter, action)?;
    for needs in action.needs.iter().filter(|n| frame.holds(&n.only, &facts)) {
        check_needs(frame, matter, action, needs)?;
    }
    check_ended(frame, matter, action)?;
    check_staff(frame, matter, action, &facts)?;
    check_gates(frame, matter, action, context.now.today())
}

fn check_once(frame: &Frame<'_>, matter: &Matter, action: &Action) -> Result<(), Refusal> {
    let through = if action.each.is_empty() {
        action.once && matter.happened(action.event.as_str())
    } else {
        holders::left(frame, matter, action).is_empty()
    };
    if !through {
        return Ok(());
    }
    Err(Refusal::new(
        "E-once",
        format!("“{}”只能办一次，已经办过。", action.title.zh),
        format!("“{}” can be done once, and has been.", action.title.en),
    )
    .for_action(frame, action))
}

fn check_needs(frame: &Frame<'_>, matter: &Matter, action: &Action, needs: &Needs) -> Result<(), Refusal> {
    let lacking = lacking(frame, matter, action, needs);
    if lacking.is_empty() {
        return Ok(());
    }
    let names = |lang: Lang| {
        let name = |(event, holder): &(Id, Option<Holder>)| match holder {
            None => titles::event(frame, event, lang),
            Some(h) => format!("{}（{}）", titles::event(frame, event, lang), titles::holder(frame, matter, h, lang)),
        };
        let or = if needs.any { lang.pick("或者", " or ") } else { lang.pick("、", ", ") };
        let mut names: Vec<String> = lacking.iter().map(name).collect();
        names.dedup();
        names.join(or)
    };
    let refusal = Refusal::new("E-needs", format!("还缺：{}。", names(Lang::Zh)), format!("Still missing: {}.", names(Lang::En)))
        .cite(frame, &needs.ground)
        .for_action(frame, action);
    Err(match &needs.waived_by {
        None => refusal,
        Some(role) => refusal.lift(
            format!("先办上述事项；确有理由的，由{}免除并写明理由。", titles::role(frame, role, Lang::Zh)),
            format!("Do that first; with good reason, {} may waive it.", titles::role(frame, role, Lang::En)),
        ),
    })
}

/// What is still missing of a need: an event, or an event for one of several holders.
fn lacking(frame: &Frame<'_>, matter: &Matter, action: &Action, needs: &Needs) -> Vec<(Id, Option<Holder>)> {
    let waived = |e: &Id| needs.waived_by.is_some() && matter.waived.contains(&(action.id.clone(), e.clone()));
    let roles: Vec<(&Id, Vec<Id>)> = needs.events.iter().map(|e| (e, holders::roles_of(frame, e))).collect();
    let met = |e: &Id, holder: Option<&Holder>| {
        waived(e)
            || match holder {
                Some(h) => matter.happened_for(e.as_str(), h),
                None => matter.happened(e.as_str()),
            }
    };
    if !needs.any {
        let of_each = |(event, roles): &(&Id, Vec<Id>)| -> Vec<(Id, Option<Holder>)> {
            match roles.is_empty() {
                true => vec![((*event).clone(), None)],
                false => roles.iter().flat_map(|r| frame.holders(matter, r)).map(|h| ((*event).clone(), Some(h))).collect(),
            }
        };
        return roles.iter().flat_map(of_each).filter(|(e, h)| !met(e, h.as_ref())).collect();
    }
    // One of them suffices: for every holder of the roles by which any of them is told apart, else once.
    let mut all: Vec<Id> = roles.iter().flat_map(|(_, r)| r.iter().cloned()).collect();
    all.sort();
    all.dedup();
    let each: Vec<Option<Holder>> = match all.is_empty() {
        true => vec![None],
        false => all.iter().flat_map(|r| frame.holders(matter, r)).map(Some).collect(),
    };
    let short = each.into_iter().filter(|h| !needs.events.iter().any(|e| met(e, h.as_ref())));
    short.flat_map(|h| needs.events.iter().map(move |e| (e.clone(), h.clone()))).collect()
}

/// Whether the event is still needed by the action and may be waived: then by whom.
pub(super) fn waivable<'a>(frame: &Frame<'a>, matter: &Matter, action: &'a Action, event: &Id, facts: &Facts<'_>) -> Option<&'a Id> {
    let open = action.needs.iter().filter(|n| n.events.contains(event) && frame.holds(&n.only, facts));
    open.filter(|n| !lacking(frame, matter, action, n).is_empty()).find_map(|n| n.waived_by.as_ref())
}

fn check_ended(frame: &Frame<'_>, matter: &Matter, action: &Action) -> Result<(), Refusal> {
    for run in &action.ended {
        let track = frame.procedure.tracks.get(run);
        let open = match track {
            Some(_) => matter.tracks.get(run).is_some_and(|r| !r.closed),
            None => matter.children.iter().any(|c| c.procedure == *run && !c.closed),
        };
        if open {
            let title = track.map_or_else(|| kernel::Title::new("下级事项", "A matter inside this one"), |t| t.title.clone());
            return Err(Refusal::new("E-track", format!("“{}”尚未结束。", title.zh), format!("“{}” has not ended.", title.en))
                .for_action(frame, action));
        }
    }
    Ok(())
}

fn check_staff(frame: &Frame<'_>, matter: &Matter, action: &Action, facts: &Facts<'_>) -> Result<(), Refusal> {
    for role in action.staffed.iter().filter_map(|r| frame.procedure.roles.get(r)) {
        let have = matter.handlers.get(&role.id).map_or(0, Vec::len) as u64;
        let short = role.bounds.iter().filter(|b| frame.holds(&b.only, facts)).find(|b| match b.least {
            true => have < u64::from(b.persons),
            false => have > u64::from(b.persons),
        });
        if let Some(bound) = short {
            let (zh, en) = if bound.least { ("至少", "at least") } else { ("至多", "at most") };
            return Err(Refusal::new(
                "E-staff",
                format!("{}须{zh}{}人，现有{have}人。", role.title.zh, bound.persons),
                format!("{}: {en} {} persons are needed; there are {have}.", role.title.en, bound.persons),
            )
            .lift("请先分派办案人员。", "Assign colleagues first.")
            .cite(frame, &bound.ground));
        }
    }
    Ok(())
}

pub(super) fn check_gates(frame: &Frame<'_>, matter: &Matter, action: &Action, today: Date) -> Result<(), Refusal> {
    for clock in frame.procedure.clocks.iter().filter(|c| c.gates.contains(&action.id)) {
        let instances = || matter.clocks.iter().filter(|i| i.clock == clock.id && !i.void);
        if matches!(clock.mode, Mode::Before(_)) {
            let undone = instances().any(|i| i.due_on.is_some_and(|due| i.stopped_on.is_none_or(|on| on > due)));
            if undone {
                return Err(Refusal::new(
                    "E-notice-late",
                    format!("“{}”没有办或者办迟了，不能“{}”。", clock.title.zh, action.title.zh),
                    format!("“{}” was not done, or not in time: “{}” is not lawful.", clock.title.en, action.title.en),
                )
                .lift(
                    "先按期办理；已经来不及的，另定日期并重新通知。",
                    "Do it in time; if it is too late, set another day and give notice anew.",
                )
                .cite(frame, &clock.ground));
            }
            continue;
        }
        // The latest of several: every party has had its time.
        let due = instances().filter(|i| i.running()).filter_map(|i| i.due_on).max();
        if let Some(due) = due.filter(|due| today < *due) {
            return Err(Refusal::new(
                "E-too-early",
                format!("“{}”尚未届满，{}起才能“{}”。", clock.title.zh, kernel::chinese_date(due), action.title.zh),
                format!("“{}” has not run out: “{}” is lawful from {}.", clock.title.en, action.title.en, kernel::english_date(due)),
            )
            .cite(frame, &clock.ground));
        }
    }
    Ok(())
}

/// No form may set a date earlier than the end of a minimum period that runs to it.
pub(super) fn check_minimum(frame: &Frame<'_>, after: &Matter, answered: &BTreeMap<Id, crate::Answer>) -> Result<(), Refusal> {
    for clock in &frame.procedure.clocks {
        let Mode::AtLeast(Some(field)) = &clock.mode else { continue };
        let Some(set) = answered.get(field).and_then(crate::Answer::date) else { continue };
        let due = after.clocks.iter().filter(|i| i.clock == clock.id && i.running()).filter_map(|i| i.due_on).max();
        if let Some(due) = due.filter(|due| set < *due) {
            return Err(Refusal::new(
                "E-too-early",
                format!("“{}”不得早于{}（{}）。", titles::field(frame, field, Lang::Zh), kernel::chinese_date(due), clock.title.zh),
                format!(
                    "“{}” may not be before {} ({}).",
                    titles::field(frame, field, Lang::En),
                    kernel::english_date(due),
                    clock.title.en
                ),
            )
            .on(field)
            .cite(frame, &clock.ground));
        }
    }
    Ok(())
}
