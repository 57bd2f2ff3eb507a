//! Disputes: administrative reconsideration with side review of documents, opinions and suggestions.
//!
//! The law stands in the KDL files, one a version of the law; what needs an “if” stands in `rules`, one rule a file, each with its article.

mod rules;

use app::Module;
pub use rules::register as rules;

/// This line of work, as the program lists it.
pub const MODULE: Module = Module { id: "disputes", dossiers: DOSSIERS, scenarios: SCENARIOS, rules, hooks: &[] };

/// The procedures, as (file name, text); two versions of each.
pub const DOSSIERS: &[(&str, &str)] = &[
    ("reconsideration_2024.kdl", include_str!("../procedures/reconsideration_2024.kdl")),
    ("reconsideration_2026.kdl", include_str!("../procedures/reconsideration_2026.kdl")),
    ("review_papers_2024.kdl", include_str!("../procedures/review_papers_2024.kdl")),
    ("review_papers_2026.kdl", include_str!("../procedures/review_papers_2026.kdl")),
    ("dispute_bodies.kdl", include_str!("../procedures/dispute_bodies.kdl")),
];

/// Their worked examples, as (file name, text). Every example names its procedure.
pub const SCENARIOS: &[(&str, &str)] = &[
    ("admission.kdl", include_str!("../scenarios/admission.kdl")),
    ("review.kdl", include_str!("../scenarios/review.kdl")),
    ("summary.kdl", include_str!("../scenarios/summary.kdl")),
    ("suspension.kdl", include_str!("../scenarios/suspension.kdl")),
    ("norms.kdl", include_str!("../scenarios/norms.kdl")),
    ("parties.kdl", include_str!("../scenarios/parties.kdl")),
    ("elevation.kdl", include_str!("../scenarios/elevation.kdl")),
    ("decision.kdl", include_str!("../scenarios/decision.kdl")),
    ("law_change.kdl", include_str!("../scenarios/law_change.kdl")),
    ("papers.kdl", include_str!("../scenarios/papers.kdl")),
    ("from_the_manual.kdl", include_str!("../scenarios/from_the_manual.kdl")),
];
