//! From what happened on the walk to sentences that a person can check.

use crate::count::{Count, Fact, Part};
use crate::days::{Calendar, DayStatus};
use crate::deadline::{Deadline, Effect};
use crate::period::{Period, Unit};
use crate::query::{Direction, Query};
use crate::rule::Rule;
use crate::strip;
use crate::telling::Telling;
use crate::words;
use kernel::Date;

impl Telling<'_> {
    fn start(&mut self) {
        let date = self.q.start.date();
        let grounds = self.q.rule.grounds();
        let day = self.day(date);
        if self.q.direction == Direction::Before {
            if let Ok(first) = date.yesterday() {
                let first = self.day(first);
                let zh = format!("{}当日不计，从{}起往前数", day.zh, first.zh);
                let en = format!("{} is not counted; counting goes back from {}", day.en, first.en);
                self.ground(date, Effect::Start, zh, en, grounds.start);
            }
        } else if let Ok(first) = date.tomorrow() {
            let first = self.day(first);
            let zh = format!("{}当日不计，从{}起算", day.zh, first.zh);
            let en = format!("{} is not counted; counting begins on {}", day.en, first.en);
            self.ground(date, Effect::Start, zh, en, grounds.start);
        }
        for period in std::iter::once(&self.q.period).chain(self.q.extensions) {
            if self.q.rule.day_is_workday(period) {
                let title = period.title();
                let zh = format!("{}按工作日计算", title.zh);
                let en = format!("the {} are working days", title.en);
                self.ground(date, Effect::Unit, zh, en, grounds.workday);
            }
        }
    }

    fn skipped(&mut self, date: Date) {
        let cal = self.cal;
        let info = cal.day(date);
        let (day, rest) = (self.day(date), words::rest(&info));
        let citation = info.notice.or(self.q.rule.grounds().workday);
        self.say(
            date,
            Effect::Skipped,
            format!("{}{}，不计", day.zh, rest.zh),
            format!("{} is {}, not counted", day.en, rest.en),
            citation,
        );
    }

    fn make_up(&mut self, date: Date) {
        let cal = self.cal;
        let day = self.day(date);
        self.say(
            date,
            Effect::MakeUp,
            format!("{}调休上班，计入", day.zh),
            format!("{} is worked in exchange, counted", day.en),
            cal.day(date).notice,
        );
    }

    /// A stretch of paused days; `units` of them would have been counted.
    fn paused(&mut self, from: Date, until: Date, units: u32, workdays: bool) {
        let (from, until) = if until < from { (until, from) } else { (from, until) };
        let days = words::stretch(from, until, self.q.start.year());
        let (unit, unit_en) = if workdays { ("个工作日", "working days") } else { ("日", "days") };
        let zh = format!("{}停止计算，其间{units}{unit}不计", days.zh);
        let en = format!("{}: the clock stood still, {units} {unit_en} not counted", days.en);
        self.say(from, Effect::Paused, zh, en, None);
        self.close(from, until);
    }

    fn corresponding(&mut self, from: Date, months: u32, to: Date) {
        let (start, end) = (self.day(from), self.day(to));
        let whole_years = months.is_multiple_of(12);
        let length = if whole_years { Period::new(months / 12, Unit::Year) } else { Period::new(months, Unit::Month) }.title();
        let (head, head_en) = if self.q.direction == Direction::Before {
            (format!("从{}往前{}", start.zh, length.zh), format!("{} back from {}", length.en, start.en))
        } else {
            (format!("从{}起满{}", start.zh, length.zh), format!("{} from {}", length.en, start.en))
        };
        let (zh, en) = if to.day() == from.day() {
            (format!("{head}，对应日为{}", end.zh), format!("{head_en}: the corresponding day is {}", end.en))
        } else {
            let lacking = from.day();
            (
                format!("{head}，到期月没有{lacking}日，以月末日{}为对应日", end.zh),
                format!("{head_en}: that month has no day {lacking}, so its last day {} takes its place", end.en),
            )
        };
        self.ground(to, Effect::Corresponding, zh, en, self.q.rule.grounds().corresponding);
    }

    fn full(&mut self, count: &Count) {
        for extension in self.q.extensions {
            let title = extension.title();
            let zh = format!("延长{}：先加入期间，再看最后一日", title.zh);
            let en = format!("extended by {}: added to the period before its last day is looked at", title.en);
            self.say(count.full, Effect::Extended, zh, en, None);
        }
        let day = self.day(count.full);
        let (zh, en) = match count.parts.as_slice() {
            [Part::Days(n)] => (format!("第{n}日为{}", day.zh), format!("day {n} is {}", day.en)),
            [Part::Workdays(n)] => (format!("第{n}个工作日为{}", day.zh), format!("working day {n} is {}", day.en)),
            _ if self.q.direction == Direction::Before => (format!("数到{}", day.zh), format!("counted back to {}", day.en)),
            _ => (format!("期间的最后一日为{}", day.zh), format!("the last day of the period is {}", day.en)),
        };
        let (zh, en) = match self.q.direction {
            Direction::Before => (format!("往前{zh}，须早于该日"), format!("{en}; the act must come before it")),
            Direction::Within | Direction::AtLeast => (zh, en),
        };
        self.say(count.full, Effect::Counted, zh, en, None);
    }

    fn held(&mut self, from: Date, until: Date) {
        let days = words::stretch(from, until, self.q.start.year());
        let zh = format!("{}停止计算尚未结束，期间不在其中届满", days.zh);
        let en = format!("{}: the clock stood still, so the period does not end there", days.en);
        self.say(from, Effect::Held, zh, en, None);
        self.close(from, until);
    }

    /// A day of rest on which the period cannot end; `first` if nothing before it moved.
    fn off(&mut self, date: Date, first: bool) {
        let cal = self.cal;
        let info = cal.day(date);
        let (day, rest) = (self.day(date), words::rest(&info));
        if self.q.direction == Direction::Before {
            let zh = format!("{}{}，提前到前一个工作日", day.zh, rest.zh);
            self.say(date, Effect::Rolled, zh, format!("{} is {}: moved to the working day before", day.en, rest.en), info.notice);
        } else if first {
            let zh = format!("最后一日{}{}，顺延到下一个工作日", day.zh, rest.zh);
            let en = format!("the last day {} is {}: moved to the next working day", day.en, rest.en);
            self.ground(date, Effect::Rolled, zh, en, self.q.rule.grounds().roll);
        } else {
            self.say(
                date,
                Effect::Rolled,
                format!("{}{}，继续顺延", day.zh, rest.zh),
                format!("{} is {} too", day.en, rest.en),
                info.notice,
            );
        }
    }

    /// Why the last day stays where a reader might expect it to move.
    fn kept(&mut self, date: Date) {
        let cal = self.cal;
        let info = cal.day(date);
        let day = self.day(date);
        if self.q.direction == Direction::AtLeast {
            return;
        }
        if info.status == DayStatus::MakeUp && self.q.rule.rolls() {
            self.say(
                date,
                Effect::Kept,
                format!("{}调休上班，不顺延", day.zh),
                format!("{} is worked in exchange: the day stays", day.en),
                info.notice,
            );
        } else if !info.status.works() {
            let rest = words::rest(&info);
            let (why, why_en, cite) = match self.q.rule {
                Rule::CriminalCustody => ("在押期间不因此延长", "custody is not lengthened by it", self.q.rule.grounds().roll),
                _ => ("按自然日计算，不顺延", "calendar days are counted as they come", None),
            };
            self.say(
                date,
                Effect::Kept,
                format!("最后一日{}{}，{why}", day.zh, rest.zh),
                format!("the last day {} is {}: {why_en}", day.en, rest.en),
                cite,
            );
        }
    }

    fn due(&mut self, date: Date) {
        let day = self.day(date);
        let (zh, en) = match self.q.direction {
            Direction::Within => (format!("到期日为{}", day.zh), format!("due on {}", day.en)),
            Direction::Before => (format!("最迟在{}", day.zh), format!("{} at the latest", day.en)),
            Direction::AtLeast => {
                (format!("期间届满的次日，即{}起方可", day.zh), format!("not before {}, the day after the period is full", day.en))
            }
        };
        self.say(date, Effect::Due, zh, en, None);
        let transit = self.q.rule.grounds().transit;
        if self.q.direction == Direction::Within && transit.is_some() {
            let zh = "在途时间不计：到期前交邮的，不算过期".to_owned();
            let en = "time in transit is not counted: what is posted by then is in time".to_owned();
            self.ground(date, Effect::Transit, zh, en, transit);
        }
    }

    fn doubt(&mut self, count: &Count) {
        let Some(year) = count.doubt else { return };
        let (known, known_en, cite) = if self.cal.statutory_only(year) {
            ("按法定节假日和周末推算", "worked out from the holidays fixed by law and the weekends", Some("全国年节及纪念日放假办法:2"))
        } else {
            ("只按周末推算", "worked out from the weekends alone", None)
        };
        let zh = format!("没有{year}年的放假调休安排，{known}，日期暂定，收录通知后可能变动");
        let en = format!("no arrangement of days off is on record for {year}: {known_en}, provisional until the notice is in");
        self.say(count.due, Effect::Provisional, zh, en, cite);
    }
}

