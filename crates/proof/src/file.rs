//! The proof file: its shape, and nothing that it does not name. Days are `2026-03-02`, minutes `2026-03-02T14:30:00`.

use jiff::civil::{Date, DateTime};
use serde::Deserialize;

/// Structs that are read from the file and refuse what they do not know. Some fields are for the reader alone.
macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ty,)* })*) => {
        $($(#[$doc])* #[allow(dead_code)] #[derive(Deserialize)] #[serde(deny_unknown_fields)] pub(crate) struct $name { $(pub(crate) $field: $kind,)* })*
    };
}

shapes! {
    /// `head`: the chain's last link. `seal`: SM3 over this file with these 64 digits set to zero. `made_on` is for the reader.
    Proof {
        format: String, matter: String, number: Option<String>, unit: String, made_on: Date, procedures: Vec<Procedure>, calendar: Calendar,
        log: Vec<Logged>, timeline: Vec<Line>, clocks: Vec<Clock>, head: String, seal: String,
    }
    /// A version with its own text and SM3 over it; `parent` is the hash of the procedure whose law it shares.
    Procedure { id: String, version: u32, title: String, hash: String, parent: Option<String>, text: String, }
    /// Days that are not what their weekday says, and the years whose arrangement is published.
    Calendar { from: Date, to: Date, published: Vec<i16>, days: Vec<Special>, }
    Special { date: Date, works: bool, name: String, notice: String, }
    /// An event as it was hashed, and the link after it.
    Logged { event: String, link: String, }
    /// A named happening with its legal date as corrected.
    #[derive(PartialEq)]
    Line { seq: u64, name: String, holder: Option<String>, on: Date, at: Option<DateTime>, }
    /// An event, or the answer to a `field`, on which a clock rests.
    Fact { seq: u64, field: Option<String>, on: Date, at: Option<DateTime>, }
    /// `by`: where the number stands if not in the clock: a parameter, `bureau:` and a parameter that it set, `field:` and an answer.
    Length { amount: u32, unit: String, by: Option<String>, }
    /// A stretch that is not counted; without `until` it lasts.
    Pause { after: Fact, until: Option<Fact>, }
    Extension { by: Fact, length: Length, }
    /// `mode`: within, at-least, before, until, every, or yearly and the day. `named`: the day from which it is counted back, or on which it
    /// is due. Several lengths while the choice between them is not made. `source`: its lines in the procedure, word for word.
    Clock {
        id: String, title: String, procedure: String, version: u32, holder: Option<String>, mode: String, rule: String, round: Option<u32>,
        named: Option<Fact>, start: Fact, stop: Option<Fact>, pauses: Vec<Pause>, extensions: Vec<Extension>, lengths: Vec<Length>,
        due_on: Option<Date>, due_at: Option<DateTime>, provisional: bool, steps: Vec<Step>, cites: Vec<Cite>, basis: Option<String>,
        source: String,
    }
    Step { date: Date, until: Option<Date>, effect: String, zh: String, en: String, citation: Option<String>, }
    /// An article: as the source has it, the law's title, written out with its figure.
    Cite { at: String, law: String, written: String, figure: Option<String>, }
}
