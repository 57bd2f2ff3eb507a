//! Figures of the plan as pages show them: value, bar, districts, and the words beside them.

use crate::server::Visit;
use crate::server::words::lit;
use crate::view::chart::{self, Bar};
use crate::view::{DistrictRow, Link, Markup};
use app::{Concealed, DistrictFigure, Figure};
use kernel::Lang;

/// Width of a bar in a row of the board, in SVG units.
pub(super) const ROW: f64 = 240.0;
/// Width of a bar in a comparison or beside a large figure.
pub(super) const WIDE: f64 = 440.0;

/// 89.6, or a dash while it cannot be computed.
pub(super) fn value(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), chart::number)
}

/// 89.6件, 100%: with what is short enough of the unit.
pub(super) fn value_with_unit(visit: &Visit, figure: &Figure) -> String {
    let unit = figure.unit.zh.split('/').next().unwrap_or_default();
    let unit = if unit == "%" { "%" } else { visit.t(unit, "") };
    format!("{}{unit}", value(figure.value))
}

/// 目标115, or how many matters where there is no target.
pub(super) fn note(visit: &Visit, figure: &Figure) -> String {
    if figure.concealed {
        return visit.t("少于5件，不公布", "fewer than 5, not told").to_owned();
    }
    match (figure.target, figure.of, visit.lang) {
        (Some(target), _, Lang::Zh) => format!("目标{}", chart::number(target)),
        (Some(target), _, Lang::En) => format!("target {}", chart::number(target)),
        (None, Some(of), Lang::Zh) => format!("{}/{of}件", figure.count),
        (None, Some(of), Lang::En) => format!("{} of {of}", figure.count),
        (None, None, Lang::Zh) => format!("{}件", figure.count),
        (None, None, Lang::En) => format!("{} matters", figure.count),
    }
}

/// The bar of the whole figure.
pub(super) fn bar(visit: &Visit, figure: &Figure, width: f64) -> Markup {
    draw(visit, figure, visit.t("全市", "The city"), figure.value, lit(figure.lit), width)
}

/// The districts, in the order of their units. The count leads to the matters behind it.
pub(super) fn districts(visit: &Visit, figure: &Figure, point: u32, width: f64) -> Vec<DistrictRow> {
    figure.districts.iter().map(|d| district(visit, figure, d, point, width)).collect()
}

/// The whole city as a row of the comparison.
pub(super) fn total(visit: &Visit, figure: &Figure, point: u32) -> DistrictRow {
    let persons = figure.districts.iter().filter_map(|d| d.persons).sum();
    DistrictRow {
        name: visit.t("全市", "The city").to_owned(),
        rate: value(figure.value),
        chart: bar(visit, figure, WIDE),
        count: Link::new(if figure.concealed { "–".to_owned() } else { figure.count.to_string() }, format!("/board/{point}#matters")),
        population: people(visit, persons),
        missing: missing(figure.remaining),
        light: lit(figure.lit),
    }
}

/// 34.1万, 341,000.
pub(super) fn people(visit: &Visit, persons: u64) -> String {
    match visit.lang {
        Lang::Zh => format!("{:.2}万", persons as f64 / 10_000.0),
        Lang::En => thousands(persons),
    }
}

/// The address by which the matters of one district are chosen.
pub(super) fn of_district(point: u32, district: &DistrictFigure) -> String {
    format!("/board/{point}?district={}#matters", district.unit.as_str().trim_start_matches('/'))
}

fn district(visit: &Visit, figure: &Figure, district: &DistrictFigure, point: u32, width: f64) -> DistrictRow {
    let name = district_name(visit, district);
    let chart = match district.concealed {
        Some(Concealed::Few) => chart::unmeasured(width, visit.t("少于5件，不公布", "fewer than 5, not told")),
        Some(Concealed::Beside) => chart::unmeasured(width, visit.t("为保护个人信息，不单独公布", "not told by itself, to protect people")),
        None => draw(visit, figure, &name, district.value, lit(district.lit), width),
    };
    DistrictRow {
        rate: value(district.value),
        chart,
        count: Link::new(count(district), of_district(point, district)),
        population: district.persons.map(|n| people(visit, n)).unwrap_or_default(),
        missing: missing(district.remaining),
        light: lit(district.lit),
        name,
    }
}

/// How many, as far as it may be told.
pub(super) fn count(district: &DistrictFigure) -> String {
    match district.concealed {
        None => district.count.to_string(),
        Some(Concealed::Few) => "<5".to_owned(),
        Some(Concealed::Beside) => "–".to_owned(),
    }
}

/// 海勃湾区 of 海勃湾区司法局.
pub(super) fn district_name(visit: &Visit, district: &DistrictFigure) -> String {
    let title = district.title.text(visit.lang);
    title.trim_end_matches("司法局").trim_end_matches(" Justice Bureau").to_owned()
}

fn missing(remaining: Option<i64>) -> String {
    remaining.filter(|n| *n > 0).map(|n| n.to_string()).unwrap_or_default()
}

fn draw(visit: &Visit, figure: &Figure, name: &str, shown: Option<f64>, light: crate::view::Light, width: f64) -> Markup {
    let Some(shown) = shown else { return chart::unmeasured(width, visit.t("尚不能计算", "cannot be computed yet")) };
    let unit = figure.unit.text(visit.lang);
    let target = figure.target.map_or_else(String::new, |t| visit.t("，目标", ", target ").to_owned() + &chart::number(t));
    let pace = figure.pace.map_or_else(String::new, |p| visit.t("，今日应达", ", expected by today ").to_owned() + &chart::number(p));
    let label = match visit.lang {
        Lang::Zh => format!("{name}{}：{}{unit}{target}{pace}", figure.title.zh, chart::number(shown)),
        Lang::En => format!("{name}, {}: {} {unit}{target}{pace}", figure.title.en, chart::number(shown)),
    };
    chart::bar(&Bar { value: shown, max: right_end(figure), target: figure.target, expected: figure.pace, light, width, label: &label })
}

/// The right end of the ruler: beyond the target and every value; a share ends at a hundred.
fn right_end(figure: &Figure) -> f64 {
    const BEYOND: f64 = 1.2;
    if figure.unit.zh == "%" {
        return 100.0;
    }
    let values = figure.districts.iter().filter_map(|d| d.value).chain(figure.value);
    values.map(|v| v * 1.05).chain(figure.target.map(|t| t * BEYOND)).fold(10.0, f64::max)
}

fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn thousands_are_set_apart() {
        for (n, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (341_000, "341,000"), (12_345_678, "12,345,678")] {
            assert_eq!(super::thousands(n), text);
        }
    }
}
