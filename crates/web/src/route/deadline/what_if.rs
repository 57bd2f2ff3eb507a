//! The game of what if: asked by GET, reckoned by the engine on a copy, never stored.

use super::Reckoning;
use crate::view::{DueHead, FieldKind, FieldView, WhatIf, WhatIfResult};
use calendar::Span;
use engine::{Instance, explain};
use kernel::{Date, Lang, chinese_number, parse_date};
use procedure::model::Mode;
use serde::Deserialize;

/// The longest pause that is tried, in days.
const LONGEST: u64 = 3650;

/// What is supposed, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Supposed {
    pause: String,
    from: String,
    to: String,
}

impl Supposed {
    /// Days of a further pause, from tomorrow.
    fn days(&self) -> Option<u64> {
        chinese_number(self.pause.trim()).filter(|n| (1..=LONGEST).contains(n))
    }

    fn span(&self) -> Option<Span> {
        let (after, until) = (parse_date(&self.from)?, parse_date(&self.to)?);
        let days = (until - after).get_days();
        (days >= 0 && days.unsigned_abs() as u64 <= LONGEST).then_some(Span { after, until })
    }

    fn bounded(&self) -> bool {
        !self.from.trim().is_empty() || !self.to.trim().is_empty()
    }
}

/// Whether something typed cannot be read.
pub(super) fn wrong(supposed: &Supposed) -> bool {
    let days = !supposed.pause.trim().is_empty() && supposed.days().is_none();
    days || (supposed.bounded() && supposed.span().is_none())
}

/// The questions and the answers; nothing once the clock has stopped, or where nothing is counted.
pub(super) fn panel(run: &Reckoning<'_>, supposed: &Supposed) -> Option<WhatIf> {
    let counted = !matches!(run.clock.mode, Mode::Until(_)) && run.instance.length.is_some();
    if !run.instance.running() || !counted {
        return None;
    }
    let mut results = asked(run, supposed);
    if let Some(since) = run.instance.paused_since.filter(|_| run.instance.due_on.is_none()) {
        let today = Span { after: since, until: run.look.today() };
        results.extend(result(run, run.instance, &[today], run.look.t("如果今天恢复计算", "If it goes on today")));
    }
    if !run.instance.pauses.is_empty() {
        let unbroken = Instance { pauses: Vec::new(), ..run.instance.clone() };
        results.extend(result(run, &unbroken, &[], run.look.t("如果没有停过表", "If it had never stood still")));
    }
    Some(WhatIf { action: format!("{}/clocks/{}", run.look.href(), run.clock.id), fields: questions(run, supposed), results })
}

fn asked(run: &Reckoning<'_>, supposed: &Supposed) -> Vec<WhatIfResult> {
    let (look, today) = (run.look, run.look.today());
    let mut out = Vec::new();
    let later = |days: u64| (0..days).try_fold(today, |day, _| day.tomorrow().ok());
    if let Some((days, until)) = supposed.days().and_then(|n| Some((n, later(n)?))) {
        let title = match look.visit.lang {
            Lang::Zh => format!("从明天起停表{days}天"),
            Lang::En => format!("If it stands still for {days} day(s) from tomorrow"),
        };
        out.extend(result(run, run.instance, &[Span { after: today, until }], title));
    }
    if let Some(span) = supposed.span() {
        let title = match look.visit.lang {
            Lang::Zh => format!("{}之后停表，到{}恢复", look.day(span.after), look.day(span.until)),
            Lang::En => format!("If it stands still after {} until {}", look.day(span.after), look.day(span.until)),
        };
        out.extend(result(run, run.instance, &[span], title));
    }
    out
}

fn result(run: &Reckoning<'_>, instance: &Instance, extra: &[Span], title: String) -> Option<WhatIfResult> {
    let deadline = explain(&run.look.file.frame, run.look.matter(), instance, extra)?;
    let text = match run.instance.due_on {
        Some(now) => difference(run, now, deadline.due_on),
        None => String::new(),
    };
    Some(WhatIfResult { title, due: DueHead::Day(deadline.due_on), text })
}

fn difference(run: &Reckoning<'_>, now: Date, then: Date) -> String {
    let calendar = run.look.site.bureau.library.calendar();
    let zh = run.look.visit.lang == Lang::Zh;
    if now == then {
        return run.look.t("还是这一天。", "The same day.");
    }
    let (days, workdays) = ((then - now).get_days(), calendar.workdays_between(now.min(then), now.max(then)));
    match (days > 0, zh) {
        (true, true) => format!("比现在晚{days}天，其中{workdays}个工作日。"),
        (true, false) => format!("{days} day(s) later than now, {workdays} of them working days."),
        (false, true) => format!("比现在早{}天，其中{workdays}个工作日。", -days),
        (false, false) => format!("{} day(s) earlier than now, {workdays} of them working days.", -days),
    }
}

fn questions(run: &Reckoning<'_>, supposed: &Supposed) -> Vec<FieldView> {
    let look = run.look;
    let mut pause = FieldView::new(
        "pause",
        look.t("从明天起再停表几天", "Stand still for how many days from tomorrow"),
        FieldKind::Number(String::new()),
    );
    pause.value.clone_from(&supposed.pause);
    if !supposed.pause.trim().is_empty() && supposed.days().is_none() {
        pause.error = Some(match look.visit.lang {
            Lang::Zh => format!("请写1到{LONGEST}的整数，例如 5。"),
            Lang::En => format!("Write a whole number from 1 to {LONGEST}, such as 5."),
        });
    }
    let mut from = FieldView::new("from", look.t("或者从哪天停", "Or standing still after"), FieldKind::Date);
    from.value.clone_from(&supposed.from);
    let mut to = FieldView::new("to", look.t("到哪天恢复", "until"), FieldKind::Date);
    to.value.clone_from(&supposed.to);
    if supposed.bounded() && supposed.span().is_none() {
        let error = look.t(
            "两个日期都要填，写成 2026-3-9，恢复的日子不早于停的日子。",
            "Both days are needed, written as 2026-3-9, the second not before the first.",
        );
        let field = if parse_date(&supposed.from).is_none() { &mut from } else { &mut to };
        field.error = Some(error);
    }
    vec![pause, from, to]
}
