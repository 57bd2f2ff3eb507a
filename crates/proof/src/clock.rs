//! One run of a clock: what it rests on, the date that follows, the steps that say so.

use crate::LAW;
use crate::count::{Answer, Days, Question, count, rule};
use crate::file::{Clock, Fact, Length, Proof, Step};
use crate::log::{Log, moment};
use jiff::civil::Date;

const FACT: (&str, &str) = ("所指的记录里没有这个日期（Z05）", "no such date in the record it refers to (Z05)");
const RULE: (&str, &str) = ("计算参数与所称规则不符（Z06）", "the parameters are not those of the rule named (Z06)");
const DATE: (&str, &str) = ("重新计算得不出这个日期（Z07）", "counting again does not give this date (Z07)");
const STEP: (&str, &str) = ("这一步与重新计算的结果不符（Z08）", "this step is not what counting again gives (Z08)");
const CITE: (&str, &str) = ("缺少依据（Z09）", "lacks what it rests on (Z09)");

/// A place within the clock, and what is wrong there.
type Fault = (String, (&'static str, &'static str));

pub(crate) struct Case<'a> {
    pub(crate) proof: &'a Proof,
    pub(crate) log: &'a Log,
    pub(crate) days: &'a Days,
    pub(crate) clock: &'a Clock,
}

