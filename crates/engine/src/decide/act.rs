//! Doing an action of the procedure.

use super::roles::Setting;
use super::{Dated, answers, event, extend, holders, order_of_steps, place, roles, rules};
use crate::{Act, Answer, Author, Body, Context, Event, Facts, Frame, Holder, Matter, Opening, Pin, Refusal, evolve};
use kernel::{Date, Id, MatterId};
use procedure::model::{Action, ChoiceSource, KinAct, SignLine};
use std::collections::BTreeMap;

/// What was asked.
pub(super) struct Asked<'a> {
    pub action: &'a Id,
    pub holder: Option<&'a Holder>,
    pub with: &'a [MatterId],
    pub child: &'a BTreeMap<Id, Answer>,
    pub opening: Option<&'a Opening>,
    pub answers: &'a BTreeMap<Id, Answer>,
    pub dated: Dated,
}

pub(super) fn act(frame: &Frame<'_>, matter: Option<&Matter>, asked: &Asked<'_>, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let action = frame.procedure.action(asked.action.as_str()).ok_or_else(|| {
        Refusal::new(
            "E-action",
            format!("这一程序里没有“{}”这个动作。", asked.action),
            format!("This procedure has no action “{}”.", asked.action),
        )
    })?;
    let opening = match (matter, asked.opening) {
        (None, None) => return Err(Refusal::new("E-no-matter", "没有找到这件事项。", "There is no such matter.")),
        (None, Some(opening)) => Some(opening),
        (Some(_), _) => None,
    };
    let author = standing(frame, matter, opening, action, context)?;
    let holder = holders::concerned(frame, matter, action, (asked.holder, &author), context)?;
    let on = asked.dated.check(earliest(matter, action), context)?;
    let act = composed(frame, matter, action, (holder, on), asked, context)?;
    let last = holders::is_last(frame, matter, action, act.holder.as_ref());
    let given = if last { with_choices(frame, action, asked.answers) } else { asked.answers.clone() };
    let facts = Facts { today: context.now.today(), matter, answers: &given, registers: context.registers };
    if last {
        signers_known(frame, action, &facts)?;
    }
    let lines: Vec<SignLine> = action.sign.iter().filter(|l| last && frame.holds(&l.only, &facts)).cloned().collect();
    let waits = !lines.is_empty();
    let mut bodies = Vec::new();
    if let Some(opening) = opening {
        let procedure = Pin { id: frame.procedure.id.clone(), version: frame.procedure.version, hash: frame.procedure.hash };
        bodies.push(Body::Opened { procedure, opening: opening.clone() });
    }
    if let (Some(matter), false) = (matter, waits) {
        bodies.extend(place::dropped(frame, matter, &act.to, act.back, None).into_iter().map(|of| Body::Dropped { of }));
    }
    bodies.push(if waits { Body::Proposed { act, lines } } else { Body::Acted { act, proposal: None } });
    let events: Vec<Event> =
        bodies.into_iter().enumerate().map(|(i, body)| event(matter, i, on, asked.dated, author.clone(), body, context)).collect();
    check_after(frame, matter, &events, asked.answers)?;
    Ok(events)
}

/// Who signs may hang on a choice. While that is not known, nobody could say whose signature is missing, so nothing takes effect.
fn signers_known(frame: &Frame<'_>, action: &Action, facts: &Facts<'_>) -> Result<(), Refusal> {
    let open = action.sign.iter().flat_map(|l| &l.only).filter_map(|v| frame.procedure.choice_of(v.as_str()));
    let Some(choice) = open.into_iter().find(|c| frame.value(c, facts).is_none()) else { return Ok(()) };
    let mut refusal = Refusal::new(
        "E-unknown",
        format!("由谁签批取决于“{}”，现在还不知道。", choice.title.zh),
        format!("Who signs depends on “{}”, which is not known yet.", choice.title.en),
    )
    .cite(frame, &choice.ground);
    refusal.missing = vec![choice.id.clone()];
    Err(refusal)
}

/// The act with everything that follows from it.
fn composed(
    frame: &Frame<'_>,
    matter: Option<&Matter>,
    action: &Action,
    (holder, on): (Option<Holder>, Date),
    asked: &Asked<'_>,
    context: &Context<'_>,
) -> Result<Act, Refusal> {
    let last = holders::is_last(frame, matter, action, holder.as_ref());
    let given = if last { with_choices(frame, action, asked.answers) } else { asked.answers.clone() };
    let facts = Facts { today: context.now.today(), matter, answers: &given, registers: context.registers };
    answers::check(frame, matter, action, asked.answers, &facts)?;
    rules::check(frame, action, &facts)?;
    check_with(action, asked.with, matter)?;
    let paper = |p: &&procedure::model::PaperUse| frame.holds(&p.only, &facts) && (last || to_one(frame, action, &p.paper));
    Ok(Act {
        action: action.id.clone(),
        event: action.event.clone(),
        under: matter.map(|m| m.procedure.version).filter(|v| *v != frame.procedure.version).map(|_| frame.procedure.version),
        answers: asked.answers.clone(),
        choices: choices(frame, matter, action, &facts)?,
        to: if last { action.to.clone() } else { Vec::new() },
        back: last && action.back,
        extends: extend::granted(frame, matter, (&action.event, holder.as_ref()), on, &facts)?,
        papers: action.papers.iter().filter(paper).map(|p| p.paper.clone()).collect(),
        opens: action.opens.as_ref().filter(|_| last).map(|o| o.procedure.clone()),
        with: asked.with.to_vec(),
        child: if last { asked.child.clone() } else { BTreeMap::new() },
        holder,
    })
}

