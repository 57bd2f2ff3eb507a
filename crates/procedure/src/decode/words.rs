//! The frozen lists of the language. A new word here is a change of code, reviewed as such, never of a file.

use super::Reader;
use crate::model::Place;

/// Field types.
pub(crate) const FIELD_TYPES: &[&str] = &[
    "text",
    "long-text",
    "date",
    "datetime",
    "number",
    "money",
    "choice",
    "yes-no",
    "party",
    "person",
    "register",
    "period",
    "cn-id",
    "uscc",
    "phone",
    "address",
    "file",
];
/// Field types that the language names and this version does not carry.
pub(crate) const LATER_TYPES: &[&str] = &["unit", "place", "scan", "rating"];
/// What the kernel carries out with other matters.
pub(crate) const KIN_ACTS: &[&str] = &["join", "split", "transfer"];
/// What a change of choice does to a running clock.
pub(crate) const RECHOSEN: &[&str] = &["same-start", "new-start"];
/// What a new version means for what is under way.
pub(crate) const TRANSITIONS: &[&str] = &["keeps", "moves", "by-act"];
/// Kinds of personal information that a type does not show.
pub(crate) const PERSONAL: &[&str] = &["finance", "dispute", "status", "health"];
/// Why a number stands without a statute.
pub(crate) const BASES: &[&str] = &["local", "internal", "reading"];
/// Units of a parameter: those of a period and what else is counted.
pub(crate) const PARAM_UNITS: &[&str] =
    &["hour", "day", "workday", "month", "year", "person", "yuan", "time", "case", "percent", "point", "page"];
/// Levels of secrecy that the kernel knows.
pub(crate) const SECRECY_LEVELS: &[&str] = &["client", "minor_sealed", "location", "special_care"];
/// Periods of an indicator.
pub(crate) const PERIODS: &[&str] = &["year", "quarter", "month"];
/// The word most like `word`, if any is like enough to have been meant.
pub(crate) fn nearest<'a>(word: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    among
        .into_iter()
        .map(|a| (strsim::jaro_winkler(word, a), a))
        .filter(|(likeness, _)| *likeness > 0.84)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, a)| a)
}

impl Reader<'_> {
    /// Reports a word that is on no list, with the word that was probably meant and the list.
    pub(crate) fn not_listed(&mut self, what: (&str, &str), word: &str, place: Place, list: &[&str]) {
        let all = list.join(" ");
        let finding = self.found.error("P017", place, format!("没有“{word}”这种{}", what.0), format!("there is no {} “{word}”", what.1));
        match nearest(word, list.iter().copied()) {
            Some(near) => finding.hint(format!("是不是 {near}？可用：{all}"), format!("did you mean {near}? Allowed: {all}")),
            None => finding.hint(format!("可用：{all}"), format!("allowed: {all}")),
        }
    }
}
