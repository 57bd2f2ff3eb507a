//! Finds the figures in a line of a statute.
//!
//! A figure is a numeral with a unit of the list below. Ordinals (第一款), dates (2021年8月20日, 每月十日), points in time (二十四时,
//! 最后一日) and words that only begin like a number (一并, 统一, 一次性) are none. The list of units is closed: a new one is added here,
//! with a line in `tests/figures.rs`, never by a file.

use crate::figure::{Figure, FigureUnit};
use crate::numeral::{amount, is_numeral, scale};
use kernel::fold_width;
use std::ops::Range;

/// Units, the longer before the shorter that it begins with; with each the signs which, following at once, make it another word.
const UNITS: &[(&str, Kind, &[&str])] = &[
    ("个工作日", Kind::Known(FigureUnit::Workday), &[]),
    ("工作日", Kind::Known(FigureUnit::Workday), &[]),
    ("个自然日", Kind::Known(FigureUnit::Day), &[]),
    ("自然日", Kind::Known(FigureUnit::Day), &[]),
    ("个小时", Kind::Known(FigureUnit::Hour), &[]),
    ("小时", Kind::Known(FigureUnit::Hour), &[]),
    ("个月", Kind::Known(FigureUnit::Month), &[]),
    ("日", Kind::Known(FigureUnit::Day), &["常"]),
    ("天", Kind::Known(FigureUnit::Day), &["然"]),
    ("年", Kind::Known(FigureUnit::Year), &["度", "级", "代", "份", "龄"]),
    ("人次", Kind::Word, &[]),
    ("人", Kind::Known(FigureUnit::Person), &["民", "大"]),
    ("名", Kind::Known(FigureUnit::Person), &["称", "单", "义", "录"]),
    ("位", Kind::Known(FigureUnit::Person), &["于", "置", "数"]),
    ("元", Kind::Known(FigureUnit::Yuan), &["首"]),
    ("%", Kind::Known(FigureUnit::Percent), &[]),
    ("倍", Kind::Known(FigureUnit::Fold), &[]),
    ("次", Kind::Known(FigureUnit::Times), &["性", "告知"]),
    ("周岁", Kind::Word, &[]),
    ("周", Kind::Word, &["年", "期"]),
    ("分钟", Kind::Word, &[]),
    ("份", Kind::Word, &["额"]),
];

enum Kind {
    Known(FigureUnit),
    /// Kept as [`FigureUnit::Other`] under its own name.
    Word,
}

/// Signs before a single 一 that make it part of a word or of an ordinal: 统一, 同一, 上一(年度), 下一(日).
const NOT_ONE: &str = "统同唯某另逐专单上下";

/// How many characters of a figure's surroundings are kept on either side.
const CONTEXT: usize = 6;

/// The figures of one line in reading order.
#[must_use]
pub fn figures_in(line: &str) -> Vec<Figure> {
    let scan = Scan { original: line.chars().collect(), folded: fold_width(line).chars().collect() };
    let (mut found, mut at) = (Vec::new(), 0);
    while at < scan.folded.len() {
        let end = scan.numeral_end(at);
        at = if end == at { at + 1 } else { scan.take(at..end, &mut found) };
    }
    found
}

/// A line twice, sign by sign: as written, and with full-width signs folded.
struct Scan {
    original: Vec<char>,
    folded: Vec<char>,
}

impl Scan {
    /// Reads what begins with the numeral `run`, adds its figures, and says where to go on.
    fn take(&self, run: Range<usize>, found: &mut Vec<Figure>) -> usize {
        let end = run.end;
        if self.is_ordinal(&run) || self.is_decimal(&run) {
            return end;
        }
        if let Some((value, unit, end)) = self.fraction(&run) {
            found.push(self.figure(value, unit, run.start..end));
            return end;
        }
        if let Some(end) = self.date(&run) {
            return end;
        }
        if let Some((low, high, unit, end)) = self.range(&run) {
            found.extend([low, high].map(|value| self.figure(value, unit.clone(), run.start..end)));
            return end;
        }
        if let (Some((unit, after)), Some(value)) = (self.unit(end), self.amount(&run))
            && !self.is_point_in_time(&run, &unit)
        {
            found.push(self.figure(value, unit, run.start..after));
            return after;
        }
        end
    }

    fn numeral_end(&self, from: usize) -> usize {
        from + self.folded.iter().skip(from).take_while(|c| is_numeral(**c)).count()
    }

    fn at(&self, index: usize) -> Option<char> {
        self.folded.get(index).copied()
    }

    fn before(&self, index: usize) -> Option<char> {
        index.checked_sub(1).and_then(|i| self.at(i))
    }

