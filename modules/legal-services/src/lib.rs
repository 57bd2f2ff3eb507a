//! Public legal services: legal aid in cases, duty lawyer help, consultation, drafting, and complaints about legal aid.
//!
//! The law stands in the KDL files; what needs an “if” stands in `rules`, one rule a file, each with its article.

mod rules;

use app::{Module, PlanHook};
pub use rules::register as rules;

/// This line of work, as the program lists it.
pub const MODULE: Module = Module { id: "legal-services", dossiers: DOSSIERS, scenarios: SCENARIOS, rules, hooks: HOOKS };

/// The procedures, as (file name, text).
pub const DOSSIERS: &[(&str, &str)] = &[
    ("legal_aid.kdl", include_str!("../procedures/legal_aid.kdl")),
    ("duty_help.kdl", include_str!("../procedures/duty_help.kdl")),
    ("consultation.kdl", include_str!("../procedures/consultation.kdl")),
    ("drafting.kdl", include_str!("../procedures/drafting.kdl")),
    ("legal_aid_complaint.kdl", include_str!("../procedures/legal_aid_complaint.kdl")),
    ("legal_service_bodies.kdl", include_str!("../procedures/legal_service_bodies.kdl")),
];

/// Their worked examples, as (file name, text). Every example names its procedure.
pub const SCENARIOS: &[(&str, &str)] = &[
    ("legal_aid_review.kdl", include_str!("../scenarios/legal_aid_review.kdl")),
    ("legal_aid_urgent.kdl", include_str!("../scenarios/legal_aid_urgent.kdl")),
    ("legal_aid_notice.kdl", include_str!("../scenarios/legal_aid_notice.kdl")),
    ("legal_aid_objection.kdl", include_str!("../scenarios/legal_aid_objection.kdl")),
    ("legal_aid_file.kdl", include_str!("../scenarios/legal_aid_file.kdl")),
    ("duty_help.kdl", include_str!("../scenarios/duty_help.kdl")),
    ("consultation.kdl", include_str!("../scenarios/consultation.kdl")),
    ("drafting.kdl", include_str!("../scenarios/drafting.kdl")),
    ("legal_aid_complaint.kdl", include_str!("../scenarios/legal_aid_complaint.kdl")),
];

/// Where sentences of a plan meet the indicators of this module.
const HOOKS: &[PlanHook] = &[
    PlanHook { phrases: &["10万人", "法律援助"], indicator: "aid_per_100k" },
    PlanHook { phrases: &["不合格案卷"], indicator: "failing_files_open" },
];
