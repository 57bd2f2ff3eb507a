//! Doing an action of the procedure.

use super::{Dated, answers, event, roles};
use crate::{Act, Answer, Author, Body, Context, Event, Facts, Frame, Matter, Opening, Pin, Refusal, Verdict};
use kernel::{Date, Id};
use procedure::model::{Action, ChoiceSource, SignLine};
use std::collections::BTreeMap;

/// What was asked.
pub(super) struct Asked<'a> {
    pub action: &'a Id,
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
    let on = asked.dated.check(earliest(matter, action), context)?;
    let given = with_choices(frame, action, asked.answers);
    let facts = Facts { today: context.now.today(), matter, answers: &given, registers: context.registers };
    answers::check(frame, matter, action, asked.answers, &facts)?;
    check_rules(frame, action, &facts)?;
    let choices = choices(frame, matter, action, &facts)?;
    let act = Act {
        action: action.id.clone(),
        event: action.event.clone(),
        answers: asked.answers.clone(),
        choices,
        to: action.to.clone(),
        papers: action.papers.iter().filter(|p| frame.holds(&p.only, &facts)).map(|p| p.paper.clone()).collect(),
        opens: action.opens.clone(),
    };
    let lines: Vec<SignLine> = action.sign.iter().filter(|l| frame.holds(&l.only, &facts)).cloned().collect();
    let body = if lines.is_empty() { Body::Acted(act) } else { Body::Proposed { act, lines } };
    let mut events = Vec::with_capacity(2);
    if let Some(opening) = opening {
        let procedure = Pin { id: frame.procedure.id.clone(), version: frame.procedure.version, hash: frame.procedure.hash };
        let opened = Body::Opened { procedure, opening: opening.clone() };
        events.push(event(None, 0, on, asked.dated, author.clone(), opened, context));
    }
    events.push(event(matter, events.len(), on, asked.dated, author, body, context));
    Ok(events)
}

/// Everything that can be said before the form is filled in: place, signatures that wait, capacity, order of steps.
pub(crate) fn standing(
    frame: &Frame<'_>,
    matter: Option<&Matter>,
    opening: Option<&Opening>,
    action: &Action,
    context: &Context<'_>,
) -> Result<Author, Refusal> {
    let (unit, subject) = match (matter, opening) {
        (Some(m), _) => (&m.unit, m.subject),
        (None, Some(o)) => (&o.unit, o.subject),
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
        Some(matter) => check_place(frame, matter, action)?,
    }
    let author = roles::capacity(frame, matter, unit, subject, action, context)?;
    if let Some(matter) = matter {
        check_order(frame, matter, action, context)?;
    }
    Ok(author)
}

fn check_place(frame: &Frame<'_>, matter: &Matter, action: &Action) -> Result<(), Refusal> {
    if !matter.live_states().any(|s| action.offered_in(s)) {
        let title = |lang| {
            let state = matter.main.as_ref().and_then(|s| frame.procedure.states.get(s));
            state.map_or_else(String::new, |s| s.title.text(lang).to_owned())
        };
        return Err(Refusal::new(
            "E-state",
            format!("事项现处于“{}”，不能“{}”。", title(kernel::Lang::Zh), action.title.zh),
            format!("The matter is at “{}”; “{}” is not open there.", title(kernel::Lang::En), action.title.en),
        )
        .for_action(frame, action));
    }
    let moves_main = action.to.iter().any(|s| frame.procedure.states.get(s).is_some_and(|s| s.track.is_none()));
    if matter.pending.is_some() && (moves_main || action.to.is_empty()) {
        return Err(Refusal::new("E-pending", "有一项提请正等待签批。", "Something is waiting to be signed.")
            .lift("请签批人签批或者退回，或者由提请人撤回。", "It must first be signed, returned, or recalled."));
    }
    Ok(())
}