    fn starts(&self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(i, c)| self.at(at + i) == Some(c))
    }

    fn amount(&self, run: &Range<usize>) -> Option<u64> {
        amount(self.folded.get(run.clone())?)
    }

    /// 第三人, 数十名, 统一年…: the numeral counts nothing.
    fn is_ordinal(&self, run: &Range<usize>) -> bool {
        let first = |sign: char| self.at(run.start) == Some(sign);
        match self.before(run.start) {
            Some('第') => true,
            // 数十名 is vague, 人数十人 is not.
            Some('数' | '几') => first('十') && self.before(run.start - 1) != Some('人'),
            // 六个月以上一年以下 is a range, 上一年度 is not.
            Some('上' | '下') if self.before(run.start - 1) == Some('以') => false,
            Some(c) => run.len() == 1 && first('一') && NOT_ONE.contains(c),
            None => false,
        }
    }

    /// Part of 1.5 or of 九点三十(分): no whole amount stands here.
    fn is_decimal(&self, run: &Range<usize>) -> bool {
        let joins = |mark: usize| {
            let sides = mark.checked_sub(1).and_then(|left| Some((self.at(left)?, self.at(mark + 1)?)));
            sides.is_some_and(|(left, right)| match self.at(mark) {
                Some('.') => left.is_ascii_digit() && right.is_ascii_digit(),
                Some('点') => is_numeral(left) && is_numeral(right),
                _ => false,
            })
        };
        joins(run.end) || run.start.checked_sub(1).is_some_and(joins)
    }

    /// 三分之二, 百分之八.
    fn fraction(&self, run: &Range<usize>) -> Option<(u64, FigureUnit, usize)> {
        if !self.starts(run.end, "分之") {
            return None;
        }
        let top = run.end + 2..self.numeral_end(run.end + 2);
        if self.is_decimal(&top) {
            return None;
        }
        let value = self.amount(&top)?;
        let bottom = self.folded.get(run.clone())?;
        let whole = match bottom {
            [one] if scale(*one).is_some() => scale(*one)?,
            _ => amount(bottom)?,
        };
        let unit = if whole == 100 { FigureUnit::Percent } else { FigureUnit::Part(whole) };
        Some((value, unit, top.end))
    }

    /// 2021年8月20日, 12月4日, 每月十日, 二〇二六年: gives the end of the date.
    fn date(&self, run: &Range<usize>) -> Option<usize> {
        let is_year = run.len() == 4 && self.at(run.end) == Some('年') && !self.folded[run.clone()].iter().any(|c| scale(*c).is_some());
        let is_month = self.at(run.end) == Some('月');
        let is_day = self.at(run.end) == Some('日') && self.before(run.start) == Some('月');
        (is_year || is_month || is_day).then(|| run.end + 1)
    }

    /// 三至九人, 3-5日, 5至10万元: a first end without a unit of its own.
    fn range(&self, run: &Range<usize>) -> Option<(u64, u64, FigureUnit, usize)> {
        if !self.at(run.end).is_some_and(|c| "至到-—–~".contains(c)) {
            return None;
        }
        let second = run.end + 1..self.numeral_end(run.end + 1);
        if self.date(&second).is_some() {
            return None;
        }
        let (unit, end) = self.unit(second.end)?;
        let (low, high) = (self.amount(run)?, self.amount(&second)?);
        let last = second.end.checked_sub(1).and_then(|i| self.at(i)).and_then(scale).filter(|s| *s >= 10_000);
        let first_has_scale = self.before(run.end).and_then(scale).is_some_and(|s| s >= 10_000);
        // 五至十万元 is 50 000 to 100 000.
        let low = if first_has_scale { low } else { low.checked_mul(last.unwrap_or(1))? };
        Some((low, high, unit, end))
    }

    fn unit(&self, at: usize) -> Option<(FigureUnit, usize)> {
        let (word, kind, spoilers) = UNITS.iter().find(|(word, ..)| self.starts(at, word))?;
        let end = at + word.chars().count();
        if spoilers.iter().any(|s| self.starts(end, s)) {
            return None;
        }
        let unit = match kind {
            Kind::Known(unit) => unit.clone(),
            Kind::Word => FigureUnit::Other((*word).to_owned()),
        };
        Some((unit, end))
    }

    /// 最后一日, 最后一次: which one, not how many.
    fn is_point_in_time(&self, run: &Range<usize>, unit: &FigureUnit) -> bool {
        matches!(unit, FigureUnit::Day | FigureUnit::Month | FigureUnit::Year | FigureUnit::Times | FigureUnit::Person)
            && run.start >= 2
            && self.starts(run.start - 2, "最后")
    }

    fn figure(&self, value: u64, unit: FigureUnit, term: Range<usize>) -> Figure {
        let stop = |c: &&char| "，。；：、？！“”‘’《》（）()〔〕,;:".contains(**c);
        let left = self.original[..term.start].iter().rev().take(CONTEXT).take_while(|c| !stop(c)).count();
        let right = self.original[term.end..].iter().take(CONTEXT).take_while(|c| !stop(c)).count();
        let slice = |range: Range<usize>| self.original[range].iter().collect();
        Figure { value, unit, text: slice(term.clone()), context: slice(term.start - left..term.end + right) }
    }
}
