//! Values on their way into statements and out of rows.

use crate::database::Row;
use crate::dialect::fault;
use app::ports::StoreError;
use sqlx::{Decode, Postgres, Row as _, Sqlite, Type};
use std::borrow::Cow;
use uuid::Uuid;

/// A value on its way into a statement.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Value<'a> {
    Null,
    Int(i64),
    Id(Uuid),
    Text(Cow<'a, str>),
    Bytes(Cow<'a, [u8]>),
}

impl<'a> Value<'a> {
    pub(crate) fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    pub(crate) fn bytes(bytes: &'a [u8]) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }

    /// What kind of value it is. A missing one in a fixed statement is written there as NULL and is none of these.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Null | Self::Int(_) => Kind::Int,
            Self::Id(_) => Kind::Id,
            Self::Text(_) => Kind::Text,
            Self::Bytes(_) => Kind::Bytes,
        }
    }

    /// The value, or NULL.
    pub(crate) fn maybe<T>(value: Option<T>, make: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Null, make)
    }
}

impl From<i64> for Value<'_> {
    fn from(n: i64) -> Self {
        Self::Int(n)
    }
}

impl From<bool> for Value<'_> {
    fn from(yes: bool) -> Self {
        Self::Int(i64::from(yes))
    }
}

impl From<Uuid> for Value<'_> {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::bytes(bytes)
    }
}

/// What both databases can read out of a column.
pub(crate) trait Column<'r>: Decode<'r, Sqlite> + Type<Sqlite> + Decode<'r, Postgres> + Type<Postgres> {}

impl<'r, T: Decode<'r, Sqlite> + Type<Sqlite> + Decode<'r, Postgres> + Type<Postgres>> Column<'r> for T {}

/// One column of a row, by place.
pub(crate) fn column<'r, T: Column<'r>>(row: &'r Row, place: usize) -> Result<T, StoreError> {
    match row {
        Row::Sqlite(row) => row.try_get(place),
        Row::Postgres(row) => row.try_get(place),
    }
    .map_err(fault)
}

/// A column that says yes or no; it is kept as 1 or 0.
pub(crate) fn flag(row: &Row, place: usize) -> Result<bool, StoreError> {
    Ok(column::<i64>(row, place)? != 0)
}

/// What kind of value a column holds; any may be NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Int,
    Id,
    Text,
    Bytes,
}

impl Kind {
    /// The kind that a placeholder names: `?int`, `?id`, `?text`, `?bytes`.
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "id" => Self::Id,
            "text" => Self::Text,
            "bytes" => Self::Bytes,
            _ => Self::Int,
        }
    }

    /// The placeholder that names it.
    pub(crate) fn placeholder(self) -> &'static str {
        match self {
            Self::Int => "?int",
            Self::Id => "?id",
            Self::Text => "?text",
            Self::Bytes => "?bytes",
        }
    }

    /// What stands before every value of its kind that a key holds.
    pub(crate) fn least(self) -> Value<'static> {
        match self {
            Self::Int => Value::Int(i64::MIN),
            Self::Id => Value::Id(Uuid::nil()),
            Self::Text => Value::text(""),
            Self::Bytes => Value::bytes(&[]),
        }
    }
}

/// A whole row as values.
pub(crate) fn values(row: &Row, kinds: &[Kind]) -> Result<Vec<Value<'static>>, StoreError> {
    let value = |(place, kind): (usize, &Kind)| {
        Ok(match kind {
            Kind::Int => Value::maybe(column::<Option<i64>>(row, place)?, Value::Int),
            Kind::Id => Value::maybe(column::<Option<Uuid>>(row, place)?, Value::Id),
            Kind::Text => Value::maybe(column::<Option<String>>(row, place)?, Value::from),
            Kind::Bytes => Value::maybe(column::<Option<Vec<u8>>>(row, place)?, |bytes| Value::Bytes(bytes.into())),
        })
    };
    kinds.iter().enumerate().map(value).collect()
}
