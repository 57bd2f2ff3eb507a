//! What the procedures of this module leave to Rust, by the names they use.

mod acceptable;
mod eligible;
mod extension_lawful;
mod fit_duty_lawyer;
mod fit_provider;
mod hardship_test;
mod in_time;
mod notice_unfounded;
mod rights_told;
mod said;
mod urgent;
mod without_defender;

use engine::verdict::{missing, no};
use engine::{Facts, RuleBook, Verdict};

/// Registers every rule of this module.
pub fn register(book: &mut RuleBook) {
    book.choice("hardship_test", hardship_test::choose)
        .predicate("eligible", eligible::ask)
        .predicate("urgent", urgent::ask)
        .predicate("fit_provider", fit_provider::ask)
        .predicate("notice_unfounded", notice_unfounded::ask)
        .predicate("without_defender", without_defender::ask)
        .predicate("fit_duty_lawyer", fit_duty_lawyer::ask)
        .predicate("rights_told", rights_told::ask)
        .predicate("acceptable", acceptable::ask)
        .predicate("in_time", in_time::ask)
        .predicate("extension_lawful", extension_lawful::ask);
}

/// The standing of a register's entry: a yes for `practising`, a no for every other.
fn practising(facts: &Facts<'_>, field: &str) -> Verdict {
    match facts.entry(field) {
        None => missing(&[field]),
        Some(entry) if entry.status == "practising" => Verdict::Yes,
        Some(_) => no("名册上此人不在执业状态，请另选一位。", "The register does not show this person as practising. Choose another."),
    }
}

#[cfg(test)]
mod figures {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::{extension_lawful, fit_provider, in_time, urgent};
    use law::FigureUnit;

    #[test]
    fn numbers_in_rust_stand_in_the_cited_passages() {
        let says = |law: &str, edition: &str, passage: &str, number: i64, unit: FigureUnit| {
            let statute = law::Index::embedded().edition(law, edition).unwrap();
            let figure = statute.figure(&passage.parse().unwrap()).unwrap();
            assert!(figure.says(number.try_into().unwrap(), &unit), "{law} {passage} says {figure}, not {number} {unit}");
        };
        says("法律援助法", "2021", "44.1.1@1", urgent::FEWER_THAN_DAYS.into(), FigureUnit::Day);
        says("法律援助法", "2021", "26.1@1", fit_provider::YEARS, FigureUnit::Year);
        says("法律援助投诉处理办法", "2025", "8.1@1", in_time::YEARS, FigureUnit::Year);
        says("法律援助投诉处理办法", "2025", "23.1@2", extension_lawful::MOST_DAYS, FigureUnit::Day);
    }
}
