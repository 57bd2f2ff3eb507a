//! Collects the steps of an explanation.

use crate::days::Calendar;
use crate::deadline::{Effect, Step};
use crate::query::Query;
use crate::words;
use kernel::{Date, Title};

/// The steps told so far, and what they are told about.
pub(crate) struct Telling<'a> {
    pub cal: &'a Calendar,
    pub q: &'a Query<'a>,
    pub steps: Vec<Step>,
}

impl<'a> Telling<'a> {
    /// Nothing told yet; room for so many steps.
    pub fn new(cal: &'a Calendar, q: &'a Query<'a>, room: usize) -> Self {
        Self { cal, q, steps: Vec::with_capacity(room) }
    }

    /// A day as these sentences write it.
    pub fn day(&self, date: Date) -> Title {
        words::day(date, self.q.start.year())
    }

    /// One step.
    pub fn say(&mut self, date: Date, effect: Effect, zh: String, en: String, citation: Option<&str>) {
        self.steps.push(Step { date, until: None, effect, reason: Title::new(zh, en), citation: citation.map(str::to_owned) });
    }

    /// Says it with a passage, and how that passage comes to apply if it is another law's.
    pub fn ground(&mut self, date: Date, effect: Effect, zh: String, en: String, citation: Option<&'static str>) {
        let manner = citation.and_then(|citation| self.q.rule.manner(citation));
        let (zh, en) = match manner {
            Some(manner) => (format!("{zh}（{}）", manner.zh), format!("{en} ({})", manner.en)),
            None => (zh, en),
        };
        self.say(date, effect, zh, en, citation);
    }

    /// Makes the last step speak of all days up to `until`.
    pub fn close(&mut self, from: Date, until: Date) {
        if let Some(step) = self.steps.last_mut()
            && from != until
        {
            step.until = Some(until);
        }
    }
}
