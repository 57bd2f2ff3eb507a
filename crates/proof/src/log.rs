//! What the log says: the chain of its hashes, what happened when, and what was answered.

use crate::file::{Line, Proof};
use serde_json::Value;
use sm3::{Digest, Sm3};
use std::collections::BTreeMap;

/// The log as far as dates rest on it: places in the file that do not fit the chain, the timeline with what tells one echo from another,
/// every answer by field with its event, the opening, and every version that the matter was pinned to.
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) broken: Vec<String>,
    pub(crate) lines: Vec<Line>,
    echoes: Vec<String>,
    pub(crate) answers: BTreeMap<String, Vec<(u64, Value)>>,
    pub(crate) opening: Value,
    pub(crate) pins: Vec<Value>,
}

/// SM3 in hexadecimal.
pub(crate) fn sm3(parts: &[&[u8]]) -> String {
    parts.iter().fold(Sm3::new(), |hasher, part| hasher.chain_update(part)).finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// The bytes that hexadecimal digits stand for; hyphens do not count.
pub(crate) fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().filter_map(|c| c.to_digit(16)).filter_map(|d| u8::try_from(d).ok()).collect();
    digits.chunks(2).map(|pair| pair.iter().fold(0, |n, d| n * 16 + d)).collect()
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
        let (on, at) = (event["occurred_on"].as_str()?.parse().ok()?, event["occurred_at"].as_str().and_then(|at| at.parse().ok()));
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
        let answers = act["answers"].as_object().filter(|_| kind == "acted").into_iter().flatten();
        answers.for_each(|(field, answer)| self.answers.entry(field.clone()).or_default().push((seq, answer.clone())));
        if kind == "corrected" {
            self.correct(body["of"].as_u64(), &body["change"]);
        } else if kind == "opened" {
            self.opening = body["opening"].clone();
        }
        self.pins.extend(body.get("procedure").filter(|p| p.is_object()).cloned());
        // A second echo of the same event puts its date right.
        let echo = if kind == "heard" { format!("{}{}{name}", body["kin"], body["of"]) } else { format!("#{seq}") };
        if let Some(known) = self.echoes.iter().position(|e| *e == echo) {
            (self.lines[known].on, self.lines[known].at) = (on, at);
        } else if !name.is_empty() {
            let holder = [&act["holder"], &body["to"], &body["holder"]].into_iter().find_map(Value::as_str);
            self.lines.push(Line { seq, name, holder: holder.filter(|h| h.contains('/')).map(str::to_owned), on, at });
            self.echoes.push(echo);
        }
        Some(())
    }

    fn correct(&mut self, of: Option<u64>, change: &Value) {
        let on = change["occurred_on"].as_str().and_then(|on| on.parse().ok());
        for line in self.lines.iter_mut().filter(|l| Some(l.seq) == of) {
            line.on = on.unwrap_or(line.on);
            line.at = line.at.map(|at| line.on.to_datetime(at.time()));
        }
        if let Some(known) = change["answer"]["field"].as_str().and_then(|field| self.answers.get_mut(field)?.last_mut()) {
            known.1 = change["answer"]["answer"].clone();
        }
    }
}
