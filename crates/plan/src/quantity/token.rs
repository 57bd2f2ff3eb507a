//! The tokens of a sentence.

use super::{Comparator, Period};
use crate::{Span, numeral::Form};

/// What a stretch of the sentence means for quantities. Words without such a meaning give no token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token {
    /// A number.
    Number(f64, Form),
    /// A share, in percent.
    Percent(f64),
    /// 不少于: binds the next number of the clause.
    Limit(Comparator),
    /// 约: binds a number that follows at once.
    Touch(Comparator),
    /// …以上: binds the number before.
    Suffix(Comparator),
    /// 内: a limit only after a unit of time.
    Inside,
    /// 余, 多 between number and unit.
    Odd,
    /// 增长, 下降: binds a number that follows at once, or a 百分点.
    Change(Comparator),
    /// 新增, 减少: binds the next number of the clause.
    Add(Comparator),
    /// 达到, 保持: what follows is the level itself, not a change.
    Level,
    /// Between two numbers a range; before one, what 达到 is (提高到).
    To,
    /// A unit.
    Unit(&'static str),
    /// A unit of time, a quantity only with a limit.
    TimeUnit(&'static str),
    /// 每月
    Every(Period),
    /// 每10万人, 每个司法所: the part of the unit after the stroke.
    Per(Span),
    /// 人均: the same in a word.
    PerWord(&'static str),
    /// 全年, 同比: the period of the numbers that follow.
    Within(Period),
    /// 6月底前, 三年内: when it is due. `firm` when the words say so by themselves (前, 内).
    Due { period: Period, firm: bool },
    /// 全覆盖: a quantity in a word.
    Fixed(Comparator, f64, &'static str),
    /// 不发生: none of what follows.
    Never,
    /// 开展, 建成: a verb that counts what it does; `finishes` when it ends something (完成).
    Act { finishes: bool },
    /// 对, 凡 at the beginning of a clause, 涉案 anywhere: what follows sets out a case, not an aim.
    Case { anywhere: bool },
    /// 依托, 围绕 at the beginning of a clause: what follows is there already.
    Given,
    /// A word with a figure in it that is no quantity: 八项规定.
    Name,
    /// ， and its like.
    Comma,
    /// ； 。
    Stop,
    /// （
    Open,
    /// ）
    Close,
}

/// A token with its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lexeme {
    pub token: Token,
    pub span: Span,
}
