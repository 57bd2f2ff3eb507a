//! Enforcement supervision (行政执法监督): officers' certificates as a register whose entries are matters.
//!
//! The law stands in the KDL file; what needs an “if” stands in `rules`, one rule a file, each with its article or its basis. Scores,
//! hours and years are local: a rule compares what the keeper entered, and fixes no number of its own.

mod rules;

use app::{Module, PlanHook};
pub use rules::register as rules;

/// This line of work, as the program lists it.
pub const MODULE: Module = Module { id: "enforcement", dossiers: DOSSIERS, scenarios: SCENARIOS, rules, hooks: HOOKS };

/// The procedures, as (file name, text).
pub const DOSSIERS: &[(&str, &str)] = &[
    ("officer_certificate.kdl", include_str!("../procedures/officer_certificate.kdl")),
    ("enforcement_bodies.kdl", include_str!("../procedures/enforcement_bodies.kdl")),
];

/// Their worked examples, as (file name, text). Every example names its procedure.
pub const SCENARIOS: &[(&str, &str)] = &[
    ("issuing.kdl", include_str!("../scenarios/issuing.kdl")),
    ("upkeep.kdl", include_str!("../scenarios/upkeep.kdl")),
    ("suspension.kdl", include_str!("../scenarios/suspension.kdl")),
    ("ending.kdl", include_str!("../scenarios/ending.kdl")),
    ("from_the_manual.kdl", include_str!("../scenarios/from_the_manual.kdl")),
];

/// Where sentences of a plan meet the indicators of this module.
const HOOKS: &[PlanHook] = &[];