/// Steps in their order: choice values, once, needs, ended tracks, minimum periods.
fn check_order(frame: &Frame<'_>, matter: &Matter, action: &Action, context: &Context<'_>) -> Result<(), Refusal> {
    let facts = Facts { today: context.now.today(), matter: Some(matter), answers: &BTreeMap::new(), registers: context.registers };
    if !frame.holds(&action.only, &facts) {
        let names = |lang| titles_of_values(frame, &action.only, lang);
        return Err(Refusal::new(
            "E-only",
            format!("“{}”只适用于：{}。", action.title.zh, names(kernel::Lang::Zh)),
            format!("“{}” holds only for: {}.", action.title.en, names(kernel::Lang::En)),
        )
        .for_action(frame, action));
    }
    if action.once && matter.happened(action.event.as_str()) {
        return Err(Refusal::new(
            "E-once",
            format!("“{}”只能办一次，已经办过。", action.title.zh),
            format!("“{}” can be done once, and has been.", action.title.en),
        )
        .for_action(frame, action));
    }
    for needs in action.needs.iter().filter(|n| frame.holds(&n.only, &facts)) {
        let met = |e: &Id| matter.happened(e.as_str());
        let ok = if needs.any { needs.events.iter().any(met) } else { needs.events.iter().all(met) };
        if !ok {
            let lacking =
                |lang| needs.events.iter().filter(|e| !met(e)).map(|e| event_title(frame, e, lang)).collect::<Vec<_>>().join("、");
            return Err(Refusal::new(
                "E-needs",
                format!("还缺：{}。", lacking(kernel::Lang::Zh)),
                format!("Still missing: {}.", lacking(kernel::Lang::En)),
            )
            .cite(frame, &needs.ground)
            .for_action(frame, action));
        }
    }
    for track in &action.ended {
        if matter.tracks.get(track).is_some_and(|r| !r.closed) {
            let title = frame.procedure.tracks.get(track).map(|t| t.title.clone()).unwrap_or_default();
            return Err(Refusal::new("E-track", format!("“{}”尚未结束。", title.zh), format!("“{}” has not ended.", title.en))
                .for_action(frame, action));
        }
    }
    check_gates(frame, matter, action, context.now.today())
}

fn check_gates(frame: &Frame<'_>, matter: &Matter, action: &Action, today: Date) -> Result<(), Refusal> {
    let gate = frame.procedure.clocks.iter().filter(|c| c.gates.contains(&action.id)).find_map(|clock| {
        let instance = matter.clocks.iter().rev().find(|i| i.clock == clock.id)?;
        let due = instance.due_on?;
        (instance.running() && today < due).then_some((clock, due))
    });
    match gate {
        None => Ok(()),
        Some((clock, due)) => Err(Refusal::new(
            "E-too-early",
            format!("“{}”尚未届满，{}起才能“{}”。", clock.title.zh, kernel::chinese_date(due), action.title.zh),
            format!("“{}” has not run out: “{}” is lawful from {}.", clock.title.en, action.title.en, kernel::english_date(due)),
        )
        .cite(frame, &clock.ground)),
    }
}

fn check_rules(frame: &Frame<'_>, action: &Action, facts: &Facts<'_>) -> Result<(), Refusal> {
    for id in &action.when {
        let Some(rule) = frame.procedure.rules.get(id) else { continue };
        match frame.rules.ask(id.as_str(), facts) {
            Verdict::Yes => {}
            Verdict::No(why) => return Err(Refusal::new("E-rule", why.zh, why.en).cite(frame, &rule.ground)),
            Verdict::Unknown(missing) => {
                let names = |lang| missing.iter().map(|f| field_title(frame, f, lang)).collect::<Vec<_>>().join("、");
                let mut refusal = Refusal::new(
                    "E-unknown",
                    format!("还不能判断是否“{}”，缺：{}。", rule.title.zh, names(kernel::Lang::Zh)),
                    format!("“{}” cannot be said yet; missing: {}.", rule.title.en, names(kernel::Lang::En)),
                )
                .cite(frame, &rule.ground);
                refusal.missing = missing;
                return Err(refusal);
            }
        }
    }
    Ok(())
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

fn titles_of_values(frame: &Frame<'_>, values: &[Id], lang: kernel::Lang) -> String {
    let title = |v: &Id| {
        let choice = frame.procedure.choice_of(v.as_str())?;
        choice.values.iter().find(|x| x.id == *v).map(|x| x.title.text(lang).to_owned())
    };
    values.iter().filter_map(title).collect::<Vec<_>>().join("、")
}

fn field_title(frame: &Frame<'_>, field: &Id, lang: kernel::Lang) -> String {
    frame.procedure.field(field.as_str()).map_or_else(|| field.to_string(), |f| f.title.text(lang).to_owned())
}

fn event_title(frame: &Frame<'_>, event: &Id, lang: kernel::Lang) -> String {
    if let Some(paper) = event.as_str().strip_suffix(".served").and_then(|p| frame.procedure.papers.get(p)) {
        return format!("{}{}", paper.title.text(lang), lang.pick("送达", " served"));
    }
    let action = frame.procedure.actions.iter().find(|a| a.event == *event);
    action.map_or_else(|| event.to_string(), |a| a.title.text(lang).to_owned())
}
