//! The proof file: its shape, and nothing that it does not name. Days are `2026-03-02`, minutes `2026-03-02T14:30:00`.

use jiff::civil::{Date, DateTime};
use serde::Deserialize;

/// Structs that are read from the file and refuse what they do not know.
macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$why:meta])* $field:ident: $kind:ty,)* })*) => {
        $($(#[$doc])* #[derive(Deserialize)] #[serde(deny_unknown_fields)]
        pub(crate) struct $name { $($(#[$why])* pub(crate) $field: $kind,)* })*
    };
}

shapes! {
    Proof {
        format: String, matter: String, number: Option<String>, unit: String,
        /// Not checked by counting: it is nobody's period.
        #[expect(dead_code, reason = "only its shape is checked")] made_on: Date,
        /// The versions by which the clocks run, and the procedures whose law they share.
        procedures: Vec<Procedure>,
        calendar: Calendar, log: Vec<Logged>, timeline: Vec<Line>, clocks: Vec<Clock>,
        /// The chain's last link.
        head: String,
        /// SM3 over this file with these 64 digits set to zero.
        seal: String,
    }
    /// A version with its own text and SM3 over it; `parent` is the hash of the procedure whose law it shares.
    Procedure { id: String, version: u32, title: String, hash: String, parent: Option<String>, text: String, }
    /// Days that are not what their weekday says, and the years whose arrangement is published.
    Calendar { from: Date, to: Date, published: Vec<i16>, days: Vec<Special>, }
    #[expect(dead_code, reason = "the name is for the reader")]
    Special { date: Date, works: bool, name: String, notice: String, }
    /// An event as it was hashed, and the link after it.
    Logged { event: String, link: String, }
    /// A named happening with its legal date as corrected.
    #[derive(PartialEq)]
    Line { seq: u64, name: String, holder: Option<String>, on: Date, at: Option<DateTime>, }
    /// An event, or the answer to a `field`, on which a clock rests.
    Fact { seq: u64, field: Option<String>, on: Date, at: Option<DateTime>, }
    /// `by`: where the number stands if not in the clock itself: a parameter, or `field:NAME` with another law's period.
    Length { amount: u32, unit: String, by: Option<String>, }
    /// A stretch that is not counted; without `until` it lasts.
    Pause { after: Fact, until: Option<Fact>, }
    Extension { by: Fact, length: Length, }
    Clock {
        id: String, title: String, procedure: String, version: u32, holder: Option<String>,
        /// `within`, `at-least`, `before`, `until`, `every`, or `yearly MM-DD`.
        mode: String, rule: String, workdays: bool, rolls: bool,
        /// The nth round counted from the start, for a clock that recurs.
        round: Option<u32>,
        /// The day from which it is counted back, or on which it is due.
        named: Option<Fact>,
        start: Fact, stop: Option<Fact>, pauses: Vec<Pause>, extensions: Vec<Extension>,
        /// Several while the choice between them is not made.
        lengths: Vec<Length>,
        promise: Option<Length>, promise_on: Option<Date>,
        due_on: Option<Date>, due_at: Option<DateTime>, provisional: bool,
        steps: Vec<Step>, cites: Vec<Cite>, basis: Option<String>,
        /// The clock's lines in the procedure, word for word.
        source: String,
    }
    Step { date: Date, until: Option<Date>, effect: String, zh: String, en: String, citation: Option<String>, }
    /// An article: as the source has it, the law's title, written out with its figure.
    Cite { at: String, law: String, written: String, figure: Option<String>, }
}
