//! Which numbering style stands above which, judged by how the styles of one document interlock.
//!
//! Style A is taken to contain style B when B starts again at 1 after an A, and when B occurs between consecutive numbers of A.
//! The same is counted the other way round; the stronger side wins. Custom (GB/T 9704) only breaks ties.

use crate::label::{Label, Style};

/// The styles of a document, the outermost first.
pub(crate) fn ranking(labels: &[Label]) -> Vec<Style> {
    let mut styles: Vec<Style> = Vec::new();
    for label in labels {
        if !styles.contains(&label.style) {
            styles.push(label.style);
        }
    }
    let contained = |s: Style| styles.iter().filter(|o| **o != s && contains(labels, s, **o)).count();
    let mut ranked: Vec<(usize, u8, Style)> = styles.iter().map(|s| (contained(*s), s.custom(), *s)).collect();
    ranked.sort_by_key(|(contained, custom, _)| (std::cmp::Reverse(*contained), *custom));
    ranked.into_iter().map(|(_, _, style)| style).collect()
}

fn contains(labels: &[Label], a: Style, b: Style) -> bool {
    let (ab, ba) = (evidence(labels, a, b), evidence(labels, b, a));
    if (ab - ba).abs() < f64::EPSILON { a.custom() < b.custom() } else { ab > ba }
}

/// How strongly `inner` shows itself to lie within `outer`.
fn evidence(labels: &[Label], outer: Style, inner: Style) -> f64 {
    let mut restarts = 0.0;
    let (mut steps, mut filled) = (0.0, 0.0);
    let mut last_outer: Option<u32> = None;
    let (mut inner_since, mut inner_seen, mut outer_since) = (false, false, false);
    for label in labels {
        if label.style == outer {
            if last_outer.is_some_and(|last| label.value == last + 1) {
                steps += 1.0;
                filled += if inner_since { 1.0 } else { 0.0 };
            }
            last_outer = Some(label.value);
            (inner_since, outer_since) = (false, true);
        } else if label.style == inner {
            if inner_seen && outer_since && label.value == 1 {
                restarts += 1.0;
            }
            (inner_since, inner_seen, outer_since) = (true, true, false);
        }
    }
    2.0 * restarts + if steps > 0.0 { filled / steps } else { 0.0 }
}

/// Drops what only looks like a number: a style that never starts at 1 and occurs once, and a number out of its style's order.
///
/// The result has `None` where the line carries no label.
pub(crate) fn plausible(found: &[Option<Label>]) -> Vec<Option<Label>> {
    let mut last: Vec<(Style, u32)> = Vec::new();
    let mut kept: Vec<Option<Label>> = found
        .iter()
        .enumerate()
        .map(|(at, label)| {
            let label = (*label)?;
            let before = last.iter_mut().find(|(style, _)| *style == label.style);
            let value = before.as_ref().map_or(0, |(_, value)| *value);
            let fits = if label.doubtful {
                // Only the order tells: it follows the number before, or 2 comes after it.
                let second = || found[at + 1..].iter().flatten().take(50).find(|l| l.style == label.style).is_some_and(|l| l.value == 2);
                label.value == value + 1 && (value > 0 || second())
            } else {
                // Drafts skip a number or use one twice; they do not leap.
                label.value == 1 || before.is_none() || (label.value + 2 > value && label.value <= value + 5)
            };
            if !fits {
                return None;
            }
            match before {
                Some((_, value)) => *value = label.value,
                None => last.push((label.style, label.value)),
            }
            Some(label)
        })
        .collect();
    let alone = |style: Style| found.iter().flatten().filter(|l| l.style == style).count() == 1;
    for label in &mut kept {
        if label.is_some_and(|l| l.value != 1 && alone(l.style)) {
            *label = None;
        }
    }
    merge_twins(&mut kept);
    kept
}

/// 1. and 1、 are one style when a document mixes them carelessly: one goes on where the other stopped.
fn merge_twins(labels: &mut [Option<Label>]) {
    let twins = [Style::ArabicDot, Style::ArabicComma];
    let mut last: Option<Label> = None;
    let mixed = labels.iter().flatten().filter(|l| twins.contains(&l.style)).any(|l| {
        let goes_on = last.is_some_and(|p| p.style != l.style && l.value == p.value + 1 && l.value > 1);
        last = Some(*l);
        goes_on
    });
    if mixed {
        for label in labels.iter_mut().flatten().filter(|l| twins.contains(&l.style)) {
            label.style = Style::ArabicDot;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::label::label;

    fn rank(text: &str) -> Vec<Style> {
        let labels: Vec<_> = plausible(&text.split(' ').map(label).collect::<Vec<_>>());
        ranking(&labels.into_iter().flatten().collect::<Vec<_>>())
    }

    #[test]
    fn the_usual_order() {
        use Style::{ArabicDot, Chinese, ChineseParen};
        assert_eq!(rank("一、 1.a 2.a 二、 3.a 4.a 三、 5.a"), [Chinese, ArabicDot]);
        assert_eq!(rank("一、 （一） 1.a 2.a （二） 1.a 二、 （一） 1.a"), [Chinese, ChineseParen, ArabicDot]);
        assert_eq!(rank("一、 1.a 2.a 3.a"), [Chinese, ArabicDot]);
    }

    #[test]
    fn an_unusual_order_is_found_from_the_nesting() {
        use Style::{ArabicComma, ArabicParen, Chinese, ChineseParen};
        assert_eq!(rank("1、a （一） （二） 2、a （一） （二） 3、a （一）"), [ArabicComma, ChineseParen]);
        assert_eq!(rank("（一） 一、 二、 （二） 一、 二、"), [ChineseParen, Chinese]);
        assert_eq!(rank("（1） （2） （3） 一、 （1） （2） 二、 （1）"), [Chinese, ArabicParen]);
    }

    #[test]
    fn parts_stand_above() {
        assert_eq!(
            rank("第一部分 一、 （一） （二） 二、 （一） 第二部分 一、 （一）"),
            [Style::Division('部'), Style::Chinese, Style::ChineseParen]
        );
    }

    #[test]
    fn stray_figures_are_dropped() {
        assert_eq!(rank("一、 1.a 2.a 3.15消费者 二、 3.a"), [Style::Chinese, Style::ArabicDot]);
        assert_eq!(rank("1.a 2、b 3.c"), [Style::ArabicDot]);
    }
}
