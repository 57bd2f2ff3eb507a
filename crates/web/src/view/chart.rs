//! Charts as SVG, drawn here: a bar on a ruler, parts of a whole, months of a year.
//!
//! Every chart is an image with one full sentence as its name; numbers also stand beside it as text.

use super::{Light, Markup};
use kernel::Lang;
use std::fmt::Write as _;

/// A measured value on a ruler of twenty ticks.
#[derive(Clone, Debug)]
pub struct Bar<'a> {
    /// The value.
    pub value: f64,
    /// The right end of the ruler; the value is cut there.
    pub max: f64,
    /// The target: an upright mark.
    pub target: Option<f64>,
    /// Where the passage of time should have brought it: the needle.
    pub expected: Option<f64>,
    /// Colours the bar when not [`Light::Ok`].
    pub light: Light,
    /// Width in SVG units: 240 in a row, 440 in a comparison.
    pub width: f64,
    /// The whole in one sentence.
    pub label: &'a str,
}

/// Draws a bar.
#[must_use]
pub fn bar(bar: &Bar<'_>) -> Markup {
    let at = |value: f64| if bar.max > 0.0 { (value / bar.max).clamp(0.0, 1.0) * bar.width } else { 0.0 };
    let mut svg = open(chart_class(bar.light), bar.width, 22.0, bar.label);
    let _ = write!(svg, "<rect class=\"track\" y=\"8\" width=\"{}\" height=\"7\"/>", n(bar.width));
    let _ = write!(svg, "<rect class=\"val\" y=\"8\" width=\"{}\" height=\"7\"/>", n(at(bar.value)));
    svg.push_str(&ruler(bar.width));
    if let Some(target) = bar.target {
        let _ = write!(svg, "<path class=\"tgt\" d=\"M{} 5v13\"/>", n(at(target).min(bar.width - 1.2)));
    }
    if let Some(expected) = bar.expected {
        svg.push_str(&needle(at(expected)));
    }
    close(svg)
}

/// A ruler without a value: nothing is measured yet, and the chart says so.
#[must_use]
pub fn unmeasured(width: f64, label: &str) -> Markup {
    let mut svg = open("chart chart--none", width, 22.0, label);
    let _ = write!(svg, "<rect class=\"off\" x=\".5\" y=\"8.5\" width=\"{}\" height=\"6\" stroke-dasharray=\"3 4\"/>", n(width - 1.0));
    svg.push_str(&ruler(width));
    close(svg)
}

/// Parts of a whole, one box each: months, projects, steps of a form.
#[derive(Clone, Debug)]
pub struct Segments<'a> {
    /// Boxes in all.
    pub total: usize,
    /// Full boxes, from the left.
    pub done: usize,
    /// Half-full boxes after them: in progress.
    pub partial: usize,
    /// Diamonds after those: missed.
    pub missed: usize,
    /// The box that is now, counted from 0: the needle.
    pub now: Option<usize>,
    /// Colours the boxes when not [`Light::Ok`].
    pub light: Light,
    /// Width in SVG units: 240 in a row, 150 in a form's head.
    pub width: f64,
    /// The whole in one sentence.
    pub label: &'a str,
}

