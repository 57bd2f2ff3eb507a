//! The number of a point: the value, where it leads, the districts, and how it is counted.

use super::super::figures;
use crate::server::Visit;
use crate::server::words::lit;
use crate::view::chart::{Month, Trend, trend};
use crate::view::{Fact, IndicatorFigure, IndicatorView, Markup, Run};
use app::{Figure, LATE_BELOW, PointDetail};
use kernel::{Date, Lang};

/// The indicator of a point, or that it has none yet.
pub(super) fn indicator(visit: &Visit, detail: &PointDetail, figure: Option<&Figure>) -> IndicatorView {
    let Some(figure) = figure else {
        let asks = detail.point.asks.clone();
        return IndicatorView {
            name: asks.clone().unwrap_or_else(|| visit.t("尚无", "none yet").to_owned()),
            target: if asks.is_some() { String::new() } else { visit.t("要点没有写明数量", "the plan sets no number").to_owned() },
            figure: None,
            districts: Vec::new(),
            total: None,
        };
    };
    let unit = figure.unit.text(visit.lang);
    let target = match (figure.target, figure.pace, visit.lang) {
        (Some(t), Some(p), Lang::Zh) => format!("目标 {} {unit}，今日应达 {}", figures::value(Some(t)), figures::value(Some(p))),
        (Some(t), Some(p), Lang::En) => format!("target {} {unit}, {} expected by today", figures::value(Some(t)), figures::value(Some(p))),
        (Some(t), None, _) => format!("{}{} {unit}", visit.t("目标 ", "target "), figures::value(Some(t))),
        (None, ..) => String::new(),
    };
    let shown = IndicatorFigure {
        value: figures::value(figure.value),
        unit: unit.to_owned(),
        light: lit(figure.lit),
        chart: figures::bar(visit, figure, figures::WIDE),
        sentence: Run::split(&sentence(visit, figure)),
        trend: months(visit, figure),
    };
    IndicatorView {
        name: figure.title.text(visit.lang).to_owned(),
        target,
        figure: Some(shown),
        districts: figures::districts(visit, figure, detail.point.number, figures::WIDE),
        total: (!figure.districts.is_empty()).then(|| figures::total(visit, figure, detail.point.number)),
    }
}

/// How many so far, how many still, and where this leads.
fn sentence(visit: &Visit, figure: &Figure) -> String {
    if figure.concealed {
        return visit.t("少于5件，不公布件数。", "Fewer than 5: how many is not told.").to_owned();
    }
    let count = figure.count;
    let Some(((remaining, value), (from, to))) = figure.remaining.zip(figure.value).zip(figure.days) else {
        return if visit.lang == Lang::Zh { format!("现有 **{count} 件**。") } else { format!("**{count} matters** now.") };
    };
    let passed = f64::from((to - from).get_days() + 1) / if from.in_leap_year() { 366.0 } else { 365.0 };
    let leads_to = figures::value(Some(value / passed.max(1.0 / 366.0)));
    let months = i64::from(12 - to.month()).max(1);
    let each = (remaining + months - 1) / months;
    match visit.lang {
        Lang::Zh if remaining == 0 => format!("全市已办 **{count} 件**，**已经达到目标**；按此全年可达 {leads_to}。"),
        Lang::Zh => format!(
            "全市已办 **{count} 件**。到年底还需 **{remaining} 件**，余下的月份每月约 **{each} 件**；按目前进度**全年可达 {leads_to}**。"
        ),
        Lang::En if remaining == 0 => {
            format!("**{count} matters** so far: **the target is reached**; at this rate the year ends at {leads_to}.")
        }
        Lang::En => format!(
            "**{count} matters** so far. **{remaining} more** are needed by the end of the year, about **{each} a month**; at this rate **the year ends at {leads_to}**."
        ),
    }
}

/// Counts by month; months to come show what each still needs.
fn months(visit: &Visit, figure: &Figure) -> Option<Markup> {
    let (from, to) = figure.days?;
    let left = i64::from(12 - to.month());
    let each = figure.remaining.filter(|_| left > 0).map_or(0, |n| (n + left - 1) / left);
    let of =
        |month: i8| figure.months.iter().filter(|(day, _)| day.month() == month && day.year() == from.year()).map(|(_, n)| *n).sum::<i64>();
    let months: Vec<Month> =
        (1..=12).map(|m| Month { value: if m > to.month() { each } else { of(m) }.unsigned_abs(), planned: m > to.month() }).collect();
    let counts: Vec<String> = months.iter().filter(|m| !m.planned).map(|m| m.value.to_string()).collect();
    let label = match visit.lang {
        Lang::Zh => format!("{}年各月件数：{}；余下的月份每月还需约{each}件", from.year(), counts.join("、")),
        Lang::En => format!("By month in {}: {}; about {each} a month still needed", from.year(), counts.join(", ")),
    };
    Some(trend(&Trend { months: &months, now: usize::try_from(to.month() - 1).ok(), lang: visit.lang, label: &label }))
}

/// 口径: how it is counted, divided and judged.
pub(super) fn basis(visit: &Visit, figure: &Figure) -> Vec<Fact> {
    let day = |d: Date| if visit.lang == Lang::Zh { kernel::chinese_date(d) } else { kernel::english_date(d) };
    let mut out = vec![Fact::new(visit.t("怎么数", "Counted"), figure.reading.text(visit.lang))];
    out.extend(
        figure.days.map(|(from, to)| Fact::new(visit.t("期间", "Period"), format!("{}{}{}", day(from), visit.t(" 至 ", " to "), day(to)))),
    );
    if let Some(source) = &figure.population {
        let each = figure
            .districts
            .iter()
            .filter_map(|d| Some(format!("{} {}", figures::district_name(visit, d), figures::people(visit, d.persons?))));
        out.push(Fact::new(visit.t("常住人口", "Residents"), each.collect::<Vec<_>>().join(visit.t("，", ", "))));
        out.push(Fact::new(
            visit.t("人口出处", "Source of residents"),
            format!(
                "{}{}",
                source.source,
                if visit.lang == Lang::Zh { format!("，{}年", source.year) } else { format!(", {}", source.year) }
            ),
        ));
    }
    if figure.pace.is_some() {
        let share = LATE_BELOW * 100.0;
        out.push(Fact::new(
            visit.t("进度线", "Line of progress"),
            visit.t("目标乘以全年已过的天数的比例，图上的朱针", "the target times the share of the year that has passed: the needle"),
        ));
        out.push(match visit.lang {
            Lang::Zh => Fact::new("亮灯", format!("达到进度线为正常；达到其{share:.0}%为关注；不足为滞后；有分区滞后的，全市至少为关注（本单位内部规则）")),
            Lang::En => Fact::new("Lights", format!("at the line or above: on track; at {share:.0}% of it: watch; below: behind; where a district is behind the city is at least on watch (the bureau’s own rule)")),
        });
    }
    out
}
