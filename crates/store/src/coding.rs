//! How days, digests and documents lie in columns.

use crate::database::Row;
use crate::sql::column;
use app::ports::StoreError;
use kernel::{Date, Digest};
use serde::{Serialize, de::DeserializeOwned};

/// The day that stands for "never" in an index: after every real one.
pub(crate) const NEVER: i64 = 99_991_231;

/// A day as a number that reads as a date: 20260309.
pub(crate) fn day(date: Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// The date of such a number.
pub(crate) fn date(day: i64) -> Result<Date, StoreError> {
    let part = |n: i64| i8::try_from(n).unwrap_or(0);
    i16::try_from(day / 10_000)
        .ok()
        .and_then(|year| Date::new(year, part(day / 100 % 100), part(day % 100)).ok())
        .ok_or_else(|| damaged(format!("{day} 不是日期")))
}

/// A day in an index, where none means never.
pub(crate) fn day_or_never(date: Option<Date>) -> i64 {
    date.map_or(NEVER, day)
}

/// Back again.
pub(crate) fn date_unless_never(day: i64) -> Result<Option<Date>, StoreError> {
    if day == NEVER { Ok(None) } else { date(day).map(Some) }
}

/// A digest out of a column.
pub(crate) fn digest(row: &Row, place: usize) -> Result<Digest, StoreError> {
    let bytes: &[u8] = column(row, place)?;
    bytes.try_into().map(Digest).map_err(|_| damaged("摘要长度不对"))
}

/// A count or version out of a column.
pub(crate) fn unsigned(row: &Row, place: usize) -> Result<u64, StoreError> {
    let n: i64 = column(row, place)?;
    u64::try_from(n).map_err(|_| damaged(format!("计数为负：{n}")))
}

/// A version or count on its way into a column; none ever comes near the limit.
pub(crate) fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A document as JSON text.
pub(crate) fn to_json<T: Serialize>(document: &T) -> Result<String, StoreError> {
    serde_json::to_string(document).map_err(|e| damaged(format!("不能写成 JSON：{e}")))
}

/// A document out of JSON text.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|e| damaged(format!("JSON 读不出来：{e}")))
}

/// What was read makes no sense.
pub(crate) fn damaged(what: impl Into<String>) -> StoreError {
    StoreError::Damaged(what.into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn days_go_there_and_back() {
        let monday = Date::constant(2026, 3, 9);
        assert_eq!(day(monday), 20_260_309);
        assert_eq!(date(20_260_309).unwrap(), monday);
        assert_eq!(date_unless_never(day_or_never(None)).unwrap(), None);
        assert!(date(20_260_230).is_err());
        assert!(date(-5).is_err());
    }
}