/// Draws parts of a whole.
#[must_use]
pub fn segments(parts: &Segments<'_>) -> Markup {
    const GAP: f64 = 3.0;
    let count = parts.total.max(1) as f64;
    let box_width = ((parts.width - GAP * (count - 1.0)) / count).max(2.0);
    let mut svg = open(chart_class(parts.light), parts.width, 22.0, parts.label);
    for i in 0..parts.total {
        let x = i as f64 * (box_width + GAP);
        if i < parts.done {
            let _ = write!(svg, "<rect class=\"val\" x=\"{}\" y=\"8\" width=\"{}\" height=\"8\"/>", n(x), n(box_width));
            continue;
        }
        if i >= parts.done + parts.partial && i < parts.done + parts.partial + parts.missed {
            let _ = write!(svg, "<path class=\"lost\" d=\"M{} 6l6 6-6 6-6-6z\"/>", n(x + box_width / 2.0));
            continue;
        }
        let _ = write!(svg, "<rect class=\"off\" x=\"{}\" y=\"8.5\" width=\"{}\" height=\"7\"/>", n(x + 0.5), n(box_width - 1.0));
        if i < parts.done + parts.partial {
            let _ = write!(svg, "<rect class=\"part\" x=\"{}\" y=\"8\" width=\"{}\" height=\"8\"/>", n(x), n(box_width / 2.0));
        }
    }
    if let Some(now) = parts.now {
        svg.push_str(&needle(now as f64 * (box_width + GAP) + box_width / 2.0));
    }
    close(svg)
}

/// A month of a trend.
#[derive(Clone, Copy, Debug)]
pub struct Month {
    /// Count in the month.
    pub value: u64,
    /// Not yet come: what each month still needs.
    pub planned: bool,
}

/// Counts by month, the months to come drawn hollow.
#[derive(Clone, Debug)]
pub struct Trend<'a> {
    /// The months, from January.
    pub months: &'a [Month],
    /// The present month, counted from 0: the needle.
    pub now: Option<usize>,
    /// Language of the month names.
    pub lang: Lang,
    /// The whole in one sentence.
    pub label: &'a str,
}

/// Draws a trend.
#[must_use]
pub fn trend(trend: &Trend<'_>) -> Markup {
    const FLOOR: f64 = 146.0;
    const HEIGHT: f64 = 120.0;
    const LEFT: f64 = 28.0;
    let (width, count) = (400.0, trend.months.len().max(1) as f64);
    let top = ceiling(trend.months.iter().map(|m| m.value).max().unwrap_or(0));
    let step = (width - LEFT) / count;
    let mut svg = open("chart chart--wide", width, 170.0, trend.label);
    for part in 0..=2u64 {
        let y = FLOOR - HEIGHT * part as f64 / 2.0;
        let dash = if part == 0 { "" } else { " stroke-dasharray=\"1 5\"" };
        let _ = write!(svg, "<path class=\"tick\" d=\"M{LEFT} {}H{width}\"{dash}/>", n(y));
        let _ = write!(svg, "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>", n(LEFT - 6.0), n(y + 4.0), top * part / 2);
    }
    for (i, month) in trend.months.iter().enumerate() {
        let x = LEFT + step * i as f64 + step * 0.15;
        let height = HEIGHT * month.value as f64 / top as f64;
        let (class, dash) = if month.planned { ("off", " stroke-dasharray=\"3 3\"") } else { ("val", "") };
        let middle = x + step * 0.35;
        let _ = write!(
            svg,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{dash}/>",
            n(x),
            n(FLOOR - height),
            n(step * 0.7),
            n(height)
        );
        let _ = write!(svg, "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>", n(middle), n(FLOOR - height - 5.0), month.value);
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"163\" text-anchor=\"middle\">{}</text>",
            n(middle),
            month_name(i, trend.months.len(), trend.lang)
        );
        if trend.now == Some(i) {
            let _ = write!(svg, "<path class=\"now\" d=\"M{} {}h10l-5 9z\"/>", n(middle - 5.0), n((FLOOR - height - 27.0).max(0.0)));
        }
    }
    close(svg)
}

/// 89.6, 100: at most one decimal, none when it is whole.
#[must_use]
pub fn number(value: f64) -> String {
    n(value)
}

fn month_name(i: usize, count: usize, lang: Lang) -> String {
    const ENGLISH: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    match lang {
        Lang::Zh if i == 0 || i + 1 == count => format!("{}月", i + 1),
        Lang::Zh => (i + 1).to_string(),
        Lang::En => (*ENGLISH.get(i).unwrap_or(&"")).to_owned(),
    }
}

