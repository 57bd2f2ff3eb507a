//! The explanation of a period in hours.

use crate::days::Calendar;
use crate::deadline::{Deadline, Effect};
use crate::hours::Run;
use crate::query::{Direction, Query};
use crate::strip;
use crate::telling::Telling;
use crate::words;
use kernel::{DateTime, Title};

fn clock(at: DateTime, year: i16) -> Title {
    let day = words::day(at.date(), year);
    Title::new(format!("{}{}时{:02}分", day.zh, at.hour(), at.minute()), format!("{:02}:{:02} on {}", at.hour(), at.minute(), day.en))
}

/// The steps of a period in hours.
pub(crate) fn explain(cal: &Calendar, q: &Query, run: &Run) -> Deadline {
    let mut ex = Telling::new(cal, q, 4);
    let year = q.start.year();
    let (from, end) = (clock(run.from, year), clock(run.due_at, year));
    let back = q.direction == Direction::Before;
    let (zh, en) = if back {
        (
            format!("从{}起往前按小时连续计算，节假日和夜间都计入", from.zh),
            format!("hours run back from {}, through nights and holidays", from.en),
        )
    } else {
        (format!("从{}起按小时连续计算，节假日和夜间都计入", from.zh), format!("hours run from {}, through nights and holidays", from.en))
    };
    let hours = q.rule.grounds().hours;
    ex.ground(run.from.date(), Effect::Start, zh, en, hours);
    for span in &run.paused {
        let first = span.after.tomorrow().unwrap_or(span.until);
        let days = words::stretch(first, span.until, year);
        ex.say(
            first,
            Effect::Paused,
            format!("{}停止计算，整日不计", days.zh),
            format!("{}: the clock stood still, whole days not counted", days.en),
            None,
        );
        ex.close(first, span.until);
    }
    for extension in q.extensions {
        let title = extension.title();
        ex.say(run.due_at.date(), Effect::Extended, format!("延长{}", title.zh), format!("extended by {}", title.en), None);
    }
    let due = run.due_at.date();
    let (zh, en) = match q.direction {
        Direction::Within => (
            format!("满{}小时为{}，不顺延", run.hours, end.zh),
            format!("{} hours are over at {}; the end does not move", run.hours, end.en),
        ),
        Direction::Before => {
            (format!("往前{}小时，最迟在{}", run.hours, end.zh), format!("{} hours back: {} at the latest", run.hours, end.en))
        }
        Direction::AtLeast => {
            (format!("满{}小时，{}起方可", run.hours, end.zh), format!("{} hours are over: not before {}", run.hours, end.en))
        }
    };
    ex.say(due, Effect::Due, zh, en, None);
    let days = strip::hours(cal, q, run);
    Deadline { due_on: due, due_at: Some(run.due_at), provisional: false, steps: ex.steps, days }
}