/// The steps of a period in days, working days, months or years.
pub(crate) fn days(cal: &Calendar, q: &Query, count: &Count, facts: &[Fact]) -> Deadline {
    let mut ex = Telling::new(cal, q, facts.len() / 2 + 6);
    ex.start();
    let end = facts.iter().rposition(|fact| matches!(fact, Fact::Counted { .. })).map_or(0, |last| last + 1);
    let (counting, settling) = facts.split_at(end);
    tell_counting(&mut ex, count, counting);
    ex.full(count);
    tell_settling(&mut ex, settling);
    ex.kept(count.due);
    ex.due(count.due);
    ex.doubt(count);
    let days = strip::days(cal, q, count, facts);
    Deadline { due_on: count.due, due_at: None, provisional: count.doubt.is_some(), steps: ex.steps, days }
}

fn tell_counting(ex: &mut Telling<'_>, count: &Count, facts: &[Fact]) {
    let workdays = count.parts.iter().all(|part| matches!(part, Part::Workdays(_)));
    let mut pause: Option<(Date, Date, u32)> = None;
    for fact in facts {
        if let Fact::Paused { day, unit } = *fact {
            let (from, _, units) = pause.unwrap_or((day, day, 0));
            pause = Some((from, day, units + u32::from(unit)));
            continue;
        }
        if let Some((from, until, units)) = pause.take() {
            ex.paused(from, until, units, workdays);
        }
        match *fact {
            Fact::Rest(day) => ex.skipped(day),
            Fact::Counted { day, .. }
                if ex.cal.status(day) == DayStatus::MakeUp && count.parts.iter().any(|part| matches!(part, Part::Workdays(_))) =>
            {
                ex.make_up(day)
            }
            Fact::Corresponding { from, months, to } => ex.corresponding(from, months, to),
            _ => {}
        }
    }
}

fn tell_settling(ex: &mut Telling<'_>, facts: &[Fact]) {
    let mut held: Option<(Date, Date)> = None;
    let mut first = true;
    for fact in facts {
        if let Fact::Held(day) = *fact {
            held = Some((held.map_or(day, |(from, _)| from), day));
            continue;
        }
        if let Some((from, until)) = held.take() {
            ex.held(from, until);
        }
        if let Fact::Off(day) = *fact {
            ex.off(day, first);
            first = false;
        }
    }
    if let Some((from, until)) = held {
        ex.held(from, until);
    }
}
