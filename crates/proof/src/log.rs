//! What the log says: the chain of its hashes, what happened when, and what was answered.

use crate::file::{Line, Proof};
use jiff::civil::{Date, DateTime};
use serde_json::Value;
use sm3::{Digest, Sm3};
use std::collections::BTreeMap;

/// The log as far as dates rest on it.
#[derive(Default)]
pub(crate) struct Log {
    /// Places in the file that do not fit the chain.
    pub(crate) broken: Vec<String>,
    pub(crate) lines: Vec<Line>,
    /// By field: each event that answered it and what it said; the last one stands.
    pub(crate) answers: BTreeMap<String, Vec<(u64, Value)>>,
    /// How the matter began, and every version of a procedure that it was pinned to.
    pub(crate) opening: Value,
    pub(crate) pins: Vec<Value>,
    /// What tells one echo from another, beside the lines.
    echoes: Vec<String>,
}

/// SM3 in hexadecimal.
pub(crate) fn sm3(parts: &[&[u8]]) -> String {
    let mut hasher = Sm3::new();
    parts.iter().for_each(|part| hasher.update(part));
    hasher.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// The bytes that hexadecimal digits stand for; hyphens do not count.
pub(crate) fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().filter_map(|c| c.to_digit(16)).filter_map(|d| u8::try_from(d).ok()).collect();
    digits.chunks(2).map(|pair| pair.iter().fold(0, |n, d| n * 16 + d)).collect()
}

fn date(value: &Value) -> Option<Date> {
    value.as_str()?.parse().ok()
}

/// The date and minute that an answer is.
pub(crate) fn moment(answer: &Value) -> (Option<Date>, Option<DateTime>) {
    let at: Option<DateTime> = answer["date_time"].as_str().and_then(|at| at.parse().ok());
    (date(&answer["date"]).or(at.map(DateTime::date)), at)
}

impl Log {
    pub(crate) fn read(proof: &Proof) -> Self {
        let (mut log, mut before) = (Self::default(), "0".repeat(64));
        for (at, logged) in (1..).zip(&proof.log) {
            before = sm3(&[&bytes(&before), &bytes(&proof.matter), logged.event.as_bytes()]);
            let event: Value = serde_json::from_str(&logged.event).unwrap_or_default();
            if before != logged.link || event["seq"] != at || log.take(at, &event).is_none() {
                log.broken.push(format!("log[{}]", at - 1));
            }
        }
        log.broken.extend((before != proof.head).then(|| "head".to_owned()));
        log.broken.extend((log.lines != proof.timeline).then(|| "timeline".to_owned()));
        log
    }

    /// `None` where it is no event.
    fn take(&mut self, seq: u64, event: &Value) -> Option<()> {
        let (kind, body) = event["body"].as_object()?.iter().next()?;
        let (on, at) = (date(&event["occurred_on"])?, event["occurred_at"].as_str().and_then(|at| at.parse().ok()));
        let (act, text) = (&body["act"], |value: &Value| value.as_str().unwrap_or_default().to_owned());
        let name = match kind.as_str() {
            "acted" => text(&act["event"]),
            "lapsed" => text(&body["event"]),
            "served" | "noticed" => format!("{}.{kind}", text(&body["paper"])),
            "lapse_declined" => format!("{}.declined", text(&body["clock"])),
            "heard" => format!("{}.{}", body["kin"]["child"]["procedure"].as_str().unwrap_or("parent"), text(&body["name"])),
            "joined" | "parted" | "transferred" | "repinned" => kind.clone(),
            _ => String::new(),
        };
        match kind.as_str() {
            "opened" => self.opening = body["opening"].clone(),
            "corrected" => self.correct(body["of"].as_u64(), &body["change"]),
            "acted" => {
                for (field, answer) in act["answers"].as_object().into_iter().flatten() {
                    self.answers.entry(field.clone()).or_default().push((seq, answer.clone()));
                }
            }
            _ => {}
        }
        self.pins.extend(body.get("procedure").filter(|p| p.is_object()).cloned());
        let echo = if kind == "heard" { format!("{}{}{name}", body["kin"], body["of"]) } else { format!("#{seq}") };
        match self.echoes.iter().position(|e| *e == echo) {
            _ if name.is_empty() => {}
            // A second echo of the same event puts its date right.
            Some(known) => (self.lines[known].on, self.lines[known].at) = (on, at),
            None => {
                let holder = [&act["holder"], &body["to"], &body["holder"]].into_iter().find_map(Value::as_str);
                let holder = holder.filter(|h| h.contains('/')).map(str::to_owned);
                self.lines.push(Line { seq, name, holder, on, at });
                self.echoes.push(echo);
            }
        }
        Some(())
    }

    fn correct(&mut self, of: Option<u64>, change: &Value) {
        for line in self.lines.iter_mut().filter(|l| Some(l.seq) == of) {
            line.on = date(&change["occurred_on"]).unwrap_or(line.on);
            line.at = line.at.map(|at| line.on.to_datetime(at.time()));
        }
        if let Some(known) = change["answer"]["field"].as_str().and_then(|field| self.answers.get_mut(field)?.last_mut()) {
            known.1 = change["answer"]["answer"].clone();
        }
    }
}
