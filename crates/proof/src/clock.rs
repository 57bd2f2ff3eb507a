//! One run of a clock: what it rests on, the date that follows, the steps that say so.

use crate::count::{Question, Walk, count, rule};
use crate::file::{Clock, Fact, Length, Proof, Step};
use crate::log::{Log, moment};
use crate::{CITE, DATE, FACT, LAW, Message, RULE, STEP};
use jiff::civil::Date;
use serde_json::Value;
use std::collections::BTreeSet;

pub(crate) struct Case<'a> {
    pub(crate) proof: &'a Proof,
    pub(crate) log: &'a Log,
    pub(crate) clock: &'a Clock,
}

impl Case<'_> {
    /// What does not hold, each with its place within the clock.
    pub(crate) fn faults(&self) -> Vec<(String, Message)> {
        let clock = self.clock;
        let ends = clock.pauses.iter().flat_map(|p| [Some(&p.after), p.until.as_ref()]).flatten();
        let facts = clock.named.iter().chain(&clock.stop).chain(clock.extensions.iter().map(|e| &e.by)).chain([&clock.start]).chain(ends);
        let mut faults: Vec<_> = facts.filter(|f| !self.holds(f)).map(|f| (f.on.to_string(), FACT)).collect();
        let mut demand = |holds: bool, place: &str, message| faults.extend((!holds).then(|| (place.to_owned(), message)));
        let written = clock.cites.iter().all(|c| !c.written.is_empty() && c.figure.as_deref() != Some(""));
        let based = clock.basis.as_deref().is_some_and(|b| !b.is_empty());
        demand(written && (based || !clock.cites.is_empty()), "cites", CITE);
        demand(self.quoted().unwrap_or(false), "source", LAW);
        let workdays = |r: crate::count::Rule| clock.lengths.first().is_some_and(|l| r.workdays(l.amount, &l.unit));
        demand(rule(&clock.rule).is_some_and(|r| r.rolls == clock.rolls && workdays(r) == clock.workdays), "rule", RULE);
        let untold = clock.steps.iter().all(|s| ["start", "due"].contains(&s.effect.as_str()));
        if let Some(named) = self.named() {
            let bare = clock.due_at.is_none() && clock.promise_on.is_none() && !clock.provisional;
            demand(bare && untold && clock.due_on == named, "due_on", DATE);
            return faults;
        }
        let questions: Vec<Question<'_>> = clock.lengths.iter().chain(&clock.promise).filter_map(|l| self.question(l)).collect();
        let walks: Vec<Walk<'_>> = questions.iter().filter_map(|q| count(q).filter(|w| self.covers(w.due.date()))).collect();
        let (lengths, promised) = walks.split_at(clock.lengths.len().min(walks.len()));
        let Some(walk) = lengths.iter().min_by_key(|w| w.due).filter(|_| lengths.len() == clock.lengths.len()) else {
            demand(false, "due_on", DATE);
            return faults;
        };
        let due = walk.due.date();
        let still = clock.pauses.last().is_some_and(|p| p.until.is_none() && p.after.on <= due);
        let hours = clock.lengths.iter().any(|l| l.unit == "hour");
        let promised = promised.iter().map(|w| w.due.date()).find(|day| !still && *day < due);
        demand(clock.due_on == (!still).then_some(due), "due_on", DATE);
        demand(clock.due_at == (!still && hours).then_some(walk.due), "due_at", DATE);
        demand(clock.provisional == (walk.doubt || lengths.len() > 1), "provisional", DATE);
        demand(clock.promise_on == promised, "promise_on", DATE);
        demand(if still { clock.steps.is_empty() } else { self.told(walk) }, "steps", STEP);
        faults
    }

    /// Whether the log has this event, or this answer, on this day.
    fn holds(&self, fact: &Fact) -> bool {
        let Some(field) = &fact.field else {
            return self.log.lines.iter().any(|l| l.seq == fact.seq && l.on == fact.on && l.at == fact.at);
        };
        let all = self.log.answers.get(field).map_or(&[][..], Vec::as_slice);
        let stands = all.last().is_some_and(|(_, answer)| moment(answer) == (Some(fact.on), fact.at));
        stands && all.iter().any(|(seq, _)| *seq == fact.seq)
    }

    /// Whether what the clock says of itself stands in the procedure, word for word.
    fn quoted(&self) -> Option<bool> {
        let (clock, texts) = (self.clock, &self.proof.procedures);
        let law = texts.iter().find(|p| p.id == clock.procedure && p.version == clock.version)?;
        let parent = texts.iter().find(|p| law.parent.as_ref() == Some(&p.hash)).map_or("", |p| &p.text);
        let said = |words: &str| law.text.contains(words) || parent.contains(words);
        let (mut text, mut needed, mut answered) = (clock.source.clone(), Vec::new(), true);
        for length in clock.lengths.iter().chain(clock.extensions.iter().map(|e| &e.length)).chain(&clock.promise) {
            let (how, name) = length.by.as_deref().map_or(("", ""), |by| by.split_once(':').unwrap_or(("", by)));
            let declared = law.text.lines().chain(parent.lines()).find(|l| l.trim_start().starts_with(&format!("param {name} ")));
            text.extend(["\n", declared.unwrap_or_default()]);
            let fits = |answer: &Value| answer["number"] == length.amount || answer["period"]["period"]["amount"] == length.amount;
            match how {
                "field" => answered &= self.log.answers.get(name).into_iter().flatten().any(|(_, answer)| fits(answer)),
                "bureau" => needed.push(length.unit.clone()),
                _ => needed.extend([length.amount.to_string(), length.unit.clone()]),
            }
            needed.extend((!name.is_empty()).then(|| name.to_owned()));
        }
        needed.extend(clock.cites.iter().map(|c| c.at.clone()));
        if !clock.source.starts_with("notice ") {
            answered &= text.contains(&format!("\"{}\"", clock.title));
            needed.extend([clock.id.clone(), clock.mode.split(' ').next()?.to_owned()]);
            needed.extend(clock.holder.as_ref().and_then(|h| Some(h.split_once('/')?.0.to_owned())));
            let started =
                self.log.lines.iter().find(|l| l.seq == clock.start.seq).filter(|_| clock.round.is_none()).map(|l| l.name.clone());
            needed.extend(clock.start.field.clone().or(started));
        }
        let words: BTreeSet<&str> = text.split(|c: char| c.is_whitespace() || "={};\"".contains(c)).collect();
        let laws = clock.cites.iter().all(|c| said(&format!("law {} \"{}\"", c.at.split(':').next().unwrap_or_default(), c.law)));
        let sound = said(&clock.source) && said(&format!("counting={}", clock.rule)) && laws && answered;
        Some(sound && needed.iter().all(|word| words.contains(word.as_str())))
    }

    /// The day of a clock whose date is named and not counted, if this is one.
    fn named(&self) -> Option<Option<Date>> {
        let (clock, from) = (self.clock, self.clock.start.on);
        let Some(day) = clock.mode.strip_prefix("yearly ") else {
            return (clock.mode == "until" || clock.lengths.is_empty()).then(|| clock.named.as_ref().map(|n| n.on));
        };
        // The nth day of this name after the start; 29 February is the last day of February in other years.
        let on = |year: i16| format!("{year:04}-{day}").parse().or(Date::new(year, 2, 28)).ok();
        let nth = i16::try_from(clock.round?).ok()?;
        Some(on(from.year() + i16::from(on(from.year())? <= from) + nth - 1))
    }

    fn question<'q>(&'q self, length: &'q Length) -> Option<Question<'q>> {
        let clock = self.clock;
        let mut pauses: Vec<(Date, Date)> = Vec::new();
        for (after, until) in clock.pauses.iter().filter_map(|p| Some((p.after.on, p.until.as_ref()?.on))) {
            match pauses.last_mut() {
                Some(last) if after <= last.1 => last.1 = last.1.max(until),
                _ => pauses.push((after, until)),
            }
        }
        let start = if clock.mode == "before" { clock.named.as_ref()? } else { &clock.start };
        let added = clock.extensions.iter().map(|e| (e.length.amount, e.length.unit.as_str(), 1, Some(e.by.on)));
        Some(Question {
            calendar: &self.proof.calendar,
            start: start.at.unwrap_or(start.on.at(0, 0, 0, 0)),
            parts: std::iter::once((length.amount, length.unit.as_str(), clock.round.unwrap_or(1), None)).chain(added).collect(),
            rule: rule(&clock.rule)?,
            back: clock.mode == "before",
            least: clock.mode == "at-least",
            pauses,
        })
    }

    fn covers(&self, day: Date) -> bool {
        let (table, start) = (&self.proof.calendar, self.clock.start.on);
        table.from <= start.min(day) && start.max(day) <= table.to
    }

    /// Whether the steps are those of the count, after what tells where it began.
    fn told(&self, walk: &Walk<'_>) -> bool {
        let steps = &self.clock.steps;
        let (head, tail) = steps.split_at(steps.len().saturating_sub(walk.steps.len()));
        let fits = |s: &Step, of: &(&str, Date, Date)| (s.effect.as_str(), s.date, s.until.unwrap_or(s.date)) == *of && self.said(s);
        head.iter().all(|s| ["start", "unit"].contains(&s.effect.as_str()) && s.date <= self.clock.start.on && !s.zh.is_empty())
            && steps.windows(2).all(|pair| pair[0].zh != pair[1].zh)
            && tail.len() == walk.steps.len()
            && tail.iter().zip(&walk.steps).all(|(step, of)| fits(step, of))
    }

    /// Whether the sentence names its day, and the citation is there where the step rests on one.
    fn said(&self, step: &Step) -> bool {
        let named = |day: Date| step.zh.contains(&format!("{}月{}日", day.month(), day.day())) && step.en.contains(&day.day().to_string());
        let notice = self.proof.calendar.days.iter().find(|d| d.date == step.date).map(|d| &d.notice);
        let cited = match step.effect.as_str() {
            "skipped" | "make-up" if notice.is_some() => step.citation.as_ref() == notice,
            "start" | "corresponding" | "unit" => step.citation.is_some() || self.clock.rule.starts_with("plain"),
            _ => true,
        };
        let silent = ["unit", "transit", "provisional"].contains(&step.effect.as_str());
        cited && step.until != Some(step.date) && (silent || (named(step.date) && step.until.is_none_or(named)))
    }
}
