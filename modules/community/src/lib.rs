//! Community correction (社区矫正): receiving, supervision, leave, change of residence, sanctions, release and ending.
//!
//! The law stands in the KDL file; what needs an “if” stands in `rules`, one rule a file, each with its article. No rule grades a
//! person: each answers from facts that an officer entered, and names what is missing.

mod rules;

use app::{Module, PlanHook};
pub use rules::register as rules;

/// This line of work, as the program lists it.
pub const MODULE: Module = Module { id: "community", dossiers: DOSSIERS, scenarios: SCENARIOS, rules, hooks: HOOKS };

/// The procedures, as (file name, text).
pub const DOSSIERS: &[(&str, &str)] = &[("community_correction.kdl", include_str!("../procedures/community_correction.kdl"))];

/// Their worked examples, as (file name, text). Every example names its procedure.
pub const SCENARIOS: &[(&str, &str)] = &[
    ("receiving.kdl", include_str!("../scenarios/receiving.kdl")),
    ("reports.kdl", include_str!("../scenarios/reports.kdl")),
    ("leave.kdl", include_str!("../scenarios/leave.kdl")),
    ("moving.kdl", include_str!("../scenarios/moving.kdl")),
    ("sanctions.kdl", include_str!("../scenarios/sanctions.kdl")),
    ("tagging.kdl", include_str!("../scenarios/tagging.kdl")),
    ("losing_contact.kdl", include_str!("../scenarios/losing_contact.kdl")),
    ("revocation.kdl", include_str!("../scenarios/revocation.kdl")),
    ("ending.kdl", include_str!("../scenarios/ending.kdl")),
    ("from_the_manual.kdl", include_str!("../scenarios/from_the_manual.kdl")),
];

/// Where sentences of a plan meet the indicators of this module.
const HOOKS: &[PlanHook] = &[PlanHook { phrases: &["脱管"], indicator: "off_supervision" }];
