//! Lights: computed when read, from the due day and today. No nightly job, no stale colour.

use crate::{Frame, Instance};
use kernel::Date;
use serde::Serialize;

/// How a clock stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Light {
    /// The due day is over. 滞后
    Red,
    /// Due today, or within the clock's amber days. 关注
    Amber,
    /// In time. 正常
    Green,
    /// Stands still. 中止
    Paused,
    /// No date yet. 待定
    Unset,
    /// Stopped. 完成
    Done,
}

/// Working days before the due day from which a clock is amber, where it says nothing itself.
const AMBER: u32 = 1;

/// The light of a clock's run on a day. A promise drives it where one was made.
#[must_use]
pub fn light(frame: &Frame<'_>, instance: &Instance, today: Date) -> Light {
    if !instance.running() {
        return Light::Done;
    }
    if instance.paused_since.is_some() && instance.due_on.is_none() {
        return Light::Paused;
    }
    let Some(due) = instance.due_on else { return Light::Unset };
    if due < today {
        return Light::Red;
    }
    let amber = instance.clock_in(frame).map_or(AMBER, |c| c.amber.max(AMBER));
    let left = frame.calendar.workdays_between(today, instance.promise_on.unwrap_or(due));
    if left <= i64::from(amber) { Light::Amber } else { Light::Green }
}
