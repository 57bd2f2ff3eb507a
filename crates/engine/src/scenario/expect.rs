//! What an example expects of a matter.

mod clocks;

use super::stage::Stage;
use crate::{Context, Frame, Holder, Joined, Matter, Pending, Standing, Waiting, entry_of, offers, remedies};
use kernel::{Date, Id, Moment};
use procedure::scenario::{Expect, When, Who};

/// Whether it is so. What waits for a signature is said as well: it is the usual reason.
pub(super) fn check(stage: &Stage<'_>, expect: &Expect) -> Result<(), String> {
    let matter = stage.matter().ok_or("事项还没有开始")?;
    compare(stage, matter, expect).map_err(|message| {
        let waits: Vec<&str> = matter.pending.iter().filter_map(waiting_act).collect();
        if waits.is_empty() { message } else { format!("{message}；还在等签批：{}", waits.join("、")) }
    })
}

fn waiting_act(pending: &Pending) -> Option<&str> {
    match &pending.what {
        Waiting::Act { act, .. } => Some(act.action.as_str()),
        Waiting::Correction { .. } | Waiting::Destruction => None,
    }
}

fn compare(stage: &Stage<'_>, matter: &Matter, expect: &Expect) -> Result<(), String> {
    let frame = stage.frame().ok_or("没有这一程序")?;
    match expect {
        Expect::State(state) => holds(matter.is_in(state), || {
            format!("应在“{state}”，实际在“{}”", matter.live_states().map(Id::as_str).collect::<Vec<_>>().join("”“"))
        }),
        Expect::Track { track, running } => {
            let runs = matter.tracks.get(track).is_some_and(|r| !r.closed);
            holds(runs == *running, || format!("并行线“{track}” running：应为 #{running}，实际 #{runs}"))
        }
        Expect::Event { event, holder, on, happened } => happening(matter, event, *holder, (*on, *happened)),
        Expect::Offered { action, by, offered } => offered_to(stage, &frame, matter, (action, by.as_ref(), *offered)),
        Expect::Choice { choice, value } => {
            let known = frame.procedure.choices.get(choice).ok_or_else(|| format!("没有“{choice}”这个选择"))?;
            let now = frame.value(known, &frame.facts(matter, stage.today));
            holds(now == *value, || format!("“{choice}”应为{}，实际{}", word(value.as_ref()), word(now.as_ref())))
        }
        Expect::Paper { paper, issued } => {
            let found = matter.papers.iter().any(|p| p.paper == *paper);
            holds(found == *issued, || format!("文书“{paper}” issued：应为 #{issued}，实际 #{found}"))
        }
        Expect::Clock { clock, holder, round, is } => clocks::check(&frame, matter, stage.today, (clock, *holder, *round), is),
        Expect::Overlay { overlay, lies } => {
            let now = matter.overlay.as_ref() == Some(overlay);
            holds(now == *lies, || format!("叠加环节“{overlay}” lies：应为 #{lies}，实际 #{now}"))
        }
        Expect::Joined(joined) => {
            let follows = matches!(matter.joined, Some(Joined::Follows(_)));
            holds(follows == *joined, || format!("joined：应为 #{joined}，实际 #{follows}"))
        }
        Expect::Version(version) => {
            holds(matter.procedure.version == *version, || format!("程序版本应为{version}，实际{}", matter.procedure.version))
        }
        Expect::Status { register, status } => standing(stage, matter, register.as_ref(), status.as_ref()),
        Expect::Remedy { remedy, of, to, holder, due } => {
            remedy_is(&frame, matter, (remedy, of.as_ref()), (to.as_ref(), *holder), due.as_ref())
        }
    }
}

pub(super) fn holds(ok: bool, message: impl FnOnce() -> String) -> Result<(), String> {
    if ok { Ok(()) } else { Err(message()) }
}

/// A day, as examples write it.
fn date(day: Option<Date>) -> String {
    day.map_or_else(|| "没有日期".to_owned(), |day| format!(" {day}"))
}

/// A name, as examples write it.
fn word(id: Option<&Id>) -> String {
    id.map_or_else(|| "未知".to_owned(), |id| format!("“{id}”"))
}

/// Whether a holder is the one of this place, whatever its role.
fn nth_is(holder: Option<&Holder>, nth: Option<u32>) -> bool {
    nth.is_none_or(|n| holder.is_some_and(|h| u32::from(h.nth) == n))
}

fn happening(matter: &Matter, event: &Id, nth: Option<u32>, (on, happened): (Option<Date>, bool)) -> Result<(), String> {
    let mut all = matter.timeline.iter().filter(|e| e.name == *event && nth_is(e.holder.as_ref(), nth));
    let found = all.next_back().map(|e| e.on);
    let ok = found.is_some() == happened && on.is_none_or(|on| found == Some(on));
    holds(ok, || match (happened, on) {
        (false, _) => format!("事件“{event}”不应发生，实际发生在{}", date(found)),
        (true, None) => format!("事件“{event}”应当发生，实际没有发生"),
        (true, Some(on)) => format!("事件“{event}”应在 {on}，实际{}", date(found)),
    })
}

fn offered_to(
    stage: &Stage<'_>,
    frame: &Frame<'_>,
    matter: &Matter,
    (action, by, expected): (&Id, Option<&Id>, bool),
) -> Result<(), String> {
    let known = frame.procedure.action(action.as_str()).ok_or_else(|| format!("没有“{action}”这个动作"))?;
    let roles: Vec<Id> = by.map_or_else(|| known.by.iter().chain(&known.via).cloned().collect(), |b| vec![b.clone()]);
    let open = roles.iter().any(|role| {
        let actor = stage.cast.actor(frame.procedure, Some(matter), &Who { role: role.clone(), person: None }, None);
        let context = Context { actor: &actor, now: Moment::morning(stage.today), registers: stage.cast.registers() };
        offers(frame, matter, &context).iter().any(|o| o.action.id == *action && !matches!(o.standing, Standing::Refused(_)))
    });
    holds(open == expected, || format!("“{action}”可办：应为 #{expected}，实际 #{open}"))
}

fn standing(stage: &Stage<'_>, matter: &Matter, register: Option<&Id>, status: Option<&Id>) -> Result<(), String> {
    let mut registers = stage.shelf.registers().filter(|r| r.of.as_ref() == Some(&matter.procedure.id));
    let known = registers.find(|r| register.is_none_or(|id| r.id == *id)).ok_or("这一程序不是任何名录的条目")?;
    let now = entry_of(known, matter).map(|(entry, _)| entry.status);
    holds(now.as_ref() == status, || format!("名录状态应为{}，实际{}", word(status), word(now.as_ref())))
}

fn remedy_is(
    frame: &Frame<'_>,
    matter: &Matter,
    (remedy, of): (&Id, Option<&Id>),
    (to, nth): (Option<&Id>, Option<u32>),
    due: Option<&When>,
) -> Result<(), String> {
    let all = remedies(frame, matter);
    let theirs = all.iter().filter(|o| o.remedy == *remedy && of.is_none_or(|p| o.of == *p));
    let mut theirs = theirs.filter(|o| to.is_none_or(|r| o.to.as_ref().is_some_and(|h| h.role == *r)));
    let found = theirs.rfind(|o| nth_is(o.to.as_ref(), nth)).and_then(|o| o.until);
    let expected = due.map(When::day);
    holds(found == expected, || format!("救济“{remedy}”的最后一天应为{}，实际{}", date(expected), date(found)))
}
