//! Worked examples of a procedure: acts on days and what must follow. The engine runs them; here they are only typed.
//!
//! One node a step, in order; nothing else can happen between two steps but the passing of days.
//!
//! ```kdl
//! scenario "补正期间不计入审查期限" procedure=legal_aid {
//!     param objection_days 15
//!     at "2026-03-02" apply by=applicant { applicant "张某"; kind civil }
//!     expect state=under_review
//!     expect clock=review due="2026-03-09"
//!     at "2026-03-05" supplement by=applicant received="2026-03-03" evidence=postmark
//!     at "2026-03-06" refuse by=reviewer signed=approver { reasons "…" }
//!     sign "2026-03-06" refuse by=approver
//!     return "2026-03-06" refuse by=approver reason="…"
//!     recall "2026-03-06" refuse by=reviewer reason="…"
//!     serve "2026-03-07" refusal_decision to=applicant how=mail received="2026-03-09"
//!     correct "2026-03-08" received to="2026-03-01" by=reviewer second=approver reason="…"
//!     lapse "2026-03-20" supplement decline by=reviewer reason="…"
//!     wait "2026-03-30"
//!     expect refused=E012          // of the step before it
//! }
//! scenario "几个当事人、几个事项" {
//!     at "2026-03-02" apply by=applicant { respondent "甲局" "乙局"; longer_term 90 day "矿产资源法" }
//!     serve "2026-03-04" reply_notice to=respondent holder=2 how=notice
//!     at "2026-03-10" reply by=respondent holder=2
//!     expect clock=reply holder=2 due="2026-03-18"
//!     at "2026-03-11" decide by=handler { signed meeting present=5 for=4 against=1 abstained=0 }
//!     at "2026-03-12" ask_review by=applicant { opens { document "…" } }   // the child's opening form
//!     at "2026-03-13" answer_review by=organ in=side_review                // the newest child of that procedure
//!     expect in=side_review state=answered
//!     matter "乙案" version=1                                              // from here on in another matter
//!     at "2026-03-14" apply by=applicant
//!     matter "甲案"                                                        // the first is called 甲案
//!     at "2026-03-15" join by=handler { with "乙案" }
//!     assign "2026-03-15" handler to=li by=chief
//!     waive "2026-03-16" release event=appraised by=agency_head reason="…"
//!     countersign "2026-03-16" by=approver with=wang reason="…"
//!     transfer "2026-03-17" to="example/branch" by=handler reason="…"
//!     expect clock=report round=2 due="2026-04-30"
//!     expect remedy=suit of=decision holder=1 due="2026-05-06"
//! }
//! ```

mod act;
mod expect;
mod expected;
mod names;
mod parse;
mod step;

pub use expected::{ClockIs, Expect};
pub use names::{check_scenarios, check_scenarios_across};
pub use parse::decode_scenarios;
pub use step::{Act, Answer, ChildOpening, Given, Signature, Votes, What, When, Who};

use crate::model::Place;
use kernel::Id;
use serde::Serialize;
use std::collections::BTreeMap;

/// One worked example.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scenario {
    /// What it shows, in a sentence.
    pub title: String,
    /// The procedure; `None` for the dossier's first.
    pub procedure: Option<Id>,
    /// The version under which its first matter begins; `None`: the one in force on the day of its first step.
    pub version: Option<u32>,
    /// Parameters as the bureau has set them in this example.
    pub params: BTreeMap<Id, u64>,
    /// What happens and what must follow, in order.
    pub steps: Vec<Step>,
    /// Where it stands in the file.
    pub place: Place,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// What is done or expected.
    pub what: What,
    /// The code with which the step must be refused; `None`: it must be taken.
    pub refused: Option<String>,
    /// In the newest child of this procedure (`in=`); `None`: in the matter itself.
    pub within: Option<Id>,
    /// Where it stands in the file.
    pub place: Place,
}
