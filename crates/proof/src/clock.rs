//! One run of a clock: what it rests on, the date that follows, the steps that say so.

use crate::count::{Walk, count};
use crate::file::{Clock, Fact, Length, Proof, Step};
use crate::log::Log;
use crate::{CITE, DATE, FACT, LAW, Message, STEP};
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

pub(crate) struct Case<'a> {
    pub(crate) proof: &'a Proof,
    pub(crate) log: &'a Log,
    pub(crate) clock: &'a Clock,
}

impl Case<'_> {
    /// What does not hold, each with its place within the clock.
    pub(crate) fn faults(&self) -> Vec<(String, Message)> {
        let (clock, table) = (self.clock, &self.proof.calendar);
        let ends = clock.pauses.iter().flat_map(|p| [Some(&p.after), p.until.as_ref()]).flatten();
        let facts = clock.named.iter().chain(&clock.stop).chain(clock.extensions.iter().map(|e| &e.by)).chain([&clock.start]).chain(ends);
        let mut faults: Vec<_> = facts.filter(|f| !self.holds(f)).map(|f| (f.on.to_string(), FACT)).collect();
        let mut demand = |holds: bool, place: &str, message| faults.extend((!holds).then(|| (place.to_owned(), message)));
        let based = !clock.cites.is_empty() || clock.basis.as_deref().is_some_and(|b| !b.is_empty());
        demand(based && clock.cites.iter().all(|c| !c.written.is_empty() && c.figure.as_deref() != Some("")), "cites", CITE);
        demand(self.quoted().unwrap_or(false), "source", LAW);
        if let Some(named) = self.named() {
            let untold = clock.steps.iter().all(|s| ["start", "due"].contains(&s.effect.as_str()));
            demand(untold && clock.due_at.is_none() && !clock.provisional && clock.due_on == named, "due_on", DATE);
            return faults;
        }
        let walks: Option<Vec<Walk<'_>>> = clock.lengths.iter().map(|l| count(table, clock, l)).collect();
        let Some(walk) = walks.and_then(|all| all.into_iter().min_by_key(|w| w.due)) else {
            return vec![("due_on".to_owned(), DATE)];
        };
        let (due, start) = (walk.due.date(), clock.start.on);
        let still = clock.pauses.last().is_some_and(|p| p.until.is_none() && p.after.on <= due);
        let hours = clock.lengths.iter().any(|l| l.unit == "hour");
        demand(table.from <= start.min(due) && start.max(due) <= table.to && clock.due_on == (!still).then_some(due), "due_on", DATE);
        demand(clock.due_at == (!still && hours).then_some(walk.due), "due_at", DATE);
        demand(clock.provisional == (walk.doubt || clock.lengths.len() > 1), "provisional", DATE);
        demand(if still { clock.steps.is_empty() } else { self.told(&walk) }, "steps", STEP);
        faults
    }

    /// Whether the log has this event, or this answer, on this day.
    fn holds(&self, fact: &Fact) -> bool {
        let Some(field) = &fact.field else {
            return self.log.lines.iter().any(|l| l.seq == fact.seq && l.on == fact.on && l.at == fact.at);
        };
        let all = self.log.answers.get(field).map_or(&[][..], Vec::as_slice);
        let said = fact.at.map_or(json!({"date": fact.on}), |at| json!({"date_time": at}));
        let stands = all.last().is_some_and(|(_, answer)| *answer == said) && fact.at.is_none_or(|at| at.date() == fact.on);
        stands && all.iter().any(|(seq, _)| *seq == fact.seq)
    }

    /// Whether what the clock says of itself stands in the procedure, word for word.
    fn quoted(&self) -> Option<bool> {
        let (clock, texts) = (self.clock, &self.proof.procedures);
        let law = texts.iter().find(|p| p.id == clock.procedure && p.version == clock.version)?;
        let parent = texts.iter().find(|p| law.parent.as_ref() == Some(&p.hash)).map_or("", |p| &p.text);
        let said = |words: &str| law.text.contains(words) || parent.contains(words);
        let within = |text: &str, word: &str| text.split(|c: char| c.is_whitespace() || "={};".contains(c)).any(|w| w == word);
        let word = |word: &str| within(&clock.source, word);
        // A parameter's own line is part of what is quoted.
        let declared = |name: &str| {
            let begins = format!("param {name} ");
            law.text.lines().chain(parent.lines()).find(|line| line.trim_start().starts_with(&begins)).unwrap_or_default()
        };
        let holds = |line: &str, l: &Length| within(line, &l.amount.to_string()) && within(line, &l.unit);
        let answered = |answer: &Value, l: &Length| answer["number"] == l.amount || answer["period"]["period"]["amount"] == l.amount;
        let number = |l: &Length| match l.by.as_deref().map(|by| by.split_once(':').unwrap_or(("", by))) {
            None => holds(&clock.source, l),
            Some(("field", name)) => word(name) && self.log.answers.get(name).into_iter().flatten().any(|(_, a)| answered(a, l)),
            Some((set, name)) => word(name) && (set == "bureau" || holds(declared(name), l)),
        };
        let by = |l: &Length| l.by.as_deref().map_or("", |by| declared(by.trim_start_matches("bureau:")));
        let quoted = |at: &str| word(at) || clock.lengths.iter().any(|l| within(by(l), at));
        let cites =
            clock.cites.iter().all(|c| quoted(&c.at) && said(&format!("law {} \"{}\"", c.at.split(':').next().unwrap_or(""), c.law)));
        let titled = word(&clock.id) && word(clock.mode.split(' ').next()?) && clock.source.contains(&format!("\"{}\"", clock.title));
        let known = said(&clock.source) && said(&format!("counting={}", clock.rule)) && (titled || clock.source.starts_with("notice "));
        Some(known && cites && clock.lengths.iter().chain(clock.extensions.iter().map(|e| &e.length)).all(number))
    }

    /// The day of a clock whose date is named and not counted, if this is one.
    fn named(&self) -> Option<Option<Date>> {
        let (clock, from) = (self.clock, self.clock.start.on);
        let Some(day) = clock.mode.strip_prefix("yearly ") else {
            return (clock.mode == "until" || clock.lengths.is_empty()).then(|| clock.named.as_ref().map(|n| n.on));
        };
        // The nth day of this name after the start; 29 February is the last day of February in other years.
        let on = |year: i16| format!("{year:04}-{day}").parse().or(Date::new(year, 2, 28)).ok();
        Some(on(from.year() + i16::from(on(from.year())? <= from) + i16::try_from(clock.round?).ok()? - 1))
    }

    /// Whether the steps are those of the count, after what tells where it began; words beside the count move nothing. Backwards a stretch
    /// is walked from its end.
    fn told(&self, walk: &Walk<'_>) -> bool {
        let (mut days, mut said) = (Vec::new(), true);
        for step in self.clock.steps.iter().filter(|s| !["unit", "make-up", "kept", "transit"].contains(&s.effect.as_str())) {
            let at = days.len();
            let stretch = step.date.series(1.day()).take_while(|day| *day <= step.until.unwrap_or(step.date));
            days.extend(stretch.map(|day| (step.effect.as_str(), day)));
            if self.clock.mode == "before" {
                days[at..].reverse();
            }
            said &= self.said(step);
        }
        let (head, tail) = days.split_at(days.len().saturating_sub(walk.steps.len()));
        said && tail == walk.steps && head.iter().all(|(effect, day)| *effect == "start" && *day <= self.clock.start.on)
    }

    /// Whether the sentence names its day, and the citation is there where the step rests on one.
    fn said(&self, step: &Step) -> bool {
        let named = |day: Date| step.zh.contains(&format!("{}月{}日", day.month(), day.day())) && step.en.contains(&day.day().to_string());
        let cited = step.citation.is_some() || step.effect != "corresponding" || self.clock.rule.starts_with("plain");
        cited
            && step.until != Some(step.date)
            && (["start", "provisional"].contains(&step.effect.as_str()) || named(step.date))
            && step.until.is_none_or(named)
    }
}
