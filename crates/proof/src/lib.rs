//! Checks a proof file from the file alone: its chain, every date with its steps, and what each rests on. It shares no code with the
//! program that writes such files, so that nobody need trust the bureau.

mod clock;
mod count;
mod file;
mod log;

use clock::Case;
use file::{Procedure, Proof};
use log::{Log, bytes, sm3};
use serde_json::Value;

/// Something in the file that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where in the file, such as `clocks[2].due_on`.
    pub place: String,
    /// What is wrong, in Chinese and in English, with a code.
    pub message: Message,
}

type Message = (&'static str, &'static str);
const SHAPE: Message = ("不是完整的证明文件，请重新取得（Z01）", "not a whole proof file: get it anew (Z01)");
const SEAL: Message = ("与文件末尾的摘要不符，文件被改动过（Z02）", "not what its digest was made of: the file was changed (Z02)");
const CHAIN: Message = ("与记录链不符，有改动、删去或者换位（Z03）", "does not fit the chain: changed, removed or moved (Z03)");
const LAW: Message = ("与事项所依程序的原文不符（Z04）", "not what the text of the procedure says (Z04)");
const FACT: Message = ("所指的记录里没有这个日期（Z05）", "no such date in the record it refers to (Z05)");
const DATE: Message = ("重新计算得不出这个日期（Z06）", "counting again does not give this date (Z06)");
const STEP: Message = ("步骤与重新计算的结果不符（Z07）", "the steps are not what counting again gives (Z07)");
const CITE: Message = ("缺少依据（Z08）", "lacks what it rests on (Z08)");

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}：{} · {}", self.place, self.message.0, self.message.1)
    }
}

/// Everything in a proof file that does not hold; empty when it is proved.
#[must_use]
pub fn verify(text: &str) -> Vec<Finding> {
    let Ok(proof) = serde_json::from_str::<Proof>(text) else { return vec![Finding { place: "/".to_owned(), message: SHAPE }] };
    let log = Log::read(&proof);
    let mut found = Vec::new();
    let mut demand = |holds: bool, place: String, message| found.extend((!holds).then_some(Finding { place, message }));
    let sealed = sm3(&[text.replace(&proof.seal, &"0".repeat(64)).as_bytes()]) == proof.seal;
    demand(sealed && proof.format == "sinan-proof/1", "seal".to_owned(), SEAL);
    let begun = log.opening["matter"] == *proof.matter && log.opening["unit"] == *proof.unit;
    demand(begun && log.opening["number"].as_str() == proof.number.as_deref(), "matter".to_owned(), CHAIN);
    log.broken.iter().for_each(|place| demand(false, place.clone(), CHAIN));
    let known = |pin: &Value, p: &Procedure| pin["id"] == *p.id && pin["version"] == p.version && pin["hash"] == *p.hash;
    demand(log.pins.iter().all(|pin| proof.procedures.iter().any(|p| known(pin, p))), "procedures".to_owned(), LAW);
    for (at, p) in proof.procedures.iter().enumerate() {
        let there = |hash: &String| proof.procedures.iter().any(|other| other.hash == *hash);
        let says = |words: String| p.text.contains(&words);
        let named = says(format!("procedure {} ", p.id)) && says(format!("\"{}\"", p.title)) && says(format!("version={} ", p.version));
        let hash = sm3(&[&p.parent.as_deref().map(bytes).unwrap_or_default(), p.text.as_bytes()]);
        let whole = p.parent.iter().all(there) && proof.procedures[..at].last().is_none_or(|before| before.hash < p.hash);
        demand(whole && named && hash == p.hash, format!("procedures[{at}]"), LAW);
    }
    for (at, clock) in proof.clocks.iter().enumerate() {
        let faults = Case { proof: &proof, log: &log, clock }.faults();
        faults.into_iter().for_each(|(place, message)| demand(false, format!("clocks[{at}].{place}"), message));
    }
    found
}
