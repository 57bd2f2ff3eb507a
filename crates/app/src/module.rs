//! What a line of work brings along.

use engine::RuleBook;

/// A line of work of the bureau: its procedures, its rules, and where the plan meets it.
#[derive(Clone, Copy, Debug)]
pub struct Module {
    /// Name, e.g. `legal-services`.
    pub id: &'static str,
    /// Procedure files: name and text.
    pub dossiers: &'static [(&'static str, &'static str)],
    /// Worked examples: name and text.
    pub scenarios: &'static [(&'static str, &'static str)],
    /// Registers its Rust rules.
    pub rules: fn(&mut RuleBook),
    /// Where sentences of a plan meet its indicators and procedures.
    pub hooks: &'static [PlanHook],
}

/// A phrase by which a plan's sentence is carried by an indicator.
#[derive(Clone, Copy, Debug)]
pub struct PlanHook {
    /// The words that must all stand in the sentence.
    pub phrases: &'static [&'static str],
    /// The indicator that measures it.
    pub indicator: &'static str,
}