/// A paper addressed to the holders' role alone goes to the one holder each time; every other is issued with the last.
fn to_one(frame: &Frame<'_>, action: &Action, paper: &Id) -> bool {
    frame.procedure.papers.get(paper).is_some_and(|p| matches!(p.to.as_slice(), [role] if action.each.contains(role)))
}

fn check_with(action: &Action, with: &[MatterId], matter: Option<&Matter>) -> Result<(), Refusal> {
    let of_others = matches!(action.kin, Some(KinAct::Join | KinAct::Split));
    if of_others && with.is_empty() {
        return Err(Refusal::new("E-join", "请选择与哪些事项一并办理。", "Say which other matters this concerns."));
    }
    let own = matter.is_some_and(|m| with.contains(&m.id) || matches!(&m.joined, Some(crate::Joined::Follows(_))));
    if of_others && own {
        return Err(Refusal::new(
            "E-join",
            "本件已并入另一件，或者选择了本件自己；请到主案办理。",
            "This matter follows another, or was named itself; act in the lead matter.",
        ));
    }
    Ok(())
}

/// What can only be seen once the act is done: no date before the end of a minimum that the act itself started.
fn check_after(frame: &Frame<'_>, matter: Option<&Matter>, events: &[Event], answers: &BTreeMap<Id, Answer>) -> Result<(), Refusal> {
    let bounded =
        frame.procedure.clocks.iter().any(|c| matches!(&c.mode, procedure::model::Mode::AtLeast(Some(f)) if answers.contains_key(f)));
    if !bounded {
        return Ok(());
    }
    match events.iter().fold(matter.cloned(), |m, e| evolve(frame, m, e)) {
        Some(after) => order_of_steps::check_minimum(frame, &after, answers),
        None => Ok(()),
    }
}

/// Everything that can be said before the form is filled in: place, signatures that wait, capacity, order of steps.
pub(crate) fn standing(
    frame: &Frame<'_>,
    matter: Option<&Matter>,
    opening: Option<&Opening>,
    action: &Action,
    context: &Context<'_>,
) -> Result<Author, Refusal> {
    let at = match (matter, opening) {
        (Some(m), _) => Setting { matter, unit: &m.unit, subject: m.subject },
        (None, Some(o)) => Setting { matter, unit: &o.unit, subject: o.subject },
        (None, None) => return Err(Refusal::new("E-no-matter", "没有找到这件事项。", "There is no such matter.")),
    };
    match matter {
        None if !action.opens_matter() => {
            return Err(Refusal::new(
                "E-state",
                format!("“{}”要在已有的事项中办理。", action.title.zh),
                format!("“{}” is done within a matter.", action.title.en),
            ));
        }
        None => {}
        Some(matter) => place::check(frame, matter, action)?,
    }
    let author = roles::capacity(frame, at, action, context)?;
    if let Some(matter) = matter {
        order_of_steps::check(frame, matter, action, context)?;
    }
    Ok(author)
}

/// The act may not precede the step that led to where it is done.
fn earliest(matter: Option<&Matter>, action: &Action) -> Option<Date> {
    let matter = matter?;
    let here = matter.live_states().find(|s| action.offered_in(s))?;
    matter.timeline.iter().rev().find(|e| e.entered.contains(here)).map(|e| e.on).or(Some(matter.opened_on))
}

/// Answers, with the values that the action itself sets.
fn with_choices(frame: &Frame<'_>, action: &Action, answers: &BTreeMap<Id, Answer>) -> BTreeMap<Id, Answer> {
    let mut given = answers.clone();
    for value in &action.sets {
        if let Some(choice) = frame.procedure.choice_of(value.as_str()) {
            given.insert(choice.id.clone(), Answer::Choice(value.clone()));
        }
    }
    given
}

/// Values the act sets: by `sets`, by fields, and by rule where this event fixes them.
fn choices(frame: &Frame<'_>, matter: Option<&Matter>, action: &Action, facts: &Facts<'_>) -> Result<BTreeMap<Id, Id>, Refusal> {
    let mut out = BTreeMap::new();
    for choice in frame.procedure.choices.values() {
        let set = facts.answers.get(&choice.id).and_then(Answer::choice).cloned();
        let fixed = choice.fixed_at.as_ref();
        let value = match (&choice.source, set) {
            (_, Some(value)) => Some(value),
            (ChoiceSource::Rule(_), None) if fixed == Some(&action.event) => frame.value(choice, facts),
            _ => None,
        };
        let Some(value) = value else { continue };
        let was = matter.and_then(|m| m.choices.get(&choice.id));
        let frozen = fixed.is_some_and(|e| matter.is_some_and(|m| m.happened(e.as_str())));
        if frozen && was != Some(&value) {
            return Err(Refusal::new(
                "E-fixed",
                format!("“{}”已经确定，不再改变。", choice.title.zh),
                format!("“{}” has been fixed and does not change.", choice.title.en),
            )
            .cite(frame, &choice.ground));
        }
        out.insert(choice.id.clone(), value);
    }
    Ok(out)
}
