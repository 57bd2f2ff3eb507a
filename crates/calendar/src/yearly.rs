//! Dates that come back every year, as in 每年1月31日前.

use crate::error::CalendarError;
use kernel::Date;

/// The day of this year on which a yearly date falls. 29 February is the last day of February in a common year.
///
/// A yearly date is named, not counted, so it does not move off a day of rest: no statute at hand says that it does.
///
/// # Errors
/// [`CalendarError::NoSuchYearly`] when no year has the day, [`CalendarError::OutOfRange`] outside the years 1 to 9999.
pub fn yearly(month: u8, day: u8, year: i16) -> Result<Date, CalendarError> {
    let fault = CalendarError::NoSuchYearly { month, day };
    let (Ok(m), Ok(d)) = (i8::try_from(month), i8::try_from(day)) else { return Err(fault) };
    // 2000 was a leap year: what it lacks, every year lacks.
    let model = Date::new(2000, m, d).map_err(|_| fault)?;
    if !(1..=9999).contains(&year) {
        return Err(CalendarError::OutOfRange { start: model });
    }
    Date::new(year, m, d).or_else(|_| Date::new(year, m, 28)).map_err(|_| CalendarError::OutOfRange { start: model })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_yearly_date_is_the_same_each_year() {
        assert_eq!(yearly(1, 31, 2027).unwrap(), Date::constant(2027, 1, 31));
        assert_eq!(yearly(2, 29, 2028).unwrap(), Date::constant(2028, 2, 29));
        assert_eq!(yearly(2, 29, 2027).unwrap(), Date::constant(2027, 2, 28));
        for (m, d) in [(0, 1), (13, 1), (2, 30), (4, 31), (1, 0), (255, 255)] {
            assert_eq!(yearly(m, d, 2026), Err(CalendarError::NoSuchYearly { month: m, day: d }));
        }
        assert!(yearly(1, 1, -1).is_err() && yearly(1, 1, i16::MAX).is_err());
    }
}