impl Case<'_> {
    pub(crate) fn faults(&self) -> Vec<Fault> {
        let clock = self.clock;
        let mut faults: Vec<Fault> = Vec::new();
        let ends = clock.pauses.iter().flat_map(|p| std::iter::once(&p.after).chain(&p.until));
        let facts =
            [&clock.start].into_iter().chain(&clock.named).chain(&clock.stop).chain(clock.extensions.iter().map(|e| &e.by)).chain(ends);
        faults.extend(facts.filter(|f| !self.holds(f)).map(|f| (format!("{}", f.on), FACT)));
        let cited = clock.cites.iter().all(|c| !c.written.is_empty() && !c.law.is_empty() && c.figure != Some(String::new()));
        if !cited || (clock.cites.is_empty() && clock.basis.as_deref().unwrap_or_default().is_empty()) {
            faults.push(("cites".to_owned(), CITE));
        }
        if !self.written().unwrap_or(false) {
            faults.push(("source".to_owned(), LAW));
        }
        match self.answer() {
            Err(what) => faults.push(what),
            Ok(Some(answer)) => self.steps(&answer, &mut faults),
            Ok(None) if clock.steps.iter().any(|s| s.effect != "start" && s.effect != "due") => faults.push(("steps".to_owned(), STEP)),
            Ok(None) => {}
        }
        faults
    }

    /// Whether the log has this event, or this answer, on this day.
    fn holds(&self, fact: &Fact) -> bool {
        match &fact.field {
            None => self.log.lines.iter().any(|l| l.seq == fact.seq && l.on == fact.on && l.at == fact.at),
            Some(field) => self.log.answers.get(field).is_some_and(|all| {
                let stands = all.last().is_some_and(|(_, answer)| moment(answer) == (Some(fact.on), fact.at));
                stands && all.iter().any(|(seq, _)| *seq == fact.seq)
            }),
        }
    }

    /// Whether what the clock says of itself stands in the procedure, word for word.
    fn written(&self) -> Option<bool> {
        let clock = self.clock;
        let law = self.proof.procedures.iter().find(|p| p.id == clock.procedure && p.version == clock.version)?;
        let parent = self.proof.procedures.iter().find(|p| law.parent.as_ref() == Some(&p.hash)).map_or("", |p| &p.text);
        let said = |words: &str| law.text.contains(words) || parent.contains(words);
        let mut lengths = clock.lengths.iter().chain(clock.extensions.iter().map(|e| &e.length)).chain(&clock.promise);
        // A parameter's own line is part of what is quoted.
        let declared = |name: &str| {
            let begins = format!("param {name} ");
            law.text.lines().chain(parent.lines()).find(|l| l.trim_start().starts_with(&begins)).unwrap_or_default()
        };
        let params: Vec<&str> = lengths.clone().filter_map(|l| Some(declared(l.by.as_deref()?.trim_start_matches("bureau:")))).collect();
        let within = |text: &str, word: &str| text.split(|c: char| c.is_whitespace() || "={};".contains(c)).any(|w| w == word);
        let word = |word: &str| within(&clock.source, word);
        let number = |length: &Length| {
            let (amount, unit) = (length.amount.to_string(), length.unit.as_str());
            match length.by.as_deref().map(|by| by.split_once(':').unwrap_or(("", by))) {
                None => word(&amount) && word(unit),
                Some(("field", field)) => {
                    word(field)
                        && self.log.answers.get(field).into_iter().flatten().any(|(_, answer)| {
                            let period = &answer["period"]["period"];
                            answer["number"] == length.amount && word(unit) || period["amount"] == length.amount && period["unit"] == *unit
                        })
                }
                Some((set, name)) => word(name) && within(declared(name), unit) && (set == "bureau" || within(declared(name), &amount)),
            }
        };
        let alias = |at: &str| at.split(':').next().unwrap_or_default().to_owned();
        let quoted = |at: &str| word(at) || params.iter().any(|line| within(line, at));
        let cites = clock.cites.iter().all(|c| quoted(&c.at) && said(&format!("law {} \"{}\"", alias(&c.at), c.law)));
        let begun = self.log.lines.iter().any(|l| l.seq == clock.start.seq && word(&l.name));
        let started = begun || clock.round.is_some() || clock.start.field.as_ref().is_some_and(|f| word(f));
        let named =
            clock.source.starts_with("notice ") || (word(&clock.id) && clock.source.contains(&format!("\"{}\"", clock.title)) && started);
        let own = |h: &str| self.log.lines.iter().any(|l| l.holder.as_deref() == Some(h)) || h.split('/').next().is_some_and(word);
        let whose = clock.holder.as_deref().is_none_or(own);
        let mode = clock.source.starts_with("notice ") || clock.mode.split(' ').next().is_some_and(word);
        let sound = mode && said(&clock.source) && said(&format!("counting={}", clock.rule));
        Some(sound && named && cites && whose && lengths.all(number))
    }

    /// Counts again. `None` for a date that is named and not counted, or not yet known.
    fn answer(&self) -> Result<Option<Answer>, Fault> {
        let clock = self.clock;
        let of_rule = || (String::from("rule"), RULE);
        let rule = rule(&clock.rule).ok_or_else(of_rule)?;
        let workdays = clock.lengths.first().is_some_and(|l| rule.workdays((l.amount, &l.unit)));
        if rule.rolls != clock.rolls || workdays != clock.workdays {
            return Err(of_rule());
        }
        let date = |place: &str, holds: bool| if holds { Ok(()) } else { Err((place.to_owned(), DATE)) };
        if let Some(named) = clock.mode.strip_prefix("yearly ") {
            return date("due_on", clock.due_on.is_some_and(|due| Some(due) == nth_yearly(named, clock))).map(|()| None);
        }
        if clock.mode == "until" || clock.lengths.is_empty() {
            return date("due_on", clock.due_on == clock.named.as_ref().map(|n| n.on)).map(|()| None);
        }
        let counted = |l: &Length| self.count(rule, l);
        let answers: Option<Vec<Answer>> = clock.lengths.iter().map(counted).collect();
        let answer = answers.and_then(|all| all.into_iter().min_by_key(|a| a.due)).ok_or(("due_on".to_owned(), DATE))?;
        let due = answer.due.date();
        let still = clock.pauses.last().is_some_and(|p| p.until.is_none() && p.after.on <= due);
        date("due_on", clock.due_on == (!still).then_some(due))?;
        date("due_at", clock.due_at == (!still && clock.lengths.iter().any(|l| l.unit == "hour")).then_some(answer.due))?;
        date("provisional", clock.provisional == (answer.doubt || clock.lengths.len() > 1))?;
        let promised = clock.promise.as_ref().and_then(counted).map(|a| a.due.date()).filter(|day| !still && *day < due);
        date("promise_on", clock.promise_on == promised)?;
        Ok((!still).then_some(answer))
    }

    fn count(&self, rule: crate::count::Rule, length: &Length) -> Option<Answer> {
        let clock = self.clock;
        let mut pauses: Vec<(Date, Date)> = Vec::new();
        for pause in &clock.pauses {
            let Some(until) = &pause.until else { continue };
            match pauses.last_mut() {
                Some(last) if pause.after.on <= last.1 => last.1 = last.1.max(until.on),
                _ => pauses.push((pause.after.on, until.on)),
            }
        }
        let start = if clock.mode == "before" { clock.named.as_ref()? } else { &clock.start };
        let question = Question {
            start: start.at.unwrap_or(start.on.at(0, 0, 0, 0)),
            period: (length.amount, &length.unit),
            rounds: clock.round.unwrap_or(1),
            added: clock.extensions.iter().map(|e| (e.by.on, (e.length.amount, e.length.unit.as_str()))).collect(),
            rule,
            back: clock.mode == "before",
            least: clock.mode == "at-least",
            pauses,
        };
        let answer = count(self.days, &question)?;
        let table = &self.proof.calendar;
        (table.from <= start.on.min(answer.due.date()) && answer.due.date().max(start.on) <= table.to).then_some(answer)
    }

    /// The steps are those of the count, after what tells where it began.
    fn steps(&self, answer: &Answer, faults: &mut Vec<Fault>) {
        let steps = &self.clock.steps;
        let before = steps.len().saturating_sub(answer.steps.len());
        let (head, tail) = steps.split_at(before);
        let fits = |step: &Step, of: &(&str, Date, Date)| {
            (step.effect.as_str(), step.date, step.until.unwrap_or(step.date)) == *of && self.said(step)
        };
        let good = head.iter().all(|s| ["start", "unit"].contains(&s.effect.as_str()) && s.date <= self.clock.start.on && !s.zh.is_empty())
            && steps.windows(2).all(|pair| pair[0].zh != pair[1].zh);
        let wrong = tail.iter().zip(&answer.steps).position(|(step, of)| !fits(step, of));
        if !good || wrong.is_some() || tail.len() != answer.steps.len() {
            faults.push((format!("steps[{}]", before + wrong.unwrap_or_default()), STEP));
        }
    }

    /// Whether the sentence names its day, and the citation is there where the step rests on one.
    fn said(&self, step: &Step) -> bool {
        let effect = step.effect.as_str();
        let named = |day: Date| step.zh.contains(&format!("{}月{}日", day.month(), day.day())) && step.en.contains(&day.day().to_string());
        let silent = ["unit", "transit", "provisional"].contains(&effect);
        let notice = self.proof.calendar.days.iter().find(|d| d.date == step.date).map(|d| &d.notice);
        let cited = match effect {
            "skipped" | "make-up" if notice.is_some() => step.citation.as_ref() == notice,
            "start" | "corresponding" | "unit" => step.citation.is_some() || self.clock.rule.starts_with("plain"),
            _ => true,
        };
        cited && (silent || (named(step.date) && step.until.is_none_or(named)))
    }
}

/// The nth day of this name after the start; 29 February is the last day of February in other years.
fn nth_yearly(named: &str, clock: &Clock) -> Option<Date> {
    let (month, day) = named.split_once('-').and_then(|(m, d)| Some((m.parse().ok()?, d.parse().ok()?)))?;
    let on = |year: i16| Date::new(year, month, day).or(Date::new(year, month, 28)).ok();
    let first = clock.start.on.year() + i16::from(on(clock.start.on.year())? <= clock.start.on);
    on(first + i16::try_from(clock.round?).ok()? - 1)
}
