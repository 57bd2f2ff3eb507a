//! The deadline calculator: from which day, how long, by which law. Asked by GET; nothing is kept.

use super::law::article;
use super::reckoning::{passages, steps, strip};
use crate::server::words::left;
use crate::server::{Page, Place, Problem, Routes, Rule, Site, Visit, page};
use crate::view::{DueHead, FieldGroup, FieldKind, FieldView, FormView, Frame, Light, OptionView, ReckonPage, Reckoned, Run};
use app::FieldFault;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::get;
use calendar::{Deadline, Direction, Period, Rule as Counting, Span, Unit, compute};
use kernel::{Date, DateTime, Id, Lang, Title, fold_width, parse_date};
use serde::Deserialize;

pub(super) fn routes() -> Routes {
    Routes::default().add("/deadline", Rule::Public, get(show))
}

/// The question as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    start: String,
    within: String,
    unit: String,
    counting: String,
    direction: String,
    pauses: String,
    extend: String,
}

/// The question as understood.
struct Asked {
    start: DateTime,
    period: Period,
    rule: Counting,
    direction: Direction,
    pauses: Vec<Span>,
    extensions: Vec<Period>,
}

async fn show(State(site): State<Site>, visit: Visit, Query(typed): Query<Typed>) -> Page {
    let asked = !typed.start.is_empty() || !typed.within.is_empty();
    let (answer, faults) = match asked.then(|| typed.read()) {
        None => (None, Vec::new()),
        Some(Err(faults)) => (None, faults),
        Some(Ok(asked)) => match reckon(&site, &asked) {
            Ok(deadline) => (Some(answer(&site, &visit, &asked, &deadline).await?), Vec::new()),
            Err(fault) => (None, vec![fault]),
        },
    };
    let layout = Place::new(visit.t("算期限", "Reckon a deadline")).framed(Frame::Desk).layout(&site, &visit).await?;
    let failed = !faults.is_empty();
    let mut response = page(&ReckonPage { form: form(&site, &visit, &typed, &faults), answer, layout })?;
    if failed {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn reckon(site: &Site, asked: &Asked) -> Result<Deadline, FieldFault> {
    let query = calendar::Query {
        start: asked.start,
        period: asked.period,
        rule: asked.rule,
        direction: asked.direction,
        pauses: &asked.pauses,
        extensions: &asked.extensions,
    };
    compute(site.bureau.library.calendar(), &query).map_err(|e| FieldFault { field: Id::from("within"), message: e.title() })
}

impl Typed {
    /// Reads every answer; all that is wrong is said at once.
    fn read(&self) -> Result<Asked, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let mut say = |field: &str, zh: String, en: String| faults.push(FieldFault { field: Id::from(field), message: Title::new(zh, en) });
        let start = moment(&self.start);
        if start.is_none() {
            say(
                "start",
                format!("“{}”不是日期，请写成 2026-3-9；按小时算的写成 2026-3-9 14:30。", self.start),
                format!("“{}” is not a date; write it as 2026-03-09, or 2026-03-09 14:30 for hours.", self.start),
            );
        }
        let amount: Option<u32> = number(&self.within);
        if amount.is_none() {
            say("within", format!("“{}”不是数，请写成 7。", self.within), format!("“{}” is not a number; write it as 7.", self.within));
        }
        let unit = self.unit.parse::<Unit>().unwrap_or(Unit::Day);
        let rule = self.counting.parse::<Counting>().unwrap_or(Counting::CivilCode);
        let direction = self.direction.parse::<Direction>().unwrap_or(Direction::Within);
        let mut pauses = Vec::new();
        for line in self.pauses.lines().map(str::trim).filter(|l| !l.is_empty()) {
            match span(line) {
                Ok(span) => pauses.push(span),
                Err(message) => say("pauses", message.zh, message.en),
            }
        }
        let extend: Option<u32> = number(&self.extend);
        if extend.is_none() && !self.extend.trim().is_empty() {
            say("extend", format!("“{}”不是数，请写成 10。", self.extend), format!("“{}” is not a number; write it as 10.", self.extend));
        }
        match (start, amount) {
            (Some(start), Some(amount)) if faults.is_empty() => {
                let extensions = extend.filter(|n| *n > 0).map(|n| Period::new(n, unit)).into_iter().collect();
                Ok(Asked { start, period: Period::new(amount, unit), rule, direction, pauses, extensions })
            }
            _ => Err(faults),
        }
    }
}

fn number(text: &str) -> Option<u32> {
    kernel::chinese_number(text.trim()).and_then(|n| u32::try_from(n).ok())
}

/// A day in every habit, with the time of day where one is given.
fn moment(text: &str) -> Option<DateTime> {
    let folded = fold_width(text);
    if let Some(day) = parse_date(&folded) {
        return Some(day.at(0, 0, 0, 0));
    }
    let (day, time) = folded.trim().rsplit_once([' ', 'T'])?;
    let (hour, minute) = time.split_once(':')?;
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    let valid = (0..24).contains(&hour) && (0..60).contains(&minute);
    parse_date(day).filter(|_| valid).map(|d| d.at(hour, minute, 0, 0))
}

/// `2026-3-10..2026-3-20`, `2026年3月10日至2026年3月20日`.
fn span(line: &str) -> Result<Span, Title> {
    let folded = fold_width(line);
    folded.replace(['至', '~'], "..").replace(" to ", "..").parse().map_err(|e: calendar::CalendarError| e.title())
}

async fn answer(site: &Site, visit: &Visit, asked: &Asked, deadline: &Deadline) -> Result<Reckoned, Problem> {
    let mut articles = Vec::new();
    for (law, at) in passages(deadline) {
        articles.extend(article(site, &law, &at).await);
    }
    let today = site.bureau.today();
    let light = match deadline.due_on.cmp(&today) {
        std::cmp::Ordering::Less => Light::Late,
        std::cmp::Ordering::Equal => Light::Warn,
        std::cmp::Ordering::Greater => Light::Ok,
    };
    let tentative = deadline.provisional.then(|| {
        visit
            .t(
                "这一天涉及的年份，国务院还没有公布放假调休安排，公布以后可能变动。",
                "The holidays of a year it touches are not published yet; the day may still move.",
            )
            .to_owned()
    });
    Ok(Reckoned {
        question: question(visit, asked),
        due: due(visit, deadline),
        left: left(site, visit, deadline.due_on),
        light,
        tentative,
        say: Run::split(&sentence(visit, asked, deadline)),
        articles,
        strip: strip(site, visit, deadline),
        steps: steps(visit, deadline),
    })
}

fn due(visit: &Visit, deadline: &Deadline) -> DueHead {
    match deadline.due_at {
        Some(at) => DueHead::Words(format!("{} {:02}:{:02}", date(visit, at.date()), at.hour(), at.minute())),
        None => DueHead::Day(deadline.due_on),
    }
}

fn date(visit: &Visit, day: Date) -> String {
    if visit.lang == Lang::Zh { kernel::chinese_date(day) } else { kernel::english_date(day) }
}

fn question(visit: &Visit, asked: &Asked) -> String {
    let (day, length) = (date(visit, asked.start.date()), asked.period.title());
    match (asked.direction, visit.lang) {
        (Direction::Within, Lang::Zh) => format!("自{day}起{}内，最迟哪天", length.zh),
        (Direction::Within, Lang::En) => format!("Within {} of {day}: the last day", length.en),
        (Direction::Before, Lang::Zh) => format!("{day}的{}以前，最迟哪天", length.zh),
        (Direction::Before, Lang::En) => format!("{} before {day}: the last day", length.en),
        (Direction::AtLeast, Lang::Zh) => format!("自{day}起不少于{}，最早哪天", length.zh),
        (Direction::AtLeast, Lang::En) => format!("Not sooner than {} from {day}: the first day", length.en),
    }
}

/// The reckoning in one sentence, ready to be copied into a paper.
fn sentence(visit: &Visit, asked: &Asked, deadline: &Deadline) -> String {
    let (start, length, rule) = (date(visit, asked.start.date()), asked.period.title(), asked.rule.title());
    let (end, held) = (date(visit, deadline.due_on), asked.pauses.iter().map(|p| (p.until - p.after).get_days()).sum::<i32>());
    let extended: Vec<String> = asked.extensions.iter().map(|p| p.title().text(visit.lang).to_owned()).collect();
    match visit.lang {
        Lang::Zh => {
            let pause = if held > 0 { format!("停止计算的{held}天不计，") } else { String::new() };
            let longer = if extended.is_empty() { String::new() } else { format!("延长{}，", extended.join("、")) };
            let (from, to) = match asked.direction {
                Direction::Before => ("往前数", "最迟为"),
                Direction::AtLeast => ("的次日起算", "最早为"),
                Direction::Within => ("的次日起算", "届满于"),
            };
            format!("从{start}{from}，**{}**，{longer}{pause}按{}，**{to}{end}**。", length.zh, rule.zh)
        }
        Lang::En => {
            let pause = if held > 0 { format!("the clock standing still for {held} days, ") } else { String::new() };
            let longer = if extended.is_empty() { String::new() } else { format!("extended by {}, ", extended.join(", ")) };
            let (from, to) = match asked.direction {
                Direction::Before => ("Counted back from", "at the latest on"),
                Direction::AtLeast => ("Counted from the day after", "not before"),
                Direction::Within => ("Counted from the day after", "ending on"),
            };
            format!("{from} {start}, **{}**, {longer}{pause}by {}, **{to} {end}**.", length.en, rule.en)
        }
    }
}

fn form(site: &Site, visit: &Visit, typed: &Typed, faults: &[FieldFault]) -> FormView {
    let field = |name: &str, label: (&str, &str), kind: FieldKind, value: &str, hint: (&str, &str)| {
        let mut field = FieldView::new(name, visit.t(label.0, label.1), kind);
        value.clone_into(&mut field.value);
        field.hint = (!hint.0.is_empty()).then(|| visit.t(hint.0, hint.1).to_owned());
        let own: Vec<&str> = faults.iter().filter(|f| f.field == name).map(|f| f.message.text(visit.lang)).collect();
        field.error = (!own.is_empty()).then(|| own.join(visit.t("", " ")));
        field
    };
    let select = |name: &str, label: (&str, &str), options: Vec<(String, String)>, chosen: &str| {
        let mut select = field(name, label, FieldKind::Select, chosen, ("", ""));
        select.required = true;
        select.options =
            options.into_iter().map(|(value, label)| OptionView { chosen: value == chosen, ..OptionView::new(value, label) }).collect();
        select
    };
    let today = site.bureau.today().to_string();
    let start_value = if typed.start.is_empty() && typed.within.is_empty() { today } else { typed.start.clone() };
    let mut start = field(
        "start",
        ("从哪天起（事情发生的那天）", "From which day (when it happened)"),
        FieldKind::DateTime,
        &start_value,
        ("例如 2026-3-9；按小时算的写上时刻", "For example 2026-03-09; with the time of day for hours."),
    );
    let mut within =
        field("within", ("多久", "How long"), FieldKind::Number(String::new()), &typed.within, ("例如 7、十五", "For example 7."));
    (start.required, within.required) = (true, true);
    let units =
        Unit::ALL.into_iter().map(|u| (u.word().to_owned(), u.title().text(visit.lang).trim_start_matches('个').to_owned())).collect();
    let unit = select("unit", ("单位", "Unit"), units, if typed.unit.is_empty() { Unit::Day.word() } else { &typed.unit });
    let rules = Counting::ALL.into_iter().map(|r| (r.word().to_owned(), r.title().text(visit.lang).to_owned())).collect();
    let counting = select(
        "counting",
        ("按哪部法律数", "Counted by"),
        rules,
        if typed.counting.is_empty() { Counting::CivilCode.word() } else { &typed.counting },
    );
    let ways = [
        (Direction::Within, "……内：最迟哪天", "within: the last day"),
        (Direction::Before, "……前：倒着数，最迟哪天", "before: counted back"),
        (Direction::AtLeast, "不少于……：最早哪天", "at least: the first day"),
    ];
    let ways = ways.map(|(d, zh, en)| (d.to_string(), visit.t(zh, en).to_owned())).into();
    let direction = select("direction", ("方向", "Direction"), ways, if typed.direction.is_empty() { "within" } else { &typed.direction });
    let pauses = field(
        "pauses",
        ("停止计算的期间", "Days left out"),
        FieldKind::Area,
        &typed.pauses,
        (
            "一行一段：2026-3-10..2026-3-20，前一日之后停，到后一日为止",
            "One a line: 2026-03-10..2026-03-20, from after the first to the second.",
        ),
    );
    let extend =
        field("extend", ("延长（同一单位）", "Extended by, in the same unit"), FieldKind::Number(String::new()), &typed.extend, ("", ""));
    FormView {
        action: "/deadline".to_owned(),
        operation: String::new(),
        groups: vec![FieldGroup { fields: vec![start, within, unit, counting, direction, extend, pauses], ..FieldGroup::default() }],
        general: Vec::new(),
        submit: visit.t("算出期限", "Reckon the date").to_owned(),
        consequences: Vec::new(),
        grave: false,
        cancel: None,
    }
}
