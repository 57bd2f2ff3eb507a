//! What the procedures of this module leave to Rust, by the names they use.

mod admissible;
mod committee_due;
mod end_ground_met;
mod in_time;
mod lost_ground;
mod many_applicants;
mod not_worse;
mod reconsideration_first;
mod said;
mod summary_allowed;

use engine::RuleBook;
use engine::verdict::{missing, no};

/// Registers every rule of this module.
pub fn register(book: &mut RuleBook) {
    book.choice("reconsideration_first", reconsideration_first::choose)
        .choice("reconsideration_first_2007", reconsideration_first::choose_before)
        .choice("more_than_ten", many_applicants::more_than_ten)
        .choice("more_than_five", many_applicants::more_than_five)
        .choice("committee_due", committee_due::choose)
        .predicate("admissible", admissible::ask)
        .predicate("summary_allowed", summary_allowed::ask)
        .predicate("lost_ground", lost_ground::ask)
        .predicate("end_ground_met", end_ground_met::ask)
        .predicate("not_worse", not_worse::ask);
}

#[cfg(test)]
mod figures {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::{in_time, many_applicants, summary_allowed};
    use law::FigureUnit;

    #[test]
    fn numbers_in_rust_stand_in_the_cited_passages() {
        let says = |law: &str, edition: &str, passage: &str, number: i64, unit: FigureUnit| {
            let statute = law::Index::embedded().edition(law, edition).unwrap();
            let figure = statute.figure(&passage.parse().unwrap()).unwrap();
            assert!(figure.says(number.try_into().unwrap(), &unit), "{law} {passage} says {figure}, not {number} {unit}");
        };
        says("行政复议法", "2023", "20.1@1", in_time::DAYS, FigureUnit::Day);
        says("行政复议法", "2023", "20.3@1", in_time::UNTOLD_YEARS, FigureUnit::Year);
        says("行政复议法", "2023", "21@1", in_time::IMMOVABLE_YEARS, FigureUnit::Year);
        says("行政复议法", "2023", "21@2", in_time::OTHER_YEARS, FigureUnit::Year);
        says("行政复议法实施条例", "2026", "24.1.2@1", in_time::UNANSWERED_DAYS, FigureUnit::Day);
        says("行政复议法实施条例", "2007", "16.1.2@1", in_time::UNANSWERED_DAYS, FigureUnit::Day);
        says("行政复议法", "2023", "53.1.3@1", summary_allowed::MOST_YUAN, FigureUnit::Yuan);
        says("行政复议法实施条例", "2007", "8@1", many_applicants::FIVE, FigureUnit::Person);
        says("行政复议法实施条例", "2026", "17.1@1", many_applicants::TEN, FigureUnit::Person);
    }
}
