//! Quantities that a sentence sets: how much of what, by when, how often.
//!
//! A sentence is read in three steps: names are covered up ([`mask`]), the rest becomes tokens ([`lex`], with dates and
//! frequencies in [`time`]), and one pass over the tokens ([`grammar`]) puts comparator, number, unit and period together ([`measure`]).
//! Only what is written is reported; nothing is guessed from the plan's subject.

mod aim;
mod counted;
mod due;
mod grammar;
mod lex;
mod mask;
mod measure;
mod period;
mod subject;
mod time;
mod token;
mod words;

use crate::Span;
use serde::{Deserialize, Serialize, Serializer};

pub use period::{Period, Turn};

/// How the value binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Comparator {
    /// 不少于, …以上
    AtLeast,
    /// 不超过, …以内
    AtMost,
    /// 保持, 达到, or nothing said.
    Equal,
    /// 约, 左右, 余
    About,
    /// 三至五次; the upper end is in `value_to`.
    Between,
    /// 增长, 新增
    IncreaseBy,
    /// 下降, 压减
    DecreaseBy,
    /// 翻一番 (2), 达到3倍 (3)
    Multiply,
    /// 每月一次: so many in each period.
    Every,
    /// 6月底前: a day by which it is to be done, without a number.
    By,
}

/// One quantity of a sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// How the value binds.
    pub comparator: Comparator,
    /// The number; percentages as 0–100. `None` with [`Comparator::By`].
    #[serde(serialize_with = "plain_number")]
    pub value: Option<f64>,
    /// The upper end with [`Comparator::Between`].
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "plain_number")]
    pub value_to: Option<f64>,
    /// The unit as written, e.g. 件, %, 件/10万人, 工作日; empty when none is written.
    pub unit: String,
    /// The period it is counted over, or the day by which it is due.
    pub period: Option<Period>,
    /// What is counted, in the sentence's words; empty when they do not say.
    pub subject: String,
    /// The words that set it.
    pub text: String,
    /// Where these words stand.
    pub span: Span,
}

/// The quantities in `text`. `year` is the plan's, for dates that name none.
#[must_use]
pub fn quantities(text: &str, year: Option<i16>) -> Vec<Quantity> {
    quantities_at(text, 0, year)
}

/// The same, with spans counted from `offset`.
pub(crate) fn quantities_at(text: &str, offset: usize, year: Option<i16>) -> Vec<Quantity> {
    let masked = mask::mask(text);
    let mut found = grammar::read(text, &lex::lex(&masked, year));
    found.sort_by_key(|q| q.span);
    for quantity in &mut found {
        quantity.span = quantity.span.shifted(offset);
    }
    found
}

/// Whole numbers without a decimal point: 115, not 115.0.
#[allow(clippy::ref_option)] // the signature that serde asks for
fn plain_number<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    #[allow(clippy::cast_possible_truncation)] // whole and below 2^53
    match value {
        Some(v) if v.fract() == 0.0 && v.abs() < 9e15 => serializer.serialize_i64(*v as i64),
        Some(v) => serializer.serialize_f64(*v),
        None => serializer.serialize_none(),
    }
}