/// A round number at or above the greatest value, even so that half of it is whole.
fn ceiling(value: u64) -> u64 {
    let mut unit = 1;
    while value > unit * 10 {
        unit *= 10;
    }
    [2, 4, 6, 8, 10].into_iter().map(|k| k * unit).find(|top| *top >= value.max(1)).unwrap_or(value.max(2))
}

fn open(class: &str, width: f64, height: f64, label: &str) -> String {
    let label = Markup::text(label, Lang::Zh);
    format!("<svg class=\"{class}\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{label}\">", n(width), n(height))
}

fn close(mut svg: String) -> Markup {
    svg.push_str("</svg>");
    Markup::trusted(svg)
}

fn chart_class(light: Light) -> &'static str {
    match light {
        Light::Warn => "chart chart--warn",
        Light::Late => "chart chart--late",
        _ => "chart",
    }
}

fn ruler(width: f64) -> String {
    let mut path = String::from("<path class=\"tick\" d=\"");
    for i in 0..=20 {
        let _ = write!(path, "M{} 17v{}", n(width * f64::from(i) / 20.0), if i % 5 == 0 { 4 } else { 2 });
    }
    path.push_str("\"/>");
    path
}

fn needle(x: f64) -> String {
    format!("<path class=\"now\" d=\"M{} 0h8l-4 7.5z\"/>", n(x - 4.0))
}

fn n(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_marks_value_target_and_needle() {
        let svg = bar(&Bar {
            value: 89.6,
            max: 140.0,
            target: Some(115.0),
            expected: Some(85.7),
            light: Light::Late,
            width: 240.0,
            label: "“全市” 89.6 件",
        });
        let svg = svg.as_str();
        assert!(svg.contains("class=\"val\" y=\"8\" width=\"153.6\""), "{svg}");
        assert!(svg.contains("d=\"M197.1 5v13\"") && svg.contains("d=\"M142.9 0h8l-4 7.5z\""), "{svg}");
        assert!(svg.contains("chart--late") && svg.contains("role=\"img\" aria-label=\"“全市” 89.6 件\""), "{svg}");
    }

    #[test]
    fn odd_values_stay_inside_the_frame() {
        for value in [-1.0, 0.0, 1e9, f64::NAN] {
            let svg = bar(&Bar { value, max: 100.0, target: Some(100.0), expected: None, light: Light::Ok, width: 240.0, label: "x" });
            assert!(!svg.as_str().contains("width=\"-") && svg.as_str().contains("M238.8 5v13"), "{svg}");
        }
    }

    #[test]
    fn segments_show_done_partial_and_missed() {
        let svg =
            segments(&Segments { total: 6, done: 3, partial: 1, missed: 1, now: Some(3), light: Light::Ok, width: 240.0, label: "x" });
        let count = |needle: &str| svg.as_str().matches(needle).count();
        assert_eq!(
            (count("class=\"val\""), count("class=\"part\""), count("class=\"lost\""), count("class=\"off\""), count("class=\"now\"")),
            (3, 1, 1, 2, 1)
        );
    }

    #[test]
    fn the_trend_has_a_round_axis_and_hollow_months_to_come() {
        let months: Vec<Month> = (0..12).map(|i| Month { value: 40 + i, planned: i > 8 }).collect();
        let svg = trend(&Trend { months: &months, now: Some(8), lang: Lang::Zh, label: "x" });
        assert_eq!(svg.as_str().matches("class=\"val\"").count(), 9);
        assert_eq!(svg.as_str().matches("class=\"off\"").count(), 3);
        assert!(svg.as_str().contains(">60<") && svg.as_str().contains(">30<") && svg.as_str().contains(">12月<"));
        assert_eq!((ceiling(0), ceiling(9), ceiling(69), ceiling(101), ceiling(1999)), (2, 10, 80, 200, 2000));
    }
}
