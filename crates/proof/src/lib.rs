//! Checks a proof file from the file alone: its chain, every date with its steps, and what each rests on. It shares no code with the
//! program that writes such files, so that nobody need trust the bureau.

mod clock;
mod count;
mod file;
mod log;

use clock::Case;
use count::Days;
use file::Proof;
use log::{Log, bytes, sm3};
use std::fmt;

/// Something in the file that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where in the file, such as `clocks[2].due_on`.
    pub place: String,
    /// What is wrong, in Chinese and in English, with a code.
    pub message: (&'static str, &'static str),
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}：{} · {}", self.place, self.message.0, self.message.1)
    }
}

const SHAPE: (&str, &str) = ("不是完整的证明文件，请重新取得（Z01）", "not a whole proof file: get it anew (Z01)");
const SEAL: (&str, &str) = ("与文件末尾的摘要不符，文件被改动过（Z02）", "not what its digest was made of: the file was changed (Z02)");
const CHAIN: (&str, &str) = ("与记录链不符，有改动、删去或者换位（Z03）", "does not fit the chain: changed, removed or moved (Z03)");
const LAW: (&str, &str) = ("与事项所依程序的原文不符（Z04）", "not what the text of the procedure says (Z04)");

/// Everything in a proof file that does not hold; empty when it is proved.
#[must_use]
pub fn verify(text: &str) -> Vec<Finding> {
    let Ok(proof) = serde_json::from_str::<Proof>(text) else { return vec![Finding { place: "/".to_owned(), message: SHAPE }] };
    let log = Log::read(&proof);
    let mut found = Vec::new();
    let mut demand = |holds: bool, place: &str, message| {
        if !holds {
            found.push(Finding { place: place.to_owned(), message });
        }
    };
    let sealed = sm3(&[text.replace(&proof.seal, &"0".repeat(64)).as_bytes()]) == proof.seal;
    demand(sealed && proof.format == "sinan-proof/1", "seal", SEAL);
    log.broken.iter().for_each(|place| demand(false, place, CHAIN));
    let begun = log.opening["matter"] == *proof.matter && log.opening["unit"] == *proof.unit;
    demand(begun && log.opening["number"].as_str() == proof.number.as_deref(), "matter", CHAIN);
    for pin in &log.pins {
        let known = proof.procedures.iter().any(|p| pin["id"] == *p.id && pin["version"] == p.version && pin["hash"] == *p.hash);
        demand(known, "procedures", LAW);
    }
    for (at, p) in proof.procedures.iter().enumerate() {
        let known = p.parent.as_ref().is_none_or(|hash| proof.procedures.iter().any(|other| other.hash == *hash));
        let says = |words: String| p.text.contains(&words);
        let named = says(format!("procedure {} ", p.id)) && says(format!("\"{}\"", p.title)) && says(format!("version={} ", p.version));
        let hash = sm3(&[&p.parent.as_deref().map(bytes).unwrap_or_default(), p.text.as_bytes()]);
        demand(known && named && hash == p.hash, &format!("procedures[{at}]"), LAW);
    }
    let special = proof.calendar.days.iter().map(|d| (d.date, d.works)).collect();
    let days = Days { special, published: proof.calendar.published.clone() };
    for (at, clock) in proof.clocks.iter().enumerate() {
        for (place, message) in (Case { proof: &proof, log: &log, days: &days, clock }).faults() {
            demand(false, &format!("clocks[{at}].{place}"), message);
        }
    }
    found
}
