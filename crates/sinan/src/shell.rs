//! The imperative shell: the real clock, the operating system's randomness.

use app::{Clock, Entropy};
use kernel::{Date, Moment};
use std::sync::Mutex;

/// The wall clock in Asia/Shanghai.
pub struct WallClock;

impl Clock for WallClock {
    fn now(&self) -> Moment {
        wall()
    }
}

/// A demo bureau's clock: the day stands still until somebody moves it, the time of day is real.
pub struct DemoClock(Mutex<Date>);

impl DemoClock {
    /// A clock that stands at this day.
    pub fn at(day: Date) -> Self {
        Self(Mutex::new(day))
    }

    fn day(&self) -> Date {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Moment {
        let wall = wall();
        Moment { civil: self.day().to_datetime(wall.civil.time()), micros: wall.micros }
    }

    fn fixed(&self) -> Option<Date> {
        Some(self.day())
    }

    fn advance(&self, days: u16) -> Option<Date> {
        let mut day = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *day = day.checked_add(jiff::Span::new().days(i64::from(days))).ok()?;
        Some(*day)
    }
}

#[expect(clippy::disallowed_methods, reason = "the shell is where time comes in; everything below is handed it")]
fn wall() -> Moment {
    let now = jiff::Timestamp::now();
    // China has had one time zone without daylight saving since 1992; no zone database is needed for it.
    let civil = jiff::tz::Offset::constant(8).to_datetime(now);
    Moment { civil, micros: now.as_microsecond() }
}

/// The operating system's randomness.
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        use rand::TryRng;
        // Without randomness no id and no token is safe: stopping at once is the only honest answer.
        if rand::rngs::SysRng.try_fill_bytes(bytes).is_err() {
            std::process::abort();
        }
    }
}
